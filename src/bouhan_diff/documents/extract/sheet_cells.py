"""The cells of an Excel sheet (シートのセル), .xlsx or .xls: what each shows, and where.

Numbers appear as their format shows them. Struck-out and hidden text is left out and reported.
Shared texts, styles, drawings and comments are separate parts of a workbook.

Many sheets merge nothing: a heading stands in the middle of three cells without rules between
them, or a group in the middle of its rows. Whoever sees the sheet sees one cell, so that rules
(罫線) join cells.
"""

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from enum import IntFlag
from math import isfinite
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _, listed
from ..ir import Content, Place, Table, table_of
from .sources import UNREADABLE
from .xlsx_formats import rendered, rendered_text

_MOST_JOINED = 2_000  # cells that rules join; a larger area is the sheet around a frame


class Sides(IntFlag):
    """The sides of a cell that have a rule (罫線のある辺)."""

    NONE = 0
    LEFT = 1
    RIGHT = 2
    TOP = 4
    BOTTOM = 8


_CLOSED = Sides.LEFT | Sides.RIGHT | Sides.TOP | Sides.BOTTOM


class Joined(NamedTuple):
    """Cells that rules join (罫線で囲まれたセル): the first and last, and the one with the text."""

    first: Place
    last: Place
    text: Place


class Rules:
    """The rules of one sheet (シートの罫線), by cell; rows and columns count from 0."""

    def __init__(self) -> None:
        self._rows: dict[int, bytearray] = {}

    def put(self, row: int, column: int, sides: int) -> None:
        """Store the sides of a cell that have a rule (罫線の記録)."""
        found = self._rows.setdefault(row, bytearray())
        if len(found) <= column:
            found.extend(bytes(column + 1 - len(found)))
        found[column] |= sides

    def joined(
        self, texts: Collection[Place], merged: Iterable[tuple[Place, Place]]
    ) -> Iterator[Joined]:
        """Yield the areas within rules that have one text and no rule inside (罫線で囲まれた範囲).

        The rows and columns in it must be parted by rules beside it: where nothing parts them, a
        value stands in its own row. merged: the first and last place of each merged cell.
        """
        barriers = {
            (row, column)
            for (top, left), (bottom, right) in merged
            for row in range(top, min(bottom, top + _MOST_JOINED) + 1)
            if row in self._rows
            for column in range(left, min(right + 1, len(self._rows[row])))
        }
        blank = {row: bytearray(sides) for row, sides in self._rows.items()}
        for row, column in (*texts, *barriers):
            if row in blank and column < len(blank[row]):
                blank[row][column] = 0
        seen: set[Place] = set()
        for row, sides in sorted(blank.items()):
            for column in (at for at, side in enumerate(sides) if 0 < side < _CLOSED):
                if (row, column) not in seen:
                    area = self._area((row, column), seen, barriers)
                    if area and (one := self._one(area, texts)):
                        yield one

    def _area(self, start: Place, seen: set[Place], barriers: Collection[Place]) -> list[Place]:
        """Return the places that no rule parts from this one (範囲); empty if it is not closed."""
        area: list[Place] = []
        waiting = [start]
        seen.add(start)
        is_closed = True
        while waiting:
            row, column = waiting.pop()
            area.append((row, column))
            for place, is_ruled in (
                ((row, column - 1), self._is_right(row, column - 1)),
                ((row, column + 1), self._is_right(row, column)),
                ((row - 1, column), self._is_below(row - 1, column)),
                ((row + 1, column), self._is_below(row, column)),
            ):
                if is_ruled:
                    continue
                is_inside = place[0] in self._rows and 0 <= place[1] < len(self._rows[place[0]])
                if not is_inside or place in barriers or len(area) > _MOST_JOINED:
                    is_closed = False
                elif place not in seen:
                    seen.add(place)
                    waiting.append(place)
        return area if is_closed else []

    def _one(self, area: list[Place], texts: Collection[Place]) -> Joined | None:
        """Return the area as one cell (一つのセル) if it looks like one on the sheet."""
        filled = [place for place in area if place in texts]
        first, last = min(area), max(area)
        (top, left), (bottom, right) = first, last
        is_rectangle = len(area) == (bottom - top + 1) * (right - left + 1)
        if len(filled) != 1 or len(area) == 1 or not is_rectangle:
            return None
        are_parted = all(self._parts_rows(row, left, right) for row in range(top, bottom)) and all(
            self._parts_columns(column, top, bottom) for column in range(left, right)
        )
        return Joined(first, last, filled[0]) if are_parted else None

    def _parts_rows(self, row: int, left: int, right: int) -> bool:
        """Return whether the row ends at a rule left or right of these columns (行の罫線)."""
        for step, column in ((-1, left - 1), (1, right + 1)):
            at = column
            while self._sides(row, at) or self._sides(row + 1, at):
                if self._is_below(row, at):
                    return True
                at += step
        return False

    def _parts_columns(self, column: int, top: int, bottom: int) -> bool:
        """Return whether the column ends at a rule above or below these rows (列の罫線)."""
        for step, row in ((-1, top - 1), (1, bottom + 1)):
            at = row
            while self._sides(at, column) or self._sides(at, column + 1):
                if self._is_right(at, column):
                    return True
                at += step
        return False

    def _is_right(self, row: int, column: int) -> bool:
        return bool(
            self._sides(row, column) & Sides.RIGHT or self._sides(row, column + 1) & Sides.LEFT
        )

    def _is_below(self, row: int, column: int) -> bool:
        return bool(
            self._sides(row, column) & Sides.BOTTOM or self._sides(row + 1, column) & Sides.TOP
        )

    def _sides(self, row: int, column: int) -> int:
        sides = self._rows.get(row)
        return sides[column] if sides is not None and 0 <= column < len(sides) else 0


_MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
_MOST_CELLS = 2_000_000
_LONGEST_WHOLE = 15


class Run(NamedTuple):
    """Text in one style (文字列の一部). is_struck: None if as in the cell's style."""

    text: str
    is_struck: bool | None


CellText = str | tuple[Run, ...]
"""A cell's text (セルの文字列): of one look, or in runs."""


class Style(NamedTuple):
    """A cell's style (セルの書式): its number format, if it is struck out, and its rules."""

    format: str = "General"
    is_struck: bool = False
    sides: int = 0


class Drawn(NamedTuple):
    """Text in a shape over cells (図形の文字), empty for a picture; positions count from 1."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


_CELLS_A_STEP = 20_000
_Result = TypeVar("_Result")


def in_steps(work: Generator[int, None, _Result]) -> Generator[None, None, _Result]:
    """Return what the work returns (段階的な処理), yielding now and then to show progress.

    work: yields how many cells it has read, over all sheets of a workbook.
    """
    count = 0
    while True:
        try:
            count += next(work)
        except StopIteration as end:
            return cast("_Result", end.value)
        if count >= _CELLS_A_STEP:
            count = 0
            yield


class SheetCells:
    """Collects the cells of one sheet (シートの読取り).

    contents: what is shown, by position. problems: what was noticed. merged: the first and last
    position of each merged cell. rules: the rules around cells. keeps_struck: keep
    struck-out text, as in our own workbooks. Rows and columns count from 0.
    """

    def __init__(self, path: Path, title: str, *, is_1904: bool, keeps_struck: bool) -> None:
        self.contents: dict[Place, Content] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.rules = Rules()
        self.problems: list[Diagnostic] = []
        self._path = path
        self._title = title
        self._is_1904 = is_1904
        self._keeps_struck = keeps_struck
        self._hidden: list[str] = []

    def put(self, row: int, column: int, text: str, *, is_hidden: bool) -> None:
        """Store what a cell shows (セルの記録). Raises UserError beyond the last column."""
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
        """Return the sheet's table (表), with its name as caption; report what is hidden."""
        span = Span(sheet=self._title)
        if self._hidden:
            data = {"text": " ".join(self._hidden)}
            self.problems.append(Diagnostic(Level.LOSS, "hidden-cells", span, data))
        return table_of(self.contents, self.merged, span, self._title)

    def join_ruled(self) -> None:
        """Merge the cells that only rules make one (罫線で囲まれたセル)."""
        texts = {place for place, (lines, _span) in self.contents.items() if any(lines)}
        for one in [*self.rules.joined(texts, self.merged)]:
            self.contents[one.first] = self.contents.pop(one.text)
            self.merged.append((one.first, one.last))

    def head(self, headings: Sequence[Drawn]) -> bool:
        """Store headings in shapes above their columns (図形の見出しの記録), if each fits a cell.

        They become a row of their own, into which the other headings extend.
        """
        top = headings[0].row - 1
        spans = [range(one.column - 1, one.last_column) for one in headings]
        covered = {(top, column) for span in spans for column in span}
        if not covered <= self.contents.keys() or any(first[0] == top for first, _l in self.merged):
            return False

        def moved(place: Place) -> Place:
            is_below = place[0] > top or place in covered
            return place[0] + is_below, place[1]

        self.merged = [(moved(first), moved(last)) for first, last in self.merged]
        beside = [place for place in self.contents if place[0] == top and place not in covered]
        self.merged += [(place, (top + 1, place[1])) for place in beside]
        self.contents = {moved(place): content for place, content in self.contents.items()}
        for one, span in zip(headings, spans, strict=True):
            self.contents[top, span[0]] = (one.text,), Span(sheet=self._title, row=one.row)
            self.merged.append(((top, span[0]), (top, span[-1])))
        return True

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

    def words(self, text: CellText, style: Style, row: int, column: int) -> str:
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
        """Raise UserError if there are more rows or cells than any plan has (上限)."""
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


def no_sheet(path: Path, name: str, titles: list[str]) -> UserError:
    """Return the error for a sheet that the workbook lacks (シートの指定)."""
    return UserError(
        _("There is no sheet “{sheet}”.").format(sheet=name),
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
