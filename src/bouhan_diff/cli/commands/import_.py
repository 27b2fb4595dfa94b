"""`import`: a published document into a data file (公表文書の取込み)."""

from functools import partial
from pathlib import Path
from typing import Annotated

from ...errors import EXIT_DONE, EXIT_USER_MISTAKE, UserError
from ...messages import N_, _, language
from ...plan import Plan
from ...render.terminal import render_tables
from ...storage.dumper import dump_plan
from ...storage.files import DATA_SUFFIXES
from ...storage.loader import read_plan
from ..console import print_bytes, report_written, show
from ..files import refuse_existing, write_whole
from ..options import OUTPUT, Arrangement, Filters
from ..parameters import argument, command, option
from ..query import Plans, asked, published
from ..reading import Reading
from ..reports import comments, print_reports, refused_by
from ..sources import no_plan, read_document_file, refuse_unnamed


def import_(
    source: Annotated[
        str, argument(N_("SOURCE"), N_("A published plan: .pdf .docx .xlsx .csv or .txt."))
    ],
    *,
    reading: Reading,
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
        bool, option("--accept-problems", panel=OUTPUT, about="", hidden=True)
    ] = False,
    no_pager: Annotated[
        bool, option("--no-pager", panel=OUTPUT, about=N_("Print long output at once."))
    ] = False,
) -> int:
    """Read a published document into a data file (公表文書の取込み)."""
    if accept_problems:
        raise UserError(
            _("--accept-problems is no longer needed: what was understood is always written."),
            advice=_("Leave it out; --strict refuses a document that is not understood whole."),
        )
    options = reading.options(*reading.edition or ())
    _check_output(Path(source), output, force=force, is_dry_run=dry_run)
    reading.refuse_without_effect([Path(source)])
    read = read_document_file(Path(source), options)
    if read.plan is None:
        raise no_plan(Path(source), read.diagnostics)
    refuse_unnamed(Path(source), read.plan)
    print_reports(source, read.diagnostics)
    text = dump_plan(read.plan, comments(read.diagnostics))
    _refuse_unreadable(text, source)
    if dry_run:
        _show(read.plan, is_paged=not no_pager)
    if refused_by(read.diagnostics, is_strict=reading.strict):
        return EXIT_USER_MISTAKE
    if not dry_run:
        _write(text, output, force=force)
    return EXIT_DONE


def _check_output(source: Path, output: str | None, *, force: bool, is_dry_run: bool) -> None:
    if source.suffix.lower() in DATA_SUFFIXES:
        raise UserError(
            _("This is a data file already."),
            where=str(source),
            advice=_("Look into it with: {command}").format(
                command=command("show", "--data", str(source))
            ),
        )
    if force and output is None:
        raise UserError(
            _("--force has no effect, since no file is written."),
            advice=_("Write one with -o FILE."),
        )
    if output is None or is_dry_run:
        return
    path = Path(output)
    if path.suffix.lower() not in DATA_SUFFIXES:
        raise UserError(
            _("The suffix “{suffix}” is not that of a data file.").format(suffix=path.suffix),
            where=output,
            advice=_("There are {values}.").format(values=" ".join(DATA_SUFFIXES)),
        )
    refuse_existing(path, force=force)


def _show(plan: Plan, *, is_paged: bool) -> None:
    tables = asked(Plans(((plan,),)), published(None, None), Arrangement(), Filters())
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
    report_written(output)
