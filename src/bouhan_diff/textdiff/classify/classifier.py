"""The kind of an edit (変更の種類): notation, wording or substance, and why."""

import re
from collections.abc import Sequence

from ..aligner import Edit
from ..segment import EditKind, Named, Segment
from ..tokenizer import Word
from .features import Features
from .rules import name

Words = Sequence[Word]

# How many words may stand between edits that are read as one.
_NEAR = 5


def name_edits(old: Words, new: Words, edits: Sequence[Edit]) -> list[Named]:
    """Return the kind (変更の種類) of each edit between two texts, and why."""
    return [name(Features(old, new, edit)) for edit in edits]


def may_be_said(segments: Sequence[Segment], before: str) -> bool:
    """Return whether the text before says what the segments of substance tell (既出の疑い)."""
    heavy = [segment for segment in segments if segment.kind is EditKind.SUBSTANCE]
    return bool(heavy) and all(_may_be_said(one.old, one.new, before) for one in heavy)


def _may_be_said(old: str, new: str, before: str) -> bool:
    word = _AROUND.sub("", max(old, new, key=len))
    if not word:
        return not (old and new)
    return word in before or ("たり" in old + new and "たり" in before)


_AROUND = re.compile("^(?:この|その|当該)|[ぁ-ん]+$")


def name_neighbours(old: Words, new: Words, left: Edit, right: Edit) -> Named | None:
    """Return the kind of two edits of substance that together are wording (一体の変更).

    を記録した is の記録をした, though 記録 was added in one place and removed in another.
    """
    if not 0 < right.old_start - left.old_stop <= _NEAR:
        return None
    whole = Edit(left.old_start, right.old_stop, left.new_start, right.new_stop)
    both = name(Features(old, new, whole))
    return both if both.kind is EditKind.WORDING else None
