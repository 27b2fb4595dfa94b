"""Cells of a spreadsheet (セル): their styles, values, marked text, and the room they take.

Written as the XML that Excel reads rather than through a library's objects: a workbook of
16,000 rows has half a million cells. Styles are named, so that an office can alter each in one
place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ...text.escape import defuse, writable
from ...text.linebreak import count_lines
from .. import labels

_FONT = "ＭＳ Ｐゴシック"
_FONT_OF_WIDTHS = "Verdana"
"""The font of the workbook's standard style, whose figures are the unit of columns' widths.

Fonts that stand in for Japanese ones have figures as wide as its own: so lines are nearly as
long everywhere, and rows as high as their texts.
"""
_JAPANESE = 128  # the character set that the font is of
_POINTS = 10
_LARGE = 1.4
LINE_POINTS = 14.5
"""The height of a line, of the roomiest fonts that replace the named one where it is absent."""
_FIRST_OWN_FORMAT = 164  # lower numbers are Excel's own
_MOST_FORMATS = 150  # Excel refuses a workbook of some 200
_LONGEST_PUBLISHED = 40  # of the 255 characters that a format may have


class Look(Enum):
    """How characters look (文字の見え方): OLD, NEW and NOTATION are marks of changes."""

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

    @property
    def is_boxed(self) -> bool:
        """Whether its cells have a border (罫線の有無)."""
        return bool(_PARTS_OF[self].border)

    @property
    def scale(self) -> float:
        """How much larger than the text (文字の倍率) it is."""
        return _LARGE if self in {CellStyle.TITLE, CellStyle.SUBTITLE} else 1.0


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
}

_HIDES = '<numFmt numFmtId="399" formatCode=";;;"/>'  # a format that shows nothing
_BOX = ("left", "right", "top", "bottom")
_RULED = ("", _BOX), ("", _BOX[:3]), (_HIDES, (*_BOX[:2], "bottom")), (_HIDES, _BOX[:2])
"""How cells of one thing are shown (条件付き書式): one alone, the first, the last, the others."""

_Key = tuple[CellStyle, str, Look, bool]


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
    ) -> int:
        """Return the number of a style (書式の番号); code: how it shows numbers."""
        key = style, code, look or _PARTS_OF[style].look, is_prefixed
        if code and code not in self._formats:
            self._formats[code] = _FIRST_OWN_FORMAT + len(self._formats)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def has_room_for(self, code: str) -> bool:
        """Return whether one more way to show numbers (表示形式) can be had."""
        return code in self._formats or len(self._formats) < _MOST_FORMATS

    def xml(self) -> str:
        """Return the part that holds them (書式の部品)."""
        upright, box = _lines(*_BOX[:2]), _lines(*_BOX)
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
            + '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill>'
            '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill>'
            f'</fills><borders count="3"><border/><border>{box}<diagonal/></border>'
            f"<border>{upright}<top/><bottom/><diagonal/></border></borders>"
            f'<cellStyleXfs count="{len(CellStyle) + 1}"><xf/>'
            + "".join(_xf((style, "", _PARTS_OF[style].look, False), 0) for style in CellStyle)
            + f'</cellStyleXfs><cellXfs count="{len(self._numbers) + 1}"><xf xfId="0"/>'
            + "".join(_xf(key, self._formats.get(key[1], 0), is_cell=True) for key in self._numbers)
            + f'</cellXfs><cellStyles count="{len(CellStyle) + 1}">'
            f'<cellStyle name="Normal" xfId="0" builtinId="0"/>{names}</cellStyles>'
            f'<dxfs count="{len(_RULED)}">'
            + "".join(f"<dxf>{shown}<border>{_lines(*s)}</border></dxf>" for shown, s in _RULED)
            + "</dxfs></styleSheet>"
        )


def _xf(key: _Key, number_format: int, *, is_cell: bool = False) -> str:
    style, _code, look, is_prefixed = key
    form = _PARTS_OF[style]
    of = f' xfId="{list(CellStyle).index(style) + 1}"' if is_cell else ""
    prefix = ' quotePrefix="1"' if is_prefixed else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{look.value + 1}" fillId="{form.fill}"'
        f' borderId="{form.border}"{of} applyNumberFormat="1" applyFont="1" applyFill="1"'
        f' applyBorder="1" applyAlignment="1"{prefix}>'
        f'<alignment horizontal="{form.horizontal}" vertical="{form.vertical}" {form.room}="1"/>'
        "</xf>"
    )


EMS_PER_WIDTH = 0.6
"""How many full-width characters a column's width of 1 has room for (1桁あたりの字数)."""
PADDING = 0.4  # of both sides of a cell, in full-width characters
TALLEST_POINTS = 409  # no row of Excel's is higher
_MOST_UNITS = 32_767  # nor does a cell hold more UTF-16 code units
_CUT = "…（以下略。１つのセルに入る文字数を超える）"
_MOST_DIGITS = 15  # of a number that Excel keeps exactly


FontRun = tuple[str, Look]
"""A piece of a text and its mark."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount (数値), a number to Excel; its unit is only shown. mark: of a changed one.

    published: its text, where the cell is to show it rather than the number. sign: of a note.
    """

    value: Decimal
    unit: str = ""
    mark: Look = Look.PLAIN
    published: str = ""
    sign: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether Excel keeps every digit (正確に表せるか)."""
        return len(self.value.normalize().as_tuple().digits) <= _MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio (比率), shown in per cent."""

    value: float


