"""Rows (事業の新旧): one initiative in two editions, and what of it changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..edition import Edition, series_title
from ..linkage import Entry, Match
from ..plan import BESIDE_NAMES, CODES, DESCRIBING, Plan, Property, Section, each
from ..text.normalize import fold, is_no_value, spellings
from ..textdiff import Segment, diff_text, heaviest
from .table import (
    KIND_OF_EDIT,
    MARK_OF_PROPERTY,
    Editions,
    FieldComparison,
    Mark,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    heaviest_kind,
)

if TYPE_CHECKING:
    from .pairing import FieldPair


class ComparedProperties(NamedTuple):
    """Which properties of two rows to compare (比較する属性), beside name, texts and fields.

    beside_names: departments, policy numbers and the like. has_bureaus: whether departments include
    their 部.
    """

    beside_names: bool = True
    has_bureaus: bool = True
    section: bool = True
    number: bool = True


def published_row(
    entry: Entry, edition: Edition, pairs: "Sequence[FieldPair]", *, is_new: bool
) -> Row:
    """Return an initiative as one edition has it (公表どおりの事業), nothing compared."""
    entry = _as_of(entry, edition)
    text = entry.initiative.summaries.get(edition, "")
    olds, news = ((), (entry,)) if is_new else ((entry,), ())
    fields = _fields(pairs, olds, news, (edition, edition)) if pairs else ()
    return Row(
        **_described(entry),
        kind=None,
        old=None if is_new else text,
        new=text if is_new else None,
        fields=tuple(field._replace(kind=None) for field in fields),
        old_at="" if is_new else entry.initiative.at,
        new_at=entry.initiative.at if is_new else "",
    )


def compare_rows(
    match: Match,
    editions: Editions,
    pairs: "Sequence[FieldPair]",
    properties: ComparedProperties,
) -> Iterator[Row]:
    """Yield the rows of a match (事業の新旧): one for each new initiative, or for a dropped one."""
    old_edition, new_edition = editions
    olds = [_as_of(one, old_edition) for one in match.old]
    old = _text(olds, old_edition)
    old_refs = tuple([one.ref for one in match.old])
    new_refs = old_refs if match.new is match.old else tuple([one.ref for one in match.new])
    for new_entry in match.new or (None,):
        news = [] if new_entry is None else [_as_of(new_entry, new_edition)]
        entry = (news or olds)[0]
        new = _text(news, new_edition)
        fields = _fields(pairs, olds, news, editions) if pairs else ()
        segments: tuple[Segment, ...] = ()
        changes: tuple[PropertyChange, ...] = ()
        if old is None or new is None:
            kind = RowKind.ADDED if old is None else RowKind.REMOVED
        else:
            segments = diff_text(old, new)
            if len(olds) > 1 or olds[0].initiative is not entry.initiative:
                changes = tuple(_property_changes(olds, entry, properties))
            kinds = [KIND_OF_EDIT[heaviest(segments)], *map(kind_of_property, changes)]
            kinds += [field.kind for field in fields if field.kind is not None]
            if len(olds) > 1 or len(match.new) > 1:
                kinds.append(RowKind.SUBSTANCE)
            kind = heaviest_kind(kinds) if len(kinds) > 1 else kinds[0]
        yield Row(
            **_described(entry),
            kind=kind,
            old=old,
            new=new,
            segments=segments,
            changes=changes,
            old_refs=old_refs,
            new_refs=new_refs,
            certainty=match.certainty if news else 1.0,
            fields=fields,
            marks=marks_of(changes, fields),
            old_at=_places(olds),
            new_at=_places(news),
            is_numbered=properties.number,
        )


def _fields(
    pairs: "Sequence[FieldPair]",
    olds: Sequence[Entry],
    news: Sequence[Entry],
    editions: Editions,
) -> tuple[FieldComparison, ...]:
    from .fields import compare_fields  # noqa: PLC0415  reads units, which few plans have

    old_initiatives, new_initiatives = (
        [entry.initiative for entry in side] for side in (olds, news)
    )
    return tuple(compare_fields(pairs, old_initiatives, new_initiatives, editions))


def with_old_aims(rows: list[Row], old: Plan, new: Plan) -> list[Row]:
    """Return the rows with the former aim of their section (章の目的), if it changed.

    Sections are paired by title. A document without any aims says nothing about them.
    """
    olds, news = (
        {_title(one): one.aim for one in plan.sections if any(of.aim for of in plan.sections)}
        for plan in (old, new)
    )
    changed = {
        title: olds[title]
        for title, aim in news.items()
        if title in olds and fold(aim) != fold(olds[title])
    }
    return [
        row._replace(section=row.section._replace(old_aim=changed[title]))
        if changed and (title := _title(row.section)) in changed and not row.section.is_old
        else row
        for row in rows
    ]


def _text(entries: Sequence[Entry], edition: Edition) -> str | None:
    if not entries:
        return None
    if len(entries) == 1:  # the usual case
        return entries[0].initiative.summaries.get(edition, "")
    return "\n".join([entry.initiative.summaries.get(edition, "") for entry in entries])


def _places(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return entries[0].initiative.at
    return "、".join([one.initiative.at for one in entries if one.initiative.at])


def _as_of(entry: Entry, edition: Edition) -> Entry:
    """Return the entry with its name, department and policies in the edition (版の記載)."""
    initiative = entry.initiative
    earlier = initiative.per_edition.get(edition) if initiative.per_edition else None
    if earlier is None:
        return entry
    return entry._replace(initiative=replace(initiative, **earlier.given()))  # type: ignore[arg-type]


def _described(entry: Entry) -> dict[str, Any]:
    """Return the attributes of a `Row` that describe the initiative (事業の表示), texts apart."""
    initiative = entry.initiative
    properties = {what.value: initiative.property_value(what) for what in DESCRIBING}
    return {"section": SectionHeading.of(entry.section), "number": initiative.number, **properties}


_REVENUE = re.compile(r"(?:\A|(?<=\s))歳\s*入(?!\s*歳)|(?<!及び)(?:収\s*入|収益)(?=\s|\Z)")
_EXPENDITURE = re.compile(r"(?:\A|(?<=\s))歳\s*出|(?<!及び)(?:支\s*出|費用)(?=\s|\Z)")
"""Match a section of one side of an account, at any level: 歳入歳出予算 歳入 市税, 資本的支出."""


def has_both_sides(rows: Sequence[Row]) -> bool:
    """Return whether rows mix revenue and expenditure (歳入と歳出), so that a sum means nothing."""
    titles = {row.section.title for row in rows}
    return all(any(map(side.search, titles)) for side in (_REVENUE, _EXPENDITURE))


def _property_changes(
    olds: Sequence[Entry], new: Entry, properties: ComparedProperties
) -> Iterator[PropertyChange]:
    """Yield the changed properties (項目外の変更), ignoring widths and spaces.

    For merged initiatives, all old names, codes and sections are given.
    """
    old_initiatives, initiative = [entry.initiative for entry in olds], new.initiative
    if {was.name for was in old_initiatives} != {initiative.name}:
        yield _change(Property.NAME, (was.name for was in old_initiatives), initiative.name)
    for what in BESIDE_NAMES if properties.beside_names else ():
        value = initiative.property_value(what)
        old_values = [text for one in old_initiatives for text in each(one.property_value(what))]
        if what in CODES:
            codes = spellings(old_values)
            if codes.keys() != set(map(fold, each(value))):
                yield PropertyChange(what, tuple(codes.values()), value)
            continue
        names = {fold(text) for text in (*old_values, *each(value))}
        if what is Property.DEPARTMENT and not properties.has_bureaus:
            names = set(map(_bare, names))
        if len(names) > 1:
            yield _change(what, old_values, str(value))
    # A year in a section's title is that of the document.
    if properties.section and {_title(entry.section) for entry in olds} != {_title(new.section)}:
        yield _change(
            Property.SECTION,
            (str(SectionHeading.of(entry.section)) for entry in olds),
            str(SectionHeading.of(new.section)),
        )
    if (
        properties.number
        and len(old_initiatives) == 1
        and old_initiatives[0].number != initiative.number
    ):
        yield PropertyChange(Property.NUMBER, old_initiatives[0].number, initiative.number)


def names_bureaus(plan: Plan) -> bool:
    """Return whether the plan's departments include their 部 (部局の記載)."""
    departments = {fold(one.department) for _section, one in plan.initiatives()}
    return any(re.search(_BUREAU, department) for department in departments)


