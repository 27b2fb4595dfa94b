"""Build the plan (計画): sections, further columns, and printed sums."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from ...diagnostics import Diagnostics
from ...edition import UNNAMED, Edition, named_edition, order_editions
from ...errors import nearest
from ...plan import Column, ColumnType, Numbering, Plan, Section
from ...text.joining import join
from ...text.normalize import fold, squeezed
from ...text.number_headings import is_amount_column, stated_unit
from ...text.quantities import parse_quantity
from ..headings.columns_option import columns_option
from ..headings.heading_parts import names_of, splits_of
from ..headings.vocabulary import (
    MARKS,
    Role,
    is_indicator,
    marks_of_status,
    split_status,
    strengths,
)
from ..ir import Document, ReadingContext
from .front_matter import Front
from .initiative_tables import EXPORT_HEADINGS
from .joint_cells import STATUS_HEADING
from .layouts import Layout
from .outline import LONGEST_AIM, DraftSection, Outline, key_of
from .printed_sums import printed_sums
from .sections import SectionMaker, sums_in_parts
from .side_tables import joined_tables
from .table_editions import TableEditions
from .table_parts import TablePart, WalkEvent
from .titles_and_sums import TotalRow

_SAMPLE = 400


class Collected(NamedTuple):
    """What the walk through a document collected (走査の結果), for the plan.

    units: those stated above tables, by heading.
    """

    front: Front
    outline: Outline
    editions: TableEditions
    totals: Sequence[TotalRow]
    notes: Sequence[str]
    units: Mapping[str, str]


def plan_of(document: Document, collected: Collected, context: ReadingContext) -> Plan | None:
    """Return the plan (計画), None if the document has no initiatives."""
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
    sections, numbers = joined_tables(drafted, title, diagnostics)
    values = _values(sections)
    columns = _further_columns(made.layouts, values, units, editions.default)
    _report_layouts(made.layouts, values, diagnostics)
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
            one._replace(section=None if one.section is None else numbers[one.section])
            for one in printed_sums(
                sums_in_parts(totals, drafted),
                drafted,
                columns,
                diagnostics=diagnostics,
                default=editions.default,
            )
        ),
    )


def _split_marks(outline: Outline, marks: Mapping[str, str]) -> None:
    """Split ★ and other marks from names (印の分離), as they disappear the next year.

    marks: what notes say of them, such as 新規. A mark before most names is a bullet.
    """
    drafts = [*chain.from_iterable(section.drafts for section in outline.sections)]
    found = [(draft, _MARKED.fullmatch(join(draft.name_lines).strip())) for draft in drafts]
    marked = [(draft, match) for draft, match in found if match]
    are_bullets = 2 * len(marked) > len(drafts)
    for draft, match in marked:
        mark = marks.get(match["mark"], "" if are_bullets else match["mark"].strip("○*＊△▲"))
        if mark and STATUS_HEADING not in draft.layout.fields:
            name, status = split_status(match["name"])
            said = dict.fromkeys((mark, status, draft.extra.get(STATUS_HEADING, "")))
            draft.given_name = [name]
            draft.extra[STATUS_HEADING] = "・".join(filter(None, said))


_MARKED = re.compile(
    rf"(?P<mark>[{MARKS}])(?!(?P=mark))\s*(?P<name>\w.*|[【\[［〔（(《〈＜].*)", re.DOTALL
)


def _name_heading(layouts: Iterable[Layout]) -> str:
    """Return the heading over the names (名称の見出し), "" if it is 事業名.

    It is 名称 if tables differ, or if it says little, such as 項目.
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
    latest: Edition,
) -> tuple[Column, ...]:
    """Return the further columns (項目) in document order, with type and unit.

    A heading without values counts, since the other year's document may have some, unless it is of
    another year than the document's own.
    """
    empty = {
        layout.columns[at].heading
        for layout in layouts
        for places in layout.fields.values()
        for at in places
        if layout.columns[at].published and layout.columns[at].edition in (None, latest)
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
        unit,
        {edition: published[edition] for edition in order_editions(published)},
    )


# --- Titles without a table ---------------------------------------------------------------------

_MOST_REPORTS = 3  # of one kind and place, each for itself


