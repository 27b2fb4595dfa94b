"""Grouping, sorting and tallies (分類・並べ替え・集計): rows under headings, in order, added up."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..plan import ColumnType
from ..text.normalize import fold, is_no_value, spellings
from ..textdiff import EditKind, Segment
from .filters import recounted, refuse_unknown_field
from .table import (
    ComparisonTable,
    FieldComparison,
    Group,
    GroupBy,
    Grouping,
    Row,
    RowKind,
    Total,
    count,
)

if TYPE_CHECKING:
    from decimal import Decimal


def group(table: ComparisonTable, by: Grouping) -> ComparisonTable:
    """Return the same rows in groups (分類) by section, department, policy number or a field."""
    return replace(table, groups=grouped(list(table.rows()), by, table.totals), grouped_by=by)


def grouped(rows: Sequence[Row], by: Grouping, totals: Sequence[Total] = ()) -> tuple[Group, ...]:
    """Return the rows in groups (分類); one is under each of its policy numbers.

    totals: of the whole table; the same headings are totalled in each group.
    """
    headings_of = _HEADINGS[by] if isinstance(by, GroupBy) else lambda row: (_field(row, by),)
    placed = [(heading, row) for row in rows for heading in headings_of(row) or ("",)]
    headings = spellings(heading for heading, _row in placed)
    members: dict[str, list[Row]] = {key: [] for key in headings}
    for heading, row in placed:
        members[fold(heading)].append(row)
    keys = sorted(members) if by is GroupBy.POLICY else members
    is_by_section = by is GroupBy.SECTION
    return tuple(
        Group(
            str(members[key][0].section) if is_by_section else headings[key],
            tuple(members[key]),
            count(members[key]),
            members[key][0].section.aim if is_by_section else "",
            recounted(totals, members[key]),
        )
        for key in keys
    )


def _field(row: Row, heading: str) -> str:
    """Return a field's new value, else its old one (項目の値), empty where the row has none."""
    wanted = fold(heading)
    return next((one.new or one.old or "" for one in row.fields if fold(one.heading) == wanted), "")


_HEADINGS: Mapping[GroupBy, Callable[[Row], tuple[str, ...]]] = {
    GroupBy.SECTION: lambda row: (row.section.key,),
    GroupBy.DEPARTMENT: lambda row: (row.department,),
    GroupBy.POLICY: lambda row: row.policies,
}


# --- Sorting ----------------------------------------------------------------------------------

PUBLISHED, WEIGHT = "published", "weight"
"""The order of the document, and by weight (公表順・重要度順)."""

_SCOPE = frozenset({"scope", "case", "name", "range", "reference"})
"""Reasons of edits that say who acts, for whom or how far (主体・範囲)."""

_CONDITION = frozenset({"condition", "negation", "force", "conjunction", "figure", "time"})
"""Reasons of edits that say when and whether something is done (条件・義務・数)."""

_REST = 2


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

    By the absolute difference; rows without one come last, in their published order.
    Raises UserError where the table has no such field.
    """
    refuse_unknown_field(table, heading, (PUBLISHED, WEIGHT))
    wanted = fold(heading)

    def change(row: Row) -> "Decimal | int":
        for field in row.fields:
            if fold(field.heading) == wanted and field.amount and field.amount.difference:
                return -size_of_change(field)
        return 0

    return _in_order(table, change, keeps_groups=keeps_groups)


def _in_order(
    table: ComparisonTable, key: Callable[[Row], Any], *, keeps_groups: bool
) -> ComparisonTable:
    if keeps_groups:
        groups = (replace(one, rows=tuple(sorted(one.rows, key=key))) for one in table.groups)
        return replace(table, groups=tuple(groups))
    rows = tuple(sorted(table.rows(), key=key))
    group = Group("", rows, table.counts, totals=table.totals)
    return replace(table, groups=(group,) if rows else (), grouped_by="")


def by_weight(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with what matters first (重要度順), otherwise in their order.

    Amounts come first, the most money first; then what was dropped, and deletions of actors
    and of scope; then conditions, duties and figures; then other changes of fact, wording,
    notation, and what did not change.
    """
    return tuple(sorted(rows, key=_weight))


def _weight(row: Row) -> "tuple[int, Decimal | int]":
    if row.kind is RowKind.SUBSTANCE and any(
        one.amount and one.is_changed and one.amount.difference for one in row.fields
    ):
        return 0, -size_of_change(main_amount(row))
    return _tier(row), 0


def _tier(row: Row) -> int:
    if row.kind is RowKind.REMOVED:
        return 1
    if any(change.field == "department" for change in row.changes):
        return 1
    segments = (*row.segments, *(one for field in row.fields for one in field.segments))
    facts = (one for one in segments if one.kind is EditKind.SUBSTANCE)
    if (tier := min(map(_edit_tier, facts), default=_REST)) < _REST:
        return 1 + tier
    return {
        RowKind.ADDED: 3,
        RowKind.SUBSTANCE: 3,
        RowKind.WORDING: 4,
        RowKind.NOTATION: 5,
    }.get(row.kind or RowKind.UNCHANGED, 6)


