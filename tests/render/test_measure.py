"""The room that a text takes in a column."""

import pytest

from bouhan_diff.text._measure import ems, lines


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
        ("あ" * 100, 0.5, 200),
    ],
)
def test_lines_are_counted_as_they_are_set(text: str, width: float, expected: int) -> None:
    """Lines end before what may begin none, and around words that fit on one."""
    assert lines(text, width) == expected


def test_narrow_characters_count_half() -> None:
    """Half-width letters and kana take half the room of full-width ones."""
    assert [ems("防犯"), ems("AB"), ems("ﾎﾞｳ"), ems("①")] == [2, 1, 1.5, 1]
