"""Lines, cells and records in parts (行・セル・上下段の整形): made what the reader sees.

Titles and the amounts beside them are lines of their own, records of several rows one row,
initiatives in columns rows, and amounts of two years in one cell two columns.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter

from ...diagnostics import Diagnostic, Level
from ...text.headings import heading_unit
from ..headings.columns import CellRow, heading_text, is_data, worded
from ..headings.heading_parts import are_in_first_column
from ..headings.titles import SUM_OF_MONEY, is_of_accounts, numbered_title
from ..headings.vocabulary import is_known, names_edition
from ..ir import Cell, Document, Line, Table
from .record_shapes import lines_of

# --- Lines of two texts (見出しと金額の行) -----------------------------------------------------


_WITH_UNIT = re.compile(r"(.*[^\W\d]{2}[^。、]*?)\s*([(（\[［]\s*単位[^()（）]*[)）\]］])\s*")
_WITH_AMOUNT = re.compile(rf"(.*\S)\s+({SUM_OF_MONEY.pattern})\s*")


def without_amount(text: str) -> tuple[str, ...]:
    """Return a title's amount or unit and the title, in two (款項の見出し), or the text."""
    match = _WITH_AMOUNT.fullmatch(text)
    if match and is_of_accounts(match[1]):
        return match.group(2, 1)
    match = _WITH_UNIT.fullmatch(text)
    return match.group(1, 2) if match and not numbered_title(text) else (text,)


# --- Cells over two rows (上下段のセル) -----------------------------------------------------------


