"""The kind of an edit (変更の種類): notation, wording or substance, and why.

The questions are asked from the lightest kind to the heaviest, and what none of them
settles is substance: a change of fact must not be shown as less.
"""

import re
from collections.abc import Iterator, Sequence, Set

from ...text.characters import unsquared
from ...text.normalize import fold
from ..aligner import Edit
from ..segment import EditKind, Named, Reason, told
from ..tokenizer import Word, text_of
from .facts import Atom, Meaning, meanings
from .figures import has_numeral, is_figure
from .lexicon import ADVERBIAL, NOUNS, ORGANISATIONS, UNITS
from .orthography import folded, has_same_kanji, is_same_spelt_otherwise, is_sign
from .punctuation import by_signs
from .reasons import Code
from .roles import (
    are_acts_in_other_order,
    are_in_other_order,
    are_joined,
    are_turned,
    as_active,
    figures_have_other_roles,
    without_request,
)

Words = Sequence[Word]

# How many words may stand between edits that are read as one.
_NEAR = 5
# How far 「 is looked for, in words.
_QUOTED = 40

# What an edit of mere notation within dates and times is made of.
_PART_OF_TIME = re.compile(
    r"(?:[\d零〇○◯一二三四五六七八九十年度月日時分半午前後:：~～〜]|から|まで)*"
)
_KANA = re.compile("[ぁ-ん]+")

# Of several things that changed the first of these is named.
_HEAVIEST_FIRST = tuple(Code)[tuple(Code).index(Code.FIGURE) : tuple(Code).index(Code.CASE)]


def name_edits(old: Words, new: Words, edits: Sequence[Edit]) -> list[Named]:
    """Return the kind (変更の種類) of each edit between two texts, and why."""
    return [_name(old, new, edit) for edit in edits]


def name_neighbours(old: Words, new: Words, left: Edit, right: Edit) -> Named | None:
    """Return the kind of two edits of substance that together are but wording (一体の変更).

    を記録した is の記録をした, though 記録 was added in one place and removed in another.
    """
    if not 0 < right.old_start - left.old_stop <= _NEAR:
        return None
    both = _name(old, new, Edit(left.old_start, right.old_stop, left.new_start, right.new_stop))
    return both if both[0] is EditKind.WORDING else None


def _name(old: Words, new: Words, edit: Edit) -> Named:
    return by_signs(old, new, edit) or _by_spelling(old, new, edit) or _by_meaning(old, new, edit)


