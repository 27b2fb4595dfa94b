"""The columns of a Word table (新旧対照表の列): which there are, how wide, and what is in them.

Amounts stand in columns of their own as far as the page has room, old, new and difference
side by side; a field that does not fit stands as a line under the texts, on both sides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..comparison.table import ComparisonTable, FieldComparison, Group, GroupBy, Row, RowKind, Total
from ..plan import Column, ColumnType
from ..text.linebreak import count_lines, ems
from . import docx_cells as cells
from . import labels
from .docx_cells import Block, TableForm
from .docx_xml import Piece, TextMark

EMS_PER_MM = 72 / 25.4 / 10  # the table's text is of 10 points
CELL_MARGINS_MM = 3
_SHORT_HEADING = 5  # 令和６年度
_SHORT_NUMBER = 1  # in full-width characters, such as 14
_NARROWEST_TEXT_MM = 46
_NARROWEST_AMOUNT_MM = 17
_WIDEST_FIELD_MM = 30
_MOST_LINES_OF_FIELD = 3
_MANY_LINES = 6  # of a name or a remark


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column (列): its heading, its width in millimetres and what a row has in it.

    over: the heading above this one and its neighbours' of the same `over`. total: what the
    row of a group's sums, or of all, has in it.
    """

    heading: str
    width: float
    blocks: Callable[[Row], Sequence[Block]]
    over: str = ""
    total: Callable[[ComparisonTable | Group], str] = lambda _summed: ""
    is_text: bool = False


def _simple(
    heading: str, width: float, style: str, pieces: Callable[[Row], Sequence[Piece]]
) -> TableColumn:
    return TableColumn(heading, width, lambda row: [(style, pieces(row))])


# -------------------------------------------------------------------- the columns


def columns(form: TableForm) -> list[TableColumn]:
    """Return the columns (列), as wide as the page in all; the texts take what others leave."""
    if form.is_ordinance and not form.is_alone:
        remarks = _remarks(form)
        return _stretched([*_texts(form, form.fields), *remarks], form)
    front, placed, lined, back = _parts(form)
    has_texts = lined or form.has_texts
    texts = _texts(form, lined) if has_texts else []
    return _stretched([*front, *texts, *placed, *back], form)


def needs_wide_page(form: TableForm) -> bool:
    """Return whether amounts have no room for columns of their own on A4 (広い用紙の要否)."""
    if (form.is_ordinance or form.is_tracked) and not form.is_alone:
        return False
    _front, _placed_columns, lined, _back = _parts(form)
    return any(not form.has_texts or field.type is ColumnType.AMOUNT for field in lined)


def _parts(
    form: TableForm,
) -> tuple[list[TableColumn], list[TableColumn], list[Column], list[TableColumn]]:
    """Return the columns before the texts, those of fields, the fields left, and those behind."""
    front = [*_section(form), _name(form)]
    back = [*_department(form), *_policies(form), *_remarks(form)]
    room = form.room[0] - sum(column.width for column in (*front, *back))
    placed, lined = _placed(form, room - (_text_room(form) if form.has_texts else 0))
    if lined and not form.has_texts:  # they stand as lines in columns of texts
        placed, lined = _placed(form, room - _text_room(form))
    return front, [column for found in placed for column in found], lined, back


def _text_room(form: TableForm) -> float:
    narrowest = _NARROWEST_TEXT_MM * (1 if form.page == cells.A4 else 1.4)
    return narrowest * (1.5 if form.is_tracked or form.is_alone else 2)


def _stretched(found: Sequence[TableColumn], form: TableForm) -> list[TableColumn]:
    """Return the columns as wide as the page (列幅): texts share what is left, else all do."""
    wanted = sum(column.width for column in found)
    growing = [column for column in found if column.is_text] or found
    share = (form.room[0] - wanted) / len(growing)
    return [
        _widened(column, share) if any(column is one for one in growing) else column
        for column in found
    ]


def _widened(column: TableColumn, more: float) -> TableColumn:
    return TableColumn(
        column.heading,
        column.width + more,
        column.blocks,
        column.over,
        column.total,
        column.is_text,
    )


def _section(form: TableForm) -> list[TableColumn]:
    """Return the column of section numbers (章), where rows are not grouped by section."""
    if form.table.grouped_by is GroupBy.SECTION:
        return []
    return [
        _simple(labels.SECTION, 12, "Centred", lambda row: cells.plain(str(row.section.number)))
    ]


