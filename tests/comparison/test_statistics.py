"""Tallies: what a table adds up to, whatever of it is shown."""

from pathlib import Path

import pytest

from bouhan_diff.comparison.changed_figures import tally
from bouhan_diff.comparison.compare import compare, compare_documents
from bouhan_diff.comparison.filters import Selection, changed_only, select
from bouhan_diff.comparison.table import GroupBy
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Section
from bouhan_diff.storage import load_plan

CASES = Path(__file__).parent.parent / "cases"


def test_hidden_rows_are_counted() -> None:
    """Departments without a change are in the tallies of the changes alone."""
    table = compare(load_plan())
    assert tally(changed_only(table)).groups == tally(table).groups
    assert len(tally(changed_only(table)).groups[GroupBy.DEPARTMENT]) == 15


def test_rows_not_asked_for_are_not_counted() -> None:
    """Of one department's changes the tallies are that department's."""
    wanted = Selection(departments=("健康こども部青少年課",))
    for table in (
        changed_only(select(compare(load_plan()), wanted)),
        select(changed_only(compare(load_plan())), wanted),
    ):
        (found,) = tally(table).groups[GroupBy.DEPARTMENT]
        assert found.counts.total == 8


def test_changed_figures_are_told() -> None:
    """年6回 went from the plan; 約３５０団体 stays, though its width changed."""
    (change,) = tally(compare(load_plan())).figures
    assert (change.row.ref, change.old, change.new) == ("1-1", "年6回", "")


def test_changed_figures_of_fields_are_told_under_their_headings() -> None:
    """A share of 2分の1以内 that became 3分の2以内 stands whole, as no main text has it."""
    (change,) = tally(compare(load_plan(CASES / "labels" / "plan.yaml"))).figures
    assert (change.row.ref, *change[1:]) == ("1-1", "2分の1以内", "3分の2以内", "補助率")


@pytest.mark.parametrize(
    "titles",
    [
        ("歳　入　国庫支出金", "歳　出　総務費"),
        ("第1表歳入歳出予算　歳入　市税", "第1表歳入歳出予算　歳出　総務費"),
        ("説明書　総括　歳入", "説明書　総括　歳出"),
        ("資本的収入及び支出　収入　企業債", "資本的収入及び支出　支出　建設改良費"),
        ("収益的収入　営業収益", "収益的支出　営業費用"),
    ],
    ids=["by 款", "in a table of both", "in a summary", "of an enterprise", "below 収益的収入"],
)
def test_income_and_spending_are_added_up_apart(titles: tuple[str, str]) -> None:
    """The sections of a budget have their sums, and the whole has none: it would count twice."""
    r6, r7 = Edition(2024), Edition(2025)

    def section(number: int, title: str) -> Section:
        fields = {"金額": {r6: "1,000", r7: "1,200"}}
        return Section(number, title, (Initiative(1, title, {}, fields=fields),))

    plan = Plan(
        "予算",
        {r6: "", r7: ""},
        (section(2, titles[0]), section(3, titles[1])),
        columns=(Column("金額", ColumnType.AMOUNT, "千円"),),
    )
    table = compare(plan)
    assert table.totals == ()
    assert [[total.new for total in one.totals] for one in table.groups] == [[1200], [1200]]


@pytest.mark.parametrize("title", ["歳入歳出予算　市税", "収入及び支出　企業債", "歳出抑制の取組"])
def test_a_title_that_names_both_sides_is_of_neither(title: str) -> None:
    """The rows below 歳入歳出予算 are added up, beside those of another section."""
    r7 = Edition(2025)
    row = Initiative(1, "基金", {}, fields={"金額": {r7: "1,200"}})
    sections = (Section(1, title, (row,)), Section(2, "その他", (row,)))
    plan = Plan("予算", {r7: ""}, sections, columns=(Column("金額", ColumnType.AMOUNT, "千円"),))
    assert [total.new for total in compare_documents(plan, plan).totals] == [2400]
