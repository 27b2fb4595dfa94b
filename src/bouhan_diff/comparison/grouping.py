"""Groups (分類): rows under the headings of sections, departments, policy numbers or a field."""

from collections.abc import Callable, Mapping, Sequence

from ..text.normalize import fold, spellings
from .amount_changes import Total
from .filters import recounted
from .table import ComparisonTable, Group, GroupBy, Grouping, Row, count


def group(table: ComparisonTable, by: Grouping) -> ComparisonTable:
    """Return the same rows in groups (分類) by section, department, policy number or a field."""
    if by is GroupBy.SECTION is table.grouped_by:
        return table  # with the sums that the documents print
    return table._replace(groups=grouped(list(table.rows()), by, table.totals), grouped_by=by)


def grouped(rows: Sequence[Row], by: Grouping, totals: Sequence[Total] = ()) -> tuple[Group, ...]:
    """Return the rows in groups (分類); one is under each of its policy numbers.

    totals: of the whole table; the same headings are totalled in each group.
    """
    headings_of = _HEADINGS[by] if isinstance(by, GroupBy) else lambda row: (_field(row, by),)
    placed = [(heading, row) for row in rows for heading in headings_of(row) or ("",)]
    headings = spellings([heading for heading, _row in placed])
    members: dict[str, list[Row]] = {key: [] for key in headings}
    of_heading = {heading: members[fold(heading)] for heading in dict(placed)}
    for heading, row in placed:
        of_heading[heading].append(row)
    keys = sorted(members) if by is GroupBy.POLICY else members
    is_by_section = by is GroupBy.SECTION
    return tuple(
        Group(
            str(members[key][0].section) if is_by_section else headings[key],
            tuple(members[key]),
            count(members[key]),
            members[key][0].section.aim if is_by_section else "",
            recounted(totals, members[key]),
            members[key][0].section.old_aim if is_by_section else None,
        )
        for key in keys
    )


def _field(row: Row, heading: str) -> str:
    """Return a field's new value, else its old one (項目の値), empty where the row has none."""
    wanted = fold(heading)
    return next((one.new or one.old or "" for one in row.fields if fold(one.heading) == wanted), "")


_HEADINGS: Mapping[GroupBy, Callable[[Row], tuple[str, ...]]] = {
    GroupBy.SECTION: lambda row: (row.section.key,),
    GroupBy.DEPARTMENT: lambda row: (row.department,),
    GroupBy.POLICY: lambda row: row.policies,
}
