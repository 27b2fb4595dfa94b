"""From a document to a plan (読取り).

The path of a row, from its cells to its initiative:

1. `reshape` has made each initiative one row of its table.
2. `table_parts` cut that table at its header rows; the row is in a part under one header.
3. `column_classifier` decided what the part's columns hold, its `layouts.Layout`, by the words of
   headings and what the values are like (`column_evidence`, `role_scores`, `name_scores`).
4. `initiative_tables` chose the parts that hold initiatives, by what each lists (`table_kinds`).
5. The walk below goes from top to bottom. Lines before the row said its section (`outline`), its
   department and unit (`above_tables`), the document's title and date (`front_matter`).
6. `table_editions` gives the part the year of its undated columns, from those lines.
7. `row_assembly` makes the row a `drafts.Draft`, or adds it to the one before, which a page or
   a cell cut. A row of sums is none, nor is one that names a section alone (`titles_and_sums`).
8. The draft is added to the section that is open; `outline.By` says what opens one.
9. After the last line, `carried_cells` and `joint_cells` fill in and split what merged cells left.
10. `sections` numbers the sections and `initiatives` makes each draft an initiative.
11. `side_tables` joins what several tables say of one initiative, and `plan_builder` makes the
   plan, its columns and its sums (`printed_sums`).
12. What no step could use is reported, at its place (`diagnostics`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...diagnostics import Span
from ...edition import Edition, find_editions, strip_editions
from ...text.normalize import fold
from ...text.number_headings import is_unit_line
from ..headings import titles
from ..headings.header_rows import is_figure
from ..headings.titles import is_headline
from ..headings.vocabulary import Role
from ..ir import Document, Line, Reading, ReadingContext, ReadOptions, context_of
from ..reshape import reshaped
from .above_tables import DepartmentAbove, LinesAbove, Notes, OtherTables, UnitsAbove
from .carried_cells import carry_groups, fill_cut_departments
from .front_matter import Front
from .initiative_tables import layouts_of, sheets_of
from .joint_cells import keep_in_step, part_listed_words
from .layouts import Layout
from .outline import SHEET, By, Opening, Outline, captions_of, side_of_budget
from .plan_builder import Collected, plan_of, report_unknown_columns
from .row_assembly import RowAssembly
from .table_editions import TableEditions
from .table_parts import TablePart, WalkEvent

_DEFAULT = ReadOptions()
_LONGEST_TITLE = 30  # of a table of goals
_UNNAMED = re.compile(r"Sheet\s?\d*")  # as Excel calls it


def interpret(document: Document, options: ReadOptions = _DEFAULT) -> Reading:
    """Return the plan in a document (計画), and what was noticed on the way.

    The plan is None if the document has no table of initiatives.
    """
    return _walked(document, options).reading()


def openings_of(document: Document, options: ReadOptions = _DEFAULT) -> tuple[Opening, ...]:
    """Return what opened each section (章を開いたもの), in document order."""
    return _walked(document, options).openings


def _walked(document: Document, options: ReadOptions) -> "_Walk":
    context = context_of(document, options)
    document = reshaped(document, context)
    events, layouts = layouts_of(document, context)
    captions = captions_of(events, layouts)
    walk = _Walk(document, context, events, layouts, captions)
    report_unknown_columns(events, context.meanings, context.diagnostics)
    for event in events:
        if isinstance(event, Line):
            walk.line(event)
        else:
            walk.part(event)
    return walk


# --- The walk from top to bottom ---------------------------------------------------------------


class _Walk:
    """One pass from top to bottom (走査): its position, and whom it asks in which order."""

    def __init__(
        self,
        document: Document,
        context: ReadingContext,
        events: Sequence[WalkEvent],
        layouts: Mapping[TablePart, Layout | None],
        captions: Mapping[int, str],
    ) -> None:
        self._document = document
        self._layouts = layouts
        self._captions = captions
        self._context = context
        self._diagnostics = context.diagnostics
        # What the lines say: of the document, its sections, the next table; notes; the rest
        self._front = Front(document, events)
        self._outline = Outline()
        self._notes = Notes(context)
        self._lines = LinesAbove(self._outline, context.diagnostics)
        self._department = DepartmentAbove(self._lines.drop)
        self._units = UnitsAbove()
        # What the tables say: rows in their sections, editions, and what is no initiative
        self._rows = RowAssembly(self._outline, context)
        self._editions = TableEditions(document, events, layouts, context)
        self._others = OtherTables()
        # Where the walk is: its sheet, the page and the edition of the last table of initiatives
        self._sheets = sheets_of(events, layouts)
        self._sheet = ""
        self._page = 0
        self._edition: Edition | None = None

    # Lines

    def line(self, line: Line) -> None:
        """Handle a line outside the rows of tables (表の行以外の行); the first to know it takes it.

        Units, departments and front matter are recognised by their words alone and come first;
        other lines may name the year of the next table. Then come notes, which may look like
        titles, and titles of sections. Any other line may name the document or the next table, or
        be the aim of its section; otherwise it is unused.
        """
        text = line.text.strip()
        if not text:
            return
        self._enter(line.span)
        self._notes.begin_line()
        self._units.take(text)
        if self._try_unit_or_date(line, text):
            return
        is_department = self._department.try_take(line, text)
        is_front = is_department or self._front.try_take(line, text)
        is_fiscal_year = "年度" in text and titles.is_date(text)
        if is_front and not is_fiscal_year and fold(text) != fold(self._front.title):
            return
        self._lines.all.append(line)
        if is_fiscal_year and text[0] in "【［〔":  # as below each sheet's title
            self._notes.texts.append(text)
        elif not is_front:
            self._place(line, text)

    def _place(self, line: Line, text: str) -> None:
        """Handle a line that is no front matter (本文の行): a note, a title, an aim, or unused."""
        section = self._outline.current
        if self._lines.try_sum(line, text) or self._notes.try_take(line, text):
            return
        if self._try_section(line, text):
            return
        if self._is_document_title(text):
            self._front.take_title(self._front.title_of_all(line))
        elif self._is_headline(line, text):
            self._lines.hold_headline(line)
        elif section and section.may_take_aim(text):
            section.aim.append(line.text)
        elif not (self._others.has(line) or (section and section.take_repeated_aim(text))):
            self._lines.drop(line)

    def _try_unit_or_date(self, line: Line, text: str) -> bool:
        """Take a line that is a unit, or a sheet's title or an imprint with its date (単位等)."""
        known = self._front.may_be_titles
        if is_unit_line(text):
            self._notes.texts.append(text)
        elif self._front.title and len(known) > 1 and text in known:
            self._lines.all.append(line)  # it tells the year of its sheet
        elif titles.is_imprint(text) and not self._front.had_table:
            self._lines.drop(line)  # it tells no year of the plan
        else:
            return False
        return True

    def _is_document_title(self, text: str) -> bool:
        """Return whether a line is the document's title (標題).

        So is one repeated on every sheet, or one that names a year and does not start like its
        sheet.
        """
        is_free = self._outline.current is None or self._front.is_title_repeated
        is_free |= bool(self._sheet) and not self._front.had_table and is_headline(text)
        bare = strip_editions(text)
        is_free |= bare != text and not fold(bare).startswith(fold(self._sheet))
        return is_free and not self._front.title and text in self._front.may_be_titles

    def _is_headline(self, line: Line, text: str) -> bool:
        """Return whether a line may name the next table (表題), which has no title yet."""
        section = self._outline.current
        is_over = section is None or section.drafts or section.span.page != line.span.page
        is_over = bool(is_over) or titles.is_numbered_table(text)
        return is_over and (self._is_large(line) or is_headline(text))

    def _is_large(self, line: Line) -> bool:  # of a PDF's page, in no table
        return self._context.is_wrapped and line.is_heading and line.span.box is None

    def _try_section(self, line: Line, text: str) -> bool:
        """Open the section that a line names (章の見出し); return whether it is a title."""
        is_open = "、" in text or text.count("（") > text.count("）")  # goes on on the next line
        numbered = titles.numbered_titles(text) if not (line.is_full and is_open) else []
        side = side_of_budget(text)
        if side and side in self._outline.current_titles:
            return True  # it is repeated above the table on each page
        caption = side or self._captions.get(id(line), "")
        is_edition = not numbered and self._editions.is_caption(text)
        is_other = self._front.title or text not in self._front.may_be_titles
        is_amount = is_figure(text.split(maxsplit=1)[0])  # 3,432千円 （用地）
        is_headline = line.is_heading and not (self._is_large(line) or is_amount) and is_other
        if not (numbered or caption or is_edition or is_headline):
            return False
        self._lines.settle_headline(names_what_follows=bool(numbered or caption))
        self._lines.report_unused()
        for title in numbered:
            self._outline.open(title, line.span, By.NUMBER)
        if numbered:
            return True
        if is_edition:
            self._notes.texts.append(text)
            self._rows.end_row()
        elif line.is_among_rows and not caption:
            self._outline.open_among(titles.marked_title(text) or text, line.span)
        else:
            by = By.CAPTION if caption else By.HEADING
            self._outline.open_plain(caption or text, line.span, by)
        return True

    def _enter(self, span: Span) -> None:
        """Begin another sheet (シートの変わり目), which continues nothing of the last one."""
        if span.sheet == self._sheet:
            return
        self._sheet = span.sheet
        self._lines.settle_headline()
        self._department.end()
        self._lines.report_unused()
        self._rows.end_row()
        self._lines.end()
        self._units.end()
        self._edition = None
        self._outline.leave()
        is_named = not (find_editions(span.sheet) or _UNNAMED.fullmatch(span.sheet))
        if is_named and span.sheet in self._sheets and len(self._sheets) > 1:
            counted = titles.OutlineTitle(SHEET, self._sheets.index(span.sheet) + 1, span.sheet)
            title = titles.numbered_title(span.sheet) or counted
            self._outline.open(replace(title, level=SHEET), span, By.SHEET)

    # Tables

    def part(self, part: TablePart) -> None:
        """Handle a part of a table (表の部分)."""
        self._enter(part.table.span)
        self._front.end_footnote()
        self._front.begin_table()
        layout = self._layouts[part]
        is_named = layout is not None and not part.is_inherited
        self._lines.settle_headline(names_what_follows=is_named)
        department = self._department.begin(layout, part, self._outline.current_titles)
        if layout is not None and not part.is_inherited:
            self._split_off_goals(layout, part.span)
        if layout is None or part.rows:
            self._lines.settle_sums(is_other=layout is None)
        title = self._lines.take_caption(part) if layout is None else ""
        self._lines.report_unused()
        if part.misprint:
            self._diagnostics.doubt("header-misprinted", part.span, heading=part.misprint)
        if layout is None:
            is_next = bool(self._page) and part.span.page == self._page + 1
            self._others.add(part, title, may_be_rest=part.header is None and is_next)
            self._rows.end_row()
            self._lines.end()
            return
        if not (layout.places(Role.SECTION_TITLE) or layout.places(Role.SECTION_NUMBER)):
            self._outline.leave_columns(part.span)
        self._page = part.table.span.page
        is_page = part.is_first and self._context.is_wrapped
        if not (part.is_inherited and not self._lines.all) or self._edition is None:
            titles = self._outline.current_titles
            above = self._lines.all
            self._edition = self._editions.edition_of(layout, above, titles, self._front, part)
            self._editions.add(self._edition)
        is_new = not is_page and not part.is_inherited
        rows = part.rows
        self._rows.begin(
            layout, self._edition, department, is_new=is_new, is_plain=part.is_plain, rows=rows
        )
        for place, row in enumerate(rows):
            self._rows.row(
                row,
                part.number,
                is_first=is_page and place == 0,
                is_last=place == len(rows) - 1,
            )
        if not self._context.is_wrapped:
            self._rows.flush_fragment()
        self._units.count(layout)
        self._lines.end()

    def _split_off_goals(self, layout: Layout, span: Span) -> None:
        """Give a table of goals a section of its own (成果指標の章), named by the line above it."""
        section = self._outline.current
        layouts = [draft.layout for draft in section.drafts] if section else []
        goals = [one for one in layouts if one.is_of_goals]
        if not layout.is_of_goals:
            if goals and goals == layouts:
                self._outline.split_rows(_heading_of_names(goals[0]), span)
            return
        lines = self._lines.unused or (section.aim if section else [])
        above = self._lines.all[-1].text.strip() if lines and self._lines.all else ""
        if above and titles.may_be_title(above) and len(above) <= _LONGEST_TITLE:
            lines.pop()
        else:
            above = "" if goals == layouts else _heading_of_names(layout)
        if above and not (section and fold(above) == fold(section.path[-1].title)):
            self._outline.open_plain(above, span, By.GOALS)

    @property
    def openings(self) -> tuple[Opening, ...]:
        """What opened each section (章を開いたもの)."""
        return tuple(self._outline.openings)

    def reading(self) -> Reading:
        """Return what was read (読取り結果)."""
        self._lines.settle_headline()
        self._lines.settle_sums(is_other=True)
        self._department.end()
        self._lines.report_unused()
        self._rows.flush_fragment()
        if self._context.is_wrapped:
            fill_cut_departments(self._rows.tables, self._diagnostics)
        carry_groups(self._rows.tables, self._diagnostics)
        drafts = [draft for rows, _starts in self._rows.tables for draft in rows]
        keep_in_step(drafts)
        if self._context.is_wrapped:
            part_listed_words(drafts)
        self._others.report(self._diagnostics)
        collected = Collected(
            self._front,
            self._outline,
            self._editions,
            self._rows.totals,
            self._notes.texts,
            self._units.by_heading(self._diagnostics),
        )
        plan = plan_of(self._document, collected, self._context)
        return Reading(plan, self._diagnostics.all())


def _heading_of_names(layout: Layout) -> str:
    """Return what the rows of a table are (名称の見出し): 成果指標 for 成果指標名."""
    names = [layout.columns[at].heading for at in layout.places(Role.NAME)]
    return "・".join(names).removesuffix("名")
