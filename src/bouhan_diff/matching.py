"""Matching (事業の対応付け): the same initiative in two documents.

References, names and departments change when a plan is succeeded by the next, so each
pair of initiatives is judged on all that the documents say of them, and the pairs are
chosen together: the best whole, not the best pair first.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .errors import Problem, UserError
from .fiscal_year import FiscalYear
from .folding import fold
from .messages import _
from .plan import Initiative, Plan, Section, reference

DOUBTFUL_BELOW = 0.7
"""A match less certain than this is shown as doubtful (要確認)."""

_LEAST_CERTAINTY = 0.5
"""Below this two initiatives are not taken for the same."""

_LEAST_PART = 0.6
"""How much of a text must stand in the other for a merged or a split initiative."""

Links = Mapping[str, tuple[str, ...]]
"""The user's own matches (対応表): an old reference to its new ones, none for a dropped one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An initiative with its section (章と事業)."""

    section: Section
    initiative: Initiative

    @property
    def ref(self) -> str:
        """The reference (参照番号), such as 4-5."""
        return reference(self.section.number, self.initiative.number)


@dataclass(frozen=True, slots=True)
class Match:
    """One initiative in an old and a new document (対応).

    old is empty for a new initiative (新規) and new for a dropped one (廃止); several old
    ones were merged (統合), several new ones come from a split (分割). certainty: 0 to 1.
    """

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    certainty: float = 1.0


def match_initiatives(
    old: Plan, new: Plan, old_year: FiscalYear, new_year: FiscalYear, links: Links | None = None
) -> tuple[Match, ...]:
    """Return which initiatives of the old plan are which of the new one (対応付け).

    Every initiative that stands in the old plan's old year or the new plan's new year is in
    exactly one match; matches come in the new plan's order, dropped initiatives last.
    Raises UserError where a link names an initiative that is not there.
    """
    old_entries = _entries(old, old_year)
    new_entries = _entries(new, new_year)
    pairs = _linked(links or {}, old_entries, new_entries)
    taken_old = set(links or {})
    taken_new = {n for _o, n in pairs}
    evidence = _Evidence(
        [entry for ref, entry in old_entries.items() if ref not in taken_old],
        [entry for ref, entry in new_entries.items() if ref not in taken_new],
        _years_to_compare(old, new, old_year, new_year),
    )
    pairs.update(evidence.pairs())
    return _matches(old_entries, new_entries, pairs)


def _entries(plan: Plan, year: FiscalYear) -> dict[str, Entry]:
    entries = (Entry(section, initiative) for section, initiative in plan.initiatives())
    return {entry.ref: entry for entry in entries if year in entry.initiative.summaries}


def _years_to_compare(
    old: Plan, new: Plan, old_year: FiscalYear, new_year: FiscalYear
) -> list[tuple[FiscalYear, FiscalYear]]:
    """Return the years in which the texts are held together.

    A year that both documents have is what the new one says of the old one's own rows, the
    strongest evidence; the nearest years are the next best, and may show a lasting text.
    """
    shared = {(year, year) for year in set(old.years) & set(new.years)}
    return sorted({*shared, (max(old.years), min(new.years)), (old_year, new_year)})


