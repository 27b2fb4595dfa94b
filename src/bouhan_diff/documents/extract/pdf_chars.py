"""Characters of a page (頁の文字): which of them can be seen, mended, and which are struck out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from .sources import ODD, UNREADABLE, legible

Char = dict[str, Any]
"""A character as pdfplumber has it (文字): text, x0, x1, top, bottom, size."""

_CID = re.compile(r"\(cid:\d+\)")
# A browser names a glyph that has several names by the first in Unicode's order.
_BROWSER_GLYPHS = str.maketrans("\u2003ʻ‧‵∕\u2329\u232a〜", "\u3000‘・｀／〈〉～")

_SMALLEST = 1.0  # points; smaller characters are there for programs alone
_SAME_PLACE = 1.0  # of fake bold: one character drawn several times
_INKS = 4  # of CMYK, in which white is no ink
_TINTS = ("Gray", "RGB", "CMYK", "ICCBased")  # spaces in which a colour says what is seen


def seen(
    chars: Iterable[Char], boxes: Sequence[dict[str, Any]], *, is_browsers: bool
) -> tuple[list[Char], str]:
    """Return the characters that can be seen, each once (見える文字), and the text of the others.

    Left out is what is white on white or too small for any eye. boxes: filled areas and
    pictures, on which white can be read. Radicals and shared glyphs are mended.
    """
    kept: list[Char] = []
    hidden = ""
    mended: dict[str, str] = {}
    drawn: dict[tuple[str, int, int], list[Char]] = defaultdict(list)
    dark = [box for box in boxes if box["object_type"] == "image" or not is_white(box)]
    for char in chars:
        text = char["text"]
        x, y = float(char["x0"]), float(char["top"])
        key = text, round(x / _SAME_PLACE), round(y / _SAME_PLACE)
        if not text.isspace():
            if char["size"] < _SMALLEST or (_is_white_char(char) and not _is_on(char, dark)):
                hidden += text
                continue
            if any(_is_same(char, one) for near in _around(key) for one in drawn.get(near, ())):
                continue
            drawn[key].append(char)
        if text not in mended:
            mended[text] = _mended(text, is_browsers=is_browsers)
        char["text"] = mended[text]
        kept.append(char)
    return kept, hidden


def _mended(text: str, *, is_browsers: bool) -> str:
    """Return a character with what its font says wrongly mended (文字の補正)."""
    text = _CID.sub(UNREADABLE, text) if "(cid:" in text else text
    text = legible(text) if ODD.search(text) else text
    return text.translate(_BROWSER_GLYPHS) if is_browsers else text


def _around(key: tuple[str, int, int]) -> Iterable[tuple[str, int, int]]:
    text, x, y = key
    return ((text, x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def _is_same(char: Char, other: Char) -> bool:
    return bool(
        abs(char["x0"] - other["x0"]) <= _SAME_PLACE
        and abs(char["top"] - other["top"]) <= _SAME_PLACE
        and abs(char["size"] - other["size"]) <= _SAME_PLACE
    )


def _is_white_char(char: Char) -> bool:
    space = str(char.get("ncs", ""))
    return any(tint in space for tint in _TINTS) and is_white(char)


def is_white(thing: dict[str, Any]) -> bool:
    """Return whether a character or area is filled with white (白色)."""
    colour = thing.get("non_stroking_color")
    if isinstance(colour, int | float):  # a shade of grey
        return colour == 1
    if not isinstance(colour, tuple | list) or not colour:
        return False
    white = 0 if len(colour) == _INKS else 1
    return all(part == white for part in colour)


def _is_on(char: Char, boxes: Sequence[dict[str, Any]]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"] for box in boxes)


# Rules that strike characters out

# In widths of a character. Under a font that does not say how deep it reaches, text seems higher.
_OFF_MIDDLE = 0.3
_OVER_END = 0.25  # a rule of a table reaches its cell's edge
_NEAR = 6  # points, as far as a rule may be from the middle of any usual character


def struck_heights(chars: Iterable[Char], edges: Iterable[dict[str, Any]]) -> list[float]:
    """Return at which heights a rule runs through characters (取消線の高さ), end to end."""
    by_height: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if char["text"].strip() and char.get("upright", True):
            by_height[round(_middle(char))].append(char)
    heights = []
    for edge in edges:
        if edge["orientation"] == "h":
            near = range(round(edge["top"]) - _NEAR, round(edge["top"]) + _NEAR)
            through = [c for at in near for c in by_height[at] if _runs_through(edge, c)]
            if through and _is_as_long(edge, through):
                heights.append(_middle(through[0]))
    return heights


def _runs_through(edge: dict[str, Any], char: Char) -> bool:
    across = edge["x0"] < (char["x0"] + char["x1"]) / 2 < edge["x1"]
    return bool(across and abs(_middle(char) - edge["top"]) < _OFF_MIDDLE * char["size"])


def _is_as_long(edge: dict[str, Any], chars: Sequence[Char]) -> bool:
    spare = _OVER_END * chars[0]["size"]
    return bool(
        abs(min(char["x0"] for char in chars) - edge["x0"]) < spare
        and abs(max(char["x1"] for char in chars) - edge["x1"]) < spare
    )


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2
