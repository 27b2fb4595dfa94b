"""A city's plan with eight columns, and a plan whose editions are labels, in every output."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import readable
from docx import Document
from libreoffice import LibreOffice

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import changed_only, group_rows
from bouhan_diff.comparison.table import ComparisonTable, GroupBy, RowKind
from bouhan_diff.render import delimited, facts, markdown
from bouhan_diff.render.amendment import document as amendment
from bouhan_diff.render.docx import document as docx
from bouhan_diff.render.page import html
from bouhan_diff.render.phrasebook import SAY
from bouhan_diff.render.xlsx import workbook as xlsx
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.loader import read_plan

CASES = Path(__file__).parent.parent / "cases"
Writer = Callable[[ComparisonTable], str]


@pytest.fixture(scope="session")
def labelled() -> ComparisonTable:
    """A plan of the editions 現行 and 改正案."""
    return compare(load_plan(CASES / "labels" / "plan.yaml"))


def _word(table: ComparisonTable, **options: bool | str) -> str:
    return readable.document(docx.write([table], docx.WordOptions(**options)))  # type: ignore[arg-type]


def _lines(content: bytes) -> str:
    """The rows of a CSV file as text."""
    return content.decode("utf-8-sig").replace("\r\n", "\n")


OUTPUTS: dict[str, Writer] = {
    "document.txt": lambda table: _word(changed_only(table)),
    "document-ordinance.txt": partial(_word, style="ordinance", omit_unchanged=True),
    "workbook.txt": lambda table: readable.workbook(xlsx.write([table])),
    "table.md": lambda table: markdown.write([changed_only(table)]).decode("utf-8"),
    "table.csv": lambda table: _lines(delimited.write([table])),
    "facts.csv": lambda table: _lines(facts.write_facts([table])),
    "amendment.txt": lambda table: amendment.write([table]).decode("utf-8"),
}


def test_the_differences_of_the_departments_add_up_to_that_of_the_whole(
    city: ComparisonTable,
) -> None:
    """Where a department had ― alone, all of its new sum is the difference."""
    groups = {one.heading: one.totals for one in group_rows(city, GroupBy.DEPARTMENT).groups}
    road = groups["建設部道路課"][0]
    assert (road.old, road.new, road.difference, road.ratio) == (None, 1500, 1500, None)
    assert groups["こども未来部若者政策課"] == ()
    differences = [one.difference or 0 for totals in groups.values() for one in totals]
    assert sum(differences) == city.totals[0].difference == -9650


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_city_is_written_as_it_was_accepted(
    name: str, city: ComparisonTable, golden: Callable[[str, str], None]
) -> None:
    """All eight columns of the city in each form, as somebody last read them."""
    golden(f"city/{name}", OUTPUTS[name](city))


@pytest.mark.parametrize(
    "name", ["document.txt", "document-ordinance.txt", "workbook.txt", "amendment.txt"]
)
def test_editions_without_years_are_written_as_they_were_accepted(
    name: str, labelled: ComparisonTable, golden: Callable[[str, str], None]
) -> None:
    """現行 and 改正案 stand where other plans have their years."""
    golden(f"labels/{name}", OUTPUTS[name](labelled))


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_changed_value_of_the_city_is_shown(name: str, city: ComparisonTable) -> None:
    """No output leaves out a changed budget, target or target group."""
    written = re.sub(r"[_~*]|</?(del|strong|em)>", "", OUTPUTS[name](city))
    for mark in ("[-", "-]", "{+", "+}"):
        written = written.replace(mark, "")
    plain = written.replace(",", "")
    changed = [field for row in city.rows() for field in row.fields if field.is_changed]
    assert len(changed) > 10
    untold = {"notation", "removed"} if name == "amendment.txt" else set()
    for field in changed:
        if str(field.kind) in untold:  # 削る。 says it all
            continue
        for value in (field.old, field.new):
            if value in (None, "", "―", "－"):
                continue
            shown = value.replace(",", "")
            number = shown.rstrip("千円％校人件回か所台団体世帯灯枚")  # a number to Excel
            assert shown in plain or number in plain, (name, value)


def test_one_edition_has_all_its_fields() -> None:
    """A year alone is a table of what it says, under its own name, with no empty cell."""
    table = single_year(load_plan(CASES / "city" / "R7.yaml"), "R7")
    written = readable.document(docx.write([table]))
    for row in table.rows():
        for field in row.fields:
            assert f"：{field.new}\n" in written
    assert "変更後" not in written


@pytest.mark.parametrize("accept", [True, False], ids=["accepted", "rejected"])
def test_tracked_fields_lead_to_either_edition(
    city: ComparisonTable, accept: bool, libreoffice: LibreOffice
) -> None:
    """All changes accepted give the new edition's fields and sums, all rejected the old one's."""
    tracked = docx.write(
        [city], docx.WordOptions(tracked=True, date=datetime(2026, 4, 1, tzinfo=UTC))
    )
    document = Document(str(libreoffice.settle(tracked, accept=accept)))
    found = [
        [cell.text for cell in row.cells]
        for table in document.tables[: len(city.groups)]
        for row in table.rows[2:]
    ]
    sums = [cells[2].rstrip() for cells in found if cells[0].endswith("計")]
    printed = ["53,500", "139,800", "17,320", "210,620"]
    was_printed = ["54,700", "141,800", "＊23,870", "220,270"]
    assert sums == (printed if accept else was_printed)
    departments = {cell.rstrip() for cells in found for cell in cells if cell.startswith("福祉部")}
    assert all(cell.count("部") == 1 for cell in departments)  # neither beside the other
    around = [one.text for one in document.paragraphs]
    assert around[1] == (city.title if accept else city.old_title)
    assert any("印刷された計は23,870" in one for one in around)
    assert any("を含まない" in one for one in around)
    gone = RowKind.REMOVED if accept else RowKind.ADDED
    rows = [row for row in city.rows() if row.kind is not gone]
    found = [cells for cells in found if not cells[0].endswith("計")]
    assert len(found) == len(rows)
    for cells, row in zip(found, rows, strict=True):
        lines = cells[1].split("\n")
        text = (row.new if accept else row.old) or ""
        assert lines[0] == text.split("\n")[0]
        values = {one.heading: (one.new if accept else one.old) or "" for one in row.fields}
        budget = values.pop("当初予算額")
        assert cells[2].rstrip() == budget
        said = [part for line in lines for part in line.split("　　")][-len(values) :]
        assert [part.partition("　")[2].rstrip() for part in said] == [*values.values()]


def test_what_an_ordinance_leaves_out_is_named(city: ComparisonTable) -> None:
    """（略） alone would not say what it stands for; what a target is of stands before it."""
    written = OUTPUTS["document-ordinance.txt"](city)
    row = written.partition("児童館運営事業\n")[2].partition("令和６年度：")[0]
    assert [line.strip() for line in row.splitlines()][2:5:2] == [
        "担当課・対象者　（略）",
        "指標・目標値　（略）",
    ]
    assert "事業内容・担当課・対象者　（略）" in written
    assert "    指標　設置台数　　目標値\t__15台__" in written


def test_another_name_or_department_stands_in_the_remarks_of_an_ordinance(
    city: ComparisonTable,
) -> None:
    """Whoever reads that column alone learns of it, and the note does not say it again."""
    written = OUTPUTS["document-ordinance.txt"](city)
    assert "備考：改称\n" in written
    assert "備考：所管替え\n" in written
    assert "2-3は所管替え" not in written


def test_facts_have_the_title_and_the_sums(city: ComparisonTable) -> None:
    """Whoever reads them alone learns which sum the document prints otherwise, and 6時 of 6.

    Of a printed sum and a computed one there is no difference.
    """
    found = list(facts.facts(city))
    title, totals = found[0], [one for one in found if one.part == "total"]
    assert (title.part, title.ref, (title.old or "")[-9:]) == (
        "title",
        "",
        "令和6年度実施計画"[-9:],
    )
    assert [(one.name[:1], one.new, one.difference) for one in totals] == [
        ("1", "53,500", -1200),
        ("2", "139,800", -2000),
        ("3", "17,320", None),
        ("", "210,620", -9650),
    ]
    assert totals[2].reason == "printed-otherwise"
    assert "印刷された合計23,870は、計算した23,770と異なる" in totals[2].context
    figures = [(one.old, one.new) for one in found if one.reason == "figure"]
    assert figures == [("6時", "7時"), ("1回", "2回")]


def test_a_sum_of_the_whole_document_is_of_no_group_without_a_name() -> None:
    """Grouped by a field, the rows without a value of it have a computed sum of their own."""
    table = group_rows(compare(read_plan(_OF_TWO_CLASSES.encode(), "plan.yaml")), "区分")
    assert [group.heading for group in table.groups] == ["継続", ""]
    of_groups = [SAY.shown_sum(table, one, one.totals[0]).new for one in table.groups]
    assert [*of_groups, SAY.shown_sum(table, table, table.totals[0]).new] == [20, 200, 999]


_OF_TWO_CLASSES = """
title: 計画
years: {R6: "", R7: ""}
columns: {区分: text, 予算額: {type: amount, unit: 千円}}
printed_totals: [{heading: 予算額, edition: R7, value: "999"}]
sections:
  - number: 1
    title: 章
    initiatives:
      - {number: 1, name: 巡回, fields: {区分: 継続, 予算額: {R6: "10", R7: "20"}}}
      - {number: 2, name: 教室, fields: {予算額: {R6: "100", R7: "200"}}}
