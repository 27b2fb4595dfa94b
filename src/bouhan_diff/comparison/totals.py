"""Totals (合計): sums of the rows' amounts, checked against the sums that documents print."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..edition import Edition
from ..plan import Column, Number, Plan, Section
from ..text.nested_amounts import ListedAmount, counted_twice, may_have_wholes, sum_of_wholes
from ..text.normalize import fold, is_no_value
from ..text.number_headings import has_ended, heading_role, is_of_one_case
from ..text.quantities import Quantity, convert, is_money, parse_quantity
from .amount_changes import AmountChange, MisprintedSum, Total
from .table import (
    ComparisonTable,
    Editions,
    FieldComparison,
    Group,
    GroupBy,
    Row,
    RowKind,
    SectionHeading,
)


def summed_rows(table: ComparisonTable) -> list[Sequence[Row]]:
    """Return for each group the rows that its sums cover (計の対象), including hidden ones."""
    if table.grouped_by is not GroupBy.SECTION:
        return [group.rows for group in table.groups]
    of_section: dict[str, list[Row]] = {}
    for row in table.all_rows():
        of_section.setdefault(row.section.key, []).append(row)
    # Such as the rows that only one of two budgets has: no selected row may be of that section.
    keys = (group.rows[0].section.key if group.rows else "" for group in table.groups)
    return [of_section.get(key, g.rows) for key, g in zip(keys, table.groups, strict=True)]


_NEW_AMOUNT = "皆増"
"""What the new edition prints for a whole new amount instead of giving it."""


_OF_RATIOS = re.compile(r"(?:比率|指数|割合)(?:\s*[(（].*[)）])?\s*\Z").search
"""Matches the names of rows of ratios (比率の行), no money whatever the unit of their column."""


_UNIT_OF_PRICES, _OF_ONE = "単位", re.compile(r"(?:[1１一]|毎)(?![0-9０-９])").match


def _is_price(row: Row) -> bool:
    """Return whether a row's amounts are the price of one (料金表の行): 単位 is 1時間 or 1通."""
    units = (field for field in row.fields if field.heading.endswith(_UNIT_OF_PRICES))
    return any(_OF_ONE(text) for unit in units for text in (unit.old, unit.new) if text)


_Columns = Mapping[str, Sequence[tuple[Row, FieldComparison]]]


def totals_of(rows: Iterable[Row], summed: Collection[str] = ()) -> tuple[Total, ...]:
    """Return the totals (合計) of each amount column that may be added up.

    A column may be added up if it holds money that is no rate, limit or price (単価, 上限額; 800円
    for 1時間), or if the document prints its sum (headings in `summed`), but never if it holds
    differences that the document computed itself. A total has one unit: an amount that cannot be
    converted, or that an edition implies without giving it (皆増), is unreadable, and so is the
    other amount of a row that has one in place of this column's.

    A merged or split initiative counts once on either side, and a row that is the sum of others
    does not count. A side without any value (―) has no sum, and the difference is the whole sum of
    the other. If a row counts on one side only, there is no difference.
    """
    columns = _columns(rows)
    totals = []
    for heading, amounts in columns.items():
        total = _total(heading, amounts, is_summed=heading in summed)
        if total is not None:
            lacking = sum(1 for _one in _amounts_instead(heading, columns))
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
        if _OF_RATIOS(row.name) or _is_price(row):
            continue
        for field in row.fields:
            if field.is_amount and heading_role(field.heading) is None:
                columns.setdefault(field.heading, []).append((row, field))
    return columns


