"""Find candidates (対応の候補): pairs of initiatives that are worth comparing.

Comparing every old with every new initiative would take too long. Two are candidates if they share
a rare pair of characters, a name or a code, or if they follow or precede a settled pair.
"""

from bisect import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

from .assignment import Pair
from .similarity import Bigrams, Similarity
from .traits import Traits

# For each initiative at most so many texts that share a pair of characters are looked at, the
# rarest pairs first: a limit for ten thousand rows, where most pairs are in hundreds of texts.
_MOST_LOOKED_AT = 1024
# For each initiative at most so many candidates are kept, those that share most.
_MOST_CANDIDATES = 16
# Up to so many initiatives of one name are all candidates; if there are more, only the nearest.
_MOST_NAMESAKES = 24
_NEAREST = 3
_PRECISION = 1_000_000


# --- Settled at once ---------------------------------------------------------------------------


def identical_pairs(
    old: Sequence[Traits],
    new: Sequence[Traits],
    shared: Sequence[int],
    texts_beside: Callable[[int, int], Hashable],
) -> dict[Pair, float]:
    """Return the pairs that are equal in all that is compared (同一), with their certainty.

    shared: the indices of the editions that both plans have, if any. Among several identical
    initiatives, those of equal section and number are paired first, then those of equal section,
    then the rest in order; this matters only if one side has more of them. texts_beside: returns
    the other texts of a row, which distinguish identical rows.
    """
    groups: defaultdict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(
        lambda: ([], [])
    )
    places = shared or range(len(old[0].summaries) if old else 0)
    for side, side_traits in enumerate((old, new)):
        for place, one in enumerate(side_traits):
            texts = tuple(one.summaries[at] for at in places)
            groups[one.written, one.department, one.present, texts][side].append(place)
    certainties: dict[Pair, float] = {}
    counts_of_names = [Counter(one.written for one in side_traits) for side_traits in (old, new)]
    namesakes = {name for names in counts_of_names for name, number in names.items() if number > 1}
    for olds, news in chain.from_iterable(
        _grouped_by_texts(*side_traits, texts_beside) if key[0] in namesakes else [side_traits]
        for key, side_traits in groups.items()
    ):
        are_as_many = len(olds) == len(news)
        counts = [
            Counter(side_traits[place].section for place in places)
            for side_traits, places in ((old, olds), (new, news))
        ]
        for o, n in _paired_in_place(olds, news, old, new):
            section = old[o].section
            is_sure = counts[0][section] == counts[1][section] or is_at_same_number(old[o], new[n])
            certainties[o, n] = 1.0 if are_as_many else 0.95 if is_sure else 0.6
    return certainties


def _grouped_by_texts(
    olds: Sequence[int], news: Sequence[int], texts_beside: Callable[[int, int], Hashable]
) -> Iterable[tuple[Sequence[int], Sequence[int]]]:
    """Group rows by what they say beside their main text (同じ記載の組)."""
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, places in enumerate((olds, news)):
        for place in places:
            groups[texts_beside(side, place)][side].append(place)
    return groups.values()


def unique_names(
    old: Sequence[Traits], new: Sequence[Traits], identical: Collection[Pair]
) -> dict[int, int]:
    """Return the pairs whose name, or name and section or department, is unique (唯一の名称)."""
    olds, news = {o for o, _ in identical}, {n for _, n in identical}
    pairs: dict[int, int] = {}
    for key in ("name section", "name department", "name"):
        keys = key.split()
        old_places, new_places = _unique_places(old, keys, olds), _unique_places(new, keys, news)
        for value in old_places.keys() & new_places.keys():
            o, n = old_places[value], new_places[value]
            if not old[o].is_apart_from(new[n]):
                pairs[o] = n
                olds.add(o)
                news.add(n)
    return dict(sorted(pairs.items()))


_FEWEST_CODES = 3
_CODES_KEPT = 0.8


def are_codes_kept(old: Sequence[Traits], new: Sequence[Traits], pairs: Iterable[Pair]) -> bool:
    """Return whether initiatives identified by name have kept their codes (コードの継続)."""
    codes = [pair for pair in ((old[o].code, new[n].code) for o, n in pairs) if all(pair)]
    kept = sum(old_code == new_code for old_code, new_code in codes)
    return len(codes) >= _FEWEST_CODES and kept >= _CODES_KEPT * len(codes)


def _unique_places(
    initiatives: Sequence[Traits], keys: Sequence[str], excluded: Collection[int]
) -> dict[tuple[str, ...], int]:
    """Map each key that only one initiative has to its index (唯一のもの)."""
    places: dict[tuple[str, ...], int] = {}
    repeated = set()
    for place, one in enumerate(initiatives):
        if place not in excluded:
            key = tuple(getattr(one, name) for name in keys)
            if key in places:
                repeated.add(key)
            places[key] = place
    return {key: place for key, place in places.items() if key not in repeated and key[0]}


