"""Articles of an ordinance or a budget (条) become rows of a table.

（一時借入金）
第５条　一時借入金の限度額は、150,000千円と定める。

becomes a row of number 5, named 一時借入金.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ...text.joining import INDENT
from ...text.linebreak import ems
from ...text.normalize import squeezed
from ..headings.titles import is_page_number
from ..ir import Document, Line, ReadingContext, is_full
from .list_lines import NUMBER, TEXT, ListItem, tables_of_items

_NAME = "名称"
_FEWEST = 3
_COUNT = "[0-9０-９一二三四五六七八九十百]+"
_CAPTION = re.compile(r"[(（]([^()（）。]{1,40})[)）]")
_ARTICLE = re.compile(rf"(?P<number>第\s*{_COUNT}\s*条(?:\s*の\s*{_COUNT})*)(?:\s+(?P<text>\S.*))?")
_SUPPLEMENT = re.compile(r"附\s*則(?:\s*[(（].*[)）])?")
_CONTENTS = re.compile(r"目次|附則|第[^第]{1,4}[章編節].*[(（]第.*条[の0-9０-９]*[)）]")
_ENDS = re.compile(rf"第\s*{_COUNT}\s*[章編節表](?:の|\s)|別\s*[表記紙]|様\s*式")
"""What begins with the title of a chapter, a table or an appendix is no part of an article."""


def with_articles_as_rows(document: Document, context: ReadingContext) -> Document:
    """Return a document without tables whose text is in articles with a row for each (条).

    Chapters (第１章) stay lines, as does what stands above the first article and in an appendix.
    A bill that amends others is none.
    """
    lines = [block for block in document.blocks if isinstance(block, Line)]
    if len(lines) < len(document.blocks):
        return document
    found = [*_parted([*_with_indents(lines)] if context.is_wrapped else lines)]
    articles = [one for one in found if isinstance(one, ListItem)]
    if len(articles) < _FEWEST or any(map(_amends, found)):
        return document
    context.diagnostics.doubt("list-read", articles[0].line.span, number=str(len(articles)))
    return replace(document, blocks=tuple(tables_of_items(found, (NUMBER, _NAME, TEXT))))


def _amends(one: Line | ListItem) -> bool:
    """Return whether a text amends another one (改め文), whose articles it quotes."""
    texts = [one.text] if isinstance(one, Line) else one.cells[TEXT] if NUMBER in one.cells else []
    return any("次のように改" in text for text in texts)


def _with_indents(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, each below one that does not fill the page with an indent (段落の字下げ)."""
    longest = max([0.0, *(ems(line.text) for line in lines)])
    yield from lines[:1]
    for above, line in pairwise(lines):
        text = line.text.strip()
        yield line if is_full(above, longest) else replace(line, text=f"{INDENT}{text}")


def _parted(lines: Sequence[Line]) -> Iterator[Line | ListItem]:
    """Yield the articles with all that belongs to them, and the lines between them (条と見出し)."""
    article: ListItem | None = None
    has_begun = False
    texts = [line.text.strip() for line in lines]
    for line, above, text, below in zip(lines, ["", *texts], texts, [*texts[1:], ""], strict=False):
        if is_page_number(text) or (not has_begun and _CONTENTS.fullmatch(squeezed(text))):
            continue
        opened = _opened(line, text, above)
        if article is not None and (opened or _ENDS.match(text)):
            yield article
            article = None
        if opened is not None:
            article, has_begun = opened, True
        elif _CAPTION.fullmatch(text) and _ARTICLE.fullmatch(below):
            continue  # it names the article
        elif article is None:
            yield line
        else:
            article.cells[TEXT].append(line.text)
    if article is not None:
        yield article


def _opened(line: Line, text: str, above: str) -> ListItem | None:
    """Return the article that a line opens (条の始まり), named by its caption above, if any."""
    if _SUPPLEMENT.fullmatch(text):
        return ListItem(line, {_NAME: [squeezed(text)], TEXT: []})
    if not (article := _ARTICLE.fullmatch(text)):
        return None
    number, caption = squeezed(article["number"]), _CAPTION.fullmatch(above)
    cells = {
        NUMBER: [re.sub("[第条]", "", number)],
        _NAME: [caption[1].strip() if caption else number],
        TEXT: [article["text"]] if article["text"] else [],
    }
    return ListItem(line, cells)
