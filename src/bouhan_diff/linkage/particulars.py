"""What initiatives have beside name and main text (他の項目), where names do not decide."""

import re
from collections.abc import Sequence
from functools import cache as cached

from ..edition import Edition
from ..text.normalize import fold, is_no_value
from . import Entry
from .similarity import bigrams
from .traits import is_number

_TELLING_NUMBER = re.compile(r"[\d,]{5,}(?<!00)")


class Particulars:
    """What rows have beside name and main text (他の項目), looked at where names do not decide.

    edition: those compared. amounts: the headings of amounts that both documents have.
    """

    _LONG = 6
    """Characters of a text that tells one row from another."""

    _ALIKE = 0.1
    """How alike texts are at most that contradict."""

    def __init__(
        self,
        old: Sequence[Entry],
        new: Sequence[Entry],
        editions: tuple[Edition, Edition],
        amounts: frozenset[str],
    ) -> None:
        self._amounts = amounts
        self._sides = old, new
        self._editions = editions
        self._bigrams = cached(bigrams)
        self._values = cached(self._read)
        self.texts = cached(self._texts)

    def _read(self, side: int, place: int) -> dict[str, str]:
        one, edition = self._sides[side][place].initiative, self._editions[side]
        values = {fold(heading): one.value(heading, edition) or "" for heading in one.fields}
        return {heading: fold(text) for heading, text in values.items() if not is_no_value(text)}

    def _texts(self, side: int, place: int) -> frozenset[tuple[str, str]]:
        """Return the texts of a row, old or new, with their headings (他の項目の文)."""
        values = self._values(side, place).items()
        return frozenset((heading, text) for heading, text in values if not is_number(text))

    def are_of_other_tables(self, o: int, n: int) -> bool:
        """Return whether both have amounts, but none under one heading (別の種類の表)."""
        if len(self._amounts) <= 1:
            return False
        olds, news = (self._amounts & self._values(*one).keys() for one in enumerate((o, n)))
        return bool(olds and news) and olds.isdisjoint(news)

    def have_equal_number(self, o: int, n: int) -> bool:
        """Return whether a number that is not round is in both (数値の一致), as 139,039."""
        olds, news = (self._values(*one).values() for one in enumerate((o, n)))
        return any(_TELLING_NUMBER.fullmatch(one) for one in {*olds} & {*news})

    def likeness(self, o: int, n: int) -> list[float]:
        """Return how alike two rows are in each text that both have (他の項目の類似).

        Of two documents with other headings it is whether any longer text is equal.
        """
        olds, news = dict(self.texts(0, o)), dict(self.texts(1, n))
        if both := olds.keys() & news.keys():
            return [self._alike(olds[key], news[key]) for key in sorted(both)]
        long = [{text for text in of.values() if len(text) >= self._LONG} for of in (olds, news)]
        return [float(not long[0].isdisjoint(long[1]))] if all(long) else []

    def disagree(self, o: int, n: int, *, is_near: bool) -> bool:
        """Return whether rows differ in most texts that both have (項目の不一致).

        A lamp and a bed that are kept in one place are two things. is_near: whether their names
        are near, so that fewer texts are enough.
        """
        alike = self.likeness(o, n)
        return bool(alike) and sum(alike) <= (0.25 if is_near else 0.5) * len(alike)

    def contradict(self, o: int, n: int) -> bool:
        """Return whether all longer texts under one heading are different ones (相反する項目)."""
        olds, news = dict(self.texts(0, o)), dict(self.texts(1, n))
        both = [(olds[key], news[key]) for key in olds.keys() & news.keys()]
        long = [pair for pair in both if min(map(len, pair)) >= self._LONG]
        return bool(long) and all(self._alike(*pair) < self._ALIKE for pair in long)

    def _alike(self, old: str, new: str) -> float:
        if old == new:
            return 1.0
        a, b = self._bigrams(old), self._bigrams(new)
        return len(a & b) / len(a | b) if a and b else 0.0
