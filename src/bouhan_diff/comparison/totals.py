"""Totals (合計): what the amounts of rows add up to in both editions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ..text.normalize import fold, is_no_value
from ..text.number_headings import heading_role, is_of_one_case
from ..text.quantities import (
    Quantity,
    convert,
    is_money,
    parse_quantity,
)
from ..text.wholes import ListedAmount, counted_twice, may_have_wholes
from .amount_changes import Total
from .table import (
    ComparisonTable,
    FieldComparison,
    GroupBy,
    Row,
    RowKind,
)


def summed_rows(table: ComparisonTable) -> list[Sequence[Row]]:
    """Return for each group the rows that its sums are of (計の対象), also those not shown."""
    if table.grouped_by is not GroupBy.SECTION:
        return [group.rows for group in table.groups]
    of_section: dict[str, list[Row]] = {}
    for row in table.all_rows():
        of_section.setdefault(row.section.key, []).append(row)
    # A list of what one of two budgets alone has is a group that no row asked for knows.
    keys = (group.rows[0].section.key if group.rows else "" for group in table.groups)
    return [of_section.get(key, g.rows) for key, g in zip(keys, table.groups, strict=True)]


_SOME_VALUE = ("皆増", "新規")
"""What an edition prints where there is an amount that the table does not give."""


_OF_RATIOS = re.compile(r"(?:比率|指数|割合)(?:\s*[(（].*[)）])?\s*\Z").search
"""Finds rows whose amounts are no money, whatever their column's unit (比率の行)."""


_Columns = Mapping[str, Sequence[tuple[Row, FieldComparison]]]


def totals_of(rows: Iterable[Row], summed: Collection[str] = ()) -> tuple[Total, ...]:
    """Return the totals (合計) of each amount column that may be added.

    A column may be added if it is of money and no rate or limit (単価, 上限額), or if the document
    prints its sum (`summed`, headings), but never one of differences that it computed itself.
    Always in one unit: an amount that cannot be converted, or that an edition has without
    giving it (皆増), counts as unreadable.
    What was merged or split counts once on either side, and a row that is itself the sum of
    others does not count. Of a side that has no value at all (―) there is no sum, and the
    difference is all of the other's. Where rows of one side have another amount instead, they
    count as unreadable. Where a row counts on one side only, the sums have no difference.
    """
    columns = _columns(rows)
    totals = []
    for heading, found in columns.items():
        total = _total(heading, found, is_summed=heading in summed)
        if total is not None:
            lacking = sum(1 for _one in _lacking(heading, columns))
            totals.append(
                total._replace(difference=None, ratio=None, unreadable=total.unreadable + lacking)
                if lacking
                else total
            )
    return tuple(totals)


def _columns(rows: Iterable[Row]) -> _Columns:
    """Return the amounts of rows by heading (項目ごとの数値), in the table's order."""
    columns: dict[str, list[tuple[Row, FieldComparison]]] = {}
    for row in rows:
        for field in row.fields:
            is_added = heading_role(field.heading) is None and not _OF_RATIOS(row.name)
            if field.type == "amount" and is_added:
                columns.setdefault(field.heading, []).append((row, field))
    return columns


def _lacking(heading: str, columns: _Columns) -> Iterator[tuple[Row, str, bool]]:
    """Yield the rows that have another amount in place of a column's (別の金額のある行).

    With the other amount, and whether it is the old side's. Where some row went from the one to
    the other, all rows with the other one count.
    """
    others = {
        (field.instead, field.old is None): None
        for _row, field in columns.get(heading, ())
        if field.instead
    }
    for other, is_old in others:
        for row, field in columns.get(other, ()):
            text = (field.old if is_old else field.new) or ""
            if not is_no_value(text):
                yield row, f"{other} {text}", is_old


