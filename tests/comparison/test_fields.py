"""Further columns (項目) of two editions: what is compared, and how it counts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from bouhan_diff.comparison import fields
from bouhan_diff.comparison.compare import compare, compare_documents, single_year
from bouhan_diff.comparison.filters import Selection, changed_only, group_rows, only_fields, select
from bouhan_diff.comparison.sorting import sort_by_change
from bouhan_diff.comparison.table import (
    ComparisonTable,
    DocumentNote,
    FieldComparison,
    GroupBy,
    Mark,
    NotCompared,
    Row,
    RowKind,
)
from bouhan_diff.comparison.totals import unread_amounts
from bouhan_diff.edition import Edition, NamedEdition, find_editions
from bouhan_diff.errors import UserError
from bouhan_diff.plan import (
    Column,
    ColumnType,
    Earlier,
    FieldValue,
    Initiative,
    Plan,
    PrintedTotal,
    Section,
)
from bouhan_diff.render import labels
from bouhan_diff.storage import load_plan
from bouhan_diff.text.number_headings import heading_unit
from bouhan_diff.text.quantities import parse_quantity

R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)
BUDGET = Column("予算額", ColumnType.AMOUNT, "千円")
TARGET = Column("目標値", ColumnType.AMOUNT)
PEOPLE = Column("対象者")
TEXT = "街頭で声をかける。"


def plan(*initiatives: Initiative, columns: tuple[Column, ...] = (BUDGET,), **more: object) -> Plan:
    """A plan of one section with two editions."""
    about = {"title": "計画", "editions": {R5: "R5", R6: "R6"}, **more}
    return Plan(sections=(Section(1, "章", initiatives),), columns=columns, **about)  # type: ignore[arg-type]


def row_of(values: FieldValue, column: Column = BUDGET) -> Row:
    """The row of one initiative whose text is the same in both editions."""
    one = Initiative(1, "事業", {R5: TEXT, R6: TEXT}, fields={column.heading: values})
    return next(compare(plan(one, columns=(column,))).rows())


def field_of(values: FieldValue, column: Column = BUDGET) -> FieldComparison:
    """Its only field."""
    (field,) = row_of(values, column).fields
    return field


KINDS = {
    "the budget fell": ("38,700", "36,900", "substance"),
    "the separators that a workbook's number lacks": ("12400", "12,400", "unchanged"),
    "the same digits, full width": ("38,700", "３８，７００", "notation"),
    "the same money in another unit": ("120,000", "1.2億円", "notation"),
    "the same money in another unit, kanji": ("120,000", "１億2,000万円", "notation"),
    "another unit and another amount": ("120,000", "1.3億円", "substance"),
    "a value comes": ("―", "1,000", "substance"),
    "a value goes": ("1,000", "皆減", "substance"),
    "zero is a value": ("0", "―", "substance"),
    "two signs for no value": ("―", "－", "notation"),
    "the same sign for no value": ("―", "―", "unchanged"),
    "a negative amount by another sign": ("△1,000", "▲1,000", "notation"),
    "the sign is a fact": ("1,000", "△1,000", "substance"),
    "money and people do not convert": ("1,000", "1,000人", "substance"),
    "a range is text": ("1,000", "1,000～2,000", "substance"),
    "nothing changed": ("1,000", "1,000", "unchanged"),
}


@pytest.mark.parametrize(("old", "new", "kind"), KINDS.values(), ids=KINDS)
def test_an_amount_is_compared_by_value(old: str, new: str, kind: str) -> None:
    """Its kind is the row's, since nothing else changed."""
    row = row_of({R5: old, R6: new})
    assert row.fields[0].kind == kind
    assert row.kind == kind


def test_a_changed_amount_carries_its_difference_and_ratio() -> None:
    """38,700 → 36,900千円 is △1,800千円, 4.7 % less, and the row is marked."""
    row = row_of({R5: "38,700", R6: "36,900"})
    amount = row.fields[0].amount
    assert amount is not None
    assert (amount.old, amount.new, amount.difference) == (38700, 36900, Decimal(-1800))
    assert amount.ratio == pytest.approx(-0.0465, abs=1e-4)
    assert amount.unit == "千円"
    assert row.marks == (Mark.AMOUNT,)


@pytest.mark.parametrize("old", ["0", "―", "△500"])
def test_a_ratio_needs_an_old_value_above_zero(old: str) -> None:
    """From 0, from no value or from less than 0 there is no ratio."""
    amount = field_of({R5: old, R6: "100"}).amount
    assert amount is not None
    assert amount.ratio is None


def test_text_in_a_field_has_a_kind_of_its_own() -> None:
    """The engine names it as it names a summary's."""
    assert field_of({R5: "市内の小学生", R6: "市内の中学生"}, PEOPLE).kind is RowKind.SUBSTANCE
    assert field_of({R5: "子ども", R6: "こども"}, PEOPLE).kind is RowKind.NOTATION


def test_a_target_in_a_column_of_text_has_its_difference_too() -> None:
    """85％ → 90％ is a changed amount, wherever it is; a lone number is not, it may be a code."""
    amount = field_of({R5: "85％", R6: "90％"}, Column("目標値")).amount
    assert amount is not None
    assert amount.difference == Decimal(5)
    assert field_of({R5: "85", R6: "90"}, Column("備考欄")).amount is None


def test_one_value_for_all_editions_is_unchanged() -> None:
    """It belongs to both."""
    field = field_of("市内の小学生", PEOPLE)
    assert (field.old, field.new, field.kind) == ("市内の小学生", "市内の小学生", RowKind.UNCHANGED)


