"""Tables of other shapes (表の変形): lists side by side, titles with sums, initiatives in columns.

A list that continues to the right under the same headings is cut in two; a table whose initiatives
are columns is transposed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise
from operator import attrgetter

from ...diagnostics import Diagnostics
from ...edition import strip_editions
from ...text.normalize import fold, is_no_value, squeezed
from ...text.number_headings import heading_unit, is_unit_line
from ...text.quantities import parse_quantity
from ..headings.header_rows import CellRow, Header, find_header, is_data, is_figure, worded
from ..headings.titles import is_date, is_page_number, is_title_of_accounts, marked_title
from ..headings.vocabulary import (
    Role,
    is_goal,
    is_indicator,
    is_known,
    is_total,
    names_edition,
    strengths,
)
from ..ir import Cell, Document, Line, ReadingContext, Table

_ROWS_TO_HEADER = 12
ROWS_TO_LOOK_AT = 24  # to the end of a header, and of a record below it
_FEWEST = 2
_MOST_LISTS = 4
_MOST_ABOVE = 3  # titles right above each other: 款, 項 and 目
_STEPS = {("款", "項"), ("項", "目")}  # headings of columns of a budget, beside each other


def with_plain_tables(document: Document, context: ReadingContext) -> Document:
    """Return the document with one row for each initiative in its tables (表の変形)."""
    blocks: list[Line | Table] = []
    for block in document.blocks:
        if isinstance(block, Line) or block.header:
            blocks.append(block)
            continue
        rows = block.grid(ROWS_TO_LOOK_AT)
        found = first_header(rows, context)
        beside: list[Line] = []
        if found and (end := _end_of_columns(block, *found)) < block.width:
            beside = list(rows_as_lines([row[end:] for row in block.grid()]))
            block = _left_of(block, end)  # noqa: PLW2901
            rows = block.grid(ROWS_TO_LOOK_AT)
            found = first_header(rows, context)
        if found:
            header, top = found
            lists = list(_lists(block, header, top))
            start = top + header.height
            blocks += lists or [_with_titles(block, rows, header, start, context.diagnostics)]
        else:
            blocks.append(block)
        blocks += beside
    return replace(document, blocks=tuple(blocks))


def first_header(rows: Sequence[CellRow], context: ReadingContext) -> tuple[Header, int] | None:
    """Return the first header of a table, and its row."""
    for at in range(min(_ROWS_TO_HEADER, len(rows))):
        if len(worded(rows[at], _FEWEST)) < _FEWEST:
            continue
        if (header := find_header(rows, at, context)) is not None:
            return header, at
    return None


# --- Words beside a table ---------------------------------------------------------------------


def _end_of_columns(table: Table, header: Header, top: int) -> int:
    """Return where the columns of a table end (列の終わり): at a blank one before words beside it.

    Such words, a key to the marks (凡例) for example, have no known heading above them and are
    beside few of the rows.
    """
    headings = header.texts
    if all(headings[1:]):
        return table.width  # as in most tables; quick
    words = Counter(cell.column for cell in table.cells if cell.text)
    end = table.width
    for at in range(table.width - 1, 0, -1):
        if at in words and is_known(headings[at], {}):
            break
        if at not in words and not headings[at] and at + 1 in words:
            end = at
    most = _BESIDE * (table.height - top)
    return end if all(words[at] < most for at in range(end, table.width)) else table.width


_BESIDE = 0.6


def _left_of(table: Table, end: int) -> Table:
    """Return a table up to a column (左の列)."""
    cells = tuple(
        cell._replace(col_span=min(cell.col_span, end - cell.column))
        for cell in table.cells
        if cell.column < end
    )
    return replace(table, cells=cells, width=max(c.column + c.col_span for c in cells))


# --- Lists side by side -----------------------------------------------------------------------


def _lists(table: Table, header: Header, top: int) -> Iterator[Line | Table]:
    """Yield the lists side by side (左右の一覧) with their captions, none if there is only one."""
    borders = _borders(header.texts)
    inner = borders[1:-1]
    if not inner:
        return
    beside = [cell for cell in table.cells if cell.row < top and cell.column >= borders[1]]
    captions = {
        c.column: c for c in beside if c.column in inner and c.text and not is_unit_line(c.text)
    }
    at = {cell.row for cell in captions.values()}
    captions |= {c.column: c for c in table.cells if c.row in at and not c.column and c.text}
    above = {id(cell) for cell in captions.values()}
    yield from rows_as_lines([tuple(cell for cell in beside if id(cell) not in above)])
    for left, right in pairwise(borders):
        cells = tuple(
            cell._replace(
                row=cell.row - top,
                column=cell.column - left,
                col_span=min(cell.col_span, right - cell.column),
            )
            for cell in table.cells
            if left <= cell.column < right and cell.row >= top
        )
        if not left:
            rest = (cell for cell in table.cells if cell.row < top and cell.column < right)
            yield from rows_as_lines([tuple(cell for cell in rest if id(cell) not in above)])
        if caption := captions.get(left):
            text = " ".join(caption.text.split())
            yield Line(text, caption.span, is_heading=not (marked_title(text) or is_date(text)))
        width = max(cell.column + cell.col_span for cell in cells)  # no blank column beside it
        yield replace(table, cells=cells, height=table.height - top, width=width)


def _borders(headings: Sequence[str]) -> list[int]:
    """Return the columns at which the same headings start again (反復する見出し), and the end."""
    worded = [at for at, heading in enumerate(headings) if heading]
    for count in range(_FEWEST, _MOST_LISTS + 1):
        width, rest = divmod(len(worded), count)
        if rest or width < _FEWEST:
            continue
        words = [fold(headings[at]) for at in worded]
        is_same = all(words[at] == words[at % width] for at in range(len(words)))
        if is_same and any(Role.NAME in strengths(headings[at]) for at in worded[:width]):
            return [0, *worded[width::width], len(headings)]
    return []


# --- Lines of cells ---------------------------------------------------------------------------


def rows_as_lines(rows: Sequence[CellRow]) -> Iterator[Line]:
    """Yield the contents of rows that are no records as lines (表の外の行)."""
    cells = {id(cell): cell for row in rows for cell in row if cell.text}
    for cell in cells.values():
        yield from (Line(text, cell.span) for text in cell.lines if text.strip())


def cut_into_frames(block: Line | Table) -> Iterator[Line | Table]:
    """Yield a block, or the lines inside a frame (枠の中の行), without page numbers and blanks."""
    lines = [block] if isinstance(block, Line) else []
    if isinstance(block, Table) and block.width == 1:
        texts = [(cell, n, text) for cell in block.cells for n, text in enumerate(cell.lines)]
        lines = [Line(text, cell.span, is_apart=n == 0) for cell, n, text in texts]
    elif isinstance(block, Table):
        yield block
    yield from (line for line in lines if line.text.strip() and not is_page_number(line.text))


def cut_at_lone_texts(block: Line | Table) -> Iterator[Line | Table]:
    """Yield a sheet's lone texts as lines, and the tables between them (行と表)."""
    if isinstance(block, Line):
        yield block
        return
    rows = block.grid()
    top = 0
    for at in range(len(rows) + 1):
        cells = worded(rows[at], 2) if at < len(rows) else ()
        if len(cells) > 1:
            continue
        first, end = (bisect_left(block.cells, row, key=attrgetter("row")) for row in (top, at))
        below = block.cells[first:end]
        if below:
            moved = tuple(cell._replace(row=cell.row - top) for cell in below) if top else below
            yield replace(block, cells=moved, height=at - top, caption="")
        yield from (Line(text, cell.span) for cell in cells for text in cell.lines if text.strip())
        top = at + 1


