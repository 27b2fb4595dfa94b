"""Join fields on one line of a cell (項目の行の結合)."""

from collections.abc import Iterable, Iterator, Sequence

from ...text.linebreak import ems
from .form import TableForm
from .xml import MarkedRun, plain, text_of

_SHORT_FIELD = 5  # a heading and its value that share a line, in full-width characters
_GAP = 2  # between fields that share a line, in full-width characters

Block = tuple[str, Sequence[MarkedRun]]
"""Paragraphs of a cell (段落): their style and their pieces."""


def style_of_fields(form: TableForm) -> str:
    """Return the style of a line of fields (項目の行の様式): indented in an ordinance."""
    return "FieldBelow" if form.is_ordinance else "Field"


def joined(blocks: Iterable[Block], room: float, form: TableForm) -> Iterator[Block]:
    """Yield a cell's paragraphs, with as many fields on a line as fit (項目の行).

    room: of a line, in full-width characters. In narrow columns only the shortest fields share a
    line.
    """
    together: list[MarkedRun] = []
    of_fields = style_of_fields(form)
    for style, pieces in _with_names(blocks, room):
        text = text_of((*together, *pieces))
        own = ems(text_of(pieces))
        is_long = not form.shows_both and own > _SHORT_FIELD
        has_room = "\n" not in text and ems(text) + _GAP <= room
        if together and style == AMOUNT_BESIDE and has_room:
            yield AMOUNT, [*together, *plain("　" * _GAP), *pieces]
            together = []
            continue
        if together and (is_long or style != "Field" or not has_room):
            yield of_fields, together
            together = []
        if is_long or style != "Field":
            yield {AMOUNT_BESIDE: AMOUNT, "Field": of_fields}.get(style, style), pieces
            continue
        together = [*together, *(plain("　" * _GAP) if together else ()), *pieces]
    if together:
        yield of_fields, together


def _with_names(blocks: Iterable[Block], room: float) -> Iterator[Block]:
    """Yield paragraphs, an amount on the line of its name if it fits (指標・目標値)."""
    name: Sequence[MarkedRun] = ()
    for style, pieces in (*blocks, ("", ())):
        pair = [*name, *plain("　" * _GAP), *pieces]
        if name and pieces and ems(text_of(pair)) <= room:
            name = ()
            yield style, pair
            continue
        if name:
            yield "Field", name
        name = pieces if style == NAMING else ()
        if pieces and not name:
            yield style, pieces


NAMING = "Naming"
"""Marks a field that names the amount after it (指標); replaced by a style when joined."""

AMOUNT, AMOUNT_BESIDE = "AmountField", "AmountBeside"
"""The style of a line with an amount (数値の行), and its name behind a field that names the amount,
whose line it may share."""
