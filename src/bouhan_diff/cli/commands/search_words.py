"""`search`: the initiatives whose text has the words (検索)."""

from typing import Annotated

from ...comparison.search import search
from ...errors import NothingMatchedError, Problem
from ...messages import N_, _
from ...render.terminal import render_tables
from ..options import Arrangement, Document, Filters, Screen, Source
from ..output import check_output, deliver, exit_code
from ..parameters import argument
from ..query import asked, links_of, plans_in_use, published


def search_words(
    words: Annotated[list[str], argument(N_("WORDS"), N_("Words that all occur, widths aside."))],
    *,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    document: Document,
) -> int:
    """Show the initiatives that have every word (検索), with the words marked."""
    check_output(screen, document)
    # As in a browser's search box; Japanese keyboards type a wide space, which no shell parts.
    words = " ".join(words).split()
    plans = plans_in_use(source)
    whole = asked(plans, published(None, links_of(source, plans)), arrangement, filters)
    tables = [table for table in (search(one, words) for one in whole) if table.groups]
    if not tables:
        nothing = Problem(
            _("No initiative has {words}.").format(words=" ".join(words)),
            advice=_("Try a part of a word, or fewer words."),
        )
        raise NothingMatchedError([nothing, *plans.hints()])
    deliver(tables, render_tables, screen, document, words=words)
    return exit_code(tables, screen, plans.skipped)
