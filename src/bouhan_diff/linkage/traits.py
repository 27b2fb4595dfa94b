"""Traits (特徴): what matching looks at in an initiative; distances of departments and sections."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache as cached
from functools import partial
from itertools import chain, product
from typing import NamedTuple

from ..edition import Edition
from ..linkage import Entry
from ..plan import Initiative, Section
from ..text.normalize import fold, is_no_value
from ..text.quantities import parse_quantity
from ..text.years import Wording, find_years
from .similarity import Bigrams, bigrams

_BRACKETS = re.compile(r"[(（\[［【〔〈「『](.*?)[)）\]］】〕〉」』]")
# What a year adds to a name, the next takes away: status, mark, its number, phase, figures.
_STATUS = (
    r"(?:一部)?(?:新規?|拡充?|継続?|重点?|見直し|変更|廃止|終了|再掲|主要)"
    r"(?:[・/／]?(?:新規?|拡充?|継続?|重点?|見直し))*"
)
_FIGURE = r"(?:\d{4,}(?![\d号])|\d(?:[千万億]?円|[%％×*＊]|[台人件戸基](?![^\W\d分])))"
_STATUSES = re.compile(
    rf"[(（\[［【〔〈《]\s*{_STATUS}\s*[)）\]］】〕〉》]|[★☆◎●◯○■□◆◇※]"
    rf"|[(（][^()（）]*{_FIGURE}[^()（）]*[)）]"
)
_ROW_NUMBER = re.compile(
    r"\A\s*(?:[①-⑳㉑-㊿]|[(（](?:[0-9０-９]{1,3}|[ア-ン])[)）]"
    r"|[0-9０-９]{1,3}(?:[.．、:：](?![0-9０-９])|(?=\s)))\s*"
)
_PHASE = re.compile(r"第\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*[期次](?!\s*工)")
_EMPTY = re.compile(r"[(（\[［【〔〈《]\s*[)）\]］】〕〉》]")
_CODE = re.compile(r"コード|番号|code|^(?:no\.?|id|№)$|(?:事業|管理|整理)(?:no\.?|id|№)")
_NO_CODE = re.compile("電話|内線|fax|頁|ページ|郵便|年度")
_MOST_CODES_REPEATED = 0.1  # as a share of all


class Traits(NamedTuple):
    """What matching looks at in an initiative (事業の特徴), all folded.

    written: the whole name. name: see bare_name. base, qualifier: outside and inside its brackets.
    summaries: the main text, or else the text fields, by pair of editions; bigrams: their pairs of
    characters, and with the name's in `whole`. has_main_text: whether they are main ones. present:
    whether it is in each edition of either plan, or its table says nothing of that edition.
    """

    written: str
    name: str
    base: str
    qualifier: str
    department: str
    policies: frozenset[str]
    code: str
    section: str
    number: str
    name_bigrams: Bigrams
    summaries: tuple[str, ...]
    bigrams: tuple[Bigrams, ...]
    whole: tuple[Bigrams, ...]
    has_main_text: bool
    present: tuple[bool, ...]

    def is_apart_from(self, other: "Traits") -> bool:
        """Return whether the two are in different years, never the same one (同じ年にない事業)."""
        if self.present == other.present:
            return False  # the usual case
        return (True, True) not in zip(self.present, other.present, strict=True)


class Texts:
    """Texts of both documents already parsed (既読の文), so that each is parsed once.

    signatures: publishers and titles of both, which name their offices (発行者と表題).
    """

    def __init__(self, signatures: Iterable[str] = ()) -> None:
        self.folded = cached(fold)
        self.named = cached(partial(_split_name, office=_office_pattern(signatures)))
        self._bigrams: dict[tuple[str, ...], Bigrams] = {}

    def bigrams(self, *texts: str) -> Bigrams:
        """Return the pairs of characters of some texts together; of equal texts one set."""
        known = self._bigrams.get(texts)
        if known is None:
            known = (
                bigrams(*texts) if len(texts) == 1 else Bigrams().union(*map(self.bigrams, texts))
            )
            self._bigrams[texts] = known
        return known


def traits(
    entries: Collection[Entry],
    editions: Sequence[Edition],
    shared: Sequence[Edition],
    parsed: Texts,
) -> list[Traits]:
    """Return the traits of each initiative (特徴), in order.

    editions: those compared. shared: those that both plans have. parsed: texts already parsed.
    """
    folded = parsed.folded
    codes = _codes([entry.initiative for entry in entries])
    dated = {
        (_part(section), name, edition)
        for section, initiative in entries
        for name, value in initiative.fields.items()
        for edition in (() if isinstance(value, str) else value)
    }

    def is_in(entry: Entry, edition: Edition) -> bool:
        """Return whether a row is in an edition, or its table (as 第１表) says nothing of it."""
        part, one = _part(entry.section), entry.initiative
        return one.is_in(edition) or not (
            one.summaries or any((part, name, edition) in dated for name in one.fields)
        )

    found_traits = []
    for entry, code in zip(entries, codes, strict=True):
        section, initiative = entry
        written, name, base, qualifier = parsed.named(initiative.name)
        summaries = tuple(_text(initiative, edition) for edition in editions)
        present = [is_in(entry, edition) for edition in editions]
        found_traits.append(
            Traits(
                written=written,
                name=name,
                base=base,
                qualifier=qualifier,
                department=folded(initiative.department),
                policies=frozenset(map(folded, initiative.policies)),
                code=folded(code),
                section=folded(section.title) or folded(str(section.number)),
                number=folded(str(initiative.number)),
                name_bigrams=parsed.bigrams(name),
                summaries=summaries,
                bigrams=tuple(map(parsed.bigrams, summaries)),
                whole=tuple(
                    parsed.bigrams(name, text) if is_present else Bigrams()
                    for text, is_present in zip(summaries, present, strict=True)
                ),
                has_main_text=any(initiative.summaries.values()),
                present=tuple(is_in(entry, edition) for edition in shared),
            )
        )
    return found_traits


def _part(section: Section) -> str:
    """Return the part of the document that a section is in (編): the first of its numbers."""
    return str(section.number).partition("-")[0]


_NOT_OF_OFFICE = "民内役議長街道場章史制政域外有営立税報花木"
"""Characters after 市 that make a word, not the name of an office: 南国市民, 南国市立."""


def _office_pattern(signatures: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern of the offices at the start of names (名称の前の市町村名), if any."""
    offices = {name for text in signatures for name in _OFFICE.findall(fold(text))}
    names = "|".join(map(re.escape, sorted(offices)))
    return re.compile(rf"(?:{names})の?(?=[^\W{_NOT_OF_OFFICE}]\w)") if names else None


