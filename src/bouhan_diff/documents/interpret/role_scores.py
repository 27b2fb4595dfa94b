"""Score columns for roles (列の得点): how strong the evidence for each role is.

A heading counts by the weight of its words in the vocabulary, the values by their features. A score
of 0 rules a role out; FEWEST is the least score for a role.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ...plan import GROUPED, heading_group, heading_levels
from ...text.normalize import squeezed
from ..headings.vocabulary import Role, text_kind
from .column_evidence import LONG_TEXT, ColumnGroup

FEWEST = 1.5
"""The minimum score for a role."""

SURE = 3
"""The strength from which a heading can mean nothing else."""

WEAK = 1
"""The strength of a heading that may mean other things as well."""

# Shares of a column's values.
ALMOST_ALL = 0.9
MOST = 0.6
FEW = 0.3

ACCOUNTS = ("款", "項", "目", "節")
"""The steps of a budget."""

SEVERAL_ROWS = 5
"""Values from which on their shares are no chance."""

SHORTEST_NAME = 3
"""The fewest characters of a name, on average."""

SHORT_NUMBER = 6
"""The most characters of a number of an outline."""

_HALF = 0.5
_LEVELS = 2
_SEVERAL = 3  # values from which on their likeness is no chance
_MOST_EDITIONS = 20  # of one plan; more years of few rows each are when something arose


def number_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as numbers of rows (番号の列)."""
    values = group.values
    strength = group.strengths.get(Role.NUMBER, 0)
    if len(group.places) > 1:
        return 0.0
    if not strength:
        # One heading may cover number and name, or the numbers have none.
        is_first = group is groups[0]
        is_of_names = group.strengths.get(Role.NAME, 0) > WEAK
        may_be = group.is_blank or (is_first and is_of_names)
        is_short = values.length <= SHORT_NUMBER and values.distinct > FEW
        is_number = may_be and values.filled >= FEW and is_short and values.numbers >= ALMOST_ALL
        return 2.0 if is_number else 0.0
    if values.count and values.numbers < MOST:
        return 0.0
    later = [g for g in groups[groups.index(group) :] if g.values.spans < values.spans]
    numbers = [g for g in later if g.strengths.get(Role.NUMBER, 0) >= strength]
    if numbers and any(Role.NAME in g.strengths for g in later):
        return 0.0  # of what the rows belong to, which have numbers and names of their own
    unique = values.distinct >= ALMOST_ALL or values.count == 0
    return strength + (0.5 if unique else -1.0)


def department_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as departments (担当課の列)."""
    values = group.values
    strength = group.strengths.get(Role.DEPARTMENT, 0)
    if not strength:
        is_member = bool(heading_group(group.heading))  # 議長 under 賛否
        is_alone = not (group.strengths or is_member)
        is_sure = values.count >= _SEVERAL and values.departments >= ALMOST_ALL
        differ = 1 < values.distinct * values.count < ALMOST_ALL * values.count
        # Who acts (実施主体) is a department where all values are, and no other column names one.
        is_actor = group.heading.endswith("主体")
        is_actor &= not any(Role.DEPARTMENT in other.strengths for other in groups)
        strength = FEWEST if is_sure and (is_actor or (is_alone and differ)) else 0.0
    if strength and max(values.codes, values.marks, values.figures) > MOST:
        return 0.0
    if Role.DEPARTMENT not in group.strengths:
        return strength
    score = strength + values.departments
    score -= 1.5 if values.count and values.departments < FEW else 0.0
    return score + (0.2 if re.search("課|係|室", group.heading) else 0.0)  # rather than 部局名


def edition_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as years (年度の列); beside 予算年度, one year for all rows does not count."""
    if not _are_years(group):
        return 0.0
    is_one = group.values.distinct * group.values.count <= 1
    is_of_all = is_one and any(map(gives_years_of_rows, groups))
    return 0.0 if is_of_all else group.strengths[Role.EDITION]


def gives_years_of_rows(group: ColumnGroup) -> bool:
    """Return whether a column gives the year of each row, of several years (行ごとの年度)."""
    return group.values.distinct * group.values.count > 1 and _are_years(group)


def _are_years(group: ColumnGroup) -> bool:
    if Role.EDITION not in group.strengths:
        return False
    years = group.values.bare_years if "年度" in group.heading else group.values.years
    distinct = group.values.distinct
    is_history = distinct * group.values.count > _MOST_EDITIONS and distinct > FEW
    return years >= ALMOST_ALL and not is_history


