"""Figures that changed (変わった数値): amounts of columns, figures of texts, tallies of rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import NamedTuple

from ..plan import Column
from ..text import quantities
from ..text.linebreak import display_width
from ..text.normalize import fold, is_no_value
from ..text.number_headings import heading_role, is_source_of_funds
from ..text.quantities import Quantity, convert, parse_quantity
from ..textdiff.classify.figures import changed_figures
from .filters import grouped
from .table import ComparisonTable, FieldComparison, Group, GroupBy, Row, RowKind

AmountOfRow = tuple[Row, FieldComparison]
"""A row and one of its amounts (事業の数値)."""


class AmountColumn(NamedTuple):
    """The changed amounts of one column and unit (列の増減), the largest difference first."""

    heading: str
    unit: str
    increases: tuple[AmountOfRow, ...]
    decreases: tuple[AmountOfRow, ...]


_MONEY = r"[額費円金款]|予算|財源"
"""What a heading of money has, for amounts that name no unit."""


def is_money(field: FieldComparison) -> bool:
    """Return whether an amount is money (金額か), by its unit or else by its heading."""
    unit = field.amount.unit if field.amount else ""
    return quantities.is_money(unit) if unit else bool(re.search(_MONEY, field.heading))


def names_of_amounts(columns: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    """Yield the columns of text right before an amount, which may name it (指標 before 目標値)."""
    for name, amount in pairwise(columns):
        if not name.is_amount and amount.is_amount:
            yield name, amount


def indicator_of(row: Row, amount: FieldComparison) -> FieldComparison | None:
    """Return the field that names what an amount measures (指標): the nearest text before it.

    An indicator may be followed by several amounts (実績値, 目標値). None for money, and if the
    nearest text is no indicator.
    """
    if not amount.is_amount or is_money(amount):
        return None
    before = takewhile(lambda one: one is not amount, row.fields)
    texts = [one for one in before if not one.is_amount]
    is_indicator = bool(texts) and re.search(_INDICATOR, fold(texts[-1].heading)) is not None
    return texts[-1] if is_indicator and (texts[-1].old or texts[-1].new) else None


_INDICATOR = r"(?:指標|kpi|数値目標)(?:名|名称|項目)?(?:\(kpi\))?$"


def main_amount(row: Row) -> FieldComparison | None:
    """Return the row's main amount of money (主な金額), never a breakdown or a source (財源)."""
    amounts = (
        one
        for one in row.fields
        if one.is_amount
        and (not is_no_value(text := one.new or one.old or "") or "皆" in text)
        and is_money(one)
        and not (heading_role(one.heading) or is_source_of_funds(one.heading))
    )
    return next(amounts, None)


def in_column_unit(field: FieldComparison, text: str | None) -> Quantity | None:
    """Convert an amount to its column's unit (列の単位での数値): 1.2億円 to 120,000千円.

    None if it is in that unit already or cannot be converted.
    """
    unit = field.unit or (field.amount.unit if field.amount else "")
    amount = parse_quantity(text or "", unit) if unit and field.amount else None
    converted = convert(amount, unit) if amount else None
    return converted if converted and amount and converted.unit != amount.unit else None


def size_of_change(field: FieldComparison | None) -> Decimal | int:
    """Return by how much an amount changed, up or down (増減の大きさ); money in yen."""
    if field is None or field.amount is None or field.amount.is_cumulative:
        return 0
    change = Quantity(field.amount.change, field.amount.unit)
    return abs((convert(change, "円") or convert(change, field.unit) or change).value)


def listed_changes(rows: Iterable[Row]) -> dict[str, list[AmountOfRow]]:
    """Return the changed amounts by heading (変わった数値), in display order.

    Amounts of money come with the largest change first and those without a figure (皆増) last; all
    other amounts are in the order of the rows.
    """
    changes_by_heading: dict[str, list[AmountOfRow]] = {}
    for row in rows:
        for field in row.fields:
            amount = field.amount
            is_change = field.is_amount and field.is_changed
            if is_change and (not amount or (amount.change and not amount.is_cumulative)):
                changes_by_heading.setdefault(field.heading, []).append((row, field))
    for changes in changes_by_heading.values():
        if any(is_money(field) for _row, field in changes):
            changes.sort(key=lambda one: -size_of_change(one[1]))
    return changes_by_heading


