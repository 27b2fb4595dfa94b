"""Read published documents (公表文書の読取り): a file in, a plan and diagnostics out.

`reading` is the entry point. In a separate process it runs the extractor of the file's
format (`extract`), which returns a `Document` (`ir`), and the interpreter (`interpret`), which
first makes each initiative one row (`reshape`). Both use the words of headings (`headings`).
"""

from .ir import Reading, ReadOptions
from .reading import Progress, parse_columns, read_document

__all__ = ["Progress", "ReadOptions", "Reading", "parse_columns", "read_document"]
