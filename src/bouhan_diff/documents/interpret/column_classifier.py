"""What each column of a table holds (列の意味): decided here, and only here.

Every column is scored for each role by its heading, of several rows, and by its values; the
joint assignment with the best sum wins. A column without a role is a field.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from ...edition import Edition
from ...plan import GROUPED
from ...text.normalize import fold
from ..headings.columns import CellRow, Header, Layout, TableColumn, layout_of
from ..headings.heading_parts import splits_of
from ..headings.vocabulary import Role, is_indicator, text_kind
from .column_evidence import (
    LONG_NAME,
    LONG_TEXT,
    ColumnGroup,
    columns_by_hand,
    groups_of,
    heads_rows,
    is_over_rows,
    names_no_row,
    own_heading,
    sample_of,
)

_FEWEST = 1.5  # the minimum score for a role
_FEWEST_OF_NAME = 0.4  # the same for a name whose heading is a name's, whatever its values are
_CANDIDATES, _SURE = 4, 3
_OF_CODES = {Role.DEPARTMENT, Role.POLICIES, Role.NUMBER, Role.SECTION, Role.EDITION}


def classify(
    header: Header,
    rows: Sequence[CellRow],
    given: Mapping[str, str],
    own: Edition | None,
) -> tuple[Layout, list[ColumnGroup]]:
    """Return what the columns under a header hold (列の分類), and the evidence of it.

    The evidence is that of the columns whose meaning is not given by hand. rows: rows of data
    under this header. given: meanings by hand, which always win. own: the document's year, from
    which 前年度 is counted.
    """
    rows = sample_of(rows, len(header.parts))
    splits = splits_of(header, own)
    groups = groups_of(header, splits, rows, given)
    by_hand, groups = columns_by_hand(header, splits, groups, given)
    roles, guesses = _assigned(groups, {column.role for column in by_hand.values()})
    roles |= _sections(groups, roles, by_hand)
    for over, group in reversed([*pairwise(groups)]):  # 局名 and 部名 are one with 課名
        is_over = Role.DEPARTMENT in over.strengths and over.values.departments >= _MOST
        is_over &= over not in roles and not any((*over.editions, *group.editions))
        if is_over and roles.get(group) is Role.DEPARTMENT:
            roles[over] = Role.DEPARTMENT
    texts, is_joined = _main_text(groups, roles, by_hand)
    columns: dict[int, TableColumn] = dict(by_hand)
    taken: dict[str, int] = {}
    names = {fold(group.heading) for group in groups}
    for group in groups:
        role = Role.SUMMARY if group in texts else roles.get(group, Role.TEXT)
        # Numbers under a heading of names or departments, or beside their names, are codes.
        of_names = {f"{fold(group.heading)}{ending}" for ending in ("名", "名称")}
        is_code = bool(_OF_CODES & group.strengths.keys() or of_names & names)
        if role is Role.TEXT and group.is_amount and not is_code:
            role = Role.AMOUNT
        heading = group.heading
        if role in {Role.TEXT, Role.AMOUNT}:
            heading = own_heading(group, groups, taken)
        for at, edition in zip(group.places, group.editions, strict=True):
            published = header.texts[at]
            columns[at] = TableColumn(
                role, heading, published, edition, group.unit, is_code=is_code
            )
    ordered = tuple(columns[at] for at in range(len(header.parts)))
    return layout_of(ordered, guesses, is_joined=is_joined), groups


# --- Roles --------------------------------------------------------------------------------


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


def _least(role: Role, group: ColumnGroup) -> float:
    """Return the minimum score for a role; lower for a name, as a table needs one."""
    return _FEWEST_OF_NAME if role is Role.NAME and role in group.strengths else _FEWEST


_ALMOST_ALL, _MOST, _HALF, _FEW = 0.9, 0.6, 0.5, 0.3
_SHORT_NUMBER = 6


def _number_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    values = group.values
    strength = group.strengths.get(Role.NUMBER, 0)
    if len(group.places) > 1:
        return 0.0
    if not strength:
        # One heading may cover number and name, or the numbers have none.
        is_first = group is groups[0]
        is_of_names = group.strengths.get(Role.NAME, 0) > _WEAK
        may_be = group.is_blank or (is_first and is_of_names)
        is_short = values.length <= _SHORT_NUMBER and values.distinct > _FEW
        is_number = may_be and values.filled >= _FEW and is_short and values.numbers >= _ALMOST_ALL
        return 2.0 if is_number else 0.0
    if values.number and values.numbers < _MOST:
        return 0.0
    later = [g for g in groups[groups.index(group) :] if g.values.spans < values.spans]
    numbers = [g for g in later if g.strengths.get(Role.NUMBER, 0) >= strength]
    if numbers and any(Role.NAME in g.strengths for g in later):
        return 0.0  # of what the rows belong to, which have numbers and names of their own
    unique = values.distinct * _rows_of_one(groups) >= _ALMOST_ALL or values.number == 0
    return strength + (0.5 if unique else -1.0) + (0.5 if values.is_ordered else 0.0)


def _rows_of_one(groups: Sequence[ColumnGroup]) -> float:
    """Return how many rows an initiative has (行数): several where each is of one edition."""
    years = (other.values for other in groups if _edition_score(other, groups))
    return max((values.distinct * values.number for values in years), default=1.0)


def _name_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    values = group.values
    if group in (accounts := _accounts(groups)):
        return _SURE if group is accounts[-1] else 0.0
    strength: float = group.strengths.get(Role.NAME, 0)
    named = strength if _may_name(group) else 0.0
    score = named if strength > _WEAK else named or _unnamed_score(group, groups)
    is_sure = strength > _SURE and not values.is_counted  # ① and 旗 are a number and a name
    most = _FEW if is_sure else _MOST  # 事業名 holds no figures; 1個人 is one of a 目
    if max(values.marks / _MOST, values.codes / _ALMOST_ALL, values.figures / most) > 1:
        return 0.0
    if not (score and strength):
        return score
    texts = [g for g in groups if Role.SUMMARY in g.strengths and g.editions == group.editions]
    if any(group.editions) and texts == [group]:  # 令和６年度の取組 is what was done in that year
        return 0.0
    score += 1.0 if values.distinct >= _ALMOST_ALL else -0.5 if values.distinct < _FEW else 0.0
    is_text = values.length > LONG_NAME or values.lists > _FEW
    score -= 0.5 * (is_text + (values.length > 2 * LONG_NAME))
    if values.filled < _FEW and not any(g.heading.startswith(_PARTS) for g in groups):
        score -= 2.0 / strength
    score += 1.5 if values.is_counted else 0.0
    score += _OF_INDICATORS if _are_of_indicators(group, groups) else 0.0
    # Of several name columns the last is the initiative's; earlier ones name its parents.
    after = [g for g in groups if g.places[0] > group.places[0] and Role.NAME in g.strengths]
    if Role.SECTION_TITLE in group.strengths:
        score -= 2.0 * any(g.values.spans < values.spans for g in after)
    later = [g for g in groups if g.places[0] > group.places[0] and _may_name(g)]
    least = values.distinct if values.distinct < _ALMOST_ALL else 1.0  # 款 beside a 目
    finer = (g for g in later if g.values.spans < values.spans or g.values.distinct > least)
    return score - any(g.strengths[Role.NAME] >= strength for g in finer)


def _are_of_indicators(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows are of indicators (指標の行); a measure with a text is an initiative."""
    own = group.values
    if not is_indicator(group.heading) or min(own.distinct, own.filled) < _ALMOST_ALL:
        return False
    above = [g for g in groups if g.places[0] < group.places[0] and Role.NAME in g.strengths]
    texts = [g for g in groups if g.strengths.get(Role.SUMMARY, 0) > 1 and not g.is_amount]
    return (
        any(g.is_amount and g.places[0] > group.places[0] for g in groups)
        and all(Role.SECTION_TITLE in g.strengths and _is_repeated(g) for g in above)
        and not any(text.values.spans > _FEW for text in texts)
    )


