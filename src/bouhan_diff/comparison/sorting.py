"""Sorting (並べ替え): rows by what matters first, or by the change of an amount."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..plan import Property
from ..text.normalize import fold
from ..textdiff import EditKind, Segment
from ..textdiff.segment import NATURES
from .changed_figures import main_amount, size_of_change
from .filters import refuse_unknown_field
from .table import ComparisonTable, Group, Row, RowKind

PUBLISHED, WEIGHT = "published", "weight"
"""The order of the document, and by weight (公表順・重要度順)."""


def sort_rows(table: ComparisonTable, order: str, *, keeps_groups: bool = False) -> ComparisonTable:
    """Return the rows in an order (並べ替え): PUBLISHED, WEIGHT or by the change of a field.

    keeps_groups: sort within each group; else the rows have no groups, unless they are
    as published. Raises UserError where the table has no such field.
    """
    if order == PUBLISHED:
        return table
    if order == WEIGHT:
        return _in_order(table, _weight, keeps_groups=keeps_groups)
    return sort_by_change(table, order, keeps_groups=keeps_groups)


def sort_by_change(
    table: ComparisonTable, heading: str, *, keeps_groups: bool = False
) -> ComparisonTable:
    """Return the rows without groups, the largest change of an amount first (増減順).

    Up or down, and all of it where an amount came or went (皆増・皆減); rows without a change
    come last, in their published order.
    Raises UserError where the table has no such field.
    """
    refuse_unknown_field(table, heading, (PUBLISHED, WEIGHT))
    wanted = fold(heading)

    def change(row: Row) -> Decimal | int:
        for field in row.fields:
            if fold(field.heading) == wanted:
                return -size_of_change(field)
        return 0

    return _in_order(table, change, keeps_groups=keeps_groups)


def _in_order(
    table: ComparisonTable, key: Callable[[Row], Any], *, keeps_groups: bool
) -> ComparisonTable:
    if keeps_groups:
        groups = (one._replace(rows=tuple(sorted(one.rows, key=key))) for one in table.groups)
        return table._replace(groups=tuple(groups))
    rows = tuple(sorted(table.rows(), key=key))
    group = Group("", rows, table.counts, totals=table.totals)
    return table._replace(groups=(group,) if rows else (), grouped_by="")


def by_weight(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with what matters first (重要度順), otherwise in their order.

    Amounts come first, the most money first; then what is new or was dropped, and deletions of
    actors and of scope; then conditions, duties and figures; then other changes of fact,
    wording, notation, and what did not change. Of like changes of fact the longest comes first,
    and last what is only 等 or 新.
    """
    return tuple(sorted(rows, key=_weight))


def _weight(row: Row) -> tuple[int, Decimal | int, int]:
    if row.kind is RowKind.SUBSTANCE and any(
        one.amount and one.is_changed and one.amount.change for one in row.fields
    ):
        return 0, -size_of_change(main_amount(row)), 0
    return _tier(row), 0, -sum(max(len(one.old), len(one.new)) for one in _facts(row))


def _tier(row: Row) -> int:
    if row.kind in (RowKind.ADDED, RowKind.REMOVED) or row.change(Property.DEPARTMENT):
        return 1
    facts = (one for one in _facts(row) if not _says_little(one))
    if (tier := min(map(_edit_tier, facts), default=_LEAST)) < _LEAST:
        return 1 + tier
    return {
        RowKind.SUBSTANCE: 3,
        RowKind.WORDING: 4,
        RowKind.NOTATION: 5,
    }.get(row.kind or RowKind.UNCHANGED, 6)


def _facts(row: Row) -> Iterator[Segment]:
    """Yield the edits of fact of a row (事実の変更), of its text and of its fields."""
    for segments in (row.segments, *(field.segments for field in row.fields)):
        yield from (one for one in segments if one.kind is EditKind.SUBSTANCE)


def _says_little(edit: Segment) -> bool:
    """Return whether an edit is only 等 or 新 (軽い語か), which came or went."""
    return _is_affix(edit) and not (edit.old and edit.new)


def heaviest_edits(row: Row) -> list[tuple[Sequence[Segment], int]]:
    """Return a row's edits of fact (事実の変更), those that matter most to a reader first.

    Each is the segments of the text or field that it is in, and its place among them.
    """
    texts = (row.segments, *(field.segments for field in row.fields))
    edits = (
        (segments, place)
        for segments in texts
        for place, one in enumerate(segments)
        if one.kind is EditKind.SUBSTANCE
    )
    return sorted(edits, key=lambda edit: edit_order(edit[0][edit[1]]))


def edit_order(edit: Segment) -> tuple[bool, int, bool]:
    """Return the place of an edit among those of its row (行の中の重要度), the least first.

    What is done, to whom and new sentences come before 等, 各 and particles, which say little
    alone; of like weight what was replaced comes before what was added.
    """
    return _is_affix(edit), _edit_tier(edit), not (edit.old and edit.new)


def _is_affix(edit: Segment) -> bool:
    longest = max(edit.old, edit.new, key=len)
    return len(longest) <= _AFFIX and not any(map(str.isdigit, longest))


_AFFIX = 2


def _edit_tier(edit: Segment) -> int:
    if not edit.new:
        return 0
    tier = NATURES[edit.reason.code].tier if edit.reason else 0
    return tier - 1 if tier else _LEAST


_LEAST = max(nature.tier for nature in NATURES.values()) - 1
