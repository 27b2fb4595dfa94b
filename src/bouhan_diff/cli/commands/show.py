"""`show`: the plan as published, both years side by side (計画の表示)."""

from typing import Annotated

from ...messages import N_
from ...render.terminal import render_initiatives, render_tables
from .. import completion
from ..options import WHICH, Arrangement, Document, Drawing, Filters, Screen, Source
from ..output import check_output, deliver, exit_code
from ..parameters import argument, option
from ..query import asked, links_of, plans_in_use, published


def show(
    ref: Annotated[
        str | None,
        argument(
            N_("REF"),
            N_("One initiative alone: its reference, such as 4-5, or a part of its name."),
            completion.references,
        ),
    ] = None,
    *,
    year: Annotated[
        str | None,
        option(
            "--year",
            panel=WHICH,
            about=N_("One year alone."),
            metavar=N_("YEAR"),
            autocompletion=completion.years,
        ),
    ] = None,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show the plan as published (計画の表示), or one initiative whole."""
    check_output(screen, document, drawing)
    plans = plans_in_use(source, [year] if year else [])
    making = published(year, links_of(source, plans))
    tables = asked(plans, making, arrangement, filters, refs=(ref,) if ref else ())
    if ref:
        deliver(tables, render_initiatives, screen, document)
    else:
        deliver(tables, render_tables, screen, document, full=True, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
