"""Several documents of one plan (経緯): one initiative through all, one edition in two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ..edition import Edition, Year
from ..errors import NothingMatchedError, UserError, advice_on, quoted
from ..linkage import Links
from ..messages import _, listed
from ..plan import Initiative, Plan, folded_reference, reference
from ..text.normalize import fold
from .compare import compare, compare_across
from .filters import keep
from .rows import ComparedProperties
from .series import known_edition, lacks_text_of_old, last_year
from .table import ComparisonTable, NotCompared, WhyNotCompared

Refs = frozenset[str]

_SHOWN = 8


def history(
    plans: Sequence[Plan], ref: str, links: Links | None = None
) -> tuple[ComparisonTable, ...]:
    """Return the history of an initiative (経緯): one table for each step, the oldest first.

    A step leads from one year to the next within a document, or from one document to the next at
    the year they share. ref: the initiative's reference, or a part of its name, in the latest
    document that has it. links: between the last two documents. Raises NothingMatchedError if no
    document has the initiative.
    """
    documents = sorted(plans, key=last_year)
    crossings = [
        compare_with_next(old, new, links if new is documents[-1] else None)
        for old, new in pairwise(documents)
    ]
    refs = _refs_of_each(documents, crossings, ref)
    steps: list[ComparisonTable] = []
    for place, document in enumerate(documents):
        if place:
            steps += _with_rows_of(crossings[place - 1], refs[place - 1], refs[place])
        for old_edition, new_edition in pairwise(document.editions):
            before = crossings[place - 1] if place else None
            if before and (before.old_edition, before.new_edition) == (old_edition, new_edition):
                continue  # the step from the document before is between these two
            table = compare(document, old_edition, new_edition)
            steps += _with_rows_of(table, refs[place], refs[place])
    return tuple(steps)


def _refs_of_each(
    documents: Sequence[Plan], crossings: Sequence[ComparisonTable], name: str
) -> list[Refs]:
    """Return the initiative's references in each document."""
    latest, ref = _find(documents, name)
    refs: list[Refs] = [frozenset()] * len(documents)
    refs[latest] = frozenset({ref})
    for place in reversed(range(latest)):
        rows = [row for row in crossings[place].rows() if refs[place + 1] & set(row.new_refs)]
        refs[place] = frozenset(old for row in rows for old in row.old_refs)
    for place in range(latest + 1, len(documents)):
        rows = [row for row in crossings[place - 1].rows() if refs[place - 1] & set(row.old_refs)]
        refs[place] = frozenset(new for row in rows for new in row.new_refs)
    return refs


def _find(documents: Sequence[Plan], name: str) -> tuple[int, str]:
    """Return the latest document that has the initiative, and its reference there (事業の特定).

    name: a reference, or else a part of a name. Raises NothingMatchedError if no document has it,
    and UserError if several initiatives have that part in their names.
    """
    names = [
        {reference(s.number, i.number): i.name for s, i in plan.initiatives()} for plan in documents
    ]
    folded = fold(name)
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda ref, _name: folded_reference(ref) == folded_reference(name),
        lambda _ref, name: fold(name) == folded,
        lambda _ref, name: any(map(str.isalpha, folded)) and folded in fold(name),
    )
    for is_match in tests:
        for place in reversed(range(len(documents))):
            matched = {ref: one for ref, one in names[place].items() if is_match(ref, one)}
            if len(matched) > 1:
                raise UserError(
                    _("Several initiatives match “{name}”.").format(name=quoted(name)),
                    advice=_("Name one of them: {names}").format(
                        names=listed([f"{ref} {one}" for ref, one in matched.items()][:_SHOWN])
                    ),
                )
            if matched:
                return place, next(iter(matched))
    has_figures = any(map(str.isdecimal, folded))
    known = {text: None for of in names for text in (of if has_figures else of.values())}
    raise NothingMatchedError(
        _("No document has the initiative “{name}”.").format(name=quoted(name)),
        advice=advice_on(name, known),
    )


def _with_rows_of(table: ComparisonTable, old: Refs, new: Refs) -> Iterator[ComparisonTable]:
    """Yield the table reduced to the initiative's rows, or nothing if it has none."""
    kept = keep(table, lambda row: bool(old & set(row.old_refs) or new & set(row.new_refs)))
    if kept.groups:
        yield kept


# --- What two documents say of one edition ---------------------------------------------------

_NO_PROPERTY = ComparedProperties(beside_names=False, section=False, number=False)


