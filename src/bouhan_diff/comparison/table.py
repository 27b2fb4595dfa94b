"""The comparison table (新旧対照表): the one value that is shown and written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..edition import Edition
from ..linkage import DOUBTFUL_BELOW
from ..plan import Column, ColumnType, Number, Property, PropertyValue, Section, reference
from ..text.normalize import fold
from ..textdiff import EditKind, Segment, heaviest

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
"""The kind of a row or field for the kind of an edit (区分の対応)."""

Editions = tuple[Edition, Edition]
"""The old and the new edition (新旧の版)."""


class GroupBy(StrEnum):
    """What rows are grouped by (分類の単位)."""

    SECTION = "section"
    DEPARTMENT = "department"
    POLICY = "policy"


class Mark(StrEnum):
    """What a row's change is called beside its kind (変更の目印)."""

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
"""The mark of a row whose property changed (属性の目印)."""


class PropertyChange(NamedTuple):
    """The change of a property of an initiative (属性の変更).

    old: for merged initiatives, all old values, as one text joined by 、. merged: the single old
    values, if there are several.
    """

    what: Property
    old: PropertyValue
    new: PropertyValue
    merged: tuple[str, ...] = ()


class FieldComparison(NamedTuple):
    """A field in two editions (項目の新旧), changed or not.

    heading: as in the plan's columns. old, new: the values as published (for itemised columns, each
    amount behind its name), None if the edition has no such cell. kind: None if the field was not
    compared. amount: if both values are amounts, or one is and the other is no value. unit: the
    column's, for amounts that name none. instead: the heading of the amount that a side has in
    place of this one, or empty.
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
    def is_amount(self) -> bool:
        """Whether its column is one of amounts (数値の項目か), not of text."""
        return self.type is ColumnType.AMOUNT

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
    PAGE_LAYOUT = "page-layout"  # of a PDF, whose pages break the lines


class NotCompared(NamedTuple):
    """Something that was not compared (比較しなかった項目): a field, an edition, or the layout.

    hint: the heading of the other document that may be the same field, or empty.
    """

    heading: str
    why: WhyNotCompared
    hint: str = ""


class DocumentNote(NamedTuple):
    """A note in the documents themselves (資料の注), such as ※ 人件費を除く.

    side: `old` or `new` if only that document has it; empty if both do, or if there is only one.
    """

    text: str
    side: str = ""


OLD_ALONE = "（旧）"
"""Follows the heading of a section that the old document alone has (旧の資料だけの章)."""


class SectionHeading(NamedTuple):
    """The heading of a section (章の見出し), without its initiatives.

    printed: the number as printed, if it is another one or none. is_old: only the old document has
    the section, and the new one may use its number for another. old_aim: the old document's aim, if
    it differs.
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
        """The printed number (印字の番号), empty if there is none."""
        return self.number if self.printed is None else self.printed

    @property
    def key(self) -> str:
        """What identifies the section (章の識別), where headings alone may be equal."""
        return f"{self.number}　{self.title}　{self.is_old}"

    def __str__(self) -> str:
        return f"{self.printed_number}　{self.title}{OLD_ALONE * self.is_old}".lstrip("　")