def _paired_in_place(
    olds: Sequence[int], news: Sequence[int], old: Sequence[Traits], new: Sequence[Traits]
) -> Iterator[Pair]:
    """Yield pairs of initiatives that are all identical: by section and number, section, order."""
    left_old, left_new = list(olds), list(news)
    for keys in (("section", "number"), ("section",), ()):
        waiting: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for n in left_new:
            waiting[tuple(getattr(new[n], key) for key in keys)].append(n)
        unpaired = []
        for o in left_old:
            if waiting_news := waiting[tuple(getattr(old[o], key) for key in keys)]:
                yield o, waiting_news.popleft()
            else:
                unpaired.append(o)
        left_old = unpaired
        left_new = sorted(chain(*waiting.values()))


# --- Candidates of the others -----------------------------------------------------------------


def candidates(
    old: Sequence[Traits],
    new: Sequence[Traits],
    partners: Mapping[int, int],
    similarity: Similarity,
) -> set[Pair]:
    """Return the pairs that may be one initiative, or whole and part (候補).

    partners: the new initiative of each old one that is settled. The candidates of the others are
    sought among all, since they may be part of a settled one.
    """
    settled_news = set(partners.values())
    open_olds = [o for o in range(len(old)) if o not in partners]
    open_news = {n for n in range(len(new)) if n not in settled_news}
    pairs = {(o, n) for o, n in _sharing(old, new, open_olds, similarity)}
    pairs |= {(o, n) for n, o in _sharing(new, old, open_news, similarity)}
    pairs |= set(_same(old, new, open_olds, open_news))
    pairs |= set(_between_neighbours(open_olds, open_news, partners))
    return pairs


def _sharing(
    initiatives: Sequence[Traits],
    others: Sequence[Traits],
    places: Collection[int],
    similarity: Similarity,
) -> Iterable[Pair]:
    """Yield each initiative at `places` with the others that share most rare bigrams with it."""
    texts = {place: Bigrams().union(*initiatives[place].whole) for place in places}
    bigrams = set().union(*texts.values())
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(others):
        for bigram in Bigrams().union(*other.whole) & bigrams:
            having[bigram].append(place)
    # Whole numbers add up to the same in any order of the bigrams.
    weights = {bigram: round(similarity.rarity[bigram] * _PRECISION) for bigram in having}
    # Less than the weight of a pair of characters that only two texts have may be shared by chance.
    least = round(similarity.rarest * _PRECISION)
    for place, text in texts.items():
        shared: defaultdict[int, int] = defaultdict(int)
        budget = _MOST_LOOKED_AT
        for number, bigram in sorted((len(having[b]), b) for b in text & having.keys()):
            budget -= number
            if budget < 0:
                break
            weight = weights[bigram]
            for other_place in having[bigram]:
                shared[other_place] += weight
        rare = [(-weight, other) for other, weight in shared.items() if weight >= least]
        for _weight, other_place in nsmallest(_MOST_CANDIDATES, rare):
            yield place, other_place


def _same(
    old: Sequence[Traits],
    new: Sequence[Traits],
    open_olds: Collection[int],
    open_news: Collection[int],
) -> Iterable[Pair]:
    """Yield the open pairs with equal names or equal codes."""
    for key in ("name", "code"):
        namesakes: defaultdict[str, list[int]] = defaultdict(list)
        in_place: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for n in sorted(open_news):
            initiative = new[n]
            namesakes[getattr(initiative, key)].append(n)
            in_place[getattr(initiative, key), initiative.section, initiative.number].append(n)
        for o in open_olds:
            initiative = old[o]
            value = getattr(initiative, key)
            places = namesakes.get(value, []) if value else []
            if len(places) > _MOST_NAMESAKES:
                at = bisect(places, o)
                nearest = places[max(at - _NEAREST, 0) : at + _NEAREST]
                places = [
                    *in_place[value, initiative.section, initiative.number][:_NEAREST],
                    *nearest,
                ]
            for n in places:
                yield o, n


def is_at_same_number(old: Traits, new: Traits) -> bool:
    """Return whether two initiatives have equal sections and numbers (同じ章・番号)."""
    return (old.section, old.number) == (new.section, new.number)


def _between_neighbours(
    open_olds: Collection[int], open_news: Collection[int], partners: Mapping[int, int]
) -> Iterable[Pair]:
    """Yield the open pairs that follow, or precede, a settled pair."""
    for o in open_olds:
        for step in (-1, 1):
            partner = partners.get(o + step)
            if partner is not None and partner - step in open_news:
                yield o, partner - step
