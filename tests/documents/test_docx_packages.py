"""Word files as other programs write them: styles, fields, forms, parts of other names."""

import io
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from office_files import RELATIONS, relations
from readings import codes, finished

from bouhan_diff.documents import ReadOptions
from bouhan_diff.documents.extract import docx
from bouhan_diff.documents.ir import Document, Line, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/"


def read(
    tmp_path: Path,
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    main: str = "document.xml",
    parts: dict[str, str] | None = None,
) -> Document:
    """What is extracted of a document with this body; parts: further parts of the package."""
    written = {
        "_rels/.rels": relations(("officeDocument", f"word/{main}")),
        f"word/{main}": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        f"word/_rels/{main}.rels": relations(
            ("styles", "styles.xml"), ("numbering", "numbering.xml")
        ),
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in written.items():
            package.writestr(name, content)
    (tmp_path / "plan.docx").write_bytes(file.getvalue())
    return finished(docx.read(tmp_path / "plan.docx", ReadOptions()))


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def style(name: str, own: str, kind: str = "character", based: str = "") -> str:
    """A style with text properties, perhaps based on another."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}'
        f"<w:rPr>{own}</w:rPr></w:style>"
    )


def text_of(document: Document) -> str:
    """The lines outside tables, and the cells of each table."""
    texts = []
    for block in document.blocks:
        texts += [block.text] if isinstance(block, Line) else [c.text for c in block.cells]
    return "\n".join(texts)


class Look(NamedTuple):
    """A run's properties with the styles around it, and what becomes of its text だけ."""

    run: str
    styles: str
    text: str
    code: str = ""
    paragraph: str = ""


STRUCK, HIDDEN = "児童を見守る。", "児童を見守る。"
LOOKS = {
    "struck-out-directly": Look("<w:strike/>", "", STRUCK, "struck-out"),
    "struck-out-twice": Look("<w:dstrike/>", "", STRUCK, "struck-out"),
    "struck-out-by-style": Look(
        '<w:rStyle w:val="D"/>', style("D", "<w:strike/>"), STRUCK, "struck-out"
    ),
    "struck-out-by-based-on": Look(
        '<w:rStyle w:val="E"/>',
        style("D", "<w:strike/>") + style("E", "", based="D"),
        STRUCK,
        "struck-out",
    ),
    "not-struck-out-after-all": Look(
        '<w:rStyle w:val="D"/><w:strike w:val="0"/>',
        style("D", "<w:strike/>"),
        "児童だけを見守る。",
    ),
    "hidden-by-style": Look(
        '<w:rStyle w:val="H"/>', style("H", "<w:vanish/>"), HIDDEN, "hidden-text"
    ),
    "styles-based-on-each-other": Look(
        '<w:rStyle w:val="A"/>',
        style("A", "", based="B") + style("B", "", based="A"),
        "児童だけを見守る。",
    ),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_runs_look_is_its_own_or_its_styles(tmp_path: Path, look: Look) -> None:
    """What is struck out or hidden is left out and reported, whoever says that it is."""
    paragraph = f"<w:p>{run('児童')}{run('だけ', look.run)}{run('を見守る。')}</w:p>"
    document = read(tmp_path, paragraph, styles=look.styles)
    assert text_of(document) == look.text
    assert codes(document) == ([(look.code, "だけ")] if look.code else [])


def test_a_paragraph_hidden_by_its_style_leaves_no_line(tmp_path: Path) -> None:
    """A memo that nobody sees is no empty line of the cell."""
    hidden = style("H", "<w:vanish/>", kind="paragraph")
    memo = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run("内部メモ")}</w:p>'
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run('見守る。')}</w:p>{memo}</w:tc></w:tr></w:tbl>"
    document = read(tmp_path, cell, styles=hidden)
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.cells[0].lines == ("見守る。",)
    assert codes(document) == [("hidden-text", "内部メモ")]


@pytest.mark.parametrize(
    ("properties", "styles"),
    [
        ('<w:vertAlign w:val="superscript"/>', ""),
        ('<w:rStyle w:val="N"/>', style("N", '<w:vertAlign w:val="superscript"/>')),
    ],
    ids=["directly", "by-style"],
)
def test_raised_digits_stay_raised(tmp_path: Path, properties: str, styles: str) -> None:
    """A note's number behind a figure is none of its digits."""
    paragraph = f"<w:p>{run('定員50')}{run('1', properties)}{run('人')}</w:p>"
    assert text_of(read(tmp_path, paragraph, styles=styles)) == "定員50¹人"


