"""The columns of a Word table (新旧対照表の列): which there are, how wide, and what is in them.

Amounts stand in columns of their own as far as the page has room, old, new and difference
side by side; a field that does not fit stands as a line under the texts, on both sides.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..comparison.table import ComparisonTable, FieldComparison, GroupBy, Row, RowKind, Total
from ..plan import Column as Field
from ..plan import ColumnType
from ..text.linebreak import count_lines, ems
from . import docx_cells as cells
from . import labels
from .docx_xml import Mark, Piece
from .remarks import remarks

WIDTH_MM = 297 - 2 * 18
EMS_PER_MM = 72 / 25.4 / 10  # the table's text is of 10 points
CELL_MARGINS_MM = 3
_SHORT_HEADING = 5  # 令和６年度
_SHORT_NUMBER = 1  # in full-width characters, such as 14
_NARROWEST_TEXT_MM = 46
_NARROWEST_AMOUNT_MM = 17
_WIDEST_FIELD_MM = 30
_MOST_LINES_OF_FIELD = 3

WHOLE_ROW = {RowKind.ADDED: Mark.INSERTED, RowKind.REMOVED: Mark.DELETED}
"""How all of a row is marked where one edition alone has it (行全体の表示)."""

Block = tuple[str, Sequence[Piece]]
"""Paragraphs of a cell (段落): their style and their pieces."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is laid out (様式).

    old_heading, new_heading: over the texts. old, new: the editions, over amounts.
    """

    table: ComparisonTable
    old_heading: str
    new_heading: str
    old: str
    new: str
    is_ordinance: bool = False
    is_new_first: bool = False
    is_tracked: bool = False
    omit_unchanged: bool = False
    kinds: bool = False

    @property
    def is_alone(self) -> bool:
        """Whether one edition alone is shown (単独の年度か)."""
        return self.table.only_edition is not None

    @property
    def shows_both(self) -> bool:
        """Whether names and departments stand on both sides (両側に示すか)."""
        return self.is_ordinance or self.is_tracked

    def remarks(self, row: Row) -> list[str]:
        """Return the lines under 備考 (備考)."""
        return remarks(row, shows_both=self.shows_both, kinds=self.kinds)


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列): its heading, its width in millimetres and what a row has in it.

    over: the heading above this one and its neighbours' of the same `over`. total: what the
    row of sums has in it.
    """

    heading: str
    width: float
    blocks: Callable[[Row], Sequence[Block]]
    over: str = ""
    total: Callable[[Sequence[Total]], str] = lambda _totals: ""
    is_text: bool = False


def _simple(
    heading: str, width: float, style: str, pieces: Callable[[Row], Sequence[Piece]]
) -> Column:
    return Column(heading, width, lambda row: [(style, pieces(row))])


# -------------------------------------------------------------------- the columns


def columns(form: Form) -> list[Column]:
    """Return the columns (列), as wide as the page in all; the texts take what others leave."""
    table = form.table
    if form.is_ordinance and not form.is_alone:
        remarks = _remarks(form)
        texts = _texts(form, labels.field_columns([table]))
        return _stretched([*texts, *remarks])
    front = [*_section(form), _name(form)]
    back = [*_department(form), *_policies(form), *_remarks(form)]
    fields = labels.field_columns([table])
    room = WIDTH_MM - sum(column.width for column in (*front, *back))
    has_texts = any((row.old, row.new) != (None, None) for row in table.rows())
    placed, lined = _placed(form, fields, room - (_text_room(form) if has_texts else 0))
    if lined and not has_texts:
        has_texts = True
        placed, lined = _placed(form, fields, room - _text_room(form))
    texts = _texts(form, lined) if has_texts else []
    return _stretched([*front, *texts, *placed, *back])


def _text_room(form: Form) -> float:
    return _NARROWEST_TEXT_MM * (1.5 if form.is_tracked or form.is_alone else 2)


def _stretched(found: Sequence[Column]) -> list[Column]:
    """Return the columns as wide as the page (列幅): texts share what is left, else all do."""
    wanted = sum(column.width for column in found)
    growing = [column for column in found if column.is_text] or found
    share = (WIDTH_MM - wanted) / len(growing)
    return [
        _widened(column, share) if any(column is one for one in growing) else column
        for column in found
    ]


def _widened(column: Column, more: float) -> Column:
    return Column(
        column.heading,
        column.width + more,
        column.blocks,
        column.over,
        column.total,
        column.is_text,
    )


def _section(form: Form) -> list[Column]:
    """Return the column of section numbers (章), where rows are not grouped by section."""
    if form.table.grouped_by is GroupBy.SECTION:
        return []
    return [
        _simple(labels.SECTION, 12, "Centred", lambda row: cells.plain(str(row.section.number)))
    ]


