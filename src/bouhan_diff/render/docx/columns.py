"""The columns of a Word table (新旧対照表の列): which there are, their widths and contents.

Amounts get columns of their own as far as the page has room: old, new and difference. A field that
does not fit becomes a line under the texts, on both sides. In a table without texts each field then
gets a line across the table.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from statistics import median
from typing import NamedTuple

from ...comparison.table import Group, GroupBy, Row, RowKind
from ...plan import CODES, Column, Property
from ...text.linebreak import break_department, ems
from .. import labels
from ..notices import drops_nothing, property_heading
from ..remarks import REMARKS
from . import cells
from .fields import NARROWEST_TEXT_MM, WordColumn, placed_fields, simple_column, text_width
from .form import A3, A4, PORTRAIT, Summed, TableForm
from .lines import Block, omitted_once
from .special_columns import (
    REMARKS_MM,
    itemised_columns,
    remarks_column,
    remarks_of_ordinance,
    with_differences,
)
from .xml import NEW_LINE, MarkedRun, TextMark, plain, text_of

_SHORT_NUMBER, _LONGEST_NUMBER = 1, 4  # in full-width characters, such as 14 and Ⅱ-12
_WIDEST_NAME = 2.5  # a name, as a multiple of its least width
_WIDEST_UNIT_MM = 40  # column of departments
_MOST_BELOW_NAMES = 6  # unchanged fields that each row of a table of items repeats


def columns(form: TableForm) -> list[WordColumn]:
    """Return the columns (列) of a table, each as narrow as possible."""
    if form.is_ordinance and not form.is_alone:
        remarks = remarks_of_ordinance(form) if not form.is_tracked else remarks_column(form)
        texts = _texts(form, lambda _row: form.fields, form.fields, has_sums=True)
        return [*texts, *remarks]
    if is_itemised(form):
        front, back = _around(form)
        words = (field for field in form.fields if not field.is_amount)
        once = [field for field in words if form.is_same(field) and form.is_short(field)]
        once = once if len(once) <= _MOST_BELOW_NAMES else []  # the others would be lost among them
        front[-1] = _with_fields(front[-1], form, lambda _row: once)
        return [*front, *itemised_columns(form, once), *back]
    front, placed, lined, back = placed_columns(form)
    has_fields = not (form.is_tracked or form.is_ordinance)  # below the name
    once = [one for one in lined if has_fields and form.is_below_names(one)]
    rest = [field for field in lined if field not in once]
    if once:
        front[-1] = _with_fields(front[-1], form, lambda _row: once)
    has_sums = any(one.total(form.table) for one in placed)
    texts = (
        _texts(form, lambda _row: rest, rest, has_sums=has_sums) if rest or form.has_texts else []
    )
    back = with_differences(form, rest, back) if form.is_tracked else back
    return [*front, *texts, *placed, *back]


def columns_of_group(
    found: Sequence[WordColumn], form: TableForm, group: Group, *, has_totals: bool
) -> list[WordColumn]:
    """Return the columns that are not empty in a group's table (章ごとの列).

    The columns of an amount stay together, as in every other table. has_totals: the table ends with
    the overall sums.
    """
    families: set[str] = set()
    for column in found:
        texts = (
            text
            for row in group.rows
            for _style, pieces in column.blocks(row)
            for text, _mark in pieces
        )
        sums = [column.total(group), *([column.total(form.table)] if has_totals else [])]
        is_remark = column.heading == labels.REMARKS  # the same columns in every section
        if is_remark or any(map(cells.is_value, chain(sums, texts))):
            families.add(_family(column))
    is_list = all(row.kind is None for row in group.rows) and not form.is_alone
    kept = [one for one in found if _family(one) in families or (one.is_text and not is_list)]
    if drops_nothing(form.table) and not form.is_tracked:  # what one side lacks says nothing
        kinds = {row.kind for row in group.rows}
        (kind,) = kinds if len(kinds) == 1 else (None,)
        absent = form.absent.get(kind, "") if kind else ""
        kept = [one for one in kept if not _says_only(one, group, absent)]
    return kept


def shared_tables(form: TableForm) -> Iterator[list[Group]]:
    """Yield the groups that share a table (表を共にする章): small ones with the same fields.

    A budget has a section for every 款, of two or three rows each. Chapters that say what they aim
    at are no such sections.
    """
    groups = form.table.groups
    are_small = len(groups) > _FEW_GROUPS and median(len(one.rows) for one in groups) <= _FEW_ROWS
    are_small = are_small and form.table.grouped_by is GroupBy.SECTION
    are_small = are_small and not any(group.aim or group.old_aim for group in groups)
    members: list[Group] = []
    shared: set[str] = set()
    for group in groups:
        fields = _fields_of(group)
        is_like = members and form.part_of(group) == form.part_of(members[-1])
        is_like = is_like and (fields <= shared or shared <= fields)
        is_alone = not are_small or form.mark_of(group.rows) is not TextMark.PLAIN
        if members and (is_alone or not is_like or len(fields ^ shared) > 1):
            yield members
            members, shared = [], set()
        members.append(group)
        shared |= fields
        if is_alone:
            yield members
            members, shared = [], set()
    if members:
        yield members


def _fields_of(group: Group) -> set[str]:
    return {one.heading for row in group.rows for one in row.fields if one.old or one.new}


_FEW_GROUPS, _FEW_ROWS = 3, 3


def joined_groups(members: Sequence[Group]) -> Group:
    """Return groups as one (章の結合), with the sums of the first that has some."""
    totals = next((one.totals for one in members if one.totals), ())
    rows = tuple(row for one in members for row in one.rows)
    return members[0]._replace(rows=rows, totals=totals) if len(members) > 1 else members[0]


def laid_out(
    form: TableForm, group: Group, every: Sequence[WordColumn] = ()
) -> tuple[TableForm, Sequence[WordColumn]]:
    """Return the form and the columns of a group's table (章の様式・列).

    It uses columns if it has few fields. every: the columns of the whole table.
    """
    form_of_group = form.of_group(group)
    if form_of_group is not form:
        return form_of_group, columns(form_of_group)
    if is_itemised(form):
        narrowed = form.narrowed(group)
        found = columns(narrowed)
        if sum(column.width for column in found) <= form.room[0] and not is_itemised(narrowed):
            return narrowed, found
    return form, every


def _says_only(column: WordColumn, group: Group, text: str) -> bool:
    """Return whether a column has the same text in all rows of a group (同じ語だけの列か)."""
    wanted = [("Centred", plain(text))]
    return bool(text) and all(column.blocks(row) == wanted for row in group.rows)


def _family(column: WordColumn) -> str:
    return column.over or f"\n{column.heading}"


def is_itemised(form: TableForm) -> bool:
    """Return whether each field gets a line across the table (項目ごとの行).

    It does if there are no texts, and too many fields even for columns on wide paper.
    """
    if form.has_texts or form.is_tracked or form.is_alone:
        return False
    wide = replace(form, page=A3)
    room = wide.room[0] - sum(column.width for column in chain(*_around(wide)))
    return bool(placed_fields(wide, room)[1])


def _around(form: TableForm) -> tuple[list[WordColumn], list[WordColumn]]:
    """Return the columns before the texts and fields, and those after them (両端の列)."""
    front = [*_section(form), _name(form)]
    return front, [*(_property(form, what) for what in form.properties), *remarks_column(form)]


class PlacedColumns(NamedTuple):
    """How columns and lines are arranged around a table's texts (列の配置).

    front, back: the first and the last columns. placed: those of fields with columns of their own,
    between texts and back. lined: the other fields, as lines below the texts or names.
    """

    front: list[WordColumn]
    placed: list[WordColumn]
    lined: list[Column]
    back: list[WordColumn]


def placed_columns(form: TableForm) -> PlacedColumns:
    """Return the columns and lines that fit (列の配置)."""
    front, back = _around(form)
    room = form.room[0] - sum(column.width for column in (*front, *back))
    are_below = not form.has_remarks_apart and any(map(form.remark_lines, form.table.rows()))
    below = REMARKS_MM if are_below or (form.is_tracked and form.has_texts) else 0
    room -= below  # for remarks, which then go below names and texts
    texts = _text_room(form) if form.has_texts else 0
    spare = max(texts - 2 * NARROWEST_TEXT_MM, 0)
    placed, lined = placed_fields(form, room - texts, spare)
    if lined and not form.has_texts:  # they are lines in columns of texts
        placed, lined = placed_fields(form, room - _text_room(form))
    elif spare and _have_changed(form, lined):  # rather narrow texts than amounts among them
        found = placed_fields(form, room + below - texts + spare)
        if not _have_changed(form, found[1]):
            placed, lined = found
    return PlacedColumns(front, placed, lined, back)


def _have_changed(form: TableForm, fields: Sequence[Column]) -> bool:
    """Return whether any of the fields is an amount that changed (変わった数値の有無)."""
    return any(
        one.is_amount and not (form.is_same(one) or form.is_on_one_side(one)) for one in fields
    )


def _text_room(form: TableForm) -> float:
    narrowest = NARROWEST_TEXT_MM * (1 if form.page == A4 else 1.4)
    return narrowest * (1.5 if form.is_tracked or form.is_alone else 2)


def _section(form: TableForm) -> list[WordColumn]:
    """Return the column of section numbers (章), if rows are not grouped by section."""
    is_heading = form.table.grouped_by is GroupBy.SECTION
    if is_heading or not labels.has_section_numbers([form.table]):
        return []
    return [
        simple_column(
            labels.SECTION, 12, "Centred", lambda row: plain(str(row.section.printed_number))
        )
    ]


def _name(form: TableForm) -> WordColumn:
    are_short = all(
        ems(str(row.number)) <= _SHORT_NUMBER and not (form.is_tracked and row.is_renumbered)
        for row in form.table.rows()
    )
    are_codes = any(ems(str(row.number)) > _LONGEST_NUMBER for row in form.table.rows())
    style = "Numbered" if are_short else "Referenced"
    printed, name = _value(form, Property.NUMBER), _value(form, Property.NAME)

    def number(row: Row) -> list[MarkedRun]:  # none where the document has none for the row
        is_printed = row.number != 0 and (row.is_numbered or row.kind is not RowKind.REMOVED)
        return [*(printed(row) if is_printed else ()), *plain("\t")]

    def side(row: Row) -> list[MarkedRun]:
        indent = "\t" if form.table.is_numbered and not are_codes else ""
        return name(row) if form.is_tracked else _listed(name(row), indent)

    def first(row: Row) -> list[Block]:
        if not form.table.is_numbered or are_codes:  # for which no indent has room
            above: list[Block] = [("Short", number(row))] if form.table.is_numbered else []
            return [*above, ("Short", side(row))]
        return [(style, [*number(row), *side(row)])]

    def below(row: Row) -> list[Block]:
        elsewhere = [one.text for what in form.properties for one in form.remarks_below(row, what)]
        remarks = () if form.is_alone or form.has_remarks_apart else form.remark_lines(row)
        return [("FieldContinued", plain(one)) for one in remarks if one not in elsewhere]

    width = 30 if form.page == PORTRAIT else 36 if form.table.columns else 38
    headings = (labels.NUMBER,) if form.table.is_numbered else ()
    return WordColumn(
        labels.name_heading([form.table], *headings),
        width,
        lambda row: first(row) + below(row),
        widest=_WIDEST_NAME * width,
    )


def _listed(name: Sequence[MarkedRun], indent: str) -> list[MarkedRun]:
    """Return a name (事業名); a list of names one per line, indented."""
    names = text_of(name).split("　")
    if len(names) < _FEW_NAMES or min(map(len, names)) < _SHORTEST_NAME:
        return [*name]
    parts = ((part, mark) for text, mark in name for part in re.split("(　)", text) if part)
    return [plain(f"\n{indent}")[0] if part == "　" else (part, mark) for part, mark in parts]


_FEW_NAMES, _SHORTEST_NAME = 3, 8


def _with_fields(
    name: WordColumn, form: TableForm, fields: Callable[[Row], Sequence[Column]]
) -> WordColumn:
    """Return the column of names with the fields said once below them (項目)."""

    def blocks(row: Row) -> list[Block]:
        is_new = row.kind is not RowKind.REMOVED
        lines = cells.field_lines(form, row, fields(row), is_new=is_new)
        return [*name.blocks(row), *omitted_once(form, lines)]

    return replace(name, blocks=blocks)


def _property(form: TableForm, what: Property) -> WordColumn:
    """Return the column of a property (属性の列): narrow for codes, with remarks for names."""
    printed = _value(form, what)
    if what in CODES:
        width = 21 if form.is_tracked else 15
        return simple_column(property_heading(form.table, what), width, "Centred", printed)
    width = 26 if form.table.columns else 30
    column = simple_column(labels.PROPERTY[what], width, "Short", printed)

    def blocks(row: Row) -> list[Block]:
        (style, pieces), *_none = column.blocks(row)
        remarks = ((REMARKS[one.topic].word, one.was) for one in form.remarks_below(row, what))
        lines_below = (line for lines in remarks for line in lines if line)
        below = [(style, plain(break_department(line, column.room))) for line in lines_below]
        broken = [(break_department(text, column.room), mark) for text, mark in pieces]
        if len(broken) > 1:  # tracked: the new name begins a line
            (old, mark), *new = broken
            broken = [(old + NEW_LINE, mark), *new]
        return [(style, broken), *below]

    names = [text for row in form.table.rows() for text, _mark in printed(row)]
    widths = sorted(text_width(break_department(one, 0)) for one in names)
    widest = widths[-1 - len(widths) // 20]  # a rare long one may be broken
    return replace(column, blocks=blocks, width=min(max(width, widest), _WIDEST_UNIT_MM))


def _value(form: TableForm, what: Property) -> Callable[[Row], list[MarkedRun]]:
    """Return the function for a property's column (属性): tracked, or the current value."""
    if form.is_tracked:
        return lambda row: cells.tracked_property(row, what)
    if form.is_alone:
        return lambda row: plain(cells.property_texts(row, what)[1])
    return lambda row: cells.property_side(row, what, is_new=row.kind is not RowKind.REMOVED)


