"""Particles (助詞の働き): the role that a word gives the noun before it, by index and lemma."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import attrgetter

from ...text.normalize import fold
from ..tokenizer import Word, Words, text_of
from .lexicon import (
    BODIES,
    CONTACTS,
    DOING,
    EXPECTING,
    FRAMES,
    GIVING,
    GOVERNMENTS,
    NO_ACTORS,
    NOUNS,
    PARTICLES,
    RECEIVED,
    RECEIVING,
    SOFTENERS,
    Case,
    is_actor,
    lemma,
)
from .orthography import BRACKETS, PAUSES
from .syntax import (
    OF_DATES,
    SPANS,
    are_times_of_day,
    end_of_nouns,
    fact_of_clause,
    goes_on,
    is_act,
    is_light,
    is_of_noun,
    is_of_quality,
    is_own_act,
    is_quote,
    is_stem,
)

_SURFACE = attrgetter("surface")
_SUBJECT_ROLES = frozenset(("subject", "actor", "topic"))
# Roles that the one who acts may have.


def kinds_of_subject(words: Words, lemmas: Sequence[str], at: int, role: Case) -> Iterator[Case]:
    """Yield further roles of a noun before が, は or で (主語の種類): doer, taker, inner."""
    if role in _SUBJECT_ROLES and (kind := _manner(words, lemmas, at)):
        yield kind
    is_of_doer = role == "at" and at > 0 and is_actor(words[at - 1])  # 市で定めた
    if (role == "subject" or is_of_doer) and _is_of_clause_of_noun(words, at):
        yield "inner"


def _manner(words: Words, lemmas: Sequence[str], at: int) -> Case:
    """Classify the が/は subject as agent ("doer") or recipient ("taker"); else empty (主語).

    Agent: 職員が研修を行う, not 職員の研修を行う, and 市民が支援する団体, not 市民の支援団体.
    Recipient: 職員が研修を受ける, not 職員による研修を受ける. Neither: 人口が増加し.
    """
    first = stop = at + 1 + (text_of(words[at + 1 : at + 2]) == "、")
    while stop < len(words) and (
        words[stop].pos[0] in NOUNS
        or (stop > first and (words[stop].surface == "の" or words[stop - 1].surface == "の"))
        or (words[stop].pos[5].startswith("連用形") and lemmas[stop] != "為る")
    ):
        stop += 1
    if at and is_actor(words[at - 1]):
        stop = _behind_things(words, stop)
        if stop == len(words) and not _PARTING.isdisjoint(map(_SURFACE, words[first:])):
            return "taker"  # what is beyond the pause or the brackets cannot be seen
    if stop == len(words):
        return ""
    if stop == first or (lemmas[first : stop + 1] == ["実施", "為る"]):
        return "doer" if at and _does_to_others(words, lemmas, first) else ""
    if lemmas[stop] == "為る" and at and is_actor(words[at - 1]):
        is_state = words[stop + 1 : stop + 2] and words[stop + 1].pos[0] == "接尾辞"  # 利用しやすい
        is_other = is_state or is_light(lemmas, stop - 1) or is_own_act(lemmas[stop - 1])
        is_passive = lemmas[stop + 1 : stop + 2] == ["れる"]  # 職員が派遣される
        return "" if is_other else "taker" if is_passive else "doer"
    are_rivals = words[stop].surface == "が" and all(
        map(is_actor, (words[at - 1], words[stop - 1]))
    )
    if are_rivals or words[stop].surface not in _OF_NOUNS:  # 児童は保護者が引き取る
        return "taker" if are_rivals else ""
    is_doer = words[stop].surface == "を" and stop + 1 < len(words) and is_light(lemmas, stop + 1)
    return "doer" if is_doer else "taker"


def _behind_things(words: Words, at: int) -> int:
    """Return where a compound ends, with the list, the brackets and the quality that it has.

    A clause acts on 高齢者、児童に, 委員（職員を含む。）に, 「見守り隊」に and 古い倉庫に.
    """
    while at < len(words):
        word, after = words[at], words[at + 1 : at + 2]
        if word.surface in _OPENING:
            while at < len(words) and words[at].surface not in _CLOSING:
                at += 1
        elif word.surface in PAUSES:
            if words[at - 1].pos[2] == "副詞可能":
                break
        elif word.surface in ("又", "並び"):
            at += 1
        elif word.pos[0] == "形状詞":
            if text_of(after) != "な":
                break
        elif word.pos[0] == "形容詞":
            if not (after and after[0].pos[0] in NOUNS):
                break
        elif not (
            word.pos[0] in (*NOUNS, "連体詞", "副詞")
            or word.surface in _BETWEEN
            or word.pos[1] == "副助詞"
            or (is_stem(word) and lemma(word) != "為る")  # 働き方, but not 利用しやすい
        ):
            break
        at += 1
    return min(at, len(words))


_OPENING, _CLOSING = frozenset("（([［【〔「『〈《"), frozenset("）)]］】〕」』〉》")
_PARTING = BRACKETS | set(PAUSES)
_BETWEEN = frozenset(("及び", "若しくは", "や", "の", "な"))


def _does_to_others(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether 行う at an index tells who acts on others (他への行為): 職員が行う研修.

    職員の研修 may be given to them, 市の研修 and 団体の活動 are their own.
    """
    if lemmas[at] not in ("行う", "実施") or words[at - 2].surface in GOVERNMENTS:
        return False
    after = at + (2 if lemmas[at] == "実施" else 1)
    if after >= len(words):
        return False
    act = end_of_nouns(words, after)
    return is_act(words[act]) and not is_own_act(lemmas[act])


