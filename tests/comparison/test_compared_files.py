"""Two files in, what changed between them out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bouhan_diff.comparison.compared_files import (
    UNNAMED,
    ReadFile,
    compare_editions,
    compare_files,
    renamed_edition,
    with_years_of_folders,
)
from bouhan_diff.comparison.filters import changed_only, keep
from bouhan_diff.comparison.table import Mark, RowKind
from bouhan_diff.diagnostics import Diagnostic, Level
from bouhan_diff.documents import read_document
from bouhan_diff.edition import Edition
from bouhan_diff.errors import UserError
from bouhan_diff.plan import Column, ColumnType, Earlier, Initiative, Plan, PrintedTotal, Section
from bouhan_diff.render.phrasebook import SAY
from bouhan_diff.storage import load_plan

R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)
CITY = Path(__file__).parent.parent / "cases" / "city"


def city(year: Edition) -> ReadFile:
    """The fictional city's data file of a year."""
    path = CITY / f"{year}.yaml"
    return ReadFile(path, load_plan(path))


def test_two_data_files_are_compared_at_their_own_editions() -> None:
    """R6 and R7 of the fictional city: each file is its own year, whatever its title."""
    compared = compare_files(city(R6), city(R7))
    assert (str(compared.table.old_edition), str(compared.table.new_edition)) == ("R6", "R7")
    assert compared.table.counts.changed == 13


def test_a_file_compared_with_itself_is_unchanged() -> None:
    """Equal editions are allowed, and nothing is called a change."""
    file = city(R6)
    assert {row.kind for row in compare_files(file, file).table.rows()} == {RowKind.UNCHANGED}


def test_files_of_one_edition_are_told_apart_by_their_names() -> None:
    """Where both documents name the same year, the result says which file is old."""
    r6 = Edition(2024)
    draft, final = costing({r6: "100"}), replace(costing({r6: "120"}), path=Path("b.yaml"))
    table = compare_files(draft, final).table
    assert (table.old_document, table.new_document) == ("a.yaml", "b.yaml")
    assert compare_files(draft, costing({Edition(2025): "120"})).table.old_document == ""


def costing(costs: Mapping[Edition, str]) -> ReadFile:
    """A plan of one initiative, with what it costs in each edition."""
    section = Section(1, "章", (Initiative(1, "橋の点検", {}, fields={"事業費": costs}),))
    columns = (Column("事業費", ColumnType.AMOUNT, "千円"),)
    return ReadFile(
        Path("a.yaml"), Plan("計画", dict.fromkeys(costs, ""), (section,), columns=columns)
    )


def test_versions_of_one_plan_are_compared_in_all_their_years() -> None:
    """Two versions of a plan for R6 and R7 both say what each year costs: both are compared."""
    r6, r7 = Edition(2024), Edition(2025)
    table = compare_files(costing({r6: "100", r7: "300"}), costing({r6: "120", r7: "300"})).table
    (row,) = table.rows()
    told = [(field.heading, field.old, field.new, field.kind) for field in row.fields]
    assert told == [
        ("事業費", "300", "300", RowKind.UNCHANGED),
        ("事業費（R6）", "100", "120", RowKind.SUBSTANCE),
    ]
    assert table.not_compared == ()


def test_rolling_plans_are_compared_in_the_years_that_both_have() -> None:
    """A plan for R6 to R8 and one for R7 to R9: what became of R7 and R8 is compared as well."""
    r8, r9 = Edition(2026), Edition(2027)
    old = costing({R6: "100", R7: "200", r8: "300"})
    table = compare_files(old, costing({R7: "200", r8: "350", r9: "400"})).table
    (row,) = table.rows()
    assert [(field.heading, field.old, field.new) for field in row.fields] == [
        ("事業費", "300", "400"),
        ("事業費（R7）", "200", "200"),
        ("事業費（R8）", "300", "350"),
    ]
    assert [one.heading for one in table.not_compared] == ["R6"]
    assert [str(one) for one in (table.old_edition, table.new_edition)] == ["R8", "R9"]


def test_texts_of_rolling_plans_are_compared_in_the_years_that_both_have() -> None:
    """What two plans for three years do in R7 is compared with each other, as their amounts are."""
    r8, r9 = Edition(2026), Edition(2027)

    def plan_of(title: str, works: Mapping[Edition, str]) -> ReadFile:
        editions = {edition: f"対策・費用（千円） {edition} 内容" for edition in works}
        rows = (Initiative(1, "公民館", dict(works)),)
        plan = Plan(title, editions, (Section(1, "施設", rows),))
        return replace(costing({}), plan=plan)

    works = "外壁を改修する。", "空調を更新する。", "設備を点検する。", "設備を点検し、直す。"
    old = plan_of("施設計画（令和６年度改訂）", {R6: works[0], R7: works[1], r8: works[2]})
    new = plan_of("施設計画（令和７年度改訂）", {R7: works[0], r8: works[2], r9: works[3]})
    table = compare_files(old, new).table
    (row,) = table.rows()
    assert [(field.heading, field.old, field.new) for field in row.fields] == [
        ("対策・費用 内容（R7）", works[1], works[0]),
        ("対策・費用 内容（R8）", works[2], works[2]),
    ]
    assert (row.old, row.new) == works[2:]
    assert (str(table.old_edition), str(table.new_edition)) == ("R8", "R9")
    assert [one.heading for one in table.not_compared] == ["R6"]


def test_a_field_of_a_year_is_the_same_whether_its_heading_or_its_edition_says_so() -> None:
    """Where some rows have 目標(R6) and others a 目標 of R6, a changed one of either is shown."""

    def plan_of(goal: str, later: str) -> ReadFile:
        goals = Column("目標(R6)"), Column("目標")
        rows = (
            Initiative(1, "参加者数", {}, fields={"目標(R6)": goal}),
            Initiative(2, "団体数", {}, fields={"目標": {R6: later, R7: "9"}}),
        )
        plan = Plan("計画", {R6: "", R7: ""}, (Section(1, "章", rows),), columns=goals)
        return replace(costing({}), plan=plan)

    rows = [*compare_files(plan_of("430", "7"), plan_of("433", "8")).table.rows()]
    changed = [[one for one in row.fields if one.kind is RowKind.SUBSTANCE] for row in rows]
    told = [(one.old, one.new) for [one] in changed]
    assert told == [("430", "433"), ("7", "8")]


