"""Amendments (改め文): `document` writes their text, which a workbook has as a sheet."""