# --- Names of initiatives ---------------------------------------------------------------------


_LONGEST_NAMING, _STRONG = 16, 2.0


def has_names(table: Table) -> bool:
    """Return whether a table has a heading or label of initiatives' names (事業名の有無).

    目標 is none beside years or above figures.
    """
    short = (cell for cell in table.cells if len(cell.text) <= _LONGEST_NAMING)
    named = (c for c in short if strengths(squeezed(c.text)).get(Role.NAME, 0) >= _STRONG)
    return any(not _is_of_values(cell, table) for cell in named)


def _is_of_values(heading: Cell, table: Table) -> bool:
    """Return whether a heading is of figures, indicators, or a sentence beside (値の見出し)."""
    row, *below = table.grid(heading.row + _ROWS_TO_HEADER)[heading.row :]
    if any("。" in cell.text for cell in row[heading.column + heading.col_span :][:1]):
        return True  # 主な取組, 目標
    is_goal_of_year = is_goal(heading.text) and any(names_edition(row[0].text) for row in below)
    if is_goal_of_year or is_indicator(heading.text):
        return True
    values = [text for row in below if (text := row[heading.column].text)]
    return bool(values) and all(is_figure(text) or is_no_value(text) for text in values)


# --- Titles with the sums of their rows -------------------------------------------------------


