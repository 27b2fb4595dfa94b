"""Labels over several rows (数行にわたる見出しの語) of tables without rules: which rows are theirs.

A workbook that merges the cells of a 施策 prints it in the middle of its rows, beside one of them
or between two. Taken for a text of that row, it would stand over the rows of another label.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .pdf_drawn import Char, bottom_of, centre_of, em_of, middle_of, top_of, without_spaces
from .pdf_lines import rows_of
from .pdf_row_starts import starts_of_rows
from .pdf_rows import is_figure

_MOST_LEVELS = 2  # columns of labels, as 目標 and 施策 are
_FEWEST_BESIDE = 2  # columns beside the labels in which each row has a text
_OFF_MIDDLE = 0.45  # of a character's width
_LABEL_GAP = 0.8  # of a character's width, between the lines of a label at most
_SAME_GAP = 0.25
_FULL = 1.5  # of a character's width, from a full line's end to that of the longest

Span = tuple[int, int]
"""The first row of a label and the end of its rows (見出しの語の行)."""


class LabelledRows(NamedTuple):
    """Rows by the columns beside the labels (行の始まり), and the rows of each, by column."""

    starts: list[float]
    spans: list[list[Span]]


class _Extent(NamedTuple):
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def spanning_labels(run: Sequence[Sequence[Char]], borders: Sequence[float]) -> LabelledRows | None:
    """Return the rows of a table and those of the labels in its first columns (見出しの語の範囲).

    There are none unless the labels of each such column are the middles of runs of rows that
    together are all rows, and stand where labels beside the first of their rows would not.
    borders: between the columns.
    """
    chars = [char for row in run for char in without_spaces(row)]
    columns: list[list[Char]] = [[] for _ in range(len(borders) + 1)]
    for char in chars:
        columns[bisect_right(borders, centre_of(char))].append(char)
    for levels in range(_MOST_LEVELS, 0, -1):
        if len(columns) - levels < _FEWEST_BESIDE or not all(columns[:levels]):
            continue
        beside = [char for column in columns[levels:] for char in column]
        starts = starts_of_rows(rows_of(beside), borders)
        rows = _extents(starts, columns[levels:])
        if not rows:
            continue
        em = em_of(chars)
        spans = [_spans(column, rows, em) for column in columns[:levels]]
        if (
            all(spans)
            and _is_merged(spans[-1])
            and any(map(_is_centred, spans))
            and _are_rows(rows, spans[-1], em)
        ):
            return LabelledRows(starts, spans)
    return None


def _extents(starts: Sequence[float], columns: Sequence[Sequence[Char]]) -> list[_Extent]:
    """Return the heights of the rows' texts (行の高さ), none if a row has no name or it alone.

    columns: their characters, first those of the names.
    """
    by_row: list[list[list[Char]]] = [[[] for _ in columns] for _ in starts]
    for at, column in enumerate(columns):
        for char in column:
            by_row[max(0, bisect_right(starts, middle_of(char)) - 1)][at].append(char)
    if not all(
        row[0] and not is_figure(row[0]) and sum(map(bool, row)) >= _FEWEST_BESIDE for row in by_row
    ):
        return []
    texts = ([char for own in row for char in own] for row in by_row)
    return [_Extent(top_of(row), bottom_of(row)) for row in texts]


def _spans(column: Sequence[Char], rows: Sequence[_Extent], em: float) -> list[Span]:
    """Return the rows of each label of a column (語ごとの行), none if not all are in the middle."""
    written = rows_of(column)
    lines = [_Extent(top_of(line), bottom_of(line)) for line in written]
    full = max(char["x1"] for char in column) - _FULL * em
    goes_on = [False] + [
        line[-1]["x1"] > full and below.top - above.bottom < _LABEL_GAP * em
        for line, (above, below) in zip(written, pairwise(lines), strict=False)
    ]

    found: dict[tuple[int, int], list[Span]] = {(0, 0): []}  # up to a line and to a row
    for line in range(len(lines)):
        for row in [row for at, row in found if at == line]:
            for last in range(line, len(lines)):
                if last > line and not goes_on[last]:
                    break
                middle = _Extent(lines[line].top, lines[last].bottom).middle
                for end in range(row + 1, len(rows) + 1):
                    off = _Extent(rows[row].top, rows[end - 1].bottom).middle - middle
                    if abs(off) <= _OFF_MIDDLE * em:  # several short labels before a long one
                        found[last + 1, end] = [*found[line, row], (row, end)]
                    elif off > 0:
                        break
    return found.get((len(lines), len(rows)), [])


def _is_merged(spans: Sequence[Span]) -> bool:
    return any(end - row > 1 for row, end in spans)


def _is_centred(spans: Sequence[Span]) -> bool:
    """Return whether labels stand where none beside its first row would (中央の語).

    One is between two rows, or the first row has none beside it; where this alone speaks for it,
    the row may be a sum, so that another label has several rows too.
    """
    sizes = [end - row for row, end in spans]
    return any(size % 2 == 0 for size in sizes) or (
        sizes[0] > 1 and sum(size > 1 for size in sizes) > 1
    )


def _are_rows(rows: Sequence[_Extent], spans: Sequence[Span], em: float) -> bool:
    """Return whether rows of a label are as far apart as those of two (行間), unlike its lines."""
    ends = {end for _row, end in spans}
    gaps = [below.top - above.bottom for above, below in pairwise(rows)]
    within = [gap for at, gap in enumerate(gaps, 1) if at not in ends]
    between = [gap for at, gap in enumerate(gaps, 1) if at in ends]
    return not between or min(between) - max(within) < _SAME_GAP * em
