"""The sheet of rows (新旧対照表のシート): one row per initiative, one datum per cell."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..comparison.table import ComparisonTable, FieldComparison, GroupBy, Row, RowKind
from ..plan import Column, ColumnType
from ..text.linebreak import ems
from ..textdiff import EditKind, Segment
from . import labels
from .remarks import (
    MEANINGS,
    falls,
    field_heading,
    is_respelt,
    printed_differences,
    remarks,
    written_heading,
)
from .xlsx_cells import Amount, FontMark, Piece, Ratio, Value, is_shown_whole, shown
from .xlsx_sheets import SheetColumn, Worksheet

_TEXT_WIDTHS = (42, 50, 65, 80, 100, 130, 170, 220)
_WIDTH_ALONE = 90
_AMOUNT_WIDTHS = (12, 20)
_WIDEST_AMOUNT = 30
_FIELD_WIDTHS = (16, 42)
_FIELD_LINES = 5
_DEPARTMENT_WIDTHS = (16, 24)
_NAME_WIDTHS = (19, 40)
_NAME_LINES = 4
_TITLE_WIDTHS = (13, 30)
_TITLE_LINES = 3
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
    heading = field_heading(column)
    is_long = column.unit and ems(heading) > _LONG_HEADING
    return f"{written_heading(column.heading)}\n（{column.unit}）" if is_long else heading


def _roomy(texts: Iterable[str], widths: tuple[int, int], lines: int) -> float:
    """Return a width (列幅) in which the longest text takes so many lines, as far as allowed."""
    least, most = widths
    longest = max((ems(text) for text in texts), default=0)
    return min(max(2 * longest / lines + 2, least), most)


_Column = tuple[SheetColumn, Callable[[Row], Value]]
"""A column (列) and what a row has in it."""


def comparison(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the rows (新旧対照表) of all tables in the order of their groups."""
    printed = frozenset[str]().union(*map(printed_differences, tables))
    fields = [one for one in labels.field_columns(tables) if one.heading not in printed]
    columns = _columns(tables, fields, _text_width(tables))
    headings = [heading for heading, _value in columns]
    if len(tables) > 1:
        headings = [*_ABOUT, *headings]
    if tables[0].grouped_by is GroupBy.POLICY:
        headings = [SheetColumn(f"{labels.POLICIES}別", 12, is_centred=True), *headings]
    names = [place for place, column in enumerate(headings, 1) if column.heading == labels.NAME]
    is_alone = tables[0].only_edition is not None
    legend = "" if is_alone else f"{_OLD_MARK}　{_NEW_MARK}"
    rows = _rows(tables, columns)
    return Worksheet(labels.COMPARISON, headings, rows, legend, fixed=names[0] if fields else 0)


def _rows(
    tables: Sequence[ComparisonTable], columns: Sequence[_Column]
) -> Iterator[Sequence[Value]]:
    """Yield what stands in each row (行の値), made when it is written."""
    for table in tables:
        editions = (table.old_edition, table.new_edition)
        about: list[Value] = [table.title, *map(str, editions)] if len(tables) > 1 else []
        for group in table.groups:
            by_policy = table.grouped_by is GroupBy.POLICY
            under: list[Value] = [group.heading or labels.NONE_GIVEN] if by_policy else []
            for row in group.rows:
                yield [*under, *about, *(value(row) for _heading, value in columns)]


_ABOUT = (
    SheetColumn(labels.PLAN, 24),
    SheetColumn(f"{labels.OLD}年度", 9, is_centred=True),
    SheetColumn(f"{labels.NEW}年度", 9, is_centred=True),
)


_OLD_MARK, _NEW_MARK = "赤の取消線：削除・変更前", "青の下線：追加・変更後"


def legend(table: ComparisonTable) -> str:
    """Return what the marks mean (凡例), of those that occur."""
    rows = tuple(table.rows())
    said = {line.partition("（")[0] for row in rows for line in remarks(row)}
    meanings = [f"{mark}：{text}" for mark, text in MEANINGS.items() if mark in said]
    falling = ["△：減少"] if any(map(falls, rows)) else []
    respelt = [f"{labels.SAME_AMOUNT}：書き方だけの変更"] if any(map(is_respelt, rows)) else []
    return "　".join([labels.LEGEND, _OLD_MARK, _NEW_MARK, *falling, *respelt, *meanings])


