"""Pauses (読点・中点): whether one parts two things, or ends what a word modifies."""

from ..aligner import Edit
from ..segment import EditKind
from ..tokenizer import Word, Words, text_of
from .context import sentence_around
from .lexicon import COORDINATIONS, FIXED_ADVERBS, NOUNS, RELATIONS, TWIN_ACTS, lemma
from .orthography import BRACKETS, is_katakana, is_sign, without_signs
from .syntax import FORMAL_NOUNS, OF_DATES, are_times_of_day, is_stem


def joined_nouns(old: Words, new: Words, edit: Edit) -> EditKind | None:
    """Return the kind of an edit that adds or removes a pause between nouns (並列の読点).

    被害者、家族 are two and 被害者家族 are one; 調査・研究 is 調査研究, which names two acts, but
    利用・制限 is not 利用制限. Not in loanwords, where ・ is spelling, nor where 、 is behind an
    adverbial noun such as 現在. The words are else the same.
    """
    was = _noun_pauses(old, edit.old_start, edit.old_stop)
    now = _noun_pauses(new, edit.new_start, edit.new_stop)
    sides = was | now
    changed = [sides[at] for at in was.keys() ^ now.keys() if sides[at] is not None]
    words = (*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop])
    if not changed or any(word.surface in BRACKETS for word in words):
        return None
    return EditKind.WORDING if all(changed) else EditKind.SUBSTANCE


def _noun_pauses(words: Words, start: int, stop: int) -> dict[int, bool | None]:
    """Return the pauses between nouns by their offset in the range, signs not counted.

    True is a ・ in a pair of acts; None is a space, a new line or an item mark.
    """
    found: dict[int, bool | None] = {}
    place = 0
    for at in range(start, stop):
        if not is_sign(words[at].surface):
            place += len(without_signs(words[at].surface))
        elif (value := _value_of_pause(words, at)) is None:
            found.setdefault(place, None)
        else:
            found[place] = value
    return found


def _value_of_pause(words: Words, at: int) -> bool | None:
    """Return if a sign at an index is a ・ in a pair of acts; None if it parts no nouns (読点)."""
    if not 0 < at < len(words) - 1:
        return None
    last, sign, right = at - 1, words[at].surface, words[at + 1]
    while last and words[last].surface.isspace():
        last -= 1
    left = words[last]
    if last < at - 1 and sign in _ITEM_MARKS:  # ・巡回⏎・講座 are two, whatever ends the first
        goes_on = left.pos[5].startswith("連用形") and not _is_thing(words, last)
        return None if goes_on or left.surface in BRACKETS or is_sign(left.surface) else False
    if sign not in _LISTING or not (_is_thing(words, at - 1) and _is_noun(words, at + 1)):
        return None
    if sign in "・･":
        is_spelling = (is_katakana(left) and is_katakana(right)) or _is_of_one_word(words, at)
        return None if is_spelling else f"{left.surface}{right.surface}" in TWIN_ACTS
    return None if is_adverb(words, at - 1) and not are_times_of_day(words, at) else False


def _is_of_one_word(words: Words, at: int) -> bool:
    """Return whether a ・ may stand inside one word for two things (二語の並列): 小・中学校."""
    sides = words[at - 1].surface, words[at + 1 : at + 3]
    texts = ((sides[0], text_of(sides[1][:stop])) for stop in (1, 2))
    return any(COORDINATIONS.keys() >= {"・".join(both), "".join(both)} for both in texts)


_ITEM_MARKS = "・･*＊※▪•‣►▶"
_LISTING = "、，,､・･。；;"


