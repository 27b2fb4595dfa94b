"""The sheet of the rows (新旧対照表のシート): one row per initiative, or one per thing it says.

A plan of a few columns has a row for each initiative. Where that would not fit on A3 at 9
points, each text and each field has a row of its own, its initiative named in front.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress

from ...comparison.table import ComparisonTable, Group
from ...plan import Column, ColumnType
from .. import labels
from ..notices import printed_differences, text_heading
from ..phrasebook import SAY
from ..remarks import remarks
from .cells import Value
from .columns import (
    REMARK_LINES,
    REMARK_WIDTHS,
    RowColumn,
    ShownRow,
    columns_behind,
    front_columns,
    side_column,
)
from .printing import ROOMS, whole_line
from .sheets import SheetColumn, SumRow, Worksheet
from .sums import CHANGE_WIDTHS, changes_of_items, sum_notes, sums_of_fields, sums_of_items
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
    repeated,
)
from .widths import (
    TEXT_WIDTHS,
    WIDTH_ALONE,
    roomy,
    texts_width,
    well_broken,
)

_NARROW_TEXT, _A3_TEXT, _WIDE_TEXT = TEXT_WIDTHS[0], 32, 90
_NAME_LINES = 4


def comparison(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the rows (新旧対照表) of all tables in the order of their groups."""
    printed = frozenset[str]().union(*map(printed_differences, tables))
    fields = [one for one in labels.field_columns(tables) if one.heading not in printed]
    legend = "、".join(marks(tables))
    front = front_columns(tables, lines=_NAME_LINES)
    many = sum(field.type is ColumnType.AMOUNT for field in fields) > 1
    width = texts_width(tables, _NARROW_TEXT)
    widths: list[float] = [width, width]
    for is_whole in (True, False) if many else (True,):
        columns = [*front, *columns_behind(tables, fields, widths, has_ratios=is_whole)]
        more = 2 * max(_A3_TEXT - width, 0) if labels.has_texts(tables) else 0
        needed = zip(ROOMS, (0, more), strict=True)  # narrow texts are no use of A3
        if room := next((room for room, more in needed if _wide(columns) + more <= room), 0):
            break
    if fields and not room:
        return _one_a_row(tables, fields, legend)
    whole = [*front_columns(tables, lines=1), *columns[len(front) :]]
    if is_whole and not labels.has_texts(tables) and _wide(whole) <= room:
        columns = _with_room_for_remarks(whole, room - _wide(whole))
    elif labels.has_texts(tables) and room:  # the texts take what the paper has
        sides = 1 if tables[0].only_edition else 2
        widest = max(min(width + (room - _wide(columns)) / sides, _WIDE_TEXT), width)
        widths = [well_broken(texts, widest, width) for texts in _texts(tables)]
        columns = [*front, *columns_behind(tables, fields, widths, has_ratios=is_whole)]
    headings = [column for column, _value in columns]
    fixed = _place(headings, labels.name_heading(tables)) + 1 if fields else 0
    rows = _with_sums(
        tables,
        lambda shown: [[value(shown) for _column, value in columns]],
        lambda table, group: sums_of_fields(table, group, headings, fields),
    )
    return Worksheet(labels.COMPARISON, headings, rows, legend, sum_notes(tables), fixed=fixed)


def _with_room_for_remarks(columns: Sequence[RowColumn], more: float) -> list[RowColumn]:
    """Return the columns with remarks (備考の列) as wide as the paper allows, `more` at most."""
    return [
        (replace(one, width=min(one.width + more, _WIDEST_REMARK)), value)
        if one.heading == labels.REMARKS
        else (one, value)
        for one, value in columns
    ]


_WIDEST_REMARK = 50


def _wide(columns: Sequence["RowColumn"]) -> float:
    return sum(column.width for column, _value in columns)


def _place(headings: Sequence[SheetColumn], name: str) -> int:
    return next(place for place, column in enumerate(headings) if column.heading == name)


def _texts(
    tables: Sequence[ComparisonTable], fields: Sequence[Column] = ()
) -> tuple[list[str], list[str]]:
    """Return the old and the new texts (新旧の文): summaries, and values of these fields."""
    rows = [row for one in tables for row in one.rows()]
    found = [(row.old, row.new) for row in rows]
    names = [one.heading for one in fields]
    found += [(one.old, one.new) for row in rows for n in names if (one := row.field(n))]
    return [old for old, _new in found if old], [new for _old, new in found if new]


