"""Tables of initiatives (事業の表): which parts of a document are one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ...diagnostics import Diagnostics
from ...edition import Edition, edition_of_name, is_revised, named_edition
from ...plan import GROUPED
from ...text.near_names import nearest
from ...text.normalize import fold, is_no_value, squeezed
from ..headings import titles, vocabulary
from ..headings.columns import Layout, layout_of
from ..headings.header_rows import CellRow, Header, is_figure
from ..headings.heading_parts import names_of, splits_of
from ..headings.vocabulary import OWN_REMARK, Role, columns_option, is_indicator, strengths
from ..ir import Document, Line, ReadOptions
from .column_classifier import classify
from .column_evidence import ColumnGroup, edition_of_row
from .regions import Event, Part, parts_of


def layouts_of(
    document: Document, options: ReadOptions
) -> tuple[list[Event], dict[Part, Layout | None]]:
    """Return the parts of a document, and what the columns of each table hold (列構成)."""
    events = parts_of(document, options.columns)
    return events, _layouts(events, options, _own_edition(document, events, options))


def report_unknown_columns(
    events: Sequence[Event], given: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    """Report the headings of `--columns` that no table has (未知の見出し), with the nearest."""
    if not given:
        return
    names: dict[str, str] = {}
    for event in events:
        if isinstance(event, Part) and event.header is not None:
            splits = splits_of(event.header, None)
            for at in range(len(splits)):
                for name in names_of(event.header, splits, at):
                    names.setdefault(fold(name), name)
    known = [name for folded, name in names.items() if folded]
    for heading in given:
        if known and heading not in names:
            near = nearest(heading, known)[:_NEAREST] or known[:_LISTED]
            diagnostics.note("column-not-found", heading=heading, nearest="・".join(near))


_NEAREST, _LISTED = 3, 12


def _own_edition(
    document: Document, events: Sequence[Event], options: ReadOptions
) -> Edition | None:
    """Return the document's edition as far as its lines, years of rows, title and name show it."""
    if options.editions:
        return Edition.read(options.editions[-1])
    for event in events:
        if isinstance(event, Part):
            break
        if (named := named_edition(event.text)) is not None and named.is_year:
            return named
    years = (
        {edition_of_row(row[at].text) for row in event.rows if row[at].text}
        for event in events
        if isinstance(event, Part) and event.header is not None
        for at, heading in enumerate(event.header.texts)
        if Role.EDITION in strengths(heading)
    )
    of_rows = next((found.pop() for found in years if len(found) == 1), None)
    return of_rows or named_edition(document.title) or edition_of_name(document.name)


def _layouts(
    events: Sequence[Event], options: ReadOptions, own: Edition | None
) -> dict[Part, Layout | None]:
    """Return for each part what its columns hold (列構成); None if it has no initiatives.

    Parts under one header, as on each page, are classified together.
    """
    headers: dict[tuple[str, ...], Header] = {}
    rows: dict[tuple[str, ...], list[CellRow]] = {}
    keys: dict[Part, tuple[str, ...]] = {}
    for event in events:
        if isinstance(event, Part) and event.header is not None:
            key = tuple(map(fold, event.header.texts))
            keys[event] = key
            headers.setdefault(key, event.header)
            if not event.is_inherited or not rows.get(key):
                rows.setdefault(key, []).extend(event.rows)
    # Our own exports are recognised by their headline or their columns.
    is_ours = any(isinstance(e, Line) and titles.is_own_headline(e.text.strip()) for e in events)
    is_ours = is_ours or any(set(header.texts) >= _OWN_HEADINGS for header in headers.values())
    classified = {
        key: classify(headers[key], rows[key], options.columns, own)
        for key in headers
        if any(cell.text for row in rows.get(key, ()) for cell in row)
        and not (is_ours and _OVERVIEW in key)
    }
    # A form, filled in as an example, lists initiatives only where it says so.
    first = (e.text for e in events[:_FIRST_OF_FORM] if isinstance(e, Line))
    is_example = not options.columns and any(map(_OF_FORM.search, first))
    known: dict[tuple[str, ...], Layout] = {}
    for is_one in (_is_of_initiatives, _is_of_accounts, _is_list):
        is_beside = is_one is _is_list and bool(known)
        if is_beside and any(_of_work(classified[key][1]) for key in known):
            break
        more: dict[tuple[str, ...], Layout] = {}
        least = (0, _THING)[is_beside] if not is_example else _NAMED + 0.5
        for key, (layout, groups) in classified.items():
            if (
                _strength_of_names(groups) >= least
                and is_one(layout, groups)
                and not _is_form(layout, rows[key])
            ):
                more[key] = _without_own_remarks(layout, rows[key]) if is_ours else layout
        counts = [sum(len(rows[key]) for key in keys) for keys in (known, more)]
        if is_one is _is_list or counts[1] > _MANY_MORE * counts[0]:
            known = more | known
    goals = {key: one[0] for key, one in classified.items() if _is_of_goals(*one)}
    if others := {key: layout for key, layout in known.items() if key not in goals}:
        newest = _newest(others.values(), own)
        known = {key: _as_goals(layout, newest) for key, layout in goals.items()} | others
    found: dict[Part, Layout | None] = {}
    for event in events:
        if isinstance(event, Part):
            own_layout = known.get(keys.get(event, ()))
            if own_layout and event.is_inherited and not _fits(own_layout, event):
                own_layout = None
            found[event] = own_layout
    return found


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
_OWN_HEADINGS, _OWN_REMARKS = {"章", "章名", "区分"}, {"区分", "備考"}
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


