"""Other years (他の年度の値): what two documents say of the same years, put side by side.

`aligned_years` is the door; what is below it each moves values of one document to the edition at
which they meet those of the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..edition import UNNAMED, Edition, is_revised, named_edition, strip_editions
from ..plan import Column, FieldValue, Initiative, Plan, Section
from ..text.normalize import fold, is_no_value
from .series import main_editions
from .table import Editions

_Plans = tuple[Plan, Plan]


class AlignedYears(NamedTuple):
    """Two documents as they are compared (年度の突合).

    editions: those at which they meet. shared: years beside these that are compared too.
    """

    plans: _Plans
    editions: Editions
    shared: Sequence[Edition] = ()


def aligned_years(plans: _Plans, editions: Editions) -> AlignedYears:
    """Return two documents with what both say of the same years side by side (年度の突合).

    Two versions of a plan for the same years meet at the last of these, and what both revise at
    補正後. At equal editions, further years of both are compared too; so are the years that two
    rolling plans share. Of other documents, results of the year before each edition meet.
    """
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
        old, new = (_figures_as_fields(plan, editions[0], shared) for plan in (old, new))
        return AlignedYears((old, new), editions, shared)
    if not all(edition.is_year for edition in editions):
        return AlignedYears((old, new), editions)
    if shared := years_of_both((old, new)):
        old, new = _with_years_of_both((old, new), editions, shared)
        return AlignedYears(_stocks_beside_editions((old, new), editions), editions, shared)
    return AlignedYears(_beside_editions((old, new), editions), editions)


def _with_rows_of_all_years(plan: Plan, edition: Edition) -> Plan:
    """Return a plan for several years with all its rows as part of the edition (計画全体の事業).

    What a plan for R6 to R8 spends in R6 alone is in it as well: it is neither dropped nor new
    where the next plan has it. Of two years one is the year before, and what it alone has ended.
    """
    if all(len(of) <= _MOST_OF_ONE_YEAR for of in _years_of_fields(plan, edition).values()):
        return plan

    def as_part(one: Initiative) -> Initiative:
        is_part = one.is_in(edition) or not any(of.is_year for of in one.own_editions())
        return one if is_part else replace(one, summaries={**one.summaries, edition: ""})

    return replace(plan, sections=plan.sections_with(as_part))


_MOST_OF_ONE_YEAR = 2
"""How many years a document of one year gives a figure of: its own and the one before."""


def with_revised(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with what a revision leaves as of their editions (変更後の値).

    A document of R6 that changes some rows (変更前, 変更後) in a table of their own says under
    変更後 what they are in R6. Where both documents do so, what they were is beside it, as a field
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

    def with_own(one: Initiative) -> Initiative:
        fields = {
            heading: value
            if isinstance(value, str) or label not in value or edition in value
            else {edition if of == label else of: text for of, text in value.items()}
            for heading, value in one.fields.items()
        }
        return replace(one, fields=fields)

    plan = _figures_as_fields(plan, edition, before)
    plan = replace(plan, sections=plan.sections_with(with_own))
    texts = {of for _section, one in plan.initiatives() for of in one.summaries}
    left = texts | (_editions_with_values(plan) - {*before})
    gone = {label, *before} - left
    return replace(
        plan, editions={of: name for of, name in plan.editions.items() if of not in gone}
    )


def _with_years_of_both(plans: _Plans, editions: Editions, shared: Sequence[Edition]) -> list[Plan]:
    """Return the plans with what both say of the shared years as fields of their editions.

    A field that both have, but only one of them for such a year, is compared as of the editions.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    one_sided = {heading: olds[heading] ^ news[heading] for heading in olds.keys() & news.keys()}
    return [
        _figures_as_fields(plan, edition, shared, one_sided)
        for plan, edition in zip(plans, editions, strict=True)
    ]


