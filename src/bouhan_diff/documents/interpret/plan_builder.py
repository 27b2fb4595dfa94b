"""The plan (計画): its sections with their further columns, and the sums that are printed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import chain, groupby, pairwise

from ...diagnostics import Diagnostics
from ...edition import Edition, order_editions
from ...plan import Column, ColumnType, Initiative, Number, Numbering, Plan, PrintedTotal, Section
from ...text.linebreak import join
from ...text.quantities import convert, parse_quantity, sum_of_wholes
from ..headings.columns import Layout, TableColumn, is_figure
from ..headings.vocabulary import (
    Role,
    is_grand_total,
    is_page_total,
    is_status,
    marks_of_status,
    strengths,
)
from ..ir import Document
from .drafts import Draft, DraftSection, Outline, TotalRow, key_of
from .front_matter import UNKNOWN, Front, Scopes
from .initiative_tables import further_columns, report_layouts
from .joint_cells import STATUS_HEADING
from .sections import Sections

_SAMPLE = 400


def plan_of(
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
    _split_marks(outline, marks_of_status(notes))
    made = Sections(title, scopes.default, diagnostics, is_wrapped=document.is_wrapped)
    _report_idle(outline.sections, diagnostics)
    drafted = made.of(outline)
    if not drafted:
        diagnostics.loss("no-initiatives")
        return None
    if UNKNOWN in made.years:
        diagnostics.doubt("no-edition", option="--edition R6")
    sections = tuple(section for _draft, section in drafted)
    values = _values(sections)
    columns = further_columns(made.layouts, values, units, scopes.default)
    numbers = {id(draft): section.number for draft, section in drafted}
    report_layouts(made.layouts, values, diagnostics)
    return Plan(
        title,
        {edition: made.years[edition] for edition in order_editions(made.years)},
        sections,
        front.source,
        front.publisher,
        front.policy_plan,
        columns=columns,
        notes=tuple(dict.fromkeys(notes)),
        numbers=Numbering.PRINTED if made.is_numbered else Numbering.COUNTED,
        name_heading=_name_heading(made.layouts),
        printed_totals=tuple(
            _printed_totals(
                totals,
                numbers,
                sections,
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


# --- Printed sums -----------------------------------------------------------------------------


def _printed_totals(
    totals: Sequence[TotalRow],
    numbers: Mapping[int, Number],
    sections: Sequence[Section],
    columns: Sequence[Column],
    *,
    diagnostics: Diagnostics,
    default: Edition,
) -> Iterator[PrintedTotal]:
    """Yield the printed sums of sections and of the whole (合計・小計), each checked.

    A sum may also be that of its table, of a page, of the rows since the last sum, or of the
    sums before it: then it is right, but none of a section.
    """
    sums = _Sums(sections)
    amounts = {column.heading: column for column in columns if column.type is ColumnType.AMOUNT}
    earlier: dict[tuple[str, Edition | None], list[Decimal]] = {}
    for total in totals:
        if _OF_MORE_ROWS in total.label:
            continue
        number = None if is_grand_total(total.label) else numbers.get(id(total.section))
        is_page = is_page_total(total.label)
        for at, value in total.values.items():
            column = total.layout.columns[at]
            if column.role not in {Role.AMOUNT, Role.TEXT} or column.heading not in amounts:
                diagnostics.loss("total-without-column", total.span, label=total.label, value=value)
                continue
            edition = column.edition
            if edition is None and total.layout.is_of_one_edition and column.role is Role.AMOUNT:
                edition = total.scope or default
            is_over_years = bool(total.layout.places(Role.EDITION)) and total.scope is None
            unit = amounts[column.heading].unit
            quantity = parse_quantity(value, unit)
            if column.heading.endswith(_RATES):
                continue
            if quantity is not None:
                found = sums.of(column.heading, edition, unit)
                groups = [_sum_of_rows(drafts, column, unit) for drafts in total.groups]
                before = earlier.setdefault((column.heading, edition), [])
                if is_page and quantity.value in before:  # carried over from the last page
                    continue
                is_sum_of_sums = _takes_sums(before, quantity.value)
                fits = [scope for scope in (number, None) if found.get(scope) == quantity.value]
                if is_sum_of_sums and len(before) == 1 and not fits:
                    fits = [None]
                is_of_rows = is_sum_of_sums or quantity.value in groups
                if is_of_rows and (is_over_years or not fits):
                    continue  # it is in the report of its row
                is_of_more = edition in _REVISED and quantity.value > found.get(number, 0)
                if not fits and not is_of_more and (is_page or number in found):
                    made = groups[0] if is_page else found[number]
                    diagnostics.doubt(
                        "total-differs",
                        total.span,
                        label=total.label,
                        heading=column.published or column.heading,
                        printed=value,
                        sum=f"{made:,f}",
                    )
                number = fits[0] if fits else number
            if not is_page:
                section = None if len(sections) == 1 else number
                yield PrintedTotal(column.heading, value, section, edition)


_OF_MORE_ROWS = "表にない"
"""In the label of a sum that counts rows beside those shown (表にない事業を含む計)."""

_REVISED = frozenset(map(Edition.of_label, ("補正前", "補正後")))
"""The sums of a revision are also of what it does not list, as that stays the same (補正予算)."""

_RATES = ("率", "比", "割合", "%", "平均")
"""What headings of values end in that add up to nothing (率・構成比)."""


def _takes_sums(before: list[Decimal], printed: Decimal) -> bool:
    """Return whether a sum is that of the last sums before it (小計の計), which it replaces."""
    total = Decimal(0)
    for count, value in enumerate(reversed(before), 1):
        total += value
        if count > 1 and total == printed:
            before[-count:] = [printed]
            return True
    before.append(printed)
    return False


def _sum_of_rows(drafts: Iterable[Draft], column: TableColumn, unit: str) -> Decimal:
    """Return the sum of a column's cells in some rows (行の計)."""
    names, amounts = [], []
    for draft in drafts:
        for at in draft.layout.fields.get(column.heading, ()):
            if draft.layout.columns[at].edition == column.edition:
                names.append(join(draft.name_lines))
                amounts.append(_amount(join(draft.lines(at)), unit))
    return sum_of_wholes(names, amounts)


