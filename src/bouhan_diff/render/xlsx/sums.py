"""Sums in the sheets of a workbook (計・合計): their rows and notes, and columns of differences."""

from collections.abc import Iterator, Sequence

from ...comparison.table import ComparisonTable, Group, GroupBy
from ...plan import Column
from ...text.linebreak import ems
from .. import labels
from ..phrasebook import SAY
from ..sums import compared_totals, unread
from .cells import Value, shown
from .printing import SheetLine, whole_line
from .sheets import SheetColumn, SumRow
from .styles import Look
from .values import (
    difference,
    heading_of,
    ratio,
    ratio_heading,
    section_name,
    total_values,
)
from .widths import MARGIN

CHANGE_WIDTHS = {labels.DIFFERENCE: 10, labels.RATIO: 9}
"""The columns of differences and ratios (増減の列) and their widths, where items have rows."""


def changes_of_items(
    tables: Sequence[ComparisonTable], fields: Sequence[tuple[Column, str]]
) -> list[SheetColumn]:
    """Return the columns of differences and ratios (増減の列), without one that would be empty.

    fields: each with the unit that its amounts are shown in.
    """
    of = {column.heading: (column, unit) for column, unit in fields}
    rows = [row for table in tables for row in table.rows()]
    found = [one for row in rows for one in row.fields if one.heading in of]
    differences = [difference(one, *of[one.heading]) for one in found]
    occurs = {labels.DIFFERENCE: any(differences), labels.RATIO: any(map(ratio, found))}
    sums = [
        total_values(total, SAY.shown_sum(table, table, total), unit=total.unit)[2]
        for table in tables
        for total in table.totals
    ]
    longest = max((ems(shown(one)) for one in (*differences, *sums)), default=0)
    widths = {
        **CHANGE_WIDTHS,
        labels.DIFFERENCE: max(2 * longest + MARGIN, CHANGE_WIDTHS[labels.DIFFERENCE]),
    }
    return [
        SheetColumn(name, width, is_number=True) for name, width in widths.items() if occurs[name]
    ]


def sums_of_items(
    table: ComparisonTable, group: Group | None, headings: Sequence[SheetColumn]
) -> Iterator[SumRow]:
    """Yield the sums of a section, or of all (計・合計), one a row, below those of items."""
    names = *labels.edition_headings(table, (labels.OLD, labels.NEW)), *CHANGE_WIDTHS
    for total in compared_totals(table, (group or table).totals):
        sum_ = SAY.shown_sum(table, group or table, total)
        found = dict(zip(names, total_values(total, sum_, unit=total.unit), strict=True))
        found |= _about_sum(table, group)
        if labels.SECTION in found and group:
            found[labels.SECTION] = section_name(group.rows[0])
        found |= {labels.GROUP: labels.written_heading(total.heading)}
        yield SumRow(found.get(column.heading, "") for column in headings)


def sums_of_fields(
    table: ComparisonTable,
    group: Group | None,
    headings: Sequence[SheetColumn],
    fields: Sequence[Column],
) -> Iterator[SumRow]:
    """Yield the sums of a section, or of all (計・合計), each in the columns of its field."""
    editions = labels.edition_headings(table, (labels.OLD, labels.NEW))
    found: dict[str, Value] = {}
    for total in compared_totals(table, (group or table).totals):
        field = next((one for one in fields if one.heading == total.heading), None)
        if field is None or field.unit != total.unit:
            continue
        name = heading_of(field)
        sum_ = SAY.shown_sum(table, group or table, total)
        *sides, change, share = total_values(total, sum_)
        for edition, value in zip(editions, sides, strict=True):
            found[f"{edition}\n{name}"] = value
        found[f"{labels.DIFFERENCE}\n{name}"] = change
        found[ratio_heading(field)] = share
    if any(found.get(column.heading) for column in headings):
        found |= _about_sum(table, group)
        yield SumRow(found.get(column.heading, "") for column in headings)


def _about_sum(table: ComparisonTable, group: Group | None) -> dict[str, Value]:
    """Return what names a row of sums (計の行): of a group, or else of all."""
    name = labels.name_heading([table])
    if group is None:
        return {name: [(_in_two_lines(labels.total(table)), Look.BOLD)]}
    if table.grouped_by is not GroupBy.SECTION or not group.rows:
        found = f"{group.heading or labels.NONE_GIVEN}　{labels.subtotal(group)}"
        return {name: [(found, Look.BOLD)]}
    section = group.rows[0].section
    return {
        name: [(_in_two_lines(labels.subtotal(group)), Look.BOLD)],
        labels.SECTION: section.printed_number,
        labels.SECTION_TITLE: section.title,
    }


def _in_two_lines(name: str) -> str:
    return name.replace("（表にない", "（表にない\n")


def sum_notes(tables: Sequence[ComparisonTable]) -> list[SheetLine]:
    """Return what has to be known of the sums (計の注)."""
    table = tables[0]
    if len(tables) > 1 or table.only_edition is not None or not table.totals:
        return []
    return [*notes_of_sums(table, with_parts=len(table.groups) > 1)]


def notes_of_sums(table: ComparisonTable, *, with_parts: bool) -> Iterator[SheetLine]:
    """Yield what the documents print instead of sums, and what sums leave out (計の注).

    with_parts: whether the sums of sections are there too.
    """
    yield from map(whole_line, printed_instead(table))
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    what = f"{labels.SUBTOTAL}及び{labels.TOTAL}" if with_parts else labels.TOTAL
    totals = compared_totals(table, table.totals)
    said = [*unread(totals, table.all_rows(), old, new, what), *SAY.computed(totals, old, new)]
    yield from (whole_line(f"（注）{line}。") for line in said)


def printed_instead(table: ComparisonTable) -> Iterator[str]:
    """Yield what the documents print instead of sums (印字された計), with the section's name."""
    every: list[ComparisonTable | Group] = [*(table.groups if len(table.groups) > 1 else ()), table]
    for summed in every:
        for total in compared_totals(table, summed.totals):
            for line in SAY.shown_sum(table, summed, total).notes:
                yield f"{line}（{summed.heading}）" if isinstance(summed, Group) else line
