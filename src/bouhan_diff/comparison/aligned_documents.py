"""Bring two documents to one form before they are compared (文書の突合).

One plan takes different forms over the years: a column such as 基本目標 is a field one year, and
its values are the titles of sections the next; another column is the main text, depending on what
its cells say; and a page of a PDF breaks texts where its columns end.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..edition import Edition
from ..linkage import Entry, Match
from ..plan import BETWEEN_LEVELS, Column, FieldValue, Initiative, Plan, Section
from ..text.normalize import fold, squeezed
from .series import main_heading
from .table import Editions

if TYPE_CHECKING:
    from .pairing import FieldPair

_FEWEST = 2


def with_plans_alike(
    old: Plan, new: Plan, editions: Editions, *, keeps_sections: bool
) -> tuple[Plan, Plan]:
    """Return two plans with the same sections and the same column as the main text (計画の突合).

    keeps_sections: whether none is divided into sections, as where the user's links name its rows.
    """
    if not keeps_sections:
        old = with_sections_of(old, new)
        new = with_sections_of(new, old)
    old, new = _with_texts_alike(old, new, *editions)
    titles = [[section.title for section in plan.sections] for plan in (old, new)]
    if len(old.sections) == len(new.sections) == 1:
        # The title of the document or file, so that its change means nothing.
        return (old if _are_of_other_acts(*titles) else _retitled(old, *titles)), new
    if old.title in titles[0] and new.title in titles[1]:
        return _retitled(old, [old.title], [new.title]), new  # rows outside its sections
    return old, new


def _retitled(plan: Plan, olds: Sequence[str], news: Sequence[str]) -> Plan:
    """Return a plan with the section of one title called by another (章題の統一)."""
    titles = dict(zip(olds, news, strict=True))
    sections = (replace(one, title=titles.get(one.title, one.title)) for one in plan.sections)
    return replace(plan, sections=tuple(sections))


_ACTS = frozenset({"追加", "変更", "廃止"})
"""What a supplementary budget does with the items below such a heading."""


def _are_of_other_acts(olds: Iterable[str], news: Iterable[str]) -> bool:
    """Return whether items are added under one title and dropped under the other (追加・廃止)."""
    acts = [fold(title.split(BETWEEN_LEVELS)[-1]) for title in (*olds, *news)]
    return _ACTS.issuperset(acts) and len(set(acts)) > 1


# --- Sections -----------------------------------------------------------------------------------


def with_sections_of(plan: Plan, other: Plan) -> Plan:
    """Return a plan divided into sections by the columns that are sections in the other plan.

    The plan is returned as it is if it has several sections already, or lacks an unpaired column
    for some level of the other plan's section titles.
    """
    if len(plan.sections) != 1 or len(other.sections) < _FEWEST:
        return plan
    titles = [section.title.split(BETWEEN_LEVELS) for section in other.sections]
    levels = [[title[at] for title in titles if len(title) > at] for at in range(len(titles[0]))]
    other_headings = {fold(column.heading) for column in other.columns}
    rows = plan.sections[0].initiatives
    of_level: dict[int, tuple[str, Mapping[str, str]]] = {}
    for column in plan.columns:
        if not column.is_amount and fold(column.heading) not in other_headings:
            values = [row.fields.get(column.heading) for row in rows]
            for at, parts in enumerate(levels):
                if at not in of_level and (part_of_value := _parts_of(values, parts)):
                    of_level[at] = column.heading, part_of_value
                    break
    if len(of_level) < len(levels):
        return plan
    steps = [of_level[at] for at in sorted(of_level)]
    headings = {heading for heading, _parts in steps}
    rows_by_title: dict[str, list[Initiative]] = {}
    for row in rows:
        path = [parts[str(row.fields[heading])] for heading, parts in steps]
        fields = {name: value for name, value in row.fields.items() if name not in headings}
        rows_by_title.setdefault(BETWEEN_LEVELS.join(path), []).append(replace(row, fields=fields))
    return replace(
        plan,
        sections=_sections(rows_by_title, other.sections),
        columns=tuple(column for column in plan.columns if column.heading not in headings),
    )


def _parts_of(values: Sequence[object], parts: Collection[str]) -> dict[str, str]:
    """Map each value to the part of a section title that it repeats (章題に当たる値), or to itself.

    Empty if a row has no value or one per edition, or if hardly any value occurs in a title.
    """
    texts = [value for value in values if value and isinstance(value, str)]
    if len(texts) < len(values):
        return {}
    part_of_value: dict[str, str] = {}
    repeated = 0
    by_length = sorted(parts, key=len, reverse=True)
    for value in dict.fromkeys(texts):
        plain = squeezed(value)
        part = next((one for one in by_length if plain.endswith(squeezed(one))), None)
        part_of_value[value] = value if part is None else part
        repeated += part is not None
    return part_of_value if repeated >= _FEWEST and 2 * repeated >= len(part_of_value) else {}


def _sections(
    rows_by_title: Mapping[str, Sequence[Initiative]], others: Sequence[Section]
) -> tuple[Section, ...]:
    """Return the sections (章), numbered as the other plan's section of equal title, if any."""
    by_title = {fold(section.title): section for section in others}
    taken = {fold(str(section.number)) for section in others}
    number = len(others)
    sections = []
    for title, rows in rows_by_title.items():
        model = by_title.get(fold(title))
        if model is None:
            number += 1
            while str(number) in taken:
                number += 1
            model = Section(number, title, ())
        sections.append(replace(model, initiatives=tuple(rows), printed=""))
    return tuple(sections)


