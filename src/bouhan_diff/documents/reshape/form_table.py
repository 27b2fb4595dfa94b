"""Forms as a table (個票の一覧): each form becomes a row under the labels of all."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...diagnostics import Span
from ...text.normalize import fold
from ...text.quantities import known_unit
from ..headings.header_rows import CellRow, find_header, heading_text, worded
from ..headings.titles import is_page_number
from ..headings.vocabulary import Role, is_known, is_note, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table

Label = tuple[str, ...]
"""What identifies a value (項目名): the groups above its label, then the label."""

LONGEST_LABEL = 25


@dataclass(slots=True, eq=False)
class Form:
    """The rows of a table that are one form (個票の範囲), and the values under its labels.

    rows: those rows, limited to the form's columns if forms are side by side. title: the line above
    that names the initiative, if no label does. values: by folded label; `spelled` has each label
    as printed. lists: the heading row of a label's inner table, and its number of rows. astray:
    cells without a label.
    """

    table: Table
    rows: Sequence[CellRow]
    top: int
    bottom: int
    title: Line | None = None
    values: dict[Label, list[Cell]] = field(default_factory=dict)
    spelled: dict[Label, Label] = field(default_factory=dict)
    lists: dict[Label, tuple[int, int]] = field(default_factory=dict)
    astray: list[Cell] = field(default_factory=list)

    def value(self, label: Label) -> str:
        """Return the text of a value (項目の値), empty where there is none."""
        return " ".join(cell.text for cell in self.values.get(label, ()) if cell.text)


# --- Labels -------------------------------------------------------------------------------------


_LISTED = re.compile(
    r"\A(?:[(（]?(?:\d{1,2}|[ア-ンⅠ-Ⅻ])[)）.．、]|[①-⑳■□●○◆◇◎・【]|(?:\d{1,2}|[ア-ンⅠ-Ⅻ])\s+)\s*"
)

_PAIR = re.compile(
    r"(?![(（\[［]?\s*単位)(?P<label>[^:：\n、。]{1,20})[:：][ \u3000]*(?P<value>.*)", re.DOTALL
)
_IN_BRACKETS = re.compile(r".+[(（\[［][^)）\]］]*")  # a text that ends within brackets


def label_text_of(cell: Cell, *, is_wrapped: bool) -> str:
    """Return the label that a cell is or begins with (項目名), "" if there is none."""
    pair = pair_of(cell)
    return pair[0] if pair else label_of(cell, is_wrapped=is_wrapped)


def pair_of(cell: Cell) -> tuple[str, str] | None:
    """Split a cell with both label and value (事業名：移動図書館), None if it is not one."""
    match = _PAIR.fullmatch("\n".join(cell.lines).strip())
    if match is None or _IN_BRACKETS.fullmatch(match["label"]):
        return None  # the colon is that of 事業費の推移（単位：千円）
    return bare_label(match["label"].strip()), match["value"]


def cells_begun(rows: Sequence[CellRow], at: int) -> list[Cell]:
    """Return the cells with text that begin in a row (その行に始まるセル)."""
    above = {id(cell) for cell in rows[at - 1]} if at else set()
    return [cell for cell in worded(rows[at]) if id(cell) not in above]


def cells_of(row: CellRow) -> list[Cell]:
    """Return the cells of a row (行のセル), merged ones once, without blank ones at its ends."""
    cells = list({id(cell): cell for cell in row}.values())
    while cells and not cells[-1].text:
        cells.pop()
    while cells and not cells[0].text:
        cells.pop(0)
    return cells


def bare_label(text: str) -> str:
    """Return a label without number, brackets and colon (項目名); but ②－① is a difference."""
    plain = _LISTED.sub("", text, count=1).strip().rstrip("：:】").strip()
    return text if not plain or plain[0] in "-－−＋+" else plain


def label_of(cell: Cell, *, is_wrapped: bool) -> str:
    """Return the text of a cell as a label (項目名), "" if it is too long."""
    if sum(map(len, cell.lines)) > 2 * LONGEST_LABEL:
        return ""
    text = bare_label(heading_text(cell.lines, is_wrapped=is_wrapped))
    return text if len(text) <= LONGEST_LABEL else ""


def is_label(cell: Cell) -> bool:
    """Return whether a cell is a label (項目名), according to the vocabulary of headings."""
    text = heading_text(cell.lines, is_wrapped=True)
    return 0 < len(text) <= LONGEST_LABEL and is_known(text, {})


def is_unit_behind(text: str, unit: str) -> bool:
    """Return whether a cell only holds the unit of the figure before it (単位のセル)."""
    return text[-1:].isdecimal() and known_unit(unit) is not None


# --- Lists beside the forms ---------------------------------------------------------------------

_ROWS_TO_HEADER = 12


def without_lists(
    document: Document, found: Mapping[int, Sequence[Form]], name: Label
) -> tuple[Document, dict[int, Sequence[Form]]]:
    """Return the document without rows of lists that are forms too (一覧と個票).

    What only the list says becomes a value of the form, and what it says differently becomes a
    line. name: the label of names. The forms are returned by the new positions of their tables.
    """
    by_name = {fold(form.value(name)): form for some in found.values() for form in some}
    blocks: list[Line | Table] = []
    places: dict[int, Sequence[Form]] = {}
    for at, block in enumerate(document.blocks):
        if at in found:
            places[len(blocks)] = found[at]
        if isinstance(block, Line) or at in found:
            blocks.append(block)
        else:
            blocks += _left_of_list(block, by_name)
    return replace(document, blocks=tuple(blocks)), places


def _left_of_list(table: Table, by_name: Mapping[str, Form]) -> list[Line | Table]:
    """Return what remains of a table (一覧の残り) without the rows of initiatives with a form."""
    rows = table.grid()
    tops = (n for n in range(min(_ROWS_TO_HEADER, len(rows))) if len(worded(rows[n], 2)) > 1)
    headers = ((n, find_header(rows, n, ReadingContext())) for n in tops)
    top, header = next(((n, one) for n, one in headers if one is not None), (0, None))
    if header is None:
        return [table]
    parts = [tuple(map(fold, part)) for part in header.parts]
    data = range(top + header.height, len(rows))
    named = [at for at, part in enumerate(parts) if part and Role.NAME in strengths(part[-1])]
    shared = {at: [n for n in data if fold(rows[n][at].text) in by_name] for at in named}
    column = max(shared, key=lambda at: len(shared[at]), default=0)
    both = shared.get(column, [])
    if len(both) < 2 or 2 * len(both) < len(data):  # noqa: PLR2004  one may be chance
        return [table]
    for n in both:
        form = by_name[fold(rows[n][column].text)]
        for label, spelled, cell in zip(parts, header.parts, rows[n], strict=True):
            if (
                not cell.text
                or cell is rows[n][column]
                or fold(form.value(label)) == fold(cell.text)
            ):
                continue
            if label and not form.value(label):
                form.values[label] = [cell]
                form.spelled.setdefault(label, spelled)
            else:
                said = f"{rows[n][column].text}\u3000{' '.join(spelled)}：{cell.text}"
                form.astray.append(cell._replace(lines=(said,)))
    if len(both) == len(data):
        return [line for row in rows[:top] for line in _lines(cells_of(row))]
    taken = set(both)
    return [replace(table, cells=tuple(cell for cell in table.cells if cell.row not in taken))]


# --- The table --------------------------------------------------------------------------------


_ANYWHERE = Span()


def with_rows(document: Document, found: Mapping[int, Sequence[Form]]) -> Document:
    """Return the document with its forms gathered in tables (個票の一覧)."""
    return replace(document, blocks=tuple(_blocks_after(document, found)))


def _blocks_after(
    document: Document, found: Mapping[int, Sequence[Form]]
) -> Iterator[Line | Table]:
    """Yield the document's blocks (文書の並び), with runs of forms replaced by tables."""
    blocks = [form for some in found.values() for form in some]
    labels = _in_order(blocks)
    sheets = Counter(block.table.span.sheet for block in blocks)
    is_one_each = len(sheets) > 1 and max(sheets.values()) == 1
    pending: list[Form] = []
    later: list[Line] = []
    known: set[str] = set()
    titles = {(form.title.text, form.title.span) for form in blocks if form.title is not None}
    for at, block in enumerate(document.blocks):
        for piece in pieces_of(block, found.get(at, ())):
            if isinstance(piece, Form):
                sheet = piece.table.span.sheet
                if pending and sheet != pending[-1].table.span.sheet and not is_one_each:
                    yield from _gathered(pending, labels)
                    yield from later
                    pending, later = [], []
                if piece.values:
                    pending.append(piece)
                later += _lines(piece.astray)
                continue
            if isinstance(piece, Line) and (piece.text, piece.span) in titles:
                continue
            text = fold(piece.text) if isinstance(piece, Line) else ""
            if isinstance(piece, Line) and pending:
                if not text or text in known:
                    continue
                if is_note(piece.text) or is_page_number(piece.text):
                    later.append(piece)
                    continue
            if pending:
                yield from _gathered(pending, labels)
                yield from later
                pending, later = [], []
            known.add(text)
            yield replace(piece, span=_ANYWHERE) if is_one_each and text else piece
    yield from _gathered(pending, labels)
    yield from later


