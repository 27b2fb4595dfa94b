"""Tables of initiatives (事業の表): which parts of a document are one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ....edition import Edition, is_revised, named_edition
from ....file_names import edition_of_name
from ....plan import GROUPED
from ....text.normalize import fold, is_no_value
from ...headings import titles, vocabulary
from ...headings.header_rows import CellRow, Header, is_figure
from ...headings.vocabulary import OWN_REMARK, Role, is_indicator, strengths
from ...ir import Document, Line, ReadingContext
from .column_classifier import classify
from .column_evidence import ColumnGroup, edition_of_row
from .layouts import Layout, layout_of
from .role_scores import ACCOUNTS, account_of
from .table_parts import Event, TablePart, split_document


def layouts_of(
    document: Document, context: ReadingContext
) -> tuple[list[Event], dict[TablePart, Layout | None]]:
    """Return the parts of a document, and what the columns of each table hold (列構成)."""
    events = split_document(document, context)
    return events, _layouts(events, context.meanings, _own_edition(document, events, context))


def _own_edition(
    document: Document, events: Sequence[Event], context: ReadingContext
) -> Edition | None:
    """Return the document's edition as far as its lines, years of rows, title and name show it."""
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
    """All parts under one header (同じ見出しの表), as on each page, which are one table."""

    header: Header
    rows: list[CellRow]


_Key = tuple[str, ...]
"""The folded headings of a table, by which its parts are found (見出しの照合形)."""


def _key_of(header: Header) -> _Key:
    return tuple(map(fold, header.texts))


def _layouts(
    events: Sequence[Event], meanings: Mapping[str, str], own: Edition | None
) -> dict[TablePart, Layout | None]:
    """Return for each part what its columns hold (列構成); None if it has no initiatives."""
    tables = _tables(events)
    # Our own exports are recognised by their headline or their columns.
    is_ours = any(isinstance(e, Line) and titles.is_own_headline(e.text.strip()) for e in events)
    is_ours = is_ours or any({*one.header.texts} >= OWN_HEADINGS for one in tables.values())
    classified = {
        key: classify(one.header, one.rows, meanings, own)
        for key, one in tables.items()
        if any(cell.text for row in one.rows for cell in row) and not (is_ours and _OVERVIEW in key)
    }
    # A form, filled in as an example, lists initiatives only where it says so.
    first = (e.text for e in events[:_FIRST_OF_FORM] if isinstance(e, Line))
    is_example = not meanings and any(map(_OF_FORM.search, first))
    known = _chosen(tables, classified, is_example=is_example)
    if is_ours:
        known = {key: _without_own_remarks(one, tables[key].rows) for key, one in known.items()}
    if known:
        known = {key: one[0] for key, one in classified.items() if _is_of_measures(*one)} | known
    known = _with_goals(known, classified, own)
    accounts = {
        key
        for key, (layout, groups) in classified.items()
        if key not in known and _compared(layout)[0] - {""} and _is_of_accounts(layout, groups)
    }
    for part in (event for event in events if isinstance(event, TablePart)):
        part.has_amounts = part.header is not None and _key_of(part.header) in accounts
    return {part: _layout_of_part(part, known) for part in events if isinstance(part, TablePart)}


def _tables(events: Sequence[Event]) -> dict[_Key, _HeadedTable]:
    """Return the tables with a header (見出しのある表), the rows of their parts together."""
    tables: dict[_Key, _HeadedTable] = {}
    for event in events:
        if isinstance(event, TablePart) and event.header is not None:
            table = tables.setdefault(_key_of(event.header), _HeadedTable(event.header, []))
            if not (event.is_inherited and table.rows):
                table.rows.extend(event.rows)
    return tables


