"""The rows of a form (個票の行): the cells of each, and the rows of tables and lists inside it.

Where the merged cells of a form were taken apart, as in a CSV, it gets them again:

```
事業名 |          | 図書館事業 |      | 番号 | 7
事業費 | 財源内訳 | 国         |      | 10   | 20
       |          | 県         |      | 10   | 20
```

Here 図書館事業 is two cells wide, and 財源内訳 is two rows high. A form on a policy measure
(施策評価シート) states its purpose and lists its initiatives, which become the rows of a table
(構成事業の一覧). Everything else in the form applies to each of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import le, lt

from ...edition import strip_editions
from ...plan import BETWEEN_LEVELS
from ...text.normalize import fold, is_no_value
from ...text.number_headings import heading_unit, is_unit_column
from ..headings.header_rows import CellRow, is_data, is_figure, worded
from ..headings.heading_parts import strength_of
from ..headings.vocabulary import Role, is_indicator, is_known, names_edition, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order
from .form_table import Form, Label, cells_of, pair_of, pieces_of

_FEW = 2
DATA, COMMON, KNOWN = range(3)
"""What a cell may be: a value, a text that the forms have in common, a known label."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a row (行のセル), the columns it covers, and what it may be."""

    cell: Cell
    first: int
    end: int
    kind: int
    text: str

    @property
    def least_end(self) -> int:
        """Where the cell ends at least (右端): without blanks that it may be merged with."""
        return min(self.first + self.cell.col_span, self.end)


def are_pairs(tokens: Sequence[FormCell]) -> bool:
    """Return whether cells are known labels and other texts by turns (項目名と値の並び)."""
    labels, values = ([token.kind == KNOWN for token in tokens[n::2]] for n in (0, 1))
    return len(values) > 1 and len(labels) == len(values) and all(labels) and not any(values)


def is_inner_row(row: Sequence[FormCell], headings: Sequence[FormCell]) -> bool:
    """Return whether a row has its cells below the headings of a table (内訳表の行)."""
    if not row or pair_of(row[0].cell) or (len(row) == 1 and row[0].kind != DATA):
        return False  # a lone text that the forms have in common is a title
    ends = {token.first: token.end for token in headings}
    has_label = row[0].first not in ends and row[0].least_end <= headings[0].first
    has_label = has_label or is_within(row[0], headings[0])
    values = row[1:] if has_label else row
    if not all(t.least_end <= ends.get(t.first, 0) <= t.end for t in values) or not values:
        return False
    if 4 * sum(t.kind == KNOWN for t in values[1:]) > len(values) - 1:  # 点検委託料
        return False
    if len(row) != _FEW or len(headings) == _FEW:
        return True
    text = row[1].cell.text
    is_sentence = row[1].least_end < row[1].end and is_data(text) and not is_figure(text)
    return not is_sentence and (row[0].kind != KNOWN or is_data(text))


def is_row_label(label: FormCell, headings: Sequence[FormCell]) -> bool:
    """Return whether a cell names its row (行の項目名): known, or any word left of years.

    Between them may be the units of the rows; a year may be one that is expected （見込）. If the
    labels have no heading, the years may say what is in them (令和４年度要求).
    """
    has_heading = not names_edition(headings[0].text)
    years = [year for year in headings[has_heading:] if not is_unit_column(year.text)]
    bare = (_REMARK.sub("", strip_editions(heading_unit(year.text)[0])) for year in years)
    are_bare = not any(map(str.strip, bare))
    is_left = bool(years) and label.first < years[0].first
    is_left &= are_bare if has_heading else all(names_edition(year.text) for year in years)
    return label.kind != DATA or (is_left and bool(label.text) and not is_data(label.text))


_REMARK = re.compile(r"[(（][^()（）]*[)）]")


def is_within(label: FormCell, heading: FormCell) -> bool:
    """Return whether a label is below the right part of a wide heading (字下げの項目名)."""
    return heading.first < label.first and label.least_end <= heading.end


def heads_labels(tokens: Sequence[FormCell], rows: Sequence[Sequence[FormCell]]) -> bool:
    """Return whether two headings are those of labels and values (区分 | 金額), and no pair.

    A year is the value of 事業期間, and of anything above texts.
    """
    if _OF_TERM.search(tokens[0].text):
        return False
    are_figures = all(is_figure(row[-1].text) or is_no_value(row[-1].text) for row in rows)
    is_year = names_edition(tokens[1].text) and are_figures
    return is_year or _OF_LABELS.search(tokens[0].text) is not None


