"""Amendments (改め文): `document` writes the text file; the workbook has a sheet of the same.

`phrasing` words single edits, `sentences` the changes of one initiative.
"""
