"""`restated`: what two documents say of one year (記載の相違)."""

from typing import Annotated

from ...comparison.compare import restated
from ...comparison.filters import changed_only
from ...messages import N_
from ...render.terminal import render_tables
from .. import completion
from ..options import Arrangement, Document, Drawing, Everything, Filters, Screen, Source
from ..output import check_output, deliver, exit_code
from ..parameters import argument
from ..query import asked, links_of, plans_in_use


def restated_year(
    year: Annotated[str, argument(N_("YEAR"), N_("A year both tell of."), completion.years)],
    *,
    everything: Everything = False,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what the earlier and the later document say of one year (記載の相違)."""
    check_output(screen, document, drawing)
    plans = plans_in_use(source, [year])
    links = links_of(source, plans)
    tables = asked(plans, lambda series: restated(series, year, links), arrangement, filters)
    if not everything and not filters.kind:
        tables = [changed_only(table) for table in tables]
    deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
