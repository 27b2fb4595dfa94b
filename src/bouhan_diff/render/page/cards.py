"""The cards of the page (頁のカード), before the table: what changed most."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...comparison.changed_figures import (
    Tally,
    is_money,
    listed_changes,
    main_amount,
    size_of_change,
)
from ...comparison.sorting import heaviest_edits
from ...comparison.table import ComparisonTable, FieldComparison, Row, RowKind
from ...text.linebreak import NO_START
from ...textdiff import Segment
from ...textdiff.classify.figures import has_only_figures
from ...textdiff.tokenizer import words
from .. import labels
from ..brief import JOINED, measured, whole_words
from ..notices import drops_nothing
from ..phrasebook import Phrasebook

_ON_CARD, ON_ONLY_CARD, _FOLDED = 6, 15, 60
"""How many changes are on a card, or on the only one, and how many more can be unfolded."""

_OF_COLUMN = 3
"""How many changes of each column are on a card at least, where there are several."""

_OF_ROW = 2
"""How many edits of one row are on the card of edits."""

_AROUND = 8
"""Characters on either side of an edit on a card, at least."""


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A changed figure on a card (変わった数値): its row, old and new.

    is_printed: both editions print something there, if only a dash. measured: what it is of (指標).
    """

    row: Row
    old: str
    new: str
    difference: str = ""
    ratio: str = ""
    is_printed: bool = True
    measured: str = ""


@dataclass(frozen=True, slots=True)
class Heavy:
    """An edit on a card (重要な変更), with a little of the text around it.

    heading: of the field, empty for the main text.
    """

    heading: str
    before: str
    edit: Segment
    after: str


@dataclass(frozen=True, slots=True)
class HeavyRow:
    """A row on the card of edits (重要な変更のある事業), and how many more edits it has."""

    row: Row
    edits: list[Heavy]
    more: int


