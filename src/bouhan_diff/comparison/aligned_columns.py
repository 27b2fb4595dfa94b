"""Align the columns of two documents (項目をそろえる).

Before headings are paired, types and itemised columns are aligned; then units; then the headings
themselves, so that the sums which the old document prints are found under the new ones.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from math import log10
from typing import NamedTuple, TypeVar

from ..diagnostics import Diagnostic, Level
from ..edition import Edition
from ..linkage import Match
from ..plan import Column, Initiative, Plan, PrintedTotal, heading_group
from ..text.normalize import fold, is_no_value
from ..text.quantities import Quantity, convert, is_money, parse_quantity
from .pairing import FieldPair, amount_of
from .table import Editions, NotCompared, WhyNotCompared

# --- Types ----------------------------------------------------------------------------------------


def typed_alike(plan: Plan, other: Plan) -> Plan:
    """Return a plan whose empty columns take the type of the other document's column (項目の型)."""
    filled = {heading for _section, one in plan.initiatives() for heading in one.fields}
    columns = tuple(
        one._replace(type=of.type, unit=of.unit)
        if one.heading not in filled and (of := other.column(one.heading))
        else one
        for one in plan.columns
    )
    return plan if columns == plan.columns else replace(plan, columns=columns)


# --- Units ----------------------------------------------------------------------------------------

_FEWEST, _SHARE = 2, 0.75
"""Units differ if at least so many rows, and such a share of all, say so."""
_LEAST, _NEAR = 2.5, 0.5
"""As powers of ten: the least step from unit to unit, and how far from it a row's ratio may be."""
_UNITS = ("円", "千円", "万円", "百万円", "億円")


class AlignedColumns(NamedTuple):
    """The fields of two documents in units that can be compared (単位をそろえた項目).

    not_compared: those whose units nobody states. reports: what was assumed.
    """

    plans: tuple[Plan, Plan]
    pairs: tuple[FieldPair, ...]
    not_compared: tuple[NotCompared, ...] = ()
    reports: tuple[Diagnostic, ...] = ()


def with_units_alike(
    plans: tuple[Plan, Plan],
    pairs: Sequence[FieldPair],
    matches: Iterable[Match],
    editions: Editions,
) -> AlignedColumns:
    """Return plans and fields with the units that one document leaves out (書かれていない単位).

    Amounts without a unit are in that of the other document. But if nearly all are then a thousand
    times as large, or a thousandth, one document gives them in 円 and the other in 千円. If neither
    says so, the field is not compared; if both state their units, they are believed.
    """
    sure = [match for match in matches if len(match.old) == len(match.new) == 1]
    aligned: list[FieldPair] = []
    left_out: list[NotCompared] = []
    reports: list[Diagnostic] = []
    implied: dict[tuple[int, str], list[FieldPair]] = {}
    for pair, power in zip(pairs, _powers_of(pairs, sure, editions), strict=True):
        stated = _stated(pair)
        data = {"heading": pair.heading, "times": f"{10 ** abs(power):,}"}
        if not power:
            aligned.append(pair)
        elif all(stated):
            aligned.append(pair)
            reports.append(Diagnostic(Level.DOUBT, "units-doubtful", data=data))
        elif unit := _implied(stated, power):
            implied.setdefault((stated.index(""), unit), []).append(pair)
            aligned.append(_with_unit(pair, unit))
        else:
            why = WhyNotCompared.OTHER_UNIT
            aligned.append(pair._replace(why=why))
            left_out.append(NotCompared(pair.heading, why))
            reports.append(Diagnostic(Level.DOUBT, "units-unknown", data=data))
    for (side, unit), unit_pairs in implied.items():
        headings = "、".join(one.heading for one in unit_pairs)
        data = {"heading": headings, "unit": unit, "edition": str(editions[side])}
        option = " ".join(f'--pair "{one.old.heading}="' for one in unit_pairs if one.old)
        reports.append(Diagnostic(Level.DOUBT, "unit-implied", data=data, option=option))
    old, new = plans
    if implied:
        old = _with_columns(old, [one.old for one in aligned if one.old])
        new = _with_columns(new, [one.new for one in aligned if one.new])
    return AlignedColumns((old, new), tuple(aligned), tuple(left_out), tuple(reports))


