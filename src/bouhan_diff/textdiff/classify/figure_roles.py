"""Figures and their roles (数値の役割): amount, result, date or means, and what they count."""

from itertools import pairwise

from ..segment import Code
from ..tokenizer import text_of
from .atoms import PAST
from .lexicon import AT_PLACES, COUNTED, PARTS, Case
from .statements import Atom, RoleAt, Statement, has_fact, is_point_of_time, with_fact, without


def have_other_roles(old: Statement, new: Statement) -> bool:
    """Return whether a figure is an amount on one side and a result, date or means on the other.

    ２割減らす is not ２割に減らす, and ３日開く is not ３日に開く. After a year, a month or a
    time of day に makes no difference: ４月開始, ４月に開始.
    """
    return _figure_roles(old) != _figure_roles(new)


_OF_FIGURES = frozenset(("to", "toward", "at", "with", "subject", "topic"))


def _figure_roles(side: Statement) -> list[tuple[str, Case]]:
    found = []
    for at, role in side.cases:
        if side.noun(at) is None or role not in _OF_FIGURES:
            continue
        figure = _figure_before(side, at - 1, role)
        if figure < 0 or is_point_of_time(side.atoms[figure]):
            continue
        key, after = side.atoms[figure].key, side.key_behind(at)
        is_result = after in ("make", "become")  # 50人にする, 50人となる
        if not is_result and not (role == "to" and key.endswith("か所") and after in AT_PLACES):
            found.append((key, role))
    return found


def _figure_before(side: Statement, place: int, role: Case) -> int:
    """Return the index of the figure that an atom is or belongs to (３便), or -1."""
    if side.atoms[place].key in PARTS:
        return place
    last = place
    while place >= 0 and side.atoms[place].group != "figure":
        is_joined = place and side.atoms[place - 1].stop == side.atoms[place].start
        if role not in ("to", "at") or last - place == _MOST_COUNTERS or not is_joined:
            return -1
        place -= 1
    # １階窓口 is a desk.
    is_thing = place < last and side.atoms[last].key not in _LIMITS
    return -1 if is_thing and not side.atoms[place].key.endswith(" ") else place


_LIMITS = frozenset(("以上", "以下", "以内", "未満", "超"))
_MOST_COUNTERS = 2


def with_figure_behind(side: Statement, other: Statement) -> Statement:
    """Move a figure behind what it counts (５か所の薬局を, 薬局を５か所)."""
    for place, figure in enumerate(side.atoms[:-1]):
        if figure.group != "figure" or (place + 1, "of") not in side.cases:
            continue
        last = place + 1
        while last + 1 < len(side.atoms) and side.atoms[last].stop == side.atoms[last + 1].start:
            last += 1
        is_object = not {(last + 1, "object"), (last + 1, "subject")}.isdisjoint(side.cases)
        # 公園の10か所 are places in parks.
        is_behind = any(
            one.key == side.atoms[last].key
            and two[:2] == figure[:2]
            and (at, "of") not in other.cases
            for at, (one, two) in enumerate(pairwise(other.atoms), 1)
        )
        if is_object and is_behind and _counts(side, figure, side.atoms[last]):
            atoms = [atom for atom in side.atoms if atom is not figure]
            atoms.insert(last, figure)
            cases = [
                RoleAt(at - 1 if place + 1 < at <= last + 1 else at, role)
                for at, role in side.cases
                if (at, role) != (place + 1, "of")
            ]
            return side._replace(atoms=atoms, cases=cases)
    return side


def with_fiscal_years(side: Statement, other: Statement) -> Statement:
    """Read a mere Ｒ４ as the fiscal year 令和４年度 that the other side has (年度の略記)."""
    keys = {atom.key for atom in other.atoms}
    atoms = [
        atom._replace(key=f"{atom.key}年度")
        if atom.key.startswith("year ") and f"{atom.key}年度" in keys
        else atom
        for atom in side.atoms
    ]
    return side._replace(atoms=atoms)


def with_role_of_thing(side: Statement) -> Statement:
    """Give a thing the role that its figure has behind it (職員10人を, 職員を10人).

    Whoever compares roles then sees that 職員が10人派遣する says another thing.
    """
    counted = set()
    for place, (thing, figure) in enumerate(pairwise(side.atoms), 2):
        is_behind = figure.group == "figure" and thing.stop == figure.start
        if is_behind and _counts(side, figure, thing):
            counted.add(place)
    cases = [RoleAt(at - (at in counted and role in _OF_THINGS), role) for at, role in side.cases]
    return side._replace(cases=cases)


