"""Decide what each column of a table holds (列の意味); nothing else decides it.

Every column is scored for each role by its headings and values, and the joint assignment with the
best total wins. A column without a role becomes a field.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, product

from ...edition import Edition
from ...text.normalize import fold
from ..headings.header_rows import CellRow, Header
from ..headings.heading_parts import Split, splits_of
from ..headings.vocabulary import BESIDE_NAMES, Role, text_kind
from .column_evidence import ColumnGroup, FieldHeadings, columns_by_hand, groups_of, is_over_rows
from .layouts import Layout, TableColumn, layout_of
from .name_scores import name_score
from .role_scores import (
    ACCOUNTS,
    ALMOST_ALL,
    FEW,
    FEWEST,
    MOST,
    SHORT_NUMBER,
    SURE,
    WEAK,
    account_of,
    department_score,
    edition_score,
    gives_years_of_rows,
    is_level_above,
    number_score,
    text_score,
)

_FEWEST_OF_NAME = 0.4
"""The minimum score for a name whose heading is a name's, whatever its values are."""

_CANDIDATES = 4  # for each role, those with the best scores
_OF_CODES = {*BESIDE_NAMES, Role.NUMBER, Role.SECTION_NUMBER, Role.EDITION}


def classify(
    header: Header,
    rows: Sequence[CellRow],
    meanings: Mapping[str, str],
    this_year: Edition | None,
    unit: str = "",
) -> tuple[Layout, list[ColumnGroup]]:
    """Decide what the columns under a header hold (列の分類), and return the evidence too.

    The evidence is that of columns without a meaning given by hand. rows: rows of data under this
    header. meanings: those given by hand, which always win. this_year: the document's, from which
    前年度 is counted. unit: the one stated above the table.
    """
    splits = splits_of(header, this_year)
    groups = groups_of(header, splits, rows, meanings)
    if any(map(gives_years_of_rows, groups)):
        splits = splits_of(header, this_year, are_rows_dated=True)
        groups = _of_one_year(
            groups_of(header, splits, rows, meanings), header, splits, rows, meanings
        )
    groups = _with_steps(groups)
    by_hand, groups = columns_by_hand(header, splits, groups, meanings)
    roles, guesses = _assigned(groups, {column.role for column in by_hand.values()})
    roles |= _sections(groups, roles, by_hand)
    _move_numbers_to_sections(groups, roles)
    _add_bureaus(groups, roles)
    _add_numbers_below(groups, roles)
    texts, is_joined = _main_text(groups, roles, by_hand)
    columns: dict[int, TableColumn] = dict(by_hand)
    headings = FieldHeadings(groups, unit)
    names = {fold(group.heading) for group in groups}
    # Of an edition that only names departments there is nothing else to compare.
    others = (group for group in groups if roles.get(group) is not Role.DEPARTMENT)
    dated = {None, *(edition for group in others for edition in group.editions)}
    for group in groups:
        role = Role.SUMMARY if group in texts else roles.get(group, Role.TEXT)
        # Numbers under a heading of names or departments, or beside their names, are codes.
        of_names = {f"{fold(group.heading)}{ending}" for ending in ("名", "名称")}
        is_code = bool(_OF_CODES & group.strengths.keys() or of_names & names)
        if role is Role.TEXT and group.is_amount and not is_code:
            role = Role.AMOUNT
        heading = group.heading
        if role in {Role.TEXT, Role.AMOUNT}:
            heading = headings.heading_of(group)
        is_bare = role is Role.AMOUNT and not group.heading
        for at, edition in zip(group.places, group.editions, strict=True):
            published = header.texts[at]
            is_alone = role is Role.DEPARTMENT and edition not in dated and at != group.places[-1]
            columns[at] = TableColumn(
                Role.TEXT if is_alone else role,
                f"{heading}({edition})" if is_alone else heading,
                published,
                None if is_alone else edition,
                group.unit or (headings.unit if is_bare else ""),
                is_code=is_code,
                is_step=group.is_step,
            )
    ordered = tuple(columns[at] for at in range(len(header.parts)))
    return layout_of(ordered, guesses, is_joined=is_joined), groups


