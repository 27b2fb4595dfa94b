"""One initiative whole (事業の全体): its particulars, both texts, and each of its edits."""

from collections.abc import Iterator

from ...comparison.table import ComparisonTable, Row
from .. import labels
from . import palette
from .edits import edits
from .layout import columns, rule, wrapped
from .marked import Line
from .parts import both_sides, only_side, particulars_across
from .view import View


def single_parts(table: ComparisonTable, view: View) -> Iterator[list[Line]]:
    """Yield each initiative (事業) of the table on its own, its texts across the whole screen."""
    for place, row in enumerate(table.rows()):
        if place:
            yield [[]]
        yield list(_initiative(table, row, view))


def _initiative(table: ComparisonTable, row: Row, view: View) -> Iterator[Line]:
    yield from particulars_across(row, view)
    yield from wrapped(str(row.section), view.width, palette.QUIET)
    if row.kind is None:
        heading = (
            table.new_heading if table.only_edition == table.new_edition else table.old_heading
        )
        sides = [(heading, only_side(row, view))]
    else:
        headings = (table.old_heading, table.new_heading)
        sides = list(zip(headings, both_sides(row, view), strict=True))
    count = len(sides) if view.is_wide else 1
    widths = [(view.width - 3 * (count - 1)) // count] * count
    parts = [
        [*wrapped(heading, widths[0], palette.QUIET), rule(widths[0]), *side.lines(widths[0])]
        for heading, side in sides
    ]
    yield []
    if view.is_wide:
        yield from columns(parts, widths)
    else:
        for place, part in enumerate(parts):
            yield from [[], *part] if place else part
    listed = list(edits(row, view))
    if listed:
        yield []
        yield [(labels.EDITS, palette.QUIET)]
        yield rule(view.width)
        yield from listed
