"""`import` and `check`: make a data file from a document, and check data files (データファイル)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ...comparison.series import known_edition, series_of
from ...errors import EXIT_DONE, EXIT_USER_MISTAKE, UserError
from ...messages import N_, _, language, listed, ngettext
from ...plan import FieldValue, Initiative, Plan
from ...render.terminal import render_tables
from ...storage import shipped_file
from ...storage.dumper import dump_plan
from ...storage.files import DATA_SUFFIXES
from ...storage.loader import read_plan
from ..console import print_bytes, print_line, print_problem, report_written, show
from ..files import data_paths, refuse_existing, refuse_folder, write_whole
from ..options import OUTPUT, WHICH, Arrangement, Filters, Force, NoPager
from ..parameters import argument, command, option
from ..query import Plans, arrange, as_published
from ..reading import ReadingOptions, read_document_file, read_file, refuse_unnamed, source_files
from ..reports import as_comments, print_reports, refuse_doubts, refuse_unknown_columns

if TYPE_CHECKING:
    from ...comparison.consistency import Inconsistency

_SHORT = 1_000  # characters of a field's values


def import_(
    source: Annotated[
        str, argument(N_("SOURCE"), N_("A published plan: PDF, Word, Excel, CSV or text."))
    ],
    *,
    reading: ReadingOptions,
    output: Annotated[
        str | None,
        option(
            "-o",
            "--output",
            panel=OUTPUT,
            about=N_("Write a data file (.yaml); by default it is printed."),
            metavar=N_("FILE"),
        ),
    ] = None,
    force: Force = False,
    dry_run: Annotated[
        bool,
        option("--dry-run", panel=OUTPUT, about=N_("Show the table that would be written.")),
    ] = False,
    accept_problems: Annotated[
        bool, option("--accept-problems", panel=OUTPUT, about="", hidden=True)
    ] = False,
    no_pager: NoPager = False,
) -> int:
    """Read a published document into a data file (公表文書の取込み)."""
    if accept_problems:
        raise UserError(
            _("--accept-problems is no longer needed: what was understood is always written."),
            advice=_(
                "Leave it out. To refuse a document that is not fully understood, use --strict."
            ),
        )
    options = reading.options(*reading.edition or ())
    _check_output(Path(source), output, force=force, is_dry_run=dry_run)
    reading.refuse_without_effect([Path(source)])
    read = read_document_file(Path(source), options)
    refuse_unknown_columns(read.diagnostics)
    if read.plan is None:
        from ...render.reports import no_plan  # noqa: PLC0415  few documents have none

        raise no_plan(Path(source), read.diagnostics)
    refuse_unnamed(Path(source), read.plan)
    for edition in reading.edition or ():  # one that the document's own headings leave no place for
        known_edition([replace(read.plan, origin=source)], edition)
    print_reports(source, read.diagnostics)
    text = dump_plan(read.plan, as_comments(read.diagnostics))
    _refuse_unreadable(read.plan, source)
    if dry_run:
        _show(read.plan, is_paged=not no_pager)
    if reading.strict:
        refuse_doubts(read.diagnostics)
    if not dry_run:
        _write(text, output, force=force)
    return EXIT_DONE


def _check_output(source: Path, output: str | None, *, force: bool, is_dry_run: bool) -> None:
    if source.suffix.lower() in DATA_SUFFIXES:
        raise UserError(
            _("This is already a data file."),
            where=str(source),
            advice=_("To see what is in it: {command}").format(
                command=command("show", "--data", str(source))
            ),
        )
    if force and output is None:
        raise UserError(
            _("--force has no effect because no file is written."),
            advice=_("Name a file with -o FILE."),
        )
    if output is None or is_dry_run:
        return
    path = Path(output)
    refuse_folder(path, "plan.yaml")
    if path.suffix.lower() not in DATA_SUFFIXES:
        raise UserError(
            _("“{suffix}” is not the suffix of a data file.").format(suffix=path.suffix),
            where=output,
            advice=_("Choose from {values}.").format(values=" ".join(DATA_SUFFIXES)),
        )
    refuse_existing(path, force=force, read=[source])


def _show(plan: Plan, *, is_paged: bool) -> None:
    series = (plan,)
    tables = arrange(Plans((series,)), [(series, as_published(series))], Arrangement(), Filters())
    show(partial(render_tables, tables, language=language(), full=True), is_paged=is_paged)


def _refuse_unreadable(plan: Plan, source: str) -> None:
    """Raise UserError if no command could read the data file back (読み戻せないデータ)."""
    sections = plan.sections_with(_without_plain_values)
    try:
        read_plan(dump_plan(replace(plan, sections=sections)).encode(), source)
    except UserError as error:
        raise UserError(problem._replace(where=source) for problem in error.problems) from None


def _without_plain_values(initiative: Initiative) -> Initiative:
    """Return the initiative without fields of one short line, which are certain to be read back.

    The first field stays, since an initiative has a text or a field. A large sheet has a million.
    """
    kept: dict[str, FieldValue] = {}
    for heading, value in initiative.fields.items():
        text = value if isinstance(value, str) else "".join(value.values())
        is_plain = len(text) <= _SHORT and text.replace("\u3000", "").isprintable()
        if not (kept and is_plain):
            kept[heading] = value
    return replace(initiative, fields=kept)


def _write(text: str, output: str | None, *, force: bool) -> None:
    if output is None:
        print_bytes(text.encode())
        return
    write_whole(Path(output), text.encode(), force=force)
    report_written(output)


_SHOWN = 10
"""How many rows of a term are listed."""


def check(
    files: Annotated[
        list[str] | None,
        argument(N_("FILE"), N_("Data files, documents or folders (default: the data in use).")),
    ] = None,
    *,
    consistency: Annotated[
        bool,
        option(
            "--consistency",
            panel=WHICH,
            about=N_("Also report terms written in two ways, or replaced in only some rows."),
        ),
    ] = False,
) -> int:
    """Report what is wrong with data files (データの検査), or what they contain."""
    chosen = [Path(file) for file in files or ()] or data_paths() or [shipped_file()]
    has_no_errors = True
    plans: list[Plan] = []
    for file in source_files(chosen):
        try:
            plan, diagnostics = read_file(file)
            refuse_unnamed(file, plan)
            print_line(_summary(plan))
            plans.append(plan)
            print_reports(file, diagnostics)
        except UserError as error:
            has_no_errors = False
            for problem in error.problems:
                print_problem(problem)
    if consistency and plans:
        _print_inconsistencies(plans)
    return EXIT_DONE if has_no_errors else EXIT_USER_MISTAKE


def _print_inconsistencies(plans: Sequence[Plan]) -> None:
    """Print what the latest edition of each plan writes in several ways (表記の不統一).

    Of several plans each line names its own, since their references are alike.
    """
    from ...comparison.consistency import find_inconsistencies  # noqa: PLC0415  few ask for it

    tables = [*map(as_published, series_of(plans))]
    lines = [
        (f"{table.title}　" if len(tables) > 1 else "") + _inconsistency(one)
        for table in tables
        for one in find_inconsistencies(table)
    ]
    for line in lines:
        print_line(line)
    if not lines:
        print_line(_("No term is written in two ways."))


def _inconsistency(one: "Inconsistency") -> str:
    """Return an inconsistency (不統一) in words, with the rows of each term."""
    terms = [f"{term} ({_with_rest(refs)})" for term, refs in one.uses.items()]
    message = {
        "spelling": _("Written in two ways: {terms}."),
        "name": _("A name with and without its last part: {terms}."),
        "replaced": _("Replaced in only some rows: still {old}, elsewhere {new}."),
    }[one.finding]
    return message.format(terms=" / ".join(terms), old=terms[0], new=terms[-1])


def _with_rest(refs: Sequence[str]) -> str:
    """Return the references, only the first if there are many (参照番号の列挙)."""
    rest = len(refs) - _SHOWN
    return listed((*refs[:_SHOWN], *([f"… +{rest}"] if rest > 0 else [])))


def _summary(plan: Plan) -> str:
    """Return how much a plan contains (件数)."""
    initiatives = sum(1 for _one in plan.initiatives())
    sections = len(plan.sections)
    return _("{file}: no errors. {initiatives}, {sections}, {years}.").format(
        file=plan.origin,
        initiatives=ngettext("{n} initiative", "{n} initiatives", initiatives).format(
            n=initiatives
        ),
        sections=ngettext("{n} section", "{n} sections", sections).format(n=sections),
        years=listed(map(str, plan.editions)),
    )
