"""Join what lines and pages cut (行の結合): figures, titles over several lines, headers.

Titles over several lines occur only in documents whose lines end where the page does (PDF, text).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from typing import cast

from ...text.joining import INDENT, join
from ...text.linebreak import ems
from ...text.normalize import fold, squeezed
from ...text.number_headings import is_unit_line
from ...text.quantities import whole_figure
from ..headings.header_rows import is_figure
from ..headings.titles import (
    is_date,
    is_page_number,
    marked_title,
    may_be_title,
    numbered_title,
    publisher_alone,
    source_and_title,
    split_amount,
)
from ..headings.vocabulary import is_note, names_edition
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order, is_full

_MOST_LINES = 3
_LONGEST_HEADING = 40
_SENTENCE_ENDS = ("。", "．", "｡")


def with_single_lines(document: Document, _context: ReadingContext) -> Document:
    """Return the document with titles and the amounts or units beside them on separate lines.

    A number broken by the layout is joined.
    """
    blocks: list[Line | Table] = []
    for block in document.blocks:
        if isinstance(block, Line):
            blocks += (replace(block, text=text) for text in split_amount(block.text))
        elif document.is_wrapped:
            blocks.append(replace(block, cells=tuple(map(_with_whole_figure, block.cells))))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _with_whole_figure(cell: Cell) -> Cell:
    lines = whole_figure(cell.lines)
    return cell if lines is cell.lines else cell._replace(lines=tuple(lines))


def with_whole_titles(document: Document, _context: ReadingContext) -> Document:
    """Return the document with each title on one line (見出しの結合).

    A title that fills its line continues on the lines close below, unless these end in a sentence:
    then they are the aim. So does one above a table that is incomplete (までの), or whose next line
    is (及び…). An article above a table gets its caption as its title.
    """
    document = replace(document, blocks=tuple(_with_captions(document.blocks)))
    if not document.is_wrapped:
        return document
    document = replace(document, blocks=tuple(_with_whole_title(document.blocks)))
    longest = max([0.0, *(ems(b.text) for b in document.blocks if isinstance(b, Line))])
    blocks: list[Line | Table] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        if isinstance(block, Line) and _opens_title(block.text):
            rest = _lines_of_title(block, document.blocks[at : at + _MOST_LINES], longest)
            text = join(line.text.strip() for line in (block, *rest))
            if rest and _is_whole_title(text):
                block = replace(block, text=text)
                at += len(rest)
        elif isinstance(block, Line) and _is_open_above(block, document.blocks[at : at + _NEAR]):
            below = cast("Line", document.blocks[at])
            whole = join((block.text.strip(), below.text.strip()))
            block = replace(below, text=whole, is_heading=True)
            at += 1
        blocks.append(block)
    return replace(document, blocks=tuple(_with_page_headings(blocks)))


def _with_captions(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """Yield the blocks with the caption of an article as the title of its table (条の見出し).

    （手数料） above 第２条 手数料は、… and a table becomes 手数料（第２条）, whatever the article
    says.
    """
    article: re.Match[str] | None = None
    for at, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Line) else ""
        if article is not None and isinstance(block, Line):
            yield replace(block, text=article["text"], is_apart=False)
            article = None
            continue
        caption = _CAPTION.fullmatch(text)
        article = _article_below(blocks, at) if caption else None
        if caption and article and isinstance(block, Line):
            title = f"{caption[1]}（{article['number']}）"
            yield replace(block, text=title, is_heading=True)
        else:
            yield block


def _article_below(blocks: Sequence[Line | Table], at: int) -> re.Match[str] | None:
    """Return the article between a caption and its table (見出しの下の条), None without one."""
    near = blocks[at + 1 : at + 1 + _MOST_OF_ARTICLE]
    below = [one for one in takewhile(_is_line_of_article, near) if isinstance(one, Line)]
    table = next(iter(blocks[at + 1 + len(below) :]), None)
    is_one = isinstance(table, Table) and not any(numbered_title(b.text) for b in below[1:])
    return _ARTICLE.fullmatch(below[0].text.strip()) if below and is_one else None


def _is_line_of_article(block: Line | Table) -> bool:
    return isinstance(block, Line) and not _CAPTION.fullmatch(block.text.strip())


_MOST_OF_ARTICLE = 9
_CAPTION = re.compile(r"[(（]\s*+([^()（）。]{2,40})\s*[)）]")
_ARTICLE = re.compile(r"(?P<number>第\s*[0-9０-９]+\s*条)\s+(?P<text>\S.*)")


def _is_open_above(line: Line, below: Sequence[Line | Table]) -> bool:
    """Return whether the title of a table is incomplete and continues below (表題の続き)."""
    rest = below[0] if below else None
    if not isinstance(rest, Line) or not any(isinstance(block, Table) for block in below):
        return False
    is_open = _OPEN_END.search(line.text) or _OPEN_START.match(rest.text.strip())
    return bool(is_open) and _continues(line, rest)


_NEAR = 3  # blocks from the rest of a title to its table, with a unit between them


def _with_page_headings(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """Yield the blocks, with the first line of each later page as a heading (頁の表題).

    It is one if it is no running head and a table follows, with at most lines such as the unit
    between.
    """
    times = Counter(block.text for block in blocks if isinstance(block, Line))
    most = max(1, max((block.span.page for block in blocks), default=0) // 2)
    for page in ([*group] for _, group in groupby(blocks, key=lambda block: block.span.page)):
        numbers = (isinstance(block, Line) and is_page_number(block.text) for block in page)
        at = next((n for n, is_number in enumerate(numbers) if not is_number), 0)
        first, below = page[at], page[at + 1 : at + 2 + _MOST_LINES]
        other = next((block for block in below if not _is_short(block)), first)
        if isinstance(first, Line) and isinstance(other, Table) and page[0] is not blocks[0]:
            is_free = _is_short(first) and not first.is_full and times[first.text] <= most
            is_title = first.is_heading or (is_free and _is_title(first.text))
            page[at] = replace(first, is_heading=is_title)
        yield from page


def _is_short(block: Line | Table) -> bool:
    return isinstance(block, Line) and len(block.text) <= _LONGEST_HEADING


def _is_title(text: str) -> bool:
    is_other = (source_and_title, publisher_alone, is_date, is_unit_line, is_page_number)
    return may_be_title(text) and not any(test(text) for test in is_other)


def _with_whole_title(blocks: Sequence[Line | Table]) -> Sequence[Line | Table]:
    """Return the blocks with the document's own title on one line (標題の結合).

    A year is joined with what is below it; otherwise a full or incomplete line is continued.
    """
    end = next((n for n, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    lines = [block for block in blocks[:end] if isinstance(block, Line)]
    first = next((n for n, b in enumerate(lines) if _is_year(b.text) or _is_title(b.text)), 0)
    below = lines[first : first + _MOST_LINES]
    count = next(
        (n for n, two in enumerate(pairwise(below), 1) if not _continues(*two)), len(below)
    )
    if count < 2:  # noqa: PLR2004
        return blocks
    texts = [line.text.strip() + INDENT * _is_year(line.text) for line in below[:count]]
    return [*lines[:first], replace(below[0], text=join(texts)), *blocks[first + count :]]


def _is_year(text: str) -> bool:
    return "年度" in squeezed(text) and is_date(squeezed(text))


def _continues(line: Line, below: Line) -> bool:
    """Return whether the document's title continues on the line below (標題の続き)."""
    if _opens_title(line.text) or _opens_title(below.text) or not _is_title(below.text):
        return False
    if _is_year(line.text):
        return not re.search("年度?", squeezed(below.text))
    is_open = line.is_full or _OPEN_END.search(line.text) or _OPEN_START.match(below.text.strip())
    return bool(is_open) and not below.is_apart and _is_title(line.text)


