"""Tables of initiatives (事業の表): which parts of a document are one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...edition import Edition, named_edition
from ...text.normalize import fold, is_no_value
from ..ir import Document, Line, ReadOptions
from . import titles
from .cell_texts import OWN_REMARK
from .column_classifier import classify
from .column_evidence import GROUP, ColumnGroup
from .columns import Layout, layout_of
from .header_rows import Header, Row
from .regions import Event, Part, parts_of
from .scopes import edition_of_name
from .vocabulary import Role

_DEFAULT = ReadOptions()


def layouts_of(
    document: Document, options: ReadOptions = _DEFAULT
) -> tuple[list[Event], dict[Part, Layout | None]]:
    """Return the parts of a document, and what the columns of each table hold (列構成)."""
    events = parts_of(document, options.columns)
    return events, _layouts(events, options, _own_edition(document, events, options))


def _own_edition(
    document: Document, events: Sequence[Event], options: ReadOptions
) -> Edition | None:
    """Return the document's edition as far as its lines, title and name show it."""
    if options.editions:
        return Edition.read(options.editions[-1])
    for event in events:
        if isinstance(event, Part):
            break
        if (named := named_edition(event.text)) is not None and named.is_year:
            return named
    return named_edition(document.title) or edition_of_name(document.name)


def _layouts(
    events: Sequence[Event], options: ReadOptions, own: Edition | None
) -> dict[Part, Layout | None]:
    """Return for each part what its columns hold (列構成); None if it has no initiatives.

    Parts under one header, as on each page, are classified together.
    """
    headers: dict[tuple[str, ...], Header] = {}
    rows: dict[tuple[str, ...], list[Row]] = {}
    keys: dict[Part, tuple[str, ...]] = {}
    for event in events:
        if isinstance(event, Part) and event.header is not None:
            key = tuple(map(fold, event.header.texts))
            keys[event] = key
            headers.setdefault(key, event.header)
            if not event.is_inherited or not rows.get(key):
                rows.setdefault(key, []).extend(event.rows)
    # Our own exports are recognised by their headline or their columns.
    is_ours = any(isinstance(e, Line) and titles.is_headline(e.text.strip()) for e in events)
    is_ours = is_ours or any(set(header.texts) >= _OWN_COLUMNS for header in headers.values())
    known = {
        key: _layout(headers[key], rows[key], options.columns, own, is_ours=is_ours)
        for key in headers
        if rows.get(key)
    }
    found: dict[Part, Layout | None] = {}
    for event in events:
        if isinstance(event, Part):
            layout = known.get(keys.get(event, ()))
            fits = layout is not None and (not event.is_inherited or _fits(layout, event.rows))
            found[event] = layout if fits else None
    return found


def _layout(
    header: Header,
    rows: Sequence[Row],
    given: Mapping[str, str],
    own: Edition | None,
    *,
    is_ours: bool,
) -> Layout | None:
    """Return what the columns hold if the table is one of initiatives, and no empty form."""
    layout, groups = classify(header, rows, given, own)
    if _score(layout, groups) < _ENOUGH:
        return None
    named = {*layout.places(Role.NUMBER), *layout.places(Role.NAME)}
    said = [at for at in range(len(layout.columns)) if at not in named]
    is_form = said and not any(row[at].text for row in rows for at in said)
    is_empty = not any(cell.text for row in rows for cell in row)
    if is_form or is_empty:
        return None
    return _without_own_remarks(layout, rows) if is_ours else layout


_OWN_COLUMNS = {"区分", "備考"}


def _without_own_remarks(layout: Layout, rows: Sequence[Row]) -> Layout:
    """Return the layout without columns of our own comparisons (自前の備考欄)."""
    columns = list(layout.columns)
    for at, column in enumerate(columns):
        if column.heading not in {*_OWN_COLUMNS, "改め文"} or column.is_by_hand:
            continue
        texts = [row[at].text for row in rows if row[at].text]
        if column.heading == "改め文" or all(map(OWN_REMARK.match, texts)):
            columns[at] = replace(column, role=Role.LEFT_OUT)
    return layout_of(columns, layout.guesses, is_joined=layout.is_joined)


_FIT = 0.6


def _fits(layout: Layout, rows: Sequence[Row]) -> bool:
    """Return whether rows without a header of their own fit the columns of an earlier one."""
    good = bad = 0
    for row in rows:
        if len(row) != len(layout.columns):
            return False
        for at in layout.places(Role.NUMBER):
            if text := row[at].text:
                is_like = titles.is_numberlike(text) or any(sign.isdigit() for sign in text)
                good, bad = good + is_like, bad + (not is_like)
        for at in layout.places(Role.AMOUNT):
            if text := row[at].text:
                is_like = any(sign.isdigit() for sign in text) or is_no_value(text)
                good, bad = good + is_like, bad + (not is_like)
    return good >= _FIT * (good + bad)


_ENOUGH = 3.5
"""The score from which a table is one of initiatives (事業の表)."""


def _score(layout: Layout, groups: Sequence[ColumnGroup]) -> float:
    """Score a table as one of initiatives (事業の表らしさ)."""
    columns = layout.columns
    score = 0.0
    if any(column.is_by_hand for column in columns):
        score += _ENOUGH if any(c.role in {Role.NAME, Role.SUMMARY} for c in columns) else 1.0
    by_place = {at: group for group in groups for at in group.places}
    for at, column in enumerate(columns):
        group = by_place.get(at)
        if group is None or at != group.places[0]:
            continue
        if column.role is Role.NAME:
            score += min(3.0, max(1.0, group.strengths.get(Role.NAME, 1)))
        elif column.role in {Role.NUMBER, Role.POLICIES}:
            score += 2.0 if group.values.number else 1.0
        elif column.role is Role.DEPARTMENT:
            score += 2.0
        elif column.role in {Role.SECTION, Role.SECTION_TITLE}:
            score += 1.0
        elif column.role is Role.AIM:
            score += 2.0
    texts = [group for group in groups if columns[group.places[0]].role is Role.SUMMARY]
    editions = {edition for group in texts for edition in group.editions}
    if texts:
        score += 3.0 if len(editions) > 1 else 2.0
        score += 1.5 if any(e is not None and not e.is_year for e in editions) else 0.0
    # A heading that repeats marks tables side by side, as in statistics.
    named = [g for g in groups if Role.NAME in g.strengths and not any(g.editions)]
    headings = [fold(group.heading).partition(GROUP.strip())[0] for group in named]
    score -= 2.0 if len(headings) - len(set(headings)) > 1 else 0.0
    money = [g for g in groups if g.strengths.get(Role.AMOUNT, 0) > 1 and g.is_amount]
    score += 1.0 * bool(money) + any(len(group.places) > 1 for group in money)
    return score
