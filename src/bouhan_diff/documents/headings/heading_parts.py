"""Split headings into parts (見出しの分解): edition, unit, and the rest."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...edition import Edition, named_edition, relative_year, strip_editions, with_eras
from ...plan import GROUPED, heading_levels
from ...text.normalize import fold, squeezed
from ...text.number_headings import heading_unit
from .header_rows import Header
from .vocabulary import Role, is_baseline, is_goal, strengths


@dataclass(frozen=True, slots=True)
class Split:
    """A heading in parts (見出しの分解): its edition, and the rest."""

    edition: Edition | None
    rest: str


_AS_OF = re.compile(r"\([^()]*(?:時点|現在|末)\)")
_WITHIN = re.compile(r"(?:\A|(?<=›))(?=末|中(?![央学小心間期山核]))")
"""Where the year of 令和６年度末現在高 was, which leaves 年度末現在高."""
_CARRIED = re.compile(r"(?:翌年度?(?:への?)?|前年度?から(?:の)?)\s*繰越")
"""What is carried over to the next year (翌年度繰越額) is an amount of this one."""


def split_headings(headings: Sequence[str], this_year: Edition | None) -> tuple[Split, ...]:
    """Return each heading of a table with its edition (見出しの版).

    this_year: the document's, from which 前年度 is counted; by default the only year in the
    headings. A label such as 現行 is an edition only beside another of its kind: beside 当初予算額
    and 次年度要求額, 現行予算額 is an amount of its own. 次年度の方向 is of this year.
    """
    headings = with_eras(headings, this_year)
    named = [named_edition(_CARRIED.sub("", head)) for head in headings]
    years = {edition for edition in named if edition is not None and edition.is_year}
    if this_year is None and len(years) == 1:
        this_year = years.copy().pop()
    renewed = _renewed(headings, named) | _revised(headings)
    labels = {edition for edition in named if edition is not None and not edition.is_year}
    kinds = {kind: {one for one in labels if _is_relative(one) is kind} for kind in (False, True)}
    rests = Counter(map(_undated, headings))
    found = []
    for at, (heading, edition) in enumerate(zip(headings, named, strict=True)):
        own_edition = edition
        if edition is not None and not edition.is_year:
            counted = relative_year(edition, this_year) if this_year is not None else None
            is_label = bool(renewed) or len(kinds[_is_relative(edition)]) > 1
            own_edition = counted or (edition if is_label else None)
            rest = _undated(heading)
            if (
                counted
                and this_year
                and this_year < counted
                and rests[rest] == 1
                and _DIRECTION.search(rest)
            ):
                own_edition = None
        if _is_of_all_years(heading, edition):
            found.append(Split(None, _relative(heading, edition, this_year)))
        elif at in renewed:
            found.append(renewed[at])
        elif own_edition is None:
            found.append(Split(None, half_width_heading(heading)))
        else:
            bare = _AS_OF.sub("", _WITHIN.sub("年度", half_width_heading(_undated(heading))))
            found.append(Split(own_edition, _BUDGETED if bare == "額" else bare))
    return tuple(found)


def _undated(heading: str) -> str:
    """Return a heading without editions (版を除く見出し), but keep 翌年度 in 翌年度繰越額."""
    carried = _CARRIED.search(heading)
    if carried is None:
        return strip_editions(heading)
    start, end = carried.span()
    return strip_editions(heading[:start]) + carried[0] + strip_editions(heading[end:])


def _is_relative(label: Edition) -> bool:
    """Return whether a label is relative to the document's year (前年度), unlike 現行."""
    return relative_year(label, Edition(2000)) is not None  # or in any other year


def half_width_heading(text: str) -> str:
    """Return a heading in half width without spaces (見出し), circled numbers kept: ②－①."""
    return "".join(part if part in _CIRCLED else squeezed(part) for part in re.split(_CIRCLE, text))


_DIRECTION = re.compile("(?:方向性?|方針|取組|予定|対応|改善点?|課題)(?:内容|等)?\\Z")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CIRCLE = f"([{_CIRCLED}])"
_ALL_YEARS = re.compile(r"(?P<side>末?(?:まで|以前|以降|以後)|[~～〜](?=\s*\Z))(?P<rest>.*)")
_BESIDE = {-1: "前年度", 0: "本年度", 1: "翌年度"}


def _is_of_all_years(heading: str, edition: Edition | None) -> bool:
    """Return whether a heading covers all years up to one, or from one on (期間の見出し)."""
    return edition is not None and edition.is_year and _ALL_YEARS.search(heading) is not None


