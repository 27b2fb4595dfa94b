"""Scoring (対応の根拠): the strength of evidence that two initiatives are the same."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from operator import add

from ..edition import Edition
from . import Entry
from .assignment import Pair, Strengths
from .candidates import are_codes_kept, candidates, identical_pairs, is_at_same_number, unique_names
from .similarity import Bigrams, Similarity
from .traits import (
    OtherFields,
    Texts,
    Traits,
    affiliation_nearness,
    affiliation_of,
    has_equal_text,
    have_names_alone,
    section_nearness,
    traits,
    usual_values,
)

# The weight of names beside texts.
_SAME_NAME = 0.17  # added to what changed texts say; alone the same name says it, with doubt
_NEAR_NAME = 0.16  # the same for names of which one contains the other, or that share much
_NAME_PARTS = re.compile("・|･|及び|並びに|、")
_LEAST_NAME = 4  # the fewest characters of a name that another one contains
_MOST_OF_NAME = 0.52  # the share of their pairs of characters that near names have in common
_NEAR_NAME_GAIN = 1.35  # the factor for texts that are much alike, under near names
_ENOUGH_SHARED = 0.5  # the similarity of such texts
_PART_OF_NAME = 0.3  # what a part gains if its name is contained in that of the whole
_OTHER_NAME_AHEAD = 0.2  # so far ahead, a text under a new name is preferred to an equal name

# Further evidence.
_SAME_CODE = 0.6  # at least, where codes are known to be kept
_SAME_BESIDE = 0.5  # for namesakes with equal texts beside the main one
_SAME_NUMBER = 0.2  # for namesakes with an equal number

# Factors for evidence against a pair.
_NOT_THAT_YEAR = 0.5  # only one of the two is in an edition that both documents have
_ELSEWHERE = 0.8  # departments and policy numbers are unrelated
_OTHER_SECTION = 0.8  # another name, in a section to which hardly any other one moved
_OTHER_QUALIFIER = 0.45  # names that differ only in their brackets: （甲小）, （乙小）

# Similarities of texts.
_NOTHING_ALIKE = 0.1  # below it main texts have nothing in common
_ENOUGH = 0.3  # from it on texts of a unique name settle the match at once
_BY_CHANCE = 0.13  # at most, for a part that shares little text, and no name
_LEAST_FOREIGN = 0.5  # where name and department differ: several rows may give one reason

_EVERYWHERE = 6  # a name that so many rows of both documents have identifies none of them
_USUAL = 3  # a text that so many initiatives have, such as 補助金の交付, identifies none of them
_LITTLE = 4.5  # with fewer rare pairs of characters in common a match is doubtful

# Certainties of matches, from 0 to 1.
_SURE = 0.8  # equal name and text
_DOUBTFUL = 0.69  # little evidence; just below `DOUBTFUL_BELOW`
_OPEN = 0.5  # one of several with an equal name
_LEAST_OTHERWISE = 0.6  # at least, under another name

_MOST_WENT = 0.5  # a department succeeds another to which so many of its initiatives moved


class Evidence:
    """The evidence for each pair of an old and a new initiative (対応の根拠).

    years: the pairs of editions whose texts are compared. beside: the fields of rows, name and text
    apart. parsed: texts already parsed. identical: pairs that are equal in all that is compared,
    with their certainty. settled: these, and pairs with a unique name and similar texts; they are
    compared with no others.
    """

    def __init__(
        self,
        old: Sequence[Entry],
        new: Sequence[Entry],
        years: Sequence[tuple[Edition, Edition]],
        beside: OtherFields,
        parsed: Texts,
    ) -> None:
        self._beside = beside
        self._shared = [place for place, both in enumerate(years) if both[0] == both[1]]
        shared = [old_year for old_year, new_year in years if old_year == new_year]
        self.old = traits(old, [old_year for old_year, _ in years], shared, parsed)
        self.new = traits(new, [new_year for _, new_year in years], shared, parsed)
        self._similarity = Similarity(
            Bigrams().union(*one.whole) if len(one.whole) > 1 else one.whole[0]
            for one in chain(self.old, self.new)
        )
        self._usual_olds, self._usual_news = (
            [Counter(texts) for texts in zip(*(one.summaries for one in side), strict=True)]
            for side in (self.old, self.new)
        )
        self.identical = identical_pairs(self.old, self.new, self._shared, self._beside.texts)
        self._usual_values = usual_values([*self.old, *self.new])
        self._count_of_name = Counter(one.name for one in chain(self.old, self.new))
        unique = unique_names(self.old, self.new, self.identical)
        self._unique = {
            o: n for o, n in unique.items() if not self._beside.are_of_other_tables(o, n)
        }
        known = [*unique.items(), *self.identical]
        self._is_code_kept = are_codes_kept(self.old, self.new, known)
        self._nearness = affiliation_nearness([])
        self._firsts: set[Pair] = set()
        self.settled = {*self.identical, *filter(self._is_settled, self._unique.items())}

    def _is_settled(self, pair: Pair) -> bool:
        """Return whether a pair with a unique name has similar enough texts (確定)."""
        old, new = self.old[pair[0]], self.new[pair[1]]
        if has_equal_text(old, new):
            return True
        return not self._is_text_elsewhere(old) and any(
            self._similarity.between(a, b) >= _ENOUGH
            for a, b in zip(old.bigrams, new.bigrams, strict=True)
        )

    def _is_text_elsewhere(self, old: Traits) -> bool:
        """Return whether a new initiative has exactly the text of an old one (本文の移動)."""
        return any(
            text in self._usual_news[at] and self._is_long(old.bigrams[at])
            for at, text in enumerate(old.summaries)
        )

    def strengths(self) -> Strengths:
        """Return the strength of each candidate pair, all evidence together."""
        fixed = self.settled
        pairs = candidates(self.old, self.new, dict(fixed), self._similarity)
        pairs |= fixed
        words: list[dict[int, float]] = [{} for _ in self.old]
        for o, n in sorted(pairs):
            # Identical ones are no rivals to others: nothing depends on how much they say.
            if strength := 1.0 if (o, n) in self.identical else self._of_words(o, n):
                words[o][n] = strength
        by_words = Strengths(words, columns=len(self.new), fixed=fixed)
        return Strengths(
            self._by_affiliation(words, [*fixed, *by_words.free_pairs()]),
            columns=len(self.new),
            fixed=self._reserved(by_words),
            apart=self.identical,
        )

    def _of_words(self, o: int, n: int) -> float:
        """Return the strength by names, codes and texts, in the editions that are most similar."""
        old, new = self.old[o], self.new[n]
        is_same_name = old.name == new.name
        whole = self._similarity.nearest(old.whole, new.whole)
        strength = whole
        if not self._has_identifying_text(old, new):
            strength = min(whole, self._similarity.nearest(old.bigrams, new.bigrams) + _SAME_NAME)
        if is_same_name:
            strength = max(strength, _SAME_NAME)
        elif self._is_near(old, new):
            gain = _NEAR_NAME_GAIN if whole > _ENOUGH_SHARED else 1.0
            strength = max(strength * gain, _NEAR_NAME)
        elif self._has_only_usual_texts(old, new):
            strength = min(strength, _SAME_NAME / 2)
        if self._is_code_kept and old.code and old.code == new.code:
            strength = max(strength, _SAME_CODE)
        elif old.base == new.base and "" != old.qualifier != new.qualifier != "":
            strength *= _OTHER_QUALIFIER
        if is_same_name and self._unique.get(o) != n:
            alike = self._beside.likeness(o, n)
            strength *= 1 + _SAME_BESIDE * math.prod(alike) if alike else 1.0
            strength += _SAME_NUMBER * self._beside.have_equal_number(o, n)
        return strength * (_NOT_THAT_YEAR if old.is_apart_from(new) else 1.0)

    def _is_contradicted(self, o: int, n: int) -> bool:
        """Return whether two rows have nothing but an equal name in common (名称だけの一致)."""
        old, new = self.old[o], self.new[n]
        if has_equal_text(old, new):
            return False
        alike = self._similarity.nearest(old.bigrams, new.bigrams)
        is_everywhere = (
            self._count_of_name[old.name] >= _EVERYWHERE and old.department and new.department
        )
        if is_everywhere and not self._is_same_department(o, n):  # 庁費 of another office
            return alike < _ENOUGH or not old.has_main_text
        if alike >= _NOTHING_ALIKE or self._unique.get(o) == n:
            return False
        return self._beside.are_of_other_tables(o, n) or self._beside.contradict(o, n)

    def _has_identifying_text(self, old: Traits, new: Traits) -> bool:
        """Return whether a text was kept and is specific enough to identify an initiative (同文).

        Under another name 「補助金の交付」 identifies nothing.
        """
        return has_equal_text(old, new) and (
            old.name == new.name or any(map(self._is_long, old.bigrams))
        )

    def _is_near(self, old: Traits, new: Traits) -> bool:
        """Return whether one name contains the other, or both share most of it (近い名称)."""
        short, long = sorted((old.name, new.name), key=len)
        if len(short) < _LEAST_NAME:
            return False
        if short in long:
            return True
        names = old.name_bigrams, new.name_bigrams
        most = math.sqrt(math.prod(map(self._similarity.weight, names)))
        return self._similarity.shared_weight(*names) >= _MOST_OF_NAME * most > 0

    def _has_only_usual_texts(self, old: Traits, new: Traits) -> bool:
        """Return whether one of the two only has texts that others have too (常套句)."""
        return any(
            all(
                usual[at][text] >= (_USUAL if self._is_long(one.bigrams[at]) else 2)
                for at, text in enumerate(one.summaries)
            )
            for one, usual in ((old, self._usual_olds), (new, self._usual_news))
        )

    def _is_long(self, text: Bigrams) -> bool:
        """Return whether a text is long enough to identify an initiative."""
        return self._similarity.weight(text) >= _LITTLE * self._similarity.rarest

    def _by_affiliation(
        self, words: Sequence[Mapping[int, float]], firsts: Iterable[Pair]
    ) -> list[dict[int, float]]:
        """Weight the strengths by department, policy numbers and section.

        How these were renamed is learned from the first pairs: most initiatives went together.
        """
        self._firsts = known = set(firsts)
        olds, news = (list(map(affiliation_of, side)) for side in (self.old, self.new))
        self._nearness = nearness = affiliation_nearness(
            [(olds[o], news[n]) for o, n in sorted(known)]
        )
        sections = section_nearness(
            [(self.old[o].section, self.new[n].section) for o, n in sorted(known)]
        )
        return [
            {
                n: strength
                * (_ELSEWHERE + (1 - _ELSEWHERE) * nearness(olds[o], news[n], (o, n) in known))
                * self._in_section(o, n, sections)
                + self._tie_break(o, n)
                for n, strength in row.items()
            }
            for o, row in enumerate(words)
        ]

    def _in_section(self, o: int, n: int, sections: Mapping[tuple[str, str], float]) -> float:
        """Return the factor for two names whose sections have few other pairs in common."""
        old, new = self.old[o], self.new[n]
        if old.name == new.name or old.section == new.section:
            return 1.0
        near = sections.get((old.section, new.section), 0)
        return _OTHER_SECTION + (1 - _OTHER_SECTION) * near

    def _tie_break(self, o: int, n: int) -> float:
        """Return what section, number and order add, to break ties (同点の決着)."""
        old, new = self.old[o], self.new[n]
        nearness = (old.section == new.section) + is_at_same_number(old, new)
        return 1e-6 * (nearness + 1 / (1 + abs(o - n)))

    def _reserved(self, by_words: Strengths) -> set[Pair]:
        """Return the pairs that are fixed before the others are assigned (確保した対).

        These are the settled ones and those with a unique name, unless the old text is under a new
        name now, other than that of a part: 敬老会（会場分）. An old text absorbed is merged.
        """
        taken = set(self._unique.values()) | {n for _, n in self.identical}
        reserved = set(self.settled)
        for o, n in self._unique.items():
            row = by_words.rows[o]
            strength = row.get(n, 0.0)
            old, new = self.old[o], self.new[n]
            is_moved = not has_equal_text(old, new) and self._is_text_elsewhere(old)
            others = (one for one in row if is_moved or one not in taken)
            best = max((row[one] for one in others if self.new[one].base != old.name), default=0.0)
            if strength and best < strength + _OTHER_NAME_AHEAD:
                reserved.add((o, n))
        return reserved

    def _is_foreign(self, o: int, n: int, is_little: bool) -> bool:
        """Return whether two have only a part of their text in common (名称・担当課とも別).

        If the text is short, so may be a part of the name: 北部移住定住設計事業 of one department
        and 移住定住更新事業 of another are different initiatives.
        """
        old, new = self.old[o], self.new[n]
        if not (old.department and new.department) or self._is_same_department(o, n):
            return False
        if is_little and old.name not in new.name and new.name not in old.name:
            return True
        departments = [{*map(add, name, name[1:])} for name in (old.department, new.department)]
        names = self._similarity.shared_weight(old.name_bigrams, new.name_bigrams)
        return (
            departments[0].isdisjoint(departments[1])
            and names < self._similarity.rarest
            and self._similarity.nearest(old.bigrams, new.bigrams) < _LEAST_FOREIGN
        )

    def _is_same_department(self, o: int, n: int) -> bool:
        """Return whether the departments are equal, or most others moved from one to the other."""
        old_department, new_department = self.old[o].department, self.new[n].department
        if not old_department or not new_department:
            return False
        old, new = (
            (frozenset({one}), frozenset[str]()) for one in (old_department, new_department)
        )
        return self._nearness(old, new, (o, n) in self._firsts) >= _MOST_WENT

    def joint_similarity(self, olds: Collection[int], news: Collection[int]) -> float:
        """Return how similar several old initiatives together are to several new ones together."""
        texts = [self.old[o].whole for o in olds], [self.new[n].whole for n in news]
        joint = ([Bigrams().union(*one) for one in zip(*side, strict=True)] for side in texts)
        return self._similarity.nearest(*joint)

    def merged_strength(self, part: int, parts: Sequence[int], whole: int) -> float:
        """Return the strength of an old initiative as a part of a new one (統合).

        parts: the old initiatives that are known to be parts of it.
        """
        others = [self.old[o] for o in parts]
        return self._part_strength((part, whole), self.old[part], others, self.new[whole])

    def split_strength(self, part: int, parts: Sequence[int], whole: int) -> float:
        """Return the strength of a new initiative as a part of an old one (分割)."""
        others = [self.new[n] for n in parts]
        return self._part_strength((whole, part), self.new[part], others, self.old[whole])

    def _part_strength(
        self, pair: Pair, part: Traits, parts: Sequence[Traits], whole: Traits
    ) -> float:
        """Return the strength of a part: how much of its text is only in this whole (吸収).

        It is higher if one name contains the other. A few words may occur in a long text by chance,
        and count little; figures do not count. pair: the places of both; rows of different tables
        are no parts of each other.
        """
        if self._beside.are_of_other_tables(*pair):
            return 0.0
        short, long = sorted((part.name, whole.name), key=len)
        is_named = len(short) >= _LEAST_NAME and short in _NAME_PARTS.split(long)
        is_named |= len(short) >= _LEAST_NAME and long.startswith(short)
        best = 0.0
        for at, text in enumerate(map(self._similarity.words, part.whole)):
            if not (weight := self._similarity.weight(text)):
                continue
            elsewhere = (*(other.whole[at] for other in parts), self._usual_values)
            rest = whole.whole[at].difference(*elsewhere)
            shared = self._similarity.shared_weight(text, rest)
            strength = shared / weight
            if shared < _LITTLE * self._similarity.rarest:
                strength = min(strength, _SAME_NAME if is_named else _BY_CHANCE)
            best = max(best, strength)
        return best + _PART_OF_NAME if best and is_named else best

    def adjusted_certainty(self, o: int, n: int, certainty: float, *, are_unrelated: bool) -> float:
        """Return the certainty of a pair, less doubts that its strength does not show (確度の補正).

        One of several with an equal name is doubtful, but not dropped. Under another name, a match
        is doubtful at best if there is little text or if the brackets name other places.
        """
        if (o, n) in self.identical:
            return self.identical[o, n]
        old, new = self.old[o], self.new[n]
        if self._is_code_kept and old.code and old.code == new.code:
            return max(certainty, _SURE)
        if old.name == new.name:
            if old.is_apart_from(new):
                return certainty
            is_only = self._count_of_name[old.name] <= 2  # noqa: PLR2004  one on either side
            is_known = (o, n) in self.settled or (
                is_only and (self._is_same_department(o, n) or have_names_alone(old, new))
            )
            is_sure = self._unique.get(o) == n and is_known
            least = _SURE if is_sure or self._beside.have_equal_number(o, n) else _OPEN
            return 0.0 if self._is_contradicted(o, n) else max(certainty, least)
        is_of_other = self._beside.are_of_other_tables(o, n)
        if is_of_other or self._has_identifying_text(old, new):
            return 0.0 if is_of_other else certainty
        is_little = self._share_little(old.whole, new.whole)
        is_elsewhere = old.base == new.base and old.qualifier != new.qualifier
        if is_little or is_elsewhere or are_unrelated:
            certainty = min(certainty, _DOUBTFUL)
        is_near = self._is_near(old, new)
        is_likely = certainty >= _LEAST_OTHERWISE or is_near
        is_part = old.name in new.name or new.name in old.name
        if is_likely and not (old.has_main_text or new.has_main_text):
            is_likely = is_near or not is_little  # 款 and 会計 are those of many rows
            is_likely &= not self._beside.disagree(o, n, is_near=is_near)
            if self._share_little(old.bigrams, new.bigrams) and not is_part:
                certainty = min(certainty, _DOUBTFUL)
        elif old.section != new.section and old.has_main_text and new.has_main_text:
            alike = self._similarity.nearest(old.bigrams, new.bigrams)
            is_likely &= is_part or alike >= _NOTHING_ALIKE
        return certainty if is_likely and not self._is_foreign(o, n, is_little) else 0.0

    def _share_little(self, old: Sequence[Bigrams], new: Sequence[Bigrams]) -> bool:
        """Return whether texts have little in common but values of many rows (わずかな共通部分)."""
        rare = [text - self._usual_values for text in old]
        shared = max(map(self._similarity.shared_weight, rare, new))
        return shared < _LITTLE * self._similarity.rarest
