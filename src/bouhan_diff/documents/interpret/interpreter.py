"""From a document to a plan (読取り): parts, columns, editions, outline, rows, records."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from ...diagnostics import Span
from ...edition import Edition, find_editions, strip_editions
from ...text.linebreak import join
from ...text.normalize import fold
from ..headings import titles
from ..headings.header_rows import is_figure
from ..headings.titles import is_headline, is_unit, title_of, unit_of
from ..headings.vocabulary import Role, is_note
from ..ir import Document, Line, Reading, ReadingContext, ReadOptions, context_of
from ..reshape import reshaped
from .columns.initiative_tables import layouts_of, sheets_of
from .columns.layout_reports import may_caption, report_others, report_unknown_columns
from .columns.layouts import Layout
from .columns.table_parts import Event, TablePart
from .plan.joint_cells import keep_in_step, part_listed_words
from .plan.plan_builder import plan_of
from .walk.departments_above import DepartmentAbove
from .walk.drafts import carry_groups, fill_cut_departments
from .walk.front_matter import Front
from .walk.outline import SHEET, By, Opening, Outline, captions_of
from .walk.rows import RowAssembly
from .walk.table_editions import TableEditions

_DEFAULT = ReadOptions()
_MOST_OF_CAPTION = 3  # lines
_LONGEST_TITLE = 30  # of a table of goals


def interpret(document: Document, options: ReadOptions = _DEFAULT) -> Reading:
    """Return the plan that a document holds (計画), and what was noticed on the way.

    The plan is None where the document has no table of initiatives.
    """
    return _walked(document, options).reading()


def openings_of(document: Document, options: ReadOptions = _DEFAULT) -> tuple[Opening, ...]:
    """Return by what each section was opened (章を開いたもの), in the order of the document."""
    return _walked(document, options).openings


def _walked(document: Document, options: ReadOptions) -> "_Walk":
    context = context_of(document, options)
    document = reshaped(document, context)
    events, layouts = layouts_of(document, context)
    captions = captions_of(events, layouts)
    walk = _Walk(document, context, events, layouts, captions)
    report_unknown_columns(events, context.given, context.diagnostics)
    for event in events:
        if isinstance(event, Line):
            walk.line(event)
        else:
            walk.part(event)
    return walk


# --- The walk from top to bottom ---------------------------------------------------------------


class _Walk:
    """One pass from top to bottom (走査), with what is known so far."""

    def __init__(
        self,
        document: Document,
        context: ReadingContext,
        events: Sequence[Event],
        layouts: Mapping[TablePart, Layout | None],
        captions: Mapping[int, str],
    ) -> None:
        self._document = document
        self._layouts = layouts
        self._captions = captions
        self._context = context
        self._diagnostics = context.diagnostics
        # Who takes what: the front of the document, titles, rows, editions and departments
        self._front = Front(document, events)
        self._outline = Outline()
        self._rows = RowAssembly(self._outline, context)
        self._editions = TableEditions(document, events, context)
        self._department = DepartmentAbove()
        first = next((at for at, event in enumerate(events) if isinstance(event, TablePart)), None)
        self._title = title_of(e for e in events[:first] if isinstance(e, Line)).strip()
        sheets = _sheets_with(self._title, events)
        self._is_title_repeated = len(sheets) > 1
        self._titles = {self._title, *sheets.values()}
        # Lines outside tables: notes and an unfinished one, those above the next table, the rest
        self._notes: list[str] = []
        self._open_note: Line | None = None
        self._above: list[Line] = []
        self._headline: Line | None = None
        self._stray: list[Line] = []
        # The sheet, the page and the table that the walk has reached
        self._sheets = sheets_of(events, layouts)
        self._sheet = ""
        self._page = 0
        self._unit = ""
        self._edition: Edition | None = None
        # Of the whole document: units by heading, tables without initiatives, and possible rests
        self._units: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._others: dict[TablePart, str] = {}  # with their captions
        self._possible_rests: set[int] = set()

    # Lines

    def line(self, line: Line) -> None:
        """Take a line outside the rows of tables (表の行以外の行): who knows it first has it."""
        text = line.text.strip()
        if not text:
            return
        self._enter(line.span)
        note, self._open_note = self._open_note, None
        self._unit = unit_of(text) or self._unit
        if self._try_unit_or_date(line, text):
            return
        is_department = self._department.try_take(line, text)
        self._stray += self._department.take_unused()
        is_front = is_department or self._front.try_take(line, text)
        is_fiscal_year = "年度" in text and titles.is_date(text)
        if is_front and not is_fiscal_year and fold(text) != fold(self._front.title):
            return
        self._above.append(line)
        if is_front:
            return
        section = self._outline.current
        if is_note(text):
            self._notes.append(text)
            self._open_note = line
        elif note is not None and self._continues(note, line, text):
            self._notes[-1] = join((self._notes[-1], text))
            self._open_note = line
        elif self._try_section(line, text):
            return
        elif self._is_document_title(text):
            many = len(self._titles) > 1
            self._front.take_title(strip_editions(text).strip() if many else text)
        elif self._is_headline(line, text):
            self._settle_headline()
            self._headline = line
        elif section and section.may_take_aim(text):
            section.aim.append(line.text)
        elif not self._is_of_other(line):
            self._stray.append(line)

    def _is_of_other(self, line: Line) -> bool:
        """Return whether a line is in the last table, which holds no initiatives (対象外の表)."""
        part = next(reversed(self._others), None)
        box = line.span.box
        if part is None or box is None or (around := part.table.span.box) is None:
            return False
        is_within = around[1] - 1 < box[1] and box[3] < around[3] + 1
        return is_within and line.span.page == part.table.span.page

    def _take_caption(self, part: TablePart) -> str:
        """Return the title of a table without initiatives (表題), the lines right above it."""
        above = [*takewhile(partial(may_caption, part), reversed(self._stray))][:_MOST_OF_CAPTION]
        self._stray = self._stray[: len(self._stray) - len(above)]
        return "\u3000".join(line.text.strip() for line in reversed(above))

    def _try_unit_or_date(self, line: Line, text: str) -> bool:
        """Take a line that is a unit, or a sheet's title or an imprint with its date (単位等)."""
        if is_unit(text):
            self._notes.append(text)
        elif self._front.title and len(self._titles) > 1 and text in self._titles:
            self._above.append(line)  # it tells the year of its sheet
        elif titles.is_imprint(text) and not self._front.had_table:
            self._stray.append(line)  # it tells no year of the plan
        else:
            return False
        return True

    def _is_document_title(self, text: str) -> bool:
        """Return whether a line is the document's title (標題).

        So is one that every sheet has, or that names a year and does not begin as its sheet.
        """
        is_free = self._outline.current is None or self._is_title_repeated
        bare = strip_editions(text)
        is_free |= bare != text and not fold(bare).startswith(fold(self._sheet))
        return is_free and not self._front.title and text in self._titles

    def _is_headline(self, line: Line, text: str) -> bool:
        """Return whether a line may name the next table (表題), which has no title yet."""
        section = self._outline.current
        is_over = section is None or section.drafts or section.span.page != line.span.page
        return bool(is_over) and (self._is_large(line) or is_headline(text))

    def _is_large(self, line: Line) -> bool:  # of a PDF's page, in no table
        return self._context.is_wrapped and line.is_heading and line.span.box is None

    def _settle_headline(self, *, names_what_follows: bool = False) -> None:
        """Open a section by the last headline (表題の章) if it names what follows, or drop it.

        The headline of a page does not belong to the section of the page before.
        """
        line, self._headline = self._headline, None
        if line is not None and not names_what_follows:
            self._stray.append(line)
        elif line is not None:
            section = self._outline.current
            if section is not None and section.span.page != line.span.page:
                self._outline.leave()
            self._outline.open_plain(line.text.strip(), line.span, By.HEADLINE)

    def _continues(self, note: Line, line: Line, text: str) -> bool:
        """Return whether a line continues the note above it (注記の続き)."""
        if note.span == line.span or note.text.rstrip().endswith("、"):
            return True  # in one cell, or in the middle of a sentence
        return self._context.is_wrapped and not (line.is_apart or titles.numbered_title(text))

    def _try_section(self, line: Line, text: str) -> bool:
        """Open the section that a line names (章の見出し); return whether it is a title."""
        is_open = "、" in text or text.count("（") > text.count("）")  # goes on on the next line
        numbered = titles.numbered_titles(text) if not (line.is_full and is_open) else []
        is_marked = id(line) in self._captions
        is_edition = not numbered and self._editions.is_caption(text)
        is_other = self._front.title or text not in self._titles
        is_amount = is_figure(text.split(maxsplit=1)[0])  # 3,432千円 （用地）
        is_headline = line.is_heading and not (self._is_large(line) or is_amount) and is_other
        if not (numbered or is_marked or is_edition or is_headline):
            return False
        self._settle_headline(names_what_follows=bool(numbered))
        self._end_stray()
        for title in numbered:
            self._outline.open(title, line.span, By.NUMBER)
        if numbered:
            return True
        if is_edition:
            self._notes.append(text)
            self._rows.end_row()
        else:
            by = By.CAPTION if is_marked else By.HEADING
            self._outline.open_plain(self._captions.get(id(line), text), line.span, by)
        return True

    def _end_department(self) -> None:
        self._department.end()
        self._stray += self._department.take_unused()

    def _end_stray(self) -> None:
        if self._stray:
            text = join(line.text.strip() for line in self._stray)
            self._diagnostics.loss("text-outside", self._stray[0].span, text=text)
            self._stray = []

    def _enter(self, span: Span) -> None:
        """Begin another sheet (シートの変わり目), which continues nothing of the last one."""
        if span.sheet == self._sheet:
            return
        self._sheet = span.sheet
        self._settle_headline()
        self._end_department()
        self._end_stray()
        self._rows.end_row()
        self._above = []
        self._unit = ""
        self._edition = None
        self._outline.leave()
        if span.sheet in self._sheets and len(self._sheets) > 1 and not find_editions(span.sheet):
            counted = titles.OutlineTitle(SHEET, self._sheets.index(span.sheet) + 1, span.sheet)
            title = titles.numbered_title(span.sheet) or counted
            self._outline.open(replace(title, level=SHEET), span, By.SHEET)

    # Tables

    def part(self, part: TablePart) -> None:
        """Take a part of a table (表の部分)."""
        self._enter(part.table.span)
        self._front.end_footnote()
        self._front.begin_table()
        layout = self._layouts[part]
        is_named = layout is not None and not part.is_inherited
        self._settle_headline(names_what_follows=is_named)
        department = self._department.begin(layout, part, self._outline.current_titles)
        self._stray += self._department.take_unused()
        if layout is not None and not part.is_inherited:
            self._split_off_goals(layout, part.span)
        caption = self._take_caption(part) if layout is None else ""
        self._end_stray()
        if part.misprint:
            self._diagnostics.doubt("header-misprinted", part.span, heading=part.misprint)
        if layout is None:
            self._others[part] = caption
            if part.header is None and self._page and part.span.page == self._page + 1:
                self._possible_rests.add(part.number)
            self._rows.end_row()
            self._above = []
            return
        self._page = part.table.span.page
        is_page = part.is_first and self._context.is_wrapped
        if not (part.is_inherited and not self._above) or self._edition is None:
            titles = self._outline.current_titles
            self._edition = self._editions.edition_of(
                layout, self._above, titles, self._front, part
            )
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
        self._take_unit(layout)
        self._above = []

    def _split_off_goals(self, layout: Layout, span: Span) -> None:
        """Give a table of goals a section of its own (成果指標の章): the line above it names it."""
        section = self._outline.current
        layouts = [draft.layout for draft in section.drafts] if section else []
        goals = [one for one in layouts if one.is_of_goals]
        if not layout.is_of_goals:
            if goals and goals == layouts:
                self._outline.split_rows(_heading_of_names(goals[0]), span)
            return
        lines = self._stray or (section.aim if section else [])
        above = self._above[-1].text.strip() if lines and self._above else ""
        if above and titles.may_be_title(above) and len(above) <= _LONGEST_TITLE:
            lines.pop()
        else:
            above = "" if goals == layouts else _heading_of_names(layout)
        if above and not (section and fold(above) == fold(section.path[-1].title)):
            self._outline.open_plain(above, span, By.GOALS)

    def _take_unit(self, layout: Layout) -> None:
        """Give the unit stated above the table to its amounts (表の単位)."""
        for column in layout.columns:
            if column.role is Role.AMOUNT and not column.unit and self._unit:
                self._units[column.heading][self._unit] += 1

    def _unit_of(self, heading: str) -> str:
        """Return the unit that most tables state for a column (列の単位); report another one."""
        unit, *others = (one for one, _times in self._units[heading].most_common())
        for other in others[:1]:
            self._diagnostics.doubt("units-differ", heading=heading, unit=unit, other=other)
        return unit

    @property
    def openings(self) -> tuple[Opening, ...]:
        """By what each section was opened (章を開いたもの)."""
        return tuple(self._outline.openings)

    def reading(self) -> Reading:
        """Return what was read (読取り結果)."""
        self._settle_headline()
        self._end_department()
        self._end_stray()
        self._rows.flush_fragment()
        if self._context.is_wrapped:
            fill_cut_departments(self._rows.tables, self._diagnostics)
        carry_groups(self._rows.tables, self._diagnostics)
        drafts = [draft for rows, _starts in self._rows.tables for draft in rows]
        keep_in_step(drafts)
        if self._context.is_wrapped:
            part_listed_words(drafts)
        report_others(self._others, self._possible_rests, self._diagnostics)
        plan = plan_of(
            self._document,
            self._front,
            self._outline,
            self._editions,
            self._context,
            totals=self._rows.totals,
            notes=self._notes,
            units={heading: self._unit_of(heading) for heading in self._units},
        )
        return Reading(plan, self._diagnostics.all())


def _heading_of_names(layout: Layout) -> str:
    """Return what the rows of a table are (名称の見出し): 成果指標 for 成果指標名."""
    names = [layout.columns[at].heading for at in layout.places(Role.NAME)]
    return "・".join(names).removesuffix("名")


def _sheets_with(title: str, events: Sequence[Event]) -> dict[str, str]:
    """Return the title of each sheet that has the document's (シートごとの標題), of any year."""
    bare = strip_editions(title).strip()
    lines = (event for event in events if isinstance(event, Line) and event.span.sheet)
    return {
        line.span.sheet: line.text.strip()
        for line in lines
        if bare and strip_editions(line.text).strip() == bare
    }