def parts_modifier(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a pause decides what the words before it belong to (修飾の範囲).

    In 古い校舎や体育館 both may be old, in 古い校舎や、体育館 only the school is; in
    働く家族を支える店 the family works, in 働く、家族を支える店 the shop; and in
    急いで避難した住民を探す the residents hurried, in 急いで、避難した住民を探す those who search.
    """
    was, now = _pauses(old, *edit[:2]), _pauses(new, *edit[2:])
    places = was.keys() ^ now.keys()
    return any(_parts(old, was[at]) if at in was else _parts(new, now[at]) for at in places)


def ends_modifier(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a pause with which one side begins ends a modifier (修飾の切れ目).

    住む家族のある人 has a family that lives there, 住む、家族を持つ人 lives there alone or not.
    """
    if _ends_sentence(old, edit.old_stop, new, edit.new_stop):
        return True
    (_, was), (_, now) = sides = (old, edit.old_start), (new, edit.new_start)
    were, are = _pauses(old, was, edit.old_stop), _pauses(new, now, edit.new_stop)
    if (0 in were) == (0 in are):
        return False
    words, at = sides[0 in are]
    return at > 0 and _modifies(words, at - 1) and _is_cut_off(words, at)


def _ends_sentence(old: Words, was: int, new: Words, now: int) -> bool:
    """Return whether a modifier ends a sentence on one side alone (文末): 行う。診断を."""
    return any(
        words[stop - 1].surface == "。" and _modifies(others, at - 1) and _is_noun(others, at)
        for words, stop, others, at in ((old, was, new, now), (new, now, old, was))
        if stop and at
    )


def _pauses(words: Words, start: int, stop: int) -> dict[int, int]:
    """Return the index of each pause in a range by its offset there, signs not counted (読点)."""
    found: dict[int, int] = {}
    offset = 0
    for at in range(max(start, 1), stop):
        if words[at].surface in "、，。":
            found[offset] = at
        elif not is_sign(words[at].surface):
            offset += len(words[at].surface)
    return found


def _parts(words: Words, at: int) -> bool:
    """Return whether a pause at an index ends what the words before it modify (修飾の切れ目)."""
    last, after = at - 1, at + 1
    if _modifies(words, last):
        return _is_cut_off(words, at)
    if words[at].surface == "。":
        return False
    if words[last].surface in FIXED_ADVERBS:
        return _has_farther_noun(words, after)  # 原則、無料の施設を増やす
    if words[last].surface in ("や", "と", "及び", "又は") and last:
        first = last - 1
        while first >= 0 and words[first].pos[0] in NOUNS:
            first -= 1
        if first >= 0 and _modifies(words, first):
            return True
    if words[last].normalized in _ALL or (last and words[last - 1].surface == "よう"):
        # 昨年のように、中止しない is not 昨年のように中止しない, nor 全部、ない 全部ない.
        return any(lemma(word) == "ない" for word in sentence_around(words, after, after))
    return _is_phrase(words, last) and _has_clause_of_noun(words, after)


def with_whole_lines(
    words: Words, start: int, stop: int, *, is_of_signs: bool
) -> tuple[Words, int, int] | None:
    """Return the words and the range of an edit with its lines joined (行の連結), else None.

    A line that ends within a clause goes on in the next one: 計画を検討し⏎実施する. One that ends
    with a noun is an item beside the next one. is_of_signs: whether the edit has no words.
    """
    at = next((n for n in range(start, stop + 1) if _is_break(words, n)), None)
    if at is None:
        return None
    is_item = not is_of_signs and words[at].surface == "\n" and _is_item(words, at)
    is_pause = words[at - 1].surface in "、，"
    if not (is_item or is_pause or (not is_of_signs and _goes_on(words[at - 1]))):
        return None
    joint = (_PAUSE,) if is_item else ()
    stop = max(stop, at + 1) if is_item else stop
    shift = len(joint) - 1
    return (*words[:at], *joint, *words[at + 1 :]), start, stop + shift * (at < stop)


def _is_item(words: Words, at: int) -> bool:
    return _is_thing(words, at - 1) and _is_noun(words, at + 1)


def _is_break(words: Words, at: int) -> bool:
    return 0 < at < len(words) - 1 and words[at].surface.isspace()


def _goes_on(word: Word) -> bool:
    """Return whether a clause goes on behind a word (節の途中): 計画を, 検討し, 危険な."""
    forms = "連用形" if word.pos[0] == "動詞" else ("連用形", "連体形")
    return word.pos[0] == "助詞" or word.surface in "、，" or word.pos[5].startswith(forms)


def in_whole_lines(words: Words) -> Words:
    """Return the words without what breaks a line within a clause (行の連結)."""
    breaks = {n for n in range(len(words)) if _is_break(words, n) and _goes_on(words[n - 1])}
    return tuple([word for n, word in enumerate(words) if n not in breaks]) if breaks else words


_PAUSE = Word("、", "、", "、", "、", ("補助記号", "読点", "*", "*", "*", "*"), 0, separates=True)


_ALL = frozenset(("全部", "全て", "全員", "皆", "必ず"))
BEFORE_NOUNS = ("連体形", "終止形")
INFLECTED = frozenset(("形容詞", "動詞", "助動詞"))


def _modifies(words: Words, at: int) -> bool:
    """Return whether a word modifies the noun behind it (連体修飾): 古い, 大きな, 市の."""
    word = words[at]
    if word.surface == "の" and at:
        return word.pos[1] == "格助詞" and words[at - 1].pos[0] in (*NOUNS, "形状詞", "助詞")
    is_inflected = word.pos[0] in INFLECTED and word.pos[5].startswith(BEFORE_NOUNS)
    return word.pos[0] == "連体詞" or is_inflected


def _is_cut_off(words: Words, at: int) -> bool:
    """Return whether what is modified is not what follows a pause: 住民が集まる。場所を設ける."""
    is_end = words[at].surface == "。"
    return (is_end and _is_noun(words, at + 1)) or _has_farther_noun(words, at + 1)


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
    return is_manner or is_stem(word) or word.pos[0] == "副詞" or is_adverb(words, at)


_OF_VERBS = frozenset(("が", "を", "に", "へ", "と", "で", "て", "から", "まで", "より"))


def _has_clause_of_noun(words: Words, at: int) -> bool:
    """Return whether the next verb modifies a noun, before which another verb comes (連体節)."""
    for place in range(at, min(at + _FARTHEST_NOUN, len(words) - 1)):
        word, after = words[place], words[place + 1]
        if word.surface in "、。\n":
            return False
        if word.pos[0] in INFLECTED and word.pos[5].startswith(BEFORE_NOUNS):
            return after.pos[0] == "名詞" and after.normalized not in (*FORMAL_NOUNS, "事")
    return False


_FARTHEST_NOUN = 12


def _is_noun(words: Words, at: int) -> bool:
    """Return whether a noun begins at an index (名詞の始まり), such as 幼稚園."""
    pos = [word.pos[0] for word in words[at : at + 2]]
    return pos[:1] != [] and (pos[0] in NOUNS or pos == ["形状詞", "接尾辞"])


def _is_thing(words: Words, at: int) -> bool:
    """Return whether a word is a noun or a verb used as one (名詞・転成名詞): 見守り."""
    if not is_stem(words[at]):
        return words[at].pos[0] in NOUNS
    start = at
    while start and words[start - 1].pos[0] == "動詞":
        start -= 1
    before = words[start - 1] if start else None
    is_clause = before is not None and before.pos[0] in ("助詞", "名詞") and before.surface != "の"
    return not is_clause


def is_adverb(words: Words, at: int) -> bool:
    """Return whether a noun is used as an adverb (副詞的): 現在, ５年度."""
    if words[at].pos[2] == "副詞可能":
        return True
    counts = at and (words[at - 1].pos[1] == "数詞" or words[at - 1].pos[0] == "接頭辞")
    return bool(counts) and words[at].surface in (*OF_DATES, "分", "回")


def light_ends(words: Words, start: int, stop: int) -> list[int]:
    """Return where a mere 行い、 ends a clause in a range whose act is not before it (節の区切り).

    受付は市役所で行い、書類を交付する is not 受付は行い、市役所で書類を交付する. Signs not counted.
    """
    found, first, offset = [], start, 0
    for at in range(start, stop):
        if words[at].surface in "、，":
            is_alone = 0 < first < at and words[first - 1].surface in _BEFORE_LIGHT
            found += [offset] * is_alone
        elif lemma(words[at]) not in _LIGHT:
            first = at + 1
            offset += len(words[at].surface)
        if is_sign(words[at].surface):
            first = at + 1
    return found


_BEFORE_LIGHT = frozenset(("は", "に", "で", "も", "と", "へ", "から", "まで"))
_LIGHT = frozenset(("行う", "実施", "為る", "て"))
