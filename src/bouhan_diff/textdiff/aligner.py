"""Align two texts (対応付け): the items of lists and the clauses first, then single words.

An item (項目) is what is between commas, bullets, spaces and the ends of sentences. Whole
items are aligned before single words: where a list lost one item and gained another, the others
are unmarked, although fewer characters may differ otherwise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from .tokenizer import Word, Words, text_of

Alignment = list[tuple[int, int]]
"""The places of equal elements in two sequences (一致), in order."""


class Edit(NamedTuple):
    """A place where two sequences differ (相違箇所), as half-open ranges of each."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


class Item(NamedTuple):
    """An item (項目): words [start, stop) of a text, its text, and how much content it has."""

    start: int
    stop: int
    text: str
    content: int


# A word of more characters weighs no more, and neither does an item of more content.
_LONGEST_WORD = 12
_LONGEST_ITEM = 30
# An item with less content is not worth aligning by itself.
_LEAST_CONTENT = 2

# Up to here the exact alignment takes some tens of megabytes: its matrix has a bit per pair.
_EXACT_PAIRS = 200_000_000
MOST_PAIRS = 2_500_000_000
"""From here even an approximate alignment takes seconds: all is one edit."""

# From here it pays to leave out beforehand what only one side has.
_LONG = 5_000


# --- Words ------------------------------------------------------------------------------------


def matching_words(old: Words, new: Words, shared: Sequence[tuple[Item, Item]]) -> Alignment:
    """Return the words that both texts keep (一致する語), as pairs of places.

    shared: the items that both have, see shared_items. Between them as few characters as
    possible are left over, and rather a comma or a particle than a word that tells a fact.
    """
    was, now = [word.surface for word in old], [word.surface for word in new]
    pairs: Alignment = []
    at = new_at = 0
    end = Item(len(old), len(old), "", 0), Item(len(new), len(new), "", 0)
    for item, new_item in (*shared, end):
        start, new_start = item.start, new_item.start
        gap, new_gap = was[at:start], now[new_at:new_start]
        if gap == new_gap:
            start, new_start = item.stop, new_item.stop
            pairs += zip(range(at, start), count(new_at))
        else:
            words = {word.surface: word for word in old[at:start]}
            between = matching(gap, new_gap, partial(_weight, words))
            pairs += [(at + i, new_at + j) for i, j in between]
            pairs += zip(range(start, item.stop), count(new_start))
        at, new_at = item.stop, new_item.stop
    return pairs


def _weight(words: Mapping[str, Word], surface: str) -> int:
    """Return how much it matters that a word is kept (重み): its length, and a little for content.

    A conjunction of a list, such as 及び, moves to the last item: the items matter more. A figure
    is equal by chance however long it is: 5,200から4,800 became 4,800から4,500.
    """
    word = words[surface]
    if word.pos[0] == "接続詞":
        return 1
    if word.pos[1] == "数詞":
        return 2
    return 2 * min(len(word.surface), _LONGEST_WORD) + (word.content > 0)


def shared_items(old: Words, new: Words) -> list[tuple[Item, Item]]:
    """Return the items that both texts have in the same order (共通の項目), in pairs."""
    olds, news = _items(old), _items(new)
    if not olds or not news:
        return []
    weights = {item.text: min(item.content, _LONGEST_ITEM) for item in olds}
    pairs = matching(
        [item.text for item in olds], [item.text for item in news], weights.__getitem__
    )
    # The same characters may still be cut into other words.
    return [
        (olds[i], news[j])
        for i, j in pairs
        if olds[i].stop - olds[i].start == news[j].stop - news[j].start
    ]


def _items(words: Words) -> list[Item]:
    """Return the items that have content (項目), in order."""
    items = []
    start = content = 0
    for at, word in enumerate(words):
        if not word.separates:
            content += word.content
            continue
        if content >= _LEAST_CONTENT:
            items.append(Item(start, at, text_of(words[start:at]), content))
        start, content = at + 1, 0
    if content >= _LEAST_CONTENT:
        items.append(Item(start, len(words), text_of(words[start:]), content))
    return items


# --- Sequences --------------------------------------------------------------------------------


