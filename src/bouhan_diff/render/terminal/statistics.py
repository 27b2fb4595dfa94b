"""Statistics (統計): shares and bars of what changed, and where most of it did."""

from collections.abc import Iterator

from ...comparison.statistics import FigureChange, Tally, tally
from ...comparison.table import ComparisonTable
from ...text.escape import in_line
from ...textdiff import EditKind
from .. import labels
from . import palette
from .chart import Bar, chart
from .layout import GAP, columns, fitted, hung, rule, width_of
from .lists import group_list
from .marked import Line
from .parts import headline
from .view import View

_MOST = 10
"""How many of the most-changed initiatives are shown."""


def statistics_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the statistics (統計) of a table piece by piece."""
    totals = tally(table)
    yield list(headline(table, view))
    yield [[], *_shares(table, view)]
    for by, groups in totals.groups.items():
        yield [[], *group_list(groups, by, view)]
    if totals.most_changed:
        yield [[], *_most_changed(totals, view)]
    if totals.figures:
        yield [[], *_figures(totals, view)]


def _shares(table: ComparisonTable, view: View) -> Iterator[Line]:
    """Yield the kinds (区分) with their share of all initiatives."""
    counts = table.counts
    bars = [
        Bar(
            name=[(label, palette.KIND[kind])],
            told=[(f"{number:>4}{number / counts.total:>5.0%}", palette.CHANGED)],
            parts=[(number, palette.BAR[kind])],
            whole=counts.total,
            note=[],
        )
        for kind, label in labels.KIND.items()
        if (number := counts.by_kind.get(kind))
    ]
    yield from chart(labels.KIND_HEADING, labels.INITIATIVE, bars, view)


def _most_changed(totals: Tally, view: View) -> Iterator[Line]:
    """Yield the initiatives of which most changed (変更の多い事業)."""
    bars = [
        Bar(
            name=[(f"{in_line(row.ref)}  ", palette.REFERENCE), (in_line(row.name), "")],
            told=[(f"{share:>9.0%}", palette.CHANGED)],
            parts=[(share, palette.SHARE)],
            whole=1,
            note=[],
        )
        for row, share in totals.most_changed[:_MOST]
    ]
    yield from chart(labels.MOST_CHANGED, labels.CHANGED_SHARE, bars, view)


def _figures(totals: Tally, view: View) -> Iterator[Line]:
    """Yield the figures that changed (変わった数値): where, what each was, what it is."""
    rows: list[tuple[Line, Line]] = [
        (
            [(f"{in_line(change.row.ref)}  ", palette.REFERENCE), (in_line(change.row.name), "")],
            _changed(change),
        )
        for change in totals.figures
    ]
    told = max(width_of(told) for _name, told in rows)
    name = max(width_of(name) for name, _told in rows)
    yield [(labels.FIGURES, palette.QUIET)]
    yield rule(view.width)
    for where, what in rows:
        if name + GAP + told <= view.width:
            yield from columns([[where], [what]], [name, told])
        else:
            yield from fitted(where, view.width)
            yield from hung([("  ", "")], fitted(what, view.width - 2))


def _changed(change: FigureChange) -> Line:
    """Return what a figure was and is (旧 → 新)."""
    sides = (
        (change.old, palette.DELETED[EditKind.SUBSTANCE]),
        (change.new, palette.INSERTED[EditKind.SUBSTANCE]),
    )
    old, new = (
        (in_line(text), style) if text else (labels.NONE_GIVEN, palette.QUIET)
        for text, style in sides
    )
    return [old, (" → ", palette.QUIET), new]
