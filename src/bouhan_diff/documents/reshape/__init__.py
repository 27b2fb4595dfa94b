"""Reshape tables (表の整形) before anything is interpreted, so that each initiative is one row.

Afterwards a title is one line, a sheet cut by pages is one table, an initiative is one row whatever
its layout, and amounts of each year have a column of their own. `STEPS` are the steps in order;
each module handles one shape of table and shows an example. To see which steps change a row:
`python scripts/row.py FILE WORDS`.

- Laid out on sheets, or indented: `sheet_tables`.
- Cut by lines, pages and cells: `whole_titles`, `whole_tables`, `page_breaks` with `cut_records`,
  `years_in_rows`, `tall_records`.
- Two values in one column: `paired_values`.
- Texts that become tables: with `list_lines` `titled_texts`, `text_lists` and, if
  there is nothing but text, `prose`.
- Other shapes: `record_shapes`, `row_labels` with `record_rows`, `forms` with `form_parts`,
  `form_reader`, `form_rows` and `form_table`.
"""

from collections.abc import Callable

from ..ir import Document, ReadingContext
from .form_rows import with_labels_above_lists
from .forms import with_forms_as_rows
from .page_breaks import with_tables_on_pages, with_tables_over_pages
from .paired_values import with_bracketed_amounts, with_lower_values_beside
from .prose import with_articles_as_rows, with_prose_as_table
from .record_rows import with_boxes_as_rows
from .record_shapes import with_initiatives_as_rows, with_plain_tables
from .row_labels import with_labels_as_columns
from .sheet_tables import (
    with_single_headers,
    with_sums_beside_apart,
    with_tables_at_left,
    with_titles_beside,
    with_units_behind_figures,
)
from .tall_records import (
    with_labelled_names,
    with_texts_beside,
    with_whole_cells,
    with_whole_records,
)
from .text_lists import with_lists_as_tables, with_tabbed_lines_as_tables
from .titled_texts import with_titled_texts_as_rows
from .whole_tables import with_facing_tables, with_whole_sheets
from .whole_titles import with_single_lines, with_whole_headers, with_whole_titles
from .years_in_rows import (
    with_texts_of_years_beside,
    with_years_as_columns,
    with_years_in_header,
)

STEPS: tuple[Callable[[Document, ReadingContext], Document], ...] = (
    # Articles are whole as they are, and so are rows that tabs align.
    with_articles_as_rows,
    with_tabbed_lines_as_tables,
    # First what lines, pages and cells cut is made whole: all else looks for titles and headings.
    # Sheets have titles left of their tables, headers again amid the rows, units beside figures.
    with_tables_at_left,
    with_sums_beside_apart,
    with_single_headers,
    with_units_behind_figures,
    with_single_lines,
    with_whole_titles,
    with_facing_tables,
    with_years_in_header,
    with_lower_values_beside,
    with_whole_headers,
    with_whole_sheets,
    with_tables_over_pages,
    with_years_as_columns,
    with_whole_cells,
    with_whole_records,
    with_texts_beside,
    # Then texts that are no tables become some, and tables that lie on their side are turned.
    with_boxes_as_rows,
    with_titled_texts_as_rows,
    with_lists_as_tables,
    with_prose_as_table,
    with_initiatives_as_rows,
    # Last, tables of other shapes get a row for each initiative; forms come after lists.
    with_titles_beside,
    with_plain_tables,
    with_labels_as_columns,
    with_labelled_names,
    with_forms_as_rows,
    with_labels_above_lists,
    with_texts_of_years_beside,
    with_bracketed_amounts,
    with_tables_on_pages,
)


def reshaped(document: Document, context: ReadingContext) -> Document:
    """Return the document with its tables reshaped for interpretation (整形)."""
    for step in STEPS:
        document = step(document, context)
    return document
