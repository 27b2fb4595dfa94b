"""Numbers of initiatives that a document has once for each edition, or not at all."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from bouhan_diff.comparison.compare import compare, compare_documents
from bouhan_diff.comparison.table import Mark, RowKind
from bouhan_diff.diagnostics import Level
from bouhan_diff.documents import Reading, read_document
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Plan

HEADINGS = ("番号", "事業名", "担当課", "事業内容")
WATCH = (2, "見守り活動", "福祉課", "高齢者宅を週１回訪問し、安否を確認する。")
BUS = (2, "予約制バス", "交通課", "バスを平日に運行する。")
CLASS = (1, "防犯教室", "市民課", "小学校で教室を開く。")

Rows = tuple[tuple[int | str, ...], ...]


def read(folder: Path, sheets: dict[str, Rows], headings: Rows = (HEADINGS,)) -> Reading:
    """What a workbook of these sheets is read as."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (*headings, *rows):
            sheet.append(row)
    path = folder / "計画.xlsx"
    book.save(path)
    return read_document(path)


@pytest.mark.parametrize(
    ("sheets", "level"),
    [
        ({"令和6年度": (WATCH,), "令和7年度": (BUS,)}, Level.NOTE),
        ({"令和7年度": (WATCH, BUS)}, Level.DOUBT),
    ],
    ids=["on the sheet of another year", "twice on one sheet"],
)
def test_a_number_is_doubtful_only_if_one_edition_has_it_twice(
    tmp_path: Path, sheets: dict[str, Rows], level: Level
) -> None:
    """Each year numbers its rows from 1, so that the same number comes again."""
    found = [one for one in read(tmp_path, sheets).diagnostics if one.code == "number-repeated"]
    assert [one.level for one in found] == [level]
    assert found[0].span.sheet == list(sheets)[-1]


def test_a_row_has_the_number_of_its_own_sheet(tmp_path: Path) -> None:
    """Two rows of one number differ in the data file, and are called as each year calls them."""
    plan = read(tmp_path, {"令和6年度": (CLASS, WATCH), "令和7年度": (CLASS, BUS)}).plan
    assert plan is not None
    assert [str(one.number) for _section, one in plan.initiatives()] == ["1", "2", "2#2"]
    rows = list(compare(plan).rows())
    assert [(row.ref, row.kind) for row in rows[1:]] == [
        ("1-2", RowKind.REMOVED),
        ("1-2", RowKind.ADDED),
    ]


def test_rows_without_numbers_are_never_renumbered(tmp_path: Path) -> None:
    """Numbers that only count the rows say nothing, however many rows stand before one."""
    plans: list[Plan] = []
    for year, rows in ((6, (CLASS, WATCH)), (7, (BUS, CLASS, WATCH))):
        bare = tuple(row[1:] for row in rows)
        plan = read(tmp_path, {f"令和{year}年度": bare}, (HEADINGS[1:],)).plan
        assert plan is not None
        assert not plan.is_numbered
        plans.append(plan)
    table = compare_documents(*plans)
    assert not table.is_numbered
    assert [row.kind for row in table.rows()] == [
        RowKind.ADDED,
        RowKind.UNCHANGED,
        RowKind.UNCHANGED,
    ]
    assert not any(row.is_renumbered or Mark.RENUMBERED in row.marks for row in table.rows())


def test_a_sheet_named_after_a_department_is_its_own(tmp_path: Path) -> None:
    """Tables without a column of departments are of the one that their sheet names."""
    headings = (("令和7年度",), ("番号", "事業名", "事業内容"))
    sheets = {
        "福祉課": (("【福祉課】",), *headings, (1, "見守り活動", "高齢者宅を訪問する。")),
        "交通課": (("【交通課】",), *headings, (1, "予約制バス", "バスを運行する。")),
    }
    reading = read(tmp_path, sheets, headings=())
    assert reading.plan is not None
    assert [one.department for _section, one in reading.plan.initiatives()] == ["福祉課", "交通課"]
    assert reading.diagnostics == ()


