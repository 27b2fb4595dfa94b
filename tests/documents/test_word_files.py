"""Word files as offices make them: changes, boxes, notes and numbers that Word counts itself."""

import io
import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents.reading import read_in_steps
from bouhan_diff.render.reports import problems

pytestmark = pytest.mark.usefixtures("english")

_NAMESPACES = (
    f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
HEADING = ("番号", "事業名", "令和６年度", "令和７年度", "担当課")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """What is understood of a plan of two initiatives, after a change to it."""

    def written(change: Callable[[Document, Table], None]) -> Reading:
        document = docx.Document()
        document.add_paragraph("青葉市防犯計画")
        table = document.add_table(rows=0, cols=len(HEADING))
        for row in (
            HEADING,
            ("1", "灯", "灯す。", "灯す。", "道路課"),
            ("2", "旗", "", "", "市民課"),
        ):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        change(document, table)
        file = io.BytesIO()
        document.save(file)
        (tmp_path / "plan.docx").write_bytes(file.getvalue())
        *_pages, reading = read_in_steps(tmp_path / "plan.docx", ReadOptions())
        assert isinstance(reading, Reading)
        return reading

    return written


def element(markup: str):  # noqa: ANN201  python-docx has no types
    """An element of Word's markup."""
    return parse_xml(re.sub(r"[\s/>]", lambda end: f" {_NAMESPACES}{end[0]}", markup, count=1))


def texts(reading: Reading) -> list[tuple[str, ...]]:
    """Name, department and summaries of each initiative."""
    assert reading.plan is not None
    return [
        (i.name, i.department, *i.summaries.values()) for _section, i in reading.plan.initiatives()
    ]


def test_changes_are_taken_as_accepted(read: Callable[..., Reading]) -> None:
    """Inserted text stands, deleted text, rows and ends of paragraphs do not; a note says so."""

    def change(_document: Document, table: Table) -> None:
        cell = table.cell(2, 3)
        cell.paragraphs[0]._p.append(element("<w:ins><w:r><w:t>旗を</w:t></w:r></w:ins>"))
        cell.paragraphs[0]._p.append(
            element("<w:del><w:r><w:delText>古い</w:delText></w:r></w:del>")
        )
        cell.paragraphs[0]._p.insert(0, element("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"))
        cell.add_paragraph("立てる。")
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = "3", "消えた事業"
        row._tr.get_or_add_trPr().append(element("<w:del/>"))

    reading = read(change)
    assert [one.code for one in reading.diagnostics] == ["changes-accepted"]
    assert texts(reading)[1:] == [("旗", "市民課", "旗を立てる。")]


def test_hidden_text_and_second_drawings_are_not_read(read: Callable[..., Reading]) -> None:
    """What Word does not show is not there, which is reported; a text box is there once."""

    def change(_document: Document, table: Table) -> None:
        table.cell(2, 2).paragraphs[0].add_run("隠し").font.hidden = True
        box = "<w:txbxContent><w:p><w:r><w:t>旗を配る。</w:t></w:r></w:p></w:txbxContent>"
        table.cell(2, 3).paragraphs[0]._p.append(
            element(
                "<w:r><mc:AlternateContent>"
                f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )
        )

    reading = read(change)
    assert [problem.what for problem in problems(reading.diagnostics)] == [
        "Hidden text was left out: “隠し”"
    ]
    assert texts(reading)[1:] == [("旗", "市民課", "旗を配る。")]


def test_counted_numbers_and_dots_stand_before_their_paragraphs(
    read: Callable[..., Reading],
) -> None:
    """Word counts the rows and sets the dots of a list; the file has no text of either."""

    def change(document: Document, table: Table) -> None:
        root = document.part.numbering_part.element
        for number, form, text in ((90, "decimalEnclosedCircle", "%1"), (91, "bullet", "\uf0b7")):
            level = f"<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
            levels = f"<w:lvl w:ilvl='0'>{level}</w:lvl>"
            abstract = f"<w:abstractNum w:abstractNumId='{number}'>{levels}</w:abstractNum>"
            root.insert(0, element(abstract))
            root.append(
                element(f"<w:num w:numId='{number}'><w:abstractNumId w:val='{number}'/></w:num>")
            )
        for row in (1, 2):
            table.cell(row, 0).text = ""
            counted(table.cell(row, 1).paragraphs[0], 90)
        table.cell(2, 3).text = "旗を配る"
        table.cell(2, 3).add_paragraph("旗を立てる")
        for paragraph in table.cell(2, 3).paragraphs:
            counted(paragraph, 91)

    def counted(paragraph, number: int) -> None:  # noqa: ANN001  python-docx has no types
        paragraph._p.get_or_add_pPr().append(
            element(f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr>")
        )

    reading = read(change)
    assert problems(reading.diagnostics) == ()
    assert reading.plan is not None
    assert [i.number for _section, i in reading.plan.initiatives()] == [1, 2]
    assert texts(reading)[1:] == [("旗", "市民課", "・旗を配る\n・旗を立てる")]


def test_levels_of_a_list_count_as_word_counts_them(read: Callable[..., Reading]) -> None:
    """A level starts anew below the next higher number; a list may start anew, or have no sign."""
    levels = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for depth, (form, text) in enumerate(
            (("decimalZero", "%1"), ("decimalFullWidth", "%1－%2"), ("none", ""))
        )
    )
    counted = ((90, 0), (90, 1), (90, 1), (90, 0), (90, 1), (90, 2), (91, 0), (91, 5), (99, 0))

    def change(document: Document, table: Table) -> None:
        root = document.part.numbering_part.element
        root.insert(0, element(f"<w:abstractNum w:abstractNumId='90'>{levels}</w:abstractNum>"))
        override = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>"
        for number, own in ((90, ""), (91, override)):
            root.append(
                element(f"<w:num w:numId='{number}'><w:abstractNumId w:val='90'/>{own}</w:num>")
            )
        cell = table.cell(2, 3)
        cell.text = ""
        for place, (number, depth) in enumerate(counted):
            paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
            paragraph.add_run(f"旗{place}")
            paragraph._p.get_or_add_pPr().append(
                element(f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>")
            )

    written = texts(read(change))[1][-1].replace("\u3000", " ").split("\n")
    assert written == [
        "01 旗0",
        "01－１ 旗1",
        "01－２ 旗2",
        "02 旗3",
        "02－１ 旗4",
        "旗5",
        "07 旗6",
        "旗7",
        "旗8",
    ]


def test_what_a_plan_has_no_place_for_is_told_of(read: Callable[..., Reading]) -> None:
    """The head of the pages, a table in a cell and a sign without a name."""

    def change(document: Document, table: Table) -> None:
        document.sections[0].header.paragraphs[0].text = "未定稿"
        table.cell(2, 2).add_table(rows=1, cols=1).cell(0, 0).text = "５月"
        table.cell(2, 3).paragraphs[0]._p.append(element("<w:r><w:sym w:char='F0FE'/></w:r>"))

    reading = read(change)
    told = [problem.what for problem in problems(reading.diagnostics)]
    assert len(told) == 3
    assert "table within a cell" in told[0]
    assert "〓" in told[1]
    assert "未定稿" in told[2]
    assert texts(reading)[1:] == [("旗", "市民課", "５月", "〓")]


def test_text_that_is_struck_out_is_told_of(read: Callable[..., Reading]) -> None:
    """What a draft shows as given up is no longer said, by one line or two; a row in one."""

    def change(_document: Document, table: Table) -> None:
        paragraph = table.cell(2, 3).paragraphs[0]
        paragraph.add_run("12").font.strike = True
        paragraph.add_run("10").font.double_strike = True
        paragraph.add_run("15").font.strike = False
        for cell in table.add_row().cells:
            cell.paragraphs[0].add_run("消えた事業").font.strike = True

    reading = read(change)
    assert next(problem.what for problem in problems(reading.diagnostics)) == (
        "Text that is struck out was left out: “1210”"
    )
    assert [problem.where for problem in problems(reading.diagnostics)] == [
        "table 1, row 3",
        "table 1, row 4",
    ]
    assert texts(reading)[1:] == [("旗", "市民課", "15")]


def field(asked: str) -> str:
    """The runs of a field that has no result, as Word makes them of an enclosed character."""
    pieces = [f"<w:instrText>{piece}</w:instrText>" for piece in re.split("(?<=[(,])", asked)]
    ends = [f"<w:fldChar w:fldCharType='{end}'/>" for end in ("begin", "end")]
    return "".join(f"<w:r>{content}</w:r>" for content in (ends[0], *pieces, ends[1]))


def test_what_is_drawn_as_an_equation_is_read(read: Callable[..., Reading]) -> None:
    """A letter in a ring and a fraction are text; what is more than a line is told of."""

    def change(_document: Document, table: Table) -> None:
        math = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
        part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>".format
        fraction = f"<m:oMath {math}><m:f>{part('num', 1)}{part('den', 2)}</m:f></m:oMath>"
        for column, drawn in (
            (2, field(r"eq \o\ac(○,新)") + field("PAGE")),
            (3, field(r"eq \r(3,x)") + fraction),
        ):
            paragraph = table.cell(2, column).paragraphs[0]
            paragraph._p.append(element(f"<w:smartTag>{drawn}</w:smartTag>"))
            paragraph.add_run("の旗")

    reading = read(change)
    assert [problem.what for problem in problems(reading.diagnostics)] == [
        "A symbol or equation without text is written as 〓.",
        "An equation was read as one line of text.",
    ]
    assert texts(reading)[1:] == [("旗", "市民課", "新の旗", "〓1/2の旗")]


def test_an_equation_of_any_length_is_answered_at_once(read: Callable[..., Reading]) -> None:
    """One that begins thousands of times and never ends is as unreadable as any other."""

    def change(_document: Document, table: Table) -> None:
        drawn = field(r"eq " + r"\o " * 50_000 + "(,")
        table.cell(2, 3).paragraphs[0]._p.append(element(f"<w:smartTag>{drawn}</w:smartTag>"))

    assert texts(read(change))[1:] == [("旗", "市民課", "〓")]


def test_signs_around_a_page_number_are_no_text(read: Callable[..., Reading]) -> None:
    """Some programs write no number for the field at the foot of pages; a word there is told."""

    def change(document: Document, _table: Table) -> None:
        paragraph = document.sections[0].footer.paragraphs[0]
        paragraph.add_run("- ")
        paragraph._p.append(element(f"<w:smartTag>{field('PAGE')}</w:smartTag>"))
        paragraph.add_run(" -")
        document.sections[0].footer.add_paragraph("未定稿")

    told = [problem.what for problem in problems(read(change).diagnostics)]
    assert len(told) == 1
    assert "未定稿" in told[0]


def test_a_table_in_a_frame_is_a_table(read: Callable[..., Reading]) -> None:
    """A table of one column around another one is a frame: its lines and tables are read."""

    def change(document: Document, table: Table) -> None:
        frame = document.add_table(rows=2, cols=1)
        frame.cell(0, 0).text = "１　安全"
        frame.cell(1, 0)._tc.insert(1, table._tbl)

    reading = read(change)
    assert reading.plan is not None
    assert [section.title for section in reading.plan.sections] == ["安全"]
    assert [one.name for _section, one in reading.plan.initiatives()] == ["灯", "旗"]
    assert all(one.code != "table-in-cell" for one in reading.diagnostics)


def test_the_rows_of_a_table_in_a_cell_are_lines(read: Callable[..., Reading]) -> None:
    """What such a table has side by side is on one line of the cell."""

    def change(_document: Document, table: Table) -> None:
        inner = table.cell(2, 3).add_table(rows=2, cols=2)
        for at, (item, amount) in enumerate((("布", "300円"), ("竿", "200円"))):
            inner.cell(at, 0).text, inner.cell(at, 1).text = item, amount

    reading = read(change)
    assert [one.code for one in reading.diagnostics] == ["table-in-cell"]
    assert texts(reading)[-1][-1] == "布\u3000300円\n竿\u3000200円"


def prose(*lines: tuple[int, str]) -> Callable[[Document, Table], None]:
    """Lines in place of the table: headings by their level, paragraphs as level 0."""

    def change(document: Document, table: Table) -> None:
        table._element.getparent().remove(table._element)
        for level, words in lines:
            if level:
                document.add_heading(words, level)
            else:
                document.add_paragraph(words)

    return change


def test_titles_with_texts_and_no_table_are_initiatives(read: Callable[..., Reading]) -> None:
    """Of a plan in prose each lowest heading is an initiative, the steps below it are none."""
    steps = (0, "（１）地域の団体と協議する。"), (0, "（２）結果を公表する。")
    plan = read(
        prose(
            (1, "第１　地域局"),
            *((2, "１　見守りの推進"), *steps),
            *((2, "２　防犯灯の整備"), *steps),
            (1, "第２　相談局"),
            *((2, "１　被害者への支援"), *steps),
            *((2, "２　貸付事業費"), *steps),
        )
    ).plan
    assert plan is not None
    assert [(section.title, one.name) for section, one in plan.initiatives()] == [
        ("地域局", "見守りの推進"),
        ("地域局", "防犯灯の整備"),
        ("相談局", "被害者への支援"),
        ("相談局", "貸付事業費"),
    ]
    texts = {text for _section, one in plan.initiatives() for text in one.summaries.values()}
    assert texts == {"（１）地域の団体と協議する。\n（２）結果を公表する。"}


def test_a_label_of_one_item_alone_is_part_of_its_text(read: Callable[..., Reading]) -> None:
    """対象者： below one of many titles makes no column, and nothing there is lost."""
    usual, other = ["毎週、二人で回る。"], ["○対象者：未就学の児童", "○給付内容：自己負担の一部"]
    items = [
        [
            (1, f"{n}　第{n}地区の見守りの推進"),
            *((0, text) for text in (other if n == 5 else usual)),
        ]
        for n in range(1, 7)
    ]
    plan = read(prose(*chain(*items))).plan
    assert plan is not None
    texts = [*plan.sections[0].initiatives[4].summaries.values()]
    assert texts == ["○対象者：未就学の児童\n○給付内容：自己負担の一部"]


def test_items_with_departments_below_headings_are_the_initiatives(
    read: Callable[..., Reading],
) -> None:
    """Where ◆ names and 〔課〕 stand below headings, these are sections and no initiatives."""
    text = (0, "　毎週、二人で回る。")
    first, second = (
        chain(*([(0, f"◆{name}の見回り〔市民課〕"), text] for name in names.split()))
        for names in ("街頭 学校 公園", "通学路 駅前 橋")
    )
    plan = read(prose((1, "１　見守りの推進"), *first, (1, "２　灯の整備"), *second)).plan
    assert plan is not None
    found = [(section.title, one.name, one.department) for section, one in plan.initiatives()]
    assert found[0] == ("見守りの推進", "街頭の見回り", "市民課")
    assert len(found) == 6
