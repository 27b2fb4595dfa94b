"""`by-policy`: every policy number, or the initiatives of one (施策番号別の表示)."""

from typing import Annotated

from ...messages import N_
from ...table import GroupBy
from .. import completion
from ..by import show_by
from ..options import Document, Drawing, Filters, Screen, Source, argument


def by_policy(
    number: Annotated[
        str | None,
        argument(N_("POLICY"), N_("エ2, エ②, or エ for all of エ."), completion.policies),
    ] = None,
    *,
    filters: Filters,
    source: Source,
    screen: Screen,
    drawing: Drawing,
    document: Document,
) -> int:
    """Show what belongs to each policy number (施策番号別の表示)."""
    return show_by(
        GroupBy.POLICY,
        filters.selection(policies=(number,) if number else ()),
        is_list=not number,
        source=source,
        screen=screen,
        drawing=drawing,
        document=document,
    )
