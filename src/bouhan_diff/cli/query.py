"""Find the plans in use and the selected rows of their tables (対象の計画と行)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from ..comparison.compare import compare, single_year
from ..comparison.filters import Selection, group_rows, only_fields, select, with_edits
from ..comparison.series import editions_of, last_year, series_of
from ..comparison.table import ComparisonTable, GroupBy, Grouping, Row
from ..edition import Edition
from ..errors import NothingMatchedError, Problem, UserError, advice_on, quoted
from ..linkage import Links
from ..messages import N_, _, listed
from ..plan import Plan
from ..storage import load_plan
from ..storage.files import DATA_SUFFIXES, is_document
from ..text.normalize import fold, spellings
from .console import print_problem, progress
from .files import data_paths
from .options import Arrangement, Filters, Source, kind_shown
from .parameters import command
from .reading import links_between, read_file, refuse_unnamed, source_files

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic

_Result = TypeVar("_Result")


class Plans(NamedTuple):
    """The plans in use (対象の計画).

    series: the plans of each series (継続する計画). skipped: what was wrong with files of a folder,
    which were left out. reports: what reading documents noticed, by the plan's origin. is_shipped:
    no data was named, so that the plan of this program is used. links: the
    user's own matches (対応表), None if there are none.
    """

    series: tuple[tuple[Plan, ...], ...]
    skipped: tuple[Problem, ...] = ()
    reports: "Mapping[str, tuple[Diagnostic, ...]]" = MappingProxyType({})
    is_shipped: bool = False
    links: Links | None = None

    def for_each(self, compute: Callable[..., _Result]) -> list[tuple[Sequence[Plan], _Result]]:
        """Return the plans of each series with the result of `compute` (計画ごとの処理).

        compute: takes the plans and `links`. A series for which it raises UserError is left out,
        unless it does for all.
        """
        results: list[tuple[Sequence[Plan], _Result]] = []
        refused: list[UserError] = []
        for plans in self.series:
            try:
                results.append((plans, compute(plans, links=self.links)))
            except UserError as error:
                refused.append(error)
        if refused and not results:
            first = refused[0]
            raise type(first)([*first.problems, *self._why_not_joined(), *self.hints()])
        return results

    def reported(self, plans: Sequence[Plan], table: ComparisonTable) -> ComparisonTable:
        """Return the table with what reading its plans' files noticed (読取りの報告)."""
        diagnostics = [one for plan in plans for one in self.reports.get(plan.origin, ())]
        return table._replace(reports=tuple(diagnostics)) if diagnostics else table

    def hints(self) -> Iterator[Problem]:
        """Yield whose plan is in use (見当たらないときの案内), for when nothing was found."""
        if self.is_shipped:
            publisher = self.series[0][0].publisher
            yield Problem(
                _(
                    "No data was named, so the plan of {publisher} that comes with "
                    "this program is used."
                ).format(publisher=publisher),
                advice=_("Name your own with --data FILE."),
            )

    def _why_not_joined(self) -> Iterator[Problem]:
        """Yield why two documents were not joined (連結しない資料), if there are two."""
        if len(self.series) == 2:  # noqa: PLR2004  of more, which belong together is unknown
            (old, *_others), (new, *_more) = self.series
            yield Problem(
                _(
                    "“{old}” and “{new}” are not taken as one plan because their titles differ."
                ).format(old=_series_name(old), new=_series_name(new)),
                advice=_(
                    "Give both data files the same “series: NAME”, or compare them: {command}"
                ).format(command=command("compare", old.origin, new.origin)),
            )


def _series_name(plan: Plan) -> str:
    return plan.series or f"{plan.publisher} {plan.title}".strip()


def plans_in_use(source: Source, years: Sequence[str] = ()) -> Plans:
    """Return the plans in use (対象の計画), by default the plan of this program.

    A broken file in a folder is left out and reported; one that is named is a mistake.
    """
    chosen = data_paths(source.data)
    if not chosen:
        shipped = ((load_plan(),),)
        return Plans(shipped, is_shipped=True, links=_links(source, shipped))
    from .reports import print_reports  # noqa: PLC0415  the shipped plan has none

    files = source_files(chosen)
    named = {path.absolute() for path in chosen}
    plans: list[Plan] = []
    reports: dict[str, tuple[Diagnostic, ...]] = {}
    skipped: list[Problem] = []
    refused: list[Problem] = []
    # Documents have a bar of their own, page by page.
    files_shown = 0 if any(map(is_document, files)) else len(files)
    with progress(_("Reading plans"), files_shown) as advance:
        for file in files:
            try:
                plan, diagnostics = read_file(file)
                refuse_unnamed(file, plan)
            except UserError as error:
                if file.absolute() in named:
                    refused += error.problems
                elif isinstance(error, NothingMatchedError):
                    print_problem(_no_table(file))  # a note beside the plans, as a rule
                else:
                    skipped += error.problems
            else:
                plans.append(plan)
                reports[plan.origin] = diagnostics
                print_reports(file, diagnostics)
            advance(1)
    if refused or not plans:
        raise UserError([*refused, *skipped])
    series = tuple(map(tuple, series_of(plans, years)))
    return Plans(series, tuple(skipped), reports, links=_links(source, series))