def test_presence_follows_summaries_and_values() -> None:
    """A row with a budget in the new edition alone is new, one of ― in both is in both."""
    rows = (
        Initiative(1, "新しい", {}, fields={"予算額": {R5: "―", R6: "100"}}),
        Initiative(2, "終わる", {}, fields={"予算額": {R5: "100", R6: ""}}),
        Initiative(3, "額なし", {}, fields={"予算額": {R5: "―", R6: "―"}}),
    )
    table = compare(plan(*rows))
    assert [row.kind for row in table.rows()] == ["added", "removed", "unchanged"]


def test_a_column_of_one_edition_is_named_and_not_compared() -> None:
    """It changes no row's kind, and the heading that is likely the same field is named."""
    columns = (
        Column("当初予算額", ColumnType.AMOUNT),
        Column("当初予算", ColumnType.AMOUNT),
        PEOPLE,
    )
    one = Initiative(
        1, "事業", {R5: TEXT, R6: TEXT}, fields={"当初予算額": {R5: "1"}, "当初予算": {R6: "2"}}
    )
    table = compare(plan(one, columns=columns))
    row = next(table.rows())
    assert row.kind is RowKind.UNCHANGED
    assert {field.kind for field in row.fields} == {None}
    assert table.not_compared == (
        NotCompared("当初予算", "only-new", "当初予算額"),
        NotCompared("当初予算額", "only-old", "当初予算"),
    )


def test_two_headings_are_one_field_by_hand() -> None:
    """--pair joins them, and the field has the new heading."""
    columns = (Column("当初予算額", ColumnType.AMOUNT), Column("予算", ColumnType.AMOUNT))
    one = Initiative(
        1, "事業", {R5: TEXT, R6: TEXT}, fields={"当初予算額": {R5: "1"}, "予算": {R6: "2"}}
    )
    table = compare(plan(one, columns=columns), pairs={"当初予算額": "予算"})
    (field,) = next(table.rows()).fields
    assert (field.heading, field.old, field.new) == ("予算", "1", "2")
    assert table.not_compared == ()


@pytest.mark.parametrize(
    ("pairs", "shown"),
    [
        pytest.param(
            {"予算額": "決算額"},
            [("予算額", None, "2"), ("決算額", "1", "20"), ("決算額", "10", None)],
            id="crossed",
        ),
        pytest.param(
            {"予算額": "", "決算額": ""},
            [
                ("予算額", None, "2"),
                ("決算額", None, "20"),
                ("予算額", "1", None),
                ("決算額", "10", None),
            ],
            id="both with none",
        ),
    ],
)
def test_a_pair_by_hand_loses_no_other_column(
    pairs: Mapping[str, str], shown: list[tuple[str, str | None, str | None]]
) -> None:
    """A column whose partner was given to another, or is none, is still shown."""
    columns = (BUDGET, Column("決算額", ColumnType.AMOUNT, "千円"))
    values = {"予算額": {R5: "1", R6: "2"}, "決算額": {R5: "10", R6: "20"}}
    one = Initiative(1, "事業", {R5: TEXT, R6: TEXT}, fields=values)
    (row,) = compare(plan(one, columns=columns), pairs=pairs).rows()
    assert [(one.heading, one.old, one.new) for one in row.fields] == shown


def test_a_number_in_another_unit_than_the_field_says_its_own() -> None:
    """7500 of a column in 千円 is not shown as 7500 in a field of 円."""
    columns = (
        Column("予算額", ColumnType.AMOUNT, "円"),
        Column("当初予算額", ColumnType.AMOUNT, "千円"),
    )
    values = {"予算額": {R6: "12,000,000"}, "当初予算額": {R5: "7500"}}
    one = Initiative(1, "事業", {R5: TEXT, R6: TEXT}, fields=values)
    (row,) = compare(plan(one, columns=columns), pairs={"当初予算額": "予算額"}).rows()
    (field,) = row.fields
    assert (field.old, field.new, field.unit) == ("7,500千円", "12,000,000", "円")
    assert field.amount is not None
    assert (field.amount.old, field.amount.difference) == (7_500_000, 4_500_000)


CARRIED = [("100", "160"), ("90", "95"), ("70", "71"), ("55", "80"), ("31", "33"), ("12", "18")]


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        pytest.param("翌年度繰越額", ["heading-ambiguous"], id="the old amounts are in it"),
        pytest.param("前年度までの額", [], id="it is of the old year"),
    ],
)
def test_an_equal_heading_of_another_meaning_is_reported(heading: str, codes: list[str]) -> None:
    """金額 is what is carried over in one document, and in the other the budget beside it."""
    amount = Column("金額", ColumnType.AMOUNT, "千円")
    beside = Column(heading, ColumnType.AMOUNT, "千円")
    names = ("橋の点検", "街灯の設置", "道路の舗装", "公園の整備", "水路の改修", "校舎の修繕")
    old, new = (
        Plan(
            "繰越明許費",
            {edition: ""},
            (
                Section(
                    1,
                    "章",
                    tuple(
                        Initiative(n, name, {}, fields=fields_of(carried, budget))
                        for n, (name, (carried, budget)) in enumerate(
                            zip(names, CARRIED, strict=True), 1
                        )
                    ),
                ),
            ),
            columns=columns,
        )
        for edition, columns, fields_of in (
            (R5, (amount,), lambda carried, _budget: {"金額": {R5: carried}}),
            (
                R6,
                (amount, beside),
                lambda carried, budget: {"金額": {R6: budget}, heading: {R6: carried}},
            ),
        )
    )
    table = compare_documents(old, new)
    assert [one.code for one in table.reports] == codes
    assert [one.option for one in table.reports] == [f'--pair "金額={heading}"'] * len(codes)


