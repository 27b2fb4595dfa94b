"""Assignment (割当): which of the old is which of the new, as a whole and with certainty.

It knows nothing of plans: a table of how much speaks for each pair goes in.
"""

import math
from collections.abc import Collection, Sequence

Pair = tuple[int, int]
"""The places of an old and of a new thing (組)."""

Table = Sequence[Sequence[float]]
"""A number from 0 to 1 for each old thing (a row) by each new one (表)."""

_NOTHING = 0.13
"""How much may well speak for two things that are not the same."""

_HOPELESS = 0.1
"""How sure a pair is that is not even half as strong as what might be instead."""


class Strengths:
    """How much speaks for each pair (対応の強さ), and what else either of them could be."""

    def __init__(self, rows: Table, columns: Table | None = None) -> None:
        self.rows = rows
        self.columns = list(zip(*rows, strict=True)) if columns is None else columns
        self._best_of_row = [max(row, default=0.0) for row in self.rows]
        self._best_of_column = [max(column, default=0.0) for column in self.columns]

    def turned(self) -> "Strengths":
        """Return the same with old and new turned round."""
        return Strengths(self.columns, self.rows)

    def firsts(self) -> dict[Pair, float]:
        """Return the pairs that together are strongest, with how sure each is."""
        # Cubed, as in share, lest two faint pairs outweigh a strong one.
        gain = [[strength**3 for strength in row] for row in self.rows]
        pairs = {pair: self.certainty(*pair) for pair in best_assignment(gain)}
        return {pair: certainty for pair, certainty in pairs.items() if certainty > _HOPELESS}

    def certainty(
        self, old: int, new: int, olds: Collection[int] = (), news: Collection[int] = ()
    ) -> float:
        """Return how sure a pair is; the olds and news named belong to it and are no rivals."""
        rival = max(
            self.rival_of(old, {new, *news}),
            _strongest(self.columns[new], self._best_of_row, {old, *olds}),
        )
        return share(self.rows[old][new], rival)

    def rival_of(self, old: int, but: Collection[int]) -> float:
        """Return how much speaks for the old thing being any new one but those named."""
        return _strongest(self.rows[old], self._best_of_column, but)


def share(strength: float, rival: float) -> float:
    """Return the share (確度) that a match has among what might be instead: a rival, or none."""
    return strength**3 / (strength**3 + rival**3 + _NOTHING**3)


def _strongest(strengths: Sequence[float], bests: Sequence[float], but: Collection[int]) -> float:
    # Whatever has a better match of its own is so much less of a rival.
    return max(
        (
            strength**2 / best
            for place, (strength, best) in enumerate(zip(strengths, bests, strict=True))
            if strength and place not in but
        ),
        default=0.0,
    )


def best_assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) that together gain most, each used once.

    The Hungarian method with potentials, in rows² × columns steps at worst.
    """
    if not gain or not gain[0]:
        return []
    if len(gain) > len(gain[0]):
        turned = best_assignment(list(zip(*gain, strict=True)))
        return sorted((row, column) for column, row in turned)
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
