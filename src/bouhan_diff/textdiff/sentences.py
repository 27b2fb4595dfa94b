"""Sentences (文): which ones are versions of each other, and which have nothing in common.

`differences` leaves out what need not be cut into words: sentences that both texts have, and
the clauses with which two versions of a sentence both begin or end. `separate_sentences` parts
the words of unrelated sentences, which share some by chance.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from ..text.normalize import fold
from .aligner import MOST_PAIRS, Alignment, Edit, Item, matching, matching_words, shared_items
from .boundaries import is_torn
from .classify.reordering import IN_TURN
from .tokenizer import CLOSING, PAUSE, SENTENCE_ENDS, Word, Words, split_sentences, text_of

# Kana and punctuation are in every sentence; all other characters tell facts.
_FACT = re.compile("[^\\s\u3000-\u303fぁ-ん]")
_facts = _FACT.findall


def _count_facts(text: str, most: int) -> int:
    """Return how many characters of a text tell facts (内容の字数); from `most` on it stops."""
    return len(list(islice(_FACT.finditer(text), most)))


class Difference(NamedTuple):
    """A place where two texts differ (相違箇所の本文), and the text that both have before it.

    are_versions: whether old and new are certainly two versions of one sentence.
    """

    before: str
    old: str
    new: str
    are_versions: bool = False


def differences(old: str, new: str) -> tuple[list[Difference], str]:
    """Return the places where two texts differ, in order, and the text behind the last one.

    Lines and sentences that both texts have are equal, whatever line break follows them: an
    item of a list stays the same when it is the last one and no longer ends a line.
    """
    olds, news = split_sentences(old), split_sentences(new)
    lines, new_lines = ([one.rstrip("\n") for one in side] for side in (olds, news))
    kept = matching(lines, new_lines, _weight)
    found: list[Difference] = []
    before: list[str] = []
    old_break = new_break = ""
    at = new_at = 0
    for i, j in (*kept, (len(olds), len(news))):
        if old_break == new_break:
            before.append(old_break)
            old_break = new_break = ""
        if old_break or new_break or i > at or j > new_at:
            for pair in _paired_with_breaks(old_break, new_break, olds[at:i], news[new_at:j]):
                prefix, suffix = _common_clauses(pair) if pair.common else (0, 0)
                old_stop, new_stop = len(pair.old) - suffix, len(pair.new) - suffix
                before.append(pair.old[:prefix])
                was, now = pair.old[prefix:old_stop], pair.new[prefix:new_stop]
                found.append(Difference("".join(before), was, now, bool(pair.common)))
                before = [pair.old[old_stop:]]
        if i < len(olds):
            before.append(lines[i])
            old_break, new_break = olds[i][len(lines[i]) :], news[j][len(lines[i]) :]
        at, new_at = i + 1, j + 1
    return found, "".join(before)


def _weight(sentence: str) -> int:
    """Return how much it is worth to keep a sentence in its place: long ones more."""
    return 1 + min(len(sentence) // 4, 15)


class _SentencePair(NamedTuple):
    """Sentences of both sides (対).

    common: where they are versions, the lengths of the prefix and of the suffix that they share.
    """

    old: str
    new: str
    common: tuple[int, int] | None = None


def _paired_with_breaks(
    old_break: str, new_break: str, olds: Sequence[str], news: Sequence[str]
) -> list[_SentencePair]:
    """Return the sentences of both sides in pairs, with the line breaks in front of them.

    Where one side has nothing else, its break goes with its sentences: a new last line
    begins with the break in front of it.
    """
    if not old_break and not new_break:
        return _paired(olds, news)
    if not (old_break or olds) or not (new_break or news):
        return [_SentencePair(old_break + "".join(olds), new_break + "".join(news))]
    return [_SentencePair(old_break, new_break), *_paired(olds, news)]


def _paired(olds: Sequence[str], news: Sequence[str]) -> list[_SentencePair]:
    """Return the sentences of both sides in pairs, in order.

    What only one side has is a pair of its own. Where it is not certain which sentences are
    versions of each other, all of them are one pair.
    """
    first = _versions(olds, news)
    if len(first) == len(olds) == len(news):
        return first
    last = [] if len(olds) == len(news) else _versions(olds[::-1], news[::-1])[::-1]
    rest_old = "".join(olds[len(first) : len(olds) - len(last)])
    rest_new = "".join(news[len(first) : len(news) - len(last)])
    is_certain = len(first) + len(last) == min(len(olds), len(news)) and not any(
        _may_be_of_both(pair.old, pair.common, rest_new)
        or _may_be_of_both(pair.new, pair.common, rest_old)
        for pair in first + last
    )
    if not is_certain:
        return [_SentencePair("".join(olds), "".join(news))]
    alone = [_SentencePair(rest_old, rest_new)] if rest_old or rest_new else []
    return first + alone + last


def _versions(olds: Sequence[str], news: Sequence[str]) -> list[_SentencePair]:
    """Return the first sentences in pairs, as long as both are certainly versions of one.

    Two are if their common prefix and suffix have at least as many fact-telling characters as
    the shorter of the parts between them (同じ文の新旧).
    """
    pairs: list[_SentencePair] = []
    for old, new in zip(olds, news, strict=False):
        prefix, suffix = _common_affixes(old, new)
        stop, new_stop = len(old) - suffix, len(new) - suffix
        different = min(len(_facts(old[prefix:stop])), len(_facts(new[prefix:new_stop])))
        least = max(different, 1)
        if _count_facts(old[:prefix], least) + _count_facts(old[stop:], least) < least:
            break
        pairs.append(_SentencePair(old, new, (prefix, suffix)))
    return pairs


def _may_be_of_both(sentence: str, common: tuple[int, int] | None, rest: str) -> bool:
    """Return whether a sentence may come from its version and from the rest of that side.

    So it does if it shares a longer prefix or suffix with the rest than with its version, or
    if a third of what tells a fact between those is also in the rest.
    """
    if not rest or not common:
        return False
    prefix, suffix = common
    rest_prefix, rest_suffix = _common_affixes(sentence, rest)
    facts = _facts(sentence[prefix : len(sentence) - suffix])
    is_of_rest = 3 * sum(sign in rest for sign in facts) > len(facts)
    return is_of_rest or rest_prefix > prefix or rest_suffix > suffix


def _common_clauses(pair: _SentencePair) -> tuple[int, int]:
    """Return how much of the common prefix and suffix of two versions is whole clauses.

    The clause in front of the difference and the 、 behind it belong to the difference, so that
    an edit in a list has the item before it: 市、県の補助金. Nothing is common if a bracket would
    be separated from its partner.
    """
    old, new, (prefix, suffix) = pair.old, pair.new, pair.common or (0, 0)
    pauses = (match.start() for match in PAUSE.finditer(old, 0, prefix + 1))
    begin = ([0, 0] + [at for at in pauses if PAUSE.match(new, at)])[-2]
    # Whose 児童の、 or 児童が、 it is, and what is done, is said behind a 、 beside the difference.
    pause = PAUSE.search(old, len(old) - suffix + 1)
    from_end = len(old) - pause.end() if pause else 0
    middles = [text[begin : len(text) - from_end] for text in (old, new)]
    if is_torn(old[:begin]) or any(map(is_torn, middles)):
        return 0, 0
    if IN_TURN.search(old):
        return 0, 0
    if _PAUSES.sub("", middles[0]) == _PAUSES.sub("", middles[1]):
        return begin, 0  # what a pause parts is told by all that follows
    means = [len(_MEANS.findall(text)) for text in middles]
    return begin, from_end if means[0] == means[1] else 0


_PAUSES = re.compile("[、，]")
# What comes of an act decides whether it is the means; it is said in the clause behind.
_MEANS = re.compile("によ|こと[でに]")


def _common_affixes(old: str, new: str) -> tuple[int, int]:
    """Return the lengths of the prefix and of the suffix that two texts share."""
    room = min(len(old), len(new))
    prefix = bisect_left(range(room), True, key=lambda n: old[: n + 1] != new[: n + 1])
    room -= prefix
    suffix = bisect_left(range(room), True, key=lambda n: old[-n - 1 :] != new[-n - 1 :])
    return prefix, suffix


# --- Words of sentences -----------------------------------------------------------------------

# Two sentences are related if they share this much of the shorter one's content: of unrelated
# ones in plans and in the government's reviews 19 of 20 share less, of two versions of one
# 19 of 20 share more.
_LEAST_SHARED = 0.3
# And so are two that share a whole item or clause with so much content.
_LEAST_ITEM = 4
_FEWEST_WORDS = 5
_MANY_WORDS = 500


def separate_sentences(
    old: Words, new: Words, pairs: Alignment, items: Sequence[tuple[Item, Item]]
) -> Alignment:
    """Return the pairs of equal words without those between unrelated sentences (別の文).

    A sentence that is related to none is added or dropped whole, and where one replaces
    another, it is replaced whole. items: the items that both texts have.
    """
    old_numbers, new_numbers = _sentence_numbers(old), _sentence_numbers(new)
    if not old_numbers or not new_numbers:
        return pairs
    related = _related(old, new, old_numbers, new_numbers, pairs)
    related.update(
        (old_numbers[was.start], new_numbers[now.start])
        for was, now in items
        if was.content >= _LEAST_ITEM
    )
    if len(related) == old_numbers[-1] + 1 == new_numbers[-1] + 1:
        return pairs
    related_olds, related_news = {i for i, _ in related}, {j for _, j in related}
    old_places = [i for i, number in enumerate(old_numbers) if number in related_olds]
    new_places = [j for j, number in enumerate(new_numbers) if number in related_news]
    some_old, some_new = [old[i] for i in old_places], [new[j] for j in new_places]
    again = matching_words(some_old, some_new, shared_items(some_old, some_new))
    return [
        (old_places[i], new_places[j])
        for i, j in again
        if (old_numbers[old_places[i]], new_numbers[new_places[j]]) in related
    ]


def is_rewritten(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit replaces whole sentences, or hundreds of words (全面的な書換え).

    In such an edit no word is read by itself.
    """
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if len(was) * len(now) > MOST_PAIRS:
        # It was not aligned and takes long to read; only if all is mere width it is worth it.
        return fold(text_of(was)) != fold(text_of(now))
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
    # Counted by normalized forms: the same words in full width are no rewriting.
    olds, news = counts
    return (olds & news).total() < _LEAST_SHARED * min(olds.total(), news.total())


