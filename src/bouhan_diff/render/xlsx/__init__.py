"""Excel (新旧対照表のブック): `workbook` writes a workbook, `highlight` marks the user's own.

`table` is the sheet of rows, with `columns` and `values`; `counts` those of statistics and figures,
`sentences` that of amendments. `sheets`, `cells` and `styles` write the XML, `sheet_layout`
chooses pages and widths, `comments` adds notes to an existing sheet.
"""
