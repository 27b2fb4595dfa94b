"""CSV (表計算用): one row per initiative, for Excel and every other spreadsheet.

UTF-8 with a byte order mark, without which Excel takes it for CP932; rows end in CR LF,
paragraphs inside a cell in LF. No column holds the reference: Excel would make 5 April of
4-5, and section and number say the same.
"""

import csv
import io
from collections.abc import Callable, Sequence

from ..comparison.table import ComparisonTable, Row
from ..text.formula_guard import defuse
from . import labels

_Column = tuple[str, Callable[[Row], object]]


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the rows of all tables as CSV (CSV); an initiative once, however grouped.

    One table has its own column headings as published; several have 旧 and 新, and name
    in front of each row the plan and the years that it is of.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for place, table in enumerate(tables):
        columns = _columns(table, is_alone=len(tables) == 1)
        if place == 0:
            writer.writerow(defuse(heading) for heading, _value in columns)
        for row in table.rows():
            writer.writerow(defuse(str(value(row))) for _heading, value in columns)
    return text.getvalue().encode("utf-8-sig", "replace")


def _columns(table: ComparisonTable, *, is_alone: bool) -> list[_Column]:
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
        lambda row: "\n".join(labels.remarks(row)[1:]),
    )
    if table.only_edition is None:
        texts = [kind, old, new, remarks]
    else:
        texts = [new if table.only_edition == table.new_edition else old]
    return [*([] if is_alone else about), *plain, *texts]
