"""From a document (文書) to a plan: what the lines and tables of an extractor mean."""

from .columns import parse_columns
from .interpreter import interpret
from .scopes import UNKNOWN as UNKNOWN_EDITION

__all__ = ["UNKNOWN_EDITION", "interpret", "parse_columns"]
