"""Published documents (公表された文書): what a reader finds, and what is understood of it."""

from .columns import parse_columns
from .document import Cell, Columns, Document, Line, Reading, Table
from .understanding import understand

__all__ = ["Cell", "Columns", "Document", "Line", "Reading", "Table", "parse_columns", "understand"]
