"""Understanding a document (読取り): from lines and tables to a plan, and what is not clear."""

from collections.abc import Sequence

from ...text.joining import join
from ..ir import Cell, Columns, Document, Line, Reading, Table
from . import title_patterns as titles
from .column_classifier import Role
from .diagnostics import Problems
from .front_matter import Front
from .header_rows import heading_at
from .marked_titles import MarkedTitles
from .outline import Outline
from .plan_builder import plan_of
from .row_assembly import Gathering
from .whole_titles import with_whole_titles
from .year_columns import TableColumns

_MOST_OF_TITLE = 2
_ROWS_OF_TITLE = 10


def understand(document: Document, columns: Columns | None = None) -> Reading:
    """Return the plan that the document holds (計画), and every problem with its place.

    columns: headings mapped by hand, folded; see `columns.parse_columns`. Nothing is put
    in the place of what was not understood.
    """
    document = with_whole_titles(document)
    marked = _walked(document, columns or {}, are_marks_titles=True)
    if marked.marks.are_titles or not marked.marks.found:
        return marked.reading()
    return _walked(document, columns or {}, are_marks_titles=False).reading()


def _walked(document: Document, columns: Columns, *, are_marks_titles: bool) -> "_Walk":
    walk = _Walk(document, columns, are_marks_titles=are_marks_titles)
    for block in document.blocks:
        if isinstance(block, Line):
            walk.line(block)
        else:
            walk.table(block)
    return walk


class _Walk:
    """One pass from top to bottom (走査), with what is known so far."""

    def __init__(self, document: Document, given: Columns, *, are_marks_titles: bool) -> None:
        self.marks = MarkedTitles()
        self._are_marks_titles = are_marks_titles
        self._name = document.name
        self._given = given
        self._wrapped = document.is_wrapped
        self._problems = Problems(document.diagnostics)
        self._front = Front(document, given)
        self._outline = Outline()
        self._table = TableColumns(self._front, self._problems)
        self._gathering = Gathering(
            self._table, self._outline, self._problems, given, is_wrapped=document.is_wrapped
        )
        self._stray: list[Line] = []

    # Lines

    def line(self, line: Line) -> None:
        """Take a line outside the tables (表の外の行)."""
        text = line.text.strip()
        if not text or self._front.takes(line, text):
            return
        numbered = titles.numbered_title(text)
        self.marks.part()
        section = self._outline.current
        if numbered:
            self._end_stray()
            self._outline.open(numbered, line.span)
            self._gathering.part()
        elif self._takes_marked(line, text):
            pass
        elif not self._front.title and not section and titles.may_be_title(text):
            self._front.take_title(text)
        elif line.is_heading:
            self._end_stray()
            self._outline.open_plain(text, line.span)
            self._gathering.part()
        elif section and not section.drafts:
            section.aim.append(line.text)
        else:
            self._stray.append(line)

    def _takes_marked(self, line: Line, text: str) -> bool:
        """Return whether the line is a section's title by its mark alone, and open it."""
        title = titles.marked_title(text)
        # A document's first line is its own title.
        if title is None or not self._are_marks_titles or not self._front.title:
            return False
        self._end_stray()
        self.marks.open(title)
        self._outline.open_plain(title, line.span)
        self._gathering.part()
        return True

    def _end_stray(self) -> None:
        if self._stray:
            self._problems.text_outside(self._stray)
            self._stray = []

    # Tables

    def table(self, table: Table) -> None:
        """Take a table (表)."""
        self._front.end_footnote()
        if titles.numbered_title(table.caption):
            self.line(Line(table.caption, table.span))
        self._end_stray()
        rows = table.grid()
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
                self._front.begin_table()
                self._table.take(heading)
                if not self._wrapped:  # else it may only be repeated on another page
                    self.marks.part()
                at += heading.height - 1
            elif len(worded) == 1 and self._is_line(row, worded[0]):
                self._line_of(worded[0])
            elif len(self._table.columns) != len(row):
                if len(worded) <= _MOST_OF_TITLE and self._is_above_heading(rows, at):
                    for cell in worded:
                        self._line_of(cell)
                else:
                    unheaded = unheaded or row
            else:
                self.marks.row()
                is_last = not any(cell.text for later in rows[at:] for cell in later)
                self._gathering.row(row, is_first=is_first, is_last=is_last)
                is_first = False
        self._front.begin_table()
        if unheaded:
            self._problems.table_without_heading(unheaded)

    def _is_above_heading(self, rows: Sequence[tuple[Cell, ...]], at: int) -> bool:
        """Return whether a heading follows soon (見出しの前), as under the title of a sheet."""
        soon = range(at, min(_ROWS_OF_TITLE, len(rows)))
        return any(heading_at(rows, n, self._given, is_wrapped=self._wrapped) for n in soon)

    def _is_line(self, row: tuple[Cell, ...], cell: Cell) -> bool:
        """Return whether the row is no row of the table but a line, such as a section's title."""
        if all(other is cell for other in row):
            return True
        if len(row) != len(self._table.columns):
            return row[0] is cell or not self._table.columns
        text = join(cell.lines)
        first = self._table.columns[0]
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
            self.line(Line(text, cell.span))

    # The end

    def reading(self) -> Reading:
        """Return what was understood (読取り結果)."""
        self._end_stray()
        self._gathering.end()
        plan = plan_of(
            self._front,
            self._outline,
            self._table.years,
            self._problems,
            name=self._name,
            is_wrapped=self._wrapped,
        )
        return Reading(plan, self._problems.all())
