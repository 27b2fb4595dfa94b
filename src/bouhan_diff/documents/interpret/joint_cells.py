"""Split cells that hold two things (二つを含むセル): number and name, name and department, unit."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from math import inf

from ...diagnostics import Diagnostics
from ...text.joining import ITEM_SIGNS, join
from ...text.linebreak import ems
from ...text.normalize import closed_up, fold, squeezed
from ..headings.departments import is_office, split_unit
from ..headings.header_rows import is_figure
from ..headings.titles import split_number
from ..headings.vocabulary import BESIDE_NAMES, CODES, EXPORT_REMARK, Role, split_status, strengths
from ..ir import ReadingContext
from .drafts import Draft
from .initiatives import joined_text
from .layouts import Layout

_UNIT_HEADING = "係"


def split_numbers(drafts: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Split number and name if one column has both in every row (番号付きの事業名)."""
    if any(draft.is_numbered for draft in drafts):
        return
    layouts = {id(draft.layout): draft.layout for draft in drafts}
    for layout in layouts.values():
        _split_column([d for d in drafts if d.layout is layout], layout, diagnostics)


def _split_column(drafts: Sequence[Draft], layout: Layout, diagnostics: Diagnostics) -> None:
    split = [split_number(draft.name_lines) for draft in drafts]
    names = {(d.scope, *d.name_lines) for d, parts in zip(drafts, split, strict=True) if parts}
    if any(split) and _are_shared(len(names), len(drafts)):
        return
    headings = (layout.columns[at].published for at in layout.places(Role.NAME))
    is_of_budget = any(_OF_BUDGET.fullmatch("".join(heading.split())) for heading in headings)
    if not all(split) and (any(split) or is_of_budget):
        close = [
            parts or split_number(draft.name_lines, is_close=True)
            for draft, parts in zip(drafts, split, strict=True)
        ]
        counted = [parts and parts[0] for parts in close] == list(range(1, len(drafts) + 1))
        split = close if counted or is_of_budget else split
    if any(_FORMULA.match(join(draft.name_lines)) for draft in drafts):
        return  # which calls the others by their numbers: ②－①
    pairs = list(zip(drafts, split, strict=True))
    named = [(d.name_lines[0], parts) for d, parts in pairs if d.name_lines and not d.given_name]
    is_split = is_of_budget or all(parts or name.lstrip()[:1] in _CIRCLES for name, parts in named)
    for draft, parts in pairs:
        if parts and is_split:
            draft.given_number, draft.given_name = parts
        elif parts:
            diagnostics.doubt("number-in-name", draft.span, name=join(draft.name_lines))


_CIRCLES = frozenset("○〇◯")  # of an item that the budget no longer has
_FORMULA = re.compile(r"[①-⑳]\s*[-－−＋+]\s*[①-⑳]")
_OF_BUDGET = re.compile("(?!項目$)(?:[款項目][・･/]?)+|科目")  # whose items always have numbers
_FEWEST_NUMBERED, _MOST_SHARED = 6, 0.5
_MOST = 0.8


def _are_shared(numbers: int, rows: int) -> bool:
    """Return whether most rows share their number with another one (番号の重複)."""
    return rows >= _FEWEST_NUMBERED and numbers <= _MOST_SHARED * rows


