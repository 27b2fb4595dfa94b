"""What is seen on a page (見える文字と図形): by colour, each character once, whatever its font.

Which values mean white depends on the colour space, which pdfplumber does not give for shapes.
Fonts are those that pdfminer cannot read, or whose tables are wrong. A text may run over the sides
of its cell, and is seen as that cell's.
"""

import io
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import groupby
from operator import itemgetter
from typing import Any

from pdfminer.cmapdb import CMap, CMapBase, CMapParser, FileCMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve_all
from pdfminer.psparser import LIT, PSKeyword, literal_name
from pdfminer.utils import choplist
from pdfplumber.page import Page

from .pdf_rules import Box, Char, Edge, middle_of
from .sources import ODD, UNREADABLE, legible

_LARGEST_LETTER = 24.0
_INKS = 4  # of CMYK, in which white is no ink
_TINTS = ("Gray", "RGB", "CMYK", "ICCBased")  # spaces in which a colour says what is seen
_PLATES = ("Separation", "DeviceN")  # a press's own inks: none of them is the paper


def is_white(thing: dict[str, Any]) -> bool:
    """Return whether a character or area is filled with white (白色)."""
    colour = thing.get("non_stroking_color")
    parts = tuple(colour) if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    space = str(thing.get("ncs", ""))
    if any(tint in space for tint in _TINTS) or not space:
        white = 0 if len(parts) == _INKS else 1
        return all(part == white for part in parts)
    return thing["object_type"] != "char" and space in _PLATES and not any(parts)


def is_seen(thing: dict[str, Any], *, are_letters_painted: bool) -> bool:
    """Return whether a part of the page is visible (見える図形), unlike the edges of a white box.

    A browser paints a white box behind each cell, the table and the page, and Word behind words. A
    shape of a letter's size is no rule either, if letters are painted as well.
    """
    is_shape = thing["object_type"] in {"curve", "rect"}
    if is_shape and are_letters_painted and is_of_a_letter(thing):
        return False
    if thing["object_type"] != "rect" or thing.get("stroke") or not thing.get("fill"):
        return True
    return not is_white(thing)


def is_of_a_letter(thing: dict[str, Any]) -> bool:
    """Return whether a filled shape may be a letter's (文字の輪郭)."""
    return bool(thing.get("fill")) and max(thing["width"], thing["height"]) <= _LARGEST_LETTER


_PADDING = 10.0  # points, at most between the words of a cell and its rules
_APART = 1.0  # points, by which what is drawn behind words is clear of the rules
_THICKEST_RULE = 4.0  # points; a thin area is a rule itself, perhaps through deleted words
_MOST_UPRIGHTS = 2_000
_LEFT = itemgetter("x0")


