"""The danger generator: no change of one fact in a sentence is named lighter than substance."""

import importlib.util
from pathlib import Path

PATH = Path(__file__).parent.parent.parent / "scripts" / "danger.py"
SPEC = importlib.util.spec_from_file_location("danger", PATH)
assert SPEC is not None
assert SPEC.loader is not None
danger = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(danger)


def test_a_changed_fact_is_substance() -> None:
    """A short run of the generator finds nothing; `python scripts/danger.py` is the long one."""
    taken = danger.sample(600, seed=7)
    assert len({change.fact for change in taken}) >= 20
    assert danger.lighter(taken) == []
