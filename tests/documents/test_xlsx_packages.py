"""Excel files as other programs write them: parts of other names, hidden rows, shapes, errors."""

import io
import zipfile
from collections.abc import Generator
from pathlib import Path

import pytest
from office_files import RELATIONS, relations
from readings import codes, finished

from bouhan_diff.documents import ReadOptions
from bouhan_diff.documents.extract import xlsx
from bouhan_diff.documents.extract.sheet_cells import in_steps
from bouhan_diff.documents.ir import Document, Table
from bouhan_diff.errors import UserError

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEADING = '<c t="inlineStr"><is><t>事業名</t></is></c><c t="inlineStr"><is><t>R6</t></is></c>'


def strict(content: str) -> str:
    """A part under the names of Strict Open XML."""
    content = content.replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return content.replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def read(
    tmp_path: Path,
    rows: str,
    *,
    main: str = "workbook.xml",
    strings: tuple[str, str] | None = None,
    after: str = "",
    state: str = "visible",
    is_strict: bool = False,
    parts: dict[str, str] | None = None,
) -> Document:
    """What is extracted of a workbook with these rows.

    main: the name of the main part. strings: name and content of the shared strings. after:
    what follows the rows in the sheet's part. parts: further parts.
    """
    targets = [("worksheet", "worksheets/sheet1.xml")]
    targets += [("sharedStrings", strings[0])] if strings else []
    written = {
        "_rels/.rels": relations(("officeDocument", f"xl/{main}")),
        f"xl/{main}": f'<workbook xmlns="{_MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="表" sheetId="1" r:id="r1" state="{state}"/></sheets></workbook>',
        f"xl/_rels/{main}.rels": relations(*targets),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheetData><row>{_HEADING}</row>{rows}</sheetData>{after}</worksheet>",
        **({f"xl/{strings[0]}": strings[1]} if strings else {}),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in written.items():
            package.writestr(name, strict(content) if is_strict else content)
    (tmp_path / "plan.xlsx").write_bytes(file.getvalue())
    reader = xlsx.read(tmp_path / "plan.xlsx", ReadOptions())
    return finished(reader)


def texts(document: Document) -> list[list[str]]:
    """The cells of the only table below its heading."""
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.grid()][1:]


def row(*cells: str, attributes: str = "") -> str:
    """A row of cells that hold text."""
    written = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row {attributes}>{written}</row>"


@pytest.mark.parametrize("main", ["workbook.xml", "workbook2.xml", "計画.xml"])
def test_the_main_part_is_what_the_package_names(tmp_path: Path, main: str) -> None:
    """Some programs name it workbook2.xml."""
    assert texts(read(tmp_path, row("灯", "灯す。"), main=main)) == [["灯", "灯す。"]]


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    """It says the same under other names."""
    assert texts(read(tmp_path, row("灯", "灯す。"), is_strict=True)) == [["灯", "灯す。"]]


def test_a_hidden_row_without_a_number_is_left_out_and_reported(tmp_path: Path) -> None:
    """Rows and cells need not say where they are; then they follow each other."""
    rows = (
        row("灯", "灯す。") + row("廃止済", "昔。", attributes='hidden="1"') + row("旗", "掲げる。")
    )
    document = read(tmp_path, rows)
    assert texts(document) == [["灯", "灯す。"], ["旗", "掲げる。"]]
    assert codes(document) == [("hidden-cells", "廃止済 昔。")]


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    """What nobody sees is not read, and that is said."""
    document = read(tmp_path, row("灯", "灯す。"), state="hidden")
    assert document.blocks == ()
    assert codes(document) == [("hidden-sheet", "")]


