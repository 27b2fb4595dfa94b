"""Sums that a document prints (合計・小計): each checked against its rows, and kept.

A sum may also be that of its table, of a page, of the rows since the last sum, or of the sums
before it: then it is right, but none of a section.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...diagnostics import Diagnostics
from ...edition import Edition
from ...plan import Column, ColumnType, Initiative, Number, PrintedTotal, Section
from ...text.linebreak import join
from ...text.quantities import Quantity, convert, parse_quantity, sum_of_wholes
from ..headings.columns import TableColumn
from ..headings.vocabulary import (
    Role,
    is_grand_total,
    is_page_total,
)
from .drafts import Draft, TotalRow


class _Printed(NamedTuple):
    """A printed sum of one column (項目の計). quantity: None where it is no number."""

    column: TableColumn
    unit: str
    edition: Edition | None
    value: str
    quantity: Quantity | None


def printed_sums(
    totals: Sequence[TotalRow],
    numbers: Mapping[int, Number],
    sections: Sequence[Section],
    columns: Sequence[Column],
    *,
    diagnostics: Diagnostics,
    default: Edition,
) -> Iterator[PrintedTotal]:
    """Yield the printed sums of sections and of the whole (合計・小計), and report wrong ones.

    numbers: those of sections, by the identity of what they were read as. default: the edition
    of amounts that name none.
    """
    sums = _Sums(sections)
    amounts = {column.heading: column for column in columns if column.type is ColumnType.AMOUNT}
    earlier: dict[tuple[str, Edition | None], list[Decimal]] = {}
    for total in totals:
        if _OF_MORE_ROWS in total.label:
            continue
        own = None if is_grand_total(total.label) else numbers.get(id(total.section))
        is_page = is_page_total(total.label)
        printed = list(_printed_in(total, amounts, diagnostics, default))
        scopes = [scope for one in printed for scope in sums.scopes_of(one, own)]
        told = scopes[0] if scopes else own  # one column that fits tells for the whole row
        is_over_years = bool(total.layout.places(Role.EDITION)) and total.scope is None
        for one in printed:
            number = told
            if one.quantity is not None:
                value = one.quantity.value
                groups = (_sum_of_rows(rows, one.column, one.unit) for rows in _groups(total))
                before = earlier.setdefault((one.column.heading, one.edition), [])
                if is_page and value in before:  # carried over from the last page
                    continue
                fits = sums.scopes_of(one, told)
                is_sum_of_sums = _fold_subtotals(before, value)
                if is_sum_of_sums and len(before) == 1 and not fits:
                    fits = [None]
                if (is_over_years or not fits) and (is_sum_of_sums or value in groups):
                    continue  # it is in the report of its row
                found = sums.of(one)
                is_of_more = one.edition in _REVISED and value > found.get(told, 0)
                if not fits and not is_of_more and (is_page or told in found):
                    rows = total.groups[0]
                    made = _sum_of_rows(rows, one.column, one.unit) if is_page else found[told]
                    diagnostics.doubt(
                        "total-differs",
                        total.span,
                        label=total.label,
                        heading=one.column.published or one.column.heading,
                        printed=one.value,
                        sum=f"{made:,f}",
                    )
                number = fits[0] if fits else told
            if not is_page:
                section = None if len(sections) == 1 else number
                yield PrintedTotal(one.column.heading, one.value, section, one.edition)


def _groups(total: TotalRow) -> Iterator[Sequence[Draft]]:
    """Yield the rows that it may be the sum of (計の範囲), the fewest first."""
    yield from total.groups
    yield total.groups[-1][: total.above]


def _printed_in(
    total: TotalRow, amounts: Mapping[str, Column], diagnostics: Diagnostics, default: Edition
) -> Iterator[_Printed]:
    """Yield the sums in a row of sums (計の行) that can add up; those of no column are reported."""
    for at, value in total.values.items():
        column = total.layout.columns[at]
        if column.role not in {Role.AMOUNT, Role.TEXT} or column.heading not in amounts:
            diagnostics.loss("total-without-column", total.span, label=total.label, value=value)
        elif not column.heading.endswith(_RATES):
            edition = column.edition
            if edition is None and total.layout.is_of_one_edition and column.role is Role.AMOUNT:
                edition = total.scope or default
            unit = amounts[column.heading].unit
            yield _Printed(column, unit, edition, value, parse_quantity(value, unit))


_OF_MORE_ROWS = "表にない"
"""In the label of a sum that counts rows beside those shown (表にない事業を含む計)."""

_REVISED = frozenset(map(Edition.of_label, ("補正前", "補正後")))
"""The sums of a revision are also of what it does not list, as that stays the same (補正予算)."""

_RATES = ("率", "比", "割合", "%", "平均")
"""What headings of values end in that add up to nothing (率・構成比)."""


def _fold_subtotals(before: list[Decimal], printed: Decimal) -> bool:
    """Return whether a sum is that of the last sums before it (小計の計).

    Then it takes their place in the list; else it is added to it.
    """
    total = Decimal(0)
    for count, value in enumerate(reversed(before), 1):
        total += value
        if count > 1 and total == printed:
            before[-count:] = [printed]
            return True
    before.append(printed)
    return False


def _sum_of_rows(drafts: Iterable[Draft], column: TableColumn, unit: str) -> Decimal:
    """Return the sum of a column's cells in some rows (行の計)."""
    names, amounts = [], []
    for draft in drafts:
        for at in draft.layout.fields.get(column.heading, ()):
            if draft.layout.columns[at].edition == column.edition:
                names.append(join(draft.name_lines))
                amounts.append(_amount(join(draft.lines(at)), unit))
    return sum_of_wholes(names, amounts)


class _Sums:
    """The sums of fields (項目の計) by section and for the whole, each computed once."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._known: dict[tuple[str, Edition | None], dict[Number | None, Decimal]] = {}

    def scopes_of(self, printed: _Printed, own: Number | None) -> list[Number | None]:
        """Return of what a printed sum is the sum (計の範囲): a section, or None for the whole."""
        if printed.quantity is None:
            return []
        found = self.of(printed)
        return [scope for scope in (own, None) if found.get(scope) == printed.quantity.value]

    def of(self, printed: _Printed) -> Mapping[Number | None, Decimal]:
        """Return a column's sum in each section (章ごとの計), and under None that of all."""
        heading, edition = key = printed.column.heading, printed.edition
        if key not in self._known:
            found: dict[Number | None, Decimal] = {
                section.number: _sum(section.initiatives, heading, edition, printed.unit)
                for section in self._sections
            }
            found[None] = sum(found.values(), Decimal(0))
            self._known[key] = found
        return self._known[key]


def _sum(
    initiatives: Iterable[Initiative], heading: str, edition: Edition | None, unit: str
) -> Decimal:
    names, amounts = [], []
    for initiative in initiatives:
        value = initiative.fields.get(heading)
        if value is not None and not isinstance(value, str):
            value = value.get(edition) if edition is not None else None
        names.append(initiative.name)
        amounts.append(_amount(value or "", unit))
    return sum_of_wholes(names, amounts)


def _amount(text: str, unit: str) -> Decimal:
    """Return the amount of a cell in the column's unit (数値), 0 where it has none."""
    quantity = parse_quantity(text, unit)
    if quantity is None:
        return Decimal(0)
    return (convert(quantity, unit) or quantity).value  # 1.2億円 in a column of 千円
