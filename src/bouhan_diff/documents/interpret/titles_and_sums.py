"""What a table says of its rows: titles of their sections in columns (章の列), and sums (合計行).

A column may hold 編 and 章, or 款 and 項, beside the rows in them. A row of sums comes with the
rows that it may sum.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...diagnostics import Diagnostics, Span
from ...edition import Edition
from ...plan import heading_levels
from ...text.joining import INDENT, join
from ...text.linebreak import ems
from ...text.number_headings import is_amount_column
from ..headings import titles
from ..headings.below_headers import edition_of_row
from ..headings.header_rows import CellRow, worded
from ..headings.titles import OutlineTitle
from ..headings.vocabulary import Role, ditto_side, is_indicator, is_total, names_edition
from ..ir import Cell
from .drafts import Draft
from .layouts import Layout
from .outline import COLUMN, By, DraftSection, Outline

# --- Columns of titles ----------------------------------------------------------------------------


class SectionColumns:
    """The sections named row by row in columns such as 編 and 章 (章の列)."""

    def __init__(self, outline: Outline, diagnostics: Diagnostics) -> None:
        self._outline = outline
        self._diagnostics = diagnostics
        self._titles: dict[int, str] = {}  # the last one of each column
        self._numbered: set[str] = set()  # the levels whose titles have numbers
        self._counting: set[int] = set()  # the columns whose titles count up: 1市税, 2地方譲与税
        self._cells: tuple[str, ...] = ()  # of the row that opened a section last
        self._section: DraftSection | None = None  # and the section that it opened

    def begin_table(self, rows: Sequence[CellRow], layout: Layout) -> None:
        """Forget the titles of the table before (表の始まり)."""
        self._titles, self._numbered = {}, set()
        self._counting = {
            at
            for at in layout.places(Role.SECTION_TITLE)
            if _count_up(rows, at, is_account=_last(layout, at) in _ACCOUNTS)
        }

    def enter(self, row: CellRow, layout: Layout, draft: Draft) -> bool:
        """Open the section that a row names (章を開く); return whether it is another one.

        A blank cell below a title repeats it. A first row without a name describes the whole
        section, and so does one whose title extends over the names.
        """
        numbers, columns = layout.places(Role.SECTION_NUMBER), layout.places(Role.SECTION_TITLE)
        places = sorted((*numbers, *columns))
        cells = tuple(row[at].text for at in places)
        if not places or (cells == self._cells and self._outline.current is self._section):
            return False
        self._cells = cells
        number, level = "", 0
        for at, text in self._titles_of(row, places, layout):
            is_number = at in numbers
            if number or not is_number:
                level += 1
                numbered = ("", number) if is_number else (number, text)
                self._open(self._level_of(at, level, layout), *numbered, row[at].span)
            number = text if is_number else ""
        if number:
            self._open(f"{COLUMN} {level + 1}", "", number, row[0].span)
        before, self._section = self._section, self._outline.current
        if self._section is before:
            return False
        names = [row[at] for at in layout.places(Role.NAME)]
        is_named = not (
            draft.is_nameless or any(row[at] is name for at in places for name in names)
        )
        spans = [row[at].span for at in places if row[at].text]
        if spans and not (is_named or draft.lines_of(Role.SUMMARY)) and self._section:
            draft.given_name, draft.is_step = [self._section.path[-1].title], True
            draft.span = spans[-1]
        return True

    def try_rest(self, row: CellRow, layout: Layout) -> bool:
        """Add the rest of a title cut by a page (頁で切れた章題); return whether it is one.

        It has no number, unlike the title above it.
        """
        places = (*layout.places(Role.SECTION_NUMBER), *layout.places(Role.SECTION_TITLE))
        filled = [at for at in places if row[at].text]
        current = self._outline.current
        if not filled or current is None or current is not self._section or len(filled) > 1:
            return False
        last, rest = current.path[-1], self._counted(filled[0], _title_of(row[filled[0]]))
        if last.number is None or titles.numbered_title(rest) is not None:
            return False
        self._outline.lengthen(rest)
        self._titles[filled[0]] = join((self._titles.get(filled[0], ""), rest))
        return True

    def _titles_of(
        self, row: CellRow, places: Sequence[int], layout: Layout
    ) -> Iterator[tuple[int, str]]:
        """Yield the titles of a row's sections (章の見出し); blank cells and 〃 repeat the last."""
        seen: list[Cell] = []
        for at in places:
            cell = row[at]
            text = _title_of(cell)
            if is_total(text) or (text and any(cell is other for other in seen)):
                continue
            seen.append(cell)
            if text and ditto_side(text) == "above" and (above := self._titles.get(at)):
                heading = layout.columns[at].published
                self._diagnostics.note("ditto", cell.span, mark=text, heading=heading, text=above)
                text = above
            if text and self._titles.get(at) != text:
                self._titles[at] = text
                for later in places:
                    if later > at:
                        self._titles.pop(later, None)
            if found := text or self._titles.get(at, ""):
                yield at, self._counted(at, found)

    def _counted(self, at: int, title: str) -> str:
        """Return a title with its number apart (番号付きの章題) if those of its column count up."""
        return _with_space(title) if at in self._counting else title

    def _level_of(self, at: int, level: int, layout: Layout) -> str:
        """Return the level of a column's titles (列の階層): 款 below a line （款）, if any.

        A page names its 款 and 項 above its table, and in it where others begin.
        """
        heading = _last(layout, at)
        above = self._outline.current.path if self._outline.current else ()
        is_below = any(title.level == _ACCOUNTS["款"] for title in above)
        return _ACCOUNTS[heading] if is_below and heading in _ACCOUNTS else f"{COLUMN} {level}"

    def _open(self, level: str, number: str, text: str, span: Span) -> None:
        """Open the section of a column's title (列の見出し). number: of a column beside it.

        Beside 3　繰入金, the 4 of 4事業費 is a number, too, as all are of a 款.
        """
        title = titles.numbered_title(text)
        is_numbered = level in self._numbered or level in _ACCOUNTS.values()
        if title is None and is_numbered:
            title = titles.numbered_title(_with_space(text))
        self._numbered |= {level} if title else set()
        if number:
            title = OutlineTitle("", titles.number(number), text)
        elif title is None:
            title = OutlineTitle("", None, text)
        self._outline.open(replace(title, level=level), span, By.COLUMN)


