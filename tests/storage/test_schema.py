"""The schema that editors use says the same as the loader."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bouhan_diff.errors import UserError
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.dumper import SCHEMA_LINE

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "data" / "programs.schema.json").read_text(encoding="utf-8"))
TABLE = yaml.safe_load((ROOT / "tests" / "cases" / "schema.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case, verdict == "taken", id=f"{verdict}-{case['why'].replace(' ', '-')}")
    for verdict in ("taken", "refused")
    for case in TABLE[verdict]
]


def planned(case: dict[str, Any]) -> Any:  # noqa: ANN401  a refused plan may be anything
    """The case's plan: whole, or the least plan with one year's or one initiative's case in it."""
    if "plan" in case:
        return case["plan"]
    year = case.get("year", "R6")
    initiative = case.get("initiative", {"number": 1, "name": "名", "summaries": {year: "文"}})
    sections = [{"number": 1, "title": "章", "initiatives": [initiative]}]
    return {"title": "題", "years": {year: "見出し"}, "sections": sections}


def is_loaded(plan: object, file: Path) -> bool:
    """Whether the loader takes the plan."""
    file.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    try:
        load_plan(file)
    except UserError:
        return False
    return True


def test_the_schema_is_one() -> None:
    """The schema itself is valid, and every part of a plan is described for editors."""
    Draft202012Validator.check_schema(SCHEMA)
    records = ("section", "initiative", "printed_total")
    for part in (SCHEMA, *(SCHEMA["$defs"][name] for name in records)):
        for name, described in part["properties"].items():
            target = SCHEMA["$defs"].get(described.get("$ref", "").rpartition("/")[2], {})
            assert "description" in described | target, name


def test_the_shipped_data_names_and_fits_the_schema() -> None:
    """The data file's first line leads editors to a schema that takes it."""
    text = (ROOT / "data" / "programs.yaml").read_text(encoding="utf-8")
    assert text.startswith(SCHEMA_LINE + "\n")
    assert SCHEMA_LINE.endswith("=programs.schema.json")
    assert list(Draft202012Validator(SCHEMA).iter_errors(yaml.safe_load(text))) == []


@pytest.mark.parametrize(("case", "is_taken"), CASES)
def test_schema_and_loader_agree(case: dict[str, Any], is_taken: bool, tmp_path: Path) -> None:
    """What the schema takes the loader takes, and what the one refuses so does the other."""
    plan = planned(case)
    assert Draft202012Validator(SCHEMA).is_valid(plan) is is_taken, "the schema"
    assert is_loaded(plan, tmp_path / "plan.yaml") is is_taken, "the loader"


@pytest.mark.parametrize(
    ("initiative", "is_taken"),
    [
        ({"summaries": {"R6": "文" * 100_000}}, True),
        ({"summaries": {"R6": "文" * 100_001}}, False),
        ({"name": "名" * 100_001}, False),
        ({"policies": [f"ア-{n}" for n in range(50)]}, True),
        ({"policies": [f"ア-{n}" for n in range(51)]}, False),
    ],
    ids=["the longest text", "a longer text", "a longer name", "most numbers", "more numbers"],
)
def test_both_hold_texts_and_lists_to_one_measure(
    initiative: dict[str, Any], is_taken: bool, tmp_path: Path
) -> None:
    """A text has 100,000 characters and an initiative 50 policy numbers at the most."""
    plan = planned(
        {"initiative": {"number": 1, "name": "名", "summaries": {"R6": "文"}} | initiative}
    )
    assert Draft202012Validator(SCHEMA).is_valid(plan) is is_taken, "the schema"
    assert is_loaded(plan, tmp_path / "plan.yaml") is is_taken, "the loader"
