"""Text as pdftotext prints it (テキスト), with -layout or without."""

from pathlib import Path

from ..ir import Columns, Document
from . import _flowing_text
from . import text_grid as _laid_out_text
from ._numbered_lines import numbered_lines
from .sources import decoded, read_bounded


def read(path: Path, columns: Columns) -> Document:
    """Return the text's lines and tables (文書)."""
    lines = numbered_lines(decoded(read_bounded(path), path))
    laid_out = _laid_out_text.document_of(lines, columns, path.stem)
    return laid_out or _flowing_text.document_of(lines, columns, path.stem)
