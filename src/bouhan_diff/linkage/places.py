"""Learn where initiatives went (組織の移り変わり): what became of departments and sections."""

from collections import Counter
from collections.abc import Callable, Collection
from functools import cache
from itertools import chain, product

from .candidates import Traits

Place = tuple[frozenset[str], frozenset[str]]
"""The department and the policy numbers of an initiative (担当課と施策番号)."""


def place_of(one: Traits) -> Place:
    """Return the department and the policy numbers (担当課と施策番号)."""
    return frozenset({one.department} - {""}), one.policies


def section_nearness(moves: Collection[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return how near two sections are, by the largest share of the old one that went to one."""
    went = Counter(moves)
    most: dict[str, int] = {}
    for (old, _new), count in went.items():
        most[old] = max(most.get(old, 0), count)
    return {(old, new): count / most[old] for (old, new), count in went.items()}


def place_nearness(moves: Collection[tuple[Place, Place]]) -> Callable[[Place, Place, bool], float]:
    """Return how near two places are, from 0 to 1, by the moves of those that are known.

    own: whether the pair that is asked for is among those, and does not speak for itself.
    """
    left = Counter(was for old, _new in moves for was in chain(*old))
    went = Counter(step for old, new in moves for step in product(chain(*old), chain(*new)))

    @cache
    def nearness(old: Place, new: Place, own: bool) -> float:
        if old[0] and old[0] == new[0]:
            return 1.0
        steps = [step for both in zip(old, new, strict=True) for step in product(*both)]
        return max(((went[step] - own) / (left[step[0]] - own + 1) for step in steps), default=1.0)

    return nearness
