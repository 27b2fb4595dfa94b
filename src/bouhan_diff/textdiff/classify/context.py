"""Context (文脈): the words around an edit, what they have said before, and names around it."""

import re
from operator import attrgetter

from ..aligner import Edit
from ..tokenizer import Word, Words, text_of
from .lexicon import (
    ADVERBIAL,
    ATTRIBUTES,
    FACTS,
    INTRODUCING,
    NOUNS,
    ORGANISATIONS,
    OWN,
    is_actor,
    lemma,
)
from .orthography import without_signs
from .syntax import is_stem

_OF_TIME = frozenset(("午前", "午後", "時", "分", "半", ":", "："))

# Number of words of context on either side: して is part of しなければならない.
_CONTEXT = 5
_OBJECT_WITHIN = 14
_CLAUSE_PARTICLES = frozenset(("より", "は", "が"))
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
        and _are_one(
            old[edit.old_start - left - 1], new[edit.new_start - left - 1], is_beside=not left
        )
    ):
        left += 1
    # What ends the clause tells whether より compares, and whether が is of the one who acts.
    nearest = _CONTEXT
    if not _CLAUSE_PARTICLES.isdisjoint([word.surface for word in firsts]):
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


def _are_one(old: Word, new: Word, *, is_beside: bool = False) -> bool:
    """Return whether two words are forms of one word (同語); 集う and 集える are not.

    is_beside: they are beside the edit, which may make another word of them: 課で, 課であり.
    """
    if old is new or (is_beside and old.surface == new.surface in _MADE_OTHER):  # the usual case
        return True
    if old.normalized == new.normalized and old.surface != new.surface:
        return old.pos[4] == new.pos[4]
    return lemma(old) == lemma(new)


_MADE_OTHER = frozenset(("で", "ごと"))


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
    for word in reversed(words[max(start - NEAR, 0) : start]):
        if word.surface[-1] in "。\n":
            break
        start -= 1
    return words[start : _end_of_sentence(words, stop)]


def _end_of_sentence(words: Words, at: int) -> int:
    """Return the index of the 。 or the line break that ends the sentence at an index (文末)."""
    for word in words[at : at + NEAR]:
        if word.surface[0] in "。\n":
            break
        at += 1
    return at


# --- Repetitions and names --------------------------------------------------------------------


def is_said_before(words: Words, start: int, stop: int) -> bool:
    """Return whether the words [start, stop) repeat what precedes them (既出の語句)."""
    if not start < stop < len(words):
        return False
    return (
        _is_part_of_compound(words, start, stop)
        or _is_pointing(words, start, stop)
        or _is_subject(words, start, stop)
        or _is_object(words, start, stop)
        or _is_owner(words, start, stop)
    )


def is_topic_again(words: Words, start: int, stop: int) -> bool:
    """Return whether a predicate repeats its topic (主題の反復): この補助金は…補助金である."""
    after = words[stop : stop + 1]
    if not start < stop or not after or after[0].normalized not in ("だ", "です"):
        return False
    return any(words[end].surface == "は" for end in _places(words, start, stop))


def _is_part_of_compound(words: Words, start: int, stop: int) -> bool:
    """Return whether the words begin a compound that the sentence has before (複合語の反復).

    見守り活動を行う団体に、見守り活動に. Compounds for people are excluded, who may be others than
    before, and one-character endings such as 灯.
    """
    after = words[stop]
    if after.pos[0] != "名詞" or len(after.surface) == 1 or is_actor(after):
        return False
    if not all(map(_is_of_compound, words[start:stop])):
        return False
    ends = _places(words, start, stop + 1)
    first = ends[-1] if ends else start
    # 防災訓練と避難訓練の後 訓練 may be either.
    rivals = [at for at in range(max(first - NEAR, 0), start) if words[at].surface == after.surface]
    return bool(ends) and {at + 1 for at in rivals} <= set(ends)


def _is_pointing(words: Words, start: int, stop: int) -> bool:
    """Return whether they are この or その before a noun that occurs before (この教室では)."""
    if stop - start != 1 or words[start].surface not in ("この", "その", "当該"):
        return False
    end = stop
    while end < len(words) and _is_of_compound(words[end]):
        end += 1
    named = [word.surface for word in words[stop:end]]
    size = len(named)
    return bool(named) and any(
        [word.surface for word in words[at : at + size]] == named
        and (at + size == len(words) or not _is_of_compound(words[at + size]))
        for at in range(max(start - NEAR, 0), start - size + 1)
    )


def _is_subject(words: Words, start: int, stop: int) -> bool:
    """Return whether they repeat whom the clause before has put in place.

    交通指導員を配置し、交通指導員が児童を誘導する.
    """
    if start < 1 or words[start - 1].surface != "、" or words[stop - 1].surface not in ("が", "は"):
        return False
    if not all(map(_is_of_compound, words[start : stop - 1])):
        return False
    for end in _places(words, start, stop - 1):
        if words[end].surface == "を" and words[end + 1].normalized in INTRODUCING:
            return True
        between = words[end + 1 : start - 1]
        is_alone = not any(
            word.surface in "がは"
            for word in (*between, *words[stop : _end_of_sentence(words, stop)])
        )
        if words[end].surface in ("が", "は") and is_alone:
            return True
    return False


