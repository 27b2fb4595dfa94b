"""Grids of cells (格子) with merged ones, as Word and Excel have them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from ..interpret import Cell, Table

Place = tuple[int, int]
"""Row and column (行と列), counted from 0."""


def table_of(cells: Mapping[Place, Cell], merged: Iterable[tuple[Place, Place]] = ()) -> Table:
    """Return the table that the cells make (表), without empty rows and empty outer columns.

    merged: first and last place of each merged cell; it stands under each of its places.
    Where there is no cell, an empty one is put.
    """
    filled = [place for place, cell in cells.items() if cell.text]
    if not filled:
        return Table(())
    rows = sorted({row for row, _column in filled})
    left = min(column for _row, column in filled)
    right = max(column for _row, column in filled)
    grid = dict(cells)
    for (top, first), (bottom, last) in merged:
        if cell := cells.get((top, first)):
            for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
                for column in range(max(first, left), min(last, right) + 1):
                    grid[row, column] = cell
    empty = Cell((), "")
    return Table(
        tuple(
            tuple(grid.get((row, column)) or empty for column in range(left, right + 1))
            for row in rows
        )
    )
