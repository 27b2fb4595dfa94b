"""Series (継続する計画): the documents of one plan over the years, and their editions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from ..edition import Edition, Year, named_edition, parsed, series_title, strip_editions
from ..errors import UserError
from ..messages import _, listed
from ..plan import Column, Initiative, Plan
from ..text.normalize import fold


class Titled(Protocol):
    """What identifies a plan (表題): the plan itself, or the front matter of its file."""

    @property
    def title(self) -> str: ...  # noqa: D102  as of a plan
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def series(self) -> str: ...  # noqa: D102
    @property
    def editions(self) -> Iterable[Edition]: ...  # noqa: D102


AnyTitled = TypeVar("AnyTitled", bound=Titled)


def series_of(plans: Iterable[AnyTitled], years: Iterable[Year] = ()) -> list[list[AnyTitled]]:
    """Group the plans that follow each other over the years (継続する計画).

    Plans of a group have the same publisher and the same `series`, or else the same title without
    years and words such as 改訂版, ignoring width, case and spaces. If the plans of a title lack
    one of the years asked for, the title may have changed: then all plans of the publisher are
    grouped.
    """
    requested = {parsed(year) for year in years}
    by_name: dict[str, list[AnyTitled]] = {}
    for plan in plans:
        by_name.setdefault(_name(plan), []).append(plan)
    groups: dict[tuple[str, str], list[AnyTitled]] = {}
    for name, members in by_name.items():
        publisher = next((fold(plan.publisher) for plan in members if plan.publisher), "")
        lacking = publisher and requested - {year for plan in members for year in plan.editions}
        groups.setdefault((publisher, "" if lacking else name), []).extend(members)
    return list(groups.values())


def _name(plan: Titled) -> str:
    """Return the name that the documents of one plan share: publisher and title."""
    publisher = fold(plan.publisher)
    title = fold(plan.series) or fold(series_title(plan.title)) or fold(plan.title)
    # Some documents name the publisher in the title, and some beside it.
    return title if title.startswith(publisher) else publisher + title


def last_year(plan: Plan) -> Edition:
    """Return the last edition (最終年度) of the plan."""
    return list(plan.editions)[-1]


def latest(plans: Sequence[Plan]) -> Plan:
    """Return the plan that reaches furthest (最新の資料), by its last edition."""
    return max(plans, key=last_year)


def main_editions(plan: Plan) -> list[Edition]:
    """Return the editions that the plan is about (主な版), in their order.

    An edition is one of them if it has at least half as many initiatives as the fullest one: an
    appendix of two rows 変更前 and 変更後 is no edition of the whole document.
    """
    counts = Counter(
        edition for _section, one in plan.initiatives() for edition in one.own_editions()
    )
    fullest = max(counts.values(), default=0)
    return [edition for edition in plan.editions if 2 * counts[edition] >= fullest]


def main_heading(plan: Plan, edition: Edition) -> str:
    """Return the heading of the main text without its year (本文の見出し), "" if there is none."""
    return " ".join(strip_editions(plan.editions.get(edition, "")).split()).lstrip("の ")


_AIMED = ("目標", "実績")  # goals, and their results


def main_edition(plan: Plan) -> Edition:
    """Return the edition at which a document is compared (資料の版): the latest it is about.

    A plan for three years has one main text, under the first of them. If the latest edition has
    only values, the last edition with texts is taken, provided that it has most of the same values,
    or that the title names it and it has as many values: 予算額 of R6 beside 要求額 of R7. If there
    are no texts at all, it is the edition in the title, provided that it has more values or that
    all values are goals; else the last edition with more than goals: a budget of R6 beside goals
    for R6 to R8 is of R6.
    """
    editions = main_editions(plan)
    latest_one = editions[-1]
    texts, values, beside = Counter[Edition](), Counter[Edition](), Counter[Edition]()
    planned = Counter[Edition]()
    are_goals = True
    for _section, one in plan.initiatives():
        texts.update(edition for edition, text in one.summaries.items() if text)
        for heading, value in one.fields.items():
            if not isinstance(value, str):
                filled = [edition for edition, text in value.items() if text]
                values.update(filled)
                are_goals &= _AIMED[0] in heading
                planned.update(() if any(map(heading.__contains__, _AIMED)) else filled)
                beside.update(filled if value.get(latest_one) else ())
    if texts[latest_one]:
        return latest_one
    in_title = named_edition(plan.title)
    if not texts:
        if in_title in editions and (are_goals or values[in_title] > values[latest_one]):
            return in_title
        last = next((one for one in reversed(editions) if planned[one]), latest_one)
        return last if values[last] > values[latest_one] else latest_one
    fullest = max(texts.values())
    enough = (
        edition
        for edition in reversed(editions)
        if 2 * texts[edition] >= fullest and 2 * beside[edition] >= beside[latest_one]
    )
    if (
        in_title in editions
        and texts[in_title] == fullest
        and values[in_title] >= values[latest_one]
    ):
        return in_title
    return next(enough, latest_one)


def editions_of(plans: Iterable[Plan]) -> list[Edition]:
    """Return the editions of all plans (全ての版), each once: years in order, labels as they come.

    If there are labels, all keep the order of their documents.
    """
    editions = list(dict.fromkeys(edition for plan in plans for edition in plan.editions))
    return sorted(editions) if all(edition.is_year for edition in editions) else editions


def two_editions(
    series: Sequence[Plan], old: Year | None, new: Year | None
) -> tuple[Edition, Edition]:
    """Return the two editions to compare (新旧の版), by default the two latest.

    Raises UserError if one is missing, or if there is only one.
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
    """Return the plans' edition of that name (年度・版). Raises UserError if there is none."""
    editions = editions_of(series)
    if isinstance(year, str):
        by_label = {fold(str(edition)): edition for edition in editions}
        if fold(year) in by_label:
            return by_label[fold(year)]
    requested = parsed(year)
    if requested not in editions:
        raise UserError(
            _("The plan has no {year}.").format(year=requested),
            where=series[0].origin if len(series) == 1 else "",
            advice=_("It has {years}.").format(years=_listed(editions)),
        )
    return requested


