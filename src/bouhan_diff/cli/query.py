"""The plans in use (対象の計画), and a table for each that is compared."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..comparison.series import families, last_year
from ..errors import Problem, UserError
from ..linkage import Links
from ..messages import _
from ..plan import Plan, reference
from ..storage import load_plan, plan_files
from .console import progress
from .options import Source
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
