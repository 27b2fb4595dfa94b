"""The header rows of a table (見出し行): which they are, and the words above each column."""

import re
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...diagnostics import Span
from ...edition import is_bare_edition
from ...text.joining import join
from ...text.normalize import fold, squeezed, unbracketed
from ...text.number_headings import is_unit_line
from ...text.quantities import MAY_BE_QUANTITY, parse_quantity, without_year
from ..ir import Cell, Line, ReadingContext
from .departments import is_division_alone, is_office
from .titles import is_date, is_day, is_headline, source_and_title
from .vocabulary import Role, is_known, is_statement, names_edition, out_of_brackets, strengths

CellRow = tuple[Cell, ...]
"""The cells of one row of a table (行)."""

_MOST_ROWS = 5
_FEWEST_KNOWN, _FEWEST_OF_SOME, _FEWEST_OF_MANY = 2, 3, 4
_LONGEST_HEADING = 45
_MANY_COLUMNS = 12
_CELLS_TO_LOOK_AT, _LONGEST_PART = 8, 15


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table (表の見出し).

    parts: for each column the words of its header cells from top to bottom, those of a merged cell
    once. height: the number of rows. texts: each column's heading on one line (見出しの文字列).
    """

    parts: tuple[tuple[str, ...], ...]
    height: int
    span: Span
    texts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", tuple(map(" ".join, self.parts)))


def heading_text(lines: Sequence[str], *, is_wrapped: bool) -> str:
    """Return a header cell on one line (見出しの文字列), with single spaces.

    A line that ends in a year is separated from the next one, and so is a letter that a formula
    uses: 要求額 above Ｂ. An English translation is dropped.
    """
    text = lines[0].strip() if lines else ""
    for line in map(str.strip, lines[1:]):
        if text and line.isascii() and not text.isascii() and strengths(line):
            continue
        apart = not is_wrapped or re.search(r"年度?\Z", text) or _LETTER.fullmatch(line)
        text = f"{text} {line}" if text and apart and line else join((text, line))
    return " ".join(text.split())


_LETTER = re.compile(r"[(（]?[A-ZＡ-Ｚ][)）]?")


def find_header(rows: Sequence[CellRow], at: int, context: ReadingContext) -> Header | None:
    """Return the header that begins at a row (見出し行の検出), None if the row is data."""
    if _is_group_alone(rows[at : at + 2], context.meanings):
        below = find_header(rows, at + 1, context)
        return below and header_of_rows(rows[at : at + 1 + below.height])
    if not _may_begin(rows[at], context) or _is_title_and_corner(rows[at : at + 2], context):
        return None
    is_wrapped = context.is_wrapped
    best = 0
    for height in range(1, min(_MOST_ROWS, len(rows) - at) + 1):
        taken = rows[at : at + height]
        if height > 1 and not _continues(taken, context):
            break
        parts = _parts(taken, is_wrapped=is_wrapped)
        if _is_header(taken, parts, context):
            best = height
    if not best:
        return None
    # Rows beside a cell merged downwards are part of the header, unless they hold data.
    spanned = min(_MOST_ROWS, max(cell.row_span for cell in rows[at] if cell.text))
    pairs = pairwise(rows[at + best - 1 : at + spanned])
    if any(_has_data(_texts(_begun(row, over), is_wrapped=is_wrapped)) for over, row in pairs):
        spanned = best
    taken = rows[at : at + max(best, spanned)]
    span = next(cell.span for cell in taken[0] if cell.text)
    return Header(_parts(taken, is_wrapped=is_wrapped), len(taken), span)


def _is_group_alone(rows: Sequence[CellRow], meanings: Mapping[str, str]) -> bool:
    """Return whether a row has only a heading over some of those below it (段違いの見出し).

    目標値 is over R6 to R8, not the title of the table, with blanks over the headings beside.
    """
    cells = worded(rows[0], _FEWEST_KNOWN)
    if len(cells) != 1 or rows[0][0].text or len(rows) == 1:
        return False
    text = cells[0].text
    covered = [at for at, cell in enumerate(rows[0]) if cell is cells[0]]
    if len(covered) == 1:  # of a CSV
        covered = [*range(covered[0], len(rows[0]))]
    under = [squeezed(rows[1][at].text) for at in covered]
    are_apart = len({*under}) == len(under) > 1 and all(under) and bool(rows[1][0].text)
    others = (is_unit_line, is_day, is_division_alone, is_office)
    if not are_apart or any(is_other(text) for is_other in others):
        return False
    is_merged = cells[0].col_span > 1
    is_heading = is_known(text, meanings) or is_bare_edition(text)
    return _are_of_years(under) or (is_merged and is_heading)


def header_of_rows(rows: Sequence[CellRow]) -> Header:
    """Return the header made up of rows known to be one (既知の見出し行)."""
    return Header(_parts(rows, is_wrapped=False), len(rows), rows[0][0].span)


def header_of_lines(lines: Sequence[Line], meanings: Mapping[str, str]) -> Header | None:
    """Return a header printed above the frame of a table (枠外の見出し), if it is one.

    lines: the pieces of one line of the page, one for each column.
    """
    parts = tuple((" ".join(line.text.split()),) for line in lines)
    known = sum(is_known(part[0], meanings) for part in parts)
    if known < _FEWEST_KNOWN or any(len(part[0]) > _LONGEST_HEADING for part in parts):
        return None
    return Header(parts, 0, lines[0].span)


def _may_begin(row: CellRow, context: ReadingContext) -> bool:
    """Return whether a header may begin with the row; a quick test, made for every row."""
    meanings, is_wrapped = context.meanings, context.is_wrapped
    first = worded(row, _CELLS_TO_LOOK_AT)
    if first and "年" in first[0].text and _are_over_years(_texts(row, is_wrapped=is_wrapped)):
        return True
    return bool(
        len(first) > 1  # one cell over all columns is a title, with a unit beside it or without
        and not any(is_data(cell.text) for cell in first[:2])
        and not any(cell.text.lstrip("(（").startswith(("単位：", "単位:")) for cell in first)
        and (first[2:] or not is_unit_line(first[1].text))
        and any(
            is_known(heading_text(cell.lines, is_wrapped=is_wrapped), meanings) for cell in first
        )
    )


def _is_title_and_corner(rows: Sequence[CellRow], context: ReadingContext) -> bool:
    """Return whether a row is the table's title with its date or office at the right (表題の行).

    The headings below it are of all columns, those under the title and the corner as well.
    """
    title, *beside = worded(rows[0], _FEWEST_OF_SOME)
    if len(beside) != 1 or len(rows) == 1:
        return False
    corner, at = beside[0].text, rows[0].index(beside[0])
    below = worded(rows[1], _FEWEST_OF_SOME)
    are_headed = all(rows[1][n].text and rows[1][n] is not rows[0][n] for n in (0, at))
    if rows[0][0] is not title or at == 1 or not are_headed or len(below) < _FEWEST_OF_SOME:
        return False
    owner = re.split("[:：]", corner)[-1]
    if is_division_alone(owner) and not is_known(owner, context.meanings):
        return True
    is_apart = rows[0][at - 1] is not title  # 基本情報, merged, may be a group beside a year
    is_title = is_apart or is_headline(title.text)
    is_beside = is_bare_edition(unbracketed(corner)) or is_date(corner) or source_and_title(corner)
    return bool(is_beside) and is_title and not is_known(title.text, context.meanings)


def worded(row: CellRow, most: int = sys.maxsize) -> list[Cell]:
    """Return the cells of a row that have text (文字のあるセル), a merged one once.

    most: how many to return, from the left.
    """
    found: list[Cell] = []
    last: Cell | None = None
    for cell in row:
        if cell is not last and cell.lines and cell.text:
            found.append(cell)
            if len(found) == most:
                break
        last = cell
    return found


def is_figure(text: str) -> bool:
    """Return whether a cell is a number (数値), with or without its unit, which may be above it."""
    plain = squeezed(text)
    return re.fullmatch(r"(?:(?:千|百万)?円)?[-−△▲+]?[\d,.]+%?", plain) is not None or (
        MAY_BE_QUANTITY.match(plain) is not None
        and parse_quantity(plain) is not None
        and not names_edition(plain)
    )


def _parts(rows: Sequence[CellRow], *, is_wrapped: bool) -> tuple[tuple[str, ...], ...]:
    """Return each column's words; a blank cell to the right of a group heading belongs to it."""
    beside = [(*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]) for at in range(len(rows))]
    rows = [
        row
        for row, others in zip(rows, beside, strict=True)
        if not any(_translates(row, other) for other in others)
    ]
    filled = [_filled(row, rows[at + 1 :]) for at, row in enumerate(rows)]
    parts = []
    for stack in zip(*filled, strict=True):
        texts = (heading_text(c.lines, is_wrapped=is_wrapped) for c in stack if c.lines)
        parts.append(tuple(dict.fromkeys(text for text in texts if text)))
    corner = _CORNER.fullmatch(" ".join(parts[0]))
    if corner and len(parts) > _FEWEST_KNOWN and _are_of_years([" ".join(p) for p in parts[1:]]):
        parts[0] = (corner["under"] or corner["over"],)
    return out_of_brackets(parts)


