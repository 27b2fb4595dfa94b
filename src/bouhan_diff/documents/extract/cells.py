"""Grids of cells (格子) with merged ones, as Word and Excel have them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...diagnostics import Span
from ..ir import Cell, Table

Place = tuple[int, int]
"""Row and column (行と列), counted from 0."""


def table_of(
    cells: Mapping[Place, Cell],
    merged: Iterable[tuple[Place, Place]] = (),
    span: Span | None = None,
) -> Table:
    """Return the table that the cells make (表), without empty rows and empty outer columns.

    merged: first and last position of each merged cell; what it covers is not shown.
    """
    filled = [place for place, cell in cells.items() if cell.text]
    if not filled:
        return Table(span=span or Span())
    rows = sorted({row for row, _column in filled})
    left = min(column for _row, column in filled)
    right = max(column for _row, column in filled)
    kept = set(rows)
    placed: dict[Place, Cell] = {
        (row, column): replace(cell, row=bisect_left(rows, row), column=column - left)
        for (row, column), cell in cells.items()
        if row in kept and left <= column <= right
    }
    covered: set[Place] = set()
    for (top, first), (bottom, last) in merged:
        cell = cells.get((top, first))
        if cell is None or (top, first) in covered:
            continue
        taken = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        begin, end = max(first, left), min(last, right)
        if not taken or end < begin:
            continue
        covered.update((row, column) for row in taken for column in range(begin, end + 1))
        covered.discard((top, first))
        placed[top, first] = replace(
            cell,
            row=bisect_left(rows, top),
            column=begin - left,
            row_span=len(taken),
            col_span=end - begin + 1,
        )
    found = [cell for place, cell in placed.items() if place not in covered]
    found.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(found), len(rows), right - left + 1, span or Span())


def table_of_rows(rows: Sequence[Sequence[Cell]]) -> Table:
    """Return the table (表) of rows of cells that are not merged."""
    cells = tuple(
        replace(cell, row=row, column=column)
        for row, found in enumerate(rows)
        for column, cell in enumerate(found)
    )
    return Table(cells, len(rows), max(map(len, rows), default=0))
