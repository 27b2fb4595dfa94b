"""Deliver tables (出力先): to the screen, to standard output or to a file.

`check_output` decides the format, `deliver` writes it; `_FORMATS` has the writer of each.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..comparison.table import ComparisonTable, RowKind, count
from ..errors import (
    EXIT_DONE,
    EXIT_NOTHING_OR_DIFFERENT,
    EXIT_USER_MISTAKE,
    NothingMatchedError,
    Problem,
    UserError,
)
from ..messages import N_, _, language, ngettext
from ..storage import plan_files, shipped_file
from .console import note, print_bytes, print_problem, progress, report_written, show
from .files import data_paths, refuse_existing, refuse_folder, write_whole
from .options import FORMATS, NO_DOCUMENT, DocumentOptions, Drawing, Screen, Source
from .parameters import choice

if TYPE_CHECKING:
    from ..render.terminal import LineBlock
    from ..render.terminal.lines import StyledLine
    from ..render.terminal.palette import Paint
    from .batch import Request

_ITEM = r"\S.*?(?:、|[,;](?= )|$)"

_INSTEAD = {
    ".pdf": N_("Write .docx or .html, open it and print it as PDF from there."),
    ".doc": N_("Write .docx; Word saves it as .doc."),
    ".xls": N_("Write .xlsx; Excel saves it as .xls."),
}
"""What to do instead for suffixes that people ask for and that cannot be written."""

_MISSED_AT_MOST = 5  # rows without a mark that are named

BY_EDIT = ("facts", "amendment")
"""The formats that list single edits (変更箇所の一覧), so that --kind selects edits."""

Tables = Sequence[ComparisonTable]


class Frame(NamedTuple):
    """Lines above and below the output (前後の案内), in the reader's language."""

    above: Sequence[str] = ()
    below: Sequence[str] = ()


NO_FRAME = Frame()


def check_output(
    screen: Screen,
    document: DocumentOptions = NO_DOCUMENT,
    drawing: Drawing | None = None,
    formats: Sequence[str] = FORMATS,
    *,
    read: Sequence[Path] = (),
    is_saved: bool = False,
) -> str:
    """Return the requested format (形式), one of those that the command has.

    Called first, so that a mistake is a UserError before any work. read: the files that no output
    may replace. is_saved: the command also writes what --force may replace.
    """
    if screen.format is not None:
        choice("--format", screen.format, formats)
    chosen = screen.format or "table"
    if document.output is not None:
        chosen = _file_format(Path(document.output), screen.format)
    document.refuse_without_effect(chosen, is_written=is_saved or document.output is not None)
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
    if document.output is not None:
        refuse_existing(Path(document.output), force=document.force, read=read)
    return chosen


def _file_format(path: Path, given: str | None) -> str:
    """Return the format of a file (文書の形式), on which --format and the suffix must agree."""
    refuse_folder(path)
    suffix = path.suffix.lower()
    by_suffix = next((name for name, one in _FORMATS.items() if suffix in one.suffixes), None)
    if given is None:
        if by_suffix is None:
            instead = _INSTEAD.get(suffix)
            known = dict.fromkeys(one for form in _FORMATS.values() for one in form.suffixes)
            raise UserError(
                _("“{suffix}” is not the suffix of a known format.").format(suffix=path.suffix)
                if path.suffix
                else _("The file name has no suffix to show its format."),
                where=str(path),
                advice=_(instead)
                if instead
                else _("Choose from {values}.").format(values=" ".join(known)),
            )
        return by_suffix
    if given == "table":
        raise UserError(
            _("The format “table” is for the screen and not for files."),
            where=str(path),
            advice=_("Leave out --format: the suffix decides the format."),
        )
    fitting = _FORMATS[given].suffixes
    if by_suffix and suffix not in fitting:
        raise UserError(
            _("The suffix “{suffix}” does not fit the format “{format}”.").format(
                suffix=path.suffix, format=given
            ),
            where=str(path),
            advice=_("Write a file with {suffixes}, or leave out --format.").format(
                suffixes=" ".join(fitting) or ".txt"
            ),
        )
    return given


class WriterOptions(NamedTuple):
    """Options of documents (書出しの指定); each format uses what applies to it.

    kinds: of edits, for formats that list edits. words: those searched for. shows_kinds: whether
    edits show their kind.
    """

    document: DocumentOptions = NO_DOCUMENT
    kinds: Sequence[RowKind] = ()
    words: Sequence[str] = ()
    shows_kinds: bool = False


