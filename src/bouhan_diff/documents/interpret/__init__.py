"""From a document (文書) to a plan: what the lines and tables of an extractor mean."""

from ..headings.vocabulary import parse_columns
from .front_matter import UNKNOWN as UNKNOWN_EDITION
from .interpreter import interpret

__all__ = ["UNKNOWN_EDITION", "interpret", "parse_columns"]
