"""Sums that a document prints (合計・小計): found as rows of sums, checked against the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...diagnostics import Diagnostics, Span
from ...edition import Edition
from ...plan import Column, ColumnType, Initiative, Number, PrintedTotal, Section
from ...text.headings import is_amount_column
from ...text.linebreak import join
from ...text.normalize import is_no_value
from ...text.quantities import convert, parse_quantity
from ..ir import Cell
from . import titles
from .columns import Column as LayoutColumn
from .columns import Layout
from .header_rows import Row, worded
from .outline import DraftSection
from .records import Draft
from .vocabulary import Role, is_grand_total, is_page_total, is_total


class TotalRow(NamedTuple):
    """A row of sums (合計行): its label, and the sums by column.

    scope: the table's edition. groups: the rows since the last sum, those above it in the table,
    those below it up to the next sum, and all of the table.
    """

    layout: Layout
    label: str
    span: Span
    section: DraftSection
    values: Mapping[int, str]
    scope: Edition | None
    groups: tuple[Sequence[Draft], ...] = ()


def find_total(row: Row, layout: Layout, above: Row) -> tuple[Cell, dict[int, str]] | None:
    """Return the label and the sums by column of a row of sums (合計行), or None.

    above: the row before; a cell merged with it is no label.
    """
    if not _may_be_total(row, layout):
        return None
    label = next((cell for cell in worded(row) if _is_label(cell, above)), None)
    if label is None:
        return None
    values: dict[int, str] = {}
    previous: Cell | None = None
    for at, cell in enumerate(row):
        column = layout.columns[at]
        if cell is previous or cell is label or not cell.text:
            previous = cell
            continue
        previous = cell
        if column.role is Role.AMOUNT or (
            column.role in {Role.TEXT, Role.SUMMARY} and is_amount_column("額", [cell.text])
        ):
            values[at] = join(line.strip() for line in cell.lines)
    return label, values


def _may_be_total(row: Row, layout: Layout) -> bool:
    """Return whether a row may be one of sums; a quick test, as every row gets it."""
    if any(is_total(row[at].text) for at in layout.places(Role.EDITION)):
        return True  # 計 below the years of an initiative
    for at in layout.places(Role.NUMBER):
        if row[at].lines and titles.is_numberlike(row[at].text):
            return False
    labels = layout.labels
    return any(
        "計" in line or "額" in line or "繰" in line for at in labels for line in row[at].lines
    )


def _is_label(cell: Cell, above: Row) -> bool:
    """Return whether a cell that the row above does not share names a sum."""
    return is_total(join(cell.lines)) and all(cell is not other for other in above)


def printed_totals(
    totals: Sequence[TotalRow],
    numbers: Mapping[int, Number],
    sections: Sequence[Section],
    columns: Sequence[Column],
    *,
    diagnostics: Diagnostics,
    default: Edition,
) -> Iterator[PrintedTotal]:
    """Yield the printed sums of sections and of the whole (合計・小計), each checked.

    A sum may also be that of its table, of a page, of the rows since the last sum, or of the
    sums before it: then it is right, but none of a section.
    """
    sums = _Sums(sections)
    amounts = {column.heading: column for column in columns if column.type is ColumnType.AMOUNT}
    earlier: dict[tuple[str, Edition | None], list[Decimal]] = {}
    for total in totals:
        number = None if is_grand_total(total.label) else numbers.get(id(total.section))
        is_page = is_page_total(total.label)
        for at, value in total.values.items():
            column = total.layout.columns[at]
            if column.role not in {Role.AMOUNT, Role.TEXT} or column.heading not in amounts:
                diagnostics.loss("total-without-column", total.span, label=total.label, value=value)
                continue
            edition = column.edition
            if edition is None and total.layout.is_of_one_edition and column.role is Role.AMOUNT:
                edition = total.scope or default
            is_over_years = bool(total.layout.places(Role.EDITION)) and total.scope is None
            unit = amounts[column.heading].unit
            quantity = parse_quantity(value, unit)
            if column.heading.endswith(_RATES):
                continue
            if quantity is not None:
                found = sums.of(column.heading, edition, unit)
                groups = [_sum_of_rows(drafts, column, unit) for drafts in total.groups]
                before = earlier.setdefault((column.heading, edition), [])
                if is_page and quantity.value in before:  # carried over from the last page
                    continue
                is_sum_of_sums = _takes_sums(before, quantity.value)
                fits = [scope for scope in (number, None) if found.get(scope) == quantity.value]
                if is_sum_of_sums and len(before) == 1 and not fits:
                    fits = [None]
                is_of_rows = is_sum_of_sums or quantity.value in groups
                if is_of_rows and (is_over_years or not fits):
                    continue  # it is in the report of its row
                if not fits and (is_page or number in found):
                    made = groups[0] if is_page else found[number]
                    diagnostics.doubt(
                        "total-differs",
                        total.span,
                        label=total.label,
                        heading=column.published or column.heading,
                        printed=value,
                        sum=f"{made:,f}",
                    )
                number = fits[0] if fits else number
            if not is_page:
                section = None if len(sections) == 1 else number
                yield PrintedTotal(column.heading, value, section, edition)


_RATES = ("率", "比", "割合", "%", "平均")
"""What headings of values end in that add up to nothing (率・構成比)."""


def _takes_sums(before: list[Decimal], printed: Decimal) -> bool:
    """Return whether a sum is that of the last sums before it (小計の計), which it replaces."""
    total = Decimal(0)
    for count, value in enumerate(reversed(before), 1):
        total += value
        if count > 1 and total == printed:
            before[-count:] = [printed]
            return True
    before.append(printed)
    return False


def _sum_of_rows(drafts: Iterable[Draft], column: LayoutColumn, unit: str) -> Decimal:
    """Return the sum of a column's cells in some rows (行の計)."""
    total = Decimal(0)
    for draft in drafts:
        for at in draft.layout.fields.get(column.heading, ()):
            if draft.layout.columns[at].edition == column.edition:
                total += _amount(join(draft.lines(at)), unit)
    return total


class _Sums:
    """The sums of fields (項目の計) by section and for the whole, each computed once."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._known: dict[tuple[str, Edition | None], dict[Number | None, Decimal]] = {}

    def of(
        self, heading: str, edition: Edition | None, unit: str
    ) -> Mapping[Number | None, Decimal]:
        """Return a field's sum in each section (章ごとの計), and under None that of all."""
        key = (heading, edition)
        if key not in self._known:
            found: dict[Number | None, Decimal] = {
                section.number: _sum(section.initiatives, heading, edition, unit)
                for section in self._sections
            }
            found[None] = sum(found.values(), Decimal(0))
            self._known[key] = found
        return self._known[key]


def _sum(
    initiatives: Iterable[Initiative], heading: str, edition: Edition | None, unit: str
) -> Decimal:
    total = Decimal(0)
    for initiative in initiatives:
        value = initiative.fields.get(heading)
        if value is not None and not isinstance(value, str):
            value = value.get(edition) if edition is not None else None
        total += _amount(value or "", unit)
    return total


def _amount(text: str, unit: str) -> Decimal:
    """Return the amount of a cell in the column's unit (数値), 0 where it has none."""
    if not text or is_no_value(text) or (quantity := parse_quantity(text, unit)) is None:
        return Decimal(0)
    return (convert(quantity, unit) or quantity).value  # 1.2億円 in a column of 千円
