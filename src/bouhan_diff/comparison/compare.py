"""The comparison (比較): plans in, a comparison table out.

`compare` compares the years of one plan, whether in one document or several; `compare_documents`
compares two documents that the user names. `_compare_within` makes the rows for two editions of one
document, `compare_across` for two documents, whose initiatives it matches first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import is_not
from typing import TYPE_CHECKING

from ..edition import Edition, Year
from ..linkage import Entry, Links, Match
from ..plan import Column, Plan
from ..text.normalize import fold
from .filters import grouped
from .matches_within import as_printed, matches_within, printed_numbers, with_printed_numbers
from .rows import (
    ComparedProperties,
    compare_rows,
    has_both_sides,
    names_bureaus,
    published_row,
    with_old_aims,
)
from .series import (
    known_edition,
    lacks_text_of_old,
    last_year,
    latest,
    main_edition,
    text_as_field,
    two_editions,
    undated_fields,
)
from .table import (
    ComparisonTable,
    DocumentNote,
    Editions,
    Group,
    GroupBy,
    NotCompared,
    Row,
    SectionHeading,
    WhyNotCompared,
    count,
)

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from .amount_changes import MisprintedSum, Total
    from .pairing import FieldPair

Pairs = Mapping[str, str]
"""Old headings mapped to the new headings of the same field (項目の対応).

