"""Articles of an ordinance or a budget (条) become rows of a table.

（一時借入金）
第５条　一時借入金の限度額は、150,000千円と定める。

becomes a row of number 5, named 一時借入金.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...text.linebreak import INDENT, ems
from ...text.normalize import squeezed
from ..headings.titles import is_page_number
from ..ir import Cell, Document, Line, ReadingContext, Table, is_full
from .list_lines import NUMBER, TEXT

_NAME = "名称"
_FEWEST = 3
_COUNT = "[0-9０-９一二三四五六七八九十百]+"
_CAPTION = re.compile(r"[(（]([^()（）。]{1,40})[)）]")
_ARTICLE = re.compile(rf"(?P<number>第\s*{_COUNT}\s*条(?:\s*の\s*{_COUNT})*)(?:\s+(?P<text>\S.*))?")
_SUPPLEMENT = re.compile(r"附\s*則(?:\s*[(（].*[)）])?")
_CONTENTS = re.compile(r"目次|附則|第[^第]{1,4}[章編節].*[(（]第.*条[の0-9０-９]*[)）]")
_ENDS = re.compile(rf"第\s*{_COUNT}\s*[章編節表](?:の|\s)|別\s*[表記紙]|様\s*式")
"""What begins with the title of a chapter, a table or an appendix is no part of an article."""


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
    A bill that amends others is none.
    """
    lines = [block for block in document.blocks if isinstance(block, Line)]
    if len(lines) < len(document.blocks):
        return document
    found = [*_parted([*_with_indents(lines)] if context.is_wrapped else lines)]
    articles = [one for one in found if isinstance(one, _Article)]
    if len(articles) < _FEWEST or any(map(_amends, found)):
        return document
    context.diagnostics.doubt("list-read", articles[0].line.span, number=str(len(articles)))
    return replace(document, blocks=tuple(_tables(found)))


def _amends(one: Line | _Article) -> bool:
    """Return whether a text amends another one (改め文), whose articles it quotes."""
    texts = [one.text] if isinstance(one, Line) else one.texts if one.number else []
    return any("次のように改" in text for text in texts)


def _with_indents(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, each below one that does not fill the page with an indent (段落の字下げ)."""
    longest = max([0.0, *(ems(line.text) for line in lines)])
    yield from lines[:1]
    for above, line in pairwise(lines):
        text = line.text.strip()
        yield line if is_full(above, longest) else replace(line, text=f"{INDENT}{text}")


def _parted(lines: Sequence[Line]) -> Iterator[Line | _Article]:
    """Yield the articles with all that belongs to them, and the lines between them (条と見出し)."""
    own: _Article | None = None
    has_begun = False
    texts = [line.text.strip() for line in lines]
    for line, above, text, below in zip(lines, ["", *texts], texts, [*texts[1:], ""], strict=False):
        if is_page_number(text) or (not has_begun and _CONTENTS.fullmatch(squeezed(text))):
            continue
        opened = _opened(line, text, above)
        if own is not None and (opened or _ENDS.match(text)):
            yield own
            own = None
        if opened is not None:
            own, has_begun = opened, True
        elif _CAPTION.fullmatch(text) and _ARTICLE.fullmatch(below):
            continue  # it names the article
        elif own is None:
            yield line
        else:
            own.texts.append(line.text)
    if own is not None:
        yield own


def _opened(line: Line, text: str, above: str) -> _Article | None:
    """Return the article that a line opens (条の始まり), named by its caption above, if any."""
    if _SUPPLEMENT.fullmatch(text):
        return _Article(line, "", squeezed(text))
    if not (article := _ARTICLE.fullmatch(text)):
        return None
    number, caption = squeezed(article["number"]), _CAPTION.fullmatch(above)
    texts = [article["text"]] if article["text"] else []
    digits = re.sub("[第条]", "", number)
    return _Article(line, digits, caption[1].strip() if caption else number, texts)


def _tables(found: Sequence[Line | _Article]) -> Iterator[Line | Table]:
    """Yield the lines, and a table for each run of articles (条の表)."""
    run: list[_Article] = []
    for one in (*found, None):
        if isinstance(one, _Article):
            run.append(one)
            continue
        if run:
            yield _table(run)
            run = []
        if one is not None:
            yield one


def _table(articles: Sequence[_Article]) -> Table:
    span = articles[0].line.span
    head = [Cell((heading,), span, 0, at) for at, heading in enumerate((NUMBER, _NAME, TEXT))]
    cells = [
        Cell(tuple(texts), article.line.span, row, at)
        for row, article in enumerate(articles, 1)
        for at, texts in enumerate(((article.number,), (article.name,), article.texts))
    ]
    return Table((*head, *cells), len(articles) + 1, len(head), span, header=1)
