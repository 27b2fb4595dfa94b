"""Restatements (言換え): the same facts in other words.

Each is a closed pattern that rewrites one side of an edit in the words of the other (rule
`phrasing`).
"""

import re
from collections.abc import Callable
from itertools import pairwise, takewhile

from ..segment import Code
from ..tokenizer import text_of
from .atoms import BECAUSE, PAST, WHEN
from .figure_roles import (
    as_all_of,
    as_count,
    as_number,
    as_only,
    as_rate,
    as_share,
    with_figure_behind,
    with_role_of_thing,
)
from .lexicon import (
    ENTERING,
    HAPPENINGS,
    LASTING,
    SOFTENERS,
    SYNONYMS_AS_VERBS,
    SYNONYMS_BUT_OF_PERSONS,
    SYNONYMS_OF,
    is_actor,
    is_listed,
    lemma,
)
from .statements import (
    AFTER,
    Atom,
    RoleAt,
    Statement,
    are_beside,
    has_addition,
    has_compound,
    has_fact,
    joint_at,
    with_fact,
    without,
)
from .syntax import SIDE_BY_SIDE, WHILE, end_of_nouns, is_own_act
from .voice import (
    DONE,
    as_active,
    as_aimed,
    as_become,
    as_come,
    as_compound,
    as_decided,
    as_done,
    as_held,
    as_outcome,
    as_planned,
    as_potential,
    as_received,
    as_undone,
)


def restated(old: Statement, new: Statement) -> tuple[Statement, Statement]:
    """Return both sides rewritten to one manner of speaking (言い方をそろえた文意)."""
    keys = {atom.key for side in (old, new) for atom in side.atoms}
    for needed, restate in _RESTATEMENTS:
        if not needed.isdisjoint(keys):
            old, new = restate(old, new), restate(new, old)
    if Code.FIGURE in [atom.group for atom in old.atoms]:
        old, new = with_figure_behind(old, new), with_figure_behind(new, old)
        return with_role_of_thing(old), with_role_of_thing(new)
    return old, new


def _is_noun_of(side: Statement, key: str) -> bool:
    """Return whether a thing follows の, alone or in a compound (の増加, の固定化)."""
    start = stop = -1
    for atom in side.atoms:
        start = start if stop == atom.start else atom.start
        stop = atom.stop
        if atom.key == key and start > 0 and side.words[start - 1].surface == "の":
            return True
    return False


def as_same_verb(side: Statement, other: Statement) -> Statement:
    """Give a verb the key that the same verb has beside another noun on the other side (同じ動詞).

    草刈り並びに補修を進める is 補修並びに草刈りを進める, though of these only 補修 takes 推進.
    """
    verbs = {
        one.key: other.words[one.start].normalized for one in other.atoms if one.key in _OF_SOME
    }
    keys = {_OF_SOME[key]: key for key in verbs}
    atoms = [
        one._replace(key=keys[one.key])
        if one.key in keys and side.words[one.start].normalized == verbs[keys[one.key]]
        else one
        for one in side.atoms
    ]
    return side._replace(atoms=atoms)


_OF_SOME = {
    **{verb: word for verb, (word, _nouns) in SYNONYMS_OF.items()},
    **SYNONYMS_AS_VERBS,
    **SYNONYMS_BUT_OF_PERSONS,
}
"""Words that have a common form beside some nouns only, and that form (一部の名詞だけの同義語)."""


def without_request(side: Statement, other: Statement) -> Statement:
    """Remove a request if the other side instructs with こと (設定してください, 設定すること)."""
    requests = [atom for atom in side.atoms if atom[:2] == ("force", "request")]
    if len(requests) != 1 or has_fact(other, requests[0][:2]):
        return side
    return without(side, requests) if "こと。" in text_of(other.words) else side


