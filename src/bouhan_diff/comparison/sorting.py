"""Sort rows (並べ替え): by importance, or by the change of an amount."""

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
"""The orders "as in the document" and "by importance" (公表順・重要度順)."""


def sort_rows(table: ComparisonTable, order: str, *, keeps_groups: bool = False) -> ComparisonTable:
    """Return the rows in an order (並べ替え): PUBLISHED, WEIGHT or by the change of a field.

    keeps_groups: sort within each group; otherwise the groups are dissolved, except in the
    published order. Raises UserError if the table has no such field.
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

    Increases and decreases count alike, and an amount that appears or disappears counts whole
    (皆増・皆減). Rows without a change come last, in published order. Raises UserError if the table
    has no such field.
    """
    refuse_unknown_field(table, heading, (PUBLISHED, WEIGHT))
    folded = fold(heading)

    def change(row: Row) -> Decimal | int:
        for field in row.fields:
            if fold(field.heading) == folded:
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
    """Return the rows by importance (重要度順), otherwise in their order.

    Changed amounts come first, the largest sum of money first; then new and dropped initiatives and
    deletions of actors and of scope; then conditions, duties and figures; then other changes of
    fact, wording, notation, and unchanged rows. Among similar changes of fact the longest comes
    first, and a mere 等 or 新 last.
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
    for segments in row.texts_compared:
        yield from (one for one in segments if one.kind is EditKind.SUBSTANCE)


def _says_little(edit: Segment) -> bool:
    """Return whether an edit only adds or removes an affix such as 等 or 新 (軽い語か)."""
    return _is_affix(edit) and not (edit.old and edit.new)


def heaviest_edits(row: Row) -> list[tuple[Sequence[Segment], int]]:
    """Return a row's edits of fact (事実の変更), the most important first.

    Each is given as the segments of its text or field and its index among them.
    """
    edits = (
        (segments, place)
        for segments in row.texts_compared
        for place, one in enumerate(segments)
        if one.kind is EditKind.SUBSTANCE
    )
    return sorted(edits, key=lambda edit: edit_order(edit[0][edit[1]]))


def edit_order(edit: Segment) -> tuple[bool, int, bool]:
    """Return the sort key of an edit within its row (行の中の重要度), the smallest first.

    Acts, their objects and new sentences come before 等, 各 and particles, which mean little alone;
    at equal weight, replacements come before insertions.
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
