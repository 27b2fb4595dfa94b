"""Understanding a document (読取り): from lines and tables to a plan, and what is not clear."""

import re
from dataclasses import replace

from ..fiscal_year import FiscalYear
from ..folding import fold
from ..messages import _
from . import titles
from .columns import Column, Role
from .document import Cell, Columns, Document, Line, Reading, Table
from .finishing import plan_of
from .front import Front
from .headings import Heading, heading_at
from .outline import DraftSection, Outline
from .rows import Draft, draft_of
from .telling import Problems, shortened
from .wrapping import join

# What our own comparisons say of a row, which its texts say anyhow.
_OWN_REMARK = re.compile(
    r"(?:(?:新規|新設|廃止|変更なし|(?:内容|表現|表記)(?:の変更)?)(?:\Z|\s))?(?:\Z|.*（旧：)",
    re.DOTALL,
)
_OWN_COLUMN = "改め文"


def understand(document: Document, columns: Columns | None = None) -> Reading:
    """Return the plan that the document holds (計画), and every problem with its place.

    columns: headings mapped by hand, folded; see `columns.parse_columns`. Nothing is put
    in the place of what was not understood.
    """
    walk = _Walk(document, columns or {})
    for block in document.blocks:
        if isinstance(block, Line):
            walk.line(block)
        else:
            walk.table(block)
    return walk.reading()