def test_rolling_plans_are_called_by_their_periods() -> None:
    """What two plans spend in R7 stands below the years of the plans, not below R8 and R9."""
    r8, r9 = Edition(2026), Edition(2027)
    costs = {R6: "100", R7: "200", r8: "300"}, {R7: "200", r8: "350", r9: "400"}
    titles = "実施計画（令和６年度～令和８年度）", "実施計画（令和７年度～令和９年度）"
    files = [
        replace(file, plan=replace(file.plan, title=title))
        for file, title in zip(map(costing, costs), titles, strict=True)
    ]
    assert names(*files) == ["令和8年度（R6～R8）", "令和9年度（R7～R9）"]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        pytest.param({R6: "100"}, {R7: "90"}, [RowKind.SUBSTANCE], id="put off by a year"),
        pytest.param({R6: "100"}, {}, [RowKind.REMOVED], id="done before the new plan begins"),
        pytest.param({}, {R7: "90"}, [RowKind.ADDED], id="done before the new plan ends"),
        pytest.param({R7: "90"}, {R7: "90"}, [RowKind.UNCHANGED], id="in a middle year of both"),
    ],
)
def test_a_row_of_any_year_is_part_of_a_plan_for_several(
    old: Mapping[Edition, str], new: Mapping[Edition, str], kinds: Sequence[RowKind]
) -> None:
    """What a plan for R6 to R8 spends in R6 alone is neither dropped nor new by that."""
    r8, r9 = Edition(2026), Edition(2027)
    whole = {R6: "1", R7: "2", r8: "3"}, {R7: "2", r8: "3", r9: "4"}
    files = []
    for years, costs in zip(whole, (old, new), strict=True):
        file = costing(years)
        (section,) = file.plan.sections
        rows = section.initiatives
        if costs:
            rows += (Initiative(2, "駅前の街灯", {}, fields={"事業費": dict(costs)}),)
        sections = (replace(section, initiatives=rows),)
        files.append(replace(file, plan=replace(file.plan, sections=sections)))
    rows_found = [row for row in compare_files(*files).table.rows() if row.name == "駅前の街灯"]
    assert [row.kind for row in rows_found] == kinds


def test_what_ended_last_year_is_no_part_of_a_budget_of_two_years() -> None:
    """A budget shows the year before beside its own: what that alone has is not of the budget."""
    old, new = costing({R6: "100", R7: "200"}), costing({R7: "200", Edition(2026): "300"})
    (section,) = old.plan.sections
    ended = Initiative(2, "駅前の街灯", {}, fields={"事業費": {R6: "50"}})
    sections = (replace(section, initiatives=(*section.initiatives, ended)),)
    table = compare_files(replace(old, plan=replace(old.plan, sections=sections)), new).table
    assert [row.name for row in table.rows()] == ["橋の点検"]


def bridges(costs: Sequence[dict[Edition, str]]) -> Plan:
    """A plan of bridges to inspect, with what each costs in the editions that it has."""
    rows = tuple(
        Initiative(number, f"橋{number}の点検", {}, fields={"事業費": cost})
        for number, cost in enumerate(costs, 1)
    )
    columns = (Column("事業費", ColumnType.AMOUNT, "千円"),)
    years = dict.fromkeys((edition for cost in costs for edition in cost), "")
    return Plan("計画", years, (Section(1, "章", rows),), columns=columns)


def test_what_a_document_revises_is_compared_as_it_leaves_it() -> None:
    """Rows that have an amount before and after a revision count by the latter (変更後)."""
    before, after = map(Edition.of_label, ("変更前", "変更後"))
    costs = [{R6: "100"}, {R6: "200"}, {R6: "300"}, {before: "50", after: "70"}]
    old, new = bridges(costs), bridges([{R7: "70"}] * len(costs))
    table = compare_files(ReadFile(Path("a.yaml"), old), ReadFile(Path("b.yaml"), new)).table
    assert [row.fields[0].old for row in table.rows()] == ["100", "200", "300", "70"]
    (total,) = table.totals
    assert (total.old, total.new) == (670, 280)
    assert [one.heading for one in table.not_compared] == ["変更前"]


def test_what_both_documents_revise_shows_what_it_was() -> None:
    """Lists of changes of two budgets have the amounts of before, too, as a field of their own."""
    before, after = map(Edition.of_label, ("変更前", "変更後"))

    def revising(year: Edition, was: str, now: str) -> ReadFile:
        plan = bridges([*[{year: "500"}] * 3, {before: was, after: now}])
        return ReadFile(Path(f"{year}.yaml"), plan)

    table = compare_files(revising(R6, "300", "387"), revising(R7, "387", "400")).table
    (row,) = (row for row in table.rows() if row.name == "橋4の点検")
    assert [(one.heading, one.old, one.new) for one in row.fields] == [
        ("事業費", "387", "400"),
        ("事業費（変更前）", "300", "387"),
    ]
    assert not table.not_compared


def reporting(results: Edition, goals: Edition) -> ReadFile:
    """A plan with results and a text of one year, and goals of the next."""
    fields = {"実績": {results: f"{results.western - 2000}"}, "目標": {goals: "30"}}
    one = Initiative(1, "相談窓口", {results: "窓口を設けた。"}, fields=fields)
    columns = (Column("実績", ColumnType.AMOUNT), Column("目標", ColumnType.AMOUNT))
    years = {results: "実績", goals: ""}
    return ReadFile(
        Path("a.yaml"), Plan("計画", years, (Section(1, "章", (one,)),), columns=columns)
    )


