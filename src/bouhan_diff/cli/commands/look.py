"""`show`, `by-dept`, `by-policy` and `search`: the plan as published (計画の表示)."""

from collections.abc import Mapping
from typing import Annotated

from ...comparison.filters import search
from ...comparison.table import GroupBy
from ...errors import NothingMatchedError, Problem
from ...messages import N_, _
from ...render.terminal import render_initiatives, render_lists, render_tables
from .. import completion
from ..options import (
    WHICH,
    Arrangement,
    DocumentOptions,
    Drawing,
    Filters,
    GroupOptions,
    Screen,
    Source,
)
from ..output import check_output, deliver, exit_code
from ..parameters import argument, option
from ..plans import links_of, plans_in_use
from ..query import arrange, published


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
    """Show the plan as published (計画の表示), or one initiative whole."""
    check_output(screen, document, drawing)
    plans = plans_in_use(source, [year] if year else [])
    made = plans.each(published(year, links_of(source, plans)))
    tables = arrange(plans, made, arrangement, filters, refs=(ref,) if ref else ())
    if ref:
        deliver(tables, render_initiatives, screen, document)
    else:
        deliver(tables, render_tables, screen, document, full=True, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


def by_department(
    department: Annotated[
        str | None,
        argument(N_("DEPARTMENT"), N_("Any part of a department's name."), completion.departments),
    ] = None,
    *,
    options: GroupOptions,
) -> int:
    """Show what each department has (担当課別の表示)."""
    narrowed = {"departments": (department,)} if department else {}
    return _show_by(GroupBy.DEPARTMENT, narrowed, options)


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
    """Show what belongs to each policy number (施策番号別の表示)."""
    return _show_by(GroupBy.POLICY, {"policies": (number,)} if number else {}, options)


def _show_by(by: GroupBy, narrowed: Mapping[str, tuple[str, ...]], options: GroupOptions) -> int:
    """Show the groups (分類別の表示) with their initiatives, or as a list with their counts."""
    filters, sorting, source, screen, drawing, document = options
    check_output(screen, document, drawing)
    plans = plans_in_use(source)
    made = plans.each(published(None, links_of(source, plans)))
    tables = arrange(plans, made, Arrangement(by, sorting.sort), filters, **narrowed)
    if not narrowed:
        deliver(tables, render_lists, screen, document)
    else:
        deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)


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
    check_output(screen, document)
    # As in a browser's search box; Japanese keyboards type a wide space, which no shell parts.
    words = " ".join(words).split()
    plans = plans_in_use(source)
    made = plans.each(published(None, links_of(source, plans)))
    whole = arrange(plans, made, arrangement, filters)
    tables = [table for table in (search(one, words) for one in whole) if table.groups]
    if not tables:
        nothing = Problem(
            _("No initiative contains “{words}”.").format(words=" ".join(words)),
            advice=_("Try part of a word, or fewer words."),
        )
        raise NothingMatchedError([nothing, *plans.hints()])
    deliver(tables, render_tables, screen, document, words=words)
    return exit_code(tables, screen, plans.skipped)
