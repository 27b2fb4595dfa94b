"""Align words (語の対応付け), the items of lists and the clauses first.

An item (項目) is what stands between commas, bullets, spaces and the ends of sentences.
Whole items are kept before single words are: of a list that lost one item and won another,
the others are unmarked, although fewer characters may differ otherwise.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .aligner import Edit, align, edits_between, matches
from .boundaries import PAUSES, SENTENCE_ENDS
from .tokenizer import Word, is_content, text_of

Words = Sequence[Word]

# A word of more characters weighs no more, and neither does an item of more content.
_LONGEST_WORD = 12
_LONGEST_ITEM = 30
# An item that says less is not worth aligning by itself.
_LEAST_CONTENT = 2


class Item(NamedTuple):
    """An item (項目): words [start, stop) of a text, its text, and how much content it has."""

    start: int
    stop: int
    text: str
    content: int


def align_words(old: Words, new: Words) -> list[Edit]:
    """Return the edits (相違箇所) between two texts: whole items kept, few characters marked."""
    pairs: list[tuple[int, int]] = []
    at = new_at = 0
    for was, now in shared_items(old, new):
        pairs += _shared_words(old, new, Edit(at, was.start, new_at, now.start))
        pairs += zip(range(was.start, was.stop), range(now.start, now.stop), strict=True)
        at, new_at = was.stop, now.stop
    pairs += _shared_words(old, new, Edit(at, len(old), new_at, len(new)))
    return edits_between(pairs, len(old), len(new))


def shared_items(old: Words, new: Words) -> list[tuple[Item, Item]]:
    """Return the items that both texts have in one order (共通の項目), in pairs."""
    olds, news = list(_items(old)), list(_items(new))
    weights = {item.text: min(item.content, _LONGEST_ITEM) for item in olds}
    edits = align([item.text for item in olds], [item.text for item in news], weights.__getitem__)
    # Written alike, two items may still be cut into other words.
    return [
        (olds[i], news[j])
        for i, j in matches(edits, len(olds))
        if olds[i].stop - olds[i].start == news[j].stop - news[j].start
    ]


def _items(words: Words) -> Iterator[Item]:
    """Yield the items (項目) that say something, in order."""
    start = 0
    for at in range(len(words) + 1):
        if at < len(words) and not _is_separator(words[at]):
            continue
        content = sum(word.content for word in words[start:at])
        if content >= _LEAST_CONTENT:
            yield Item(start, at, text_of(words[start:at]), content)
        start = at + 1


def _is_separator(word: Word) -> bool:
    return word.surface in PAUSES or word.surface[0] in SENTENCE_ENDS or word.surface.isspace()


def _shared_words(old: Words, new: Words, between: Edit) -> Iterator[tuple[int, int]]:
    """Yield the places of the words that are kept between two shared items.

    Of words of one length those that tell a fact are kept rather than a comma or a particle.
    """
    was = old[between.old_start : between.old_stop]
    now = new[between.new_start : between.new_stop]
    weights = {
        word.surface: 2 * min(len(word.surface), _LONGEST_WORD) + is_content(word) for word in was
    }
    edits = align(
        [word.surface for word in was], [word.surface for word in now], weights.__getitem__
    )
    for i, j in matches(edits, len(was)):
        yield between.old_start + i, between.new_start + j
