"""Rules (罫線) and characters of a page: which rules are one, which meet, and where things are."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from operator import attrgetter, itemgetter
from statistics import median
from typing import Any

Char = dict[str, Any]
"""A character as pdfplumber has it (文字): text, x0, x1, top, bottom, size."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom (枠), in points from the page's left top corner."""

Edge = dict[str, Any]
"""A straight line as pdfplumber has it (線), of one direction."""

Cells = dict[Box, list[Char]]
"""A table's cells (表のセル), each with its characters."""

# --- Rules ------------------------------------------------------------------------------------

TOLERANCE = 5.0
"""Points, between rules that are one."""
LEAST_HEIGHT = 8.0
"""Points, of a row; an edge of a thick rule is lower."""
MOST_HEIGHT = 400.0
"""Points, of a row between two rules or stripes; head and foot of a page are farther apart."""
NEAR_RULE = 3.0
"""Points, between edges that are one, and to the end of one that meets another."""
LONG = 150.0
"""Points, of a rule beside several rows, and of a row between few rules."""
# How many rules of the other direction one must meet to be a table's. A line under text
# may meet those on both sides of its cell.
_MET_BY_UPRIGHT = 1
_MET_BY_LEVEL = 3
_MOST_RULES = 2_000
_FEWEST_STROKES = 5
_PLACE = attrgetter("place")


@dataclass(slots=True)
class RuledLine:
    """A straight rule (罫線): where it lies, and from where to where it goes."""

    place: float
    start: float
    end: float


def places_of(found: Iterable[float], apart: float = TOLERANCE) -> list[float]:
    """Return the places of rules (罫線の位置), those next to each other once."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > apart:
            places.append(place)
    return places


def has_ends(left: float, right: float, columns: Sequence[float]) -> bool:
    """Return whether something is as wide as the table of some columns (左右の端の一致)."""
    return bool(
        columns and abs(left - columns[0]) < TOLERANCE and abs(right - columns[-1]) < TOLERANCE
    )


def closing_rules(
    rules: Sequence[RuledLine], across: Sequence[RuledLine], *, is_upright: bool
) -> list[Edge]:
    """Return rules that close a table where its own end in nothing (開いた罫線の補い).

    That happens where a page cuts a row, and in a table without rules at its sides. At
    least two must end at one place; a line under text has no part in it.
    """
    met = _MET_BY_UPRIGHT if is_upright else _MET_BY_LEVEL
    of_tables = [rule for rule in rules if len(_meeting(rule, across)) >= met]
    closing: list[Edge] = []
    for at in places_of(end for rule in of_tables for end in (rule.start, rule.end)):
        sharing = [r for r in of_tables if min(abs(r.start - at), abs(r.end - at)) < TOLERANCE]
        there = [other for other in across if abs(other.place - at) < TOLERANCE]
        for run in _joined(sharing, across):
            if there:
                if is_upright and _is_end(at, run, rules):
                    closing += _missing(run, there, at)
                continue
            met_by = [other for rule in run for other in _meeting(rule, across)]
            reach = [rule.place for rule in run]
            reach += [end for other in met_by for end in (other.start, other.end)]
            low, high = min(reach), max(reach)
            closing.append(
                line_between(low, at, high, at) if is_upright else line_between(at, low, at, high)
            )
    return closing


def ends_of_pages(
    upright: Sequence[RuledLine], level: Sequence[RuledLine], above: Sequence[float]
) -> list[Edge]:
    """Return the ends of a table that fills a page (頁の端の罫線), and goes on from the last.

    A cell that goes on over a page's end may lack its rule there, on its columns or on all. Those
    of the page before have their rules here, which begin or end at one height. above: their
    places.
    """
    sides = [
        next((r for r in upright if abs(r.place - x) < TOLERANCE and _is_long(r)), None)
        for x in above
    ]
    rules = [rule for rule in sides if rule is not None]
    if not rules or len(rules) < len(sides):
        return []
    found: list[Edge] = []
    for ends in ([rule.start for rule in rules], [rule.end for rule in rules]):
        if max(ends) - min(ends) < TOLERANCE:
            at = min(ends)
            there = [rule for rule in level if abs(rule.place - at) < TOLERANCE]
            found += _missing(rules, there, at)
    return found


def _is_long(rule: RuledLine) -> bool:
    return rule.end - rule.start > LONG


def _is_end(at: float, run: Sequence[RuledLine], rules: Sequence[RuledLine]) -> bool:
    """Return whether a table begins or ends at a height, as far as its uprights show it."""
    beside = [r for r in rules if run[0].place - 1 < r.place < run[-1].place + 1]
    ends = [end for r in beside for end in (r.start, r.end) if _near_of(r, run)]
    return at < min(ends) + TOLERANCE or at > max(ends) - TOLERANCE


def _near_of(rule: RuledLine, run: Sequence[RuledLine]) -> bool:
    return any(rule.start < other.end and rule.end > other.start for other in run)


def _missing(run: Sequence[RuledLine], there: Sequence[RuledLine], at: float) -> Iterator[Edge]:
    """Yield what is missing of the rule at which uprights end (欠けた横罫), at a page's end.

    A rule over part of the way is whole: beside the fold of a spread, a table ends there.
    """
    for one, other in pairwise(run):
        near = min(TOLERANCE, (other.place - one.place) / 4)
        start, end = one.place + near, other.place - near
        if not any(rule.start < end and rule.end > start for rule in there):
            yield line_between(one.place, at, other.place, at)


def _joined(rules: Sequence[RuledLine], across: Sequence[RuledLine]) -> Iterator[list[RuledLine]]:
    """Yield the rules of each table (表ごとの罫線): neighbours that a rule across joins."""
    run: list[RuledLine] = []
    for rule in [*sorted(rules, key=lambda rule: rule.place), None]:
        if run and not (rule and any(meet(run[-1], o) for o in _meeting(rule, across))):
            yield from [run] if len(run) > 1 else []
            run = []
        run += [rule] if rule else []


def line_between(x0: float, top: float, x1: float, bottom: float) -> Edge:
    """Return a rule as pdfplumber has it (罫線)."""
    sizes = {"width": x1 - x0, "height": bottom - top}
    places = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
    return {"object_type": "line", "orientation": "h" if top == bottom else "v", **places, **sizes}


_SKEW = 1.0  # points, by which a rule may be off its direction, and it is ten times as long


def straight(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield the level and upright edges (水平・垂直の線), however roughly they are drawn.

    pdfplumber calls each line upright that is not exactly level, even one across a cell (斜線).
    """
    for edge in edges:
        width, height = edge["width"], edge["height"]
        if edge["object_type"] != "line" or not (width and height):
            yield edge
        elif min(width, height) < min(_SKEW, max(width, height) / 10):
            yield edge | {"orientation": "h" if width > height else "v"}


