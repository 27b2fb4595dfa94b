"""PDF (.pdf): ruled tables and the lines around them."""

from collections.abc import Generator, Iterator
from pathlib import Path

from ...errors import Problem, UserError
from ...messages import _
from ..interpret import Document, Line, Table
from .pdf_pages import UNREADABLE, pages_of
from .sources import LARGEST_FILE, read_bounded

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024


def read(path: Path) -> Generator[tuple[int, int], None, Document]:
    """Return the pages' lines and tables (文書), yielding how many are done. Raises UserError."""
    content = read_bounded(path, LARGEST_FILE)
    if _HEAD not in content[:_HEAD_WITHIN]:
        raise UserError(
            _("The file is not what its suffix “{suffix}” says.").format(suffix=path.suffix),
            where=str(path),
            advice=_("Give it its true suffix: .pdf, .docx, .xlsx, .csv or .txt."),
        )
    blocks: list[Line | Table] = []
    problems: list[Problem] = []
    has_pictures = False
    for page in pages_of(content, path):
        blocks += page.blocks
        problems += _unreadable(page.blocks)
        problems += map(_overprinted, page.overprinted)
        problems += map(_struck, page.struck)
        has_pictures |= page.has_picture
        yield page.number, page.of
    if not any(text for block in blocks for _where, text in _texts(block)):
        raise _without_text(path, has_pictures=has_pictures)
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, problems=tuple(problems))


def _unreadable(blocks: tuple[Line | Table, ...]) -> list[Problem]:
    """Return a problem for each place with characters that have no name (文字化け)."""
    texts = dict(found for block in blocks for found in _texts(block))
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


def _overprinted(where: str) -> Problem:
    return Problem(
        _("Characters lie on each other; their order may be wrong."),
        where,
        _("Compare it with the document."),
    )


def _struck(where: str) -> Problem:
    return Problem(
        _("A rule runs through characters, which were read all the same."),
        where,
        _("Compare it with the document, and delete what is struck out."),
    )


def _texts(block: Line | Table) -> Iterator[tuple[str, str]]:
    if isinstance(block, Line):
        yield block.where, block.text
    else:
        yield from ((cell.where, cell.text) for row in block.rows for cell in row)


def _without_text(path: Path, *, has_pictures: bool) -> UserError:
    what = _("The file has no text.")
    if has_pictures:
        what = _("The file has pictures of its pages and no text, as a scanner makes them.")
    return UserError(
        what,
        where=str(path),
        advice=_("Ask its publisher for the file it was made from, or let OCR add the text."),
    )
