"""Titles over several lines (見出しの結合), and sheets cut into parts (左右に分かれた表).

A sheet too wide is in parts side by side, on pages or on one page. Rows indented by columns have
the titles above them beside them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ...diagnostics import Diagnostic, Level
from ...text.linebreak import INDENT, ems, join
from ...text.normalize import fold, squeezed
from ..headings.columns import Header, heading_text, is_figure, worded
from ..headings.titles import (
    is_date,
    is_page_number,
    is_unit,
    marked_title,
    may_be_title,
    numbered_title,
    publisher_alone,
    source_and_title,
)
from ..headings.vocabulary import Role, is_known, is_note, is_total, strengths
from ..ir import (
    Cell,
    Document,
    Line,
    Table,
    are_aligned,
    are_beside,
    is_full,
    repeated_columns,
    side_by_side,
    with_rows_of,
)
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_FEWEST_ALIGNED = 4  # rows of which equal heights are no chance


def with_whole_sheets(document: Document, given: Mapping[str, str]) -> Document:
    """Return a PDF's document with sheets too wide for a page made whole (左右に分かれた表).

    Their rows are at the same heights on each page, and the right parts have headings of
    their own. given: the meanings of columns by hand.
    """
    places: dict[int, list[int]] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.span.box is not None:
            places.setdefault(block.span.page, []).append(at)
    blocks: list[Line | Table | None] = list(document.blocks)
    for own in places.values():  # 目 with its amounts on the left, and their 節 on the right
        pair = [table for at in own if isinstance(table := blocks[at], Table)]
        if len(pair) == 2 and are_beside(pair) and pair[0].height < pair[1].height:  # noqa: PLR2004
            blocks[own[0]] = with_rows_of(pair[0], pair[1]) or pair[0]
    for page, own in places.items():
        half = len(own) // 2
        boxes = [table.span.box for at in own if isinstance(table := blocks[at], Table)]
        ends, starts = [b[2] for b in boxes[:half] if b], [b[0] for b in boxes[half:] if b]
        if half > 1 and max(ends) <= min(starts):  # one wide page
            _join_facing(blocks, own[:half], own[half:], given)
        _join_facing(blocks, own, places.get(page + 1, ()), given)
    run: list[int] = []
    for page in range(min(places, default=0), max(places, default=-1) + 2):
        own = [at for at in places.get(page, ()) if blocks[at] is not None]
        if not are_beside(table for at in own if isinstance(table := blocks[at], Table)):
            _join_sheets(blocks, run, given)
            run = []
        run += own
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def _join_facing(
    blocks: list[Line | Table | None],
    left: Sequence[int],
    right: Sequence[int],
    given: Mapping[str, str],
) -> None:
    """Join the tables of a budget's pages that face each other (見開きの表), 目 and their 節.

    The first one on the right has headings of its own, and more rows than the left one.
    """
    pairs = [
        (one, other)
        for at, beside in zip(left, right, strict=False)
        if isinstance(one := blocks[at], Table) and isinstance(other := blocks[beside], Table)
    ]
    if len(left) != len(right) or all(one.height >= other.height for one, other in pairs):
        return
    halves = [half for pair in pairs if (half := with_rows_of(*pair)) is not None]
    if len(halves) == len(left) and _is_right_part(halves[:1], pairs[0][1], given):
        for at, beside, half, (_one, other) in zip(left, right, halves, pairs, strict=True):
            blocks[at], blocks[beside] = side_by_side(half, other), None


def _join_sheets(
    blocks: list[Line | Table | None], run: Sequence[int], given: Mapping[str, str]
) -> None:
    """Replace the pages of each sheet in a run of them by whole tables (表の結合)."""
    tables = [block for at in run if isinstance(block := blocks[at], Table)]
    at = 0
    while at < len(tables):
        bands = list(_sheets_side_by_side(tables, at, given))
        for band in bands:
            whole = tables[band[0]]
            for place in band[1:]:
                whole = side_by_side(whole, tables[place])
                blocks[run[place]] = None
            blocks[run[band[0]]] = whole
        at += sum(map(len, bands)) or 1


def _sheets_side_by_side(
    tables: Sequence[Table], at: int, given: Mapping[str, str]
) -> Iterator[list[int]]:
    """Yield which pages belong side by side (左右の頁), for the sheet that begins on one.

    A printer goes down the sheet first, or to the right first.
    """
    for height in range(1, (len(tables) - at) // 2 + 1):
        parts = [at]
        while parts[-1] + height < len(tables) and _is_right_part(
            [tables[n] for n in parts], tables[parts[-1] + height], given
        ):
            parts.append(parts[-1] + height)
        bands = [[n + below for n in parts] for below in range(height)]
        if len(parts) > 1 and all(are_aligned([tables[n] for n in band]) for band in bands):
            yield from bands
            last = bands[-1]
            while height == 1 and last[-1] + len(parts) < len(tables):
                last = [n + len(parts) for n in last]
                is_same = all(
                    tables[n].width == tables[m].width for n, m in zip(last, parts, strict=True)
                )
                if not (is_same and are_aligned([tables[n] for n in last], are_parts=True)):
                    break
                yield last
            return


def _is_right_part(lefts: Sequence[Table], right: Table, given: Mapping[str, str]) -> bool:
    """Return whether a table is the right part of a sheet (表の右側), under headings of its own."""
    opening = [table.cells[0].text[:1] for table in (lefts[0], right) if table.cells]
    is_tall = lefts[0].height >= _FEWEST_ALIGNED or opening == ["目", "節"]
    if not is_tall or not are_aligned([lefts[0], right]):
        return False
    found = first_header(lefts[0].grid(ROWS_TO_LOOK_AT), given, is_wrapped=True)
    if found is None:
        return False
    top = found[1]
    known = {fold(cell.text) for left in lefts for row in left.grid(top + 1)[top:] for cell in row}
    row = right.grid(top + 1)[top][repeated_columns(lefts[0], right) :]
    texts = [heading_text(cell.lines, is_wrapped=True) for cell in worded(row)]
    return any(is_known(text, given) for text in texts) and not any(
        fold(cell.text) in known for cell in worded(row)
    )


# --- Titles over several lines ----------------------------------------------------------------


_MOST_LINES = 3
_LONGEST_HEADING = 40
_SENTENCE_ENDS = ("。", "．", "｡")


def with_whole_titles(document: Document) -> Document:
    """Return the document with each title on one line (見出しの結合).

    A title that fills its line continues in the lines close below it, unless these end in a
    sentence: then they are the aim.
    """
    if not document.is_wrapped:
        return document
    document = replace(document, blocks=tuple(_with_own_title(document.blocks)))
    longest = max([0.0, *(ems(b.text) for b in document.blocks if isinstance(b, Line))])
    blocks: list[Line | Table] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        if isinstance(block, Line) and _opens_title(block.text):
            rest = _lines_of_title(block, document.blocks[at : at + _MOST_LINES], longest)
            text = join(line.text.strip() for line in (block, *rest))
            if rest and _is_whole_title(text):
                block = replace(block, text=text)
                at += len(rest)
        blocks.append(block)
    return replace(document, blocks=tuple(_with_page_headings(blocks)))


def _with_page_headings(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """Yield the blocks, the first line of each page but the first as a heading (頁の表題).

    It is one if no running head and a table is right below it, or below lines such as the unit.
    """
    times = Counter(block.text for block in blocks if isinstance(block, Line))
    most = max(1, max((block.span.page for block in blocks), default=0) // 2)
    for page in ([*own] for _, own in groupby(blocks, key=lambda block: block.span.page)):
        numbers = (isinstance(block, Line) and is_page_number(block.text) for block in page)
        at = next((n for n, is_number in enumerate(numbers) if not is_number), 0)
        first, below = page[at], page[at + 1 : at + 2 + _MOST_LINES]
        other = next((block for block in below if not _is_short(block)), first)
        if isinstance(first, Line) and isinstance(other, Table) and page[0] is not blocks[0]:
            is_free = _is_short(first) and not first.is_full and times[first.text] <= most
            is_title = first.is_heading or (is_free and _is_own_title(first.text))
            page[at] = replace(first, is_heading=is_title)
        yield from page


def _is_short(block: Line | Table) -> bool:
    return isinstance(block, Line) and len(block.text) <= _LONGEST_HEADING


def _is_own_title(text: str) -> bool:
    is_other = (source_and_title, publisher_alone, is_date, is_unit, is_page_number)
    return may_be_title(text) and not any(test(text) for test in is_other)


def _with_own_title(blocks: Sequence[Line | Table]) -> Sequence[Line | Table]:
    """Return the blocks with the document's own title on one line (標題の結合).

    So is a year with what is below it; else a line that is full goes on, or one open in its words.
    """
    end = next((n for n, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    lines = [block for block in blocks[:end] if isinstance(block, Line)]
    first = next((n for n, b in enumerate(lines) if _is_year(b.text) or _is_own_title(b.text)), 0)
    own = lines[first : first + _MOST_LINES]
    count = next((n for n, two in enumerate(pairwise(own), 1) if not _goes_on(*two)), len(own))
    if count < 2:  # noqa: PLR2004
        return blocks
    texts = [line.text.strip() + INDENT * _is_year(line.text) for line in own[:count]]
    return [*lines[:first], replace(own[0], text=join(texts)), *blocks[first + count :]]


def _is_year(text: str) -> bool:
    return "年度" in squeezed(text) and is_date(squeezed(text))


def _goes_on(line: Line, below: Line) -> bool:
    """Return whether the document's title goes on on the line below (標題の続き)."""
    if _opens_title(line.text) or _opens_title(below.text) or not _is_own_title(below.text):
        return False
    if _is_year(line.text):
        return not re.search("年度?", squeezed(below.text))
    is_open = line.is_full or _OPEN_END.search(line.text) or _OPEN_START.match(below.text.strip())
    return bool(is_open) and not below.is_apart and _is_own_title(line.text)


