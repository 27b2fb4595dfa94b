"""Quantities (数値): cells that are exactly one number with an optional unit.

Offices write numbers in many ways (`△ 1,800`, `１億2,300万円`, `三百五十人`). Only what can be read
in one way becomes a Quantity; ranges, sentences, dates, fractions and codes do not, so that a guess
never becomes a fact. Values are Decimal: 0.1 stays 0.1. Units, scales and headings are data:
quantities.json.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .normalize import fold
from .numerals import (
    ARABIC,
    DIGITS,
    MULTIPLIERS,
    MYRIADS,
    TENS,
    is_certain,
    parts_of,
    value_of,
    with_zeros,
)

VOCABULARY: dict[str, Any] = json.loads(
    Path(__file__).with_name("quantities.json").read_text(encoding="utf-8")
)
"""The words of quantities, units and headings (数値の語彙)."""

# --- Units ------------------------------------------------------------------------------------

_SCALES: Mapping[str, Decimal] = {
    name: Decimal(factor) for name, factor in VOCABULARY["scales"].items()
}
"""Scales (位取り) in front of a unit, such as 百万, and what they multiply it by."""

_LONGEST_FIRST = sorted(_SCALES, key=len, reverse=True)


class Unit(NamedTuple):
    """A unit (単位).

    symbol: the canonical way to write it; kind: units of one kind convert into each other,
    factor: by how much; is_noun: whether it is a word of its own as well.
    """

    symbol: str
    kind: str
    factor: Decimal
    is_noun: bool = False


def _read_units() -> Iterator[tuple[str, Unit]]:
    for entry in VOCABULARY["units"]:
        symbol = entry["unit"]
        factor = Decimal(entry.get("factor", "1"))
        unit = Unit(symbol, entry.get("kind", symbol), factor, entry.get("noun", False))
        for spelling in (symbol, *entry.get("spellings", ())):
            yield _unit_key(spelling), unit


def _unit_key(written: str) -> str:
    """Return a unit without differences of width and compatibility forms; case matters."""
    key = "".join(unicodedata.normalize("NFKC", written).split())
    return key.replace("−", "-").replace("‐", "-")


UNITS: Mapping[str, Unit] = dict(_read_units())
"""The units (単位) by their spelling, without their scales."""


@lru_cache(maxsize=4096)
def _as_unit(written: str) -> Unit:
    """Return a unit; one that is unknown is of its own kind."""
    return _find_unit(written) or Unit(key := _unit_key(written), key, Decimal(1))


@lru_cache(maxsize=4096)
def _find_unit(written: str) -> Unit | None:
    """Return the unit that a text names (単位), with its scale (百万円) or per another (回/年)."""
    key = _unit_key(written)
    if unit := UNITS.get(key):
        return unit
    per, slash, each = key.partition("/")
    if slash:
        one, other = _find_unit(per), _find_unit(each)
        period = other.symbol if other else each if each in VOCABULARY["periods"] else ""
        symbol = f"{one.symbol}/{period}" if one and period else ""
        return Unit(symbol, symbol, Decimal(1)) if symbol else None
    scale = _scale_of(key)
    base = UNITS.get(key[len(scale) :])
    if scale and key == scale:
        return Unit(scale, "", _SCALES[scale])
    if scale and base:
        return Unit(scale + base.symbol, base.kind, base.factor * _SCALES[scale])
    return None


def known_unit(written: str) -> Unit | None:
    """Return a unit that is known and no mere scale; None for all else."""
    unit = _find_unit(written)
    return unit if unit and unit.symbol not in _SCALES else None


def _scale_of(symbol: str) -> str:
    """Return the scale that a unit begins with (位取り), such as 百万 of 百万円; else nothing."""
    return next((name for name in _LONGEST_FIRST if symbol.startswith(name)), "")


# --- Cells ------------------------------------------------------------------------------------

_MOST_CHARACTERS = 60
_MOST_DIGITS = 30
_EXACT = Context(prec=80)

# One character becomes one: full-width forms, the signs of a negative number, and spaces.
_PLAIN: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain
    for plain, signs in (("-", "△▲−‐‑‒–－﹣"), ("+", "＋﹢"), ("¥", "￥"), (" ", "\u3000\u00a0"))
    for sign in signs
}
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe00-\ufe0f]")

# Nearly all cells of a table are written so, and there may be half a million.
_PLAIN_NUMBER = re.compile(
    r"([△▲-]?)[ ]?((?:[1-9]\d{0,2}(?:,\d{3}){0,8}|[1-9]\d{0,20}|0)(?:\.\d{1,6})?)", re.ASCII
)
_PART = re.compile(rf"{ARABIC}|[^\d,.]+", re.ASCII)
_CELL = re.compile(
    rf"(?P<sign>[-+±]?)\s*(?P<yen>¥?)\s*"
    rf"(?P<number>(?:[0-9][0-9,.]*|[{DIGITS}零{MULTIPLIERS}])+)\s*(?P<unit>.*)",
    re.DOTALL,
)
_UNSEEN = r"[\s\u200b-\u200d\u2060\ufeff\u00ad\ufe00-\ufe0f]*"
MAY_BE_QUANTITY = re.compile(
    rf"{_UNSEEN}(?:[-+±△▲−‐‑‒–－﹣＋﹢]{_UNSEEN})?(?:[¥￥]{_UNSEEN})?[0-9０-９{DIGITS}零{MULTIPLIERS}]"
)
"""How every quantity begins (数値の始まり), whatever follows: most texts begin otherwise."""

_SCALE_TAIL = re.compile(rf"[{MULTIPLIERS}]+\Z")
LEADING_ZERO = re.compile(r"0\d|〇")
_CALENDAR_YEAR = range(1900, 2101)


class Quantity(NamedTuple):
    """A number with its unit (数値).

    unit: the canonical symbol, such as 千円, % or か所; empty where there is none.
    """

    value: Decimal
    unit: str = ""


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """Parse a text as a quantity (数値); None unless it is exactly one number.

    unit: the column's unit, for texts without one: with 千円, `1,200` is 1,200千円. A text with a
    scale but no unit, such as `1.2億`, is not parsed if the column's unit has its own scale.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    if (plain := _PLAIN_NUMBER.fullmatch(text)) and (symbol := _as_unit(unit).symbol) != "年":
        value = Decimal(plain[2].replace(",", ""))
        return Quantity(value.copy_negate() if plain[1] and value else value, symbol)
    return _parsed(text, unit)


