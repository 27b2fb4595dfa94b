"""The plan (計画): its sections with their further columns, and the sums that are printed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from ....diagnostics import Diagnostics
from ....edition import UNNAMED, Edition, order_editions
from ....plan import Column, ColumnType, Numbering, Plan, Section
from ....text.linebreak import join
from ....text.number_headings import is_amount_column, stated_unit
from ....text.quantities import parse_quantity
from ...headings.vocabulary import Role, is_indicator, marks_of_status, strengths
from ...ir import Document, ReadingContext
from ..columns.layout_reports import report_layouts
from ..columns.layouts import Layout
from ..walk.front_matter import Front
from ..walk.outline import LONGEST_AIM, DraftSection, Outline, key_of
from ..walk.printed_sums import printed_sums
from ..walk.table_editions import TableEditions
from ..walk.total_rows import TotalRow
from .joint_cells import STATUS_HEADING
from .sections import SectionMaker

_SAMPLE = 400


class Collected(NamedTuple):
    """What the walk through a document collected (走査の結果), of which the plan is made.

    units: those stated above tables, by heading.
    """

    front: Front
    outline: Outline
    editions: TableEditions
    totals: Sequence[TotalRow]
    notes: Sequence[str]
    units: Mapping[str, str]


def plan_of(document: Document, collected: Collected, context: ReadingContext) -> Plan | None:
    """Return the plan (計画), or None where the document has no initiatives."""
    front, outline, editions, totals, notes, units = collected
    diagnostics = context.diagnostics
    title = front.title or document.title or document.name
    _split_marks(outline, marks_of_status((title, *notes)))
    made = SectionMaker(title, editions.default, context)
    _pass_aims_on(outline.sections)
    _report_idle(outline.sections, diagnostics)
    drafted = made.make(outline)
    if not drafted:
        diagnostics.loss("no-initiatives")
        return None
    if UNNAMED in made.editions:
        diagnostics.doubt("no-edition", option="--edition R6")
    sections = tuple(section for _draft, section in drafted)
    values = _values(sections)
    columns = _further_columns(made.layouts, values, units, editions.default)
    report_layouts(made.layouts, values, diagnostics)
    return Plan(
        title,
        {edition: made.editions[edition] for edition in order_editions(made.editions)},
        sections,
        front.source,
        front.publisher,
        front.policy_plan,
        columns=columns,
        notes=tuple(dict.fromkeys(notes)),
        numbers=Numbering.PRINTED if made.is_numbered else Numbering.COUNTED,
        name_heading=_name_heading(made.layouts),
        printed_totals=tuple(
            printed_sums(
                totals, drafted, columns, diagnostics=diagnostics, default=editions.default
            )
        ),
    )


def _split_marks(outline: Outline, marks: Mapping[str, str]) -> None:
    """Split marks such as ☆ from names (印の分離): a note says how far the initiative has come."""
    drafts = chain.from_iterable(section.drafts for section in outline.sections)
    for draft in drafts if marks else ():
        name = join(draft.name_lines).strip()
        if name[:1] in marks and name[1:].strip() and STATUS_HEADING not in draft.layout.fields:
            draft.given_name = [name[1:].strip()]
            draft.extra[STATUS_HEADING] = marks[name[0]]


def _name_heading(layouts: Iterable[Layout]) -> str:
    """Return the heading over the names (名称の見出し), empty where it is 事業名.

    It is 名称 where tables have several, or one that says little, such as 項目.
    """
    found = {
        _NUMBER_BEFORE.sub("", "".join(layout.columns[at].published.split()))
        for layout in layouts
        for at in layout.places(Role.NAME)
    }
    if _USUAL in found:
        return ""
    (one,) = found if len(found) == 1 else ("",)
    is_clear = strengths(one).get(Role.NAME, 0) >= _CLEAR or is_indicator(one)
    return one if is_clear else "名称"


_USUAL = "事業名"
_NUMBER_BEFORE = re.compile("番号[・･/]?")
_CLEAR = 2.5

# --- Further columns ----------------------------------------------------------------------------


def _values(sections: Sequence[Section]) -> dict[str, list[str]]:
    """Return distinct values of each field (項目の値), enough to decide its type."""
    found: dict[str, dict[str, None]] = {}
    enough: set[str] = set()
    for section in sections:
        for initiative in section.initiatives:
            for heading, value in initiative.fields.items():
                if heading in enough:
                    continue
                values = found.setdefault(heading, {})
                if isinstance(value, str):
                    values[value] = None
                else:
                    values.update(dict.fromkeys(value.values()))
                if len(values) >= _SAMPLE:
                    enough.add(heading)
    return {heading: list(values) for heading, values in found.items()}


def _further_columns(
    layouts: Sequence[Layout],
    values: Mapping[str, Sequence[str]],
    units: Mapping[str, str],
    own: Edition,
) -> tuple[Column, ...]:
    """Return the further columns (項目) in the document's order, with type and unit.

    One with a heading but no value is a column too, since the other year's document may have
    some; of one of another year than the document's own nothing is to be expected.
    """
    empty = {
        layout.columns[at].heading
        for layout in layouts
        for places in layout.fields.values()
        for at in places
        if layout.columns[at].published and layout.columns[at].edition in (None, own)
    }
    named = (heading for layout in layouts for heading in layout.fields)
    headings = dict.fromkeys([*named, *values])  # in the order of the tables
    return tuple(
        _column(layouts, heading, values.get(heading, ()), units)
        for heading in headings
        if heading in values or heading in empty
    )


def _column(
    layouts: Sequence[Layout], heading: str, values: Sequence[str], units: Mapping[str, str]
) -> Column:
    """Return a further column (項目) with its type and unit."""
    places = [layout.columns[at] for layout in layouts for at in layout.fields.get(heading, ())]
    unit = next((column.unit for column in places if column.unit), "")
    by_hand = next((column.role for column in places if column.is_by_hand), None)
    is_amount = is_amount_column(f"{heading}（{unit}）" if unit else heading, values)
    is_amount = is_amount and not any(column.is_code for column in places)
    if by_hand in {Role.AMOUNT, Role.TEXT} and not any(c.edition for c in places):
        is_amount = by_hand is Role.AMOUNT
    if is_amount and not unit:
        unit = stated_unit(units.get(heading, ""), heading, values)
    published = {
        column.edition: column.published for column in places if column.edition is not None
    }
    return Column(
        heading,
        ColumnType.AMOUNT if is_amount else ColumnType.TEXT,
        unit if is_amount else "",
        {edition: published[edition] for edition in order_editions(published)},
    )


# --- Titles without a table ---------------------------------------------------------------------

_MOST_REPORTS = 3  # of one kind and place, each for itself


def _pass_aims_on(sections: Sequence[DraftSection]) -> None:
    """Make what is under a title without rows the aim of the first section in it that has rows.

    基本目標１ has its aim (めざす姿) below it, and rows in the sections of its 施策 alone, whose
    titles begin with its own. A sum is of all of these.
    """
    for section in sections:
        if section.drafts or not section.aim or any(map(parse_quantity, section.aim)):
            continue
        own = key_of(section.path)
        within = (o for o in sections if o.drafts and key_of(o.path)[: len(own)] == own)
        first = next(within, None)
        if first and sum(map(len, (*section.aim, *first.aim))) <= LONGEST_AIM:
            first.aim = [*section.aim, *first.aim]
            section.aim = []


def _report_idle(sections: Sequence[DraftSection], diagnostics: Diagnostics) -> None:
    """Report titles without a table below them (表のない見出し), with their text.

    Many in a row on one page or sheet are one report.
    """
    for _place, idle in groupby(_idle(sections), lambda one: (one.span.page, one.span.sheet)):
        run = list(idle)
        texts = ["\u3000".join((one.path[-1].title, *map(str.strip, one.aim))) for one in run]
        if len(run) > _MOST_REPORTS:
            whole = "\u3000".join(texts)
            number = str(len(run))
            diagnostics.loss("parts-without-table", run[0].span, count=number, text=whole)
            continue
        for section, text in zip(run, texts, strict=True):
            diagnostics.loss("part-without-table", section.span, text=text)


def _idle(sections: Sequence[DraftSection]) -> Iterator[DraftSection]:
    held = {
        key_of(section.path)[:depth]
        for section in sections
        if section.drafts
        for depth in range(len(section.path) + 1)
    }
    for section in sections:
        is_idle = not section.drafts and (section.aim or key_of(section.path) not in held)
        if is_idle and any(map(str.strip, (section.path[-1].title, *section.aim))):
            yield section
