"""Other years (他の年度の値): bring what two documents say of the same years side by side.

`aligned_years` is the entry point. Each function below it decides which values of a document are
moved to the edition at which it is compared; `moved_years` moves them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..edition import UNNAMED, Edition, is_revised, named_edition
from ..plan import Initiative, Plan
from ..text.normalize import fold, is_no_value
from ..text.number_headings import heading_unit
from .moved_years import (
    YearCompared,
    editions_with_values,
    figures_as_fields,
    with_fields_beside,
    with_text_of,
    with_texts_as_field,
    with_years_left,
    without_field,
)
from .series import main_editions, main_heading
from .table import Editions

_Plans = tuple[Plan, Plan]


class AlignedYears(NamedTuple):
    """Two documents made ready to be compared (年度の突合).

    editions: where they are compared. shared: further years that are compared as fields.
    """

    plans: _Plans
    editions: Editions
    shared: Sequence[Edition] = ()


def aligned_years(plans: _Plans, editions: Editions) -> AlignedYears:
    """Return two documents with what both say of the same years side by side (年度の突合).

    - Two versions of a plan for the same years are compared at the last of these.
    - Two revisions are compared at 補正後.
    - At equal editions, and between two rolling plans, shared years are compared as well.
    - Otherwise the results of the year before each edition are compared as well.

    Main texts are compared whatever years the figures are of.
    """
    plans, yearly = _with_yearly_texts(plans, editions)
    aligned = _aligned_figures(plans, editions)
    moved = _texts_of_editions(aligned.plans, aligned.editions)
    old, new = map(with_years_left, plans, moved, aligned.editions)
    if yearly:  # which is the main text at the editions
        old, new = without_field(old, yearly), without_field(new, yearly)
    return aligned._replace(plans=(old, new))


def _with_yearly_texts(plans: _Plans, editions: Editions) -> tuple[_Plans, str]:
    """Return two plans that say what is done year by year with all texts as a field (年次計画).

    The texts are then compared year by year, as figures are: that of R8 with that of R8. Also
    return the heading of the field, "" if there is none: documents of two years share too few.
    """
    old, new = (_years_of_text(plan, UNNAMED) for plan in plans)
    if min(len(old), len(new)) <= _MOST_OF_ONE_YEAR or len(old & new) < _MOST_OF_ONE_YEAR:
        return plans, ""
    headings = {main_heading(plan, edition) for plan in plans for edition in _texts_by_year(plan)}
    if len(headings) != 1:
        return plans, ""
    levels = headings.pop().split()  # 対策内容・費用（千円） over 内容
    name = " ".join(heading_unit(level)[0] for level in levels) or _YEARLY_TEXTS

    def with_field(plan: Plan, main: Edition) -> Plan:
        years = {edition: edition for edition in plan.editions}
        return with_texts_as_field(plan, name, years, kept=(main,))

    first, second = map(with_field, plans, editions)
    return (first, second), name


_YEARLY_TEXTS = "内容"
"""What a text of each year is called where its columns are headed by the years alone."""


def _texts_by_year(plan: Plan) -> set[Edition]:
    return {edition for _section, one in plan.initiatives() for edition in one.summaries}


def _aligned_figures(plans: _Plans, editions: Editions) -> AlignedYears:
    plans, last = _with_the_same_years(plans)
    editions = (last, last) if last else editions
    old, new = map(_with_rows_of_all_years, plans, editions)
    states = [one for one in editions if not one.is_year]
    states = [one for one in states if all(one in main_editions(plan) for plan in (old, new))]
    editions = (states[-1], states[-1]) if states else editions
    if editions[0] == editions[1]:
        # What one document calls 変更前 is not what another does.
        both = (one for one in old.editions if one in new.editions and one != editions[0])
        shared = [one for one in both if one.is_year]
        old, new = (figures_as_fields(plan, editions[0], shared) for plan in (old, new))
        return AlignedYears((old, new), editions, shared)
    if not all(edition.is_year for edition in editions):
        return AlignedYears((old, new), editions)
    if shared := years_of_both((old, new)):
        old, new = _with_years_of_both((old, new), editions, shared)
        return AlignedYears(_stocks_beside_editions((old, new), editions), editions, shared)
    return AlignedYears(_beside_editions((old, new), editions), editions)


def _with_rows_of_all_years(plan: Plan, edition: Edition) -> Plan:
    """Return a plan for several years with all its rows in the edition (計画全体の事業).

    What a plan for R6 to R8 spends only in R6 belongs to it too: it is neither dropped nor new if
    the next plan has it. In a document of two years the first is the year before, and what only
    that year has did end.
    """
    if all(len(of) <= _MOST_OF_ONE_YEAR for of in _years_of_fields(plan, edition).values()):
        return plan

    def as_part(one: Initiative) -> Initiative:
        is_part = one.is_in(edition) or not any(of.is_year for of in one.own_editions())
        return one if is_part else replace(one, summaries={**one.summaries, edition: ""})

    return replace(plan, sections=plan.sections_with(as_part))


_MOST_OF_ONE_YEAR = 2
"""How many years of a figure a document of one year gives: its own and the one before."""


def with_revised(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with the revised values (変更後) as those of their editions (変更後の値).

    A document of R6 may list rows changed during the year (変更前, 変更後) in a table of its own:
    their 変更後 is what they are in R6. If both documents do so, 変更前 becomes a field,
    金額（変更前）.
    """
    old, new = plans
    before = [
        one for one in old.editions if one in new.editions and not (one.is_year or is_revised(one))
    ]
    return _with_revised(old, editions[0], before), _with_revised(new, editions[1], before)