def without_hatching(edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges but those inside hatched or shaded areas (網掛けの線).

    These are closer to each other than rows and columns are, and begin and end alike.
    """
    runs: dict[tuple[object, ...], list[Edge]] = defaultdict(list)
    for edge in edges:
        ends = ("top", "bottom") if edge["orientation"] == "v" else ("x0", "x1")
        runs[edge["orientation"], *(round(edge[end]) for end in ends)].append(edge)
    kept: list[Edge] = []
    for (orientation, *_ends), run in runs.items():
        place = "x0" if orientation == "v" else "top"
        run.sort(key=itemgetter(place))
        is_next = [other[place] - one[place] < NEAR_RULE for one, other in pairwise(run)]
        starts = [at for at, is_near in enumerate(is_next, 1) if not is_near]
        for start, end in pairwise([0, *starts, len(run)]):
            strokes = run[start:end]
            kept += strokes if len(strokes) < _FEWEST_STROKES else [strokes[0], strokes[-1]]
    return kept


def rules_of(edges: Sequence[Edge], orientation: str) -> list[RuledLine]:
    """Return the rules of one direction (罫線) by their places, pieces in a row joined.

    Of very many, as a hatched area has, only the longest.
    """
    start, end, place = ("top", "bottom", "x0") if orientation == "v" else ("x0", "x1", "top")
    # A rule drawn as a thin box has edges at its ends, too, which are none.
    along = [e for e in edges if e["orientation"] == orientation and e[end] - e[start] >= 1]
    rules: list[RuledLine] = []
    for edge in sorted(along, key=lambda edge: (round(edge[place]), edge[start])):
        last = rules[-1] if rules else None
        if (
            last
            and abs(last.place - edge[place]) < TOLERANCE
            and edge[start] - last.end < TOLERANCE
            and last.start - edge[end] < TOLERANCE  # unlike a line under words above a rule
        ):
            last.start, last.end = min(last.start, edge[start]), max(last.end, edge[end])
        else:
            rules.append(RuledLine(edge[place], edge[start], edge[end]))
    rules = [rule for rule in rules if rule.end - rule.start > 2 * TOLERANCE]
    longest = nlargest(_MOST_RULES, rules, key=lambda rule: rule.end - rule.start)
    return sorted(longest, key=_PLACE)


def _meeting(rule: RuledLine, across: Sequence[RuledLine]) -> Sequence[RuledLine]:
    """Return the rules that meet one (交わる罫線). across: by their places."""
    first = bisect_left(across, rule.start - TOLERANCE, key=_PLACE)
    last = bisect_right(across, rule.end + TOLERANCE, key=_PLACE)
    return [other for other in across[first:last] if meet(rule, other)]


def meet(rule: RuledLine, other: RuledLine) -> bool:
    """Return whether the two rules touch or cross (罫線の交わり)."""
    return (
        rule.start - TOLERANCE < other.place < rule.end + TOLERANCE
        and other.start - TOLERANCE < rule.place < other.end + TOLERANCE
    )


_MOSTLY = 0.5  # of a side of a box with round corners, that it is straight


def boxes_of(curves: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the areas that have round or cut corners (角丸の枠), as areas with sharp ones."""
    found = []
    for curve in curves:
        straight = Counter[str]()
        for (x0, y0), (x1, y1) in pairwise([*curve["pts"], curve["pts"][0]]):
            for side, along in (
                ("x0", y1 - y0),
                ("x1", y1 - y0),
                ("top", x1 - x0),
                ("bottom", x1 - x0),
            ):
                ends = (x0, x1) if side in {"x0", "x1"} else (y0, y1)
                if max(abs(end - curve[side]) for end in ends) < 1:
                    straight[side] += abs(along)
        upright, level = _MOSTLY * curve["height"], _MOSTLY * curve["width"]
        least = {"x0": upright, "x1": upright, "top": level, "bottom": level}
        if min(curve["height"], curve["width"]) > LEAST_HEIGHT and all(
            straight[side] > length for side, length in least.items()
        ):
            found.append(curve | {"object_type": "rect"})
    return found


_DOT = 2.0  # points, the most of a dot's width and height
_FEWEST_DOTS = 4
_MOST_APART = 4.0  # points, between two dots


def with_whole_rules(boxes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return filled areas, rows of dots as one each (点線の結合), as a browser draws them."""
    dots = [b for b in boxes if b["width"] <= _DOT and b["height"] <= _DOT]
    if len(dots) < _FEWEST_DOTS:
        return list(boxes)
    found = [b for b in boxes if b["width"] > _DOT or b["height"] > _DOT]
    for across, along, end in (("top", "x0", "x1"), ("x0", "top", "bottom")):
        dots.sort(key=lambda dot: (round(dot[across], 1), dot[along]))
        rest: list[dict[str, Any]] = []
        run: list[dict[str, Any]] = []
        for dot in [*dots, None]:
            is_next = run and dot is not None and abs(dot[across] - run[-1][across]) < 1
            if not (is_next and dot is not None and dot[along] - run[-1][end] < _MOST_APART):
                if len(run) < _FEWEST_DOTS:
                    rest += run
                else:
                    found.append(_area_around(run))
                run = []
            run += [dot] if dot is not None else []
        dots = rest
    return [*found, *dots]


def _area_around(boxes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the area around several others (囲む範囲)."""
    x0, x1 = min(b["x0"] for b in boxes), max(b["x1"] for b in boxes)
    top, bottom = min(b["top"] for b in boxes), max(b["bottom"] for b in boxes)
    ends = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0}
    return boxes[0] | ends | {"height": bottom - top}


# --- Places of characters ------------------------------------------------------------------


def without_spaces(chars: Sequence[Char]) -> list[Char]:
    """Return the characters but spaces (空白以外の文字)."""
    return [char for char in chars if not char["text"].isspace()]


def em_of(chars: Sequence[Char]) -> float:
    """Return how wide a full-width character is (文字幅), in points."""
    return float(median(char["size"] for char in chars)) if chars else 1.0


def middle_of(char: Char) -> float:
    """Return the height of a character's centre (文字の中心の高さ)."""
    return float(char["top"] + char["bottom"]) / 2


def centre_of(char: Char) -> float:
    """Return where the middle of a character is, from left to right (文字の中心)."""
    return float(char["x0"] + char["x1"]) / 2


def top_of(row: Sequence[Char]) -> float:
    """Return where a line of text begins (行の上端)."""
    return float(min(char["top"] for char in row))


def bottom_of(row: Sequence[Char]) -> float:
    """Return where a line of text ends below (行の下端)."""
    return float(max(char["bottom"] for char in row))


def holds(box: Box, char: Char) -> bool:
    """Return whether the middle of a character or picture is in a cell (セルの内外)."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def outside_of(chars: Sequence[Char], cells: Mapping[Box, Sequence[Char]]) -> list[Char]:
    """Return the characters that are in none of the cells (表の外の文字)."""
    return chars_without(chars, [char for inside in cells.values() for char in inside])


def chars_without(chars: Sequence[Char], others: Sequence[Char]) -> list[Char]:
    """Return the characters except the others (文字の除外)."""
    used = set(map(id, others))
    return [char for char in chars if id(char) not in used]
