"""Atoms (事柄の単位): the facts that single words state."""

from collections.abc import Sequence

from ...text.normalize import fold
from ..tokenizer import Word, Words, text_of
from .lexicon import (
    ASKING,
    BEARING,
    EACH,
    ENDINGS,
    EVENTS,
    FACTS,
    GIVING,
    HAPPENINGS,
    MANNERS,
    NOUNS,
    PERSONS,
    PLAIN_AUXILIARIES,
    RESULTS,
    SET_PHRASES,
    STATES,
    SYNONYMS,
    SYNONYMS_AS_VERBS,
    TIMES,
    UNITS,
    VERBAL,
    WILL,
    Fact,
    is_actor,
    is_listed,
    is_potential,
    lemma,
    stem,
    synonym,
)
from .orthography import BRACKETS, comparable_spelling, is_sign
from .particles import is_comparison
from .statements import Atom
from .syntax import (
    WHILE,
    end_of_nouns,
    fact_of_clause,
    is_asker,
    is_done,
    is_neutral,
    is_of_noun,
    is_quote,
    is_relation,
    is_resolve,
    is_written,
)

# 犯罪を防ぐため is a purpose; 人員が足りないため is a reason.
FOR: tuple[Fact, ...] = (("purpose", "for"),)
BECAUSE: tuple[Fact, ...] = (("purpose", "because"),)

PAST: Fact = ("time", "past")
WHEN: Fact = ("condition", "when")
_THAN = ("range", "than")

# The half of a fee is half the fee: 修理費の半額, 修理費の２分の１.
MONEY = frozenset("費料金代額")
"""Last characters of words for money (金銭を表す語の末尾)."""


CAUSING = frozenset(("図る", "せる", "させる"))
PERIODS = frozenset(("年", "年度", "月", "週", "日", "学期", "期"))
_ALONE = NOUNS | {"形状詞", "副詞", "連体詞", "代名詞", "形容詞"}
_WITH_OTHERS = CAUSING | {"成る", "頂く", "即ち", "行う", "実施", "他", "たり", "有る"}
_NOT_ALONE = PERIODS | {"も", "たら"}


def stands_alone(word: Word, key: str) -> bool:
    """Return whether a word states no more than its own fact (単独の語): no verb, no role."""
    is_name = word.pos[0] in _ALONE and word.surface not in _NOT_ALONE
    return is_name and key not in _WITH_OTHERS


def atom_of(words: Words, lemmas: Sequence[str], at: int) -> Atom | None:  # noqa: PLR0911, PLR0912
    """Return the fact that a single word states, or None."""
    word, key = words[at], lemmas[at]
    surface, pos = word.surface, word.pos
    if is_sign(surface) or (surface == "か" and _is_second_or(words, at)):
        return None
    is_letter = pos[0] == "助詞" and len(surface) == 1 and "ァ" <= surface <= "ヺ"
    if surface == "物" or is_letter:  # 第２号ハ, ヲ　施設
        return Atom("content-word", key, at, at + 1)
    if key in EACH and _is_number_of_times(words, at + 1):
        key = EACH[key]
    if key == "~":
        return Atom("range", "from" if at and words[at - 1].pos[0] in NOUNS else key, at, at + 1)
    if key in _WITH_PARTICLE and not _has_particle(words, at):
        return Atom("content-word", f"{key} alone", at, at + 1)  # 近く始める, 家族ごと移る
    if key == "他" and at and words[at - 1].pos[0] == "動詞" and lemmas[at + 1 :][:1] != ["ない"]:
        return None  # 知らせるほか、 goes on as 知らせ、 does
    if key == "他" and at and lemmas[at - 1] == "の" == "".join(lemmas[at + 1 : at + 2]):
        return Atom("scope", "other than", at, at + 1)  # 学校のほかの施設 are no schools
    if key == "各" and "毎" in lemmas[at : end_of_nouns(words, at) + 2]:
        return None  # 各学校ごとに is 学校ごとに
    if pos[0] == "助詞":
        fact = _fact_of_particle(words, lemmas, at)
    elif pos[0] == "助動詞":
        fact = _fact_of_auxiliary(words, lemmas, at)
    elif is_neutral(lemmas, at) or (
        pos[0] == "接続詞" and not is_of_next(words, lemmas, at, at + 1)
    ):
        fact = FACTS.get(key)
    elif key == "よう" or (key == "そう" and pos[1] == "助動詞語幹"):
        fact = _of_likeness(words, lemmas, at)
    elif FACTS.get(key) in FOR and is_reason(words, lemmas, at):
        fact = BECAUSE[0]
    elif pos[0] in _SIGNS:
        sign = comparable_spelling(surface)
        is_none = sign in BRACKETS or (sign == "¥" and _is_before_number(words, at))
        fact = None if is_none else FACTS.get(key, ("symbol", sign))
    elif pos[1] == "固有名詞":
        fact = "content-word", fold(surface)
    else:
        key = fold(key)
        if key in SYNONYMS_AS_VERBS and not VERBAL.isdisjoint(lemmas[at + 1 : at + 2]):
            key = SYNONYMS_AS_VERBS[key]
        if key == "以下" and lemmas[at + 1 : at + 2] == ["の"]:
            key = "次" if not at or words[at - 1].pos[0] not in NOUNS else key
        if key in _BRACKETED and text_of(words[max(at - 1, 0) : at + 2]) in _BRACKETED[key]:
            key += "曜"  # 15日（火）
        if key in _HALVES and _is_half_of(_HALVES[key], words, lemmas, at):
            return Atom("figure", "1/2 ", at, at + 1)
        key = SYNONYMS.get(key) or UNITS.get(key, key)
        fact = FACTS.get(key, ("content-word", key))
    return Atom(*fact, at, at + 1) if fact else None


