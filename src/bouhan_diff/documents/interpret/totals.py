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
from .columns import Layout
from .header_rows import Row, worded
from .outline import DraftSection
from .vocabulary import Role, is_total


class TotalRow(NamedTuple):
    """A row of sums (合計行): its label, and the sums by column. scope: the table's edition."""

    layout: Layout
    label: str
    span: Span
    section: DraftSection
    values: Mapping[int, str]
    scope: Edition | None


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
    for at in layout.places(Role.NUMBER):
        if row[at].lines and titles.is_numberlike(row[at].text):
            return False
    labels = layout.labels
    return any("計" in line or "額" in line for at in labels for line in row[at].lines)


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
    """Yield the printed sums (合計・小計), each checked against its rows."""
    sums = _Sums(sections)
    amounts = {column.heading: column for column in columns if column.type is ColumnType.AMOUNT}
    for total in totals:
        layout = total.layout
        number = numbers.get(id(total.section))
        for at, value in total.values.items():
            column = layout.columns[at]
            if column.role not in {Role.AMOUNT, Role.TEXT} or column.heading not in amounts:
                diagnostics.loss("total-without-column", total.span, label=total.label, value=value)
                continue
            edition = column.edition
            if edition is None and layout.is_of_one_edition and column.role is Role.AMOUNT:
                edition = total.scope or default
            unit = amounts[column.heading].unit
            printed = parse_quantity(value, unit)
            found = sums.of(column.heading, edition, unit)
            fits = [
                scope
                for scope in (number, None)
                if printed is not None and found.get(scope) == printed.value
            ]
            scope = fits[0] if fits else number
            if printed is not None and not fits and number in found:
                diagnostics.doubt(
                    "total-differs",
                    total.span,
                    label=total.label,
                    heading=column.published or column.heading,
                    printed=value,
                    sum=f"{found[number]:,f}",
                )
            is_whole = scope is None or len(sections) == 1
            yield PrintedTotal(column.heading, value, None if is_whole else scope, edition)


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
        if value and not is_no_value(value) and (quantity := parse_quantity(value, unit)):
            # 1.2億円 in a column of 千円.
            total += (convert(quantity, unit) or quantity).value
    return total