def _no_table(file: Path) -> Problem:
    return Problem(
        _("This document has no table of initiatives and was skipped."),
        str(file),
        _("To see what can be read from it: {command}").format(
            command=command("import", str(file))
        ),
    )


def _links(source: Source, all_series: Sequence[Sequence[Plan]]) -> Links | None:
    """Return the user's own matches (対応表), None if there are none.

    Raises UserError for unknown references.
    """
    if not source.links:
        return None
    by_year = [sorted(series, key=last_year) for series in all_series]
    old = [plan for series in by_year for plan in series[:-1] or series]
    new = [plan for series in by_year for plan in series[1:] or series]
    return links_between(source.links, old, new)


# --- The selected rows ------------------------------------------------------------------------

SeriesTable = tuple[Sequence[Plan], ComparisonTable]
"""The plans of one series and their table (計画ごとの表)."""


def two_years(old: str | None, new: str | None) -> list[str]:
    """Return the two editions given (新旧の年度), or none; warn if the new one is older.

    Raises UserError if only one is given, or if files are.
    """
    named = [year for year in (old, new) if year]
    if any(map(_is_file, named)):
        raise UserError(
            _("“{value}” is a file, but this command takes fiscal years.").format(value=named[0]),
            advice=_("Compare files with: {command}").format(command=command("compare", *named)),
        )
    if old and not new:
        Edition.read(old)
        raise UserError(
            _("A comparison needs two years, but only {year} was given.").format(year=old),
            advice=_("Give both, such as R5 R6, or neither for the two latest."),
        )
    if old and new:
        warn_if_reversed(Edition.read(old), Edition.read(new))
    return named


def _is_file(value: str) -> bool:
    path = Path(value)
    return path.suffix.lower() in DATA_SUFFIXES or is_document(path)


def warn_if_reversed(old: Edition, new: Edition, advice: str = "") -> None:
    """Warn if the old edition is later than the new one (新旧の逆転)."""
    if old.is_year and new.is_year and new < old:
        print_problem(
            Problem(
                _("The old year {old} is later than the new year {new}.").format(old=old, new=new),
                advice=advice
                or _("Added and removed are therefore swapped. Give the earlier year first."),
            )
        )


def as_published(
    series: Sequence[Plan], year: str | None = None, links: Links | None = None
) -> ComparisonTable:
    """Return the table of one year (公表どおり), or of the two latest years."""
    known = editions_of(series)
    if year or len(known) == 1:
        return single_year(series, year or known[0])
    return compare(series, links=links)


def arrange(
    plans: Plans,
    series_tables: Sequence[SeriesTable],
    arrangement: Arrangement,
    filters: Filters,
    *,
    by_edit: bool = False,
    refs: tuple[str, ...] = (),
) -> list[ComparisonTable]:
    """Return the tables with the selected rows (対象の表), grouped and sorted.

    by_edit: --kind selects single edits, not whole rows. refs: references of initiatives, or parts
    of their names. If some of several names are unknown, they are reported with the nearest names,
    and the others are used. Raises NothingMatchedError if no row is left, and UserError for a field
    that no table has.
    """
    selection = filters.selection()._replace(refs=refs)
    whole = _grouped(plans, series_tables, arrangement.by, filters.field or ())
    selected = [
        select(one, selection._replace(kinds=()) if by_edit else selection) for one in whole
    ]
    tables = [table for table in selected if table.counts.total]
    if by_edit and selection.kinds:
        tables = [with_edits(table, selection.kinds) for table in tables]
    if not tables:
        _refuse_nothing(whole, selection, plans)
    _report_unknown(whole, selection)
    if selection.kinds and not any(table.groups for table in tables):
        raise NothingMatchedError(
            _("No initiative has this kind of change: {kinds}.").format(
                kinds=listed(map(kind_shown, selection.kinds))
            ),
            advice=_("Leave out --kind to see all."),
        )
    if not arrangement.sort:
        return tables
    from ..comparison.sorting import sort_rows  # noqa: PLC0415  reads units, which few plans have

    keeps_groups = bool(arrangement.group_by)
    return [sort_rows(table, arrangement.sort, keeps_groups=keeps_groups) for table in tables]