def test_last_years_results_beside_goals_are_compared_with_the_next_ones() -> None:
    """Results of R6 beside goals of R7 meet those of R7 beside goals of R8; so do the texts."""
    r6, r7, r8 = Edition(2024), Edition(2025), Edition(2026)
    table = compare_files(reporting(r6, r7), reporting(r7, r8)).table
    (row,) = table.rows()
    assert (str(table.old_edition), str(table.new_edition)) == ("R7", "R8")
    assert [(field.heading, field.old, field.new) for field in row.fields] == [
        ("実績（前年度）", "24", "25"),
        ("目標", "30", "30"),
    ]
    assert (row.old, row.new) == ("窓口を設けた。", "窓口を設けた。")
    assert table.not_compared == ()


def test_last_years_budget_beside_a_request_is_not_compared_with_the_next_ones() -> None:
    """What each document holds its own 要求額 against is no change between the two."""
    files = []
    for of, before in ((R6, Edition(2023)), (R7, R6)):
        fields = {"要求額": {of: "350"}, "予算額": {before: f"{before.western}"}}
        one = Initiative(1, "庁舎の修繕", {}, fields=fields)
        columns = (Column("要求額", ColumnType.AMOUNT), Column("予算額", ColumnType.AMOUNT))
        plan = Plan("計画", {before: "", of: ""}, (Section(1, "章", (one,)),), columns=columns)
        files.append(ReadFile(Path("a.yaml"), plan))
    table = compare_files(*files).table
    (row,) = table.rows()
    assert [(field.heading, field.old, field.new) for field in row.fields] == [
        ("要求額", "350", "350")
    ]
    assert row.kind is RowKind.UNCHANGED


def test_results_in_words_beside_plans_are_compared_with_the_next_ones() -> None:
    """令和６年度の実績 beside 令和７年度の計画 meets 令和７年度の実績 beside the plan for R8."""
    files = []
    for results, plans, text in ((R6, R7, "１回"), (R7, Edition(2026), "２回")):
        texts = {results: f"研修を{text}開いた。", plans: "研修を開く。"}
        one = Initiative(1, "研修", texts)
        years = {results: f"{results.japanese}の実績", plans: f"{plans.japanese}の計画"}
        files.append(ReadFile(Path("a.yaml"), Plan("計画", years, (Section(1, "章", (one,)),))))
    table = compare_files(*files).table
    (row,) = table.rows()
    assert (row.old, row.new) == ("研修を開く。", "研修を開く。")
    found = [(field.heading, field.old, field.new) for field in row.fields]
    assert found == [("実績（前年度）", "研修を１回開いた。", "研修を２回開いた。")]
    assert table.not_compared == ()


def test_two_versions_of_a_plan_for_the_same_years_are_compared_year_by_year() -> None:
    """A plan for R7 to R9 and its revision in R8 say what was planned for each of these years."""
    r9 = Edition(2027)
    files = []
    for edition, costs in ((R6, (10, 20, 30)), (Edition(2026), (10, 25, 30))):
        file = costing({Edition(2025 + n): str(cost) for n, cost in enumerate(costs)})
        sections = file.plan.sections_with(
            lambda one, edition=edition: replace(one, summaries={edition: "橋を見る。"})
        )
        years = {edition: "内容", **dict.fromkeys((R7, Edition(2026), r9), "")}
        years = {one: years[one] for one in sorted(years)}
        years[edition] = "内容"
        files.append(replace(file, plan=replace(file.plan, editions=years, sections=sections)))
    table = compare_files(*files).table
    assert (table.old_edition, table.new_edition) == (r9, r9)
    (row,) = table.rows()
    assert (row.old, row.new) == ("橋を見る。", "橋を見る。")
    changed = [(one.heading, one.old, one.new) for one in row.fields if one.old != one.new]
    assert changed == [("事業費（R8）", "20", "25")]
    assert table.not_compared == ()


def _assessed(year: Edition, text: str, heading: str = "事業の内容") -> ReadFile:
    """A sheet of one year's assessment: results of three years, and the budget of the next one."""
    results = {Edition(year.western - n): "100" for n in range(3)}
    fields = {"事業費 › 決算": results, "事業費 › 予算": {Edition(year.western + 1): "120"}}
    one = Initiative(1, "交通安全", {year: text}, fields=fields)
    columns = tuple(Column(name, ColumnType.AMOUNT) for name in fields)
    years = dict.fromkeys(sorted([*results, Edition(year.western + 1)]), "")
    plan = Plan("評価", {**years, year: heading}, (Section(1, "章", (one,)),), columns=columns)
    return ReadFile(Path("a.yaml"), plan)


def _revised_in(year: Edition, text: str) -> ReadFile:
    """A supplement with amounts before and after it, and one text."""
    before, after = Edition.of_label("補正前"), Edition.of_label("補正後")
    one = Initiative(1, "電算管理費", {year: text}, fields={"額": {before: "100", after: "120"}})
    years = {year: "説明", before: "", after: ""}
    columns = (Column("額", ColumnType.AMOUNT),)
    return ReadFile(
        Path("a.yaml"), Plan("補正", years, (Section(1, "章", (one,)),), columns=columns)
    )


@pytest.mark.parametrize(
    "files",
    [
        pytest.param((_assessed(R5, "年20回"), _assessed(R6, "年24回")), id="results and a budget"),
        pytest.param(
            (_assessed(R5, "年20回", "R5の取組"), _assessed(R6, "年24回", "R6の取組")),
            id="texts of the year before both editions",
        ),
        pytest.param(
            (_revised_in(R6, "年20回"), _revised_in(R6, "年24回")), id="states of a budget"
        ),
    ],
)
def test_the_only_text_is_compared_whatever_year_the_amounts_are_of(
    files: tuple[ReadFile, ReadFile],
) -> None:
    """A document that says once what is done says so of its amounts before and after it too."""
    (row,) = compare_files(*files).table.rows()
    assert (row.old, row.new, row.kind) == ("年20回", "年24回", RowKind.SUBSTANCE)


def test_a_stock_of_last_year_beside_years_ahead_is_compared_with_the_next_one() -> None:
    """現有数量（R5末） beside purchases of R6 to R8 meets 現有数量（R6末） beside R7 to R9."""
    stocks = ("7,450", "7,800")
    files = [
        _with_stock(costing(_costs(2024 + at)), 2023 + at, one) for at, one in enumerate(stocks)
    ]
    (row,) = compare_files(*files).table.rows()
    told = {field.heading: (field.old, field.new) for field in row.fields}
    assert told["現有数量（前年度）"] == stocks
    assert row.kind is RowKind.SUBSTANCE