class _Walk:
    """One pass from top to bottom (走査), with what is known so far."""

    def __init__(self, document: Document, given: Columns) -> None:
        self._name = document.name
        self._given = given
        self._wrapped = document.is_wrapped
        self._problems = Problems(document.problems)
        self._front = Front(document, given)
        self._outline = Outline()
        self._columns: tuple[Column | None, ...] = ()
        self._headings: tuple[str, ...] = ()
        self._years: dict[FiscalYear, str] = {}
        self._last: tuple[Draft, tuple[Cell, ...]] | None = None
        self._fragment: Draft | None = None
        self._stray: list[Line] = []

    # Lines

    def line(self, line: Line) -> None:
        """Take a line outside the tables (表の外の行)."""
        text = line.text.strip()
        if not text or self._front.takes(line, text):
            return
        numbered = titles.numbered_title(text)
        section = self._outline.current
        if numbered:
            self._end_stray()
            self._outline.open(numbered, line.where)
            self._last = None
        elif not self._front.title and not section:
            self._front.take_title(text)
        elif line.is_heading:
            self._end_stray()
            self._outline.open_plain(text, line.where)
            self._last = None
        elif section and not section.drafts:
            section.aim.append(line.text)
        else:
            self._stray.append(line)

    def _end_stray(self) -> None:
        if self._stray:
            self._problems.text_outside(self._stray)
            self._stray = []

    # Tables

    def table(self, table: Table) -> None:
        """Take a table (表)."""
        self._front.end_footnote()
        self._end_stray()
        rows = table.rows
        unheaded: tuple[Cell, ...] | None = None
        is_first = True
        at = 0
        while at < len(rows):
            row = rows[at]
            at += 1
            worded = list({id(cell): cell for cell in row if cell.text}.values())
            if not worded:
                continue
            heading = heading_at(rows, at - 1, self._given, is_wrapped=self._wrapped)
            if heading:
                self._take_heading(heading)
                at += heading.height - 1
            elif len(worded) == 1 and self._is_line(row, worded[0]):
                self._line_of(worded[0])
            elif len(self._columns) != len(row):
                unheaded = unheaded or row
            else:
                is_last = not any(cell.text for later in rows[at:] for cell in later)
                self._row(row, is_first=is_first, is_last=is_last)
                is_first = False
        self._front.had_table = True
        if unheaded:
            self._problems.table_without_heading(unheaded)

    def _is_line(self, row: tuple[Cell, ...], cell: Cell) -> bool:
        """Return whether the row is no row of the table but a line, such as a section's title."""
        if all(other is cell for other in row):
            return True
        if len(row) != len(self._columns):
            return row[0] is cell or not self._columns
        text = join(cell.lines)
        first = self._columns[0]
        return row[0] is cell and bool(
            titles.numbered_title(text)
            or titles.footnote(text)
            or titles.source_and_title(text)
            or titles.is_note(text)
            or (first and first.role is Role.NUMBER and not titles.is_numberlike(text))
        )

    def _line_of(self, cell: Cell) -> None:
        lines = (join(line.strip() for line in cell.lines),) if self._wrapped else cell.lines
        for text in lines:
            self.line(Line(text, cell.where))

    def _take_heading(self, heading: Heading) -> None:
        """Let the heading say what the columns hold from here on."""
        self._front.had_table = True
        for text in heading.unknown():
            self._problems.column(
                text,
                _("The column “{heading}” was not understood and left out."),
                heading.where,
                _("Say what it holds, or leave it out: --columns “{heading}=-”."),
            )
        columns = self._with_years(heading)
        by_year: dict[FiscalYear, dict[str, None]] = {}
        for column in columns:
            if column and column.role is Role.SUMMARY and column.year is not None:
                by_year.setdefault(column.year, {})[column.heading] = None
        for year, headings in by_year.items():
            if len(headings) == 1:
                self._years.setdefault(year, next(iter(headings)))
                continue
            quoted = "".join(f"「{text}」" for text in headings)
            self._problems.column(
                list(headings)[-1],
                _("Several columns are of {year} and were left out: {headings}").format(
                    year=year, headings=quoted
                ),
                heading.where,
                _("Leave all but one out: --columns “{heading}=-”."),
            )
            columns = tuple(None if c and c.year == year else c for c in columns)
        self._columns = columns
        self._headings = heading.texts

    def _with_years(self, heading: Heading) -> tuple[Column | None, ...]:
        """Return the columns, a summary's without a year given the document's only one."""
        columns = heading.columns
        yearless = dict.fromkeys(c.heading for c in columns if c and _is_yearless(c))
        named = self._front.named_years
        only = next(iter(named)) if len(named) == 1 == len(yearless) else None
        if only is None or any(column and column.year for column in columns):
            for text in yearless:
                self._problems.column(
                    text,
                    _("The column “{heading}” does not say of which year it is."),
                    heading.where,
                    _("Say it: --columns “{heading}=R6”."),
                )
            return tuple(None if c and _is_yearless(c) else c for c in columns)
        return tuple(replace(c, year=only) if c and _is_yearless(c) else c for c in columns)

    # Rows

    def _row(self, row: tuple[Cell, ...], *, is_first: bool, is_last: bool) -> None:
        """Take a row of data, or what goes on of the one before."""
        self._tell_left_out(row)
        draft = draft_of(row, self._columns)
        self._section_of(row)
        if self._is_list_of_sections(row):
            return
        if self._fragment and not (is_first and not draft.is_nameless):
            self._tell_nameless(self._fragment)
        elif self._fragment:
            self._fragment.add(draft)
            draft = self._fragment
        self._fragment = None
        if self._last and self._goes_on(draft, row, is_first=is_first):
            before, cells = self._last
            shared = {id(cell) for cell in cells}
            own = tuple(
                None if id(c) in shared else k for c, k in zip(row, self._columns, strict=True)
            )
            before.add(draft_of(row, own))
            self._last = (before, row if not is_first else cells)
        elif draft.is_nameless and is_last and self._wrapped:
            self._fragment = draft
        elif draft.is_nameless:
            self._tell_nameless(draft)
        else:
            self._current_section(draft.where).drafts.append(draft)
            self._last = (draft, row)

    def _tell_left_out(self, row: tuple[Cell, ...]) -> None:
        """Tell of text in columns that the plan has no place for, or that have no heading."""
        placed = {id(cell) for cell, column in zip(row, self._columns, strict=True) if column}
        for cell, column, heading in zip(row, self._columns, self._headings, strict=True):
            if column is None and not heading and cell.text and id(cell) not in placed:
                self._problems.tell(
                    _("Text in a column without a heading: “{text}”").format(
                        text=shortened(cell.text)
                    ),
                    cell.where,
                    _("Nothing of it is in the plan."),
                )
            elif column and column.role is Role.LEFT_OUT and fold(heading) not in self._given:
                self._tell_remark(cell, heading)

    def _tell_remark(self, cell: Cell, heading: str) -> None:
        if cell.text and heading != _OWN_COLUMN and not _OWN_REMARK.match(cell.text):
            self._problems.column(
                heading,
                _("A plan has no place for the column “{heading}”, which was left out."),
                cell.where,
                _("Say that it may be: --columns “{heading}=-”."),
            )

    def _goes_on(self, draft: Draft, row: tuple[Cell, ...], *, is_first: bool) -> bool:
        """Return whether the row is the rest of the one before, merged with it or cut by a page."""
        assert self._last is not None  # noqa: S101  for the type checker
        before, cells = self._last
        for role in (Role.NUMBER, Role.NAME):
            under = [n for n, c in enumerate(self._columns) if c and c.role is role and row[n].text]
            if under:
                if len(cells) == len(row) and all(row[n] is cells[n] for n in under):
                    return True
                break
        if not (is_first and self._wrapped):
            return False
        return draft.is_nameless or bool(before.number and not draft.number)

    def _section_of(self, row: tuple[Cell, ...]) -> None:
        """Open the section that the row's own column names, where there is such a column."""
        parts: dict[Role, str] = {}
        for cell, column in zip(row, self._columns, strict=True):
            if column and column.role in {Role.SECTION, Role.SECTION_TITLE} and cell.text:
                parts.setdefault(column.role, join(cell.lines))
        if not parts:
            return
        number, title = parts.get(Role.SECTION, ""), parts.get(Role.SECTION_TITLE, "")
        current = self._outline.current
        where = row[0].where
        if number and title:
            whole = titles.NumberedTitle("column", titles.number(number), title)
        elif numbered := titles.numbered_title(number or title):
            whole = replace(numbered, style="column")
        elif current is None or fold(current.title) != fold(number or title):
            self._outline.open_plain(number or title, where)
            return
        else:
            return
        self._outline.open(whole, where)

    def _is_list_of_sections(self, row: tuple[Cell, ...]) -> bool:
        """Take the aim of the row's section; return whether that is all that the table tells."""
        roles = [column.role if column else None for column in self._columns]
        section = self._outline.current
        if Role.AIM not in roles or section is None:
            return False
        section.aim = section.aim or list(row[roles.index(Role.AIM)].lines)
        return Role.NAME not in roles

    def _current_section(self, where: str) -> DraftSection:
        if self._outline.current is None:
            self._outline.open_plain("", where)
        assert self._outline.current is not None  # noqa: S101  for the type checker
        return self._outline.current

    def _tell_nameless(self, draft: Draft) -> None:
        texts = [line for lines in draft.summaries.values() for line in lines]
        quoted = shortened(join(texts or draft.department or draft.policies))
        self._problems.tell(
            _("A row without number and name: “{text}”").format(text=quoted),
            draft.where,
            _("Nothing of it is in the plan."),
        )

    # The end

    def reading(self) -> Reading:
        """Return what was understood (読取り結果)."""
        self._end_stray()
        if self._fragment:
            self._tell_nameless(self._fragment)
        plan = plan_of(
            self._front,
            self._outline,
            self._years,
            self._problems,
            name=self._name,
            is_wrapped=self._wrapped,
        )
        return Reading(plan, self._problems.all())


def _is_yearless(column: Column) -> bool:
    return column.role is Role.SUMMARY and column.year is None
