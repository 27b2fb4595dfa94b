"""Evidence (対応の根拠): how much speaks for two initiatives being the same one."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import chain, product

from ..edition import Edition
from ..plan import Initiative
from ..text.normalize import fold
from .assignment import Pair, Strengths, Table
from .similarity import Grams, Likeness, grams

_SAME_NAME = 0.17
"""How much names can add to what changed summaries say; the same name says it alone, with doubt."""

_NOT_THAT_YEAR = 0.5
"""What is left of the evidence where one document has the initiative in a year that both tell
of, and the other has it not."""

_ELSEWHERE = 0.8
"""What is left of it where the departments and policy numbers are strangers."""


Texts = Sequence[tuple[Sequence[Grams], Sequence[Grams]]]
"""The old and the new texts, for each pair of years (本文)."""


class Evidence:
    """What the documents say of each initiative, old by new (対応の根拠).

    years: the pairs of years in which the texts are held together.
    """

    def __init__(
        self,
        old: Sequence[Initiative],
        new: Sequence[Initiative],
        years: Sequence[tuple[Edition, Edition]],
    ) -> None:
        self._old, self._new, self._years = old, new, years
        self._shared = [was for was, now in years if was == now]
        self._summaries = [(_summaries(old, was), _summaries(new, now)) for was, now in years]
        self._texts = [(_texts(old, was), _texts(new, now)) for was, now in years]
        sides = zip(*self._texts, strict=True)
        self._likeness = Likeness(
            [Grams().union(*texts) for side in sides for texts in zip(*side, strict=True)]
        )

    def strengths(self) -> Strengths:
        """Return how much speaks for each pair, all in all."""
        words = Strengths(self._by_words())
        return Strengths(self._by_place(words.rows, words.firsts()))

    def together(self, olds: Collection[int], news: Collection[int]) -> float:
        """Return how alike the olds are to the news, each side taken as one."""
        return max(
            self._likeness.between(
                Grams().union(*(was[o] for o in olds)), Grams().union(*(now[n] for n in news))
            )
            for was, now in self._texts
        )

    def _by_words(self) -> Table:
        """Return what names and summaries say, in the years in which they are most alike."""
        whole, summaries = self._most_alike(self._texts), self._most_alike(self._summaries)
        return [
            [
                self._of_words(was, now, *likeness)
                for now, *likeness in zip(self._new, *rows, strict=True)
            ]
            for was, *rows in zip(self._old, whole, summaries, strict=True)
        ]

    def _most_alike(self, texts: Texts) -> Table:
        tables = [self._likeness.table(*both) for both in texts]
        return [list(map(max, zip(*rows, strict=True))) for rows in zip(*tables, strict=True)]

    def _of_words(self, was: Initiative, now: Initiative, whole: float, summary: float) -> float:
        strength = whole
        if whole > summary + _SAME_NAME and not self._is_kept(was, now):
            strength = summary + _SAME_NAME
        if fold(was.name) == fold(now.name):
            strength = max(strength, _SAME_NAME)
        if any((year in was.summaries) != (year in now.summaries) for year in self._shared):
            strength *= _NOT_THAT_YEAR
        return strength

    def _is_kept(self, was: Initiative, now: Initiative) -> bool:
        return any(was.summaries.get(o) == now.summaries.get(n, ...) for o, n in self._years)

    def _by_place(self, words: Table, firsts: Iterable[Pair]) -> Table:
        """Return what the words say, weighed by department and policy numbers.

        What became of those is learned from the pairs that their words tell: where a
        department was renamed, most of its initiatives went to the same new one.
        """
        olds, news = ([_place(each) for each in side] for side in (self._old, self._new))
        nearness = _nearness([(olds[o], news[n]) for o, n in firsts])
        known = set(firsts)
        return [
            [
                strength
                * (_ELSEWHERE + (1 - _ELSEWHERE) * nearness(olds[o], news[n], (o, n) in known))
                for n, strength in enumerate(row)
            ]
            for o, row in enumerate(words)
        ]


def _summaries(initiatives: Iterable[Initiative], year: Edition) -> list[Grams]:
    return [grams(initiative.summaries.get(year, "")) for initiative in initiatives]


def _texts(initiatives: Iterable[Initiative], year: Edition) -> list[Grams]:
    """Return the summaries with their names, nothing where there is none in that year."""
    return [
        grams(each.name) | grams(each.summaries[year]) if year in each.summaries else Grams()
        for each in initiatives
    ]


_Place = tuple[frozenset[str], frozenset[str]]


def _place(initiative: Initiative) -> _Place:
    """Return the department and the policy numbers (担当課と施策番号)."""
    department = frozenset({fold(initiative.department)} - {""})
    return department, frozenset(map(fold, initiative.policies))


def _nearness(moves: Collection[tuple[_Place, _Place]]) -> Callable[[_Place, _Place, bool], float]:
    """Return how near two places are, from 0 to 1, by the moves of those that are known.

    own: whether the pair that is asked for is among those, and does not speak for itself.
    """
    left = Counter(was for old, _new in moves for was in chain(*old))
    went = Counter(step for old, new in moves for step in product(chain(*old), chain(*new)))

    @cache
    def nearness(old: _Place, new: _Place, own: bool) -> float:
        if old[0] and old[0] == new[0]:
            return 1.0
        steps = [step for both in zip(old, new, strict=True) for step in product(*both)]
        return max(((went[step] - own) / (left[step[0]] - own + 1) for step in steps), default=1.0)

    return nearness
