"""Stretches (相違箇所の前後): what of two texts has to be cut into words, and what need not.

Sentences that both texts have are left out, and of two versions of a sentence the clauses
that both begin or end with. A clause ends in 、: around it Sudachi cuts the same words with
what lies beyond as without, since it weighs a word by its neighbour alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

from .alignment import align
from .borders import is_torn
from .words import ATTACHED, sentences

_CLAUSE_END = re.compile(f"、(?!{ATTACHED.pattern})")
_TELLING = re.compile("[^\\s\u3000-\u303fぁ-ん]")

# Two sentences are sure to be versions of one when the shorter one shares so much of the
# signs that tell a fact (all but kana and punctuation) at its beginning and its end.
_FLOOR = 0.5


class Stretch(NamedTuple):
    """A stretch of both texts (一区間): what both begin with, and then where they differ.

    are_versions: whether old and new are of two versions of one sentence for sure.
    """

    equal: str
    old: str
    new: str
    are_versions: bool = False


def stretches(old: str, new: str) -> Iterator[Stretch]:
    """Yield two texts in stretches (区間), in order; old and new of the last may be empty."""
    olds, news = sentences(old), sentences(new)
    at = 0
    equal = ""
    for edit in align(olds, news):
        equal += "".join(olds[at : edit.old_start])
        at = edit.old_stop
        was, now = olds[edit.old_start : edit.old_stop], news[edit.new_start : edit.new_stop]
        for first, second, are_versions in _paired(was, now):
            start, from_end = _common_clauses(first, second) if are_versions else (0, 0)
            stop, new_stop = len(first) - from_end, len(second) - from_end
            yield Stretch(
                equal + first[:start], first[start:stop], second[start:new_stop], are_versions
            )
            equal = first[stop:]
    yield Stretch(equal + "".join(olds[at:]), "", "")


def _paired(olds: list[str], news: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield the sentences one by one where each is for sure a version of the other, else all."""
    if len(olds) == len(news) and all(map(_are_versions, olds, news)):
        yield from zip(olds, news, repeat(True))
    else:
        yield "".join(olds), "".join(news), False


def _are_versions(old: str, new: str) -> bool:
    """Return whether two sentences are for sure versions of one (同じ文の新旧)."""
    start, end = _common(old, new)
    common = _telling(old[:start]) + _telling(old[len(old) - end :])
    return common >= _FLOOR * min(_telling(old), _telling(new))


def _common_clauses(old: str, new: str) -> tuple[int, int]:
    """Return how many characters of whole clauses two sentences begin with, and end with.

    The 、 in front of what differs is left to it, and one behind it, so that every edit has
    neighbours; nothing is common where a bracket would be parted from its pair.
    """
    start, end = _common(old, new)
    if any(ATTACHED.match(text, start) for text in (old, new)):
        start -= 1
    begin = max((match.start() for match in _CLAUSE_END.finditer(old, 0, max(start, 0))), default=0)
    stop = _CLAUSE_END.search(old, len(old) - end)
    from_end = len(old) - stop.end() if stop else 0
    middles = (text[begin : len(text) - from_end] for text in (old, new))
    if is_torn(old[:begin]) or any(map(is_torn, middles)):
        return 0, 0
    return begin, from_end


def _common(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts begin with alike, and how many then end alike."""
    room = min(len(old), len(new))
    start = bisect_left(range(room), True, key=lambda n: old[: n + 1] != new[: n + 1])
    room -= start
    end = bisect_left(range(room), True, key=lambda n: old[-n - 1 :] != new[-n - 1 :])
    return start, end


def _telling(text: str) -> int:
    return len(_TELLING.findall(text))
