"""From a document (文書) to a plan: what lines and tables mean.

Start with `interpreter`, whose docstring lists all steps in order.
"""

from .interpreter import interpret, openings_of

__all__ = ["interpret", "openings_of"]
