"""The comparison table (新旧対照表): the one value that is shown and written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..edition import Edition
from ..linkage import DOUBTFUL_BELOW
from ..plan import Column, ColumnType, Number, Property, PropertyValue, Section, reference
from ..text.normalize import fold
from ..textdiff import EditKind, Segment

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from .amount_changes import AmountChange, MisprintedSum, Total


class RowKind(StrEnum):
    """The kind of a row's change (変更の区分), from the lightest to the heaviest."""

    UNCHANGED = "unchanged"
    NOTATION = "notation"
    WORDING = "wording"
    SUBSTANCE = "substance"
    ADDED = "added"
    REMOVED = "removed"


_WEIGHTS = {kind: weight for weight, kind in enumerate(RowKind)}


def heaviest_kind(kinds: "Iterable[RowKind]") -> RowKind:
    """Return the heaviest of the kinds (最も重い区分); unchanged for none."""
    return max(kinds, key=_WEIGHTS.__getitem__, default=RowKind.UNCHANGED)


KIND_OF_EDIT = {
    EditKind.EQUAL: RowKind.UNCHANGED,
    EditKind.NOTATION: RowKind.NOTATION,
    EditKind.WORDING: RowKind.WORDING,
    EditKind.SUBSTANCE: RowKind.SUBSTANCE,
}
"""What the kind of an edit is as the kind of a row or a field (区分の対応)."""

Editions = tuple[Edition, Edition]
"""The old and the new edition (新旧の版)."""


class GroupBy(StrEnum):
    """What rows are grouped by (分類の単位)."""

    SECTION = "section"
    DEPARTMENT = "department"
    POLICY = "policy"


class Mark(StrEnum):
    """What a change is beside its kind (変更の目印)."""

    RENAMED = "renamed"  # 改称
    REASSIGNED = "reassigned"  # 所管替え
    RENUMBERED = "renumbered"  # 番号変更
    POLICY_RENUMBERED = "policy-renumbered"  # 施策番号変更
    AMOUNT = "amount"  # 金額
    UNCOMPARED = "amounts-not-compared"  # 数値は未比較: each document has one that the other lacks


MARK_OF_PROPERTY = {
    Property.NAME: Mark.RENAMED,
    Property.DEPARTMENT: Mark.REASSIGNED,
    Property.POLICIES: Mark.POLICY_RENUMBERED,
    Property.SECTION: Mark.RENUMBERED,
    Property.NUMBER: Mark.RENUMBERED,
}
"""What the change of a property marks a row with (属性の目印)."""


class PropertyChange(NamedTuple):
    """A change of what describes an initiative (属性の変更).

    old: of merged initiatives, all old values, which for one text are joined by 、; merged: each
    of these, where there are several.
    """

    what: Property
    old: PropertyValue
    new: PropertyValue
    merged: tuple[str, ...] = ()


