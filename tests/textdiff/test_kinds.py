"""Kinds: notation, wording and substance told apart, each edit with a reason that can be shown."""

from pathlib import Path

import pytest
import yaml

from bouhan_diff import labels
from bouhan_diff.textdiff import Code, EditKind, diff_text, heaviest

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "kinds.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_kind(case: dict[str, str]) -> None:
    """The heaviest of a text's edits is what a careful reader calls the change."""
    segments = diff_text(case["old"], case["new"])
    assert heaviest(segments) == case["kind"], (case["why"], segments)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_edit_has_a_reason(case: dict[str, str]) -> None:
    """Every edit has a reason of which the documents know the Japanese words."""
    for segment in diff_text(case["old"], case["new"]):
        if segment.kind is EditKind.EQUAL:
            assert segment.reason is None
        else:
            assert segment.reason is not None
            assert segment.reason.code in labels.REASON


def test_every_reason_has_its_words() -> None:
    """No code of a reason lacks its Japanese words, and none has words that is not given."""
    assert set(labels.REASON) == set(Code)
