"""What a document (文書) shows: lines and tables with their places, nothing interpreted.

Extractors return a `Document` and the interpreter takes one; they do not import each other.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..diagnostics import Diagnostic, Diagnostics, Span
from ..plan import Plan
from ..text.linebreak import ems

_NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside the tables (表の外の行).

    is_heading: marked as a heading by the file itself, as with Word's styles. is_apart: separated
    by space from the line above. is_full: whether it reaches the right margin, None if the format
    has no positions. is_among_rows: a title among the rows of a table (行間の見出し).
    """

    text: str
    span: Span = _NOWHERE
    is_heading: bool = False
    is_apart: bool = True
    is_full: bool | None = None
    is_among_rows: bool = False


def is_full(line: Line, longest: float) -> bool:
    """Return whether a line fills its width (行末までの行). longest: of all lines, in characters.

    Without positions, only a long line that is as long as the longest may be full.
    """
    if line.is_full is not None:
        return line.is_full
    return ems(line.text) >= max(_LEAST_FULL, longest - _SHORT_BY)


_LEAST_FULL, _SHORT_BY = 30.0, 2.0


class Cell(NamedTuple):
    """A cell (セル) of a table: its lines as printed, indents and blank lines included.

    row and column: its position in the table's grid, from 0. A merged cell exists once and
    covers row_span rows and col_span columns. A tuple, since a sheet has a million of them.
    """

    lines: tuple[str, ...]
    span: Span = _NOWHERE
    row: int = 0
    column: int = 0
    row_span: int = 1
    col_span: int = 1

    @property
    def text(self) -> str:
        """All lines joined with newlines (セルの文字列), without the space around them."""
        lines = self.lines
        return (lines[0] if len(lines) == 1 else "\n".join(lines)).strip() if lines else ""