def _name(form: Form) -> Column:
    are_short = all(ems(str(row.number)) <= _SHORT_NUMBER for row in form.table.rows())
    style = "Numbered" if are_short else "Referenced"
    side = _either(form, "name")
    return Column(
        f"{labels.NUMBER}・{labels.NAME}",
        36 if form.table.columns else 38,  # where fields need no room
        lambda row: [(style, [*cells.plain(f"{row.number}\t"), *side(row)])],
        total=lambda _totals: labels.subtotal(form.table),
    )


def _department(form: Form) -> list[Column]:
    is_heading = form.table.grouped_by is GroupBy.DEPARTMENT and not form.is_tracked
    if is_heading or not labels.has_departments([form.table]):
        return []
    width = 26 if form.table.columns else 30
    return [_simple(labels.DEPARTMENT, width, "Short", _either(form, "department"))]


def _policies(form: Form) -> list[Column]:
    if not labels.has_policies([form.table]):
        return []
    width = 21 if form.is_tracked else 15
    return [_simple(f"※{labels.POLICIES}", width, "Centred", _either(form, "policies"))]


def _either(form: Form, name: str) -> Callable[[Row], list[Piece]]:
    """Return what gives a property (項目) in a column of its own: tracked, or as it is now."""
    if form.is_tracked:
        return lambda row: cells.tracked_property(row, name)
    if form.is_alone:
        return lambda row: cells.plain(cells.property_texts(row, name)[1])
    return lambda row: cells.property_side(row, name, is_new=row.kind is not RowKind.REMOVED)


def _remarks(form: Form) -> list[Column]:
    """Return the column 備考 (備考), where any row has something in it."""
    longest = max((len(form.remarks(row)) for row in form.table.rows()), default=0)
    if form.is_alone or not longest:
        return []
    is_short = form.kinds and longest == 1
    column = _simple(
        labels.REMARKS,
        22 if is_short else 26,
        "Short",
        lambda row: cells.plain("\n".join(form.remarks(row))),
    )
    return [column]


# ---------------------------------------------------------- fields in columns of their own


def _placed(form: Form, fields: Sequence[Field], room: float) -> tuple[list[Column], list[Field]]:
    """Return the columns of fields (項目の列) that the room has place for, and the other fields."""
    placed: list[Column] = []
    lined: list[Field] = []
    for field in sorted(fields, key=lambda field: field.type is not ColumnType.AMOUNT):
        found = _field_columns(form, field)
        wanted = sum(column.width for column in found)
        if found and wanted <= room:
            placed += found
            room -= wanted
        else:
            lined.append(field)
    return placed, [field for field in fields if field in lined]


def _field_columns(form: Form, field: Field) -> list[Column]:
    """Return the columns of a field (項目の列); none where it stands better among the texts."""
    if form.is_tracked:
        return []
    if field.type is ColumnType.AMOUNT:
        return _amount_columns(form, field)
    found = [labels.field_of(row, field.heading) for row in form.table.rows()]
    if not form.is_alone and any(one and one.is_changed for one in found):
        return []
    heading = labels.column_heading(field)
    values = [one.new or one.old or "" for one in found if one]
    width = min(max(map(_width, (*values, heading)), default=0), _WIDEST_FIELD_MM)
    room = (width - CELL_MARGINS_MM) * EMS_PER_MM
    if any(count_lines(value, room) > _MOST_LINES_OF_FIELD for value in values):
        return []

    def pieces(row: Row) -> list[Piece]:
        one = labels.field_of(row, field.heading)
        return cells.plain((one and (one.new or one.old)) or "")

    return [_simple(heading, max(width, 12), "Short", pieces)]


def _width(text: str) -> float:
    """Return the width (幅) that shows a text's lines whole, also in a font of wide digits."""
    return max(map(ems, text.split("\n"))) * 1.1 / EMS_PER_MM + CELL_MARGINS_MM + 2


def _amount_columns(form: Form, field: Field) -> list[Column]:
    """Return the columns of an amount (数値の列): old, new and the difference."""
    heading = labels.column_heading(field)

    def of(row: Row) -> FieldComparison | None:
        return labels.field_of(row, field.heading)

    def side(*, is_new: bool) -> Column:
        def value(row: Row) -> list[Piece]:
            if cells.is_absent(row, is_new=is_new):
                return cells.plain(cells.NONE)
            return cells.field_side(of(row), is_new=is_new)

        def total(totals: Sequence[Total]) -> str:
            found = _total_of(totals, field)
            if found is None:
                return ""
            summed = found.new if is_new else found.old
            unit = "" if found.unit == field.unit else found.unit
            return "" if summed is None else labels.amount(summed, unit)

        values = ["".join(text for text, _mark in value(row)) for row in form.table.rows()]
        values += [total(group.totals) for group in form.table.groups]
        name = form.new if is_new else form.old
        values += [name] if ems(name) <= _SHORT_HEADING else []
        width = max(_NARROWEST_AMOUNT_MM, *map(_width, values))
        if form.is_alone:
            return Column(heading, max(width, 22), lambda row: [("Amount", value(row))], "", total)
        return Column(name, width, lambda row: [("Amount", value(row))], heading, total)

    if form.is_alone:
        return [side(is_new=form.table.only_edition == form.table.new_edition)]

    def change(row: Row) -> list[Block]:
        return [("Amount", cells.plain(cells.difference(of(row), field.unit)))]

    def changed_total(totals: Sequence[Total]) -> str:
        return cells.total_difference(_total_of(totals, field), field.unit)

    texts = [cells.difference(of(row), field.unit) for row in form.table.rows()]
    texts += [changed_total(group.totals) for group in form.table.groups]
    width = max(_NARROWEST_AMOUNT_MM, *map(_width, texts))
    both = [side(is_new=False), side(is_new=True)]
    both = both[::-1] if form.is_new_first else both
    return [*both, Column(labels.DIFFERENCE, width, change, heading, changed_total)]