def changed_amounts(rows: Iterable[Row]) -> tuple[AmountColumn, ...]:
    """Return the changed amounts by column (列ごとの増減), one entry for each unit.

    An amount that appears or disappears, with or without its initiative, changes by its whole value
    (皆増・皆減).
    """
    columns: dict[tuple[str, str], list[tuple[Decimal, AmountOfRow]]] = {}
    for row in rows:
        for field in row.fields:
            amount = field.amount
            if not amount or amount.is_cumulative or not field.is_changed:
                continue
            if change := amount.change:
                key = field.heading, amount.unit
                columns.setdefault(key, []).append((change, (row, field)))
    return tuple(
        AmountColumn(
            heading,
            unit,
            *(
                tuple(sorted(some, key=lambda one: -size_of_change(one[1])))
                for some in (
                    [one for difference, one in changes if difference > 0],
                    [one for difference, one in changes if difference < 0],
                )
            ),
        )
        for (heading, unit), changes in columns.items()
    )


# --- Tallies --------------------------------------------------------------------------------------


class FigureChange(NamedTuple):
    """A figure that changed in a text (変わった数値), such as 年6回 or 約350団体, as printed.

    old or new is empty if the figure was added or removed. heading: the text field it is in, empty
    for the main text. A short field with a single figure is given whole (3分の2以内).
    """

    row: Row
    old: str
    new: str
    heading: str = ""


class Tally(NamedTuple):
    """Statistics of a table (集計): counts by group, most-changed rows, changed figures.

    most_changed: rows with the share of their text that changed, 0 to 1, largest first, without
    unchanged, notation-only and one-sided rows. figures: those that changed within texts, in table
    order, fields first. amounts: the changes of each amount column.
    """

    groups: Mapping[GroupBy, tuple[Group, ...]]
    most_changed: tuple[tuple[Row, float], ...]
    figures: tuple[FigureChange, ...]
    amounts: tuple[AmountColumn, ...] = ()


def tally(table: ComparisonTable) -> Tally:
    """Return the statistics (集計) of all selected rows, including those that the table hides."""
    rows = table.all_rows()
    reworded = (row for row in rows if row.kind in _EDITED and row.kind is not RowKind.NOTATION)
    shares = ((row, changed_share(row)) for row in reworded)
    return Tally(
        groups={by: grouped(rows, by, table.totals) for by in GroupBy},
        most_changed=tuple(sorted((pair for pair in shares if pair[1]), key=lambda pair: -pair[1])),
        figures=(*_of_fields(rows), *_of_main_texts(rows)),
        amounts=changed_amounts(rows),
    )


def _of_fields(rows: Iterable[Row]) -> Iterator[FigureChange]:
    for row in rows:
        for field in row.fields:
            if not field.is_amount and field.is_changed and field.old and field.new:
                figures = changed_figures(field.segments)
                if len(figures) == 1 and max(map(display_width, (field.old, field.new))) <= _SHORT:
                    figures = [(field.old, field.new)]
                yield from (FigureChange(row, *one, field.heading) for one in figures)


def _of_main_texts(rows: Iterable[Row]) -> Iterator[FigureChange]:
    for row in rows:
        if row.kind in _EDITED:
            for old, new in changed_figures(row.segments):
                if (old and new) or (row.old and row.new and _is_count(old or new)):
                    yield FigureChange(row, old, new)


_SHORT = 20
"""Texts of so many half-width characters are shown whole."""

_DATE = r"(?<!毎)(年度?|月|日|時|分)$"


def _is_count(figure: str) -> bool:
    """Return whether a figure is meaningful on its own (数量か), unlike a date or a bare number.

    A figure that was added or removed together with the words around it is not a changed figure.
    """
    return not figure[-1].isdecimal() and re.search(_DATE, figure) is None


_EDITED = frozenset({RowKind.NOTATION, RowKind.WORDING, RowKind.SUBSTANCE})


def changed_share(row: Row) -> float:
    """Return how much of both texts is edited (変更率), from 0 to 1, by characters."""
    lengths = [(len(s.old) + len(s.new), s.is_edit) for s in row.segments]
    return _sum(lengths, edited=True) / (_sum(lengths) or 1)


def _sum(lengths: Iterable[tuple[int, bool]], *, edited: bool = False) -> int:
    return sum(length for length, is_edit in lengths if is_edit or not edited)
