"""Families (継続する計画): the documents of one plan, which follow each other over the years."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ..edition import Edition, Year, parsed
from ..plan import Plan
from ..text.normalize import fold


class Titled(Protocol):
    """Whatever tells a plan's publisher, title and years (表題): a plan, or a file's heading."""

    @property
    def title(self) -> str: ...  # noqa: D102  as of a plan
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def years(self) -> Iterable[Edition]: ...  # noqa: D102


AnyTitled = TypeVar("AnyTitled", bound=Titled)


def families(plans: Iterable[AnyTitled], years: Iterable[Year] = ()) -> list[list[AnyTitled]]:
    """Return the plans that follow each other over the years (継続する計画), together.

    They have one publisher and one title, widths and spaces apart. Where the plans of a title
    lack one of the years asked for, the title may have changed: then the publisher's are
    taken together.
    """
    asked = {parsed(year) for year in years}
    by_title: dict[tuple[str, str], list[AnyTitled]] = {}
    for plan in plans:
        by_title.setdefault((fold(plan.publisher), fold(plan.title)), []).append(plan)
    found: dict[tuple[str, str], list[AnyTitled]] = {}
    for (publisher, title), family in by_title.items():
        lacking = publisher and asked - {year for plan in family for year in plan.years}
        found.setdefault((publisher, "" if lacking else title), []).extend(family)
    return list(found.values())


def last_year(plan: Plan) -> Edition:
    """Return the last year (最終年度) that the plan tells of."""
    return max(plan.years)