def test_an_error_value_is_reported_with_its_cell(tmp_path: Path) -> None:
    """#DIV/0! stands in the text as it does in the sheet."""
    document = read(tmp_path, '<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    assert texts(document) == [["#DIV/0!", ""]]
    assert codes(document) == [("error-value", "#DIV/0!")]
    assert document.diagnostics[0].data["cell"] == "A2"


def test_a_number_beyond_all_bounds_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """1E+999999999 is no number that a program can hold: its digits stay, and are reported."""
    document = read(tmp_path, "<row><c><v>1E+999999999</v></c></row>")
    assert texts(document) == [["1E+999999999", ""]]
    assert codes(document) == [("number-format", "1E+999999999")]


@pytest.mark.parametrize("value", ["<v></v>", "<v/>"])
def test_a_formula_may_give_an_empty_text(tmp_path: Path, value: str) -> None:
    """It was calculated and shows nothing; a formula that never was is reported."""
    document = read(tmp_path, f'<row><c t="str"><f>IF(1=2,1,"")</f>{value}</c></row>')
    assert codes(document) == []
    document = read(tmp_path, f"<row><c><f>1+1</f>{value}</c></row>")
    assert codes(document) == [("formula-without-result", "")]


def test_text_in_a_shape_a_picture_and_a_comment_are_reported(tmp_path: Path) -> None:
    """None of them is in a cell, and so in no table."""
    a, xdr = (
        f"http://schemas.openxmlformats.org/drawingml/2006/{name}"
        for name in ("main", "spreadsheetDrawing")
    )
    place = "<t:from><t:col>1</t:col><t:row>1</t:row></t:from>"
    words = f'<a:p xmlns:a="{a}"><a:r><a:t>図形の文</a:t></a:r></a:p>'
    shape = f"{place}<t:sp>{words}</t:sp>"
    drawing = (
        f'<t:wsDr xmlns:t="{xdr}"><t:twoCellAnchor>{shape}</t:twoCellAnchor>'
        "<t:twoCellAnchor><t:pic/></t:twoCellAnchor></t:wsDr>"
    )
    comments = (
        f'<comments xmlns="{_MAIN}"><commentList><comment ref="A2"><text><t>要確認</t></text>'
        "</comment></commentList></comments>"
    )
    document = read(
        tmp_path,
        row("灯", "灯す。"),
        parts={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("drawing", "../drawings/drawing1.xml"), ("comments", "../comments1.xml")
            ),
            "xl/drawings/drawing1.xml": drawing,
            "xl/comments1.xml": comments,
        },
    )
    assert codes(document) == [
        ("text-in-shape", "図形の文"),
        ("picture", ""),
        ("comment", "要確認"),
    ]
    assert (document.diagnostics[0].span.row, document.diagnostics[0].span.column) == (2, 2)


def test_shapes_over_groups_of_columns_are_their_headings(tmp_path: Path) -> None:
    """１年目 and ２年目 lie on the upper half of two headings each, a note beside them."""
    a, xdr = (
        f"http://schemas.openxmlformats.org/drawingml/2006/{name}"
        for name in ("main", "spreadsheetDrawing")
    )

    def shape(text: str, columns: tuple[int, int]) -> str:
        places = "".join(
            f"<t:{end}><t:col>{column}</t:col><t:row>1</t:row></t:{end}>"
            for end, column in zip(("from", "to"), columns, strict=True)
        )
        words = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        return f"<t:twoCellAnchor>{places}<t:sp>{words}</t:sp></t:twoCellAnchor>"

    def codes_and_texts(*shapes: str) -> tuple[list[tuple[str, str]], list[list[str]]]:
        drawing = f'<t:wsDr xmlns:t="{xdr}" xmlns:a="{a}">{"".join(shapes)}</t:wsDr>'
        document = read(
            tmp_path,
            row("事業名", "国費", "一般財源", "国費", "一般財源")
            + row("街路灯", "5", "7", "6", "8"),
            parts={
                "xl/worksheets/_rels/sheet1.xml.rels": relations(
                    ("drawing", "../drawings/drawing1.xml")
                ),
                "xl/drawings/drawing1.xml": drawing,
            },
        )
        return codes(document), texts(document)

    first, second = shape("１年目（R6）", (1, 2)), shape("２年目（R7）", (3, 4))
    found, cells = codes_and_texts(second, shape("要確認", (7, 7)), first)
    assert found == [("text-in-shape", "要確認")]
    assert cells == [
        ["事業名", "１年目（R6）", "１年目（R6）", "２年目（R7）", "２年目（R7）"],
        ["事業名", "国費", "一般財源", "国費", "一般財源"],
        ["街路灯", "5", "7", "6", "8"],
    ]
    # One alone is a note, and so are shapes over columns without a heading.
    assert codes_and_texts(first)[0] == [("text-in-shape", "１年目（R6）")]
    assert len(codes_and_texts(first, shape("３年目（R8）", (5, 6)))[0]) == 2