def _amounts_instead(heading: str, columns: _Columns) -> Iterator[tuple[Row, str, bool]]:
    """Yield the rows that have another amount instead of a column's (別の金額のある行).

    Each with that amount, and whether it is on the old side. If any row changed from one to the
    other amount, all rows with the other amount count.
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


@dataclass(slots=True)
class _SideSum:
    """The sum of one side of a column (新旧一方の計).

    is_empty: whether all rows say that they have no value.
    """

    amount: Decimal = Decimal(0)
    has_values: bool = False
    is_empty: bool = True

    def add(self, amount: Decimal) -> None:
        self.amount += amount
        self.has_values = True


def _total(
    heading: str, amounts: Sequence[tuple[Row, FieldComparison]], *, is_summed: bool
) -> Total | None:
    unit = _common_unit([field for _row, field in amounts])
    if not (is_summed or (is_money(unit) and not is_of_one_case(heading))):
        return None
    old, new = _SideSum(), _SideSum()
    added = unreadable = 0
    is_whole = True
    counted: set[tuple[str, ...]] = set()
    sums = _sum_rows(amounts)
    for row, field in amounts:
        if id(row) in sums:
            continue
        is_again = len(row.new_refs) > 1 and row.old_refs in counted  # a part of what was split
        counted.add(row.old_refs)
        old.is_empty = old.is_empty and _is_empty(row, field, is_old=True)
        new.is_empty = new.is_empty and _is_empty(row, field, is_old=False)
        counts_before = added, unreadable
        for text, value, is_old in _sides(field):
            if is_old and is_again:
                continue
            amount = value if value is None or value.unit == unit else convert(value, unit)
            if amount is None:
                unreadable += _is_unread(text, is_old=is_old)
                continue
            added += 1
            (old if is_old else new).add(amount.value)
        is_whole = is_whole and (added == counts_before[0] or unreadable == counts_before[1])
    if not added:
        return None
    difference = new.amount - old.amount
    is_known = is_whole and all(side.is_empty or side.has_values for side in (old, new))
    has_ratio = is_whole and new.has_values and old.amount > 0
    return Total(
        heading=heading,
        unit=unit,
        old=old.amount if old.has_values else None,
        new=new.amount if new.has_values else None,
        difference=difference if is_known else None,
        ratio=float(difference / old.amount) if has_ratio else None,
        rows=added,
        unreadable=unreadable,
    )


def _sum_rows(amounts: Sequence[tuple[Row, FieldComparison]]) -> set[int]:
    """Return the ids of the rows that are sums of other rows (内訳のある行), on either side."""
    sums: set[int] = set()
    if not may_have_wholes((row.name, row.section.title) for row, _field in amounts):
        return sums
    for is_old in (True, False):
        items = [
            ListedAmount(row.name, row.section.title, _value(field, is_old=is_old), row.number == 0)
            for row, field in amounts
        ]
        sums.update(id(amounts[place][0]) for place in counted_twice(items))
    return sums


def _value(field: FieldComparison, *, is_old: bool) -> Decimal:
    """Return an amount in the column's unit (数値), 0 if there is none."""
    text = (field.old if is_old else field.new) or ""
    amount = parse_quantity(text, field.unit)
    return ((amount and convert(amount, field.unit)) or amount or Quantity(Decimal(0), "")).value


def unread_amounts(total: Total, rows: Iterable[Row]) -> Iterator[tuple[Row, str, bool]]:
    """Yield the values that a total leaves out (読めない数値): row, text, and whether it is old."""
    rows = tuple(rows)
    amounts = [(row, one) for row in rows for one in row.fields if one.heading == total.heading]
    if any(field.instead for _row, field in amounts):
        yield from _amounts_instead(total.heading, _columns(rows))
    for row, field in amounts:
        if not _is_read(field.amount, total.unit):
            for text, value, is_old in _sides(field):
                is_left_out = value is None or convert(value, total.unit) is None
                if is_left_out and _is_unread(text, is_old=is_old):
                    yield row, text, is_old


def _is_read(amount: AmountChange | None, unit: str) -> bool:
    """Return whether both sides are amounts in a total's unit (読めた数値か), as nearly all are."""
    return amount is not None and amount.unit == unit and None not in (amount.old, amount.new)


def _is_unread(text: str, *, is_old: bool) -> bool:
    """Return whether a text implies an amount without giving it (読めない数値か), such as 皆増."""
    is_stated = not (is_no_value(text) or has_ended(text))
    return is_stated or (not is_old and fold(text) == _NEW_AMOUNT)


def _is_empty(row: Row, field: FieldComparison, *, is_old: bool) -> bool:
    """Return whether an edition has no value in a row (値のない側): ―, or no such initiative.

    If an edition lacks the column altogether, its value is not known to be empty.
    """
    text = field.old if is_old else field.new
    if text is None:
        return row.kind is (RowKind.ADDED if is_old else RowKind.REMOVED)
    return not _is_unread(text, is_old=is_old)


def _sides(field: FieldComparison) -> Iterator[tuple[str, Quantity | None, bool]]:
    """Yield text, quantity and whether it is old, for each side that has a cell."""
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
    """Return the column's unit, or else the unit of most of its amounts."""
    unit = next((field.unit for field in fields if field.unit), "")
    units = Counter(field.amount.unit for field in fields if field.amount)
    return unit or max(units, key=units.__getitem__, default="")


# --- Sums that documents print, and where their values add up otherwise ------------------------


def with_printed(
    totals: Iterable[Total], plans: tuple[Plan, Plan], editions: Editions
) -> tuple[Total, ...]:
    """Return the totals with the sums that the documents print for the whole (合計の照合).

    In the order of the new document's columns, then the old one's.
    """
    headings = [fold(column.heading) for plan in plans[::-1] for column in plan.columns]
    places = {heading: -place for place, heading in enumerate(headings[::-1])}
    ordered = sorted(totals, key=lambda total: places.get(fold(total.heading), 1))
    return tuple(
        total._replace(
            printed_old=printed_sum(plans[0], total, editions[0]),
            printed_new=printed_sum(plans[1], total, editions[1]),
        )
        for total in ordered
    )


