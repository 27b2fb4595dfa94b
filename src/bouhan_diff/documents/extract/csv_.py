"""CSV (表計算用): a table of cells, ours with its formula guard undone."""

import csv
import io
from pathlib import Path

from ...errors import UserError
from ...messages import _
from ...text.formula_guard import undefuse
from ..interpret import Cell, Document, Table
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
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in reader:
            where = _("line {line}").format(line=reader.line_num)
            if len(row) > _MOST_COLUMNS:
                raise UserError(
                    _("The row has more than {most} cells.").format(most=_MOST_COLUMNS),
                    where=f"{path}, {where}",
                    advice=_("Keep the table's own columns alone."),
                )
            if any(row):
                rows.append(tuple(Cell(tuple(undefuse(text).split("\n")), where) for text in row))
    except csv.Error as error:
        raise UserError(
            _("The file is no CSV: {reason}").format(reason=error),
            where=f"{path}, " + _("line {line}").format(line=reader.line_num),
            advice=_("Save it anew from the spreadsheet as CSV in UTF-8."),
        ) from error
    width = max(map(len, rows), default=0)
    padded = (row + (Cell((), ""),) * (width - len(row)) for row in rows)
    return Document((Table(tuple(padded)),), is_wrapped=False, name=path.stem)