def _grouped(
    plans: Plans, series_tables: Sequence[SeriesTable], by: Grouping, fields: Sequence[str]
) -> list[ComparisonTable]:
    """Return the tables grouped, with only the selected fields (分類と項目の絞り込み).

    Tables without these fields are left out, unless no table has them.
    """
    grouped: list[ComparisonTable] = []
    refused: list[UserError] = []
    for series, table in series_tables:
        try:
            if not isinstance(by, GroupBy):
                _refuse_unknown_grouping(table, by)
            one = group_rows(plans.reported(series, table), by)
            grouped.append(only_fields(one, fields) if fields else one)
        except UserError as error:
            refused.append(error)
    if refused and not grouped:
        raise UserError([*refused[0].problems, *plans.hints()])
    return grouped


def _refuse_unknown_grouping(table: ComparisonTable, heading: str) -> None:
    headings = [*GroupBy, *(column.heading for column in table.columns)]
    if fold(heading) not in map(fold, headings):
        raise UserError(
            _("Rows cannot be grouped by “{value}”.").format(value=quoted(heading)),
            advice=advice_on(heading, headings),
        )


def _report_unknown(whole: Sequence[ComparisonTable], selection: Selection) -> None:
    """Report each name that matches nothing (該当しない名称), if others match."""
    if max(len(selection.sections), len(selection.departments), len(selection.policies)) > 1:
        for problem in _unknown_names(whole, selection):
            print_problem(problem)


def _refuse_nothing(
    tables: Sequence[ComparisonTable], selection: Selection, plans: Plans
) -> NoReturn:
    """Raise NothingMatchedError (該当なし), with the names nearest to each unknown one."""
    unknown = [*_unknown_names(tables, selection)] or [
        Problem(
            _("No initiative meets all the conditions."),
            advice=_("Leave out one of the conditions."),
        )
    ]
    raise NothingMatchedError([*unknown, *plans.hints()])


class _NameFilter(NamedTuple):
    """An option that selects rows by name (名称による絞り込み).

    unknown: the message for a name that matches nothing. given: the names in a selection. names:
    those of a row. only: the selection by such names alone.
    """

    unknown: str
    given: Callable[[Selection], Sequence[str]]
    names: Callable[[Row], Sequence[str]]
    only: Callable[[tuple[str, ...]], Selection]


_NAME_FILTERS = (
    _NameFilter(
        unknown=N_("No section matches “{name}”."),
        given=lambda selection: selection.sections,
        names=lambda row: (str(row.section),),
        only=lambda names: Selection(sections=names),
    ),
    _NameFilter(
        unknown=N_("No department matches “{name}”."),
        given=lambda selection: selection.departments,
        names=lambda row: (row.department,) if row.department else (),
        only=lambda names: Selection(departments=names),
    ),
    _NameFilter(
        unknown=N_("No policy number matches “{name}”."),
        given=lambda selection: selection.policies,
        names=lambda row: row.policies,
        only=lambda names: Selection(policies=names),
    ),
    _NameFilter(
        unknown=N_("No initiative has the reference “{name}”."),
        given=lambda selection: [*filter(_has_number, selection.refs)],
        names=lambda row: (row.ref,),
        only=lambda names: Selection(refs=names),
    ),
    _NameFilter(
        unknown=N_("No initiative is called “{name}”."),
        given=lambda selection: [ref for ref in selection.refs if not _has_number(ref)],
        names=lambda row: (row.name,),
        only=lambda names: Selection(refs=names),
    ),
)


def _has_number(ref: str) -> bool:
    return any(map(str.isdecimal, ref))


def _unknown_names(tables: Sequence[ComparisonTable], selection: Selection) -> Iterator[Problem]:
    """Yield a problem for each name that matches nothing (該当しない名称), with the nearest names.

    tables: with all rows, nothing left out yet.
    """
    rows = [row for table in tables for row in table.all_rows()]
    for one in _NAME_FILTERS:
        for name in dict.fromkeys(one.given(selection)):
            if not any(select(table, one.only((name,))).groups for table in tables):
                known = spellings(other for row in rows for other in one.names(row))
                advice = advice_on(name, list(known.values()))
                yield Problem(_(one.unknown).format(name=quoted(name)), advice=advice)
