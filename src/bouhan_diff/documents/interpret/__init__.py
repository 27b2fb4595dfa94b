"""From a document (文書) to a plan: what lines and tables mean; `interpreter` tells the path."""

from .interpreter import interpret, openings_of

__all__ = ["interpret", "openings_of"]
