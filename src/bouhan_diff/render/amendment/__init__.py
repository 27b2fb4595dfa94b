"""Amendments (改め文): `document` writes the text file; the workbook has a sheet of the same.

`sentences` says the changes of one initiative, `provisions` those of an article of an ordinance,
`renumbering` which of its paragraphs and items move; `phrasing` words single edits, with
`quotation` of the old text.
"""
