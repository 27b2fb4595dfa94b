"""Numerals (数の書き方) and their values: 1,000, 1億2,300万, 150百万, 三百五十, 二〇二四.

Every parser of numbers uses this; each decides itself which numerals count as a quantity, a year or
an outline number.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    Number = int | Decimal

DIGITS = "〇一二三四五六七八九"
"""The kanji digits (漢数字), each at the index that is its value; 零 is 〇 as well."""

TENS = {"十": 10, "百": 100, "千": 1_000}
"""The multipliers inside a group of four digits (十百千)."""

MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
"""The multipliers of a whole group of four digits (万億兆)."""

MULTIPLIERS = "十百千万億兆"
"""All multipliers (位取りの字)."""

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""A number in Arabic digits (算用数字), as a pattern: 1000, 1,000, 0.5."""

_PARTS = rf"\d[\d,.]*|[{DIGITS}零]+(?:・[{DIGITS}零]+)?|[{MULTIPLIERS}]"
_CIRCLES = f"(?<=[{DIGITS}零])[○◯]+"
_VALUES = str.maketrans(f"{DIGITS}零・", "01234567890.")
_CERTAIN_LENGTH = 4
_LONGEST_INT = 1_000  # digits; Python takes too long to make an int of many more


def with_zeros(text: str) -> str:
    """Return the text with ○ behind a kanji digit written as the zero 〇 (二○ becomes 二〇)."""
    if "○" in text or "◯" in text:
        return re.sub(_CIRCLES, lambda run: "〇" * len(run[0]), text)
    return text


def parts_of(written: str) -> list[str]:
    """Return the digits and multipliers of a numeral (数の部分): 1, 億, 2,300 and 万."""
    return re.findall(_PARTS, written)


def value_of(written: str) -> "Number | None":
    """Return the value of a numeral (数の値); None where its multipliers do not descend.

    Digits in a row are read by their places: 二〇二四 is 2024, 二三 is 23 and 三・五 is 3.5.
    """
    return _of_digits(written) if written.isascii() else _of_parts(parts_of(written))


def is_certain(written: str) -> bool:
    """Return whether a numeral is read in one way; 二三人 may be two or three."""
    return all(
        part[0].isdecimal() or len(part) == 1 or "〇" in part or len(part) >= _CERTAIN_LENGTH
        for part in parts_of(written)
    )


def whole(written: str) -> int:
    """Return the value of a numeral that is a whole number (整数), else 0."""
    number = value_of(written) if written else None
    return number if isinstance(number, int) else 0


def _of_digits(digits: str) -> "Number":
    plain = digits.translate(_VALUES).replace(",", "")
    if plain.isdecimal() and len(plain) <= _LONGEST_INT:
        return int(plain)
    from decimal import Decimal  # noqa: PLC0415  few have a point

    return Decimal(plain)


def _of_parts(parts: Sequence[str]) -> "Number | None":
    """Add up the groups of a numeral: 1億2,300万 is 1 × 億 + 2300 × 万.

    The first digits may be more than their multiplier has room for: 150百万, 1.2億, 12345万.
    """
    total: Number = 0
    section: Number = 0  # the group of four digits so far
    digits: Number | None = None
    ten, myriad = 10**4, 10**16  # the multiplier before
    for at, part in enumerate(parts):
        if times := TENS.get(part):
            if times >= ten or digits == 0 or (digits and digits >= 10 and at > 1):  # noqa: PLR2004
                return None
            section += (1 if digits is None else digits) * times
            digits, ten = None, times
        elif times := MYRIADS.get(part):
            section += digits or 0
            is_full = bool(total) and section >= myriad // times
            if times >= myriad or is_full or (len(parts) > 1 and not section):
                return None
            total += (section or 1) * times
            section, digits, ten, myriad = 0, None, 10**4, times
        else:
            number = _of_digits(part)
            if digits is not None or (at and not 0 < number < min(ten, myriad)):
                return None
            digits = number
    return total + section + (digits or 0)
