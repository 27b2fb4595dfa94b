"""Sentences (文): which of them are versions of each other, and what has to be cut into words."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .aligner import Edit, align, align_words, edits_between, matches, shared_items
from .boundaries import is_torn
from .tokenizer import CLOSING, PAUSE, SENTENCE_ENDS, Word, split_sentences

Words = Sequence[Word]

_telling = re.compile("[^\\s\u3000-\u303fぁ-ん]").findall


class Stretch(NamedTuple):
    """A stretch of both texts (一区間): what both begin with, and then where they differ.

    are_versions: whether old and new are of two versions of one sentence for sure.
    """

    equal: str
    old: str
    new: str
    are_versions: bool = False


def stretches(old: str, new: str) -> Iterator[Stretch]:
    """Yield two texts in stretches (区間), in order; old and new of the last may be empty.

    Lines and sentences that both texts have are equal, whatever line break follows them: an
    item of a list is the same item where it is the last one and no longer ends a line.
    """
    olds, news = split_sentences(old), split_sentences(new)
    contents, new_contents = ([one.rstrip("\n") for one in side] for side in (olds, news))
    kept = matches(align(contents, new_contents, _weight), len(olds))
    equal: list[str] = []
    old_break = new_break = ""
    at = new_at = 0
    for i, j in chain(kept, [(len(olds), len(news))]):
        if old_break == new_break:
            equal.append(old_break)
            old_break = new_break = ""
        for first, second, common in _behind_breaks(
            old_break, new_break, olds[at:i], news[new_at:j]
        ):
            start, from_end = _whole_clauses(first, second, *common) if common else (0, 0)
            stop, new_stop = len(first) - from_end, len(second) - from_end
            equal.append(first[:start])
            yield Stretch("".join(equal), first[start:stop], second[start:new_stop], bool(common))
            equal = [first[stop:]]
        if i < len(olds):
            equal.append(contents[i])
            old_break, new_break = olds[i][len(contents[i]) :], news[j][len(contents[i]) :]
        at, new_at = i + 1, j + 1
    yield Stretch("".join(equal), "", "")


def _weight(sentence: str) -> int:
    """Return how much it is worth to keep a sentence in its place: long ones more."""
    return 1 + min(len(sentence) // 4, 15)


_Common = tuple[int, int]
"""How many characters two texts begin with alike, and how many then end alike (共通部)."""

_Pair = tuple[str, str, _Common | None]
"""Sentences of both sides (対), with what they have in common where they are versions."""


def _behind_breaks(
    old_break: str, new_break: str, olds: Sequence[str], news: Sequence[str]
) -> list[_Pair]:
    """Return the sentences of both sides in pairs, and the line breaks in front of them.

    Where one side has nothing else, its break goes with its sentences: a new last line
    begins with the break in front of it.
    """
    if not old_break and not new_break:
        return _paired(olds, news)
    if not (old_break or olds) or not (new_break or news):
        return [(old_break + "".join(olds), new_break + "".join(news), None)]
    return [(old_break, new_break, None), *_paired(olds, news)]


def _paired(olds: Sequence[str], news: Sequence[str]) -> list[_Pair]:
    """Return the sentences of both sides in pairs, in order.

    What one side has besides stands without a partner. Where it is not sure which sentences
    are versions of each other, all is one pair.
    """
    first = _versions(olds, news)
    last = [] if len(olds) == len(news) else _versions(olds[::-1], news[::-1])[::-1]
    rest_old = "".join(olds[len(first) : len(olds) - len(last)])
    rest_new = "".join(news[len(first) : len(news) - len(last)])
    is_sure = len(first) + len(last) == min(len(olds), len(news)) and not any(
        _shares(old, common, rest_new) or _shares(new, common, rest_old)
        for old, new, common in first + last
    )
    if not is_sure:
        return [("".join(olds), "".join(news), None)]
    alone: list[_Pair] = [(rest_old, rest_new, None)] if rest_old or rest_new else []
    return first + alone + last


def _versions(olds: Sequence[str], news: Sequence[str]) -> list[_Pair]:
    """Return the first sentences in pairs, as long as each is for sure of versions of one.

    Such have as many of the signs that tell a fact (all but kana and punctuation) in common
    at their beginnings and ends as the shorter one has in between (同じ文の新旧).
    """
    pairs: list[_Pair] = []
    for old, new in zip(olds, news, strict=False):
        start, end = _in_common(old, new)
        stop, new_stop = len(old) - end, len(new) - end
        common = len(_telling(old[:start])) + len(_telling(old[stop:]))
        between = min(len(_telling(old[start:stop])), len(_telling(new[start:new_stop])))
        if not common or common < between:
            break
        pairs.append((old, new, (start, end)))
    return pairs


def _shares(sentence: str, common: _Common | None, rest: str) -> bool:
    """Return whether a sentence has of the rest what it does not have in common with its version.

    It may have been made of both then: where it begins or ends rather as the rest does, or
    has a third of what tells a fact in its middle from there.
    """
    if not rest or not common:
        return False
    start, end = common
    rest_start, rest_end = _in_common(sentence, rest)
    signs = _telling(sentence[start : len(sentence) - end])
    is_of_rest = 3 * sum(sign in rest for sign in signs) > len(signs)
    return is_of_rest or rest_start > start or rest_end > end


def _whole_clauses(old: str, new: str, start: int, end: int) -> _Common:
    """Return how much of what two sentences have in common is whole clauses.

    The 、 in front of what differs is left to it, and one behind it, so that every edit has
    neighbours; nothing is common where a bracket would be parted from its pair.
    """
    pauses = (match.start() for match in PAUSE.finditer(old, 0, start + 1))
    begin = max((at for at in pauses if PAUSE.match(new, at)), default=0)
    stop = PAUSE.search(old, len(old) - end)
    from_end = len(old) - stop.end() if stop else 0
    middles = (text[begin : len(text) - from_end] for text in (old, new))
    if is_torn(old[:begin]) or any(map(is_torn, middles)):
        return 0, 0
    return begin, from_end


def _in_common(old: str, new: str) -> _Common:
    """Return what two texts begin and end with alike."""
    room = min(len(old), len(new))
    start = bisect_left(range(room), True, key=lambda n: old[: n + 1] != new[: n + 1])
    room -= start
    end = bisect_left(range(room), True, key=lambda n: old[-n - 1 :] != new[-n - 1 :])
    return start, end


# --- Words of sentences -----------------------------------------------------------------------

# Two sentences are akin when this much of the shorter one's content is in the other: of
# unrelated ones in plans and in the government's reviews 19 of 20 have less in common, of
# two versions of one 19 of 20 more.
_FLOOR = 0.3
# And so are two with a whole item or clause of so much content in common.
_AKIN_ITEM = 4
_FEWEST_WORDS = 5
_MANY_WORDS = 500


def part_sentences(old: Words, new: Words, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits with nothing in common between sentences that are not akin (別の文).

    A sentence that is akin to none is added or dropped whole; where one stands for the
    other, it is replaced whole.
    """
    old_sentences, new_sentences = _sentence_of_each(old), _sentence_of_each(new)
    if not old_sentences or not new_sentences:
        return list(edits)
    akin = _akin(old, new, old_sentences, new_sentences, edits)
    if len(akin) == len(set(old_sentences)) == len(set(new_sentences)):
        return list(edits)
    akin_olds, akin_news = {i for i, _ in akin}, {j for _, j in akin}
    olds = [i for i, number in enumerate(old_sentences) if number in akin_olds]
    news = [j for j, number in enumerate(new_sentences) if number in akin_news]
    again = align_words([old[i] for i in olds], [new[j] for j in news])
    pairs = ((olds[i], news[j]) for i, j in matches(again, len(olds)))
    kept = ((i, j) for i, j in pairs if (old_sentences[i], new_sentences[j]) in akin)
    return edits_between(kept, len(old), len(new))


