"""Rows that rules do not part (横罫のない表): where they begin, by their lines of text."""

from collections.abc import Sequence
from itertools import pairwise

from .pdf_drawn import (
    Box,
    Cells,
    Char,
    bottom_of,
    centre_of,
    em_of,
    middle_of,
    top_of,
    without_spaces,
)
from .pdf_lines import rows_of

_FEWEST_ROWS = 3
_ALIGNED = 0.5
_NEARER = 0.9
_MOST_OF_GAP = 0.8  # of the gap between two rows, that between two lines of one
_FULL = 0.15  # of a column's width, from a full line's end to its edge


def in_rows(cells: Cells) -> Cells:
    """Return the cells of a table without level rules (横罫のない表), parted where rows begin.

    A row begins where the first column has a line and half of the others have one beside it.
    """
    bottom_row = max(round(box[1]) for box in cells)
    body = sorted(box for box in cells if round(box[1]) == bottom_row)
    lines = [[top_of(row) for row in rows_of(without_spaces(cells[box]))] for box in body]
    first = lines[0]
    near = _ALIGNED * em_of([char for box in body for char in cells[box]])
    beside = [
        sum(any(abs(top - other) < near for other in column) for column in lines[1:])
        for top in first
    ]
    starts = [top - near for top in first[1:]]
    if (
        len(first) < _FEWEST_ROWS
        or any(2 * count < len(body) - 1 for count in beside)
        or _is_running_text(body[0], cells[body[0]])
    ):
        starts = _between_figures([cells[box] for box in body])
    if not starts:
        return cells
    found = {box: chars for box, chars in cells.items() if box not in body}
    for left, top, right, bottom in body:
        edges = [top, *starts, bottom]
        for y0, y1 in pairwise(edges):
            own = [c for c in cells[left, top, right, bottom] if y0 <= middle_of(c) < y1]
            found[left, y0, right, y1] = own
    return found


def _between_figures(columns: Sequence[Sequence[Char]]) -> list[float]:
    """Return where rows end whose texts are centred (行の境), between the figures of a column.

    It is the one wide gap in all columns between two figures; else there are none.
    """
    lines = [[row for row in map(without_spaces, rows_of(chars)) if row] for chars in columns]
    figures = (
        [(top_of(row) + bottom_of(row)) / 2 for row in column]
        for column in lines
        if len(column) >= _FEWEST_ROWS and all(map(_is_figure, column))
    )
    anchors = max(figures, key=len, default=[])
    ink = sorted((top_of(row), bottom_of(row)) for column in lines for row in column)
    found: list[float] = []
    for above, below in pairwise(anchors):
        gaps: list[tuple[float, float]] = []
        reach = above
        for top, bottom in ink:
            if above < top < below and top > reach:
                gaps.append((top - reach, (top + reach) / 2))
            if top < below:
                reach = max(reach, bottom) if bottom > above else reach
        gaps.sort(reverse=True)
        if not gaps or (len(gaps) > 1 and gaps[1][0] > _MOST_OF_GAP * gaps[0][0]):
            return []
        found.append(gaps[0][1])
    return found


def _is_figure(row: Sequence[Char]) -> bool:
    return all(char["text"].isdecimal() or char["text"] in ",.，．△▲-－" for char in row)


def _is_running_text(box: Box, chars: Sequence[Char]) -> bool:
    """Return whether lines fill their column (流し込みの文), so that they go on in the next."""
    full = box[2] - _FULL * (box[2] - box[0])
    return any(row[-1]["x1"] > full for row in map(without_spaces, rows_of(chars)) if row)


def starts_of(run: Sequence[Sequence[Char]], border: float) -> list[int]:
    """Return the lines that rows begin with (行の始まり): those with text in the first column.

    A line without continues the row above, or, where texts are centred, opens the row below
    that it is closer to. border: where the first column ends.
    """
    starts: list[int] = []
    for at, row in enumerate(run):
        if at and min(map(centre_of, without_spaces(row))) >= border:
            continue
        first = at
        while (
            first > 1 and first - 1 not in starts and _is_nearer_below(run[first - 2 : first + 1])
        ):
            first -= 1
        starts.append(first)
    return starts


def in_grid(run: Sequence[Sequence[Char]], starts: Sequence[int], edges: Sequence[float]) -> Cells:
    """Return the cells of lines between edges (行と列のセル). starts: each row's first line."""
    tops = [top_of(run[at]) - 1 for at in starts]
    ends = [*tops[1:], bottom_of(run[-1]) + 1]
    everything = [char for row in run for char in row]
    return {
        (x0, top, x1, end): [
            c for c in everything if x0 <= centre_of(c) < x1 and top <= middle_of(c) < end
        ]
        for top, end in zip(tops, ends, strict=True)
        for x0, x1 in pairwise(edges)
    }


def _is_nearer_below(lines: Sequence[Sequence[Char]]) -> bool:
    """Return whether the second of three lines is clearly closer to the third (行間)."""
    above, middle, below = map(top_of, lines)
    return below - middle < _NEARER * (middle - above)