def _is_of_clause_of_noun(words: Words, at: int) -> bool:
    """Return whether a が acts only in what modifies a noun (連体節の主語): 市が管理する公園を."""
    for place in range(at + 1, len(words)):
        if words[place].surface in ("、", "。", "は", "\n"):
            return False
        if words[place].pos[0] == "動詞" and is_of_noun(words, place + 1):
            return True
    return False


def is_often_at(words: Words, at: int) -> bool:
    """Return whether a の joins how often to when in each (頻度と時): 毎日の下校時に見守りを行う.

    Not where the act may be about that time, 下校時に備える, or modifies a noun.
    """
    if not at or words[at - 1].surface[0] != "毎" or at + 1 == len(words):
        return False
    if words[at + 1].surface[-1] == "曜":
        return True  # 毎週の月曜日
    last = end_of_nouns(words, at + 1)
    is_time = lemma(words[last]) == "場合" or text_of(words[at + 1 : last + 1]).endswith("時間帯")
    stop = last + 2
    while stop < len(words) and (words[stop].pos[0] in NOUNS or is_stem(words[stop])):
        stop += 1
    is_of_act = text_of(words[last + 1 : last + 2]) == "に" and text_of(words[stop:][:1]) == "を"
    return is_time and is_of_act and not _is_of_clause_of_noun(words, at)


_OF_NOUNS = frozenset(("を", "に", "へ", "で", "から", "と", "まで"))


def role_of(words: Words, lemmas: Sequence[str], at: int) -> Case | None:  # noqa: PLR0911
    """Return the role that a particle (助詞) gives the preceding word; empty for none.

    None if the word gives no role.
    """
    is_particle = words[at].pos[0] == "助詞" or text_of(words[at : at + 2]) == "でも"
    if is_particle and at and fact_of_clause(words, lemmas, at):
        return None
    if words[at].surface not in PARTICLES or not is_particle:
        return _role_of_other(words, lemmas, at)
    role, after = PARTICLES[words[at].surface], lemmas[at + 1 : at + 2]
    if (
        role == "subject"
        and at
        and (words[at].pos[1] == "接続助詞" or words[at - 1].pos[0] == "形容詞")
    ):
        return "contrast"  # 調査するが, 狭いが
    if role == "of":
        return _role_of_no(words, lemmas, at)
    if role == "object" and after and is_light(lemmas, at + 1):
        if at and is_actor(words[at - 1]) and words[at - 1].pos[2] != "サ変可能":
            return role
        verb = at + 2 if lemmas[at + 2 : at + 3] == ["為る"] else at + 1
        return "" if goes_on(words, lemmas, verb) else "done"
    if role == "with":
        return _role_of_to(words, lemmas, at)
    if role == "to" and words[at - 1].surface in SPANS and words[at + 2 : at + 3]:
        return "" if text_of(words[at + 2 : at + 3]) == "回" else role  # 年に１回 is 年１回
    return _topic(words[at - 1]) if role == "topic" and at else role