Grid = tuple[tuple[Cell, ...], ...]
"""The cells of a table by row and column (格子)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表) of height × width positions. caption: the text that names it, if any.

    Cells are ordered by rows, then columns; a position may have none. header: how many rows are
    known to be the header, 0 if unknown.
    """

    cells: tuple[Cell, ...] = ()
    height: int = 0
    width: int = 0
    span: Span = _NOWHERE
    caption: str = ""
    header: int = 0
    _kept: dict[int | str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def grid(self, most: int = sys.maxsize) -> Grid:
        """Return for each row the cell that covers each column (格子).

        A merged cell is at all of its positions as the same object; a position without a cell has
        an empty one. most: how many rows to return, from the top. The grid is cached, since
        everything that reads a table asks for it.
        """
        height = min(self.height, most)
        if height not in self._kept:
            whole = self._kept.get(self.height)
            self._kept[height] = self._grid(height) if whole is None else whole[:height]
        grid: Grid = self._kept[height]
        return grid

    def _grid(self, height: int) -> Grid:
        is_plain = self.is_plain
        if not is_plain and height < self.height:  # the first rows of a sheet are looked at often
            is_plain = _are_plain(self.cells[: bisect_left(self.cells, height, key=_ROW)])
        if is_plain:
            return self._plain_grid(height)
        rows: list[list[Cell | None]] = [[None] * self.width for _row in range(height)]
        for cell in self.cells:
            _lines, _span, at, column, row_span, col_span = cell
            if at >= height:
                break
            if row_span == 1 and col_span == 1:  # the usual case
                if column < self.width:
                    rows[at][column] = cell
                continue
            for row in rows[at : at + row_span]:
                for place in range(column, min(column + col_span, self.width)):
                    row[place] = cell
        for row_at, row in enumerate(rows):
            if not all(row):
                row[:] = [cell or Cell((), self.span, row_at, at) for at, cell in enumerate(row)]
        return tuple(map(tuple, cast("list[list[Cell]]", rows)))

    @property
    def is_plain(self) -> bool:
        """Whether no cell is merged (結合の有無); asked once, as a sheet has a million cells."""
        if "is_plain" not in self._kept:
            self._kept["is_plain"] = _are_plain(self.cells)
        return bool(self._kept["is_plain"])

    @property
    def all_text(self) -> str:
        """The text of all cells in one (全セルの文字列), to look quickly for what is rare."""
        if "all_text" not in self._kept:
            self._kept["all_text"] = "".join(chain.from_iterable(map(_LINES, self.cells)))
        return str(self._kept["all_text"])

    def _plain_grid(self, height: int) -> Grid:
        """Return the grid of a table without merged cells (結合のない格子)."""
        rows: list[tuple[Cell, ...]] = []
        start = 0
        for at in range(height):
            end = bisect_left(self.cells, at + 1, start, key=_ROW)
            cells = self.cells[start:end]
            start = end
            if len(cells) != self.width or (cells and cells[-1].column >= self.width):
                row = [Cell((), self.span, at, column) for column in range(self.width)]
                for cell in cells:
                    if cell.column < self.width:
                        row[cell.column] = cell
                cells = tuple(row)
            rows.append(cells)
        return tuple(rows)


def _are_plain(cells: Sequence[Cell]) -> bool:
    return all(_ONE.issuperset(map(span, cells)) for span in (_HEIGHT, _WIDTH))


_ONE = frozenset({1})
_ROW, _COLUMN, _HEIGHT, _WIDTH = map(attrgetter, ("row", "column", "row_span", "col_span"))
_LINES = attrgetter("lines")
_POSITION = attrgetter("row", "column")


def in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a table by rows, then columns (セルの順), as a table has them."""
    return tuple(sorted(cells, key=_POSITION))


Place = tuple[int, int]
"""Row and column (行と列), counted from 0."""

Content = tuple[tuple[str, ...], Span]
"""The lines of a cell and where they are (セルの内容)."""


def table_of(
    contents: Mapping[Place, Content],
    merged: Iterable[tuple[Place, Place]] = (),
    span: Span = _NOWHERE,
    caption: str = "",
) -> Table:
    """Return the table of the contents (表), without empty rows and empty outer columns.

    merged: first and last place of each merged cell; what it covers is not shown.
    """
    filled = [place for place, (lines, _span) in contents.items() if any(map(str.strip, lines))]
    if not filled:
        return Table(span=span, caption=caption)
    rows = sorted({row for row, _column in filled})
    row_of = {row: place for place, row in enumerate(rows)}
    left = min(column for _row, column in filled)
    right = max(column for _row, column in filled)
    sizes: dict[Place, tuple[int, int, int]] = {}
    covered: set[Place] = set()
    for (top, first), (bottom, last) in merged:
        if (top, first) not in contents or (top, first) in covered or (top, first) in sizes:
            continue
        taken = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        begin, end = max(first, left), min(last, right)
        if taken and begin <= end and (len(taken) > 1 or end > begin or begin != first):
            sizes[top, first] = begin, len(taken), end - begin + 1
            covered.update((row, column) for row in taken for column in range(begin, end + 1))
            covered.discard((top, first))
    cells = []
    for place, (lines, at) in sorted(contents.items()):
        row, column = place
        if place in sizes:
            begin, height, width = sizes[place]
            cells.append(Cell(lines, at, bisect_left(rows, row), begin - left, height, width))
        elif place not in covered and row in row_of and left <= column <= right:
            cells.append(Cell(lines, at, row_of[row], column - left))
    return Table(tuple(cells), len(rows), right - left + 1, span, caption)


def table_of_rows(rows: Sequence[Sequence[Content]]) -> Table:
    """Return the table (表) of rows of contents that are not merged."""
    cells = tuple(
        Cell(lines, at, row, column)
        for row, found in enumerate(rows)
        for column, (lines, at) in enumerate(found)
    )
    return Table(cells, len(rows), max(map(len, rows), default=0))


def stacked(tables: Sequence[Table]) -> Table:
    """Return tables below each other as one (表の縦結合); the last column of each is as wide."""
    width = max(table.width for table in tables)
    cells: list[Cell] = []
    top = 0
    for table in tables:
        for cell in table.cells:
            is_last = cell.column + cell.col_span == table.width
            span = width - cell.column if is_last else cell.col_span
            cells.append(cell._replace(row=top + cell.row, col_span=span))
        top += table.height
    return replace(tables[0], cells=tuple(cells), height=top, width=width)


def without_rows(table: Table, removed: Collection[int]) -> Table:
    """Return a table without some rows (行の除去), which no cell from above covers."""
    place = [*accumulate((at not in removed for at in range(table.height)), initial=0)]
    cells = tuple(c._replace(row=place[c.row]) for c in table.cells if c.row not in removed)
    return replace(table, cells=cells, height=place[-1])


@dataclass(frozen=True, slots=True)
class Document:
    """A document (文書): its lines and tables from top to bottom.

    is_wrapped: page layout breaks lines and may cut rows, as in a PDF; otherwise every line is a
    paragraph. name: the file name without suffix. title: from the file's own properties.
    diagnostics: what the extractor noticed.
    """

    blocks: tuple[Line | Table, ...]
    is_wrapped: bool
    name: str = ""
    title: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read (読取り結果): a plan, or None where no table was found, and diagnostics."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of a document (読取りの指定).

    columns: folded headings to meanings, see `parse_columns`. editions: the editions to take, old
    before new. table: the number of the only table to read, from 1. sheet: the only sheet of a
    workbook to read. pages: the first and last page of a PDF.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    table: int | None = None
    sheet: str = ""
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What all steps after extraction share (読取りの前提), for one document.

    meanings: those of columns given by hand, by folded heading. editions: those asked for.
    is_wrapped: as in the document. diagnostics: collects what the steps notice.
    """

    meanings: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    is_wrapped: bool = False
    diagnostics: Diagnostics = field(default_factory=lambda: Diagnostics(()))


def context_of(document: Document, options: ReadOptions) -> ReadingContext:
    """Return the context for a document (読取りの前提), with the extractor's diagnostics."""
    noticed = Diagnostics(document.diagnostics)
    return ReadingContext(options.columns, options.editions, document.is_wrapped, noticed)


Step = tuple[int, int] | None
"""How many pages of how many are done (進捗), or None where only something is."""

Extraction = Generator[Step, None, Document]
"""An extractor at work (抽出): it yields the steps done and returns what the file shows."""

Extractor = Callable[[Path, ReadOptions], Extraction]
"""Every format's `read` (抽出器). Raises UserError where the file is not of the format."""


# --- Columns that a reader sees ----------------------------------------------------------------

ColumnPlaces = tuple[tuple[int, ...], ...]
"""For each column its positions in a table's grid (列の位置)."""


def real_columns(grid: Sequence[Sequence[Cell]], width: int) -> ColumnPlaces:
    """Return the columns with text of their own (実在する列).

    Positions without text are only layout. So is the border between two positions if some rows have
    one cell across it and none has text on both sides.
    """
    found: list[list[int]] = []
    for at in range(width):
        if not any(row[at].lines and row[at].text for row in grid):
            continue
        if found and _are_one(grid, found[-1], at):
            found[-1].append(at)
        else:
            found.append([at])
    return tuple(map(tuple, found)) or tuple((at,) for at in range(width))


def _are_one(grid: Sequence[Sequence[Cell]], places: Sequence[int], at: int) -> bool:
    """Return whether a position belongs to the column on its left (分断された列)."""
    is_over_both = False
    for row in grid:
        cell = row[at]
        if not cell.lines or not cell.text:
            continue
        for place in places:
            other = row[place]
            if other is cell:
                is_over_both = True
            elif other.lines and other.text:
                return False
    return is_over_both


def chosen(row: Sequence[Cell], columns: ColumnPlaces) -> tuple[Cell, ...]:
    """Return the cell of each column (列のセル): of several positions, that with text."""
    return tuple(
        row[places[0]]
        if len(places) == 1
        else next((row[at] for at in places if row[at].text), row[places[0]])
        for places in columns
    )


def place_of(span: Span, context: ReadingContext) -> str:
    """Return the place of a row (所在): `p. 14`, sheet and row, or `l. 7` of a CSV.

    Line numbers of a wrapped text file are not given, as they are no places on a page.
    """
    if span.page:
        return f"p. {span.page}"
    if span.sheet and span.row:
        return f"{span.sheet}!{span.row}"
    return f"l. {span.line}" if span.line and not (span.table or context.is_wrapped) else ""
