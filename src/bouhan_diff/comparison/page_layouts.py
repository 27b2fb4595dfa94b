"""The layout of pages (紙面の割付): a PDF's line breaks, indents and spaces are no changes.

A page breaks a text where its column ends, and prints an indent or a space as mere room. So where
one of two texts is from a page, it takes the white space of the other one between characters that
both have. Both texts otherwise stay to the letter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..edition import Edition
from ..linkage import Entry, Match
from ..plan import BETWEEN_LEVELS, FieldValue, Initiative
from ..text.normalize import fold
from .table import Editions

if TYPE_CHECKING:
    from .pairing import FieldPair

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
    is_old = _is_of_page(old)
    if not (is_old or _is_of_page(new)):
        return match
    both = (old, editions[0]), (new, editions[1])
    (entry, edition), (other, other_edition) = both if is_old else both[::-1]
    sides = [(pair.old, pair.new) if is_old else (pair.new, pair.old) for pair in pairs]
    headings = {own.heading: its.heading for own, its in sides if own and its}
    found = _like(entry.initiative, edition, other.initiative, other_edition, headings)
    if found is None:
        return match
    made = (entry._replace(initiative=found),)
    return match._replace(old=made) if is_old else match._replace(new=made)


def _is_of_page(entry: Entry) -> bool:
    """Return whether an initiative was read from a page (PDF由来)."""
    return entry.initiative.at.startswith(_PAGE)


def _like(
    own: Initiative,
    edition: Edition,
    other: Initiative,
    other_edition: Edition,
    headings: Mapping[str, str],
) -> Initiative | None:
    """Return an initiative laid out as another one (割付の写し), or None if it is already.

    headings: those of its fields, with those of the other's.
    """
    name = in_layout_of(own.name, other.name)
    text = own.summaries.get(edition, "")
    summary = in_layout_of(text, other.summaries.get(other_edition, ""))
    fields: dict[str, FieldValue] = {}
    for heading, its in headings.items():
        value, model = own.value(heading, edition), other.value(its, other_edition)
        if value and model and (found := in_layout_of(value, model)) != value:
            dated = own.fields[heading]
            fields[heading] = found if isinstance(dated, str) else {**dated, edition: found}
    if name == own.name and summary == text and not fields:
        return None
    summaries = {**own.summaries, edition: summary} if summary else own.summaries
    return replace(own, name=name, summaries=summaries, fields={**own.fields, **fields})


def in_layout_of(text: str, model: str) -> str:
    """Return a text with the white space of another one (空白・改行の写し).

    White space is taken over between characters that follow each other in both; that which parts
    two figures in only one of the texts stays.
    """
    if text == model or not (text.strip() and model.strip()):
        return text
    (letters, gaps), (others, models) = map(_parted, (text, model))
    for start, end, place in _common(letters, others):
        # Nor does white space at either end part anything.
        first = start + (start > 0 or place > 0)
        last = end + (end == len(letters) and place + end - start == len(others))
        for at in range(first, last):
            its = models[place + at - start]
            if bool(gaps[at]) == bool(its) or not _FIGURES.fullmatch(
                letters, max(0, at - 1), at + 1
            ):
                gaps[at] = its
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
    """Return the matches between a PDF and another file with the old sections titled as the new.

    No page has the name of a sheet (シート名), and lines around its table may become a level of the
    title. So where two sections have each other's initiatives alone, and the title of one has all
    levels of the other's, they are one section.
    """
    sides = [(match.old[0], match.new[0]) for match in matches if match.old and match.new]
    if all(_is_of_page(old) == _is_of_page(new) for old, new in sides):
        return [*matches]  # the usual case
    found: dict[int, set[int]] = {}
    for old, new in sides:
        found.setdefault(id(old.section), set()).add(id(new.section))
        found.setdefault(id(new.section), set()).add(id(old.section))
    titles = {
        id(old.section): new.section.title
        for old, new in sides
        if _is_of_page(old) != _is_of_page(new)
        and len(found[id(old.section)]) == len(found[id(new.section)]) == 1
        and _has_levels_of(*sorted((old.section.title, new.section.title), key=len))
    }
    return [
        match._replace(
            old=tuple(
                one._replace(section=replace(one.section, title=titles[id(one.section)]))
                if id(one.section) in titles
                else one
                for one in match.old
            )
        )
        for match in matches
    ]


def _has_levels_of(short: str, long: str) -> bool:
    """Return whether a title has all levels of a shorter one (章題の階層), however it is spaced."""
    levels = {*map(fold, long.split(BETWEEN_LEVELS))}
    return fold(short) in fold(long) or {*map(fold, short.split(BETWEEN_LEVELS))} <= levels
