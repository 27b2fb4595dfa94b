"""Records without headings or in columns, texts under titles, and amounts of two years in one cell.

Each becomes a row of a table (行と列の整形).
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from ...diagnostics import Diagnostic, Level
from ...text.headings import heading_unit
from ...text.normalize import fold
from ..headings.columns import CellRow, heading_text, is_data, is_figure, worded
from ..headings.heading_parts import are_in_first_column
from ..headings.titles import (
    STYLES,
    NumberedTitle,
    is_page_number,
    is_unit,
    may_be_title,
    numbered_title,
    unit_of,
)
from ..headings.vocabulary import Role, is_known, is_note, is_status, names_edition, strengths
from ..ir import Cell, Document, Line, Table, stacked
from .form_table import Form, bare, in_unit, pair_of, with_rows
from .forms import are_read, is_label, is_worded
from .record_shapes import cut_at_lone_texts, lines_of
from .text_lists import LONGEST_HEADING, NAME, OWNER, TEXT, has_names, label_of_line

# --- Records without headings (見出しのない記録) ------------------------------------------------

_STATUS = "区分"
_LABELS = {Role.AMOUNT: "予算額", Role.DEPARTMENT: "担当課"}


def with_labelled_names(document: Document) -> Document:
    """Return the document with labels before what opens a record (記録の項目名).

    新規 | 移動図書館 | 5,000千円 above rows of labels and values has none itself.
    """
    opened = {
        at: rows
        for at, block in enumerate(document.blocks)
        if isinstance(block, Table) and (rows := _opening_rows(block))
    }
    if sum(map(len, opened.values())) < _FEWEST_PAIRS:
        return document
    blocks = list(document.blocks)
    for at, rows in opened.items():
        block = blocks[at]
        assert isinstance(block, Table)  # noqa: S101  only tables have rows
        blocks[at] = _with_labels(block, rows)
    return replace(document, blocks=tuple(blocks))


def _opening_rows(table: Table) -> list[int]:
    """Return the rows that open records (記録の先頭行), if all others begin with a label."""
    if not any(is_status(cell.text) for cell in table.cells[: 4 * table.width]):
        return []  # quick, as every table is asked
    rows = [worded(row) for row in table.grid()]
    opened = [at for at, row in enumerate(rows) if row and is_status(row[0].text)]
    first = opened[0] if opened else len(rows)
    others = [row for at, row in enumerate(rows) if row and at > first and at not in opened]
    are_records = all(at + 1 < len(rows) and at + 1 not in opened for at in opened)
    is_whole = others and all(len(row) > 1 and is_label(row[0]) for row in others)
    return opened if is_whole and are_records and _tells_rest(rows, opened) else []


def _tells_rest(rows: Sequence[Sequence[Cell]], opened: Sequence[int]) -> bool:
    return all(len(rows[at]) > 1 and all(map(_label_of, rows[at][2:])) for at in opened)


def _label_of(cell: Cell) -> str:
    """Return the label (項目名) of a cell behind a name: that of an amount or of a department."""
    role = Role.AMOUNT if is_figure(cell.text) else Role.DEPARTMENT
    return _LABELS[role] if role is Role.AMOUNT or OWNER.fullmatch(cell.text) else ""


def _with_labels(table: Table, opened: Sequence[int]) -> Table:
    grid = table.grid()
    cells = [cell for cell in table.cells if cell.row not in opened]
    width = table.width
    for at in opened:
        status, name, *others = worded(grid[at])
        pairs = [("事業名", name), (_STATUS, status), *((_label_of(cell), cell) for cell in others)]
        spots = [cell for label, value in pairs for cell in (value._replace(lines=(label,)), value)]
        cells += (c._replace(column=n, col_span=1, row_span=1) for n, c in enumerate(spots))
        width = max(width, len(spots))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), width=width)


# --- Tables whose initiatives are columns (縦横の入替え) -----------------------------------------

_MOST_LABELS = 60


def with_initiatives_as_rows(document: Document, given: Mapping[str, str]) -> Document:
    """Turn tables with initiatives in columns (表の転置), 事業１ and 事業２ above them; note it."""
    blocks: list[Line | Table] = []
    notes: list[Diagnostic] = []
    for block in document.blocks:
        rows = block.grid() if isinstance(block, Table) and block.height <= _MOST_LABELS else ()
        tops = [at for at, row in enumerate(rows) if row[0].text and worded(row)[_FEWEST_PAIRS:]]
        top = tops[0] if tops else 0
        if isinstance(block, Line) or not are_in_first_column(rows[top:], given):
            blocks.append(block)
            continue
        top -= bool(top and not rows[top - 1][0].text and worded(rows[top - 1])[1:])
        cells = (c._replace(row=c.column, column=c.row - top) for c in block.cells if c.row >= top)
        turned = sorted(cells, key=lambda c: (c.row, c.column))
        height, width = block.width, block.height - top
        whole = replace(block, cells=tuple(turned), height=height, width=width, header=1)
        blocks += (*lines_of(rows[:top]), whole)
        notes.append(Diagnostic(Level.NOTE, "table-turned", turned[0].span))
    return replace(document, blocks=tuple(blocks), diagnostics=(*document.diagnostics, *notes))


# --- Amounts of two years in one cell (括弧書きの前年度額) ----------------------------------


_YEAR = r"(?P<year>[前昨]年度|(?:令和|平成|[RrＲ])[元0-9０-９]{1,2}年度)"
_NOTE = re.compile(
    r"[(（]\s*[)）]\s*(?:内|書き?|の額|数字|数値)*\s*(?:は|：|:|＝|=|…+|、)[\s、]*" + _YEAR
)

_HEADING = re.compile(rf"(?P<heading>.*\S)\s*[(（]{_YEAR}[^()（）]{{0,8}}[)）]", re.DOTALL)
_OF_LAST_YEAR = re.compile("年度[^()（）]{0,8}[)）]|[前昨]年度.*\n")
_FIGURE = (
    r"[△▲−－-]?\s*[0-9０-９][0-9０-９,，.．]*\s*(?:[千百万億]{0,2}円)?"
    r"|[－−―ー‐‑–—─━…-]|皆[増減]|新規"
)

_PAIR = re.compile(rf"(?P<new>{_FIGURE})\s*[(（]\s*(?P<old>{_FIGURE})\s*[)）]", re.DOTALL)
_STACKED = re.compile(rf"(?P<new>{_FIGURE})\s*\n\s*(?P<old>{_FIGURE})")
_CELLS_WITH_NOTES = 600

_CLOSED = re.compile("[)）]\\s*\\Z")
_FEWEST_PAIRS = 2
_MOST_PAIRS = 0.6


def with_bracketed_amounts(document: Document) -> Document:
    """Return the document with a column for the amounts in brackets (括弧書きの分離)."""
    noted = next(_noted_years(document), "")
    blocks = [b if isinstance(b, Line) else _split_table(b, noted) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _noted_years(document: Document) -> Iterator[str]:
    """Yield the year that a note gives to what is in brackets (注記の年度), such as 前年度."""
    for block in document.blocks:
        if isinstance(block, Line):
            texts = [block.text]
        else:
            ends = *block.cells[:_CELLS_WITH_NOTES], *block.cells[_CELLS_WITH_NOTES:][-60:]
            texts = [block.caption, *["\n".join(cell.lines) for cell in ends]]
        for text in texts:
            if ("年度" in text) and (found := _NOTE.search(text)):
                yield found["year"]


def _split_table(table: Table, noted: str) -> Table:
    """Return the table with each column of amounts in brackets as two (列の分離)."""
    end = bisect_left(table.cells, _ROWS_TO_HEADING, key=attrgetter("row"))
    lines = chain.from_iterable(map(attrgetter("lines"), table.cells[:end]))
    if not noted and not _OF_LAST_YEAR.search("\n".join(lines)):
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
        year = match["year"] if match else noted
        if heading is not None and any(map(_STACKED.fullmatch, (cell.text for cell in below))):
            year = "\n".join(_years_of(heading))  # each line is of a year of its own
        if heading is None or not year or found < max(_FEWEST_PAIRS, _MOST_PAIRS * len(below)):
            continue
        table = _with_column(table, at, heading, year)
    return table


def _pair(cell: Cell) -> re.Match[str] | None:
    """Return the match of two amounts in one cell (二つの額): 120（100）, or below each other."""
    if len(cell.lines) < 2 and not _CLOSED.search(cell.text):  # noqa: PLR2004  by far the most
        return None
    return _PAIR.fullmatch(cell.text) or _STACKED.fullmatch(cell.text)


def _years_of(heading: Cell) -> tuple[str, ...]:
    """Return the lines of a heading if it has one for each of two years (二段の見出し)."""
    dated: list[str] = []
    for line in map(str.strip, heading.lines):
        if names_edition(line):
            dated.append(line)
        elif dated and line[:1] not in "(（":
            dated[-1] += line
    return tuple(dated) if len({*dated}) == len(dated) == 2 else ()  # noqa: PLR2004


def _heading_over(grid: Sequence[CellRow], at: int, top: int) -> Cell | None:
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
            cells += _two_headings(cell, year)
        elif match := _pair(cell):
            cells.append(cell._replace(lines=(match["new"].strip(),)))
            cells.append(cell._replace(lines=(match["old"].strip(),), column=at + 1))
        else:
            cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), width=table.width + 1)


def _two_headings(cell: Cell, year: str) -> tuple[Cell, Cell]:
    """Return the headings of the two columns (二つの見出し): 予算額 and 前年度予算額."""
    if dated := _years_of(cell):
        unit = heading_unit("".join(cell.lines))[1]
        own, last = (f"{line}（{unit}）" if unit else line for line in dated)
        return cell._replace(lines=(own,)), cell._replace(lines=(last,), column=cell.column + 1)
    text = heading_text(cell.lines, is_wrapped=True)
    match = _HEADING.fullmatch(heading_unit(text)[0])
    bare = match["heading"] if match else text
    unit = heading_unit(text)[1]
    bare = f"{bare}（{unit}）" if match and unit else bare
    other = cell._replace(lines=(f"{year}{bare}",), column=cell.column + 1)
    return cell._replace(lines=(bare,)), other


# --- Texts and tables under titles --------------------------------------------------------------


def with_titled_texts_as_rows(document: Document, given: Mapping[str, str]) -> Document:
    """Return a document whose titles name its initiatives with a row for each (見出し付きの本文).

    Below such a title are labels with their texts, or a table with the same measures by years as
    below the others. Titles above them stay lines. given: the meanings of columns by hand.
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if any(has_names(table) or table.height > _MOST_ROWS for table in tables):
        return document
    pieces = [piece for block in document.blocks for piece in cut_at_lone_texts(block)]
    titles = titles_of_parts(pieces)
    cells = [Cell((piece.text,)) for piece in pieces if isinstance(piece, Line)]
    pairs = map(pair_of, (*cells, *(cell for table in tables for cell in table.cells)))
    if any(pair and strengths(pair[0]).get(Role.NAME, 0) > _OF_NAME for pair in pairs):
        return document
    seen = Counter(fold(piece.text) for piece in pieces if isinstance(piece, Line))
    often = {fold(bare(text)) for text, times in seen.items() if 2 * times > len(titles)}
    blocks: list[Line | Table] = []
    found: dict[int, list[Form]] = {}
    at = 0
    while at < len(pieces):
        title, end = pieces[at], titles.get(at, at + 1)
        table, others = _under_title(pieces[at + 1 : end], often)
        if table is not None and isinstance(title, Line):
            rows = table.grid()
            found[len(blocks)] = [Form(table, rows, 0, len(rows), title=title)]
            blocks += [table, *others]
        else:
            blocks += pieces[at:end]
        at = end
    whole = replace(document, blocks=tuple(blocks))
    if len(found) <= 1 or not are_read(found, (NAME,), whole, given):
        return document
    notes = list(document.diagnostics)
    if not all(any(isinstance(p, Table) for p in pieces[at:end]) for at, end in titles.items()):
        number = {"number": str(len(found))}
        notes.append(Diagnostic(Level.DOUBT, "list-read", pieces[min(titles)].span, number))
    return with_rows(replace(whole, diagnostics=tuple(notes)), found)


