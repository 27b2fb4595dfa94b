"""Sheets cut into parts side by side (左右に分かれた表), on pages or on one page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...text.normalize import fold
from ..headings.columns import heading_text, is_data, worded
from ..headings.vocabulary import is_known
from ..ir import Document, Line, Table, are_aligned, repeated_columns, side_by_side
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_FEWEST_ALIGNED = 4
"""The fewest rows of which equal heights are no chance."""


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
    run: list[int] = []
    for page in range(min(places, default=0), max(places, default=-1) + 2):
        own = places.get(page, [])
        if not _are_beside(document.blocks[at] for at in own):
            _join_sheets(blocks, run, given)
            run = []
        run += own
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _are_beside(tables: Iterable[Line | Table]) -> bool:
    """Return whether a page's tables are one beside the other (左右に並ぶ表), if it has any."""
    boxes = [table.span.box for table in tables if table.span.box]
    return bool(boxes) and all(one[2] <= other[0] for one, other in pairwise(boxes))


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
    for height in range(1, (len(tables) - at) // 2 + 1):
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


def _is_right_part(lefts: Sequence[Table], right: Table, given: Mapping[str, str]) -> bool:
    """Return whether a table is the right part of a sheet (表の右側), under headings of its own."""
    if lefts[0].height < _FEWEST_ALIGNED or not are_aligned([lefts[0], right]):
        return False
    found = first_header(lefts[0].grid(ROWS_TO_LOOK_AT), given, is_wrapped=True)
    if found is None:
        return False
    top = found[1]
    known = {fold(cell.text) for left in lefts for row in left.grid(top + 1)[top:] for cell in row}
    row = right.grid(top + 1)[top][repeated_columns(lefts[0], right) :]
    texts = [heading_text(cell.lines, is_wrapped=True) for cell in worded(row)]
    return (
        any(is_known(text, given) for text in texts)
        and not any(is_data(text) for text in texts)
        and not any(fold(cell.text) in known for cell in worded(row))
    )
