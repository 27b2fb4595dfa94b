"""Rows without rules at a table that has some (罫線のない行): striped, right above it, and below.

`whole_rules` adds what tables lack to the rules of a page. In a striped table (縞模様の表), every
other row is filled with a colour, and only that has edges.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .pdf_columns import edges_of, parts_between
from .pdf_lines import rows_of
from .pdf_missing_rules import may_be_one_row, sides_of_stacks, with_gaps_closed
from .pdf_row_starts import cells_in_rows, starts_of_rows
from .pdf_rows import (
    FEWEST_COLUMNS,
    FEWEST_ROWS,
    PART_GAP,
    are_in_columns,
    crosses,
    fill_most,
    parts_at_gaps,
)
from .pdf_rules import (
    LEAST_HEIGHT,
    TOLERANCE,
    Cells,
    Char,
    Edge,
    RuledLine,
    bottom_of,
    centre_of,
    chars_without,
    closing_rules,
    em_of,
    ends_of_pages,
    has_ends,
    line_between,
    middle_of,
    outside_of,
    places_of,
    rules_of,
    top_of,
    without_hatching,
    without_spaces,
)
from .pdf_unruled import MOST_HEADING_LINES, bands_of, continues_table

_FEWEST_STRIPES = 2
_MOST_OF_TITLE = 2.0  # of a character's width: a title's row has no room around it
_CLOSE = 0.9  # of a character's width, between two lines of a row


class _Strip(NamedTuple):
    """What is between two heights (帯), and where its columns begin and end."""

    top: float
    bottom: float
    xs: Sequence[float]

    def inside(self, chars: Sequence[Char]) -> list[Char]:
        """Return the characters in it (帯の文字), spaces excepted."""
        level = (c for c in without_spaces(chars) if self.top < middle_of(c) < self.bottom)
        return [c for c in level if self.xs[0] <= centre_of(c) <= self.xs[-1]]


class PageRules(NamedTuple):
    """The rules of a page (頁の罫線). whole: all edges, with those that tables lack added."""

    level: list[RuledLine]
    upright: list[RuledLine]
    whole: list[Edge]
    has_stripes: bool


def whole_rules(
    edges: Sequence[Edge], chars: Sequence[Char], number: Sequence[Char], above: Sequence[float]
) -> PageRules:
    """Return the rules of a page (頁の罫線), with those that its tables lack.

    number: the characters of the page's number. above: as in `grids_of`.
    """
    edges = with_gaps_closed(without_hatching(edges))
    level, upright = rules_of(edges, "h"), rules_of(edges, "v")
    stripes = _striped(upright, level, chars_without(chars, number), above)
    ends = closing_rules(upright, level, is_upright=True)
    foot = [rule for rule in rules_of(ends, "h") if level and rule.place > level[-1].place]
    whole = [
        *edges,
        *stripes,
        *sides_of_stacks(level, upright, above, chars),
        *ends,
        *closing_rules([*level, *foot], upright, is_upright=False),
        *ends_of_pages(upright, level, above),
    ]
    return PageRules(level, upright, whole, bool(stripes))


def _striped(
    upright: Sequence[RuledLine],
    level: Sequence[RuledLine],
    chars: Sequence[Char],
    columns: Sequence[float],
) -> list[Edge]:
    """Return the rules between rows of alternating colour (縞模様の表).

    Between coloured rows, and below the last one, text must be in the same columns, or a title of
    the rows below. columns: as `above` of `grids_of`.
    """
    ends: dict[tuple[int, int], set[float]] = defaultdict(set)
    for rule in upright:
        if rule.end - rule.start > LEAST_HEIGHT:
            ends[round(rule.start), round(rule.end)].add(round(rule.place))
    stripes = [_Strip(*ys, sorted(xs)) for ys, xs in sorted(ends.items()) if len(xs) > 2]  # noqa: PLR2004
    gaps = []
    for one, other in pairwise(stripes):
        shared = sorted({*one.xs} & {*other.xs})
        if len(shared) > 2:  # noqa: PLR2004
            places = [one.bottom, *_rules_within(one.bottom, other.top, level), other.top]
            box = (shared[0], one.bottom, shared[-1], other.top)
            edges = pairwise(places_of(places))
            gaps += [_Strip(*ys, shared) for ys in edges if may_be_one_row(box, ys, chars)]
    # The edges at the sides may go on beyond a heading and the title below it.
    alike = [max((other.xs for other in gaps if {*gap.xs} <= {*other.xs}), key=len) for gap in gaps]
    gaps = [gap._replace(xs=xs) for gap, xs in zip(gaps, alike, strict=True)]
    gaps = [gap for gap in gaps if not _has_rules(gap, upright)]
    titles = [gap._replace(xs=[gap.xs[0], gap.xs[-1]]) for gap in gaps if _is_title(gap, chars)]
    gaps = [gap for gap in gaps if _is_row(gap, chars)]
    gaps += titles if gaps else []
    is_rest = bool(stripes) and sorted({round(x) for x in columns}) == stripes[-1].xs
    is_sure = is_rest or len(gaps) >= _FEWEST_STRIPES
    if not gaps or not (is_sure or _is_between_rows(gaps[0], stripes, level, chars)):
        return []
    found: list[Edge] = []
    _start, last, xs = stripes[-1]
    bottom = last + max(gap.bottom - gap.top for gap in gaps)
    bottom = max(bottom, _end_of_lines(last, xs[-1], chars) + 1)
    rules = (r.place for r in level if r.start < xs[-1] and r.end > xs[0])
    end = min((place for place in rules if last + TOLERANCE < place < bottom), default=None)
    under = [c for c in without_spaces(chars) if last < c["top"] and c["bottom"] < (end or bottom)]
    row = _Strip(last, end or max((c["bottom"] for c in under), default=last) + 1, xs)
    if under and _is_row(row, chars):
        gaps.append(row)
        found += [] if end else [line_between(xs[0], row.bottom, xs[-1], row.bottom)]
    return [*found, *(line_between(x, gap.top, x, gap.bottom) for gap in gaps for x in gap.xs)]


def _end_of_lines(top: float, right: float, chars: Sequence[Char]) -> float:
    """Return where the lines right below a height end (続く行の下端), all close together."""
    below = [c for c in without_spaces(chars) if c["top"] > top and c["x1"] < right]
    end = top
    for line in rows_of(below):
        if top_of(line) - end > _CLOSE * em_of(line):
            break
        end = bottom_of(line)
    return end


def _rules_within(top: float, bottom: float, level: Sequence[RuledLine]) -> list[float]:
    return [rule.place for rule in level if top + TOLERANCE < rule.place < bottom - TOLERANCE]


def _has_rules(gap: _Strip, upright: Sequence[RuledLine]) -> bool:
    """Return whether a row has rules between columns, being one of another table (別の表の行)."""
    middle, left, right = (gap.top + gap.bottom) / 2, gap.xs[0] + 1, gap.xs[-1] - 1
    return any(r.start < middle < r.end and left < r.place < right for r in upright)


def _is_between_rows(
    gap: _Strip, stripes: Sequence[_Strip], level: Sequence[RuledLine], chars: Sequence[Char]
) -> bool:
    """Return whether the only gap is one row between rows (１行だけの間), not between tables."""
    starts = starts_of_rows(rows_of(gap.inside(chars)), gap.xs[1:-1])
    return len(starts) == 1 and not any(_rules_within(s.top, s.bottom, level) for s in stripes)


def _is_row(gap: _Strip, chars: Sequence[Char]) -> bool:
    """Return whether the text between two heights is in columns (桁のそろった行)."""
    inside = gap.inside(chars)
    if not are_in_columns(inside, gap.xs[1:-1]):
        return False
    filled = {bisect_right(gap.xs, centre_of(c)) for c in inside}
    return len(filled) > 1 and 2 * len(filled) >= len(gap.xs) - 1


def _is_title(gap: _Strip, chars: Sequence[Char]) -> bool:
    """Return whether what is between two heights is the title of the rows below (行の見出し)."""
    lines = rows_of([c for c in without_spaces(chars) if gap.top < middle_of(c) < gap.bottom])
    is_low = len(lines) == 1 and gap.bottom - gap.top < _MOST_OF_TITLE * em_of(lines[0])
    return is_low and _begins_at(lines[0], gap.xs[0])


def _begins_at(line: Sequence[Char], left: float) -> bool:
    """Return whether a line begins where its table does (表の左端の文), as a title does."""
    return bool(abs(line[0]["x0"] - left) < em_of(line))


# --- Above and below a table ----------------------------------------------------------------


def above_table(
    cells: Cells, chars: Sequence[Char], above: Sequence[float], *, has_stripes: bool
) -> Cells:
    """Return the cells of text right above a table (表の直上の行), none if not in its columns.

    It is of headings, in all columns, or at the top of a page the rest of the last row of the page
    before, without anything in the first column. above: as for `parted`. has_stripes: the headings
    may have no rules, as those of a table of coloured rows; nor may a first row without a colour,
    and a title above it.
    """
    found: Cells = {}
    while over := _row_above({**cells, **found}, chars, above, has_stripes=has_stripes):
        found |= over
        chars, above = outside_of(chars, over), ()
    return found


def _row_above(
    cells: Cells, chars: Sequence[Char], above: Sequence[float], *, has_stripes: bool
) -> Cells:
    """Return the cells of the row right above a table (表の直上の１行), if there is one."""
    left, right, borders = edges_of(cells)
    reach = top = min([box[1] for box in cells])
    near = [c for c in chars if left - 1 < centre_of(c) < right + 1 and c["bottom"] < top + 1]
    rows = [row for row in rows_of(near) if without_spaces(row)]
    may_be_rest = borders and has_ends(left, right, above) and len(above) == len(borders) + 2
    taken: list[Char] = []
    while rows:
        row = rows.pop()
        if reach - bottom_of(row) > em_of(row):
            return {}
        if has_stripes and rows and not taken and _is_title_below(row, rows[-1], left, borders):
            return {(left, top_of(row) - 1, right, top): list(row)}
        if any(crosses(row, x) for x in borders):
            return {}
        taken, reach = [*row, *taken], top_of(row)
        is_rest = not rows and may_be_rest and all(centre_of(c) > borders[0] for c in taken)
        filled = {bisect_right(borders, centre_of(c)) for c in without_spaces(taken)}
        are_headings = len(filled) > len(borders) and fill_most(taken, borders)
        if is_rest or (has_stripes and are_headings):
            return parts_between((left, reach - 1, right, top), taken, borders)
    return {}


def _is_title_below(
    row: Sequence[Char], above: Sequence[Char], left: float, borders: Sequence[float]
) -> bool:
    """Return whether a line is a title between the headings and the rows (行の見出し).

    Below a name that fills its column it is the rest of that.
    """
    inked = without_spaces(above)
    filled = {bisect_right(borders, centre_of(c)) for c in inked}
    is_alone = len(parts_at_gaps(row, PART_GAP)) == 1 and _begins_at(row, left)
    end = max((c["x1"] for c in inked if centre_of(c) < borders[0]), default=left)
    return is_alone and len(filled) > len(borders) and bool(end < borders[0] - em_of(row))


def below_table(cells: Cells, chars: Sequence[Char], *, is_open: bool) -> Cells:
    """Return the cells of text right below a table (表の直下の行), none if not in its columns.

    All rows may be below headings that alone have rules (見出しだけの枠), and one row below a table
    without a rule at its side. is_open: it has none.
    """
    left, right, borders = edges_of(cells)
    bottom = max([box[3] for box in cells])
    headings = rows_of(without_spaces([char for inside in cells.values() for char in inside]))
    if len(borders) < FEWEST_COLUMNS - 1 or not headings:
        return {}
    near = [c for c in chars if left - 1 < centre_of(c) < right + 1 and c["top"] > bottom - 1]
    run: list[Sequence[Char]] = []
    for band, below in pairwise([*bands_of([*filter(without_spaces, rows_of(near))]), []]):
        is_cut = any(
            c["x0"] < x < c["x1"] for r in band for c in without_spaces(r) for x in borders
        )
        reach = bottom_of(run[-1]) if run else bottom
        if is_cut or not continues_table(run or headings, reach, band, below):
            break
        run += band
    filled = [{bisect_right(borders, centre_of(c)) for c in without_spaces(row)} for row in run]
    if len(headings) <= MOST_HEADING_LINES and (
        sum(len(columns) >= FEWEST_COLUMNS for columns in filled) >= FEWEST_ROWS
    ):
        return cells_in_rows(run, [left, *borders, right])
    if not (is_open and run):
        return {}
    _first, *later = [*starts_of_rows(run, borders), float("inf")]
    inside = [char for row in run for char in row if middle_of(char) < later[0]]
    columns = {bisect_right(borders, centre_of(char)) for char in without_spaces(inside)}
    if 0 not in columns or 2 * len(columns) <= len(borders) + 1:
        return {}
    box = (left, bottom, right, bottom_of(inside) + 1)
    return parts_between(box, inside, borders) if are_in_columns(inside, borders) else {}
