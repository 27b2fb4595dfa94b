"""`history`: one initiative through all documents (事業の経緯)."""

from typing import Annotated

from ...comparison.history import history
from ...messages import N_
from ...render.terminal import render_history
from .. import completion
from ..options import Document, Screen, Source
from ..output import check_output, deliver, exit_code
from ..parameters import argument
from ..query import links_of, plans_in_use


def history_of(
    ref: Annotated[str, argument(N_("REF"), N_("Its reference, as 4-5."), completion.references)],
    *,
    source: Source,
    screen: Screen,
    document: Document,
) -> int:
    """Show an initiative through all documents (事業の経緯)."""
    check_output(screen, document)
    plans = plans_in_use(source)
    links = links_of(source, plans)
    steps = plans.each(lambda family: history(family, ref, links))
    tables = [table for way in steps for table in way]
    deliver(tables, render_history, screen, document)
    return exit_code(tables, screen, plans.skipped)