def _stated(pair: FieldPair) -> tuple[str, str]:
    """Return the units that the documents state (書かれた単位), old and new."""
    return (pair.old.unit if pair.old else "", pair.new.unit if pair.new else "")


def _with_unit(pair: FieldPair, unit: str) -> FieldPair:
    """Return the pair with this unit where a document states none (単位の補足)."""
    old, new = (one and one._replace(unit=one.unit or unit) for one in (pair.old, pair.new))
    return pair._replace(old=old, new=new, unit=new.unit if new else unit)


def _with_columns(plan: Plan, changed: Iterable[Column]) -> Plan:
    columns = {one.heading: one for one in changed}
    return replace(plan, columns=tuple(columns.get(one.heading, one) for one in plan.columns))


def _powers_of(
    pairs: Sequence[FieldPair], sure: Sequence[Match], editions: Editions
) -> Iterator[int]:
    """Yield by which power of ten a field's new amounts are greater (桁の違い), 0 for like ones.

    Money without a unit of which there are too few amounts is as the document's other money.
    """
    powers = [None if pair.why else _power([*_powers(pair, sure, editions)]) for pair in pairs]
    powers_by_units = defaultdict[tuple[str, str], set[int]](set)
    for pair, power in zip(pairs, powers, strict=True):
        if power is not None and not all(_stated(pair)):
            powers_by_units[_stated(pair)].add(power)
    for pair, power in zip(pairs, powers, strict=True):
        others = powers_by_units[_stated(pair)] if pair.is_amount and is_money(pair.unit) else set()
        is_as_others = power is None and not pair.why and len(others) == 1
        yield next(iter(others)) if is_as_others else power or 0


def _power(powers: Sequence[float]) -> int | None:
    """Return the power of ten near nearly all of these (桁の違い), 0 if none is; None for few."""
    if len(powers) < _FEWEST:
        return None
    from statistics import median  # noqa: PLC0415  slow to load

    power = round(median(powers))
    near = sum(abs(one - power) <= _NEAR for one in powers)
    return power if abs(power) > _LEAST and near >= _SHARE * len(powers) else 0


def _powers(pair: FieldPair, sure: Iterable[Match], editions: Editions) -> Iterator[float]:
    """Yield the ratio of each row's amounts, as a power of ten (新旧の比)."""
    if not (pair.old and pair.new and pair.is_amount):
        return
    for match in sure:
        old_amount, new_amount = (
            amount_of(
                entries[0].initiative.value(column.heading, edition), column.unit or pair.unit
            )
            for entries, column, edition in zip(
                (match.old, match.new), (pair.old, pair.new), editions, strict=True
            )
        )
        new_amount = new_amount and old_amount and convert(new_amount, old_amount.unit)
        if old_amount and new_amount and min(old_amount.value, new_amount.value) > 0:
            yield log10(new_amount.value / old_amount.value)


def _implied(stated: tuple[str, str], power: int) -> str:
    """Return the unit that a document must have left out (値の桁から分かる単位), or ""."""
    unit = stated[0] or stated[1]
    if not is_money(unit):
        return ""
    factor = Decimal(10) ** (power if stated[1] else -power)
    times = convert(Quantity(factor, unit), "円")
    return next((one for one in _UNITS if times == convert(Quantity(Decimal(1), one), "円")), "")


# --- Headings -------------------------------------------------------------------------------------

_Headed = TypeVar("_Headed", Column, PrintedTotal)


def with_headings_of(plan: Plan, pairs: Iterable[FieldPair]) -> Plan:
    """Return the old plan with its columns headed as those of the new one (項目名をそろえる)."""
    names = {
        one.old.heading: one.heading for one in pairs if one.old and one.old.heading != one.heading
    }

    def renamed(one: _Headed) -> _Headed:
        return one._replace(heading=names.get(one.heading, one.heading))

    def with_renamed(one: Initiative) -> Initiative:
        fields = {names.get(heading, heading): value for heading, value in one.fields.items()}
        return replace(one, fields=fields)

    return replace(
        plan,
        columns=tuple(map(renamed, plan.columns)),
        sections=plan.sections_with(with_renamed),
        printed_totals=tuple(map(renamed, plan.printed_totals)),
    )