An old heading mapped to "" is paired with none.
"""


def compare(
    plans: Plan | Sequence[Plan],
    old: Year | None = None,
    new: Year | None = None,
    links: Links | None = None,
    pairs: Pairs | None = None,
    *,
    is_totalled: bool = True,
) -> ComparisonTable:
    """Return what changed (比較) between two editions; by default between the two latest.

    If one document has both editions, the latest such document is used. If none has, or if it only
    repeats the old edition's figures and the old edition's own document is there too, the
    initiatives of the two documents are matched, `links` first.

    is_totalled: whether to add up amounts, which not every output shows. Raises UserError if an
    edition is missing or is the only one, ValueError if there is no plan.
    """
    series = _series(plans)
    editions = two_editions(series, old, new)
    with_both = [plan for plan in series if all(edition in plan.editions for edition in editions)]
    ending_at_old = [plan for plan in series if last_year(plan) == editions[0]]
    if with_both and not (ending_at_old and lacks_text_of_old(latest(with_both), editions)):
        return _compare_within(latest(with_both), editions, pairs, is_totalled=is_totalled)
    old_plan, new_plan = (
        latest([plan for plan in series if edition in plan.editions]) for edition in editions
    )
    if with_both and ending_at_old:
        old_plan = ending_at_old[-1]
    return compare_across(old_plan, new_plan, editions, links, pairs, is_totalled=is_totalled)


def compare_documents(
    old: Plan,
    new: Plan,
    *,
    old_edition: Year | None = None,
    new_edition: Year | None = None,
    links: Links | None = None,
    pairs: Pairs | None = None,
) -> ComparisonTable:
    """Return what changed from one document to another (資料間の比較), whatever their titles.

    Each document is compared at its latest main edition unless one is named. Years that both
    documents cover are compared as well: all shared years if the editions are equal or both plan
    the same years ahead, else the results of the year before each edition. All other editions are
    listed as not compared. Raises UserError if a document lacks the edition named.
    """
    from .moved_years import with_goals_headed_as  # noqa: PLC0415  few compare documents
    from .other_years import aligned_years, with_revised  # noqa: PLC0415

    old, new = with_goals_headed_as(old, new), with_goals_headed_as(new, old)
    shared: Sequence[Edition] = ()
    if old_edition or new_edition:
        editions = (
            known_edition([old], old_edition) if old_edition else main_edition(old),
            known_edition([new], new_edition) if new_edition else main_edition(new),
        )
        plans = with_revised((old, new), editions)
    else:
        editions = _main_editions_of(old, new)
        plans, editions, shared = aligned_years(with_revised((old, new), editions), editions)
    old, new = plans
    table = compare_across(old, new, editions, links, pairs)
    whys = WhyNotCompared.EDITION_OLD, WhyNotCompared.EDITION_NEW
    left_out = (
        NotCompared(str(one), why)
        for why, plan, taken in zip(whys, (old, new), editions, strict=True)
        for one in plan.editions
        if one != taken and (one not in shared or plan.editions[one])
    )
    return table._replace(not_compared=(*table.not_compared, *left_out))


def _main_editions_of(old: Plan, new: Plan) -> Editions:
    """Return the latest main edition of each document (主な版); a label only if both have it.

    Of two supplementary budgets with tables of both 補正後 and the year, one may have more rows of
    the year; that must not set its year against the other's 補正後.
    """
    main = main_edition(old), main_edition(new)
    labels = [one for one in main if not one.is_year]
    have_both = all({*main} <= plan.editions.keys() for plan in (old, new))
    return (labels[0], labels[0]) if len(labels) == 1 and have_both else main


def single_year(plans: Plan | Sequence[Plan], year: Year) -> ComparisonTable:
    """Return one edition as its latest document has it (単年度), nothing compared."""
    series = _series(plans)
    only = known_edition(series, year)
    plan = latest([plan for plan in series if only in plan.editions])
    editions = list(plan.editions)
    place = editions.index(only)
    # The edition keeps its own column, beside the one it would be compared with.
    old_edition, new_edition = editions[max(place - 1, 0)], only
    if place == 0 and len(editions) > 1:
        old_edition, new_edition = only, editions[1]
    is_new = only == new_edition
    pairs = [
        pair._replace(old=None) if is_new else pair._replace(new=None)
        for pair in _paired_fields((plan, plan), (only, only))[0]
    ]
    numbers = printed_numbers(plan, (only,))
    rows = [
        published_row(as_printed(entry, numbers), only, pairs, is_new=is_new)
        for entry in (Entry(*pair) for pair in plan.initiatives())
        if entry.initiative.is_in(only)
    ]
    table = _table((plan, plan), (old_edition, new_edition), rows)
    return table._replace(only_edition=only)


def _series(plans: Plan | Sequence[Plan]) -> Sequence[Plan]:
    series = (plans,) if isinstance(plans, Plan) else plans
    if not series:
        raise ValueError("there is no plan to compare")
    return series


def _table(
    plans: tuple[Plan, Plan],
    editions: Editions,
    rows: Sequence[Row],
    not_compared: tuple[NotCompared, ...] = (),
    *,
    is_totalled: bool = True,
    of_no_edition: Collection[str] = (),
) -> ComparisonTable:
    """Return the comparison table for the rows (比較表), with its sums and what to check."""
    old_plan, new_plan = plans
    old_edition, new_edition = editions
    groups, totals, misprinted = _sums(
        plans, editions, rows, of_no_edition, is_totalled=is_totalled
    )
    sources = tuple(dict.fromkeys(filter(None, (plan.source for plan in plans))))
    return ComparisonTable(
        title=new_plan.title,
        old_title=old_plan.title,
        old_edition=old_edition,
        new_edition=new_edition,
        old_heading=old_plan.editions[old_edition],
        new_heading=new_plan.editions[new_edition],
        groups=groups,
        counts=count(rows),
        publisher=new_plan.publisher,
        source="・".join(sources),
        sources=sources if len(sources) > 1 else (),
        policy_plan=new_plan.policy_plan,
        columns=_columns(plans, rows),
        totals=() if has_both_sides(rows) else totals,
        not_compared=not_compared,
        misprinted=misprinted,
        notes=tuple(_notes(plans)),
        of_no_edition=frozenset(of_no_edition),
        is_numbered=new_plan.is_numbered,
        name_heading=new_plan.name_heading,
    )


def _sums(
    plans: tuple[Plan, Plan],
    editions: Editions,
    rows: Sequence[Row],
    of_no_edition: Collection[str],
    *,
    is_totalled: bool,
) -> "tuple[tuple[Group, ...], tuple[Total, ...], tuple[MisprintedSum, ...]]":
    """Return the rows by section, the totals (合計), and the printed sums that differ from them."""
    if not any(plan.columns for plan in plans):
        return grouped(rows, GroupBy.SECTION), (), ()
    from . import totals as sums  # noqa: PLC0415  only plans with columns

    totals: tuple[Total, ...] = ()
    if is_totalled:
        printed_headings = {total.heading for plan in plans for total in plan.printed_totals}
        totals = sums.with_printed(sums.totals_of(rows, printed_headings), plans, editions)
        totals = tuple(total for total in totals if total.heading not in of_no_edition)
    groups = grouped(rows, GroupBy.SECTION, totals)
    if totals and any(one.section for plan in plans for one in plan.printed_totals):
        groups = sums.with_printed_parts(groups, plans, editions)
    sides = zip(plans, editions, strict=True)
    misprinted = tuple(dict.fromkeys(one for side in sides for one in sums.misprinted_sums(*side)))
    return groups, totals, misprinted


def _notes(plans: tuple[Plan, Plan]) -> Iterator[DocumentNote]:
    """Yield the documents' own notes (資料の注), the new one's first, each once."""
    old, new = ({fold(note): note for note in plan.notes} for plan in plans)
    for folded, note in new.items():
        yield DocumentNote(note, "" if folded in old else "new")
    for folded, note in old.items():
        if folded not in new:
            yield DocumentNote(note, "old")


def _paired_fields(
    plans: tuple[Plan, Plan],
    editions: Editions,
    by_hand: Pairs | None = None,
    matches: Sequence[Match] | None = None,
) -> "tuple[tuple[FieldPair, ...], tuple[NotCompared, ...], tuple[Diagnostic, ...]]":
    """Return the fields of both editions (項目の対応), those not compared, and what was assumed.

    by_hand: the user's own pairs. matches: of two documents, whose rows may tell that headings are
    one field.
    """
    pairs = by_hand or {}
    reports: tuple[Diagnostic, ...] = ()
    if not pairs and not any(plan.columns for plan in plans):
        return (), (), ()
    # They read units, which few plans have.
    from .pairing import pair_fields  # noqa: PLC0415

    if matches is not None and all(plan.columns for plan in plans):
        from .suggested_pairs import suggested_pairs  # noqa: PLC0415

        suggested, reports = suggested_pairs(plans, editions, matches, pairs)
        pairs = {**suggested, **pairs}
    return *pair_fields(plans, editions, pairs), reports


def _with_columns_alike(plans: Sequence[Plan], by_hand: Pairs | None) -> Sequence[Plan]:
    if not all(plan.columns for plan in plans):
        return plans
    # They read units, which few plans have.
    from .aligned_columns import typed_alike, with_items_joined  # noqa: PLC0415

    by_hand = by_hand or {}
    if len(plans) > 1:
        plans = [typed_alike(*pair) for pair in zip(plans, reversed(plans), strict=True)]
    return with_items_joined(plans, (*by_hand, *by_hand.values()))


def _columns(plans: tuple[Plan, Plan], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns that occur in some row (表に現れる項目), those of the new plan first."""
    shown = {field.heading for row in rows for field in row.fields}
    columns: dict[str, Column] = {}
    for one in (one for plan in reversed(plans) for one in plan.columns if one.heading in shown):
        known = columns.get(key := fold(one.heading), one)
        columns[key] = known._replace(headings={**one.headings, **known.headings})
    return tuple(columns.values())


