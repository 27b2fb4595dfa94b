"""Joining lines (行の結合) that a layout broke, and restoring the spaces that it replaced."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce

INDENT = "\u3000"

# What begins a paragraph: an indent, or the mark of a list item.
_OPENS_PARAGRAPH = re.compile(
    r"[\u3000 ]|[・●○◎◆◇■□▪▶➢✓](?=\S)|[(（]\d{1,2}[)）]|[①-⑳](?=\S)"
    r"|\d{1,2}(?:\u3000|[.．](?=[^\d\s]))"
)
_DOT = "・"
_STOPS = "。．｡:：)）"
# Between two of these a layout breaks a line only at a space. Full-width letters and Japanese
# may be broken anywhere, so no space is inserted there.
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:!?%)]\Z")
_LATIN_START = re.compile(r"[A-Za-z0-9(]")
# A web address has no spaces, and a layout breaks it anywhere.
_ADDRESS = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+")
_LONGEST_ADDRESS = 300


def join(lines: Iterable[str]) -> str:
    """Return the lines as one (行の結合).

    Japanese is joined without a space. A layout swallows the space at which it breaks between
    two Latin words, so one is inserted there, but not after a hyphen or inside a web address.
    """
    text = ""
    for line in lines:
        is_latin = _LATIN_END.search(text) and _LATIN_START.match(line)
        text += (" " if is_latin and not _is_in_address(text, line) else "") + line
    return text


def _is_in_address(text: str, line: str) -> bool:
    above = text[-_LONGEST_ADDRESS:]
    addresses = _ADDRESS.finditer(above + line[:_LONGEST_ADDRESS])
    return any(found.start() < len(above) < found.end() for found in addresses)


def paragraphs(lines: Sequence[str], *, is_wrapped: bool) -> tuple[str, ...]:
    """Return the paragraphs (段落) of a cell, without their indents.

    is_wrapped: whether the layout broke the lines; then a paragraph begins at an indent or at
    the mark of a list item. Otherwise every line is a paragraph.
    """
    found: list[list[str]] = []
    dots = sum(line.lstrip().startswith(_DOT) for line in lines)
    for line in lines:
        text = line.strip()
        if not text:
            continue
        # A single dot within a sentence separates two words and marks no list item.
        is_amid = dots == 1 and line.startswith(_DOT) and found and found[-1][-1][-1] not in _STOPS
        if found and is_wrapped and (is_amid or not _OPENS_PARAGRAPH.match(line)):
            found[-1].append(text)
        else:
            found.append([text])
    return tuple(map(join, found))


def respaced(text: str) -> str:
    """Return a line with the spaces that it had before it was laid out (元の空白)."""
    return reduce(with_space, text.split() or [""])


def with_space(text: str, more: str) -> str:
    """Return the two as one text: a wide space between Japanese words, none beside figures.

    A layout writes a narrow space for the wide one, and also for every small gap.
    """
    is_narrow = text[-1].isascii(), more[0].isascii()
    between = {(True, True): " ", (False, False): "\u3000"}.get(is_narrow, "")
    return text + between + more