_CORNER = re.compile(
    r"(?:年度|年次)別?[\s＼\\／/・]*(?P<under>\S.*)|(?P<over>.*?[^\s＼\\／/・])[\s＼\\／/・]*(?:年度|年次)別?"
)
"""A corner that a diagonal parts (斜線の見出し): 年度 of the columns, and what the rows are."""


def _are_of_years(headings: Sequence[str]) -> bool:
    """Return whether all headings are years (年の並び)."""
    are_bare = _are_years(headings)
    return all(map(names_edition, headings)) or all(are_bare)


def _filled(row: CellRow, below: Sequence[CellRow]) -> CellRow:
    """Fill blank cells with the group heading on their left, if headings follow below.

    A CSV has the words of a merged cell only in its first column. A group that is merged ends where
    its cell does.
    """
    found: list[Cell] = []
    for column, cell in enumerate(row):
        is_blank = bool(found and not cell.text and found[-1].text and found[-1].col_span == 1)
        if is_blank and all(
            any(other[at].text and other[at] is not over for other in below)
            for at, over in ((column, cell), (column - 1, found[-1]))
        ):
            found.append(found[-1])
        else:
            found.append(cell)
    return tuple(found)


def _texts(row: CellRow, *, is_wrapped: bool) -> list[str]:
    return [heading_text(cell.lines, is_wrapped=is_wrapped) for cell in worded(row)]


