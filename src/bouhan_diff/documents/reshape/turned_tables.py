"""Tables whose initiatives are columns (縦横の入替え), turned so that they are rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...diagnostics import Diagnostic, Level
from ...text.headings import heading_unit
from ..headings.columns import CellRow, is_data, worded
from ..headings.vocabulary import Role, is_known, strengths
from ..ir import Document, Line, Table
from .record_shapes import lines_of

_MOST_LABELS = 60
_FEWEST_INITIATIVES = 2
_FEWEST_LABELS = 3
_MOST_KNOWN = 0.8


def with_initiatives_as_rows(document: Document, given: Mapping[str, str]) -> Document:
    """Turn tables with initiatives in columns (表の転置), 事業１ and 事業２ above them; note it."""
    blocks: list[Line | Table] = []
    notes: list[Diagnostic] = []
    for block in document.blocks:
        rows = block.grid() if isinstance(block, Table) and block.height <= _MOST_LABELS else ()
        are_headings = (row[0].text and worded(row)[_FEWEST_INITIATIVES:] for row in rows)
        tops = [at for at, is_heading in enumerate(are_headings) if is_heading]
        top = tops[0] if tops else 0
        if isinstance(block, Line) or not _are_in_first_column(rows[top:], given):
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


def _are_in_first_column(rows: Sequence[CellRow], given: Mapping[str, str]) -> bool:
    """Return whether a first column has the headings (縦の見出し), and each other an initiative."""
    labels = [row[0].text for row in rows]
    if len({*labels}) < max(_FEWEST_LABELS, len(rows)) or len(rows[0]) < _FEWEST_LABELS:
        return False
    if is_data(labels[1]) or not (is_known(labels[1], given) or is_known(labels[2], given)):
        return False  # quick, as every table is asked
    known = [is_known(heading_unit(text)[0], given) or is_known(text, given) for text in labels]
    names = next((r[1:] for r in rows if strengths(r[0].text).get(Role.NAME, 0) > 1), ())
    others = [cell.text for row in rows for cell in row[1:] if cell.text]
    return (
        sum(known) >= _MOST_KNOWN * len(rows)
        and known[0]
        and not any(cell.row_span > 1 or cell.col_span > 1 for row in rows for cell in row)
        and bool(names)
        and all(c.text and not (is_data(c.text) or is_known(c.text, given)) for c in names)
        and all(sum(bool(row[c.column].text) for row in rows) * 2 > len(rows) for c in names)
        and len({cell.text for cell in names}) == len(names)
        and sum(is_known(text, given) for text in others) * 5 < len(others)
    )
