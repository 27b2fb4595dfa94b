"""CSV (表計算用): one row per initiative, for Excel and every other spreadsheet.

UTF-8 with a byte order mark, without which Excel takes it for CP932; rows end in CR LF,
paragraphs inside a cell in LF. No column holds the reference: Excel would make 5 April of
4-5, and section and number say the same. Each further column (項目) of the plan takes two, old
and new; a column that no row has a value for is left out.
"""

import csv
import io
from collections.abc import Callable, Sequence

from ..comparison.table import ComparisonTable, FieldComparison, Row
from ..plan import Column
from ..text.escape import defuse
from . import labels
from .words import Words

_Column = tuple[str, Callable[[Row], object]]


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the rows of all tables as CSV (CSV); an initiative once, however grouped.

    One table has its own column headings as published; several have 旧 and 新, and name
    in front of each row the plan and the years that it is of.
    """
    fields = labels.field_columns(tables)
    has_departments, has_policies = labels.has_departments(tables), labels.has_policies(tables)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for place, table in enumerate(tables):
        columns = _columns(table, fields, is_alone=len(tables) == 1)
        left_out = {
            *(() if has_departments else (labels.DEPARTMENT,)),
            *(() if has_policies else (labels.POLICIES,)),
            *(() if labels.has_numbers(tables) else (labels.NUMBER,)),
        }
        columns = [column for column in columns if column[0] not in left_out]
        if place == 0:
            writer.writerow(defuse(heading) for heading, _value in columns)
        for row in table.rows():
            writer.writerow(defuse(str(value(row))) for _heading, value in columns)
    return text.getvalue().encode("utf-8-sig", "replace")


def _columns(table: ComparisonTable, fields: Sequence[Column], *, is_alone: bool) -> list[_Column]:
    """Return each column's heading (見出し) and what a row has under it."""
    about: list[_Column] = [
        (labels.PLAN, lambda _row: table.title),
        (f"{labels.OLD}年度", lambda _row: table.old_edition),
        (f"{labels.NEW}年度", lambda _row: table.new_edition),
    ]
    plain: list[_Column] = [
        (labels.SECTION, lambda row: row.section.number),
        (labels.SECTION_TITLE, lambda row: row.section.title),
        (labels.NUMBER, lambda row: row.number),
        (labels.NAME, lambda row: row.name),
        (labels.DEPARTMENT, lambda row: row.department),
        (labels.POLICIES, lambda row: "、".join(row.policies)),
    ]
    kind: _Column = (labels.KIND_HEADING, lambda row: labels.KIND[row.kind] if row.kind else "")
    headings = labels.headings(table) if is_alone else (labels.OLD, labels.NEW)
    old: _Column = (headings[0], lambda row: row.old or "")
    new: _Column = (headings[1], lambda row: row.new or "")
    remarks: _Column = (
        labels.REMARKS,
        lambda row: "\n".join(Words().remarks(row)),
    )
    if table.only_edition is None:
        values = [column for field in fields for column in _both(field)]
        texts = [kind, old, new, *values, remarks]
    else:
        is_new = table.only_edition == table.new_edition
        values = [_one(field, labels.field_heading(field), is_new=is_new) for field in fields]
        texts = [new if is_new else old, *values]
    return [*([] if is_alone else about), *plain, *texts]


def _both(column: Column) -> list[_Column]:
    heading = labels.field_heading(column)
    return [
        _one(column, f"{heading}　{label}", is_new=is_new)
        for label, is_new in ((labels.OLD, False), (labels.NEW, True))
    ]


def _one(column: Column, heading: str, *, is_new: bool) -> _Column:
    def value(row: Row) -> str:
        field = labels.field_of(row, column.heading)
        return (_side(field, is_new=is_new) if field else None) or ""

    return heading, value


def _side(field: FieldComparison, *, is_new: bool) -> str | None:
    return field.new if is_new else field.old
