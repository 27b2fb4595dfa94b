"""Rules that a table lacks (縦罫のない表): between coloured rows, and at the sides of others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from .pdf_drawn import (
    LEAST_HEIGHT,
    MOST_HEIGHT,
    TOLERANCE,
    Char,
    Edge,
    RuledLine,
    centre_of,
    has_ends,
    line_between,
    meet,
    middle_of,
    places_of,
    without_spaces,
)
from .pdf_rows import are_in_columns

# --- Rows between coloured ones ---------------------------------------------------------------

_FEWEST_STRIPES = 2


def striped(
    upright: Sequence[RuledLine],
    level: Sequence[RuledLine],
    chars: Sequence[Char],
    columns: Sequence[float],
) -> list[Edge]:
    """Return the rules of rows between coloured ones (縞模様の表).

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
        return []
    found: list[Edge] = []
    _start, last, xs = stripes[-1]
    bottom = last + max(below - above for above, below, _xs in gaps)
    under = [c for c in without_spaces(chars) if last < c["top"] and c["bottom"] < bottom]
    row = (last, max((c["bottom"] for c in under), default=last) + 1, sorted(xs))
    if under and _is_row(row, chars) and not any(abs(r.place - row[1]) < 1 for r in level):
        gaps.append(row)
        found.append(line_between(row[2][0], row[1], row[2][-1], row[1]))
    return [*found, *(line_between(x, y0, x, y1) for y0, y1, xs in gaps for x in xs)]


def _is_row(gap: tuple[float, float, Sequence[float]], chars: Sequence[Char]) -> bool:
    """Return whether text between two heights is in columns (桁のそろった行)."""
    above, below, xs = gap
    inside = [c for c in without_spaces(chars) if above < middle_of(c) < below]
    inside = [c for c in inside if xs[0] <= centre_of(c) <= xs[-1]]
    if not are_in_columns(inside, xs[1:-1]):
        return False
    filled = {bisect_right(xs, centre_of(c)) for c in inside}
    return len(filled) > 1 and 2 * len(filled) >= len(xs) - 1


# --- Rows between rules alone ---------------------------------------------------------------

_FEWEST_RULES = 4


def _are_inside(stack: Sequence[RuledLine], upright: Sequence[RuledLine]) -> bool:
    """Return whether uprights are on both sides of a stack of rules (囲まれた罫線)."""
    beside = [r for r in upright if r.start < stack[-1].place and r.end > stack[0].place]
    return any(r.place < stack[0].start - TOLERANCE for r in beside) and any(
        r.place > stack[0].end + TOLERANCE for r in beside
    )


def sides_of_stacks(
    level: Sequence[RuledLine], upright: Sequence[RuledLine], above: Sequence[float]
) -> list[Edge]:
    """Return the sides of tables that have rules between rows alone (縦罫のない表の左右の端).

    Their rules begin and end at the same places, and few rows have rules at their sides, as
    filled headings do. above: the places of the columns of the last table on the page before.
    """
    stacks: dict[tuple[int, int], list[RuledLine]] = defaultdict(list)
    for rule in sorted(level, key=attrgetter("place")):
        stack = stacks[round(rule.start / TOLERANCE), round(rule.end / TOLERANCE)]
        if not stack or LEAST_HEIGHT < rule.place - stack[-1].place < MOST_HEIGHT:
            stack.append(rule)
    found = []
    for stack in stacks.values():
        rows = list(pairwise(stack))
        if any(meet(stack[0], o) and meet(stack[-1], o) for o in upright):
            continue  # a side of all rows
        is_open = [not any(meet(a, o) and meet(b, o) for o in upright) for a, b in rows]
        goes_on = has_ends(stack[0].start, stack[0].end, above)
        if sum(is_open) < max(1 if goes_on else _FEWEST_RULES - 1, len(rows) / 2):
            continue
        if _are_inside(stack, upright):
            continue  # lines under the words of a cell
        found += [
            line_between(x, a.place, x, b.place)
            for (a, b), has_none in zip(rows, is_open, strict=True)
            if has_none
            for x in (stack[0].start, stack[0].end)
        ]
    return found
