"""Fields (項目): the further columns of two editions, paired and compared by value or as text."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..edition import Edition
from ..errors import UserError
from ..linkage import DOUBTFUL_BELOW, Match
from ..messages import _
from ..plan import Column, ColumnType, Initiative, Plan
from ..text.headings import (
    HeadingRole,
    heading_role,
    is_in_unit_of_row,
    is_source_of_funds,
    is_unit_column,
)
from ..text.normalize import advice_on, fold, is_no_value, nearest
from ..text.quantities import Quantity, convert, footnote_of, parse_quantity
from ..textdiff import Code, EditKind, Reason, Segment, diff_text, heaviest
from .table import KIND_OF_EDIT, AmountChange, Editions, FieldComparison, NotCompared, RowKind

ONLY_OLD, ONLY_NEW = "only-old", "only-new"

_STAGES = ("当初", "補正", "現計", "決算", "実績", "目標", "見込")
"""Words of a heading that say what a figure is (数値の段階); two of them are never one field."""
_ONE = Decimal(1)


class FieldPair(NamedTuple):
    """One field in two editions (項目の対応), under the heading that it is shown with.

    old, new: the column in each plan, None where that plan or edition lacks it. type: amount if
    it is in either. unit: the new column's, else the old one's. why: why it is not compared (see
    NotCompared), or empty. unit_columns: the headings of the columns that give the unit of each
    row, old and new, empty where none does.
    """

    heading: str
    old: Column | None
    new: Column | None
    type: ColumnType
    unit: str
    why: str = ""
    unit_columns: tuple[str, str] = ("", "")


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
    renamed = _checked_pairs(pairs or {}, olds, news)
    old_of = {renamed.get(key, key): column for key, column in olds.items()}
    found = [_paired(old_of.get(key), column) for key, column in news.items()]
    found += [_paired(column, None) for key, column in old_of.items() if key not in news]
    found = [_with_unit_columns(pair, plans) for pair in found]
    left_old = [pair.heading for pair in found if pair.why == ONLY_OLD]
    left_new = [pair.heading for pair in found if pair.why == ONLY_NEW]
    rivals = {ONLY_OLD: left_new, ONLY_NEW: left_old}
    return tuple(found), tuple(
        NotCompared(pair.heading, pair.why, _likely(pair.heading, rivals.get(pair.why, ())))
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
        return _WHY[role]
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
    """Return the heading of the column of units that stands before a column, else behind it."""
    if column is None or is_unit_column(column.heading):
        return ""
    place = plan.columns.index(column)
    nearest_first = (*reversed(plan.columns[:place]), *plan.columns[place:])
    return next((one.heading for one in nearest_first if is_unit_column(one.heading)), "")


_WHY = {
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

    A column that stands there empty says that nothing is left of the other edition's values.
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


def _likely(heading: str, rivals: Sequence[str]) -> str:
    """Return the heading of the other edition that is probably the same field, or nothing."""
    stages = _stages(heading)
    possible = [one for one in rivals if not stages or (_stages(one) or stages) == stages]
    return next(iter(nearest(heading, possible)), "")


def _stages(heading: str) -> set[str]:
    return {word for word in _STAGES if word in heading}


# --------------------------------------------------- pairs that the values suggest

_FEWEST_ALIKE = 5
_CLOSE = 0.2

_Value = Quantity | str | None


class LikelyPair(NamedTuple):
    """Unequal headings of one field (同じと見られる項目): of so many rows some are alike."""

    old: str
    new: str
    alike: int
    rows: int


def likely_pairs(
    plans: tuple[Plan, Plan], editions: Editions, matches: Iterable[Match], given: Mapping[str, str]
) -> tuple[LikelyPair, ...]:
    """Return the headings that differ in words alone (見出しの言い換え), by the matched rows.

    Two columns are one where at least half of the rows have equal values, of many different ones.
    Where each document has one main amount alone, close values are enough.
    given: what the user has paired.
    """
    sure = [m for m in matches if len(m.old) == len(m.new) == 1 and m.certainty >= DOUBTFUL_BELOW]
    if len(sure) < _FEWEST_ALIKE:
        return ()
    rows = [m.old[0].initiative for m in sure], [m.new[0].initiative for m in sure]
    olds, news = (
        {
            key: (column, [_telling(column, row.value(column.heading, edition)) for row in side])
            for key, column in _columns_in(plan, edition).items()
            if not (heading_role(column.heading) or is_source_of_funds(column.heading))
        }
        for plan, edition, side in zip(plans, editions, rows, strict=True)
    )
    paired = {*map(fold, given), *map(fold, given.values()), *(olds.keys() & news.keys())}
    mains = [
        [key for key, (_c, said) in side.items() if _are_amounts(said)] for side in (olds, news)
    ]
    found = []
    for old, new in product(sorted(olds.keys() - paired), sorted(news.keys() - paired)):
        (was, were), (now, are) = olds[old], news[new]
        if was.type is now.type and _stages(old) == _stages(new):
            both = [(one, other) for one, other in zip(were, are, strict=True) if one and other]
            nearness = _CLOSE if mains == [[old], [new]] else 0.0
            alike = [pair for pair in both if _are_alike(*pair, nearness)]
            if len(set(alike)) >= _FEWEST_ALIKE and 2 * len(alike) >= len(both):
                found.append(LikelyPair(was.heading, now.heading, len(alike), len(both)))
    used = Counter(end for one in found for end in ((one.old, ""), ("", one.new)))
    return tuple(one for one in found if used[one.old, ""] == used["", one.new] == 1)


def _telling(column: Column, value: str | None) -> _Value:
    """Return what of a value may identify its column (照合する値), None for a sign or nothing."""
    if value is None or is_no_value(value):
        return None
    if column.type is ColumnType.TEXT:
        return fold(value) if any(map(str.isalpha, value)) else None
    amount = _amount(value, column.unit)
    return (amount and amount.value and (convert(amount, "円") or amount)) or None


def _are_amounts(said: Sequence[_Value]) -> bool:
    return 2 * sum(isinstance(one, Quantity) for one in said) >= len(said)


def _are_alike(was: _Value, now: _Value, nearness: float) -> bool:
    if isinstance(was, Quantity) and isinstance(now, Quantity) and was.unit == now.unit:
        return abs(now.value - was.value) <= Decimal(nearness) * abs(was.value)
    return was == now


# ------------------------------------------------------------- one field of one row


def compare_fields(
    pairs: Sequence[FieldPair],
    olds: Sequence[Initiative],
    news: Sequence[Initiative],
    editions: Editions,
) -> Iterator[FieldComparison]:
    """Yield every field of a row (項目の新旧) that either edition has, changed or not.

    olds, news: the initiatives of each side, none where the row is new or dropped; several
    olds were merged, and their values are taken together. What the document itself computes or
    counts is compared in no row, not even in a new or dropped one.
    """
    for pair in pairs:
        old = _value(pair.old, olds, editions[0])
        new = _value(pair.new, news, editions[1])
        if old is None and new is None:
            continue
        if any(pair.unit_columns):
            pair = _in_unit_of_row(pair, olds, news, editions)  # noqa: PLW2901
        said = pair.heading, pair.type, old, new
        if not (olds and news) and pair.why not in _WHY.values():
            kind = RowKind.ADDED if old is None else RowKind.REMOVED
            yield FieldComparison(*said, kind, amount=_change(pair, old, new), unit=pair.unit)
        elif pair.why:
            yield FieldComparison(*said, None, unit=pair.unit)
        else:
            yield _compared(pair, old, new)


def _in_unit_of_row(
    pair: FieldPair, olds: Sequence[Initiative], news: Sequence[Initiative], editions: Editions
) -> FieldPair:
    """Return the pair with the unit that the row itself names (行の単位)."""
    sides = zip((pair.old, pair.new), pair.unit_columns, (olds, news), editions, strict=True)
    columns = []
    for column, heading, of, edition in sides:
        unit = of[0].value(heading, edition) if of else None
        is_stated = unit is not None and not is_no_value(unit)
        columns.append(column._replace(unit=unit or "") if column and is_stated else column)
    unit = next((column.unit for column in reversed(columns) if column and column.unit), "")
    return pair._replace(old=columns[0], new=columns[1], unit=unit)


def _value(column: Column | None, of: Sequence[Initiative], edition: Edition) -> str | None:
    if column is None:
        return None
    if len(of) == 1:  # by far the most
        return of[0].value(column.heading, edition)
    values = [value for one in of if (value := one.value(column.heading, edition)) is not None]
    if not values:
        return None
    if column.type is ColumnType.AMOUNT and (total := _sum(values, column.unit)) is not None:
        return total
    return "\n".join(dict.fromkeys(values))


def _sum(values: Sequence[str], unit: str) -> str | None:
    """Return the sum of what was merged as text in the column's unit; None if it has none."""
    amounts = [amount for value in values if (amount := _amount(value, unit)) is not None]
    if len(amounts) < sum(not is_no_value(value) for value in values) or not amounts:
        return None
    total = sum((amount.value for amount in amounts), Decimal(0))
    return f"{'△' if total < 0 else ''}{abs(total):,f}"