def release_shared_numbers(drafts: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Turn numbers shared by most rows into a field (重複する番号): they number a clause."""
    numbered = [draft for draft in drafts if draft.number_lines]
    if len({(draft.scope, *draft.number_lines) for draft in numbered}) == len(numbered):
        return  # the usual case
    numbers = {(draft.scope, fold(join(draft.number_lines))) for draft in numbered}
    if not _are_shared(len(numbers), len(numbered)):
        return
    columns = {at: d.layout.columns[at] for d in numbered for at in d.layout.places(Role.NUMBER)}
    heading = next(iter(columns.values())).heading
    for draft in numbered:
        draft.extra[heading] = join(draft.number_lines)
        for at in columns:
            draft.cells.pop(at, None)
    diagnostics.doubt("numbers-shared", numbered[0].span, heading=heading)


def split_cells(drafts: Sequence[Draft], context: ReadingContext) -> None:
    """Split names and departments that hold two things (二つを含むセル)."""
    _spell_out(drafts, context)
    pairs = (pair for draft in drafts for pair in pairwise(draft.name_lines))
    cut = [ems(line) for line, below in pairs if context.is_wrapped and not _ITEM.match(below)]
    for draft in drafts:
        _split_name(draft, context, max(cut, default=inf))
        _split_status(draft)
        _split_unit(draft)
    _split_texts(drafts)
    if any(draft.layout.places(Role.DEPARTMENT) for draft in drafts):
        return
    mark = next(filter(None, map(_bracket_of_departments, drafts)), _bracket_of_owners(drafts))
    found = [_split_department(draft.name_lines, mark) for draft in drafts]
    if mark or sum(map(bool, found)) >= _MOST * len(drafts):
        for draft, parts in zip(drafts, found, strict=True):
            if parts:
                name, department, below = parts
                draft.given_name = [name]
                draft.elsewhere[Role.DEPARTMENT] = [department]
                if below:
                    draft.extra[_TEXT_HEADING] = joined_text([below], context)


def _spell_out(drafts: Sequence[Draft], context: ReadingContext) -> None:
    """Replace 同上 at the start of a name by the name above (同上利子)."""
    above = ""
    for draft in drafts:
        name = join(draft.name_lines)
        if not above or not (match := _SAME_AND_MORE.fullmatch(name)):
            above = name
            continue
        draft.given_name = [f"{above}{match[1]}"]
        heading = draft.layout.columns[draft.layout.places(Role.NAME)[0]].published
        text = draft.given_name[0]
        context.diagnostics.note("ditto", draft.span, mark=name, heading=heading, text=text)


_SAME_AND_MORE = re.compile(r"同上([^\s、。]{1,10})")


def _split_name(draft: Draft, context: ReadingContext, full: float) -> None:
    """Split labels and a list from the name above them (事業名の下). full: the width of a line."""
    lines = draft.name_lines
    name, under_name = _under_name(lines)
    if under_name or name != list(lines):
        draft.given_name = name
        for role, under in under_name.items():
            places = draft.layout.places(role)
            if role is Role.LEFT_OUT:
                text = f"{_OWN_LABEL}：{join(under)}"
                context.diagnostics.note("remarks-left-out", draft.span, text=text)
            elif places and role not in CODES:
                draft.cells.setdefault(places[0], []).append(list(under))
            else:
                draft.elsewhere[role] = list(under)
        lines = name
    lines, amounts = _split_amounts(lines)
    if amounts:
        draft.given_name = lines
        draft.extra |= amounts
    name, items = _split_items(lines, full)
    if items and name:
        draft.given_name = name
        heading = next(draft.layout.columns[at].heading for at in draft.layout.places(Role.NAME))
        draft.extra[heading] = joined_text([items], context)


def _split_amounts(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Split labelled amounts from the lines of a name (予算額 1,200千円)."""
    if len(lines) == 1:
        return [*lines], {}
    found = [_LABELLED.fullmatch(line.strip()) for line in lines]
    labels = [squeezed(match["label"] or match["bracketed"]) if match else "" for match in found]
    amounts = {
        label: match["value"].strip()
        for label, match in zip(labels[1:], found[1:], strict=True)
        if match and is_figure(match["value"]) and strengths(label).get(Role.AMOUNT, 0) > 1
    }
    if not amounts:
        return [*lines], {}
    rest = [line for line, label in zip(lines, labels, strict=True) if label not in amounts]
    return rest, amounts


def _split_texts(drafts: Sequence[Draft]) -> None:
    """Split labelled amounts from the only text (本文の末尾の額): 【予算額】32,000千円.

    Most rows must have one with that label; an amount among lines ending in figures is part of
    them.
    """
    found = []
    for draft in drafts:
        places = draft.layout.places(Role.SUMMARY)
        cells = draft.cells.get(places[0], []) if len(places) == 1 else []
        for n, (rest, amounts) in enumerate(map(_split_amounts, cells)):
            if not amounts.keys() & draft.layout.fields.keys():
                is_part = any(map(_OF_BREAKDOWN.search, rest))
                found.append((draft, cells, n, rest, {} if is_part else amounts))
    times = Counter(label for *_cell, amounts in found for label in amounts)
    for draft, cells, n, rest, amounts in found:
        if amounts and all(2 * times[label] >= len(drafts) for label in amounts):
            cells[n] = rest
            draft.extra |= amounts


_OF_BREAKDOWN = re.compile(r"\S\u3000+[\d,]+\s*\Z")

STATUS_HEADING = "区分"
"""The heading of the field for 【新規】 beside a name (名称に付いた区分)."""

_OPENING, _CLOSING = frozenset("【[［〔（(《〈＜"), frozenset("】]］〕）)》〉＞")


def _split_status(draft: Draft) -> None:
    """Split 【新規】 and the like from a name (区分の分離): without it the name is the same."""
    if len(draft.names()) > 1 or STATUS_HEADING in draft.layout.fields:
        return
    lines = draft.name_lines
    if not lines or not (lines[0][:1] in _OPENING or lines[-1].rstrip()[-1:] in _CLOSING):
        return
    name, status = split_status(join(lines))
    if status:
        draft.given_name = [name]
        draft.extra[STATUS_HEADING] = status


def _split_unit(draft: Draft) -> None:
    for at in draft.layout.places(Role.DEPARTMENT):
        cells = draft.cells.get(at, [])
        if len(cells) == 1:
            above, unit = split_unit(cells[0])
            if unit:
                draft.cells[at] = [above]
                draft.extra[_UNIT_HEADING] = unit


_LABELLED = re.compile(
    r"(?:[【\[［〔]\s*(?P<bracketed>[^\s】\]］〕][^】\]］〕]*)[】\]］〕]\s*|(?P<label>\S{2,8})(?:\u3000+|\s*[:：]\s*))(?P<value>\S.*)"
)
_LONGEST_LABEL = 8
_OWN_LABEL = "区分"  # over the kinds in our own documents
_TEXT_HEADING = "内容"
_NAME_AND_BRACKET = re.compile(
    r"(?P<name>.*\S)\s*(?P<opening>[【\[［〔（(])(?P<bracket>[^【】\[\]［］〔〕()（）]+)[】\]］〕）)]",
    re.DOTALL,
)
_ITEM = re.compile(rf"\s*(?:[{ITEM_SIGNS}](?<!・)|[・･](?=\S)|[-－](?=\S))")


def _bracket_of_departments(draft: Draft) -> str:
    """Return the bracket before departments in the heading of names (事業名【担当課】), or ""."""
    for at in draft.layout.places(Role.NAME):
        match = _NAME_AND_BRACKET.fullmatch("".join(draft.layout.columns[at].published.split()))
        if match and strengths(match["bracket"]).get(Role.DEPARTMENT, 0) > 1:
            return match["opening"]
    return ""


def _bracket_of_owners(drafts: Sequence[Draft]) -> str:
    """Return the bracket that ends every name, in most around departments (担当の括弧), or "".

    In some it is around another body then: 【社会福祉協議会】.
    """
    ends = [_NAME_AND_BRACKET.fullmatch(join(draft.name_lines)) for draft in drafts]
    found = [match for match in ends if match]
    openings = {match["opening"] for match in found}
    are_owned = 2 * sum(_are_offices(match["bracket"]) for match in found) >= len(drafts)
    return "".join(openings) if are_owned and len(openings) == 1 and all(ends) else ""


def _are_offices(bracket: str) -> bool:
    return all(is_office(part.strip()) for part in re.split("[、，,]", bracket))


def _split_department(lines: Sequence[str], mark: str) -> tuple[str, str, Sequence[str]] | None:
    """Split a department in brackets from the name before it (事業名【課】), None if there is none.

    mark: the bracket given in the heading. Lines below the bracket are the initiative's text.
    """
    for end in range(1, len(lines) + 1):
        below = lines[end:]
        if (found := _named_department(lines[:end], mark)) and not _named_department(below, mark):
            return *found, below
    return None


def _named_department(lines: Sequence[str], mark: str) -> tuple[str, str] | None:
    texts = [*(line.strip() for line in lines[:1]), *map(closed_up, map(str.strip, lines[1:]))]
    match = _NAME_AND_BRACKET.fullmatch(join(texts))
    if match and (match["opening"] == mark or (not mark and _are_offices(match["bracket"]))):
        return match["name"].strip(), match["bracket"].strip()
    return None


def _split_items(lines: Sequence[str], full: float) -> tuple[list[str], list[str]]:
    """Split a name from the list of items under it (事業名の下の箇条書き)."""
    items = [at for at in range(1, len(lines)) if _ITEM.match(lines[at])]
    if len(items) == 1 and ems(lines[items[0] - 1]) >= full:
        items = []  # the only ・, at the edge of the cell, is one of the name
    at = items[0] if items else len(lines)
    return list(lines[:at]), list(lines[at:])


def _under_name(lines: Sequence[str]) -> tuple[list[str], dict[Role, list[str]]]:
    """Split a name from other properties on the lines below it (項目別の行).

    A line under the name may begin with a label; a line without one continues the line above.
    """
    name: list[str] = list(lines[:1])
    found: dict[Role, list[str]] = {}
    into = name
    is_close = any(map(_labelled, lines[1:]))
    for line in lines[1:]:
        role, value = _labelled(line) or (_close(line) if is_close else None) or (None, line)
        if role:
            into = found.setdefault(role, [])
        into.append(value)
        if role is Role.LEFT_OUT:
            into = name
    return name, found


def _labelled(line: str) -> tuple[Role, str] | None:
    match = _LABELLED.fullmatch(line.strip())
    return _meant(match["bracketed"] or match["label"], match["value"]) if match else None


def _close(line: str) -> tuple[Role, str] | None:
    """Split a label from its value where a narrow column left no space (詰まった項目名)."""
    text = line.strip()
    ends = range(min(_LONGEST_LABEL, len(text) - 1), 1, -1)
    return next(filter(None, (_meant(text[:end], text[end:]) for end in ends)), None)


def _meant(label: str, value: str) -> tuple[Role, str] | None:
    found = strengths(label)
    for role in BESIDE_NAMES:
        if found.get(role, 0) > 1:
            return role, value
    is_own = fold(label) == _OWN_LABEL and EXPORT_REMARK.fullmatch(value)
    return (Role.LEFT_OUT, value) if is_own else None


# --- Cells with a value on each line ------------------------------------------------------------

_LONGEST_WORD, _SHORTEST_WORD = 4, 2
_NONE = "―"


def part_listed_words(drafts: Iterable[Draft]) -> None:
    """Separate the lines of cells that list words (語の列挙): 当初, ９月 and 12月 in one cell.

    They are no broken text if all lines in the column are short words, the first word of a list
    also stands alone somewhere, and a word occurs at different positions of lists.
    """
    columns: defaultdict[str, list[tuple[Draft, int]]] = defaultdict(list)
    for draft in drafts:
        for at in draft.layout.places(Role.TEXT):
            if at in draft.cells:
                columns[draft.layout.columns[at].published].append((draft, at))
    for places in columns.values():
        cells = [[line.strip() for line in draft.lines(at)] for draft, at in places]
        if _are_lists(cells):
            for (draft, at), words in zip(places, cells, strict=True):
                draft.cells[at] = [(word,) for word in words]


def _are_lists(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether the cells of a column are lists of words (語の列挙), some of one word."""
    lists = [words for words in cells if len(words) > 1]
    if not lists or any(
        len(word) < _SHORTEST_WORD or ems(word) > _LONGEST_WORD for words in cells for word in words
    ):
        return False
    alone = {words[0] for words in cells if len(words) == 1}
    later = {(word, at) for words in lists for at, word in enumerate(words[1:])}
    return alone.issuperset(words[0] for words in lists) and len(dict(later)) < len(later)


def keep_in_step(drafts: Iterable[Draft]) -> None:
    """Put ― for blanks among the marks in a record of several rows (空欄の補充).

    Needed if a column has a value in each row and another a mark (※, ○) in some, other than only
    the first, which may apply to all: otherwise nobody can see which value a mark belongs to.
    """
    for draft in drafts:
        if (rows := draft.rows) is None:  # the usual case
            continue
        places = [at for at in draft.layout.places(Role.TEXT) if at in draft.cells]
        texts = [at for at in places if _is_of_rows(draft.cells[at], at, rows)]
        if not any(len(draft.cells[at]) == len(rows) for at in texts):
            continue
        for at in texts:
            is_of_marks = not any(map(str.isalnum, "".join(line for (line,) in draft.cells[at])))
            if is_of_marks and any(at in row for row in rows[1:]):
                values = iter(draft.cells[at])
                draft.cells[at] = [next(values) if at in row else (_NONE,) for row in rows]


def _is_of_rows(cells: Sequence[Sequence[str]], at: int, rows: Sequence[Set[int]]) -> bool:
    """Return whether a column has one line in each row that fills it (行ごとの値)."""
    are_lines = all(len(lines) == 1 for lines in cells)
    return are_lines and len(cells) == sum(at in row for row in rows)
