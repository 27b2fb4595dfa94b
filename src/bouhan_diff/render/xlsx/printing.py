"""Print a workbook (印刷): paper, scale, and page ends."""

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from .cells import Value, height
from .styles import LINE_POINTS, CellStyle

A4, A3 = 9, 8
_PRINTED_MM = {A4: 297 - 20, A3: 420 - 20}  # of a page in landscape, between its margins
_MM_PER_CHARACTER = 2.25  # of 10 points, in the roomiest fonts that stand in for the text's
_SMALLEST = 0.9  # of its size: 9 points
_PAGE_POINTS = {A4: 492, A3: 730}  # of a page in landscape, between its margins

ROOMS = tuple(mm / _MM_PER_CHARACTER / _SMALLEST for mm in _PRINTED_MM.values())
"""The total width of columns (版面の幅) that is printed at 9 points: on A4, on A3."""
WIDEST = ROOMS[-1]


class Spanned(NamedTuple):
    """A cell across several columns (結合したセル): how many, 0 for all of the sheet's."""

    across: int
    value: Value
    style: CellStyle


SheetLine = Sequence[Spanned]
"""The cells of a line around the rows (前書き・後書きの行), from the left."""


def whole_line(text: str, style: CellStyle = CellStyle.NOTE) -> SheetLine:
    """Return a line of text across all columns (全幅の行)."""
    return [Spanned(0, text, style)]


def printed_scale(widths: Sequence[float], paper: int) -> float:
    """Return the scale at which a sheet fits the width of its paper (印刷倍率), at most 1."""
    room = _PRINTED_MM[paper] / _MM_PER_CHARACTER
    return max(min(1.0, floor(100 * room / sum(widths)) / 100), _SMALLEST)


def page_points(widths: Sequence[float], paper: int) -> float:
    """Return the height of a page (頁の高さ), in points of a sheet of these widths."""
    return _PAGE_POINTS[paper] / printed_scale(widths, paper)


def line_height(line: SheetLine, widths: Sequence[float]) -> float:
    """Return the height of a line around the rows (行の高さ) in points, half for an empty one."""
    if _is_blank(line):
        return LINE_POINTS / 2
    tallest, place = 0.0, 0
    for across, value, style in line:
        end = place + across if across else len(widths)
        tallest, place = max(tallest, height([value], [sum(widths[place:end])], style)), end
    return tallest


def _is_blank(line: SheetLine) -> bool:
    return not any(value for _across, value, _style in line)


def page_ends(
    lines: Sequence[SheetLine], widths: Sequence[float], paper: int
) -> tuple[list[int], int]:
    """Return after which lines the pages of a text sheet end (改頁), and the line to repeat.

    A heading stays with some of its rows, and with all of them if that leaves little of the page
    before empty. The heading line is repeated if every later page continues its table; repeated in
    the sheet itself, it would also appear on screen and on other paper.
    """
    heights = [line_height(line, widths) for line in lines]
    styles = [line[0].style for line in lines]
    blanks = [place for place, line in enumerate(lines) if _is_blank(line)]
    room = page_points(widths, paper)
    ends: list[int] = []
    going_on: list[int] = []  # with the table below which line of headings, of each later page
    used, headings = 0.0, 0
    for place, style in enumerate(styles):
        if style is CellStyle.HEADING or not style.is_boxed:
            headings = place + 1 if style.is_boxed else 0
        needed = heights[place]
        if style in _HEADS:
            block = slice(place, next((blank for blank in blanks if blank > place), len(styles)))
            whole = sum(heights[block])
            is_little_left = used >= room * (1 - _LITTLE)
            needed = _beginning(heights[block], styles[block])
            needed = whole if is_little_left and whole <= room else needed
        if place and used + needed > room:
            is_amid = style.is_boxed and style is not CellStyle.HEADING
            ends.append(place)
            going_on.append(headings if is_amid else 0)
            used = heights[headings - 1] if is_amid else 0.0
        used += heights[place]
    last = going_on[-1] if going_on else 0
    later = {one for end, one in zip(ends, going_on, strict=True) if end >= last}
    return ends, last if later == {last} else 0


_HEADS = {CellStyle.SECTION, CellStyle.HEADING}
_LITTLE = 0.2  # of a page
_LEAST_LINES = 3


def _beginning(heights: Sequence[float], styles: Sequence[CellStyle]) -> float:
    """Return the height of a block's headings (見出しの高さ) and the least that follows them."""
    used = below = 0.0
    for points, style in zip(heights, styles, strict=True):
        used += points
        below += points if style not in _HEADS else 0
        if below >= _LEAST_LINES * LINE_POINTS:
            break
    return used
