"""From a document (文書) to a plan: what the lines and tables of an extractor mean."""

from .column_classifier import parse_columns
from .interpreter import understand

__all__ = ["parse_columns", "understand"]
