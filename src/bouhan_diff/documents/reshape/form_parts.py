"""Parts of forms (個票の部分): labels above them, tables and texts below, and the next page.

Each form becomes one table, which is read from its first label to its last.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import groupby

from ...text.normalize import fold
from ...text.number_headings import is_unit_line, unit_of_line
from ..headings.header_rows import CellRow, worded
from ..headings.titles import is_page_number
from ..headings.vocabulary import Role, is_note, names_edition, strengths
from ..ir import Cell, Document, Line, Table, stacked
from .form_table import Form, cells_of, is_label

_OFTEN = 0.6
"""In what share of the forms a part is at least (共通の部分)."""

_SHARED = 0.6


# --- Labels above the forms ---------------------------------------------------------------------

_Pair = tuple[Cell, Cell]
"""A label and its value (項目と値)."""


def with_labels_above(document: Document, starts: Sequence[int]) -> Document:
    """Return the document with the labels above its forms in them (個票の前の項目).

    Most forms have the same, the first one too: 整理番号：12 in a line, or 担当課 beside 福祉課 in
    a small table. starts: the positions of the forms' first tables.
    """
    above = {at: dict(_labels_above(document.blocks, at)) for at in starts[1:] and starts}
    times = Counter(label for labels in above.values() for label in {*map(_label, _pairs(labels))})
    first = above.get(starts[0], {}) if starts else {}
    often = {label for label in map(_label, _pairs(first)) if times[label] >= _OFTEN * len(starts)}
    blocks: list[Line | Table | None] = list(document.blocks)
    for at, labels in above.items() if often else ():
        pairs = [pair for pair in _pairs(labels) if _label(pair) in often]
        table = document.blocks[at]
        assert isinstance(table, Table)  # noqa: S101  a form begins with one
        rows = enumerate(pairs)
        cells = tuple(c._replace(row=n, column=k) for n, two in rows for k, c in enumerate(two))
        if cells:
            blocks[at] = stacked([Table(cells, len(pairs), 2, table.span), table])
        for places, some in labels.items():
            if some and often.issuperset(map(_label, some)):
                blocks[places[0] : places[-1] + 1] = [None] * len(places)
    return replace(document, blocks=tuple(one for one in blocks if one)) if often else document


def _pairs(labels: Mapping[tuple[int, ...], Sequence[_Pair]]) -> list[_Pair]:
    return [pair for some in labels.values() for pair in some]


def _label(pair: _Pair) -> str:
    return fold(pair[0].text)


def _labels_above(
    blocks: Sequence[Line | Table], at: int
) -> Iterator[tuple[tuple[int, ...], list[_Pair]]]:
    """Yield the labels and values above a form on its page (前の項目), by their blocks' places."""
    first = at
    while first and blocks[first - 1].span.page == blocks[at].span.page:
        above = blocks[first - 1]
        if isinstance(above, Table) and not _pairs_of_rows(above):
            break
        first -= 1
    lines: dict[int, Line] = {}
    for place in range(first, at):
        block = blocks[place]
        if isinstance(block, Table):
            yield (place,), _pairs_of_rows(block)
        else:
            lines[place] = block
    for _line, in_line in groupby(lines, key=lambda place: lines[place].span.line or -place):
        places = tuple(in_line)
        yield places, _pairs_of_words([lines[place] for place in places])


def _pairs_of_rows(table: Table) -> list[_Pair]:
    """Return the labels and values of a small table (小さな表の項目), none if it has more."""
    rows = [cells_of(row) for row in table.grid()] if table.height <= _MOST_ROWS_ABOVE else []
    pairs = [pair for row in rows for pair in zip(row[::2], row[1::2], strict=False)]
    are_pairs = all(is_label(label) and not is_label(value) for label, value in pairs)
    return pairs if are_pairs and sum(map(len, rows)) == 2 * len(pairs) else []


_MOST_ROWS_ABOVE = 3


def _pairs_of_words(lines: Sequence[Line]) -> list[_Pair]:
    """Return the labels and values on a line of the page (行の項目), none if it has other words."""
    found: list[tuple[str, list[str]]] = []
    for word in " ".join(line.text for line in lines).split():
        label, _colon, value = word.replace("：", ":").partition(":")
        if _OF_HEADS & strengths(label).keys():
            found.append((label, [value] if value else []))
        elif found:
            found[-1][1].append(word)
        else:
            return []
    span = lines[0].span
    pairs = [(Cell((label,), span), Cell((" ".join(words),), span)) for label, words in found]
    return [] if any(not value.text or is_label(value) for _label, value in pairs) else pairs


_OF_HEADS = {Role.NUMBER, Role.DEPARTMENT}


# --- Forms of several tables --------------------------------------------------------------------


