"""The laws of the engine: what holds for every two texts."""

import re
import time
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq
from sudachipy import Dictionary, SplitMode

from bouhan_diff import diff_text, load_plan
from bouhan_diff.textdiff import EditKind, Segment
from bouhan_diff.textdiff.aligner import Edit, matching
from bouhan_diff.textdiff.sentences import is_rewritten
from bouhan_diff.textdiff.tokenizer import words

PAIRS = [tuple(initiative.summaries.values()) for _, initiative in load_plan().initiatives()]
TOKENIZER = Dictionary(dict="small").tokenizer(mode=SplitMode.A)
CHANGED = [pair for pair in PAIRS if pair[0] != pair[1]]

ORDINARY = (
    *("防犯", "パトロール", "を", "実施する", "。", "、", "\n", "「", "」", "各", "行う", "行い"),
    *("「こども110番の家」", "（22局）", "取り組み", "取組み", "ＬＩＮＥ", "LINE", "2", "Wi-Fi"),
    *("約1,000団体", "3.5", "２０２４年度", "さらに、町内会等に対し、年6回", "ﾎﾟｽﾀｰ"),
)
ODD = (
    *(
        "か\u3099",
        "が",
        "ｶﾞ",
        "㈱",
        "㍿",
        "\u202e",
        "\ud83d",
        "\udc00",
        "\ufffd",
        "\0",
        "\t",
        "\r\n",
    ),
    *("👨\u200d👩\u200d👧", "🏠", "cafe\u0301", "葛\U000e0100城市", " ", "\u3000", "･", "①"),
)
PHRASES = st.sampled_from(ORDINARY + ODD)
TEXTS = st.one_of(
    st.lists(PHRASES, max_size=30).map("".join),
    st.text(st.characters(codec=None), max_size=30),
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with passages dropped, added and moved."""
    phrases = draw(st.lists(PHRASES, min_size=1, max_size=30))
    changed = list(phrases)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(changed)))
        changed[at : at + draw(st.integers(0, 3))] = draw(st.lists(PHRASES, max_size=3))
    return "".join(phrases), "".join(changed)


def check_laws(old: str, new: str) -> tuple[Segment, ...]:
    """The segments are both texts, none is empty, and no two equal ones are neighbours."""
    segments = diff_text(old, new)
    assert "".join(segment.old for segment in segments) == old
    assert "".join(segment.new for segment in segments) == new
    for segment in segments:
        assert segment.old or segment.new
        assert (segment.kind is EditKind.EQUAL) == (segment.old == segment.new)
        assert (segment.kind is EditKind.EQUAL) == (segment.reason is None)
    for left, right in pairwise(segments):
        assert (left.kind, right.kind) != (EditKind.EQUAL, EditKind.EQUAL)
    return segments


def borders(segments: tuple[Segment, ...], side: str) -> set[int]:
    """Where segments that are no mere notation begin and end in one of the texts."""
    lengths = [len(getattr(segment, side)) for segment in segments]
    stops = accumulate(lengths)
    return {
        place
        for segment, length, stop in zip(segments, lengths, stops, strict=True)
        if length and segment.kind not in {EditKind.EQUAL, EditKind.NOTATION}
        for place in (stop - length, stop)
    }


def check_words_whole(old: str, new: str) -> None:
    """The laws hold, and no border is inside a word of either text as Sudachi cuts it."""
    segments = check_laws(old, new)
    for text, side in ((old, "old"), (new, "new")):
        ends = {0} | {morpheme.end() for morpheme in TOKENIZER.tokenize(text)}
        assert borders(segments, side) <= ends


@given(TEXTS, TEXTS)
@example("", "")
@example("\ud800", "\udc00。\n")
@example("さらに、ﾞ", "ﾞ")
@example("対象となる管路のうち、古いものを直す。", "対象となる管路の、古いものを直す。")
@example("毎週、公民館で講座を開く。", "毎週、公民館で講座を")
@settings(max_examples=100, deadline=None)
def test_laws_hold_on_any_two_texts(old: str, new: str) -> None:
    """Segments of any two texts, however odd, join to both of them."""
    check_laws(old, new)


@given(TEXTS)
@example("委託先は甲㍿")
@example("㋿")
@example("１🄀")
@settings(max_examples=100, deadline=None)
def test_words_are_the_text_and_none_is_empty(text: str) -> None:
    """A sign that the dictionary cuts into two words is one, also at the end of the text."""
    found = [word.surface for word in words(text)]
    assert "".join(found) == text
    assert all(found)


@given(st.lists(st.sampled_from("abcde"), max_size=90), st.data())
def test_as_many_elements_as_possible_are_aligned(old: list[str], data: st.DataObject) -> None:
    """The alignment is a common subsequence, and none is longer; so rapidfuzz has it."""
    kept = [one for one in old if data.draw(st.booleans())]
    new = data.draw(st.one_of(st.just(kept), st.lists(st.sampled_from("abcde"), max_size=90)))
    pairs = matching(old, new)
    assert [old[i] for i, _j in pairs] == [new[j] for _i, j in pairs]
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert len(pairs) == LCSseq.similarity(old, new)


@given(versions())
@settings(max_examples=100, deadline=None)
def test_laws_hold_on_versions_of_a_text(pair: tuple[str, str]) -> None:
    """Segments of two versions of one text join to both of them."""
    check_laws(*pair)


@given(versions())
@settings(max_examples=100, deadline=None)
def test_numbers_and_latin_words_stay_whole(pair: tuple[str, str]) -> None:
    """No border of an edit stands inside a number, a Latin word or a character and its marks."""
    segments = check_laws(*pair)
    for text, side in zip(pair, ("old", "new"), strict=True):
        for match in re.finditer(r"\d+(?:[.,]\d+)*|[A-Za-zＡ-Ｚ]+|[かe][\u0301\u3099]|\r\n", text):
            inside = set(range(match.start() + 1, match.end()))
            assert not borders(segments, side) & inside, match[0]


@given(st.lists(st.sampled_from(ORDINARY), max_size=40), st.data())
@settings(max_examples=100, deadline=None)
def test_ordinary_words_stay_whole(phrases: list[str], data: st.DataObject) -> None:
    """No border of an edit is inside a word that Sudachi sees in the whole of either text."""
    changed = list(phrases)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed)))
        changed[at : at + 1] = data.draw(st.lists(st.sampled_from(ORDINARY), max_size=2))
    check_words_whole("".join(phrases), "".join(changed))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0][:8])
def test_laws_hold_on_the_shipped_plan(pair: tuple[str, str]) -> None:
    """Segments of a shipped initiative join to its summaries; no border cuts a word."""
    check_words_whole(*pair)


def test_the_shipped_plan_is_easy_to_read() -> None:
    """The 15 changed initiatives take few spans, few marked characters and hardly a tiny span."""
    spans = [
        text
        for pair in CHANGED
        for segment in diff_text(*pair)
        if segment.kind is not EditKind.EQUAL
        for text in (segment.old, segment.new)
        if text
    ]
    assert len(CHANGED) == 15
    assert len(spans) <= 50
    assert sum(map(len, spans)) <= 411
    assert sum(len(text) == 1 for text in spans) <= 6


def long_text() -> str:
    """A text of 100,000 characters out of the plan's summaries, numbered."""
    return "".join(f"{n}：{old}" for n in range(100) for old, _new in PAIRS)[:100_000]


def scattered(text: str) -> str:
    """The text with a character replaced in every hundred."""
    return "".join("改" if at % 97 == 50 else sign for at, sign in enumerate(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(long_text(), scattered(long_text()), id="scattered edits"),
        pytest.param(long_text(), "アイウエオ" * 20_000, id="nothing in common"),
        pytest.param("防" * 100_000, "防" * 99_999, id="one character alone"),
    ],
)
def test_long_texts_end_in_seconds(old: str, new: str) -> None:
    """Two texts of 100,000 characters are compared in seconds of processor time."""
    diff_text("旧", "新")
    start = time.process_time()
    check_laws(old, new)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("new", "is_new"), [(("㌫", "km"), True), (("ｋｍ", "㌫"), False)], ids=["order", "width"]
)
def test_what_is_too_long_to_align_is_rewritten_unless_only_its_width_changed(
    new: tuple[str, str], is_new: bool
) -> None:
    """Words that were not aligned are not read either, but full width throughout is no fact."""
    was, now = (
        [word for text in texts for word in words(text) * 30_000] for texts in (("km", "㌫"), new)
    )
    assert is_rewritten(was, now, Edit(0, len(was), 0, len(now))) is is_new
