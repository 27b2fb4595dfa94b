"""What changed between two years, in one document and across several."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bouhan_diff import compare, load_plan
from bouhan_diff.comparison.compare import compare_documents, single_year
from bouhan_diff.comparison.history import history, restated
from bouhan_diff.comparison.series import series_of
from bouhan_diff.comparison.table import ComparisonTable, Row, RowKind
from bouhan_diff.edition import Edition
from bouhan_diff.errors import NothingMatchedError, UserError
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, Section

CHANGED = "1-1 1-2 1-3 1-4 1-6 2-3 2-7 3-1 4-2 4-5 4-14 5-1 6-1 6-2 6-4".split()
R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The shipped plan."""
    return load_plan()


@pytest.fixture(scope="module")
def successor() -> Plan:
    """The fictional plan that follows the shipped one."""
    return load_plan(Path(__file__).parent.parent / "cases" / "next_year" / "programs.yaml")


def by_ref(table: ComparisonTable) -> dict[str, Row]:
    """The rows by their reference."""
    return {row.ref: row for row in table.rows()}


def test_the_shipped_plan_changed_in_fifteen_initiatives(plan: Plan) -> None:
    """Of 37 initiatives 15 differ, and they are these."""
    table = compare(plan, "R5", "R6")
    assert [row.ref for row in table.rows() if row.kind is not RowKind.UNCHANGED] == CHANGED
    assert (table.counts.total, table.counts.changed) == (37, 15)
    assert [group.counts.changed for group in table.groups] == [5, 2, 1, 3, 1, 3]


def test_the_two_latest_years_are_compared_unless_others_are_named(plan: Plan) -> None:
    """Any spelling of a year will do, and the years may be turned round."""
    assert compare(plan) == compare(plan, "令和5年度", "2024")
    back = compare(plan, "R6", "R5")
    assert (back.old_edition, back.new_edition) == (R6, R5)
    assert by_ref(back)["4-5"].new == by_ref(compare(plan))["4-5"].old


def test_the_segments_of_every_row_are_its_two_texts(plan: Plan) -> None:
    """Joined, the old sides are the old summary and the new sides the new one."""
    for row in compare(plan).rows():
        assert "".join(segment.old for segment in row.segments) == row.old
        assert "".join(segment.new for segment in row.segments) == row.new


def test_an_initiative_of_one_year_is_new_or_dropped() -> None:
    """A year that is missing under summaries means that it is not in that year's plan."""
    rows = (
        Initiative(1, "続く", {R5: "同じ。", R6: "同じ。"}),
        Initiative(2, "終わる", {R5: "終わる。"}),
        Initiative(3, "始まる", {R6: "始まる。"}),
    )
    table = compare(Plan("計画", {R5: "R5", R6: "R6"}, (Section(1, "章", rows),)))
    assert {row.name: (row.kind, row.old, row.new, row.segments) for row in table.rows()} == {
        "続く": (RowKind.UNCHANGED, "同じ。", "同じ。", by_ref(table)["1-1"].segments),
        "終わる": (RowKind.REMOVED, "終わる。", None, ()),
        "始まる": (RowKind.ADDED, None, "始まる。", ()),
    }


def test_a_year_that_the_plan_lacks_is_told_with_those_it_has(plan: Plan) -> None:
    """The error names the years that could be meant."""
    with pytest.raises(UserError) as error:
        compare(plan, "R5", "R9")
    assert "R9" in str(error.value)
    assert "R5, R6" in str(error.value)


def test_one_year_alone_cannot_be_compared() -> None:
    """A plan of a single year says so, and what to do."""
    only = Plan("計画", {R5: "R5"}, (Section(1, "章", (Initiative(1, "事業", {R5: "文"}),)),))
    with pytest.raises(UserError, match="only one year"):
        compare(only)
    assert [row.old or row.new for row in single_year(only, "R5").rows()] == ["文"]


