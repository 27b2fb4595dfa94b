"""Ruled tables of a page (罫線の表): their cells, the characters in them, and the grid."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from ...diagnostics import Span
from ...text.linebreak import INDENT, join
from ..ir import Cell, Table
from .pdf_columns import are_in_columns, below_table, parted, unruled
from .pdf_drawn import (
    LEAST_HEIGHT,
    MOST_HEIGHT,
    TOLERANCE,
    Box,
    Char,
    RuledLine,
    centre_of,
    closing_rules,
    has_ends,
    line_between,
    middle_of,
    places_of,
    rules_of,
    sides_of_stacks,
    without_spaces,
)
from .pdf_lines import PageLine, lines_of, width_of, with_indents

if TYPE_CHECKING:
    from pdfplumber.page import Page

_BAND = 20.0  # points of height, for finding the cells around a character

# How far from its cell's edge text is broken at most: a program reckons with other widths than
# it prints. In characters, and of the cell's width.
_SLACK = 3.0
_SLACK_OF_WIDTH = 0.15

_OFF_PLACE = 0.6  # of a character, from where a text of one row would be


@dataclass(slots=True)
class Grid:
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

    def table(self, span_at: Callable[[float], Span]) -> Table:
        """Return the table (表). span_at: the span of a height on the page."""
        lines = {box: lines_of(chars) for box, chars in self.cells.items()}
        sides = _sides(lines)
        xs = self.columns
        ys = self._places(1, 3)
        lines = _by_rows(lines, ys)
        cells = []
        for box, inside in lines.items():
            if not inside:
                continue
            left, right = sides[round(box[0])]
            whole = list(_with_amounts_last(inside, box[2]))
            texts = with_indents(whole, left, _right(box, left, right, inside[0].em))
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


def grids_of(
    page: "Page", chars: Iterable[Char], above: Sequence[float] = ()
) -> tuple[list[Grid], list[Char]]:
    """Return the page's tables (表) and the characters outside of them.

    A character belongs to the smallest cell around it; a lone frame is no table. above: the
    places of the columns of the last table on the page before.
    """
    chars = list(chars)
    level, upright = rules_of(page, "h"), rules_of(page, "v")
    sides, ends = _striped(upright, level, chars, above)
    sides += sides_of_stacks(level, upright, above)
    settings = {
        "explicit_horizontal_lines": closing_rules(upright, level, is_upright=True) + ends,
        "explicit_vertical_lines": closing_rules(level, upright, is_upright=False) + sides,
    }
    finder = page.debug_tablefinder(settings)
    found = [table.cells for table in finder.tables if len(table.cells) > 1]
    # A frame may go on with the table on the page before.
    taken = {box for boxes in found for box in boxes}
    frames = [box for box in finder.cells if above and box not in taken]
    found += [[box] for box in frames if has_ends(box[0], box[2], above)]
    grids = [Grid({box: [] for box in boxes}) for boxes in found]
    cells = [(box, inside) for grid in grids for box, inside in grid.cells.items()]
    cells.sort(key=lambda cell: (cell[0][2] - cell[0][0]) * (cell[0][3] - cell[0][1]))
    by_band: dict[int, list[tuple[Box, list[Char]]]] = defaultdict(list)
    for box, inside in cells:
        for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
            by_band[band].append((box, inside))
    outside: list[Char] = []
    for char in chars:
        near = by_band.get(int(middle_of(char) // _BAND), ())
        next((inside for box, inside in near if holds(box, char)), outside).append(char)
    _keep_whole(cells)
    for place, grid in enumerate(sorted(grids, key=lambda grid: grid.top)):
        grid.cells = parted(grid.cells, () if place else above)
        is_frame = len(grid.cells) == 1 or not _has_side(grid, upright)
        if len({round(box[0]) for box in grid.cells}) == 1 and is_frame:
            outside += chain.from_iterable(grid.cells.values())  # lines between paragraphs
            grid.cells = {}
    grids = [grid for grid in grids if grid.cells]
    for grid in grids:
        if below := below_table(grid.cells, outside, is_open=not _has_side(grid, upright)):
            used = {id(char) for own in below.values() for char in own}
            outside = [char for char in outside if id(char) not in used]
            grid.cells |= below
    tables, outside = unruled(outside)
    return [*grids, *(Grid(cells) for cells in tables)], outside


def _keep_whole(cells: Sequence[tuple[Box, list[Char]]]) -> None:
    """Move a text that runs over the sides of its cell into it (はみ出した文字列).

    A character is on the rule, as no text of two cells is; of a figure, any part of a digit. The
    text is of the cell where it begins at the side, or else of that of its middle.
    """
    over = [(c, room) for box, own in cells for c in own if (room := _room_on_side(box, c))]
    seen: set[int] = set()
    for char, room in over:
        if id(char) in seen:
            continue
        middle, em = middle_of(char), float(char["size"]) or 1.0
        line = [c for _box, inside in cells for c in inside if abs(middle_of(c) - middle) < em / 2]
        line.sort(key=lambda c: float(c["x0"]))
        at = next(n for n, c in enumerate(line) if c is char)
        gaps = [(b["x0"] - a["x1"]) / em > room for a, b in pairwise(line)]
        start = max((n + 1 for n, gap in enumerate(gaps[:at]) if gap), default=0)
        end = next((n + 1 for n, gap in enumerate(gaps) if gap and n >= at), len(line))
        run = line[start:end]
        first, last = run[0]["x0"], run[-1]["x1"]
        beside = [(box, inside) for box, inside in cells if box[1] <= middle < box[3]]
        own = next((i for b, i in beside if 0 <= first - b[0] < _AT_SIDE * em), None)
        if own is None:
            own = next((i for b, i in beside if b[0] <= (first + last) / 2 < b[2]), None)
        moved = {id(c) for c in run}
        seen |= moved
        if own is not None:
            for _box, inside in beside:
                inside[:] = [c for c in inside if id(c) not in moved]
            own += run


_AT_SIDE = 1.0
_ROOMS = {False: ((0.2, 0.5),), True: ((0.2, 0.5), (0.1, 0.15))}
"""By whether it is a digit: how far a character is over a side, and the room that ends its text."""


def _room_on_side(box: Box, char: Char) -> float:
    """Return the room that ends the text of a character on a side (罫線上の文字), or 0."""
    over = max(char["x1"] - box[2], box[0] - char["x0"]) / (char["size"] or 1.0)
    rooms = _ROOMS[char["text"].isdecimal()] if not char["text"].isspace() else ()
    return next((room for least, room in rooms if over > least), 0.0)


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

    Some tables leave out the rule where 款 stays the same, though 項 and 目 of each row are
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

    Each part must be in the middle of its row or begin at the height of a cell beside it,
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


_AMOUNT = re.compile(r"(?P<text>.*[^\W\d].*?)\s+(?P<amount>[△▲]?\s?[0-9０-９,，]+(?:千?円)?)")


def _with_amounts_last(lines: Sequence[PageLine], right: float) -> Iterator[PageLine]:
    """Yield a cell's lines, an amount at its right edge behind the whole text that it is of.

    A text beside a column of amounts (説明) is broken before it ends; its first line has the
    amount. right: where the cell ends.
    """
    found = [_AMOUNT.fullmatch(line.text) for line in lines]
    ends = [line.x1 > right - _SLACK_OF_AMOUNT * line.em for line in lines]
    split = [match if is_end else None for match, is_end in zip(found, ends, strict=True)]
    reach = [
        line.x0 + width_of(match["text"]) * line.em if match else line.x1
        for line, match in zip(lines, split, strict=True)
    ]
    edge = max(reach, default=0.0)
    place = 0
    while place < len(lines):
        line, match = lines[place], split[place]
        if match is None:
            yield line
            place += 1
            continue
        text = match["text"]
        while (
            reach[place] > edge - _SHORT * line.em
            and place + 1 < len(lines)
            and split[place + 1] is None
            and lines[place + 1].x0 > line.x0 - _OFF_PLACE * line.em
        ):
            place += 1
            text = join((text, lines[place].text.strip()))
        # Its end is that of a paragraph.
        yield replace(line, text=f"{text}{INDENT}{match['amount']}", x1=line.x0)
        place += 1


_SLACK_OF_AMOUNT = 1.5
_SHORT = 1.2


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


def _nearest(places: Sequence[float], place: float) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def _has_side(grid: Grid, upright: Sequence[RuledLine]) -> bool:
    """Return whether the page has a rule at the left of a table (左の罫線の有無)."""
    return any(
        abs(rule.place - grid.left) < TOLERANCE
        and rule.end - rule.start > LEAST_HEIGHT
        and rule.start < grid.bottom
        and rule.end > grid.top
        for rule in upright
    )


# --- Rows between coloured ones ---------------------------------------------------------------

_FEWEST_STRIPES = 2


def _striped(
    upright: Sequence[RuledLine],
    level: Sequence[RuledLine],
    chars: Sequence[Char],
    columns: Sequence[float],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rules of rows between coloured ones (縞模様の表), upright and level ones.

    Only every other row of such a table is filled, so that it has edges. Between these, and
    below the last one, text must be in the same columns. columns: as `above` of `grids_of`.
    """
    ends: dict[tuple[int, int], set[float]] = defaultdict(set)
    for rule in upright:
        if rule.end - rule.start > LEAST_HEIGHT:
            ends[round(rule.start), round(rule.end)].add(round(rule.place))
    stripes = sorted((start, end, xs) for (start, end), xs in ends.items() if len(xs) > 2)  # noqa: PLR2004
    gaps = []
    for (_top, above, xs), (below, _end, others) in pairwise(stripes):
        shared = sorted(xs & others)
        if len(shared) > 2:  # noqa: PLR2004
            inner = [r.place for r in level if above + TOLERANCE < r.place < below - TOLERANCE]
            edges = places_of([above, *inner, below])
            gaps += [(y0, y1, shared) for y0, y1 in pairwise(edges) if y1 - y0 < MOST_HEIGHT]
    # The edges at the sides may go on beyond a heading and the title below it.
    alike = [max((o for _a, _b, o in gaps if {*xs} <= {*o}), key=len) for _a, _b, xs in gaps]
    gaps = [(above, below, xs) for (above, below, _xs), xs in zip(gaps, alike, strict=True)]
    gaps = [gap for gap in gaps if _is_row(gap, chars)]
    goes_on = bool(stripes) and {round(x) for x in columns} == stripes[-1][2]
    if not gaps or (len(gaps) < _FEWEST_STRIPES and not goes_on):
        return [], []
    level_ones = []
    _start, last, xs = stripes[-1]
    bottom = last + max(below - above for above, below, _xs in gaps)
    under = [c for c in without_spaces(chars) if last < c["top"] and c["bottom"] < bottom]
    row = (last, max((c["bottom"] for c in under), default=last) + 1, sorted(xs))
    if under and _is_row(row, chars) and not any(abs(r.place - row[1]) < 1 for r in level):
        gaps.append(row)
        level_ones.append(line_between(row[2][0], row[1], row[2][-1], row[1]))
    return [line_between(x, above, x, below) for above, below, xs in gaps for x in xs], level_ones


def _is_row(gap: tuple[float, float, Sequence[float]], chars: Sequence[Char]) -> bool:
    """Return whether text between two heights is in columns (桁のそろった行)."""
    above, below, xs = gap
    inside = [c for c in without_spaces(chars) if above < middle_of(c) < below]
    inside = [c for c in inside if xs[0] <= centre_of(c) <= xs[-1]]
    if not are_in_columns(inside, xs[1:-1]):
        return False
    filled = {bisect_right(xs, centre_of(c)) for c in inside}
    return len(filled) > 1 and 2 * len(filled) >= len(xs) - 1