def deliver(
    tables: Tables,
    draw: Callable[..., "Iterable[LineBlock]"],
    chosen: str,
    screen: Screen,
    options: WriterOptions,
    *,
    frame: Frame = NO_FRAME,
    skipped: Sequence[Problem] = (),
) -> int:
    """Write the tables to the screen, standard output or a file (出力); return the exit code.

    draw: a function of the screen, called with tables, width, paint and language. chosen: as
    `check_output` returned it. options: for formats other than the screen's. frame: lines around
    the output; in other formats they go to standard error, as does what a format itself cannot
    say. skipped: what was wrong with files that were left out.
    """
    if chosen == "table":
        drawing = partial(_framed, partial(draw, tables, language=language()), frame)
        show(drawing, is_paged=not screen.no_pager)
        return finish(tables, screen, skipped)
    for line in frame.above:
        note(line)
    content = _FORMATS[chosen].write(tables, options)
    document = options.document
    if document.output is not None:
        write_whole(Path(document.output), content, force=document.force)
        report_written(document.output)
    else:
        print_bytes(content)
    if chosen in ("csv", "facts"):
        from ..render.terminal.tables import not_in_format  # noqa: PLC0415  of few formats

        for line in not_in_format(tables, chosen, language()):
            note(line)
    for line in frame.below:
        note(line)
    return finish(tables, screen, skipped)


def _framed(
    draw: Callable[..., "Iterable[LineBlock]"], frame: Frame, *, width: int, paint: "Paint"
) -> "Iterator[LineBlock]":
    """Yield what is drawn, between the lines of the frame (前後の案内)."""
    from ..render.terminal.palette import CHANGED, QUIET  # noqa: PLC0415  only for what is drawn

    if frame.above:
        yield [*_broken(frame.above, width, QUIET), []]
    yield from draw(width=width, paint=paint)
    if frame.below:
        yield [[], *_broken(frame.below, width, CHANGED)]


def _broken(lines: Sequence[str], width: int, style: str) -> "list[StyledLine]":
    """Return lines broken to the width (折返し), names in a list unbroken if each fits a line."""
    from ..render.terminal.lines import flowed, plain  # noqa: PLC0415  only for what is drawn

    broken: list[StyledLine] = []
    for line in lines:
        items = [plain(item, style).lines(width) for item in re.findall(_ITEM, line)]
        is_list = all(len(item) == 1 for item in items)
        pieces, gap = [piece for item in items for piece in item], int(language() == "en")
        broken += flowed(pieces, width, gap=gap) if is_list else plain(line, style).lines(width)
    return broken


def open_page(tables: Tables, document: DocumentOptions) -> None:
    """Open the page in the browser (頁の表示): the file of -o, or a private one.

    Raises UserError if -o names another kind of file.
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
    write_whole(path, _html(tables, WriterOptions(document)), force=force)
    report_written(str(path))
    if not webbrowser.open(path.as_uri()):
        print_problem(
            Problem(
                _("No browser could be started."),
                advice=_("Open this file in a browser: {path}").format(path=path),
            )
        )


def highlight_workbook(workbook: Path, tables: Tables, document: DocumentOptions) -> None:
    """Write a marked copy of the new workbook (表示を付けたブック), and say what has no mark."""
    from ..render.xlsx.highlight import highlight  # noqa: PLC0415  rarely needed

    marked = highlight(workbook, tables[0])
    write_whole(Path(str(document.output)), marked.content, force=document.force)
    report_written(str(document.output))
    marks = ngettext("{n} cell is marked.", "{n} cells are marked.", marked.cells)
    note(marks.format(n=marked.cells))
    if marked.cells:
        note(_("Old values are in comments, which Excel prints if Page Setup says so."))
    for row in marked.missed[:_MISSED_AT_MOST]:
        note(_("Not marked, because no cell shows it: {row}").format(row=f"{row.ref} {row.name}"))
    if (more := len(marked.missed) - _MISSED_AT_MOST) > 0:
        rest = ngettext("{n} more is not marked.", "{n} more are not marked.", more)
        note(rest.format(n=more))


def finish(tables: Tables, screen: Screen, skipped: Sequence[Problem] = ()) -> int:
    """Report the files left out (対象外の資料), and return the exit code for the rows shown."""
    is_different = any(count(table.rows()).changed for table in tables)
    return _finish(screen, skipped, is_different=is_different)


def _finish(screen: Screen, skipped: Sequence[Problem], *, is_different: bool) -> int:
    for problem in skipped:
        print_problem(problem)
    if skipped:
        return EXIT_USER_MISTAKE
    return EXIT_NOTHING_OR_DIFFERENT if screen.exit_code and is_different else EXIT_DONE


# --- What writes each format: only its own module is loaded ------------------------------------


def _word(tables: Tables, options: WriterOptions) -> bytes:
    from ..render.docx import document as docx  # noqa: PLC0415
    from ..render.labels import COMPARISON  # noqa: PLC0415

    document = options.document
    return docx.write(
        tables,
        docx.WordOptions(
            style="ordinance" if document.style == "ordinance" else "plan",
            headings=document.headings,
            omit_unchanged=document.omit_unchanged,
            shows_kinds=options.shows_kinds,
            new_first=document.is_new_first,
            tracked=document.tracked,
            author=document.author or COMPARISON,
            date=_time_of_writing(),
        ),
    )


def _time_of_writing() -> datetime:
    """Return the time of tracked changes (記録の日時): now, or $SOURCE_DATE_EPOCH if set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _excel(tables: Tables, _options: WriterOptions) -> bytes:
    from ..render.xlsx import workbook as xlsx  # noqa: PLC0415

    return xlsx.write(tables)