def _chosen(
    tables: Mapping[_Key, _HeadedTable],
    classified: Mapping[_Key, tuple[Layout, Sequence[ColumnGroup]]],
    *,
    is_example: bool,
) -> dict[_Key, Layout]:
    """Return the tables of initiatives (事業の表); where there are none, accounts, or else lists.

    A budget of one year alone is among the accounts where there are none of several years.
    Accounts with many more rows are read beside a list of initiatives, as are those with the names
    and the amounts of years that it has; lists beside others where nothing is of work to be done.
    """
    known: dict[_Key, Layout] = {}
    for is_one in (_is_of_initiatives, _is_of_accounts, _is_of_one_year, _is_list):
        if is_one is _is_of_one_year and known:
            continue
        is_beside = is_one is _is_list and bool(known)
        if is_beside and any(_of_work(classified[key][1]) for key in known):
            break
        least = (0, _THING)[is_beside] if not is_example else _NAMED + 0.5
        more = {
            key: layout
            for key, (layout, groups) in classified.items()
            if _strength_of_names(groups) >= least
            and is_one(layout, groups)
            and not _is_form(layout, tables[key].rows)
        }
        counts = [sum(len(tables[key].rows) for key in keys) for keys in (known, more)]
        if is_one is not _is_list and counts[1] <= _MANY_MORE * counts[0]:
            of_known = [*map(_compared, known.values())]
            more = {key: one for key, one in more.items() if _compared(one) in of_known}
        known = more | known
    return known


def _compared(layout: Layout) -> tuple[set[str], set[str]]:
    """Return by what rows are named (科目), and which amounts are of several years (年度別の額)."""
    columns = layout.columns
    names = {columns[at].heading for at in layout.places(Role.NAME)}
    of_years = [fields for fields in layout.fields.values() if len(fields) > 1]
    dated = {columns[at].heading for own in of_years for at in own if columns[at].edition}
    return names, dated


def _with_goals(
    known: dict[_Key, Layout],
    classified: Mapping[_Key, tuple[Layout, Sequence[ColumnGroup]]],
    own: Edition | None,
) -> dict[_Key, Layout]:
    """Return the layouts with those of goals beside initiatives (成果指標の表)."""
    goals = {key: one[0] for key, one in classified.items() if _is_of_goals(*one)}
    others = {key: layout for key, layout in known.items() if key not in goals}
    if not others:
        return known
    newest = _newest(others.values(), own)
    return {key: _as_goals(layout, newest) for key, layout in goals.items()} | others


def _layout_of_part(part: TablePart, known: Mapping[_Key, Layout]) -> Layout | None:
    """Return what the columns of a part hold (列構成), None where it does not fit its header."""
    layout = known.get(_key_of(part.header)) if part.header is not None else None
    return layout if layout and (not part.is_inherited or _fits(layout, part)) else None


_OF_FORM, _FIRST_OF_FORM = re.compile("様式|(?:記載|記入)例"), 2


def _is_form(layout: Layout, rows: Sequence[CellRow]) -> bool:
    """Return whether a table only names its rows, or says on which page they are (様式・目次)."""
    named = {*layout.places(Role.NUMBER), *layout.places(Role.NAME)}
    pages = {at for at, one in enumerate(layout.columns) if one.heading in _PAGES}
    is_contents = bool(pages) and not layout.places(Role.NAME)
    named |= {*pages, *layout.places(Role.DEPARTMENT)} if is_contents else set()
    said = [at for at in range(len(layout.columns)) if at not in named]
    return (is_contents or bool(said)) and not any(row[at].text for row in rows for at in said)


_PAGES = {"ページ", "頁"}
OWN_HEADINGS, _OWN_REMARKS = {"章", "章名", "区分"}, {"区分", "備考"}
_OVERVIEW = fold("変わったところ")  # of a table that only says what is below it once more


def _without_own_remarks(layout: Layout, rows: Sequence[CellRow]) -> Layout:
    """Return the layout without columns of our own comparisons (自前の備考欄)."""
    columns = list(layout.columns)
    for at, column in enumerate(columns):
        if column.heading not in {*_OWN_REMARKS, "改め文"} or column.is_by_hand:
            continue
        texts = [row[at].text for row in rows if row[at].text]
        if column.heading == "改め文" or all(map(OWN_REMARK.match, texts)):
            columns[at] = replace(column, role=Role.LEFT_OUT)
    return layout_of(columns, layout.guesses, is_joined=layout.is_joined)


_FIT, _OF_PARTS = 0.6, 0.8


