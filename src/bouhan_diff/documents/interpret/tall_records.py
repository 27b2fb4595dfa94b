"""Records of several rows (上下段の行): a header of two rows of which each describes its own row.

Over 番号 | 事業名 | 担当課 with 予算額 | 備考 below, every initiative has two rows as well, the
second with its amounts. The rows of each record are set beside each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...text.headings import heading_unit
from ..ir import Cell, Document, Line, Table
from .header_rows import Row, heading_text, is_data, is_known, names_edition, worded

_ROWS_TO_HEADER = 12
_MOST_HEIGHT = 3
_FEWEST = 2
_MOST = 0.8


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
        header = _header(rows, given)
        start = header.top + header.height if header else 0
        if header is None and last is not None and last.width == block.width:
            header = last
        pieces = list(_flattened(block, rows, start, header)) if header and rows else []
        last = header if pieces else last
        blocks += pieces or [block]
    return replace(document, blocks=tuple(blocks))


def _may_be_tall(table: Table) -> bool:
    """Return whether a table begins with cells merged downwards (縦の結合); quick."""
    return any(1 < cell.row_span <= _MOST_HEIGHT for cell in table.cells[: 20 * table.width])


def _header(rows: Sequence[Row], given: Mapping[str, str]) -> _TallHeader | None:
    """Return the header of tall records (上下段の見出し), or None."""
    for top in range(min(_ROWS_TO_HEADER, len(rows))):
        cells = worded(rows[top])
        height = max((cell.row_span for cell in cells), default=1)
        if 1 < height <= _MOST_HEIGHT and len(cells) > _FEWEST:
            found = _cells(rows, top, height)
            if _has_own_rows(found, rows[top], height, given):
                return _TallHeader(found, top, height, len(rows[top]))
    return None


def _cells(rows: Sequence[Row], top: int, height: int) -> list[Cell]:
    """Return the cells with text of some rows (行のセル), from the top."""
    found: dict[int, Cell] = {}
    for row in rows[top : top + height]:
        found |= {id(cell): cell for cell in worded(row)}
    return list(found.values())


def _has_own_rows(
    header: Sequence[Cell], first: Row, height: int, given: Mapping[str, str]
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
        and (over.column, over.col_span) == (cell.column, cell.col_span)
        and known[id(cell)]
        and known.get(id(over))
        and not names_edition(texts[id(over)])
    ]
    return bool(stacked) and 2 * sum(known.values()) >= len(header)


def _flattened(
    table: Table, rows: Sequence[Row], start: int, header: _TallHeader
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
    if tall < (_FEWEST if start else 1) or tall * header.height < _MOST * (len(rows) - start):
        return
    for n in range(start - header.height):
        above = {id(cell) for cell in rows[n - 1]} if n else set()
        for cell in worded(rows[n]):
            if id(cell) not in above:
                yield from (Line(text, cell.span) for text in cell.lines if text.strip())
    flat = [
        cell._replace(row=n, column=column, row_span=1, col_span=1)
        for n, record in enumerate([list(header.cells), *records])
        for column, cell in enumerate(record)
    ]
    whole = replace(table, cells=tuple(flat), height=len(records) + 1, width=len(header.cells))
    yield replace(whole, header=1)


def _record(rows: Sequence[Row], at: int, header: _TallHeader) -> list[Cell] | None:
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


def _single(row: Row, header: Sequence[Cell]) -> list[Cell] | None:
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