def _of_one_year(
    groups: Sequence[ColumnGroup],
    header: Header,
    splits: Sequence[tuple[Split, str]],
    rows: Sequence[CellRow],
    meanings: Mapping[str, str],
) -> list[ColumnGroup]:
    """Return the groups with the values of the year that has most rows (１年分の値).

    What differs on each of these rows may name them, although the file repeats it every year.
    """
    years = next(filter(gives_years_of_rows, groups))
    texts = Counter(row[years.places[0]].text for row in rows)
    ((year, _times),) = texts.most_common(1)
    of_year = [row for row in rows if row[years.places[0]].text == year]
    regrouped = groups_of(header, splits, of_year, meanings)
    pairs = zip(groups, regrouped, strict=True)
    return [old if old is years else replace(old, values=new.values) for old, new in pairs]


def _with_steps(groups: Sequence[ColumnGroup]) -> list[ColumnGroup]:
    """Return the groups, with the years of a schedule (工程表の年) as separate columns.

    ○ or 設計 in some of three years or more says when something is to be done: these years are no
    editions of the document. Targets and results by year are, even if some are words.
    """
    found: list[ColumnGroup] = []
    for group in groups:
        years = {edition for edition in group.editions if edition and edition.is_year}
        is_figure = group.is_amount or Role.AMOUNT in group.strengths or group.values.figures > MOST
        is_short = not is_figure and 0 < group.values.length <= _LONGEST_STEP
        is_text = bool(group.heading) and Role.SUMMARY in group.strengths
        if len(years) < _FEWEST_STEPS or not is_short or is_text:
            found.append(group)
            continue
        for at, edition in zip(group.places, group.editions, strict=True):
            heading = f"{group.heading}({edition})" if group.heading else str(edition)
            step = replace(group, heading=heading, places=(at,), editions=(None,), strengths={})
            found.append(replace(step, is_step=True))
    return found


_FEWEST_STEPS, _LONGEST_STEP = 3, 15


# --- Roles --------------------------------------------------------------------------------


def _score_of_heading(role: Role) -> Callable[[ColumnGroup, Sequence[ColumnGroup]], float]:
    return lambda group, _groups: group.strengths.get(role, 0)


_SCORES = {
    Role.NUMBER: number_score,
    Role.NAME: name_score,
    **{role: _score_of_heading(role) for role in BESIDE_NAMES},
    Role.DEPARTMENT: department_score,
    Role.EDITION: edition_score,
}
"""How each role that at most one column of a table has is scored (役割ごとの得点)."""


def _assigned(
    groups: Sequence[ColumnGroup], by_hand: set[Role]
) -> tuple[dict[ColumnGroup, Role], tuple[tuple[Role, str], ...]]:
    """Return the best joint assignment of roles (最良の割当て), and which roles are guesses."""
    options: list[list[tuple[float, ColumnGroup | None]]] = []
    for role, score_of in _SCORES.items():
        scored = [(score_of(group, groups), group) for group in groups]
        good = sorted(
            ((score, group) for score, group in scored if score >= _least(role, group)),
            key=lambda pair: -pair[0],
        )[:_CANDIDATES]
        options.append([*good, (0.0, None)] if role not in by_hand else [(0.0, None)])
    best_sum, best = -1.0, tuple[tuple[float, ColumnGroup | None], ...]()
    for choice in product(*options):
        taken = [id(group) for _score_, group in choice if group is not None]
        total = sum(score for score, _group in choice)
        if len(set(taken)) == len(taken) and total > best_sum:
            best, best_sum = choice, total
    chosen = zip(_SCORES, best, strict=True)
    roles = {group: role for role, (_score_, group) in chosen if group is not None}
    guesses = tuple(
        (role, group.heading)
        for group, role in roles.items()
        if role not in group.strengths and role is not Role.NUMBER
    )
    return roles, guesses


def _add_bureaus(groups: Sequence[ColumnGroup], roles: dict[ColumnGroup, Role]) -> None:
    """Give the columns left of a department that name its bureau the same role (局名・部名).

    Likewise the one right of a column of 部 whose heading is as strong, 所属 beside 担当部.
    """
    if levels := _levels_of_offices(groups, roles):
        for group in [group for group, role in roles.items() if role is Role.DEPARTMENT]:
            del roles[group]
        roles |= dict.fromkeys(levels, Role.DEPARTMENT)
    for over, group in reversed([*pairwise(groups)]):
        is_over = Role.DEPARTMENT in over.strengths and over.values.departments >= MOST
        is_over &= over not in roles and not any((*over.editions, *group.editions))
        if is_over and roles.get(group) is Role.DEPARTMENT:
            roles[over] = Role.DEPARTMENT
    for over, group in pairwise(groups):
        is_bureau = roles.get(over) is Role.DEPARTMENT and _BUREAU.fullmatch(fold(over.heading))
        is_under = Role.DEPARTMENT in group.strengths and group.values.departments >= MOST
        if is_bureau and is_under and group not in roles and not any(group.editions):
            roles[group] = Role.DEPARTMENT
            break