def _fits(layout: Layout, part: TablePart) -> bool:
    """Return whether rows without a header of their own fit the columns of an earlier one.

    On another sheet numbers or amounts must show it. A chart names them by rates: 11.4%.
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


_ENOUGH = 3.5
"""The score from which a table is one of initiatives (事業の表)."""

_NAMED = 3  # the strength above which a heading is of initiatives (事業名), whatever is beside it
_THING = 2  # the strength from which a heading is one of things: 品名
_ENOUGH_OF_LIST = 1.0
"""The same where no table is one: accounts, or else lists beside lists, are compared."""

_MANY_MORE = 5  # times the rows of a list among its annexes has a budget in its accounts


def _is_of_initiatives(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    return _score(layout, groups) >= _ENOUGH


def _is_of_accounts(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table has names and an amount of two years for each (科目別の表).

    Tables of indicators with their goals, and of fees before and after a revision, are too.
    """
    if _score(layout, groups) < _ENOUGH_OF_LIST:
        return False
    names = layout.places(Role.NAME)
    if any(is_indicator(layout.columns[at].heading) for at in names):
        return len(layout.places(Role.AMOUNT)) > 1
    are_of_budget = _are_of_budget(groups)  # whose years may be alone: R6, R8
    for group in groups if names else ():
        told = [edition for edition in group.editions if edition is not None]
        is_money = Role.AMOUNT in group.strengths or (are_of_budget and not group.heading)
        are_years = is_money and (are_of_budget or sum(edition.is_year for edition in told) > 1)
        if group.is_amount and len(told) > 1 and (are_years or any(map(is_revised, told))):
            return True
    # 要求額 is of this year beside 前年度予算額, under 節 and 細節.
    over = [g for g in groups if layout.columns[g.places[0]].role is Role.SECTION_TITLE]
    money = [g for g in groups if g.is_amount and g.strengths.get(Role.AMOUNT, 0) > 1]
    years = {edition for group in money for edition in group.editions}
    return bool(names) and any(account_of(g) in ACCOUNTS for g in over) and len(years) > 1