def heaviest_edits(row: Row) -> list[tuple[Sequence[Segment], int]]:
    """Return a row's edits of fact (事実の変更), those that matter most first.

    Each is the segments of the text or field that it is in, and its place among them.
    """
    texts = (row.segments, *(field.segments for field in row.fields))
    edits = (
        (segments, place)
        for segments in texts
        for place, one in enumerate(segments)
        if one.kind is EditKind.SUBSTANCE
    )
    return sorted(edits, key=lambda edit: _edit_tier(edit[0][edit[1]]))


def _edit_tier(edit: Segment) -> int:
    code = edit.reason.code if edit.reason else ""
    return 0 if not edit.new or code in _SCOPE else 1 if code in _CONDITION else _REST


# --- The size of a change ---------------------------------------------------------------------

_MONEY = r"[額費円金款]|予算|財源"
"""What a heading of money has, for amounts that name no unit."""


def is_money(field: FieldComparison) -> bool:
    """Return whether an amount is money (金額か), by its unit or else by its heading."""
    from ..text import quantities  # noqa: PLC0415  few plans have amounts

    unit = field.amount.unit if field.amount else ""
    return quantities.is_money(unit) if unit else bool(re.search(_MONEY, field.heading))


def main_amount(row: Row) -> FieldComparison | None:
    """Return how much money a row is about (主な金額): never a part of it or a source (財源)."""
    from ..text.headings import heading_role, is_source_of_funds  # noqa: PLC0415  as above

    found = (
        one
        for one in row.fields
        if one.type is ColumnType.AMOUNT
        and (not is_no_value(text := one.new or one.old or "") or "皆" in text)
        and is_money(one)
        and not (heading_role(one.heading) or is_source_of_funds(one.heading))
    )
    return next(found, None)


def size_of_change(field: FieldComparison | None) -> "Decimal | int":
    """Return by how much an amount changed, up or down (増減の大きさ); money in yen."""
    if field is None or field.amount is None or field.amount.is_cumulative:
        return 0
    from ..text.quantities import Quantity, convert  # noqa: PLC0415  as above

    change = Quantity(field.amount.change, field.amount.unit)
    return abs((convert(change, "円") or convert(change, field.unit) or change).value)


# --- Tallies ----------------------------------------------------------------------------------


class FigureChange(NamedTuple):
    """A figure that changed (変わった数値), such as 年6回 or 約350団体, as each text writes it.

    old or new is empty where the figure came or went.
    """

    row: Row
    old: str
    new: str


AmountOfRow = tuple[Row, FieldComparison]
"""A row and one of its amounts (事業の数値)."""


class AmountColumn(NamedTuple):
    """The changed amounts of one column and unit (列の増減), the largest difference first."""

    heading: str
    unit: str
    increases: tuple[AmountOfRow, ...]
    decreases: tuple[AmountOfRow, ...]


class Tally(NamedTuple):
    """What a table adds up to (集計): groups of each sort, most-changed rows, changed figures.

    most_changed: rows with the share of their text that changed, 0 to 1, largest first;
    without the unchanged, those of notation alone and those with no other side. figures: those
    that texts have otherwise, in the table's order. amounts: what changed of each of them.
    """

    groups: Mapping[GroupBy, tuple[Group, ...]]
    most_changed: tuple[tuple[Row, float], ...]
    figures: tuple[FigureChange, ...]
    amounts: tuple[AmountColumn, ...] = ()


def tally(table: ComparisonTable) -> Tally:
    """Return the tallies (集計) of the rows asked for, also of those that the table hides."""
    from ..textdiff.classify.figures import changed_figures  # noqa: PLC0415  no part of grouping

    rows = table.all_rows()
    reworded = (row for row in rows if row.kind in _EDITED and row.kind is not RowKind.NOTATION)
    shares = ((row, changed_share(row)) for row in reworded)
    return Tally(
        groups={by: grouped(rows, by, table.totals) for by in GroupBy},
        most_changed=tuple(sorted((pair for pair in shares if pair[1]), key=lambda pair: -pair[1])),
        figures=tuple(
            FigureChange(row, old, new)
            for row in rows
            if row.kind in _EDITED
            for old, new in changed_figures(row.old or "", row.new or "")
            if (old and new) or _is_count(old or new)
        ),
        amounts=changed_amounts(rows),
    )


_DATE = r"(?<!毎)(年度?|月|日|時|分)$"


def _is_count(figure: str) -> bool:
    """Return whether a figure says something alone (数量か), as a date or a bare number does not.

    One that came or went with the words around it is no changed figure.
    """
    return not figure[-1].isdecimal() and re.search(_DATE, figure) is None


def changed_amounts(rows: Iterable[Row]) -> tuple[AmountColumn, ...]:
    """Return the changed amounts by column (列ごとの増減), those of another unit apart.

    An amount that came or went, also with its initiative, changed by all of it (皆増・皆減).
    """
    columns: dict[tuple[str, str], list[tuple[Decimal, AmountOfRow]]] = {}
    for row in rows:
        for field in row.fields:
            amount = field.amount
            if not amount or amount.is_cumulative or not field.is_changed:
                continue
            if change := amount.change:
                key = field.heading, amount.unit
                columns.setdefault(key, []).append((change, (row, field)))
    return tuple(
        AmountColumn(
            heading,
            unit,
            *(
                tuple(sorted(some, key=lambda one: -size_of_change(one[1])))
                for some in (
                    [one for by, one in changes if by > 0],
                    [one for by, one in changes if by < 0],
                )
            ),
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
