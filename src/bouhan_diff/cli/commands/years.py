"""`changes`, `stats`, `restated` and `history`: one plan over the years (年度間の比較)."""

from functools import partial
from typing import Annotated

from ...comparison.compare import compare
from ...comparison.filters import changed_only
from ...messages import N_
from ...render.terminal import render_history, render_statistics, render_tables
from .. import completion
from ..completion import STATISTICS_FORMATS
from ..console import print_bytes
from ..options import (
    Arrangement,
    DocumentOptions,
    Drawing,
    Everything,
    Filters,
    NewYear,
    OldYear,
    Screen,
    Source,
    StatisticsScreen,
)
from ..output import BY_EDIT, check_output, deliver, exit_code, stream_changes
from ..parameters import argument
from ..plans import links_of, plans_in_use
from ..query import arrange, two_years
from ..reading import Pairing, has_documents


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
    document: DocumentOptions,
) -> int:
    """Show what changed (変更点); the lines of --format jsonl as they are made."""
    years = two_years(old, new)
    wanted = filters.selection()
    is_changed_only = not (everything or wanted.kinds or document.has_unchanged)
    chosen = check_output(screen, document, drawing)
    arranged = arrangement.group_by or arrangement.sort or filters.field or pairing.pair
    is_plain = not (arranged or document.output)
    if chosen == "jsonl" and is_plain and not has_documents(source.data):
        from ..batch import Request  # noqa: PLC0415  no other format needs workers

        request = Request(old, new, wanted, is_changed_only, links_of(source))
        return stream_changes(source, request, screen)
    plans = plans_in_use(source, years)
    links, pairs = links_of(source, plans), pairing.pairs()
    made = plans.each(partial(compare, old=old, new=new, links=links, pairs=pairs))
    tables = arrange(plans, made, arrangement, filters, chosen in BY_EDIT)
    if is_changed_only:
        tables = [changed_only(table) for table in tables]
    deliver(tables, render_tables, screen, document, kinds=wanted.kinds, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


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
    links, pairs = links_of(source, plans), pairing.pairs()
    made = plans.each(partial(compare, old=old, new=new, links=links, pairs=pairs))
    tables = arrange(plans, made, Arrangement(), filters)
    if chosen == "json":
        from ...render.json_ import write_statistics  # noqa: PLC0415  no part of the screen

        print_bytes(write_statistics(tables))
    else:
        deliver(tables, render_statistics, screen)
    return exit_code(tables, screen, plans.skipped)


def restated_year(
    year: Annotated[
        str, argument(N_("YEAR"), N_("A year that both documents cover."), completion.years)
    ],
    *,
    everything: Everything = False,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: DocumentOptions,
) -> int:
    """Show what the earlier and the later document say of one year (記載の相違)."""
    from ...comparison.history import restated  # noqa: PLC0415  as for `history`

    check_output(screen, document, drawing)
    plans = plans_in_use(source, [year])
    made = plans.each(partial(restated, year=year, links=links_of(source, plans)))
    tables = arrange(plans, made, arrangement, filters)
    if not everything and not filters.kind:
        tables = [changed_only(table) for table in tables]
    deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


def history_of(
    ref: Annotated[
        str,
        argument(
            N_("REF"), N_("Its reference, such as 4-5, or part of its name."), completion.references
        ),
    ],
    *,
    source: Source,
    screen: Screen,
    document: DocumentOptions,
) -> int:
    """Show an initiative through all documents (事業の経緯)."""
    check_output(screen, document)
    from ...comparison.history import history  # noqa: PLC0415  no other command traces links

    plans = plans_in_use(source)
    links = links_of(source, plans)
    steps = plans.each(partial(history, ref=ref, links=links))
    tables = [table for _series, way in steps for table in way]
    deliver(tables, render_history, screen, document)
    return exit_code(tables, screen, plans.skipped)