def says_amount(text: str) -> bool:
    """Return whether a text says an amount, and not only a number (金額の有無): 1,200, 300円."""
    return _AMOUNT.search(fold(text)) is not None


_AMOUNT = re.compile(r"\d,\d{3}(?!\d)|\d[千万億]?円")

ROUNDED = re.compile(r"-?[1-9](?:\.\d{1,14})?E\+(?:1[1-9]|2\d)", re.ASCII)
"""How Excel by itself writes a number of twelve digits or more (指数表記): 4.80327E+11."""

_ONE_FIGURE = r"[-△▲－−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:[^\W\d_]{1,4}|[%℃])?"
_AMID_FIGURE = r"(?:[,，]\d{0,2}|[-△▲－−.])\Z"


def whole_figure(lines: Sequence[str]) -> Sequence[str]:
    """Join lines that are one number broken by a narrow cell (数値の途中の改行).

    A cell breaks a number after a sign, within a group of three digits, beside a comma, or before
    the unit. What may be two numbers, or the number of a title, is left as it is.
    """
    if len(lines) < 2:  # noqa: PLR2004  the usual case
        return lines
    whole = "".join(map(str.strip, lines))
    if not re.fullmatch(_ONE_FIGURE, whole) or parse_quantity(whole) is None:
        return lines
    above = ""
    for line in lines[:-1]:
        above += line.strip()
        if whole[len(above) :][:1].isdecimal() and not re.search(_AMID_FIGURE, above):
            return lines
    return (whole,)


_FOOTNOTE = re.compile(r"(?<=\S)\s*(?:\(?※\s*\d{1,2}\)?|\(注\s*\d{0,2}\)|注\s*\d{1,2})\Z")


def footnote_of(text: str) -> str:
    """Return the mark of a footnote behind a number (注記の印), such as ※1 of `1,200※1`."""
    match = _FOOTNOTE.search(to_plain(text))
    return "".join(match[0].split()) if match else ""


def _parsed(text: str, unit: str) -> Quantity | None:
    if ROUNDED.fullmatch(plain := text.strip()):
        return Quantity(_EXACT.add(Decimal(plain), 0), _as_unit(unit).symbol)
    match = _CELL.fullmatch(_FOOTNOTE.sub("", to_plain(text)))
    if match is None:
        return None
    number = _number(match["number"])
    if number is None:
        return None
    value, scale = number
    written, sign = _without_direction(match["unit"].strip(), match["sign"])
    symbol = _symbol(written, match["yen"], scale, unit)
    is_dash = match["number"] == "一" and not written  # it may be a ― written by hand
    if symbol is None or is_dash or (sign == "±" and value):
        return None
    if symbol == "年" and value in _CALENDAR_YEAR:
        return None
    return Quantity(value.copy_negate() if sign == "-" and value else value, symbol)


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """Return the quantity in another unit (単位換算); None if the units are of different kinds."""
    source, target = _as_unit(quantity.unit), _as_unit(unit)
    if source.kind != target.kind:
        return None
    if source.factor == target.factor:
        return Quantity(quantity.value, target.symbol)
    value = _EXACT.divide(_EXACT.multiply(quantity.value, source.factor), target.factor)
    value = _EXACT.normalize(value)
    if isinstance(exponent := value.as_tuple().exponent, int) and exponent > 0:
        value = _EXACT.quantize(value, Decimal())
    return Quantity(value, target.symbol)


