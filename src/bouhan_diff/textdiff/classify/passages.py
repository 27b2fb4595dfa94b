"""Passages (文全体の言換え): edits that keep the facts only together, or by the text around them.

Edits are named one by one. Several may be wording though each is substance: a word is moved,
another construction says the same, or the sentence before already said what was left out.
"""

import re
from collections import Counter
from collections.abc import Sequence, Set
from operator import attrgetter

from ...text.normalize import fold
from ..aligner import Edit
from ..segment import NATURES, Code, EditKind, Segment
from ..tokenizer import Word, Words, is_content, text_of
from .features import Features
from .orthography import PAUSES
from .pauses import in_whole_lines
from .reordering import IN_TURN
from .rules import TELLING, classify_edit

# The most words between two edits that are named as one, and between a word that is removed in
# one place and inserted in another.
_NEAR = 5
_FARTHEST = 60
_BESIDE = 2
_SURFACE = attrgetter("surface")


def may_be_said(segments: Sequence[Segment], before: str) -> bool:
    """Return whether the preceding text may already say what changed in substance (既出の疑い)."""
    heavy = [segment for segment in segments if segment.kind is EditKind.SUBSTANCE]
    return bool(heavy) and all(_may_be_said(one.old, one.new, before) for one in heavy)


def _may_be_said(old: str, new: str, before: str) -> bool:
    word = _AROUND.sub("", max(old, new, key=len))
    if not word:
        return not (old and new)
    return word in before or ("たり" in old + new and "たり" in before)


_AROUND = re.compile("^(?:この|その|当該)|[ぁ-ん]+$")


def may_be_one(old: Words, new: Words, left: Edit, right: Edit) -> bool:
    """Return whether two edits of substance may be wording together (一体の変更).

    を記録した equals の記録をした, though 記録 was added in one place and removed in another.
    """
    distance = right.old_start - left.old_stop
    if not 0 < distance <= _FARTHEST or _are_other_numbers(old, new, (left, right)):
        return False
    return distance <= _NEAR or _is_moved(old, new, left, right)


def keep_roles(old: Words, new: Words, edits: Sequence[Edit]) -> bool:
    """Return whether edits change words, and no particle with them (役割の維持).

    An edit of substance beside them is no wording together with them: 図書館で活動を募集する,
    図書館での活動を募集します.
    """
    return all(
        all(sides) and all(word.pos[0] != "助詞" for side in sides for word in side)
        for sides in (
            (old[start:stop], new[new_start:new_stop]) for start, stop, new_start, new_stop in edits
        )
    )


def are_restructured(
    old: Words, new: Words, edits: Sequence[Edit], is_heavy: Sequence[bool], reasons: Set[str]
) -> bool:
    """Return whether two passages say the same in another construction (構文の違い).

    is_heavy: which edits are of substance; reasons: codes of why they are. Only what is said of
    whom may have another place; a name, a sign or a list that changed stays what it is. What
    the other edits say otherwise is left aside: 点検を実施し、結果を広報紙で知らせる and
    点検を行い、広報紙で結果を知らせる are as 結果を広報紙で知らせる and 広報紙で結果を知らせる.
    """
    return _are_restructured(old, new, edits, reasons) or any(
        _are_restructured_beside(old, new, edits, is_heavy, reasons, near)
        for near in (_NEAR, _BESIDE)
    )


def _are_restructured_beside(
    old: Words,
    new: Words,
    edits: Sequence[Edit],
    is_heavy: Sequence[bool],
    reasons: Set[str],
    near: int,
) -> bool:
    """Return whether the heavy edits alone are another construction, and the others wording.

    near: what is at most so many words from a heavy edit, without a pause, is taken with it.
    """
    applies = [*is_heavy]
    for places in (range(1, len(edits)), range(len(edits) - 1, 0, -1)):
        for at in places:
            between = old[edits[at - 1].old_stop : edits[at].old_start]
            is_near = len(between) <= near and set(PAUSES).isdisjoint(map(_SURFACE, between))
            if is_near and applies[at - 1] != applies[at]:
                applies[at - 1] = applies[at] = True
    if all(applies):
        return False
    between, heavy, light = _applied(old, new, edits, applies)
    return _are_restructured(old, between, heavy, reasons) and not any(
        classify_edit(between, new, edit).kind is EditKind.SUBSTANCE for edit in light
    )


def _applied(
    old: Words, new: Words, edits: Sequence[Edit], is_heavy: Sequence[bool]
) -> tuple[Words, list[Edit], list[Edit]]:
    """Return the old words with the heavy edits applied, these, and the others that remain.

    The heavy edits lead from the old words to the ones between, the others from these to the new.
    """
    between: list[Word] = []
    heavy, light = [], []
    at = 0
    for edit, applies in zip(edits, is_heavy, strict=True):
        between += old[at : edit.old_start]
        start = len(between)
        at = edit.old_stop
        if applies:
            between += new[edit.new_start : edit.new_stop]
            heavy.append(Edit(edit.old_start, edit.old_stop, start, len(between)))
        else:
            between += old[edit.old_start : edit.old_stop]
            light.append(Edit(start, len(between), edit.new_start, edit.new_stop))
    return (*between, *old[at:]), heavy, light


