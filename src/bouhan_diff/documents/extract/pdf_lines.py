"""Characters of a page to lines of text (文字から行へ), by their positions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from ...text.joining import INDENT, ITEM_SIGNS
from ...text.linebreak import display_width
from .pdf_rules import Char, middle_of, without_spaces
from .sources import shifted

_LATIN = re.compile(r"[\x21-\x7e]")
_SENTENCE_ENDS = ("。", "．", "｡")
# In widths of a character: what parts two words, two Japanese words, and two texts.
_WORD_GAP = 0.2
_WIDE_GAP = 0.8
_COLUMN_GAP = 3.0
_INDENTED = (0.7, 2.6)
_SHORT_BY = 2.0
_SPARE = 0.8
_SQUEEZED = 0.1
_OVERPRINTED = -0.3
_FILLED = re.compile(r"(?<=\S)[ \u3000]{3,}(?=\S)")  # as many spaces only fill the line
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")
_RUBY = 0.7
# A figure is a note's or a power where it is that much smaller and higher than the text before.
_SMALL = 0.8
_SHIFTED = 0.15
# What a layout keeps together at a line's start: brackets, a character with a Latin word after
# it, and what may not begin a line.
_CLOSE = "[、。，．,.・：；:;？！?!」』)）】》〉〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％%]*"
_FIRST_UNIT = re.compile(rf"[「『(（【《〈〔]*[^\x21-\x7e]?{_CLOSE}[\x21-\x7e]*{_CLOSE}")
_NEAR = 3  # lines at about one height


@dataclass(slots=True)
class PageLine:
    """A line as printed on the page (行). em: the width of one of its characters.

    is_overprinted: characters overlap, so that their order is uncertain. is_turned: it runs down or
    up the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    is_overprinted: bool = False
    is_turned: bool = False

    @property
    def middle(self) -> float:
        """Its height on the page (行の中心)."""
        return (self.top + self.bottom) / 2


def lines_of(chars: Iterable[Char], *, is_split: bool = False) -> list[PageLine]:
    """Return the lines made up by the characters (行), from top to bottom.

    is_split: texts far apart at one height become separate lines, from left to right.
    """
    lines: list[PageLine] = []
    for horizontal in directions(chars):
        rows = _with_numbers(rows_of(horizontal))
        vertical = turned_upright(rows)
        rows = rows if vertical is None else rows_of(vertical)
        parts = [part for row in rows for part in (_parts(row) if is_split else [row])]
        lines += _without_ruby([_line(part) for part in parts if without_spaces(part)])
    return lines


def _with_numbers(rows: list[list[Char]]) -> list[list[Char]]:
    """Return the rows, with a number left of and between two of them joined to the upper one."""
    for at in range(len(rows) - 2, 0, -1):
        above, row, below = map(without_spaces, rows[at - 1 : at + 2])
        is_left = above and row and below and row[-1]["x1"] <= min(above[0]["x0"], below[0]["x0"])
        if is_left and row[0]["top"] < above[0]["bottom"] and below[0]["top"] < row[0]["bottom"]:
            rows[at - 1 : at + 1] = [[*rows[at], *rows[at - 1]]]
    return rows


