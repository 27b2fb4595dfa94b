"""Rows below a header (見出しの下): units, years of rows, and other headers, titles."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...edition import Edition, named_edition, strip_editions
from ...text.normalize import fold, squeezed
from ...text.number_headings import heading_unit, is_unit_line
from ..ir import Cell
from . import titles
from .header_rows import CellRow, Header, is_figure, worded
from .vocabulary import Role, is_known, is_total, strengths

_SURE, _NAMED = 2, 2.5
_AMOUNT = re.compile(r"[△▲-]?\d{1,3}(?:,\d{3})+(?:千?円)?")


def _is_row_of_data(row: CellRow, above: CellRow, header: Header) -> bool:
    """Return whether a row has an amount, few headings, or repeats a text above it (値の行)."""
    known = sum(bool(part) and is_known(part[-1], {}) for part in header.parts)
    are_dates = not any(strengths(strip_editions(text)) for text in header.texts)
    if are_dates or 2 * known < sum(map(bool, header.parts)):
        return True
    return any(
        (text := cell.text) and (text == over.text or ("," in text and _AMOUNT.fullmatch(text)))
        for cell, over in zip(row, above, strict=True)
    )


def is_data_row(
    current: Header | None,
    rows: Sequence[CellRow],
    above: CellRow,
    row: CellRow,
    header: Header,
    *,
    is_below: bool,
) -> bool:
    """Return whether a row that looks like a header is one of the rows so far (見出し語のある行).

    current: the header so far. rows: those under it. above: the row right above. is_below: whether
    the row is right below that header. Right below a row, a new header must have headings of two
    kinds (事業名, 担当課), merged cells, or the words of the old header. Elsewhere, as after a sum,
    any header is new; right below a header without rows, or with a year in a column of years, none
    is.
    """
    if current is not None and _has_years(current, row):
        return True
    last = current if rows or is_below else None
    is_first = last is None and _names_columns(header, _NAMED)  # among many unknown headings
    if rows and not is_first and _is_row_of_data(row, rows[-1], header):
        return True
    goes_on = rows[-1] is above if rows else last is not None and _names_columns(last, _SURE)
    is_repeated = last is not None and last.texts == header.texts
    begun = [cell for cell in worded(row) if not any(cell is over for over in above)]
    is_merged = any(cell.col_span > 1 or cell.row_span > 1 for cell in begun)
    is_new = is_repeated or is_merged or is_total(above[0].text)
    return goes_on and not (is_new or (rows and _names_columns(header, _NAMED)))


def _has_years(header: Header, row: CellRow) -> bool:
    """Return whether a row has a year, and no heading, in a column of years (年度の列の値)."""
    years = (
        cell.text
        for text, cell in zip(header.texts, row, strict=False)
        if _OF_YEARS.search(text) and named_edition(text) is None
    )
    return any(named_edition(one) and not strengths(strip_editions(one)) for one in years)


_OF_YEARS = re.compile(r"年\s*[度次]?\Z")


def _names_columns(header: Header, least: float) -> bool:
    """Return whether headings are of two kinds, one of which names rows, or of two editions.

    least: the least evidence for a name, as 目標 among rows may be a name itself.
    """
    kinds, editions = set(), set()
    for text in dict.fromkeys(header.texts):
        found = strengths(heading_unit(strip_editions(text))[0])
        sure = [role for role in found if found[role] >= (least if role is Role.NAME else _SURE)]
        kinds |= {frozenset(sure)} if sure else set()
        editions |= {named_edition(text)} - {None}
    names = any(role in kind for kind in kinds for role in (Role.NAME, Role.NUMBER))
    return (names and len(kinds) > 1) or len(editions) > 1


def is_same_header(first: Header, other: Header) -> bool:
    """Return whether two headers have the same words (見出しの反復), as on each page."""
    return [*map(fold, first.texts)] == [*map(fold, other.texts)]


def misprint_in(header: Header, above: Header, rows: Sequence[CellRow]) -> str:
    """Return a heading that is over figures and texts alike (誤った見出し), "" if there is none.

    A table continued on the next page may have got the header of another table there. above: the
    header on the page before, which names both columns.
    """
    for at, (left, heading) in enumerate(pairwise(header.parts), 1):
        if left == heading and above.parts[at - 1] != heading == above.parts[at]:
            figures, texts = ([is_figure(row[n].text) for row in rows] for n in (at - 1, at))
            if rows and all(figures) and not any(texts):
                return " ".join(heading)
    return ""


_UNITS = frozenset("%％人件回戸㎡㎥")


def with_units(header: Header | None, rows: list[CellRow]) -> tuple[Header | None, list[CellRow]]:
    """Return header and rows, with units above the figures of the first row (円) in the header.

    Values in a column of units (単位) stay in their rows.
    """
    first = rows[0] if rows else ()
    texts = header.texts if header else ("",) * len(first)
    pairs = zip(first, texts, strict=False)
    others = (c for c, t in pairs if c.lines and not squeezed(t).endswith("単位"))
    above = ((id(cell), cell.lines[0].strip()) for cell in others)
    units = {cell: text for cell, text in above if text in _UNITS or is_unit_line(text)}
    are_over_figures = all(is_figure("".join(c.lines[1:])) for c in first if id(c) in units)
    is_alone = all(id(cell) in units for cell in worded(first))
    if not units or (len(units) == 1 and not (are_over_figures or is_alone)):  # one may be a text
        return header, rows
    without_units = {
        id(cell): cell._replace(lines=cell.lines[1:]) for cell in first if id(cell) in units
    }
    rows = [tuple(without_units.get(id(cell), cell) for cell in row) for row in rows]
    if header is not None:
        beside = zip(header.parts, first, strict=True)
        parts = ((*p, f"（{units[id(c)]}）") if id(c) in units else p for p, c in beside)
        header = replace(header, parts=tuple(parts))
    return header, rows if worded(rows[0]) else rows[1:]


def without_heading(row: CellRow, top: int) -> CellRow:
    """Return a row without the only heading that is merged down into it (見出しの食い込み).

    top: the first row below the header.
    """
    above = [at for at, cell in enumerate(row) if cell.row < top and cell.text]
    if len(above) != 1:
        return row
    (at,) = above
    return (*row[:at], Cell((), row[at].span, top, at), *row[at + 1 :])


def edition_of_row(text: str) -> Edition | None:
    """Return the edition in a column of years (行の年度): R7, 2025, or a year without its era.

    A bare number up to 15 is taken as 令和, from 25 to 31 as 平成; those between are ambiguous.
    """
    plain = squeezed(text)
    if len(plain) <= 2 and plain.isdecimal():  # noqa: PLR2004
        year = int(plain)
        is_known_era = 1 <= year <= _LAST_OF_REIWA or _FIRST_OF_HEISEI <= year <= _LAST_OF_HEISEI
        era = "R" if year <= _LAST_OF_REIWA else "H"
        return Edition.read(f"{era}{year}") if is_known_era else None
    return named_edition(text)


_LAST_OF_REIWA = 15
_FIRST_OF_HEISEI, _LAST_OF_HEISEI = 25, 31


def accounts_in(row: CellRow, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the title of the budget on a row (款項の行), in whatever cells, none if there is none.

    The sums of a 款 and a 項 beside it follow it. 施策1-1 and the name beside it are one title,
    too.
    """
    if len(cells) == 2 < len(row) - 1 and _MEASURE.fullmatch(cells[0].text.strip()):  # noqa: PLR2004
        return () if is_figure(cells[1].text) else ("\u3000".join(cell.text for cell in cells),)
    if not re.search("[款項]", cells[0].text):
        return ()
    found = worded(row, _MOST_OF_ACCOUNTS)
    lines = [
        part for cell in found for line in cell.lines for part in titles.split_amount(line.strip())
    ]
    sums = [line for line in lines if titles.SUM_OF_MONEY.fullmatch(line)]
    text = "\u3000".join(line for line in lines if line not in sums)
    is_data = any(is_figure(cell.text) and len(cell.text) > 2 for cell in found)  # noqa: PLR2004
    return (text, *sums) if not is_data and titles.is_title_of_accounts(text) else ()


_MOST_OF_ACCOUNTS = 7
_MEASURE = re.compile(
    r"(?:基本|重点|個別|主要)?(?:施策|政策|目標|方針|柱|戦略)\s*(?:[0-9０-９]+(?:[-－−‐–][0-9０-９]+)*|[Ⅰ-Ⅻ])"
)
