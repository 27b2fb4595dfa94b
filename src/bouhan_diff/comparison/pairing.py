"""Pairing of headings (見出しの対応): which columns of two editions are one field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..diagnostics import Diagnostic, Level
from ..edition import Edition
from ..errors import UserError
from ..linkage import DOUBTFUL_BELOW, Match
from ..messages import _
from ..plan import Column, ColumnType, Plan
from ..text.headings import (
    HeadingRole,
    heading_role,
    is_in_unit_of_row,
    is_source_of_funds,
    is_unit_column,
)
from ..text.near_names import advice_on, nearest
from ..text.normalize import fold, is_no_value
from ..text.quantities import Quantity, convert, is_money, parse_quantity
from .table import Editions, NotCompared

ONLY_OLD, ONLY_NEW = "only-old", "only-new"

_STAGES = ("当初", "補正", "現計", "決算", "実績", "目標", "見込")
"""Words of a heading that say what a figure is (数値の段階); two of them are never one field."""
_ONE = Decimal(1)


class FieldPair(NamedTuple):
    """One field in two editions (項目の対応), under the heading that it is shown with.

    old, new: the column in each plan, None where that plan or edition lacks it. type: amount if
    it is in either. unit: the new column's, else the old one's. why: why it is not compared (see
    NotCompared), or empty. unit_columns: the headings of the columns that give the unit of each
    row, old and new, empty where none does. instead: the headings of amounts that rows of other
    tables have in its place, old and new, which the other document does not have.
    """

    heading: str
    old: Column | None
    new: Column | None
    type: ColumnType
    unit: str
    why: str = ""
    unit_columns: tuple[str, str] = ("", "")
    instead: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def pair_fields(
    plans: tuple[Plan, Plan], editions: Editions, pairs: Mapping[str, str] | None = None
) -> tuple[tuple[FieldPair, ...], tuple[NotCompared, ...]]:
    """Return the fields of both editions (項目の対応), and which of them are not compared.

    plans: the old and the new one, which may be the same. pairs: old headings to the new ones
    that are the same field, by hand. Equal headings are one field. The order is the new
    plan's, then that of what the old one alone has.
    Raises UserError where a pair names a heading that its plan lacks.
    """
    olds, news = map(_columns_in, plans, editions)
    new_of = _checked_pairs(pairs or {}, olds, news)
    taken = set(new_of.values())
    new_of = {key: key for key in olds if key in news and key not in taken} | new_of
    old_of = {new_of[key]: column for key, column in olds.items() if new_of.get(key)}
    found = [_paired(old_of.get(key), column) for key, column in news.items()]
    found += [_paired(column, None) for key, column in olds.items() if not new_of.get(key)]
    found = [_with_unit_columns(pair, plans) for pair in found]
    found = _with_amounts_instead(found, plans, editions)
    left_old = [pair for pair in found if pair.why == ONLY_OLD]
    left_new = [pair for pair in found if pair.why == ONLY_NEW]
    rivals = {ONLY_OLD: left_new, ONLY_NEW: left_old}
    return tuple(found), tuple(
        NotCompared(pair.heading, pair.why, _likely(pair, rivals.get(pair.why, ())))
        for pair in found
        if pair.why
    )


def _paired(old: Column | None, new: Column | None) -> FieldPair:
    columns = [column for column in (new, old) if column is not None]
    heading = columns[0].heading
    is_amount = any(column.type is ColumnType.AMOUNT for column in columns)
    kind = ColumnType.AMOUNT if is_amount else ColumnType.TEXT
    unit = next((column.unit for column in columns if column.unit), "")
    return FieldPair(heading, old, new, kind, unit, _why_not_compared(heading, old, new))


def _why_not_compared(heading: str, old: Column | None, new: Column | None) -> str:
    """Return why a field is not compared (比較しない理由), or nothing."""
    if old is None or new is None:
        return ONLY_NEW if old is None else ONLY_OLD
    if role := heading_role(heading):
        return WHY_OF_ROLE[role]
    are_units = old.unit and new.unit
    return "other-unit" if are_units and not convert(Quantity(_ONE, old.unit), new.unit) else ""


def _with_unit_columns(pair: FieldPair, plans: tuple[Plan, Plan]) -> FieldPair:
    """Return the pair with the columns that give its amounts their unit row by row (行の単位)."""
    if pair.unit or pair.type is ColumnType.TEXT or not is_in_unit_of_row(pair.heading):
        return pair
    old, new = (
        _unit_column(plan, column) for plan, column in zip(plans, (pair.old, pair.new), strict=True)
    )
    return pair._replace(unit_columns=(old, new)) if old or new else pair


def _unit_column(plan: Plan, column: Column | None) -> str:
    """Return the heading of the column of units that is before a column, else behind it."""
    if column is None or is_unit_column(column.heading):
        return ""
    place = plan.columns.index(column)
    nearest_first = (*reversed(plan.columns[:place]), *plan.columns[place:])
    return next((one.heading for one in nearest_first if is_unit_column(one.heading)), "")


def _with_amounts_instead(
    pairs: Sequence[FieldPair], plans: tuple[Plan, Plan], editions: Editions
) -> list[FieldPair]:
    """Return the pairs, each with the amount that a row may have instead of it (別の金額).

    Of a budget that gives some works a 事業費 and others a 当初予算額, last year's 事業費 of the
    latter is not gone.
    """
    mains = [pair for pair in pairs if _is_main_amount(pair)]
    others = [[pair.heading for pair in mains if pair.why == why] for why in (ONLY_OLD, ONLY_NEW)]
    given = [
        [
            {
                heading
                for heading in one.fields
                if not is_no_value(one.value(heading, edition) or "")
            }
            for _section, one in (plan.initiatives() if some else ())
        ]
        for plan, edition, some in zip(plans, editions, others, strict=True)
    ]

    def instead(column: Column | None, side: int) -> tuple[str, ...]:
        if column is None:
            return ()
        of_rows = [row for row in given[side] if column.heading in row]
        return tuple(one for one in others[side] if not any(one in row for row in of_rows))

    return [
        pair._replace(instead=(instead(pair.old, 0), instead(pair.new, 1)))
        if any(others) and not pair.why and _is_main_amount(pair)
        else pair
        for pair in pairs
    ]


def _is_main_amount(pair: FieldPair) -> bool:
    is_amount = pair.type is ColumnType.AMOUNT and is_money(pair.unit)
    return is_amount and not (heading_role(pair.heading) or is_source_of_funds(pair.heading))


WHY_OF_ROLE = {
    HeadingRole.DIFFERENCE: "printed-difference",
    HeadingRole.RUNNING: "running-number",
    HeadingRole.PAGE: "page-number",
}
"""Why a field of that role is not compared (比較しない理由), as NotCompared has it."""


def _columns_in(plan: Plan, edition: Edition) -> dict[str, Column]:
    """Return the columns of an edition by folded heading (版の項目)."""
    columns = (one for one in plan.columns if _is_in_edition(plan, one, edition))
    return {fold(column.heading): column for column in columns}


def _is_in_edition(plan: Plan, column: Column, edition: Edition) -> bool:
    """Return whether a column has a value for the edition, one for all editions, or none at all.

    An empty column says that nothing is left of the other edition's values.
    """
    if edition in column.headings:
        return True
    is_empty = not column.headings
    for _section, one in plan.initiatives():
        value = one.fields.get(column.heading)
        if value is not None:
            if isinstance(value, str) or edition in value:
                return True
            is_empty = False
    return is_empty


def _checked_pairs(
    pairs: Mapping[str, str], olds: Mapping[str, Column], news: Mapping[str, Column]
) -> dict[str, str]:
    """Return the pairs by hand as folded headings; each is there, or empty for no partner."""
    for heading, known in (
        *((heading, olds) for heading in pairs),
        *((heading, news) for heading in filter(None, pairs.values())),
    ):
        if fold(heading) not in known:
            raise UserError(
                _("No column has the heading “{heading}” in that edition.").format(heading=heading),
                advice=advice_on(heading, [column.heading for column in known.values()]),
            )
    return {fold(old): fold(new) for old, new in pairs.items()}


def _likely(pair: FieldPair, rivals: Sequence[FieldPair]) -> str:
    """Return the heading of the other edition that is probably the same field, or nothing."""
    stages = _stages(pair.heading)
    possible = [
        one.heading
        for one in rivals
        if one.type is pair.type and (not stages or (_stages(one.heading) or stages) == stages)
    ]
    return next(iter(nearest(pair.heading, possible)), "")


def _stages(heading: str) -> set[str]:
    return {word for word in _STAGES if word in heading}


# --------------------------------------------------- pairs that the values suggest

_FEWEST_ALIKE = 5
_CLOSE = 0.2

_Value = Quantity | str | None
_Columns = Mapping[str, tuple[Column, Sequence[_Value]]]
"""Columns by folded heading, with the value of each matched row (項目と値)."""


class Suggestions(NamedTuple):
    """What the values of matched rows say of headings (値による見出しの対応).

    pairs: old headings to new ones that differ in words alone. reports: which those are, and
    equal headings that may have two meanings, each with the option that corrects it.
    """

    pairs: Mapping[str, str] = {}
    reports: tuple[Diagnostic, ...] = ()


def suggested_pairs(
    plans: tuple[Plan, Plan], editions: Editions, matches: Iterable[Match], given: Mapping[str, str]
) -> Suggestions:
    """Return which headings are one field, or two, by the values of the matched rows.

    given: what the user has paired.
    """
    sure = [m for m in matches if len(m.old) == len(m.new) == 1 and m.certainty >= DOUBTFUL_BELOW]
    by_hand = {*map(fold, given), *map(fold, given.values())}
    columns = [
        {
            key: column
            for key, column in _columns_in(plan, edition).items()
            if not (heading_role(column.heading) or is_source_of_funds(column.heading))
        }
        for plan, edition in zip(plans, editions, strict=True)
    ]
    if len(sure) < _FEWEST_ALIKE or columns[0].keys() == columns[1].keys():
        return Suggestions()
    rows = [m.old[0].initiative for m in sure], [m.new[0].initiative for m in sure]
    olds, news = (
        {
            key: (column, [_telling(column, row.value(column.heading, edition)) for row in some])
            for key, column in side.items()
        }
        for side, edition, some in zip(columns, editions, rows, strict=True)
    )
    pairs, reports = {}, []
    for old, new, alike, number in _reworded(olds, news, by_hand):
        pairs[old] = new
        data = {"old": old, "new": new, "n": str(alike), "rows": str(number)}
        option = f'--pair "{old}="'
        reports.append(Diagnostic(Level.DOUBT, "headings-paired", data=data, option=option))
    return Suggestions(pairs, (*reports, *_ambiguous(olds, news, by_hand)))


def _reworded(
    olds: _Columns, news: _Columns, by_hand: Set[str]
) -> Iterator[tuple[str, str, int, int]]:
    """Yield the headings that differ in words alone (見出しの言い換え): of n rows some are alike.

    Two columns are one where at least half of the rows have equal values, of many different ones.
    Where each document has one main amount alone, close values are enough.
    """
    mains = [
        [key for key, (_c, values) in side.items() if _are_amounts(values)] for side in (olds, news)
    ]
    found = []
    left = (sorted(one.keys() - other - by_hand) for one, other in ((olds, news), (news, olds)))
    for old, new in product(*left):
        (was, were), (now, are) = olds[old], news[new]
        if was.type is now.type and _stages(old) == _stages(new):
            values = [(one, other) for one, other in zip(were, are, strict=True) if one and other]
            nearness = _CLOSE if mains == [[old], [new]] else 0.0
            alike = [pair for pair in values if _are_alike(*pair, nearness)]
            if len(set(alike)) >= _FEWEST_ALIKE and 2 * len(alike) >= len(values):
                found.append((was.heading, now.heading, len(alike), len(values)))
    used = Counter(end for one in found for end in ((one[0], ""), ("", one[1])))
    yield from (one for one in found if used[one[0], ""] == used["", one[1]] == 1)


def _ambiguous(olds: _Columns, news: _Columns, by_hand: Set[str]) -> Iterator[Diagnostic]:
    """Yield a report of each equal heading that may have two meanings (同じ見出しの別の項目).

    What one document calls 金額 may be what the other calls 翌年度繰越額, beside another 金額.
    """
    for key in sorted((olds.keys() & news) - by_hand):
        (was, were), (now, are) = olds[key], news[key]
        if not was.type is now.type is ColumnType.AMOUNT:
            continue
        alike = len(_equal(were, are))
        rivals = [
            *(
                (_equal(were, values), one.heading, f"{was.heading}={one.heading}")
                for other, (one, values) in news.items()
                if other not in olds and other[0] not in _LAST_YEAR
            ),
            *(
                (_equal(values, are), one.heading, f"{one.heading}={now.heading}")
                for other, (one, values) in olds.items()
                if other not in news and other[0] not in _NEXT_YEAR
            ),
        ]
        rows = sum(bool(one and other) for one, other in zip(were, are, strict=True))
        for equal, other, pair in rivals:
            if len(set(equal)) >= _FEWEST_ALIKE and len(equal) > 2 * alike:
                data = {"heading": now.heading, "other": other}
                data |= {"n": str(len(equal)), "rows": str(rows)}
                option = f'--pair "{pair}"'
                yield Diagnostic(Level.DOUBT, "heading-ambiguous", data=data, option=option)


_LAST_YEAR, _NEXT_YEAR = "前昨", "翌来次"
"""How headings begin whose values are those of the other document's year."""


