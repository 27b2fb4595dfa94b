"""The engine's way (差分の手順): sentences, words, alignment, readable edits, their kinds."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ..text.normalize import fold
from .aligner import Edit, align, align_words, matches
from .boundaries import absorb_islands, settle_borders
from .classify.rules import may_be_said, name_edits, name_neighbours
from .moves import Move, Passage, part_moves
from .segment import Code, EditKind, Named, Reason, Segment, heaviest
from .sentences import Stretch, is_rewritten, part_sentences, stretches
from .tokenizer import Word, is_content, split_sentences, text_of, words

# Words written otherwise are shown by themselves, and so is ， for 、.
_SPELT = (Code.SPELLING, Code.WIDTH, Code.FIGURE_SPELLING)
_COMMAS = frozenset("、，,")
_UNIT = re.compile("(?<=[0-9０-９])[十百千万億兆]+$")


# How many words may stand between an insertion and a removal that belong together.
_NEAR = 5

# Of so many edits in one passage, whose texts have hardly anything in common, each is named
# as it is, without asking whether it would be lighter in parts or with its neighbours.
_TOO_MANY = 1_000

# In the plans of many years and cities the same edits come again and again: what came of a
# short stretch is kept.
_SHORT = 400
_MOST_KEPT = 2_048


class _Named(NamedTuple):
    """An edit with its kind and reason. stands_apart: it is joined with no other."""

    edit: Edit
    kind: EditKind
    reason: Reason
    perhaps: EditKind | None = None
    stands_apart: bool = False


def diff_words(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments (差分) that lead from one text to another that differs."""
    found = list(stretches(old, new))
    passages = [_passage_of(stretch) for stretch in found]
    segments: list[Segment] = []
    for stretch, passage, edits in zip(found, passages, part_moves(passages), strict=True):
        segments += _equal(stretch.equal)
        if edits == passage.edits and _is_short(stretch):
            found_here = _known_segments(stretch.old, stretch.new, stretch.are_versions)
            segments += _in_context(stretch, found_here)
        else:
            segments += _segments(passage, edits)
    return tuple(_joined(segments))


