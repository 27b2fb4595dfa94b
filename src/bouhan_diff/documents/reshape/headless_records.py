"""Records without headings (見出しのない記録): each gets labels before what opens it."""

from collections.abc import Sequence
from dataclasses import replace

from ..headings.departments import is_office
from ..headings.header_rows import is_figure, worded
from ..headings.vocabulary import Role, is_status
from ..ir import Cell, Document, Table
from .forms import is_label

_FEWEST_RECORDS = 2
_STATUS = "区分"
_LABELS = {Role.AMOUNT: "予算額", Role.DEPARTMENT: "担当課"}


def with_labelled_names(document: Document) -> Document:
    """Return the document with labels before what opens a record (記録の項目名).

    新規 | 移動図書館 | 5,000千円 above rows of labels and values has none itself.
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
    """Return the rows that open records (記録の先頭行), if all others begin with a label."""
    if not any(is_status(cell.text) for cell in table.cells[: 4 * table.width]):
        return []  # quick, as every table is asked
    rows = [worded(row) for row in table.grid()]
    opened = [at for at, row in enumerate(rows) if row and is_status(row[0].text)]
    first = opened[0] if opened else len(rows)
    others = [row for at, row in enumerate(rows) if row and at > first and at not in opened]
    are_records = all(at + 1 < len(rows) and at + 1 not in opened for at in opened)
    is_whole = others and all(len(row) > 1 and is_label(row[0]) for row in others)
    return opened if is_whole and are_records and _tells_rest(rows, opened) else []


def _tells_rest(rows: Sequence[Sequence[Cell]], opened: Sequence[int]) -> bool:
    return all(len(rows[at]) > 1 and all(map(_label_of, rows[at][2:])) for at in opened)


def _label_of(cell: Cell) -> str:
    """Return the label (項目名) of a cell behind a name: that of an amount or of a department."""
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
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), width=width)
