"""Facts (変更点): one line for each thing that changed, as CSV or JSON Lines.

Kinds, parts and reasons are codes, the same in both formats; missing values are null, in CSV empty.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import accumulate, chain

from ..comparison.amount_changes import unit_of_change
from ..comparison.rows import kind_of_property
from ..comparison.table import (
    ComparisonTable,
    FieldComparison,
    Group,
    GroupBy,
    Row,
    RowKind,
)
from ..comparison.totals import misprints
from ..text.escape import csv_cell, json_text
from ..text.normalize import digits_of, plain_number
from ..textdiff import Segment
from . import labels
from .brief import counter_behind, is_retitled, measured, whole_words
from .phrasebook import SAY
from .sums import compared_totals

_NEAR = 40  # characters of context on each side, at most
_SENTENCE_ENDS = "。\n"
_AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One thing that changed (変更点).

    part: row, summary, name, department, policies, section, number or field; title and total belong
    to no initiative, and have no ref; the name of a total is its section's, empty for the whole.
    heading: for a field only. reason: a code, or empty. old, new: a figure with its counter.
    difference: of amounts, in `unit` (ポイント for percentages), the whole value if one side is
    missing. context: the sentence around an edit, in the new text if it is there; for a printed
    total, the sum of its rows and what that leaves out.
    """

    ref: str = ""
    name: str = ""
    department: str = ""
    part: str
    heading: str = ""
    kind: RowKind
    reason: str = ""
    old: str | None
    new: str | None
    difference: Decimal | None = None
    context: str = ""
    unit: str = ""


_NAMES = tuple(field.name for field in fields(FactLine))


def write_facts(tables: Sequence[ComparisonTable], kinds: Collection[RowKind] = ()) -> bytes:
    """Return the facts of all tables as CSV (変更点の一覧), UTF-8 with a byte order mark.

    kinds: of the edits to include, empty for all. With several tables, each line begins with the
    plan and its editions.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    is_alone = len(tables) == 1
    writer.writerow([*(() if is_alone else _ABOUT), *_NAMES])
    for table in tables:
        about = [] if is_alone else [str(value) for value in _about(table).values()]
        for fact in facts(table, kinds):
            writer.writerow([*map(csv_cell, about), *map(_cell, _values(fact))])
    return text.getvalue().encode("utf-8-sig", "replace")


def json_lines(
    tables: Sequence[ComparisonTable], kinds: Collection[RowKind] = ()
) -> Iterator[bytes]:
    """Yield one line of JSON for each fact (変更点), with its table's title and editions.

    kinds: of the edits to include, empty for all.
    """
    for table in tables:
        about = _about(table)
        for fact in facts(table, kinds):
            written = about | dict(zip(_NAMES, _values(fact), strict=True))
            written["difference"] = plain_number(fact.difference)
            text = json_text(json.dumps(written, ensure_ascii=False))
            yield f"{text}\n".encode()


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return digits_of(value)  # ours, so that a minus sign opens no formula
    return "" if value is None else csv_cell(str(value))


_ABOUT = ("title", "old_year", "new_year")


def _about(table: ComparisonTable) -> dict[str, object]:
    values = (table.title, str(table.old_edition), str(table.new_edition))
    return dict(zip(_ABOUT, values, strict=True))


def _values(fact: FactLine) -> list[object]:
    return [getattr(fact, name) for name in _NAMES]


def facts(table: ComparisonTable, kinds: Collection[RowKind] = ()) -> Iterator[FactLine]:
    """Yield what changed (変更点) in table order, each row once: title, rows, sums.

    kinds: of the edits to include, empty for all; rows of a heavier kind are searched for them too.
    """
    if table.only_edition is not None:
        return
    for fact in chain(_title(table), *map(_of_initiative, table.rows()), _totals(table)):
        if not kinds or fact.kind in kinds:
            yield fact


def _title(table: ComparisonTable) -> Iterator[FactLine]:
    """Yield the change of the document's title (標題の変更)."""
    if is_retitled(table):
        old, new = table.old_title, table.title
        yield FactLine(part="title", kind=RowKind.SUBSTANCE, old=old, new=new)


