"""What is seen of a page (見える文字と図形): by their colours, and each character once.

What white is depends on the colour space, which pdfplumber does not give for shapes.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain
from math import inf
from operator import itemgetter
from typing import Any, NamedTuple

from pdfminer import pdfinterp
from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFDevice
from pdfminer.psparser import KWD
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from .pdf_rules import Char, Edge, middle_of
from .sources import ODD, UNREADABLE, legible

_LARGEST_LETTER = 24.0
_INKS = 4  # of CMYK, in which white is no ink
_TINTS = ("Gray", "RGB", "CMYK", "ICCBased")  # spaces in which a colour says what is seen
_PLATES = ("Separation", "DeviceN")  # a press's own inks: none of them is the paper


_Clip = tuple[float, float, float, float]  # left, bottom, right, top


class _Device(PDFPageAggregatorWithMarkedContent):
    """Records the colour space of each shape (図形の色空間)."""

    def paint_path(self, gstate: pdfinterp.PDFGraphicState, *args: object) -> None:
        """Paint a path (図形の描画)."""
        count = len(self.cur_item._objs)
        super().paint_path(gstate, *args)
        for shape in self.cur_item._objs[count:]:
            setattr(shape, "ncs", gstate.ncs)  # noqa: B010  pdfminer's shapes declare none


class _DrawnText(NamedTuple):
    """A text that is drawn at once (描画された文字列); within: the list that has its characters."""

    chars: Sequence[LTChar]
    within: list[Any]
    is_hidden: bool

    @property
    def words(self) -> str:
        """What it says (語), without the spaces around it."""
        return "".join(char.get_text() for char in self.chars).strip()

    @property
    def place(self) -> int:
        """Where it begins, from the left (位置), in points."""
        return round(self.chars[0].x0)


class _Interpreter(pdfinterp.PDFPageInterpreter):
    """Draws a page, and tells which of its texts are clipped away (クリップ)."""

    def __init__(self, resources: pdfinterp.PDFResourceManager, device: PDFDevice) -> None:
        super().__init__(resources, device)
        self.texts: list[_DrawnText] = []
        self._clip: _Clip | None = None

    def dup(self) -> "_Interpreter":
        """Return one for a form drawn on the page (フォーム), which is clipped as the page is."""
        inner = type(self)(self.rsrcmgr, self.device)
        inner.texts, inner._clip = self.texts, self._clip
        return inner

    def get_current_state(self) -> Any:  # noqa: ANN401  one more than pdfminer's three
        """Return what is to be restored (描画状態)."""
        return (*super().get_current_state(), self._clip)

    def set_current_state(self, state: Any) -> None:  # noqa: ANN401
        """Restore what was saved (描画状態)."""
        *own, self._clip = state
        super().set_current_state(own)

    def do_W(self) -> None:  # noqa: N802  the operator's name
        """Clip to the box around the path (クリップ)."""
        points = [
            apply_matrix_pt(self.ctm, (part[at], part[at + 1]))  # type: ignore[arg-type]
            for part in self.curpath
            for at in range(1, len(part) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            left, bottom, right, top = self._clip or (-inf, -inf, inf, inf)
            self._clip = (
                max(left, min(xs)),
                max(bottom, min(ys)),
                min(right, max(xs)),
                min(top, max(ys)),
            )

    do_W_a = do_W  # noqa: N815

    def do_TJ(self, seq: Any) -> None:  # noqa: ANN401, N802
        """Draw a text (文字列の描画)."""
        drawn = self.device.cur_item._objs  # type: ignore[attr-defined]
        count = len(drawn)
        super().do_TJ(seq)
        chars = drawn[count:]
        if chars:
            self.texts.append(_DrawnText(chars, drawn, self._is_hidden(chars)))

    def _is_hidden(self, chars: Sequence[LTChar]) -> bool:
        """Return whether no character of a text is within the clip (見えない文字列)."""
        if self._clip is None:
            return False
        left, bottom, right, top = self._clip
        return not any(
            left <= (char.x0 + char.x1) / 2 <= right and bottom <= (char.y0 + char.y1) / 2 <= top
            for char in chars
        )


def drawn_pages(pages: Iterable[Page], turned: Callable[[Page], Page | None]) -> Iterator[Page]:
    """Yield the pages as they are drawn (頁の描画), without texts that the pages beside them show.

    A cell that two pages share is drawn on both, and clipped: the half of each that cannot be
    seen is there as well. turned: a page turned so that it is level, or None where it is.
    """
    last: Sequence[_DrawnText] = ()
    waiting: tuple[Page, Sequence[_DrawnText]] | None = None
    for page in chain(pages, [None]):
        coming = _drawn(page, turned) if page else None
        if waiting:
            shown, own = waiting
            _drop_copies(shown, own, chain(last, coming[1] if coming else ()))
            last = own
            yield shown
        waiting = coming


def _drop_copies(page: Page, own: Sequence[_DrawnText], beside: Iterable[_DrawnText]) -> None:
    """Take from a page what it hides and a page beside it shows (隠れた文字列の除去).

    A text is known by its words and its place from the left.
    """
    hidden = [text for text in own if text.is_hidden and text.words]
    if not hidden:
        return  # by far the most
    shown = {(text.words, text.place) for text in beside if not text.is_hidden}
    copies = [text for text in hidden if (text.words, text.place) in shown]
    gone = {id(char) for text in copies for char in text.chars}
    for within in {id(text.within): text.within for text in copies}.values():
        within[:] = [one for one in within if id(one) not in gone]
    if copies:
        page.flush_cache(["_objects"])


def _drawn(page: Page, turned: Callable[[Page], Page | None]) -> tuple[Page, Sequence[_DrawnText]]:
    """Return a page and its texts, its shapes with the name of their colour space (色空間), as ncs.

    pdfplumber gives it for characters alone. A colour of 1 is white as a shade of grey, and black
    as an ink of a press.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    setattr(pdfinterp, "PDFContentParser", ContentParser)  # noqa: B010  it takes none as argument
    interpreter = _Interpreter(page.pdf.rsrcmgr, device)
    interpreter.process_page(page.page_obj)
    page._layout = device.get_result()
    other = turned(page)
    return _drawn(other, turned) if other else (page, interpreter.texts)


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
    """Return whether a part of the page can be seen (見える図形): a white box's edges cannot.

    A browser paints one behind each cell, the table and the page, and Word behind words. Nor is
    anything of a letter's size a rule where the letters are painted as well.
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
    """Return the areas but those behind the words of a ruled cell (文字の網かけ).

    Such an area is clear of the rules at both of its sides, while a cell's own shade reaches them.
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