_OPEN = "及び|および|並びに|ならびに|又は|または|における|に係る|に関する|に対する|・"
_OPEN_END = re.compile(rf"(?:{_OPEN}|[のにをとへ])\s*\Z")
_OPEN_START = re.compile(rf"{_OPEN}|[のにをと](?=[一-龠])")


def _lines_of_title(title: Line, below: Sequence[Line | Table], longest: float) -> list[Line]:
    """Return the lines that continue the title (見出しの続き)."""
    rest: list[Line] = []
    last = title
    for line in below:
        if (
            not isinstance(line, Line)
            or line.is_apart
            or not is_full(last, longest)
            or line.is_heading
            or _opens_title(line.text)
            or is_note(line.text)
            or is_page_number(line.text)
        ):
            break
        rest.append(line)
        last = line
    is_sentence = any(line.text.rstrip().endswith(_SENTENCE_ENDS) for line in rest)
    return [] if is_sentence or len(rest) == _MOST_LINES else rest


def _is_whole_title(text: str) -> bool:
    return numbered_title(text) is not None or marked_title(text) is not None


def _opens_title(text: str) -> bool:
    """Return whether a title begins with the line (見出しの始まり); its bracket may be open."""
    return _is_whole_title(text) or _is_whole_title(f"{text}】")


