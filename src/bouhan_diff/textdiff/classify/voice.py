"""Voice (態と授受): one act told as active, passive or causative, as given or as received.

Like those of `restatements`, each function rewrites one side of an edit in the words of the other.
"""

import re
from itertools import pairwise, takewhile

from ..tokenizer import Words, text_of
from .atoms import MONEY, PAST, WHEN
from .lexicon import (
    ASKING,
    CAUSATIVES,
    COUNTED,
    DOING,
    HAPPENINGS,
    HARMS,
    OWN_ACTS,
    RECEIVED,
    RECEIVING,
    SERVING,
    Case,
    is_actor,
    lemma,
)
from .statements import (
    Atom,
    RoleAt,
    Statement,
    are_beside,
    has_compound,
    has_fact,
    with_fact,
    without,
)
from .syntax import is_of_noun

_PASSIVE = ("voice", "passive")
DONE = (PAST, ("time", "state"))
"""Facts of an act that is done (完了)."""


def as_active(side: Statement, other: Statement) -> Statement:
    """Rewrite a passive as the active of the other side (受動・能動の書換え).

    会議が開催される equals 会議を開催する and 会議の開催. 職員が指導される is not 職員が指導する,
    and 要望が寄せられた町内会 is not 要望を寄せた町内会, nor 規制が求められる 規制を求める.
    """
    passives = [atom for atom in side.atoms if atom.key == "passive"]
    if len(passives) != 1 or any(atom.key == "passive" for atom in other.atoms):
        return side
    verb = _verb_before(side.words, passives[0].start)
    if is_of_noun(side.words, passives[0].stop) or verb in ASKING or verb == "期待":
        return side
    active = {
        at: "object" if role == "of" and not _is_of_actor(other, at) else role
        for at, role in other.cases
        if role in ("subject", "object", "of")
    }
    fitting = ("object", "") if verb in ("行う", "成す", "実施") else ("object",)
    turned = {
        case for case in side.cases if case.role == "subject" and active.get(case.at, "") in fitting
    }
    if not turned:
        return side
    return side._replace(
        atoms=[atom for atom in side.atoms if atom not in passives],
        cases=[RoleAt(case.at, "object") if case in turned else case for case in side.cases],
    )


def _is_of_actor(side: Statement, at: int) -> bool:
    noun = side.noun_word(at)
    return noun is not None and is_actor(noun)


def _verb_before(words: Words, at: int) -> str:
    """Return the verb before れる: 実施 before される."""
    is_of_noun = at > 1 and lemma(words[at - 1]) == "為る"
    return lemma(words[at - 1 - is_of_noun]) if at else ""


def as_done(side: Statement, other: Statement) -> Statement:
    """Rewrite that there is an act as that it is done (事柄の存在).

    申請書の提出がある is 申請書が提出される, and 10人の参加がある is 10人が参加する.
    """
    for place, (act, there) in enumerate(pairwise(side.atoms), 1):
        if there.key != "有り" or (place, "subject") not in side.cases:
            continue
        done = [one.key == act.key and _is_verb(other.words, one) for one in other.atoms]
        behind = other.atoms[done.index(True) + 1 :] if any(done) else []
        form = [*takewhile(lambda atom: atom[:2] in (_PASSIVE, PAST), behind)]
        is_own = any(done) and act.key in OWN_ACTS | HAPPENINGS
        is_passive = _PASSIVE in [atom[:2] for atom in form]
        if not (is_own or is_passive):
            return side
        # Whoever does it is not whom it is done to: 児童による表彰, 児童が表彰される.
        doers = {(at, role) for at, role in side.cases if at < place and role in _DOING}
        if is_passive and not doers.issubset(other.cases):
            return side
        if WHEN not in [atom[:2] for atom in side.atoms[place + 1 : place + 2]]:
            form = [atom for atom in form if atom[:2] != PAST]  # あったとき has none
        roles: dict[tuple[int, Case], Case] = {(place - 1, "of"): "subject", (place, "subject"): ""}
        cases = [
            RoleAt(
                at + (len(form) - 1) * (at > place),
                roles.get((at, role), role) if (at, role) not in other.cases else role,
            )
            for at, role in side.cases
        ]
        return side._replace(
            atoms=[*side.atoms[:place], *form, *side.atoms[place + 1 :]], cases=cases
        )
    return side


