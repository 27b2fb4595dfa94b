"""Rejoin records cut by the end of a page (頁で切れた記録), of several rows under merged cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ...text.normalize import fold
from ..headings.header_rows import CellRow, is_data
from ..ir import Cell, Line, ReadingContext, Table, in_order, stacked
from .record_shapes import ROWS_TO_LOOK_AT, first_header


def with_whole_cut_records(
    blocks: Iterable[Line | Table], context: ReadingContext
) -> Iterator[Line | Table]:
    """Yield each block, tables as one where a page cuts a record (頁で切れた記録)."""
    last: Line | Table | None = None
    for block in blocks:
        if context.is_wrapped and isinstance(last, Table) and isinstance(block, Table):
            start = _first_row_below_same_header(last, block, context)
            if start and (cut := _cut_columns(last, block, start)):
                last = _joined(last, block, start, cut)
                continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _first_row_below_same_header(upper: Table, lower: Table, context: ReadingContext) -> int:
    """Return the row below the header of a table like the one before (同じ見出しの次の行), or 0."""
    if upper.width != lower.width or upper.header or lower.header:
        return 0
    if all(cell.row_span == 1 for table in (upper, lower) for cell in table.cells):
        return 0  # the usual case
    above, below = (_headings(one, context) for one in (upper, lower))
    return below[1] if above[0] and above[0] == below[0] else 0


def _headings(table: Table, context: ReadingContext) -> tuple[tuple[str, ...], int]:
    """Return the headings of a table, and the row below them (見出しと次の行)."""
    rows = table.grid(ROWS_TO_LOOK_AT)
    found = first_header(rows, context)
    end = found[1] + found[0].height if found else 0
    return (found[0].texts, end) if found and end < table.height else ((), 0)


def _cut_columns(upper: Table, lower: Table, start: int) -> list[int]:
    """Return the columns of a record that goes on in a row of the lower table (記録の列), if any.

    The row's label is one that a record has below its first: the tallest one of a column does,
    and the cells of some columns are merged over all of its rows. Another record begins with its
    first label, too, or one of these cells has its text on one page alone, or the same on both.
    """
    grids = upper.grid(), lower.grid()
    above, row = grids[0][-1], grids[1][start]
    tallest: dict[int, Sequence[CellRow]] = {}
    for table, grid in zip((upper, lower), grids, strict=True):
        for cell in table.cells:
            if cell.row_span > len(tallest.get(cell.column, "1")):
                tallest[cell.column] = grid[cell.row : cell.row + cell.row_span]
    for record in tallest.values():
        own = [at for at, cell in enumerate(record[0]) if cell.row_span == len(record)]
        for at, cell in enumerate(row):
            labels = [one[at].text for one in record]
            if cell.text not in labels[1:] or len({*labels}) < len(labels) or not all(labels):
                continue
            others = sum(one[at].text == labels[0] for grid in grids for one in grid) > 1
            is_one = any(_is_one_text(above[n], row[n]) for n in own)
            if (others or is_one) and not any(map(is_data, labels)):
                return [n for n, first in enumerate(record[0]) if record[-1][n] is first]
    return []


def _is_one_text(cell: Cell, below: Cell) -> bool:
    return not (cell.text and below.text) or fold(cell.text) == fold(below.text)


def _joined(upper: Table, lower: Table, start: int, cut: Iterable[int]) -> Table:
    """Return a table and the next page's below its header (結合した表). start: of its rows.

    cut: the columns of which the page cuts a cell. Its words are on one page, or on both, as a
    whole or in part.
    """
    rows, below = upper.grid(), lower.grid()[start]
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    rest = {(cell.row, cell.column): cell for cell in lower.cells if cell.row >= start}
    for at in cut:
        top = rows[-1][at].row
        while not rows[top][at].text and top and not rows[top - 1][at].text:
            top -= 1  # without words a cell has as many parts as rows
        own, more = rows[-1][at], below[at]
        lines = own.lines if fold(own.text) == fold(more.text) else (*own.lines, *more.lines)
        height = upper.height - top + more.row_span
        for place in range(top, upper.height):
            cells.pop((place, at), None)
        cells[top, at] = more._replace(
            lines=tuple(filter(str.strip, lines)), row=top, row_span=height
        )
        rest.pop((start, at), None)
    moved = [cell._replace(row=cell.row - start) for cell in rest.values()]
    return stacked(
        [
            replace(upper, cells=in_order(cells.values())),
            replace(lower, cells=in_order(moved), height=lower.height - start),
        ]
    )
