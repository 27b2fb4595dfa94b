"""Rows of one record (一件分の行): which rows of a table go on below the name of the first.

So do the texts of boxes (枠), in which a name and its amount stand over what is done, without any
label.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from ..headings.departments import is_office
from ..headings.header_rows import CellRow, is_data, worded
from ..headings.vocabulary import Role, is_known, is_total, names_edition, strengths
from ..ir import Cell, Content, Document, Line, ReadingContext, Table, table_of_rows
from .form_table import cells_begun
from .list_lines import AMOUNT, DEPARTMENT, NAME, TEXT

Record = Sequence[CellRow]
"""The rows of one record (一件分の行)."""


def records_of(
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
        if record and are_continued(record[-1], row, keys, or_same=or_same):
            record.append(row)
            continue
        if record:
            yield record
        record = []
        cells = worded(row)
        if len(cells) == 1 or (cells and is_named and _is_unlabelled_sum(row, cells[0], labels)):
            yield cells[0]._replace(lines=("\u3000".join(cell.text for cell in cells),))
        elif cells:
            record = [row]
    if record:
        yield record


def are_continued(
    above: CellRow, row: CellRow, places: Iterable[int], *, or_same: bool = False
) -> bool:
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


def labelled_records(
    rows: Sequence[CellRow], headings: Sequence[str], keys: Sequence[int], columns: Set[int]
) -> list[Record]:
    """Return the records if each of their rows has labels (項目名のある記録), else none; quick."""
    found: list[Record] = []
    for piece in records_of(rows, headings, keys, columns):
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


# --- Boxes without labels -----------------------------------------------------------------------

_FEWEST_BOXES = 3
_LONGEST_NAME = 40
_AMOUNT = re.compile(r"[(（【]?[△▲]?[0-9０-９][0-9０-９,，.．]*\s*(?:[百千万億]{0,2}円)?[)）】]?")
_OWNED = re.compile(r"(?P<name>.+?)\s*[(（【\[［〔](?P<owner>[^()（）【】]+)[)）】\]］〕]")

_Box = Mapping[str, Content]
"""What a box tells: the texts by their labels."""


def with_boxes_as_rows(document: Document, _context: ReadingContext) -> Document:
    """Return the document with boxes of a name over its text as rows (項目名のない枠).

    道の灯り（道路課） and 1,200千円 are above the text, or the amount is beside that; each has one.
    """
    parts: list[Line | _Box] = []
    for block in document.blocks:
        pieces = [block] if isinstance(block, Line) else _boxes_in(block)
        if pieces is None:
            return document
        parts += pieces
    boxes = [part for part in parts if not isinstance(part, Line)]
    if len(boxes) < _FEWEST_BOXES:
        return document
    labels = [one for one in (NAME, TEXT, AMOUNT, DEPARTMENT) if any(one in box for box in boxes)]
    blocks: list[Line | Table] = []
    for _is_line, some in groupby(parts, key=lambda part: isinstance(part, Line)):
        pieces = [*some]
        blocks += [part for part in pieces if isinstance(part, Line)]
        if rows := [part for part in pieces if not isinstance(part, Line)]:
            place = rows[0][NAME][1]
            head: list[Content] = [((label,), place) for label in labels]
            table = [[row.get(label, ((), place)) for label in labels] for row in rows]
            blocks.append(replace(table_of_rows([head, *table]), header=1, span=place))
    return replace(document, blocks=tuple(blocks))


def _boxes_in(table: Table) -> list[Line | _Box] | None:
    """Return the boxes of a table, and the lone texts between them (枠), None if it has others."""
    grid = table.grid()
    every = (cells for at in range(len(grid)) if (cells := cells_begun(grid, at)))
    first = next(every, [])
    if len(first) > 1 and _upper(first) is None:
        return None  # quick, as every table is asked
    rows = [first, *every] if first else []
    found: list[Line | _Box] = []
    at = 0
    while at < len(rows):
        name, text = _upper(rows[at]), _lower(rows[at + 1]) if at + 1 < len(rows) else None
        if name and text and (AMOUNT in name) + (AMOUNT in text) == 1:
            found.append({**text, **name})
            at += 2
        elif len(rows[at]) == 1:
            found.append(Line(rows[at][0].text, rows[at][0].span))
            at += 1
        else:
            return None
    return found


def _upper(cells: Sequence[Cell]) -> _Box | None:
    """Return the name in the upper row of a box, with its facts (枠の名称), None if it has none."""
    text = " ".join(cells[0].text.split())
    facts = _facts(cells[1:])
    is_name = len(text) <= _LONGEST_NAME and "。" not in text and any(map(str.isalpha, text))
    if not is_name or facts is None or is_known(text, {}) or _AMOUNT.fullmatch(text):
        return None
    owned = _OWNED.fullmatch(text)
    if owned and is_office(owned["owner"]) and DEPARTMENT not in facts:
        owner: Content = ((owned["owner"],), cells[0].span)
        return {NAME: ((owned["name"],), cells[0].span), DEPARTMENT: owner, **facts}
    return {NAME: ((text,), cells[0].span), **facts}


def _lower(cells: Sequence[Cell]) -> _Box | None:
    """Return the text in the lower row of a box, with its facts (枠の本文), None if it has none."""
    text, facts = cells[0], _facts(cells[1:])
    is_text = text.text.rstrip().endswith("。") and facts is not None
    return {TEXT: (text.lines, text.span), **(facts or {})} if is_text else None


def _facts(cells: Sequence[Cell]) -> _Box | None:
    """Return the amount and the department in cells (金額・担当課), None if they are others."""
    found: dict[str, Content] = {}
    for cell in cells:
        text = cell.text.strip()
        label = AMOUNT if _AMOUNT.fullmatch(text) else DEPARTMENT if is_office(text) else ""
        if not label or label in found:
            return None
        found[label] = (text,), cell.span
    return found
