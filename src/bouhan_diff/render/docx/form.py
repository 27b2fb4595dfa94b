"""The layout of a table in a Word document (様式): paper, headings, sides and fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from functools import cached_property
from typing import TypeVar

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import is_money, names_of_amounts
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
from ...plan import CODES, Column, Number, Property, heading_group, heading_levels
from ...text.linebreak import ems
from .. import labels
from ..notices import is_of_supplements, printed_differences
from ..phrasebook import SAY
from ..remarks import OF_PROPERTY, Beside, Remark, remarks_on
from .xml import TextMark

_Side = TypeVar("_Side")

Summed = ComparisonTable | Group
"""What sums are of (計の対象): a whole table, or one of its groups."""

OMITTED, NONE = "（略）", "―"  # for what did not change, and for a value that is not there
BUDGET_CODE = ("款", "項", "目")
"""The columns of a budget's code, which is read as one."""
LONGEST_SAID = 36
"""The longest unchanged text that is given anyway, in full-width characters."""

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
    names, departments and fields are among the texts, of which there are some. page: width and
    height of the paper in millimetres. names: what initiatives in only one edition are called.
    is_crowded: there are more fields than the page has room for; those without a column are shown
    where they changed.
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
    is_crowded: bool = False
    names: Mapping[RowKind, str] = attribute(default_factory=dict)

    @property
    def room(self) -> tuple[int, int]:
        """Width and height between the margins (版面)."""
        return self.page[0] - 2 * MARGIN_MM, self.page[1] - 2 * MARGIN_MM

    @cached_property
    def fields(self) -> list[Column]:
        """The further columns (項目), without differences printed in the document itself."""
        printed = printed_differences(self.table)
        return [one for one in labels.field_columns([self.table]) if one.heading not in printed]

    def of_group(self, group: Group) -> "TableForm":
        """Return the form of a group's table (章の様式): without texts, by its own fields."""
        if self.is_ordinance or not self.has_texts or any(row.old or row.new for row in group.rows):
            return self
        return replace(self.narrowed(group), has_texts=False)

    def narrowed(self, group: Group) -> "TableForm":
        """Return the form of this group alone (章だけの様式), with the fields that it has."""
        return replace(self, table=self.table._replace(groups=(group,), selected=group.rows))

    def in_order(self, old: _Side, new: _Side) -> tuple[_Side, _Side]:
        """Return what belongs to the old and the new side from left to right (左右の順)."""
        return (new, old) if self.is_new_first else (old, new)

    def part_of(self, group: Group) -> str:
        """Return the budget that a list belongs to (一覧の予算), "" for a table of changes."""
        is_list = not self.is_alone and all(row.kind is None for row in group.rows)
        edition = self.old if all(row.new is None for row in group.rows) else self.new
        return edition if is_list else ""

    def is_same(self, field: Column) -> bool:
        """Return whether the field is equal in both editions of every initiative (変更の有無)."""
        return not any(
            one.is_changed and row.kind not in WHOLE_ROW for row, one in self._values(field)
        )

    @cached_property
    def of_other_years(self) -> frozenset[str]:
        """Headings of amounts of a further year, 事業費（R5）, that changed nowhere (他の年度)."""
        if not self.has_texts or self.is_alone or self.says_all:
            return frozenset()
        dated = (one for one in self.fields if re.search(r"（[A-Z]\d+）$", one.heading))
        return frozenset(one.heading for one in dated if one.is_amount and self.is_same(one))

    @cached_property
    def never_named(self) -> tuple[str, ...]:
        """Fields that changed nowhere and are not even named as omitted (どこも変わらない項目).

        Only in an ordinance, whose other fields are named with （略）.
        """
        if not (self.is_ordinance and self.omit_unchanged):
            return ()
        rows = [row for row in self.table.rows() if row.kind and not row.is_one_sided]
        found = [
            labels.PROPERTY[what]
            for what in labels.properties([self.table])
            if not any(row.change(what) for row in rows)
        ]
        naming = {heading for row in rows for heading in names_of_changes(row, self.fields)}
        headings = (field.heading for field in self.fields if self.is_same(field))
        return (*found, *(one for one in headings if one not in naming))

    def text_name(self, *, is_new: bool) -> str:
        """Return the name of a text (本文の呼び名), if the heading over it may not give it."""
        name = strip_editions(self.table.new_heading if is_new else self.table.old_heading).strip()
        return labels.TEXT if name in ("", labels.OLD, labels.NEW) else labels.shown_heading(name)

    def is_left_out(self, row: Row, found: FieldComparison | None) -> bool:
        """Return whether an unchanged field without a column is omitted (省略する項目).

        Only in changed initiatives: long texts, amounts of further years, and in a crowded table
        every field except those that name what a changed amount is of (指標).
        """
        is_whole = row.kind in (None, RowKind.UNCHANGED, *WHOLE_ROW)
        if found is None or found.is_changed or is_whole or self.says_all:
            return False
        if found.heading in self.of_other_years:
            return True
        if self.is_crowded:
            group = "" if found.is_amount else group_of(found)
            beside = (one for one in row.fields if one.is_changed and one.amount)
            return not (group and any(group_of(one) == group for one in beside))
        is_given_once = not self.is_alone and found.heading in self.table.of_no_edition
        is_long = not found.is_amount and ems(found.new or "") > LONGEST_SAID
        return is_long and found.kind is RowKind.UNCHANGED and not is_given_once

    def is_short(self, field: Column) -> bool:
        """Return whether a field's values fit below a name (短い項目か)."""
        found = (row.field(field.heading) for row in self.table.rows())
        return all(one is None or ems(one.new or one.old or "") <= LONGEST_SAID for one in found)

    def is_below_names(self, field: Column) -> bool:
        """Return whether a field goes below the names (名称の下の項目): short texts, all unchanged.

        It does so in every row or in none, and the columns of a budget's code stay together.
        """
        if not self.is_short(field):
            return False
        if self.is_given_once(field):
            return True
        is_code = field.heading in BUDGET_CODE
        together = [one for one in self.fields if one.heading in BUDGET_CODE and is_code]
        kinds = {row.kind for row in self.table.rows()} - {None, *WHOLE_ROW}
        is_left = self.is_alone or self.omit_unchanged or self.is_on_one_side(field)
        is_text = not field.is_amount and not is_left
        return is_text and bool(kinds) and all(map(self.is_same, together or [field]))

    @cached_property
    def named_amounts(self) -> tuple[tuple[Column, Column], ...]:
        """Fields that say what an amount is of (指標), each with that amount (目標値)."""
        return tuple(
            (name, amount)
            for name, amount in names_of_amounts(self.fields)
            if self.is_same(name) and self.is_short(name)
            if not any(is_money(found) for _row, found in self._values(amount))
        )

    def is_given_once(self, field: Column) -> bool:
        """Return whether a document gives a field once for both editions (年度のない項目)."""
        return not self.is_alone and field.heading in self.table.of_no_edition

    def is_on_one_side(self, field: Column | Total) -> bool:
        """Return whether only one edition has a field (片側だけの項目), hence not compared."""
        return self.side_of(field) is not None

    def side_of(self, field: Column | Total) -> bool | None:
        """Return whether the new edition alone has the field, or the old alone; None if both do."""
        if self.is_alone:
            return None
        reasons = {one.heading: one.why for one in self.table.not_compared}
        sides = {WhyNotCompared.ONLY_NEW: True, WhyNotCompared.ONLY_OLD: False}
        return sides.get(why) if (why := reasons.get(field.heading)) else None

    def _values(self, field: Column) -> Iterator[tuple[Row, FieldComparison]]:
        found = ((row, row.field(field.heading)) for row in self.table.rows())
        return ((row, one) for row, one in found if one)

    @property
    def has_policies(self) -> bool:
        """Whether policy numbers are shown (施策番号の有無): only if some changed."""
        if not (self.is_ordinance and self.omit_unchanged):
            return True
        return any(row.change(Property.POLICIES) or row.is_one_sided for row in self.table.rows())

    @property
    def is_alone(self) -> bool:
        """Whether a single edition is shown (単独の年度か)."""
        return self.table.only_edition is not None

    @property
    def shows_both(self) -> bool:
        """Whether names and departments are shown on both sides (両側に示すか)."""
        return self.is_ordinance or self.is_tracked

    @property
    def says_all(self) -> bool:
        """Whether no unchanged field is silently omitted (全ての項目)."""
        return self.shows_both or self.omit_unchanged

    @cached_property
    def properties(self) -> list[Property]:
        """The properties with a column beside the name (名称のほかの列), less what groups rows."""
        is_heading = self.table.grouped_by is GroupBy.DEPARTMENT and not self.is_tracked
        found = labels.properties([self.table])
        return [what for what in found if not (is_heading and what is Property.DEPARTMENT)]

    @cached_property
    def has_remarks_apart(self) -> bool:
        """Whether 備考 has a column (備考の列); remarks of a few rows go below their names."""
        if self.is_alone:
            return False
        rows = tuple(self.table.rows())
        with_remarks = sum(bool(self.remark_lines(row)) for row in rows)
        return with_remarks > (len(rows) / 2 if self.has_texts and not self.shows_both else 0)

    def remarks_below(self, row: Row, what: Property) -> list[Remark]:
        """Return the remarks below a row's property (所管替え), if 備考 has no column.

        There is no room for them below codes.
        """
        if self.has_remarks_apart or what in CODES:
            return []
        return [one for one in self.remarks_on(row) if one.topic is OF_PROPERTY[what]]

    @property
    def absent(self) -> dict[RowKind, str]:
        """The words on the side that lacks an initiative (新規・廃止の語), by its kind."""
        return {kind: f"（{name}）" for kind, name in self.names.items()}

    def mark_of(self, rows: Sequence[Row]) -> TextMark:
        """Return the tracking mark of a group that only one edition has (章全体の表示)."""
        marks = {WHOLE_ROW.get(row.kind) if row.kind else None for row in rows}
        (mark,) = marks if len(marks) == 1 and self.is_tracked else (None,)
        return mark or TextMark.PLAIN

    def sum_of(self, summed: Summed, total: Total, unit: str, *, is_new: bool) -> str:
        """Return a sum on one side (計の値), marked if the document prints another.

        unit: in the heading above it. ― means no sum; words say that the edition lacks it.
        """
        sum_ = SAY.shown_sum(self.table, summed, total)
        value = sum_.new if is_new else sum_.old
        if value is None:
            is_lacking = self.side_of(total) not in (None, is_new)
            return labels.NONE_GIVEN if is_lacking else NONE
        amount = labels.amount(value, "" if total.unit == unit else total.unit)
        return sum_.signs[is_new] + amount

    def notes_of_sums(self, summed: Summed) -> Iterator[str]:
        """Yield what the documents print in place of the marked sums (資料の計)."""
        for total in summed.totals:
            yield from SAY.shown_sum(self.table, summed, total).notes

    @property
    def sides(self) -> tuple[TextMark, TextMark]:
        """How text that is only in the old, or only in the new edition is marked (片側の表示)."""
        plain = TextMark.PLAIN, TextMark.PLAIN
        return (TextMark.DELETED, TextMark.INSERTED) if self.is_tracked else plain

    def remarks_on(self, row: Row) -> Iterator[Remark]:
        """Yield the remarks on a row (備考), in the words of this form."""
        shows_both, shows_kinds = self.shows_both, self.shows_kinds
        for one in remarks_on(row, old=self.old, shows_both=shows_both, shows_kinds=shows_kinds):
            is_underlined = one.topic is Beside.NAMES_ADDED
            yield one._replace(text=f"{one.text}（下線部分）") if is_underlined else one

    def remark_lines(self, row: Row) -> list[str]:
        """Return the lines under 備考 (備考), if no text says that a row is new or dropped."""
        remarks = [one.text for one in self.remarks_on(row)]
        came = self.absent.get(row.kind) if row.kind else None
        return remarks if self.has_texts or self.shows_both or not came else [came, *remarks]


