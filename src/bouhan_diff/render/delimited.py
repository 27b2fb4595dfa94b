"""CSV (表計算・プログラム用): one row per initiative, for sheets that count, filter and join.

UTF-8 with a byte order mark, without which Excel takes it for CP932; rows end in CR LF.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..comparison.amount_changes import unit_of_change
from ..comparison.table import ComparisonTable, FieldComparison, Row, RowKind
from ..plan import BESIDE_NAMES, CODES, Column, ColumnType, Property
from ..text.escape import defuse
from ..text.normalize import digits_of, fold
from ..text.quantities import Quantity, convert, parse_quantity
from . import labels
from .brief import old_name
from .notices import notices, omitted, retitled
from .remarks import remarks


class _CsvColumn(NamedTuple):
    """A column (列): its heading and what a row has under it. is_kept: even where all are empty."""

    heading: str
    value: Callable[[Row], str]
    is_kept: bool = False


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the rows of all tables as CSV (CSV); an initiative once, however grouped.

    Paragraphs inside a cell end in LF. No column holds the reference: Excel would make 5 April of
    4-5, and section and number say the same. Each further column (項目) of the plan takes two, old
    and new, but for one that a document gives once; an amount is there as published and as plain
    numbers, with its difference. Old names have a column beside the new ones, and departments
    one for each edition, where any changed. A column that no row has a value for is left out.

    One table has its own column headings as published; several have 旧 and 新, and name
    in front of each row the plan and the years that it is of. Nothing but rows is in the file,
    since programs count and sum them: `to_be_checked` has what else is to be said.
    """
    is_alone = len(tables) == 1
    fields = labels.field_columns(tables)
    units = {field.heading: _units(tables, field) for field in fields}
    every = [_columns(table, tables, fields, units, is_alone=is_alone) for table in tables]
    rows = [
        [column.value(row) for column in columns]
        for table, columns in zip(tables, every, strict=True)
        for row in table.rows()
    ]
    headings = every[0] if every else []
    shown = [n for n, one in enumerate(headings) if one.is_kept or any(row[n] for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defuse(headings[n].heading) for n in shown])
    writer.writerows([row[n] for n in shown] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _columns(
    table: ComparisonTable,
    tables: Sequence[ComparisonTable],
    fields: Sequence[Column],
    units: dict[str, set[str]],
    *,
    is_alone: bool,
) -> list[_CsvColumn]:
    """Return the columns of a table (列), as many for each of the tables."""
    about = [
        _text(labels.PLAN, lambda _row: table.title, is_kept=True),
        _text(f"{labels.OLD}年度", lambda _row: table.old_edition, is_kept=True),
        _text(f"{labels.NEW}年度", lambda _row: table.new_edition, is_kept=True),
    ]
    names = (labels.OLD, labels.NEW)
    sides = labels.edition_headings(table, names) if is_alone else names
    name = labels.name_heading(tables)
    plain = [
        _text(labels.SECTION, lambda row: row.section.number, is_kept=True),
        _text(labels.SECTION_TITLE, lambda row: row.section.title, is_kept=True),
        *([_text(labels.NUMBER, lambda row: row.number)] if labels.has_numbers(tables) else ()),
        _text(name, lambda row: row.name, is_kept=True),
        *_old_names(tables, f"{sides[0]}　{name}"),
        *(column for what in BESIDE_NAMES for column in _property(tables, what, sides)),
    ]
    kind = _text(labels.KIND_HEADING, lambda row: labels.KIND[row.kind] if row.kind else "")
    headings = labels.headings(table) if is_alone else (labels.OLD, labels.NEW)
    has_texts = labels.has_texts(tables)
    old = _text(headings[0], lambda row: row.old or "", is_kept=has_texts)
    new = _text(headings[1], lambda row: row.new or "", is_kept=has_texts)
    said = _text(labels.REMARKS, lambda row: "\n".join(remarks(row)))
    if table.only_edition is None:
        # Where the only document gives a field once, no column is said to be its old one.
        once = table.of_no_edition if is_alone else ()
        values = [
            column
            for field in fields
            for column in (
                [_given_once(field)]
                if field.heading in once
                else _of_field(field, sides, units[field.heading])
            )
        ]
        texts = [kind._replace(is_kept=True), old, new, *values, said]
    else:
        is_new = table.only_edition == table.new_edition
        values = [_published(one, labels.field_heading(one), is_new=is_new) for one in fields]
        texts = [new if is_new else old, *values]
    return [*([] if is_alone else about), *plain, *texts]


def _old_names(tables: Sequence[ComparisonTable], heading: str) -> Iterator[_CsvColumn]:
    """Yield the column of old names (旧の名称), where any changed."""
    if any(row.change(Property.NAME) for one in tables for row in one.all_rows()):
        yield _text(heading, lambda row: "" if row.kind is RowKind.ADDED else old_name(row))


def _property(
    tables: Sequence[ComparisonTable], what: Property, sides: tuple[str, str]
) -> Iterator[_CsvColumn]:
    """Yield the column of a property (属性); of names that changed, one for each edition."""
    heading = labels.PROPERTY[what]
    is_changed = any(row.change(what) for one in tables for row in one.all_rows())
    if what in CODES or not is_changed:
        yield _text(heading, lambda row: labels.joined(row.value(what)))
        return
    old, new = (f"{side}　{heading}" for side in sides)
    yield _text(old, lambda row: "" if row.kind is RowKind.ADDED else row.old_value(what))
    yield _text(new, lambda row: "" if row.kind is RowKind.REMOVED else row.value(what))


def _text(heading: str, value: Callable[[Row], object], *, is_kept: bool = False) -> _CsvColumn:
    """Return a column of texts (文字の列), guarded so that none is a formula."""
    return _CsvColumn(heading, lambda row: defuse(str(value(row))), is_kept)


def _given_once(column: Column) -> _CsvColumn:
    def value(row: Row) -> str:
        field = row.field(column.heading)
        return (field.new or field.old or "") if field else ""

    return _text(labels.field_heading(column), value)


def _published(column: Column, heading: str, *, is_new: bool) -> _CsvColumn:
    """Return the column of a field's values as published (項目の列)."""

    def value(row: Row) -> str:
        field = row.field(column.heading)
        return (field.new if is_new else field.old) or "" if field else ""

    return _text(heading, value)


def _of_field(column: Column, sides: tuple[str, str], units: set[str]) -> Iterator[_CsvColumn]:
    """Yield the columns of a field (項目の列): both editions, and of an amount what to count with.

    sides: the names of the editions. units: those of its amounts; where there are several, a
    column says which.
    """
    published = labels.field_heading(column)
    for name, is_new in zip(sides, (False, True), strict=True):
        yield _published(column, f"{name}　{published}", is_new=is_new)
    if column.type is not ColumnType.AMOUNT:
        return
    heading = labels.written_heading(column.heading)
    unit = next(iter(units)) if len(units) == 1 else ""
    behind = f"（{_written(unit)}）" if unit else ""

    def quantity(row: Row, *, is_new: bool) -> Quantity | None:
        return _quantity(row, column, is_new=is_new)

    def unit_of(row: Row) -> str:
        found = quantity(row, is_new=True) or quantity(row, is_new=False)
        return _written(found.unit) if found else ""

    for name, is_new in zip(sides, (False, True), strict=True):
        yield _CsvColumn(
            f"{name}　{heading}の数値{behind}",
            lambda row, is_new=is_new: _number(quantity(row, is_new=is_new)),  # type: ignore[misc]
        )
    if not unit:
        yield _text(f"{heading}の単位", unit_of)
    behind = f"（{unit_of_change(unit)}）" if unit else ""
    yield _CsvColumn(
        f"{heading}の{labels.DIFFERENCE}{behind}", lambda row: _number(_difference(row, column))
    )
    if not unit and "%" in units:

        def unit_of_difference(row: Row) -> str:
            found = _difference(row, column)
            return unit_of_change(found.unit) if found else ""

        yield _text(f"{heading}の{labels.DIFFERENCE}の単位", unit_of_difference)
    yield _CsvColumn(f"{heading}の{labels.RATIO}（％）", lambda row: _ratio(row, column))
    yield _text(
        f"{heading}の{labels.CAME}・{labels.WENT}",
        lambda row: _came_or_went(row.field(column.heading)),
    )


def _written(unit: str) -> str:
    """Return a unit as documents and the headings write it (単位の表記): ％ in full width."""
    return "％" if unit == "%" else unit


def _came_or_went(field: FieldComparison | None) -> str:
    """Return 皆増 or 皆減 (皆増・皆減), also where the document has the word and no amount."""
    words = (labels.CAME, labels.WENT)
    said = [] if field is None else [fold(one) for one in (field.new, field.old) if one]
    return labels.came_or_went(field) or next((one for one in said if one in words), "")


# ---------------------------------------------------------------- what to count with


def _units(tables: Sequence[ComparisonTable], column: Column) -> set[str]:
    """Return the units of a column's amounts (列の単位)."""
    found = (
        _quantity(row, column, is_new=is_new)
        for table in tables
        for row in table.rows()
        for is_new in (False, True)
    )
    return {one.unit for one in found if one} if column.type is ColumnType.AMOUNT else set()


def _quantity(row: Row, column: Column, *, is_new: bool) -> Quantity | None:
    """Return an amount in its column's unit (列の単位での数値), None for what is none there."""
    field = row.field(column.heading)
    text = field and (field.new if is_new else field.old)
    if field is None or not text:
        return None
    if field.amount is None:
        found = parse_quantity(text, column.unit)
        return convert(found, column.unit) if found and column.unit else found
    value = field.amount.new if is_new else field.amount.old
    unit = column.unit or field.amount.unit
    found = None if value is None else Quantity(value, field.amount.unit)
    return convert(found, unit) if found and unit else found


def _difference(row: Row, column: Column) -> Quantity | None:
    """Return by how much an amount changed (増減), all of it where it came or went."""
    field = row.field(column.heading)
    by = labels.change(field) if field else None
    if field is None or field.amount is None or by is None:
        return None
    return convert(Quantity(by, field.amount.unit), column.unit or field.amount.unit)


def _ratio(row: Row, column: Column) -> str:
    """Return an amount's ratio of change in per cent (増減率), none of a share itself."""
    field = row.field(column.heading)
    amount = field.amount if field else None
    if amount is None or amount.ratio is None or amount.unit == "%":
        return ""
    return labels.ratio(amount.ratio).replace("△", "-").removesuffix("%")


def _number(found: Quantity | None) -> str:
    """Return an amount as programs read it (数値): 120000, a fall with a minus sign."""
    return "" if found is None else digits_of(found.value)


# ------------------------------------------------------------------ beside the file


def to_be_checked(tables: Sequence[ComparisonTable]) -> Iterator[str]:
    """Yield what a reader has to know and no row of a CSV says (確認事項).

    Of several plans behind each one's title; without what reading the documents noticed, which
    is told when they are read.
    """
    for table in tables:
        of_plan = f"{table.title}　" if len(tables) > 1 else ""
        yield from (f"{of_plan}{line}。" for line in retitled(table))
        if left_out := omitted(table):
            yield f"{of_plan}{left_out}。全件を書き出すには --all を付ける。"
        found = notices(table, *labels.edition_headings(table, (labels.OLD, labels.NEW)))
        for heading, lines in found.items():
            if heading != labels.REPORTS:
                yield from (f"{of_plan}{heading}：{line.removesuffix('。')}。" for line in lines)
