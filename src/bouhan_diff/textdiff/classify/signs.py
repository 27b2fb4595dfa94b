"""Signs (記号): punctuation, brackets, bullets, width and space, which rarely state a fact."""

import re
import unicodedata

from ...text.normalize import OLD_KANJI
from ..aligner import Edit
from ..segment import Code, EditKind
from ..tokenizer import Words, text_of
from .context import sentence_around, with_context
from .facts import statement
from .figures import has_numeral
from .lexicon import LABELS, NOUNS, OF_OTHERS, RELATIONS, lemma
from .orthography import (
    BRACKETS,
    PAUSES,
    RATINGS,
    bare,
    folded,
    is_katakana,
    is_sign,
)
from .syntax import OF_CLAUSES


def _is_other_unit(old: Words, edit: Edit, said: tuple[str, str]) -> bool:
    """Return whether only the case of a unit differs (単位の別): 10MB is not 10Mb."""
    if not edit.old_start or not old[edit.old_start - 1].surface[-1].isdecimal():
        return False
    was, now = (unicodedata.normalize("NFKC", text) for text in said)
    return was.isascii() and was.isalpha() and was != now


def is_in_address(old: Words, edit: Edit, said: tuple[str, str]) -> bool:
    """Return whether the case of letters differs in the path of a web address (URLの別)."""
    was, now = (unicodedata.normalize("NFKC", text) for text in said)
    if was == now or was.lower() != now.lower():
        return False
    start = edit.old_start
    before = text_of(old[max(start - _LONGEST_ADDRESS, 0) : start])
    return re.search(_ADDRESS, before + was) is not None


_LONGEST_ADDRESS = 60
_ADDRESS = r"(?i)https?://[\w.-]+/[!-~]*$"


def are_set_side_by_side(was: Words, now: Words) -> bool:
    """Return whether a bracket became a pause or vice versa: 学校（小学校）, 学校、小学校.

    What explained a thing becomes another thing beside it.
    """
    signs = [{word.surface for word in side} for side in (was, now)]
    return any(
        one & BRACKETS and not other & BRACKETS and other & set(PAUSES)
        for one, other in (signs, signs[::-1])
    )


