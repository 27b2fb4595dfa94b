"""CSV files as spreadsheets and mail programs write them."""

from pathlib import Path

import pytest
from readings import finished

from bouhan_diff.documents import ReadOptions, read_document
from bouhan_diff.documents.extract import csv_
from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.ir import Document, Table
from bouhan_diff.errors import UserError

ROWS = "番号,事業名,R6\r\n1,灯,灯す。\r\n2,旗,掲げる。\r\n"
READ = [["番号", "事業名", "R6"], ["1", "灯", "灯す。"], ["2", "旗", "掲げる。"]]


def read(tmp_path: Path, content: bytes) -> Document:
    """What is extracted of a file with this content."""
    (tmp_path / "plan.csv").write_bytes(content)
    return finished(csv_.read(tmp_path / "plan.csv", ReadOptions()))


def texts(document: Document) -> list[list[str]]:
    """The cells of the only table."""
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.grid()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp", "iso2022_jp_2004"]
)
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """Japanese offices send CP932, and mail makes ISO-2022-JP of it."""
    assert texts(read(tmp_path, ROWS.encode(encoding))) == READ


@pytest.mark.parametrize("sign", [",", "\t", ";"])
@pytest.mark.parametrize("above", ["", "sep={}\r\n", "防犯施策一覧\r\n", "一覧、令和6年,7年\r\n"])
def test_the_sign_between_cells_is_what_parts_most_rows(
    tmp_path: Path, sign: str, above: str
) -> None:
    """A title above the table has none, or another one; sep= names it and is no row."""
    content = above.format(sign) + ROWS.replace(",", sign)
    rows = texts(read(tmp_path, content.encode()))
    assert [row[: len(READ[0])] for row in rows[-len(READ) :]] == READ
    assert len(rows) == len(READ) + bool(above and not above.startswith("sep"))


def test_text_written_as_a_formula_is_text(tmp_path: Path) -> None:
    """="01" keeps the zero in a spreadsheet; the text is 01."""
    content = '番号,名\r\n="01","=""a""""b"""\r\n'
    assert texts(read(tmp_path, content.encode()))[1] == ["01", 'a"b']


def test_leading_zeros_indents_and_blank_lines_are_kept(tmp_path: Path) -> None:
    """A cell is what the file has, to the letter."""
    (table,) = read(tmp_path, '0007,"一文目。\n\n　二文目。"\n'.encode()).blocks
    assert isinstance(table, Table)
    assert [cell.lines for cell in table.cells] == [("0007",), ("一文目。", "", "　二文目。")]


def test_characters_of_one_office_are_reported(tmp_path: Path) -> None:
    """F040 of CP932 is a sign that only the office's own machines can show."""
    document = read(tmp_path, "番号,名\r\n1,".encode("cp932") + b"\xf0\x40\r\n")
    assert texts(document)[1] == ["1", "〓"]
    (diagnostic,) = document.diagnostics
    assert (diagnostic.code, diagnostic.span.line) == ("sign-without-text", 2)


def test_figures_that_a_spreadsheet_shortened_are_reported(tmp_path: Path) -> None:
    """4.80327E+11 was a number of twelve digits; the file no longer has the last six."""
    content = "番号,事業名,予算額\r\n1,灯,4.80327E+11\r\n2,旗,1200\r\n3,鐘,2E+11\r\n"
    document = read(tmp_path, content.encode())
    assert texts(document)[1] == ["1", "灯", "4.80327E+11"]
    (one,) = document.diagnostics
    assert (one.code, one.span.line) == ("figures-rounded", 2)
    assert one.data == {"text": "4.80327E+11", "count": "2"}