_OF_NAME = 3  # the strength above which a label is of names, as 主な取組 is not
_MOST_ROWS = 2_000


def _under_title(
    pieces: Sequence[Line | Table], often: Set[str]
) -> tuple[Table | None, list[Line | Table]]:
    """Return what is under a title as one table (見出しの下), and the lines that are not of it.

    often: the folded texts that are under most titles.
    """
    parts: list[Table] = []
    others: list[Line | Table] = []
    label, texts, unit = Line(TEXT), list[Line](), ""
    for piece in (*pieces, None):
        text = piece.text.strip() if isinstance(piece, Line) else ""
        if isinstance(piece, Line) and (is_unit(text) or is_note(text) or is_page_number(text)):
            unit = unit_of(text) or unit
            others.append(piece)
            continue
        labelled = label_of_line(piece) if isinstance(piece, Line) else None
        is_alone = not labelled and _is_label(bare(text), often)
        is_owner = bool(texts) and Role.DEPARTMENT in strengths(label.text)
        if isinstance(piece, Line) and not (labelled or is_alone or is_owner):
            texts.append(piece)
            continue
        if texts:
            value = Cell(tuple(line.text for line in texts), texts[0].span, 0, 1)
            parts.append(Table((Cell((label.text,), label.span), value), 1, 2, texts[0].span))
        elif label.text != TEXT:
            others.append(label)
        label, texts = Line(TEXT), []
        if isinstance(piece, Table):
            unit = unit_of(piece.cells[0].text) or unit
            parts.append(in_unit(piece, unit))
            unit = ""
        elif piece is not None and is_alone:
            label = replace(piece, text=bare(text))
        elif piece is not None:
            heading, text = labelled or (TEXT, piece.text)
            label, texts = replace(piece, text=heading), [replace(piece, text=text)]
    return (stacked(parts) if parts else None), others