def _name(form: TableForm) -> TableColumn:
    are_short = all(
        ems(str(row.number)) <= _SHORT_NUMBER and not (form.is_tracked and row.is_renumbered)
        for row in form.table.rows()
    )
    style = "Numbered" if are_short else "Referenced"
    side = _either(form, "name")

    def number(row: Row) -> list[Piece]:
        if form.is_tracked:
            return cells.tracked_property(row, "number")
        return cells.plain(str(row.number))

    return TableColumn(
        f"{labels.NUMBER}・{labels.NAME}",
        _roomy(36 if form.table.columns else 38, [row.name for row in form.table.rows()]),
        lambda row: [(style, [*number(row), *cells.plain("\t"), *side(row)])],
        total=labels.subtotal,
    )


def _roomy(width: float, texts: Sequence[str]) -> float:
    """Return a column's width (列幅), up to twice as wide for texts of many lines."""
    longest = max(map(ems, texts), default=0) / EMS_PER_MM
    return min(max(width, longest / _MANY_LINES + CELL_MARGINS_MM), 2 * width)


def _department(form: TableForm) -> list[TableColumn]:
    is_heading = form.table.grouped_by is GroupBy.DEPARTMENT and not form.is_tracked
    if is_heading or not labels.has_departments([form.table]):
        return []
    width = 26 if form.table.columns else 30
    return [_simple(labels.DEPARTMENT, width, "Short", _either(form, "department"))]


def _policies(form: TableForm) -> list[TableColumn]:
    if not labels.has_policies([form.table]):
        return []
    width = 21 if form.is_tracked else 15
    return [_simple(f"※{labels.POLICIES}", width, "Centred", _either(form, "policies"))]


def _either(form: TableForm, name: str) -> Callable[[Row], list[Piece]]:
    """Return what gives a property (項目) in a column of its own: tracked, or as it is now."""
    if form.is_tracked:
        return lambda row: cells.tracked_property(row, name)
    if form.is_alone:
        return lambda row: cells.plain(cells.property_texts(row, name)[1])
    return lambda row: cells.property_side(row, name, is_new=row.kind is not RowKind.REMOVED)


def _remarks(form: TableForm) -> list[TableColumn]:
    """Return the column 備考 (備考), where any row has something in it."""
    rows = tuple(form.table.rows())
    longest = max((len(form.remarks(row)) for row in rows), default=0)
    if form.is_alone or not longest:
        return []
    is_short = form.kinds and longest == 1
    column = _simple(
        labels.REMARKS,
        22 if is_short else _roomy(26, [line for row in rows for line in form.remarks(row)]),
        "Short",
        lambda row: cells.plain("\n".join(form.remarks(row))),
    )
    return [column]


# ---------------------------------------------------------- fields in columns of their own


def _placed(form: TableForm, room: float) -> tuple[list[list[TableColumn]], list[Column]]:
    """Return the columns of fields (項目の列) that the room has place for, and the other fields."""
    placed: dict[str, list[TableColumn]] = {}
    for field in sorted(form.fields, key=lambda field: field.type is not ColumnType.AMOUNT):
        found = _field_columns(form, field)
        wanted = sum(column.width for column in found)
        if found and wanted <= room:
            placed[field.heading] = found
            room -= wanted
    lined = [field for field in form.fields if field.heading not in placed]
    if not form.has_texts:  # then the document's own order is the best
        return [placed[field.heading] for field in form.fields if field.heading in placed], lined
    return list(placed.values()), lined


def _field_columns(form: TableForm, field: Column) -> list[TableColumn]:
    """Return the columns of a field (項目の列); none where it stands better among the texts."""
    if form.is_tracked:
        return []
    if field.type is ColumnType.AMOUNT:
        return _amount_columns(form, field)
    found = [labels.field_of(row, field.heading) for row in form.table.rows()]
    # A row of one edition alone says for itself whose value it is.
    if not form.is_alone and any(
        one and one.is_changed and row.kind not in cells.WHOLE_ROW
        for row, one in zip(form.table.rows(), found, strict=True)
    ):
        return [] if form.has_texts else _side_columns(form, field)
    heading = labels.column_heading(field)
    values = [one.new or one.old or "" for one in found if one]
    width = min(max(map(_width, (*values, heading)), default=0), _WIDEST_FIELD_MM)
    room = (width - CELL_MARGINS_MM) * EMS_PER_MM
    if any(count_lines(value, room) > _MOST_LINES_OF_FIELD for value in values):
        return []

    def pieces(row: Row) -> list[Piece]:
        one = labels.field_of(row, field.heading)
        text = (one and (one.new or one.old)) or ""
        is_marked = row.kind in cells.WHOLE_ROW and not form.is_alone
        return [(text, TextMark.UNDERLINED if is_marked else TextMark.PLAIN)]

    return [_simple(heading, max(width, 12), "Short", pieces)]


