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

# Of one initiative so many texts that share a pair of characters are looked at, the rarest pairs
# first: as many in a table of ten thousand rows, where most pairs are in hundreds of texts.
_MOST_LOOKED_AT = 1024
# Of one initiative so many candidates are kept, those that share most.
_MOST_CANDIDATES = 16
# Up to so many initiatives of one name are all candidates; of more, the nearest ones.
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
    then the rest in order; this matters only if one side has more of them. texts_beside: gives what
    else a row says, by which such rows are told apart.
    """
    groups: defaultdict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(
        lambda: ([], [])
    )
    places = shared or range(len(old[0].summaries) if old else 0)
    for side, some in enumerate((old, new)):
        for place, one in enumerate(some):
            texts = tuple(one.summaries[at] for at in places)
            groups[one.written, one.department, one.present, texts][side].append(place)
    found: dict[Pair, float] = {}
    times = [Counter(one.written for one in some) for some in (old, new)]
    namesakes = {name for names in times for name, number in names.items() if number > 1}
    for olds, news in chain.from_iterable(
        _grouped_by_texts(*some, texts_beside) if key[0] in namesakes else [some]
        for key, some in groups.items()
    ):
        are_as_many = len(olds) == len(news)
        counts = [
            Counter(some[place].section for place in places)
            for some, places in ((old, olds), (new, news))
        ]
        for o, n in _paired_in_place(olds, news, old, new):
            section = old[o].section
            is_sure = counts[0][section] == counts[1][section] or is_at_same_number(old[o], new[n])
            found[o, n] = 1.0 if are_as_many else 0.95 if is_sure else 0.6
    return found


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
    found: dict[int, int] = {}
    for key in ("name section", "name department", "name"):
        keys = key.split()
        old_places, new_places = _unique_places(old, keys, olds), _unique_places(new, keys, news)
        for value in old_places.keys() & new_places.keys():
            o, n = old_places[value], new_places[value]
            if not old[o].is_apart_from(new[n]):
                found[o] = n
                olds.add(o)
                news.add(n)
    return dict(sorted(found.items()))


_FEWEST_CODES = 3
_CODES_KEPT = 0.8


def are_codes_kept(old: Sequence[Traits], new: Sequence[Traits], pairs: Iterable[Pair]) -> bool:
    """Return whether initiatives identified by name have kept their codes (コードの継続)."""
    codes = [pair for pair in ((old[o].code, new[n].code) for o, n in pairs) if all(pair)]
    kept = sum(was == now for was, now in codes)
    return len(codes) >= _FEWEST_CODES and kept >= _CODES_KEPT * len(codes)


def _unique_places(
    some: Sequence[Traits], keys: Sequence[str], excluded: Collection[int]
) -> dict[tuple[str, ...], int]:
    """Return the indices of the initiatives whose key is unique (唯一のもの)."""
    places: dict[tuple[str, ...], int] = {}
    repeated = set()
    for place, one in enumerate(some):
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
            if found := waiting[tuple(getattr(old[o], key) for key in keys)]:
                yield o, found.popleft()
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
    found = {(o, n) for o, n in _sharing(old, new, open_olds, similarity)}
    found |= {(o, n) for n, o in _sharing(new, old, open_news, similarity)}
    found |= set(_same(old, new, open_olds, open_news))
    found |= set(_between_neighbours(open_olds, open_news, partners))
    return found


def _sharing(
    some: Sequence[Traits],
    others: Sequence[Traits],
    wanted: Collection[int],
    similarity: Similarity,
) -> Iterable[Pair]:
    """Yield for each wanted initiative the others that share most rare bigrams with it."""
    texts = {place: Bigrams().union(*some[place].whole) for place in wanted}
    bigrams = set().union(*texts.values())
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(others):
        for bigram in Bigrams().union(*other.whole) & bigrams:
            having[bigram].append(place)
    # Whole numbers add up to the same in any order of the bigrams.
    weights = {bigram: round(similarity.rarity[bigram] * _PRECISION) for bigram in having}
    # What is not as rare as a pair of characters that two texts alone have, some others of
    # however many texts share with each by chance.
    least = round(similarity.rarest * _PRECISION)
    for place, text in texts.items():
        shared: defaultdict[int, int] = defaultdict(int)
        left = _MOST_LOOKED_AT
        for number, bigram in sorted((len(having[b]), b) for b in text & having.keys()):
            left -= number
            if left < 0:
                break
            weight = weights[bigram]
            for other_place in having[bigram]:
                shared[other_place] += weight
        telling = [(-weight, other) for other, weight in shared.items() if weight >= least]
        for _weight, other_place in nsmallest(_MOST_CANDIDATES, telling):
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
            one = new[n]
            namesakes[getattr(one, key)].append(n)
            in_place[getattr(one, key), one.section, one.number].append(n)
        for o in open_olds:
            one = old[o]
            value = getattr(one, key)
            places = namesakes.get(value, []) if value else []
            if len(places) > _MOST_NAMESAKES:
                at = bisect(places, o)
                nearest = places[max(at - _NEAREST, 0) : at + _NEAREST]
                places = [*in_place[value, one.section, one.number][:_NEAREST], *nearest]
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