def _columns(
    tables: Sequence[ComparisonTable], fields: Sequence[Column], width: int
) -> list[_Column]:
    """Return the columns (列); a table that stands alone has its years' headings as published."""
    table, is_alone = tables[0], len(tables) == 1
    rows = [row for one in tables for row in one.rows()]
    columns: list[_Column] = []
    if not all(map(labels.is_titled, tables)):
        titles = _roomy({row.section.title for row in rows}, _TITLE_WIDTHS, _TITLE_LINES)
        columns += [
            (SheetColumn(labels.SECTION, 6, is_centred=True), lambda row: row.section.number),
            (SheetColumn(labels.SECTION_TITLE, titles), lambda row: row.section.title),
        ]
    name = _roomy((row.name for row in rows), _NAME_WIDTHS, _NAME_LINES)
    if labels.has_numbers(tables):
        columns.append((SheetColumn(labels.NUMBER, 7, is_centred=True), lambda row: row.number))
    columns.append((SheetColumn(labels.NAME, name), lambda row: _property(row, "name", row.name)))
    if labels.has_departments(tables):
        # A bracket alone on a line is all that is gained by a narrow column.
        column = _roomy((row.department for row in rows), _DEPARTMENT_WIDTHS, 2)
        columns.append(
            (
                SheetColumn(labels.DEPARTMENT, column),
                lambda row: _property(row, "department", row.department),
            )
        )
    if labels.has_policies(tables):
        heading = SheetColumn(labels.POLICIES, 10, is_centred=True)
        columns.append((heading, lambda row: _property(row, "policies", "、".join(row.policies))))
    if table.only_edition is None:
        heading = SheetColumn(labels.KIND_HEADING, 9, is_centred=True)
        columns.append((heading, lambda row: labels.KIND[row.kind] if row.kind else ""))
    has_texts = labels.has_texts(tables)
    headings = labels.headings(table) if is_alone else (labels.OLD, labels.NEW)
    texts: list[_Column] = [
        (SheetColumn(headings[0], width), _old),
        (SheetColumn(headings[1], width, is_joined=True), _new),
    ]
    editions = labels.edition_headings(table, (labels.OLD, labels.NEW))
    sides = editions if is_alone else (labels.OLD, labels.NEW)
    if table.only_edition is not None:
        is_new = table.only_edition == table.new_edition
        columns += texts[is_new : is_new + 1] if has_texts else []
        return columns + [_side(field, rows, _heading(field), is_new=is_new) for field in fields]
    columns += texts if has_texts else []
    for field in fields:
        columns += _field(field, rows, sides)
    if any(map(_remarks, rows)):
        columns.append((SheetColumn(labels.REMARKS, 20), lambda row: "\n".join(_remarks(row))))
    return columns


def _heading(field: Column) -> str:
    is_amount = field.type is ColumnType.AMOUNT
    return amount_heading(field) if is_amount else field_heading(field)


def _remarks(row: Row) -> list[str]:
    """Return the remarks (備考), with amounts as published where their spelling alone changed."""
    respelt = (
        f"{field.heading}の表記（旧：{field.old}、新：{field.new}）"
        for field in row.fields
        if field.amount and field.kind is RowKind.NOTATION
    )
    return [*remarks(row), *respelt]


def _text_width(tables: Sequence[ComparisonTable]) -> int:
    """Return how wide the texts' columns must be to show the longest text in one row's height."""
    texts = {text for table in tables for row in table.rows() for text in (row.old, row.new)}
    is_one_year = tables[0].only_edition is not None
    return text_width((text or "" for text in texts), _WIDTH_ALONE if is_one_year else 0)


def text_width(texts: Iterable[str], least: int) -> int:
    """Return how wide a column of texts must be to show the longest in one row's height (列幅)."""
    texts = tuple(texts)
    for width in _TEXT_WIDTHS[:-1]:
        if width >= least and all(is_shown_whole(text, width) for text in texts):
            return width
    return _TEXT_WIDTHS[-1]


def _old(row: Row) -> Value:
    """Return the old summary (旧の本文), what the new one lacks struck out."""
    if row.kind is RowKind.ADDED:
        return labels.ONLY_NEW
    if row.kind is None or (row.segments == () == row.fields and row.old == row.new):
        return row.old or ""
    if row.segments:
        return [(segment.old, _mark(segment, FontMark.OLD)) for segment in row.segments]
    return [(row.old or "", FontMark.PLAIN if row.old == row.new else FontMark.OLD)]


