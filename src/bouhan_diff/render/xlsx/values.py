"""The values in a row's cells (セルの値): texts, amounts, and their headings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...comparison.amount_changes import Total, unit_of_change
from ...comparison.table import ComparisonTable, FieldComparison, Row, RowKind
from ...plan import DESCRIBING, Column, Property
from ...text.linebreak import ems
from ...text.normalize import is_dash
from ...textdiff import EditKind, Segment
from .. import labels
from ..brief import name_edits, renamed, whole_words
from ..notices import missing
from ..phrasebook import SAY, ShownSum
from ..remarks import remark_lines
from ..sums import total_came_or_went
from .cells import Amount, AmountText, FontRun, Ratio, Repeated, Value, shown
from .sheets import SheetColumn
from .styles import Look

_LONG_HEADING = 6  # full-width characters


def amount_heading(column: Column) -> str:
    """Return an amount's heading (数値の列見出し), a long one with its unit on a line below."""
    heading = labels.field_heading(column)
    if ems(heading) <= _LONG_HEADING:
        return heading
    return _broken(column) + (f"\n（{column.unit}）" if column.unit else "")


def _broken(column: Column) -> str:
    """Return a heading with its group's on a line above (列見出しの改行)."""
    return labels.written_heading(column.heading).replace("・", "・\n", 1)


def heading_of(field: Column) -> str:
    """Return the heading of a field's column (項目の列見出し)."""
    return amount_heading(field) if field.is_amount else labels.field_heading(field)


def remarks_of(row: Row, old: str) -> list[str]:
    """Return the remarks (備考), with amounts as published if only their spelling changed.

    old: the name of the old edition.
    """
    respelt = (
        f"{field.heading}の表記（旧：{field.old}、新：{field.new}）"
        for field in row.fields
        if field.amount and field.kind is RowKind.NOTATION
    )
    return [*remark_lines(row, old=old), *respelt]


def remarks_of_items(table: ComparisonTable, row: Row) -> list[str]:
    """Return the remarks on a row of items (備考), in which changed properties have their lines."""
    return remark_lines(row, old=labels.edition_headings(table)[0], shows_both=True)


def old_text(table: ComparisonTable, row: Row) -> Value:
    """Return the old summary (旧の本文), with what the new one lacks struck out."""
    if row.kind is RowKind.ADDED:
        return missing(table, row)
    if row.kind is None or (row.segments == () == row.fields and row.old == row.new):
        return row.old or ""
    if row.segments:
        return [(one.old, _mark(one, Look.OLD)) for one in whole_words(row.segments)]
    return [(row.old or "", Look.PLAIN if row.old == row.new else Look.OLD)]


def new_text(table: ComparisonTable, row: Row) -> Value:
    """Return the new summary (新の本文), with what the old one lacks underlined."""
    if row.kind is RowKind.REMOVED:
        return missing(table, row)
    if row.kind is None:
        return row.new or ""
    if row.segments:
        return [(one.new, _mark(one, Look.NEW)) for one in whole_words(row.segments)]
    return [(row.new or "", Look.PLAIN if row.old == row.new else Look.NEW)]


def _mark(segment: Segment, mark: Look) -> Look:
    if segment.kind is EditKind.NOTATION:
        return Look.NOTATION
    return Look.PLAIN if segment.kind is EditKind.EQUAL else mark


def property_value(row: Row, what: Property) -> list[FontRun]:
    """Return a property (属性), underlined if it changed or is new."""
    text = labels.joined(row.value(what))
    if row.kind is RowKind.REMOVED:
        return [(text, Look.OLD)]
    if what is Property.NAME and (edits := renamed(row)):
        return [(one.new, _mark(one, Look.NEW)) for one in edits]
    is_new = row.kind is RowKind.ADDED or row.change(what) is not None
    return [(text, Look.NEW if is_new else Look.PLAIN)]


def cell_unit(rows: Iterable[Row], field: Column) -> str:
    """Return the unit of a column's numbers (数値の単位), so that they can be added up.

    It is the heading's, or else that of most values.
    """
    from ...text.quantities import parse_quantity  # noqa: PLC0415  few plans have amounts

    if field.unit or not field.is_amount:
        return field.unit
    values = (row.field(field.heading) for row in rows)
    texts = (text for one in values if one for text in (one.old, one.new) if text)
    units = Counter(read.unit for text in texts if (read := parse_quantity(text)))
    return units.most_common(1)[0][0] if units else ""


def field_value(found: FieldComparison, field: Column, unit: str, *, is_new: bool) -> Value:
    """Return a field's value on one side (項目の値), an amount as a number in the unit."""
    if field.is_amount and (amount := _amount(found, field, unit, is_new=is_new)) is not None:
        return amount
    mark = _mark_of(found, is_new=is_new)
    text = found.new if is_new else found.old
    if field.is_amount and (is_dash(text or "") if text or found.is_changed else False):
        is_marked = found.is_changed and found.old and found.new  # one that is printed
        return AmountText([(text or labels.NO_VALUE, mark if is_marked else Look.PLAIN)])
    if text is None and found.is_changed:
        return labels.NO_VALUE
    if found.segments and found.is_changed:
        changed = Look.NEW if is_new else Look.OLD
        return [
            (s.new if is_new else s.old, _mark(s, changed)) for s in whole_words(found.segments)
        ]
    pieces = [(text or "", mark)]
    return AmountText(pieces) if field.is_amount else pieces


