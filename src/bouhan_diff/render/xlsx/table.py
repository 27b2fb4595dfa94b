"""The sheet of the rows (新旧対照表のシート): one row per initiative, or one per thing it says.

A plan of a few columns has a row for each initiative. Where that would not fit on A3 at 9
points, each text and each field has a row of its own, its initiative named in front.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress

from ...comparison.table import ComparisonTable, Group, GroupBy, Row
from ...plan import CODES, Column, ColumnType, Property
from ...text.normalize import closed_up
from .. import labels
from ..notices import kind_names, printed_differences, text_heading
from ..phrasebook import SAY
from ..remarks import remarks
from .cells import Value, shown
from .sheets import ROOMS, SheetColumn, SumRow, Worksheet, whole_line
from .sums import CHANGE_WIDTHS, changes_of_items, sum_notes, sums_of_fields, sums_of_items
from .values import (
    FIELD_LINES,
    TEXT_WIDTHS,
    WIDTH_ALONE,
    amount_width,
    cell_unit,
    changed_properties,
    difference,
    field_value,
    heading_of,
    is_once,
    marks,
    new_text,
    old_text,
    property_value,
    ratio,
    ratio_heading,
    remarks_of,
    repeated,
    roomy,
    section_name,
    texts_width,
    twice,
    well_broken,
)

_NARROW_TEXT, _A3_TEXT, _WIDE_TEXT = TEXT_WIDTHS[0], 32, 90
_FIELD_WIDTHS = (11, 42)
_NARROW_FIELD = 34
_DEPARTMENT_WIDTHS = (8, 26)
_CODE_WIDTH = 10
_NAME_WIDTHS = (12, 38)
_NAME_LINES = 4
_TITLE_WIDTHS = (11, 30)
_TITLE_LINES = 4
_SHORT_WIDTHS = (5, 16)
_KIND_WIDTHS = (6, 14)
_REMARK_WIDTHS = (16, 40)
_REMARK_LINES = 4


def comparison(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the rows (新旧対照表) of all tables in the order of their groups."""
    printed = frozenset[str]().union(*map(printed_differences, tables))
    fields = [one for one in labels.field_columns(tables) if one.heading not in printed]
    legend = "、".join(marks(tables))
    front = _front(tables, lines=_NAME_LINES)
    many = sum(field.type is ColumnType.AMOUNT for field in fields) > 1
    width: float = texts_width(tables, _NARROW_TEXT)
    for is_whole in (True, False) if many else (True,):
        columns = [*front, *_behind(tables, fields, width, has_ratios=is_whole)]
        more = 2 * max(_A3_TEXT - width, 0) if labels.has_texts(tables) else 0
        needed = zip(ROOMS, (0, more), strict=True)  # narrow texts are no use of A3
        if room := next((room for room, more in needed if _wide(columns) + more <= room), 0):
            break
    if fields and not room:
        return _one_a_row(tables, fields, legend)
    whole = [*_front(tables, lines=1), *columns[len(front) :]]
    if is_whole and not labels.has_texts(tables) and _wide(whole) <= room:
        columns = whole
    elif labels.has_texts(tables) and room:  # the texts take what the paper has
        sides = 1 if tables[0].only_edition else 2
        widest = min(width + (room - _wide(columns)) / sides, _WIDE_TEXT)
        width = well_broken(_texts(tables), max(widest, width), width)
        columns = [*front, *_behind(tables, fields, width, has_ratios=is_whole)]
    headings = [column for column, _value in columns]
    fixed = _place(headings, labels.name_heading(tables)) + 1 if fields else 0
    rows = _with_sums(
        tables,
        lambda shown: [[value(shown) for _column, value in columns]],
        lambda table, group: sums_of_fields(table, group, headings, fields),
    )
    return Worksheet(labels.COMPARISON, headings, rows, legend, sum_notes(tables), fixed=fixed)


def _wide(columns: Sequence["_Column"]) -> float:
    return sum(column.width for column, _value in columns)


def _place(headings: Sequence[SheetColumn], name: str) -> int:
    return next(place for place, column in enumerate(headings) if column.heading == name)


def _texts(tables: Sequence[ComparisonTable]) -> Iterator[str]:
    for row in (row for one in tables for row in one.rows()):
        yield from filter(None, (row.old, row.new))


_Shown = tuple[ComparisonTable, str, Row]
"""A row to show (表示する行): its table, the heading of its group, and itself."""


