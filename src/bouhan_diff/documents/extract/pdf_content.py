"""Content streams of PDFs (頁の描画命令), whose many numbers pdfminer reads one by one."""

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.psparser import KWD

if TYPE_CHECKING:
    from collections.abc import Iterator

# Numbers and the operator behind them, as maps and painted letters have tens of thousands of.
_OPERATION = re.compile(
    rb"\s*((?:[-+]?(?:\d+\.?\d*|\.\d+)\s+)*)"
    rb"(m|l|c|v|y|h|re|[fFnsSgGkKwJjiM]|[fBb]\*|[Bb]|W\*?|q|Q|cm|rg|RG|T[cdDmrswzL*])(?=\s)"
)


class ContentParser(PDFContentParser):
    """Reads operators that have numbers alone at once (数値だけの命令), all others as before."""

    BUFSIZ = 1 << 20

    def nextobject(self) -> Any:  # noqa: ANN401  as pdfminer declares it
        """Return the next operand or operator (次の項目). Raises PSEOF."""
        if not (self.results or self.curstack or self.context or self._tokens):
            match = _OPERATION.match(self.buf, self.charpos)
            if match and self._parse1 == self._parse_main:
                self.charpos = match.end()
                self.results = [(0, one) for one in chain(_numbers(match[1]), [KWD(match[2])])]
        return self.results.pop(0) if self.results else super().nextobject()


def _numbers(operands: bytes) -> "Iterator[int | float]":
    return (float(one) if b"." in one else int(one) for one in operands.split())