_OFFICE = re.compile(r"(?:\A|(?<=[\s\d年度回号]))[^\W\d年度回号]{1,5}?[市区町村]")


def _split_name(name: str, office: re.Pattern[str] | None) -> tuple[str, str, str, str]:
    """Split a name into its folded bare form, its base, and the qualifier in its brackets.

    The publishing office is dropped: 青葉市斎場の管理 becomes 斎場の管理.
    """
    bare = bare_name(name)
    if office and (prefix := office.match(bare)):
        bare = bare[prefix.end() :]
    inside = (part for part in _BRACKETS.findall(bare) if part and not part.isdecimal())
    return fold(name), bare, _BRACKETS.sub("", bare), "/".join(inside)


def bare_name(name: str) -> str:
    """Return the folded name without what varies by year (年度・区分を除いた名称).

    令和6年度敬老祝金, 【新規】敬老祝金, ③ 敬老祝金 and 敬老祝金（1人5,000円） become 敬老祝金.
    """
    rest = _ROW_NUMBER.sub("", _STATUSES.sub("", name))
    for year in reversed([*find_years(rest)]):
        # 令和6年能登半島地震 keeps its year, by which it is known.
        if year.wording is Wording.YEAR and not rest[: year.stop].endswith("年"):
            rest = rest[: year.start] + rest[year.stop :]
    return fold(_EMPTY.sub("", _PHASE.sub("", rest))) or fold(name)


