"""From a document (文書) to a plan: what the lines and tables of an extractor mean.

The path of a document, in the order of its steps:

- `columns`: `table_parts` splits each table at its header rows. `column_classifier` decides what
  the columns of a part hold, by `column_evidence`, `role_scores` and `name_scores`; that is its
  `layouts.Layout`.
  `initiative_tables` chooses the parts that hold initiatives.
- `interpreter` walks through lines and parts from top to bottom, and `walk` has what it collects;
  lines that are not yet placed wait in `above_tables`. A line is taken by the first that knows
  it: a unit, a department above a table, the front matter, a note, a section's title, the
  document's title, a headline that may name the next table, a section's aim. `rows` makes the
  cells of each row a draft (`drafts`).
- A row stands in the section that was opened last (`outline`). Who opens one (`outline.By`), in
  order of precedence: the row's own columns such as 編 and 章; a table of goals, by the line above
  it; a headline, if the next table has a header and no title came between; a line that is a
  numbered title, a caption of a table or, in the document's format, a heading; the name of the
  sheet; and where nothing did, the row itself, without a title. A title that repeats returns to
  its section. `python scripts/sections.py FILE` prints which of them it was, each time.
- `plan`: `plan_builder` makes the drafts a plan, by `sections` and `initiatives`, of cells that may
  hold two things (`joint_cells`), with the sums that the walk noted (`printed_sums`).

What no step could use is reported (`layout_reports`, `diagnostics`).
"""

from .interpreter import interpret, openings_of

__all__ = ["interpret", "openings_of"]