_OPEN = "及び|および|並びに|ならびに|又は|または|における|に係る|に関する|に対する|・"
_OPEN_END = re.compile(rf"(?:{_OPEN}|[のにをとへ])\s*\Z")
_OPEN_START = re.compile(rf"{_OPEN}|[のにをと](?=[一-龠])")


def _lines_of_title(title: Line, below: Sequence[Line | Table], longest: float) -> list[Line]:
    """Return the lines that continue the title (見出しの続き): after a full line, or an open 【."""
    rest: list[Line] = []
    last = title
    for line in below:
        if (
            not isinstance(line, Line)
            or line.is_apart
            or not (is_full(last, longest) or _is_open(title, *rest))
            or line.is_heading
            or _opens_title(line.text)
            or is_note(line.text)
            or is_page_number(line.text)
        ):
            break
        rest.append(line)
        last = line
    is_sentence = any(line.text.rstrip().endswith(_SENTENCE_ENDS) for line in rest)
    return [] if is_sentence or len(rest) == _MOST_LINES else rest


def _is_open(*lines: Line) -> bool:
    return sum(line.text.count("【") - line.text.count("】") for line in lines) > 0


def _is_whole_title(text: str) -> bool:
    return numbered_title(text) is not None or marked_title(text) is not None


def _opens_title(text: str) -> bool:
    """Return whether a title begins with the line (見出しの始まり); its bracket may be open."""
    return _is_whole_title(text) or _is_whole_title(f"{text}】")


