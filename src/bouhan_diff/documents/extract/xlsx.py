"""Excel (.xlsx, エクセル): every visible sheet as a table, merged cells as one.

Sheets are read row by row from checked parts. Formulas have their last result and numbers look as
their format shows them, as to anyone who opens the file.
"""

import io
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, iterparse

from ...diagnostics import Diagnostic, Level, Span
from ...text.joining import LEGEND_BREAK
from ...text.quantities import convert, parse_quantity
from ..ir import Content, Document, Extraction, Place, ReadOptions, Table
from .sheet_cells import MOST_COLUMNS, CellText, Drawn, SheetCells, Style, in_steps, no_sheet
from .sources import Package, unread_parts
from .xlsx_parts import (
    MAIN,
    comments,
    drawn_texts,
    group_headings,
    shared_texts,
    styles_of,
    text_in,
    unescaped,
)

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_OUR_OTHER_SHEETS = {"集計", "変わった数値", "改め文"}
_OUR_FIRST_SHEET, _OUR_ROWS = "概要", "新旧対照表"
_ROW, _COLUMN, _MERGE = f"{MAIN}row", f"{MAIN}col", f"{MAIN}mergeCell"
_VALUE, _FORMULA, _INLINE = f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook (ブック): what its sheets share. is_ours: this program wrote it."""

    path: Path
    package: Package
    texts: Sequence[CellText]
    styles: Sequence[Style]
    is_1904: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet's name and part (シート), and whether it is visible."""

    title: str
    part: str
    is_visible: bool


def read(path: Path, options: ReadOptions) -> Extraction:
    """Return the sheets' tables (表), yielding now and then. Raises UserError."""
    package = Package(path, "xl")
    try:
        return (yield from in_steps(_document(path, package, options.sheet)))
    except (ParseError, ValueError, LookupError, OverflowError) as error:
        raise package.damaged() from error


def _document(path: Path, package: Package, sheet_name: str) -> Generator[int, None, Document]:
    """Return the sheets' tables (表), yielding how many cells each row has."""
    book, sheets = _opened(path, package)
    if sheet_name and sheet_name not in {sheet.title for sheet in sheets}:
        raise no_sheet(path, sheet_name, [sheet.title for sheet in sheets])
    blocks: list[Table] = []
    problems: list[Diagnostic] = []
    for sheet in sheets:
        if sheet_name not in {"", sheet.title}:
            continue
        if not sheet.is_visible and not sheet_name:
            problems.append(Diagnostic(Level.NOTE, "hidden-sheet", Span(sheet=sheet.title)))
            continue
        reader = _Reader(book, sheet)
        yield from reader.fill()
        if not book.is_ours:
            reader.cells.join_ruled()
        drawn = [
            one
            for name in package.related(sheet.part, "drawing")
            for one in drawn_texts(package.xml(name))
        ]
        headings = group_headings(drawn)
        if headings and reader.cells.head(headings):
            drawn = [one for one in drawn if one not in headings]
        table = reader.cells.table()
        problems += [*reader.cells.problems, *_beside(package, sheet, drawn)]
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
        readers = [(sheet, _Reader(book, sheet)) for sheet in sheets if sheet.is_visible]
        for _sheet, reader in readers:
            for _cells in reader.fill():  # each is a step of work, which nobody counts here
                pass
    except (ParseError, ValueError, LookupError, OverflowError) as error:
        raise package.damaged() from error
    return [Shown(sheet.title, sheet.part, reader.cells.texts()) for sheet, reader in readers]


def _opened(path: Path, package: Package) -> tuple[_Book, list[_Sheet]]:
    """Return the workbook and its sheets (ブックとシート); of our own, 概要 first and no counts."""
    root = package.xml(package.main)
    relations = package.relations(package.main)
    is_ours = package.property("category") == _OUR_ROWS
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
    texts: list[CellText] = []
    styles: list[Style] = []
    for name in package.related(package.main, "sharedStrings"):
        texts += shared_texts(package.part(name))
    for name in package.related(package.main, "styles"):
        styles += styles_of(package.xml(name))
    return _Book(path, package, texts, styles or [Style()], is_1904, is_ours), sheets