def _linked(
    links: Links, old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> dict[tuple[str, str], float]:
    problems = [
        Problem(
            _("The links file names {ref}, which is not in the {which} plan.").format(
                ref=ref, which=which
            ),
            advice=_("Its references are {refs}.").format(refs=", ".join(known)),
        )
        for refs, known, which in (
            (links, old, _("old")),
            ([ref for refs in links.values() for ref in refs], new, _("new")),
        )
        for ref in refs
        if ref not in known
    ]
    if problems:
        raise UserError(problems)
    return {(o, n): 1.0 for o, refs in links.items() for n in refs}


# ------------------------------------------------------------- the evidence

_GAPS = re.compile(r"[\W_]+")


def _grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of the folded text, punctuation apart."""
    words = _GAPS.split(fold(text))
    return frozenset(a + b for word in words for a, b in pairwise(f" {word} ") if word)


class _Evidence:
    """How much speaks for each pair of initiatives (対応の根拠).

    Pairs of characters weigh as much as they are rare in both documents: 防犯 stands
    everywhere in such a plan and says nothing, 懸垂幕 stands once and decides.
    """

    def __init__(
        self,
        old: Sequence[Entry],
        new: Sequence[Entry],
        years: Sequence[tuple[FiscalYear, FiscalYear]],
    ) -> None:
        self._old, self._new = old, new
        self._old_names = [_grams(entry.initiative.name) for entry in old]
        self._new_names = [_grams(entry.initiative.name) for entry in new]
        self._texts = [
            (
                [_grams(entry.initiative.summaries.get(old_year, "")) for entry in old],
                [_grams(entry.initiative.summaries.get(new_year, "")) for entry in new],
            )
            for old_year, new_year in years
        ]
        documents = [*self._old_names, *self._new_names]
        documents += [text for both in self._texts for texts in both for text in texts]
        counts = Counter(gram for grams in documents for gram in grams)
        self._rarity = {gram: math.log(len(documents) / n) for gram, n in counts.items()}

    def pairs(self) -> dict[tuple[str, str], float]:
        """Return the certainty of every pair (対応) of an old and a new reference."""
        certainty = [
            [self._certainty(o, n) for n in range(len(self._new))] for o in range(len(self._old))
        ]
        chosen = {
            (o, n): certainty[o][n]
            for o, n in best_assignment(certainty)
            if certainty[o][n] >= _LEAST_CERTAINTY
        }
        chosen.update(self._parts(chosen))
        return {(self._old[o].ref, self._new[n].ref): c for (o, n), c in chosen.items()}

    def _certainty(self, o: int, n: int) -> float:
        old, new = self._old[o].initiative, self._new[n].initiative
        name = self._likeness(self._old_names[o], self._new_names[n])
        text = max(self._likeness(olds[o], news[n]) for olds, news in self._texts)
        by_text = _between(text, 0.3, 0.75)
        by_name = 0.66 if fold(old.name) == fold(new.name) else 0.6 * _between(name, 0.3, 0.9)
        certainty = 1 - (1 - 0.97 * by_text) * (1 - by_name)
        # Where an initiative stands confirms what its words say, and proves nothing alone.
        if old.department and fold(old.department) == fold(new.department):
            certainty += (1 - certainty) * certainty * 0.4
        if set(map(fold, old.policies)) & set(map(fold, new.policies)):
            certainty += (1 - certainty) * certainty * 0.2
        return certainty

    def _parts(self, chosen: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
        """Return what was merged into, or split from, an initiative that has its match."""
        old_left = set(range(len(self._old))) - {o for o, _n in chosen}
        new_left = set(range(len(self._new))) - {n for _o, n in chosen}
        found = {}
        for o in old_left:
            merged = max(((self._part(o, n, of_old=True), n) for _o, n in chosen), default=(0, 0))
            if merged[0] >= _LEAST_PART:
                found[o, merged[1]] = merged[0]
        for n in new_left:
            split = max(((self._part(o, n, of_old=False), o) for o, _n in chosen), default=(0, 0))
            if split[0] >= _LEAST_PART:
                found[split[1], n] = split[0]
        return found

    def _part(self, o: int, n: int, *, of_old: bool) -> float:
        """Return how much of one text stands in the other: of the old in the new, or back."""
        shares = []
        for olds, news in [(self._old_names, self._new_names), *self._texts]:
            both = self._weight(olds[o] & news[n])
            shares.append(both / (self._weight(olds[o] if of_old else news[n]) or 1))
        name, *texts = shares
        return 1 - (1 - max(texts)) * (1 - 0.5 * name)

    def _likeness(self, old: frozenset[str], new: frozenset[str]) -> float:
        whole = self._weight(old) + self._weight(new)
        return 2 * self._weight(old & new) / whole if whole else 0.0

    def _weight(self, grams: Iterable[str]) -> float:
        return sum(self._rarity[gram] for gram in grams)


def _between(value: float, low: float, high: float) -> float:
    """Return where the value stands between low and high, from 0 to 1."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def best_assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) that together gain most (割当問題), each used once.

    The Hungarian method with potentials, in rows² × columns steps.
    """
    if not gain or not gain[0]:
        return []
    if len(gain) > len(gain[0]):
        turned = best_assignment(list(zip(*gain, strict=True)))
        return sorted((row, column) for column, row in turned)
    columns = len(gain[0])
    row_of = [-1] * columns
    row_price = [0.0] * len(gain)
    column_price = [0.0] * columns
    for start in range(len(gain)):
        # Grow a tree of cheapest alternating paths from the new row to a free column.
        slack = [math.inf] * columns
        came_from = [-1] * columns
        done: list[int] = []
        row, last = start, -1
        while True:
            for column in range(columns):
                if column not in done:
                    cost = -gain[row][column] - row_price[row] - column_price[column]
                    if cost < slack[column]:
                        slack[column], came_from[column] = cost, last
            last = min((c for c in range(columns) if c not in done), key=slack.__getitem__)
            step = slack[last]
            row_price[start] += step
            for column in done:
                row_price[row_of[column]] += step
                column_price[column] -= step
            for column in range(columns):
                if column not in done:
                    slack[column] -= step
            done.append(last)
            if row_of[last] < 0:
                break
            row = row_of[last]
        while last >= 0:
            previous = came_from[last]
            row_of[last] = row_of[previous] if previous >= 0 else start
            last = previous
    return sorted((row, column) for column, row in enumerate(row_of) if row >= 0)


# --------------------------------------------------------------- the matches


def _matches(
    old: Mapping[str, Entry], new: Mapping[str, Entry], pairs: Mapping[tuple[str, str], float]
) -> tuple[Match, ...]:
    matches = []
    left_old, left_new = dict(old), dict(new)
    for start in new:
        if start not in left_new:
            continue
        olds: set[str] = set()
        news = {start}
        # Whatever hangs together, merged or split or both, is one match.
        while found := {o for o, n in pairs if n in news} - olds:
            olds |= found
            news |= {n for o, n in pairs if o in olds}
        matches.append(
            Match(
                tuple(left_old.pop(ref) for ref in old if ref in olds),
                tuple(left_new.pop(ref) for ref in new if ref in news),
                min((c for (o, _n), c in pairs.items() if o in olds), default=1.0),
            )
        )
    matches += [Match((dropped,), ()) for dropped in left_old.values()]
    return tuple(matches)