def test_radicals_are_mended_and_private_characters_reported(tmp_path: Path) -> None:
    """⾒ and ⺠ are 見 and 民; a character of one office alone has no name."""
    document = read(tmp_path, row("⾒守り", "⺠生\ue000課"))
    assert texts(document) == [["見守り", "民生〓課"]]
    assert codes(document) == [("sign-without-text", "〓")]


def test_raised_digits_stay_raised(tmp_path: Path) -> None:
    """A note's number behind a figure is none of its digits."""
    runs = (
        "<r><t>定員50</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r>"
        "<r><t>人</t></r>"
    )
    document = read(tmp_path, f'<row><c t="inlineStr"><is>{runs}</is></c></row>')
    assert texts(document) == [["定員50¹人", ""]]


@pytest.mark.parametrize("name", ["sharedStrings.xml", "strings.bin"])
def test_no_part_with_entities_is_read(tmp_path: Path, name: str) -> None:
    """Whatever a part is named, it is checked before it is read."""
    strings = f'<!DOCTYPE sst [<!ENTITY x "灯">]><sst xmlns="{_MAIN}"><si><t>&x;</t></si></sst>'
    with pytest.raises(UserError, match=r"entities|実体"):
        read(tmp_path, '<row><c t="s"><v>0</v></c></row>', strings=(name, strings))


def test_shared_strings_may_have_any_name(tmp_path: Path) -> None:
    """They are what the workbook refers to."""
    strings = f'<sst xmlns="{_MAIN}"><si><t>灯</t><rPh><t>ひ</t></rPh></si></sst>'
    document = read(tmp_path, '<row><c t="s"><v>0</v></c></row>', strings=("s.bin", strings))
    assert texts(document) == [["灯", ""]]


def test_half_a_character_is_no_text(tmp_path: Path) -> None:
    """_xD83D_ alone is none that any text can hold; with its other half it is one."""
    document = read(tmp_path, row("_xD83D__xDE00_", "灯_xD83D_"))
    assert texts(document) == [["😀", "灯\ufffd"]]


def test_a_damaged_part_of_any_name_is_the_files_fault(tmp_path: Path) -> None:
    """Shared strings whose packing is broken make no bug report."""
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"灯" * 400}</t></si></sst>'
    read(tmp_path, '<row><c t="s"><v>0</v></c></row>', strings=("s.bin", strings))
    file = tmp_path / "plan.xlsx"
    content = file.read_bytes()
    at = content.index("灯".encode() * 9)
    file.write_bytes(content[:at] + b"\0\0" + content[at + 2 :])
    with pytest.raises(UserError):
        finished(xlsx.read(file, ReadOptions()))


def test_cells_of_many_small_sheets_count_as_those_of_one() -> None:
    """Each 20,000 cells are a step of work, on whatever sheets they are; what is made is kept."""

    def sheets() -> Generator[int, None, str]:
        yield from [8_000] * 6
        return "表"

    steps = in_steps(sheets())
    assert [next(steps), next(steps)] == [None, None]
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value == "表"
