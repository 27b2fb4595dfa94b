"""Amounts and sums of two editions side by side (数値の新旧)."""

from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from ..edition import Edition

if TYPE_CHECKING:
    from decimal import Decimal


class AmountChange(NamedTuple):
    """An amount in two editions (数値の新旧), both in `unit`.

    old, new: None where that edition has no value. difference: new - old, if both are known. ratio:
    the difference as a fraction of old, such as -0.0465; None if old is missing, zero or negative.
    is_cumulative: the two add up to one budget (積み重ねる予算).
    """

    old: "Decimal | None"
    new: "Decimal | None"
    difference: "Decimal | None"
    ratio: float | None
    unit: str = ""
    is_cumulative: bool = False

    @property
    def change(self) -> "Decimal":
        """How much the amount changed (増減), a missing value counted as 0."""
        old, new = (0 if value is None else value for value in (self.old, self.new))
        return cast("Decimal", new - old)  # one of them is a Decimal, at least


class Total(NamedTuple):
    """The sum of one amount column in two editions (合計の新旧), in `unit`.

    A side without any value (―) has no sum, and the difference is then the whole sum of the other.
    rows: how many values were added. unreadable: how many could not be read as amounts.
    printed_old, printed_new: the sums that the documents print, if they do. is_cumulative: the two
    add up to one budget (積み重ねる補正予算), so that they have no difference.
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
    """A printed sum that differs from the sum of its values (印字された合計の相違).

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
    """Return an amount or sum of two supplementary budgets (補正予算の数値), with no difference."""
    return value._replace(difference=None, ratio=None, is_cumulative=True)


def unit_of_change(unit: str) -> str:
    """Return the unit of a difference (増減の単位): ポイント for percentages, else the same."""
    return "ポイント" if unit == "%" else unit