# --- One document -------------------------------------------------------------------------------


def _compare_within(
    plan: Plan, editions: Editions, by_hand: Pairs | None, *, is_totalled: bool
) -> ComparisonTable:
    """Compare two editions of one plan (一つの計画の年度間の比較)."""
    plan = text_as_field(plan, *editions)
    plan = text_as_field(plan, *reversed(editions))
    (plan,) = _with_columns_alike([plan], by_hand)
    pairs, not_compared, _none = _paired_fields((plan, plan), editions, by_hand)
    properties = ComparedProperties(number=plan.is_numbered)
    rows: list[Row] = []
    for match in matches_within(plan, editions):
        rows += compare_rows(match, editions, pairs, properties)
    return _table(
        (plan, plan),
        editions,
        rows,
        not_compared,
        is_totalled=is_totalled,
        of_no_edition=undated_fields(plan),
    )


# --- Across documents ---------------------------------------------------------------------------


def compare_across(
    old_plan: Plan,
    new_plan: Plan,
    editions: Editions,
    links: Links | None,
    by_hand: Pairs | None = None,
    *,
    properties: ComparedProperties | None = None,
    is_totalled: bool = True,
) -> ComparisonTable:
    """Return what changed between two editions in different documents (資料間の比較).

    properties: which to compare; by default those that both documents have.
    """
    # Few compare documents.
    from ..linkage.linker import match_initiatives  # noqa: PLC0415
    from .aligned_documents import (  # noqa: PLC0415
        LAYOUT,
        laid_out_alike,
        with_plans_alike,
        with_titles_alike,
    )

    if not links:  # links name rows as the data files do
        old_plan, new_plan = map(with_printed_numbers, (old_plan, new_plan), editions)
    old_plan, new_plan = with_plans_alike(old_plan, new_plan, editions, keeps_sections=bool(links))
    properties = properties or _common_properties(old_plan, new_plan)
    old_plan, new_plan = _with_columns_alike((old_plan, new_plan), by_hand)
    plans = old_plan, new_plan
    matches = with_titles_alike(match_initiatives(*plans, *editions, links))
    pairs, not_compared, reports = _paired_fields(plans, editions, by_hand, matches)
    if pairs:
        from .aligned_columns import with_headings_of, with_units_alike  # noqa: PLC0415  as above

        aligned = with_units_alike(plans, pairs, matches, editions)
        plans, pairs = aligned.plans, aligned.pairs
        not_compared, reports = not_compared + aligned.not_compared, reports + aligned.reports
    sections = {fold(str(one)): one for one in map(SectionHeading.of, new_plan.sections)}
    laid_out = [laid_out_alike(match, pairs, editions) for match in matches]
    rows = [row for one in laid_out for row in compare_rows(one, editions, pairs, properties)]
    rows = [row if row.new_refs else _in_section_of(row, sections) for row in rows]
    rows = with_old_aims(rows, old_plan, new_plan)
    if any(map(is_not, laid_out, matches)):
        not_compared += (NotCompared(LAYOUT, WhyNotCompared.PAGE_LAYOUT),)
    if pairs:
        plans = with_headings_of(plans[0], pairs), plans[1]
    table = _table(plans, editions, rows, not_compared, is_totalled=is_totalled)
    return table._replace(reports=reports)


def _common_properties(old: Plan, new: Plan) -> ComparedProperties:
    """Return which properties both documents give (比較できる属性)."""
    return ComparedProperties(
        has_bureaus=names_bureaus(old) == names_bureaus(new),
        # The only section of a plan without chapters is the title of its table.
        section=1 not in (len(old.sections), len(new.sections)),
        # Numbers may only count the rows.
        number=old.is_numbered and new.is_numbered,
    )


def _in_section_of(row: Row, sections: Mapping[str, SectionHeading]) -> Row:
    """Move a dropped initiative's row to the new document's section of that name (章), if any."""
    section = sections.get(fold(str(row.section)))
    return row._replace(section=section or row.section._replace(is_old=True))