def in_lists(table: ComparisonTable) -> ComparisonTable:
    """Return a table of separate budgets as a list of each (別々の予算の一覧).

    A group without any initiative in both budgets has no changes: it becomes one list for either
    budget. All lists of the older budget come first.
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
                heading = group.heading.removesuffix(OLD_ALONE)
                listed = tuple(map(_as_published, rows))
                sums = () if is_split else group.totals
                lists[kind].append(group._replace(heading=heading, rows=listed, totals=sums))
    return table._replace(groups=(*common, *lists[RowKind.REMOVED], *lists[RowKind.ADDED]))


def names_of_changes(row: Row, fields: Sequence[Column]) -> frozenset[str]:
    """Return the headings of fields that say what a changed amount is of (指標 before 目標値)."""
    pairs = ((name, row.field(amount.heading)) for name, amount in names_of_amounts(fields))
    return frozenset(
        name.heading for name, one in pairs if one and one.is_changed and not is_money(one)
    )


def old_headings(table: ComparisonTable) -> dict[str, str]:
    """Map new headings to the old ones of the same field (旧の見出し), where they differ."""
    found = (one.data for one in table.reports if one.code == "headings-paired")
    return {one["new"]: one["old"] for one in found}


def summed_once(table: ComparisonTable) -> ComparisonTable:
    """Return a table without group sums (章の計) that only break up the overall sums.

    The only section of a new document, and sections of the old document alone, have no sums that
    any document prints.
    """
    if not are_others_gone(table):
        return table
    return table._replace(groups=tuple(one._replace(totals=()) for one in table.groups))


def are_others_gone(table: ComparisonTable) -> bool:
    """Return whether all sections but one are only in the old document (ほかは旧だけの章か)."""
    if table.grouped_by is not GroupBy.SECTION:
        return False
    are_old = [bool(one.rows) and one.rows[0].section.is_old for one in table.groups]
    return are_old.count(False) == 1 and any(are_old)


def _as_published(row: Row) -> Row:
    """Return a row of one budget without marks (無標の事業)."""
    fields = tuple(one._replace(kind=None) for one in row.fields)
    section = row.section._replace(is_old=False)  # the heading above it names the budget
    return row._replace(kind=None, fields=fields, section=section)


def are_short(lines: Sequence[str]) -> bool:
    """Return whether notes are short enough to precede the tables (短い注か)."""
    return sum(map(len, lines)) <= _SHORT_NOTES


def group_of(field: Column | FieldComparison) -> str:
    """Return what a field is a part of (項目のまとまり): a heading group, or the budget's code."""
    group = heading_group(labels.shown_heading(field.heading))
    return group or ("".join(BUDGET_CODE) if field.heading in BUDGET_CODE else "")


def heading_parts(field: Column) -> tuple[str, str]:
    """Split a field's heading into its group's (上位の見出し), with the unit, and the rest."""
    *groups, last = heading_levels(labels.shown_heading(field.heading))
    unit = f"（{field.unit}）" if field.unit else ""
    return (f"{'・'.join(groups)}{unit}", last) if groups else ("", last)


def wide(number: Number) -> str:
    """Return a number as documents write it (番号の表記): a single digit in full width."""
    text = str(number)
    return chr(ord(text) + 0xFEE0) if len(text) == 1 and text.isascii() else text
