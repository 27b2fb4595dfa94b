"""Tables as a reader sees them (表の整形), before anything is interpreted.

A title is one line, a sheet that pages cut is one table, an initiative is one row whatever its
layout, and an amount of each year has a column of its own.
"""

from dataclasses import replace

from ...text.quantities import whole_figure
from ..headings.titles import split_amount
from ..ir import Cell, Document, Line, ReadingContext, Table
from .bracketed_amounts import with_bracketed_amounts
from .cut_sheets import with_whole_sheets
from .forms import with_forms_as_rows
from .indented_rows import with_titles_beside
from .lists_in_forms import with_labels_above_lists
from .record_shapes import with_initiatives_as_rows, with_plain_tables
from .row_labels import with_labels_as_columns
from .tall_records import (
    with_labelled_names,
    with_texts_beside,
    with_whole_cells,
    with_whole_records,
)
from .text_lists import with_lists_as_tables
from .titled_texts import with_titled_texts_as_rows
from .whole_titles import with_whole_titles

__all__ = ["reshaped"]


def reshaped(document: Document, context: ReadingContext) -> Document:
    """Return the document with its tables as the steps after this one expect them (整形)."""
    # First what lines, pages and cells cut is made whole: all else looks for titles and headings.
    document = _with_single_lines(document)
    document = with_whole_titles(document)
    document = with_whole_sheets(document, context)
    document = with_whole_cells(document)
    document = with_whole_records(document, context)
    document = with_texts_beside(document, context)
    # Then texts that are no tables become some, and tables that lie on their side are turned.
    document = with_titled_texts_as_rows(document, context)
    document = with_lists_as_tables(document, context)
    document = with_initiatives_as_rows(document, context)
    # Last, tables of other shapes get a row for each initiative; forms come after lists.
    document = with_titles_beside(document, context)
    document = with_plain_tables(document, context)
    document = with_labels_as_columns(document, context)
    document = with_labelled_names(document)
    document = with_forms_as_rows(document, context)
    document = with_labels_above_lists(document)
    return with_bracketed_amounts(document)


def _with_whole_figure(cell: Cell) -> Cell:
    lines = whole_figure(cell.lines)
    return cell if lines is cell.lines else cell._replace(lines=tuple(lines))


def _with_single_lines(document: Document) -> Document:
    """Return the document, titles and the amounts or units beside them on lines of their own.

    What the layout broke amid a number is one line.
    """
    blocks: list[Line | Table] = []
    for block in document.blocks:
        if isinstance(block, Line):
            blocks += (replace(block, text=text) for text in split_amount(block.text))
        elif document.is_wrapped:
            blocks.append(replace(block, cells=tuple(map(_with_whole_figure, block.cells))))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))
