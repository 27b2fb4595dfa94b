"""Tables that rules do not part (罫線のない表): their columns and rows by aligned text.

Some have rules between rows only, some between columns only, some none at all. Where the
text does not show clearly how a table is parted, it stays as it is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from .pdf_drawn import (
    TOLERANCE,
    Char,
    has_ends,
    middle_of,
)
from .pdf_lines import rows_of, stood

Box = tuple[float, float, float, float]
"""Left, top, right, bottom (枠), in points from the page's left top corner."""

Cells = dict[Box, list[Char]]
"""A table's cells (表のセル), each with its characters."""

# In widths of a character: between two columns, and between two rows of one table.
_GAP = 1.2
_RULED_GAP = 0.8
_PART_GAP = 1.5
_NARROW_GAP = 0.5
_ROW_GAP = 2.0
_ALIGNED = 0.5
_NEARER = 0.9

_FEWEST_ROWS = 3
_FEWEST_UNRULED = 4
_MOST_HEADING_LINES = 4
_FEWEST_COLUMNS = 3
_MOST_OF_GAP = 0.8  # of the gap between two rows, that between two lines of one
_FULL = 0.15  # of a column's width, from a full line's end to its edge
_FILLED = 0.5  # of the rows, a column must have text in


def parted(cells: Cells, above: Sequence[float] = ()) -> Cells:
    """Return a ruled table's cells, parted where it has rules one way only (罫線の補完).

    above: the places of the columns of the table on the page before, which may go on.
    """
    cells = _in_frame(cells, above)
    lefts, tops = {round(box[0]) for box in cells}, {round(box[1]) for box in cells}
    if len(lefts) == 1 and above and (found := _under_headings(cells, above)) is not cells:
        return found
    if len(lefts) == 1 and len(cells) >= _FEWEST_ROWS:
        return _in_columns(cells)
    if len(lefts) >= _FEWEST_COLUMNS and len(tops) <= 2:  # noqa: PLR2004  a heading, then all rows
        return _in_rows(cells)
    return _under_headings(cells)


def _in_frame(cells: Cells, above: Sequence[float]) -> Cells:
    """Return the cells, a frame around all rows parted below its headings (枠だけの表)."""
    left, right = min([box[0] for box in cells]), max([box[2] for box in cells])
    near = TOLERANCE
    whole = [b for b in cells if b[0] - left < near and right - b[2] < near]
    if len(whole) != 1:
        return cells
    borders = sorted({float(round(box[0])) for box in cells if box not in whole} - {round(left)})
    if not borders and has_ends(left, right, above):
        borders = list(above[1:-1])
    chars = without_spaces(cells[whole[0]])
    if len(borders) < _FEWEST_COLUMNS - 1 or len(rows_of(chars)) < _FEWEST_ROWS:
        return cells
    edges = [left, *borders, right]
    parts = [[c for c in cells[whole[0]] if x0 <= centre_of(c) < x1] for x0, x1 in pairwise(edges)]
    if any(c["x0"] + 1 < x < c["x1"] - 1 for c in chars for x in borders) or not all(parts):
        return cells
    found = {box: own for box, own in cells.items() if box not in whole}
    _left, top, _right, bottom = whole[0]
    boxes = ((x0, top, x1, bottom) for x0, x1 in pairwise(edges))
    return found | dict(zip(boxes, parts, strict=True))


def _in_columns(cells: Cells) -> Cells:
    """Return the cells of a table without upright rules (縦罫のない表), parted at its gaps."""
    rows = [chars for chars in cells.values() if without_spaces(chars)]
    # What has one text alone, such as a title over all columns, shows no gap.
    tabular = [chars for chars in rows if any(map(_is_tabular, rows_of(chars)))]
    has_some = len(tabular) >= _FEWEST_ROWS
    borders = _borders(tabular, _RULED_GAP) if has_some else _borders(rows)
    return _split(cells, borders) if borders else cells


