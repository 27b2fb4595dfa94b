"""`stats`: what the changes add up to (統計)."""

from ...comparison.compare import compare
from ...comparison.table import GroupBy
from ...render.terminal import render_statistics
from ..completion import STATISTICS_FORMATS
from ..console import print_bytes
from ..options import Filters, NewYear, OldYear, Source, StatisticsScreen
from ..output import check_output, deliver, exit_code
from ..query import asked, links_of, plans_in_use, two_years


def stats(
    old: OldYear = None,
    new: NewYear = None,
    *,
    filters: Filters,
    source: Source,
    screen: StatisticsScreen,
) -> int:
    """Show what the changes add up to (統計)."""
    chosen = check_output(screen, formats=STATISTICS_FORMATS)
    plans = plans_in_use(source, two_years(old, new))
    links = links_of(source, plans)
    tables = asked(
        plans,
        lambda family: compare(family, old, new, links),
        GroupBy.SECTION,
        filters.selection(),
    )
    if chosen == "json":
        from ...render.json_ import write_statistics  # noqa: PLC0415  no part of the screen

        print_bytes(write_statistics(tables))
    else:
        deliver(tables, render_statistics, screen)
    return exit_code(tables, screen, plans.skipped)
