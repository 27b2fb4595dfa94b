"""Split a document into parts (文書の区分): lines, and runs of table rows under one header."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

from ...diagnostics import Span
from ...edition import find_editions
from ...text.joining import join
from ...text.number_headings import is_unit_line
from ..headings import titles
from ..headings.below_headers import (
    accounts_in,
    is_data_row,
    is_same_header,
    misprint_in,
    with_units,
    without_heading,
)
from ..headings.departments import is_division_alone
from ..headings.header_rows import (
    CellRow,
    Header,
    find_header,
    header_of_lines,
    header_of_rows,
    heading_text,
    worded,
)
from ..headings.titles import split_amount
from ..headings.vocabulary import Role, is_known, is_note, is_total, label_of_table, strengths
from ..ir import Cell, ColumnPlaces, Document, Line, ReadingContext, Table, chosen, real_columns

_MOST_OF_TITLE, _LONGEST_TITLE = 2, 120
_ROWS_TO_HEADER, _ROWS_TO_NEXT = 12, 3
_SOME, _WIDE = 3, 0.6
_LONGEST_NAME = 40
_OPENING = frozenset("(（[［【〔")
_MAY_BE_UNIT = re.compile("単位|円|百万|㌦|ドル")


@dataclass(slots=True, eq=False)
class TablePart:
    """Rows of a table under one header (表の部分).

    header: None until it is known. columns: for each column its positions in the table's grid.
    is_first: the part begins its table, and may continue that of the page before. is_inherited: the
    header is that of an earlier part. has_group_rows: a text only in the first column names the
    rows below it. is_plain: no cell of the table is merged. misprint: a heading of its own that
    cannot be right. has_amounts: it has names and amounts of two years, no initiatives.
    """

    table: Table
    number: int
    columns: ColumnPlaces
    header: Header | None = None
    rows: list[CellRow] = field(default_factory=list)
    is_first: bool = False
    is_inherited: bool = False
    has_group_rows: bool = False
    is_plain: bool = False
    misprint: str = ""
    has_amounts: bool = False

    @property
    def span(self) -> Span:
        """Where it begins (位置)."""
        if self.header is not None and not self.is_inherited:
            return self.header.span
        return next((cell.span for row in self.rows for cell in row if cell.text), self.table.span)

    def is_data_row(self, above: CellRow, row: CellRow, header: Header, is_below: bool) -> bool:
        """Return whether a row that looks like a header is data; is_below: right below its own."""
        return is_data_row(self.header, self.rows, above, row, header, is_below=is_below)


WalkEvent = Line | TablePart
"""What a document consists of from top to bottom (区分)."""


def split_document(document: Document, context: ReadingContext) -> list[WalkEvent]:
    """Return the lines and the parts of the tables in their order (文書の区分)."""
    events: list[WalkEvent] = []
    last: TablePart | None = None
    count = 0
    for block in document.blocks:
        if isinstance(block, Line):
            events.append(block)
            continue
        count += 1
        if block.caption and block.caption != block.span.sheet:
            events.append(Line(block.caption, block.span))
        split = _Splitter(block, count, context, last)
        for event in split.events():
            if isinstance(event, TablePart):
                _inherit(event, last, events, context.meanings)
                last = event
                header, event.rows = with_units(event.header, event.rows)
                event.header = event.header if event.is_inherited else header
            events.append(event)
    return events


class _Splitter:
    """Splits one table into lines and parts (表の分割)."""

    def __init__(
        self,
        table: Table,
        number: int,
        context: ReadingContext,
        above: TablePart | None,
    ) -> None:
        self._table = table
        self._number = number
        self._context = context
        self._has_group_rows = above is not None and above.has_group_rows
        self._is_plain = table.is_plain
        grid = table.grid()
        self._columns = self._columns_of(grid, above)
        self._is_rest = _may_continue(above, table, self._columns)
        is_whole = self._columns == tuple((at,) for at in range(self._table.width))
        self._rows = grid if is_whole else [chosen(row, self._columns) for row in grid]

    def _columns_of(self, grid: Sequence[CellRow], above: TablePart | None) -> ColumnPlaces:
        """Return the columns of the table (実在する列): those of a table that it continues."""
        columns = real_columns(grid, self._table.width)
        if above is None or above.header is None:
            return columns
        same = above.columns
        if above.table.width != self._table.width:  # other rules cross it, as around headings
            same = tuple((at,) for at in range(self._table.width))
        known = {at for places in same for at in places}
        if len(same) != len(above.columns) or not known.issuperset(chain.from_iterable(columns)):
            return columns
        rows = [chosen(row, same) for row in grid[:_ROWS_TO_HEADER]]
        first = next((at for at, row in enumerate(rows) if worded(row)), None)
        if first is None:
            return columns
        header = find_header(rows, first, self._context)
        return same if header is None or is_same_header(header, above.header) else columns

    @cached_property
    def _end_of_rows(self) -> int:
        """The end of the rows with more than one text (表の末尾)."""
        rows = reversed(range(len(self._rows)))
        return next((at + 1 for at in rows if len(worded(self._rows[at], _MOST_OF_TITLE)) > 1), 0)

    def events(self) -> Iterator[WalkEvent]:
        """Yield the table's lines and parts (区分)."""
        rows = self._rows
        part: TablePart | None = None
        is_first = True
        at = below = 0
        while at < len(rows):
            row = rows[at]
            cells = worded(row, _SOME)
            if not cells:
                at += 1
                continue
            is_pair = part is None and len(cells) == _MOST_OF_TITLE
            if is_pair and label_of_table(cells[0].text):
                yield _labelled(cells)
                at += 1
                continue
            header = self._header_at(at)
            if header and not (part and part.is_data_row(rows[at - 1], row, header, at == below)):
                if part is not None and part.rows:
                    yield part
                at = below = at + header.height
                self._has_group_rows = self._begins_with_group(at) or self._has_titles[at]
                part = self._part(header, is_first=is_first)
                is_first = False
                continue
            if accounts := accounts_in(row, cells):
                cells = [cells[0]._replace(lines=accounts)]
            if accounts or self._is_line(row, cells, part, at):
                if part is not None:
                    yield part  # which may get the header of the table before
                    # Rows after a title go on under the same header.
                    header, is_inherited = part.header, part.is_inherited
                    part = self._part(header, is_inherited=is_inherited) if header else None
                is_rest = part is None and self._is_rest
                is_among = header or (is_rest and not self._is_above_header(at, _ROWS_TO_HEADER))
                is_below = part is not None and self._is_below(cells[0], part, at)
                yield from self._lines(cells, are_titles=bool(is_among) and not is_below)
            else:
                if part is None:
                    part = self._part(is_first=is_first)
                    is_first = False
                part.rows.append(without_heading(row, below) if at < below + _SOME else row)
            at += 1
        if part is not None and (part.rows or part.header):
            yield part

    def _part(
        self, header: Header | None = None, *, is_first: bool = False, is_inherited: bool = False
    ) -> TablePart:
        return TablePart(
            self._table,
            self._number,
            self._columns,
            header,
            is_first=is_first,
            is_inherited=is_inherited,
            has_group_rows=self._has_group_rows,
            is_plain=self._is_plain,
        )

    def _begins_with_group(self, at: int) -> bool:
        """Return whether rows below a header begin with text in the first column only.

        Such a row names the rows below it (行の見出し), and does not complete a name.
        """
        rows = self._rows[at : at + _ROWS_TO_NEXT]
        if len(rows) < _ROWS_TO_NEXT - 1 or len(rows[0]) < _SOME or not rows[0][0].text:
            return False
        sizes = [len(worded(row, _SOME)) for row in rows]
        return sizes[0] == 1 and max(sizes) > 1

    @cached_property
    def _has_titles(self) -> Sequence[bool]:
        """For each row, whether several lone texts from there on name full rows (行間の見出し)."""
        sizes = [len(worded(row, _SOME)) for row in self._rows]
        found = [False] * (len(sizes) + 1)
        lone, are_alike = 0, not self._context.is_wrapped
        for at in reversed(range(len(sizes))):
            text = self._rows[at][0].text if sizes[at] == 1 else ""
            if text and not _is_line_apart(text):
                lone += 1
                is_word = sum(map(str.isalpha, text)) > 1  # not 7 or A-1 of a row without texts
                are_alike &= is_word and sizes[at + 1 : at + 2] == [_SOME]
            are_alike &= sizes[at] in (0, 1, _SOME)
            found[at] = are_alike and lone > 1
        return found

    def _header_at(self, at: int) -> Header | None:
        """Return the header that begins at a row (見出し行), or None."""
        if at < self._table.header:
            return header_of_rows(self._rows[: self._table.header])
        return find_header(self._rows, at, self._context)

    def _is_line(
        self, row: CellRow, cells: Sequence[Cell], part: TablePart | None, at: int
    ) -> bool:
        """Return whether a row is a line of text, such as a section's title, and no data."""
        if len(row) == 1:
            return True
        if len(cells) == 1 and not is_total(cells[0].text):
            cell = cells[0]
            covered = sum(other is cell for other in row)
            is_wide = covered >= _WIDE * len(row)
            is_wide &= row[0] is cell or (covered > 1 and len(cell.text) <= _LONGEST_TITLE)
            if is_wide or ("単位" in cell.text and is_unit_line(cell.text)):
                return True
            if row[0] is cell and (
                _is_line_apart(join(cell.lines))
                or _is_apart(part.header if part else None, cell.text)
                or self._has_group_rows
            ):
                return True
            if part is not None and self._is_below(cell, part, at):
                return True
        if part is None or part.header is None:
            return len(cells) <= _MOST_OF_TITLE and self._is_above_header(at, _ROWS_TO_HEADER)
        rest = [c for c in cells if not (_MAY_BE_UNIT.search(c.text) and is_unit_line(c.text))]
        # 担当課 and its value
        is_label = len(rest) == _MOST_OF_TITLE and is_known(rest[0].text, self._context.meanings)
        return (len(rest) <= 1 or is_label) and self._is_above_header(at, _ROWS_TO_NEXT)

    def _is_below(self, cell: Cell, part: TablePart, at: int) -> bool:
        """Return whether a lone text is below the table (表の下): after a blank row or a line.

        So is the line that says who made the table (企画課作成). On a page it may also be a title
        of rows on the next one.
        """
        if self._context.is_wrapped or at < self._end_of_rows:
            return False
        return not part.rows or 0 < worded(part.rows[-1])[-1].span.row < cell.span.row - 1

    def _is_above_header(self, at: int, most: int) -> bool:
        """Return whether a header follows within a few rows (見出しの前), lines of text apart."""
        rows = self._rows
        soon = range(at + 1, min(at + 2 * most, len(rows)))
        tabular = islice((n for n in soon if len(worded(rows[n])) > 1), most - 1)
        return any(find_header(rows, n, self._context) is not None for n in tabular)

    def _lines(self, cells: Sequence[Cell], *, are_titles: bool) -> Iterator[Line]:
        """Yield the lines of a row that is no data (表の中の行).

        are_titles: the row is among rows of data, and may name those below it.
        """
        for cell in cells:
            texts = [part for text in cell.lines if text.strip() for part in split_amount(text)]
            if self._context.is_wrapped and not any(map(titles.is_title_of_accounts, texts)):
                texts = [*split_amount(heading_text(cell.lines, is_wrapped=True))]
            is_title = are_titles and len(texts) == 1 and _may_name_rows(texts[0])
            yield from (
                Line(text, cell.span, is_heading=is_title, is_among_rows=is_title) for text in texts
            )


