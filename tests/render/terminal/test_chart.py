"""Bars are as long as what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.render.terminal.lines import View
from bouhan_diff.render.terminal.statistics import Bar, chart
from bouhan_diff.text.linebreak import display_width

COUNTS = st.lists(st.integers(0, 300), min_size=1, max_size=5)


def drawn(bars: list[Bar], width: int = 80) -> list[str]:
    """The lines of a chart below its heading."""
    lines = chart("章", "変更/件数", bars, View(width))
    return ["".join(text for text, _style in line) for line in lines][2:]


def bar(*parts: float, whole: float) -> Bar:
    """A bar of these parts."""
    return Bar([("名", "")], [("9", "")], [(part, "") for part in parts], whole, [])


def test_each_initiative_is_a_whole_cell_where_there_is_room() -> None:
    """Two of four in one group and none of two in another can be counted on the bars."""
    lines = drawn([bar(1, 1, whole=4), bar(whole=2)])
    assert lines[0].endswith("█" * 14 + "─" * 14)
    assert lines[1].endswith(" " + "─" * 14)


def test_a_share_is_drawn_to_an_eighth_of_a_cell() -> None:
    """A fraction ends in a block that is as wide as what is left."""
    assert drawn([bar(1 / 56, whole=1)])[0].endswith("▌" + "─" * 27)


@pytest.mark.usefixtures("wide_ambiguous")
def test_a_bar_of_wide_blocks_keeps_within_the_screen() -> None:
    """Where a block takes two cells, half as many are drawn."""
    for width in (20, 40, 80, 120):
        lines = drawn([bar(3, whole=40), bar(40, whole=40)], width)
        assert all(display_width(line) <= width for line in lines)


@given(st.lists(COUNTS, min_size=1, max_size=6), st.integers(20, 120))
def test_no_bar_leaves_the_screen_and_no_change_goes_unseen(
    groups: list[list[int]], width: int
) -> None:
    """Whatever the counts, lines fit, and what changed at all shows at least a sliver."""
    bars = [bar(*counts, whole=sum(counts) + 1) for counts in groups]
    lines = drawn(bars, width)
    assert all(display_width(line) <= width for line in lines)
    solid = [line for line in lines if any(block in line for block in "█▏▎▍▌▋▊▉")]
    assert len(solid) == sum(1 for counts in groups if sum(counts))
