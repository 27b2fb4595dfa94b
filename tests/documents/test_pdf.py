"""The shipped plan, printed as PDF and read again: in the look of its source, and in ours."""

from dataclasses import replace
from pathlib import Path

import pytest
from libreoffice import LibreOffice
from office_files import as_pdf
from pages import CHROMIUM, markup, through_chromium, word_page

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.table import RowKind
from bouhan_diff.documents import ReadOptions, read_document
from bouhan_diff.documents.extract import pdf
from bouhan_diff.plan import Initiative
from bouhan_diff.render.docx import document as word
from bouhan_diff.render.page import html as web
from bouhan_diff.render.reports import problems
from bouhan_diff.render.xlsx import workbook as excel
from bouhan_diff.storage import load_plan


def test_a_pdf_of_libreoffice_gives_the_plan_back(libreoffice: LibreOffice) -> None:
    """Printed by LibreOffice, cells cut by the pages' ends: equal to the letter."""
    file = libreoffice.convert(word_page(load_plan()), "docx", "pdf")
    told: list[tuple[int, int]] = []
    reading = read_document(file, progress=lambda done, of: told.append((done, of)))
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()
    pages = told[-1][1]
    assert told == [(page, pages) for page in range(1, pages + 1)]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_pdf_of_chromium_gives_the_plan_back(tmp_path: Path) -> None:
    """Printed by Chromium, with page numbers, radicals and cut cells: equal to the letter."""
    reading = read_document(through_chromium(markup(load_plan()), tmp_path))
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


def test_a_printed_word_file_of_ours_gives_the_plan_back(libreoffice: LibreOffice) -> None:
    """Numbers in the cells of names, also where the column is too narrow for a space."""
    reading = read_document(libreoffice.convert(word.write([compare(load_plan())]), "docx", "pdf"))
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_printed_page_of_ours_gives_the_changed_rows_back(tmp_path: Path) -> None:
    """Both editions stand side by side, also where the window that printed it was narrow."""
    table, plan = compare(load_plan()), load_plan()
    reading = read_document(through_chromium(web.write([table]).decode(), tmp_path))
    assert reading.plan is not None
    changed = {row.name for row in table.rows() if row.kind is not RowKind.UNCHANGED}
    assert [one.name for _section, one in reading.plan.initiatives()] == [
        one.name for _section, one in plan.initiatives() if one.name in changed
    ]
    assert list(reading.plan.editions) == list(plan.editions)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_printed_page_of_struck_out_words_is_reported(tmp_path: Path) -> None:
    """It shows old and new words in one text, the old ones struck out, and so is no plan."""
    page = web.write([compare(load_plan())]).decode()
    reading = read_document(through_chromium(page, tmp_path, "#?view=merged"))
    assert "rule-through-text" in {one.code for one in reading.diagnostics}


def test_a_printed_workbook_of_ours_is_told_of(libreoffice: LibreOffice) -> None:
    """Its other sheets are on the pages, too, which is told; each initiative is right.

    A paragraph that ends with a full line cannot be told from one that goes on.
    """
    reading = read_document(libreoffice.convert(excel.write([compare(load_plan())]), "xlsx", "pdf"))
    assert problems(reading.diagnostics)
    assert reading.plan is not None
    found = [in_one_paragraph(one) for _section, one in reading.plan.initiatives()]
    assert all(in_one_paragraph(one) in found for _section, one in load_plan().initiatives())


def in_one_paragraph(initiative: Initiative) -> Initiative:
    """The initiative with each of its texts in one paragraph."""
    texts = {year: text.replace("\n", "") for year, text in initiative.summaries.items()}
    return replace(initiative, summaries=texts)


def test_a_mistake_of_ours_is_not_laid_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails while the page's content is put together is no damage of the file."""
    file = tmp_path / "plan.pdf"
    file.write_bytes(as_pdf(["青葉市の計画"]))
    monkeypatch.setattr(pdf, "lines_of", lambda *_, **__: [].pop())
    with pytest.raises(IndexError):
        list(pdf.read(file, ReadOptions()))
