"""Which rows are asked for."""

from collections import Counter
from pathlib import Path

import pytest

from bouhan_diff import compare, load_plan
from bouhan_diff.comparison.filters import Selection, changed_only, group_rows, select
from bouhan_diff.comparison.table import ComparisonTable, GroupBy, RowKind


@pytest.fixture(scope="module")
def table() -> ComparisonTable:
    """The shipped plan, R5 to R6."""
    return compare(load_plan())


def refs(table: ComparisonTable) -> list[str]:
    """The references of the rows shown."""
    return [row.ref for row in table.rows()]


@pytest.mark.parametrize("name", ["4", "４", "学校等", "子どもの安全"])
def test_a_section_is_named_by_its_number_or_part_of_its_title(
    table: ComparisonTable, name: str
) -> None:
    """Widths do not matter, and 1 is not 14."""
    found = select(table, Selection(sections=(name,)))
    assert refs(found) == [f"4-{n}" for n in range(1, 15)]


def test_a_number_is_no_part_of_a_title(table: ComparisonTable) -> None:
    """A section that is not there is not found in another's title."""
    assert refs(select(table, Selection(sections=("9",)))) == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("健康こども部青少年課", 8), ("青少年課", 8), ("市民生活課(地域担当)", 3), ("市民生活課", 17)],
)
def test_a_department_is_named_by_any_part(table: ComparisonTable, name: str, count: int) -> None:
    """Both spellings of one department are found by either."""
    assert len(refs(select(table, Selection(departments=(name,))))) == count


def test_departments_that_differ_in_width_alone_are_one_group(table: ComparisonTable) -> None:
    """市民生活課 has four groups, of 12, 3, 1 and 1 initiatives; the plan has 15 in all.

    The spelling with brackets that pair, which two of the three have, is the heading.
    """
    departments = group_rows(table, GroupBy.DEPARTMENT)
    assert len(departments.groups) == 15
    found = select(departments, Selection(departments=("市民生活課",)))
    assert [len(each.rows) for each in found.groups] == [12, 3, 1, 1]
    assert found.groups[1].heading == "市民生活部市民生活課(地域担当)"


@pytest.mark.parametrize(
    ("name", "policies"),
    [
        ("エ2", ["エ②"]),
        ("エ②", ["エ②"]),
        ("ｴ②", ["エ②"]),
        ("エ", ["エ①", "エ②", "エ③", "エ④"]),
        ("オ", ["オ"]),
        ("ウ1", ["ウ①"]),
    ],
)
def test_a_policy_number_alone_is_shown_among_its_row_s_others(
    table: ComparisonTable, name: str, policies: list[str]
) -> None:
    """A letter alone is all of its numbers; 3-1's other numbers are not dragged along."""
    found = select(group_rows(table, GroupBy.POLICY), Selection(policies=(name,)))
    assert [each.heading for each in found.groups] == policies


def test_a_row_counts_once_however_many_groups_it_stands_in(table: ComparisonTable) -> None:
    """3-1 stands under three policy numbers and is one initiative."""
    policies = group_rows(table, GroupBy.POLICY)
    assert len(policies.groups) == 19
    assert sum(len(each.rows) for each in policies.groups) == 39
    assert policies.counts == table.counts
    assert len(refs(policies)) == 37


def test_filters_narrow_each_other_and_their_names_widen(table: ComparisonTable) -> None:
    """Two sections are either; a section and a department are both."""
    both = Selection(sections=("4", "6"), departments=("市民生活課",))
    assert refs(select(table, both)) == ["4-8", "6-1", "6-2", "6-4"]


def test_hidden_rows_stay_counted(table: ComparisonTable) -> None:
    """The headline tells of all that was asked for, also where only changes are shown."""
    section = changed_only(select(table, Selection(sections=("4",))))
    assert refs(section) == ["4-2", "4-5", "4-14"]
    assert (section.counts.total, section.counts.changed) == (14, 3)
    assert (section.groups[0].counts.total, section.groups[0].counts.changed) == (14, 3)


def test_a_kind_hides_the_others(table: ComparisonTable) -> None:
    """Rows of the kind are shown, and the counts still tell how many there are of each."""
    unchanged = select(table, Selection(kinds=(RowKind.UNCHANGED,)))
    assert len(refs(unchanged)) == 22
    assert unchanged.counts == table.counts


def test_an_initiative_is_found_by_what_it_was() -> None:
    """Across documents the old department, policy number and reference find it too."""
    successor = load_plan(Path(__file__).parent.parent / "cases" / "next_year" / "programs.yaml")
    across = compare([load_plan(), successor], "R5", "R7")
    old = select(across, Selection(departments=("健康こども部青少年課",)))
    new = select(across, Selection(departments=("こども未来部青少年育成課",)))
    assert Counter(refs(old)) == Counter(refs(new))
    merged = select(across, Selection(departments=("財政部契約課",)))
    assert refs(merged) == ["3-15"]
    assert refs(select(across, Selection(refs=("4-5",)))) == ["2-5"]


@pytest.mark.parametrize("dash", "-－−‐‑‒–—―ーｰ─")
def test_a_reference_may_be_written_with_any_dash(table: ComparisonTable, dash: str) -> None:
    """Keyboards and documents have a dozen of them."""
    assert refs(select(table, Selection(refs=(f"４{dash}5",)))) == ["4-5"]
