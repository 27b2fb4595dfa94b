"""The comparison (比較): from a plan to the one value that is shown and written.

A command reads as a sentence: compare, group, select, and then show.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .errors import UserError
from .fiscal_year import FiscalYear
from .folding import fold
from .messages import _
from .plan import Initiative, Number, Plan, Section, reference
from .textdiff import Segment, diff_text, heaviest


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
    """A section's heading (章の見出し) without its initiatives."""

    number: Number
    title: str
    aim: str = ""

    def __str__(self) -> str:
        return f"{self.number}　{self.title}"


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative in two years (事業の新旧).

    old and new are the summaries, None where the initiative is not in that year's plan;
    segments are then none. kind is None where one year alone is shown. Across documents
    section, number, name, department and policies are the new one's, `old_refs` and
    `new_refs` the references in each, and `certainty` from 0 to 1 how sure the match is.
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
    `groups`. only_year: the year that alone is shown, or None where two are compared.
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

    def rows(self) -> Iterator[Row]:
        """Yield every row (事業) once, however many groups it stands in."""
        return iter(_once(row for group in self.groups for row in group.rows))


# ---------------------------------------------------------------- compare


def compare(
    plan: Plan, old: FiscalYear | str | None = None, new: FiscalYear | str | None = None
) -> ComparisonTable:
    """Return what changed (比較) between two years of a plan; by default its two latest.

    Raises UserError where the plan lacks a year or has one alone.
    """
    old_year, new_year = _years(plan, old, new)
    return _table(
        plan,
        old_year,
        new_year,
        lambda section, initiative: _compared(section, initiative, old_year, new_year),
    )


def single_year(plan: Plan, year: FiscalYear | str) -> ComparisonTable:
    """Return one year of a plan as published (単年度), with nothing compared."""
    only = _known(plan, year)
    years = sorted(plan.years)
    place = years.index(only)
    old_year, new_year = (
        (years[place - 1], only)
        if place == len(years) - 1 and place
        else (only, years[min(place + 1, len(years) - 1)])
    )
    table = _table(
        plan,
        old_year,
        new_year,
        lambda section, initiative: _published(section, initiative, only, is_new=only == new_year),
    )
    return replace(table, only_year=only)


def _years(
    plan: Plan, old: FiscalYear | str | None, new: FiscalYear | str | None
) -> tuple[FiscalYear, FiscalYear]:
    known = sorted(plan.years)
    if old is None or new is None:
        if len(known) < 2:  # noqa: PLR2004  a comparison takes two
            raise UserError(
                _("The plan has one year alone: {years}.").format(years=", ".join(map(str, known))),
                where=plan.origin,
                advice=_("Use show, or add the other year's document with --data."),
            )
        return known[-2], known[-1]
    return _known(plan, old), _known(plan, new)


def _known(plan: Plan, year: FiscalYear | str) -> FiscalYear:
    parsed = FiscalYear.parse(year) if isinstance(year, str) else year
    if parsed not in plan.years:
        raise UserError(
            _("The plan has no {year}.").format(year=parsed),
            where=plan.origin,
            advice=_("It has {years}.").format(years=", ".join(map(str, sorted(plan.years)))),
        )
    return parsed


def _table(
    plan: Plan,
    old_year: FiscalYear,
    new_year: FiscalYear,
    row: Callable[[SectionHeading, Initiative], Row | None],
) -> ComparisonTable:
    headed = [(_heading(section), section) for section in plan.sections]
    rows = [
        made
        for heading, section in headed
        for initiative in section.initiatives
        if (made := row(heading, initiative)) is not None
    ]
    table = ComparisonTable(
        title=plan.title,
        old_year=old_year,
        new_year=new_year,
        old_heading=plan.years[old_year],
        new_heading=plan.years[new_year],
        groups=(),
        counts=_count(rows),
        publisher=plan.publisher,
        source=plan.source,
        policy_plan=plan.policy_plan,
    )
    return replace(table, groups=_groups(rows, GroupBy.SECTION))


def _heading(section: Section) -> SectionHeading:
    return SectionHeading(section.number, section.title, section.aim)


def _compared(
    section: SectionHeading, initiative: Initiative, old_year: FiscalYear, new_year: FiscalYear
) -> Row | None:
    old, new = initiative.summaries.get(old_year), initiative.summaries.get(new_year)
    if old is None and new is None:
        return None
    ref = (reference(section.number, initiative.number),)
    segments: tuple[Segment, ...] = ()
    if old is None:
        kind = RowKind.ADDED
    elif new is None:
        kind = RowKind.REMOVED
    else:
        segments = diff_text(old, new)
        kind = _KIND_OF_EDIT[heaviest(segments)]
    return Row(
        section,
        initiative.number,
        initiative.name,
        initiative.department,
        initiative.policies,
        kind,
        old,
        new,
        segments,
        old_refs=() if old is None else ref,
        new_refs=() if new is None else ref,
    )


