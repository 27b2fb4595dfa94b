"""Excel (.xlsx, エクセル): every visible sheet as a table, merged cells as one.

Sheets are read row by row from the parts that the package checked. Of a formula its last
result is read, as anyone sees it who opens the file, and numbers as their format shows them.
"""

import io
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, iterparse

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _, listed
from ..ir import Content, Document, Place, ReadOptions, Table, table_of
from .ooxml import Package, unread_parts
from .sources import UNREADABLE
from .xlsx_formats import rendered, rendered_text
from .xlsx_parts import (
    MAIN,
    Style,
    Text,
    comments,
    drawn_texts,
    initiative_rows,
    section_titles,
    shared_texts,
    styles_of,
    text_in,
    unescaped,
)

_MOST_ROWS = 100_000
_MOST_COLUMNS = 1_000
_MOST_CELLS = 2_000_000
_LONGEST_WHOLE = 15
_CELLS_A_STEP = 20_000  # after each of these it yields, as a sign of progress
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_OUR_OTHER_SHEETS = {"集計", "変わった数値", "改め文"}
_OUR_FIRST_SHEET, _OUR_ROWS = "概要", "新旧対照表"
_ROW, _COLUMN, _MERGE = f"{MAIN}row", f"{MAIN}col", f"{MAIN}mergeCell"
_VALUE, _FORMULA, _INLINE = f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook (ブック): what its sheets share. is_ours: written by this program."""

    path: Path
    package: Package
    texts: Sequence[Text]
    styles: Sequence[Style]
    is_1904: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's name and part (シート), and whether it is shown."""

    title: str
    part: str
    is_visible: bool


def read(path: Path, options: ReadOptions) -> Generator[None, None, Document]:
    """Return the sheets' tables (表), yielding now and then. Raises UserError."""
    package = Package(path, "xl")
    try:
        return (yield from _document(path, package, options.sheet))
    except (ParseError, ValueError, LookupError, OverflowError) as error:
        raise package.damaged() from error


def _document(path: Path, package: Package, asked: str) -> Generator[None, None, Document]:
    book, sheets = _opened(path, package)
    if asked and asked not in {sheet.title for sheet in sheets}:
        raise UserError(
            _("There is no sheet “{sheet}”.").format(sheet=asked),
            where=str(path),
            advice=_("Choose from {values}.").format(values=listed(s.title for s in sheets)),
        )
    blocks: list[Table] = []
    problems: list[Diagnostic] = []
    sections: dict[str, str] = {}
    for sheet in sheets:
        if asked not in {"", sheet.title}:
            continue
        if not sheet.is_visible and not asked:
            problems.append(Diagnostic(Level.NOTE, "hidden-sheet", Span(sheet=sheet.title)))
            continue
        reader = _Reader(book, sheet, sections)
        table = yield from reader.table()
        if book.is_ours and sheet.title == _OUR_FIRST_SHEET:
            sections = section_titles(reader.texts())
        problems += [*reader.problems, *_beside(package, sheet)]
        blocks += [table] if table.cells else []
    problems += unread_parts(package)
    return Document(
        tuple(blocks),
        is_wrapped=False,
        name=path.stem,
        title=package.property("title"),
        diagnostics=tuple(problems),
    )


class Shown(NamedTuple):
    """What the cells of a sheet show (シートの表示). texts: by row and column from 0."""

    sheet: str
    part: str
    texts: dict[Place, str]


def shown_cells(path: Path) -> list[Shown]:
    """Return what the cells of each visible sheet show (セルの表示). Raises UserError."""
    package = Package(path, "xl")
    try:
        book, sheets = _opened(path, package)
        readers = [(sheet, _Reader(book, sheet, {})) for sheet in sheets if sheet.is_visible]
        for _sheet, reader in readers:
            for _step in reader.table():  # each is a step of work, which nobody counts here
                pass
    except (ParseError, ValueError, LookupError, OverflowError) as error:
        raise package.damaged() from error
    return [Shown(sheet.title, sheet.part, reader.texts()) for sheet, reader in readers]


