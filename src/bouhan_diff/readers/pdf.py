"""PDF (.pdf): ruled tables and the lines around them, read in a process of its own."""

from collections.abc import Callable
from pathlib import Path

from ..errors import Problem, UserError
from ..messages import _
from ..published import Document, Line, Table
from ._pdf_pages import UNREADABLE, pages_of
from ._sources import LARGEST_FILE, read_bounded
from ._worker import results_of

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024


def read(path: Path, progress: Callable[[int, int], None] | None = None) -> Document:
    """Return the pages' lines and tables (文書). Raises UserError."""
    if _HEAD not in read_bounded(path, LARGEST_FILE)[:_HEAD_WITHIN]:
        raise UserError(
            _("The file is not what its suffix “{suffix}” says.").format(suffix=path.suffix),
            where=str(path),
            advice=_("Give it its true suffix: .pdf, .docx, .xlsx, .csv or .txt."),
        )
    blocks: list[Line | Table] = []
    problems: list[Problem] = []
    has_pictures = False
    for page in results_of(pages_of, path, _("page {page}, line {line}")):
        blocks += page.blocks
        problems += _unreadable(page.blocks)
        has_pictures |= page.has_picture
        if progress:
            progress(page.number, page.of)
    if not blocks:
        raise _without_text(path, has_pictures=has_pictures)
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, problems=tuple(problems))


def _unreadable(blocks: tuple[Line | Table, ...]) -> list[Problem]:
    """Return a problem for each place with characters that have no name (文字化け)."""
    texts: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Line):
            texts[block.where] = block.text
        else:
            texts.update((cell.where, cell.text) for row in block.rows for cell in row)
    return [
        Problem(
            _("Characters have a picture but no name in the file; they stand as {mark}.").format(
                mark=UNREADABLE
            ),
            where,
            _("Look at the page and put them in."),
        )
        for where, text in texts.items()
        if UNREADABLE in text
    ]


def _without_text(path: Path, *, has_pictures: bool) -> UserError:
    what = _("The file has no text.")
    if has_pictures:
        what = _("The file has pictures of its pages and no text, as a scanner makes them.")
    return UserError(
        what,
        where=str(path),
        advice=_("Ask its publisher for the file it was made from, or let OCR add the text."),
    )
