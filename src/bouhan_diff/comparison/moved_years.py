"""Move values of a plan to the edition at which it is compared (年度の付け替え)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..edition import Edition, named_edition
from ..plan import Column, FieldValue, Initiative, Plan, Section
from ..text.normalize import fold


class YearCompared(NamedTuple):
    """The year at which a field is compared, and the label that its heading then gets."""

    year: Edition
    name: str


def figures_as_fields(
    plan: Plan,
    edition: Edition,
    others: Sequence[Edition],
    one_sided: Mapping[str, Collection[int]] | None = None,
) -> Plan:
    """Return the plan with the values of other editions as fields of this one (他の年度の値).

    Two versions of a plan for R7 to R9 both have a 事業費 for R7. Compared at R9, each gets the
    fields 事業費（R7） and 事業費（R8） beside 事業費. one_sided: years to leave out, by folded
    heading. A field that other rows have is the same: 事業費(R7).
    """
    published = {fold(column.heading): column.heading for column in plan.columns}

    def dated(heading: str, other: Edition) -> str:
        name = f"{heading}（{other}）"
        return published.get(fold(name), name)

    def with_figures(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            if not isinstance(value, str):
                without = one_sided.get(fold(heading), ()) if one_sided else ()
                for other in others:
                    name = dated(heading, other)
                    if other in value and other.western not in without and name not in one.fields:
                        fields[name] = {edition: value[other]}
        return replace(one, fields=fields) if len(fields) > len(one.fields) else one

    sections = plan.sections_with(with_figures)
    with_values = _headings(sections)
    columns: list[Column] = []
    for column in plan.columns:
        columns.append(column)
        names = (dated(column.heading, other) for other in others)
        added = (name for name in names if name in with_values and fold(name) not in published)
        columns += [column._replace(heading=name, headings={}) for name in added]
    return replace(plan, sections=sections, columns=tuple(columns))


def with_text_of(plan: Plan, target: Edition, year: Edition | None) -> Plan:
    """Return the plan with the main text of another year as that of the edition (版の本文)."""
    if year is None or year == target:
        return plan

    def moved(one: Initiative) -> Initiative:
        texts = {
            (target if edition == year else edition): t for edition, t in one.summaries.items()
        }
        return replace(one, summaries=texts)

    sections = plan.sections_with(moved)
    editions = {**plan.editions, target: plan.editions[year], year: ""}
    return replace(plan, editions=editions, sections=sections)


def with_texts_as_field(
    plan: Plan, heading: str, years: Mapping[Edition, Edition], *, kept: Collection[Edition]
) -> Plan:
    """Return the plan with main texts as a field (本文の項目化).

    years: the edition of a text, and that at which the field has it. kept: the editions of which
    the text stays the main one.
    """

    def moved(one: Initiative) -> Initiative:
        field = {year: one.summaries[of] for of, year in years.items() if of in one.summaries}
        if not field:
            return one
        texts = {edition: text for edition, text in one.summaries.items() if edition in kept}
        return replace(one, summaries=texts, fields={heading: field, **one.fields})

    return replace(
        plan,
        editions={edition: of if edition in kept else "" for edition, of in plan.editions.items()},
        columns=(Column(heading), *plan.columns),
        sections=plan.sections_with(moved),
    )


def with_fields_beside(plan: Plan, target: Edition, moves: Mapping[str, YearCompared]) -> Plan:
    """Return the plan with values of neighbouring years as fields of the edition (隣の年度の値)."""
    moves_by_heading = {
        column.heading: move._replace(name=f"{column.heading}（{move.name}）")
        for column in plan.columns
        if (move := moves.get(fold(column.heading))) is not None
    }
    return _with_fields_of(plan, target, moves_by_heading)


def with_goals_headed_as(plan: Plan, other: Plan) -> Plan:
    """Return the plan with its goal for a year under the other document's heading (先の目標).

    In the last report of a plan until R8 its 目標値（R8） is one of the next year, and so has an
    edition; in the reports before it is a field 目標値(R8).
    """
    moves: dict[str, YearCompared] = {}
    for column in other.columns:
        match = _OF_YEAR.fullmatch(column.heading)
        year = named_edition(match["year"]) if match else None
        goal = plan.column(match["heading"]) if match else None
        if goal and year and year in plan.editions and not plan.column(column.heading):
            moves[goal.heading] = YearCompared(year, column.heading)
    years = {move.year for move in moves.values()}
    remaining = [edition for edition in plan.editions if edition not in years]
    if not (moves and remaining):
        return plan
    return with_years_left(plan, _with_fields_of(plan, remaining[-1], moves), remaining[-1])


_OF_YEAR = re.compile(r"(?P<heading>.+)\((?P<year>[^()]+)\)")


def _with_fields_of(plan: Plan, target: Edition, moves: Mapping[str, YearCompared]) -> Plan:
    """Return the plan with some values of other years as fields of the edition, by heading."""
    if not moves:
        return plan

    def moved(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            move = moves.get(heading)
            if move and not isinstance(value, str) and move.year in value:
                rest = {edition: text for edition, text in value.items() if edition != move.year}
                fields |= {move.name: {target: value[move.year]}}
                if rest:
                    fields[heading] = rest
                else:
                    del fields[heading]
        return replace(one, fields=fields)

    sections = plan.sections_with(moved)
    remaining = _headings(sections)
    columns: list[Column] = []
    for column in plan.columns:
        move = moves.get(column.heading)
        if move is None or column.heading in remaining:
            others = {e: h for e, h in column.headings.items() if move is None or e != move.year}
            columns.append(column._replace(headings=others))
        if move is not None:
            columns.append(column._replace(heading=move.name, headings={}))
    return replace(plan, sections=sections, columns=tuple(columns))


def without_field(plan: Plan, heading: str) -> Plan:
    """Return the plan without a field (項目の除外)."""

    def without(one: Initiative) -> Initiative:
        return replace(one, fields={h: value for h, value in one.fields.items() if h != heading})

    columns = tuple(column for column in plan.columns if column.heading != heading)
    return replace(plan, columns=columns, sections=plan.sections_with(without))


def with_years_left(plan: Plan, moved: Plan, edition: Edition) -> Plan:
    """Return the moved plan without the editions that have no values left."""
    if moved is plan:  # the usual case: nothing is said of another year
        return plan
    moved_away = editions_with_values(plan) - editions_with_values(moved) - {edition}
    return replace(
        moved, editions={year: of for year, of in moved.editions.items() if year not in moved_away}
    )


def _headings(sections: Iterable[Section]) -> set[str]:
    """Return the headings of the fields that initiatives have (値のある項目)."""
    return {
        heading for section in sections for one in section.initiatives for heading in one.fields
    }


def editions_with_values(plan: Plan) -> set[Edition]:
    """Return the editions for which some initiative has a text or a value (記載のある版)."""
    return {edition for _section, one in plan.initiatives() for edition in one.own_editions()}
