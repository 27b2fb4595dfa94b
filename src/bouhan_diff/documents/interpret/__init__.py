"""From a document (文書) to a plan: what the lines and tables of an extractor mean."""

from ..headings.vocabulary import parse_columns
from .interpreter import interpret

__all__ = ["interpret", "parse_columns"]
