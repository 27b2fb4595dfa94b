"""Context (文脈): the words around an edit with which its sides are read."""

from ..aligner import Edit
from ..tokenizer import Word, Words, text_of
from .lexicon import lemma

_OF_TIME = frozenset(("午前", "午後", "時", "分", "半", ":", "："))

# Number of words of context on either side: して is part of しなければならない.
_CONTEXT = 5
_OBJECT_WITHIN = 14
NEAR = 200
"""How many words around an edit are searched for its sentence or a repeated word."""


def with_context(old: Words, new: Words, edit: Edit) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return both sides with up to five equal words on either side of the edit (文脈)."""
    left = right = 0
    firsts = (*old[edit.old_start : edit.old_start + 1], *new[edit.new_start : edit.new_start + 1])
    has_verb = "動詞" in [word.pos[0] for word in firsts]
    # The object of a verb decides which words are its synonyms: 会議を四半期に１回開き.
    farthest = _to_object(old, edit.old_start) if has_verb else _CONTEXT
    while (
        left < farthest
        and edit.old_start > left
        and edit.new_start > left
        and _are_one(old[edit.old_start - left - 1], new[edit.new_start - left - 1])
    ):
        left += 1
    # Whether より compares or names an origin is told by what ends the clause.
    nearest = _CONTEXT
    if "より" in [word.surface for word in firsts]:
        nearest = _OBJECT_WITHIN
    while (
        right < nearest
        and edit.old_stop + right < len(old)
        and edit.new_stop + right < len(new)
        and _are_one(old[edit.old_stop + right], new[edit.new_stop + right])
    ):
        right += 1
    # より after a noun is another word than in により.
    stops = edit.old_stop + right, edit.new_stop + right
    after = [text_of(side[stop : stop + 1]) for side, stop in zip((old, new), stops, strict=True)]
    if right < nearest and after[0] and after[0] == after[1]:
        right += 1
    return (
        _with_time(old, edit.old_start - left, edit.old_stop + right),
        _with_time(new, edit.new_start - left, edit.new_stop + right),
    )


def _to_object(words: Words, at: int) -> int:
    """Return how many words before a verb its object or subject begins, or the usual context."""
    for back in range(1, min(_OBJECT_WITHIN, at) + 1):
        if words[at - back].surface in ("を", "が", "は"):
            return max(back + 1, _CONTEXT)
        if words[at - back].surface in "、。\n":
            break
    return _CONTEXT


def _are_one(old: Word, new: Word) -> bool:
    """Return whether two words are forms of one word (同語); 集う and 集える are not."""
    if old.normalized == new.normalized and old.surface != new.surface:
        return old.pos[4] == new.pos[4]
    return lemma(old) == lemma(new)


def _with_time(words: Words, start: int, stop: int) -> tuple[Word, ...]:
    """Return the words [start, stop), widened so that they cut no time of day (時刻)."""
    if stop and _is_of_time(words[stop - 1]):
        while stop < len(words) and _is_of_time(words[stop]):
            stop += 1
    if start < len(words) and _is_of_time(words[start]):
        while start and _is_of_time(words[start - 1]):
            start -= 1
    return tuple(words[start:stop])


def _is_of_time(word: Word) -> bool:
    return word.surface in _OF_TIME or word.pos[1] == "数詞"


def sentence_around(words: Words, start: int, stop: int) -> Words:
    """Return the words [start, stop) with the rest of their sentences (文)."""
    first, last = max(start - NEAR, 0), min(stop + NEAR, len(words))
    while start > first and words[start - 1].surface[-1] not in "。\n":
        start -= 1
    while stop < last and words[stop].surface[0] not in "。\n":
        stop += 1
    return words[start:stop]


def time_of_end(words: Words, start: int, stop: int) -> str:
    """Return the time that the sentence in [start, stop) ends with (文末の時制): past, state."""
    while start < min(len(words), stop + NEAR) and words[start].surface != "。":
        start += 1
    ending = [lemma(word) for word in words[max(start - _ENDING, 0) : start]]
    ending = [one for one in ending if one != "ます"]
    if ending[-1:] == ["た"]:
        return "past"
    return "state" if ending[-2:] == ["て", "居る"] else ""


_ENDING = 4
