"""What cells of numbers say, as cases and as laws."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.normalize import format_amount
from bouhan_diff.text.number_headings import (
    heading_role,
    heading_unit,
    is_amount_column,
    is_source_of_funds,
    stated_unit,
)
from bouhan_diff.text.quantities import (
    UNITS,
    Quantity,
    convert,
    is_money,
    parse_quantity,
    whole_figure,
)

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "quantities.yaml").read_text("utf-8"))
NUMBERS = st.decimals(-(10**15), 10**15, places=2) | st.integers(-(10**20), 10**20).map(Decimal)
SYMBOLS = sorted({unit.symbol for unit in UNITS.values()})
MONEY = ["円", "千円", "万円", "百万円", "億円", "兆円"]
WIDE = {ord(" "): 0x3000} | {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def why(case: dict[str, str]) -> str:
    """The id of a case."""
    return case["why"]


@pytest.mark.parametrize("case", CASES["read"], ids=why)
def test_a_cell_is_read_as_one_number_or_not_at_all(case: dict[str, str]) -> None:
    """What can be read in one way only is a quantity; all else is text."""
    found = parse_quantity(case["text"], case.get("column", ""))
    value = case.get("value")
    assert found == (value and Quantity(Decimal(value), case.get("unit", "")))


@pytest.mark.parametrize("case", CASES["convert"], ids=why)
def test_units_of_one_kind_convert(case: dict[str, str]) -> None:
    """A quantity is told in another unit of its kind, and in no other."""
    quantity = parse_quantity(case["text"])
    assert quantity
    value = case.get("value")
    assert convert(quantity, case["to"]) == (value and Quantity(Decimal(value), case["to"]))


@pytest.mark.parametrize("case", CASES["headings"], ids=why)
def test_a_heading_gives_its_unit(case: dict[str, str]) -> None:
    """The unit is taken out of a heading, and nothing else is."""
    assert heading_unit(case["heading"]) == (case["rest"], case["unit"])


@pytest.mark.parametrize("case", CASES["columns"], ids=why)
def test_a_column_is_of_amounts(case: dict[str, str]) -> None:
    """Heading and values decide together whether a column is of numbers."""
    assert is_amount_column(case["heading"], case["values"]) == case["amount"]


@pytest.mark.parametrize("word", CASES["not_given"])
def test_an_amount_that_is_not_given_leaves_a_column_of_amounts(word: str) -> None:
    """One subsidy of three that has ended does not make text of the others' amounts."""
    assert is_amount_column("予算額", ["1,200", word, "300"])


@pytest.mark.parametrize(("heading", "role"), CASES["roles"].items())
def test_what_the_document_computed_is_not_compared(heading: str, role: str | None) -> None:
    """Differences, running numbers and pages are known by their heading."""
    assert heading_role(heading) == role


@pytest.mark.parametrize("spelling", sorted(UNITS))
def test_every_spelling_of_a_unit_is_read(spelling: str) -> None:
    """A number in front of any spelling gives the unit's symbol."""
    assert parse_quantity(f"12{spelling}") == Quantity(Decimal(12), UNITS[spelling].symbol)


@pytest.mark.parametrize("unit", MONEY)
def test_all_scales_of_yen_are_money(unit: str) -> None:
    """Sums may be formed of any of them; people and dollars are no money."""
    assert is_money(unit)
    assert not is_money("人")
    assert not is_money("")


@given(NUMBERS, st.sampled_from(["", *SYMBOLS, *MONEY]))
def test_what_is_printed_is_read_back(value: Decimal, unit: str) -> None:
    """Formatting an amount and reading it gives the amount."""
    if unit == "年" and value in range(1900, 2101):
        return
    assert parse_quantity(format_amount(value, unit)) == Quantity(value, unit)


