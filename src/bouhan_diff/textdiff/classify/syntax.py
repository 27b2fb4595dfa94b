"""Syntax (文法): the function of a word in its context, by index and lemma."""

from collections.abc import Sequence

from ..tokenizer import Word, Words, text_of
from .lexicon import (
    ASKING,
    ASPECTS,
    COMPANIONS,
    FRAMES,
    GOING,
    HAPPENINGS,
    LASTING,
    NEUTRAL,
    NOUNS,
    OWN_ACTS,
    PHASES,
    PROCESSES,
    SAYING,
    STATES,
    TIMES_OF_DAY,
    WRITTEN,
    Fact,
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
    if before.pos[0] == "形容詞" or before.pos[1] == "形容詞的":  # 利用しやすくする
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


def is_written(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a passive without its agent tells what a document says (文書の内容)."""
    verb = at - 2 if lemmas[at - 1] == "為る" else at - 1
    is_passive = lemmas[at] in ("れる", "られる") and verb > 0
    return is_passive and lemmas[verb] in WRITTEN and lemmas[verb - 1] not in _BEHIND_AGENTS


_BEHIND_AGENTS = frozenset(("から", "より", "よる"))


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
        is_aim = lemmas[at + 1 : at + 2] == ["為"]  # 確保を図るため is 確保するため
        return is_object and (is_aim or is_listed(lemmas, at - 2, COMPANIONS | PROCESSES))
    if lemmas[at] != "実施":
        return lemmas[at] in ("行う", "為る")
    after = "".join(lemmas[at + 1 : at + 2])
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


def is_of_noun(words: Words, stop: int) -> bool:
    """Return whether the verb that ends at an index modifies a noun (連体修飾)."""
    while stop < len(words) and (
        words[stop].pos[0] == "助動詞" or words[stop].normalized in _TEIRU
    ):
        stop += 1
    if stop == len(words) or words[stop].pos[0] != "名詞" or lemma(words[stop]) in FORMAL_NOUNS:
        return False
    return words[stop - 1].pos[5].startswith(("連体形", "終止形"))


def is_mere_clause(words: Words, start: int, stop: int) -> bool:
    """Return whether words are a mere 行う in a clause of a noun (連体節): 市内で行う訓練."""
    mere = ("行う", "実施", "為る", "て", "居る", "た")
    return all(lemma(word) in mere for word in words[start:stop]) and is_of_noun(words, stop)


def is_of_quality(words: Words, at: int) -> bool:
    """Return whether a の or が tells what an act is, before a noun (連体節): 支援の必要な家庭.

    点検の必要な経費 may be of the inspection.
    """
    if not 0 < at < len(words) - 2:
        return False
    act, quality, thing = words[at - 1], words[at + 1], words[at + 2]
    if thing.surface == "な" and at + 3 < len(words):
        thing = words[at + 3]
    is_act_noun = act.pos[2] == "サ変可能" and act.surface not in NO_ACTS
    is_thing = thing.pos[0] == "名詞" and thing.surface not in _OF_ACTS
    return is_act_noun and is_thing and quality.surface in _QUALITIES


_QUALITIES = frozenset(("必要", "可能", "困難", "多い", "少ない"))
_OF_ACTS = frozenset(("経費", "費用", "手続", "書類"))


def is_copula(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word ends である."""
    return lemmas[at] == "有る" and list(lemmas[at - 1 : at]) == ["だ"]


def is_apposition(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word ends である before a noun (同格): 代表者である市民, たる市民."""
    is_being = is_copula(lemmas, at)
    # What a person is as well: 会員で市民の者, 代表たる市民.
    is_of_person = words[at].pos[0] == "助動詞" and words[at].surface in ("で", "たる")
    is_being |= is_of_person and any(map(is_actor, words[at - 1 : at]))
    return is_being and at + 1 < len(words) and words[at + 1].pos[0] == "名詞"


def fact_of_clause(words: Words, lemmas: Sequence[str], at: int) -> Fact | None:
    """Return what a particle behind a verb states of its act (節の働き), or None.

    点検しに is what one goes for, 使うには as 使うために, 放置しては a condition, 調べるや at once.
    """
    surface, verb = words[at].surface, words[at - 1]
    is_noun_form = verb.pos[5].startswith("連用形")
    if surface == "に" and lemmas[at - 1] == "為る" and is_noun_form:
        return "purpose", "go for"
    if surface == "は" and at > 1 and lemmas[at - 1] == "て":
        place = at - 3 if lemmas[at - 2] == "為る" else at - 2
        is_verb = place == at - 2 and words[place].pos[0] == "動詞"
        is_done = is_verb and text_of(words[place - 1 : place]) not in ("に", "と")
        is_done |= not is_verb and place >= 0 and words[place].pos[2] == "サ変可能"
        return ("condition", "when") if is_done else None
    if verb.pos[0] != "動詞" or is_noun_form:
        return None
    if surface == "に" and lemmas[at + 1 : at + 2] == ["は"]:
        return "purpose", "for"
    return ("time", "at once") if surface == "や" else None


def is_quote(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a と tells what is said or judged (引用): 「配る」と答える, 妥当と認める.

    The verb is the next one: 配ると市民に説明する.
    """
    before = words[at - 1]
    is_said = before.surface in "」』" or may_be_quality(before) or lemmas[at - 1] == "物"
    if not at or not (is_said or before.pos[5].startswith("終止形")):
        return False
    for place in range(at + 1, min(at + _FARTHEST_VERB, len(words))):
        if lemmas[place] in SAYING and (place == at + 1 or is_done(words, lemmas, place)):
            return True
        if words[place].surface == "。" or is_done(words, lemmas, place):
            return False
    return False


_FARTHEST_VERB = 12


def is_asker(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a から names who asks (求める側): 学校から連絡を求める, not からの."""
    if words[at].pos[1] != "格助詞" or lemmas[at + 1 : at + 2] == ["の"]:
        return False
    for place in range(at + 1, len(words) - 1):
        if words[place].surface == "を":
            return lemmas[place + 1] in ASKING
        if words[place].pos[0] not in (*NOUNS, "助詞", "形状詞"):
            return False
    return False


def end_of_nouns(words: Words, at: int) -> int:
    """Return the index of the last noun of the compound at an index (複合語の末尾)."""
    while at + 1 < len(words) and words[at + 1].pos[0] in NOUNS:
        at += 1
    return at


def is_act(word: Word) -> bool:
    """Return whether a noun is an act (動作性名詞): 研修, but not 施設."""
    return word.pos[2] == "サ変可能" and word.surface not in NO_ACTS


# Nouns of acts, as the dictionary has them, that denote people or things.
NO_ACTS = frozenset(("施設", "会議", "手当", "代表", "代理", "監督", "通訳", "補佐"))


def is_done(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether what begins at an index is done itself (動作): 拡充する, 拡充を図る."""
    if at >= len(words):
        return False
    is_object = lemmas[at + 1 : at + 2] == ["を"]
    if is_act(words[at]) or (is_object and is_stem(words[at])):
        light = at + 1 + is_object
        return light < len(words) and is_light(lemmas, light)
    return words[at].pos[0] == "動詞"


def is_own_act(act: str) -> bool:
    """Return whether an act has nobody on whom it acts (自らの行為): 市民の参加."""
    return act.endswith("化") or act in OWN_ACTS | HAPPENINGS | COMPANIONS


def is_stem(word: Word) -> bool:
    """Return whether a word is a verb in the form that it has as a noun (転成名詞): 見守り."""
    return word.pos[0] == "動詞" and word.pos[5].startswith("連用形")


def is_relation(words: Words, at: int) -> bool:
    """Return whether a verb only joins a phrase to what follows (関係を示す動詞)."""
    before = words[at - 1].surface if at else ""
    key = lemma(words[at])
    return (
        key in STATES or (key, before) == ("為る", "と") or (before == "に" and key in _RELATIONS)
    )


_RELATIONS = frozenset(("よる", "対する", "関する", "伴う", "当たる", "掛かる", "際する"))


_TEIRU = frozenset(("て", "居る", "おる"))
FORMAL_NOUNS = frozenset(("こと", "物", "場合", "際", "為", "後", "所", "予定", "他", "一方"))
"""Nouns that make a clause a part of the sentence (形式名詞): 調査すること."""


WHILE = frozenset(("ながら", "つつ"))

SIDE_BY_SIDE = frozenset(("besides", "contrast"))
"""The roles of acts beside which another one is named (並立): 調査するほか, 調査するが."""


def goes_on(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a verb ends a clause that goes on (節の接続): 調査し、 and 調査して."""
    if words[at].pos[0] != "動詞" or not words[at].pos[5].startswith("連用形"):
        return False
    is_mere_relation = is_relation(words, at) and not is_resolve(lemmas, at)
    if is_mere_relation or lemmas[at] in ("除く", "含む", "含める"):
        return False
    after = words[at + 1 : at + 2]
    if not WHILE.isdisjoint(lemmas[at + 1 : at + 2]):
        return True
    if lemmas[at + 1 : at + 2] == ["て"]:
        return not _HELPING.intersection(lemmas[at + 2 : at + 3])
    if not after:
        return False
    is_other_act = after[0].pos[0] in ("名詞", "動詞") and lemmas[at + 1] not in PHASES
    return (is_other_act and is_light(lemmas, at)) or after[0].surface in PAUSES


def is_quality_beside(words: Words, at: int) -> bool:
    """Return whether a quality goes on with what follows (並立): 狭くて, 狭く、 and 便利で、."""
    word = words[at]
    after, behind = (text_of(words[place : place + 1]) for place in (at + 1, at + 2))
    if word.pos[0] == "形容詞":
        return word.pos[5].startswith("連用形") and after in ("て", *PAUSES)
    return may_be_quality(word) and after == "で" and behind in list(PAUSES)


def may_be_quality(word: Word) -> bool:
    """Return whether a word may be one that だ follows as a quality (形状詞): 便利, 妥当."""
    return word.pos[0] == "形状詞" or word.pos[2].endswith("形状詞可能")


def clause_end(words: Words, lemmas: Sequence[str], at: int) -> str:
    """Return the ので or のに that ends a clause at an index (節の終わり), or empty.

    のである, のでは and 私ので are none, nor is 使うのに, which may be what it is used for.
    """
    particle, after = text_of(words[at : at + 2]), "".join(lemmas[at + 2 : at + 3])
    before = words[at - 1] if at else None
    if particle not in ("ので", "のに") or after in _BEHIND_NO or before is None:
        return ""
    is_quality = before.pos[0] in ("形容詞", "助動詞") or list(lemmas[at - 2 : at]) == [
        "だ",
        "有る",
    ]
    if particle == "のに" and (after in AFTER_NI or not is_quality):
        return ""
    return "" if before.pos[0] in NOUNS else particle


_BEHIND_NO = frozenset(("", *"はも。", "有る"))
AFTER_NI = frozenset(("つく", "対する", "関する", "よる", "おく"))
"""Verbs before which a に is a particle, even behind a noun of manner (詳細について)."""

_HELPING = GOING | set(ASPECTS) | {"頂く", "下さる", "見る", "は", "も", "から", "の", "。"}


def are_times_of_day(words: Words, at: int) -> bool:
    """Return whether a pause lists two times at which something is done: 平日、夜間."""
    if words[at + 1].normalized not in TIMES_OF_DAY:
        return False
    before = {words[at - 1].normalized, text_of(words[max(at - 2, 0) : at])}  # 土曜・日
    return not TIMES_OF_DAY.isdisjoint(before)


OF_DATES = frozenset(("年", "月", "日", "年度", "時"))
SPANS = frozenset(("年", "月", "週", "日"))
