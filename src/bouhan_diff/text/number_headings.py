"""Headings of numbers (数値の見出し): their unit, and whether a column holds amounts.

Words that tell identifiers, differences and running numbers are data: quantities.json.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from .normalize import is_no_value
from .quantities import (
    LEADING_ZERO,
    MAY_BE_QUANTITY,
    VOCABULARY,
    Unit,
    is_money,
    known_unit,
    parse_quantity,
    to_plain,
)


class HeadingRole(StrEnum):
    """What a column of numbers holds that is kept and checked, but not compared (比較対象外)."""

    DIFFERENCE = "difference"
    """What the document itself computed: 増減, 増減率, 差引."""

    RUNNING = "running"
    """Numbers that only count the rows: No., 連番."""

    PAGE = "page"
    """Page numbers: 頁, 掲載ページ."""


_BRACKETED = re.compile(
    r"[(（\[［〔【]\s*+(?P<inner>[^()（）\[\]［］〔〕【】]{1,20}?)\s*[)）\]］〕】]"
)
_STATED = re.compile(r"単位\s*[:：]?\s*")
_SPACED = re.compile(r"(?P<heading>.*\S)\s+(?P<unit>\S+)", re.DOTALL)
_WEEKDAY = re.compile(r"[\d０-９]日\Z")


def heading_unit(heading: str) -> tuple[str, str]:
    """Split a heading into its text and its unit (見出しの単位), empty if it has none.

    `予算額（千円）` gives 予算額 and 千円. `（単位：千円）` and a bare `千円`, as above a table or
    column, give an empty text and 千円.
    """
    for match in _BRACKETED.finditer(heading):
        inner = match["inner"]
        stated = _STATED.match(inner)
        unit = known_unit(inner[stated.end() :] if stated else inner)
        before = heading[: match.start()].strip()
        if unit and (stated or _is_unit_behind(before, unit)):
            return (heading[: match.start()].rstrip() + heading[match.end() :]).strip(), unit.symbol
    whole = known_unit(heading.strip().strip("()（）"))
    if whole and whole.kind in ("money", "ratio"):
        return "", whole.symbol
    if stated := _STATED.match(heading.strip()):
        if unit := known_unit(heading.strip()[stated.end() :]):
            return "", unit.symbol
    elif spaced := _SPACED.fullmatch(heading.strip()):
        unit = known_unit(spaced["unit"])
        if unit and (unit.kind == "money" or unit.symbol.isascii()):
            return spaced["heading"], unit.symbol
    return heading, ""


def _is_unit_behind(before: str, unit: Unit) -> bool:
    """Return whether a unit in brackets behind a heading is the unit of its values.

    It is not if nothing precedes it (（社）山川協会), if it is a weekday (5月10日（日）), or if it
    is also a noun and the heading counts nothing (対象（地区）).
    """
    if not before or _WEEKDAY.search(before):
        return False
    return not unit.is_noun or before.endswith(tuple(VOCABULARY["counted"]))


def is_amount_column(heading: str, values: Iterable[str]) -> bool:
    """Return whether a column is of type amount (数値の列).

    At least one value is a number, and at most one in ten of the meaningful values is not. Words
    for an amount that is not given (廃止, 未定) are not counted if there are fewer than numbers.
    Identifiers are no amounts: leading zeros, headings such as 番号, コード or 年度, and dates such
    as 20240401 unless a unit is given.
    """
    if is_identifier(heading):
        return False
    _rest, unit = heading_unit(heading)
    numbers = others = dates = not_given = 0
    for text in values:
        may_be = MAY_BE_QUANTITY.match(text)
        if may_be and parse_quantity(text, unit) is not None:
            numbers += 1
            dates += len(text) == _LENGTH_OF_DATE and _DATE.fullmatch(text) is not None
        elif may_be and LEADING_ZERO.match(to_plain(text)) and to_plain(text).isdecimal():
            return False
        elif not is_no_value(text) and not has_begun(text):
            is_not_given = "".join(text.split()) in _NOT_GIVEN
            not_given += is_not_given
            others += not is_not_given
    are_few = numbers < not_given + (not unit) or numbers == 0
    are_dates = numbers == dates and not unit
    return not are_few and not are_dates and others * 10 <= numbers + others


def has_begun(value: str) -> bool:
    """Return whether a cell of amounts says that there was none before (数値のない語): 新規."""
    return "".join(value.split()) in _BEGUN


def has_ended(value: str) -> bool:
    """Return whether a cell of amounts says that there is none any more (数値のない語): 廃止."""
    return "".join(value.split()) in _ENDED


def is_of_one_case(heading: str) -> bool:
    """Return whether a heading is of unit prices or ceilings (１件当たりの額), never summed."""
    key = _key(heading)
    return any(word in key for word in VOCABULARY["of_one_case"])


def is_source_of_funds(heading: str) -> bool:
    """Return whether a heading is of a source of funds (財源): 国, 財源内訳 › うち市債."""
    parts = VOCABULARY["parts_of_funds"]
    whole = "".join(heading.split())
    return _key(heading) in VOCABULARY["sources_of_funds"] or any(one in whole for one in parts)


def fund_of(heading: str) -> str:
    """Return which source of funds a heading names (財源の種類): 国 for 財源内訳 › 国庫支出金.

    Below a group of sources it is what stands there: その他 for 左の財源内訳 › その他.
    """
    key = _key(heading)
    below_group = key if "財源" in heading.rpartition("›")[0] else ""
    return next((names[0] for names in VOCABULARY["same_funds"] if key in names), below_group)


def is_identifier(heading: str) -> bool:
    """Return whether a heading is of identifiers, years or dates (識別子), which are no amounts."""
    key = _REMARK.sub("", _key(heading)).rstrip("123456789")  # 法人番号（契約先）, 表示順序2
    if key in VOCABULARY["identifiers"] or (
        heading_role(heading) in (HeadingRole.RUNNING, HeadingRole.PAGE)
    ):
        return True
    if key.endswith(tuple(VOCABULARY["identifier_endings"])):
        return not key.endswith(_OVER_YEARS)
    ending = next((ending for ending in VOCABULARY["year_endings"] if key.endswith(ending)), "")
    return bool(ending) and key.removesuffix(ending)[-1:] not in _OF_ONE_YEAR


_OVER_YEARS = "年度区分"
"""A heading over the amounts of several years; 査定区分 is one of identifiers."""


def is_unit_column(heading: str) -> bool:
    """Return whether a heading is of units, one for each row (単位の列)."""
    return _key(heading) in VOCABULARY["unit_columns"]


def is_in_unit_of_row(heading: str) -> bool:
    """Return whether a heading is of amounts in the unit that their row names (行の単位)."""
    whole = "".join(heading.split())
    return not _key(heading).endswith(tuple(VOCABULARY["in_own_unit"])) and any(
        word in whole for word in VOCABULARY["in_unit_of_row"]
    )


@lru_cache(maxsize=1024)  # all plans of a country have the same few
def heading_role(heading: str) -> HeadingRole | None:
    """Return why a heading's values are kept but not compared (比較対象外), None if they are.

    The heading has no edition (see edition.strip_editions). The last part of a grouped heading
    decides, so that 予算額 › 増減 and 予算額・増減 are differences.
    """
    key = _key(heading)
    roles: Mapping[str, list[str]] = VOCABULARY["headings"]
    for role in HeadingRole:
        if key in roles[role]:
            return role
    if _AGAINST.search(key):
        return HeadingRole.DIFFERENCE
    last = _AFTER_GROUP.split(key.partition("うち")[0] or key)[-1]
    starts = [start for start in VOCABULARY["difference_of"] if key.startswith(start)]
    if {last, *(key[len(start) :] for start in starts)} & {*roles[HeadingRole.DIFFERENCE]}:
        return HeadingRole.DIFFERENCE
    return None


_AGAINST = re.compile("(?:\\A|[額度])対(?!象)[^、。]*[額度]\\Z")
"""A heading of the difference between two amounts (対比): 前年度対要求額, 要求額対見積額."""

_AFTER_GROUP = re.compile("[・_:／/]")
"""What a file without merged cells has between a group and a heading: 予算額・増減."""


_LENGTH_OF_DATE = 8
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_BEGUN, _ENDED = frozenset(VOCABULARY["begun"]), frozenset(VOCABULARY["ended"])
_NOT_GIVEN = _ENDED | {*VOCABULARY["not_given"]}


# A heading such as 4月, 令和5年度 or 前年度 says when its values apply, and is not one of dates.
# Nor is 人/月, which is the unit of its values.
_OF_ONE_YEAR = frozenset("0123456789元一二三四五六七八九十前当本今翌次同各昨来初毎/")
_REMARK = re.compile(r"(?<=.)\([^()]*\)\Z")
_FORMULA = re.compile(r"\([a-z0-9+\-−/×÷=%・]*\)|[a-z][-−/][a-z]\Z|\([△+-][^()]*\)")


def _key(heading: str) -> str:
    """Return the last part of a grouped heading, folded, without unit and formula (Ｂ－Ａ).

    増△減 is 増減, with the sign of what fell.
    """
    last = heading_unit(heading)[0].rpartition("›")[2]
    key = "".join(unicodedata.normalize("NFKC", last).casefold().split())
    key = key.replace("no.", "no").replace("▲", "△").replace("増△減", "増減")
    return _FORMULA.sub("", _FORMULA.sub("", key)).rstrip("-−/=") or key


def stated_unit(stated: str, heading: str, values: Iterable[str]) -> str:
    """Return the unit stated above a table (表の単位), for a column of bare numbers.

    Of （単位：m、千円）, columns of money have 千円, and other columns have neither.
    """
    if not stated or is_no_money(heading):
        return ""
    quantities = (parse_quantity(value) for value in values)
    if any(quantity and quantity.unit for quantity in quantities):
        return ""
    written = re.split(r"[,，、・\s]+", stated)
    units = [unit for one in written if (unit := heading_unit(f"額（単位：{one}）")[1])]
    money = next(filter(is_money, units), "")
    if not money or is_money(units[0]):
        return units[0] if units else ""
    return money if _MONEY.search(heading) else ""


def is_no_money(heading: str) -> bool:
    """Return whether a heading is of rates or counts (率・人数), which are never in yen."""
    return _NO_MONEY.search(heading) is not None


_NO_MONEY = re.compile(
    r"(?:率|比|数|割合|人|件|回|年|指標|値|(?<!年)度|点|面積|順位|延長|幅員|距離|長さ|量)(?:\(\d+\))?\Z"
)
_MONEY = re.compile(r"(?:額|費|金|料|予算|決算|財源|入|出|債|税|負担)(?:\(\d+\))?\Z")


_UNIT = re.compile(
    r"[(（\[［〔【]?\s*(?:\w{1,8}の)?単位\s*[:：はが]?\s*"
    r"(?P<unit>(?:[^()（）\]］〕】]|[(（][^()（）]{0,12}[)）])+?)"
    r"(?:(?:です|である|とする)?。?[)）\]］〕】]|(?:です|である|とする)。?\Z|\Z)"
)

_UNIT_ALONE = re.compile(
    r"[(（\[［]?\s*(?:(?:金額|予算額|事業費)は、?)?(?P<unit>(?:千|百万|万|億|十億)?円|百万|㌦|ドル)(?:単位)?"
    r"(?:[\s、，,・]*(?:消費)?税(?:抜き?|込み?|等?を(?:除く|含む)))?(?:です|である|とする)?。?\s*[)）\]］]?"
)


def is_unit_line(text: str) -> bool:
    """Return whether a line only states the unit of the table below it (単位の行)."""
    plain = text.strip()
    return bool(_UNIT.fullmatch(plain) or _UNIT_ALONE.fullmatch(plain))


def unit_of_line(text: str) -> str:
    """Return the unit that a line states for the table below it (単位の記載), such as 千円、％."""
    match = ("単位" in text and _UNIT.search(text)) or _UNIT_ALONE.fullmatch(text.strip())
    return match["unit"].strip() if match else ""
