"""The tables that every writer is tried on."""

from pathlib import Path

import pytest
from tables import with_changes

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.table import ComparisonTable, PropertyChange
from bouhan_diff.plan import Property
from bouhan_diff.storage import load_plan

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture(scope="session")
def shipped() -> ComparisonTable:
    """The shipped plan, R5 and R6."""
    return compare(load_plan())


@pytest.fixture(scope="session")
def city() -> ComparisonTable:
    """The plan of 暁市, R6 and R7."""
    return compare([load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")


@pytest.fixture(scope="session")
def renewed() -> ComparisonTable:
    """A plan with new, dropped and changed initiatives; 1-1 renamed, 1-2 moved to a department."""
    table = compare(load_plan(CASES / "plan-renewed.yaml"))
    renamed = PropertyChange(Property.NAME, "交通安全教室", "交通安全教室の開催")
    moved = PropertyChange(Property.DEPARTMENT, "福祉部長寿課", "福祉部高齢者支援課")
    return with_changes(table, {"1-1": (renamed,), "1-2": (moved,)})


@pytest.fixture(scope="session")
def hostile() -> ComparisonTable:
    """A plan whose every text would be markup, script or a formula if it were not text."""
    return compare(load_plan(CASES / "plan-hostile.yaml"))
