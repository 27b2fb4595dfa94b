"""The plan (計画): its sections with their further columns, and the sums that are printed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, groupby, pairwise

from ....diagnostics import Diagnostics
from ....edition import UNNAMED, Edition, order_editions
from ....plan import Column, ColumnType, Numbering, Plan, Section
from ....text.linebreak import join
from ....text.number_headings import is_amount_column, stated_unit
from ...headings.header_rows import is_figure, worded
from ...headings.vocabulary import (
    Role,
    is_status,
    marks_of_status,
    strengths,
)
from ...ir import Document, Line
from ..columns.layout_reports import report_layouts
from ..columns.layouts import Layout
from ..columns.regions import Part
from ..walk.drafts import Draft
from ..walk.front_matter import Front, Scopes
from ..walk.outline import DraftSection, Outline, key_of
from ..walk.printed_sums import TotalRow, printed_sums
from .joint_cells import STATUS_HEADING
from .sections import Sections

_SAMPLE = 400


def plan_of(  # noqa: PLR0913  all that was found
    document: Document,
    front: Front,
    outline: Outline,
    scopes: Scopes,
    diagnostics: Diagnostics,
    *,
    totals: Sequence[TotalRow],
    notes: Sequence[str],
    units: Mapping[str, str],
) -> Plan | None:
    """Return the plan (計画), or None where the document has no initiatives."""
    title = front.title or document.title or document.name
    _split_marks(outline, marks_of_status((title, *notes)))
    made = Sections(title, scopes.default, diagnostics, is_wrapped=document.is_wrapped)
    _report_idle(outline.sections, diagnostics)
    drafted = made.of(outline)
    if not drafted:
        diagnostics.loss("no-initiatives")
        return None
    if UNNAMED in made.editions:
        diagnostics.doubt("no-edition", option="--edition R6")
    sections = tuple(section for _draft, section in drafted)
    values = _values(sections)
    columns = _further_columns(made.layouts, values, units, scopes.default)
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
                totals,
                drafted,
                columns,
                diagnostics=diagnostics,
                default=scopes.default,
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
    return one if strengths(one).get(Role.NAME, 0) >= _CLEAR else "名称"


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


# --- Cells that the end of a page cuts --------------------------------------------------------


def carry_groups(
    tables: Iterable[tuple[Sequence[Draft], Set[int]]], diagnostics: Diagnostics
) -> None:
    """Give rows the department and the groups that only the first row of each run names.

    So a file shows cells that were merged (先頭行だけの値): most rows have none, and no value
    comes twice. Groups are the texts left of number and name, each a part of that on its left, and
    the marks and numbers that only begin with one of them.
    """
    for rows, _starts in tables:
        if not rows:
            continue
        layout = rows[0].layout
        first = min(layout.identity, default=0)
        left = [at for role in (Role.TEXT, Role.AMOUNT) for at in layout.places(role) if at < first]
        groups = {at for at in layout.places(Role.TEXT) if at in left and _are_groups(rows, at)}
        begun = {at: {n for n, row in enumerate(rows) if at in row.cells} for at in left}
        groups |= {at for at in left if any(begun[at] <= begun[n] for n in groups if at < n)}
        _carry(sorted(groups), rows, diagnostics)
        departments = layout.places(Role.DEPARTMENT)
        columns = [layout.columns[at] for at in departments]
        are_one = len(columns) == 1 or not any(one.edition or one.is_by_hand for one in columns)
        _carry(departments if are_one else (), rows, diagnostics)


def _are_groups(rows: Sequence[Draft], at: int) -> bool:
    """Return whether the texts of a column may be of several rows (行の群): no figure or mark."""
    texts = [join(row.lines(at)) for row in rows if at in row.cells]
    return not any(len(text) == 1 or is_figure(text) or is_status(text) for text in texts)


def _carry(places: Sequence[int], rows: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Carry what begins a run of rows down (先頭行の値); a part ends with the whole it is of.

    What begins on the same rows, such as a mark, a number and a text, is one value.
    """
    ends: set[int] = set()
    begun = {at: [n for n, row in enumerate(rows) if at in row.cells] for at in places}
    for depth, at in enumerate(places, 1):
        own = begun[at]
        told = [*places[:depth], *(one for one in places[depth:] if begun[one] == own)]
        texts = [tuple(join(rows[n].lines(one)) for one in told) for n in own]
        is_first = own[:1] == [0] and 1 < len(own) <= len(rows) // 2
        if is_first and len(texts) == len({*texts}):
            for n, (above, row) in enumerate(pairwise(rows), 1):
                if n not in own and n not in ends and at in above.cells:
                    row.cells[at] = above.cells[at]
                    heading = row.layout.columns[at].published
                    text = join(line.strip() for line in row.lines(at))
                    diagnostics.note("cell-continued", row.span, heading=heading, text=text)
            ends.update(own)


