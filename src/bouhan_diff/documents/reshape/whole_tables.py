"""Join tables in parts (分かれた表の結合): too wide for a page, or on facing pages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise, takewhile

from ...edition import find_editions, is_revised, strip_editions
from ...text.normalize import fold
from ...text.quantities import says_amount
from ..headings.header_rows import CellRow, heading_text, worded
from ..headings.vocabulary import is_known
from ..ir import Cell, Content, Document, Line, ReadingContext, Table, in_order, table_of
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_FEWEST_ALIGNED = 4  # rows of which equal heights are no chance


def with_whole_sheets(document: Document, context: ReadingContext) -> Document:
    """Return a PDF's document with sheets wider than a page made whole (左右に分かれた表).

    Their rows are at the same heights on each page, and the right parts have headings of their own.
    """
    places: dict[int, list[int]] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.span.box is not None:
            places.setdefault(block.span.page, []).append(at)
    blocks: list[Line | Table | None] = list(document.blocks)
    for left in places.values():  # 目 with its amounts on the left, and their 節 on the right
        pair = [table for at in left if isinstance(table := blocks[at], Table)]
        if len(pair) == 2 and _are_beside(pair) and not _head_alike(*pair):  # noqa: PLR2004
            blocks[left[0]], blocks[left[1]] = _with_common_rows(*pair) or pair
    for page, every in places.items():
        left = [at for at in every if blocks[at] is not None]  # the page before may have some
        half = len(left) // 2
        boxes = [table.span.box for at in left if isinstance(table := blocks[at], Table)]
        ends, starts = [b[2] for b in boxes[:half] if b], [b[0] for b in boxes[half:] if b]
        if half > 1 and max(ends) <= min(starts):  # one wide page
            _join_facing(blocks, left[:half], left[half:], context)
        _join_facing(blocks, left, places.get(page + 1, ()), context)
    run: list[int] = []
    for page in range(min(places, default=0), max(places, default=-1) + 2):
        left = [at for at in places.get(page, ()) if blocks[at] is not None]
        if not _are_beside(table for at in left if isinstance(table := blocks[at], Table)):
            _join_sheets(blocks, run, context)
            run = []
        run += left
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _join_facing(
    blocks: list[Line | Table | None],
    left: Sequence[int],
    right: Sequence[int],
    context: ReadingContext,
) -> None:
    """Join the tables on facing pages of a budget (見開きの表): 目 on the left, 節 on the right.

    The first on the right has headings of its own. Tables with equal rows may be parts of a larger
    sheet.
    """
    pairs = [
        (one, other)
        for at, beside in zip(left, right, strict=False)
        if isinstance(one := blocks[at], Table) and isinstance(other := blocks[beside], Table)
    ]
    halves = [half for pair in pairs if (half := _with_common_rows(*pair)) is not None]
    if not len(halves) == len(left) == len(right) or halves == pairs:
        return
    if _is_right_part(halves[0][:1], halves[0][1], context):
        for at, beside, half in zip(left, right, halves, strict=True):
            blocks[at], blocks[beside] = _side_by_side(*half), None


def _join_sheets(
    blocks: list[Line | Table | None], run: Sequence[int], context: ReadingContext
) -> None:
    """Replace the pages of each sheet in a run by whole tables (表の結合)."""
    tables = [block for at in run if isinstance(block := blocks[at], Table)]
    at = 0
    while at < len(tables):
        bands = list(_sheets_side_by_side(tables, at, context))
        for band in bands:
            whole = tables[band[0]]
            for place in band[1:]:
                whole = _side_by_side(whole, tables[place])
                blocks[run[place]] = None
            blocks[run[band[0]]] = whole
        at += sum(map(len, bands)) or 1


def _sheets_side_by_side(
    tables: Sequence[Table], at: int, context: ReadingContext
) -> Iterator[list[int]]:
    """Yield which pages belong side by side (左右の頁), for a sheet that begins on one.

    A printer goes down the sheet first, or to the right first.
    """
    for height in range(1, min((len(tables) - at) // 2, _MOST_PAGES_DOWN) + 1):
        parts = [at]
        while parts[-1] + height < len(tables) and _is_right_part(
            [tables[n] for n in parts], tables[parts[-1] + height], context
        ):
            parts.append(parts[-1] + height)
        bands = [[n + below for n in parts] for below in range(height)]
        if len(parts) > 1 and all(_are_aligned([tables[n] for n in band]) for band in bands):
            yield from bands
            last = bands[-1]
            while height == 1 and last[-1] + len(parts) < len(tables):
                last = [n + len(parts) for n in last]
                is_same = all(
                    tables[n].width == tables[m].width for n, m in zip(last, parts, strict=True)
                )
                if not (is_same and _are_aligned([tables[n] for n in last], are_parts=True)):
                    break
                yield last
            return


_MOST_PAGES_DOWN = 50  # else each page is held against all that follow


def _is_right_part(lefts: Sequence[Table], right: Table, context: ReadingContext) -> bool:
    """Return whether a table is the right part of a sheet (表の右側), with headings of its own."""
    opening = [table.cells[0].text[:1] for table in (lefts[0], right) if table.cells]
    is_tall = lefts[0].height >= _FEWEST_ALIGNED or opening == ["目", "節"]
    if not is_tall or not _are_aligned([lefts[0], right]) or _head_alike(lefts[0], right):
        return False
    found = first_header(lefts[0].grid(ROWS_TO_LOOK_AT), context)
    if found is None:
        return False
    top = found[1]
    known = {fold(cell.text) for left in lefts for row in left.grid(top + 1)[top:] for cell in row}
    row = right.grid(top + 1)[top][_repeated_columns(lefts[0], right) :]
    texts = [heading_text(cell.lines, is_wrapped=True) for cell in worded(row)]
    return any(is_known(text, context.meanings) for text in texts) and not any(
        fold(cell.text) in known for cell in worded(row)
    )


def _head_alike(left: Table, right: Table) -> bool:
    """Return whether a table's headings are among those of the table beside it (同じ見出しの表).

    They are then two tables, even if a title stands above the headings of one.
    """
    known = {fold(cell.text) for row in left.grid(_MOST_HEADINGS) for cell in row} - {""}
    first = [fold(cell.text) for cell in worded(right.grid(1)[0])] if right.height else []
    return len(first) > 1 and known.issuperset(first)


_MOST_HEADINGS = 4  # rows of them


# --- Positions on pages ----------------------------------------------------------------------

_SAME_HEIGHT = 2.5  # points, between two rows that are one
_MOST_SHIFT = 100.0  # points, between the tops of a sheet's left and right pages


def _are_aligned(tables: Sequence[Table], *, are_parts: bool = False) -> bool:
    """Return whether the rows of two tables in a PDF have equal heights (行の高さの一致).

    Unless they are known to be parts of one sheet, rows that are all equally high must also be at
    the same heights of their pages.
    """
    tops = [{cell.row: cell.span.box[1] for cell in t.cells if cell.span.box} for t in tables]
    ends = tables[0].span.box[3:] if tables[0].span.box else ()
    heights = [b - a for a, b in pairwise([*sorted(tops[0].values())[1:], *ends])]
    is_sure = are_parts or (bool(heights) and max(heights) - min(heights) > _SAME_HEIGHT)
    most = _MOST_SHIFT if is_sure else _SAME_HEIGHT
    return bool(tops[0]) and all(
        table.height == tables[0].height and _are_at_heights(tops_of_table, tops[0], most)
        for table, tops_of_table in zip(tables, tops, strict=True)
    )


def _are_at_heights(heights: Mapping[int, float], others: Mapping[int, float], most: float) -> bool:
    """Return whether rows are spaced like others (行の高さの一致), shifted by so much at most."""
    moved = [top - others[row] for row, top in heights.items() if row in others]
    return not moved or (max(map(abs, moved)) < most and max(moved) - min(moved) < _SAME_HEIGHT)


def _are_beside(tables: Iterable[Table]) -> bool:
    """Return whether a page's tables are side by side (左右に並ぶ表), if it has any."""
    boxes = [table.span.box for table in tables if table.span.box]
    return bool(boxes) and all(one[2] <= other[0] for one, other in pairwise(boxes))