def _pass_aims_on(sections: Sequence[DraftSection]) -> None:
    """Move the text under a title without rows to its first subsection with rows, as its aim.

    基本目標１ has its aim (めざす姿) below it, but its rows are in the sections of its 施策, whose
    titles begin with its own. Sums stay out, as they cover all of these.
    """
    for section in sections:
        if section.drafts or not section.aim or any(map(parse_quantity, section.aim)):
            continue
        path = key_of(section.path)
        within = (o for o in sections if o.drafts and key_of(o.path)[: len(path)] == path)
        first = next(within, None)
        if first and sum(map(len, (*section.aim, *first.aim))) <= LONGEST_AIM:
            first.aim = [*section.aim, *first.aim]
            section.aim = []


def _report_idle(sections: Sequence[DraftSection], diagnostics: Diagnostics) -> None:
    """Report titles without a table below them (表のない見出し), with their text.

    Several in a row on one page or sheet make one report.
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


# --- Reports on columns -------------------------------------------------------------------------


def report_unknown_columns(
    events: Sequence[WalkEvent], meanings: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    """Report the headings of `--columns` that no table has (未知の見出し), with the nearest."""
    if not meanings:
        return
    names: dict[str, str] = {}
    for event in events:
        if isinstance(event, TablePart) and event.header is not None:
            splits = splits_of(event.header, None)
            for at in range(len(splits)):
                for name in names_of(event.header, splits, at):
                    names.setdefault(fold(name), name)
    known = [name for folded, name in names.items() if folded]
    for heading in meanings:
        if known and heading not in names:
            near = nearest(heading, known)[:_NEAREST] or known[:_LISTED]
            diagnostics.note("column-not-found", heading=heading, nearest="・".join(near))


_NEAREST, _LISTED = 3, 12


_PAST = re.compile("実績|結果|状況|実施済|前年|昨年|前回")
_FUTURE = re.compile("計画|予定|見込|次年|翌年|今回")
_BARE_YEAR = re.compile(r"(?<![0-9一-龠])(?:\d{1,2}|[一二三四五六七八九十]{1,3})年度")


def _likely_year(heading: str, layout: Layout) -> Edition | None:
    """Guess the year of an undated text from the texts of years beside it (年度の見当)."""
    texts = [layout.columns[at].edition for at in layout.places(Role.SUMMARY)]
    years = sorted(edition for edition in texts if edition is not None and edition.is_year)
    if not years:
        return None
    if bare := _BARE_YEAR.search(squeezed(heading)):
        near = (Edition(year.western + step) for year in years for step in (-1, 1))
        return next((y for y in near if named_edition(f"{y.japanese[:2]}{bare[0]}") == y), None)
    if _PAST.search(heading):
        return Edition(years[0].western - 1)
    return Edition(years[-1].western + 1) if _FUTURE.search(heading) else None


def _undated(layout: Layout) -> tuple[int, ...]:
    """Return the undated texts beside a main text of several editions (年度なし)."""
    columns = layout.columns
    has_years = any(columns[at].edition for at in layout.places(Role.SUMMARY))
    return tuple(at for at in layout.places(Role.TEXT) if has_years and not columns[at].edition)


def _report_layouts(
    layouts: Iterable[Layout], values: Mapping[str, Sequence[str]], diagnostics: Diagnostics
) -> None:
    """Report the columns whose meaning is a guess (推定の列)."""
    for layout in layouts:
        for role, heading in layout.guesses:
            if heading:
                option = columns_option({heading: Role.TEXT})
                diagnostics.doubt("column-guessed", option=option, heading=heading, role=str(role))
        for heading, places in layout.fields.items():
            unnamed = not any(layout.columns[at].published for at in places)
            if unnamed and heading in values:
                diagnostics.doubt(
                    "column-without-heading", heading=heading, text=values[heading][0]
                )
        is_ours = {column.heading for column in layout.columns} >= EXPORT_HEADINGS
        for column in (layout.columns[at] for at in layout.places(Role.LEFT_OUT)):
            if not (column.is_by_hand or is_ours):
                diagnostics.note("remarks-left-out", text=column.heading)
        for at in _undated(layout):
            column = layout.columns[at]
            year = _likely_year(column.published, layout)
            if year is not None:
                diagnostics.doubt(
                    "text-undated",
                    option=columns_option({column.published: str(year)}),
                    heading=column.published,
                )
        if layout.is_joined:
            joined = [layout.columns[at].published for at in layout.places(Role.SUMMARY)]
            diagnostics.doubt(
                "texts-joined",
                option=columns_option({joined[0]: Role.TEXT}),
                headings="・".join(dict.fromkeys(joined)),
            )
