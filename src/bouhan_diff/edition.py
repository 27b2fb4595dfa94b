"""Editions (年度・版): fiscal years (April to March) in every usual spelling, and labels."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .errors import UserError, quoted
from .messages import _
from .text.years import ERAS, LONGEST, Wording, find_years, half_width, western_year, year_at


class Edition(NamedTuple):
    """An edition (年度・版): a fiscal year, or a document's own label such as 現行.

    western: the Western year in which the fiscal year begins, 0 for a label. label: as printed,
    empty for a fiscal year. Both are empty for the edition of a document that names none. Editions
    sort by year; labels have the order of their document, so never sort a plan's `years` by label.
    """

    western: int
    label: str = ""

    def __str__(self) -> str:
        if self.label or not self.western:
            return self.label
        _kanji, letter, epoch = self._era()
        return f"{letter}{self.western - epoch}"

    @property
    def is_year(self) -> bool:
        """Whether it is a fiscal year (年度か); else it is a label such as 改正案."""
        return not self.label

    @property
    def japanese(self) -> str:
        """The name in Japanese (和暦), such as 令和5年度 or 令和元年度; a label as it is."""
        if self.label or not self.western:
            return self.label or "年度の記載なし"
        kanji, _letter, epoch = self._era()
        year = self.western - epoch
        return f"{kanji}{'元' if year == 1 else year}年度"

    def _era(self) -> tuple[str, str, int]:
        return next((era for era in ERAS if self.western > era[2]), ERAS[-1])

    @classmethod
    def of_label(cls, label: str) -> "Edition":
        """Return the edition that a document names by a label (版), such as 現行 or 変更前."""
        return cls(0, label)

    @classmethod
    def read(cls, text: str) -> "Edition":
        """Return the edition that a text names: the fiscal year it spells, or else its label.

        Raises UserError if the text is empty, or looks like a year but is none, such as 5年度 or
        R0.
        """
        try:
            return cls.parse(text)
        except UserError:
            if not text.strip() or re.fullmatch(_LIKE_A_YEAR, "".join(half_width(text).split())):
                raise
            return cls.of_label(" ".join(text.split()))

    @classmethod
    def parse(cls, text: str) -> "Edition":
        """Return the fiscal year that the text names: R5, 令和５年度, 2023, FY2023, H31, R元.

        Raises UserError if the text is no year, or could belong to several eras.
        """
        if short := _SHORT_YEAR.fullmatch(text):
            return cls(western_year(short[1], int(short[2])))
        folded = "".join(half_width(text).split())
        year = year_at(folded, 0)
        if year and year.stop == len(folded) and year.wording is not Wording.AS_OF:
            return cls(year.western)
        if re.fullmatch(_BARE_YEAR, folded):
            raise UserError(
                _("“{year}” could be a year of several eras.").format(year=quoted(text)),
                advice=_("Write the era or the whole year: R5, H30, 令和5年度 or 2023."),
            )
        raise UserError(
            _("“{year}” is not a fiscal year.").format(year=quoted(text)),
            advice=_("Write it as R5, 令和5年度, 2023 or FY2023."),
        )


UNNAMED = Edition(0)
"""The edition of a document that names none (年度・版の記載なし)."""

_SHORT_YEAR = re.compile(r"([RHS])([1-9][0-9]?)")
# Only mistakes and labels need these two.
_BARE_YEAR = r"(?:FY|西暦)?\d{1,2}年?度?"
_LIKE_A_YEAR = (
    r"(?:令和|平成|昭和|[令平昭㋿㍻㍼]|FY|西暦|[A-Z]{1,2}\.?)?[\d一二三四五六七八九十元.]*年?度?"
)

Year = Edition | str
"""An edition (年度・版) or any spelling of its fiscal year."""


def parsed(year: Year) -> Edition:
    """Return the edition (年度・版), read from a text if given as one. Raises UserError."""
    return Edition.read(year) if isinstance(year, str) else year


# --- Editions inside texts -----------------------------------------------------------------


class NamedEdition(NamedTuple):
    """An edition that a text names (年度・版の記載).

    last: the last year of a span such as 令和5～6年度, whose first is `edition`; a span names
    no single edition. start and stop: the place in the text.
    """

    edition: Edition
    start: int
    stop: int
    wording: Wording = Wording.YEAR
    last: Edition | None = None


def find_editions(text: str) -> tuple[NamedEdition, ...]:
    """Return every edition that a heading, title or other text names, in order (年度・版).

    A year in two calendars (平成31年度（令和元年度）) is one; a date belongs to the fiscal year it
    lies in. 5年度, which could be of several eras, is none.
    """
    years = [
        NamedEdition(
            Edition(y.western), y.start, y.stop, y.wording, Edition(y.last) if y.last else None
        )
        for y in find_years(text)
    ]
    taken = {place for named in years for place in range(named.start, named.stop)}
    labels = [named for named in _find_labels(text) if named.start not in taken]
    return tuple(sorted((*years, *labels), key=lambda named: named.start))


def named_edition(text: str) -> Edition | None:
    """Return the only edition that a text names (記載の年度・版); None for none, several or a span.

    Only the strongest evidence counts: R6実績（令和7年3月末時点） is of R6, 変更前（R5） of R5, and
    令和６年度報告書（令和５年度分） of R5.
    """
    editions = [one for one in find_editions(text) if not re.match(_OF_A_LAW, text[one.stop :])]
    spans = [one for one in editions if one.last]
    singles = [one for one in editions if not one.last]
    # A plan's period in brackets beside its year is no edition.
    if spans and not (singles and all(text[one.start - 1 : one.start] in _OPEN for one in spans)):
        return None
    for wording in Wording:
        if named := {one.edition for one in singles if one.wording is wording}:
            if len(named) > 1:
                named = {one.edition for one in singles if re.match(_OF_WORK, text[one.stop :])}
            return named.pop() if len(named) == 1 else None
    return None


_OPEN = frozenset("(（[［【〔")
_OF_A_LAW = (
    r"[^()（）\s]{1,14}第[^()（）\s]{1,10}号(?:[)）][のにをが第及]|。)"
    r"|(?:法律?|政令|省令|条例|規則|告示|訓令)(?:第[0-9０-９]{0,4})?\Z"
)
"""Matches behind the year of a law that a text cites (法令番号): （平成20年条例第9号）の規定.