def as_person(side: Statement, other: Statement) -> Statement:
    """Rewrite who did something as the noun for the person (講座を受講した者, 講座の受講者).

    居住した者 need not be 居住者, nor 入所した者 入所者: who was so once may be so no more. And
    市が紹介した者 is no 紹介者.
    """
    for place, past in enumerate(side.atoms):
        if past[:2] not in DONE or not 0 < place < len(side.atoms) - 1:
            continue
        act, person = side.atoms[place - 1], side.atoms[place + 1]
        word, is_one = side.words[act.stop - 1], person.start == past.stop and person.key == "者"
        may_be_over = past[:2] == PAST and lemma(word) in LASTING | ENTERING
        is_act = word.pos[2] == "サ変可能" and not may_be_over
        taken = {(place - 1, "object"), (place - 1, "to")}
        does = is_own_act(act.key) or not taken.isdisjoint(side.cases)
        if is_one and is_act and does and has_compound(other, act.key, "者"):
            cases = [RoleAt(one.at, "of") if one in taken else one for one in side.cases]
            return without(side._replace(cases=cases), [past])
    return side


def as_if(side: Statement, other: Statement) -> Statement:
    """Remove the past before a condition if the other side has ば (降った場合, 降れば)."""
    for past, when in pairwise(side.atoms):
        is_done = past[:2] == PAST and when[:2] == WHEN
        if is_done and any(word.surface == "ば" for word in other.words):
            return without(side, [past])
    return side


def as_occasion(side: Statement, other: Statement) -> Statement:
    """Remove an occasion if the other side has a condition (実施に当たり, 実施したら)."""
    is_if = any(
        atom[:2] == WHEN and _ends_with(other, atom, "ば", "と", "た", "だ") for atom in other.atoms
    )
    occasions = [atom for atom in side.atoms if _ends_with(side, atom, "当たる", "際する", "際")]
    return without(side, occasions) if is_if else side


def _ends_with(side: Statement, atom: Atom, *lemmas: str) -> bool:
    return lemma(side.words[atom.stop - 1]) in lemmas


def as_time(side: Statement, other: Statement) -> Statement:
    """Remove 発生 from the time of an event (火災が発生した場合, 火災時)."""
    for place in range(1, len(side.atoms) - 1):
        event, happening, when = side.atoms[place - 1 : place + 2]
        is_event = happening.key == "発生" and (place, "subject") in side.cases
        if is_event and when[:2] == WHEN:
            is_time = any(
                (one.key, two[:2]) == (event.key, WHEN)
                and text_of(other.words[one.stop : two.start]) in ("", "の")
                for one, two in pairwise(other.atoms)
            )
            return without(side, [happening]) if is_time else side
    return side


def as_noun(side: Statement, other: Statement) -> Statement:
    """Rewrite a state with こと as a noun (増加していることを, 増加を).

    And what has happened, where it is a cause: 増加したことに伴い, 増加に伴い.
    """
    for place, state in enumerate(side.atoms):
        if state[:2] not in DONE or not place:
            continue
        act, after = side.atoms[place - 1], text_of(side.words[state.stop : state.stop + 4])
        is_act = side.words[act.stop - 1].pos[2] == "サ変可能" or act.group == "content-word"
        endings = _AS_NOUN if state.key == "state" else _AS_CAUSE
        if is_act and after.startswith(endings):
            is_done = are_beside(other, act.key, state.key)
            is_noun = _is_noun_of(other, act.key) and not is_done
            return without(side, [state]) if is_noun else side
    return side


def as_cause(side: Statement, other: Statement) -> Statement:
    """Rewrite a reason as the cause that the other side has (増加したため, 増加により).

    確認するため need not be 確認することにより.
    """
    nouns = [other.noun(at) for at, role in other.cases if role == "by"]
    causes = {noun.key for noun in nouns if noun is not None}
    for place, (act, reason) in enumerate(pairwise(side.atoms), 1):
        if reason[:2] not in BECAUSE or act.key not in causes or has_fact(other, BECAUSE[0]):
            continue
        what = [lemma(word) for word in side.words[: act.stop]]
        is_state = act[:2] == PAST or side.words[act.stop - 1].pos[0] == "形容詞"
        # as_noun took the past; 児童が表彰したため tells who did it, 児童の表彰により need not.
        is_state |= side.words[reason.start - 1].surface == "た" and is_own_act(act.key)
        if is_state or is_listed(what, act.stop - 1, HAPPENINGS):
            cases = sorted([*side.cases, RoleAt(place, "by")])
            return without(side._replace(cases=cases), [reason])
    return side