def _published(
    section: SectionHeading, initiative: Initiative, year: FiscalYear, *, is_new: bool
) -> Row | None:
    text = initiative.summaries.get(year)
    if text is None:
        return None
    return Row(
        section,
        initiative.number,
        initiative.name,
        initiative.department,
        initiative.policies,
        None,
        None if is_new else text,
        text if is_new else None,
    )


_KIND_OF_EDIT = {
    "equal": RowKind.UNCHANGED,
    "notation": RowKind.NOTATION,
    "wording": RowKind.WORDING,
    "substance": RowKind.SUBSTANCE,
}


# ------------------------------------------------------------------ group


def group(table: ComparisonTable, by: GroupBy) -> ComparisonTable:
    """Return the same rows grouped (分類) by section, department or policy number."""
    return replace(table, groups=_groups(list(table.rows()), by), grouped_by=by)


def _groups(rows: Sequence[Row], by: GroupBy) -> tuple[Group, ...]:
    headings: dict[str, str] = {}
    members: dict[str, list[Row]] = {}
    for row in rows:
        for heading in _HEADINGS[by](row) or ("",):
            key = fold(heading)
            headings.setdefault(key, heading)
            members.setdefault(key, []).append(row)
    keys = sorted(members) if by is GroupBy.POLICY else members
    return tuple(
        Group(
            headings[key],
            tuple(members[key]),
            _count(members[key]),
            members[key][0].section.aim if by is GroupBy.SECTION else "",
        )
        for key in keys
    )


_HEADINGS: Mapping[GroupBy, Callable[[Row], tuple[str, ...]]] = {
    GroupBy.SECTION: lambda row: (str(row.section),),
    GroupBy.DEPARTMENT: lambda row: (row.department,),
    GroupBy.POLICY: lambda row: row.policies,
}


def _count(rows: Iterable[Row]) -> Counts:
    unique = _once(rows)
    return Counts(len(unique), Counter(row.kind for row in unique if row.kind is not None))


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({id(row): row for row in rows}.values())


# ----------------------------------------------------------------- select


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for (絞り込み): each list alternatives, the lists together.

    sections are numbers or parts of titles, departments parts of names, policies numbers
    or their letter alone, refs whole references; kinds hides rows of other kinds.
    """

    sections: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    kinds: tuple[RowKind, ...] = ()


def select(table: ComparisonTable, wanted: Selection) -> ComparisonTable:
    """Return the rows that are asked for (絞り込み).

    Counts are of the rows that the section, department, policy number and reference
    leave; rows of other kinds are hidden but counted.
    """
    groups = []
    for found in table.groups:
        if table.grouped_by is GroupBy.POLICY and not _is_any_policy(wanted.policies, found):
            continue
        rows = [row for row in found.rows if _is_wanted(row, wanted)]
        if rows:
            groups.append(replace(found, rows=tuple(rows), counts=_count(rows)))
    counts = _count(row for kept in groups for row in kept.rows)
    return replace(table, groups=_shown(groups, wanted.kinds), counts=counts)


def changed_only(table: ComparisonTable) -> ComparisonTable:
    """Return the table without its unchanged rows (変更分のみ); they stay counted."""
    changed = tuple(kind for kind in RowKind if kind is not RowKind.UNCHANGED)
    return replace(table, groups=_shown(table.groups, changed))


def _shown(groups: Iterable[Group], kinds: tuple[RowKind, ...]) -> tuple[Group, ...]:
    if not kinds:
        return tuple(groups)
    kept = (replace(g, rows=tuple(row for row in g.rows if row.kind in kinds)) for g in groups)
    return tuple(g for g in kept if g.rows)


def _is_wanted(row: Row, wanted: Selection) -> bool:
    return (
        _any(wanted.sections, lambda name: _is_section(name, row.section))
        and _any(wanted.departments, lambda name: fold(name) in fold(row.department))
        and _any(wanted.policies, lambda name: any(_is_policy(name, p) for p in row.policies))
        and _any(wanted.refs, lambda name: fold(name) in map(fold, (row.ref, *row.old_refs)))
    )


def _is_any_policy(names: Sequence[str], found: Group) -> bool:
    return _any(names, lambda name: _is_policy(name, found.heading))


def _any(names: Sequence[str], matches: Callable[[str], bool]) -> bool:
    return not names or any(map(matches, names))


def _is_section(name: str, section: SectionHeading) -> bool:
    folded, number = fold(name), fold(str(section.number))
    return folded == number or (not folded.isdecimal() and folded in fold(section.title))


def _is_policy(name: str, policy: str) -> bool:
    """Whether the name is the policy number, or its letter alone as エ is of エ②."""
    folded, number = fold(name), fold(policy)
    return folded == number or (bool(folded) and number.rstrip("0123456789") == folded)