def _add_numbers_below(groups: Sequence[ColumnGroup], roles: dict[ColumnGroup, Role]) -> None:
    """Give a column of sub-numbers right of the numbers the same role (枝番の列): サブ項番."""
    for over, group in pairwise(groups):
        is_below = _NUMBER_BELOW.fullmatch(fold(group.heading)) and group not in roles
        if is_below and roles.get(over) is Role.NUMBER:
            roles[group] = Role.NUMBER


def _move_numbers_to_sections(
    groups: Sequence[ColumnGroup], roles: dict[ColumnGroup, Role]
) -> None:
    """Make numbers that are merged like the title to their right the section's (事業ごとの番号)."""
    for number, title in pairwise(groups):
        are_of_sections = number.values.spans == title.values.spans > 0
        is_title = roles.get(title) is Role.SECTION_TITLE
        if roles.get(number) is Role.NUMBER and is_title and are_of_sections:
            roles[number] = Role.SECTION_NUMBER


_NUMBER_BELOW = re.compile(r"(?:サブ|[枝副小細子])(?:項|連)?(?:番号?|no\.?)")


def _levels_of_offices(
    groups: Sequence[ColumnGroup], roles: Mapping[ColumnGroup, Role]
) -> list[ColumnGroup]:
    """Return adjacent columns that are the levels of one office (局・部・課・室), if any.

    Most offices have only some of the levels; the first that is no level of its own tells whose the
    row is, as 府省庁 does.
    """
    for is_level, run in groupby(groups, lambda group: bool(_LEVEL.fullmatch(fold(group.heading)))):
        levels = [*run]
        are_free = all(roles.get(one, Role.DEPARTMENT) is Role.DEPARTMENT for one in levels)
        named = [one for one in levels if one.values.departments >= MOST]
        if is_level and are_free and len(levels) >= _FEWEST_LEVELS and len(named) > 1:
            return levels
    return []


_BUREAU = re.compile("(?:担当|所管|主管|所属)?(?:部局?|局)名?")
_LEVEL = re.compile("(?:局[・･/]庁|本?部|局|課|室|班|係|グループ|チーム)名?")
_FEWEST_LEVELS = 3


def _least(role: Role, group: ColumnGroup) -> float:
    """Return the minimum score for a role; lower for a name, as a table needs one."""
    return _FEWEST_OF_NAME if role is Role.NAME and role in group.strengths else FEWEST


# --- Sections and the main text --------------------------------------------------------------


def _sections(
    groups: Sequence[ColumnGroup],
    roles: Mapping[ColumnGroup, Role],
    by_hand: Mapping[int, TableColumn],
) -> dict[ColumnGroup, Role]:
    """Return the columns that name sections (章の列): their cells span several rows."""
    name = _first_place(roles, by_hand, Role.NAME)
    named = [group for group in groups if name in group.places]
    above = "".join(_ABOVE.get(account_of(group), "") for group in named)
    # A file without merged cells repeats 款 and 項 on every row, each with a 目 of its own.
    repeated = [g for g in groups if account_of(g) in ACCOUNTS and g.values.is_over_rows]
    are_repeated = bool(above and repeated) and not any(one.values.is_repeated for one in named)
    found: dict[ColumnGroup, Role] = {}
    for place, group in enumerate(groups):
        if group in roles:
            continue
        values, words = group.values, group.strengths
        is_left = name is None or group.places[0] < name
        # A column that differs in every row describes the row; １, ２, ３ are sections of one each.
        differ = name is not None and values.count > 1 and values.distinct == 1.0
        differ &= not (values.is_counted and words.get(Role.SECTION_TITLE, 0) >= SURE)
        is_title = Role.SECTION_TITLE in words and not (differ and not values.spans)
        # Where a group further left is filled in on every row, a blank cell repeats nothing.
        is_title &= not (values.spans > values.merged and any(map(_is_on_all, groups[:place])))
        is_sure = words.get(Role.NAME, 0) >= SURE or (above and {*group.heading} <= {*above})
        is_above = is_sure and name is not None and values.spans > 0
        accounts = ACCOUNTS if above == _OF_STEPS else ACCOUNTS[:-1]
        is_account = name is not None and account_of(group) in accounts
        is_account = is_account and (values.spans > 0 or are_repeated)
        is_level = any(is_level_above(group.heading, one.heading) for one in named)
        is_over = is_title or is_above or is_account or is_level
        is_over |= name is not None and is_over_rows(group)
        # １ 歳入の確保 over several 取組事項 is a title, also where its column is called 項目.
        is_naming = words.get(Role.NAME, 0) > WEAK and Role.SUMMARY not in words
        is_numbered = is_naming and values.spans > 0 and values.is_counted
        is_over |= name is not None and is_numbered
        # 棟 under an unknown heading names the parts of what 団地名 is over.
        is_of_parts = place == 0 and is_naming and values.spans > 0
        is_over |= is_of_parts and any(one is groups[1] and not one.strengths for one in named)
        if Role.SECTION_NUMBER in words:  # 第１章 基本の考え方 is a title in a column of 章
            is_worded = values.numbers < FEW and values.length > SHORT_NUMBER
            found[group] = Role.SECTION_TITLE if is_worded else Role.SECTION_NUMBER
        elif Role.AIM in words:
            found[group] = Role.AIM
        elif is_over and is_left and not (group.is_amount or _is_of_numbers(group)):
            found[group] = Role.SECTION_TITLE
            if is_above:  # 政策区分 left of the 事業名 of several rows
                over = (g for g in groups[:place] if g.values.spans > values.spans)
                found |= {g: Role.SECTION_TITLE for g in over if g not in roles and not g.is_amount}
    return found


