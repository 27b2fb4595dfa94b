"""The heading row of a table (見出し行): found by its words, over one or several rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...diagnostics import Span
from ...text.normalize import fold
from ..ir import Cell, Columns
from .column_classifier import Column, Role, column_of, heading_text
from .title_patterns import is_numberlike

_MOST_ROWS = 4
_FEWEST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's heading (表の見出し): what each column holds, None where its words say nothing.

    height: how many rows it takes. texts: each column's words. where: its place.
    """

    columns: tuple[Column | None, ...]
    texts: tuple[str, ...]
    height: int
    where: Span

    def unknown(self) -> Iterable[str]:
        """Yield the words of the columns that were not understood (不明な列), each once."""
        pairs = zip(self.columns, self.texts, strict=True)
        return dict.fromkeys(text for column, text in pairs if column is None and text)


def heading_at(
    rows: Sequence[tuple[Cell, ...]], start: int, given: Columns, *, is_wrapped: bool
) -> Heading | None:
    """Return the heading that begins at the row (見出し行の検出), or None where it is data."""
    best = None
    if not _may_begin(rows[start], given):
        return None
    for height in range(1, min(_MOST_ROWS, len(rows) - start) + 1):
        taken = rows[start : start + height]
        if height > 1 and not _goes_on(taken, given, is_wrapped=is_wrapped):
            break
        texts = _texts(taken, is_wrapped=is_wrapped)
        columns = tuple(column_of(text, given) for text in texts)
        if _is_heading(columns, texts, taken[0], given):
            where = next(cell.span for cell in taken[0] if cell.text)
            below = rows[start + height :]
            columns = _with_name(_with_numbers(columns, texts, below))
            columns = _without_singles(_with_groups(columns, texts, below), below, given)
            best = Heading(columns, texts, height, where)
    return best


def _may_begin(row: tuple[Cell, ...], given: Columns) -> bool:
    """Return whether a heading may begin with the row: one cell over all is a title."""
    worded = [cell for cell in row if cell.text]
    if any(cell is not worded[0] for cell in worded):
        return True
    return 1 < len(worded) < len(row) and column_of("".join(worded[0].lines), given) is not None


def _texts(rows: Sequence[tuple[Cell, ...]], *, is_wrapped: bool) -> tuple[str, ...]:
    """Return each column's words, those of a merged cell once."""
    texts = []
    for stack in zip(*rows, strict=True):
        cells = {id(cell): cell for cell in stack}.values()
        parts = [heading_text(cell.lines, is_wrapped=is_wrapped) for cell in cells]
        texts.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return tuple(texts)


def _is_heading(
    columns: Sequence[Column | None], texts: Sequence[str], row: tuple[Cell, ...], given: Columns
) -> bool:
    known: dict[int, Column] = {}
    worded: set[int] = set()
    for cell, column, text in zip(row, columns, texts, strict=True):
        if text:
            worded.add(id(cell))
        if column is not None:
            known.setdefault(id(cell), column)
    roles = {column.role for column in known.values()}
    by_hand = sum(fold(column.heading) in given for column in known.values())
    return (
        (len(known) >= _FEWEST_KNOWN or (by_hand > 0 and len(worded) > 1))
        and bool(roles & {Role.NAME, Role.SUMMARY, Role.AIM})
        and (2 * len(known) >= len(worded) or by_hand > 0)
    )


def _with_numbers(
    columns: Sequence[Column | None], texts: Sequence[str], below: Sequence[tuple[Cell, ...]]
) -> tuple[Column | None, ...]:
    """Return the columns, the first without a heading one of numbers if it holds nothing else."""
    found = list(columns)
    if Role.NUMBER not in {column.role for column in columns if column}:
        for place, text in enumerate(texts):
            cells = [row[place] for row in below if len(row) == len(texts) and row[place].text]
            if not text and cells and all(is_numberlike(cell.text) for cell in cells):
                found[place] = Column(Role.NUMBER, "")
                break
    return tuple(found)


def _with_name(columns: tuple[Column | None, ...]) -> tuple[Column | None, ...]:
    """Return the columns, the only text without a year the name where there is none (取組内容)."""
    if any(column and column.role is Role.NAME for column in columns):
        return columns
    of_text = [column for column in columns if column and column.role is Role.SUMMARY]
    yearless = {column.heading for column in of_text if column.year is None}
    if len(yearless) != 1 or not any(column.year for column in of_text):
        return columns
    return tuple(
        Column(Role.NAME, column.heading) if column and column.heading in yearless else column
        for column in columns
    )


def _with_groups(
    columns: tuple[Column | None, ...], texts: Sequence[str], below: Sequence[tuple[Cell, ...]]
) -> tuple[Column | None, ...]:
    """Return the columns, of several names those on the left one of sections (事業の上の列).

    They are where their cells stand over several rows; else only the last is the name.
    """
    found = list(columns)
    names = [place for place, column in enumerate(columns) if column and column.role is Role.NAME]
    for place in names[:-1]:
        if texts[place] != texts[names[-1]]:
            rows = [row for row in below if len(row) == len(texts)]
            stands_over = any(
                low[place] is high[place] or not low[place].text
                for high, low in pairwise(rows)
                if high[place].text and low[names[-1]].text and low[names[-1]] is not low[place]
            )
            heading = texts[place]
            found[place] = Column(Role.SECTION_TITLE, heading) if stands_over else None
    return tuple(found)


def _without_singles(
    columns: tuple[Column | None, ...], below: Sequence[tuple[Cell, ...]], given: Columns
) -> tuple[Column | None, ...]:
    """Return the columns without sections that have one row each (行ごとに異なる列).

    取組の方向性 stands over several rows in one document, and says something of each in another.
    """
    names = [place for place, column in enumerate(columns) if column and column.role is Role.NAME]
    if not names:
        return columns
    rows = [row for row in below if len(row) == len(columns) and row[names[-1]].text]
    rows = [row for row in rows if any(cell is not row[0] for cell in row if cell.text)]
    return tuple(
        None
        if column
        and column.role is Role.SECTION_TITLE
        and fold(column.heading) not in given
        and _differ([fold(row[place].text) for row in rows], fold(column.heading))
        else column
        for place, column in enumerate(columns)
    )


def _differ(texts: Sequence[str], heading: str) -> bool:
    """Return whether each of several cells has a text of its own (重複のない列).

    The heading itself may be repeated over other rows.
    """
    own = [text for text in texts if text != heading]
    return len(set(own)) == len(own) > 1 and "" not in own


def _goes_on(rows: Sequence[tuple[Cell, ...]], given: Columns, *, is_wrapped: bool) -> bool:
    """Return whether the last row still belongs to the heading above it.

    A cell merged with one above says so, and so does a row of nothing but heading words.
    """
    above, last = rows[-2], rows[-1]
    if any(cell is upper and cell.text for cell, upper in zip(last, above, strict=True)):
        return True
    words = {id(cell): heading_text(cell.lines, is_wrapped=is_wrapped) for cell in last}
    worded = [text for text in words.values() if text]
    return len(worded) > 1 and all(column_of(text, given) for text in worded)
