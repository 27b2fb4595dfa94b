"""Tables without any rule (罫線のない表), by aligned text: their lines, columns and rows."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ...text.quantities import known_unit
from .pdf_columns import with_groups
from .pdf_gutters import borders_between, by_x, headings_of
from .pdf_lines import rows_of, turned_upright
from .pdf_row_starts import cells_in_rows, meet_lines
from .pdf_rows import (
    FEWEST_COLUMNS,
    FEWEST_ROWS,
    PART_GAP,
    crosses,
    is_figure_line,
    is_tabular,
    parts_at_gaps,
    wide_gaps,
)
from .pdf_rules import Cells, Char, bottom_of, centre_of, em_of, middle_of, top_of, without_spaces

_FEWEST_PARTED = 4  # lines with texts apart
_FEWEST_FILLED = 2  # lines with several texts
_NEAR_ROWS = 3
# In widths of a character: between two rows, and between two texts without a space.
_ROW_GAP = 2.0
_MOST_ROW_GAP = 3.5
_NO_SPACE = 0.5
MOST_HEADING_LINES = 4
"""The most lines of a table's headings."""
_LONGEST_SPREAD = 4


def unruled_tables(chars: Sequence[Char], above: Sequence[float]) -> tuple[list[Cells], list[Char]]:
    """Return the tables without any rule (罫線なしの表), and the characters outside them.

    above: the column positions of the table on the page before, which may continue here.
    """
    level = [char for char in chars if char.get("upright", True)]
    rows: list[Sequence[Char]] = [row for row in rows_of(level) if without_spaces(row)]
    if turned_upright(rows) is not None:
        return [], list(chars)
    tables: list[Cells] = []
    first: Sequence[Sequence[Char]] = rows_in_columns(rows, above)
    if first:
        first = [*first, *rows_below(first, _after(rows, first[-1]), above[1:-1])]
        tables.append(cells_in_rows(first, above))
        rows = _after(rows, first[-1])
    taken = {id(char) for row in first for char in row}
    for run in runs_of(rows):
        if not any(id(row[0]) in taken for row in run):
            whole, cells = _aligned(run, _after(rows, run[-1]))
            if cells:
                tables.append(cells)
                taken.update(id(char) for row in whole for char in row)
    return tables, [char for char in chars if id(char) not in taken]


def _after(rows: Sequence[Sequence[Char]], last: Sequence[Char]) -> list[Sequence[Char]]:
    return [*rows[next(at for at, row in enumerate(rows, 1) if row is last) :]]


def _aligned(
    run: Sequence[Sequence[Char]], below: Sequence[Sequence[Char]]
) -> tuple[list[Sequence[Char]], Cells]:
    """Return the lines of a table with aligned columns (桁のそろった表), and its cells.

    None if the columns are not clear. below: lines that may continue it.
    """
    inked = [without_spaces(row) for row in run]
    head = len(next(bands_of(inked)))  # the headings are at heights that meet
    body = _in_columns_of(run[head:])
    of_body = borders_between(body)
    spread = next((at for at, row in enumerate(run) if is_spread(row)), len(run))
    if of_body and (end := _end_of_headings(inked[:spread], head, of_body)) > head:
        head = end
        body = _in_columns_of(run[head:])
    headings = headings_of(inked[:head], of_body)
    borders = borders_between(body, headings=headings)
    if len(borders) < FEWEST_COLUMNS - 1:
        return [], {}
    run = [*run, *rows_below(run, below, borders)]
    inked = [without_spaces(row) for row in run]
    over = [
        at
        for at, row in enumerate(inked)
        if at >= head and (any(crosses(row, x) for x in borders) or is_spread(run[at]))
    ]
    if not all(is_title(run, at) for at in over):
        return [], {}
    left = min(char["x0"] for row in run for char in row) - 1
    right = max(char["x1"] for row in run for char in row) + 1
    edges = [left, *borders, right]
    cells = cells_in_rows(run, edges, head, over)
    for at in over:
        middle = middle_of(inked[at][0])
        parts = [box for box in cells if box[1] <= middle < box[3]]
        cells[left, parts[0][1], right, parts[0][3]] = [c for b in parts for c in cells.pop(b)]
    return list(run), with_groups(cells, min(cells, key=lambda box: box[1])) or cells


