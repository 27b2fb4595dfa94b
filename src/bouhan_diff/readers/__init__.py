"""Readers (読取り): one module per source format; a document in, a plan and problems out."""

from collections.abc import Callable
from pathlib import Path

from ..errors import UserError
from ..messages import _
from ..published import Columns, Document, Reading, understand

SUFFIXES = (".pdf", ".txt", ".docx", ".xlsx", ".csv")

Progress = Callable[[int, int], None]
"""Told how many pages are done (進捗), and of how many."""


def read_published(
    path: Path, columns: Columns | None = None, progress: Progress | None = None
) -> Reading:
    """Return the plan that a published document holds (公表文書の読取り), and its problems.

    columns: headings mapped by hand, see `published.parse_columns`. progress: called after
    each page of a PDF. Raises UserError where the file cannot be read at all.
    """
    return understand(_document(path, columns or {}, progress), columns)


def _document(path: Path, columns: Columns, progress: Progress | None) -> Document:
    match path.suffix.lower():
        case ".pdf":
            from . import pdf  # noqa: PLC0415  needs pdfplumber

            return pdf.read(path, progress)
        case ".txt" | ".text":
            from . import text  # noqa: PLC0415  only the reader that is needed

            return text.read(path, columns)
        case ".docx":
            from . import word  # noqa: PLC0415  needs lxml

            return word.read(path)
        case ".xlsx":
            from . import excel  # noqa: PLC0415  needs openpyxl

            return excel.read(path)
        case ".csv":
            from . import delimited  # noqa: PLC0415  only the reader that is needed

            return delimited.read(path)
    raise UserError(
        _("The suffix “{suffix}” is none that can be read.").format(suffix=path.suffix),
        where=str(path),
        advice=_("There are {suffixes}; save .doc and .xls anew as .docx and .xlsx.").format(
            suffixes=" ".join(SUFFIXES)
        ),
    )