def _in_context(stretch: Stretch, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments read with the sentences in front of them, where that is lighter.

    交通指導員を配置し、交通指導員が is named by what the clause before it says.
    """
    before = "".join(split_sentences(stretch.equal)[-2:])
    if not 0 < len(before) <= _SHORT or not may_be_said(segments, before):
        return segments
    again = _known_segments(before + stretch.old, before + stretch.new, stretch.are_versions)
    first = again[0] if again else None
    if (
        first is None
        or first.kind is not EditKind.EQUAL
        or not first.old.startswith(before)
        or _burden(again) >= _burden(segments)
    ):
        return segments
    return (*_equal(first.old[len(before) :]), *again[1:])


def _burden(segments: tuple[Segment, ...]) -> tuple[int, bool]:
    """Return how heavy the segments are, and whether none is suspected to be lighter."""
    return heaviest(segments).weight, not any(segment.perhaps for segment in segments)


def _passage_of(stretch: Stretch) -> Passage:
    find = _known_passage if _is_short(stretch) else _passage
    return find(stretch.old, stretch.new, stretch.are_versions)


def _passage(old_text: str, new_text: str, are_versions: bool) -> Passage:
    """Return a stretch's words and the edits between them."""
    old, new = words(old_text), words(new_text)
    edits = align_words(old, new)
    if not are_versions:
        edits = part_sentences(old, new, edits)
    return Passage(old, new, settle_borders(old, new, edits))


def _is_short(stretch: Stretch) -> bool:
    return len(stretch.old) + len(stretch.new) <= _SHORT


_known_passage = lru_cache(maxsize=_MOST_KEPT)(_passage)


@lru_cache(maxsize=_MOST_KEPT)
def _known_segments(old: str, new: str, are_versions: bool) -> tuple[Segment, ...]:
    passage = _known_passage(old, new, are_versions)
    return tuple(_segments(passage, passage.edits))


def _segments(passage: Passage, edits: Sequence[Edit | Move]) -> Iterator[Segment]:
    old, new = passage.old, passage.new
    is_hurried = len(edits) >= _TOO_MANY
    named = _together(passage, list(_named(passage, edits, is_hurried)), is_hurried)
    if not is_hurried:
        named = list(_readable(passage, named))
    at = 0
    for edit, kind, reason, perhaps, _apart in named:
        yield from _equal(text_of(old[at : edit.old_start]))
        was = text_of(old[edit.old_start : edit.old_stop])
        now = text_of(new[edit.new_start : edit.new_stop])
        shared = _shared_unit(was, now) if kind is EditKind.NOTATION else ""
        was, now = was.removesuffix(shared), now.removesuffix(shared)
        yield from _equal(was) if was == now else (Segment(was, now, kind, reason, perhaps),)
        yield from _equal(shared)
        at = edit.old_stop
    yield from _equal(text_of(old[at:]))


def _shared_unit(old: str, new: str) -> str:
    """Return the 億 that two spellings of a figure have in common behind their digits."""
    units = [_UNIT.search(side) for side in (old, new)]
    return units[0][0] if units[0] and units[1] and units[0][0] == units[1][0] else ""


def _named(passage: Passage, edits: Sequence[Edit | Move], is_hurried: bool) -> Iterator[_Named]:
    """Yield the edits with their kinds, in pieces where a part of one is mere notation."""
    old, new = passage.old, passage.new
    for edit in edits:
        if isinstance(edit, Move):
            yield _Named(edit.edit, *_named_move(passage, edit), stands_apart=True)
        elif is_rewritten(old, new, edit):
            yield _Named(edit, EditKind.SUBSTANCE, Reason(Code.REWRITTEN), stands_apart=True)
        else:
            pieces = [edit] if is_hurried else list(_parted_by_spelling(passage, edit))
            for piece, named in zip(pieces, name_edits(old, new, pieces), strict=True):
                yield _Named(piece, *named)


def _together(passage: Passage, named: list[_Named], is_hurried: bool) -> list[_Named]:
    """Return the edits with neighbours named as one where that is what they are.

    Two edits of substance may together be but wording. And what was removed here and
    inserted there may be substance, though each by itself is but wording: 検討し、実施する
    is not 実施し、検討する.
    """
    old, new = passage.old, passage.new
    for place in range(1, len(named)):
        left, right = named[place - 1 : place + 1]
        kinds = {left.kind, right.kind}
        if left.stands_apart or right.stands_apart or EditKind.NOTATION in kinds:
            continue
        both: Named | None = None
        if EditKind.SUBSTANCE in kinds:
            both = None if is_hurried else name_neighbours(old, new, left.edit, right.edit)
        elif _are_counterparts(left.edit, right.edit):
            whole = Edit(
                left.edit.old_start, right.edit.old_stop, left.edit.new_start, right.edit.new_stop
            )
            both = name_edits(old, new, [whole])[0]
        if both:
            named[place - 1 : place + 1] = _Named(left.edit, *both), _Named(right.edit, *both)
    return named


def _are_counterparts(left: Edit, right: Edit) -> bool:
    """Return whether one edit only inserts and the other only removes, close to each other."""
    inserts = [edit.old_start == edit.old_stop for edit in (left, right)]
    removes = [edit.new_start == edit.new_stop for edit in (left, right)]
    return (
        inserts == removes[::-1]
        and inserts[0] != inserts[1]
        and right.old_start - left.old_stop <= _NEAR
    )


def _named_move(passage: Passage, move: Move) -> tuple[EditKind, Reason]:
    """Return the kind of a move: a sentence says the same elsewhere, a clause perhaps not."""
    edit = move.edit
    words = (
        *passage.old[edit.old_start : edit.old_stop],
        *passage.new[edit.new_start : edit.new_stop],
    )
    kind = EditKind.WORDING if move.is_sentence else EditKind.SUBSTANCE
    return kind, Reason(Code.MOVED, (text_of(words),))


def _parted_by_spelling(passage: Passage, edit: Edit) -> Iterator[Edit]:
    """Yield an edit in order, the words that are but written otherwise by themselves."""
    if edit.old_start == edit.old_stop or edit.new_start == edit.new_stop:
        yield edit
        return
    old, new = passage.old, passage.new
    was = [_key(word) for word in old[edit.old_start : edit.old_stop]]
    now = [_key(word) for word in new[edit.new_start : edit.new_stop]]
    old_at, new_at = edit.old_start, edit.new_start
    for i, j in matches(align(was, now), len(was)):
        first, second = edit.old_start + i, edit.new_start + j
        pair = Edit(first, first + 1, second, second + 1)
        if old[first].surface == new[second].surface:
            continue
        if name_edits(old, new, [pair])[0][0] is EditKind.NOTATION:
            if (first, second) != (old_at, new_at):
                yield Edit(old_at, first, new_at, second)
            yield pair
            old_at, new_at = first + 1, second + 1
    if (old_at, new_at) != (edit.old_stop, edit.new_stop):
        yield Edit(old_at, edit.old_stop, new_at, edit.new_stop)


def _key(word: Word) -> str:
    """Return what two spellings of one word have in common (同語の異表記)."""
    return word.normalized if is_content(word) else fold(word.surface)


def _readable(passage: Passage, named: Sequence[_Named]) -> Iterator[_Named]:
    """Yield the edits joined where that reads best.

    A joined edit is of its heaviest part's kind, or of a lighter one that it has as a whole:
    を点検する is の点検を行う, though 点検 stands in another place.
    """
    if len(named) == 1:
        yield named[0]
        return
    edits = [one.edit for one in named]
    groups = [n if _stands_apart(passage, one) else -1 for n, one in enumerate(named)]
    for start, stop in absorb_islands(passage.old, passage.new, edits, groups):
        first, last = edits[start], edits[stop - 1]
        whole = Edit(first.old_start, last.old_stop, first.new_start, last.new_stop)
        heaviest = max(named[start:stop], key=_weight)
        if stop - start > 1:
            as_whole = _Named(whole, *name_edits(passage.old, passage.new, [whole])[0])
            heaviest = min(as_whole, heaviest, key=_weight)
        yield heaviest._replace(edit=whole)


def _stands_apart(passage: Passage, named: _Named) -> bool:
    """Return whether an edit is joined with no other: a move, or a mere spelling."""
    if named.stands_apart or named.reason.code in _SPELT:
        return True
    edit = named.edit
    sides = passage.old[edit.old_start : edit.old_stop], passage.new[edit.new_start : edit.new_stop]
    return all(text_of(side) in _COMMAS for side in sides)


def _weight(named: _Named) -> int:
    return named.kind.weight


def _equal(text: str) -> tuple[Segment, ...]:
    return (Segment(text, text, EditKind.EQUAL),) if text else ()


def _joined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments with equal neighbours joined."""
    for is_equal, run in groupby(segments, key=lambda segment: segment.kind is EditKind.EQUAL):
        if is_equal:
            yield from _equal("".join(segment.old for segment in run))
        else:
            yield from run
