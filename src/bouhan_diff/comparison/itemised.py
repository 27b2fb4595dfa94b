"""Itemised columns (内訳の欄): names line by line in one column, their amounts in the next one."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ..edition import Edition
from ..plan import GROUPED, Column, ColumnType, Initiative, Plan
from ..text.normalize import fold, is_no_value
from ..text.quantities import parse_quantity

_ROWS_PER_PARTED = 10
"""One row of so many may have more lines on one side, as of a name that the cell wrapped."""


class _Items(NamedTuple):
    """Two neighbouring columns of a group (隣り合う欄), the names before the amounts."""

    group: str
    names: str
    amounts: str


def with_items_joined(plans: Sequence[Plan], kept: Collection[str] = ()) -> list[Plan]:
    """Return the plans with each amount of an itemised column behind its name (内訳の結合).

    From 節 › 区分 (報酬, 給料 and so on, one a line) beside 節 › 金額 nobody can see whose amount
    changed; the lines of one field 節, such as `1.報酬　5,134`, show it. Columns that only some of
    the plans have stay as they are, and so do two pairs of one group. kept: headings that the user
    names.
    """
    shared = set.intersection(*(set(_itemised(plan)) for plan in plans))
    groups = Counter(items.group for items in shared)
    named = set(map(fold, kept))
    found = [*plans]
    for items in shared:
        if groups[items.group] == 1 and not named & {fold(items.names), fold(items.amounts)}:
            found = [_joined(plan, items) for plan in found]
    return found


def _itemised(plan: Plan) -> Iterator[_Items]:
    """Yield neighbours whose lines are names and amounts, as many of each in nearly all rows."""
    for one, other in pairwise(plan.columns):
        group = one.heading.rpartition(GROUPED)[0]
        items = _Items(group, one.heading, other.heading)
        if (
            group
            and other.heading.rpartition(GROUPED)[0] == group
            and one.type is other.type is ColumnType.TEXT
            and plan.column(group) is None
        ):
            each = [
                _lines(initiative, edition, items)
                for _section, initiative in plan.initiatives()
                for edition in plan.editions
            ]
            rows = [lines for lines in each if any(lines)]
            parted = sum(not _are_beside(*lines) for lines in rows)
            if any(len(names) > 1 for names, _amounts in rows) and (
                parted * _ROWS_PER_PARTED <= len(rows)
            ):
                yield items


def _lines(one: Initiative, edition: Edition, items: _Items) -> tuple[list[str], list[str]]:
    names, amounts = (one.value(heading, edition) or "" for heading in items[1:])
    return names.splitlines(), amounts.splitlines()


def _are_beside(names: list[str], amounts: list[str]) -> bool:
    """Return whether each name has its amount on the line beside it (行の対応)."""
    return (
        len(names) == len(amounts)
        and all(parse_quantity(name) is None for name in names)
        and all(parse_quantity(one) or is_no_value(one) for one in amounts)
    )


def _joined(plan: Plan, items: _Items) -> Plan:
    """Return the plan with one column for both (欄の結合), where that of the names is."""
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
