"""What the program reads from a file: by a format's reader alone, and as a plan."""

from collections.abc import Generator
from pathlib import Path

from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents.extract import pdf
from bouhan_diff.documents.ir import Document, Table
from bouhan_diff.documents.reading import read_in_steps


def finished(reader: Generator[object, None, Document]) -> Document:
    """What a format's reader returns in the end."""
    while True:
        try:
            next(reader)
        except StopIteration as end:
            document: Document = end.value
            return document


def read_pdf(folder: Path, content: bytes) -> Reading:
    """What is understood of a PDF."""
    (folder / "plan.pdf").write_bytes(content)
    *_pages, reading = read_in_steps(folder / "plan.pdf", ReadOptions())
    assert isinstance(reading, Reading)
    return reading


def tables_of(folder: Path, content: bytes) -> list[Table]:
    """The tables of a PDF."""
    (folder / "plan.pdf").write_bytes(content)
    document = finished(pdf.read(folder / "plan.pdf", ReadOptions()))
    return [block for block in document.blocks if isinstance(block, Table)]


def codes(document: Document) -> list[tuple[str, str]]:
    """What was noticed: each code with its text."""
    return [(one.code, one.data.get("text", "")) for one in document.diagnostics]
