"""Articles of an ordinance or a budget (条) become rows of a table.

（一時借入金）
第５条　一時借入金の限度額は、150,000千円と定める。

becomes a row of number 5, named 一時借入金.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...text.linebreak import INDENT, ems
from ...text.normalize import squeezed
from ..headings.titles import is_page_number
from ..ir import Cell, Document, Line, ReadingContext, Table, is_full
from .list_lines import NUMBER, TEXT

_NAME = "名称"
_FEWEST = 3
_CAPTION = re.compile(r"[(（]\s*([^()（）。]{1,40})\s*[)）]")
_COUNT = "[0-9０-９一二三四五六七八九十百]+"
_ARTICLE = re.compile(rf"(?P<number>第\s*{_COUNT}\s*条(?:\s*の\s*{_COUNT})*)(?:\s+(?P<text>\S.*))?")
_SUPPLEMENT = re.compile(r"附\s*則(?:\s*[(（].*[)）])?")
_CONTENTS = re.compile(r"目次|附則|第[^第]{1,4}[章編節].*[(（]第.*条[の0-9０-９]*[)）]")
_ENDS = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十]+\s*[章編節](?:の|\s)|別\s*[表記紙]|様\s*式"
)
"""What begins with the title of a chapter or with an appendix is no part of an article."""


@dataclass(slots=True)
class _Article:
    """An article (条): its first line, number and caption, and its paragraphs."""

    line: Line
    number: str
    name: str
    texts: list[str] = field(default_factory=list)


def with_articles_as_rows(document: Document, context: ReadingContext) -> Document:
    """Return a document without tables whose text is in articles with a row for each (条).

    Chapters (第１章) stay lines, as does what stands above the first article and in an appendix.
    """
    lines = [block for block in document.blocks if isinstance(block, Line)]
    if len(lines) < len(document.blocks):
        return document
    longest = max([0.0, *(ems(line.text) for line in lines)])
    found = [*_parted(_with_indents(lines, longest) if context.is_wrapped else lines)]
    articles = [one for one in found if isinstance(one, _Article)]
    if len(articles) < _FEWEST:
        return document
    context.diagnostics.doubt("list-read", articles[0].line.span, number=str(len(articles)))
    return replace(document, blocks=tuple(_tables(found)))


def _with_indents(lines: Sequence[Line], longest: float) -> Iterator[Line]:
    """Yield the lines, each below one that does not fill the page with an indent (段落の字下げ)."""
    yield from lines[:1]
    for above, line in pairwise(lines):
        text = line.text.strip()
        yield line if is_full(above, longest) else replace(line, text=f"{INDENT}{text}")


def _parted(lines: Iterable[Line]) -> Iterator[Line | _Article]:
    """Yield the articles with all that belongs to them, and the lines between them (条と見出し)."""
    own: _Article | None = None
    caption: Line | None = None
    has_begun = False
    for line in lines:
        text = line.text.strip()
        if is_page_number(text) or (not has_begun and _CONTENTS.fullmatch(squeezed(text))):
            continue
        article = _ARTICLE.fullmatch(text)
        if caption is not None and not article:  # a remark in brackets
            if own is None:
                yield caption
            else:
                own.texts.append(caption.text)
        name = _CAPTION.fullmatch(caption.text.strip()) if caption and article else None
        first, caption = caption, None
        if article or _SUPPLEMENT.fullmatch(text):
            if own is not None:
                yield own
            number = squeezed(article["number"] if article else text)
            has_begun = True
            digits = number.strip("第").replace("条", "") if article else ""
            own = _Article(first or line, digits, name[1] if name else number)
            own.texts += [article["text"]] if article and article["text"] else []
        elif _CAPTION.fullmatch(text):
            caption = line
        elif own is None or _ENDS.match(text):
            if own is not None:
                yield own
            own = None
            yield line
        else:
            own.texts.append(line.text)
    yield from (one for one in (own, caption) if one is not None)


def _tables(found: Sequence[Line | _Article]) -> Iterator[Line | Table]:
    """Yield the lines, and a table for each run of articles (条の表)."""
    run: list[_Article] = []
    for one in found:
        if isinstance(one, _Article):
            run.append(one)
            continue
        if run:
            yield _table(run)
            run = []
        yield one
    if run:
        yield _table(run)


def _table(articles: Sequence[_Article]) -> Table:
    span = articles[0].line.span
    head = [Cell((heading,), span, 0, at) for at, heading in enumerate((NUMBER, _NAME, TEXT))]
    cells = [
        Cell(tuple(texts), article.line.span, row, at)
        for row, article in enumerate(articles, 1)
        for at, texts in enumerate(((article.number,), (article.name,), article.texts))
    ]
    return Table((*head, *cells), len(articles) + 1, len(head), span, header=1)