def test_a_sheet_keeps_its_numbers_beside_another_document(tmp_path: Path) -> None:
    """One sheet of a file with a sheet for each year is compared by its own numbers."""
    both = read(tmp_path, {"令和6年度": (CLASS, WATCH), "令和7年度": (CLASS, BUS)}).plan
    later = read(tmp_path, {"令和8年度": (CLASS, BUS)}).plan
    assert both is not None
    assert later is not None
    rows = list(compare_documents(both, later).rows())
    assert [(row.number, row.name, row.kind) for row in rows] == [
        (1, "防犯教室", RowKind.UNCHANGED),
        (2, "予約制バス", RowKind.UNCHANGED),
    ]
    assert [row.old_refs for row in rows] == [("1-1",), ("1-2",)]
    assert all(not row.changes for row in rows)


def test_a_sheet_without_a_header_goes_on_with_the_one_before(tmp_path: Path) -> None:
    """Rows on a further sheet are read where their numbers fit, and a list of words is not."""
    header = (HEADINGS,)
    sheets = {
        "1": (*header, CLASS, WATCH),
        "2": ((3, *BUS[1:]),),
        "語": (("略", "称", "語", "句"),),
    }
    reading = read(tmp_path, sheets, headings=())
    assert reading.plan is not None
    names = [one.name for _section, one in reading.plan.initiatives()]
    assert names == ["防犯教室", "見守り活動", "予約制バス"]


def test_sheets_under_the_title_of_each_year_are_one_plan(tmp_path: Path) -> None:
    """The title of a sheet tells its year, and opens no section of its own."""
    sheets = {
        f"令和{year}年度": ((f"令和{year}年度委託業務一覧",), HEADINGS[1:], CLASS[1:], row[1:])
        for year, row in ((6, WATCH), (7, BUS))
    }
    plan = read(tmp_path, sheets, headings=()).plan
    assert plan is not None
    assert plan.title == "委託業務一覧"
    assert [section.title for section in plan.sections] == ["委託業務一覧"]
    rows = [(row.name, row.kind) for row in compare(plan).rows()]
    assert rows == [
        ("防犯教室", RowKind.UNCHANGED),
        ("見守り活動", RowKind.REMOVED),
        ("予約制バス", RowKind.ADDED),
    ]


def test_a_sheet_named_as_a_section_has_its_number_and_is_not_named_twice(tmp_path: Path) -> None:
    """A sheet １　安全なまちづくり is section 1, also where its first line says so again."""
    sheets = {"１　安全なまちづくり": (BUS,), "２　健康なまちづくり": (WATCH,)}
    for line in ("１　安全なまちづくり", "安全なまちづくり"):
        plan = read(tmp_path, sheets, (("令和７年度　事業一覧",), (line,), HEADINGS)).plan
        assert plan is not None
        found = [(one.number, one.title) for one in plan.sections]
        assert found[0] == (1, "安全なまちづくり")
    plan = read(tmp_path, sheets).plan
    assert plan is not None
    assert [(one.number, one.title) for one in plan.sections] == [
        (1, "安全なまちづくり"),
        (2, "健康なまちづくり"),
    ]


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        pytest.param("政策1", "政策１　見守り", "見守り", id="the label of the title"),
        pytest.param("1 見守り", "１　見守りの推進", "見守りの推進", id="number and first words"),
        pytest.param("見守り", "１　見守りの推進", "見守りの推進", id="first words"),
        pytest.param("政策2", "政策１　見守り", "政策2\u3000見守り", id="another label"),
        pytest.param("福祉", "１　見守り", "福祉\u3000見守り", id="other words"),
    ],
)
def test_a_sheet_named_as_its_title_begins_is_no_section_around_it(
    tmp_path: Path, name: str, title: str, expected: str
) -> None:
    """政策1 on the tab is short for 政策１　見守り in the sheet, and says nothing more."""
    sheets = {name: ((title,), HEADINGS, WATCH), "交通": (HEADINGS, BUS)}
    reading = read(tmp_path, sheets, ())
    assert reading.plan is not None
    assert [section.title for section in reading.plan.sections] == [expected, "交通"]
    assert "parts-without-table" not in {one.code for one in reading.diagnostics}


