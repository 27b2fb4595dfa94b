"""Rules around the cells of a sheet (シートの罫線), and the cells that they join.

Many sheets merge nothing: a heading stands in the middle of three cells without rules between
them, or a group in the middle of its rows. Whoever sees the sheet sees one cell.
"""

from collections.abc import Collection, Iterable, Iterator
from enum import IntFlag
from typing import NamedTuple

from ..ir import Place

_MOST_CELLS = 2_000  # that rules join; a larger area is the sheet around a frame


class Sides(IntFlag):
    """The sides of a cell that have a rule (罫線のある辺)."""

    NONE = 0
    LEFT = 1
    RIGHT = 2
    TOP = 4
    BOTTOM = 8


_CLOSED = Sides.LEFT | Sides.RIGHT | Sides.TOP | Sides.BOTTOM


class Joined(NamedTuple):
    """Cells that rules join (罫線で囲まれたセル): the first and last, and the one with the text."""

    first: Place
    last: Place
    text: Place


class Rules:
    """The rules of one sheet (シートの罫線), by cell; rows and columns count from 0."""

    def __init__(self) -> None:
        self._rows: dict[int, bytearray] = {}

    def put(self, row: int, column: int, sides: int) -> None:
        """Store the sides of a cell that have a rule (罫線の記録)."""
        found = self._rows.setdefault(row, bytearray())
        if len(found) <= column:
            found.extend(bytes(column + 1 - len(found)))
        found[column] |= sides

    def joined(
        self, texts: Collection[Place], merged: Iterable[tuple[Place, Place]]
    ) -> Iterator[Joined]:
        """Yield the areas within rules that have one text and no rule inside (罫線で囲まれた範囲).

        The rows and columns in it must be parted by rules beside it: where nothing parts them, a
        value stands in its own row. merged: the first and last place of each merged cell.
        """
        barriers = {
            (row, column)
            for (top, left), (bottom, right) in merged
            for row in range(top, min(bottom, top + _MOST_CELLS) + 1)
            if row in self._rows
            for column in range(left, min(right + 1, len(self._rows[row])))
        }
        blank = {row: bytearray(sides) for row, sides in self._rows.items()}
        for row, column in (*texts, *barriers):
            if row in blank and column < len(blank[row]):
                blank[row][column] = 0
        seen: set[Place] = set()
        for row, sides in sorted(blank.items()):
            for column in (at for at, side in enumerate(sides) if 0 < side < _CLOSED):
                if (row, column) not in seen:
                    area = self._area((row, column), seen, barriers)
                    if area and (one := self._one(area, texts)):
                        yield one

    def _area(self, start: Place, seen: set[Place], barriers: Collection[Place]) -> list[Place]:
        """Return the places that no rule parts from this one (範囲); empty if it is not closed."""
        area: list[Place] = []
        waiting = [start]
        seen.add(start)
        is_closed = True
        while waiting:
            row, column = waiting.pop()
            area.append((row, column))
            for place, is_ruled in (
                ((row, column - 1), self._is_right(row, column - 1)),
                ((row, column + 1), self._is_right(row, column)),
                ((row - 1, column), self._is_below(row - 1, column)),
                ((row + 1, column), self._is_below(row, column)),
            ):
                if is_ruled:
                    continue
                is_inside = place[0] in self._rows and 0 <= place[1] < len(self._rows[place[0]])
                if not is_inside or place in barriers or len(area) > _MOST_CELLS:
                    is_closed = False
                elif place not in seen:
                    seen.add(place)
                    waiting.append(place)
        return area if is_closed else []

    def _one(self, area: list[Place], texts: Collection[Place]) -> Joined | None:
        """Return the area as one cell (一つのセル), if it is one to whoever sees it."""
        filled = [place for place in area if place in texts]
        first, last = min(area), max(area)
        (top, left), (bottom, right) = first, last
        is_rectangle = len(area) == (bottom - top + 1) * (right - left + 1)
        if len(filled) != 1 or len(area) == 1 or not is_rectangle:
            return None
        are_parted = all(self._parts_rows(row, left, right) for row in range(top, bottom)) and all(
            self._parts_columns(column, top, bottom) for column in range(left, right)
        )
        return Joined(first, last, filled[0]) if are_parted else None

    def _parts_rows(self, row: int, left: int, right: int) -> bool:
        """Return whether the row ends at a rule left or right of these columns (行の罫線)."""
        for step, column in ((-1, left - 1), (1, right + 1)):
            at = column
            while self._sides(row, at) or self._sides(row + 1, at):
                if self._is_below(row, at):
                    return True
                at += step
        return False

    def _parts_columns(self, column: int, top: int, bottom: int) -> bool:
        """Return whether the column ends at a rule above or below these rows (列の罫線)."""
        for step, row in ((-1, top - 1), (1, bottom + 1)):
            at = row
            while self._sides(at, column) or self._sides(at, column + 1):
                if self._is_right(at, column):
                    return True
                at += step
        return False

    def _is_right(self, row: int, column: int) -> bool:
        return bool(
            self._sides(row, column) & Sides.RIGHT or self._sides(row, column + 1) & Sides.LEFT
        )

    def _is_below(self, row: int, column: int) -> bool:
        return bool(
            self._sides(row, column) & Sides.BOTTOM or self._sides(row + 1, column) & Sides.TOP
        )

    def _sides(self, row: int, column: int) -> int:
        sides = self._rows.get(row)
        return sides[column] if sides is not None and 0 <= column < len(sides) else 0
