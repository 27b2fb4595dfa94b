"""Sums as documents show them (計・合計): which, their differences, and what they leave out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..comparison.table import ComparisonTable, Group, Row
from . import labels

if TYPE_CHECKING:
    from ..comparison.amount_changes import Total

_MOST_NAMED, _LONGEST_UNREAD = 5, 20


def compared_totals(table: ComparisonTable, totals: "Iterable[Total]") -> "tuple[Total, ...]":
    """Return the sums of compared columns (比べた項目の合計); others have only one side."""
    left_out = {one.heading for one in table.not_compared}
    return tuple(total for total in totals if total.heading not in left_out)


def repeats_its_row(table: ComparisonTable, group: Group) -> bool:
    """Return whether a group's sums only say again what its one row says (1件だけの章の計)."""
    from ..comparison.totals import misprints  # noqa: PLC0415  few plans have amounts

    is_one = group.counts.total == 1
    return is_one and not any(any(misprints(table, group, one)) for one in group.totals)


def summed(rows: Iterable[Row], totals: "Iterable[Total]") -> int:
    """Return how many initiatives sums include (合計する事業数): those with a value there."""
    headings = {total.heading for total in totals}
    fields = ([one for one in row.fields if one.heading in headings] for row in rows)
    return sum(any(one.old or one.new for one in found) for found in fields)


def total_came_or_went(total: "Total") -> str:
    """Return 皆増 or 皆減 if only one edition has a sum (合計の増減の語), else ""."""
    if not total.difference or None not in (total.old, total.new):
        return ""
    if total.difference > 0:  # a sum that is all cuts, △327, did not come
        return labels.CAME if total.old is None else ""
    return labels.WENT if total.new is None else ""


def total_difference(total: "Total") -> str:
    """Return how much a sum changed (合計の増減), "" if it did not; ― if unknown."""
    return "" if total.difference == 0 else labels.difference(total.difference)


def total_ratio(total: "Total") -> str:
    """Return a sum's ratio of change (合計の増減率), 皆増 or 皆減; "" if it did not change."""
    return total_came_or_went(total) or ("" if total.ratio == 0 else labels.ratio(total.ratio))


def unread(
    totals: "Sequence[Total]",
    rows: Iterable[Row],
    old: str,
    new: str,
    what: str = labels.SUBTOTAL,
) -> Iterator[str]:
    """Yield which values each sum leaves out (合計に含まない値), such as 図書館事業（皆増）.

    old, new: the names of the editions, empty to skip one. what: the name of the sum.
    """
    from ..comparison.totals import unread_amounts  # noqa: PLC0415  few plans have amounts

    rows = tuple(rows)
    for total in totals:
        left_out = tuple(unread_amounts(total, rows))
        for edition, is_old in ((old, True), (new, False)):
            found = [
                f"{row.name}（{shortened(text)}）"
                for row, text, of_old in left_out
                if of_old is is_old
            ]
            if found and edition:
                more = f"など{len(found)}件" if len(found) > _MOST_NAMED else ""
                named = "、".join(found[:_MOST_NAMED]) + more
                heading = labels.field_heading(total)
                yield f"{edition}の{heading}の{what}は、資料に数値のない{named}を含まない"


def unread_words(total: "Total", rows: Iterable[Row]) -> tuple[str, str]:
    """Return for each edition the only word in place of amounts (読めない値): 皆増, or ""."""
    from ..comparison.totals import unread_amounts  # noqa: PLC0415  few plans have amounts

    old, new = set[str](), set[str]()
    for _row, text, is_old in unread_amounts(total, rows):
        (old if is_old else new).add(text)
    return _only(old), _only(new)


def _only(found: set[str]) -> str:
    return shortened(found.pop()) if len(found) == 1 else ""


def shortened(text: str) -> str:
    """Return what stands in place of an amount (読めない値), short enough for a note."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_UNREAD else f"{line[:_LONGEST_UNREAD]}…"


def is_of_unit(note: str) -> bool:
    """Return whether a note is only a unit, or a caption with one (単位の注); columns show it."""
    from ..text.number_headings import is_unit_line  # noqa: PLC0415  few plans have notes

    return is_unit_line(note) or (re.search(r"単位[:：\s]", note) is not None and "。" not in note)
