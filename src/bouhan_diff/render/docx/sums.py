"""Sums in a Word document (計・合計): those of the whole, and notes on all of them."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ...comparison.amount_changes import Total
from ...comparison.table import ComparisonTable, Group, GroupBy, Row
from .. import labels
from ..phrasebook import SAY
from ..sums import total_difference, total_ratio, unread
from .fields import WordColumn
from .form import TableForm
from .table import grid, has_overall_sums, has_sums, keep_with_next, value_row
from .xml import MarkedRun, paragraph, plain

_SUMS_TOGETHER = 12  # rows of sums that share a page

_Sums = ComparisonTable | Group
_SumColumn = tuple[str, float, Callable[[_Sums, Total], Sequence[MarkedRun]]]
"""A column of the table of sums (合計の列): its heading, its width, and how it shows a sum."""


def _difference(form: TableForm, summed: _Sums, total: Total) -> str:
    """Return a sum's difference (合計の増減), "" if one edition lacks the field."""
    if form.is_on_one_side(total) or not (by := total_difference(total)):
        return ""
    return SAY.shown_sum(form.table, summed, total).signs[2] + by


def _ratio(form: TableForm, total: Total) -> str:
    return "" if form.is_on_one_side(total) else total_ratio(total)


def _hidden(group: Group) -> str:
    """Return how many hidden rows a sum includes (表にない行), in brackets."""
    return labels.subtotal(group).removeprefix(labels.SUBTOTAL)


def sections_with_sums(form: TableForm, placed: Sequence[WordColumn]) -> Sequence[Group]:
    """Return the groups whose sums are shown (計のある章): below each group's rows, or at the end.

    If no table has its own sums, all sums follow the overall ones.
    """
    table = form.table
    if found := [group for group in table.groups if has_sums(group, placed)]:
        return found
    is_by_section = table.grouped_by is GroupBy.SECTION and len(table.groups) > 1
    return table.groups if is_by_section and not has_overall_sums(form, placed) else ()


def totals(form: TableForm, placed: Sequence[WordColumn]) -> Iterator[ET.Element]:
    """Yield the sums of the whole table (合計), and what could not be added.

    placed: the columns above; if they show all sums already, nothing is yielded.
    """
    table = form.table
    if not table.totals or has_overall_sums(form, placed):
        return
    groups = [
        one for one in sections_with_sums(form, placed) if one.totals and not has_sums(one, placed)
    ]
    by_group = f"・{labels.SECTION}ごとの{labels.SUBTOTAL}" if len(groups) > 1 else ""
    yield paragraph("Heading1", f"{labels.total(table)}{by_group}")
    sums: list[tuple[str, _Sums, Total]] = []
    for total in table.totals:
        parts: list[tuple[str, _Sums, Total]] = [
            (f"　{labels.group_heading(table, group)}{_hidden(group)}", group, one)
            for group in groups
            for one in group.totals
            if one.heading == total.heading
        ]
        parts = parts if len(parts) > 1 else []
        whole = f"{labels.TOTAL}　" if parts else ""
        sums += [(f"{whole}{labels.field_heading(total)}", table, total), *parts]

    def side(summed: _Sums, total: Total, *, is_new: bool) -> list[MarkedRun]:
        return plain(form.sum_of(summed, total, total.unit, is_new=is_new))

    texts: list[_SumColumn] = []
    sides: list[_SumColumn] = [
        (form.old, 40, partial(side, is_new=False)),
        (form.new, 40, partial(side, is_new=True)),
    ]
    if form.is_alone:
        texts += sides[1:] if table.only_edition == table.new_edition else sides[:1]
    else:
        texts += sides[::-1] if form.is_new_first else sides
    if not form.is_alone:
        texts.append((labels.DIFFERENCE, 40, lambda of, one: plain(_difference(form, of, one))))
        texts.append((labels.RATIO, 30, lambda _of, one: plain(_ratio(form, one))))
    widths = [(labels.GROUP, 80), *((heading, width) for heading, width, _text in texts)]
    found = [WordColumn(heading, width, lambda _row: []) for heading, width in widths]
    rows = [
        value_row(found, name, [text(of, one) for _heading, _width, text in texts])
        for name, of, one in sums
    ]
    for row in rows[:-1] if len(rows) <= _SUMS_TOGETHER else ():
        keep_with_next(row)
    yield grid(found, rows)
    summed: Sequence[_Sums] = (*groups, table)
    lines = [line for one in summed for line in form.notes_of_sums(one)]
    yield from (paragraph("Note", f"{line}。") for line in lines)
    what = f"{labels.SUBTOTAL}や{labels.TOTAL}" if by_group else labels.TOTAL
    left_out = [*_left_out_of_all(form, what), *_computed_of_all(form)]
    yield from (paragraph("Note", f"（注）{line}。") for line in left_out)


def _left_out_of_all(form: TableForm, what: str) -> Iterator[str]:
    """Yield the values left out of the overall sums (合計の注). what: the sums' name."""
    table = form.table
    yield from unread(table.totals, table.all_rows(), form.old, form.new, what)


def _computed_of_all(form: TableForm) -> Iterator[str]:
    """Yield which overall sums are computed, not printed in a document (計算した合計)."""
    yield from SAY.computed(form.table.totals, form.old, form.new)


def notes_of_sums(
    form: TableForm,
    group: Group,
    rows: Sequence[Row],
    made: ET.Element,
    *,
    has_totals: bool,
) -> Iterator[ET.Element]:
    """Yield the notes below a table on its sums (計の注): values left out, misprinted sums.

    has_totals: whether the table has the overall sums too.
    """
    has_all = has_totals and len(form.table.groups) > 1
    lines = [*unread(group.totals, rows, form.old, form.new, labels.SUBTOTAL)]
    lines += _left_out_of_all(form, labels.TOTAL) if has_all else ()
    lines += _computed_of_all(form) if has_totals else ()
    lines = [*form.notes_of_sums(group), *(f"（注）{line}" for line in lines)]
    lines += form.notes_of_sums(form.table) if has_all else ()
    if lines:
        keep_with_next(made[-1])
    yield from (paragraph("Note", f"{line}。") for line in lines)
