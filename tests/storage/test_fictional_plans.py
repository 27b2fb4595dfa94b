"""The fictional plans that all tests share are sound, and their sums are as counted by hand."""

from pathlib import Path

import pytest

from bouhan_diff.edition import Edition
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.dumper import dump_plan

CASES = Path(__file__).parent.parent / "cases"
PLANS = [*sorted((CASES / "city").glob("*.yaml")), CASES / "labels" / "plan.yaml"]


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_the_file_is_as_dump_plan_writes_it(file: Path) -> None:
    """Each file is in the one style that the tool itself writes."""
    assert dump_plan(load_plan(file)) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("year", "rows"), [(2023, 12), (2024, 13), (2025, 13)])
def test_every_initiative_has_all_columns(year: int, rows: int) -> None:
    """Each year of the city has its initiatives, each with its four further columns."""
    edition = Edition(year)
    plan = load_plan(CASES / "city" / f"{edition}.yaml")
    initiatives = [initiative for _section, initiative in plan.initiatives()]
    assert len(initiatives) == rows
    assert {tuple(one.fields) for one in initiatives} == {
        ("対象者", "当初予算額", "指標", "目標値")
    }
    assert all(one.value("当初予算額", edition) is not None for one in initiatives)


def test_labels_keep_the_order_of_their_document() -> None:
    """Editions that are labels stay as the document has them, 現行 before 改正案."""
    plan = load_plan(CASES / "labels" / "plan.yaml")
    assert [edition.label for edition in plan.editions] == ["現行", "改正案"]
    first, *_others, last = (initiative for _section, initiative in plan.initiatives())
    assert all(first.is_in(edition) for edition in plan.editions)
    assert [last.is_in(edition) for edition in plan.editions] == [True, False]