_DOING = frozenset(("by", "doing"))


def as_held(side: Statement, other: Statement) -> Statement:
    """Remove 開催 of an event that the other side 行う (見学会を開催する, 見学会を実施する)."""
    if any(one.key == "開催" for one in other.atoms):
        return side
    for place, (event, act) in enumerate(pairwise(side.atoms), 1):
        is_event = side.words[event.stop - 1].surface.endswith(_EVENTS)
        if act.key == "開催" and is_event and (place, "object") in side.cases:
            is_done = any(
                one.key == event.key
                and text_of(other.words[one.stop : one.stop + 1]) == "を"
                and not DOING.isdisjoint(map(lemma, other.words[one.stop + 1 : one.stop + 2]))
                for one in other.atoms
            )
            return without(side, [act]) if is_done else side
    return side


_EVENTS = tuple(COUNTED["回"])


def as_decided(side: Statement, other: Statement) -> Statement:
    """Remove とする behind an act that the other side does (公開とする, 公開する)."""
    for act, make in pairwise(side.atoms):
        is_taken = make.key == "make" and side.words[make.start - 1].surface == "と"
        if is_taken and any(
            one.key == act.key and _is_verb(other.words, one) for one in other.atoms
        ):
            return side if has_fact(other, make[:2]) else without(side, [make])
    return side


def _is_verb(words: Words, act: Atom) -> bool:
    after = [lemma(word) for word in words[act.stop : act.stop + 2]]
    return after[:1] == ["為る"] or after in (["が", "成す"], ["が", "行う"])


def as_received(side: Statement, other: Statement) -> Statement:
    """Rewrite from whom something comes as whose it is.

    県から補助を受ける is 県の補助を受ける, 学校からの要請 学校の要請, and 市民から意見を聞く
    市民の意見を聞く; 県から資料を集める is not 県の資料を集める.
    And of what does harm: 犯罪から被害を防ぐ, 犯罪の被害を防ぐ.
    """
    for place in range(1, len(side.atoms) - 1):
        giver, origin, what = side.atoms[place - 1 : place + 2]
        if origin[:2] != ("range", "from"):
            continue
        acts = [side.words[act.start].normalized for act in side.atoms[place + 2 : place + 3]]
        is_object = (place + 2, "object") in side.cases and what.start == origin.stop
        # 補助金の交付を受ける tells what is given, not by whom.
        is_thing = side.words[giver.stop - 1].surface in MONEY
        is_sent = what.key in RECEIVED and is_actor(side.words[giver.stop - 1])
        is_taken = acts in (["受ける"], ["得る"]) and not is_thing
        is_heard = is_sent and what.key in _OPINIONS and RECEIVING.issuperset(acts)
        is_object = is_object and (is_taken or is_heard)
        is_sent = is_sent and side.words[what.start - 1].surface == "の"
        is_whose = any(
            one.key == giver.key and two.key == what.key and (at, "of") in other.cases
            for at, (one, two) in enumerate(pairwise(other.atoms), 1)
        )
        if is_whose and (is_object or is_sent or _is_kept_from(side, place)):
            return without(side, [origin])
    return side


_OPINIONS = frozenset(("意見", "要望"))


def _is_kept_from(side: Statement, origin: int) -> bool:
    """Return whether a から names what does the harm that is prevented (危害のもと).

    犯罪などから被害を防ぐ is 犯罪などの被害を防ぐ; 県外から被害を防ぐ is another thing.
    """
    doers = side.atoms[max(origin - 2, 0) : origin]
    harm, *acts = side.atoms[origin + 1 : origin + 4]
    is_harm = not HARMS.isdisjoint(one.key for one in doers) and harm.key == "被害"
    return (
        is_harm
        and (origin + 2, "object") in side.cases
        and any(side.words[act.start].normalized in ("防ぐ", "防止") for act in acts)
    )