# ----------------------------------------------------------------- texts of both sides


def _texts(
    form: TableForm,
    lined: Callable[[Row], Sequence[Column]],
    every: Sequence[Column],
    *,
    has_sums: bool,
) -> list[WordColumn]:
    """Return the columns of the texts (本文の列), with a row's lined fields below.

    every: the fields that occur there in any row. has_sums: whether a row of sums has theirs too.
    """

    def side(heading: str, *, is_new: bool) -> WordColumn:
        one = _text(heading, lambda row: cells.one_side(form, row, lined(row), is_new=is_new))
        return _with_sums(one, form, every, is_new=is_new) if has_sums else one

    if form.is_alone:
        is_new = form.table.only_edition == form.table.new_edition
        return [side(form.new_heading if is_new else form.old_heading, is_new=is_new)]
    if form.is_tracked:
        heading = f"{form.old_heading} → {form.new_heading}"
        _edition, _break, same = form.new_heading.partition("\n")
        if same and form.old_heading.endswith(f"\n{same}"):
            heading = f"{form.old} → {form.new}\n{same}"
        if every and not form.is_ordinance:
            heading += _and_fields(every)
        both = _text(heading, lambda row: cells.both_sides(form, row, lined(row)))
        return [_with_sums(both, form, every, is_new=None)]
    old, new = side(form.old_heading, is_new=False), side(form.new_heading, is_new=True)
    return [*form.in_order(old, new)]


def _and_fields(fields: Sequence[Column]) -> str:
    """Return the fields among the texts (本文の欄の項目), for the heading above them."""
    names = [*dict.fromkeys(labels.written_heading(one.heading) for one in fields)]
    more = f"ほか{len(names) - 1}項目" if len(names) > _MOST_NAMED else ""
    return f"\n（{'・'.join(names[:1] if more else names)}{more}を含む）"


_MOST_NAMED = 3  # fields over a column of texts


def _text(heading: str, blocks: Callable[[Row], Sequence[Block]]) -> WordColumn:
    return WordColumn(heading, NARROWEST_TEXT_MM, blocks, is_text=True)


def _with_sums(
    column: WordColumn, form: TableForm, lined: Sequence[Column], *, is_new: bool | None
) -> WordColumn:
    """Return the column of texts with the sums of lined amounts (計)."""
    headings = {field.heading for field in lined}

    def sums(summed: Summed) -> Sequence[Block]:
        return [*cells.sum_lines(form, summed, headings, is_new=is_new)]

    return replace(column, sums=sums)