def is_rewritten(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether the edit puts other sentences, or hundreds of other words, in the place.

    Such is 全面的な書換え, of which no word is read by itself.
    """
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if min(len(was), len(now)) >= _MANY_WORDS:
        counts = (Counter(word.normalized for word in side) for side in (was, now))
    elif _are_sentences(old, edit.old_start, edit.old_stop) and _are_sentences(
        new, edit.new_start, edit.new_stop
    ):
        counts = (
            Counter(word.normalized for word in side for _ in range(word.content))
            for side in (was, now)
        )
    else:
        return False
    # Written otherwise throughout, such as in full width, is not written anew.
    olds, news = counts
    return (olds & news).total() < _FLOOR * min(olds.total(), news.total())


def _are_sentences(words: Words, start: int, stop: int) -> bool:
    """Return whether the words [start, stop) are whole sentences (文)."""
    return (
        stop - start >= _FEWEST_WORDS
        and (start == 0 or words[start - 1].surface[-1] in SENTENCE_ENDS)
        and (stop == len(words) or words[stop - 1].surface[-1] in SENTENCE_ENDS)
    )


def _sentence_of_each(words: Words) -> list[int]:
    """Return for each word the number of its sentence (文)."""
    numbers = []
    number = 0
    ended = False
    for word in words:
        ends = word.surface[0] in SENTENCE_ENDS
        if ended and not ends and word.surface[0] not in CLOSING:
            number += 1
            ended = False
        ended = ended or ends
        numbers.append(number)
    return numbers


def _akin(
    old: Words,
    new: Words,
    old_sentences: Sequence[int],
    new_sentences: Sequence[int],
    edits: Sequence[Edit],
) -> set[tuple[int, int]]:
    """Return the pairs of sentences that have enough content (内容), or an item, in common."""
    common: Counter[tuple[int, int]] = Counter()
    for i, j in matches(edits, len(old)):
        common[old_sentences[i], new_sentences[j]] += old[i].content
    old_totals, new_totals = _totals(old, old_sentences), _totals(new, new_sentences)
    akin = {
        (i, j)
        for (i, j), shared in common.items()
        if shared >= _FLOOR * min(old_totals[i], new_totals[j])
    }
    akin.update(
        (old_sentences[was.start], new_sentences[now.start])
        for was, now in shared_items(old, new)
        if was.content >= _AKIN_ITEM
    )
    return akin


def _totals(words: Words, sentences: Sequence[int]) -> Counter[int]:
    totals: Counter[int] = Counter()
    for word, number in zip(words, sentences, strict=True):
        totals[number] += word.content
    return totals