class Row(NamedTuple):
    """One initiative in two editions (事業の新旧).

    old, new: the summaries, None if the edition lacks the initiative; there are then no segments.
    kind: None if only one edition is shown. Between documents, section, number, name, department
    and policies are those of the new one, and `changes` says what they were. old_refs, new_refs:
    the references in each document, several if initiatives were merged or split. certainty: how
    sure the match is, 0 to 1.
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
        """Return the value of a property (属性の値), any but the section."""
        value: PropertyValue = getattr(self, what)
        return value

    def old_value(self, what: Property) -> PropertyValue:
        """Return the old value of a property (旧の属性の値), the current one if it is unchanged."""
        change = self.change(what)
        return change.old if change else self.value(what)

    def change(self, what: Property) -> PropertyChange | None:
        """Return the change of a property (属性の変更), None if there is none."""
        return next((change for change in self.changes if change.what is what), None)

    @property
    def is_doubtful(self) -> bool:
        """Whether the match may be wrong (要確認)."""
        return self.certainty < DOUBTFUL_BELOW

    @property
    def is_one_sided(self) -> bool:
        """Whether only one edition has the initiative (新規・廃止)."""
        return self.kind in (RowKind.ADDED, RowKind.REMOVED)

    @property
    def kind_of_text(self) -> RowKind | None:
        """The kind of the change of its main text (本文の区分), None if nothing is compared."""
        if self.kind is None or self.is_one_sided:
            return self.kind
        whole = EditKind.EQUAL if self.old == self.new else EditKind.SUBSTANCE
        return KIND_OF_EDIT[heaviest(self.segments) if self.segments else whole]

    @property
    def texts_compared(self) -> tuple[tuple[Segment, ...], ...]:
        """The segments of its main text, and of each field (比べた文)."""
        return (self.segments, *(field.segments for field in self.fields))

    @property
    def edit_kinds(self) -> frozenset[EditKind]:
        """The kinds of the edits in its text and fields (変更の種類)."""
        kinds = {field.kind for field in self.fields}
        whole = {edit for edit, kind in KIND_OF_EDIT.items() if kind in kinds}
        return frozenset(one.kind for some in self.texts_compared for one in some) | whole

    @property
    def is_renumbered(self) -> bool:
        """Whether its number or section changed (番号の変更), also by a merger or split.

        A section that only moved, with the same title, renumbers none of its rows.
        """
        is_matched = bool(self.old_refs and self.new_refs)
        is_one = len(self.old_refs) == len(self.new_refs) == 1
        return self.is_numbered and is_matched and (not is_one or Mark.RENUMBERED in self.marks)


class Counts(NamedTuple):
    """How many initiatives there are of each kind (区分別の事業数).

    uncompared: how many of them have amounts that were not compared (Mark.UNCOMPARED).
    """

    total: int = 0
    by_kind: Mapping[RowKind, int] = {}
    uncompared: int = 0

    @property
    def changed(self) -> int:
        """How many initiatives changed (変更のあった事業数)."""
        return sum(n for kind, n in self.by_kind.items() if kind is not RowKind.UNCHANGED)


class Group(NamedTuple):
    """Rows under one heading (見出しごとの事業).

    counts: of all rows that belong to the group, including those left out of `rows`. old_aim: as in
    SectionHeading.
    """

    heading: str
    rows: tuple[Row, ...]
    counts: Counts
    aim: str = ""
    totals: "tuple[Total, ...]" = ()
    old_aim: str | None = None


Grouping = GroupBy | str
"""The grouping of rows (分類の単位): a GroupBy, a field's heading, or "" for no groups."""


class ComparisonTable(NamedTuple):
    """A comparison table (新旧対照表): all that a screen or a document shows.

    title, old_title: of the new and the old document, equal if there is only one. old_heading,
    new_heading: the headings over the main texts, as published. groups: the rows to show; a row may
    be in several. selected: all selected rows, unless `groups` has them all. counts, totals: of the
    selected rows, each counted once. only_edition: the edition shown alone, None if two are
    compared. columns: the further columns (項目) of the rows, in the order of the new document,
    then those of the old one alone. of_no_edition: headings of fields that have one value for all
    editions. misprinted: printed sums that differ from the sum of their values. notes: the
    documents' own (資料の注). reports: what reading the documents noticed.

    sources: the names of the old and the new document, if they differ; `source` has each once.
    old_document, new_document: what distinguishes two documents of one edition, else empty.
    is_numbered: the document numbers its initiatives; otherwise the numbers only count rows.
    name_heading: the heading over their names, empty if it is 事業名.
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
        """Whether the only section has the title of the plan (章が一つで標題と同じか)."""
        return len(self.groups) == 1 and self.is_titled_as(self.groups[0])

    def is_titled_as(self, group: Group) -> bool:
        """Return whether a section has the title of the plan (標題と同じ章か)."""
        is_section = self.grouped_by is GroupBy.SECTION and bool(group.rows)
        return is_section and fold(group.rows[0].section.title) == fold(self.title)

    def has_number(self, row: Row) -> bool:
        """Return whether the document that a row is of numbers it (番号の有無), or only counts."""
        return self.is_numbered and (row.is_numbered or row.kind is not RowKind.REMOVED)

    def rows(self) -> Iterator[Row]:
        """Yield every row shown (事業), once even if it is in several groups."""
        return iter({id(row): row for group in self.groups for row in group.rows}.values())

    def all_rows(self) -> tuple[Row, ...]:
        """Return every selected row (対象の事業) once, including those left out of `groups`."""
        return self.selected or tuple(self.rows())


def count(rows: Iterable[Row]) -> Counts:
    """Count the rows of each kind (集計), each row once."""
    unique = {id(row): row for row in rows}.values()
    uncompared = sum([Mark.UNCOMPARED in row.marks for row in unique if row.marks])
    by_kind = Counter([row.kind for row in unique if row.kind is not None])
    return Counts(len(unique), by_kind, uncompared)
