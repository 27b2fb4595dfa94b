"""JSON and JSON Lines (機械可読): the whole table for other programs.

History of `format_version`; keys may be added to a version, none is altered:
1  title, old_year, new_year and groups of rows with their segments and changes; of a
   search also where its words occur: in name, old or new, from the start-th character to
   before the end-th. Statistics: counts by kind of all, sections, departments and policy
   numbers, the most changed initiatives with the share of their text, and changed figures.
   Added since: fields, marks, old_at and new_at of a row; perhaps of a segment; totals of a
   table and of each group; not_compared, misprinted and reports of a table.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..comparison.amount_changes import AmountChange, Total
from ..comparison.filters import find_places
from ..comparison.table import (
    ComparisonTable,
    Counts,
    FieldComparison,
    Group,
    GroupBy,
    Mark,
    Row,
    RowKind,
)
from ..diagnostics import Diagnostic
from ..plan import DESCRIBING
from ..text.escape import json_text
from ..text.normalize import plain_number
from ..textdiff import Segment

FORMAT_VERSION = 1
NOT_COMPARED = "not-compared"
"""The kind of a field that was not compared (比較対象外)."""


def write_json(tables: Sequence[ComparisonTable], words: Sequence[str] = ()) -> bytes:
    """Return one table as a JSON object, several as an array of objects (JSON); UTF-8.

    Each row is on one line, so that outputs can be compared line by line. words: the words searched
    for; each row then says where they occur.
    """
    return _together(_object(table, words) for table in tables)


def write_statistics(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the statistics of each table (統計) as a JSON object, several as an array; UTF-8."""
    return _together(map(_statistics, tables))