def pieces_of(block: Line | Table, forms: Sequence[Form]) -> Iterator[Line | Table | Form]:
    """Split a block of the document into its forms and what is between them (構成要素)."""
    if isinstance(block, Line) or not forms:
        yield block
        return
    if block.caption and block.caption != block.span.sheet:
        yield Line(block.caption, block.span)
    rows = block.grid()
    at = 0
    for form in (*forms, None):
        top = form.top if form else len(rows)
        yield from _outside(block, rows, at, top)
        if form is not None:
            yield form
            at = max(at, form.bottom)


def _outside(
    table: Table, rows: Sequence[CellRow], top: int, bottom: int
) -> Iterator[Line | Table]:
    """Yield the rows outside the forms (個票の外の行): lines, and the rest of the table."""
    many = [len(cells_of(row)) > 1 for row in rows[top:bottom]]
    if any(many):
        cells = tuple(
            cell._replace(row=cell.row - top, row_span=min(cell.row_span, bottom - cell.row))
            for cell in table.cells
            if top <= cell.row < bottom
        )
        yield replace(table, cells=cells, height=bottom - top)
        return
    for row in rows[top:bottom]:
        yield from _lines(cells_of(row))


def _lines(cells: Sequence[Cell]) -> list[Line]:
    return [Line(text, cell.span) for cell in cells for text in cell.lines if text.strip()]


