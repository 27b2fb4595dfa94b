"""What a row has in the cells of a Word table (セルの内容): texts, properties and fields."""

from collections.abc import Iterable, Iterator, Sequence

from ..comparison.table import FieldComparison, Row, RowKind, Total
from ..plan import Number
from ..textdiff import EditKind
from . import labels
from .docx_xml import Mark, Piece, split_lines

ADDED = "（新設）"
"""Stands on the old side of a new initiative."""
REMOVED = "（削る）"
"""Stands on the new side of a dropped initiative."""
OMITTED = "（略）"
"""Stands for what did not change."""
NONE = "―"
"""Stands for a value that is not there."""


def plain(text: str) -> list[Piece]:
    """Return a text without marks (無標の文)."""
    return [(text, Mark.PLAIN)]


def is_absent(row: Row, *, is_new: bool) -> bool:
    """Return whether the initiative is not in that edition (その版にない事業か)."""
    return row.kind is (RowKind.REMOVED if is_new else RowKind.ADDED)


def summary(row: Row, *, is_new: bool) -> list[Piece]:
    """Return the summary of one side (本文), what the other side lacks underlined."""
    text = (row.new if is_new else row.old) or ""
    if row.segments:
        return [(s.new if is_new else s.old, _underline(s.kind)) for s in row.segments]
    return [(text, Mark.UNDERLINED if row.kind is not None and row.old != row.new else Mark.PLAIN)]


def tracked_summary(row: Row) -> list[Piece]:
    """Return both summaries in one (変更履歴の本文)."""
    if row.segments:
        return [piece for s in row.segments for piece in tracked(s.old, s.new)]
    if row.kind in (RowKind.ADDED, RowKind.REMOVED):
        return plain(row.new or row.old or "")  # the whole row is marked
    return tracked(row.old or "", row.new or "")


def tracked(old: str, new: str) -> list[Piece]:
    """Return the replacement of a text (変更履歴の置換)."""
    return plain(old) if old == new else [(old, Mark.DELETED), (new, Mark.INSERTED)]


def _underline(kind: EditKind) -> Mark:
    return Mark.PLAIN if kind is EditKind.EQUAL else Mark.UNDERLINED


# ------------------------------------------------------------------------ properties


def property_texts(row: Row, name: str) -> tuple[str, str]:
    """Return what a property (項目) was and is; several policy numbers stand one a line."""
    new: Number | tuple[str, ...] = {
        "name": row.name,
        "department": row.department,
        "policies": row.policies,
        "number": row.number,
    }[name]
    old = next((change.old for change in row.changes if change.field == name), new)
    return _one_a_line(old), _one_a_line(new)


def _one_a_line(value: Number | Sequence[str]) -> str:
    return str(value) if isinstance(value, int | str) else "\n".join(value)


def property_side(row: Row, name: str, *, is_new: bool) -> list[Piece]:
    """Return a property on one side (項目), underlined where it changed or is all new."""
    old, new = property_texts(row, name)
    is_alone = row.kind in (RowKind.ADDED, RowKind.REMOVED)
    mark = Mark.UNDERLINED if is_alone or old != new else Mark.PLAIN
    return [(new if is_new else old, mark)]


def tracked_property(row: Row, name: str) -> list[Piece]:
    """Return a property as it was and is (変更履歴の項目)."""
    return tracked(*property_texts(row, name))


# ---------------------------------------------------------------------------- fields


def field_side(field: FieldComparison | None, *, is_new: bool) -> list[Piece]:
    """Return a field's value on one side (項目の値) as published, edits underlined."""
    text = field and (field.new if is_new else field.old)
    if field is None or not text:
        return plain(NONE)
    if field.segments and field.is_changed:
        return [(s.new if is_new else s.old, _underline(s.kind)) for s in field.segments]
    return [(text, Mark.UNDERLINED if field.is_changed else Mark.PLAIN)]


def tracked_field(field: FieldComparison | None) -> list[Piece]:
    """Return a field's value as it was and is (変更履歴の項目の値)."""
    if field is None:
        return plain("")
    if field.segments and field.is_changed:
        return [piece for s in field.segments for piece in tracked(s.old, s.new)]
    return tracked(field.old or "", field.new or "")


def difference(field: FieldComparison | None, unit: str) -> str:
    """Return an amount's difference and ratio (増減), or nothing; unit: the column's."""
    amount = field.amount if field and field.is_changed else None
    if amount is None or not amount.difference:
        return ""
    own = "" if amount.unit == unit and unit != "%" else amount.unit
    return in_two_lines(labels.difference(amount.difference, own), amount.ratio, amount.unit)


def total_difference(total: Total | None, unit: str) -> str:
    """Return a sum's difference and ratio (合計の増減), or nothing; unit: the column's."""
    if total is None or total.difference is None:
        return ""
    own = "" if total.unit == unit else total.unit
    return in_two_lines(labels.difference(total.difference, own), total.ratio, total.unit)


def in_two_lines(difference: str, ratio: float | None, unit: str) -> str:
    """Return a difference with its ratio below (増減と増減率); points of per cent have none."""
    return (
        difference if ratio is None or unit == "%" else f"{difference}\n（{labels.ratio(ratio)}）"
    )


# -------------------------------------------------------------------------- omission


def abridged(pieces: Iterable[Piece]) -> list[Piece]:
    """Return a text with （略） for each run of paragraphs that did not change (省略)."""
    kept: list[list[Piece]] = []
    was_parted = False  # whether the break in front of the line changed
    for line, end in split_lines(pieces):
        is_changed = was_parted or end is not Mark.PLAIN
        was_parted = end is not Mark.PLAIN
        if is_changed or any(mark is not Mark.PLAIN for _text, mark in line):
            kept.append(line)
        elif not kept or kept[-1] != plain(OMITTED):
            kept.append(plain(OMITTED))
    return [piece for n, line in enumerate(kept) for piece in (*(plain("\n") if n else ()), *line)]


def runs(rows: Sequence[Row], *, omit_unchanged: bool) -> Iterator[tuple[Row, ...]]:
    """Yield the rows one by one (行のまとまり), unchanged neighbours together where asked."""
    together: list[Row] = []
    for row in rows:
        if omit_unchanged and row.kind is RowKind.UNCHANGED and not row.is_renumbered:
            together.append(row)
            continue
        if together:
            yield tuple(together)
            together = []
        yield (row,)
    if together:
        yield tuple(together)


def numbers(rows: Sequence[Row]) -> str:
    """Return the numbers of rows that stand together (番号の範囲): ２～５, or Ⅰ-1、Ⅰ-2."""
    spans: list[list[Number]] = []
    for number in (row.number for row in rows):
        last = spans[-1][-1] if spans else None
        if isinstance(number, int) and isinstance(last, int) and number == last + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return "、".join(
        wide(span[0]) if len(span) == 1 else f"{wide(span[0])}～{wide(span[-1])}" for span in spans
    )


def wide(number: Number) -> str:
    """Return a number as documents write it (番号の表記): one digit alone in full width."""
    text = str(number)
    return chr(ord(text) + 0xFEE0) if len(text) == 1 and text.isascii() else text
