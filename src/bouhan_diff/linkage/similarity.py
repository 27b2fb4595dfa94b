"""How similar two texts are (類似度), by the pairs of neighbouring characters that they share."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache as cached
from itertools import chain, product
from operator import add
from sys import intern

from ..text.normalize import fold

Bigrams = frozenset[str]
"""The pairs of neighbouring characters of a text (文字の組)."""

_GAPS = re.compile(r"[\W_]+")


def bigrams(text: str) -> Bigrams:
    """Return the pairs of neighbouring characters of the folded text, without punctuation.

    Pairs of hiragana are left out if there are others: they are grammar, which all texts share.
    """
    words = (f" {word} " for word in _GAPS.split(fold(text)) if word)
    # Thousands of texts share most of their pairs: each is one string in memory.
    pairs = frozenset(map(intern, chain.from_iterable(map(add, word, word[1:]) for word in words)))
    return (pairs - _grammar()) or pairs


@cached
def _grammar() -> Bigrams:
    """Return all pairs of hiragana (平仮名の組), also at the edge of a word."""
    kana = [" ", *map(chr, range(ord("ぁ"), ord("ん") + 1))]
    return frozenset(first + second for first, second in product(kana, kana))


class Similarity:
    """How similar two texts are, from 0 to 1, among all given texts (類似度).

    A pair of characters weighs more the rarer it is: 防犯 is everywhere in such a plan and tells
    nothing, 懸垂幕 is in one text and decides.
    """

    _CHANCE = 6.0
    """The weight of two rare pairs, which short texts may share by chance."""

    def __init__(self, texts: Iterable[Bigrams]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            counts.update(text)
            number += 1
        self.rarity = {bigram: math.log((1 + number) / n) for bigram, n in counts.items()}
        self.rarest = math.log((1 + number) / 2) if number else 1.0
        self._weights: dict[Bigrams, float] = {}
        self._words: dict[Bigrams, Bigrams] = {}

    def words(self, text: Bigrams) -> Bigrams:
        """Return the pairs of a text that have no digit (数字を除いた文字の組)."""
        if text not in self._words:
            self._words[text] = frozenset(g for g in text if not any(map(str.isdigit, g)))
        return self._words[text]

    def between(self, old: Bigrams, new: Bigrams) -> float:
        """Return how similar two texts are."""
        shared = self.shared_weight(old, new)
        return shared / (math.sqrt(self.weight(old) * self.weight(new)) + self._CHANCE)

    def nearest(self, olds: Iterable[Bigrams], news: Iterable[Bigrams]) -> float:
        """Return the similarity in the editions in which two are most similar (本文の類似)."""
        return max(map(self.between, olds, news))

    def shared_weight(self, old: Bigrams, new: Bigrams) -> float:
        """Return the weight of what two texts share."""
        return self.weight(old) if old is new else math.fsum([self.rarity[g] for g in old & new])

    def weight(self, text: Bigrams) -> float:
        """Return the weight of a text."""
        weight = self._weights.get(text)
        if weight is None:
            weight = self._weights[text] = math.fsum([self.rarity[bigram] for bigram in text])
        return weight
