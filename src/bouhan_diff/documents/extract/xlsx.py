"""Excel (.xlsx, エクセル): every visible sheet as a table, merged cells as one.

Of a formula its last result is read, as anyone sees it who opens the file.
"""

import datetime
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ..ir import Cell, Document, Line, ReadOptions, Table
from ._excel_hidden import hidden_places
from ._excel_numbers import shown
from ._excel_struck import with_marks, without_struck
from .cells import Place, table_of
from .ooxml import Package, struck_out

if TYPE_CHECKING:
    from openpyxl import Workbook

_MAIN = "xl/workbook.xml"
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_MOST_CELLS = 500_000
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


def read(path: Path, options: ReadOptions) -> Document:
    """Return the sheets' tables (表). Raises UserError."""
    package = Package(path, _MAIN)
    try:
        return _document(path, package, options.sheet)
    except UserError:
        raise
    except Exception as error:  # openpyxl answers a broken file with errors of any kind
        raise package.damaged() from error


def _document(path: Path, package: Package, asked: str) -> Document:
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    file = package.content
    workbook = _opened(file, values=True)
    if not _is_ours(workbook) and (marked := with_marks(package)):
        file = marked
        workbook = _opened(file, values=True)
    formulas: Workbook | None = None
    sheets = [sheet for sheet in _sheets(workbook) if asked in {"", sheet.title}]
    if not sheets and asked:
        raise _no_such_sheet(path, asked, [sheet.title for sheet in _sheets(workbook)])
    for sheet in sheets:
        content = package.part(_part_of(sheet))
        _refuse_endless(content, path, sheet.title)
        cells = _cells(sheet, path, problems)
        _leave_out_hidden(cells, content, sheet.title, problems)
        if _FORMULA.search(content):
            formulas = formulas or _opened(file, values=False)
            problems += _without_value(formulas[sheet.title], cells)
        table = table_of(cells, _merged(content), Span(sheet=sheet.title))
        if table.cells:
            blocks.append(replace(table, caption=sheet.title))
    return Document(tuple(blocks), is_wrapped=False, name=path.stem, diagnostics=tuple(problems))


def _sheets(workbook: "Workbook") -> list[Any]:
    """Return the visible sheets (シート); of our own workbook no counts, and 概要 first."""
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not _is_ours(workbook):
        return sheets
    ours = [sheet for sheet in sheets if sheet.title not in {"集計", "変わった数値"}]
    return sorted(ours, key=lambda sheet: sheet.title != "概要")


def _no_such_sheet(path: Path, asked: str, sheets: Sequence[str]) -> UserError:
    return UserError(
        _("There is no sheet “{sheet}”.").format(sheet=asked),
        where=str(path),
        advice=_("There are {values}.").format(values=" ".join(sheets)),
    )


def _is_ours(workbook: "Workbook") -> bool:
    """Return whether the workbook is of our own making (自作); it strikes out old words."""
    return bool(workbook.properties.creator == "bouhan-diff")


def _opened(file: bytes, *, values: bool) -> "Workbook":
    from openpyxl import load_workbook  # noqa: PLC0415  takes a tenth of a second

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and the like, which are not read
        return load_workbook(io.BytesIO(file), read_only=True, data_only=values, keep_links=False)


def _part_of(sheet: Any) -> str:  # noqa: ANN401  openpyxl tells of it in no public way
    return str(sheet._worksheet_path).lstrip("/")


def _refuse_endless(content: bytes, path: Path, title: str) -> None:
    too_many = ""
    if sum(1 for _row in _ROW.finditer(content)) > _MOST_ROWS:
        too_many = _("The sheet has more than {most} rows.").format(most=_MOST_ROWS)
    elif sum(1 for _cell in _CELL.finditer(content)) > _MOST_CELLS:
        too_many = _("The sheet has more than {most} cells.").format(most=_MOST_CELLS)
    if too_many:
        raise UserError(
            too_many,
            where=f"{path}, " + _("sheet {sheet}").format(sheet=title),
            advice=_("Delete the empty rows under the table, or copy the table to a new file."),
        )


def _cells(sheet: Any, path: Path, problems: list[Diagnostic]) -> dict[Place, Cell]:  # noqa: ANN401  see above
    """Return the sheet's cells that hold anything (セル)."""
    sheet.reset_dimensions()
    shows_changes = _is_ours(sheet.parent)
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            span = Span(sheet=sheet.title, row=cell.row, column=cell.column)
            if cell.column > _MOST_COLUMNS:
                raise UserError(
                    _("The sheet has more than {most} columns.").format(most=_MOST_COLUMNS),
                    where=f"{path}, " + _("sheet {sheet}").format(sheet=sheet.title),
                    advice=_("Copy the table to a new file."),
                )
            shows = _shown(cell, span, problems).replace("\r\n", "\n")
            text, has_struck = without_struck(
                shows, is_struck=not shows_changes and bool(cell.font.strike)
            )
            if has_struck:
                problems.append(struck_out(span))
            cells[cell.row - 1, cell.column - 1] = Cell(tuple(text.split("\n")), span)
    return cells


def _shown(cell: Any, span: Span, problems: list[Diagnostic]) -> str:  # noqa: ANN401  see above
    """Return the cell's text as it shows it (表示); tell where that is not sure."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        text, is_sure = shown(value, cell.number_format)
        if not is_sure:
            problems.append(Diagnostic(Level.DOUBT, "number-format", span, {"value": text}))
        return text
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        problems.append(Diagnostic(Level.DOUBT, "date-format", span, {"value": str(value)}))
    from openpyxl.utils.escape import unescape  # noqa: PLC0415  see _opened

    return str(unescape(str(value)))  # Excel writes a carriage return as _x000D_


def _leave_out_hidden(
    cells: dict[Place, Cell], content: bytes, title: str, problems: list[Diagnostic]
) -> None:
    """Take away cells of hidden rows and columns (非表示の行と列), and tell of those with text."""
    rows, columns = hidden_places(content, _MOST_COLUMNS)
    hidden = [place for place in cells if place[0] in rows or place[1] in columns]
    if any([cells.pop(place).text for place in hidden]):  # noqa: C419  all are taken away
        problems.append(Diagnostic(Level.LOSS, "hidden-cells", Span(sheet=title)))


def _without_value(sheet: Any, cells: dict[Place, Cell]) -> list[Diagnostic]:  # noqa: ANN401  see above
    """Return a diagnostic for each formula that was never calculated (未計算の数式)."""
    sheet.reset_dimensions()
    return [
        Diagnostic(
            Level.LOSS,
            "formula-without-result",
            Span(sheet=sheet.title, row=cell.row, column=cell.column),
            {"cell": cell.coordinate},
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and (cell.row - 1, cell.column - 1) not in cells
    ]


def _merged(content: bytes) -> list[tuple[Place, Place]]:
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415  see _opened

    def place(column: bytes, row: bytes) -> Place:
        return int(row) - 1, column_index_from_string(column.decode("ascii")) - 1

    return [(place(*match[:2]), place(*match[2:])) for match in _MERGED.findall(content)]