def _in_columns_of(rows: Sequence[Sequence[Char]]) -> list[Sequence[Char]]:
    """Return the rows with texts far apart, and those that begin like a text of these.

    A row that begins like the first text must end before the second one, as a label does that
    stands between rows.
    """
    parted = [without_spaces(row) for row in rows if is_parted(row)]
    ends: dict[int, float] = {}
    for row in parted:
        first, *later = parts_at_gaps(row, PART_GAP)
        if later:
            start = round(first[0]["x0"])
            ends[start] = min(ends.get(start, math.inf), later[0][0]["x0"])
        ends |= {round(part[0]["x0"]): math.inf for part in later}
    others = (without_spaces(row) for row in rows if not is_parted(row))
    return [*parted, *(row for row in others if row[-1]["x1"] < ends.get(round(row[0]["x0"]), 0))]


def _end_of_headings(rows: Sequence[Sequence[Char]], head: int, borders: Sequence[float]) -> int:
    """Return how many lines the headings have (見出しの行数): to the last below a group.

    head: the lines of the top row. borders: between the columns.
    """
    end = head
    for at, row in enumerate(rows[head : head + MOST_HEADING_LINES], head):
        is_rest = row[-1]["text"] in "）)" or _is_of_above(rows[at - 1 : at + 2])
        is_rest = is_rest and at == end and row[0]["x0"] > borders[0]
        if is_rest or _is_below_groups(row, rows[:at], borders):
            end = at + 1
        elif is_parted(row) or is_figure_line(row) or row[-1]["text"] in "。．":
            break
    return end


def _is_of_above(rows: Sequence[Sequence[Char]]) -> bool:
    """Return whether the second of three lines is clearly closer to the first (上の行の続き)."""
    tops = [top_of(row) for row in rows]
    return len(tops) > 2 and tops[2] - tops[1] - (tops[1] - tops[0]) > _CLOSER * em_of(rows[1])  # noqa: PLR2004


_CLOSER = 0.2


def _is_below_groups(
    row: Sequence[Char], above: Sequence[Sequence[Char]], borders: Sequence[float]
) -> bool:
    """Return whether a line has the headings below those of several columns (群の下の見出し).

    It has no figures, unlike rows, no word in the first column, whose heading is above, and one in
    a column that has none above, or a unit, unlike the first line of a row of centred texts.
    """
    inked = without_spaces(row)
    words = [(word[0]["x0"], word[-1]["x1"]) for line in above for word in parts_at_gaps(line, 1.0)]
    columns = list(pairwise([float("-inf"), *borders, float("inf")]))
    headed = {at for at, (x0, x1) in enumerate(columns) for a, b in words if x0 <= a and b < x1}
    first = "".join(char["text"] for char in parts_at_gaps(inked, 1.0)[0])
    is_below = bool(first[0] in "（(" or known_unit(first)) or any(
        bisect_right(borders, centre_of(char)) not in headed for char in inked
    )
    is_apart = is_parted(row) and inked[0]["x0"] > borders[0]
    is_headed = any(centre_of(line[0]) < borders[0] for line in above)
    return (
        is_headed
        and is_below
        and is_apart
        and not any(map(is_figure_line, parts_at_gaps(inked, 1.0)))
    )


def hold_rows(cells: Cells) -> bool:
    """Return whether cells hold rows of several columns (枠の中の表): one, or all of few."""
    rows = [sum(map(_is_filled, bands_of(rows_of(chars)))) for chars in cells.values()]
    return max(rows) >= FEWEST_ROWS or (len(rows) < FEWEST_ROWS and all(rows))


