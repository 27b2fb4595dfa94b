"""How a table of a Word document is laid out (様式): paper, headings, sides and fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from functools import cached_property
from itertools import pairwise

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import is_money
from ...comparison.table import (
    OLD_ALONE,
    ComparisonTable,
    FieldComparison,
    Group,
    GroupBy,
    Row,
    RowKind,
    WhyNotCompared,
)
from ...edition import strip_editions
from ...plan import CODES, GROUPED, Column, ColumnType, Number, Property
from ...text.linebreak import ems
from .. import labels
from ..notices import is_of_supplements, note_on_policies, printed_differences
from ..phrasebook import SAY
from ..remarks import OF_PROPERTY, Beside, Remark, said_of
from .xml import TextMark

OMITTED, NONE = "（略）", "―"  # for what did not change, and for a value that is not there
BUDGET_CODE = ("款", "項", "目")
"""The columns of a budget's code, which is read as one."""
LONGEST_SAID = 36
"""Of a text that did not change and is said all the same, in full-width characters."""

A4, A3, PORTRAIT = (297, 210), (420, 297), (210, 297)
"""Papers (用紙), in millimetres: landscape, and A4 upright."""
MARGIN_MM = 18
_SHORT_NOTES = 400  # characters of the documents' own notes

WHOLE_ROW = {RowKind.ADDED: TextMark.INSERTED, RowKind.REMOVED: TextMark.DELETED}
"""How all of a row is marked where one edition alone has it (行全体の表示)."""

OF_ORDINANCES = {RowKind.ADDED: "新設", RowKind.REMOVED: "削る"}
"""What an initiative of one edition alone is called in an ordinance (新設・削る)."""


