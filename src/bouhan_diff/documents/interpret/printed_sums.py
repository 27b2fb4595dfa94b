"""Printed sums (合計・小計): each is checked against its rows, and kept.

A sum may also be that of its table, of a page, of the rows since the last sum, or of the sums
before it: then it is right, but not the sum of a section.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, chain, islice
from typing import NamedTuple

from ...diagnostics import Diagnostics
from ...edition import UNNAMED, Edition
from ...plan import Column, ColumnType, Number, PrintedTotal, Section
from ...text.joining import join
from ...text.nested_amounts import ListedAmount, counted_twice, sum_of_wholes
from ...text.normalize import fold
from ...text.quantities import Quantity, convert, parse_quantity
from ..headings.vocabulary import Role, is_grand_total, is_page_total
from .drafts import Draft
from .layouts import TableColumn
from .outline import DraftSection
from .titles_and_sums import TotalRow

_BELOW = 2  # the place of the rows below among the groups of a row of sums
_FAR = 100
"""So many sections, or sums before it, one sum may be of: a longer document takes no longer."""


class _Printed(NamedTuple):
    """A printed sum of one column (項目の計). quantity: None where it is no number."""

    column: TableColumn
    unit: str
    edition: Edition | None
    value: str
    quantity: Quantity | None

    @property
    def amount(self) -> Decimal:
        """Its value (計の値), 0 where it is no number."""
        return self.quantity.value if self.quantity else Decimal(0)


def printed_sums(
    totals: Sequence[TotalRow],
    drafted: Sequence[tuple[DraftSection, Section]],
    columns: Sequence[Column],
    *,
    diagnostics: Diagnostics,
    default: Edition,
) -> Iterator[PrintedTotal]:
    """Yield the printed sums of sections and of the whole (合計・小計), and report wrong ones.

    drafted: the sections, each beside what it was made of. default: the edition of amounts that
    name none.
    """
    check = _SumCheck(drafted, columns, diagnostics, default)
    are_few_shown = any(_OF_SHOWN_ROWS in fold(total.label) for total in totals)
    above_rows = max((at for at, total in enumerate(totals) if total.groups[_BELOW]), default=-1)
    for at, total in enumerate(totals):
        label = fold(total.label)
        if not any(word in label for word in _OF_OTHER_ROWS):
            is_of_unshown = are_few_shown and _OF_SHOWN_ROWS not in label
            yield from check.sums_in(total, is_last=at > above_rows, is_of_unshown=is_of_unshown)


class _SumCheck:
    """Checks the rows of sums of a document (計の検算), one after the other."""

    def __init__(
        self,
        drafted: Sequence[tuple[DraftSection, Section]],
        columns: Sequence[Column],
        diagnostics: Diagnostics,
        default: Edition,
    ) -> None:
        self._numbers = {id(draft): section.number for draft, section in drafted}
        self._amounts = {one.heading: one for one in columns if one.type is ColumnType.AMOUNT}
        self._diagnostics = diagnostics
        self._default = default
        self._sums = _Sums(drafted)
        titles = {id(row): part.title for part, _own in drafted for row in part.drafts}
        self._tables = _TableSums(titles, default)
        self._earlier: dict[tuple[str, Edition | None], _Subtotals] = defaultdict(_Subtotals)

    def sums_in(
        self, total: TotalRow, *, is_last: bool, is_of_unshown: bool
    ) -> Iterator[PrintedTotal]:
        """Yield the sums in a row (計の行) that are of a section or of the whole.

        is_last: no rows follow. is_of_unshown: it may sum more rows than the document shows.
        """
        its_section = None if is_grand_total(total.label) else self._numbers.get(id(total.section))
        printed = list(self._printed_in(total))
        if total.layout.places(Role.EDITION) and total.scope is None:
            return  # it is of all years
        fitting = (scope for one in printed for scope in self._sums.scopes_of(one, its_section))
        summed = next(fitting, its_section)  # one column that fits tells for the whole row
        for one in printed:
            scopes: Sequence[Number | None] = [summed]
            if one.quantity is not None:
                scopes = self._scopes_of(
                    total, one, summed, is_last=is_last, is_of_unshown=is_of_unshown
                )
            if scopes and not is_page_total(total.label):
                section = None if len(self._numbers) == 1 else scopes[0]
                yield PrintedTotal(one.column.heading, one.value, section, one.edition)

    def _scopes_of(
        self,
        total: TotalRow,
        printed: _Printed,
        scope: Number | None,
        *,
        is_last: bool,
        is_of_unshown: bool,
    ) -> Sequence[Number | None]:
        """Return what a sum is of (計の範囲), nothing if of other rows; report a wrong one."""
        value = printed.amount
        is_page = is_page_total(total.label)
        before = self._earlier[printed.column.heading, printed.edition]
        if is_page and value in before.values:
            return ()  # carried over from the last page
        parts = [*islice(accumulate(reversed(before.values)), _FAR)]
        is_sum_of_sums = before.fold(value)
        if fits := self._sums.scopes_of(printed, scope):
            return fits
        if is_sum_of_sums:
            return [None] if len(before.values) == 1 and is_last else ()
        if is_of_unshown or self._is_of_some_rows(total, printed, parts):
            return ()  # it is in the report of its row
        found = self._sums.of(printed)
        is_of_more = printed.edition in _REVISED and value > found.get(scope, 0)
        if is_of_more or self._sums.has_words(printed) or not (is_page or scope in found):
            return [scope]
        made = self._tables.nearest(total, printed, None if is_page else found[scope])
        self._diagnostics.doubt(
            "total-differs",
            total.span,
            label=total.label,
            heading=printed.column.published or printed.column.heading,
            printed=printed.value,
            sum=f"{made:,f}",
        )
        return [scope] if made == found.get(scope) else ()  # else it is the sum of some rows

    def _is_of_some_rows(
        self, total: TotalRow, printed: _Printed, parts: Sequence[Decimal]
    ) -> bool:
        """Return whether a sum is of its table, of some sections or of the last rows (一部の計).

        parts: the sums of the sums before it, from one more each time.
        """
        value, last_rows = printed.amount, [*self._tables.last_rows(total, printed)]
        sums = self._tables.sums_of(total, printed), self._sums.of_last(printed, total.section)
        is_of_last = value in last_rows[1:] or any(value - rows in parts for rows in last_rows)
        return is_of_last or value in chain(*sums)

    def _printed_in(self, total: TotalRow) -> Iterator[_Printed]:
        """Yield the sums in a row (計の行) that can add up; those of no column are reported."""
        for at, value in total.values.items():
            column = total.layout.columns[at]
            if column.role not in {Role.AMOUNT, Role.TEXT} or column.heading not in self._amounts:
                quantity = parse_quantity(value)
                if quantity is None or quantity.value:  # the sum of a column without values is 0
                    self._diagnostics.loss(
                        "total-without-column", total.span, label=total.label, value=value
                    )
            elif not column.heading.endswith(_RATES):
                edition = _edition_of(total, at, self._default)
                unit = self._amounts[column.heading].unit
                yield _Printed(column, unit, edition, value, parse_quantity(value, unit))


def _edition_of(row: TotalRow | Draft, at: int, default: Edition) -> Edition | None:
    """Return the edition of a row's amount (数値の版), None where it is of none or of all."""
    column, layout = row.layout.columns[at], row.layout
    if column.edition is None and layout.are_amounts_dated and column.role is Role.AMOUNT:
        return row.scope or default
    return column.edition


