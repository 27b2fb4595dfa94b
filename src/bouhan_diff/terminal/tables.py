"""Tables (新旧対照表): old and new side by side, or under one another where it is narrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.segment import Segments

from .. import labels
from ..messages import ngettext
from ..table import ComparisonTable, Counts, FieldChange, Group, Row, RowKind
from ..textdiff import EditKind
from . import palette
from .layout import columns, drawn, flowed, hung, rule, wrapped
from .marked import Line, Marked, brackets, new_side, old_side, plain

SIDE_BY_SIDE = 100
"""From so many cells on the two years stand side by side."""

LONGEST = 200
"""No line is longer: beyond it the eye loses its way back."""


@dataclass(frozen=True, slots=True)
class View:
    """How a table is drawn (表示の仕方).

    width: cells of the screen. marks: edits are marked in the text, as there is no colour.
    full: the whole document, with the aims of its sections and its notes. why: each edit
    is listed with its kind and reason.
    """

    width: int
    marks: bool = False
    full: bool = False
    why: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the two years stand side by side (横並び)."""
        return self.width >= SIDE_BY_SIDE


def table_parts(table: ComparisonTable, view: View) -> Iterator[Segments]:
    """Yield the table (新旧対照表) piece by piece: its headline, each group, what is left out."""
    yield drawn(_opening(table, view))
    for group in table.groups:
        yield drawn(_group(table, group, view))
    yield drawn(_closing(table, view))


def _opening(table: ComparisonTable, view: View) -> Iterator[Line]:
    yield from wrapped(table.title, view.width, palette.TITLE)
    if table.only_year:
        yield from flowed([[(table.only_year.japanese, "")], *_counts(table)], view.width)
    else:
        years = f"{table.old_year.japanese} → {table.new_year.japanese}"
        yield from flowed([[(years, "")], *_counts(table)], view.width)


def _counts(table: ComparisonTable) -> Iterator[Line]:
    if table.only_year:
        yield [(labels.initiatives(table.counts), palette.NUMBER)]
        return
    yield [(labels.headline(table.counts), palette.NUMBER)]
    yield from kinds(table.counts)


def kinds(counts: Counts) -> Iterator[Line]:
    """Yield the counts by kind (区分別), each in its colour."""
    for kind, label in labels.KIND.items():
        if count := counts.by_kind.get(kind):
            yield [(f"{label} {count}", palette.COUNT[kind])]


def _closing(table: ComparisonTable, view: View) -> Iterator[Line]:
    hidden = table.counts.total - sum(1 for _row in table.rows())
    if hidden:
        yield []
        text = ngettext(
            "{count} other initiative is not shown.",
            "{count} other initiatives are not shown.",
            hidden,
        ).format(count=hidden)
        yield from wrapped(text, view.width, palette.QUIET)
    if view.full and table.policy_plan:
        yield []
        yield from wrapped(f"※{labels.POLICIES}　{table.policy_plan}", view.width, palette.QUIET)


# ------------------------------------------------------------------ group


def _group(table: ComparisonTable, group: Group, view: View) -> Iterator[Line]:
    width = min(view.width, LONGEST)
    counted = labels.initiatives if table.only_year else labels.headline
    heading = plain(group.heading or labels.NONE_GIVEN, palette.HEADING).lines(width)
    yield []
    yield from heading[:-1]
    yield from flowed([heading[-1], [(counted(group.counts), palette.QUIET)]], width)
    if view.full and group.aim:
        yield from wrapped(group.aim, width, palette.QUIET)
    yield rule(width)
    if view.is_wide:
        yield from _column_headings(table, width)
    for place, row in enumerate(group.rows):
        if place:
            yield rule(width)
        yield from _across(row, view, width) if view.is_wide else _stacked(row, view)


