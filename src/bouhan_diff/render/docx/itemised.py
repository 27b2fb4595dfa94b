"""A Word table with a line for each field (項目ごとの行), if there is no room for columns."""

from collections.abc import Callable, Iterator, Sequence

from ...comparison.table import FieldComparison, Row, RowKind
from ...plan import Column, ColumnType
from .. import labels
from ..notices import changes
from . import cells
from .fields import NARROWEST_AMOUNT_MM, NARROWEST_TEXT_MM, WordColumn, text_width
from .form import NONE, TableForm
from .lines import Block
from .xml import MarkedRun, plain

_WIDEST_ITEM_MM = 70


def itemised_columns(form: TableForm, once: Sequence[Column]) -> list[WordColumn]:
    """Return the columns of a table with a line for each field (項目ごとの行).

    Shown are changed fields, and all fields of an initiative that is new, dropped or unchanged,
    except what is said once elsewhere.
    """
    fields = [field for field in form.fields if field not in once]

    def listed(row: Row) -> Iterator[tuple[Column, FieldComparison]]:
        is_whole = row.is_one_sided or row.kind is RowKind.UNCHANGED
        for field in fields:
            one = row.field(field.heading)
            is_said = one is not None and any(map(cells.is_value, (one.old, one.new)))
            if one and is_said and (is_whole or one.kind is not RowKind.UNCHANGED):
                yield field, one

    def column(
        heading: str,
        pieces: Callable[[Row, Column, FieldComparison], Sequence[MarkedRun]],
        style: str = "",
        widest: float = _WIDEST_ITEM_MM,
    ) -> WordColumn:
        def blocks(row: Row) -> list[Block]:
            return [
                (style or _style_of(one), pieces(row, field, one)) for field, one in listed(row)
            ]

        texts = [
            "".join(text for text, _mark in said)
            for row in form.table.rows()
            for _style, said in blocks(row)
        ]
        own = max(map(text_width, (heading, *texts)))
        width = max(NARROWEST_AMOUNT_MM, min(own, widest))
        is_text = style == "" and own > width
        elastic = min(own, _WIDEST_ITEM_MM) if style == "Short" else 0
        return WordColumn(heading, width, blocks, is_text=is_text, widest=elastic, is_itemised=True)

    def side(*, is_new: bool) -> WordColumn:
        def pieces(row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
            if form.side_of(field) is not is_new and form.is_on_one_side(field):
                return plain("")  # that document has no such field
            if cells.is_absent(row, is_new=is_new):
                return plain(NONE)
            return cells.field_side(one, is_new=is_new)

        return column(form.new if is_new else form.old, pieces)

    def change(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
        return plain(changes(one, field.unit)[0])

    def ratio(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
        return plain(changes(one, field.unit)[1])

    def name(_row: Row, field: Column, _one: FieldComparison) -> Sequence[MarkedRun]:
        return plain(labels.field_heading(field))

    sides = [side(is_new=False), side(is_new=True)]
    return [
        column(labels.FIELDS, name, "Short", NARROWEST_TEXT_MM),
        *(sides[::-1] if form.is_new_first else sides),
        column(labels.DIFFERENCE, change, "Amount"),
        column(labels.RATIO, ratio, "Amount"),
    ]


def _style_of(field: FieldComparison) -> str:
    return "Amount" if field.type is ColumnType.AMOUNT else "Short"