def _title_of(cell: Cell) -> str:
    """Return a cell on one line (セルの見出し), with a space after a number on its own line.

    Without the space, the layout would have continued on the line of the number.
    """
    lines = [line.strip() for line in cell.lines] if cell.text else []
    is_numbered = bool(lines[1:] and lines[1]) and re.fullmatch(_BARE_NUMBER, lines[0])
    if is_numbered and ems(lines[0] + lines[1][0]) <= max(map(ems, lines)):
        lines[0] += INDENT
    return join(lines)


_ACCOUNTS = {"款": "account", "項": "item"}


def _last(layout: Layout, at: int) -> str:
    """Return a column's heading without its groups (見出しの末尾)."""
    return heading_levels(layout.columns[at].heading)[-1]


def _count_up(rows: Sequence[CellRow], at: int, *, is_account: bool) -> bool:
    """Return whether all titles of a column begin with numbers that count up (連番の章題).

    A column of accounts may have a single title (1資本的収入), and its numbers restart in each
    account; elsewhere there must be several titles, in ascending order.
    """
    cells = {row[at].lines: row[at] for row in rows}.values()
    texts = [text for cell in cells if (text := _title_of(cell)) and not is_total(text)]
    found = [_NUMBERED.match(text) for text in texts]
    numbers = [int(match[0]) for match in found if match]
    if not numbers or len(numbers) < len(texts):
        return False
    return is_account or (len(numbers) > 1 and numbers == sorted({*numbers}))


def _with_space(title: str) -> str:
    """Return a title with a space behind its number (番号の後の空白)."""
    return _CLOSE_NUMBER.sub(rf"\g<0>{INDENT}", title, count=1)