def _role_of_no(words: Words, lemmas: Sequence[str], at: int) -> Case:
    """Return the role that の gives; it is the が of a clause before a noun: 市民の支える団体.

    市民との支援 is with them, not theirs, and 市民についての is about them.
    """
    if at > 1 and (words[at - 1].pos[1] == "格助詞" or lemmas[at - 2] == "つく"):
        return ""
    if is_often_at(words, at):
        return ""  # 毎日の下校時に is 毎日、下校時に
    if is_of_quality(words, at):
        return "subject"
    is_act_noun = at + 1 < len(words) and words[at + 1].pos[2] == "サ変可能"
    verb = first = at + 2 if is_act_noun else at + 1
    while verb + 1 < len(words) and words[verb].pos[5].startswith("連用形"):
        verb += 1
    if verb + 1 >= len(words) or lemmas[verb] == "定める" or words[verb + 1].pos[0] != "名詞":
        return "of"
    form = words[verb].pos[5] if words[verb].pos[0] in ("動詞", "助動詞") else ""
    is_verb = form.startswith(("連体形", "終止形")) and (not is_act_noun or lemmas[first] == "為る")
    return "subject" if is_verb else "of"


def _role_of_other(words: Words, lemmas: Sequence[str], at: int) -> Case | None:
    """Return the role that a conjunction, a sign or まで gives, or None."""
    if words[at].surface == "まで" and _is_contacted(words, lemmas, at):
        return "to"
    before = words[at - 1] if at else None
    is_behind = before is not None and (before.pos[0] in NOUNS or before.surface in "」』）)")
    if is_behind and words[at].surface in _ASIDE:
        return "aside"
    if words[at].surface in ("かつ", "且つ"):
        is_of_both = is_behind and not _is_of_manner(words, at + 1)
        return "both" if is_of_both and words[at - 1].surface != "的" else "and"
    is_listed = at > 1 and words[at - 1].surface in PAUSES and words[at - 2].pos[0] in NOUNS
    if is_listed and words[at].surface in ("そして", "また", "さらに"):
        return "and"
    if is_listed and words[at].surface in ("すなわち", "つまり", "即ち"):
        return "being"
    return "and" if _is_and(words, at) else None


_ASIDE = frozenset("（(［[【〔「『〈《：:")


def _is_of_manner(words: Words, at: int) -> bool:
    """Return whether no thing begins at an index but a manner: 安全に, 計画的に."""
    if at < len(words) and words[at].pos[0] == "形状詞":
        at += 1  # 新規就農者, but 安全に
    is_thing = at < len(words) and words[at].pos[0] in NOUNS
    return not is_thing or words[end_of_nouns(words, at)].surface == "的"


def _role_of_to(words: Words, lemmas: Sequence[str], at: int) -> Case | None:
    """Return the role that と gives; None if it ends a condition or a quote (申請すると)."""
    if is_quote(words, lemmas, at):
        return None
    after = "".join(lemmas[at + 1 : at + 2])
    is_content = after in _MAKING
    if at and words[at - 1].pos[5].startswith("終止形"):
        is_content |= after == "の" or not SOFTENERS.isdisjoint((after, after[:-1]))
        is_content |= not EXPECTING.isdisjoint((after, " ".join(lemmas[at + 1 : at + 3])))
        return "" if is_content else None
    is_as = lemmas[at + 1 : at + 3] == ["為る", "て"] and lemmas[at + 3 :][:1] not in _STATE
    if is_as and lemmas[at - 1] not in FRAMES:
        return "as"
    return "" if is_content else "with"


_MAKING = ("成る", "為る")
_STATE = (["居る"], ["有る"])