def test_a_pair_of_an_unknown_heading_is_a_mistake() -> None:
    """The error names the headings that are there."""
    one = Initiative(1, "事業", {R5: TEXT, R6: TEXT}, fields={"予算額": {R5: "1", R6: "2"}})
    with pytest.raises(UserError, match="予算額"):
        compare(plan(one), pairs={"予算類": "予算額"})


def test_differences_that_the_document_prints_are_not_compared() -> None:
    """増減 follows from the amounts, which are compared."""
    columns = (BUDGET, Column("増減", ColumnType.AMOUNT))
    fields: Mapping[str, FieldValue] = {"予算額": {R5: "1", R6: "2"}, "増減": "1"}
    table = compare(plan(Initiative(1, "事業", {}, fields=fields), columns=columns))
    assert [one.heading for one in table.not_compared] == ["増減"]
    assert [field.kind for field in next(table.rows()).fields] == ["substance", None]


@pytest.mark.parametrize("values", [{R5: "36,000"}, {R6: "36,000"}], ids=["dropped", "new"])
def test_a_printed_difference_is_no_changed_amount_of_a_new_or_dropped_row(
    values: FieldValue,
) -> None:
    """The document computed it: of the row itself only the budget came or went."""
    columns = (BUDGET, Column("増減", ColumnType.AMOUNT))
    one = Initiative(1, "事業", {}, fields={"予算額": values, "増減": "△36,000"})
    (row,) = compare(plan(one, columns=columns)).rows()
    changed = {field.heading: field.is_changed for field in row.fields}
    assert changed == {"予算額": True, "増減": False}


# --------------------------------------------------------------- two documents

CASES = Path(__file__).parent.parent / "cases" / "fields.yaml"
ACROSS = yaml.safe_load(CASES.read_text(encoding="utf-8"))


def document(edition: Edition, values: Mapping[str, str]) -> Plan:
    """A document of one initiative; fields.yaml says how its columns are written."""
    columns, fields = [], {}
    for written, value in values.items():
        heading, unit = heading_unit(written.removeprefix("text "))
        is_amount = not written.startswith("text ") and (unit or parse_quantity(value))
        columns.append(Column(heading, ColumnType.AMOUNT if is_amount else ColumnType.TEXT, unit))
        fields[heading] = {edition: value}
    one = Initiative(1, "事業", {edition: TEXT}, fields=fields)
    return Plan("計画", {edition: ""}, (Section(1, "章", (one,)),), columns=tuple(columns))


@pytest.mark.parametrize("case", ACROSS, ids=[case["id"] for case in ACROSS])
def test_fields_of_two_documents(case: Mapping[str, Mapping[str, str]]) -> None:
    """Equal headings are one field; what has no partner is named and changes no row's kind."""
    old, new = document(R5, case["old"]), document(R6, case["new"])
    table = compare_documents(old, new, pairs=case.get("pairs"))
    (row,) = table.rows()
    kinds = {field.heading: field.kind or "not-compared" for field in row.fields}
    assert kinds == case["is"]
    assert row.kind == case["row"]
    why = {one.heading: [one.why, one.hint] for one in table.not_compared}
    assert why == case.get("why", {})
    texts = {field.heading: [field.old, field.new] for field in row.fields}
    assert texts.items() >= case.get("texts", {}).items()
    for heading, difference in case.get("difference", {}).items():
        (amount,) = (field.amount for field in row.fields if field.heading == heading)
        assert amount is not None
        assert amount.difference == Decimal(difference)
    for heading, unit in case.get("units", {}).items():
        (amount,) = (field.amount for field in row.fields if field.heading == heading)
        assert amount is not None
        assert amount.unit == unit
    assert [mark for mark in case.get("marks", []) if mark not in row.marks] == []


def test_items_of_one_document_have_the_amounts_of_both_editions() -> None:
    """Names that hold for all editions stand before the amounts of each; a wrapped row has both."""
    columns = Column("節 › 区分"), Column("節 › 金額")
    rows = [
        Initiative(
            n,
            f"{n}目",
            {},
            fields={"節 › 区分": names, "節 › 金額": {R5: "100\n20", R6: f"100\n{n}"}},
        )
        for n, names in enumerate(["報酬\n使用料及び\n賃借料", *["報酬\n旅費"] * 9], 11)
    ]
    table = compare(plan(*rows, columns=columns))
    wrapped, *others = ([(one.heading, one.old, one.new) for one in r.fields] for r in table.rows())
    assert wrapped == [
        ("節", "報酬\n使用料及び\n賃借料\n100\n20", "報酬\n使用料及び\n賃借料\n100\n11")
    ]
    assert others[0] == [("節", "報酬　100\n旅費　20", "報酬　100\n旅費　12")]
    assert [column.heading for column in table.columns] == ["節"]


# ------------------------------------------------------------------- totals


def money(*values: tuple[str, str], **more: object) -> ComparisonTable:
    """A table of initiatives that have only a budget, old and new."""
    rows = [
        Initiative(n, f"事業{n}", {}, f"第{n}課", fields={"予算額": {R5: old, R6: new}})
        for n, (old, new) in enumerate(values, 1)
    ]
    return compare(plan(*rows, **more))


