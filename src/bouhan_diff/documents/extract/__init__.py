"""Extractors (抽出): one module per format, a file in and a document out.

All open their files with `sources`. `csv_`, `docx`, `html_`, `xls` and `xlsx` find cells in
the file: `docx_styles` resolves Word's styles and lists. `sheet_cells` reads the cells of both
Excel formats, shown as `xlsx_formats` says and joined where no rule parts them;
`xlsx_parts` reads the parts beside the sheets. A page of a PDF (`pdf`) is only drawn, and text
only has lines, so rows and columns must be inferred:

- A page: `pdf_drawn` draws it, `pdf_seen` reads its fonts and says what is visible on it,
  `pdf_lines` makes lines of its characters, and `pdf_tables` makes cells of its rules, with those
  that a table lacks (`pdf_missing_rules`), and with rows that have none (`pdf_open_rows`).
- Rules one way only: `pdf_columns` separates cells without upright rules, `pdf_rows` those without
  level ones.
- No rules: `pdf_unruled` finds the lines of a table; `pdf_row_starts` says where its rows begin,
  and which rows a label in their middle belongs to.
- `pdf_gutters` says for all of these where columns begin, by the gaps between characters, and
  which value is beside which label.
- Text (`plain_text`): `text_columns` finds tables and their columns by the positions in a line, as
  nothing there has a width.

`pdf_rules` has what is common to rules and places.
"""