def is_title(run: Sequence[Sequence[Char]], at: int) -> bool:
    """Return whether a line is the title of the rows below it (表中の見出し).

    It is one text and no sentence, between rows of several columns.
    """
    row = without_spaces(run[at])
    beside = [*run[max(0, at - 1) : at], *run[at + 1 : at + 2]]
    is_one = len(parts_at_gaps(row, PART_GAP)) == 1 or is_spread(run[at])
    return len(beside) > 1 and is_one and row[-1]["text"] not in "。．"


def is_spread(row: Sequence[Char]) -> bool:
    """Return whether a line is one short word stretched with spaces (字間の空白): 収 入.

    Between texts of several columns there are no such spaces, or characters other than letters.
    """
    inked = without_spaces(row)
    if not 1 < len(inked) <= _LONGEST_SPREAD or not all(c["text"].isalpha() for c in inked):
        return False
    between = row[row.index(inked[0]) : row.index(inked[-1]) + 1]
    is_apart = len(parts_at_gaps(inked, PART_GAP)) == len(inked)
    return is_apart and len(parts_at_gaps(between, _NO_SPACE)) == 1


def rows_in_columns(
    rows: Sequence[Sequence[Char]], columns: Sequence[float]
) -> list[Sequence[Char]]:
    """Return the first rows of several parts in these columns (前頁の表の続き), to the last.

    Lines close above the first of them continue a row of the page before.
    """
    run: list[Sequence[Char]] = []
    is_begun = False
    for row in rows if len(columns) > FEWEST_COLUMNS else ():
        inked = without_spaces(row)
        fits = columns[0] - 1 < inked[0]["x0"] and inked[-1]["x1"] < columns[-1] + 1
        fits = fits and not any(crosses(inked, x) for x in columns[1:-1])
        is_near = run and top_of(row) - bottom_of(run[-1]) < _ROW_GAP * em_of(row)
        if is_begun and not (fits and is_near):
            break
        run = [*(run if is_near else ()), row] if fits else []
        is_begun = is_begun or (fits and _is_filled([row]))
        if not is_begun and fits and inked[0]["x0"] < columns[1]:
            run = []
    return run if is_begun else []


def rows_below(
    run: Sequence[Sequence[Char]], below: Sequence[Sequence[Char]], borders: Sequence[float]
) -> list[Sequence[Char]]:
    """Return the lines that continue a table (表の続き): in its columns, and near."""
    found: list[Sequence[Char]] = []
    last = run[-1]
    texts = (part[0]["x0"] for row in run for part in parts_at_gaps(without_spaces(row), 1.0))
    starts = {round(x) for x in texts if x > borders[0]}
    names = [[char for char in row if centre_of(char) < borders[0]] for row in run]
    full = max((own[-1]["x1"] for own in map(without_spaces, names) if own), default=0.0)
    pending: list[Sequence[Char]] = []
    for row in below:
        inked = without_spaces(row)
        gap = (top_of(row) - bottom_of(last)) / em_of(row)
        columns = {bisect_right(borders, centre_of(char)) for char in inked}
        if any(crosses(inked, x) for x in borders) or gap > _MOST_ROW_GAP:
            break
        is_row = len(columns) > 1 and (gap < _ROW_GAP or len(columns) >= FEWEST_COLUMNS)
        is_of_column = round(inked[0]["x0"]) in starts
        if row is below[0] and without_spaces(names[-1]):
            name = without_spaces(names[-1])
            is_full = name[-1]["x1"] > full - em_of(name)
            is_of_column |= is_full and abs(inked[0]["x0"] - name[0]["x0"]) < 1
        if is_row or (is_of_column and gap < 1.0):
            found += [*pending, row]
            pending = []
        elif is_of_column:
            pending.append(row)
        else:
            break
        last = row
    return found


