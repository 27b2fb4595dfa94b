"""Alignment (対応付け): which words of two texts are the same, in order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """A place where two sequences differ (相違箇所), as half-open ranges of each."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


# Up to here the exact alignment takes some tens of megabytes: its matrix has a bit per pair.
_EXACT_PAIRS = 200_000_000
# From here it pays to leave out beforehand what stands on one side alone.
_LONG = 5_000


def align(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Return the edits (相違箇所) that lead from the old sequence to the new, in order.

    What lies between them is equal. As little as possible is edited, in very long
    sequences nearly so.
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
    between = _between(old[start : whole.old_stop], new[start : whole.new_stop])
    return [Edit(*(start + at for at in edit)) for edit in between]


def _between(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Return the edits between sequences that differ at both ends."""
    if len(old) + len(new) < _LONG:
        return _aligned(old, new)
    shared = set(old) & set(new)
    olds = [i for i, one in enumerate(old) if one in shared]
    news = [j for j, one in enumerate(new) if one in shared]
    edits = _aligned([old[i] for i in olds], [new[j] for j in news])
    pairs = ((olds[i], news[j]) for i, j in matches(edits, len(olds)))
    return edits_between(pairs, len(old), len(new))


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415  loads C++ libraries

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
