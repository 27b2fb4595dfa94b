"""Text as pdftotext prints it (テキスト)."""

from pathlib import Path

from ..published import Columns, Document
from ._flowing_text import document_of
from ._numbered_lines import numbered_lines
from ._sources import decoded, read_bounded


def read(path: Path, columns: Columns) -> Document:
    """Return the text's lines and tables (文書)."""
    return document_of(numbered_lines(decoded(read_bounded(path), path)), columns, path.stem)
