"""The cells of an Excel sheet (シートのセル), .xlsx or .xls: what each shows, and where.

Numbers appear as their format shows them. Struck-out and hidden text is left out and reported.
Shared texts, styles, drawings and comments are separate parts of a workbook.
"""

import io
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from xml.etree.ElementTree import Element, iterparse

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _, listed
from ..ir import Content, Place, Table, table_of
from .sources import UNREADABLE, legible, shifted
from .xlsx_formats import rendered, rendered_text

_MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
_MOST_CELLS = 2_000_000
_LONGEST_WHOLE = 15


class Run(NamedTuple):
    """Text in one style (文字列の一部). is_struck: None if as in the cell's style."""

    text: str
    is_struck: bool | None


Text = str | tuple[Run, ...]
"""A cell's text (セルの文字列): of one look, or in runs."""


class Style(NamedTuple):
    """A cell's style (セルの書式): its number format, and whether it is struck out."""

    format: str = "General"
    is_struck: bool = False


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
    position of each merged cell. keeps_struck: keep struck-out text, as in our own workbooks. Rows
    and columns count from 0.
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


# --- Parts of a workbook beside its sheets (ブックの部品) ----------------------------------------


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


_ERA = '[$-411]ggge"年"m"月"d"日"'
_JAPANESE = {
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
BUILTIN: Mapping[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "¥#,##0;¥-#,##0;¥-",
    43: "#,##0.00;-#,##0.00;-",
    44: "¥#,##0.00;¥-#,##0.00;¥-",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
} | _JAPANESE
"""The formats that a file names by number alone, as Japanese Excel shows them."""


def shared_texts(content: bytes) -> Iterator[Text]:
    """Yield the texts shared by cells (共有文字列), in order."""
    for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314  no part has a DOCTYPE
        if element.tag == f"{MAIN}si":
            yield text_in(element)
            element.clear()


def text_in(element: Element) -> Text:
    """Return the text of a shared or inline string (文字列), without readings (ふりがな)."""
    runs = element.findall(f"{MAIN}r")
    if not runs:
        return unescaped(element.findtext(f"{MAIN}t") or "")
    return tuple(_run(run) for run in runs)


def _run(run: Element) -> Run:
    text = unescaped(run.findtext(f"{MAIN}t") or "")
    properties = run.find(f"{MAIN}rPr")
    if properties is None:
        return Run(text, None)
    align = properties.find(f"{MAIN}vertAlign")
    text = shifted(text, align.get("val", "") if align is not None else "")
    return Run(text, is_on(properties.find(f"{MAIN}strike")))


def unescaped(text: str) -> str:
    """Return the text with _x000D_ and the like decoded (制御文字)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        # A lone half of a surrogate pair is no character; both halves are one.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return legible(text).replace("\r\n", "\n").replace("\r", "\n")


def is_on(element: Element | None) -> bool:
    """Return whether a property is there and not switched off (属性の有無)."""
    return element is not None and element.get("val", "1") not in {"0", "false"}


def styles_of(root: Element) -> list[Style]:
    """Return the styles that cells name by number (書式の一覧)."""
    formats = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iter(f"{MAIN}numFmt")
    }
    fonts = root.find(f"{MAIN}fonts")
    struck = [is_on(font.find(f"{MAIN}strike")) for font in fonts] if fonts is not None else []
    cells = root.find(f"{MAIN}cellXfs")
    return [_style(xf, formats, struck) for xf in cells] if cells is not None else []


def _style(xf: Element, formats: dict[str, str], struck: Sequence[bool]) -> Style:
    number, font = xf.get("numFmtId", "0"), int(xf.get("fontId", "0"))
    code = formats.get(number) or BUILTIN.get(int(number), "General")
    return Style(code, font < len(struck) and struck[font])


def drawn_texts(root: Element) -> Iterator[Drawn]:
    """Yield the text of each shape and picture of a sheet (図形の文字)."""
    for anchor in root:
        ends = [anchor.find(f"{_DRAWN}{end}") for end in ("from", "to")]
        row, last_row, column, last = (
            int((end.findtext(f"{_DRAWN}{what}") if end is not None else None) or -1) + 1
            for what in ("row", "col")
            for end in ends
        )
        paragraphs = (
            "".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t"))
            for paragraph in anchor.iter(f"{_DRAWING}p")
        )
        text = "\n".join(filter(None, paragraphs)).strip()
        if text or anchor.find(f".//{_DRAWN}pic") is not None:
            yield Drawn(text, row, column, max(last_row, row), max(last, column))


def group_headings(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Return the shapes that head groups of columns (図形の見出し), from left to right.

    There are several in one row, each over other columns; another shape in the row may be a note.
    """
    rows = Counter(one.row for one in drawn if _is_over_columns(one))
    row, number = max(rows.items(), key=itemgetter(1), default=(0, 0))
    found = [one for one in drawn if one.row == row and _is_over_columns(one)]
    found.sort(key=attrgetter("column"))
    are_apart = all(left.last_column < right.column for left, right in pairwise(found))
    return found if number > 1 and are_apart else []


def _is_over_columns(one: Drawn) -> bool:
    is_line = 0 < len(one.text) <= _LONGEST_HEADING and "\n" not in one.text
    return is_line and one.row == one.last_row and one.column < one.last_column


_LONGEST_HEADING = 30


def comments(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the cell and text of each comment (コメント)."""
    for comment in root.iter(f"{MAIN}comment"):
        text = "".join(part.text or "" for part in comment.iter(f"{MAIN}t")).strip()
        if text:
            yield comment.get("ref", ""), text
