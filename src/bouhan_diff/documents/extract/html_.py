"""Page (HTML) that an office system exports under the suffix of a workbook (.xls).

Tables and the text around them are read; scripts and styles are not. A table within a cell is a
table of its own, below the one that it is in.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from ...diagnostics import Span
from ...gc_pause import without_collector
from ..ir import Content, Document, Extraction, Line, Place, ReadOptions, Table, table_of
from .sources import MEGABYTE, decoded, legible, read_bounded

_LARGEST_FILE = 50 * MEGABYTE
_WIDEST = 1_000  # rows or columns that a cell may be merged over
_DIGITS = 4  # of such a number; Python reads none of thousands
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = frozenset({"p", "div", "li", "dt", "dd", "hr", "caption", *_HEADINGS})
_CELLS = frozenset({"td", "th"})
_UNSHOWN = frozenset({"script", "style"})
_PART_ENDS = re.compile(r" *\r[ \r]*(?:\n[ \r]*)?|\n *\r[ \r]*")
_SPACES = re.compile(r"[ \t\n\f]+")  # neither the wide one nor that which &nbsp; stands for


def read(path: Path, _options: ReadOptions) -> Extraction:
    """Return the page's lines and tables (文書), in one step. Raises UserError if it is no text."""
    yield from ()
    with without_collector():
        page = _Page()
        page.feed(decoded(read_bounded(path, _LARGEST_FILE), path))
        page.close()
        return Document(tuple(page.blocks()), is_wrapped=False, name=path.stem, title=page.title)


class _Grid:
    """A table being read (表): its cells by place, and the text of the one that is open."""

    def __init__(self) -> None:
        self.contents: dict[Place, Content] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.text: list[str] = []
        self._place: Place | None = None
        self._span = Span()
        self._row, self._column = -1, 0
        self._free: dict[int, int] = {}  # the first row of each column that no cell covers

    def begin_row(self) -> None:
        """End the open cell and begin a row (行)."""
        self.end_cell()
        self._row += 1
        self._column = 0

    def begin_cell(self, rows: int, columns: int, span: Span) -> None:
        """End the open cell and begin one that is so high and wide (セル)."""
        self.end_cell()
        self._row = max(0, self._row)
        while self._free.get(self._column, 0) > self._row:
            self._column += 1
        self._place, self._span = (self._row, self._column), span
        bottom, self._column = self._row + rows, self._column + columns
        for column in range(self._place[1], self._column):
            self._free[column] = bottom
        if rows > 1 or columns > 1:
            self.merged.append((self._place, (bottom - 1, self._column - 1)))

    def end_cell(self) -> None:
        """Keep the text of the open cell (セルの文字列)."""
        if self._place is not None:
            self.contents[self._place] = tuple(_lines(self.text)), self._span
        self._place = None
        self.text = []


class _Page(HTMLParser):
    """The lines and tables of a page (ページの内容), in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._found: list[Line | _Grid] = []
        self._open: list[_Grid] = []  # tables, the innermost last
        self._text: list[str] = []  # outside the tables
        self._within = ""  # the element whose text is not shown

    def blocks(self) -> Iterator[Line | Table]:
        """Yield the lines and the tables with text (内容)."""
        self._end_lines()
        for grid in self._open:
            grid.end_cell()
        for found in self._found:
            if isinstance(found, Line):
                yield found
            elif (table := table_of(found.contents, found.merged)).cells:
                yield table

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell (開始タグ), or break the line."""
        grid = self._open[-1] if self._open else None
        if tag in _UNSHOWN or tag == "title":
            self._within = tag
        elif tag == "table":
            self._end_lines()
            self._open.append(_Grid())
            self._found.append(self._open[-1])
        elif tag == "tr" and grid:
            grid.begin_row()
        elif tag in _CELLS and grid:
            spans = dict(attrs)
            rows, columns = (_count(spans.get(name)) for name in ("rowspan", "colspan"))
            grid.begin_cell(rows, columns, Span(line=self.getpos()[0]))
        elif tag == "br":
            self._text_here().append("\n")
        elif tag in _PARTS:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a table or a cell (終了タグ), or break the line."""
        if tag == self._within:
            self._within = ""
        elif tag == "table" and self._open:
            self._open.pop().end_cell()
        elif tag in _CELLS and self._open:
            self._open[-1].end_cell()
        elif tag in _PARTS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take a text (文字列)."""
        if self._within == "title":
            self.title += data.strip()
        elif not self._within:
            self._text_here().append(_SPACES.sub(" ", data))

    def _text_here(self) -> list[str]:
        return self._open[-1].text if self._open else self._text

    def _break(self, tag: str) -> None:
        if self._open:
            self._open[-1].text.append("\r")
        else:
            self._end_lines(is_heading=tag in _HEADINGS)

    def _end_lines(self, *, is_heading: bool = False) -> None:
        span = Span(line=self.getpos()[0])
        self._found += (Line(text, span, is_heading) for text in _lines(self._text) if text)
        self._text = []


def _lines(texts: list[str]) -> list[str]:
    """Return the lines of a text (行), without the spaces of the markup.

    A line break (LF) counts always, the border of a paragraph (CR) only where there is none.
    """
    text = _PART_ENDS.sub("\n", "".join(texts)).strip(" \n")
    return [_shown(line.strip(" ")) for line in text.split("\n")] if text else []


def _shown(line: str) -> str:
    return legible(line).replace("\N{NO-BREAK SPACE}", " ")


def _count(written: str | None) -> int:
    """Return how many rows or columns a cell is over (結合数), 1 if that is not said."""
    is_number = bool(written and written.isascii() and written.isdigit())
    return max(1, min(int(written[:_DIGITS]), _WIDEST)) if written and is_number else 1
