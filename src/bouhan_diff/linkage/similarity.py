"""Likeness (類似度) of texts: the pairs of characters they share, the rare ones above all."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from ..text.normalize import fold

Grams = frozenset[str]
"""The pairs of neighbouring characters of a text (文字の組)."""

_GAPS = re.compile(r"[\W_]+")
_KANA = re.compile(r"[ ぁ-ん]+")

_CHANCE = 6.0
"""The weight of two rare pairs, which short texts may share by chance."""


def grams(text: str) -> Grams:
    """Return the pairs of neighbouring characters of the folded text, punctuation apart.

    Pairs of hiragana alone are left out where there are others: they are grammar, which all
    texts share.
    """
    words = (f" {word} " for word in _GAPS.split(fold(text)) if word)
    pairs = frozenset(a + b for word in words for a, b in pairwise(word))
    return frozenset(pair for pair in pairs if not _KANA.fullmatch(pair)) or pairs


class Likeness:
    """How alike two texts are, from 0 to 1, among all the texts given (類似度).

    A pair weighs as much as it is rare among them: 防犯 stands everywhere in such a plan
    and says nothing, 懸垂幕 stands once and decides.
    """

    def __init__(self, texts: Collection[Grams]) -> None:
        counts = Counter(gram for text in texts for gram in text)
        self._rarity = {gram: math.log((1 + len(texts)) / n) for gram, n in counts.items()}

    def between(self, old: Grams, new: Grams) -> float:
        """Return how alike two texts are."""
        return _cosine(self._weight(old & new), self._weight(old), self._weight(new))

    def table(self, olds: Sequence[Grams], news: Sequence[Grams]) -> list[list[float]]:
        """Return how alike each of the old texts is to each of the new ones."""
        having = defaultdict(list)
        for place, text in enumerate(news):
            for gram in text:
                having[gram].append(place)
        weights = [self._weight(text) for text in news]
        rows = []
        for text in olds:
            both = [0.0] * len(news)
            for gram in text & having.keys():
                for place in having[gram]:
                    both[place] += self._rarity[gram]
            whole = self._weight(text)
            rows.append([_cosine(b, whole, w) for b, w in zip(both, weights, strict=True)])
        return rows

    def _weight(self, text: Grams) -> float:
        return sum(self._rarity[gram] for gram in text)


def _cosine(both: float, old: float, new: float) -> float:
    return both / (math.sqrt(old * new) + _CHANCE)
