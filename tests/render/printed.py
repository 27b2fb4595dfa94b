"""Documents on paper, as LibreOffice prints them."""

import pdfplumber
from libreoffice import LibreOffice


def printed_rows(libreoffice: LibreOffice, content: bytes, suffix: str) -> list[list[str]]:
    """The cells of every row on every page, without white space: lines end anywhere."""
    with pdfplumber.open(libreoffice.convert(content, suffix, "pdf")) as pdf:
        return [
            ["".join((cell or "").split()) for cell in row]
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
        ]


def unspaced(text: str | None) -> str:
    """The text without white space, as it is found on paper."""
    return "".join((text or "").split())
