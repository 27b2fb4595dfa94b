"""Kinds: notation, wording and substance told apart, each edit with a reason that can be shown."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from bouhan_diff.render import labels
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import Code, EditKind, diff_text, heaviest
from bouhan_diff.textdiff.classify.lexicon import NEUTRAL, lemma
from bouhan_diff.textdiff.tokenizer import text_of, words

FOLDER = Path(__file__).parent.parent / "cases"
CASES = yaml.safe_load((FOLDER / "kinds.yaml").read_text(encoding="utf-8"))
FRAMES = yaml.safe_load((FOLDER / "frames.yaml").read_text(encoding="utf-8"))
FACTS = yaml.safe_load((FOLDER / "facts.yaml").read_text(encoding="utf-8"))
DANGERS = yaml.safe_load((FOLDER / "dangers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['kind']}: {case['why']}") for case in CASES]
)
def test_kind(case: dict[str, str]) -> None:
    """The heaviest edit is what a careful reader calls it, both ways, and each has a reason."""
    for old, new in ((case["old"], case["new"]), (case["new"], case["old"])):
        segments = diff_text(old, new)
        assert heaviest(segments) == case["kind"], (case["why"], segments)
        for segment in segments:
            assert (segment.kind is EditKind.EQUAL) == (segment.reason is None)
            assert segment.reason is None or segment.reason.code in labels.REASON


def test_where_and_why_each_case_is_marked(golden: Callable[[str, str], None]) -> None:
    """The borders of every case's edits and their reasons change only where that is meant."""
    golden("textdiff/kinds.txt", "".join(f"{_marked(case)}\n" for case in CASES))


def test_which_fillings_of_one_frame_are_alike(golden: Callable[[str, str], None]) -> None:
    """What two fillings of a sentence are named less than substance changes only if meant."""
    golden("textdiff/frames.txt", "".join(line for frame in FRAMES for line in _alike(**frame)))


def _alike(frame: str, fillings: list[str]) -> Iterator[str]:
    """Yield the frame, and each filling with those after it that state the same facts."""
    yield f"{frame}\n"
    texts = [frame.format(filling) for filling in fillings]
    for at, filling in enumerate(fillings):
        same = [
            other
            for other, text in zip(fillings[at + 1 :], texts[at + 1 :], strict=True)
            if heaviest(diff_text(texts[at], text)) is not EditKind.SUBSTANCE
        ]
        if same:
            yield f"  {filling} = {' '.join(same)}\n"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["frame"]) for case in FACTS])
def test_no_two_facts_of_one_frame_are_alike(case: dict[str, Any]) -> None:
    """Each of the facts that fill a sentence differs in substance from each other one."""
    for one, other in combinations(_facts(**case), 2):
        for old, new in product(one, other):
            assert heaviest(diff_text(old, new)) is EditKind.SUBSTANCE, (old, new)


def test_which_other_words_for_one_fact_are_named_substance(
    golden: Callable[[str, str], None],
) -> None:
    """What is the same fact in other words, and named substance, becomes no more unnoticed."""
    pairs = (pair for case in FACTS for same in _facts(**case) for pair in combinations(same, 2))
    heavy = [pair for pair in pairs if heaviest(diff_text(*pair)) is EditKind.SUBSTANCE]
    golden("textdiff/facts.txt", "".join(f"{old} = {new}\n" for old, new in heavy))


def _facts(frame: str, facts: list[str | list[str]]) -> list[list[str]]:
    """Return the sentences that state each fact (文ごとの事実)."""
    listed = ([one] if isinstance(one, str) else one for one in facts)
    return [[frame.format(filling) for filling in one] for one in listed]


def _marked(case: dict[str, str]) -> str:
    """The new version with its marks, and behind each its reason; (?) where it may be wording."""
    text = ""
    for segment in diff_text(case["old"], case["new"]):
        if segment.reason is None:
            text += segment.old
            continue
        text += f"[-{segment.old}-]" if segment.old else ""
        text += f"{{+{segment.new}+}}" if segment.new else ""
        text += f"({segment.reason.code.value}{'?' if segment.perhaps else ''})"
    return text.replace("\n", "⏎")


@pytest.mark.parametrize(
    "pair",
    [pytest.param(pair, id=family["family"]) for family in DANGERS for pair in family["pairs"]],
)
def test_a_change_of_fact_is_never_named_lighter(pair: tuple[str, str]) -> None:
    """What looks like a trifle and changes a fact is substance, both ways."""
    old, new = pair
    for segments in (diff_text(old, new), diff_text(new, old)):
        assert heaviest(segments) is EditKind.SUBSTANCE, segments


SENTENCES = [
    (old, new)
    for old, new in (
        *((case["old"], case["new"]) for case in CASES),
        *(pair for family in DANGERS for pair in family["pairs"]),
    )
    if old != new and old.endswith("。") and new.endswith("。")
]
BEFORE, AFTER = "駅前の花壇を整える。", "台帳は五年間保存される。"
BACKWARDS = {Code.CONTENT_ADDED: Code.CONTENT_REMOVED, Code.CONTENT_REMOVED: Code.CONTENT_ADDED}


