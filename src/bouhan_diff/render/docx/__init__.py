"""Word (新旧対照表の文書): `document` writes it, of what the other modules make.

`form` says how a table is laid out, `cells` what a cell says, `fields` and `columns` which columns
there are, `table` puts the cells of rows into them, `notes` explains what occurs.

A field of a row is *placed*, in columns of its own; or *lined*, a line below the row's text; or, if
its table has no texts and more fields than paper has columns, *itemised*, a line across the table.
One whose value is the same in both editions may be said *once*, below the name.
"""