def restated(plans: Sequence[Plan], year: Year, links: Links | None = None) -> ComparisonTable:
    """Return how the last two documents differ on one edition (記載の相違), the earlier one first.

    Names, summaries and fields are compared; all else belongs to the document rather than to the
    edition. Raises UserError if fewer than two documents have the edition.
    """
    only = known_edition(plans, year)
    having = sorted((plan for plan in plans if only in plan.editions), key=last_year)
    if len(having) < 2:  # noqa: PLR2004  it takes two to differ
        raise UserError(
            _("Only one document covers {year}.").format(year=only),
            where=having[0].origin,
            advice=_("Name the other year's document too: --data FILE --data FILE."),
        )
    old, new = having[-2], having[-1]
    (old, old_text), (new, new_text) = _with_text_of_both(old, new, only)
    table = compare_across(old, new, (only, only), links, properties=_NO_PROPERTY)
    sides = (WhyNotCompared.ONLY_OLD, old_text), (WhyNotCompared.ONLY_NEW, new_text)
    not_compared = (NotCompared(heading, why) for why, headings in sides for heading in headings)
    table = table._replace(not_compared=(*table.not_compared, *not_compared))
    old_document, new_document = _document_names(old, new)
    return table._replace(old_document=old_document, new_document=new_document)


def _with_text_of_both(
    old: Plan, new: Plan, only: Edition
) -> Iterator[tuple[Plan, tuple[str, ...]]]:
    """Yield each plan, without its main text of the edition if the other plan has none.

    A budget repeats last year's amounts without their text, which was not rewritten thereby. With
    each plan comes the heading of the text left out, or "".
    """
    plans = (old, new)
    has_text = [
        any(only in one.summaries for _section, one in plan.initiatives()) for plan in plans
    ]
    for place, plan in enumerate(plans):
        if has_text[place] and not has_text[1 - place]:
            yield _without_text(plan, only), (plan.editions[only],)
        else:
            yield plan, ()


def _without_text(plan: Plan, edition: Edition) -> Plan:
    def bare(one: Initiative) -> Initiative:
        return replace(one, summaries={e: t for e, t in one.summaries.items() if e != edition})

    return replace(plan, editions={**plan.editions, edition: ""}, sections=plan.sections_with(bare))


def _document_names(old: Plan, new: Plan) -> tuple[str, str]:
    """Return what distinguishes two documents (資料の名称): titles, sources or last editions."""
    for names in (
        (old.title, new.title),
        (old.source, new.source),
        tuple(f"～{last_year(plan).japanese}" for plan in (old, new)),
    ):
        if fold(names[0]) != fold(names[1]):
            return names[0], names[1]
    return Path(old.origin).name, Path(new.origin).name


def compare_with_next(old: Plan, new: Plan, links: Links | None) -> ComparisonTable:
    """Return what changed from one document of a plan to the next (計画の更新).

    Both are compared at the latest edition they share, or else at their neighbouring editions. A
    new document that only repeats figures of the shared edition is compared at its own latest.
    """
    shared = [edition for edition in old.editions if edition in new.editions]
    editions = (shared[-1],) * 2 if shared else (list(old.editions)[-1], next(iter(new.editions)))
    if shared and lacks_text_of_old(new, (shared[-1], last_year(new))):
        editions = shared[-1], last_year(new)
    return compare_across(old, new, editions, links)


@dataclass(frozen=True, slots=True)
class AmountSeries:
    """One amount over the editions (数値の推移), as published."""

    heading: str
    unit: str
    values: Mapping[Edition, str]


def amounts_over_editions(
    steps: Sequence[ComparisonTable],
) -> tuple[tuple[Edition, ...], tuple[AmountSeries, ...]]:
    """Return the editions of a history and each amount in them (数値の推移).

    If documents give different values for one edition, the later document counts.
    """
    editions: dict[Edition, None] = {}
    values: dict[tuple[str, str], dict[Edition, str]] = {}
    for table in steps:
        editions.update(dict.fromkeys((table.old_edition, table.new_edition)))
        for field in (one for row in table.rows() for one in row.fields):
            if field.is_amount:
                known = values.setdefault((field.heading, field.unit), {})
                if field.old is not None:
                    known[table.old_edition] = field.old
                if field.new is not None:
                    known[table.new_edition] = field.new
    series = (AmountSeries(heading, unit, known) for (heading, unit), known in values.items())
    return tuple(editions), tuple(series)
