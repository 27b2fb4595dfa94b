"""Rows of one record (一件分の行): which rows of a table go on below the name of the first."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import lru_cache

from ..headings.header_rows import CellRow, is_data, worded
from ..headings.vocabulary import Role, is_total, names_edition, strengths
from ..ir import Cell

Record = Sequence[CellRow]
"""The rows of one record (一件分の行)."""


def pieces(
    rows: Sequence[CellRow],
    headings: Sequence[str],
    keys: Sequence[int],
    labels: Collection[int],
) -> Iterator[Record | Cell]:
    """Yield the rows of each record (一件分の行), and the lone texts between them (見出し).

    keys, labels: the columns of what the whole record says, and of the labels of its rows. Below
    the first row the keys are merged or blank, or the same with a name among them, but no year:
    where each row has its year, labels are kinds of rows. Below names a sum (合計) without a label
    is the text of its row.
    """
    is_named = has_name(headings, keys)
    or_same = is_named and not any(Role.EDITION in strengths(headings[at]) for at in keys)
    record: list[CellRow] = []
    for row in rows:
        if record and goes_on(record[-1], row, keys, or_same=or_same):
            record.append(row)
            continue
        if record:
            yield record
        record = []
        own = worded(row)
        if len(own) == 1 or (own and is_named and _is_unlabelled_sum(row, own[0], labels)):
            yield own[0]._replace(lines=("\u3000".join(cell.text for cell in own),))
        elif own:
            record = [row]
    if record:
        yield record


def goes_on(above: CellRow, row: CellRow, places: Iterable[int], *, or_same: bool = False) -> bool:
    """Return whether cells are merged with those above, or blank (続きのセル).

    or_same: or say the same, as where a merged cell was taken apart and filled.
    """
    return all(
        not (cell := row[at]).lines
        or cell is above[at]
        or not cell.text
        or (or_same and cell.text == above[at].text)
        for at in places
    )


def has_name(headings: Sequence[str], keys: Iterable[int]) -> bool:
    """Return whether one of the columns of records names them (名称の列)."""
    return any(strengths(headings[at]).get(Role.NAME, 0) > 1 for at in keys)


def _is_unlabelled_sum(row: CellRow, first: Cell, labels: Iterable[int]) -> bool:
    return is_total(first.text) and all(row[at].text in ("", first.text) for at in labels)


def labelled(
    rows: Sequence[CellRow], headings: Sequence[str], keys: Sequence[int], columns: Set[int]
) -> list[Record]:
    """Return the records if each of their rows has labels (項目名のある記録), else none; quick."""
    found: list[Record] = []
    for piece in pieces(rows, headings, keys, columns):
        if isinstance(piece, Cell):
            continue
        if not all(may_be_label(row[at].text) for row in piece for at in columns):
            return []
        found.append(piece)
    return found


@lru_cache(maxsize=1024)
def may_be_label(text: str) -> bool:
    """Return whether a text may name one row of a record (項目名), as no value does."""
    is_word = 0 < len(text) <= _LONGEST_LABEL and any(map(str.isalnum, text))
    return is_word and not is_data(text) and not names_edition(text)


_LONGEST_LABEL = 20
