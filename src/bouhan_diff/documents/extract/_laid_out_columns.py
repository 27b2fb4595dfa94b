"""The columns of laid-out text (桁の割出し): where each begins, and what of a line is whose.

A wide character takes one place, as a narrow one does, and a column may begin a place or two
beside where it does on other lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...text._spaces import with_space
from ..interpret.column_classifier import Role, column_of
from ..interpret.policies import is_likely
from ..ir import Columns

_APART = re.compile(r" {2,}")
_CHUNK = re.compile(r"\S+")
_MOST_HEADING_LINES = 3
_FEWEST_COLUMNS = 3
_NEAR = 2
_BEHIND = 4
_LONGEST_REST = 4
_NARROWEST = 3
_FAR = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (見出し): the words, role and place of each column, and how many lines it takes."""

    texts: tuple[str, ...]
    roles: tuple[Role, ...]
    starts: tuple[int, ...]
    height: int


def heading_at(lines: Sequence[str], at: int, given: Columns) -> Heading | None:
    """Return the heading that begins on the line (見出しの検出), or None."""
    texts = _APART.split(lines[at].strip())
    if len(texts) < _FEWEST_COLUMNS:
        return None
    starts = [match.start() for match in re.finditer(r"\S+(?: \S+)*", lines[at])]
    best = _heading(texts, starts, 1, given)
    for height in range(2, _MOST_HEADING_LINES + 1):
        line = lines[at + height - 1] if at + height <= len(lines) else ""
        parts = list(re.finditer(r"\S+(?: \S+)*", line))
        if any(len(part[0]) > _LONGEST_REST or part[0].endswith("。") for part in parts):
            break
        for part in parts:
            texts[_nearest(starts, part.start())] += part[0]
        best = _heading(texts, starts, height, given) or best
    return best


def _nearest(places: Sequence[int], place: int) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def _heading(
    texts: Sequence[str], starts: Sequence[int], height: int, given: Columns
) -> Heading | None:
    columns = [column_of(text, given) for text in texts]
    roles = tuple(column.role for column in columns if column)
    if len(roles) < len(texts) or Role.SUMMARY not in roles:
        return None
    return Heading(tuple(texts), roles, tuple(starts), height)


def bases_of(lines: Sequence[str], heading: Heading) -> tuple[int, ...]:
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


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a line belongs to one column (行の一部). shift: how far from the column's start."""

    text: str
    shift: int


def pieces_of(line: str, bases: Sequence[int], roles: Sequence[Role]) -> dict[int, Piece]:
    """Return the line's text by column (桁ごとの文字); roles: what each holds."""
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
        if is_last and roles[-1] is Role.POLICIES and is_likely(match[0]) and column > 0:
            column = len(bases) - 1
        if column in pieces:
            before = pieces[column]
            pieces[column] = Piece(with_space(before.text, match[0]), before.shift)
        else:
            pieces[column] = Piece(match[0], start - bases[column])
    return pieces