def _is_sum(row: CellRow) -> bool:
    """Return whether a row has a text in its first column and otherwise only figures."""
    cells = worded(row)
    return (
        len(cells) > 1
        and cells[0] is row[0]
        and not (is_figure(row[0].text) or is_total(row[0].text))
        and all(is_figure(cell.text) for cell in cells[1:])
    )


def _with_titles(
    table: Table, rows: Sequence[CellRow], header: Header, start: int, diagnostics: Diagnostics
) -> Table:
    """Return the table with rows such as 道路費 | 600 as a title and a sum (合計付きの見出し).

    Only if one of them is the sum of several rows down to the next, and these have more than
    figures or are under titles of 款, 項 and 目. Another sum that differs is a misprint, unless
    many do. The sum of a title right above another is checked here, and only noted.
    """
    if not (rows[start:] and _is_sum(rows[start])):
        return table  # quick, as every table is asked
    rows = table.grid()
    if any(cell.row_span > 1 for row in rows[start:] for cell in row):
        return table
    sums = [at for at in range(start, len(rows)) if _is_sum(rows[at])]
    accounts = [at for at in sums if is_title_of_accounts(rows[at][0].text)]
    titles = dict.fromkeys(accounts if accounts[:1] == [start] else sums)
    most = 1 / 4 if header.texts[:2] in _STEPS else 1
    if (misprints := _misprints(rows, [*titles], most)) is None:
        return table
    cells = [cell for cell in table.cells if cell.row < start]
    height = start
    for at in range(start, len(rows)):
        words = list(worded(rows[at]))
        if at in titles:
            cells.append(words[0]._replace(row=height))
            height += 1
            if at + 1 in titles:
                if at in misprints:
                    label, printed = words[:2]
                    data = {"heading": header.texts[printed.column], "printed": printed.text}
                    made = f"{misprints[at]:,f}"
                    diagnostics.doubt(
                        "total-differs", label.span, label=label.text, sum=made, **data
                    )
                text = "\u3000".join(" ".join(cell.text.split()) for cell in words)
                diagnostics.note("total-row", words[0].span, text=text)
                continue
            words[0] = words[0]._replace(lines=("計",))
        cells += [cell._replace(row=height) for cell in words]
        height += 1
    return replace(table, cells=tuple(cells), height=height)


