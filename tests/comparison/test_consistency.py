"""Terms are found that the new edition writes in two ways, and few that it does not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.consistency import Finding, find_inconsistencies
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Initiative, Plan, Section
from bouhan_diff.storage import load_plan

CASES = Path(__file__).parent.parent / "cases"
EXAMPLES = yaml.safe_load((CASES / "consistency.yaml").read_text(encoding="utf-8"))
OLD, NEW = Edition.parse("R5"), Edition.parse("R6")


def plan_of(texts: list[str]) -> Plan:
    """A plan with one initiative for each text."""
    both = [text.partition(" → ")[::2] for text in texts]
    initiatives = tuple(
        Initiative(number, f"事業{number}", {OLD: old, NEW: new or old})
        for number, (old, new) in enumerate(both, 1)
    )
    return Plan("計画", {OLD: "", NEW: ""}, (Section(1, "章", initiatives),))


@pytest.mark.parametrize("case", EXAMPLES, ids=[case["id"] for case in EXAMPLES])
def test_terms_are_found_as_the_case_says(case: dict[str, Any]) -> None:
    """Each kind of inconsistency with its rows, and nothing beside it."""
    found = find_inconsistencies(compare(plan_of(case["rows"])))
    assert [
        {one.finding.value: {term: list(refs) for term, refs in one.uses.items()}} for one in found
    ] == case["found"]


def test_the_shipped_plan_and_the_city_have_no_false_alarm() -> None:
    """What is reported of them was looked at: four terms of the one, none of the other."""
    shipped = find_inconsistencies(compare(load_plan()))
    assert {frozenset(one.uses) for one in shipped} == {
        frozenset({"立ち入り", "立入"}),
        frozenset({"合わせる", "あわせる"}),
        frozenset({"もつ", "持つ"}),
        frozenset({"苫小牧警察", "苫小牧警察署"}),
    }
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R5", "R6", "R7")]
    assert find_inconsistencies(compare(city)) == ()


def test_one_edition_alone_can_be_looked_at() -> None:
    """Without an older edition nothing was replaced; spellings are told all the same."""
    found = find_inconsistencies(single_year(load_plan(), "R6"))
    assert Finding.REPLACED not in {one.finding for one in found}
    assert Finding.NAME in {one.finding for one in found}