def json_lines(tables: Iterable[ComparisonTable], words: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield one line for each initiative (1行1事業): the row, its table's title and years.

    Each line ends in a line feed. A row in several groups is written once. words: the words
    searched for; each row then says where they occur.
    """
    for table in tables:
        about = {
            "title": table.title,
            "publisher": table.publisher,
            "old_year": str(table.old_edition),
            "new_year": str(table.new_edition),
        }
        opening = _dump(about).removesuffix("}")
        for row in table.rows():
            yield _encode(f"{opening}, {_dump(_row(row, words)).removeprefix('{')}\n")


def _together(objects: Iterable[str]) -> bytes:
    texts = list(objects)
    text = texts[0] if len(texts) == 1 else "[" + ",\n".join(texts) + "]"
    return _encode(text + "\n")


def _about(table: ComparisonTable) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "title": table.title,
        "old_year": str(table.old_edition),
        "new_year": str(table.new_edition),
    }


def _object(table: ComparisonTable, words: Sequence[str]) -> str:
    about = _about(table) | {
        "totals": list(map(_total, table.totals)),
        "not_compared": [
            {"heading": left_out.heading, "why": left_out.why, "hint": left_out.hint or None}
            for left_out in table.not_compared
        ],
        "misprinted": [
            {
                "year": str(one.edition),
                "section": one.section or None,
                "heading": one.heading,
                "unit": one.unit,
                "printed": plain_number(one.printed),
                "computed": plain_number(one.computed),
            }
            for one in table.misprinted
        ],
        "reports": list(map(_report, table.reports)),
    }
    groups = ",\n".join(_group(group, words) for group in table.groups)
    return f'{_dump(about).removesuffix("}")}, "groups": [\n{groups}]}}'


def _group(group: Group, words: Sequence[str]) -> str:
    about = {"heading": group.heading, "totals": list(map(_total, group.totals))}
    rows = ",\n".join(_dump(_row(row, words)) for row in group.rows)
    return f'{_dump(about).removesuffix("}")}, "rows": [\n{rows}]}}'


def _statistics(table: ComparisonTable) -> str:
    from ..comparison.changed_figures import tally  # noqa: PLC0415  reads units, which few plans have

    sums = tally(table)
    parts: dict[str, list[dict[str, Any]]] = {
        name: [{"heading": group.heading, **_counts(group.counts)} for group in sums.groups[by]]
        for name, by in _SORTS.items()
    }
    parts["most_changed"] = [
        {"ref": row.ref, "name": row.name, "kind": row.kind, "share": round(share, 4)}
        for row, share in sums.most_changed
    ]
    parts["figures"] = [
        {
            "ref": change.row.ref,
            "name": change.row.name,
            "heading": change.heading,
            "old": change.old,
            "new": change.new,
        }
        for change in sums.figures
    ]
    opening = _dump(_about(table) | _counts(table.counts)).removesuffix("}")
    lists = (f'"{name}": [\n{_lines(items)}]' for name, items in parts.items())
    return ",\n".join([opening, *lists]) + "}"


_SORTS = {
    "sections": GroupBy.SECTION,
    "departments": GroupBy.DEPARTMENT,
    "policies": GroupBy.POLICY,
}


def _lines(items: Iterable[dict[str, Any]]) -> str:
    return ",\n".join(map(_dump, items))


def _counts(counts: Counts) -> dict[str, Any]:
    kinds = {kind: counts.by_kind.get(kind, 0) for kind in RowKind}
    return {"initiatives": counts.total, "changed": counts.changed, "kinds": kinds}


def _row(row: Row, words: Sequence[str]) -> dict[str, Any]:
    written = {
        "ref": row.ref,
        "section": row.section.number,
        "number": row.number,
        **{what.value: row.value(what) for what in DESCRIBING},
        "kind": row.kind,
        "old": row.old,
        "new": row.new,
        "segments": [_segment(segment) for segment in row.segments],
        "changes": [
            {"field": change.what, "old": change.old, "new": change.new} for change in row.changes
        ],
        "old_refs": row.old_refs,
        "new_refs": row.new_refs,
        "certainty": row.certainty,
        "fields": [_field(field) for field in row.fields],
        # Which amounts were not compared is said by the fields: it is no mark of the contract.
        "marks": [mark for mark in row.marks if mark is not Mark.UNCOMPARED],
        "old_at": row.old_at or None,
        "new_at": row.new_at or None,
    }
    if words:
        written["found"] = [
            {"word": word, "in": place, "start": start, "end": end}
            for word, place, start, end in find_places(row, words)
        ]
    return written


def _segment(segment: Segment) -> dict[str, Any]:
    written: dict[str, Any] = {"old": segment.old, "new": segment.new, "kind": segment.kind}
    if segment.reason is not None:
        written["reason"] = {"code": segment.reason.code, "words": segment.reason.words}
    if segment.perhaps is not None:
        written["perhaps"] = segment.perhaps
    return written


def _field(field: FieldComparison) -> dict[str, Any]:
    return {
        "heading": field.heading,
        "type": field.type,
        "old": field.old,
        "new": field.new,
        "kind": NOT_COMPARED if field.kind is None else field.kind,
        "segments": [_segment(segment) for segment in field.segments] if field.segments else [],
        "amount": None if field.amount is None else _amount(field.amount),
    }


def _amount(amount: AmountChange) -> dict[str, Any]:
    old = plain_number(amount.old)
    return {
        "old": old,
        "new": old if amount.new is amount.old else plain_number(amount.new),
        "difference": plain_number(amount.difference),
        "ratio": _ratio(amount.ratio),
        "unit": amount.unit,
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "heading": total.heading,
        "unit": total.unit,
        "old": plain_number(total.old),
        "new": plain_number(total.new),
        "difference": plain_number(total.difference),
        "ratio": _ratio(total.ratio),
        "rows": total.rows,
        "unreadable": total.unreadable,
        "printed_old": plain_number(total.printed_old),
        "printed_new": plain_number(total.printed_new),
    }


def _ratio(ratio: float | None) -> float | None:
    return ratio and round(ratio, 4)


def _report(report: Diagnostic) -> dict[str, Any]:
    from .reports import place, problems  # noqa: PLC0415  most tables are of data files, without

    (problem,) = problems([report])
    return {
        "level": report.level,
        "code": report.code,
        "place": place(report.span) or None,
        "message": problem.what,
    }


_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _encode(text: str) -> bytes:
    """Encode as UTF-8; what steers a terminal becomes JSON's own escape."""
    return json_text(text).encode()