def test_what_one_table_gives_without_an_edition_has_no_sum_of_either() -> None:
    """Funding given once is of one year: beside another table's of R6 it is no sum of R5's."""
    once = Initiative(1, "継続", {}, fields={"予算額": {R5: "9", R6: "10"}, "国費": "4"})
    came = Initiative(2, "新規", {}, fields={"予算額": {R6: "7"}, "国費": {R6: "3"}})
    columns = (BUDGET, Column("国費", ColumnType.AMOUNT, "千円"))
    table = compare(plan(once, came, columns=columns))
    assert [total.heading for total in table.totals] == ["予算額"]
    assert [total.heading for total in changed_only(table).totals] == ["予算額"]
    assert [total.heading for total in group_rows(table, GroupBy.DEPARTMENT).groups[0].totals] == [
        "予算額"
    ]


def test_money_is_totalled_in_one_unit() -> None:
    """Amounts in other units are converted; what is no amount is counted as unreadable."""
    (total,) = money(("1,000", "1,500"), ("1.2億円", "120,000"), ("未定", "未定")).totals
    assert (total.old, total.new, total.difference) == (121_000, 121_500, 500)
    assert (total.unit, total.rows, total.unreadable) == ("千円", 4, 2)


@pytest.mark.parametrize("values", [("未定", "10"), ("3,100", "要求中")], ids=["old", "new"])
def test_a_row_in_one_sum_alone_leaves_no_difference(values: tuple[str, str]) -> None:
    """The difference of the sums would count all of what the other side does not give."""
    (total,) = money(("1,000", "1,500"), values).totals
    assert (total.difference, total.ratio, total.unreadable) == (None, None, 1)


def account(*sections: tuple[str, Sequence[tuple[str, str, str]]]) -> ComparisonTable:
    """A table of accounts, each with names and budgets, old and new."""
    made = tuple(
        Section(
            number,
            title,
            tuple(
                Initiative(n, name, {}, fields={"予算額": {R5: old, R6: new}})
                for n, (name, old, new) in enumerate(rows, 1)
            ),
        )
        for number, (title, rows) in enumerate(sections, 1)
    )
    return compare(Plan("予算", {R5: "", R6: ""}, made, columns=(BUDGET,)))


def sums_of(table: ComparisonTable) -> list[tuple[Decimal | None, Decimal | None]]:
    """The sums of its sections, and then of the whole."""
    totals = (one for group in table.groups for one in group.totals)
    return [(one.old, one.new) for one in (*totals, *table.totals)]


WATER = (
    ("１　水道事業収益", [("水道事業収益", "30", "46")]),
    ("営　業　収　益", [("営業収益", "20", "35"), ("給水収益", "15", "25"), ("手数料", "5", "10")]),
    ("営業外収益", [("営業外収益", "10", "11"), ("受取利息", "10", "11")]),
)


def test_an_amount_that_another_table_gives_under_another_heading_is_not_gone() -> None:
    """New works have a 事業費 and others a 当初予算額: neither the row nor the sum says 皆減."""
    cost, budget = (Column(one, ColumnType.AMOUNT, "千円") for one in ("事業費", "当初予算額"))
    old, new = (
        Plan(
            "予算の概要",
            {edition: ""},
            (
                Section(
                    1,
                    "主な事業",
                    tuple(
                        Initiative(n, name, {edition: TEXT}, fields={heading: {edition: value}})
                        for n, (name, heading, value) in enumerate(rows, 1)
                    ),
                ),
            ),
            columns=columns,
        )
        for edition, columns, rows in (
            (R5, (cost,), [("電子申請", "事業費", "10"), ("街灯", "事業費", "20")]),
            (R6, (cost, budget), [("電子申請", "当初予算額", "90"), ("街灯", "事業費", "25")]),
        )
    )
    table = compare_documents(old, new)
    first, second = table.rows()
    assert {field.heading: field.kind for field in first.fields} == {
        "事業費": None,
        "当初予算額": None,
    }
    assert first.marks == (Mark.UNCOMPARED,)
    assert [field.kind for field in second.fields] == [RowKind.SUBSTANCE]
    (total,) = (one for one in table.totals if one.heading == "事業費")
    assert (total.old, total.new, total.difference, total.unreadable) == (30, 25, None, 1)
    (lacking,) = unread_amounts(total, table.rows())
    assert (lacking[0].name, *lacking[1:]) == ("電子申請", "当初予算額 90", False)


def test_a_row_that_is_the_sum_of_others_is_not_added_again() -> None:
    """In accounts the row of a section holds its items, and one above holds the sections."""
    assert sums_of(account(*WATER)) == [(30, 46), (20, 35), (10, 11), (30, 46)]


def test_a_row_above_its_numbered_parts_is_not_added_again() -> None:
    """12. is the sum of (1) and (2), and (1) of its parts; a list of two forms is no such tree."""
    parts = [
        ("11. 予備費", "5", "5"),
        ("12. 投資的経費", "70", "90"),
        ("(1) 普通建設事業", "60", "80"),
        ("(ｱ) 補助", "20", "30"),
        ("(ｲ) 単独", "40", "50"),
        ("(2) 災害復旧事業", "10", "10"),
    ]
    assert sums_of(account(("性質別", parts)))[-1] == (75, 95)
    bare = [("1普　通　債", "70", "90"), ("(1)総　務", "60", "80"), ("(2)民　生", "10", "10")]
    assert sums_of(account(("地方債", [*bare, ("2その他", "5", "5")])))[-1] == (75, 95)
    listed = [("1. 街灯", "5", "5"), ("(1) 橋", "7", "7"), ("(2) 道路", "9", "9")]
    assert sums_of(account(("主な事業", listed)))[-1] == (21, 21)


