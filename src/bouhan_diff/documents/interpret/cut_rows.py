"""What the end of a page cuts (頁で切れた行): rows, and cells merged over several of them."""

import re
from collections.abc import Iterable, Sequence, Set
from itertools import chain, groupby, pairwise

from ...diagnostics import Diagnostics
from ...text.linebreak import join
from ..headings.vocabulary import Role
from .drafts import Draft

_FEWEST_ROWS = 3
_ENDS = ("。", "．")

# The second and later paragraphs (項) and items (号) of an article (条).
_LATER_PART = re.compile(r"(?:[2-9２-９]|[1１][0-9０-９]|[二三四五六七八九十]+|[イ-ヲ])\s*(?=\D)")


def is_rest(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether the first row of a page is the rest of the last one of the page before.

    rows: those of the table so far, the last one at their end.
    """
    texts = [at for at in draft.layout.places(Role.SUMMARY) if at in draft.cells]
    if not texts or len(rows) < _FEWEST_ROWS:
        return False
    if draft.layout.identity:
        return _goes_on_amid_name(draft, last, rows)
    return _goes_on_amid_article(draft, last, rows, texts)


def _goes_on_amid_name(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether the page cuts the row's name too (名称の途中).

    Its text goes on amid a sentence, and a column is blank that every row fills.
    """
    blank = last.cells.keys() - draft.cells.keys()
    is_amid = all(not join(last.lines(at) or "。").endswith(_ENDS) for at in draft.cells)
    return is_amid and any(all(at in row.cells for row in rows) for at in blank)


def _goes_on_amid_article(
    draft: Draft, last: Draft, rows: Sequence[Draft], texts: Sequence[int]
) -> bool:
    """Return whether the page cuts a row that has no name, in sentences or between its parts.

    So it is amid a sentence where most texts of the table end with one, and where a later part
    of an article begins though no row does so.
    """
    others = [join(row.lines(at)) for row in rows for at in texts if at in row.cells]
    above = [join(last.lines(at)) for at in texts if at in last.cells]
    if 2 * sum(text.endswith(_ENDS) for text in others) < len(others):
        return False
    if any(text and not text.endswith(_ENDS) for text in above):
        return True
    begins = [join(draft.lines(at)).strip() for at in texts]
    return any(map(_LATER_PART.match, begins)) and not any(map(_LATER_PART.match, others))


def fill_cut_departments(
    tables: Iterable[tuple[Sequence[Draft], Set[int]]], diagnostics: Diagnostics
) -> None:
    """Give the rows beside a page's end the department on the other page (頁をまたぐ結合セル).

    A cell merged over rows of two pages has its text on one of them. So it is where rows share
    cells, and all have a department but those at the edges of pages. tables: their rows, and
    which of these are the first of a page.
    """
    by_layout: dict[int, list[tuple[Sequence[Draft], Set[int]]]] = {}
    for rows, starts in tables:
        if rows and len(rows[0].layout.places(Role.DEPARTMENT)) == 1:
            by_layout.setdefault(id(rows[0].layout), []).append((rows, starts))
    for same in by_layout.values():
        (at,) = same[0][0][0].layout.places(Role.DEPARTMENT)
        pairs = (pair for rows, _starts in same for pair in pairwise(rows))
        both = ((a.cells.get(at), b.cells.get(at)) for a, b in pairs)
        are_shared = any(own and next_one and own[0] is next_one[0] for own, next_one in both)
        found = [_other_pages(rows, starts, at) for rows, starts in same]
        if are_shared and None not in found:
            for row, source in chain.from_iterable(filter(None, found)):
                row.cells[at] = source.cells[at]
                text = join(line.strip() for line in source.lines(at))
                heading = row.layout.columns[at].published
                diagnostics.note("cell-continued", row.span, heading=heading, text=text)


def _other_pages(
    rows: Sequence[Draft], starts: Set[int], at: int
) -> list[tuple[Draft, Draft]] | None:
    """Return the rows with a blank cell beside a page's end, and the row that has its text.

    None where another row has a blank cell.
    """
    found: list[tuple[Draft, Draft]] = []
    for is_blank, run in groupby(range(len(rows)), key=lambda n: at not in rows[n].cells):
        places = list(run)
        first, last = places[0], places[-1]
        if not is_blank:
            continue
        if first and first in starts:
            found += [(rows[n], rows[first - 1]) for n in places]
        elif last + 1 < len(rows) and last + 1 in starts:
            found += [(rows[n], rows[last + 1]) for n in places]
        else:
            return None
    return found
