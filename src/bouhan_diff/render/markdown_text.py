"""Texts in Markdown (Markdown の文): escaped so that no program finds markup, edits marked."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..text.escape import writable

_MARKUP = re.compile(r"[\\`*_~\[\]|]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
BLOCK_START = re.compile(r"^(\d*)([-+=.):>#])")
Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it changed."""


def marked(pieces: Pieces, mark: str) -> str:
    """Return the pieces as one text; `mark` around those that changed (変更箇所)."""
    runs = [
        ("".join(text for text, _changed in run), changed)
        for changed, run in groupby((p for p in pieces if p[0]), key=lambda piece: piece[1])
    ]
    written = []
    for place, (text, changed) in enumerate(runs):
        if not changed:
            written.append(plain_text(text))
            continue
        # GitHub sees a mark only where punctuation inside it does not meet a letter outside:
        # the asterisks of 商店**、コンビニ**に would be shown.
        before, after = runs[:place][-1:], runs[place + 1 :][:1]
        opening = _joiner(text[0], before[0][0][-1] if before else "")
        closing = _joiner(text[-1], after[0][0][0] if after else "")
        written.append(f"{mark}{opening}{plain_text(text, is_changed=True)}{closing}{mark}")
    return "".join(written)


def _joiner(edge: str, outside: str) -> str:
    return _JOINER if not edge.isalnum() and outside.isalnum() else ""


_JOINER = "\u2060"
"""Is not seen, and no punctuation: within a mark it hides the punctuation at its edge."""


def paragraphs(pieces: Pieces) -> Iterator[list[tuple[str, bool]]]:
    """Yield the pieces of each paragraph (段落), which no mark of Markdown crosses."""
    paragraph: list[tuple[str, bool]] = []
    for text, changed in pieces:
        first, *others = BREAK.split(text)
        paragraph.append((first, changed))
        for other in others:
            yield paragraph
            paragraph = [(other, changed)]
    yield paragraph


def spaced(line: str) -> tuple[str, str]:
    """Return a line and the empty one below it (空行で区切る行)."""
    return line, ""


def opening_line(text: str) -> str:
    """Return text that begins a line: nothing in it makes a list, a rule or a heading."""
    return BLOCK_START.sub(escaped_start, plain_text(text))


def escaped_start(found: re.Match[str]) -> str:
    """Return the start of a line so that it begins no list, rule or heading (行頭の記号)."""
    return rf"{found[1]}\{found[2]}"


def plain_text(text: str, *, is_changed: bool = False) -> str:
    """Return text in which no Markdown program finds markup; a break becomes <br>."""
    lines = (
        _EDGE.sub(lambda m: _numbered(m[0]), _MARKUP.sub(r"\\\g<0>", line))
        for line in BREAK.split(writable(text, is_changed=is_changed))
    )
    return "<br>".join(lines)


def _numbered(character: str) -> str:
    return f"&#{ord(character)};"
