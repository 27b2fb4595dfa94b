"""Records of several rows (上下段の整形): their rows and stacked cells become one row.

A text in brackets below a cell, the lower row of a record under a header of two rows, and a text
below each row belong to the initiative above. Records without headings get labels.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...text.normalize import is_no_value
from ...text.number_headings import heading_unit
from ..headings.departments import is_office
from ..headings.header_rows import CellRow, heading_text, is_data, is_figure, worded
from ..headings.vocabulary import Role, is_known, is_note, is_status, is_total, names_edition
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order
from .form_table import is_label
from .record_shapes import ROWS_TO_LOOK_AT, first_header, rows_as_lines

# --- Cells over two rows (上下段のセル) -----------------------------------------------------------


def with_whole_cells(document: Document, _context: ReadingContext) -> Document:
    """Return the document with bracketed text below a cell moved into that cell (下段の括弧書き).

    Beside a text that spans both rows, （総務課） below a name and (1,200) below an amount belong
    to it; so does a bare 1,200 if the document says what is above (上段) and below (下段).
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if all(table.is_plain for table in tables):
        return document  # the usual case
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    texts += [cell.text for table in tables for cell in table.cells[:_CELLS_WITH_NOTES]]
    is_noted = any("上段" in text and "下段" in text for text in texts)
    lower = [b if isinstance(b, Line) else _with_lower_lines(b, is_noted) for b in document.blocks]
    return replace(document, blocks=tuple(lower))


_CELLS_WITH_NOTES = 60


def _with_lower_lines(table: Table, is_noted: bool) -> Table:
    if table.is_plain:
        return table
    ends = sorted({cell.row + 1 for cell in table.cells if cell.row_span == 2})  # noqa: PLR2004
    rows = table.grid() if len(ends) >= _FEWEST_RECORDS else ()
    pairs = ((at, rows[at - 1], rows[at]) for at in ends if at < len(rows))
    lower = [at for at, upper, row in pairs if _is_lower(upper, row, at, is_noted)]
    if len(lower) < _FEWEST_RECORDS:
        return table
    cells = []
    removed = frozenset(lower)
    for cell in (cell for cell in table.cells if cell.row not in removed):
        row, end = (at - bisect_left(lower, at) for at in (cell.row, cell.row + cell.row_span))
        below = rows[cell.row + 1][cell.column] if cell.row + 1 in removed else cell
        lines = cell.lines if below is cell else (*cell.lines, *below.lines)
        cells.append(cell._replace(lines=lines, row=row, row_span=max(1, end - row)))
    return replace(table, cells=tuple(cells), height=table.height - len(lower))


def _is_lower(upper: CellRow, row: CellRow, at: int, is_noted: bool) -> bool:
    """Return whether all cells of a row are below a cell with text, and belong to it."""
    pairs = [pair for pair in zip(row, upper, strict=True) if pair[0].row == at and pair[0].text]
    return bool(pairs) and all(
        over.text
        and over.row == at - 1
        and (
            (cell.text[0] in "(（" and cell.text[-1] in ")）") or (is_noted and _are_values(*pair))
        )
        for pair in pairs
        for cell, over in (pair,)
    )


def _are_values(cell: Cell, over: Cell) -> bool:
    """Return whether two cells are figures or signs for none (数値のセル)."""
    return all(is_figure(one.text) or is_no_value(one.text) for one in (cell, over))


# --- Records of several rows (上下段の行) ---------------------------------------------------------

_ROWS_TO_HEADER = 12
_MOST_HEIGHT = 3

_FEWEST_RECORDS = 2
_MOST_RECORDS = 0.8


@dataclass(frozen=True, slots=True)
class _TallHeader:
    """A header whose rows describe a row each (上下段の見出し): cells, position and size."""

    cells: Sequence[Cell]
    top: int
    height: int
    width: int


def with_whole_records(document: Document, context: ReadingContext) -> Document:
    """Return the document with each record of several rows as one row (上下段の一行化).

    A table continued on the next page has no header.
    """
    blocks: list[Line | Table] = []
    last: _TallHeader | None = None
    for block in document.blocks:
        if isinstance(block, Line):
            blocks.append(block)
            continue
        rows = block.grid() if _may_be_tall(block) else ()
        header = _tall_header(rows, context.meanings)
        start = header.top + header.height if header else 0
        if header is None and last is not None and last.width == block.width:
            header = last
        pieces = list(_flattened(block, rows, start, header)) if header and rows else []
        last = header if pieces else last
        blocks += pieces or [block]
    return replace(document, blocks=tuple(blocks))


