"""Excel files of before 2007 (.xls), which offices still publish."""

from collections.abc import Generator
from pathlib import Path

import pytest
import xlwt
import yaml
from libreoffice import LibreOffice
from office_files import as_xls, as_xlsx

from bouhan_diff.documents import ReadOptions, read_document
from bouhan_diff.documents.extract import xls
from bouhan_diff.documents.ir import Document, Table
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
