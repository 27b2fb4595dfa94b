"""PDF (.pdf): ruled tables and the lines around them."""

from collections.abc import Generator, Iterator
from pathlib import Path

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ..ir import Document, Line, ReadOptions, Table
from .pdf_pages import pages_of
from .sources import LARGEST_FILE, UNREADABLE, read_bounded

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024


def read(path: Path, options: ReadOptions) -> Generator[tuple[int, int], None, Document]:
    """Return the pages' lines and tables (文書), yielding how many are done. Raises UserError."""
    content = read_bounded(path, LARGEST_FILE)
    if _HEAD not in content[:_HEAD_WITHIN]:
        raise UserError(
            _("The file is not what its suffix “{suffix}” says.").format(suffix=path.suffix),
            where=str(path),
            advice=_("Give it its true suffix: .pdf, .docx, .xlsx, .csv or .txt."),
        )
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    has_pictures = False
    for page in pages_of(content, path, options.pages):
        blocks += page.blocks
        problems += _unreadable(page.blocks)
        problems += (Diagnostic(Level.DOUBT, "overprinted", span) for span in page.overprinted)
        problems += (Diagnostic(Level.DOUBT, "rule-through-text", span) for span in page.struck)
        if page.hidden.strip():
            span, data = Span(page=page.number), {"text": page.hidden}
            problems.append(Diagnostic(Level.LOSS, "hidden-text", span, data))
        has_pictures |= page.has_picture
        yield page.done, page.of
    if not any(text for block in blocks for _span, text in _texts(block)):
        raise _without_text(path, has_pictures=has_pictures)
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, diagnostics=tuple(problems))


def _unreadable(blocks: tuple[Line | Table, ...]) -> list[Diagnostic]:
    """Return a diagnostic for each place with characters that have no name (文字化け)."""
    return [
        Diagnostic(Level.LOSS, "characters-without-name", span, {"text": UNREADABLE})
        for block in blocks
        for span, text in _texts(block)
        if UNREADABLE in text
    ]


def _texts(block: Line | Table) -> Iterator[tuple[Span, str]]:
    if isinstance(block, Line):
        yield block.span, block.text
    else:
        yield from ((cell.span, cell.text) for cell in block.cells)


def _without_text(path: Path, *, has_pictures: bool) -> UserError:
    what = _("The file has no text.")
    if has_pictures:
        what = _("The file has pictures of its pages and no text, as a scanner makes them.")
    return UserError(
        what,
        where=str(path),
        advice=_("Ask its publisher for the file it was made from, or let OCR add the text."),
    )
