"""One document in every format: lines and tables with merged cells, as a case describes them.

A block is a line of text or a table, which is a list of rows; in a row `<` is merged with the
cell on its left and `^` with the one above.
"""

import csv
import datetime
import io
from collections.abc import Callable, Iterator, Sequence

import docx
import xlwt
from openpyxl import Workbook
from pdf_files import pages, ruled, text

Row = Sequence[str]
Block = str | list[Row]

_MERGED = {"<", "^"}
_PLAIN, _DATED = xlwt.XFStyle(), xlwt.easyxf(num_format_str="yyyy-mm-dd")
_PAGE = (1190, 842)
_MARGIN = 40.0
_LINE = 16.0


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*targets: tuple[str, str]) -> str:
    """A part's relations: the type's last word and the other part."""
    one = '<Relationship Id="r{}" Type="{}/{}" Target="{}"/>'
    found = (one.format(n, RELATIONS, *target) for n, target in enumerate(targets, 1))
    return f'<Relationships xmlns="{PACKAGE}">{"".join(found)}</Relationships>'


def as_pdf(blocks: Sequence[Block], widths: Sequence[float] = ()) -> bytes:
    """The document on ruled pages of A3; a table that does not fit goes on on the next page.

    So does what is behind a form feed.
    """
    drawn: list[bytes] = [b""]
    y = _PAGE[1] - _MARGIN
    for block in blocks:
        if block == "\f":
            drawn.append(b"")
            y = _PAGE[1] - _MARGIN
            continue
        if isinstance(block, str):
            drawn[-1] += text(_MARGIN, y - _LINE, block)
            y -= _LINE
            continue
        y -= _LINE
        columns = widths or [(_PAGE[0] - 2 * _MARGIN) / len(block[0])] * len(block[0])
        rows = [
            [_wrapped(cell, width) for cell, width in zip(r, columns, strict=True)] for r in block
        ]
        while rows:
            fitting = _fitting(rows, y - _MARGIN)
            table, y = ruled(rows[:fitting], columns, left=_MARGIN, top=y)
            drawn[-1] += table
            rows = rows[fitting:]
            if rows:
                drawn.append(b"")
                y = _PAGE[1] - _MARGIN
        y -= _LINE / 2
    return pages(drawn, _PAGE)


def _wrapped(cell: str, width: float) -> str:
    """The cell's lines, broken where the column ends, each paragraph indented."""
    if cell in _MERGED:
        return cell
    fit = int((width - 6) // 10)
    return "\n".join(
        line[at : at + fit] for line in cell.split("\n") for at in range(0, len(line) or 1, fit)
    )


def _fitting(rows: Sequence[Row], room: float) -> int:
    """How many rows fit, at least one."""
    for count, row in enumerate(rows):
        room -= 6 + 13 * max(cell.count("\n") + 1 for cell in row)
        if room < 0 and count:
            return count
    return len(rows)


def as_docx(blocks: Sequence[Block]) -> bytes:
    """The document in Word."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for top, left, bottom, right, words in _areas(block):
            cell = table.cell(top, left)
            if (bottom, right) != (top, left):
                cell = cell.merge(table.cell(bottom, right))
            cell.text = words
        document.add_paragraph("")
    return _saved(document.save)


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    """The document in Excel, all on one sheet."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    at = 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(at, 1, block)
            at += 1
            continue
        for top, left, bottom, right, words in _areas(block):
            sheet.cell(at + top, 1 + left, words or None)
            if (bottom, right) != (top, left):
                sheet.merge_cells(
                    start_row=at + top,
                    start_column=1 + left,
                    end_row=at + bottom,
                    end_column=1 + right,
                )
        at += len(block) + 1
    return _saved(workbook.save)


def as_xls(blocks: Sequence[Block]) -> bytes:
    """The document in the Excel of before 2007, all on one sheet."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet")
    at = 0
    for block in blocks:
        if isinstance(block, str):
            sheet.write(at, 0, block)
            at += 1
            continue
        for top, left, bottom, right, words in _areas(block):
            look = _DATED if isinstance(words, datetime.date) else _PLAIN
            if (bottom, right) != (top, left):
                sheet.write_merge(at + top, at + bottom, left, right, words, look)
            elif words:
                sheet.write(at + top, left, words, look)
        at += len(block) + 1
    return _saved(workbook.save)


def as_csv(blocks: Sequence[Block]) -> bytes:
    """The document's lines and tables one under the other, a merged cell once."""
    out = io.StringIO()
    writer = csv.writer(out)
    for block in blocks:
        if isinstance(block, str):
            writer.writerow([block])
        else:
            writer.writerows([["" if c in _MERGED else c for c in row] for row in block])
    return out.getvalue().encode("utf-8-sig")


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _areas(table: Sequence[Row]) -> Iterator[tuple[int, int, int, int, str]]:
    """Each cell with the rows and columns that it is merged over."""
    for top, row in enumerate(table):
        for left, words in enumerate(row):
            if words in _MERGED:
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(table) and table[bottom + 1][left] == "^":
                bottom += 1
            yield top, left, bottom, right, words


FORMATS = {".pdf": as_pdf, ".docx": as_docx, ".xlsx": as_xlsx, ".xls": as_xls, ".csv": as_csv}
"""What writes each format."""
