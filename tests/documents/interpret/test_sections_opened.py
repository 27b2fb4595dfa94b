"""What opened each section: for who asks why a row stands in it."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[3]
HEADER = "番号  事業名  令和５年度実績  令和６年度計画  担当課"
FIRST = "1  防犯教室  教室を開いた。  教室を開く。  市民課"
SECOND = "2  広報活動  広報紙に載せた。  広報紙に載せる。  広報課"
ROWS = [row.split() for row in (HEADER, FIRST, SECOND)]

TEXTS = {
    "a numbered title, to which the last one returns": (
        f"ためし市防犯計画\n\n１　啓発\n\n{HEADER}\n{FIRST}\n\n２　見守り\n\n{HEADER}\n{SECOND}\n\n"
        f"１　啓発\n\n{HEADER}\n{SECOND.replace('2', '3', 1)}\n",
        ["numbered title: 啓発: 1", "numbered title: 見守り: 1", "numbered title: 啓発 (again): 1"],
    ),
    "nothing but the row": (
        f"ためし市防犯計画\n\n{HEADER}\n{FIRST}\n{SECOND}\n",
        ["row: (no title): 2"],
    ),
}


def trace(file: Path) -> list[str]:
    """The lines of the script, without places and names of rows."""
    command = [sys.executable, str(ROOT / "scripts" / "sections.py"), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    lines = (line.split(": ", 1)[1] for line in ran.stdout.splitlines())
    return [line.split(" rows")[0] for line in lines]


@pytest.mark.parametrize(("text", "opened"), TEXTS.values(), ids=TEXTS)
def test_lines_above_rows_open_sections(tmp_path: Path, text: str, opened: list[str]) -> None:
    """Each line that opens a section is named with its kind and the rows that followed it."""
    file = tmp_path / "計画.txt"
    file.write_text(text, encoding="utf-8")
    assert trace(file) == opened


def test_sheets_and_columns_open_sections(tmp_path: Path) -> None:
    """The name of a sheet opens one, and in it so does each value of a column of sections."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    header, first, second = ROWS
    for name, sections in (("安全", ("章", "啓発", "見守り")), ("環境", ())):
        sheet = book.create_sheet(name)
        for at, row in enumerate((header, first, second)):
            sheet.append([*sections[at : at + 1], *row])
    file = tmp_path / "計画.xlsx"
    book.save(file)
    assert trace(file) == [
        "sheet: 安全: 0",
        "column: 安全 > 啓発: 1",
        "column: 安全 > 見守り: 1",
        "sheet: 環境: 2",
    ]
