"""Old Excel (.xls, エクセル97-2003): every visible sheet as a table, as in an .xlsx file.

xlrd parses the file; it runs no macro and follows no link. Formulas have their last result.
"""

import io
import struct
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlrd import open_workbook
from xlrd.biffh import (
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    error_text_from_code,
)

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ..ir import Document, Extraction, ReadOptions, Table
from .sheet_cells import CellText, Run, SheetCells, Sides, Style, in_steps, no_sheet
from .sources import LARGEST_FILE, MEGABYTE, legible, read_bounded, shifted
from .xlsx_parts import BUILTIN

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell, Sheet

_HEADER = struct.Struct("<HH")
_TEXT_OF_SHAPE, _CONTINUED = 0x1B6, 0x3C
_ALIGNED = {1: "superscript", 2: "subscript"}


def read(path: Path, options: ReadOptions) -> Extraction:
    """Return the sheets' tables (表), yielding now and then. Raises UserError."""
    content = read_bounded(path, LARGEST_FILE)
    yield from (None for _step in range(len(content) // MEGABYTE))
    return (yield from in_steps(_document(path, _opened(path, content), options)))


def _document(path: Path, book: "Book", options: ReadOptions) -> Generator[int, None, Document]:
    """Return the sheets' tables (表), yielding how many cells each row has."""
    blocks: list[Table] = []
    problems: list[Diagnostic] = []
    titles = book.sheet_names()
    if options.sheet and options.sheet not in titles:
        raise no_sheet(path, options.sheet, titles)
    notes: set[str] = set()
    for title in titles:
        if options.sheet not in {"", title}:
            continue
        try:
            sheet = book.sheet_by_name(title)
            if sheet.visibility and not options.sheet:
                problems.append(Diagnostic(Level.NOTE, "hidden-sheet", Span(sheet=title)))
                continue
            cells = SheetCells(path, title, is_1904=book.datemode == 1, keeps_struck=False)
            yield from _SheetReader(cells, sheet, book).fill()
            cells.join_ruled()
        except (UserError, MemoryError):
            raise
        except Exception as error:  # xlrd answers a broken file with errors of many kinds
            raise _unreadable(path) from error
        table = cells.table()
        blocks += [table] if table.cells else []
        problems += cells.problems
        for (row, column), note in sorted(sheet.cell_note_map.items()):
            notes.add(note.text)
            span = Span(sheet=title, row=row + 1, column=column + 1)
            problems.append(Diagnostic(Level.NOTE, "comment", span, {"text": legible(note.text)}))
    for text in _texts_of_shapes(bytes(book.mem or b"")):
        if text not in notes:
            data = {"text": legible(text)}
            problems.append(Diagnostic(Level.LOSS, "text-in-shape", data=data))
    return Document(tuple(blocks), is_wrapped=False, name=path.stem, diagnostics=tuple(problems))


def _opened(path: Path, content: bytes) -> "Book":
    """Return the workbook (ブック), its sheets not yet read."""
    try:
        return open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            logfile=io.StringIO(),  # else it writes to standard output
        )
    except MemoryError:
        raise
    except Exception as error:  # xlrd answers a broken file with errors of many kinds
        raise _unreadable(path) from error


def _unreadable(path: Path) -> UserError:
    return UserError(
        _("The file is protected by a password, or damaged."),
        where=str(path),
        advice=_("Open it in its program and save it as {suffix} without a password.").format(
            suffix=".xlsx"
        ),
    )


class _SheetReader:
    """Reads one sheet (シートの読取り) into its cells."""

    def __init__(self, cells: SheetCells, sheet: "Sheet", book: "Book") -> None:
        self._cells = cells
        self._sheet = sheet
        self._book = book
        self._styles = _styles(book)

    def fill(self) -> Iterator[int]:
        """Put what the sheet shows into the cells (表示の記録), yielding how many each row has."""
        sheet = self._sheet
        hidden = {column for column, info in sheet.colinfo_map.items() if info.hidden}
        count = 0
        for row in range(sheet.nrows):
            count += sheet.ncols
            self._cells.check_size(row, count)
            info = sheet.rowinfo_map.get(row)
            is_hidden = bool(info and info.hidden)
            for column, cell in enumerate(sheet.row(row)):
                if sides := self._styles[cell.xf_index or 0].sides:
                    self._cells.rules.put(row, column, sides)
                if text := self._text(cell, row, column):
                    is_unseen = is_hidden or column in hidden
                    self._cells.put(row, column, text, is_hidden=is_unseen)
            yield sheet.ncols
        for top, below, left, right in sheet.merged_cells:
            self._cells.merged.append(((top, left), (below - 1, right - 1)))

    def _text(self, cell: "Cell", row: int, column: int) -> str:
        """Return what a cell shows (セルの表示)."""
        style = self._styles[cell.xf_index or 0]
        kind, value = cell.ctype, cell.value
        if kind == XL_CELL_TEXT:
            return self._cells.words(self._words(str(value), row, column), style, row, column)
        if kind in {XL_CELL_NUMBER, XL_CELL_DATE}:
            return self._cells.number(repr(value).removesuffix(".0"), style, row, column)
        if kind == XL_CELL_BOOLEAN:
            text = "TRUE" if value else "FALSE"
        elif kind == XL_CELL_ERROR:
            text = error_text_from_code.get(int(value), "#N/A")
            self._cells.report(Level.DOUBT, "error-value", row, column, text)
        else:
            return ""
        return self._cells.words(text, Style(is_struck=style.is_struck), row, column)

    def _words(self, text: str, row: int, column: int) -> CellText:
        """Return a cell's text (セルの文字列), in runs where it has several looks."""
        starts = self._sheet.rich_text_runlist_map.get((row, column))
        if not starts:
            return legible(text)
        ends = [at for at, _font in starts[1:]] + [len(text)]
        runs = [Run(legible(text[: starts[0][0]]), None)]
        for (start, number), end in zip(starts, ends, strict=True):
            font = self._book.font_list[number]
            piece = shifted(legible(text[start:end]), _ALIGNED.get(font.escapement, ""))
            runs.append(Run(piece, bool(font.struck_out)))
        return tuple(runs)


def _styles(book: "Book") -> list[Style]:
    """Return the styles that cells name by number (書式の一覧)."""
    return [
        Style(
            BUILTIN.get(xf.format_key) or book.format_map[xf.format_key].format_str,
            bool(book.font_list[xf.font_index].struck_out),
            sum(side for name, side in _SIDES.items() if getattr(xf.border, name)),
        )
        for xf in book.xf_list
    ]


_SIDES = {
    "left_line_style": Sides.LEFT,
    "right_line_style": Sides.RIGHT,
    "top_line_style": Sides.TOP,
    "bottom_line_style": Sides.BOTTOM,
}


def _texts_of_shapes(stream: bytes) -> Iterator[str]:
    """Yield the texts of shapes and notes (図形の文字) among the records of a workbook."""
    at = 0
    was_shape = False
    while at + _HEADER.size <= len(stream):
        kind, size = _HEADER.unpack_from(stream, at)
        data = stream[at + _HEADER.size : at + _HEADER.size + size]
        if was_shape and kind == _CONTINUED and data:
            text = data[1:].decode("utf-16-le" if data[0] else "latin-1", "replace").strip()
            if text:
                yield text
        was_shape = kind == _TEXT_OF_SHAPE
        at += _HEADER.size + size