def _by_spelling(old: Words, new: Words, edit: Edit) -> Named | None:
    """Return the kind where the words are the same, only written otherwise."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if not _is_written_otherwise(was, now):
        return None
    words = told(text_of(was), text_of(now))
    is_name = _is_quoted(old, edit.old_start) or (
        not has_same_kanji(was, now) and _is_named(old, edit.old_start, edit.old_stop)
    )
    if is_name:
        return Named(EditKind.SUBSTANCE, Reason(Code.NAME, words))
    return Named(EditKind.NOTATION, Reason(Code.SPELLING, words))


def _is_written_otherwise(was: Words, now: Words) -> bool:
    olds, news = ([w for w in words if not is_sign(w)] for words in (was, now))
    return is_same_spelt_otherwise(olds, news) or (
        bool(olds) and bool(news) and folded(olds) == folded(news)
    )


def _by_meaning(old: Words, new: Words, edit: Edit) -> Named:  # noqa: PLR0911  a question a line
    """Return the kind by what the words tell of the facts."""
    olds, news = meanings(old, new, edit)
    said = (
        text_of(old[edit.old_start : edit.old_stop]),
        text_of(new[edit.new_start : edit.new_stop]),
    )
    if are_joined(olds, news):
        return Named(EditKind.SUBSTANCE, Reason(Code.CASE, told(*said)))
    if all(any(word.surface == "実施" for word in side.words) for side in (olds, news)):
        if are_acts_in_other_order(olds, news):
            return Named(EditKind.SUBSTANCE, Reason(Code.ORDER, told(*said)))
        # を実施すること is の実施: light in one place and a noun in the other.
        olds, news = (
            side._replace(atoms=[atom for atom in side.atoms if atom.key != "実施"])
            for side in (olds, news)
        )
    olds, news = as_active(olds, news), as_active(news, olds)
    olds, news = without_request(olds, news), without_request(news, olds)
    lost, won = _left(olds, news), _left(news, olds)
    if not lost and not won:
        if are_in_other_order(olds, news):
            return Named(EditKind.SUBSTANCE, Reason(Code.ORDER, told(*said)))
        if figures_have_other_roles(olds, news):
            return Named(EditKind.SUBSTANCE, Reason(Code.FIGURE, told(*said)))
        if are_turned(olds, news):
            return Named(EditKind.SUBSTANCE, Reason(Code.CASE, told(*said)))
        if _is_figure_spelt_otherwise(old, new, edit):
            return Named(EditKind.NOTATION, Reason(Code.FIGURE_SPELLING, told(*said)))
        return Named(EditKind.WORDING, Reason(_manner(old, new, edit), told(*said)))
    code = _heaviest({atom.group for atom in lost + won}, is_mere=not (lost and won))
    group = code
    if code is Code.CONTENT_WORD and not (lost and won):
        code = Code.CONTENT_REMOVED if lost else Code.CONTENT_ADDED
    words = (*_concerned(olds, lost, group), *_concerned(news, won, group))
    return Named(EditKind.SUBSTANCE, Reason(code, words))


def _left(side: Meaning, other: Meaning) -> list[Atom]:
    """Return what one side alone tells (一方だけの事柄), of several alike the first ones."""
    told_of: dict[tuple[str, str], int] = {}
    for atom in other.atoms:
        told_of[atom[:2]] = told_of.get(atom[:2], 0) + 1
    left = []
    for atom in reversed(side.atoms):
        key = atom[:2]
        if count := told_of.get(key):
            told_of[key] = count - 1
        else:
            left.append(atom)
    return left[::-1]


def _heaviest(groups: Set[str], *, is_mere: bool) -> Code:
    """Return what to name of several things that changed (主な理由).

    Of a mere addition or removal that is what was added, not what tense it is in.
    """
    order = (Code.FIGURE, Code.CONTENT_WORD, *_HEAVIEST_FIRST) if is_mere else _HEAVIEST_FIRST
    return next((code for code in order if code in groups), Code.CONTENT_WORD)


def _concerned(side: Meaning, atoms: Sequence[Atom], group: str) -> Iterator[str]:
    """Yield the words of one group (該当する語句), neighbours together."""
    start = stop = 0
    for atom in atoms:
        if atom.group != group:
            continue
        if atom.start != stop:
            if start < stop:
                yield text_of(side.words[start:stop])
            start = atom.start
        stop = atom.stop
    if start < stop:
        yield text_of(side.words[start:stop])


def _is_figure_spelt_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit of the same meaning writes but a figure or its unit otherwise."""
    was, now = list(old[edit.old_start : edit.old_stop]), list(new[edit.new_start : edit.new_stop])
    while was and now and was[-1] == now[-1]:
        del was[-1], now[-1]
    while was and now and was[0] == now[0]:
        del was[0], now[0]
    said = unsquared(text_of(was)), unsquared(text_of(now))
    if all(map(is_figure, said)):
        return True
    if all(map(_PART_OF_TIME.fullmatch, said)):
        return _KANA.findall(said[0]) == _KANA.findall(said[1])
    if any(word.pos[0] not in NOUNS and word.surface != "・" for word in (*was, *now)):
        return False
    units = {fold(text_of(was)), fold(text_of(now))}
    if units == {"人", "名"}:
        return False
    return all(has_numeral(text_of(side)) for side in (was, now)) or not units.isdisjoint(UNITS)


def _manner(old: Words, new: Words, edit: Edit) -> Code:
    """Return what of the manner of speaking an edit changes (言い方)."""
    words = [*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop]]
    parts = {word.pos[0] for word in words if not is_sign(word)}
    if parts <= {"助詞"}:
        return Code.PARTICLE
    if parts <= {"接続詞", "助詞"}:
        return Code.CONNECTIVE
    if parts <= {"助詞", "助動詞"}:
        return Code.SENTENCE_END
    if parts <= {"動詞", "助動詞", "助詞"}:
        return Code.INFLECTION
    return Code.PHRASING


def _is_quoted(words: Words, at: int) -> bool:
    """Return whether a place is inside of 「」, where names stand."""
    depth = 0
    for word in reversed(words[max(at - _QUOTED, 0) : at]):
        if word.surface in "」』":
            depth += 1
        elif word.surface in "「『":
            if not depth:
                return True
            depth -= 1
        elif word.surface[-1] in "。\n":
            return False
    return False


def _is_named(words: Words, start: int, stop: int) -> bool:
    """Return whether the words are part of a name, as こども in 健康こども部 (固有の名称)."""
    if any(word.pos[1] == "固有名詞" for word in words[start:stop]):
        return True
    # 及び in front of a name, a count or こと is no part of it.
    if any(word.pos[1] != "普通名詞" or word.pos[2] in ADVERBIAL for word in words[start:stop]):
        return False
    while stop < len(words) and words[stop].pos[0] in ("名詞", "接尾辞", "接頭辞"):
        if words[stop].surface in ORGANISATIONS:
            return True
        stop += 1
    return False
