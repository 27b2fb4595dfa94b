"""Charts (棒グラフ) and lists of groups: how much of how much, the bar last on its line.

Block characters take two cells in some terminals of Japan: nothing follows a bar that
would be pushed out of its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...comparison.table import ComparisonTable, Counts, Group, Grouping, RowKind
from ...text.escape import in_line
from ...text.linebreak import display_width
from .. import labels
from . import palette
from .lines import GAP, Line, View, columns, fitted, flowed, rule, width_of
from .parts import headline, kinds

_NAME, _LENGTH = 44, 28
"""Cells of a name and of a bar, at most."""

_STACKED = 34
"""Below so many cells a name takes its own line."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _EMPTY = "█─"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart (棒): its name, its figure, and the parts of a whole.

    parts: how much of the whole each takes, and its style. note: shown too, under the bar
    where there is no room beside it.
    """

    name: Line
    figure: Line
    parts: Sequence[tuple[float, str]]
    whole: float
    note: Line


def chart(title: str, unit: str, bars: Sequence[Bar], view: View) -> Iterator[Line]:
    """Yield a chart (棒グラフ): a title, the figures' heading, and a line for each bar."""
    figure = max(map(width_of, ([(unit, "")], *(bar.figure for bar in bars))))
    note = max((width_of(bar.note) for bar in bars), default=0)
    name = min(_NAME, view.width // 2, max((width_of(bar.name) for bar in bars), default=0))
    name = max(name, width_of([(title, "")]))
    rest = view.width - name - figure - 2 * GAP
    is_stacked = view.width < _STACKED
    if is_stacked:
        rest = view.width - figure - GAP
    is_beside = note and rest - note - GAP >= _LENGTH // 2
    if is_beside:
        rest -= note + GAP
    most = max((bar.whole for bar in bars), default=1)
    headings: list[Line] = [[(title, palette.QUIET)], [(unit, palette.QUIET)]]
    if is_stacked:
        yield from flowed(headings, view.width)
    else:
        yield from columns([[heading] for heading in headings], [name, figure])
    yield rule(view.width)
    for bar in bars:
        drawn = _drawn(bar, most, min(rest // display_width(_FULL), _LENGTH))
        if is_beside:
            lines = columns([[bar.figure], [bar.note], [drawn]], [figure, note, 0])
        else:
            lines = columns([[bar.figure], [drawn]], [figure, 0])
            lines += fitted(bar.note, figure + GAP + rest) if bar.note else []
        if is_stacked:
            yield from [*fitted(bar.name, view.width), *lines]
        else:
            yield from columns([fitted(bar.name, name), lines], [name, 0])


def _drawn(bar: Bar, most: float, room: int) -> Line:
    """Return the bar, of whole cells for each one that it counts where there is room."""
    each = room // most if most <= room else room / most
    length = max(1, round(bar.whole * each))
    parts = [(part, style) for part, style in bar.parts if part]
    line: Line = []
    begun, reached = 0, 0.0
    for place, (part, style) in enumerate(parts, start=1):
        reached += part * length / bar.whole
        # Parts meet at whole cells, as two colours cannot share one; each is at least seen.
        ended = round(8 * reached) if place == len(parts) else 8 * round(reached)
        full, rest = divmod(min(max(ended, 8 * begun + 1), 8 * length), 8)
        if begun < length:
            line.append((_FULL * (full - begun) + (_EIGHTHS[rest] if rest else ""), style))
            begun = full + bool(rest)
    return [*line, (_EMPTY * (length - begun), palette.QUIET)]


def list_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the groups of a table (一覧), one line each, without their rows."""
    yield list(headline(table, view))
    yield [[], *group_list(table.groups, table.grouped_by, view)]


def group_list(groups: Sequence[Group], by: Grouping, view: View) -> Iterator[Line]:
    """Yield a line for each group (分類): its name, changed of all, the kinds, a bar."""
    bars = [
        Bar(
            name=[(in_line(group.heading) or view.say(labels.NONE_GIVEN), "")],
            figure=_figure(group.counts),
            parts=_parts(group.counts),
            whole=group.counts.total,
            note=kinds(_changed(group.counts), view),
        )
        for group in groups
    ]
    yield from chart(view.say.grouped_by(by), view.say(labels.CHANGED_OF_ALL), bars, view)


def _parts(counts: Counts) -> list[tuple[float, str]]:
    """Return how much of a bar each kind of change takes, and its colour."""
    return [
        (counts.by_kind.get(kind, 0), style)
        for kind, style in palette.BAR.items()
        if kind is not RowKind.UNCHANGED
    ]


def _figure(counts: Counts) -> Line:
    style = palette.CHANGED if counts.changed else palette.QUIET
    return [(f"{counts.changed:>4}", style), (f" /{counts.total:>3}", palette.QUIET)]


def _changed(counts: Counts) -> Counts:
    by_kind = dict(counts.by_kind)
    by_kind.pop(RowKind.UNCHANGED, None)
    return replace(counts, by_kind=by_kind)
