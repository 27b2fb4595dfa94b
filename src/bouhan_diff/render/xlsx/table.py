"""The sheet of rows and sums (新旧対照表のシート): a row per initiative, or per item.

A plan with few columns has a row for each initiative. If that does not fit on A3 at 9 points, each
text and each field gets a row of its own, preceded by its initiative.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress
from statistics import median

from ...comparison.table import ComparisonTable, FieldComparison, Group, GroupBy, Row, RowKind
from ...plan import Column
from ...render import labels
from ...text.linebreak import ems
from ..notices import kind_names, printed_differences, text_heading
from ..phrasebook import SAY
from ..sums import compared_totals, repeats_its_row, unread
from .cells import Value, shown
from .columns import (
    REMARK_LINES,
    REMARK_WIDTHS,
    RowColumn,
    ShownRow,
    columns_behind,
    front_columns,
    side_column,
    width_of_items,
)
from .sheet_layout import (
    MARGIN,
    ROOMS,
    TEXT_WIDTHS,
    WIDTH_ALONE,
    SheetLine,
    roomy,
    texts_width,
    well_broken,
    whole_line,
)
from .sheets import SheetColumn, SumRow, Worksheet
from .styles import Look
from .values import (
    cell_unit,
    changed_properties,
    difference,
    field_value,
    heading_of,
    marks,
    new_text,
    old_text,
    ratio,
    ratio_heading,
    remarks_of_items,
    repeated,
    section_name,
    total_values,
)

_LEAST_TEXT, _NARROW_TEXT, _A3_TEXT, _WIDE_TEXT = *TEXT_WIDTHS[:2], 32, 90
_NAME_LINES, _WIDEST_REMARK = 4, 50


def comparison(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the rows (新旧対照表) of all tables in the order of their groups."""
    printed = frozenset[str]().union(*map(printed_differences, tables))
    fields = [one for one in labels.field_columns(tables) if one.heading not in printed]
    legend = "、".join(marks(tables))
    front = front_columns(tables, lines=_NAME_LINES)
    many = sum(field.is_amount for field in fields) > 1
    width: float = texts_width(tables, _NARROW_TEXT)
    for is_whole in (True, False) if many else (True,):
        columns = [*front, *columns_behind(tables, fields, width, has_ratios=is_whole)]
        more = 2 * max(_A3_TEXT - width, 0) if labels.has_texts(tables) else 0
        needed = zip(ROOMS, (0, more), strict=True)  # narrow texts are no use of A3
        if room := next((room for room, more in needed if _wide(columns) + more <= room), 0):
            break
    if fields and not room:
        return _one_a_row(tables, fields, legend, width)
    whole = [*front_columns(tables, lines=1), *columns[len(front) :]]
    if is_whole and not labels.has_texts(tables) and _wide(whole) <= room:
        spare = room - _wide(whole)
        columns = [
            (replace(one, width=min(one.width + spare, _WIDEST_REMARK)), value)
            if one.heading == labels.REMARKS
            else (one, value)
            for one, value in whole
        ]
    elif labels.has_texts(tables) and room:  # the texts take what the paper has
        sides = 1 if tables[0].only_edition else 2
        widest = max(min(width + (room - _wide(columns)) / sides, _WIDE_TEXT), width)
        least = texts_width(tables, _LEAST_TEXT)
        width = well_broken(_texts(tables), widest, least)
        columns = [*front, *columns_behind(tables, fields, width, has_ratios=is_whole)]
    headings = [column for column, _value in columns]
    fixed = _place(headings, labels.name_heading(tables)) + 1 if fields else 0
    rows = _with_sums(
        tables,
        lambda shown: [[value(shown) for _column, value in columns]],
        lambda table, group: sums_of_fields(table, group, headings, fields),
    )
    return Worksheet(labels.COMPARISON, headings, rows, legend, sum_notes(tables), fixed=fixed)


def _wide(columns: Sequence["RowColumn"]) -> float:
    return sum(column.width for column, _value in columns)


def _place(headings: Sequence[SheetColumn], name: str) -> int:
    return next(place for place, column in enumerate(headings) if column.heading == name)


def _texts(tables: Sequence[ComparisonTable], fields: Sequence[Column] = ()) -> list[str]:
    """Return the old and new texts (新旧の文): summaries, and values of these fields."""
    rows = [row for one in tables for row in one.rows()]
    compared: list[Row | FieldComparison] = [*rows]
    compared += (one for row in rows for field in fields if (one := row.field(field.heading)))
    return [text for one in compared for text in (one.old, one.new) if text]


