"""Forms of one initiative each (個票): blocks of labels and values, made rows of a table.

An office that describes each initiative on a sheet, a page or a box of its own repeats the same
labels in each. What is one table to the reader becomes one for the steps after this one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ...diagnostics import Span
from ...text.normalize import fold
from ..ir import Cell, Document, Line, Table
from .form_reader import LONGEST_LABEL, Form, FormReader, Label, cells_of, is_label
from .header_rows import Row, heading_text, is_data
from .titles import is_page_number
from .vocabulary import Role, is_note, strengths

_CERTAIN = 4
_FEWEST_LABELS = 3
_SHARED = 0.6


def with_forms_as_rows(document: Document) -> Document:
    """Return the document with its forms as the rows of a table (個票の一覧化).

    A document of one form counts only if its labels leave no doubt that it is of an initiative.
    """
    found = {at: _blocks(b) for at, b in enumerate(document.blocks) if isinstance(b, Table)}
    if not any(found.values()):
        found = _blocks_under_titles(document)
    elif document.is_wrapped:
        found = _with_rests(document, found)
    blocks = [block for some in found.values() for block in some]
    if not blocks:
        return document
    whole = [block for block in blocks if not block.is_rest]
    labels = _shared_texts(whole)
    for block in blocks:
        block.values = FormReader(block, labels, is_wrapped=document.is_wrapped).values()
    if not _are_forms(whole):
        return document
    for last, block in pairwise(blocks):
        if block.is_rest:
            _add_rest(last, block)
    return replace(document, blocks=tuple(_rewritten(document, found, whole)))


def _add_rest(block: Form, rest: Form) -> None:
    """Add to a form what stands of it on the next page (個票の続き)."""
    for label, cells in rest.values.items():
        block.values.setdefault(label, []).extend(cells)


# --- Where the forms are ------------------------------------------------------------------------


def _blocks(table: Table) -> list[Form]:
    """Return the forms of a table (個票の検出): each begins above the label of its name."""
    rows = table.grid()
    names = [at for at, row in enumerate(rows) if _names_initiative(row)]
    if not names:
        return []
    above = 0  # how many rows of labels stand above the name, in each form as in the first
    while names[0] > above and _is_labelled(rows[names[0] - above - 1]):
        above += 1
    tops = [at - above for at in names]
    blocks = []
    for top, end in zip(tops, [*tops[1:], len(rows)], strict=True):
        bottom = end
        while bottom > top + 1 and _is_outside(rows, bottom - 1):
            bottom -= 1
        firsts = [cells[0] for row in rows[top:bottom] if (cells := cells_of(row))]
        known = {id(cell) for cell in firsts if is_label(cell)}
        if bottom - top >= _FEWEST_LABELS and len(known) >= _FEWEST_LABELS:
            blocks.append(Form(table, top, bottom))
    return blocks


def _blocks_under_titles(document: Document) -> dict[int, list[Form]]:
    """Return the forms whose names stand above them (見出し付きの個票), by their tables.

    On a sheet of a workbook the titles are rows of the same table.
    """
    found: dict[int, list[Form]] = {}
    title: Line | None = None
    for at, block in enumerate(document.blocks):
        if isinstance(block, Line):
            title = block if _may_name(block.text) else title
            continue
        rows = block.grid()
        top = 0
        for row in [*range(len(rows)), None]:
            cells = cells_of(rows[row]) if row is not None else []
            if row is not None and (len(cells) > 1 or not cells):
                continue
            end = len(rows) if row is None else row
            labelled = sum(map(_is_labelled, rows[top:end]))
            if title is not None and labelled >= max(_FEWEST_LABELS, _SHARED * (end - top)):
                found.setdefault(at, []).append(Form(block, top, end, title))
            title = None if end > top else title
            if cells and _may_name(cells[0].text):
                title = Line(cells[0].text, cells[0].span)
            top = end + 1
    return found


def _may_name(text: str) -> bool:
    """Return whether a line may be the name of the form below it (個票の見出し)."""
    return bool(text.strip()) and not is_note(text) and not is_page_number(text)


def _with_rests(document: Document, found: dict[int, list[Form]]) -> dict[int, list[Form]]:
    """Return the forms with the tables in which one goes on (個票の続き), on the next page."""
    known = {
        fold(cells[0].text)
        for some in found.values()
        for block in some
        for row in block.table.grid()[block.top : block.bottom]
        if (cells := cells_of(row))
    }
    last: Form | None = None
    for at, block in enumerate(document.blocks):
        if isinstance(block, Line):
            continue
        rows = block.grid()
        if found.get(at):
            last = found[at][-1]
            continue
        firsts = [fold(cells[0].text) for row in rows if (cells := cells_of(row))]
        is_next = last is not None and block.span.page == last.table.span.page + 1
        last = None
        is_rest = all(text in known for text in firsts[1:] or firsts)
        is_rest = is_rest or sum(map(_is_labelled, rows)) >= _SHARED * len(rows)
        if is_next and firsts and is_rest:
            last = Form(block, 0, len(rows), is_rest=True)
            found = {**found, at: [last]}
    return found


def _names_initiative(row: Row) -> bool:
    """Return whether a row says the name of one initiative (事業名の行): 事業名, then the name."""
    cells = cells_of(row)
    for at, cell in enumerate(cells):
        text = heading_text(cell.lines, is_wrapped=True)
        if strengths(text).get(Role.NAME, 0) < _CERTAIN or not re.search("名", text):
            continue
        after = cells[at + 1 :]
        is_pair = bool(after) and bool(after[0].text) and not is_label(after[0])
        worded = [other for other in after[1:] if other.text]
        return is_pair and (not worded or is_label(worded[0]))
    return False


def _is_labelled(row: Row) -> bool:
    """Return whether a row is of labels with values (項目の行)."""
    cells = cells_of(row)
    is_pair = len(cells) == 2  # noqa: PLR2004  a value may be a word of headings
    return len(cells) > 1 and is_label(cells[0]) and (is_pair or not is_label(cells[1]))


def _is_outside(rows: Sequence[Row], at: int) -> bool:
    """Return whether a last row is no part of the form (個票の外): blank, or one text alone."""
    cells = cells_of(rows[at])
    if not cells:
        return True
    above = cells_of(rows[at - 1])
    is_below_label = len(above) == 1 and is_label(above[0])
    return len(cells) == 1 and not is_below_label


def _shared_texts(blocks: Sequence[Form]) -> frozenset[str]:
    """Return the short texts that every form repeats (共通の文字列)."""
    counts: Counter[str] = Counter()
    for block in blocks:
        rows = block.table.grid()[block.top : block.bottom]
        cells = (cell for row in rows for cell in cells_of(row))
        texts = {heading_text(cell.lines, is_wrapped=True) for cell in cells}
        counts.update(text for text in texts if len(text) <= LONGEST_LABEL and not is_data(text))
    return frozenset(text for text, count in counts.items() if 1 < count == len(blocks))


def _are_forms(blocks: Sequence[Form]) -> bool:
    """Return whether the blocks are forms of initiatives (個票らしさ), filled in."""
    first = set(blocks[0].values)
    if len(first) < _FEWEST_LABELS:
        return False
    roles = {role for label in first for role in strengths(label[-1])}
    is_sure = Role.DEPARTMENT in roles and Role.SUMMARY in roles
    if len(blocks) == 1:
        return is_sure and blocks[0].title is None
    if blocks[0].title is not None and not (is_sure or {Role.SUMMARY, Role.AMOUNT} <= roles):
        return False
    shared = [len(first & set(block.values)) / len(first) for block in blocks[1:]]
    return sum(shared) >= _SHARED * len(shared)


# --- One table of all forms ---------------------------------------------------------------------


def _rewritten(
    document: Document, found: dict[int, list[Form]], blocks: Sequence[Form]
) -> Iterator[Line | Table]:
    """Yield the document's lines and tables (文書の並び) with the forms gathered in tables."""
    labels = tuple(dict.fromkeys(label for block in blocks for label in block.values))
    sheets = Counter(block.table.span.sheet for block in blocks)
    is_one_each = len(sheets) > 1 and max(sheets.values()) == 1
    pending: list[Form] = []
    later: list[Line] = []
    said: set[str] = set()
    titles = {(form.title.text, form.title.span) for form in blocks if form.title is not None}
    for at, block in enumerate(document.blocks):
        for piece in _pieces(block, found.get(at, ())):
            if isinstance(piece, Form):
                if piece.is_rest:
                    continue
                sheet = piece.table.span.sheet
                if pending and sheet != pending[-1].table.span.sheet and not is_one_each:
                    yield from _gathered(pending, labels)
                    yield from later
                    pending, later = [], []
                pending.append(piece)
                continue
            if isinstance(piece, Line) and (piece.text, piece.span) in titles:
                continue
            text = fold(piece.text) if isinstance(piece, Line) else ""
            if isinstance(piece, Line) and pending:
                if not text or text in said:
                    continue
                if is_note(piece.text) or is_page_number(piece.text):
                    later.append(piece)
                    continue
            if pending:
                yield from _gathered(pending, labels)
                yield from later
                pending, later = [], []
            said.add(text)
            yield replace(piece, span=_ANYWHERE) if is_one_each and text else piece
    yield from _gathered(pending, labels)
    yield from later


