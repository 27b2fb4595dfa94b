"""PDF (.pdf): the lines and tables of its pages, with errors in their fonts corrected.

Of a spread (見開き), two pages of a book on one sheet, adjacent tables are one.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from itertools import combinations, pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pdfplumber

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ..ir import Document, Extraction, Line, ReadOptions, Table
from .pdf_drawn import drawn_pages, parsing
from .pdf_lines import PageLine, gutter_of, lines_of, with_indents
from .pdf_rules import TOLERANCE, Box, Char, boxes_of, holds, middle_of, straight, with_whole_rules
from .pdf_seen import (
    Fonts,
    is_of_a_letter,
    is_of_browser,
    is_seen,
    struck_heights,
    visible_chars,
    without_highlights,
)
from .pdf_tables import PageGrid, grids_of
from .sources import LARGEST_FILE, UNREADABLE, foreign_kanji, read_bounded

_HEAD = b"%PDF-"
_HEAD_WITHIN = 1024
_MOST_PAGES = 1_000
_FULL = 2.0  # of a character's width, from a line's end to the margin
_BESIDE = 0.5  # of a character's height
_APART = 0.8  # of a character's height, from one line to the next
_ABOVE_TABLE = 40.0  # points, in which what names a table is
_MOST_CHARS = 50_000
_MOST_EDGES = 20_000  # of the longest; hatched areas have more
_SMALLEST_PICTURE = 6.0  # points; smaller ones are dots and pieces of lines
_LARGE = 1.12  # of the size of most characters, that of a heading
_LONGEST_HEADING = 40
_LONGEST_UNIT = 15
_SpanAt = Callable[[float], Span]  # the place at a height of the page


def read(path: Path, options: ReadOptions) -> Extraction:
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
    for page in _pages_of(content, path, options.pages):
        blocks += page.blocks
        problems += page.diagnostics
        has_pictures |= page.has_picture
        yield page.done, page.of
    if not any(text for block in blocks for _span, text in _texts(block)):
        raise _without_text(path, has_pictures=has_pictures)
    if foreign := foreign_kanji(text for block in blocks for _span, text in _texts(block)):
        problems.append(Diagnostic(Level.DOUBT, "kanji-foreign", data={"text": foreign}))
    blocks = list(_with_headings(blocks))
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, diagnostics=tuple(problems))


def _with_headings(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """Yield the lines and tables, with lines of large letters right above tables as headings.

    A line that is the only one of its size is the document's title, and a repeated one a running
    head. Two lines of large letters at the beginning of the document are both its title.
    """
    large = [at for at, block in enumerate(blocks) if isinstance(block, Line) and block.is_heading]
    above = [at for at in large if _is_above_table(blocks[at + 1 : at + 3])]
    times = Counter(block.text for block in blocks if isinstance(block, Line))
    headings = {
        at for at in above if isinstance(line := blocks[at], Line) and times[line.text] == 1
    }
    second = blocks[1] if large[:2] == [0, 1] else None
    goes_on = isinstance(second, Line) and not second.is_apart
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            yield block
            continue
        is_heading = at in headings and len(headings) > 1
        yield replace(block, is_heading=is_heading, is_full=block.is_full or (goes_on and at == 0))


def _is_above_table(below: Sequence[Line | Table]) -> bool:
    """Return whether a table follows (表の前), after one short line such as the unit at most."""
    first = below[0] if below else None
    if isinstance(first, Line) and len(first.text.strip()) <= _LONGEST_UNIT:
        first = below[-1]
    return isinstance(first, Table)


def _unreadable(blocks: Sequence[Line | Table]) -> list[Diagnostic]:
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
        advice=_("Ask its publisher for the file it was made from, or add the text with OCR."),
    )


# Pages


@dataclass(frozen=True, slots=True)
class _PageContent:
    """A page (頁): how many are done and are to be, and what this one holds."""

    done: int
    of: int
    blocks: list[Line | Table]
    diagnostics: list[Diagnostic]
    has_picture: bool


def _pages_of(content: bytes, path: Path, wanted: tuple[int, int] | None) -> Iterator[_PageContent]:
    """Yield the pages (頁). Raises UserError if the file is encrypted, damaged or too long.

    path: of the file with that content, for messages. wanted: the first and last page to read.
    """
    with parsing(path):
        pdf = pdfplumber.open(io.BytesIO(content))  # nothing that needs closing
        pdf.rsrcmgr = Fonts()
        pages = pdf.pages
    first, last = wanted or (1, len(pages))
    if wanted and not 1 <= first <= min(last, len(pages)):
        raise _no_such_pages(path, first, last, len(pages))
    pages = pages[first - 1 : last]
    _refuse_endless(path, len(pages))
    above: list[float] = []
    drawn_whole = drawn_pages(pages)
    for number in range(first, first + len(pages)):
        with parsing(path):
            whole = next(drawn_whole)
            painted = sum(map(is_of_a_letter, whole.curves)) > len(whole.chars) > 0
            page = whole.filter(partial(is_seen, are_letters_painted=painted))
            page.objects["rect"] = with_whole_rules([*page.rects, *boxes_of(page.curves)])
            boxes = [*page.images, *(box for box in page.rects if box.get("fill"))]
            page.objects["rect"] = without_highlights(page.rects, page.lines)
            drawn, edges, images = page.chars, [*straight(page.edges)], page.images
        if len(drawn) > _MOST_CHARS:
            raise _endless(path, number)
        edges = nlargest(_MOST_EDGES, edges, key=lambda edge: max(edge["width"], edge["height"]))
        chars, hidden = visible_chars(drawn, boxes, is_browsers=is_of_browser(whole))
        lines = lines_of(chars)
        span_at = partial(_span, number, [line.middle for line in lines])
        grids, outside = grids_of(edges, chars, above)
        grids = with_whole_spreads(grids, outside)
        above = max(grids, key=lambda grid: grid.bottom).columns if grids else []
        blocks = _blocks(grids, outside, span_at, median(c["size"] for c in chars or [{"size": 0}]))
        overprinted = [span_at(line.middle) for line in lines if line.is_overprinted]
        struck = [span_at(height) for height in struck_heights(chars, edges)]
        problems = [
            *_unreadable(blocks),
            *(Diagnostic(Level.DOUBT, "overprinted", span) for span in overprinted),
            *(Diagnostic(Level.DOUBT, "rule-through-text", span) for span in struck),
            *_pictures(images, grids, span_at),
        ]
        if hidden.strip():
            level = Level.LOSS if hidden.strip("0０ \u3000\n") else Level.NOTE  # sums of blanks
            data = {"text": hidden}
            problems.append(Diagnostic(level, "hidden-text", Span(page=number), data))
        whole.close()
        yield _PageContent(number - first + 1, len(pages), blocks, problems, bool(images))


def _refuse_endless(path: Path, pages: int) -> None:
    if pages > _MOST_PAGES:
        raise UserError(
            _("The file has more than {most} pages.").format(most=_MOST_PAGES),
            where=str(path),
            advice=_("Print the pages with the table to a new file and import that."),
        )


def _no_such_pages(path: Path, first: int, last: int, pages: int) -> UserError:
    return UserError(
        _("There are no pages {first}-{last}.").format(first=first, last=last),
        where=str(path),
        advice=_("The file has {pages} pages.").format(pages=pages),
    )


def _endless(path: Path, page: int) -> UserError:
    return UserError(
        _("A page holds more than any table does."),
        where=f"{path}, " + _("page {page}").format(page=page),
        advice=_("Print the pages with the table to a new file and import that."),
    )


def _span(page: int, heights: Sequence[float], height: float) -> Span:
    return Span(page=page, line=1 + sum(above < height - 1 for above in heights))


def _blocks(
    grids: Sequence[PageGrid], outside: Sequence[Char], span_at: _SpanAt, size: float
) -> list[Line | Table]:
    """Return a page's tables and the lines outside from top to bottom (頁の内容).

    size: that of most of its characters.
    """
    margin = max((grid.right for grid in grids), default=0.0)
    placed = [_Placed(grid.top, grid.left, grid.right, grid.table(span_at)) for grid in grids]
    cuts = _cuts(grids)
    columns = [list(outside)]
    if gutter := gutter_of(outside):
        cuts.append(_Cut(*gutter))
        inside = [c for c in outside if gutter.top <= middle_of(c) <= gutter.bottom]
        columns = [
            [c for c in inside if c["x0"] < gutter.x],
            [c for c in inside if c["x0"] >= gutter.x],
            [c for c in outside if not gutter.top <= middle_of(c) <= gutter.bottom],
        ]
    for chars in columns:
        placed += _lines(lines_of(chars, is_split=True), span_at, margin, size)
    placed.sort(key=lambda block: block.top)
    found: list[Line | Table] = []
    run: list[_Placed] = []
    for one in placed:
        beside = [cut for cut in cuts if cut.top <= one.top <= cut.bottom]
        if beside and not any(one.left < cut.x < one.right for cut in beside):
            run.append(one)
        else:
            found += [*_by_column(run, cuts), one.block]
            run = []
    return [*found, *_by_column(run, cuts)]


class _Placed(NamedTuple):
    """A block and where it is on the page (位置のある要素)."""

    top: float
    left: float
    right: float
    block: Line | Table


class _Cut(NamedTuple):
    """Where a page has columns (段の境): x, and between which heights."""

    x: float
    top: float
    bottom: float


def _cuts(grids: Sequence[PageGrid]) -> list[_Cut]:
    """Return the gaps between tables side by side (左右に並ぶ表)."""
    cuts = []
    for one, other in combinations(sorted(grids, key=lambda grid: grid.left), 2):
        shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        lower = min(one.bottom - one.top, other.bottom - other.top)
        if one.right <= other.left and shared > lower / 2:
            top = min(one.top, other.top) - _ABOVE_TABLE
            cuts.append(_Cut((one.right + other.left) / 2, top, max(one.bottom, other.bottom)))
    return cuts


def _by_column(run: Sequence[_Placed], cuts: Sequence[_Cut]) -> list[Line | Table]:
    """Return blocks that cross no gap (段組の要素), those of the left column first."""
    columns = sorted(run, key=lambda one: sum(cut.x <= one.left for cut in cuts))
    return [one.block for one in columns]


def _pictures(
    images: Sequence[dict[str, Any]], grids: Sequence[PageGrid], span_at: _SpanAt
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each cell with a picture (セルの画像), a loss if it has no text."""
    found: dict[Box, Diagnostic] = {}
    for image in images:
        width, height = image["x1"] - image["x0"], image["bottom"] - image["top"]
        if min(width, height) < _SMALLEST_PICTURE:
            continue
        for box, chars in (cell for grid in grids for cell in grid.cells.items()):
            # One that reaches beyond is a background.
            is_within = width < box[2] - box[0] + _SMALLEST_PICTURE
            if is_within and height < box[3] - box[1] + _SMALLEST_PICTURE and holds(box, image):
                has_text = any(not char["text"].isspace() for char in chars)
                level = Level.NOTE if has_text else Level.LOSS
                found[box] = Diagnostic(level, "picture", span_at(box[1]))
    yield from found.values()


