"""Lines of a text with their places (行と位置)."""

from dataclasses import dataclass

from ...diagnostics import Span
from ...text.joining import mend


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line (行) and its place. is_apart: an empty line or a page's end is above it."""

    text: str
    where: Span
    page: int
    is_apart: bool

    @property
    def is_indented(self) -> bool:
        """Whether a paragraph's indent (字下げ) opens the line."""
        return self.text.startswith("\u3000")


def numbered_lines(text: str) -> list[NumberedLine]:
    """Return the lines of a text (行), empty ones too; a form feed ends a page."""
    pages = text.removesuffix("\f").split("\f")
    lines = []
    number = 0
    for page, content in enumerate(pages, 1):
        is_apart = True
        for line in content.removesuffix("\n").split("\n"):
            number += 1
            span = Span(page=page if len(pages) > 1 else 0, line=number)
            lines.append(NumberedLine(mend(line.rstrip()), span, page, is_apart))
            is_apart = not line.strip()
    return lines
