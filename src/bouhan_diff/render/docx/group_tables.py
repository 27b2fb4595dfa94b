"""The tables of a document's groups (章ごとの表); many small groups share one."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ...comparison.table import Group
from ...comparison.totals import summed_rows
from .. import labels
from ..brief import aims
from .columns import columns_of_group, joined_groups, laid_out, shared_tables
from .fields import WordColumn
from .form import TableForm, are_others_gone, are_short, own_notes
from .notes import footnotes
from .sums import notes_of_sums
from .table import has_overall_sums, has_sums, keep_with_next, shared_grid, table_of, track
from .widths import stretched, widened
from .xml import Revisions, TextMark, paragraph, paragraphs


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
        own, placed = laid_out(form, whole_group, every)
        kept = columns_of_group(placed, own, whole_group, has_totals=has_totals)
        wide = (
            widened(kept, every, whole, form.room[0])
            if own is form
            else stretched(kept, own, whole_group.rows)
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
                        one, wide, own, recorded, is_last=one is table.groups[-1], is_one=is_one
                    ),
                )
            )
            track(made[-1][1], mark, revisions)
            if has_sums(one, wide):
                below += notes_of_sums(form, one, rows, made[-1][1], has_totals=has_totals)
        if is_last and not are_short(own_notes(table)):
            keep_with_next(made[-1][1][-1])
            below = [*footnotes(form, recorded), *below]
        if len(made) == 1:
            yield GroupTable(group, wide, made[0][1], [*above, *made[0][0]], below)
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
    said = (("Aim", aim) for aim in aims(group, form.old))
    own = "RowHeading" if is_shared else "Heading1"
    for style, text in ((own, heading.replace("\n", " ")), *said):
        yield from paragraphs(style, [(text, mark)], recorded, mark) if text else ()


def _below_part(column: WordColumn, part: str) -> WordColumn:
    """Return a column without the name of its budget in its headings (予算の列), as it is above."""
    heading = column.heading.removeprefix(f"{part}\n").removesuffix(f"\n（{part}）")
    over = column.over.removesuffix(f"\n（{part}）")
    return replace(column, heading=labels.TEXT if heading == part else heading, over=over)