_AS_NOUN = ("ことを", "ことに", "ことから", "ことが", "ことは", "ため")
_AS_CAUSE = ("ことに伴", "ことによ", "ことから", "ため")


def without_however(side: Statement, other: Statement) -> Statement:
    """Remove しかし if the other side goes on with が (減っている。しかし、減っているが、)."""
    turns = [atom for atom in side.atoms if atom[:2] == ("condition", "however")]
    goes_on = "ものの、" in text_of(other.words) or any(
        word.surface in _THOUGH and word.pos[1] == "接続助詞" for word in other.words
    )
    return without(side, turns) if turns and goes_on and not has_fact(other, turns[0][:2]) else side


_THOUGH = frozenset(("が", "けれど", "けれども"))


def as_this(side: Statement, other: Statement) -> Statement:
    """Rewrite 本 as この if the other side has it (本計画, この計画); その may be another one."""
    key = "this" if any(lemma(word) == "此の" for word in other.words) else "here"
    atoms = [one._replace(key=key) if one.key == "here" else one for one in side.atoms]
    return side._replace(atoms=atoms)


def as_after(side: Statement, other: Statement) -> Statement:
    """Rewrite た後 as た上で if the other side has it (確認した後に, 確認した上で)."""
    after = [atom for atom in side.atoms if atom.key == "後"]
    is_after = len(after) == 1 and has_fact(other, AFTER)
    return with_fact(side, after[0], AFTER) if is_after else side


def without_after(side: Statement, other: Statement) -> Statement:
    """Remove た上で, which a mere て says as well (確認した上で, 確認して); ながら does not."""
    after = [atom for atom in side.atoms if atom[:2] == AFTER]
    is_while = (
        has_addition(other)
        or any(word.surface in WHILE for word in other.words)
        or any(role in SIDE_BY_SIDE for _, role in other.cases)
    )
    goes_on = any(role == "then" for _, role in other.cases)
    return without(side, after) if goes_on and not is_while and not has_fact(other, AFTER) else side


def without_purpose(side: Statement, other: Statement) -> Statement:
    """Remove ための between a verb with its object and a thing (転倒を防ぐための器具, 防ぐ器具).

    整備するための施設 need not be 整備する施設, nor 守るための会 守る会.
    """
    for place in range(1, len(side.atoms) - 1):
        verb, aim, thing = side.atoms[place - 1 : place + 2]
        is_aim = (
            aim[:2] == ("purpose", "for")
            and text_of(side.words[aim.start : thing.start])[-1:] == "の"
        )
        is_full = not {(place - 1, "object"), (place - 1, "to")}.isdisjoint(side.cases)
        if not is_aim or not is_full or has_fact(other, aim[:2]):
            continue
        head = side.words[end_of_nouns(side.words, thing.start)]
        if are_beside(other, verb.key, thing.key, "", "する") and not is_actor(head):
            roles = [
                RoleAt(at, "doing") if (at, role) == (place, "of") else RoleAt(at, role)
                for at, role in without(side, [aim]).cases
            ]
            return without(side, [aim])._replace(cases=roles)
    return side


def without_aim(side: Statement, other: Statement) -> Statement:
    """Remove an aim that ends a sentence if the other side ends with ものである (目的とする)."""
    aims = [
        atom
        for atom in side.atoms
        if atom[:2] == ("purpose", "for") and _AIM.match(text_of(side.words[atom.start :]))
    ]
    if len(aims) != 1 or has_fact(other, aims[0][:2]):
        return side
    return without(side, aims) if re.search("もの(?:である|です)。", text_of(other.words)) else side


_AIM = re.compile("を目的とし?(?:する|ます|ている|ています|ております)。")


