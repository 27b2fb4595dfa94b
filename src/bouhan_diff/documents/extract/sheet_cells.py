"""The cells of an Excel sheet (シートのセル), of either format: what each shows, and where.

Numbers are shown as their format shows them. What is struck out or hidden is left out and
reported.
"""

from math import isfinite
from pathlib import Path
from typing import NamedTuple

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _, listed
from ..ir import Content, Place, Table, table_of
from .sources import UNREADABLE
from .xlsx_formats import rendered, rendered_text

_MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
_MOST_CELLS = 2_000_000
_LONGEST_WHOLE = 15


class Run(NamedTuple):
    """Text of one look (文字列の一部). is_struck: None where the look is the cell's."""

    text: str
    is_struck: bool | None


Text = str | tuple[Run, ...]
"""A cell's text (セルの文字列): of one look, or in runs."""


class Style(NamedTuple):
    """How a cell looks (セルの書式): its number format, and whether it is struck out."""

    format: str = "General"
    is_struck: bool = False


class SheetCells:
    """Collects the cells of one sheet (シートの読取り).

    contents: what is shown, by place. problems: what was noticed. merged: the first and last
    place of each merged cell. keeps_struck: text that is struck out is kept, as in our own
    workbooks. Rows and columns are counted from 0.
    """

    def __init__(self, path: Path, title: str, *, is_1904: bool, keeps_struck: bool) -> None:
        self.contents: dict[Place, Content] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.problems: list[Diagnostic] = []
        self._path = path
        self._title = title
        self._is_1904 = is_1904
        self._keeps_struck = keeps_struck
        self._hidden: list[str] = []

    def put(self, row: int, column: int, text: str, *, is_hidden: bool) -> None:
        """Keep what a cell shows (セルの記録). Raises UserError beyond the last column."""
        if column >= MOST_COLUMNS:
            raise self._endless(
                _("The sheet has more than {most} columns.").format(most=MOST_COLUMNS),
                _("Copy the table to a new file."),
            )
        if is_hidden:
            self._hidden.append(text)
        else:
            span = Span(sheet=self._title, row=row + 1)
            self.contents[row, column] = tuple(text.split("\n")), span

    def table(self) -> Table:
        """Return the sheet's table (表), its name as the caption; report what is hidden."""
        span = Span(sheet=self._title)
        if self._hidden:
            data = {"text": " ".join(self._hidden)}
            self.problems.append(Diagnostic(Level.LOSS, "hidden-cells", span, data))
        return table_of(self.contents, self.merged, span, self._title)

    def texts(self) -> dict[Place, str]:
        """Return what each cell shows (セルの表示)."""
        return {place: "\n".join(lines) for place, (lines, _span) in self.contents.items()}

    def number(self, value: str, style: Style, row: int, column: int) -> str:
        """Return a number as its format shows it (数値の表示). value: as the file has it."""
        if style.format == "General" and len(value) < _LONGEST_WHOLE and value.isdigit():
            text = value  # as most numbers are
        else:
            text = self._formatted(value, style.format, row, column)
        return self.words(text, Style(is_struck=True), row, column) if style.is_struck else text

    def _formatted(self, value: str, code: str, row: int, column: int) -> str:
        number = float(value)
        if not isfinite(number):  # 1E+999, which no program can hold
            self.report(Level.DOUBT, "number-format", row, column, value)
            return value
        text, is_sure = rendered(number, code, is_1904=self._is_1904)
        if not is_sure:
            self.report(Level.DOUBT, "number-format", row, column, text)
        elif not text and number:
            self._hidden.append(value)  # by a format without any sign, such as ;;;
        return text

    def words(self, text: Text, style: Style, row: int, column: int) -> str:
        """Return a cell's text (セルの文字列) without what is struck out."""
        is_struck = style.is_struck and not self._keeps_struck
        if isinstance(text, str):
            if is_struck and text.strip():
                self.report(Level.LOSS, "struck-out", row, column, text)
                return ""
            kept = text
        else:
            # A line break between two lines that are kept is no text to strike out.
            runs = [
                (
                    run.text,
                    not self._keeps_struck
                    and bool(run.text.strip())
                    and (is_struck if run.is_struck is None else run.is_struck),
                )
                for run in text
            ]
            kept = "".join(words for words, is_out in runs if not is_out)
            if out := "".join(words for words, is_out in runs if is_out):
                self.report(Level.LOSS, "struck-out", row, column, out)
        if UNREADABLE in kept:
            self.report(Level.LOSS, "sign-without-text", row, column, UNREADABLE)
        return rendered_text(kept, style.format) if style.format != "General" else kept

    def report(self, level: Level, code: str, row: int, column: int, text: str = "") -> None:
        """Note something about a cell (セルの報告)."""
        cell = f"{_letters(column)}{row + 1}"
        span = Span(sheet=self._title, row=row + 1, column=column + 1)
        self.problems.append(Diagnostic(level, code, span, {"cell": cell, "text": text}))

    def check_size(self, rows: int, cells: int) -> None:
        """Raise UserError where so many rows or cells are more than a plan has (上限)."""
        what = ""
        if rows > _MOST_ROWS:
            what = _("The sheet has more than {most} rows.").format(most=_MOST_ROWS)
        elif cells > _MOST_CELLS:
            what = _("The sheet has more than {most} cells.").format(most=_MOST_CELLS)
        if what:
            advice = _("Delete the empty rows under the table, or copy the table to a new file.")
            raise self._endless(what, advice)

    def _endless(self, what: str, advice: str) -> UserError:
        sheet = _("sheet {sheet}").format(sheet=self._title)
        return UserError(what, where=f"{self._path}, {sheet}", advice=advice)


def no_sheet(path: Path, asked: str, titles: list[str]) -> UserError:
    """Return the error for a sheet that the workbook does not have (シートの指定)."""
    return UserError(
        _("There is no sheet “{sheet}”.").format(sheet=asked),
        where=str(path),
        advice=_("Choose from {values}.").format(values=listed(titles)),
    )


def _letters(column: int) -> str:
    """Return a column's letters (列の文字) of its number from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