@dataclass(frozen=True)  # without slots, so that what all rows decide is found once
class TableForm:
    """How a table is laid out (様式).

    old_heading, new_heading: over the texts. old, new: the editions, over amounts. is_ordinance:
    names, departments and fields are in the texts, of which there are some. page: width and
    height of the paper in millimetres. names: what initiatives of one edition alone are called.
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
    shows_kinds: bool = False
    page: tuple[int, int] = A4
    has_texts: bool = True
    names: Mapping[RowKind, str] = attribute(default_factory=dict)

    @property
    def room(self) -> tuple[int, int]:
        """Width and height between the margins (版面)."""
        width, height = self.page
        return width - 2 * MARGIN_MM, height - 2 * MARGIN_MM

    @cached_property
    def fields(self) -> list[Column]:
        """The further columns (項目), without differences that the document prints itself."""
        printed = printed_differences(self.table)
        every = labels.field_columns([self.table])
        return [field for field in every if field.heading not in printed]

    def of_group(self, group: Group) -> "TableForm":
        """Return how a group's table is laid out (章の様式): by its own fields without texts."""
        if self.is_ordinance or not self.has_texts or any(row.old or row.new for row in group.rows):
            return self
        return replace(self.narrowed(group), has_texts=False)

    def narrowed(self, group: Group) -> "TableForm":
        """Return the form of a group alone (章だけの様式), with the fields that it has."""
        return replace(self, table=self.table._replace(groups=(group,), selected=group.rows))

    def part_of(self, group: Group) -> str:
        """Return the budget that a list is of (一覧の予算), nothing for a table of changes."""
        if self.is_alone or any(row.kind is not None for row in group.rows):
            return ""
        return self.old if all(row.new is None for row in group.rows) else self.new

    def is_same(self, field: Column) -> bool:
        """Return whether no initiative of both editions has the field otherwise (変更の有無)."""
        return not any(
            one.is_changed and row.kind not in WHOLE_ROW for row, one in self._values(field)
        )

    def is_unchanged(self, row: Row, found: FieldComparison | None) -> bool:
        """Return whether a field of a changed initiative did not change (変更のない項目).

        What did not change is not said on both sides, but in an ordinance.
        """
        if found is None or self.is_ordinance or self.is_tracked or self.omit_unchanged:
            return False
        is_changed = row.kind not in (None, RowKind.UNCHANGED) and not row.is_one_sided
        is_said_once = not self.is_alone and found.heading in self.table.of_no_edition
        return is_changed and found.kind is RowKind.UNCHANGED and not is_said_once

    @cached_property
    def unsaid(self) -> tuple[str, ...]:
        """What changed in no initiative (どの事業でも変わらない項目), not even said to be left out.

        Of an ordinance's alone, whose other fields are （略） by their names.
        """
        if not (self.is_ordinance and self.omit_unchanged):
            return ()
        rows = [row for row in self.table.rows() if row.kind and not row.is_one_sided]
        found = [
            labels.PROPERTY[what]
            for what in labels.properties([self.table])
            if not any(row.change(what) for row in rows)
        ]
        for field, next_ in zip(self.fields, [*self.fields[1:], None], strict=False):
            if self.is_same(field) and not any(names_next(row, field, next_) for row in rows):
                found.append(field.heading)
        return tuple(found)

    def text_name(self, *, is_new: bool) -> str:
        """Return what a text is called (本文の呼び名), as the heading over it may not say."""
        own = strip_editions(self.table.new_heading if is_new else self.table.old_heading).strip()
        return labels.shown_heading(own) if own not in ("", labels.OLD, labels.NEW) else labels.TEXT

    def is_left_out(self, row: Row, found: FieldComparison | None) -> bool:
        """Return whether a long text is left out as it did not change (省略する項目)."""
        if found is None or found.type is not ColumnType.TEXT:
            return False
        return ems(found.new or "") > LONGEST_SAID and self.is_unchanged(row, found)

    def is_short(self, field: Column) -> bool:
        """Return whether a field's values have room below a name (短い項目か)."""
        found = (row.field(field.heading) for row in self.table.rows())
        return all(one is None or ems(one.new or one.old or "") <= LONGEST_SAID for one in found)

    def is_below_names(self, field: Column) -> bool:
        """Return whether a field is below the names (名称の下の項目): short texts, all unchanged.

        So it is in every row or in none, and the columns of a budget's code are together.
        """
        if not self.is_short(field):
            return False
        if self.is_given_once(field):
            return True
        is_code = field.heading in BUDGET_CODE
        together = [one for one in self.fields if one.heading in BUDGET_CODE and is_code]
        kinds = {row.kind for row in self.table.rows()} - {None, *WHOLE_ROW}
        is_left = self.is_alone or self.omit_unchanged or self.is_on_one_side(field)
        is_text = field.type is ColumnType.TEXT and not is_left
        return is_text and bool(kinds) and all(map(self.is_same, together or [field]))

    def named_amounts(self) -> Iterator[tuple[Column, Column]]:
        """Yield words that say what the amounts behind them are of (指標), and these (目標値)."""
        for name, amount in pairwise(self.fields):
            is_before = name.type is ColumnType.TEXT and amount.type is ColumnType.AMOUNT
            if not is_before or not self.is_same(name) or not self.is_short(name):
                continue
            if not any(is_money(found) for _row, found in self._values(amount)):
                yield name, amount

    def is_given_once(self, field: Column) -> bool:
        """Return whether one document gives a field once for both editions (年度のない項目)."""
        return not self.is_alone and field.heading in self.table.of_no_edition

    def is_on_one_side(self, field: Column | Total) -> bool:
        """Return whether one edition alone has a field (片側だけの項目), which is not compared."""
        return self.side_of(field) is not None

    def side_of(self, field: Column | Total) -> bool | None:
        """Return whether it is the new edition that alone has the field, None if both have it."""
        if self.is_alone:
            return None
        reasons = {one.heading: one.why for one in self.table.not_compared}
        sides = {WhyNotCompared.ONLY_NEW: True, WhyNotCompared.ONLY_OLD: False}
        why = reasons.get(field.heading)
        return sides.get(why) if why else None

    def _values(self, field: Column) -> Iterator[tuple[Row, FieldComparison]]:
        for row in self.table.rows():
            if one := row.field(field.heading):
                yield row, one

    @property
    def has_policies(self) -> bool:
        """Whether policy numbers are shown (施策番号の有無): not those that did not change."""
        if not (self.is_ordinance and self.omit_unchanged):
            return True
        rows = self.table.rows()
        return any(row.change(Property.POLICIES) or row.is_one_sided for row in rows)

    @property
    def is_alone(self) -> bool:
        """Whether one edition alone is shown (単独の年度か)."""
        return self.table.only_edition is not None

    @property
    def shows_both(self) -> bool:
        """Whether names and departments are shown on both sides (両側に示すか)."""
        return self.is_ordinance or self.is_tracked

    @cached_property
    def properties(self) -> list[Property]:
        """What has columns beside the name (名称のほかの列): not what is the heading of groups."""
        is_heading = self.table.grouped_by is GroupBy.DEPARTMENT and not self.is_tracked
        found = labels.properties([self.table])
        return [what for what in found if not (is_heading and what is Property.DEPARTMENT)]

    @cached_property
    def has_remarks_apart(self) -> bool:
        """Whether 備考 has a column (備考の列); remarks of few rows are below their names."""
        if self.is_alone:
            return False
        rows = tuple(self.table.rows())
        with_remarks = sum(bool(self.remarks(row)) for row in rows)
        return with_remarks > (len(rows) / 2 if self.has_texts and not self.shows_both else 0)

    def said_below(self, row: Row, what: Property) -> list[Remark]:
        """Return the remarks below a row's property (所管替え), where 備考 has no column.

        Codes have no room for them.
        """
        if self.has_remarks_apart or what in CODES:
            return []
        return [one for one in self.said_of(row) if one.code is OF_PROPERTY[what]]

    @property
    def absent(self) -> dict[RowKind, str]:
        """The words on the side that has no such initiative (新規・廃止の語), by its kind."""
        return {kind: f"（{name}）" for kind, name in self.names.items()}

    def mark_of(self, rows: Sequence[Row]) -> TextMark:
        """Return how a group is tracked that one edition alone has (章全体の表示)."""
        marks = {WHOLE_ROW.get(row.kind) if row.kind else None for row in rows}
        (mark,) = marks if len(marks) == 1 and self.is_tracked else (None,)
        return mark or TextMark.PLAIN

    def sum_of(
        self, summed: ComparisonTable | Group, total: Total, unit: str, *, is_new: bool
    ) -> str:
        """Return a sum on one side (計の値), marked where the document prints another.

        unit: in the heading over it. ― is for none, and words for what the edition does not have.
        """
        sum_ = SAY.shown_sum(self.table, summed, total)
        value = sum_.new if is_new else sum_.old
        if value is None:
            is_lacking = self.side_of(total) not in (None, is_new)
            return labels.NONE_GIVEN if is_lacking else NONE
        amount = labels.amount(value, "" if total.unit == unit else total.unit)
        return sum_.signs[is_new] + amount

    def notes_of_sums(self, summed: ComparisonTable | Group) -> Iterator[str]:
        """Yield what the documents print instead of the sums that are marked so (資料の計)."""
        for total in summed.totals:
            yield from SAY.shown_sum(self.table, summed, total).notes

    @property
    def sides(self) -> tuple[TextMark, TextMark]:
        """How what is of the old, or the new edition alone is marked (片側の表示)."""
        plain = TextMark.PLAIN, TextMark.PLAIN
        return (TextMark.DELETED, TextMark.INSERTED) if self.is_tracked else plain

    def said_of(self, row: Row) -> Iterator[Remark]:
        """Yield the remarks on a row (備考), as this form words them."""
        shows_both, shows_kinds = self.shows_both, self.shows_kinds
        for one in said_of(row, old=self.old, shows_both=shows_both, shows_kinds=shows_kinds):
            is_underlined = one.code is Beside.NAMES_ADDED
            yield one._replace(text=f"{one.text}（下線部分）") if is_underlined else one

    def remarks(self, row: Row) -> list[str]:
        """Return the lines under 備考 (備考), where no text says that a row is new or dropped."""
        said = [one.text for one in self.said_of(row)]
        came = self.absent.get(row.kind) if row.kind else None
        return said if self.has_texts or self.shows_both or not came else [came, *said]


