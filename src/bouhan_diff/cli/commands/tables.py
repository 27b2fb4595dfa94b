"""Commands that show a plan's tables (計画の表示と年度間の比較).

`show`, `by-dept`, `by-policy` and `search` show the plan as published; `changes`, `stats`,
`restated` and `history` compare it over the years.
"""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from ...comparison.compare import compare
from ...comparison.filters import changed_only, search
from ...comparison.table import GroupBy
from ...errors import NothingMatchedError, Problem
from ...messages import N_, _
from ...render.terminal import (
    render_history,
    render_initiatives,
    render_lists,
    render_statistics,
    render_tables,
)
from .. import completion
from ..console import print_bytes
from ..files import data_paths
from ..options import (
    STATISTICS_FORMATS,
    WHICH,
    Arrangement,
    DocumentOptions,
    Drawing,
    Everything,
    Filters,
    GroupOptions,
    NewYear,
    OldYear,
    Screen,
    Source,
    StatisticsScreen,
)
from ..output import BY_EDIT, WriterOptions, check_output, deliver, finish, stream_changes
from ..parameters import argument, option
from ..query import arrange, as_published, plans_in_use, two_years
from ..reading import Pairing, has_documents

# --- As published -----------------------------------------------------------------------------


def show(
    ref: Annotated[
        str | None,
        argument(
            N_("REF"),
            N_("Only one initiative: its reference, such as 4-5, or part of its name."),
            completion.references,
        ),
    ] = None,
    *,
    year: Annotated[
        str | None,
        option(
            "--year",
            panel=WHICH,
            about=N_("Only this year."),
            metavar=N_("YEAR"),
            autocompletion=completion.years,
        ),
    ] = None,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: DocumentOptions,
) -> int:
    """Show the plan as published (計画の表示), or one initiative in full."""
    chosen = check_output(screen, document, drawing, read=data_paths(source.data))
    plans = plans_in_use(source, [year] if year else [])
    series_tables = plans.for_each(partial(as_published, year=year))
    tables = arrange(plans, series_tables, arrangement, filters, refs=(ref,) if ref else ())
    draw = render_initiatives if ref else partial(render_tables, full=True, why=drawing.why)
    options = WriterOptions(document, shows_kinds=drawing.why)
    return deliver(tables, draw, chosen, screen, options, skipped=plans.skipped)


def by_department(
    department: Annotated[
        str | None,
        argument(N_("DEPARTMENT"), N_("Any part of a department's name."), completion.departments),
    ] = None,
    *,
    options: GroupOptions,
) -> int:
    """Show the initiatives of each department (担当課別の表示)."""
    named = {"dept": [department]} if department else {}
    return _show_by(GroupBy.DEPARTMENT, named, options)


def by_policy(
    number: Annotated[
        str | None,
        argument(
            N_("POLICY"),
            N_("A policy number, such as エ2 or エ②, or エ for all of エ."),
            completion.policies,
        ),
    ] = None,
    *,
    options: GroupOptions,
) -> int:
    """Show the initiatives of each policy number (施策番号別の表示)."""
    return _show_by(GroupBy.POLICY, {"policy": [number]} if number else {}, options)


def _show_by(by: GroupBy, named: Mapping[str, list[str]], options: GroupOptions) -> int:
    """Show the groups (分類別の表示): as a list with counts, or those named with their rows."""
    filters, sorting, source, screen, drawing, document = options
    chosen = check_output(screen, document, drawing, read=data_paths(source.data))
    plans = plans_in_use(source)
    series_tables = plans.for_each(as_published)
    tables = arrange(plans, series_tables, Arrangement(by, sorting.sort), filters._replace(**named))
    draw = partial(render_tables, why=drawing.why) if named else render_lists
    written = WriterOptions(document, shows_kinds=drawing.why)
    return deliver(tables, draw, chosen, screen, written, skipped=plans.skipped)


