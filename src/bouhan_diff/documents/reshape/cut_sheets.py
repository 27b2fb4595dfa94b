"""Sheets cut into parts (左右に分かれた表), made whole.

A sheet too wide is in parts side by side, on pages or on one page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...text.normalize import fold
from ..headings.header_rows import heading_text, worded
from ..headings.vocabulary import is_known
from ..ir import (
    Document,
    Line,
    Table,
    are_aligned,
    are_beside,
    repeated_columns,
    side_by_side,
    with_rows_of,
)
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_FEWEST_ALIGNED = 4  # rows of which equal heights are no chance


def with_whole_sheets(document: Document, given: Mapping[str, str]) -> Document:
    """Return a PDF's document with sheets too wide for a page made whole (左右に分かれた表).

    Their rows are at the same heights on each page, and the right parts have headings of
    their own. given: the meanings of columns by hand.
    """
    places: dict[int, list[int]] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.span.box is not None:
            places.setdefault(block.span.page, []).append(at)
    blocks: list[Line | Table | None] = list(document.blocks)
    for own in places.values():  # 目 with its amounts on the left, and their 節 on the right
        pair = [table for at in own if isinstance(table := blocks[at], Table)]
        if len(pair) == 2 and are_beside(pair) and pair[0].height < pair[1].height:  # noqa: PLR2004
            blocks[own[0]] = with_rows_of(pair[0], pair[1]) or pair[0]
    for page, every in places.items():
        own = [at for at in every if blocks[at] is not None]  # the page before may have some
        half = len(own) // 2
        boxes = [table.span.box for at in own if isinstance(table := blocks[at], Table)]
        ends, starts = [b[2] for b in boxes[:half] if b], [b[0] for b in boxes[half:] if b]
        if half > 1 and max(ends) <= min(starts):  # one wide page
            _join_facing(blocks, own[:half], own[half:], given)
        _join_facing(blocks, own, places.get(page + 1, ()), given)
    run: list[int] = []
    for page in range(min(places, default=0), max(places, default=-1) + 2):
        own = [at for at in places.get(page, ()) if blocks[at] is not None]
        if not are_beside(table for at in own if isinstance(table := blocks[at], Table)):
            _join_sheets(blocks, run, given)
            run = []
        run += own
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _join_facing(
    blocks: list[Line | Table | None],
    left: Sequence[int],
    right: Sequence[int],
    given: Mapping[str, str],
) -> None:
    """Join the tables of a budget's pages that face each other (見開きの表), 目 and their 節.

    The first one on the right has headings of its own, and more rows than the left one.
    """
    pairs = [
        (one, other)
        for at, beside in zip(left, right, strict=False)
        if isinstance(one := blocks[at], Table) and isinstance(other := blocks[beside], Table)
    ]
    if len(left) != len(right) or all(one.height >= other.height for one, other in pairs):
        return
    halves = [half for pair in pairs if (half := with_rows_of(*pair)) is not None]
    if len(halves) == len(left) and _is_right_part(halves[:1], pairs[0][1], given):
        for at, beside, half, (_one, other) in zip(left, right, halves, pairs, strict=True):
            blocks[at], blocks[beside] = side_by_side(half, other), None


def _join_sheets(
    blocks: list[Line | Table | None], run: Sequence[int], given: Mapping[str, str]
) -> None:
    """Replace the pages of each sheet in a run of them by whole tables (表の結合)."""
    tables = [block for at in run if isinstance(block := blocks[at], Table)]
    at = 0
    while at < len(tables):
        bands = list(_sheets_side_by_side(tables, at, given))
        for band in bands:
            whole = tables[band[0]]
            for place in band[1:]:
                whole = side_by_side(whole, tables[place])
                blocks[run[place]] = None
            blocks[run[band[0]]] = whole
        at += sum(map(len, bands)) or 1


def _sheets_side_by_side(
    tables: Sequence[Table], at: int, given: Mapping[str, str]
) -> Iterator[list[int]]:
    """Yield which pages belong side by side (左右の頁), for the sheet that begins on one.

    A printer goes down the sheet first, or to the right first.
    """
    for height in range(1, min((len(tables) - at) // 2, _MOST_PAGES_DOWN) + 1):
        parts = [at]
        while parts[-1] + height < len(tables) and _is_right_part(
            [tables[n] for n in parts], tables[parts[-1] + height], given
        ):
            parts.append(parts[-1] + height)
        bands = [[n + below for n in parts] for below in range(height)]
        if len(parts) > 1 and all(are_aligned([tables[n] for n in band]) for band in bands):
            yield from bands
            last = bands[-1]
            while height == 1 and last[-1] + len(parts) < len(tables):
                last = [n + len(parts) for n in last]
                is_same = all(
                    tables[n].width == tables[m].width for n, m in zip(last, parts, strict=True)
                )
                if not (is_same and are_aligned([tables[n] for n in last], are_parts=True)):
                    break
                yield last
            return


_MOST_PAGES_DOWN = 50  # else each page is held against all that follow


def _is_right_part(lefts: Sequence[Table], right: Table, given: Mapping[str, str]) -> bool:
    """Return whether a table is the right part of a sheet (表の右側), under headings of its own."""
    opening = [table.cells[0].text[:1] for table in (lefts[0], right) if table.cells]
    is_tall = lefts[0].height >= _FEWEST_ALIGNED or opening == ["目", "節"]
    if not is_tall or not are_aligned([lefts[0], right]):
        return False
    found = first_header(lefts[0].grid(ROWS_TO_LOOK_AT), given, is_wrapped=True)
    if found is None:
        return False
    top = found[1]
    known = {fold(cell.text) for left in lefts for row in left.grid(top + 1)[top:] for cell in row}
    row = right.grid(top + 1)[top][repeated_columns(lefts[0], right) :]
    texts = [heading_text(cell.lines, is_wrapped=True) for cell in worded(row)]
    return any(is_known(text, given) for text in texts) and not any(
        fold(cell.text) in known for cell in worded(row)
    )
