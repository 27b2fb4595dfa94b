"""Select the parts of a document that are tables of initiatives (事業の表)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...edition import Edition, is_revised, named_edition
from ...file_names import edition_of_name
from ...plan import heading_levels
from ...text.normalize import fold, is_no_value
from ...text.number_headings import unit_of_line
from ...text.quantities import says_amount
from ..headings import titles
from ..headings.below_headers import edition_of_row
from ..headings.header_rows import CellRow, Header, is_figure
from ..headings.vocabulary import EXPORT_REMARK, Role, is_total, strengths
from ..ir import Document, Line, ReadingContext
from .column_classifier import classify
from .column_evidence import ColumnGroup
from .layouts import Layout, layout_of
from .table_kinds import (
    NAMED,
    THING,
    compares_editions,
    is_list,
    is_of_accounts,
    is_of_goals,
    is_of_initiatives,
    is_of_measures,
    of_work,
    strength_of_names,
)
from .table_parts import TablePart, WalkEvent, split_document


def layouts_of(
    document: Document, context: ReadingContext
) -> tuple[list[WalkEvent], dict[TablePart, Layout | None]]:
    """Return the parts of a document, and what the columns of each table hold (列構成)."""
    events = split_document(document, context)
    return events, _layouts(events, context.meanings, _document_edition(document, events, context))


def _document_edition(
    document: Document, events: Sequence[WalkEvent], context: ReadingContext
) -> Edition | None:
    """Return the document's edition according to its lines, years of rows, title and name."""
    if context.editions:
        return Edition.read(context.editions[-1])
    for event in events:
        if isinstance(event, TablePart):
            break
        if (named := named_edition(event.text)) is not None and named.is_year:
            return named
    years = (
        {edition_of_row(row[at].text) for row in event.rows if row[at].text}
        for event in events
        if isinstance(event, TablePart) and event.header is not None
        for at, heading in enumerate(event.header.texts)
        if Role.EDITION in strengths(heading)
    )
    of_rows = next((found.pop() for found in years if len(found) == 1), None)
    return of_rows or named_edition(document.title) or edition_of_name(document.name)


class _HeadedTable(NamedTuple):
    """All parts under one header (同じ見出しの表), as on each page, treated as one table.

    unit: the one stated above the first of them.
    """

    header: Header
    rows: list[CellRow]
    unit: str


_Key = tuple[str, ...]
"""The folded headings of a table, by which its parts are found (見出しの照合形)."""


def _key_of(header: Header) -> _Key:
    return tuple(map(fold, header.texts))


def _layouts(
    events: Sequence[WalkEvent], meanings: Mapping[str, str], this_year: Edition | None
) -> dict[TablePart, Layout | None]:
    """Return the layout of each part (列構成), None if it has no initiatives."""
    _drop_notes_of_exports(events)
    tables = _tables(events)
    # Our own exports are recognised by their headline or their columns.
    is_ours = any(isinstance(e, Line) and titles.is_export_headline(e.text.strip()) for e in events)
    is_ours = is_ours or any({*one.header.texts} >= EXPORT_HEADINGS for one in tables.values())
    classified = {
        key: classify(one.header, one.rows, meanings, this_year, one.unit)
        for key, one in tables.items()
        if any(cell.text for row in one.rows for cell in row) and not (is_ours and _OVERVIEW in key)
    }
    # A form, filled in as an example, lists initiatives only where it says so.
    first = (e.text for e in events[:_FIRST_OF_FORM] if isinstance(e, Line))
    is_example = not meanings and any(map(_OF_FORM.search, first))
    known = _chosen(tables, classified, is_example=is_example)
    if is_ours:
        known = {key: _without_remarks(one, tables[key].rows) for key, one in known.items()}
    if known:
        known = {key: one[0] for key, one in classified.items() if is_of_measures(*one)} | known
        alike = [*map(_contents, known.values())]
        known = {
            key: one for key, (one, _g) in classified.items() if _contents(one) in alike
        } | known
    known = _of_one_revision(_with_goals(known, classified, this_year))
    accounts = {
        key
        for key, (layout, groups) in classified.items()
        if key not in known
        and _names_and_amounts(layout)[0] - {""}
        and (is_of_accounts(layout, groups) or compares_editions(layout, groups))
    }
    if any(map(_is_of_revision, known.values())):  # 給料表 in the cells of 現行 and 改正案
        accounts |= {
            key
            for key, one in tables.items()
            if key not in known and any(says_amount(cell.text) for row in one.rows for cell in row)
        }
    for part in (event for event in events if isinstance(event, TablePart)):
        part.has_amounts = part.header is not None and _key_of(part.header) in accounts
    return {part: _layout_of_part(part, known) for part in events if isinstance(part, TablePart)}


