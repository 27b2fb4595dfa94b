"""Roles (格): whether the same things stand in the same roles, whatever particles say so."""

from collections import Counter
from collections.abc import Sequence

from ..tokenizer import Word
from .facts import Meaning
from .lexicon import CONFLICTS, lemma
from .syntax import is_of_noun


def are_in_other_order(old: Meaning, new: Meaning) -> bool:
    """Return whether the same things are told in another order (語順), other than in a list."""
    was, now = ([atom[:2] for atom in side.atoms] for side in (old, new))
    return was != now and _with_sorted_lists(old) != _with_sorted_lists(new)


def are_acts_in_other_order(old: Meaning, new: Meaning) -> bool:
    """Return whether the same acts (行為の順序) come in another order: 検討し、実施する."""
    acts = [
        [word.normalized for word in side.words if word.pos[2] == "サ変可能"] for side in (old, new)
    ]
    return acts[0] != acts[1] and Counter(acts[0]) == Counter(acts[1])


def _with_sorted_lists(side: Meaning) -> list[list[tuple[str, ...]]]:
    """Return what is told with lists sorted (並列): 国及び県 is 県及び国.

    Not beside a の, which may belong to one of the items alone.
    """
    ands = {at for at, role in side.cases if role == "and"}
    ofs = {at for at, role in side.cases if role == "of"}
    lists: list[list[tuple[str, ...]]] = []
    beside_of: list[bool] = []
    for n, atom in enumerate(side.atoms):
        if n in ands and lists:
            lists[-1].append(atom[:2])
        elif lists and atom.start == side.atoms[n - 1].stop:
            lists[-1][-1] += atom[:2]
        else:
            lists.append([atom[:2]])
            beside_of.append(n in ofs)
        beside_of[-1] |= n + 1 in ofs
    return [
        items if is_fixed else sorted(items)
        for items, is_fixed in zip(lists, beside_of, strict=True)
    ]


def are_turned(old: Meaning, new: Meaning) -> bool:
    """Return whether one thing has a role that turns the facts round (格の入替え): 市が, 市に."""
    if old.cases == new.cases:
        return False
    gone = Counter(old.cases) - Counter(new.cases)
    come = Counter(new.cases) - Counter(old.cases)
    return any(
        at == there and frozenset((was, now)) in CONFLICTS
        for at, was in gone
        for there, now in come
    )


def as_active(side: Meaning, other: Meaning) -> Meaning:
    """Return a passive as the other side's active has it (受動・能動の書換え).

    会議が開催される is 会議を開催する, but 職員が指導される is not 職員が指導する, and
    要望が寄せられた町内会 not 要望を寄せた町内会.
    """
    passives = [atom for atom in side.atoms if atom.key == "passive"]
    if len(passives) != 1 or any(atom.key == "passive" for atom in other.atoms):
        return side
    if is_of_noun(side.words, passives[0].stop):
        return side
    active = {at: role for at, role in other.cases if role in ("subject", "object")}
    # 調査を行う gives 調査 no role at all.
    fitting = ("object", "") if _is_light(side.words, passives[0].start) else ("object",)
    turned = {
        (at, role) for at, role in side.cases if role == "subject" and active.get(at, "") in fitting
    }
    if not turned:
        return side
    return side._replace(
        atoms=[atom for atom in side.atoms if atom not in passives],
        cases=[(case[0], "object") if case in turned else case for case in side.cases],
    )


def _is_light(words: Sequence[Word], passive: int) -> bool:
    """Return whether the verb in front of れる is but する: 行われる, 実施される."""
    verb = lemma(words[passive - 1]) if passive else ""
    if verb == "為る" and passive > 1:
        verb = lemma(words[passive - 2])
    return verb in ("行う", "成す", "実施")
