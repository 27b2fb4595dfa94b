"""Columns of sections (章の列): the sections that the rows of a table name themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...diagnostics import Span
from ...text.linebreak import join
from ..headings import titles
from ..headings.columns import Layout
from ..headings.header_rows import CellRow
from ..headings.vocabulary import Role, is_total
from ..ir import Cell
from .drafts import COLUMN, Draft, DraftSection, Outline


class SectionColumns:
    """The sections that columns such as 編 and 章 name, row by row (章の列)."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._titles: dict[int, str] = {}  # the last one of each column
        self._cells: tuple[str, ...] = ()  # of the row that opened a section last
        self._section: DraftSection | None = None  # and the section that it opened

    def begin_table(self) -> None:
        """Forget the titles of the table before (表の始まり)."""
        self._titles = {}

    def enter(self, row: CellRow, layout: Layout, draft: Draft) -> bool:
        """Open the section that a row names (章を開く); return whether it is another one.

        A blank cell below a title repeats it. A first row without a name describes the whole
        section.
        """
        numbers, columns = layout.places(Role.SECTION), layout.places(Role.SECTION_TITLE)
        places = sorted((*numbers, *columns))
        cells = tuple(row[at].text for at in places)
        if not places or (cells == self._cells and self._outline.current is self._section):
            return False
        self._cells = cells
        number, level = "", 0
        for at, text in self._titles_of(row, places):
            is_number = at in numbers
            if number or not is_number:
                level += 1
                own = ("", number) if is_number else (number, text)
                self._open(level, *own, row[at].span)
            number = text if is_number else ""
        if number:
            self._open(level + 1, "", number, row[0].span)
        before, self._section = self._section, self._outline.current
        if self._section is before:
            return False
        if draft.is_nameless and not draft.lines_of(Role.SUMMARY) and self._section:
            draft.given_name = [self._section.path[-1].title]
        return True

    def _titles_of(self, row: CellRow, places: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the titles of a row's sections (章の見出し); blank cells repeat the last."""
        seen: list[Cell] = []
        for at in places:
            cell = row[at]
            text = join(line.strip() for line in cell.lines) if cell.text else ""
            if is_total(text) or (text and any(cell is other for other in seen)):
                continue
            seen.append(cell)
            if text and self._titles.get(at) != text:
                self._titles[at] = text
                for later in places:
                    if later > at:
                        self._titles.pop(later, None)
            if found := text or self._titles.get(at, ""):
                yield at, found

    def _open(self, level: int, number: str, text: str, span: Span) -> None:
        """Open the section of a column's title (列の見出し). number: of a column beside it."""
        title = titles.numbered_title(text)
        if number:
            title = titles.NumberedTitle("", titles.number(number), text)
        elif title is None:
            title = titles.NumberedTitle("", None, text)
        self._outline.open(replace(title, style=f"{COLUMN} {level}"), span)
