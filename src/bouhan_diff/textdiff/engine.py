"""The engine's way (差分の手順): sentences, words, alignment, readable edits, their kinds."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from .alignment import Edit, align
from .borders import settle_borders
from .kinds import name_edit
from .readability import absorb_islands, part_sentences
from .segment import EditKind, Reason, Segment
from .words import Word, sentences, words

Named = tuple[Edit, EditKind, Reason]

# How many words around an edit its kind may depend on.
_CONTEXT = 40


def diff_words(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments (差分) that lead from one text to another that differs.

    Sentences that both have are matched first: only what lies between is cut into words.
    """
    old_sentences, new_sentences = sentences(old), sentences(new)
    segments: list[Segment] = []
    at = 0
    for edit in align(old_sentences, new_sentences):
        segments += _equal("".join(old_sentences[at : edit.old_start]))
        segments += _changed(
            words("".join(old_sentences[edit.old_start : edit.old_stop])),
            words("".join(new_sentences[edit.new_start : edit.new_stop])),
        )
        at = edit.old_stop
    segments += _equal("".join(old_sentences[at:]))
    return tuple(_joined(segments))


def _changed(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Segment]:
    """Yield the segments of a passage without a sentence in common."""
    smallest = align([word.surface for word in old], [word.surface for word in new])
    edits = settle_borders(old, new, part_sentences(old, new, smallest))
    named = [piece for edit in edits for piece in _named(old, new, edit)]
    at = 0
    for edit, kind, reason in _readable(old, new, named):
        yield from _equal(_text(old[at : edit.old_start]))
        was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
        yield Segment(_text(was), _text(now), kind, reason)
        at = edit.old_stop
    yield from _equal(_text(old[at:]))


def _named(old: Sequence[Word], new: Sequence[Word], edit: Edit) -> Iterator[Named]:
    """Yield the edit with its kind, in pieces where a part of it is mere notation."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    left = old[max(edit.old_start - _CONTEXT, 0) : edit.old_start]
    right = old[edit.old_stop : edit.old_stop + _CONTEXT]
    kind, reason = name_edit(was, now, left, right)
    yield edit, kind, reason


def _readable(old: Sequence[Word], new: Sequence[Word], named: Sequence[Named]) -> Iterator[Named]:
    """Yield the edits joined where that reads best; each of its heaviest part's kind."""
    edits = [edit for edit, _kind, _reason in named]
    apart = [kind is EditKind.NOTATION for _edit, kind, _reason in named]
    for start, stop in absorb_islands(old, new, edits, apart):
        first, last = edits[start], edits[stop - 1]
        _edit, kind, reason = max(named[start:stop], key=lambda one: one[1].weight)
        yield Edit(first.old_start, last.old_stop, first.new_start, last.new_stop), kind, reason


def _text(of: Sequence[Word]) -> str:
    return "".join(word.surface for word in of)


def _equal(text: str) -> tuple[Segment, ...]:
    return (Segment(text, text, EditKind.EQUAL),) if text else ()


def _joined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments with equal neighbours joined."""
    for is_equal, run in groupby(segments, key=lambda segment: segment.kind is EditKind.EQUAL):
        if is_equal:
            yield from _equal("".join(segment.old for segment in run))
        else:
            yield from run
