"""What matters first comes first, and sorting loses no row."""

from pathlib import Path

import pytest

from bouhan_diff.comparison.changed_figures import main_amount
from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.history import restated
from bouhan_diff.comparison.sorting import (
    PUBLISHED,
    WEIGHT,
    by_weight,
    sort_rows,
)
from bouhan_diff.comparison.table import ComparisonTable, RowKind
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Section
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import Code, EditKind
from bouhan_diff.textdiff.classify.rules import RULES
from bouhan_diff.textdiff.segment import NATURES

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture(scope="module")
def city() -> ComparisonTable:
    """The fictional city, R6 and R7."""
    return compare([load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")])


def test_money_comes_first_then_who_and_for_whom_then_the_rest(city: ComparisonTable) -> None:
    """By yen, what came from nothing too; then what is new, was dropped or given to others."""
    refs = [row.ref for row in by_weight(city.rows())]
    assert refs[:7] == ["3-4", "1-3", "3-1", "1-2", "2-2", "3-5", "2-4"]
    assert set(refs[7:10]) == {"1-4", "2-3", "2-5"}
    kinds = [row.kind for row in by_weight(city.rows())]
    assert kinds[-1] is RowKind.UNCHANGED
    assert kinds[-3:-1] == [RowKind.NOTATION] * 2


def test_a_deleted_actor_outweighs_other_words() -> None:
    """Of the shipped plan, what takes out an actor stands before what changes a phrase."""
    refs = [row.ref for row in by_weight(compare(load_plan()).rows())]
    assert refs.index("1-1") < refs.index("4-5")
    assert refs.index("4-5") < refs.index("1-4")


def test_an_amount_that_came_or_went_changed_by_all_of_it(city: ComparisonTable) -> None:
    """Sorted by an amount, what was dropped stands where its amount puts it."""
    refs = [row.ref for row in sort_rows(city, "当初予算額").rows()]
    assert refs[:7] == ["3-4", "2-5", "1-3", "3-1", "1-2", "2-2", "3-5"]


@pytest.mark.parametrize("order", [PUBLISHED, WEIGHT, "当初予算額"])
@pytest.mark.parametrize("keeps_groups", [True, False])
def test_sorting_loses_no_row(city: ComparisonTable, order: str, *, keeps_groups: bool) -> None:
    """The same rows and counts, in whatever order; groups stay where they are asked for."""
    found = sort_rows(city, order, keeps_groups=keeps_groups)
    assert sorted(row.ref for row in found.rows()) == sorted(row.ref for row in city.rows())
    assert found.counts == city.counts
    if keeps_groups:
        assert [one.heading for one in found.groups] == [one.heading for one in city.groups]


def test_two_documents_of_one_edition_are_told_apart() -> None:
    """Where the editions are the same, the table names whose text is old and whose new."""
    first = load_plan()
    second = load_plan(CASES / "next_year" / "programs.yaml")
    table = restated([first, second], "R6")
    assert (table.old_document, table.new_document) == ("別紙２", "別紙１")
    assert compare(first).old_document == ""


def test_money_is_weighed_by_the_whole_not_by_its_sources() -> None:
    """A bond that takes the place of a grant is no large change of what a work costs."""
    r6, r7 = Edition(2024), Edition(2025)
    headings = ("財源内訳 › 国", "財源内訳 › 地方債", "事業費")
    works = {"防災倉庫": ("-327", "7,600", "-653"), "体育館": ("0", "0", "3,000")}
    rows = (
        Initiative(
            n,
            name,
            {},
            fields={h: {r6: "0", r7: now} for h, now in zip(headings, news, strict=True)},
        )
        for n, (name, news) in enumerate(works.items(), 1)
    )
    plan = Plan(
        "補正",
        {r6: "", r7: ""},
        (Section(1, "章", tuple(rows)),),
        columns=tuple(Column(heading, ColumnType.AMOUNT, "千円") for heading in headings),
    )
    ordered = by_weight(compare(plan).rows())
    assert [row.name for row in ordered] == ["体育館", "防災倉庫"]
    mains = [main_amount(row) for row in ordered]
    assert [(one.heading, one.new) for one in mains if one] == [
        ("事業費", "3,000"),
        ("事業費", "-653"),
    ]


def test_every_reason_has_a_nature_and_one_of_a_change_of_fact_a_tier() -> None:
    """Each reason that no rule gives to something lighter says how much it matters."""
    lighter = {rule.reason for rule in RULES if rule.kind is not EditKind.SUBSTANCE}
    assert set(NATURES) == set(Code)
    assert {code for code, nature in NATURES.items() if nature.tier} == set(Code) - lighter
    assert {NATURES[code].tier for code in set(Code) - lighter} == {1, 2, 3}


def test_a_reason_that_may_come_back_is_one_of_a_change_of_fact() -> None:
    """What another construction or order may account for has changed a fact at first sight."""
    may_turn = {
        code
        for code, one in NATURES.items()
        if one.may_be_wording or one.is_content or one.is_construction or one.is_order
    }
    assert {code for code in may_turn if not NATURES[code].tier} == set()
