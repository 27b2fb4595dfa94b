"""The steps of the engine (差分の手順): sentences, words, alignment, kinds, readable segments."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..text.normalize import fold
from ..text.numerals import MULTIPLIERS
from .aligner import Edit, differing, edits_between, matching, matching_words, shared_items
from .boundaries import absorb_islands, settle_borders, without_common
from .classify.passages import (
    are_perhaps_restructured,
    are_restructured,
    keep_roles,
    may_be_one,
    may_be_said,
)
from .classify.rules import classify_edit
from .moves import Move, Passage, separate_moves
from .segment import NATURES, Code, EditKind, Reason, Segment, heaviest, without_unit
from .sentences import Difference, differences, is_rewritten, separate_sentences
from .tokenizer import Word, Words, is_content, split_sentences, text_of, words

# Another spelling of a word is shown by itself, and so is ， for 、.
_COMMAS = frozenset("、，,")
_ITEM_MARKS = frozenset("・○●◎◯□■◇◆")

# How many words may be between an insertion and a removal that belong together.
_NEAR = 5

# In a passage with so many edits, or a text with so many, the two have hardly anything in common:
# each edit is classified as it is, and neither in parts nor with its neighbours.
_TOO_MANY = 1_000
_TOO_MANY_IN_TEXT = 4_000

# In a passage with more edits another construction is not looked for.
_MOST_RESTRUCTURED = 12

# In the plans of many years and cities the same edits come again and again: the results of
# short passages are kept.
_SHORT = 400
_MOST_KEPT = 8_192


class _Classified(NamedTuple):
    """An edit with its kind and reason. stands_apart: it is joined with no other."""

    edit: Edit
    kind: EditKind
    reason: Reason
    perhaps: EditKind | None = None
    stands_apart: bool = False


def diff_words(old: str, new: str) -> tuple[Segment, ...]:
    """Return the segments (差分) that lead from one text to another, different one."""
    found, behind = differences(old, new)
    passages: list[Passage] = []
    for one in found:
        read = _kept_passage if _is_short(one) else _passage
        passages.append(read(one.old, one.new, one.are_versions))
    edits_of = separate_moves(passages, [*(one.before for one in found), behind])
    is_hurried = sum(map(len, edits_of)) >= _TOO_MANY_IN_TEXT
    segments: list[Segment] = []
    for one, passage, edits in zip(found, passages, edits_of, strict=True):
        _add_equal(segments, one.before)
        if edits == passage.edits and _is_short(one) and not is_hurried:
            parts = _in_context(one, _kept_segments(one.old, one.new, one.are_versions))
        else:
            parts = _segments(passage, edits, is_hurried=is_hurried)
        for part in parts:
            if part.kind is EditKind.EQUAL:
                _add_equal(segments, part.old)
            else:
                segments.append(part)
    _add_equal(segments, behind)
    return tuple(segments)


def _add_equal(segments: list[Segment], text: str) -> None:
    """Add a text that both sides share, extending the last segment if that is equal, too."""
    if text.startswith("円") and segments and segments[-1].is_edit:
        segments[-1], unit = without_unit(segments[-1])
        text = unit + text
    if text and segments and segments[-1].kind is EditKind.EQUAL:
        text = segments.pop().old + text
    if text:
        segments.append(Segment(text, text, EditKind.EQUAL))


def _is_short(difference: Difference) -> bool:
    return len(difference.old) + len(difference.new) <= _SHORT


def _passage(old_text: str, new_text: str, are_versions: bool) -> Passage:
    """Return the words of a difference and the edits between them."""
    old, new = words(old_text), words(new_text)
    if are_versions and (edit := _only_edit(old, new)):
        return Passage(old, new, settle_borders(old, new, [edit]))
    items = shared_items(old, new)
    pairs = matching_words(old, new, items)
    if not are_versions:
        pairs = separate_sentences(old, new, pairs, items)
    return Passage(old, new, settle_borders(old, new, edits_between(pairs, len(old), len(new))))


def _only_edit(old: Words, new: Words) -> Edit | None:
    """Return the only edit (唯一の変更) where it needs no alignment.

    That is where one side has words that the other lacks, or another word in their place.
    """
    start, stop, new_stop = differing(old, new)
    was, now = old[start:stop], new[start:new_stop]
    if was and now and (len(was) > 1 or len(now) > 1 or was[0].separates or now[0].separates):
        return None
    return Edit(start, stop, start, new_stop)


_kept_passage = lru_cache(maxsize=_MOST_KEPT)(_passage)


@lru_cache(maxsize=_MOST_KEPT)
def _kept_segments(old: str, new: str, are_versions: bool) -> tuple[Segment, ...]:
    passage = _kept_passage(old, new, are_versions)
    return tuple(_segments(passage, passage.edits))


def _in_context(difference: Difference, segments: tuple[Segment, ...]) -> Sequence[Segment]:
    """Return the segments read with the sentences in front of them, where that is lighter.

    交通指導員を配置し、交通指導員が is classified by what the clause before it says.
    """
    if EditKind.SUBSTANCE not in [segment.kind for segment in segments]:
        return segments
    before = "".join(split_sentences(difference.before)[-2:])
    if not 0 < len(before) <= _SHORT or not may_be_said(segments, before):
        return segments
    again = _kept_segments(before + difference.old, before + difference.new, difference[3])
    first = again[0] if again else None
    if (
        first is None
        or first.is_edit
        or not first.old.startswith(before)
        or _heaviness(again) >= _heaviness(segments)
    ):
        return segments
    rest = first.old[len(before) :]
    return (Segment(rest, rest, EditKind.EQUAL), *again[1:]) if rest else again[1:]


def _heaviness(segments: tuple[Segment, ...]) -> tuple[int, bool]:
    """Return how heavy the segments are, and whether none is suspected to be lighter."""
    return heaviest(segments).weight, not any(segment.perhaps for segment in segments)


def _segments(
    passage: Passage, edits: Sequence[Edit | Move], *, is_hurried: bool = False
) -> Sequence[Segment]:
    """Return the segments (差分) of a passage, with the kind of each edit."""
    old, new = passage.old, passage.new
    is_hurried = is_hurried or len(edits) >= _TOO_MANY
    classified: list[_Classified] = []
    for edit in edits:
        if isinstance(edit, Move):
            classified.append(_classified_move(passage, edit, edits))
        elif is_rewritten(old, new, edit):
            reason = Reason(Code.REWRITTEN)
            classified.append(_Classified(edit, EditKind.SUBSTANCE, reason, stands_apart=True))
        else:
            classified += _classified_parts(passage, edit, is_hurried=is_hurried)
    _reclassify_neighbours(passage, classified, is_hurried=is_hurried)
    if len(edits) <= _MOST_RESTRUCTURED and not is_hurried:
        _reclassify_restructured(passage, classified)
    readable = classified if is_hurried else _readable(passage, classified)
    segments: list[Segment] = []
    at = 0
    for whole, kind, reason, perhaps, _apart in readable:
        edit = without_common(old, new, whole)
        _add_equal(segments, text_of(old[at : edit.old_start]))
        was = text_of(old[edit.old_start : edit.old_stop])
        now = text_of(new[edit.new_start : edit.new_stop])
        scale = _shared_scale(was, now) if kind is EditKind.NOTATION else ""
        was, now = was.removesuffix(scale), now.removesuffix(scale)
        if was == now:
            _add_equal(segments, was)
        else:
            segments.append(Segment(was, now, kind, reason, perhaps))
        _add_equal(segments, scale)
        at = edit.old_stop
    _add_equal(segments, text_of(old[at:]))
    return segments


def _shared_scale(old: str, new: str) -> str:
    """Return the scale, such as 億, that two spellings of a figure share behind their digits."""
    was, now = (side.rstrip(MULTIPLIERS) for side in (old, new))
    scale = old[len(was) :]
    are_digits = was[-1:].isdecimal() and now[-1:].isdecimal()
    return scale if are_digits and scale == new[len(now) :] else ""


# --- Kinds ------------------------------------------------------------------------------------


def _classified_move(passage: Passage, move: Move, edits: Sequence[Edit | Move]) -> _Classified:
    """Return a move with its kind: a sentence says the same elsewhere, a clause perhaps not."""
    old, new = passage.old, passage.new
    text = _moved_text(passage, move.edit)
    kind = EditKind.WORDING if move.is_sentence else EditKind.SUBSTANCE
    if not move.is_sentence and len(edits) < _TOO_MANY:
        for other in edits:
            if not isinstance(other, Move) or other is move:
                continue
            if _moved_text(passage, other.edit).strip("、，") == text.strip("、，"):
                left, right = sorted((move.edit, other.edit))
                if left.new_start <= right.new_start and may_be_one(old, new, left, right):
                    both = classify_edit(old, new, _joined_edit(left, right))
                    kind = EditKind.WORDING if both.kind is EditKind.WORDING else kind
                break
    return _Classified(move.edit, kind, Reason(Code.MOVED, (text,)), stands_apart=True)


def _moved_text(passage: Passage, edit: Edit) -> str:
    old, new = passage.old, passage.new
    return text_of((*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop]))


def _classified_parts(passage: Passage, edit: Edit, *, is_hurried: bool) -> Iterator[_Classified]:
    """Yield an edit with its kind, in parts: other spellings of a word are edits of their own."""
    old, new = passage.old, passage.new
    if is_hurried or edit.old_start == edit.old_stop or edit.new_start == edit.new_stop:
        yield _Classified(edit, *classify_edit(old, new, edit))
        return
    if edit.old_stop - edit.old_start == edit.new_stop - edit.new_start == 1:  # it has no parts
        yield _Classified(edit, *classify_edit(old, new, edit))
        return
    was = [_spelling_key(word) for word in old[edit.old_start : edit.old_stop]]
    now = [_spelling_key(word) for word in new[edit.new_start : edit.new_stop]]
    old_at, new_at = edit.old_start, edit.new_start
    for i, j in matching(was, now):
        first, second = edit.old_start + i, edit.new_start + j
        if old[first].surface == new[second].surface:
            continue
        pair = Edit(first, first + 1, second, second + 1)
        found = classify_edit(old, new, pair)
        if found.kind is EditKind.NOTATION or pair == edit:
            if (first, second) != (old_at, new_at):
                rest = Edit(old_at, first, new_at, second)
                yield _Classified(rest, *classify_edit(old, new, rest))
            yield _Classified(pair, *found)
            old_at, new_at = first + 1, second + 1
    if (old_at, new_at) != (edit.old_stop, edit.new_stop):
        rest = Edit(old_at, edit.old_stop, new_at, edit.new_stop)
        yield _Classified(rest, *classify_edit(old, new, rest))


def _spelling_key(word: Word) -> str:
    """Return what all spellings of a word, or all marks of items, have in common (同語の異表記)."""
    if word.surface in _ITEM_MARKS:
        return "・"
    return word.normalized if is_content(word) else fold(word.surface)


def _reclassify_neighbours(
    passage: Passage, classified: list[_Classified], *, is_hurried: bool
) -> None:
    """Give neighbouring edits the kind that both have together, where it is another one.

    Two edits of substance may be mere wording together. And two edits close to each other may be
    substance although each alone is mere wording: 検討し、実施する is not 実施し、検討する, and
    市民が支援する団体 is not 市民の支援団体.
    """
    old, new = passage.old, passage.new
    wholes = [one.edit for one in classified]  # each with those that it was classified with
    for place in range(1, len(classified)):
        left, right = classified[place - 1 : place + 1]
        kinds = {left.kind, right.kind}
        is_heavy = EditKind.SUBSTANCE in kinds
        is_spelling = EditKind.NOTATION in kinds
        if left.stands_apart or right.stands_apart or (is_spelling and not is_heavy):
            continue
        if is_heavy:
            if is_hurried or not may_be_one(old, new, left.edit, right.edit):
                continue
            if len(_of_substance(passage, (left, right))) == 1:
                continue
        elif right.edit.old_start - left.edit.old_stop > _NEAR:
            continue
        whole = _joined_edit(left.edit if is_heavy else wholes[place - 1], right.edit)
        both = classify_edit(old, new, whole)
        is_other = both.kind is (EditKind.WORDING if is_heavy else EditKind.SUBSTANCE)
        # 令和5・6年度 and 令和5年度・令和6年度; a list that lost its comma is no spelling.
        is_figure = is_heavy and both.reason.code is Code.FIGURE_SPELLING
        if (is_other and not is_spelling) or is_figure:
            before = classified[place - 2] if place > 1 else left
            if is_heavy and before.kind is EditKind.WORDING and not before.stands_apart:
                is_near = left.edit.old_start - before.edit.old_stop <= _NEAR
                three = _joined_edit(before.edit, right.edit)
                if is_near and classify_edit(old, new, three).kind is EditKind.SUBSTANCE:
                    continue  # 市が点検する必要がある is not 市の点検が必要である
            wholes[place - 1] = wholes[place] = whole
            classified[place - 1] = _Classified(left.edit, *both)
            classified[place] = _Classified(right.edit, *both)


def _of_substance(passage: Passage, group: Sequence[_Classified]) -> Sequence[_Classified]:
    """Return the edits of substance where the others leave all roles as they are, else all.

    What may be wording by itself may be part of a set phrase with the others.
    """
    heavy = [one for one in group if one.kind is EditKind.SUBSTANCE]
    others = [one.edit for one in group if one.kind is not EditKind.SUBSTANCE]
    is_phrase = any(NATURES[one.reason.code].may_be_wording for one in heavy)
    are_apart = heavy and not is_phrase and keep_roles(passage.old, passage.new, others)
    return heavy if are_apart else group


def _reclassify_restructured(passage: Passage, classified: list[_Classified]) -> None:
    """Name edits of substance wording where the whole passage says the same (構文の違い)."""
    heavy = [one for one in classified if one.kind is EditKind.SUBSTANCE]
    rewritten = any(one.reason.code == Code.REWRITTEN for one in classified)
    if not heavy or rewritten:
        return
    reasons = {
        one.reason.code
        for place, one in enumerate(classified)
        if one.kind is EditKind.SUBSTANCE and not _is_pause_of_move(passage, classified, place)
    }
    edits = [one.edit for one in classified]
    is_heavy = [one.kind is EditKind.SUBSTANCE for one in classified]
    if are_restructured(passage.old, passage.new, edits, is_heavy, reasons):
        for place, one in enumerate(classified):
            if one.kind is EditKind.SUBSTANCE:
                is_moved = one.reason.code == Code.MOVED
                reason = one.reason if is_moved else Reason(Code.PHRASING, one.reason.words)
                classified[place] = one._replace(kind=EditKind.WORDING, reason=reason, perhaps=None)
    elif are_perhaps_restructured(passage.old, passage.new, [one.edit for one in heavy], reasons):
        for place, one in enumerate(classified):
            if one.kind is EditKind.SUBSTANCE:
                classified[place] = one._replace(perhaps=EditKind.WORDING)


def _is_pause_of_move(passage: Passage, classified: Sequence[_Classified], place: int) -> bool:
    """Return whether an edit is a pause beside a moved clause, of which it is part (移動の読点)."""
    edit = classified[place].edit
    beside = classified[max(place - 1, 0) : place + 2]
    return _moved_text(passage, edit) in _COMMAS and any(
        one.reason.code == Code.MOVED
        and (
            (one.edit.old_stop, one.edit.new_stop) == (edit.old_start, edit.new_start)
            or (one.edit.old_start, one.edit.new_start) == (edit.old_stop, edit.new_stop)
        )
        for one in beside
    )


def _joined_edit(first: Edit, last: Edit) -> Edit:
    return Edit(first.old_start, last.old_stop, first.new_start, last.new_stop)


# --- Readable segments ------------------------------------------------------------------------


def _readable(passage: Passage, classified: Sequence[_Classified]) -> Sequence[_Classified]:
    """Return the edits joined where that reads best.

    A joined edit has the kind of its heaviest part, or a lighter one if the whole is lighter:
    を点検する is の点検を行う, though 点検 is elsewhere.
    """
    if len(classified) == 1:
        return classified
    edits = [one.edit for one in classified]
    groups = [n if _stands_apart(passage, one) else -1 for n, one in enumerate(classified)]
    result = []
    for start, stop in absorb_islands(passage.old, passage.new, edits, groups):
        whole = _joined_edit(edits[start], edits[stop - 1])
        group = classified[start:stop]
        best = max(group, key=_weight)
        parts = _of_substance(passage, group)
        if len(parts) > 1:
            part = whole if parts is group else _joined_edit(parts[0].edit, parts[-1].edit)
            as_whole = _Classified(part, *classify_edit(passage.old, passage.new, part))
            best = min(as_whole, best, key=_weight)
        result.append(best._replace(edit=whole))
    return result


def _stands_apart(passage: Passage, one: _Classified) -> bool:
    """Return whether an edit is joined with no other: a move, or another spelling."""
    if one.stands_apart or NATURES[one.reason.code].is_spelling:
        return True
    edit = one.edit
    sides = passage.old[edit.old_start : edit.old_stop], passage.new[edit.new_start : edit.new_stop]
    return all(text_of(side) in _COMMAS for side in sides)


def _weight(one: _Classified) -> int:
    return one.kind.weight
