"""Suggested pairs (値による見出しの対応): different headings that are one field by their values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from ..diagnostics import Diagnostic, Level
from ..edition import strip_editions
from ..linkage import DOUBTFUL_BELOW, Match
from ..plan import Column, Plan, heading_levels
from ..text.normalize import fold, is_no_value
from ..text.number_headings import fund_of, heading_role, is_source_of_funds
from ..text.quantities import Quantity, convert, is_money
from .pairing import amount_of, are_of_two_months, columns_in, equal_headings, stages
from .table import Editions

_FEWEST_ALIKE = 5
_FEWEST_OF_MONEY = 2
"""How many values must be alike, and how many where each document has one sum of money."""
_CLOSE = 0.2

_Value = Quantity | str | None
_Columns = Mapping[str, tuple[Column, Sequence[_Value]]]
"""Columns by folded heading, with the value of each matched row (項目と値)."""


class Suggestions(NamedTuple):
    """Headings paired by the values of matched rows (値による見出しの対応).

    pairs: old headings to new ones that differ only in words. reports: these pairs, and equal
    headings that may have two meanings, each with the option that corrects it.
    """

    pairs: Mapping[str, str] = {}
    reports: tuple[Diagnostic, ...] = ()


def suggested_pairs(
    plans: tuple[Plan, Plan],
    editions: Editions,
    matches: Iterable[Match],
    by_hand: Mapping[str, str],
) -> Suggestions:
    """Return which headings are one field, or are two, judging by the values of matched rows.

    by_hand: the user's own pairs.
    """
    sure = [m for m in matches if len(m.old) == len(m.new) == 1 and m.certainty >= DOUBTFUL_BELOW]
    paired = {*map(fold, by_hand), *map(fold, by_hand.values())}
    columns_of_sides = [
        columns_in(plan, edition) for plan, edition in zip(plans, editions, strict=True)
    ]
    pairs: dict[str, str] = {}
    reports: list[Diagnostic] = []
    for old, new in _of_one_fund(columns_of_sides, paired):
        pairs[old] = new
        reports.append(_report("funds-paired", {"old": old, "new": new}))
    columns = [
        {key: column for key, column in side.items() if not _is_beside_amounts(column.heading)}
        for side in columns_of_sides
    ]
    if not sure or {*columns[0]} == {*columns[1]} == equal_headings(*columns):
        return Suggestions(pairs, tuple(reports))
    rows = [m.old[0].initiative for m in sure], [m.new[0].initiative for m in sure]
    olds, news = (
        {
            key: (
                column,
                [
                    _identifying_value(column, row.value(column.heading, edition))
                    for row in initiatives
                ],
            )
            for key, column in side.items()
        }
        for side, edition, initiatives in zip(columns, editions, rows, strict=True)
    )
    for old, new, alike, number in _reworded(olds, news, paired):
        pairs[old] = new
        data = {"old": old, "new": new, "n": str(alike), "rows": str(number)}
        reports.append(_report("headings-paired", data))
    return Suggestions(pairs, (*reports, *_ambiguous(olds, news, paired)))


def _is_beside_amounts(heading: str) -> bool:
    """Return whether a column is derived from amounts or part of them (金額に付随する列).

    補正額 is the difference between 補正前 and 補正後.
    """
    is_part = is_source_of_funds(heading) or heading_levels(heading)[-1] == "補正額"
    return heading_role(heading) is not None or is_part


def _report(code: str, data: Mapping[str, str]) -> Diagnostic:
    """Report that two headings were taken for one (見出しの対応の報告), and what separates them."""
    return Diagnostic(Level.DOUBT, code, data=data, option=f'--pair "{data["old"]}="')


def _of_one_fund(
    columns: Sequence[Mapping[str, Column]], paired: Set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the headings of one source of funds (同じ財源): 国庫 and 財源内訳 › 国庫支出金.

    Only if each document has a single such column: it cannot be of another budget then.
    """
    olds, news = columns
    old_keys, new_keys = map(_columns_of_funds, columns)
    for fund, keys in old_keys.items():
        if len(keys) == len(new_keys[fund]) == 1:
            (old,), (new,) = keys, new_keys[fund]
            if old != new and not {old, new} & paired and stages(old) == stages(new):
                yield olds[old].heading, news[new].heading


def _columns_of_funds(columns: Mapping[str, Column]) -> defaultdict[str, list[str]]:
    """Return the columns of each common source of funds (財源の項目), by its name."""
    keys_by_fund = defaultdict(list)
    for key, column in columns.items():
        if fund := fund_of(column.heading):
            keys_by_fund[fund].append(key)
    return keys_by_fund


