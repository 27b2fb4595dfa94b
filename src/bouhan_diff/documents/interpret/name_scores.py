"""Score columns as names (名称の列の得点): which column says what each row is.

If several may, the last names the rows and the others what these belong to. If no heading says so,
a text that differs on each row is the name.
"""

from collections.abc import Sequence

from ...plan import GROUPED, heading_levels
from ..headings.vocabulary import Role, is_goal, is_indicator
from .column_evidence import LONG_NAME, MOSTLY, ColumnGroup, names_no_row
from .role_scores import (
    ACCOUNTS,
    ALMOST_ALL,
    FEW,
    FEWEST,
    MOST,
    SEVERAL_ROWS,
    SHORTEST_NAME,
    SURE,
    WEAK,
    account_of,
    accounts_of,
    is_done_to_things,
    is_level_above,
)

_SHORT_TEXT, _SHORTEST_PHRASE, _SHORTEST_OF_FIRST = 30, 6, 2  # 橋梁 in the first column
_OF_INDICATORS = 3.0  # the gain of a column that names the indicators of measures
_OF_PARTS_OF_WORK = 6.0  # more than 事業名 itself can have
_OF_OFFICES = 5.0  # above the score of 部局 as a department, if all other columns are amounts
_UNDATED = 2.5  # the score of the only text without a year beside texts of years


def name_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as the names of the rows (名称の列の得点)."""
    if account_of(group) in ACCOUNTS and group in (accounts := accounts_of(groups)):
        return SURE if group is accounts[-1] else 0.0
    if _is_of_parts_of_work(group, groups) or _is_of_parts_of_things(group, groups):
        return _OF_PARTS_OF_WORK
    strength: float = group.strengths.get(Role.NAME, 0)
    score = strength if _may_name(group) else 0.0
    if not score and strength <= WEAK:
        score = _unnamed_score(group, groups)
    is_text = _is_text_of_edition(group, groups) or _is_of_named_row(group, groups)
    is_text |= _is_kind_of_text(group, groups) or _is_done_for_goals(group, groups)
    is_text |= _lists_work_of_named_row(group, groups) or _is_kind_of_first(group, groups)
    is_text |= _is_goal_of_named_row(group, groups)
    is_other = _is_over_texts(group, groups) or _is_former_name(group, groups)
    is_other |= is_done_to_things(group, groups)
    if not score or _are_codes(group) or is_text or is_other:
        return 0.0
    if group.values.count >= SEVERAL_ROWS and group.values.distinct * group.values.count <= 1:
        return 0.0  # one office for all rows
    if not strength:
        return score
    return score + _gain_of_values(group, groups) - _loss_to_later(group, groups)


def _is_former_name(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a column is the 令和６年度 事業名 of rows that 事業名 names (旧名称)."""
    return all(group.editions) and any(
        one.heading == group.heading != "" and not any(one.editions) for one in groups
    )


