"""Tallies: what a table adds up to, whatever of it is shown."""

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import Selection, changed_only, select
from bouhan_diff.comparison.grouping import tally
from bouhan_diff.comparison.table import GroupBy
from bouhan_diff.storage import load_plan


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