def _is_object(words: Words, start: int, stop: int) -> bool:
    """Return whether they repeat the object of the clause before (目的語の反復).

    名簿を作成し、名簿を関係者に配る equals 名簿を作成し、関係者に配る; so does 申請書を受け付け、
    申請書の内容を調べる equal 内容を調べる, but for persons, who may be others.
    """
    if start < 1 or words[start - 1].surface != "、":
        return False
    is_its_own = (
        words[stop - 1].surface == "の"
        and words[stop].surface in ATTRIBUTES
        and not any(word.pos[0] in NOUNS for word in words[stop + 1 : stop + 2])
        and not is_actor(words[stop - 2])
    )
    if words[stop - 1].surface != "を" and not is_its_own:
        return False
    for end in _places(words, start, stop - 1):
        between = words[end + 1 : start - 1]
        is_next = not any(
            word.surface in "を、" or (is_its_own and _is_other_noun(word)) for word in between
        )
        if words[end].surface == "を" and is_next:
            return True
    return False


def _is_other_noun(word: Word) -> bool:
    """Return whether a word is a noun that is no act (サ変名詞でない名詞)."""
    return word.pos[0] == "名詞" and word.pos[2] != "サ変可能"


def _is_owner(words: Words, start: int, stop: int) -> bool:
    """Return whether they name the subject as the owner of its own thing (所有者の反復).

    市は、市の職員に知らせる equals 市は、職員に知らせる.
    """
    if text_of(words[start:stop]) in _OURS and words[stop].surface.startswith("市"):
        return True
    is_own = any(text_of(words[stop : stop + size]) in OWN for size in (1, 2))
    is_listed = start > 0 and words[start - 1].surface in ("と", "や", "及び")
    if words[stop - 1].surface != "の" or not is_own or is_listed:
        return False
    return any(words[end].surface in ("は", "で", "が") for end in _places(words, start, stop - 1))


# 本市の市立病院 is 市立病院.
_OURS = ("本市の", "当市の")


def _places(words: Words, start: int, stop: int) -> list[int]:
    """Return the end of each earlier occurrence of the compound [start, stop)."""
    if not _is_whole(words, start, stop):
        return []
    compound = [word.surface for word in words[start:stop]]
    ends = []
    for at in range(start - len(compound), max(start - NEAR, 0) - 1, -1):
        if words[at].surface == "。":
            break
        end = at + len(compound)
        if [w.surface for w in words[at:end]] == compound and _is_whole(words, at, end):
            ends.append(end)
    return ends


def _is_of_compound(word: Word) -> bool:
    """Return whether a word may be part of a compound (複合語): a noun, or 見守り."""
    return word.pos[0] in NOUNS or (word.pos[0] == "動詞" and word.pos[5].startswith("連用形"))


def _is_whole(words: Words, start: int, stop: int) -> bool:
    """Return whether [start, stop) is a whole compound, with no noun beside it."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return not any(word.pos[0] in NOUNS for word in around)


def name_before(words: Words, at: int) -> str:
    """Return the compound that ends at an index (直前の複合語)."""
    start = at
    while start and (_is_of_compound(words[start - 1]) or words[start - 1].surface in "・の"):
        start -= 1
    while start < at and words[start].surface in "・の":
        start += 1
    return text_of(words[start:at])


# How many words before an index are searched for 「.
_QUOTED = 40


def is_quoted(words: Words, at: int) -> bool:
    """Return whether an index is inside 「」, which enclose names (引用の中)."""
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


def _is_quoted_by_one(old: str, new: str) -> bool:
    """Return whether one sentence has no words that the other quotes (一方だけの引用)."""
    return any(
        without_signs(name) not in without_signs(other)
        for one, other in ((old, new), (new, old))
        for name in re.findall("[「『](.+?)[」』]", one)
    )


_SURFACE = attrgetter("surface")
_QUOTES = frozenset("「」『』")


def is_named(words: Words, start: int, stop: int) -> bool:
    """Return whether the words are part of a name (固有の名称): こども in 健康こども部."""
    if any(word.pos[1] == "固有名詞" for word in words[start:stop]):
        return True
    return all(map(_is_of_name, words[start:stop])) and _goes_on_as_name(words, stop)


def _is_of_name(word: Word) -> bool:
    """Return whether a word may be part of a name, as すこやか: not 及び, a count or こと."""
    return word.pos[2] not in ADVERBIAL and (_is_common(word) or word.pos[0] == "形状詞")


def _is_common(word: Word) -> bool:
    return word.pos[1] == "普通名詞"


def _goes_on_as_name(words: Words, stop: int) -> bool:
    for word in words[stop:]:
        if word.surface in ORGANISATIONS:
            return True
        if word.pos[0] not in ("名詞", "接尾辞", "接頭辞") or word.pos[1] == "数詞":
            break  # a count of them, as in 毎年２校
    return False


def is_name_of_other_words(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a quotation or a name has other words (名称の中の語): 支援センター."""
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    if is_quoted(old, edit.old_start) or is_quoted(new, edit.new_start):
        return without_signs(text_of(was)) != without_signs(text_of(now))
    both = *was, *now
    if not _QUOTES.isdisjoint(map(_SURFACE, both)):
        sentences = sentence_around(old, *edit[:2]), sentence_around(new, *edit[2:])
        if _is_quoted_by_one(*map(text_of, sentences)):
            return True  # 『防犯の日』, 「防犯日」
    are_nouns = len(was) == len(now) == 1 and any(map(_is_common, both))  # 生活, 暮らし
    are_nouns = are_nouns and all(_is_common(word) or is_stem(word) for word in both)
    is_other_noun = are_nouns and FACTS.keys().isdisjoint(map(lemma, both))  # 当該, 同
    return is_other_noun and _goes_on_as_name(old, edit.old_stop)
