"""Syntax (文法): the function of a word in its context, by index and lemma."""

from collections.abc import Sequence

from ..tokenizer import Word, Words, text_of
from .lexicon import (
    AFTER_TO,
    ASPECTS,
    BODIES,
    COMPANIONS,
    CONTACTS,
    EXPECTING,
    FRAMES,
    GOING,
    GOVERNMENTS,
    HAPPENINGS,
    LASTING,
    NEUTRAL,
    NO_ACTORS,
    NOUNS,
    OWN_ACTS,
    PARTICLES,
    PROCESSES,
    SOFTENERS,
    STATES,
    TIMES_OF_DAY,
    Case,
    is_actor,
    is_listed,
    lemma,
)
from .orthography import PAUSES


def is_neutral(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word states no fact of its own (形式的な語)."""
    key = lemmas[at]
    if key not in _PERHAPS_NEUTRAL:
        return False
    if key in GOING:  # 進めていく, not 持っていく
        return at > 0 and lemmas[at - 1] == "て" and lemmas[at - 2] not in ("持つ", "連れる")
    if key == "有る":
        # である is だ, and でもある.
        before = at - 2 if at > 1 and lemmas[at - 1] == "も" else at - 1
        return before >= 0 and lemmas[before] == "だ"
    if key == "成る":
        return is_frame(lemmas, at)
    if key == "居る" and at > 1 and lemmas[at - 1] == "て":
        is_end = lemmas[at + 1 : at + 2] in ([], ["。"])
        is_lasting = not is_end and not LASTING.isdisjoint(lemmas[max(at - 3, 0) : at - 1])
        is_mere = is_frame(lemmas, at - 2) and lemmas[at - 4] not in ("物", "もの", "対象")
        return is_lasting or is_mere
    return key in NEUTRAL or is_light(lemmas, at)


_PERHAPS_NEUTRAL = GOING | NEUTRAL | {"有る", "成る", "居る", "為る", "行う", "実施", "図る"}


def aspect(words: Words, lemmas: Sequence[str], at: int) -> tuple[str, str] | None:  # noqa: PLR0911
    """Return the fact of an auxiliary verb (補助動詞): a state, a change or a request."""
    key, before = lemmas[at], lemmas[at - 1] if at else ""
    form = words[at].pos[5]
    if form.startswith("命令形") and (is_light(lemmas, at) or key in _REQUESTING):
        return "force", "request"
    if form == "意志推量形" and (is_light(lemmas, at) or key == "有る"):
        return "force", "guess" if key == "有る" else "will"
    if before == "て":
        if key == "参る" and lemmas[at + 1 : at + 2] == ["た"]:
            return _SO_FAR
        return None if is_neutral(lemmas, at) else ASPECTS.get(key)
    if key == "成る" and not is_neutral(lemmas, at):
        return "time", "become"
    if key == "為る" and at > 1 and not is_frame(lemmas, at):
        return _made(words, lemmas, at)
    return None


_SO_FAR = ("time", "so far")
_REQUESTING = frozenset(("下さる", "為さる"))


def _made(words: Words, lemmas: Sequence[str], at: int) -> tuple[str, str] | None:
    """Return the fact of する after に, と or く: 無料にする, 実施するとする, 明るくする."""
    before, noun = words[at - 1], words[at - 2]
    if before.pos[0] == "形容詞":
        return "time", "make"
    if before.surface == "と" and noun.pos[0] in ("動詞", "助動詞", "形容詞"):
        return "force", "claim"
    is_result = before.surface in ("に", "と") and lemmas[at + 1 : at + 2] != ["て"]
    return ("time", "make") if is_result else None


def is_frame(lemmas: Sequence[str], at: int) -> bool:
    """Return whether する or なる is only a sentence ending (文末形式): こととする."""
    if at < len(("こと", "と")) or lemmas[at - 1] != "と" or lemmas[at - 2] not in FRAMES:
        return False
    if lemmas[at - 2] == "目的" and lemmas[at - 3 : at - 2] == ["が"]:
        return False
    if lemmas[at] == "成る" or lemmas[at - 2] == "通り":
        return list(lemmas[at + 1 : at + 3]) == ["て", "居る"]
    return lemmas[at] == "為る"


def is_resolve(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a する ends こととする, which adds no fact to the act before (決意)."""
    return at > 1 and lemmas[at - 2] in ("こと", "物") and is_frame(lemmas, at)


def is_hearsay(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a という that ends at an index reports hearsay (伝聞).

    増えたという。 and 増えたということである。 do; という方針 and ということを do not.
    """
    if at < len(words) and lemmas[at] in ("こと", "物", "もの"):
        at += 1
        return at == len(words) or words[at].pos[0] == "助動詞" or words[at].surface == "。"
    return at == len(words) or words[at].pos[0] not in (*NOUNS, "代名詞", "形状詞")


def is_light(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word is a light verb (機能動詞): する, 行う, 実施 in ～を実施する."""
    if lemmas[at] == "図る":  # 連携を図る, 充実を図る
        is_object = at > 1 and lemmas[at - 1] == "を"
        return is_object and is_listed(lemmas, at - 2, COMPANIONS | PROCESSES)
    if lemmas[at] != "実施":
        return lemmas[at] in ("行う", "為る")
    after = lemmas[at + 1] if at + 1 < len(lemmas) else ""
    is_last = after in ("", "。", "、")
    return after == "為る" or (is_last and at > 0 and lemmas[at - 1] in ("を", "の"))


def is_carried_out(words: Words, at: int) -> bool:
    """Return whether a 行っ is of 行う and not of 行く (行っての動詞): its clause has an object.

    Or an act for its topic: パトロールは週に１回行っている.
    """
    for place in range(at - 1, -1, -1):
        surface = words[place].surface
        if surface == "。" or (surface == "、" and words[place - 1].surface not in ("は", "も")):
            return False
        if surface == "を" or (
            surface in ("は", "も") and (place == at - 1 or (place and is_act(words[place - 1])))
        ):
            return True
    return False


SUBJECT_ROLES = frozenset(("subject", "actor", "topic"))
"""Roles that the one who acts may have."""


def subject_kind(words: Words, lemmas: Sequence[str], at: int) -> Case:
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
    if stop == len(words):
        return ""
    if stop == first:
        return "doer" if at and _does_to_others(words, lemmas, stop) else ""
    if lemmas[stop] == "為る" and at and is_actor(words[at - 1]):
        is_state = words[stop + 1 : stop + 2] and words[stop + 1].pos[0] == "接尾辞"  # 利用しやすい
        is_other = is_state or is_light(lemmas, stop - 1) or _is_own_act(lemmas[stop - 1])
        return "" if is_other else "doer"
    are_rivals = words[stop].surface == "が" and all(
        map(is_actor, (words[at - 1], words[stop - 1]))
    )
    if are_rivals or words[stop].surface not in _OF_NOUNS:  # 児童は保護者が引き取る
        return "taker" if are_rivals else ""
    is_doer = words[stop].surface == "を" and stop + 1 < len(words) and is_light(lemmas, stop + 1)
    return "doer" if is_doer else "taker"


def _does_to_others(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether 行う at an index tells who acts on others (他への行為): 職員が行う研修.

    職員の研修 may be given to them, 市の研修 and 団体の活動 are their own.
    """
    if lemmas[at] != "行う" or words[at - 2].surface in GOVERNMENTS or at + 1 == len(words):
        return False
    act = end_of_nouns(words, at + 1)
    return is_act(words[act]) and not _is_own_act(lemmas[act])


def _is_own_act(act: str) -> bool:
    """Return whether an act has nobody on whom it acts (自らの行為): 市民の参加."""
    return act.endswith("化") or act in OWN_ACTS | HAPPENINGS | COMPANIONS


_OF_NOUNS = frozenset(("を", "に", "へ", "で", "から", "と"))


def is_of_noun(words: Words, stop: int) -> bool:
    """Return whether the verb that ends at an index modifies a noun (連体修飾)."""
    while stop < len(words) and (
        words[stop].pos[0] == "助動詞" or words[stop].normalized in _TEIRU
    ):
        stop += 1
    if stop == len(words) or words[stop].pos[0] != "名詞" or lemma(words[stop]) in OF_CLAUSES:
        return False
    return words[stop - 1].pos[5].startswith(("連体形", "終止形"))


def is_apposition(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word ends である before a noun (同格): 代表者である市民, たる市民."""
    is_copula = lemmas[at] == "有る" and lemmas[at - 1 : at] == ["だ"]
    is_copula |= words[at].surface == "たる" and at > 0 and is_actor(words[at - 1])
    return is_copula and at + 1 < len(words) and words[at + 1].pos[0] == "名詞"


def end_of_nouns(words: Words, at: int) -> int:
    """Return the index of the last noun of the compound at an index (複合語の末尾)."""
    while at + 1 < len(words) and words[at + 1].pos[0] in NOUNS:
        at += 1
    return at


def is_act(word: Word) -> bool:
    """Return whether a noun is an act (動作性名詞): 研修, but not 施設."""
    return word.pos[2] == "サ変可能" and word.surface not in _NO_ACTS


# Nouns of acts, as the dictionary has them, that denote people or things.
_NO_ACTS = frozenset(("施設", "会議", "手当", "代表", "代理", "監督", "通訳", "補佐"))


def is_relation(words: Words, at: int) -> bool:
    """Return whether a verb only joins a phrase to what follows (関係を示す動詞)."""
    before = words[at - 1].surface if at else ""
    key = lemma(words[at])
    return (
        key in STATES or (key, before) == ("為る", "と") or (before == "に" and key in _RELATIONS)
    )


_RELATIONS = frozenset(("よる", "対する", "関する", "伴う", "当たる", "掛かる", "際する"))


_TEIRU = frozenset(("て", "居る", "おる"))
OF_CLAUSES = frozenset(("こと", "物", "場合", "際", "為", "後", "所", "予定", "他", "一方"))


SIDE_BY_SIDE = frozenset(("besides", "contrast"))
"""The roles of acts beside which another one is named (並立): 調査するほか, 調査するが."""


def role_of(words: Words, lemmas: Sequence[str], at: int) -> Case | None:  # noqa: PLR0911
    """Return the role that a particle (助詞) gives the preceding word; empty for none.

    None if the word gives no role.
    """
    if words[at].surface not in PARTICLES or words[at].pos[0] != "助詞":
        return _role_of_other(words, lemmas, at)
    role, after = PARTICLES[words[at].surface], lemmas[at + 1 : at + 2]
    if words[at].pos[1] == "接続助詞" and role == "subject":
        return "contrast"  # 調査するが
    if role == "of":
        return _role_of_no(words, lemmas, at)
    if role == "object" and after and is_light(lemmas, at + 1):
        if at and is_actor(words[at - 1]) and words[at - 1].pos[2] != "サ変可能":
            return role
        verb = at + 2 if lemmas[at + 2 : at + 3] == ["為る"] else at + 1
        return "" if goes_on(words, lemmas, verb) else "done"
    if role == "with":
        return _role_of_to(words, lemmas, at)
    return _topic(words[at - 1]) if role == "topic" and at else role


def _role_of_no(words: Words, lemmas: Sequence[str], at: int) -> Case:
    """Return the role that の gives; it is the が of a clause before a noun: 市民の支える団体.

    市民との支援 is with them, not theirs, and 市民についての is about them.
    """
    if at > 1 and (words[at - 1].pos[1] == "格助詞" or lemmas[at - 2] == "つく"):
        return ""
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
    return "and" if _is_and(words, at) else None


_ASIDE = frozenset("（(［[【〔「『〈《：:")


def _is_of_manner(words: Words, at: int) -> bool:
    """Return whether no thing begins at an index but a manner: 安全に, 計画的に."""
    if at < len(words) and words[at].pos[0] == "形状詞":
        at += 1  # 新規就農者, but 安全に
    is_thing = at < len(words) and words[at].pos[0] in NOUNS
    return not is_thing or words[end_of_nouns(words, at)].surface == "的"


def _role_of_to(words: Words, lemmas: Sequence[str], at: int) -> Case | None:
    """Return the role that と gives; None if it ends a condition (申請すると)."""
    after = "".join(lemmas[at + 1 : at + 2])
    is_quote = after in AFTER_TO
    if at and words[at - 1].pos[5].startswith("終止形"):
        is_quote |= after == "の" or not SOFTENERS.isdisjoint((after, after[:-1]))
        is_quote |= not EXPECTING.isdisjoint((after, " ".join(lemmas[at + 1 : at + 3])))
        return "" if is_quote else None
    is_as = lemmas[at + 1 : at + 3] == ["為る", "て"] and lemmas[at + 3 :][:1] not in _STATE
    if is_as and lemmas[at - 1] not in FRAMES:
        return "as"
    return "" if is_quote else "with"


_STATE = (["居る"], ["有る"])


def goes_on(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a verb ends a clause that goes on (節の接続): 調査し、 and 調査して."""
    if words[at].pos[0] != "動詞" or not words[at].pos[5].startswith("連用形"):
        return False
    is_mere_relation = is_relation(words, at) and not is_resolve(lemmas, at)
    if is_mere_relation or lemmas[at] in ("除く", "含む", "含める"):
        return False
    after = words[at + 1 : at + 2]
    if lemmas[at + 1 : at + 2] == ["て"]:
        return not _HELPING.intersection(lemmas[at + 2 : at + 3])
    is_noun = bool(after) and after[0].pos[0] == "名詞" and is_light(lemmas, at)
    return is_noun or (bool(after) and after[0].surface in PAUSES)


_HELPING = GOING | set(ASPECTS) | {"頂く", "下さる", "見る", "は", "も", "から", "の", "。"}


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


def are_times_of_day(words: Words, at: int) -> bool:
    """Return whether a pause lists two times at which something is done: 平日、夜間."""
    if words[at + 1].normalized not in TIMES_OF_DAY:
        return False
    before = {words[at - 1].normalized, text_of(words[max(at - 2, 0) : at])}  # 土曜・日
    return not TIMES_OF_DAY.isdisjoint(before)


OF_DATES = frozenset(("年", "月", "日", "年度", "時"))
SPANS = frozenset(("年", "月", "週", "日"))