def are_quoted_otherwise(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether quotation marks enclose other words than before (引用の範囲).

    「防犯の日」講座 is not 「防犯の日講座」.
    """
    sides = (old, *edit[:2]), (new, *edit[2:])
    if not any(_QUOTE.search(text_of(words[start:stop])) for words, start, stop in sides):
        return False
    was, now = (text_of(sentence_around(*side)) for side in sides)
    quoted = [[bare(text) for text in _QUOTED.findall(side)] for side in (was, now)]
    is_as_often = len(quoted[0]) == len(quoted[1])
    return bare(was) == bare(now) and is_as_often and quoted[0] != quoted[1]


_QUOTE = re.compile("[「」『』]")
_QUOTED = re.compile("[「『](.*?)[」』]")


def joined_nouns(old: Words, new: Words, edit: Edit) -> EditKind | None:
    """Return the kind of an edit that adds or removes a pause between nouns (並列の読点).

    被害者、家族 are two and 被害者家族 are one; 調査・研究 is 調査研究, as both are acts, but
    移動・支援 is not 移動支援. Not in loanwords, where ・ is spelling, nor where 、 is behind an
    adverbial noun such as 現在. The words are else the same.
    """
    was = _noun_pauses(old, edit.old_start, edit.old_stop)
    now = _noun_pauses(new, edit.new_start, edit.new_stop)
    sides = was | now
    changed = [sides[at] for at in was.keys() ^ now.keys() if sides[at] is not None]
    if not changed or _has_brackets(old, new, edit):
        return None
    return EditKind.WORDING if all(changed) else EditKind.SUBSTANCE


def _has_brackets(old: Words, new: Words, edit: Edit) -> bool:
    words = (*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop])
    return any(word.surface in BRACKETS for word in words)


def _noun_pauses(words: Words, start: int, stop: int) -> dict[int, bool | None]:
    """Return the pauses between nouns by their offset in the range, signs not counted.

    True is a ・ between two acts; None is a space, a new line or an item mark.
    """
    found: dict[int, bool | None] = {}
    place = 0
    for at in range(start, stop):
        word = words[at]
        if not is_sign(word.surface):
            place += len(bare(word.surface))
        elif word.surface not in _LISTING or not 0 < at < len(words) - 1:
            found.setdefault(place, None)
        else:
            left, right = words[at - 1], words[at + 1]
            is_dot = word.surface in "・･"
            are_nouns = _is_thing(words, at - 1) and _is_noun(words, at + 1)
            is_spelling = is_dot and is_katakana(left) and is_katakana(right)
            if not are_nouns or is_spelling or (not is_dot and _is_adverb(words, at - 1)):
                found.setdefault(place, None)
            else:
                are_acts = left.pos[2] == right.pos[2] == "サ変可能"
                found[place] = is_dot and are_acts and right.surface not in OF_OTHERS
    return found


_LISTING = "、，,､・･"


def parts_modifier(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a pause decides what the words before it belong to (修飾の範囲).

    In 古い校舎や体育館 both may be old, in 古い校舎や、体育館 only the school is; in
    働く家族を支える店 the family works, in 働く、家族を支える店 the shop; and in
    急いで避難した住民を探す the residents hurried, in 急いで、避難した住民を探す those who search.
    """
    was, now = _pauses(old, *edit[:2]), _pauses(new, *edit[2:])
    places = was.keys() ^ now.keys()
    return any(_parts(old, was[at]) if at in was else _parts(new, now[at]) for at in places)


def _pauses(words: Words, start: int, stop: int) -> dict[int, int]:
    """Return the index of each pause in a range by its offset there, signs not counted (読点)."""
    found: dict[int, int] = {}
    offset = 0
    for at in range(max(start, 1), stop):
        if words[at].surface in "、，":
            found[offset] = at
        elif not is_sign(words[at].surface):
            offset += len(words[at].surface)
    return found


def _parts(words: Words, at: int) -> bool:
    """Return whether a pause at an index ends what the words before it modify (修飾の切れ目)."""
    last, after = at - 1, at + 1
    if _modifies(words, last):
        return _has_farther_noun(words, after)
    if words[last].surface in ("や", "と", "及び", "又は") and last:
        first = last - 1
        while first >= 0 and words[first].pos[0] in NOUNS:
            first -= 1
        if first >= 0 and _modifies(words, first):
            return True
    if last and words[last - 1].surface == "よう":
        # 昨年のように、中止しない and 昨年のように中止しない
        return any(lemma(word) == "ない" for word in sentence_around(words, after, after))
    return _is_phrase(words, last) and _has_clause_of_noun(words, after)


_BEFORE_NOUNS = ("連体形", "終止形")
_INFLECTED = frozenset(("形容詞", "動詞", "助動詞"))


def _modifies(words: Words, at: int) -> bool:
    """Return whether a word modifies the noun behind it (連体修飾): 古い, 大きな, 市の."""
    word = words[at]
    if word.surface == "の" and at:
        return word.pos[1] == "格助詞" and words[at - 1].pos[0] in (*NOUNS, "形状詞")
    is_inflected = word.pos[0] in _INFLECTED and word.pos[5].startswith(_BEFORE_NOUNS)
    return word.pos[0] == "連体詞" or is_inflected


def _has_farther_noun(words: Words, at: int) -> bool:
    """Return whether a noun is followed by another one that what precedes may modify (遠い名詞)."""
    stop = at
    while stop < len(words) and words[stop].pos[0] in NOUNS:
        stop += 1
    if stop == at:
        return False
    joint = text_of(words[stop : stop + 1])
    if joint in ("の", "と", "や", "及び", "又は") or (joint == "、" and _is_noun(words, stop + 1)):
        return True
    return _has_clause_of_noun(words, stop)


def _is_phrase(words: Words, at: int) -> bool:
    """Return whether a phrase or clause of a verb ends with a word (連用修飾): 急いで, 県と."""
    word = words[at]
    if text_of(words[max(at - 1, 0) : at + 1]) in ("並びに", *RELATIONS):
        return False  # a conjunction, of no verb
    if word.pos[0] == "助詞":
        return word.surface in _OF_VERBS and words[at - 1].surface not in ("もの", "ところ")
    is_manner = word.pos[0] == "助動詞" and word.surface in "にで"
    is_act = word.pos[0] == "動詞" and word.pos[5].startswith("連用形")
    return is_manner or is_act or word.pos[0] == "副詞" or _is_adverb(words, at)


_OF_VERBS = frozenset(("が", "を", "に", "へ", "と", "で", "て", "から", "まで", "より"))


def _has_clause_of_noun(words: Words, at: int) -> bool:
    """Return whether the next verb modifies a noun, before which another verb comes (連体節)."""
    for place in range(at, min(at + _FARTHEST_NOUN, len(words) - 1)):
        word, after = words[place], words[place + 1]
        if word.surface in "、。\n":
            return False
        if word.pos[0] in _INFLECTED and word.pos[5].startswith(_BEFORE_NOUNS):
            return after.pos[0] == "名詞" and after.normalized not in OF_CLAUSES
    return False


_FARTHEST_NOUN = 12


def _is_noun(words: Words, at: int) -> bool:
    """Return whether a noun begins at an index (名詞の始まり), such as 幼稚園."""
    pos = [word.pos[0] for word in words[at : at + 2]]
    return pos[:1] != [] and (pos[0] in NOUNS or pos == ["形状詞", "接尾辞"])


def _is_thing(words: Words, at: int) -> bool:
    """Return whether a word is a noun or a verb used as one (名詞・転成名詞): 見守り."""
    if words[at].pos[0] != "動詞" or not words[at].pos[5].startswith("連用形"):
        return words[at].pos[0] in NOUNS
    start = at
    while start and words[start - 1].pos[0] == "動詞":
        start -= 1
    before = words[start - 1] if start else None
    is_clause = before is not None and before.pos[0] in ("助詞", "名詞") and before.surface != "の"
    return not is_clause and len(words[at].surface) > 1


def _is_adverb(words: Words, at: int) -> bool:
    """Return whether a noun is used as an adverb (副詞的): 現在, ５年度."""
    if words[at].pos[2] == "副詞可能":
        return True
    counts = at and (words[at - 1].pos[1] == "数詞" or words[at - 1].pos[0] == "接頭辞")
    return bool(counts) and words[at].surface in ("年", "年度", "月", "日", "時", "分")


def have_other_comparisons(old: Words, new: Words, edit: Edit, said: tuple[str, str]) -> bool:
    """Return whether an unpaired ＞ or ＜ was added, removed or reversed (大小の記号)."""
    if not any(map(_COMPARING.search, said)):
        return False
    was = _comparisons(old, edit.old_start, edit.old_stop)
    now = _comparisons(new, edit.new_start, edit.new_stop)
    return was != now


def _comparisons(words: Words, start: int, stop: int) -> list[str]:
    """Return the unpaired comparison signs in a range (大小の記号)."""
    found: list[str] = []
    for at in range(start, stop):
        sign = unicodedata.normalize("NFKC", words[at].surface)
        if sign in _MORE and not _has_partner(words, at):
            found.append(sign)
    return found


_MORE = {"<": ">", ">": "<", "≪": "≫", "≫": "≪"}
_COMPARING = re.compile("[<>≪≫＜＞﹤﹥]")


def _has_partner(words: Words, at: int) -> bool:
    """Return whether a ＜ or ＞ has its partner within the sentence."""
    sign = unicodedata.normalize("NFKC", words[at].surface)
    step = 1 if sign in "<≪" else -1
    place = at + step
    while 0 <= place < len(words) and words[place].surface[0] not in "。\n":
        other = unicodedata.normalize("NFKC", words[place].surface)
        if other == _MORE[sign]:
            return True
        if other == sign:
            return False
        place += step
    return False


# Item marks: ①, (1), 1., ア), ○.
_ITEM_MARK = re.compile(
    r"\s*(?:[①-⑳⑴-⒇㋐-㋾]|[(（]?(?:[0-9０-９]{1,2}|[ア-ンA-Za-z])[)）.．]|[〇○●◎◯■□◆◇★☆▼▲▽△※▪•‣►▶・－-])*\s*"
)


def are_item_marks(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether only the mark of a list item changed (箇条書きの記号)."""
    for words, start, stop in ((old, *edit[:2]), (new, *edit[2:])):
        marks = text_of(words[start:stop])
        if not _ITEM_MARK.fullmatch(marks) or not _begins_item(words, start, stop, marks):
            return False
        # △３％ is a negative number.
        if not _SIGNED.isdisjoint(marks) and stop < len(words) and words[stop].pos[1] == "数詞":
            return False
    # Another number or letter is another item, and △ is not ◎.
    was, now = old[edit.old_start : edit.old_stop], new[edit.new_start : edit.new_stop]
    rated = [
        re.findall(_RATED, text_of(side).replace("◯", "○").replace("〇", "○"))
        for side in (was, now)
    ]
    if all(rated) and rated[0] != rated[1]:
        return False
    return not all(any(sign.isalnum() for sign in text_of(side)) for side in (was, now))


def _begins_item(words: Words, start: int, stop: int, marks: str) -> bool:
    """Return whether a mark starts an item and is not a rating by itself (評価の欄)."""
    before = words[start - 1].surface[-1] if start else "\n"
    if set(marks) & set("〇○◯") and stop < len(words) and words[stop].surface[0] in _KANJI_DIGITS:
        return False
    if before not in " 　\n。、":
        return False
    after = words[stop].surface[0] if stop < len(words) else "\n"
    if RATINGS.isdisjoint(marks):
        return True
    if before in "\n。":
        return (bool(marks.strip()) and marks[-1].isspace()) or after != "\n"
    return not after.isspace() and after not in "、。"


def is_around_number(words: Words, start: int, stop: int) -> bool:
    """Return whether brackets enclose an item number or 例: (1), ア）."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return any(_SHORT_NUMBER.fullmatch(word.surface) for word in around)


_KANJI_DIGITS = frozenset("一二三四五六七八九十百千")
_SIGNED = frozenset("▲△▼▽-－")
_RATED = "[◎○△▲×★☆]"
_SHORT_NUMBER = re.compile("[①-⑳]|[0-9０-９]{1,2}|[ア-ン]|[例注]")


def changed_signs(was: Words, now: Words) -> Code | None:
    """Return which kind of sign differs between words that are else equal (変わった記号)."""
    if folded(was) == folded(now):
        return Code.WIDTH if OLD_KANJI.isdisjoint(text_of((*was, *now))) else None
    olds, news = ([w for w in words if not is_sign(w.surface)] for words in (was, now))
    if folded(olds) == folded(news):
        return Code.PUNCTUATION
    olds, news = ([w for w in words if w.surface not in BRACKETS] for words in (olds, news))
    return Code.BRACKET if folded(olds) == folded(news) else None


def is_other_minus_sign(old: Words, edit: Edit, said: tuple[str, str]) -> bool:
    """Return whether ▲ and △ before a number, both minus signs, were swapped (負号)."""
    return set(said) == {"▲", "△"} and has_numeral(text_of(old[edit.old_stop : edit.old_stop + 1]))


def figures_that_changed(
    old: Words, new: Words, edit: Edit, said: tuple[str, str]
) -> tuple[str, ...]:
    """Return both sides' figures if signs between digits change them (2.5, 25)."""
    around = (
        *(old[edit.old_start - 1 : edit.old_start] if edit.old_start else ()),
        *old[edit.old_stop : edit.old_stop + 1],
    )
    if not any(has_numeral(word.surface) for word in around):
        return ()
    if _is_other_unit(old, edit, said):
        return said
    was, now = (
        [atom.key for atom in statement(side).atoms if atom.group == Code.FIGURE]
        for side in with_context(old, new, edit)
    )
    return () if was == now else (" ".join(was), " ".join(now))


# --- Labels -----------------------------------------------------------------------------------


def are_labels_alike(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether two labels in front of a colon say the same (見出し): 場所：, 会場：."""
    colon = old[edit.old_stop : edit.old_stop + _LONGEST_LABEL]
    if not any(word.surface in _COLONS for word in colon):
        return False
    was, now = _label(old, edit.old_start), _label(new, edit.new_start)
    return bool(was) and was != now and LABELS.get(was, was) == LABELS.get(now, now)


def _label(words: Words, at: int) -> str:
    """Return the label around an index (見出し), or nothing where there is none."""
    start = stop = at
    while start and words[start - 1].surface[-1] not in _BEFORE_LABELS:
        start -= 1
    while stop < len(words) and words[stop].surface not in _COLONS:
        stop += 1
    return text_of(words[start:stop]) if stop - start <= _LONGEST_LABEL else ""


_LONGEST_LABEL = 6
_COLONS = frozenset("：:")
_BEFORE_LABELS = "。\n\r\u3000 ・■●○◎◆◇□※）)】、"