# --- The main text ------------------------------------------------------------------------------


def _with_texts_alike(
    old: Plan, new: Plan, old_edition: Edition, new_edition: Edition
) -> tuple[Plan, Plan]:
    """Return both documents with the same column as the main text (本文の項目), if both have it.

    If it could be that of either, it is the new document's.
    """
    old_heading, new_heading = main_heading(old, old_edition), main_heading(new, new_edition)
    if fold(old_heading) == fold(new_heading):
        return old, new
    if new_heading and (column := _text_column(old, new_heading)):
        return _with_main_text(old, old_edition, old_heading, column), new
    if old_heading and (column := _text_column(new, old_heading)):
        return old, _with_main_text(new, new_edition, new_heading, column)
    return old, new


def _text_column(plan: Plan, heading: str) -> Column | None:
    column = plan.column(heading)
    return None if column is None or column.is_amount else column


def _with_main_text(plan: Plan, edition: Edition, heading: str, column: Column) -> Plan:
    """Return the plan with a field as its main text, which becomes a field (本文の入替え).

    heading: that of the main text, "" if there is none. A text without a heading stays the main
    text, as does one whose heading is that of a field, too.
    """
    has_text = any(edition in one.summaries for _section, one in plan.initiatives())
    if plan.column(heading) if heading else has_text:
        return plan

    def exchanged(one: Initiative) -> Initiative:
        fields, texts = dict(one.fields), dict(one.summaries)
        value = fields.pop(column.heading, "")
        if heading and edition in texts:
            fields[heading] = {edition: texts.pop(edition)}
        if text := value if isinstance(value, str) else value.get(edition, ""):
            texts[edition] = text
        return replace(one, fields=fields, summaries=texts)

    columns = [one for one in plan.columns if one is not column]
    columns += [Column(heading)] if heading else []
    return replace(
        plan,
        editions={**plan.editions, edition: column.headings.get(edition, column.heading)},
        columns=tuple(columns),
        sections=plan.sections_with(exchanged),
    )


# --- The layout of pages ------------------------------------------------------------------------

LAYOUT = "改行・字下げ・空白"
"""What no page keeps of a text (割付), as it is named among what was not compared."""

_PAGE = "p. "
"""How the place of an initiative begins that was read from a page: p. 14."""

_INK = re.compile(r"\S")
# A space between two digits parts two figures, which is more than layout.
_FIGURES = re.compile(r"[0-9０-９]{2}")


def laid_out_alike(match: Match, pairs: "Sequence[FieldPair]", editions: Editions) -> Match:
    """Return a match with the text of a page laid out as the other document's (割付の統一).

    Where both are from pages, the old one is. Initiatives that were merged or split stay as they
    are, as does a match without pages.
    """
    if len(match.old) != 1 or len(match.new) != 1:
        return match
    (old,), (new,) = match.old, match.new
    is_old_adapted = _is_of_page(old)
    if not (is_old_adapted or _is_of_page(new)):
        return match
    both = (old, editions[0]), (new, editions[1])
    (entry, edition), (other, other_edition) = both if is_old_adapted else both[::-1]
    sides = [(pair.old, pair.new) if is_old_adapted else (pair.new, pair.old) for pair in pairs]
    headings = {
        column.heading: other_column.heading
        for column, other_column in sides
        if column and other_column
    }
    adapted = _laid_out_as(entry.initiative, edition, other.initiative, other_edition, headings)
    if adapted is None:
        return match
    entries = (entry._replace(initiative=adapted),)
    return match._replace(old=entries) if is_old_adapted else match._replace(new=entries)


def _is_of_page(entry: Entry) -> bool:
    """Return whether an initiative was read from a page (PDF由来)."""
    return entry.initiative.at.startswith(_PAGE)


