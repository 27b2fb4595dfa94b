"""The kind of an edit (変更の種類): notation, wording or substance, and why.

The questions are asked from the lightest kind to the heaviest, and what none of them
settles is substance: a change of fact must not be shown as less.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ..folding import fold
from .alignment import Edit
from .figures import has_numeral
from .meaning import Atom, meaning
from .reasons import Code
from .segment import EditKind, Reason
from .spelling import (
    BRACKETS,
    PAUSES,
    folded,
    has_same_kanji,
    is_katakana,
    is_same_spelt_otherwise,
    is_sign,
)
from .wordlists import CONFLICTS, NOUNS, ORGANISATIONS, UNITS
from .words import Word

Words = Sequence[Word]
Named = tuple[EditKind, Reason]

# How many words around an edit are read with it: して in しなければならない.
_CONTEXT = 5
_QUOTED = 40

# Of several things that changed the first of these is named.
_HEAVIEST_FIRST = tuple(Code)[tuple(Code).index(Code.FIGURE) : tuple(Code).index(Code.CASE)]


def name_edits(old: Words, new: Words, edits: Sequence[Edit]) -> list[Named]:
    """Return the kind (変更の種類) of each edit between two texts, and why."""
    return [_name(old, new, edit) for edit in edits]


def _name(old: Words, new: Words, edit: Edit) -> Named:
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    said = _text(was), _text(now)
    if not said[0].strip() and not said[1].strip():
        return EditKind.NOTATION, Reason(Code.LAYOUT)
    if _are_item_marks(old, new, edit):
        return EditKind.NOTATION, Reason(Code.PUNCTUATION, _told(said))
    return _by_signs(old, new, edit) or _by_spelling(old, new, edit) or _by_meaning(old, new, edit)


def _by_signs(old: Words, new: Words, edit: Edit) -> Named | None:
    """Return the kind where the words are the same but for signs and width."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    code = _other_signs(was, now)
    if code is None:
        return None
    if heavier := _reaches_figures(old, new, edit):
        return heavier
    if code is Code.PUNCTUATION and _joins_nouns(old, new, edit):
        return EditKind.WORDING, Reason(code, _told((_text(was), _text(now))))
    is_numbering = _is_around_number(old, *edit[:2]) and _is_around_number(new, *edit[2:])
    is_lighter = code is not Code.BRACKET or is_numbering
    kind = EditKind.NOTATION if is_lighter else EditKind.WORDING
    return kind, Reason(code, _told((_text(was), _text(now))))


def _by_spelling(old: Words, new: Words, edit: Edit) -> Named | None:
    """Return the kind where the words are the same, only written otherwise."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if not _is_written_otherwise(was, now):
        return None
    told = _told((_text(was), _text(now)))
    is_name = _is_quoted(old, edit.old_start) or (
        not has_same_kanji(was, now) and _is_named(old, edit.old_start, edit.old_stop)
    )
    if is_name:
        return EditKind.SUBSTANCE, Reason(Code.NAME, told)
    return EditKind.NOTATION, Reason(Code.SPELLING, told)


def _joins_nouns(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether the pause between two nouns comes or goes: 調査・研究, 調査研究.

    Not in loanwords, where ・ is spelling, nor after an adverbial noun such as 現在.
    """
    one_sided = old[edit.old_start : edit.old_stop] or new[edit.new_start : edit.new_stop]
    is_mere = edit.old_start == edit.old_stop or edit.new_start == edit.new_stop
    if not is_mere or _text(one_sided) not in PAUSES or not edit.old_start:
        return False
    left, right = old[edit.old_start - 1], old[edit.old_stop : edit.old_stop + 1]
    if left.pos[0] not in NOUNS or not right or right[0].pos[0] not in NOUNS:
        return False
    is_adverbial = left.pos[2] in ("副詞可能", "助数詞可能")
    return not is_adverbial and not (is_katakana(left) and is_katakana(right[0]))


# What a list's items begin with: ①, (1), 1., ア), ○.
_ITEM_MARK = re.compile(
    r"\s*(?:[①-⑳⑴-⒇㋐-㋾]|[(（]?(?:[0-9０-９]{1,2}|[ア-ンA-Za-z])[)）.．]|[○●◎◯■□◆◇★☆▼▲▽△※▪•‣►▶・-])*\s*"
)


def _are_item_marks(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether the marks in front of a list's item were changed (箇条書きの記号)."""
    for words, start, stop in ((old, *edit[:2]), (new, *edit[2:])):
        begins = start == 0 or words[start - 1].surface[-1] in " 　\n。、"
        if not begins or not _ITEM_MARK.fullmatch(_text(words[start:stop])):
            return False
    sides = (old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop])
    # Another number is another item.
    return not all(has_numeral(_text(side)) for side in sides)