Also where a line ends within it, or where 以下「法」という follows.
"""
_OF_WORK = r"の?(?:実施|事業|実績|決算)?(?:分|対象)[)）\]］】〕]"


def strip_editions(text: str) -> str:
    """Return a heading without its editions (年度・版を除いた見出し); spans of years stay.

    令和６年度 事業概要（予定） gives 事業概要（予定）, and 目標値（R7年度） gives 目標値. Also
    removed are the （Ａ） of 前年度予算額（Ａ）, the （修正） of 旧（R6修正）, and the number of a
    plan's year: １年目（令和２年度実績） gives （実績）. The day on which something begins stays:
    令和６年６月１日適用 gives ６月１日適用. A bare edition gives an empty text.
    """
    editions = [_without_day(one, text) for one in find_editions(text) if not one.last]
    rest = _without(text, editions)
    rest = (
        re.sub(_YEAR_OF_PLAN, "", re.sub(_TAG, "", rest)).strip(" \u3000・") if editions else rest
    )
    is_remark = editions and rest[:1] in _OPEN and rest[1:-1] in _vocabulary()["title_words"]
    return "" if is_remark else rest


def is_bare_edition(text: str) -> bool:
    """Return whether a text is only an edition or several (年度・版だけの文): 令和７年度."""
    return bool(find_editions(text)) and not strip_editions(text).strip()


def series_title(title: str) -> str:
    """Return the part of the title that the documents of one plan share (継続する計画の名称).

    That is the title without editions, spans of years, and words such as 改訂版 or （案）.
    """
    words = "|".join(map(re.escape, _vocabulary()["title_words"]))
    rest = _without(title, find_editions(title))
    rest = re.sub(rf"[(（【\[［〔](?:{words})[)）】\]］〕]", "", rest)
    return re.sub(rf"[\s・]+(?:{words})\Z", "", rest).strip()


def distinguish_titles(old: str, new: str) -> tuple[str, str] | None:
    """Return what distinguishes two titles of one year (資料の別), such as 1月補正 and 3月補正."""
    plain = old, new = half_width(old), half_width(new)
    for pattern in _vocabulary()["distinctions"]:
        matches = [list(dict.fromkeys(re.findall(pattern, title))) for title in plain]
        if len(matches[0]) == len(matches[1]) == 1 and matches[0] != matches[1]:
            is_bare = all(month.endswith("月") for (month,) in matches)
            suffix = "補正" if is_bare and "補正" in old and "補正" in new else ""
            return matches[0][0] + suffix, matches[1][0] + suffix
    return None


def order_editions(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return editions oldest first (旧い順): years by year, labels by their meaning.

    新旧対照表 often print the new text first. Labels of unknown order stay in document order.
    """
    return _ordered(tuple(dict.fromkeys(editions)))