@pytest.mark.parametrize(("year", "side"), [("R5", "old"), ("R6", "new")])
def test_a_single_year_stands_in_its_own_column(plan: Plan, year: str, side: str) -> None:
    """The other column is empty, and nothing is called a change."""
    other = {"old": "new", "new": "old"}[side]
    for row in single_year(plan, year).rows():
        assert getattr(row, side)
        assert getattr(row, other) is None
        assert row.kind is None


# ------------------------------------------------------- across documents


def test_a_document_with_both_years_is_taken_as_it_is(plan: Plan, successor: Plan) -> None:
    """What one document says of both years needs no matching."""
    assert compare([successor, plan], "R5", "R6") == compare(plan, "R5", "R6")


def test_the_successor_compares_exactly(plan: Plan, successor: Plan) -> None:
    """New, dropped, merged and split initiatives and changed fields are those that were made."""
    table = compare([plan, successor], "R5", "R7")
    rows = by_ref(table)
    assert [row.name for row in table.rows() if row.kind is RowKind.ADDED] == [
        "ＳＮＳ型投資・ロマンス詐欺への注意喚起",
        "自動通話録音機の貸出し",
    ]
    assert {row.old_refs for row in table.rows() if row.kind is RowKind.REMOVED} == {
        ("1-6",),
        ("6-4",),
    }
    assert [row.old_refs for row in table.rows() if len(row.old_refs) > 1] == [
        ("4-7", "4-12"),
        ("6-2", "6-3"),
    ]
    assert rows["3-8"].new_refs == rows["3-9"].new_refs == ("3-8", "3-9")
    fields = Counter(change.what for row in table.rows() for change in row.changes)
    assert fields["department"] == 8  # 青少年課's, two of them merged, and 契約課's merged one
    renamed = {
        row.old_refs[0]: row.name
        for row in table.rows()
        if len(row.old_refs) == len(row.new_refs) == 1
        and any(change.what == "name" for change in row.changes)
    }
    assert sorted(renamed) == ["1-5", "2-7", "4-10", "4-14", "6-1"]


def test_a_section_of_the_old_document_alone_says_so(plan: Plan, successor: Plan) -> None:
    """What was dropped with its section is not taken for another section of the new plan."""
    assert [group.heading for group in compare([plan, successor], "R5", "R7").groups] == [
        "1　自らを守る意識を高める取組",
        "2　地域で見守る取組",
        "3　犯罪の起きにくい環境をつくる取組",
        "1　広報及び啓発活動の実施（旧）",
        "6　その他の取組（旧）",
    ]


def test_what_was_merged_tells_all_old_fields(plan: Plan, successor: Plan) -> None:
    """Names, departments, policy numbers and sections of each, those that are the same once."""
    row = by_ref(compare([plan, successor], "R5", "R7"))["3-15"]
    was = {change.what: change.old for change in row.changes}
    assert was["name"] == (
        "市の公共事業等における暴力団排除措置、市が行う契約から暴力団の不当介入を排除する措置"
    )
    assert was["department"] == "市民生活部市民生活課(防犯･交通安全担当)、財政部契約課"
    assert was["policies"] == ("カ②",)
    assert was["section"] == "6　その他の取組"
    assert "number" not in was


def test_a_changed_field_weighs_as_the_design_says(plan: Plan, successor: Plan) -> None:
    """A moved section is substance even where the summary is the same to the letter."""
    row = by_ref(compare([plan, successor], "R5", "R7"))["2-12"]
    assert row.old == row.new
    assert row.kind is RowKind.SUBSTANCE
    assert {change.what for change in row.changes} == {"section", "policies", "number"}


