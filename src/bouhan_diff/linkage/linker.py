"""Match the initiatives (事業) of two documents, by evidence or by the user's own links.

References, names and departments change from one plan to its successor. So each pair is judged by
everything the documents say of it, and the pairs are chosen together, for the best total.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from ..edition import Edition
from ..errors import Problem, UserError
from ..gc_pause import without_collector
from ..messages import _, listed
from ..plan import Plan, are_separate_budgets, reference
from ..text.normalize import fold
from . import DOUBTFUL_BELOW, Entry, Links, Match
from .assignment import Pair, Strengths, certainty_of
from .scoring import Evidence
from .traits import OtherFields, Texts, Traits

_LEAST_CERTAINTY = 0.5
"""Pairs that are less certain are no match."""

_MOST_WHOLES = 8

_AHEAD_OF_FIRST = 0.15
"""How much stronger than its first match the evidence for being a part must be."""

_MOSTLY_ABSORBED = 0.44
_NOT_LESS_ALIKE = 0.93
_MORE_ALIKE = 1.01
"""How similar the parts with one more must be to the whole, relative to those without it. A part
that is mostly absorbed may also have some text of its own."""

_LEAST_ABSORBED = 0.1
"""How much of a part must be in the whole, and in none of its other parts."""


def match_initiatives(
    old: Plan, new: Plan, old_edition: Edition, new_edition: Edition, links: Links | None = None
) -> tuple[Match, ...]:
    """Match the initiatives of an old and a new plan (対応付け).

    Every initiative of the old plan's old edition and of the new plan's new edition is in exactly
    one match. Matches come in the new plan's order, dropped initiatives last. Raises UserError if a
    link names an unknown initiative.
    """
    old_entries, new_entries = _entries(old, old_edition), _entries(new, new_edition)
    pairs = _linked(links or {}, old, new)
    taken_old, taken_new = set(links or {}), {ref for _o, ref in pairs}
    olds = {ref: entry for ref, entry in old_entries.items() if ref not in taken_old}
    news = {ref: entry for ref, entry in new_entries.items() if ref not in taken_new}
    years = _years_to_compare(old, new, old_edition, new_edition)
    with without_collector():
        sides = list(olds.values()), list(news.values())
        beside = OtherFields(*sides, (old_edition, new_edition), _amounts(old, new))
        texts = Texts((old.publisher, old.title, new.publisher, new.title))
        evidence = Evidence(*sides, years, beside, texts)
        may_regroup = not are_separate_budgets(old, new)
        certainties = _evident(evidence, may_regroup=may_regroup)
    old_refs, new_refs = list(olds), list(news)
    pairs |= {(old_refs[o], new_refs[n]): c for (o, n), c in certainties.items()}
    pairs_in_editions = {
        pair: c for pair, c in pairs.items() if pair[0] in old_entries and pair[1] in new_entries
    }
    return _matches(old_entries, new_entries, pairs_in_editions)


def _entries(plan: Plan, year: Edition) -> dict[str, Entry]:
    entries = (Entry(section, initiative) for section, initiative in plan.initiatives())
    return {entry.ref: entry for entry in entries if entry.initiative.is_in(year)}


def _years_to_compare(
    old: Plan, new: Plan, old_edition: Edition, new_edition: Edition
) -> list[tuple[Edition, Edition]]:
    """Return the pairs of editions whose texts are compared.

    An edition in both documents is the strongest evidence, as there the new document repeats the
    old one's rows. The nearest editions come next, and may share an unchanged text.
    """
    shared = {(year, year) for year in set(old.editions) & set(new.editions)}
    return sorted({*shared, (max(old.editions), min(new.editions)), (old_edition, new_edition)})


def _amounts(old: Plan, new: Plan) -> frozenset[str]:
    """Return the headings of amounts that both documents have (共通の数値の項目), folded."""
    olds, news = (
        {fold(one.heading) for one in plan.columns if one.is_amount} for plan in (old, new)
    )
    return frozenset(olds & news)


def _linked(links: Links, old: Plan, new: Plan) -> dict[tuple[str, str], float]:
    old_refs, new_refs = (
        [reference(section.number, initiative.number) for section, initiative in plan.initiatives()]
        for plan in (old, new)
    )
    problems = [
        Problem(
            _("The links file names {ref}, which is not in the {which} plan.").format(
                ref=ref, which=which
            ),
            advice=_("Its references are {refs}.").format(refs=listed(known)),
        )
        for refs, known, which in (
            (links, old_refs, _("old")),
            ([ref for refs in links.values() for ref in refs], new_refs, _("new")),
        )
        for ref in refs
        if ref not in known
    ]
    if problems:
        raise UserError(problems)
    return {(o, n): 1.0 for o, refs in links.items() for n in refs}


def _evident(evidence: Evidence, *, may_regroup: bool) -> dict[Pair, float]:
    """Return the pairs (対応) that the evidence supports, with their certainty.

    may_regroup: whether initiatives may have been merged or split.
    """
    strengths = evidence.strengths()
    best = strengths.best_pairs()
    are_unrelated = _are_unrelated(evidence.old, evidence.new, best)
    firsts = set(best)
    olds_of = {n: [o] for o, n in firsts}
    merged = _parts(
        strengths,
        olds_of if may_regroup else {},
        lambda parts, n: evidence.joint_similarity(parts, [n]),
        evidence.merged_strength,
    )
    firsts = {(o, n) for n, olds in olds_of.items() for o in olds[:1]}
    news_of = {o: [n] for o, n in firsts if len(olds_of[n]) == 1}
    split = _parts(
        strengths.swapped(),
        news_of if may_regroup else {},
        lambda parts, o: evidence.joint_similarity([o], parts),
        evidence.split_strength,
    )
    split_pairs = {(o, n): c for (n, o), c in split.items()}
    moved = {n for _o, n in split_pairs}
    matched = {
        (o, n): evidence.adjusted_certainty(
            o,
            n,
            strengths.certainty(o, n, olds_of[n], news_of.get(o, ())),
            are_unrelated=are_unrelated,
        )
        for o, n in sorted(firsts)
        if n not in moved
    }
    matched = {pair: c for pair, c in matched.items() if c >= _LEAST_CERTAINTY}
    # A part is no match where the rest of its whole is none.
    old_wholes, new_wholes = {o for o, _ in matched}, {n for _, n in matched}
    parts = {(o, n): c for (o, n), c in merged.items() if n in new_wholes}
    parts |= {(o, n): c for (o, n), c in split_pairs.items() if o in old_wholes}
    return matched if are_unrelated else matched | parts


def _are_unrelated(
    old: Sequence[Traits], new: Sequence[Traits], best: Mapping[Pair, float]
) -> bool:
    """Return whether the documents are of unrelated plans (無関係の計画).

    Then hardly any initiative shares its name or department with the other document, or has
    a certain partner there. best: the best pairs, with their certainty.
    """
    names = {one.name for one in new}
    departments = {one.department for one in new} - {""}
    sure = {o for (o, _), certainty in best.items() if certainty >= DOUBTFUL_BELOW}
    known = sum(
        o in sure or one.name in names or one.department in departments for o, one in enumerate(old)
    )
    return known < _LEAST_KNOWN * min(len(old), len(new))


_LEAST_KNOWN = 0.25
"""The share of initiatives that have a name or department in common with the other plan."""


def _parts(
    strengths: Strengths,
    parts_of: dict[int, list[int]],
    joint_similarity: Callable[[list[int], int], float],
    part_strength: Callable[[int, list[int], int], float],
) -> dict[Pair, float]:
    """Find further parts that were merged (統合) into a whole; add them to its parts, return them.

    A part belongs to a whole that contains its text, if the other parts do not have it. It must be
    certain, since a wrong part spoils a good match. A part with a weak first match leaves it for a
    whole that contains it. Splits are found in the same way, with sides exchanged.
    """
    added: dict[Pair, float] = {}
    settled = {part for part, _ in strengths.fixed}
    firsts = {parts[0]: whole for whole, parts in parts_of.items()}
    for part, row in enumerate(strengths.rows):
        wholes = sorted(
            (one for one in row if one in parts_of and one != firsts.get(part)),
            key=row.__getitem__,
            reverse=True,
        )[:_MOST_WHOLES]
        if part in settled or not wholes or len(parts_of.get(firsts.get(part, -1), ())) > 1:
            continue
        absorbed = {one: part_strength(part, parts_of[one], one) for one in wholes}
        whole = max(wholes, key=lambda one: max(row[one], absorbed[one]))
        strength_of_first = row[firsts[part]] if part in firsts else 0.0
        if part in firsts and absorbed[whole] < strength_of_first + _AHEAD_OF_FIRST:
            continue
        strength = max(row[whole], absorbed[whole])
        certainty = certainty_of(strength, strengths.rival_of(part, {whole}))
        if certainty < DOUBTFUL_BELOW or absorbed[whole] < _LEAST_ABSORBED:
            continue
        parts = parts_of[whole]
        gain = joint_similarity([*parts, part], whole) / (joint_similarity(parts, whole) or 1.0)
        least = _NOT_LESS_ALIKE if absorbed[whole] >= _MOSTLY_ABSORBED else _MORE_ALIKE
        if gain >= least:
            parts.append(part)
            added[part, whole] = min(certainty, 1.0)
            if part in firsts:
                del parts_of[firsts[part]]
    return added


# --- The matches --------------------------------------------------------------------------------


def _matches(
    old: Mapping[str, Entry], new: Mapping[str, Entry], pairs: Mapping[tuple[str, str], float]
) -> tuple[Match, ...]:
    matches = []
    left_old, left_new = dict(old), dict(new)
    old_order, new_order = ({ref: n for n, ref in enumerate(side)} for side in (old, new))
    olds_of: defaultdict[str, set[str]] = defaultdict(set)
    news_of: defaultdict[str, set[str]] = defaultdict(set)
    for o, n in pairs:
        olds_of[n].add(o)
        news_of[o].add(n)
    for start in new:
        if start not in left_new:
            continue
        olds: set[str] = set()
        news = {start}
        # Whatever is connected, merged or split or both, is one match.
        while connected := {o for n in news for o in olds_of[n]} - olds:
            olds |= connected
            news |= {n for o in connected for n in news_of[o]}
        certainties = [pairs[o, n] for o in olds for n in news_of[o]]
        certainty = round(min([1.0, *certainties]), 2)
        matches.append(
            Match(_take(left_old, olds, old_order), _take(left_new, news, new_order), certainty)
        )
    matches += [Match((dropped,), ()) for dropped in left_old.values()]
    return tuple(matches)


def _take(left: dict[str, Entry], refs: set[str], order: Mapping[str, int]) -> tuple[Entry, ...]:
    """Remove entries from the remaining ones and return them (取出し), in document order."""
    return tuple(left.pop(ref) for ref in sorted(refs, key=order.__getitem__))
