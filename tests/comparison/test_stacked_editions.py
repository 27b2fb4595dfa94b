"""Documents that print their editions one above the other: 変更前 above 変更後."""

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.table import RowKind
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Section

OLD, NEW = Edition.of_label("変更前"), Edition.of_label("変更後")


def row(number: int, name: str, edition: Edition, cost: str) -> Initiative:
    """A row that one of the tables has."""
    return Initiative(number, name, {}, fields={"事業費": {edition: cost}})


def test_rows_of_one_name_are_one_initiative() -> None:
    """A row of each table with one name is changed, and what one table has alone is new or gone."""
    rows = (
        row(1, "市道", OLD, "200"),
        row(2, "林道", OLD, "16"),
        row(3, "市道", NEW, "230"),
        row(4, "消防車", NEW, "19"),
    )
    columns = (Column("事業費", ColumnType.AMOUNT, "千円"),)
    plan = Plan("整備計画", {OLD: "", NEW: ""}, (Section(1, "計画", rows),), columns=columns)
    found = {one.name: one.kind for one in compare(plan).rows()}
    assert found == {
        "市道": RowKind.SUBSTANCE,
        "林道": RowKind.REMOVED,
        "消防車": RowKind.ADDED,
    }


def test_names_that_repeat_are_left_apart() -> None:
    """Where a table has a name twice, nothing says which row is which."""
    rows = (row(1, "市道", OLD, "200"), row(2, "市道", OLD, "16"), row(3, "市道", NEW, "230"))
    columns = (Column("事業費", ColumnType.AMOUNT, "千円"),)
    plan = Plan("整備計画", {OLD: "", NEW: ""}, (Section(1, "計画", rows),), columns=columns)
    kinds = [one.kind for one in compare(plan).rows()]
    assert kinds == [RowKind.REMOVED, RowKind.REMOVED, RowKind.ADDED]