def _under_headings(cells: Cells, above: Sequence[float] = ()) -> Cells:
    """Return the cells of a table whose headings alone have upright rules (見出しだけの縦罫).

    Its rows are parted below them, if their texts are. above: as for `parted`.
    """
    left, right = min([box[0] for box in cells]), max([box[2] for box in cells])
    near = TOLERANCE
    whole = {b: c for b, c in cells.items() if b[0] - left < near and right - b[2] < near}
    if not whole:
        return cells
    others = cells.keys() - whole.keys()
    rows = [chars for chars in whole.values() if without_spaces(chars)]
    borders = sorted({float(round(box[0])) for box in others} - {round(left)})
    if has_ends(left, right, above):
        borders = list(above[1:-1])
    elif len(rows) < max(_FEWEST_ROWS, len({round(box[1]) for box in others})):
        return cells
    if len(borders) < _FEWEST_COLUMNS - 1:
        return cells
    parts = [len(_split({(left, 0.0, right, 0.0): chars}, borders)) for chars in rows]
    if 2 * sum(n > 1 for n in parts) < len(rows):
        return cells
    found = _split(whole, borders)
    return found | {box: cells[box] for box in others}


def _split(cells: Cells, borders: Sequence[float]) -> Cells:
    """Return the cells parted at borders (列の分割), but for a text over several columns."""
    found: Cells = {}
    for (left, top, right, bottom), chars in cells.items():
        if are_in_columns(chars, borders):
            for x0, x1 in pairwise([left, *borders, right]):
                found[x0, top, x1, bottom] = [c for c in chars if x0 <= centre_of(c) < x1]
        else:
            found[left, top, right, bottom] = chars
    return found


def are_in_columns(chars: Iterable[Char], borders: Sequence[float]) -> bool:
    """Return whether a row's texts are between borders (桁のそろい), and it is no title."""
    rows = rows_of(without_spaces(list(chars)))
    is_first = any(char["x0"] < borders[0] for row in rows for char in row)
    if is_first and not any(
        b["x0"] - a["x1"] > _PART_GAP * _em(row) for row in rows for a, b in pairwise(row)
    ):
        return False
    return not any(_crosses(row, x) for row in rows for x in borders)


def _crosses(row: Sequence[Char], x: float) -> bool:
    """Return whether a line of text goes on over a border (境界をまたぐ文)."""
    before = max((char["x1"] for char in row if centre_of(char) < x), default=float("-inf"))
    behind = min((char["x0"] for char in row if centre_of(char) >= x), default=float("inf"))
    return bool(behind - before < _NARROW_GAP * _em(row))


def _in_rows(cells: Cells) -> Cells:
    """Return the cells of a table without level rules (横罫のない表), parted where rows begin.

    A row begins where the first column has a line and half of the others have one beside it.
    """
    bottom_row = max(round(box[1]) for box in cells)
    body = sorted(box for box in cells if round(box[1]) == bottom_row)
    lines = [[_top(row) for row in rows_of(without_spaces(cells[box]))] for box in body]
    first = lines[0]
    near = _ALIGNED * _em([char for box in body for char in cells[box]])
    beside = [
        sum(any(abs(top - other) < near for other in column) for column in lines[1:])
        for top in first
    ]
    starts = [top - near for top in first[1:]]
    if (
        len(first) < _FEWEST_ROWS
        or any(2 * count < len(body) - 1 for count in beside)
        or _is_running_text(body[0], cells[body[0]])
    ):
        starts = _between_figures([cells[box] for box in body])
    if not starts:
        return cells
    found = {box: chars for box, chars in cells.items() if box not in body}
    for left, top, right, bottom in body:
        edges = [top, *starts, bottom]
        for y0, y1 in pairwise(edges):
            own = [c for c in cells[left, top, right, bottom] if y0 <= middle_of(c) < y1]
            found[left, y0, right, y1] = own
    return found