def _lines(
    lines: Sequence[PageLine], span_at: _SpanAt, margin: float, size: float
) -> Iterator[_Placed]:
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    bottom = middle = float("-inf")
    top = min((line.top for line in lines if line.is_turned), default=0.0)
    for place, line in enumerate(lines):
        (text,) = with_indents([line], left, right)
        is_apart = line.top - bottom > line.em * _APART
        is_full = max(right, margin) - line.x1 < line.em * _FULL
        # Vertical lines are side by side, in the order in which they are read.
        height = top + place / len(lines) if line.is_turned else line.middle
        # Texts beside each other are in the order of the row, whatever their sizes are.
        middle = height = middle if abs(height - middle) < line.em * _BESIDE else height
        is_large = line.em > size * _LARGE and len(text) <= _LONGEST_HEADING and "。" not in text
        shown = Line(text, span_at(line.middle), is_large, is_apart, is_full)
        yield _Placed(height, line.x0, line.x1, shown)
        bottom = line.bottom


_PAGE_NUMBER = re.compile(r"[-－―‐–—]?\s*(?P<number>\d{1,4})\s*[-－―‐–—]?")


def with_whole_spreads(grids: Sequence[PageGrid], outside: Sequence[Char]) -> list[PageGrid]:
    """Return the tables of a page, joined if they continue over the fold of a spread (見開きの表).

    Budgets have accounts and amounts on the left page, and their parts and texts on the right one,
    between rules at the same heights. outside: the characters outside the tables, among them the
    numbers of both pages.
    """
    fold = _fold(lines_of(outside, is_split=True))
    if fold is None:
        return [*grids]
    left = [grid for grid in grids if grid.right <= fold]
    right = [grid for grid in grids if grid.left >= fold]
    found = [grid for grid in grids if grid.left < fold < grid.right]
    for grid in left:
        beside = [other for other in right if _goes_on(grid, other)]
        if len(beside) == 1:
            right.remove(beside[0])
            grid = _joined(grid, beside[0])  # noqa: PLW2901
        found.append(grid)
    return [*found, *right]