def _relative(heading: str, edition: Edition | None, this_year: Edition | None) -> str:
    """Return R6まで in a document of R7 as 前年度まで, since next year it will be R7まで."""
    match = _ALL_YEARS.search(heading)
    step = (
        edition.western - this_year.western if edition and this_year and this_year.is_year else None
    )
    if match is None or step not in _BESIDE:
        return squeezed(heading)
    before = squeezed(strip_editions(heading[: match.start()]))
    return f"{_BESIDE[step]}{match['side']}{before}{squeezed(match['rest'])}"


_OLD_AND_NEW = Edition.of_label("旧"), Edition.of_label("新")
_OF_OLD = re.compile(r"(?:現在|従来|これまで)の(?P<rest>.+)")
_OF_NEW = re.compile(r"新(?:たな|しい)?(?P<rest>[^(（].+?)(?:[(（]案[)）])?")


def _renewed(headings: Sequence[str], named: Sequence[Edition | None]) -> dict[int, Split]:
    """Return the headings of an old and a new text (現在の定義, 新たな定義), by column.

    Only if side by side, or beside a label such as 現行の定義: 新規事業 is no edition.
    """
    places: tuple[dict[str, list[int]], ...] = ({}, {})
    labelled = set()
    for at, (heading, edition) in enumerate(zip(headings, named, strict=True)):
        if edition is not None:
            rest = fold(strip_editions(heading)).removeprefix("の")
            labelled |= {rest} if not edition.is_year else set()
            continue
        for of, pattern in zip(places, (_OF_OLD, _OF_NEW), strict=True):
            if match := pattern.fullmatch(squeezed(heading)):
                of.setdefault(match["rest"], []).append(at)
    olds, news = places
    found = {}
    for edition, of, beside in (
        (_OLD_AND_NEW[0], olds, set(map(fold, news))),
        (_OLD_AND_NEW[1], news, labelled | set(map(fold, olds))),
    ):
        for rest, ats in of.items():
            if fold(rest) in beside:
                found.update({at: Split(edition, rest) for at in ats})
    return found


_BUDGETED = "予算額"
"""What an amount before and after a revision is of (補正前の額, 補正後額)."""
_BEFORE = re.compile("(?:補正前|現計|既決|既定)の?(?P<rest>(?:予算|予定)?額)")
_REVISION = re.compile("(?:今回)?(?P<rest>補正(?:予算|予定)?額)")
_REVISED = re.compile("計|補正後の?(?:予算|予定)?額")


def _revised(headings: Sequence[str]) -> dict[int, Split]:
    """Return the amounts before and after a revision (補正前の額, 計), by column.

    The amount between the two is the change (補正額). All three may be in one group: 限度額 ›
    補正前の額 is the 限度額 before it.
    """
    parts = [squeezed(heading).rpartition("›") for heading in headings]
    found: dict[int, Split] = {}
    for at, columns in enumerate(zip(parts, parts[1:], parts[2:], strict=False)):
        (over, *_), first, second, last = columns[0], *(column[-1] for column in columns)
        before = _BEFORE.fullmatch(first)
        between = _REVISION.fullmatch(second)
        is_one = len({column[0] for column in columns}) == 1
        if is_one and before and between and _REVISED.fullmatch(last):
            rest = before["rest"] if before["rest"] != "額" else over or _BUDGETED
            rest = f"{over}›{rest}" if over not in {"", rest} else rest
            found[at] = Split(Edition.of_label("補正前"), rest)
            found[at + 1] = Split(None, "›".join(filter(None, (over, between["rest"]))))
            found[at + 2] = Split(Edition.of_label("補正後"), rest)
    return found


def splits_of(
    header: Header, this_year: Edition | None, *, are_rows_dated: bool = False
) -> tuple[tuple[Split, str], ...]:
    """Split each column's heading into edition, rest and unit (見出しの分解).

    are_rows_dated: each row names its year, from which 翌年度 is counted: no edition of all rows.
    """
    texts, units = [], []
    for part in header.parts:
        words, unit = [], ""
        for text in part:
            bare, found = _bare_and_unit(text)
            unit = found or unit
            words.append(bare if found else text)
        texts.append(GROUPED.join(_groups(words)))
        units.append(unit)
    if any(map(_COMPUTATION.search, texts)):  # 増減①－② beside 令和７年度予算額①
        texts = [t if _COMPUTATION.search(t) else _NUMBER_BEHIND.sub("", t) for t in texts]
    # Parts are split one by one: 令和５年度 above 決算額 is 決算額 of that year.
    joined = split_headings(_with_years_as_such(texts, this_year), this_year)
    if are_rows_dated:
        named = [(named_edition(text), text) for text in texts]
        joined = tuple(
            Split(None, half_width_heading(text)) if edition and _is_relative(edition) else split
            for split, (edition, text) in zip(joined, named, strict=True)
        )
    cleaned = [
        replace(split, rest=GROUPED.join(filter(None, map(_unwrapped, heading_levels(split.rest)))))
        for split in joined
    ]
    dated = _with_this_year(_with_amount_beside(_without_far_years(cleaned, this_year)), this_year)
    return tuple(zip(dated, units, strict=True))