@lru_cache(maxsize=1024)  # asked for each amount of a row
def _ordered(given: tuple[Edition, ...]) -> tuple[Edition, ...]:
    if all(edition.is_year for edition in given):
        return tuple(sorted(given))
    entries = list(map(_entry, given))
    ranks = [entry["rank"] for entry in entries if entry]
    families = {entry["family"] for entry in entries if entry}
    if len(ranks) < len(given) or len(families) > 1 or len(set(ranks)) < len(ranks):
        return given
    return tuple(edition for _rank, edition in sorted(zip(ranks, given, strict=True)))


def relative_year(label: Edition, year: Edition) -> Edition | None:
    """Return the fiscal year that a label means in a document of a year, None if it means none.

    In a document of R6, 前年度 is R5.
    """
    entry = _entry(label)
    if entry is None or "offset" not in entry or not year.is_year:
        return None
    return Edition(year.western + entry["offset"])


def with_eras(texts: Sequence[str], document_year: Edition | None) -> list[str]:
    """Return headings with the era added to years that lack it (元号の補完): ７年度予算額.

    It is the era that puts the year nearest to the document's own, if one of them is near; without
    a document year, only several different years show that they are years at all.
    """
    numbers = {int(one[1]) for text in texts for one in re.finditer(_WITHOUT_ERA, text) if one[1]}
    known = document_year.western if document_year and document_year.is_year else 0
    if not numbers or (len(numbers) == 1 and not known):
        return list(texts)

    def era_of(year: int) -> tuple[int, str]:
        return min((abs(epoch + year - (known or _NEAR)), era) for era, _letter, epoch in ERAS)

    if min(map(era_of, numbers))[0] > _FAR:
        return list(texts)

    def dated(match: re.Match[str]) -> str:
        return f"{era_of(int(match[1]))[1]}{match[0]}" if match[1] else match[0]

    return [re.sub(_WITHOUT_ERA, dated, text) for text in texts]


_WITHOUT_ERA = r"[和成]\s+\d+|(?<![^\W_]|[第.．㋿㍻㍼])(\d{1,2})(?=\s*年\s*度(?![目間]))"
_NEAR, _FAR = 2022, 12


def is_revised(edition: Edition) -> bool:
    """Return whether a label means the text after a revision (変更後の版), such as 改正案."""
    entry = _entry(edition)
    return entry is not None and entry["family"] == "revision" and entry["rank"] > 0


# --- Labels ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Any]:
    import json  # noqa: PLC0415  only documents and titles are searched for labels

    data: dict[str, Any] = json.loads(
        Path(__file__).with_name("editions.json").read_text(encoding="utf-8")
    )
    return data


def _entry(edition: Edition) -> dict[str, Any] | None:
    """Return the entry of a label (版の語), None of a fiscal year or another label."""
    return _labels().get("".join(half_width(edition.label).split())) if edition.label else None


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, Any]]:
    """Return the entries of labels (版の語), by every spelling without width and spaces."""
    return {
        "".join(half_width(spelling).split()): entry
        for entry in _vocabulary()["labels"]
        for spelling in (entry["label"], *entry.get("spellings", ()))
    }


@lru_cache(maxsize=1)
def _brief() -> dict[str, str]:
    """Return the labels that have a brief form (略した版の語), by that form: 改定 is 改定後."""
    return {entry["brief"]: entry["label"] for entry in _vocabulary()["labels"] if "brief" in entry}


