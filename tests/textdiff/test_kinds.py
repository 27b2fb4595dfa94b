"""Kinds: notation, wording and substance told apart, each edit with a reason that can be shown."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from bouhan_diff.render import labels
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import Code, EditKind, diff_text, heaviest
from bouhan_diff.textdiff.classify.lexicon import NEUTRAL, lemma
from bouhan_diff.textdiff.tokenizer import text_of, words

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_way_back_is_as_far(case: dict[str, str]) -> None:
    """From the new text to the old one a change is of the same kind."""
    assert heaviest(diff_text(case["new"], case["old"])) == case["kind"]


SUMMARIES = [
    summary
    for section in load_plan().sections
    for initiative in section.initiatives
    for summary in initiative.summaries.values()
]


@given(st.sampled_from(SUMMARIES))
def test_width_and_commas_are_notation(text: str) -> None:
    """Digits and letters in half width, other commas and no line feeds change no more."""
    written = unicodedata.normalize("NFKC", text.replace("…", "")).replace("、", "，")
    segments = diff_text(text.replace("…", ""), written.replace("\n", ""))
    assert heaviest(segments) in (EditKind.EQUAL, EditKind.NOTATION)


@given(st.sampled_from(SUMMARIES), st.data())
def test_a_word_less_is_substance(text: str, data: st.DataObject) -> None:
    """A noun or a number that goes is a change of fact, whatever else is written otherwise."""
    written = words(text)
    nouns = [n for n, word in enumerate(written) if word.pos[:2] == ("名詞", "普通名詞")]
    place = data.draw(st.sampled_from(nouns))
    assume(not re.fullmatch("[ぁ-ん]+|実施", written[place].surface))
    assume(lemma(written[place]) not in NEUTRAL)
    left = text_of(written[:place]) + text_of(written[place + 1 :])
    assert heaviest(diff_text(text, left.replace("、", "，"))) is EditKind.SUBSTANCE
