"""Ruled tables of a page (罫線の表): their cells, the characters in them, and the grid."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, combinations, islice, pairwise, takewhile
from operator import itemgetter

from pdfplumber.table import merge_edges

from ...diagnostics import Span
from ..ir import Cell, Table, in_order
from .pdf_columns import cut_at_rules, inner_rules, merged_cells, split_one_way
from .pdf_gutters import in_pairs, values_beside
from .pdf_lines import PageLine, lines_of, rows_of, with_indents
from .pdf_open_rows import PageRules, above_table, below_table, whole_rules
from .pdf_rows import by_rows, crosses, middles, number_of_page, with_amounts_last
from .pdf_rules import (
    LEAST_HEIGHT,
    NEAR_RULE,
    TOLERANCE,
    Box,
    Cells,
    Char,
    Edge,
    RuledLine,
    chars_without,
    has_ends,
    holds,
    middle_of,
    outside_of,
    places_of,
    without_spaces,
)
from .pdf_seen import keep_whole
from .pdf_unruled import hold_rows, unruled_tables

_BAND = 20.0  # points of height, for finding the cells around a character

# How far from its cell's edge text is broken at most: a program reckons with other widths than
# it prints. In characters, and of the cell's width.
_SLACK = 3.0
_SLACK_OF_WIDTH = 0.15


@dataclass(slots=True)
class PageGrid:
    """A table's cells (表の格子), each with its characters."""

    cells: dict[Box, list[Char]] = field(default_factory=dict)

    @property
    def columns(self) -> list[float]:
        """Where its columns begin, and where the last one ends (列の位置)."""
        return self._places(0, 2)

    def _places(self, start: int, end: int) -> list[float]:
        """Return where its columns or rows begin and end (格子の位置), however narrow they are."""
        sizes = [box[end] - box[start] for box, chars in self.cells.items() if chars]
        apart = min([TOLERANCE, *(size / 2 for size in sizes)])
        return places_of((at for box in self.cells for at in (box[start], box[end])), apart)

    @property
    def top(self) -> float:
        """Where the table begins (表の上端)."""
        return min(box[1] for box in self.cells)

    @property
    def bottom(self) -> float:
        """Where the table ends below (表の下端)."""
        return max(box[3] for box in self.cells)

    @property
    def left(self) -> float:
        """Where the table begins on the left (表の左端)."""
        return min(box[0] for box in self.cells)

    @property
    def right(self) -> float:
        """Where the table ends on the right (表の右端)."""
        return max(box[2] for box in self.cells)

    def open_cells(self, outside: Sequence[Char]) -> dict[Box, list[Char]]:
        """Return the cells with text that rules leave open (囲まれていないセル)."""
        xs, ys = self.columns, self._places(1, 3)
        rows, columns = middles(ys), middles(xs)
        taken = {
            (row, column)
            for box in self.cells
            for row in range(bisect_left(rows, box[1]), bisect_left(rows, box[3]))
            for column in range(bisect_left(columns, box[0]), bisect_left(columns, box[2]))
        }
        found: dict[Box, list[Char]] = {}
        for row, (top, bottom) in enumerate(pairwise(ys)):
            holes = [n for n in range(len(xs) - 1) if (row, n) not in taken]
            beside = (xs[0], top, xs[-1], bottom)
            there = [c for c in outside if holds(beside, c)] if holes else []
            lines = [inked for line in rows_of(there) if (inked := without_spaces(line))]
            if lines and not any(crosses(line, x) for line in lines for x in xs[1:-1]):
                boxes = [(xs[n], top, xs[n + 1], bottom) for n in holes]
                found |= {
                    box: inside for box in boxes if (inside := [c for c in there if holds(box, c)])
                }
        return found

    def table(self, span_at: Callable[[float], Span]) -> Table:
        """Return the table (表). span_at: the span of a height on the page."""
        lines = {box: lines_of(chars) for box, chars in self.cells.items()}
        sides = _sides(lines)
        xs = self.columns
        ys = self._places(1, 3)
        rows, columns = middles(ys), middles(xs)
        if any(bisect_left(rows, b[3]) > bisect_left(rows, b[1]) + 1 for b in lines):
            lines = by_rows(lines, ys)
        cells = []
        for box, inside in lines.items():
            if not inside:
                continue
            left, right = sides[round(box[0])]
            whole = list(with_amounts_last(inside, box[2]))
            texts = with_indents(whole, left, _right(box, left, right, inside[0].em))
            row, column = bisect_left(rows[:-1], box[1]), bisect_left(columns[:-1], box[0])
            cells.append(
                Cell(
                    texts,
                    replace(span_at(inside[0].middle), box=box),
                    row,
                    column,
                    max(1, bisect_left(rows, box[3]) - row),
                    max(1, bisect_left(columns, box[2]) - column),
                )
            )
        box = (xs[0], ys[0], xs[-1], ys[-1])
        span = Span(page=span_at(0.0).page, box=box)
        return Table(in_order(cells), len(ys) - 1, len(xs) - 1, span)


