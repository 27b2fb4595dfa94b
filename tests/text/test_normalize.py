"""What counts as the same when things are looked for."""

import pytest

from bouhan_diff.text.normalize import fold, is_no_value, spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("エ2", "エ②"),
        ("ｴ②", "エ②"),
        ("市民生活課(地域担当）", "市民生活課（地域担当）"),
        ("ＬＩＮＥ", "line"),
        ("市民 生活　課", "市民生活課"),
        ("防犯･交通", "防犯・交通"),
    ],
)
def test_widths_forms_case_and_spaces_do_not_matter(one: str, other: str) -> None:
    """Two ways to write one thing fold to one string."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("エ②", "エ③"), ("子ども", "こども"), ("はし", "ハシ"), ("保証", "補償")]
)
def test_other_letters_do_matter(one: str, other: str) -> None:
    """Folding never makes two different spellings of the words themselves one."""
    assert fold(one) != fold(other)


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