# --- Rows indented by columns -----------------------------------------------------------------


_LEVELS = ("大項目", "中項目", "小項目")
"""What heads the columns of titles that have no heading of their own."""
_FEWEST_INDENTED = 4


def with_titles_beside(document: Document, given: Mapping[str, str]) -> Document:
    """Return the document with the titles of rows indented by columns beside them (字下げの列).

    Below 区分 over three columns, 総務費 is in the first one, 総務管理費 in the second of the
    next row, and 広報発行 in the third. given: the meanings of columns by hand.
    """
    notes = list(document.diagnostics)
    blocks = tuple(
        block if isinstance(block, Line) or block.header or given else _indented(block, notes)
        for block in document.blocks
    )
    return replace(document, blocks=blocks, diagnostics=tuple(notes))


def _indented(table: Table, notes: list[Diagnostic]) -> Table:
    found = first_header(table.grid(ROWS_TO_LOOK_AT), {}, is_wrapped=False)
    if not found:
        return table
    (header, top), rows = found, table.grid()
    start = top + header.height
    if {first.column for row in rows[start:] for first in worded(row, most=1)} <= {0}:
        return table  # no row is indented, as in most tables
    below = [cells for row in rows[start:] if (cells := worded(row))]
    width = _width_of_levels(header, below)
    if not width:
        return table
    head = [c for c in table.cells if c.row < top or (c.row < start and c.column >= width)]
    for at, text in enumerate(_headings_of_levels(header.texts[:width])):
        head.append(Cell((text,), header.span, top, at, header.height))
    flat = [
        cell._replace(row=start + at)
        for at, row in enumerate(_with_paths(below, width, notes))
        for cell in row
    ]
    cells = sorted((*head, *flat), key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells), height=cells[-1].row + 1)


