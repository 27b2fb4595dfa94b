"""Word (新旧対照表の文書): `document` writes the file.

`form` decides how a table is laid out; `fields`, `columns` and `special_columns` which columns it
has, `widths` how wide they are, `cells` what each cell says, `lines` which fields share a line.
`table` makes the rows, `group_tables` one table per section and the sums, `notes` the legend. `xml`
builds the elements, and `check` reads tracked changes back.

A field of a row is *placed* in columns of its own; or *lined*, a line below the row's text; or
*itemised*, a line across the table, if there are no texts and more fields than the paper has room
for columns. A field with the same value in both editions may be said *once*, below the name.
"""
