"""Parts of a workbook beside its sheets (ブックの部品): texts, styles, shapes and comments."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from xml.etree.ElementTree import Element, iterparse

from .sheet_cells import CellText, Drawn, Run, Sides, Style
from .sources import legible, shifted

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


_ERA = '[$-411]ggge"年"m"月"d"日"'
_JAPANESE = {
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
BUILTIN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "¥#,##0;¥-#,##0;¥-",
    43: "#,##0.00;-#,##0.00;-",
    44: "¥#,##0.00;¥-#,##0.00;¥-",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
} | _JAPANESE
"""The formats that a file names by number alone, as Japanese Excel shows them."""


def shared_texts(content: bytes) -> Iterator[CellText]:
    """Yield the texts shared by cells (共有文字列), in order."""
    for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314  no part has a DOCTYPE
        if element.tag == f"{MAIN}si":
            yield text_in(element)
            element.clear()


def text_in(element: Element) -> CellText:
    """Return the text of a shared or inline string (文字列), without readings (ふりがな)."""
    runs = element.findall(f"{MAIN}r")
    if not runs:
        return unescaped(element.findtext(f"{MAIN}t") or "")
    return tuple(_run(run) for run in runs)


def _run(run: Element) -> Run:
    text = unescaped(run.findtext(f"{MAIN}t") or "")
    properties = run.find(f"{MAIN}rPr")
    if properties is None:
        return Run(text, None)
    align = properties.find(f"{MAIN}vertAlign")
    text = shifted(text, align.get("val", "") if align is not None else "")
    return Run(text, is_on(properties.find(f"{MAIN}strike")))


def unescaped(text: str) -> str:
    """Return the text with _x000D_ and the like decoded (制御文字)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        # A lone half of a surrogate pair is no character; both halves are one.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return legible(text).replace("\r\n", "\n").replace("\r", "\n")


def is_on(element: Element | None) -> bool:
    """Return whether a property is there and not switched off (属性の有無)."""
    return element is not None and element.get("val", "1") not in {"0", "false"}


def styles_of(root: Element) -> list[Style]:
    """Return the styles that cells name by number (書式の一覧)."""
    formats = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iter(f"{MAIN}numFmt")
    }
    fonts = root.find(f"{MAIN}fonts")
    struck = [is_on(font.find(f"{MAIN}strike")) for font in fonts] if fonts is not None else []
    borders = root.find(f"{MAIN}borders")
    sides = [_sides(border) for border in borders] if borders is not None else []
    cells = root.find(f"{MAIN}cellXfs")
    return [_style(xf, formats, struck, sides) for xf in cells] if cells is not None else []


def _style(
    xf: Element, formats: dict[str, str], struck: Sequence[bool], sides: Sequence[int]
) -> Style:
    number, font, border = (int(xf.get(name, "0")) for name in ("numFmtId", "fontId", "borderId"))
    code = formats.get(str(number)) or BUILTIN.get(number, "General")
    is_struck = font < len(struck) and struck[font]
    return Style(code, is_struck, sides[border] if border < len(sides) else 0)


def _sides(border: Element) -> int:
    """Return the sides of a border that are drawn (罫線のある辺)."""
    found = Sides.NONE
    for side in border:
        if side.get("style", "none") != "none":
            found |= _SIDES.get(side.tag.removeprefix(MAIN), Sides.NONE)
    return found


_SIDES = {
    "left": Sides.LEFT,
    "start": Sides.LEFT,
    "right": Sides.RIGHT,
    "end": Sides.RIGHT,
    "top": Sides.TOP,
    "bottom": Sides.BOTTOM,
}


def drawn_texts(root: Element) -> Iterator[Drawn]:
    """Yield the text of each shape and picture of a sheet (図形の文字)."""
    for anchor in root:
        ends = [anchor.find(f"{_DRAWN}{end}") for end in ("from", "to")]
        row, last_row, column, last = (
            int((end.findtext(f"{_DRAWN}{what}") if end is not None else None) or -1) + 1
            for what in ("row", "col")
            for end in ends
        )
        paragraphs = (
            "".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t"))
            for paragraph in anchor.iter(f"{_DRAWING}p")
        )
        text = "\n".join(filter(None, paragraphs)).strip()
        if text or anchor.find(f".//{_DRAWN}pic") is not None:
            yield Drawn(text, row, column, max(last_row, row), max(last, column))


def group_headings(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Return the shapes that head groups of columns (図形の見出し), from left to right.

    There are several in one row, each over other columns; another shape in the row may be a note.
    """
    rows = Counter(one.row for one in drawn if _is_over_columns(one))
    row, number = max(rows.items(), key=itemgetter(1), default=(0, 0))
    found = [one for one in drawn if one.row == row and _is_over_columns(one)]
    found.sort(key=attrgetter("column"))
    are_apart = all(left.last_column < right.column for left, right in pairwise(found))
    return found if number > 1 and are_apart else []


def _is_over_columns(one: Drawn) -> bool:
    is_line = 0 < len(one.text) <= _LONGEST_HEADING and "\n" not in one.text
    return is_line and one.row == one.last_row and one.column < one.last_column


_LONGEST_HEADING = 30


def comments(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the cell and text of each comment (コメント)."""
    for comment in root.iter(f"{MAIN}comment"):
        text = "".join(part.text or "" for part in comment.iter(f"{MAIN}t")).strip()
        if text:
            yield comment.get("ref", ""), text