def _beside(package: Package, sheet: _Sheet, drawn: Sequence[Drawn]) -> Iterator[Diagnostic]:
    """Yield what a sheet has outside its cells (セルの外): text in shapes, pictures, comments."""
    for one in drawn:
        span = Span(sheet=sheet.title, row=one.row, column=one.column)
        if one.text:
            yield Diagnostic(Level.LOSS, "text-in-shape", span, {"text": one.text})
        else:
            yield Diagnostic(Level.NOTE, "picture", span)
    for name in package.related(sheet.part, "comments"):
        for cell, text in comments(package.xml(name)):
            number = int("".join(filter(str.isdigit, cell)) or 0)
            span = Span(sheet=sheet.title, row=number)
            yield Diagnostic(Level.NOTE, "comment", span, {"text": text})


class _Reader:
    """Reads one sheet (シートの読取り), row by row, into its cells."""

    def __init__(self, book: _Book, sheet: _Sheet) -> None:
        self.cells = SheetCells(
            book.path, sheet.title, is_1904=book.is_1904, keeps_struck=book.is_ours
        )
        self._book = book
        self._sheet = sheet
        self._is_our_first = book.is_ours and sheet.title == _OUR_FIRST_SHEET
        self._hidden_columns: set[int] = set()
        self._columns: dict[str, int] = {}
        styles = enumerate(book.styles)
        self._sides = {str(number): style.sides for number, style in styles if style.sides}

    def fill(self) -> Iterator[int]:
        """Put what the sheet shows into the cells (表示の記録), yielding how many each row has."""
        count = 0
        content = self._book.package.part(self._sheet.part)
        row = rows = 0
        for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314  no part has a DOCTYPE
            tag = element.tag
            if tag == _ROW:
                row = int(element.get("r") or row + 1)
                rows += 1
                count += len(element)
                self.cells.check_size(rows, count)
                if self._is_at_end(element):
                    break
                self._row(element, row - 1)
                yield len(element)
                element.clear()
            elif tag == _COLUMN and element.get("hidden") in {"1", "true"}:
                first, last = int(element.get("min", "1")), int(element.get("max", "0"))
                self._hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
            elif tag == _MERGE and (match := _MERGED.match(element.get("ref", ""))):
                top = int(match[2]) - 1, self._column(match[1])
                self.cells.merged.append((top, (int(match[4]) - 1, self._column(match[3]))))
        if self._book.is_ours and self._sheet.title == _OUR_ROWS:
            self.cells.contents = initiative_rows(self.cells.contents)

    def _is_at_end(self, row: Element) -> bool:
        """Return whether the comparison begins here (文書の終わり), in our own 概要.

        What the document says of itself ends at the first empty line.
        """
        return self._is_our_first and not any(row.itertext())

    def _row(self, element: Element, row: int) -> None:
        is_hidden = element.get("hidden") in {"1", "true"}
        column = -1
        for cell in element:
            name = cell.get("r")
            column = self._column(name.rstrip("0123456789")) if name else column + 1
            if sides := self._sides.get(cell.get("s", "0")):
                self.cells.rules.put(row, column, sides)
            if len(cell) and (text := self._text(cell, row, column)):
                if self._is_our_first:
                    text = text.replace(LEGEND_BREAK, "\u3000")
                is_unseen = is_hidden or column in self._hidden_columns
                self.cells.put(row, column, text, is_hidden=is_unseen)

    def _text(self, cell: Element, row: int, column: int) -> str:
        """Return what a cell shows (セルの表示)."""
        value: str | None = None
        inline: CellText | None = None
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
                self.cells.report(Level.LOSS, "formula-without-result", row, column)
            return ""
        style = self._book.styles[int(cell.get("s", "0"))]
        if kind == "s":
            return self.cells.words(self._book.texts[int(value or "")], style, row, column)
        if kind in {"inlineStr", "str"}:
            words = inline if inline is not None else unescaped(value or "")
            return self.cells.words(words, style, row, column)
        if kind == "n":
            return self.cells.number(value or "", style, row, column)
        text = value or ""
        if kind == "b":
            text = "TRUE" if value == "1" else "FALSE"
        elif kind == "e":
            self.cells.report(Level.DOUBT, "error-value", row, column, text)
        elif kind == "d":
            self.cells.report(Level.DOUBT, "date-format", row, column, text)
        return self.cells.words(text, Style(is_struck=style.is_struck), row, column)

    def _column(self, letters: str) -> int:
        """Return the column of its letters (列番号), from 0."""
        found = self._columns.get(letters)
        if found is None:
            found = 0
            for letter in letters:
                found = found * 26 + ord(letter) - 64
            self._columns[letters] = found = found - 1
        return found