def _between_figures(columns: Sequence[Sequence[Char]]) -> list[float]:
    """Return where rows end whose texts are centred (行の境), between the figures of a column.

    It is the one wide gap in all columns between two figures; else there are none.
    """
    lines = [[row for row in map(without_spaces, rows_of(chars)) if row] for chars in columns]
    figures = (
        [(_top(row) + _bottom(row)) / 2 for row in column]
        for column in lines
        if len(column) >= _FEWEST_ROWS and all(map(_is_figure, column))
    )
    anchors = max(figures, key=len, default=[])
    ink = sorted((_top(row), _bottom(row)) for column in lines for row in column)
    found: list[float] = []
    for above, below in pairwise(anchors):
        gaps: list[tuple[float, float]] = []
        reach = above
        for top, bottom in ink:
            if above < top < below and top > reach:
                gaps.append((top - reach, (top + reach) / 2))
            if top < below:
                reach = max(reach, bottom) if bottom > above else reach
        gaps.sort(reverse=True)
        if not gaps or (len(gaps) > 1 and gaps[1][0] > _MOST_OF_GAP * gaps[0][0]):
            return []
        found.append(gaps[0][1])
    return found


def _is_figure(row: Sequence[Char]) -> bool:
    return all(char["text"].isdecimal() or char["text"] in ",.，．△▲-－" for char in row)


def _is_running_text(box: Box, chars: Sequence[Char]) -> bool:
    """Return whether lines fill their column (流し込みの文), so that they go on in the next."""
    full = box[2] - _FULL * (box[2] - box[0])
    return any(row[-1]["x1"] > full for row in map(without_spaces, rows_of(chars)) if row)


def unruled(chars: Sequence[Char]) -> tuple[list[Cells], list[Char]]:
    """Return the tables without any rule (罫線なしの表), and the characters outside of them."""
    level = [char for char in chars if char.get("upright", True)]
    rows = [row for row in rows_of(level) if without_spaces(row)]
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


def below_headings(cells: Cells, chars: Sequence[Char]) -> Cells:
    """Return the cells of the text right below headings that rules alone surround (見出しだけの枠).

    It must be in their columns; where it is not, or they have rows already, there are none.
    """
    left, right = min(box[0] for box in cells), max(box[2] for box in cells)
    bottom = max(box[3] for box in cells)
    borders = sorted({float(round(box[0])) for box in cells} - {float(round(left))})
    headings = rows_of(without_spaces([char for own in cells.values() for char in own]))
    if len(borders) < _FEWEST_COLUMNS - 1 or not 0 < len(headings) <= _MOST_HEADING_LINES:
        return {}
    near = [c for c in chars if left - 1 < centre_of(c) < right + 1 and c["top"] > bottom - 1]
    run: list[Sequence[Char]] = []
    for row in filter(without_spaces, rows_of(near)):
        reach = _bottom(run[-1]) if run else bottom
        crosses = (c["x0"] < x < c["x1"] for c in without_spaces(row) for x in borders)
        if _top(row) - reach > _ROW_GAP * _em(row) or any(crosses):
            break
        run.append(row)
    columns = ({bisect_right(borders, centre_of(c)) for c in without_spaces(row)} for row in run)
    if sum(len(filled) >= _FEWEST_COLUMNS for filled in columns) < _FEWEST_ROWS:
        return {}
    starts = [at - 1 for at in _starts([headings[-1], *run], borders[0])[1:]]
    return _in_grid(run, starts, [left, *borders, right])


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
    inked = without_spaces(row)
    gaps = sum(b["x0"] - a["x1"] > _PART_GAP * _em(inked) for a, b in pairwise(inked))
    return bool(gaps >= _FEWEST_COLUMNS - 1)


def _aligned(run: Sequence[Sequence[Char]]) -> Cells:
    """Return the cells of rows whose columns are aligned (桁のそろった表), or none."""
    borders = _borders([row for row in run if _is_tabular(row)])
    crosses = any(
        char["x0"] < x < char["x1"] for row in run for char in without_spaces(row) for x in borders
    )
    if len(borders) < _FEWEST_COLUMNS - 1 or crosses:
        return {}
    edges = [
        min(char["x0"] for row in run for char in row) - 1,
        *borders,
        max(char["x1"] for row in run for char in row) + 1,
    ]
    return _in_grid(run, _starts(run, borders[0]), edges)