def with_printed_parts(
    groups: Iterable[Group], plans: tuple[Plan, Plan], editions: Editions
) -> tuple[Group, ...]:
    """Return the sections with their totals and the sums that the documents print (計の照合)."""

    def with_printed_sums(group: Group) -> Group:
        section = group.rows[0].section
        numbers = _number_in(plans[0], section), None if section.is_old else section.number
        sides = [*zip(plans, editions, numbers, strict=True)]
        totals = []
        for total in group.totals:
            old, new = (
                None if number is None else printed_sum(plan, total, edition, number)
                for plan, edition, number in sides
            )
            totals.append(total._replace(printed_old=old, printed_new=new))
        return group._replace(totals=tuple(totals))

    return tuple(map(with_printed_sums, groups))


def _number_in(plan: Plan, heading: SectionHeading) -> Number | None:
    """Return the number of a section in a plan (章の番号), None if that is uncertain."""
    numbers = [one.number for one in plan.sections if fold(one.title) == fold(heading.title)]
    return numbers[0] if len(numbers) == 1 else None


def misprinted_sums(plan: Plan, edition: Edition) -> Iterator[MisprintedSum]:
    """Yield the printed sums that differ from the sum of their values (合計の検算).

    A sum with a value that cannot be read as an amount is not checked. A supplementary budget lists
    only what it changes, yet prints the sums of everything: only its changes are checked.
    """
    is_supplement = "補正" in plan.title
    sections = {section.number: (section,) for section in plan.sections}
    sums: dict[tuple[Number | None, str, str], Decimal | None] = {}
    for total in plan.printed_totals:
        key = fold(total.heading)
        column = next((column for column in plan.columns if fold(column.heading) == key), None)
        if column is None or total.edition not in (edition, None):
            continue
        if is_supplement and not re.search("補正(?![前後])", column.heading):
            continue
        printed = parse_quantity(total.value, column.unit)
        if printed is None:
            continue
        sections_summed = (
            plan.sections if total.section is None else sections.get(total.section, ())
        )
        key_of_sum = total.section, column.heading, printed.unit
        if key_of_sum not in sums:
            sums[key_of_sum] = _sum_of(sections_summed, column, edition, printed.unit)
        computed = sums[key_of_sum]
        if computed is None:
            continue
        if computed != printed.value:
            heading = "".join(str(SectionHeading.of(section)) for section in sections_summed)
            section = "" if total.section is None else heading or str(total.section)
            yield MisprintedSum(
                edition, section, column.heading, printed.unit, printed.value, computed
            )


def _sum_of(
    sections: Iterable[Section], column: Column, edition: Edition, unit: str
) -> Decimal | None:
    """Return the sum of a column over sections (章の計), None if a value is no amount."""
    items = []
    for section in sections:
        for initiative in section.initiatives:
            value = initiative.value(column.heading, edition)
            if value is None or is_no_value(value):
                continue
            amount = parse_quantity(value, column.unit)
            if amount is None or (added := convert(amount, unit)) is None:
                return None
            is_step = initiative.number == 0
            items.append(ListedAmount(initiative.name, section.title, added.value, is_step))
    return sum_of_wholes(items)


def misprints(
    table: ComparisonTable, summed: ComparisonTable | Group, total: Total
) -> tuple[MisprintedSum | None, MisprintedSum | None]:
    """Return the misprinted sums of the old and the new document (印字された合計の相違).

    total: of a section or the whole table; no document prints the sum of another group. None for a
    document whose sum is right.
    """
    if isinstance(summed, Group) and table.grouped_by is not GroupBy.SECTION:
        return None, None
    section = summed.heading if isinstance(summed, Group) else ""
    by_edition = {
        one.edition: one
        for one in table.misprinted
        if (one.section, one.heading, one.unit) == (section, total.heading, total.unit)
    }
    return by_edition.get(table.old_edition), by_edition.get(table.new_edition)


def printed_sum(
    plan: Plan, total: Total, edition: Edition, section: Number | None = None
) -> Decimal | None:
    """Return the printed sum (印字された合計) in the total's unit, None if there is none."""
    key = fold(total.heading)
    units = (one.unit for one in plan.columns if fold(one.heading) == key)
    unit = next(units, "") or total.unit
    for one in plan.printed_totals:
        if (
            one.section == section
            and one.edition in (edition, None)
            and fold(one.heading) == key
            and (amount := parse_quantity(one.value, unit)) is not None
            and (converted := convert(amount, total.unit)) is not None
        ):
            return converted.value
    return None
