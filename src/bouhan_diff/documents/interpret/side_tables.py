"""Join tables that list the same initiatives (同じ事業の表の結合).

On pages too narrow for one table, a first one has the texts and a second one the amounts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from ...diagnostics import Diagnostics
from ...edition import Edition
from ...plan import BETWEEN_LEVELS, FieldValue, Initiative, Number, Section
from ...text.normalize import fold
from ..headings.titles import is_numbered_table
from .outline import DraftSection

_FEWEST = 3  # initiatives of two tables whose titles have nothing in common


def joined_tables(
    drafted: Sequence[tuple[DraftSection, Section]], title: str, diagnostics: Diagnostics
) -> tuple[tuple[Section, ...], Mapping[Number, Number]]:
    """Return the sections, one for all that have other columns of the same initiatives (表の結合).

    drafted: the sections, each beside what it was made of. title: the document's, for sections
    whose titles have nothing in common. The second value maps each section's number to that of
    the one that it is part of now.
    """
    sections = [section for _draft, section in drafted]
    if len(sections) == 1:
        return tuple(sections), {one.number: one.number for one in sections}
    wholes = {section.number: id(draft.whole) for draft, section in drafted if draft.whole}
    groups: list[list[Section]] = []
    # By a row's name and number, then by what it says: which groups have such a row.
    known: dict[tuple[str, Number], dict[frozenset[_Place], set[int]]] = {}
    for section in sections:
        whole = wholes.get(section.number)
        rows = [
            (known.setdefault((fold(one.name), one.number), {}), frozenset(_texts_of(one)))
            for one in section.initiatives
        ]
        near = {
            group
            for found, places in rows
            for others, having in found.items()
            if not (places <= others or others <= places)
            for group in having
        }
        same = (
            at
            for at in sorted(near)
            if all(
                _are_of_same(one, section, were_one=wholes.get(one.number, 0) == whole)
                for one in groups[at]
            )
        )
        if (at := next(same, None)) is None:
            at = len(groups)
            groups.append([])
        groups[at].append(section)
        for found, places in rows:
            found.setdefault(places, set()).add(at)
    taken = {str(one.number) for one in sections}
    joined = tuple(_joined(group, title, taken) for group in groups)
    for group, one in zip(groups, joined, strict=True):
        if len(group) > 1:
            diagnostics.note(
                "tables-joined", title=one.title, titles="、".join(part.title for part in group)
            )
    return joined, {
        part.number: one.number for group, one in zip(groups, joined, strict=True) for part in group
    }


def _are_of_same(one: Section, other: Section, *, were_one: bool) -> bool:
    """Return whether two sections list the same initiatives under other headings (同じ事業の表).

    The shorter one may lack some of them, as those without a budget. were_one: both are tables of
    one section.
    """
    olds, news = ({fold(row.name): row for row in part.initiatives} for part in (one, other))
    short, long = sorted((olds, news), key=len)
    shared = _shared_levels((one, other))
    if (len(short) < _FEWEST and not (shared or were_one)) or any(
        is_numbered_table(level) and level not in shared
        for part in (one, other)
        for level in part.title.split(BETWEEN_LEVELS)
    ):
        return False  # 第２表 of a budget is another list than its 歳出
    are_unique = len(olds) == len(one.initiatives) and len(news) == len(other.initiatives)
    return (
        are_unique
        and short.keys() <= long.keys()
        and 2 * len(short) > len(long)
        and all(_are_sides(row, long[name]) for name, row in short.items())
    )


def _are_sides(one: Initiative, other: Initiative) -> bool:
    """Return whether two rows say different things of one initiative (同じ事業の別の項目).

    So do those of one column in other years.
    """
    texts = [*map(_texts_of, (one, other))]
    shared = texts[0].keys() & texts[1].keys()
    return (
        one.number == other.number
        and all(texts)
        and all(texts[0][place] == texts[1][place] != "" for place in shared)
        and len(shared) < min(map(len, texts))
        and not (one.per_edition and other.per_edition)
        and (one.department == other.department or not (one.department and other.department))
        and (one.policies == other.policies or not (one.policies and other.policies))
    )


_Place = tuple[str, Edition | None]
"""Where a row says something: a heading, "" for its summary, and an edition, if it is of one."""


def _texts_of(one: Initiative) -> dict[_Place, str]:
    """Return what a row says, by heading and edition (項目・年度別の記載)."""
    found: dict[_Place, str] = {}
    for heading, value in {"": one.summaries, **one.fields}.items():
        by_edition = [(None, value)] if isinstance(value, str) else value.items()
        found |= {(heading, edition): text for edition, text in by_edition}
    return found


def _fields_of(sides: Sequence[Initiative]) -> dict[str, FieldValue]:
    """Return what all sides say of the initiative (項目の値), its editions in order."""
    fields: dict[str, FieldValue] = {}
    for one in sides:
        for heading, value in one.fields.items():
            before = fields.get(heading)
            if isinstance(value, str) or before is None or isinstance(before, str):
                fields[heading] = value
            else:
                fields[heading] = {**before, **value}
    return fields


def _joined(group: Sequence[Section], title: str, taken: set[str]) -> Section:
    """Return several sections as one (章の統合), called by what their titles have in common."""
    first = group[0]
    if len(group) == 1:
        return first
    longest = max(group, key=lambda one: len(one.initiatives))
    rows = {fold(one.name): one for one in longest.initiatives}
    for name in rows:
        sides = [one for part in group for one in part.initiatives if fold(one.name) == name]
        rows[name] = replace(
            sides[0],
            summaries={edition: text for one in sides for edition, text in one.summaries.items()},
            department=next(filter(None, (one.department for one in sides)), ""),
            policies=next(filter(None, (one.policies for one in sides)), ()),
            fields=_fields_of(sides),
            per_edition={edition: was for one in sides for edition, was in one.per_edition.items()},
            at="、".join(dict.fromkeys(one.at for one in sides)),
        )
    levels = _shared_levels(group)
    return replace(
        first,
        number=_shared_number(group, taken) if levels else first.number,
        title=BETWEEN_LEVELS.join(levels) or title,
        initiatives=tuple(rows.values()),
        aim="\n".join(dict.fromkeys(one.aim for one in group if one.aim)),
    )


def _shared_number(group: Sequence[Section], taken: set[str]) -> Number:
    """Return what the numbers of all parts begin or end with (共通の章番号).

    That is 2 of 2-1 and 2-2, and of 1-2 and 2-2, where the parts are on two sheets.
    """
    numbers = [str(one.number).split("-") for one in group]
    first = _beginning(numbers)
    shared = "-".join(first or reversed(_beginning([one[::-1] for one in numbers])))
    if not shared or shared in taken:
        return group[0].number
    return int(shared) if shared.isdecimal() else shared


def _beginning(numbers: Sequence[Sequence[str]]) -> list[str]:
    pairs = zip(*numbers, strict=False)
    return [one for one, *_rest in takewhile(lambda levels: len({*levels}) == 1, pairs)]


def _shared_levels(group: Sequence[Section]) -> list[str]:
    """Return the levels that the titles of all have in common (共通の章題)."""
    levels, *others = (one.title.split(BETWEEN_LEVELS) for one in group)
    return [one for one in levels if all(one in other for other in others)]
