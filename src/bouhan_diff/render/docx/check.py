"""Verify tracked changes (変更履歴の検証): what accepting or rejecting all of them results in.

Independent of how they were written: the file is opened again, and both results are compared with
the editions.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence

from ...comparison.table import ComparisonTable, Row, RowKind
from ...plan import BESIDE_NAMES, CODES
from ...text.escape import writable
from .. import labels
from ..brief import old_name
from .lines import is_named_by_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Cells = tuple[str, ...]
"""The texts of a row's cells (セルの文), paragraphs parted by newlines."""


class UnfaithfulChangesError(Exception):
    """Tracked changes do not lead to an edition (変更履歴の誤り), which is a bug."""


def verify(content: bytes, tables: Sequence[ComparisonTable]) -> None:
    """Check that accepting all changes gives the new edition, rejecting all the old one (検証).

    Each initiative of the edition must be a row, in order, with its name and text to the letter,
    and with its changed amounts, department and fields. Raises UnfaithfulChangesError.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = ET.fromstring(package.read("word/document.xml"))  # noqa: S314  just written
    rows = [(table, row) for table in tables for group in table.groups for row in group.rows]
    for is_new in (True, False):
        found = settled_rows(document, is_new=is_new)
        absent = RowKind.REMOVED if is_new else RowKind.ADDED
        for table, row in (one for one in rows if one[1].kind is not absent):
            texts, amounts = _texts(table, row, is_new=is_new), _amounts(row, is_new=is_new)
            words = _words(row, is_new=is_new)
            if not any(_says(cells, texts, amounts, words) for cells in found):
                outcome = "accepted" if is_new else "rejected"
                raise UnfaithfulChangesError(f"{row.ref}: changes {outcome} do not give its text")


def settled_rows(document: ET.Element, *, is_new: bool) -> Iterator[Cells]:
    """Yield the rows of all tables after accepting, or rejecting, all changes (反映後の行)."""
    undone = f"{_W}{'del' if is_new else 'ins'}"
    for row in document.iter(f"{_W}tr"):
        if row.find(f"{_W}trPr/{undone}") is None:
            yield tuple(_settled(cell, undone) for cell in row.iter(f"{_W}tc"))


def _settled(cell: ET.Element, undone: str) -> str:
    """Return the remaining text of a cell (反映後の文)."""
    text = ""
    for line in cell.iter(f"{_W}p"):
        text += _written(line, undone)
        if line.find(f"{_W}pPr/{_W}rPr/{undone}") is None:
            text += "\n"
    return text.removesuffix("\n")


def _written(element: ET.Element, undone: str) -> str:
    """Return the remaining text of an element, at any depth (反映後の文)."""
    if element.tag == undone:
        return ""
    text = (element.text or "") if element.tag in (f"{_W}t", f"{_W}delText") else ""
    inside = "".join(_written(one, undone) for one in element)
    return "\t" if element.tag == f"{_W}tab" else text + inside


def _texts(table: ComparisonTable, row: Row, *, is_new: bool) -> list[str]:
    """Return the name and the text in an edition (その版の記載).

    A name taken from the new text is written there alone: the old text may begin otherwise.
    """
    name, text = (row.name, row.new) if is_new else (old_name(row), row.old)
    return list(filter(None, (text,) if is_named_by_text(table, row) else (name, text)))


def _amounts(row: Row, *, is_new: bool) -> list[str]:
    """Return the changed amounts as they are in an edition (その版の数値)."""
    if row.is_one_sided:  # the row is tracked as a whole
        return []
    fields = (one for one in row.fields if one.is_amount and one.is_changed)
    amounts = ((one.new if is_new else one.old) or "" for one in fields)
    return [labels.published_amount(amount) for amount in amounts]


def _words(row: Row, *, is_new: bool) -> list[list[str]]:
    """Return the words of the changed department and fields in an edition (その版の項目)."""
    if row.is_one_sided:
        return []
    changed = [one for one in row.changes if one.what in BESIDE_NAMES and one.what not in CODES]
    values = [str(one.new if is_new else one.old) for one in changed]
    fields = (one for one in row.fields if not one.is_amount and one.is_changed)
    values += ((one.new if is_new else one.old) or "" for one in fields)
    return [_comparable(value).split() for value in values]


def _says(
    cells: Cells, texts: Sequence[str], amounts: Sequence[str], words: Sequence[Sequence[str]]
) -> bool:
    """Return whether a row has these whole paragraphs, and these amounts and words (照合)."""
    closed = ["".join(_comparable(cell).split()) for cell in cells]
    if not all(any(all(one in cell for one in value) for cell in closed) for value in words):
        return False
    lines = [f"\n{_comparable(cell)}\n" for cell in cells]
    has_texts = all(any(f"\n{_comparable(text)}\n" in line for line in lines) for text in texts)
    numbers = (rf"(?<![\d△,.]){re.escape(_comparable(one))}(?![\d,])" for one in amounts)
    return has_texts and all(any(re.search(one, line) for line in lines) for one in numbers)


def _comparable(text: str) -> str:
    """Return a text without spaces at its lines' ends (照合用の文), which part old from new."""
    written = writable(text, is_changed=True).replace("\t", "\n")
    return "\n".join(line.rstrip(" ") for line in written.split("\n"))