_ANYWHERE = Span()


def _pieces(block: Line | Table, forms: Sequence[Form]) -> Iterator[Line | Table | Form]:
    """Yield what a block of the document consists of (構成要素), with its forms apart."""
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
            at = form.bottom


def _outside(table: Table, rows: Sequence[Row], top: int, bottom: int) -> Iterator[Line | Table]:
    """Yield the rows outside the forms (個票の外の行): lines, and what is left of the table."""
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
        for cell in cells_of(row):
            yield from (Line(line, cell.span) for line in cell.lines if line.strip())


def _gathered(blocks: Sequence[Form], labels: Sequence[Label]) -> Iterator[Table]:
    """Yield the table of some forms (個票の一覧): a column for each label, a row for each form."""
    if not blocks:
        return
    height = max(map(len, labels))
    span = blocks[0].table.span
    if len({block.table.span.sheet for block in blocks}) > 1:
        span = _ANYWHERE
    cells = [
        Cell((text,), span, row, column, height - row if row + 1 == len(label) else 1)
        for row in range(height)
        for column, label in enumerate(labels)
        if row < len(label)
        for text in (label[row],)
    ]
    for at, block in enumerate(blocks):
        place = next((cell.span for some in block.values.values() for cell in some), span)
        for column, label in enumerate(labels):
            some = [cell for cell in block.values.get(label, ()) if cell.text]
            lines = _joined(some)
            spot = some[0].span if some else place
            cells.append(Cell(lines, spot, height + at, column))
    yield Table(tuple(cells), height + len(blocks), len(labels), span, header=height)


def _joined(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the lines of the cells of one label (値の行); a unit stands with its figure."""
    lines: list[str] = []
    for cell in cells:
        if lines and _UNIT.fullmatch(cell.text) and re.search(r"\d\Z", lines[-1]):
            lines[-1] += cell.text
        else:
            lines += cell.lines
    return tuple(lines)


_UNIT = re.compile("(?:千|百万|万|億)?円|人|件|回|%|％|か所|箇所|世帯|校|台|戸")
