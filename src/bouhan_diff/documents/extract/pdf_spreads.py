"""Spreads (見開き): two pages of a book on one sheet, whose adjacent tables are one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .pdf_lines import PageLine, lines_of
from .pdf_rules import TOLERANCE, Char
from .pdf_tables import Grid

_PAGE_NUMBER = re.compile(r"[-－―‐–—]?\s*(?P<number>\d{1,4})\s*[-－―‐–—]?")


def with_whole_spreads(grids: Sequence[Grid], outside: Sequence[Char]) -> list[Grid]:
    """Return the tables of a page, joined if they continue over the fold of a spread (見開きの表).

    Budgets have accounts and amounts on the left page, and their parts and texts on the right one,
    between rules at the same heights. outside: the characters outside the tables, among them the
    numbers of both pages.
    """
    fold = _fold(lines_of(outside, is_split=True))
    if fold is None:
        return [*grids]
    left = [grid for grid in grids if grid.right <= fold]
    right = [grid for grid in grids if grid.left >= fold]
    found = [grid for grid in grids if grid.left < fold < grid.right]
    for grid in left:
        beside = [other for other in right if _goes_on(grid, other)]
        if len(beside) == 1:
            right.remove(beside[0])
            grid = _joined(grid, beside[0])  # noqa: PLW2901
        found.append(grid)
    return [*found, *right]


def _fold(lines: Sequence[PageLine]) -> float | None:
    """Return the fold of a spread (見開きの中央): between two consecutive page numbers."""
    numbered = [(line, match) for line in lines if (match := _PAGE_NUMBER.fullmatch(line.text))]
    for (one, first), (other, second) in pairwise(numbered):
        is_beside = abs(one.middle - other.middle) < TOLERANCE and one.x1 < other.x0
        if is_beside and int(second["number"]) == int(first["number"]) + 1:
            return (one.x0 + other.x1) / 2
    return None


def _goes_on(left: Grid, right: Grid) -> bool:
    """Return whether a table continues in the one beside it (右頁への続き).

    Both begin and end at the same heights, and each rule through the left one is in the right one,
    except above the first that both have, as headings may have more levels.
    """
    is_as_high = max(abs(left.top - right.top), abs(left.bottom - right.bottom)) < TOLERANCE
    ends = {box[3] for box in right.cells}
    rows = {box[3] for box in left.cells if box[2] > left.right - TOLERANCE}
    shared = [y for y in rows if any(abs(y - end) < TOLERANCE for end in ends)]
    are_whole = len(shared) == len(rows)
    are_whole |= len(shared) > 1 and all(y < min(shared) for y in rows - {*shared})
    return is_as_high and are_whole


def _joined(left: Grid, right: Grid) -> Grid:
    """Return two tables as one (表の結合), the left one extended to where the right one begins."""
    edge, start = left.right - TOLERANCE, right.left
    cells = {
        ((*box[:2], start, box[3]) if box[2] > edge else box): chars
        for box, chars in left.cells.items()
    }
    return replace(left, cells=cells | right.cells)