def _costs(first: int) -> dict[Edition, str]:
    return {Edition(first + at): "350" for at in range(3)}


def _with_stock(file: ReadFile, year: int, amount: str) -> ReadFile:
    """The plan with what is in stock in a year."""

    def stocked(one: Initiative) -> Initiative:
        texts = {Edition(year + 1): "毛布を備える。"}
        return replace(
            one, summaries=texts, fields={"現有数量": {Edition(year): amount}, **one.fields}
        )

    columns = (Column("現有数量", ColumnType.AMOUNT), *file.plan.columns)
    sections = file.plan.sections_with(stocked)
    title = f"令和{year - 2017}年度　備蓄計画"
    editions = dict.fromkeys((Edition(year), *file.plan.editions), "")
    plan = replace(file.plan, title=title, columns=columns, sections=sections, editions=editions)
    return replace(file, plan=plan)


def test_results_of_other_years_are_not_compared() -> None:
    """Results of R6 stand beside goals of R7, and beside goals of R8: they are of the same year."""
    r6, r7, r8 = Edition(2024), Edition(2025), Edition(2026)
    table = compare_files(reporting(r6, r7), reporting(r6, r8)).table
    assert {one.heading for one in table.not_compared} == {"R6"}


def test_a_goal_of_one_year_is_compared_though_the_later_document_is_of_another() -> None:
    """The report of R6 and that of R7 both say what was to be reached by R6."""
    files = [
        replace(file, plan=replace(file.plan, editions={**file.plan.editions, R7: "取組"}))
        for file in (costing({R6: "100"}), costing({R6: "120"}))
    ]
    texts = [{R6: "橋を見る。"}, {R7: "橋を見る。"}]
    for n, (file, text) in enumerate(zip(files, texts, strict=True)):
        sections = file.plan.sections_with(lambda one, text=text: replace(one, summaries=text))
        files[n] = replace(file, plan=replace(file.plan, sections=sections))
    table = compare_files(*files).table
    assert [str(one) for one in (table.old_edition, table.new_edition)] == ["R6", "R7"]
    (row,) = table.rows()
    found = [(field.heading, field.old, field.new) for field in row.fields]
    assert found == [("事業費（R6）", "100", "120")]


def test_differences_that_documents_print_leave_no_amount_uncompared() -> None:
    """One document calls the difference 増減, the other 比較: neither is an amount of a row."""
    files = []
    for heading, year in (("増減", R6), ("比較", R7)):
        file = costing({year: "100"})
        columns = (*file.plan.columns, Column(heading, ColumnType.AMOUNT, "千円"))
        (section,) = file.plan.sections
        rows = [replace(one, fields={**one.fields, heading: "5"}) for one in section.initiatives]
        sections = (replace(section, initiatives=tuple(rows)),)
        files.append(replace(file, plan=replace(file.plan, columns=columns, sections=sections)))
    table = compare_files(*files).table
    assert [(one.heading, one.why) for one in table.not_compared] == [
        ("比較", "printed-difference"),
        ("増減", "printed-difference"),
    ]
    assert [row.marks for row in table.rows()] == [()]


@pytest.mark.parametrize(
    ("years", "sums", "kind"),
    [
        pytest.param([(R5, R6), (R6, R7)], ["30", "50"], RowKind.UNCHANGED, id="other years"),
        pytest.param([(R5, R6), (R5, R6)], ["30", "30"], RowKind.UNCHANGED, id="the same years"),
        pytest.param([(R5, R6), (R6, R7)], ["30", "55"], RowKind.SUBSTANCE, id="not the sum"),
    ],
)
def test_sums_of_other_years_change_no_row(
    years: Sequence[tuple[Edition, Edition]], sums: Sequence[str], kind: RowKind
) -> None:
    """計 of R5 and R6 is not what 計 of R6 and R7 is: each year's amount is compared by itself."""
    amounts = {R5: "10", R6: "20", R7: "30"}
    files = []
    for own, total in zip(years, sums, strict=True):
        file = costing({year: amounts[year] for year in own})
        columns = (*file.plan.columns, Column("事業費 › 計", ColumnType.AMOUNT, "千円"))
        sections = file.plan.sections_with(
            lambda one, total=total: replace(one, fields={**one.fields, "事業費 › 計": total})
        )
        files.append(replace(file, plan=replace(file.plan, columns=columns, sections=sections)))
    table = compare_files(*files, editions=(R6, R6)).table
    assert [row.kind for row in table.rows()] == [kind]
    left_out = {one.heading: one.why for one in table.not_compared}
    is_apart = years[0] != years[1] and kind is RowKind.UNCHANGED
    assert left_out.get("事業費 › 計") == ("sum-of-other-years" if is_apart else None)


def test_a_text_without_a_year_is_that_of_its_document() -> None:
    """Beside goals of the next year it meets the other document's text, not nothing."""
    old = reporting(Edition(2024), Edition(2025))
    one = Initiative(1, "相談窓口", {Edition(2026): "窓口を二つ設けた。"})
    new = Plan("計画", {Edition(2026): "事業概要"}, (Section(1, "章", (one,)),))
    (row,) = compare_files(old, ReadFile(Path("b.yaml"), new)).table.rows()
    assert (row.old, row.new) == ("窓口を設けた。", "窓口を二つ設けた。")


def test_plans_of_three_years_are_compared_by_the_year_of_their_text() -> None:
    """The amounts go on for two years after the text, which would be left out else."""

    def planned(year: int, text: str) -> ReadFile:
        editions = [Edition(year + later) for later in range(3)]
        file = costing(dict.fromkeys(editions, "100"))
        (section,) = file.plan.sections
        (one,) = section.initiatives
        one = replace(one, summaries={editions[0]: text})
        section = replace(section, initiatives=(one,))
        return replace(file, plan=replace(file.plan, sections=(section,)))

    table = compare_files(planned(2025, "橋を点検する。"), planned(2026, "橋を直す。")).table
    assert [(row.old, row.new) for row in table.rows()] == [("橋を点検する。", "橋を直す。")]
    assert (str(table.old_edition), str(table.new_edition)) == ("R7", "R8")


