"""The engine's way (差分の手順): sentences, words, alignment, readable edits, their kinds."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from .alignment import Edit, align
from .kinds import name_edit
from .segment import EditKind, Segment
from .words import Word, sentences, words


def diff_words(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments (差分) that lead from one text to another that differs."""
    old_sentences, new_sentences = sentences(old), sentences(new)
    segments: list[Segment] = []
    at = 0
    for edit in align(old_sentences, new_sentences):
        equal = "".join(old_sentences[at : edit.old_start])
        segments += _equal(equal)
        segments += _changed(
            words("".join(old_sentences[edit.old_start : edit.old_stop])),
            words("".join(new_sentences[edit.new_start : edit.new_stop])),
        )
        at = edit.old_stop
    segments += _equal("".join(old_sentences[at:]))
    return tuple(_joined(segments))


def _changed(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Segment]:
    at = 0
    for edit in align([word.surface for word in old], [word.surface for word in new]):
        yield from _equal(_text(old[at : edit.old_start]))
        yield _named(old, new, edit)
        at = edit.old_stop
    yield from _equal(_text(old[at:]))


def _named(old: Sequence[Word], new: Sequence[Word], edit: Edit) -> Segment:
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    kind, reason = name_edit(was, now, old[: edit.old_start], old[edit.old_stop :])
    return Segment(_text(was), _text(now), kind, reason)


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