def _repeated_columns(left: Table, right: Table) -> int:
    """Return how many columns a right part repeats on its left side (反復する列)."""
    columns = zip(zip(*left.grid(), strict=True), zip(*right.grid(), strict=True), strict=False)
    same = takewhile(lambda pair: [c.text for c in pair[0]] == [c.text for c in pair[1]], columns)
    return sum(1 for _pair in same)


def _side_by_side(left: Table, right: Table) -> Table:
    """Return a table joined with its right part (左右の表の結合), without repeated columns."""
    first = _repeated_columns(left, right)
    more = (
        cell._replace(column=left.width + cell.column - first)
        for cell in right.cells
        if cell.column >= first
    )
    cells = in_order((*left.cells, *more))
    return replace(left, cells=cells, width=left.width + right.width - first)


def _with_common_rows(left: Table, right: Table) -> tuple[Table, Table] | None:
    """Return two tables side by side with the rows of both (行をそろえた表).

    Both begin and end at the same heights. Below the headings, whose levels may differ, each row on
    the left begins with one on the right and may be as high as several.
    """
    tops, others = _heights(left), _heights(right)
    ys = [*others.values()]
    further = {row: y for row, y in tops.items() if min(abs(y - o) for o in ys) > _SAME_HEIGHT}
    ends = ((tops[0], others[0]), (tops[left.height], others[right.height]))
    if any(abs(one - other) > _SAME_HEIGHT for one, other in ends):
        return None
    head = min(row for row in tops if row and row not in further)
    if any(row > head for row in further):
        return None
    ys = sorted([*ys, *further.values()])
    return _with_rows(left, tops, ys), _with_rows(right, others, ys)