class FieldComparison(NamedTuple):
    """A field in two editions (項目の新旧), changed or not.

    heading: as in the plan's columns. unit: the column's, of amounts that name none. old,
    new: the values as published (of itemised columns, each amount behind its name), None where
    the edition has no such cell. kind: None where the field was not compared. amount: where both
    values are amounts, or one is and the other is no value. instead: the heading of the amount
    that the side without this one has in its place, or empty.
    """

    heading: str
    type: ColumnType
    old: str | None
    new: str | None
    kind: RowKind | None
    segments: tuple[Segment, ...] = ()
    amount: "AmountChange | None" = None
    unit: str = ""
    instead: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the field was compared and differs in any way (変更の有無)."""
        return self.kind not in (None, RowKind.UNCHANGED)


class WhyNotCompared(StrEnum):
    """Why something was not compared (比較しなかった理由); `render.labels` has the words."""

    ONLY_OLD = "only-old"  # the old document alone has the field
    ONLY_NEW = "only-new"
    FILTERED = "filtered"  # not among those asked for
    PRINTED_DIFFERENCE = "printed-difference"
    SUM_OF_OTHER_YEARS = "sum-of-other-years"
    RUNNING_NUMBER = "running-number"
    PAGE_NUMBER = "page-number"
    OTHER_UNIT = "other-unit"  # that cannot be converted
    EDITION_OLD = "edition-old"  # another edition in the old document
    EDITION_NEW = "edition-new"


class NotCompared(NamedTuple):
    """What of the documents was not compared (比較しなかった項目).

    heading: of a field, or an edition such as R5. hint: the heading of the other document that
    may be the same field, or empty.
    """

    heading: str
    why: WhyNotCompared
    hint: str = ""


class DocumentNote(NamedTuple):
    """A note of the documents themselves (資料の注), such as ※ 人件費を除く.

    side: `old` or `new`, whose document alone has it; empty where both say the same, or there
    is only one.
    """

    text: str
    side: str = ""


OLD_ALONE = "（旧）"
"""Follows the heading of a section that the old document alone has (旧の資料だけの章)."""


class SectionHeading(NamedTuple):
    """A section's heading (章の見出し) without its initiatives.

    printed: the number that the document prints, where it is another one or none. is_old: the
    old document alone has it, and its number may be another's in the new one. old_aim: the old
    document's aim where it is another one, empty where it gives none.
    """

    number: Number
    title: str
    aim: str = ""
    printed: str | None = None
    is_old: bool = False
    old_aim: str | None = None

    @classmethod
    def of(cls, section: Section) -> "SectionHeading":
        """Return the heading of a plan's section (章)."""
        return cls(section.number, section.title, section.aim, section.printed)

    @property
    def printed_number(self) -> Number:
        """The number that the document prints (印字の番号), empty where it prints none."""
        return self.number if self.printed is None else self.printed

    @property
    def key(self) -> str:
        """What tells it from all others (章の識別), unlike the heading of a counted one."""
        return f"{self.number}　{self.title}　{self.is_old}"

    def __str__(self) -> str:
        return f"{self.printed_number}　{self.title}{OLD_ALONE * self.is_old}".lstrip("　")


class Row(NamedTuple):
    """One initiative in two years (事業の新旧).

    old and new are the summaries, None where the initiative is not in that year's plan;
    segments are then none. kind is None where one year alone is shown. Across documents
    section, number, name, department and policies are the new one's and `changes` what they
    were; old_refs and new_refs are the references in each document, several where
    initiatives were merged or split, and certainty, 0 to 1, is how sure the match is.
    """

    section: SectionHeading
    number: Number
    name: str
    department: str
    policies: tuple[str, ...]
    kind: RowKind | None
    old: str | None
    new: str | None
    segments: tuple[Segment, ...] = ()
    changes: tuple[PropertyChange, ...] = ()
    old_refs: tuple[str, ...] = ()
    new_refs: tuple[str, ...] = ()
    certainty: float = 1.0
    fields: tuple[FieldComparison, ...] = ()
    marks: tuple[Mark, ...] = ()
    old_at: str = ""
    new_at: str = ""
    is_numbered: bool = True

    @property
    def ref(self) -> str:
        """The reference (参照番号), such as 4-5."""
        return reference(self.section.number, self.number)

    def field(self, heading: str) -> FieldComparison | None:
        """Return the field of that heading (項目), None where the row has none."""
        return next((field for field in self.fields if field.heading == heading), None)

    def value(self, what: Property) -> PropertyValue:
        """Return what a property is (属性の値), any but the section."""
        value: PropertyValue = getattr(self, what)
        return value

    def old_value(self, what: Property) -> PropertyValue:
        """Return what a property was (旧の属性の値), which may be what it is."""
        change = self.change(what)
        return change.old if change else self.value(what)

    def change(self, what: Property) -> PropertyChange | None:
        """Return how a property changed (属性の変更), None where it did not."""
        return next((change for change in self.changes if change.what is what), None)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may not be the same initiative in both documents (要確認)."""
        return self.certainty < DOUBTFUL_BELOW

    @property
    def is_one_sided(self) -> bool:
        """Whether one edition alone has the initiative (新規・廃止)."""
        return self.kind in (RowKind.ADDED, RowKind.REMOVED)

    @property
    def has_notation(self) -> bool:
        """Whether any of its texts or fields has an edit of notation (表記だけの変更の有無)."""
        segments = (*self.segments, *(one for field in self.fields for one in field.segments))
        kinds = (field.kind for field in self.fields)
        is_in_text = any(one.kind is EditKind.NOTATION for one in segments)
        return is_in_text or RowKind.NOTATION in kinds

    @property
    def is_renumbered(self) -> bool:
        """Whether its number or section was another (番号の変更), also as it was merged or split.

        A section of the same title that is counted otherwise renumbers nothing in it.
        """
        is_matched = bool(self.old_refs and self.new_refs)
        is_one = len(self.old_refs) == len(self.new_refs) == 1
        return self.is_numbered and is_matched and (not is_one or Mark.RENUMBERED in self.marks)


class Counts(NamedTuple):
    """How many initiatives there are of each kind (区分別の事業数).

    uncompared: those of them with amounts that were not compared (Mark.UNCOMPARED).
    """

    total: int = 0
    by_kind: Mapping[RowKind, int] = {}
    uncompared: int = 0

    @property
    def changed(self) -> int:
        """How many initiatives changed in any way (変更のあった事業数)."""
        return sum(n for kind, n in self.by_kind.items() if kind is not RowKind.UNCHANGED)


class Group(NamedTuple):
    """Rows under one heading (見出しごとの事業).

    counts: of all rows that belong here, also of those that are left out of `rows`. old_aim: as
    of a SectionHeading.
    """

    heading: str
    rows: tuple[Row, ...]
    counts: Counts
    aim: str = ""
    totals: "tuple[Total, ...]" = ()
    old_aim: str | None = None


Grouping = GroupBy | str
"""What rows are grouped by (分類の単位): a GroupBy, a field's heading, or "" for no groups."""