def _is_label(text: str, often: Set[str]) -> bool:
    """Return whether a line is the label of what is below it (項目名の行)."""
    is_short = len(text) <= LONGEST_HEADING and not re.search("[、。]", text)
    return is_short and not is_data(text) and (is_known(text, {}) or fold(text) in often)


def titles_of_parts(pieces: Sequence[Line | Table]) -> dict[int, int]:
    """Return where the titles that may name forms are (個票の見出し), and where each part ends.

    They are those of the level with the most texts and tables right below them; without a number,
    those right above tables.
    """
    found = {at: title for at in range(len(pieces)) if (title := _title_at(pieces, at))}
    times = Counter(fold(title.title) for title in found.values())
    levels = {
        at: STYLES.index(title.style) if title.style in STYLES else len(STYLES)
        for at, title in found.items()
        if times[fold(title.title)] == 1 and title.style not in _OF_ACCOUNTS
    }
    accounts = {at for at, title in found.items() if title.style in _OF_ACCOUNTS}
    best: dict[int, int] = {}
    for level in sorted({*levels.values()}):
        own = [at for at in levels if levels[at] == level and at + 1 not in levels]
        over = [
            at for at in found if levels.get(at, level if at in accounts else level + 1) <= level
        ]
        ends = (next((end for end in over if end > at), len(pieces)) for at in own)
        parts = {at: end for at, end in zip(own, ends, strict=True) if end > at + 1}
        best = parts if len(parts) >= len(best) + (level == len(STYLES)) else best
    return best


_OF_ACCOUNTS = frozenset({"account", "item", "object"})  # 款, 項 and 目 are over rows


def _title_at(pieces: Sequence[Line | Table], at: int) -> NumberedTitle | None:
    piece, below = pieces[at], pieces[at + 1 : at + 2]
    if isinstance(piece, Table):
        return None
    text = piece.text.strip()
    is_above = any(isinstance(one, Table) for one in below) and not is_unit(text)
    is_other = is_note(text) or is_known(text, {}) or not is_worded(text)
    is_plain = is_above and may_be_title(text) and not is_other
    return numbered_title(text) or (NumberedTitle("", None, text) if is_plain else None)
