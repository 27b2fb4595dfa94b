"""How the lines of a Word document break on paper."""

import itertools
from pathlib import Path

import pdfplumber
import pytest
from budget import CAMERA, budget, budgeted
from libreoffice import LibreOffice

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import changed_only
from bouhan_diff.comparison.table import ComparisonTable
from bouhan_diff.render.docx.document import WordOptions, write
from bouhan_diff.storage import load_plan

CASES = Path(__file__).parent.parent / "cases"


def _named(*names: str) -> ComparisonTable:
    """A table of initiatives with these names and departments of some length."""
    rows = [CAMERA._replace(number=n, name=name) for n, name in enumerate(names, 1)]
    return budgeted(*(row._replace(fields=(budget("1,200", "1,350"),)) for row in rows))


TABLES = {
    "shipped": lambda: compare(load_plan()),
    "city": lambda: compare([load_plan(CASES / "city" / f"R{y}.yaml") for y in (6, 7)], "R6", "R7"),
    "labels": lambda: compare(load_plan(CASES / "labels" / "plan.yaml")),
    "names-of-one-length": lambda: _named("見守りカメラ設置事業", "子ども医療費助成事業"),
    "one-row": lambda: _named(
        "地域における見守りカメラの設置及び維持管理に要する経費の補助に係る事業"
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_no_line_of_a_name_has_one_character(name: str, libreoffice: LibreOffice) -> None:
    """子ども医療費助成事 above 業 is read as two words; one in fifteen may be, for the texts."""
    cells = _cells(libreoffice, write([changed_only(TABLES[name]())], WordOptions()))
    names = [lines for lines in cells if lines[0][:1].isdigit()]
    alone = [lines for lines in names if 1 in map(len, lines[1:])]
    assert names
    assert len(alone) * 15 <= len(names)


@pytest.mark.parametrize("name", ["shipped", "city"])
def test_no_word_in_full_width_letters_is_parted(name: str, libreoffice: LibreOffice) -> None:
    """ＬＥＤ and ＤＶＤ, which programs part wherever a line is full."""
    cells = _cells(libreoffice, write([changed_only(TABLES[name]())], WordOptions()))
    ends = [above[-1:] + below[:1] for lines in cells for above, below in itertools.pairwise(lines)]
    assert not [pair for pair in ends if all("Ａ" <= sign <= "Ｚ" for sign in pair)]


def _cells(libreoffice: LibreOffice, content: bytes) -> list[list[str]]:
    """The lines of every cell on paper."""
    with pdfplumber.open(libreoffice.convert(content, "docx", "pdf")) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [cell.split("\n") for table in tables for row in table for cell in row if cell]
