"""The cards of the page (頁のカード), before the table: what changed most."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..comparison.amounts import AmountOfRow, main_amount, size_of_change
from ..comparison.sorting import heaviest_edits
from ..comparison.table import Row, RowKind
from ..comparison.tallies import Tally
from ..textdiff import Segment
from . import labels
from .phrasebook import Phrasebook

_ON_CARD, _FOLDED = 6, 60
"""How many changes are on a card, and how many more can be unfolded."""

_OF_COLUMN = 3
"""How many changes of each column are on a card at least, where there are several."""

_OF_ROW = 2
"""How many edits of one row are on the card of edits."""

_AROUND = 8
"""Characters on either side of an edit on a card."""


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A changed figure on a card (変わった数値): of which row, what it was and is."""

    row: Row
    old: str
    new: str
    difference: str = ""
    ratio: str = ""


@dataclass(frozen=True, slots=True)
class Heavy:
    """An edit on a card (重要な変更), and a little of the text around it.

    heading: of the field that it is in, empty for the main text.
    """

    heading: str
    before: str
    edit: Segment
    after: str


@dataclass(frozen=True, slots=True)
class HeavyRow:
    """A row on the card of edits (重要な変更のある事業), and how many more edits of fact it has."""

    row: Row
    edits: list[Heavy]
    more: int


@dataclass(frozen=True, slots=True)
class OneSided:
    """Initiatives that came, or that went (新規・廃止), on a card: those with most money first."""

    kind: RowKind
    items: "CardItems[Row]"
    number: int
    has_amounts: bool


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CardItems(Generic[T]):
    """Items of a card (カードの項目): those shown, those to unfold, and how many more."""

    shown: list[T]
    folded: list[T]
    left: int

    @property
    def rest(self) -> int:
        """How many are not shown at once (残りの件数)."""
        return len(self.folded) + self.left


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The changed figures of one column (項目ごとの数値); those of texts have no heading."""

    heading: str
    items: CardItems[CardFigure]


def listed(found: Iterable[T], most: int = _ON_CARD) -> CardItems[T]:
    """Return the items of a card (カードの項目), of which so many are shown at once."""
    every = list(found)
    end = most + _FOLDED
    return CardItems(every[:most], every[most:end], max(len(every) - end, 0))


def heavy_edits(rows: Iterable[Row]) -> Iterator[HeavyRow]:
    """Yield the edits of fact that matter most of each row (重要な変更)."""
    for row in rows:
        if row.kind is RowKind.SUBSTANCE and (found := heaviest_edits(row)):
            edits = [_heavy(row, *one) for one in found[:_OF_ROW]]
            yield HeavyRow(row, edits, len(found) - len(edits))


def _heavy(row: Row, segments: Sequence[Segment], place: int) -> Heavy:
    around = segments[max(place - 1, 0) : place], segments[place + 1 : place + 2]
    before, after = ("".join(one.new for one in side) for side in around)
    before, after = before.split("\n")[-1][-_AROUND:], after.split("\n")[0][:_AROUND]
    heading = next((one.heading for one in row.fields if one.segments is segments), "")
    return Heavy(labels.shown_heading(heading), before, segments[place], after)


def figure_groups(counted: Tally, say: Phrasebook) -> list[FigureGroup]:
    """Return the changed figures (変わった数値) by column, each's largest first, then texts'.

    All columns have their place on the card, so that one of large numbers does not hide the
    others. A column of initiatives that are new or dropped alone is left to their own card.
    """
    columns: dict[str, list[AmountOfRow]] = {}
    for column in counted.amounts:
        for row, field in (*column.increases, *column.decreases):
            unit = say.bracketed(field.unit) if field.unit else ""
            heading = labels.shown_heading(field.heading) + unit
            columns.setdefault(heading, []).append((row, field))
    groups = {
        heading: [
            CardFigure(
                row,
                labels.published_amount(field.old or labels.NO_VALUE),
                labels.published_amount(field.new or labels.NO_VALUE),
                say.difference_of(field),
                say.ratio_of(field),
            )
            for row, field in sorted(changes, key=lambda one: -size_of_change(one[1]))
        ]
        for heading, changes in columns.items()
        if not all(row.is_one_sided for row, _field in changes)
    }
    if counted.figures:
        groups[""] = [CardFigure(one.row, one.old, one.new) for one in counted.figures]
    most = max(_ON_CARD // max(len(groups), 1), _OF_COLUMN)
    return [FigureGroup(heading, listed(found, most)) for heading, found in groups.items()]


def came_or_went(rows: Iterable[Row]) -> list[OneSided]:
    """Return what is new and what was dropped (新規・廃止), each with the most money first."""
    rows = tuple(rows)
    found = []
    for kind in (RowKind.ADDED, RowKind.REMOVED):
        of_kind = [row for row in rows if row.kind is kind]
        has_amounts = any(map(main_amount, of_kind))
        if of_kind:
            items = listed(sorted(of_kind, key=lambda row: -size_of_change(main_amount(row))))
            found.append(OneSided(kind, items, len(of_kind), has_amounts))
    return found


def unlisted(rows: Iterable[Row], shown: Iterable[Row]) -> Iterator[Row]:
    """Yield the changed rows that no card shows (ほかに変わったもの)."""
    on_cards = set(map(id, shown))
    for row in rows:
        if row.kind not in (None, RowKind.UNCHANGED) and id(row) not in on_cards:
            yield row
