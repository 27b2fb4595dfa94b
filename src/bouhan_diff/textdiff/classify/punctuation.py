"""Signs (記号): punctuation, brackets, bullets, width and space, which rarely tell a fact."""

import re
import unicodedata
from collections.abc import Sequence

from ..aligner import Edit
from ..segment import EditKind, Named, Reason, told
from ..tokenizer import Word, text_of
from .facts import meanings
from .figures import has_numeral
from .lexicon import ADVERBIAL, NOUNS
from .orthography import BRACKETS, PAUSES, bare, folded, is_katakana, is_sign
from .reasons import Code

Words = Sequence[Word]


def by_signs(old: Words, new: Words, edit: Edit) -> Named | None:
    """Return the kind (変更の種類) where both sides are the same but for signs and width."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    said = text_of(was), text_of(now)
    if not said[0].strip() and not said[1].strip():
        return Named(EditKind.NOTATION, Reason(Code.LAYOUT))
    if _are_item_marks(old, new, edit):
        return Named(EditKind.NOTATION, Reason(Code.PUNCTUATION, told(*said)))
    code = _other_signs(was, now) if bare(said[0]) == bare(said[1]) else None
    if code is None:
        return None
    if heavier := _reaches_figures(old, new, edit, said):
        return heavier
    is_numbering = _is_around_number(old, *edit[:2]) and _is_around_number(new, *edit[2:])
    kind = EditKind.NOTATION
    if code is Code.PUNCTUATION and _joins_nouns(old, new, edit):
        kind = EditKind.WORDING
    elif code is Code.BRACKET and not is_numbering:
        kind = EditKind.SUBSTANCE if _sets_side_by_side(was, now) else EditKind.WORDING
    return Named(kind, Reason(code, told(*said)))


def _is_other_unit(old: Words, edit: Edit, said: tuple[str, str]) -> bool:
    """Return whether a unit behind a number is in other case: 10MB is not 10Mb (単位の別)."""
    if not edit.old_start or not old[edit.old_start - 1].surface[-1].isdecimal():
        return False
    was, now = (unicodedata.normalize("NFKC", text) for text in said)
    return was.isascii() and was.isalpha() and was != now


def _sets_side_by_side(was: Words, now: Words) -> bool:
    """Return whether a bracket becomes a pause, or the contrary: 学校（小学校）, 学校、小学校.

    What explained a thing then stands beside it as another.
    """
    signs = [{word.surface for word in side} for side in (was, now)]
    return any(
        one & BRACKETS and not other & BRACKETS and other & set(PAUSES)
        for one, other in (signs, signs[::-1])
    )


def _joins_nouns(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether the pause between two nouns comes or goes: 調査・研究, 調査研究.

    Not in loanwords, where ・ is spelling, nor after an adverbial noun such as 現在.
    """
    one_sided = old[edit.old_start : edit.old_stop] or new[edit.new_start : edit.new_stop]
    is_mere = edit.old_start == edit.old_stop or edit.new_start == edit.new_stop
    if not is_mere or text_of(one_sided) not in PAUSES or not edit.old_start:
        return False
    left, right = old[edit.old_start - 1], old[edit.old_stop : edit.old_stop + 1]
    if left.pos[0] not in NOUNS or not right or right[0].pos[0] not in NOUNS:
        return False
    is_adverbial = left.pos[2] in ADVERBIAL
    return not is_adverbial and not (is_katakana(left) and is_katakana(right[0]))


# What a list's items begin with: ①, (1), 1., ア), ○.
_ITEM_MARK = re.compile(
    r"\s*(?:[①-⑳⑴-⒇㋐-㋾]|[(（]?(?:[0-9０-９]{1,2}|[ア-ンA-Za-z])[)）.．]|[〇○●◎◯■□◆◇★☆▼▲▽△※▪•‣►▶・－-])*\s*"
)


def _are_item_marks(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether the marks in front of a list's item were changed (箇条書きの記号)."""
    for words, start, stop in ((old, *edit[:2]), (new, *edit[2:])):
        begins = start == 0 or words[start - 1].surface[-1] in " 　\n。、"
        if not begins or not _ITEM_MARK.fullmatch(text_of(words[start:stop])):
            return False
        # △３％ is no item.
        if stop < len(words) and words[stop].pos[1] == "数詞":
            return False
    # Another number or letter is another item.
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    return not all(any(sign.isalnum() for sign in text_of(side)) for side in (was, now))


def _is_around_number(words: Words, start: int, stop: int) -> bool:
    """Return whether brackets belong to an item's number, as in (1) and ア）, or to 例."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return any(_SHORT_NUMBER.fullmatch(word.surface) for word in around)


_SHORT_NUMBER = re.compile("[①-⑳]|[0-9０-９]{1,2}|[ア-ン]|[例注]")


def _other_signs(was: Words, now: Words) -> Code | None:
    """Return which signs differ in words that are the same without any, where it is but they."""
    if folded(was) == folded(now):
        return Code.WIDTH
    olds, news = ([w for w in words if not is_sign(w)] for words in (was, now))
    if folded(olds) == folded(news):
        return Code.PUNCTUATION
    olds, news = ([w for w in words if w.surface not in BRACKETS] for words in (olds, news))
    return Code.BRACKET if folded(olds) == folded(news) else None


def _reaches_figures(old: Words, new: Words, edit: Edit, said: tuple[str, str]) -> Named | None:
    """Return substance where signs between digits make other figures of them."""
    around = (
        *(old[edit.old_start - 1 : edit.old_start] if edit.old_start else ()),
        *old[edit.old_stop : edit.old_stop + 1],
    )
    if not any(has_numeral(word.surface) for word in around):
        return None
    if _is_other_unit(old, edit, said):
        return Named(EditKind.SUBSTANCE, Reason(Code.FIGURE, said))
    was, now = (
        [atom.key for atom in side.atoms if atom.group == Code.FIGURE]
        for side in meanings(old, new, edit)
    )
    if was == now:
        return None
    return Named(EditKind.SUBSTANCE, Reason(Code.FIGURE, (" ".join(was), " ".join(now))))
