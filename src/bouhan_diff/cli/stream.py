"""The changes in many plans (一括出力), printed line by line as they are made."""

from ..errors import NothingMatchedError, Problem
from ..messages import _
from ..storage import plan_files, shipped_file
from .batch import Request, compare_files
from .console import print_bytes, progress
from .options import Screen, Source
from .output import exit_code_where
from .sources import data_paths


def stream_changes(source: Source, request: Request, screen: Screen) -> int:
    """Print a line for each initiative (1行1事業) of every plan; return the exit code.

    A file that cannot be read or compared is told of at the end, and the rest is done.
    Raises NothingMatchedError where no plan has what is asked for.
    """
    files = plan_files(data_paths(source.data) or [shipped_file()])
    problems: list[Problem] = []
    found = changed = 0
    with progress(_("Comparing plans"), len(files)) as advance:
        for lot in compare_files(files, request):
            print_bytes(lot.lines)
            problems += lot.problems
            found += lot.found
            changed += lot.changed
            advance(lot.files)
    if not found and not problems:
        raise NothingMatchedError(
            _("No initiative is all of what was asked for."),
            advice=_("Leave out one of the conditions."),
        )
    return exit_code_where(screen, problems, is_different=changed > 0)