def _is_of_numbers(group: ColumnGroup) -> bool:
    """Return whether a column holds bare numbers (番号の列), as a 款 in a file does: no titles."""
    return group.values.count > 0 and group.values.figures >= ALMOST_ALL


def _is_on_all(group: ColumnGroup) -> bool:
    """Return whether a column repeats the name of its group on every row (行ごとの分類)."""
    values = group.values
    return not values.spans and max(values.distinct, values.numbers, values.years) < MOST


# In headings left of the items of a budget.
_OF_STEPS = "款項目節・･/ "
_ABOVE = {"項": "款・･/ ", "目": "款項・･/ ", "節": "款項目・･/ ", "細節": _OF_STEPS}


def _first_place(
    roles: Mapping[ColumnGroup, Role], by_hand: Mapping[int, TableColumn], role: Role
) -> int | None:
    places = [group.places[0] for group, found in roles.items() if found is role]
    return min(
        [*places, *(at for at, column in by_hand.items() if column.role is role)], default=None
    )


def _main_text(
    groups: Sequence[ColumnGroup],
    roles: Mapping[ColumnGroup, Role],
    by_hand: Mapping[int, TableColumn],
) -> tuple[tuple[ColumnGroup, ...], bool]:
    """Return the columns of the main text (本文の列), and whether their headings differ."""
    taken = {c.edition for c in by_hand.values() if c.role is Role.SUMMARY}
    free = [group for group in groups if group not in roles]
    scored = [(text_score(group), group) for group in free]
    scored = [pair for pair in scored if pair[0] > 0 and not taken & set(pair[1].editions)]
    if not scored:
        return (), False
    if taken:  # given by hand; the same heading in other editions is part of it
        headings = {fold(c.heading) for c in by_hand.values() if c.role is Role.SUMMARY}
        same = tuple(g for _s, g in scored if fold(g.heading) in headings and any(g.editions))
        return same, False
    best = max(scored, key=lambda pair: pair[0])[1]
    if _first_place(roles, by_hand, Role.NAME) is None and not any(best.editions):
        # The text names the rows: 要望内容 rather than a longer 回答 to its right.
        strength = best.strengths.get(Role.SUMMARY)
        equals = (g for _s, g in scored if g.strengths.get(Role.SUMMARY) == strength)
        best = next(g for g in equals if not any(g.editions))
    joined = [best]
    if all(best.editions):
        for score, group in sorted(scored, key=lambda pair: -pair[0]):
            known = {edition for one in joined for edition in one.editions}
            is_new = all(group.editions) and not known & set(group.editions)
            if is_new and _may_join(best, group) and score >= SURE:
                joined.append(group)
    headings = {re.sub(r"\([^()]*\)", "", fold(group.heading)) for group in joined}
    return tuple(joined), len(headings) > 1


def _may_join(one: ColumnGroup, other: ColumnGroup) -> bool:
    """Return whether two headings may be one text in two editions (本文の対): 目標 never is."""
    return "goal" not in {text_kind(one.heading), text_kind(other.heading)}