def _without_ruby(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines without readings (ルビ): small kana close above the words they belong to."""
    return [
        line
        for place, line in enumerate(lines)
        if not (
            _KANA.fullmatch(line.text)
            and any(
                line.em < _RUBY * below.em
                and below.x0 - line.em < line.x0
                and line.x1 < below.x1 + line.em
                and abs(below.top - line.bottom) < line.em
                for below in lines[place + 1 : place + 1 + _NEAR]
            )
        )
    ]


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Group the characters by height (同じ高さの文字), each row from left to right."""
    rows: list[list[Char]] = []
    middle = reach = 0.0
    for char in sorted(chars, key=middle_of):
        half = (char["bottom"] - char["top"]) / 2
        # A raised figure is found first, and the text that it belongs to is taller.
        is_same = bool(rows) and middle_of(char) - middle < max(reach, half)
        if is_same:
            rows[-1].append(char)
        else:
            rows.append([char])
        if not is_same or half > reach + 1:
            middle, reach = middle_of(char), half
    return [sorted(row, key=lambda char: float(char["x0"])) for row in rows]


def _parts(row: Sequence[Char]) -> list[list[Char]]:
    parts: list[list[Char]] = []
    reach = 0.0
    for char in row:
        if char["text"].isspace():
            if parts:
                parts[-1].append(char)
                reach = max(reach, char["x0"])
        elif parts and char["x0"] - reach < _COLUMN_GAP * _em(char):
            parts[-1].append(char)
            reach = max(reach, char["x1"])
        else:
            parts.append([char])
            reach = char["x1"]
    return parts


def _line(chars: Sequence[Char]) -> PageLine:
    text = ""
    last: Char | None = None
    chars = _without_ghosts(chars)
    inked = without_spaces(chars)
    spread = _is_spread(chars)
    for char in chars:
        if last is not None and not spread:
            text += _space(last, char)
        text += _raised(char, last)
        last = char
    # Punctuation is often set closer than its own width.
    is_overprinted = any(
        _gap(last, char) < _OVERPRINTED and last["text"].isalnum() and char["text"].isalnum()
        for last, char in pairwise(inked)
    )
    is_turned = "place" in inked[0]
    inked = [char.get("place", char) for char in inked]
    return PageLine(
        _FILLED.sub(INDENT, text.rstrip()),
        min(char["x0"] for char in inked),
        max(char["x1"] for char in inked),
        min(char["top"] for char in inked),
        max(char["bottom"] for char in inked),
        max(map(_em, inked)),
        is_overprinted,
        is_turned,
    )


def _without_ghosts(chars: Sequence[Char]) -> list[Char]:
    """Return the characters without narrow spaces that take no room (幅のない空白).

    LibreOffice draws them between Japanese and figures although the text has none: on top of each
    other, of their neighbours, or in the small gap that it leaves there.
    """
    kept: list[Char] = []
    spaces: list[Char] = []
    for char in chars:
        if char["text"] == " ":
            spaces.append(char)
            continue
        if spaces:
            start = kept[-1]["x1"] if kept else spaces[0]["x0"]
            width = max(space["x1"] - space["x0"] for space in spaces) or 1.0
            kept += spaces[: int(max(0.0, char["x0"] - start) / width + _SQUEEZED)]
        kept.append(char)
        spaces = []
    return kept


def _raised(char: Char, last: Char | None) -> str:
    """Return a character's text (文字), a small raised or lowered figure as such: 50¹人, CO₂."""
    text = str(char["text"])
    if last is None or not text.isdecimal() or char["size"] > _SMALL * last["size"]:
        return text
    shift = (middle_of(last) - middle_of(char)) / _em(last)
    if abs(shift) < _SHIFTED:
        return text
    return shifted(text, "superscript" if shift > 0 else "subscript")


def _em(char: Char) -> float:
    return float(char["size"]) or float(char["bottom"] - char["top"]) or 1.0


def _gap(last: Char, char: Char) -> float:
    return float(char["x0"] - last["x1"]) / _em(char)


def _is_spread(chars: Sequence[Char]) -> bool:
    """Return whether a word is stretched over the width of its cell (均等割付)."""
    gaps = [_gap(last, char) for last, char in pairwise(chars)]
    return len(gaps) > 1 and min(gaps) > _WORD_GAP and max(gaps) - min(gaps) < _WORD_GAP


def _space(last: Char, char: Char) -> str:
    if last["text"].isspace() or char["text"].isspace():
        return ""
    gap = _gap(last, char)
    if _LATIN.match(last["text"]) and _LATIN.match(char["text"]):
        return " " if gap > _WORD_GAP else ""
    return INDENT if gap > _WIDE_GAP else ""


# Directions of writing

_FEWEST_LINES = 3
_LINES_APART = 0.25  # of a character, between lines; within a line there is less


def directions(chars: Iterable[Char]) -> list[list[Char]]:
    """Group the characters by direction (向き別の文字), horizontal ones first.

    Vertical ones have the positions that they would have on the rotated page.
    """
    level: list[Char] = []
    upwards: list[Char] = []
    downwards: list[Char] = []
    for char in chars:
        if char.get("upright", True):
            level.append(char)
        elif char["matrix"][1] > 0:
            upwards.append(_placed(char, -char["bottom"], -char["top"], char["x0"], char["x1"]))
        else:
            downwards.append(_placed(char, char["top"], char["bottom"], -char["x1"], -char["x0"]))
    return [found for found in (level, upwards, downwards) if found]


def turned_upright(rows: Sequence[Sequence[Char]]) -> list[Char] | None:
    """Return the characters of vertical lines (縦書き), rotated; None if they are horizontal.

    Vertical lines are farther apart than the characters within them.
    """
    inked = [found for row in rows if (found := without_spaces(row))]
    beside = [_distance(*pair, "x0", "x1") for row in inked for pair in pairwise(row)]
    firsts = [row[0] for row in inked]
    below = [_distance(one, other, "top", "bottom") for one, other in pairwise(firsts)]
    if len(firsts) < _FEWEST_LINES or not beside or median(below) > _LINES_APART:
        return None
    if median(beside) <= max(_LINES_APART, median(below)):
        return None
    chars = (char for row in rows for char in row)
    return [_placed(c, c["top"], c["bottom"], -c["x1"], -c["x0"]) for c in chars]


def _placed(char: Char, x0: float, x1: float, top: float, bottom: float) -> Char:
    place = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return char | place | {"place": char.get("place", char)}


def _distance(one: Char, other: Char, start: str, end: str) -> float:
    return float(other[start] - one[end]) / (float(one["size"]) or 1.0)


# Indents


def with_indents(lines: Sequence[PageLine], left: float, right: float) -> tuple[str, ...]:
    """Return the texts (字下げ付きの行), with an indent before each that begins a paragraph.

    left, right: the edges of the column. A paragraph begins where a line is farther right than
    others, where a figure is below another one, or where the line above ends too early.
    """
    texts = []
    hanging = 0.0
    are_centred = _are_centred(lines, left, right)
    for place, line in enumerate(lines):
        text = line.text
        shift = (line.x0 - left) / line.em
        above = lines[place - 1] if place else None
        begins = _INDENTED[0] <= shift <= _INDENTED[1] and (shift - hanging) > _WORD_GAP
        ends_early = above and (_ends_early(above, text, right) or _are_listed(above, line))
        if not are_centred and (begins or ends_early) and not text[:1].isspace():
            text = INDENT + text
        if _ITEM.match(text.strip()):
            hanging = shift + _INDENTED[1]
        elif text[:1].isspace() or shift < _INDENTED[0]:
            hanging = 0.0
        texts.append(text)
    return tuple(texts)


_ITEM = re.compile(rf"[{ITEM_SIGNS}※(（①-⑩]|\d{{1,2}}[.．](?!\d)")


def _are_listed(line: PageLine, below: PageLine) -> bool:
    """Return whether two lines are right-aligned figures (右詰めの数値の列)."""
    are_figures = all(_FIGURE.fullmatch(one.text.strip()) for one in (line, below))
    return are_figures and abs(line.x1 - below.x1) < _FLUSH * line.em


_FIGURE = re.compile(r"[△▲－―−-]?\s*(?:\d{1,3}(?:[,，]\d{3})*|\d+)")
_FLUSH = 0.3  # of a character's width


def _are_centred(lines: Sequence[PageLine], left: float, right: float) -> bool:
    return all(
        abs((line.x0 - left) - (right - line.x1)) < _INDENTED[0] * line.em and line.x0 > left + 1
        for line in lines
    )


def _ends_early(line: PageLine, below: str, right: float) -> bool:
    """Return whether the line had room for more (段落の終わり), given what is below."""
    room = (right - line.x1) / line.em
    if line.text.endswith(_SENTENCE_ENDS):
        return room > _SHORT_BY
    unit = _FIRST_UNIT.match(below.strip())
    return room > ems_needed(unit[0] if unit else "") + _SPARE


def ems_needed(text: str) -> float:
    """Return the room that a text needs in ems; a narrow letter takes 0.6 of one."""
    wide = display_width(text, ambiguous=2) - len(text)
    return 0.6 * len(text) + 0.4 * wide


# Columns of text

_GUTTER = 1.2  # in widths of a character
_FEWEST_ROWS = 8
_FEWEST_FULL = 3  # lines of a column that mostly fill it
_MOSTLY = 0.6
_MIDDLE = (0.35, 0.65)  # of the page's width, where the gutter is
_STEP = 4  # points


class Gutter(NamedTuple):
    """The room between two columns of text (段の境): its middle, and where it begins and ends."""

    x: float
    top: float
    bottom: float


def gutter_of(chars: Iterable[Char]) -> Gutter | None:
    """Return the gutter of a page whose text is in two columns (段組), None if it is not.

    Lines of text keep clear of it, and each column has full lines.
    """
    level = (char for char in chars if char.get("upright", True))
    rows = [row for row in map(without_spaces, rows_of(level)) if row]
    if len(rows) < _FEWEST_ROWS:
        return None
    pieces = [list(_pieces(row)) for row in rows]
    left, right = min(row[0]["x0"] for row in rows), max(row[-1]["x1"] for row in rows)
    low, high = (left + part * (right - left) for part in _MIDDLE)
    places = range(int(low), int(high) + 1, _STEP)
    x = max(
        places, key=lambda x: (sum(_is_clear(row, x) for row in pieces), -abs(2 * x - low - high))
    )
    for is_clear, some in groupby(zip(rows, pieces, strict=True), key=lambda p: _is_clear(p[1], x)):
        run = list(some)
        full = [
            sum(
                min(end, x1) - max(start, x0) > _MOSTLY * (x1 - x0)
                for _r, spans in run
                for start, end in spans
            )
            for x0, x1 in ((left, x), (x, right))
        ]
        if is_clear and len(run) >= _FEWEST_ROWS and min(full) >= _FEWEST_FULL:
            bottom = max(char["bottom"] for char in run[-1][0])
            return Gutter(x, min(char["top"] for char in run[0][0]) - 1, bottom)
    return None


def _pieces(row: Sequence[Char]) -> Iterator[tuple[float, float]]:
    """Yield the start and end of each text in a row (文の範囲), with room beside it."""
    room = _GUTTER * _em(row[0]) / 2
    start = row[0]["x0"]
    for one, other in pairwise(row):
        if other["x0"] - one["x1"] > 2 * room:
            yield start - room, one["x1"] + room
            start = other["x0"]
    yield start - room, row[-1]["x1"] + room


def _is_clear(pieces: Sequence[tuple[float, float]], x: float) -> bool:
    """Return whether a row of text leaves a gutter free (段の境の余白)."""
    return not any(start < x < end for start, end in pieces)
