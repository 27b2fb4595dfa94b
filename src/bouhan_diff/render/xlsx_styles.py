"""Styles of a workbook (書式): named, so that an office can alter each in one place."""

from enum import Enum, StrEnum
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

_FONT = "ＭＳ Ｐゴシック"
_JAPANESE = 128  # the character set that the font is of
_POINTS = 10
_LARGE = 1.4
LINE_POINTS = 14.5
"""The height of a line, of the roomiest fonts that stand in where the named one is absent."""
_FIRST_OWN_FORMAT = 164  # lower numbers are Excel's own


class Look(Enum):
    """How the characters of a cell look (文字の見え方)."""

    PLAIN = 0
    BOLD = 1
    LARGE = 2
    OLD = 3
    NEW = 4


def _font(look: Look, tag: str, name: str) -> str:
    size = _POINTS * _LARGE if look is Look.LARGE else _POINTS
    return (
        f"<{tag}>"
        f"{'<b/>' if look is Look.BOLD else ''}{'<strike/>' if look is Look.OLD else ''}"
        f"{'<u/>' if look is Look.NEW else ''}"
        f'<sz val="{size:g}"/>{_COLOURS.get(look, "")}'
        f'<{name} val="{_FONT}"/><charset val="{_JAPANESE}"/></{tag}>'
    )


_COLOURS = {Look.OLD: '<color rgb="FFC00000"/>', Look.NEW: '<color rgb="FF1F4E9E"/>'}

FONT_XML = {look: _font(look, "rPr", "rFont") for look in Look}
"""The properties of a piece of text (文字書式) by its look."""


class Style(StrEnum):
    """How a cell looks (書式): the name of the style in the workbook."""

    SOURCE = "資料番号"
    TITLE = "標題"
    SUBTITLE = "副題"
    NOTE = "前書き"
    HEADING = "列見出し"
    TEXT = "本文"
    CENTRED = "本文（中央）"
    NUMBER = "数値"

    @property
    def scale(self) -> float:
        """How much larger than the text (文字の倍率) it is."""
        return _LARGE if self in {Style.TITLE, Style.SUBTITLE} else 1.0


class _Form(NamedTuple):
    """What a style is made of (書式の要素)."""

    horizontal: str
    look: Look = Look.PLAIN
    fill: int = 0
    border: int = 0
    vertical: str = "top"


_FORMS = {
    Style.SOURCE: _Form("right"),
    Style.TITLE: _Form("center", Look.LARGE),
    Style.SUBTITLE: _Form("center", Look.LARGE),
    Style.NOTE: _Form("left"),
    Style.HEADING: _Form("center", Look.BOLD, 2, 1, "center"),
    Style.TEXT: _Form("general", border=1),
    Style.CENTRED: _Form("center", border=1),
    Style.NUMBER: _Form("right", border=1),
}

_Key = tuple[Style, str, Look, bool]


class Styles:
    """The styles that a workbook uses (使用する書式), each with its number."""

    def __init__(self) -> None:
        self._formats: dict[str, int] = {}
        self._numbers: dict[_Key, int] = {}

    def number_of(
        self,
        style: Style,
        code: str = "",
        look: Look | None = None,
        *,
        is_prefixed: bool = False,
    ) -> int:
        """Return the number of a style (書式の番号); code: how it shows numbers."""
        key = style, code, look or _FORMS[style].look, is_prefixed
        if code and code not in self._formats:
            self._formats[code] = _FIRST_OWN_FORMAT + len(self._formats)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def xml(self) -> str:
        """Return the part that holds them (書式の部品)."""
        line = '<{0} style="thin"><color rgb="FF808080"/></{0}>'
        box = "".join(line.format(side) for side in ("left", "right", "top", "bottom"))
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            for code, number in self._formats.items()
        )
        names = "".join(
            f'<cellStyle name="{style}" xfId="{number}"/>' for number, style in enumerate(Style, 1)
        )
        return (
            '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + (f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else "")
            + f'<fonts count="{len(Look)}">'
            + "".join(_font(look, "font", "name") for look in Look)
            + '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill>'
            '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill>'
            f'</fills><borders count="2"><border/><border>{box}<diagonal/></border></borders>'
            f'<cellStyleXfs count="{len(Style) + 1}"><xf/>'
            + "".join(_xf((style, "", _FORMS[style].look, False), 0) for style in Style)
            + f'</cellStyleXfs><cellXfs count="{len(self._numbers) + 1}"><xf xfId="0"/>'
            + "".join(_xf(key, self._formats.get(key[1], 0), is_cell=True) for key in self._numbers)
            + f'</cellXfs><cellStyles count="{len(Style) + 1}">'
            f'<cellStyle name="Normal" xfId="0" builtinId="0"/>{names}</cellStyles></styleSheet>'
        )


def _xf(key: _Key, number_format: int, *, is_cell: bool = False) -> str:
    style, _code, look, is_prefixed = key
    form = _FORMS[style]
    of = f' xfId="{list(Style).index(style) + 1}"' if is_cell else ""
    prefix = ' quotePrefix="1"' if is_prefixed else ""
    return (
        f'<xf numFmtId="{number_format}" fontId="{look.value}" fillId="{form.fill}"'
        f' borderId="{form.border}"{of} applyNumberFormat="1" applyFont="1" applyFill="1"'
        f' applyBorder="1" applyAlignment="1"{prefix}>'
        f'<alignment horizontal="{form.horizontal}" vertical="{form.vertical}" wrapText="1"/></xf>'
    )
