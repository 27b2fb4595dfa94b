"""Excel files of before 2007 (.xls), which offices still publish."""

from collections.abc import Generator
from pathlib import Path

import pytest
import xlwt
import yaml
from libreoffice import LibreOffice
from office_files import as_xls, as_xlsx
from readings import finished

from bouhan_diff.documents import ReadOptions, read_document
from bouhan_diff.documents.extract import xls
from bouhan_diff.documents.ir import Document, Line, Table
from bouhan_diff.documents.reading import extract_document
from bouhan_diff.errors import UserError

pytestmark = pytest.mark.usefixtures("english")

FORMATS = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "number_formats.yaml").read_text(encoding="utf-8")
)
TABLE = [
    ["番号", "事業名", "令和５年度", "令和６年度", "所管課"],
    ["1", "窓口", "番号札を導入した。", "予約制を導入する。", "市民課"],
    ["2", "相談", "開いた。", "開く。", "市民課"],
]


def extracted(file: Path, sheet: str = "") -> Document:
    """What a workbook shows."""

    def document() -> Generator[None, None, None]:
        found.append((yield from xls.read(file, ReadOptions(sheet=sheet))))

    found: list[Document] = []
    list(document())
    return found[0]


def saved(workbook: xlwt.Workbook, folder: Path) -> Path:
    """The workbook as a file."""
    file = folder / "計画.xls"
    workbook.save(str(file))
    return file


