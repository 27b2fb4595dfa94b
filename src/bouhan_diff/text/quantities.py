"""Quantities (数値): cells that are exactly one number with an optional unit.

Offices write numbers in many ways (`△ 1,800`, `１億2,300万円`, `三百五十人`). What can be read in
one way only becomes a Quantity; ranges, sentences, dates, fractions and codes are no
quantities, so that a guess never becomes a fact. Values are Decimal: 0.1 stays 0.1.

The vocabulary, with units, scales and headings, is data: quantities.json.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from enum import StrEnum
from typing import NamedTuple

from .normalize import format_amount, is_no_value
from .units import SCALES, VOCABULARY, Unit, as_unit, find_unit, known_unit, scale_of, unit_key

_MOST_CHARACTERS = 60
_MOST_DIGITS = 30
_EXACT = Context(prec=80)

_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}

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
_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?", re.ASCII)
_KANJI = "〇零一二三四五六七八九"
_CIRCLE_FOR_ZERO = re.compile(rf"(?<=[{_KANJI}])○+")
_CELL = re.compile(
    rf"(?P<sign>[-+±]?)\s*(?P<yen>¥?)\s*"
    rf"(?P<number>(?:[0-9][0-9,.]*|[{_KANJI}十百千万億兆])+)\s*(?P<unit>.*)",
    re.DOTALL,
)
_PARTS = re.compile(rf"[0-9][0-9,.]*|[{_KANJI}]+|[十百千万億兆]")
_SCALE_TAIL = re.compile(r"[十百千万億兆]+\Z")
_LEADING_ZERO = re.compile(r"0\d|〇")
_CALENDAR_YEAR = range(1900, 2101)
_CERTAIN_LENGTH = 4


__all__ = [
    "HeadingRole",
    "Quantity",
    "convert",
    "format_amount",
    "heading_role",
    "heading_unit",
    "is_amount_column",
    "is_identifier",
    "is_money",
    "is_no_value",
    "parse_quantity",
]


class Quantity(NamedTuple):
    """A number with its unit (数値).

    unit: the canonical symbol, such as 千円, % or か所; empty where there is none.
    """

    value: Decimal
    unit: str = ""


class HeadingRole(StrEnum):
    """What a column of numbers holds that is kept and checked, but not compared (比較対象外)."""

    DIFFERENCE = "difference"
    """What the document itself computed: 増減, 増減率, 差引."""

    RUNNING = "running"
    """Numbers that only count the rows: No., 連番."""

    PAGE = "page"
    """Page numbers: 頁, 掲載ページ."""


# --- Reading and showing -----------------------------------------------------------------


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """Return the quantity (数値) that a text is; None for what is not exactly one number.

    unit: the column's unit, for a text that names none: with 千円, `1,200` is 1,200千円. A text
    that has a scale without its unit, such as `1.2億`, is not read where the column's unit has
    a scale of its own.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    if (plain := _PLAIN_NUMBER.fullmatch(text)) and (own := as_unit(unit).symbol) != "年":
        value = Decimal(plain[2].replace(",", ""))
        return Quantity(value.copy_negate() if plain[1] and value else value, own)
    return _parsed(text, unit)


def _parsed(text: str, unit: str) -> Quantity | None:
    match = _CELL.fullmatch(_plain(text))
    if match is None:
        return None
    number = _number(match["number"])
    if number is None:
        return None
    value, scale = number
    written, sign = _without_direction(match["unit"].strip(), match["sign"])
    symbol = _symbol(written, match["yen"], scale, unit)
    if symbol is None or (sign == "±" and value) or _is_bare(match["number"], written):
        return None
    if symbol == "年" and value in _CALENDAR_YEAR:
        return None
    return Quantity(value.copy_negate() if sign == "-" and value else value, symbol)


def convert(quantity: Quantity, unit: str) -> Quantity | None:
    """Return the quantity in another unit (単位換算); None if the units are of different kinds."""
    source, target = as_unit(quantity.unit), as_unit(unit)
    if source.kind != target.kind:
        return None
    if source.factor == target.factor:
        return Quantity(quantity.value, target.symbol)
    value = _EXACT.divide(_EXACT.multiply(quantity.value, source.factor), target.factor)
    value = _EXACT.normalize(value)
    if isinstance(exponent := value.as_tuple().exponent, int) and exponent > 0:
        value = _EXACT.quantize(value, Decimal(1))
    return Quantity(value, target.symbol)


def is_money(unit: str) -> bool:
    """Return whether the unit is one of money (金額の単位), such as 千円."""
    return as_unit(unit).kind == "money"


# --- Headings and columns ----------------------------------------------------------------

_BRACKETED = re.compile(
    r"[(（\[［〔【]\s*(?P<inner>[^()（）\[\]［］〔〕【】]{1,20}?)\s*[)）\]］〕】]"
)
_STATED = re.compile(r"単位\s*[:：]?\s*")
_SPACED = re.compile(r"(?P<heading>.*\S)\s+(?P<unit>\S+)", re.DOTALL)
_WEEKDAY = re.compile(r"[\d０-９]日\Z")