@pytest.mark.parametrize("title", [(), (("ためし市実施計画",),)], ids=["alone", "below a title"])
def test_a_year_in_brackets_below_each_sheets_title_is_kept(tmp_path: Path, title: Rows) -> None:
    """【令和６年度計画】 is no aim of 基本目標１, so it is not lost where 施策 are the sections."""
    year = "【令和６年度計画】"
    sheets = {
        "基本目標1": (*title, ("基本目標１　見守り",), (year,), HEADINGS, WATCH),
        "基本目標2": (*title, ("基本目標２　移動",), (year,), HEADINGS, BUS),
    }
    reading = read(tmp_path, sheets, ())
    assert reading.plan is not None
    told = [(one.title, one.aim) for one in reading.plan.sections]
    assert told == [("見守り", ""), ("移動", "")]
    assert year in (reading.plan.title, *reading.plan.notes)
    assert not [one for one in reading.diagnostics if one.level is Level.LOSS]


@pytest.mark.parametrize(
    ("titles", "whole", "sections"),
    [
        (
            {
                "子育て": "令和７年度主要事業（子育て分野）",
                "福祉": "令和７年度主要事業（福祉分野）",
            },
            "令和７年度主要事業",
            {"子育て": "", "福祉": ""},
        ),
        (
            {"総務部": "令和７年度　総務部　主要事業", "福祉部": "令和７年度　福祉部　主要事業"},
            "令和７年度　主要事業",
            {"総務部": "", "福祉部": ""},
        ),
        (
            {"Sheet1": "令和７年度主要事業", "Sheet2": "令和７年度継続事業"},
            "令和７年度主要事業",
            {"令和７年度主要事業": "", "令和７年度継続事業": ""},
        ),
    ],
    ids=["in brackets", "among other words", "as the program called it"],
)
def test_a_sheets_name_in_its_title_is_that_of_its_section(
    tmp_path: Path, titles: dict[str, str], whole: str, sections: dict[str, str]
) -> None:
    """The title of the workbook is what its sheets' titles share; none of them is an aim."""
    sheets = {name: ((title,), HEADINGS, WATCH) for name, title in titles.items()}
    plan = read(tmp_path, sheets, headings=()).plan
    assert plan is not None
    assert plan.title == whole
    assert {section.title: section.aim for section in plan.sections} == sections


def test_a_chapter_on_a_sheet_of_texts_and_on_one_of_amounts_is_one(tmp_path: Path) -> None:
    """It has its own number, whatever that of the sheet is; the note names both."""
    texts = (("番号", "事業名", "担当課", "事業内容"), ("第１章　支え合う",), (1, *WATCH[1:]))
    costs = (("番号", "事業名", "予算額（千円）"), ("第１章　支え合う",), (1, "見守り活動", 320))
    more = (("第２章　暮らす",), (1, *BUS[1:]), (2, *CLASS[1:]))
    also = (("第２章　暮らす",), (1, "予約制バス", 4100), (2, "防犯教室", 90))
    year = (("令和6年度 実施計画",),)
    sheets = {"事業内容": (*year, *texts, *more), "予算": (*year, *costs, *also)}
    reading = read(tmp_path, sheets, headings=())
    assert reading.plan is not None
    assert [(one.number, one.title) for one in reading.plan.sections] == [
        (1, "支え合う"),
        (2, "暮らす"),
    ]
    assert [
        (one.name, [*one.summaries.values()], one.fields["予算額"])
        for _section, one in reading.plan.initiatives()
    ] == [
        ("見守り活動", [WATCH[3]], {Edition(2024): "320"}),
        ("予約制バス", [BUS[3]], {Edition(2024): "4100"}),
        ("防犯教室", [CLASS[3]], {Edition(2024): "90"}),
    ]
    joined = [one.data["titles"] for one in reading.diagnostics if one.code == "tables-joined"]
    assert joined == ["事業内容　支え合う、予算　支え合う", "事業内容　暮らす、予算　暮らす"]
