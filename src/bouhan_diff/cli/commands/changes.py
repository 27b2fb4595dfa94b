"""`changes`: what changed between two years (変更点)."""

from ...comparison.compare import compare
from ...comparison.filters import changed_only
from ...render.terminal import render_tables
from ..options import (
    Document,
    Drawing,
    Everything,
    Filters,
    Grouping,
    NewYear,
    OldYear,
    Screen,
    Source,
)
from ..output import check_output, deliver, exit_code, stream_changes
from ..query import asked, links_of, plans_in_use, two_years


def changes(
    old: OldYear = None,
    new: NewYear = None,
    *,
    everything: Everything = False,
    filters: Filters,
    grouping: Grouping,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what changed (変更点); the lines of --format jsonl as they are made."""
    years = two_years(old, new)
    wanted = filters.selection()
    is_changed_only = not everything and not wanted.kinds
    if check_output(screen, document) == "jsonl" and document.output is None:
        from ..batch import Request  # noqa: PLC0415  no other format needs workers

        request = Request(old, new, wanted, is_changed_only, links_of(source))
        return stream_changes(source, request, screen)
    plans = plans_in_use(source, years)
    links = links_of(source, plans)
    tables = asked(plans, lambda family: compare(family, old, new, links), grouping.by(), wanted)
    if is_changed_only:
        tables = [changed_only(table) for table in tables]
    deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