def _in_grid(run: Sequence[Sequence[Char]], starts: Sequence[int], edges: Sequence[float]) -> Cells:
    """Return the cells of lines between edges (行と列のセル). starts: each row's first line."""
    tops = [_top(run[at]) - 1 for at in starts]
    ends = [*tops[1:], _bottom(run[-1]) + 1]
    everything = [char for row in run for char in row]
    return {
        (x0, top, x1, end): [
            c for c in everything if x0 <= centre_of(c) < x1 and top <= middle_of(c) < end
        ]
        for top, end in zip(tops, ends, strict=True)
        for x0, x1 in pairwise(edges)
    }


def _starts(run: Sequence[Sequence[Char]], border: float) -> list[int]:
    """Return the lines that rows begin with (行の始まり): those with text in the first column.

    A line without continues the row above, or, where texts are centred, opens the row below
    that it is closer to. border: where the first column ends.
    """
    starts: list[int] = []
    for at, row in enumerate(run):
        if at and min(map(centre_of, without_spaces(row))) >= border:
            continue
        first = at
        while (
            first > 1 and first - 1 not in starts and _is_nearer_below(run[first - 2 : first + 1])
        ):
            first -= 1
        starts.append(first)
    return starts


def _is_nearer_below(lines: Sequence[Sequence[Char]]) -> bool:
    """Return whether the second of three lines is clearly closer to the third (行間)."""
    above, middle, below = map(_top, lines)
    return below - middle < _NEARER * (middle - above)


def _borders(rows: Sequence[Sequence[Char]], least: float = _GAP) -> list[float]:
    """Return where the rows' text leaves a gap in all of them (列の境), from left to right.

    least: the width of a gap, in characters. A narrower one parts columns too if the longest
    texts alone reach as far, and most rows leave a gap of that width.
    """
    inked = [without_spaces(row) for row in rows]
    chars = sorted((char for row in inked for char in row), key=lambda char: float(char["x0"]))
    if not chars:
        return []
    em = _em(chars)
    gaps: list[float] = []
    reach = float(chars[0]["x1"])
    for char in chars:
        width, at = char["x0"] - reach, (char["x0"] + reach) / 2
        if width > least * em or (
            width > _NARROW_GAP * em
            and 2 * sum(_is_wide(row, at, least * em) for row in inked) > len(inked)
        ):
            gaps.append(at)
        reach = max(reach, char["x1"])
    edges = [float("-inf"), *gaps, float("inf")]
    filled = [
        sum(any(x0 <= centre_of(char) < x1 for char in row) for row in inked)
        >= _FILLED * len(inked)
        for x0, x1 in pairwise(edges)
    ]
    return [x for x, (left, right) in zip(gaps, pairwise(filled), strict=True) if left and right]


def _is_wide(row: Sequence[Char], x: float, least: float) -> bool:
    """Return whether a row leaves a wide gap between its texts at a place (行の空き)."""
    before = [char["x1"] for char in row if centre_of(char) < x]
    behind = [char["x0"] for char in row if centre_of(char) >= x]
    return bool(before and behind) and min(behind) - max(before) > least


def without_spaces(chars: Sequence[Char]) -> list[Char]:
    """Return the characters but spaces (空白以外の文字)."""
    return [char for char in chars if not char["text"].isspace()]


def _em(chars: Sequence[Char]) -> float:
    return float(median(char["size"] for char in chars)) if chars else 1.0


def centre_of(char: Char) -> float:
    """Return where the middle of a character is, from left to right (文字の中心)."""
    return float(char["x0"] + char["x1"]) / 2


def _top(row: Sequence[Char]) -> float:
    return float(min(char["top"] for char in row))


def _bottom(row: Sequence[Char]) -> float:
    return float(max(char["bottom"] for char in row))