def test_sentences_around_an_edit_change_nothing_of_it() -> None:
    """What is marked in a sentence, and why, is so too between two other sentences."""
    for old, new in SENTENCES:
        within = _edits(BEFORE + old + AFTER, BEFORE + new + AFTER)
        shifted = [(start + len(BEFORE), *edit) for start, *edit in _edits(old, new)]
        assert within == shifted, (old, new)


def test_a_change_of_fact_stays_one_beside_another_ending() -> None:
    """する that became します elsewhere in the sentence makes no change of fact lighter."""
    facts = [pair for pair in SENTENCES if heaviest(diff_text(*pair)) is EditKind.SUBSTANCE]
    for old, new in facts:
        polite = re.sub("する。$", "します。", new)
        if new.endswith("する。") and old.endswith("する。") and polite != old:
            assert heaviest(diff_text(old, polite)) is EditKind.SUBSTANCE, (old, polite)
            assert heaviest(diff_text(polite, old)) is EditKind.SUBSTANCE, (old, polite)


def test_what_is_marked_alike_backwards_is_called_alike() -> None:
    """From new to old an edit has its kind and its reason; only what was added is removed."""
    for old, new in SENTENCES:
        there = _edits(old, new)
        back = [
            (start, now, was, kind, BACKWARDS.get(code, code), perhaps)
            for start, was, now, kind, code, perhaps in _edits(new, old)
        ]
        if [edit[1:3] for edit in there] == [edit[1:3] for edit in back]:
            assert [edit[1:] for edit in there] == [edit[1:] for edit in back], (old, new)


def _edits(old: str, new: str) -> list[tuple[Any, ...]]:
    """Each edit: its place in the old text, both sides, kind, code, and what it may be."""
    edits, start = [], 0
    for segment in diff_text(old, new):
        if segment.reason is not None:
            code = segment.reason.code
            sides = segment.old, segment.new
            edits.append((start, *sides, segment.kind, code, segment.perhaps))
        start += len(segment.old)
    return edits


@pytest.mark.parametrize(
    ("old", "new", "is_suspected"),
    [
        pytest.param("名簿を作成している。", "名簿を作成する。", True, id="a state alone"),
        pytest.param("児童を送る。", "児童を送付する。", True, id="a verb of other nouns"),
        pytest.param("市は、市の公園を使う。", "市は、公園を使う。", True, id="said elsewhere"),
        pytest.param("定員を20人増やす。", "定員を20人に増やす。", False, id="a figure"),
        pytest.param("名簿を作成しない。", "名簿を作成する。", False, id="a negation"),
        pytest.param("名簿を作成した。", "名簿を作成する。", False, id="the past"),
        pytest.param("市が作成する。", "県が作成する。", False, id="who acts"),
    ],
)
def test_what_may_be_wording_is_marked_and_stays_substance(
    old: str, new: str, is_suspected: bool
) -> None:
    """A suspected wording is substance that says so; a changed figure or actor is not suspected."""
    segments = diff_text(old, new)
    assert heaviest(segments) is EditKind.SUBSTANCE
    assert any(s.perhaps is EditKind.WORDING for s in segments) is is_suspected
    assert all(s.perhaps is None or s.kind is EditKind.SUBSTANCE for s in segments)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        pytest.param(
            "危機管理室が所管する。",
            "市民生活課が所管する。",
            ("危機管理室", "市民生活課"),
            id="words that follow each other are one",
        ),
        pytest.param(
            "関係機関と連携し、見守りを行う。",
            "見守りを行う。",
            ("関係機関", "連携"),
            id="words apart from each other are several",
        ),
        pytest.param(
            "町内会、学校を訪問する。",
            "町内会、商店街、事業所を訪問する。",
            ("学校", "商店街", "事業所"),
            id="those of the old text come first",
        ),
        pytest.param("定員は10人とする。", "定員は12人とする。", ("10人", "12人"), id="figures"),
        pytest.param("学期ごとに点検する。", "学期に点検する。", ("学期ごと",), id="how often"),
        pytest.param("年度ごとに報告する。", "年度に報告する。", ("年度ごと",), id="every year"),
        pytest.param("市民は参加できる。", "市民は参加する。", ("できる",), id="an auxiliary verb"),
        pytest.param("施設を開放しない。", "施設を開放する。", ("ない",), id="a negation"),
    ],
)
def test_a_reason_names_the_words_that_it_is_about(
    old: str, new: str, named: tuple[str, ...]
) -> None:
    """A reason gives the words of the changed fact, as the texts write them."""
    (reason,) = [segment.reason for segment in diff_text(old, new) if segment.reason]
    assert reason.words == named


def test_each_family_of_dangers_has_fifteen_pairs() -> None:
    """No family has fewer than fifteen pairs, and none is there twice."""
    for family in DANGERS:
        assert len({tuple(pair) for pair in family["pairs"]}) == len(family["pairs"]) >= 15


def test_every_reason_has_its_words() -> None:
    """No code of a reason lacks its Japanese words, and none has words that is not given."""
    assert set(labels.REASON) == set(Code)


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
