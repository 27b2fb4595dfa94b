"""How a workbook is laid out and printed: widths, rows of one line, and where pages end."""

import io
import itertools
from pathlib import Path

import pdfplumber
import pytest
from budget import CAMERA, budget, budgeted
from libreoffice import LibreOffice
from openpyxl import Workbook, load_workbook

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import changed_only
from bouhan_diff.comparison.table import ComparisonTable, PropertyChange
from bouhan_diff.plan import Property
from bouhan_diff.render.xlsx.sheet_layout import (
    A4,
    ROOMS,
    SheetLine,
    Spanned,
    page_ends,
    roomy,
    well_broken,
    whole_line,
)
from bouhan_diff.render.xlsx.styles import CellStyle
from bouhan_diff.render.xlsx.workbook import write
from bouhan_diff.storage import load_plan

CITY = Path(__file__).parent.parent / "cases" / "city"
WIDTHS = [100.0, 30.0]


@pytest.fixture(scope="module")
def city() -> ComparisonTable:
    """The fictional city's two editions, with eight columns."""
    return compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")


def opened(table: ComparisonTable) -> Workbook:
    """The workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(write([table])))


def _table(rows: int, lines: int = 1) -> list[SheetLine]:
    """A block of the first sheet: an empty line, its heading, those of columns, and rows."""
    text = "\n".join("あ" * lines)
    row = [Spanned(1, text, CellStyle.TEXT), Spanned(1, "い", CellStyle.TEXT)]
    headings = [Spanned(1, one, CellStyle.HEADING) for one in ("項目", "値")]
    return [whole_line(""), whole_line("見出し", CellStyle.SECTION), headings, *([row] * rows)]


def _notes(lines: int) -> list[SheetLine]:
    return [whole_line(""), whole_line("注記", CellStyle.SECTION), *([whole_line("・注")] * lines)]


@pytest.mark.parametrize(
    ("blocks", "ends", "repeated"),
    [
        pytest.param([_table(5)], [], 0, id="one-page"),
        pytest.param([_table(20), _table(15)], [32], 26, id="goes-on-below-its-headings"),
        pytest.param([_table(24), _table(8)], [28], 0, id="whole-on-the-next-page"),
        pytest.param([_table(15), _table(3, lines=8)], [22], 21, id="a-high-row-is-enough"),
        pytest.param([_table(26), _table(60)], [30, 61, 91], 32, id="on-all-later-pages"),
        pytest.param([_table(40), _table(30)], [32, 63], 46, id="of-the-last-table"),
        pytest.param([_table(40), _notes(30)], [32, 63], 0, id="never-above-notes"),
    ],
)
def test_a_page_ends_amid_a_table_or_before_it(
    blocks: list[list[SheetLine]], ends: list[int], repeated: int
) -> None:
    """A table is parted only where much of the page would be empty, its headings repeated."""
    lines = list(itertools.chain.from_iterable(blocks))
    assert page_ends(lines, WIDTHS, A4) == (ends, repeated)


def test_the_headings_of_a_parted_table_are_printed_again(shipped: ComparisonTable) -> None:
    """They are the sheet's print titles, and stand in no cell twice."""
    sheet = opened(changed_only(shipped))["概要"]
    (heading,) = (cell.row for row in sheet for cell in row if cell.value == "変わったところ")
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert [one.id > heading for one in sheet.row_breaks.brk] == [True]


def test_in_a_row_of_one_line_figures_and_words_are_level(city: ComparisonTable) -> None:
    """Their fonts may differ; in higher rows the first lines are what is level."""
    sheet = opened(city)["新旧対照表"]
    rows = [(sheet.row_dimensions[row[0].row].height, row) for row in sheet.iter_rows(min_row=2)]
    named = {"本文", "数値", "本文（中央）", "事業の欄", "事業の欄（中央）", "事業の欄（繰返し）"}
    cells = [(high, cell) for high, row in rows for cell in row if cell.style in named]
    aligned = {(high < 20, cell.alignment.vertical) for high, cell in cells}
    assert aligned == {(True, "center"), (False, "top")}


def test_per_cent_in_full_width_stay_so(city: ComparisonTable) -> None:
    """85％ is a number all the same."""
    sheet = opened(city)["新旧対照表"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "％" in cell.number_format]
    assert [(cell.value, cell.number_format[:12]) for cell in cells] == [
        (0.85, '[=0.85]"85％"'[:12]),
        (0.9, '[=0.9]"90％";'[:12]),
    ]


