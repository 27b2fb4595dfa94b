"""Years in rows (行の年度) go where they belong: into the header, with a column for each year.

Years above the values of each row are moved below the heading of the values. Texts of several years
in one cell, each behind its year (R6：… R7：…), get a column for each. A table of 本年度 over
前年度 is transposed: a 給与費明細書 has 本年度, 前年度 and 比較 as rows below its headings, of
which it may have several below each other; each year may have rows of its own, such as 市長等 and
計.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from ...edition import Edition, is_bare_edition, named_edition
from ...text.joining import INDENT
from ...text.normalize import fold, is_no_value
from ...text.number_headings import HeadingRole, heading_role
from ..headings.header_rows import CellRow, is_figure, worded
from ..headings.vocabulary import names_edition
from ..ir import Cell, Content, Document, Line, ReadingContext, Table, in_order, table_of_rows

_FEWEST_ROWS, _FEWEST_YEARS = 2, 2
_MOST_ROWS = 60
_PAIRS = (frozenset({"本年度", "前年度"}), frozenset({"補正前", "補正後"}))
_MOST_OTHERS = 1  # rows such as 国の制度 beside the years
_FIGURES = 0.5  # the least share of figures among the values


# --- Years above the values of each row -----------------------------------------------------------


def with_years_in_header(document: Document, _context: ReadingContext) -> Document:
    """Return the document with years repeated above each row's values in the header (年度).

    指標 is merged over two rows, of which the first has Ｒ７ and Ｒ８ and the second their values.
    """
    blocks = (_without_years(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _without_years(table: Table) -> Table:
    if table.header or table.is_plain:
        return table  # quick, as every table is asked
    rows = table.grid()
    found = {at: years for at, row in enumerate(rows) if (years := _years_over(row, at))}
    texts = {tuple((cell.column, fold(cell.text)) for cell in years) for years in found.values()}
    names = {rows[at][0].text for at in found}
    first = min(found, default=0)
    if not first or len(texts) != 1 or len(found) < _FEWEST_ROWS or len(names) < len(found):
        return table
    tops, columns = [*found], {cell.column for cell in found[first]}
    cells = list(found[first])
    over = {id(cell) for years in found.values() for cell in years}
    for cell in (cell for cell in table.cells if id(cell) not in over):
        is_below = cell.row >= first
        top, end = (
            row - bisect_left(tops, row) + is_below for row in (cell.row, cell.row + cell.row_span)
        )
        is_beside = end == first and columns.isdisjoint(_columns_of(cell))
        cells.append(cell._replace(row=top, row_span=end - top + is_beside))
    return replace(table, cells=in_order(cells), height=table.height - len(tops) + 1)


def _years_over(row: CellRow, at: int) -> Sequence[Cell]:
    """Return the years that a row has above the row of their values (値の上の年度), if no more."""
    cells = worded(row)
    years = [cell for cell in cells if (cell.row, cell.row_span) == (at, 1)]
    are_years = len(years) >= _FEWEST_YEARS and all(is_bare_edition(cell.text) for cell in years)
    others = [cell for cell in cells if cell.row == at and cell.row_span > 1]
    return years if are_years and others and len(years) + len(others) == len(cells) else ()


def _columns_of(cell: Cell) -> Iterator[int]:
    yield from range(cell.column, cell.column + cell.col_span)


# --- Years within cells ---------------------------------------------------------------------------

_OF_YEAR = re.compile(
    r"\s*(?:[(（【〔［\[＜<](?P<marked>[^()（）【】〔〕［］\[\]＜＞<>]{1,9})[)）】〕］\]＞>]\s*[:：]?"
    r"|(?P<told>[^\s:：、。]{1,9})\s*[:：]|(?P<alone>[^\s:：、。]{1,9})\s*\Z)\s*(?P<text>.*)",
    re.DOTALL,
)


def with_texts_of_years_beside(document: Document, _context: ReadingContext) -> Document:
    """Return the document with a column for each year of cells that tell several (年度別の文)."""
    blocks = (_years_beside(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _years_beside(table: Table) -> Table:
    """Return a table with the columns parted of which all texts are behind years (列の分割)."""
    several = (cell for cell in table.cells if len(cell.lines) > 1)
    columns = {cell.column for cell in several if len(_texts_of_years(cell)) > 1}
    within = (cell for cell in table.cells if cell.column in columns)
    texts = {id(cell): found for cell in within if (found := _texts_of_years(cell))}
    for at in sorted(columns, reverse=True):
        filled = [cell for cell in table.cells if cell.column == at and cell.text]
        top = next(n for n, cell in enumerate(filled) if id(cell) in texts)
        head, below = filled[top - 1], filled[top:]
        are_of_years = top and len(below) >= _FEWEST_ROWS and all(id(c) in texts for c in below)
        if are_of_years and head.col_span == 1 and not names_edition(head.text):
            table = _with_years(table, head, {id(cell): texts[id(cell)] for cell in below})
    return table


def _texts_of_years(cell: Cell) -> dict[Edition, list[str]]:
    """Return the lines of a cell by the year that they are behind (年度別の行), none if not all."""
    found: dict[Edition, list[str]] = {}
    year: Edition | None = None
    for line in cell.lines:
        match = _OF_YEAR.fullmatch(line) if _DIGIT.search(line) else None
        marker = (match["marked"] or match["told"] or match["alone"]) if match else ""
        if match and marker and is_bare_edition(marker) and (named := named_edition(marker)):
            if named in found or not named.is_year:
                return {}
            year, found[named] = named, [match["text"]] if match["text"] else []
        elif year is not None:
            found[year].append(line)
        elif line.strip():
            return {}
    return found if all(found.values()) else {}


_DIGIT = re.compile("[0-9０-９元]")


def _with_years(
    table: Table, head: Cell, texts: Mapping[int, Mapping[Edition, list[str]]]
) -> Table:
    """Return the table with a column for each year instead of the one under a heading (列)."""
    years = sorted({year for by_year in texts.values() for year in by_year})
    more = len(years) - 1
    cells: list[Cell] = []
    for cell in table.cells:
        parts = texts.get(id(cell))
        if cell is head or parts is not None:
            for n, year in enumerate(years):
                lines = (f"{year}{head.text}",) if parts is None else tuple(parts.get(year, ()))
                cells.append(cell._replace(lines=lines, column=cell.column + n))
        elif cell.column > head.column:
            cells.append(cell._replace(column=cell.column + more))
        elif cell.column + cell.col_span > head.column:
            cells.append(cell._replace(col_span=cell.col_span + more))
        else:
            cells.append(cell)
    return replace(table, cells=in_order(cells), width=table.width + more)


# --- Years as rows --------------------------------------------------------------------------------


class _Band(NamedTuple):
    """A header and the rows of each year below it (見出しと年度の行).

    at: the column of the years: the second one if 職員手当の内訳 spans all rows on the left.
    """

    at: int
    header: Sequence[CellRow]
    years: Sequence[Sequence[CellRow]]


def with_years_as_columns(document: Document, context: ReadingContext) -> Document:
    """Return the document with tables that have years as rows transposed, and note it (転置)."""
    blocks: list[Line | Table] = []
    for block in document.blocks:
        transposed = _turned(block) if isinstance(block, Table) and not block.header else None
        if transposed is not None:
            context.diagnostics.note("table-turned", transposed.cells[0].span)
        blocks.append(transposed or block)
    return replace(document, blocks=tuple(blocks))


def _turned(table: Table) -> Table | None:
    """Return a table with years as columns and a row per value (転置した表), None if it is none."""
    bands = [*_bands(table.grid())] if table.height <= _MOST_ROWS else []
    labels = [[_label(year[0], band.at) for year in band.years] for band in bands]
    if not labels or not _are_of_years(labels[0]) or any(others != labels[0] for others in labels):
        return None
    found = [record for band in bands for record in _records(band)]
    texts = ["".join(lines) for record in found for lines, _span in record[1:]]
    values = [text for text in texts if not is_no_value(text)]
    if not values or sum(map(is_figure, values)) < _FIGURES * len(values):
        return None
    at, header, years = bands[0]
    cells = (header[0][at], *(year[0][at] for year in years))
    head: list[Content] = [((_text(cell),), cell.span) for cell in cells]
    return replace(table_of_rows([head, *found]), span=table.span, caption=table.caption, header=1)


def _bands(rows: Sequence[CellRow]) -> Iterator[_Band]:
    """Yield the headers with the years below them (帯); none if rows are of anything else."""
    if not rows or not any(_heads_years(rows, 0, at) for at in range(2)):
        return  # the usual case
    tops = {top: at for top in range(len(rows)) for at in range(2) if _heads_years(rows, top, at)}
    for (top, at), end in zip(tops.items(), [*[*tops][1:], len(rows)], strict=True):
        head = rows[top][at]
        start = top + head.row_span
        parts = groupby(rows[start:end], key=partial(_identity, at=at))
        years = [tuple(rows_of_year) for _key, rows_of_year in parts]
        within = range(at + 1, at + head.col_span)
        if len({tuple(row[n].text for row in year for n in within) for year in years}) == 1:
            yield _Band(at, rows[top:start], years)


def _heads_years(rows: Sequence[CellRow], top: int, at: int) -> bool:
    """Return whether a cell is the heading of years right below it (年度の行の見出し)."""
    if (
        len(rows[top]) < at + 2
        or rows[top][at].row != top
        or is_bare_edition(_label(rows[top], at))
    ):
        return False
    start = top + rows[top][at].row_span
    is_one_group = start < len(rows) and (not at or rows[start][0] is rows[top][0])
    return is_one_group and is_bare_edition(_label(rows[start], at))


def _identity(row: CellRow, at: int) -> int:
    return id(row[at])


def _label(row: CellRow, at: int) -> str:
    return fold("".join(row[at].lines))


def _are_of_years(labels: Sequence[str]) -> bool:
    """Return whether rows are named after two years (年度の行), with their difference."""
    years = [*filter(is_bare_edition, labels)]
    differences = [one for one in labels if heading_role(one) is HeadingRole.DIFFERENCE]
    is_pair = bool(differences) or any(pair <= {*years} for pair in _PAIRS)
    others = len(labels) - len(years) - len(differences)
    return len({*labels}) == len(labels) and len(years) > 1 and is_pair and others <= _MOST_OTHERS


def _records(band: _Band) -> Iterator[list[Content]]:
    """Yield the rows of a band turned (転置した行): the name, and the value of each year.

    A value is named by its headings, and by its row within its year.
    """
    at, header, years = band
    start = at + header[0][at].col_span
    for column in range(start, len(header[0])):
        heads = [*header[0][:at], *(row[column] for row in header)]
        for n, row in enumerate(years[0]):
            cells = [rows_of_year[n][column] for rows_of_year in years]
            is_own = cells[0].column == column and (
                not n or cells[0] is not years[0][n - 1][column]
            )
            if is_own and any(cell.text for cell in cells):
                named = (*heads, *row[at + 1 : start])
                words = dict.fromkeys(text for cell in named if (text := _text(cell)))
                values = ((cell.lines, cell.span) for cell in cells)
                yield [((INDENT.join(words),), heads[-1].span), *values]


def _text(cell: Cell) -> str:
    """Return a heading without the spaces that stretch it (見出し): 報 酬."""
    return "".join("".join(cell.lines).split())