def runs_of(rows: Sequence[Sequence[Char]]) -> Iterator[list[Sequence[Char]]]:
    """Yield runs of neighbouring rows, most with several parts (表らしい行の連なり)."""
    run: list[Sequence[Char]] = []
    above: Sequence[Sequence[Char]] = ()
    bands = list(bands_of(rows))
    for band, below in pairwise([*bands, []]):
        if run and not continues_table(run, bottom_of(run[-1]), band, below):
            yield from _trimmed(run)
            run = []
        if run or any(map(is_tabular, band)):
            run += [*(above if not run and _is_above(above, band) else ()), *band]
        above = band
    yield from _trimmed(run)


def continues_table(
    run: Sequence[Sequence[Char]],
    reach: float,
    band: Sequence[Sequence[Char]],
    below: Sequence[Sequence[Char]],
) -> bool:
    """Return whether lines at one height continue a table (表の続き), as near ones do.

    Farther off, they are a row below rows. run: the lines above, which end at reach. below: the
    lines below.
    """
    gap = (top_of(band[0]) - reach) / em_of(band[0])
    is_row = any(map(is_parted, band)) or _is_first_of_row(band, below, run)
    is_row = is_row and any(map(_is_filled, bands_of(run[-_NEAR_ROWS:])))
    return gap <= _ROW_GAP or (is_row and gap < _MOST_ROW_GAP)


def _is_first_of_row(
    band: Sequence[Sequence[Char]], below: Sequence[Sequence[Char]], run: Sequence[Sequence[Char]]
) -> bool:
    """Return whether a line is the first of a row (行の先頭の文), whose other texts are below it.

    It begins like a later text of the rows above, and the line below it is close and has several.
    """
    parts = [part for row in run for part in parts_at_gaps(without_spaces(row), PART_GAP)[1:]]
    starts = {round(part[0]["x0"]) for part in parts}
    is_of_column = all(round(without_spaces(row)[0]["x0"]) in starts for row in band)
    is_close = below and top_of(below[0]) - bottom_of(band[-1]) < em_of(below[0])
    return bool(is_of_column and is_close and any(map(is_parted, below)))


def _is_above(above: Sequence[Sequence[Char]], band: Sequence[Sequence[Char]]) -> bool:
    """Return whether lines close above a line of headings begin with the first column's heading."""
    if not above or top_of(band[0]) - bottom_of(above[-1]) > em_of(band[0]):
        return False
    left = min(without_spaces(row)[0]["x0"] for row in band)
    return any(
        is_parted(row) and parts_at_gaps(without_spaces(row), 1.0)[0][-1]["x1"] < left
        for row in above
    )


def bands_of(rows: Sequence[Sequence[Char]]) -> Iterator[list[Sequence[Char]]]:
    """Yield the lines that overlap in height (高さの重なる行), as those of centred cells do."""
    band: list[Sequence[Char]] = []
    for row in rows:
        if band and not meet_lines(band[-1], row):
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def _trimmed(run: Sequence[Sequence[Char]]) -> Iterator[list[Sequence[Char]]]:
    """Yield the run up to its last row with several parts (末尾の行の除去)."""
    bands = list(bands_of(run))
    places = [place for place, band in enumerate(bands, 1) if any(map(is_parted, band))]
    if sum(map(is_parted, run)) >= _FEWEST_PARTED and sum(map(_is_filled, bands)) >= _FEWEST_FILLED:
        yield list(chain.from_iterable(bands[: places[-1]]))


def _is_filled(band: Sequence[Sequence[Char]]) -> bool:
    """Return whether lines at one height have several texts (数列の行), however close together."""
    row = by_x(chain.from_iterable(band))
    return is_tabular(row) or _texts_apart(row) >= FEWEST_COLUMNS


def is_parted(row: Sequence[Char]) -> bool:
    """Return whether a line has two texts far apart (離れた語のある行)."""
    return wide_gaps(row) > 0 or _texts_apart(row) > 1


def _texts_apart(row: Sequence[Char]) -> int:
    """Count the texts of a line that no space separates (空白によらない離れた語).

    A number before them, as in a list item, and stretched letters do not count.
    """
    texts = [part for part in parts_at_gaps(row, _NO_SPACE) if len(part) > 1]
    return len(texts) - (bool(texts) and is_figure_line(texts[0]))
