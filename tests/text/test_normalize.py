"""Names in their commonest spelling, and signs of no value (for folding see test_characters)."""

import pytest

from bouhan_diff.text.normalize import is_no_value, spellings


def test_a_list_has_each_name_once_as_it_is_most_often_written() -> None:
    """The commonest spelling stands for all of a name, the first where several are as common."""
    written = ["(地域）", "消費)", "(地域)", "消費）", "(地域)"]
    assert list(spellings(written).values()) == ["(地域)", "消費)"]


@pytest.mark.parametrize(
    "text", ["", "　", "―", "－", "-", "‐", "–", "—", "ー", " ― ", "皆増", "皆減"]
)
def test_signs_of_no_value_are_none(text: str) -> None:
    """An empty cell, a dash and 皆増 say that there is no value."""
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["0", "０", "△", "新規", "一", "なし", "-1"])
def test_other_cells_have_a_value(text: str) -> None:
    """Zero is a value, and so is any word."""
    assert not is_no_value(text)
