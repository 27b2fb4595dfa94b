"""What matters first comes first, and sorting loses no row."""

from pathlib import Path

import pytest

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.grouping import PUBLISHED, WEIGHT, by_weight, sort_rows
from bouhan_diff.comparison.history import restated
from bouhan_diff.comparison.table import ComparisonTable, RowKind
from bouhan_diff.storage import load_plan

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture(scope="module")
def city() -> ComparisonTable:
    """The fictional city, R6 and R7."""
    return compare([load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")])


def test_money_comes_first_then_who_and_for_whom_then_the_rest(city: ComparisonTable) -> None:
    """By yen; then what was dropped or given to others; what did not change comes last."""
    refs = [row.ref for row in by_weight(city.rows())]
    assert refs[:5] == ["3-4", "1-3", "1-2", "2-2", "3-5"]
    assert refs.index("2-5") < refs.index("1-4")
    assert refs.index("2-3") < refs.index("1-4")
    kinds = [row.kind for row in by_weight(city.rows())]
    assert kinds[-1] is RowKind.UNCHANGED
    assert kinds[-3:-1] == [RowKind.NOTATION] * 2


def test_a_deleted_actor_outweighs_other_words() -> None:
    """Of the shipped plan, what takes out an actor stands before what changes a phrase."""
    refs = [row.ref for row in by_weight(compare(load_plan()).rows())]
    assert refs.index("1-1") < refs.index("4-5")
    assert refs.index("4-5") < refs.index("1-4")


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
