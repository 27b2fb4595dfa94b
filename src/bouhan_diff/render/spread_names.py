"""Names that a document spreads over their cell (均等割付), written as offices type them."""

from collections.abc import Mapping

from ..comparison.table import ComparisonTable, Row, RowKind
from ..plan import Property
from ..text.normalize import closed_up


def close_names(table: ComparisonTable) -> ComparisonTable:
    """Return a table without the spaces that spread its names (名称の字間): 総　務　費 is 総務費.

    A name that is otherwise spread was not changed, unless nothing else of its row was.
    """
    closed: Mapping[int, Row] = {
        id(row): new for row in table.all_rows() if (new := _closed(row)) is not row
    }
    if not closed:
        return table
    groups = tuple(
        one._replace(rows=tuple(closed.get(id(row), row) for row in one.rows))
        for one in table.groups
    )
    selected = tuple(closed.get(id(row), row) for row in table.selected)
    return table._replace(groups=groups, selected=selected)


def _closed(row: Row) -> Row:
    name = closed_up(row.name)
    change = row.change(Property.NAME)
    if change is None:
        return row if name == row.name else row._replace(name=name)
    if closed_up(str(change.old)) != name or row.kind is RowKind.NOTATION:
        return row
    rest = tuple(one for one in row.changes if one.what is not Property.NAME)
    return row._replace(name=name, changes=rest)
