"""The published JSON Schema: what programs are promised, held against every output."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs" / "schema" / "changes.schema.json").read_text(encoding="utf-8")
)
CASES = ROOT / "tests" / "cases"
NEXT = str(CASES / "next_year" / "programs.yaml")
CITY = ["--data", str(CASES / "city")]
OLD, NEW = str(CASES / "city" / "R6.yaml"), str(CASES / "city" / "R7.yaml")
COMMANDS = {
    "the shipped plan": ["changes", "R5", "R6", "--all"],
    "one edition": ["show", "--year", "R6"],
    "one initiative": ["show", "4-5"],
    "a city with amounts": ["changes", "R6", "R7", "--all", *CITY],
    "editions that are labels": ["changes", "--all", "--data", str(CASES / "labels")],
    "a next document": ["restated", "R6", "--data", "data", "--data", NEXT],
    "several plans": ["changes", "--data", "data", "--data", str(CASES / "labels")],
    "departments": ["by-dept", *CITY],
    "policy numbers": ["by-policy"],
    "groups of a column": ["changes", "--group-by", "対象者", *CITY],
    "one field": ["changes", "--field", "当初予算額", *CITY],
    "a search": ["search", "防犯カメラ"],
    "an initiative over the years": ["history", "1-1", *CITY],
    "two files": ["compare", OLD, NEW],
}
STATISTICS = {
    "the shipped plan": ["stats"],
    "a city with amounts": ["stats", *CITY],
    "several plans": ["stats", "--data", "data", *CITY],
}


def printed(*arguments: str) -> str:
    """What the program prints, from the repository's folder."""
    command = [sys.executable, "-m", "bouhan_diff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout


def is_valid(printed: object, form: str) -> bool:
    """Whether it is one of the forms of the schema, and that of its name."""
    named = {**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{form}"}]}
    return all(
        jsonschema.Draft202012Validator(schema).is_valid(printed) for schema in (SCHEMA, named)
    )


@pytest.mark.parametrize(
    ("form", "command"),
    [
        pytest.param(form, command, id=f"{form} of {name}")
        for form, commands in (("table", COMMANDS), ("statistics", STATISTICS))
        for name, command in commands.items()
    ],
)
def test_every_table_keeps_to_the_schema(form: str, command: list[str]) -> None:
    """Of every command and every kind of plan, of one plan and of several."""
    told = json.loads(printed(*command, "--format", "json"))
    for table in told if isinstance(told, list) else [told]:
        assert is_valid(table, form)
    jsonschema.validate(told, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("name", "form"), [("jsonl", "line"), ("facts", "fact")])
@pytest.mark.parametrize(
    "command", ["the shipped plan", "a city with amounts", "a search", "two files"]
)
def test_every_line_keeps_to_the_schema(command: str, name: str, form: str) -> None:
    """A line of JSON Lines is a row with its plan, a line of facts a fact."""
    lines = printed(*COMMANDS[command], "--format", name).splitlines()
    assert lines
    assert all(is_valid(json.loads(line), form) for line in lines)


def test_reports_of_reading_keep_to_the_schema(tmp_path: Path) -> None:
    """What two workbooks left to be checked, a hidden row, is in the table with its place."""
    paths = [str(tmp_path / f"{year}.xlsx") for year in ("R6", "R7")]
    for data, path in zip((OLD, NEW), paths, strict=True):
        printed("show", "--data", data, "-o", path)
        book = load_workbook(path)
        book["新旧対照表"].row_dimensions[3].hidden = True
        book.save(path)
    table = json.loads(printed("compare", *paths, "--format", "json"))
    assert table["reports"]
    assert is_valid(table, "table")


def test_amounts_under_other_headings_keep_to_the_schema(tmp_path: Path) -> None:
    """Fields tell that they were not compared; the row has no mark of its own for it."""
    settled = tmp_path / "R7.yaml"
    settled.write_text(
        Path(NEW).read_text(encoding="utf-8").replace("当初予算額", "決算額"), "utf-8"
    )
    table = json.loads(printed("compare", OLD, str(settled), "--all", "--format", "json"))
    assert is_valid(table, "table")
    fields = [one for group in table["groups"] for row in group["rows"] for one in row["fields"]]
    assert {one["kind"] for one in fields if one["heading"] == "決算額"} == {
        "not-compared",
        "added",
    }


@pytest.mark.parametrize("key", ["kind", "fields", "old_at"])
def test_the_schema_notices_a_missing_key(key: str) -> None:
    """It would not pass just anything."""
    table = json.loads(printed(*COMMANDS["the shipped plan"], "--format", "json"))
    del table["groups"][0]["rows"][0][key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(table, SCHEMA, jsonschema.Draft202012Validator)
