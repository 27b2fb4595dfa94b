"""Where tables go (出力先): the screen, standard output or a file."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..comparison.table import ComparisonTable, RowKind, count
from ..errors import (
    EXIT_DONE,
    EXIT_NOTHING_OR_DIFFERENT,
    EXIT_USER_MISTAKE,
    NothingMatchedError,
    Problem,
    UserError,
)
from ..messages import N_, _, language, listed
from ..storage import plan_files, shipped_file
from .completion import FORMATS, ORDERS, STYLES
from .console import note, print_bytes, print_problem, progress, report_written, show
from .files import data_paths, refuse_existing, refuse_folder, write_whole
from .options import DocumentOptions, Drawing, Screen, Source
from .parameters import choice

if TYPE_CHECKING:
    from ..render.terminal import LineBlock
    from ..render.terminal.lines import StyledLine
    from ..render.terminal.palette import Paint
    from .batch import Request

_ITEM = r"\S.*?(?:、|[,;](?= )|$)"

_SUFFIXES = {
    ".docx": "word",
    ".xlsx": "excel",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
}

_INSTEAD = {
    ".pdf": N_("Write .docx or .html, open it and print it as PDF from there."),
    ".doc": N_("Write .docx; Word saves it as .doc."),
    ".xls": N_("Write .xlsx; Excel saves it as .xls."),
}
"""What to do for a suffix that people ask for and that is not written."""

_FACTS_SUFFIXES = (".csv", ".jsonl")

_WRITERS = {
    "json": ("json_", "write_json"),
    "jsonl": ("json_", "json_lines"),
    "csv": ("delimited", "write"),
    "markdown": ("markdown", "write"),
    "html": ("html", "write"),
    "excel": ("xlsx", "write"),
    "amendment": ("amendment", "write"),
}
"""What writes each format (書出しの担当): a module of `render` and its function."""

BY_EDIT = ("facts", "amendment")
"""The formats that list edits one by one (変更箇所の一覧), whose kinds --kind then means."""

Tables = Sequence[ComparisonTable]


class Frame(NamedTuple):
    """Lines around what is drawn (前後の案内), in the reader's language."""

    above: Sequence[str] = ()
    below: Sequence[str] = ()


NO_FRAME = Frame()


def check_output(
    screen: Screen,
    document: DocumentOptions | None = None,
    drawing: Drawing | None = None,
    formats: Sequence[str] = FORMATS,
    *,
    is_saved: bool = False,
) -> str:
    """Return the requested format (形式), one of those that the command has.

    Called first, so that a mistake is reported before any work is done. is_saved: something
    else is written, which --force replaces. Raises UserError, also for an option that has no
    effect on that format.
    """
    if screen.format is not None:
        choice("--format", screen.format, formats)
    is_file = document is not None and document.output is not None
    chosen = screen.format or "table"
    if document is not None and document.output is not None:
        chosen = _file_format(Path(document.output), screen.format)
    if document is not None:
        _refuse_without_effect(document, chosen, is_written=is_file or is_saved)
    if drawing is not None and drawing.why and chosen not in {"table", "word"}:
        raise UserError(
            _("{option} has no effect on the format “{format}”.").format(
                option="--why", format=chosen
            ),
            advice=_(
                "Only the screen (reasons) and Word documents (kinds) show "
                "it: leave out --format or -o."
            ),
        )
    if document is not None and document.output is not None:
        refuse_existing(Path(document.output), force=document.force)
    return chosen


def _refuse_without_effect(document: DocumentOptions, chosen: str, *, is_written: bool) -> None:
    """Raise UserError for options that have no effect on what is written (無効な指定)."""
    if chosen != "word" and document.word_options:
        raise UserError(
            _("Only for Word documents: {options}").format(options=listed(document.word_options)),
            advice=_("Write one with -o FILE.docx."),
        )
    for option, given, choices in (
        ("--style", document.style, STYLES),
        ("--order", document.order, ORDERS),
    ):
        if given is not None:
            choice(option, given, choices)
    if document.author and not document.tracked:
        raise UserError(
            _("--author has no effect without --tracked."),
            advice=_("Add --tracked: the author is that of the tracked changes."),
        )
    if document.force and not is_written:
        raise UserError(
            _("--force has no effect because no file is written."),
            advice=_("Name a file with -o FILE."),
        )


