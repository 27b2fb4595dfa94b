"""CSV (表計算・プログラム用): one row per initiative, for sheets that count, filter and join.

UTF-8 with a byte order mark, without which Excel assumes CP932; rows end in CR LF.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..comparison.amount_changes import Total, unit_of_change
from ..comparison.table import ComparisonTable, Row, RowKind, SectionHeading
from ..plan import BESIDE_NAMES, CODES, Column, Property
from ..text.escape import csv_cell
from ..text.normalize import digits_of
from ..text.quantities import Quantity, convert, parse_quantity
from . import labels
from .brief import old_name
from .delimited_texts import ExtraLine, edits_of, lines_below, remarks
from .notices import words_for_amounts
from .phrasebook import SAY


class _CsvColumn(NamedTuple):
    """A column (列): its heading, a row's value and that of a line below the rows.

    is_kept: even if it is empty.
    """

    heading: str
    value: Callable[[Row], str]
    of_line: Callable[[ExtraLine], str]
    is_kept: bool = False


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the rows of all tables as CSV, each initiative once, however grouped.

    Below an empty line, at which filters and automatic sums end, stand sums that the rows may not
    add up to, and one note a line; their 区分 is 計, 合計 or 注記. There are no references, because
    Excel would turn 4-5 into 5 April, and section and number say the same. Columns without any
    value are left out, and line breaks within a cell are LF.

    Each further column (項目) becomes two, old and new, unless its words are the same in both.
    Amounts are given as published and as plain numbers, with the difference. Renamed initiatives
    get a column of old names, and changed departments one column per edition. A single table keeps
    its own column headings; several have 旧 and 新, and each row begins with its plan and years.
    """
    fields = labels.field_columns(tables)
    units = {field.heading: _units(tables, field) for field in fields}
    every = [_columns(table, tables, fields, units) for table in tables]
    rows = [
        [column.value(row) for column in columns]
        for table, columns in zip(tables, every, strict=True)
        for row in table.rows()
    ]
    below = [
        [column.of_line(line) for column in columns]
        for table, columns in zip(tables, every, strict=True)
        for line in lines_below(table)
    ]
    headings = every[0] if every else []
    shown = [
        n for n, one in enumerate(headings) if one.is_kept or any(row[n] for row in rows + below)
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([csv_cell(headings[n].heading) for n in shown])
    writer.writerows([row[n] for n in shown] for row in rows)
    writer.writerows([[], *([row[n] for n in shown] for row in below)] if below else ())
    return text.getvalue().encode("utf-8-sig", "replace")


def _columns(
    table: ComparisonTable,
    tables: Sequence[ComparisonTable],
    fields: Sequence[Column],
    units: dict[str, set[str]],
) -> list[_CsvColumn]:
    """Return the columns of a table (列), equal in number for all tables."""
    about = [
        _of_all(labels.PLAN, table.title),
        _of_all(f"{labels.OLD}年度", str(table.old_edition)),
        _of_all(f"{labels.NEW}年度", str(table.new_edition)),
    ]
    sides = labels.edition_headings(*tables)
    name = labels.name_heading(tables)
    plain = [
        *_sections(tables),
        _text(labels.AIM, lambda row: row.section.aim),
        *([_text(labels.NUMBER, lambda row: row.number)] if labels.has_numbers(tables) else ()),
        _text(name, lambda row: row.name, lambda line: line.name, is_kept=True),
        *_old_names(tables, f"{sides[0]}　{name}"),
        *(column for what in BESIDE_NAMES for column in _property(tables, what, sides)),
    ]
    kind = _text(
        labels.KIND_HEADING,
        lambda row: labels.KIND[row.kind] if row.kind else "",
        lambda line: line.kind,
        is_kept=True,
    )
    edits = _text(labels.EDITS, lambda row: "\n".join(edits_of(table, row)))
    headings = _text_headings(tables, sides)
    has_texts = labels.has_texts(tables)
    old = _text(headings[0], lambda row: row.old or "", is_kept=has_texts)
    new = _text(headings[1], lambda row: row.new or "", is_kept=has_texts)
    not_given = defaultdict[int, list[str]](list)
    for row, words in words_for_amounts(table) if table.only_edition is None else ():
        not_given[id(row)].append(words)
    remark_column = _text(
        labels.REMARKS,
        lambda row: "\n".join([*remarks(row, sides[0]), *not_given.get(id(row), ())]),
        lambda line: line.text,
    )
    if table.only_edition is None:
        values = [
            column
            for field in fields
            for column in (
                [_single_column(field)]
                if _takes_one_column(tables, field)
                else _of_field(field, sides, units[field.heading])
            )
        ]
        texts = [kind, edits, old, new, *values, remark_column]
    else:
        is_new = table.only_edition == table.new_edition
        values = [_published(one, labels.field_heading(one), is_new=is_new) for one in fields]
        texts = [new if is_new else old, *values]
    return [*(about if len(tables) > 1 else ()), *plain, *texts]


def _sections(tables: Sequence[ComparisonTable]) -> Iterator[_CsvColumn]:
    """Yield the columns of the sections (章), unless the only one is titled as the plan."""
    if labels.has_section_numbers(tables):
        yield _of_section(labels.SECTION, lambda section: section.printed_number)
    if not all(table.is_titled for table in tables):
        yield _of_section(labels.SECTION_TITLE, lambda section: section.title)


def _text_headings(tables: Sequence[ComparisonTable], sides: tuple[str, str]) -> list[str]:
    """Return the headings of both texts (本文の見出し), with 本文 if they are bare editions."""
    both = zip(labels.headings(*tables), sides, strict=True)
    is_one = len(tables) == 1
    return [
        f"{side}　{labels.TEXT}" if is_one and heading in ("", side) else heading
        for heading, side in both
    ]


def _old_names(tables: Sequence[ComparisonTable], heading: str) -> Iterator[_CsvColumn]:
    """Yield the column of old names (旧の名称), if any name changed."""
    if any(row.change(Property.NAME) for one in tables for row in one.all_rows()):
        yield _text(heading, lambda row: "" if row.kind is RowKind.ADDED else old_name(row))


def _property(
    tables: Sequence[ComparisonTable], what: Property, sides: tuple[str, str]
) -> Iterator[_CsvColumn]:
    """Yield the column of a property (属性), or of a changed name one for each edition."""
    heading = labels.PROPERTY[what]
    is_changed = any(row.change(what) for one in tables for row in one.all_rows())
    if what in CODES or not is_changed:
        yield _text(heading, lambda row: labels.joined(row.value(what)))
        return
    old, new = (f"{side}　{heading}" for side in sides)
    yield _text(old, lambda row: "" if row.kind is RowKind.ADDED else row.old_value(what))
    yield _text(new, lambda row: "" if row.kind is RowKind.REMOVED else row.value(what))


def _text(
    heading: str,
    value: Callable[[Row], object],
    of_line: Callable[[ExtraLine], object] = lambda _line: "",
    *,
    is_kept: bool = False,
) -> _CsvColumn:
    """Return a column of text (文字の列), guarded against being read as formulas."""
    return _CsvColumn(
        heading,
        lambda row: csv_cell(str(value(row))),
        lambda line: csv_cell(str(of_line(line))),
        is_kept,
    )


def _of_all(heading: str, text: str) -> _CsvColumn:
    """Return a column of what all rows of a table share (表に共通の列)."""
    return _text(heading, lambda _row: text, lambda _line: text, is_kept=True)


def _of_section(heading: str, value: Callable[[SectionHeading], object]) -> _CsvColumn:
    """Return a column of what a row's section is (章の列)."""
    return _text(
        heading,
        lambda row: value(row.section),
        lambda line: value(line.section) if line.section else "",
        is_kept=True,
    )


def _takes_one_column(tables: Sequence[ComparisonTable], column: Column) -> bool:
    """Return whether a field takes a single column for both editions (一つの列の項目).

    So do words that are equal in both editions, and what a single document gives only once.
    """
    heading = column.heading
    if len(tables) == 1 and heading in tables[0].of_no_edition:
        return True
    if column.is_amount:
        return False
    if any(one.heading == heading for table in tables for one in table.not_compared):
        return False
    both = (row for table in tables for row in table.all_rows() if not row.is_one_sided)
    found = [field for row in both if (field := row.field(heading))]
    return bool(found) and all(field.old == field.new for field in found)


def _single_column(column: Column) -> _CsvColumn:
    def value(row: Row) -> str:
        field = row.field(column.heading)
        return (field.new or field.old or "") if field else ""

    return _text(labels.field_heading(column), value)


def _published(column: Column, heading: str, *, is_new: bool) -> _CsvColumn:
    """Return the column of a field as published (項目の列)."""

    def value(row: Row) -> str:
        field = row.field(column.heading)
        return (field.new if is_new else field.old) or "" if field else ""

    def of_sum(line: ExtraLine) -> str:
        if column.heading not in line.sums:
            return ""
        total, found = line.sums[column.heading]
        unit = "" if total.unit == column.unit else total.unit
        return SAY.amount(found.new if is_new else found.old, unit)

    return _text(heading, value, of_sum)


def _of_field(column: Column, sides: tuple[str, str], units: set[str]) -> Iterator[_CsvColumn]:
    """Yield the columns of a field (項目の列): both editions, and for amounts plain numbers.

    sides: the names of the editions. units: those of its amounts; several get a column of their
    own.
    """
    published = labels.field_heading(column)
    for name, is_new in zip(sides, (False, True), strict=True):
        yield _published(column, f"{name}　{published}", is_new=is_new)
    if not column.is_amount:
        return
    heading = labels.written_heading(column.heading)
    unit = next(iter(units)) if len(units) == 1 else ""
    behind = f"（{_written(unit)}）" if unit else ""

    def quantity(row: Row, *, is_new: bool) -> Quantity | None:
        return _quantity(row, column, is_new=is_new)

    def unit_of(row: Row) -> str:
        found = quantity(row, is_new=True) or quantity(row, is_new=False)
        return _written(found.unit) if found else ""

    def of_sum(value: Callable[[Total], str]) -> Callable[[ExtraLine], str]:
        own = column.heading
        return lambda line: value(line.sums[own][0]) if own in line.sums else ""

    def summed(value: Callable[[Total], Decimal | None]) -> Callable[[ExtraLine], str]:
        return of_sum(lambda total: _number(_in_unit(value(total), total.unit, column.unit)))

    of_sums = summed(lambda total: total.old), summed(lambda total: total.new)
    for name, is_new in zip(sides, (False, True), strict=True):
        yield _CsvColumn(
            f"{name}　{heading}の数値{behind}",
            lambda row, is_new=is_new: _number(quantity(row, is_new=is_new)),  # type: ignore[misc]
            of_sums[is_new],
        )
    if not unit:
        yield _text(f"{heading}の単位", unit_of, of_sum(lambda total: _written(total.unit)))
    of_change = unit_of_change(unit) or ("％はポイント" if "%" in units else "")
    behind = f"（{of_change}）" if of_change else ""
    yield _CsvColumn(
        f"{heading}の{labels.DIFFERENCE}{behind}",
        lambda row: _number(_difference(row, column)),
        summed(lambda total: total.difference or None),
    )
    yield _CsvColumn(
        f"{heading}の{labels.RATIO}（％）",
        lambda row: _ratio(row, column),
        of_sum(lambda total: _per_cent(total.ratio)),
    )


def _written(unit: str) -> str:
    """Return a unit as documents and headings write it (単位の表記): a full-width ％."""
    return "％" if unit == "%" else unit


# ---------------------------------------------------------------- what to count with


def _units(tables: Sequence[ComparisonTable], column: Column) -> set[str]:
    """Return the units of a column's amounts (列の単位)."""
    found = (
        _quantity(row, column, is_new=is_new)
        for table in tables
        for row in table.rows()
        for is_new in (False, True)
    )
    return {one.unit for one in found if one} if column.is_amount else set()


def _quantity(row: Row, column: Column, *, is_new: bool) -> Quantity | None:
    """Return an amount in its column's unit (列の単位での数値), None if there is none."""
    field = row.field(column.heading)
    text = field and (field.new if is_new else field.old)
    if field is None or not text:
        return None
    if field.amount is None:
        found = parse_quantity(text, column.unit)
        return convert(found, column.unit) if found and column.unit else found
    value = field.amount.new if is_new else field.amount.old
    return _in_unit(value, field.amount.unit, column.unit)


def _in_unit(value: Decimal | None, unit_of_value: str, unit: str) -> Quantity | None:
    """Return a value in the unit of its column (列の単位での数値), if this has one."""
    found = None if value is None else Quantity(value, unit_of_value)
    return convert(found, unit) if found and unit else found


def _difference(row: Row, column: Column) -> Quantity | None:
    """Return how much an amount changed (増減): its whole value if it appeared or disappeared.

    None if it did not change; 0 if its spelling alone did.
    """
    field = row.field(column.heading)
    if field is None or field.amount is None or not field.is_changed:
        return None
    return _in_unit(labels.change(field), field.amount.unit, column.unit)


def _ratio(row: Row, column: Column) -> str:
    """Return an amount's change in per cent (増減率), none for percentages."""
    field = row.field(column.heading)
    amount = field.amount if field else None
    return "" if amount is None or amount.unit == "%" else _per_cent(amount.ratio)


def _per_cent(ratio: float | None) -> str:
    """Return a ratio as programs read it (百分率): -4.7; "" if nothing changed."""
    return labels.ratio(ratio).replace("△", "-").removesuffix("%") if ratio else ""


def _number(found: Quantity | None) -> str:
    """Return an amount as programs read it (数値): 120000, negative with a minus sign."""
    return "" if found is None else digits_of(found.value)
