"""`stats`: what the changes add up to (統計)."""

from ...comparison.compare import compare
from ...render.terminal import render_statistics
from ..completion import STATISTICS_FORMATS
from ..console import print_bytes
from ..options import Arrangement, Filters, NewYear, OldYear, Source, StatisticsScreen
from ..output import check_output, deliver, exit_code
from ..query import asked, links_of, plans_in_use, two_years
from ..reading import Pairing


def stats(
    old: OldYear = None,
    new: NewYear = None,
    *,
    filters: Filters,
    source: Source,
    pairing: Pairing,
    screen: StatisticsScreen,
) -> int:
    """Show what the changes add up to (統計)."""
    chosen = check_output(screen, formats=STATISTICS_FORMATS)
    plans = plans_in_use(source, two_years(old, new))
    links = links_of(source, plans)
    pairs = pairing.pairs()
    tables = asked(
        plans, lambda series: compare(series, old, new, links, pairs), Arrangement(), filters
    )
    if chosen == "json":
        from ...render.json_ import write_statistics  # noqa: PLC0415  no part of the screen

        print_bytes(write_statistics(tables))
    else:
        deliver(tables, render_statistics, screen)
    return exit_code(tables, screen, plans.skipped)
