"""Assignment (割当): choose the strongest set of pairs, each with its certainty.

It knows nothing of plans: its input is the strength of each pair.
"""

import math
from collections.abc import Collection, Mapping, Sequence

Pair = tuple[int, int]
"""The places of an old and of a new thing (対)."""

StrengthsOfOne = Mapping[int, float]
"""The strength of an old thing with each new one, from 0 to 1; those of 0 are left out."""

_NOTHING = 0.13
"""A strength that two different things may well have."""

_HOPELESS = 0.1
"""The certainty of a pair that is less than half as strong as its rival."""

_FAINT = (0.25, 0.5, 0.75)
"""A pair is left out if it is weaker than this share of the best pairs of both its ends; the
higher shares are for components that are too large otherwise."""

_MOST_STEPS = 500_000
"""What an exact assignment may take: 80 old by 80 new things."""


class Strengths:
    """The strength of each pair (対応の強さ), from which rivals and certainties follow.

    columns: the number of new things. fixed: pairs already settled. apart: those of them whose
    members are identical and therefore rival no other pair.
    """

    def __init__(
        self,
        rows: Sequence[StrengthsOfOne | Sequence[float]],
        columns: int | None = None,
        fixed: Collection[Pair] = (),
        apart: Collection[Pair] = (),
    ) -> None:
        self.rows = [row if isinstance(row, Mapping) else dict(enumerate(row)) for row in rows]
        if columns is None:
            columns = 1 + max((new for row in self.rows for new in row), default=-1)
        self.columns: list[dict[int, float]] = [{} for _ in range(columns)]
        for old, row in enumerate(self.rows):
            for new, strength in row.items():
                self.columns[new][old] = strength
        self.fixed, self.apart = fixed, apart
        self._olds_apart = {old for old, _ in apart}
        self._news_apart = {new for _, new in apart}
        self._best_of_row = [max(row.values(), default=0.0) for row in self.rows]
        self._best_of_column = [max(column.values(), default=0.0) for column in self.columns]

    def swapped(self) -> "Strengths":
        """Return the same with old and new exchanged."""
        fixed, apart = ([(new, old) for old, new in pairs] for pairs in (self.fixed, self.apart))
        return Strengths(self.columns, len(self.rows), fixed, apart)

    def best_pairs(self) -> dict[Pair, float]:
        """Return the pairs that together are strongest, with their certainty."""
        return {pair: self.certainty(*pair) for pair in sorted(self.fixed)} | self.free_pairs()

    def free_pairs(self) -> dict[Pair, float]:
        """Return the strongest pairs beside the fixed ones (未確定の対), with their certainty."""
        olds, news = {old for old, _ in self.fixed}, {new for _, new in self.fixed}
        free = [
            {new: strength for new, strength in row.items() if strength and new not in news}
            if old not in olds
            else {}
            for old, row in enumerate(self.rows)
        ]
        certainties = {pair: self.certainty(*pair) for pair in strongest_pairs(free)}
        return {pair: certainty for pair, certainty in certainties.items() if certainty > _HOPELESS}

    def certainty(
        self, old: int, new: int, olds: Collection[int] = (), news: Collection[int] = ()
    ) -> float:
        """Return the certainty of a pair; the given olds and news belong to it, not to rivals."""
        rival = max(
            self.rival_of(old, {new, *news}),
            _strongest(self.columns[new], self._best_of_row, {old, *olds}, self._olds_apart),
        )
        return certainty_of(self.rows[old].get(new, 0.0), rival)

    def rival_of(self, old: int, excluded: Collection[int]) -> float:
        """Return the strength of an old thing's best rival among the new ones not excluded."""
        return _strongest(self.rows[old], self._best_of_column, excluded, self._news_apart)


def certainty_of(strength: float, rival: float) -> float:
    """Return the certainty (確度): the share of a match beside its rival and no match at all."""
    return strength**3 / (strength**3 + rival**3 + _NOTHING**3)


def _strongest(
    strengths: StrengthsOfOne,
    bests: Sequence[float],
    excluded: Collection[int],
    apart: Collection[int],
) -> float:
    # What has a better match of its own is a weaker rival.
    return max(
        (
            strength**2 / bests[place]
            for place, strength in strengths.items()
            if strength and place not in excluded and place not in apart
        ),
        default=0.0,
    )


