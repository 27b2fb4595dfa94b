"""CSV (表計算用): a table of cells, ours with its formula guard undone."""

import csv
import io
from pathlib import Path

from ...diagnostics import Span
from ...errors import UserError
from ...messages import _
from ...text.formula_guard import undefuse
from ..ir import Cell, Document, Table
from .sources import decoded, read_bounded

_MOST_COLUMNS = 200
_SIGNS = ",\t;"


def read(path: Path) -> Document:
    """Return the file's table (表), commas, tabs or semicolons between its cells.

    Raises UserError where it is no text, or no CSV.
    """
    text = decoded(read_bounded(path), path)
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_SIGNS, key=first.count), strict=True
    )
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if len(row) > _MOST_COLUMNS:
                raise UserError(
                    _("The row has more than {most} cells.").format(most=_MOST_COLUMNS),
                    where=f"{path}, " + _("line {line}").format(line=reader.line_num),
                    advice=_("Keep the table's own columns alone."),
                )
            if any(row):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise UserError(
            _("The file is no CSV: {reason}").format(reason=error),
            where=f"{path}, " + _("line {line}").format(line=reader.line_num),
            advice=_("Save it anew from the spreadsheet as CSV in UTF-8."),
        ) from error
    cells = tuple(
        Cell(tuple(undefuse(text).split("\n")), Span(line=line, column=column + 1), at, column)
        for at, (line, row) in enumerate(rows)
        for column, text in enumerate(row)
    )
    width = max((len(row) for _line, row in rows), default=0)
    return Document((Table(cells, len(rows), width),), is_wrapped=False, name=path.stem)
