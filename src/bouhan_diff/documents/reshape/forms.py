"""Forms (個票): blocks of labels and values, one initiative each, become rows of a table.

An office that describes each initiative on its own sheet, page or box repeats the same labels on
each. A reader sees one table, and it becomes one.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from ...diagnostics import Span
from ...text.joining import ITEM_SIGNS
from ...text.normalize import fold, squeezed
from ...text.number_headings import heading_unit
from ...text.quantities import known_unit
from ..headings.header_rows import CellRow
from ..headings.heading_parts import strength_of
from ..headings.titles import is_numberlike, numbered_title
from ..headings.vocabulary import (
    Role,
    is_form_label,
    is_indicator,
    is_known,
    names_edition,
    names_task,
    strengths,
)
from ..ir import Cell, Document, Line, ReadingContext, Table
from .form_parts import with_labels_above, with_rests, with_whole_forms
from .form_reader import FormReader, common_texts
from .form_rows import (
    CERTAIN,
    are_of_measures,
    tops_of_forms,
    with_lists_of_forms,
    with_merged_cells,
)
from .form_table import (
    LONGEST_LABEL,
    Form,
    Label,
    cells_begun,
    cells_of,
    is_label,
    label_text_of,
    pair_of,
    with_rows,
    without_lists,
)
from .list_lines import NAME, TEXT

_STRONG = 2.5
_FEWEST = 2  # number and name
_FEWEST_LABELS = 3
_FEWEST_OF_ONE = 5
_LONGEST_OF_LIST = 12  # characters of a heading
_MOST_ROWS = 90  # what is longer is a list
_SHARED = 0.6


def with_forms_as_rows(document: Document, context: ReadingContext) -> Document:
    """Return the document with its forms as the rows of a table (個票の一覧化).

    A single form counts only if its labels leave no doubt that it describes an initiative.
    """
    tables = {at: block for at, block in enumerate(document.blocks) if isinstance(block, Table)}
    labels = _name_labels(tuple(tables.values()), is_wrapped=document.is_wrapped)
    grids = {at: table.grid() for at, table in tables.items()} if labels else {}
    for label in labels:
        found = _blocks(document, grids, label)
        headed = with_labels_above(document, sorted(found))
        if headed is not document:
            found = _blocks(headed, _grids(headed), label)
        whole = with_whole_forms(headed, sorted(found))
        if whole is not headed:
            forms = _blocks(whole, _grids(whole), label)
            if read_forms(forms, (fold(label),), context):
                return _as_rows(whole, forms, (fold(label),))
        whole = with_rests(headed, found) if context.is_wrapped else headed
        if whole is not headed:
            found = _blocks(whole, _grids(whole), label)
        if read_forms(found, (fold(label),), context):
            return _as_rows(whole, found, (fold(label),))
    if NAME in labels:
        return document
    named = _with_names(document)
    rows = with_forms_as_rows(named, context) if named is not document else named
    return document if rows is named else rows


def _grids(document: Document) -> dict[int, Sequence[CellRow]]:
    return {at: b.grid() for at, b in enumerate(document.blocks) if isinstance(b, Table)}


def _as_rows(document: Document, found: Mapping[int, Sequence[Form]], name: Label) -> Document:
    if are_of_measures(found, name):
        return with_lists_of_forms(document, found, name)
    return with_rows(*without_lists(document, found, name))


def read_forms(found: Mapping[int, Sequence[Form]], name: Label, context: ReadingContext) -> bool:
    """Read the forms (個票の読取り); return whether they are forms of initiatives."""
    forms = [form for some in found.values() for form in some]
    if not forms or any(form.bottom - form.top > _MOST_ROWS for form in forms):
        return False
    common = common_texts(forms, is_wrapped=context.is_wrapped)
    for form in forms:
        FormReader(form, common, context).read()
        _ungroup(form, name)
    if not _are_forms(forms, name):
        return False
    for form in forms:
        if not form.value(name):
            form.astray = [*_nameless(form), *form.astray]
            form.values = {}
    return True


def _ungroup(form: Form, name: Label) -> None:
    """Drop the group label around the name (基本情報): it is of a part of the form."""
    group = next((label[:-1] for label in form.values if label[-1:] == name), ())
    plain = {label: label[len(group) * (label[: len(group)] == group) :] for label in form.values}
    if len({*plain.values()}) == len(plain):
        form.values = {plain[label]: cells for label, cells in form.values.items()}
        form.spelled = {
            plain[key]: spelling[-len(plain[key]) :] for key, spelling in form.spelled.items()
        }
        form.lists = {plain[label]: place for label, place in form.lists.items()}


def _nameless(form: Form) -> Iterator[Cell]:
    """Yield the contents of a form without a name, as one text to report (名称のない個票)."""
    texts = {label[-1]: form.value(label) for label in form.values if form.value(label)}
    if any(known_unit(text) is None for text in texts.values()):
        span = next(cell.span for cells in form.values.values() for cell in cells)
        yield Cell(("\u3000".join(f"{label}：{text}" for label, text in texts.items()),), span)


# --- Where the forms are ------------------------------------------------------------------------


_OF_NAMES = re.compile(r"(?:[名称題等出]|\A.{0,9}[業組み策置案目])[\s】]*\Z")
"""What a label of names may look like: quick, as every cell of a document is asked."""


def _name_labels(tables: Sequence[Table], *, is_wrapped: bool) -> list[str]:
    """Return the labels of names (事業名の項目) that may open forms, the most likely first.

    The last form of a table begins near its end, as the length of forms is limited.
    """
    seen: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for table in tables:
        first = bisect_left(table.cells, table.height - _MOST_ROWS, key=_ROW)
        lasts = {key for _at, key in _name_cells(table, first, spelled, is_wrapped=is_wrapped)}
        for at, key in _name_cells(table, 0, spelled, is_wrapped=is_wrapped) if lasts else ():
            cell, right = table.cells[at], table.cells[at + 1 : at + 2]
            # 下水道事業負担金支出事務 is too long to be a label.
            values = (c for c in right if not is_label(c) or len(c.text) > _LONGEST_OF_LIST)
            seen[key] += 1
            beside[key] += any(c.row == cell.row for c in values) or pair_of(cell) is not None
    found = [key for key in seen if seen[key] > 1 or beside[key]]
    found.sort(key=lambda key: (-strength_of(spelled[key], Role.NAME), seen[key] < 2))  # noqa: PLR2004
    return [spelled[key] for key in found[:3]]


_ROW = attrgetter("row")


def _name_cells(
    table: Table, first: int, spelled: dict[str, str], *, is_wrapped: bool
) -> Iterator[tuple[int, str]]:
    """Yield the cells that are labels of names (事業名の項目): position and folded label.

    first: the position of the first cell to look at. spelled: collects each label as printed.
    """
    for at, cell in enumerate(table.cells[first:], first):
        lines = cell.lines
        written = lines[0] if len(lines) == 1 else "".join(lines[:3])
        if written.isascii():
            continue  # a figure, of which a sheet has a million
        head = written.replace("：", ":").partition(":")[0]
        if len(head) > LONGEST_LABEL or not _OF_NAMES.search(head):
            continue
        text = label_text_of(cell, is_wrapped=is_wrapped)
        if strength_of(text, Role.NAME) >= _STRONG:
            spelled.setdefault(fold(text), text)
            yield at, fold(text)


def _with_names(document: Document) -> Document:
    """Return the document with 事業名 for the label that opens its forms (名称らしい項目名).

    改革項目 | 3 | 窓口の委託 | 担当課 | … does, with another value in each form.
    """
    found: dict[str, list[tuple[Cell, Cell]]] = {}
    tables = (block for block in document.blocks if isinstance(block, Table))
    for grid in (table.grid() for table in tables if table.height <= _LONGEST_TABLE):
        for opening in filter(None, (_opening(cells_begun(grid, at)) for at in range(len(grid)))):
            found.setdefault(fold(opening[0].text), []).append(opening)
    differ = (one for one in found.values() if len({fold(v.text) for _l, v in one}) == len(one) > 1)
    labels = {id(label) for label, _value in next(differ, ())}
    blocks: list[Line | Table] = []
    for block in document.blocks if labels else ():
        cells = block.cells if isinstance(block, Table) else ()
        named = tuple(c._replace(lines=(NAME,)) if id(c) in labels else c for c in cells)
        blocks.append(replace(block, cells=named) if isinstance(block, Table) else block)
    return replace(document, blocks=tuple(blocks)) if labels else document


def _opening(row: Sequence[Cell]) -> tuple[Cell, Cell] | None:
    """Return the label and value that may open a form (個票の最初の項目), behind its number."""
    of_number = len(row) > _FEWEST and Role.NUMBER in strengths(row[0].text)
    cells = row[_FEWEST:] if of_number else row
    cells = [c for at, c in enumerate(cells) if at != 1 or not is_numberlike(c.text)][:_FEWEST]
    label, value = (squeezed(cell.text) for cell in (*cells, _NONE, _NONE)[:_FEWEST])
    if not is_worded(value) or is_label(cells[1]) or "。" in value:
        return None
    roles = strengths(label)
    is_name = Role.NAME in roles or _MAY_NAME.search(label) is not None
    is_name &= not _OF_OTHERS & roles.keys() and roles.get(Role.SUMMARY, 0) < _STRONG
    return (cells[0], cells[1]) if is_name else None


_NONE = Cell((), Span())
_LONGEST_TABLE = 2_000
_MAY_NAME = re.compile(r"\A.{0,12}(?:名称?|項目|事項|テーマ|目標|施策|政策|事業)\Z")
_OF_OTHERS = {Role.NUMBER, Role.DEPARTMENT, Role.EDITION, Role.AMOUNT}


def _blocks(
    document: Document, grids: Mapping[int, Sequence[CellRow]], label: str
) -> dict[int, list[Form]]:
    """Return the forms by their tables (個票の検出): one for each occurrence of the label."""
    key = fold(label)
    places: dict[int, list[int]] = {}
    columns: dict[tuple[int, int], list[int]] = {}
    for at, grid in grids.items():
        for n in range(len(grid)):
            for cell in cells_begun(grid, n):
                if fold(label_text_of(cell, is_wrapped=document.is_wrapped)) == key:
                    columns.setdefault((at, n), []).append(grid[n].index(cell))
            if (at, n) in columns:
                places.setdefault(at, []).append(n)
    heads = {at: [n for n in some if _heads_list(grids[at], n)] for at, some in places.items()}
    # Also where a page repeats the heading of a list, with the rest of one row below it.
    lists = {_texts_of(grids[at][n]) for at, some in heads.items() for n in some}
    starts = [(at, n) for at, some in places.items() for n in some if n not in heads[at]]
    starts = [(at, n) for at, n in starts if _texts_of(grids[at][n]) not in lists]
    places = {at: rows for at in places if (rows := [n for one, n in starts if one == at])}
    found: dict[int, list[Form]] = {}
    for at, some in places.items():
        table = document.blocks[at]
        assert isinstance(table, Table)  # noqa: S101  only tables have a grid
        tops = tops_of_forms(grids[at], some) if len(some) > 1 else [0]
        ends = [*tops[1:], len(grids[at])]
        found[at] = [
            Form(table, with_merged_cells([r[left:right] for r in grids[at][top:end]]), top, end)
            for n, top, end in zip(some, tops, ends, strict=True)
            for left, right in _sides(columns[at, n])
        ]
    return found


def _texts_of(row: CellRow) -> tuple[str, ...]:
    """Return the texts of a row in the form they are compared in (行の文字列)."""
    return tuple(fold(cell.text) for cell in row)


def _heads_list(grid: Sequence[CellRow], at: int) -> bool:
    """Return whether a row holds the headings of a list (一覧の見出し), not a label and value."""
    cells = cells_of(grid[at])
    first = at + max((cell.row_span for cell in cells), default=1)  # below the parts of groups
    below = [cells_of(row) for row in grid[first : first + 2]]
    labels, count = sum(map(is_label, cells)), len(cells)
    may_be_label = labels == count  # the name 相談窓口, say
    are_of_list = (
        len(row) > 1
        and (may_be_label or not is_label(row[0]))
        and 3 * sum(map(is_label, row)) < len(row) + may_be_label
        for row in below
    )
    return count >= _FEWEST_LABELS and 3 * labels >= 2 * count and bool(below) and all(are_of_list)


def _sides(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the columns of each form of those side by side (左右の個票)."""
    return pairwise([0, *columns[1:], _LAST])