def test_a_row_named_like_its_section_is_added_where_it_is_no_sum() -> None:
    """防犯 in the section 防犯 is one initiative of several, and 防災 is alone in its section."""
    rows = ("防犯", [("防犯", "20", "30"), ("街灯", "15", "25")])
    table = account(rows, ("防災", [("防災", "35", "55")]), ("救急", [("車両", "35", "55")]))
    assert sums_of(table)[-1] == (105, 165)


def test_income_and_spending_of_a_water_work_have_no_sum() -> None:
    """Nobody adds 収益 and 費用, as nobody adds 歳入 and 歳出."""
    spending = ("１　水道事業費用", [("動力費", "9", "9")])
    assert account(*WATER, spending).totals == ()


def test_targets_are_not_totalled() -> None:
    """Shares and counts of people have no sum, unless the document prints one."""
    one = Initiative(1, "事業", {}, fields={"目標値": {R5: "1", R6: "2"}})
    assert compare(plan(one, columns=(TARGET,))).totals == ()
    printed = (PrintedTotal("目標値", "2", edition=R6),)
    (total,) = compare(plan(one, columns=(TARGET,), printed_totals=printed)).totals
    assert (total.new, total.printed_new, total.printed_old) == (2, 2, None)


def test_groups_and_selections_have_totals_of_their_own_rows() -> None:
    """By department each has its own; what is not asked for is not added."""
    table = money(("1", "2"), ("10", "20"))
    parts = group_rows(table, GroupBy.DEPARTMENT)
    assert [found.totals[0].new for found in parts.groups] == [2, 20]
    assert select(table, Selection(departments=("第1課",))).totals[0].new == 2


# ------------------------------------------------------------------ selecting


def test_only_the_fields_asked_for_count() -> None:
    """The summary is then named as not compared."""
    one = Initiative(1, "事業", {R5: TEXT, R6: "別の文。"}, fields={"予算額": {R5: "1", R6: "1"}})
    table = only_fields(compare(plan(one)), ["予算額"])
    row = next(table.rows())
    assert (row.kind, row.segments) == (RowKind.UNCHANGED, ())
    assert NotCompared("R6", "filtered") in table.not_compared
    with pytest.raises(UserError, match="予算額"):
        only_fields(table, ["予算"])


def test_the_largest_change_of_an_amount_comes_first() -> None:
    """By the absolute difference, the rows without one last."""
    table = sort_by_change(money(("1", "1"), ("10", "5"), ("1", "3")), "予算額")
    assert [row.number for row in table.rows()] == [2, 3, 1]


def test_rows_are_grouped_by_any_field() -> None:
    """By the new edition's value, else by the old one."""
    rows = [
        Initiative(1, "あ", {}, fields={"款": "総務費", "予算額": {R5: "1", R6: "1"}}),
        Initiative(2, "い", {}, fields={"款": "民生費", "予算額": {R5: "1", R6: "1"}}),
        Initiative(3, "う", {}, fields={"款": "総務費", "予算額": {R5: "1"}}),
    ]
    table = compare(plan(*rows, columns=(Column("款"), BUDGET)))
    assert [(g.heading, len(g.rows)) for g in group_rows(table, "款").groups] == [
        ("総務費", 2),
        ("民生費", 1),
    ]


# ------------------------------------------------------------------ editions


def test_labels_are_compared_in_the_documents_order() -> None:
    """Without years, 現行 comes before 改正案 because the document has it so."""
    now, then = Edition.of_label("現行"), Edition.of_label("改正案")
    one = Initiative(1, "事業", {now: "５人とする。", then: "６人とする。"})
    rules = Plan("規程", {now: "", then: ""}, (Section(1, "章", (one,)),))
    table = compare(rules)
    assert (table.old_edition, table.new_edition) == (now, then)
    assert next(compare(rules, "改正案", "現行").rows()).old == "６人とする。"


def test_a_department_of_an_older_edition_is_a_reassignment() -> None:
    """per_edition says what it was."""
    one = Initiative(
        1, "事業", {R5: TEXT, R6: TEXT}, "新課", per_edition={R5: Earlier(department="旧課")}
    )
    row = next(compare(plan(one, columns=())).rows())
    assert row.marks == (Mark.REASSIGNED,)
    assert (row.kind, row.department, row.changes[0].old) == (RowKind.SUBSTANCE, "新課", "旧課")


@pytest.mark.parametrize(
    ("old", "new", "is_changed"),
    [
        pytest.param("環境課", "市民部環境課", False, id="the-bureau-is-named-now"),
        pytest.param("市民部 環境課", "環境課", False, id="the-bureau-is-named-no-more"),
        pytest.param("学習課", "教育委員会学習課", False, id="a-board-is-a-bureau"),
        pytest.param("環境課、公園課", "市民部環境課、建設部公園課", False, id="each-of-several"),
        pytest.param("市民部環境課", "建設部環境課", True, id="another-bureau"),
        pytest.param("環境課", "市民部公園課", True, id="another-division"),
        pytest.param("環境課", "東部環境課", True, id="the-east-is-no-bureau"),
        pytest.param("家庭課", "子ども家庭課", True, id="a-longer-name"),
        pytest.param("", "市民部", True, id="a-bureau-alone"),
        pytest.param("環境課", "市民部環境課、公園課", True, id="one-more"),
    ],
)
def test_a_document_without_bureaus_reassigns_nothing(old: str, new: str, is_changed: bool) -> None:
    """Where one document names no 部 at all, its 課 are the other's; another 部 or 課 is not."""
    before, after = (
        plan(Initiative(1, "事業", {year: TEXT}, department), columns=())
        for year, department in ((R5, old), (R6, new))
    )
    row = next(compare_documents(before, after).rows())
    assert (Mark.REASSIGNED in row.marks) is is_changed


