"""What a row has in the cells of a workbook (セルの値): texts, amounts, and how wide they are."""

from collections.abc import Iterable, Sequence

from ..comparison.table import ComparisonTable, FieldComparison, Row, RowKind, Total
from ..plan import Column, ColumnType
from ..text.linebreak import ems
from ..textdiff import EditKind, Segment
from . import labels
from .remarks import remarks
from .words import total_came_or_went
from .xlsx_cells import Amount, AmountText, FontMark, Piece, Ratio, Value, is_shown_whole

TEXT_WIDTH, WIDTH_ALONE = 42, 90
"""How wide a column of texts (本文の列幅) is at least, beside another one and alone."""

TEXT_WIDTHS = (30, TEXT_WIDTH, 50, 65, 80, WIDTH_ALONE, 130, 170, 220)
"""The widths that a column of texts may have (本文の列幅)."""

_AMOUNT_WIDTHS = (11, 20)
_WIDEST_AMOUNT = 30
_MARGIN = 1.5
_LONG_HEADING = 6


def amount_width(heading: str, values: Iterable[str] = ()) -> float:
    """Return the width of a column of amounts (数値の列幅), which shows heading and values."""
    least, most = _AMOUNT_WIDTHS
    width = min(max(2 * max(map(ems, heading.split("\n"))) + _MARGIN, least), most)
    longest = max((value for value in values if "\n" not in value), key=len, default="")
    return min(max(width, 2 * ems(longest) + _MARGIN), _WIDEST_AMOUNT)


def amount_heading(column: Column) -> str:
    """Return an amount's heading (数値の列見出し), a long one with its unit on a line below."""
    heading = labels.field_heading(column)
    is_long = column.unit and ems(heading) > _LONG_HEADING
    return f"{labels.written_heading(column.heading)}\n（{column.unit}）" if is_long else heading


def roomy(texts: Iterable[str], widths: tuple[int, int], lines: int) -> float:
    """Return a width (列幅) in which the longest text takes so many lines, as far as allowed."""
    least, most = widths
    longest = max((ems(text) for text in texts), default=0)
    return min(max(2 * longest / lines + 2, least), most)


def texts_width(tables: Sequence[ComparisonTable], least: int) -> int:
    """Return how wide the texts' columns must be to show the longest text in one row's height."""
    texts = {text for table in tables for row in table.rows() for text in (row.old, row.new)}
    return text_width((text or "" for text in texts), least)


def text_width(texts: Iterable[str], least: int) -> int:
    """Return how wide a column of texts must be to show the longest in one row's height (列幅)."""
    texts = tuple(texts)
    for width in TEXT_WIDTHS[:-1]:
        if width >= least and all(is_shown_whole(text, width) for text in texts):
            return width
    return TEXT_WIDTHS[-1]


def heading_of(field: Column) -> str:
    """Return the heading of a field's column (項目の列見出し)."""
    is_amount = field.type is ColumnType.AMOUNT
    return amount_heading(field) if is_amount else labels.field_heading(field)


def remarks_of(row: Row) -> list[str]:
    """Return the remarks (備考), with amounts as published where their spelling alone changed."""
    respelt = (
        f"{field.heading}の表記（旧：{field.old}、新：{field.new}）"
        for field in row.fields
        if field.amount and field.kind is RowKind.NOTATION
    )
    return [*remarks(row), *respelt]


def old_text(row: Row) -> Value:
    """Return the old summary (旧の本文), what the new one lacks struck out."""
    if row.kind is RowKind.ADDED:
        return labels.ONLY_NEW
    if row.kind is None or (row.segments == () == row.fields and row.old == row.new):
        return row.old or ""
    if row.segments:
        return [(segment.old, _mark(segment, FontMark.OLD)) for segment in row.segments]
    return [(row.old or "", FontMark.PLAIN if row.old == row.new else FontMark.OLD)]


