"""Rows indented by columns (字下げの行): titles above a row are put beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ...diagnostics import Diagnostics
from ..headings.header_rows import Header, is_figure, worded
from ..headings.vocabulary import Role, is_total, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_LEVELS = ("大項目", "中項目", "小項目")
"""What heads the columns of titles that have no heading of their own."""
_FEWEST_INDENTED = 4


def with_titles_beside(document: Document, context: ReadingContext) -> Document:
    """Return the document with titles beside the rows indented below them (字下げの列).

    Under 区分 over three columns, 総務費 is in the first, 総務管理費 in the second column of the
    next row, and 広報発行 in the third.
    """
    if context.meanings:
        return document
    blocks = (
        block if isinstance(block, Line) or block.header else _indented(block, context)
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _indented(table: Table, context: ReadingContext) -> Table:
    found = first_header(table.grid(ROWS_TO_LOOK_AT), replace(context, is_wrapped=False))
    if not found:
        return table
    (header, top), rows = found, table.grid()
    start = top + header.height
    indented = (row for row in rows[start:] if not row[0].text)
    if {first.column for row in indented for first in worded(row, most=1)} <= {0}:
        return table  # no row is indented, as in most tables
    below = [cells for row in rows[start:] if (cells := worded(row))]
    width = _width_of_levels(header, below)
    if not width:
        return table
    head = [c for c in table.cells if c.row < top or (c.row < start and c.column >= width)]
    for at, text in enumerate(_headings_of_levels(header.texts[:width])):
        head.append(Cell((text,), header.span, top, at, header.height))
    flat = [
        cell._replace(row=start + at)
        for at, row in enumerate(_with_paths(below, width, context.diagnostics))
        for cell in row
    ]
    ordered = in_order((*head, *flat))
    return replace(table, cells=ordered, height=ordered[-1].row + 1)


def _width_of_levels(header: Header, rows: Sequence[Sequence[Cell]]) -> int:
    """Return over how many columns row names are indented (字下げの列数), 0 if they are not.

    Each row has one name, at most one level below the row above; a row with rows below it has only
    figures beside its name.
    """
    named = [row for row in rows if not is_total(row[0].text)]
    depths = [row[0].column for row in named]
    width = max(depths, default=0) + 1
    if not 1 < width <= len(_LEVELS) + 1 or len(named) < _FEWEST_INDENTED:
        return 0
    if depths[0] or any(low > high + 1 for high, low in pairwise(depths)):
        return 0
    is_alone = all(cell.column >= width and cell.row_span == 1 for row in named for cell in row[1:])
    titles = [row for row, (high, low) in zip(named, pairwise(depths), strict=False) if low > high]
    are_sums = all(is_figure(cell.text) for row in titles for cell in row[1:])
    # 款, 項, 目 and 節 with headings of their own are the steps of a budget, each an item of it.
    last = header.texts[width - 1]
    is_named = not last or last == header.texts[0] or strengths(last).get(Role.NAME, 0) > 1
    return width if is_named and is_alone and are_sums else 0


def _headings_of_levels(texts: Sequence[str]) -> list[str]:
    """Return the headings for the columns of titles and of names (階層の見出し)."""
    groups = [at for at in range(len(texts) - 1) if texts[at + 1] in {"", texts[at]}]
    own = ["" if at in groups or text in texts[:at] else text for at, text in enumerate(texts)]
    own[-1] = own[-1] or texts[0]
    return [text or level for text, level in zip(own, (*_LEVELS, ""), strict=False)]


def _with_paths(
    rows: Sequence[Sequence[Cell]], width: int, diagnostics: Diagnostics
) -> Iterator[list[Cell]]:
    """Yield the rows that have no rows below them, each with its titles (上位の名称付きの行).

    The sum of a title right above them becomes a row at their end; other sums are noted.
    """
    depths = [-1 if is_total(row[0].text) else row[0].column for row in rows]
    path: list[Cell] = []
    total: list[Cell] = []
    over = -1  # the level of the title whose sum it is
    for at, (depth, row) in enumerate(zip(depths, rows, strict=True)):
        if total and depth <= over:
            yield total
            total = []
        if depth < 0:
            yield [*row]
            continue
        path = [*path[:depth], row[0]._replace(row_span=1, col_span=1)]
        end = next((n for n in range(at + 1, len(rows)) if depths[n] <= depth), len(rows))
        inner = {*depths[at + 1 : end]}
        if inner == {depth + 1} and len(row) > 1:
            total = [row[0]._replace(lines=("小計",), column=width - 1, col_span=1), *row[1:]]
            over = depth
        elif inner and len(row) > 1:
            text = "\u3000".join(" ".join(cell.text.split()) for cell in row)
            diagnostics.note("total-row", row[0].span, text=text)
        elif not inner:
            names = [*path[: width - 1], path[-1]]
            places = [*range(len(names) - 1), width - 1]
            titles = zip(places, names, strict=True)
            yield [*(c._replace(column=n, span=row[0].span) for n, c in titles), *row[1:]]
    if total:
        yield total
