"""Assemble rows of tables into drafts (行の組立て), joining what pages or merged cells cut."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, takewhile
from operator import attrgetter

from ...diagnostics import Span
from ...edition import Edition, order_editions
from ...text.joining import join
from ..headings.below_headers import edition_of_row
from ..headings.header_rows import CellRow, worded
from ..headings.vocabulary import BESIDE_NAMES, DITTO_SIGNS, Role, ditto_side, is_total, marks_in
from ..ir import Cell, ReadingContext
from .drafts import (
    Draft,
    is_name_alone,
    is_rest,
    is_subdivision,
    lacks_number,
    lacks_start,
    on_one_line,
)
from .layouts import Layout, owners
from .outline import By, DraftSection, Outline
from .titles_and_sums import SectionColumns, TotalRow, find_total, rows_alike

_LINES = attrgetter("lines")

_LIKE = {role: {Role.TEXT, Role.SUMMARY} for role in (Role.TEXT, Role.SUMMARY)}
"""The columns that a text may repeat (同左): none of names, departments or amounts."""

_REMARKS = "説明"
"""The heading of sentences below rows without a column of their own (下の行の説明)."""

_edition_of_row = lru_cache(maxsize=256)(edition_of_row)  # the same few, again and again


class RowAssembly:
    """The rows so far (行の組立て); each new row begins an initiative or continues the last one."""

    def __init__(self, outline: Outline, context: ReadingContext) -> None:
        self.totals: list[TotalRow] = []
        self.tables: list[tuple[list[Draft], set[int]]] = []  # rows, and which begin pages
        self._outline = outline
        self._diagnostics = context.diagnostics
        self._is_wrapped = context.is_wrapped
        self._columns = SectionColumns(outline, context.diagnostics)
        # The part of a table that is read
        self._layout: Layout | None = None
        self._is_plain = False
        self._marks: set[tuple[str, ...]] = set()  # the cells without a text of their own
        self._edition: Edition | None = None
        self._elsewhere: Mapping[Role, list[str]] = {}
        # The whole table: its rows, and which of them begin pages
        self._table_drafts: list[Draft] = []
        self._page_starts: set[int] = set()
        self._since_total: list[Draft] = []
        self._summed: tuple[Draft, ...] = ()  # the rows above the last sum
        # The row before, and one whose rest may be on the next page
        self._last: Draft | None = None
        self._last_row: CellRow = ()  # which names it
        self._row_above: CellRow = ()
        self._last_section: DraftSection | None = None
        self._fragment: Draft | None = None
        self._fragment_alone: Draft | None = None  # without cells merged with the row above it

    def begin(
        self,
        layout: Layout,
        edition: Edition | None,
        department: str = "",
        *,
        is_new: bool,
        is_plain: bool,
        rows: Sequence[CellRow],
    ) -> None:
        """Begin a part of a table (表の始まり). is_new: its first row continues nothing.

        edition, department: of all its rows, if given above it. is_plain: no cells are merged.
        """
        self._is_plain = is_plain
        self._marks = marks_in(map(_LINES, chain.from_iterable(rows))) if is_plain else set()
        self._elsewhere = {Role.DEPARTMENT: [department]} if department else {}
        is_other = self._layout is None or layout.columns != self._layout.columns
        if is_new or is_other or self._last_section is not self._outline.current:
            self.end_row()
            self._columns.begin_table(rows, layout)
            self._table_drafts, self._page_starts = [], set()
            self.tables.append((self._table_drafts, self._page_starts))
        self._layout, self._edition = layout, edition

    def end_row(self) -> None:
        """End the row (行の区切り): later rows are not continuations."""
        self.flush_fragment()
        self._last = None

    def flush_fragment(self) -> None:
        """Add a cut row that no page continues to the row above it (続きのない行)."""
        fragment, self._fragment = self._fragment, None
        if fragment is None:
            return
        if self._last is not None:
            self._last.add(self._fragment_alone or fragment, is_apart=True)
            self._diagnostics.note("row-continued", fragment.span, text=fragment.line)
        else:
            self._diagnostics.loss("row-without-name", fragment.span, text=fragment.line)

    def row(self, row: CellRow, table_number: int, *, is_first: bool, is_last: bool) -> None:
        """Take a row of data (行) as the first of these that fits.

        A sum; a title, an aim or a remark by itself; a row continued on the next page; a
        continuation of the row above; an initiative. is_first, is_last: whether it is at the edge
        of a page.
        """
        layout = self._layout
        assert layout is not None  # noqa: S101  begin comes first
        if self._try_total(row, layout):
            return
        if is_first:
            self._page_starts.add(len(self._table_drafts))
        draft = self._draft(row, layout)
        self._take_year(draft)
        is_rest = is_first and self._is_wrapped and lacks_number(draft, self._last)
        if not (is_rest and self._columns.try_rest(row, layout)):
            self._open_sections(row, layout, draft)
        if not draft.cells or self._try_aim(draft, layout) or self._try_remark(draft, layout):
            return
        draft = self._with_fragment(draft, is_first=is_first)
        is_merged = self._is_merged(row, draft)
        may_be_cut = self._is_wrapped and draft.is_nameless and bool(layout.places(Role.NAME))
        is_at_end = is_last and not (is_first or is_merged)
        if may_be_cut and (is_at_end or lacks_start(draft, self._last)):
            self._fragment = draft
            self._fragment_alone = self._draft(row, layout, before=self._row_above)
        elif is_merged or self._continues(row, draft, layout, is_first=is_first):
            self._add_to_last(row, draft, is_first=is_first, is_merged=is_merged)
        else:
            if is_name_alone(draft, self._last) and not self._is_wrapped:
                self._diagnostics.doubt("name-alone", draft.span, name=join(draft.name_lines))
            self._last_section = self._section(draft)
            self._last_section.add(draft, table_number)
            self._since_total.append(draft)
            self._table_drafts.append(draft)
            self._last, self._last_row = draft, row
        self._row_above = row

    def _with_fragment(self, draft: Draft, *, is_first: bool) -> Draft:
        """Return a row with what the page before has of it (頁で切れた行): never other figures."""
        begun = self._fragment
        if begun is None or not is_first or draft.is_nameless or begun.has_other_figures(draft):
            self.flush_fragment()
            return draft
        self._fragment = None
        begun.add(draft, is_apart=False)
        return begun

    def _add_to_last(self, row: CellRow, draft: Draft, *, is_first: bool, is_merged: bool) -> None:
        """Add a row to the one that it continues (行の続き), except cells merged with it."""
        assert self._last is not None  # noqa: S101  it goes on from one
        rest = self._draft(row, draft.layout, before=self._row_above)
        self._last.add(rest, is_apart=not (is_first and self._is_wrapped))
        if not (is_first and draft.is_nameless):
            self._last_row = row
        if not (is_merged or is_first):
            self._diagnostics.note("row-continued", draft.span, text=draft.line)

    def _take_year(self, draft: Draft) -> None:
        """Name a row for another year of the last initiative (年度の行), or for a step below it.

        In a file without merged cells its number and name are blank.
        """
        last = self._last
        if last is not None and self._is_plain and is_subdivision(draft, last):
            draft.given_name = draft.lines(min(draft.cells))
        is_year = bool(draft.layout.places(Role.EDITION)) and draft.scope is not None
        if last is None or not (is_year and draft.is_nameless) or draft.scope == last.scope:
            return
        for role in (Role.NUMBER, Role.NAME, *BESIDE_NAMES):
            for at in draft.layout.places(role):
                if at in last.cells:
                    draft.cells.setdefault(at, last.cells[at])

    def _draft(self, row: CellRow, layout: Layout, before: CellRow = ()) -> Draft:
        """Return the cells of a row by column (行の内容), without those merged with `before`."""
        draft = Draft(layout, Span(), self._edition, elsewhere={**self._elsewhere})
        if self._is_plain:
            self._take_plain(draft, row)
        else:
            self._take_merged(draft, row, before)
        for at in layout.places(Role.EDITION):
            if draft.lines(at):
                draft.scope = _edition_of_row(join(draft.lines(at))) or draft.scope
        return draft

    def _take_plain(self, draft: Draft, row: CellRow) -> None:
        """Take the cells of a row of which none is merged (結合のない行)."""
        filled = {at: [lines] for at, lines in enumerate(map(_LINES, row)) if lines}
        cells = draft.cells
        if not self._marks or self._marks.isdisjoint(map(_LINES, row)):
            cells = draft.cells = filled
        for at, found in filled.items() if cells is not filled else ():
            if found[0] not in self._marks:
                cells[at] = found
            elif text := row[at].text:
                self._put(draft, at, row[at], text)
        for at in draft.layout.valueless & cells.keys():
            if draft.layout.columns[at].role is not Role.AIM:
                del cells[at]
        draft.span = row[next(iter(cells), next(reversed(filled), 0))].span

    def _take_merged(self, draft: Draft, row: CellRow, before: CellRow) -> None:
        """Take the cells of a row (行のセル), without those merged with `before`."""
        columns, valueless, cells = draft.layout.columns, draft.layout.valueless, draft.cells
        top = -1
        previous: Cell | None = None
        for at, (lines, span, begin, _column, height, width) in enumerate(row):
            if not lines:
                continue
            cell = row[at]
            if height > 1 or width > 1:
                if cell is previous or (before and before[at] is cell):
                    continue
                previous = cell
            text = lines[0] if len(lines) == 1 else cell.text
            if not text or text.isspace():
                continue
            if not cells or begin > top:  # a cell merged with rows above begins there
                draft.span, top = span, begin
            if width > 1 and at + 1 < len(row) and row[at + 1] is cell:
                for owner in owners(columns, row, at):
                    self._put(draft, owner, cell, text)
            elif text[0] in DITTO_SIGNS or at in valueless:
                self._put(draft, at, cell, text)
            else:
                cells[at] = [lines]

    def _put(self, draft: Draft, at: int, cell: Cell, text: str) -> None:
        """Put a cell into a column (セルの配置), resolving 〃 and 同左."""
        column = draft.layout.columns[at]
        if at in draft.layout.valueless:
            if column.role is Role.AIM:
                draft.cells[at] = [cell.lines]
            return
        if side := ditto_side(text.strip()):
            if (meant := self._meant(draft, at, side)) is not None:
                draft.cells[at] = meant
                quoted = join(line.strip() for lines in meant for line in lines)
                self._diagnostics.note(
                    "ditto", cell.span, mark=text, heading=column.published, text=quoted
                )
                return
            self._diagnostics.doubt("ditto-unknown", cell.span, mark=text, heading=column.published)
        draft.cells[at] = [cell.lines]

    def _meant(self, draft: Draft, at: int, side: str) -> list[Sequence[str]] | None:
        """Return the cell that 〃 or 同左 repeats (代用記号の先).

        It is the same column's in another year, never the 評価 beside it.
        """
        if side == "above":
            return list(self._last.cells.get(at, ())) or None if self._last is not None else None
        columns, column = draft.layout.columns, draft.layout.columns[at]
        if column.edition is not None:
            dated = {
                columns[place].edition: place
                for place in draft.cells
                if columns[place].role is column.role and columns[place].heading == column.heading
            }
            editions = order_editions([*(e for e in dated if e is not None), column.edition])
            place = editions.index(column.edition)
            if place > 0 and (left := draft.cells.get(dated[editions[place - 1]])):
                draft.same[at] = dated[editions[place - 1]]
                return list(left)
        alike = _LIKE.get(column.role, {column.role})
        beside: Iterable[int] = takewhile(lambda n: columns[n].role in alike, range(at - 1, -1, -1))
        if column.edition is not None:
            run = [*beside]
            beside = [n for n in run if columns[n].edition not in {None, column.edition}] or run[:1]
        draft.same[at] = place = next((n for n in beside if len(join(draft.lines(n))) > 1), at - 1)
        is_alike = columns[place].role in alike
        return list(draft.cells.get(place, ())) or None if is_alike else None

    # Rows that are no initiatives

    def _try_total(self, row: CellRow, layout: Layout) -> bool:
        """Take a row of sums (合計行); return whether it is one."""
        if (found := find_total(row, layout, self._last_row, self._edition)) is None:
            return False
        label, values, scope = found
        text = on_one_line(cell.lines for cell in worded(row))
        self._diagnostics.note("total-row", label.span, text=text)
        titles = layout.places(Role.SECTION_TITLE) if layout.places(Role.SECTION_NUMBER) else ()
        if any(row[at].text and not is_total(row[at].text) for at in titles):
            self._open_sections(row, layout, Draft(layout, label.span))  # sums below all rows
        section = self._section(Draft(layout, label.span))
        self._summed = tuple(self._since_total) or self._summed  # a sum below one: of its rows
        self._since_total = []
        alike = rows_alike(self._summed, row, values)
        groups = (self._summed, alike, self._since_total, self._table_drafts)
        made = TotalRow(layout, join(label.lines), label.span, section, values, scope)
        self.totals.append(made._replace(groups=groups, above=len(self._table_drafts)))
        self.end_row()
        return True

    def _try_aim(self, draft: Draft, layout: Layout) -> bool:
        """Take the aim of the row's section; return whether the table holds nothing else."""
        section = self._outline.current
        aims = layout.places(Role.AIM)
        if not aims or section is None:
            return False
        lines = [line for at in aims for line in draft.lines(at)]
        if lines and not section.aim:
            section.aim = lines
        for at in aims:
            draft.cells.pop(at, None)
        return not layout.places(Role.NAME)

    def _try_remark(self, draft: Draft, layout: Layout) -> bool:
        """Take a lone sentence below a row of figures (下の行の説明); return whether it is one.

        It is in the column of names, without a number, and says something of the row above.
        """
        last, (at, *others) = self._last, draft.cells
        if self._is_wrapped or last is None or others or at not in layout.places(Role.NAME):
            return False
        figures = {*layout.places(Role.AMOUNT), *layout.places(Role.NUMBER)} & last.cells.keys()
        text = join(draft.lines(at))
        if not (figures and text.endswith("。")):
            return False
        for place in layout.places(Role.SUMMARY)[-1:]:
            last.cells.setdefault(place, []).extend(draft.cells[at])
            return True
        before = last.extra.get(_REMARKS)
        last.extra[_REMARKS] = f"{before}\n{text}" if before else text
        return True

    # Sections

    def _section(self, draft: Draft) -> DraftSection:
        if self._outline.current is None:
            self._outline.open_plain("", draft.span, By.ROW)
        assert self._outline.current is not None  # noqa: S101  it was just opened
        return self._outline.current

    def _open_sections(self, row: CellRow, layout: Layout, draft: Draft) -> None:
        if self._columns.enter(row, layout, draft):
            self._last = None  # of another section

    # Rows that go on

    def _is_merged(self, row: CellRow, draft: Draft) -> bool:
        """Return whether a merged cell gives the row the number, or the name, of the last one.

        A row of another edition is never a continuation.
        """
        before, layout = self._last_row, draft.layout
        if self._last is None or len(before) != len(row) or draft.scope != self._last.scope:
            return False
        for role in (Role.NUMBER, Role.NAME):
            under = [at for at in layout.places(role) if row[at].text]
            if under:
                return all(row[at] is before[at] for at in under)
        return False

    def _has_keys(self, row: CellRow, layout: Layout) -> bool:
        """Return whether a row fills what is left of the names (行ごとの分類), and so is complete.

        A second department alone does not count.
        """
        cells = (*row, *self._last_row)
        if not (self._is_plain or all(c.row_span == c.col_span == 1 for c in cells)):
            return False
        left = zip(row[: min(layout.identity)], self._last_row, layout.columns, strict=False)
        return any(
            cell.text and (cell.text == over.text or column.role is not Role.DEPARTMENT)
            for cell, over, column in left
        )

    def _continues(self, row: CellRow, draft: Draft, layout: Layout, *, is_first: bool) -> bool:
        """Return whether a row continues the one before, as it has no name or number."""
        if self._last is None or draft.scope != self._last.scope:
            return False
        if draft.is_nameless and layout.identity and not self._has_keys(row, layout):
            return True
        is_part = draft.repeats(self._last) or (self._last.number_lines and not draft.number_lines)
        is_cut = is_first and self._is_wrapped
        return is_cut and (bool(is_part) or is_rest(draft, self._last, self._table_drafts))
