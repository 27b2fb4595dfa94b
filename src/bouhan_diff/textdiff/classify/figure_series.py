"""Series (数値の連なり): figures that share an era, a month or a counter, and what several state.

In 令和5・6年度 both figures are fiscal years of Reiwa, in 4/1～30 both are days of April, and in
10～20人 both count people. 令和５年４月１日 and ２年に１回 are one figure each.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...text.normalize import SQUARED, VULGAR, unsquared
from ...text.numerals import MULTIPLIERS, whole
from ..tokenizer import Word
from .figures import Figure, figures, has_numeral

_CIRCLED = {0x2460 + n: str(n + 1) for n in range(9)}
# A circled digit is not part of an adjacent number.
_LONE_CIRCLED = re.compile("(?<![0-9０-９])[①-⑨](?![0-9０-９])")


def figures_of(words: Sequence[Word]) -> tuple[dict[int, Figure], dict[int, int]]:
    """Return the figures by the index of their first word, and the index after their last."""
    pieces = [word.surface for word in words]
    text = "".join(pieces)
    if SQUARED.search(text):
        for at, piece in enumerate(pieces):
            is_mixed = at > 0 and pieces[at - 1][-1:].isdecimal() and piece in VULGAR
            pieces[at] = piece if is_mixed else unsquared(piece)
        text = "".join(pieces)
    if not has_numeral(text):
        return {}, {}
    text = _LONE_CIRCLED.sub(lambda match: match[0].translate(_CIRCLED), text)
    numbers: dict[int, Figure] = {}
    ends: dict[int, int] = {}
    found = [*figures(text)]
    if not found:
        return numbers, ends
    place = 0
    borders = {0: 0}
    for n, piece in enumerate(pieces, 1):
        place += len(piece)
        borders[place] = n
    for written, figure in zip(found, _completed(found, text), strict=True):
        start, stop = borders.get(written.start), borders.get(written.stop + len(written.counter))
        if stop is None:
            figure, stop = figure._replace(counter=""), borders.get(written.stop)  # noqa: PLW2901
        # 一人ひとり is one word, not a count.
        if start is not None and stop is not None:
            numbers[start], ends[start] = figure, stop
    return numbers, ends


# --- Shared parts -----------------------------------------------------------------------------

_JOINTS = frozenset("~～〜・-－‐−–")
_PAUSES = frozenset("、，")
_TO = frozenset("~～〜")
_SCALES = frozenset(MULTIPLIERS)
_WESTERN = re.compile(r"(?:19|20)\d\d")
_YEARS = ("年", "年度")
_TWO_DIGITS = 2
_LONGEST_MONTH = 31
_OFTEN = ("年", "月", "週", "日")
_DAY_OF_MONTH = "(?:1[0-2]|[1-9])/(?:3[01]|[12][0-9]|[1-9])"


def _completed(found: Sequence[Figure], text: str) -> list[Figure]:
    """Return the figures with what they leave to the one before or behind them (省略の補充)."""
    whole = [*found]
    joints = [text[one.stop + len(one.counter) : after.start] for one, after in pairwise(found)]
    for at in range(len(joints) - 1, -1, -1):
        is_scaled = not _SCALES.isdisjoint(text[found[at + 1].start : found[at + 1].stop])
        if _joins(joints[at], found[at]) and not whole[at].counter and not is_scaled:
            whole[at] = _counted_as(whole[at], whole[at + 1], text)
    for at, figure in enumerate(whole):
        if figure.counter in _YEARS and _WESTERN.fullmatch(figure.value):
            whole[at] = figure._replace(value=f"year {figure.value}")
        if figure.counter == "度" and text[: figure.start].removesuffix("に").endswith(_OFTEN):
            whole[at] = figure._replace(counter="回")  # 年に１度
    for at, joint in enumerate(joints):
        if _joins(joint, whole[at]):
            written = text[found[at].start : found[at].stop]
            whole[at + 1] = _continued(whole[at], whole[at + 1], written, joint)
    return whole


def _joins(joint: str, figure: Figure) -> bool:
    """Return whether a sign joins a figure to the next one; 5、6人 may be five or six."""
    return joint in _JOINTS or (joint in _PAUSES and figure.value.startswith("year "))


def _counted_as(figure: Figure, after: Figure, text: str) -> Figure:
    """Return a figure with the counter of the next one (助数詞の共有): 5・6年度, 10～12時."""
    is_number = figure.value.isdecimal()
    if after.value.startswith("time "):
        is_hour = is_number and text[after.stop - 1] == "時"
        is_of_half = text[: figure.start].endswith(("午前", "午後"))
        return (
            figure._replace(value=f"time {figure.value}:00")
            if is_hour and not is_of_half
            else figure
        )
    is_year = figure.value.startswith("year ") and after.counter in _YEARS
    return figure._replace(counter=after.counter) if is_number or is_year else figure


def _continued(before: Figure, figure: Figure, written: str, joint: str) -> Figure:
    """Return a figure with the era, century or month of the one before (年号・月の共有)."""
    if before.value.startswith("date "):
        month, _, day = before.value.removeprefix("date ").partition("/")
        if re.fullmatch(_DAY_OF_MONTH, figure.value) and not figure.counter:
            return figure._replace(value=f"date {figure.value}")
        is_day = joint in _TO and figure.counter in ("", "日") and figure.value.isdecimal()
        if is_day and int(day) < int(figure.value) <= _LONGEST_MONTH:
            return figure._replace(value=f"date {month}/{figure.value}", counter="")
    is_year = figure.counter in _YEARS and before.counter in ("", figure.counter)
    if is_year and before.value.startswith("year ") and figure.value.isdecimal():
        year = int(before.value.removeprefix("year "))
        number = _number_of_year(written)
        if number < int(figure.value) and len(figure.value) <= _TWO_DIGITS:
            return figure._replace(value=f"year {year + int(figure.value) - number}")
    return figure


def _number_of_year(written: str) -> int:
    """Return the number that a year has in its era, or in its century (年の番号)."""
    if written.endswith("元"):
        return 1
    digits = re.findall("[0-9０-９]+|[〇一二三四五六七八九十]+", written)
    return whole(digits[-1]) % 100 if digits else 100


def are_years(figure: Figure, after: Figure | None) -> bool:
    """Return whether two figures are years (年): 2023, 24 of 2023-24年度."""
    return (
        after is not None and figure.value.startswith("year ") and after.value.startswith("year ")
    )


# --- What several words state -------------------------------------------------------------------

SPANS = {
    "年": "年",
    "年間": "年",
    "か月": "月",
    "カ月": "月",
    "ヶ月": "月",
    "週": "週",
    "週間": "週",
    "日": "日",
}
"""The span of time that a counter counts (期間)."""

Places = tuple[Mapping[int, Figure], Mapping[int, int]]
"""The figures by the index of their first word, and the index after their last."""


def stated_figure(
    figure: Figure, key: str, stop: int, lemmas: Sequence[str], places: Places
) -> tuple[str, int]:
    """Return the key of what a figure states with the words behind it, and where these stop."""
    if figure.counter in _PORTIONS and lemmas[stop : stop + 1] == ["分"]:
        return f"{key}分", stop + 1  # ３日分の食料
    whole = _half(figure, stop, lemmas) or _rate(key, stop, lemmas, places)
    return whole or _day(figure, stop, lemmas, places) or (key, stop)


_PORTIONS = frozenset(("日", "人"))


def _half(figure: Figure, stop: int, lemmas: Sequence[str]) -> tuple[str, int] | None:
    """Read ２分の１の額 as 半額, if that is what a figure begins (半分)."""
    if figure.value != "1/2" or lemmas[stop : stop + 1] != ["の"]:
        return None
    noun = "".join(lemmas[stop + 1 : stop + 2])
    return (f"1/2 {noun}", stop + 2) if noun in ("額", "数") else None


def _rate(key: str, stop: int, lemmas: Sequence[str], places: Places) -> tuple[str, int] | None:
    """Read ２年に１回 as 隔年, if that is what a figure begins (頻度)."""
    is_span = key.rpartition(" ")[2] in ("年", "か月", "週", "日")
    if is_span and lemmas[stop : stop + 1] == ["毎"]:
        return f"every {key}", stop + 1 + (lemmas[stop + 1 : stop + 2] == ["に"])
    times = places[0].get(stop + 1)
    if times is None or times.value != "1" or times.counter not in ("回", "度"):
        return None
    return (f"every {key}", places[1][stop + 1]) if is_span and lemmas[stop] == "に" else None


def is_span_of_times(figure: Figure, between: Word, times: Figure) -> bool:
    """Return whether １年 begins １年に２回, which is 年２回 (期間当たりの回数)."""
    is_one = figure.value == "1" and figure.counter in SPANS and between.surface == "に"
    is_of_time = figure.counter != "日" and bool(times.counter)  # １日に10人 may be on the first
    return is_one and (is_of_time or times.counter in ("回", "度"))


def _day(
    figure: Figure, stop: int, lemmas: Sequence[str], places: Places
) -> tuple[str, int] | None:
    """Read a year with its day as one date; a fiscal year's end is March 31 (年月日)."""
    year = figure.value.removeprefix("year ")
    if year == figure.value or not year.isdecimal():
        return None
    after = places[0].get(stop)
    if figure.counter == "年度" and lemmas[stop : stop + 1] == ["末"]:
        return f"year {int(year) + 1} date 3/31 ", stop + 1
    if after is None or figure.counter != "年":
        return None
    end = places[1][stop]
    if after.value.startswith("date "):
        return f"{figure.value} {after.value} ", end
    is_end = (after.value, after.counter) == ("3", "月") and lemmas[end : end + 1] == ["末"]
    return (f"{figure.value} date 3/31 ", end + 1) if is_end else None


def is_branch(lemmas: Sequence[str], numbers: Mapping[int, Figure], at: int) -> bool:
    """Return whether a の begins the number of an article between two others (枝番号)."""
    branch = numbers.get(at + 1)
    return lemmas[at : at + 1] == ["の"] and branch is not None and not branch.counter
