"""Which characters are the same, as cases and as laws; names and signs of no value."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.normalize import (
    APART,
    closed_up,
    comparable,
    fold,
    is_no_value,
    mend,
    occurrences,
    searchable,
    spellings,
    unbracketed,
)

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "characters.yaml").read_text("utf-8"))
LETTERS = st.text(
    st.sampled_from(
        "あか漢葛一二〇○◯ａＡAzｶﾞ\u3099\U000e0100\u200b0１2①②¹½㋿㍍㈱⺠⽤～〜−ﬁ☎\ufe0f　 ()（）"
    ),
    max_size=20,
)


def why(case: dict[str, str]) -> str:
    """The id of a case."""
    return case["why"]


@pytest.mark.parametrize("case", CASES["same"], ids=why)
def test_two_ways_to_write_one_thing_fold_alike(case: dict[str, str]) -> None:
    """Width, variants and what cannot be seen do not count."""
    assert fold(case["one"]) == fold(case["other"])


@pytest.mark.parametrize("case", CASES["different"], ids=why)
def test_two_things_never_fold_alike(case: dict[str, str]) -> None:
    """Folding joins no digits that stand apart, and no words that are spelt otherwise."""
    assert fold(case["one"]) != fold(case["other"])


@pytest.mark.parametrize("case", CASES["search"], ids=why)
def test_a_word_is_found_as_it_is_written(case: dict[str, str]) -> None:
    """What is found is the text's own characters, whole."""
    text = case["text"]
    assert [text[start:end] for start, end in occurrences(text, case["word"])] == case["found"]


@given(st.one_of(LETTERS, st.text(max_size=30)))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded is the same, folded again, once its digits are apart."""
    once = fold(text)
    assert fold(once.replace(APART, "")) == fold(once).replace(APART, "")


@given(LETTERS, LETTERS, LETTERS)
def test_search_finds_what_matching_finds(before: str, word: str, after: str) -> None:
    """A word is found in a text if, and only if, the searched text has the searched word."""
    text = before + word + after
    found = list(occurrences(text, word))
    assert bool(found) == bool(searchable(word) and searchable(word) in searchable(text))
    assert all(0 <= start < end <= len(text) for start, end in found)


@given(LETTERS)
def test_a_text_is_comparable_in_its_own_order(text: str) -> None:
    """Mending radicals keeps the length, and plain text is compared as it is."""
    assert len(mend(text)) == len(text)
    assert comparable("plain text 12, (a)") == "plain text 12, (a)"


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        pytest.param("二○年", "二〇年", id="a-circle-behind-a-digit"),
        pytest.param("二○\u20dd", "二〇\u20dd", id="with-its-mark"),
        pytest.param("○月", "○月", id="a-circle-alone"),
    ],
)
def test_a_circle_behind_a_kanji_digit_is_a_nought(written: str, compared: str) -> None:
    """二○二四年 is 二〇二四年; what is combined with the circle stays."""
    assert comparable(written) == compared


@pytest.mark.parametrize("unit", ["　", "\u200b", "か\u200b", "①", "一○", "か 　\u3099", "あ"])
def test_search_grows_with_the_text_alone(unit: str) -> None:
    """A text of one sort of character takes steps in proportion to its length."""
    text = unit * 100_000
    assert list(occurrences(text, "防犯")) == []


def test_a_list_has_each_name_once_as_it_is_most_often_written() -> None:
    """The commonest spelling stands for all of a name, the first where several are as common."""
    written = ["(地域）", "消費)", "(地域)", "消費）", "(地域)"]
    assert list(spellings(written).values()) == ["(地域)", "消費)"]


@pytest.mark.parametrize(
    "text", ["", "　", "―", "－", "-", "‐", "–", "—", "ー", " ― ", "皆増", "皆減", "―千円", "－円"]
)
def test_signs_of_no_value_are_none(text: str) -> None:
    """An empty cell, a dash and 皆増 say that there is no value."""
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["0", "０", "△", "新規", "一", "なし", "-1", "千円", "億", "―名"])
def test_other_cells_have_a_value(text: str) -> None:
    """Zero is a value, and so is any word."""
    assert not is_no_value(text)


@pytest.mark.parametrize(
    ("title", "closed"),
    [
        ("歳　入　市税", "歳入　市税"),
        ("説 明 （千円）", "説明 （千円）"),
        ("事 業 名（案）", "事業名（案）"),
        ("3そ　の　他", "3その他"),
        ("(9)普　通　債", "(9)普通債"),
        ("第　１　表　歳　入", "第１表歳入"),
        ("款 1 項 2", "款 1 項 2"),
        ("ア イ ウ", "アイウ"),
        ("ア イ", "ア イ"),
        ("第１ 章", "第１ 章"),
        ("東京 都", "東京 都"),
    ],
)
def test_words_spread_over_a_title_are_closed_up(title: str, closed: str) -> None:
    """Two kana may be two items, and a character beside a longer word is a word of its own."""
    assert closed_up(title) == closed


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param("【担当課：道路課】", "担当課：道路課", id="around the whole"),
        pytest.param("( 道路課 )", "道路課", id="with spaces"),
        pytest.param("（道路課（管理係））", "道路課（管理係）", id="others inside"),
        pytest.param("（国）と（県）", "（国）と（県）", id="around two parts"),
        pytest.param("（道路課】", "（道路課】", id="of two kinds"),
        pytest.param("（", "（", id="never closed"),
        pytest.param("道路課", "道路課", id="none"),
        pytest.param("", "", id="empty"),
    ],
)
def test_brackets_around_a_whole_text_are_removed(text: str, inside: str) -> None:
    """A text wholly in brackets is what they hold; others stay as they are."""
    assert unbracketed(text) == inside
