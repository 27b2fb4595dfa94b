"""Line breaking after the Japanese rules, as cases and as laws."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.linebreak import NO_END, NO_START, break_lines, cells

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "linebreak.yaml").read_text(encoding="utf-8")
)
LETTERS = st.text(
    st.sampled_from("あ漢カabc１２３12、。」（「ゃ…ｶﾞか\u3099葛\U000e0100①㎡☎\ufe0f .,-")
)
TEXTS = st.one_of(
    LETTERS, st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))
)
PROSE = st.text(st.sampled_from("あいう漢字カナ、。」「"))


def broken(text: str, width: int) -> list[str]:
    """The lines of a text."""
    return [text[start:end] for start, end in break_lines(text, width)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_lines_break_where_the_rules_say(case: dict[str, object]) -> None:
    """A text comes out in the lines that the case lists."""
    lines = case["lines"]
    assert isinstance(lines, list)
    assert broken("".join(lines), int(str(case["width"]))) == lines


@given(TEXTS, st.integers(1, 40))
def test_lines_joined_are_the_text(text: str, width: int) -> None:
    """Nothing is lost, added or moved by breaking."""
    assert "".join(broken(text, width)) == text


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    """A line keeps within the width wherever a character fits at all."""
    assert all(cells(line) <= width for line in broken(text, width))


@given(PROSE, st.integers(20, 60))
def test_forbidden_characters_start_and_end_no_line(text: str, width: int) -> None:
    """No line starts with 、 or ends with 「, save inside a run of them wider than a line."""
    lines = broken(text, width)
    for before, after in pairwise(lines):
        seam = before + "|" + after
        if after[0] in NO_START or before[-1] in NO_END:
            assert all(left in NO_END or right in NO_START for left, right in pairwise(before)), (
                seam
            )


@given(st.lists(st.sampled_from(["Facebook", "350", "LINE", "1,000", "防犯", "を", "市民"])))
def test_words_and_numbers_that_fit_are_not_cut(words: list[str]) -> None:
    """A Latin word or a number that fits on a line stands on one line."""
    text = "の".join(words)
    lines = broken(text, 20)
    for word in {word for word in words if word.isascii()}:
        assert sum(line.count(word) for line in lines) == text.count(word)


@given(st.text(st.sampled_from("あ、b"), min_size=1, max_size=60), st.data())
def test_room_for_marks_is_kept(text: str, data: st.DataObject) -> None:
    """Cells that are drawn beside a character count as part of its line."""
    extra = data.draw(st.dictionaries(st.integers(0, len(text) - 1), st.integers(0, 4), max_size=5))
    for start, end in break_lines(text, 20, extra):
        beside = sum(extra.get(index, 0) for index in range(start, end))
        assert cells(text[start:end]) + beside <= 20
