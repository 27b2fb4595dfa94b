"""Pair headings (見出しの対応): decide which columns of two editions are one field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..edition import Edition, named_edition
from ..errors import UserError, advice_on, nearest
from ..messages import _
from ..plan import (
    UNNAMED_COLUMN,
    Column,
    ColumnType,
    Plan,
    heading_group,
    heading_levels,
)
from ..text.normalize import fold, is_no_value
from ..text.number_headings import (
    HeadingRole,
    heading_role,
    is_in_unit_of_row,
    is_source_of_funds,
    is_unit_column,
)
from ..text.quantities import Quantity, convert, is_money, parse_quantity
from .table import Editions, NotCompared, WhyNotCompared

_STAGES = ("当初", "補正", "現計", "決算", "実績", "目標", "見込")
"""Words of a heading that say what a figure is (数値の段階); two of them are never one field."""
_ONE = Decimal(1)


class FieldPair(NamedTuple):
    """One field in two editions (項目の対応), under the heading that is shown.

    old, new: the column in each plan, None if that plan or edition lacks it. type: amount if either
    is. unit: the new column's, else the old one's. why: why the field is not compared, None if it
    is. unit_columns: the headings of the columns that give each row's unit, old and new, or empty.
    instead: the headings of amounts that rows have in its place, old and new, and that the other
    document lacks.
    """

    heading: str
    old: Column | None
    new: Column | None
    type: ColumnType
    unit: str
    why: WhyNotCompared | None = None
    unit_columns: tuple[str, str] = ("", "")
    instead: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def is_amount(self) -> bool:
        """Whether it is compared as an amount (数値の項目か), not as text."""
        return self.type is ColumnType.AMOUNT


def pair_fields(
    plans: tuple[Plan, Plan], editions: Editions, pairs: Mapping[str, str] | None
) -> tuple[tuple[FieldPair, ...], tuple[NotCompared, ...]]:
    """Return the fields of both editions (項目の対応), and which of them are not compared.

    Columns of equal headings are one field. Fields come in the order of the new plan, then those of
    the old plan alone. plans: old and new, possibly the same plan. pairs: the user's own pairs, old
    headings to new ones. Raises UserError if a plan lacks a heading that is named.
    """
    olds, news = map(columns_in, plans, editions)
    new_of = _checked_pairs(pairs or {}, olds, news)
    taken = set(new_of.values())
    new_of = {key: key for key in equal_headings(olds, news) - taken} | new_of
    old_of = {new_of[key]: column for key, column in olds.items() if new_of.get(key)}
    fields = [_paired(old_of.get(key), column) for key, column in news.items()]
    fields += [_paired(column, None) for key, column in olds.items() if not new_of.get(key)]
    fields = [_with_unit_columns(pair, plans) for pair in fields]
    other_sums = WhyNotCompared.SUM_OF_OTHER_YEARS
    fields = [
        pair._replace(why=other_sums) if _are_of_other_years(pair, plans) else pair
        for pair in fields
    ]
    fields = _with_amounts_instead(fields, plans, editions)
    left_old = [pair for pair in fields if pair.why is WhyNotCompared.ONLY_OLD]
    left_new = [pair for pair in fields if pair.why is WhyNotCompared.ONLY_NEW]
    rivals = {WhyNotCompared.ONLY_OLD: left_new, WhyNotCompared.ONLY_NEW: left_old}
    return tuple(fields), tuple(
        NotCompared(pair.heading, pair.why, _likely(pair, rivals.get(pair.why, ())))
        for pair in fields
        if pair.why is not None
    )


def _paired(old: Column | None, new: Column | None) -> FieldPair:
    columns = [column for column in (new, old) if column is not None]
    heading = columns[0].heading
    is_amount = any(column.is_amount for column in columns)
    kind = ColumnType.AMOUNT if is_amount else ColumnType.TEXT
    unit = next((column.unit for column in columns if column.unit), "")
    return FieldPair(heading, old, new, kind, unit, _why_not_compared(heading, old, new))


def _why_not_compared(
    heading: str, old: Column | None, new: Column | None
) -> WhyNotCompared | None:
    """Return why a field is not compared (比較しない理由), None where it is."""
    if role := heading_role(heading):
        return WHY_OF_ROLE[role]
    if old is None or new is None:
        return WhyNotCompared.ONLY_NEW if old is None else WhyNotCompared.ONLY_OLD
    if not (old.unit and new.unit) or old.unit == new.unit:
        return None
    # Of texts only the words are compared, not what they amount to.
    are_amounts = old.is_amount or new.is_amount
    is_other = not (are_amounts and convert(Quantity(_ONE, old.unit), new.unit))
    return WhyNotCompared.OTHER_UNIT if is_other else None


def _are_of_other_years(pair: FieldPair, plans: tuple[Plan, Plan]) -> bool:
    """Return whether a column sums the years beside it (期間の計), and these years differ."""
    columns = pair.old, pair.new
    if pair.why or not all(one and _is_sum_in_group(one.heading) for one in columns):
        return False
    old, new = (_years_summed(*of) for of in zip(plans, filter(None, columns), strict=True))
    return bool(old and new) and old != new


def _is_sum_in_group(heading: str) -> bool:
    *groups, last = heading_levels(heading)
    return bool(groups) and last.endswith(("計", "額"))


def _years_summed(plan: Plan, column: Column) -> frozenset[Edition]:
    """Return the years in its group whose sum a column has in every row (計の年度)."""
    group = heading_group(column.heading)
    years: set[Edition] = set()
    for _section, one in plan.initiatives():
        values, total = one.fields.get(group), one.fields.get(column.heading)
        if isinstance(values, str) or not (values and isinstance(total, str)):
            continue
        parts = [amount_of(value, column.unit) for value in values.values()]
        whole = amount_of(total, column.unit)
        if whole is None or sum(part.value for part in parts if part) != whole.value:
            return frozenset()
        years.update(values)
    return frozenset(years)


def _with_unit_columns(pair: FieldPair, plans: tuple[Plan, Plan]) -> FieldPair:
    """Return the pair with the columns that give each row's unit (行の単位)."""
    if pair.unit or not pair.is_amount or not is_in_unit_of_row(pair.heading):
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
    """Return the pairs, each with the amount that a row may have in its place (別の金額).

    In a budget that gives 事業費 for some works and 当初予算額 for others, last year's 事業費 of
    the latter has not disappeared.
    """
    mains = [pair for pair in pairs if _is_main_amount(pair)]
    sides = WhyNotCompared.ONLY_OLD, WhyNotCompared.ONLY_NEW
    others = [[pair.heading for pair in mains if pair.why is why] for why in sides]
    headings_of_rows = [
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
        of_rows = [row for row in headings_of_rows[side] if column.heading in row]
        return tuple(one for one in others[side] if not any(one in row for row in of_rows))

    return [
        pair._replace(instead=(instead(pair.old, 0), instead(pair.new, 1)))
        if any(others) and not pair.why and _is_main_amount(pair)
        else pair
        for pair in pairs
    ]


def _is_main_amount(pair: FieldPair) -> bool:
    is_amount = pair.is_amount and is_money(pair.unit)
    return is_amount and not (heading_role(pair.heading) or is_source_of_funds(pair.heading))


WHY_OF_ROLE = {
    HeadingRole.DIFFERENCE: WhyNotCompared.PRINTED_DIFFERENCE,
    HeadingRole.RUNNING: WhyNotCompared.RUNNING_NUMBER,
    HeadingRole.PAGE: WhyNotCompared.PAGE_NUMBER,
}
"""Why a field of that role is not compared (比較しない理由), as NotCompared has it."""


def equal_headings(olds: Iterable[str], news: Iterable[str]) -> set[str]:
    """Return the folded headings that both documents have for one column (同じ見出し).

    Columns without a heading are the same only if they follow the same named column.
    """
    behind_old, behind_new = map(_named_before, (olds, news))
    return {
        key for key in behind_old.keys() & behind_new.keys() if behind_old[key] == behind_new[key]
    }


def _named_before(headings: Iterable[str]) -> dict[str, str]:
    """Map each unnamed column's heading to the named one before it (直前の見出し), others to ""."""
    before: dict[str, str] = {}
    named = ""
    for heading in headings:
        is_unnamed = heading.startswith(UNNAMED_COLUMN)
        before[heading] = named if is_unnamed else ""
        named = named if is_unnamed else heading
    return before


def columns_in(plan: Plan, edition: Edition) -> dict[str, Column]:
    """Return the columns of an edition by folded heading (版の項目)."""
    columns = (one for one in plan.columns if _is_in_edition(plan, one, edition))
    return {fold(column.heading): column for column in columns}


def _is_in_edition(plan: Plan, column: Column, edition: Edition) -> bool:
    """Return whether a column has a value for the edition or for all, or is empty throughout.

    An empty column tells that nothing is left of the other edition's values.
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
    """Return the user's pairs with folded headings; raise UserError if a plan lacks one."""
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
    """Return the heading of the other edition that is probably the same field, or ""."""
    own_stages = stages(pair.heading)
    possible = [
        one
        for one in rivals
        if one.type is pair.type
        and (not own_stages or (stages(one.heading) or own_stages) == own_stages)
        and not (not one.is_amount and _are_two_years(one.heading, pair.heading))
        and not are_of_two_months(one.heading, pair.heading)
    ]
    mains = [one.heading for one in possible if _is_main_amount(one)]
    only = mains if len(mains) == 1 and _is_main_amount(pair) else ()
    characters = {*heading_levels(pair.heading)[-1]}
    alike = [one.heading for one in possible if characters & {*heading_levels(one.heading)[-1]}]
    return next(iter((*nearest(pair.heading, alike), *only)), "")


def _are_two_years(*headings: str) -> bool:
    """Return whether columns are different years of a schedule (工程の年度), never one field."""
    years = {named_edition(one) for one in headings}
    return None not in years and len(years) > 1


def are_of_two_months(old: str, new: str) -> bool:
    """Return whether headings name different months (別の月), as 6月補正 and 9月補正 do."""
    months = [{*_MONTH.findall(fold(heading))} for heading in (old, new)]
    return all(months) and months[0] != months[1]


_MONTH = re.compile(r"([0-9]+)月")


def stages(heading: str) -> set[str]:
    """Return the stages of figures that a heading names (数値の段階), such as 当初 and 決算."""
    return {word for word in _STAGES if word in heading}


@lru_cache(maxsize=8192)
def amount_of(text: str | None, unit: str) -> Quantity | None:
    """Parse a field's value as an amount (数値); None if it is none."""
    return None if text is None else parse_quantity(text, unit)
