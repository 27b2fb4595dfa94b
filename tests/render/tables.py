"""Tables made for the tests of the writers."""

from dataclasses import replace
from functools import cache

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.table import ComparisonTable, PropertyChange, Row
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import EditKind, Segment

_shipped = cache(lambda: compare(load_plan()))


def with_changes(
    table: ComparisonTable, changes: dict[str, tuple[PropertyChange, ...]]
) -> ComparisonTable:
    """The table with changes of fields as they occur across documents, by reference."""

    def changed(row: Row) -> Row:
        return replace(row, changes=changes.get(row.ref, ()))

    groups = (replace(g, rows=tuple(map(changed, g.rows))) for g in table.groups)
    return replace(table, groups=tuple(groups))


def with_texts(old: str, new: str) -> ComparisonTable:
    """A table of one row with these summaries, all of it edited."""
    table = _shipped()
    segments = (Segment(old, new, EditKind.SUBSTANCE),)
    row = replace(table.groups[0].rows[0], old=old, new=new, segments=segments)
    found = replace(table.groups[0], rows=(row,))
    return replace(table, groups=(found,))
