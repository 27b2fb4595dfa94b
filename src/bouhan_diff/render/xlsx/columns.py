"""The columns of a workbook's rows (新旧対照表の列): what names an initiative, what it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...comparison.table import ComparisonTable, GroupBy, Row
from ...plan import CODES, Column, Property
from ...text.linebreak import ems
from .. import labels
from ..notices import kind_names
from .cells import Value, shown
from .sheet_layout import FIELD_LINES, MARGIN, amount_width, roomy, twice
from .sheets import SheetColumn
from .values import (
    cell_unit,
    difference,
    field_value,
    heading_of,
    is_once,
    new_text,
    old_text,
    property_value,
    ratio,
    ratio_heading,
    remarks_of,
    section_name,
)

_FIELD_WIDTHS = (11, 42)
_NARROW_FIELD = 34
_DEPARTMENT_WIDTHS = (8, 26)
_CODE_WIDTH = 10
_NAME_WIDTHS = (13, 38)  # 合計（表にない fits
_WIDER_NAME = 5  # that no character stands alone
_TITLE_WIDTHS = (11, 30)
_TITLE_LINES = 4
_SHORT_WIDTHS = (5, 16)
_KIND_WIDTHS = (6, 14)
REMARK_WIDTHS = (16, 40)
REMARK_LINES = 4

ShownRow = tuple[ComparisonTable, str, Row]
"""A row to show (表示する行): its table, the heading of its group, and itself."""

RowColumn = tuple[SheetColumn, Callable[[ShownRow], Value]]
"""A column (列) and what a row has in it."""


_ABOUT = (
    SheetColumn(labels.PLAN, 24),
    SheetColumn(f"{labels.OLD}年度", 9, is_centred=True),
    SheetColumn(f"{labels.NEW}年度", 9, is_centred=True),
)


def front_columns(
    tables: Sequence[ComparisonTable], *, lines: int, is_narrow: bool = False
) -> list["RowColumn"]:
    """Return the columns that identify a row's initiative (事業の列), and its kind.

    lines: how many lines a name may take, as far as the column may be widened. is_narrow: put a
    section's number and title in one column.
    """
    rows = [row for one in tables for row in one.rows()]
    columns: list[RowColumn] = []
    if tables[0].grouped_by is GroupBy.POLICY:
        heading = SheetColumn(f"{labels.POLICIES}別", 12, is_centred=True)
        columns.append((heading, lambda shown: shown[1] or labels.NONE_GIVEN))
    if len(tables) > 1:
        columns += [
            (_ABOUT[0], lambda shown: shown[0].title),
            (_ABOUT[1], lambda shown: str(shown[0].old_edition)),
            (_ABOUT[2], lambda shown: str(shown[0].new_edition)),
        ]
    has_sections = not all(table.is_titled for table in tables)
    if has_sections and is_narrow and labels.has_section_numbers(tables):
        headings = {section_name(row) for row in rows}
        heading = SheetColumn(labels.SECTION, roomy(headings, _TITLE_WIDTHS, lines))
        columns.append((heading, _of_row(section_name)))
    elif has_sections:
        titles = roomy({row.section.title for row in rows}, _TITLE_WIDTHS, _TITLE_LINES)
        numbers = {str(row.section.printed_number) for row in rows}
        if is_numbered := labels.has_section_numbers(tables):
            heading = SheetColumn(labels.SECTION, roomy(numbers, _SHORT_WIDTHS, 1), is_centred=True)
            columns.append((heading, lambda shown: shown[2].section.printed_number))
        if not is_numbered or any(row.section.title for row in rows):
            heading = SheetColumn(labels.SECTION_TITLE, titles)
            columns.append((heading, lambda shown: shown[2].section.title))
    name = roomy((row.name for row in rows), _NAME_WIDTHS, lines, _WIDER_NAME)
    if labels.has_numbers(tables):
        number = roomy({str(row.number) for row in rows}, _SHORT_WIDTHS, 1)
        heading = SheetColumn(labels.NUMBER, number, is_centred=True)
        columns.append((heading, lambda shown: shown[2].number))
    heading = SheetColumn(labels.name_heading(tables), name)
    columns.append((heading, _of_row(partial(property_value, what=Property.NAME))))
    for what in labels.properties(tables):
        texts = (labels.joined(row.value(what)) for row in rows)
        is_code = what in CODES
        width = _CODE_WIDTH if is_code else roomy(texts, _DEPARTMENT_WIDTHS, max(lines - 1, 1))
        heading = SheetColumn(labels.PROPERTY[what], width, is_centred=is_code)
        columns.append((heading, _of_row(partial(property_value, what=what))))
    if tables[0].only_edition is None:
        names = {id(one): kind_names(one) for one in tables}
        kinds = {names[id(one)][row.kind] for one in tables for row in one.rows() if row.kind}
        heading = SheetColumn(labels.KIND_HEADING, roomy(kinds, _KIND_WIDTHS, 1), is_centred=True)
        columns.append(
            (heading, lambda shown: names[id(shown[0])][shown[2].kind] if shown[2].kind else "")
        )
    return columns


def _of_row(value: Callable[[Row], Value]) -> Callable[[ShownRow], Value]:
    return lambda shown: value(shown[2])


def columns_behind(
    tables: Sequence[ComparisonTable],
    fields: Sequence[Column],
    width: float,
    *,
    has_ratios: bool,
) -> Iterator[RowColumn]:
    """Yield the columns of texts, fields and remarks (本文・項目・備考の列), for one row each.

    A single table has its own headings as published. An empty column of texts is left out if there
    are fields.
    """
    table = tables[0]
    rows = [row for one in tables for row in one.rows()]
    old, new = labels.headings(*tables)
    texts: list[RowColumn] = [
        (SheetColumn(old, width), lambda shown: old_text(shown[0], shown[2])),
        (SheetColumn(new, width), lambda shown: new_text(shown[0], shown[2])),
    ]
    has_any = labels.has_texts(tables)
    has = [
        has_any and (not fields or any(one))
        for one in ((r.old for r in rows), (r.new for r in rows))
    ]
    if table.only_edition is not None:
        is_new = table.only_edition == table.new_edition
        yield from texts[is_new : is_new + has[is_new]]
        yield from (side_column(field, rows, heading_of(field), is_new=is_new) for field in fields)
        return
    yield from (column for column, is_said in zip(texts, has, strict=True) if is_said)
    editions = labels.edition_headings(*tables)
    for field in fields:
        for column, value in _field(field, rows, editions):
            if has_ratios:
                yield column, value
            elif column.heading != ratio_heading(field):
                yield replace(column, width=min(column.width, _NARROW_FIELD)), value
    if lines := [line for row in rows for line in remarks_of(row, editions[0])]:
        last = SheetColumn(labels.REMARKS, roomy(lines, REMARK_WIDTHS, REMARK_LINES))
        yield last, _of_row(lambda row: "\n".join(remarks_of(row, editions[0])))


def width_of_items(rows: Iterable[Row], fields: Sequence[Column]) -> float:
    """Return the width for a column's longest value (項目の列幅), within its limit."""
    values = [text for row in rows for text in (row.old, row.new)]
    found = [field for row in rows for one in fields if (field := row.field(one.heading))]
    values += [f"{text}{one.unit}" for one in found for text in (one.old, one.new) if text]
    return min(2 * max((ems(value) for value in values if value), default=0) + MARGIN, _WIDE_ITEM)


