"""Edits of a text (変更箇所) as sentences tell them: what stands side by side is one."""

from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ...textdiff import EditKind, Segment


class Edit(NamedTuple):
    """An edit (変更箇所) of old[start:stop]. source: where its text stood before it was moved."""

    start: int
    stop: int
    new: str
    is_rewritten: bool = False
    source: tuple[int, int] | None = None


def edits(segments: Sequence[Segment]) -> list[Edit]:
    """Return the edits in order, neighbours as one; a move where its text is now."""
    starts = list(accumulate((len(segment.old) for segment in segments), initial=0))
    moves = _moves(segments)
    gone = set(moves.values())
    found: list[Edit] = []
    is_open = False  # whether the last one takes its neighbour in
    for n, segment in enumerate(segments):
        start, stop = starts[n], starts[n + 1]
        stands_apart = segment.kind is EditKind.EQUAL or n in gone or n in moves
        if n in moves:
            source = starts[moves[n]], starts[moves[n] + 1]
            found.append(Edit(start, stop, segment.new, source=source))
        elif not stands_apart:
            first = found.pop() if is_open else Edit(start, start, "")
            is_rewritten = first.is_rewritten or _has_reason(segment, "rewritten")
            found.append(Edit(first.start, stop, first.new + segment.new, is_rewritten))
        is_open = not stands_apart
    return found


def _moves(segments: Sequence[Segment]) -> dict[int, int]:
    """Return where a text is now, and where it stood before (移動), by the segments' places."""
    stood: dict[str, deque[int]] = {}
    for n, segment in enumerate(segments):
        if segment.old and _has_reason(segment, "moved"):
            stood.setdefault(segment.old, deque()).append(n)
    return {
        n: stood[segment.new].popleft()
        for n, segment in enumerate(segments)
        if segment.new and _has_reason(segment, "moved") and stood.get(segment.new)
    }


def _has_reason(segment: Segment, code: str) -> bool:
    return segment.reason is not None and segment.reason.code == code