def _with_sums(
    tables: Sequence[ComparisonTable],
    lines: Callable[[ShownRow], Iterable[Sequence[Value]]],
    sums: Callable[[ComparisonTable, Group | None], Iterable[SumRow]],
) -> Iterator[Sequence[Value]]:
    """Yield the lines of each row (行); in a single table each group's sums (計) follow it."""
    is_summed = len(tables) == 1 and tables[0].only_edition is None
    for table in tables:
        for group in table.groups:
            for row in group.rows:
                yield from lines((table, group.heading, row))
            if is_summed and len(table.groups) > 1 and not repeats_its_row(table, group):
                yield from sums(table, group)
        if is_summed:
            yield from sums(table, None)


def _one_a_row(
    tables: Sequence[ComparisonTable], fields: Sequence[Column], legend: str, narrowest: float
) -> Worksheet:
    """Return a sheet with a row for each text and field (項目ごとの行), after values given once."""
    every = [row for table in tables for row in table.rows()]
    once = [one for one in fields if all(one.heading in table.of_no_edition for table in tables)]
    fields = [one for one in fields if one not in once]
    # Amounts of many units stand below each other: each is shown with its own.
    with_units = [(one._replace(unit=""), cell_unit(every, one)) for one in fields]
    # A name is beside a text, or above no more lines than there are items.
    usual = median(sum(row.field(one.heading) is not None for one in fields) for row in every)
    most = _ITEM_LINES if labels.has_texts(tables) else min(max(int(usual), 1), _ITEM_LINES)
    fronts = [_front_of_items(tables, once, lines) for lines in range(1, most + 1)]
    front, headings = _columns_of_items(tables, fields, with_units, fronts, narrowest)
    shown_behind = {column.heading for column in headings}
    behind = [one in shown_behind for one in (*CHANGE_WIDTHS, labels.REMARKS)]
    kept = [*([True] * (len(front) + 4)), *behind]
    items = partial(_items, front=front, fields=with_units)
    rows = _with_sums(
        tables,
        lambda shown: (list(compress(values, kept)) for values in items(shown)),
        lambda table, group: sums_of_items(table, group, headings),
    )
    notes = (f"（注）{line}。" for line in dict.fromkeys(map(SAY.given_once, tables)) if line)
    own = (labels.SECTION, labels.NUMBER, labels.name_heading(tables))
    same = [place for place, column in enumerate(headings) if column.heading in own]
    return Worksheet(
        labels.COMPARISON,
        headings,
        rows,
        legend,
        [*sum_notes(tables), *map(whole_line, notes)],
        fixed=_place(headings, labels.name_heading(tables)) + 1,
        repeated=len(front),
        same=same,
    )


def _columns_of_items(
    tables: Sequence[ComparisonTable],
    fields: Sequence[Column],
    with_units: Sequence[tuple[Column, str]],
    fronts: Sequence[list[RowColumn]],
    narrowest: float,
) -> tuple[list[RowColumn], list[SheetColumn]]:
    """Return the columns in front and the headings of all, as wide as the paper allows (列幅).

    fronts: the first columns, with names of one line and of more.
    """
    every = [row for table in tables for row in table.rows()]
    names = [*map(text_heading, tables), *(labels.written_heading(one.heading) for one in fields)]
    label = SheetColumn(labels.GROUP, roomy(names, _ITEM_WIDTHS, 1))
    if (only := tables[0].only_edition) is not None:
        headings = [column for column, _value in fronts[-1]]
        return fronts[-1], [*headings, label, SheetColumn(labels.edition(only), WIDTH_ALONE)]
    remarks = [
        line for table in tables for row in table.rows() for line in remarks_of_items(table, row)
    ]
    last = roomy(remarks, REMARK_WIDTHS, REMARK_LINES) if remarks else 0
    changes = changes_of_items(tables, with_units)
    columns = (column for column, _value in front_columns(tables, lines=1))
    kind = next(column for column in columns if column.heading == labels.KIND_HEADING)
    taken = label.width + kind.width + sum(column.width for column in changes) + last
    least = texts_width(tables, _LEAST_TEXT)
    left = (room - taken - _wide(fronts[-1]) for room in ROOMS)
    room = next((room for room in left if room >= 2 * narrowest), 2 * narrowest)
    needed = max(width_of_items(every, fields), narrowest)
    more = room - 2 * needed + _wide(fronts[-1])  # what short values leave to names
    front = next((one for one in fronts if _wide(one) <= more), fronts[-1])
    room -= _wide(front) - _wide(fronts[-1])
    texts = _texts(tables, [one for one in fields if not one.is_amount])
    side = well_broken(texts, min(room / 2, needed), least)
    headings = [*(column for column, _value in front), label, kind]
    headings += (SheetColumn(edition, side) for edition in labels.edition_headings(*tables))
    headings += [*changes, *([SheetColumn(labels.REMARKS, last)] if remarks else ())]
    return front, headings


