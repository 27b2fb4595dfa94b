"""The comparison (比較): plans in, a comparison table out.

A command reads as a sentence: compare, group, select, and then show.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..edition import Edition, Year, parsed
from ..errors import UserError
from ..linkage import Entry, Links, Match
from ..messages import _
from ..plan import Number, Plan, Section
from ..text.normalize import fold, spellings
from ..textdiff import EditKind, Segment, diff_text, heaviest
from .series import last_year
from .table import (
    ComparisonTable,
    GroupBy,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    count,
    grouped,
)


def compare(
    plans: Plan | Sequence[Plan],
    old: Year | None = None,
    new: Year | None = None,
    links: Links | None = None,
) -> ComparisonTable:
    """Return what changed (比較) between two years; by default between the two latest.

    Of several documents of one plan, the one that has both years is taken; where none has,
    the initiatives of the latest document of each year are matched, `links` first.
    Raises UserError where a year is missing or there is one alone.
    """
    family = _family(plans)
    old_edition, new_edition = _two_years(family, old, new)
    whole = [plan for plan in family if old_edition in plan.years and new_edition in plan.years]
    if whole:
        return _within(_latest(whole), old_edition, new_edition)
    old_plan = _latest([plan for plan in family if old_edition in plan.years])
    new_plan = _latest([plan for plan in family if new_edition in plan.years])
    return _across(old_plan, new_plan, (old_edition, new_edition), links)


def restated(plans: Sequence[Plan], year: Year, links: Links | None = None) -> ComparisonTable:
    """Return what the last two documents say of one year (記載の相違), the earlier one first.

    Names and summaries are compared; all else belongs to each document, not to the year.
    Raises UserError where fewer than two documents have the year.
    """
    only = _known(plans, year)
    telling = sorted((plan for plan in plans if only in plan.years), key=last_year)
    if len(telling) < 2:  # noqa: PLR2004  it takes two to differ
        raise UserError(
            _("Only one document tells of {year}.").format(year=only),
            where=telling[0].origin,
            advice=_("Name the other year's document too: --data FILE --data FILE."),
        )
    return _across(telling[-2], telling[-1], (only, only), links, is_one_year=True)


def succeeded(old: Plan, new: Plan, links: Links | None = None) -> ComparisonTable:
    """Return what changed from one document of a plan to the next (計画の更新).

    Both are taken at the latest year that they share, or else at the years that meet.
    """
    shared = set(old.years) & set(new.years)
    years = (max(shared),) * 2 if shared else (max(old.years), min(new.years))
    return _across(old, new, years, links)


def single_year(plans: Plan | Sequence[Plan], year: Year) -> ComparisonTable:
    """Return one year as its latest document has it (単年度), with nothing compared."""
    family = _family(plans)
    only = _known(family, year)
    plan = _latest([plan for plan in family if only in plan.years])
    years = sorted(plan.years)
    place = years.index(only)
    # The year stands in its own column, beside the year it would be compared with.
    old_edition, new_edition = years[max(place - 1, 0)], only
    if place == 0 and len(years) > 1:
        old_edition, new_edition = only, years[1]
    rows = (_published(entry, only, is_new=only == new_edition) for entry in _entries(plan))
    table = _table(plan, plan, (old_edition, new_edition), [row for row in rows if row])
    return replace(table, only_edition=only)


def _family(plans: Plan | Sequence[Plan]) -> Sequence[Plan]:
    """Return one plan or several as several (計画の並び)."""
    return (plans,) if isinstance(plans, Plan) else plans


def _two_years(
    family: Sequence[Plan], old: Year | None, new: Year | None
) -> tuple[Edition, Edition]:
    if old is not None and new is not None:
        return _known(family, old), _known(family, new)
    years = sorted({year for plan in family for year in plan.years})
    if len(years) < 2:  # noqa: PLR2004  a comparison takes two
        raise UserError(
            _("The plan has one year alone: {years}.").format(years=_listed(years)),
            where=family[0].origin,
            advice=_("Use show, or add the other year's document with --data."),
        )
    return years[-2], years[-1]


def _known(family: Sequence[Plan], year: Year) -> Edition:
    asked = parsed(year)
    years = sorted({known for plan in family for known in plan.years})
    if asked not in years:
        raise UserError(
            _("The plan has no {year}.").format(year=asked),
            where=family[0].origin if len(family) == 1 else "",
            advice=_("It has {years}.").format(years=_listed(years)),
        )
    return asked


def _listed(years: Iterable[Edition]) -> str:
    return ", ".join(map(str, years))


def _latest(plans: Sequence[Plan]) -> Plan:
    return max(plans, key=last_year)


def _entries(plan: Plan) -> Iterator[Entry]:
    return (Entry(section, initiative) for section, initiative in plan.initiatives())


def _table(
    old_plan: Plan,
    plan: Plan,
    years: tuple[Edition, Edition],
    rows: Sequence[Row],
) -> ComparisonTable:
    old_edition, new_edition = years
    return ComparisonTable(
        title=plan.title,
        old_edition=old_edition,
        new_edition=new_edition,
        old_heading=old_plan.years[old_edition],
        new_heading=plan.years[new_edition],
        groups=grouped(rows, GroupBy.SECTION),
        counts=count(rows),
        publisher=plan.publisher,
        source=plan.source,
        policy_plan=plan.policy_plan,
    )


# ------------------------------------------------------------ one document


def _within(plan: Plan, old_edition: Edition, new_edition: Edition) -> ComparisonTable:
    rows = []
    for entry in _entries(plan):
        summaries = entry.initiative.summaries
        old, new = summaries.get(old_edition), summaries.get(new_edition)
        if old is not None or new is not None:
            olds, news = (() if text is None else (entry,) for text in (old, new))
            rows.append(_row(entry, olds, news, old, new))
    return _table(plan, plan, (old_edition, new_edition), rows)


def _published(entry: Entry, year: Edition, *, is_new: bool) -> Row | None:
    text = entry.initiative.summaries.get(year)
    if text is None:
        return None
    old, new = (None, text) if is_new else (text, None)
    return Row(*_described(entry), kind=None, old=old, new=new)


# -------------------------------------------------------- across documents


def _across(
    old_plan: Plan,
    new_plan: Plan,
    years: tuple[Edition, Edition],
    links: Links | None,
    *,
    is_one_year: bool = False,
) -> ComparisonTable:
    from ..linkage.linker import match_initiatives  # noqa: PLC0415  few compare documents

    sections = {fold(str(_heading(section))) for section in new_plan.sections}
    rows = [
        row if row.new_refs or fold(str(row.section)) in sections else _in_old_section(row)
        for match in match_initiatives(old_plan, new_plan, *years, links)
        for row in _matched(match, *years, is_one_year=is_one_year)
    ]
    return _table(old_plan, new_plan, years, rows)


def _in_old_section(row: Row) -> Row:
    """Return a dropped initiative's row with its section as the old document's (旧の章)."""
    return replace(row, section=replace(row.section, is_old=True))


def _matched(
    match: Match, old_edition: Edition, new_edition: Edition, *, is_one_year: bool
) -> Iterator[Row]:
    """Yield a row for each new initiative, or one for a dropped one."""
    olds = [entry.initiative.summaries[old_edition] for entry in match.old]
    old = "\n".join(olds) if olds else None
    if not match.new:
        yield _row(match.old[0], match.old, (), old, None)
    for entry in match.new:
        new = entry.initiative.summaries[new_edition]
        row = _row(entry, match.old, match.new, old, new, is_one_year=is_one_year)
        yield replace(row, certainty=match.certainty)


def _row(
    entry: Entry,
    olds: Sequence[Entry],
    news: Sequence[Entry],
    old: str | None,
    new: str | None,
    *,
    is_one_year: bool = False,
) -> Row:
    """Return the row of an entry; olds and news are the initiatives that it stands for.

    is_one_year: what two documents say of one year. Sections, numbers, departments and
    policy numbers belong to each document, and do not change what is said.
    """
    segments: tuple[Segment, ...] = ()
    changes: tuple[PropertyChange, ...] = ()
    if old is None or new is None:
        kind = RowKind.ADDED if old is None else RowKind.REMOVED
    else:
        segments = diff_text(old, new)
        if olds[0] is not entry:
            found = _field_changes(olds, entry)
            changes = tuple(c for c in found if c.field == "name" or not is_one_year)
        weights = [heaviest(segments), *map(_weight, changes)]
        if len(olds) > 1 or len(news) > 1:
            weights.append(EditKind.SUBSTANCE)
        kind = _ROW_KIND[max(weights, key=lambda kind: kind.weight)]
    return Row(
        *_described(entry),
        kind=kind,
        old=old,
        new=new,
        segments=segments,
        changes=changes,
        old_refs=tuple(entry.ref for entry in olds),
        new_refs=tuple(entry.ref for entry in news),
    )


def _described(entry: Entry) -> tuple[SectionHeading, Number, str, str, tuple[str, ...]]:
    """Return the first fields of an entry's row: what it is, whatever its summaries say."""
    of = entry.initiative
    return _heading(entry.section), of.number, of.name, of.department, of.policies


