"""Columns of laid-out text (桁の割出し): the heading, where each column begins, what is in it.

A wide character takes one place, as a narrow one does, and a column may begin a place or two
beside where it does on other lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...text.linebreak import with_space

_CHUNK = re.compile(r"\S+")
PART = re.compile(r"[^ ]+(?: [^ ]+)*")
NUMBERED_LINE = re.compile(r"\s*[0-9０-９]{1,3}[.．]?(?:\s|\Z)")
# Of a heading: its lines and columns, how long a column's words are, and those on a further
# line.
_MOST_HEADING_LINES = 3
_FEWEST_COLUMNS = 3
_LONGEST_WORDS = 24
_LONGEST_REST = 4

# How far text may stand from where its column begins.
_NEAR = 2
_BEHIND = 4
_NARROWEST = 3
_FAR = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (見出し): the words of each column, where they begin, and how many lines."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    height: int

    @property
    def words(self) -> str:
        """All words without spaces (見出しの語), to recognise the heading again."""
        return "".join("".join(self.texts).split())


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a line belongs to one column (行の一部). shift: how far from the column's start."""

    text: str
    shift: int


def heading_at(lines: Sequence[str], at: int, known: Sequence[Heading] = ()) -> Heading | None:
    """Return the heading that begins on the line (見出しの検出): short words side by side.

    known: headings that may stand here again, with lines of a row close below.
    """
    parts = list(PART.finditer(lines[at]))
    if len(parts) < _FEWEST_COLUMNS or NUMBERED_LINE.match(lines[at]):
        return None
    texts = [part[0] for part in parts]
    if any(len(text) > _LONGEST_WORDS or text.endswith("。") for text in texts):
        return None
    starts = tuple(part.start() for part in parts)
    words = {heading.words for heading in known}
    found = Heading(tuple(texts), starts, 1)
    while found.words not in words and found.height < _MOST_HEADING_LINES:
        below = lines[at + found.height] if at + found.height < len(lines) else ""
        more = list(PART.finditer(below))
        is_rest = all(len(part[0]) <= _LONGEST_REST and part[0][-1] != "。" for part in more)
        if not more or not is_rest or NUMBERED_LINE.match(below):
            break
        for part in more:
            texts[_nearest(starts, part.start())] += part[0]
        found = Heading(tuple(texts), starts, found.height + 1)
    return found


def column_starts(lines: Sequence[str], heading: Heading) -> tuple[int, ...]:
    """Return where each column begins (桁の始まり): where most of its lines do.

    That is behind the heading of the column before and hardly behind its own.
    """
    found = Counter(match.start() for line in lines for match in _CHUNK.finditer(line))
    best: dict[int, tuple[float, tuple[int, ...]]] = {-_NARROWEST: (0.0, ())}
    for place, start in enumerate(heading.starts):
        lowest = heading.starts[place - 1] + 1 if place else 0
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at in range(lowest, start + _BEHIND + 1):
            before = max((e for b, e in best.items() if b + _NARROWEST <= at), default=None)
            if before:
                # A heading tells where its column is when no line does.
                gained = before[0] + found[at] - abs(at - start) / 100
                reached[at] = gained, (*before[1], at)
        best = reached or {start: (0.0, heading.starts[: place + 1])}
    return max(best.values())[1]


def _nearest(places: Sequence[int], place: int) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def pieces_of(line: str, bases: Sequence[int]) -> dict[int, Piece]:
    """Return the line's text by column (桁ごとの文字)."""
    pieces: dict[int, Piece] = {}
    column = -1
    end = 0
    for match in _CHUNK.finditer(line):
        start, gap = match.start(), match.start() - end
        near = _nearest(bases, start)
        off = start - bases[near]
        # Beside figures there may be a small gap; between Japanese it parts two columns.
        is_japanese = not match[0][0].isascii() and not line[end - 1 : end].isascii()
        if column < 0:
            column = max((n for n in range(len(bases)) if bases[n] <= start + _NEAR), default=0)
        elif near > column and off >= (-_FAR if gap > 1 or is_japanese else -_NEAR):
            column = near
        end = match.end()
        is_last = not line[end:].strip()
        # The last column is often narrow, and what stands in it moved by the text before.
        if (
            is_last
            and len(match[0]) <= _LONGEST_REST
            and len(bases) - 1 > column > 0
            and (near == len(bases) - 1)
        ):
            column = len(bases) - 1
        if column in pieces:
            before = pieces[column]
            pieces[column] = Piece(with_space(before.text, match[0]), before.shift)
        else:
            pieces[column] = Piece(match[0], start - bases[column])
    return pieces