def test_a_bureau_that_one_row_lost_is_a_reassignment() -> None:
    """Its document names the 部 of other rows, so that this one is no part of it any more."""
    before = plan(
        Initiative(1, "事業", {R5: TEXT}, "市民部環境課"),
        Initiative(2, "催し", {R5: TEXT}, "市民部市民課"),
        columns=(),
    )
    after = plan(
        Initiative(1, "事業", {R6: TEXT}, "環境課"),
        Initiative(2, "催し", {R6: TEXT}, "市民部市民課"),
        columns=(),
    )
    changed, same = compare_documents(before, after).rows()
    assert (Mark.REASSIGNED in changed.marks, Mark.REASSIGNED in same.marks) == (True, False)


def test_two_documents_are_compared_at_their_latest_editions() -> None:
    """Equal editions are allowed; others are named as not compared."""
    old = plan(Initiative(1, "事業", {R5: TEXT, R6: TEXT}), columns=())
    new = plan(Initiative(1, "事業", {R6: "別の文。"}), columns=(), editions={R6: "R6"})
    table = compare_documents(old, new)
    assert (table.old_edition, table.new_edition) == (R6, R6)
    assert [row.kind for row in table.rows()] == [RowKind.SUBSTANCE]
    assert table.not_compared == (NotCompared("R5", "edition-old"),)


def test_a_plan_with_requests_for_the_next_year_is_of_the_year_in_its_title() -> None:
    """令和5年度 says which year the text and its budget are of; 要求額 is of the year after."""

    def of(title: str, year: Edition) -> Plan:
        after = Edition(year.western + 1)
        fields = {"予算額": {year: "12"}, "要求額": {after: "15"}}
        columns = (Column("予算額", ColumnType.AMOUNT), Column("要求額", ColumnType.AMOUNT))
        one = Initiative(1, "事業", {year: TEXT}, fields=fields)
        editions = {year: "事業内容", after: ""}
        return plan(one, columns=columns, title=title, editions=editions)

    table = compare_documents(of("令和5年度　行動計画", R5), of("令和6年度　行動計画", R6))
    assert (table.old_edition, table.new_edition) == (R5, R6)
    assert [field.heading for field in next(iter(table.rows())).fields] == [
        "予算額",
        "要求額（翌年度）",
    ]


def test_a_single_edition_shows_its_fields() -> None:
    """Nothing is called a change."""
    one = Initiative(1, "事業", {}, fields={"予算額": {R5: "1", R6: "2"}})
    (field,) = next(single_year(plan(one), "R6").rows()).fields
    assert (field.old, field.new, field.kind) == (None, "2", None)


def test_a_documents_own_sums_are_added_up() -> None:
    """Of the fictional city one is wrong, of a section in R6.

    A table of other rows or of other fields tells of none.
    """
    city = Path(__file__).parent.parent / "cases" / "city"
    table = compare([load_plan(city / f"{year}.yaml") for year in ("R5", "R6", "R7")])
    (wrong,) = table.misprinted
    assert (wrong.edition, wrong.section) == (R6, "3　安全で安心なまちづくり")
    assert (wrong.printed, wrong.computed) == (23_870, 23_770)
    assert select(table, Selection(sections=("1",))).misprinted == ()
    assert only_fields(table, [wrong.heading]).misprinted == (wrong,)
    assert only_fields(table, ["対象者"]).misprinted == ()


def test_a_value_of_all_editions_is_no_editions_sum() -> None:
    """財源 that the document gives once says nothing of last year, and has no total of it."""
    one = Initiative(1, "事業", {}, fields={"予算額": {R5: "10", R6: "12"}, "国費": "7"})
    columns = tuple(Column(heading, ColumnType.AMOUNT, "千円") for heading in ("予算額", "国費"))
    assert [total.heading for total in compare(plan(one, columns=columns)).totals] == ["予算額"]


def test_notes_of_the_documents_stand_with_the_table() -> None:
    """What both documents note is said once, and what one alone notes is known as its own."""
    old, new = (
        Plan(
            "題", {R6: "R6"}, (Section(1, "章", (Initiative(1, "事業", {R6: TEXT}),)),), notes=notes
        )
        for notes in (("※　単位は千円", "※ 人件費を含む。"), ("※ 人件費を除く。", "※ 単位は千円"))
    )
    assert compare_documents(old, new).notes == (
        DocumentNote("※ 人件費を除く。", "new"),
        DocumentNote("※ 単位は千円"),
        DocumentNote("※ 人件費を含む。", "old"),
    )


def test_one_text_beside_two_budgets_is_no_change_of_text() -> None:
    """事業内容 without a year, beside the budgets of R6 and R7, stands for the whole row."""
    rows = (
        Initiative(1, "同額", {R7: TEXT}, fields={"予算額": {R6: "12", R7: "12"}}),
        Initiative(2, "増額", {R7: TEXT}, fields={"予算額": {R6: "12", R7: "13"}}),
        Initiative(3, "廃止", {R7: "完了のため"}, fields={"予算額": {R6: "12", R7: "―"}}),
        Initiative(4, "予算なし", {R7: TEXT}),
    )
    plan = Plan("計画", {R6: "", R7: "事業内容"}, (Section(1, "章", rows),), columns=(BUDGET,))
    table = compare(plan, R6, R7)
    kinds = [row.kind for row in table.rows()]
    assert kinds == [RowKind.UNCHANGED, RowKind.SUBSTANCE, RowKind.REMOVED, RowKind.ADDED]
    assert [column.heading for column in table.columns] == ["事業内容", "予算額"]


