"""Carry cells down (先頭行だけの値): what several rows share and only one of them has.

A file without merged cells has a department or a group on the first row of each run only, and a
page may cut a merged cell.
"""

from collections.abc import Iterable, Sequence, Set
from itertools import groupby, pairwise

from ...diagnostics import Diagnostics
from ...text.joining import join
from ..headings.header_rows import is_figure
from ..headings.vocabulary import Role, is_status
from .drafts import Draft


def carry_groups(
    tables: Iterable[tuple[Sequence[Draft], Set[int]]], diagnostics: Diagnostics
) -> None:
    """Fill in departments and groups that are given only on the first row of each run.

    A file shows merged cells in this way (先頭行だけの値): most rows have no value, and no value
    comes twice. Groups are the texts left of number and name, each a part of the one to its left,
    and marks and numbers given only together with one of them.
    """
    for rows, _starts in tables:
        if not rows:
            continue
        layout = rows[0].layout
        first = min(layout.identity, default=0)
        left = [at for role in (Role.TEXT, Role.AMOUNT) for at in layout.places(role) if at < first]
        groups = {at for at in layout.places(Role.TEXT) if at in left and _are_groups(rows, at)}
        begun = {at: {n for n, row in enumerate(rows) if at in row.cells} for at in left}
        groups |= {at for at in left if any(begun[at] <= begun[n] for n in groups if at < n)}
        _carry(sorted(groups), rows, diagnostics)
        departments = layout.places(Role.DEPARTMENT)
        columns = [layout.columns[at] for at in departments]
        are_one = len(columns) == 1 or not any(one.edition or one.is_by_hand for one in columns)
        _carry(departments if are_one else (), rows, diagnostics)
        _doubt_blanks(departments if len(departments) == 1 else (), rows, diagnostics)


def _doubt_blanks(places: Sequence[int], rows: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Report blank departments that may be those above (空欄の担当課): no row repeats another's."""
    for at in places:
        texts = [join(row.lines(at)) for row in rows if at in row.cells]
        if at not in rows[0].cells or len(texts) < _FEWEST or len(texts) != len({*texts}):
            continue
        heading, text = rows[0].layout.columns[at].published, ""
        for row in rows:
            if at in row.cells:
                text = join(row.lines(at))
            else:
                diagnostics.doubt("department-blank", row.span, heading=heading, text=text)


_FEWEST = 3


def _are_groups(rows: Sequence[Draft], at: int) -> bool:
    """Return whether a column's texts may each cover several rows (行の群): no figures or marks."""
    texts = [join(row.lines(at)) for row in rows if at in row.cells]
    return not any(len(text) == 1 or is_figure(text) or is_status(text) for text in texts)


def _carry(places: Sequence[int], rows: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Carry the start of a run of rows down (先頭行の値); a part ends with its whole.

    Values that begin on the same rows, such as a mark, a number and a text, are treated as one. In
    a row whose 部 is that of the rows above, a blank 課 is too, however many have one; one 部 alone
    is that of all rows if each has a 課.
    """
    ends, within = set[int](), set[int]()  # within: the rows that have the value left of it carried
    lower = [at for at in places if rows[0].layout.columns[at].role is Role.DEPARTMENT]
    begun = {at: [n for n, row in enumerate(rows) if at in row.cells] for at in places}
    for depth, at in enumerate(places, 1):
        starts = begun[at]
        columns = [*places[:depth], *(one for one in places[depth:] if begun[one] == starts)]
        texts = [tuple(join(rows[n].lines(one)) for one in columns) for n in starts]
        is_one = len(starts) == 1 and any(len(begun[n]) == len(rows) for n in lower if n > at)
        is_cover = starts[:1] == [0] and len(texts) == len({*texts}) and (is_one or len(starts) > 1)
        is_usual, carried = len(starts) <= len(rows) // 2, set[int]()
        for n, (above, row) in enumerate(pairwise(rows) if is_cover else (), 1):
            is_blank = at not in row.cells and at in above.cells and n not in ends
            if is_blank and (is_usual or n in within):
                _continue_cell(row, at, above, diagnostics)
                carried.add(n)
        ends.update(starts if is_cover and (is_usual or carried) else ())
        within = carried


def fill_cut_departments(
    tables: Iterable[tuple[Sequence[Draft], Set[int]]], diagnostics: Diagnostics
) -> None:
    """Fill in departments cut by the end of a page (頁をまたぐ結合セル).

    A cell merged over rows on two pages has its text on only one of them. This applies if rows
    share cells, and all but those at the edges of pages have a department. tables: their rows, and
    which of these are the first of a page.
    """
    sources: list[tuple[Draft, Draft, int]] = []
    columns: list[list[list[Sequence[str]] | None]] = []
    for rows, starts in tables:
        if not rows or len(places := rows[0].layout.places(Role.DEPARTMENT)) != 1:
            continue
        (at,) = places
        cells = [row.cells.get(at) for row in rows]
        columns.append(cells)
        is_filled = [at in row.cells for row in rows]
        for filled, run in groupby([] if all(cells) else range(len(rows)), is_filled.__getitem__):
            first, behind = (unfilled := list(run))[0], unfilled[-1] + 1
            if filled:
                continue
            if not ((first and first in starts) or (behind < len(rows) and behind in starts)):
                return
            source = rows[first - 1 if first and first in starts else behind]
            sources += [(rows[n], source, at) for n in unfilled]
    if sources and not any(
        one and two and one[0] is two[0] for cells in columns for one, two in pairwise(cells)
    ):
        return
    for row, source, at in sources:
        _continue_cell(row, at, source, diagnostics)


def _continue_cell(row: Draft, at: int, source: Draft, diagnostics: Diagnostics) -> None:
    row.cells[at] = source.cells[at]
    text, heading = join(line.strip() for line in row.lines(at)), row.layout.columns[at].published
    diagnostics.note("cell-continued", row.span, heading=heading, text=text)