def test_a_file_may_have_all_rows_of_a_year_before_those_of_the_next(tmp_path: Path) -> None:
    """Its first rows are of one year alone, but each row's own year is its edition."""
    rows = [f"{year},{n},事業{n},{n + year}" for year in (2024, 2025) for n in range(1, 401)]
    document = read(tmp_path, "\n".join(["年度,事業番号,事業名,前年度予算額", *rows]).encode())
    plan = interpret(document).plan
    assert plan is not None
    assert [*map(str, plan.editions)] == ["R6", "R7"]
    (section,) = plan.sections
    assert len(section.initiatives) == 400
    values = section.initiatives[-1].fields["前年度予算額"]
    assert isinstance(values, dict)
    assert [*values.values()] == ["2424", "2425"]


def test_radicals_are_mended(tmp_path: Path) -> None:
    """⾒ and ⺠, copied from a PDF, are 見 and 民."""
    assert texts(read(tmp_path, "⾒守り,⺠生課\n".encode())) == [["見守り", "民生課"]]


def test_what_is_quoted_says_nothing_of_the_sign_between_cells(tmp_path: Path) -> None:
    """A cell of a database may have several lines, with more tabs than the file has commas."""
    text = "説明\n\t\n説明\n\t;;\n説明\n\t\n説明\n\t\nつづき"
    content = f'事業名,内容,担当課\n見守り,"{text}",市民課\n灯,"{text}",建設課\n'
    assert texts(read(tmp_path, content.encode())) == [
        ["事業名", "内容", "担当課"],
        ["見守り", text, "市民課"],
        ["灯", text, "建設課"],
    ]


def test_a_file_is_read_with_the_sign_that_makes_it_valid(tmp_path: Path) -> None:
    """More lines have a tab than a comma, but with tabs no quoted cell ends well."""
    content = '目次\t1\n目次\t2\n目次\t3\n"名","内容"\n"灯","灯す。"\n'
    assert texts(read(tmp_path, content.encode()))[3:] == [["名", "内容"], ["灯", "灯す。"]]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('2,"旗"（大）,掲げる。', ["2", "旗（大）", "掲げる。"]),
        ('2,"旗"小"旗",掲げる。', ["2", '旗小"旗"', "掲げる。"]),
    ],
    ids=["quoted in part", "quoted twice"],
)
def test_a_quotation_mark_out_of_place_is_read_as_spreadsheets_do(
    tmp_path: Path, row: str, cells: list[str]
) -> None:
    """The file is read, and a doubt tells of the line."""
    document = read(tmp_path, ROWS.replace("2,旗,掲げる。", row).encode())
    assert texts(document) == [*READ[:2], cells]
    assert [(one.code, one.span.line) for one in document.diagnostics] == [("quotation-mark", 3)]


def test_a_quoted_cell_that_never_ends_takes_no_rows_with_it(tmp_path: Path) -> None:
    """Such a file is refused, also where another mark is out of place above."""
    content = '番号,事業名\n1,"灯"小\n2,"旗\n3,鐘\n'
    with pytest.raises(UserError, match="not valid CSV"):
        read(tmp_path, content.encode())


@pytest.mark.parametrize(
    ("over_names", "heading"),
    [("事業名", ""), ("補助金名", "補助金名"), ("補 助 金 名", "補助金名"), ("項目", "名称")],
)
def test_the_heading_of_names_is_the_documents(
    tmp_path: Path, over_names: str, heading: str
) -> None:
    """Not every plan is one of 事業: its own heading stands over the names, if it says enough."""
    content = ROWS.replace("事業名", over_names) + "3,鐘,鳴らす。\r\n"
    (tmp_path / "令和6年度.csv").write_text(content, encoding="utf-8")
    plan = read_document(tmp_path / "令和6年度.csv").plan
    assert plan is not None
    assert plan.name_heading == heading


def test_units_may_stand_in_the_last_column(tmp_path: Path) -> None:
    """Nothing is behind them that could be of the labels before them; the table is only empty."""
    headings = ("番号", "事業名", *["番号"] * 5, "単位")
    rows = [("",) * 8, ("1", *[""] * 7), *[("", "1", *[""] * 6)] * 2]
    file = tmp_path / "様式.csv"
    file.write_text("\n".join(",".join(row) for row in (headings, *rows)), encoding="utf-8")
    assert read_document(file).plan is None