def _is_of_parts_of_work(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 事業内容 or 箇所 names the rows (過疎計画の表), 事業名 covering several.

    There each row has its own short text, and beside it who does it, its cost or its progress.
    There may be no 事業名 at all. Indicators measure an initiative that has a text of its own.
    """
    values = group.values
    is_part = Role.SUMMARY in group.strengths or group.strengths.get(Role.NAME, 0) > WEAK
    # A room is one of its hall: 調理室 is in each.
    is_within = group.strengths.get(Role.NAME, 0) > WEAK and values.within >= ALMOST_ALL
    is_named = is_within or values.distinct >= ALMOST_ALL
    is_named &= values.filled >= MOST and values.spans < FEW
    is_short = values.length <= _SHORT_TEXT and values.lists < FEW
    if not (is_part and is_named and is_short) or any(group.editions):
        return False
    over = [g for g in groups if g.places[0] < group.places[0] and Role.NAME in g.strengths]
    beside = [g for g in groups if g.places[0] > group.places[0] and g.values.filled >= ALMOST_ALL]
    if all(g.strengths[Role.NAME] <= WEAK for g in over):  # an indicator only measures it
        is_phrase = Role.SUMMARY in group.strengths and values.sentences < FEW
        return is_phrase and any(is_indicator(g.heading) for g in beside[:1])
    return (
        over[-1].strengths[Role.NAME] >= SURE
        and over[-1].values.spans > values.spans
        and any(map(_is_of_one_row, beside))
        and not (_is_under_indicators(group) and _are_rows_of_whole(group, groups))
    )


def _is_of_parts_of_things(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 棟 names the rows under one 団地名 each, which alone is over several rows."""
    over, *others = groups
    if others[:1] != [group] or group.strengths or group.is_amount or any(group.editions):
        return False
    values = group.values
    is_thing = WEAK < over.strengths.get(Role.NAME, 0) < SURE and over.values.spans > 0
    is_named = min(values.within, values.filled) >= ALMOST_ALL and not _are_codes(group)
    is_named &= values.length <= _SHORT_TEXT and not values.sentences
    return is_thing and is_named and not any(g.values.merged for g in others)


def _is_over_texts(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 基本目標 is over rows that each have a text and a department (章の列).

    These rows are no parts of one initiative.
    """
    strengths = group.strengths
    is_title = strengths.get(Role.SECTION_TITLE, 0) > strengths.get(Role.NAME, 0)
    if not is_title or not group.values.spans:
        return False
    right = [g for g in groups if g.places[0] > group.places[0] and not g.values.spans]
    texts = [g for g in right if Role.SUMMARY in g.strengths and not any(g.editions)]
    are_named = any(g.values.distinct >= ALMOST_ALL for g in texts)
    return are_named and any(Role.DEPARTMENT in g.strengths for g in right)


def _is_of_one_row(group: ColumnGroup) -> bool:
    """Return whether a column says of each row who does it, its cost or its result (行別の事実)."""
    is_result = all(group.editions) and Role.SUMMARY in group.strengths
    is_fact = group.is_amount or is_result or group.heading.endswith("主体")
    return is_fact and not group.values.spans


def _are_codes(group: ColumnGroup) -> bool:
    """Return whether a column's values are marks, codes or figures, and no names (名称以外)."""
    values = group.values
    # 事業名 holds no figures; 1個人 is one of a 目, and ① and 旗 are a number and a name.
    is_sure = group.strengths.get(Role.NAME, 0) > SURE and not values.is_counted
    most = FEW if is_sure else MOST
    figures = values.figures if is_sure else values.states
    return values.marks > MOST or values.codes > ALMOST_ALL or figures > most


def _is_text_of_edition(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a column is the only text of its edition (版の本文): 令和６年度の取組.

    Right of a column without edition, 目標（令和11年度） is a goal.
    """
    is_dated = len({*group.editions}) == 1 and any(group.editions)
    if is_dated and not (group.strengths.get(Role.NAME, 0) >= SURE or any(groups[0].editions)):
        return True
    texts = [g for g in groups if Role.SUMMARY in g.strengths and g.editions == group.editions]
    return any(group.editions) and Role.NAME in group.strengths and texts == [group]


def _is_of_named_row(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 主な取組 describes, in sentences or lists, what the first column names."""
    first = next((g for g in groups if Role.NUMBER not in g.strengths), groups[0])
    is_text = Role.SUMMARY in group.strengths and group.values.sentences > MOST
    is_text |= group is groups[-1] and group.values.lists > MOST
    is_other = bool(first.strengths.keys() - {Role.SECTION_TITLE, Role.NAME}) or first.is_amount
    is_named = is_text and not (is_other or first.is_blank)
    names, texts = first.values, group.values
    is_whole = min(names.distinct, names.filled) >= ALMOST_ALL and not names.sentences
    is_naming = first.strengths.get(Role.NAME, 0) > WEAK
    is_short = names.length >= SHORTEST_NAME and (is_naming or names.length < texts.length / 2)
    return is_named and is_whole and is_short


def _lists_work_of_named_row(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 主な取組 lists what is done for what a column to its left names (施策).

    The first column does so under an unknown heading, too.
    """
    values = group.values
    may_be_text = Role.SUMMARY in group.strengths or values.lists > FEW
    is_list = may_be_text and values.signed >= ALMOST_ALL
    left = [g for g in groups if g.places < group.places] if is_list else []
    return any(
        (g.strengths.get(Role.NAME, 0) >= SURE or (g is groups[0] and not g.strengths))
        and g.values.distinct >= ALMOST_ALL
        and g.values.spans == values.spans
        and not g.values.signed
        for g in left
    )


def _is_done_for_goals(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 主な取組 right of 目標値 is done for what the first column names (項目)."""
    first = groups[0]
    values = first.values
    is_named = Role.NAME in first.strengths and min(values.distinct, values.filled) >= ALMOST_ALL
    between = (g for g in groups if first.places < g.places < group.places)
    is_done = is_named and Role.SUMMARY in group.strengths
    return is_done and any(is_goal(g.heading) for g in between)


def _is_goal_of_named_row(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 目標 is the goal of what a column to its left names on each row (重点項目)."""
    left = [g for g in groups if g.places < group.places] if group.heading == "目標" else []
    return any(
        g.strengths.get(Role.NAME, 0) > WEAK
        and min(g.values.distinct, g.values.filled) >= ALMOST_ALL
        and g.values.spans == group.values.spans
        for g in left
    )


def _is_kind_of_first(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 種別 or 指標 is of what an unknown first column names (種別・指標)."""
    first = next((g for g in groups if Role.NUMBER not in g.strengths), group)
    is_kind = group.strengths.get(Role.NAME) == WEAK
    if not is_kind or first is group or first.strengths or any(first.editions):
        return False
    names = first.values
    is_named = min(names.distinct, names.filled) >= ALMOST_ALL and not names.sentences
    is_named &= _SHORTEST_OF_FIRST <= names.length <= _SHORT_TEXT and not first.is_amount
    return is_named and names.count > 1 and not names_no_row(first.heading) and not first.is_blank


def _is_kind_of_text(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether 対応区分, with repeated values, classifies the text to its left (区分)."""
    if group.strengths.get(Role.NAME, 0) > WEAK or group.values.distinct >= ALMOST_ALL:
        return False
    left = [g for g in groups if g.places[0] < group.places[0] and Role.SUMMARY in g.strengths]
    return any(g.values.distinct >= ALMOST_ALL <= g.values.filled for g in left)


def _gain_of_values(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Return how strongly the values indicate names (値の証拠), negative if they do not."""
    values = group.values
    gain = 0.0
    if values.distinct >= ALMOST_ALL:
        gain += 1.0
    elif values.distinct < FEW:
        gain -= 0.5
    if values.length > LONG_NAME or values.lists > FEW:
        gain -= 0.5
    if values.length > 2 * LONG_NAME:
        gain -= 0.5
    if values.filled < FEW and not any(g.heading.startswith(_PARTS) for g in groups):
        gain -= 2.0 / group.strengths[Role.NAME]
    if values.is_counted and values.merged < FEW:
        gain += 1.5
    if _are_of_indicators(group, groups):
        gain += _OF_INDICATORS
    return gain


def _loss_to_later(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Return how much the columns to the right speak against a column (右の列との競合).

    Of several columns of names the last is the initiative's; earlier ones name its parents.
    """
    values = group.values
    after = [g for g in groups if g.places[0] > group.places[0] and Role.NAME in g.strengths]
    loss = 2.0 * any(is_level_above(group.heading, g.heading) for g in after)
    within = [g for g in after if g.values.spans < values.spans]
    # Of two columns under one heading the right one says what a part of the left one is.
    is_over = Role.SECTION_TITLE in group.strengths
    if within and (is_over or any(g.heading == group.heading for g in within)):
        loss += 2.0
    elif group.strengths.get(Role.SECTION_TITLE, 0) > group.strengths[Role.NAME]:
        # １　安全なまち is a 基本目標, also where each has one 具体的な取組.
        names = (g for g in after if _may_name(g) and not is_indicator(g.heading))
        names = (g for g in names if Role.SECTION_TITLE not in g.strengths)
        loss += 2.0 * any(g.values.distinct >= MOST and g.values.lists <= FEW for g in names)
    least = values.distinct if values.distinct < ALMOST_ALL else 1.0  # 款 beside a 目
    finer = [g for g in after if g.values.spans < values.spans or g.values.distinct > least]
    named = [g for g in finer if _may_name(g)]
    if any(g.strengths[Role.NAME] >= group.strengths[Role.NAME] for g in named):
        loss += 1.0
    # Rows with numbers of their own belong to what is merged over them.
    numbers = [g for g in groups if Role.NUMBER in g.strengths and not g.values.spans]
    if values.merged >= FEW and any(g.values.distinct >= ALMOST_ALL for g in numbers):
        loss += 2.0 * any(not is_indicator(g.heading) for g in named)
    return loss


def _are_of_indicators(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether rows are of indicators (指標の行); a measure with a text is an initiative."""
    values = group.values
    if not is_indicator(group.heading) or min(values.distinct, values.filled) < ALMOST_ALL:
        return False
    above = [g for g in groups if g.places[0] < group.places[0] and Role.NAME in g.strengths]
    return (
        any(g.is_amount and g.places[0] > group.places[0] for g in groups)
        and all(_is_of_group(g) for g in above)
        and not _are_rows_of_whole(group, groups)
    )


def _is_under_indicators(group: ColumnGroup) -> bool:
    """Return whether a column is of indicators by its first heading (指標の列): 指標 › 名称."""
    return is_indicator(heading_levels(group.heading)[0])


def _are_rows_of_whole(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether several rows are of one initiative (複数行の事業): merged facts say so.

    They are texts, or right of the indicators any facts but names and departments.
    """
    texts = [g for g in groups if g.strengths.get(Role.SUMMARY, 0) > 1 and not g.is_amount]
    right = [g for g in groups if g.places[0] > group.places[0] and g.values.merged > FEW]
    is_text = any(text.values.spans > FEW for text in texts)
    return is_text or any(not _OF_SECTIONS & g.strengths.keys() for g in right)


_OF_SECTIONS = {Role.DEPARTMENT, Role.NAME}


def _is_of_group(group: ColumnGroup) -> bool:
    """Return whether a column names what rows belong to (行の上位), as 基本目標 certainly does.

    So does 施策 if a few of them have several rows.
    """
    title = group.strengths.get(Role.SECTION_TITLE, 0)
    is_over = group.values.spans or _is_repeated(group) or title > group.strengths[Role.NAME]
    return bool(title and is_over)


def _is_repeated(group: ColumnGroup) -> bool:
    """Return whether a column's values each apply to several rows (複数行にわたる値)."""
    return group.values.spans > FEW or group.values.distinct < MOST


def _unnamed_score(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> float:
    """Score a column as names though its heading does not say so (見出しの異なる名称)."""
    values = group.values
    texts = [g for g in groups if Role.NAME in g.strengths and _is_of_named_row(g, groups)]
    named = [g for g in groups if Role.NAME in g.strengths and g.values.filled >= FEW]
    named = [g for g in named if g not in texts and not _are_codes(g)]
    is_of_first = (_is_kind_of_first, _lists_work_of_named_row)
    named = [g for g in named if not any(is_one(g, groups) for is_one in is_of_first)]
    if any(group.editions) or not all(map(_only_groups, named)) or names_no_row(group.heading):
        return 0.0
    # The only undated text beside texts of years names their rows.
    others = [other for other in groups if Role.SUMMARY in other.strengths]
    undated = [other for other in others if not any(other.editions)]
    if undated == [group] and len(others) > 1 and values.length <= LONG_NAME:
        return _UNDATED
    if _heads_rows(group, groups):
        return FEWEST
    is_unique = min(values.distinct, values.filled) >= ALMOST_ALL and values.count > 1
    if Role.DEPARTMENT in group.strengths:  # 課 beside 部局, where nothing else names the rows
        is_of_offices = values.departments >= FEW
        are_figures = all(g.is_amount for g in groups if g is not group)
        score = _OF_OFFICES if are_figures else _UNDATED if is_of_offices else SURE
        return score if is_unique and not named else 0.0
    is_free = not group.strengths or all(g.is_amount for g in groups if g is not group)  # 会計名
    is_free |= bool(texts) and group is groups[0]
    shortest = _SHORTEST_OF_FIRST if group is groups[0] else SHORTEST_NAME
    is_name = is_free and shortest <= values.length <= LONG_NAME
    if named and undated == [group]:  # short phrases of what is done, beside kinds that repeat
        is_name = SHORTEST_NAME <= values.length <= _SHORT_TEXT and values.sentences < FEW
    return FEWEST if is_name and is_unique else 0.0


def _may_name(group: ColumnGroup) -> bool:
    """Return whether a column's heading is one of names (名称の見出し), and of whole rows."""
    is_part = group.heading.startswith(_PARTS) or _only_groups(group)
    return Role.NAME in group.strengths and not is_part


def _heads_rows(group: ColumnGroup, groups: Sequence[ColumnGroup]) -> bool:
    """Return whether a column says what texts or amounts of two editions are about (行の見出し).

    It is the wordiest of those to their left, even a repeated 目; the bare number of a clause is
    not.
    """
    dated = [
        g
        for g in groups
        if len({*g.editions} - {None}) > 1
        and (Role.SUMMARY in g.strengths or (g.is_amount and g.strengths.get(Role.AMOUNT, 0) > 1))
    ]
    lengths = [
        g.values.length
        for g in groups
        if dated and g.places[0] < dated[0].places[0] and _may_head(g) and not g.is_amount
    ]
    is_worded = _SHORTEST_PHRASE <= group.values.length <= LONG_NAME
    return _may_head(group) and is_worded and group.values.length == max(lengths, default=0)


_MAY_HEAD = {Role.NUMBER, Role.NAME, Role.AMOUNT}


def _may_head(group: ColumnGroup) -> bool:
    is_weak = max(group.strengths.values(), default=0) <= 1
    return is_weak and {*group.strengths} <= _MAY_HEAD and group.values.filled >= MOSTLY


def _only_groups(group: ColumnGroup) -> bool:
    """Return whether a column such as 大分類 or 区分 only groups the rows (分類の列)."""
    values = group.values
    is_weak = group.strengths.get(Role.NAME, 0) <= WEAK
    most = MOST if Role.SECTION_TITLE in group.strengths else FEW
    return is_weak and values.count >= SEVERAL_ROWS and values.distinct < most


_PARTS = f"節{GROUPED}"  # opens the headings of the parts of a budget's item: no rows of their own
