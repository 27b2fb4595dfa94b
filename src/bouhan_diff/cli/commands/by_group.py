"""`by-dept` and `by-policy`: every group, or the initiatives of one (担当課別・施策番号別)."""

from collections.abc import Mapping
from typing import Annotated

from ...comparison.table import GroupBy
from ...messages import N_
from ...render.terminal import render_lists, render_tables
from .. import completion
from ..options import Arrangement, Document, Drawing, Filters, Screen, Sorting, Source
from ..output import check_output, deliver, exit_code
from ..parameters import argument
from ..query import asked, links_of, plans_in_use, published


def by_department(
    department: Annotated[
        str | None,
        argument(N_("DEPARTMENT"), N_("Any part of a department's name."), completion.departments),
    ] = None,
    *,
    filters: Filters,
    sorting: Sorting,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what each department has (担当課別の表示)."""
    return _show_by(
        Arrangement(GroupBy.DEPARTMENT, sorting.sort),
        filters,
        {"departments": (department,)} if department else {},
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )


def by_policy(
    number: Annotated[
        str | None,
        argument(N_("POLICY"), N_("エ2, エ②, or エ for all of エ."), completion.policies),
    ] = None,
    *,
    filters: Filters,
    sorting: Sorting,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what belongs to each policy number (施策番号別の表示)."""
    return _show_by(
        Arrangement(GroupBy.POLICY, sorting.sort),
        filters,
        {"policies": (number,)} if number else {},
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )


def _show_by(
    arrangement: Arrangement,
    filters: Filters,
    narrowed: Mapping[str, tuple[str, ...]],
    *,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show the groups (分類別の表示) with their initiatives, or as a list with their counts."""
    check_output(screen, document, drawing)
    plans = plans_in_use(source)
    making = published(None, links_of(source, plans))
    tables = asked(plans, making, arrangement, filters, **narrowed)
    if not narrowed:
        deliver(tables, render_lists, screen, document)
    else:
        deliver(tables, render_tables, screen, document, why=drawing.why)
    return exit_code(tables, screen, plans.skipped)