def grids_of(
    edges: Sequence[Edge], chars: Iterable[Char], above: Sequence[float]
) -> tuple[list[PageGrid], list[Char]]:
    """Return the page's tables (表) and the characters outside of them.

    A character belongs to the smallest cell around it. A lone frame is no table, but each of those
    side by side is one. edges: what is drawn on the page. above: the places of the columns of the
    last table on the page before.
    """
    chars = list(chars)
    number = number_of_page(chars)
    rules = whole_rules(edges, chars, number, above)
    boxes = _cells_between(rules.whole)
    found = [cells for cells in _tables_of(boxes) if len(cells) > 1]
    # A frame may go on with the table on the page before.
    taken = {box for boxes in found for box in boxes}
    found += [[box] for box in boxes if box not in taken and has_ends(box[0], box[2], above)]
    grids = [PageGrid({box: [] for box in boxes}) for boxes in found]
    outside = _fill(grids, chars)
    body = chars_without(outside, number)
    number, outside = chars_without(outside, body), body
    outside += _part(grids, rules, above)
    grids = [grid for grid in grids if grid.columns[1:]]  # not between the lines of a double rule
    outside = _extend(grids, outside, rules, above)
    framed = _grids_of_frames([box for box in boxes if box not in taken], outside)
    for grid in framed:
        outside = outside_of(outside, grid.cells)
    grids += framed
    tables, outside = unruled_tables(outside, () if grids else above)
    return [*grids, *(PageGrid(cells) for cells in tables)], [*outside, *number]


