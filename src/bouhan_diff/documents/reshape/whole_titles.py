"""Lines that are one (行の結合): amounts apart from titles, and titles over several lines joined.

Only a document whose lines end where its page does (a PDF, a text) has titles over several lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import cast

from ...text.linebreak import INDENT, ems, join
from ...text.normalize import squeezed
from ...text.quantities import whole_figure
from ..headings.titles import (
    is_date,
    is_page_number,
    is_unit,
    marked_title,
    may_be_title,
    numbered_title,
    publisher_alone,
    source_and_title,
    split_amount,
)
from ..headings.vocabulary import is_note
from ..ir import Cell, Document, Line, ReadingContext, Table, is_full

_MOST_LINES = 3
_LONGEST_HEADING = 40
_SENTENCE_ENDS = ("。", "．", "｡")


def with_single_lines(document: Document, _context: ReadingContext) -> Document:
    """Return the document, titles and the amounts or units beside them on lines of their own.

    What the layout broke amid a number is one line.
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

    A title that fills its line continues in the lines close below it, unless these end in a
    sentence: then they are the aim. So does one above a table that ends as none does: までの.
    """
    if not document.is_wrapped:
        return document
    document = replace(document, blocks=tuple(_with_own_title(document.blocks)))
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
            block = replace(below, text=join((block.text.strip(), below.text.strip())))
            at += 1
        blocks.append(block)
    return replace(document, blocks=tuple(_with_page_headings(blocks)))


def _is_open_above(line: Line, below: Sequence[Line | Table]) -> bool:
    """Return whether a table's title goes on on the line below (表題の続き), as its words do."""
    goes_on = below and isinstance(below[0], Line) and _goes_on(line, below[0])
    is_above = any(isinstance(block, Table) for block in below)
    return bool(goes_on and is_above and _OPEN_END.search(line.text))


_NEAR = 3  # blocks from the rest of a title to its table, with a unit between them


def _with_page_headings(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """Yield the blocks, the first line of each page but the first as a heading (頁の表題).

    It is one if no running head and a table is right below it, or below lines such as the unit.
    """
    times = Counter(block.text for block in blocks if isinstance(block, Line))
    most = max(1, max((block.span.page for block in blocks), default=0) // 2)
    for page in ([*own] for _, own in groupby(blocks, key=lambda block: block.span.page)):
        numbers = (isinstance(block, Line) and is_page_number(block.text) for block in page)
        at = next((n for n, is_number in enumerate(numbers) if not is_number), 0)
        first, below = page[at], page[at + 1 : at + 2 + _MOST_LINES]
        other = next((block for block in below if not _is_short(block)), first)
        if isinstance(first, Line) and isinstance(other, Table) and page[0] is not blocks[0]:
            is_free = _is_short(first) and not first.is_full and times[first.text] <= most
            is_title = first.is_heading or (is_free and _is_own_title(first.text))
            page[at] = replace(first, is_heading=is_title)
        yield from page


def _is_short(block: Line | Table) -> bool:
    return isinstance(block, Line) and len(block.text) <= _LONGEST_HEADING


def _is_own_title(text: str) -> bool:
    is_other = (source_and_title, publisher_alone, is_date, is_unit, is_page_number)
    return may_be_title(text) and not any(test(text) for test in is_other)


def _with_own_title(blocks: Sequence[Line | Table]) -> Sequence[Line | Table]:
    """Return the blocks with the document's own title on one line (標題の結合).

    So is a year with what is below it; else a line that is full goes on, or one open in its words.
    """
    end = next((n for n, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    lines = [block for block in blocks[:end] if isinstance(block, Line)]
    first = next((n for n, b in enumerate(lines) if _is_year(b.text) or _is_own_title(b.text)), 0)
    own = lines[first : first + _MOST_LINES]
    count = next((n for n, two in enumerate(pairwise(own), 1) if not _goes_on(*two)), len(own))
    if count < 2:  # noqa: PLR2004
        return blocks
    texts = [line.text.strip() + INDENT * _is_year(line.text) for line in own[:count]]
    return [*lines[:first], replace(own[0], text=join(texts)), *blocks[first + count :]]


def _is_year(text: str) -> bool:
    return "年度" in squeezed(text) and is_date(squeezed(text))


def _goes_on(line: Line, below: Line) -> bool:
    """Return whether the document's title goes on on the line below (標題の続き)."""
    if _opens_title(line.text) or _opens_title(below.text) or not _is_own_title(below.text):
        return False
    if _is_year(line.text):
        return not re.search("年度?", squeezed(below.text))
    is_open = line.is_full or _OPEN_END.search(line.text) or _OPEN_START.match(below.text.strip())
    return bool(is_open) and not below.is_apart and _is_own_title(line.text)


_OPEN = "及び|および|並びに|ならびに|又は|または|における|に係る|に関する|に対する|・"
_OPEN_END = re.compile(rf"(?:{_OPEN}|[のにをとへ])\s*\Z")
_OPEN_START = re.compile(rf"{_OPEN}|[のにをと](?=[一-龠])")


def _lines_of_title(title: Line, below: Sequence[Line | Table], longest: float) -> list[Line]:
    """Return the lines that continue the title (見出しの続き): below a full line, or an open 【."""
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