def _widths(width: int, *, only: bool) -> tuple[int, ...]:
    """Return the widths of the first column and of the texts."""
    lead = max(20, min(width // 6, 34))
    rest = width - lead
    return (lead, rest - 3) if only else (lead, (rest - 6) // 2, (rest - 6) // 2)


def _column_headings(table: ComparisonTable, width: int) -> list[Line]:
    only = table.only_year is not None
    years = [table.old_heading, table.new_heading]
    if only:
        years = [table.new_heading if table.only_year == table.new_year else table.old_heading]
    headings = [labels.INITIATIVE, *years]
    widths = _widths(width, only=only)
    cells = [wrapped(h, w, palette.QUIET) for h, w in zip(headings, widths, strict=True)]
    return columns(cells, widths)


def _across(row: Row, view: View, width: int) -> list[Line]:
    sides = [old_side(row, marks=view.marks), new_side(row, marks=view.marks)]
    only = row.kind is None
    widths = _widths(width, only=only)
    if only:
        sides = [side for side in sides if side is not None]
    texts = [_side(side, size) for side, size in zip(sides, widths[1:], strict=True)]
    return columns([_lead(row, view, widths[0]), *texts], widths)


def _side(side: Marked | None, width: int) -> list[Line]:
    return side.lines(width) if side else [[("―", palette.QUIET)]]


def _lead(row: Row, view: View, width: int) -> list[Line]:
    """Return the first column: everything short about an initiative."""
    return [
        *flowed([[(row.ref, palette.REFERENCE)], *_badge(row, view)], width),
        *wrapped(row.name, width, palette.NAME),
        *_about(row, width),
        *_field_changes(row, view, width),
    ]


def _about(row: Row, width: int) -> list[Line]:
    policies: list[Line] = [[(policy, palette.POLICY)] for policy in row.policies]
    return [
        *(_department(row.department, width) if row.department else []),
        *(flowed(policies, width, gap=1) if policies else []),
    ]


def _department(department: str, width: int) -> list[Line]:
    """Return the department's lines, broken before its bracket where it does not fit."""
    lines = wrapped(department, width, palette.QUIET)
    if len(lines) == 1:
        return lines
    parts = [part for part in re.split(r"(?=[(（])", department, maxsplit=1) if part]
    return [line for part in parts for line in wrapped(part, width, palette.QUIET)]


def _badge(row: Row, view: View) -> list[Line]:
    if row.kind is None:
        return []
    label = labels.KIND[row.kind]
    if view.marks:
        return [[(f"【{label}】", "")]]
    padded = label if row.kind is RowKind.UNCHANGED else f" {label} "
    return [[(padded, palette.BADGE[row.kind])]]


def _field_changes(row: Row, view: View, width: int) -> list[Line]:
    lines = []
    for change in row.changes:
        label: Line = [(f"{labels.FIELD[change.field]} ", palette.QUIET)]
        lines += flowed([label, *_old_and_new(row, change, view)], width, gap=0)
    return lines


def _old_and_new(row: Row, change: FieldChange, view: View) -> Iterator[Line]:
    for marks, value, styles in zip(
        brackets(row), (change.old, change.new), (palette.DELETED, palette.INSERTED), strict=True
    ):
        text = " ".join(value) if isinstance(value, tuple) else str(value)
        opening, closing = marks if view.marks else ("", "")
        yield [(opening + text + closing, styles[EditKind.SUBSTANCE])]


# ------------------------------------------------------------------ blocks


def _stacked(row: Row, view: View) -> Iterator[Line]:
    """Yield one initiative as a block: its parts under one another."""
    width = view.width
    name = plain(row.name, palette.NAME).lines(width)
    yield from flowed([[(row.ref, palette.REFERENCE)], *_badge(row, view)], width)
    yield from name
    yield from _about(row, width)
    yield from _field_changes(row, view, width)
    yield from _texts(row, view)


def _texts(row: Row, view: View) -> Iterator[Line]:
    old, new = (side(row, marks=view.marks) for side in (old_side, new_side))
    if row.kind is None:
        only = old or new
        yield from only.lines(view.width) if only else ()
        return
    for label, side in (("旧", old), ("新", new)):
        yield from hung([(f"{label} ", palette.QUIET)], _side(side, view.width - 3))
