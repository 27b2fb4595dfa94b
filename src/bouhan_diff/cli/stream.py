"""The changes in many plans (一括出力), printed line by line as they are made."""

from ..batch import Request, compare_files
from ..errors import EXIT_DONE, EXIT_USER_MISTAKE, Problem
from ..matching import Links
from ..messages import _
from ..selection import Selection
from ..store import plan_files, shipped_file
from .data import data_paths
from .options import Source
from .printing import print_bytes, print_problem, progress


def stream_changes(
    source: Source,
    old: str | None,
    new: str | None,
    wanted: Selection,
    links: Links | None,
    *,
    everything: bool,
) -> int:
    """Print a line for each initiative (1行1事業) of every plan; return the exit code.

    A file that cannot be read or compared is told of at the end, and the rest is done.
    """
    files = plan_files(data_paths(source.data) or [shipped_file()])
    request = Request(old, new, wanted, is_changed_only=not everything, links=links)
    problems: list[Problem] = []
    with progress(_("Comparing plans"), len(files)) as advance:
        for lot in compare_files(files, request):
            print_bytes(lot.lines)
            problems += lot.problems
            advance(lot.files)
    for problem in problems:
        print_problem(problem)
    return EXIT_USER_MISTAKE if problems else EXIT_DONE