@lru_cache(maxsize=1)
def _label_pattern() -> re.Pattern[str]:
    """Return a pattern of all labels, each only where it is no part of another word.

    A label of two characters and more may begin a heading (変更後内容), one of three and more
    may end it (内容変更後). One of a single character is alone, in brackets, or beside a
    word of two characters and more, so that it is not taken out of 復　旧. A brief one begins a
    heading of which there are two (旧料金, 改定料金).
    """
    # The text is plain, without wide spaces; with them the pattern would compile six times slower.
    longest_first = sorted(_labels(), key=len, reverse=True)
    words = {word: r"[ \t]*".join(map(re.escape, word)) for word in longest_first}
    short = "|".join(pattern for word, pattern in words.items() if len(word) == 1)
    more = "|".join(pattern for word, pattern in words.items() if len(word) > 1)
    brief = "|".join([short, *_brief()])
    before = "|".join(map(re.escape, _vocabulary()["before"]))
    begins = r"(?<![^\s(\[【〔「『・･/:›_])"
    # 前年度比 is a comparison, 前年度繰越金 the name of an item, and 前年度から is prose.
    behind = r"(?!度|比|対(?![象応])|同|並|増|減|差|伸|繰)(?=の|うち|[^ぁ-んー]|\Z)"
    at_end = r"(?=[\s)\]】〕]*\Z)"
    return re.compile(
        rf"{begins}(?:{more}){behind}|(?:{more})(?<=..[前後案]){at_end}"
        rf"|\A\s*(?P<first>{short})(?=\s*\Z|\s*[(\[【〔・･/:›]|\s\w\w)"
        rf"|(?<=[(\[【〔:›・･/_])(?P<inner>{short})(?=[)\]】〕・･/_]|\Z)"
        rf"|(?<=\w\w[ \t])(?P<last>{short})(?=\s*\Z)"
        rf"|\A\s*(?P<brief>{brief})(?=\s*(?:{before})\s*(?:[(\[]|\Z))"
    )


def _find_labels(text: str) -> Iterator[NamedEdition]:
    if "。" in text or len(text) > LONGEST:
        return  # a sentence may begin with 前回, and names no edition
    for match in _label_pattern().finditer(half_width(text)):
        group = match.lastgroup or 0
        label = "".join(match[group].split())
        edition = Edition.of_label(_brief().get(label, label))
        yield NamedEdition(edition, *match.span(group), Wording.LABEL)


# --- Headings without editions ---------------------------------------------------------------

# Compiled where the first heading is read; most commands read none.
_LEFT_IN_BRACKETS = (
    r"[(（\[［【〔]\s*(?:末|末現在|末時点|現在|時点|版|[-－−～〜→⇒・/／])?\s*[)）\]］】〕]"
)
_LEFT_BEHIND = r"(?:\s*(?:版|分)(?=[\s(（]|\Z)|\s*まで|\s*の(?=\S))"
_LEFT_BETWEEN = r"\s*(?:[-－−～〜→⇒・/／:：、,]|と|及び|対|比)\s*"
# Tables letter the columns from which they compute: （Ａ） and （Ｂ）, or (A)＋(B) for their sum.
_LETTER = r"[(（]\s*[A-ZＡ-Ｚa-zア-エ①-⑨]\s*[)）]"
_TAG = rf"(?:\A|(?<=\S))\s*(?:{_LETTER}(?:\s*[-－−+＋×÷/／]\s*{_LETTER})*|(?:\s|\A)[A-ZＡ-Ｚ])\Z"

_YEAR_OF_PLAN = (
    r"[(（]?(?:計画)?(?:第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:年[目次]度?|(?<=第\d)年度)|初年度)"
    r"[)）]?(?!以|の)"
)

_BEGINS = r"\s*(?:適用|施行|実施|改定|改正)"
_YEAR_OF_DAY = r"[^年]*年(?=\s*\S{1,3}\s*月\s*\S{1,3}\s*日)"


def _without_day(named: NamedEdition, text: str) -> NamedEdition:
    """Return an edition without the day on which something begins (施行日などの年)."""
    is_effective = re.compile(_BEGINS).match(text, named.stop)
    year = is_effective and re.compile(_YEAR_OF_DAY).match(text, named.start, named.stop)
    return named._replace(stop=year.end()) if year else named


def _without(text: str, named: Sequence[NamedEdition]) -> str:
    """Return the text without some places, and without what would dangle there."""
    rest, place = "", 0
    for edition in named:
        between = text[place : edition.start]
        rest += "" if place and re.fullmatch(_LEFT_BETWEEN, between) else between
        behind = re.match(_LEFT_BEHIND, text[edition.stop :])
        place = edition.stop + (behind.end() if behind else 0)
        if rest and not rest[-1].isspace() and text[place : place + 1].isspace():
            place += 1
    rest = re.sub(_LEFT_IN_BRACKETS, "", rest + text[place:])
    return rest.strip(" \t\n\u3000・、,，/／:：_-→⇒›")
