"""The published JSON Schema: what programs are promised, held against every output."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs" / "schema" / "changes.schema.json").read_text(encoding="utf-8")
)
CASES = ROOT / "tests" / "cases"
NEXT = str(CASES / "next_year" / "programs.yaml")
COMMANDS = {
    "the shipped plan": ["changes", "R5", "R6", "--all"],
    "one edition": ["show", "--year", "R6"],
    "a city with amounts": ["changes", "R6", "R7", "--all", "--data", str(CASES / "city")],
    "editions that are labels": ["changes", "--all", "--data", str(CASES / "labels")],
    "a next document": [
        "restated",
        "R6",
        "--data",
        "data",
        "--data",
        str(CASES / "next_year" / "programs.yaml"),
    ],
    "several plans": ["changes", "--data", "data", "--data", str(CASES / "labels")],
    "a search": ["search", "防犯カメラ"],
    "two files": ["compare", str(CASES / "city/R6.yaml"), str(CASES / "city/R7.yaml")],
}


def printed(*arguments: str) -> str:
    """What the program prints, from the repository's folder."""
    command = [sys.executable, "-m", "bouhan_diff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_table_keeps_to_the_schema(command: list[str]) -> None:
    """Of every command and every kind of plan."""
    table = json.loads(printed(*command, "--format", "json"))
    jsonschema.validate(table, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["the shipped plan", "a city with amounts"])
def test_every_line_keeps_to_the_schema(name: str) -> None:
    """A line of JSON Lines is a row with its plan."""
    lines = printed(*COMMANDS[name], "--format", "jsonl").splitlines()
    line_schema = {**SCHEMA, "oneOf": [{"$ref": "#/$defs/line"}]}
    assert lines
    for line in lines:
        jsonschema.validate(json.loads(line), line_schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("key", ["kind", "fields", "old_at"])
def test_the_schema_notices_a_missing_key(key: str) -> None:
    """It would not pass just anything."""
    table = json.loads(printed(*COMMANDS["the shipped plan"], "--format", "json"))
    del table["groups"][0]["rows"][0][key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(table, SCHEMA, jsonschema.Draft202012Validator)