def with_whole_forms(document: Document, starts: Sequence[int]) -> Document:
    """Return the document with forms of several tables and texts as one table each (個票の結合).

    What follows the first table of most forms belongs to them: tables that begin alike, and titles
    with the text below each. starts: the positions of the first tables.
    """
    if len(starts) < 2:  # noqa: PLR2004  one repeats nothing
        return document
    ends = [*starts[1:], len(document.blocks)]
    regions = [document.blocks[at + 1 : end] for at, end in zip(starts, ends, strict=True)]
    seen = Counter(key for region in regions for key in set(map(_key, region)))
    heads = {_key(block) for block in document.blocks[: starts[0]]}
    least = max(2, _OFTEN * len(starts))
    often = {key for key, count in seen.items() if count >= least} - heads - {""}
    if not often:
        return document
    blocks = list(document.blocks[: starts[0]])
    for at, region in zip(starts, regions, strict=True):
        first = document.blocks[at]
        assert isinstance(first, Table)  # noqa: S101  a form begins with one
        parts, others = _parts_of_form(region, often, heads)
        blocks += [stacked([first, *parts]), *others]
    return replace(document, blocks=tuple(blocks))


def _key(block: Line | Table) -> str:
    """Return what a line or table repeated in all forms has in common (反復の目印), else ""."""
    if isinstance(block, Line):
        return "" if is_note(block.text) or is_page_number(block.text) else fold(block.text)
    return next((fold(cell.text) for cell in block.cells if cell.text), "")


def _parts_of_form(
    region: Sequence[Line | Table], often: Set[str], heads: Set[str]
) -> tuple[list[Table], list[Line | Table]]:
    """Split what follows the first table of a form into its parts (個票の部分) and the rest."""
    parts: list[Table] = []
    others: list[Line | Table] = []
    label: Line | None = None
    texts: list[Line] = []
    for block in (*region, None):
        is_text = isinstance(block, Line) and _key(block) not in often | heads
        if isinstance(block, Line) and is_text and _key(block) and label is not None:
            texts.append(block)
            continue
        if label is not None and texts:
            value = Cell(tuple(line.text for line in texts), texts[0].span, 0, 1)
            parts.append(Table((Cell((label.text,), label.span), value), 1, 2, label.span))
        elif label is not None and not isinstance(block, Table):
            others.append(label)
        if isinstance(block, Table) and (label is not None or _key(block) in often):
            parts.append(in_unit(block, unit_of_line(label.text) if label else ""))
        elif block is not None and (is_text or isinstance(block, Table) or _key(block) in heads):
            others.append(block)
        label = block if isinstance(block, Line) and _key(block) in often else None
        texts = []
    return parts, others


def in_unit(table: Table, unit: str) -> Table:
    """Return a table of a form with the unit stated above it added to headings of years (単位)."""
    cells = [
        cell._replace(lines=(*cell.lines[:-1], f"{cell.lines[-1]}（{unit}）"))
        if cell.row == 0 and cell.column and names_edition(cell.text)
        else cell
        for cell in table.cells
        if not is_unit_line(cell.text)
    ]
    return replace(table, cells=tuple(cells)) if unit else table


# --- Forms that continue on the next page -------------------------------------------------------


def with_rests(document: Document, found: Mapping[int, Sequence[Form]]) -> Document:
    """Return the document with forms joined that continue on the next page (個票の続き)."""
    known = {
        fold(cells[0].text)
        for some in found.values()
        for block in some
        for row in block.rows
        if (cells := cells_of(row))
    }
    blocks: list[Line | Table | None] = list(document.blocks)
    last: int | None = None  # the position of the form that may go on
    page = 0
    for at, block in enumerate(document.blocks):
        if isinstance(block, Line):
            continue
        if found.get(at):
            last, page = at, block.span.page
            continue
        firsts = [fold(cells[0].text) for row in block.grid() if (cells := cells_of(row))]
        is_rest = all(text in known for text in firsts[1:] or firsts)
        labels = (_is_labelled(row) or fold(row[0].text) in known for row in block.grid())
        is_rest = is_rest or sum(labels) >= _SHARED * block.height
        whole = None if last is None else blocks[last]
        is_next = block.span.page == page + 1 and bool(firsts) and is_rest
        if last is not None and isinstance(whole, Table) and is_next:
            blocks[last], blocks[at] = _joined(whole, block), None
            page += 1
        else:
            last = None
    if None not in blocks:
        return document
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _joined(table: Table, rest: Table) -> Table:
    """Return a form joined with its continuation on the next page (個票の結合).

    What is beside a blank label there continues the value above.
    """
    rows = table.grid()
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    first = rest.grid()[0]
    is_cut = not first[0].text
    for cell in worded(first) if is_cut else ():
        above = rows[-1][min(cell.column, table.width - 1)]
        cells[above.row, above.column] = above._replace(lines=above.lines + cell.lines)
    whole = replace(table, cells=tuple(cells.values()))
    below = tuple(cell._replace(row=cell.row - 1) for cell in rest.cells if cell.row)
    return stacked([whole, replace(rest, cells=below, height=rest.height - 1) if is_cut else rest])


def _is_labelled(row: CellRow) -> bool:
    """Return whether a row is of labels with values (項目の行)."""
    cells = cells_of(row)
    is_pair = len(cells) == 2  # noqa: PLR2004  a value may be a word of headings
    return len(cells) > 1 and is_label(cells[0]) and (is_pair or not is_label(cells[1]))
