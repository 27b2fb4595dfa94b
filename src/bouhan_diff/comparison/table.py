"""The comparison table (新旧対照表): the one value that is shown and written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..edition import FiscalYear
from ..linkage import DOUBTFUL_BELOW
from ..plan import Number, reference
from ..text.normalize import fold, spellings
from ..textdiff import Segment


class RowKind(StrEnum):
    """The kind of a row's change (変更の区分), from the lightest to the heaviest."""

    UNCHANGED = "unchanged"
    NOTATION = "notation"
    WORDING = "wording"
    SUBSTANCE = "substance"
    ADDED = "added"
    REMOVED = "removed"


class GroupBy(StrEnum):
    """What rows are grouped by (分類の単位)."""

    SECTION = "section"
    DEPARTMENT = "department"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A change outside the summary (項目の変更): name, department, policies, section or number."""

    field: str
    old: Number | tuple[str, ...]
    new: Number | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section's heading (章の見出し) without its initiatives.

    is_old: it is the old document's alone, and its number may be another's in the new one.
    """

    number: Number
    title: str
    aim: str = ""
    is_old: bool = False

    def __str__(self) -> str:
        return f"{'（旧）' if self.is_old else ''}{self.number}　{self.title}"


@dataclass(frozen=True, slots=True)
class Row:
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
    changes: tuple[FieldChange, ...] = ()
    old_refs: tuple[str, ...] = ()
    new_refs: tuple[str, ...] = ()
    certainty: float = 1.0

    @property
    def ref(self) -> str:
        """The reference (参照番号), such as 4-5."""
        return reference(self.section.number, self.number)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may not be the same initiative in both documents (要確認)."""
        return self.certainty < DOUBTFUL_BELOW

    @property
    def is_renumbered(self) -> bool:
        """Whether its reference was another (番号の変更), also as it was merged or split."""
        return bool(self.old_refs and self.new_refs) and self.old_refs != self.new_refs


@dataclass(frozen=True, slots=True)
class Counts:
    """How many initiatives there are of each kind (区分別の事業数)."""

    total: int = 0
    by_kind: Mapping[RowKind, int] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many initiatives changed in any way (変更のあった事業数)."""
        return sum(n for kind, n in self.by_kind.items() if kind is not RowKind.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading (見出しごとの事業).

    counts: of all rows that belong here, also of those that are left out of `rows`.
    """

    heading: str
    rows: tuple[Row, ...]
    counts: Counts
    aim: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A comparison table (新旧対照表): all that a screen or a document shows.

    old_heading and new_heading are the column headings as published. counts: of the rows
    asked for, each once however many groups it stands in, also of those left out of
    `groups`; asked has those rows where some are left out. only_year: the year that alone
    is shown, or None where two are compared.
    """

    title: str
    old_year: FiscalYear
    new_year: FiscalYear
    old_heading: str
    new_heading: str
    groups: tuple[Group, ...]
    counts: Counts
    grouped_by: GroupBy = GroupBy.SECTION
    only_year: FiscalYear | None = None
    publisher: str = ""
    source: str = ""
    policy_plan: str = ""
    asked: tuple[Row, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield every row (事業) once, however many groups it stands in."""
        return iter(_once(row for group in self.groups for row in group.rows))

    def all_rows(self) -> tuple[Row, ...]:
        """Return every row asked for (対象の事業) once, also those left out of `groups`."""
        return self.asked or tuple(self.rows())


def group(table: ComparisonTable, by: GroupBy) -> ComparisonTable:
    """Return the same rows grouped (分類) by section, department or policy number."""
    return replace(table, groups=grouped(list(table.rows()), by), grouped_by=by)


def grouped(rows: Sequence[Row], by: GroupBy) -> tuple[Group, ...]:
    """Return the rows in groups (分類); one stands under each of its policy numbers."""
    placed = [(heading, row) for row in rows for heading in _HEADINGS[by](row) or ("",)]
    headings = spellings(heading for heading, _row in placed)
    members: dict[str, list[Row]] = {key: [] for key in headings}
    for heading, row in placed:
        members[fold(heading)].append(row)
    keys = sorted(members) if by is GroupBy.POLICY else members
    return tuple(
        Group(
            headings[key],
            tuple(members[key]),
            count(members[key]),
            members[key][0].section.aim if by is GroupBy.SECTION else "",
        )
        for key in keys
    )


_HEADINGS: Mapping[GroupBy, Callable[[Row], tuple[str, ...]]] = {
    GroupBy.SECTION: lambda row: (str(row.section),),
    GroupBy.DEPARTMENT: lambda row: (row.department,),
    GroupBy.POLICY: lambda row: row.policies,
}


def count(rows: Iterable[Row]) -> Counts:
    """Return how many rows there are of each kind (集計), each counted once."""
    unique = _once(rows)
    return Counts(len(unique), Counter(row.kind for row in unique if row.kind is not None))


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({id(row): row for row in rows}.values())
