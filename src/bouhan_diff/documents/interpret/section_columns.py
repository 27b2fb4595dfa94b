"""Columns that name sections (章の列): 編 and 章, or 款 and 項, beside the rows in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...diagnostics import Diagnostics, Span
from ...plan import heading_levels
from ...text.joining import INDENT, join
from ...text.linebreak import ems
from ..headings import titles
from ..headings.header_rows import CellRow
from ..headings.titles import OutlineTitle
from ..headings.vocabulary import Role, ditto_side, is_total
from ..ir import Cell
from .drafts import Draft
from .layouts import Layout
from .outline import COLUMN, By, DraftSection, Outline


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
