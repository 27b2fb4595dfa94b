"""Statistics (統計): changed figures, totals, charts, lists of groups, amounts over the years.

Block characters take two cells in some terminals in Japan: a bar is the last on its line, so that
nothing is displaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...comparison.changed_figures import AmountColumn, FigureChange, Tally, tally
from ...comparison.history import amounts_over_editions
from ...comparison.table import (
    ComparisonTable,
    Counts,
    FieldComparison,
    Group,
    Grouping,
    Row,
    RowKind,
)
from ...text.escape import in_line
from ...text.linebreak import display_width
from ...textdiff import EditKind
from .. import labels
from . import palette
from .fields import Amounts, amount_lines, difference, sums
from .lines import GAP, StyledLine, View, columns, fitted, flowed, hung, rule, width_of
from .pieces import counts_by_kind, headline_lines

_MOST = 10
"""How many of the most-changed initiatives are shown."""

_LARGEST = 5
"""How many increases and decreases of each column are shown."""


_NAME, _LENGTH = 44, 28
"""Cells of a name and of a bar, at most."""

_STACKED = 34
"""Below so many cells a name takes its own line."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL, _EMPTY = "█─"


def statistics_parts(table: ComparisonTable, view: View) -> Iterator[list[StyledLine]]:
    """Yield the statistics (統計) of a table block by block."""
    totals = tally(table)
    yield list(headline_lines(table, view))
    for column in totals.amounts:
        yield list(_largest(column, view))
    if table.totals:
        yield list(sums(table, view, table.groups))
    if totals.figures:
        yield [[], *_figures(totals, view)]
    yield [[], *_shares(table, view)]
    for by, groups in totals.groups.items():
        # A plan without departments or policy numbers has no list of them.
        if len(groups) > 1 or any(group.heading for group in groups):
            yield [[], *group_list(groups, by, view)]
    if totals.most_changed:
        yield [[], *_most_changed(totals, view)]


def _largest(column: AmountColumn, view: View) -> Iterator[StyledLine]:
    """Yield the largest increases and decreases of a column (増減の大きい事業)."""
    unit = view.say.bracketed(in_line(column.unit)) if column.unit else ""
    heading = in_line(column.heading) + unit
    for label, changes in (
        (labels.INCREASES, column.increases),
        (labels.DECREASES, column.decreases),
    ):
        if changes:
            yield []
            title = f"{heading}  {view.say(label)}"
            if len(changes) > _LARGEST:
                title += f"  {view.say('{n}件中{m}件', n=len(changes), m=_LARGEST)}"
            yield from fitted([(title, palette.QUIET)], view.width)
            yield rule(view.width)
            lines = [_amounts(row, field, view) for row, field in changes[:_LARGEST]]
            for line in amount_lines(lines, view.width):
                yield from line


def _amounts(row: Row, field: FieldComparison, view: View) -> Amounts:
    old, new = (labels.published_amount(text or labels.NO_VALUE) for text in (field.old, field.new))
    return Amounts(
        _named(row, view),
        [(in_line(old), palette.OLD_AMOUNT)],
        [(in_line(new), palette.NEW_AMOUNT)],
        difference(view.say.difference_of(field), view.say.ratio_of(field)),
    )


def _named(row: Row, view: View) -> StyledLine:
    ref: StyledLine = [(f"{in_line(row.ref)}  ", palette.REFERENCE)] if view.is_numbered else []
    return [*ref, (in_line(row.name), "")]


