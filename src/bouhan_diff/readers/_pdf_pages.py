"""Pages of a PDF (PDFの頁) to lines and tables, with what their fonts say mended."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UserError
from ..messages import _
from ..published import Line, Table
from ..published.wrapping import mend
from ._pdf_lines import Char, TextLine, lines_of, with_indents
from ._pdf_tables import grids_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

UNREADABLE = "〓"
"""Stands for a character that the file has a picture of but no name for (文字化け)."""

MOST_PAGES = 200
_APART = 0.8  # of a character's height, from one line to the next
_MOST_CHARS = 50_000
_MOST_EDGES = 20_000

_CID = re.compile(r"\(cid:\d+\)")
# A browser names a glyph that has several names by the first in Unicode's order.
_BROWSER = "Skia/PDF"
_GLYPHS = str.maketrans("\u2003ʻ‧‵∕\u2329\u232a〜", "\u3000‘・｀／〈〉～")


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page (頁): how many there are, and what this one holds."""

    number: int
    of: int
    blocks: tuple[Line | Table, ...]
    has_picture: bool


def pages_of(content: bytes, path: Path) -> Iterator[PageContent]:
    """Yield the pages (頁). Raises UserError: the file is encrypted, damaged or too long.

    path: of the file with that content, for messages.
    """
    import pdfplumber  # noqa: PLC0415  takes a third of a second
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415  see above

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            count = len(pdf.pages)
            is_browsers = str(pdf.metadata.get("Producer", "")).startswith(_BROWSER)
            _refuse_endless(path, count)
            for number, page in enumerate(pdf.pages, 1):
                chars, has_picture = _chars(path, page, is_browsers=is_browsers), bool(page.images)
                blocks = tuple(_blocks(page, chars))
                page.close()
                yield PageContent(number, count, blocks, has_picture)
    except (UserError, MemoryError):
        raise
    except Exception as error:  # pdfminer answers a broken file with errors of any kind
        causes = (error, *error.args, error.__context__)
        if any(isinstance(cause, MemoryError) for cause in causes):
            raise MemoryError from error
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise _encrypted(path) from error
        raise _damaged(path) from error


def _refuse_endless(path: Path, pages: int) -> None:
    if pages > MOST_PAGES:
        raise UserError(
            _("The file has more than {most} pages.").format(most=MOST_PAGES),
            where=str(path),
            advice=_("Print the pages with the table to a new file and import that."),
        )


def _chars(path: Path, page: "Page", *, is_browsers: bool) -> list[Char]:
    """Return the page's characters (文字), with radicals and shared glyphs mended."""
    chars: list[Char] = page.dedupe_chars().chars
    if len(chars) > _MOST_CHARS or len(page.edges) > _MOST_EDGES:
        raise UserError(
            _("A page holds more than any table does."),
            where=f"{path}, " + _("page {page}").format(page=page.page_number),
            advice=_("Print the pages with the table to a new file and import that."),
        )
    for char in chars:
        text = mend(_CID.sub(UNREADABLE, char["text"]))
        char["text"] = text.translate(_GLYPHS) if is_browsers else text
    return chars


def _blocks(page: "Page", chars: Sequence[Char]) -> Iterator[Line | Table]:
    """Yield the page's lines and tables from top to bottom (頁の内容)."""
    heights = [line.middle for line in lines_of(chars)]

    def where(height: float) -> str:
        line = 1 + sum(above < height - 1 for above in heights)
        return _("page {page}, line {line}").format(page=page.page_number, line=line)

    grids, outside = grids_of(page, chars)
    found: list[tuple[float, Line | Table]] = [(grid.top, grid.table(where)) for grid in grids]
    found += _lines(lines_of(outside, is_split=True), where)
    yield from (block for _top, block in sorted(found, key=lambda pair: pair[0]))


def _lines(
    lines: Sequence[TextLine], where: Callable[[float], str]
) -> Iterator[tuple[float, Line]]:
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    bottom = float("-inf")
    for line in lines:
        (text,) = with_indents([line], left, right)
        is_apart = line.top - bottom > line.em * _APART
        yield line.middle, Line(text, where(line.middle), is_apart=is_apart)
        bottom = line.bottom


def _encrypted(path: Path) -> UserError:
    return UserError(
        _("The file is protected by a password."),
        where=str(path),
        advice=_("Open it with the password and print it to a new file."),
    )


def _damaged(path: Path) -> UserError:
    return UserError(
        _("The file is damaged, or not what its suffix “{suffix}” says.").format(
            suffix=path.suffix
        ),
        where=str(path),
        advice=_("Open it in its program and save it anew."),
    )
