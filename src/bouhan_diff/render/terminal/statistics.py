"""Statistics (統計): changed figures, totals, shares and bars; and amounts over the years."""

from collections.abc import Iterator, Sequence

from ...comparison.grouping import AmountColumn, FigureChange, Tally, tally
from ...comparison.history import amounts_over_editions
from ...comparison.table import ComparisonTable, FieldComparison, Row
from ...text.escape import in_line
from ...textdiff import EditKind
from .. import labels
from . import palette
from .chart import Bar, chart, group_list
from .fields import Amounts, amount_lines, difference, sums
from .lines import GAP, Line, View, columns, fitted, hung, rule, width_of
from .parts import headline

_MOST = 10
"""How many of the most-changed initiatives are shown."""

_LARGEST = 5
"""How many increases and decreases of each column are shown."""


def statistics_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the statistics (統計) of a table piece by piece."""
    totals = tally(table)
    yield list(headline(table, view))
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


def _largest(column: AmountColumn, view: View) -> Iterator[Line]:
    """Yield the largest increases and decreases of one column (増減の大きい事業)."""
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


def _named(row: Row, view: View) -> Line:
    ref: Line = [(f"{in_line(row.ref)}  ", palette.REFERENCE)] if view.is_numbered else []
    return [*ref, (in_line(row.name), "")]


def _shares(table: ComparisonTable, view: View) -> Iterator[Line]:
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
    yield from chart(view.say(labels.KIND_HEADING), view.say(labels.INITIATIVE), bars, view)


def _most_changed(totals: Tally, view: View) -> Iterator[Line]:
    """Yield the initiatives of which most changed (変更の多い事業)."""
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


def _figures(totals: Tally, view: View) -> Iterator[Line]:
    """Yield the figures that changed in texts (変わった数値): where, what each was, what it is."""
    rows = [(_named(change.row, view), _changed(change, view)) for change in totals.figures]
    figure = max(width_of(figure) for _name, figure in rows)
    name = max(width_of(name) for name, _figure in rows)
    title = view.say("本文の変わった数値" if totals.amounts else labels.FIGURES)
    yield [(title, palette.QUIET)]
    yield rule(view.width)
    for where, what in rows:
        if name + GAP + figure <= view.width:
            yield from columns([[where], [what]], [name, figure])
        else:
            yield from fitted(where, view.width)
            yield from hung([("  ", "")], fitted(what, view.width - 2))


def _changed(change: FigureChange, view: View) -> Line:
    """Return what a figure was and is (旧 → 新)."""
    sides = (
        (change.old, palette.DELETED[EditKind.SUBSTANCE]),
        (change.new, palette.INSERTED[EditKind.SUBSTANCE]),
    )
    old, new = (
        (in_line(text), style) if text else (view.say(labels.NONE_GIVEN), palette.QUIET)
        for text, style in sides
    )
    return [old, (" → ", palette.QUIET), new]


# ------------------------------------------------------- amounts over the years

_BETWEEN = 3


def amounts_by_year(tables: Sequence[ComparisonTable], view: View) -> Iterator[list[Line]]:
    """Yield the amounts of an initiative by edition (数値の推移), nothing where it has none."""
    editions, series = amounts_over_editions(tables)
    if not series or len(editions) < 2:  # noqa: PLR2004  one alone is no way
        return
    heads: list[Line] = [[(in_line(view.say.edition(one)), palette.QUIET)] for one in editions]
    rows = []
    for one in series:
        unit = view.say.bracketed(in_line(one.unit)) if one.unit else ""
        values: list[Line] = [[(in_line(one.values.get(e) or "―"), "")] for e in editions]
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


def _line(heading: Line, name: int, cells: Sequence[Line], widths: Sequence[int]) -> Line:
    """Return a heading and its cells (表の行), each flush right in its column."""
    line: Line = [*heading, (" " * (name - width_of(heading)), "")]
    for cell, width in zip(cells, widths, strict=True):
        line += [(" " * (_BETWEEN + width - width_of(cell)), ""), *cell]
    return line