def _totals(table: ComparisonTable) -> Iterator[FactLine]:
    """Yield changed sums (計・合計の変更) that both documents print or that one misprints."""
    sections = table.groups if table.grouped_by is GroupBy.SECTION else ()
    every: list[ComparisonTable | Group] = [*(sections if len(sections) > 1 else ()), table]
    for summed in every:
        name = summed.heading if isinstance(summed, Group) else ""
        rows = summed.rows if isinstance(summed, Group) else table.all_rows()
        for total in compared_totals(table, summed.totals):
            printed = [SAY.misprinted(one) for one in misprints(table, summed, total) if one]
            is_printed = None not in (total.printed_old, total.printed_new)
            if total.is_cumulative or not (printed or (is_printed and total.difference)):
                continue
            shown = SAY.shown_sum(table, summed, total)
            if shown.old == shown.new:
                continue
            yield FactLine(
                name=name,
                part="total",
                heading=total.heading,
                kind=RowKind.SUBSTANCE,
                reason="printed-otherwise" if printed else _AMOUNT,
                old=None if shown.old is None else labels.amount(shown.old),
                new=None if shown.new is None else labels.amount(shown.new),
                difference=None if printed else total.difference,
                context="。".join([*printed, *SAY.sum_notes(table, (total,), rows)]),
                unit=unit_of_change(total.unit),
            )


def _of_initiative(row: Row) -> Iterator[FactLine]:
    """Yield what changed in an initiative (事業の変更点)."""
    for fact in _facts(row):
        yield replace(fact, ref=row.ref, name=row.name, department=row.department)


def _facts(row: Row) -> Iterator[FactLine]:
    if row.kind is None:
        return
    if row.is_one_sided:
        yield FactLine(part="row", kind=row.kind, old=row.old, new=row.new)
        for one in row.fields:
            if one.kind is not None and (one.old or one.new):
                yield _field(row, one, row.kind)
        return
    for change in row.changes:
        old, new = map(labels.joined, (change.old, change.new))
        yield FactLine(part=change.what, kind=kind_of_property(change), old=old, new=new)
    segments = whole_words(row.segments)
    for at, (segment, context) in enumerate(zip(segments, _contexts(segments), strict=True)):
        if segment.is_edit:
            counter = counter_behind(segments, at)
            yield FactLine(
                part="summary",
                kind=RowKind(segment.kind),
                reason=segment.reason.code if segment.reason else "",
                old=segment.old + counter,
                new=segment.new + counter,
                context=context,
            )
    if not row.segments and row.old != row.new:  # a summary of one edition alone
        yield FactLine(part="summary", kind=RowKind.SUBSTANCE, old=row.old, new=row.new)
    for field in row.fields:
        if field.kind and field.is_changed:
            heaviest = max(field.segments, key=lambda one: one.kind.weight, default=None)
            reason = heaviest.reason.code if heaviest and heaviest.reason else ""
            yield _field(row, field, field.kind, _AMOUNT if field.amount else reason)


def _field(row: Row, field: FieldComparison, kind: RowKind, reason: str = "") -> FactLine:
    """Return a changed field (項目の変更): an amount with its difference and indicator."""
    unit = field.amount.unit if field.amount else ""
    by = labels.change(field)
    return FactLine(
        part="field",
        heading=field.heading,
        kind=kind,
        reason=reason,
        old=field.old,
        new=field.new,
        difference=by,
        context=measured(row, field),
        unit=unit if by is None else unit_of_change(unit),
    )


# ----------------------------------------------------------------------- context


def _contexts(segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the sentence around each segment (前後の文), at most _NEAR characters on each side."""
    sides = {
        side: "".join(getattr(segment, side) for segment in segments) for side in ("old", "new")
    }
    starts = {
        side: list(accumulate((len(getattr(s, side)) for s in segments), initial=0))
        for side in sides
    }
    for place, segment in enumerate(segments):
        side = "new" if segment.new else "old"
        yield _sentence(sides[side], starts[side][place], starts[side][place + 1])


def _sentence(text: str, start: int, stop: int) -> str:
    first = max(start - _NEAR, 0)
    opening = text[first:start]
    at = max(map(opening.rfind, _SENTENCE_ENDS))
    is_cut = at < 0 and first > 0
    closing = text[stop : stop + _NEAR]
    ends = [found for sign in _SENTENCE_ENDS if (found := closing.find(sign)) >= 0]
    is_whole = bool(ends) or stop + _NEAR >= len(text)
    closing = closing[: min(ends) + 1] if ends else closing
    inside = f"{opening[at + 1 :]}{text[start:stop]}{closing}".strip("\n")
    return f"{'…' if is_cut else ''}{inside}{'' if is_whole else '…'}"
