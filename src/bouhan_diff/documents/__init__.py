"""Reading published documents (公表文書の読取り): a file in, a plan and diagnostics out.

`reading` is the door: it has a file extracted (`extract`) and interpreted (`reshape`,
`interpret`), with the words of headings (`headings`), in a process of its own (`sandbox`).
"""

from .ir import Reading, ReadOptions
from .reading import Progress, parse_columns, read_document

__all__ = ["Progress", "ReadOptions", "Reading", "parse_columns", "read_document"]