def _reworded(
    olds: _Columns, news: _Columns, paired: Set[str]
) -> Iterator[tuple[str, str, int, int]]:
    """Yield the headings that differ only in words (見出しの言い換え): how many of n rows agree.

    Two columns are one field if at least half of the rows have equal values, and enough different
    ones. If each document has only one main amount, close values are enough, and for money, few of
    them. 目標 and 目標値 need no values, nor do a goal of R10 and one of R11 that are the only
    ones.
    """
    mains = [
        [key for key, (_c, values) in side.items() if _are_amounts(values)] for side in (olds, news)
    ]
    names = [Counter(_bare(column) for column, _v in side.values()) for side in (olds, news)]
    named = {name for name in names[0] if name and names[0][name] == names[1][name] == 1}
    candidates = []
    left = (sorted(one.keys() - equal_headings(olds, news) - paired) for one in (olds, news))
    for old, new in product(*left):
        (old_column, old_values), (new_column, new_values) = olds[old], news[new]
        if old_column.type is new_column.type and _are_of_one_stage(old, new):
            values = [
                (one, other)
                for one, other in zip(old_values, new_values, strict=True)
                if one and other
            ]
            are_only = mains == [[old], [new]]
            alike = [pair for pair in values if _are_alike(*pair, _CLOSE if are_only else 0.0)]
            fewest = _FEWEST_OF_MONEY if are_only and _are_money(alike) else _FEWEST_ALIKE
            are_alike = len(set(alike)) >= fewest and 2 * len(alike) >= len(values)
            if are_alike or (_bare(old_column) == _bare(new_column) and _bare(old_column) in named):
                candidates.append((old_column.heading, new_column.heading, len(alike), len(values)))
    uses = Counter(end for one in candidates for end in ((one[0], ""), ("", one[1])))
    yield from (one for one in candidates if uses[one[0], ""] == uses["", one[1]] == 1)


def _bare(column: Column) -> str:
    """Return a heading without its optional parts (見出しの語幹): 目標 for 目標値.

    For amounts the year is optional too: 目標値（R10） gives 目標（）. In a column of text the year
    tells when something is done.
    """
    heading = fold(column.heading)
    if column.is_amount and (rest := fold(strip_editions(heading))) != heading:
        return f"{rest.rstrip(_ENDS)}（）"
    return heading.rstrip(_ENDS) or heading


_ENDS = "額値"


def _are_of_one_stage(old: str, new: str) -> bool:
    """Return whether headings may be of one figure (数値の段階): 予算額 may be 当初予算額."""
    olds, news = stages(old), stages(new)
    if are_of_two_months(old, new):
        return False
    return olds == news or {*olds, *news} == {"当初"}


def _ambiguous(olds: _Columns, news: _Columns, paired: Set[str]) -> Iterator[Diagnostic]:
    """Yield a report for each equal heading that may have two meanings (同じ見出しの別の項目).

    One document's 金額 may be the other's 翌年度繰越額, if that has another 金額 beside it.
    """
    for key in sorted(equal_headings(olds, news) - paired):
        (old_column, old_values), (new_column, new_values) = olds[key], news[key]
        if not (old_column.is_amount and new_column.is_amount):
            continue
        alike = len(_equal(old_values, new_values))
        rivals = [
            *(
                (_equal(old_values, values), one.heading, f"{old_column.heading}={one.heading}")
                for other, (one, values) in news.items()
                if other not in olds and other[0] not in _LAST_YEAR
            ),
            *(
                (_equal(values, new_values), one.heading, f"{one.heading}={new_column.heading}")
                for other, (one, values) in olds.items()
                if other not in news and other[0] not in _NEXT_YEAR
            ),
        ]
        rows = sum(bool(one and other) for one, other in zip(old_values, new_values, strict=True))
        for equal, other, pair in rivals:
            if len(set(equal)) >= _FEWEST_ALIKE and len(equal) > 2 * alike:
                data = {"heading": new_column.heading, "other": other}
                data |= {"n": str(len(equal)), "rows": str(rows)}
                option = f'--pair "{pair}"'
                yield Diagnostic(Level.DOUBT, "heading-ambiguous", data=data, option=option)


_LAST_YEAR, _NEXT_YEAR = "前昨", "翌来次"
"""How headings begin whose values are those of the other document's year."""


def _equal(olds: Sequence[_Value], news: Sequence[_Value]) -> list[_Value]:
    """Return the values that are equal in both columns of a row (一致する値)."""
    return [one for one, other in zip(olds, news, strict=True) if one and one == other]


def _identifying_value(column: Column, value: str | None) -> _Value:
    """Return the part of a value that may identify its column (照合する値); None for a sign."""
    if value is None or is_no_value(value):
        return None
    if not column.is_amount:
        return fold(value) if any(map(str.isalpha, value)) else None
    amount = amount_of(value, column.unit)
    return (amount and amount.value and (convert(amount, "円") or amount)) or None


def _are_amounts(values: Sequence[_Value]) -> bool:
    return 2 * sum(isinstance(one, Quantity) for one in values) >= len(values)


def _are_money(pairs: Iterable[tuple[_Value, _Value]]) -> bool:
    return all(isinstance(now, Quantity) and is_money(now.unit) for _was, now in pairs)


def _are_alike(old: _Value, new: _Value, nearness: float) -> bool:
    if isinstance(old, Quantity) and isinstance(new, Quantity) and old.unit == new.unit:
        return abs(new.value - old.value) <= Decimal(nearness) * abs(old.value)
    return old == new
