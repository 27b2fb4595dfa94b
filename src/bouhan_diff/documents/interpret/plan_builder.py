"""From drafts to a plan (計画の組立て): sections, numbers, columns, sums and notes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...diagnostics import Diagnostics, Span
from ...edition import Edition, order_editions
from ...plan import (
    Column,
    ColumnType,
    Initiative,
    Number,
    Plan,
    Section,
)
from ...text.headings import heading_unit, is_amount_column
from ...text.linebreak import join
from ...text.normalize import fold
from ...text.quantities import parse_quantity
from ..ir import Document
from . import cell_texts as texts
from . import titles
from .cell_texts import text_of
from .columns import Layout, report_layouts
from .front_matter import Front
from .header_rows import names_edition
from .outline import DraftSection, Outline
from .records import Draft, initiative_of, split_cells, split_numbers
from .scopes import UNKNOWN, Scopes
from .shapes import Dated, merged
from .totals import TotalRow, printed_totals
from .vocabulary import Role

_SAMPLE = 400


class _Build:
    """A plan in the making (作成中の計画)."""

    def __init__(
        self, document: Document, front: Front, scopes: Scopes, diagnostics: Diagnostics
    ) -> None:
        self.document = document
        self.title = front.title or document.title or document.name
        self.scopes = scopes
        self.diagnostics = diagnostics
        self.layouts: list[Layout] = []
        self.years: dict[Edition, str] = {}
        self._noted: set[tuple[int, Edition]] = set()

    # Sections

    def section(self, number: Number, section: DraftSection) -> Section:
        """Return a section (章) with its initiatives."""
        split_numbers(section.drafts, self.diagnostics)
        split_cells(section.drafts, is_wrapped=self.document.is_wrapped)
        are_numbered = any(draft.is_numbered for draft in section.drafts)
        are_parts = section.number is not None or all(
            texts.own_number(number, join(lines)) != titles.number(join(lines))
            for lines in (draft.number_lines for draft in section.drafts)
            if lines
        )
        rows = []
        for count, draft in enumerate(section.drafts, 1):
            if are_numbered and not draft.is_numbered:
                self.diagnostics.doubt("number-counted", draft.span, number=str(count))
            rows.append(self._row(draft, number if are_parts else None, count))
        aim = text_of([section.aim], is_wrapped=self.document.is_wrapped)
        initiatives = merged(rows)
        if not are_numbered:
            initiatives = [replace(one, number=at) for at, one in enumerate(initiatives, 1)]
        initiatives = self._unique(initiatives, section)
        return Section(number, section.title or self.title, tuple(initiatives), aim)

    def _row(self, draft: Draft, section: Number | None, count: int) -> Dated:
        layout = draft.layout
        if not any(layout is known for known in self.layouts):
            self.layouts.append(layout)
        own: Number = count
        if draft.given_number is not None:
            own = texts.own_number(section, str(draft.given_number))
        elif lines := draft.number_lines:
            own = texts.own_number(section, join(lines))
        if draft.is_nameless or not draft.name_lines:
            self.diagnostics.doubt("name-missing", draft.span, number=str(own))
        scope = draft.scope or self.scopes.default
        initiative = initiative_of(
            draft,
            own,
            scope,
            is_wrapped=self.document.is_wrapped,
            at=_place(draft.span, is_wrapped=self.document.is_wrapped),
            are_amounts_dated=layout.is_of_one_edition,
        )
        self._note_years(layout, scope)
        is_named = bool(layout.places(Role.EDITION)) or names_edition(draft.span.sheet)
        return Dated(initiative, draft.scope, draft.is_numbered, is_named)

    def _note_years(self, layout: Layout, scope: Edition) -> None:
        """Record the editions of a table with the heading of the main text (年度の記録)."""
        if (id(layout), scope) in self._noted:
            return
        self._noted.add((id(layout), scope))
        for at in layout.places(Role.SUMMARY):
            column = layout.columns[at]
            edition = column.edition or scope
            self.years[edition] = self.years.get(edition) or column.published
        for at in (*layout.places(Role.TEXT), *layout.places(Role.AMOUNT)):
            column = layout.columns[at]
            is_dated = column.role is Role.AMOUNT and layout.is_of_one_edition
            if column.edition is not None or is_dated:
                self.years.setdefault(column.edition or scope, "")
        if not self.years:
            self.years[scope] = ""

    def _unique(self, initiatives: list[Initiative], section: DraftSection) -> list[Initiative]:
        """Return the initiatives with unique numbers (番号の重複)."""
        taken = {fold(str(one.number)) for one in initiatives}
        seen: Counter[str] = Counter()
        editions: dict[str, set[Edition]] = {}
        found = []
        for initiative in initiatives:
            one = initiative
            key = fold(str(one.number))
            seen[key] += 1
            # Another sheet's numbers say nothing of this one's: each edition counts by itself.
            own, known = {*one.own_editions()}, editions.setdefault(key, set())
            is_apart = not own & known
            known |= own
            if seen[key] > 1:
                count = seen[key]
                while fold(f"{one.number}#{count}") in taken:
                    count += 1
                number = f"{one.number}#{count}"
                taken.add(fold(number))
                report = self.diagnostics.note if is_apart else self.diagnostics.doubt
                report(
                    "number-repeated",
                    section.span,
                    number=str(one.number),
                    name=one.name,
                    new=number,
                )
                one = replace(one, number=number)
            found.append(one)
        return found

    # Columns

    def columns(
        self, values: Mapping[str, Sequence[str]], units: Mapping[str, str]
    ) -> tuple[Column, ...]:
        """Return the further columns (項目) in the document's order, with type and unit."""
        headings = [heading for heading in _headings(self.layouts) if heading in values]
        headings += [heading for heading in values if heading not in headings]
        return tuple(self._column(heading, values[heading], units) for heading in headings)

    def _column(self, heading: str, values: Sequence[str], units: Mapping[str, str]) -> Column:
        places = [
            layout.columns[at] for layout in self.layouts for at in layout.fields.get(heading, ())
        ]
        unit = next((column.unit for column in places if column.unit), "")
        by_hand = next((column.role for column in places if column.is_by_hand), None)
        is_amount = is_amount_column(f"{heading}（{unit}）" if unit else heading, values)
        is_amount = is_amount and not any(column.is_code for column in places)
        if by_hand in {Role.AMOUNT, Role.TEXT} and not any(c.edition for c in places):
            is_amount = by_hand is Role.AMOUNT
        if is_amount and not unit:
            unit = _stated_unit(units.get(heading, ""), heading, values)
        published = {
            column.edition: column.published for column in places if column.edition is not None
        }
        return Column(
            heading,
            ColumnType.AMOUNT if is_amount else ColumnType.TEXT,
            unit if is_amount else "",
            {edition: published[edition] for edition in order_editions(published)},
        )


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
    drafted = outline.finished(diagnostics)
    if not drafted:
        diagnostics.loss("no-initiatives")
        return None
    build = _Build(document, front, scopes, diagnostics)
    sections = tuple(build.section(number, section) for number, section in drafted)
    if UNKNOWN in build.years:
        diagnostics.doubt("no-edition", option="--edition R6")
    editions = order_editions(build.years)
    values = _values(sections)
    columns = build.columns(values, units)
    numbers = {id(section): number for number, section in drafted}
    report_layouts(build.layouts, values, diagnostics)
    return Plan(
        build.title,
        {edition: build.years[edition] for edition in editions},
        sections,
        front.source,
        front.publisher,
        front.policy_plan,
        columns=columns,
        notes=tuple(dict.fromkeys(notes)),
        printed_totals=tuple(
            printed_totals(
                totals,
                numbers,
                sections,
                columns,
                diagnostics=diagnostics,
                default=scopes.default,
            )
        ),
    )


