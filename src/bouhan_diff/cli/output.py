"""Where tables go (出力先): the screen, standard output or a file."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..comparison.table import ComparisonTable, count
from ..errors import (
    EXIT_DONE,
    EXIT_NOTHING_OR_DIFFERENT,
    EXIT_USER_MISTAKE,
    NothingMatchedError,
    Problem,
    UserError,
)
from ..messages import _, language
from ..storage import plan_files, shipped_file
from .completion import FORMATS
from .console import print_bytes, print_problem, progress, show, tell_written
from .files import refuse_existing, write_whole
from .options import Document, Screen, Source
from .parameters import choice
from .sources import data_paths

if TYPE_CHECKING:
    from ..render.terminal import Piece
    from .batch import Request

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

_WRITERS = {
    "json": ("json_", "write_json"),
    "jsonl": ("json_", "json_lines"),
    "csv": ("csv_", "write"),
    "markdown": ("markdown", "write"),
    "html": ("html", "write"),
    "excel": ("xlsx", "write"),
    "amendment": ("amendment.amendment", "write"),
}
"""What writes each format (書出しの担当): a module of `render` and its function."""

Tables = Sequence[ComparisonTable]


def check_output(
    screen: Screen, document: Document | None = None, formats: Sequence[str] = FORMATS
) -> str:
    """Return the format (形式) that is asked for, one of those that the command has.

    Called first, so that a mistake is told before any work is done. Raises UserError.
    """
    if screen.format is not None:
        choice("--format", screen.format, formats)
    if document is None or document.output is None:
        _refuse_word_options(document)
        return screen.format or "table"
    path = Path(document.output)
    chosen = _file_format(path, screen.format)
    if chosen != "word":
        _refuse_word_options(document)
    refuse_existing(path, force=document.force)
    return chosen


def _file_format(path: Path, given: str | None) -> str:
    """Return the format of a file (文書の形式), of which --format and suffix tell alike."""
    by_suffix = _SUFFIXES.get(path.suffix.lower())
    if given is None:
        if by_suffix is None:
            raise UserError(
                _("The suffix “{suffix}” names no format.").format(suffix=path.suffix),
                where=str(path),
                advice=_("There are {values}.").format(values=" ".join(_SUFFIXES)),
            )
        return by_suffix
    if given == "table":
        raise UserError(
            _("The format “table” is for the screen and not for files."),
            where=str(path),
            advice=_("Leave out --format: the suffix names the format."),
        )
    if by_suffix not in (None, given):
        fitting = [suffix for suffix, one in _SUFFIXES.items() if one == given] or [".txt"]
        raise UserError(
            _("The suffix “{suffix}” is not for the format “{format}”.").format(
                suffix=path.suffix, format=given
            ),
            where=str(path),
            advice=_("Write a file with {suffixes}, or leave out --format.").format(
                suffixes=" ".join(fitting)
            ),
        )
    return given


def _refuse_word_options(document: Document | None) -> None:
    if document and (document.tracked or document.order or document.author):
        raise UserError(
            _("--order, --tracked and --author are for Word documents."),
            advice=_("Write one with -o FILE.docx."),
        )


def deliver(
    tables: Tables,
    draw: Callable[..., "Iterable[Piece]"],
    screen: Screen,
    document: Document | None = None,
    **drawn: Any,  # noqa: ANN401  the screen's own parameters
) -> None:
    """Bring the tables where they were asked for (出力).

    draw: one of the screen's functions, called with the tables, width, paint, language and `drawn`.
    """
    chosen = check_output(screen, document)
    words: Sequence[str] = drawn.get("words", ())
    if document is not None and document.output is not None:
        content = _content(tables, chosen, document, words)
        write_whole(Path(document.output), content, force=document.force)
        tell_written(document.output)
    elif chosen == "table":
        drawing = partial(draw, tables, language=language(), **drawn)
        show(drawing, is_paged=not screen.no_pager)
    else:
        print_bytes(_content(tables, chosen, document, words))


def exit_code(tables: Tables, screen: Screen, skipped: Sequence[Problem] = ()) -> int:
    """Return the exit code (終了コード), and tell of the files that were left out.

    Differences are those among the rows that are shown: a kind that is not asked for is none.
    """
    is_different = any(count(table.rows()).changed for table in tables)
    return exit_code_where(screen, skipped, is_different=is_different)


def exit_code_where(screen: Screen, skipped: Sequence[Problem], *, is_different: bool) -> int:
    """Return the exit code (終了コード), and tell of the files that were left out."""
    for problem in skipped:
        print_problem(problem)
    if skipped:
        return EXIT_USER_MISTAKE
    return EXIT_NOTHING_OR_DIFFERENT if screen.exit_code and is_different else EXIT_DONE


def _content(tables: Tables, chosen: str, document: Document | None, words: Sequence[str]) -> bytes:
    """Return the tables in a format (文書の内容); only its writer is loaded."""
    if chosen == "word":
        return _word(tables, document or Document())
    module, function = _WRITERS[chosen]
    write = getattr(import_module(f"..render.{module}", __package__), function)
    more: dict[str, Any] = {"words": words} if words and module == "json_" else {}
    if module == "html":
        more["language"] = language()
    written: bytes | Iterable[bytes] = write(tables, **more)
    return written if isinstance(written, bytes) else b"".join(written)


def _word(tables: Tables, document: Document) -> bytes:
    from ..render import docx as word  # noqa: PLC0415

    return word.write(
        tables,
        new_first=document.is_new_first if document.order else None,
        tracked=document.tracked,
        author=document.author or "bouhan-diff",
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
    from .batch import compare_files  # noqa: PLC0415  no other format needs workers

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
