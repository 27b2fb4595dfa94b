"""Tables that rules do not part (罫線のない表): their columns and rows by aligned text.

Some have rules between rows only, some between columns only, some none at all. Where the
text does not show clearly how a table is parted, it stays as it is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .pdf_chars import Char
from .pdf_lines import middle_of, rows_of, stood

Box = tuple[float, float, float, float]
"""Left, top, right, bottom (枠), in points from the page's left top corner."""

Cells = dict[Box, list[Char]]
"""A table's cells (表のセル), each with its characters."""

# In widths of a character: between two columns, and between two rows of one table.
_GAP = 1.2
_PART_GAP = 1.5
_ROW_GAP = 2.0
_ALIGNED = 0.5

_FEWEST_ROWS = 3
_FEWEST_UNRULED = 4
_FEWEST_COLUMNS = 3
_FULL = 0.15  # of a column's width, from a full line's end to its edge
_FILLED = 0.5  # of the rows, a column must have text in


def parted(cells: Cells) -> Cells:
    """Return a ruled table's cells, parted where it has rules one way only (罫線の補完)."""
    lefts, tops = {round(box[0]) for box in cells}, {round(box[1]) for box in cells}
    if len(lefts) == 1 and len(cells) >= _FEWEST_ROWS:
        return _in_columns(cells)
    if len(lefts) >= _FEWEST_COLUMNS and len(tops) <= 2:  # noqa: PLR2004  a heading, then all rows
        return _in_rows(cells)
    return cells


def _in_columns(cells: Cells) -> Cells:
    """Return the cells of a table without upright rules (縦罫のない表), parted at its gaps."""
    borders = _borders([chars for chars in cells.values() if _inked(chars)])
    if not borders:
        return cells
    found: Cells = {}
    for (left, top, right, bottom), chars in cells.items():
        if any(char["x0"] < x < char["x1"] for char in _inked(chars) for x in borders):
            found[left, top, right, bottom] = chars  # one text over several columns
        else:
            edges = [left, *borders, right]
            for x0, x1 in pairwise(edges):
                found[x0, top, x1, bottom] = [c for c in chars if x0 <= _centre(c) < x1]
    return found


def _in_rows(cells: Cells) -> Cells:
    """Return the cells of a table without level rules (横罫のない表), parted where rows begin.

    A row begins where the first column has a line and half of the others have one beside it.
    """
    bottom_row = max(round(box[1]) for box in cells)
    body = sorted(box for box in cells if round(box[1]) == bottom_row)
    lines = [[_top(row) for row in rows_of(_inked(cells[box]))] for box in body]
    first = lines[0]
    near = _ALIGNED * _em([char for box in body for char in cells[box]])
    beside = [
        sum(any(abs(top - other) < near for other in column) for column in lines[1:])
        for top in first
    ]
    if len(first) < _FEWEST_ROWS or any(2 * count < len(body) - 1 for count in beside):
        return cells
    if _is_running_text(body[0], cells[body[0]]):
        return cells
    found = {box: chars for box, chars in cells.items() if box not in body}
    starts = [top - near for top in first[1:]]
    for left, top, right, bottom in body:
        edges = [top, *starts, bottom]
        for y0, y1 in pairwise(edges):
            own = [c for c in cells[left, top, right, bottom] if y0 <= middle_of(c) < y1]
            found[left, y0, right, y1] = own
    return found


def _is_running_text(box: Box, chars: Sequence[Char]) -> bool:
    """Return whether lines fill their column (流し込みの文), so that they go on in the next."""
    full = box[2] - _FULL * (box[2] - box[0])
    return any(row[-1]["x1"] > full for row in map(_inked, rows_of(chars)) if row)


def unruled(chars: Sequence[Char]) -> tuple[list[Cells], list[Char]]:
    """Return the tables without any rule (罫線なしの表), and the characters outside of them."""
    level = [char for char in chars if char.get("upright", True)]
    rows = rows_of(level)
    if stood(rows) is not None:
        return [], list(chars)
    tables: list[Cells] = []
    taken: set[int] = set()
    for run in _runs(rows):
        cells = _aligned(run)
        if cells:
            tables.append(cells)
            taken.update(id(char) for row in run for char in row)
    return tables, [char for char in chars if id(char) not in taken]


