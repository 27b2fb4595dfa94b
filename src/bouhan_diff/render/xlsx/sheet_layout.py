"""Lay a sheet out (シートの割付): paper, scale and page ends, and the widths of columns."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from math import floor
from typing import NamedTuple

from ...comparison.table import ComparisonTable
from ...text.joining import LEGEND_BREAK
from ...text.linebreak import NO_END, NO_START, count_lines, ems
from .cells import EMS_PER_WIDTH, PADDING, TALLEST_POINTS, Value, height
from .styles import LINE_POINTS, CellStyle

# --- Printing -----------------------------------------------------------------------------------

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


def in_lines(entries: Iterable[str], widths: Sequence[float]) -> str:
    """Return the entries of a legend in lines as wide as these columns (凡例の行), none broken."""
    room = sum(widths) * EMS_PER_WIDTH - PADDING - _ROUGHLY
    lines: list[str] = []
    for entry in entries:
        if lines and ems(f"{lines[-1]}　{entry}") <= room:
            lines[-1] += f"　{entry}"
        else:
            lines.append(entry)
    return LEGEND_BREAK.join(lines)


_ROUGHLY = 4  # full-width characters that fonts may differ by in a line


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


# --- The widths of columns ----------------------------------------------------------------------

TEXT_WIDTH, WIDTH_ALONE = 42, 90
"""The least width of a column of texts (本文の列幅), beside another one and alone."""

TEXT_WIDTHS = (20, 24, TEXT_WIDTH, 50, 65, 80, WIDTH_ALONE, 130, 170, 220)
"""The widths that a column of texts may have (本文の列幅)."""

_AMOUNT_WIDTHS = (10, 20)
_WIDEST_AMOUNT = 30
MARGIN = 1.5


_MUCH_USED = 4


class _Font(NamedTuple):
    """A font that may replace the named one (代替フォント), in full-width characters.

    share: of a column's width of 1. narrow: width of a digit or Latin letter. padding: of both
    sides.
    """

    share: float
    narrow: float
    padding: float = PADDING

    def ends(self, line: str) -> list[float]:
        """Return where each character of a line ends (文字の右端), preceded by the line's start."""
        narrow = {"(": _BRACKET, ")": _BRACKET}
        sizes = (1 if ems(sign) == 1 else narrow.get(sign, self.narrow) for sign in line)
        return list(accumulate(sizes, initial=0.0))


_FONTS = (_Font(0.63, 0.64), 1), (_Font(0.6345, 0.62, 0.2), _MUCH_USED), (_Font(0.65, 0.6), 1)
"""Those of programs that begin lines with 。 and the like, each with how much it counts.

The second is LibreOffice's on Linux, which lays out no line by the rules; most others do.
"""
_BRACKET = 0.39  # the width of ( and ), in full-width characters
_MOST_LAID_OUT = 500
_TOO_FULL = 1.5  # full-width characters that a paragraph's last line leaves empty
_STEP = 0.25
_NARROWEST = 0.75  # of the widest
_WIDER = 3.5  # than what the texts need
_PRICE = 50  # of giving up all of a width, as lines are bad


FIELD_LINES = 5
"""The most lines of a field (項目の行数), of its heading and its values."""


def amount_width(heading: str, values: Iterable[str]) -> float:
    """Return the width of a column of amounts (数値の列幅) that shows heading and values."""
    least, most = _AMOUNT_WIDTHS
    width = min(max(2 * max(map(ems, heading.split("\n"))) + MARGIN, least), most)
    longest = max((value for value in values if "\n" not in value), key=len, default="")
    return min(max(width, 2 * ems(longest) + MARGIN), _WIDEST_AMOUNT)


def roomy(
    texts: Iterable[str], widths: tuple[int, int], lines: int, wider: float = _WIDER
) -> float:
    """Return a width (列幅) at which the longest text takes so many lines, within its limits.

    It may be up to `wider` more if fewer lines then begin with 。 or the like.
    """
    least, most = widths
    texts = tuple(texts)
    longest = max(map(ems, texts), default=0)
    width = min(max(2 * longest / lines + 2, least), most)
    return widened(texts, width, wider)


