"""Styles of cells (書式): fonts, borders and formats, each with its number in the workbook.

Styles are named, so that an office can change each in one place.
"""

from enum import Enum, StrEnum
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

_FONT = "ＭＳ Ｐゴシック"
_FONT_OF_WIDTHS = "Verdana"
"""The font of the workbook's standard style, whose digits are the unit of column widths.

Fonts that replace Japanese ones have digits of the same width, so that lines are nearly as long
everywhere, and rows as high as their texts.
"""
_JAPANESE = 128  # the character set that the font is of
_POINTS = 10
_LARGE = 1.4
LINE_POINTS = 14.5
"""The height of a line, of the roomiest fonts that replace the named one where it is absent."""
_FIRST_OWN_FORMAT = 164  # lower numbers are Excel's own
_MOST_FORMATS = 150  # Excel refuses a workbook of some 200


class Look(Enum):
    """How characters look (文字の見え方): OLD, NEW and NOTATION mark changes."""

    PLAIN = 0
    BOLD = 1
    LARGE = 2
    OLD = 3
    NEW = 4
    NOTATION = 5


def _font(look: Look, tag: str, name: str) -> str:
    size = _POINTS * _LARGE if look is Look.LARGE else _POINTS
    colour = f'<color rgb="FF{_COLOURS[look]}"/>' if look in _COLOURS else ""
    return (
        f"<{tag}>"
        f"{'<b/>' if look is Look.BOLD else ''}"
        f"{_LINES.get(look, '')}"
        f'<sz val="{size:g}"/>{colour}'
        f'<{name} val="{_FONT}"/><charset val="{_JAPANESE}"/></{tag}>'
    )


_LINES = {Look.OLD: "<strike/>", Look.NEW: "<u/>", Look.NOTATION: '<u val="double"/>'}


def _lines(*sides: str) -> str:
    return "".join(f'<{one} style="thin"><color rgb="FF808080"/></{one}>' for one in sides)


_COLOURS = {Look.OLD: "C00000", Look.NEW: "1F4E9E", Look.NOTATION: "595959"}

FONT_XML = {look: _font(look, "rPr", "rFont") for look in Look}
"""The properties of a piece of text (文字書式) by its look."""


class CellStyle(StrEnum):
    """How a cell looks (書式): the name of the style in the workbook."""

    SOURCE = "資料番号"
    TITLE = "標題"
    SUBTITLE = "副題"
    NOTE = "前書き"
    HEADING = "列見出し"
    TEXT = "本文"
    CENTRED = "本文（中央）"
    OPEN = "事業の欄"
    OPEN_CENTRED = "事業の欄（中央）"
    REPEATED = "事業の欄（繰返し）"
    NUMBER = "数値"
    SECTION = "見出し"
    SUM = "計"
    SUM_NUMBER = "計（数値）"

    @property
    def of_numbers(self) -> "CellStyle":
        """The style of numbers in a row of such cells (数値の書式)."""
        return CellStyle.SUM_NUMBER if self in _OF_SUMS else CellStyle.NUMBER

    @property
    def is_boxed(self) -> bool:
        """Whether its cells have a border (罫線の有無)."""
        return bool(_PARTS_OF[self].border)

    @property
    def scale(self) -> float:
        """The size of its characters relative to the text (文字の倍率)."""
        return _LARGE if self in {CellStyle.TITLE, CellStyle.SUBTITLE} else 1.0


_OF_SUMS = frozenset({CellStyle.SUM, CellStyle.SUM_NUMBER})


class _StyleParts(NamedTuple):
    """What a style is made of (書式の要素)."""

    horizontal: str
    look: Look = Look.PLAIN
    fill: int = 0
    border: int = 0
    vertical: str = "top"
    room: str = "wrapText"


_PARTS_OF = {
    CellStyle.SOURCE: _StyleParts("right"),
    CellStyle.TITLE: _StyleParts("center", Look.LARGE),
    CellStyle.SUBTITLE: _StyleParts("center", Look.LARGE),
    CellStyle.NOTE: _StyleParts("left"),
    CellStyle.HEADING: _StyleParts("center", Look.BOLD, 2, 1, "center"),
    CellStyle.TEXT: _StyleParts("general", border=1),
    CellStyle.CENTRED: _StyleParts("center", border=1),
    CellStyle.OPEN: _StyleParts("general", border=2),
    CellStyle.OPEN_CENTRED: _StyleParts("center", border=2),
    CellStyle.REPEATED: _StyleParts("left", border=2, room="shrinkToFit"),
    CellStyle.NUMBER: _StyleParts("right", border=1),
    CellStyle.SECTION: _StyleParts("left", Look.BOLD),
    CellStyle.SUM: _StyleParts("general", fill=3, border=3, vertical="center"),
    CellStyle.SUM_NUMBER: _StyleParts("right", fill=3, border=3, vertical="center"),
}