def _place(span: Span, *, is_wrapped: bool) -> str:
    """Return the place of a row (所在): `p. 14`, sheet and row, or `l. 7` of a CSV.

    is_wrapped: a printed text, whose line numbers are no places on the page.
    """
    if span.page:
        return f"p. {span.page}"
    if span.sheet and span.row:
        return f"{span.sheet}!{span.row}"
    return f"l. {span.line}" if span.line and not (span.table or is_wrapped) else ""


# --- Columns, notes and sums ------------------------------------------------------------------


def _headings(layouts: Sequence[Layout]) -> list[str]:
    """Return the headings of fields (項目名) in the order of the tables, each once."""
    return list(dict.fromkeys(heading for layout in layouts for heading in layout.fields))


def _values(sections: Sequence[Section]) -> dict[str, list[str]]:
    """Return distinct values of each field (項目の値), enough to decide its type."""
    found: dict[str, dict[str, None]] = {}
    for section in sections:
        for initiative in section.initiatives:
            for heading, value in initiative.fields.items():
                values = found.setdefault(heading, {})
                if len(values) >= _SAMPLE:
                    continue
                if isinstance(value, str):
                    values[value] = None
                else:
                    values.update(dict.fromkeys(value.values()))
    return {heading: list(values) for heading, values in found.items()}


_NO_MONEY = ("率", "比", "数", "割合", "人", "件", "回", "年", "指標", "目標値")


def _stated_unit(stated: str, heading: str, values: Iterable[str]) -> str:
    """Return the unit stated above a table (表の単位), for a column of bare numbers."""
    if not stated or heading.endswith(_NO_MONEY):
        return ""
    for written in re.split(r"[,，、・\s]+", stated):
        unit = heading_unit(f"額（単位：{written}）")[1]
        found = (parse_quantity(value) for value in values)
        if unit and not any(quantity and quantity.unit for quantity in found):
            return unit
    return ""
