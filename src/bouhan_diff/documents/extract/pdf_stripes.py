"""Tables of striped rows (縞模様の表), where every other row is filled with a colour."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from .pdf_lines import rows_of
from .pdf_rows import PART_GAP, are_in_columns, parts_of
from .pdf_rules import (
    LEAST_HEIGHT,
    LONG,
    MOST_HEIGHT,
    TOLERANCE,
    Box,
    Char,
    Edge,
    RuledLine,
    bottom_of,
    centre_of,
    em_of,
    line_between,
    middle_of,
    places_of,
    top_of,
    without_spaces,
)

_FEWEST_STRIPES = 2
_MOST_OF_TITLE = 2.0  # of a character's width: a title's row has no room around it
_CLOSE = 0.9  # of a character's width, between two lines of a row


def striped(
    upright: Sequence[RuledLine],
    level: Sequence[RuledLine],
    chars: Sequence[Char],
    columns: Sequence[float],
) -> list[Edge]:
    """Return the rules between rows of alternating colour (縞模様の表).

    Only every other row is filled, so only those have edges. Between them, and below the last one,
    text must be in the same columns, or a title of the rows below. columns: as `above` of
    `grids_of`.
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
            box = (shared[0], above, shared[-1], below)
            gaps += [(*ys, shared) for ys in pairwise(edges) if may_be_one_row(box, ys, chars)]
    # The edges at the sides may go on beyond a heading and the title below it.
    alike = [max((o for _a, _b, o in gaps if {*xs} <= {*o}), key=len) for _a, _b, xs in gaps]
    gaps = [(above, below, xs) for (above, below, _xs), xs in zip(gaps, alike, strict=True)]
    gaps = [gap for gap in gaps if not _has_rules(gap, upright)]
    titles = [
        (above, below, [xs[0], xs[-1]])
        for above, below, xs in gaps
        if _is_title((above, below, xs), chars)
    ]
    gaps = [gap for gap in gaps if _is_row(gap, chars)]
    gaps += titles if gaps else []
    goes_on = bool(stripes) and {round(x) for x in columns} == stripes[-1][2]
    if not gaps or (len(gaps) < _FEWEST_STRIPES and not goes_on):
        return []
    found: list[Edge] = []
    _start, last, xs = stripes[-1]
    bottom = last + max(below - above for above, below, _xs in gaps)
    bottom = max(bottom, _end_of_lines(last, max(xs), chars) + 1)
    rules = (r.place for r in level if r.start < max(xs) and r.end > min(xs))
    end = min((place for place in rules if last + TOLERANCE < place < bottom), default=None)
    under = [c for c in without_spaces(chars) if last < c["top"] and c["bottom"] < (end or bottom)]
    row = (last, end or max((c["bottom"] for c in under), default=last) + 1, sorted(xs))
    if under and _is_row(row, chars):
        gaps.append(row)
        found += [] if end else [line_between(row[2][0], row[1], row[2][-1], row[1])]
    return [*found, *(line_between(x, y0, x, y1) for y0, y1, xs in gaps for x in xs)]


def _end_of_lines(top: float, right: float, chars: Sequence[Char]) -> float:
    """Return where the lines right below a height end (続く行の下端), all close together."""
    below = [c for c in without_spaces(chars) if c["top"] > top and c["x1"] < right]
    end = top
    for line in rows_of(below):
        if top_of(line) - end > _CLOSE * em_of(line):
            break
        end = bottom_of(line)
    return end


def may_be_one_row(box: Box, between: tuple[float, float], chars: Sequence[Char]) -> bool:
    """Return whether what is between two heights of a table may be one row (１行らしさ).

    A high one has texts that begin apart from each other at its left if it is several rows, as
    below headings that alone have rules.
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


def _has_rules(gap: tuple[float, float, Sequence[float]], upright: Sequence[RuledLine]) -> bool:
    """Return whether a row has rules between columns, being one of another table (別の表の行)."""
    above, below, xs = gap
    middle = (above + below) / 2
    return any(r.start < middle < r.end and xs[0] + 1 < r.place < xs[-1] - 1 for r in upright)


def _is_row(gap: tuple[float, float, Sequence[float]], chars: Sequence[Char]) -> bool:
    """Return whether the text between two heights is in columns (桁のそろった行)."""
    above, below, xs = gap
    inside = [c for c in without_spaces(chars) if above < middle_of(c) < below]
    inside = [c for c in inside if xs[0] <= centre_of(c) <= xs[-1]]
    if not are_in_columns(inside, xs[1:-1]):
        return False
    filled = {bisect_right(xs, centre_of(c)) for c in inside}
    return len(filled) > 1 and 2 * len(filled) >= len(xs) - 1


def _is_title(gap: tuple[float, float, Sequence[float]], chars: Sequence[Char]) -> bool:
    """Return whether what is between two heights is the title of the rows below (行の見出し)."""
    above, below, xs = gap
    inside = [c for c in without_spaces(chars) if above < middle_of(c) < below]
    is_line = len(rows_of(inside)) == 1 and below - above < _MOST_OF_TITLE * em_of(inside)
    return is_line and abs(min(c["x0"] for c in inside) - xs[0]) < em_of(inside)


def is_title_below(
    row: Sequence[Char], above: Sequence[Char], left: float, borders: Sequence[float]
) -> bool:
    """Return whether a line is a title between the headings and the rows (行の見出し).

    Below a name that fills its column it is the rest of that.
    """
    inked, em = without_spaces(above), em_of(row)
    filled = {bisect_right(borders, centre_of(c)) for c in inked}
    is_alone = len(parts_of(row, PART_GAP)) == 1 and abs(row[0]["x0"] - left) < em
    if len(filled) <= len(borders) or not is_alone:
        return False
    end = max(c["x1"] for c in inked if centre_of(c) < borders[0])
    return bool(end < borders[0] - em)
