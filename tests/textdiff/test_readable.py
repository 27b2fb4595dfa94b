"""What readers are to see: cases, and every difference of the shipped plan."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml

from bouhan_diff import diff_text, load_plan
from bouhan_diff.textdiff import EditKind, Segment

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "textdiff.yaml").read_text(encoding="utf-8")
)


def marks(segments: Iterable[Segment]) -> str:
    """The difference as `自主[-防災-]{+防犯+}組織`."""
    return "".join(
        segment.old
        if segment.kind is EditKind.EQUAL
        else (f"[-{segment.old}-]" if segment.old else "")
        + (f"{{+{segment.new}+}}" if segment.new else "")
        for segment in segments
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_marks_are_where_readers_expect_them(case: dict[str, str]) -> None:
    """Each case shows the marks that it asks for."""
    assert marks(diff_text(case["old"], case["new"])) == case["expected"]


def test_there_are_many_cases_each_with_its_own_reason() -> None:
    """The cases are at least forty, no two for the same reason."""
    assert len({case["why"] for case in CASES}) == len(CASES) >= 40


def test_every_difference_of_the_shipped_plan(golden: Callable[[str, str], None]) -> None:
    """All changed initiatives read as they did when somebody last looked at them."""
    parts = []
    for section, initiative in load_plan().initiatives():
        old, new = initiative.summaries.values()
        if old == new:
            continue
        segments = diff_text(old, new)
        parts.append(f"{section.number}-{initiative.number}  {initiative.name}\n")
        # A sentence takes a line, so that one look finds what is different from before.
        text = marks(segments).replace("\n", "¶")
        parts += [f"  {line}\n" for line in re.findall(r".+?。(?:[-+][]}])?¶?|.+", text)]
        for segment in segments:
            if segment.kind is not EditKind.EQUAL:
                parts.append(f"    {segment.kind:<9}  {marks([segment])}\n")
        parts.append("\n")
    golden("textdiff/shipped-plan.txt", "".join(parts))