@dataclass(frozen=True, slots=True)
class AmountText:
    """A text in a column of numbers (数値の欄の文字), aligned to the right."""

    pieces: Sequence[FontRun]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A text of the row above (繰返しの文字), there to sort and filter by: in one line."""

    text: str


Value = int | str | Sequence[FontRun] | Amount | Ratio | AmountText | Repeated
"""What a cell holds (セルの値)."""


def column_letters(place: int) -> str:
    """Return the letters of a column (列の名前) from its place, which counts from 0."""
    before, last = divmod(place, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def cell(reference: str, value: Value, style: CellStyle, styles: StyleTable) -> str:
    """Return a cell (セル) as XML; text is text, whatever it begins with."""
    if isinstance(value, AmountText):
        value, style = value.pieces, CellStyle.NUMBER
    if isinstance(value, Repeated):
        value, style = value.text, CellStyle.REPEATED
    if isinstance(value, int):
        return _number(reference, str(value), styles.number_of(style))
    if isinstance(value, Ratio):
        code = '0.0%;"△"0.0%;0.0%'
        return _number(reference, f"{value.value:.6g}", styles.number_of(CellStyle.NUMBER, code))
    if isinstance(value, Amount):
        if not value.is_exact:
            return cell(reference, shown(value), CellStyle.NUMBER, styles)
        return _amount(reference, value, styles)
    text = shown(value)
    if not text:
        return f'<c r="{reference}" s="{styles.number_of(style)}"/>'
    # Without the prefix Excel calculates such a text as soon as somebody edits the cell.
    number = styles.number_of(style, is_prefixed=defuse(text) != text)
    inside = _plain(text) if isinstance(value, str) else _rich(value, text)
    return f'<c r="{reference}" s="{number}" t="inlineStr"><is>{inside}</is></c>'


def _number(reference: str, written: str, style: int) -> str:
    return f'<c r="{reference}" s="{style}"><v>{written}</v></c>'


def _amount(reference: str, amount: Amount, styles: StyleTable) -> str:
    """Return an amount's cell (数値のセル); per cent are Excel's own, other units a suffix."""
    is_ratio = amount.unit == "%"
    value = amount.value / 100 if is_ratio else amount.value
    decimals = max(-int(amount.value.normalize().as_tuple().exponent), 0)
    digits = f"{'0' if is_ratio else '#,##0'}{'.' + '0' * decimals if decimals else ''}"
    digits += "%" if is_ratio else f'"{amount.unit}"' if amount.unit else ""
    sign = f'"{amount.sign}"' if amount.sign else ""
    code = f'{sign}{digits};{sign}"△"{digits};{sign}{digits}'.replace('""', "")
    as_published = _as_published(value, amount.published, code)
    if as_published and styles.has_room_for(as_published):
        code = as_published
    number = styles.number_of(CellStyle.NUMBER, code, amount.mark)
    return _number(reference, f"{value:f}", number)


def _as_published(value: Decimal, published: str, code: str) -> str:
    """Return a format that shows this value as published (原文の表示), any other by its code.

    So a changed cell never shows the text of the value that it had. Nothing for a text that
    no format can hold.
    """
    is_plain = published.isprintable() and not {'"', "\\"} & set(published)
    # Whether Excel would put a minus sign before a text is not documented.
    if value < 0 or not published or not is_plain or len(published) > _LONGEST_PUBLISHED:
        return ""
    rise, fall, _nought = code.split(";")
    return f'[={value:f}]"{published}";[<0]{fall};{rise}'


def shown(value: Value) -> str:
    """Return what a cell shows (セルの表示)."""
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, Amount):
        return value.published or f"{value.sign}{labels.amount(value.value, value.unit)}"
    if isinstance(value, Ratio):
        return labels.ratio(value.value)
    if isinstance(value, Repeated):
        return value.text
    pieces = value.pieces if isinstance(value, AmountText) else value
    return "".join(text for text, _mark in pieces)


def _rich(pieces: Sequence[FontRun], text: str) -> str:
    """Return the pieces as rich text (書式付き文字列), or as plain text where none is marked.

    Text too long for a cell is plain, since it is cut and says so.
    """
    if is_too_long(text) or all(mark is Look.PLAIN for piece, mark in pieces if piece):
        return _plain(text)
    runs = (
        (mark, _escaped(piece, is_changed=mark is not Look.PLAIN))
        for piece, mark in pieces
        if piece
    )
    return "".join(f"<r>{FONT_XML[mark]}{_written(escaped)}</r>" for mark, escaped in runs)


def _plain(text: str) -> str:
    escaped = _escaped(text)
    if _units(escaped) > _MOST_UNITS:
        kept = escaped.encode("utf-16-le")[: 2 * (_MOST_UNITS - len(_CUT))]
        escaped = kept.decode("utf-16-le", "ignore") + _CUT
    return _written(escaped)


def _written(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text)}</t>'


_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _escaped(text: str, *, is_changed: bool = False) -> str:
    """Return the text as Excel stores it: _x0041_ in a text would be read as the letter A."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", writable(text, is_changed=is_changed))


def is_too_long(text: str) -> bool:
    """Return whether a text is longer than a cell can hold (セルの上限)."""
    return len(text) * 2 > _MOST_UNITS and _units(_escaped(text)) > _MOST_UNITS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# -------------------------------------------------------------------------- room


def height(
    values: Iterable[Value], widths: Iterable[float], style: CellStyle = CellStyle.TEXT
) -> float:
    """Return the height (行の高さ) in points that shows every cell of a row whole."""
    most = max(
        1
        if isinstance(value, Repeated)
        else count_lines(shown(value), width * EMS_PER_WIDTH / style.scale - PADDING)
        for value, width in zip(values, widths, strict=True)
    )
    return min(most * LINE_POINTS * style.scale + 2, TALLEST_POINTS)
