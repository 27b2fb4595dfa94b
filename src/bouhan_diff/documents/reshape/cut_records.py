"""Rejoin rows and records that the end of a page cuts (頁で切れた行と記録)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...text.joining import join
from ...text.normalize import fold
from ..headings.header_rows import CellRow, is_data, is_figure, worded
from ..headings.titles import numbered_title
from ..headings.vocabulary import is_total
from ..ir import Cell, Table, in_order, stacked

# --- Rows ---------------------------------------------------------------------------------------


def with_whole_rows(pages: Sequence[Table]) -> list[Table]:
    """Return the pages of a table, each row that a page's end cuts whole on one of them (行の結合).

    Only the first page has a header. A merged cell that the end cuts is on both pages, whole.
    """
    whole = list(pages)
    shares = _shares_filled(pages)
    are_apart = not any(_is_text_alone(*two) for page in pages for two in pairwise(page.grid()))
    for at, below in enumerate(pages[1:]):
        if not (whole[at].height and below.height):
            continue
        is_text = are_apart and _is_text_alone(whole[at].grid()[-1], below.grid(1)[0])
        if is_text or _is_rest(whole[at], below, shares) or _is_rest_of_texts(whole[at], below):
            whole[at], whole[at + 1] = _with_rest_above(whole[at], below)
    return whole


def _is_text_alone(above: CellRow, row: CellRow) -> bool:
    """Return whether two rows have nothing but a text over the same columns (文の続き)."""
    (text, *more), (rest, *others) = (worded(one, 2) or [Cell(())] for one in (above, row))
    is_wide = text.col_span > 1 and (text.column, text.col_span) == (rest.column, rest.col_span)
    is_title = numbered_title(rest.text) is not None or is_total(rest.text)
    return bool(is_wide and rest.text) and not (more or others or is_title)


def _shares_filled(pages: Sequence[Table]) -> Mapping[int, float]:
    """Return the share of rows with text in each column (記入率), first and last rows excluded."""
    inner = [row for page in pages for row in page.grid()[1:-1]]
    return {
        at: sum(bool(row[at].text) for row in inner) / len(inner)
        for at in range(pages[0].width if len(inner) >= _FEWEST_ROWS else 0)
    }


_FEWEST_ROWS, _ALMOST_ALL = 3, 0.9


def _is_rest(upper: Table, lower: Table, shares: Mapping[int, float]) -> bool:
    """Return whether a page begins with the rest of the last row of the one before (行の残り).

    It lacks cells that every row has, and each of its cells continues one that fills all lines of
    that row; figures and titles never do. Or it has only what that row lacks and all others have.
    """
    last, rest = upper.grid()[-1], worded(lower.grid(1)[0])
    lines = max((len(cell.lines) for cell in last), default=0)
    all_have = [at for at, share in shares.items() if share >= _ALMOST_ALL]
    filled = {last[at].column for at in all_have if last[at].text}
    if not (rest and filled.difference(cell.column for cell in rest)):
        return False
    lacking = {at for at in all_have if not last[at].text}
    if all(cell.column in lacking and cell.col_span == cell.row_span == 1 for cell in rest):
        return True
    if lines == 1 == len(rest) and not _is_end(rest[0].text):
        return False  # a word alone may be a title
    are_more = all(_continues(last[cell.column], cell, lines) for cell in rest)
    return are_more and any(cell.row_span == 1 for cell in rest)


def _is_end(text: str) -> bool:
    """Return whether a text alone in its row is no title (文の終わり), but the end of one."""
    return len(text) <= _SHORTEST or text.endswith("。") or _LATER.match(text) is not None


_SHORTEST = 2
_LATER = re.compile(r"[のをにへとがはも）)」』、。・ー]")
"""What no text begins with (文の途中の字)."""


def _is_rest_of_texts(upper: Table, lower: Table) -> bool:
    """Return whether a page begins with more of the texts of a record of several rows (文の残り).

    It has nothing beside the record's labels, and not all that the record has for all of them.
    """
    last, rest = upper.grid()[-1], worded(lower.grid(1)[0])
    height = max(cell.row_span for cell in last)
    columns = {cell.column for cell in last if cell.row_span == height > 1}
    return len(rest) < len(columns) < len({*map(id, last)}) and all(
        cell.row_span == 1
        and cell.column in columns
        and cell.col_span == last[cell.column].col_span
        and not is_figure(cell.text)
        for cell in rest
    )


def _continues(above: Cell, cell: Cell, lines: int) -> bool:
    is_same_column = (above.column, above.col_span) == (cell.column, cell.col_span)
    is_title = numbered_title(cell.text) is not None or is_total(cell.text)
    is_full = above.text and len(above.lines) == lines
    has_figure = is_figure(cell.text) or is_figure(above.text)
    return bool(is_same_column and is_full) and not (is_title or has_figure)


def _with_rest_above(upper: Table, lower: Table) -> tuple[Table, Table]:
    """Return two pages, the first row of the lower one in the last of the upper (行の移動)."""
    last = upper.grid()[-1]
    more = {id(last[cell.column]): cell for cell in worded(lower.grid(1)[0])}
    whole = {
        key: (*over.lines, *more[key].lines) for over in upper.cells if (key := id(over)) in more
    }
    cells = [c._replace(lines=whole[id(c)]) if id(c) in whole else c for c in upper.cells]
    cells += (c._replace(row=upper.height - 1) for key, c in more.items() if key not in whole)
    merged = {id(cell): whole[key] for key, cell in more.items() if key in whole}
    below = (
        cell._replace(
            lines=merged.get(id(cell), cell.lines),
            row=max(cell.row - 1, 0),
            row_span=cell.row_span - (cell.row == 0),
        )
        for cell in lower.cells
        if cell.row or cell.row_span > 1
    )
    return (
        replace(upper, cells=in_order(cells)),
        replace(lower, cells=tuple(below), height=lower.height - 1),
    )


_Records = Mapping[int, Sequence[Sequence[CellRow]]]
"""The rows of each cell that is merged over several (記録の行), by column."""


# --- Records ------------------------------------------------------------------------------------


def joined_pages(pages: Sequence[Table]) -> Table:
    """Return the pages of a table joined (頁の結合), with the records whole that their ends cut.

    Only the first page has a header.
    """
    whole = pages[0]
    heights, records = _heights_of_records(pages), _records(pages)
    grouped = {at for at in records if _is_of_groups(at, pages)}
    for above, page in pairwise(pages):
        least = 0
        if not page.height or (above.is_plain and page.is_plain and not heights):
            cut: Sequence[int] = ()
        elif cut := _columns_in_two(above, page, heights, records):
            least = next(heights[at] for at in cut if at in heights)
        else:
            pairs = enumerate(zip(above.grid()[-1], page.grid(1)[0], strict=True))
            groups = (at for at, pair in pairs if at in grouped and _is_cut_group(*pair))
            cut = sorted({*_cut_columns(above, page, records), *groups})
        whole = _joined(whole, page, cut, least) if cut else stacked([whole, page])
    return whole


def _heights_of_records(pages: Sequence[Table]) -> Mapping[int, int]:
    """Return over how many rows most cells of columns are merged (記録の行数), if over several."""
    if all(page.is_plain for page in pages):
        return {}  # as for most tables
    spans: dict[int, Counter[int]] = {}
    for page in pages:
        for cell in page.cells:
            if cell.text and 0 < cell.row < page.height - cell.row_span:  # no page cuts it
                spans.setdefault(cell.column, Counter())[cell.row_span] += 1
    most = {column: heights.most_common(1)[0] for column, heights in spans.items()}
    return {
        column: height
        for column, (height, count) in most.items()
        if height > 1 and count >= _MOST_ALIKE * spans[column].total()
    }


_MOST_ALIKE = 0.7


def _columns_in_two(
    upper: Table, lower: Table, heights: Mapping[int, int], records: _Records
) -> Sequence[int]:
    """Return the columns of a record of which both pages have a part (記録の列), if any.

    Together both parts have as many rows as the table's records. The cell that begins the record
    is on one page only, or the same on both, and so is each figure. heights: by column.
    """
    above, below = (upper.grid(), lower.grid()) if heights else ((), ())
    cut = []
    for at, height in heights.items():
        begun = [n for n, row in enumerate(above) if row[at].row == n and row[at].text]
        ends = (n for n, row in enumerate(below) if n and row[at].row == n and row[at].text)
        rows_above, more = len(above) - begun[-1] if begun else 0, next(ends, len(below))
        if 0 < rows_above < height == rows_above + more:
            cut.append(at)
    if len({heights[at] for at in cut}) != 1:
        return ()
    typical = [one for one in records[cut[0]] if len(one) == heights[cut[0]]]
    merged = {n for one in typical for n, cell in enumerate(one[0]) if one[-1][n] is cell}
    pairs = dict(enumerate(zip(above[-1], below[0], strict=True)))
    are_one = {at: _is_one_text(*pair) for at, pair in pairs.items()}
    figures = {at for at, pair in pairs.items() if any(is_figure(cell.text) for cell in pair)}
    if not are_one[min(cut)] or not all(are_one[at] or at not in figures for at in cut):
        return ()
    again = {at for at in figures if are_one[at] and all(cell.text for cell in pairs[at])}
    return sorted({*cut, *again, *(at for at in merged if are_one[at])})


def _records(pages: Sequence[Table]) -> _Records:
    """Return the rows of the cells that are merged over several (記録の行), by column."""
    found: dict[int, list[Sequence[CellRow]]] = {}
    for page in pages:
        grid = page.grid()
        for cell in page.cells:
            if cell.row_span > 1:
                rows = grid[cell.row : cell.row + cell.row_span]
                found.setdefault(cell.column, []).append(rows)
    return found


def _cut_columns(upper: Table, lower: Table, records: _Records) -> Sequence[int]:
    """Return the columns of a record that goes on in the lower table (記録の列), if any.

    The label of the row above is one of those that all records of this height have, and the row
    has the next of them.
    """
    above, row = upper.grid()[-1], lower.grid(1)[0]
    for group in records.values():
        record = max(group, key=len)
        alike = [one for one in group if len(one) == len(record)]
        for at, cell in enumerate(row):
            labels = [one[at].text for one in record]
            if (above[at].text, cell.text) not in pairwise(labels) or not cell.text:
                continue
            are_same = all([one[at].text for one in rows] == labels for rows in alike)
            is_whole = len({*labels}) == len(labels) and all(labels)
            if len(alike) > 1 and are_same and is_whole and not any(map(is_data, labels)):
                return [n for n, first in enumerate(record[0]) if record[-1][n] is first]
    return ()


def _is_of_groups(at: int, pages: Sequence[Table]) -> bool:
    """Return whether every row is of a group that a column names (群の列): 施策 beside its 事業.

    The name may be on another page than some rows at the ends of pages.
    """
    for page in pages:
        named = [place for place, row in enumerate(page.grid()) if row[at].text]
        if named and named[-1] - named[0] >= len(named):
            return False
    return True


def _is_cut_group(cell: Cell, below: Cell) -> bool:
    """Return whether a page's end cuts a group, and with it its name (頁で切れた群の名称).

    What is on the next page has no number, unlike that above, or begins with what no name begins
    with, as any of the letters below each other in 安心なまちづく|り may.
    """
    is_merged = cell.row_span > 1 or below.row_span > 1
    is_same_column = (cell.column, cell.col_span) == (below.column, below.col_span)
    title, rest = (join(tuple(map(str.strip, one.lines))) for one in (cell, below))
    if not (is_merged and is_same_column and title and rest) or fold(title) == fold(rest):
        return False
    if is_figure(rest) or numbered_title(rest) is not None:
        return False
    are_stacked = all(len(line.strip()) <= 1 for line in (*cell.lines, *below.lines))
    later = _LATER_LETTER if are_stacked else _LATER
    return later.match(rest) is not None or (
        numbered_title(title) is not None and rest[0].isalpha()
    )


_LATER_LETTER = re.compile("[ぁ-んー）)」』、。・]")


def _is_one_text(cell: Cell, below: Cell) -> bool:
    return not (cell.text and below.text) or fold(cell.text) == fold(below.text)


def _joined(upper: Table, lower: Table, cut: Sequence[int], least: int) -> Table:
    """Return a table and the next page's below it (結合した表). least: rows of the cut record.

    cut: the columns of which the page cuts a cell. Its words are on one page, or on both, as a
    whole or in part.
    """
    rows, below = upper.grid(), lower.grid()[0]
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    rest = {(cell.row, cell.column): cell for cell in lower.cells}
    for at in cut:
        top = rows[-1][at].row
        while not rows[top][at].text and top and not rows[top - 1][at].text:
            top -= 1  # without words a cell has as many parts as rows
        last, more = rows[-1][at], below[at]
        lines = last.lines if fold(last.text) == fold(more.text) else (*last.lines, *more.lines)
        height = max(upper.height - top + more.row_span, least)
        for place in range(top, upper.height):
            cells.pop((place, at), None)
        cells[top, at] = (last if last.text else more)._replace(
            lines=tuple(filter(str.strip, lines)), row=top, row_span=height
        )
        rest.pop((0, at), None)
    whole = replace(upper, cells=in_order(cells.values()))
    return stacked([whole, replace(lower, cells=in_order(rest.values()))])
