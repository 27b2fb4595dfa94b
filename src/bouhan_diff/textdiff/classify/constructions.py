"""Constructions (構文): whether two sentences say the same of the same, built otherwise.

What a clause says in another construction (a passive with its agent, an act that is received, a
cleft) is first brought into the plain one. Two texts say the same if they have the same acts in
the same order and each act has the same phrases in the same roles.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, product

from ..tokenizer import Words, text_of
from .clauses import BEHIND, CARRIED_OUT, JOINTS, Clause, ClauseReader
from .lexicon import AIMS, BEARING, COMPANIONS, EFFECTS, SYNONYMS_OF, WAYS, lemma
from .phrases import OF, Facts, Phrase
from .reordering import are_acts_in_other_order
from .restatements import as_occasion
from .roles import do_conflict, happens_to, is_in_spite_of
from .statements import Statement, has_addition, with_carrying_out
from .syntax import SIDE_BY_SIDE


def say_the_same(old: Words, new: Words) -> bool:
    """Return whether two texts say the same of the same in other constructions (構文の違い)."""
    readers = ClauseReader(old), ClauseReader(new)
    sides = readers[0].side, readers[1].side
    if _figures(sides[0]) != _figures(sides[1]) or _have_other_joints(*sides):
        return False
    are_other = any(
        one(*both) for one in (happens_to, is_in_spite_of) for both in (sides, sides[::-1])
    )
    if are_other or _topics(sides[0]) != _topics(sides[1]):
        return False
    plain = as_occasion(*sides), as_occasion(*sides[::-1])
    # 検討し、行う carries out what 検討を行う only considers.
    if sides != (with_carrying_out(plain[0], new), with_carrying_out(plain[1], old)):
        return False
    # 実施 is no act of its own in the facts: 検討し、実施する is not 実施し、検討する.
    are_both_done = all(CARRIED_OUT in reader.lemmas for reader in readers)
    if are_both_done and are_acts_in_other_order(*sides):
        return False
    was, now = (_in_plain_order(reader.clauses()) for reader in readers)
    if Counter(_modified(was)) != Counter(_modified(now)):
        return False
    if _count_ends(was) != _count_ends(now):
        _share_times(was)
        _share_times(now)
    return len(was) == len(now) and all(map(_are_alike, was, now))


def _modified(clauses: Sequence[Clause]) -> Iterator[tuple[Facts, Facts]]:
    """Yield the acts that modify a noun, with that noun (被修飾語): 指定した施設, 指定した機器."""
    for clause, after in pairwise(clauses):
        if clause.binding == "noun":
            stated = [one.facts for one in after.phrases if not one.is_given]
            yield clause.act, (stated[0] if stated else after.act)


def _figures(side: Statement) -> list[str]:
    return sorted([atom.key for atom in side.atoms if atom.group == "figure"])


def _topics(side: Statement) -> list[str]:
    """Return the topics of a sentence (主題) in order, of one only its clause.

    What is said of one topic is not said of another: 会場は体育館で、受付は玄関である. Nor is it
    behind a clause with a mere 行い、: 住民が行い、運営は市が補助する.
    """
    text = text_of(side.words)
    nouns = [side.noun(at) for at, role in side.cases if role == "topic"]
    found = [noun.key for noun in nouns if noun is not None]
    if len(found) > 1 or "行い、" not in text:
        return found if len(found) > 1 else []
    return [
        str(text_of(side.words[: noun.start]).count("行い、")) for noun in nouns if noun is not None
    ]


def _have_other_joints(old: Statement, new: Statement) -> bool:
    """Return whether clauses that stood side by side became a means, or the reverse (節の関係)."""
    is_added = has_addition(old) or has_addition(new)
    is_effect = not is_added and not EFFECTS.isdisjoint(lemma(word) for word in old.words)
    beside, means = (
        [sum(role in roles for role in _roles_but_of_ways(side)) for side in (old, new)]
        for roles in (SIDE_BY_SIDE if is_effect else SIDE_BY_SIDE | {"then"}, ("by", "at"))
    )
    if beside[0] != beside[1] and means[0] != means[1]:
        return True
    was, now = (_roles_of_acts(side) for side in (old, new))
    return any(
        do_conflict(one, two)
        for act in was.keys() & now.keys()
        for one, two in product(was[act], now[act])
    )


def _roles_but_of_ways(side: Statement) -> Iterator[str]:
    """Yield the roles but those of acts that are ways to do another one (節の格)."""
    for at, role in side.cases:
        act = side.noun(at)
        if act is None or lemma(side.words[act.start]) not in WAYS:
            yield role


def _roles_of_acts(side: Statement) -> dict[str, set[str]]:
    """Return the roles of acts that go on, or that こと makes nouns (節の格): 整備することを."""
    found: dict[str, set[str]] = {}
    for at, role in side.cases:
        atom = side.noun(at)
        is_nominal = atom and _NOMINAL.match(text_of(side.words[atom.stop : atom.stop + 3]))
        if atom and (is_nominal or role in JOINTS):
            found.setdefault(atom.key, set()).add(role)
    return found


_NOMINAL = re.compile("(?:する)?(?:こと|の(?!は))")


# --- Other constructions ----------------------------------------------------------------------

_PASSIVE = ("voice", "passive")
_FROM = ("range", "from")
_THAN = ("range", "than")
_BECAUSE = ("purpose", "because")
_SUBJECT = frozenset(("subject", "topic", "actor", "doer", "taker"))
_TIMES = frozenset((("time", "past"), ("time", "state")))
_THIS = (("reference", "this"),)


def _in_plain_order(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses in the plain construction (基本の構文)."""
    plain = [_compared(_given(_active(clause))) for clause in _with_companions(clauses)]
    plain = _uncleft(_without_focus(plain))
    for clause in plain:
        clause.act = _common(clause)
    return plain