def _bare(department: str) -> str:
    """Return folded departments without their 部 (課名)."""
    return re.sub(_BUREAU, "", department)


_BUREAU = r"(?<![^,、・/])(?![東西南北中内]部)[^,、・/]+(?:部|局|庁|委員会)(?=[^,、・/])"
"""A bureau before the department's own name (部局); 東部 in 東部環境課 is part of the name."""


def _title(section: Section | SectionHeading) -> str:
    """Return a section's title without years (年度を除いた章名), folded.

    補正 is dropped too: 第１表 歳入歳出予算補正 revises 第１表 歳入歳出予算.
    """
    title = fold(series_title(section.title)) or fold(section.title)
    return re.sub(_REVISED, "", title) if "補正" in title else title


_REVISED = "補正(?=予算)|(?<=予算)補正(?:第[0-9]+号)?"


def _change(what: Property, olds: Iterable[str], new: str) -> PropertyChange:
    """Return the change of a property; old texts that differ only in width or space count once."""
    distinct = tuple(spellings(filter(None, olds)).values())
    return PropertyChange(what, "、".join(distinct), new, distinct if len(distinct) > 1 else ())


def kind_of_property(change: PropertyChange) -> RowKind:
    """Return the kind of a changed property (属性の変更区分); a new number alone is no change.

    A new title under the same section number is classified as a new name is.
    """
    if change.what is Property.NAME or _is_retitled(change):
        return KIND_OF_EDIT[heaviest(diff_text(str(change.old), str(change.new)))]
    return RowKind.UNCHANGED if change.what is Property.NUMBER else RowKind.SUBSTANCE