def _figures_as_fields(
    plan: Plan,
    edition: Edition,
    others: Sequence[Edition],
    one_sided: Mapping[str, Collection[int]] | None = None,
) -> Plan:
    """Return the plan with what its fields say of other editions as fields of one (他の年度の値).

    Two versions of a plan for R7 to R9 both say what is spent in R7: beside 事業費 of R9 are
    事業費（R7） and 事業費（R8）. one_sided: by folded heading, years of which nothing is said.
    """

    def with_figures(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            if not isinstance(value, str):
                without = one_sided.get(fold(heading), ()) if one_sided else ()
                for other in others:
                    if other in value and other.western not in without:
                        fields[_of_edition(heading, other)] = {edition: value[other]}
        return replace(one, fields=fields) if len(fields) > len(one.fields) else one

    sections = plan.sections_with(with_figures)
    with_values = _headings(sections)
    columns: list[Column] = []
    for column in plan.columns:
        columns.append(column)
        dated = (column._replace(heading=_of_edition(column.heading, other)) for other in others)
        columns += [one._replace(headings={}) for one in dated if one.heading in with_values]
    return replace(plan, sections=sections, columns=tuple(columns))


def years_of_both(plans: _Plans) -> list[Edition]:
    """Return the years for which both documents plan the same field (重なる年度), if several.

    A rolling plan for R7 to R9 and the next one for R8 to R10 both say what is spent in R8 and R9.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    both = (years & news.get(heading, set()) for heading, years in olds.items())
    return sorted({Edition(year) for years in both if len(years) > 1 for year in years})


def _with_the_same_years(plans: _Plans) -> tuple[_Plans, Edition | None]:
    """Return two versions of a plan for the same years, and the last of these (同じ期間の計画).

    What both say of R7 to R11 is compared year by year, of whatever year each document is. Their
    only text is of the whole plan, unless its heading names a year. Else the year is None.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    several = [key for key, years in olds.items() if len(years) > _MOST_OF_ONE_YEAR]
    if not several or any(olds[key] != news.get(key) for key in several):
        return plans, None
    last = Edition(max(olds[several[0]]))
    old, new = (_with_text_beside(p, last, _step_of_undated_text(p, last)) for p in plans)
    if any(_years_of_text(plan, last) - {0} for plan in (old, new)):
        return plans, None
    return (_with_years_left(plans[0], old, last), _with_years_left(plans[1], new, last)), last


def _with_years_left(plan: Plan, moved: Plan, edition: Edition) -> Plan:
    """Return a plan whose values were moved without the years that have none any more."""
    gone = _editions_with_values(plan) - _editions_with_values(moved) - {edition}
    return replace(
        moved, editions={year: of for year, of in moved.editions.items() if year not in gone}
    )


def _headings(sections: Iterable[Section]) -> set[str]:
    """Return the headings of the fields that initiatives have (値のある項目)."""
    return {
        heading for section in sections for one in section.initiatives for heading in one.fields
    }


def _of_edition(heading: str, edition: Edition) -> str:
    return f"{heading}（{edition}）"


def _beside_editions(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with what each says of the same year beside its edition (隣の年度の値).

    Results of R6 beside goals of R7 meet those of R7 beside goals of R8, as a field 実績（前年度）;
    a text meets one under its own heading. What a plan says of its edition is compared as that,
    and so is its only text where the heading names no year. A field that one plan does not give
    for its edition meets the other's of a year that both have: 目標値（R6）. Last year's results
    in words, beside plans, are such a field too.
    """
    plans = _with_results_as_fields(plans, editions)
    moves = _moves(plans, editions)
    of_text = _step(*map(_years_of_text, plans, editions))

    def moved(plan: Plan, edition: Edition, of_fields: Mapping[str, _YearCompared]) -> Plan:
        step = of_text or _step_of_undated_text(plan, edition)
        found = _with_fields_beside(_with_text_beside(plan, edition, step), edition, of_fields)
        # By far the most say nothing of another year.
        return plan if found is plan else _with_years_left(plan, found, edition)

    old, new = map(moved, plans, editions, moves)
    return old, new


def _stocks_beside_editions(plans: _Plans, editions: Editions) -> _Plans:
    """Return two plans of years ahead with figures of the year before alone beside them (現有数量).

    現有数量（R5末） beside purchases of R6 to R8 meets 現有数量（R6末） beside those of R7 to R9.
    """
    befores = [*map(_years_of_fields, plans, editions)]

    def moved(plan: Plan, edition: Edition, moves: Mapping[str, _YearCompared]) -> Plan:
        are_past = (key for key in moves if all(max(of[key]) < 0 for of in befores))
        alone = {key: moves[key] for key in are_past if all(len(of[key]) == 1 for of in befores)}
        return _with_years_left(plan, _with_fields_beside(plan, edition, alone), edition)

    old, new = map(moved, plans, editions, _moves(plans, editions))
    return old, new


def _with_results_as_fields(plans: _Plans, editions: Editions) -> _Plans:
    """Return the plans with texts of last year beside others as fields (前年度の実績)."""
    befores = [Edition(edition.western - 1) for edition in editions]
    bare = [
        [strip_editions(plan.editions.get(year, "")).lstrip("の ") for year in (before, edition)]
        for plan, before, edition in zip(plans, befores, editions, strict=True)
    ]
    (before_old, own), others = bare
    if not (before_old and own) or before_old == own or bare[0] != others:
        return plans
    name = f"{before_old}（{_BESIDE[-1]}）"

    def with_field(plan: Plan, before: Edition, edition: Edition) -> Plan:
        def moved(one: Initiative) -> Initiative:
            if before not in one.summaries:
                return one
            texts = {of: text for of, text in one.summaries.items() if of != before}
            fields: dict[str, FieldValue] = {name: {edition: one.summaries[before]}, **one.fields}
            return replace(one, summaries=texts, fields=fields)

        columns = (Column(name), *plan.columns)
        editions = {**plan.editions, before: ""}
        sections = plan.sections_with(moved)
        found = replace(plan, editions=editions, columns=columns, sections=sections)
        return _with_years_left(plan, found, edition)

    old, new = (with_field(*side) for side in zip(plans, befores, editions, strict=True))
    return old, new


class _YearCompared(NamedTuple):
    """The year whose values of a field are compared, and what the field is then called by."""

    year: Edition
    name: str


def _moves(
    plans: _Plans, editions: Editions
) -> tuple[dict[str, _YearCompared], dict[str, _YearCompared]]:
    """Return the years of fields to compare in place of the editions (比べる年度), by heading."""
    old, new = editions
    olds, news = map(_years_of_fields, plans, editions)
    moves: tuple[dict[str, _YearCompared], dict[str, _YearCompared]] = {}, {}
    for heading, steps in olds.items():
        others = news.get(heading, set())
        both = {old.western + step for step in steps} & {new.western + step for step in others}
        if step := _step(steps, others):
            name = _BESIDE.get(step) or (f"{-step}年度前" if step < 0 else f"{step}年度後")
            years = [Edition(one.western + step) for one in editions]
        elif both and (0 in steps) != (0 in others):
            years = [Edition(max(both))] * 2
            name = str(years[0])
        else:
            continue
        for side, year in zip(moves, years, strict=True):
            side[heading] = _YearCompared(year, name)
    return moves


def _editions_with_values(plan: Plan) -> set[Edition]:
    return {edition for _section, one in plan.initiatives() for edition in one.own_editions()}


def _years_of_fields(plan: Plan, own: Edition) -> dict[str, set[int]]:
    """Return how far from the edition are the years of each field that has values (年度の差)."""
    found: dict[str, set[int]] = {}
    for _section, one in plan.initiatives():
        for heading, value in one.fields.items():
            if not isinstance(value, str):
                steps = found.setdefault(fold(heading), set())
                steps.update(
                    edition.western - own.western
                    for edition, text in value.items()
                    if edition.is_year and not is_no_value(text)
                )
    return found


def _years_of_text(plan: Plan, own: Edition) -> set[int]:
    texts = (edition for _section, one in plan.initiatives() for edition in one.summaries)
    return {edition.western - own.western for edition in texts if edition.is_year}


def _step_of_undated_text(plan: Plan, own: Edition) -> int:
    """Return how far from the edition the only text is if its heading names no year, else 0."""
    steps = _years_of_text(plan, own)
    step = steps.pop() if len(steps) == 1 else 0
    return 0 if named_edition(plan.editions[Edition(own.western + step)]) else step


def _step(steps: set[int], others: set[int]) -> int:
    """Return the step that both have (共通の差): the nearest before, else after; 0 for none."""
    if 0 in steps or 0 in others:
        return 0
    both = steps & others
    return max((step for step in both if step < 0), default=min(both, default=0))


def _with_text_beside(plan: Plan, own: Edition, step: int) -> Plan:
    """Return the plan with its text of the year beside the edition as that of the edition."""
    if not step:
        return plan
    year = Edition(own.western + step)

    def moved(one: Initiative) -> Initiative:
        texts = {(own if edition == year else edition): t for edition, t in one.summaries.items()}
        return replace(one, summaries=texts)

    sections = plan.sections_with(moved)
    editions = {**plan.editions, own: plan.editions[year], year: ""}
    return replace(plan, editions=editions, sections=sections)


def _with_fields_beside(plan: Plan, own: Edition, moves: Mapping[str, _YearCompared]) -> Plan:
    """Return the plan with its values of years beside the edition as fields of it."""
    moves = {
        column.heading: move
        for column in plan.columns
        if (move := moves.get(fold(column.heading))) is not None
    }
    if not moves:
        return plan
    names = {heading: f"{heading}（{move.name}）" for heading, move in moves.items()}

    def moved(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            move = moves.get(heading)
            if move and not isinstance(value, str) and move.year in value:
                rest = {edition: text for edition, text in value.items() if edition != move.year}
                fields |= {names[heading]: {own: value[move.year]}}
                if rest:
                    fields[heading] = rest
                else:
                    del fields[heading]
        return replace(one, fields=fields)

    sections = plan.sections_with(moved)
    left = _headings(sections)
    columns: list[Column] = []
    for column in plan.columns:
        move = moves.get(column.heading)
        if move is None or column.heading in left:
            others = {e: h for e, h in column.headings.items() if move is None or e != move.year}
            columns.append(column._replace(headings=others))
        if move is not None:
            columns.append(column._replace(heading=names[column.heading], headings={}))
    return replace(plan, sections=sections, columns=tuple(columns))


_BESIDE = {-1: "前年度", 1: "翌年度"}