def _of_one_revision(known: dict[_Key, Layout]) -> dict[_Key, Layout]:
    """Return the layouts with 変更前 as 補正前 if other tables say so (補正予算の版).

    A budget is revised once: 変更前 of its 繰越明許費 is the state before that revision, too.
    """
    editions = {column.edition for layout in known.values() for column in layout.columns}
    if not {*_REVISED.values()} <= editions:
        return known
    found = {}
    for key, layout in known.items():
        columns = [
            replace(column, edition=_REVISED.get(column.edition, column.edition))
            for column in layout.columns
        ]
        made = layout_of(columns, layout.guesses, is_joined=layout.is_joined)
        found[key] = replace(made, is_of_goals=layout.is_of_goals)
    return found


_REVISED: dict[Edition | None, Edition] = {
    Edition.of_label(f"変更{side}"): Edition.of_label(f"補正{side}") for side in "前後"
}


def _is_of_revision(layout: Layout) -> bool:
    """Return whether a table compares a text before and after a revision (新旧対照表)."""
    texts = (layout.columns[at].edition for at in layout.places(Role.SUMMARY))
    return any(edition is not None and is_revised(edition) for edition in texts)


def _tables(events: Sequence[WalkEvent]) -> dict[_Key, _HeadedTable]:
    """Return the tables with a header (見出しのある表), with the rows of all their parts."""
    tables: dict[_Key, _HeadedTable] = {}
    unit, sheet = "", ""
    for event in events:
        unit = unit if event.span.sheet == sheet else ""
        sheet = event.span.sheet
        if isinstance(event, Line):
            unit = unit_of_line(event.text) or unit
        elif event.header is not None:
            table = tables.setdefault(_key_of(event.header), _HeadedTable(event.header, [], unit))
            if not (event.is_inherited and table.rows):
                table.rows.extend(event.rows)
    return tables


def _chosen(
    tables: Mapping[_Key, _HeadedTable],
    classified: Mapping[_Key, tuple[Layout, Sequence[ColumnGroup]]],
    *,
    is_example: bool,
) -> dict[_Key, Layout]:
    """Return the tables of initiatives (事業の表); if there are none, accounts, or else lists.

    Accounts and lists are read beside others if no table is about work to be done. Beside such
    tables they are read if they have many more rows, or its names and yearly amounts.
    """
    known: dict[_Key, Layout] = {}

    def rows_of(keys: Iterable[_Key]) -> int:
        return sum(len(tables[key].rows) for key in keys)

    for is_one in (is_of_initiatives, is_of_accounts, is_list):
        work = rows_of(key for key in known if of_work(classified[key][1]))
        is_beside_work = work >= _MOST_OF_WORK * rows_of(known) > 0
        is_beside = is_one is is_list and bool(known)
        least = (0, THING)[is_beside] if not is_example else NAMED + 0.5
        more = {
            key: layout
            for key, (layout, groups) in classified.items()
            if strength_of_names(groups) >= least
            and is_one(layout, groups)
            and (not (is_beside and is_beside_work) or compares_editions(layout, groups))
            and not _is_form(layout, tables[key].rows)
        }
        if is_beside_work and not is_beside and rows_of(more) <= _MANY_MORE * rows_of(known):
            of_known = [*map(_names_and_amounts, known.values())]
            more = {key: one for key, one in more.items() if _names_and_amounts(one) in of_known}
        known = more | known
    return known


def _names_and_amounts(layout: Layout) -> tuple[set[str], set[str]]:
    """Return what names the rows (科目), and which amounts are of several years (年度別の額)."""
    columns = layout.columns
    names = {columns[at].heading for at in layout.places(Role.NAME)}
    of_years = [fields for fields in layout.fields.values() if len(fields) > 1]
    dated = {columns[at].heading for places in of_years for at in places if columns[at].edition}
    return names, dated


def _contents(layout: Layout) -> tuple[set[str], set[str]]:
    """Return what names the rows, what is said of each (表の構成), and of which measure.

    A row below another title belongs to the same list if both are equal.
    """
    named = {*layout.places(Role.NAME)}
    names, others = set[str](), set[str]()
    for at, column in enumerate(layout.columns):
        (names if at in named else others).add(heading_levels(column.heading)[-1])
    return names, others


def _with_goals(
    known: dict[_Key, Layout],
    classified: Mapping[_Key, tuple[Layout, Sequence[ColumnGroup]]],
    this_year: Edition | None,
) -> dict[_Key, Layout]:
    """Return the layouts with those of goals that go with initiatives (成果指標の表)."""
    goals = {key: one[0] for key, one in classified.items() if is_of_goals(*one)}
    others = {key: layout for key, layout in known.items() if key not in goals}
    if not others:
        return known
    newest = _newest(others.values(), this_year)
    return {key: _as_goals(layout, newest) for key, layout in goals.items()} | others