def test_blank_lines_and_indents_of_a_cell_are_kept(tmp_path: Path) -> None:
    """They are the document's own."""
    cell = f"<w:p>{run('一文目。')}</w:p><w:p/><w:p>{run('　二文目。')}</w:p>"
    document = read(tmp_path, f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.cells[0].lines == ("一文目。", "", "　二文目。")


def test_a_heading_may_be_based_on_one(tmp_path: Path) -> None:
    """A style of the office that is based on a heading makes a heading."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="柱"/><w:basedOn w:val="1"/>'
        "</w:style>"
    )
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>{run("第一の柱")}</w:p>'
    (line,) = read(tmp_path, paragraph, styles=styles).blocks
    assert isinstance(line, Line)
    assert line.is_heading


def test_a_list_may_borrow_the_levels_of_another(tmp_path: Path) -> None:
    """Numbers come from the list that the numbering style belongs to."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{listed}{run('巡回する。')}</w:p><w:p>{listed}{run('啓発する。')}</w:p>"
    assert text_of(read(tmp_path, body, numbering=numbering)) == "①巡回する。\n②啓発する。"


def test_a_prompt_of_a_content_control_is_no_text(tmp_path: Path) -> None:
    """Nobody wrote “click here to enter text”; what was entered or chosen is read."""
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    prompt = run("ここをクリックして入力してください。")
    body = (
        f"<w:p>{control('', run('入力した文。'))}{control('<w:showingPlcHdr/>', prompt)}</w:p>"
        + control("<w:showingPlcHdr/>", f"<w:p>{prompt}</w:p>")
    )
    document = read(tmp_path, body)
    assert text_of(document) == "入力した文。"
    assert codes(document) == []


@pytest.mark.parametrize(
    ("form", "shows"),
    [
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="新規"/>'
            '<w:listEntry w:val="継続"/></w:ddList>',
            "継続",
        ),
        ('<w:ddList><w:listEntry w:val="新規"/></w:ddList>', "新規"),
        ('<w:ddList><w:result w:val="9"/><w:listEntry w:val="新規"/></w:ddList>', ""),
        ("<w:checkBox><w:checked/></w:checkBox>", "☑"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
    ],
    ids=["chosen", "first", "none", "checked", "unchecked"],
)
def test_a_field_of_a_form_shows_its_value(tmp_path: Path, form: str, shows: str) -> None:
    """What was chosen in a form stands in the text though the field has no result."""
    field = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORM </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = f"<w:p>{run('区分：')}{field}{run('。')}</w:p>"
    assert text_of(read(tmp_path, body)) == f"区分：{shows}。"


def test_what_is_in_another_layer_is_reported(tmp_path: Path) -> None:
    """An inserted document, a picture instead of text, a drawing's words and a comment."""
    cells = "<w:tc><w:altChunk/><w:p/></w:tc><w:tc><w:p><w:r><w:drawing/></w:r></w:p></w:tc>"
    named = f"<w:tc><w:p>{run('灯')}</w:p></w:tc>"
    document = read(
        tmp_path,
        f"<w:tbl><w:tr>{named}{cells}</w:tr></w:tbl>",
        parts={
            "word/diagrams/data1.xml": '<a xmlns="a"><t>図の文</t></a>',
            "word/comments.xml": f'<w:comments xmlns:w="{_W}"><w:t>要確認</w:t></w:comments>',
        },
    )
    assert sorted(codes(document)) == [
        ("comment", "要確認"),
        ("foreign-part", ""),
        ("picture", ""),
        ("text-in-shape", "図の文"),
    ]
    assert [one.span.column for one in document.diagnostics[:2]] == [2, 3]


@pytest.mark.parametrize("main", ["document2.xml", "本文.xml"])
def test_the_main_part_is_what_the_package_names(tmp_path: Path, main: str) -> None:
    """Some programs name it document2.xml."""
    assert text_of(read(tmp_path, f"<w:p>{run('灯')}</w:p>", main=main)) == "灯"


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    """It says the same under other names."""
    strict = f"{_STRICT}wordprocessingml/main"
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{strict}"><w:body><w:p>{run("灯")}</w:p>'
        "</w:body></w:document>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml")).replace(
            RELATIONS, f"{_STRICT}officeDocument/relationships"
        ),
    }
    assert text_of(read(tmp_path, "", parts=parts)) == "灯"
