"""Two documents of an office in, what changed out: one command, no option, no editing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from libreoffice import LibreOffice

CITY = Path(__file__).parent.parent / "cases" / "city"
SUMS = {"R6": 220_270, "R7": 210_620}
DIGIT = {"R6": "６", "R7": "７"}


def value(row: dict[str, Any], heading: str, year: str) -> str:
    """A field's value in a year, as the data file has it."""
    found = row.get("fields", {}).get(heading, "")
    return str(found.get(year, "") if isinstance(found, dict) else found)


def tables(year: str) -> tuple[str, list[tuple[str, list[list[Any]]]]]:
    """The city's plan of a year as an office lays it out: a title, and a table per section."""
    plan = yaml.safe_load((CITY / f"{year}.yaml").read_text(encoding="utf-8"))
    head = [
        *("番号", "事業名", "担当課", f"令和{DIGIT[year]}年度\n事業内容", "対象者"),
        *(f"令和{DIGIT[year]}年度\n当初予算額（千円）", "指標", "目標値"),
    ]
    found = []
    for section in plan["sections"]:
        rows = [head]
        for row in section["initiatives"]:
            money = value(row, "当初予算額", year)
            rows.append(
                [
                    *(row["number"], row["name"], row.get("department", "")),
                    *(row["summaries"][year], value(row, "対象者", year)),
                    int(money.replace(",", "")) if money.replace(",", "").isdecimal() else money,
                    *(value(row, "指標", year), value(row, "目標値", year)),
                ]
            )
        found.append((f"{section['number']}　{section['title']}", rows))
    return plan["title"], found


def workbook(year: str, folder: Path) -> Path:
    """One sheet: title, unit, a heading row in front of each section's rows, and a sum."""
    title, parts = tables(year)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([title], [None], ["（単位：千円）"]):
        sheet.append(row)
    for heading, rows in parts:
        sheet.append([heading])
        for row in rows:
            sheet.append(row)
    sheet.append([None, "合計", None, None, None, SUMS[year]])
    for cell in sheet["F"]:
        cell.number_format = "#,##0"
    path = folder / f"令和{DIGIT[year]}年度実施計画.xlsx"
    book.save(path)
    return path


def letter(year: str, folder: Path) -> Path:
    """A Word document with a heading and a table for each section."""
    title, parts = tables(year)
    document = docx.Document()
    document.add_heading(title, 0)
    for heading, rows in parts:
        document.add_heading(heading, 1)
        table = document.add_table(0, len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = f"{text:,}" if isinstance(text, int) else str(text)
    path = folder / f"令和{DIGIT[year]}年度実施計画.docx"
    document.save(str(path))
    return path


def compared(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What `compare` does with two documents."""
    return subprocess.run(
        [sys.executable, "-m", "bouhan_diff", "compare", *arguments],
        env={**os.environ, "LANGUAGE": "en"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def amounts(table: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Each changed amount by its row and heading: old, new and difference."""
    return {
        f"{row['name']} {field['heading']}": tuple(
            field["amount"][key] for key in ("old", "new", "difference")
        )
        for group in table["groups"]
        for row in group["rows"]
        for field in row["fields"]
        if field["amount"] and field["kind"] == "substance"
    }


def expected() -> dict[str, Any]:
    """What the data files of the same two years give."""
    done = compared(str(CITY / "R6.yaml"), str(CITY / "R7.yaml"), "--format", "json")
    return dict(json.loads(done.stdout))


PAIRS = {
    "two workbooks": (workbook, workbook),
    "two Word documents": (letter, letter),
    "a workbook and a Word document": (workbook, letter),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_documents_say_what_the_data_files_say(pair: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """Kinds, changed amounts and totals are the same, and nothing is doubted or lost."""
    old, new = pair[0]("R6", tmp_path), pair[1]("R7", tmp_path)
    done = compared(str(old), str(new), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "To be checked" not in done.stderr
    assert "Not in the plan" not in done.stderr
    table, right = json.loads(done.stdout), expected()
    kinds = [(row["name"], row["kind"]) for group in table["groups"] for row in group["rows"]]
    assert kinds == [(row["name"], row["kind"]) for g in right["groups"] for row in g["rows"]]
    assert amounts(table) == amounts(right)
    assert [total["new"] for total in table["totals"]] == [SUMS["R7"]]


def test_a_printed_page_against_a_word_document(tmp_path: Path, libreoffice: LibreOffice) -> None:
    """PDF against Word: every changed amount is found."""
    old = libreoffice.convert(letter("R6", tmp_path).read_bytes(), "docx", "pdf")
    done = compared(str(old), str(letter("R7", tmp_path)), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert amounts(json.loads(done.stdout)) == amounts(expected())


def test_from_two_workbooks_to_the_word_table(tmp_path: Path) -> None:
    """One command without options; the document has every changed amount."""
    target = tmp_path / "新旧対照表.docx"
    done = compared(str(workbook("R6", tmp_path)), str(workbook("R7", tmp_path)), "-o", str(target))
    assert done.returncode == 0, done.stderr
    document = docx.Document(str(target))
    texts = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for text in ("36,900", "△1,800（△4.7%）"):
        assert any(text in one.replace("\n", "") for one in texts), text