@dataclass(frozen=True, slots=True)
class OneSided:
    """New or dropped initiatives on a card (新規・廃止), those with most money first.

    has_changes: whether an amount appeared or disappeared with any of them (皆増・皆減).
    """

    kind: RowKind
    items: "CardItems[Row]"
    number: int
    has_amounts: bool
    has_changes: bool


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CardItems(Generic[T]):
    """Items of a card (カードの項目): shown, to unfold, and how many more."""

    shown: list[T]
    folded: list[T]
    left: int

    @property
    def rest(self) -> int:
        """How many are not shown at first (残りの件数)."""
        return len(self.folded) + self.left


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The changed figures of one column (項目ごとの数値); figures in texts have no heading."""

    heading: str
    items: CardItems[CardFigure]


def card_items(found: Iterable[T], most: int = _ON_CARD) -> CardItems[T]:
    """Return the items of a card (カードの項目); most: how many to show at first."""
    every = list(found)
    end = most + _FOLDED
    return CardItems(every[:most], every[most:end], max(len(every) - end, 0))


def heavy_edits(rows: Iterable[Row], counted: Tally) -> Iterator[HeavyRow]:
    """Yield the most important edits of fact of each row (重要な変更).

    Edits of figures that are on the card of figures are left out.
    """
    shown = {(id(one.row), one.heading) for one in counted.figures}
    for row in rows:
        if row.kind is not RowKind.SUBSTANCE:
            continue
        whole = _in_whole_words(row)
        texts = {"": whole.segments, **{one.heading: one.segments for one in whole.fields}}
        figures = [
            one
            for heading, segments in texts.items()
            if (id(row), heading) in shown
            for one in segments
            if has_only_figures(one.old, one.new)
        ]
        found = [
            (segments, place)
            for segments, place in heaviest_edits(whole)
            if not any(segments[place] is one for one in figures)
        ]
        every = (one for some in texts.values() for one in some if one.is_edit)
        if found:
            edits = [_heavy(whole, *one) for one in found[:_OF_ROW]]
            yield HeavyRow(row, edits, sum(1 for _one in every) - len(figures) - len(edits))


def _in_whole_words(row: Row) -> Row:
    """Return the row with its edits widened to whole words (語の単位)."""
    fields = tuple(one._replace(segments=whole_words(one.segments)) for one in row.fields)
    return row._replace(segments=whole_words(row.segments), fields=fields)


def _heavy(row: Row, segments: Sequence[Segment], place: int) -> Heavy:
    around = segments[max(place - 1, 0) : place], segments[place + 1 : place + 2]
    before, after = ("".join(one.new for one in side) for side in around)
    before, after = _last_words(before.split("\n")[-1]), _first_words(after.split("\n")[0])
    heading = next((one.heading for one in row.fields if one.segments is segments), "")
    return Heavy(labels.written_heading(heading), before, segments[place], after)


def _first_words(text: str) -> str:
    """Return the beginning of a text (文の初め), up to the end of a word."""
    found = ""
    for word in words(text):
        if len(found) >= _AROUND:
            break
        found += word.surface
    return found


def _last_words(text: str) -> str:
    """Return the end of a text (文の終わり), from a word that may begin a line."""
    found = ""
    for word in reversed(words(text)):
        if len(found) >= _AROUND and _begins(found):
            break
        found = word.surface + found
    return found


def _begins(text: str) -> bool:
    first = words(text)[0]
    return first.pos[0] not in JOINED and first.surface not in NO_START


def figure_groups(rows: Iterable[Row], counted: Tally, say: Phrasebook) -> list[FigureGroup]:
    """Return the changed figures (変わった数値) by column, then those in texts, in document order.

    Every column has its place on the card, so that one with large numbers does not hide the others.
    New and dropped initiatives have their own card.
    """
    groups: dict[str, list[CardFigure]] = {}
    for heading, changes in listed_changes(rows).items():
        given = [(row, field) for row, field in changes if field.amount and not row.is_one_sided]
        if not given:
            continue
        unit = given[0][1].unit
        groups[labels.written_heading(heading) + (say.bracketed(unit) if unit else "")] = [
            CardFigure(
                row,
                labels.published_amount(field.old or labels.NO_VALUE),
                labels.published_amount(field.new or labels.NO_VALUE),
                say.difference_of(field),
                say.ratio_of(field),
                is_printed=bool(field.old and field.new),
                measured=measured(row, field),
            )
            for row, field in given
        ]
    none = say(labels.NONE_GIVEN)
    for one in counted.figures:
        of_heading = groups.setdefault(labels.written_heading(one.heading), [])
        of_heading.append(CardFigure(one.row, one.old or none, one.new or none))
    most = max(_ON_CARD // max(len(groups), 1), _OF_COLUMN)
    return [FigureGroup(heading, card_items(found, most)) for heading, found in groups.items()]


def one_sided_groups(table: ComparisonTable) -> list[OneSided]:
    """Return the new and the dropped initiatives (新規・廃止), those with most money first."""
    found = []
    for kind in (RowKind.ADDED, RowKind.REMOVED):
        of_kind = [row for row in table.all_rows() if row.kind is kind]
        has_amounts = any(map(main_amount, of_kind))
        has_changes = not drops_nothing(table) and any(map(amounts_with_row, of_kind))
        if of_kind:
            items = card_items(sorted(of_kind, key=lambda row: -size_of_change(main_amount(row))))
            found.append(OneSided(kind, items, len(of_kind), has_amounts, has_changes))
    return found


def amounts_with_row(row: Row) -> list[FieldComparison]:
    """Return the amounts that appeared or disappeared with a row (皆増・皆減), the main one first.

    Breakdowns and sources of money are left out.
    """
    main = main_amount(row)
    found = [
        one for one in row.fields if labels.came_or_went(one) and (one is main or not is_money(one))
    ]
    return sorted(found, key=lambda one: one is not main)


def unlisted(rows: Iterable[Row], shown: Iterable[Row]) -> Iterator[Row]:
    """Yield the changed rows that are on no card (ほかに変わったもの)."""
    on_cards = set(map(id, shown))
    for row in rows:
        if row.kind not in (None, RowKind.UNCHANGED) and id(row) not in on_cards:
            yield row