def _html(tables: Tables, _options: WriterOptions) -> bytes:
    from ..render.page import html  # noqa: PLC0415

    return html.write(tables, language())


def _markdown(tables: Tables, _options: WriterOptions) -> bytes:
    from ..render import markdown  # noqa: PLC0415

    return markdown.write(tables)


def _csv(tables: Tables, _options: WriterOptions) -> bytes:
    from ..render import delimited  # noqa: PLC0415

    return delimited.write(tables)


def _json(tables: Tables, options: WriterOptions) -> bytes:
    from ..render import json_  # noqa: PLC0415

    return json_.write_json(tables, options.words)


def _json_lines(tables: Tables, options: WriterOptions) -> bytes:
    from ..render import json_  # noqa: PLC0415

    return b"".join(json_.json_lines(tables, options.words))


def _facts(tables: Tables, options: WriterOptions) -> bytes:
    from ..render import facts  # noqa: PLC0415

    if (options.document.output or "").lower().endswith(".csv"):
        return facts.write_facts(tables, options.kinds)
    return b"".join(facts.json_lines(tables, options.kinds))


def _amendment(tables: Tables, options: WriterOptions) -> bytes:
    from ..render.amendment import document as amendment  # noqa: PLC0415

    return amendment.write(tables, options.kinds)


class _Format(NamedTuple):
    """A document format (文書の形式): its writer and file suffixes."""

    write: Callable[[Tables, WriterOptions], bytes]
    suffixes: tuple[str, ...] = ()


_FORMATS: Mapping[str, _Format] = {
    "word": _Format(_word, (".docx",)),
    "excel": _Format(_excel, (".xlsx",)),
    "html": _Format(_html, (".html", ".htm")),
    "markdown": _Format(_markdown, (".md",)),
    "csv": _Format(_csv, (".csv",)),
    "json": _Format(_json, (".json",)),
    "jsonl": _Format(_json_lines, (".jsonl",)),
    "facts": _Format(_facts, (".csv", ".jsonl")),
    "amendment": _Format(_amendment),
}
"""All formats except the screen's (文書の形式); a suffix means the first format that has it."""


def stream_changes(source: Source, request: "Request", screen: Screen) -> int:
    """Print a line for each initiative (1行1事業) of every plan; return the exit code.

    A file that cannot be read or compared is reported at the end, after all others are done. Raises
    NothingMatchedError if no plan has what is asked for.
    """
    from .batch import compare_all  # noqa: PLC0415  no other format needs workers

    files = plan_files(data_paths(source.data) or [shipped_file()])
    problems: list[Problem] = []
    selected = changed = 0
    with progress(_("Comparing plans"), len(files)) as advance:
        for lot in compare_all(files, request):
            print_bytes(lot.lines)
            problems += lot.problems
            selected += lot.selected
            changed += lot.changed
            advance(lot.files)
    if not selected and not problems:
        raise NothingMatchedError(
            _("No initiative meets all the conditions."),
            advice=_("Leave out one of the conditions."),
        )
    return _finish(screen, problems, is_different=changed > 0)
