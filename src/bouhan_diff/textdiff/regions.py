"""Stretches (相違箇所の前後): what of two texts has to be cut into words, and what need not.

Sentences that both texts have are left out, and of two versions of a sentence the clauses
that both begin or end with.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .aligner import align, matches
from .boundaries import is_torn
from .tokenizer import PAUSE, sentences

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
    olds, news = sentences(old), sentences(new)
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