# --- Itemised columns -----------------------------------------------------------------------------

_ROWS_PER_PARTED = 10
"""One row of so many may have more lines on one side, as of a name that the cell wrapped."""


class _Items(NamedTuple):
    """Two neighbouring columns of a group (隣り合う欄): names, then amounts."""

    group: str
    names: str
    amounts: str


def with_items_joined(plans: Sequence[Plan], kept: Collection[str]) -> list[Plan]:
    """Return the plans with each amount of an itemised column joined to its name (内訳の結合).

    Given 節 › 区分 (報酬, 給料 and so on, one a line) beside 節 › 金額, nobody can see whose amount
    changed; in one field 節 with lines such as `1.報酬 5,134` they can. Columns in `kept`, columns
    that only some of the plans have, and groups with two such pairs stay as they are.
    """
    shared = set.intersection(*(set(_itemised(plan)) for plan in plans))
    groups = Counter(items.group for items in shared)
    named = set(map(fold, kept))
    joined = [*plans]
    for items in shared:
        if groups[items.group] == 1 and not named & {fold(items.names), fold(items.amounts)}:
            joined = [_joined(plan, items) for plan in joined]
    return joined


def _itemised(plan: Plan) -> Iterator[_Items]:
    """Yield neighbours whose lines are names and as many amounts, in nearly all rows."""
    for left, right in pairwise(plan.columns):
        group = heading_group(left.heading)
        items = _Items(group, left.heading, right.heading)
        if (
            group
            and heading_group(right.heading) == group
            and not (left.is_amount or right.is_amount)
            and plan.column(group) is None
        ):
            cells = [
                _lines(initiative, edition, items)
                for _section, initiative in plan.initiatives()
                for edition in plan.editions
            ]
            rows = [lines for lines in cells if any(lines)]
            parted = sum(not _are_beside(*lines) for lines in rows)
            if any(len(names) > 1 for names, _amounts in rows) and (
                parted * _ROWS_PER_PARTED <= len(rows)
            ):
                yield items


def _lines(one: Initiative, edition: Edition, items: _Items) -> tuple[list[str], list[str]]:
    names, amounts = (one.value(heading, edition) or "" for heading in items[1:])
    return names.splitlines(), amounts.splitlines()


def _are_beside(names: list[str], amounts: list[str]) -> bool:
    """Return whether each name has its amount on the same line (行の対応)."""
    return (
        len(names) == len(amounts)
        and all(parse_quantity(name) is None for name in names)
        and all(parse_quantity(one) or is_no_value(one) for one in amounts)
    )


def _joined(plan: Plan, items: _Items) -> Plan:
    """Return the plan with both columns joined (欄の結合), in the place of the names."""
    columns = [
        Column(items.group) if one.heading == items.names else one
        for one in plan.columns
        if one.heading != items.amounts
    ]
    return replace(
        plan,
        columns=tuple(columns),
        sections=plan.sections_with(lambda one: _with_items(one, plan, items)),
    )


def _with_items(one: Initiative, plan: Plan, items: _Items) -> Initiative:
    fields = {heading: it for heading, it in one.fields.items() if heading not in items}
    texts = {edition: _text(*_lines(one, edition, items)) for edition in plan.editions}
    if any(texts.values()):
        values = [one.fields.get(heading, "") for heading in items[1:]]
        is_of_all = all(isinstance(value, str) for value in values)
        fields[items.group] = (
            next(iter(texts.values()))
            if is_of_all
            else {edition: text for edition, text in texts.items() if text}
        )
    return replace(one, fields=fields) if fields != one.fields else one


def _text(names: list[str], amounts: list[str]) -> str:
    if _are_beside(names, amounts):
        return "\n".join(map("　".join, zip(names, amounts, strict=True)))
    return "\n".join((*names, *amounts))
