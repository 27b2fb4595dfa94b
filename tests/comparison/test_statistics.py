"""Tallies: what a table adds up to, whatever of it is shown."""

from pathlib import Path

from bouhan_diff.comparison.changed_figures import tally
from bouhan_diff.comparison.compare import compare
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


def test_income_and_spending_are_added_up_apart() -> None:
    """The sections of a budget have their sums, and the whole has none: it would count twice."""
    r6, r7 = Edition(2024), Edition(2025)

    def section(number: int, title: str) -> Section:
        fields = {"金額": {r6: "1,000", r7: "1,200"}}
        return Section(number, title, (Initiative(1, title, {}, fields=fields),))

    plan = Plan(
        "予算",
        {r6: "", r7: ""},
        (section(2, "歳　入　国庫支出金"), section(3, "歳　出　総務費")),
        columns=(Column("金額", ColumnType.AMOUNT, "千円"),),
    )
    table = compare(plan)
    assert table.totals == ()
    assert [[total.new for total in one.totals] for one in table.groups] == [[1200], [1200]]