def _new(row: Row) -> Value:
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


def _property(row: Row, name: str, text: str) -> list[Piece]:
    """Return what a property is (項目), underlined where it was something else or is new."""
    if row.kind is RowKind.REMOVED:
        return [(text, FontMark.OLD)]
    is_new = row.kind is RowKind.ADDED or any(change.field == name for change in row.changes)
    return [(text, FontMark.NEW if is_new else FontMark.PLAIN)]


# ------------------------------------------------------------------------- fields


def _field(field: Column, rows: Sequence[Row], editions: tuple[str, str]) -> list[_Column]:
    """Return a field's columns (項目の列): old and new, of amounts also difference and ratio.

    What no initiative of both editions has otherwise takes one column, and so does
    what one edition alone has.
    """
    heading = _heading(field)
    found = [(row, one) for row in rows if (one := labels.field_of(row, field.heading))]
    if all(one.kind is None and not (one.old and one.new) for _row, one in found):
        sides = {bool(one.new) for _row, one in found}
        edition = f"{editions[sides.pop()]}\n" if len(sides) == 1 else ""
        return [_side(field, rows, f"{edition}{heading}", is_new=None)]
    if all(_is_once(row, one) for row, one in found):
        return [_side(field, rows, heading, is_new=None)]
    columns = [
        _side(field, rows, f"{edition}\n{heading}", is_new=is_new)
        for edition, is_new in zip(editions, (False, True), strict=True)
    ]
    if all(labels.change(one) is None for _row, one in found):
        return columns
    name = f"{labels.DIFFERENCE}\n{heading}"
    shown_ = (shown(difference(one, field)) for _row, one in found)
    change = SheetColumn(name, amount_width(name, shown_), is_number=True, is_joined=True)
    name = f"{labels.RATIO}\n{written_heading(field.heading)}"
    share = SheetColumn(name, amount_width(name), is_number=True, is_joined=True)
    columns.append((change, lambda row: difference(labels.field_of(row, field.heading), field)))
    columns.append((share, lambda row: ratio(labels.field_of(row, field.heading))))
    return columns


_ONE_SIDED = (RowKind.ADDED, RowKind.REMOVED)


def _is_once(row: Row, field: FieldComparison) -> bool:
    """Return whether a field has one value in the row (値が一つか)."""
    return row.kind in _ONE_SIDED or not field.is_changed or not (field.old and field.new)


def _side(field: Column, rows: Sequence[Row], heading: str, *, is_new: bool | None) -> _Column:
    """Return a column with a field's values on one side (項目の片側); None: whichever it has."""
    is_amount = field.type is ColumnType.AMOUNT

    def value(row: Row) -> Value:
        found = labels.field_of(row, field.heading)
        if found is None:
            return ""
        is_old = is_new is False or (is_new is None and not found.new)
        if is_amount and (amount := _amount(found, field, is_new=not is_old)) is not None:
            return amount
        changed = FontMark.OLD if is_old else FontMark.NEW
        if found.segments and found.is_changed:
            return [(s.old if is_old else s.new, _mark(s, changed)) for s in found.segments]
        text = (found.old if is_old else found.new) or ""
        return [(text, changed if found.is_changed else FontMark.PLAIN)]

    published = (
        labels.published_amount(text) if is_amount else text
        for row in rows
        if (found := labels.field_of(row, field.heading))
        for text in (found.old, found.new)
        if text
    )
    width = (
        amount_width(heading, published)
        if is_amount
        else _roomy(published, _FIELD_WIDTHS, _FIELD_LINES)
    )
    return SheetColumn(heading, width, is_number=is_amount, is_joined=bool(is_new)), value


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
        return labels.SAME_AMOUNT
    own = "" if amount.unit == field.unit else amount.unit
    return Amount(change, "ポイント" if amount.unit == "%" else own)


def ratio(found: FieldComparison | None) -> Value:
    """Return an amount's ratio (増減率), 皆増, 皆減 or nothing; points of per cent have none."""
    if came_or_went := labels.came_or_went(found):
        return came_or_went
    amount = found.amount if found and found.is_changed else None
    if amount is None or amount.ratio is None or not amount.difference or amount.unit == "%":
        return ""
    return Ratio(amount.ratio)
