"""Numerals."""

from decimal import Decimal

import pytest

from bouhan_diff.text.numerals import value_of, whole

VALUES = {
    "1,000": 1000,
    "0.5": Decimal("0.5"),
    "二〇二四": 2024,
    "二三": 23,
    "十": 10,
    "二十三": 23,
    "三百五十": 350,
    "千二百": 1200,
    "1億2,300万": 123_000_000,
    "3千5百": 3500,
    "150百万": 150_000_000,
    "1.2億": 120_000_000,
    "12345万": 123_450_000,
    "百万": 1_000_000,
    "億": 100_000_000,
    "二兆三": 2_000_000_000_003,
}


@pytest.mark.parametrize(("written", "value"), VALUES.items())
def test_a_numeral_has_its_value(written: str, value: int | Decimal) -> None:
    """Arabic and kanji digits, in a row or with multipliers, give one value."""
    assert value_of(written) == value


@pytest.mark.parametrize(
    "written", ["百千", "1万2億", "1万20000", "1万10000", "百100", "1億0万", "二十三四百", "〇万"]
)
def test_multipliers_descend(written: str) -> None:
    """A numeral whose multipliers do not descend has no value."""
    assert value_of(written) is None
    assert whole(written) == 0
