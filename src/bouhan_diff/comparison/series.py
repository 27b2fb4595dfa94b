"""Families (継続する計画): the documents of one plan, which follow each other over the years."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ..edition import Edition, Year, parsed, series_title
from ..plan import Plan
from ..text.normalize import fold


class Titled(Protocol):
    """Whatever tells a plan's publisher, title and years (表題): a plan, or a file's heading."""

    @property
    def title(self) -> str: ...  # noqa: D102  as of a plan
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def series(self) -> str: ...  # noqa: D102
    @property
    def years(self) -> Iterable[Edition]: ...  # noqa: D102


AnyTitled = TypeVar("AnyTitled", bound=Titled)


def families(plans: Iterable[AnyTitled], years: Iterable[Year] = ()) -> list[list[AnyTitled]]:
    """Return the plans that follow each other over the years (継続する計画), together.

    They have one publisher and one series; where a plan names no series, its title without
    years and words such as 改訂版 stands for it. Widths and spaces do not count. Where the plans
    of a title lack one of the years asked for, the title may have changed: then the
    publisher's are taken together.
    """
    asked = {parsed(year) for year in years}
    by_title: dict[tuple[str, str], list[AnyTitled]] = {}
    for plan in plans:
        series = fold(plan.series) or fold(series_title(plan.title)) or fold(plan.title)
        by_title.setdefault((fold(plan.publisher), series), []).append(plan)
    found: dict[tuple[str, str], list[AnyTitled]] = {}
    for (publisher, title), family in by_title.items():
        lacking = publisher and asked - {year for plan in family for year in plan.years}
        found.setdefault((publisher, "" if lacking else title), []).extend(family)
    return list(found.values())


def last_year(plan: Plan) -> Edition:
    """Return the last edition (最終年度) of the plan."""
    return list(plan.years)[-1]


def editions_of(plans: Iterable[Plan]) -> list[Edition]:
    """Return the editions of all plans (全ての版), each once: years in order, labels as they come.

    Labels of one document keep that document's order among its years.
    """
    found = list(dict.fromkeys(edition for plan in plans for edition in plan.years))
    return sorted(found) if all(edition.is_year for edition in found) else found