def _equal(olds: Sequence[_Value], news: Sequence[_Value]) -> list[_Value]:
    """Return the values that a row has in both columns (一致する値)."""
    return [one for one, other in zip(olds, news, strict=True) if one and one == other]


def _telling(column: Column, value: str | None) -> _Value:
    """Return what of a value may identify its column (照合する値), None for a sign or nothing."""
    if value is None or is_no_value(value):
        return None
    if column.type is ColumnType.TEXT:
        return fold(value) if any(map(str.isalpha, value)) else None
    amount = amount_of(value, column.unit)
    return (amount and amount.value and (convert(amount, "円") or amount)) or None


def _are_amounts(values: Sequence[_Value]) -> bool:
    return 2 * sum(isinstance(one, Quantity) for one in values) >= len(values)


def _are_alike(was: _Value, now: _Value, nearness: float) -> bool:
    if isinstance(was, Quantity) and isinstance(now, Quantity) and was.unit == now.unit:
        return abs(now.value - was.value) <= Decimal(nearness) * abs(was.value)
    return was == now


@lru_cache(maxsize=8192)
def amount_of(text: str | None, unit: str) -> Quantity | None:
    """Return the amount that a value of a field is (数値), None where it is none."""
    return None if text is None else parse_quantity(text, unit)