_OF_TERM = re.compile("期間|期日|時期|開始|終了|完了|[作策改][成定]|.年度")
_OF_LABELS = re.compile("区分|内訳|費目|項目|指標|科目|種別")


def are_same(text: str, group: str) -> bool:
    """Return whether a label only repeats its group (見出しの反復): 事業費 in 事業費（千円）."""
    return fold(text) == fold(re.sub(r"[(（].*[)）]\Z", "", group))


# --- Forms whose merged cells were taken apart --------------------------------------------------


def with_merged_cells(rows: Sequence[CellRow]) -> Sequence[CellRow]:
    """Return the rows of a form with its texts as wide and as high as they are meant (結合の復元).

    A text is as wide as the blanks to its right. Blanks left of the first text in a row belong to
    the labels above, if that text begins below another one, or if two texts are below one label,
    which then is left of both. Rows with merged cells stay.
    """
    if any(cell.row_span > 1 or cell.col_span > 1 for row in rows for cell in row):
        return rows
    found: list[CellRow] = []
    for row in rows:
        texts = [at for at, cell in enumerate(row) if cell.text]
        above = found[-1] if found else ()
        if texts and texts[0] and above and above[0] is not above[-1]:  # no title
            first, second = texts[0], texts[min(1, len(texts) - 1)]
            is_below = above[first - 1] is not above[first]
            if not is_below and above[first] is above[second] and first < second:
                found[-1] = (*above[:first], *(_blank(c, above[first]) for c in above[first:]))
                is_below = True
            row = (*(above if is_below else row)[:first], *row[first:])  # noqa: PLW2901
        found.append(_widened(row))
    return found


def _blank(cell: Cell, label: Cell) -> Cell:
    return cell._replace(lines=()) if cell is label else cell


def _widened(row: CellRow) -> CellRow:
    """Return a row with each text over the blanks to its right (横の結合)."""
    found: list[Cell] = []
    for cell in row:
        found.append(cell if cell.text or not found or not found[-1].text else found[-1])
    return tuple(found)


# --- Where forms begin --------------------------------------------------------------------------


def tops_of_forms(grid: Sequence[CellRow], names: Sequence[int]) -> list[int]:
    """Return where the forms of a table begin (個票の先頭): names are the rows of their names.

    Each begins with the first row of which all have one with the same label above their names, but
    none has one below the last name; a text alone in its row is no label, but for 担当課：福祉課.
    """
    places: dict[_Opening, list[int]] = {}
    for at, row in enumerate(grid):
        if opening := _opening(row):
            places.setdefault(opening, []).append(at)
    starts = (-1, *names)
    tops = next(
        (
            rows
            for rows in places.values()
            if len(rows) == len(names) and all(map(lt, starts, rows)) and all(map(le, rows, names))
        ),
        names,
    )
    while tops[0] and len(above := {_opening(grid[at - 1]) for at in tops}) == 1 and all(above):
        tops = [at - 1 for at in tops]
    return [*tops]


_Opening = tuple[int, str]
"""The column and the text of the first cell of a row."""


def _opening(row: CellRow) -> _Opening | None:
    cells = cells_of(row)
    pair = pair_of(cells[0]) if len(cells) == 1 else None
    text = pair[0] if pair else cells[0].text if len(cells) > 1 else ""
    return (cells[0].column, fold(text)) if text else None


# --- Lists of initiatives -----------------------------------------------------------------------

CERTAIN = 4
"""The strength of a heading that can only be one of initiatives' names."""


def are_of_measures(found: Mapping[int, Sequence[Form]], name: Label) -> bool:
    """Return whether each form is about a measure (施策の個票) and lists its initiatives."""
    lists = [_lists_of(form) for forms in found.values() for form in forms]
    rows = [count for some in lists for _top, count in some]
    is_of_measure = Role.SECTION_TITLE in strengths(name[-1])
    return is_of_measure and all(lists) and max(rows, default=0) > 1


def _lists_of(form: Form) -> set[tuple[int, int]]:
    """Return where a form lists initiatives (一覧の位置): the heading row, and how many rows."""
    return {place for label, place in form.lists.items() if _names_initiatives(label[-1])}


def _names_initiatives(heading: str) -> bool:
    return strength_of(heading, Role.NAME) >= CERTAIN