def _is_repeated(group: ColumnGroup) -> bool:
    """Return whether a column's values each apply to several rows (複数行にわたる値)."""
    return group.values.spans > _FEW or group.values.distinct < _MOST


def _unnamed_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as names though its heading does not say so (見出しの異なる名称)."""
    values = group.values
    named = [g for g in groups if Role.NAME in g.strengths and g.values.filled >= _FEW]
    if any(group.editions) or not all(map(_only_groups, named)) or names_no_row(group.heading):
        return 0.0
    # The only undated text beside texts of years names their rows.
    texts = [other for other in groups if Role.SUMMARY in other.strengths]
    undated = [other for other in texts if not any(other.editions)]
    if undated == [group] and len(texts) > 1 and values.length <= LONG_NAME:
        return _UNDATED
    if heads_rows(group, groups):
        return _FEWEST
    is_unique = min(values.distinct, values.filled) >= _ALMOST_ALL and values.number > 1
    if Role.DEPARTMENT in group.strengths:  # 課 beside 部局, where nothing else names the rows
        return _UNDATED if is_unique and not named else 0.0
    is_free = not group.strengths or all(g.is_amount for g in groups if g is not group)  # 会計名
    is_name = is_free and _SHORTEST_NAME <= values.length <= LONG_NAME
    if named and undated == [group]:  # short phrases of what is done, beside kinds that repeat
        is_name = _SHORTEST_NAME <= values.length <= _SHORT_TEXT and values.sentences < _FEW
    return _FEWEST if is_name and is_unique else 0.0


def _may_name(group: ColumnGroup) -> bool:
    """Return whether a column's heading is one of names (名称の見出し), and of whole rows."""
    is_part = group.heading.startswith(_PARTS) or _only_groups(group)
    return Role.NAME in group.strengths and not is_part


