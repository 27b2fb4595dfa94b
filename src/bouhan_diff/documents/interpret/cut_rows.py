"""Rows that the end of a page cuts (頁で切れた行): whether a first row is the rest of the last."""

import re
from collections.abc import Sequence

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
