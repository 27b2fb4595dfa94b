"""What the CSV says in words: beside the values of a row (変更箇所・備考), and below all rows.

Below are the sums that the rows do not make (計), and notes (注記).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..comparison.amount_changes import Total
from ..comparison.rows import kind_of_property
from ..comparison.table import (
    KIND_OF_EDIT,
    ComparisonTable,
    Group,
    GroupBy,
    Row,
    RowKind,
    SectionHeading,
)
from ..comparison.totals import summed_rows
from ..plan import CODES, DESCRIBING
from ..textdiff import heaviest
from . import labels
from .brief import edits_in_brief
from .notices import meanings_of_kinds, notices, omitted, own_notes, retitled, text_heading
from .phrasebook import SAY, ShownSum
from .remarks import OF_PROPERTY, remarks_on
from .sums import compared_totals, unread

# --- Beside the values of a row -----------------------------------------------------------------


def remarks(row: Row, old: str) -> Iterator[str]:
    """Yield the remarks on a row (備考), without old values that have their own column.

    They include 皆増, 皆減 and 同じ値, as columns of numbers do not. old: the old edition's name.
    """
    in_columns = {OF_PROPERTY[what] for what in DESCRIBING if what not in CODES}
    for one in remarks_on(row, old=old):
        is_shown = one.topic in in_columns
        yield one.text.removesuffix(SAY.bracketed(one.was)) if is_shown else one.text
    for field in row.fields:
        is_respelt = field.is_changed and labels.change(field) == 0
        if word := labels.SAME_AMOUNT if is_respelt else labels.came_or_went(field):
            yield f"{labels.written_heading(field.heading)}は{word}"


def edits_of(table: ComparisonTable, row: Row) -> Iterator[str]:
    """Yield what changed in a row (変更箇所): texts in brief, amounts and properties whole.

    A kind is named where it is not the row's.
    """
    if row.kind in (None, RowKind.UNCHANGED) or row.is_one_sided:
        return

    def line(heading: str, kind: RowKind, text: str) -> str:
        return heading + (f"（{labels.KIND[kind]}）" if kind is not row.kind else "") + f"　{text}"

    texts = [(text_heading(table), row.segments)]
    texts += [(labels.written_heading(one.heading), one.segments) for one in row.fields]
    for heading, segments in texts:
        if brief := edits_in_brief(segments).text:
            yield line(heading, KIND_OF_EDIT[heaviest(segments)], brief)
    for field in row.fields:
        if field.is_changed and field.kind and not field.segments:
            values = (labels.published(field, one) for one in (field.old, field.new))
            yield line(labels.field_heading(field), field.kind, _from_to(*values))
    for change in row.changes:
        if change.what in DESCRIBING:
            sides = map(labels.joined, (change.old, change.new))
            yield line(labels.PROPERTY[change.what], kind_of_property(change), _from_to(*sides))


def _from_to(old: str, new: str) -> str:
    return f"{old or labels.NONE_GIVEN} → {new or labels.NONE_GIVEN}"


# --- Below the rows -----------------------------------------------------------------------------


class ExtraLine(NamedTuple):
    """A line below the rows (計・注記): its kind, what it says, and of which section if of one.

    name: of a line of sums. sums: those of fields, by heading.
    """

    kind: str
    text: str = ""
    section: SectionHeading | None = None
    name: str = ""
    sums: Mapping[str, tuple[Total, ShownSum]] = {}


def lines_below(table: ComparisonTable) -> Iterator[ExtraLine]:
    """Yield the lines below the rows (計・注記), if two editions are compared."""
    if table.only_edition is None and any(table.rows()):
        sums = [*_sums(table)]
        yield from sums
        yield from (ExtraLine(_NOTE, note) for note in _notes(table, has_sums=bool(sums)))


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
        of_unit = [total for total in totals if total.unit == unit]
        sums = {one.heading: (one, SAY.shown_sum(table, summed, one)) for one in of_unit}
        sentences = [
            note.removeprefix(labels.MISPRINTED)
            for _total, found in sums.values()
            for note in found.notes
        ]
        sentences += unread(of_unit, rows, *SAY.sides(table), kind)
        yield ExtraLine(kind, "。".join(sentences), section, name, sums)


def _notes(table: ComparisonTable, *, has_sums: bool) -> Iterator[str]:
    """Yield the notes on the whole document (注記), and the former aims of its sections."""
    sides = labels.edition_headings(table)
    elsewhere = {labels.NOT_GIVEN, labels.CHECKED_SUMS, labels.UNSURE_MATCHES}
    yield f"{table.title}　{SAY.source(table)}".strip()
    yield from [_ON_SUMS] if has_sums else ()
    yield from retitled(table)
    yield from filter(None, (omitted(table), SAY.given_once(table)))
    if meanings := [SAY.meaning(*one) for one in meanings_of_kinds(table, *sides).items()]:
        yield f"{labels.KIND_HEADING}の{SAY.listed(meanings)}"
    yield from own_notes(table)
    for group in table.groups:
        if group.old_aim is not None:
            was = SAY.labelled(sides[0], group.old_aim or labels.NONE_GIVEN)
            yield f"{group.heading}　{labels.AIM}{SAY.bracketed(was)}"
    for heading, lines in notices(table, *sides).items():
        yield from (f"{heading}：{line}" for line in lines if heading not in elsewhere)