def _compared(pair: FieldPair, old: str | None, new: str | None) -> FieldComparison:
    """Return a field compared (項目の比較): by value where both are amounts, else as text."""
    amount = _change(pair, old, new)
    segments: tuple[Segment, ...] = ()
    if amount is None:
        segments = _texts_compared(old or "", new or "")
        kind = KIND_OF_EDIT[heaviest(segments)]
    elif amount.difference is None or amount.difference:  # a value came or went
        kind = RowKind.SUBSTANCE
    elif old == new:  # by far the most
        kind = RowKind.UNCHANGED
    elif footnote_of(old or "") != footnote_of(new or ""):  # the note may say what is counted
        segments = _texts_compared(old or "", new or "")
        kind = RowKind.SUBSTANCE
    else:
        kind = RowKind.UNCHANGED if _ungrouped(old) == _ungrouped(new) else RowKind.NOTATION
    said = pair.heading, pair.type, old, new
    return FieldComparison(*said, kind, segments, amount, pair.unit)


def _texts_compared(old: str, new: str) -> tuple[Segment, ...]:
    """Return the edits; two signs of no value, such as nothing and ―, say the same.

    A mark such as ※ that is all of a value says something, unlike one within a text.
    """
    if (
        old != new
        and not any(map(str.isalnum, old + new))
        and is_no_value(old)
        and is_no_value(new)
    ):
        return (Segment(old, new, EditKind.NOTATION, Reason(Code.FIGURE_SPELLING)),)
    segments = _diffed(old, new)
    if bool(old) != bool(new) and heaviest(segments) is not EditKind.SUBSTANCE:
        code = Code.CONTENT_ADDED if new else Code.CONTENT_REMOVED
        return (Segment(old, new, EditKind.SUBSTANCE, Reason(code, (old or new,))),)
    return segments


