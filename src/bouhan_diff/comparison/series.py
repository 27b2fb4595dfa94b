"""Series (継続する計画): the documents of one plan, which follow each other over the years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from ..edition import Edition, Year, named_edition, parsed, series_title
from ..plan import Column, FieldValue, Initiative, Plan
from ..text.normalize import fold


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
    asked = {parsed(year) for year in years}
    by_name: dict[str, list[AnyTitled]] = {}
    for plan in plans:
        by_name.setdefault(_name(plan), []).append(plan)
    found: dict[tuple[str, str], list[AnyTitled]] = {}
    for name, together in by_name.items():
        publisher = next((fold(plan.publisher) for plan in together if plan.publisher), "")
        lacking = publisher and asked - {year for plan in together for year in plan.years}
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


def main_editions(plan: Plan) -> list[Edition]:
    """Return the editions that the plan is about (主な版), in their order.

    These are the ones of which at least half as many initiatives say something as of the
    fullest: an appendix of two rows 変更前 and 変更後 is no edition of the whole document.
    """
    said = Counter(
        edition for _section, one in plan.initiatives() for edition in one.own_editions()
    )
    fullest = max(said.values(), default=0)
    return [edition for edition in plan.years if 2 * said[edition] >= fullest]


def editions_of(plans: Iterable[Plan]) -> list[Edition]:
    """Return the editions of all plans (全ての版), each once: years in order, labels as they come.

    Labels of one document keep that document's order among its years.
    """
    found = list(dict.fromkeys(edition for plan in plans for edition in plan.years))
    return sorted(found) if all(edition.is_year for edition in found) else found


def text_as_field(plan: Plan, old: Edition, new: Edition) -> Plan:
    """Return the plan with the main text of `new` as a field, where `old` has no main text.

    A budget of two years with one 事業内容 beside it says nothing new of the second year: as a
    field it stands for the whole row (全年度の値), or where its heading names the edition, is
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
        rest = {edition: said for edition, said in one.summaries.items() if edition != new}
        bare = replace(one, summaries=rest)
        value = {new: text} if is_dated or not bare.own_editions() else text
        return replace(bare, fields={heading: value, **one.fields})

    column = Column(heading, headings={new: heading} if is_dated else {})
    sections = tuple(
        replace(section, initiatives=tuple(map(with_field, section.initiatives)))
        for section in plan.sections
    )
    years = {**plan.years, new: ""}
    return replace(plan, years=years, columns=(column, *plan.columns), sections=sections)


def figures_as_fields(plan: Plan, edition: Edition, others: Sequence[Edition]) -> Plan:
    """Return the plan with what its fields say of other editions as fields of one (他の年度の値).

    Two versions of a plan for R7 to R9 both say what is spent in R7: beside 事業費 of R9 stand
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

    sections = tuple(
        replace(section, initiatives=tuple(map(with_figures, section.initiatives)))
        for section in plan.sections
    )
    said = {
        heading for section in sections for one in section.initiatives for heading in one.fields
    }
    columns: list[Column] = []
    for column in plan.columns:
        columns.append(column)
        dated = (replace(column, heading=_of_edition(column.heading, other)) for other in others)
        columns += [replace(one, headings={}) for one in dated if one.heading in said]
    return replace(plan, sections=sections, columns=tuple(columns))


def _of_edition(heading: str, edition: Edition) -> str:
    return f"{heading}（{edition}）"
