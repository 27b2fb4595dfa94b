"""Cells of a spreadsheet (セル): values, marked text, styles, and the room that they take."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Any

from ..text._visible import visible
from ..text.formula_guard import defuse
from ..text.linebreak import count_lines

if TYPE_CHECKING:
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Alignment, Font, NamedStyle

_FONT = "ＭＳ Ｐゴシック"
_JAPANESE = 128  # the character set that the font is of
_POINTS = 10
_LARGE = 1.4
_LINE_POINTS = 14.5  # of the roomiest fonts that stand in where the named one is absent
_PADDING = 0.5  # of both sides of a cell, in full-width characters
_TALLEST_POINTS = 409  # no row of Excel's is higher
_LONGEST = 32_767  # nor does a cell hold more UTF-16 code units
_CUT = "…（以下略。１つのセルに入る文字数を超える）"

MOST_LINES = int(_TALLEST_POINTS / _LINE_POINTS)
"""How many lines of text (行数) the tallest row shows."""


class Mark(Enum):
    """How a piece of text is marked (変更の表示)."""

    PLAIN = auto()
    OLD = auto()
    NEW = auto()


Piece = tuple[str, Mark]
"""A piece of a text and its mark."""

Value = int | str | Sequence[Piece]
"""What a cell holds (セルの値)."""


# ------------------------------------------------------------------------ styles


class Style(StrEnum):
    """How a cell looks (書式): the name of the style in the workbook."""

    SOURCE = "資料番号"
    TITLE = "標題"
    SUBTITLE = "副題"
    NOTE = "前書き"
    HEADING = "列見出し"
    TEXT = "本文"
    CENTRED = "本文（中央）"

    @property
    def size(self) -> float:
        """How much larger than the text (文字の倍率) it is."""
        return _LARGE if self in {Style.TITLE, Style.SUBTITLE} else 1.0


def normal_font() -> "Font":
    """Return the font (書体) in whose digits the widths of the columns are counted."""
    from openpyxl.styles import Font  # noqa: PLC0415  takes a tenth of a second

    return Font(name=_FONT, size=_POINTS, charset=_JAPANESE)


def styles() -> Iterator["NamedStyle"]:
    """Yield the styles (書式), which the office can alter each in one place."""
    from openpyxl.styles import (  # noqa: PLC0415  see normal_font
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Side,
    )

    plain = normal_font()
    bold = Font(name=_FONT, size=_POINTS, charset=_JAPANESE, bold=True)
    large = Font(name=_FONT, size=_POINTS * _LARGE, charset=_JAPANESE)
    line = Side("thin", "808080")
    box = Border(left=line, right=line, top=line, bottom=line)
    grey = PatternFill("solid", "EDEDED")
    yield NamedStyle(Style.SOURCE.value, plain, alignment=_wrapped("right"))
    yield NamedStyle(Style.TITLE.value, large, alignment=_wrapped("center"))
    yield NamedStyle(Style.SUBTITLE.value, large, alignment=_wrapped("center"))
    yield NamedStyle(Style.NOTE.value, plain, alignment=_wrapped("left"))
    yield NamedStyle(Style.HEADING.value, bold, grey, box, _wrapped("center", "center"))
    yield NamedStyle(Style.TEXT.value, plain, border=box, alignment=_wrapped("general"))
    yield NamedStyle(Style.CENTRED.value, plain, border=box, alignment=_wrapped("center"))


def _wrapped(horizontal: Any, vertical: Any = "top") -> "Alignment":  # noqa: ANN401  literals
    from openpyxl.styles import Alignment  # noqa: PLC0415  see normal_font

    return Alignment(horizontal, vertical, wrap_text=True)


def _font(color: str | None = None, *, is_struck: bool = False, u: Any = None) -> "InlineFont":  # noqa: ANN401  a literal
    from openpyxl.cell.text import InlineFont  # noqa: PLC0415  see normal_font
    from openpyxl.styles.colors import Color  # noqa: PLC0415  see normal_font

    return InlineFont(
        rFont=_FONT,
        charset=_JAPANESE,
        sz=_POINTS,
        color=Color(color) if color else None,
        strike=is_struck or None,
        u=u,
    )


# ------------------------------------------------------------------------ values


def put(cell: Any, value: Value, style: Style) -> None:  # noqa: ANN401  of the library's, untyped
    """Put a value into a cell (セル); text is text, whatever it begins with."""
    cell.style = style.value
    if isinstance(value, int):
        cell.value = value
        return
    shown = _text(value)
    if not shown:
        return  # openpyxl would write a text without one
    cell.value = _bounded(shown) if isinstance(value, str) else _rich(value)
    cell.data_type = "s"
    # Without it Excel calculates the text as soon as somebody edits the cell.
    cell.quotePrefix = defuse(shown) != shown


def height(values: Iterable[Value], widths: Iterable[float], style: Style = Style.TEXT) -> float:
    """Return the height (行の高さ) in points that shows every cell of a row whole."""
    most = max(
        count_lines(_text(value), width / 2 / style.size - _PADDING)
        for value, width in zip(values, widths, strict=True)
    )
    return min(most * _LINE_POINTS * style.size + 2, _TALLEST_POINTS)


def is_shown_whole(text: str, width: float) -> bool:
    """Whether the tallest row shows all of the text (全文表示) in a column of this width."""
    return count_lines(text, width / 2 - _PADDING) <= MOST_LINES


def _text(value: Value) -> str:
    """Return what a cell shows (セルの文字列)."""
    if isinstance(value, int | str):
        return str(value)
    return "".join(text for text, _mark in value)


def _rich(pieces: Sequence[Piece]) -> Any:  # noqa: ANN401  a string, or openpyxl's rich text
    """Return the pieces as rich text (書式付き文字列), or as plain text where none is marked.

    Text too long for a cell is plain, since it is cut and tells so.
    """
    from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: PLC0415  see normal_font

    kept = [(_escaped(text), mark) for text, mark in pieces if text]
    whole = "".join(text for text, _mark in kept)
    if _is_too_long(whole) or all(mark is Mark.PLAIN for _piece, mark in kept):
        return _bounded(_text(pieces))
    fonts = {
        Mark.PLAIN: _font(),
        Mark.OLD: _font("C00000", is_struck=True),
        Mark.NEW: _font("1F4E9E", u="single"),
    }
    return CellRichText(*(TextBlock(fonts[mark], text) for text, mark in kept))


def _bounded(text: str) -> str:
    """Return the text cut at what a cell can hold, which the cut text tells of itself."""
    escaped = _escaped(text)
    if not _is_too_long(escaped):
        return escaped
    kept = escaped.encode("utf-16-le")[: 2 * (_LONGEST - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _is_too_long(text: str) -> bool:
    return len(text.encode("utf-16-le")) > 2 * _LONGEST


def _escaped(text: str) -> str:
    """Return the text as Excel stores it: _x000D_ in a text would be read as a control."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", visible(text))
