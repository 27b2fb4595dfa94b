"""Tallies (集計): what the rows of a table add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..textdiff import EditKind
from ..textdiff.classify.figures import changed_figures
from .grouping import grouped
from .table import ComparisonTable, FieldComparison, Group, GroupBy, Row, RowKind


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed (変わった数値), such as 年6回 or 約350団体, as each text writes it.

    old or new is empty where the figure came or went.
    """

    row: Row
    old: str
    new: str


AmountOfRow = tuple[Row, FieldComparison]
"""A row and one of its amounts (事業の数値)."""


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """The changed amounts of one column and unit (列の増減), the largest difference first."""

    heading: str
    unit: str
    increases: tuple[AmountOfRow, ...]
    decreases: tuple[AmountOfRow, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table adds up to (集計): groups of each sort, most-changed rows, changed figures.

    most_changed: rows with the share of their text that changed, 0 to 1, largest first;
    without the unchanged and those with no other side. figures: those that texts have
    otherwise, in the table's order. amounts: what changed of each column of amounts.
    """

    groups: Mapping[GroupBy, tuple[Group, ...]]
    most_changed: tuple[tuple[Row, float], ...]
    figures: tuple[FigureChange, ...]
    amounts: tuple[AmountColumn, ...] = ()


def tally(table: ComparisonTable) -> Tally:
    """Return the tallies (集計) of the rows asked for, also of those that the table hides."""
    rows = table.all_rows()
    shares = ((row, changed_share(row)) for row in rows if row.kind in _EDITED)
    return Tally(
        groups={by: grouped(rows, by, table.totals) for by in GroupBy},
        most_changed=tuple(sorted((pair for pair in shares if pair[1]), key=lambda pair: -pair[1])),
        figures=tuple(
            FigureChange(row, old, new)
            for row in rows
            if row.kind in _EDITED
            for old, new in changed_figures(row.old or "", row.new or "")
        ),
        amounts=changed_amounts(rows),
    )


def changed_amounts(rows: Iterable[Row]) -> tuple[AmountColumn, ...]:
    """Return the changed amounts by column (列ごとの増減), those of another unit apart.

    An amount that came or went, also with its initiative, changed by all of it (皆増・皆減).
    """
    columns: dict[tuple[str, str], list[tuple[Decimal, AmountOfRow]]] = {}
    for row in rows:
        for field in row.fields:
            if field.amount and field.is_changed and (change := field.amount.change):
                key = field.heading, field.amount.unit
                columns.setdefault(key, []).append((change, (row, field)))
    return tuple(
        AmountColumn(
            heading,
            unit,
            tuple(one for by, one in sorted(changes, key=lambda pair: -pair[0]) if by > 0),
            tuple(one for by, one in sorted(changes, key=lambda pair: pair[0]) if by < 0),
        )
        for (heading, unit), changes in columns.items()
    )


_EDITED = frozenset({RowKind.NOTATION, RowKind.WORDING, RowKind.SUBSTANCE})


def changed_share(row: Row) -> float:
    """Return how much of both texts is edited (変更率), from 0 to 1, by characters."""
    lengths = [(len(s.old) + len(s.new), s.kind is not EditKind.EQUAL) for s in row.segments]
    return _sum(lengths, edited=True) / (_sum(lengths) or 1)


def _sum(lengths: Iterable[tuple[int, bool]], *, edited: bool = False) -> int:
    return sum(length for length, is_edit in lengths if is_edit or not edited)
