"""Roles (格): whether the same things stand in the same roles, whatever particles say so."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ..tokenizer import Word
from .facts import Atom, Meaning
from .lexicon import AT_PLACES, CONFLICTS, NOUNS, PARTS, lemma
from .orthography import PAUSES
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


def figures_have_other_roles(old: Meaning, new: Meaning) -> bool:
    """Return whether a figure is an amount on one side, a result, date or means on the other.

    ２割減らす is not ２割に減らす, ３日開く not ３日に開く. Of a year, a month or a time of day
    に tells nothing: ４月開始, ４月に開始.
    """
    return _figure_roles(old) != _figure_roles(new)


_OF_FIGURES = frozenset(("to", "at", "with", "subject", "topic"))


def _figure_roles(side: Meaning) -> list[tuple[str, str]]:
    found = []
    for place, role in side.cases:
        if not 0 < place <= len(side.atoms) or role not in _OF_FIGURES:
            continue
        figure = _figure_before(side, place - 1, role)
        if figure < 0 or _is_point_of_time(side.atoms[figure]):
            continue
        key, after = (
            side.atoms[figure].key,
            side.atoms[place].key if place < len(side.atoms) else "",
        )
        if not (role == "to" and key.endswith("か所") and after in AT_PLACES):
            found.append((key, role))
    return found


def _figure_before(side: Meaning, place: int, role: str) -> int:
    """Return the place of the figure that an atom is or belongs to, as 便 of ３便; -1 for none."""
    if side.atoms[place].key in PARTS:
        return place
    last = place
    while place >= 0 and side.atoms[place].group != "figure":
        is_joined = place and side.atoms[place - 1].stop == side.atoms[place].start
        if role not in ("to", "at") or last - place == _MOST_COUNTERS or not is_joined:
            return -1
        place -= 1
    return place


_MOST_COUNTERS = 2


def _is_point_of_time(atom: Atom) -> bool:
    """Return whether a figure can be but a date or a time (時点): ５年度, ４月, ４月１日, ９時."""
    value, _, counter = atom.key.rpartition(" ")
    return value.startswith(("year", "time", "date")) or counter in ("年度", "月")


def are_joined(old: Meaning, new: Meaning) -> bool:
    """Return whether two things of a list are one on the other side (並列の消失).

    市と町内会の役員 is not 市町内会の役員.
    """
    if [atom[:2] for atom in old.atoms] != [atom[:2] for atom in new.atoms]:
        return False
    return any(bool(_listed(one) & _compounds(other)) for one, other in ((old, new), (new, old)))


def _listed(side: Meaning) -> set[int]:
    """Return the atoms behind which an and (及び, と, や, 、) stands with another thing."""
    found = set()
    for place, role in side.cases:
        if role not in ("and", "with") or not 0 < place < len(side.atoms):
            continue
        before, after = side.atoms[place - 1], side.atoms[place]
        widest = 2 if role == "and" else 1  # 並び に are two words
        if after.start - before.stop > widest or not _is_thing(side, place):
            continue
        # 現在、職員 are no list, 土曜日及び日曜日 are.
        is_pause = side.words[before.stop].surface in PAUSES
        if not is_pause or side.words[before.stop - 1].pos[2] != "副詞可能":
            found.add(place)
    return found


def _compounds(side: Meaning) -> set[int]:
    """Return the atoms behind which the next thing stands at once (複合語)."""
    return {
        place
        for place in range(1, len(side.atoms))
        if side.atoms[place - 1].stop == side.atoms[place].start and _is_thing(side, place)
    }


def _is_thing(side: Meaning, place: int) -> bool:
    word = side.words[side.atoms[place].start]
    return word.pos[0] in (*NOUNS, "形状詞") or word.pos[5].startswith("連用形")


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


def without_request(side: Meaning, other: Meaning) -> Meaning:
    """Return a request without its force where the other side's is a こと (指示の文末).

    設定してください is 設定すること。 but not 設定する。
    """
    requests = [atom for atom in side.atoms if atom[:2] == ("force", "request")]
    is_told = any(
        word.surface == "こと" and after.surface == "。" for word, after in pairwise(other.words)
    )
    if len(requests) != 1 or not is_told or any(a[:2] == requests[0][:2] for a in other.atoms):
        return side
    return side._replace(atoms=[atom for atom in side.atoms if atom not in requests])


def _is_light(words: Sequence[Word], passive: int) -> bool:
    """Return whether the verb in front of れる is but する: 行われる, 実施される."""
    verb = lemma(words[passive - 1]) if passive else ""
    if verb == "為る" and passive > 1:
        verb = lemma(words[passive - 2])
    return verb in ("行う", "成す", "実施")
