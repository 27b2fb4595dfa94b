"""What the CSV says of a row in words (変更箇所・備考), beside its columns of values."""

from collections.abc import Iterator

from ..comparison.rows import kind_of_property
from ..comparison.table import KIND_OF_EDIT, ComparisonTable, Row, RowKind
from ..plan import CODES, DESCRIBING
from ..textdiff import heaviest
from . import labels
from .brief import edits_in_brief
from .notices import text_heading
from .phrasebook import SAY
from .remarks import OF_PROPERTY, remarks_on


def remarks(row: Row) -> Iterator[str]:
    """Yield the remarks on a row (備考), without old values that have their own column.

    They include 皆増, 皆減 and 同じ値, as the columns of numbers do not.
    """
    in_columns = {OF_PROPERTY[what] for what in DESCRIBING if what not in CODES}
    for one in remarks_on(row):
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

    def told(heading: str, kind: RowKind, said: str) -> str:
        return heading + (f"（{labels.KIND[kind]}）" if kind is not row.kind else "") + f"　{said}"

    texts = [(text_heading(table), row.segments)]
    texts += [(labels.written_heading(one.heading), one.segments) for one in row.fields]
    for heading, segments in texts:
        if said := edits_in_brief(segments).text:
            yield told(heading, KIND_OF_EDIT[heaviest(segments)], said)
    for field in row.fields:
        if field.is_changed and field.kind and not field.segments:
            values = (labels.published(field, one) for one in (field.old, field.new))
            yield told(labels.field_heading(field), field.kind, _from_to(*values))
    for change in row.changes:
        if change.what in DESCRIBING:
            sides = map(labels.joined, (change.old, change.new))
            yield told(labels.PROPERTY[change.what], kind_of_property(change), _from_to(*sides))


def _from_to(old: str, new: str) -> str:
    return f"{old or labels.NONE_GIVEN} → {new or labels.NONE_GIVEN}"