def test_goals_of_years_ahead_do_not_date_a_document_that_its_title_does() -> None:
    """A list of R6 without texts whose goals are for R6 to R8 is of R6, not of R8."""

    def aiming(year: int) -> ReadFile:
        editions = [Edition(year + later) for later in range(3)]
        fields = {"目標値": dict.fromkeys(editions, "5"), "事業費": "100"}
        section = Section(1, "章", (Initiative(1, "橋の点検", {}, fields=fields),))
        columns = tuple(Column(heading, ColumnType.AMOUNT) for heading in fields)
        title = f"{editions[0].japanese}　事業一覧"
        plan = Plan(title, dict.fromkeys(editions, ""), (section,), columns=columns)
        return ReadFile(Path("a.yaml"), plan)

    table = compare_files(aiming(2024), aiming(2025)).table
    assert (str(table.old_edition), str(table.new_edition)) == ("R6", "R7")


def test_what_two_documents_call_before_is_not_one_edition() -> None:
    """Two amendments of a plan are compared as amended: 変更前 of each is its own."""
    before, after = Edition.of_label("変更前"), Edition.of_label("変更後")
    old, new = costing({before: "100", after: "120"}), costing({before: "120", after: "150"})
    table = compare_files(old, new).table
    (row,) = table.rows()
    assert [(one.heading, one.old, one.new) for one in row.fields] == [("事業費", "120", "150")]
    assert [one.heading for one in table.not_compared] == ["変更前", "変更前"]


def test_documents_without_any_edition_are_old_and_new() -> None:
    """旧 and 新 by their place, in texts, fields, columns and sums."""
    text = {UNNAMED: "街頭で声をかける。"}
    plan = Plan(
        "計画",
        {UNNAMED: ""},
        (Section(1, "章", (Initiative(1, "見守り", text, fields={"額": {UNNAMED: "1"}}),)),),
        columns=(Column("額", ColumnType.AMOUNT, headings={UNNAMED: "額"}),),
    )
    file = ReadFile(Path("a.csv"), plan)
    table = compare_files(file, file).table
    assert (str(table.old_edition), str(table.new_edition)) == ("旧", "新")
    (row,) = table.rows()
    assert (row.kind, row.old, row.fields[0].old) == (RowKind.UNCHANGED, text[UNNAMED], "1")


@pytest.mark.parametrize(
    ("folders", "editions"),
    [
        pytest.param(("令和6年度", "令和7年度"), ("R6", "R7"), id="a-folder-for-each-year"),
        pytest.param(("2024", "最新"), ("R6", ""), id="one-folder-of-a-year"),
        pytest.param(("令和7年度", "令和7年度"), ("", ""), id="both-in-one-folder"),
        pytest.param(("以前", "最新"), ("", ""), id="no-years"),
    ],
)
def test_folders_of_years_say_which_year_a_document_is_of(
    folders: Sequence[str], editions: Sequence[str]
) -> None:
    """A guess, which is told; a folder that holds both documents says nothing."""
    one = Initiative(1, "見守り", {UNNAMED: "街頭で声をかける。"})
    plan = Plan("計画", {UNNAMED: ""}, (Section(1, "章", (one,)),))
    undated = Diagnostic(Level.DOUBT, "no-edition")
    files = [ReadFile(Path(folder) / "計画.xlsx", plan, (undated,)) for folder in folders]
    found = with_years_of_folders(files)
    assert [str(max(one.plan.editions)) for one in found] == [*editions]
    assert [[doubt.code for doubt in one.diagnostics] for one in found] == [
        ["edition-guessed" if edition else "no-edition"] for edition in editions
    ]


def test_a_folder_of_the_other_document_s_year_dates_none() -> None:
    """An old plan kept in this year's folder is not of this year."""
    undated = Plan(
        "計画", {UNNAMED: ""}, (Section(1, "章", (Initiative(1, "見守り", {UNNAMED: "歩く。"}),)),)
    )
    files = (ReadFile(Path("令和7年度/計画.xlsx"), undated), costing({Edition(2025): "1"}))
    (old, _new) = with_years_of_folders(files)
    assert UNNAMED in old.plan.editions


def test_an_edition_is_renamed_wherever_the_plan_says_it() -> None:
    """Nothing is left under the old name."""
    old, new = Edition.of_label("甲"), Edition.of_label("乙")
    one = Initiative(
        1, "事業", {old: "文"}, fields={"額": {old: "1"}}, per_edition={old: Earlier("名")}
    )
    plan = Plan(
        "計画",
        {old: ""},
        (Section(1, "章", (one,)),),
        columns=(Column("額", headings={old: "額"}),),
        printed_totals=(PrintedTotal("額", "1", edition=old),),
    )
    assert "甲" not in repr(renamed_edition(plan, old, new))


def test_one_file_with_two_editions_is_compared_with_itself() -> None:
    """Its two latest; an edition before them is named as not compared."""
    years = {Edition(2023): "", Edition(2024): "", Edition(2025): ""}
    one = Initiative(1, "事業", {year: f"{year}に行う。" for year in years})
    table = compare_editions(
        ReadFile(Path("a.yaml"), Plan("計画", years, (Section(1, "章", (one,)),)))
    ).table
    assert (str(table.old_edition), str(table.new_edition)) == ("R6", "R7")
    assert [(one.heading, one.why) for one in table.not_compared] == [("R5", "edition-old")]


def test_one_file_with_one_edition_needs_another() -> None:
    """The error says what to name."""
    with pytest.raises(UserError, match="compare OLD NEW"):
        compare_editions(city(R6))


