"""Plans in prose (文章の計画): numbered titles over paragraphs become rows of a table.

Small offices write a plan as text alone, １ 防犯対策 over what is done for it. Each title with a
text below is a row, and those above it stay lines, which open sections.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...text.joining import ITEM_SIGNS
from ...text.linebreak import ems
from ...text.normalize import fold
from ..headings.titles import OutlineTitle, marked_title, numbered_title
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

_FEWEST = 3  # titles with a text
_MOST = 0.6
_LONGEST_AIM = 300  # characters
_ARTICLE = re.compile(r"\s*第[0-9０-９一二三四五六七八九十百]+条")


@dataclass(slots=True)
class _Part:
    """A title and what is below it (見出しと本文): its lines, and the parts of the next level."""

    line: Line
    title: OutlineTitle
    lines: list[Line] = field(default_factory=list)
    parts: list["_Part"] = field(default_factory=list)
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
    if any(_ARTICLE.match(line.text) for line in lines):
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


def _parts(lines: Sequence[Line], longest: float | None) -> tuple[list[Line], list[_Part]]:
    """Return the lines above the first title (前書き), and the parts of the highest level.

    longest: of all lines, if their layout broke them. A full line is then the first of a paragraph.
    """
    above: list[Line] = []
    found: list[_Part] = []
    opened: list[tuple[str, _Part]] = []
    for line in lines:
        is_broken = longest is not None and is_full(line, longest)
        title = None if is_broken else _title(line)
        if title is None:
            (opened[-1][1].lines if opened else above).append(line)
            continue
        levels = [level for level, _part in opened]
        if title.level in levels:
            del opened[levels.index(title.level) :]
        part = _Part(line, title)
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


def _all(parts: Sequence[_Part]) -> Iterator[_Part]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def _texts(part: _Part) -> list[Line]:
    return [*part.lines, *(line for lines in part.labelled.values() for line in lines)]


def _is_sentence_or_item(line: Line) -> bool:
    """Return whether a line ends a sentence, or is an item of a list (文・箇条書き)."""
    text = line.text.strip()
    return (
        text.endswith("。") or text[:1] in ITEM_SIGNS + CIRCLES or numbered_title(text) is not None
    )


def _simplify(part: _Part, times: Counter[str]) -> None:
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


def _blocks(part: _Part, longest: float, *, is_over: bool) -> Iterator[Line | ListItem]:
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


def _item(part: _Part, longest: float) -> ListItem:
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
