"""The plans in use (対象の計画), series by series, and the user's own matches between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..comparison.series import last_year, series_of
from ..comparison.table import ComparisonTable
from ..errors import NothingMatchedError, Problem, UserError
from ..linkage import Links
from ..messages import _
from ..plan import Plan, reference
from ..storage import load_plan
from .console import print_problem, progress
from .files import data_paths
from .options import Source
from .parameters import command
from .reading import (
    is_document,
    read_file,
    refuse_unnamed,
    source_files,
)
from .reports import print_reports

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic

_Made = TypeVar("_Made")


class Plans(NamedTuple):
    """The plans in use (対象の計画).

    series: the plans of each series (継続する計画). skipped: what was wrong with files of a
    folder, which are left out. reports: what reading documents noticed, by the plan's origin.
    is_shipped: no data was named, and the shipped plan is in use.
    """

    series: tuple[tuple[Plan, ...], ...]
    skipped: tuple[Problem, ...] = ()
    reports: "Mapping[str, tuple[Diagnostic, ...]]" = MappingProxyType({})
    is_shipped: bool = False

    def each(self, making: Callable[[Sequence[Plan]], _Made]) -> list[tuple[Sequence[Plan], _Made]]:
        """Return each series with what is made of it (計画ごとの処理).

        A series of which nothing can be made is left out where another gives something.
        """
        made: list[tuple[Sequence[Plan], _Made]] = []
        refused: list[UserError] = []
        for plans in self.series:
            try:
                made.append((plans, making(plans)))
            except UserError as error:
                refused.append(error)
        if refused and not made:
            first = refused[0]
            raise type(first)([*first.problems, *self._apart(), *self.hints()])
        return made

    def reported(self, plans: Sequence[Plan], table: ComparisonTable) -> ComparisonTable:
        """Return the table with what reading the files of its plans noticed (読取りの報告)."""
        noticed = [one for plan in plans for one in self.reports.get(plan.origin, ())]
        return replace(table, reports=tuple(noticed)) if noticed else table

    def hints(self) -> Iterator[Problem]:
        """Yield a hint where nothing was found (見当たらないときの案内): whose plan is in use."""
        if self.is_shipped:
            publisher = self.series[0][0].publisher
            yield Problem(
                _(
                    "No data was named, so the plan of {publisher} that comes with "
                    "this program is used."
                ).format(publisher=publisher),
                advice=_("Name your own with --data FILE."),
            )

    def _apart(self) -> Iterator[Problem]:
        """Yield that two documents were not joined (連結しない資料), where there are two."""
        if len(self.series) == 2:  # noqa: PLR2004  of more, which belong together is unknown
            (old, *_others), (new, *_more) = self.series
            yield Problem(
                _(
                    "“{old}” and “{new}” are not taken as one plan because their titles differ."
                ).format(old=_titled(old), new=_titled(new)),
                advice=_(
                    "Give both data files the same “series: NAME”, or compare them: {command}"
                ).format(command=command("compare", old.origin, new.origin)),
            )


def _titled(plan: Plan) -> str:
    return plan.series or f"{plan.publisher} {plan.title}".strip()


def plans_in_use(source: Source, years: Sequence[str] = ()) -> Plans:
    """Return the plans asked for (対象の計画); by default the one that is shipped.

    A broken file of a folder is left out and reported; one that is named is a mistake.
    """
    chosen = data_paths(source.data)
    if not chosen:
        return Plans(((load_plan(),),), is_shipped=True)
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
                plan, noticed = read_file(file)
                refuse_unnamed(file, plan)
            except UserError as error:
                if file.absolute() in named:
                    refused += error.problems
                elif isinstance(error, NothingMatchedError):
                    print_problem(_nothing_in(file))  # a note beside the plans, as a rule
                else:
                    skipped += error.problems
            else:
                plans.append(plan)
                reports[plan.origin] = noticed
                print_reports(file, noticed)
            advance(1)
    if refused or not plans:
        raise UserError([*refused, *skipped])
    return Plans(tuple(map(tuple, series_of(plans, years))), tuple(skipped), reports)


def _nothing_in(file: Path) -> Problem:
    return Problem(
        _("This document has no table of initiatives and was skipped."),
        str(file),
        _("To see what can be read from it: {command}").format(
            command=command("import", str(file))
        ),
    )


def links_of(source: Source, plans: Plans | None = None) -> Links | None:
    """Return the user's own matches (対応表), or None without them.

    plans: those in use, where they have been read. Raises UserError for references that
    no earlier or no later one of them has.
    """
    if not source.links:
        return None
    all_series = [sorted(found, key=last_year) for found in (plans or plans_in_use(source)).series]
    old = [plan for found in all_series for plan in found[:-1] or found]
    new = [plan for found in all_series for plan in found[1:] or found]
    return links_between(source.links, old, new)


def links_between(file: str | None, old: Iterable[Plan], new: Iterable[Plan]) -> Links | None:
    """Return the user's own matches (対応表) from old plans to new ones, or None without a file.

    Raises UserError for references that none of them has.
    """
    if not file:
        return None
    from ..storage.links import load_links  # noqa: PLC0415  few have any

    return load_links(Path(file), _references(old), _references(new))


def _references(plans: Iterable[Plan]) -> dict[str, None]:
    return {
        reference(section.number, initiative.number): None
        for plan in plans
        for section, initiative in plan.initiatives()
    }