def _begun(row: CellRow, above: CellRow) -> CellRow:
    """Return the cells of a row that are not merged with those above (その行のセル)."""
    return tuple(cell for cell, over in zip(row, above, strict=True) if cell is not over)


_REMARK = re.compile(r"[(（\[［].*[)）\]］]")  # on the heading above it
_COUNTED = re.compile(r"((?:19|20)\d\d)|(\d{1,2})(?:歳児?|月|年生)?")


def _are_years(texts: Sequence[str]) -> list[bool]:
    """Return which texts are years, months or ages in a row (年・月・年齢の並び): 2025, 2026."""
    found = (_COUNTED.fullmatch(fold(text)) if text[:1].isdigit() else None for text in texts)
    years = [0, *(int(match[1] or match[2]) + 1 if match else 0 for match in found), 0]
    beside = zip(years, years[1:-1], years[2:], strict=False)
    return [bool(year) and year in {left + 1, right - 1} for left, year, right in beside]


def _are_over_years(texts: Sequence[str]) -> bool:
    """Return whether headings are a corner and bare years (斜線の見出しと年の並び): 年度 会計別."""
    is_corner = len(texts) > _FEWEST_KNOWN and _CORNER.fullmatch(texts[0]) is not None
    return is_corner and all(_are_years(texts[1:]))


def _has_data(texts: Sequence[str]) -> bool:
    """Return whether one of a row's cells is data (データの有無)."""
    years = _are_years(texts)
    return any(is_data(text) and not year for text, year in zip(texts, years, strict=True))


def _is_header(
    rows: Sequence[CellRow], parts: Sequence[tuple[str, ...]], context: ReadingContext
) -> bool:
    """Return whether the rows are headings and no data (見出しらしさ)."""
    meanings, is_wrapped = context.meanings, context.is_wrapped
    seen: dict[tuple[int, ...], bool] = {}
    by_hand = odd = 0
    if len(rows) == 1 and _are_over_years(_texts(rows[0], is_wrapped=is_wrapped)):
        return True
    years = _are_years([part[-1] if part else "" for part in parts])
    for column, part in enumerate(parts):
        if not part or years[column]:
            continue
        key = tuple(id(row[column]) for row in rows)
        if key in seen:
            continue
        by_hand += fold(" ".join(part)) in meanings
        seen[key] = is_known(" ".join(part), meanings) or is_known(part[-1], meanings)
        odd += any(is_data(one) for one in part)
    known = sum(seen.values())
    if by_hand and len(seen) > 1:
        return True
    # A row of different words in all columns, one of which is 事業名, is the header of a file.
    are_all = not odd and all(parts) and len({*parts}) == len(seen) + sum(years) == len(parts)
    is_named = any(strengths(part[-1]).get(Role.NAME, 0) > 2 for part in parts if part)  # noqa: PLR2004
    is_whole = are_all and is_named and not is_wrapped
    is_list = is_whole and len(rows) == 1 and len(parts) >= _FEWEST_OF_SOME
    if known < _FEWEST_KNOWN - is_list or odd * 5 > len(seen):
        return False
    is_wide = len(seen) >= _MANY_COLUMNS and known >= _FEWEST_OF_MANY
    is_clean = not odd and known >= _FEWEST_OF_SOME
    return (
        2 * known >= len(seen)
        or (is_clean and 3 * known >= len(seen))
        or (is_wide and (4 * known >= len(seen) or (is_clean and is_named)))
        or is_whole
    )