def _unwrapped(part: str) -> str:
    """Return a heading without brackets around all of it: （実績） once the year is removed."""
    part = part.strip()
    return "" if not part.strip("の・") else _WRAPPED.sub(r"\1", part)


_WRAPPED = re.compile("\\A[(（]([^()（）]+)[)）]\\Z")
_COMPUTATION = re.compile("[①-⑨]\\s*[-－−‐+＋/／÷×]\\s*[①-⑨]")
_NUMBER_BEHIND = re.compile("(?<=\\S)\\s*[①-⑨]\\Z")
_BARE_YEAR = re.compile(r"(?:(.*)›)?(\d{1,2})")


def _with_years_as_such(headings: Sequence[str], this_year: Edition | None) -> list[str]:
    """Return headings with 年度 added to bare years below a heading of amounts (数字だけの年度).

    Below 事業費 6, 7 and 8 are years in a plan for R5 to R8; 1 to 17 below a goal are not.
    """
    found = [_BARE_YEAR.fullmatch(squeezed(heading)) for heading in headings]
    over = [match[1] if match else None for match in found]  # of amounts, or none at all
    are_of = [not group or strength_of(group, Role.AMOUNT) > 1 for group in over]
    found = [match if is_of else None for match, is_of in zip(found, are_of, strict=True)]
    bare = {int(match[2]) for match in found if match}
    year = (
        int(str(this_year)[1:])
        if this_year and this_year.is_year and this_year.western
        else max(bare, default=0)
    )
    if len(bare) <= 1 or not max(2, min(bare)) - 1 <= year <= max(bare):
        return [*headings]
    return [f"{head}年度" if match else head for head, match in zip(headings, found, strict=True)]


def strength_of(heading: str, role: Role) -> float:
    """Return how strongly a heading without its unit indicates a role (見出しの強さ); 0 if not."""
    return strengths(heading_unit(heading)[0]).get(role, 0)


def _bare_and_unit(text: str) -> tuple[str, str]:
    """Return a heading without its unit, and the unit; a year may be before it in brackets."""
    bare, unit = heading_unit(text)
    edition = None if unit else named_edition(text)
    if edition is None:
        return bare, unit
    bare, unit = heading_unit(re.sub(r"(?<=[(（])[・、,\s]+", "", strip_editions(text)))
    return (f"{edition} {bare}", unit) if unit else (text, "")


_GROUPS_NOTHING = frozenset({"区分"})
_GOES_ON = re.compile(r"[ぁ-ん]\0(?!うち|その|ほか)[ぁ-ん]|\0[(（][^()（）]*[)）]\Z")


