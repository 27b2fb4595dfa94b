"""Two values in one column (上段・下段), one above the other as its heading says, get two columns.

目標（上段）・実績（下段） becomes two groups of columns side by side; the lower row of each record
fills the second.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ...text.normalize import fold
from ..headings.header_rows import CellRow
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order

_OF_BOTH = re.compile(
    r"(?P<upper>[^()（）]+)[(（]上段[)）][・･、,／/]?(?P<lower>[^()（）]+)[(（]下段[)）]"
)


def with_lower_values_beside(document: Document, _context: ReadingContext) -> Document:
    """Return the document with the values of lower rows in columns of their own (下段の列)."""
    blocks: list[Line | Table] = []
    above: CellRow = ()
    for block in document.blocks:
        is_table = isinstance(block, Table) and bool(block.cells)
        blocks.append(_parted(block, above) if isinstance(block, Table) else block)
        above = block.grid()[-1] if isinstance(block, Table) and is_table else above
    return replace(document, blocks=tuple(blocks))


def _parted(table: Table, above: CellRow) -> Table:
    """Return a table with upper and lower values in adjacent columns (列の分割).

    above: the last row of the page before, which the first one here may continue.
    """
    texts = ((cell, "".join(cell.lines)) for cell in table.cells if cell.lines)
    found = ((cell, _OF_BOTH.fullmatch("".join(t.split()))) for cell, t in texts if "上段" in t)
    heads = [(cell, match) for cell, match in found if match is not None]
    if len(heads) != 1 or table.header:
        return table  # the usual case
    head, match = heads[0]
    rows, width = table.grid(), head.col_span
    within = range(head.column, head.column + width)
    start = max(cell.row + cell.row_span for cell in rows[head.row] if cell.text)
    lower = [at for at in range(start + 1, len(rows)) if _is_lower(rows[at], rows[at - 1], within)]
    rest = [start] if start < len(rows) and _is_rest(rows[start], above, within) else []
    if not lower:
        return table
    cells: list[Cell] = []
    for cell in table.cells:
        end = cell.row + cell.row_span
        top, bottom = (at - sum(row < at for row in lower) for at in (cell.row, end))
        moved = cell._replace(row=top, row_span=bottom - top)
        beside = moved._replace(column=cell.column + width)
        if cell is head:
            cells += (
                moved._replace(lines=(match["upper"],)),
                beside._replace(lines=(match["lower"],)),
            )
        elif cell.row in lower:
            cells.append(beside._replace(row=top - 1, row_span=1))
        elif cell.column > within[-1] or (cell.row in rest and cell.column in within):
            cells.append(beside)
        elif cell.column in within and head.row < cell.row < start:
            cells += (moved, beside)
        elif cell.column < head.column < cell.column + cell.col_span:
            cells.append(moved._replace(col_span=cell.col_span + width))
        else:
            cells.append(moved)
    height = table.height - len(lower)
    return replace(table, cells=in_order(cells), height=height, width=table.width + width)


def _is_lower(row: CellRow, above: CellRow, within: Sequence[int]) -> bool:
    """Return whether a row has its own cells in some columns only (下段の行)."""
    return any(row[at].text for at in within) and all(
        (at in within) != (cell is above[at]) for at, cell in enumerate(row)
    )


def _is_rest(row: CellRow, above: CellRow, within: Sequence[int]) -> bool:
    """Return whether a row repeats the one before in all other columns (続きの行)."""
    pairs = [p for at, p in enumerate(zip(row, above, strict=False)) if at not in within]
    texts = [(fold(cell.text), fold(over.text)) for cell, over in pairs]
    return (
        len(row) == len(above) and any(map(any, texts)) and all(a == b or not a for a, b in texts)
    )