def _may_be_tall(table: Table) -> bool:
    """Return whether a table begins with cells merged downwards (縦の結合); a quick test."""
    heights = {cell.row_span for cell in table.cells[: 20 * table.width]}
    return any(1 < height <= _MOST_HEIGHT for height in heights)


def _tall_header(rows: Sequence[CellRow], meanings: Mapping[str, str]) -> _TallHeader | None:
    """Return the header of records of several rows (上下段の見出し), None if it is none."""
    for top in range(min(_ROWS_TO_HEADER, len(rows))):
        cells = worded(rows[top])
        height = max((cell.row_span for cell in cells), default=1)
        if 1 < height <= _MOST_HEIGHT and len(cells) > _FEWEST_RECORDS:
            found = _cells(rows, top, height)
            if _has_own_rows(found, rows[top], height, meanings):
                return _TallHeader(found, top, height, len(rows[top]))
    return None


def _cells(rows: Sequence[CellRow], top: int, height: int) -> list[Cell]:
    """Return the cells with text of some rows (行のセル), from the top."""
    found: dict[int, Cell] = {}
    for row in rows[top : top + height]:
        found |= {id(cell): cell for cell in worded(row)}
    return list(found.values())


def _has_own_rows(
    header: Sequence[Cell], first: CellRow, height: int, meanings: Mapping[str, str]
) -> bool:
    """Return whether each row of a header may describe a row of its own (上下段の見出し).

    A heading right below another of the same width is no part of a group, unless the upper one is
    an edition.
    """
    texts = {id(cell): heading_text(cell.lines, is_wrapped=True) for cell in header}
    top = header[0].row
    if any(is_data(text) for text in texts.values()):
        return False
    if header[0].row_span != height or any(c.row + c.row_span > top + height for c in header):
        return False
    known = {at: is_known(heading_unit(text)[0], meanings) for at, text in texts.items()}
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
    """Yield the table with one row per record (一行化した表), if all records have that many rows.

    start: the first row of the first record.
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
    yield from rows_as_lines(rows[: max(start - header.height, 0)])
    flat = [
        cell._replace(row=n, column=column, row_span=1, col_span=1)
        for n, record in enumerate([list(header.cells), *records])
        for column, cell in enumerate(record)
    ]
    whole = replace(table, cells=tuple(flat), height=len(records) + 1, width=len(header.cells))
    yield replace(whole, header=1)


def _record(rows: Sequence[CellRow], at: int, header: _TallHeader) -> list[Cell] | None:
    """Return the cells of a record below each heading (上下段の行), None if it is no record."""
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
    """Return a row that is no record (合計等の行) below the headings where its cells begin.

    Figures go below the headings of the lower row, words below those of the upper.
    """
    found = [Cell((), row[0].span) for _heading in header]
    for cell in worded(row):
        places = [n for n, heading in enumerate(header) if heading.column == cell.column]
        if not places:
            return None
        found[places[-1] if is_data(cell.text) else places[0]] = cell
    return found


# --- Texts below their rows (下段の説明文) ------------------------------------------------------

_TEXT = "内容"


def with_texts_beside(document: Document, context: ReadingContext) -> Document:
    """Return the document with the text below each row in a column of its own (説明文の列).

    Such a text spans most columns, and follows every row of the table except sums.
    """
    blocks = [b if isinstance(b, Line) else _with_texts(b, context) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _with_texts(table: Table, context: ReadingContext) -> Table:
    if not any(2 * cell.col_span >= table.width for cell in table.cells[-3 * table.width :]):
        return table  # quick, as every table is asked
    found = first_header(table.grid(ROWS_TO_LOOK_AT), replace(context, is_wrapped=True))
    if found is None:
        return table
    header, top = found
    start = top + header.height
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row >= start and cell.text:
            rows.setdefault(cell.row, []).append(cell)
    above, labels = _rows_of_texts(rows, table.width)
    if not labels or len(above) < _FEWEST_RECORDS * len(labels):
        return table
    cells = [
        Cell((label,), header.span, top, table.width + n, header.height)
        for n, label in enumerate(labels)
    ]
    texts = sorted(above)
    for cell in table.cells:
        row, place = above.get(cell.row, (cell.row, 0))
        at = row - bisect_left(texts, row)
        if row == cell.row:
            height = 1 if row >= start else cell.row_span
            cells.append(cell._replace(row=at, row_span=height))
        elif cell is rows[cell.row][-1]:
            column, lines = table.width + place, _without_label(cell.lines)
            cells.append(cell._replace(lines=lines, row=at, column=column, row_span=1, col_span=1))
    height, width = table.height - len(above), table.width + len(labels)
    return replace(table, cells=in_order(cells), height=height, width=width)


def _rows_of_texts(
    rows: Mapping[int, Sequence[Cell]], width: int
) -> tuple[dict[int, tuple[int, int]], list[str]]:
    """Return for each row of text the row it belongs to and its position there (説明文の行).

    With the headings of the texts; empty unless all rows except sums have the same below them.
    rows: the cells by row.
    """
    above: dict[int, tuple[int, int]] = {}
    found: dict[int, list[str]] = {}
    for at, cells in rows.items():
        label = _label_of_text(cells, width)
        over = next(reversed(found), None)
        if label is None and not (is_total(cells[0].text) or is_note(cells[0].text)):
            found[at] = []
        elif label is not None:
            if over is None or len(rows[over]) == 1:
                return {}, []
            above[at] = over, len(found[over])
            found[over].append(label)
    labels = next(iter(found.values()), [])
    return (above, labels) if all(one == labels for one in found.values()) else ({}, [])


def _label_of_text(cells: Sequence[Cell], width: int) -> str | None:
    """Return the heading of a text across most columns (全列にわたる文), None if it is not one."""
    text, labels = cells[-1], cells[:-1]
    is_wide = 2 * text.col_span > width or (labels and 2 * text.col_span >= width)
    if not is_wide or is_figure(text.text) or len(labels) > 1 or is_known(text.text, {}):
        return None
    labelled = _LABELLED.match(text.lines[0])
    label = (
        " ".join(labels[0].text.split()) if labels else (labelled["label"] if labelled else _TEXT)
    )
    return label if is_known(label, {}) else None


def _without_label(lines: Sequence[str]) -> tuple[str, ...]:
    """Return a text without the label that becomes its column's heading (見出しの除去): 目的：."""
    labelled = _LABELLED.match(lines[0])
    is_headed = labelled is not None and is_known(labelled["label"], {})
    return (lines[0][labelled.end() :], *lines[1:]) if labelled and is_headed else tuple(lines)