def _is_retitled(change: PropertyChange) -> bool:
    return (
        change.what is Property.SECTION
        and str(change.old).split()[:1] == str(change.new).split()[:1]
    )


def _has_uncompared(fields: Sequence[FieldComparison]) -> bool:
    """Return whether each document has an amount that the other one lacks (数値の未比較)."""
    amounts = [one for one in fields if one.kind is None and one.is_amount]
    if not amounts:
        return False
    from ..text.number_headings import heading_role  # noqa: PLC0415  reads units, which few have

    amounts = [one for one in amounts if not heading_role(one.heading)]
    return any(one.new is None and not is_no_value(one.old or "") for one in amounts) and any(
        one.old is None and not is_no_value(one.new or "") for one in amounts
    )


_MARKS = tuple(Mark)  # iterating over the class itself is slower


def marks_of(
    changes: Sequence[PropertyChange], fields: Sequence[FieldComparison]
) -> tuple[Mark, ...]:
    """Return the marks of a row's change (変更の目印), each once.

    A name that only changed in notation is not a new name, and a new title not a new number.
    """
    if not changes and not fields:
        return ()
    marks = {
        MARK_OF_PROPERTY[change.what]
        for change in changes
        if not (
            _is_retitled(change)
            or (change.what is Property.NAME and kind_of_property(change) is RowKind.NOTATION)
        )
    }
    kinds = [field.kind for field in fields]
    if RowKind.SUBSTANCE in kinds and any(
        field.amount and field.kind is RowKind.SUBSTANCE for field in fields
    ):
        marks.add(Mark.AMOUNT)
    if None in kinds and _has_uncompared(fields):
        marks.add(Mark.UNCOMPARED)
    return tuple(mark for mark in _MARKS if mark in marks) if marks else ()
