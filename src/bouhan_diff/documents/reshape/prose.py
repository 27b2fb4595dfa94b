"""Plans in prose (文章の計画): titles over paragraphs, or articles, become rows of a table.

Small offices write a plan as text alone, １ 防犯対策 over what is done for it. Each title with a
text below is a row, and those above it stay lines, which open sections. Of an ordinance or a
budget, each article (条) is a row:

（一時借入金）
第５条　一時借入金の限度額は、150,000千円と定める。

becomes a row of number 5, named 一時借入金.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...text.joining import INDENT, ITEM_SIGNS
from ...text.linebreak import ems
from ...text.normalize import fold, squeezed
from ..headings.titles import OutlineTitle, is_page_number, marked_title, numbered_title
from ..ir import Document, Line, ReadingContext, Table, is_full
from .list_lines import (
    CIRCLES,
    NAME,
    NUMBER,
    TEXT,
    ListItem,
    headings_of_items,
    name_and_facts,
    tables_of_items,
    take_line,
)
from .record_shapes import cut_at_lone_texts

_NAME = "名称"
_FEWEST = 3  # articles, or titles with a text
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


_MOST = 0.6
_LONGEST_AIM = 300  # characters
_BEGINS_ARTICLE = re.compile(r"\s*第[0-9０-９一二三四五六七八九十百]+条")


@dataclass(slots=True)
class _TitledPart:
    """A title and what is below it (見出しと本文): its lines, and the parts of the next level."""

    line: Line
    title: OutlineTitle
    lines: list[Line] = field(default_factory=list)
    parts: list["_TitledPart"] = field(default_factory=list)
    labelled: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def has_text(self) -> bool:
        """Return whether there is a text right below the title (本文の有無)."""
        return bool(self.lines or self.labelled)


def with_prose_as_table(document: Document, context: ReadingContext) -> Document:
    """Return a document of nothing but text with a row for each title over one (本文の表).

    The text may fill the first column of a sheet.
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if tables and (len(document.blocks) > 1 or tables[0].width > 1):
        return document
    lines = [
        line
        for block in document.blocks
        for line in cut_at_lone_texts(block)
        if isinstance(line, Line)
    ]
    if any(_BEGINS_ARTICLE.match(line.text) for line in lines):
        return document
    longest = max((ems(line.text) for line in lines), default=0.0)
    above, parts = _parts(lines, longest if document.is_wrapped else None)
    times = Counter(fold(part.title.title) for part in _all(parts))
    for part in parts:
        _simplify(part, times)
    with_text = [part for part in _all(parts) if part.has_text]
    proper = sum(any(map(_is_sentence_or_item, _texts(part))) for part in with_text)
    if len(with_text) < _FEWEST or proper < _MOST * len(with_text):
        return document
    blocks: list[Line | Table | ListItem] = [*above]
    for part in parts:
        blocks += _blocks(part, longest, is_over=any(one.parts for one in parts))
    items = [block for block in blocks if isinstance(block, ListItem)]
    context.diagnostics.doubt("list-read", items[0].line.span, number=str(len(items)))
    return replace(document, blocks=tuple(tables_of_items(blocks, headings_of_items(items))))


def _parts(lines: Sequence[Line], longest: float | None) -> tuple[list[Line], list[_TitledPart]]:
    """Return the lines above the first title (前書き), and the parts of the highest level.

    longest: of all lines, if their layout broke them. A full line is then the first of a paragraph.
    """
    above: list[Line] = []
    found: list[_TitledPart] = []
    opened: list[tuple[str, _TitledPart]] = []
    for line in lines:
        is_broken = longest is not None and is_full(line, longest)
        title = None if is_broken else _title(line)
        if title is None:
            (opened[-1][1].lines if opened else above).append(line)
            continue
        levels = [level for level, _part in opened]
        if title.level in levels:
            del opened[levels.index(title.level) :]
        part = _TitledPart(line, title)
        (opened[-1][1].parts if opened else found).append(part)
        opened.append((title.level, part))
    return above, found


def _title(line: Line) -> OutlineTitle | None:
    """Return the title that a line is (見出し): numbered, marked, or set as one."""
    text = line.text.strip()
    if title := numbered_title(text):
        numbers = len(re.findall("[0-9０-９]+", text.split(maxsplit=1)[0]))
        return replace(title, level=f"{title.level} {numbers}")  # 1-1 is over 1-1-1
    if marked := marked_title(text):
        return OutlineTitle("marked", None, marked)
    return OutlineTitle("heading", None, text) if line.is_heading else None


def _all(parts: Sequence[_TitledPart]) -> Iterator[_TitledPart]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def _texts(part: _TitledPart) -> list[Line]:
    return [*part.lines, *(line for lines in part.labelled.values() for line in lines)]


def _is_sentence_or_item(line: Line) -> bool:
    """Return whether a line ends a sentence, or is an item of a list (文・箇条書き)."""
    text = line.text.strip()
    return (
        text.endswith("。") or text[:1] in ITEM_SIGNS + CIRCLES or numbered_title(text) is not None
    )


def _simplify(part: _TitledPart, times: Counter[str]) -> None:
    """Make parts without parts of their own labels or a list of the one above (下位の見出し).

    ア 現状と課題 and イ 取組 below each title are labels. (1) and (2) without a text below (1) are
    a list, with what goes on below it.
    """
    for one in part.parts:
        _simplify(one, times)
    below = part.parts
    if not below or any(one.parts for one in below):
        return
    if all(times[fold(one.title.title)] > 1 and not one.labelled for one in below):
        part.labelled = {one.title.title: one.lines for one in below}
    elif not below[0].has_text:
        part.lines += [line for one in below for line in (one.line, *_texts(one))]
    else:
        return
    part.parts = []


def _blocks(part: _TitledPart, longest: float, *, is_over: bool) -> Iterator[Line | ListItem]:
    """Yield the line of a part's title, if it opens a section, and its rows (章と行).

    is_over: titles of this level open sections. A short text below such a title is its aim.
    """
    is_aim = bool(part.parts) and sum(len(line.text) for line in part.lines) <= _LONGEST_AIM
    if is_over or not part.has_text:
        yield part.line
    if is_aim:
        yield from part.lines
    elif part.has_text:
        yield _item(part, longest)
    for one in part.parts:
        yield from _blocks(one, longest, is_over=any(other.parts for other in part.parts))


def _item(part: _TitledPart, longest: float) -> ListItem:
    """Return the row of a title with its text (見出しの行)."""
    name, facts = name_and_facts(part.title.title)
    number = part.title.number if not part.parts else None
    cells = {NUMBER: [str(number)]} if number is not None else {}
    item = ListItem(part.line, {**cells, NAME: [name], **facts})
    for line in part.lines:
        take_line(item, line, longest)
    for label, lines in part.labelled.items():
        item.cells.setdefault(label if lines else TEXT, []).extend(line.text for line in lines)
    return item
