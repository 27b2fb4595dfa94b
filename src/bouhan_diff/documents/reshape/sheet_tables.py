"""Tables as people lay them out on sheets (シートの表): a title left of them, headings repeated."""

from collections.abc import Sequence
from dataclasses import replace

from ..headings.header_rows import CellRow, worded
from ..headings.vocabulary import is_note, is_total
from ..ir import Document, Line, ReadingContext, Table, without_rows
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_ROWS_TO_HEADER = 12
_FEWEST = 3


def with_tables_at_left(document: Document, context: ReadingContext) -> Document:
    """Return a workbook with its tables moved to the first column (左の空列).

    A title in A1, or a note below, may stand in a column left of a table that begins in B3.
    """
    if context.is_wrapped:
        return document  # no rules, no column
    blocks = (b if isinstance(b, Line) else _at_left(b) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _at_left(table: Table) -> Table:
    rows = table.grid(_ROWS_TO_HEADER)
    top = next((at for at, row in enumerate(rows) if len(worded(row, _FEWEST)) == _FEWEST), 0)
    left = worded(rows[top], 1)[0].column if top else 0
    if not left:
        return table  # the usual case
    cells = [cell for cell in table.cells if cell.text or cell.column >= left]
    beside = (cell.text for cell in cells if cell.row >= top and cell.column < left)
    if not all(map(is_note, beside)):
        return table
    moved = []
    for cell in cells:
        column = max(cell.column - left, 0)
        end = max(cell.column + cell.col_span - left, 1)
        moved.append(cell._replace(column=column, col_span=end - column))
    places = [(cell.row, cell.column) for cell in moved if cell.text]
    if len(places) > len({*places}):
        return table  # 資料１ in A1 beside a title in B1
    return replace(table, cells=tuple(moved), width=table.width - left)


def with_single_headers(document: Document, context: ReadingContext) -> Document:
    """Return a workbook with the header of each table only once (見出し行の反復).

    Repeated among the rows, as for printing, it does not begin another table.
    """
    if context.is_wrapped:
        return document  # a page may begin with it
    blocks = (b if isinstance(b, Line) else _with_one_header(b, context) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _with_one_header(table: Table, context: ReadingContext) -> Table:
    found = first_header(table.grid(ROWS_TO_LOOK_AT), context)
    if found is None:
        return table
    header, top = found
    start = top + header.height
    first, *others = worded(table.grid(start)[top])
    if len(others) + 1 < _FEWEST:
        return table
    rows = table.grid()
    below = ((at, row[first.column]) for at, row in enumerate(rows[start:], start))
    again = [at for at, cell in below if cell.lines == first.lines and cell.row == at]
    gone: list[int] = []
    for at in again:
        if _is_amid(rows[at - 1], len(others)) and _are_same(rows, top, at, header.height):
            gone += range(at, at + header.height)
    return without_rows(table, {*gone}) if gone else table


def _is_amid(above: CellRow, most: int) -> bool:
    """Return whether the row above is one of the same table (表の途中): no title, label or sum.

    most: how many cells of such a row may have text, but for one.
    """
    own = worded(above)
    return len(own) >= max(_FEWEST, most / 2) and not is_total(own[0].text)


def _are_same(rows: Sequence[CellRow], top: int, at: int, height: int) -> bool:
    """Return whether as many rows say the same at two places (同じ行)."""
    pairs = zip(rows[top : top + height], rows[at : at + height], strict=False)
    is_whole = at + height <= len(rows) and all(cell.row >= at for cell in rows[at])
    return is_whole and all(
        cell.text == other.text
        for row, below in pairs
        for cell, other in zip(row, below, strict=True)
    )
