"""Grammar (文法): what a word is among the words around it, each by its place and lemma."""

from collections.abc import Sequence

from .wordlists import AFTER_TE, EVENTS, GIVING, NEUTRAL
from .words import Word

Words = Sequence[Word]


def is_neutral(lemmas: Sequence[str], at: int) -> bool:
    """Return whether the word carries no fact of its own (形式的な語)."""
    key = lemmas[at]
    is_after_te = key in AFTER_TE and at > 0 and lemmas[at - 1] == "て"
    return key in NEUTRAL or is_after_te or is_light(lemmas, at)


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
