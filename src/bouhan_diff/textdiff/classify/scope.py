"""Scope (係る範囲): how far a limit, a は or a list goes, and what is done by means of what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..tokenizer import Words, text_of
from .lexicon import COMPANIONS, EFFECTS, PERSONS, WAYS, is_actor, lemma
from .pauses import BEFORE_NOUNS, INFLECTED, is_adverb
from .roles import is_free, other_roles
from .statements import Statement, has_addition, joint_at
from .syntax import FORMAL_NOUNS, OF_DATES, is_act


def is_set_apart(words: Words, at: int) -> bool:
    """Return whether a は at an index sets something apart from others (対比).

    One behind another particle does before a negation and behind an amount: 市民には公開しない,
    ８割には達した; any does that denies something of all: 全ては公開しない.
    """
    if words[at].surface != "は":
        return False
    if _is_denied_of_all(words, at):
        return True
    if text_of(words[max(at - 3, 0) : at]) in ("に対して", "において"):
        at -= 2  # は behind the に
    if at <= 1 or words[at - 1].pos[1] != "格助詞" or words[at - 2].surface == "限り":
        return False  # この限りではない is この限りでない
    is_number = words[max(at - 3, 0)].pos[1] == "数詞"
    is_amount = is_number and words[at - 2].surface not in OF_DATES
    return is_amount or _is_denied(words, at)


def _is_denied_of_all(words: Words, at: int) -> bool:
    """Return whether a は denies something of all, and not of each (部分否定): 毎日は開かない."""
    is_of_all = text_of(words[:at]).endswith(_ALL_ALONG)
    while at and not is_of_all and words[at - 1].surface not in "、。\n":
        at -= 1
        if words[at].pos[0] == "助詞" and words[at].surface not in ("の", "も", "は"):
            break
        is_of_all = words[at].surface[0] in "全毎" or lemma(words[at]) in _ALL
    return is_of_all and _is_denied(words, at)


_ALL = frozenset(("全て", "両方", "双方", "両者", "皆", "いつ"))
_ALL_ALONG = ("一日中", "年中", "を通して")


def _is_denied(words: Words, at: int) -> bool:
    behind = takewhile(lambda word: word.surface not in "、。\n", words[at:])
    return any(lemma(word) == "ない" for word in behind)


# --- Lists --------------------------------------------------------------------------------------


def is_opened(closed: Statement, opened: Statement) -> bool:
    """Return whether や joins two nouns that a word for all of them joins elsewhere (並列).

    学校及び病院に配る is not 学校や病院に配る, nor 学校との協議を行う 学校や協議を行う. Of acts
    及び says no more: 予防及び改善に取り組む, 予防や改善に取り組む.
    """
    for at, role in opened.cases:
        joint, noun = joint_at(closed, at), closed.noun_word(at)
        if role != "and" or joint_at(opened, at) != "や" or noun is None:
            continue
        is_one_word = closed.atoms[at - 1].start == closed.atoms[at - 1].stop  # 父母
        if is_one_word or joint == "と" or (joint in _OF_ALL and not is_act(noun)):
            return True
    return False


_OF_ALL = frozenset(("及び", "および", "並び", "ならび"))


# --- Means ---------------------------------------------------------------------------------------


def is_means_or_act(old: Statement, new: Statement, behind: Sequence[Words]) -> bool:
    """Return whether an act became the means of the next one, or the reverse (手段と順序).

    関係機関に連絡し、対策を講じる is not 関係機関への連絡により、対策を講じる; where the sentence
    says what comes of it, the act is the means anyway: 柵を設置し、転落を防ぐ.
    """
    turned = [
        at
        for at, was, now in other_roles(old, new)
        if sorted((was, now)) in _AS_MEANS and not is_free(old, at, was, now)
    ]
    turned += [at for one, other in ((old, new), (new, old)) for at in _means_alone(one, other)]
    acts = [lemma(old.words[old.atoms[at - 1].start]) for at in turned]
    if WAYS.issuperset(acts):
        return False
    # A phrase about the act itself, such as 防止に努め、, states no effect.
    before = Counter(map(lemma, old.words[: old.atoms[max(turned) - 1].stop]))
    is_effect = all(EFFECTS & (Counter(_effects(one)) - before).keys() for one in behind)
    is_attempt = any(old.atoms[at - 1].key == "endeavour" for at in turned)
    return is_attempt or has_addition(old) or has_addition(new) or not is_effect


def _effects(words: Words) -> Iterator[str]:
    """Yield the words that may state an effect (結果), without the 図る of 連携を図る."""
    lemmas = [*map(lemma, words)]
    for at, key in enumerate(lemmas):
        if key != "図る" or COMPANIONS.isdisjoint(lemmas[max(at - 2, 0) : at]):
            yield key


def _means_alone(side: Statement, other: Statement) -> Iterator[int]:
    """Yield the index of each act that is a means with こと on one side alone (応じることで)."""
    placed = {at for at, _ in other.cases}
    for at, role in side.cases:
        if role in ("by", "at") and 0 < at <= len(other.atoms) and at not in placed:
            after = side.words[side.atoms[at - 1].stop :][:2]
            if "こと" in map(lemma, after):
                yield at


_AS_MEANS = (["at", "then"], ["by", "then"])


# --- Sentences that become clauses of one -------------------------------------------------------


def is_limited_alone(words: Words, end: int) -> bool:
    """Return whether the sentence that ends at an index has a limit, and the next none (限定)."""
    start = end
    while start and words[start - 1].surface not in "。\n":
        start -= 1
    first, second = _head(words[start:end], has_pause=False), _head(words[end + 1 :])
    if not first or end + 1 == len(words) or _limits(second):
        return False
    if first[-1].surface == "は" and len(first) > 1 and first[-2].surface[-1] in PERSONS:
        return text_of(second).endswith(("は", "が"))  # 市外の方は、抽選とする。使用料は２倍とする
    return _limits(first)


def is_in_clause(words: Words, at: int) -> bool:
    """Return whether the clause before an index may be part of the one behind it (従属節).

    申請し、認められれば交付する, 相談に応じ、支援を行うことを条件とする: the next act is only in a
    condition, or in こと. 支援することとする and 支援することができる are mere forms of an act.
    """
    for place in range(at, len(words)):
        word, after = words[place], text_of(words[place + 1 : place + 3])
        if word.surface in "。\n":
            return False
        if word.pos[0] not in ("動詞", "助動詞") or after[:1] in ("、", "。"):
            continue
        if word.pos[5].startswith("仮定形") or after[:2] in ("たら", "なら"):
            return True
        is_end = word.pos[5].startswith(BEFORE_NOUNS) and word.surface != "な"
        if is_end and place + 1 < len(words) and words[place + 1].pos[0] not in INFLECTED:
            is_form = after[:2] in _FORMS and after[2:3] in ("と", "が", "も", "", "。")
            return not is_form and lemma(words[place + 1]) in _OF_CLAUSES
    return False


_FORMS = frozenset(("こと", "もの", "予定"))
_OF_CLAUSES = (FORMAL_NOUNS - {"物", "所", "他", "一方"}) | {"と"}


def _head(sentence: Words, *, has_pause: bool = True) -> Words:
    """Return what stands before the first pause or topic of a sentence, conjunctions aside.

    has_pause: a limit without one is not the head.
    """
    start = 0
    for at, word in enumerate(sentence):
        if word.surface in "。\n":
            break
        is_end = at + 1 < len(sentence) and sentence[at + 1].surface in "、，"
        if is_end and word.pos[0] == "接続詞":
            start = at + 2
        elif is_end or word.pos[1] == "係助詞" or (not has_pause and _is_limit(sentence, at)):
            return sentence[start : at + 1]
    return ()


def _is_limit(sentence: Words, at: int) -> bool:
    """Return whether a limit without a pause ends with a word (限定): 希望者に限り, 年度中に."""
    if sentence[at].surface in ("に", "まで"):
        return is_adverb(sentence, at - 1) if at else False
    return text_of(sentence[max(at - 3, 0) : at + 1]).endswith(("に限り", "原則として"))


def _limits(head: Words) -> bool:
    """Return whether a phrase limits what follows to a time, a place or a condition (限定)."""
    is_topic = bool(head) and head[-1].surface in ("は", "も")
    phrase = head[:-1] if is_topic else head
    if not phrase:
        return False
    last = phrase[-1]
    if text_of(phrase).endswith(_LIMITING):
        return True
    if last.surface in ("で", "から") and len(phrase) > 1:
        return not is_actor(phrase[-2])
    if last.pos[0] == "副詞" or last.pos[2] == "副詞可能":
        return last.surface != "ため"
    is_narrowed = any(word.pos[0] in ("形容詞", "動詞") or word.surface == "な" for word in phrase)
    return is_topic and is_narrowed and not is_actor(last)


_LIMITING = ("に", "まで", "ば", "ると", "たら", "なら", "除き", "除いて", "限り", "として", "夜間")