def new_text(row: Row) -> Value:
    """Return the new summary (新の本文), what the old one lacks underlined."""
    if row.kind is RowKind.REMOVED:
        return labels.ONLY_OLD
    if row.kind is None:
        return row.new or ""
    if row.segments:
        return [(segment.new, _mark(segment, FontMark.NEW)) for segment in row.segments]
    return [(row.new or "", FontMark.PLAIN if row.old == row.new else FontMark.NEW)]


def _mark(segment: Segment, mark: FontMark) -> FontMark:
    return FontMark.PLAIN if segment.kind is EditKind.EQUAL else mark


def property_value(row: Row, name: str, text: str) -> list[Piece]:
    """Return what a property is (項目), underlined where it was something else or is new."""
    if row.kind is RowKind.REMOVED:
        return [(text, FontMark.OLD)]
    is_new = row.kind is RowKind.ADDED or any(change.field == name for change in row.changes)
    return [(text, FontMark.NEW if is_new else FontMark.PLAIN)]


def field_value(found: FieldComparison, field: Column, *, is_new: bool) -> Value:
    """Return a field's value on one side (項目の値), an amount as a number."""
    is_amount = field.type is ColumnType.AMOUNT
    if is_amount and (amount := _amount(found, field, is_new=is_new)) is not None:
        return amount
    changed = FontMark.NEW if is_new else FontMark.OLD
    if found.segments and found.is_changed:
        return [(s.new if is_new else s.old, _mark(s, changed)) for s in found.segments]
    text = (found.new if is_new else found.old) or ""
    pieces = [(text, changed if found.is_changed else FontMark.PLAIN)]
    return AmountText(pieces) if is_amount else pieces


def _amount(found: FieldComparison, field: Column, *, is_new: bool) -> Amount | None:
    """Return the number of a cell in the column's unit (数値), None where it is no number."""
    from ..text.quantities import convert, parse_quantity  # noqa: PLC0415  few plans have amounts

    text = found.new if is_new else found.old
    given = parse_quantity(text, found.unit) if text else None
    if given is None:
        return None
    read = convert(given, field.unit) or given if field.unit else given
    mark = (FontMark.NEW if is_new else FontMark.OLD) if found.is_changed else FontMark.PLAIN
    # Two spellings of one value would look the same, both marked as changed.
    is_converted = read.unit != given.unit
    published = text or "" if found.kind is RowKind.NOTATION or is_converted else ""
    unit = "" if read.unit == field.unit != "%" else read.unit
    return Amount(read.value, unit, mark, published)


def difference(found: FieldComparison | None, field: Column) -> Value:
    """Return an amount's difference in the column's unit (増減), or 同じ値.

    Nothing for an amount that did not change.
    """
    amount = found.amount if found and found.is_changed else None
    if found is None or amount is None or (change := labels.change(found)) is None:
        return ""
    if not change:
        return AmountText([(labels.SAME_AMOUNT, FontMark.PLAIN)])
    own = "" if amount.unit == field.unit else amount.unit
    return Amount(change, "ポイント" if amount.unit == "%" else own)


def ratio(found: FieldComparison | None) -> Value:
    """Return an amount's ratio (増減率), 皆増, 皆減 or nothing; points of per cent have none."""
    if came_or_went := labels.came_or_went(found):
        return AmountText([(came_or_went, FontMark.PLAIN)])
    amount = found.amount if found and found.is_changed else None
    if amount is None or amount.ratio is None or not amount.difference or amount.unit == "%":
        return ""
    return Ratio(amount.ratio)


def total_values(total: Total) -> tuple[Value, Value, Value, Value]:
    """Return a sum's old, new, difference and ratio (合計の新旧と増減).

    A side without any value has ― where the difference is all of the other's (皆増・皆減).
    """
    said = total_came_or_went(total)
    none = labels.NO_VALUE if said else ""
    old, new, by = (
        missing if value is None else Amount(value)
        for value, missing in ((total.old, none), (total.new, none), (total.difference, ""))
    )
    return old, new, by, said or ("" if total.ratio is None else Ratio(total.ratio))
