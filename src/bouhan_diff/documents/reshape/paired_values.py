"""Two values that share a column (上段・下段, 括弧書き) get two columns.

目標（上段）・実績（下段） becomes two groups of columns side by side; the lower row of each record
fills the second. An amount may also be followed by last year's, or by a part of it (うち国費), in
brackets: in the same cell, or in a row below.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from ...text.normalize import fold, squeezed
from ...text.number_headings import heading_unit
from ..headings.header_rows import CellRow, heading_text, worded
from ..headings.titles import is_numberlike
from ..headings.vocabulary import Role, names_edition, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order

# --- One above the other ------------------------------------------------------------------------

_OF_BOTH = re.compile(
    r"(?P<upper>[^()（）]+)[(（]上段[)）][・･、,／/]?(?P<lower>[^()（）]+)[(（]下段[)）]"
)


def with_lower_values_beside(document: Document, _context: ReadingContext) -> Document:
    """Return the document with the values of lower rows in columns of their own (下段の列)."""
    blocks: list[Line | Table] = []
    above: CellRow = ()
    for block in document.blocks:
        is_table = isinstance(block, Table) and bool(block.cells)
        blocks.append(_parted(block, above) if isinstance(block, Table) else block)
        above = block.grid()[-1] if isinstance(block, Table) and is_table else above
    return replace(document, blocks=tuple(blocks))


def _parted(table: Table, above: CellRow) -> Table:
    """Return a table with upper and lower values in adjacent columns (列の分割).

    above: the last row of the page before, which the first one here may continue.
    """
    if "上段" not in table.all_text:
        return table  # the usual case
    texts = ((cell, "".join(cell.lines)) for cell in table.cells if cell.lines)
    found = ((cell, _OF_BOTH.fullmatch("".join(t.split()))) for cell, t in texts if "上段" in t)
    heads = [(cell, match) for cell, match in found if match is not None]
    if len(heads) != 1 or table.header:
        return table
    head, match = heads[0]
    rows, width = table.grid(), head.col_span
    within = range(head.column, head.column + width)
    start = max(cell.row + cell.row_span for cell in rows[head.row] if cell.text)
    lower = [at for at in range(start + 1, len(rows)) if _is_lower(rows[at], rows[at - 1], within)]
    rest = [start] if start < len(rows) and _is_rest(rows[start], above, within) else []
    if not lower:
        return table
    cells: list[Cell] = []
    for cell in table.cells:
        end = cell.row + cell.row_span
        top, bottom = (at - sum(row < at for row in lower) for at in (cell.row, end))
        moved = cell._replace(row=top, row_span=bottom - top)
        beside = moved._replace(column=cell.column + width)
        if cell is head:
            cells += (
                moved._replace(lines=(match["upper"],)),
                beside._replace(lines=(match["lower"],)),
            )
        elif cell.row in lower:
            cells.append(beside._replace(row=top - 1, row_span=1))
        elif cell.column > within[-1] or (cell.row in rest and cell.column in within):
            cells.append(beside)
        elif cell.column in within and head.row < cell.row < start:
            cells += (moved, beside)
        elif cell.column < head.column < cell.column + cell.col_span:
            cells.append(moved._replace(col_span=cell.col_span + width))
        else:
            cells.append(moved)
    height = table.height - len(lower)
    return replace(table, cells=in_order(cells), height=height, width=table.width + width)


def _is_lower(row: CellRow, above: CellRow, within: Sequence[int]) -> bool:
    """Return whether a row has its own cells in some columns only (下段の行)."""
    return any(row[at].text for at in within) and all(
        (at in within) != (cell is above[at]) for at, cell in enumerate(row)
    )


def _is_rest(row: CellRow, above: CellRow, within: Sequence[int]) -> bool:
    """Return whether a row repeats the one before in all other columns (続きの行)."""
    pairs = [p for at, p in enumerate(zip(row, above, strict=False)) if at not in within]
    texts = [(fold(cell.text), fold(over.text)) for cell, over in pairs]
    return (
        len(row) == len(above) and any(map(any, texts)) and all(a == b or not a for a, b in texts)
    )


# --- One in brackets ----------------------------------------------------------------------------

_YEAR = r"(?P<year>[前昨]年度|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)"
_NOTE = re.compile(
    r"[(（]\s*[)）]\s*+(?:内|書き?|の額|数字|数値)*\s*(?:は|：|:|＝|=|…+|、)[\s、]*" + _YEAR
)

_ONE_OF_TWO = r"\s*+[:：はが]?\s*([前昨本今当]年度|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)"
_NOTE_OF_TWO = re.compile(rf"上段{_ONE_OF_TWO}[^上下]{{0,20}}下段{_ONE_OF_TWO}")
_HEADING = re.compile(
    rf"(?P<heading>.*\S)\s*[(（]\s*(?:{_YEAR}[^()（）]{{0,8}}|(?P<part>うち[^()（）]{{1,10}}))[)）]",
    re.DOTALL,
)
_ABOVE_AND_BELOW = re.compile(
    r"(?P<heading>.*?)[(（\s]*上段\s*[:：]?\s*(?P<new>[^\s、，,・/／]+)[\s、，,・/／]*下段\s*[:：]?\s*(?P<old>[^\s)）]+)[)）]?",
    re.DOTALL,
)
_OF_TWO = re.compile("下段|年度[^()（）]{0,8}[)）]|[前昨]年度.*\n|[(（]\\s*うち")
_FIGURE = (
    r"[△▲−－-]?\s*[0-9０-９][0-9０-９,，.．]*(?:\s*[千百万億]{0,2}円)?"
    r"|[－−―ー‐‑–—─━…-]|皆[増減]|新規"
)

_PAIR = re.compile(rf"(?P<new>{_FIGURE})\s*[(（]\s*(?P<old>{_FIGURE})\s*[)）]", re.DOTALL)
_STACKED = re.compile(rf"(?P<new>{_FIGURE})[^\S\n]*\n\s*+(?P<old>{_FIGURE})")

_OF_NAME_AND_AMOUNT = re.compile(
    r"(?P<name>[^()（）]{2,10})[(（【\[［](?P<amount>[^()（）【】:：、]{0,8}[額費])(?:[:：、](?:単位[:：])?(?P<unit>[百千万億]{0,2}円))?[)）】\]］]"
)
_NAME_AND_AMOUNT = re.compile(
    rf"(?P<new>.*\S)\s*[(（【\[［]\s*(?P<old>{_FIGURE})\s*[)）】\]］]", re.DOTALL
)
"""A name over its amount: 事業名（予算額：千円）."""

_CELLS_WITH_NOTES = 600

_CLOSED = re.compile("[)）]\\s*\\Z")
_FEWEST_PAIRS = 2
_MOST_ABOVE = 4  # rows from the top of a table to its headings
_MOST_PAIRS = 0.6


def with_bracketed_amounts(document: Document, _context: ReadingContext) -> Document:
    """Return the document with a column for the amounts in brackets (括弧書きの分離).

    Rows for parts of the amounts above, such as うち国庫補助分, are treated alike (内訳の行).
    """
    noted = next(_noted_years(document), "")
    blocks = [
        b if isinstance(b, Line) else _with_parts_beside(_split_table(b, noted))
        for b in document.blocks
    ]
    return replace(document, blocks=tuple(blocks))


def _noted_years(document: Document) -> Iterator[str]:
    """Yield the year to which a note assigns the bracketed amounts (注記の年度), such as 前年度.

    If amounts are stacked, it names two years.
    """
    for block in document.blocks:
        if isinstance(block, Line):
            texts = [block.text]
        else:
            ends = *block.cells[:_CELLS_WITH_NOTES], *block.cells[_CELLS_WITH_NOTES:][-60:]
            texts = [block.caption, *["\n".join(cell.lines) for cell in ends]]
        for text in texts:
            if "年度" in text and (found := _NOTE.search(text) or _NOTE_OF_TWO.search(text)):
                yield "\n".join(found.groups())


def _split_table(table: Table, noted: str) -> Table:
    """Return the table with each column of bracketed amounts split in two (列の分離)."""
    end = bisect_left(table.cells, _ROWS_TO_HEADING, key=attrgetter("row"))
    if (named := _of_names_and_amounts(table)) is not None:
        return _with_column(table, named[0].column, *named, _NAME_AND_AMOUNT)
    lines = chain.from_iterable(map(attrgetter("lines"), table.cells[:end]))
    if not noted and not _OF_TWO.search("\n".join(lines)):
        return table
    pairs = [cell for cell in table.cells if cell.col_span == 1 and _pair(cell)]
    if len(pairs) < _FEWEST_PAIRS:
        return table
    grid = table.grid()
    for at in sorted({cell.column for cell in pairs}, reverse=True):
        top = min(cell.row for cell in pairs if cell.column == at)
        heading = _heading_over(grid, at, top)
        below = [row[at] for row in grid[top:] if row[at].text]
        found = sum(_pair(cell) is not None for cell in below)
        match = _HEADING.fullmatch(heading_unit(heading.text)[0]) if heading else None
        year = (match["year"] or match["part"]) if match else noted
        if heading is not None and any(map(_STACKED.fullmatch, (cell.text for cell in below))):
            of_note = noted if "\n" in noted else ""
            year = "\n".join(_years_of(heading)) or of_note  # each line is of a year of its own
        if heading is None or not year or found < max(_FEWEST_PAIRS, _MOST_PAIRS * len(below)):
            continue
        table = _with_column(table, at, heading, _two_headings(heading, year))
    return table


def _of_names_and_amounts(table: Table) -> tuple[Cell, Sequence[str]] | None:
    """Return the heading of names over their amounts (額付きの事業名), and what both are called."""
    for cell in table.cells[: _MOST_ABOVE * table.width]:
        match = _OF_NAME_AND_AMOUNT.fullmatch(squeezed(cell.text))
        if match and strengths(match["name"]).get(Role.NAME, 0) > 1:
            texts = (other.text for other in table.cells if other.column == cell.column)
            amount = match["amount"] + (f"（{match['unit']}）" if match["unit"] else "")
            return (
                (cell, (match["name"], amount))
                if any(map(_NAME_AND_AMOUNT.fullmatch, texts))
                else None
            )
    return None


def _pair(cell: Cell) -> re.Match[str] | None:
    """Match two amounts in one cell (二つの額): 120（100）, or one below the other."""
    if len(cell.lines) < 2 and not _CLOSED.search(cell.text):  # noqa: PLR2004  the usual case
        return None
    return _PAIR.fullmatch(cell.text) or _STACKED.fullmatch(cell.text)


def _years_of(heading: Cell) -> tuple[str, ...]:
    """Return the two lines of a heading that name two years (二段の見出し), none if it has not."""
    if match := _ABOVE_AND_BELOW.fullmatch(heading.text):
        bare = heading_unit(match["heading"].strip())[0]
        return match["new"] + bare, match["old"] + bare
    dated: list[str] = []
    for line in map(str.strip, heading.lines):
        if names_edition(line):
            dated.append(line)
        elif dated and line[:1] not in "(（":
            dated[-1] += line
    return tuple(dated) if len({*dated}) == len(dated) == 2 else ()  # noqa: PLR2004


def _heading_over(grid: Sequence[CellRow], at: int, top: int) -> Cell | None:
    """Return the heading of a column (列の見出し): the lowest cell of words above its amounts."""
    above = [row[at] for row in reversed(grid[max(0, top - _ROWS_TO_HEADING) : top])]
    words = (cell for cell in above if cell.text and not _is_value(cell.text))
    return next((cell for cell in words if cell.col_span == 1), None)


_ROWS_TO_HEADING = 300


def _with_column(
    table: Table,
    at: int,
    heading: Cell,
    headings: Sequence[str],
    two: re.Pattern[str] | None = None,
) -> Table:
    """Return the table with one more column to the right of another (列の追加).

    headings: those of both. two: what a cell is made of, if not of two amounts.
    """
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
            cells += _halves(cell, headings)
        elif match := two.fullmatch(cell.text) if two else _pair(cell):
            cells += _halves(cell, match.group("new", "old"))
        else:
            cells.append(cell)
    return replace(table, cells=in_order(cells), width=table.width + 1)


def _halves(cell: Cell, texts: Sequence[str]) -> tuple[Cell, Cell]:
    """Return a cell as two beside each other (左右のセル)."""
    left, right = (text.strip() for text in texts)
    return cell._replace(lines=(left,)), cell._replace(lines=(right,), column=cell.column + 1)


def _two_headings(cell: Cell, year: str) -> Sequence[str]:
    """Return the headings of the two columns (二つの見出し): 予算額 and 前年度予算額."""
    dated = _years_of(cell)
    if not dated and "\n" in year:
        dated = tuple(f"{one}{heading_unit(cell.text)[0]}" for one in year.split("\n"))
    if dated:
        unit = heading_unit("".join(cell.lines))[1]
        return [f"{line}（{unit}）" if unit else line for line in dated]
    text = heading_text(cell.lines, is_wrapped=True)
    match = _HEADING.fullmatch(heading_unit(text)[0])
    bare = match["heading"] if match else text
    unit = heading_unit(text)[1]
    bare = f"{bare}（{unit}）" if match and unit else bare
    return bare, f"{bare}{year}" if match and match["part"] else f"{year}{bare}"


# --- Rows of parts ------------------------------------------------------------------------------

_PART = re.compile(r"[\s(（【・]*(うち(?!わ)[^。、]{1,15}?)[\s)）】]*")
_MOST_PARTS, _MOST_COSTS = 3, 12
_COST = re.compile(r".+(?:費|料|金|賃|分|財源|債|額|収入|支出)")


def _with_parts_beside(table: Table) -> Table:
    """Return the table with rows for parts put beside what they are parts of (内訳の列).

    If parts have many different names, each is rather an item of its own, unless they are of costs,
    as うち人件費, repeated below several rows, or without the number that their wholes have. A row
    with a department or a text is an item too.
    """
    if "うち" not in table.all_text:
        return table  # the usual case
    if not any("うち" in cell.lines[0][:4] for cell in table.cells if cell.lines):
        return table
    grid = table.grid()
    parts: dict[int, tuple[int, str]] = {}  # the row that each row is of, and its name
    for at in range(1, len(grid)):
        whole = parts[at - 1][0] if at - 1 in parts else at - 1
        if name := _part_of(grid[at], grid[whole]):
            parts[at] = whole, name
    names = [*dict.fromkeys(name for _whole, name in parts.values())]
    begun = [cell for at in parts for cell in worded(grid[at]) if cell.row == at]
    values = [cell for cell in begun if not _PART.fullmatch(cell.text)]
    columns = sorted({cell.column for cell in values})
    headings = {at: heading for at in columns if (heading := _heading_of(grid, at, values))}
    are_costs = all(map(_COST.fullmatch, names))
    numbers = {text for whole, _name in parts.values() if (text := grid[whole][0].text)}
    are_numbered = bool(numbers) and all(map(is_numberlike, numbers))
    lack_numbers = are_numbered and not any(cell.column == 0 for cell in begun)
    is_sure = are_costs or lack_numbers or 2 * len(names) <= len(parts)
    most = _MOST_COSTS if is_sure else _MOST_PARTS
    are_bare = all(_is_value(cell.text) for cell in values)
    if not 0 < len(names) <= most or len(headings) < len(columns) or not (are_bare or are_costs):
        return table
    removed = sorted(parts)
    added = sorted({(cell.column, names.index(parts[cell.row][1])) for cell in values})
    cells: list[Cell] = []
    for cell in table.cells:
        if cell.row in parts:
            continue
        row, end = (at - bisect_left(removed, at) for at in (cell.row, cell.row + cell.row_span))
        left, last = (at + bisect_left(added, (at, 0)) for at in _ends(cell))
        moved = cell._replace(row=row, column=left, row_span=end - row, col_span=last - left)
        heading = headings.get(cell.column) if cell.col_span == 1 else None
        cells.append(moved._replace(col_span=1) if cell.col_span == 1 else moved)
        if heading is not None and cell.text == heading.text:
            bare, unit = heading_unit(heading_text(cell.lines, is_wrapped=True))
            for at, (column, n) in enumerate(added, 1):
                if column == cell.column:
                    text = f"{bare}{names[n]}（{unit}）" if unit else f"{bare}{names[n]}"
                    cells.append(moved._replace(lines=(text,), column=column + at, col_span=1))
    for cell in values:
        whole, name = parts[cell.row]
        row = whole - bisect_left(removed, whole)
        column = cell.column + added.index((cell.column, names.index(name))) + 1
        cells.append(cell._replace(row=row, column=column))
    width = table.width + len(added)
    return replace(table, cells=in_order(cells), height=table.height - len(removed), width=width)


def _heading_of(grid: Sequence[CellRow], at: int, values: Sequence[Cell]) -> Cell | None:
    """Return the heading of a column of parts (内訳の見出し), of a text beside an amount's."""
    top = min(cell.row for cell in values)
    if any(cell.column == at and _is_value(cell.text) for cell in values):
        return _heading_over(grid, at, top)
    amounts = (cell.column for cell in values if _is_value(cell.text))
    beside = next((found for one in amounts if (found := _heading_over(grid, one, top))), None)
    over = grid[beside.row][at] if beside is not None else None
    return over if over is not None and over.text else None


def _ends(cell: Cell) -> tuple[int, int]:
    """Return a cell's first column and the one right of it (セルの左右)."""
    return cell.column, cell.column + cell.col_span


def _part_of(row: CellRow, whole: CellRow) -> str:
    """Return the name of a part (内訳の名称) whose row has only amounts and remarks, else ""."""
    begun = (cell for at, cell in enumerate(row) if cell.lines and cell is not whole[at])
    filled = (cell for cell in begun if cell.text)
    match = _PART.fullmatch(first.text) if (first := next(filled, None)) else None
    if match is None:
        return ""
    cells = [*filled]
    amounts = [cell for cell in cells if _is_value(cell.text)]
    are_parts = all(whole[cell.column].text for cell in amounts)
    are_single = all(cell.row_span == cell.col_span == 1 for cell in cells)
    return match[1] if amounts and are_parts and are_single else ""


def _is_value(text: str) -> bool:
    return re.fullmatch(_FIGURE, text) is not None