def _total(
    heading: str, found: Sequence[tuple[Row, FieldComparison]], *, is_summed: bool
) -> Total | None:
    unit = _common_unit([field for _row, field in found])
    if not (is_summed or (is_money(unit) and not is_of_one_case(heading))):
        return None
    old, new = Decimal(0), Decimal(0)
    added = unreadable = 0
    have_old = have_new = False
    empty_old = empty_new = is_whole = True
    counted: set[tuple[str, ...]] = set()
    sums = _sum_rows(found)
    for row, field in found:
        if id(row) in sums:
            continue
        is_again = len(row.new_refs) > 1 and row.old_refs in counted  # a part of what was split
        counted.add(row.old_refs)
        empty_old = empty_old and _is_empty(row, field, is_old=True)
        empty_new = empty_new and _is_empty(row, field, is_old=False)
        before = added, unreadable
        for text, value, is_old in _sides(field):
            if is_old and is_again:
                continue
            amount = value if value is None or value.unit == unit else convert(value, unit)
            if amount is None:
                unreadable += _is_unread(text, is_old=is_old)
                continue
            added += 1
            if is_old:
                old, have_old = old + amount.value, True
            else:
                new, have_new = new + amount.value, True
        is_whole = is_whole and (added == before[0] or unreadable == before[1])
    if not added:
        return None
    is_comparable = is_whole and (have_old or empty_old) and (have_new or empty_new)
    is_ratio = is_whole and have_old and have_new and old > 0
    return Total(
        heading,
        unit,
        old if have_old else None,
        new if have_new else None,
        new - old if is_comparable else None,
        float((new - old) / old) if is_ratio else None,
        added,
        unreadable,
    )


def _sum_rows(found: Sequence[tuple[Row, FieldComparison]]) -> set[int]:
    """Return the ids of the rows that are sums of others (内訳のある行), on either side."""
    sums: set[int] = set()
    if not may_have_wholes((row.name, row.section.title) for row, _field in found):
        return sums
    for is_old in (True, False):
        items = [
            ListedAmount(row.name, row.section.title, _value(field, is_old=is_old))
            for row, field in found
        ]
        sums.update(id(found[place][0]) for place in counted_twice(items))
    return sums


def _value(field: FieldComparison, *, is_old: bool) -> Decimal:
    """Return an amount in the column's unit (数値), 0 for none."""
    text = (field.old if is_old else field.new) or ""
    amount = parse_quantity(text, field.unit)
    return ((amount and convert(amount, field.unit)) or amount or Quantity(Decimal(0), "")).value


def unread_amounts(total: Total, rows: Iterable[Row]) -> Iterator[tuple[Row, str, bool]]:
    """Yield what a total leaves out (読めない数値): the row, the text, and whether it is old."""
    rows = tuple(rows)
    yield from _lacking(total.heading, _columns(rows))
    for row in rows:
        for field in row.fields:
            if field.heading != total.heading:
                continue
            for text, value, is_old in _sides(field):
                is_left_out = value is None or convert(value, total.unit) is None
                if is_left_out and _is_unread(text, is_old=is_old):
                    yield row, text, is_old


def _is_unread(text: str, *, is_old: bool) -> bool:
    """Return whether a text implies an amount that it does not give (読めない数値か): 皆増."""
    return not is_no_value(text) or (not is_old and fold(text) in _SOME_VALUE)


def _is_empty(row: Row, field: FieldComparison, *, is_old: bool) -> bool:
    """Return whether an edition has no value of a row (値のない側): ―, or no such initiative.

    A column that an edition does not have at all is not known to be empty.
    """
    text = field.old if is_old else field.new
    if text is None:
        return row.kind is (RowKind.ADDED if is_old else RowKind.REMOVED)
    return not _is_unread(text, is_old=is_old)


def _sides(field: FieldComparison) -> Iterator[tuple[str, Quantity | None, bool]]:
    """Yield the text and the quantity of each side that has a cell, and whether it is the old."""
    amount = field.amount
    for text, value, is_old in (
        (field.old, amount.old if amount else None, True),
        (field.new, amount.new if amount else None, False),
    ):
        if text is None:
            continue
        if amount is not None and value is not None:
            yield text, Quantity(value, amount.unit), is_old
        else:
            yield text, parse_quantity(text, field.unit), is_old


def _common_unit(fields: Sequence[FieldComparison]) -> str:
    """Return the column's unit, or else the one that most amounts of it have."""
    own = next((field.unit for field in fields if field.unit), "")
    units = Counter(field.amount.unit for field in fields if field.amount)
    return own or max(units, key=units.__getitem__, default="")
