"""Amounts of a list count once, also where some are sums of others."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.nested_amounts import (
    ListedAmount,
    counted_twice,
    may_have_wholes,
    sum_of_wholes,
)


def _items(*rows: tuple[str, str, int]) -> list[ListedAmount]:
    return [ListedAmount(name, section, Decimal(amount)) for name, section, amount in rows]


_LEVELS = (
    ("民生費", "民生費", 30),
    ("福祉費", "民生費\u3000福祉費", 20),
    ("老人福祉", "民生費\u3000福祉費", 12),
    ("障害福祉", "民生費\u3000福祉費", 8),
    ("児童費", "民生費\u3000児童費", 10),
    ("保育", "民生費\u3000児童費", 10),
    ("土木費", "土木費", 5),
    ("道路費", "土木費\u3000道路費", 5),
    ("道路維持", "土木費\u3000道路費", 5),
)


@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        pytest.param(_LEVELS, {0, 1, 4, 6, 7}, id="three-levels-of-accounts"),
        pytest.param(
            (
                ("収益", "収益", 9),
                ("営業", "収益\u3000営業", 9),
                ("給水", "収益\u3000営業\u3000給水", 9),
                ("水道料", "収益\u3000営業\u3000給水", 9),
            ),
            {0, 1, 2},
            id="four-levels",
        ),
        pytest.param(
            (
                ("民生費", "民生費", 10),
                ("旧福祉費", "民生費\u3000旧福祉費", 0),
                ("老人福祉", "民生費\u3000旧福祉費", 0),
                ("児童費", "民生費\u3000児童費", 10),
                ("保育", "民生費\u3000児童費", 10),
            ),
            {0, 3},
            id="a-level-that-is-no-more",
        ),
        pytest.param(
            (("福祉費", "福祉費", 20), ("老人福祉", "福祉費", 12), ("障害福祉", "福祉費", 9)),
            set(),
            id="another-amount-is-no-sum",
        ),
        pytest.param(
            (("福祉費", "福祉費", 5), ("道路費", "道路費", 5)),
            set(),
            id="sections-beside-each-other",
        ),
        pytest.param(
            (("12. 債", "", 7), ("(1) 総務", "", 3), ("(2) 衛生", "", 4), ("13. 他", "", 1)),
            {0},
            id="numbers-of-another-form",
        ),
        pytest.param(
            (("12. 債", "", 7), ("(1) 総務", "", 3), ("(2) 衛生", "", 4)),
            {0},
            id="the-last-whole-of-a-list",
        ),
        pytest.param((("12. 債", "", 7), ("(1) 総務", "", 7)), {0}, id="a-single-part-at-the-end"),
        pytest.param(
            (("【水道】", "", 10), ("1. 浄水", "", 4), ("2. 配水", "", 6)),
            {0},
            id="a-whole-without-a-number",
        ),
        pytest.param(
            (("12. 債", "", 7), ("※債の内訳", "", 7), ("13. 他", "", 1)),
            set(),
            id="below-a-number-nothing-without-one-is-a-part",
        ),
        pytest.param((("補助金", "", 7), ("うち国費", "", 3)), {1}, id="a-part-named-so"),
    ],
)
def test_sums_of_others_are_found(rows: tuple[tuple[str, str, int], ...], twice: set[int]) -> None:
    """A sum is found above its parts, at every level of accounts, and by its equal amount alone."""
    assert counted_twice(_items(*rows)) == twice


def test_a_sum_counts_each_amount_once() -> None:
    """款, 項 and 目 of one budget add up to what the 目 do."""
    assert sum_of_wholes(_items(*_LEVELS)) == Decimal(35)


def test_a_step_is_counted_where_not_all_its_parts_are_listed() -> None:
    """Of a 款 and the only 項 that a supplementary budget lists, the 款 is counted."""
    title = "使用料及び手数料"
    step = ListedAmount(title, title, Decimal(599), is_step=True)
    listed = [step, *_items(("使用料", title, 596)), *_items(("繰入金", "繰入金", 5))]
    assert counted_twice(listed) == {1}
    assert sum_of_wholes(listed) == Decimal(604)


_NAMES = st.sampled_from(["民生費", "福祉費", "うち国費", "12. 債", "(1) 総務", "①道路", ""])
_TITLES = st.sampled_from(["民生費", "民生費\u3000福祉費", "土木費", ""])


@given(st.lists(st.tuples(_NAMES, _TITLES, st.integers(0, 9)), max_size=8))
def test_without_names_of_wholes_and_parts_none_is_found(rows: list[tuple[str, str, int]]) -> None:
    """The quick test passes over no list in which an amount is in another."""
    may = may_have_wholes((name, section) for name, section, _amount in rows)
    assert may or not counted_twice(_items(*rows))
