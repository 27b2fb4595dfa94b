"""Rows without rules (横罫のない表): where they begin, by their text and colours."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from operator import or_

from ...text.joining import INDENT, join
from ...text.quantities import known_unit
from .pdf_lines import PageLine, ems_needed, rows_of
from .pdf_rules import (
    Box,
    Cells,
    Char,
    bottom_of,
    centre_of,
    em_of,
    middle_of,
    top_of,
    without_spaces,
)

FEWEST_ROWS = 3
"""The fewest rows of a table without rules between them."""
ALIGNED = 0.5
"""How far apart in height aligned texts may be, in widths of a character."""
_MOST_OF_GAP = 0.8  # of the gap between two rows, that between two lines of one
FEWEST_COLUMNS = 3
PART_GAP = 1.5
"""The least gap between two columns, in widths of a character."""
_MARGIN = 0.12  # of a character's width, between a text and a border
OFF_PLACE = 0.6
"""How far from its place a text of a row may be, in widths of a character."""
_FULL = 0.15  # of a column's width, from a full line's end to its edge


def in_rows(cells: Cells) -> Cells:
    """Return the cells of a table without level rules (横罫のない表), split where rows begin.

    A row begins where the first column has a line, and half of the others have one beside it.
    """
    bottom_row = max(round(box[1]) for box in cells)
    body = sorted(box for box in cells if round(box[1]) == bottom_row)
    lines = [[top_of(row) for row in rows_of(without_spaces(cells[box]))] for box in body]
    first = lines[0]
    near = ALIGNED * em_of([char for box in body for char in cells[box]])
    beside = [
        sum(any(abs(top - other) < near for other in column) for column in lines[1:])
        for top in first
    ]
    starts = [top - near for top in first[1:]]
    if (
        len(first) < FEWEST_ROWS
        or any(2 * count < len(body) - 1 for count in beside)
        or any(_are_centred(first, column, near) for column in lines[1:])
        or is_running_text(body[0], cells[body[0]])
    ):
        columns = [[row for row in map(without_spaces, rows_of(cells[box])) if row] for box in body]
        starts = _between_figures(columns) or _beside_figures(columns, near)
    if not starts:
        return cells
    found = {box: chars for box, chars in cells.items() if box not in body}
    for left, top, right, bottom in body:
        edges = [top, *starts, bottom]
        for y0, y1 in pairwise(edges):
            inside = [c for c in cells[left, top, right, bottom] if y0 <= middle_of(c) < y1]
            found[left, y0, right, y1] = inside
    return found


def _are_centred(starts: Sequence[float], tops: Sequence[float], near: float) -> bool:
    """Return whether texts of a column begin above the starts of their rows (中央の文).

    The first does, or the line above a start is closer to it than to the one above that.
    """
    found = {
        at: next((n for n, top in enumerate(tops) if abs(top - at) < near), 0) for at in starts
    }
    gaps = [(tops[n] - tops[n - 1], tops[n - 1] - tops[n - 2]) for n in found.values() if n > 1]
    return (bool(tops) and tops[0] < starts[0] - near) or any(
        below < above - near / 2 for below, above in gaps
    )


def _beside_figures(columns: Sequence[Sequence[Sequence[Char]]], near: float) -> list[float]:
    """Return where rows with texts at their top begin (行の始まり): where their figures are.

    All texts must begin beside a figure, else there are none. near: the tolerance in height.
    """
    figures = [column for column in columns if all(map(is_figure_line, column))]
    starts = [top_of(row) - near for row in max(figures, key=len, default=[])]
    if len(starts) < FEWEST_ROWS or starts[0] > min(map(top_of, chain(*columns))):
        return []
    for start, end in pairwise([*starts, float("inf")]):
        tops = [
            [top for row in column if start <= (top := top_of(row)) < end] for column in columns
        ]
        if not tops[0] or any(heights and min(heights) > start + 2 * near for heights in tops):
            return []
    return starts[1:]


def _between_figures(columns: Sequence[Sequence[Sequence[Char]]]) -> list[float]:
    """Return where rows with centred texts end (行の境), between the figures of a column.

    That is the only wide gap in all columns between two figures, else there are none.
    """
    figures = (
        [(top_of(row) + bottom_of(row)) / 2 for row in column]
        for column in columns
        if len(column) >= FEWEST_ROWS and all(map(is_figure_line, column))
    )
    anchors = max(figures, key=len, default=[])
    ink = sorted((top_of(row), bottom_of(row)) for column in columns for row in column)
    found: list[float] = []
    for above, below in pairwise(anchors):
        gaps: list[tuple[float, float]] = []
        reach = above
        for top, bottom in ink:
            if above < top < below and top > reach:
                gaps.append((top - reach, (top + reach) / 2))
            if top < below:
                reach = max(reach, bottom) if bottom > above else reach
        gaps.sort(reverse=True)
        if not gaps or (len(gaps) > 1 and gaps[1][0] > _MOST_OF_GAP * gaps[0][0]):
            return []
        found.append(gaps[0][1])
    return found


def is_figure_line(row: Sequence[Char]) -> bool:
    """Return whether a line of characters is a figure (数値)."""
    return all(char["text"].isdecimal() or char["text"] in ",.，．△▲-－―–—−" for char in row)


def ends_flush(row: Sequence[Char], x: float, width: float) -> bool:
    """Return whether a figure ends at a gap (右詰めの数), after which a text or figure begins.

    A text begins at the gap, and is not the figure's own unit; a figure may be farther off, and the
    digits of both are closer together than the two.
    """
    ends = [at for at, char in enumerate(row) if 0 < x - char["x1"] < width]
    later = [at for at, char in enumerate(row) if char["x0"] > x]
    if not (ends and later) or any(row[at]["text"] not in _DIGITS for at in ends):
        return False
    first = min(later, key=lambda at: float(row[at]["x0"]))
    behind = "".join(char["text"] for char in row[first : first + 3])
    if behind[0].isalpha():
        is_near = row[first]["x0"] - x < width
        return is_near and not behind.lstrip("十百千万億").startswith("円")
    sides = (row[max(0, ends[-1] - 1) : ends[-1] + 1], row[first : first + 2])
    are_close = [is_figure_line(side) and not parts_at_gaps(side, _MARGIN)[1:] for side in sides]
    are_none = [row[at]["text"] in _NONE for at in (ends[-1], first)]
    return any(are_close) and all(map(or_, are_close, are_none))


_NONE = frozenset("0０―－-")
_DIGITS = frozenset("0123456789０１２３４５６７８９円") | _NONE


def is_running_text(box: Box, chars: Sequence[Char]) -> bool:
    """Return whether lines fill their column (流し込みの文), so that each continues the last.

    Names stretched over it (均等割付) do not.
    """
    full = box[2] - _FULL * (box[2] - box[0])
    lines = [row for row in map(without_spaces, rows_of(chars)) if row]
    filled = [row for row in lines if row[-1]["x1"] > full]
    are_spread = sum(map(_is_spread, filled)) > len(filled) // 2
    return bool(filled) and not are_spread


def _is_spread(row: Sequence[Char]) -> bool:
    """Return whether the letters of a line are apart (均等割付)."""
    inked = sum(float(char["x1"] - char["x0"]) for char in row)
    return float(row[-1]["x1"] - row[0]["x0"]) > _SPREAD * inked


_SPREAD = 1.3


def are_in_columns(chars: Iterable[Char], borders: Sequence[float]) -> bool:
    """Return whether a row's texts are between borders (桁のそろい), and it is no title.

    Texts close to each other are no title either if they fill several columns.
    """
    inked = sorted(without_spaces(list(chars)), key=lambda char: float(char["x0"]))
    rows = rows_of(inked)
    filled = {bisect_right(borders, centre_of(char)) for char in inked}
    ends = accumulate((char["x1"] for char in inked), max)  # of all lines: a label has its own
    gaps = (char["x0"] - end for char, end in zip(inked[1:], ends, strict=False))
    least = PART_GAP * em_of(inked)
    if 0 in filled and len(filled) < FEWEST_COLUMNS and not any(gap > least for gap in gaps):
        return False
    return not any(crosses(row, x) for row in rows for x in borders)


def fill_most(chars: Sequence[Char], borders: Sequence[float]) -> bool:
    """Return whether there are texts in most columns (大半の列の記入), and no stretched word."""
    words = (part for row in rows_of(without_spaces(chars)) for part in parts_at_gaps(row, ALIGNED))
    filled = {bisect_right(borders, centre_of(word[0])) for word in words if len(word) > 1}
    return len(filled) >= FEWEST_COLUMNS and 2 * len(filled) > len(borders) + 1


def crosses(row: Sequence[Char], x: float) -> bool:
    """Return whether a line crosses a border (境界をまたぐ文), as a stretched word does."""
    before = max((c for c in row if centre_of(c) < x), key=lambda c: float(c["x1"]), default=None)
    behind = min((c for c in row if centre_of(c) >= x), key=lambda c: float(c["x0"]), default=None)
    if before is None or behind is None:
        return False
    gap, em = float(behind["x0"] - before["x1"]), em_of(row)
    return gap < _MARGIN * em or (gap < PART_GAP * em and _is_of_one_gap(row, gap, _MARGIN * em))


def _is_of_one_gap(row: Sequence[Char], gap: float, near: float) -> bool:
    """Return whether the letters of a line are evenly spaced (均等割付の語)."""
    gaps = [b["x0"] - a["x1"] for a, b in pairwise(without_spaces(row))]
    return len(gaps) >= FEWEST_COLUMNS and all(abs(one - gap) < near for one in gaps)


def parts_at_gaps(line: Sequence[Char], least: float) -> list[list[Char]]:
    """Return the parts of a line between wide gaps (行の語). least: in characters."""
    parts: list[list[Char]] = [[]]
    for char in line:
        if parts[-1] and char["x0"] - parts[-1][-1]["x1"] > least * em_of(line):
            parts.append([])
        parts[-1].append(char)
    return parts


def number_of_page(chars: Sequence[Char]) -> list[Char]:
    """Return the page's number at its foot (頁番号): a figure alone on the last line, or none.

    The end of a figure that is broken in its column is right below the rest.
    """
    rows = [row for row in map(without_spaces, rows_of(chars)) if row]
    above, last = rows[-2:] if len(rows) > 1 else ([], [])
    if not last or not _PAGE_NUMBER.fullmatch("".join(char["text"] for char in last)):
        return []
    is_near = top_of(last) - bottom_of(above) < em_of(last)
    over = [c for c in above if c["x1"] > last[0]["x0"] and c["x0"] < last[-1]["x1"]]
    return [] if is_near and over and is_figure_line(over) else last


_PAGE_NUMBER = re.compile(r"[-－―–—‐(（]?\d{1,4}(?:[/／]\d{1,4})?(?:ページ|頁)?[-－―–—‐)）]?")


def by_rows(cells: dict[Box, list[PageLine]], ys: Sequence[float]) -> dict[Box, list[PageLine]]:
    """Return the cells, those with texts of several rows split (罫線のない区切り).

    Some tables omit the rule where 款 stays the same, although each row has its 項 and 目 beside
    it. ys: where rows begin and end.
    """
    beside: dict[int, list[float]] = defaultdict(list)
    rows = middles(ys)
    for box, lines in cells.items():
        row = bisect_left(rows, box[1])
        if lines and bisect_left(rows, box[3]) == row + 1:
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
    """Split a cell's lines by row (行ごとの文), keeping a single text whole.

    Each part must be centred in its row or begin at the height of a cell beside it, apart from the
    others. A word stretched over its cell has lines of one character.
    """
    parts: dict[int, list[PageLine]] = {}
    for line in lines:
        parts.setdefault(bisect_right(ys, line.middle) - 1, []).append(line)
    for row, part in parts.items():
        if not 0 <= row < len(ys) - 1 or all(len(line.text) == 1 for line in part):
            return {0: lines}
        top, bottom, em = part[0].top, part[-1].bottom, part[0].em
        is_in_middle = abs(top + bottom - ys[row] - ys[row + 1]) < 2 * OFF_PLACE * em
        is_beside = any(abs(top - other) < OFF_PLACE * em for other in beside[row])
        if not (is_in_middle or is_beside):
            return {0: lines}
    ordered = list(parts.values())
    if len({any(map(str.isalpha, "".join(line.text for line in part))) for part in ordered}) > 1:
        return {0: lines}  # a sum below the words that it is of
    within = [gap for part in ordered for gap in _gaps(part)]
    between = _gaps([line for part in ordered for line in (part[0], part[-1])])[1::2]
    leading = max(within, default=OFF_PLACE) + OFF_PLACE
    return parts if between and min(between) > leading else {0: lines}


def _gaps(lines: Sequence[PageLine]) -> list[float]:
    """Return the room below each line (行間), in widths of a character."""
    return [(below.top - above.bottom) / below.em for above, below in pairwise(lines)]


def middles(places: Sequence[float]) -> list[float]:
    """Return the midpoints of places (位置の中間): a bisection of them finds the nearest place."""
    return [(one + other) / 2 for one, other in pairwise(places)]


def is_tabular(row: Sequence[Char]) -> bool:
    """Return whether a line has texts far apart, like a row of several columns (表らしい行)."""
    return wide_gaps(row) >= FEWEST_COLUMNS - 1


def wide_gaps(row: Sequence[Char]) -> int:
    """Return how many wide gaps a line has between its texts (行の空き)."""
    inked = without_spaces(row)
    return sum(b["x0"] - a["x1"] > PART_GAP * em_of(inked) for a, b in pairwise(inked))


_AMOUNT = re.compile(r"(?P<text>.*[^\W\d].*?)\s+(?P<amount>[△▲]?\s?[0-9０-９,，]+(?:千?円)?)")


def with_amounts_last(lines: Sequence[PageLine], right: float) -> Iterator[PageLine]:
    """Yield a cell's lines, with an amount at its right edge after its text (行末の金額).

    A text beside a column of amounts (説明) is broken before it ends, and its first line has the
    amount. A figure close to the text may be part of it, broken before its end. right: where the
    cell ends.
    """
    found = [_AMOUNT.fullmatch(line.text) for line in lines]
    split = [
        match if line.x1 > right - _SLACK_OF_AMOUNT * line.em else None
        for line, match in zip(lines, found, strict=True)
    ]
    reach = [
        line.x0 + ems_needed(match["text"]) * line.em if match else line.x1
        for line, match in zip(lines, split, strict=True)
    ]
    edge = max(reach, default=0.0)
    if not any(
        match and line.x1 - ems_needed(match["amount"]) * line.em > end + _AMOUNT_APART * line.em
        for line, match, end in zip(lines, split, reach, strict=True)
    ):
        below = [*(line.text for line in lines[1:]), ""]
        split = [
            match if match and _is_whole(match["amount"], text) else None
            for match, text in zip(split, below, strict=True)
        ]
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
            and lines[place + 1].x0 > line.x0 - OFF_PLACE * line.em
        ):
            place += 1
            text = join((text, lines[place].text.strip()))
        # Its end is that of a paragraph.
        yield replace(line, text=f"{text}{INDENT}{match['amount']}", x1=line.x0)
        place += 1


def _is_whole(amount: str, below: str) -> bool:
    """Return whether an amount ends with its line (行末で終わる金額), with no unit below it."""
    starts = (below.strip()[:length] for length in range(1, _LONGEST_UNIT + 1))
    is_counted = below[:1].isdecimal() or any(map(known_unit, starts))
    return bool(_WHOLE_AMOUNT.fullmatch(amount)) and not is_counted


_WHOLE_AMOUNT = re.compile(r"[△▲]?\s?(?:\d{1,3}(?:[,，]\d{3})+(?:千?円)?|\d+千?円)")
_LONGEST_UNIT = 3
_SLACK_OF_AMOUNT = 1.5
_AMOUNT_APART = 1.5  # a space within a text is narrower
_SHORT = 1.2
