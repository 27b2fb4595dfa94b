"""Excel files as offices make them: working rows hidden, figures in formats, titles above."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents.reading import read_in_steps
from bouhan_diff.render.reports import problems

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """What is understood of a sheet with its heading in row 5, after a change to it."""

    def written(change: Callable[[Worksheet], None]) -> Reading:
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet["A1"], sheet["A2"] = "つばき市総合計画　進捗管理表", "令和６年度"
        rows = (
            ("No", "事業名", "令和５年度", "令和６年度", "所管課"),
            (1.0, "窓口", "番号札を導入した。", "予約制を導入する。", "市民課"),
            (2.0, "相談", "開いた。", "開く。", "市民課"),
        )
        for at, row in enumerate(rows, 5):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value)
        change(sheet)
        workbook.save(tmp_path / "plan.xlsx")
        *_pages, reading = read_in_steps(tmp_path / "plan.xlsx", ReadOptions())
        assert isinstance(reading, Reading)
        return reading

    return written


def test_a_title_above_the_heading_is_the_plans(read: Callable[..., Reading]) -> None:
    """A unit beside the title is a note, and a label under it is told of; neither is the title."""

    def change(sheet: Worksheet) -> None:
        sheet["E1"], sheet["A3"] = "（単位：千円）", "部局名：市民部"

    reading = read(change)
    assert reading.plan is not None
    assert reading.plan.title == "つばき市総合計画　進捗管理表"
    (problem,) = problems(reading.diagnostics)
    assert "部局名：市民部" in problem.what
    assert reading.plan.notes == ("（単位：千円）",)


def test_hidden_rows_and_columns_are_told_of(read: Callable[..., Reading]) -> None:
    """What nobody sees who opens the file is left out, and that is said."""

    def change(sheet: Worksheet) -> None:
        sheet["F5"], sheet["F6"] = "予算", "100"
        sheet.column_dimensions["F"].hidden = True
        sheet.row_dimensions[7].hidden = True

    reading = read(change)
    assert [problem.what for problem in problems(reading.diagnostics)] == [
        "Hidden rows or columns were left out: “予算 100 2 相談 開いた。 開く。 市民課”"
    ]
    assert reading.plan is not None
    assert [i.name for _section, i in reading.plan.initiatives()] == ["窓口"]


def test_figures_stand_as_they_look(read: Callable[..., Reading]) -> None:
    """A percentage is one, and a unit in a format belongs to the text."""

    def change(sheet: Worksheet) -> None:
        sheet["C6"], sheet["D6"], sheet["C7"], sheet["D7"] = 0.8, 1200, 0.1 + 0.2, 12
        sheet["C6"].number_format, sheet["D6"].number_format = "0%", "#,##0"
        sheet["D7"].number_format = '0"回"'

    reading = read(change)
    assert reading.diagnostics == ()
    assert reading.plan is not None
    found = [
        tuple(
            text
            for value in initiative.fields.values()
            for text in ([value] if isinstance(value, str) else value.values())
        )
        for _section, initiative in reading.plan.initiatives()
    ]
    assert found == [("80%", "1,200"), ("0.3", "12回")]


_RULE = Side(style="thin")


def ruled(sheet: Worksheet, areas: str) -> None:
    """Draw rules around each of the areas, and none inside."""
    for area in areas.split():
        rows = [*sheet[area]] if ":" in area else [(sheet[area],)]
        for row in rows:
            for cell in row:
                cell.border = Border(
                    left=_RULE if cell is row[0] else None,
                    right=_RULE if cell is row[-1] else None,
                    top=_RULE if row is rows[0] else None,
                    bottom=_RULE if row is rows[-1] else None,
                )


def test_cells_without_a_rule_between_them_are_one(read: Callable[..., Reading]) -> None:
    """A year in the middle of its columns heads all of them, and a group in it all its rows."""

    def change(sheet: Worksheet) -> None:
        sheet.delete_rows(5, 3)
        rows = (
            ("施策", "事業名", "", "令和５年度", "", "", "令和６年度", ""),
            ("", "", "計画", "実績", "予算額", "計画", "実績", "予算額"),
            ("", "窓口", "1台", "2台", 10, "3台", "", 20),
            ("安全", "相談", "3回", "4回", 30, "5回", "", 40),
            ("", "見守り", "5人", "6人", 50, "7人", "", 60),
        )
        for at, row in enumerate(rows, 5):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value or None)
        ruled(sheet, "A5:A6 B5:B6 C5:E5 F5:H5 A7:A9")
        ruled(sheet, " ".join(f"{column}6" for column in "CDEFGH"))
        ruled(sheet, " ".join(f"{column}{row}" for row in (7, 8, 9) for column in "BCDEFGH"))

    reading = read(change)
    assert reading.plan is not None
    (section,) = reading.plan.sections
    assert section.title == "安全"
    assert [
        (one.name, *(v for value in one.fields.values() for v in dict(value).values()))
        for one in section.initiatives
    ] == [
        ("窓口", "1台", "3台", "2台", "", "10", "20"),
        ("相談", "3回", "5回", "4回", "", "30", "40"),
        ("見守り", "5人", "7人", "6人", "", "50", "60"),
    ]


def test_a_value_stands_in_its_own_row_where_nothing_parts_rows(
    read: Callable[..., Reading],
) -> None:
    """Upright rules alone join no rows: the remark of one row is not its neighbour's."""

    def change(sheet: Worksheet) -> None:
        sheet["F5"], sheet["F7"] = "備考", "新規"
        ruled(sheet, "A5 B5 C5 D5 E5 F5 A6:A7 B6:B7 C6:C7 D6:D7 E6:E7 F6:F7")

    reading = read(change)
    assert reading.plan is not None
    assert [one.fields.get("備考") for _s, one in reading.plan.initiatives()] == [None, "新規"]


def test_text_that_is_struck_out_is_told_of(read: Callable[..., Reading]) -> None:
    """Runs of a cell, a cell but for a run, and whole rows with their figures are left out."""

    def change(sheet: Worksheet) -> None:
        struck = InlineFont(strike=True)
        sheet["C6"] = CellRichText("年", TextBlock(struck, "12"), TextBlock(InlineFont(), "15"))
        sheet["D6"] = CellRichText("古い", TextBlock(InlineFont(b=True), "新しい"))
        sheet["D6"].font = Font(strike=True)
        for cell in sheet[7]:
            cell.font = Font(strike=True)

    reading = read(change)
    assert [problem.what for problem in problems(reading.diagnostics)][:2] == [
        "Text that is struck out was left out: “12”",
        "Text that is struck out was left out: “古い”",
    ]
    assert reading.plan is not None
    found = [(i.name, *i.summaries.values()) for _section, i in reading.plan.initiatives()]
    assert found == [("窓口", "年15", "新しい")]


def test_sections_of_one_number_are_told_of(read: Callable[..., Reading]) -> None:
    """Of two sections that a slip gave one number, the second gets one of its own."""

    def with_sections(sheet: Worksheet) -> None:
        for row, section in enumerate(("章", "２　安心", "２　見守り"), 5):
            sheet.cell(row, 6, section)

    reading = read(with_sections)
    assert any("Section 2 occurs again" in str(p) for p in problems(reading.diagnostics))
    assert reading.plan is not None
    assert [section.number for section in reading.plan.sections] == [2, "2#2"]