@pytest.mark.parametrize(
    ("title", "kind", "marks"),
    [
        ("取り組みの推進", RowKind.NOTATION, ()),
        ("犯罪の防止", RowKind.SUBSTANCE, ()),
    ],
    ids=["spelt otherwise", "another subject"],
)
def test_a_new_title_of_a_section_weighs_as_its_own_edit(
    title: str, kind: RowKind, marks: tuple[str, ...]
) -> None:
    """The section keeps its number: no initiative moved, and none got another number."""

    def plan_of(year: Edition, title: str) -> Plan:
        sections = (
            Section(number, name, (Initiative(1, of, {year: "市内で行う。"}),))
            for number, name, of in ((1, title, "巡回"), (2, "広報", "広報紙"))
        )
        return Plan("計画", {year: ""}, tuple(sections))

    row, _same = compare([plan_of(R5, "取組みの推進"), plan_of(R6, title)]).rows()
    assert (row.kind, row.marks) == (kind, marks)


def test_a_mere_renumbering_is_no_change(plan: Plan) -> None:
    """The number is listed among the changes, and the row is unchanged."""
    first = plan.sections[0]
    turned = enumerate(reversed(first.initiatives), 1)
    renumbered = replace(
        first,
        initiatives=tuple(
            replace(row, number=n, summaries={R7: row.summaries[R6]}) for n, row in turned
        ),
    )
    new = replace(plan, editions={R7: "R7"}, sections=(renumbered,))
    old = replace(plan, sections=(first,))
    table = compare([old, new], "R6", "R7")
    assert {row.kind for row in table.rows()} == {RowKind.UNCHANGED}
    assert [change.what for change in by_ref(table)["1-1"].changes] == ["number"]


def test_a_quietly_rewritten_year_comes_to_light(plan: Plan, successor: Plan) -> None:
    """What the later document says otherwise of the year they share is shown as changed."""
    table = restated([successor, plan], "R6")
    assert (table.old_heading, table.new_heading) == (
        "令和６年度 事業概要（予定）",
        "令和６年度 事業概要",
    )
    rewritten = {row.old_refs for row in table.rows() if row.old and row.old != row.new}
    assert {("1-2",), ("2-1",), ("4-8",), ("5-1",)} <= rewritten
    assert ("1-1",) not in rewritten


def test_only_what_is_said_of_the_year_is_restated(plan: Plan, successor: Plan) -> None:
    """A moved initiative whose name and text are the same is unchanged in the year itself."""
    table = restated([successor, plan], "R6")
    fields = {change.what for row in table.rows() for change in row.changes}
    assert fields == {"name"}
    same = [row for row in table.rows() if row.old == row.new and not row.changes]
    assert {row.kind for row in same if len(row.old_refs) == 1} == {RowKind.UNCHANGED}


def test_one_document_cannot_be_restated(plan: Plan) -> None:
    """It takes two to differ."""
    with pytest.raises(UserError, match="Only one document"):
        restated([plan], "R6")


def test_a_history_goes_through_all_documents(plan: Plan, successor: Plan) -> None:
    """From year to year and from document to document, under each one's own reference."""
    steps = history([successor, plan], "2-5")  # 「こどもSOSの家」の実施, which was 4-5
    assert [(step.old_edition, step.new_edition) for step in steps] == [
        (R5, R6),
        (R6, R6),
        (R6, R7),
    ]
    assert [[row.ref for row in step.rows()] for step in steps] == [["4-5"], ["2-5"], ["2-5"]]
    assert "商店" in next(steps[0].rows()).old
    assert "郵便局" in next(steps[2].rows()).new
    # The documents tell of other departments, of which no year's own comparison knows.
    fields = {change.what: change.new for change in next(steps[1].rows()).changes}
    assert fields["department"] == "こども未来部青少年育成課"
    assert fields["policies"] == ("イ②",)


def test_the_history_of_a_merged_initiative_has_both(plan: Plan, successor: Plan) -> None:
    """Before the merger there were two rows, afterwards one."""
    steps = history([plan, successor], "2-7")
    assert [[row.ref for row in step.rows()] for step in steps] == [
        ["4-7", "4-12"],
        ["2-7"],
        ["2-7"],
    ]