def _laid_out_as(
    initiative: Initiative,
    edition: Edition,
    other: Initiative,
    other_edition: Edition,
    headings: Mapping[str, str],
) -> Initiative | None:
    """Return an initiative laid out as another one (割付の写し), or None if it is already.

    headings: those of its fields, with those of the other's.
    """
    name = in_layout_of(initiative.name, other.name)
    text = initiative.summaries.get(edition, "")
    summary = in_layout_of(text, other.summaries.get(other_edition, ""))
    fields: dict[str, FieldValue] = {}
    for heading, other_heading in headings.items():
        value, model = initiative.value(heading, edition), other.value(other_heading, other_edition)
        if value and model and (adapted := in_layout_of(value, model)) != value:
            field = initiative.fields[heading]
            fields[heading] = adapted if isinstance(field, str) else {**field, edition: adapted}
    if name == initiative.name and summary == text and not fields:
        return None
    summaries = {**initiative.summaries, edition: summary} if summary else initiative.summaries
    return replace(
        initiative, name=name, summaries=summaries, fields={**initiative.fields, **fields}
    )


def in_layout_of(text: str, model: str) -> str:
    """Return a text with the white space of another one (空白・改行の写し).

    White space is taken over between characters that follow each other in both; that which parts
    two figures in only one of the texts stays.
    """
    if text == model or not (text.strip() and model.strip()):
        return text
    (letters, gaps), (model_letters, model_gaps) = map(_parted, (text, model))
    for start, end, place in _common(letters, model_letters):
        # Nor does white space at either end part anything.
        first = start + (start > 0 or place > 0)
        last = end + (end == len(letters) and place + end - start == len(model_letters))
        for index in range(first, last):
            gap = model_gaps[place + index - start]
            if bool(gaps[index]) == bool(gap) or not _FIGURES.fullmatch(
                letters, max(0, index - 1), index + 1
            ):
                gaps[index] = gap
    return "".join(map("".join, zip(gaps, [*letters, ""], strict=True)))


def _parted(text: str) -> tuple[str, list[str]]:
    """Return the characters of a text, and the white space before each and at the end (空白)."""
    return "".join(text.split()), _INK.split(text)


def _common(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Yield the runs that two texts share (共通部分): start and end in one, start in the other.

    Texts so long that the search would take too much memory share nothing unless they are equal.
    """
    if one == other:
        yield 0, len(one), 0
        return
    if len(one) * len(other) > _MOST_PAIRS:
        return
    from rapidfuzz.distance import Indel  # noqa: PLC0415  few compare pages

    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            yield step.src_start, step.src_end, step.dest_start


_MOST_PAIRS = 400_000_000  # of characters, each of which takes a bit


# --- Titles of sections -------------------------------------------------------------------------


def with_titles_alike(matches: Sequence[Match]) -> list[Match]:
    """Return the matches with the old sections titled as the new ones that they are (章題の統一).

    The name of a sheet (シート名) may be a level of the title that another file lacks. Lines around
    the table of a page may be one too: so where a section of a page and one of another file have
    each other's initiatives alone, and the title of one has all levels of the other's, they are
    one section.
    """
    sides = [(match.old[0], match.new[0]) for match in matches if match.old and match.new]
    sections = {(id(old.section), id(new.section)): (old, new) for old, new in sides}
    if all(old.section.title == new.section.title for old, new in sections.values()):
        return [*matches]  # the usual case
    counts = [Counter(level) for level in zip(*sections, strict=True)]
    titles = {
        key: new.section.title
        for key, (old, new) in sections.items()
        if _title_off_sheet(old) == _title_off_sheet(new)
        or (
            _is_of_page(old) != _is_of_page(new)
            and all(count[one] == 1 for count, one in zip(counts, key, strict=True))
            and _has_levels_of(*sorted((old.section.title, new.section.title), key=len))
        )
    }
    return [
        match._replace(
            old=tuple(
                one._replace(section=replace(one.section, title=titles[key]))
                if (key := (id(one.section), id(match.new[0].section))) in titles
                else one
                for one in match.old
            )
        )
        if match.new
        else match
        for match in matches
    ]


def _title_off_sheet(entry: Entry) -> str:
    """Return the title of a section without the name of its sheet (シート名を除いた章題).

    Where the sheet's name is all, the line below it, read as an aim, may be the title elsewhere.
    """
    sheets = {place.rpartition("!")[0] for place in entry.initiative.at.split("、")}
    levels = entry.section.title.split(BETWEEN_LEVELS)
    kept = [one for one in levels if one not in sheets]
    return fold(BETWEEN_LEVELS.join(kept) or entry.section.aim or entry.section.title)


def _has_levels_of(short: str, long: str) -> bool:
    """Return whether a title has all levels of a shorter one (章題の階層), however it is spaced."""
    levels = {*map(fold, long.split(BETWEEN_LEVELS))}
    return fold(short) in fold(long) or {*map(fold, short.split(BETWEEN_LEVELS))} <= levels