def heading_unit(heading: str) -> tuple[str, str]:
    """Return a heading without its unit, and the unit (見出しの単位); empty where it has none.

    `予算額（千円）` gives 予算額 and 千円. `（単位：千円）` and `千円` alone, as above a table or a
    column, give an empty heading and 千円.
    """
    for match in _BRACKETED.finditer(heading):
        inner = match["inner"]
        stated = _STATED.match(inner)
        unit = known_unit(inner[stated.end() :] if stated else inner)
        before = heading[: match.start()].strip()
        if unit and (stated or _is_unit_behind(before, unit)):
            return (heading[: match.start()].rstrip() + heading[match.end() :]).strip(), unit.symbol
    whole = known_unit(heading.strip().strip("()（）"))
    if whole and whole.kind in ("money", "ratio"):
        return "", whole.symbol
    if stated := _STATED.match(heading.strip()):
        if unit := known_unit(heading.strip()[stated.end() :]):
            return "", unit.symbol
    elif spaced := _SPACED.fullmatch(heading.strip()):
        unit = known_unit(spaced["unit"])
        if unit and (unit.kind == "money" or unit.symbol.isascii()):
            return spaced["heading"], unit.symbol
    return heading, ""


def _is_unit_behind(before: str, unit: Unit) -> bool:
    """Return whether what brackets hold behind a heading is its unit.

    Not where nothing is in front (（社）山川協会), nor for a weekday (5月10日（日）), nor for a
    noun behind what counts nothing (対象（地区）).
    """
    if not before or _WEEKDAY.search(before):
        return False
    return not unit.is_noun or before.endswith(tuple(VOCABULARY["counted"]))


def is_amount_column(heading: str, values: Iterable[str]) -> bool:
    """Return whether a column is of type amount (数値の列).

    At least one value is a number, and of the values that say something at most one in ten is
    not. Identifiers are no amounts: leading zeros, and headings such as 番号, コード or 年度.
    """
    if is_identifier(heading):
        return False
    _rest, unit = heading_unit(heading)
    numbers = others = 0
    for text in values:
        if parse_quantity(text, unit) is not None:
            numbers += 1
        elif _LEADING_ZERO.match(_plain(text)) and _plain(text).isdecimal():
            return False
        elif not (is_no_value(text) or "".join(text.split()) in _NO_AMOUNT):
            others += 1
    return numbers > 0 and others * 10 <= numbers + others


def is_identifier(heading: str) -> bool:
    """Return whether a heading is of identifiers, years or dates (識別子), which are no amounts."""
    key = _key(heading)
    if heading_role(heading) in (HeadingRole.RUNNING, HeadingRole.PAGE) or (
        key in VOCABULARY["identifiers"] or key.endswith(tuple(VOCABULARY["identifier_endings"]))
    ):
        return True
    ending = next((ending for ending in VOCABULARY["year_endings"] if key.endswith(ending)), "")
    return bool(ending) and key.removesuffix(ending)[-1:] not in _OF_ONE_YEAR


def heading_role(heading: str) -> HeadingRole | None:
    """Return why the values of a heading are kept but not compared (比較対象外); None if they are.

    The heading has no edition (see edition.strip_editions); the last part of a grouped one
    decides, so that 予算額 › 増減 is a difference.
    """
    key = _key(heading)
    roles: Mapping[str, list[str]] = VOCABULARY["headings"]
    for role in HeadingRole:
        if key in roles[role]:
            return role
    for start in VOCABULARY["difference_of"]:
        if key.startswith(start) and key[len(start) :] in roles[HeadingRole.DIFFERENCE]:
            return HeadingRole.DIFFERENCE
    return None


_NO_AMOUNT = frozenset(VOCABULARY["no_amount"])


# A heading such as 4月, 令和5年度 or 前年度 says of when its values are, and is none itself.
_OF_ONE_YEAR = frozenset("0123456789元一二三四五六七八九十前当本今翌次同各昨来初毎")
_FORMULA = re.compile(r"\([a-z0-9+\-−/×÷=%・]*\)|[a-z][-−/][a-z]\Z|\([△+-][^()]*\)")


def _key(heading: str) -> str:
    """Return the last part of a grouped heading, folded, without unit and formula (Ｂ－Ａ)."""
    last = heading_unit(heading)[0].rpartition("›")[2]
    key = "".join(unicodedata.normalize("NFKC", last).casefold().split())
    key = key.replace("no.", "no").replace("▲", "△")
    return _FORMULA.sub("", _FORMULA.sub("", key)).rstrip("-−/=") or key


# --- Numbers -----------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Return the text with half-width digits, signs and letters, and full-width kana."""
    if not text.isascii():
        text = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        text = _INVISIBLE.sub("", text).translate(_PLAIN)
        text = _CIRCLE_FOR_ZERO.sub(lambda run: "〇" * len(run[0]), text)
    return text.strip()


