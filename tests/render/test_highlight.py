"""Marks in the user's own workbook: read back by openpyxl, and compared part by part."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from libreoffice import LibreOffice
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bouhan_diff.comparison.compare import compare
from bouhan_diff.edition import Edition
from bouhan_diff.errors import UserError
from bouhan_diff.plan import Column as PlanColumn
from bouhan_diff.plan import ColumnType, Initiative, Plan, Section
from bouhan_diff.render.xlsx.highlight import HighlightedWorkbook, highlight

HEADINGS = ("番号", "事業名", "担当課", "事業内容", "当初予算額（千円）")
OLD = (
    ("1", "巡回", "市民課", "市内を巡回し、商店に声を掛ける。", 1200),
    ("2", "防犯教室", "学校課", "小学校で教室を開き、児童に教える。", 300),
    ("3", "街路灯", "道路課", "街路灯を新しいものに取り替える。", 900),
)
NEW = (
    ("1", "巡回", "安全課", "市内を巡回し、コンビニに声を掛ける。", 1200),
    ("2", "防犯教室", "学校課", "小学校で教室を開き、児童に教える。", 450),
    ("4", "見守りカメラ", "安全課", "公園に見守りカメラを設置する。", 5000),
)


def workbook(path: Path, year: int, rows: tuple[tuple[object, ...], ...]) -> Path:
    """A city's workbook as its office made it: formats, a comment, a list to choose from."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "計画"
    sheet.append([f"令和{year}年度 見守り計画"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows(min_row=3):
        line[4].number_format = "#,##0"
        line[1].font = Font(bold=True)
    sheet["C4"].comment = Comment("確認済み", "担当")
    sheet["E3"].comment = Comment("見積りによる", "担当")
    choices = DataValidation(type="list", formula1='"市民課,学校課"')
    sheet.add_data_validation(choices)
    choices.add("C3:C9")
    book.create_sheet("メモ")["A1"] = "=1+1"
    book.save(path)
    return path


def plain_workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook of one sheet with these rows, and nothing else."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "計画"
    for row in rows:
        sheet.append(row)
    book.save(folder / "new.xlsx")
    return folder / "new.xlsx"


def plan(
    year: int, rows: tuple[tuple[object, ...], ...], *, has_places: bool = True, first: int = 3
) -> Plan:
    """What the reader makes of the workbook."""
    edition = Edition(2018 + year)
    initiatives = tuple(
        Initiative(
            str(number),
            str(name),
            {edition: str(text)},
            str(department),
            fields={"当初予算額": {edition: f"{budget:,}"}},
            at=f"計画!{line}" if has_places else "",
        )
        for line, (number, name, department, text, budget) in enumerate(rows, first)
    )
    column = PlanColumn("当初予算額", ColumnType.AMOUNT, "千円", {edition: "当初予算額（千円）"})
    sections = (Section(1, "計画", initiatives),)
    return Plan("見守り計画", {edition: "事業内容"}, sections, columns=(column,))


@pytest.fixture(params=[True, False], ids=["with-places", "without-places"])
def marked(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, HighlightedWorkbook]:
    """The new workbook with marks, and where the workbook itself is."""
    path = workbook(tmp_path / "new.xlsx", 7, NEW)
    table = compare([plan(6, OLD), plan(7, NEW, has_places=request.param)])
    return path, highlight(path, table)


def colours(content: bytes) -> dict[str, str]:
    """The fill of each coloured cell of the plan's sheet."""
    sheet = load_workbook(io.BytesIO(content))["計画"]
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def test_changed_cells_are_coloured(marked: tuple[Path, HighlightedWorkbook]) -> None:
    """Each cell that changed has one colour, each cell of a new initiative another."""
    changed, added = "FFFFF2CC", "FFE2EFDA"
    assert colours(marked[1].content) == {
        "C3": changed,
        "D3": changed,
        "E4": changed,
        "A5": added,
        "B5": added,
        "C5": added,
        "D5": added,
        "E5": added,
    }


def test_a_dropped_initiative_is_marked_where_one_workbook_has_both(tmp_path: Path) -> None:
    """Its row is still there, and an office would take it for one that did not change."""
    path = workbook(tmp_path / "both.xlsx", 7, OLD)
    table = compare([plan(6, OLD), plan(7, OLD[:2])])
    found = highlight(path, table)
    assert colours(found.content) == {"B5": "FFF8CBAD"}
    assert not found.missed
    comment = load_workbook(io.BytesIO(found.content))["計画"]["B5"].comment
    assert comment is not None
    assert comment.text == "廃止"


def test_sums_are_marked_and_the_first_cell_says_what_the_colours_mean(tmp_path: Path) -> None:
    """Whoever gets the workbook alone sees what fell away, and what it all adds up to."""
    path = workbook(tmp_path / "new.xlsx", 7, (*NEW, (None, "合計", None, None, 6_650)))
    table = compare([plan(6, OLD), plan(7, NEW)])
    found = highlight(path, table)
    assert colours(found.content)["E6"] == "FFFFF2CC"
    sheet = load_workbook(io.BytesIO(found.content))["計画"]
    notes = [sheet[cell].comment for cell in ("E6", "A1")]
    assert [note.text.split("\n") for note in notes if note] == [
        ["変更前（令和６年度）：", "2,400", "増減 4,250（177.1%）"],
        [
            "新旧対照表（令和６年度 → 令和７年度）",
            "黄：変更（変更前はコメント）",
            "緑：新規",
            "この表にない廃止：1-3 街路灯",
            "合計　当初予算額（千円）：2,400 → 6,650（4,250、177.1%）",
        ],
    ]


def test_a_sum_that_was_0_has_no_ratio_in_its_comment(tmp_path: Path) -> None:
    """Brackets around a dash alone would say nothing."""
    rows = [(("1", "巡回", "市民課", "市内を巡回する。", amount),) for amount in (0, 1200)]
    path = workbook(tmp_path / "new.xlsx", 7, (*rows[1], (None, "合計", None, None, 1200)))
    found = highlight(path, compare([plan(6, rows[0]), plan(7, rows[1])]))
    comment = load_workbook(io.BytesIO(found.content))["計画"]["E4"].comment
    assert comment is not None
    assert comment.text == "変更前（令和６年度）：\n0\n増減 1,200"


def test_what_was_stands_in_a_comment(marked: tuple[Path, HighlightedWorkbook]) -> None:
    """The old value is in the comment of its cell, and comments that were there stay."""
    sheet = load_workbook(io.BytesIO(marked[1].content))["計画"]
    notes = {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    assert notes["D3"] == "変更前（令和６年度）：\n市内を巡回し、商店に声を掛ける。"
    assert notes["C3"].endswith("市民課")
    assert notes["E4"].endswith("300\n増減 150（50.0%）")
    assert notes["B5"] == "新規"
    assert "D5" not in notes
    assert (notes["C4"], notes["E3"]) == ("確認済み", "見積りによる")


def test_nothing_else_is_altered(marked: tuple[Path, HighlightedWorkbook]) -> None:
    """Other parts are the same to the byte; cells keep values, formats and fonts."""
    path, found = marked
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(found.content)) as after:
        assert set(before.namelist()) <= set(after.namelist())
        differing = {n for n in before.namelist() if before.read(n) != after.read(n)}
        for name in after.namelist():
            # Well-formed, whatever prefixes were there.
            ElementTree.fromstring(after.read(name))  # noqa: S314  made by this test
    assert differing <= {
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }
    old, new = (load_workbook(source) for source in (path, io.BytesIO(found.content)))
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = new[sheet.title][cell.coordinate]
                assert (cell.value, cell.number_format, cell.font.b) == (
                    other.value,
                    other.number_format,
                    other.font.b,
                )
    assert len(new["計画"].data_validations.dataValidation) == 1


def test_what_could_not_be_marked_is_told(marked: tuple[Path, HighlightedWorkbook]) -> None:
    """A dropped initiative is in no cell of the new workbook."""
    assert [row.name for row in marked[1].missed] == ["街路灯"]
    assert marked[1].cells == 8


def test_a_sheet_without_comments_gets_its_own(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """Where no part for comments is there it is made, and LibreOffice reads all of it."""
    path = workbook(tmp_path / "new.xlsx", 7, NEW)
    book = load_workbook(path)
    book["計画"]["C4"].comment = book["計画"]["E3"].comment = None
    book.save(path)
    found = highlight(path, compare([plan(6, OLD), plan(7, NEW)]))
    sheet = load_workbook(io.BytesIO(found.content))["計画"]
    assert sheet["E4"].comment is not None
    content = libreoffice.convert(found.content, "xlsx", "ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert "商店に声を掛ける" in package.read("content.xml").decode("utf-8")


def test_a_value_of_several_rows_is_marked_where_it_changed(tmp_path: Path) -> None:
    """Of a text whose lines stand in rows of their own, the lines that are new are coloured."""
    first = ("1", "巡回", "市民課", "市内を巡回する。")
    path = plain_workbook(tmp_path, HEADINGS, first, (None,) * 3 + ("夜も回る。",))
    plans = []
    for year, second in ((6, "朝も回る。"), (7, "夜も回る。")):
        text = f"市内を巡回する。\n{second}"
        plans.append(plan(year, (("1", "巡回", "市民課", text, 0),), first=2))
    found = highlight(path, compare(plans))
    assert colours(found.content) == {"D3": "FFFFF2CC"}
    assert not found.missed


def _without(name: str, element: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        pattern = rb"<%s\b.*</%s>" % (element.encode(), element.encode())
        parts[name] = re.sub(pattern, b"", parts[name], flags=re.DOTALL)

    return change


def _replacing(name: str, old: str, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name], count = re.subn(old.encode(), new, parts[name])
        assert count

    return change


def _in_utf16(parts: dict[str, bytes]) -> None:
    parts["xl/styles.xml"] = parts["xl/styles.xml"].decode().encode("utf-16")


UNUSUAL = {
    "no fills": _without("xl/styles.xml", "fills"),
    "styles in UTF-16": _in_utf16,
    "a count of thousands of digits": _replacing(
        "xl/styles.xml", '<cellXfs count="', b'<cellXfs count="' + b"9" * 5000
    ),
    "a note's number of thousands of digits": _replacing(
        "xl/drawings/commentsDrawing1.vml", "_x0000_s", b"_x0000_s" + b"9" * 5000
    ),
    "a name of a part that is no UTF-8": _replacing(
        "xl/worksheets/_rels/sheet1.xml.rels", 'Target="', b'Target="\xe9'
    ),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_a_workbook_written_as_no_program_does_is_refused(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    """The error names the file and says what to do; there is no half-marked workbook."""
    path = workbook(tmp_path / "new.xlsx", 7, NEW)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UserError, match="cannot be marked") as refused:
        highlight(path, compare([plan(6, OLD), plan(7, NEW)]))
    assert refused.value.problems[0].where == str(path)


@pytest.mark.parametrize("place", ["計画!" + "9" * 5000, "計画!９９９９９９９９", "計画!0", "他!3"])
def test_a_place_that_is_no_row_of_the_workbook_is_looked_up_by_name(
    tmp_path: Path, place: str
) -> None:
    """Places of a data file may say anything; the initiative's name finds the row."""
    path = workbook(tmp_path / "new.xlsx", 7, NEW)
    new = plan(7, NEW)
    (section,) = new.sections
    initiatives = tuple(replace(one, at=place) for one in section.initiatives)
    new = replace(new, sections=(replace(section, initiatives=initiatives),))
    assert highlight(path, compare([plan(6, OLD), new])).cells


def test_sums_that_are_the_same_say_so(tmp_path: Path) -> None:
    """A sum that did not change has neither a difference of 0 nor an empty ratio."""
    table = compare([plan(6, OLD), plan(7, NEW)])
    same = [
        one._replace(new=one.old, difference=one.old - one.old, ratio=0.0) for one in table.totals
    ]
    found = highlight(workbook(tmp_path / "new.xlsx", 7, NEW), table._replace(totals=tuple(same)))
    note = load_workbook(io.BytesIO(found.content))["計画"]["A1"].comment
    assert note is not None
    assert note.text.endswith("合計　当初予算額（千円）：2,400 → 2,400（増減なし）")


def test_a_new_name_is_marked_with_the_number_in_its_cell(tmp_path: Path) -> None:
    """Of 「3 学校建設費」, as the 目 of a budget are written, the cell is found and coloured."""
    patrol, school = ("1 巡回", "市民課", "巡回する。", 0), ("3 建設", "道路課", "建てる。", 500)
    path = plain_workbook(tmp_path, HEADINGS[1:], patrol, school)
    rows = (("1", "巡回", "市民課", "巡回する。", 0), ("3", "建設", "道路課", "建てる。", 500))
    found = highlight(path, compare([plan(6, rows[:1]), plan(7, rows, first=2)]))
    assert not found.missed
    assert colours(found.content) == dict.fromkeys(("A3", "B3", "C3", "D3"), "FFE2EFDA")
