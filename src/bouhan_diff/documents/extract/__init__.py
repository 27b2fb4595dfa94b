"""Extractors (抽出): one module per format, a file in and a document out.

`csv_`, `docx`, `xls` and `xlsx` find the cells of a table in the file. A page of a PDF only draws,
and text only has lines, so that where rows and columns are is found out:

- A page: `pdf_drawn` draws it, `pdf_seen` says what is seen on it, `pdf_lines` makes lines of its
  characters, and `pdf_tables` makes cells of its rules, with those that a table lacks
  (`pdf_missing_rules`).
- Rules one way only: `pdf_columns` parts cells where no upright rule does, `pdf_rows` where no
  level one does.
- No rules: `pdf_unruled` finds the lines of a table; `pdf_row_starts` says where its rows begin,
  and which rows a label in their middle is of.
- `pdf_gutters` says for all of these where columns begin, by the gaps between characters.
- Text (`plain_text`): `text_columns` finds tables and their columns by the places in a line, as
  nothing there has a width.

`pdf_spreads` joins the two halves of a sheet; `pdf_rules` has what all use of rules and places.
"""
