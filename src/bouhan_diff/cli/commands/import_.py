"""`import`: a published document into a data file (公表文書の取込み)."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

from ...comparison.filters import Selection
from ...comparison.table import GroupBy
from ...documents import Reading, ReadOptions, read_document
from ...documents.interpret import parse_columns
from ...errors import EXIT_DONE, EXIT_USER_MISTAKE, Problem, UserError
from ...messages import N_, _, language
from ...plan import Plan
from ...render.reports import problems
from ...render.terminal import render_tables
from ...storage.dumper import dump_plan
from ...storage.loader import read_plan
from ..console import print_bytes, print_problem, progress, show, tell_written
from ..files import refuse_existing, write_whole
from ..options import DATA, OUTPUT
from ..parameters import argument, option
from ..query import Plans, asked, published

_DATA_SUFFIXES = (".yaml", ".yml")


def import_(
    source: Annotated[
        str, argument(N_("SOURCE"), N_("A published plan: .pdf .docx .xlsx .csv or .txt."))
    ],
    *,
    columns: Annotated[
        list[str] | None,
        option(
            "--columns",
            panel=DATA,
            about=N_(
                "What a column holds, where its heading does not say: number, name, department, "
                "policies, section, title, aim (or their names in Japanese), a year such as R6 "
                "for its text, or - to leave it out; may be repeated."
            ),
            metavar=N_("HEADING=MEANING"),
        ),
    ] = None,
    output: Annotated[
        str | None,
        option(
            "-o",
            "--output",
            panel=OUTPUT,
            about=N_("Write a data file, .yaml; else it is printed."),
            metavar=N_("FILE"),
        ),
    ] = None,
    force: Annotated[
        bool, option("--force", panel=OUTPUT, about=N_("Replace a file that exists."))
    ] = False,
    dry_run: Annotated[
        bool,
        option("--dry-run", panel=OUTPUT, about=N_("Show the table that would be written.")),
    ] = False,
    accept_problems: Annotated[
        bool,
        option(
            "--accept-problems",
            panel=OUTPUT,
            about=N_("Write what was understood, the problems as comments."),
        ),
    ] = False,
    no_pager: Annotated[
        bool, option("--no-pager", panel=OUTPUT, about=N_("Print long output at once."))
    ] = False,
) -> int:
    """Read a published document into a data file (公表文書の取込み)."""
    options = ReadOptions(columns=parse_columns(columns or ()))
    if output is not None and not dry_run:
        _check_output(Path(output), force=force)
    reading = _read(Path(source), options)
    told = problems(reading.diagnostics)
    for problem in told:
        print_problem(problem._replace(where=problem.where or source))
    if reading.plan is None:
        return EXIT_USER_MISTAKE
    if dry_run:
        _show(reading.plan, is_paged=not no_pager)
    if told and not accept_problems:
        _tell_nothing_written()
        return EXIT_USER_MISTAKE
    if not dry_run:
        text = dump_plan(reading.plan, tuple(map(str, told)))
        _refuse_unreadable(text, source)
        _write(text, output, force=force)
    return EXIT_DONE


def _check_output(path: Path, *, force: bool) -> None:
    if path.suffix.lower() not in _DATA_SUFFIXES:
        raise UserError(
            _("The suffix “{suffix}” is not that of a data file.").format(suffix=path.suffix),
            where=str(path),
            advice=_("There are {values}.").format(values=" ".join(_DATA_SUFFIXES)),
        )
    refuse_existing(path, force=force)


def _read(path: Path, options: ReadOptions) -> Reading:
    """Return what was understood (読取り), with a bar that fills page by page."""
    with ExitStack() as bars:
        advance: list[Callable[[int], None]] = []

        def advanced(_done: int, pages: int) -> None:
            if not advance:
                advance.append(bars.enter_context(progress(_("Reading pages"), pages)))
            advance[0](1)

        return read_document(path, options, advanced)


def _show(plan: Plan, *, is_paged: bool) -> None:
    tables = asked(Plans(((plan,),)), published(None, None), GroupBy.SECTION, Selection())
    show(partial(render_tables, tables, language=language(), full=True), is_paged=is_paged)


def _refuse_unreadable(text: str, source: str) -> None:
    """Raise UserError for what no command could read again (読み戻せないデータ)."""
    try:
        read_plan(text.encode(), source)
    except UserError as error:
        raise UserError(problem._replace(where=source) for problem in error.problems) from None


def _write(text: str, output: str | None, *, force: bool) -> None:
    if output is None:
        print_bytes(text.encode())
        return
    write_whole(Path(output), text.encode(), force=force)
    tell_written(output)


def _tell_nothing_written() -> None:
    print_problem(
        Problem(
            _("Not everything was understood, and nothing was written."),
            advice=_("Mend it as said above, or take what was understood: --accept-problems."),
        )
    )
