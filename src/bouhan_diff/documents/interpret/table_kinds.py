"""What a table lists (表の種類): initiatives, accounts, goals, measures, or things."""

from collections.abc import Sequence
from itertools import groupby

from ...edition import is_revised
from ...plan import heading_levels
from ...text.normalize import fold
from ..headings import vocabulary
from ..headings.vocabulary import Role, is_indicator
from .column_evidence import ColumnGroup
from .layouts import Layout
from .role_scores import ACCOUNTS, ALMOST_ALL, account_of

_ENOUGH = 3.5
"""The score from which a table is one of initiatives (事業の表)."""

NAMED = 3  # the strength above which a heading is of initiatives (事業名), whatever is beside it
THING = 2  # the strength from which a heading is one of things: 品名
_ENOUGH_OF_LIST = 1.0
"""The same where no table is one: accounts, or else lists beside lists, are compared."""

_FIT, _OF_PARTS = 0.6, 0.8


def is_of_initiatives(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether each row is work to be done or a part of a plan (事業の表).

    So are 債務負担行為 and 地方債, of which a document may have only one, and a table whose names
    are said to be in one of its columns.
    """
    is_named = any(one.role is Role.NAME and one.is_by_hand for one in layout.columns)
    return is_named or _score(layout, groups) >= _ENOUGH or _is_of_debts(layout, groups)


def _is_of_debts(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows have names, limits and the terms of them (債務負担行為・地方債の表)."""
    has_limits = any(g.is_amount and vocabulary.is_limit(g.heading) for g in groups)
    has_terms = any(vocabulary.is_term(group.heading) for group in groups)
    return has_limits and has_terms and bool(layout.places(Role.NAME))


def is_of_accounts(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table has names and amounts of two years for each (科目別の表).

    Tables of measures by years, of indicators with goals and of fees before and after a revision
    count too, and so do those with one amount for each 款 and 項, or with the fees of a statute.
    """
    if _is_of_one_year(layout, groups) or _is_of_fees(layout, groups):
        return True
    if _score(layout, groups) < _ENOUGH_OF_LIST:
        return False
    names = layout.places(Role.NAME)
    # 指標 names the rows, or is beside the names: リスク, 指標, 現状値, 目標値.
    if any(is_indicator(one.heading) for at in names for one in layout.columns[at : at + 2]):
        # 10.1g and ７g未満 beside 62.1％ are no amounts of one unit, but a state and its goal.
        return len(layout.places(Role.AMOUNT)) > 1 or is_of_goals(layout, groups)
    # Of a budget, whose years may be alone: R6, R8.
    are_of_budget = _are_of_budget(groups) or vocabulary.is_account(groups[0].heading)
    for group in groups if names else ():
        dated = [edition for edition in group.editions if edition is not None]
        is_money = Role.AMOUNT in group.strengths or (are_of_budget and not group.heading)
        are_years = is_money and (are_of_budget or sum(edition.is_year for edition in dated) > 1)
        if group.is_amount and len(dated) > 1 and (are_years or any(map(is_revised, dated))):
            return True
    # 要求額 is of this year beside 前年度予算額, under 節 and 細節.
    over = [g for g in groups if layout.columns[g.places[0]].role is Role.SECTION_TITLE]
    money = [g for g in groups if g.is_amount and g.strengths.get(Role.AMOUNT, 0) > 1]
    years = {edition for group in money for edition in group.editions}
    are_asked = any(account_of(g) in ACCOUNTS for g in over) and len(years) > 1
    # 量の見込み and 確保方策 of several years are beside what the rows name, or name them.
    of_years = [g for g in groups if g.is_amount and len({*g.editions} - {None}) > 1]
    are_measures = any(vocabulary.is_measure(g.heading) for g in of_years)
    are_measures |= bool(of_years) and any(g.values.measures >= _FIT for g in groups)
    if names and (are_asked or are_measures):
        return True
    # 年度末残高 of last year and 当初残高 of this one, each beside all names.
    full = [g for g in money if g.values.filled == 1.0]
    years = {edition for group in full for edition in group.editions} - {None}
    return names == (0,) and groups[0].values.distinct == 1.0 and len(years) > 1


def _is_of_one_year(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table has one amount for each 款 and 項 (歳入歳出予算の表)."""
    has_amounts = any(group.is_amount and group.heading for group in groups)
    return _are_of_budget(groups) and bool(layout.places(Role.NAME)) and has_amounts


def _is_of_fees(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether each row says for what, or by whom, a fee is paid (使用料の表)."""
    fees = [group for group in groups if group.is_amount and vocabulary.is_fee(group.heading)]
    are_given = any(group.values.filled >= _FIT for group in fees)
    return are_given and bool(layout.places(Role.NAME))


def _are_of_budget(groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table has columns of 款 and of 項 (款項の表)."""
    return sum({Role.NAME, Role.AMOUNT} <= {*group.strengths} for group in groups) > 1


def is_of_goals(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows beside initiatives are the goals of these (成果指標の表)."""
    names = [g for g in groups if layout.columns[g.places[0]].role is Role.NAME]
    # One that serves two measures is there again.
    are_named = all(Role.NAME in g.strengths and g.values.distinct >= ALMOST_ALL for g in names)
    of_names = any(is_indicator(g.heading) or g.values.count > 1 for g in names)
    goals = [g for g in groups if g not in names and vocabulary.is_goal(g.heading)]
    are_given = any(g.values.filled >= _FIT for g in goals)
    return are_named and of_names and are_given and not is_of_initiatives(layout, groups)


def is_of_measures(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows are 量の見込み and 確保方策 of several years (見込量の表)."""
    of_years = any(len({*g.editions} - {None}) > 1 for g in groups if g.is_amount)
    return of_years and any(g.values.measures >= _FIT for g in groups) and is_list(layout, groups)


def of_work(groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table lists work to be done (事業の表), rather than things."""
    has_departments = any(Role.DEPARTMENT in group.strengths for group in groups)
    return has_departments or strength_of_names(groups) >= NAMED


def strength_of_names(groups: Sequence[ColumnGroup]) -> float:
    """Return how certainly some heading of a table is one of names (名称の見出しの強さ)."""
    return max((group.strengths.get(Role.NAME, 0) for group in groups), default=0)


def is_list(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether each row names something of its own and says more about it (一覧表)."""
    names = [g for g in groups if layout.columns[g.places[0]].role is Role.NAME]
    others = [g for g in groups if g not in names and g.values.filled >= _FIT]
    # その他 may be one of 歳入 and of 歳出, where nothing but figures of years is beside it, and
    # 分園 one of several 保育園.
    years = [g for g in others if layout.columns[g.places[0]].role is Role.EDITION]
    kinds = [g for g in others if years and {*g.strengths} == {Role.NAME}]  # 区分 over 区分2
    facts = [g for g in others if g not in (*years, *kinds)]
    of_years = all(g.is_amount and (years or len(g.editions) > 1) for g in facts)
    least = _OF_PARTS if of_years or strength_of_names(names) > THING else 1.0
    of_names = {Role.NAME, Role.DEPARTMENT}  # 課 with their 定数
    are_named = all(of_names & {*g.strengths} and g.values.distinct >= least for g in names)
    has_rows = bool(others) and any(g.values.count > 1 for g in names)
    # A 区分 over several rows, or figures under 事業名, are of statistics.
    are_named &= not any(g.values.spans and g.strengths.get(Role.NAME, 0) <= 1 for g in names)
    has_rows &= not any(g.strengths.get(Role.NAME, 0) > NAMED and g.values.figures for g in others)
    is_whole = are_named and has_rows and not any(g.is_blank and g.values.count for g in groups)
    return is_whole and _score(layout, groups) >= _ENOUGH_OF_LIST


def compares_editions(layout: Layout, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a table compares figures of two editions (増減の表)."""
    amounts = [g for g in groups if g.is_amount and layout.columns[g.places[0]].role is Role.AMOUNT]
    of_both = [g for g in amounts if len({*g.editions} - {None}) == _BOTH]
    return any(g.values.filled >= _FIT for g in of_both) and bool(layout.places(Role.NAME))


_BOTH = 2


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
        elif column.role in {Role.NUMBER, *vocabulary.CODES}:
            score += 2.0 if group.values.count else 1.0
        elif column.role in vocabulary.BESIDE_NAMES:
            score += 2.0 * (at == layout.places(column.role)[0])
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
    firsts = [heading_levels(fold(group.heading))[0] for group in named]
    headings = [heading for heading, _same in groupby(firsts)]  # one may be over several columns
    score -= 2.0 if len(headings) - len(set(headings)) > 1 else 0.0
    persons = any(vocabulary.is_person(g.heading) and g.values.distinct == 1 for g in groups)
    staff = [group for group in groups if vocabulary.is_of_staff(group.heading)]
    persons |= bool(staff) and not _are_reasoned(staff, groups)
    score -= 4.0 if persons and not any(g.strengths[Role.NAME] >= NAMED for g in named) else 0.0
    money = [g for g in groups if g.strengths.get(Role.AMOUNT, 0) > 1]
    money = [g for g in money if g.is_amount or g.values.figures]
    score += 1.0 * bool(money) + any(len(group.places) > 1 for group in money)
    has_years = any(len(set(g.editions) - {None}) > 1 for g in groups if g.is_amount)
    score += 0.5 * (has_years and any(g.strengths.get(Role.NAME, 0) > NAMED for g in named))
    return score


def _are_reasoned(amounts: Sequence[ColumnGroup], groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows say why figures of two years differ (増減理由), as plans of staff do."""
    are_of_years = any(len({*group.editions} - {None}) > 1 for group in amounts)
    return are_of_years and any(g.heading.endswith("増減理由") for g in groups if not g.is_amount)
