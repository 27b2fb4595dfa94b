"""Sums that documents print (印字された合計): beside those computed, and where they differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from ..edition import Edition
from ..plan import Column, Number, Plan, PrintedTotal, Section
from ..text.normalize import fold, is_no_value
from ..text.quantities import convert, parse_quantity
from ..text.wholes import ListedAmount, sum_of_wholes
from .amount_changes import MisprintedSum, Total
from .table import ComparisonTable, Editions, Group, SectionHeading


def with_printed(
    totals: Iterable[Total], plans: tuple[Plan, Plan], editions: Editions
) -> tuple[Total, ...]:
    """Return the totals beside the sums that the documents print of the whole (合計の照合).

    They stand in the order of the new document's columns, then of the old one's.
    """
    headings = [fold(column.heading) for plan in plans[::-1] for column in plan.columns]
    places = {heading: -place for place, heading in enumerate(headings[::-1])}
    ordered = sorted(totals, key=lambda total: places.get(fold(total.heading), 1))
    return tuple(
        total._replace(
            printed_old=printed_sum(plans[0].printed_totals, total, editions[0]),
            printed_new=printed_sum(plans[1].printed_totals, total, editions[1]),
        )
        for total in ordered
    )


def with_printed_parts(
    groups: Iterable[Group], plans: tuple[Plan, Plan], editions: Editions
) -> tuple[Group, ...]:
    """Return sections with their totals beside those that the documents print (計の照合)."""

    def with_own(group: Group) -> Group:
        section = group.rows[0].section
        numbers = _number_in(plans[0], section), None if section.is_old else section.number
        sides = [*zip(plans, editions, numbers, strict=True)]
        found = []
        for total in group.totals:
            old, new = (
                None if number is None else printed_sum(plan.printed_totals, total, edition, number)
                for plan, edition, number in sides
            )
            found.append(total._replace(printed_old=old, printed_new=new))
        return replace(group, totals=tuple(found))

    return tuple(map(with_own, groups))


def _number_in(plan: Plan, heading: SectionHeading) -> Number | None:
    """Return the number that a section has in a plan (章の番号), None where it cannot be told."""
    found = [one.number for one in plan.sections if fold(one.title) == fold(heading.title)]
    return found[0] if len(found) == 1 else None


def misprinted_sums(plan: Plan, edition: Edition) -> Iterator[MisprintedSum]:
    """Yield the sums that a document prints otherwise than its values add up (合計の検算).

    Where a value cannot be read as an amount, the sum is not checked. A supplement lists what it
    changes, and prints beside it what all add up to: its changes alone are checked.
    """
    is_supplement = "補正" in plan.title
    sections = {one.number: (one,) for one in plan.sections}
    sums: dict[tuple[Number | None, str, str], Decimal | None] = {}
    for one in plan.printed_totals:
        key = fold(one.heading)
        column = next((column for column in plan.columns if fold(column.heading) == key), None)
        if column is None or one.edition not in (edition, None):
            continue
        if is_supplement and not re.search("補正(?![前後])", column.heading):
            continue
        printed = parse_quantity(one.value, column.unit)
        if printed is None:
            continue
        summed = plan.sections if one.section is None else sections.get(one.section, ())
        key_of_sum = one.section, column.heading, printed.unit
        if key_of_sum not in sums:
            sums[key_of_sum] = _sum_of(summed, column, edition, printed.unit)
        computed = sums[key_of_sum]
        if computed is None:
            continue
        if computed != printed.value:
            heading = "".join(str(SectionHeading.of(section)) for section in summed)
            section = "" if one.section is None else heading or str(one.section)
            yield MisprintedSum(
                edition, section, column.heading, printed.unit, printed.value, computed
            )


def _sum_of(
    sections: Iterable[Section], column: Column, edition: Edition, unit: str
) -> Decimal | None:
    """Return the sum of a column in some sections (章の計), None where a value is no amount."""
    items = []
    for section in sections:
        for initiative in section.initiatives:
            value = initiative.value(column.heading, edition)
            if value is None or is_no_value(value):
                continue
            amount = parse_quantity(value, column.unit)
            if amount is None or (added := convert(amount, unit)) is None:
                return None
            items.append(ListedAmount(initiative.name, section.title, added.value))
    return sum_of_wholes(items)


def misprints(
    table: ComparisonTable, total: Total, section: str = ""
) -> tuple[MisprintedSum | None, MisprintedSum | None]:
    """Return the sums that the old and the new document print otherwise (印字された合計の相違).

    total: of a section's heading, or of the whole table; None where a document prints the same.
    """
    found = {
        one.edition: one
        for one in table.misprinted
        if (one.section, one.heading, one.unit) == (section, total.heading, total.unit)
    }
    return found.get(table.old_edition), found.get(table.new_edition)


def printed_sum(
    printed: Iterable[PrintedTotal], total: Total, edition: Edition, section: Number | None = None
) -> Decimal | None:
    """Return the document's own sum (印字された合計) in the total's unit, None if it has none."""
    for one in printed:
        if (
            one.section == section
            and one.edition in (edition, None)
            and fold(one.heading) == fold(total.heading)
            and (amount := parse_quantity(one.value, total.unit)) is not None
            and (converted := convert(amount, total.unit)) is not None
        ):
            return converted.value
    return None
