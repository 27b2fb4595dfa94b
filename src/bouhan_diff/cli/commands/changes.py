"""`changes`: what changed between two editions (変更点)."""

from ...comparison.compare import compare
from ...comparison.filters import changed_only
from ...render.terminal import render_tables
from ..options import (
    Arrangement,
    Document,
    Drawing,
    Everything,
    Filters,
    NewYear,
    OldYear,
    Screen,
    Source,
)
from ..output import BY_EDIT, check_output, deliver, exit_code, stream_changes
from ..query import asked, links_of, plans_in_use, two_years
from ..reading import Pairing
from ..sources import has_documents


def changes(
    old: OldYear = None,
    new: NewYear = None,
    *,
    everything: Everything = False,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    pairing: Pairing,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what changed (変更点); the lines of --format jsonl as they are made."""
    years = two_years(old, new)
    wanted = filters.selection()
    is_changed_only = not (everything or wanted.kinds or document.omit_unchanged)
    chosen = check_output(screen, document, drawing)
    arranged = arrangement.group_by or arrangement.sort or filters.field or pairing.pair
    is_plain = not (arranged or document.output)
    if chosen == "jsonl" and is_plain and not has_documents(source.data):
        from ..batch import Request  # noqa: PLC0415  no other format needs workers

        request = Request(old, new, wanted, is_changed_only, links_of(source))
        return stream_changes(source, request, screen)
    plans = plans_in_use(source, years)
    links, pairs = links_of(source, plans), pairing.pairs()
    tables = asked(
        plans,
        lambda series: compare(series, old, new, links, pairs),
        arrangement,
        filters,
        chosen in BY_EDIT,
    )
    if is_changed_only:
        tables = [changed_only(table) for table in tables]
    deliver(tables, render_tables, screen, document, kinds=wanted.kinds, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
