"""A column that is the main text of one document and a field of the other."""

from collections.abc import Mapping
from dataclasses import replace

from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.table import ComparisonTable, RowKind, WhyNotCompared
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, FieldValue, Initiative, Plan, Section

R6, R7, R8 = Edition(2024), Edition(2025), Edition(2026)


def plan(
    edition: Edition,
    heading: str,
    rows: Mapping[str, tuple[str, Mapping[str, FieldValue]]],
    columns: tuple[Column, ...] = (),
) -> Plan:
    """A plan with a main text and fields for each name."""
    initiatives = tuple(
        Initiative(n, name, {edition: text} if text else {}, fields=fields)
        for n, (name, (text, fields)) in enumerate(rows.items(), 1)
    )
    section = Section(1, "評価の一覧", initiatives)
    return Plan("評価の一覧", {edition: heading}, (section,), columns=columns)


def kinds(table: ComparisonTable) -> dict[str, RowKind]:
    """The kind of each row by its name."""
    return {row.name: row.kind for row in table.all_rows()}


def test_a_main_text_is_compared_with_the_field_that_it_is_next_year() -> None:
    """現状維持 on both sides is no change, whichever document has it as its main text."""
    old = plan(R6, "R6 方向性", {"道路": ("現状維持", {}), "公園": ("現状維持", {})})
    fields: dict[str, tuple[str, dict[str, FieldValue]]] = {
        "道路": ("", {"方向性": {R7: "現状維持"}}),
        "公園": ("", {"方向性": {R7: "改善"}}),
    }
    new = plan(R7, "", fields, (Column("方向性"),))
    table = compare_documents(old, new)
    assert kinds(table) == {"道路": RowKind.UNCHANGED, "公園": RowKind.SUBSTANCE}
    assert table.not_compared == ()
    back = compare_documents(new, old)
    assert kinds(back) == {"道路": RowKind.UNCHANGED, "公園": RowKind.SUBSTANCE}


def test_main_texts_that_changed_places_are_compared_with_themselves() -> None:
    """Of 内容 and 効果 each document may take the other one for its main text."""
    old = plan(R6, "内容", {"道路": ("補修する。", {"効果": "安全になる。"})}, (Column("効果"),))
    new = plan(R7, "効果", {"道路": ("安全になる。", {"内容": "直す。"})}, (Column("内容"),))
    (row,) = compare_documents(old, new).all_rows()
    assert (row.old, row.new) == ("安全になる。", "安全になる。")
    (field,) = row.fields
    assert (field.heading, field.old, field.new) == ("内容", "補修する。", "直す。")


def test_an_amount_is_no_main_text() -> None:
    """A text 目標 in one document is not compared with amounts of this heading in the other."""
    old = plan(R6, "目標", {"道路": ("全て直す。", {})})
    amounts = (Column("目標", ColumnType.AMOUNT),)
    new = plan(R7, "", {"道路": ("", {"目標": {R7: "12"}})}, amounts)
    table = compare_documents(old, new)
    assert [one.heading for one in table.not_compared] == ["目標"]
    assert table.not_compared[0].why is WhyNotCompared.ONLY_NEW


def test_a_goal_of_the_plan_is_compared_where_its_year_comes_next() -> None:
    """In the report of R7 the goal for R8 is next year's: it is the 目標(R8) of the year before."""
    amounts = (Column("目標(R8)", ColumnType.AMOUNT), Column("実績", ColumnType.AMOUNT))
    old = plan(R6, "", {"講座": ("", {"目標(R8)": "15", "実績": {R6: "11"}})}, amounts)
    amounts = (Column("目標", ColumnType.AMOUNT), Column("実績", ColumnType.AMOUNT))
    values: dict[str, FieldValue] = {"目標": {R8: "20"}, "実績": {R7: "12"}}
    report = replace(plan(R7, "", {"講座": ("", values)}, amounts), editions={R7: "", R8: ""})
    table = compare_documents(old, report)
    (row,) = table.all_rows()
    assert (table.old_edition, table.new_edition, table.not_compared) == (R6, R7, ())
    assert [(one.heading, one.old, one.new) for one in row.fields] == [
        ("目標(R8)", "15", "20"),
        ("実績", "11", "12"),
    ]
