"""Rules missing in a table (罫線の補い): between boxes, between level rules, and in cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from operator import attrgetter

from .pdf_lines import rows_of
from .pdf_rows import ALIGNED, FEWEST_COLUMNS, FEWEST_ROWS, in_rows, is_figure_line
from .pdf_rules import (
    LEAST_HEIGHT,
    LONG,
    MOST_HEIGHT,
    TOLERANCE,
    Box,
    Cells,
    Char,
    Edge,
    RuledLine,
    bottom_of,
    centre_of,
    em_of,
    has_ends,
    line_between,
    meet,
    middle_of,
    places_of,
    top_of,
    without_spaces,
)

# --- Cells that are boxes of their own --------------------------------------------------------

_GAPS = (3.0, 10.0)
"""Points, between two cells: less is one rule, and more parts tables."""
_SAME_RULE = 1.5


def with_gaps_closed(edges: Sequence[Edge]) -> Sequence[Edge]:
    """Return the edges, with the double edges of separate boxes as one rule each (離れた枠の罫線).

    All inner rules of the page must be sides of gaps that are equally wide in both directions.
    """
    mids: dict[str, dict[float, float]] = {}
    widths: list[float] = []
    for side, orientation in (("x0", "v"), ("top", "h")):
        places = (edge[side] for edge in edges if edge["orientation"] == orientation)
        inner = places_of(places, _SAME_RULE)[1:-1]
        gaps = list(zip(inner[::2], inner[1::2], strict=False))
        if len(gaps) < _FEWEST_GAPS or len(inner) % 2:
            return edges
        widths += [end - start for start, end in gaps]
        mids[side] = {at: (start + end) / 2 for start, end in gaps for at in (start, end)}
    if not (_GAPS[0] < min(widths) and max(widths) < min(min(widths) + _SAME_RULE, _GAPS[1])):
        return edges
    return [_closed(edge, mids["x0"], mids["top"]) for edge in edges]


_FEWEST_GAPS = 2


def _closed(edge: Edge, xs: Mapping[float, float], ys: Mapping[float, float]) -> Edge:
    """Return an edge whose ends beside a gap are in its middle (隙間の中央の罫線)."""
    ends = {}
    for side, mids in (("x0", xs), ("x1", xs), ("top", ys), ("bottom", ys)):
        near = min(mids, key=lambda at: abs(at - edge[side]))
        ends[side] = mids[near] if abs(near - edge[side]) < _SAME_RULE else edge[side]
    return {**edge, **line_between(ends["x0"], ends["top"], ends["x1"], ends["bottom"])}


# --- Rows between rules alone ---------------------------------------------------------------

_FEWEST_RULES = 4


def may_be_one_row(box: Box, between: tuple[float, float], chars: Sequence[Char]) -> bool:
    """Return whether a table has one row at most between two heights (１行らしさ).

    If there is room for several, as below headings that alone have rules, they are several where
    the texts at the left are apart from each other.
    """
    top, bottom = between
    if bottom - top < LONG:
        return True
    inside = [c for c in without_spaces(chars) if top < middle_of(c) < bottom]
    inside = [c for c in inside if box[0] <= centre_of(c) <= box[2]]
    left = min((c["x0"] for c in inside), default=0.0) + 2 * em_of(inside)
    lines = rows_of([c for c in inside if c["x0"] < left])
    are_close = all(top_of(b) - bottom_of(a) < em_of(a) for a, b in pairwise(lines))
    return bottom - top < MOST_HEIGHT and are_close


def _are_inside(stack: Sequence[RuledLine], upright: Sequence[RuledLine]) -> bool:
    """Return whether there are upright rules on both sides of a stack of rules (囲まれた罫線)."""
    beside = [r for r in upright if r.start < stack[-1].place and r.end > stack[0].place]
    return any(r.place < stack[0].start - TOLERANCE for r in beside) and any(
        r.place > stack[0].end + TOLERANCE for r in beside
    )


def _is_beside_merged(
    rule: RuledLine, stack: Sequence[RuledLine], upright: Sequence[RuledLine]
) -> bool:
    """Return whether a rule ends in a stack (結合セルの横の罫線), and at no upright rule."""
    start, end = abs(rule.start - stack[0].start) < 1, abs(rule.end - stack[0].end) < 1
    is_within = start != end and stack[0].place < rule.place <= stack[-1].place
    return is_within and not any(meet(rule, other) for other in upright)


def _ends_beside_merged(
    level: Iterable[RuledLine], stack: Sequence[RuledLine], inner: Iterable[RuledLine]
) -> list[RuledLine]:
    """Return the rule below a stack that ends like those in it (結合セルの横の下端), made as wide.

    Where a page ends a merged cell, its own rule may be missing.
    """
    left, right = stack[0].start - 1, stack[0].end + 1
    alike = {(round(r.start), round(r.end)) for r in inner if left < r.start < r.end < right}
    below = (rule for rule in level if rule.place > stack[-1].place + LEAST_HEIGHT)
    ends = [rule for rule in below if (round(rule.start), round(rule.end)) in alike]
    return [RuledLine(rule.place, stack[0].start, stack[0].end) for rule in ends]


def sides_of_stacks(
    level: Sequence[RuledLine],
    upright: Sequence[RuledLine],
    above: Sequence[float],
    chars: Sequence[Char],
) -> list[Edge]:
    """Return the sides of tables with level rules only (縦罫のない表の左右の端).

    Their rules begin and end at the same positions, and few rows have rules at their sides, as
    filled headings do. above: the column positions of the last table on the page before.
    """
    alike: dict[tuple[int, int], list[RuledLine]] = defaultdict(list)
    for rule in sorted(level, key=attrgetter("place")):
        alike[round(rule.start / TOLERANCE), round(rule.end / TOLERANCE)].append(rule)
    stacks = []
    for rules in alike.values():
        stack = rules[:1]
        inner = [rule for rule in level if _is_beside_merged(rule, rules, upright)]
        highest = MOST_HEIGHT if len(rules) + len(inner) >= _FEWEST_RULES else LONG
        for rule in [*rules, *_ends_beside_merged(level, rules, inner)]:
            y0, y1 = stack[-1].place, rule.place
            box = (rule.start, y0, rule.end, y1)
            is_low = LEAST_HEIGHT < y1 - y0 < highest
            if is_low and may_be_one_row(box, (y0, y1), chars):
                stack.append(rule)
        stacks.append(stack)
    found = []
    for stack in stacks:
        rows = list(pairwise(stack))
        if any(all(_is_beside_merged(rule, other, upright) for rule in stack) for other in stacks):
            continue
        if any(meet(stack[0], o) and meet(stack[-1], o) for o in upright):
            continue  # a side of all rows
        is_open = [not any(meet(a, o) and meet(b, o) for o in upright) for a, b in rows]
        goes_on = has_ends(stack[0].start, stack[0].end, above)
        beside = sum(_is_beside_merged(rule, stack, upright) for rule in level)
        fewest = 1 if goes_on else _FEWEST_RULES - 1 - beside
        if sum(is_open) < max(1, fewest, len(rows) / 2):
            continue
        if _are_inside(stack, upright):
            continue  # lines under the words of a cell
        end = stack[-1]
        found += [line_between(end.start, end.place, end.end, end.place)] * (end not in level)
        found += [
            line_between(x, a.place, x, b.place)
            for (a, b), has_none in zip(rows, is_open, strict=True)
            if has_none
            for x in (stack[0].start, stack[0].end)
        ]
    return found


# --- Rows and columns within cells --------------------------------------------------------------


def with_parts_of_cells(cells: Cells) -> Cells:
    """Return the cells, split if they hold several rows or columns (枠の中の区切り)."""
    return _with_words_apart(_with_names_apart(_with_figures_apart(cells)))


def _with_figures_apart(cells: Cells) -> Cells:
    """Return the cells, those with figures of several rows split (数行ごとの横罫).

    Some tables of figures have a rule below every fifth row only, or only below the headings.
    """
    lowest = FEWEST_ROWS * em_of([char for chars in cells.values() for char in chars])
    if max([box[3] - box[1] for box in cells]) < lowest:
        return cells
    bands: dict[tuple[float, float], Cells] = defaultdict(dict)
    for box, chars in cells.items():
        bands[box[1], box[3]][box] = chars
    found: Cells = {}
    for band in bands.values():
        found |= in_rows(band) if _are_figures_in_rows(band) else band
    return found


def _are_figures_in_rows(band: Cells) -> bool:
    """Return whether cells hold figures of several rows (数行の数値), each beside a name.

    Most names have one. If only the first line has, the lines are one name.
    """
    columns = [
        [row for row in map(without_spaces, rows_of(band[box])) if row] for box in sorted(band)
    ]
    columns = [column for column in columns if column]
    if len(columns) < FEWEST_COLUMNS or len(columns[0]) < FEWEST_ROWS:
        return False
    tops = [top_of(row) for row in columns[0]]
    near = ALIGNED * em_of([char for row in columns[0] for char in row])
    figures = [column for column in columns[1:] if all(map(_is_whole_figure, column))]
    most = max((len(column) for column in figures), default=0)
    return (
        len(figures) > 1
        and 2 * most > len(tops)
        and all(any(abs(top_of(row) - top) < near for top in tops) for row in chain(*columns))
    )


def _is_whole_figure(row: Sequence[Char]) -> bool:
    """Return whether a line is a complete figure (１行の数値), unlike 2,53 above 3."""
    text = "".join(char["text"] for char in row)
    return is_figure_line(row) and re.fullmatch(r"[^,，]*(?:[,，]\d{3})*", text) is not None


def _with_names_apart(cells: Cells) -> Cells:
    """Return the cells, those with several names, each beside an amount, split (複数の事業の枠).

    Each figure of a column that shares a cell with another must be beside its own name; otherwise
    stacked figures belong to one name, as those of two years do.
    """
    lines = {
        box: [r for r in map(without_spaces, rows_of(inside)) if r] for box, inside in cells.items()
    }
    shared = {
        box: [top_of(row) for row in rows]
        for box, rows in lines.items()
        if len(rows) > 1 and all(map(is_figure_line, rows))
    }
    starts: dict[Box, list[float]] = {}
    for box, tops in shared.items():
        band = (other for other in lines if other[1::2] == box[1::2])
        beside = (other for other in band if other[2] <= box[0] and other not in shared)
        names = max(beside, default=box)
        near = ALIGNED * em_of(lines[box][0])
        begins = _tops_of_paragraphs(names, lines[names])
        if names == box or not _are_at(begins, tops, near):
            return cells
        starts |= {key: [top - near for top in tops[1:]] for key in (names, box)}
    found = {box: chars for box, chars in cells.items() if box not in starts}
    for (left, top, right, bottom), tops in starts.items():
        chars = cells[left, top, right, bottom]
        for y0, y1 in pairwise([top, *tops, bottom]):
            found[left, y0, right, y1] = [c for c in chars if y0 <= middle_of(c) < y1]
    return found


def _with_words_apart(cells: Cells) -> Cells:
    """Return the cells, with words left of the figures of a column as a separate column (内訳の語).

    Some rows give there a part of the cell to their left, which spans all of them and whose heading
    is theirs: 現年課税分, with 均等割 120 and 所得割 80 beside it.
    """
    columns: dict[tuple[float, float], list[Box]] = defaultdict(list)
    for box in cells:
        columns[round(box[0]), round(box[2])].append(box)
    for (left, right), boxes in sorted(columns.items()):
        pairs = {box: pair for box in boxes if (pair := _word_and_figure(cells[box]))}
        parts = list(pairs.values())
        border = min((figure[0]["x0"] for _word, figure in parts), default=right) - 1
        top = min((top_of(figure) for _word, figure in parts), default=0.0)
        worded = [word for word, _figure in parts if word]
        below = [box for box in boxes if box[3] > top and without_spaces(cells[box])]
        over = [box for box in cells if abs(box[2] - left) < 1]
        if (
            len(worded) < _FEWEST_WORDS
            or len(parts) < len(below)
            or max(word[-1]["x1"] for word in worded) > border
            or not any(box[3] > top and _rows_beside(box, below) > 1 for box in over)
        ):
            continue
        found: Cells = {}
        for (x0, y0, x1, y1), chars in cells.items():
            beside = [box for box in below if _is_beside((x0, y0, x1, y1), box)]
            if (x0, y0, x1, y1) in boxes:
                words = [c for c in chars if c["x0"] < border] if y1 > top else []
                found |= {(x0, y0, border, y1): words} if words else {}
                found[border, y0, x1, y1] = [c for c in chars if c not in words]
            elif (x0, y0, x1, y1) in over and (
                y1 <= top or not any(pairs[box][0] for box in beside)
            ):
                found[x0, y0, border, y1] = chars
            else:
                found[x0, y0, x1, y1] = chars
        return found
    return cells


_FEWEST_WORDS = 3


def _rows_beside(box: Box, others: Iterable[Box]) -> int:
    return sum(_is_beside(box, other) for other in others)


def _is_beside(box: Box, other: Box) -> bool:
    """Return whether a cell is as high as one beside it, or higher (隣のセル)."""
    return box[1] < other[1] + 1 and box[3] > other[3] - 1


def _word_and_figure(chars: Sequence[Char]) -> tuple[list[Char], list[Char]] | None:
    """Split the only line of a cell into a word, if any, and the figure after it, else None."""
    lines = [line for line in map(without_spaces, rows_of(chars)) if line]
    if len(lines) != 1:
        return None
    line = lines[0]
    start = next((n for n in range(len(line)) if is_figure_line(line[n:])), len(line))
    word, figure = line[:start], line[start:]
    is_apart = not word or (figure and figure[0]["x0"] - word[-1]["x1"] > em_of(line))
    return (word, figure) if figure and is_apart else None


def _are_at(places: Sequence[float], others: Sequence[float], near: float) -> bool:
    return len(places) == len(others) and all(
        abs(one - other) < near for one, other in zip(places, others, strict=True)
    )


def _tops_of_paragraphs(box: Box, lines: Sequence[Sequence[Char]]) -> list[float]:
    """Return where the texts of a cell begin (段落の上端): after a line that ends early.

    A bracket below a name belongs to it.
    """
    return [
        top_of(row)
        for above, row in zip([None, *lines], lines, strict=False)
        if above is None
        or (above[-1]["x1"] < box[2] - 2 * em_of(row) and row[0]["text"] not in "(（")
    ]
