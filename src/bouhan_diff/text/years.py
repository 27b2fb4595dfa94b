"""Fiscal years (年度) as texts name them: eras, Western years, dates, and spans of years."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from .normalize import mend
from .numerals import is_certain, whole, with_zeros

# The Western year before the first year of each era, newest era first.
ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
_SQUARED = {"㋿": "令和", "㍻": "平成", "㍼": "昭和"}
_EPOCH = {name: epoch for kanji, letter, epoch in ERAS for name in (kanji, letter, kanji[0])} | {
    square: next(epoch for kanji, _letter, epoch in ERAS if kanji == name)
    for square, name in _SQUARED.items()
}


def _number(written: str) -> int:
    """Return the number of a year in its era (年の番号), 1 for 元; 0 for a malformed one."""
    return 1 if written == "元" else whole(written) if is_certain(written) else 0


def western_year(era: str, year: int) -> int:
    """Return the Western year (西暦) of an era's year; an era goes on past its end.

    era: 令和, 令 or R, and the like for 平成 and 昭和. 平成32年 is 2020 as is 令和2年.
    """
    return _EPOCH[era] + year


class Wording(StrEnum):
    """How a text names an edition (年度の示し方), the strongest evidence first."""

    YEAR = "year"
    """A fiscal year: 令和6年度, R6, FY2024."""

    LABEL = "label"
    """A document's own label: 現行, 改正案."""

    AS_OF = "as of"
    """A date, or when something was written: 令和6年3月31日, （R5年度末時点）."""

    BARE = "bare"
    """A Western year alone, which may be a plan's target: 防犯プラン2030."""


class NamedYear(NamedTuple):
    """A fiscal year that a text names (年度の記載).

    western: the Western year in which it begins; last: that of the last year of a span, else
    None. start and stop: the place in the text.
    """

    western: int
    start: int
    stop: int
    wording: Wording
    last: int | None = None


# The patterns are compiled when a text is first searched: most commands read R5 alone. The cache
# of `re` itself takes a quarter more time for all years of a text (measured on ten headings).
_compiled = cache(re.compile)

# One character becomes one, so that places stay.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x301C: "~"}
_UPPER = {code: chr(code - 32) for code in range(ord("a"), ord("z") + 1)}


def half_width(text: str) -> str:
    """Return the text with half-width capitals and digits, one character for each (半角化)."""
    return mend(text).translate(_WIDE).translate(_UPPER)