class ComparisonTable(NamedTuple):
    """A comparison table (新旧対照表): all that a screen or a document shows.

    old_heading and new_heading are the column headings as published. groups: the rows to show,
    some of them in several groups. selected: all rows asked for, where `groups` does not have all
    of them. counts, totals: of the rows asked for, each counted once. only_edition: the edition
    that alone is shown, or None where two are compared. columns: the further columns (項目) that
    rows have, in the new document's order, then those of the old one alone. reports: what reading
    the documents noticed. old_document, new_document: how two documents of one edition are told
    apart, empty where the editions differ. misprinted: printed sums that the values do not add up
    to. notes: the documents' own (資料の注). of_no_edition: headings of fields that one document
    gives once for all its editions. is_numbered: the document numbers its initiatives; else the
    numbers only count rows. name_heading: the heading over their names, empty where it is 事業名.
    old_title: of the old document, which `title` is where there is one document alone. sources:
    what the old and the new document are called, where both have names of their own; `source` has
    each once.
    """

    title: str
    old_edition: Edition
    new_edition: Edition
    old_heading: str
    new_heading: str
    groups: tuple[Group, ...]
    counts: Counts
    grouped_by: Grouping = GroupBy.SECTION
    only_edition: Edition | None = None
    publisher: str = ""
    source: str = ""
    policy_plan: str = ""
    selected: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    totals: "tuple[Total, ...]" = ()
    not_compared: tuple[NotCompared, ...] = ()
    reports: "tuple[Diagnostic, ...]" = ()
    old_document: str = ""
    new_document: str = ""
    misprinted: "tuple[MisprintedSum, ...]" = ()
    notes: tuple[DocumentNote, ...] = ()
    of_no_edition: frozenset[str] = frozenset()
    is_numbered: bool = True
    name_heading: str = ""
    old_title: str = ""
    sources: tuple[str, ...] = ()

    @property
    def is_titled(self) -> bool:
        """Whether the only section is named as the plan (章が一つで標題と同じか)."""
        return len(self.groups) == 1 and self.is_titled_as(self.groups[0])

    def is_titled_as(self, group: Group) -> bool:
        """Return whether a section is named as the plan (標題と同じ章か)."""
        is_section = self.grouped_by is GroupBy.SECTION and bool(group.rows)
        return is_section and fold(group.rows[0].section.title) == fold(self.title)

    def has_number(self, row: Row) -> bool:
        """Return whether the document that a row is of numbers it (番号の有無), or only counts."""
        return self.is_numbered and (row.is_numbered or row.kind is not RowKind.REMOVED)

    def rows(self) -> Iterator[Row]:
        """Yield every row (事業) once, even if several groups have it."""
        return iter({id(row): row for group in self.groups for row in group.rows}.values())

    def all_rows(self) -> tuple[Row, ...]:
        """Return every row asked for (対象の事業) once, also those left out of `groups`."""
        return self.selected or tuple(self.rows())


def count(rows: Iterable[Row]) -> Counts:
    """Return how many rows there are of each kind (集計), each counted once."""
    unique = {id(row): row for row in rows}.values()
    uncompared = sum([Mark.UNCOMPARED in row.marks for row in unique if row.marks])
    by_kind = Counter([row.kind for row in unique if row.kind is not None])
    return Counts(len(unique), by_kind, uncompared)