def _in_order(forms: Sequence[Form]) -> dict[Label, Label]:
    """Return the labels of all forms in order (項目の順), and how they are spelled."""
    found: list[Label] = []
    spelled: dict[Label, Label] = {}
    for form in forms:
        at = 0
        for label in form.values:
            spelled.setdefault(label, form.spelled[label])
            if label in found:
                at = found.index(label)
            else:
                found.insert(at, label)
            at += 1
    return {label: spelled[label] for label in found}


def _gathered(forms: Sequence[Form], labels: Mapping[Label, Label]) -> Iterator[Table]:
    """Yield the table of some forms (個票の一覧): a column per label, a row per form."""
    if not forms:
        return
    height = max(map(len, labels))
    span = forms[0].table.span
    if len({form.table.span.sheet for form in forms}) > 1:
        span = _ANYWHERE
    cells = [
        Cell((text,), span, row, column, height - row if row + 1 == len(label) else 1)
        for row in range(height)
        for column, label in enumerate(labels.values())
        if row < len(label)
        for text in (label[row],)
    ]
    for at, form in enumerate(forms):
        place = next((cell.span for some in form.values.values() for cell in some), span)
        for column, label in enumerate(labels):
            some = [cell for cell in form.values.get(label, ()) if cell.text]
            lines = _joined(some)
            spot = some[0].span if some else place
            cells.append(Cell(lines, spot, height + at, column))
    yield Table(tuple(cells), height + len(forms), len(labels), span, header=height)


def _joined(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the lines of the cells of one label (値の行), a unit with its figure."""
    lines: list[str] = []
    for cell in cells:
        if lines and is_unit_behind(lines[-1], cell.text):
            lines[-1] += cell.text
        else:
            lines += cell.lines
    return tuple(lines)
