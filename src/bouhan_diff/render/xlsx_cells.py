"""Cells of a spreadsheet (セル): values, marked text, and the room that they take.

Written as the XML that Excel reads rather than through a library's objects: a workbook of
16,000 rows has half a million cells.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from ..text.escape import defuse, writable
from ..text.linebreak import count_lines
from . import labels
from .xlsx_styles import FONT_XML, LINE_POINTS, Look, Style, Styles

_PADDING = 0.5  # of both sides of a cell, in full-width characters
_TALLEST_POINTS = 409  # no row of Excel's is higher
_MOST_UNITS = 32_767  # nor does a cell hold more UTF-16 code units
_CUT = "…（以下略。１つのセルに入る文字数を超える）"
_MOST_DIGITS = 15  # of a number that Excel keeps exactly

MOST_LINES = int(_TALLEST_POINTS / LINE_POINTS)
"""How many lines of text (行数) the tallest row shows."""


class Mark(Enum):
    """How a piece of text is marked (変更の表示)."""

    PLAIN = auto()
    OLD = auto()
    NEW = auto()


Piece = tuple[str, Mark]
"""A piece of a text and its mark."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount (数値), a number to Excel; its unit is only shown. mark: of a changed one."""

    value: Decimal
    unit: str = ""
    mark: Mark = Mark.PLAIN

    @property
    def is_exact(self) -> bool:
        """Whether Excel keeps every digit (正確に表せるか)."""
        return len(self.value.normalize().as_tuple().digits) <= _MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio (比率), shown in per cent."""

    value: float


Value = int | str | Sequence[Piece] | Amount | Ratio
"""What a cell holds (セルの値)."""

_LOOKS = {Mark.PLAIN: Look.PLAIN, Mark.OLD: Look.OLD, Mark.NEW: Look.NEW}


def cell(reference: str, value: Value, style: Style, styles: Styles) -> str:
    """Return a cell (セル) as XML; text is text, whatever it begins with."""
    if isinstance(value, int):
        return _number(reference, str(value), styles.number_of(style))
    if isinstance(value, Ratio):
        code = '0.0%;"△"0.0%;0.0%'
        return _number(reference, f"{value.value:.6g}", styles.number_of(Style.NUMBER, code))
    if isinstance(value, Amount):
        if not value.is_exact:
            return cell(reference, shown(value), Style.NUMBER, styles)
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


def _amount(reference: str, amount: Amount, styles: Styles) -> str:
    """Return an amount's cell (数値のセル); per cent are Excel's own, other units a suffix."""
    is_ratio = amount.unit == "%"
    value = amount.value / 100 if is_ratio else amount.value
    decimals = max(-int(amount.value.normalize().as_tuple().exponent), 0)
    digits = f"{'0' if is_ratio else '#,##0'}{'.' + '0' * decimals if decimals else ''}"
    unit = "%" if is_ratio else f'"{amount.unit}"' if amount.unit else ""
    code = f'{digits}{unit};"△"{digits}{unit};{digits}{unit}'.replace('""', "")
    number = styles.number_of(Style.NUMBER, code, _LOOKS[amount.mark])
    return _number(reference, f"{value:f}", number)


def shown(value: Value) -> str:
    """Return what a cell shows (セルの表示)."""
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, Amount):
        return labels.amount(value.value, value.unit)
    if isinstance(value, Ratio):
        return labels.ratio(value.value)
    return "".join(text for text, _mark in value)


def _rich(pieces: Sequence[Piece], text: str) -> str:
    """Return the pieces as rich text (書式付き文字列), or as plain text where none is marked.

    Text too long for a cell is plain, since it is cut and says so.
    """
    if is_too_long(text) or all(mark is Mark.PLAIN for piece, mark in pieces if piece):
        return _plain(text)
    runs = (
        (mark, _escaped(piece, is_changed=mark is not Mark.PLAIN))
        for piece, mark in pieces
        if piece
    )
    return "".join(f"<r>{FONT_XML[_LOOKS[mark]]}{_written(escaped)}</r>" for mark, escaped in runs)


def _plain(text: str) -> str:
    escaped = _escaped(text)
    if _units(escaped) > _MOST_UNITS:
        kept = escaped.encode("utf-16-le")[: 2 * (_MOST_UNITS - len(_CUT))]
        escaped = kept.decode("utf-16-le", "ignore") + _CUT
    return _written(escaped)


def _written(text: str) -> str:
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if sign in text:
            text = text.replace(sign, name)
    return f'<t xml:space="preserve">{text}</t>'


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


def height(values: Iterable[Value], widths: Iterable[float], style: Style = Style.TEXT) -> float:
    """Return the height (行の高さ) in points that shows every cell of a row whole."""
    most = max(
        count_lines(shown(value), width / 2 / style.scale - _PADDING)
        for value, width in zip(values, widths, strict=True)
    )
    return min(most * LINE_POINTS * style.scale + 2, _TALLEST_POINTS)


def is_shown_whole(text: str, width: float) -> bool:
    """Whether the tallest row shows all of the text (全文表示) in a column of this width."""
    return count_lines(text, width / 2 - _PADDING) <= MOST_LINES