def _fold(lines: Sequence[PageLine]) -> float | None:
    """Return the fold of a spread (見開きの中央): between two consecutive page numbers."""
    numbered = [(line, match) for line in lines if (match := _PAGE_NUMBER.fullmatch(line.text))]
    for (one, first), (other, second) in pairwise(numbered):
        is_beside = abs(one.middle - other.middle) < TOLERANCE and one.x1 < other.x0
        if is_beside and int(second["number"]) == int(first["number"]) + 1:
            return (one.x0 + other.x1) / 2
    return None


def _goes_on(left: PageGrid, right: PageGrid) -> bool:
    """Return whether a table continues in the one beside it (右頁への続き).

    Both begin and end at the same heights, and each rule through the left one is in the right one,
    except above the first that both have, as headings may have more levels.
    """
    is_as_high = max(abs(left.top - right.top), abs(left.bottom - right.bottom)) < TOLERANCE
    ends = {box[3] for box in right.cells}
    rows = {box[3] for box in left.cells if box[2] > left.right - TOLERANCE}
    shared = [y for y in rows if any(abs(y - end) < TOLERANCE for end in ends)]
    are_whole = len(shared) == len(rows)
    are_whole |= len(shared) > 1 and all(y < min(shared) for y in rows - {*shared})
    return is_as_high and are_whole


def _joined(left: PageGrid, right: PageGrid) -> PageGrid:
    """Return two tables as one (表の結合), the left one extended to where the right one begins."""
    edge, start = left.right - TOLERANCE, right.left
    cells = {
        ((*box[:2], start, box[3]) if box[2] > edge else box): chars
        for box, chars in left.cells.items()
    }
    return replace(left, cells=cells | right.cells)
