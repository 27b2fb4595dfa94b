"""What is asked for (対象の行): the plans in use, compared, grouped and selected."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from ..comparison.compare import compare, single_year
from ..comparison.filters import Selection, select
from ..comparison.grouping import group
from ..comparison.series import families, last_year
from ..comparison.table import ComparisonTable, GroupBy, Row
from ..edition import Edition
from ..errors import NothingMatchedError, Problem, UserError
from ..linkage import Links
from ..messages import _
from ..plan import Plan, reference
from ..storage import load_plan, plan_files
from ..text.normalize import spellings
from ..text.suggestions import advice_on
from .console import print_problem, progress
from .options import Source, kind_shown
from .sources import data_paths

Made = TypeVar("Made")


class Plans(NamedTuple):
    """The plans of each family (継続する計画), and what was wrong with files left out."""

    families: tuple[tuple[Plan, ...], ...]
    skipped: tuple[Problem, ...] = ()

    def each(self, making: Callable[[Sequence[Plan]], Made]) -> list[Made]:
        """Return what is made of each family (計画ごとの処理).

        A family of which nothing can be made is left out where another gives something.
        """
        made: list[Made] = []
        refused: list[UserError] = []
        for family in self.families:
            try:
                made.append(making(family))
            except UserError as error:
                refused.append(error)
        if refused and not made:
            raise refused[0]
        return made


def plans_in_use(source: Source, years: Sequence[str] = ()) -> Plans:
    """Return the plans asked for (対象の計画); by default the one that is shipped.

    A broken file of a folder is left out and told of; one that is named is a mistake.
    """
    chosen = data_paths(source.data)
    if not chosen:
        return Plans(((load_plan(),),))
    files = plan_files(chosen)
    named = {path.absolute() for path in chosen}
    plans: list[Plan] = []
    skipped: list[Problem] = []
    refused: list[Problem] = []
    with progress(_("Reading plans"), len(files)) as advance:
        for file in files:
            try:
                plans.append(load_plan(file))
            except UserError as error:
                (refused if file.absolute() in named else skipped).extend(error.problems)
            advance(1)
    if refused or not plans:
        raise UserError([*refused, *skipped])
    return Plans(tuple(map(tuple, families(plans, years))), tuple(skipped))


def links_of(source: Source, plans: Plans | None = None) -> Links | None:
    """Return the user's own matches (対応表), or None without them.

    plans: those in use, where they have been read. Raises UserError for references that
    no earlier or no later one of them has.
    """
    if not source.links:
        return None
    from ..storage.links import load_links  # noqa: PLC0415  few have any

    families = [
        sorted(family, key=last_year) for family in (plans or plans_in_use(source)).families
    ]
    old = _references(plan for family in families for plan in family[:-1] or family)
    new = _references(plan for family in families for plan in family[1:] or family)
    return load_links(Path(source.links), old, new)


def _references(plans: Iterable[Plan]) -> dict[str, None]:
    return {
        reference(section.number, initiative.number): None
        for plan in plans
        for section, initiative in plan.initiatives()
    }


# ------------------------------------------------------------- the rows asked for

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
        _refuse_nothing(whole, wanted)
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
        for problem in _unknown_names(whole, wanted):
            print_problem(problem)


# ------------------------------------------------------- names that nothing has


def _refuse_nothing(tables: Sequence[ComparisonTable], wanted: Selection) -> NoReturn:
    """Raise NothingMatchedError (該当なし) with the names nearest to each that is unknown.

    tables: all rows, before anything was left out.
    """
    raise NothingMatchedError(
        _unknown_names(tables, wanted)
        or [
            Problem(
                _("No initiative is all of what was asked for."),
                advice=_("Leave out one of the conditions."),
            )
        ]
    )


def _unknown_names(tables: Sequence[ComparisonTable], wanted: Selection) -> list[Problem]:
    """Return a problem for each name that nothing has (該当しない名称), with the nearest names.

    tables: all rows, before anything was left out.
    """
    rows = [row for table in tables for row in table.all_rows()]
    return [
        *_unknown(tables, wanted.sections, lambda n: Selection(sections=(n,)), _section, rows),
        *_unknown(
            tables, wanted.departments, lambda n: Selection(departments=(n,)), _department, rows
        ),
        *_unknown(tables, wanted.policies, lambda n: Selection(policies=(n,)), _policies, rows),
        *_unknown(tables, wanted.refs, lambda n: Selection(refs=(n,)), _reference, rows),
    ]


def _unknown(
    tables: Sequence[ComparisonTable],
    names: Sequence[str],
    asking: Callable[[str], Selection],
    names_of: Callable[[Row], Iterable[str]],
    rows: Sequence[Row],
) -> list[Problem]:
    """Return a problem for each of one filter's names that nothing has (該当しない名称)."""
    problems = []
    for name in dict.fromkeys(names):
        if any(select(table, asking(name)).groups for table in tables):
            continue
        known = list(spellings(one for row in rows for one in names_of(row)).values())
        what = _("Nothing matches “{name}”.").format(name=name)
        problems.append(Problem(what, advice=advice_on(name, known)))
    return problems


def _section(row: Row) -> list[str]:
    return [str(row.section)]


def _department(row: Row) -> list[str]:
    return [row.department] if row.department else []


def _policies(row: Row) -> Sequence[str]:
    return row.policies


def _reference(row: Row) -> list[str]:
    return [row.ref]
