"""`check`: whether data files are in order (データの検査)."""

from pathlib import Path
from typing import Annotated

from ...errors import EXIT_DONE, EXIT_USER_MISTAKE, UserError
from ...messages import N_, _, ngettext
from ...plan import Plan
from ...storage import shipped_file
from ..console import print_problem, tell
from ..parameters import argument
from ..reports import print_reports
from ..sources import data_paths, read_file, source_files


def check(
    files: Annotated[
        list[str] | None,
        argument(N_("FILE"), N_("Data files or folders; else those in use.")),
    ] = None,
) -> int:
    """Tell what is wrong with data files (データの検査), or what was found in them."""
    chosen = [Path(file) for file in files or ()] or data_paths() or [shipped_file()]
    is_well = True
    for file in source_files(chosen):
        try:
            plan, noticed = read_file(file)
            tell(_found(plan))
            print_reports(file, noticed)
        except UserError as error:
            is_well = False
            for problem in error.problems:
                print_problem(problem)
    return EXIT_DONE if is_well else EXIT_USER_MISTAKE


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
