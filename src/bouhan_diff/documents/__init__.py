"""Readers (読取り): one module per source format; a document in, a plan and problems out.

A document comes from strangers: it is read and understood in a process of its own, which
is bounded in time and memory.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from ..errors import UserError
from ..messages import _
from .interpret import Columns, Document, Reading, understand
from .sandbox import results_of

SUFFIXES = (".pdf", ".docx", ".xlsx", ".csv", ".txt")

Progress = Callable[[int, int], None]
"""Told how many pages are done (進捗), and of how many."""

_Step = tuple[int, int]


def read_published(
    path: Path, columns: Columns | None = None, progress: Progress | None = None
) -> Reading:
    """Return the plan that a published document holds (公表文書の読取り), and its problems.

    columns: headings mapped by hand, see `published.parse_columns`. progress: called after
    each page of a PDF. Raises UserError where the file cannot be read at all.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UserError(
            _("The suffix “{suffix}” is none that can be read.").format(suffix=path.suffix),
            where=str(path),
            advice=_("There are {suffixes}; save .doc and .xls anew as .docx and .xlsx.").format(
                suffixes=" ".join(SUFFIXES)
            ),
        )
    reading = Reading(None)
    for result in results_of(_read, path, columns or {}):
        if isinstance(result, Reading):
            reading = result
        elif progress:
            progress(*result)
    return reading


def _read(path: Path, columns: Columns) -> Iterator[_Step | Reading]:
    """Yield the pages done, then what was understood (読取り); run in the worker."""
    document = yield from _document(path, columns)
    yield understand(document, columns)


def _document(path: Path, columns: Columns) -> Generator[_Step, None, Document]:
    match path.suffix.lower():
        case ".pdf":
            from .extract import pdf  # noqa: PLC0415  needs pdfplumber

            return (yield from pdf.read(path))
        case ".docx":
            from .extract import docx as word  # noqa: PLC0415  only the reader that is needed

            return word.read(path)
        case ".xlsx":
            from .extract import xlsx as excel  # noqa: PLC0415  needs openpyxl

            return excel.read(path)
        case ".csv":
            from .extract import csv_ as delimited  # noqa: PLC0415  only the reader that is needed

            return delimited.read(path)
    from .extract import plain_text as text  # noqa: PLC0415  only the reader that is needed

    return text.read(path, columns)
