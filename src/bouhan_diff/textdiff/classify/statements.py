"""Statements (文意): the facts that words state, in order, and the roles of nouns."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..tokenizer import Word, Words, text_of
from .lexicon import COMPANIONS, MANNERS, NOUNS, PREPARING, RELATIONS, Case, Fact, lemma
from .orthography import is_sign
from .syntax import FORMAL_NOUNS, is_act


class Atom(NamedTuple):
    """A fact that words [start, stop) state (事柄).

    group: the reason code if the fact changes; key: equal for all wordings of the fact.
    """

    group: str
    key: str
    start: int
    stop: int


class RoleAt(NamedTuple):
    """A role at a place (格), which the words between two atoms give to the first of them.

    at: the index of the atom behind them, as of a verb; `Statement.noun(at)` has the role.
    """

    at: int
    role: Case


class Statement(NamedTuple):
    """The facts that words state, and the roles of nouns (文意). words: the words read."""

    words: Words
    atoms: list[Atom]
    cases: list[RoleAt]

    def noun(self, at: int) -> Atom | None:
        """Return the atom that has a role at a place (格を持つ名詞); None where words begin so."""
        return self.atoms[at - 1] if 0 < at <= len(self.atoms) else None

    def noun_word(self, at: int) -> Word | None:
        """Return the last word of the noun that has a role at a place (名詞の末尾の語)."""
        noun = self.noun(at)
        return None if noun is None else self.words[noun.stop - 1]

    def key_behind(self, at: int) -> str:
        """Return the key of the atom behind a role (述語), empty where the words end so."""
        return self.atoms[at].key if at < len(self.atoms) else ""


def joint_at(side: Statement, at: int) -> str:
    """Return the word behind the noun that has a role at a place (格・並列の語): と, や, 及び."""
    noun = side.noun(at)
    return "" if noun is None else text_of(side.words[noun.stop : noun.stop + 1])


def is_act_at(side: Statement, place: int) -> bool:
    """Return whether an atom is an act that all items before a の share: びん、かんの収集."""
    if place >= len(side.atoms):
        return False
    stop = side.atoms[place].stop
    word, after = side.words[stop - 1], side.words[stop : stop + 1]
    is_last = not after or after[0].pos[0] not in NOUNS
    return is_act(word) and is_last


def has_carrying_out(side: Statement) -> bool:
    """Return whether words have 実施 (実施の有無)."""
    return "実施" in [word.surface for word in side.words]


def is_carrying_out(side: Statement, atom: Atom) -> bool:
    """Return whether an atom is 実施 (実施), but not what another verb is about (実施を検討する).

    Nor what owns a noun without being of an act itself: 実施の翌年度の報告.
    """
    if atom.key != "実施":
        return False
    after = [lemma(word) for word in side.words[atom.stop : atom.stop + 2]]
    if after[:1] == ["の"]:
        return not FORMAL_NOUNS.isdisjoint(after[1:])
    if after[:1] == ["に"] and after[1:] == ["対する"]:
        return False
    return not (after[:1] == ["を"] and after[1:] not in _CARRYING_OUT)


def without_carrying_out(side: Statement) -> Statement:
    """Remove 実施, of which what is carried out takes the role (実施の除去): 接種の実施により."""
    removed = [at for at, atom in enumerate(side.atoms) if is_carrying_out(side, atom)]
    places = {at for at, _ in side.cases}
    cases = [
        one
        for one in side.cases
        if one.role != "of" or not (one.at in removed and one.at + 1 in places)
    ]
    return without(side._replace(cases=cases), [side.atoms[at] for at in removed])


def with_carrying_out(side: Statement, other: Words) -> Statement:
    """Add that what another sentence only prepares is carried out (実施の追加): 検討し、実施する.

    In 継続して行う the act before only says how it is done.
    """
    for at, role in side.cases:
        act = side.noun(at)
        if role != "then" or act is None:
            continue
        for start in range(act.stop + 1, min(act.stop + _NEAR, len(side.words))):
            between = text_of(side.words[act.stop : start])
            is_way = "、" not in between and lemma(side.words[act.start]) in _WAYS
            if not _is_carried_out(side.words, start) or not re.fullmatch(_BETWEEN_ACTS, between):
                continue
            if is_way or _has_carried_out(other):
                continue
            atoms = [*side.atoms]
            atoms.insert(at, Atom("content-word", "carried out", start, start + 1))
            cases = [RoleAt(n + (n > at), role) for n, role in side.cases]
            return side._replace(atoms=atoms, cases=cases)
    return side


def is_carried_out_too(words: Words, stop: int) -> bool:
    """Return whether an act that ends at an index is carried out too (実施の追加): 見直し、行う."""
    text = text_of(words[stop : stop + _NEAR])
    may_be = "行" in text or "実施" in text or "、する" in text
    return may_be and re.match(_CARRIED_ON, text) is not None


def _has_carried_out(words: Words) -> bool:
    """Return whether words tell that something is carried out, not 実施を検討する (実施)."""
    for at in range(len(words)):
        act = "".join(lemma(word) for word in words[at + 2 : at + 3])
        is_topic = words[at].surface == "実施" and text_of(words[at + 1 : at + 2]) in ("を", "の")
        if _is_carried_out(words, at) and not (is_topic and act in PREPARING):
            return True
    return False


def _is_carried_out(words: Words, at: int) -> bool:
    """Return whether a word is 実施 or 行う, which does more than make a verb of an act."""
    before = words[max(at - 2, 0) : at]
    is_light = text_of(before[1:]) == "を"
    is_again = lemma(words[at]) == "為る" and text_of(before[1:]) == "、"  # 検討し、する
    return is_again or (lemma(words[at]) in ("実施", "行う") and not is_light)


_WAYS = MANNERS | COMPANIONS | {"継続"}
_NEAR = 7
_BETWEEN_ACTS = (
    "(?:する)?(?:など|等)?(?:し|して|を(?:し|して|行い|行って|実施し|実施して))?"
    "(?:の上)?、?(?:かつ|また)?、?"
)
_CARRIED_ON = f"(?!行|実施)(?:{_BETWEEN_ACTS})(?:行|実施|(?<=、)する)"
_CARRYING_OUT = (["行う"], ["為る"])


def is_point_of_time(atom: Atom) -> bool:
    """Return whether a figure can only be a point of time (時点): ５年度, ４月１日, ９時."""
    if atom.group != "figure":
        return False
    value, _, counter = atom.key.rpartition(" ")
    return value.startswith(("year", "time", "date")) or counter in ("年度", "月")


def has_fact(side: Statement, fact: Fact) -> bool:
    """Return whether a statement has a fact (事柄の有無)."""
    return any(atom[:2] == fact for atom in side.atoms)


def are_beside(side: Statement, first: str, second: str, *joints: str) -> bool:
    """Return whether two facts are neighbours (隣接). joints: the texts that may join them."""
    return any(
        (one.key, two.key) == (first, second)
        and (not joints or text_of(side.words[one.stop : two.start]) in joints)
        for one, two in pairwise(side.atoms)
    )


def has_compound(side: Statement, first: str, second: str) -> bool:
    """Return whether two things form one compound (複合語)."""
    return are_beside(side, first, second, "")


def with_fact(side: Statement, atom: Atom, fact: Fact) -> Statement:
    """Return a statement in which the words of an atom state another fact (事柄の読替え)."""
    new = Atom(*fact, atom.start, atom.stop)
    return side._replace(atoms=[new if one is atom else one for one in side.atoms])


def has_addition(side: Statement) -> bool:
    """Return whether words inside a sentence add an act to the one before (添加): し、また, も."""
    text = text_of(side.words)
    return any(role == "also" for _, role in side.cases) or any(word in text for word in _ADDING)


_ADDING = tuple(f"、{word}" for word, relation in RELATIONS.items() if relation == "addition")


def relation(text: str, side: Statement, other: Statement) -> str | None:
    """Return how one side of an edit joins what follows to what precedes, or None (接続関係).

    With a word at the head of a sentence, or a clause that goes on as on that side alone.
    """
    head = text.rpartition("。")[2].rstrip("、，")
    if head in RELATIONS or "。" in text:
        return RELATIONS.get(head)
    if has_fact(side, AFTER):
        return "after"
    roles = {role for _, role in side.cases} - {role for _, role in other.cases}
    return next((_RELATIONS[role] for role in sorted(roles) if role in _RELATIONS), None)


AFTER: Fact = ("time", "after")
_RELATIONS = {"contrast": "contrast", "at": "result", "by": "result", "through": "result"}


def is_dotted(side: Statement, place: int) -> bool:
    """Return whether ・ precedes an item: 社会・経済の動き."""
    start = side.atoms[place].start
    return start > 0 and side.words[start - 1].surface in "・･"


def without(side: Statement, atoms: Sequence[Atom]) -> Statement:
    """Return a statement without some of its atoms, with its roles renumbered (事柄の除去)."""
    removed = [place for place, atom in enumerate(side.atoms) if any(atom is one for one in atoms)]
    return side._replace(
        atoms=[atom for atom in side.atoms if not any(atom is one for one in atoms)],
        cases=[RoleAt(at - sum(place < at for place in removed), role) for at, role in side.cases],
    )


def join_noun(words: Words, at: int, atoms: list[Atom], cases: list[RoleAt]) -> None:
    """Move the nouns of a light verb to the verb (機能動詞の名詞): 点検を毎年行う.

    消火栓の点検を毎年行う is 消火栓を毎年点検する.
    """
    if not cases or cases[-1].role != "object" or not cases[-1].at:
        return
    start, end = cases[-1].at - 1, atoms[cases[-1].at - 1].stop
    is_parted = any(word.pos[0] == "動詞" or is_sign(word.surface) for word in words[end + 1 : at])
    if is_parted or words[end - 1].pos[2] != "サ変可能":
        return
    while start and atoms[start - 1].stop == atoms[start].start:
        start -= 1  # 維持管理を, 安全点検を
    if (start, "and") in cases:
        return  # 受付及び審査を窓口で行う
    stop, _ = cases.pop()
    atoms += atoms[start:stop]
    del atoms[start:stop]