def _with_sums(
    tables: Sequence[ComparisonTable],
    lines: Callable[[ShownRow], Iterable[Sequence[Value]]],
    sums: Callable[[ComparisonTable, Group | None], Iterable[SumRow]],
) -> Iterator[Sequence[Value]]:
    """Yield the lines of each row (行), and below each group of a table alone its sums (計)."""
    is_summed = len(tables) == 1 and tables[0].only_edition is None
    for table in tables:
        for group in table.groups:
            for row in group.rows:
                yield from lines((table, group.heading, row))
            if is_summed and len(table.groups) > 1:
                yield from sums(table, group)
        if is_summed:
            yield from sums(table, None)


def _one_a_row(
    tables: Sequence[ComparisonTable], fields: Sequence[Column], legend: str
) -> Worksheet:
    """Return a sheet of a row for each text and field (項目ごとの行), behind what is given once."""
    every = [row for table in tables for row in table.rows()]
    once = [one for one in fields if all(one.heading in table.of_no_edition for table in tables)]
    fields = [one for one in fields if one not in once]
    *front, end = front_columns(tables, lines=_ITEM_LINES, is_narrow=True)
    front += [*(side_column(one, every, heading_of(one), is_new=None) for one in once), end]
    # Amounts of many units stand below each other: each is shown with its own.
    with_units = [(one._replace(unit=""), cell_unit(every, one)) for one in fields]
    names = [*map(text_heading, tables), *(labels.written_heading(one.heading) for one in fields)]
    headings = [column for column, _value in front]
    headings.append(SheetColumn(labels.GROUP, roomy(names, _ITEM_WIDTHS, 1)))
    if (only := tables[0].only_edition) is not None:
        headings.append(SheetColumn(labels.edition(only), WIDTH_ALONE))
    else:
        both = (labels.OLD, labels.NEW)
        both = labels.edition_headings(tables[0], both) if len(tables) == 1 else both
        said = [line for row in every for line in _remarks(row)]
        last = roomy(said, REMARK_WIDTHS, REMARK_LINES) if said else 0
        changes = changes_of_items(tables, with_units)
        taken = sum(column.width for column in (*headings, *changes)) + last
        narrowest = texts_width(tables, _NARROW_TEXT)
        rooms = ((room - taken) / 2 for room in ROOMS)
        room = next((room for room in rooms if room >= narrowest), narrowest)
        widest = min(room, max(_WIDE_ITEM, narrowest))
        texts = _texts(tables, [one for one in fields if one.type is ColumnType.TEXT])
        headings += (
            SheetColumn(edition, well_broken(some, widest, narrowest))
            for edition, some in zip(both, texts, strict=True)
        )
        headings += changes
        headings += [SheetColumn(labels.REMARKS, last)] if said else []
    shown_behind = {column.heading for column in headings}
    behind = [one in shown_behind for one in (*CHANGE_WIDTHS, labels.REMARKS)]
    kept = [*([True] * (len(front) + 3)), *behind]
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


_ITEM_WIDTHS = (12, 30)
_ITEM_LINES = 4
_WIDE_ITEM = 60


def _items(
    shown_row: ShownRow, front: Sequence["RowColumn"], fields: Sequence[tuple[Column, str]]
) -> Iterator[Sequence[Value]]:
    """Yield what is in each line of a row (行の値): a property, text or field, named in front.

    Behind them are difference, ratio and remarks of both editions. fields: with their units.
    """
    table, _group, row = shown_row
    only = table.only_edition
    about = [value(shown_row) for _column, value in front]
    items: list[tuple[str, Value, Value, Value, Value]] = []
    if row.old or row.new:  # first: it is about as high as the name in front
        items.append((text_heading(table), old_text(table, row), new_text(table, row), "", ""))
    items += () if only else [(*one, "", "") for one in changed_properties(table, row)]
    for field, unit in fields:
        found = row.field(field.heading)
        if found is None or not (found.old or found.new):
            continue
        old, new = (field_value(found, field, unit, is_new=side) for side in (False, True))
        name = labels.field_heading(field)
        items.append((name, old, new, difference(found, field, unit), ratio(found)))
    if only is not None:
        is_new = only == table.new_edition
        yield from ([*about, name, new if is_new else old] for name, old, new, *_ in items)
        return
    again = [repeated(column, one) for (column, _value), one in zip(front, about, strict=True)]
    for place, item in enumerate(items or [("", "", "", "", "")]):
        said = "" if place else "\n".join(_remarks(row))
        yield [*(again if place else about), *item, said]


_remarks = partial(remarks, shows_both=True)  # a changed property has a line of its own