def _is_of_one_year(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table has one amount for each 款 and 項 (歳入歳出予算の表)."""
    has_amounts = any(group.is_amount and group.heading for group in groups)
    return _are_of_budget(groups) and bool(layout.places(Role.NAME)) and has_amounts


def _are_of_budget(groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 款 and 項 stand beside each other (款項の表)."""
    return sum({Role.NAME, Role.AMOUNT} <= {*group.strengths} for group in groups) > 1


def _is_of_goals(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows beside initiatives say what these are to reach (成果指標の表)."""
    names = [g for g in groups if layout.columns[g.places[0]].role is Role.NAME]
    are_named = all(Role.NAME in g.strengths and g.values.distinct == 1.0 for g in names)
    of_names = any(is_indicator(g.heading) or g.values.count > 1 for g in names)
    goals = [g for g in groups if g not in names and vocabulary.is_goal(g.heading)]
    are_given = any(g.values.filled >= _FIT for g in goals)
    return are_named and of_names and are_given and not _is_of_initiatives(layout, groups)


def _is_of_measures(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows are 量の見込み and 確保方策 of several years (見込量の表)."""
    of_years = any(len({*g.editions} - {None}) > 1 for g in groups if g.is_amount)
    return of_years and any(g.values.measures >= _FIT for g in groups) and _is_list(layout, groups)


def _newest(layouts: Iterable[Layout], own: Edition | None) -> Edition | None:
    """Return the latest year of a document's initiatives (事業の最新の年度)."""
    years = {column.edition for layout in layouts for column in layout.columns} | {own}
    return max((year for year in years if year is not None and year.is_year), default=None)


def _as_goals(layout: Layout, newest: Edition | None) -> Layout:
    """Return the layout of goals, those of years after the newest of the plan as fields (先の目標).

    They are no editions of the plan, of which nothing else is known.
    """
    columns = [
        replace(column, heading=f"{column.heading}({column.edition})", edition=None)
        if newest and column.edition and column.edition.is_year and column.edition > newest
        else column
        for column in layout.columns
    ]
    return replace(layout_of(columns, layout.guesses), is_of_goals=True)


def _of_work(groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table is one of work to be done (事業の表), and no list of things."""
    has_departments = any(Role.DEPARTMENT in group.strengths for group in groups)
    return has_departments or _strength_of_names(groups) >= _NAMED


def _strength_of_names(groups: Sequence[ColumnGroup]) -> float:
    """Return how surely some heading of a table is one of names (名称の見出しの強さ)."""
    return max((group.strengths.get(Role.NAME, 0) for group in groups), default=0)


def _is_list(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether each row names something of its own, and says more of it (一覧表)."""
    names = [g for g in groups if layout.columns[g.places[0]].role is Role.NAME]
    others = [g for g in groups if g not in names and g.values.filled >= _FIT]
    # その他 may be one of 歳入 and of 歳出, where nothing but figures of years is beside it.
    of_years = all(g.is_amount and len(g.editions) > 1 for g in others)
    least = _OF_PARTS if of_years else 1.0
    of_names = {Role.NAME, Role.DEPARTMENT}  # 課 with their 定数
    are_named = all(of_names & {*g.strengths} and g.values.distinct >= least for g in names)
    has_rows = bool(others) and any(g.values.count > 1 for g in names)
    # A 区分 over several rows, or figures under 事業名, are of statistics.
    are_named &= not any(g.values.spans and g.strengths.get(Role.NAME, 0) <= 1 for g in names)
    has_rows &= not any(g.strengths.get(Role.NAME, 0) > _NAMED and g.values.figures for g in others)
    is_whole = are_named and has_rows and not any(g.is_blank and g.values.count for g in groups)
    return is_whole and _score(layout, groups) >= _ENOUGH_OF_LIST


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
            # 事業内容 names the rows where 事業名 is that of several, or beside an indicator.
            over = [group] if Role.NAME in group.strengths else groups
            names = [g.strengths.get(Role.NAME, 1) for g in over]
            names += [group.strengths.get(Role.SUMMARY, 1) for g in over if is_indicator(g.heading)]
            score += min(_ENOUGH, max(1.0, *names))
        elif column.role in {Role.NUMBER, Role.POLICIES}:
            score += 2.0 if group.values.count else 1.0
        elif column.role is Role.DEPARTMENT:
            score += 2.0 * (at == layout.places(Role.DEPARTMENT)[0])
        elif column.role in {Role.SECTION_NUMBER, Role.SECTION_TITLE}:
            score += 1.0 * bool(column.heading)  # figures have blank ones over merged cells too
        elif column.role is Role.AIM:
            score += 2.0
    texts = [group for group in groups if columns[group.places[0]].role is Role.SUMMARY]
    editions = {edition for group in texts for edition in group.editions}
    if texts or any(group.is_step for group in groups):
        score += 3.0 if len(editions) > 1 or not texts else 2.0
        is_revision = any(e is not None and not e.is_year for e in editions)
        bare = [g for g in texts if len(g.editions) > 1 and not g.heading]
        are_told = any(g.values.sentences >= _FIT for g in bare)
        score += 1.5 if is_revision else 0.5 * are_told  # 旧（R6） and 新（R7） are of years
    # A heading that repeats marks tables side by side, as in statistics.
    named = [g for g in groups if Role.NAME in g.strengths and not any(g.editions)]
    firsts = [fold(group.heading).partition(GROUPED.strip())[0] for group in named]
    headings = [heading for heading, _same in groupby(firsts)]  # one may be over several columns
    score -= 2.0 if len(headings) - len(set(headings)) > 1 else 0.0
    persons = any(vocabulary.is_person(g.heading) and g.values.distinct == 1 for g in groups)
    staff = [group for group in groups if vocabulary.is_of_staff(group.heading)]
    persons |= bool(staff) and not _are_reasoned(staff, groups)
    score -= 4.0 if persons and not any(g.strengths[Role.NAME] >= _NAMED for g in named) else 0.0
    money = [g for g in groups if g.strengths.get(Role.AMOUNT, 0) > 1]
    money = [g for g in money if g.is_amount or g.values.figures]
    score += 1.0 * bool(money) + any(len(group.places) > 1 for group in money)
    has_years = any(len(set(g.editions) - {None}) > 1 for g in groups if g.is_amount)
    score += 0.5 * (has_years and any(g.strengths.get(Role.NAME, 0) > _NAMED for g in named))
    return score


def _are_reasoned(amounts: Sequence[ColumnGroup], groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows say why figures of two years differ (増減理由), as plans of staff do."""
    are_of_years = any(len({*group.editions} - {None}) > 1 for group in amounts)
    return are_of_years and any(g.heading.endswith("増減理由") for g in groups if not g.is_amount)


def sheets_of(events: Sequence[Event], layouts: Mapping[TablePart, Layout | None]) -> list[str]:
    """Return the sheets that have initiatives (事業のあるシート), and not only sections."""
    parts = (event for event in events if isinstance(event, TablePart) and event.rows)
    headed = ((part, layout) for part in parts if (layout := layouts[part]) is not None)
    named = (p for p, one in headed if one.places(Role.NAME) or one.places(Role.SUMMARY))
    return list(dict.fromkeys(part.table.span.sheet for part in named))