def _file_format(path: Path, given: str | None) -> str:
    """Return the format of a file (文書の形式), which --format and the suffix must agree on."""
    refuse_folder(path)
    by_suffix = _SUFFIXES.get(path.suffix.lower())
    if given is None:
        if by_suffix is None:
            instead = _INSTEAD.get(path.suffix.lower())
            raise UserError(
                _("“{suffix}” is not the suffix of a known format.").format(suffix=path.suffix)
                if path.suffix
                else _("The file name has no suffix to show its format."),
                where=str(path),
                advice=_(instead)
                if instead
                else _("Choose from {values}.").format(values=" ".join(_SUFFIXES)),
            )
        return by_suffix
    if given == "facts" and path.suffix.lower() in _FACTS_SUFFIXES:
        return given
    if given == "table":
        raise UserError(
            _("The format “table” is for the screen and not for files."),
            where=str(path),
            advice=_("Leave out --format: the suffix decides the format."),
        )
    if by_suffix not in (None, given):
        fitting = [suffix for suffix, one in _SUFFIXES.items() if one == given] or [".txt"]
        fitting = list(_FACTS_SUFFIXES) if given == "facts" else fitting
        raise UserError(
            _("The suffix “{suffix}” does not fit the format “{format}”.").format(
                suffix=path.suffix, format=given
            ),
            where=str(path),
            advice=_("Write a file with {suffixes}, or leave out --format.").format(
                suffixes=" ".join(fitting)
            ),
        )
    return given


def deliver(
    tables: Tables,
    draw: Callable[..., "Iterable[LineBlock]"],
    chosen: str,
    screen: Screen,
    document: DocumentOptions | None = None,
    *,
    frame: Frame = NO_FRAME,
    kinds: Sequence[RowKind] = (),
    **drawn: Any,  # noqa: ANN401  the screen's own parameters
) -> None:
    """Write the tables to the screen, standard output or a file (出力).

    draw: one of the screen's functions, called with the tables, width, paint, language and
    `drawn`. chosen: the format that `check_output` returned. frame: lines above and below what
    is drawn; with another format they go to standard error. kinds: of edits, where a format
    lists edits.
    """
    if chosen == "table":
        drawing = partial(_framed, partial(draw, tables, language=language(), **drawn), frame)
        show(drawing, is_paged=not screen.no_pager)
        return
    for line in frame.above:
        note(line)
    is_why = bool(drawn.get("why"))
    content = _content(tables, chosen, document, drawn.get("words", ()), kinds, is_why=is_why)
    if document is not None and document.output is not None:
        write_whole(Path(document.output), content, force=document.force)
        report_written(document.output)
    else:
        print_bytes(content)
    for line in frame.below:
        note(line)


def _framed(
    draw: Callable[..., "Iterable[LineBlock]"], frame: Frame, *, width: int, paint: "Paint"
) -> "Iterator[LineBlock]":
    """Yield what is drawn between the frame's lines (前後の案内)."""
    from ..render.terminal.palette import CHANGED, QUIET  # noqa: PLC0415  only for what is drawn

    if frame.above:
        yield [*_broken(frame.above, width, QUIET), []]
    yield from draw(width=width, paint=paint)
    if frame.below:
        yield [[], *_broken(frame.below, width, CHANGED)]


def _broken(lines: Sequence[str], width: int, style: str) -> "list[StyledLine]":
    """Return lines broken to the width (折返し), no name in a list parted."""
    from ..render.terminal.lines import flowed, plain  # noqa: PLC0415  only for what is drawn

    gap = int(language() == "en")
    broken: list[StyledLine] = []
    for line in lines:
        items = re.findall(_ITEM, line)
        pieces = (piece for item in items for piece in plain(item, style).lines(width))
        broken += flowed(pieces, width, gap=gap)
    return broken


