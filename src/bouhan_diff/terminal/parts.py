"""The parts of a table (表の部分): a headline, an initiative's particulars, its two texts."""

import re
from collections.abc import Iterator

from .. import labels
from ..table import ComparisonTable, Counts, FieldChange, Row, RowKind
from ..textdiff import EditKind
from . import palette
from .layout import flowed, wrapped
from .marked import Line, Marked, brackets, new_side, old_side, plain
from .view import View
from .visible import visible


def headline(table: ComparisonTable, view: View) -> Iterator[Line]:
    """Yield the title (見出し), the years, and how many of how many changed, by kind."""
    yield from wrapped(table.title, view.width, palette.TITLE)
    if table.only_year:
        counted: list[Line] = [[(labels.initiatives(table.counts), palette.HEADLINE)]]
        yield from flowed([[(table.only_year.japanese, "")], *counted], view.width)
        return
    years = " → ".join(dict.fromkeys((table.old_year.japanese, table.new_year.japanese)))
    counted = [[(labels.headline(table.counts), palette.HEADLINE)], kinds(table.counts)]
    yield from flowed([[(years, "")], *counted], view.width)


def kinds(counts: Counts) -> Line:
    """Return the counts by kind (区分別), each in its colour: 内容 12・表現 2."""
    line: Line = []
    for kind, label in labels.KIND.items():
        if number := counts.by_kind.get(kind):
            line += [("・", palette.QUIET)] if line else []
            line.append((f"{label} {number}", palette.COUNT[kind]))
    return line


def badge(kind: RowKind | None, view: View) -> Line:
    """Return the kind's name (区分) on its colour; nothing where one year alone is shown."""
    if kind is None:
        return []
    label = labels.KIND[kind]
    if view.marks:
        return [(f"【{label}】", "")]
    style = palette.BADGE[kind]
    return [(f" {label} " if " on " in style else label, style)]


def particulars(row: Row, view: View, width: int) -> list[Line]:
    """Return everything short about an initiative (事業の要目), under one another."""
    return [
        *flowed(_tags(row, view), width),
        *name(row, view).lines(width),
        *department(row.department, width),
        *field_changes(row, view, width),
    ]


def particulars_across(row: Row, view: View) -> list[Line]:
    """Return the same (事業の要目) in as few lines as a block has room for."""
    parts: list[Line] = [
        [(visible(row.ref), palette.REFERENCE)],
        badge(row.kind, view),
        *name(row, view).lines(view.width),
    ]
    about = [*department(row.department, view.width), *policies(row)]
    return [
        *flowed(filter(None, parts), view.width),
        *(flowed(about, view.width, gap=1) if about else []),
        *field_changes(row, view, view.width),
    ]


def name(row: Row, view: View) -> Marked:
    """Return the initiative's name (事業名)."""
    return plain(row.name, palette.NAME).finding(view.words, marks=view.marks)


def policies(row: Row) -> list[Line]:
    """Return the policy numbers (施策番号)."""
    return [[(visible(policy), palette.POLICY)] for policy in row.policies]


def department(written: str, width: int) -> list[Line]:
    """Return the department (担当課), broken before its bracket where it does not fit."""
    if not written:
        return []
    lines = wrapped(written, width, palette.QUIET)
    if len(lines) == 1:
        return lines
    parts = [part for part in re.split(r"(?=[(（])", written, maxsplit=1) if part]
    return [line for part in parts for line in wrapped(part, width, palette.QUIET)]


def field_changes(row: Row, view: View, width: int) -> list[Line]:
    """Return what changed outside the summary (項目の変更), old and new marked."""
    lines = []
    for change in row.changes:
        label: Line = [(f"{labels.FIELD[change.field]}：", palette.QUIET)]
        lines += flowed([label, *_old_and_new(row, change, view)], width, gap=0)
    return lines


def _old_and_new(row: Row, change: FieldChange, view: View) -> Iterator[Line]:
    for marks, value, styles in zip(
        brackets(row), (change.old, change.new), (palette.DELETED, palette.INSERTED), strict=True
    ):
        opening, closing = marks if view.marks else ("", "")
        text = opening + visible(labels.value(value)) + closing
        yield [(text, styles[EditKind.SUBSTANCE])]


def _tags(row: Row, view: View) -> Iterator[Line]:
    yield [(visible(row.ref), palette.REFERENCE)]
    if row.kind is not None:
        yield badge(row.kind, view)
    yield from policies(row)


def both_sides(row: Row, view: View) -> tuple[Marked, Marked]:
    """Return the old and the new text (新旧), or what stands for a missing one."""
    return (
        old_side(row, view) or Marked(labels.ONLY_NEW, palette.QUIET),
        new_side(row, view) or Marked(labels.ONLY_OLD, palette.QUIET),
    )


def only_side(row: Row, view: View) -> Marked:
    """Return the one text (単年度) of a row that compares nothing."""
    return old_side(row, view) or new_side(row, view) or Marked("")