def _layout_of_part(part: TablePart, known: Mapping[_Key, Layout]) -> Layout | None:
    """Return the layout of a part (列構成), None if it does not fit its header."""
    layout = known.get(_key_of(part.header)) if part.header is not None else None
    return layout if layout and (not part.is_inherited or _fits(layout, part)) else None


_OF_FORM, _FIRST_OF_FORM = re.compile("様式|(?:記載|記入)例"), 2


def _is_form(layout: Layout, rows: Sequence[CellRow]) -> bool:
    """Return whether a table only names its rows, or gives only their pages (様式・目次)."""
    named = {*layout.places(Role.NUMBER), *layout.places(Role.NAME)}
    pages = {at for at, one in enumerate(layout.columns) if one.heading in _PAGES}
    is_contents = bool(pages) and not layout.places(Role.NAME)
    named |= {*pages, *layout.places(Role.DEPARTMENT)} if is_contents else set()
    others = [at for at in range(len(layout.columns)) if at not in named]
    return (is_contents or bool(others)) and not any(row[at].text for row in rows for at in others)


_PAGES = {"ページ", "頁"}
EXPORT_HEADINGS, _EXPORT_REMARKS = {"章", "章名", "区分"}, {"区分", "備考"}
_OVERVIEW = fold("変わったところ")  # of a table that only says what is below it once more


def _drop_notes_of_exports(events: Sequence[WalkEvent]) -> None:
    """Drop the notes below the rows of our own comparisons (自前の注記の行)."""
    for part in (event for event in events if isinstance(event, TablePart)):
        texts = part.header.texts if part.header else ()
        if {*texts} >= EXPORT_HEADINGS:
            at = [*texts].index("区分")
            part.rows = [row for row in part.rows if row[at].text != "注記"]


def _without_remarks(layout: Layout, rows: Sequence[CellRow]) -> Layout:
    """Return the layout without columns of our own comparisons (自前の備考欄)."""
    columns = list(layout.columns)
    is_own = {column.heading for column in columns} >= EXPORT_HEADINGS
    always = {"改め文", "変更箇所"} if is_own else {"改め文"}
    kinds = [at for at, column in enumerate(columns) if is_own and column.heading == "区分"]
    rows = [row for row in rows if not any(is_total(row[at].text) for at in kinds)]
    for at, column in enumerate(columns):
        if column.heading not in {*_EXPORT_REMARKS, *always} or column.is_by_hand:
            continue
        texts = [row[at].text for row in rows if row[at].text]
        if column.heading in always or all(map(EXPORT_REMARK.match, texts)):
            columns[at] = replace(column, role=Role.LEFT_OUT)
    return layout_of(columns, layout.guesses, is_joined=layout.is_joined)


_FIT = 0.6


def _fits(layout: Layout, part: TablePart) -> bool:
    """Return whether rows without a header fit the columns of an earlier table.

    On another sheet, numbers or amounts must confirm it. A chart names rows by rates: 11.4%.
    """
    assert part.header is not None  # noqa: S101  it is inherited
    names = [row[at].text for row in part.rows for at in layout.places(Role.NAME) if row[at:]]
    rates = sum(text.endswith(("%", "％")) and is_figure(text) for text in names)
    if 2 * rates > sum(map(bool, names)):
        return False
    good = bad = 0
    for row in part.rows:
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
    is_elsewhere = part.header.span.sheet != part.table.span.sheet
    return good >= max(_FIT * (good + bad), is_elsewhere)


_MOST_OF_WORK = 0.25  # the share of rows from which a document is one of work to be done
_MANY_MORE = 5  # times the rows of a list among its annexes has a budget in its accounts


def _newest(layouts: Iterable[Layout], this_year: Edition | None) -> Edition | None:
    """Return the latest year of a document's initiatives (事業の最新の年度)."""
    years = {column.edition for layout in layouts for column in layout.columns} | {this_year}
    return max((year for year in years if year is not None and year.is_year), default=None)


def _as_goals(layout: Layout, newest: Edition | None) -> Layout:
    """Return the layout of goals, with years after the newest of the plan as fields (先の目標).

    They are no editions of the plan, as nothing else is known of those years.
    """
    columns = [
        replace(column, heading=f"{column.heading}({column.edition})", edition=None)
        if newest and column.edition and column.edition.is_year and column.edition > newest
        else column
        for column in layout.columns
    ]
    return replace(layout_of(columns, layout.guesses), is_of_goals=True)


def sheets_of(events: Sequence[WalkEvent], layouts: Mapping[TablePart, Layout | None]) -> list[str]:
    """Return the sheets that have initiatives (事業のあるシート), and not only sections."""
    parts = (event for event in events if isinstance(event, TablePart) and event.rows)
    headed = ((part, layout) for part in parts if (layout := layouts[part]) is not None)
    named = (p for p, one in headed if one.places(Role.NAME) or one.places(Role.SUMMARY))
    return list(dict.fromkeys(part.table.span.sheet for part in named))