class _Sums:
    """The sums of fields (項目の計) by section and for the whole, each computed once."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._known: dict[tuple[str, Edition | None], dict[Number | None, Decimal]] = {}

    def of(
        self, heading: str, edition: Edition | None, unit: str
    ) -> Mapping[Number | None, Decimal]:
        """Return a field's sum in each section (章ごとの計), and under None that of all."""
        key = (heading, edition)
        if key not in self._known:
            found: dict[Number | None, Decimal] = {
                section.number: _sum(section.initiatives, heading, edition, unit)
                for section in self._sections
            }
            found[None] = sum(found.values(), Decimal(0))
            self._known[key] = found
        return self._known[key]


def _sum(
    initiatives: Iterable[Initiative], heading: str, edition: Edition | None, unit: str
) -> Decimal:
    names, amounts = [], []
    for initiative in initiatives:
        value = initiative.fields.get(heading)
        if value is not None and not isinstance(value, str):
            value = value.get(edition) if edition is not None else None
        names.append(initiative.name)
        amounts.append(_amount(value or "", unit))
    return sum_of_wholes(names, amounts)


def _amount(text: str, unit: str) -> Decimal:
    """Return the amount of a cell in the column's unit (数値), 0 where it has none."""
    quantity = parse_quantity(text, unit)
    if quantity is None:
        return Decimal(0)
    return (convert(quantity, unit) or quantity).value  # 1.2億円 in a column of 千円


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
    comes twice. Groups are the texts left of number and name, each a part of that on its left.
    """
    for rows, _starts in tables:
        if not rows:
            continue
        layout = rows[0].layout
        first = min(layout.identity, default=0)
        groups = [at for at in layout.places(Role.TEXT) if at < first]
        _carry([at for at in groups if _are_groups(rows, at)], rows, diagnostics)
        departments = layout.places(Role.DEPARTMENT)
        columns = [layout.columns[at] for at in departments]
        are_one = len(columns) == 1 or not any(one.edition or one.is_by_hand for one in columns)
        _carry(departments if are_one else (), rows, diagnostics)


def _are_groups(rows: Sequence[Draft], at: int) -> bool:
    """Return whether the texts of a column may be of several rows (行の群): no figure or mark."""
    texts = [join(row.lines(at)) for row in rows if at in row.cells]
    return not any(len(text) == 1 or is_figure(text) or is_status(text) for text in texts)


def _carry(places: Sequence[int], rows: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Carry what begins a run of rows down (先頭行の値); a part ends with the whole it is of."""
    ends: set[int] = set()
    for depth, at in enumerate(places, 1):
        own = [n for n, row in enumerate(rows) if at in row.cells]
        texts = [tuple(join(rows[n].lines(one)) for one in places[:depth]) for n in own]
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
