"""Years above the values of each row (行ごとの年度), moved below the heading of the values."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...edition import find_editions, strip_editions
from ...text.normalize import fold
from ..headings.header_rows import CellRow, worded
from ..ir import Cell, Document, ReadingContext, Table, in_order

_FEWEST_ROWS, _FEWEST_YEARS = 2, 2


def with_years_in_header(document: Document, _context: ReadingContext) -> Document:
    """Return the document with years that each row repeats above its values in the header (年度).

    指標 is merged over two rows, of which the first has Ｒ７ and Ｒ８ and the second their values.
    """
    blocks = (_without_years(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _without_years(table: Table) -> Table:
    if table.header or all(cell.row_span == 1 for cell in table.cells):
        return table  # quick, as every table is asked
    rows = table.grid()
    found = {at: years for at, row in enumerate(rows) if (years := _years_over(row, at))}
    texts = {tuple((cell.column, fold(cell.text)) for cell in years) for years in found.values()}
    names = {rows[at][0].text for at in found}
    first = min(found, default=0)
    if not first or len(texts) != 1 or len(found) < _FEWEST_ROWS or len(names) < len(found):
        return table
    tops, columns = [*found], {cell.column for cell in found[first]}
    cells = list(found[first])
    over = {id(cell) for years in found.values() for cell in years}
    for cell in (cell for cell in table.cells if id(cell) not in over):
        is_below = cell.row >= first
        top, end = (
            row - bisect_left(tops, row) + is_below for row in (cell.row, cell.row + cell.row_span)
        )
        is_beside = end == first and columns.isdisjoint(_columns_of(cell))
        cells.append(cell._replace(row=top, row_span=end - top + is_beside))
    return replace(table, cells=in_order(cells), height=table.height - len(tops) + 1)


def _years_over(row: CellRow, at: int) -> Sequence[Cell]:
    """Return the years that a row has above the row below it (値の上の年度), and nothing else."""
    cells = worded(row)
    own = [cell for cell in cells if (cell.row, cell.row_span) == (at, 1)]
    are_years = len(own) >= _FEWEST_YEARS and all(map(_is_year, own))
    others = [cell for cell in cells if cell.row == at and cell.row_span > 1]
    return own if are_years and others and len(own) + len(others) == len(cells) else ()


def _is_year(cell: Cell) -> bool:
    return bool(find_editions(cell.text)) and not strip_editions(cell.text).strip()


def _columns_of(cell: Cell) -> Iterator[int]:
    yield from range(cell.column, cell.column + cell.col_span)