def _number(written: str) -> tuple[Decimal, str] | None:
    """Return the value of a number and the scale that it is told in (百万 of 3百万)."""
    if sum(map(str.isdecimal, written)) > _MOST_DIGITS or _LEADING_ZERO.match(written):
        return None
    parts = _PARTS.findall(written)
    if parts[0][0].isdecimal() and all(part in _SMALL or part in _LARGE for part in parts[1:]):
        return _scaled(parts[0], "".join(parts[1:]))
    if len(parts) == 1:
        value = _positional(written)
        return None if value is None else (Decimal(value), "")
    total = _mixed(parts)
    if total is None or not total:
        return None
    tail = _SCALE_TAIL.search(written)
    scale = tail[0][-1] if tail and (tail[0][-1] in _LARGE or tail[0] == "千") else ""
    return (_EXACT.divide(Decimal(total), SCALES[scale]) if scale else Decimal(total)), scale


def _scaled(digits: str, scale: str) -> tuple[Decimal, str] | None:
    """Return the value of digits and the scale behind them; 十 and 百 become part of the value."""
    if not _ARABIC.fullmatch(digits):
        return None
    value = Decimal(digits.replace(",", ""))
    if not scale or scale in SCALES:
        return value, scale
    return (_EXACT.multiply(value, Decimal(_SMALL[scale])), "") if scale in _SMALL else None


def _positional(written: str) -> int | None:
    """Return the value of kanji digits in a row (二〇二四); 二三人 may be two or three people."""
    if written in _SMALL:
        return _SMALL[written] if written == "十" else None
    if not all(digit in _KANJI_DIGITS for digit in written):
        return None
    is_certain = len(written) == 1 or "〇" in written or len(written) >= _CERTAIN_LENGTH
    return int("".join(str(_KANJI_DIGITS[digit]) for digit in written)) if is_certain else None


def _mixed(parts: list[str]) -> int | None:
    """Return the value of numbers joined by multipliers (1億2,300万, 三百五十), which descend.

    None where they do not, where a part is no whole number, or where none has a digit, as in
    百万円, which is a unit.
    """
    if all(part in _SMALL or part in _LARGE for part in parts) and (
        parts[0] != "十" or len(parts) > 1
    ):
        return None
    total = section = 0
    number: int | None = None
    small, large = 10**4, 10**16
    for part in parts:
        if part in _SMALL:
            if _SMALL[part] >= small or not (number is None or 0 < number < 10):  # noqa: PLR2004
                return None
            small = _SMALL[part]
            section += (1 if number is None else number) * small
            number = None
        elif part in _LARGE:
            section += number or 0
            if _LARGE[part] >= large or not 0 < section < large // _LARGE[part]:
                return None
            large = _LARGE[part]
            total += section * large
            section, number, small = 0, None, 10**4
        else:
            number = _whole(part) if number is None else None
            if not number or number >= min(small, large):
                return None
    return total + section + (number or 0)


def _whole(part: str) -> int | None:
    if not part[0].isdecimal():
        return _positional(part)
    plain = part.replace(",", "")
    return int(plain) if _ARABIC.fullmatch(part) and plain.isdecimal() and plain[0] != "0" else None


def _without_direction(written: str, sign: str) -> tuple[str, str]:
    """Return what stands behind a number without 増 or 減, and the sign that it has by it.

    4.2％減 is -4.2%. Where it has a sign already, or what is told is a multiple (2倍増), the
    word stays, and the text is no quantity.
    """
    direction = next((word for word in _DIRECTIONS if written.endswith(word)), "")
    rest = written.removesuffix(direction).rstrip()
    if not direction or sign or not rest or rest.endswith("倍"):
        return written, sign
    return rest, _DIRECTIONS[direction]


_DIRECTIONS = {"増加": "+", "減少": "-", "増": "+", "減": "-"}


def _is_bare(number: str, unit: str) -> bool:
    """Return whether a cell is only 一, which may be a dash (―)."""
    return number == "一" and not unit


def _symbol(written: str, yen: str, scale: str, column: str) -> str | None:
    """Return the unit of a cell; None where what stands behind the number is no unit.

    written: what stands there; yen: ¥ in front of the number; scale: of the number itself;
    column: the column's unit.
    """
    if written[:1] == "(" and written[-1:] == ")":
        written = written[1:-1]
    if yen:
        written = written or "円"
        if as_unit(written).kind != "money":
            return None
    if not written:
        own = as_unit(column).symbol
        if scale and own and scale_of(own):
            return None
        return scale + own
    if column and unit_key(written) == unit_key(column):
        found: Unit | None = as_unit(column)
    else:
        found = find_unit(written)
    if found is None:
        return None
    return found.symbol if not scale else _rescaled(scale, found)


def _rescaled(scale: str, unit: Unit) -> str | None:
    """Return the unit with the number's scale (億 and 円 give 億円); None where it has one."""
    has_scale = bool(scale_of(unit.symbol))
    return None if has_scale else scale + unit.symbol
