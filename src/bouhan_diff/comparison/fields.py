"""Fields (項目): the further columns of a row in two editions, compared by value or as text."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ..edition import Edition, find_editions
from ..plan import Column, Initiative
from ..text.normalize import is_no_value
from ..text.number_headings import has_begun, has_ended
from ..text.quantities import Quantity, convert, footnote_of
from ..textdiff import Code, EditKind, Reason, Segment, diff_text, heaviest
from .amount_changes import AmountChange
from .pairing import WHY_OF_ROLE, FieldPair, amount_of
from .table import KIND_OF_EDIT, Editions, FieldComparison, RowKind


def compare_fields(
    pairs: Sequence[FieldPair],
    olds: Sequence[Initiative],
    news: Sequence[Initiative],
    editions: Editions,
) -> Iterator[FieldComparison]:
    """Yield every field of a row (項目の新旧) that either edition has, changed or not.

    olds, news: the initiatives of each side, empty if the row is new or dropped; the values of
    several merged initiatives are combined. Columns that the document computes or counts itself are
    never compared, not even in new or dropped rows.
    """
    for pair in pairs:
        old = _value(pair.old, olds, editions[0])
        new = _value(pair.new, news, editions[1])
        if old is None and new is None:
            continue
        if pair.unit_columns != ("", ""):
            pair = _in_unit_of_row(pair, olds, news, editions)  # noqa: PLW2901
        if pair.old and pair.old.unit != pair.unit:
            old = _with_own_unit(old, pair.old, pair)
        if pair.new and pair.new.unit != pair.unit:
            new = _with_own_unit(new, pair.new, pair)
        described = pair.heading, pair.type, old, new
        if not (olds and news) and pair.why not in WHY_OF_ROLE.values():
            kind = RowKind.ADDED if old is None else RowKind.REMOVED
            yield FieldComparison(*described, kind, amount=_change(pair, old, new), unit=pair.unit)
        elif pair.why is not None:
            yield FieldComparison(*described, None, unit=pair.unit)
        elif any(pair.instead) and (
            instead := _amount_instead(pair, old, new, (olds, news), editions)
        ):
            yield FieldComparison(*described, None, unit=pair.unit, instead=instead)
        else:
            yield _compare_field(pair, old, new)


def _amount_instead(
    pair: FieldPair,
    old: str | None,
    new: str | None,
    sides: tuple[Sequence[Initiative], Sequence[Initiative]],
    editions: Editions,
) -> str:
    """Return the heading of the amount that the side lacking this one has instead (別の金額)."""
    for value, headings, initiatives, edition in zip(
        (old, new), pair.instead, sides, editions, strict=True
    ):
        if value is None and headings:
            return next((one for one in headings if initiatives[0].value(one, edition)), "")
    return ""


def _with_own_unit(value: str | None, column: Column, pair: FieldPair) -> str | None:
    """Return a bare number with its column's unit, which is not the pair's (単位の付記).

    0 is the same in either.
    """
    if value and column.unit and pair.is_amount:
        amount = amount_of(value, "")
        if amount and amount.value and not amount.unit:
            grouped = f"{int(value):,}" if value.isdecimal() else value  # a workbook's has no comma
            return f"{grouped}{column.unit}"
    return value


def _in_unit_of_row(
    pair: FieldPair, olds: Sequence[Initiative], news: Sequence[Initiative], editions: Editions
) -> FieldPair:
    """Return the pair with the unit given in the row itself (行の単位)."""
    sides = zip((pair.old, pair.new), pair.unit_columns, (olds, news), editions, strict=True)
    columns = []
    for column, heading, initiatives, edition in sides:
        unit = initiatives[0].value(heading, edition) if initiatives else None
        # Behind 12.3 the unit 1人当たり would be read as 12.31.
        is_stated = unit is not None and not (is_no_value(unit) or unit[:1].isdigit())
        columns.append(column._replace(unit=unit or "") if column and is_stated else column)
    unit = next((column.unit for column in reversed(columns) if column and column.unit), "")
    return pair._replace(old=columns[0], new=columns[1], unit=unit)


def _value(
    column: Column | None, initiatives: Sequence[Initiative], edition: Edition
) -> str | None:
    if column is None:
        return None
    if len(initiatives) == 1:  # the usual case
        value = initiatives[0].fields.get(column.heading)
        return value if value is None or isinstance(value, str) else value.get(edition)
    values = [
        value for one in initiatives if (value := one.value(column.heading, edition)) is not None
    ]
    if not values:
        return None
    if column.is_amount and (total := _sum(values, column.unit)) is not None:
        return total
    return "\n".join(dict.fromkeys(values))


def _sum(values: Sequence[str], unit: str) -> str | None:
    """Return the sum of merged values as text, in the column's unit; None if one is no amount."""
    amounts = [amount for value in values if (amount := amount_of(value, unit)) is not None]
    if len(amounts) < sum(not is_no_value(value) for value in values) or not amounts:
        return None
    total = sum((amount.value for amount in amounts), Decimal(0))
    return f"{'△' if total < 0 else ''}{abs(total):,f}"


