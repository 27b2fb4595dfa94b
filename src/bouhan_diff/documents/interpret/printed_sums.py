"""Sums that a document prints (合計・小計), each checked against its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ...edition import Edition
from ...plan import Column, ColumnType, Initiative, Number, PrintedTotal, Section
from ...text.normalize import is_no_value
from ...text.quantities import parse_quantity
from .diagnostics import Diagnostics
from .layout import Layout
from .row_assembly import TotalRow
from .vocabulary import Role


def printed_totals(
    totals: Sequence[tuple[Layout, TotalRow]],
    numbers: Mapping[int, Number],
    sections: Sequence[Section],
    columns: Sequence[Column],
    *,
    diagnostics: Diagnostics,
    default: Edition,
) -> Iterator[PrintedTotal]:
    """Yield the sums that the document prints (合計・小計), each checked against its rows."""
    by_number = {section.number: section for section in sections}
    amounts = {column.heading: column for column in columns if column.type is ColumnType.AMOUNT}
    for layout, total in totals:
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
            sums = {
                number: _sum(
                    by_number[number].initiatives if number in by_number else (),
                    column.heading,
                    edition,
                    unit,
                ),
                None: _sum(
                    (i for s in sections for i in s.initiatives), column.heading, edition, unit
                ),
            }
            fits = [scope for scope, found in sums.items() if printed and found == printed.value]
            scope = fits[0] if fits else number
            if printed is not None and not fits and number in by_number:
                diagnostics.doubt(
                    "total-differs",
                    total.span,
                    label=total.label,
                    heading=column.published or column.heading,
                    printed=value,
                    sum=f"{sums[number]:,f}",
                )
            is_whole = scope is None or len(sections) == 1
            yield PrintedTotal(column.heading, value, None if is_whole else scope, edition)


def _sum(
    initiatives: Iterable[Initiative], heading: str, edition: Edition | None, unit: str
) -> Decimal:
    total = Decimal(0)
    for initiative in initiatives:
        value = initiative.fields.get(heading)
        if value is not None and not isinstance(value, str):
            value = value.get(edition) if edition is not None else None
        if value and not is_no_value(value) and (quantity := parse_quantity(value, unit)):
            total += quantity.value
    return total