def _accounts(groups: Sequence[ColumnGroup]) -> list[ColumnGroup]:
    """Return 款 to 節 if the last one, under the others, names rows with amounts of two years."""
    found = [group for group in groups if _account(group) in _ACCOUNTS]
    money = [g for g in groups if g.is_amount and len({*g.editions}) > 1]
    spans = [group.values.spans for group in (*money, *found[-1:])]
    are_over = money and found[1:] and all(group.values.spans for group in found[:-1])
    return found if are_over and not any(spans) else []


def _account(group: ColumnGroup) -> str:
    return group.heading.partition(GROUPED.strip())[0].strip()


def _only_groups(group: ColumnGroup) -> bool:
    """Return whether a column such as 大分類 or 区分 only groups the rows (分類の列)."""
    values = group.values
    is_weak = group.strengths.get(Role.NAME, 0) <= _WEAK
    most = _MOST if Role.SECTION_TITLE in group.strengths else _FEW
    return is_weak and values.number >= _SEVERAL_ROWS and values.distinct < most


_PARTS = f"節{GROUPED}"  # opens the headings of the parts of a budget's item: no rows of their own
_OF_INDICATORS, _UNDATED = 3.0, 2.5
_WEAK, _SEVERAL_ROWS, _SHORT_TEXT = 1, 5, 30
_SHORTEST_NAME = _SEVERAL = 3


def _department_score(group: ColumnGroup, _groups: Sequence[ColumnGroup]) -> float:
    values = group.values
    strength = group.strengths.get(Role.DEPARTMENT, 0)
    if not strength:
        is_member = GROUPED.strip() in group.heading  # 議長 under 賛否
        is_alone = not (group.strengths or is_member)
        is_sure = is_alone and values.number >= _SEVERAL and values.departments >= _ALMOST_ALL
        differ = 1 < values.distinct * values.number < _ALMOST_ALL * values.number
        strength = _FEWEST if is_sure and differ else 0.0
    if strength and max(values.codes, values.marks, values.figures) > _MOST:
        return 0.0
    if Role.DEPARTMENT not in group.strengths:
        return strength
    score = strength + values.departments
    score -= 1.5 if values.number and values.departments < _FEW else 0.0
    return score + (0.2 if re.search("課|係|室", group.heading) else 0.0)  # rather than 部局名


def _edition_score(group: ColumnGroup, _groups: Sequence[ColumnGroup]) -> float:
    if Role.EDITION not in group.strengths:
        return 0.0
    years = group.values.bare_years if "年度" in group.heading else group.values.years
    return group.strengths[Role.EDITION] if years >= _ALMOST_ALL else 0.0


_SCORES = {  # of the roles that at most one column of a table has (列の得点)
    Role.NUMBER: _number_score,
    Role.NAME: _name_score,
    Role.DEPARTMENT: _department_score,
    Role.POLICIES: lambda group, _groups: group.strengths.get(Role.POLICIES, 0),
    Role.EDITION: _edition_score,
}


# --- Sections and the main text --------------------------------------------------------------


