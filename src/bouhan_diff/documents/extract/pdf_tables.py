"""Ruled tables of a page (罫線の表): their cells, the characters in them, and the grid."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...diagnostics import Span
from ..ir import Cell, Table
from .pdf_chars import Char
from .pdf_columns import Box, parted, unruled
from .pdf_lines import PageLine, lines_of, with_indents

if TYPE_CHECKING:
    from pdfplumber.page import Page

_TOLERANCE = 5.0
# How many rules of the other direction one must meet to be a table's. A line under text
# may meet those on both sides of its cell.
_MET_BY_UPRIGHT = 1
_MET_BY_LEVEL = 3
_BAND = 20.0  # points of height, for finding the cells around a character

# How far from its cell's edge text is broken at most: a program reckons with other widths than
# it prints. In characters, and of the cell's width.
_SLACK = 3.0
_SLACK_OF_WIDTH = 0.15

_OFF_PLACE = 0.6  # of a character, from where a text of one row would stand


@dataclass(slots=True)
class _Rule:
    """A straight rule (罫線): where it lies, and from where to where it goes."""

    place: float
    start: float
    end: float


@dataclass(slots=True)
class Grid:
    """A table's cells (表の格子), each with its characters."""

    cells: dict[Box, list[Char]] = field(default_factory=dict)

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

    def table(self, span_at: Callable[[float], Span]) -> Table:
        """Return the table (表). span_at: the span of a height on the page."""
        lines = {box: lines_of(chars) for box, chars in self.cells.items()}
        sides = _sides(lines)
        xs = _places(x for box in lines for x in (box[0], box[2]))
        ys = _places(y for box in lines for y in (box[1], box[3]))
        lines = _by_rows(lines, ys)
        cells = []
        for box, inside in lines.items():
            if not inside:
                continue
            left, right = sides[round(box[0])]
            texts = with_indents(inside, left, _right(box, left, right, inside[0].em))
            row, column = _nearest(ys[:-1], box[1]), _nearest(xs[:-1], box[0])
            cells.append(
                Cell(
                    texts,
                    replace(span_at(inside[0].middle), box=box),
                    row,
                    column,
                    max(1, _nearest(ys, box[3]) - row),
                    max(1, _nearest(xs, box[2]) - column),
                )
            )
        cells.sort(key=lambda cell: (cell.row, cell.column))
        box = (xs[0], ys[0], xs[-1], ys[-1])
        span = Span(page=span_at(0.0).page, box=box)
        return Table(tuple(cells), len(ys) - 1, len(xs) - 1, span)