def align(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Return the edits (相違箇所) that lead from the old sequence to the new, in order."""
    return edits_between(matching(old, new), len(old), len(new))


def matching(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int] | None = None
) -> Alignment:
    """Return the places of equal elements of two sequences (最長共通部分列), in order.

    As many as possible are kept or, with `weight`, those that weigh most together (重み付き).
    Very long sequences are aligned approximately and without weights.
    """
    start, stop, new_stop = differing(old, new)
    pairs = list(zip(range(start), range(start), strict=True))
    if start < stop and start < new_stop:
        between = _between(old[start:stop], new[start:new_stop], weight)
        pairs += [(start + i, start + j) for i, j in between]
    pairs += zip(range(stop, len(old)), count(new_stop))
    return pairs


def _between(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int] | None
) -> Alignment:
    """Return the places of equal elements of sequences that differ at both ends."""
    if weight is None and len(old) + len(new) < _LONG:
        return _unweighted(old, new)
    shared = set(old) & set(new)
    olds = [i for i, one in enumerate(old) if one in shared]
    news = [j for j, one in enumerate(new) if one in shared]
    was, now = [old[i] for i in olds], [new[j] for j in news]
    if was == now:
        return list(zip(olds, news, strict=True))
    weighted = _weighted(was, now, weight) if weight else None
    pairs = _unweighted(was, now) if weighted is None else weighted
    return [(olds[i], news[j]) for i, j in pairs]


def _weighted(
    old: Sequence[str], new: Sequence[str], weight: Callable[[str], int]
) -> Alignment | None:
    """Return the places of equal elements that weigh most together; None if they are too many.

    Each element becomes as many different symbols as it weighs, so that the longest common
    subsequence of the symbols is the heaviest one of the elements.
    """
    symbols_of: dict[str, range] = {}
    symbols = 0
    for element in old:
        if element not in symbols_of:
            symbols_of[element] = range(symbols, symbols + weight(element))
            symbols = symbols_of[element].stop
    was = [symbol for element in old for symbol in symbols_of[element]]
    now = [symbol for element in new for symbol in symbols_of[element]]
    if len(was) * len(now) > _EXACT_PAIRS:
        return None
    old_places = [i for i, element in enumerate(old) for _ in symbols_of[element]]
    new_places = [j for j, element in enumerate(new) for _ in symbols_of[element]]
    pairs = [(-1, -1)]
    for m, n in _unweighted(was, now):
        i, j = old_places[m], new_places[n]
        # Half of a repeated element may be matched here and half of it there.
        if i > pairs[-1][0] and j > pairs[-1][1]:
            pairs.append((i, j))
    return pairs[1:]


def _unweighted(
    old: Sequence[str] | Sequence[int], new: Sequence[str] | Sequence[int]
) -> Alignment:
    if len(old) * len(new) <= _EXACT_PAIRS:
        return _longest_common(old, new)
    if len(old) * len(new) > MOST_PAIRS:
        return []
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  loads C++ libraries

    pairs: Alignment = []
    for same in Levenshtein.editops(old, new).as_matching_blocks():
        places, new_places = (range(at, at + same.size) for at in (same.a, same.b))
        pairs += zip(places, new_places, strict=True)
    return pairs


def _longest_common(
    old: Sequence[str] | Sequence[int], new: Sequence[str] | Sequence[int]
) -> Alignment:
    """Return the places of a longest common subsequence (最長共通部分列), in order.

    A row for each new element has a bit for each old one, in one integer (Hyyrö 2004): as fast as
    rapidfuzz, which gives the same pairs and takes a twentieth of a start to load.
    """
    start, stop, new_stop = differing(old, new)
    places: dict[str | int, int] = {}
    bit = 1
    for element in old[start:stop]:
        places[element] = places.get(element, 0) | bit
        bit <<= 1
    row = bit - 1
    rows: list[int] = []  # in the last one a 0 is an old element that belongs to the subsequence
    for element in new[start:new_stop]:
        kept = row & places.get(element, 0)
        row = (row + kept) | (row - kept)
        rows.append(row)
    between: Alignment = []
    i, j = stop - start, new_stop - start
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
            continue
        j -= 1
        if not j or rows[j - 1] >> (i - 1) & 1:
            i -= 1
            between.append((start + i, start + j))
    pairs = list(zip(range(start), range(start), strict=True))
    pairs += reversed(between)
    pairs += zip(range(stop, len(old)), count(new_stop))
    return pairs


def differing(old: Sequence[object], new: Sequence[object]) -> tuple[int, int, int]:
    """Return where two sequences begin to differ, and where in each they end to (相違の範囲)."""
    shorter = min(len(old), len(new))
    start = next(compress(count(), map(ne, old, new)), shorter)
    end = next(compress(count(), map(ne, reversed(old), reversed(new))), shorter)
    end = min(end, shorter - start)
    return start, len(old) - end, len(new) - end


def edits_between(pairs: Iterable[tuple[int, int]], old_length: int, new_length: int) -> list[Edit]:
    """Return the edits (相違箇所) that lie between pairs of equal places, in order."""
    edits: list[Edit] = []
    old_at = new_at = 0
    for old, new in pairs:
        if old != old_at or new != new_at:
            edits.append(Edit(old_at, old, new_at, new))
        old_at, new_at = old + 1, new + 1
    if old_length != old_at or new_length != new_at:
        edits.append(Edit(old_at, old_length, new_at, new_length))
    return edits


def joined_edits(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits with those that touch each other made one (連結)."""
    result: list[Edit] = []
    for edit in edits:
        if result and result[-1].old_stop == edit.old_start:
            last = result.pop()
            edit = Edit(last.old_start, edit.old_stop, last.new_start, edit.new_stop)  # noqa: PLW2901
        result.append(edit)
    return result