def _runs(rows: Sequence[Sequence[Char]]) -> Iterator[list[Sequence[Char]]]:
    """Yield runs of neighbouring rows that mostly have several parts (表らしい行の連なり)."""
    run: list[Sequence[Char]] = []
    for row in rows:
        is_near = run and _top(row) - _bottom(run[-1]) < _ROW_GAP * _em(row)
        if not is_near:
            yield from _trimmed(run)
            run = []
        if run or _is_tabular(row):
            run.append(row)
    yield from _trimmed(run)


def _trimmed(run: Sequence[Sequence[Char]]) -> Iterator[list[Sequence[Char]]]:
    """Yield the run up to its last row with several parts (末尾の行の除去)."""
    places = [place for place, row in enumerate(run) if _is_tabular(row)]
    if len(places) >= _FEWEST_UNRULED:
        yield list(run[: places[-1] + 1])


def _is_tabular(row: Sequence[Char]) -> bool:
    inked = _inked(row)
    gaps = sum(b["x0"] - a["x1"] > _PART_GAP * _em(inked) for a, b in pairwise(inked))
    return bool(gaps >= _FEWEST_COLUMNS - 1)


def _aligned(run: Sequence[Sequence[Char]]) -> Cells:
    """Return the cells of rows whose columns are aligned (桁のそろった表), or none."""
    borders = _borders([row for row in run if _is_tabular(row)])
    crosses = any(
        char["x0"] < x < char["x1"] for row in run for char in _inked(row) for x in borders
    )
    if len(borders) < _FEWEST_COLUMNS - 1 or crosses:
        return {}
    edges = [
        min(char["x0"] for row in run for char in row) - 1,
        *borders,
        max(char["x1"] for row in run for char in row) + 1,
    ]
    # A line without text in the first column continues the row above.
    starts = [row for row in run if row is run[0] or min(map(_centre, _inked(row))) < borders[0]]
    tops = [_top(row) - 1 for row in starts]
    ends = [*tops[1:], _bottom(run[-1]) + 1]
    everything = [char for row in run for char in row]
    return {
        (x0, top, x1, end): [
            c for c in everything if x0 <= _centre(c) < x1 and top <= middle_of(c) < end
        ]
        for top, end in zip(tops, ends, strict=True)
        for x0, x1 in pairwise(edges)
    }


def _borders(rows: Sequence[Sequence[Char]]) -> list[float]:
    """Return where the rows' text leaves a gap in all of them (列の境), from left to right."""
    inked = [_inked(row) for row in rows]
    chars = sorted((char for row in inked for char in row), key=lambda char: float(char["x0"]))
    if not chars:
        return []
    gaps: list[float] = []
    reach = float(chars[0]["x1"])
    for char in chars:
        if char["x0"] - reach > _GAP * _em(chars):
            gaps.append((char["x0"] + reach) / 2)
        reach = max(reach, char["x1"])
    edges = [float("-inf"), *gaps, float("inf")]
    filled = [
        sum(any(x0 <= _centre(char) < x1 for char in row) for row in inked) >= _FILLED * len(inked)
        for x0, x1 in pairwise(edges)
    ]
    return [x for x, (left, right) in zip(gaps, pairwise(filled), strict=True) if left and right]


def _inked(chars: Sequence[Char]) -> list[Char]:
    return [char for char in chars if not char["text"].isspace()]


def _em(chars: Sequence[Char]) -> float:
    return float(median(char["size"] for char in chars)) if chars else 1.0


def _centre(char: Char) -> float:
    return float(char["x0"] + char["x1"]) / 2


def _top(row: Sequence[Char]) -> float:
    return float(min(char["top"] for char in row))


def _bottom(row: Sequence[Char]) -> float:
    return float(max(char["bottom"] for char in row))