def _fill(grids: Sequence[PageGrid], chars: Sequence[Char]) -> list[Char]:
    """Put each character into the smallest cell around it (文字の割当て); return all others."""
    cells = [(box, inside) for grid in grids for box, inside in grid.cells.items()]
    cells.sort(key=lambda cell: _area(cell[0]))
    by_band: dict[int, list[tuple[Box, list[Char]]]] = defaultdict(list)
    for box, inside in cells:
        for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
            by_band[band].append((box, inside))
    outside: list[Char] = []
    for char in chars:
        near = by_band.get(int(middle_of(char) // _BAND), ())
        next((inside for box, inside in near if holds(box, char)), outside).append(char)
    keep_whole(cells, chars)
    return outside


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _part(grids: Sequence[PageGrid], rules: PageRules, above: Sequence[float]) -> list[Char]:
    """Split cells where rules are missing (罫線の補完); return the texts of what is no table."""
    outside: list[Char] = []
    for place, grid in enumerate(sorted(grids, key=lambda grid: grid.top)):
        inner = inner_rules(grid.cells, rules.level)
        bands = cut_at_rules(grid.cells, inner)
        grid.cells = merged_cells(split_one_way(bands, () if place else above), inner)
        is_frame = len(grid.cells) == 1 or not _has_side(grid, rules.upright)
        if len({round(box[0]) for box in grid.cells}) == 1 and (is_frame or hold_rows(grid.cells)):
            outside += chain.from_iterable(grid.cells.values())  # lines between paragraphs
            grid.cells = {}
    return outside


def _extend(
    grids: Sequence[PageGrid], outside: list[Char], rules: PageRules, above: Sequence[float]
) -> list[Char]:
    """Add what is beside, below and above tables to them (罫線のない行); return what is left."""
    for place, grid in enumerate(grids):
        is_open = not _has_side(grid, rules.upright)
        limit = min((o.left for o in grids if _is_right_of(o, grid)), default=float("inf"))
        grid.cells |= values_beside(grid.cells, outside, limit)
        grid.cells |= below_table(grid.cells, outside, is_open=is_open)
        grid.cells |= above_table(
            grid.cells,
            outside,
            above if (is_open or rules.has_stripes) and not place else (),
            has_stripes=rules.has_stripes,
        )
        outside = outside_of(outside, grid.cells)
        grid.cells |= grid.open_cells(outside)
        outside = outside_of(outside, grid.cells)
    return outside


def _grids_of_frames(boxes: Sequence[Box], outside: list[Char]) -> list[PageGrid]:
    """Return the lone frames that are tables (枠): of labels and values, or side by side."""
    grids: list[PageGrid] = []
    frames: Cells = {}
    for box in sorted(boxes, key=_area):
        inside = [char for char in outside if holds(box, char)]
        if pairs := in_pairs(box, inside) if inside else {}:
            grids.append(PageGrid(pairs))
            outside = outside_of(outside, pairs)
        elif len(rows_of(without_spaces(inside))) > 1:
            frames[box] = inside
    return grids + [PageGrid({box: frames[box]}) for box in _side_by_side(frames)]


def _is_right_of(grid: PageGrid, other: PageGrid) -> bool:
    return grid.left >= other.right and grid.top < other.bottom and grid.bottom > other.top


def _side_by_side(frames: Iterable[Box]) -> list[Box]:
    """Return the frames of which another one is beside (左右に並ぶ枠), most of it at its height."""
    found: dict[Box, None] = {}
    for one, other in combinations(frames, 2):
        left, right = sorted((one, other))
        shared = min(one[3], other[3]) - max(one[1], other[1])
        if left[2] <= right[0] + 1 and 2 * shared > max(one[3] - one[1], other[3] - other[1]):
            found |= {one: None, other: None}
    return list(found)


_Point = tuple[float, float]


def _cells_between(edges: Iterable[Edge]) -> list[Box]:
    """Return the cells that edges surround (罫線が囲むセル), the smallest at each corner."""
    drawn = [edge for edge in edges if edge["orientation"] and _length(edge) >= 1]
    whole = [e for e in merge_edges(drawn, *[NEAR_RULE] * 4) if _length(e) >= NEAR_RULE]
    level = sorted((e for e in whole if e["orientation"] == "h"), key=itemgetter("top"))
    heights = [edge["top"] for edge in level]
    # Which upright and level edges pass through a point.
    passing: dict[_Point, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for edge in (edge for edge in whole if edge["orientation"] == "v"):
        first = bisect_left(heights, edge["top"] - NEAR_RULE)
        for other in level[first : bisect_right(heights, edge["bottom"] + NEAR_RULE)]:
            if other["x0"] - NEAR_RULE <= edge["x0"] <= other["x1"] + NEAR_RULE:
                upright_ones, level_ones = passing[edge["x0"], other["top"]]
                upright_ones.add(id(edge))
                level_ones.add(id(other))
    columns: dict[float, list[_Point]] = defaultdict(list)
    rows: dict[float, list[_Point]] = defaultdict(list)
    for point in sorted(passing):
        columns[point[0]].append(point)
        rows[point[1]].append(point)

    def is_joined(one: _Point, other: _Point) -> bool:
        return bool(passing[one][one[1] == other[1]] & passing[other][one[1] == other[1]])

    found = []
    for point in sorted(passing):
        (x, y), column, row = point, columns[point[0]], rows[point[1]]
        beside = list(takewhile(partial(is_joined, point), row[bisect_right(row, point) :]))
        below = takewhile(partial(is_joined, point), column[bisect_right(column, point) :])
        corners = (
            (right[0], low[1])
            for low in below
            for right in beside
            if (corner := (right[0], low[1])) in passing
            and is_joined(corner, right)
            and is_joined(corner, low)
        )
        found += [(x, y, *corner) for corner in islice(corners, 1)]
    return found


def _length(edge: Edge) -> float:
    return float(edge["height"] if edge["orientation"] == "v" else edge["width"])


def _tables_of(boxes: Sequence[Box]) -> list[list[Box]]:
    """Return the cells of each table (表ごとのセル), which share corners, from top to bottom."""
    by_corner: dict[tuple[float, float], list[Box]] = {}
    for box in boxes:
        corners = [(x, y) for x in box[::2] for y in box[1::2]]
        near = {id(table): table for corner in corners if (table := by_corner.get(corner))}
        whole = max(near.values(), key=len, default=[])
        for other in near.values():
            if other is not whole:
                whole += other
                by_corner |= {(x, y): whole for b in other for x in b[::2] for y in b[1::2]}
        whole.append(box)
        by_corner |= dict.fromkeys(corners, whole)
    tables = {id(table): table for table in by_corner.values()}
    return sorted(tables.values(), key=lambda table: min((box[1], box[0]) for box in table))


def _sides(cells: dict[Box, list[PageLine]]) -> dict[int, tuple[float, float]]:
    """Return between which edges text runs in cells that begin at the same place (本文の端)."""
    sides: dict[int, tuple[float, float]] = {}
    for box, lines in cells.items():
        left, right = sides.get(round(box[0]), (float("inf"), float("-inf")))
        for line in lines:
            left, right = min(left, line.x0), max(right, line.x1)
        sides[round(box[0])] = left, right
    return sides


def _right(box: Box, left: float, right: float, em: float) -> float:
    """Return where the lines of a cell end that are full (行の右端).

    right: where the longest of its column ends. Where even that is far from the cell's edge,
    none is full.
    """
    edge = box[2] - max(0.0, left - box[0])
    is_filled = edge - right < max(_SLACK * em, _SLACK_OF_WIDTH * (edge - left))
    return min(right, box[2]) if is_filled else edge


def _has_side(grid: PageGrid, upright: Sequence[RuledLine]) -> bool:
    """Return whether the page has a rule at the left of a table (左の罫線の有無)."""
    return any(
        abs(rule.place - grid.left) < TOLERANCE
        and rule.end - rule.start > LEAST_HEIGHT
        and rule.start < grid.bottom
        and rule.end > grid.top
        for rule in upright
    )
