"""Tallies (集計): what the rows of a table add up to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..plan import ColumnType
from ..text.linebreak import display_width
from ..textdiff import EditKind
from ..textdiff.classify.figures import changed_figures
from .amounts import AmountColumn, changed_amounts
from .filters import grouped
from .table import (
    ComparisonTable,
    Group,
    GroupBy,
    Row,
    RowKind,
)


class FigureChange(NamedTuple):
    """A figure that changed (変わった数値), such as 年6回 or 約350団体, as each text writes it.

    old or new is empty where the figure came or went. heading: of the field of text that it is in,
    empty for the main text. Of a field's short text with one such figure it is all (3分の2以内).
    """

    row: Row
    old: str
    new: str
    heading: str = ""


class Tally(NamedTuple):
    """What a table adds up to (集計): groups of each sort, most-changed rows, changed figures.

    most_changed: rows with the share of their text that changed, 0 to 1, largest first;
    without the unchanged, those of notation alone and those with no other side. figures: those
    that texts have otherwise, in the table's order, those of fields first. amounts: what changed
    of each of them.
    """

    groups: Mapping[GroupBy, tuple[Group, ...]]
    most_changed: tuple[tuple[Row, float], ...]
    figures: tuple[FigureChange, ...]
    amounts: tuple[AmountColumn, ...] = ()


def tally(table: ComparisonTable) -> Tally:
    """Return the tallies (集計) of the rows asked for, also of those that the table hides."""
    rows = table.all_rows()
    reworded = (row for row in rows if row.kind in _EDITED and row.kind is not RowKind.NOTATION)
    shares = ((row, changed_share(row)) for row in reworded)
    return Tally(
        groups={by: grouped(rows, by, table.totals) for by in GroupBy},
        most_changed=tuple(sorted((pair for pair in shares if pair[1]), key=lambda pair: -pair[1])),
        figures=(*_of_fields(rows), *_of_main_texts(rows)),
        amounts=changed_amounts(rows),
    )


def _of_fields(rows: Iterable[Row]) -> Iterator[FigureChange]:
    for row in rows:
        for field in row.fields:
            if field.type is ColumnType.TEXT and field.is_changed and field.old and field.new:
                found = changed_figures(field.old, field.new)
                if len(found) == 1 and max(map(display_width, (field.old, field.new))) <= _SHORT:
                    found = [(field.old, field.new)]
                yield from (FigureChange(row, *one, field.heading) for one in found)


def _of_main_texts(rows: Iterable[Row]) -> Iterator[FigureChange]:
    for row in rows:
        if row.kind in _EDITED:
            for old, new in changed_figures(row.old or "", row.new or ""):
                if (old and new) or _is_count(old or new):
                    yield FigureChange(row, old, new)


_SHORT = 20
"""Texts of so many half-width characters are shown whole."""

_DATE = r"(?<!毎)(年度?|月|日|時|分)$"


def _is_count(figure: str) -> bool:
    """Return whether a figure says something alone (数量か), as a date or a bare number does not.

    One that came or went with the words around it is no changed figure.
    """
    return not figure[-1].isdecimal() and re.search(_DATE, figure) is None


_EDITED = frozenset({RowKind.NOTATION, RowKind.WORDING, RowKind.SUBSTANCE})


def changed_share(row: Row) -> float:
    """Return how much of both texts is edited (変更率), from 0 to 1, by characters."""
    lengths = [(len(s.old) + len(s.new), s.kind is not EditKind.EQUAL) for s in row.segments]
    return _sum(lengths, edited=True) / (_sum(lengths) or 1)


def _sum(lengths: Iterable[tuple[int, bool]], *, edited: bool = False) -> int:
    return sum(length for length, is_edit in lengths if is_edit or not edited)
