"""Grammar (文法): what a word is among the words around it, each by its place and lemma."""

from collections.abc import Sequence

from ..tokenizer import Word
from .lexicon import (
    ACTORS,
    AFTER_TO,
    ASPECTS,
    EVENTS,
    FRAMES,
    GIVING,
    GOING,
    NEUTRAL,
    NOUNS,
    PARTICLES,
    lemma,
)
from .orthography import PAUSES

Words = Sequence[Word]


def is_neutral(lemmas: Sequence[str], at: int) -> bool:
    """Return whether the word carries no fact of its own (形式的な語)."""
    key = lemmas[at]
    if key in GOING:
        return at > 0 and lemmas[at - 1] == "て"
    if key == "有る":
        # である is だ, and でもある.
        before = at - 2 if at > 1 and lemmas[at - 1] == "も" else at - 1
        return before >= 0 and lemmas[before] == "だ"
    if key == "成る":
        return is_frame(lemmas, at) or (
            lemmas[at - 1 : at] == ["に"] and "御" in lemmas[max(at - 3, 0) : at - 2]
        )
    if key == "居る" and at > 1 and lemmas[at - 1] == "て" and is_frame(lemmas, at - 2):
        return lemmas[at - 4] not in ("物", "もの", "対象")
    return key in NEUTRAL or is_light(lemmas, at)


def aspect(words: Words, lemmas: Sequence[str], at: int) -> tuple[str, str] | None:  # noqa: PLR0911
    """Return what a verb that helps another tells (補助動詞): a state, a change, a request."""
    key, before = lemmas[at], lemmas[at - 1] if at else ""
    form = words[at].pos[5]
    if form.startswith("命令形") and (is_light(lemmas, at) or key in _ASKING):
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
_ASKING = frozenset(("下さる", "為さる"))


def _made(words: Words, lemmas: Sequence[str], at: int) -> tuple[str, str] | None:
    """Return what する tells behind に, と or く: 無料にする, 実施するとする, 明るくする."""
    before, noun = words[at - 1], words[at - 2]
    if before.pos[0] == "形容詞":
        return "time", "make"
    if before.surface not in ("に", "と") or lemmas[at + 1 : at + 2] == ["て"]:
        return None
    if before.surface == "と" and noun.pos[0] in ("動詞", "助動詞", "形容詞"):
        return "force", "claim"
    return "time", "make"


def is_frame(lemmas: Sequence[str], at: int) -> bool:
    """Return whether a する or なる is but an ending (文末形式): こととする, 目的としている."""
    if at < len(("こと", "と")) or lemmas[at - 1] != "と" or lemmas[at - 2] not in FRAMES:
        return False
    if lemmas[at] == "成る" or lemmas[at - 2] == "通り":
        return list(lemmas[at + 1 : at + 3]) == ["て", "居る"]
    return lemmas[at] == "為る"


