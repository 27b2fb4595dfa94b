"""`by-dept`: every department, or the initiatives of one (担当課別の表示)."""

from typing import Annotated

from ...messages import N_
from ...table import GroupBy
from .. import completion
from ..by import show_by
from ..options import Document, Drawing, Filters, Screen, Source, argument


def by_department(
    department: Annotated[
        str | None,
        argument(N_("DEPARTMENT"), N_("Any part of a department's name."), completion.departments),
    ] = None,
    *,
    filters: Filters,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what each department has (担当課別の表示)."""
    return show_by(
        GroupBy.DEPARTMENT,
        filters.selection(departments=(department,) if department else ()),
        is_list=not department,
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )
