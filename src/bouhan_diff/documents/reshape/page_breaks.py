"""Join the pages of a table while it is reshaped, and part them again (頁をまたぐ表).

A table is read by all of its rows: a single page may have too few of them, no header, or lack
columns that the other pages have.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...text.normalize import fold
from ..headings.below_headers import is_data_row
from ..headings.header_rows import CellRow, Header, worded
from ..headings.titles import is_page_number
from ..ir import (
    Cell,
    Document,
    Grid,
    Line,
    ReadingContext,
    Table,
    real_columns,
    stacked,
    without_rows,
)
from .cut_records import joined_pages, with_whole_rows
from .record_shapes import ROWS_TO_LOOK_AT, first_header

_SAME_PLACE = 3.0  # points, between two rules of which one goes on below the other
_FEWEST_PLACES = 4


@dataclass(frozen=True, slots=True)
class _Whole(Table):
    """A table over several pages (頁をまたぐ表). pages: its part on each; rows: all of theirs."""

    pages: tuple[Table, ...] = ()
    rows: tuple[Cell, ...] = ()


def with_tables_over_pages(document: Document, context: ReadingContext) -> Document:
    """Return a PDF's document with the pages of each table joined into one (頁をまたぐ表の結合).

    A page continues a table if its columns are at the same places and it has no header, or repeats
    the table's own.
    """
    if not context.is_wrapped:
        return document
    blocks: list[Line | Table] = []
    run: _PageRun | None = None
    below: list[Line] = []  # the lines below the last page of the run
    for block in document.blocks:
        if isinstance(block, Line):
            below.append(block)
        elif run is None or not _try_add(run, block, context, below):
            blocks += [*_tables_of(run), *below]
            run, below = _run_of(block, context), []
    return replace(document, blocks=(*blocks, *_tables_of(run), *below))


def with_tables_on_pages(document: Document, _context: ReadingContext) -> Document:
    """Return the document with joined tables parted into one for each page (頁ごとの表).

    Each part stands among the lines of its page, where it was.
    """
    blocks: list[Line | Table] = []
    waiting: list[Table] = []
    for block in document.blocks:
        while waiting and _place_of(waiting[0]) < _place_of(block):
            blocks.append(waiting.pop(0))
        parts = [*_on_pages(block)] if isinstance(block, _Whole) else [block]
        blocks += parts[:1]
        waiting = [*parts[1:], *waiting]
    return replace(document, blocks=(*blocks, *waiting))


def _place_of(block: Line | Table) -> tuple[int, int]:
    first = block.cells[0].span if isinstance(block, Table) and block.cells else block.span
    return block.span.page, first.line


# --- Pages to a table ---------------------------------------------------------------------------


@dataclass(slots=True)
class _PageRun:
    """A table's pages so far (続く頁), and where its columns begin and end.

    header: that of the first page, of which the others repeat the texts of its rows. repeated: by
    page, the row at which it does, or None. label: of the value above the header, if any.
    """

    pages: list[Table]
    places: list[float]
    header: Header | None = None
    texts: Sequence[Sequence[str]] = ()
    repeated: list[int | None] = field(default_factory=lambda: [None])
    label: str = ""


def _run_of(table: Table, context: ReadingContext) -> _PageRun:
    """Return the run that a table begins (続く頁の始まり); none goes on without a header above."""
    places = [] if table.header else _places_of(table)
    rows = table.grid(ROWS_TO_LOOK_AT) if places else ()
    found = first_header(rows, context)
    above = rows[: found[1]] if found else rows
    if label := _label_above(above):
        return _PageRun([table], places, label=label)
    if found is None or not all(map(_is_title, above)):
        return _PageRun([table], places)
    header, at = found
    texts = [*map(_texts_of, table.grid()[at : at + header.height])]
    return _PageRun([table], places, header, texts)


def _is_title(row: CellRow) -> bool:
    """Return whether a row above a header has no more than one cell from the left (表題の行)."""
    cells = worded(row, 2)
    return not cells or (len(cells) == 1 and cells[0] is row[0])


def _label_above(rows: Sequence[CellRow]) -> str:
    """Return the first label of rows above a header (重点項目), each a label beside its value.

    The header may be on the next page.
    """
    are_pairs = 0 < len(rows) <= _MOST_LABELS and all(
        [*map(id, worded(row))] == [id(row[0]), id(row[-1])] for row in rows
    )
    return rows[0][0].text if are_pairs else ""


_MOST_LABELS = 4


def _texts_of(row: CellRow) -> list[str]:
    return [fold(cell.text) for cell in worded(row)]


def _try_add(run: _PageRun, table: Table, context: ReadingContext, between: Sequence[Line]) -> bool:
    """Add a table to the pages before if it continues them (次頁の表); return whether it does.

    between: the lines between both.
    """
    new, known = _places_of(table), run.places
    if not (new and known) or not _are_among((new[0], new[-1]), (known[0], known[-1])):
        return False
    if not (_are_among(new, known) or _are_among(known, new)):
        return False
    places = _merged((*known, *new))
    at = _repeats_at(run.texts, table.grid()) if run.header else None
    if run.label:
        continues = len(places) >= _FEWEST_PLACES and _continues_labels(run, table, between)
    else:
        is_wide = min(len(new) + 1, len(known)) >= _FEWEST_PLACES
        continues = is_wide and _continues_header(run, table, at, between)
        if continues and at is None and run.header:
            continues = _are_all_data(run.header, run.pages[-1], table, places, context)
    if continues:
        run.pages.append(table)
        run.repeated.append(at)
        run.places = places
    return continues


def _continues_labels(run: _PageRun, table: Table, between: Sequence[Line]) -> bool:
    """Return whether a page goes on with what is below labels (項目の下の続き).

    It does not begin like the first page, and there is no title between.
    """
    is_next = table.span.page == run.pages[-1].span.page + 1
    are_numbers = all(is_page_number(line.text) for line in between)
    return is_next and are_numbers and table.grid(1)[0][0].text != run.label


def _continues_header(run: _PageRun, table: Table, at: int | None, between: Sequence[Line]) -> bool:
    """Return whether a table may be of the header of the pages before (見出しの下の続き).

    A table directly below one on the same page continues it, too, if both have records of several
    rows and it repeats the header. at: the row where it does.
    """
    last = run.pages[-1]
    if run.header is None or any(not worded(row, 2)[1:] for row in table.grid(at or 0)):
        return False  # below a title of its own
    if table.span.page != last.span.page or between or at is None:
        return table.span.page == last.span.page + 1
    return all(any(cell.row_span > 1 for cell in one.cells) for one in (last, table))


def _repeats_at(texts: Sequence[Sequence[str]], rows: Grid) -> int | None:
    """Return the row that repeats a header (反復見出し), its headings cut short or whole."""
    for at in range(len(rows) - len(texts) + 1):
        pairs = zip(rows[at : at + len(texts)], texts, strict=True)
        if all(_repeats(_texts_of(row), headings) for row, headings in pairs):
            return at
    return None


def _repeats(texts: Sequence[str], others: Sequence[str]) -> bool:
    return len(texts) == len(others) and all(map(_is_cut, texts, others))


def _is_cut(text: str, whole: str) -> bool:
    return text == whole or (len(text) > _SHORTEST and whole.startswith(text))


_SHORTEST = 5


def _are_all_data(
    header: Header, last: Table, table: Table, places: Sequence[float], context: ReadingContext
) -> bool:
    """Return whether a page has data only (見出しのない頁), though a row may look like a header."""
    found = first_header(table.grid(ROWS_TO_LOOK_AT), context)
    if found is None:
        return True
    above, rows = (_in_columns(one, places).grid() for one in (last, table))
    return is_data_row(header, above, above[-1], rows[found[1]], found[0], is_below=False)


def _places_of(table: Table) -> list[float]:
    """Return where a table's columns begin and end (列の位置), in points; [] if unknown."""
    if (around := table.span.box) is None:
        return []
    places = {0: around[0], table.width: around[2]}  # columns may be blank
    for cell in table.cells:
        if (box := cell.span.box) is None:
            return []
        for at, x in ((cell.column, box[0]), (cell.column + cell.col_span, box[2])):
            if abs(places.setdefault(at, x) - x) > _SAME_PLACE:
                return []
    return [places[at] for at in sorted(places)]


def _are_among(places: Sequence[float], others: Sequence[float]) -> bool:
    return all(min(abs(x - other) for other in others) < _SAME_PLACE for x in places)


def _merged(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for x in sorted(places):
        if not found or x - found[-1] > _SAME_PLACE:
            found.append(x)
    return found


def _in_columns(table: Table, places: Sequence[float]) -> Table:
    """Return a table in the columns between places (列の統一)."""
    cells = []
    for cell in table.cells:
        assert cell.span.box is not None  # noqa: S101  else its places were unknown
        column = bisect_right(places, cell.span.box[0] + _SAME_PLACE) - 1
        end = bisect_left(places, cell.span.box[2] - _SAME_PLACE)
        cells.append(cell._replace(column=column, col_span=end - column))
    return replace(table, cells=tuple(cells), width=len(places) - 1)


def _in_same_columns(run: _PageRun) -> list[Table]:
    """Return the pages of a run in common columns (列の統一), without those of one page's rules."""
    pages = [_in_columns(table, run.places) for table in run.pages]
    if all(page.width == table.width for page, table in zip(pages, run.pages, strict=True)):
        return pages
    whole = stacked(pages)
    begun = {column[0] for column in real_columns(whole.grid(), whole.width)}
    places = [x for at, x in enumerate(run.places) if at in begun or at in (0, whole.width)]
    return [_in_columns(table, places) for table in run.pages]


def _tables_of(run: _PageRun | None) -> list[Table]:
    """Return the tables of a run as one (結合した表), without the headers that pages repeat."""
    if run is None or len(run.pages) == 1:
        return run.pages if run else []
    pages = _in_same_columns(run)
    height = len(run.texts)
    bare = [
        page if at is None else without_rows(page, range(at, at + height))
        for page, at in zip(pages, run.repeated, strict=True)
    ]
    whole = joined_pages(with_whole_rows(bare))
    cells, size = whole.cells, (whole.height, whole.width)
    printed = stacked(bare).cells
    return [_Whole(cells, *size, whole.span, whole.caption, pages=tuple(pages), rows=printed)]


# --- A table to pages ---------------------------------------------------------------------------


def _on_pages(whole: _Whole) -> Iterator[Table]:
    """Yield the part of a table on each page (頁ごとの表): the original pages if none changed.

    Labels at the end of a page stay with what is below them.
    """
    if whole.cells == whole.rows and not _label_above(whole.pages[0].grid(_MOST_LABELS + 1)):
        yield from whole.pages
        return
    pages = {table.span.page: table.span for table in whole.pages}
    tops = [0] * whole.height
    for cell in whole.cells:
        if cell.text and not tops[cell.row]:
            tops[cell.row] = cell.span.page
    inner = {row for c in whole.cells for row in range(c.row + 1, c.row + c.row_span)}
    rows = whole.grid()
    cuts = [0]
    for row in range(1, whole.height):
        page = tops[row] or tops[row - 1]
        tops[row] = page
        is_inside = row in inner or _label_above(rows[cuts[-1] : row])
        if page != tops[row - 1] and not is_inside:
            cuts.append(row)
    for top, end in pairwise([*cuts, whole.height]):
        cells = tuple(c._replace(row=c.row - top) for c in whole.cells if top <= c.row < end)
        span = pages.get(tops[top], whole.span)
        header = whole.header if not top else 0
        yield Table(cells, end - top, whole.width, span, whole.caption if not top else "", header)
