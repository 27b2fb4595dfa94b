"""Tables as people lay them out on sheets (シートの表): titles beside rows, headings repeated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...diagnostics import Diagnostics
from ...text.normalize import is_no_value
from ..headings.header_rows import CellRow, Header, is_figure, worded
from ..headings.vocabulary import Role, is_account, is_known, is_note, is_total, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order, without_rows
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_ROWS_TO_HEADER = 12
_FEWEST = 3


def with_tables_at_left(document: Document, context: ReadingContext) -> Document:
    """Return a workbook with its tables moved to the first column (左の空列).

    A title in A1, or a note below, may stand in a column left of a table that begins in B3.
    """
    if context.is_wrapped:
        return document  # no rules, no column
    blocks = (b if isinstance(b, Line) else _at_left(b) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _at_left(table: Table) -> Table:
    rows = table.grid(_ROWS_TO_HEADER)
    top = next((at for at, row in enumerate(rows) if len(worded(row, _FEWEST)) == _FEWEST), 0)
    left = worded(rows[top], 1)[0].column if top else 0
    if not left:
        return table  # the usual case
    cells = [cell for cell in table.cells if cell.text or cell.column >= left]
    beside = (cell.text for cell in cells if cell.row >= top and cell.column < left)
    if not all(map(is_note, beside)):
        return table
    moved = []
    for cell in cells:
        column = max(cell.column - left, 0)
        end = max(cell.column + cell.col_span - left, 1)
        moved.append(cell._replace(column=column, col_span=end - column))
    places = [(cell.row, cell.column) for cell in moved if cell.text]
    if len(places) > len({*places}):
        return table  # 資料１ in A1 beside a title in B1
    return replace(table, cells=tuple(moved), width=table.width - left)


def with_single_headers(document: Document, context: ReadingContext) -> Document:
    """Return a workbook with the header of each table only once (見出し行の反復).

    Repeated among the rows, as for printing, it does not begin another table.
    """
    if context.is_wrapped:
        return document  # a page may begin with it
    blocks = (b if isinstance(b, Line) else _with_one_header(b, context) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _with_one_header(table: Table, context: ReadingContext) -> Table:
    found = first_header(table.grid(ROWS_TO_LOOK_AT), context)
    if found is None:
        return table
    header, top = found
    start = top + header.height
    first, *others = worded(table.grid(start)[top])
    rows = table.grid()
    if len(others) + 1 < _FEWEST or any(is_known(c.text, {}) for c in _first(rows[start:])):
        return table  # 担当課 above 事業概要 is a label of a form, with the same value as another's
    labels = {cells[0].text for row in rows[:top] if len(cells := worded(row)) > 1}
    if labels and any(cells[0].text in labels for row in rows[start:] if (cells := worded(row, 1))):
        return table  # of forms, each with a table of years below its labels
    below = ((at, row[first.column]) for at, row in enumerate(rows[start:], start))
    again = [at for at, cell in below if cell.lines == first.lines and cell.row == at]
    repeated: list[int] = []
    for at in again:
        if _is_amid(rows[at - 1], len(others)) and _are_same(rows, top, at, header.height):
            repeated += range(at, at + header.height)
    return without_rows(table, {*repeated}) if repeated else table


def _first(rows: Sequence[CellRow]) -> Sequence[Cell]:
    """Return the first cell with text of the first row (先頭のセル), if any."""
    return worded(rows[0], 1) if rows else ()


def _is_amid(above: CellRow, most: int) -> bool:
    """Return whether the row above is one of the same table (表の途中): no title, label or sum.

    most: how many cells of such a row may have text, but for one.
    """
    cells = worded(above)
    return len(cells) >= max(_FEWEST, most / 2) and not is_total(cells[0].text)


def _are_same(rows: Sequence[CellRow], top: int, at: int, height: int) -> bool:
    """Return whether as many rows say the same at two places (同じ行)."""
    pairs = zip(rows[top : top + height], rows[at : at + height], strict=False)
    is_whole = at + height <= len(rows) and all(cell.row >= at for cell in rows[at])
    return is_whole and all(
        cell.text == other.text
        for row, below in pairs
        for cell, other in zip(row, below, strict=True)
    )


# --- Tables side by side ------------------------------------------------------------------------


def with_sums_beside_apart(document: Document, context: ReadingContext) -> Document:
    """Return a workbook with a table of sums beside another as one of its own (右側の集計表).

    Behind an empty column it counts the rows of each office, say, and ends with a sum beside a row
    of the other table.
    """
    if context.is_wrapped:
        return document  # a page has no empty columns
    blocks = document.blocks
    parts = (one for b in blocks for one in ([b] if isinstance(b, Line) else _apart(b)))
    return replace(document, blocks=tuple(parts))


def _apart(table: Table) -> list[Table]:
    """Return a table, or the two that an empty column parts."""
    filled = {at for c in table.cells if c.text for at in range(c.column, c.column + c.col_span)}
    empty = [at for at in range(_FEWEST, table.width - 1) if at not in filled]
    rows = [worded(row) for row in table.grid()] if empty else []
    for column in empty:
        left = [[c for c in row if c.column < column] for row in rows]
        right = [[c for c in row if c.column > column] for row in rows]
        top = next((at for at, row in enumerate(right) if len(row) > 1), len(rows))
        if not any(map(_has_own_sum, left[top + 1 :], right[top + 1 :])):
            continue
        beside = [c for c in table.cells if c.column > column and c.row >= top and c.text]
        first = min(cell.column for cell in beside)
        moved = tuple(c._replace(row=c.row - top, column=c.column - first) for c in beside)
        height, span = max(cell.row + cell.row_span for cell in moved), beside[0].span
        others = tuple(c for c in table.cells if c.column < column or c.row < top)
        emptied = {at for at, row in enumerate(left) if at > top and not row}
        end = max(cell.column + cell.col_span for cell in others)
        kept = without_rows(replace(table, cells=others, width=end), emptied)
        return [kept, Table(moved, height, table.width - first, span, table.caption)]
    return [table]


def _has_own_sum(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    """Return whether a row is a sum on the right only (右側だけの合計)."""
    is_sum = bool(right) and is_total(right[0].text)
    return is_sum and not (left and is_total(left[0].text))


# --- Units in columns of their own ---------------------------------------------------------------


def with_units_behind_figures(document: Document, _context: ReadingContext) -> Document:
    """Return the document with 千円 right of 1,200 in the same cell (単位だけの列)."""
    blocks = (b if isinstance(b, Line) else _without_units_beside(b) for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _without_units_beside(table: Table) -> Table:
    """Return a table without columns of nothing but units (単位の列): they have no heading.

    Each is right of a figure that it counts, or of a sign such as ― for none.
    """
    places = {(cell.row, cell.column): cell for cell in table.cells}
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text and cell.column:
            columns.setdefault(cell.column, []).append(cell)
    units = [
        column
        for column, cells in columns.items()
        if len(cells) >= _FEWEST_UNITS
        and all(_counts(places.get((cell.row, column - 1)), cell) for cell in cells)
    ]
    for column in reversed(units):
        beside = {cell.row: cell.text for cell in columns[column]}
        table = _without_column(table, column, beside)
    return table


_FEWEST_UNITS, _LONGEST_UNIT = 2, 4


def _counts(figure: Cell | None, unit: Cell) -> bool:
    """Return whether a cell is the unit of the figure left of it (数値の右の単位)."""
    text = unit.text.strip()
    if figure is None or len(text) > _LONGEST_UNIT or figure.row_span != unit.row_span:
        return False
    is_unit = (
        unit.col_span == 1 == figure.col_span and not is_figure(text) and is_figure("1" + text)
    )
    return is_unit and (is_figure(figure.text) or is_no_value(figure.text))


def _without_column(table: Table, column: int, beside: Mapping[int, str]) -> Table:
    """Return a table without a column (列の除去). beside: its text, for the cells left of it."""
    cells = []
    for cell in table.cells:
        first, end = cell.column, cell.column + cell.col_span
        if first == column == end - 1:
            continue
        lines = cell.lines
        if end == column and cell.row in beside and not is_no_value(cell.text):
            lines = (*lines[:-1], lines[-1] + beside[cell.row].strip())
        first, end = first - (first > column), end - (end > column)
        cells.append(cell._replace(lines=lines, column=first, col_span=end - first))
    return replace(table, cells=tuple(cells), width=table.width - 1)


# --- Rows indented by columns -------------------------------------------------------------------

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
    given = table
    found = first_header(table.grid(ROWS_TO_LOOK_AT), replace(context, is_wrapped=False))
    if not found:
        return given
    header, top = found
    start = top + header.height
    if is_account(header.texts[0]) and not context.is_wrapped:
        table = _with_columns_of_indents(table, start)
        found = first_header(table.grid(ROWS_TO_LOOK_AT), replace(context, is_wrapped=False))
    if not found or found[1] != top:
        return given
    header, rows = found[0], table.grid()
    indented = (row for row in rows[start:] if not row[0].text)
    if {first.column for row in indented for first in worded(row, most=1)} <= {0}:
        return given  # no row is indented, as in most tables
    below = [cells for row in rows[start:] if (cells := worded(row))]
    width = _width_of_levels(header, below)
    if not width:
        return given
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


def _with_columns_of_indents(table: Table, start: int) -> Table:
    """Return a table with a column for each indent of its accounts (字下げの階層).

    start: the first row below the header.
    """
    names = {
        cell.row: len(cell.lines[0]) - len(cell.lines[0].lstrip())
        for cell in table.cells
        if cell.column == 0 and cell.row >= start and cell.text and not is_total(cell.text)
    }
    indents = sorted({*names.values()})
    if not 1 < len(indents) <= len(_LEVELS) + 1:
        return table
    more = len(indents) - 1
    cells = []
    for cell in table.cells:
        first, span = cell.column and cell.column + more, cell.col_span
        if cell.column == 0 and cell.row in names and span == 1:
            first = indents.index(names[cell.row])
        elif cell.column == 0:
            span += more
        cells.append(cell._replace(column=first, col_span=span))
    return replace(table, cells=tuple(cells), width=table.width + more)


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
    unique = ["" if at in groups or text in texts[:at] else text for at, text in enumerate(texts)]
    unique[-1] = unique[-1] or texts[0]
    return [text or level for text, level in zip(unique, (*_LEVELS, ""), strict=False)]


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