def grids_of(page: "Page", chars: Iterable[Char]) -> tuple[list[Grid], list[Char]]:
    """Return the page's tables (表) and the characters outside of them.

    A character belongs to the smallest cell around it; a lone frame is no table.
    """
    level, upright = _rules(page, "h"), _rules(page, "v")
    settings = {
        "explicit_horizontal_lines": _closing(upright, level, is_upright=True),
        "explicit_vertical_lines": _closing(level, upright, is_upright=False),
    }
    found = [table.cells for table in page.find_tables(settings) if len(table.cells) > 1]
    grids = [Grid({box: [] for box in boxes}) for boxes in found]
    cells = [(box, inside) for grid in grids for box, inside in grid.cells.items()]
    cells.sort(key=lambda cell: _area(cell[0]))
    by_band: dict[int, list[tuple[Box, list[Char]]]] = defaultdict(list)
    for box, inside in cells:
        for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
            by_band[band].append((box, inside))
    outside: list[Char] = []
    for char in chars:
        near = by_band.get(int((char["top"] + char["bottom"]) / 2 // _BAND), ())
        next((inside for box, inside in near if holds(box, char)), outside).append(char)
    for grid in grids:
        grid.cells = parted(grid.cells)
    tables, outside = unruled(outside)
    return [*grids, *(Grid(cells) for cells in tables)], outside


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def holds(box: Box, char: Char) -> bool:
    """Return whether the middle of a character or picture is in a cell (セルの内外)."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _sides(cells: dict[Box, list[PageLine]]) -> dict[int, tuple[float, float]]:
    """Return between which edges text runs in cells that begin at the same place (本文の端)."""
    sides: dict[int, tuple[float, float]] = {}
    for box, lines in cells.items():
        left, right = sides.get(round(box[0]), (float("inf"), float("-inf")))
        for line in lines:
            left, right = min(left, line.x0), max(right, line.x1)
        sides[round(box[0])] = left, right
    return sides


def _by_rows(cells: dict[Box, list[PageLine]], ys: Sequence[float]) -> dict[Box, list[PageLine]]:
    """Return the cells, those parted that hold texts for several rows (罫線のない区切り).

    Some tables leave out the rule where 款 stays the same, though 項 and 目 of each row stand
    beside it. ys: where rows begin and end.
    """
    beside: dict[int, list[float]] = defaultdict(list)
    for box, lines in cells.items():
        row = _nearest(ys, box[1])
        if lines and _nearest(ys, box[3]) == row + 1:
            beside[row].append(lines[0].top)
    found: dict[Box, list[PageLine]] = {}
    for (left, top, right, bottom), lines in cells.items():
        parts = _parts_of_rows(lines, ys, beside)
        starts = [top, *(ys[row] for row in list(parts)[1:])]
        for start, end, part in zip(starts, [*starts[1:], bottom], parts.values(), strict=True):
            found[left, start, right, end] = part
    return found


def _parts_of_rows(
    lines: list[PageLine], ys: Sequence[float], beside: Mapping[int, Sequence[float]]
) -> dict[int, list[PageLine]]:
    """Return a cell's lines by the rows they are of (行ごとの文), one for all where it is one text.

    Each part must stand in the middle of its row or begin at the height of a cell beside it,
    apart from the others. A word spread over its cell has lines of one character.
    """
    parts: dict[int, list[PageLine]] = {}
    for line in lines:
        parts.setdefault(bisect_right(ys, line.middle) - 1, []).append(line)
    for row, part in parts.items():
        if not 0 <= row < len(ys) - 1 or all(len(line.text) == 1 for line in part):
            return {0: lines}
        top, bottom, em = part[0].top, part[-1].bottom, part[0].em
        is_in_middle = abs(top + bottom - ys[row] - ys[row + 1]) < 2 * _OFF_PLACE * em
        is_beside = any(abs(top - other) < _OFF_PLACE * em for other in beside[row])
        if not (is_in_middle or is_beside):
            return {0: lines}
    ordered = list(parts.values())
    within = [gap for part in ordered for gap in _gaps(part)]
    between = _gaps([line for part in ordered for line in (part[0], part[-1])])[1::2]
    leading = max(within, default=_OFF_PLACE) + _OFF_PLACE
    return parts if between and min(between) > leading else {0: lines}


def _gaps(lines: Sequence[PageLine]) -> list[float]:
    """Return the room below each line (行間), in widths of a character."""
    return [(below.top - above.bottom) / below.em for above, below in pairwise(lines)]


def _right(box: Box, left: float, right: float, em: float) -> float:
    """Return where the lines of a cell end that are full (行の右端).

    right: where the longest of its column ends. Where even that is far from the cell's edge,
    none is full.
    """
    edge = box[2] - max(0.0, left - box[0])
    is_filled = edge - right < max(_SLACK * em, _SLACK_OF_WIDTH * (edge - left))
    return min(right, box[2]) if is_filled else edge


def _places(found: Iterable[float]) -> list[float]:
    """Return the places of rules (罫線の位置), those next to each other once."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > _TOLERANCE:
            places.append(place)
    return places


def _nearest(places: Sequence[float], place: float) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def _closing(
    own: Sequence[_Rule], across: Sequence[_Rule], *, is_upright: bool
) -> list[dict[str, Any]]:
    """Return rules that close a table where its own end in nothing (開いた罫線の補い).

    That happens where a page cuts a row, and in a table without rules at its sides. At
    least two must end at one place; a line under text has no part in it.
    """
    met = _MET_BY_UPRIGHT if is_upright else _MET_BY_LEVEL
    of_tables = [rule for rule in own if sum(_meet(rule, other) for other in across) >= met]
    closing = []
    for at in _places(end for rule in of_tables for end in (rule.start, rule.end)):
        sharing = [r for r in of_tables if min(abs(r.start - at), abs(r.end - at)) < _TOLERANCE]
        if len(sharing) > 1 and not any(abs(other.place - at) < _TOLERANCE for other in across):
            met_by = [other for other in across if any(_meet(rule, other) for rule in sharing)]
            reach = [rule.place for rule in sharing]
            reach += [end for other in met_by for end in (other.start, other.end)]
            low, high = min(reach), max(reach)
            x0, top, x1, bottom = (low, at, high, at) if is_upright else (at, low, at, high)
            sizes = {"width": x1 - x0, "height": bottom - top}
            ends = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
            closing.append({"object_type": "line", **ends, **sizes})
    return closing


def _rules(page: "Page", orientation: str) -> list[_Rule]:
    """Return the rules of one direction (罫線), pieces in a row joined."""
    start, end, place = ("top", "bottom", "x0") if orientation == "v" else ("x0", "x1", "top")
    edges = [edge for edge in page.edges if edge["orientation"] == orientation]
    rules: list[_Rule] = []
    for edge in sorted(edges, key=lambda edge: (round(edge[place]), edge[start])):
        last = rules[-1] if rules else None
        if (
            last
            and abs(last.place - edge[place]) < _TOLERANCE
            and edge[start] - last.end < _TOLERANCE
        ):
            last.end = max(last.end, edge[end])
        else:
            rules.append(_Rule(edge[place], edge[start], edge[end]))
    # A rule drawn as a thin box has edges at its ends, too, which are none.
    return [rule for rule in rules if rule.end - rule.start > 2 * _TOLERANCE]


def _meet(rule: _Rule, other: _Rule) -> bool:
    """Return whether the two rules touch or cross (罫線の交わり)."""
    return (
        rule.start - _TOLERANCE < other.place < rule.end + _TOLERANCE
        and other.start - _TOLERANCE < rule.place < other.end + _TOLERANCE
    )