def test_a_text_of_one_year_is_named_as_not_compared() -> None:
    """令和7年度事業内容 says nothing of R6, so that no row is called changed for it."""
    one = Initiative(1, "見守り", {R7: TEXT}, fields={"予算額": {R6: "12", R7: "12"}})
    years = {R6: "", R7: "令和7年度事業内容"}
    table = compare(Plan("計画", years, (Section(1, "章", (one,)),), columns=(BUDGET,)), R6, R7)
    assert [row.kind for row in table.rows()] == [RowKind.UNCHANGED]
    assert table.not_compared == (NotCompared("令和7年度事業内容", "only-new"),)


@pytest.mark.parametrize(
    ("heading", "why"),
    [("増減", "printed-difference"), ("No.", "running-number"), ("掲載ページ", "page-number")],
)
def test_a_column_that_is_only_kept_says_why_in_words_that_every_output_has(
    heading: str, why: str
) -> None:
    """The code is one that the labels have in both languages."""
    one = Initiative(1, "見守り", {R6: TEXT, R7: TEXT}, fields={heading: {R6: "1", R7: "2"}})
    column = Column(heading, ColumnType.AMOUNT)
    plan = Plan("計画", {R6: "", R7: ""}, (Section(1, "章", (one,)),), columns=(column,))
    assert compare(plan, R6, R7).not_compared == (NotCompared(heading, why),)
    assert why in labels.NOT_COMPARED


def test_a_printed_difference_is_not_added_up_for_old_and_new() -> None:
    """増減 is of both editions at once: held to an edition's rows its sum would seem wrong."""
    rows = (
        Initiative(1, "廃止", {}, fields={"予算額": {R6: "45"}, "増減": "-45"}),
        Initiative(2, "新規", {}, fields={"予算額": {R7: "88"}, "増減": "88"}),
    )
    columns = (BUDGET, Column("増減", ColumnType.AMOUNT, "千円"))
    totals = (PrintedTotal("増減", "43"),)
    plan = Plan(
        "計画", {R6: "", R7: ""}, (Section(1, "章", rows),), columns=columns, printed_totals=totals
    )
    table = compare(plan, R6, R7)
    assert [total.heading for total in table.totals] == ["予算額"]
    assert table.misprinted == ()


def test_a_sum_is_of_more_than_the_table_only_where_rows_are_left_out() -> None:
    """（表にない1件を含む） stands beside a sum where an unchanged row is not shown."""
    same = Initiative(1, "同額", {}, fields={"予算額": {R6: "12", R7: "12"}})
    more = Initiative(2, "増額", {}, fields={"予算額": {R6: "12", R7: "13"}})
    for rows, is_partial in (((more,), False), ((same, more), True)):
        plan = Plan("計画", {R6: "", R7: ""}, (Section(1, "章", rows),), columns=(BUDGET,))
        shown = changed_only(compare(plan, R6, R7))
        assert ("表にない1件" in labels.subtotal(shown)) == is_partial


def test_an_amount_that_is_not_given_is_named_beside_the_sum() -> None:
    """皆増 says that there is a budget and not how much: the sum lacks it."""
    (total,) = money(("1,000", "1,500"), ("―", "皆増"), ("300", "皆減")).totals
    assert (total.old, total.new, total.unreadable) == (1_300, 1_500, 1)


@pytest.mark.parametrize("word", ["廃止", "終了", "完了", "休止", "中止", "統合"])
def test_what_has_ended_costs_nothing(word: str) -> None:
    """廃止 in place of an amount is 皆減: the whole amount is gone, and the sum lacks nothing."""
    table = money(("1,000", "1,500"), ("300", word))
    (total,) = table.totals
    assert (total.old, total.new, total.difference, total.unreadable) == (1_300, 1_500, 200, 0)
    amount = list(table.rows())[1].fields[0].amount
    assert amount is not None
    assert (amount.old, amount.new) == (300, None)


@pytest.mark.parametrize("heading", ["補助上限額", "単価", "１人当たり額", "月額"])
def test_amounts_of_one_case_are_not_added_up(heading: str) -> None:
    """The ceilings of two subsidies have no sum, unless the document prints one."""
    column = Column(heading, ColumnType.AMOUNT, "千円")
    one = Initiative(1, "事業", {}, fields={heading: {R5: "1", R6: "2"}})
    assert compare(plan(one, columns=(column,))).totals == ()
    printed = (PrintedTotal(heading, "2", edition=R6),)
    (total,) = compare(plan(one, columns=(column,), printed_totals=printed)).totals
    assert total.new == 2


@pytest.mark.parametrize(
    ("unit", "is_sum"), [("１時間", False), ("1面2時間", False), ("1通", False), ("10か所", True)]
)
def test_prices_of_one_are_not_added_up(unit: str, is_sum: bool) -> None:
    """What a hall costs for an hour and what a copy costs have no sum."""
    columns = (Column("単位", ColumnType.TEXT), Column("金額", ColumnType.AMOUNT, "円"))
    fields = {"単位": unit, "金額": {R5: "800", R6: "900"}}
    one = Initiative(1, "庭球場", {}, fields=fields)
    assert bool(compare(plan(one, columns=columns)).totals) == is_sum


