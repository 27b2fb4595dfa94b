"""Display width, line breaking by the Japanese rules, and joining again: cases and laws."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.joining import is_cut, join, paragraphs, respaced
from bouhan_diff.text.linebreak import (
    NO_END,
    NO_START,
    break_lines,
    count_lines,
    display_width,
    ems,
    wrap,
)

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "linebreak.yaml").read_text("utf-8"))
JOINING = yaml.safe_load((Path(__file__).parents[1] / "cases" / "joining.yaml").read_text("utf-8"))
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
    assert all(display_width(line) <= width for line in broken(text, width))


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
        assert display_width(text[start:end]) + beside <= 20


@pytest.mark.parametrize(
    ("text", "width", "of_ambiguous"),
    [
        ("", 0, 0),
        ("abc", 3, 3),
        ("防犯", 4, 4),
        ("ﾎﾞｳ", 3, 3),
        ("ＡＢ", 4, 4),
        ("①○─→", 4, 8),
        ("か\u3099", 2, 2),
        ("葛\U000e0100城", 4, 4),
        ("a\u200bb", 2, 2),
        ("👨\u200d👩\u200d👧", 2, 2),
        ("❤\ufe0f", 2, 2),
        ("👍🏽", 2, 2),
        ("🇯🇵", 2, 2),
        ("あ\u200dい", 4, 4),
        ("\u0378", 1, 1),  # assigned to nothing
        ("\U0001f9ff\U0001facf", 4, 4),  # a picture, and a place among them
    ],
)
def test_a_width_is_what_a_terminal_draws(text: str, width: int, of_ambiguous: int) -> None:
    """Kanji take two cells, combining and invisible characters none, an emoji sequence two."""
    assert display_width(text) == width
    assert display_width(text, ambiguous=2) == of_ambiguous


@given(TEXTS, TEXTS)
def test_widths_add_up(one: str, other: str) -> None:
    """Two texts take what each takes alone, but for what joins into one emoji."""
    both = display_width(one + other)
    assert display_width(one) <= both <= display_width(one) + display_width(other) + 1
    if not set(one + other) & set("\u200d\ufe0f🏻🏼🏽🏾🏿"):
        assert both == display_width(one) + display_width(other)


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_where_ambiguous_characters_are_wide(text: str, width: int) -> None:
    """The choice for ambiguous characters holds in breaking too."""
    lines = [text[start:end] for start, end in break_lines(text, width, ambiguous=2)]
    assert "".join(lines) == text
    assert all(display_width(line, 2) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, 1),
        ("防犯カメラの設置を行う", 11, 1),
        ("防犯カメラの設置を行う", 10, 2),
        ("一行目\n\n三行目", 10, 3),
        ("防犯活動を行う。", 7, 2),  # the full stop takes 行う's last letter with it
        ("市のFacebookページ", 5, 3),  # a word is not parted where it fits on a line
        ("Facebook", 2, 2),  # and is where it does not
        ("あ" * 100, 0.5, 100),
    ],
)
def test_lines_of_print_are_counted_as_they_are_set(text: str, width: float, expected: int) -> None:
    """The lines of a printed column are those that it is broken into."""
    assert count_lines(text, width) == expected


def test_narrow_characters_count_half_in_print() -> None:
    """Half-width letters and kana take half the room of full-width ones."""
    assert [ems("防犯"), ems("AB"), ems("ﾎﾞｳ"), ems("①")] == [2, 1, 1.5, 1]


def test_wrapped_prose_has_no_spaces_at_its_breaks() -> None:
    """English breaks between words, and no line begins or ends with a space."""
    assert wrap("Show what changed between two years", 12) == [
        "Show what",
        "changed",
        "between two",
        "years",
    ]


def why(case: dict[str, Any]) -> str:
    """The id of a case."""
    return str(case["why"])


@pytest.mark.parametrize("case", JOINING["join"], ids=why)
def test_lines_are_joined_as_they_were_written(case: dict[str, Any]) -> None:
    """Japanese has no space at a line's end, and two Latin words have one."""
    assert join(case["lines"]) == case["text"]


@pytest.mark.parametrize("case", JOINING["paragraphs"], ids=why)
def test_paragraphs_begin_where_they_say_so(case: dict[str, Any]) -> None:
    """An indent or the mark of an item begins a paragraph of wrapped lines."""
    assert paragraphs(case["lines"], is_wrapped=case["is_wrapped"]) == tuple(case["paragraphs"])


@pytest.mark.parametrize("case", JOINING["spaces"], ids=why)
def test_spaces_are_those_of_the_document(case: dict[str, Any]) -> None:
    """A layout writes a narrow space for every gap."""
    assert respaced(case["text"]) == case["respaced"]


@pytest.mark.parametrize("case", JOINING["cuts"], ids=why)
def test_a_text_is_cut_amid_a_sentence_or_not(case: dict[str, Any]) -> None:
    """What a page's end has cut goes on below; what ended, and an item, begin anew."""
    assert is_cut(case["above"], case["below"]) is case["is_cut"]


@given(st.lists(st.text(st.sampled_from("あ漢・。aB1-　 (①"), max_size=6), max_size=6))
def test_no_letter_is_lost_in_joining(lines: list[str]) -> None:
    """Whatever is joined or parted, every letter stays, in order."""
    letters = "".join("".join(lines).split())
    assert "".join(join(lines).split()) == letters
    for is_wrapped in (True, False):
        assert "".join("".join(paragraphs(lines, is_wrapped=is_wrapped)).split()) == letters