def _fits(layout: Layout, part: Part) -> bool:
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
    # 款 and 項 beside each other are of a budget, whose years may be alone: R6, R8.
    are_of_budget = sum({Role.NAME, Role.AMOUNT} <= {*g.strengths} for g in groups) > 1
    for group in groups if names else ():
        told = [edition for edition in group.editions if edition is not None]
        is_money = Role.AMOUNT in group.strengths or (are_of_budget and not group.heading)
        are_years = is_money and (are_of_budget or sum(edition.is_year for edition in told) > 1)
        if group.is_amount and len(told) > 1 and (are_years or any(map(is_revised, told))):
            return True
    return False


def _is_of_goals(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows beside initiatives say what these are to reach (成果指標の表)."""
    names = [g for g in groups if layout.columns[g.places[0]].role is Role.NAME]
    are_named = all(Role.NAME in g.strengths and g.values.distinct == 1.0 for g in names)
    of_names = any(is_indicator(g.heading) or g.values.count > 1 for g in names)
    goals = [g for g in groups if g not in names and vocabulary.is_goal(g.heading)]
    are_given = any(g.values.filled >= _FIT for g in goals)
    return are_named and of_names and are_given and not _is_of_initiatives(layout, groups)


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
    are_named = all(Role.NAME in g.strengths and g.values.distinct >= least for g in names)
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
        elif column.role in {Role.SECTION, Role.SECTION_TITLE}:
            score += 1.0
        elif column.role is Role.AIM:
            score += 2.0
    texts = [group for group in groups if columns[group.places[0]].role is Role.SUMMARY]
    editions = {edition for group in texts for edition in group.editions}
    if texts or any(group.is_step for group in groups):
        score += 3.0 if len(editions) > 1 or not texts else 2.0
        score += 1.5 if any(e is not None and not e.is_year for e in editions) else 0.0
    # A heading that repeats marks tables side by side, as in statistics.
    named = [g for g in groups if Role.NAME in g.strengths and not any(g.editions)]
    firsts = [fold(group.heading).partition(GROUPED.strip())[0] for group in named]
    headings = [heading for heading, _same in groupby(firsts)]  # one may be over several columns
    score -= 2.0 if len(headings) - len(set(headings)) > 1 else 0.0
    persons = any(vocabulary.is_person(g.heading) and g.values.distinct == 1 for g in groups)
    persons |= any(vocabulary.is_of_staff(group.heading) for group in groups)
    score -= 4.0 if persons and not any(g.strengths[Role.NAME] >= _NAMED for g in named) else 0.0
    money = [g for g in groups if g.strengths.get(Role.AMOUNT, 0) > 1]
    money = [g for g in money if g.is_amount or g.values.figures]
    score += 1.0 * bool(money) + any(len(group.places) > 1 for group in money)
    has_years = any(len(set(g.editions) - {None}) > 1 for g in groups if g.is_amount)
    score += 0.5 * (has_years and any(g.strengths.get(Role.NAME, 0) > _NAMED for g in named))
    return score


# --- Reports ----------------------------------------------------------------------------------


_PAST = re.compile("実績|結果|状況|実施済|前年|昨年|前回")
_FUTURE = re.compile("計画|予定|見込|次年|翌年|今回")
_BARE_YEAR = re.compile(r"(?<![0-9一-龠])(?:\d{1,2}|[一二三四五六七八九十]{1,3})年度")


def _likely_year(heading: str, layout: Layout) -> Edition | None:
    """Guess the year of an undated text from the texts of years beside it (年度の見当)."""
    texts = [layout.columns[at].edition for at in layout.places(Role.SUMMARY)]
    years = sorted(edition for edition in texts if edition is not None and edition.is_year)
    if not years:
        return None
    if bare := _BARE_YEAR.search(squeezed(heading)):
        near = (Edition(year.western + step) for year in years for step in (-1, 1))
        return next((y for y in near if named_edition(f"{y.japanese[:2]}{bare[0]}") == y), None)
    if _PAST.search(heading):
        return Edition(years[0].western - 1)
    return Edition(years[-1].western + 1) if _FUTURE.search(heading) else None


def _undated(layout: Layout) -> tuple[int, ...]:
    """Return the undated texts beside a main text of several editions (年度なし)."""
    columns = layout.columns
    has_years = any(columns[at].edition for at in layout.places(Role.SUMMARY))
    return tuple(at for at in layout.places(Role.TEXT) if has_years and not columns[at].edition)


def report_layouts(
    layouts: Iterable[Layout], values: Mapping[str, Sequence[str]], diagnostics: Diagnostics
) -> None:
    """Report the columns whose meaning is a guess (推定の列)."""
    for layout in layouts:
        for role, heading in layout.guesses:
            if heading:
                option = columns_option({heading: role})
                diagnostics.doubt("column-guessed", option=option, heading=heading, role=str(role))
        for heading, places in layout.fields.items():
            unnamed = not any(layout.columns[at].published for at in places)
            if unnamed and heading in values:
                diagnostics.doubt(
                    "column-without-heading", heading=heading, text=values[heading][0]
                )
        is_ours = {column.heading for column in layout.columns} >= _OWN_HEADINGS
        for column in (layout.columns[at] for at in layout.places(Role.LEFT_OUT)):
            if not (column.is_by_hand or is_ours):
                diagnostics.note("remarks-left-out", text=column.heading)
        for at in _undated(layout):
            column = layout.columns[at]
            year = _likely_year(column.published, layout)
            if year is not None:
                diagnostics.doubt(
                    "text-undated",
                    option=columns_option({column.published: str(year)}),
                    heading=column.published,
                )
        if layout.is_joined:
            joined = [layout.columns[at].published for at in layout.places(Role.SUMMARY)]
            diagnostics.doubt(
                "texts-joined",
                option=columns_option({joined[0]: Role.TEXT}),
                headings="・".join(dict.fromkeys(joined)),
            )