def _ungrouped(amount: str | None) -> str:
    """Return an amount without separators (桁区切り): a workbook's cell has none of its own."""
    return (amount or "").replace(",", "")


# Target groups, shares of cost and the like come again in every row.
_diffed: Callable[[str, str], tuple[Segment, ...]] = lru_cache(maxsize=1024)(diff_text)


def _change(pair: FieldPair, old: str | None, new: str | None) -> AmountChange | None:
    """Return the amounts of both sides in one unit (数値の新旧), None where it is not amounts.

    It is the column's unit, where it has one of the same kind, else the new amount's.
    """
    was = _amount(old, pair.old.unit or pair.unit if pair.old else "")
    now = _amount(new, pair.new.unit or pair.unit if pair.new else "")
    if was is None and now is None:
        return None
    if pair.type is ColumnType.TEXT and not all(side and side.unit for side in (was, now)):
        return None  # a lone number in a column of text may be a code or a name
    if was is None or now is None:
        text = new if now is None else old
        if not (text is None or is_no_value(text) or fold(text) == "新規"):
            return None
        one = now or was
        assert one is not None  # noqa: S101  both were looked at above
        one = _in_unit(one, pair.unit)
        return AmountChange(was and one.value, now and one.value, None, None, one.unit)
    now = _in_unit(now, pair.unit)
    converted = was if was.unit == now.unit else convert(was, now.unit)
    if converted is None:
        return None
    difference = now.value - converted.value
    ratio = float(difference / converted.value if difference else 0) if converted.value else None
    return AmountChange(converted.value, now.value, difference, ratio, now.unit)


def _in_unit(amount: Quantity, unit: str) -> Quantity:
    """Return an amount in a column's unit (単位の換算), else as it is."""
    return amount if not unit or amount.unit == unit else convert(amount, unit) or amount


@lru_cache(maxsize=8192)
def _amount(text: str | None, unit: str) -> Quantity | None:
    return None if text is None else parse_quantity(text, unit)
