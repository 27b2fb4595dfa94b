"""Lines above tables (表の上の行): departments, units, notes, and lines not yet assigned."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile

from ...diagnostics import Diagnostics
from ...text.joining import INDENT, join
from ...text.normalize import fold, unbracketed
from ...text.number_headings import is_no_money, unit_of_line
from ..headings import titles
from ..headings.departments import is_department, is_division_alone
from ..headings.header_rows import worded
from ..headings.vocabulary import Role, is_note, strengths
from ..ir import Line, ReadingContext
from .layouts import Layout
from .outline import HEADLINE, PLAIN, By, Outline
from .table_parts import TablePart

_SURE_LABEL = 3
_MOST_OF_CAPTION = 3  # lines
_OFFICE = re.compile(r"[^\d０-９。、:]{2,30}")  # behind 担当課：, as 参事官（施設担当） is
_IN_BRACKETS = re.compile(r"[（(](?P<name>[^（）()]+)[)）]")


class LinesAbove:
    """The lines above the next table (次の表の上の行), until it is known what they are.

    all: those since the last table, which may name the year of the next. unused: those that nothing
    has used; a table without initiatives takes the last of them as its title, and the others are
    reported before the next section or table. One line besides may be a headline: it opens a
    section only if a table with a header follows before any title.
    """

    def __init__(self, outline: Outline, diagnostics: Diagnostics) -> None:
        self.all: list[Line] = []
        self.unused: list[Line] = []
        self._headline: Line | None = None
        self._sums: list[Line] = []
        self._outline = outline
        self._diagnostics = diagnostics

    def hold_headline(self, line: Line) -> None:
        """Keep a line that may name the next table (表題の候補), dropping the one kept before."""
        self.settle_headline()
        self._headline = line

    def settle_headline(self, *, names_what_follows: bool = False) -> None:
        """Open a section with the kept headline (表題の章) if it names what follows, or drop it.

        A headline at the top of a page does not belong to the section of the page before.
        """
        line, self._headline = self._headline, None
        if line is not None and not names_what_follows:
            self.unused.append(line)
        elif line is not None:
            section = self._outline.current
            if section is not None and section.span.page != line.span.page:
                self._outline.leave()
            text = line.text.strip()
            level = HEADLINE if titles.is_numbered_table(text) else PLAIN
            self._outline.open(titles.OutlineTitle(level, None, text), line.span, By.HEADLINE)

    def try_sum(self, line: Line, text: str) -> bool:
        """Keep the sum of accounts that a line above gives (款項の額); return whether it is one."""
        is_sum = titles.SUM_OF_MONEY.fullmatch(text) is not None
        if is_sum := is_sum and any(titles.is_title_of_accounts(one.text) for one in self.all):
            self._sums.append(line)
        return is_sum

    def settle_sums(self, *, is_other: bool) -> None:
        """Move the sums of accounts below the title of their section (款項の額), each once.

        is_other: the table below has no initiatives.
        """
        sums, self._sums = self._sums, []
        section = None if is_other else self._outline.current
        for line in sums:
            if section is None:
                self.unused.append(line)
            elif (text := INDENT + line.text.strip()) not in section.aim:  # each on its line
                section.aim.append(text)

    def take_caption(self, part: TablePart) -> str:
        """Return the title of a table without initiatives (表題), the lines right above it."""
        above = [*takewhile(partial(_may_caption, part), reversed(self.unused))][:_MOST_OF_CAPTION]
        self.unused = self.unused[: len(self.unused) - len(above)]
        return "\u3000".join(line.text.strip() for line in reversed(above))

    def report_unused(self) -> None:
        """Report the lines that nothing has used (表の外の文)."""
        if self.unused:
            text = join(line.text.strip() for line in self.unused)
            self._diagnostics.loss("text-outside", self.unused[0].span, text=text)
            self.unused = []

    def end(self) -> None:
        """End the lines above a table (表の上の行の終わり): the next one has others."""
        self.all = []

    def drop(self, line: Line) -> None:
        """Count a line as unused (使わなかった行)."""
        self.unused.append(line)


class Notes:
    """The notes so far (注記), each of which may continue on the line right below it."""

    def __init__(self, context: ReadingContext) -> None:
        self.texts: list[str] = []
        self._context = context
        self._open: Line | None = None
        self._above: Line | None = None

    def begin_line(self) -> None:
        """Begin another line (次の行): only a note on the line before can continue on it."""
        self._above, self._open = self._open, None

    def try_take(self, line: Line, text: str) -> bool:
        """Take a line that is a note, or the rest of one (注記の行)."""
        if is_note(text):
            self.texts.append(text)
        elif self._above is not None and self._continues(self._above, line, text):
            self.texts[-1] = join((self.texts[-1], text))
        else:
            return False
        self._open = line
        return True

    def _continues(self, note: Line, line: Line, text: str) -> bool:
        """Return whether a line continues the note above it (注記の続き)."""
        if note.span == line.span or note.text.rstrip().endswith("、"):
            return True  # in one cell, or in the middle of a sentence
        is_title = line.is_heading or titles.numbered_title(text) or titles.marked_title(text)
        return self._context.is_wrapped and not (line.is_apart or is_title)


class UnitsAbove:
    """The units stated above tables (表の単位), by the headings of the amounts below them."""

    def __init__(self) -> None:
        self._unit = ""
        self._of_columns: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def take(self, text: str) -> None:
        """Take the unit that a line states (単位の行), if any."""
        self._unit = unit_of_line(text) or self._unit

    def end(self) -> None:
        """End the scope of the unit (単位の範囲の終わり)."""
        self._unit = ""

    def count(self, layout: Layout) -> None:
        """Apply the unit to the amounts of a table (表の単位)."""
        for column in layout.columns:
            is_money = column.role is Role.AMOUNT and not is_no_money(column.heading)
            if is_money and not column.unit and self._unit:
                self._of_columns[column.heading][self._unit] += 1

    def by_heading(self, diagnostics: Diagnostics) -> dict[str, str]:
        """Return for each column the unit stated by most tables (列の単位); report any others."""
        found: dict[str, str] = {}
        for heading, times in self._of_columns.items():
            unit, *others = (one for one, _times in times.most_common())
            for other in others[:1]:
                diagnostics.doubt("units-differ", heading=heading, unit=unit, other=other)
            found[heading] = unit
        return found


class DepartmentAbove:
    """The department stated above the next table (表の上の担当課), so far.

    On a sheet it applies to all tables below it, elsewhere only to the next table and its
    continuation on the next page. A sheet may itself be named after a department. A bare （総務課）
    applies to the rows below up to the next title. drop: takes lines that no table used.
    """

    def __init__(self, drop: Callable[[Line], None]) -> None:
        self._drop = drop
        self._name = ""
        self._is_of_rows = False
        self._label: Line | None = None
        self._lines: list[Line] = []
        self._table: tuple[int, tuple[str, ...]] = (0, ())  # page and headings of the last one

    def try_take(self, line: Line, text: str) -> bool:
        """Take a line that names the department (担当課の行); return whether it may be one."""
        held, self._label = self._label, None
        if held is not None:
            if line.span.row == held.span.row and is_department(text):
                self._set(text, [held, line])
                return True
            self._drop(held)
        elif (self._is_of_rows and line.is_heading) or not (
            line.span.sheet or titles.is_page_number(text)
        ):
            self.end()
        if (alone := _IN_BRACKETS.fullmatch(text)) and is_division_alone(alone["name"].strip()):
            self._set(alone["name"].strip(), [line])
            self._is_of_rows = True
            return True
        if is_division_alone(text) and fold(text).strip("【】") == fold(line.span.sheet):
            self._set(line.span.sheet, [line])
            return True
        plain = unbracketed(text).replace("：", ":")
        label, _colon, value = (part.strip() for part in plain.partition(":"))
        if strengths(label).get(Role.DEPARTMENT, 0) < _SURE_LABEL:
            return False
        if value and (is_department(value) or _OFFICE.fullmatch(value)):
            self._set(value, [line])
            return True
        if line.span.row and not value:
            self._label = line
        return self._label is not None

    def begin(self, layout: Layout | None, part: TablePart, titles: Sequence[str]) -> str:
        """Return the department of a table (表の担当課), "" if it has a column of departments.

        titles: of its section, the last of which may be just a department.
        """
        is_on_sheet = bool(part.table.span.sheet)
        page, headings = part.table.span.page, part.header.texts if part.header else ()
        is_rest = part.is_inherited or (page - 1, headings) == self._table
        self._table = page, headings
        if layout is None or layout.places(Role.DEPARTMENT):
            if not is_on_sheet:
                self.end()
            return ""
        if not (self._lines or is_rest or is_on_sheet):
            self._name = ""
        self._lines = []
        named = (name for name in (*titles[-1:], part.table.span.sheet) if is_division_alone(name))
        return self._name or next(named, "")

    def end(self) -> None:
        """End the scope of the department (担当課の範囲の終わり)."""
        self._set("", [])
        if self._label is not None:
            self._drop(self._label)
            self._label = None

    def _set(self, name: str, lines: list[Line]) -> None:
        for line in self._lines:
            self._drop(line)
        self._name, self._lines = name, lines
        self._is_of_rows = False


# --- Tables without initiatives ----------------------------------------------------------------

_LONGEST_CAPTION = 40
_MANY_ROWS = 50  # of a table that is no mere example or contents of a document


def _may_caption(part: TablePart, line: Line) -> bool:
    """Return whether a line may be the title of the table below it (表題): short, no sentence."""
    span, text = line.span, line.text.strip()
    is_near = (span.page, span.sheet) == (part.table.span.page, part.table.span.sheet)
    return is_near and span.box is None and len(text) <= _LONGEST_CAPTION and "。" not in text


class OtherTables:
    """The tables that hold no initiatives (事業のない表), with their titles."""

    def __init__(self) -> None:
        self._titles: dict[TablePart, str] = {}
        self._rests: set[int] = set()

    def add(self, part: TablePart, title: str, *, may_be_rest: bool) -> None:
        """Add one (表の追加). may_be_rest: of a table of initiatives on the page before."""
        self._titles[part] = title
        if may_be_rest:
            self._rests.add(part.number)

    def has(self, line: Line) -> bool:
        """Return whether a line is in the last of them (表の中の行)."""
        part = next(reversed(self._titles), None)
        box = line.span.box
        if part is None or box is None or (around := part.table.span.box) is None:
            return False
        is_within = around[1] - 1 < box[1] and box[3] < around[3] + 1
        return is_within and line.span.page == part.table.span.page

    def report(self, diagnostics: Diagnostics) -> None:
        """Report them (事業のない表の報告), one line each."""
        seen: set[int] = set()
        rows = Counter[int]()
        for part in self._titles:
            rows[part.number] += len(part.rows)
        for part, title in self._titles.items():
            texts = [cell.text for row in part.rows for cell in worded(row)]
            if part.number in seen or not (texts or part.header):
                continue
            seen.add(part.number)
            first = [" ".join(cell.text.split()) for row in part.rows[:1] for cell in worded(row)]
            headings = ["・".join(filter(None, part.header.texts))] if part.header else []
            text = title or "\u3000".join([*headings, *first])
            is_large = rows[part.number] >= _MANY_ROWS
            if part.has_amounts or part.number in self._rests or is_large:
                count = str(rows[part.number])
                diagnostics.loss(
                    "rows-left-out", part.span, number=str(part.number), text=text, count=count
                )
            else:
                diagnostics.note("other-table", part.span, number=str(part.number), text=text)