def _are_restructured(old: Words, new: Words, edits: Sequence[Edit], reasons: Set[str]) -> bool:
    if not reasons <= _OF_CONSTRUCTION or (Code.FIGURE in reasons and len(edits) == 1):
        return False
    if reasons == {Code.FIGURE} and _are_other_numbers(old, new, edits):
        return False
    removed = "".join(text_of(old[edit.old_start : edit.old_stop]) for edit in edits)
    added = "".join(text_of(new[edit.new_start : edit.new_stop]) for edit in edits)
    was, now = (TELLING.findall(fold(side)) for side in (removed, added))
    if abs(len(was) - len(now)) > _MOST_UNSHARED:
        return False
    shared, unshared = _shared(was, now)
    is_in_turn = not unshared and IN_TURN.search(text_of(old))
    if (
        is_in_turn
        or unshared > _MOST_UNSHARED
        or (unshared > shared and not reasons.isdisjoint(_OF_CONTENT))
    ):
        return False
    features = [Features(old, new, edit) for edit in edits]
    if any(
        one.turns_modifier or one.ends_clause or _ends_otherwise(one) or one.figures_of_signs
        for one in features
    ):
        return False
    from .constructions import say_the_same  # noqa: PLC0415  few passages need it

    return say_the_same(*map(in_whole_lines, (old, new)))


def _ends_otherwise(edit: Features) -> bool:
    """Return whether a clause has another end as a sentence (文末): 計画する。実施した."""
    return any(map(edit.changes_end_of_clause, (Code.TIME, Code.FORCE)))


def _are_other_numbers(old: Words, new: Words, edits: Sequence[Edit]) -> bool:
    """Return whether mere numbers became other ones (別の数), in any order."""
    was = [fold(text_of(old[edit.old_start : edit.old_stop])).lstrip("0") for edit in edits]
    now = [fold(text_of(new[edit.new_start : edit.new_stop])).lstrip("0") for edit in edits]
    return all(map(str.isdecimal, (*was, *now))) and sorted(was) != sorted(now)


def _shared(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Return how many characters both sides tell, and how many one alone (共通の字数)."""
    shared = (Counter(was) & Counter(now)).total()
    return shared, len(was) + len(now) - 2 * shared


def are_perhaps_restructured(
    old: Words, new: Words, edits: Sequence[Edit], reasons: Set[str]
) -> bool:
    """Return whether two passages may say the same in another construction (構文の違いの疑い).

    That is so if what was removed tells the same as what was added. Where two nouns changed
    places, as who acts and who undergoes it may have, it is not.
    """
    if len(edits) == 1 or not reasons <= _OF_CONTENT | _OF_ORDER:
        return False
    sides = [
        (text_of(old[edit.old_start : edit.old_stop]), text_of(new[edit.new_start : edit.new_stop]))
        for edit in edits
    ]
    if any(all(map(_NOUNS.fullmatch, side)) for side in sides):
        return False
    removed, added = (fold("".join(texts)) for texts in zip(*sides, strict=True))
    if Counter(removed) == Counter(added):
        return False  # the same words in other places: who does what to whom may have changed
    shared, unshared = _shared(*map(TELLING.findall, (removed, added)))
    is_same = unshared <= min(_FEW_UNSHARED, shared // 3)
    return is_same and len(re.findall(_NOT, removed)) == len(re.findall(_NOT, added))


_FEW_UNSHARED = 2
_NOUNS = re.compile(r"[^\Wぁ-ん]+")
_NOT = "ない|なく|なけ|ません|ず|ぬ"

_OF_ORDER = frozenset(code for code, nature in NATURES.items() if nature.is_order)
_OF_CONTENT = frozenset(code for code, nature in NATURES.items() if nature.is_content)
_OF_CONSTRUCTION = frozenset(code for code, nature in NATURES.items() if nature.is_construction)
# What two sentences that say the same may still not share: 受ける, 開催 for 開く, two synonyms.
_MOST_UNSHARED = 6


def _is_moved(old: Words, new: Words, left: Edit, right: Edit) -> bool:
    """Return whether one edit removes the content words that the other inserts (移動)."""
    removed = [old[edit.old_start : edit.old_stop] for edit in (left, right)]
    inserted = [new[edit.new_start : edit.new_stop] for edit in (left, right)]
    return not (removed[0] and inserted[0]) and any(
        one and _contents(one) == _contents(two)
        for one, two in zip(removed, inserted[::-1], strict=True)
    )


def _contents(words: Words) -> list[str]:
    return sorted(word.normalized for word in words if is_content(word))
