"""Recognise rows of sums in a table (合計行), and the rows they may sum."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ...diagnostics import Span
from ...edition import Edition
from ...text.joining import join
from ...text.number_headings import is_amount_column
from ..headings import titles
from ..headings.below_headers import edition_of_row
from ..headings.header_rows import CellRow, worded
from ..headings.vocabulary import Role, is_indicator, is_total, names_edition
from ..ir import Cell
from .drafts import Draft
from .layouts import Layout
from .outline import DraftSection

_LONGEST_OF_SUM = 12  # characters beside a sum


class TotalRow(NamedTuple):
    """A row of sums (合計行): its label, and the sums by column.

    scope: its edition, or the table's. groups: the rows that it may add up, in this order: those
    since the last sum, those of them with its own words (市民税　小計), those below it up to the
    next sum, and all rows of the table. above: how many rows of the table are above it.
    """

    layout: Layout
    label: str
    span: Span
    section: DraftSection
    values: Mapping[int, str]
    scope: Edition | None
    groups: tuple[Sequence[Draft], ...] = ()
    above: int = 0


def find_total(
    row: CellRow, layout: Layout, above: CellRow, scope: Edition | None
) -> tuple[Cell, dict[int, str], Edition | None] | None:
    """Return the label, the sums by column and the edition of a row of sums (合計行), or None.

    above: the row before; a cell merged with it is no label. scope: the table's edition.
    """
    if not _may_be_total(row, layout):
        return None
    shared = {id(cell) for cell in above}
    begun = (cell for cell in worded(row) if id(cell) not in shared)
    label = next((cell for cell in begun if is_total(join(cell.lines))), None)
    if label is None or _is_described(row, layout, label):
        return None
    values: dict[int, str] = {}
    for at, cell in enumerate(row):
        column = layout.columns[at]
        if cell is label or not cell.text or (at and cell is row[at - 1]):
            continue
        if column.role is Role.AMOUNT or (
            column.role in {Role.TEXT, Role.SUMMARY} and is_amount_column("額", [cell.text])
        ):
            values[at] = join(line.strip() for line in cell.lines)
    years = (edition_of_row(join(row[at].lines)) for at in layout.places(Role.EDITION))
    return label, values, next(filter(None, years), scope)


def rows_alike(drafts: Sequence[Draft], row: CellRow, values: Collection[int]) -> list[Draft]:
    """Return the rows that say what a sum says of itself (計の内訳): 市民税　小計, 合計　積立額."""
    words = [(at, cell.text) for at, cell in enumerate(row) if at not in values and cell.text]
    found = [[d for d in drafts if join(d.lines(at)) == text] for at, text in words]
    matching = [{*map(id, rows)} for rows in found if rows]
    return [d for d in drafts if matching and all(id(d) in rows for rows in matching)]


def _is_described(row: CellRow, layout: Layout, label: Cell) -> bool:
    """Return whether the row says in words what is done, or of what: ウ 心電計 is no sum.

    Nor are 工賃の支払総額 and its R5～R9累計 among indicators.
    """
    columns = layout.columns
    names = [at for at in layout.places(Role.NAME) if is_indicator(columns[at].heading)]
    if names:
        place = next(at for at, cell in enumerate(row) if cell is label)
        is_period = columns[place].role is Role.TEXT and names_edition(label.text)
        return is_period or (place in names and label.text.endswith("総額"))
    texts = [row[at] for at in layout.places(Role.SUMMARY)]
    has_name = any(row[at].text and row[at] is not label for at in layout.places(Role.NAME))
    if has_name and any(cell is label for cell in texts):
        return True
    others = [cell.text for cell in texts if cell is not label]
    return any(
        len(text) > _LONGEST_OF_SUM and not is_amount_column("額", [text]) for text in others
    )


def _may_be_total(row: CellRow, layout: Layout) -> bool:
    """Return whether a row may be one of sums; a quick test, as every row gets it."""
    if any(is_total(row[at].text) for at in layout.places(Role.EDITION)):
        return True  # 計 below the years of an initiative
    lines = [line for at in layout.labels for line in row[at].lines]
    return any("計" in line or "額" in line or "繰" in line for line in lines) and not any(
        row[at].lines and titles.is_numberlike(row[at].text) for at in layout.places(Role.NUMBER)
    )
