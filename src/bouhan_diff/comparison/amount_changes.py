"""Amounts and sums of two editions side by side (数値の新旧)."""

from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from ..edition import Edition

if TYPE_CHECKING:
    from decimal import Decimal


class AmountChange(NamedTuple):
    """An amount in two editions (数値の新旧), both in `unit`.

    old, new: None where the edition has no value there. difference: new less old, where
    there are both. ratio: the difference as a fraction of old, such as -0.0465; None where
    old is no value, 0 or less. is_cumulative: both add up to one budget (積み重ねる予算).
    """

    old: "Decimal | None"
    new: "Decimal | None"
    difference: "Decimal | None"
    ratio: float | None
    unit: str = ""
    is_cumulative: bool = False

    @property
    def change(self) -> "Decimal":
        """By how much the amount changed (増減), no value counted as 0."""
        old, new = (0 if value is None else value for value in (self.old, self.new))
        return cast("Decimal", new - old)  # one of them is a Decimal, at least


class Total(NamedTuple):
    """A sum of one amount column in two editions (合計の新旧), in `unit`.

    A side that has no value at all (―) has no sum; the difference is then all of the other's.
    rows: how many values were added. unreadable: how many could not be read as amounts.
    printed_old, printed_new: the document's own sums where it prints them, else None.
    is_cumulative: both sides add up to one budget (積み重ねる補正予算), so that there is no
    difference between them.
    """

    heading: str
    unit: str
    old: "Decimal | None"
    new: "Decimal | None"
    difference: "Decimal | None"
    ratio: float | None
    rows: int
    unreadable: int = 0
    printed_old: "Decimal | None" = None
    printed_new: "Decimal | None" = None
    is_cumulative: bool = False


class MisprintedSum(NamedTuple):
    """A sum that a document prints and its values do not add up to (印字された合計の相違).

    section: the section's heading, empty for the whole document.
    """

    edition: Edition
    section: str
    heading: str
    unit: str
    printed: "Decimal"
    computed: "Decimal"


_Cumulative = TypeVar("_Cumulative", AmountChange, Total)


def as_cumulative(value: _Cumulative) -> _Cumulative:
    """Return amounts or sums of two supplements (補正予算の数値), without a difference."""
    return value._replace(difference=None, ratio=None, is_cumulative=True)


def unit_of_change(unit: str) -> str:
    """Return the unit that differences are in (増減の単位): ポイント for amounts in per cent."""
    return "ポイント" if unit == "%" else unit
