"""Statistics (統計): shares and bars of what changed, and where most of it did."""

from collections.abc import Iterator, Sequence

from .. import labels
from ..table import ComparisonTable
from ..tally import Tally, tally
from . import palette
from .bars import bar
from .layout import columns, fitted, rule, width_of
from .lists import group_list
from .marked import Line
from .parts import headline
from .view import View
from .visible import visible

_NAME, _BAR = 44, 40
"""Cells of a name and of a bar, at most."""

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


def _shares(table: ComparisonTable, view: View) -> Iterator[Line]:
    """Yield the kinds (区分の割合) with their share of all initiatives."""
    yield from _heading(labels.SHARES, view)
    counts = table.counts
    present = [
        (kind, label, n) for kind, label in labels.KIND.items() if (n := counts.by_kind[kind])
    ]
    yield from _bars(
        [
            ([(label, palette.COUNT[kind])], f"{n:>3}", n / counts.total)
            for kind, label, n in present
        ],
        view,
    )


def _most_changed(totals: Tally, view: View) -> Iterator[Line]:
    """Yield the initiatives of which most changed (変更の多い事業)."""
    yield from _heading(labels.MOST_CHANGED, view)
    most = [
        ([(f"{visible(row.ref):<6}", palette.REFERENCE), (visible(row.name), "")], "", share)
        for row, share in totals.most_changed[:_MOST]
    ]
    yield from _bars(most, view)


def _heading(text: str, view: View) -> list[Line]:
    return [[(text, palette.QUIET)], rule(view.width)]


def _bars(entries: Sequence[tuple[Line, str, float]], view: View) -> Iterator[Line]:
    """Yield a line for each entry: its name, its count, its share in percent and as a bar."""
    widest = max((width_of(name) for name, _count, _share in entries), default=0)
    width = min(widest, _NAME, view.width // 2)
    for name, count, share in entries:
        told: Line = [(f"{count}{share:>5.0%}", palette.CHANGED)]
        room = max(1, min(_BAR, view.width - width - width_of(told) - 6))
        yield from columns([fitted(name, width), [told], [bar(share, 1, room)]], [width, 8, 0])
