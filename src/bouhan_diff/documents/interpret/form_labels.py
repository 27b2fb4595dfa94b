"""Forms of one initiative each (個票), and what their cells say as labels (項目名)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...text.quantities import known_unit
from ..ir import Cell, Line, Table
from .header_rows import Row, heading_text, worded

Label = tuple[str, ...]
"""What names a value (項目名): the groups that its label stands under, then the label."""

LONGEST_LABEL = 25


@dataclass(slots=True, eq=False)
class Form:
    """The rows of a table that are one form (個票の範囲), and the values under its labels.

    rows: of the columns that it takes, where forms stand side by side. title: the line above
    that names the initiative, where no label does. is_rest: the form began on the page
    before. values: by the folded label, which spelled has as it stands. lists: which row heads
    the inner table of a label, and how many rows that has. astray: cells among the others that
    have no label.
    """

    table: Table
    rows: Sequence[Row]
    top: int
    bottom: int
    title: Line | None = None
    is_rest: bool = False
    values: dict[Label, list[Cell]] = field(default_factory=dict)
    spelled: dict[Label, Label] = field(default_factory=dict)
    lists: dict[Label, tuple[int, int]] = field(default_factory=dict)
    astray: list[Cell] = field(default_factory=list)

    def value(self, label: Label) -> str:
        """Return the text of a value (項目の値), empty where there is none."""
        return " ".join(cell.text for cell in self.values.get(label, ()) if cell.text)


# --- Labels ---------------------------------------------------------------------------------------

_LISTED = re.compile(
    r"(?:[(（]?(?:\d{1,2}|[ア-ンⅠ-Ⅻ])[)）.．、]|[①-⑳■□●○◆◇◎・【]|(?:\d{1,2}|[ア-ンⅠ-Ⅻ])\s+)\s*"
)
_PAIR = re.compile(r"(?P<label>[^:：\n、。]{1,20})[:：][ \u3000]*(?P<value>.*)", re.DOTALL)


def words_of(cell: Cell, *, is_wrapped: bool) -> str:
    """Return the label that a cell is or begins with (項目名), or nothing."""
    pair = pair_of(cell)
    return pair[0] if pair else label_of(cell, is_wrapped=is_wrapped)


def pair_of(cell: Cell) -> tuple[str, str] | None:
    """Return label and value of a cell that holds both (事業名：移動図書館), or None."""
    match = _PAIR.fullmatch("\n".join(cell.lines).strip())
    return (bare(match["label"].strip()), match["value"]) if match else None


def begun(rows: Sequence[Row], at: int) -> list[Cell]:
    """Return the cells with text that begin in a row (その行に始まるセル)."""
    above = {id(cell) for cell in rows[at - 1]} if at else set()
    return [cell for cell in worded(rows[at]) if id(cell) not in above]


def cells_of(row: Row) -> list[Cell]:
    """Return the cells of a row (行のセル), a merged one once, blank ones at its ends left out."""
    cells = list({id(cell): cell for cell in row}.values())
    while cells and not cells[-1].text:
        cells.pop()
    while cells and not cells[0].text:
        cells.pop(0)
    return cells


def bare(text: str) -> str:
    """Return a label without its number, brackets and colon (項目名): １ 事業名：, 【事業名】."""
    return _LISTED.sub("", text, count=1).strip().rstrip("：:】").strip() or text


def label_of(cell: Cell, *, is_wrapped: bool) -> str:
    """Return the text of a cell as that of a label (項目名), or nothing if it is too long."""
    if sum(map(len, cell.lines)) > 2 * LONGEST_LABEL:
        return ""
    text = bare(heading_text(cell.lines, is_wrapped=is_wrapped))
    return text if len(text) <= LONGEST_LABEL else ""


def is_unit_behind(text: str, unit: str) -> bool:
    """Return whether a cell only has the unit of the figure in the one before it (単位のセル)."""
    return text[-1:].isdecimal() and known_unit(unit) is not None


def _again(number: int) -> str:
    """Return what tells a label from the same one before it (同じ項目名の区別)."""
    return f"（{number}）" if number > 1 else ""