def _shares(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield the kinds (区分) with their share of all initiatives."""
    counts = table.counts
    bars = [
        Bar(
            name=[(view.say(label), palette.KIND[kind])],
            figure=[(f"{number:>4}{number / counts.total:>5.0%}", palette.CHANGED)],
            parts=[(number, palette.BAR[kind])],
            whole=counts.total,
            note=[],
        )
        for kind, label in labels.KIND.items()
        if (number := counts.by_kind.get(kind))
    ]
    yield from chart(view.say(labels.KIND_HEADING), view.say(labels.COUNT), bars, view)


def _most_changed(totals: Tally, view: View) -> Iterator[StyledLine]:
    """Yield the initiatives whose texts changed most (変更の多い事業)."""
    bars = [
        Bar(
            name=_named(row, view),
            figure=[(f"{share:>9.0%}", palette.CHANGED)],
            parts=[(share, palette.SHARE)],
            whole=1,
            note=[],
        )
        for row, share in totals.most_changed[:_MOST]
    ]
    title, unit = view.say(labels.MOST_CHANGED), view.say(labels.CHANGED_SHARE)
    yield from chart(title, unit, bars, view)


def _figures(totals: Tally, view: View) -> Iterator[StyledLine]:
    """Yield the figures that changed in texts (変わった数値): place, old, new."""
    rows = [(_named(change.row, view), _changed(change, view)) for change in totals.figures]
    figure = max(width_of(figure) for _name, figure in rows)
    name = max(width_of(name) for name, _figure in rows)
    title = view.say("文中の変わった数値" if totals.amounts else labels.FIGURES)
    yield [(title, palette.QUIET)]
    yield rule(view.width)
    for where, what in rows:
        if name + GAP + figure <= view.width:
            yield from columns([[where], [what]], [name, figure])
        else:
            yield from fitted(where, view.width)
            yield from hung([("  ", "")], fitted(what, view.width - 2))


def _changed(change: FigureChange, view: View) -> StyledLine:
    """Return a figure's old and new value (旧 → 新)."""
    sides = (
        (change.old, palette.DELETED[EditKind.SUBSTANCE]),
        (change.new, palette.INSERTED[EditKind.SUBSTANCE]),
    )
    old, new = (
        (in_line(text), style) if text else (view.say(labels.NONE_GIVEN), palette.QUIET)
        for text, style in sides
    )
    heading = [(f"{in_line(change.heading)}  ", palette.QUIET)] if change.heading else []
    return [*heading, old, (" → ", palette.QUIET), new]


# ------------------------------------------------------- amounts over the years

_BETWEEN = 3


def amounts_by_year(tables: Sequence[ComparisonTable], view: View) -> Iterator[list[StyledLine]]:
    """Yield the amounts of an initiative by edition (数値の推移), nothing if it has none."""
    editions, series = amounts_over_editions(tables)
    if not series or len(editions) < 2:  # noqa: PLR2004  one alone is no way
        return
    heads: list[StyledLine] = [
        [(in_line(view.say.edition(one)), palette.QUIET)] for one in editions
    ]
    rows = []
    for one in series:
        unit = view.say.bracketed(in_line(one.unit)) if one.unit else ""
        values: list[StyledLine] = [[(in_line(one.values.get(e) or "―"), "")] for e in editions]
        rows.append(([(in_line(one.heading) + unit, palette.CHANGED)], values))
    name = max(width_of(heading) for heading, _values in rows)
    widths = [
        max(width_of(cell) for cell in column)
        for column in zip(heads, *(values for _heading, values in rows), strict=True)
    ]
    if name + sum(widths) + _BETWEEN * len(widths) <= view.width:
        lines = [_line([], name, heads, widths), rule(view.width)]
        lines += (_line(heading, name, values, widths) for heading, values in rows)
    else:
        lines = []
        for heading, values in rows:
            lines += fitted(heading, view.width)
            for head, value in zip(heads, values, strict=True):
                lines += hung([("  ", ""), *head, ("  ", "")], [value])
    yield [*lines, []]


def _line(
    heading: StyledLine, name: int, cells: Sequence[StyledLine], widths: Sequence[int]
) -> StyledLine:
    """Return a heading and its cells (表の行), each aligned to the right."""
    line: StyledLine = [*heading, (" " * (name - width_of(heading)), "")]
    for cell, width in zip(cells, widths, strict=True):
        line += [(" " * (_BETWEEN + width - width_of(cell)), ""), *cell]
    return line


# --- Charts and lists of groups ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart (棒): name, figure, and the parts of a whole.

    parts: how much of the whole each takes, and its style. note: after the bar, or below it if
    there is no room.
    """

    name: StyledLine
    figure: StyledLine
    parts: Sequence[tuple[float, str]]
    whole: float
    note: StyledLine


def chart(title: str, unit: str, bars: Sequence[Bar], view: View) -> Iterator[StyledLine]:
    """Yield a chart (棒グラフ): a title, the heading of the figures, and a line for each bar."""
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
    headings: list[StyledLine] = [[(title, palette.QUIET)], [(unit, palette.QUIET)]]
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


def _drawn(bar: Bar, most: float, room: int) -> StyledLine:
    """Return the bar, with whole cells for each initiative counted if there is room."""
    each = room // most if most <= room else room / most
    length = max(1, round(bar.whole * each))
    parts = [(part, style) for part, style in bar.parts if part]
    line: StyledLine = []
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


def list_parts(table: ComparisonTable, view: View) -> Iterator[list[StyledLine]]:
    """Yield the groups of a table (一覧), one line each, without rows."""
    yield list(headline_lines(table, view))
    yield [[], *group_list(table.groups, table.grouped_by, view)]


def group_list(groups: Sequence[Group], by: Grouping, view: View) -> Iterator[StyledLine]:
    """Yield a line for each group (分類): name, changed of all, kinds, a bar."""
    bars = [
        Bar(
            name=[(in_line(group.heading) or view.say(labels.NONE_GIVEN), "")],
            figure=_figure(group.counts),
            parts=_parts(group.counts),
            whole=group.counts.total,
            note=counts_by_kind(_without_unchanged(group.counts), view),
        )
        for group in groups
    ]
    yield from chart(view.say.grouped_by(by), view.say(labels.CHANGED_OF_ALL), bars, view)


def _parts(counts: Counts) -> list[tuple[float, str]]:
    """Return the length and the colour of each kind of change in a bar."""
    return [
        (counts.by_kind.get(kind, 0), style)
        for kind, style in palette.BAR.items()
        if kind is not RowKind.UNCHANGED
    ]


def _figure(counts: Counts) -> StyledLine:
    style = palette.CHANGED if counts.changed else palette.QUIET
    return [(f"{counts.changed:>4}", style), (f" /{counts.total:>3}", palette.QUIET)]


def _without_unchanged(counts: Counts) -> Counts:
    by_kind = dict(counts.by_kind)
    by_kind.pop(RowKind.UNCHANGED, None)
    return counts._replace(by_kind=by_kind)