def test_a_column_left_empty_says_that_its_marks_are_gone(tmp_path: Path) -> None:
    """A mark of the old document is dropped where the new one has the column without any value."""
    files = []
    for name, year, mark in (("old", "６", "※"), ("new", "７", "")):
        path = tmp_path / f"{name}.csv"
        path.write_text(
            f"番号,事業名,令和{year}年度,適用\n1,見守り,見る。,{mark}\n2,巡回,巡る。,\n",
            encoding="utf-8",
        )
        plan = read_document(path).plan
        assert plan is not None
        files.append(ReadFile(path, plan))
    table = compare_files(*files).table
    assert table.not_compared == ()
    assert [row.kind for row in table.rows()] == [RowKind.SUBSTANCE, RowKind.UNCHANGED]


def table_of(heading: str, amounts: Sequence[str], *, year: Edition) -> ReadFile:
    """A plan of as many initiatives as amounts, under any heading."""
    columns = (Column(heading, ColumnType.AMOUNT, "千円"),)
    rows = [
        Initiative(
            n,
            f"{chr(0x4E00 + 97 * n)}地区の工事",
            {year: f"{chr(0x5000 + 89 * n)}水路を直すため"},
            fields={heading: {year: amount}},
        )
        for n, amount in enumerate(amounts, 1)
    ]
    plan = Plan("一覧", {year: "理由"}, (Section(1, "章", tuple(rows)),), columns=columns)
    return ReadFile(Path("a.yaml"), plan)


def test_a_revision_beside_an_amount_is_no_other_amount() -> None:
    """予算額 beside 補正額 is the only amount of a supplement, as 金額 is of the next budget."""
    old, new = (
        table_of("予算額", ("1,200", "3,450"), year=R6),
        table_of("金額", AMOUNTS[:2], year=R7),
    )
    section = old.plan.sections[0]
    rows = [replace(one, fields={**one.fields, "補正額": "100"}) for one in section.initiatives]
    plan = replace(
        old.plan,
        columns=(*old.plan.columns, Column("補正額", ColumnType.AMOUNT, "千円")),
        sections=(replace(section, initiatives=tuple(rows)),),
    )
    table = compare_files(replace(old, plan=plan), new).table
    assert [row.fields[0].old for row in table.rows()] == ["1,200", "3,450"]


@pytest.mark.parametrize(
    "title", ["第１表　歳入歳出予算補正", "歳入歳出補正予算", "令和６年度　第１表　歳入歳出予算"]
)
def test_a_section_is_called_alike_in_a_budget_and_its_supplement(title: str) -> None:
    """第１表 of a supplement is that of the budget: no row went to another section."""
    old, new = (table_of("金額", AMOUNTS[:2], year=year) for year in (R6, R7))
    tables = [
        replace(file, plan=replace(file.plan, sections=(replace(one, title=name), LAST)))
        for file, name in ((old, title), (new, re.sub("令和６年度|補正", "", title)))
        for one in file.plan.sections
    ]
    assert not [row.changes for row in compare_files(*tables).table.rows() if row.changes]


LAST = Section(9, "附則", (Initiative(1, "施行の期日", {}),))
AMOUNTS = ("1,200", "3,450", "76,310", "980", "5,500", "640")
"""Of six projects, all different."""


def test_one_amount_under_two_headings_is_compared_by_its_values() -> None:
    """The list of March says 金額 and that of June 繰越額: the values show that both are one."""
    less = ("1,200", "3,400", "12,310", "979", "5,500", "640")
    old, new = table_of("金額", AMOUNTS, year=R6), table_of("繰越額", less, year=R7)
    table = compare_files(old, new).table
    assert [(row.fields[0].old, row.fields[0].kind) for row in table.rows()][:3] == [
        ("1,200", RowKind.UNCHANGED),
        ("3,450", RowKind.SUBSTANCE),
        ("76,310", RowKind.SUBSTANCE),
    ]
    (report,) = table.reports
    assert (report.level, dict(report.data)) == (
        Level.DOUBT,
        {"old": "金額", "new": "繰越額", "n": "5", "rows": "6"},
    )
    assert table.not_compared == ()
    apart = compare_files(old, new, pairs={"金額": ""}).table
    assert [one.why for one in apart.not_compared] == ["only-new", "only-old"]


@pytest.mark.parametrize(
    ("old", "new", "amounts"),
    [
        pytest.param("予算額", "当初予算額", AMOUNTS[:2], id="a budget may be the first"),
        pytest.param("予算額", "事業費", ("1,200", "3,400"), id="few values of the only money"),
        pytest.param("予算額", "金額", ("1,200", "3,400"), id="the other says what money it is"),
        pytest.param("目標", "目標値", ("7", "8", "9"), id="a heading may lack its last sign"),
        pytest.param("目標値（R10）", "目標値（R11）", ("7", "8"), id="goals of the last years"),
    ],
)
def test_an_amount_under_a_slightly_other_heading_is_compared(
    old: str, new: str, amounts: Sequence[str]
) -> None:
    """What each document has once is compared, and said to be taken for one column."""
    files = (table_of(old, AMOUNTS[: len(amounts)], year=R6), table_of(new, amounts, year=R7))
    table = compare_files(*files).table
    assert [row.fields[0].new for row in table.rows() if row.fields[0].kind] == list(amounts)
    assert [(one.code, one.data["old"], one.data["new"]) for one in table.reports] == [
        ("headings-paired", old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("国", "財源内訳 › 国庫", id="a group around one"),
        pytest.param("事業費 › 国費", "財源内訳 › 国支出金", id="two groups"),
        ("国庫支出金", "国"),
        ("県", "県費"),
        ("県支出金", "県"),
        ("地方債", "起債"),
        ("市債", "地方債"),
        ("町債", "地方債"),
        ("村債", "起債"),
        ("一財", "一般財源"),
        ("一般", "一般財源"),
        pytest.param("うち一般財源", "一般財源", id="a part of the amount beside it"),
        pytest.param("財源内訳 › その他", "左の財源内訳 › その他", id="a group named otherwise"),
    ],
)
def test_a_source_of_funds_is_compared_under_its_other_name(old: str, new: str) -> None:
    """国庫 is the 国庫支出金, whatever the values are; a pair by hand parts them."""
    files = table_of(old, ("100",), year=R6), table_of(new, ("90,000",), year=R7)
    table = compare_files(*files).table
    (field,) = next(table.rows()).fields
    assert (field.heading, field.old, field.new) == (new, "100", "90,000")
    assert [(one.code, one.data["old"]) for one in table.reports] == [("funds-paired", old)]
    apart = compare_files(*files, pairs={old: ""}).table
    assert [one.why for one in apart.not_compared] == ["only-new", "only-old"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("国", "県支出金", id="two sources"),
        pytest.param("当初予算額 › 国", "決算額 › 国庫支出金", id="planned and spent"),
        pytest.param("その他", "その他特財", id="what is left over"),
        pytest.param("財源内訳 › その他", "負担者 › その他", id="two groups of payers"),
    ],
)
def test_other_sources_of_funds_are_not_compared(old: str, new: str) -> None:
    """Money of two sources, or of two stages of a budget, is never one amount."""
    files = table_of(old, ("100",), year=R6), table_of(new, ("90,000",), year=R7)
    assert [one.why for one in compare_files(*files).table.not_compared] == ["only-new", "only-old"]


