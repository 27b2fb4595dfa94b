"""Tables under 現行 and 改正案 (左右の新旧対照表), made one with the amounts of both editions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import takewhile

from ...edition import find_editions, is_revised, strip_editions
from ...text.normalize import fold
from ...text.quantities import says_amount
from ..headings.header_rows import CellRow
from ..ir import Cell, Content, Document, Line, ReadingContext, Table, table_of
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_NUMBER = re.compile(r"[(（]?\d+[)）.．]?\s*")  # 42 その他 may be 44 その他 in the other edition
_OMITTED = re.compile(r"(?:[(（](?:[省中以後前下]*略)[)）])?")  # rows that are the same in both
_SIDES = 2
_Box = tuple[float, float, float, float]


def with_facing_tables(document: Document, context: ReadingContext) -> Document:
    """Return a PDF's document with tables that face each other as one (左右の表の結合).

    Below 現行 | 改正案 each side has a table of its own with the same headings, which may go on
    over the next pages. Rows are paired by what stands before their first amount, but for its
    number.
    """
    blocks: list[Line | Table | None] = list(document.blocks)
    tables = {at: block for at, block in enumerate(blocks) if isinstance(block, Table)}
    for at, frame in tables.items():
        if (boxes := _sides(frame)) is None:
            continue
        below = [
            (side, other)
            for other, table in tables.items()
            if other > at and blocks[other] and (side := _side_of(table, boxes, frame)) is not None
        ]
        sides = [[tables[other] for own, other in below if own == side] for side in range(_SIDES)]
        if (whole := _joined(frame, sides, context)) is None:
            continue
        for _side, other in below:
            blocks[other] = None
        blocks[below[0][1]] = whole
        if frame.height == 1:
            blocks[at] = None
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _heads(frame: Table) -> list[Cell]:
    first = takewhile(lambda cell: cell.row == 0, frame.cells)
    return [cell for cell in first if cell.text]


def _sides(frame: Table) -> list[_Box] | None:
    """Return the boxes of the two editions that head a table (左右の欄), if nothing else."""
    heads = _heads(frame)
    named = [find_editions(cell.text) for cell in heads]
    if len(heads) != _SIDES or any(strip_editions(cell.text) for cell in heads):
        return None
    editions = [one.edition for found in named for one in found]
    boxes = [cell.span.box for cell in heads if cell.span.box]
    is_revision = len({*editions}) == _SIDES and any(map(is_revised, editions))
    return boxes if is_revision and len(boxes) == _SIDES else None


def _side_of(table: Table, boxes: Sequence[_Box], frame: Table) -> int | None:
    """Return on which side a table is (左右の別), of the frame's page or one of the next."""
    box = table.span.box
    if box is None or not 0 <= table.span.page - frame.span.page <= _MOST_PAGES:
        return None
    within = (n for n, side in enumerate(boxes) if side[0] - 1 < box[0] and box[2] < side[2] + 1)
    return next(within, None)


_MOST_PAGES = 20


def _joined(
    frame: Table, sides: Sequence[Sequence[Table]], context: ReadingContext
) -> Table | None:
    """Return the tables of both sides as one (結合した表), None where they are not alike."""
    if not all(sides) or len({table.width for side in sides for table in side}) > 1:
        return None
    read = [found for side in sides if (found := _rows(side, context)) is not None]
    if len(read) < _SIDES or [*map(fold, read[0][0])] != [*map(fold, read[1][0])]:
        return None
    (headings, old), (_same, new) = read
    columns = ([cell.text for cell in column] for column in zip(*old, strict=True))
    names = len([*takewhile(lambda column: not any(map(says_amount, column)), columns)])
    if not 0 < names < len(headings) or not new:
        return None
    places = [at if at < names else names + _SIDES * (at - names) for at in range(len(headings))]
    span = sides[0][0].span
    contents: dict[tuple[int, int], Content] = {}
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for at, heading in zip(places, headings, strict=True):
        contents[0, at] = ((heading,), span)
        merged.append(((0, at), (1, at) if at < names else (0, at + 1)))
        for side, head in enumerate(_heads(frame) if at >= names else ()):
            contents[1, at + side] = (head.lines, head.span)
    for down, pair in enumerate(_pairs(old, new, names), 2):
        for side, row in enumerate(pair):
            for at, cell in zip(places, row or (), strict=False):
                contents[down, at + side * (at >= names)] = (cell.lines, cell.span)
    return table_of(contents, merged, span)


def _rows(
    tables: Sequence[Table], context: ReadingContext
) -> tuple[list[str], list[CellRow]] | None:
    """Return headings and rows of one side (片側の行), those whole that the end of a page cuts.

    None where another table begins there. Rows left out (略) are the same in both editions.
    """
    headings: list[str] = []
    rows: list[CellRow] = []
    for table in tables:
        grid = table.grid()
        if found := first_header(grid[:ROWS_TO_LOOK_AT], context):
            header, top = found
            own = [_heading(parts) for parts in header.parts]
            if headings and [*map(fold, own)] != [*map(fold, headings)]:
                return None
            headings, grid = own, grid[top + header.height :]
        elif rows and not grid[0][0].text:
            pairs = zip(rows[-1], grid[0], strict=True)
            rows[-1] = tuple(one._replace(lines=one.lines + more.lines) for one, more in pairs)
            grid = grid[1:]
        rows += grid
    told = [row for row in rows if not all(_OMITTED.fullmatch(cell.text) for cell in row)]
    return (headings, told) if headings else None


def _heading(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if not _OMITTED.fullmatch(part))


def _pairs(
    old: Sequence[CellRow], new: Sequence[CellRow], names: int
) -> Iterator[tuple[CellRow | None, CellRow | None]]:
    """Yield the rows of both sides beside each other (行の対応), None where one has no such row."""
    keys = [[tuple(map(_key, row[:names])) for row in rows] for rows in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[start:stop], new[first:last], strict=True)
        else:
            yield from ((row, None) for row in old[start:stop])
            yield from ((None, row) for row in new[first:last])


def _key(cell: Cell) -> str:
    text = fold("".join(cell.lines))
    return _NUMBER.sub("", text, count=1) or text