def test_what_a_note_of_the_sums_says_is_not_told_again(city: ComparisonTable) -> None:
    """The sign ＊ and its note stand beside the sum; at the end it would be read as another."""
    told = [str(cell.value) for row in opened(city)["概要"] for cell in row if cell.value]
    assert sum("23,870" in one and "23,770" in one for one in told) == 1
    assert not {"資料の合計の検算", "金額の記載がないもの"} & set(told)
    legend = next(one for one in told if one.startswith("凡例"))
    assert "　計・合計には印を付けない" in legend


@pytest.mark.parametrize(
    ("text", "widest", "width"),
    [
        pytest.param("あ" * 18 + "、い", 29, 28.25, id="no-line-begins-with-a-comma"),
        pytest.param("あ" * 17 + "ＤＶＤい", 29, 28.25, id="no-word-in-full-width-is-parted"),
        pytest.param("あ" * 30, 29, 29, id="nothing-to-gain"),
    ],
)
def test_a_column_of_texts_is_a_little_narrower_where_lines_break_better(
    text: str, widest: float, width: float
) -> None:
    """As far as it is worth it: LibreOffice begins lines with whatever comes."""
    assert well_broken([text], widest, 20) == pytest.approx(width)


def test_a_name_has_no_character_alone_on_a_line() -> None:
    """A column of names grows for it."""
    names = ["子ども医療費助成事業", "見守りカメラ設置事業", "巡回"]
    narrow = roomy(names, (15, 38), 4, 0.25)
    assert roomy(names, (15, 38), 4, 5) > narrow


def test_a_long_number_of_a_section_has_room_on_the_first_sheet() -> None:
    """1-2-3-1 in two lines would make every row of the sections twice as high."""
    table = budgeted(CAMERA._replace(section=CAMERA.section._replace(printed="1-2-3-1")))
    columns = opened(table)["概要"].column_dimensions
    assert columns["A"].width >= 9
    assert sum(one.width for one in columns.values()) <= ROOMS[0]


def test_a_number_of_nine_digits_is_shown_in_every_sheet(libreoffice: LibreOffice) -> None:
    """In a column too narrow for it, 622935900 is shown as 6E+08."""
    content = write([budgeted(CAMERA._replace(number=622935900, name="新しい名称"))])
    with pdfplumber.open(libreoffice.convert(content, "xlsx", "pdf")) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert "622935900" in text
    assert "E+" not in text


def test_remarks_take_what_the_paper_has_where_there_are_no_texts() -> None:
    """Beside a half empty page an old name is not in a column of eight characters."""
    name = "子ども医療費助成事業"
    was = PropertyChange(Property.NAME, "子ども医療費の自己負担分の助成事業", name)
    row = CAMERA._replace(name=name, old=None, new=None, segments=(), fields=(), changes=(was,))
    sheet = opened(budgeted(row)._replace(columns=()))["新旧対照表"]
    (letter,) = (cell.column_letter for cell in sheet[1] if cell.value == "備考")
    assert sheet.column_dimensions[letter].width > 30


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            budgeted(CAMERA._replace(name="地域における" * 7, department="市民生活部" * 6)),
            id="long-names-and-departments",
        ),
        pytest.param(budgeted(CAMERA._replace(fields=(budget("1", "2"),))), id="one-row"),
    ],
)
def test_sheets_are_as_wide_as_paper(table: ComparisonTable) -> None:
    """Whatever lines break best, nothing becomes too small to read."""
    for sheet in opened(table):
        widths = [one.width for one in sheet.column_dimensions.values()]
        assert sum(widths) <= max(ROOMS)


def test_few_lines_on_paper_begin_with_a_comma_or_a_full_stop(
    shipped: ComparisonTable, libreoffice: LibreOffice
) -> None:
    """No more than one in fifty, and no word in full-width letters is parted."""
    content = write([changed_only(shipped)])
    with pdfplumber.open(libreoffice.convert(content, "xlsx", "pdf")) as pdf:
        found = [table for page in pdf.pages for table in page.extract_tables()]
    cells = [(cell or "").split("\n") for table in found for row in table for cell in row]
    lines = [pair for cell in cells for pair in itertools.pairwise(cell)]
    begun = [line for _above, line in lines if line[:1] in {"、", "。"}]
    assert len(begun) * 50 <= len(lines)
    assert not [pair for pair in lines if pair[0][-1:] in {"Ｄ", "Ｖ"} and pair[1][:1] == "Ｄ"]