def _mark_of(found: FieldComparison, *, is_new: bool) -> Look:
    if found.kind is RowKind.NOTATION:
        return Look.NOTATION
    changed = Look.NEW if is_new else Look.OLD
    return changed if found.is_changed else Look.PLAIN


def _amount(found: FieldComparison, field: Column, common: str, *, is_new: bool) -> Amount | None:
    """Return the number for a cell in the common unit (数値), None if it is no number."""
    from ...text.quantities import convert, parse_quantity  # noqa: PLC0415  few plans have amounts

    text = found.new if is_new else found.old
    given = parse_quantity(text, found.unit) if text else None
    if given is None:
        return None
    read = convert(given, common) or given if common else given
    mark = _mark_of(found, is_new=is_new)
    # Two spellings of one value would look the same, both marked as changed.
    is_converted = read.unit != given.unit
    is_own = found.kind is RowKind.NOTATION or is_converted or "％" in (text or "")
    published = text or "" if is_own else ""
    if is_converted:
        published += f"（{labels.amount(read.value, read.unit)}）"
    unit = "" if read.unit == field.unit != "%" else read.unit
    return Amount(read.value, unit, mark, published)


def difference(found: FieldComparison | None, field: Column, common: str = "") -> Value:
    """Return an amount's difference in the common unit (増減), or 同じ値; "" if unchanged."""
    from ...text.quantities import Quantity, convert  # noqa: PLC0415  few plans have amounts

    amount = found.amount if found and found.is_changed else None
    if found is None or amount is None or (change := labels.change(found)) is None:
        return ""
    if not change:
        return _in_place(labels.SAME_AMOUNT)
    by = Quantity(change, amount.unit)
    by = convert(by, common) or by if common else by
    is_in_heading = by.unit == field.unit != "%"
    return Amount(by.value, "" if is_in_heading else unit_of_change(by.unit))


def ratio(found: FieldComparison | None) -> Value:
    """Return an amount's ratio (増減率), 皆増, 皆減 or ""; percentages have points, no ratio."""
    if came_or_went := labels.came_or_went(found):
        return _in_place(came_or_went)
    amount = found.amount if found and found.is_changed else None
    if amount is None or amount.ratio is None or not amount.difference or amount.unit == "%":
        return ""
    return Ratio(amount.ratio)


def total_values(
    total: Total, sum_: ShownSum, unread: tuple[str, str] = ("", ""), unit: str = ""
) -> tuple[Value, Value, Value, Value]:
    """Return a sum's old, new, difference and ratio (合計の新旧と増減); no difference if equal.

    sum_: how to show it, with its signs. unread: for each side the text to show if it has no value,
    such as 皆増; ― if empty. unit: shown after each value.
    """
    phrase = total_came_or_went(total)
    old, new = (
        _in_place(word or labels.NO_VALUE) if value is None else Amount(value, unit, sign=sign)
        for value, sign, word in zip(sum_[:2], sum_.signs[:2], unread, strict=True)
    )
    by = Amount(total.difference, unit, sign=sum_.signs[2]) if total.difference else ""
    share = Ratio(total.ratio) if total.ratio else ""
    return old, new, by, _in_place(phrase) if phrase else share


def _in_place(text: str) -> AmountText:
    return AmountText([(text, Look.PLAIN)])


def ratio_heading(field: Column) -> str:
    """Return the heading of a field's ratios (増減率の列見出し)."""
    return f"{labels.RATIO}\n{_broken(field)}"


def is_once(row: Row, field: FieldComparison) -> bool:
    """Return whether a field has a single value in the row (値が一つか)."""
    return row.is_one_sided or not field.is_changed or not (field.old and field.new)


def marks(tables: Sequence[ComparisonTable]) -> list[str]:
    """Return the meaning of the marks (凡例), that of notation only if it occurs."""
    if tables[0].only_edition is not None:
        return []
    has_notation = any(
        EditKind.NOTATION in row.edit_kinds for table in tables for row in table.rows()
    )
    return [
        "赤の取消線：削除・変更前",
        "青の下線：追加・変更後",
        *has_notation * ["二重下線：書き方だけの変更"],
    ]


def repeated(column: SheetColumn, value: Value) -> Value:
    """Return a value for the rows after its first (繰返し), without marks, which would be shown."""
    if isinstance(value, int):
        return value
    return shown(value) if column.is_centred else Repeated(shown(value))


def section_name(row: Row) -> str:
    """Return the printed number and the title of a row's section, as one (章)."""
    return f"{row.section.printed_number}　{row.section.title}".strip()


def changed_properties(table: ComparisonTable, row: Row) -> Iterator[tuple[str, Value, Value]]:
    """Yield the changed properties (改称・所管替えなど), each with old and new value."""
    for change in row.changes:
        if change.what not in DESCRIBING:
            continue
        is_name = change.what is Property.NAME
        edits: Sequence[Segment] = name_edits(row) if is_name else ()
        edits = edits or [Segment(SAY.value(change.old), SAY.value(change.new), EditKind.SUBSTANCE)]
        yield (
            labels.name_heading([table]) if is_name else labels.PROPERTY[change.what],
            [(one.old, _mark(one, Look.OLD)) for one in edits],
            [(one.new, _mark(one, Look.NEW)) for one in edits],
        )