def as_come(side: Statement, other: Statement) -> Statement:
    """Rewrite what was received as what came (通報を受けた場合, 通報があった場合)."""
    for place, (noun, act) in enumerate(pairwise(side.atoms), 1):
        if act.key != "受け" or noun.key not in RECEIVED:
            continue
        if are_beside(other, noun.key, "有り"):
            come = RoleAt(place, "object")
            cases = [RoleAt(place, "subject") if one == come else one for one in side.cases]
            after = [] if has_fact(other, PAST) else side.atoms[place + 1 : place + 2]
            past = [atom for atom in after if atom[:2] == PAST]
            side = with_fact(side, act, (act.group, "有り"))
            return without(side._replace(cases=cases), past)
    return side


def as_potential(side: Statement, other: Statement) -> Statement:
    """Rewrite られる as ことができる if its object has を (検査を受けられる)."""
    for place, passive in enumerate(side.atoms):
        if passive.key != "passive" or side.words[passive.start].surface[:2] != "られ":
            continue
        is_active = (place - 1, "object") in side.cases
        can = has_fact(other, ("force", "can"))
        if is_active and can and not any(atom.key == "passive" for atom in other.atoms):
            return with_fact(side, passive, ("force", "can"))
    return side


def as_undone(side: Statement, other: Statement) -> Statement:
    """Rewrite what is not done yet as 未 (着手していない, 未着手)."""
    for place in range(len(side.atoms) - 2):
        act, state, negation = side.atoms[place : place + 3]
        is_undone = state[:2] == ("time", "state") and negation[:2] == ("negation", "not")
        if is_undone and has_compound(other, "未", act.key):
            atoms = [*side.atoms]
            atoms[place : place + 3] = [Atom("content-word", "未", act.start, act.start), act]
            cases = [RoleAt(at - 1 if at > place + 1 else at, role) for at, role in side.cases]
            return side._replace(atoms=atoms, cases=cases)
    return side


def as_become(side: Statement, other: Statement) -> Statement:
    """Rewrite 化する as になる if the other side has it (深刻化する, 深刻になる)."""
    for quality, change in pairwise(side.atoms):
        word = side.words[quality.stop - 1]
        is_of_quality = word.pos[0] == "形状詞" or word.pos[2] == "形状詞可能"
        is_change = is_of_quality and change.key == "化" and change.start == quality.stop
        if is_change and are_beside(other, quality.key, "become"):
            return with_fact(side, change, ("time", "become"))
    return side


def as_compound(side: Statement, other: Statement) -> Statement:
    """Remove となる between what a thing serves as and the thing (拠点となる施設, 拠点施設)."""
    for place in range(1, len(side.atoms) - 1):
        role, become, thing = side.atoms[place - 1 : place + 2]
        if become[:2] == ("time", "become") and role.key in SERVING:
            return without(side, [become]) if has_compound(other, role.key, thing.key) else side
    return side


def as_outcome(side: Statement, other: Statement) -> Statement:
    """Rewrite what an act that is done came to as its outcome (点検した結果, 点検の結果)."""
    for place in range(1, len(side.atoms) - 1):
        act, past, outcome = side.atoms[place - 1 : place + 2]
        is_done = past[:2] in DONE and outcome.key == "結果" and outcome.start == past.stop
        is_act = is_done and side.words[act.stop - 1].pos[2] == "サ変可能"
        if is_act and are_beside(other, act.key, outcome.key, "の"):
            cases = [RoleAt(at, "of" if role == "doing" else role) for at, role in side.cases]
            return without(side._replace(cases=cases), [past])
    return side


def as_aimed(side: Statement, other: Statement) -> Statement:
    """Give an act that one aims at the key that it has as a noun (高めるため, 向上のため)."""
    for act, aim in pairwise(side.atoms):
        noun = _INTRANSITIVE.get(act.key, "")
        is_told = f"{noun}のため" in text_of(other.words)  # not 増加に向け
        if noun and is_told and aim[:2] == ("purpose", "for"):
            return with_fact(side, act, (act.group, noun))
    return side


_INTRANSITIVE = {transitive: act for act, transitive in CAUSATIVES.items()}


def as_planned(side: Statement, other: Statement) -> Statement:
    """Remove the state of a plan if the other side has a copula (予定しています, 予定です)."""
    is_plain = _PLAN.search(text_of(other.words))
    for plan, state in pairwise(side.atoms):
        if is_plain and plan.key == "plan" and state[:2] == ("time", "state"):
            return without(side, [state])
    return side


_PLAN = re.compile("予定(?:です|であ|だ)")
