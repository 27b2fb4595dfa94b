"""Published documents (公表された文書): what a reader finds, and what is understood of it."""

from ..ir import Cell, Columns, Document, Line, Reading, Table
from .column_classifier import parse_columns
from .interpreter import understand

__all__ = ["Cell", "Columns", "Document", "Line", "Reading", "Table", "parse_columns", "understand"]