_GAP = r"[\s\u200b\u2060\ufeff]*"
_KANJI = "[一二三四五六七八九十]{1,3}"
_SPACED = "|".join(_GAP.join(kanji) for kanji, _letter, _epoch in ERAS)  # 令 和 ５ 年 度
_YEAR = (
    rf"(?:(?P<era>{_SPACED}|[㋿㍻㍼]|(?<![A-Z0-9])[RHS]\.?|(?<!\w)[令平昭](?=\s*[元\d])){_GAP}"
    rf"(?P<number>元|\d{{1,2}}(?![\d,])|{_KANJI}(?={_GAP}年|{_GAP}[)・~～-]|\Z))"
    rf"|(?:FY|西暦)?{_GAP}(?<![\d.,])(?P<western>(?:19|20)\d\d)(?![\d,])"
    rf"|(?<![\w'’‘])['’‘](?P<short>[0-4]\d)(?!\d)"
    rf"|(?P<kanji>[一二][〇○九][〇○一二三四五六七八九]{{2}})(?={_GAP}年))"
    rf"(?P<year>{_GAP}年(?!間|生|目|以|代)(?:{_GAP}度)?)?"
)
# Latin letters and street numbers that only look like years: R6A, 昭和3丁目.
_NO_YEAR = r"[A-Z年]|丁目|番|条|号|区|%|[.]\d{3}"
_NO_BARE_YEAR = r"[.]\d|[A-Z%]|[千万億兆人円件回台校名個点本枚部冊戸世]|か所|箇所|ヶ所|㎡|団体"
_BESIDE_YEAR = r"[\d年度元]\("
_MONTH = (
    rf"{_GAP}(?:(?P<month>\d{{1,2}}|{_KANJI}){_GAP}月"
    rf"(?:{_GAP}(?:\d{{1,2}}|{_KANJI}){_GAP}日|{_GAP}[末初])?"
    r"|(?:[./-]|\.[ ]+)(?P<number>\d{1,2})(?!\d)(?:(?:[./-]|\.[ ]+)\d{1,2}(?!\d))?)"
)
_COMPACT_DATE = (
    r"(?<!\d)(?P<western>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_START = r"[令平昭㋿㍻㍼RHSF西'’‘]|(?<!\d)[12]|[一二](?=[〇○九])"
_FIRST_MONTH = 4
_MONTHS = 12
_UNTIL = r"~～‐−–—―ー-"
_TO = rf"{_GAP}(?:[{_UNTIL}]|から|より){_GAP}"
_AND = rf"{_GAP}(?:[・･、,/]|及び|と){_GAP}"
_SHORT = rf"(?P<number>\d{{1,2}}|{_KANJI})(?![\d.,/月]){_GAP}(?P<year>年(?:{_GAP}度)?)?"
_SAME_IN_BRACKETS = rf"{_GAP}\({_GAP}"
_BRACKET_END = rf"{_GAP}\)(?:{_GAP}年(?:{_GAP}度)?)?"
_REMARK = r"[^()]*(?:時点|現在|末|作成|公表|更新|策定|改[定訂正])[^()]*\)"


class YearAt(NamedTuple):
    """A year at a place of a text (年): its Western year and number in its era, and its end.

    has_year: whether 年 or 年度 is written behind the number.
    """

    western: int
    number: int
    stop: int
    wording: Wording
    has_year: bool


def year_at(plain: str, start: int) -> YearAt | None:
    """Return the year that begins at a place of a plain text; None if none does."""
    match = _compiled(_YEAR).match(plain, start)
    if match is None:
        return None
    if match["western"] or match["short"] or match["kanji"]:
        written = match["western"] or (match["short"] and f"20{match['short']}")
        western = number = int(written or whole(with_zeros(match["kanji"])))
    else:
        written = match["number"]
        number = _number(written)
        western = western_year(_compiled(_GAP).sub("", match["era"]).rstrip("."), number)
        if not number:
            return None
    stop, has_year = match.end(), bool(match["year"])
    if not (match["year"] or "").endswith("度") and (month := _month_at(plain, match)):
        value, stop = month
        return YearAt(western - (value < _FIRST_MONTH), number, stop, Wording.AS_OF, has_year)
    if not has_year and _compiled(_NO_YEAR).match(plain, stop):
        return None
    is_bare = not (match["era"] or has_year or match[0][0] in "F西")
    if is_bare and plain[stop : stop + 1] == ")":
        is_bare = not _compiled(_BESIDE_YEAR).fullmatch(plain[max(start - 2, 0) : start])
    if is_bare and _compiled(_NO_BARE_YEAR).match(plain, stop):
        return None
    return YearAt(western, number, stop, Wording.BARE if is_bare else Wording.YEAR, has_year)


def _month_at(plain: str, year: re.Match[str]) -> tuple[int, int] | None:
    """Return the month behind a year (月), and where the date ends; None where there is none."""
    match = _compiled(_MONTH).match(plain, year.end())
    if match is None or (match["number"] and year["year"]):
        return None
    written = match["month"] or match["number"]
    value = _number(written)
    if not 1 <= value <= _MONTHS:
        return None
    # 2023-24 is a span, and so may 2011-12 and R5/6 be; R6-1 is a number of an item.
    has_day = match[0].count(match[0].lstrip()[0]) > 1
    if match["number"] and not has_day:
        first = int(year["western"] or 0) % 100 or _number(year["number"] or "0")
        is_item = match[0].lstrip()[0] == "-" and not year["western"]
        if is_item or value == first + 1:
            return None
    return value, match.end()


LONGEST = 2_000
"""The most characters of a text that is searched for years or editions."""


def find_years(text: str) -> Iterator[NamedYear]:
    """Yield every fiscal year that a text names (年度), in order; a year without an era is none.

    Meant for headings, titles and names. A text longer than LONGEST is not searched: a stranger's
    file may have lines without end.
    """
    if len(text) > LONGEST:
        return
    plain = half_width(text)
    place = 0
    while start := _compiled(_START).search(plain, place):
        place = start.start()
        if date := _compiled(_COMPACT_DATE).match(plain, place):
            western = int(date["western"]) - (int(date["month"]) < _FIRST_MONTH)
            yield NamedYear(western, place, date.end(), Wording.AS_OF)
            place = date.end()
        elif first := year_at(plain, place):
            year = _extended(plain, place, first)
            yield year
            place = year.stop
        else:
            place += 1


def _extended(plain: str, start: int, first: YearAt) -> NamedYear:
    """Return the year with what belongs to it: the same in another calendar, or its span."""
    first = last = _with_same_year(plain, first)
    while following := _following(plain, last):
        last = _with_same_year(plain, following)
    if last.western > first.western:
        return NamedYear(first.western, start, last.stop, first.wording, last.western)
    is_remark = plain[start - 1 : start] == "(" and _compiled(_REMARK).match(plain, last.stop)
    wording = Wording.AS_OF if is_remark else first.wording
    return NamedYear(first.western, start, last.stop, wording)


def _with_same_year(plain: str, year: YearAt) -> YearAt:
    """Return a year with the same year of another calendar, which brackets hold behind it."""
    if (bracket := _compiled(_SAME_IN_BRACKETS).match(plain, year.stop)) and (
        (other := year_at(plain, bracket.end()))
        and other.western == year.western
        and (end := _compiled(_BRACKET_END).match(plain, other.stop))
    ):
        return year._replace(stop=end.end(), wording=min(year.wording, other.wording, key=_RANK))
    return year


_RANK = list(Wording).index


def _following(plain: str, first: YearAt) -> YearAt | None:
    """Return the year to which a span goes on (～6年度, ・6年度, から令和7年度); else None."""
    to = _compiled(_TO).match(plain, first.stop)
    joint = to or _compiled(_AND).match(plain, first.stop)
    if joint is None:
        return None
    if to and (full := year_at(plain, joint.end())):
        return full if full.western >= first.western else None
    match = _compiled(_SHORT).match(plain, joint.end())
    if match is None or not (match["year"] or not first.has_year):
        return None
    number = _number(match["number"])
    more = number - (first.number % 100 if first.number > 100 else first.number)  # noqa: PLR2004
    is_plausible = 0 < more < (_LONGEST_SPAN if match["year"] else _LONGEST_BARE_SPAN)
    if not is_plausible or (
        not match["year"] and _compiled(_FOLLOWS_NUMBER).match(plain, match.end())
    ):
        return None
    western = first.western + more
    return YearAt(western, first.number + more, match.end(), first.wording, bool(match["year"]))


_LONGEST_SPAN = 31
_LONGEST_BARE_SPAN = 11
_FOLLOWS_NUMBER = r"[A-Z%]|[千万億兆人円件回台校名個点本枚部冊戸世番号条]"