def without_softener(side: Statement, other: Statement) -> Statement:
    """Remove と考えている after a state or the past (あると考えている, ある).

    実施すると考えている is not 実施する.
    """
    for place, thought in enumerate(side.atoms):
        if thought.key not in SOFTENERS or any(a.key == thought.key for a in other.atoms):
            continue
        lemmas = [lemma(word) for word in side.words]
        before = lemmas[: thought.start]
        while before and before[-1] in ("と", "物", "もの"):
            before.pop()
        after = [word for word in lemmas[thought.stop :] if word != "為る"]
        is_state = before[-1:] in (["有る"], ["居る"], ["た"]) or (
            bool(before) and side.words[len(before) - 1].pos[0] == "形容詞"
        )
        is_claim = is_state and lemmas[thought.start - 1] == "と"
        if is_claim and (after[:3] == ["て", "居る", "。"] or after[:1] == ["。"]):
            return without(side, [thought, *side.atoms[place + 1 : place + 2]])
    return side


def without_repeated(side: Statement, other: Statement) -> Statement:
    """Remove a noun after その or 当該 if it was named before (その教室, その)."""
    for place in range(1, len(side.atoms)):
        this, noun = side.atoms[place - 1 : place + 1]
        is_named = this[:2] == ("reference", "this") and noun.start == this.stop
        if not is_named or any(atom[:2] == noun[:2] for atom in side.atoms[place + 1 :]):
            continue
        count = sum(atom[:2] == noun[:2] for atom in side.atoms)
        if count > 1 and sum(atom[:2] == noun[:2] for atom in other.atoms) == count - 1:
            return without(side, [noun])
    return side


def with_one_of_several(side: Statement, other: Statement) -> Statement:
    """Keep only the first たり of a list of acts (～たり～たりする)."""
    acts = [atom for atom in side.atoms if atom[:2] == ("scope", "たり")]
    return without(side, acts[1:]) if len(acts) > 1 and has_fact(other, ("scope", "たり")) else side


def without_etc(side: Statement, other: Statement) -> Statement:
    """Remove など of a list if the other side lists with や (市民、団体など, 市民や団体).

    公園等で体操及び散歩をする is not 公園で体操や散歩をする.
    """
    etc = [at for at, atom in enumerate(side.atoms) if atom[:2] == ("scope", "etc")]
    if len(etc) != 1 or has_fact(other, ("scope", "etc")):
        return side
    before = [one for one in side.cases if one.at <= etc[0]]
    listed = takewhile(lambda one: one.role in ("and", "with"), reversed(before))
    is_open = [joint_at(side, one.at) for one in listed if joint_at(other, one.at) == "や"]
    return without(side, [side.atoms[etc[0]]]) if is_open and "や" not in is_open else side


# Each with the keys of atoms, at least one of which it needs.
_RESTATEMENTS: tuple[tuple[frozenset[str], Callable[[Statement, Statement], Statement]], ...] = (
    (frozenset(_OF_SOME), as_same_verb),
    (frozenset({"有り"}), as_done),
    (frozenset({"開催"}), as_held),
    (frozenset({"有り"}), as_number),
    (frozenset("/"), as_rate),
    (frozenset({"make"}), as_decided),
    (frozenset({"passive"}), as_active),
    (frozenset({"request"}), without_request),
    (frozenset({"past", "state"}), as_person),
    (frozenset({"発生"}), as_time),
    (frozenset({"past"}), as_if),
    (frozenset({"when"}), as_occasion),
    (frozenset({"past"}), as_count),
    (frozenset({"can"}), as_potential),
    (frozenset({"however"}), without_however),
    (frozenset({"here"}), as_this),
    (frozenset({"後"}), as_after),
    (frozenset({"after"}), without_after),
    (frozenset({"state", "past"}), as_noun),
    (frozenset({"because"}), as_cause),
    (frozenset({"not"}), as_undone),
    (frozenset({"from"}), as_received),
    (frozenset({"for"}), as_aimed),
    (frozenset({"for"}), without_aim),
    (frozenset({"for"}), without_purpose),
    (frozenset({"結果"}), as_outcome),
    (frozenset({"化"}), as_become),
    (frozenset(SOFTENERS), without_softener),
    (frozenset({"this"}), without_repeated),
    (frozenset({"たり"}), with_one_of_several),
    (frozenset({"受け"}), as_come),
    (frozenset({"become"}), as_compound),
    (frozenset({"占め"}), as_share),
    (frozenset({"etc"}), without_etc),
    (frozenset({"しか"}), as_only),
    (frozenset({"全員"}), as_all_of),
    (frozenset({"plan"}), as_planned),
)