def _heading(section: Section) -> SectionHeading:
    return SectionHeading(section.number, section.title, section.aim)


def _field_changes(olds: Sequence[Entry], new: Entry) -> Iterator[PropertyChange]:
    """Yield what changed of an initiative outside its summary; widths and spaces apart.

    Of what was merged all old names, departments, policy numbers and sections are told.
    """
    were, now = [old.initiative for old in olds], new.initiative
    if {was.name for was in were} != {now.name}:
        yield PropertyChange("name", _all(was.name for was in were), now.name)
    if {fold(was.department) for was in were} != {fold(now.department)}:
        yield PropertyChange("department", _all(was.department for was in were), now.department)
    policies = spellings(policy for was in were for policy in was.policies)
    if policies.keys() != set(map(fold, now.policies)):
        yield PropertyChange("policies", tuple(policies.values()), now.policies)
    if {fold(old.section.title) for old in olds} != {fold(new.section.title)}:
        yield PropertyChange(
            "section", _all(str(_heading(old.section)) for old in olds), str(_heading(new.section))
        )
    if len(were) == 1 and were[0].number != now.number:
        yield PropertyChange("number", were[0].number, now.number)


def _all(values: Iterable[str]) -> str:
    """Return the values as one, those that are the same once; widths and spaces apart."""
    return "、".join(spellings(filter(None, values)).values())


def _weight(change: PropertyChange) -> EditKind:
    """Return how heavy a change outside the summary is; a mere renumbering changes nothing."""
    if change.field == "name":
        return heaviest(diff_text(str(change.old), str(change.new)))
    return EditKind.EQUAL if change.field == "number" else EditKind.SUBSTANCE


_ROW_KIND = {
    EditKind.EQUAL: RowKind.UNCHANGED,
    EditKind.NOTATION: RowKind.NOTATION,
    EditKind.WORDING: RowKind.WORDING,
    EditKind.SUBSTANCE: RowKind.SUBSTANCE,
}
