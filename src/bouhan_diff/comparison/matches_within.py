"""Match the rows of two editions within one document (版の間の対応).

Most rows have the texts of both editions. In a document with a table 変更前 above one 変更後, or a
sheet for each year, reading has already joined the rows of equal names; here the others are matched
with the row of the old edition (前の版の行) that had another name or place.
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
    """Yield the matched rows of two editions of a document (版の間の対応), in document order.

    A row in both editions is matched with itself, a new one with its predecessor. Each row has the
    number printed on its own sheet.
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
    matched_olds = {old.ref for match in earlier.values() for old in match.old}
    numbers = printed_numbers(plan, editions)
    for entry, is_old, is_new in both:
        if not (is_old or is_new) or (matched_olds and entry.ref in matched_olds):
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
    """Map the reference of each new row to its match in the old edition (前の版の行).

    Considered are rows in one edition only: those of equal section and name, and, if the editions
    are on different sheets, those that `linkage` matches as in two documents.
    """
    if not olds or not news:
        return {}
    match_of = dict(_of_one_name(olds, news))
    sheets = [{sheet for one in side for sheet in _sheets(one)} for side in (olds, news)]
    if all(sheets) and not sheets[0] & sheets[1]:
        matched_olds = {match.old[0].ref for match in match_of.values()}
        unmatched = (
            [one for one in olds if one.ref not in matched_olds],
            [one for one in news if one.ref not in match_of],
        )
        match_of.update(_matched(plan, unmatched, editions))
    return match_of


def _of_one_name(olds: Sequence[Entry], news: Sequence[Entry]) -> Iterator[tuple[str, Match]]:
    """Yield the matches of rows with a section and name that occur once on each side."""
    by_name: dict[tuple[str, str], tuple[list[Entry], list[Entry]]] = {}
    for at, side in enumerate((olds, news)):
        for entry in side:
            key = fold(str(entry.section.number)), fold(entry.initiative.name)
            by_name.setdefault(key, ([], []))[at].append(entry)
    for old, new in by_name.values():
        if len(old) == len(new) == 1:
            yield new[0].ref, Match((old[0],), (new[0],))


def _sheets(entry: Entry) -> list[str]:
    """Return the sheets that a row is on (シート), none if its place names none."""
    return [place.rpartition("!")[0] for place in entry.initiative.at.split("、") if "!" in place]


def _matched(
    plan: Plan, sides: tuple[Sequence[Entry], Sequence[Entry]], editions: Editions
) -> Iterator[tuple[str, Match]]:
    """Yield the one-to-one matches between the rows of two sheets."""
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
    """Map references to the number printed on the row's own sheet (印字の番号), where it differs.

    A plan calls the second of two rows numbered 2 "2#2". If each edition has only one of them, both
    are called 2 again.
    """
    if not any("#" in str(one.number) for _section, one in plan.initiatives()):
        return {}
    numbers = {
        reference(section.number, one.number): one.number for section, one in plan.initiatives()
    }
    editions_of_row: dict[str, list[Edition]] = {}
    taken: Counter[tuple[str, Edition]] = Counter()
    for section, one in plan.initiatives():
        ref = reference(section.number, one.number)
        editions_of_row[ref] = [edition for edition in editions if one.is_in(edition)]
        taken.update((_bare(ref, numbers), edition) for edition in editions_of_row[ref])
    return {
        ref: numbers[bare]
        for ref in numbers
        if (bare := _bare(ref, numbers)) != ref
        and all(taken[bare, edition] == 1 for edition in editions_of_row[ref])
    }


def with_printed_numbers(plan: Plan, edition: Edition) -> Plan:
    """Return the plan with the rows of one edition, numbered as printed (その版の印字の番号).

    A plan without duplicate numbers is returned as it is.
    """
    numbers = printed_numbers(plan, (edition,))
    if not numbers:
        return plan
    sections = []
    for section in plan.sections:
        entries = (Entry(section, one) for one in section.initiatives if one.is_in(edition))
        rows = [as_printed(entry, numbers).initiative for entry in entries]
        if all(isinstance(one.number, int) for one in rows):
            rows.sort(key=lambda one: int(one.number))
        sections.append(replace(section, initiatives=tuple(rows)))
    return replace(plan, sections=tuple(sections))


def _bare(ref: str, known: Collection[str]) -> str:
    """Return the reference without the suffix of a duplicate (元の参照番号): 1-2 for 1-2#2."""
    bare = ref.rpartition("#")[0]
    return bare if bare in known else ref


def as_printed(entry: Entry, numbers: Mapping[str, Number]) -> Entry:
    """Return the entry with the number that its sheet prints (印字の番号のある事業)."""
    number = numbers.get(entry.ref) if numbers else None
    if number is None:
        return entry
    return entry._replace(initiative=replace(entry.initiative, number=number))
