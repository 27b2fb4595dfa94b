"""Numbers of initiatives that a document has once for each edition."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from bouhan_diff.diagnostics import Level
from bouhan_diff.documents import read_document

HEADINGS = ("番号", "事業名", "担当課", "事業内容")
WATCH = (2, "見守り活動", "福祉課", "高齢者宅を週１回訪問し、安否を確認する。")
BUS = (2, "予約制バス", "交通課", "バスを平日に運行する。")


@pytest.mark.parametrize(
    ("sheets", "level"),
    [
        ({"令和6年度": (WATCH,), "令和7年度": (BUS,)}, Level.NOTE),
        ({"令和7年度": (WATCH, BUS)}, Level.DOUBT),
    ],
    ids=["on the sheet of another year", "twice on one sheet"],
)
def test_a_number_is_doubtful_only_if_one_edition_has_it_twice(
    tmp_path: Path, sheets: dict[str, tuple[tuple[int | str, ...], ...]], level: Level
) -> None:
    """Each year numbers its rows from 1, so that the same number comes again."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (HEADINGS, *rows):
            sheet.append(row)
    path = tmp_path / "計画.xlsx"
    book.save(path)
    found = [one for one in read_document(path).diagnostics if one.code == "number-repeated"]
    assert [one.level for one in found] == [level]
