"""Sums that a document prints (合計・小計), each checked against its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ...diagnostics import Diagnostics
from ...edition import Edition
from ...plan import Column, ColumnType, Initiative, Number, PrintedTotal, Section
from ...text.normalize import is_no_value
from ...text.quantities import convert, parse_quantity
from .columns import Layout
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
    sums = _Sums(sections)
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
    """The sums of fields (項目の計), by section and for the whole, each worked out once."""

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
