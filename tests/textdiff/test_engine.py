"""The laws of the engine: what holds for every two texts."""

from itertools import pairwise

from bouhan_diff import diff_text, load_plan
from bouhan_diff.textdiff import EditKind, Segment


def check_laws(old: str, new: str, segments: tuple[Segment, ...]) -> None:
    """The segments are both texts, none is empty, and no two equal ones are neighbours."""
    assert "".join(segment.old for segment in segments) == old
    assert "".join(segment.new for segment in segments) == new
    for segment in segments:
        assert segment.old or segment.new
        assert (segment.kind is EditKind.EQUAL) == (segment.old == segment.new)
        assert (segment.kind is EditKind.EQUAL) == (segment.reason is None)
    for left, right in pairwise(segments):
        assert (left.kind, right.kind) != (EditKind.EQUAL, EditKind.EQUAL)


def test_laws_hold_on_the_shipped_plan() -> None:
    """The segments of every shipped initiative join to both of its summaries."""
    for _section, initiative in load_plan().initiatives():
        old, new = initiative.summaries.values()
        check_laws(old, new, diff_text(old, new))