def in_lists(table: ComparisonTable) -> ComparisonTable:
    """Return a table of separate budgets with a list for each (別々の予算の一覧).

    Where no initiative of a group is in both, nothing in it changed: the group is a list of what
    the one has, and one of the other's. All lists of the older budget come first.
    """
    if not is_of_supplements(table):
        return table
    common: list[Group] = []
    lists: dict[RowKind, list[Group]] = {RowKind.REMOVED: [], RowKind.ADDED: []}
    for group in table.groups:
        sides = {kind: [row for row in group.rows if row.kind is kind] for kind in lists}
        if sum(map(len, sides.values())) < len(group.rows):
            common.append(group)
            continue
        for kind, rows in sides.items():
            is_split = len(rows) < len(group.rows)
            if rows:
                own = group.heading.removesuffix(OLD_ALONE)
                listed = tuple(map(_as_published, rows))
                sums = () if is_split else group.totals
                lists[kind].append(group._replace(heading=own, rows=listed, totals=sums))
    return table._replace(groups=(*common, *lists[RowKind.REMOVED], *lists[RowKind.ADDED]))


def names_next(row: Row, field: Column, next_: Column | None) -> bool:
    """Return whether a field says what the next one is of (指標 before 目標値), which changed."""
    is_before = next_ and field.type is ColumnType.TEXT and next_.type is ColumnType.AMOUNT
    amount = row.field(next_.heading) if is_before and next_ else None
    return amount is not None and amount.is_changed and not is_money(amount)


