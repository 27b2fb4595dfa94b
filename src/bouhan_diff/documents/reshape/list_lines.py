"""Lines of a list outside tables (箇条書きの行): facts on an item's line, titles above items."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from ...plan import BETWEEN_LEVELS
from ...text.joining import ITEM_SIGNS
from ...text.normalize import squeezed, unbracketed
from ...text.number_headings import is_unit_line
from ..headings.departments import is_office, owner_alone
from ..headings.titles import marked_title, numbered_title
from ..headings.vocabulary import Role, is_known, is_status, strengths
from ..ir import Cell, Line, Table, is_full

# --- Facts on the line of an item ---------------------------------------------------------------

NUMBER, NAME, DEPARTMENT, AMOUNT, TEXT = "番号", "事業名", "担当課", "予算額", "内容"
STATUS, IN_BRACKETS, LAST_YEARS = "区分", "予算額（括弧内）", "前年度予算額"
"""The headings of what an item has without a label (見出し)."""

LONGEST_HEADING = 16
_NONE = "[―－−‐–—-]"  # any of the dashes
_FIGURES = "[0-9０-９][0-9０-９,，.．]*"
_YEN = rf"(?:[△▲]?\s*{_FIGURES}(?:[億万]{_FIGURES}){{0,2}}|{_NONE})\s*(?:[百千]万|[百千億万])?円"
_AMOUNT = re.compile(
    rf"(?P<name>.*?\S)[\s…‥⋯・.．:：]*+(?P<amount>{_YEN})(?P<behind>\s*[^\s0-9０-９].*)?"
)
_LAST_YEARS = re.compile(
    r"\s*[(（](?P<year>前年度?|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)(?:当初)?(?:予算)?額?"
    rf"[\s:：]*(?P<amount>{_YEN}|{_NONE})[)）]"
)
_LAST_YEAR = re.compile("(?:前|昨)年度?(?:当初)?(?:予算)?額?")
AMOUNT_ALONE = re.compile(_YEN)
_BRACKETS = re.compile(
    r"(?P<rest>.*?\S)\s*[(（【\[［〔](?P<inside>[^()（）【】\[\]［］〔〕]+)[)）】\]］〕]\s*"
)
_LABEL_BEHIND = re.compile(
    r"(?P<rest>.*?\S)\s+(?P<label>[^\s:：0-9０-９]{2,8})(?:\s*[:：]\s*|\s+)(?P<value>\S+)\s*"
)
_LABELLED = re.compile(rf"(?P<label>[^\s:：0-9０-９]{{0,8}})[\s:：]*+(?P<amount>{_YEN})")
_LABEL = re.compile(
    rf"(?![（(]?単位)[･{ITEM_SIGNS}]?"
    r"\s*+(?:[【\[［〔]?(?P<label>[^:：。、】\]］〕]{2,12})[】\]］〕]?\s*[:：]"
    r"|[【\[［〔](?P<bracketed>[^:：。、】\]］〕]{2,12})[】\]］〕])\s*(?P<value>\S.*)"
)


def name_and_facts(text: str) -> tuple[str, dict[str, list[str]]]:
    """Split a title into the name and the facts after it (見出しの事実), such as 予算額."""
    rest, facts = _without_facts(text)
    found = _AMOUNT.fullmatch(rest)
    amounts: dict[str, list[str]] = {}
    if AMOUNT in facts and found and not found["behind"]:  # 1,200千円（900千円）
        facts[IN_BRACKETS] = facts.pop(AMOUNT)
    if AMOUNT not in facts and found and not _is_open(found["name"]):
        last = _LAST_YEARS.fullmatch(found["behind"] or "")
        amounts[AMOUNT] = [found["amount"] + ("" if last else found["behind"] or "")]
        if last:
            amounts[_of_year(last, AMOUNT)] = [last["amount"]]
        rest, more = _without_facts(found["name"])
        facts |= more
    status, space, name = rest.partition("\u3000")
    if space and is_status(status):
        facts, rest = {STATUS: [status], **facts}, name.strip()
    return rest, {**amounts, **facts}


def _of_year(last: re.Match[str], heading: str) -> str:
    """Return the heading for an amount of another year (他の年度の額の見出し), as 前年度予算額."""
    year = last["year"]
    return f"前年度{heading}" if year.startswith("前") else f"{year}{heading}"


def amounts_of_years(label: str, value: str) -> dict[str, list[str]]:
    """Return the amounts of two years after a label (括弧書きの額), if one is in brackets."""
    amount = AMOUNT_ALONE.match(value)
    last = _LAST_YEARS.fullmatch(value, amount.end()) if amount else None
    return {label: [amount[0]], _of_year(last, label): [last["amount"]]} if amount and last else {}


def amounts_of_line(line: Line) -> dict[str, list[str]]:
    """Return the amounts on a line such as 予算額 1,200千円（前年度 900千円） (金額の行)."""
    name, facts = name_and_facts(line.text.strip().lstrip(f"･{ITEM_SIGNS}"))
    if _LAST_YEAR.fullmatch(name) and [*facts] == [AMOUNT]:
        return {LAST_YEARS: facts[AMOUNT]}
    is_alone = AMOUNT in facts and all(map(AMOUNT_ALONE.fullmatch, facts[AMOUNT]))  # no sentence
    is_label = len(name) <= LONGEST_HEADING and numbered_title(name) is None
    is_label = is_label and strengths(squeezed(name)).get(Role.AMOUNT, 0) > 1
    return facts if is_alone and is_label else {}


def _is_open(text: str) -> bool:
    return text.rstrip().endswith(("(", "（"))


def _without_facts(text: str) -> tuple[str, dict[str, list[str]]]:
    """Split brackets and labels from the end of a text (行末の事実), and return their facts."""
    rest, facts = _without_brackets(text)
    while match := _LABEL_BEHIND.fullmatch(rest):
        if not strengths(match["label"]).keys() & {Role.AMOUNT, Role.DEPARTMENT}:
            break
        facts.setdefault(match["label"], []).append(match["value"].strip())
        rest, more = _without_brackets(match["rest"])
        facts |= more
    return rest, facts


def _without_brackets(text: str) -> tuple[str, dict[str, list[str]]]:
    """Split brackets from the end of a text (括弧書き), and return their facts by heading."""
    found: dict[str, list[str]] = {}
    while match := _BRACKETS.fullmatch(text):
        facts = [fact for part in re.split("[、;；]", match["inside"]) for fact in _fact(part)]
        is_second = DEPARTMENT in found and DEPARTMENT in dict(facts)
        if is_second or len(facts) <= sum(map(match["inside"].count, "、;；")):
            break
        for heading, value in facts:
            found.setdefault(heading, []).append(value)
        text = match["rest"]
    return text, found


def _fact(part: str) -> Iterator[tuple[str, str]]:
    """Yield the amount, department or status in a part of a bracket (括弧内の事実)."""
    amount = _LABELLED.fullmatch(part.strip())
    label, colon, value = (one.strip() for one in part.replace("：", ":").partition(":"))
    owner = value if colon and Role.DEPARTMENT in strengths(label) else part.strip()
    if amount and Role.AMOUNT in strengths(amount["label"] or AMOUNT):
        yield amount["label"] or AMOUNT, amount["amount"]
    elif is_office(owner):
        yield DEPARTMENT, owner
    elif is_status(part.strip()):
        yield STATUS, part.strip()


def label_of_line(line: Line) -> tuple[str, str] | None:
    """Split a line such as 担当課：商工課 into label and value (項目名の行), None if it is none.

    It may stand in brackets; between 担当 and the office a space may do.
    """
    text = unbracketed(line.text.strip())
    if match := _LABEL.fullmatch(text):
        label = (match["label"] or match["bracketed"]).strip()
        return (label, match["value"]) if is_known(label, {}) else None
    label, *value = text.split(maxsplit=1)[:2] or [""]
    is_owner = value and Role.DEPARTMENT in strengths(label) and is_office(value[0])
    return (label, value[0]) if is_owner else None


def is_owner(line: Line) -> bool:
    """Return whether a line only says whose the item is (担当課の行), labelled or in brackets."""
    labelled = label_of_line(line)
    if labelled is not None:
        return Role.DEPARTMENT in strengths(labelled[0])
    text = line.text.strip()
    return unbracketed(text) != text and bool(owner_alone(text))


def text_and_department(text: str) -> tuple[str, list[str]] | None:
    """Split a sentence from the department after it (文（担当課）), None if there is none."""
    rest, facts = _without_brackets(text.rstrip())
    return (
        (rest, facts[DEPARTMENT]) if rest[-1:] in {*"。．"} and [*facts] == [DEPARTMENT] else None
    )


# --- Titles above the items ---------------------------------------------------------------------

CIRCLES = "○◯◎"
"""Signs of one list (丸印): ◎ is new where ○ goes on."""


def titles_of_items(
    pieces: Sequence[Line | Table], are_items: Sequence[bool], style: str
) -> Set[int]:
    """Return which lines are titles of the items below them (項目の上の見出し), nested or not.

    They have a number or a sign that stands nowhere else. Below the last item they are titles of
    the tables there. style: the sign of the items.
    """
    first = are_items.index(True) if any(are_items) else 0
    signs = {_sign(piece) for piece in pieces[:first]} - {"", *style}
    while True:
        found = set(_titles(pieces, are_items, signs))
        others = {_sign(piece) for at, piece in enumerate(pieces) if at not in found}
        if signs.isdisjoint(others):
            return found | {*_siblings(pieces, are_items, found)}
        signs -= others


def _siblings(
    pieces: Sequence[Line | Table], are_items: Sequence[bool], titles: Set[int]
) -> Iterator[int]:
    """Yield which lines number on from the titles above (次の見出し), without items below them.

    ３　むすび is no text of the last item below ２　重点施策.
    """
    numbers: dict[str, object] = {}
    for at, piece in enumerate(pieces):
        title = numbered_title(piece.text.strip()) if isinstance(piece, Line) else None
        if title is None or are_items[at]:
            continue
        is_next = isinstance(title.number, int) and numbers.get(title.level) == title.number - 1
        if at not in titles and is_next:
            yield at
        if at in titles or title.number == 1 or is_next:  # a list in the text begins with 1, too
            numbers[title.level] = title.number if at in titles or is_next else None


def _titles(
    pieces: Sequence[Line | Table], are_items: Sequence[bool], signs: Set[str]
) -> Iterator[int]:
    """Yield which lines are titles (見出し), among them those with one of the signs."""
    is_over = False
    last = max((at for at, is_item in enumerate(are_items) if is_item), default=-1)
    for at in reversed(range(len(pieces))):
        piece = pieces[at]
        if isinstance(piece, Table) or are_items[at]:
            is_over |= isinstance(piece, Line) or at > last
            continue
        text = piece.text.strip()
        is_marked = numbered_title(text) is not None or marked_title(text) is not None
        is_marked |= _sign(piece) in signs
        is_marked = is_marked and not (amounts_of_line(piece) or is_owner(piece))
        is_over &= is_marked or is_unit_line(text)
        if is_over and is_marked:
            yield at


def whole_titles(pieces: Sequence[Line | Table], titles: Set[int]) -> dict[int, Line | None]:
    """Return the lines of titles with signs (記号の見出し), with the titles above them in front.

    ○ 交通 below ◆ くらし becomes くらし　交通, and the line ◆ くらし None. If all titles have ■ or
    all have ◆, they are recognised without this.
    """
    signs = {_sign(pieces[at]) for at in titles} - {""}
    if len(signs) == 1 and signs <= {"■", "◆"}:
        return {}
    found: dict[int, Line | None] = {}
    above: dict[str, str] = {}  # the titles by their signs
    for at in sorted(titles):
        line, sign = pieces[at], _sign(pieces[at])
        if not isinstance(line, Line) or not sign:
            above = {}
            continue
        if sign in above:
            above = dict([*above.items()][: [*above].index(sign)])
        above[sign] = line.text.strip()[1:].strip()
        below = _sign(pieces[at + 1]) if at + 1 in titles else ""
        title = replace(line, text=BETWEEN_LEVELS.join(above.values()), is_heading=True)
        found[at] = None if below and below not in above else title
    return found


def _sign(piece: Line | Table) -> str:
    """Return the sign at the beginning of a line (行頭の記号), "" if there is none.

    In ○○市 the circles are no sign: they replace the name of a city.
    """
    text = piece.text.strip() if isinstance(piece, Line) else ""
    return text[:1] if text[:1] in ITEM_SIGNS + CIRCLES and text[1:2] != text[:1] else ""


# --- Items as rows ------------------------------------------------------------------------------


@dataclass(slots=True)
class ListItem:
    """An item of the list (項目): its line, and its cells by heading.

    last, heading: the last line below its own, and the heading under which it went. mark: its
    circle.
    """

    line: Line
    cells: dict[str, list[str]] = field(default_factory=dict)
    last: Line | None = None
    heading: str = ""
    mark: str = ""


def take_line(item: ListItem, line: Line, longest: float) -> None:
    """Add a line to the item above it (項目の続き): under its label, or to the text.

    A line below a full line continues it. longest: of all lines, in characters.
    """
    text, above = line.text, item.last
    if (labelled := label_of_line(line)) is not None:
        item.heading, text = labelled
        if amounts := amounts_of_years(*labelled):
            item.cells |= amounts
        else:
            item.cells.setdefault(item.heading, []).append(text)
    elif (amounts := amounts_of_line(line)) and amounts.keys().isdisjoint(item.cells):
        item.heading = ""
        item.cells |= amounts
    elif DEPARTMENT not in item.cells and (owner := owner_alone(text)):
        item.heading = ""
        item.cells[DEPARTMENT] = [owner]
    elif AMOUNT_ALONE.fullmatch(text.strip()) and AMOUNT not in item.cells:
        item.heading = ""
        item.cells[AMOUNT] = [text.strip()]
    else:
        if DEPARTMENT not in item.cells and (found := text_and_department(text)):
            text, item.cells[DEPARTMENT] = found
        is_close = above is not None and not line.is_apart
        is_close = is_close or item.heading == NAME
        goes_on = is_close and is_full(above or item.line, longest)
        if item.heading and goes_on:
            text = text.strip()
        else:
            item.heading = TEXT
        item.cells.setdefault(item.heading, []).append(text)
    item.last = line


def headings_of_items(items: Sequence[ListItem]) -> list[str]:
    """Return the headings of a table of the items (項目の表の見出し), in their usual order."""
    labels = [heading for item in items for heading in item.cells]
    return [
        heading
        for heading in dict.fromkeys((NUMBER, NAME, DEPARTMENT, *labels, AMOUNT, TEXT))
        if any(heading in item.cells for item in items)
    ]


def tables_of_items(
    blocks: Sequence[Line | Table | ListItem], headings: Sequence[str]
) -> Iterator[Line | Table]:
    """Yield the lines, and a table for each run of items (項目の表)."""
    run: list[ListItem] = []
    for block in blocks:
        if isinstance(block, ListItem):
            run.append(block)
            continue
        if run:
            yield _table(run, headings)
            run = []
        yield block
    if run:
        yield _table(run, headings)


def _table(items: Sequence[ListItem], headings: Sequence[str]) -> Table:
    span = items[0].line.span
    head = [Cell((heading,), span, 0, column) for column, heading in enumerate(headings)]
    cells = [
        Cell(tuple(item.cells.get(heading, ())), item.line.span, row, column)
        for row, item in enumerate(items, 1)
        for column, heading in enumerate(headings)
    ]
    return Table((*head, *cells), len(items) + 1, len(headings), span, header=1)