def _are_sentences(words: Words, start: int, stop: int) -> bool:
    """Return whether the words [start, stop) are whole sentences (文)."""
    return (
        stop - start >= _FEWEST_WORDS
        and (start == 0 or words[start - 1].surface[-1] in SENTENCE_ENDS)
        and (stop == len(words) or words[stop - 1].surface[-1] in SENTENCE_ENDS)
    )


def _sentence_numbers(words: Words) -> list[int]:
    """Return for each word the number of its sentence (文), from 0."""
    numbers = []
    number = 0
    has_ended = False
    for word in words:
        first = word.surface[0]
        is_end = first in SENTENCE_ENDS
        if has_ended and not is_end and first not in CLOSING:
            number += 1
            has_ended = False
        has_ended = has_ended or is_end
        numbers.append(number)
    return numbers


def _related(
    old: Words,
    new: Words,
    old_numbers: Sequence[int],
    new_numbers: Sequence[int],
    pairs: Alignment,
) -> set[tuple[int, int]]:
    """Return the pairs of sentences, by number, that share enough content (内容)."""
    common: Counter[tuple[int, int]] = Counter()
    for i, j in pairs:
        common[old_numbers[i], new_numbers[j]] += _content(old[i])
    old_totals, new_totals = _contents(old, old_numbers), _contents(new, new_numbers)
    return {
        (i, j)
        for (i, j), shared in common.items()
        if shared >= _LEAST_SHARED * min(old_totals[i], new_totals[j])
    }


def _contents(words: Words, numbers: Sequence[int]) -> list[int]:
    """Return how much content each sentence has."""
    contents = [0] * (numbers[-1] + 1)
    for word, number in zip(words, numbers, strict=True):
        if word.content:
            contents[number] += _content(word)
    return contents


def _content(word: Word) -> int:
    """Return how much content a word has; a figure one, whatever its digits: 1,870円, 2,580円."""
    return 1 if word.pos[1] == "数詞" and word.content else word.content