def widened(
    texts: Iterable[str], width: float, wider: float, others: Iterable[str] = (), by: float = 0
) -> float:
    """Return the width (列幅), or a little more if fewer lines then begin with 。 or the like.

    others: texts of a column that is wider by `by`.
    """
    widths = [width + more * _STEP for more in range(int(wider / _STEP))]
    found = _badness_of(texts, widths), _badness_of(others, [one + by for one in widths])
    count = [sum(both) for both in zip(*found, strict=True)]
    return widths[count.index(min(count))]


def well_broken(texts: Iterable[str], widest: float, least: float) -> float:
    """Return a width (列幅) close to the widest at which few lines begin with 。 or the like."""
    steps = range(int(widest * (1 - _NARROWEST) / _STEP) + 1)
    widths = [max(widest - less * _STEP, least) for less in steps]
    prices = (_PRICE * (1 - width / widths[0]) for width in widths)
    count = [sum(both) for both in zip(prices, _badness_of(texts, widths), strict=True)]
    return widths[count.index(min(count))]


def _badness_of(texts: Iterable[str], widths: Sequence[float]) -> list[int]:
    """Return how badly the lines of texts break at each of the widths (改行の悪さ).

    Spreadsheets break a cell's lines wherever they are full, except inside Latin words.
    """
    lines = {
        (line, place > 0)
        for text in islice(texts, _MOST_LAID_OUT)
        for place, line in enumerate(reversed(text.split("\n")))
    }
    count = [0] * len(widths)
    for line, goes_on in lines:
        for font, weight in _FONTS:
            ends = font.ends(line)
            for place, width in enumerate(widths):
                room = width * font.share - font.padding
                count[place] += weight * _badly_broken(line, ends, room, goes_on=goes_on)
    return count


def _badly_broken(line: str, ends: Sequence[float], room: float, *, goes_on: bool) -> int:
    """Return how badly a paragraph's lines break in this much room (禁則).

    ends: the right edge of each character. goes_on: another paragraph follows.
    """
    count = first = 0
    while ends[first] + room < ends[-1]:
        full = max(bisect_right(ends, ends[first] + room) - 1, first + 1)
        cut = full
        while cut > first and (line[cut - 1] + line[cut]).isascii() and line[cut - 1] != " ":
            cut -= 1
        first = cut if cut > first else full
        count += _badness(line[first - 1], line[first])
    is_full = goes_on and ends[-1] - ends[first] + _TOO_FULL > room
    count += 6 * (first > 0 and len(line) - first == 1)  # a character alone
    return count + 3 * is_full  # the next paragraph would seem to be of this one


def _badness(before: str, after: str) -> int:
    if after in "、。":
        return 3
    if re.fullmatch("[Ａ-Ｚａ-ｚ]{2}", before + after):  # ＤＶ｜Ｄ
        return 2
    is_in_figure = before.isdecimal() and after.isalpha()  # 22｜局
    return after in NO_START or before in NO_END or is_in_figure


def twice(heading: str) -> Iterator[str]:
    """Yield the lines of a heading (見出しの行), each to be broken once at most."""
    return (line * (FIELD_LINES // 2) for line in heading.split("\n"))


def texts_width(tables: Sequence[ComparisonTable], least: int) -> int:
    """Return the width at which the tables' longest text fits into the height of one row."""
    texts = {text for table in tables for row in table.rows() for text in (row.old, row.new)}
    return text_width((text or "" for text in texts), least)


def text_width(texts: Iterable[str], least: int) -> int:
    """Return the width (列幅) at which the longest text fits into the height of one row."""
    texts = tuple(texts)
    for width in TEXT_WIDTHS[:-1]:
        if width >= least and all(_is_shown_whole(text, width) for text in texts):
            return width
    return TEXT_WIDTHS[-1]


def _is_shown_whole(text: str, width: float) -> bool:
    lines = count_lines(text, width * EMS_PER_WIDTH - PADDING)
    return lines <= int(TALLEST_POINTS / LINE_POINTS)