_WORDS = frozenset({"皆増", "皆減"})

_OF_OTHER_ROWS = ("表にない", "純計")
"""In the label of a sum of rows beside those shown (表にない事業を含む計), or without transfers."""

_OF_SHOWN_ROWS = "掲載"
"""In the label of a sum of the rows shown (概要掲載事業合計), where others count more rows."""

_REVISED = frozenset(map(Edition.of_label, ("補正前", "補正後")))
"""The sums of a revision are also of what it does not list, as that stays the same (補正予算)."""

_RATES = ("率", "比", "割合", "%", "平均")
"""What headings of values end in that add up to nothing (率・構成比)."""


class _Subtotals:
    """The sums that a column printed so far (小計); a sum of some takes their place."""

    def __init__(self) -> None:
        self.values: list[Decimal] = []
        self._running = [Decimal(0)]
        self._places: defaultdict[Decimal, list[int]] = defaultdict(list, {Decimal(0): [0]})

    @property
    def total(self) -> Decimal:
        """The sum of them all (計)."""
        return self._running[-1]

    def fold(self, printed: Decimal) -> bool:
        """Add a sum; return whether it is that of the last sums before it (小計の計)."""
        last = len(self.values)
        places = self._places[self._running[-1] - printed]
        first = next((place for place in reversed(places) if place < last - 1), last)
        for place in range(last, first, -1):
            self.values.pop()
            self._places[self._running.pop()].remove(place)
        self.values.append(printed)
        self._running.append(self._running[-1] + printed)
        self._places[self._running[-1]].append(len(self.values))
        return first < last


