"""Documents as text that can be read and compared line by line, for golden files."""

import io

import docx
from docx.enum.text import WD_UNDERLINE
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet


def document(content: bytes) -> str:
    """A Word document: every paragraph and cell from top to bottom, underlines as __…__."""
    return "".join(map(_block, docx.Document(io.BytesIO(content)).iter_inner_content()))


def _block(block: Paragraph | Table) -> str:
    """A paragraph with its style, or a table with a line for each cell."""
    if isinstance(block, Paragraph):
        return f"{block.style.name}：{_underlined(block)}\n" if block.text else ""
    above = [f"{one.style.name}：{_underlined(one)}\n" for one in repeated_headings(block)]
    repeated = [row._tr.trPr is not None and b"tblHeader" in _xml(row) for row in block.rows]
    rows = [[cell.paragraphs for cell in row.cells] for row in block.rows]
    first = [
        [n == 0 or cell._tc is not cells[n - 1]._tc for n, cell in enumerate(cells)]
        for cells in (row.cells for row in block.rows)
    ]
    headers = [row for row, is_header in zip(rows, repeated, strict=True) if is_header]
    headings = [
        " ".join(dict.fromkeys(_text(row[column]) for row in headers))
        for column in range(len(rows[0]))
    ]
    lines = [
        f"{heading}：" + "\n    ".join(map(_underlined, paragraphs))
        for row, own in list(zip(rows, first, strict=True))[len(headers) :]
        for heading, paragraphs, is_own in zip(headings, row, own, strict=True)
        if is_own
    ]
    return "".join([*above, *(f"  {line}\n" for line in lines)])


def repeated_headings(table: Table) -> list[Paragraph]:
    """A section's heading and aim in the first row, which a long table repeats; it is removed."""
    first = table.rows[0]
    if first.cells[0].paragraphs[0].style.name != "Heading 1":
        return []
    table._tbl.remove(first._tr)
    return list(first.cells[0].paragraphs)


def _xml(row: object) -> bytes:
    from lxml import etree  # noqa: PLC0415  python-docx brings it

    return bytes(etree.tostring(row._tr.trPr))  # type: ignore[attr-defined]


def _text(paragraphs: list[Paragraph]) -> str:
    return "・".join(paragraph.text for paragraph in paragraphs)


def _underlined(paragraph: Paragraph) -> str:
    """The paragraph's text, what is underlined between __ and __, with dots between _ and _."""
    signs = {True: "__", WD_UNDERLINE.DOTTED: "_"}
    runs = (f"{(sign := signs.get(run.underline, ''))}{run.text}{sign}" for run in paragraph.runs)
    return "".join(runs)


def workbook(content: bytes) -> str:
    """A workbook: a row of 新旧対照表 takes a line for each cell, other rows one line.

    The column 改め文 is left out: its sentences are tried elsewhere.
    """
    return "".join(map(_sheet, load_workbook(io.BytesIO(content), rich_text=True)))


def _sheet(sheet: Worksheet) -> str:
    values = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    if sheet.title == "新旧対照表":
        headings, *written = values
        lines = [
            f"{' '.join(heading.split())}：{value}"
            for row in written
            for heading, value in zip(headings, row, strict=True)
            if heading != "改め文"
        ]
    else:
        lines = ["", *(" | ".join(" ".join(v.split()) for v in row).strip(" |") for row in values)]
    return "\n".join([f"■ {sheet.title}", *lines]) + "\n\n"


def _cell(cell: Cell) -> str:
    """The value of a cell, marked as below, numbers as formatted."""
    if isinstance(cell.value, CellRichText):
        text = "".join(
            _marked(b.text, b.font) if isinstance(b, TextBlock) else b for b in cell.value
        )
    else:
        text = "" if cell.value is None else str(cell.value)
        if text and cell.number_format != "General":
            text = f"{text} «{cell.number_format.partition(';')[0]}»"
        text = _marked(text, cell.font) if text else ""
    return text.replace("\n", "\n    ")


def _marked(text: str, font: Font | InlineFont) -> str:
    """A text with its marks: [-struck out-], {+underlined+} and {=doubly underlined=}."""
    if font.strike:
        return f"[-{text}-]"
    sign = {"single": "+", "double": "="}.get(font.u, "")
    return f"{{{sign}{text}{sign}}}" if sign else text