def with_lists_of_forms(
    document: Document, found: Mapping[int, Sequence[Form]], name: Label
) -> Document:
    """Return the document with the lists in its forms as tables (一覧の表).

    The measure becomes a title above, and everything else in the form is added to each row.
    """
    blocks: list[Line | Table] = []
    for at, block in enumerate(document.blocks):
        for piece in pieces_of(block, found.get(at, ())):
            blocks += _parts_of(piece, name) if isinstance(piece, Form) else [piece]
    return replace(document, blocks=tuple(blocks))


def _parts_of(form: Form, name: Label) -> Iterator[Line | Table]:
    """Split a form (個票の内容) into its title, its lists and everything else.

    A list of something else, such as 成果指標, is a table of its own below that of initiatives.
    """
    title = form.values[name][0]
    yield Line(form.value(name), title.span, is_heading=True)
    yield from (Line(text, cell.span) for cell in form.astray for text in cell.lines if text)
    known = [label for label in form.values if label not in form.lists and form.value(label)]
    lists = _lists_of(form)
    for top, count in sorted({*form.lists.values()}, key=lambda place: (place not in lists, place)):
        rows = form.rows[top : top + count + 1]
        facts = [label for label in known if label != name]
        if (top, count) not in lists:
            facts = []
            heading = rows[0][0]
            text = f"{form.value(name)}{BETWEEN_LEVELS}{heading.text.removesuffix('名')}"
            yield Line(text, heading.span, is_heading=True)
        begun = {id(cell): (cell, at) for at, row in reversed([*enumerate(rows)]) for cell in row}
        cells = [cell._replace(row=at) for cell, at in begun.values()]
        width = len(rows[0])
        for column, label in enumerate(facts, width):
            first = form.values[label][0]
            lines = tuple(form.value(label).split("\n"))
            cells.append(Cell((form.spelled[label][-1],), first.span, 0, column))
            cells += [Cell(lines, first.span, at, column) for at in range(1, count + 1)]
        ordered = in_order(cells)
        yield Table(ordered, len(rows), width + len(facts), ordered[0].span, header=1)


# --- Labels above a list ------------------------------------------------------------------------

_MOST_LABELS, _CLOSE = 8, 3
_OF_PAIR = 2  # the cells of a label and its value


def with_labels_above_lists(document: Document, _context: ReadingContext) -> Document:
    """Return the document with labels and values right above a list as lines (一覧の前の項目).

    担当課 | 道路課 and 施策の目的 | … belong to the list below, which has a heading 事業名 or is
    one of a measure's indicators.
    """
    tables = [(at, block) for at, block in enumerate(document.blocks) if isinstance(block, Table)]
    found = {
        at: _lines_of_labels(table)
        for (at, table), (below, other) in pairwise(tables)
        if below - at <= _CLOSE and _is_list(other)
    }
    blocks: list[Line | Table] = []
    for at, block in enumerate(document.blocks):
        blocks += found.get(at) or (block,)
    return replace(document, blocks=tuple(blocks))


def _is_list(table: Table) -> bool:
    headings = worded(next(iter(table.grid(1)), ()))
    is_of_goals = len(headings) > _OF_PAIR and is_indicator(headings[0].text)
    return is_of_goals or (len(headings) > 1 and any(_names_initiatives(c.text) for c in headings))


def _lines_of_labels(table: Table) -> list[Line]:
    """Return the labels and values of a table as lines (項目の行), none if it has other cells.

    The department comes last, right above the list.
    """
    found: list[Line] = []
    departments: list[Line] = []
    for row in table.grid() if table.height <= _MOST_LABELS else ():
        cells = cells_of(row)
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            is_department = Role.DEPARTMENT in strengths(label.text)
            (departments if is_department else found).append(_line_of(label.text, value))
        are_labels = all(is_known(cell.text, {}) for cell in cells[::2])
        is_list = any(_names_initiatives(cell.text) for cell in cells)
        if len(cells) % 2 or is_list or not are_labels:
            return []
    return [*found, *departments]


def _line_of(label: str, value: Cell) -> Line:
    """Return a label and its value as a line (項目の行): the name of a measure is a title."""
    text = " ".join(value.text.split())
    is_title = Role.SECTION_TITLE in strengths(label) and Role.NAME in strengths(label)
    return Line(text if is_title else f"{label}：{text}", value.span, is_heading=is_title)