def _folded(items: Iterable[ListedAmount]) -> Iterator[Decimal]:
    """Yield the sum of amounts after each; one that is the sum of the last ones replaces them.

    An amount equal to the last one replaces it if it is named after it: 東部, after only
    東部第一集会所.
    """
    sums, last = _Subtotals(), ""
    for one in items:
        name = one.name
        if not (last.startswith(name) and last != name and one.amount == sums.values[-1]):
            sums.fold(one.amount)
        last = name
        yield sums.total


_TableKey = tuple[int, str, Edition | None]
"""The rows of a table by their identity, and a column and its edition."""


class _TableSums:
    """The sums of a table's rows (表の計); those from its top are found once for all printed ones.

    titles: of the sections of rows, by the identity of these. default: the edition of amounts that
    name none.
    """

    def __init__(self, titles: Mapping[int, str], default: Edition) -> None:
        self._titles = titles
        self._default = default
        self._known: dict[_TableKey, list[Decimal]] = {}
        self._folded: dict[_TableKey, tuple[list[Decimal], Decimal]] = {}

    def sums_of(self, total: TotalRow, printed: _Printed) -> Iterator[Decimal]:
        """Yield the sums of the rows that a printed one may be of (計の範囲), the fewest first."""
        *groups, table = total.groups
        for rows in groups:
            yield self._sum(rows, printed)
        running = self._running(table, printed)
        yield running[-1]
        yield running[total.above]
        for rows in groups:
            _places, items = self._items(rows, printed)
            for ordered in (items, reversed(items)):
                yield from deque(_folded(ordered), maxlen=1)
        folded, whole = self._folds(table, printed)
        yield from (folded[-1], folded[total.above], whole)

    def last_rows(self, total: TotalRow, printed: _Printed) -> Iterator[Decimal]:
        """Yield the sums of the last rows since the last sum (計に添える行), one more each time."""
        _places, items = self._items(total.groups[0], printed)
        return accumulate(one.amount for one in reversed(items))

    def nearest(self, total: TotalRow, printed: _Printed, whole: Decimal | None) -> Decimal:
        """Return what a wrong sum should have been (正しい計): the sum that is nearest to it.

        whole: that of its section or of all rows, None where it is the sum of a page.
        """
        *groups, table = total.groups
        parts = groups[:1] if whole is None else [rows for rows in groups if len(rows) < len(table)]
        made = [self._sum(rows, printed) for rows in parts]
        sums = made if whole is None else [whole, *filter(None, made)]
        return min(sums, key=lambda one: abs(one - printed.amount))

    def _folds(self, drafts: Sequence[Draft], printed: _Printed) -> tuple[list[Decimal], Decimal]:
        """Return the running sums of a column with sums counted once (計の計を除く累計).

        And the sum of all rows if sums stand above what they add up.
        """
        key = id(drafts), printed.column.heading, printed.column.edition
        if key not in self._folded:
            places, items = self._items(drafts, printed)
            after = dict(zip(places, _folded(items), strict=True))  # of a row's amounts the last
            made = [Decimal(0)]
            for place in range(len(drafts)):
                made.append(after.get(place, made[-1]))
            upward = deque(_folded(reversed(items)), maxlen=1)
            self._folded[key] = made, upward[0] if upward else Decimal(0)
        return self._folded[key]

    def _running(self, drafts: Sequence[Draft], printed: _Printed) -> list[Decimal]:
        """Return a column's sum of no row, of the first, of the first two … (累計)."""
        key = id(drafts), printed.column.heading, printed.column.edition
        if key not in self._known:
            places, items = self._items(drafts, printed)
            twice = counted_twice(items)
            of_row = [Decimal(0)] * (len(drafts) + 1)
            for at, place in enumerate(places):
                if at not in twice:
                    of_row[place + 1] += items[at].amount
            self._known[key] = [*accumulate(of_row)]
        return self._known[key]

    def _sum(self, drafts: Iterable[Draft], printed: _Printed) -> Decimal:
        """Return the sum of a column's cells in some rows (行の計)."""
        _places, items = self._items(drafts, printed)
        return sum_of_wholes(items)

    def _items(
        self, drafts: Iterable[Draft], printed: _Printed
    ) -> tuple[list[int], list[ListedAmount]]:
        """Return the places of the rows that a printed sum may count, and their amounts."""
        places, items = [], []
        for place, draft in enumerate(drafts):
            for at in draft.layout.fields.get(printed.column.heading, ()):
                if draft.layout.columns[at].edition == printed.column.edition:
                    places.append(place)
                    title = self._titles.get(id(draft), "")
                    amount = _amount(join(draft.lines(at)), printed.unit)
                    is_step = draft.is_step
                    items.append(ListedAmount(join(draft.name_lines), title, amount, is_step))
        return places, items