def _with_revised(plan: Plan, edition: Edition, before: Sequence[Edition]) -> Plan:
    revised = [one for one in plan.editions if is_revised(one)]
    if len(revised) != 1 or not edition.is_year or edition not in main_editions(plan):
        return plan
    label = revised[0]

    def with_revision(one: Initiative) -> Initiative:
        fields = {
            heading: value
            if isinstance(value, str) or label not in value or edition in value
            else {edition if of == label else of: text for of, text in value.items()}
            for heading, value in one.fields.items()
        }
        return replace(one, fields=fields)

    plan = figures_as_fields(plan, edition, before)
    plan = replace(plan, sections=plan.sections_with(with_revision))
    texts = {of for _section, one in plan.initiatives() for of in one.summaries}
    left = texts | (editions_with_values(plan) - {*before})
    replaced = {label, *before} - left
    return replace(
        plan, editions={of: name for of, name in plan.editions.items() if of not in replaced}
    )


def _with_years_of_both(plans: _Plans, editions: Editions, shared: Sequence[Edition]) -> list[Plan]:
    """Return the plans with the values of the shared years as fields of their editions.

    A field that both have, but for such a year only one, is compared at the editions alone.
    """
    olds, news = map(_years_of_columns, plans)
    one_sided = {heading: olds[heading] ^ news[heading] for heading in olds.keys() & news.keys()}
    return [
        figures_as_fields(plan, edition, shared, one_sided)
        for plan, edition in zip(plans, editions, strict=True)
    ]


def years_of_both(plans: _Plans) -> list[Edition]:
    """Return the years for which both documents plan the same field (重なる年度), if several.

    A rolling plan for R7 to R9 and the next one for R8 to R10 both plan R8 and R9, even if a column
    for R9 is empty in one of them.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    columns = tuple(map(_years_of_columns, plans))
    both: set[int] = set()
    for heading in olds.keys() & news.keys():
        if len(olds[heading] & news[heading]) > 1:
            filled = olds[heading] | news[heading]
            both |= filled & columns[0][heading] & columns[1][heading]
    return sorted(map(Edition, both))


def _with_the_same_years(plans: _Plans) -> tuple[_Plans, Edition | None]:
    """Return two versions of a plan for the same years, and the last year (同じ期間の計画).

    What both say of R7 to R11 is compared year by year, whenever each was published. A single main
    text is taken to be of the whole plan unless its heading names a year. The year is None if the
    plans are not for the same years.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    several = [key for key, years in olds.items() if len(years) > _MOST_OF_ONE_YEAR]
    if not several or any(olds[key] != news.get(key) for key in several):
        return plans, None
    last = Edition(max(olds[several[0]]))
    old, new = (with_text_of(plan, last, _year_of_undated_text(plan)) for plan in plans)
    if any(_years_of_text(plan, last) - {0} for plan in (old, new)):
        return plans, None
    return (old, new), last