def _width_of_levels(header: Header, rows: Sequence[Sequence[Cell]]) -> int:
    """Return over how many columns the names of rows are indented (字下げの列数), 0 if not.

    Each row has one name, at most one level below that of the row above; a row that is above
    rows of its own has nothing but figures beside its name.
    """
    named = [row for row in rows if not is_total(row[0].text)]
    depths = [row[0].column for row in named]
    width = max(depths, default=0) + 1
    if not 1 < width <= len(_LEVELS) + 1 or len(named) < _FEWEST_INDENTED:
        return 0
    if depths[0] or any(low > high + 1 for high, low in pairwise(depths)):
        return 0
    is_alone = all(cell.column >= width and cell.row_span == 1 for row in named for cell in row[1:])
    titles = [row for row, (high, low) in zip(named, pairwise(depths), strict=False) if low > high]
    are_sums = all(is_figure(cell.text) for row in titles for cell in row[1:])
    # 款, 項, 目 and 節 with headings of their own are the steps of a budget, each an item of it.
    last = header.texts[width - 1]
    is_named = not last or last == header.texts[0] or strengths(last).get(Role.NAME, 0) > 1
    return width if is_named and is_alone and are_sums else 0


def _headings_of_levels(texts: Sequence[str]) -> list[str]:
    """Return what heads the columns of titles and that of names (階層の見出し)."""
    groups = [at for at in range(len(texts) - 1) if texts[at + 1] in {"", texts[at]}]
    own = ["" if at in groups or text in texts[:at] else text for at, text in enumerate(texts)]
    own[-1] = own[-1] or texts[0]
    return [text or level for text, level in zip(own, (*_LEVELS, ""), strict=False)]


def _with_paths(
    rows: Sequence[Sequence[Cell]], width: int, notes: list[Diagnostic]
) -> Iterator[list[Cell]]:
    """Yield the rows that are above no other, each with its titles (上位の名称付きの行).

    The sum of a title right above them is a row of its own at their end; others are noted.
    """
    depths = [-1 if is_total(row[0].text) else row[0].column for row in rows]
    path: list[Cell] = []
    total: list[Cell] = []
    over = -1  # the level of the title whose sum it is
    for at, (depth, row) in enumerate(zip(depths, rows, strict=True)):
        if total and depth <= over:
            yield total
            total = []
        if depth < 0:
            yield [*row]
            continue
        path = [*path[:depth], row[0]._replace(row_span=1, col_span=1)]
        end = next((n for n in range(at + 1, len(rows)) if depths[n] <= depth), len(rows))
        inner = {*depths[at + 1 : end]}
        if inner == {depth + 1} and len(row) > 1:
            total = [row[0]._replace(lines=("小計",), column=width - 1, col_span=1), *row[1:]]
            over = depth
        elif inner and len(row) > 1:
            text = "\u3000".join(" ".join(cell.text.split()) for cell in row)
            notes.append(Diagnostic(Level.NOTE, "total-row", row[0].span, {"text": text}))
        elif not inner:
            names = [*path[: width - 1], path[-1]]
            places = [*range(len(names) - 1), width - 1]
            titles = zip(places, names, strict=True)
            yield [*(c._replace(column=n, span=row[0].span) for n, c in titles), *row[1:]]
    if total:
        yield total
