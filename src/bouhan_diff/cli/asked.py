"""The rows that are asked for (対象の行): plans in use, compared, grouped and selected."""

from collections.abc import Callable, Sequence

from ..comparison.compare import compare, single_year
from ..comparison.filters import Selection, select
from ..comparison.grouping import group
from ..comparison.table import ComparisonTable, GroupBy
from ..edition import Edition
from ..errors import NothingMatchedError, UserError
from ..linkage import Links
from ..messages import _
from ..plan import Plan
from .choices import kind_shown
from .console import print_problem
from .query import Plans

Making = Callable[[Sequence[Plan]], ComparisonTable]
"""What makes a table of the plans of one family (表の作成)."""


def two_years(old: str | None, new: str | None) -> list[str]:
    """Return the two years (新旧の年度), or none of them.

    Raises UserError where one alone is named.
    """
    if old and not new:
        Edition.parse(old)
        raise UserError(
            _("A comparison takes two years, and only {year} is named.").format(year=old),
            advice=_("Name both, as in R5 R6, or none for the two latest."),
        )
    return [year for year in (old, new) if year]


def published(year: str | None, links: Links | None) -> Making:
    """Return what makes the table of one year (公表どおり), or of the two latest together."""

    def making(family: Sequence[Plan]) -> ComparisonTable:
        known = {known for plan in family for known in plan.years}
        if year or len(known) == 1:
            return single_year(family, year or known.pop())
        return compare(family, links=links)

    return making


def asked(plans: Plans, making: Making, by: GroupBy, wanted: Selection) -> list[ComparisonTable]:
    """Return the tables with the rows asked for (対象の表).

    Of several names a wrong one is told of, with the nearest names, and the others count.
    Raises NothingMatchedError where there are no such rows.
    """
    whole = [group(table, by) for table in plans.each(making)]
    tables = [table for table in (select(one, wanted) for one in whole) if table.counts.total]
    if not tables:
        from .unknown import refuse_nothing  # noqa: PLC0415  only where nothing was found

        refuse_nothing(whole, wanted)
    _tell_unknown(whole, wanted)
    if wanted.kinds and not any(table.groups for table in tables):
        raise NothingMatchedError(
            _("No initiative has such a change: {kinds}.").format(
                kinds=", ".join(map(kind_shown, wanted.kinds))
            ),
            advice=_("Leave out --kind to see all."),
        )
    return tables


def _tell_unknown(whole: Sequence[ComparisonTable], wanted: Selection) -> None:
    """Tell of each name that nothing has (該当しない名称) beside those that something has."""
    if max(len(wanted.sections), len(wanted.departments), len(wanted.policies)) > 1:
        from .unknown import unknown_names  # noqa: PLC0415  few name several

        for problem in unknown_names(whole, wanted):
            print_problem(problem)