def _beside_editions(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with values of one same year as fields beside the edition's (隣の年度の値).

    Results of R6 in a plan for R7 are compared with results of R7 in the plan for R8, as a field
    実績（前年度）, whether figures or text. Values of the edition itself are compared as such. A
    field that one plan lacks for its edition is compared at a year that both have: 目標値（R6）.
    """
    plans = _with_results_as_fields(plans, editions)
    old, new = map(with_fields_beside, plans, editions, _moves(plans, editions))
    return old, new


def _texts_of_editions(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with the main text of one same year as that of each edition (本文の年度).

    A document's only text is taken too, whatever its edition, if its heading names no year: what
    was done in R5 is told once, beside its results and the budget of R6, or beside 補正前 and
    補正後.
    """
    are_years = all(edition.is_year for edition in editions)
    step = _step(*map(_years_of_text, plans, editions)) if are_years else 0

    def moved(plan: Plan, edition: Edition) -> Plan:
        year = Edition(edition.western + step) if step else _year_of_undated_text(plan)
        return with_text_of(plan, edition, year)

    old, new = map(moved, plans, editions)
    return old, new


def _stocks_beside_editions(plans: _Plans, editions: Editions) -> _Plans:
    """Return two multi-year plans with figures given only for the year before (現有数量) as fields.

    現有数量（R5末） beside purchases of R6 to R8 is compared with 現有数量（R6末） beside R7 to R9.
    """
    befores = [*map(_years_of_fields, plans, editions)]

    def moved(plan: Plan, edition: Edition, moves: Mapping[str, YearCompared]) -> Plan:
        are_past = (key for key in moves if all(max(of[key]) < 0 for of in befores))
        alone = {key: moves[key] for key in are_past if all(len(of[key]) == 1 for of in befores)}
        return with_fields_beside(plan, edition, alone)

    old, new = map(moved, plans, editions, _moves(plans, editions))
    return old, new


def _with_results_as_fields(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with last year's texts, given beside this year's, as fields (前年度実績)."""
    years_before = [Edition(edition.western - 1) for edition in editions]
    headings = [
        [main_heading(plan, year) for year in (before, edition)]
        for plan, before, edition in zip(plans, years_before, editions, strict=True)
    ]
    (heading_before, heading_now), others = headings
    if (
        not (heading_before and heading_now)
        or heading_before == heading_now
        or headings[0] != others
    ):
        return plans
    name = f"{heading_before}（{_BESIDE[-1]}）"

    def with_field(plan: Plan, before: Edition, edition: Edition) -> Plan:
        kept = plan.editions.keys() - {before}
        return with_texts_as_field(plan, name, {before: edition}, kept=kept)

    old, new = (with_field(*side) for side in zip(plans, years_before, editions, strict=True))
    return old, new


def _moves(
    plans: _Plans, editions: Editions
) -> tuple[dict[str, YearCompared], dict[str, YearCompared]]:
    """Return by heading the years at which to compare fields, not at the editions (比べる年度)."""
    old, new = editions
    olds, news = map(_years_of_fields, plans, editions)
    moves: tuple[dict[str, YearCompared], dict[str, YearCompared]] = {}, {}
    for heading, steps in olds.items():
        others = news.get(heading, set())
        both = {old.western + step for step in steps} & {new.western + step for step in others}
        if (step := _step(steps, others)) == -1 and _is_base(heading, olds, news):
            continue
        if step:
            name = _BESIDE.get(step) or (f"{-step}年度前" if step < 0 else f"{step}年度後")
            years = [Edition(one.western + step) for one in editions]
        elif both and (0 in steps) != (0 in others):
            years = [Edition(max(both))] * 2
            name = str(years[0])
        else:
            continue
        for side, year in zip(moves, years, strict=True):
            side[heading] = YearCompared(year, name)
    return moves


def _is_base(heading: str, *plans: Mapping[str, set[int]]) -> bool:
    """Return whether last year's budget is only given as the base of this year's (比較元).

    前年度予算額 beside this year's 要求額 tells nothing that the older document does not.
    """

    def is_budget(heading: str) -> bool:
        return any(map(heading.__contains__, _BUDGETS))

    of_year = ({one for one, steps in plan.items() if 0 in steps} for plan in plans)
    return is_budget(heading) and all(any(map(is_budget, headings)) for headings in of_year)


_BUDGETS = ("予算", "要求", "要望", "見積", "査定")


def _years_of_fields(plan: Plan, base: Edition) -> dict[str, set[int]]:
    """Map each field to the years of its values, as distances from the edition (年度の差)."""
    steps_by_field: dict[str, set[int]] = {}
    for _section, one in plan.initiatives():
        for heading, value in one.fields.items():
            if not isinstance(value, str):
                steps = steps_by_field.setdefault(fold(heading), set())
                steps.update(
                    edition.western - base.western
                    for edition, text in value.items()
                    if edition.is_year and not is_no_value(text)
                )
    return steps_by_field


def _years_of_columns(plan: Plan) -> dict[str, set[int]]:
    """Map each field to the years for which it has a value or an empty cell (列の年度).

    Results count only with a value: where they are empty they are not known yet.
    """
    years_by_field = _years_of_fields(plan, UNNAMED)
    for column in plan.columns:
        key = fold(column.heading)
        if key in years_by_field and not any(map(column.heading.__contains__, _RESULTS)):
            years_by_field[key].update(
                edition.western for edition in column.headings if edition.is_year
            )
    return years_by_field


_RESULTS = ("実績", "決算", "現状")


def _years_of_text(plan: Plan, base: Edition) -> set[int]:
    return {one.western - base.western for one in _texts_by_year(plan) if one.is_year}


def _year_of_undated_text(plan: Plan) -> Edition | None:
    """Return the edition of a plan's only main text if its heading names no year, else None."""
    texts = _texts_by_year(plan)
    year = texts.pop() if len(texts) == 1 else None
    return None if year is None or named_edition(plan.editions[year]) else year


def _step(steps: set[int], others: set[int]) -> int:
    """Return the distance that both share (共通の差): the nearest before, else after; 0 if none."""
    if 0 in steps or 0 in others:
        return 0
    both = steps & others
    return max((step for step in both if step < 0), default=min(both, default=0))


_BESIDE = {-1: "前年度", 1: "翌年度"}