def fill_cut_departments(
    tables: Iterable[tuple[Sequence[Draft], Set[int]]], diagnostics: Diagnostics
) -> None:
    """Give the rows beside a page's end the department on the other page (頁をまたぐ結合セル).

    A cell merged over rows of two pages has its text on one of them. So it is where rows share
    cells, and all have a department but those at the edges of pages. tables: their rows, and
    which of these are the first of a page.
    """
    sources: list[tuple[Draft, Draft, int]] = []
    columns: list[list[list[Sequence[str]] | None]] = []
    for rows, starts in tables:
        if not rows or len(places := rows[0].layout.places(Role.DEPARTMENT)) != 1:
            continue
        (at,) = places
        cells = [row.cells.get(at) for row in rows]
        columns.append(cells)
        is_filled = [at in row.cells for row in rows]
        for filled, run in groupby([] if all(cells) else range(len(rows)), is_filled.__getitem__):
            first, behind = (own := list(run))[0], own[-1] + 1
            if filled:
                continue
            if not ((first and first in starts) or (behind < len(rows) and behind in starts)):
                return
            source = rows[first - 1 if first and first in starts else behind]
            sources += [(rows[n], source, at) for n in own]
    if sources and not any(
        one and two and one[0] is two[0] for cells in columns for one, two in pairwise(cells)
    ):
        return
    for row, source, at in sources:
        row.cells[at] = source.cells[at]
        text = join(line.strip() for line in source.lines(at))
        heading = row.layout.columns[at].published
        diagnostics.note("cell-continued", row.span, heading=heading, text=text)


# --- Tables without initiatives ---------------------------------------------------------------

_LONGEST_CAPTION = 40


def may_caption(part: Part, line: Line) -> bool:
    """Return whether a line may be the title of the table below it (表題): short, no sentence."""
    span, text = line.span, line.text.strip()
    is_near = (span.page, span.sheet) == (part.table.span.page, part.table.span.sheet)
    return is_near and span.box is None and len(text) <= _LONGEST_CAPTION and "。" not in text


def report_others(parts: Mapping[Part, str], rests: Set[int], diagnostics: Diagnostics) -> None:
    """Report the tables that hold no initiatives (事業のない表), one line each.

    rests: the numbers of those that may be the rest of a table on the page before.
    """
    seen: set[int] = set()
    for part, caption in parts.items():
        texts = [cell.text for row in part.rows for cell in worded(row)]
        if part.number in seen or not (texts or part.header):
            continue
        seen.add(part.number)
        first = [" ".join(cell.text.split()) for row in part.rows[:1] for cell in worded(row)]
        headings = ["・".join(filter(None, part.header.texts))] if part.header else []
        report = diagnostics.loss if part.number in rests else diagnostics.note
        report(
            "other-table",
            part.span,
            number=str(part.number),
            text=caption or "\u3000".join([*headings, *first]),
        )
