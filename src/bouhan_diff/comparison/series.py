"""Series (継続する計画): the documents of one plan, which follow each other over the years."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from ..edition import UNNAMED, Edition, Year, is_revised, named_edition, parsed, series_title
from ..errors import UserError
from ..messages import _, listed
from ..plan import Column, FieldValue, Initiative, Plan, Section
from ..text.normalize import fold, is_no_value


class Titled(Protocol):
    """What names a plan (表題): the plan itself, or the front matter of its file."""

    @property
    def title(self) -> str: ...  # noqa: D102  as of a plan
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def series(self) -> str: ...  # noqa: D102
    @property
    def years(self) -> Iterable[Edition]: ...  # noqa: D102


AnyTitled = TypeVar("AnyTitled", bound=Titled)


def series_of(plans: Iterable[AnyTitled], years: Iterable[Year] = ()) -> list[list[AnyTitled]]:
    """Return the plans that follow each other over the years (継続する計画), together.

    They have one publisher and one `series`, or else one title without years and words such as
    改訂版; width, case and spaces do not count. Where the plans of a title lack one of the
    editions asked for, the title may have changed: then the publisher's are taken together.
    """
    wanted = {parsed(year) for year in years}
    by_name: dict[str, list[AnyTitled]] = {}
    for plan in plans:
        by_name.setdefault(_name(plan), []).append(plan)
    found: dict[tuple[str, str], list[AnyTitled]] = {}
    for name, together in by_name.items():
        publisher = next((fold(plan.publisher) for plan in together if plan.publisher), "")
        lacking = publisher and wanted - {year for plan in together for year in plan.years}
        found.setdefault((publisher, "" if lacking else name), []).extend(together)
    return list(found.values())


def _name(plan: Titled) -> str:
    """Return the name that the documents of one plan share, of publisher and title."""
    publisher = fold(plan.publisher)
    title = fold(plan.series) or fold(series_title(plan.title)) or fold(plan.title)
    # Some documents name the publisher in the title, and some beside it.
    return title if title.startswith(publisher) else publisher + title


def last_year(plan: Plan) -> Edition:
    """Return the last edition (最終年度) of the plan."""
    return list(plan.years)[-1]


def latest(plans: Sequence[Plan]) -> Plan:
    """Return the plan with the latest last edition (最新の資料)."""
    return max(plans, key=last_year)


def main_editions(plan: Plan) -> list[Edition]:
    """Return the editions that the plan is about (主な版), in their order.

    These are the ones of which at least half as many initiatives say something as of the
    fullest: an appendix of two rows 変更前 and 変更後 is no edition of the whole document.
    """
    counts = Counter(
        edition for _section, one in plan.initiatives() for edition in one.own_editions()
    )
    fullest = max(counts.values(), default=0)
    return [edition for edition in plan.years if 2 * counts[edition] >= fullest]


def main_edition(plan: Plan) -> Edition:
    """Return the edition that a document is compared at (資料の版): the latest it is about.

    A plan of three years has one text, which is of the first of them: where the latest has
    values alone, it is the last one with texts, if that has most of the same values.
    """
    editions = main_editions(plan)
    latest_one = editions[-1]
    texts, values = Counter[Edition](), Counter[Edition]()
    for _section, one in plan.initiatives():
        texts.update(edition for edition, text in one.summaries.items() if text)
        for value in one.fields.values():
            if not isinstance(value, str) and value.get(latest_one):
                values.update(edition for edition, text in value.items() if text)
    fullest = max(texts.values(), default=0)
    enough = (
        edition
        for edition in reversed(editions)
        if 2 * texts[edition] >= fullest and 2 * values[edition] >= values[latest_one]
    )
    return next(enough, latest_one) if fullest and not texts[latest_one] else latest_one


def with_revised(plan: Plan, edition: Edition) -> Plan:
    """Return the plan with what a revision leaves as of the edition (変更後の値).

    A document of R6 that changes some rows (変更前, 変更後) in a table of their own says under
    変更後 what they are in R6.
    """
    revised = [one for one in plan.years if is_revised(one)]
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

    plan = replace(plan, sections=plan.sections_with(with_own))
    if any(label in one.own_editions() for _section, one in plan.initiatives()):
        return plan
    years = {of: heading for of, heading in plan.years.items() if of != label}
    return replace(plan, years=years)


def editions_of(plans: Iterable[Plan]) -> list[Edition]:
    """Return the editions of all plans (全ての版), each once: years in order, labels as they come.

    Labels of one document keep that document's order among its years.
    """
    found = list(dict.fromkeys(edition for plan in plans for edition in plan.years))
    return sorted(found) if all(edition.is_year for edition in found) else found


def two_editions(
    series: Sequence[Plan], old: Year | None, new: Year | None
) -> tuple[Edition, Edition]:
    """Return the editions named (新旧の版), by default the two latest.

    Raises UserError where one is missing, or where there is one alone.
    """
    if old is not None and new is not None:
        return known_edition(series, old), known_edition(series, new)
    editions = editions_of(series)
    if len(editions) < 2:  # noqa: PLR2004  a comparison takes two
        raise UserError(
            _("The plan has only one year: {years}.").format(years=_listed(editions))
            if any(map(str, editions))
            else _("The file names no edition."),
            where=series[0].origin,
            advice=_("Use show, or add the other year's document with --data."),
        )
    return editions[-2], editions[-1]


def known_edition(series: Sequence[Plan], year: Year) -> Edition:
    """Return the edition of the plans that is named (年度・版). Raises UserError for another."""
    editions = editions_of(series)
    if isinstance(year, str):
        by_label = {fold(str(edition)): edition for edition in editions}
        if fold(year) in by_label:
            return by_label[fold(year)]
    wanted = parsed(year)
    if wanted not in editions:
        raise UserError(
            _("The plan has no {year}.").format(year=wanted),
            where=series[0].origin if len(series) == 1 else "",
            advice=_("It has {years}.").format(years=_listed(editions)),
        )
    return wanted


def _listed(editions: Iterable[Edition]) -> str:
    return listed(map(str, editions))


def lacks_text_of_old(plan: Plan, editions: tuple[Edition, Edition]) -> bool:
    """Return whether the plan has texts, but none of its own for the old edition (本文のない版).

    A budget shows last year's amount beside this year's, and its text is this year's alone.
    """
    initiatives = [initiative for _section, initiative in plan.initiatives()]
    if any(editions[0] in one.summaries for one in initiatives):
        return False
    whole = (value for one in initiatives for value in one.fields.values())
    return any(one.summaries for one in initiatives) or any(isinstance(one, str) for one in whole)


def text_as_field(plan: Plan, old: Edition, new: Edition) -> Plan:
    """Return the plan with the main text of `new` as a field, where `old` has no main text.

    A budget of two years with one 事業内容 beside it says nothing new of the second year: as a
    field it belongs to the whole row (全年度の値), or where its heading names the edition, is
    not compared.
    """
    heading = plan.years[new]
    taken = {fold(column.heading) for column in plan.columns}
    if not heading or plan.years[old] or not taken or fold(heading) in taken:
        return plan
    of = [initiative for _section, initiative in plan.initiatives()]
    if any(old in one.summaries for one in of) or not any(new in one.summaries for one in of):
        return plan
    is_dated = named_edition(heading) is not None

    def with_field(one: Initiative) -> Initiative:
        text = one.summaries.get(new)
        if text is None:
            return one
        rest = {edition: other for edition, other in one.summaries.items() if edition != new}
        bare = replace(one, summaries=rest)
        value = {new: text} if is_dated or not bare.own_editions() else text
        return replace(bare, fields={heading: value, **one.fields})

    column = Column(heading, headings={new: heading} if is_dated else {})
    sections = plan.sections_with(with_field)
    years = {**plan.years, new: ""}
    return replace(plan, years=years, columns=(column, *plan.columns), sections=sections)


def figures_as_fields(plan: Plan, edition: Edition, others: Sequence[Edition]) -> Plan:
    """Return the plan with what its fields say of other editions as fields of one (他の年度の値).

    Two versions of a plan for R7 to R9 both say what is spent in R7: beside 事業費 of R9 are
    事業費（R7） and 事業費（R8）.
    """

    def with_figures(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            if not isinstance(value, str):
                for other in others:
                    if other in value:
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


def years_of_both(plans: tuple[Plan, Plan]) -> list[Edition]:
    """Return the years for which both documents plan the same field (重なる年度), if several.

    A rolling plan for R7 to R9 and the next one for R8 to R10 both say what is spent in R8 and R9.
    """
    olds, news = (_years_of_fields(plan, UNNAMED) for plan in plans)
    both = (years & news.get(heading, set()) for heading, years in olds.items())
    return sorted({Edition(year) for years in both if len(years) > 1 for year in years})


def _headings(sections: Iterable[Section]) -> set[str]:
    """Return the headings of the fields that initiatives have (値のある項目)."""
    return {
        heading for section in sections for one in section.initiatives for heading in one.fields
    }


def _of_edition(heading: str, edition: Edition) -> str:
    return f"{heading}（{edition}）"


def beside_editions(plans: tuple[Plan, Plan], editions: tuple[Edition, Edition]) -> list[Plan]:
    """Return the plans with what each says of the same year beside its edition (隣の年度の値).

    Results of R6 beside goals of R7 meet those of R7 beside goals of R8, as a field 実績（前年度）;
    a text meets one under its own heading. What a plan says of its edition is compared as that,
    and so is its only text where the heading names no year.
    """
    years_of = [
        _years_of_fields(plan, edition) for plan, edition in zip(plans, editions, strict=True)
    ]
    steps = {
        heading: _step(far, years_of[1].get(heading, set())) for heading, far in years_of[0].items()
    }
    texts = [_years_of_text(plan, edition) for plan, edition in zip(plans, editions, strict=True)]
    of_text = _step(*texts)
    moved = []
    for plan, edition in zip(plans, editions, strict=True):
        step = of_text or _step_of_undated_text(plan, edition)
        found = _with_fields_beside(_with_text_beside(plan, edition, step), edition, steps)
        if found is plan:  # by far the most say nothing of another year
            moved.append(plan)
            continue
        gone = _editions_with_values(plan) - _editions_with_values(found) - {edition}
        years = {year: text for year, text in found.years.items() if year not in gone}
        moved.append(replace(found, years=years))
    return moved


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
    return 0 if named_edition(plan.years[Edition(own.western + step)]) else step


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
    years = {**plan.years, own: plan.years[year], year: ""}
    return replace(plan, years=years, sections=sections)


def _with_fields_beside(plan: Plan, own: Edition, steps: Mapping[str, int]) -> Plan:
    """Return the plan with its values of years beside the edition as fields of it."""
    names = {
        column.heading: f"{column.heading}（{_BESIDE.get(step) or _far(step)}）"
        for column in plan.columns
        if (step := steps.get(fold(column.heading), 0))
    }
    if not names:
        return plan

    def moved(one: Initiative) -> Initiative:
        fields: dict[str, FieldValue] = {}
        for heading, value in one.fields.items():
            fields[heading] = value
            year = Edition(own.western + steps.get(fold(heading), 0))
            if heading in names and not isinstance(value, str) and year in value:
                rest = {edition: text for edition, text in value.items() if edition != year}
                fields |= {names[heading]: {own: value[year]}}
                if rest:
                    fields[heading] = rest
                else:
                    del fields[heading]
        return replace(one, fields=fields)

    sections = plan.sections_with(moved)
    left = _headings(sections)
    columns: list[Column] = []
    for column in plan.columns:
        name = names.get(column.heading)
        if name is None or column.heading in left:
            year = Edition(own.western + steps.get(fold(column.heading), 0))
            others = {e: h for e, h in column.headings.items() if name is None or e != year}
            columns.append(column._replace(headings=others))
        if name is not None:
            columns.append(column._replace(heading=name, headings={}))
    return replace(plan, sections=sections, columns=tuple(columns))


_BESIDE = {-1: "前年度", 1: "翌年度"}


def _far(step: int) -> str:
    return f"{-step}年度前" if step < 0 else f"{step}年度後"
