"""The labels and the values of one form (個票の項目と値), read from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...edition import named_edition
from ...text.headings import heading_unit
from ...text.normalize import fold
from ..ir import Cell, Line, Table
from .header_rows import Row, heading_text, is_data, is_figure, is_known
from .titles import marked_title, numbered_title

Label = tuple[str, ...]
"""What names a value (項目名): the groups that its label stands under, then the label."""

LONGEST_LABEL = 24
_MOST_GROUPS = 2
_FEWEST_HEADS = 3


@dataclass(slots=True, eq=False)
class Form:
    """The rows of a table that are one form (個票の範囲), and the values under its labels.

    title: the line above that names the initiative, where no label does. is_rest: the form
    began on the page before.
    """

    table: Table
    top: int
    bottom: int
    title: Line | None = None
    is_rest: bool = False
    values: dict[Label, list[Cell]] = field(default_factory=dict)


class FormReader:
    """Reads one form from top to bottom (個票の読取り)."""

    def __init__(self, form: Form, shared: frozenset[str], *, is_wrapped: bool) -> None:
        self._rows = form.table.grid()[form.top : form.bottom]
        self._shared = shared
        self._title = form.title
        self._is_wrapped = is_wrapped
        self._found: dict[Label, list[Cell]] = {}
        self._heads: dict[int, str] = {}
        self._groups: set[int] = set()
        self._last: Label = ("",)

    def values(self) -> dict[Label, list[Cell]]:
        """Return the cells under each label (項目と値), in the order of the form."""
        if self._title is not None:
            self._take_title(self._title)
        for at, row in enumerate(self._rows):
            cells = [cell for cell in cells_of(row) if at == 0 or cell not in self._done(at)]
            groups = [cell for cell in self._done(at) if id(cell) in self._groups]
            if cells:
                self._row(cells, tuple(map(self._text, groups)), at)
        return self._found

    def _take_title(self, line: Line) -> None:
        """Take the title above the form as its number and its name (見出しの番号と事業名)."""
        numbered = numbered_title(line.text)
        name = numbered.title if numbered else marked_title(line.text) or line.text.strip()
        if numbered and numbered.number is not None:
            self._found["番号",] = [Cell((str(numbered.number),), line.span)]
        self._found["事業名",] = [Cell((name,), line.span)]

    def _done(self, at: int) -> list[Cell]:
        """Return the cells that reach down from the row above (上から続くセル)."""
        above = {id(cell) for cell in self._rows[at - 1]} if at else set()
        return [cell for cell in cells_of(self._rows[at]) if id(cell) in above]

    def _row(self, cells: Sequence[Cell], groups: Label, at: int) -> None:
        if self._heads and {cell.column for cell in cells} <= set(self._heads) and len(cells) > 1:
            self._inner_row(cells, groups)
            return
        self._heads = {}
        inner = cells
        if not groups and len(cells) > _MOST_GROUPS and cells[0].row_span > cells[1].row_span:
            groups, inner = (self._text(cells[0]),), cells[1:]
            self._groups.add(id(cells[0]))
        if self._are_heads(inner, at):
            self._heads = {cell.column: self._text(cell) for cell in inner}
            return
        self._pairs(inner, groups)

    def _are_heads(self, cells: Sequence[Cell], at: int) -> bool:
        """Return whether a row heads the columns of rows below it (内訳の見出し行)."""
        known = sum(map(is_label, cells))
        if known < 2 or not all(map(self._may_be_label, cells)):  # noqa: PLR2004  one is no row
            return False
        below = cells_of(self._rows[at + 1]) if at + 1 < len(self._rows) else []
        below = [cell for cell in below if cell not in self._done(at + 1)]
        columns = {cell.column for cell in cells}
        is_even = len(below) > 1 and {cell.column for cell in below} <= columns
        has_figures = any(is_figure(cell.text) for cell in below)
        return is_even and (len(cells) >= _FEWEST_HEADS or has_figures)

    def _inner_row(self, cells: Sequence[Cell], groups: Label) -> None:
        """Take a row below heads (内訳の行): its own label, then a value under each head."""
        first = cells[0]
        is_named = len(cells) > 1 and first.column == min(self._heads) and not is_data(first.text)
        name = (self._text(first),) if is_named and first.text else ()
        for cell in cells[1:] if name else cells:
            named = () if name and groups and _are_same(name[0], groups[-1]) else name
            label = tuple(dict.fromkeys((*groups, *named, self._heads[cell.column])))
            self._add(label, cell)

    def _pairs(self, cells: Sequence[Cell], groups: Label) -> None:
        """Take the pairs of label and value of a row (項目と値の組)."""
        label: Label = groups
        is_open = False
        before = ""
        for at, cell in enumerate(cells):
            after = cells[at + 1] if at + 1 < len(cells) else None
            if is_open and after is not None and self._is_inner_label(cell, after, label):
                label = (*label, self._text(cell))
            elif not is_open and self._may_be_label(cell) and (after is not None or not groups):
                text = self._text(cell)
                is_year = named_edition(text) is not None or text in _YEARS
                label = (*groups, before, text) if before and is_year else (*groups, text)
                is_open = True
            elif cell.text or is_open:
                self._add(label or self._last, cell)
                before = label[-1] if label and is_open else before
                is_open = False
        if is_open:
            self._last = label
            self._found.setdefault(label, [])

    def _is_inner_label(self, cell: Cell, after: Cell, label: Label) -> bool:
        """Return whether a cell beside a label is a label too (小項目), with a value after it."""
        return (
            len(label) <= _MOST_GROUPS
            and is_label(cell)
            and bool(after.text)
            and not self._may_be_label(after)
        )

    def _add(self, label: Label, cell: Cell) -> None:
        self._last = label
        self._found.setdefault(label, []).append(cell)

    def _may_be_label(self, cell: Cell) -> bool:
        return is_label(cell) or self._text(cell) in self._shared

    def _text(self, cell: Cell) -> str:
        return heading_text(cell.lines, is_wrapped=self._is_wrapped)


def _are_same(text: str, group: str) -> bool:
    """Return whether a label only repeats its group (見出しの反復): 事業費 in 事業費（千円）."""
    return fold(text) == fold(heading_unit(group)[0])


_YEARS = frozenset({"前年度", "本年度", "当年度", "前年", "昨年度", "翌年度"})


def cells_of(row: Row) -> list[Cell]:
    """Return the cells of a row (行のセル), a merged one once, blank ones at its ends left out."""
    cells = list({id(cell): cell for cell in row}.values())
    while cells and not cells[-1].text:
        cells.pop()
    while cells and not cells[0].text:
        cells.pop(0)
    return cells


def is_label(cell: Cell) -> bool:
    """Return whether a cell is a label (項目名) by the words of headings."""
    text = heading_text(cell.lines, is_wrapped=True)
    return 0 < len(text) <= LONGEST_LABEL and is_known(text, {})