_LABELLED = re.compile(r"\s*(?P<label>[^\s：:、。]{1,8})\s*[：:]\s*(?=\S)")


# --- Records without headings (見出しのない記録) --------------------------------------------------

_STATUS = "区分"
_LABELS = {Role.AMOUNT: "予算額", Role.DEPARTMENT: "担当課"}


def with_labelled_names(document: Document, _context: ReadingContext) -> Document:
    """Return the document with labels added to the first row of records (記録の項目名).

    新規 | 移動図書館 | 5,000千円, above rows of labels and values, has none itself.
    """
    opened = {
        at: rows
        for at, block in enumerate(document.blocks)
        if isinstance(block, Table) and (rows := _opening_rows(block))
    }
    if sum(map(len, opened.values())) < _FEWEST_RECORDS:
        return document
    blocks = list(document.blocks)
    for at, rows in opened.items():
        block = blocks[at]
        assert isinstance(block, Table)  # noqa: S101  only tables have rows
        blocks[at] = _with_labels(block, rows)
    return replace(document, blocks=tuple(blocks))


def _opening_rows(table: Table) -> list[int]:
    """Return the first rows of records (記録の先頭行), if all other rows begin with a label."""
    if not any(is_status(cell.text) for cell in table.cells[: 4 * table.width]):
        return []  # quick, as every table is asked
    grid = table.grid()
    rows = [worded(row, 2) for row in grid]
    opened = {at: worded(grid[at]) for at, row in enumerate(rows) if row and is_status(row[0].text)}
    first = min(opened, default=len(rows))
    others = [row for at, row in enumerate(rows) if row and at > first and at not in opened]
    are_records = all(at + 1 < len(rows) and at + 1 not in opened for at in opened)
    is_whole = others and all(len(row) > 1 and is_label(row[0]) for row in others)
    return [*opened] if is_whole and are_records and all(map(_tells_rest, opened.values())) else []


def _tells_rest(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and all(map(_label_of, row[2:]))


def _label_of(cell: Cell) -> str:
    """Return the label (項目名) for a cell after a name: that of an amount or of a department."""
    role = Role.AMOUNT if is_figure(cell.text) else Role.DEPARTMENT
    return _LABELS[role] if role is Role.AMOUNT or is_office(cell.text) else ""


def _with_labels(table: Table, opened: Sequence[int]) -> Table:
    grid = table.grid()
    cells = [cell for cell in table.cells if cell.row not in opened]
    width = table.width
    for at in opened:
        status, name, *others = worded(grid[at])
        pairs = [("事業名", name), (_STATUS, status), *((_label_of(cell), cell) for cell in others)]
        spots = [cell for label, value in pairs for cell in (value._replace(lines=(label,)), value)]
        cells += (c._replace(column=n, col_span=1, row_span=1) for n, c in enumerate(spots))
        width = max(width, len(spots))
    return replace(table, cells=in_order(cells), width=width)
