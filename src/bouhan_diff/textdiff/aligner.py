"""Align two texts (対応付け): the items of lists and the clauses first, then single words.

An item (項目) is what stands between commas, bullets, spaces and the ends of sentences. Whole
items are aligned before single words: where a list lost one item and gained another, the others
are unmarked, although fewer characters may differ otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .tokenizer import PAUSES, SENTENCE_ENDS, Word, is_content, text_of

Words = Sequence[Word]


class Edit(NamedTuple):
    """A place where two sequences differ (相違箇所), as half-open ranges of each."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


# Up to here the exact alignment takes some tens of megabytes: its matrix has a bit per pair.
_EXACT_PAIRS = 200_000_000
# From here it takes seconds even approximately: all is one edit.
_MOST_PAIRS = 2_500_000_000
# From here it pays to leave out beforehand what stands on one side alone.
_LONG = 5_000

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


# --- Sequences --------------------------------------------------------------------------------


def align(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int] | None = None
) -> list[Edit]:
    """Return the edits (相違箇所) that lead from the old sequence to the new, in order.

    What lies between them is equal: as many elements as can be, or, with `weight`, elements
    that are worth as much as can be (重み付き最長共通部分列). Very long sequences are aligned
    approximately and without weights.
    """
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    whole = Edit(start, len(old) - end, start, len(new) - end)
    shorter, longer = sorted((len(old) - end - start, len(new) - end - start))
    if shorter == 0 or longer == 1:
        return [whole] if longer else []
    between = _between(old[start : whole.old_stop], new[start : whole.new_stop], weight)
    return [Edit(*(start + at for at in edit)) for edit in between]


def _between(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int] | None
) -> list[Edit]:
    """Return the edits between sequences that differ at both ends."""
    if weight is None and len(old) + len(new) < _LONG:
        return _aligned(old, new)
    shared = set(old) & set(new)
    olds = [i for i, one in enumerate(old) if one in shared]
    news = [j for j, one in enumerate(new) if one in shared]
    was, now = [old[i] for i in olds], [new[j] for j in news]
    heaviest = _heaviest_pairs(was, now, weight) if weight else None
    pairs = matches(_aligned(was, now), len(was)) if heaviest is None else heaviest
    return edits_between(((olds[i], news[j]) for i, j in pairs), len(old), len(new))


def _heaviest_pairs(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int]
) -> list[tuple[int, int]] | None:
    """Return the places of equal elements that together weigh the most; None if too many.

    Each element is spelled as `weight` symbols of its own, so that the longest common
    subsequence of the symbols is the heaviest one of the elements.
    """
    spelled: dict[str, range] = {}
    symbols = 0
    for element in old:
        if element not in spelled:
            spelled[element] = range(symbols, symbols + weight(element))
            symbols = spelled[element].stop
    was = [symbol for element in old for symbol in spelled[element]]
    now = [symbol for element in new for symbol in spelled[element]]
    if len(was) * len(now) > _EXACT_PAIRS:
        return None
    old_places = [i for i, element in enumerate(old) for _ in spelled[element]]
    new_places = [j for j, element in enumerate(new) for _ in spelled[element]]
    pairs = [(-1, -1)]
    for m, n in matches(_aligned(was, now), len(was)):
        i, j = old_places[m], new_places[n]
        # Half of a repeated element may be matched here and half of it there.
        if i > pairs[-1][0] and j > pairs[-1][1]:
            pairs.append((i, j))
    return pairs[1:]


def _aligned(old: Sequence[str] | Sequence[int], new: Sequence[str] | Sequence[int]) -> list[Edit]:
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415  loads C++ libraries

    if len(old) * len(new) > _MOST_PAIRS:
        return [Edit(0, len(old), 0, len(new))]
    exact = len(old) * len(new) <= _EXACT_PAIRS
    opcodes = (LCSseq if exact else Levenshtein).opcodes(old, new)
    return joined(Edit(*places) for tag, *places in opcodes if tag != "equal")


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits with those that touch each other made one (連結)."""
    result: list[Edit] = []
    for edit in edits:
        if result and result[-1].old_stop == edit.old_start:
            last = result.pop()
            edit = Edit(last.old_start, edit.old_stop, last.new_start, edit.new_stop)  # noqa: PLW2901
        result.append(edit)
    return result


def matches(edits: Iterable[Edit], old_length: int) -> Iterator[tuple[int, int]]:
    """Yield the places of each pair that is equal (一致), between the edits and around them."""
    old_at = new_at = 0
    for edit in edits:
        yield from zip(range(old_at, edit.old_start), range(new_at, edit.new_start), strict=True)
        old_at, new_at = edit.old_stop, edit.new_stop
    yield from ((old, new_at + old - old_at) for old in range(old_at, old_length))


def edits_between(pairs: Iterable[tuple[int, int]], old_length: int, new_length: int) -> list[Edit]:
    """Return the edits (相違箇所) that lie between pairs of equal places, in order."""
    edits: list[Edit] = []
    old_at = new_at = 0
    for old, new in pairs:
        if (old, new) != (old_at, new_at):
            edits.append(Edit(old_at, old, new_at, new))
        old_at, new_at = old + 1, new + 1
    if (old_length, new_length) != (old_at, new_at):
        edits.append(Edit(old_at, old_length, new_at, new_length))
    return edits