_HIDES = '<numFmt numFmtId="399" formatCode=";;;"/>'  # a format that shows nothing
_BOX = ("left", "right", "top", "bottom")
_RULED = ("", _BOX), ("", _BOX[:3]), (_HIDES, (*_BOX[:2], "bottom")), (_HIDES, _BOX[:2])
"""How cells of one thing are shown (条件付き書式): one alone, the first, the last, the others."""

_Key = tuple[CellStyle, str, Look, bool, bool]


class StyleTable:
    """The styles that a workbook uses (使用する書式), each with its number."""

    def __init__(self) -> None:
        self._formats: dict[str, int] = {}
        self._numbers: dict[_Key, int] = {}

    def number_of(
        self,
        style: CellStyle,
        code: str = "",
        look: Look | None = None,
        *,
        is_prefixed: bool = False,
        is_low: bool = False,
    ) -> int:
        """Return the number of a style (書式の番号). code: the number format.

        is_low: for a row of one line, whose figures and words are aligned vertically although their
        fonts differ.
        """
        key = style, code, look or _PARTS_OF[style].look, is_prefixed, is_low
        if code and code not in self._formats:
            self._formats[code] = _FIRST_OWN_FORMAT + len(self._formats)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def has_room_for(self, code: str) -> bool:
        """Return whether one more number format (表示形式) fits."""
        return code in self._formats or len(self._formats) < _MOST_FORMATS

    def xml(self) -> str:
        """Return the part that holds them (書式の部品)."""
        upright, box = _lines(*_BOX[:2]), _lines(*_BOX)
        summed = box.replace('<top style="thin">', '<top style="medium">')
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            for code, number in self._formats.items()
        )
        names = "".join(
            f'<cellStyle name="{style}" xfId="{number}"/>'
            for number, style in enumerate(CellStyle, 1)
        )
        return (
            '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + (f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else "")
            + f'<fonts count="{len(Look) + 1}"><font><sz val="{_POINTS}"/>'
            + f'<name val="{_FONT_OF_WIDTHS}"/><family val="2"/></font>'
            + "".join(_font(look, "font", "name") for look in Look)
            + '</fonts><fills count="4"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill>'
            + "".join(map(_fill, ("EDEDED", "F4F4F4")))
            + f'</fills><borders count="4"><border/><border>{box}<diagonal/></border>'
            f"<border>{upright}<top/><bottom/><diagonal/></border>"
            f"<border>{summed}<diagonal/></border></borders>"
            f'<cellStyleXfs count="{len(CellStyle) + 1}"><xf/>'
            + "".join(
                _xf((style, "", _PARTS_OF[style].look, False, False), 0) for style in CellStyle
            )
            + f'</cellStyleXfs><cellXfs count="{len(self._numbers) + 1}"><xf xfId="0"/>'
            + "".join(_xf(key, self._formats.get(key[1], 0), is_cell=True) for key in self._numbers)
            + f'</cellXfs><cellStyles count="{len(CellStyle) + 1}">'
            f'<cellStyle name="Normal" xfId="0" builtinId="0"/>{names}</cellStyles>'
            f'<dxfs count="{len(_RULED)}">'
            + "".join(f"<dxf>{shown}<border>{_lines(*s)}</border></dxf>" for shown, s in _RULED)
            + "</dxfs></styleSheet>"
        )


def _fill(colour: str) -> str:
    solid = f'<patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill>'
    return f"<fill>{solid}</fill>"


def _xf(key: _Key, number_format: int, *, is_cell: bool = False) -> str:
    style, _code, look, is_prefixed, is_low = key
    form = _PARTS_OF[style]
    vertical = "center" if is_low else form.vertical
    of = f' xfId="{list(CellStyle).index(style) + 1}"' if is_cell else ""
    prefix = ' quotePrefix="1"' if is_prefixed else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{look.value + 1}" fillId="{form.fill}"'
        f' borderId="{form.border}"{of} applyNumberFormat="1" applyFont="1" applyFill="1"'
        f' applyBorder="1" applyAlignment="1"{prefix}>'
        f'<alignment horizontal="{form.horizontal}" vertical="{vertical}" {form.room}="1"/>'
        "</xf>"
    )
