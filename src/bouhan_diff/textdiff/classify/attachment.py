"""Attachment (係り先): whether a phrase belongs to the noun behind it, or to the verb.

登校時の見守り員を増やす is not 登校時には見守り員を増やす. A change between the two is one of fact
unless both sides have the same head: one and the same act, as a noun and as a verb.
"""

import re
from typing import NamedTuple

from ..aligner import Edit
from ..tokenizer import Words, text_of
from .lexicon import (
    COUNTED,
    DOING,
    FURTHERING,
    HOLDING,
    LEADING,
    NOUNS,
    OUTCOMES,
    PLACING,
    PREVENTING,
    RECEIVING,
    lemma,
)
from .orthography import PAUSES
from .particles import is_often_at
from .pauses import BEFORE_NOUNS, INFLECTED, is_adverb
from .statements import is_carried_out_too
from .syntax import (
    FORMAL_NOUNS,
    NO_ACTS,
    OF_DATES,
    goes_on,
    is_mere_clause,
    is_of_noun,
    is_of_quality,
    is_relation,
    is_stem,
)


def turns_modifier(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether a phrase belongs to a noun on one side and to a verb on the other (係り先).

    Asked where the edit ends, and behind the particles with which it begins.
    """
    particles = _end_of_particles(old, *edit[:2]), _end_of_particles(new, *edit[2:])
    ends = _belongs(old, edit.old_stop), _belongs(new, edit.new_stop)
    places = set()
    if _is_phrase_end(old, new, edit, particles):
        places.add((edit.old_stop, edit.new_stop))
    starts = edit.old_start, edit.new_start
    are_phrases = _ends_phrase(old, starts[0], particles[0])
    are_phrases &= _ends_phrase(new, starts[1], particles[1])
    if ends != ("noun", "noun") and are_phrases and particles != starts:
        places.add(particles)
    for was, now in places:
        belongs = _belongs(old, was), _belongs(new, now)
        if set(belongs) != {"noun", "verb"} or _are_one_clause(old, was, new, now):
            continue
        if belongs[0] == "noun":
            noun, verb = _noun_head(old, was), _verb_head(new, now)
            is_own, stops = _is_of_own_act(old, was), (edit.old_stop, edit.new_stop)
        else:
            noun, verb = _noun_head(new, now), _verb_head(old, was)
            is_own, stops = _is_of_own_act(new, now), (edit.new_stop, edit.old_stop)
        if is_own or noun is None or verb is None or _differ(noun, verb, stops):
            return True
    return False


def _is_phrase_end(old: Words, new: Words, edit: Edit, particles: tuple[int, int]) -> bool:
    """Return whether both sides of an edit end phrases of the same word, but for a mere 行う."""
    was, now = (old, particles[0], edit.old_stop), (new, particles[1], edit.new_stop)
    is_of_new = edit.old_start == edit.old_stop and now[1] < now[2] and not is_mere_clause(*now)
    is_of_old = edit.new_start == edit.new_stop and was[1] < was[2] and not is_mere_clause(*was)
    return not (is_of_new or is_of_old)


_KANA = re.compile("[ぁ-ん]")


def _ends_phrase(words: Words, start: int, at: int) -> bool:
    """Return whether particles end at an index, in the range or before it (文節の終わり)."""
    before = words[max(at - 1, 0) : at]  # 窓口で、 has a form of だ
    return at > start or any(word.pos[0] == "助詞" or word.surface == "で" for word in before)


def _is_of_own_act(words: Words, stop: int) -> bool:
    """Return whether である ends a clause before a noun, its own act (同格): 点検である修繕."""
    return text_of(words[max(stop - 2, 0) : stop]) == "である"


def _are_one_clause(old: Words, was: int, new: Words, now: int) -> bool:
    """Return whether a の is the が of a clause before a noun (連体節): 市民の支える団体.

    Or what a rule says: 条例で定める is 条例の定める.
    """
    if not (_has_clause(old, was) and _has_clause(new, now)):
        return False
    marks = {text_of(old[was - 1 : was]), text_of(new[now - 1 : now])}
    return marks == {"の", "が"} or (lemma(old[was]) == "定める" and marks <= {"の", "で", "に"})


def _end_of_particles(words: Words, start: int, stop: int) -> int:
    """Return where the particles behind a noun end with which a range begins: には, における."""
    at = start
    if not start or (words[start - 1].pos[0] in INFLECTED and words[start - 1].surface != "で"):
        return at
    while at < stop and (
        words[at].pos[0] == "助詞"
        or words[at].surface in ("に", "な", "で", *PAUSES)
        or (
            words[at - 1].pos[0] == "助詞"
            and (is_relation(words, at) or lemma(words[at]) in _OF_RELATIONS)
        )
        or text_of(words[at - 1 : at + 1]) == "おける"
    ):
        at += 1
    return at


_OF_RELATIONS = frozenset(("おく", "つく"))


def _belongs(words: Words, stop: int) -> str:
    """Return what the phrase that ends at an index belongs to (係り先): noun, verb, or nothing."""
    last = stop - 1
    while last >= 0 and words[last].surface in PAUSES:
        last -= 1
    if last < 0 or stop >= len(words):
        return ""
    word, is_parted = words[last], last < stop - 1 or words[stop].surface in PAUSES
    after = text_of(words[stop + 1 : stop + 2])
    if lemma(words[stop]) in (*FORMAL_NOUNS, "間") and after != "の":  # 他の
        return ""
    if word.pos[0] == "助詞":
        return _of_particle(words, last, stop)
    if word.pos[0] in INFLECTED and not word.pos[5].startswith("連用形"):
        is_joined = word.surface == "な" or not (is_parted or words[stop].surface == "。")
        return "noun" if is_joined and word.pos[5].startswith(BEFORE_NOUNS) else ""
    if word.pos[0] == "連体詞":
        return "noun"
    is_of_verb = word.pos[0] in INFLECTED or is_parted or _stands_alone(words, last)
    return "verb" if is_of_verb else ""


def _of_particle(words: Words, last: int, stop: int) -> str:
    """Return what a phrase belongs to that ends with a particle (助詞): 登校時の, 登校時に."""
    word = words[last]
    if word.pos[1] == "準体助詞":
        return ""  # 説明会を開くのは
    if word.surface != "の":
        return "verb" if word.pos[1] in _OF_PREDICATES or word.surface == "まで" else ""
    is_of_verb = (
        lemma(words[stop]) in ("ない", "有る")  # 知識のある
        or text_of(words[last - 1 : last]) == "もの"  # 増えたものの
        or text_of(words[stop : stop + 2]) in ("必要が", "必要は", "必要も")
        or is_often_at(words, last)  # 毎日の下校時に
    )
    return "verb" if is_of_verb else "noun"


_OF_PREDICATES = frozenset(("格助詞", "係助詞", "接続助詞"))


def _stands_alone(words: Words, at: int) -> bool:
    """Return whether an adverb or a time without a particle ends at an index (副詞的用法).

    夜間事故 is one word, 毎月事故 is not, nor 年２回事故.
    """
    word = words[at]
    if word.pos[0] == "副詞" or word.normalized in _ALONE:
        return True
    if not is_adverb(words, at) or text_of(words[max(at - 2, 0) : max(at - 1, 0)]) == "第":
        return False
    is_often = word.surface == "回" and text_of(words[max(at - 2, 0) : at - 1]) in OF_DATES
    return is_often or word.surface[0] in "毎今来昨"


_ALONE = frozenset(("全て", "多く", "殆ど", "別途", "各自", "其々"))


def _has_clause(words: Words, at: int) -> bool:
    """Return whether a clause before a noun goes on at an index (連体節): 支える団体."""
    start = stop = _end_of_compound(words, at)
    while stop < len(words) and (
        words[stop].pos[0] in ("動詞", "助動詞", "接尾辞") or words[stop].surface in ("て", "で")
    ):
        stop += 1
    is_verb = start < stop and words[start].pos[0] == "動詞"
    is_clause = is_verb and words[stop - 1].pos[5].startswith(BEFORE_NOUNS)
    is_clause = is_clause and any(word.pos[0] in NOUNS for word in words[stop : stop + 1])
    return is_clause or is_of_quality(words, at - 1)


class _Head(NamedTuple):
    """The act to which a phrase belongs (係り先の動作).

    act: its words, with the manner and the target in front of it; stop: where it ends; way:
    "about" if another act is about it, "of" if it is so in a noun, "then" if another one follows.
    """

    act: str
    stop: int
    way: str = ""


def _differ(noun: _Head, verb: _Head, stops: tuple[int, int]) -> bool:
    """Return whether a noun and a verb are two acts (別の動作).

    stops: where the edit ends on the side of each; what it holds states the same facts.
    """
    if (noun.way, verb.way) == ("about", "then"):
        return True
    are_inside = noun.stop <= stops[0] and verb.stop <= stops[1]
    acts = {_KANA.sub("", one.act) or one.act for one in (noun, verb)}  # 貸出し, 貸し出す
    # 学校への補助の申請 is not 学校に補助を申請する, whatever else changed.
    return (noun.way == "of" or not are_inside) and (len(acts) > 1 or noun.way == "who")


def _noun_head(words: Words, stop: int) -> _Head | None:
    """Return the act, as a noun, that the phrase which ends at an index modifies, or None.

    登校時の見守りを, 施設の適切な管理を, 市民からの意見を聞く; 見守り員 is none.
    """
    at, between = _between(words, stop, is_of_noun=True)
    end = _end_of_compound(words, at)
    if end == at:
        return None
    if words[end - 1].surface in _BEHIND_ACTS and end - at > 1 and _is_act(words, end - 1):
        return _Head(f"{between}{text_of(words[at : end - 1])}", end - 1, "who")
    behind, manner = _between(words, end + 1, is_of_noun=False)
    is_done = _end_of_doing(words, end, behind, stop, is_deed=_is_act(words, end)) > 0
    after = lemma(words[end]) if end < len(words) else ""
    is_clause = after == "為る" and _end_of_compound(words, end + 1) > end + 1
    if is_clause or not (_is_act(words, end) or is_done):
        return None  # 市への関係する職員
    if after in ("を", "は"):
        between += manner  # 更新を計画的に行う
    way = "about" if after == "を" and not is_done else ""
    if after == "の" and _is_of_other_act(words, end + 1):
        way = "of"
    return _Head(f"{between}{text_of(words[at:end])}", end, way)


def _is_of_other_act(words: Words, at: int) -> bool:
    """Return whether an act that says more than する begins at an index (別の動作): 補助の申請."""
    end = _end_of_compound(words, at)
    return end > at and not any(lemma(words[end - 1]) in table for table in _LIGHT)


_BEHIND_ACTS = frozenset(("者", "人", "後", "前", "時", "中"))


def _verb_head(words: Words, stop: int) -> _Head | None:
    """Return the act to which the phrase that ends at an index belongs as to a verb, or None.

    登校時に見守る and 登校時に見守りを行う, where that is what the sentence does.
    """
    at, between = _between(words, stop, is_of_noun=False)
    end = _end_of_compound(words, at)
    verb = "".join(map(lemma, words[end : end + 1]))
    is_verb = end < len(words) and words[end].pos[0] in INFLECTED and verb != "為る"
    if is_verb and all(map(is_stem, words[at:end])):
        end += 1
    elif not _is_verb(words, at, end, stop):
        behind, _ = _between(words, end + 1, is_of_noun=False)
        last = _end_of_doing(words, end, behind, stop, is_deed=_is_act(words, end))
        is_parted = not set(PAUSES).isdisjoint([word.surface for word in words[stop - 1 : at]])
        goes_on_behind = is_parted and words[last - 1].pos[5].startswith("連用形")
        is_clause = last < len(words) and is_of_noun(words, last)
        is_clause = is_clause and words[stop - 1].surface != "から"
        if not last or goes_on_behind or is_clause:
            return None  # whose clause it belongs to cannot be seen: 登校時に見守りを行う職員
        return _Head(f"{between}{text_of(words[at:end])}", end)
    if is_carried_out_too(words, end):
        return None  # 見直し、行う does more than 見直しを行う
    last = end if verb == "為る" else end - 1
    way = "then" if goes_on(words, [*map(lemma, words)], last) else ""
    return _Head(f"{between}{text_of(words[at:end])}", end, way)


def _is_verb(words: Words, at: int, end: int, stop: int) -> bool:
    """Return whether a compound is a verb (動詞): 点検する, 見守り、, and what an を acts on."""
    after = "".join(map(lemma, words[end : end + 1]))
    if end == at:
        return False
    if after == "為る" or (words[stop - 1].surface == "を" and after in _BEHIND_VERBS):
        return _is_act(words, end)
    return is_stem(words[end - 1]) and after in _GOING_ON


_GOING_ON = ("、", "て", "")
_BEHIND_VERBS = ("", "、", "。", "など")


def _between(words: Words, stop: int, *, is_of_noun: bool) -> tuple[int, str]:
    """Return where the head behind an index begins, and the manner and targets in between.

    Those of a noun are 適切な and 洋式への, those of a verb 適切に, 洋式に and 情報を.
    """
    at, between = stop, ""
    while at < len(words) and words[at].surface in PAUSES:
        at += 1
    while at < len(words):
        end = _end_of_compound(words, at)
        first, after = text_of(words[end : end + 1]), text_of(words[end + 1 : end + 2])
        is_part = text_of(words[at:end]) == "一部" or words[at].pos[1] == "数詞"
        is_manner = first == ("な" if is_of_noun else "に")
        is_target = first in _TARGETS and (after == "の") is is_of_noun
        is_object = first == "を" and (is_part or not is_of_noun)
        if is_of_noun and first == "の" and _is_object_of_act(words, stop, at, end):
            is_object = True
        if end == at or not (is_manner or is_target or is_object or is_part):
            break
        verb = "".join(map(lemma, words[end + 1 : end + 2]))
        if is_object and not is_part and any(verb in table for table in _LIGHT):
            break
        between += text_of(words[at:end])
        at = end + (is_manner or is_target or is_object) + (is_target and is_of_noun)
        if first == "に" and at < len(words) and is_relation(words, at):
            at += 1  # 公募により
    return at, between


def _is_object_of_act(words: Words, stop: int, at: int, end: int) -> bool:
    """Return whether a の is the を of the act behind it (目的語): 駅へのカメラの設置.

    What ends before belongs to that act, and not to its object: 海外での経験の紹介.
    """
    behind = _end_of_compound(words, end + 1)
    joint = text_of(words[max(stop - 2, 0) : stop])
    is_of_act = joint in PLACING.get(lemma(words[behind - 1]), ())
    leads = not LEADING.isdisjoint([word.surface for word in words[at:end]])
    return is_of_act and end > at and not (leads or _is_act(words, end))


_TARGETS = frozenset(("に", "へ", "で", "から", "と"))


def _end_of_compound(words: Words, at: int) -> int:
    """Return where the compound at an index ends, which a verb may begin (複合語): 見守り活動."""
    while at < len(words):
        word = words[at]
        is_verb = word.pos[0] == "動詞" and word.pos[5].startswith("連用形")
        if not is_verb or word.normalized in ("為る", "する"):
            break
        at += 1
    if at < len(words) and words[at].surface == "一部":
        return at + 1
    if at < len(words) and words[at].pos[0] in (*NOUNS, "形状詞"):
        at += 1
        while at < len(words) and words[at].pos[0] in NOUNS:
            at += 1
    return at


def _is_act(words: Words, end: int) -> bool:
    word = words[end - 1]
    is_of_verb = word.pos[2] in _OF_ACTS and word.surface not in NO_ACTS
    return is_of_verb or is_stem(word) or word.surface == "化"


_OF_ACTS = ("サ変可能", "サ変形状詞可能")


def _end_of_doing(words: Words, end: int, behind: int, stop: int, *, is_deed: bool) -> int:
    """Return where the verb ends with which the noun that ends at an index is done (機能動詞).

    0 where it is not done itself. is_deed: it is an act; behind: where a verb behind its を
    begins; stop: where the phrase in front of it ends.
    """
    after = text_of(words[end : end + 2])
    if after in ("", "。", "の下", "のもと") or (after == "の" and end + 1 == len(words)):
        return end if end and is_deed else 0
    if after[0] not in "をが":
        return 0
    at = end + 1 if after[0] == "が" else behind
    verb = "".join(map(lemma, words[at : at + 1]))
    text = text_of(words[max(stop - 2, 0) : stop])
    text = text.removesuffix("対象に")
    is_event = words[end - 1].surface.endswith((*COUNTED["回"],))
    is_other_deed = is_event or "ぁ" < words[end - 1].surface[-1] < "ん"  # 話合い
    is_from = text.endswith(("から", "より", "の"))
    if after[0] == "が":
        is_done = verb == "有る" and text.endswith(("から", "からの"))
    else:
        is_done = (
            (verb in DOING and (is_deed or is_other_deed))
            or (verb in FURTHERING and is_deed)
            or (verb in HOLDING and is_event and not text.endswith(_TOWARD))
            or (verb in RECEIVING and is_from)
            or (verb in PREVENTING and is_from and words[end - 1].surface in OUTCOMES)
        )
    return at + 1 if is_done else 0


_TOWARD = ("に", "へ", "への", "には")
_LIGHT = (DOING, FURTHERING, HOLDING, RECEIVING, PREVENTING)
