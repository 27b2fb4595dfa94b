"""Clauses (節): the acts of a sentence, each with its phrases and the roles of these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile, zip_longest

from ..tokenizer import Words, text_of
from .facts import statement
from .lexicon import ACTORS, COUNTED, FIXED_ADVERBS, FREE_ADVERBS, NOUNS, VERBAL, is_quality, lemma
from .statements import Atom, Statement
from .syntax import SIDE_BY_SIDE, SPANS, is_act, is_of_noun

Facts = tuple[tuple[str, str], ...]
"""What a phrase states: the reason code and the key of each fact, and joints between nouns."""

OF, _AND = ("joint", "of"), ("joint", "and")


@dataclass(slots=True)
class Phrase:
    """A phrase (文節): what it states and the role that it has; empty for an adverb.

    is_plain: nothing but nouns, so that as an item of a list it may have any place. modifies:
    it is of the noun behind it, as 市内での訓練.
    """

    facts: Facts
    role: str
    is_verbal: bool = False
    is_plain: bool = False
    modifies: bool = False


@dataclass(slots=True)
class Clause:
    """An act with its phrases (節).

    binding: how it goes on: "noun" if it modifies a noun or becomes one, "cleft" with のは,
    "end" at the end of a sentence, else "more".
    """

    phrases: list[Phrase] = field(default_factory=list)
    act: Facts = ()
    binding: str = "more"


# --- Reading ----------------------------------------------------------------------------------

# Facts that belong to the word before them; all others begin or continue a phrase.
BEHIND = frozenset(("time", "force", "negation", "voice", "condition", "purpose", "range"))
CARRIED_OUT = "実施"
_LIGHT = frozenset(("為る", "行う", CARRIED_OUT, "成す"))
JOINTS = SIDE_BY_SIDE | {"then", "doing", "being"}
_OF_NOUNS = _LIGHT | {"よる"}
_MARKS = frozenset(("in", "done"))
_COPULA = frozenset(("だ", "です", "有る"))
_OF_ADJECTIVES = frozenset(("subject", "to", "at", "toward"))


class ClauseReader:
    """Reads a text's facts as clauses (節の読取り)."""

    def __init__(self, words: Words) -> None:
        self.side: Statement = statement(tuple(words))
        self.words = self.side.words
        self.lemmas = [lemma(word) for word in self.words]
        self.roles: dict[int, list[str]] = {}  # by the index of the noun
        for at, role in self.side.cases:
            if role not in JOINTS and role not in _MARKS:
                self.roles.setdefault(at - 1, []).append(role)

    def clauses(self) -> list[Clause]:
        """Return the clauses of the text, in order."""
        found = [Clause()]
        for first, last in self._groups():
            clause = found[-1]
            if self._is_act(last):
                clause.act = self._facts(first, last)
                clause.binding = self._binding(last)
                found.append(Clause())
            else:
                clause.phrases.append(self._phrase(first, last))
        for clause, after in zip_longest(found, found[1:]):
            if clause.binding == "noun" and after is not None and after.phrases:
                _give_topics(clause, after)
            clause.phrases = [*_with_targets(clause.phrases)]
        if found[-1].phrases:
            found[-1].binding = "end"
            rest = self.lemmas[self.side.atoms[-1].stop :]
            _take_act(found[-1], is_light=not _LIGHT.isdisjoint(rest))
        else:
            found.pop()
        before = ""
        for clause in found:
            phrases = _with_sorted_items(clause.phrases, before == "noun")
            before = clause.binding
            joined = _joined(phrases, has_act=bool(clause.act))
            clause.phrases = [part for phrase in joined for part in _counted(phrase, clause.act)]
            for phrase in takewhile(lambda one: one.modifies, reversed(clause.phrases)):
                phrase.modifies = not clause.act  # 洋式への改修を行う is 洋式に改修する
        return found

    def _groups(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last atom of each phrase or act, with its function words."""
        atoms = self.side.atoms
        first = 0
        for place in range(len(atoms)):
            if place + 1 == len(atoms) or self._ends(place):
                yield first, place
                first = place + 1

    def _ends(self, place: int) -> bool:
        """Return whether a phrase ends behind an atom."""
        one, other = self.side.atoms[place : place + 2]
        if self._is_behind(other):
            return False
        is_parted = bool(self.roles.get(place)) or other.start > one.stop
        return (
            is_parted
            or self._is_behind(one)
            or one.group in BEHIND
            or self._is_adverb(place, one, other)
        )

    def _is_adverb(self, place: int, one: Atom, other: Atom) -> bool:
        """Return whether a verb, an adverb or a point of time ends with an atom."""
        word = self.words[one.stop - 1]
        if one.group == "figure":
            # 年２回公園を清掃する and 公園を２回清掃する state how often.
            span = self.side.atoms[place - 1].key if place else ""
            return self._is_done(other) or (one.key.endswith(" 回") and span in SPANS)
        if word.surface == "年度":
            return self._is_done(other)
        if word.pos[0] == "形容詞" and place:
            before = self.side.atoms[place - 1]
            if before.group == "range" or not _OF_ADJECTIVES.isdisjoint(
                self.roles.get(place - 1, ())
            ):
                return True  # 危険が高い道路を点検する, 駅に近い公園を整える
        is_of_figure = other.group == "figure" and word.surface in SPANS
        is_of_time = word.pos[2] == "副詞可能" and word.surface not in FIXED_ADVERBS
        is_of_time = is_of_time and one.group == "content-word"
        if self.words[other.start].pos[0] == "形容詞":
            return False  # 毎年多い苦情
        is_free = word.pos[0] == "動詞" or word.surface in FREE_ADVERBS
        return not is_of_figure and (is_free or is_of_time)

    def _is_done(self, atom: Atom) -> bool:
        """Return whether an atom is what is done: a verb, or a noun before する."""
        is_light = self.lemmas[atom.stop : atom.stop + 1] == ["為る"]
        return is_light or self.words[atom.start].pos[0] == "動詞"

    def _is_behind(self, atom: Atom) -> bool:
        word = self.words[atom.start] if atom.start < len(self.words) else None
        if word is None or word.pos[0] in ("接頭辞", "連体詞", "副詞", "接続詞"):
            return False
        if atom.group == "scope":
            return word.pos[0] in ("助詞", "接尾辞") or word.surface in ("等", "など")
        return atom.group in BEHIND

    def _last_content(self, last: int) -> int:
        while last and self._is_behind(self.side.atoms[last]):
            last -= 1
        return last

    def _is_act(self, last: int) -> bool:
        """Return whether what ends with an atom is an act: a verb, an adjective, a verbal noun."""
        content = self._last_content(last)
        atom = self.side.atoms[content]
        word = self.words[atom.stop - 1]
        if word.pos[0] == "動詞":
            return not (word.pos[5].startswith("連用形") and self._has_role(content))
        if word.surface in FREE_ADVERBS:
            return False
        after = self.lemmas[atom.stop : atom.stop + 2]
        is_result = self.side.atoms[last].key in ("become", "make")
        if word.pos[0] == "形容詞" or (is_result and self._binding(last) != "end"):
            return True
        if is_act(word) and after[:1] in ([], ["。"]):
            return True
        if after[:1] == ["を"] and not self._has_role(content):
            return True
        if after[:1] == ["だ"] and self.words[atom.stop].surface == "に" and not is_result:
            return False  # 新たに設置する
        return bool(after) and (after[0] in _LIGHT | VERBAL or after[0] in _COPULA)

    def _has_role(self, place: int) -> bool:
        """Return whether a particle gives an atom a role; で and て behind a verb do not."""
        return any(role != "at" for role in self.roles.get(place, ()))

    def _binding(self, last: int) -> str:
        """Return how a clause goes on behind its act."""
        at = self.side.atoms[last].stop
        while at < len(self.words):
            word = self.words[at]
            if word.surface in "。\n":
                return "end"
            if word.pos[0] in ("助動詞", "助詞") or self.lemmas[at] in _LIGHT | {"居る", "有る"}:
                if word.surface == "の":
                    return "cleft" if self.lemmas[at + 1 : at + 2] == ["は"] else "noun"
                at += 1
                continue
            before = self.words[at - 1]
            is_joined = before.pos[5].startswith(("連体形", "終止形"))
            return "noun" if is_joined and word.pos[0] in (*NOUNS, "代名詞") else "more"
        return "end"

    def _facts(self, first: int, last: int) -> Facts:
        return tuple([atom[:2] for atom in self.side.atoms[first : last + 1]])

    def _modifies(self, last: int, roles: Sequence[str]) -> bool:
        """Return whether a phrase is of the noun behind it, and not of the act (連体修飾).

        市内での訓練を, 市内で行う訓練を and 市による訓練を, but not 訓練を市内で.
        """
        if last + 1 == len(self.side.atoms):
            return False
        start, stop = self.side.atoms[last].stop, self.side.atoms[last + 1].start
        is_of = self.words[stop - 1].surface == "の" and roles not in ([], ["of"], ["object", "of"])
        return is_of or any(
            verb in _OF_NOUNS and is_of_noun(self.words, at)
            for at, verb in enumerate(self.lemmas[start:stop], start + 1)
        )

    def _phrase(self, first: int, last: int) -> Phrase:
        content = self._last_content(last)
        roles = self.roles.get(content, []) + (self.roles.get(last, []) if last > content else [])
        word = self.words[self.side.atoms[content].stop - 1]
        end = self.side.atoms[last]
        if not roles and end.group == "range":
            roles = [end.key]
        after = self.side.atoms[last + 1 : last + 2]
        if roles == ["of"] and after and after[0].start != end.stop + 1:
            roles = ["object", "of"]  # the noun of a light verb stood behind: 橋の点検を毎年行う
        facts = self._facts(first, last)
        stop = end.start if facts[-1] == _ETC else end.stop
        nouns = self.words[self.side.atoms[first].start : stop]
        is_plain = all(word.pos[0] == "名詞" and not is_quality(word) for word in nouns)
        if roles == ["at"]:  # the last item alone may be where it is: 振込及び窓口での受取
            is_plain = is_plain and text_of(self.words[stop : stop + 2]) != "での"
        return Phrase(facts, " ".join(roles), is_act(word), is_plain, self._modifies(last, roles))


def _take_act(clause: Clause, *, is_light: bool) -> None:
    """Take the noun of a light verb for the act, wherever its phrase is (機能動詞).

    教室を、親子を対象に実施する is 親子を対象に、教室を実施する.
    """
    objects = [at for at, one in enumerate(clause.phrases) if one.role == "object"]
    if is_light and not objects:
        objects = [at for at, one in enumerate(clause.phrases) if "topic" in one.role.split()]
    if len(objects) != 1:
        return
    start = stop = objects[0]
    while start and clause.phrases[start - 1].role == "of":
        start -= 1
    if start and clause.phrases[start - 1].role == "and":
        return  # 受付及び審査を窓口で行う
    clause.act = clause.phrases[stop].facts
    clause.phrases = [
        *clause.phrases[:start],
        *clause.phrases[stop + 1 :],
        *clause.phrases[start:stop],
    ]


def _give_topics(clause: Clause, after: Clause) -> None:
    """Give the topics of a clause before a noun to the next one: 市は策定した計画を公表する."""
    topics = [n for n, one in enumerate(clause.phrases, 1) if one.role.split()[:1] in _TOPICS]
    stop = topics[-1] if topics else 0
    after.phrases[:0] = clause.phrases[:stop]
    del clause.phrases[:stop]


_TOPICS = (["topic"], ["actor"])


def _with_targets(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
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


def _counted(phrase: Phrase, act: Facts) -> Iterator[Phrase]:
    """Yield a phrase with the number of its things by itself (数量の位置): ３台の除雪機を.

    年３回の講座を開く is 講座を年３回開く, but 年３回の講座を周知する is about each of them.
    """
    is_often = act[:1] == _HELD and phrase.facts[0][1] in SPANS
    facts = phrase.facts[is_often:]
    is_number = len(facts) > len(("３台", "の")) and facts[0][0] == "figure" and facts[1] == OF
    ends = tuple(COUNTED.get(facts[0][1].rpartition(" ")[2], ())) if is_number else ()
    # ３人の職員の代表者 may be one person.
    counted = [one for one, after in pairwise((*facts[2:], OF)) if after == OF and one != OF]
    are_one = [one[1].endswith(ends) for one in counted] == [False] * (len(counted) - 1) + [True]
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


def _with_sorted_items(phrases: Sequence[Phrase], is_modified: bool) -> Sequence[Phrase]:
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
            etc = [fact for fact in phrase.facts if fact == _ETC]
            facts = sorted(tuple([fact for fact in one.facts if fact != _ETC]) for one in items)
            facts[-1] += tuple(etc)
            found[start:stop] = [
                replace(one, facts=fact) for fact, one in zip(facts, items, strict=True)
            ]
        start = stop
    return found


_ETC = ("scope", "etc")


def _joined(phrases: Sequence[Phrase], *, has_act: bool) -> Iterator[Phrase]:
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