_LAST = 10_000


def is_worded(text: str) -> bool:
    """Return whether a text has words (語句), unlike a page number or a cell of figures."""
    return any(map(str.isalpha, text)) and not _AMOUNT.search(text)


_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d")


def _are_forms(forms: Sequence[Form], name: Label) -> bool:
    """Return whether blocks are forms of initiatives (個票らしさ): filled in and much alike."""
    named = [form for form in forms if form.value(name)]
    filled = sum(sum(map(bool, form.values.values())) for form in named)
    if not named or 4 * sum(len(form.astray) for form in named) > filled:
        return False
    if any(_is_list(form, name) for form in named) or all(
        _is_text(form.value(name)) for form in named
    ):
        return False
    if len(forms) == 1:
        return forms[0].title is None and _is_sure(forms[0], name)
    roles = {role for label in named[0].spelled for role in strengths("".join(label[-1:]))}
    is_statement = Role.SUMMARY in roles and bool({Role.DEPARTMENT, Role.AMOUNT} & roles)
    is_statement |= all(any(map(_is_of_year, form.spelled)) for form in named)
    titles = [form.title for form in named if form.title is not None]
    is_statement |= len(titles) == len(named) and all(map(_is_measure, titles))
    tasks = sum(map(_is_of_task, named))
    is_statement |= (are_tasks := 2 * tasks > len(named))
    is_statement |= 2 * sum(map(_states_cost, named)) > len(named)
    if named[0].title is not None and (not is_statement or _are_lists(named)):
        return False
    names = {fold(form.value(name)) for form in named}
    of_forms = ({heading_unit(label[0])[0] for label in form.values} for form in forms)
    times = Counter(heading for headings in of_forms for heading in headings)
    shared = sum(count for count in times.values() if count > 1)
    # 講座数（回） and 参加者数（人） are of the initiative that the title names, each with its own.
    units = [heading_unit(label[0])[1] for form in named for label in form.values if label[1:]]
    are_same = shared >= _SHARED * sum(times.values()) or (bool(units) and all(units))
    is_whole = filled >= (_FEWEST_LABELS - are_tasks) * len(named)  # not all have a number
    return 2 * sum(map(is_worded, names)) > len(named) and is_whole and are_same