class _Sums:
    """The sums of fields (項目の計) by section and for the whole, each computed once."""

    def __init__(self, drafted: Sequence[tuple[DraftSection, Section]]) -> None:
        self._sections = [section for _draft, section in drafted]
        self._places = {id(draft): at for at, (draft, _section) in enumerate(drafted)}
        self._known: dict[tuple[str, Edition | None], dict[Number | None, Decimal]] = {}

    def scopes_of(self, printed: _Printed, section: Number | None) -> list[Number | None]:
        """Return of what a printed sum is the sum (計の範囲): a section, or None for the whole."""
        if printed.quantity is None:
            return []
        found = self.of(printed)
        return [scope for scope in (section, None) if found.get(scope) == printed.quantity.value]

    def of_last(self, printed: _Printed, section: DraftSection) -> Iterator[Decimal]:
        """Yield the sums of a section and of those before it, from one more each time (款の計)."""
        found = self.of(printed)
        end = self._places.get(id(section), -1) + 1
        last = self._sections[max(0, end - _FAR) : end]
        yield from accumulate(found[one.number] for one in reversed(last))

    def has_words(self, printed: _Printed) -> bool:
        """Return whether a cell of a column is 皆増 or 皆減 (語の値), which only sums count."""
        rows = (one for section in self._sections for one in section.initiatives)
        values = (row.fields.get(printed.column.heading, "") for row in rows)
        texts = (v if isinstance(v, str) else v.get(printed.edition or UNNAMED, "") for v in values)
        return any(text in _WORDS for text in texts)

    def of(self, printed: _Printed) -> Mapping[Number | None, Decimal]:
        """Return a column's sum in each section (章ごとの計), and under None that of all."""
        key = printed.column.heading, printed.edition
        if key not in self._known:
            items = [self._items(section, printed) for section in self._sections]
            found: dict[Number | None, Decimal] = {
                section.number: sum_of_wholes(listed)
                for section, listed in zip(self._sections, items, strict=True)
            }
            found[None] = sum_of_wholes([*chain.from_iterable(items)])
            self._known[key] = found
        return self._known[key]

    def _items(self, section: Section, printed: _Printed) -> list[ListedAmount]:
        items = []
        for initiative in section.initiatives:
            value = initiative.fields.get(printed.column.heading)
            if value is not None and not isinstance(value, str):
                value = value.get(printed.edition) if printed.edition is not None else None
            amount = _amount(value or "", printed.unit)
            is_step = initiative.number == 0
            items.append(ListedAmount(initiative.name, section.title, amount, is_step))
        return items


def _amount(text: str, unit: str) -> Decimal:
    """Return the amount of a cell in the column's unit (数値), 0 where it has none."""
    quantity = parse_quantity(text, unit)
    if quantity is None:
        return Decimal(0)
    return (convert(quantity, unit) or quantity).value  # 1.2億円 in a column of 千円