def text_score(group: ColumnGroup) -> float:
    """Score a column as the main text (本文)."""
    values = group.values
    strength: float = group.strengths.get(Role.SUMMARY, 0)
    if group.strengths.get(Role.NAME, 0) >= SURE and values.lists > FEW:
        strength = max(strength, 2)
    is_kind = values.count >= SEVERAL_ROWS and values.distinct < FEW
    is_long = values.length >= LONG_TEXT and not (group.strengths or is_kind)
    is_state = strength <= WEAK and values.states > MOST  # 現状: 67.2％（R7）
    if group.is_amount or is_state or not (strength or is_long):
        return 0.0
    is_code = values.count and (values.marks > MOST or values.codes > ALMOST_ALL)
    # A remark here and there is no text.
    is_rare = values.filled < FEW or values.filled + values.merged < MOST
    if is_code or (strength <= WEAK and is_rare):
        return 0.0
    # Amounts 補正前 and 補正後 with a few words among them are not texts of two editions.
    if not group.heading and values.figures >= _HALF:
        return 0.0
    editions = {*group.editions} - {None}
    score = strength + min(2.0, values.length / 15) + values.sentences
    is_result = len(editions) == 1 and text_kind(group.heading) == "result"  # of the text beside it
    score += 1.5 * (bool(editions) and not is_result) + (len(editions) > 1)
    is_category = values.count >= _SEVERAL and values.length <= SHORTEST_NAME
    if is_category and strength <= WEAK:
        return 0.0  # an evaluation in a word, such as 継続 or 廃止
    return score - (2.0 if is_category and values.distinct < MOST else 0.0)


def account_of(group: ColumnGroup) -> str:
    """Return the first part of a column's heading (科目): 目 for 目 › 名称 and for 目名."""
    return _account_in(group.heading)


@lru_cache(maxsize=4096)
def _account_in(heading: str) -> str:
    return re.sub("(?<=[款項目節])名称?", "", heading_levels(heading)[0])


def accounts_of(groups: Sequence[ColumnGroup]) -> list[ColumnGroup]:
    """Return 款 to 節 if the last of them names rows with amounts of two years.

    In a hierarchy of headings, 款 over 項 over 目, the last one names them in any case. If each row
    has only one of them, be it a 款 or its only 項, the last is 目, whatever the amounts: higher
    levels are named after what they contain.
    """
    found = [g for g in groups if account_of(g) in ACCOUNTS and g.values.figures <= MOST]
    amounts = [group for group in groups if group.is_amount]
    money = [group for group in amounts if len({*group.editions}) > 1]
    filled = {group: group.values.filled for group in found if group.values.spans < 1}
    if amounts and len(filled) > 1 and round(sum(filled.values()), 2) <= 1:
        return [group for group in filled if account_of(group) != ACCOUNTS[-1]]
    spans = [group.values.spans for group in (*money, *found[-1:])]
    if money and len(steps := [group for group in found if group.heading in _STEPS]) > 1:
        return steps
    if not money:  # 要求額 of this year beside 予算額 of the last
        sums = [group for group in amounts if group.strengths.get(Role.AMOUNT, 0) > WEAK]
        money = sums if len({edition for g in sums for edition in g.editions} - {None}) > 1 else []
    over = [group.values.is_over_rows for group in found]
    are_over = money and over[1:] and all(over[:-1]) and not over[-1]
    are_over = are_over or (money and _are_of_parts(found, groups))
    return found if are_over and not any(spans) else []


def _are_of_parts(found: Sequence[ColumnGroup], groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 節 tells apart the rows of a 目, which no 事業名 names (節ごとの行)."""
    if len(found) < _LEVELS or any(g.strengths.get(Role.NAME, 0) >= SURE for g in groups):
        return False
    return found[-1].heading == ACCOUNTS[-1] and found[-1].values.part(found[-2].values)


_STEPS = tuple(GROUPED.join(ACCOUNTS[: n + 1]) for n in range(len(ACCOUNTS)))


def is_done_to_things(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 対策 says in a word what is done to what a column on its left names (更新)."""
    left = (g for g in groups if g.places < group.places and g.strengths.get(Role.NAME, 0) > WEAK)
    are_named = any(
        min(g.values.distinct, g.values.filled) >= ALMOST_ALL and g.values.length >= SHORTEST_NAME
        for g in left
    )
    is_word = group.strengths.get(Role.NAME, 0) <= SURE and group.values.length < SHORTEST_NAME
    return are_named and is_word


def is_level_above(heading: str, other: str) -> bool:
    """Return whether a heading is of a level above another (段の見出し): 区分 over 区分2."""
    levels = (_LEVEL.fullmatch(squeezed(text)) for text in (heading, other))
    above, below = (
        (match["kind"], int(match["level"] or 1)) if match else ("", 0) for match in levels
    )
    return bool(above[0]) and above[0] == below[0] and above[1] < below[1]


_LEVEL = re.compile(r"(?P<kind>\D+?)(?P<level>[1-9])?")