def _is_text(value: str) -> bool:
    """Return whether a label's value is a list of sentences with bullets (箇条書き)."""
    return value.lstrip()[:1] in ITEM_SIGNS and value.endswith("。")


def _states_cost(form: Form) -> bool:
    """Return whether a text states what is budgeted for it (予算額の文)."""
    return any(_COST.search(form.value(label)) for label in form.values)


_COST = re.compile(
    "(?:予算|事業費)[^。]{0,20}円(?:です|であ|とし|を|。)|円[^。]{0,9}(?:計上|予算|措置)"
)


def _are_lists(forms: Sequence[Form]) -> bool:
    """Return whether lists whose rows have no labels are all under titles, or are of indicators."""
    lists = [{label for label in form.lists if len(label) == 1} for form in forms]
    others = (form.values.keys() - listed for form, listed in zip(forms, lists, strict=True))
    rows = (count for form in forms for _row, count in form.lists.values())
    are_named = any(is_indicator(label[-1]) for listed in lists for label in listed)
    return max(rows, default=0) > 1 and (are_named or all(len(o) <= _FEWEST for o in others))


def _is_measure(title: Line) -> bool:
    return (numbered := numbered_title(title.text)) is not None and numbered.level == "policy"


def _is_of_task(form: Form) -> bool:
    """Return whether a title, set as one or numbered over labels, is of work (取組の見出し)."""
    if form.title is None or not names_task(form.title.text):
        return False
    has_text = any(label[-1] == fold(TEXT) for label in form.values)
    return form.title.is_heading or (not has_text and numbered_title(form.title.text) is not None)