def _with_sums(
    tables: Sequence[ComparisonTable],
    lines: Callable[[_Shown], Iterable[Sequence[Value]]],
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
    *front, end = _front(tables, lines=_ITEM_LINES, is_narrow=True)
    front += [*(_side(one, every, heading_of(one), is_new=None) for one in once), end]
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
        last = roomy(said, _REMARK_WIDTHS, _REMARK_LINES) if said else 0
        changes = changes_of_items(tables, with_units)
        taken = sum(column.width for column in (*headings, *changes)) + last
        narrowest = texts_width(tables, _NARROW_TEXT)
        rooms = ((room - taken) / 2 for room in ROOMS)
        room = next((room for room in rooms if room >= narrowest), narrowest)
        width = well_broken(_texts(tables), min(room, max(_WIDE_ITEM, narrowest)), narrowest)
        headings += (SheetColumn(edition, width) for edition in both)
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
_ITEM_LINES = 3
_WIDE_ITEM = 60


def _items(
    shown_row: _Shown, front: Sequence["_Column"], fields: Sequence[tuple[Column, str]]
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

_ABOUT = (
    SheetColumn(labels.PLAN, 24),
    SheetColumn(f"{labels.OLD}年度", 9, is_centred=True),
    SheetColumn(f"{labels.NEW}年度", 9, is_centred=True),
)


def _front(
    tables: Sequence[ComparisonTable], *, lines: int, is_narrow: bool = False
) -> list["_Column"]:
    """Return the columns that say which initiative a row is of (事業の列), and its kind.

    lines: how many of them a name may take, as far as the column may be so wide. is_narrow:
    whether a section has its number and its title in one column.
    """
    rows = [row for one in tables for row in one.rows()]
    columns: list[_Column] = []
    if tables[0].grouped_by is GroupBy.POLICY:
        heading = SheetColumn(f"{labels.POLICIES}別", 12, is_centred=True)
        columns.append((heading, lambda shown: shown[1] or labels.NONE_GIVEN))
    if len(tables) > 1:
        columns += [
            (_ABOUT[0], lambda shown: shown[0].title),
            (_ABOUT[1], lambda shown: str(shown[0].old_edition)),
            (_ABOUT[2], lambda shown: str(shown[0].new_edition)),
        ]
    has_sections = not all(table.is_titled for table in tables)
    if has_sections and is_narrow and labels.has_section_numbers(tables):
        headings = {section_name(row) for row in rows}
        heading = SheetColumn(labels.SECTION, roomy(headings, _TITLE_WIDTHS, _TITLE_LINES))
        columns.append((heading, _of_row(section_name)))
    elif has_sections:
        titles = roomy({row.section.title for row in rows}, _TITLE_WIDTHS, _TITLE_LINES)
        numbers = {str(row.section.printed_number) for row in rows}
        if is_numbered := labels.has_section_numbers(tables):
            heading = SheetColumn(labels.SECTION, roomy(numbers, _SHORT_WIDTHS, 1), is_centred=True)
            columns.append((heading, lambda shown: shown[2].section.printed_number))
        if not is_numbered or any(row.section.title for row in rows):
            heading = SheetColumn(labels.SECTION_TITLE, titles)
            columns.append((heading, lambda shown: closed_up(shown[2].section.title)))
    name = roomy((row.name for row in rows), _NAME_WIDTHS, lines)
    if labels.has_numbers(tables):
        number = roomy({str(row.number) for row in rows}, _SHORT_WIDTHS, 1)
        heading = SheetColumn(labels.NUMBER, number, is_centred=True)
        columns.append((heading, lambda shown: shown[2].number))
    heading = SheetColumn(labels.name_heading(tables), name)
    columns.append((heading, _of_row(partial(property_value, what=Property.NAME))))
    for what in labels.properties(tables):
        texts = (labels.joined(row.value(what)) for row in rows)
        is_code = what in CODES
        width = _CODE_WIDTH if is_code else roomy(texts, _DEPARTMENT_WIDTHS, max(lines - 1, 1))
        heading = SheetColumn(labels.PROPERTY[what], width, is_centred=is_code)
        columns.append((heading, _of_row(partial(property_value, what=what))))
    if tables[0].only_edition is None:
        names = {id(one): kind_names(one) for one in tables}
        kinds = {names[id(one)][row.kind] for one in tables for row in one.rows() if row.kind}
        heading = SheetColumn(labels.KIND_HEADING, roomy(kinds, _KIND_WIDTHS, 1), is_centred=True)
        columns.append(
            (heading, lambda shown: names[id(shown[0])][shown[2].kind] if shown[2].kind else "")
        )
    return columns


_Column = tuple[SheetColumn, Callable[[_Shown], Value]]
"""A column (列) and what a row has in it."""


def _of_row(value: Callable[[Row], Value]) -> Callable[[_Shown], Value]:
    return lambda shown: value(shown[2])


def _behind(
    tables: Sequence[ComparisonTable],
    fields: Sequence[Column],
    width: float,
    *,
    has_ratios: bool = True,
) -> Iterator[_Column]:
    """Yield the columns of texts, fields and remarks (本文・項目・備考の列), of one row each.

    A table that is alone has its years' headings as published. Beside
    fields, a column of texts that would be empty is left out.
    """
    table, is_alone = tables[0], len(tables) == 1
    rows = [row for one in tables for row in one.rows()]
    headings = labels.headings(table) if is_alone else (labels.OLD, labels.NEW)
    texts: list[_Column] = [
        (SheetColumn(headings[0], width), lambda shown: old_text(shown[0], shown[2])),
        (SheetColumn(headings[1], width), lambda shown: new_text(shown[0], shown[2])),
    ]
    has_any = labels.has_texts(tables)
    has = [
        has_any and (not fields or any(one))
        for one in ((r.old for r in rows), (r.new for r in rows))
    ]
    if table.only_edition is not None:
        is_new = table.only_edition == table.new_edition
        yield from texts[is_new : is_new + has[is_new]]
        yield from (_side(field, rows, heading_of(field), is_new=is_new) for field in fields)
        return
    yield from (column for column, is_said in zip(texts, has, strict=True) if is_said)
    editions = labels.edition_headings(table, (labels.OLD, labels.NEW))
    for field in fields:
        found = _field(field, rows, editions if is_alone else (labels.OLD, labels.NEW))
        share = ratio_heading(field)
        if not has_ratios:
            narrow = ((replace(one, width=min(one.width, _NARROW_FIELD)), of) for one, of in found)
            found = [one for one in narrow if one[0].heading != share]
        yield from found
    if lines := [line for row in rows for line in remarks_of(row)]:
        last = SheetColumn(labels.REMARKS, roomy(lines, _REMARK_WIDTHS, _REMARK_LINES))
        yield last, _of_row(lambda row: "\n".join(remarks_of(row)))


# ------------------------------------------------------------------------- fields


def _field(field: Column, rows: Sequence[Row], editions: tuple[str, str]) -> list[_Column]:
    """Return a field's columns (項目の列): old and new, of amounts also difference and ratio.

    What no initiative of both editions has otherwise takes one column, and so does
    what one edition alone has.
    """
    heading = heading_of(field)
    found = [(row, one) for row in rows if (one := row.field(field.heading))]
    if all(one.kind is None and not (one.old and one.new) for _row, one in found):
        sides = {bool(one.new) for _row, one in found}
        edition = f"{editions[sides.pop()]}\n" if len(sides) == 1 else ""
        return [_side(field, rows, f"{edition}{heading}", is_new=None)]
    if all(is_once(row, one) for row, one in found):
        return [_side(field, rows, heading, is_new=None)]
    columns = [
        _side(field, rows, f"{edition}\n{heading}", is_new=is_new)
        for edition, is_new in zip(editions, (False, True), strict=True)
    ]
    if all(labels.change(one) is None for _row, one in found):
        return columns
    name = f"{labels.DIFFERENCE}\n{heading}"
    unit = cell_unit(rows, field)
    shown_ = [shown(difference(one, field, unit)) for _row, one in found]
    change = SheetColumn(name, amount_width(name, shown_), is_number=True)
    columns.append((change, _of_row(lambda row: difference(row.field(field.heading), field, unit))))
    shares = [shown(ratio(one)) for _row, one in found]
    if any(shares):
        name = ratio_heading(field)
        share = SheetColumn(name, amount_width(name, shares), is_number=True)
        columns.append((share, _of_row(lambda row: ratio(row.field(field.heading)))))
    return columns


def _side(field: Column, rows: Sequence[Row], heading: str, *, is_new: bool | None) -> _Column:
    """Return a column with a field's values on one side (項目の片側); None: whichever it has."""
    unit = cell_unit(rows, field)
    is_amount = field.type is ColumnType.AMOUNT

    def value(row: Row) -> Value:
        found = row.field(field.heading)
        if found is None:
            return ""
        is_old = is_new is False or (is_new is None and not found.new)
        return field_value(found, field, unit, is_new=not is_old)

    published = [
        labels.published_amount(text) if is_amount else text
        for row in rows
        if (found := row.field(field.heading))
        for text in (found.old, found.new)
        if text
    ]
    width = (
        amount_width(heading, published)
        if is_amount
        else roomy([*published, *twice(heading)], _FIELD_WIDTHS, FIELD_LINES)
    )
    return SheetColumn(heading, width, is_number=is_amount), _of_row(value)