def is_hearsay(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether the という that ends at a place tells what others say (伝聞).

    増えたという。 and 増えたということである。 do; という方針 and ということを do not.
    """
    if at < len(words) and lemmas[at] in ("こと", "物", "もの"):
        at += 1
        return at == len(words) or words[at].pos[0] == "助動詞" or words[at].surface == "。"
    return at == len(words) or words[at].pos[0] not in (*NOUNS, "代名詞", "形状詞")


def is_light(lemmas: Sequence[str], at: int) -> bool:
    """Return whether the word is but する: 行う, and 実施 in ～を実施する."""
    after = lemmas[at + 1] if at + 1 < len(lemmas) else ""
    if lemmas[at] == "実施":
        is_last = after in ("", "。", "、")
        return after == "為る" or (is_last and at > 0 and lemmas[at - 1] in ("を", "の"))
    return lemmas[at] in ("行う", "為る")


BEHIND_ACTORS = frozenset(("から", "に"))
"""With what a particle behind the actor of a passive begins."""


def agent_of(words: Words, lemmas: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return the end of the particle that names who does it, and the place of れる (動作主).

    市民から寄せられた is 市民が寄せた, and 市により行われる is 市が行う.
    """
    if lemmas[at] == "から":
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


DOING = frozenset(("subject", "actor", "topic"))
"""Roles of those who may do it."""


def doing(words: Words, lemmas: Sequence[str], at: int) -> str:
    """Return how one does it that a が or は names before a noun with its own role (主語).

    "doer" in 職員が研修を行う, which is not 職員の研修を行う, though 人口が増加し is
    人口の増加により; "taker" in 職員が研修を受ける, which is not 職員による研修を受ける either.
    """
    stop = at + 1
    while stop < len(words) and words[stop].pos[0] in NOUNS:
        stop += 1
    if stop in (at + 1, len(words)) or words[stop].surface not in _OF_NOUNS:
        return ""
    is_doer = words[stop].surface == "を" and stop + 1 < len(words) and is_light(lemmas, stop + 1)
    return "doer" if is_doer else "taker"


_OF_NOUNS = frozenset(("を", "に", "へ", "で", "から", "と"))


def is_of_noun(words: Words, stop: int) -> bool:
    """Return whether the verb that ends in front of a place tells of a noun (連体修飾)."""
    while stop < len(words) and (
        words[stop].pos[0] == "助動詞" or words[stop].normalized in _TEIRU
    ):
        stop += 1
    return stop < len(words) and words[stop].pos[0] == "名詞" and lemma(words[stop]) not in _CLAUSES


_TEIRU = frozenset(("て", "居る", "おる"))
_CLAUSES = frozenset(("こと", "物", "場合", "際", "為", "後", "所", "予定"))


def tells_why(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether the ため at a place tells a reason and no aim (原因・理由)."""
    if not at:
        return False
    is_adjective = words[at - 1].pos[0] == "形容詞"
    return is_adjective or lemmas[at - 1] in ("居る", "有る", "た", "ない", "だ")


def is_state(words: Words, lemmas: Sequence[str], at: int) -> bool:
    """Return whether た tells a state and no past (状態), as in 市民を対象とした講座."""
    if lemmas[at + 1 : at + 2] in (["場合"], ["際"]):
        verb = at - 2 if at > 1 and lemmas[at - 1] == "為る" else at - 1
        return at > 0 and lemmas[verb] in EVENTS
    if at < len(("を", "対象", "と", "為る")) or not words[at].pos[5].startswith("連体形"):
        return False
    return lemmas[at - 4] == "を" and lemmas[at - 2 : at] == ["と", "為る"]


def role_of(words: Words, lemmas: Sequence[str], at: int) -> str | None:
    """Return the role that a particle (助詞) gives the word before it; empty for none.

    None for a word that gives no roles.
    """
    if words[at].surface not in PARTICLES or words[at].pos[0] != "助詞":
        return "and" if _is_and(words, at) else None
    role, after = PARTICLES[words[at].surface], lemmas[at + 1 : at + 2]
    if role == "object" and after and is_light(lemmas, at + 1):
        is_actor = at > 0 and words[at - 1].surface[-1] in ACTORS
        return role if is_actor and words[at - 1].pos[2] != "サ変可能" else ""
    if role == "with" and after and after[0] in AFTER_TO:
        return ""
    if role == "topic" and at:
        return _topic(words[at - 1])
    return role


def _topic(before: Word) -> str:
    """Return the role that は gives a word (主題); behind a particle it gives none."""
    if before.pos[0] == "助詞":
        return ""
    return "actor" if before.surface[-1] in ACTORS else "topic"


def _is_and(words: Words, at: int) -> bool:
    """Return whether a word puts two nouns side by side (並列): 及び, や, ・."""
    if words[at].surface in ("及び", "および", "や", "かつ", "且つ"):
        return True
    is_pause = words[at].surface in PAUSES and 0 < at < len(words) - 1
    if not is_pause or words[at - 1].pos[2] == "副詞可能":
        return False
    return words[at - 1].pos[0] in NOUNS and words[at + 1].pos[0] in NOUNS