def _is_of_year(label: Label) -> bool:
    return len(label) > 1 and names_edition(label[-1])


def _is_list(form: Form, name: Label) -> bool:
    """Return whether the name only heads a column (一覧の見出し), with nothing beside the list."""
    table, rows = form.lists.get(name, (-1, 1))
    others = {form.lists.get(label, (-1, 1))[0] for label in form.values if label != name}
    return rows > 1 or (table >= 0 and others <= {table})


def _is_sure(form: Form, name: Label) -> bool:
    """Return whether a single form certainly is of an initiative (単独の個票), by its labels."""
    labels = [label for label, cells in form.values.items() if cells]
    known = [label for label in labels if is_known(label[-1], {}) or is_form_label(label[-1])]
    roles = {role for label in known for role in strengths(label[-1])}
    of_years = {row for label, (row, _n) in form.lists.items() if any(map(names_edition, label))}
    is_long = any(n > _FEWEST_OF_ONE for row, n in form.lists.values() if row not in of_years)
    is_statement = {Role.SUMMARY, Role.DEPARTMENT} <= roles
    return (
        strength_of(name[-1], Role.NAME) >= CERTAIN
        and not is_long
        and (is_statement or len(known) >= _FEWEST_OF_ONE)
        and 2 * len(known) >= len(labels)
    )
