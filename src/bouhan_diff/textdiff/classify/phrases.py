"""Phrases (文節): what each states and its role; the phrases of a clause in one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .lexicon import ACTORS, COUNTED
from .syntax import SPANS

Facts = tuple[tuple[str, str], ...]
"""What a phrase states: the reason code and the key of each fact, and joints between nouns."""

OF, _AND = ("joint", "of"), ("joint", "and")


@dataclass(slots=True)
class Phrase:
    """A phrase (文節): what it states and the role that it has; empty for an adverb.

    is_plain: nothing but nouns, so that as an item of a list it may have any place. modifies:
    it is of the noun behind it, as 市内での訓練. is_parted: a pause is behind it. is_given: it
    stands before a clause that modifies a noun, and belongs to the act behind that.
    """

    facts: Facts
    role: str
    is_verbal: bool = False
    is_plain: bool = False
    modifies: bool = False
    is_parted: bool = False
    is_given: bool = False


def with_targets(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the phrases, with whom something is for as one phrase (対象).

    中学生を対象に, 中学生を対象とした and 中学生対象の are the same.
    """
    before: Phrase | None = None
    for place, phrase in enumerate(phrases):
        is_whole = len(phrase.facts) > 1 and phrase.facts[-1] == _TARGET
        # 中学生を対象とした施設で may be for nobody else, whomever what is held there is for.
        head = next((one.role for one in phrases[place + 1 :] if one.role != "of"), "")
        is_of_place = head in _OF_PLACES and (
            phrase.modifies or (is_whole and phrase.role in ("", "of"))
        )
        if phrase.facts == (_TARGET,) and before is not None and before.role == "object":
            before.role, before.modifies = "for", is_of_place
            continue
        if before is not None:
            yield before
        before = Phrase(phrase.facts[:-1], "for", modifies=is_of_place) if is_whole else phrase
    if before is not None:
        yield before


_OF_PLACES = frozenset(("at", "to", "by", "through", "in"))
_TARGET = ("content-word", "対象")


def number_apart(phrase: Phrase, act: Facts) -> Iterator[Phrase]:
    """Yield a phrase with the number of its things by itself (数量の位置): ３台の除雪機を.

    年３回の講座を開く is 講座を年３回開く, but 年３回の講座を周知する is about each of them.
    """
    is_often = act[:1] == _HELD and phrase.facts[0][1] in SPANS
    facts = phrase.facts[is_often:]
    is_number = len(facts) > len(("３台", "の")) and facts[0][0] == "figure" and facts[1] == OF
    ends = tuple(COUNTED.get(facts[0][1].rpartition(" ")[2], ())) if is_number else ()
    # ３人の職員の代表者 may be one person.
    counts = [one for one, after in pairwise((*facts[2:], OF)) if after == OF and one != OF]
    are_one = [one[1].endswith(ends) for one in counts] == [False] * (len(counts) - 1) + [True]
    if ends and phrase.role == "object" and are_one:
        yield replace(phrase, facts=facts[2:])
        yield Phrase((*phrase.facts[:is_often], facts[0]), "")
    else:
        yield phrase


_HELD = (("content-word", "開催"),)


def _is_apart(phrase: Phrase, after: Phrase) -> bool:
    """Return whether a の gives what is acted on, and not whose the next thing is.

    女性の管理職への登用 is 管理職への女性の登用; 市の学校への補助 may be to the city's schools.
    """
    is_thing = phrase.facts[-1][1][-1:] not in ACTORS
    return phrase.role == "of" and after.role in ("toward", "by") and is_thing


def with_sorted_items(phrases: Sequence[Phrase], is_modified: bool) -> Sequence[Phrase]:
    """Return the phrases with the items of each list sorted (並列): 国、県及び市, 市、国及び県.

    Not where the first item may be modified alone, or the last one with a の: 市の学校及び公園,
    学校及び公園の遊具. An act is of all: 学校及び公園の清掃. is_modified: a clause does modify it.
    """
    found = [*phrases]
    start = 0
    for stop, phrase in enumerate(phrases, 1):
        if phrase.role == "and" and stop < len(phrases):
            continue
        items = phrases[start:stop]
        is_alone = phrases[start - 1].role != "of" if start else not is_modified
        is_last = phrase.role != "of" or stop == len(phrases) or phrases[stop].is_verbal
        # 受付、審査及び交付 come in this order, and 交付 may be the act: 受付及び交付を窓口で行う.
        are_acts = all(one.is_verbal for one in items[:-1] or items)
        if is_alone and is_last and not are_acts and all(one.is_plain for one in items):
            etc = [fact for fact in phrase.facts if fact == ETC]
            facts = sorted(tuple([fact for fact in one.facts if fact != ETC]) for one in items)
            facts[-1] += tuple(etc)
            found[start:stop] = [
                replace(one, facts=fact) for fact, one in zip(facts, items, strict=True)
            ]
        start = stop
    return found


ETC = ("scope", "etc")


def joined_phrases(phrases: Sequence[Phrase], *, has_act: bool) -> Iterator[Phrase]:
    """Yield the phrases with those that modify or list a noun joined with it (連体・並列)."""
    before: Facts = ()
    for place, phrase in enumerate(phrases):
        is_last = place + 1 == len(phrases)
        if is_last and before and not has_act:
            yield replace(phrase, facts=before + phrase.facts)
        elif not is_last and _is_apart(phrase, phrases[place + 1]):
            yield replace(phrase, facts=before + phrase.facts)
            before = ()
        elif not is_last and phrase.role in ("of", "and", "with"):
            before += (*phrase.facts, OF if phrase.role == "of" else _AND)
        else:
            yield replace(phrase, facts=before + phrase.facts)
            before = ()
