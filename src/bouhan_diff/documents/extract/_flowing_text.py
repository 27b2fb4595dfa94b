"""Text as pdftotext prints it without -layout (平文): cells one after the other.

No position tells a cell from the next one, so that a row is parted by what its heading
announces: its number and name, a block of lines for each year, then department and
policy numbers. A row that does not come out even is told of, not guessed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ...diagnostics import Diagnostic, Level, Span
from ...text._spaces import respaced
from ...text.joining import INDENT
from ..interpret.column_classifier import Role, column_of
from ..interpret.diagnostics import shortened
from ..interpret.title_patterns import footnote, numbered_title, source_and_title
from ..ir import Cell, Columns, Document, Line, Table
from ._flowing_headings import Heading, headings_of
from ._flowing_rows import ROW_START, FlowingRow, parted, width
from ._flowing_titles import with_numbers
from ._grid import table_of_rows
from ._numbered_lines import NumberedLine

_LINES_UNDER_TITLE = 8


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows under one heading (表の部分)."""

    heading: Heading
    where: Span
    rows: list[FlowingRow]


def document_of(lines: Sequence[NumberedLine], given: Columns, name: str) -> Document:
    """Return the text's lines and tables (文書)."""
    are_lost = not any(INDENT in line.text for line in lines)
    spaced = respaced if are_lost else str
    lines = list(lines)
    headings = list(headings_of(lines, given))
    for heading in headings:
        with_numbers(lines, heading.start, fewest_of_row=1 + heading.years)
    parts: list[Line | _Part] = []
    problems: list[Diagnostic] = []
    open_row: FlowingRow | None = None
    start = 0
    for heading, following in zip_longest(headings, headings[1:]):
        above = lines[start : heading.start]
        parts += _loose(above, spaced)
        if any(numbered_title(line.text) for line in above):
            open_row = None
        end = following.start if following else len(lines)
        body = _body_end(lines, heading.end, end, is_last=following is None)
        last = open_row.number if open_row else 0
        of_name, amid = list(heading.name), list(heading.amid)
        if of_name and _opens_row(of_name[0], last):
            of_name, amid = [], of_name + amid
        rest, rows = _rows([*amid, *lines[heading.end : body]], given, last)
        if open_row:
            open_row.rest_of_name += of_name
            open_row.rest += rest
        elif any(line.text.strip() for line in (*of_name, *rest)):
            problems.append(_unnumbered([*of_name, *rest]))
        parts += (replace(line, is_apart=False) for line in _loose(heading.note, spaced))
        parts.append(_Part(heading, lines[heading.start].where, rows))
        open_row = rows[-1] if rows else open_row
        start = body
    parts += _loose(lines[start:], spaced)
    blocks = [
        part if isinstance(part, Line) else _table(part, problems, are_lost=are_lost)
        for part in parts
    ]
    return Document(tuple(blocks), is_wrapped=True, name=name, diagnostics=tuple(problems))


def _table(part: _Part, problems: list[Diagnostic], *, are_lost: bool) -> Table:
    """Return the part's table (表). are_lost: the text has none of its wide spaces any more."""
    table = [_heading_row(part)]
    found = [(row, parted(row, part.heading)) for row in part.rows]
    problems += [_uneven(row) for row, parts in found if parts is None]
    whole = [parts for _row, parts in found if parts]
    if are_lost:
        widest = max((width(line.text) for parts in whole for line in parts.lines()), default=0)
        problems += [_doubtful(line) for parts in whole for line in parts.doubtful(widest)]
        whole = [parts.restored(widest) for parts in whole]
    return table_of_rows([*table, *(parts.cells(part.heading.roles) for parts in whole)])


def _loose(lines: Sequence[NumberedLine], spaced: Callable[[str], str]) -> Iterator[Line]:
    for line in lines:
        if line.text.strip():
            text = line.text if numbered_title(line.text) else spaced(line.text)
            yield Line(text, line.where, is_apart=line.is_apart)


def _body_end(lines: Sequence[NumberedLine], start: int, end: int, *, is_last: bool) -> int:
    """Return where a table's rows end (表の終わり): at a footnote or the next section's title."""
    for at in range(start, end):
        if footnote(lines[at].text) is not None:
            return at
    if is_last:
        return end
    blocks = 0
    for seen, at in enumerate(range(end - 1, start - 1, -1)):
        line = lines[at]
        text = line.text.strip()
        if not text or _is_noise(text):
            continue
        if seen > _LINES_UNDER_TITLE or blocks > 1:
            break
        if numbered_title(text) and not ROW_START.fullmatch(line.text.rstrip(), 0, 0):
            return at
        blocks += line.is_apart
    return end


def _is_noise(text: str, given: Columns | None = None) -> bool:
    """Return whether the line is furniture (ページの飾り): a heading's word astray, 資料１."""
    column = column_of(text, given or {})
    marked = source_and_title(text)
    return bool(column and column.role is not Role.SUMMARY) or bool(marked and not marked[1])


def _rows(
    lines: Sequence[NumberedLine], given: Columns, last: int
) -> tuple[list[NumberedLine], list[FlowingRow]]:
    """Return the lines above the first row, and the rows (行) from the number after the last."""
    above: list[NumberedLine] = []
    rows: list[FlowingRow] = []
    into = above
    for line in lines:
        if _opens_row(line, last + len(rows)):
            rows.append(FlowingRow(last + len(rows) + 1, [line]))
            into = rows[-1].lines
        elif not _is_noise(line.text.strip(), given):
            into.append(line)
    return above, rows


def _opens_row(line: NumberedLine, last: int) -> bool:
    match = ROW_START.fullmatch(line.text)
    return match is not None and int(match[1]) == last + 1


def _heading_row(part: _Part) -> tuple[Cell, ...]:
    texts = ["番号", "事業名"]
    pairs = zip(part.heading.texts, part.heading.roles, strict=True)
    texts += [text for text, role in pairs if role not in {Role.NUMBER, Role.NAME}]
    return tuple(Cell((text,), part.where) for text in texts)


def _doubtful(line: NumberedLine) -> Diagnostic:
    return Diagnostic(Level.DOUBT, "paragraph-unsure", line.where, {"text": shortened(line.text)})


def _unnumbered(lines: Sequence[NumberedLine]) -> Diagnostic:
    text = " ".join(line.text.strip() for line in lines if line.text.strip())
    return Diagnostic(Level.LOSS, "lines-without-row", lines[0].where, {"text": shortened(text)})


def _uneven(row: FlowingRow) -> Diagnostic:
    return Diagnostic(
        Level.LOSS, "row-unsplit", row.lines[0].where, {"text": shortened(row.lines[0].text)}
    )