def _groups(words: Sequence[str]) -> list[str]:
    """Return the words above a column, without a 区分 over all and without incomplete groups.

    A broken or diagonal rule separates 一般財源のう from ち…債; （担当課） is a remark on 事業名.
    """
    given = [word for word in words if word]
    if len(given) > 1 and squeezed(given[0]) in _GROUPS_NOTHING:
        given = given[1:]
    joined = given[:1]
    for word in given[1:]:
        if _GOES_ON.search(f"{joined[-1][-1]}\0{word}"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _without_far_years(splits: Sequence[Split], this_year: Edition | None) -> list[Split]:
    """Leave the year of a lone distant goal, or of a baseline, in its heading.

    Between results of R5 to R7, a 目標値（R11年度） is no edition of the document: it holds for all
    years. Of goals for several years, a single distant one is such a goal unless the year before
    has one too: R6, R7 and R8 are a series. The value from which such a series starts (現状値)
    belongs to none of its years. Beside a baseline with results of several years or none, and
    beside no year at all, the only goal is that of the whole plan.
    """
    others = [
        split.edition.western
        for split in splits
        if split.edition is not None
        and split.edition.is_year
        and not (is_goal(split.rest) or is_baseline(split.rest))
    ]
    results = {*others}
    others += [this_year.western] if this_year is not None and this_year.is_year else []
    times = Counter(fold(split.rest) for split in splits)
    dated = {(fold(one.rest), one.edition.western) for one in splits if one.edition is not None}
    ahead = Counter(rest for rest, year in dated if others and year > max(others) + 1)
    goals = [year for rest, year in dated if is_goal(rest)]
    first = min(others, default=0) if len(goals) <= 1 else min(goals) + 1
    bases = [year for rest, year in dated if is_baseline(rest)]
    has_base = any(is_baseline(split.rest) for split in splits)
    is_long = bool(bases and goals) and max(goals) - min(bases) >= _SHORTEST_PLAN
    has_results = has_base and (len(results) > 1 or (bool(results) and is_long))
    # Beside a text or a budget, that is: two columns of indicators alone are two editions.
    undated = (strengths(split.rest) for split in splits if split.edition is None)
    has_plan = any(max(of.get(Role.AMOUNT, 0), of.get(Role.SUMMARY, 0)) > 1 for of in undated)
    is_alone = not others and (goals > bases and has_plan if bases else True)
    is_of_plan = (has_results or is_alone) and len(goals) == 1
    first = goals[0] if is_alone and is_of_plan else first
    found = []
    for split in splits:
        year = split.edition
        rest = fold(split.rest)
        is_far = year is not None and year.is_year
        if year is not None and is_goal(split.rest) and (others or is_of_plan):
            is_last = year.western > max(others, default=0) + 1 and ahead[rest] == 1
            is_far &= is_of_plan or (is_last and (rest, year.western - 1) not in dated)
        elif year is not None:
            is_far &= is_baseline(split.rest) and year.western < first and times[rest] == 1
        found.append(Split(None, f"{split.rest}({year})") if is_far else split)
    return found


_SHORTEST_PLAN = 3  # years


def _with_amount_beside(splits: Sequence[Split]) -> list[Split]:
    """Give a bare year the heading of the amount to its left: 前年度 beside 予算額.

    Likewise 前年度当初, as both are budgets, and a part of either: 前年度うち国費.
    """
    found = list(splits)
    wholes = [split.rest.partition("うち")[0] for split in splits]
    dated = [at for at, split in enumerate(splits) if split.edition is not None]
    budgets = [at for at in dated if _BUDGET.fullmatch(wholes[at])]
    bare = [at for at in dated if not wholes[at]] or budgets
    rests = [_RATE.sub("", split.rest) for split in splits[: min(bare, default=0)]]
    left = [at for at, rest in enumerate(rests) if rest and wholes[at] == rest]
    if left and sum(wholes[at] == splits[at].rest for at in bare) == 1:
        beside = splits[left[-1]]
        are_budgets = beside.edition is None and _BUDGET.fullmatch(beside.rest) is not None
        is_amount = strengths(beside.rest).get(Role.AMOUNT, 0) > 1
        for at in bare if (are_budgets if wholes[bare[0]] else is_amount) else ():
            rest = beside.rest + splits[at].rest.removeprefix(wholes[at])
            found[at] = replace(splits[at], rest=rest)
    return found


_BUDGET, _RATE = re.compile("(?:当初)?予算案?額?|当初"), re.compile(".*[率比]")


def _with_this_year(splits: Sequence[Split], this_year: Edition | None) -> list[Split]:
    """Date an undated heading beside last year's: 予算額 beside 前年度予算額 is this year's."""
    dated: dict[str, set[Edition]] = {}
    for split in splits:
        if split.edition is not None and split.edition.is_year:
            dated.setdefault(fold(split.rest), set()).add(split.edition)
    undated = Counter(fold(split.rest) for split in splits if split.edition is None)
    found = []
    for split in splits:
        rest = fold(split.rest)
        before = dated.get(rest, set())
        is_own = (
            this_year is not None
            and split.edition is None
            and undated[rest] == 1
            and any(year.western == this_year.western - 1 for year in before)
            and all(year.western < this_year.western for year in before)
        )
        found.append(replace(split, edition=this_year) if is_own and rest else split)
    return found


def meaning_by_hand(
    header: Header, splits: Sequence[tuple[Split, str]], at: int, meanings: Mapping[str, str]
) -> str | None:
    """Return the user's meaning for a column, by its heading with or without edition and unit."""
    names = names_of(header, splits, at)
    return next((meanings[fold(name)] for name in names if fold(name) in meanings), None)


def names_of(header: Header, splits: Sequence[tuple[Split, str]], at: int) -> tuple[str, ...]:
    """Return the names by which the user may refer to a column (列の呼び名)."""
    return (header.texts[at], splits[at][0].rest, *header.parts[at][-1:])
