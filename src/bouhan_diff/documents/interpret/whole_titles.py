"""Titles over several lines (複数行の見出し) of a layout, made whole before anything is read."""

from collections.abc import Sequence
from dataclasses import replace

from ...text.linebreak import ems, join
from ..ir import Document, Line, Table
from .title_patterns import is_note, is_page_number, marked_title, numbered_title

_MOST_LINES = 3
_SENTENCE_ENDS = ("。", "．", "｡")
# Without positions only a line that is long, and as long as the longest, may be full.
_LEAST_FULL = 30.0
_SHORT_BY = 2.0

Blocks = Sequence[Line | Table]


def with_whole_titles(document: Document) -> Document:
    """Return the document with each title on one line (見出しの結合).

    A title that fills its line and ends no sentence goes on in the lines close below it. Where
    those end in a sentence they are the aim.
    """
    if not document.is_wrapped:
        return document
    longest = max(
        (ems(block.text) for block in document.blocks if isinstance(block, Line)), default=0.0
    )
    blocks: list[Line | Table] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        if isinstance(block, Line) and _opens_title(block.text):
            rest = _rest(block, document.blocks[at : at + _MOST_LINES], longest)
            text = join(line.text.strip() for line in (block, *rest))
            if rest and _is_title(text):
                block = replace(block, text=text)
                at += len(rest)
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _rest(title: Line, below: Blocks, longest: float) -> list[Line]:
    """Return the lines in which the title goes on (見出しの続き)."""
    rest: list[Line] = []
    last = title
    for line in below:
        if (
            not isinstance(line, Line)
            or line.is_apart
            or not _is_full(last, longest)
            or line.is_heading
            or _opens_title(line.text)
            or is_note(line.text)
            or is_page_number(line.text)
        ):
            break
        rest.append(line)
        last = line
    is_sentence = any(line.text.rstrip().endswith(_SENTENCE_ENDS) for line in rest)
    return [] if is_sentence or len(rest) == _MOST_LINES else rest


def _is_title(text: str) -> bool:
    return numbered_title(text) is not None or marked_title(text) is not None


def _opens_title(text: str) -> bool:
    """Return whether a title begins with the line (見出しの始まり), its bracket open or closed."""
    return _is_title(text) or _is_title(f"{text}】")


def _is_full(line: Line, longest: float) -> bool:
    if line.is_full is not None:
        return line.is_full
    return ems(line.text) >= max(_LEAST_FULL, longest - _SHORT_BY)