def _is_on(char: Char, boxes: Sequence[dict[str, Any]]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"] for box in boxes)


# --- Rules that strike characters out ----------------------------------------------------------

# In widths of a character. Under a font that does not say how deep it reaches, text seems higher.
_OFF_MIDDLE = 0.3
_OVER_END = 0.25  # a rule of a table reaches its cell's edge
_NEAR = 6  # points, as far as a rule may be from the middle of any usual character


def struck_heights(chars: Iterable[Char], edges: Iterable[Edge]) -> list[float]:
    """Return at which heights a rule runs through characters (取消線の高さ), end to end."""
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


# --- Content streams ----------------------------------------------------------------------------

# Numbers and the operator behind them, as maps and painted letters have tens of thousands of.
_OPERATION = re.compile(
    rb"\s*((?:[-+]?(?:\d+\.?\d*|\.\d+)\s+)*)"
    rb"(m|l|c|v|y|h|re|[fFnsSgGkKwJjiM]|[fBb]\*|[Bb]|W\*?|q|Q|cm|rg|RG|T[cdDmrswzL*])(?=\s)"
)


class ContentParser(pdfinterp.PDFContentParser):
    """Reads operators that have numbers alone at once (数値だけの命令), all others as before."""

    BUFSIZ = 1 << 20

    def nextobject(self) -> Any:  # noqa: ANN401  as pdfminer declares it
        """Return the next operand or operator (次の項目). Raises PSEOF."""
        if not (self.results or self.curstack or self.context or self._tokens):
            match = _OPERATION.match(self.buf, self.charpos)
            if match and self._parse1 == self._parse_main:
                self.charpos = match.end()
                self.results = [(0, one) for one in chain(_numbers(match[1]), [KWD(match[2])])]
        return self.results.pop(0) if self.results else super().nextobject()


def _numbers(operands: bytes) -> Iterator[int | float]:
    return (float(one) if b"." in one else int(one) for one in operands.split())
