"""Bring two plans to the same sections before they are compared (章の突合).

One year a column such as 基本目標 is a field, as each row has its own value; the next year the same
values are the headings of sections.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ..plan import BETWEEN_LEVELS, Initiative, Plan, Section
from ..text.normalize import fold, squeezed

_FEWEST = 2


def with_section_named_as(old: Plan, new: Plan) -> Plan:
    """Return the old plan with its only section renamed to the new plan's only section.

    The only section often has the title of the document or file, so that its change means nothing.
    """
    if len(old.sections) != 1 or len(new.sections) != 1:
        return old
    return replace(old, sections=(replace(old.sections[0], title=new.sections[0].title),))


def with_sections_of(plan: Plan, other: Plan) -> Plan:
    """Return a plan divided into sections by the columns that are sections in the other plan.

    The plan is returned as it is if it has several sections already, or lacks an unpaired column
    for some level of the other plan's section titles.
    """
    if len(plan.sections) != 1 or len(other.sections) < _FEWEST:
        return plan
    titles = [section.title.split(BETWEEN_LEVELS) for section in other.sections]
    levels = [[title[at] for title in titles if len(title) > at] for at in range(len(titles[0]))]
    known = {fold(column.heading) for column in other.columns}
    rows = plan.sections[0].initiatives
    of_level: dict[int, tuple[str, Mapping[str, str]]] = {}
    for column in plan.columns:
        if not column.is_amount and fold(column.heading) not in known:
            values = [one.fields.get(column.heading) for one in rows]
            for at, parts in enumerate(levels):
                if at not in of_level and (found := _parts_of(values, parts)):
                    of_level[at] = column.heading, found
                    break
    if len(of_level) < len(levels):
        return plan
    steps = [of_level[at] for at in sorted(of_level)]
    headings = {heading for heading, _parts in steps}
    made: dict[str, list[Initiative]] = {}
    for one in rows:
        path = [parts[str(one.fields[heading])] for heading, parts in steps]
        fields = {name: value for name, value in one.fields.items() if name not in headings}
        made.setdefault(BETWEEN_LEVELS.join(path), []).append(replace(one, fields=fields))
    return replace(
        plan,
        sections=_sections(made, other.sections),
        columns=tuple(column for column in plan.columns if column.heading not in headings),
    )


def _parts_of(values: Sequence[object], parts: Collection[str]) -> dict[str, str]:
    """Map each value to the part of a section title that it repeats (章題に当たる値), or to itself.

    Empty if a row has no value or one per edition, or if hardly any value occurs in a title.
    """
    texts = [value for value in values if value and isinstance(value, str)]
    if len(texts) < len(values):
        return {}
    found: dict[str, str] = {}
    number = 0
    by_length = sorted(parts, key=len, reverse=True)
    for value in dict.fromkeys(texts):
        plain = squeezed(value)
        part = next((one for one in by_length if plain.endswith(squeezed(one))), None)
        found[value] = value if part is None else part
        number += part is not None
    return found if number >= _FEWEST and 2 * number >= len(found) else {}


def _sections(
    made: Mapping[str, Sequence[Initiative]], others: Sequence[Section]
) -> tuple[Section, ...]:
    """Return the sections (章), numbered as the other plan's section of equal title, if any."""
    by_title = {fold(section.title): section for section in others}
    taken = {fold(str(section.number)) for section in others}
    number = len(others)
    found = []
    for title, rows in made.items():
        like = by_title.get(fold(title))
        if like is None:
            number += 1
            while str(number) in taken:
                number += 1
            like = Section(number, title, ())
        found.append(replace(like, initiatives=tuple(rows), printed=""))
    return tuple(found)
