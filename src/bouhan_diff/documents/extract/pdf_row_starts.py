"""Rows of tables without any rule (罫線のない表の行): which lines belong to one row.

A row ends where no line of any column extends lower. Whether the lines between two such positions
are a row or continue a neighbour is weighed for the whole table at once: rows have few blank cells,
all of their cells begin, end or are centred at one height, a figure is one line, and a text
continues where its line is full. Labels of several rows stand in their middle.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .pdf_lines import rows_of
from .pdf_rows import is_figure_line
from .pdf_rules import Cells, Char, bottom_of, centre_of, em_of, middle_of, top_of, without_spaces

_ALIGNED = 0.45
_LINE = 0.9  # of a character's width, between the middles of two lines at least
_MOST_LINES = 14  # of a row
_OFF_ALIGNMENT = 2.0
_SECOND_FIGURE = 3.0
_SHORT_LINE = 1.5
_TITLE = 1.2
_NEVER = 1000.0
_BRACKETS = frozenset("（(〔［[")
_MOST_ROOM = 3.0
_FULL = 1.3  # of a character's width, from a full line's end to that of the longest


class _CellLine(NamedTuple):
    """A line of a cell (セルの行): its upper and lower end, and its characters."""

    top: float
    bottom: float
    row: Sequence[Char]


_Band = dict[int, list[_CellLine]]
"""The lines between two heights that no line crosses (行の帯), by their columns."""


def starts_of_rows(
    run: Sequence[Sequence[Char]], borders: Sequence[float], alone: Iterable[int] = ()
) -> list[float]:
    """Return where the rows of a table begin (行の始まり), the first at its top.

    borders: between its columns. alone: lines that are rows by themselves, as titles are.
    """
    lines = [without_spaces(row) for row in run]
    em = em_of([char for line in lines for char in line])
    bands = _bands(lines, borders, set(alone))
    table = _Measures(bands, em)
    starts: list[float] = []
    for first, last in _between_titles(bands):
        starts += table.starts(first, last)
    return starts


def _bands(
    lines: Sequence[Sequence[Char]], borders: Sequence[float], alone: set[int]
) -> list[_Band]:
    """Return the lines between heights that no line crosses (行の帯), titles with the key -1."""
    bands: list[_Band] = []
    above: Sequence[Char] | None = None
    for at, line in sorted(enumerate(lines), key=lambda pair: top_of(pair[1])):
        if at in alone:
            bands.append({-1: [_CellLine(top_of(line), bottom_of(line), line)]})
            above = None
            continue
        parts: dict[int, list[Char]] = {}
        for char in line:
            parts.setdefault(bisect_right(borders, centre_of(char)), []).append(char)
        if above is None or not meet_lines(above, line):
            bands.append({})
        above = line
        for column, part in parts.items():
            bands[-1].setdefault(column, []).append(_CellLine(top_of(part), bottom_of(part), part))
    return bands


def _between_titles(bands: Sequence[_Band]) -> Iterable[tuple[int, int]]:
    """Yield the first band and the end of each stretch of rows (見出しの間), titles alone."""
    first = 0
    for at, band in enumerate(bands):
        if -1 in band:
            if first < at:
                yield first, at
            yield at, at + 1
            first = at + 1
    if first < len(bands):
        yield first, len(bands)


def meet_lines(above: Sequence[Char], below: Sequence[Char]) -> bool:
    """Return whether two lines overlap in height (高さの重なる行)."""
    return middle_of(below[0]) - middle_of(above[0]) < _LINE * em_of(below)


class _Measures:
    """The measures by which the rows of a table are weighed (行の尺度)."""

    def __init__(self, bands: Sequence[_Band], em: float) -> None:
        self.bands = bands
        self.em = em
        self.columns = sorted({column for band in bands for column in band if column >= 0})
        most = max((len(band) for band in bands), default=0)
        whole = [band for band in bands if 2 * len(band) > most and -1 not in band]
        self.short = min(_SHORT_LINE, _SHORT_LINE / 2 * (len(self.columns) - 1))
        self.weight = {
            column: max(0.3, sum(column in band for band in whole) / max(1, len(whole)))
            for column in self.columns
        }
        ends: dict[int, list[float]] = {}
        begin: dict[int, float] = {}
        gaps = []
        for band in bands:
            for column, texts in band.items():
                ends.setdefault(column, []).extend(text.row[-1]["x1"] for text in texts)
                starts = [text.row[0]["x0"] for text in texts]
                begin[column] = min([*starts, begin.get(column, starts[0])])
        for one, other in pairwise(bands):
            gaps += [
                other[column][0].top - one[column][-1].bottom
                for column in one.keys() & other.keys()
            ]
        gaps += [
            below.top - above.bottom
            for band in bands
            for texts in band.values()
            for above, below in pairwise(texts)
        ]
        self.leading = min((gap for gap in gaps if gap > -0.5 * em), default=0.0)
        self.full = {}
        for column, places in ends.items():
            longest = max(places)
            is_reached = sum(longest - x < _FULL * em for x in places) > 1
            end = longest if is_reached else begin.get(column + 1, float("inf"))
            self.full[column] = end - _FULL * em
        ends_full = [
            self._is_full(0, above[0][-1])
            for at, above in enumerate(bands[:-1], 1)
            if 0 in above and self._is_title(at)
        ]
        self.are_titles = 2 * sum(ends_full) < len(ends_full)

    def _is_title(self, at: int) -> bool:
        """Return whether a band is one line in the first column (第１列だけの行)."""
        return set(self.bands[at]) == {0} and len(self.bands[at][0]) == 1

    def _has_title(self, start: int, end: int) -> bool:
        """Return whether a line only in the first column does not continue the one above it."""
        return self._is_title(start) or any(
            self._is_title(at)
            and 0 in self.bands[at - 1]
            and (
                self.are_titles
                or not self._goes_on(0, self.bands[at - 1][0][-1], self.bands[at][0][0])
            )
            for at in range(start + 1, end)
        )

    def _is_full(self, column: int, text: _CellLine) -> bool:
        return bool(text.row[-1]["x1"] > self.full[column])

    def _goes_on(self, column: int, above: _CellLine, below: _CellLine) -> bool:
        """Return whether a line continues the one above (文の続き), which is full."""
        return self._is_full(column, above) or below.row[0]["text"] in _BRACKETS

    def starts(self, first: int, last: int) -> list[float]:
        """Return where the rows of a stretch begin (行の始まり)."""
        found = [self._cheapest(first, last, anchor) for anchor in (0.0, 0.5, 1.0)]
        _cost, places = min(found, key=lambda pair: pair[0])
        return [self._top(at) for at in places]

    def _top(self, at: int) -> float:
        return min(text.top for texts in self.bands[at].values() for text in texts)

    def _cheapest(self, first: int, last: int, anchor: float) -> tuple[float, list[int]]:
        """Return the least cost of a stretch's rows, and the bands with which they begin.

        anchor: 0 if the cells of a row begin at one height, 1 if they end there, else in between.
        """
        best: list[tuple[float, int]] = [(0.0, first)]
        for end in range(first + 1, last + 1):
            ways = [
                (best[start - first][0] + self._cost(start, end, anchor), start)
                for start in range(max(first, end - _MOST_LINES), end)
            ]
            best.append(min(ways, key=lambda way: (way[0], -way[1])))
        places = []
        at = last
        while at > first:
            at = best[at - first][1]
            places.append(at)
        return best[-1][0], places[::-1]

    def _cost(self, start: int, end: int, anchor: float) -> float:
        """Return the cost of taking the bands from one to another as one row (行の費用)."""
        bands = self.bands[start:end]
        if -1 in bands[0]:
            return 0.0
        if self._is_title(start) and end == start + 1:
            return _TITLE
        if any(map(self._is_title, range(start, end))) and self._has_title(start, end):
            return _NEVER
        cells: dict[int, list[_CellLine]] = {}
        for band in bands:
            for column, texts in band.items():
                cells.setdefault(column, []).extend(texts)
        cost = sum(self.weight[column] for column in self.columns if column not in cells)
        top = min(texts[0].top for texts in cells.values())
        bottom = max(texts[-1].bottom for texts in cells.values())
        for column, texts in cells.items():
            off = texts[0].top - top - anchor * ((bottom - top) - (texts[-1].bottom - texts[0].top))
            cost += _OFF_ALIGNMENT * (abs(off) > _ALIGNED * self.em)
            cost += sum(self._break(column, one, other) for one, other in pairwise(texts))
        return cost

    def _break(self, column: int, above: _CellLine, below: _CellLine) -> float:
        """Return the cost of one line of a cell below another (改行の費用)."""
        room = max(0.0, (below.top - above.bottom - self.leading) / self.em - 0.25)
        cost = min(_MOST_ROOM, 4 * room)
        if is_figure_line(above.row) and is_figure_line(below.row):
            return cost + _SECOND_FIGURE
        return cost + (0.0 if self._goes_on(column, above, below) else self.short)


# --- Labels over several rows ------------------------------------------------------------
# A workbook that merges the cells of a 施策 prints it in the middle of its rows, beside one of
# them or between two. Taken for a text of that row, it would stand over the rows of another label.

_MOST_LEVELS = 2  # columns of labels, as 目標 and 施策 are
_FEWEST_BESIDE = 2  # columns beside the labels in which each row has a text
_OFF_MIDDLE = 0.45  # of a character's width
_LABEL_GAP = 0.8  # of a character's width, between the lines of a label at most
_SAME_GAP = 0.25
_FULL_LABEL = 1.5

RowSpan = tuple[int, int]
"""The first row of a label and the end of its rows (見出しの語の行)."""


class LabelledRows(NamedTuple):
    """Rows by the columns beside the labels (行の始まり), and for each column its labels' rows."""

    starts: list[float]
    spans: list[list[RowSpan]]


