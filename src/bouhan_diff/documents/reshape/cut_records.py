"""Records that the end of a page cuts (頁で切れた記録), each of several rows under merged cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..headings.header_rows import Header
from ..ir import Cell, Line, ReadingContext, Table, stacked
from .record_shapes import ROWS_TO_LOOK_AT, first_header


def with_cut_records(
    blocks: Iterable[Line | Table], context: ReadingContext
) -> Iterator[list[Line | Table]]:
    """Yield each block, tables together where a page may cut a record (頁で切れた記録)."""
    run: list[Line | Table] = []
    for block in blocks:
        if run and not _may_go_on(run[-1], block, context):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _may_go_on(upper: Line | Table, lower: Line | Table, context: ReadingContext) -> bool:
    """Return whether a table may begin with the rest of a record (記録の続き)."""
    if not (context.is_wrapped and isinstance(upper, Table) and isinstance(lower, Table)):
        return False
    if upper.width != lower.width or upper.header or lower.header:
        return False
    above, below = (first_header(one.grid(ROWS_TO_LOOK_AT), context) for one in (upper, lower))
    if not above or not below or above[0].texts != below[0].texts:
        return False
    rows = lower.grid(ROWS_TO_LOOK_AT)[_end(below) :]
    return bool(rows) and not (rows[0][0].text and upper.grid()[-1][0].text)


def _end(header: tuple[Header, int] | None) -> int:
    """Return the row below a header (見出しの次の行)."""
    return header[1] + header[0].height if header else 0


def below_each_other(run: Sequence[Line | Table], context: ReadingContext) -> Line | Table:
    """Return the tables of a run as one (頁をまたぐ表の結合), under the header of the first.

    The words of a cell that is cut are on one of its pages, in its middle, or on both.
    """
    whole = run[0]
    for table in run[1:]:
        if isinstance(whole, Table) and isinstance(table, Table):  # as all are, if several
            whole = _joined(whole, table, _end(first_header(table.grid(ROWS_TO_LOOK_AT), context)))
    return whole


def _joined(upper: Table, lower: Table, start: int) -> Table:
    """Return a table and the next page's below its header (結合した表). start: of its rows."""
    rows = upper.grid()
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    rest = {(cell.row, cell.column): cell for cell in lower.cells if cell.row >= start}
    for below in lower.grid()[start]:
        above, top = rows[-1][below.column], upper.height - 1
        if above.text and below.text and above.row_span == below.row_span == 1:
            break  # of a row of its own, as all to the right
        while not above.text and top and not rows[top - 1][below.column].text:
            top -= 1  # without words a cell has as many parts as rows
        top = min(top, above.row)
        lines = tuple(filter(str.strip, (*above.lines, *below.lines)))
        height = upper.height - top + below.row_span
        for place in range(top, upper.height):
            cells.pop((place, below.column), None)
        cells[top, below.column] = below._replace(lines=lines, row=top, row_span=height)
        rest.pop((start, below.column), None)
    moved = [cell._replace(row=cell.row - start) for cell in rest.values()]
    return stacked(
        [
            replace(upper, cells=_in_order(cells.values())),
            replace(lower, cells=_in_order(moved), height=lower.height - start),
        ]
    )


def _in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
