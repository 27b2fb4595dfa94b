"""Documents of a plan that does not number its initiatives: no writer makes a number up."""

import csv
import io
from collections.abc import Iterator

import docx
import pytest
from budget import budgeted
from openpyxl import load_workbook
from readable import repeated_headings

from bouhan_diff.comparison.filters import grouped
from bouhan_diff.comparison.table import ComparisonTable, GroupBy
from bouhan_diff.render import delimited, labels, markdown
from bouhan_diff.render.amendment import document as amendment
from bouhan_diff.render.docx import document as word
from bouhan_diff.render.xlsx import workbook as xlsx


@pytest.fixture
def unnumbered() -> ComparisonTable:
    """A table whose numbers only count its rows."""
    return budgeted()._replace(is_numbered=False)


def first_cells(content: bytes) -> Iterator[str]:
    """The first cell of every row of a Word document's tables of initiatives, heading first."""
    for table in docx.Document(io.BytesIO(content)).tables:
        repeated_headings(table)
        yield from (row.cells[0].text.split("\n")[0] for row in table.rows)


@pytest.mark.parametrize("how", [{}, {"style": "ordinance"}, {"tracked": True}], ids=str)
def test_word_has_names_alone(unnumbered: ComparisonTable, how: dict[str, object]) -> None:
    """In every style the name stands where the number and the name stood."""
    names = [row.name for row in unnumbered.rows()]
    found = list(first_cells(word.write([unnumbered], word.WordOptions(**how))))  # type: ignore[arg-type]
    assert names[0] in found
    assert not any(one[:1].isdigit() for one in found)
    assert "番号・事業名" not in found


def test_omitted_rows_are_named(unnumbered: ComparisonTable) -> None:
    """（略） stands behind the first of several names, as there is no range of numbers."""
    *others, last = unnumbered.rows()
    both = unnumbered._replace(
        groups=tuple(
            group._replace(rows=(*others, last, last._replace(number=9, name="植栽")))
            for group in unnumbered.groups
        ),
    )
    found = list(first_cells(word.write([both], word.WordOptions(omit_unchanged=True))))
    assert f"{last.name}ほか1件" in found


def test_excel_has_no_column_of_numbers(unnumbered: ComparisonTable) -> None:
    """On none of its sheets."""
    book = load_workbook(io.BytesIO(xlsx.write([unnumbered])))
    assert all(cell.value != "番号" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_texts_have_names_alone(unnumbered: ComparisonTable) -> None:
    """Markdown, amendments and CSV name the initiatives without a reference."""
    (row, *_others) = unnumbered.rows()
    assert row.ref not in markdown.write([unnumbered]).decode()
    lines = amendment.write([unnumbered]).decode().splitlines()
    assert any(line.startswith(f"{row.name}：") for line in lines)
    headings, *_rows = csv.reader(io.StringIO(delimited.write([unnumbered]).decode("utf-8-sig")))
    assert "番号" not in headings


def in_section(**changes: object) -> ComparisonTable:
    """A table whose only section is another."""
    table = budgeted()
    rows = [
        row._replace(section=row.section._replace(**changes))  # type: ignore[arg-type]
        for row in table.rows()
    ]
    return table._replace(groups=grouped(rows, GroupBy.SECTION, table.totals))


def test_a_counted_section_has_no_number() -> None:
    """Its heading is its title, with the edition that alone has it; nothing says （旧）."""
    table = in_section(number=7, title="債務負担行為", printed="", is_old=True)
    heading = f"債務負担行為（{labels.edition(table.old_edition)}）"
    body = docx.Document(io.BytesIO(word.write([table]))).paragraphs
    assert heading in [one.text for one in body]
    assert f"## {heading}" in markdown.write([table]).decode().splitlines()
    assert heading in amendment.write([table]).decode().splitlines()
    book = load_workbook(io.BytesIO(xlsx.write([table])))
    assert all(cell.value != "章" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_repeated_section_has_its_printed_number() -> None:
    """It is 1#2 in references, and 1 in documents."""
    table = in_section(number="1#2", title="まちの元気", printed="1")
    body = docx.Document(io.BytesIO(word.write([table]))).paragraphs
    assert "1　まちの元気" in [one.text for one in body]
    assert "#2" not in markdown.write([table]).decode() + amendment.write([table]).decode()
    book = load_workbook(io.BytesIO(xlsx.write([table])))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("#2" in one for one in cells)
