"""Figures (数値): numbers, amounts, dates and counts, compared by value and not by spelling."""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from ...text.normalize import digits_of, fold, unsquared
from ...text.numerals import ARABIC, DIGITS, MULTIPLIERS, value_of, whole, with_zeros
from ...text.years import western_year
from ..segment import Segment
from ..tokenizer import Words, text_of
from .lexicon import ABOUT, COUNTERS, LONGEST_COUNTER, NOUNS, UNITS, unit


class Figure(NamedTuple):
    """A figure (数値) in a text.

    value: what it amounts to, the same however it is written: 350, "3/4" for a ratio,
    "year 2020" for 平成32年 and 令和2年, "time 13:00" for 午後1時; counter: what it counts,
    such as 団体, else empty; start and stop: the place of the number itself in the text.
    """

    value: str
    counter: str
    start: int
    stop: int


# One character for one, so that offsets in the plain text are offsets in the text.
_PLAIN = str.maketrans("０１２３４５６７８９，．／：（）零％～〜", "0123456789,./:()〇%~~") | {
    full: full - 0xFEE0 for first in "Ａａ" for full in range(ord(first), ord(first) + 26)
}
_KA = "カヵヶケ箇個"
# Python takes a tenth of a millisecond to compile a class of kanji, and next to nothing for a
# range: to the pattern, each numeral is a character of the private use area. What a text itself
# has there is no numeral.
_PRIVATE = {ord(sign): 0xE000 + place for place, sign in enumerate(DIGITS + MULTIPLIERS)}
_PUBLIC = {private: chr(sign) for sign, private in _PRIVATE.items()}
_PRIVATE |= dict.fromkeys(_PRIVATE.values(), 0xFFFD)
_DIGIT, _SCALE, _KANJI = "\ue000-\ue009", "\ue00a-\ue00f", "\ue000-\ue00f"
_AMOUNT = (
    rf"{ARABIC}(?:[{_SCALE}](?:{ARABIC}(?=[{_SCALE}]))?)*"
    rf"(?:(?<=[\ue00c-\ue00f]){ARABIC})?"  # 千 to 兆
)
# Words that begin like a kanji numeral with a counter but are not figures.
_NO_COUNT = (
    "十分(?!間)|一時(?!間)|一部(?!当)|一本化|一次|二次|一位|一番|三位一体|一期一会|一組"
    "|一点|一条|一号|一体|一人(?:ひとり|一人|ひと|暮)|一日も|一年生|万[一人]|千[本葉]|"
    "[一二三]世|一節|一面"
)
_DAY = rf"\d{{1,2}}|[{_KANJI}]{{1,3}}"
_FIGURE = re.compile(
    rf"(?=[\d{_KANJI}令平昭大明RHS午▲△数何])(?:"  # most characters begin no figure
    rf"(?P<month>{_DAY})月(?P<day>{_DAY})日(?!間)"
    r"|(?P<short_month>1[0-2]|[1-9])/(?P<short_day>3[01]|[12]\d|[1-9])"
    # ６/15に is a day, １/３に a third.
    r"(?=から|まで|より|付|~|\([月火水木金土日]|(?<=[02-9]/1[1-9])に|(?<=[02-9]/[23]\d)に)"
    r"|"
    r"(?P<dotted_era>令和|平成|昭和|(?<![A-Za-z])[RHS])?(?P<dotted_year>(?(dotted_era)\d{1,2}|(?:19|20)\d\d))"
    r"(?P<dot>[./])(?P<dotted_month>1[0-2]|0?[1-9])(?P=dot)"
    r"(?P<dotted_day>3[01]|[12]\d|0?[1-9])(?![./\d])|"
    r"(?P<era>令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHS]\.?)"
    rf"(?P<year>元|\d{{1,2}}|[{_KANJI}]{{1,3}})(?![A-Za-z0-9])"
    r"|(?P<western>(?:19|20)\d\d)(?=年)"
    rf"|(?P<half>午前|午後)?(?P<hour>\d{{1,2}}|[{_KANJI}]{{1,3}})(?::(?P<past>[0-5]\d)(?![\d:])"
    rf"|時(?![間限点])(?:(?P<minute>\d{{1,2}}|[{_KANJI}]{{1,3}})分(?!間)|(?P<thirty>半))?)"
    rf"|(?P<below>\d+|[{_KANJI}]+)分の(?P<above>\d+|[{_KANJI}]+)"
    r"|(?P<first>\d+)/(?P<second>\d+)(?!/)"
    rf"|(?P<minus>[▲△])?(?P<amount>{_AMOUNT})"
    rf"|(?P<whole>[{_DIGIT}]+)・(?P<part>[{_DIGIT}]+)(?=倍|割|%|パーセント|ポイント)"
    rf"|(?P<kanji>[数何]?[{_KANJI}]+|[数何]))"
)
_ANY = re.compile(rf"[0-9０-９{DIGITS}{MULTIPLIERS}零元①-⑳⑴-⒇数何]")
_CODE = re.compile(r"0\d+")
# Section 5.10 is not section 5.1.
_SECTION = r"(?:第|.?(?=[\d.]+[章節項款条編版]))"
_NOON = 12
_ERAS = {"大正": 1911, "明治": 1867}


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures (数値) of a text, in order."""
    if not has_numeral(text):
        return
    plain = with_zeros(text.translate(_PLAIN))
    for match in _FIGURE.finditer(plain.translate(_PRIVATE)):
        parts = {name: part.translate(_PUBLIC) for name, part in match.groupdict("").items()}
        counter = "" if parts["hour"] else _counter(plain, match.end())
        value = _value(parts, plain, match.start(), counter)
        if value:
            yield Figure(value, counter, match.start(), match.end())


def _counter(plain: str, start: int) -> str:
    """Return the longest counter (助数詞) at an offset, or an empty string."""
    for stop in range(min(start + LONGEST_COUNTER, len(plain)), start, -1):
        word = plain[start:stop]
        if word in COUNTERS or (word[0] in _KA and f"か{word[1:]}" in COUNTERS):
            return word
    return ""


def has_numeral(text: str) -> bool:
    """Return whether a text has any numeral (数字), such as ３, 三, 元 or ①."""
    return bool(_ANY.search(text))


def is_figure(text: str) -> bool:
    """Return whether a text is one figure and nothing else (数値のみ)."""
    stop = 0
    for figure in figures(text):
        if figure.start != stop:
            return False
        stop = figure.stop + len(figure.counter)
    return 0 < stop == len(text)


def _value(  # noqa: PLR0911  one way of writing a line
    parts: Mapping[str, str], plain: str, start: int, counter: str
) -> str:
    """Return the value of what was found at an index as text; empty if it is not a figure."""
    if parts["dotted_year"]:
        year, era = int(parts["dotted_year"]), parts["dotted_era"]
        year = western_year(era, year) if era else year
        return f"year {year} date {int(parts['dotted_month'])}/{int(parts['dotted_day'])}"
    if era := parts["era"]:
        return _year(era.rstrip("."), parts["year"])
    if parts["day"]:
        return f"date {_amount(parts['month'])}/{_amount(parts['day'])}"
    if parts["short_day"]:
        return f"date {parts['short_month']}/{parts['short_day']}"
    if parts["western"]:
        return f"year {parts['western']}"
    if parts["hour"]:
        return _time(parts, plain, start)
    if parts["below"]:
        return f"{_amount(parts['above'])}/{_amount(parts['below'])}"
    if parts["first"]:
        return f"{parts['first']}/{parts['second']}"
    if parts["amount"]:
        written = parts["amount"]
        # A telephone number or a code stays as it is written.
        is_code = (_CODE.fullmatch(written) and not counter) or (
            "." in written and re.compile(_SECTION).match(plain, max(start - 1, 0))
        )
        return ("-" if parts["minus"] else "") + (written if is_code else _amount(written))
    if parts["part"]:
        return _amount(f"{parts['whole']}・{parts['part']}")
    is_ordinal = plain[start - 1 : start] == "第"
    if not is_ordinal and (not counter or re.compile(_NO_COUNT).match(plain, start)):
        return ""
    is_span = parts["kanji"] == "一" and re.compile(_MONTH_LONG).match(plain, max(start - 1, 0))
    if parts["kanji"][0] in "数何" or parts["kanji"] in _TWO_OR_THREE or is_span:
        return parts["kanji"]
    return _amount(parts["kanji"])


# 二三人 may be two or three.
_TWO_OR_THREE = frozenset(
    f"{a}{b}" for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)
)


# What is 一月 long may be of January as well: 一月の利用料, 一月に３回.
_MONTH_LONG = rf"(?:^|[^年度])一月(?:の|分|に[0-9{DIGITS}数])"


def _year(era: str, written: str) -> str:
    """Return the value of a year of an era (和暦年); there is no year 0."""
    year = 1 if written == "元" else whole(written)
    if not year:
        return ""
    return f"year {_ERAS[era] + year if era in _ERAS else western_year(era, year)}"


def _time(parts: Mapping[str, str], plain: str, start: int) -> str:
    """Return a time of day (時刻) in 24 hours; 午後12時 is ambiguous and kept."""
    if re.compile(_NO_COUNT).match(plain, start + len(parts["half"])) and not parts["minute"]:
        return ""
    hour, half = whole(parts["hour"]), parts["half"]
    if half and hour < _NOON:
        hour, half = hour + (_NOON if half == "午後" else 0), ""
    minute = 30 if parts["thirty"] else whole(parts["past"] or parts["minute"] or "0")
    return f"time {half}{hour}:{minute:02}"


def _amount(written: str) -> str:
    """Return the value of a numeral as text (数の値); one without a value is as it is written."""
    number = value_of(written)
    if number is None:
        return written
    return str(number) if isinstance(number, int) else digits_of(number)


# Every figure of a text is checked with these patterns, so they must look only nearby.
_LONGEST_IN_FRONT = len("おおむね")
_IN_FRONT = (
    r"(?:第|約|およそ|おおむね|概ね|(?<![\d元一二三四五六七八九十])毎?[年月週日]|計|全|延べ)$"
)

# Item numbers, which count nothing: (1), 1., ①.
_ITEM = r"(?m)(?:^[^\S\n]*|[(（])[0-9０-９]{1,2}(?=[)）.．、　])"


def changed_figures(segments: Sequence[Segment]) -> list[tuple[str, str]]:
    """Return the figures that the edits of a text changed, as written (変わった数値).

    Each pair is the old and the new figure, one of them empty if the figure came or went with the
    words around it. ６か月 and 六カ月 are one figure; numbers of items and provisions are not.
    """
    texts = ["".join(getattr(one, side) for one in segments) for side in ("old", "new")]
    sides = [deque(_counting(text)) for text in texts]
    left = [Counter(map(_key, side)) for side in sides]
    elsewhere = [left[1] - left[0], left[0] - left[1]]  # what came, what went
    changed: list[tuple[str, str]] = []
    starts = [0, 0]
    for one in segments:
        stops = [start + len(text) for start, text in zip(starts, (one.old, one.new), strict=True)]
        is_edit = one.is_edit
        was, now = found = [
            _next_figures(*side, is_edit=is_edit) for side in zip(sides, starts, stops, strict=True)
        ]
        if is_edit and (was or now):
            # ３％ → ▲３％: the sign alone is inserted
            for at, (side, stop) in enumerate(zip(sides, stops, strict=True)):
                other = found[1 - at][-1:]
                if side and side[0].start == stop and other and other[0].stop > stops[1 - at]:
                    found[at].append(side.popleft())
            if has_only_figures(one.old, one.new) and len(was) == len(now):
                pairs = [pair for pair in _paired(was, now) if len(set(map(_key, pair))) > 1]
            else:
                removed, added = _unshared(was, elsewhere[1]), _unshared(now, elsewhere[0])
                is_clear = not (was and now) or (removed == was and added == now)
                pairs = _paired(removed, added) if is_clear else []
            changed += (
                (_shown(texts[0], old) if old else "", _shown(texts[1], new) if new else "")
                for old, new in pairs
            )
        starts = stops
    return changed


def has_only_figures(old: str, new: str) -> bool:
    """Return whether two sides of an edit differ in figures alone (数値だけの変更)."""
    is_replaced = bool(old and new) and old != new
    return is_replaced and _without_figures(old) == _without_figures(new)


def _without_figures(text: str) -> str:
    found = ""
    start = 0
    for figure in figures(text):
        found += f"{text[start : figure.start]}0"
        start = figure.stop
    return found + text[start:]


def _next_figures(side: deque[Figure], start: int, stop: int, *, is_edit: bool) -> list[Figure]:
    """Take the figures of a range, but what goes on behind a range that is no edit."""
    found = []
    while side and side[0].start < stop:
        if not is_edit and side[0].stop + len(side[0].counter) > stop:
            break
        found.append(side.popleft())
    return [one for one in found if one.stop + len(one.counter) > start]


def _paired(
    removed: Sequence[Figure], added: Sequence[Figure]
) -> list[tuple[Figure | None, Figure | None]]:
    """Pair the figures of an edit in order, if both sides have the same units or one has none."""
    if removed and added and [*map(_unit, removed)] != [*map(_unit, added)]:
        return []
    return list(zip_longest(removed, added))


_FRONT_OF_CODE = r"[A-Za-zＡ-Ｚａ-ｚ]\d+(?:[-－の]\d+)*の\Z"
"""What is in front of the last part of a code, such as 15 in D006の15."""
_AROUND = 16
_PROVISIONS, _ATTACHED = frozenset("条項号章節款編"), ("別表", "様式")
"""What a number behind 第 refers to (条項号・別表), which counts nothing: 第３条, 別表第１."""


def _counting(text: str) -> Iterator[Figure]:
    """Yield the figures that count or date something (項目番号・条番号を除く)."""
    items = {match.end() for match in re.finditer(_ITEM, text)}
    for figure in figures(text):
        left = text[figure.start - 1 : figure.start]
        right = text[figure.stop : figure.stop + 1]
        is_of_word = _is_latin(left) or (_is_latin(right) and not figure.counter)
        is_of_word |= not figure.counter and bool(
            re.search(_FRONT_OF_CODE, text[: figure.start][-_AROUND:])
        )
        is_reference = text.endswith("第", 0, figure.start) and (
            right in _PROVISIONS or text.endswith(_ATTACHED, 0, figure.start - 1)
        )
        if figure.stop not in items and not is_of_word and not is_reference:
            yield figure


def _unshared(side: Sequence[Figure], left: Counter[tuple[str, str]]) -> list[Figure]:
    """Return the figures of an edit that the other text lacks (移動を除く)."""
    found = []
    for figure in side:
        if left[_key(figure)] > 0:
            left[_key(figure)] -= 1
            found.append(figure)
    return found


def _key(figure: Figure | None) -> tuple[str, str]:
    return (figure.value, _unit(figure)) if figure else ("", "")


def _unit(figure: Figure) -> str:
    return unit(figure.counter)


def _shown(text: str, figure: Figure) -> str:
    """Return a figure with its prefix and counter (約350団体, 年6回)."""
    start = figure.start
    if match := re.compile(_IN_FRONT).search(text, max(start - _LONGEST_IN_FRONT, 0), start):
        start = match.start()
    stop = figure.stop + len(figure.counter)
    counted = None if figure.counter else re.compile(_COUNTED).match(text, stop)
    return text[start : counted.end() if counted else stop]


# A short noun behind a number is what it counts: 10床, 5,200品目.
_AND_OR = "及び|又は|並びに|若しくは"
_COUNTED = rf"(?:(?!{_AND_OR})[一-鿿ァ-ヶー]){{1,4}}(?=(?:{_AND_OR})|[^一-鿿々ァ-ヶー]|\Z)"


def _is_latin(sign: str) -> bool:
    return bool(sign) and unicodedata.normalize("NFKC", sign).isascii() and sign.isalpha()


# --- Spellings of figures -------------------------------------------------------------------


def are_spelt_otherwise(was: Words, now: Words, before: Words) -> bool:
    """Return whether only the spelling of a figure or its unit differs (数の書き方).

    before: the word in front of both.
    """
    was, now = list(was), list(now)
    while was and now and was[-1] == now[-1]:
        del was[-1], now[-1]
    while was and now and was[0] == now[0]:
        del was[0], now[0]
    texts = unsquared(text_of(was)), unsquared(text_of(now))
    # ８年３月末 for ７年度末 is no spelling, nor 300人程度 for 約300人, nor ２割 for 20％,
    # nor 半数 for ２分の１.
    is_other_word = any(
        ("年度" in one and "月" in two) or (_SHARE.search(one) and not _SHARE.search(two))
        for one, two in (texts, texts[::-1])
    )
    if is_other_word or any(word.surface in ABOUT for word in (*was, *now)):
        return False
    if all(map(is_figure, texts)) or set("".join(texts)) <= set("￥¥円"):
        return True
    is_of_time = all(sign in _OF_TIME or sign.isdecimal() for text in texts for sign in text)
    if is_of_time and all(re.fullmatch(_PART_OF_TIME, text) for text in texts):
        return _KANA.findall(texts[0]) == _KANA.findall(texts[1])
    if any(word.pos[0] not in NOUNS and word.surface != "・" for word in (*was, *now)):
        return False
    units = {fold(text_of(was)), fold(text_of(now))}
    if units == {"人", "名"}:
        return False
    # 10～20人 is 10人～20人.
    is_counter = not all(units) and not units.isdisjoint(COUNTERS) and has_numeral(text_of(before))
    is_counted = all(has_numeral(text_of(one)) for one in (was, now))
    return is_counter or is_counted or not units.isdisjoint(UNITS)


# Of dates and times, in which an edit may be mere notation.
_PART_OF_TIME = (
    r"(?:[\d零〇○◯一二三四五六七八九十年度月日時分半午前後:：~～〜.．/／・]"
    "|令和|平成|昭和|から|まで)*"
)
_OF_TIME = frozenset(_PART_OF_TIME)  # a text with another character need not be tried
_SHARE = re.compile("割|半[数額]")
_KANA = re.compile("[ぁ-ん]+")