def _text(initiative: Initiative, edition: Edition) -> str:
    """Return the main text of an edition, or else the text fields (本文).

    An initiative that is not in the edition has none, although some fields hold for all years.
    """
    if not initiative.is_in(edition):
        return ""
    if initiative.summaries:
        return _REMARK.sub("", initiative.summaries.get(edition, ""))
    values = (initiative.value(heading, edition) or "" for heading in initiative.fields)
    kept = (value for value in values if not is_no_value(value) and not is_number(value))
    return _BETWEEN.join(kept)


_BETWEEN = "|"  # of fields: the end of one and the beginning of the next are no text
_REMARK = re.compile(r"\A\s*[(（][^()（）]{1,5}[)）]\s*\Z")  # （廃目）, all that many rows say


def usual_values(initiatives: Iterable[Traits]) -> Bigrams:
    """Return the text of values that several rows share, such as 市内事業者 (よくある値).

    Without main texts the fields are compared; a shared value is no sign that a row was taken over.
    """
    values = Counter(
        chain.from_iterable(
            {value for text in one.summaries for value in text.split(_BETWEEN)}
            for one in initiatives
            if not one.has_main_text
        )
    )
    return Bigrams().union(*(bigrams(value) for value, n in values.items() if n >= _OFTEN))


_OFTEN = 6
"""A value that so many rows of both documents share identifies none of them."""


def is_number(value: str) -> bool:
    """Return whether a value is a number or a sign, which identifies nothing: 2,000千円, △."""
    return not any(map(str.isalpha, value)) or parse_quantity(value) is not None


def _codes(initiatives: Sequence[Initiative]) -> list[str]:
    """Return what identifies each initiative (事業コード): a field or a number, 0001; or ""."""
    for heading, count in Counter(name for one in initiatives for name in one.fields).items():
        folded = fold(heading)
        if 2 * count < len(initiatives) or not _CODE.search(folded) or _NO_CODE.search(folded):
            continue
        codes = Counter(filter(None, found := [_any_value(one, heading) for one in initiatives]))
        if len(codes) >= (1 - _MOST_CODES_REPEATED) * codes.total() > 0:
            return found
    numbers = [str(one.number) for one in initiatives]
    are_codes = len({*numbers}) == len(numbers) and any(one.startswith("0") for one in numbers)
    return numbers if are_codes else [""] * len(numbers)


def _any_value(initiative: Initiative, heading: str) -> str:
    """Return the first value of a field in any edition, or ""."""
    value = initiative.fields.get(heading, "")
    return value if isinstance(value, str) else next(iter(value.values()), "")


def has_equal_text(old: Traits, new: Traits) -> bool:
    """Return whether both have equal texts in some edition (本文の一致), or none at all."""
    pairs = zip(old.summaries, new.summaries, strict=True)
    has_none = not any((*old.summaries, *new.summaries))
    return has_none or any(text == other != "" for text, other in pairs)


def have_names_alone(old: Traits, new: Traits) -> bool:
    """Return whether nothing but the names can be compared (名称だけの資料).

    One side has no texts or others, and one has no departments.
    """
    is_comparable = any(old.summaries) and any(new.summaries)
    is_comparable &= old.has_main_text == new.has_main_text
    return not is_comparable and not (old.department and new.department)


# --- Where initiatives went ---------------------------------------------------------------------

Affiliation = tuple[frozenset[str], frozenset[str]]
"""The department and the policy numbers of an initiative (担当課と施策番号)."""


def affiliation_of(one: Traits) -> Affiliation:
    """Return the department and the policy numbers (担当課と施策番号)."""
    return frozenset({one.department} - {""}), one.policies