def test_links_hold_between_the_last_two_documents(plan: Plan, successor: Plan) -> None:
    """Of three documents, the first two are matched without them."""
    third = replace(successor, editions={R7: "R7"})
    linked = {"2-5": ("2-6",), "2-6": ("2-5",)}
    steps = history([plan, successor, third], "2-6", linked)
    olds = [next(step.rows()).old_refs[0] for step in steps]
    assert olds == ["4-5", "4-5", "2-5", "2-5"]


def test_the_history_of_an_unknown_reference_names_the_nearest(plan: Plan) -> None:
    """Nothing matched, and of the references there are those like it are named."""
    with pytest.raises(NothingMatchedError) as error:
        history([plan], "9-9")
    assert "4-9" in str(error.value)
    assert "4-5" not in str(error.value)


def test_a_history_is_found_by_a_part_of_the_name(plan: Plan, successor: Plan) -> None:
    """The whole name or a part that only one initiative has will do, in any width."""
    by_reference = history([successor, plan], "2-5")
    assert history([successor, plan], "こどもＳＯＳの家") == by_reference
    with pytest.raises(UserError, match=r"Several initiatives match “防犯”(.|\n)*1-2 "):
        history([plan], "防犯")
    with pytest.raises(NothingMatchedError, match="No document has the initiative “火星”"):
        history([plan], "火星")


def test_a_document_that_repeats_last_years_figures_alone_does_not_stand_for_that_year() -> None:
    """Each year's text is in its own budget, so the texts of the two budgets are compared."""

    def budget(year: Edition, before: str, amount: str, text: str) -> Plan:
        fields = {"事業内容": text, "予算額": {Edition(year.western - 1): before, year: amount}}
        only = Initiative(1, "防犯灯", {}, fields=fields)
        years = {Edition(year.western - 1): "", year: ""}
        columns = (Column("事業内容"), Column("予算額", ColumnType.AMOUNT))
        return Plan("予算", years, (Section(1, "章", (only,)),), columns=columns)

    old = budget(R6, "1", "2", "商店に設置する。")
    new = budget(R7, "2", "3", "コンビニに設置する。")
    (row,) = compare([old, new]).rows()
    texts = {field.heading: (field.old, field.new) for field in row.fields}
    assert texts == {"事業内容": ("商店に設置する。", "コンビニに設置する。"), "予算額": ("2", "3")}
    (alone,) = compare([new]).rows()
    assert {one.heading: (one.old, one.new) for one in alone.fields}["予算額"] == ("2", "3")


def budget_of(year: Edition, before: str, amount: str, text: str) -> Plan:
    """A budget with this year's text and the amounts of two years."""
    fields = {"予算額": {Edition(year.western - 1): before, year: amount}}
    only = Initiative(1, "防犯灯", {year: text}, fields=fields)
    years = {Edition(year.western - 1): "", year: "事業内容"}
    columns = (Column("予算額", ColumnType.AMOUNT),)
    return Plan("予算", years, (Section(1, "章", (only,)),), columns=columns)


def test_a_text_that_the_next_budget_does_not_repeat_is_not_rewritten() -> None:
    """Last year's amounts stand in this year's budget without last year's text."""
    old, new = budget_of(R6, "1", "2", "商店"), budget_of(R7, "2", "3", "コンビニ")
    table = restated([old, new], "R6")
    assert [row.kind for row in table.rows()] == [RowKind.UNCHANGED]
    assert [(one.heading, one.why) for one in table.not_compared] == [("事業内容", "only-old")]


def test_a_history_leads_from_budget_to_budget() -> None:
    """Each step compares the texts of the two budgets, and each pair of years comes once."""
    steps = history([budget_of(R6, "1", "2", "商店"), budget_of(R7, "2", "3", "コンビニ")], "1-1")
    assert [(one.old_edition, one.new_edition) for one in steps] == [(R5, R6), (R6, R7)]
    (row,) = steps[1].rows()
    assert (row.old, row.new) == ("商店", "コンビニ")


