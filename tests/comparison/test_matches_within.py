"""Documents that have their editions apart: 変更前 above 変更後, or each year on its sheet."""

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


def on_sheet(number: int | str, name: str, edition: Edition, text: str) -> Initiative:
    """A row of a sheet that has one edition."""
    return Initiative(number, name, {edition: text}, "市民課", at=f"{edition}!{number}")


def test_rows_of_two_sheets_are_matched_as_in_two_documents() -> None:
    """Who was renamed keeps its number and text; who was dropped or is new has no partner."""
    rows = (
        on_sheet(2, "見守り活動", OLD, "高齢者宅を週１回訪問し、安否を確認する。"),
        on_sheet(3, "花いっぱい運動", OLD, "公園に花を植える。"),
        on_sheet("2#2", "高齢者見守り活動", NEW, "高齢者宅を週１回訪問し、安否を確認する。"),
        on_sheet("3#2", "予約制バス", NEW, "バスを平日に運行する。"),
    )
    plan = Plan("実施計画", {OLD: "内容", NEW: "内容"}, (Section(1, "計画", rows),))
    found = {
        one.name: (one.kind, one.number, one.changes[0].what)
        for one in compare(plan).rows()
        if one.changes
    }
    assert found == {"高齢者見守り活動": (RowKind.SUBSTANCE, 2, "name")}
    kinds = {one.name: one.kind for one in compare(plan).rows()}
    assert kinds["花いっぱい運動"] is RowKind.REMOVED
    assert kinds["予約制バス"] is RowKind.ADDED


def test_rows_of_one_table_are_not_matched_by_their_texts() -> None:
    """A row that the new column leaves empty was dropped, whatever another row says."""
    text = "高齢者宅を週１回訪問し、安否を確認する。"
    rows = (
        Initiative(2, "見守り活動", {OLD: text}, at="p. 1"),
        Initiative(3, "高齢者見守り活動", {NEW: text}, at="p. 1"),
    )
    plan = Plan("実施計画", {OLD: "内容", NEW: "内容"}, (Section(1, "計画", rows),))
    assert [one.kind for one in compare(plan).rows()] == [RowKind.REMOVED, RowKind.ADDED]
