"""A Word table with a line for each field (項目ごとの行), if there is no room for columns."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ...comparison.table import FieldComparison, Row, RowKind
from ...plan import Column
from .. import labels
from ..notices import changes
from . import cells
from .fields import NARROWEST_AMOUNT_MM, NARROWEST_TEXT_MM, WordColumn, text_width
from .form import NONE, TableForm
from .lines import Block
from .xml import MarkedRun, plain, text_of

_WIDEST_ITEM_MM = 70


_Pieces = Callable[[Row, Column, FieldComparison], Sequence[MarkedRun]]
"""What a column has on the line of a field (項目の行の内容)."""


def itemised_columns(form: TableForm, once: Sequence[Column]) -> list[WordColumn]:
    """Return the columns of a table with a line for each field (項目ごとの行).

    Shown are changed fields, and all fields of an initiative that is new, dropped or unchanged,
    except what is said once elsewhere.
    """
    items = _ItemisedFields(form, [field for field in form.fields if field not in once])
    sides = (
        items.column(heading, partial(items.side, is_new=is_new))
        for heading, is_new in form.in_order((form.old, False), (form.new, True))
    )
    return [
        items.column(labels.FIELDS, _name, "Short", NARROWEST_TEXT_MM),
        *sides,
        items.column(labels.DIFFERENCE, _change, "Amount"),
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

        texts = [text_of(said) for row in self._form.table.rows() for _style, said in blocks(row)]
        own = max(map(text_width, (heading, *texts)))
        width = max(NARROWEST_AMOUNT_MM, min(own, widest))
        is_text = style == "" and own > width
        elastic = min(own, _WIDEST_ITEM_MM) if style == "Short" else 0
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


def _change(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
    return plain(changes(one, field.unit)[0])


def _ratio(_row: Row, field: Column, one: FieldComparison) -> Sequence[MarkedRun]:
    return plain(changes(one, field.unit)[1])


def _style_of(field: FieldComparison) -> str:
    return "Amount" if field.is_amount else "Short"
