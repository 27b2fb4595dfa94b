"""Lists of initiatives inside forms (構成事業の一覧), each form about one 施策.

A form on a policy measure (施策評価シート) states its purpose and lists its initiatives, which
become the rows of a table. Everything else in the form applies to each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...plan import BETWEEN_LEVELS
from ..headings.header_rows import worded
from ..headings.heading_parts import strength_of
from ..headings.vocabulary import Role, is_indicator, is_known, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, in_order
from .form_table import Form, Label, cells_of, pieces_of

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