def without_highlights(
    boxes: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the areas except those behind words in a ruled cell (文字の網かけ).

    Such an area keeps clear of the rules on both sides, while a cell's own shade reaches them.
    """
    thin = [thing for thing in (*lines, *boxes) if thing["width"] < _APART < thing["height"]]
    uprights = sorted(nlargest(_MOST_UPRIGHTS, thin, key=itemgetter("height")), key=_LEFT)

    def is_clear(box: dict[str, Any], side: str, left: float, right: float) -> bool:
        at = box[side]
        near = uprights[bisect_left(uprights, at - left, key=_LEFT) :]
        near = near[: bisect_right(near, at + right, key=_LEFT)]
        top, bottom = box["top"] + _APART, box["bottom"] - _APART
        places = [line["x0"] for line in near if line["top"] < bottom and top < line["bottom"]]
        return bool(places) and all(abs(x - at) > _APART for x in places)

    def is_highlight(box: dict[str, Any]) -> bool:
        is_area = bool(box.get("fill")) and not box.get("stroke")
        is_area &= box["width"] > _PADDING and box["height"] > _THICKEST_RULE
        return (
            is_area
            and is_clear(box, "x0", _PADDING, _APART)
            and is_clear(box, "x1", _APART, _PADDING)
        )

    return [box for box in boxes if not is_highlight(box)] if uprights else list(boxes)


# --- Characters that are seen -------------------------------------------------------------------

_CID = re.compile(r"\(cid:\d+\)")
# A browser names a glyph that has several names by the first in Unicode's order.
_BROWSER_GLYPHS = str.maketrans("\u2003ʻ‧‵∕\u2329\u232a〜", "\u3000‘・｀／〈〉～")

_SMALLEST = 1.0  # points; smaller characters are there for programs alone
_SAME_PLACE = 1.0  # of fake bold: one character drawn several times


def visible_chars(
    chars: Iterable[Char], boxes: Sequence[dict[str, Any]], *, is_browsers: bool
) -> tuple[list[Char], str]:
    """Return the visible characters, each once (見える文字), and the text of the others.

    Left out is white text on white, and text too small to see. boxes: filled areas and pictures, on
    which white is readable. Radicals and shared glyphs are corrected.
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
            if char["size"] < _SMALLEST or (is_white(char) and not _is_on(char, dark)):
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
    """Return a character with errors of its font corrected (文字の補正)."""
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


def _is_on(char: Char, boxes: Sequence[dict[str, Any]]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"] for box in boxes)


# --- Rules that strike characters out -----------------------------------------------------------

# In widths of a character. Under a font that does not say how deep it reaches, text seems higher.
_OFF_MIDDLE = 0.3
_OVER_END = 0.25  # a rule of a table reaches its cell's edge
_NEAR = 6  # points, as far as a rule may be from the middle of any usual character


def struck_heights(chars: Iterable[Char], edges: Iterable[Edge]) -> list[float]:
    """Return the heights at which a rule runs through characters from end to end (取消線の高さ)."""
    by_height: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if char["text"].strip() and char.get("upright", True):
            by_height[round(middle_of(char))].append(char)
    heights = []
    for edge in edges:
        if edge["orientation"] == "h":
            near = range(round(edge["top"]) - _NEAR, round(edge["top"]) + _NEAR)
            through = [c for at in near for c in by_height[at] if _runs_through(edge, c)]
            if through and _is_as_long(edge, through):
                heights.append(middle_of(through[0]))
    return heights


def _runs_through(edge: Edge, char: Char) -> bool:
    across = edge["x0"] < (char["x0"] + char["x1"]) / 2 < edge["x1"]
    return bool(across and abs(middle_of(char) - edge["top"]) < _OFF_MIDDLE * char["size"])


def _is_as_long(edge: Edge, chars: Sequence[Char]) -> bool:
    spare = _OVER_END * chars[0]["size"]
    return bool(
        abs(min(char["x0"] for char in chars) - edge["x0"]) < spare
        and abs(max(char["x1"] for char in chars) - edge["x1"]) < spare
    )


# --- Fonts --------------------------------------------------------------------------------------

_LONGEST_RANGE = 1 << 16


class Fonts(PDFResourceManager):
    """The fonts of a document (フォント), including those whose text pdfminer leaves out."""

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """Return a font (フォント); a composite one uses the code table that it embeds."""
        if objid is None and literal_name(spec.get("Subtype")) in {"CIDFontType0", "CIDFontType2"}:
            return _CompositeFont(self, spec)
        return super().get_font(objid, spec)


class _CompositeFont(PDFCIDFont):
    """A font of many characters (CIDフォント)."""

    def __init__(self, rsrcmgr: PDFResourceManager, spec: Mapping[str, Any]) -> None:
        self._cids: Mapping[int, int] = {}
        super().__init__(rsrcmgr, spec)
        if self._cids and self.unicode_map:  # looked up by character, but its keys are codes
            texts = self.unicode_map.cid2unichr
            texts |= {cid: texts[code] for code, cid in self._cids.items() if code in texts}

    def get_cmap_from_spec(self, spec: Mapping[str, Any], strict: bool) -> CMapBase:
        """Return the code table (コード表): a known one, or the font's own.

        Without either, two bytes are one character.
        """
        known = super().get_cmap_from_spec(spec, strict)
        if not isinstance(known, CMap) or known.code2cid:
            return known
        codes, encoding = FileCMap(), spec.get("Encoding")
        if isinstance(encoding, PDFStream):
            parser = _EncodingParser(codes, io.BytesIO(encoding.get_data()))
            parser.run()
            self._cids = parser.cids
        return codes if codes.code2cid else IdentityCMap(WMode=codes.attrs.get("WMode", 0))


class _EncodingParser(CMapParser):
    """Reads which character each code is (符号化CMap), while pdfminer reads what it says."""

    def __init__(self, cmap: FileCMap, file: io.BytesIO) -> None:
        super().__init__(cmap, file)
        self._own = cmap
        self.cids: dict[int, int] = {}

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Take what an operator ends (演算子)."""
        size = {self.KEYWORD_ENDCIDCHAR: 2, self.KEYWORD_ENDCIDRANGE: 3}.get(token)
        if size is None:
            super().do_keyword(pos, token)
            return
        operands: list[Any] = [one for _at, one in self.popall()]
        for first, *last, cid in choplist(size, operands):
            begin, end = (int.from_bytes(code) for code in (first, *last, first)[:2])
            for code in range(begin, min(end + 1, begin + _LONGEST_RANGE)):
                written = code.to_bytes(len(first)).decode("latin-1")
                self._own.add_code2cid(written, cid + code - begin)
                self.cids[code] = cid + code - begin


def is_of_browser(page: Page) -> bool:
    """Return whether a browser printed a page (ブラウザーの印刷), even if joined with others since.

    Chromium begins each page with a graphics state that other programs do not write.
    """
    states = resolve_all(page.page_obj.resources.get("ExtGState"))
    return isinstance(states, dict) and _OF_BROWSER in states.values()


_OF_BROWSER = {"ca": 1, "BM": LIT("Normal")}


# --- Texts over the sides of their cells --------------------------------------------------------


def keep_whole(cells: Sequence[tuple[Box, list[Char]]], drawn: Sequence[Char]) -> None:
    """Move a text that runs over the sides of its cell into it (はみ出した文字列).

    Such a text has a character on the rule, or any part of a digit, or is an amount that the rule
    would part. It goes to the cell at whose left side it begins, or else to the one around its
    middle. drawn: all characters, in the order in which they are drawn.
    """
    for run in [*_texts_on_sides(cells, drawn), *_parted_amounts(cells, drawn)]:
        first, last, middle, em = (
            run[0]["x0"],
            run[-1]["x1"],
            middle_of(run[0]),
            run[0]["size"] or 1.0,
        )
        beside = [(box, inside) for box, inside in cells if box[1] <= middle < box[3]]
        chars = next((i for b, i in beside if 0 <= first - b[0] < _AT_SIDE * em), None)
        if chars is None:
            chars = next((i for b, i in beside if b[0] <= (first + last) / 2 < b[2]), None)
        if chars is not None:
            moved = {id(c) for c in run}
            for _box, inside in beside:
                inside[:] = [c for c in inside if id(c) not in moved]
            chars += run


def _texts_on_sides(
    cells: Sequence[tuple[Box, list[Char]]], drawn: Sequence[Char]
) -> Iterator[Sequence[Char]]:
    """Yield each text with a character on a side (罫線上の文字列).

    It has all that is drawn before and after that character without a gap.
    """
    over = [(c, room) for box, chars in cells for c in chars if (room := _room_on_side(box, c))]
    places = {id(c): at for at, c in enumerate(drawn)} if over else {}
    done: set[int] = set()

    def is_next(char: Char, other: Char, room: float) -> bool:
        em = float(char["size"]) or 1.0
        is_level = abs(middle_of(other) - middle_of(char)) < em / 2
        least = _OVER_HANGING if char["text"] in _HANGING else -1
        return is_level and least < (other["x0"] - char["x1"]) / em <= room

    for char, room in over:
        if id(char) in done:
            continue
        start = end = places[id(char)]
        while start and is_next(drawn[start - 1], drawn[start], room):
            start -= 1
        while end + 1 < len(drawn) and is_next(drawn[end], drawn[end + 1], room):
            end += 1
        run = drawn[start : end + 1]
        done |= {id(c) for c in run}
        yield run


def _parted_amounts(
    cells: Sequence[tuple[Box, list[Char]]], drawn: Sequence[Char]
) -> Iterator[Sequence[Char]]:
    """Yield each amount that a side parts between two digits (分断された金額): 184,00 | 0."""
    cell_of = {id(c): at for at, (_box, chars) in enumerate(cells) for c in chars}
    start = 0
    for end in range(1, len(drawn) + 1):
        if end < len(drawn) and _is_same_figure(drawn[end - 1], drawn[end]):
            continue
        run = drawn[start:end]
        start = end
        if len(run) > _SHORTEST_AMOUNT and len({cell_of.get(id(c)) for c in run}) > 1:
            parts = groupby(run, lambda c: cell_of.get(id(c)))
            texts = ["".join(c["text"] for c in part) for _cell, part in parts]
            if _AMOUNT.fullmatch("".join(texts)) and not all(map(_AMOUNT.fullmatch, texts)):
                yield run


def _is_same_figure(char: Char, other: Char) -> bool:
    """Return whether two characters drawn one after the other are of one figure (同じ数)."""
    gap = other["x0"] - char["x1"]
    are_figures = char["text"] in _FIGURES and other["text"] in _FIGURES
    return are_figures and abs(gap) < _TIGHT * char["size"] and abs(other["top"] - char["top"]) < 1


_FIGURES = frozenset("0123456789０１２３４５６７８９,，")
_AMOUNT = re.compile(r"\d{1,3}(?:[,，]\d{3})+")
_SHORTEST_AMOUNT = 4
_TIGHT = 0.06
_AT_SIDE = 1.0
_HANGING, _OVER_HANGING = frozenset("、。，．"), -0.7
_OPENING, _CLOSING = frozenset("（「『【〔［"), frozenset("）」』】〕］、。")
_ROOMS = {False: ((0.2, 0.5),), True: ((0.2, 0.5), (0.1, 0.15))}
"""By whether it is a digit: how far a character is over a side, and the room that ends its text."""


def _room_on_side(box: Box, char: Char) -> float:
    """Return the room that ends the text of a character on a side (罫線上の文字), or 0.

    A half of a wide bracket is blank. A comma that begins a line hangs over (ぶら下げ).
    """
    blank = (char["x1"] - char["x0"]) / 2
    right = char["x1"] - blank * (char["text"] in _CLOSING)
    left = char["x0"] + blank * (char["text"] in _OPENING)
    em = char["size"] or 1.0
    is_hanging = char["text"] in _HANGING and abs(left - box[0]) < em / 2
    over = _AT_SIDE if is_hanging else max(right - box[2], box[0] - left) / em
    rooms = _ROOMS[char["text"].isdecimal()] if not char["text"].isspace() else ()
    return next((room for least, room in rooms if over > least), 0.0)
