"""Tables (新旧対照表): old and new side by side, or under one another where it is narrow."""

from collections.abc import Iterator

from ...comparison.table import ComparisonTable, Counts, Group, Row, RowKind, count
from ...messages import ngettext
from .. import labels
from . import palette
from .edits import edits
from .layout import columns, flowed, hung, rule, wrapped
from .marked import Line, plain
from .parts import both_sides, headline, only_side, particulars, particulars_across
from .view import View


def table_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield the table (新旧対照表) piece by piece: its headline, each group, what is left out."""
    yield list(headline(table, view))
    for group in table.groups:
        yield list(_group(table, group, view))
    yield list(_closing(table, view))


def _closing(table: ComparisonTable, view: View) -> Iterator[Line]:
    shown = count(table.rows())
    hidden = table.counts.total - shown.total
    if hidden:
        yield []
        yield from wrapped(_left_out(table, shown, hidden), view.width, palette.QUIET)
    if view.full and table.policy_plan:
        yield []
        yield from wrapped(f"※{labels.POLICIES}　{table.policy_plan}", view.width, palette.QUIET)


def _left_out(table: ComparisonTable, shown: Counts, hidden: int) -> str:
    kind = RowKind.UNCHANGED
    if hidden == table.counts.by_kind.get(kind, 0) - shown.by_kind.get(kind, 0):
        text = ngettext(
            "{count} unchanged initiative is left out.",
            "{count} unchanged initiatives are left out.",
            hidden,
        )
    else:
        text = ngettext(
            "{count} initiative of another kind is left out.",
            "{count} initiatives of other kinds are left out.",
            hidden,
        )
    return text.format(count=hidden)


def _group(table: ComparisonTable, group: Group, view: View) -> Iterator[Line]:
    counted = labels.initiatives if table.only_edition else labels.headline
    heading = plain(group.heading or labels.NONE_GIVEN, palette.HEADING).lines(view.width)
    yield []
    yield from heading[:-1]
    yield from flowed([heading[-1], [(counted(group.counts), palette.QUIET)]], view.width)
    if view.full and group.aim:
        yield from wrapped(group.aim, view.width, palette.QUIET)
    if view.is_wide:
        yield from _column_headings(table, view)
    for row in group.rows:
        yield rule(view.width)
        yield from _across(row, view) if view.is_wide else _stacked(row, view)
        listed = list(edits(row, view)) if view.why else []
        yield from [[], *listed] if listed else ()


# ----------------------------------------------------------- side by side


def _widths(view: View, texts: int) -> tuple[int, ...]:
    """Return the widths of the first column and of one or two texts beside it."""
    lead = max(20, min(view.width // 5, 36))
    return (lead, *[(view.width - lead - 3 * texts) // texts] * texts)


def _column_headings(table: ComparisonTable, view: View) -> list[Line]:
    headings = [table.old_heading, table.new_heading]
    if table.only_edition:
        headings = headings[1:] if table.only_edition == table.new_edition else headings[:1]
    widths = _widths(view, len(headings))
    cells = [
        wrapped(heading, width, palette.QUIET)
        for heading, width in zip([labels.INITIATIVE, *headings], widths, strict=True)
    ]
    return columns(cells, widths)


def _across(row: Row, view: View) -> list[Line]:
    sides = (only_side(row, view),) if row.kind is None else both_sides(row, view)
    widths = _widths(view, len(sides))
    texts = [side.lines(width) for side, width in zip(sides, widths[1:], strict=True)]
    return columns([particulars(row, view, widths[0]), *texts], widths)


# ---------------------------------------------------- under one another


def _stacked(row: Row, view: View) -> Iterator[Line]:
    yield from particulars_across(row, view)
    if row.kind is None:
        yield from only_side(row, view).lines(view.width)
        return
    old, new = both_sides(row, view)
    if row.old == row.new:
        yield from old.lines(view.width)
        return
    for label, side in ((labels.OLD, old), (labels.NEW, new)):
        yield from hung([(f"{label} ", palette.QUIET)], side.lines(view.width - 3))