def _labelled(cells: Sequence[Cell]) -> Line:
    """Return a label and its value above a table as one line (表の付記); a title by itself."""
    label, value = (" ".join(cell.text.split()) for cell in cells)
    text = value if label_of_table(label) == "title" else f"{label}：{value}"
    return Line(text, cells[0].span)


def _may_name_rows(text: str) -> bool:
    """Return whether text among rows of data may be the title of those below it (行の見出し)."""
    return (
        len(text) <= _LONGEST_NAME
        and not re.search("[。、]", text)
        and text.lstrip()[:1] not in _OPENING
        and not (is_note(text) or titles.is_day(text))
    )


def _is_line_apart(text: str) -> bool:
    """Return whether a lone text is a line of its own, not the title of rows below (独立の行)."""
    if text.lstrip()[:1] in _OPENING and not all(e.edition.is_year for e in find_editions(text)):
        return True
    reads = titles.numbered_titles, titles.footnote, titles.source_and_title, titles.marked_title
    return is_note(text) or any(read(text) for read in reads)


def _is_apart(header: Header | None, text: str) -> bool:
    """Return whether a lone text in the first column is a title: no number, or a department."""
    if header is None or not header.texts:
        return False
    found = strengths(header.texts[0])
    if Role.NUMBER in found:
        return not titles.is_numberlike(text)
    return Role.DEPARTMENT not in found and is_division_alone(text)