def _is_contacted(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether まで names whom to turn to (連絡先): 道路課までご連絡ください."""
    after = at + 2 if lemmas[at + 1 : at + 2] == ["御"] else at + 1
    is_body = at > 0 and words[at - 1].surface[-1] in BODIES
    return is_body and not CONTACTS.isdisjoint(lemmas[after : after + 1])


def _topic(before: Word) -> Case:
    """Return the role that は gives a word (主題); empty after another particle."""
    if before.pos[0] == "助詞":
        return ""
    return "actor" if is_actor(before) and before.surface not in NO_ACTORS else "topic"


def _is_and(words: Words, at: int) -> bool:
    """Return whether a word coordinates two nouns (並列): 及び, や, ・."""
    if words[at].surface in ("及び", "および", "や"):
        return True
    is_pause = words[at].surface in PAUSES and 0 < at < len(words) - 1
    if is_pause and are_times_of_day(words, at):
        return True
    if not is_pause or words[at - 1].pos[2] == "副詞可能":
        return False
    if words[at - 1].surface in OF_DATES and words[at + 1].pos[1] != "数詞":
        return False
    is_often = words[at - 1].surface == "回" and words[max(at - 3, 0)].surface in SPANS
    if is_often and words[at + 1].pos[1] != "数詞":
        return False  # 年２回、講座を開く
    after = words[at + 1]
    if after.pos[0] == "形状詞" and words[at + 2 : at + 3]:
        after = words[at + 2]  # 資源化、適正処理
    return words[at - 1].pos[0] in NOUNS and after.pos[0] in NOUNS


# --- Than or from -------------------------------------------------------------------------------


def is_comparison(words: Words, at: int) -> bool:
    """Return whether a より compares (比較): 前年より多い, but not ４月より新しい料金とする.

    What is no time compares, unless an act comes from it: 市より説明する, but 市より重視する.
    """
    if not at:
        return False
    after = words[at + 1 : at + 2]
    if words[at - 1].surface in _POINTS_OF_TIME:
        return bool(after) and after[0].surface in _NEXT_TO_TIMES
    is_short = _SHORT_YEAR.fullmatch(fold(words[at - 1].surface)) is not None  # Ｒ４より
    is_time = is_short or words[at - 1].pos[2] == "副詞可能" or words[at - 1].surface in _YEARS
    # ５年度より and 来年度より増やす start then.
    which = words[max(at - 2, 0)]
    is_begun = is_time and (is_short or which.pos[1] == "数詞" or which.surface in _COMING)
    stop = at + 1
    while stop < len(words) and words[stop].surface not in "、。":
        word = words[stop]
        if word.pos[0] == "形容詞" or "形容詞的" in word.pos[1] or lemma(word) in _CHANGING:
            return True
        if not is_begun and lemma(word) in _COMPARING:
            return True
        stop += 1
    return not (is_time or _comes_from(words[at + 1 : stop]))


def is_compared(words: Words, at: int, stop: int) -> bool:
    """Return whether a に対し names what something is compared with (対比): 前年度に対し増える.

    at: where it begins; stop: where it ends.
    """
    if not at or is_actor(words[at - 1]) or lemma(words[stop - 1]) != "対する":
        return False
    clause = takewhile(
        lambda word: word.surface not in "、。", words[stop + _is_parted(words, stop) :]
    )
    return any(word.pos[0] == "形容詞" or lemma(word) in _CHANGING | _COMPARING for word in clause)


def _is_parted(words: Words, at: int) -> bool:
    return text_of(words[at : at + 1]) == "、"


def _comes_from(clause: Words) -> bool:
    """Return whether what follows a より is what comes from someone (起点): 説明を受ける."""
    for at, word in enumerate(clause):
        if word.pos[0] in ("形状詞", "副詞") or word.pos[2] in ("形状詞可能", "副詞可能"):
            return False  # 国より迅速に補助を受ける
        if word.normalized in _AMOUNTS:
            return False  # 国より多額の補助を受ける
        behind = "".join(map(lemma, clause[at + 1 : at + 2]))
        verb = "".join(map(lemma, clause[at + 2 : at + 3]))
        if lemma(word) in GIVING | RECEIVED | RECEIVING and (
            word.pos[0] == "動詞"
            or behind in ("", "為る")
            or (behind == "を" and verb in DOING | RECEIVING)
            or (behind == "が" and verb == "有る")
        ):
            return True
        if word.surface in ("が", "は", "も") or (word.pos[0] == "動詞" and behind != "れる"):
            return False
    return False


_AMOUNTS = frozenset(("多額", "高額", "少額", "大量", "少量", "多量", "大勢"))
_CHANGING = frozenset(("増える", "減る", "増加", "減少", "上がる", "下がる", "上昇", "低下"))
_YEARS = ("年", "年度", "期")
_SHORT_YEAR = re.compile(r"[rhs]\d{1,2}")
_COMING = frozenset("今本来次翌")
_COMPARING = frozenset(
    (
        *("増やす", "減らす", "縮小", "拡大", "延ばす", "縮める", "延長", "短縮", "優先", "先"),
        *("引き上げる", "引き下げる", "上げる", "下げる", "広げる"),
    )
)
_POINTS_OF_TIME = frozenset(("月", "日", "時"))
_NEXT_TO_TIMES = frozenset(("前", "後", "先", "早く", "遅く"))