def _opened(path: Path, package: Package) -> tuple[_Book, list[_Sheet]]:
    """Return the workbook and its sheets (ブックとシート), of our own 概要 first and no counts."""
    root = package.xml(package.main)
    relations = package.relations(package.main)
    is_ours = package.property("creator") == "bouhan-diff"
    sheets = []
    for element in root.iter(f"{MAIN}sheet"):
        relation = relations.get(element.get(_ID, ""))
        if relation is None or relation.target not in package or relation.type != "worksheet":
            continue
        is_visible = element.get("state", "visible") == "visible"
        sheets.append(_Sheet(element.get("name", ""), relation.target, is_visible))
    if is_ours:
        sheets = [sheet for sheet in sheets if sheet.title not in _OUR_OTHER_SHEETS]
        sheets.sort(key=lambda sheet: sheet.title != _OUR_FIRST_SHEET)
    properties = root.find(f"{MAIN}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    texts: list[Text] = []
    styles: list[Style] = []
    for name in package.related(package.main, "sharedStrings"):
        texts += shared_texts(package.part(name))
    for name in package.related(package.main, "styles"):
        styles += styles_of(package.xml(name))
    return _Book(path, package, texts, styles or [Style()], is_1904, is_ours), sheets


def _beside(package: Package, sheet: _Sheet) -> Iterator[Diagnostic]:
    """Yield what of a sheet is in no cell (セルの外): text in shapes, pictures and comments."""
    for name in package.related(sheet.part, "drawing"):
        for row, column, text in drawn_texts(package.xml(name)):
            span = Span(sheet=sheet.title, row=row, column=column)
            if text:
                yield Diagnostic(Level.LOSS, "text-in-shape", span, {"text": text})
            else:
                yield Diagnostic(Level.NOTE, "picture", span)
    for name in package.related(sheet.part, "comments"):
        for cell, text in comments(package.xml(name)):
            number = int("".join(filter(str.isdigit, cell)) or 0)
            span = Span(sheet=sheet.title, row=number)
            yield Diagnostic(Level.NOTE, "comment", span, {"text": text})


class _Reader:
    """Reads one sheet (シートの読取り), row by row.

    problems: what was noticed so far. sections: titles by number, of our own 概要.
    """

    def __init__(self, book: _Book, sheet: _Sheet, sections: Mapping[str, str]) -> None:
        self.problems: list[Diagnostic] = []
        self._book = book
        self._sheet = sheet
        self._sections = sections
        self._contents: dict[Place, Content] = {}
        self._merged: list[tuple[Place, Place]] = []
        self._hidden_columns: set[int] = set()
        self._hidden: list[str] = []
        self._columns: dict[str, int] = {}
        self._count = 0

    def table(self) -> Generator[None, None, Table]:
        """Return the sheet's table (表), its name as the caption."""
        reported = 0
        content = self._book.package.part(self._sheet.part)
        row = rows = 0
        for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314  no part has a DOCTYPE
            tag = element.tag
            if tag == _ROW:
                row = int(element.get("r") or row + 1)
                rows += 1
                self._count += len(element)
                self._check_size(rows)
                if self._is_at_end(element):
                    break
                self._row(element, row)
                element.clear()
                if self._count - reported >= _CELLS_A_STEP:
                    reported = self._count
                    yield
            elif tag == _COLUMN and element.get("hidden") in {"1", "true"}:
                first, last = int(element.get("min", "1")), int(element.get("max", "0"))
                self._hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
            elif tag == _MERGE and (match := _MERGED.match(element.get("ref", ""))):
                top = int(match[2]) - 1, self._column(match[1])
                self._merged.append((top, (int(match[4]) - 1, self._column(match[3]))))
        span = Span(sheet=self._sheet.title)
        if self._hidden:
            data = {"text": " ".join(self._hidden)}
            self.problems.append(Diagnostic(Level.LOSS, "hidden-cells", span, data))
        contents = self._contents
        if self._book.is_ours and self._sheet.title == _OUR_ROWS:
            contents = initiative_rows(contents, self._sections)
        return table_of(contents, self._merged, span, self._sheet.title)

    def _is_at_end(self, row: Element) -> bool:
        """Return whether the comparison begins here (文書の終わり), in our own 概要.

        What the document says of itself is above the first empty line.
        """
        is_first = self._book.is_ours and self._sheet.title == _OUR_FIRST_SHEET
        return is_first and not any(row.itertext())

    def texts(self) -> dict[Place, str]:
        """Return what each cell shows (セルの表示), once the table was read."""
        return {place: "\n".join(lines) for place, (lines, _span) in self._contents.items()}

    def _row(self, element: Element, row: int) -> None:
        is_hidden = element.get("hidden") in {"1", "true"}
        span = Span(sheet=self._sheet.title, row=row)
        column = -1
        for cell in element:
            name = cell.get("r")
            column = self._column(name.rstrip("0123456789")) if name else column + 1
            text = self._text(cell, row, column)
            if not text:
                continue
            if column >= _MOST_COLUMNS:
                raise self._endless(
                    _("The sheet has more than {most} columns.").format(most=_MOST_COLUMNS),
                    _("Copy the table to a new file."),
                )
            if is_hidden or column in self._hidden_columns:
                self._hidden.append(text)
            else:
                self._contents[row - 1, column] = tuple(text.split("\n")), span

    def _text(self, cell: Element, row: int, column: int) -> str:
        """Return what a cell shows (セルの表示)."""
        value: str | None = None
        inline: Text | None = None
        has_formula = False
        for child in cell:
            if child.tag == _VALUE:
                value = child.text or ""
            elif child.tag == _FORMULA:
                has_formula = True
            elif child.tag == _INLINE:
                inline = text_in(child)
        kind = cell.get("t", "n")
        if not value and inline is None:
            if has_formula and kind != "str":
                self._report(Level.LOSS, "formula-without-result", row, column)
            return ""
        style = self._book.styles[int(cell.get("s", "0"))]
        if kind == "s":
            return self._words(self._book.texts[int(value or "")], style, row, column)
        if kind in {"inlineStr", "str"}:
            words = inline if inline is not None else unescaped(value or "")
            return self._words(words, style, row, column)
        text = self._number(kind, value or "", style, row, column)
        return self._words(text, Style(is_struck=True), row, column) if style.is_struck else text

    def _number(self, kind: str, value: str, style: Style, row: int, column: int) -> str:
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "e":
            self._report(Level.DOUBT, "error-value", row, column, value)
            return value
        if kind == "d":
            self._report(Level.DOUBT, "date-format", row, column, value)
            return value
        if style.format == "General" and len(value) < _LONGEST_WHOLE and value.isdigit():
            return value  # as most numbers are
        number = float(value)
        if not isfinite(number):  # 1E+999, which no program can hold
            self._report(Level.DOUBT, "number-format", row, column, value)
            return value
        text, is_sure = rendered(number, style.format, is_1904=self._book.is_1904)
        if not is_sure:
            self._report(Level.DOUBT, "number-format", row, column, text)
        elif not text and number:
            self._hidden.append(value)  # by a format without any sign, such as ;;;
        return text

    def _words(self, text: Text, style: Style, row: int, column: int) -> str:
        """Return a cell's text (セルの文字列) without what is struck out."""
        is_struck = style.is_struck and not self._book.is_ours
        if isinstance(text, str):
            if is_struck and text.strip():
                self._report(Level.LOSS, "struck-out", row, column, text)
                return ""
            kept = text
        else:
            runs = [
                (
                    run.text,
                    not self._book.is_ours
                    and (is_struck if run.is_struck is None else (run.is_struck)),
                )
                for run in text
            ]
            kept = "".join(words for words, is_out in runs if not is_out)
            if out := "".join(words for words, is_out in runs if is_out).strip():
                self._report(Level.LOSS, "struck-out", row, column, out)
        if UNREADABLE in kept:
            self._report(Level.LOSS, "sign-without-text", row, column, UNREADABLE)
        return rendered_text(kept, style.format) if style.format != "General" else kept

    def _column(self, letters: str) -> int:
        """Return the column of its letters (列番号), from 0."""
        found = self._columns.get(letters)
        if found is None:
            found = 0
            for letter in letters:
                found = found * 26 + ord(letter) - 64
            self._columns[letters] = found = found - 1
        return found

    def _report(self, level: Level, code: str, row: int, column: int, text: str = "") -> None:
        cell = f"{_letters(column)}{row}"
        span = Span(sheet=self._sheet.title, row=row, column=column + 1)
        self.problems.append(Diagnostic(level, code, span, {"cell": cell, "text": text}))

    def _check_size(self, rows: int) -> None:
        what = ""
        if rows > _MOST_ROWS:
            what = _("The sheet has more than {most} rows.").format(most=_MOST_ROWS)
        elif self._count > _MOST_CELLS:
            what = _("The sheet has more than {most} cells.").format(most=_MOST_CELLS)
        if what:
            advice = _("Delete the empty rows under the table, or copy the table to a new file.")
            raise self._endless(what, advice)

    def _endless(self, what: str, advice: str) -> UserError:
        sheet = _("sheet {sheet}").format(sheet=self._sheet.title)
        return UserError(what, where=f"{self._book.path}, {sheet}", advice=advice)


def _letters(column: int) -> str:
    """Return a column's letters (列の文字) of its number from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
