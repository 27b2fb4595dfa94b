"""Tables (表) from cells at their places, as Word, Excel and text have them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from ...diagnostics import Span
from ..ir import Cell, Table

Place = tuple[int, int]
"""Row and column (行と列), counted from 0."""

Content = tuple[tuple[str, ...], Span]
"""The lines of a cell and where they are (セルの内容)."""

_NOWHERE = Span()


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


def table_of_rows(rows: Sequence[Sequence[Content]], span: Span = _NOWHERE) -> Table:
    """Return the table (表) of rows of contents that are not merged."""
    cells = tuple(
        Cell(lines, at, row, column)
        for row, found in enumerate(rows)
        for column, (lines, at) in enumerate(found)
    )
    return Table(cells, len(rows), max(map(len, rows), default=0), span)
