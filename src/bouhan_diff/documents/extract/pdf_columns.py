"""Columns without rules (縦罫のない表): split the cells of a ruled table at the gaps in its text.

If the text does not show clearly where, a table stays as it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from .pdf_gutters import LEAST_GAP, borders_between, by_x, headings_of, is_whole
from .pdf_lines import rows_of
from .pdf_missing_rules import with_parts_of_cells
from .pdf_row_starts import cells_in_rows
from .pdf_rows import (
    ALIGNED,
    FEWEST_COLUMNS,
    FEWEST_ROWS,
    are_in_columns,
    crosses,
    fill_most,
    in_rows,
    is_figure_line,
    is_running_text,
    is_tabular,
    parts_at_gaps,
)
from .pdf_rules import (
    TOLERANCE,
    Box,
    Cells,
    Char,
    RuledLine,
    bottom_of,
    centre_of,
    em_of,
    has_ends,
    middle_of,
    places_of,
    top_of,
    without_spaces,
)

# In widths of a character, between two columns.
_RULED_GAP = 0.8

_FLUSH = 0.3  # of a character's width, between what begins at one place
_MOST_LEVELS = 3  # 款, 項 and 目
_TWO_ROWS = 2  # a heading, then all others as one


def inner_rules(cells: Cells, level: Sequence[RuledLine]) -> list[RuledLine]:
    """Return the rules over a part of a table's columns (途中までの横罫), beside merged cells.

    There are none if it has upright rules. They begin or end at its sides or at a merged cell.
    level: the level rules of the page.
    """
    left, right, borders = edges_of(cells)
    inside = [
        rule
        for rule in level
        if not borders
        and left - _SAME_END < rule.start < rule.end < right + _SAME_END
        and any(box[1] + TOLERANCE < rule.place < box[3] - TOLERANCE for box in cells)
    ]
    starts = [left, *(r.start for r in inside if abs(r.end - right) < _SAME_END)]
    ends = [right, *(r.end for r in inside if abs(r.start - left) < _SAME_END)]
    alike = Counter((round(rule.start), round(rule.end)) for rule in inside)
    found = []
    for rule in inside:
        sides = int(any(abs(rule.start - x) < _SAME_END for x in starts))
        sides += any(abs(rule.end - x) < _SAME_END for x in ends)
        if sides + (alike[round(rule.start), round(rule.end)] > 1) > 1:
            found.append(rule)  # unlike one under words, which begins and ends anywhere
    return found


_SAME_END = 2.0  # points


def cut_at_rules(cells: Cells, rules: Iterable[RuledLine]) -> Cells:
    """Return the cells, cut at the heights of rules (横罫ごとの帯)."""
    found: Cells = {}
    for (left, top, right, bottom), chars in cells.items():
        inner = places_of(rule.place for rule in rules if top < rule.place < bottom)
        for y0, y1 in pairwise([top, *inner, bottom]):
            found[left, y0, right, y1] = [c for c in chars if y0 <= middle_of(c) < y1]
    return found


def merged_cells(cells: Cells, rules: Iterable[RuledLine]) -> Cells:
    """Return the cells, those between which no rule goes over their column as one (結合セル)."""
    found = dict(cells)
    for y in sorted({box[1] for box in cells}):
        between = [rule for rule in rules if abs(rule.place - y) < TOLERANCE]
        for x0, _y, x1, bottom in [box for box in found if between and box[1] == y]:
            over = next((b for b in found if b[::2] == (x0, x1) and b[3] == y), None)
            if over and not any(rule.start < (x0 + x1) / 2 < rule.end for rule in between):
                chars = [*found.pop(over), *found.pop((x0, y, x1, bottom))]
                found[x0, over[1], x1, bottom] = chars
    return found


def split_one_way(cells: Cells, above: Sequence[float]) -> Cells:
    """Return a table's cells, split if it has rules in one direction only (罫線の補完).

    above: the column positions of the table on the page before, which may continue here.
    """
    left, right, borders = edges_of(cells)
    near = TOLERANCE
    whole = {b: c for b, c in cells.items() if b[0] - left < near and right - b[2] < near}
    if len(whole) == 1 and (found := _in_frame(cells, next(iter(whole)), above)):
        cells, whole, borders = found, {}, edges_of(found)[2]
    if not borders:
        split = _in_columns(cells) if len(cells) >= FEWEST_ROWS else cells
        if len(edges_of(split)[2]) == len(above) - 2:
            return split
        return (_under_headings(cells, whole, above) if above else {}) or split
    if whole and (found := _under_headings(cells, whole)):
        return found
    cells = _with_rows_split(cells, whole, borders)
    inner = [box for box in cells if box not in whole]
    first = [box for box in inner if box[0] - left < near and cells[box]]
    lowest = max((box[1] for box in inner), default=0.0)
    last = [box for box in inner if box[1] == lowest]
    is_open = len(last) > len(borders) >= FEWEST_COLUMNS - 1 and len(first) <= _TWO_ROWS
    if not is_open:
        return with_parts_of_cells(cells)
    found = {} if _begins_with_labels(cells) else in_rows(cells)
    if found in ({}, cells):
        return _in_weighed_rows(cells) or in_rows(cells)
    return found


def _begins_with_labels(cells: Cells) -> bool:
    """Return whether the first column of a last row has labels of several rows (見出しの語).

    Figures are on more lines than these, and all columns behind the labels have a line beside each.
    """
    bottom_row = max(round(box[1]) for box in cells)
    body = sorted(box for box in cells if round(box[1]) == bottom_row)
    columns = [rows_of(without_spaces(cells[box])) for box in body]
    figures = [lines for lines in columns[1:] if lines and all(map(is_figure_line, lines))]
    tops = [top_of(line) for line in max(figures, key=len, default=[])]
    near = ALIGNED * em_of([char for box in body for char in cells[box]])
    are_beside = [
        all(any(abs(top_of(line) - top) < near for line in lines) for top in tops)
        for lines in columns
    ]
    levels = are_beside.index(True) if True in are_beside else 0
    return len(tops) > len(columns[0]) and 0 < levels <= _MOST_LEVELS and all(are_beside[levels:])


def _in_weighed_rows(cells: Cells) -> Cells:
    """Return the cells of a table without level rules (横罫のない表), its last row split.

    None unless all rows found in it have texts in half of the columns.
    """
    top = max(box[1] for box in cells)
    body = {box: chars for box, chars in cells.items() if box[1] == top}
    left, right, borders = edges_of(body)
    run = [row for row in rows_of(chain.from_iterable(body.values())) if without_spaces(row)]
    if not run or any(crosses(row, x) for row in run for x in borders):
        return {}
    found = cells_in_rows(run, [left, *borders, right])
    rows = Counter(box[1] for box, chars in found.items() if without_spaces(chars))
    if len(rows) < FEWEST_ROWS or 2 * min(rows.values()) <= len(borders):
        return {}
    names = min(body)
    if is_running_text(names, body[names]) and len(rows) == len(rows_of(body[names])):
        return {}  # texts side by side
    start, end, bottom = min(rows), max(box[3] for box in found), max(box[3] for box in body)
    return {box: chars for box, chars in cells.items() if box not in body} | {
        (x0, top if y0 == start else y0, x1, bottom if y1 == end else y1): chars
        for (x0, y0, x1, y1), chars in found.items()
    }


def _with_rows_split(cells: Cells, whole: Cells, borders: Sequence[float]) -> Cells:
    """Return the cells, with rows without upright rules split as others are (縦罫のない行).

    They have texts in most columns, as headings above filled rows do. whole: the cells as wide as
    the table.
    """
    split = {box: chars for box, chars in whole.items() if fill_most(chars, borders)}
    others = {box: chars for box, chars in cells.items() if box not in split}
    return others | _split(split, borders)


def edges_of(cells: Iterable[Box]) -> tuple[float, float, list[float]]:
    """Return where a table begins and ends, and where its later columns begin (列の境)."""
    boxes = list(cells)
    left, right = min([box[0] for box in boxes]), max([box[2] for box in boxes])
    return left, right, sorted({float(round(box[0])) for box in boxes} - {float(round(left))})


def _in_frame(cells: Cells, frame: Box, above: Sequence[float]) -> Cells:
    """Return the cells of a frame around all rows, split below its headings (枠だけの表)."""
    others = {box: inside for box, inside in cells.items() if box != frame}
    borders = sorted({float(round(box[0])) for box in others} - {round(frame[0])})
    if not borders and has_ends(frame[0], frame[2], above):
        borders = list(above[1:-1])
    chars = without_spaces(cells[frame])
    if len(borders) < FEWEST_COLUMNS - 1 or len(rows_of(chars)) < FEWEST_ROWS:
        return {}
    parts = parts_between(frame, cells[frame], borders)
    is_cut = any(c["x0"] + 1 < x < c["x1"] - 1 for c in chars for x in borders)
    return {} if is_cut or not all(parts.values()) else others | parts


def _in_columns(cells: Cells) -> Cells:
    """Return the cells of a table without upright rules (縦罫のない表), split at its gaps."""
    rows = [chars for chars in cells.values() if without_spaces(chars)]
    # What has one text alone, such as a title over all columns, shows no gap.
    tabular = [chars for chars in rows if any(map(is_tabular, [*rows_of(chars), by_x(chars)]))]
    has_some = len(tabular) >= FEWEST_ROWS
    below = sorted(tabular, key=top_of)
    top = rows_of(without_spaces(below[0])) if below else []
    if not any(is_figure_line(word) or word[-1]["text"] in "。．" for word in headings_of(top, ())):
        below = below[1:]
    headings = [*filter(is_whole, headings_of(top, borders_between(below, _RULED_GAP)))]
    borders = borders_between(below, _RULED_GAP, headings) if has_some else borders_between(rows)
    borders = _amid_texts(borders, rows)
    head = min(cells, key=lambda box: box[1])
    lines = rows_of(without_spaces(cells[head]))
    if len(lines) > 1:
        # A heading over several columns leaves no gap between them: their own texts do.
        body = [chars for chars in tabular if chars is not cells[head]]
        body.append(lines[-1])
        ruled = borders_between(body, _RULED_GAP) if len(body) > FEWEST_ROWS else []
        ruled = _amid_texts(ruled, rows)
        for inner in (ruled, borders) if len(ruled) > len(borders) else (borders,):
            if inner and are_in_columns(chain.from_iterable(lines[1:]), inner):
                rest = {box: chars for box, chars in cells.items() if box is not head}
                parts = parts_between(head, cells[head], inner)
                if found := with_groups(_split(rest, inner) | parts, head):
                    return found
    return _split(cells, borders) if borders else cells


def with_groups(cells: Cells, head: Box) -> Cells | None:
    """Return the cells, with headings over several columns above those of their parts (見出しの群).

    Such a heading is on a line above the others. It begins with the first of the columns that have
    words below it, or is centred above them: 予算額 above 令和６年度 and 令和７年度. None if there
    is no such heading. head: the first row.
    """
    headings = {box: chars for box, chars in cells.items() if box[1] == head[1]}
    lines = rows_of([char for chars in headings.values() for char in without_spaces(chars)])
    if len(headings) < FEWEST_COLUMNS or len(lines) < 2:  # noqa: PLR2004
        return None
    found = _above_starts(headings) or _above_middles(headings, lines)
    return {box: cells[box] for box in cells if box not in headings} | found if found else None


def _above_starts(headings: Cells) -> Cells:
    """Return the headings, each above those from its start to the next (左詰めの群), or none.

    Only headings of groups are on the first line. Groups may be nested. A heading at the height of
    that of the first column belongs to no group, and any other lower one does.
    """
    lines = rows_of([char for chars in headings.values() for char in without_spaces(chars)])
    if len(lines) < 2:  # noqa: PLR2004
        return {}
    border = (bottom_of(lines[0]) + top_of(lines[1])) / 2
    found = dict(headings)
    boxes = sorted(headings)
    inked = {box: by_x(without_spaces(headings[box])) for box in boxes}
    rest = {box: [c for c in inked[box] if middle_of(c) > border] for box in boxes}
    first = inked[boxes[0]]
    if first and middle_of(first[0]) > border:
        if bottom_of(first) > top_of(lines[-1]):
            return {}
        middle = top_of(first) + bottom_of(first)
        rest = {
            box: []
            if abs(top_of(inside) + bottom_of(inside) - middle) < _FLUSH * em_of(inside)
            else rest[box]
            for box, inside in inked.items()
        }
    words = parts_at_gaps(lines[0], 1.0)
    below_none = {box for box in boxes if rest[box] and len(rest[box]) == len(inked[box])}
    for word in words:
        start = next(n for n, box in enumerate(boxes) if centre_of(word[0]) < box[2])
        others = [centre_of(other[0]) for other in words if other is not word]
        under = [boxes[start]]
        for box in boxes[start + 1 :]:
            if not rest[box] or any(box[0] <= x < box[2] for x in others):
                break
            under.append(box)
        below = rest[boxes[start]]
        if len(under) == 1 or not below:
            continue
        below_none.difference_update(under)
        if abs(below[0]["x0"] - word[0]["x0"]) > _FLUSH * em_of(word):
            return {}
        ids = set(map(id, word))
        parts = {
            (box[0], border, box[2], box[3]): [c for c in found.pop(box) if id(c) not in ids]
            for box in under
        }
        found[under[0][0], under[0][1], under[-1][2], border] = list(word)
        found |= _above_starts(parts) or parts
    return found if len(found) > len(headings) and not below_none else {}


def _above_middles(headings: Cells, lines: Sequence[Sequence[Char]]) -> Cells:
    """Return the headings, each above those on which it is centred (中央の群), or none."""
    border = (bottom_of(lines[0]) + top_of(lines[-1])) / 2
    boxes = sorted(headings)
    rest = [box for box in boxes if any(c["top"] > border for c in without_spaces(headings[box]))]
    own_line = [c for c in lines[0] if any(b[0] <= centre_of(c) < b[2] for b in rest)]
    groups = parts_at_gaps(own_line, 1.0) if own_line else []
    middles = [(group[0]["x0"] + group[-1]["x1"]) / 2 for group in groups]
    under: list[list[Box]] = [[] for _group in groups]
    for box in rest if groups else ():
        middle = (box[0] + box[2]) / 2
        under[min(range(len(groups)), key=lambda n: abs(middles[n] - middle))].append(box)
    found = dict(headings)
    for group, below in zip(groups, under, strict=True):
        if not below:
            return {}
        if len(below) == 1:
            continue  # two lines of one heading
        ids = {id(char) for char in group}
        (left, top, _right, bottom), right = below[0], below[-1][2]
        for box in below:
            found[box[0], border, box[2], bottom] = [c for c in found.pop(box) if id(c) not in ids]
        found[left, top, right, border] = list(group)
    return found if len(found) > len(headings) else {}


def _amid_texts(borders: Sequence[float], rows: Iterable[Sequence[Char]]) -> list[float]:
    """Return the borders, each where most lines leave it free (全行の空き), or else as it is.

    Rows that fill their columns show no wide gap, but the border is between their texts too.
    """
    lines = [line for row in rows for line in rows_of(without_spaces(row))]
    return [min([x, *_gaps_near(x, lines)], key=lambda at: _cut_at(at, lines)) for x in borders]


def _gaps_near(x: float, lines: Sequence[Sequence[Char]]) -> Iterator[float]:
    """Yield where the lines that a border cuts have a gap (別の行の空き), amid all others."""
    free = [char for line in lines if not _cut_at(x, [line]) for char in line]
    left = max((char["x1"] for char in free if char["x1"] <= x), default=x)
    right = min((char["x0"] for char in free if char["x0"] >= x), default=x)
    for line in lines:
        for one, other in pairwise(line) if _cut_at(x, [line]) else ():
            if other["x0"] - one["x1"] > LEAST_GAP * em_of(line):
                at = (one["x1"] + other["x0"]) / 2
                if left < at < right:
                    yield at


def _cut_at(x: float, lines: Iterable[Sequence[Char]]) -> int:
    return sum(any(char["x0"] < x < char["x1"] for char in line) for line in lines)


def _under_headings(cells: Cells, whole: Cells, above: Sequence[float] = ()) -> Cells:
    """Return the cells of a table with upright rules in its headings only (見出しだけの縦罫).

    Its rows are split below them if their texts are; otherwise there are none. whole: the cells as
    wide as the table. above: as for `split_one_way`.
    """
    others = {box: chars for box, chars in cells.items() if box not in whole}
    left, right, _borders = edges_of(cells)
    rows = [chars for chars in whole.values() if without_spaces(chars)]
    borders = sorted({float(round(box[0])) for box in others} - {round(left)})
    if has_ends(left, right, above):
        borders = list(above[1:-1])
    elif len(rows) < max(FEWEST_ROWS, len({round(box[1]) for box in others})):
        return {}
    if len(borders) < FEWEST_COLUMNS - 1:
        return {}
    parts = [len(_split({(left, 0.0, right, 0.0): chars}, borders)) for chars in rows]
    return {} if 2 * sum(n > 1 for n in parts) < len(rows) else others | _split(whole, borders)


def _split(cells: Cells, borders: Sequence[float]) -> Cells:
    """Return the cells split at borders (列の分割), except texts across several columns."""
    found: Cells = {}
    for (left, top, right, bottom), chars in cells.items():
        if are_in_columns(chars, borders):
            found |= parts_between((left, top, right, bottom), chars, borders)
        else:
            found[left, top, right, bottom] = chars
    return found


def parts_between(box: Box, chars: Sequence[Char], borders: Sequence[float]) -> Cells:
    """Return a cell's parts between borders (列の分割)."""
    left, top, right, bottom = box
    return {
        (x0, top, x1, bottom): [c for c in chars if x0 <= centre_of(c) < x1]
        for x0, x1 in pairwise([left, *borders, right])
    }