"""


def test_the_documents_say_which_edition_is_in_which(city: ComparisonTable) -> None:
    """資料2・資料3 alone does not tell which is the old one; a single document needs no edition."""
    for name in ("document.txt", "workbook.txt", "table.md"):
        assert "比較した資料：資料2（令和６年度）・資料3（令和７年度）" in OUTPUTS[name](city)
    assert "比較した資料：別紙２\n" in OUTPUTS["document.txt"](compare(load_plan()))


def test_another_title_is_named_unless_its_year_alone_is_another(city: ComparisonTable) -> None:
    """The line below the title names both years; an ordinance's own first row amends the title."""
    said = "標題は「暁市子どもプラン 令和6年度実施計画」から改められた"
    other = city._replace(old_title="暁市子どもプラン 令和6年度実施計画")
    for name in ("document.txt", "workbook.txt", "table.md"):
        assert said in OUTPUTS[name](other)
        assert "から改められた" not in OUTPUTS[name](city)
    assert said in html.write([other]).decode()
    assert "から改められた" not in OUTPUTS["document-ordinance.txt"](other)


def test_tracked_targets_have_their_differences_in_the_remarks(
    city: ComparisonTable, libreoffice: LibreOffice
) -> None:
    """Without room for columns: beside the target itself a difference would be the plan's text."""
    office = "こども若者未来創造部子育て世代包括支援総合調整課"
    groups = (
        one._replace(rows=tuple(row._replace(department=office, changes=()) for row in one.rows))
        for one in city.groups
    )
    city = city._replace(groups=tuple(groups))
    tracked = docx.write([city], docx.WordOptions(tracked=True))
    document = Document(str(libreoffice.settle(tracked, accept=True)))
    remarks = [row.cells[-1].text for table in document.tables for row in table.rows]
    assert [one for one in remarks if "目標値" in one] == [
        "新規\n目標値の増減\n100人（皆増）",
        "目標値の増減\n30人（20.0%）",
        "目標値の増減\n5ポイント",
        "目標値は表記のみ",
        "目標値の増減\n△15台\n（△50.0%）",
    ]
    assert "（増減の欄と備考の欄を除く）" in _word(city, tracked=True)


def test_a_target_is_on_the_line_of_what_it_measures_whether_or_not_it_changed(
    city: ComparisonTable,
) -> None:
    """In the ordinance style, as far as a line has room; a new initiative has a line for each."""
    written = docx.write([city], docx.WordOptions("ordinance"))
    cells = {
        cell.text
        for table in Document(io.BytesIO(written)).tables
        for row in table.rows
        for cell in row.cells
    }
    lines = [line for cell in cells for line in cell.split("\n")]
    assert any(line.startswith("指標　会員数　　目標値") for line in lines)  # the same in both
    assert any(line.startswith("指標　設置台数　　目標値") for line in lines)  # another in each
    assert sum(line.startswith("目標値\t") for line in lines) == 2  # new, dropped
