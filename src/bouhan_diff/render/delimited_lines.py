"""The lines below the rows of a CSV (計・注記): sums that the rows do not make, and notes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..comparison.amount_changes import Total
from ..comparison.table import ComparisonTable, Group, GroupBy, Row, SectionHeading
from ..comparison.totals import summed_rows
from . import labels
from .notices import kinds, notices, omitted, own_notes, retitled
from .phrasebook import SAY, ShownSum
from .sums import compared_totals, unread


class ExtraLine(NamedTuple):
    """A line below the rows (計・注記): its kind, what it says, and of which section if of one.

    name: of a line of sums. sums: those of fields, by heading.
    """

    kind: str
    said: str = ""
    section: SectionHeading | None = None
    name: str = ""
    sums: Mapping[str, tuple[Total, ShownSum]] = {}


def lines_below(table: ComparisonTable) -> Iterator[ExtraLine]:
    """Yield the lines below the rows (計・注記), if two editions are compared."""
    if table.only_edition is None and any(table.rows()):
        sums = [*_sums(table)]
        yield from sums
        yield from (ExtraLine(_NOTE, said) for said in _notes(table, has_sums=bool(sums)))


_NOTE = "注記"
_ON_SUMS = "区分が計・合計の行は上の行を合わせたものなので、合計するときは除く"


def _sums(table: ComparisonTable) -> Iterator[ExtraLine]:
    """Yield the sums (計・合計), unless the rows in the file make them."""
    by_section = table.grouped_by is GroupBy.SECTION and len(table.groups) > 1
    covered = zip(table.groups, summed_rows(table), strict=True)
    parts = [(group, rows) for group, rows in covered if by_section and group.rows]
    lines = [line for group, rows in parts for line in _sums_of(table, group, rows)]
    lines += _sums_of(table, table, table.all_rows())
    if omitted(table) or any(found.notes for one in lines for _total, found in one.sums.values()):
        yield from lines


def _sums_of(
    table: ComparisonTable, summed: ComparisonTable | Group, rows: Iterable[Row]
) -> Iterator[ExtraLine]:
    """Yield the sums of a section or of all (計・合計), those of each unit as one line.

    Under 備考 is what they leave out, and where the document prints others.
    """
    kind, name, section = labels.TOTAL, labels.total(table), None
    if isinstance(summed, Group):
        kind, name, section = labels.SUBTOTAL, labels.subtotal(summed), summed.rows[0].section
    totals = compared_totals(table, summed.totals)
    for unit in dict.fromkeys(total.unit for total in totals):
        own = [total for total in totals if total.unit == unit]
        sums = {one.heading: (one, SAY.shown_sum(table, summed, one)) for one in own}
        said = [
            note.removeprefix(labels.MISPRINTED)
            for _total, found in sums.values()
            for note in found.notes
        ]
        said += unread(own, rows, *SAY.sides(table), kind)
        yield ExtraLine(kind, "。".join(said), section, name, sums)


def _notes(table: ComparisonTable, *, has_sums: bool) -> Iterator[str]:
    """Yield the notes on the whole document (注記), and the former aims of its sections."""
    sides = labels.edition_headings(table)
    elsewhere = {labels.NOT_GIVEN, labels.CHECKED_SUMS, labels.UNSURE_MATCHES}
    yield f"{table.title}　{SAY.source(table)}".strip()
    yield from [_ON_SUMS] if has_sums else ()
    yield from retitled(table)
    yield from filter(None, (omitted(table), SAY.given_once(table)))
    if meanings := [SAY.meaning(*one) for one in kinds(table, *sides).items()]:
        yield f"{labels.KIND_HEADING}の{SAY.listed(meanings)}"
    yield from own_notes(table)
    for group in table.groups:
        if group.old_aim is not None:
            was = SAY.labelled(sides[0], group.old_aim or labels.NONE_GIVEN)
            yield f"{group.heading}　{labels.AIM}{SAY.bracketed(was)}"
    for heading, lines in notices(table, *sides).items():
        yield from (f"{heading}：{line}" for line in lines if heading not in elsewhere)