def is_data(text: str) -> bool:
    """Return whether a cell is data and no heading: a figure, a sentence, a long text."""
    return len(text) > _LONGEST_HEADING or is_statement(text) or is_figure(without_year(text))


def _continues(rows: Sequence[CellRow], context: ReadingContext) -> bool:
    """Return whether the last row still belongs to the header above it (見出し行の続き).

    It does if a cell is merged with one above, or if the row has only heading words, or parts of a
    group (but not a number and a name, which begin a header of their own). A row with a name and
    other headings in all columns is complete: only the same in English continues it.
    """
    above, last = rows[-2], rows[-1]
    texts = _texts(last, is_wrapped=context.is_wrapped)
    if _has_data(_texts(_begun(last, above), is_wrapped=context.is_wrapped)):
        return False
    is_merged = any(cell is over and cell.text for cell, over in zip(last, above, strict=True))
    if is_merged or _translates(last, above) or _translates(above, last):
        return True
    if all(map(_is_caption, texts)) and all(names_edition(cell.text) for cell in worded(above)):
        return False  # （目的） of an article, below 新 and 旧
    parts = _parts_of_groups(last, above)
    are_headings = all(
        text in parts or is_known(text, context.meanings) or _REMARK.fullmatch(text)
        for text in texts
    )
    is_other = _has_all(last) or _is_whole(above, last) or _is_label(above)
    return are_headings and len(texts) > 1 and not is_other


def _is_caption(text: str) -> bool:
    """Return whether a text in brackets is unrelated to the heading above it (条の見出し)."""
    return bool(_REMARK.fullmatch(text)) and not (names_edition(text) or is_unit_line(text))


def _parts_of_groups(row: CellRow, above: CellRow) -> list[str]:
    """Return the texts of a row of which several are under one heading (小見出し), even blank.

    A file without merged cells may repeat the heading over each of them.
    """
    before = ["", *(cell.text for cell in above)]
    heads = [at for at, cell in enumerate(above) if cell.text not in ("", before[at])]
    cells = [(bisect(heads, row.index(cell)), cell.text) for cell in worded(row)]
    count = Counter(head for head, _text in cells)
    return [text for head, text in cells if count[head] > 1 and len(text) <= _LONGEST_PART]


def _translates(row: CellRow, other: CellRow) -> bool:
    """Return whether a row translates the headings beside it into English (英語の見出し)."""
    texts = ((cell.text, one.text) for cell, one in zip(row, other, strict=True))
    pairs = {(text, ja) for text, ja in texts if ja and text != ja}  # No. is in both
    known = sum(is_known(text, {}) for text, _ja in pairs if not names_edition(text))
    are_alone = known >= _FEWEST_KNOWN and len(dict(pairs)) == len({ja for _, ja in pairs})
    words = ((text, ja) for text, ja in pairs if text and text.isascii() and not is_data(text))
    return are_alone and [*pairs] == [pair for pair in words if not pair[1].isascii()]


def _is_whole(row: CellRow, below: CellRow) -> bool:
    """Return whether a row has a heading for every column of the row below (一段の見出し)."""
    texts = [squeezed(cell.text) for cell in row]
    is_full = all(texts) and len({*texts}) == len(texts) and all(cell.text for cell in below)
    names = any(strengths(text).get(Role.NAME, 0) > 1 for text in texts)
    return names and is_full and not any(map(names_edition, texts))


def _has_all(row: CellRow) -> bool:
    """Return whether a row has its own name and number, as a complete header does."""
    roles = {role for cell in worded(row) for role in strengths(squeezed(cell.text))}
    return {Role.NUMBER, Role.NAME} <= roles


def _is_label(row: CellRow) -> bool:
    """Return whether a row is a label and a department's name (担当課の行)."""
    label, *values = (cell.text for cell in worded(row))
    is_label = Role.DEPARTMENT in strengths(squeezed(label)) and len(values) == 1
    return is_label and not is_known(values[0], {})
