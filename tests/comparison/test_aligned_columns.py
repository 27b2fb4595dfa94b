"""Columns of two documents: units that one leaves out, and sums under another heading."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from bouhan_diff.comparison.aligned_columns import typed_alike
from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.table import WhyNotCompared
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, PrintedTotal, Section

R6, R7 = Edition.read("R6"), Edition.read("R7")
NAMES = ("ごみ収集", "橋梁点検", "戸籍事務", "公園管理")


def plan_of(
    year: Edition, unit: str, amounts: Sequence[str], total: str = "", heading: str = "予算額"
) -> Plan:
    """A plan of one column of amounts, perhaps with the sum that it prints."""
    rows = tuple(
        Initiative(n, name, {year: f"{name}を行う。"}, fields={heading: {year: amount}})
        for n, (name, amount) in enumerate(zip(NAMES, amounts, strict=False), 1)
    )
    sums = (PrintedTotal(heading, total, edition=year),) if total else ()
    columns = (Column(heading, ColumnType.AMOUNT, unit),)
    return Plan("一覧", {year: ""}, (Section(1, "", rows),), columns=columns, printed_totals=sums)


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        pytest.param(("", "340,000", "25,000"), ("円", "340,000,000", "30,000,000"), "5000000"),
        pytest.param(("円", "340,000,000", "25,000,000"), ("", "340,000", "30,000"), "5000"),
        pytest.param(("", "340", "25"), ("千円", "340,000", "30,000"), "5000", id="百万円"),
        pytest.param(("", "34,000", "2,500"), ("円", "340,000,000", "30,000,000"), "5000000"),
        pytest.param(("千円", "340,000", "25,000"), ("", "340", "30"), "5"),
        pytest.param(("", "340", "25"), ("円", "340,000,000", "30,000,000"), "5000000"),
    ],
)
def test_a_unit_left_out_is_told_by_the_size_of_the_amounts(
    old: tuple[str, ...], new: tuple[str, ...], difference: str
) -> None:
    """12,000 beside 12,500,000（円） are 千円: what changed is compared, and said to be assumed."""
    table = compare_documents(plan_of(R6, old[0], old[1:]), plan_of(R7, new[0], new[1:]))
    changes = [field.amount for row in table.rows() for field in row.fields]
    assert [one.difference for one in changes if one] == [0, Decimal(difference)]
    (report,) = table.reports
    assert (report.code, report.option) == ("unit-implied", '--pair "予算額="')
    assert report.data["edition"] == str(R7 if old[0] else R6)


def test_a_column_of_few_amounts_is_in_the_units_of_the_others() -> None:
    """県 with one amount is in 円 where 予算額 is; 単価 that stayed alike would say otherwise."""
    old = plan_of(R6, "", ("340,000", "25,000"))
    new = plan_of(R7, "円", ("340,000,000", "30,000,000"))
    plans = []
    for plan, year, few in ((old, R6, "8"), (new, R7, "9,000")):
        (section,) = plan.sections
        first, *rest = section.initiatives
        first = replace(first, fields={**first.fields, "県": {year: few}})
        column = plan.columns[0]._replace(heading="県")
        sections = (replace(section, initiatives=(first, *rest)),)
        plans.append(replace(plan, sections=sections, columns=(*plan.columns, column)))
    table = compare_documents(*plans)
    assert next(table.rows()).fields[1].amount == (8000, 9000, 1000, 0.125, "円", False)
    (report,) = table.reports
    assert (report.data["heading"], report.option) == (
        "予算額、県",
        '--pair "予算額=" --pair "県="',
    )


def test_amounts_of_quite_another_size_without_any_unit_are_not_compared() -> None:
    """Whether 千円 became 円 or 百万円 became 千円, two bare numbers do not say."""
    table = compare_documents(
        plan_of(R6, "", ("340,000", "25,000")), plan_of(R7, "", ("340,000,000", "30,000,000"))
    )
    assert [one.kind for row in table.rows() for one in row.fields] == [None, None]
    assert [one.why for one in table.not_compared] == [WhyNotCompared.OTHER_UNIT]
    assert [one.code for one in table.reports] == ["units-unknown"]


def test_stated_units_are_believed_and_reported() -> None:
    """Headings that say 千円 over yen are compared as they say, with a word of doubt."""
    table = compare_documents(
        plan_of(R6, "千円", ("340,000", "25,000")),
        plan_of(R7, "千円", ("340,000,000", "30,000,000")),
    )
    (first, _second) = (field.amount for row in table.rows() for field in row.fields)
    assert first
    assert first.ratio == pytest.approx(999)
    assert [one.code for one in table.reports] == ["units-doubtful"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(("340", "25", "12", "80"), ("340,000", "26", "12", "81"), id="one misprint"),
        pytest.param(("340",), ("340,000",), id="one row"),
        pytest.param(("340", "25"), ("3,400", "250"), id="tenfold"),
        pytest.param(("340", "△25"), ("340,000", "△25,000"), id="one that can be divided"),
    ],
)
def test_a_few_great_changes_are_changes(old: Sequence[str], new: Sequence[str]) -> None:
    """Only if nearly all amounts grow a thousandfold is it their unit that changed."""
    table = compare_documents(plan_of(R6, "", old), plan_of(R7, "千円", new))
    assert not table.reports


def test_nothing_is_the_same_in_every_unit() -> None:
    """0（円） beside 0（千円） is not even written otherwise."""
    table = compare_documents(
        plan_of(R6, "円", ("340,000", "0")), plan_of(R7, "千円", ("340", "0"))
    )
    assert [one.kind for row in table.rows() for one in row.fields] == ["notation", "unchanged"]


def test_printed_sums_are_found_under_another_heading_and_unit() -> None:
    """162,000 under 予算額（千円） is the old sum beside 171.6 under 当初予算額（百万円）."""
    old = plan_of(R6, "千円", ("100,000", "62,000"), "162,000")
    new = plan_of(R7, "百万円", ("105.6", "66"), "171.6", heading="当初予算額")
    table = compare_documents(old, new)
    (total,) = table.totals
    assert (total.old, total.printed_old) == (162, 162)
    assert (total.new, total.printed_new) == (Decimal("171.6"), Decimal("171.6"))
    assert not table.misprinted


def test_an_empty_column_is_of_the_other_documents_type() -> None:
    """A column that is empty in one document has the amounts of the other, in their unit."""
    plan = Plan("計画", {R6: ""}, (Section(1, "章", (Initiative(1, "見守り", {R6: "歩く。"}),)),))
    amounts = Column("その他", ColumnType.AMOUNT, "千円")
    empty = Column("その他", headings={R6: "R6その他"})
    one, other = (replace(plan, columns=(found,)) for found in (empty, amounts))
    assert typed_alike(one, other).columns == (amounts._replace(headings=empty.headings),)


@pytest.mark.parametrize(
    ("unit", "why"), [("千円", None), ("円", WhyNotCompared.OTHER_UNIT)], ids=["same", "other"]
)
def test_texts_of_another_unit_are_not_compared(unit: str, why: WhyNotCompared | None) -> None:
    """Most values are no numbers, so that 6,100 of 千円 beside 6,100 of 円 would seem unchanged."""
    plans = []
    for year, stated in ((R6, "千円"), (R7, unit)):
        plan = plan_of(year, stated, ("6,100程度", "別途計上"))
        column = plan.columns[0]._replace(type=ColumnType.TEXT)
        plans.append(replace(plan, columns=(column,)))
    assert [one.why for one in compare_documents(*plans).not_compared] == ([why] if why else [])