class _Extent(NamedTuple):
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def spanning_labels(run: Sequence[Sequence[Char]], borders: Sequence[float]) -> LabelledRows | None:
    """Return the rows of a table and those of the labels in its first columns (見出しの語の範囲).

    None unless the labels of each such column are centred on runs of rows that together are all
    rows, and are not where labels beside the first of their rows would be. borders: between the
    columns.
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
    """Return the extent of each row's texts (行の高さ), none if a row has no name or only one.

    columns: their characters, the names first.
    """
    by_row: list[list[list[Char]]] = [[[] for _ in columns] for _ in starts]
    for at, column in enumerate(columns):
        for char in column:
            by_row[max(0, bisect_right(starts, middle_of(char)) - 1)][at].append(char)
    if not all(
        row[0] and not is_figure_line(row[0]) and sum(map(bool, row)) >= _FEWEST_BESIDE
        for row in by_row
    ):
        return []
    texts = ([char for cell in row for char in cell] for row in by_row)
    return [_Extent(top_of(row), bottom_of(row)) for row in texts]


def _spans(column: Sequence[Char], rows: Sequence[_Extent], em: float) -> list[RowSpan]:
    """Return the rows of each label in a column (語ごとの行), none unless all are centred."""
    written = rows_of(column)
    lines = [_Extent(top_of(line), bottom_of(line)) for line in written]
    full = max(char["x1"] for char in column) - _FULL_LABEL * em
    goes_on = [False] + [
        line[-1]["x1"] > full and below.top - above.bottom < _LABEL_GAP * em
        for line, (above, below) in zip(written, pairwise(lines), strict=False)
    ]

    found: dict[tuple[int, int], list[RowSpan]] = {(0, 0): []}  # up to a line and to a row
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


def _is_merged(spans: Sequence[RowSpan]) -> bool:
    return any(end - row > 1 for row, end in spans)


def _is_centred(spans: Sequence[RowSpan]) -> bool:
    """Return whether labels are where none beside its first row would be (中央の語).

    One is between two rows, or the first row has none beside it. If only the latter speaks for it,
    the row may be a sum, so another label must have several rows too.
    """
    sizes = [end - row for row, end in spans]
    return any(size % 2 == 0 for size in sizes) or (
        sizes[0] > 1 and sum(size > 1 for size in sizes) > 1
    )


def _are_rows(rows: Sequence[_Extent], spans: Sequence[RowSpan], em: float) -> bool:
    """Return whether rows of a label are as far apart as others (行間), unlike its lines."""
    ends = {end for _row, end in spans}
    gaps = [below.top - above.bottom for above, below in pairwise(rows)]
    within = [gap for at, gap in enumerate(gaps, 1) if at not in ends]
    between = [gap for at, gap in enumerate(gaps, 1) if at in ends]
    return not between or min(between) - max(within) < _SAME_GAP * em


# --- Cells -------------------------------------------------------------------------------


def cells_in_rows(
    run: Sequence[Sequence[Char]],
    edges: Sequence[float],
    head: int = 0,
    alone: Sequence[int] = (),
) -> Cells:
    """Return the cells of lines between edges (行と列のセル).

    head: the lines of the headings. alone: the lines that are rows by themselves.
    """
    borders, body = edges[1:-1], run[head:]
    spanned = None if alone else spanning_labels(body, borders)
    starts, spans = spanned or (starts_of_rows(body, borders, [at - head for at in alone]), [])
    starts = [top - 1 for top in ([top_of(run[0]), *starts] if head else starts)]
    ends = [*starts[1:], max(bottom_of(row) for row in run) + 1]
    everything = [char for row in run for char in row]
    first = int(head > 0)
    cells: Cells = {}
    for at, top in enumerate(starts):
        for column, (x0, x1) in enumerate(pairwise(edges)):
            last = at
            if at >= first and column < len(spans):
                last = next((end for row, end in spans[column] if row == at - first), 0) - 1 + first
            if last >= at:
                cells[x0, top, x1, ends[last]] = [
                    c
                    for c in everything
                    if x0 <= centre_of(c) < x1 and top <= middle_of(c) < ends[last]
                ]
    return cells