# --- Our own workbooks --------------------------------------------------------------------------

_ITEM, _MAIN_TEXT, _REMARKS = "項目", "本文", "備考"
_KIND = "区分"
_OF_NO_EDITION = re.compile("（注）(.+)は、資料に新旧の別がない。")
_COMPUTED = {"増減", "増減率"}
_CONVERTED = re.compile(r"([^（）]+)（([^（）]+)）")  # 1.2億円（120,000千円）
_SIGN_OF_SUMS = re.compile(r"^＊(?=△?[\d,.]+$)")  # the document prints another sum


def initiative_rows(contents: dict[Place, Content]) -> dict[Place, Content]:
    """Return rows written by this program with one for each initiative (事業ごとの行).

    In the sheet of a wide plan, each text and field has a row of its own, named under 項目; here
    they become columns for each edition, as in a plan with few columns. sections: titles by number.
    """
    texts = {place: "\n".join(lines) for place, (lines, _span) in contents.items()}
    headings = {column: text for (row, column), text in texts.items() if row == 0}
    notes = {row for (row, column), text in texts.items() if not column and _is_note(text)}
    contents = {
        place: (tuple(map(_as_published, lines)), span)
        for place, (lines, span) in contents.items()
        if place[0] not in notes
    }
    named = next((column for column, text in headings.items() if text == _ITEM), None)
    if named is None:
        return contents
    once = [match[1] for text in texts.values() if (match := _OF_NO_EDITION.fullmatch(text))]
    of_none = {name for names in once for name in names.split("、")}
    editions = [
        column
        for column, text in headings.items()
        if column > named and text not in {_KIND, *_COMPUTED, _REMARKS}
    ]
    last = next((column for column, text in headings.items() if text == _REMARKS), -1)
    front = range(named)
    properties = {headings.get(column) for column in front} - {_KIND}  # a field may be called so
    columns: dict[tuple[int, str], int] = {}
    rows: dict[tuple[str, ...], int] = {}
    found = {(0, column): contents[0, column] for column in front if (0, column) in contents}
    for row in sorted({row for row, _column in contents} - {0}):
        key = tuple(texts.get((row, column), "") for column in front)
        at = rows.setdefault(key, len(rows) + 1)
        item = texts.get((row, named), "")
        if item in properties:  # what it is now stands in front
            continue
        is_of_none = item in of_none
        kept = [(column, column) for column in front]
        for column in editions:
            if is_of_none and (row, column) not in contents:
                continue
            place = columns.setdefault((-1 if is_of_none else column, item), named + len(columns))
            name = headings[column] if item == _MAIN_TEXT else f"{headings[column]}\n{item}"
            if is_of_none:
                name = item
            found[0, place] = tuple(name.split("\n")), contents[0, column][1]
            kept.append((column, place))
        if (row, last) in contents:
            place = columns.setdefault((last, _REMARKS), named + len(columns))
            found[0, place] = contents[0, last]
            kept.append((last, place))
        for column, place in kept:
            if (row, column) in contents:
                found.setdefault((at, place), contents[row, column])
    return found


def _is_note(text: str) -> bool:
    return text.startswith(("（注）", "※", "＊"))


def _as_published(line: str) -> str:
    """Return a value without our additions (原文の値): a sign, or the amount in another unit."""
    if found := _CONVERTED.fullmatch(line):
        one, other = map(parse_quantity, found.groups())
        if one and other and one.unit != other.unit and convert(one, other.unit) == other:
            return found[1]
    return _SIGN_OF_SUMS.sub("", line)