def _with_companions(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses, with the one who helps as a phrase of the act (連携の相手).

    計画を町内会と連携して作る is 町内会と連携し、計画を作る.
    """
    found: list[Clause] = []
    carried: list[Phrase] = []
    for clause in clauses:
        phrases = carried + clause.phrases
        carried = []
        has_partner = any(one.role == "with" for one in phrases)
        is_alone = len(clause.act) == 1 and clause.act[0][1] in COMPANIONS
        if clause.binding == "more" and is_alone and has_partner:
            for one in phrases:
                is_partner = one.role == "with"
                carried.append(Phrase(one.facts + clause.act, "by") if is_partner else one)
            continue
        found.append(Clause(phrases, clause.act, clause.binding))
    return [*found, Clause(carried)] if carried else found


def _common(clause: Clause) -> Facts:
    """Return an act with the common form of a verb for one of its nouns (同義の動詞)."""
    verb, form = clause.act[0] if clause.act else ("", "")
    word, nouns = SYNONYMS_OF.get(form, ("", set()))
    is_of_noun = any(
        one.role.split()[:1] in (["object"], ["subject"], ["topic"])
        and (
            one.facts[-1][1] in nouns
            or (one.is_verbal and len(one.facts[-1][1]) > 1 and "動作" in nouns)
        )
        for one in clause.phrases
    )
    is_bearer = form in BEARING and clause.binding == "noun"  # 生活を支える家族
    return ((verb, word), *clause.act[1:]) if is_of_noun and not is_bearer else clause.act


def _without_focus(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without clefts (強調構文): 作るのは学芸員である, 学芸員が作る."""
    found: list[Clause] = []
    for clause in clauses:
        before = found[-1] if found else None
        is_focus = before is not None and before.binding == "cleft" and clause.binding == "end"
        if before is None or not is_focus or any(one.role != "of" for one in clause.phrases):
            found.append(clause)
            continue
        focus = (*chain.from_iterable((*one.facts, OF) for one in clause.phrases), *clause.act)
        roles = {role for one in before.phrases for role in one.role.split()}
        if "object" in roles and not roles & _SUBJECT:
            found[-1] = Clause([*before.phrases, Phrase(focus, "subject")], before.act, "end")
        elif before.act[:1] in _EXISTING and roles & _SUBJECT and clause.act[-1][0] != "purpose":
            found[-1] = Clause([*before.phrases, Phrase(focus, "to")], before.act, "end")
        else:
            found.append(clause)
    return _with_reasons_first(found)


_EXISTING = ((("content-word", "有り"),), (("content-word", "有る"),))


def _with_reasons_first(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses with a reason in front of what it is for (理由の強調).

    中止したのは、雨が降ったためである is 雨が降ったため、中止した.
    """
    match clauses:
        case [*others, one, reason] if one.binding == "cleft" and reason.act[-1:] == (_BECAUSE,):
            first = Clause(reason.phrases, reason.act, "more")
            return [*others, first, Clause(one.phrases, one.act, "end")]
    return list(clauses)


def _active(clause: Clause) -> Clause:
    """Return a passive with its agent as the active (能動): 市民に支えられる, 市民が支える."""
    roles = [phrase.role for phrase in clause.phrases]
    is_passive = _PASSIVE in clause.act
    if "agent" not in roles and not (is_passive and "by" in roles):
        return clause
    if "object" in roles and not any(map(_is_subject, roles)):
        # 委員会を市長により任命される
        return Clause(clause.phrases, (*clause.act, _PASSIVE), clause.binding)
    turned = [
        replace(
            one,
            role="agent"
            if one.role in ("agent", "by")
            else "object"
            if _is_subject(one.role)
            else one.role,
        )
        for one in clause.phrases
    ]
    act = tuple(fact for fact in clause.act if fact != _PASSIVE)
    return Clause(turned, act, clause.binding)


def _given(clause: Clause) -> Clause:
    """Return an act that is received as the act of its giver (授受).

    町内会は市から用具の貸与を受ける is 市は町内会に用具を貸与する.
    """
    objects = [one for one in clause.phrases if one.role == "object" and one.is_verbal]
    givers = [one for one in clause.phrases if one.facts[-1] == _FROM or one.role == "by"]
    takers = [one for one in clause.phrases if _is_subject(one.role)]
    is_received = clause.act[:1] == (("content-word", "受け"),)
    if not (is_received and len(objects) == len(givers) == len(takers) == 1):
        return clause
    what = objects[0].facts
    if len(what) < len(("用具", "の", "貸与")) or what[-2] != OF:
        return clause
    giver = tuple(fact for fact in givers[0].facts if fact != _FROM)
    phrases = [one for one in clause.phrases if one not in (objects[0], givers[0], takers[0])]
    phrases += [
        Phrase(giver, "subject"),
        Phrase(takers[0].facts, "to"),
        Phrase(what[:-2], "object"),
    ]
    return Clause(phrases, (what[-1], *clause.act[1:]), clause.binding)


def _compared(clause: Clause) -> Clause:
    """Return a comparison by the greater of two (比較): 南は北より低い, 北は南より高い."""
    greater = _GREATER.get(clause.act[0][1]) if clause.act else None
    less = [one for one in clause.phrases if _is_subject(one.role)]
    more = [one for one in clause.phrases if one.facts[-1] == _THAN]
    if greater is None or len(less) != 1 or len(more) != 1:
        return clause
    # 南校の児童は北校より少ない compares the pupils of both.
    one, other = less[0].facts, more[0].facts[:-1]
    parted = one.index(OF) if OF in one and OF not in other else len(one)
    swapped = {
        id(less[0]): Phrase((*one[:parted], _THAN), more[0].role),
        id(more[0]): Phrase((*other, *one[parted:]), less[0].role),
    }
    phrases = [swapped.get(id(one), one) for one in clause.phrases]
    return Clause(phrases, ((clause.act[0][0], greater), *clause.act[1:]), clause.binding)


_GREATER = {
    **{"低い": "高い", "少ない": "多い", "小さい": "大きい", "短い": "長い", "狭い": "広い"},
    **{"弱い": "強い", "遅い": "早い", "安い": "高い", "軽い": "重い", "近い": "遠い"},
}


def _uncleft(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses with what is said of an aim or a problem behind it (分裂文).

    課題は、担い手が減ることである is 担い手が減ることが課題である.
    """
    first = clauses[0].phrases[0] if clauses and clauses[0].phrases else None
    if first is None or not _is_subject(first.role) or len(first.facts) != 1:
        return clauses
    if first.facts[0][1] not in AIMS or clauses[-1].binding == "more":
        return clauses
    start = Clause(clauses[0].phrases[1:], clauses[0].act, clauses[0].binding)
    return [start, *clauses[1:], Clause([], first.facts, "end")]


def _count_ends(clauses: Sequence[Clause]) -> int:
    return sum(clause.binding == "end" for clause in clauses)


def _share_times(clauses: Sequence[Clause]) -> None:
    """Give a clause that goes on the time of the next one (時制の共有).

    作成し、配布した equals 作成した。これを配布した.
    """
    for clause, after in reversed([*pairwise(clauses)]):
        if clause.binding == "more" and not any(group in BEHIND for group, _ in clause.act):
            clause.act += tuple(fact for fact in after.act if fact in _TIMES)
    for clause, after in pairwise(clauses):
        if any(one.role == "object" for one in clause.phrases):
            after.phrases = [one for one in after.phrases if one.facts != _THIS]
    for clause in clauses:
        clause.binding = "noun" if clause.binding == "noun" else ""


# --- Comparing --------------------------------------------------------------------------------


def _are_alike(old: Clause, new: Clause) -> bool:
    """Return whether two clauses have the same act and the same phrases in the same roles."""
    if old.act != new.act or old.binding != new.binding or len(old.phrases) != len(new.phrases):
        return False
    was, now = old.phrases, new.phrases
    if old.binding == "noun":
        return all(map(_is_same_phrase, was, now))
    is_rivalry = _have_rivals(was) or _have_rivals(now)
    rest = list(now)
    pairs = []
    for phrase in was:
        same = next((one for one in rest if _is_same_phrase(phrase, one)), None)
        if same is None or (is_rivalry and not _has_certain_role(phrase, same)):
            return False
        rest.remove(same)
        pairs.append((phrase, same))
    # 計画は市が作る: as the plan is what is made, the city makes it.
    turned = [{one.role.partition(" ")[0], two.role.partition(" ")[0]} for one, two in pairs]
    if turned.count({"topic", "object"}) > 1:
        return False  # 支所は祝日を除き開く, 祝日は支所を除き開く
    if is_rivalry and {"actor", "subject"} in turned and {"topic", "object"} not in turned:
        return False
    return _repeated(was) == _repeated(now) and not any(
        _role(one) != _role(two)
        and {one.role, two.role} != {"topic", "object"}
        and (
            any(_role(other) == _role(two) for other in was if other is not one)
            or any(_role(other) == _role(one) for other in now if other is not two)
        )
        for one, two in pairs
    )


def _role(phrase: Phrase) -> str:
    """Return the role of a phrase, the same for the particles that may give it (格)."""
    first = phrase.role.partition(" ")[0]
    return _ROLES_ALIKE.get(first, first)


_ROLES_ALIKE = dict.fromkeys(("topic", "actor", "agent"), "subject") | {"toward": "to"}


def _has_certain_role(old: Phrase, new: Phrase) -> bool:
    """Return whether a phrase has the same role although another might have it (主語の別)."""
    roles = {phrase.role.partition(" ")[0] for phrase in (old, new)}
    return len(roles) == 1 or roles in _CERTAIN


_CERTAIN = ({"topic", "object"}, {"subject", "agent"}, {"actor", "subject"})


def _have_rivals(phrases: Sequence[Phrase]) -> bool:
    """Return whether two phrases may be the one that acts (主語の重なり): 児童は教員が守る."""
    return sum(_is_subject(phrase.role) for phrase in phrases) > 1


def _repeated(phrases: Sequence[Phrase]) -> list[Facts]:
    """Return what the phrases state that share a role, which keep their order."""
    roles = ["topic" if phrase.role == "topic" else _role(phrase) for phrase in phrases]
    pairs = zip(phrases, roles, strict=True)
    return [one.facts for one, role in pairs if roles.count(role) > 1]


def _is_same_phrase(old: Phrase, new: Phrase) -> bool:
    if old.facts != new.facts or old.modifies != new.modifies:
        return False
    # ３人が巡回する is not ３人で巡回する, and 中学生を対象に is not 中学生に.
    if "for" in (old.role, new.role) or any(group == "figure" for group, _ in old.facts):
        is_date = old.facts[-1][0] == "figure" and old.facts[-1][1].endswith((" 月", " 年度"))
        return _role(old) == _role(new) or (is_date and {old.role, new.role} == {"", "to"})
    return not any(do_conflict(was, now) for was in old.role.split() for now in new.role.split())


def _is_subject(role: str) -> bool:
    return not _SUBJECT.isdisjoint(role.split())
