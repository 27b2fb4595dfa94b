"""The tables of a document's groups (章ごとの表), and the sums of each and of all (計・合計).

Many small groups share one table.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from ...comparison.amount_changes import Total
from ...comparison.table import Group, GroupBy, Row
from ...comparison.totals import summed_rows
from ...text.linebreak import ems
from .. import labels
from ..brief import aims
from ..notices import own_notes
from ..phrasebook import SAY
from ..sums import total_difference, total_ratio, unread
from .columns import columns_of_group, joined_groups, laid_out, shared_tables
from .fields import EMS_PER_MM, WordColumn
from .form import Summed, TableForm, are_others_gone, are_short
from .notes import footnotes
from .table import (
    grid,
    has_overall_sums,
    has_sums,
    keep_with_next,
    may_be_parted,
    repeat_above,
    shared_grid,
    table_of,
    value_row,
)
from .widths import stretched, widened
from .xml import MarkedRun, Revisions, TextMark, child, paragraph, paragraphs, plain

_SUMS_TOGETHER = 12  # rows of sums that share a page


class GroupTable(NamedTuple):
    """The table of one group (章の表), with what stands above and below it."""

    group: Group
    columns: list[WordColumn]
    table: ET.Element
    above: list[ET.Element]
    below: list[ET.Element]


def tables_of_groups(
    form: TableForm, every: list[WordColumn], whole: list[WordColumn], revisions: Revisions
) -> Iterator[GroupTable]:
    """Yield the table of each group (章ごとの表).

    every, whole: the columns of the whole table, before and after stretching.
    """
    table = form.table
    recorded = revisions if form.is_tracked else None
    part = ""
    is_one = len(table.groups) == 1
    sums = dict(zip(map(id, table.groups), summed_rows(table), strict=True))
    for members in shared_tables(form):
        group = members[0]
        is_last = members[-1] is table.groups[-1]
        whole_group = joined_groups(members)
        above: list[ET.Element] = []
        below: list[ET.Element] = []
        if (own_part := form.part_of(group)) != part:
            part = own_part
            above.append(paragraph("Part", part))
        has_totals = is_last and has_overall_sums(form, every)
        layout, placed = laid_out(form, whole_group, every)
        kept = columns_of_group(placed, layout, whole_group, has_totals=has_totals)
        wide = (
            widened(kept, every, whole, form.room[0])
            if layout is form
            else stretched(kept, layout, whole_group.rows)
        )
        if part:
            wide = [_below_part(one, part) for one in wide]
        made: list[tuple[list[ET.Element], ET.Element]] = []
        for one in members:
            rows = one.rows if part else sums[id(one)]
            mark = form.mark_of(rows)
            made.append(
                (
                    [*_headings_of(form, one, mark, recorded, is_shared=len(members) > 1)],
                    table_of(
                        one, wide, layout, recorded, is_last=one is table.groups[-1], is_one=is_one
                    ),
                )
            )
            _track(made[-1][1], mark, revisions)
            if has_sums(one, wide):
                below += notes_of_sums(form, one, rows, made[-1][1], has_totals=has_totals)
        if is_last and not are_short(own_notes(table)):
            keep_with_next(made[-1][1][-1])
            below = [*footnotes(form, recorded), *below]
        if len(made) == 1:
            headings, only = made[0]
            is_parted = not recorded and may_be_parted(whole_group.rows, wide, layout)
            if is_parted and _are_of_a_line(headings, form):
                repeat_above(headings, only, wide)
                headings = [paragraph("End", "")]
            yield GroupTable(group, wide, only, [*above, *headings], below)
        else:
            yield GroupTable(members[-1], wide, shared_grid(wide, made), above, below)


def _headings_of(
    form: TableForm,
    group: Group,
    mark: TextMark,
    recorded: Revisions | None,
    *,
    is_shared: bool,
) -> Iterator[ET.Element]:
    """Yield a group's heading and its aims (章の見出し). is_shared: within a shared table."""
    table = form.table
    heading = labels.group_heading(table, group) or labels.NONE_GIVEN
    if group is table.groups[0] and table.is_titled_as(group):  # below the title
        heading = f"{form.new}にあるもの" if are_others_gone(table) else ""
    aim_lines = (("Aim", aim) for aim in aims(group, form.old))
    over = "RowHeading" if is_shared else "Heading1"
    for style, text in ((over, heading.replace("\n", " ")), *aim_lines):
        yield from paragraphs(style, [(text, mark)], recorded, mark) if text else ()


