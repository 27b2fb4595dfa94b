"""Content streams of PDFs: read faster than pdfminer reads them, and to the same end."""

from typing import Any

import pytest
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF

from bouhan_diff.documents.extract.pdf_drawn import ContentParser


def objects(parser: PDFContentParser) -> list[Any]:
    """All operands and operators, numbers with their types."""
    found = []
    while True:
        try:
            _place, one = parser.nextobject()
        except PSEOF:
            return found
        found.append((type(one), getattr(one, "name", repr(one))))


@pytest.mark.parametrize(
    "streams",
    [
        pytest.param([b"1 0 0 1 40 .5 cm\n-3. +2 m 4 5.25 l\nh f* q\tQ"], id="paths"),
        pytest.param([b"BT /F1 12 Tf 1 0 0 1 9 9 Tm (f 1 m) Tj [<01> -3 (l)] TJ ET"], id="text"),
        pytest.param([b"q 5 0 0 5 0 0 cm BI /W 1 /H 1 /BPC 8 ID 1 m EI Q 2 w"], id="picture"),
        pytest.param([b"/Span <</MCID 0 /A [1 2]>> BDC 1 2 m EMC"], id="dictionary"),
        pytest.param([b"1 2", b"m 3 4 l 5", b"6 l"], id="operands in several streams"),
        pytest.param([b"1 2 m% 3 4 l\n5 6 l"], id="comment"),
        pytest.param([b"--5 1 m 1-2 3 l 0.0.1 2 l"], id="numbers written wrongly"),
        pytest.param([b"1 2 m\n" * 3_000 + b"7 8 l"], id="longer than what is read at once"),
        pytest.param([b"", b" "], id="nothing"),
    ],
)
def test_a_stream_holds_what_pdfminer_reads(streams: list[bytes]) -> None:
    """Every operand and operator, in their order; what is broken is read as pdfminer reads it."""
    both = [
        kind([PDFStream({}, one) for one in streams]) for kind in (PDFContentParser, ContentParser)
    ]
    usual, fast = map(objects, both)
    assert fast == usual