def old_headings(table: ComparisonTable) -> dict[str, str]:
    """Return what the old document calls fields of other headings (旧の見出し), by the new one."""
    found = (one.data for one in table.reports if one.code == "headings-paired")
    return {one["new"]: one["old"] for one in found}


def common_title(table: ComparisonTable) -> str:
    """Return the title of two supplements (補正予算の共通の標題), without the month of one."""
    return " ".join(_MONTH.sub("", table.title).split())


_MONTH = re.compile("[0-9０-９]+月(?:専決|定例会?|補正分)?")


def summed_once(table: ComparisonTable) -> ComparisonTable:
    """Return a table without sums of groups (章の計) where these would only part those of all.

    The only section of the new document, and sections of the old one alone, have no sums that
    any document has.
    """
    if not are_others_gone(table):
        return table
    return table._replace(groups=tuple(one._replace(totals=()) for one in table.groups))


def are_others_gone(table: ComparisonTable) -> bool:
    """Return whether all sections but one are of the old document alone (ほかは旧だけの章か)."""
    if table.grouped_by is not GroupBy.SECTION:
        return False
    are_old = [bool(one.rows) and one.rows[0].section.is_old for one in table.groups]
    return are_old.count(False) == 1 and any(are_old)


def _as_published(row: Row) -> Row:
    """Return a row of one budget with nothing marked (無標の事業)."""
    fields = tuple(one._replace(kind=None) for one in row.fields)
    section = row.section._replace(is_old=False)  # the heading above it names the budget
    return row._replace(kind=None, fields=fields, section=section)


def own_notes(table: ComparisonTable, *, has_policies: bool = True) -> list[str]:
    """Return the document's own notes (資料の注), that on policies first, where any are shown."""
    on_policies = note_on_policies(table) if has_policies else ""
    return [*filter(None, (on_policies, *SAY.notes(table)))]


def are_short(lines: Sequence[str]) -> bool:
    """Return whether notes are short enough to be before the tables (短い注か)."""
    return sum(map(len, lines)) <= _SHORT_NOTES


def heading_parts(field: Column) -> tuple[str, str]:
    """Return the heading above a field's (上位の見出し), with the unit, and its own; or nothing."""
    group, _sign, own = labels.shown_heading(field.heading).rpartition(GROUPED)
    unit = f"（{field.unit}）" if field.unit else ""
    return (f"{labels.written_heading(group)}{unit}", own) if group else ("", own)


def wide(number: Number) -> str:
    """Return a number as documents write it (番号の表記): one digit alone in full width."""
    text = str(number)
    return chr(ord(text) + 0xFEE0) if len(text) == 1 and text.isascii() else text