_ITEM_WIDTHS, _ITEM_LINES = (12, 30), 4


def _front_of_items(
    tables: Sequence[ComparisonTable], once: Sequence[Column], lines: int
) -> list[RowColumn]:
    """Return the first columns (事業の欄): names of up to so many lines, and what is given once.

    The kind stands with each item, so that a filter by it leaves out items that did not change.
    """
    every = [row for table in tables for row in table.rows()]
    front = front_columns(tables, lines=lines, is_narrow=True)
    front = [one for one in front if one[0].heading != labels.KIND_HEADING]
    return [*front, *(side_column(one, every, heading_of(one), is_new=None) for one in once)]


def _items(
    shown_row: ShownRow, front: Sequence["RowColumn"], fields: Sequence[tuple[Column, str]]
) -> Iterator[Sequence[Value]]:
    """Yield the lines of a row (行の値): properties, texts and fields, each with its name and kind.

    They end in difference, ratio and the remarks of both editions. fields: with their units.
    """
    table, _group, row = shown_row
    only = table.only_edition
    about = [value(shown_row) for _column, value in front]
    items: list[tuple[str, RowKind | None, Value, Value, Value, Value]] = []
    if row.old or row.new:  # first: it is about as high as the name in front
        sides = old_text(table, row), new_text(table, row)
        items.append((text_heading(table), row.kind_of_text, *sides, "", ""))
    properties = () if only else changed_properties(table, row)
    items += [(name, RowKind.SUBSTANCE, old, new, "", "") for name, old, new in properties]
    for field, unit in fields:
        found = row.field(field.heading)
        if found is None or not (found.old or found.new):
            continue
        old, new = (field_value(found, field, unit, is_new=side) for side in (False, True))
        name = labels.field_heading(field)
        kind = row.kind if row.is_one_sided else found.kind
        items.append((name, kind, old, new, difference(found, field, unit), ratio(found)))
    if only is not None:
        is_new = only == table.new_edition
        yield from ([*about, name, new if is_new else old] for name, _kind, old, new, *_ in items)
        return
    names = kind_names(table)
    if row.kind is not RowKind.UNCHANGED:  # of a row that changed, they stand where it did
        names[RowKind.UNCHANGED] = ""
    again = [repeated(column, one) for (column, _value), one in zip(front, about, strict=True)]
    for place, (name, kind, *item) in enumerate(items or [("", None, "", "", "", "")]):
        remarks = "" if place else "\n".join(remarks_of_items(table, row))
        yield [*(again if place else about), name, names[kind] if kind else "", *item, remarks]


# --- Sums ---------------------------------------------------------------------------------------

CHANGE_WIDTHS = {labels.DIFFERENCE: 10, labels.RATIO: 9}
"""The columns of differences and ratios (増減の列) and their widths, where items have rows."""


def changes_of_items(
    tables: Sequence[ComparisonTable], fields: Sequence[tuple[Column, str]]
) -> list[SheetColumn]:
    """Return the columns of differences and ratios (増減の列), unless they would be empty.

    fields: each with the unit in which its amounts are shown.
    """
    of = {column.heading: (column, unit) for column, unit in fields}
    rows = [row for table in tables for row in table.rows()]
    found = [one for row in rows for one in row.fields if one.heading in of]
    differences = [difference(one, *of[one.heading]) for one in found]
    occurs = {labels.DIFFERENCE: any(differences), labels.RATIO: any(map(ratio, found))}
    sums = [
        total_values(total, SAY.shown_sum(table, table, total), unit=total.unit)[2]
        for table in tables
        for total in table.totals
    ]
    longest = max((ems(shown(one)) for one in (*differences, *sums)), default=0)
    widths = {
        **CHANGE_WIDTHS,
        labels.DIFFERENCE: max(2 * longest + MARGIN, CHANGE_WIDTHS[labels.DIFFERENCE]),
    }
    return [
        SheetColumn(name, width, is_number=True) for name, width in widths.items() if occurs[name]
    ]


