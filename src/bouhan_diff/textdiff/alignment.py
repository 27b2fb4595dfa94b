"""Alignment (対応付け): which words of two texts are the same, in order."""

from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """A place where two sequences differ (相違箇所), as half-open ranges of each."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


# Up to here the exact alignment takes some tens of megabytes; its matrix has a bit per pair.
_EXACT_PAIRS = 200_000_000


def align(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Return the edits (相違箇所) that lead from the old sequence to the new, in order.

    What lies between them is equal. As little as possible is edited, for very long
    sequences nearly so.
    """
    from rapidfuzz.distance import LCSseq, Levenshtein  # noqa: PLC0415  loads C++ libraries

    exact = len(old) * len(new) <= _EXACT_PAIRS
    opcodes = (LCSseq if exact else Levenshtein).opcodes(old, new)
    edits: list[Edit] = []
    for tag, old_start, old_stop, new_start, new_stop in opcodes:
        if tag == "equal":
            continue
        if edits and edits[-1].old_stop == old_start and edits[-1].new_stop == new_start:
            edits[-1] = edits[-1]._replace(old_stop=old_stop, new_stop=new_stop)
        else:
            edits.append(Edit(old_start, old_stop, new_start, new_stop))
    return edits