_CLOSE_NUMBER = re.compile(r"[0-9０-９]{1,2}(?=[^\W\d])")
_NUMBERED = re.compile(r"[0-9０-９]{1,2}(?=\s*[^\W\d])")
_BARE_NUMBER = r"[0-9０-９]{1,2}|[Ⅰ-Ⅻ]"


# --- Rows of sums ---------------------------------------------------------------------------------

_LONGEST_OF_SUM = 12  # characters beside a sum


class TotalRow(NamedTuple):
    """A row of sums (合計行): its label, and the sums by column.

    scope: its edition, or the table's. groups: the rows that it may add up, in this order: those
    since the last sum, those of them with its own words (市民税　小計), those below it up to the
    next sum, and all rows of the table. above: how many rows of the table are above it.
    """

    layout: Layout
    label: str
    span: Span
    section: DraftSection
    values: Mapping[int, str]
    scope: Edition | None
    groups: tuple[Sequence[Draft], ...] = ()
    above: int = 0


def find_total(
    row: CellRow, layout: Layout, above: CellRow, scope: Edition | None
) -> tuple[Cell, dict[int, str], Edition | None] | None:
    """Return the label, the sums by column and the edition of a row of sums (合計行), or None.

    above: the row before; a cell merged with it is no label. scope: the table's edition.
    """
    if not _may_be_total(row, layout):
        return None
    shared = {id(cell) for cell in above}
    begun = (cell for cell in worded(row) if id(cell) not in shared)
    label = next((cell for cell in begun if is_total(join(cell.lines))), None)
    if label is None or _is_described(row, layout, label):
        return None
    values: dict[int, str] = {}
    for at, cell in enumerate(row):
        column = layout.columns[at]
        if cell is label or not cell.text or (at and cell is row[at - 1]):
            continue
        if column.role is Role.AMOUNT or (
            column.role in {Role.TEXT, Role.SUMMARY} and is_amount_column("額", [cell.text])
        ):
            values[at] = join(line.strip() for line in cell.lines)
    years = (edition_of_row(join(row[at].lines)) for at in layout.places(Role.EDITION))
    return label, values, next(filter(None, years), scope)


def rows_alike(drafts: Sequence[Draft], row: CellRow, values: Collection[int]) -> list[Draft]:
    """Return the rows that say what a sum says of itself (計の内訳): 市民税　小計, 合計　積立額."""
    words = [(at, cell.text) for at, cell in enumerate(row) if at not in values and cell.text]
    found = [[d for d in drafts if join(d.lines(at)) == text] for at, text in words]
    matching = [{*map(id, rows)} for rows in found if rows]
    return [d for d in drafts if matching and all(id(d) in rows for rows in matching)]


def _is_described(row: CellRow, layout: Layout, label: Cell) -> bool:
    """Return whether the row says in words what is done, or of what: ウ 心電計 is no sum.

    Nor are 工賃の支払総額 and its R5～R9累計 among indicators.
    """
    columns = layout.columns
    names = [at for at in layout.places(Role.NAME) if is_indicator(columns[at].heading)]
    if names:
        place = next(at for at, cell in enumerate(row) if cell is label)
        is_period = columns[place].role is Role.TEXT and names_edition(label.text)
        return is_period or (place in names and label.text.endswith("総額"))
    texts = [row[at] for at in layout.places(Role.SUMMARY)]
    has_name = any(row[at].text and row[at] is not label for at in layout.places(Role.NAME))
    if has_name and any(cell is label for cell in texts):
        return True
    others = [cell.text for cell in texts if cell is not label]
    return any(
        len(text) > _LONGEST_OF_SUM and not is_amount_column("額", [text]) for text in others
    )


def _may_be_total(row: CellRow, layout: Layout) -> bool:
    """Return whether a row may be one of sums; a quick test, as every row gets it."""
    if any(is_total(row[at].text) for at in layout.places(Role.EDITION)):
        return True  # 計 below the years of an initiative
    lines = [line for at in layout.labels for line in row[at].lines]
    return any("計" in line or "額" in line or "繰" in line for line in lines) and not any(
        row[at].lines and titles.is_numberlike(row[at].text) for at in layout.places(Role.NUMBER)
    )
