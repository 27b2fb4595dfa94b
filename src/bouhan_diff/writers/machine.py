"""JSON and JSON Lines (機械可読): the whole table for other programs.

History of `format_version`:
1  title, old_year, new_year and groups of rows with their segments and changes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..table import ComparisonTable, Group, Row
from ..textdiff import Segment

FORMAT_VERSION = 1


def write_json(tables: Sequence[ComparisonTable]) -> bytes:
    """Return one table as a JSON object (JSON), several as an array of objects; UTF-8.

    A row takes one line, so that two outputs can be compared line by line.
    """
    objects = [_object(table) for table in tables]
    text = objects[0] if len(objects) == 1 else "[" + ",\n".join(objects) + "]"
    return _encode(text + "\n")


def json_lines(tables: Iterable[ComparisonTable]) -> Iterator[bytes]:
    """Yield one line for each initiative (1行1事業): the row and its table's title and years.

    Each line ends in a line feed. A row is written once, however many groups it stands in.
    """
    for table in tables:
        about = {
            "title": table.title,
            "publisher": table.publisher,
            "old_year": str(table.old_year),
            "new_year": str(table.new_year),
        }
        opening = _dump(about).removesuffix("}")
        for row in table.rows():
            yield _encode(f"{opening}, {_dump(_row(row)).removeprefix('{')}\n")


def _object(table: ComparisonTable) -> str:
    about = {
        "format_version": FORMAT_VERSION,
        "title": table.title,
        "old_year": str(table.old_year),
        "new_year": str(table.new_year),
    }
    groups = ",\n".join(map(_group, table.groups))
    return f'{_dump(about).removesuffix("}")}, "groups": [\n{groups}]}}'


def _group(group: Group) -> str:
    rows = ",\n".join(_dump(_row(row)) for row in group.rows)
    return f'{{"heading": {_dump(group.heading)}, "rows": [\n{rows}]}}'


def _row(row: Row) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "section": row.section.number,
        "number": row.number,
        "name": row.name,
        "department": row.department,
        "policies": row.policies,
        "kind": row.kind,
        "old": row.old,
        "new": row.new,
        "segments": [_segment(segment) for segment in row.segments],
        "changes": [
            {"field": change.field, "old": change.old, "new": change.new} for change in row.changes
        ],
        "old_refs": row.old_refs,
        "new_refs": row.new_refs,
        "certainty": row.certainty,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    written: dict[str, Any] = {"old": segment.old, "new": segment.new, "kind": segment.kind}
    if segment.reason is not None:
        written["reason"] = {"code": segment.reason.code, "words": segment.reason.words}
    return written


_dump = json.JSONEncoder(ensure_ascii=False).encode


def _encode(text: str) -> bytes:
    """Return UTF-8; half a surrogate pair, which UTF-8 lacks, becomes JSON's own escape."""
    return text.encode("utf-8", "backslashreplace")