def _is_around_number(words: Words, start: int, stop: int) -> bool:
    """Return whether brackets belong to an item's number, as in (1) and ア）."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return any(_SHORT_NUMBER.fullmatch(word.surface) for word in around)


_SHORT_NUMBER = re.compile("[①-⑳]|[0-9０-９]{1,2}|[ア-ン]")


def _other_signs(was: Words, now: Words) -> Code | None:
    """Return the reason where the words are the same but for signs and width."""
    if folded(was) == folded(now):
        return Code.WIDTH
    olds, news = ([w for w in words if not is_sign(w)] for words in (was, now))
    if folded(olds) == folded(news):
        return Code.PUNCTUATION
    olds, news = ([w for w in words if w.surface not in BRACKETS] for words in (olds, news))
    return Code.BRACKET if folded(olds) == folded(news) else None


def _reaches_figures(old: Words, new: Words, edit: Edit) -> Named | None:
    """Return substance where signs between digits make other figures of them."""
    around = (
        *(old[edit.old_start - 1 : edit.old_start] if edit.old_start else ()),
        *old[edit.old_stop : edit.old_stop + 1],
    )
    if not any(has_numeral(word.surface) for word in around):
        return None
    olds, news = (meaning(words).atoms for words in _with_context(old, new, edit))
    was, now = ([a.key for a in atoms if a.group == Code.FIGURE] for atoms in (olds, news))
    if was == now:
        return None
    return EditKind.SUBSTANCE, Reason(Code.FIGURE, (" ".join(was), " ".join(now)))


def _is_written_otherwise(was: Words, now: Words) -> bool:
    olds, news = ([w for w in words if not is_sign(w)] for words in (was, now))
    return is_same_spelt_otherwise(olds, news)


def _by_meaning(old: Words, new: Words, edit: Edit) -> Named:
    """Return the kind by what the words tell of the facts."""
    was, now = _with_context(old, new, edit)
    olds, news = meaning(was), meaning(now)
    gone = Counter((a.group, a.key) for a in olds.atoms)
    come = Counter((a.group, a.key) for a in news.atoms)
    said = _text(old[edit.old_start : edit.old_stop]), _text(new[edit.new_start : edit.new_stop])
    if gone == come:
        if [a[:2] for a in olds.atoms] != [a[:2] for a in news.atoms]:
            return EditKind.SUBSTANCE, Reason(Code.ORDER, _told(said))
        roles_gone = Counter(olds.cases) - Counter(news.cases)
        roles_come = Counter(news.cases) - Counter(olds.cases)
        if any(frozenset((a, b)) in CONFLICTS for a in roles_gone for b in roles_come):
            return EditKind.SUBSTANCE, Reason(Code.CASE, _told(said))
        if _is_figure_spelt_otherwise(old, new, edit):
            return EditKind.NOTATION, Reason(Code.FIGURE_SPELLING, _told(said))
        return EditKind.WORDING, Reason(_manner(old, new, edit), _told(said))
    lost, won = _left(olds.atoms, gone - come), _left(news.atoms, come - gone)
    groups = {a.group for a in lost + won}
    code = next((code for code in _HEAVIEST_FIRST if code in groups), Code.CONTENT_WORD)
    if code is Code.CONTENT_WORD and not (lost and won):
        code = Code.CONTENT_REMOVED if lost else Code.CONTENT_ADDED
    return EditKind.SUBSTANCE, Reason(
        code, _told(("".join(a.text for a in lost), "".join(a.text for a in won)))
    )


def _left(atoms: Sequence[Atom], counts: Counter[tuple[str, str]]) -> list[Atom]:
    left = Counter(counts)
    result = []
    for atom in atoms:
        if left[atom[:2]] > 0:
            left[atom[:2]] -= 1
            result.append(atom)
    return result


def _is_figure_spelt_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit of the same meaning writes but a figure or its unit otherwise."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if any(word.pos[0] not in ("名詞", "接尾辞", "接頭辞") for word in (*was, *now)):
        return False
    units = {fold(_text(was)), fold(_text(now))}
    if units == {"人", "名"}:
        return False
    return all(has_numeral(_text(side)) for side in (was, now)) or not units.isdisjoint(UNITS)


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


def _with_context(old: Words, new: Words, edit: Edit) -> tuple[Words, Words]:
    """Return both sides with the equal words around them that may belong to their phrases."""
    left = right = 0
    while (
        left < _CONTEXT
        and edit.old_start > left
        and edit.new_start > left
        and old[edit.old_start - left - 1].normalized == new[edit.new_start - left - 1].normalized
    ):
        left += 1
    while (
        right < _CONTEXT
        and edit.old_stop + right < len(old)
        and edit.new_stop + right < len(new)
        and old[edit.old_stop + right].normalized == new[edit.new_stop + right].normalized
    ):
        right += 1
    return (
        old[edit.old_start - left : edit.old_stop + right],
        new[edit.new_start - left : edit.new_stop + right],
    )


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
    while stop < len(words) and words[stop].pos[0] in ("名詞", "接尾辞", "接頭辞"):
        if words[stop].surface in ORGANISATIONS:
            return True
        stop += 1
    return False


def _told(said: tuple[str, str]) -> tuple[str, ...]:
    return tuple(text for text in said if text)


def _text(words: Words) -> str:
    return "".join(word.surface for word in words)
