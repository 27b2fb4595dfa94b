"""From a document (文書) to a plan: what the lines and tables of an extractor mean.

The path of a document, in the order of its steps:

- `regions` parts each table at its header rows. `column_classifier` decides what the columns of
  a part hold, by `column_evidence` and `role_scores`; that is its `layouts.Layout`.
  `initiative_tables` chooses the parts that hold initiatives, `front_matter` reads what stands
  before the first of them.
- `interpreter` walks through lines and parts from top to bottom. A line is taken by the first that
  knows it: a unit, a department above a table, the front matter, a note, a section's title, the
  document's title, a headline that may name the next table, a section's aim. `rows` makes the
  cells of each row a draft (`drafts`).
- A row stands in the section that was opened last (`outline`): by a numbered title, a caption or
  headline, a column of sections, goals between the rows, or the name of the sheet. A title that
  repeats returns to its section.
- `plan_builder` makes the drafts a plan, by `sections` and `initiatives`, with the amounts of
  `dated_rows`, the cells that hold two things (`joint_cells`) and the sums (`printed_sums`).

What no step could use is reported (`layout_reports`, `diagnostics`).
"""

from .interpreter import interpret

__all__ = ["interpret"]
