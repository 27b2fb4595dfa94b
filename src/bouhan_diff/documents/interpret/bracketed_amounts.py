"""Amounts of two years in one cell (括弧書きの前年度額): 1,200 above （1,113）, made two columns.

Budgets print the last year's amount in brackets and say so once, in a note, a title or the
heading. Without such a note brackets stay what they are: text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ...text.headings import heading_unit
from ..ir import Cell, Document, Line, Table
from .header_rows import Row, heading_text

_YEAR = r"(?P<year>[前昨]年度|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)"
_NOTE = re.compile(
    r"[(（]\s*[)）]\s*(?:内|書き?|の額|数字|数値)*\s*(?:は|：|:|＝|=|…+|、)[\s、]*" + _YEAR
)
_HEADING = re.compile(rf"(?P<heading>.*\S)\s*[(（]{_YEAR}[^()（）]{{0,8}}[)）]", re.DOTALL)
_FIGURE = (
    r"[△▲−－-]?\s*[0-9０-９][0-9０-９,，.．]*\s*(?:[千百万億]{0,2}円)?"
    r"|[－−―ー‐‑–—─━…-]|皆[増減]|新規"
)
_PAIR = re.compile(rf"(?P<new>{_FIGURE})\s*[(（]\s*(?P<old>{_FIGURE})\s*[)）]", re.DOTALL)

_CELLS_WITH_NOTES = 600
_FEWEST = 2
_MOST = 0.6


def with_bracketed_amounts(document: Document) -> Document:
    """Return the document with a column for the amounts in brackets (括弧書きの分離)."""
    noted = next(_noted_years(document), "")
    blocks = [b if isinstance(b, Line) else _split_table(b, noted) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _noted_years(document: Document) -> Iterator[str]:
    """Yield the year that a note gives to what stands in brackets (注記の年度), such as 前年度."""
    for block in document.blocks:
        if isinstance(block, Line):
            texts: Iterator[str] = iter((block.text,))
        else:
            ends = block.cells[:_CELLS_WITH_NOTES], block.cells[_CELLS_WITH_NOTES:][-60:]
            texts = chain((block.caption,), (cell.text for cell in chain(*ends)))
        for text in texts:
            if ("年度" in text) and (found := _NOTE.search(text)):
                yield found["year"]


def _split_table(table: Table, noted: str) -> Table:
    """Return the table with each column of amounts in brackets as two (列の分離)."""
    pairs = [cell for cell in table.cells if _pair(cell) and cell.col_span == 1]
    if len(pairs) < _FEWEST:
        return table
    grid = table.grid()
    for at in sorted({cell.column for cell in pairs}, reverse=True):
        top = min(cell.row for cell in pairs if cell.column == at)
        heading = _heading(grid, at, top)
        below = [row[at] for row in grid[top:] if row[at].text]
        found = sum(_pair(cell) is not None for cell in below)
        match = _HEADING.fullmatch(heading_unit(heading.text)[0]) if heading else None
        year = match["year"] if match else noted
        if heading is None or not year or found < max(_FEWEST, _MOST * len(below)):
            continue
        table = _with_column(table, at, heading, year)
    return table


def _pair(cell: Cell) -> re.Match[str] | None:
    if not cell.lines or (")" not in cell.lines[-1] and "）" not in cell.lines[-1]):
        return None  # by far the most
    return _PAIR.fullmatch(cell.text)


def _heading(grid: Sequence[Row], at: int, top: int) -> Cell | None:
    """Return the cell that heads a column (列の見出し): the lowest above its first amount."""
    above = (row[at] for row in reversed(grid[max(0, top - _ROWS_TO_HEADING) : top]))
    return next((cell for cell in above if cell.text and cell.col_span == 1), None)


_ROWS_TO_HEADING = 300


def _with_column(table: Table, at: int, heading: Cell, year: str) -> Table:
    """Return the table with one more column on the right of another (列の追加)."""
    cells: list[Cell] = []
    repeated = heading.text
    for cell in table.cells:
        end = cell.column + cell.col_span - 1
        if cell.column > at:
            cells.append(cell._replace(column=cell.column + 1))
        elif cell.column < end and end >= at:
            cells.append(cell._replace(col_span=cell.col_span + 1))
        elif cell.column < at:
            cells.append(cell)
        elif cell.text == repeated:
            cells += _headings(cell, year)
        elif match := _pair(cell):
            cells.append(cell._replace(lines=(match["new"].strip(),)))
            cells.append(cell._replace(lines=(match["old"].strip(),), column=at + 1))
        else:
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), width=table.width + 1)


def _headings(cell: Cell, year: str) -> tuple[Cell, Cell]:
    """Return the headings of the two columns (二つの見出し): 予算額 and 前年度予算額."""
    text = heading_text(cell.lines, is_wrapped=True)
    match = _HEADING.fullmatch(heading_unit(text)[0])
    bare = match["heading"] if match else text
    unit = heading_unit(text)[1]
    bare = f"{bare}（{unit}）" if match and unit else bare
    other = cell._replace(lines=(f"{year}{bare}",), column=cell.column + 1)
    return cell._replace(lines=(bare,)), other