def _misprints(
    rows: Sequence[CellRow], titles: Sequence[int], most: float
) -> dict[int, Decimal] | None:
    """Return the titles right above another whose sum differs (誤植の合計), and what it should be.

    None if the rows are no titles: then none is the sum of several rows, or too many differ. A
    title right above another covers the rows of both. most: how many may differ for each right one.
    """
    ends = (*titles[1:], len(rows))
    parts = [
        [row for row in rows[at + 1 : end] if not is_total(row[0].text)]
        for at, end in zip(titles, ends, strict=True)
    ]
    sums_below: dict[int, list[Decimal]] = {}  # by column, of the rows right below each title
    found: dict[int, Decimal] = {}
    above = right = wrong = 0
    for n, at in enumerate(titles):
        column = worded(rows[at])[1].column
        value = _value(rows[at][column]) or Decimal(0)
        if column not in sums_below:
            values = ([_value(row[column]) for row in below] for below in parts)
            sums_below[column] = [sum(filter(None, one), Decimal(0)) for one in values]
        is_over = ends[n] == at + 1
        above = above + 1 if is_over else 0
        end = len(ends) if is_over else n + 1
        sums = [*accumulate(sums_below[column][n:end])]
        fit = next((m for m, made in enumerate(sums) if parts[n + m] and made == value), None)
        if above > _MOST_ABOVE or not any(parts[n:end]):
            return None
        if fit is None:
            wrong += 1
            if is_over:
                found[at] = min(sums, key=lambda made: abs(made - value))
        elif sum(map(len, parts[n : n + fit + 1])) > 1:
            right += 1
    is_wrong = bool(found) or most < 1
    return found if right and (not is_wrong or wrong <= right * most) else None


def _value(cell: Cell) -> Decimal | None:
    quantity = parse_quantity(cell.text)
    return quantity.value if quantity else None


# --- Initiatives in columns --------------------------------------------------------------------


_MOST_LABELS = 60
_FEWEST_INITIATIVES = 2
_FEWEST_LABELS = 3
_MOST_KNOWN = 0.8


def with_initiatives_as_rows(document: Document, context: ReadingContext) -> Document:
    """Transpose tables with initiatives in columns (表の転置), as 事業１ and 事業２; note it."""
    blocks: list[Line | Table] = []
    for block in document.blocks:
        rows = block.grid() if isinstance(block, Table) and block.height <= _MOST_LABELS else ()
        are_headings = (row[0].text and worded(row)[_FEWEST_INITIATIVES:] for row in rows)
        tops = [at for at, is_heading in enumerate(are_headings) if is_heading]
        top = tops[0] if tops else 0
        if isinstance(block, Line) or not _are_in_first_column(rows[top:], context.meanings):
            blocks.append(block)
            continue
        top -= bool(top and not rows[top - 1][0].text and worded(rows[top - 1])[1:])
        cells = (c._replace(row=c.column, column=c.row - top) for c in block.cells if c.row >= top)
        transposed = sorted(cells, key=lambda c: (c.row, c.column))
        height, width = block.width, block.height - top
        whole = replace(block, cells=tuple(transposed), height=height, width=width, header=1)
        blocks += (*rows_as_lines(rows[:top]), whole)
        context.diagnostics.note("table-turned", transposed[0].span)
    return replace(document, blocks=tuple(blocks))


def _are_in_first_column(rows: Sequence[CellRow], meanings: Mapping[str, str]) -> bool:
    """Return whether headings are in the first column (縦の見出し), initiatives in the others."""
    labels = [row[0].text for row in rows]
    if len({*labels}) < max(_FEWEST_LABELS, len(rows)) or len(rows[0]) < _FEWEST_LABELS:
        return False
    if is_data(labels[1]) or not (is_known(labels[1], meanings) or is_known(labels[2], meanings)):
        return False  # quick, as every table is asked
    bare = [heading_unit(strip_editions(text))[0] or text for text in labels]
    known = [
        is_known(one, meanings) or (text in meanings)
        for one, text in zip(bare, labels, strict=True)
    ]
    names = next((r[1:] for r in rows if strengths(r[0].text).get(Role.NAME, 0) > 1), ())
    others = [cell.text for row in rows for cell in row[1:] if cell.text]
    return (
        sum(known) >= _MOST_KNOWN * len(rows)
        and known[0]
        and not any(cell.row_span > 1 or cell.col_span > 1 for row in rows for cell in row)
        and bool(names)
        and all(c.text and not is_data(c.text) for c in names)
        and sum(is_known(c.text, meanings) for c in names) * _FEWEST_LABELS <= len(names)
        and all(sum(bool(row[c.column].text) for row in rows) * 2 >= len(rows) for c in names)
        and len({cell.text for cell in names}) == len(names)
        and sum(is_known(text, meanings) for text in others) * 5 < len(others)
    )