def _heights(table: Table) -> dict[int, float]:
    """Return where the rows of a PDF's table begin (行の位置), and where the last one ends."""
    heights: dict[int, float] = {}
    for row, height, box in ((c.row, c.row_span, c.span.box) for c in table.cells):
        if box:
            heights.setdefault(row, box[1])
            heights.setdefault(row + height, box[3])  # of an empty row
    box = table.span.box
    return heights | ({0: box[1], table.height: box[3]} if box else {})


def _with_rows(table: Table, heights: Mapping[int, float], ys: Sequence[float]) -> Table:
    """Return a table with more rows (行の細分). heights: its own, ys: all."""
    moved = {row: min(range(len(ys)), key=lambda n: abs(ys[n] - heights[row])) for row in heights}
    rows = [moved[min(m for m in moved if m >= n)] for n in range(table.height + 1)]
    cells = (
        cell._replace(row=rows[cell.row], row_span=rows[cell.row + cell.row_span] - rows[cell.row])
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells), height=len(ys) - 1)


# --- Tables that face each other ----------------------------------------------------------------

_NUMBER = re.compile(r"[(（]?\d+[)）.．]?\s*")  # 42 その他 may be 44 その他 in the other edition
_OMITTED = re.compile(r"(?:[(（](?:[省中以後前下]*略)[)）])?")  # rows that are the same in both
_SIDES = 2
_Box = tuple[float, float, float, float]


def with_facing_tables(document: Document, context: ReadingContext) -> Document:
    """Return a PDF's document with tables side by side joined (左右の表の結合).

    Below 現行 | 改正案 each side has a table of its own with the same headings, which may continue
    over the next pages. Rows are paired by what precedes their first amount, the number aside.
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
        sides = [
            [tables[other] for at_side, other in below if at_side == side] for side in range(_SIDES)
        ]
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
    """Return the boxes of the two editions above a table (左右の欄), if nothing else is there."""
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
    """Return the tables of both sides as one (結合した表), None if they are not alike."""
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
    """Return headings and rows of one side (片側の行), rows cut by pages joined.

    None if another table begins there. Omitted rows (略) are equal in both editions.
    """
    headings: list[str] = []
    rows: list[CellRow] = []
    for table in tables:
        grid = table.grid()
        if found := first_header(grid[:ROWS_TO_LOOK_AT], context):
            header, top = found
            titles = [_heading(parts) for parts in header.parts]
            if headings and [*map(fold, titles)] != [*map(fold, headings)]:
                return None
            headings, grid = titles, grid[top + header.height :]
        elif rows and not grid[0][0].text:
            pairs = zip(rows[-1], grid[0], strict=True)
            rows[-1] = tuple(one._replace(lines=one.lines + more.lines) for one, more in pairs)
            grid = grid[1:]
        rows += grid
    kept = [row for row in rows if not all(_OMITTED.fullmatch(cell.text) for cell in row)]
    return (headings, kept) if headings else None


def _heading(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if not _OMITTED.fullmatch(part))


def _pairs(
    old: Sequence[CellRow], new: Sequence[CellRow], names: int
) -> Iterator[tuple[CellRow | None, CellRow | None]]:
    """Yield the rows of both sides in pairs (行の対応), None for a row that one side lacks."""
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