_BRACKETED = {day: (f"({day})", f"（{day}）") for day in "月火水木金土日"}
_SIGNS = frozenset(("補助記号", "記号", "空白"))


def _is_before_number(words: Words, at: int) -> bool:
    """Return whether a number follows (数詞の直前): 更に10人."""
    return at + 1 < len(words) and words[at + 1].pos[1] == "数詞"


def is_of_next(words: Words, lemmas: Sequence[str], start: int, stop: int) -> bool:
    """Return whether words [start, stop) modify what follows (副詞): 更に10人, さらに広げる.

    Behind a pause they join two acts: 講座を開き、そして巡回する.
    """
    is_joint = list(lemmas[:start][-1:]) == ["、"]
    return _is_before_number(words, stop - 1) or (not is_joint and is_done(words, lemmas, stop))


def _is_half_of(ends: frozenset[str], words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a word is half of what owns it (全体の半分): 修理費の半額, 委員の半数."""
    return at > 1 and lemmas[at - 1] == "の" and words[at - 2].surface[-1] in ends


_HALVES = {"半額": MONEY, "半数": PERSONS}


def _fact_of_particle(words: Words, lemmas: Sequence[str], at: int) -> Fact | None:
    word, key = words[at], lemmas[at]
    if at and (fact := fact_of_clause(words, lemmas, at)):
        return fact
    if key == "と" and is_quote(words, lemmas, at):
        return "force", "said"
    if key == "から" and is_asker(words, lemmas, at):
        return "range", "asker"
    if word.pos[1] == "接続助詞" and key in WHILE and not _is_manner(lemmas, at):
        return "time", "while"
    if FACTS.get(key) == ("scope", "only") and (
        lemmas[at + 1 : at + 2] == ["で"]
        or (lemmas[at + 1 : at + 2] == ["に"] and "ない" in lemmas[at:])
    ):
        return "scope", "alone"  # 申請のみで足りる, 申請でのみ受け付ける; 市民のみに配らない
    behind = "".join(lemmas[max(at - 3, 0) : at]) if key == "も" else ""
    is_than = word.surface == "より" and is_comparison(words, at)
    return _THAN if is_than else _particle(word, key, behind)


def _fact_of_auxiliary(words: Words, lemmas: Sequence[str], at: int) -> Fact | None:
    word, key = words[at], lemmas[at]
    if word.pos[5] == WILL:
        return "force", "guess" if key in PLAIN_AUXILIARIES and key != "ます" else "will"
    if word.surface in ("たら", "なら") and lemmas[at + 1 : at + 2] != ["ば"]:
        return "condition", "when"
    if key == "た":
        # 行うこととした tells a decision.
        return ("force", "decided") if is_resolve(lemmas, at - 1) else _time_of(words, lemmas, at)
    return None if key in PLAIN_AUXILIARIES else FACTS.get(key, ("force", key))


# 学校の近くに, 地区ごとに
_WITH_PARTICLE = frozenset(("近く", "毎", "ごと"))


def _has_particle(words: Words, at: int) -> bool:
    """Return whether a particle or a pause is behind a suffix or an adverb, or it is a prefix."""
    if words[at].pos[0] == "接頭辞" or words[at].surface == "毎":
        return True
    after = text_of(words[at + 1 : at + 2])
    if words[at].surface == "近く" and after in ("、", "，"):
        return False
    return not any(word.pos[0] in ("動詞", "名詞") for word in words[at + 1 : at + 2])


def _time_of(words: Words, lemmas: Sequence[str], at: int) -> Fact | None:
    """Return what た states: the past, what has become so (老朽化した施設), or no time.

    計画に応じた支援 and 市民を対象とした講座 state no time; 相談に応じた。 states the past.
    """
    if lemmas[at + 1 : at + 2] in (["場合"], ["際"]) or text_of(words[at : at + 3]) == "たならば":
        verb = at - 2 if at > 1 and lemmas[at - 1] == "為る" else at - 1
        return None if at and lemmas[verb] in EVENTS else PAST
    if not at or not words[at].pos[5].startswith("連体形"):
        return PAST
    if lemmas[at - 1] in STATES or _is_taken_as(lemmas, at - 1):
        return None
    is_so = at > 1 and (lemmas[at - 2] in RESULTS or is_written(lemmas, at - 1))
    return ("time", "state") if is_so else PAST


def _is_taken_as(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a する ends what something is taken as (扱い): を対象とする, を目的とする."""
    before = list(lemmas[max(at - 3, 0) : at + 1])
    return before[:1] == ["を"] and before[2:] == ["と", "為る"]


def _is_number_of_times(words: Words, at: int) -> bool:
    """Return whether a frequency or quantity starts at an index: ２回, 三件."""
    while at < len(words) and words[at].pos[1] == "数詞":
        at += 1
    return at < len(words) and words[at].surface in TIMES and words[at - 1].pos[1] == "数詞"


def _is_second_or(words: Words, at: int) -> bool:
    """Return whether か ends a list of which か joins the items (選択): 振込か受取かを."""
    after = words[at + 1 : at + 2]
    is_last = bool(after) and after[0].pos[0] == "助詞"
    return is_last and any(word.surface == "か" for word in words[max(at - _LIST, 0) : at])


_LIST = 10


def _is_manner(lemmas: Sequence[str], at: int) -> bool:
    """Return whether ながら says no more than て (様態): 連携しながら, but not 作成しながら."""
    verb = lemmas[at - 2] if at > 1 and lemmas[at - 1] == "為る" else lemmas[at - 1]
    return verb in MANNERS or verb == "然し"


def facts_of_verb(words: Words, lemmas: Sequence[str], at: int) -> list[Atom]:
    """Return the facts of a verb (動詞), compound verbs as one; empty for function words."""
    key, stop = "", at
    while (
        stop < len(words)
        and words[stop].pos[0] == "動詞"
        and (not key or ("連用形" in words[stop - 1].pos[5] and not _is_joint(words, stop - 1)))
        and (lemmas[stop] not in FACTS or lemmas[max(stop - 1, 0) : stop + 1] == ["を", "得る"])
        and not (key and lemmas[stop] == "下さる")
        and not (lemmas[stop] == "頂く" and is_potential(words[stop]))
        and not is_neutral(lemmas, stop)
    ):
        key += stem(words[stop])
        stop += 1
    if not key:
        return []
    # 生活を支える家族 bears what 生活を支援する家族 need not.
    is_bearer = key in BEARING and is_of_noun(words, stop) and is_actor(words[stop])
    noun = None if is_bearer else noun_of(words, at)
    found = [Atom("content-word", synonym(key, noun), at, stop)]
    if is_potential(words[stop - 1]):
        found.append(Atom("force", "can", at, stop))
    return found + facts_of_form(words[stop - 1], at, stop)


def _is_joint(words: Words, at: int) -> bool:
    """Return whether a verb only joins a phrase to the next verb (複合動詞でない): 応じ見直す."""
    return is_relation(words, at) or lemma(words[at]) == "除く"


def facts_of_form(word: Word, start: int, stop: int) -> list[Atom]:
    """Return the request or intention that an inflected form states (命令形・意志推量形)."""
    form = word.pos[5]
    if word.pos[0] == "動詞" and form.startswith("命令形"):
        return [Atom("force", "request", start, stop)]
    if word.pos[0] == "動詞" and form == WILL:
        return [Atom("force", "will", start, stop)]
    return []


def _of_likeness(words: Words, lemmas: Sequence[str], at: int) -> Fact | None:
    """Return what よう states: a guess (増えるようだ), a likeness (のような) or a purpose.

    And what そう does: 降るそうだ is hearsay, 降りそうだ a guess.
    """
    if lemmas[at] == "そう":
        return "force", "hearsay" if words[at].pos[0] == "名詞" else "seems"
    copula = words[at + 1].surface if at + 1 < len(words) else ""
    if not ASKING.isdisjoint(lemmas[at + 1 : at + (3 if lemmas[at + 1 : at + 2] == ["だ"] else 2)]):
        return None  # 配るよう求める states what is asked for
    if copula in ("だ", "です") or lemmas[at + 1 : at + 3] == ["だ", "有る"]:
        return "force", "seems"
    is_likeness = copula == "な" or (at > 0 and words[at - 1].surface == "の")
    return ("content-word", "よう") if is_likeness else FACTS.get(lemmas[at])


def _particle(word: Word, key: str, behind: str) -> Fact | None:  # noqa: PLR0911
    """Return the fact that a particle (助詞) states, or None."""
    kind = word.pos[1]
    if kind == "終助詞":
        return ENDINGS.get(key)
    if key in ("から", "より"):
        return ("range", "from") if kind == "格助詞" else ("purpose", "because")
    if kind == "接続助詞" and key == "とも":
        return "condition", "even"  # 遅くとも
    if kind == "接続助詞" or key == "と":
        return ("condition", "when") if key in ("ば", "と") else None
    if behind.endswith("て") and behind[0] != "に":
        return "condition", "even"  # 点検しても is not 点検も
    if key == "か":
        return "conjunction", "or"
    if kind in ("副助詞", "係助詞") and key not in ("は", "や"):
        return FACTS.get(key, ("scope", key))
    return FACTS.get(key)


def is_reason(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether a ため states a reason and not a purpose (原因・理由)."""
    if not at:
        return False
    is_adjective = words[at - 1].pos[0] == "形容詞"
    verb = at - 2 if at > 1 and lemmas[at - 1] in ("為る", "の") else at - 1
    if is_listed(lemmas, verb, HAPPENINGS):
        return True
    return is_adjective or lemmas[at - 1] in ("居る", "有る", "た", "ない", "だ")


def is_set_phrase(words: Words, phrase: Sequence[str], at: int) -> bool:
    """Return whether the words of a phrase are no more than it (複合辞): no words of their own.

    薬品を加えて, 島に渡る and 荷物を持って have one; ３年にわたり and 文書をもって do not.
    """
    place = SET_PHRASES.get(tuple(phrase))
    before = words[at - 1] if at else None
    if place == "kana":
        return words[at + 1].surface[0] == "も"
    if place is None or before is None:
        return place in (None, "head")
    tests = {
        "head": is_sign(before.surface),
        "noun": before.pos[0] in NOUNS,
        "span": before.surface.endswith(("間", *UNITS, "年", "月", "日")),
        "te": lemma(before) == "て",
    }
    return tests[place]


def noun_of(words: Words, at: int) -> Word | None:
    """Return the noun of a verb (対象): the nearest one before it with を, が, は or も."""
    for place in range(at - 1, 0, -1):
        if words[place].surface in ("を", "が", "は", "も") and words[place].pos[0] == "助詞":
            noun = words[place - 1]
            if words[place].surface == "を" or not is_actor(noun):
                return noun
        if words[place].surface in ("。", "、", *WHILE):
            break
    return None


BEHIND_ACTORS = frozenset(("から", "より", "に"))
"""Lemmas that may start the particle after the agent of a passive."""


def agent_of(words: Words, lemmas: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return the end of the agent's particle and the index of れる (動作主), or None.

    市民から寄せられた is 市民が寄せた, and 市により行われる is 市が行う.
    """
    if lemmas[at] in ("から", "より"):
        verb = at + 1
        if lemmas[verb : verb + 1] and lemmas[verb] not in GIVING:
            return None
    elif lemmas[at : at + 2] == ["に", "よる"]:
        verb = at + (3 if lemmas[at + 2 : at + 3] == ["て"] else 2)
    else:
        return None
    is_noun = lemmas[verb + 1 : verb + 2] == ["為る"]
    passive = verb + (2 if is_noun else 1)
    if lemmas[passive : passive + 1] not in (["れる"], ["られる"]):
        return None
    return (verb, passive) if is_noun or words[verb].pos[0] == "動詞" else None
