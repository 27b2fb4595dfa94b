"""`check`: whether data files are in order (データの検査)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ...comparison.series import series_of
from ...errors import EXIT_DONE, EXIT_USER_MISTAKE, UserError
from ...messages import N_, _, ngettext
from ...plan import Plan
from ...storage import shipped_file
from ..console import print_line, print_problem
from ..options import WHICH
from ..parameters import argument, option
from ..reports import print_reports
from ..sources import data_paths, read_file, refuse_unnamed, source_files

if TYPE_CHECKING:
    from ...comparison.consistency import Inconsistency

_SHOWN = 10
"""How many rows of a term are listed."""


def check(
    files: Annotated[
        list[str] | None,
        argument(N_("FILE"), N_("Data files or folders; else those in use.")),
    ] = None,
    *,
    consistency: Annotated[
        bool,
        option(
            "--consistency",
            panel=WHICH,
            about=N_("Also terms written in two ways, or replaced in some rows only."),
        ),
    ] = False,
) -> int:
    """Report what is wrong with data files (データの検査), or what was found in them."""
    chosen = [Path(file) for file in files or ()] or data_paths() or [shipped_file()]
    is_well = True
    plans: list[Plan] = []
    for file in source_files(chosen):
        try:
            plan, noticed = read_file(file)
            refuse_unnamed(file, plan)
            print_line(_found(plan))
            plans.append(plan)
            print_reports(file, noticed)
        except UserError as error:
            is_well = False
            for problem in error.problems:
                print_problem(problem)
    if consistency and plans:
        _print_inconsistencies(plans)
    return EXIT_DONE if is_well else EXIT_USER_MISTAKE


def _print_inconsistencies(plans: Sequence[Plan]) -> None:
    """Print what the latest edition of each plan spells in several ways (表記の不統一)."""
    from ...comparison.consistency import find_inconsistencies  # noqa: PLC0415  asked for alone
    from ..query import published  # noqa: PLC0415

    making = published(None, None)
    found = [one for series in series_of(plans) for one in find_inconsistencies(making(series))]
    for one in found:
        print_line(_inconsistency(one))
    if not found:
        print_line(_("Every term is written in one way."))


def _inconsistency(one: "Inconsistency") -> str:
    """Return what is not consistent (不統一) in words, with the rows of each term."""
    terms = [f"{term} ({_listed(refs)})" for term, refs in one.uses.items()]
    message = {
        "spelling": _("Written in two ways: {terms}."),
        "name": _("A name with and without its last part: {terms}."),
        "replaced": _("Still the old term in some rows: {old}; elsewhere now {new}."),
    }[one.finding]
    return message.format(terms=" / ".join(terms), old=terms[0], new=terms[-1])


def _listed(refs: Sequence[str]) -> str:
    """Return the references, of very many the first (参照番号の列挙)."""
    rest = len(refs) - _SHOWN
    return ", ".join((*refs[:_SHOWN], *([f"… +{rest}"] if rest > 0 else [])))


def _found(plan: Plan) -> str:
    """Return what a plan has (件数)."""
    initiatives = sum(1 for _one in plan.initiatives())
    sections = len(plan.sections)
    return _("{file}: in order. {initiatives}, {sections}, {years}.").format(
        file=plan.origin,
        initiatives=ngettext("{n} initiative", "{n} initiatives", initiatives).format(
            n=initiatives
        ),
        sections=ngettext("{n} section", "{n} sections", sections).format(n=sections),
        years=", ".join(map(str, plan.years)),
    )
