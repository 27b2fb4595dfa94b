"""Years as rows (年度の行): tables of 本年度 over 前年度, turned to have a column for each year.

A 給与費明細書 has 本年度, 前年度 and 比較 as rows below its headings, of which it may have several
below each other; each year may have rows of its own, such as 市長等, 議員 and 計.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from ...edition import find_editions, strip_editions
from ...text.linebreak import INDENT
from ...text.normalize import fold, is_no_value
from ...text.number_headings import HeadingRole, heading_role
from ..headings.header_rows import CellRow, is_figure
from ..ir import Cell, Content, Document, Line, ReadingContext, Table, table_of_rows

_MOST_ROWS = 60
_PAIRS = (frozenset({"本年度", "前年度"}), frozenset({"補正前", "補正後"}))
_MOST_OTHERS = 1  # rows such as 国の制度 beside the years
_FIGURES = 0.5  # the least share of figures among the values


class _Band(NamedTuple):
    """A header and the rows of each year below it (見出しと年度の行).

    at: the column of the years, the second one behind 職員手当の内訳 over all rows.
    """

    at: int
    header: Sequence[CellRow]
    years: Sequence[Sequence[CellRow]]


def with_years_as_columns(document: Document, context: ReadingContext) -> Document:
    """Return the document with tables that have years as rows turned (年度の行の転置); note it."""
    blocks: list[Line | Table] = []
    for block in document.blocks:
        turned = _turned(block) if isinstance(block, Table) and not block.header else None
        if turned is not None:
            context.diagnostics.note("table-turned", turned.cells[0].span)
        blocks.append(turned or block)
    return replace(document, blocks=tuple(blocks))


def _turned(table: Table) -> Table | None:
    """Return a table with the years as columns and a row for each value (転置した表), or None."""
    bands = [*_bands(table.grid())] if table.height <= _MOST_ROWS else []
    labels = [[_label(year[0], band.at) for year in band.years] for band in bands]
    if not labels or not _are_of_years(labels[0]) or any(own != labels[0] for own in labels):
        return None
    found = [record for band in bands for record in _records(band)]
    texts = ["".join(lines) for record in found for lines, _span in record[1:]]
    told = [text for text in texts if not is_no_value(text)]
    if not told or sum(map(is_figure, told)) < _FIGURES * len(told):
        return None
    at, header, years = bands[0]
    cells = (header[0][at], *(year[0][at] for year in years))
    head: list[Content] = [((_text(cell),), cell.span) for cell in cells]
    return replace(table_of_rows([head, *found]), span=table.span, caption=table.caption, header=1)


def _bands(rows: Sequence[CellRow]) -> Iterator[_Band]:
    """Yield the headers with the years below them (帯); none where rows are of anything else."""
    if not rows or not any(_heads_years(rows, 0, at) for at in range(2)):
        return  # as by far the most
    tops = {top: at for top in range(len(rows)) for at in range(2) if _heads_years(rows, top, at)}
    for (top, at), end in zip(tops.items(), [*[*tops][1:], len(rows)], strict=True):
        head = rows[top][at]
        start = top + head.row_span
        parts = groupby(rows[start:end], key=partial(_identity, at=at))
        years = [tuple(own) for _key, own in parts]
        within = range(at + 1, at + head.col_span)
        if len({tuple(row[n].text for row in year for n in within) for year in years}) == 1:
            yield _Band(at, rows[top:start], years)


def _heads_years(rows: Sequence[CellRow], top: int, at: int) -> bool:
    """Return whether a cell is the heading of years right below it (年度の行の見出し)."""
    if len(rows[top]) < at + 2 or rows[top][at].row != top or _is_year(_label(rows[top], at)):
        return False
    start = top + rows[top][at].row_span
    is_one_group = start < len(rows) and (not at or rows[start][0] is rows[top][0])
    return is_one_group and _is_year(_label(rows[start], at))


def _identity(row: CellRow, at: int) -> int:
    return id(row[at])


def _label(row: CellRow, at: int) -> str:
    return fold("".join(row[at].lines))


def _is_year(label: str) -> bool:
    return bool(find_editions(label)) and not strip_editions(label)


def _are_of_years(labels: Sequence[str]) -> bool:
    """Return whether rows are named after years (年度の行): two, with what they differ by."""
    years = [*filter(_is_year, labels)]
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
            cells = [own[n][column] for own in years]
            is_own = cells[0].column == column and (
                not n or cells[0] is not years[0][n - 1][column]
            )
            if is_own and any(cell.text for cell in cells):
                named = (*heads, *row[at + 1 : start])
                words = dict.fromkeys(text for cell in named if (text := _text(cell)))
                values = ((cell.lines, cell.span) for cell in cells)
                yield [((INDENT.join(words),), heads[-1].span), *values]


def _text(cell: Cell) -> str:
    """Return a heading without spaces (見出し), which spread its letters: 報　酬."""
    return "".join("".join(cell.lines).split())
