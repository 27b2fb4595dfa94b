"""Texts in Markdown (Markdown の文): escaped so that no program finds markup, edits marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..text.escape import writable
from ..textdiff import EditKind, Segment
from ..textdiff.tokenizer import words

_MARKUP = re.compile(r"[\\`*_~\[\]|]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
BLOCK_START = re.compile(r"^(\d*)([-+=.):>#])")
Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it changed."""


def marked(pieces: Pieces, mark: str) -> str:
    """Return the pieces as one text; `mark` around those that changed (変更箇所)."""
    runs = groupby((piece for piece in pieces if piece[0]), key=lambda piece: piece[1])
    texts = (("".join(text for text, _changed in run), changed) for changed, run in runs)
    return "".join(
        f"{mark}{plain_text(text, is_changed=True)}{mark}" if changed else plain_text(text)
        for text, changed in texts
    )


def side_pieces(segments: Sequence[Segment], *, is_new: bool) -> Pieces:
    """Return one side of a text in pieces (文の新旧), each of which a mark can be around.

    GitHub sees a mark only where punctuation inside it does not meet a letter outside: the
    asterisks of 商店**、コンビニ**に would be shown. There the word outside is marked as well, on
    both sides, so that what is not marked is the same on both.
    """
    runs = _joined((one.old, one.new, one.kind is not EditKind.EQUAL) for one in segments)
    place = 0
    while place < len(runs):
        wider = _wider(runs, place) if runs[place][2] else None
        if wider is None:
            place += 1
        else:
            runs = _joined([*runs[: max(place - 1, 0)], *wider, *runs[place + 2 :]])
            place = max(place - 2, 0)
    return [(new if is_new else old, is_changed) for old, new, is_changed in runs]


_Run = tuple[str, str, bool]
"""What changed, or did not, between two borders (連続する区間): old text, new text, which."""


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs, adjoining ones of one sort as one, without empty ones (区間の連結)."""
    return [
        ("".join(run[0] for run in some), "".join(run[1] for run in some), is_changed)
        for is_changed, found in groupby((run for run in runs if any(run[:2])), lambda run: run[2])
        for some in [tuple(found)]
    ]


def _wider(runs: Sequence[_Run], place: int) -> list[_Run] | None:
    """Return a changed run and its neighbours with one more word in it, None if it needs none."""
    before = runs[place - 1][:2] if place else ("", "")
    after = runs[place + 1][:2] if place + 1 < len(runs) else ("", "")
    old, new, _changed = runs[place]
    sides = ((old, before[0], after[0]), (new, before[1], after[1]))
    if any(_is_hidden(text[:1], outside[-1:]) for text, outside, _after in sides):
        word = _at_edge(before[0], -1)
        before = (before[0].removesuffix(word), before[1].removesuffix(word))
        old, new = word + old, word + new
    elif any(_is_hidden(text[-1:], outside[:1]) for text, _before, outside in sides):
        word = _at_edge(after[0], 0)
        after = (after[0].removeprefix(word), after[1].removeprefix(word))
        old, new = old + word, new + word
    else:
        return None
    return [(*before, False), (old, new, True), (*after, False)]


def _at_edge(text: str, place: int) -> str:
    """Return the word at the end (-1) or the beginning (0) of a text: 児童, and not 児 alone."""
    line = BREAK.split(text)[place]
    compound = (_LAST_KANJI if place else _FIRST_KANJI).search(line)
    return max(words(line)[place].surface, compound[0] if compound else "", key=len)


_LAST_KANJI, _FIRST_KANJI = (
    re.compile(r"(?<![一-鿿々])[一-鿿々]{1,6}$"),
    re.compile(r"^[一-鿿々]{1,6}(?![一-鿿々])"),
)


def _is_hidden(edge: str, outside: str) -> bool:
    """Return whether a mark between the two is not seen as one (見えない印)."""
    return bool(edge) and not edge.isalnum() and outside.isalnum()


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
