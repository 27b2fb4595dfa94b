"""Readability (読みやすさ): passes that turn the smallest edits into those a reader expects.

`part_sentences` stops sentences from sharing words that they have in common by chance, and
`absorb_islands` joins edits that a word or two alone parts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from .aligner import Edit, edits_between, matches
from .boundaries import CLOSING, PAUSES, SENTENCE_ENDS, is_torn
from .items import align_words, shared_items
from .tokenizer import Word, text_of

Words = Sequence[Word]

# Two sentences are akin when this much of the shorter one's content is in the other: of
# unrelated ones in plans and in the government's reviews 19 of 20 have less in common, of
# two versions of one 19 of 20 more.
_FLOOR = 0.3
# And so are two with a whole item or clause of so much content in common.
_AKIN_ITEM = 4
_FEWEST_WORDS = 5
_MANY_WORDS = 500

# What a reader pays for a span, in halves of a marked character. Long spans stand by
# themselves; a short one, and even more so a single character, is better shown with its
# neighbour, though the words between them (the island) are then marked on both sides.
_SPAN_COST = 1
_SHORT_SPAN_COST = 7
_TINY_SPAN_COST = 4
_SHORT = 6
# A particle that two edits have between them by chance parts no thought.
_CHANCE_ISLAND_COST = 6
_LONGEST_ISLAND = 2
_MOST_JOINED = 20


# --------------------------------------------------------------- sentences


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


# ----------------------------------------------------------------- islands


def absorb_islands(
    old: Words, new: Words, edits: Sequence[Edit], groups: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the ranges of edits that read best as one (小島の吸収), in order.

    groups: only edits of one group are joined. Of all ways to join neighbours the one
    is taken that is cheapest to read; no island has more than a word or two, ends a
    sentence, or tears a pair of brackets.
    """
    lengths = [list(accumulate((len(w.surface) for w in side), initial=0)) for side in (old, new)]
    best = [(0, 0)]  # of the first n edits: what they cost to read, and where the last range starts
    for stop in range(1, len(edits) + 1):
        options = []
        for start in range(stop - 1, max(stop - _MOST_JOINED, 0) - 1, -1):
            if start < stop - 1 and not _can_join(old, new, edits, groups, start):
                break
            cost = _cost(lengths, edits[start], edits[stop - 1])
            if start and _is_chance(old[edits[start - 1].old_stop : edits[start].old_start]):
                cost += _CHANCE_ISLAND_COST
            options.append((best[start][0] + cost, start))
        best.append(min(options))
    ranges = []
    stop = len(edits)
    while stop:
        start = best[stop][1]
        ranges.append((start, stop))
        stop = start
    return reversed(ranges)


def _can_join(
    old: Words, new: Words, edits: Sequence[Edit], groups: Sequence[int], place: int
) -> bool:
    """Return whether an edit and the next one may be joined."""
    left, right = edits[place], edits[place + 1]
    island = old[left.old_stop : right.old_start]
    if groups[place] != groups[place + 1] or len(island) > _LONGEST_ISLAND:
        return False
    if _is_item(old, new, left) or _is_item(old, new, right):
        return False
    return not is_torn(text_of(island)) and all(
        word.surface[0] not in SENTENCE_ENDS for word in island
    )


def _is_item(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit adds or drops items of a list (並列の項目) and nothing else."""
    words = [*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop]]
    is_one_sided = edit.old_start == edit.old_stop or edit.new_start == edit.new_stop
    return (
        is_one_sided
        and len(words) > 1
        and (words[0].surface in PAUSES) != (words[-1].surface in PAUSES)
    )


def _is_chance(island: Words) -> bool:
    """Return whether words between two edits are mere particles (助詞のみの小島)."""
    return all(word.pos[0] in ("助詞", "助動詞") for word in island)


def _cost(lengths: Sequence[Sequence[int]], first: Edit, last: Edit) -> int:
    """Return what it costs to read one edit from the first to the last (読む手間)."""
    old, new = lengths
    removed = old[last.old_stop] - old[first.old_start]
    added = new[last.new_stop] - new[first.new_start]
    return sum(
        2 * marked
        + _SPAN_COST
        + (_SHORT_SPAN_COST if marked <= _SHORT else 0)
        + (_TINY_SPAN_COST if marked == 1 else 0)
        for marked in (removed, added)
        if marked
    )
