"""Clauses (節): the acts of a sentence, each with its phrases and the roles of these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile, zip_longest

from ..tokenizer import Words, text_of
from .facts import statement
from .lexicon import (
    COMPANIONS,
    FIXED_ADVERBS,
    FREE_ADVERBS,
    NOUNS,
    VERBAL,
    is_quality,
    lemma,
)
from .orthography import PAUSES
from .phrases import (
    ETC,
    Facts,
    Phrase,
    joined_phrases,
    number_apart,
    with_sorted_items,
    with_targets,
)
from .statements import Atom, Statement
from .syntax import SIDE_BY_SIDE, SPANS, is_act, is_of_noun


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
            if after is not None and after.phrases and clause.binding == "noun":
                _give_topics(clause, after)
            if after is not None and (after.phrases or after.act) and _is_aside(clause):
                _give_parted(clause, after)
            clause.phrases = [*with_targets(clause.phrases)]
        if found[-1].phrases:
            found[-1].binding = "end"
            rest = self.lemmas[self.side.atoms[-1].stop :]
            _take_act(found[-1], is_light=not _LIGHT.isdisjoint(rest))
        else:
            found.pop()
        before = ""
        for clause in found:
            phrases = with_sorted_items(clause.phrases, before == "noun")
            before = clause.binding
            whole = joined_phrases(phrases, has_act=bool(clause.act))
            clause.phrases = [part for phrase in whole for part in number_apart(phrase, clause.act)]
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
        is_object = after[:1] == ["を"] and not self._has_role(content)
        if is_object or (is_act(word) and after[:1] in ([], ["。"])):
            return True
        is_manner = after[:1] == ["だ"] and self.words[atom.stop].surface == "に"
        is_often = atom.group == "figure" or word.pos[2] == "副詞可能"
        is_often = is_often and after[:1] != ["為る"]  # 全部する
        if (is_manner and not is_result) or (is_often and after[:1] and after[0] in _LIGHT):
            return False  # 新たに設置する, 点検を毎年実施する
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
        stop = end.start if facts[-1] == ETC else end.stop
        nouns = self.words[self.side.atoms[first].start : stop]
        is_plain = all(word.pos[0] == "名詞" and not is_quality(word) for word in nouns)
        if roles == ["at"]:  # the last item alone may be where it is: 振込及び窓口での受取
            is_plain = is_plain and text_of(self.words[stop : stop + 2]) != "での"
        behind = self.side.atoms[last + 1].start if after else len(self.words)
        is_parted = any(one.surface in PAUSES for one in self.words[end.stop : behind])
        modifies = self._modifies(last, roles)
        return Phrase(facts, " ".join(roles), is_act(word), is_plain, modifies, is_parted)


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
    last = clause.phrases[-1]
    behind = [*takewhile(lambda fact: fact[0] in _OF_ACTS, reversed(last.facts))][::-1]
    if behind and last is not clause.phrases[stop]:  # 研修を、共同で行った
        clause.phrases[-1] = replace(last, facts=last.facts[: -len(behind)])
    else:
        behind = []
    clause.act = (*clause.phrases[stop].facts, *behind)
    clause.phrases = [
        *clause.phrases[:start],
        *clause.phrases[stop + 1 :],
        *clause.phrases[start:stop],
    ]


_OF_ACTS = frozenset(("time", "force", "negation", "voice"))


def _give_topics(clause: Clause, after: Clause) -> None:
    """Give the topics of a clause before a noun to the next one: 市は策定した計画を公表する."""
    topics = [n for n, one in enumerate(clause.phrases, 1) if one.role.split()[:1] in _TOPICS]
    _give(clause, after, topics[-1] if topics else 0)


_TOPICS = (["topic"], ["actor"])


def _give_parted(clause: Clause, after: Clause) -> None:
    """Give what a pause parts from a clause that needs no more to the next one (係り先).

    予約を、混雑を緩和するため導入する; but 手帳を、所持する者に交付する may tell who has one.
    """
    is_apart = [one.is_parted and one.role not in ("and", "with") for one in clause.phrases]
    stop = len(is_apart) - is_apart[::-1].index(True) if any(is_apart) else 0
    given, needed = (
        {one.role for one in part if one.role != "of" and not one.modifies}
        for part in (clause.phrases[:stop], clause.phrases[stop:])
    )
    if given <= needed or (needed and _is_with(clause)):
        _give(clause, after, stop)


def _give(clause: Clause, after: Clause, stop: int) -> None:
    after.phrases[:0] = [replace(one, is_given=True) for one in clause.phrases[:stop]]
    del clause.phrases[:stop]


def _is_aside(clause: Clause) -> bool:
    """Return whether a clause modifies a noun or gives a purpose or company (従属節)."""
    return clause.binding == "noun" or clause.act[-1:] == _FOR or _is_with(clause)


def _is_with(clause: Clause) -> bool:
    return len(clause.act) == 1 and clause.act[0][1] in COMPANIONS


_FOR = (("purpose", "for"),)
