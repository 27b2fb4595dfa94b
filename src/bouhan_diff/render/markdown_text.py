"""Texts in Markdown (Markdown の文): escaped so that no program finds markup, edits marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..text.escape import writable
from ..textdiff import EditKind, Segment

_MARKUP = re.compile(r"[\\`*_~\[\]|]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
BLOCK_START = re.compile(r"^(\d*)([-+=.):>#])")
Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it changed."""


def marked(pieces: Pieces, mark: str) -> str:
    """Return the pieces as one text; `mark` around those that changed (変更箇所)."""
    runs = [
        ("".join(text for text, _changed in run), is_changed)
        for is_changed, run in groupby((one for one in pieces if one[0]), key=lambda one: one[1])
    ]
    texts = ["", *(text for text, _changed in runs), ""]
    return "".join(
        _marked(text, mark, texts[place][-1:], texts[place + 2][:1])
        if is_changed
        else plain_text(text)
        for place, (text, is_changed) in enumerate(runs)
    )


def _marked(text: str, mark: str, before: str, after: str) -> str:
    """Return a changed text with its mark around it (印), or its tag where a mark is not seen.

    Between punctuation inside and a letter outside, Markdown shows the asterisks of
    商店**、コンビニ**に as such.
    """
    is_hidden = _is_hidden(text[0], before) or _is_hidden(text[-1], after)
    opening, closing = _TAGS[mark] if is_hidden else (mark, mark)
    return f"{opening}{plain_text(text, is_changed=True)}{closing}"


_TAGS = {"~~": ("<del>", "</del>"), "**": ("<strong>", "</strong>")}


def _is_hidden(edge: str, outside: str) -> bool:
    """Return whether a mark between the two is not seen as one (見えない印)."""
    is_apart = not outside or outside.isspace() or unicodedata.category(outside)[0] == "P"
    return not (edge.isalnum() or is_apart)


def side_pieces(segments: Sequence[Segment], *, is_new: bool) -> Pieces:
    """Return one side of a text in pieces (文の新旧), each with whether it changed."""
    return [(one.new if is_new else one.old, one.kind is not EditKind.EQUAL) for one in segments]


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
