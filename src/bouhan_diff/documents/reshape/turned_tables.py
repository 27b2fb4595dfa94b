"""Tables whose initiatives are columns (縦横の入替え), turned so that they are rows."""

from collections.abc import Mapping
from dataclasses import replace

from ...diagnostics import Diagnostic, Level
from ..headings.columns import worded
from ..headings.heading_parts import are_in_first_column
from ..ir import Document, Line, Table
from .record_shapes import lines_of

_MOST_LABELS = 60
_FEWEST_INITIATIVES = 2


def with_initiatives_as_rows(document: Document, given: Mapping[str, str]) -> Document:
    """Turn tables with initiatives in columns (表の転置), 事業１ and 事業２ above them; note it."""
    blocks: list[Line | Table] = []
    notes: list[Diagnostic] = []
    for block in document.blocks:
        rows = block.grid() if isinstance(block, Table) and block.height <= _MOST_LABELS else ()
        are_headings = (row[0].text and worded(row)[_FEWEST_INITIATIVES:] for row in rows)
        tops = [at for at, is_heading in enumerate(are_headings) if is_heading]
        top = tops[0] if tops else 0
        if isinstance(block, Line) or not are_in_first_column(rows[top:], given):
            blocks.append(block)
            continue
        top -= bool(top and not rows[top - 1][0].text and worded(rows[top - 1])[1:])
        cells = (c._replace(row=c.column, column=c.row - top) for c in block.cells if c.row >= top)
        turned = sorted(cells, key=lambda c: (c.row, c.column))
        height, width = block.width, block.height - top
        whole = replace(block, cells=tuple(turned), height=height, width=width, header=1)
        blocks += (*lines_of(rows[:top]), whole)
        notes.append(Diagnostic(Level.NOTE, "table-turned", turned[0].span))
    return replace(document, blocks=tuple(blocks), diagnostics=(*document.diagnostics, *notes))
