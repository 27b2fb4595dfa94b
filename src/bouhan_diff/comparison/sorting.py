"""Sorting (並べ替え): what matters first, or the largest change of one column first."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ..textdiff import EditKind
from .table import ComparisonTable, FieldComparison, Group, Row, RowKind

PUBLISHED, WEIGHT = "published", "weight"
"""The order of the document, and by weight (公表順・重要度順)."""

_SCOPE = frozenset({"scope", "case", "name", "range", "reference"})
"""Reasons of edits that say who acts, for whom or how far (主体・範囲)."""

_CONDITION = frozenset({"condition", "negation", "force", "conjunction", "figure", "time"})
"""Reasons of edits that say when and whether something is done (条件・義務・数)."""


def sort_table(table: ComparisonTable, by: str, *, in_groups: bool = False) -> ComparisonTable:
    """Return the table with its rows sorted (並べ替え): `published`, `weight` or a heading.

    Of a heading, the largest absolute difference comes first and rows without one last. The
    rows become one list without headings, unless each group is to be sorted by itself.
    """
    if by == PUBLISHED:
        return table
    if in_groups:
        groups = (replace(one, rows=_sorted(one.rows, by)) for one in table.groups)
        return replace(table, groups=tuple(groups))
    rows = _sorted(table.rows(), by)
    return replace(
        table, groups=(Group("", rows, table.counts, totals=table.totals),), grouped_by=""
    )


def _sorted(rows: Iterable[Row], by: str) -> tuple[Row, ...]:
    if by == WEIGHT:
        return by_weight(rows)
    return tuple(sorted(rows, key=lambda row: _largest_first(row, by)))


def _largest_first(row: Row, heading: str) -> tuple[bool, Decimal]:
    from ..text.normalize import fold  # noqa: PLC0415  only where a heading is named

    wanted = fold(heading)
    sizes = (_size(one) for one in row.fields if fold(one.heading) == wanted)
    size = next((size for size in sizes if size is not None), None)
    return size is None, -(size or Decimal(0))


def _size(field: FieldComparison) -> Decimal | None:
    """Return by how much an amount changed (増減の大きさ), None where it cannot be said."""
    amount = field.amount
    return None if amount is None or amount.difference is None else abs(amount.difference)


def by_weight(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with what matters first (重要度順), otherwise in their order.

    Amounts come first, the most money first; then what was dropped, and deletions of actors
    and of scope; then conditions, duties and figures; then other changes of fact, wording,
    notation, and what did not change.
    """
    return tuple(sorted(rows, key=_weight))


def _weight(row: Row) -> tuple[int, Decimal]:
    amounts = [one for one in row.fields if one.is_changed and one.amount]
    if row.kind is RowKind.SUBSTANCE and any(
        one.amount and one.amount.difference for one in amounts
    ):
        return 0, -max(map(_money, amounts))
    return _tier(row), Decimal(0)


def _tier(row: Row) -> int:
    if row.kind is RowKind.REMOVED:
        return 1
    facts = [one for one in row.segments if one.kind is EditKind.SUBSTANCE]
    reasons = {one.reason.code for one in facts if one.reason}
    fields = [one for one in row.fields if one.kind is RowKind.SUBSTANCE]
    reasons |= {one.reason.code for field in fields for one in field.segments if one.reason}
    is_reassigned = any(change.field == "department" for change in row.changes)
    if any(not one.new for one in facts) or reasons & _SCOPE or is_reassigned:
        return 1
    if reasons & _CONDITION:
        return 2
    return {
        RowKind.ADDED: 3,
        RowKind.SUBSTANCE: 3,
        RowKind.WORDING: 4,
        RowKind.NOTATION: 5,
    }.get(row.kind or RowKind.UNCHANGED, 6)


def _money(field: FieldComparison) -> Decimal:
    """Return how much money an amount changed by (増減額) in yen, 0 for what is no money."""
    from ..text.quantities import Quantity, convert  # noqa: PLC0415  few plans have amounts

    size = _size(field)
    if size is None or field.amount is None:
        return Decimal(0)
    yen = convert(Quantity(size, field.amount.unit), "円")
    return yen.value if yen else Decimal(0)