_WIDE_ITEM = 60


# ------------------------------------------------------------------------- fields


def _field(field: Column, rows: Sequence[Row], editions: tuple[str, str]) -> list[RowColumn]:
    """Return a field's columns (項目の列): old and new, for amounts also difference and ratio.

    A field that is equal in both editions of every initiative takes one column, and so does one
    that only one edition has.
    """
    heading = heading_of(field)
    found = [(row, one) for row in rows if (one := row.field(field.heading))]
    if all(one.kind is None and not (one.old and one.new) for _row, one in found):
        sides = {bool(one.new) for _row, one in found}
        edition = f"{editions[sides.pop()]}\n" if len(sides) == 1 else ""
        return [side_column(field, rows, f"{edition}{heading}", is_new=None)]
    if all(is_once(row, one) for row, one in found):
        return [side_column(field, rows, heading, is_new=None)]
    columns = [
        side_column(field, rows, f"{edition}\n{heading}", is_new=is_new)
        for edition, is_new in zip(editions, (False, True), strict=True)
    ]
    if all(labels.change(one) is None for _row, one in found):
        return columns
    name = f"{labels.DIFFERENCE}\n{heading}"
    unit = cell_unit(rows, field)
    shown_ = [shown(difference(one, field, unit)) for _row, one in found]
    change = SheetColumn(name, amount_width(name, shown_), is_number=True)
    columns.append((change, _of_row(lambda row: difference(row.field(field.heading), field, unit))))
    shares = [shown(ratio(one)) for _row, one in found]
    if any(shares):
        name = ratio_heading(field)
        share = SheetColumn(name, amount_width(name, shares), is_number=True)
        columns.append((share, _of_row(lambda row: ratio(row.field(field.heading)))))
    return columns


def side_column(
    field: Column, rows: Sequence[Row], heading: str, *, is_new: bool | None
) -> RowColumn:
    """Return a column with a field's values of one side (項目の片側), or of either (None)."""
    unit = cell_unit(rows, field)

    def value(row: Row) -> Value:
        found = row.field(field.heading)
        if found is None:
            return ""
        is_old = is_new is False or (is_new is None and not found.new)
        return field_value(found, field, unit, is_new=not is_old)

    published = [
        labels.published(field, text)
        for row in rows
        if (found := row.field(field.heading))
        for text in (found.old, found.new)
        if text
    ]
    width = (
        amount_width(heading, published)
        if field.is_amount
        else roomy([*published, *twice(heading)], _FIELD_WIDTHS, FIELD_LINES)
    )
    return SheetColumn(heading, width, is_number=field.is_amount), _of_row(value)
