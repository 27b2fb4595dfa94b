"""The shipped plan, printed as PDF in the look of its source and read again."""

from pathlib import Path

import pytest
from libreoffice import LibreOffice
from pages import CHROMIUM, markup, through_chromium, word_page

from bouhan_diff.readers import read_published
from bouhan_diff.store import load_plan


def test_a_pdf_of_libreoffice_gives_the_plan_back(libreoffice: LibreOffice) -> None:
    """Printed by LibreOffice, cells cut by the pages' ends: equal to the letter."""
    file = libreoffice.convert(word_page(load_plan()), "docx", "pdf")
    told: list[tuple[int, int]] = []
    reading = read_published(file, progress=lambda done, of: told.append((done, of)))
    assert reading.problems == ()
    assert reading.plan == load_plan()
    pages = told[-1][1]
    assert told == [(page, pages) for page in range(1, pages + 1)]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_pdf_of_chromium_gives_the_plan_back(tmp_path: Path) -> None:
    """Printed by Chromium, with page numbers, radicals and cut cells: equal to the letter."""
    reading = read_published(through_chromium(markup(load_plan()), tmp_path))
    assert reading.problems == ()
    assert reading.plan == load_plan()
