"""Headers whose levels are apart (分かれた見出し): on two pages, or one beside the first row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from ...text.normalize import fold
from ..headings.header_rows import is_figure
from ..headings.vocabulary import names_edition
from ..ir import Cell, Document, Line, ReadingContext, Table

_MOST_LEVELS = 3
_SAME_EDGE = 3.0  # points


def with_whole_headers(document: Document, _context: ReadingContext) -> Document:
    """Return the document with headers whose levels are apart made whole (見出しの結合).

    Where the end of a page cuts one, its upper level is all that a page has of its table; the one
    below it opens the next page, blank where a heading has no further level. A sheet shows that
    heading again above the page's first rule.
    """
    blocks: list[Line | Table | None] = list(document.blocks)
    tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    for at, below in pairwise(tables):
        upper, rest = document.blocks[at], document.blocks[below]
        assert isinstance(upper, Table)  # noqa: S101
        assert isinstance(rest, Table)  # noqa: S101
        if (whole := _joined(upper, rest)) is None:
            continue
        blocks[at], blocks[below] = None, whole
        shown = {fold(cell.text) for cell in upper.cells}
        for place in range(at + 1, below):
            line = document.blocks[place]
            if isinstance(line, Line) and fold(line.text.strip()) in shown:
                blocks[place] = None
    kept = (block for block in blocks if block is not None)
    levelled = (_with_level_above(one) if isinstance(one, Table) else one for one in kept)
    return replace(document, blocks=tuple(levelled))


def _with_level_above(table: Table) -> Table:
    """Return a table with the editions under one of its headings in its header (小見出しの分離).

    変更前 and 変更後 under 期間 are no values where the other cells beside them are merged with
    those of the row below.
    """
    rows: list[list[Cell]] = [[], []]
    for cell in takewhile(lambda cell: cell.row < len(rows), table.cells):
        rows[cell.row].append(cell)
    apart = [cell for cell in rows[1] if cell.row_span == 1]
    places = {cell.column for cell in apart}
    over = {at for c in rows[0] if c.col_span > 1 for at in range(c.column, c.column + c.col_span)}
    is_level = len(apart) > 1 and places <= over and len(apart) < len(rows[1])
    if not is_level or not all(names_edition(cell.text) and cell.col_span == 1 for cell in apart):
        return table
    cells = [
        cell._replace(row=2, row_span=cell.row_span - 1)
        if cell.row == 1 and cell.row_span > 1
        else cell._replace(row_span=2)
        if cell.row == 0 and cell.column not in over
        else cell
        for cell in table.cells
    ]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _joined(upper: Table, rest: Table) -> Table | None:
    """Return a table below the levels of its header on the page before (結合した表), if any."""
    box, other = upper.span.box, rest.span.box
    if box is None or other is None or rest.span.page != upper.span.page + 1:
        return None
    is_as_wide = abs(box[0] - other[0]) < _SAME_EDGE and abs(box[2] - other[2]) < _SAME_EDGE
    if not is_as_wide or upper.height >= _MOST_LEVELS or rest.height < _MOST_LEVELS - 1:
        return None
    under = {cell.column: cell for cell in rest.cells if cell.row == 0 and cell.text}
    columns = _columns_below(upper, rest)
    is_level = False
    cells: list[Cell] = []
    for cell in upper.cells:
        own = columns.get(id(cell), ())
        if not own:
            return None
        last = cell.row + cell.row_span == upper.height
        parts = [under[at] for at in own if at in under] if last else []
        if parts and (len(own) == 1 or len(parts) < len(own) or any(map(_is_value, parts))):
            return None
        is_level |= bool(parts)
        row_span = cell.row_span + (last and not parts)
        cells.append(cell._replace(column=own[0], col_span=len(own), row_span=row_span))
    if not is_level:
        return None
    kept = (cell for cell in rest.cells if cell.row or cell.text)
    cells += (cell._replace(row=cell.row + upper.height) for cell in kept)
    return replace(rest, cells=tuple(cells), height=upper.height + rest.height)


def _is_value(cell: Cell) -> bool:
    return is_figure(cell.text) or cell.row_span > 1


def _columns_below(upper: Table, rest: Table) -> Mapping[int, Sequence[int]]:
    """Return for each cell of a level, by identity, the columns that it is over (下の列)."""
    middles: dict[int, float] = {}
    for cell in rest.cells:
        if cell.span.box and cell.col_span == 1:
            middles.setdefault(cell.column, (cell.span.box[0] + cell.span.box[2]) / 2)
    if len(middles) < rest.width:
        return {}
    return {
        id(cell): [at for at in range(rest.width) if box[0] < middles[at] < box[2]]
        for cell in upper.cells
        if (box := cell.span.box)
    }