def test_a_source_of_funds_that_a_document_has_twice_is_not_paired() -> None:
    """Which of two budgets' 国庫支出金 the other document's 国 is, the headings do not say."""
    twice = table_of("Ａ › 国庫支出金", ("100",), year=R6)
    columns = (*twice.plan.columns, Column("Ｂ › 国庫支出金", ColumnType.AMOUNT, "千円"))
    twice = replace(twice, plan=replace(twice.plan, columns=columns))
    table = compare_files(twice, table_of("国", ("90",), year=R7)).table
    assert "funds-paired" not in [one.code for one in table.reports]


def test_years_of_a_plan_that_only_one_document_has_are_not_paired() -> None:
    """A plan for R7 and R8 and one for R8 and R9: what is spent in R7 is not compared with R9."""
    files = []
    for edition, years in ((R6, ("R7", "R8")), (R7, ("R8", "R9"))):
        file = table_of(f"計画額（{years[0]}）", AMOUNTS[:2], year=edition)
        column = file.plan.columns[0]._replace(heading=f"計画額（{years[1]}）")

        (section,) = file.plan.sections
        rows = (
            replace(one, fields={**one.fields, column.heading: {edition: "7"}})
            for one in section.initiatives
        )
        sections = (replace(section, initiatives=tuple(rows)),)
        columns = (*file.plan.columns, column)
        files.append(replace(file, plan=replace(file.plan, columns=columns, sections=sections)))
    table = compare_files(*files).table
    assert [(one.heading, one.why) for one in table.not_compared] == [
        ("計画額（R9）", "only-new"),
        ("計画額（R7）", "only-old"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "amounts"),
    [
        pytest.param("予算額", "決算額", AMOUNTS, id="stages of money are never one field"),
        pytest.param("事業費", "財源内訳 › 国", AMOUNTS, id="nor is a source of funds the whole"),
        pytest.param("金額", "繰越額", ("9",) * 6, id="equal values of one kind show nothing"),
        pytest.param(
            "金額", "面積", ("77", "5", "1", "82,000", "3", "9"), id="nor do values that differ"
        ),
    ],
)
def test_amounts_of_other_things_stay_apart(old: str, new: str, amounts: Sequence[str]) -> None:
    """What may be other money is not compared, and no row passes for unchanged in silence."""
    same = amounts if len(set(amounts)) == 1 else AMOUNTS
    table = compare_files(table_of(old, same, year=R6), table_of(new, amounts, year=R7)).table
    assert not table.reports
    assert {row.kind for row in table.rows()} == {RowKind.UNCHANGED}
    assert {row.marks for row in table.rows()} == {(Mark.UNCOMPARED,)}
    assert table.counts.uncompared == len(amounts)
    assert len(list(changed_only(table).rows())) == len(amounts)
    assert SAY.headline(table.counts) == "6件に変更なし（うち6件の数値は未比較）"


def supplement(title: str, name: str, *, notes: tuple[str, ...] = ()) -> ReadFile:
    """A document of R7 under a title and a file's name, with one initiative."""
    file = costing({R7: "100"})
    return replace(file, path=Path(name), plan=replace(file.plan, title=title, notes=notes))


def names(old: ReadFile, new: ReadFile) -> list[str]:
    """What the comparison calls both editions."""
    table = compare_files(old, new).table
    return [str(table.old_edition), str(table.new_edition)]


def test_documents_of_one_year_are_called_by_their_titles() -> None:
    """Two supplements of a year are no old and new one, and the result says that they add up."""
    first = supplement("令和７年度　１月一般会計補正予算", "a.pdf")
    third = supplement("令和７年度　３月一般会計補正予算", "b.pdf")
    assert names(first, third) == ["令和7年度1月補正", "令和7年度3月補正"]
    compared = compare_files(first, third)
    assert [one.code for one in compared.table.reports] == ["supplements-compared"]
    assert compared.table.totals == ()
    assert [one.difference for group in compared.table.groups for one in group.totals] == [None]
    assert compared.editions == (R7, R7)


def test_a_supplement_adds_to_the_budget_of_its_year() -> None:
    """What a supplement lacks of its year's budget is not dropped by it; next year's may be."""
    first = supplement("令和７年度　一般会計当初予算の主要事業", "a.pdf")
    for title, reports in (
        ("令和７年度　６月補正予算に計上した事業", ["supplements-compared"]),
        ("令和７年度　６月専決予算に計上した事業", ["supplements-compared"]),
        ("令和８年度　一般会計当初予算の主要事業", []),
        ("令和７年度　一般会計当初予算の概要", []),
    ):
        table = compare_files(first, supplement(title, "b.pdf")).table
        found = [one.code for one in table.reports if one.code == "supplements-compared"]
        assert found == reports


