"""Cells of a spreadsheet (セル): values, marked text, and the room they need.

They are written as XML directly, not through a library's objects: a workbook of 16,000 rows has
half a million cells.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from ...text.escape import defuse, writable
from ...text.linebreak import count_lines
from .. import labels
from .styles import FONT_XML, LINE_POINTS, CellStyle, Look, StyleTable

EMS_PER_WIDTH = 0.6
"""How many full-width characters a column's width of 1 has room for (1桁あたりの字数)."""
PADDING = 0.4  # of both sides of a cell, in full-width characters
_AROUND = 2  # points of a row above and below its lines
ONE_LINE_POINTS = LINE_POINTS + _AROUND
"""The height of a row of one line (1行の高さ), in points."""
TALLEST_POINTS = 409  # no row of Excel's is higher
_MOST_UNITS = 32_767  # nor does a cell hold more UTF-16 code units
_CUT = "…（以下略。１つのセルに入る文字数を超える）"
_LONGEST_PUBLISHED = 40  # of the 255 characters that a format may have
_MOST_DIGITS = 15  # of a number that Excel keeps exactly


FontRun = tuple[str, Look]
"""A piece of a text and its mark."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount (数値), a number to Excel; its unit is only in the format. mark: for changed ones.

    published: its text, if the cell is to show that rather than the number. sign: of a note.
    """

    value: Decimal
    unit: str = ""
    mark: Look = Look.PLAIN
    published: str = ""
    sign: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether Excel can store every digit (正確に表せるか)."""
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
    """A text repeated from the row above (繰返しの文字) for sorting and filtering, on one line."""

    text: str


Value = int | str | Sequence[FontRun] | Amount | Ratio | AmountText | Repeated
"""What a cell holds (セルの値)."""


def column_letters(place: int) -> str:
    """Return the letters of a column (列の名前) from its index, counted from 0."""
    before, last = divmod(place, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def cell(
    reference: str, value: Value, style: CellStyle, styles: StyleTable, *, is_low: bool = False
) -> str:
    """Return a cell (セル) as XML; text stays text, however it begins. is_low: of one line."""
    if isinstance(value, AmountText):
        value, style = value.pieces, style.of_numbers
    if isinstance(value, Repeated):
        value, style = value.text, CellStyle.REPEATED
    if isinstance(value, int):
        return _number(reference, str(value), styles.number_of(style, is_low=is_low))
    if isinstance(value, Ratio):
        code = '0.0%;"△"0.0%;0.0%'
        number = styles.number_of(style.of_numbers, code, is_low=is_low)
        return _number(reference, f"{value.value:.6g}", number)
    if isinstance(value, Amount):
        if not value.is_exact:
            return cell(reference, shown(value), style.of_numbers, styles, is_low=is_low)
        return _amount(reference, value, style.of_numbers, styles, is_low=is_low)
    text = shown(value)
    if not text:
        return f'<c r="{reference}" s="{styles.number_of(style, is_low=is_low)}"/>'
    # Without the prefix Excel calculates such a text as soon as somebody edits the cell.
    number = styles.number_of(style, is_prefixed=defuse(text) != text, is_low=is_low)
    inside = _plain(text) if isinstance(value, str) else _rich(value, text)
    return f'<c r="{reference}" s="{number}" t="inlineStr"><is>{inside}</is></c>'


def _number(reference: str, written: str, style: int) -> str:
    return f'<c r="{reference}" s="{style}"><v>{written}</v></c>'


def _amount(
    reference: str, amount: Amount, style: CellStyle, styles: StyleTable, *, is_low: bool
) -> str:
    """Return an amount's cell (数値のセル); Excel's own percentages, other units as a suffix."""
    is_ratio = amount.unit == "%"
    value = amount.value / 100 if is_ratio else amount.value
    decimals = max(-int(amount.value.as_tuple().exponent), 0)  # 1.20 as published
    digits = f"{'0' if is_ratio else '#,##0'}{'.' + '0' * decimals if decimals else ''}"
    digits += "%" if is_ratio else f'"{amount.unit}"' if amount.unit else ""
    sign = f'"{amount.sign}"' if amount.sign else ""
    code = f'{sign}{digits};{sign}"△"{digits};{sign}{digits}'.replace('""', "")
    as_published = _as_published(value, amount.published, code)
    if as_published and styles.has_room_for(as_published):
        code = as_published
    number = styles.number_of(style, code, amount.mark, is_low=is_low)
    return _number(reference, f"{value:f}", number)


def _as_published(value: Decimal, published: str, code: str) -> str:
    """Return a format that shows this value as published (原文の表示), any other as its code does.

    So a cell that is edited never shows the old text. "" if no format can hold the text.
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
    """Return the pieces as rich text (書式付き文字列), or as plain text if none is marked.

    Text too long for a cell is plain, because it is cut and says so.
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
    """Return the height (行の高さ) in points at which every cell of a row is fully visible."""
    most = max(
        1
        if isinstance(value, Repeated)
        else count_lines(shown(value), width * EMS_PER_WIDTH / style.scale - PADDING)
        for value, width in zip(values, widths, strict=True)
    )
    return min(most * LINE_POINTS * style.scale + _AROUND, TALLEST_POINTS)
