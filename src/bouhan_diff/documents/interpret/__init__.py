"""From a document (文書) to a plan: what the lines and tables of an extractor mean.

The path of a document, in the order of its steps:

1. Tables are split at their header rows (`table_parts`). What the columns of a part hold is decided
   by `column_classifier` alone, from the words of headings and what the values are like
   (`column_evidence`, `role_scores`, `name_scores`); that is the part's `layouts.Layout`.
   `initiative_tables` chooses the parts that hold initiatives, by what each lists (`table_kinds`).
2. `interpreter` walks through lines and parts from top to bottom. A line is taken by the first that
   knows it: a unit, a department above a table, the front matter, a note, a section's title, the
   document's title, a headline that may name the next table, a section's aim (`above_tables`,
   `front_matter`). `table_editions` says which year an undated table is of.
3. `rows` makes the cells of each row a draft (`drafts`), but those that are sums (`total_rows`) or
   the title of a section.
4. A row stands in the section that was opened last (`outline`). Who opens one (`outline.By`), in
   order of precedence: the row's own columns such as 編 and 章 (`section_columns`); a table of
   goals, by the line above it; a headline, if the next table has a header and no title came
   between; a line that is a numbered title, a caption of a table or, in the document's format, a
   heading; the name of the sheet; and where nothing did, the row itself, without a title. A title
   that repeats returns to its section. `python scripts/sections.py FILE` prints which of them it
   was, each time.
5. `plan_builder` makes the drafts a plan, by `sections` and `initiatives`, of cells that may hold
   two things (`joint_cells`), with the sums that the walk noted (`printed_sums`).

What no step could use is reported with its place (`diagnostics`).
"""

from .interpreter import interpret, openings_of

__all__ = ["interpret", "openings_of"]