def is_money(unit: str) -> bool:
    """Return whether the unit is one of money (金額の単位), such as 千円."""
    return _as_unit(unit).kind == "money"


def to_plain(text: str) -> str:
    """Return the text with half-width digits, signs and letters, and full-width kana."""
    if not text.isascii():
        text = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        text = _INVISIBLE.sub("", text).translate(_PLAIN)
        text = with_zeros(text)
    return text.strip()


# --- Numbers ----------------------------------------------------------------------------------


def _number(written: str) -> tuple[Decimal, str] | None:
    """Return the value of a number and its scale (3 and 百万 of 3百万); None where it is unsure."""
    if sum(map(str.isdecimal, written)) > _MOST_DIGITS or LEADING_ZERO.match(written):
        return None
    parts = parts_of(written)
    if parts[0][0].isdecimal() and all(part in MULTIPLIERS for part in parts[1:]):
        return _scaled(parts[0], "".join(parts[1:])) if _PART.fullmatch(parts[0]) else None
    if not is_certain(written) or not all(map(_PART.fullmatch, parts)):
        return None
    # 百万 of 百万円 is a part of the unit, and 1.2億3万 may be misprinted.
    is_scale = written != "十" and all(part in MULTIPLIERS for part in parts)
    if is_scale or "." in written or any(part[0] == "0" for part in parts):
        return None
    number = value_of(written)
    if number is None:
        return None
    tail = _SCALE_TAIL.search(written) if len(parts) > 1 else None
    scale = tail[0][-1] if tail and (tail[0][-1] in MYRIADS or tail[0] == "千") else ""
    return (_EXACT.divide(Decimal(number), _SCALES[scale]) if scale else Decimal(number)), scale


def _scaled(digits: str, scale: str) -> tuple[Decimal, str] | None:
    """Return the value of digits and the scale behind them; 十 and 百 become part of the value."""
    number = Decimal(digits.replace(",", ""))
    if not scale or scale in _SCALES:
        return number, scale
    return (_EXACT.multiply(number, Decimal(TENS[scale])), "") if scale in TENS else None


def _without_direction(written: str, sign: str) -> tuple[str, str]:
    """Return the text behind a number without 増 or 減, and the sign of the number.

    4.2％減 is -4.2%. If there is a sign already, or the number is a multiple (2倍増), the word
    stays, and the text is no quantity.
    """
    direction = next((word for word in _DIRECTIONS if written.endswith(word)), "")
    rest = written.removesuffix(direction).rstrip()
    if not direction or sign or not rest or rest.endswith("倍"):
        return written, sign
    return rest, _DIRECTIONS[direction]


_DIRECTIONS = {"増加": "+", "減少": "-", "増": "+", "減": "-"}


def _symbol(written: str, yen: str, scale: str, column: str) -> str | None:
    """Return the unit of a cell; None where what is behind the number is no unit.

    written: what is there; yen: ¥ in front of the number; scale: of the number itself;
    column: the column's unit.
    """
    if written[:1] == "(" and written[-1:] == ")":
        written = written[1:-1]
    if yen:
        written = written or "円"
        if _as_unit(written).kind != "money":
            return None
    if not written:
        column_unit = _as_unit(column).symbol
        if scale and column_unit and _scale_of(column_unit):
            return None
        return scale + column_unit
    if column and _unit_key(written) == _unit_key(column):
        unit: Unit | None = _as_unit(column)
    else:
        unit = _find_unit(written)
    if unit is None:
        return None
    if not scale:
        return unit.symbol
    return None if _scale_of(unit.symbol) else scale + unit.symbol  # 億 and 円 give 億円


def without_year(text: str) -> str:
    """Return a value without the year before or behind it (年度付きの値): R5：84％, 84％（R5）."""
    return _OF_YEAR.sub("", text)


_YEAR = r"(?:[RrHhＲＨ]|令和|平成)?(?:元|[0-9０-９]{1,4})(?:年度?)?(?:末|実績)?"
_OF_YEAR = re.compile(rf"\A{_YEAR}\s*[:：]\s*(?=\S)|[(（]{_YEAR}[)）]\Z")
