"""Columns of a Word table with several fields (備考など): remarks, or a line for each field."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ...comparison.changed_figures import in_column_unit
from ...comparison.table import ComparisonTable, FieldComparison, Row, RowKind
from ...plan import Column
from .. import labels
from ..notices import changes, kinds_of_parts
from ..remarks import CHANGED_PROPERTIES
from . import cells
from .fields import NARROWEST_AMOUNT_MM, NARROWEST_TEXT_MM, WordColumn, simple_column, text_width
from .form import NONE, PORTRAIT, Summed, TableForm
from .lines import Block
from .xml import MarkedRun, plain, text_of

# --- Remarks ------------------------------------------------------------------------------------

REMARKS_MM = 26
_WIDEST_MM, _WIDEST_BESIDE_MM = 50, 32
LIGHT_ALONE = {RowKind.WORDING: "言い換えのみ", RowKind.NOTATION: "表記のみ"}
"""What is said beside a tracked row in which no fact changed (事実の変わらない行の備考)."""


def remarks_column(form: TableForm) -> list[WordColumn]:
    """Return the column 備考 (備考), if any row has a remark."""
    if not form.has_remarks_apart:
        return []
    longest = max(len(form.remark_lines(row)) for row in form.table.rows())
    width = 22 if form.page == PORTRAIT or (form.shows_kinds and longest == 1) else REMARKS_MM
    column = simple_column(
        labels.REMARKS,
        width,
        "Short",
        lambda row: plain("\n".join(form.remark_lines(row))),
    )
    return [replace(column, widest=2 * width)]


def with_differences(
    form: TableForm, lined: Sequence[Column], back: Sequence[WordColumn]
) -> list[WordColumn]:
    """Return the last columns, with remarks beside tracked texts (見え消しの備考).

    A difference (増減) printed beside the amount itself would stay in the text when the changes are
    accepted.
    """
    if not has_remarks_of_tracked(form, lined):
        return list(back)

    def remarks_of_row(row: Row) -> list[str]:
        remarks = form.remark_lines(row) if form.has_remarks_apart else ()
        return [*remarks, *remarks_of_tracked(form, row, lined)]

    found = map(remarks_of_row, form.table.rows())
    width = max(text_width(line) for lines in found for one in lines for line in one.split("\n"))
    column = simple_column(
        labels.REMARKS,
        min(width, _WIDEST_BESIDE_MM),
        "Short",
        lambda row: plain("\n".join(remarks_of_row(row))),
    )
    # Departments share their lines with those of the texts, which need the room.
    others = (one for one in back if one.heading != labels.REMARKS)
    return [*(replace(one, width=min(one.width, _WIDEST_BESIDE_MM)) for one in others), column]


def has_remarks_of_tracked(form: TableForm, lined: Sequence[Column]) -> bool:
    """Return whether 備考 has a column beside tracked texts (見え消しの備考の有無).

    One or two rows in which no fact changed are named in the note instead.
    """
    found = (remarks_of_tracked(form, row, lined) for row in form.table.rows())
    return any({*remarks} - {*LIGHT_ALONE.values()} for remarks in found)


def remarks_of_tracked(form: TableForm, row: Row, lined: Sequence[Column]) -> list[str]:
    """Return the remarks on a tracked row that its marks do not show (見え消しの備考).

    They say that the row is new or dropped (otherwise only a colour), that its name or department
    changed, that no fact changed, and by how much amounts in the texts changed. With a dropped row
    they are struck out, too, which the note says.
    """
    remarks = [form.names[row.kind]] if row.kind and row.is_one_sided else []
    remarks += _properties_changed(row)
    light = LIGHT_ALONE.get(row.kind) if row.kind else None
    remarks += [light] if light else _written_otherwise(form.table, row)
    if form.has_texts:
        amounts = [field for field in lined if field.is_amount]
        changes = _changes_of_fields(form, row, amounts)
        remarks += (one for one in changes if labels.SAME_AMOUNT not in one)
    return remarks


def _written_otherwise(table: ComparisonTable, row: Row) -> list[str]:
    """Return the texts that changed in wording or notation only (表記のみの項目), beside others."""
    kinds = kinds_of_parts(table, row)
    found = ((heading, LIGHT_ALONE.get(kind)) for heading, kind in kinds)
    return [f"{labels.written_heading(heading)}は{light}" for heading, light in found if light]


def remarks_of_ordinance(form: TableForm) -> list[WordColumn]:
    """Return the column 備考 beside enacted texts (備考), with the differences of amounts.

    These belong to neither document's text, and so to neither of its columns. If there are any,
    renamed initiatives and departments are remarked on too.
    """

    def remarks_of_row(row: Row) -> list[str]:
        return [*form.remark_lines(row), *_changes_of_fields(form, row, form.fields)]

    def all_remarks(row: Row) -> list[str]:
        return [*_properties_changed(row), *remarks_of_row(row)]

    def sums(summed: Summed) -> list[Block]:
        return list(_changes_of_sums(form, summed))

    if not any(map(remarks_of_row, form.table.rows())):
        return []
    rows = form.table.rows()
    lines = [line for row in rows for one in all_remarks(row) for line in one.split("\n")]
    every: list[Summed] = [*form.table.groups, form.table]
    summed = (block for one in every for block in sums(one))
    lines += (text_of(pieces) for _style, pieces in summed)
    width = min(max(REMARKS_MM, *map(text_width, lines)), _WIDEST_MM)
    column = simple_column(
        labels.REMARKS, width, "Short", lambda row: plain("\n".join(all_remarks(row)))
    )
    return [replace(column, sums=sums)]


def _properties_changed(row: Row) -> Iterator[str]:
    """Yield 改称 and the like (改称・所管替え), if both sides are in the table."""
    if not row.is_one_sided:
        changed = {change.what for change in row.changes}
        yield from (mark for what, mark in CHANGED_PROPERTIES.items() if what in changed)


def _changes_of_fields(form: TableForm, row: Row, fields: Sequence[Column]) -> Iterator[str]:
    """Yield how much each amount of a row changed (増減), its heading above."""
    for field in fields:
        found, change = row.field(field.heading), _change(form, row, field, "")
        if found is None or not change:
            continue
        heading = labels.written_heading(field.heading)
        if change == labels.SAME_AMOUNT:
            converted = in_column_unit(found, found.new) or in_column_unit(found, found.old)
            change += f"（{labels.amount(*converted)}）" if converted else ""
            yield f"{heading}　{change}" if not converted else f"{heading}\n{change}"
        else:
            whole = _in_a_line(change)
            is_wide = form.is_tracked and text_width(whole) > _WIDEST_BESIDE_MM
            yield f"{heading}の{labels.DIFFERENCE}\n{change if is_wide else whole}"


def _change(form: TableForm, row: Row, field: Column, unit: str) -> str:
    """Return how much a field of a row changed (増減), "" if only one side has it.

    unit: as the heading above gives it, empty if it gives none.
    """
    found = row.field(field.heading)
    return "" if form.is_on_one_side(field) else cells.difference(found, unit)


def _changes_of_sums(form: TableForm, summed: Summed) -> Iterator[Block]:
    """Yield how much each sum changed (計の増減), for a column of its own."""
    for total in summed.totals:
        if form.is_on_one_side(total):
            continue
        if by := cells.total_change(form, summed, total, ""):
            heading = labels.written_heading(total.heading)
            yield "Short", plain(f"{heading}の{labels.DIFFERENCE}")
            yield "Short", plain(_in_a_line(by))


def _in_a_line(change: str) -> str:
    return change.replace("\n", "")


# --- A line for each field ----------------------------------------------------------------------

_WIDEST_ITEM_MM = 70


_Pieces = Callable[[Row, Column, FieldComparison], Sequence[MarkedRun]]
"""What a column has on the line of a field (項目の行の内容)."""


def itemised_columns(form: TableForm, once: Sequence[Column]) -> list[WordColumn]:
    """Return the columns of a table with a line for each field (項目ごとの行).

    Shown are changed fields, and all fields of an initiative that is new, dropped or unchanged,
    except what is said once elsewhere.
    """
    items = _ItemisedFields(form, [field for field in form.fields if field not in once])
    sides = [
        items.column(heading, partial(items.side, is_new=is_new))
        for heading, is_new in form.in_order((form.old, False), (form.new, True))
    ]
    width, are_texts = max(one.width for one in sides), any(one.is_text for one in sides)
    return [
        items.column(labels.FIELDS, _name, "Short", NARROWEST_TEXT_MM),
        *(replace(one, width=width, is_text=are_texts) for one in sides),
        items.column(labels.DIFFERENCE, _change_of_item, "Amount"),
        items.column(labels.RATIO, _ratio, "Amount"),
    ]


class _ItemisedFields:
    """The fields of rows, each on a line of its own (項目ごとの行)."""

    def __init__(self, form: TableForm, fields: Sequence[Column]) -> None:
        self._form = form
        self._fields = fields

    def column(
        self, heading: str, pieces: _Pieces, style: str = "", widest: float = _WIDEST_ITEM_MM
    ) -> WordColumn:
        """Return a column (列), as wide as its texts but for `widest`."""

        def blocks(row: Row) -> list[Block]:
            listed = self._listed(row)
            return [(style or _style_of(one), pieces(row, field, one)) for field, one in listed]

        texts = [text_of(runs) for row in self._form.table.rows() for _style, runs in blocks(row)]
        needed = max(map(text_width, (heading, *texts)))
        width = max(NARROWEST_AMOUNT_MM, min(needed, widest))
        is_text = style == "" and needed > width
        elastic = min(needed, _WIDEST_ITEM_MM) if style == "Short" else 0
        return WordColumn(heading, width, blocks, is_text=is_text, widest=elastic, is_itemised=True)

    def side(
        self, row: Row, field: Column, one: FieldComparison, *, is_new: bool
    ) -> Sequence[MarkedRun]:
        """Return a field's value on one side (項目の値)."""
        if self._form.side_of(field) is not is_new and self._form.is_on_one_side(field):
            return plain("")  # that document has no such field
        if cells.is_absent(row, is_new=is_new):
            return plain(NONE)
        return cells.field_side(one, is_new=is_new)

    def _listed(self, row: Row) -> Iterator[tuple[Column, FieldComparison]]:
        """Yield the fields of a row that are shown (表に出す項目)."""
        is_whole = row.is_one_sided or row.kind is RowKind.UNCHANGED
        for field in self._fields:
            one = row.field(field.heading)
            is_said = one is not None and any(map(cells.is_value, (one.old, one.new)))
            if one and is_said and (is_whole or one.kind is not RowKind.UNCHANGED):
                yield field, one


def _name(_row: Row, field: Column, _one: FieldComparison) -> Sequence[MarkedRun]:
    return plain(labels.field_heading(field))


def _change_of_item(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
    return plain(changes(one, field.unit)[0])


def _ratio(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
    return plain(changes(one, field.unit)[1])


def _style_of(field: FieldComparison) -> str:
    return "Amount" if field.is_amount else "Short"