def _sections(
    groups: Sequence[ColumnGroup],
    roles: Mapping[ColumnGroup, Role],
    by_hand: Mapping[int, TableColumn],
) -> dict[ColumnGroup, Role]:
    """Return the columns that name sections (章の列): their cells span several rows."""
    name = _first_place(roles, by_hand, Role.NAME)
    above = "".join(_ABOVE.get(_account(group), "") for group in groups if name in group.places)
    found: dict[ColumnGroup, Role] = {}
    for place, group in enumerate(groups):
        if group in roles:
            continue
        values, words = group.values, group.strengths
        is_left = name is None or group.places[0] < name
        # A column that differs in every row describes the row, not a section.
        differ = name is not None and values.number > 1 and values.distinct == 1.0
        is_title = Role.SECTION_TITLE in words and not (differ and not values.spans)
        # Where a group further left is filled in on every row, a blank cell repeats nothing.
        is_title &= not (values.spans > values.merged and any(map(_is_on_all, groups[:place])))
        is_sure = words.get(Role.NAME, 0) >= _SURE or (above and {*group.heading} <= {*above})
        is_above = is_sure and name is not None and values.spans > 0
        is_over = is_title or is_above or (name is not None and is_over_rows(group))
        if Role.SECTION in words:  # 第１章 基本の考え方 is a title in a column of 章
            is_worded = values.numbers < _FEW and values.length > _SHORT_NUMBER
            found[group] = Role.SECTION_TITLE if is_worded else Role.SECTION
        elif Role.AIM in words:
            found[group] = Role.AIM
        elif is_over and is_left and not group.is_amount:
            found[group] = Role.SECTION_TITLE
    return found


def _is_on_all(group: ColumnGroup) -> bool:
    """Return whether a column repeats the names of groups on every row (行ごとの分類)."""
    values = group.values
    return not values.spans and max(values.distinct, values.numbers, values.years) < _MOST


_ACCOUNTS = ("款", "項", "目", "節")
_ABOVE = {"目": "款項・･/ ", "節": "款項目・･/ "}  # in headings left of the items of a budget


def _first_place(
    roles: Mapping[ColumnGroup, Role], by_hand: Mapping[int, TableColumn], role: Role
) -> int | None:
    own = [group.places[0] for group, found in roles.items() if found is role]
    return min([*own, *(at for at, column in by_hand.items() if column.role is role)], default=None)


def _main_text(
    groups: Sequence[ColumnGroup],
    roles: Mapping[ColumnGroup, Role],
    by_hand: Mapping[int, TableColumn],
) -> tuple[tuple[ColumnGroup, ...], bool]:
    """Return the columns of the main text (本文の列), and whether their headings differ."""
    taken = {c.edition for c in by_hand.values() if c.role is Role.SUMMARY}
    free = [group for group in groups if group not in roles]
    scored = [(_text_score(group), group) for group in free]
    scored = [pair for pair in scored if pair[0] > 0 and not taken & set(pair[1].editions)]
    if not scored:
        return (), False
    if taken:  # given by hand; the same heading in other editions is part of it
        headings = {fold(c.heading) for c in by_hand.values() if c.role is Role.SUMMARY}
        same = tuple(g for _s, g in scored if fold(g.heading) in headings and any(g.editions))
        return same, False
    best = max(scored, key=lambda pair: pair[0])[1]
    joined = [best]
    if all(best.editions):
        for score, group in sorted(scored, key=lambda pair: -pair[0]):
            known = {edition for one in joined for edition in one.editions}
            is_new = all(group.editions) and not known & set(group.editions)
            if is_new and _may_join(best, group) and score >= _SURE:
                joined.append(group)
    headings = {re.sub(r"\([^()]*\)", "", fold(group.heading)) for group in joined}
    return tuple(joined), len(headings) > 1


def _may_join(one: ColumnGroup, other: ColumnGroup) -> bool:
    """Return whether two headings are one text in two editions (本文の対): 実績 and 計画."""
    kinds = {text_kind(one.heading), text_kind(other.heading)}
    return kinds <= {"result", "plan", ""} and "goal" not in kinds


def _text_score(group: ColumnGroup) -> float:
    values = group.values
    strength: float = group.strengths.get(Role.SUMMARY, 0)
    if group.strengths.get(Role.NAME, 0) >= _SURE and values.lists > _FEW:
        strength = max(strength, 2)
    is_kind = values.number >= _SEVERAL_ROWS and values.distinct < _FEW
    is_long = values.length >= LONG_TEXT and not (group.strengths or is_kind)
    if group.is_amount or not (strength or is_long):
        return 0.0
    is_code = values.number and (values.marks > _MOST or values.codes > _ALMOST_ALL)
    if is_code or (strength <= _WEAK and values.filled < _FEW):  # a remark here and there
        return 0.0
    # Amounts 補正前 and 補正後 with a few words among them are not texts of two editions.
    if not group.heading and values.figures >= _HALF:
        return 0.0
    editions = {*group.editions} - {None}
    score = strength + min(2.0, values.length / 15) + values.sentences
    score += 1.5 * bool(editions) + (len(editions) > 1)
    is_category = values.number >= _SEVERAL and values.length <= _SHORTEST_NAME
    return score - (2.0 if is_category and values.distinct < _MOST else 0.0)