def open_page(tables: Tables, document: DocumentOptions) -> None:
    """Show the page for the browser (頁の表示): the file of -o, or a private one.

    Raises UserError where -o names another kind of file.
    """
    import tempfile  # noqa: PLC0415  few need these
    import webbrowser  # noqa: PLC0415

    if document.output:
        path = Path(document.output).absolute()
        force = document.force
    else:
        # Only the user can read the folder. It stays until the system clears it, because the
        # browser reads the file after this program has ended.
        path, force = Path(tempfile.mkdtemp(prefix="bouhan-diff-")) / "comparison.html", True
    write_whole(path, _content(tables, "html", document, (), ()), force=force)
    report_written(str(path))
    if not webbrowser.open(path.as_uri()):
        print_problem(
            Problem(
                _("No browser could be started."),
                advice=_("Open this file in a browser: {path}").format(path=path),
            )
        )


def exit_code(tables: Tables, screen: Screen, skipped: Sequence[Problem] = ()) -> int:
    """Return the exit code (終了コード), and report the files that were left out.

    Differences are those among the rows that are shown: a kind that is not asked for is none.
    """
    is_different = any(count(table.rows()).changed for table in tables)
    return exit_code_where(screen, skipped, is_different=is_different)


def exit_code_where(screen: Screen, skipped: Sequence[Problem], *, is_different: bool) -> int:
    """Return the exit code (終了コード), and report the files that were left out."""
    for problem in skipped:
        print_problem(problem)
    if skipped:
        return EXIT_USER_MISTAKE
    return EXIT_NOTHING_OR_DIFFERENT if screen.exit_code and is_different else EXIT_DONE


def _content(
    tables: Tables,
    chosen: str,
    document: DocumentOptions | None,
    words: Sequence[str],
    kinds: Sequence[RowKind],
    *,
    is_why: bool = False,
) -> bytes:
    """Return the tables in a format (文書の内容); only its writer is loaded."""
    if chosen == "word":
        return _word(tables, document or DocumentOptions(), kinds=is_why)
    if chosen == "facts":
        from ..render import delimited  # noqa: PLC0415

        if document is not None and (document.output or "").lower().endswith(".csv"):
            return delimited.write_facts(tables, kinds)
        return b"".join(delimited.json_lines(tables, kinds))
    module, function = _WRITERS[chosen]
    write = getattr(import_module(f"..render.{module}", __package__), function)
    more: dict[str, Any] = {"words": words} if words and module == "json_" else {}
    if module == "html":
        more["language"] = language()
    if chosen == "amendment":
        more["kinds"] = kinds
    written: bytes | Iterable[bytes] = write(tables, **more)
    return written if isinstance(written, bytes) else b"".join(written)


def _word(tables: Tables, document: DocumentOptions, *, kinds: bool) -> bytes:
    from ..render import docx as word  # noqa: PLC0415
    from ..render.labels import COMPARISON  # noqa: PLC0415

    return word.write(
        tables,
        style="ordinance" if document.style == "ordinance" else "plan",
        headings=document.headings,
        omit_unchanged=document.omit_unchanged,
        kinds=kinds,
        new_first=document.is_new_first,
        tracked=document.tracked,
        author=document.author or COMPARISON,
        date=_time_of_writing(),
    )


def _time_of_writing() -> datetime:
    """Return when tracked changes are made (記録の日時): now, or $SOURCE_DATE_EPOCH where set."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def stream_changes(source: Source, request: "Request", screen: Screen) -> int:
    """Print a line for each initiative (1行1事業) of every plan; return the exit code.

    A file that cannot be read or compared is reported at the end, and the rest is done.
    Raises NothingMatchedError where no plan has what is asked for.
    """
    from .batch import compare_all  # noqa: PLC0415  no other format needs workers

    files = plan_files(data_paths(source.data) or [shipped_file()])
    problems: list[Problem] = []
    found = changed = 0
    with progress(_("Comparing plans"), len(files)) as advance:
        for lot in compare_all(files, request):
            print_bytes(lot.lines)
            problems += lot.problems
            found += lot.found
            changed += lot.changed
            advance(lot.files)
    if not found and not problems:
        raise NothingMatchedError(
            _("No initiative meets all the conditions."),
            advice=_("Leave out one of the conditions."),
        )
    return exit_code_where(screen, problems, is_different=changed > 0)