def texts(document: Document) -> list[list[str]]:
    """The texts of each table."""
    return [
        [cell.text for cell in block.cells if cell.text]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_a_plan_is_read(tmp_path: Path) -> None:
    """Its initiatives are those of the table."""
    (tmp_path / "計画.xls").write_bytes(as_xls(["○○市計画", TABLE]))
    plan = read_document(tmp_path / "計画.xls").plan
    assert plan is not None
    assert [initiative.name for _section, initiative in plan.initiatives()] == ["窓口", "相談"]


def test_a_new_workbook_under_the_old_suffix_is_read(tmp_path: Path) -> None:
    """What a file is, is seen in it, not in its name; and the other way round."""
    (tmp_path / "new.xls").write_bytes(as_xlsx([TABLE]))
    (tmp_path / "old.xlsx").write_bytes(as_xls([TABLE]))
    for name in ("new.xls", "old.xlsx"):
        reading = read_document(tmp_path / name)
        assert reading.plan is not None, name


def test_a_workbook_with_macros_is_read_without_them(tmp_path: Path) -> None:
    """An .xlsm file is an .xlsx file that may have macros, and a .docm one likewise."""
    (tmp_path / "計画.xlsm").write_bytes(as_xlsx([TABLE]))
    assert read_document(tmp_path / "計画.xlsm").plan is not None


@pytest.mark.parametrize(
    "case", [case for case in FORMATS.values() if case.get("is_sure", True)],
    ids=[name for name, case in FORMATS.items() if case.get("is_sure", True)],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(case: dict[str, object], tmp_path: Path) -> None:
    """Digits, literals, signs, eras and dates are as in a new workbook."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("一覧")
    sheet.write(0, 0, case["value"], xlwt.easyxf(num_format_str=str(case["format"])))
    sheet.write(1, 0, "末")
    shown = texts(extracted(saved(workbook, tmp_path)))[0]
    assert shown == [*filter(None, [case["shows"]]), "末"]


def test_what_is_hidden_or_struck_out_is_left_out_and_reported(tmp_path: Path) -> None:
    """So is a hidden sheet; raised figures stay raised, and comments are noted."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("一覧")
    struck, raised = xlwt.Font(), xlwt.Font()
    struck.struck_out = True
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write_rich_text(0, 0, ["残る", ("消える", struck), "50", ("2", raised)])
    sheet.write(1, 0, "全部消える", xlwt.easyxf("font: struck_out on"))
    sheet.write(2, 0, "隠れた行")
    sheet.row(2).hidden = True
    sheet.write(0, 3, "隠れた列")
    sheet.col(3).hidden = True
    workbook.add_sheet("控え").visibility = 1
    document = extracted(saved(workbook, tmp_path))
    assert texts(document) == [["残る50²"]]
    assert [(one.code, one.data.get("text", "")) for one in document.diagnostics] == [
        ("struck-out", "消える"),
        ("struck-out", "全部消える"),
        ("hidden-cells", "隠れた列 隠れた行"),
        ("hidden-sheet", ""),
    ]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    """--sheet reads that sheet alone; a name that is not there is refused with those that are."""
    workbook = xlwt.Workbook()
    for title in ("一覧", "集計"):
        workbook.add_sheet(title).write(0, 0, title)
    file = saved(workbook, tmp_path)
    assert texts(extracted(file, "集計")) == [["集計"]]
    with pytest.raises(UserError, match=r"There is no sheet “三枚目”"):
        extracted(file, "三枚目")


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_cut_file_is_refused_or_read(tenths: int, tmp_path: Path) -> None:
    """The answer is a sentence, whatever xlrd makes of the rest of a file."""
    content = as_xls([TABLE] * 40)
    file = tmp_path / "計画.xls"
    file.write_bytes(content[: len(content) * tenths // 10])
    with pytest.raises(UserError, match="damaged"):
        read_document(file)


def test_text_in_a_shape_and_a_comment_are_reported(libreoffice: LibreOffice) -> None:
    """Neither is in a cell, and so in no table."""
    workbook = _FLAT.encode()
    file = libreoffice.convert(workbook, "fods", "xls")
    document = extracted(file)
    assert texts(document) == [["灯"]]
    assert [(one.code, one.data.get("text", "")) for one in document.diagnostics] == [
        ("comment", "要確認"),
        ("text-in-shape", "図形の文"),
    ]


_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)
_FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} office:version="1.2"
  office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>
<office:spreadsheet><table:table table:name="表"><table:shapes>
<draw:rect svg:width="4cm" svg:height="2cm" svg:x="5cm" svg:y="1cm"><text:p>図形の文</text:p>
</draw:rect></table:shapes><table:table-row><table:table-cell office:value-type="string">
<office:annotation><text:p>要確認</text:p></office:annotation><text:p>灯</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
</office:document>
"""


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>出力</title>
<style>td {mso-number-format:"\\@";}</style></head><body><h1>事業一覧</h1>
<table border=1><tr><th rowspan=2>番号<th rowspan=2>事業名<th colspan=2>予算額（千円）
<tr><th>R6<th>R7</tr>
<tr><td>0001</td><td>防犯灯&nbsp;整備<br>（新設）</td><td x:num>1,200</td><td>900</td></tr>
<tr><td>0002</td><td><p>旗を</p> <p>掲げる</p></td><td rowspan="2">300</td>
<td>&lt;未定&gt;</td></tr>
<tr><td>0003</td><td><table><tr><td>内の表</td></tr></table></td><td>5</td></tr>
</table><p>※ 見込みを<br>含む。</p></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_a_page_under_the_old_suffix_is_read(tmp_path: Path, encoding: str) -> None:
    """Office systems export one (Webページ形式); its merged cells and line breaks are kept."""
    (tmp_path / "plan.xls").write_bytes(PAGE.encode(encoding))
    document = finished(extract_document(tmp_path / "plan.xls", ReadOptions()))
    heading, table, inner, *notes = document.blocks
    assert isinstance(heading, Line)
    assert (document.title, heading.text, heading.is_heading) == ("出力", "事業一覧", True)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.grid()] == [
        ["番号", "事業名", "予算額（千円）", "予算額（千円）"],
        ["番号", "事業名", "R6", "R7"],
        ["0001", "防犯灯 整備\n（新設）", "1,200", "900"],
        ["0002", "旗を\n掲げる", "300", "<未定>"],
        ["0003", "", "300", "5"],
    ]
    assert isinstance(inner, Table)
    assert [cell.text for cell in inner.cells] == ["内の表"]
    assert [note.text for note in notes if isinstance(note, Line)] == ["※ 見込みを", "含む。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932", "euc_jp"])
def test_a_text_under_the_old_suffix_is_read(tmp_path: Path, encoding: str) -> None:
    """Office systems export rows separated by tabs (タブ区切り), which Excel opens."""
    rows = ["番号\t事業名\tR7", "0001\t防犯灯\t灯す。"]
    (tmp_path / "plan.xls").write_bytes("\r\n".join(rows).encode(encoding))
    document = finished(extract_document(tmp_path / "plan.xls", ReadOptions()))
    assert texts(document) == ["\t".join(rows).split("\t")]


@pytest.mark.parametrize("first", ['<?xml version="1.0"?>\n<Workbook>', "MIME-Version: 1.0\n"])
def test_what_only_excel_reads_is_refused(first: str, tmp_path: Path) -> None:
    """A workbook of Excel 2003 in XML, or saved with all its sheets as a mail, is no text."""
    (tmp_path / "plan.xls").write_text(f"{first}番号,事業名\n1,防犯灯\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"not what its suffix “\.xls” says"):
        finished(extract_document(tmp_path / "plan.xls", ReadOptions()))


def test_a_page_with_a_cell_over_any_number_of_columns_is_read(tmp_path: Path) -> None:
    """The number may be one that Python itself would not read."""
    file = tmp_path / "計画.xls"
    heading, row = "<tr><th>事業名<th>令和６年度</tr>", "<tr><td>見守り<td>続ける。</tr>"
    wide = f"<tr><td colspan={'9' * 6_000} rowspan={'9' * 6_000}>（注）案である。</tr>"
    file.write_text(f"<html><table>{heading}{row}{wide}</table></html>", encoding="utf-8")
    plan = read_document(file).plan
    assert plan is not None
    assert [one.name for _section, one in plan.initiatives()] == ["見守り"]