_OF_THINGS = frozenset(("object", "subject", "actor", "topic", "doer", "taker"))


def _counts(side: Statement, figure: Atom, thing: Atom) -> bool:
    """Return whether the counter of a figure counts a thing (助数詞と名詞): 人 for 職員."""
    ends = COUNTED.get(figure.key.rpartition(" ")[2], [])
    return text_of(side.words[thing.start : thing.stop]).endswith(tuple(ends))


def as_count(side: Statement, other: Statement) -> Statement:
    """Remove the past of a count of events (参加者は120人だった, 120人となっている)."""
    for before, past in pairwise(side.atoms):
        if past[:2] != PAST or before.group != "figure":
            continue
        of_events = text_of(side.words[max(before.start - 2, 0) : before.start]) in _OF_EVENTS
        has_become = "となってい" in text_of(other.words)
        if of_events and has_become and before[:2] in [atom[:2] for atom in other.atoms]:
            return without(side, [past])
    return side


_OF_EVENTS = ("者は", "数は")


def as_number(side: Statement, other: Statement) -> Statement:
    """Remove that there are as many if the other side has a copula (30件ある, 30件である)."""
    for figure, there in pairwise(side.atoms):
        if figure.group != Code.FIGURE or (there.key, there.start) != ("有り", figure.stop):
            continue
        is_number = any(
            one[:2] == figure[:2] and text_of(other.words[one.stop : one.stop + 1]) in ("で", "だ")
            for one in other.atoms
        )
        return without(side, [there]) if is_number else side
    return side


def as_share(side: Statement, other: Statement) -> Statement:
    """Remove 占める after a share if the other side does without (３割を占める, ３割である)."""
    if any(atom.key == "占め" for atom in other.atoms):
        return side
    for place, act in enumerate(side.atoms[1:], 1):
        share = side.atoms[place - 1]
        is_share = share.group == Code.FIGURE or share.key in _SHARES
        if act.key == "占め" and is_share and (place, "object") in side.cases:
            state = [atom for atom in side.atoms[place + 1 : place + 2] if atom.key == "state"]
            cases = [one for one in side.cases if one != (place, "object")]
            return without(side._replace(cases=cases), [act, *state])
    return side


_SHARES = frozenset(("大部分", "半数", "過半数", "多く"))


def as_only(side: Statement, other: Statement) -> Statement:
    """Rewrite しか with a negation as のみ (市民しか使えない, 市民のみ使える)."""
    if not has_fact(other, _ONLY):
        return side
    for place, limit in enumerate(side.atoms):
        negations = [one for one in side.atoms[place:] if one.group == Code.NEGATION]
        if limit.key == "しか" and len(negations) == 1:
            return without(with_fact(side, limit, _ONLY), negations)
    return side


_ONLY = ("scope", "only")


def as_all_of(side: Statement, other: Statement) -> Statement:
    """Rewrite 全員 behind persons as 全て in front of them (職員全員, 全ての職員)."""
    for place, every in enumerate(side.atoms):
        first = place
        while first and side.atoms[first - 1].stop == side.atoms[first].start:
            first -= 1
        if every.key == "全員" and first < place and has_fact(other, _ALL):
            start = side.atoms[first].start
            atoms = [one for one in side.atoms if one is not every]
            atoms.insert(first, Atom(*_ALL, start, start))
            return side._replace(atoms=atoms)
    return side


_ALL = ("scope", "all")


def as_rate(side: Statement, _other: Statement) -> Statement:
    """Put a span in front of the figure that is counted in it (2回/年, 年2回)."""
    for place, (figure, sign, span) in enumerate(
        zip(side.atoms, side.atoms[1:], side.atoms[2:], strict=False)
    ):
        is_sign = sign.key == "/" and figure.stop == sign.start and sign.stop == span.start
        if is_sign and figure.group == Code.FIGURE and span.key in _SPANS:
            atoms = [*side.atoms[:place], span, figure, *side.atoms[place + 3 :]]
            cases = [RoleAt(at - (at > place + 2), role) for at, role in side.cases]
            return side._replace(atoms=atoms, cases=cases)
    return side


_SPANS = frozenset("年月週日")