def _compare_field(pair: FieldPair, old: str | None, new: str | None) -> FieldComparison:
    """Compare a field (項目の比較): by value if both sides are amounts, else as text."""
    amount = _change(pair, old, new)
    segments: tuple[Segment, ...] = ()
    if amount is None:
        segments = _texts_compared(old or "", new or "")
        kind = KIND_OF_EDIT[heaviest(segments)]
    elif amount.difference is None or amount.difference:  # one side has no value
        kind = RowKind.SUBSTANCE
    elif old == new:  # the usual case
        kind = RowKind.UNCHANGED
    elif footnote_of(old or "") != footnote_of(new or ""):  # the note may say what is counted
        segments = _texts_compared(old or "", new or "")
        kind = RowKind.SUBSTANCE
    else:
        kind = RowKind.UNCHANGED if _ungrouped(old) == _ungrouped(new) else RowKind.NOTATION
    described = pair.heading, pair.type, old, new
    return FieldComparison(*described, kind, segments, amount, pair.unit)


def _texts_compared(old: str, new: str) -> tuple[Segment, ...]:
    """Compare two texts; two ways to write "no value", such as nothing and ―, are equal.

    So are two ways to write the years that are all of a value: H30～R9 and 2018～2027. A value that
    is only a sign such as ※ does mean something, unlike the sign within a text.
    """
    are_none = not any(map(str.isalnum, old + new)) and is_no_value(old) and is_no_value(new)
    if old != new and (are_none or _are_same_years(old, new)):
        return (Segment(old, new, EditKind.NOTATION, Reason(Code.FIGURE_SPELLING)),)
    segments = _diffed(old, new)
    if bool(old) != bool(new) and heaviest(segments) is not EditKind.SUBSTANCE:
        code = Code.CONTENT_ADDED if new else Code.CONTENT_REMOVED
        return (Segment(old, new, EditKind.SUBSTANCE, Reason(code, (old or new,))),)
    return segments


def _are_same_years(old: str, new: str) -> bool:
    """Return whether two values are the same years and nothing else (年度の表記).

    令和６年 is not 令和６年度; R6 and 2024 may be either.
    """
    if max(len(old), len(new)) > _LONGEST_YEARS:
        return False  # a long text would be searched for years in vain
    if len({one for text in (old, new) for one in _KIND_OF_YEAR.findall(text)[-1:]}) > 1:
        return False
    spans = []
    for text in (old.strip(), new.strip()):
        bare = text.rstrip(_OPEN_END)
        years = [one for one in find_editions(bare) if one.edition.is_year]
        if [(one.start, one.stop) for one in years] != [(0, len(bare))] or _MONTH.search(bare):
            return False
        spans.append((years[0].edition, years[0].last, bare == text))
    return spans[0] == spans[1]


_LONGEST_YEARS = 60  # 令和５年度（２０２３年度） ～ 令和１４年度（２０３２年度） has 33
_OPEN_END = "～〜~"  # from that year on
_KIND_OF_YEAR = re.compile("年度?")
_MONTH = re.compile("[.．/／月日]")


def _ungrouped(amount: str | None) -> str:
    """Return an amount without separators (桁区切り): a workbook's cell has none of its own."""
    return (amount or "").replace(",", "")


# Target groups, shares of cost and the like come again in every row.
_diffed: Callable[[str, str], tuple[Segment, ...]] = lru_cache(maxsize=1024)(diff_text)


def _change(pair: FieldPair, old: str | None, new: str | None) -> AmountChange | None:
    """Return both amounts in one unit (数値の新旧), or None if they are not amounts.

    The unit is the column's if it is of the same kind, else the old amount's.
    """
    old_unit = pair.old.unit or pair.unit if pair.old else ""
    new_unit = pair.new.unit or pair.unit if pair.new else ""
    old_amount = amount_of(old, old_unit)
    new_amount = old_amount if old == new and old_unit == new_unit else amount_of(new, new_unit)
    if old_amount is None and new_amount is None:
        return None
    if not pair.is_amount and not all(side and side.unit for side in (old_amount, new_amount)):
        return None  # a lone number in a column of text may be a code or a name
    if old_amount is None or new_amount is None:
        text = new if new_amount is None else old
        if text and not (is_no_value(text) or has_begun(text) or has_ended(text)):
            return None
        amount = new_amount or old_amount
        assert amount is not None  # noqa: S101  both were looked at above
        amount = _in_unit(amount, pair.unit)
        return AmountChange(
            old_amount and amount.value, new_amount and amount.value, None, None, amount.unit
        )
    new_amount = _in_unit(new_amount, pair.unit or old_amount.unit)
    converted = (
        old_amount if old_amount.unit == new_amount.unit else convert(old_amount, new_amount.unit)
    )
    if converted is None:
        return None
    difference = new_amount.value - converted.value
    ratio = float(difference / converted.value) if converted.value > 0 else None
    return AmountChange(converted.value, new_amount.value, difference, ratio, new_amount.unit)


def _in_unit(amount: Quantity, unit: str) -> Quantity:
    """Return an amount in a column's unit (単位の換算), else as it is."""
    return amount if not unit or amount.unit == unit else convert(amount, unit) or amount
