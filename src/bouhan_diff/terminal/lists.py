"""Lists (一覧): every department, policy number or section with its counts and a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .. import labels
from ..table import ComparisonTable, Counts, Group, GroupBy, RowKind
from . import palette
from .bars import bar
from .layout import columns, rule, width_of, wrapped
from .linebreak import cells
from .marked import Line
from .parts import headline, kinds
from .view import View

_NAME, _COUNTS, _BAR = 44, 9, 24
"""Cells of the columns of a list, at most."""

_GAP = 3


def list_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the groups of a table (一覧), one line each, without their rows."""
    yield list(headline(table, view))
    yield [[], *group_list(table.groups, table.grouped_by, view)]


def group_list(groups: Sequence[Group], by: GroupBy, view: View) -> Iterator[Line]:
    """Yield a line for each group (分類): its name, changed of all, the kinds, a bar."""
    most = max((group.counts.total for group in groups), default=1)
    tallied = [kinds(_changed_kinds(group.counts)) for group in groups]
    kinds_width = max(map(width_of, tallied), default=0)
    name_width = min(
        _NAME, max((cells(group.heading) for group in groups), default=0), view.width // 2
    )
    headings = (labels.GROUPED_BY[by], labels.CHANGED_OF_ALL)
    yield from columns([[[(text, palette.QUIET)]] for text in headings], [name_width, _COUNTS])
    yield rule(view.width)
    widths = [name_width, _COUNTS, kinds_width]
    rest = view.width - sum(widths) - _GAP * len(widths)
    for group, line in zip(groups, tallied, strict=True):
        name = wrapped(group.heading or labels.NONE_GIVEN, name_width)
        if rest >= _BAR // 2:
            drawn = _bar(group, most, min(rest, _BAR))
            yield from columns([name, [_counted(group)], [line], [drawn]], [*widths, 0])
        else:
            room = view.width - name_width - _GAP - _COUNTS
            drawn = _bar(group, most, min(max(room - _GAP, 1), _BAR))
            yield from columns([name, [_counted(group)], [drawn]], [*widths[:2], 0])


def _changed_kinds(counts: Counts) -> Counts:
    changed = dict(counts.by_kind)
    changed.pop(RowKind.UNCHANGED, None)
    return replace(counts, by_kind=changed)


def _counted(group: Group) -> Line:
    counts = group.counts
    style = palette.CHANGED if counts.changed else palette.QUIET
    return [(f"{counts.changed:>4}", style), (f" /{counts.total:>3}", palette.QUIET)]


def _bar(group: Group, most: int, room: int) -> Line:
    """Return a bar of as many whole cells for each initiative as there is room for."""
    counts = group.counts
    length = counts.total * (room // most) if most <= room else room * counts.total / most
    return bar(counts.changed, counts.total, max(1, round(length)))