def _side_columns(form: TableForm, field: Column) -> list[TableColumn]:
    """Return the old and the new column of a text that changed (項目の新旧の列)."""

    def side(name: str, *, is_new: bool) -> TableColumn:
        def pieces(row: Row) -> list[Piece]:
            return cells.field_side(labels.field_of(row, field.heading), is_new=is_new)

        texts = ["".join(text for text, _mark in pieces(row)) for row in form.table.rows()]
        width = min(max(map(_width, (name, *texts))), _WIDEST_FIELD_MM)
        over = labels.column_heading(field)
        return TableColumn(name, width, lambda row: [("Short", pieces(row))], over)

    both = [side(form.old, is_new=False), side(form.new, is_new=True)]
    return both[::-1] if form.is_new_first else both


def _width(text: str) -> float:
    """Return the width (幅) that shows a text's lines whole, also in a font of wide digits."""
    return max(map(ems, text.split("\n"))) * 1.1 / EMS_PER_MM + CELL_MARGINS_MM + 2


def _amount_columns(form: TableForm, field: Column) -> list[TableColumn]:
    """Return the columns of an amount (数値の列): old, new and the difference."""
    heading = labels.column_heading(field)

    def of(row: Row) -> FieldComparison | None:
        return labels.field_of(row, field.heading)

    def side(*, is_new: bool) -> TableColumn:
        def shown(row: Row) -> list[Piece]:
            if cells.is_absent(row, is_new=is_new):
                return cells.plain(cells.NONE)
            return cells.field_side(of(row), is_new=is_new)

        def total(summed: ComparisonTable | Group) -> str:
            found = _total_of(summed, field)
            if found is None:
                return ""
            value = found.new if is_new else found.old
            unit = "" if found.unit == field.unit else found.unit
            return "" if value is None else labels.amount(value, unit)

        values = ["".join(text for text, _mark in shown(row)) for row in form.table.rows()]
        values += [*map(total, form.table.groups), total(form.table)]
        name = form.new if is_new else form.old
        values += [name] if ems(name) <= _SHORT_HEADING else []
        width = max(_NARROWEST_AMOUNT_MM, *map(_width, values))
        if form.is_alone:
            return TableColumn(
                heading, max(width, 22), lambda row: [("Amount", shown(row))], "", total
            )
        return TableColumn(name, width, lambda row: [("Amount", shown(row))], heading, total)

    if form.is_alone:
        return [side(is_new=form.table.only_edition == form.table.new_edition)]

    def change(row: Row) -> list[Block]:
        return [("Amount", cells.plain(cells.difference(of(row), field.unit)))]

    def changed_total(summed: ComparisonTable | Group) -> str:
        return cells.total_difference(_total_of(summed, field), field.unit)

    texts = [cells.difference(of(row), field.unit) for row in form.table.rows()]
    texts += [*map(changed_total, form.table.groups), changed_total(form.table)]
    width = max(_NARROWEST_AMOUNT_MM, *map(_width, texts))
    both = [side(is_new=False), side(is_new=True)]
    both = both[::-1] if form.is_new_first else both
    return [*both, TableColumn(labels.DIFFERENCE, width, change, heading, changed_total)]


def _total_of(summed: ComparisonTable | Group, field: Column) -> Total | None:
    return next((total for total in summed.totals if total.heading == field.heading), None)


# ----------------------------------------------------------------- texts of both sides


def _texts(form: TableForm, lined: Sequence[Column]) -> list[TableColumn]:
    """Return the columns of the texts (本文の列), under which the other fields stand."""
    if form.is_alone:
        is_new = form.table.only_edition == form.table.new_edition
        heading = form.new_heading if is_new else form.old_heading
        return [_text(heading, lambda row: cells.one_side(form, row, lined, is_new=is_new))]
    if form.is_tracked:
        heading = f"{form.old_heading} → {form.new_heading}"
        _edition, _break, same = form.new_heading.partition("\n")
        if same and form.old_heading.endswith(f"\n{same}"):
            heading = f"{form.old} → {form.new}\n{same}"
        return [_text(heading, lambda row: cells.both_sides(form, row, lined))]
    old = _text(form.old_heading, lambda row: cells.one_side(form, row, lined, is_new=False))
    new = _text(form.new_heading, lambda row: cells.one_side(form, row, lined, is_new=True))
    return [new, old] if form.is_new_first else [old, new]


def _text(heading: str, blocks: Callable[[Row], Sequence[Block]]) -> TableColumn:
    return TableColumn(heading, _NARROWEST_TEXT_MM, blocks, is_text=True)