def test_supplements_with_amounts_of_their_year_too_meet_at_one_edition() -> None:
    """One supplement has more rows of 補正後, the other of R7: both are compared at 補正後."""
    before, after = map(Edition.of_label, ("補正前", "補正後"))
    files = []
    for number, of_year in (("第１号", 1), ("第２号", 4)):
        revised = [
            Initiative(n, f"第{n}款", {}, fields={"予算額": {before: "100", after: f"{100 + n}"}})
            for n in range(1, 4)
        ]
        limits = [
            Initiative(n, f"第{n}事業", {}, fields={"限度額": {R7: f"{n}00"}})
            for n in range(1, of_year + 1)
        ]
        sections = (Section(1, "第１表", tuple(revised)), Section(2, "第２表", tuple(limits)))
        columns = tuple(Column(name, ColumnType.AMOUNT) for name in ("予算額", "限度額"))
        title = f"令和７年度　一般会計補正予算（{number}）"
        years = {before: "", after: "", R7: ""}
        files.append(ReadFile(Path(f"{number}.pdf"), Plan(title, years, sections, columns=columns)))
    compared = compare_files(*files)
    assert [*map(str, compared.editions)] == ["補正後", "補正後"]
    rows = {row.name: row for row in compared.table.rows()}
    assert [(one.heading, one.old, one.new) for one in rows["第1事業"].fields] == [
        ("限度額（R7）", "100", "100")
    ]


def test_supplements_of_two_years_drop_nothing_of_each_other() -> None:
    """What last March's supplement lists is not dropped in June's: each is called by its month.

    An amount that both have has a difference, as it is of another budget; next year's supplement
    of the same month is called by its year.
    """
    march = supplement("R６年度３月補正予算に計上した主な事業", "a.pdf")
    june = supplement("令和７年度６月補正予算に計上した事業", "b.pdf")
    march = replace(march, plan=renamed_edition(march.plan, R7, R6))
    assert names(march, june) == ["令和6年度3月補正", "令和7年度6月補正"]
    table = compare_files(march, june).table
    assert [one.code for one in table.reports] == ["supplements-compared"]
    dearer = replace(june, plan=replace(costing({R7: "120"}).plan, title=june.plan.title))
    (row,) = compare_files(march, dearer).table.rows()
    assert row.fields[0].amount
    assert row.fields[0].amount.difference == 20
    next_march = supplement("令和７年度３月補正予算に計上した主な事業", "b.pdf")
    assert names(march, next_march) == ["R6", "R7"]


def test_selecting_rows_of_two_supplements_gives_their_sums_no_difference() -> None:
    """What two supplements add is never one amount that changed, whatever rows are shown."""
    first = supplement("令和７年度　１月一般会計補正予算", "a.pdf")
    table = compare_files(first, supplement("令和７年度　３月一般会計補正予算", "b.pdf")).table
    kept = keep(table, lambda row: row.name == "橋の点検")
    assert [
        (total.old, total.difference, total.ratio)
        for group in kept.groups
        for total in group.totals
    ] == [(100, None, None)]
    assert kept.totals == ()


def test_plans_of_two_periods_are_called_by_them() -> None:
    """What both call R7 may be the third change of one plan and the first of the next."""
    old = supplement("整備計画", "a.pdf", notes=("令和2年度から令和6年度まで",))
    new = supplement("整備計画", "b.pdf", notes=("令和7年度から令和11年度まで",))
    assert names(old, new) == ["令和7年度（R2～R6）", "令和7年度（R7～R11）"]


def test_supplements_of_two_years_are_called_by_their_years() -> None:
    """Both show 補正前 and 補正後; their titles say of which year that is."""
    after = Edition.of_label("補正後")
    old, new = (
        replace(file, plan=replace(file.plan, title=f"{year}城下市国保会計補正予算"))
        for year in ("令和３年度", "令和７年度")
        for file in [costing({Edition.of_label("補正前"): "90", after: "100"})]
    )
    assert names(old, new) == ["令和3年度（補正後）", "令和7年度（補正後）"]


def test_a_state_that_both_documents_show_is_compared_with_itself() -> None:
    """A supplement with a text of its year beside 補正前 and 補正後 is compared at 補正後."""
    before, after = Edition.of_label("補正前"), Edition.of_label("補正後")
    old, new = costing({before: "90", after: "100"}), costing({before: "100", after: "120"})
    (section,) = old.plan.sections
    told = replace(section, initiatives=(replace(section.initiatives[0], summaries={R6: "説明"}),))
    plan = replace(old.plan, editions={before: "", after: "", R6: "説明"}, sections=(told,))
    table = compare_files(replace(old, plan=plan), new).table
    assert [(row.fields[0].old, row.fields[0].new) for row in table.rows()] == [("100", "120")]


def test_documents_dated_by_their_files_alone_are_called_by_the_months() -> None:
    """list_2022mar and list_2022jun are no plans of R3 and R4, if nothing else says so."""
    guessed = Diagnostic(Level.DOUBT, "edition-guessed", data={"source": "file-name"})
    old, new = (
        replace(costing({edition: "100"}), path=Path(name), diagnostics=(guessed,))
        for edition, name in (
            (Edition(2021), "list_2022mar.pdf"),
            (Edition(2022), "list_202206.pdf"),
        )
    )
    assert names(old, new) == ["令和4年3月", "令和4年6月"]
    assert names(old, replace(new, path=Path("list_r4.pdf"))) == ["R3", "R4"]
    dated = [Path("2022_03_令和３年度の予算.pdf"), Path("2022_06_令和４年度の予算.pdf")]
    assert names(replace(old, path=dated[0]), replace(new, path=dated[1])) == ["R3", "R4"]


def test_a_section_that_is_counted_otherwise_renumbers_nothing() -> None:
    """What stands third in one document and first in another is the same section by its title."""
    old, new = costing({R6: "100"}), costing({R7: "100"})
    (section,) = new.plan.sections
    other = Section(1, "別の章", (Initiative(1, "河川の点検", {}, fields={"事業費": {R7: "5"}}),))
    plan = replace(new.plan, sections=(other, replace(section, number=3)))
    rows = compare_files(old, replace(new, plan=plan)).table.rows()
    (row,) = (row for row in rows if row.name == "橋の点検")
    assert (row.old_refs, row.new_refs) == (("1-1",), ("3-1",))
    assert not row.is_renumbered