def _total_of(totals: Sequence[Total], field: Field) -> Total | None:
    return next((total for total in totals if total.heading == field.heading), None)


# ----------------------------------------------------------------- texts of both sides


def _texts(form: Form, lined: Sequence[Field]) -> list[Column]:
    """Return the columns of the texts (本文の列), under which the other fields stand."""
    if form.is_alone:
        is_new = form.table.only_edition == form.table.new_edition
        heading = form.new_heading if is_new else form.old_heading
        return [_text(heading, lambda row: _one_side(form, row, lined, is_new=is_new))]
    if form.is_tracked:
        heading = f"{form.old_heading} → {form.new_heading}"
        _edition, _break, same = form.new_heading.partition("\n")
        if same and form.old_heading.endswith(f"\n{same}"):
            heading = f"{form.old} → {form.new}\n{same}"
        return [_text(heading, lambda row: _both_sides(row, lined))]
    old = _text(form.old_heading, lambda row: _one_side(form, row, lined, is_new=False))
    new = _text(form.new_heading, lambda row: _one_side(form, row, lined, is_new=True))
    return [new, old] if form.is_new_first else [old, new]


def _text(heading: str, blocks: Callable[[Row], Sequence[Block]]) -> Column:
    return Column(heading, _NARROWEST_TEXT_MM, blocks, is_text=True)


def _one_side(form: Form, row: Row, lined: Sequence[Field], *, is_new: bool) -> list[Block]:
    """Return all that one side says of an initiative (片側の記載)."""
    if cells.is_absent(row, is_new=is_new):
        return [("Centred", cells.plain(cells.REMOVED if is_new else cells.ADDED))]
    text = cells.summary(row, is_new=is_new)
    if form.omit_unchanged and row.kind is not None:
        text = cells.abridged(text) if any(piece for piece, _mark in text) else text
    blocks: list[Block] = [("Summary", text)] if any(piece for piece, _mark in text) else []
    if form.is_ordinance:
        blocks = [_title(row, is_new=is_new), *blocks, *_property_lines(form, row, is_new=is_new)]
    for field in lined:
        found = labels.field_of(row, field.heading)
        if form.omit_unchanged and not (found and (found.is_changed or row.kind in WHOLE_ROW)):
            continue
        label = labels.column_heading(field)
        value = cells.field_side(found, is_new=is_new)
        if form.is_ordinance or form.is_alone or not is_new or not found:
            blocks.append(("Field", [*cells.plain(f"{label}　"), *value]))
            continue
        change = cells.difference(found, field.unit).replace("\n", "")
        change = f"　増減 {change}" if change else ""
        blocks.append(("Field", [*cells.plain(f"{label}　"), *value, *cells.plain(change)]))
    return blocks


def _title(row: Row, *, is_new: bool) -> Block:
    """Return the number and the name (番号と事業名) that open a side of a formal table."""
    number = cells.property_side(row, "number", is_new=is_new)
    pieces = [(cells.wide(text), mark) for text, mark in number]
    return "Numbered", [
        *pieces,
        ("\t", Mark.PLAIN),
        *cells.property_side(row, "name", is_new=is_new),
    ]


def _property_lines(form: Form, row: Row, *, is_new: bool) -> Iterator[Block]:
    for name in ("department", "policies"):
        old, new = cells.property_texts(row, name)
        if form.omit_unchanged and old == new and row.kind not in WHOLE_ROW:
            continue
        if value := new if is_new else old:
            marks = cells.property_side(row, name, is_new=is_new)
            pieces = [(value.replace("\n", "、"), mark) for _text, mark in marks]
            yield "Field", [*cells.plain(f"{labels.FIELD[name]}　"), *pieces]


def _both_sides(row: Row, lined: Sequence[Field]) -> list[Block]:
    """Return both sides in one text with tracked changes (変更履歴の記載)."""
    blocks: list[Block] = [("Summary", cells.tracked_summary(row))]
    for field in lined:
        value = cells.tracked_field(labels.field_of(row, field.heading))
        blocks.append(("Field", [*cells.plain(f"{labels.column_heading(field)}　"), *value]))
    return blocks
