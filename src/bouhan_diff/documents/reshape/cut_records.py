"""Records that the end of a page cuts (頁で切れた記録), each of several rows under merged cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..headings.header_rows import is_data
from ..ir import Grid, Line, ReadingContext, Table, in_order, stacked
from .record_shapes import ROWS_TO_LOOK_AT, first_header


def with_cut_records(
    blocks: Iterable[Line | Table], context: ReadingContext
) -> Iterator[list[Line | Table]]:
    """Yield each block, tables together where a page cuts a record (頁で切れた記録)."""
    run: list[Line | Table] = []
    for block in blocks:
        if run and not _goes_on(run[-1], block, context):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _goes_on(upper: Line | Table, lower: Line | Table, context: ReadingContext) -> bool:
    """Return whether a table begins with the rest of a record (記録の続き), under a like header.

    Its first label is not the one that all records begin with.
    """
    if not (context.is_wrapped and isinstance(upper, Table) and isinstance(lower, Table)):
        return False
    if upper.width != lower.width or upper.header or lower.header:
        return False
    whole = max(_tallest(upper.grid()), _tallest(lower.grid()), key=len)
    if len(whole) == 1:
        return False  # by far the most
    above, below = (_headings(one, context) for one in (upper, lower))
    if not above[0] or above[0] != below[0]:
        return False
    row = lower.grid()[below[1]]
    for at in range(lower.width):
        labels = [one[at].text for one in whole]
        if len({*labels}) == len(labels) > 1 and all(labels) and not any(map(is_data, labels)):
            return row[at].text in labels[1:]
    return False


def _headings(table: Table, context: ReadingContext) -> tuple[tuple[str, ...], int]:
    """Return the headings of a table, and the row below them (見出しと次の行)."""
    rows = table.grid(ROWS_TO_LOOK_AT)
    found = first_header(rows, context)
    end = found[1] + found[0].height if found else 0
    return (found[0].texts, end) if found and end < table.height else ((), 0)


def _tallest(rows: Grid) -> Grid:
    """Return the rows of the record with the most (最も行の多い記録), by its first cell."""
    first = max((row[0] for row in rows), key=lambda cell: cell.row_span)
    return rows[first.row : first.row + first.row_span]


def below_each_other(run: Sequence[Line | Table], context: ReadingContext) -> Line | Table:
    """Return the tables of a run as one (頁をまたぐ表の結合), under the header of the first.

    The words of a cell that is cut are on one of its pages, in its middle, or on both.
    """
    whole = run[0]
    for table in run[1:]:
        if isinstance(whole, Table) and isinstance(table, Table):  # as all are, if several
            whole = _joined(whole, table, _headings(table, context)[1])
    return whole


def _joined(upper: Table, lower: Table, start: int) -> Table:
    """Return a table and the next page's below its header (結合した表). start: of its rows."""
    rows, below = upper.grid(), lower.grid()[start]
    record = max(_tallest(rows), _tallest(lower.grid()), key=len)
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    rest = {(cell.row, cell.column): cell for cell in lower.cells if cell.row >= start}
    for at in [at for at, cell in enumerate(record[0]) if record[-1][at] is cell]:
        top = rows[-1][at].row
        while not rows[top][at].text and top and not rows[top - 1][at].text:
            top -= 1  # without words a cell has as many parts as rows
        lines = (*rows[-1][at].lines, *below[at].lines)
        height = upper.height - top + below[at].row_span
        for place in range(top, upper.height):
            cells.pop((place, at), None)
        cells[top, at] = below[at]._replace(
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