def section_nearness(moves: Collection[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return how near two sections are: the share of the old one's rows that went to the new."""
    counts = Counter(moves)
    most: dict[str, int] = {}
    for (old, _new), count in counts.items():
        most[old] = max(most.get(old, 0), count)
    return {(old, new): count / most[old] for (old, new), count in counts.items()}


def affiliation_nearness(
    moves: Collection[tuple[Affiliation, Affiliation]],
) -> Callable[[Affiliation, Affiliation, bool], float]:
    """Return how near two affiliations are, from 0 to 1, judging by the pairs already known.

    is_known: whether the pair in question is one of those, and is not to be counted.
    """
    left = Counter(origin for old, _new in moves for origin in chain(*old))
    counts = Counter(step for old, new in moves for step in product(chain(*old), chain(*new)))

    @cached
    def nearness(old: Affiliation, new: Affiliation, is_known: bool) -> float:
        if old[0] and old[0] == new[0]:
            return 1.0
        steps = [step for both in zip(old, new, strict=True) for step in product(*both)]
        shares = ((counts[step] - is_known) / (left[step[0]] - is_known + 1) for step in steps)
        return max(shares, default=1.0)

    return nearness


# --- Where names do not decide --------------------------------------------------------------------

_UNROUNDED_NUMBER = re.compile(r"[\d,]{5,}(?<!00)")


class OtherFields:
    """What rows have beside name and main text (他の項目), used when names do not decide.

    edition: those compared. amounts: the headings of amounts that both documents have.
    """

    _LONG = 6
    """Characters of a text that tells one row from another."""

    _ALIKE = 0.1
    """How alike texts are at most that contradict."""

    def __init__(
        self,
        old: Sequence[Entry],
        new: Sequence[Entry],
        editions: tuple[Edition, Edition],
        amounts: frozenset[str],
    ) -> None:
        self._amounts = amounts
        self._sides = old, new
        self._editions = editions
        self._bigrams = cached(bigrams)
        self._values = cached(self._read)
        self.texts = cached(self._texts)

    def _read(self, side: int, place: int) -> dict[str, str]:
        one, edition = self._sides[side][place].initiative, self._editions[side]
        values = {fold(heading): one.value(heading, edition) or "" for heading in one.fields}
        return {heading: fold(text) for heading, text in values.items() if not is_no_value(text)}

    def _texts(self, side: int, place: int) -> frozenset[tuple[str, str]]:
        """Return the texts of a row, old or new, with their headings (他の項目の文)."""
        values = self._values(side, place).items()
        return frozenset((heading, text) for heading, text in values if not is_number(text))

    def are_of_other_tables(self, o: int, n: int) -> bool:
        """Return whether both have amounts, but none under one heading (別の種類の表)."""
        if len(self._amounts) <= 1:
            return False
        olds, news = (self._amounts & self._values(*one).keys() for one in enumerate((o, n)))
        return bool(olds and news) and olds.isdisjoint(news)

    def have_equal_number(self, o: int, n: int) -> bool:
        """Return whether a number that is not round is in both (数値の一致), as 139,039."""
        olds, news = (self._values(*one).values() for one in enumerate((o, n)))
        return any(_UNROUNDED_NUMBER.fullmatch(one) for one in {*olds} & {*news})

    def likeness(self, o: int, n: int) -> list[float]:
        """Return how alike two rows are in each text that both have (他の項目の類似).

        Of two documents with other headings it is whether any longer text is equal.
        """
        olds, news = dict(self.texts(0, o)), dict(self.texts(1, n))
        if both := olds.keys() & news.keys():
            return [self._alike(olds[key], news[key]) for key in sorted(both)]
        long = [{text for text in of.values() if len(text) >= self._LONG} for of in (olds, news)]
        return [float(not long[0].isdisjoint(long[1]))] if all(long) else []

    def disagree(self, o: int, n: int, *, is_near: bool) -> bool:
        """Return whether rows differ in most texts that both have (項目の不一致).

        A lamp and a bed stored in one place are two things. is_near: whether the names are near, so
        that fewer differing texts are enough.
        """
        alike = self.likeness(o, n)
        return bool(alike) and sum(alike) <= (0.25 if is_near else 0.5) * len(alike)

    def contradict(self, o: int, n: int) -> bool:
        """Return whether all longer texts under one heading are different ones (相反する項目)."""
        olds, news = dict(self.texts(0, o)), dict(self.texts(1, n))
        both = [(olds[key], news[key]) for key in olds.keys() & news.keys()]
        long = [pair for pair in both if min(map(len, pair)) >= self._LONG]
        return bool(long) and all(self._alike(*pair) < self._ALIKE for pair in long)

    def _alike(self, old: str, new: str) -> float:
        if old == new:
            return 1.0
        a, b = self._bigrams(old), self._bigrams(new)
        return len(a & b) / len(a | b) if a and b else 0.0
