"""Which rows of one document are the same in two editions (版の間の対応).

Most rows have both texts. Where a table 変更前 is above one 変更後, or a sheet of this year behind
one of last year, rows of one name were joined when the document was read; here they are joined to
their predecessors (前の版の行) that had another name or place.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..edition import Edition
from ..linkage import Entry, Match
from ..plan import Number, Plan, reference
from ..text.normalize import fold
from .table import Editions


def matches_within(plan: Plan, editions: Editions) -> Iterator[Match]:
    """Yield the rows of a document in two editions (版の間の対応), in its order.

    A row that both editions have is one match with itself, a new one with its predecessor.
    Numbers are those that each edition has on its own sheet.
    """
    entries = [Entry(section, one) for section, one in plan.initiatives()]
    sides = [[one.initiative.is_in(edition) for one in entries] for edition in editions]
    both = list(zip(entries, *sides, strict=True))
    earlier = _predecessors(
        plan,
        [entry for entry, is_old, is_new in both if is_old and not is_new],
        [entry for entry, is_old, is_new in both if is_new and not is_old],
        editions,
    )
    gone = {old.ref for match in earlier.values() for old in match.old}
    numbers = printed_numbers(plan, editions)
    for entry, is_old, is_new in both:
        if not (is_old or is_new) or (gone and entry.ref in gone):
            continue
        match = earlier.get(entry.ref) if earlier else None
        if match is None:
            alone = (entry,)
            match = Match(alone if is_old else (), alone if is_new else ())
        if numbers:
            olds, news = (
                tuple(as_printed(one, numbers) for one in side) for side in (match.old, match.new)
            )
            match = match._replace(old=olds, new=news)
        yield match


def _predecessors(
    plan: Plan, olds: Sequence[Entry], news: Sequence[Entry], editions: Editions
) -> Mapping[str, Match]:
    """Return the old row of each new one that is the same initiative (前の版の行), by reference.

    Of rows that one edition has alone: those of one section and name, and where the editions
    are on different sheets, those that are matched as in two documents.
    """
    if not olds or not news:
        return {}
    found = dict(_of_one_name(olds, news))
    sheets = [{sheet for one in side for sheet in _sheets(one)} for side in (olds, news)]
    if all(sheets) and not sheets[0] & sheets[1]:
        taken = {match.old[0].ref for match in found.values()}
        left = (
            [one for one in olds if one.ref not in taken],
            [one for one in news if one.ref not in found],
        )
        found.update(_matched(plan, left, editions))
    return found


def _of_one_name(olds: Sequence[Entry], news: Sequence[Entry]) -> Iterator[tuple[str, Match]]:
    """Yield the rows that have one section and name, each once on either side."""
    by_name: dict[tuple[str, str], tuple[list[Entry], list[Entry]]] = {}
    for at, side in enumerate((olds, news)):
        for entry in side:
            key = fold(str(entry.section.number)), fold(entry.initiative.name)
            by_name.setdefault(key, ([], []))[at].append(entry)
    for old, new in by_name.values():
        if len(old) == len(new) == 1:
            yield new[0].ref, Match((old[0],), (new[0],))


def _sheets(entry: Entry) -> list[str]:
    """Return the sheets that a row is on (シート), none where its place names none."""
    return [place.rpartition("!")[0] for place in entry.initiative.at.split("、") if "!" in place]


def _matched(
    plan: Plan, sides: tuple[Sequence[Entry], Sequence[Entry]], editions: Editions
) -> Iterator[tuple[str, Match]]:
    """Yield the rows of two sheets that are one initiative, one to one."""
    if not all(sides):
        return
    from ..linkage.linker import match_initiatives  # noqa: PLC0415  few documents need it

    old, new = (_only(plan, {entry.ref for entry in side}) for side in sides)
    for match in match_initiatives(old, new, *editions):
        if len(match.old) == len(match.new) == 1:
            yield match.new[0].ref, match


def _only(plan: Plan, refs: Collection[str]) -> Plan:
    """Return the plan with the initiatives of these references alone."""
    sections = (
        replace(
            section,
            initiatives=tuple(
                one for one in section.initiatives if reference(section.number, one.number) in refs
            ),
        )
        for section in plan.sections
    )
    return replace(plan, sections=tuple(sections))


# --- Numbers that each edition has for itself -------------------------------------------------


def printed_numbers(plan: Plan, editions: Collection[Edition]) -> Mapping[str, Number]:
    """Return the numbers that rows have on their own sheet (印字の番号), by reference.

    A plan parts two rows of one number by calling the second 2#2. Where each edition has but
    one of them, both are called 2 again.
    """
    if not any("#" in str(one.number) for _section, one in plan.initiatives()):
        return {}
    numbers = {
        reference(section.number, one.number): one.number for section, one in plan.initiatives()
    }
    own: dict[str, list[Edition]] = {}
    taken: Counter[tuple[str, Edition]] = Counter()
    for section, one in plan.initiatives():
        ref = reference(section.number, one.number)
        own[ref] = [edition for edition in editions if one.is_in(edition)]
        taken.update((_bare(ref, numbers), edition) for edition in own[ref])
    return {
        ref: numbers[bare]
        for ref in numbers
        if (bare := _bare(ref, numbers)) != ref
        and all(taken[bare, edition] == 1 for edition in own[ref])
    }


def with_printed_numbers(plan: Plan, edition: Edition) -> Plan:
    """Return the rows of an edition alone, numbered as on their own sheet (その版の印字の番号).

    A plan without numbers that are parted is returned as it is.
    """
    numbers = printed_numbers(plan, (edition,))
    if not numbers:
        return plan
    sections = []
    for section in plan.sections:
        own = (Entry(section, one) for one in section.initiatives if one.is_in(edition))
        rows = [as_printed(entry, numbers).initiative for entry in own]
        if all(isinstance(one.number, int) for one in rows):
            rows.sort(key=lambda one: int(one.number))
        sections.append(replace(section, initiatives=tuple(rows)))
    return replace(plan, sections=tuple(sections))


def _bare(ref: str, known: Collection[str]) -> str:
    """Return the reference of which one is the second or a later (元の参照番号): 1-2 of 1-2#2."""
    bare = ref.rpartition("#")[0]
    return bare if bare in known else ref


def as_printed(entry: Entry, numbers: Mapping[str, Number]) -> Entry:
    """Return the entry with the number that its sheet prints (印字の番号のある事業)."""
    number = numbers.get(entry.ref) if numbers else None
    if number is None:
        return entry
    return entry._replace(initiative=replace(entry.initiative, number=number))