def search_words(
    words: Annotated[
        list[str],
        argument(N_("WORDS"), N_("Words that must all occur; full and half width are the same.")),
    ],
    *,
    filters: Filters,
    arrangement: Arrangement,
    source: Source,
    screen: Screen,
    document: DocumentOptions,
) -> int:
    """Show the initiatives that have every word (検索), with the words marked."""
    chosen = check_output(screen, document, read=data_paths(source.data))
    # As in a browser's search box; Japanese keyboards type a wide space, which no shell parts.
    words = " ".join(words).split()
    plans = plans_in_use(source)
    series_tables = plans.for_each(as_published)
    whole = arrange(plans, series_tables, arrangement, filters)
    tables = [table for table in (search(one, words) for one in whole) if table.groups]
    if not tables:
        nothing = Problem(
            _("No initiative contains “{words}”.").format(words=" ".join(words)),
            advice=_("Try part of a word, or fewer words."),
        )
        raise NothingMatchedError([nothing, *plans.hints()])
    draw = partial(render_tables, words=words)
    options = WriterOptions(document, words=words)
    return deliver(tables, draw, chosen, screen, options, skipped=plans.skipped)


# --- Over the years ---------------------------------------------------------------------------


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
    """Show what changed (変更点); with --format jsonl, line by line as it is found."""
    years = two_years(old, new)
    selection = filters.selection()
    is_changed_only = not (everything or selection.kinds or document.has_unchanged)
    chosen = check_output(screen, document, drawing, read=data_paths(source.data))
    arranged = arrangement.group_by or arrangement.sort or filters.field or pairing.pair
    is_plain = not (arranged or document.output)
    if chosen == "jsonl" and is_plain and not has_documents(source.data):
        from ..batch import Request  # noqa: PLC0415  no other format needs workers

        links = plans_in_use(source).links if source.links else None
        request = Request(old, new, selection, is_changed_only, links)
        return stream_changes(source, request, screen)
    plans = plans_in_use(source, years)
    series_tables = plans.for_each(partial(compare, old=old, new=new, pairs=pairing.pairs()))
    tables = arrange(plans, series_tables, arrangement, filters, by_edit=chosen in BY_EDIT)
    if is_changed_only:
        tables = [changed_only(table) for table in tables]
    draw = partial(render_tables, why=drawing.why)
    options = WriterOptions(document, selection.kinds, shows_kinds=drawing.why)
    return deliver(tables, draw, chosen, screen, options, skipped=plans.skipped)


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
    series_tables = plans.for_each(partial(compare, old=old, new=new, pairs=pairing.pairs()))
    tables = arrange(plans, series_tables, Arrangement(), filters)
    if chosen == "json":
        from ...render.json_ import write_statistics  # noqa: PLC0415  no part of the screen

        print_bytes(write_statistics(tables))
        return finish(tables, screen, plans.skipped)
    options = WriterOptions()
    return deliver(tables, render_statistics, chosen, screen, options, skipped=plans.skipped)


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
    """Show how the earlier and the later document differ on one year (記載の相違)."""
    from ...comparison.history import restated  # noqa: PLC0415  few hold two documents together

    chosen = check_output(screen, document, drawing, read=data_paths(source.data))
    plans = plans_in_use(source, [year])
    series_tables = plans.for_each(partial(restated, year=year))
    tables = arrange(plans, series_tables, arrangement, filters)
    if not everything and not filters.kind:
        tables = [changed_only(table) for table in tables]
    draw = partial(render_tables, why=drawing.why)
    options = WriterOptions(document, shows_kinds=drawing.why)
    return deliver(tables, draw, chosen, screen, options, skipped=plans.skipped)


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
    chosen = check_output(screen, document, read=data_paths(source.data))
    from ...comparison.history import history  # noqa: PLC0415  no other command traces links

    plans = plans_in_use(source)
    steps_by_series = plans.for_each(partial(history, ref=ref))
    tables = [table for _series, steps in steps_by_series for table in steps]
    options = WriterOptions(document)
    return deliver(tables, render_history, chosen, screen, options, skipped=plans.skipped)