# --- Headers whose levels are apart -------------------------------------------------------------

_MOST_LEVELS = 3
_SAME_EDGE = 3.0  # points


def with_whole_headers(document: Document, _context: ReadingContext) -> Document:
    """Return the document with headers whose levels are apart made whole (見出しの結合).

    Where a page ends within one, the upper level is all that the page has of its table; the lower
    level opens the next page, blank below headings without a further level. A sheet repeats such
    headings above the page's first rule.
    """
    blocks: list[Line | Table | None] = list(document.blocks)
    tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    for at, below in pairwise(tables):
        upper, rest = document.blocks[at], document.blocks[below]
        assert isinstance(upper, Table)  # noqa: S101
        assert isinstance(rest, Table)  # noqa: S101
        if (whole := _joined(upper, rest)) is None:
            continue
        blocks[at], blocks[below] = None, whole
        shown = {fold(cell.text) for cell in upper.cells}
        for place in range(at + 1, below):
            line = document.blocks[place]
            if isinstance(line, Line) and fold(line.text.strip()) in shown:
                blocks[place] = None
    kept = (block for block in blocks if block is not None)
    levelled = (_with_level_above(one) if isinstance(one, Table) else one for one in kept)
    return replace(document, blocks=tuple(levelled))


def _with_level_above(table: Table) -> Table:
    """Return a table with editions below one of its headings moved to the header (小見出しの分離).

    変更前 and 変更後 under 期間 are no values if the cells beside them are merged with those of the
    row below.
    """
    rows: list[list[Cell]] = [[], []]
    for cell in takewhile(lambda cell: cell.row < len(rows), table.cells):
        rows[cell.row].append(cell)
    apart = [cell for cell in rows[1] if cell.row_span == 1]
    places = {cell.column for cell in apart}
    over = {at for c in rows[0] if c.col_span > 1 for at in range(c.column, c.column + c.col_span)}
    is_level = len(apart) > 1 and places <= over and len(apart) < len(rows[1])
    if not is_level or not all(names_edition(cell.text) and cell.col_span == 1 for cell in apart):
        return table
    cells = [
        cell._replace(row=2, row_span=cell.row_span - 1)
        if cell.row == 1 and cell.row_span > 1
        else cell._replace(row_span=2)
        if cell.row == 0 and cell.column not in over
        else cell
        for cell in table.cells
    ]
    return replace(table, cells=in_order(cells))


def _joined(upper: Table, rest: Table) -> Table | None:
    """Return a table with the levels of its header from the page before (結合した表), if any."""
    box, other = upper.span.box, rest.span.box
    if box is None or other is None or rest.span.page != upper.span.page + 1:
        return None
    is_as_wide = abs(box[0] - other[0]) < _SAME_EDGE and abs(box[2] - other[2]) < _SAME_EDGE
    if not is_as_wide or upper.height >= _MOST_LEVELS or rest.height < _MOST_LEVELS - 1:
        return None
    under = {cell.column: cell for cell in rest.cells if cell.row == 0 and cell.text}
    columns = _columns_below(upper, rest)
    is_level = False
    cells: list[Cell] = []
    for cell in upper.cells:
        places = columns.get(id(cell), ())
        if not places:
            return None
        last = cell.row + cell.row_span == upper.height
        parts = [under[at] for at in places if at in under] if last else []
        if parts and (len(places) == 1 or len(parts) < len(places) or any(map(_is_value, parts))):
            return None
        is_level |= bool(parts)
        row_span = cell.row_span + (last and not parts)
        cells.append(cell._replace(column=places[0], col_span=len(places), row_span=row_span))
    if not is_level:
        return None
    kept = (cell for cell in rest.cells if cell.row or cell.text)
    cells += (cell._replace(row=cell.row + upper.height) for cell in kept)
    return replace(rest, cells=tuple(cells), height=upper.height + rest.height)


def _is_value(cell: Cell) -> bool:
    return is_figure(cell.text) or cell.row_span > 1


def _columns_below(upper: Table, rest: Table) -> Mapping[int, Sequence[int]]:
    """Return for each cell of a level, by identity, the columns that it is over (下の列)."""
    middles: dict[int, float] = {}
    for cell in rest.cells:
        if cell.span.box and cell.col_span == 1:
            middles.setdefault(cell.column, (cell.span.box[0] + cell.span.box[2]) / 2)
    if len(middles) < rest.width:
        return {}
    return {
        id(cell): [at for at in range(rest.width) if box[0] < middles[at] < box[2]]
        for cell in upper.cells
        if (box := cell.span.box)
    }
