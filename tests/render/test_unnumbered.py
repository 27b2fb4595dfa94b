"""Documents of a plan that does not number its initiatives: no writer makes a number up."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from budget import budgeted
from openpyxl import load_workbook

from bouhan_diff.comparison.table import ComparisonTable
from bouhan_diff.render import amendment, delimited, markdown, xlsx
from bouhan_diff.render import docx as word


@pytest.fixture
def unnumbered() -> ComparisonTable:
    """A table whose numbers only count its rows."""
    return replace(budgeted(), is_numbered=False)


def first_cells(content: bytes) -> Iterator[str]:
    """The first cell of every row of a Word document's tables of initiatives, heading first."""
    for table in docx.Document(io.BytesIO(content)).tables:
        yield from (row.cells[0].text.split("\n")[0] for row in table.rows)


@pytest.mark.parametrize("how", [{}, {"style": "ordinance"}, {"tracked": True}], ids=str)
def test_word_has_names_alone(unnumbered: ComparisonTable, how: dict[str, object]) -> None:
    """In every style the name stands where the number and the name stood."""
    names = [row.name for row in unnumbered.rows()]
    found = list(first_cells(word.write([unnumbered], **how)))  # type: ignore[arg-type]
    assert names[0] in found
    assert not any(one[:1].isdigit() for one in found)
    assert "番号・事業名" not in found


def test_omitted_rows_are_named(unnumbered: ComparisonTable) -> None:
    """（略） stands behind the first of several names, as there is no range of numbers."""
    *others, last = unnumbered.rows()
    both = replace(
        unnumbered,
        groups=tuple(
            replace(group, rows=(*others, last, replace(last, number=9, name="植栽")))
            for group in unnumbered.groups
        ),
    )
    found = list(first_cells(word.write([both], omit_unchanged=True)))
    assert f"{last.name}ほか1事業" in found


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