@given(NUMBERS, st.sampled_from(["", *SYMBOLS, *MONEY]))
def test_width_changes_nothing(value: Decimal, unit: str) -> None:
    """A cell in full width says what it says in half width."""
    text = format_amount(value, unit)
    assert parse_quantity(text.translate(WIDE)) == parse_quantity(text)


@given(NUMBERS, st.sampled_from(MONEY), st.sampled_from(MONEY))
def test_conversions_round_trip(value: Decimal, unit: str, other: str) -> None:
    """There and back again is where it began."""
    there = convert(Quantity(value, unit), other)
    assert there
    assert convert(there, unit) == Quantity(value, unit)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the parser fail, and what it reads is finite."""
    found = parse_quantity(text)
    assert found is None or found.value.is_finite()


@given(st.integers(0, 10**12), st.sampled_from("¹²³①②③⑴½"))
def test_a_raised_or_circled_digit_never_joins_a_number(value: int, mark: str) -> None:
    """A note behind a number does not change its value."""
    assert parse_quantity(f"{value}{mark}") is None


@pytest.mark.parametrize(
    ("heading", "is_source"),
    [
        ("国", True),
        ("財源内訳 › その他", True),
        ("一般財源（千円）", True),
        ("国庫支出金", True),
        ("一般財源のうち過疎債の予定額", True),
        ("事業費", False),
        ("補助金額", False),
        ("当初予算 › 事業費", False),
        ("地方債残高", False),
    ],
)
def test_a_source_of_funds_is_known_by_its_heading(heading: str, *, is_source: bool) -> None:
    """The whole of an amount is told from the parts that pay for it."""
    assert is_source_of_funds(heading) is is_source


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["1,703,32", "3"], ["1,703,323"]),
        (["1,186,", "376"], ["1,186,376"]),
        (["△", "12", ",400"], ["△12,400"]),
        (["247", "世", "帯"], ["247世帯"]),
        (["１，２", "００"], ["１，２００"]),
        (["1", "1,200"], ["1", "1,200"]),
        (["1,200", "1,300"], ["1,200", "1,300"]),
        (["31", "8km"], ["31", "8km"]),
        (["１", "２"], ["１", "２"]),
        (["900", "新規事業の分"], ["900", "新規事業の分"]),
        (["２", "健康"], ["２", "健康"]),
        (["1,200"], ["1,200"]),
    ],
    ids=[
        "amid-a-group",
        "behind-a-comma",
        "behind-a-sign-and-before-a-comma",
        "before-and-amid-a-unit",
        "full-width",
        "two-numbers-that-would-be-one",
        "two-amounts",
        "digits-without-a-comma",
        "two-digits",
        "a-number-and-words",
        "a-number-and-a-title",
        "one-line",
    ],
)
def test_a_number_that_a_narrow_cell_broke_is_one_line(lines: list[str], whole: list[str]) -> None:
    """What may be two numbers is left as it is."""
    assert list(whole_figure(lines)) == whole


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("修繕費", "千円"),
        ("前年度", "千円"),
        ("計画額 › R6", "千円"),
        ("健全度", ""),
        ("劣化度(2)", ""),
        ("評価点", ""),
        ("延床面積", ""),
        ("利用者数", ""),
        ("延長", ""),
    ],
)
def test_a_unit_above_a_table_is_of_its_money_alone(heading: str, unit: str) -> None:
    """（単位：千円） is no unit of a degree, a score or an area beside the costs."""
    assert stated_unit("千円", heading, ["72", "65"]) == unit


@pytest.mark.parametrize("stated", ["m、千円", "千円、m", "ｍ・千円"])
@pytest.mark.parametrize(("heading", "unit"), [("全体事業費", "千円"), ("延長", ""), ("幅員", "")])
def test_of_two_units_above_a_table_money_has_that_of_money(
    stated: str, heading: str, unit: str
) -> None:
    """（単位：m、千円） makes no metres of a cost, whichever comes first."""
    assert stated_unit(stated, heading, ["72", "65"]) == unit
