"""Lists (一覧): every department, policy number or section with its counts and a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...comparison.table import ComparisonTable, Counts, Group, Grouping, RowKind
from ...text.escape import in_line
from .. import labels
from . import palette
from .chart import Bar, chart
from .marked import Line
from .parts import headline, kinds
from .view import View


def list_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the groups of a table (一覧), one line each, without their rows."""
    yield list(headline(table, view))
    yield [[], *group_list(table.groups, table.grouped_by, view)]


def group_list(groups: Sequence[Group], by: Grouping, view: View) -> Iterator[Line]:
    """Yield a line for each group (分類): its name, changed of all, the kinds, a bar."""
    bars = [
        Bar(
            name=[(in_line(group.heading) or labels.NONE_GIVEN, "")],
            told=_told(group.counts),
            parts=_parts(group.counts),
            whole=group.counts.total,
            note=kinds(_changed(group.counts)),
        )
        for group in groups
    ]
    yield from chart(labels.grouped_by(by), labels.CHANGED_OF_ALL, bars, view)


def _parts(counts: Counts) -> list[tuple[float, str]]:
    """Return how much of a bar each kind of change takes, and its colour."""
    return [
        (counts.by_kind.get(kind, 0), style)
        for kind, style in palette.BAR.items()
        if kind is not RowKind.UNCHANGED
    ]


def _told(counts: Counts) -> Line:
    style = palette.CHANGED if counts.changed else palette.QUIET
    return [(f"{counts.changed:>4}", style), (f" /{counts.total:>3}", palette.QUIET)]


def _changed(counts: Counts) -> Counts:
    by_kind = dict(counts.by_kind)
    by_kind.pop(RowKind.UNCHANGED, None)
    return replace(counts, by_kind=by_kind)