def sums_of_items(
    table: ComparisonTable, group: Group | None, headings: Sequence[SheetColumn]
) -> Iterator[SumRow]:
    """Yield the sums of a section, or of all (計・合計), one per row; the first names them all."""
    names = *labels.edition_headings(table), *CHANGE_WIDTHS
    for place, total in enumerate(compared_totals(table, (group or table).totals)):
        sum_ = SAY.shown_sum(table, group or table, total)
        found = dict(zip(names, total_values(total, sum_, unit=total.unit), strict=True))
        found |= _about_sum(table, group)
        if labels.SECTION in found and group:
            found[labels.SECTION] = section_name(group.rows[0])
        same = shown(found[name := labels.name_heading([table])]).replace(
            "\n", ""
        )  # so it is hidden
        found[labels.GROUP] = labels.written_heading(total.heading)
        found[name] = same if place else [(same, Look.BOLD)]
        yield SumRow(found.get(column.heading, "") for column in headings)


def sums_of_fields(
    table: ComparisonTable,
    group: Group | None,
    headings: Sequence[SheetColumn],
    fields: Sequence[Column],
) -> Iterator[SumRow]:
    """Yield the sums of a section, or of all (計・合計), each in the columns of its field."""
    editions = labels.edition_headings(table)
    found: dict[str, Value] = {}
    for total in compared_totals(table, (group or table).totals):
        field = next((one for one in fields if one.heading == total.heading), None)
        if field is None or field.unit != total.unit:
            continue
        name = heading_of(field)
        sum_ = SAY.shown_sum(table, group or table, total)
        *sides, change, share = total_values(total, sum_)
        for edition, value in zip(editions, sides, strict=True):
            found[f"{edition}\n{name}"] = value
        found[f"{labels.DIFFERENCE}\n{name}"] = change
        found[ratio_heading(field)] = share
    if any(found.get(column.heading) for column in headings):
        found |= _about_sum(table, group)
        yield SumRow(found.get(column.heading, "") for column in headings)


def _about_sum(table: ComparisonTable, group: Group | None) -> dict[str, Value]:
    """Return the name of a row of sums (計の行): of a group, or of all."""
    name = labels.name_heading([table])
    if group is None:
        return {name: [(_in_two_lines(labels.total(table)), Look.BOLD)]}
    if table.grouped_by is not GroupBy.SECTION or not group.rows:
        found = f"{group.heading or labels.NONE_GIVEN}　{labels.subtotal(group)}"
        return {name: [(found, Look.BOLD)]}
    section = group.rows[0].section
    return {
        name: [(_in_two_lines(labels.subtotal(group)), Look.BOLD)],
        labels.SECTION: section.printed_number,
        labels.SECTION_TITLE: section.title,
    }


def _in_two_lines(name: str) -> str:
    return name.replace("（表にない", "（表にない\n")


def sum_notes(tables: Sequence[ComparisonTable]) -> list[SheetLine]:
    """Return the notes on the sums (計の注)."""
    table = tables[0]
    if len(tables) > 1 or table.only_edition is not None or not table.totals:
        return []
    return [*notes_of_sums(table, with_parts=len(table.groups) > 1)]


def notes_of_sums(table: ComparisonTable, *, with_parts: bool) -> Iterator[SheetLine]:
    """Yield what the documents print instead of sums, and what sums leave out (計の注).

    with_parts: whether the sums of sections are included.
    """
    yield from map(whole_line, printed_instead(table))
    old, new = labels.edition_headings(table)
    what = f"{labels.SUBTOTAL}及び{labels.TOTAL}" if with_parts else labels.TOTAL
    totals = compared_totals(table, table.totals)
    sentences = [*unread(totals, table.all_rows(), old, new, what), *SAY.computed(totals, old, new)]
    yield from (whole_line(f"（注）{line}。") for line in sentences)


def printed_instead(table: ComparisonTable) -> Iterator[str]:
    """Yield what the documents print instead of sums (印字された計), with the section's name."""
    every: list[ComparisonTable | Group] = [*(table.groups if len(table.groups) > 1 else ()), table]
    for summed in every:
        for total in compared_totals(table, summed.totals):
            for line in SAY.shown_sum(table, summed, total).notes:
                section = f"（{summed.heading}）" if isinstance(summed, Group) else ""
                yield f"{line}{section}。"