def _listed(editions: Iterable[Edition]) -> str:
    return listed(map(str, editions))


def lacks_text_of_old(plan: Plan, editions: tuple[Edition, Edition]) -> bool:
    """Return whether the plan has texts, but none of its own for the old edition (本文のない版).

    A budget shows last year's amounts beside this year's, but its text is only this year's.
    """
    initiatives = [initiative for _section, initiative in plan.initiatives()]
    if any(editions[0] in one.summaries for one in initiatives):
        return False
    whole = (value for one in initiatives for value in one.fields.values())
    return any(one.summaries for one in initiatives) or any(isinstance(one, str) for one in whole)


def text_as_field(plan: Plan, old: Edition, new: Edition) -> Plan:
    """Return the plan with the main text of `new` as a field, if `old` has no main text.

    A budget of two years with one 事業内容 says nothing new about the second: as a field, the text
    belongs to all editions (全年度の値); if its heading names the edition, it is not compared.
    """
    heading = plan.editions[new]
    taken = {fold(column.heading) for column in plan.columns}
    if not heading or plan.editions[old] or not taken or fold(heading) in taken:
        return plan
    initiatives = [initiative for _section, initiative in plan.initiatives()]
    if any(old in one.summaries for one in initiatives) or not any(
        new in one.summaries for one in initiatives
    ):
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
    editions = {**plan.editions, new: ""}
    return replace(plan, editions=editions, columns=(column, *plan.columns), sections=sections)


def undated_fields(plan: Plan) -> set[str]:
    """Return the headings whose values are for all editions (年度を持たない項目), never totalled.

    Another table of the document may give some of these values for one edition, none for several.
    """
    if not plan.columns:
        return set()
    values = [one.fields for _section, one in plan.initiatives()]
    values_by_heading = {
        column.heading: [of.get(column.heading) for of in values] for column in plan.columns
    }
    return {
        heading
        for heading, given in values_by_heading.items()
        if any(isinstance(value, str) for value in given)
        and all(value is None or isinstance(value, str) or len(value) == 1 for value in given)
    }