def _inherit(
    part: TablePart,
    last: TablePart | None,
    before: Sequence[WalkEvent],
    meanings: Mapping[str, str],
) -> None:
    """Give a part without a header the one of the lines or the table above it (見出しの継承).

    So does a part whose own header cannot be right. last: the part before it.
    """
    if part.header is not None:
        if last and last.header and _may_continue(last, part.table, part.columns):
            part.misprint = misprint_in(part.header, last.header, part.rows)
        if not part.misprint:
            return
    elif (above := _header_above(part, before, meanings)) is not None:
        part.header, part.is_inherited = above, True
        return
    if last is not None and _may_continue(last, part.table, part.columns):
        part.header, part.is_inherited = last.header, True


def _may_continue(last: TablePart | None, table: Table, columns: ColumnPlaces) -> bool:
    """Return whether a table without a header may continue the one before it (表の続き)."""
    return (
        last is not None
        and last.header is not None
        and last.table is not table
        and len(last.columns) == len(columns)
    )


def _header_above(
    part: TablePart, before: Sequence[WalkEvent], meanings: Mapping[str, str]
) -> Header | None:
    lines: list[Line] = []
    for event in reversed(before):
        same = isinstance(event, Line) and (
            not lines
            or (event.span.page, event.span.line) == (lines[-1].span.page, lines[-1].span.line)
        )
        if not same or not isinstance(event, Line):
            break
        lines.append(event)
    if len(lines) < _MOST_OF_TITLE or len(lines) != len(part.columns) or not lines[0].span.line:
        return None
    return header_of_lines(lines[::-1], meanings)