def strongest_pairs(rows: Sequence[StrengthsOfOne]) -> list[Pair]:
    """Return the pairs (old, new) that together are strongest, each used once.

    Components connected by pairs that are not faint are assigned exactly, if they are not too
    large. Of larger ones only stronger pairs count, and what is too large even then is assigned
    greedily.
    """
    pairs: list[Pair] = []
    edges = {(old, new): strength for old, row in enumerate(rows) for new, strength in row.items()}
    for faint in _FAINT:
        edges = _without_faint(edges, faint)
        unassigned: dict[Pair, float] = {}
        for component in _components(edges):
            olds = sorted({old for old, _ in component})
            news = sorted({new for _, new in component})
            if min(len(olds), len(news)) ** 2 * max(len(olds), len(news)) > _MOST_STEPS:
                unassigned |= {pair: edges[pair] for pair in component}
                continue
            # Cubed, as in `certainty_of`, so that two faint pairs do not outweigh a strong one.
            gain = [[edges.get((old, new), 0.0) ** 3 for new in news] for old in olds]
            chosen = ((olds[row], news[column]) for row, column in best_assignment(gain))
            pairs += [pair for pair in chosen if pair in edges]
        edges = unassigned
    return sorted(pairs + _strongest_first(edges))


def _without_faint(edges: Mapping[Pair, float], faint: float) -> dict[Pair, float]:
    """Return the edges that are not faint, compared with the best of both their ends."""
    best_of_old: dict[int, float] = {}
    best_of_new: dict[int, float] = {}
    for (old, new), strength in edges.items():
        best_of_old[old] = max(best_of_old.get(old, 0.0), strength)
        best_of_new[new] = max(best_of_new.get(new, 0.0), strength)
    return {
        (old, new): strength
        for (old, new), strength in edges.items()
        if strength >= faint * min(best_of_old[old], best_of_new[new])
    }


def _components(edges: Collection[Pair]) -> list[list[Pair]]:
    """Return the connected components of the edges (連結成分)."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent.setdefault(parent[node], parent[node])
            node = parent[node]
        return node

    for old, new in edges:
        parent[root(("old", old))] = root(("new", new))
    groups: dict[tuple[str, int], list[Pair]] = {}
    for pair in edges:
        groups.setdefault(root(("old", pair[0])), []).append(pair)
    return list(groups.values())


def _strongest_first(edges: Mapping[Pair, float]) -> list[Pair]:
    """Return the pairs of a greedy assignment: the strongest first."""
    pairs: list[Pair] = []
    olds: set[int] = set()
    news: set[int] = set()
    for old, new in sorted(edges, key=lambda pair: (-edges[pair], pair)):
        if old not in olds and new not in news:
            pairs.append((old, new))
            olds.add(old)
            news.add(new)
    return pairs


def best_assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) that together gain most, each used once.

    The Hungarian method with potentials, in rows² × columns steps at worst.
    """
    if len(gain) > len(gain[0]):
        transposed = best_assignment(list(zip(*gain, strict=True)))
        return sorted((row, column) for column, row in transposed)
    columns = len(gain[0])
    row_of = [-1] * columns
    row_price = [0.0] * len(gain)
    column_price = [0.0] * columns
    for start in range(len(gain)):
        # Grow a tree of cheapest alternating paths from the new row to a free column.
        slack = [math.inf] * columns
        came_from = [-1] * columns
        free = set(range(columns))
        done: list[int] = []
        row, last = start, -1
        while True:
            gains, price = gain[row], row_price[row]
            for column in free:
                cost = -gains[column] - price - column_price[column]
                if cost < slack[column]:
                    slack[column], came_from[column] = cost, last
            last = min(free, key=slack.__getitem__)
            step = slack[last]
            row_price[start] += step
            for column in done:
                row_price[row_of[column]] += step
                column_price[column] -= step
            free.remove(last)
            for column in free:
                slack[column] -= step
            done.append(last)
            if row_of[last] < 0:
                break
            row = row_of[last]
        while last >= 0:
            previous = came_from[last]
            row_of[last] = row_of[previous] if previous >= 0 else start
            last = previous
    return sorted((row, column) for column, row in enumerate(row_of) if row >= 0)