def with_whole_cells(document: Document) -> Document:
    """Return the document with what is in brackets below a cell in that cell (下段の括弧書き).

    Beside a text over both rows, （総務課） is below a name and (1,200) below an amount.
    """
    blocks = [b if isinstance(b, Line) else _with_lower_lines(b) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _with_lower_lines(table: Table) -> Table:
    ends = sorted({cell.row + 1 for cell in table.cells if cell.row_span == 2})  # noqa: PLR2004
    rows = table.grid() if len(ends) >= _FEWEST_RECORDS else ()
    lower = [at for at in ends if at < len(rows) and _is_lower(rows[at - 1], rows[at], at)]
    if len(lower) < _FEWEST_RECORDS:
        return table
    cells = []
    gone = frozenset(lower)
    for cell in (cell for cell in table.cells if cell.row not in gone):
        row, end = (at - bisect_left(lower, at) for at in (cell.row, cell.row + cell.row_span))
        below = rows[cell.row + 1][cell.column] if cell.row + 1 in gone else cell
        lines = cell.lines if below is cell else (*cell.lines, *below.lines)
        cells.append(cell._replace(lines=lines, row=row, row_span=max(1, end - row)))
    return replace(table, cells=tuple(cells), height=table.height - len(lower))


def _is_lower(upper: CellRow, row: CellRow, at: int) -> bool:
    """Return whether all that a row has of its own is in brackets below a cell with text."""
    own = [pair for pair in zip(row, upper, strict=True) if pair[0].row == at and pair[0].text]
    return bool(own) and all(
        over.text and over.row == at - 1 and cell.text[0] in "(（" and cell.text[-1] in ")）"
        for cell, over in own
    )


# --- Records of several rows (上下段の行) ---------------------------------------------------------


_ROWS_TO_HEADER = 12
_MOST_HEIGHT = 3

_FEWEST_RECORDS = 2
_MOST_RECORDS = 0.8


@dataclass(frozen=True, slots=True)
class _TallHeader:
    """A header of which each row describes its own (上下段の見出し): cells, place and size."""

    cells: Sequence[Cell]
    top: int
    height: int
    width: int


def with_whole_records(document: Document, given: Mapping[str, str]) -> Document:
    """Return the document with each record of several rows in one (上下段の一行化).

    given: the meanings of columns by hand. A table that goes on on the next page has no header.
    """
    blocks: list[Line | Table] = []
    last: _TallHeader | None = None
    for block in document.blocks:
        if isinstance(block, Line):
            blocks.append(block)
            continue
        rows = block.grid() if _may_be_tall(block) else ()
        header = _tall_header(rows, given)
        start = header.top + header.height if header else 0
        if header is None and last is not None and last.width == block.width:
            header = last
        pieces = list(_flattened(block, rows, start, header)) if header and rows else []
        last = header if pieces else last
        blocks += pieces or [block]
    return replace(document, blocks=tuple(blocks))


def _may_be_tall(table: Table) -> bool:
    """Return whether a table begins with cells merged downwards (縦の結合); quick."""
    heights = {cell.row_span for cell in table.cells[: 20 * table.width]}
    return any(1 < height <= _MOST_HEIGHT for height in heights)


def _tall_header(rows: Sequence[CellRow], given: Mapping[str, str]) -> _TallHeader | None:
    """Return the header of tall records (上下段の見出し), or None."""
    for top in range(min(_ROWS_TO_HEADER, len(rows))):
        cells = worded(rows[top])
        height = max((cell.row_span for cell in cells), default=1)
        if 1 < height <= _MOST_HEIGHT and len(cells) > _FEWEST_RECORDS:
            found = _cells(rows, top, height)
            if _has_own_rows(found, rows[top], height, given):
                return _TallHeader(found, top, height, len(rows[top]))
    return None


def _cells(rows: Sequence[CellRow], top: int, height: int) -> list[Cell]:
    """Return the cells with text of some rows (行のセル), from the top."""
    found: dict[int, Cell] = {}
    for row in rows[top : top + height]:
        found |= {id(cell): cell for cell in worded(row)}
    return list(found.values())


def _has_own_rows(
    header: Sequence[Cell], first: CellRow, height: int, given: Mapping[str, str]
) -> bool:
    """Return whether each row of a header may describe a row of its own (上下段の見出し).

    A heading right below another one as wide as itself is no part of a group, unless the upper
    one is an edition.
    """
    texts = {id(cell): heading_text(cell.lines, is_wrapped=True) for cell in header}
    top = header[0].row
    if any(is_data(text) for text in texts.values()):
        return False
    if header[0].row_span != height or any(c.row + c.row_span > top + height for c in header):
        return False
    known = {at: is_known(heading_unit(text)[0], given) for at, text in texts.items()}
    lower = [cell for cell in header if cell.row > top]
    stacked = [
        cell
        for cell in lower
        if (over := first[cell.column]).text
        and over.column == cell.column
        and over.col_span <= cell.col_span  # a group is above its parts
        and known[id(cell)]
        and known.get(id(over))
        and not names_edition(texts[id(over)])
    ]
    return bool(stacked) and 2 * sum(known.values()) >= len(header)


def _flattened(
    table: Table, rows: Sequence[CellRow], start: int, header: _TallHeader
) -> Iterator[Line | Table]:
    """Yield the table with one row for each record (一行化した表), if all of them are so tall.

    start: the row of its first record.
    """
    records: list[list[Cell]] = []
    others = 0
    at = start
    while at < len(rows):
        found = _record(rows, at, header)
        if found is None:
            alone = _single(rows[at], header.cells)
            if alone is None:
                return
            others += 1
            records.append(alone)
        else:
            records.append(found)
        at += 1 if found is None else header.height
    tall = len(records) - others
    if tall < (_FEWEST_RECORDS if start else 1) or tall * header.height < _MOST_RECORDS * (
        len(rows) - start
    ):
        return
    yield from lines_of(rows[: max(start - header.height, 0)])
    flat = [
        cell._replace(row=n, column=column, row_span=1, col_span=1)
        for n, record in enumerate([list(header.cells), *records])
        for column, cell in enumerate(record)
    ]
    whole = replace(table, cells=tuple(flat), height=len(records) + 1, width=len(header.cells))
    yield replace(whole, header=1)


def _record(rows: Sequence[CellRow], at: int, header: _TallHeader) -> list[Cell] | None:
    """Return the cells of a record below each heading (上下段の行), None where it is none."""
    if at + header.height > len(rows):
        return None
    first = rows[at][header.cells[0].column]
    if not first.text or (first.row, first.row_span) != (at, header.height):
        return None
    found = []
    for heading in header.cells:
        top = at + heading.row - header.top
        cell = rows[top][heading.column]
        place = (top, heading.column, heading.row_span, heading.col_span)
        if cell.text and (cell.row, cell.column, cell.row_span, cell.col_span) != place:
            return None
        found.append(cell)
    placed = {id(cell) for cell in found}
    return found if all(id(cell) in placed for cell in _cells(rows, at, header.height)) else None


def _single(row: CellRow, header: Sequence[Cell]) -> list[Cell] | None:
    """Return a row that is no record (合計等の行) below the headings that it begins under.

    Its figures are below the headings of the lower row, its words below those of the upper.
    """
    found = [Cell((), row[0].span) for _heading in header]
    for cell in worded(row):
        places = [n for n, heading in enumerate(header) if heading.column == cell.column]
        if not places:
            return None
        found[places[-1] if is_data(cell.text) else places[0]] = cell
    return found


# --- Tables whose initiatives are columns (縦横の入替え) -----------------------------------------

_MOST_LABELS = 60


def with_initiatives_as_rows(document: Document, given: Mapping[str, str]) -> Document:
    """Turn tables with initiatives in columns (表の転置), 事業１ and 事業２ above them; note it."""
    blocks: list[Line | Table] = []
    notes: list[Diagnostic] = []
    for block in document.blocks:
        rows = block.grid() if isinstance(block, Table) and block.height <= _MOST_LABELS else ()
        tops = [at for at, row in enumerate(rows) if row[0].text and worded(row)[_FEWEST_PAIRS:]]
        top = tops[0] if tops else 0
        if isinstance(block, Line) or not are_in_first_column(rows[top:], given):
            blocks.append(block)
            continue
        top -= bool(top and not rows[top - 1][0].text and worded(rows[top - 1])[1:])
        cells = (c._replace(row=c.column, column=c.row - top) for c in block.cells if c.row >= top)
        turned = sorted(cells, key=lambda c: (c.row, c.column))
        height, width = block.width, block.height - top
        whole = replace(block, cells=tuple(turned), height=height, width=width, header=1)
        blocks += (*lines_of(rows[:top]), whole)
        notes.append(Diagnostic(Level.NOTE, "table-turned", turned[0].span))
    return replace(document, blocks=tuple(blocks), diagnostics=(*document.diagnostics, *notes))


# --- Amounts of two years in one cell (括弧書きの前年度額) ----------------------------------


_YEAR = r"(?P<year>[前昨]年度|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)"
_NOTE = re.compile(
    r"[(（]\s*[)）]\s*(?:内|書き?|の額|数字|数値)*\s*(?:は|：|:|＝|=|…+|、)[\s、]*" + _YEAR
)

_HEADING = re.compile(rf"(?P<heading>.*\S)\s*[(（]{_YEAR}[^()（）]{{0,8}}[)）]", re.DOTALL)
_OF_LAST_YEAR = re.compile("年度[^()（）]{0,8}[)）]|[前昨]年度.*\n")
_FIGURE = (
    r"[△▲−－-]?\s*[0-9０-９][0-9０-９,，.．]*\s*(?:[千百万億]{0,2}円)?"
    r"|[－−―ー‐‑–—─━…-]|皆[増減]|新規"
)

_PAIR = re.compile(rf"(?P<new>{_FIGURE})\s*[(（]\s*(?P<old>{_FIGURE})\s*[)）]", re.DOTALL)
_STACKED = re.compile(rf"(?P<new>{_FIGURE})\s*\n\s*(?P<old>{_FIGURE})")
_CELLS_WITH_NOTES = 600

_CLOSED = re.compile("[)）]\\s*\\Z")
_FEWEST_PAIRS = 2
_MOST_PAIRS = 0.6


def with_bracketed_amounts(document: Document) -> Document:
    """Return the document with a column for the amounts in brackets (括弧書きの分離)."""
    noted = next(_noted_years(document), "")
    blocks = [b if isinstance(b, Line) else _split_table(b, noted) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _noted_years(document: Document) -> Iterator[str]:
    """Yield the year that a note gives to what is in brackets (注記の年度), such as 前年度."""
    for block in document.blocks:
        if isinstance(block, Line):
            texts = [block.text]
        else:
            ends = *block.cells[:_CELLS_WITH_NOTES], *block.cells[_CELLS_WITH_NOTES:][-60:]
            texts = [block.caption, *["\n".join(cell.lines) for cell in ends]]
        for text in texts:
            if ("年度" in text) and (found := _NOTE.search(text)):
                yield found["year"]


def _split_table(table: Table, noted: str) -> Table:
    """Return the table with each column of amounts in brackets as two (列の分離)."""
    end = bisect_left(table.cells, _ROWS_TO_HEADING, key=attrgetter("row"))
    lines = chain.from_iterable(map(attrgetter("lines"), table.cells[:end]))
    if not noted and not _OF_LAST_YEAR.search("\n".join(lines)):
        return table
    pairs = [cell for cell in table.cells if cell.col_span == 1 and _pair(cell)]
    if len(pairs) < _FEWEST_PAIRS:
        return table
    grid = table.grid()
    for at in sorted({cell.column for cell in pairs}, reverse=True):
        top = min(cell.row for cell in pairs if cell.column == at)
        heading = _heading_over(grid, at, top)
        below = [row[at] for row in grid[top:] if row[at].text]
        found = sum(_pair(cell) is not None for cell in below)
        match = _HEADING.fullmatch(heading_unit(heading.text)[0]) if heading else None
        year = match["year"] if match else noted
        if heading is not None and any(map(_STACKED.fullmatch, (cell.text for cell in below))):
            year = "\n".join(_years_of(heading))  # each line is of a year of its own
        if heading is None or not year or found < max(_FEWEST_PAIRS, _MOST_PAIRS * len(below)):
            continue
        table = _with_column(table, at, heading, year)
    return table


def _pair(cell: Cell) -> re.Match[str] | None:
    """Return the match of two amounts in one cell (二つの額): 120（100）, or below each other."""
    if len(cell.lines) < 2 and not _CLOSED.search(cell.text):  # noqa: PLR2004  by far the most
        return None
    return _PAIR.fullmatch(cell.text) or _STACKED.fullmatch(cell.text)


def _years_of(heading: Cell) -> tuple[str, ...]:
    """Return the lines of a heading if it has one for each of two years (二段の見出し)."""
    dated: list[str] = []
    for line in map(str.strip, heading.lines):
        if names_edition(line):
            dated.append(line)
        elif dated and line[:1] not in "(（":
            dated[-1] += line
    return tuple(dated) if len({*dated}) == len(dated) == 2 else ()  # noqa: PLR2004


def _heading_over(grid: Sequence[CellRow], at: int, top: int) -> Cell | None:
    """Return the cell that heads a column (列の見出し): the lowest above its first amount."""
    above = (row[at] for row in reversed(grid[max(0, top - _ROWS_TO_HEADING) : top]))
    return next((cell for cell in above if cell.text and cell.col_span == 1), None)


_ROWS_TO_HEADING = 300


def _with_column(table: Table, at: int, heading: Cell, year: str) -> Table:
    """Return the table with one more column on the right of another (列の追加)."""
    cells: list[Cell] = []
    repeated = heading.text
    for cell in table.cells:
        end = cell.column + cell.col_span - 1
        if cell.column > at:
            cells.append(cell._replace(column=cell.column + 1))
        elif cell.column < end and end >= at:
            cells.append(cell._replace(col_span=cell.col_span + 1))
        elif cell.column < at:
            cells.append(cell)
        elif cell.text == repeated:
            cells += _two_headings(cell, year)
        elif match := _pair(cell):
            cells.append(cell._replace(lines=(match["new"].strip(),)))
            cells.append(cell._replace(lines=(match["old"].strip(),), column=at + 1))
        else:
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), width=table.width + 1)


def _two_headings(cell: Cell, year: str) -> tuple[Cell, Cell]:
    """Return the headings of the two columns (二つの見出し): 予算額 and 前年度予算額."""
    if dated := _years_of(cell):
        unit = heading_unit("".join(cell.lines))[1]
        own, last = (f"{line}（{unit}）" if unit else line for line in dated)
        return cell._replace(lines=(own,)), cell._replace(lines=(last,), column=cell.column + 1)
    text = heading_text(cell.lines, is_wrapped=True)
    match = _HEADING.fullmatch(heading_unit(text)[0])
    bare = match["heading"] if match else text
    unit = heading_unit(text)[1]
    bare = f"{bare}（{unit}）" if match and unit else bare
    other = cell._replace(lines=(f"{year}{bare}",), column=cell.column + 1)
    return cell._replace(lines=(bare,)), other
