"""Whether a row below a header begins another header (次の見出し行の判定)."""

import re
from collections.abc import Sequence

from ...edition import named_edition, strip_editions
from ...text.number_headings import heading_unit
from .header_rows import CellRow, Header, worded
from .vocabulary import Role, is_known, is_total, strengths

_SURE, _NAMED = 2, 2.5
_AMOUNT = re.compile(r"[△▲-]?\d{1,3}(?:,\d{3})+(?:千?円)?")


def _is_row_of_data(row: CellRow, above: CellRow, header: Header) -> bool:
    """Return whether a row repeats a text above it, has an amount, or few headings (値の行)."""
    known = sum(bool(part) and is_known(part[-1], {}) for part in header.parts)
    are_dates = not any(strengths(strip_editions(text)) for text in header.texts)
    if are_dates or 2 * known < sum(map(bool, header.parts)):
        return True
    return any(
        (text := cell.text) and (text == over.text or ("," in text and _AMOUNT.fullmatch(text)))
        for cell, over in zip(row, above, strict=True)
    )


def goes_on_under(
    last: Header | None, rows: Sequence[CellRow], above: CellRow, row: CellRow, header: Header
) -> bool:
    """Return whether a row that may be a header is one of the rows so far (見出し語のある行).

    rows: those under the header last. above: the row right above. Right below a row, only these
    begin another header: headings of two kinds (事業名, 担当課), merged cells, or the same header
    again. Elsewhere, as after a sum, any does. Right below a header without rows none begins.
    """
    is_first = last is None and _names_columns(header, _NAMED)  # among many unknown headings
    if rows and not is_first and _is_row_of_data(row, rows[-1], header):
        return True
    is_below = rows[-1] is above if rows else last is not None and _names_columns(last, _SURE)
    is_repeated = last is not None and last.texts == header.texts
    begun = [cell for cell in worded(row) if not any(cell is over for over in above)]
    is_merged = any(cell.col_span > 1 or cell.row_span > 1 for cell in begun)
    is_new = is_repeated or is_merged or is_total(above[0].text)
    return is_below and not (is_new or (rows and _names_columns(header, _NAMED)))


def _names_columns(header: Header, least: float) -> bool:
    """Return whether headings are of two kinds, of which one names the rows, or of two editions.

    least: how strong the evidence of a name is, as 目標 among rows may be one itself.
    """
    kinds, editions = set(), set()
    for text in dict.fromkeys(header.texts):
        found = strengths(heading_unit(strip_editions(text))[0])
        sure = [role for role in found if found[role] >= (least if role is Role.NAME else _SURE)]
        kinds |= {frozenset(sure)} if sure else set()
        editions |= {named_edition(text)} - {None}
    names = any(role in kind for kind in kinds for role in (Role.NAME, Role.NUMBER))
    return (names and len(kinds) > 1) or len(editions) > 1