def test_plans_of_one_publisher_and_title_belong_together(plan: Plan, successor: Plan) -> None:
    """A plan of another city, or of another title, is a family of its own."""
    elsewhere = replace(plan, publisher="別の市")
    other = replace(plan, title="防災計画")
    assert series_of([plan, elsewhere, other, successor]) == [
        [plan, successor],
        [elsewhere],
        [other],
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("防犯計画 令和5年度実施計画", "防犯計画 令和6年度実施計画"),
        ("防犯計画（令和5年度版）", "防犯計画（令和６年度版）【改訂版】"),
        ("R5防犯計画", "R6 防犯計画（案）"),
    ],
)
def test_a_year_in_the_title_parts_no_plans(
    plan: Plan, successor: Plan, one: str, other: str
) -> None:
    """Titles that differ in their year or in words such as 改訂版 are of one series."""
    years = [replace(plan, title=one), replace(successor, title=other)]
    assert series_of(years) == [years]


def test_a_series_joins_plans_of_any_title(plan: Plan, successor: Plan) -> None:
    """What a data file says of its series comes before its title, and parts plans too."""
    years = [replace(plan, series="防犯"), replace(successor, title="安全計画", series="防犯")]
    assert series_of(years) == [years]
    apart = [plan, replace(successor, series="別の計画")]
    assert series_of(apart) == [[plan], [apart[1]]]


@pytest.mark.parametrize(
    ("old", "new", "are_joined"),
    [
        (("暁市", "こども計画 令和6年度", ""), ("暁市", "こども計画 令和7年度", ""), True),
        (
            ("暁市", "こども計画（令和６年度版）", ""),
            ("暁市", "こども計画（2025年度版）", ""),
            True,
        ),
        (("暁市", "こども計画（案）", ""), ("暁市", "こども計画", ""), True),
        (("暁市", "暁市こども計画", ""), ("暁市", "こども計画", ""), True),
        (("", "暁市こども計画", ""), ("暁市", "こども計画", ""), True),
        (("暁市", "第1期計画", "こども計画"), ("暁市", "次世代計画", "こども計画"), True),
        (("暁市", "こども計画", ""), ("暁市", "防災計画", ""), False),
        (("暁市", "こども計画", ""), ("黎明市", "こども計画", ""), False),
        (("暁市", "こども計画", "甲"), ("暁市", "こども計画", "乙"), False),
        (("暁市", "令和6年度", ""), ("暁市", "令和7年度", ""), False),
    ],
    ids=[
        "years differ",
        "years differ in brackets",
        "a draft and the plan",
        "the title begins with the publisher",
        "the publisher stands in the title alone",
        "the series is named",
        "titles differ",
        "publishers differ",
        "the series differ",
        "nothing but a year",
    ],
)
def test_documents_of_one_plan_find_each_other(
    plan: Plan, old: tuple[str, str, str], new: tuple[str, str, str], are_joined: bool
) -> None:
    """Years, edition words and where the publisher is named do not keep documents apart."""
    both = [
        replace(plan, publisher=publisher, title=title, series=series)
        for publisher, title, series in (old, new)
    ]
    assert (len(series_of(both)) == 1) is are_joined


def test_a_changed_title_is_bridged_where_a_year_is_missing(plan: Plan, successor: Plan) -> None:
    """Asked for years that no title has alone, the publisher's plans are taken together."""
    retitled = replace(successor, title="第２次防犯計画")
    assert series_of([plan, retitled], ["R5", "R7"]) == [[plan, retitled]]
    assert series_of([plan, retitled], ["R6"]) == [[plan], [retitled]]


def test_the_title_of_a_table_is_no_chapter() -> None:
    """Of two documents with one table each, its title may differ without a word about any row."""
    one = Initiative(1, "見守り", {R6: "街頭で声をかける。"})
    old, new = (
        Plan("計画", {R6: ""}, (Section(1, title, (one,)),)) for title in ("追加", "事業一覧")
    )
    assert [row.kind for row in compare_documents(old, new).rows()] == [RowKind.UNCHANGED]