def _are_of_a_line(headings: Sequence[ET.Element], form: TableForm) -> bool:
    """Return whether a group's heading and aim take a line each (1行の見出し); some have none."""
    texts = ["".join(one.text or "" for one in line.iter("w:t")) for line in headings]
    room = form.room[0] * EMS_PER_MM - _BOLDER
    return 0 < len(texts) <= _HEADING_AND_AIM and all(ems(text) <= room for text in texts)


_HEADING_AND_AIM, _BOLDER = 2, 4  # room for larger letters, in full-width characters


def _below_part(column: WordColumn, part: str) -> WordColumn:
    """Return a column without the name of its budget in its headings (予算の列), as it is above."""
    heading = column.heading.removeprefix(f"{part}\n").removesuffix(f"\n（{part}）")
    over = column.over.removesuffix(f"\n（{part}）")
    return replace(column, heading=labels.TEXT if heading == part else heading, over=over)


# --- Sums -----------------------------------------------------------------------------------------

_SumColumn = tuple[str, float, Callable[[Summed, Total], Sequence[MarkedRun]]]
"""A column of the table of sums (合計の列): its heading, its width, and how it shows a sum."""


def _difference(form: TableForm, summed: Summed, total: Total) -> str:
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
    sums: list[tuple[str, Summed, Total]] = []
    for total in table.totals:
        parts: list[tuple[str, Summed, Total]] = [
            (f"　{labels.group_heading(table, group)}{_hidden(group)}", group, one)
            for group in groups
            for one in group.totals
            if one.heading == total.heading
        ]
        parts = parts if len(parts) > 1 else []
        whole = f"{labels.TOTAL}　" if parts else ""
        sums += [(f"{whole}{labels.field_heading(total)}", table, total), *parts]

    def side(summed: Summed, total: Total, *, is_new: bool) -> list[MarkedRun]:
        return plain(form.sum_of(summed, total, total.unit, is_new=is_new))

    old: _SumColumn = form.old, 40, partial(side, is_new=False)
    new: _SumColumn = form.new, 40, partial(side, is_new=True)
    texts: list[_SumColumn] = [new if table.only_edition == table.new_edition else old]
    if not form.is_alone:
        texts = [
            *form.in_order(old, new),
            (labels.DIFFERENCE, 40, lambda of, one: plain(_difference(form, of, one))),
            (labels.RATIO, 30, lambda _of, one: plain(_ratio(form, one))),
        ]
    widths = [(labels.GROUP, 80), *((heading, width) for heading, width, _text in texts)]
    narrowed = min(1, form.room[0] / sum(width for _heading, width in widths))  # a portrait page
    found = [WordColumn(heading, width * narrowed, lambda _row: []) for heading, width in widths]
    rows = [
        value_row(found, name, [text(of, one) for _heading, _width, text in texts])
        for name, of, one in sums
    ]
    for row in rows[:-1] if len(rows) <= _SUMS_TOGETHER else ():
        keep_with_next(row)
    yield grid(found, rows)
    summed: Sequence[Summed] = (*groups, table)
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


def _track(table: ET.Element, whole: TextMark, revisions: Revisions) -> None:
    """Track the headings and sums of a table that only one edition has (表全体の変更履歴)."""
    if whole is TextMark.PLAIN:
        return
    tag, text_tag = ("ins", "w:t") if whole is TextMark.INSERTED else ("del", "w:delText")
    for row in table.iter("w:tr"):
        properties = child(row, "trPr")
        if properties is None or child(properties, tag) is not None:
            continue
        properties.append(revisions.mark(tag))
        for line in row.iter("w:p"):
            for place, run in enumerate(list(line)):
                if run.tag == "w:r":
                    for text in run.iter("w:t"):
                        text.tag = text_tag
                    line[place] = revisions.mark(tag, run)