def test_a_printed_sum_is_checked_without_the_sums_of_parts() -> None:
    """A table of bonds prints the parts of each kind below it: its sum is that of the kinds."""
    columns = (Column("現在高", ColumnType.AMOUNT, "千円"),)
    rows = (("1普通債", "70"), ("(1)総務", "60"), ("(2)民生", "10"), ("2その他", "5"))
    listed = [
        Initiative(at, name, {}, fields={"現在高": {R6: value}})
        for at, (name, value) in enumerate(rows, 1)
    ]
    printed = (PrintedTotal("現在高", "75", edition=R6),)
    assert compare(plan(*listed, columns=columns, printed_totals=printed)).misprinted == ()
    wrong = (PrintedTotal("現在高", "145", edition=R6),)
    (found,) = compare(plan(*listed, columns=columns, printed_totals=wrong)).misprinted
    assert found.computed == 75


def test_the_sums_of_a_supplement_are_checked_for_its_changes_alone() -> None:
    """A supplement lists what it changes; what it prints as 計 holds the other items too."""
    columns = (
        Column("補正後の額", ColumnType.AMOUNT, "千円"),
        Column("補正額", ColumnType.AMOUNT, "千円"),
    )
    one = Initiative(1, "地方交付税", {}, fields={"補正後の額": {R6: "900"}, "補正額": {R6: "100"}})
    printed = (
        PrintedTotal("補正後の額", "5,000", edition=R6),
        PrintedTotal("補正額", "90", edition=R6),
    )
    table = compare(plan(one, columns=columns, printed_totals=printed, title="一般会計補正予算"))
    assert [(wrong.heading, wrong.computed) for wrong in table.misprinted] == [("補正額", 100)]


def test_a_column_of_two_documents_has_the_headings_of_both() -> None:
    """Each as its document publishes it, so that a writer can name both."""
    plans = [load_plan(CASES.parent / "city" / f"R{year}.yaml") for year in (6, 7)]
    columns = {one.heading: one for one in compare(plans, "R6", "R7").columns}
    assert [str(one) for one in columns["当初予算額"].headings] == ["R6", "R7"]


def checklist(edition: Edition, columns: Sequence[str], values: Sequence[str]) -> Plan:
    """A plan whose rows have a value of their own in each of the columns, behind 点検の項目."""
    names = ("橋の点検", "街灯の設置", "道路の舗装", "公園の整備", "水路の改修", "校舎の修繕")
    rows = tuple(
        Initiative(
            n,
            name,
            {},
            fields={"点検の項目": "甲"}
            | {
                heading: f"{name}の{value}" if value else ""
                for heading, value in zip(columns, values, strict=True)
            },
        )
        for n, name in enumerate(names, 1)
    )
    found = (Column(heading, ColumnType.TEXT) for heading in ("点検の項目", *columns))
    return Plan("一覧", {edition: ""}, (Section(1, "一覧", rows),), columns=tuple(found))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            [("点検の項目(2)", "手順"), ("見出しなし", "")],
            [("見出しなし", "手順"), ("見出しなし(2)", "")],
            id="a merged heading that is no longer merged",
        ),
        pytest.param(
            [("見出しなし", "手順"), ("見出しなし(2)", "基準")],
            [("見出しなし", "手順"), ("見出しなし(2)", "基準")],
            id="the same columns",
        ),
        pytest.param(
            [("見出しなし", "手順")],
            [("備考", "済"), ("見出しなし", "手順")],
            id="behind a new column",
        ),
    ],
)
def test_columns_without_a_heading_are_one_by_place_or_values(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    """The n-th column without a heading is another one where the headings before it differ."""
    plans = [
        checklist(edition, *zip(*columns, strict=True))
        for edition, columns in ((R5, old), (R6, new))
    ]
    table = compare_documents(*plans)
    assert {row.kind for row in table.all_rows()} == {RowKind.UNCHANGED}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        pytest.param("H30～R9", "2018～2027", RowKind.NOTATION, id="a-span-in-western-years"),
        pytest.param("H30～", "2018～", RowKind.NOTATION, id="from-a-year-on"),
        pytest.param("Ｒ６", "2024", RowKind.NOTATION, id="a-year"),
        pytest.param("令和5～9年度", "2023-2027", RowKind.NOTATION, id="spelt-out"),
        pytest.param("H30～R9", "2018～2028", RowKind.SUBSTANCE, id="it-ends-a-year-later"),
        pytest.param("H30～", "2018", RowKind.SUBSTANCE, id="it-has-an-end-now"),
        pytest.param("R7.1", "2025.3", RowKind.SUBSTANCE, id="another-month-of-that-year"),
        pytest.param("R6", "2025", RowKind.SUBSTANCE, id="another-year"),
        pytest.param("令和６年", "2024年", RowKind.NOTATION, id="a-calendar-year"),
        pytest.param("令和６年", "令和６年度", RowKind.SUBSTANCE, id="a-fiscal-year-now"),
        pytest.param("R6～R9年度", "2024～2027年", RowKind.SUBSTANCE, id="to-the-end-of-a-year"),
    ],
)
def test_years_that_are_all_of_a_value_are_the_same_in_either_calendar(
    old: str, new: str, kind: RowKind
) -> None:
    """実施期間 and 開始年度 change nothing where an office turns to western years."""
    column = Column("実施期間")
    assert field_of({R5: old, R6: new}, column).kind is kind


def test_texts_are_not_searched_for_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a value as short as a span of years is: to search a text costs more than its diff."""
    searched: list[str] = []

    def find(text: str) -> list[NamedEdition]:
        searched.append(text)
        return list(find_editions(text))

    monkeypatch.setattr(fields, "find_editions", find)
    text = "令和5年度に街頭で声をかけ、記録を残す。" * 4
    field_of({R5: text, R6: f"{text}また、広報に載せる。"}, Column("取組"))
    assert searched == []
    field_of({R5: "令和5年度", R6: "2024年度"}, Column("取組"))
    assert searched == ["令和5年度", "2024年度"]
