"""Text as pdftotext -layout prints it (配置を保った平文): columns side by side.

Nothing rules its rows off. A row has one number; it begins on the number's line or, where
that stands in the middle of its row, where the summaries of all years begin anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import east_asian_width

from ...diagnostics import Diagnostic, Level, Span
from ...text._spaces import respaced
from ...text.joining import INDENT
from ..interpret.column_classifier import Role
from ..interpret.title_patterns import footnote, is_page_number, numbered_title
from ..ir import Cell, Columns, Document, Line, Table
from ._grid import table_of_rows
from ._laid_out_columns import Heading, Piece, bases_of, heading_at, pieces_of
from ._numbered_lines import NumberedLine

_NUMBER = re.compile(r"[0-9０-９]{1,3}[.．]?")
_SENTENCE_ENDS = ("。", "）", ")", "」", "．")
_LINES_UNDER_TITLE = 8
_SHORT_BY = 4  # in narrow characters
_DEEPEST_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table (表の行) in pieces. number: the one that it opens with, or 0."""

    where: Span
    pieces: dict[int, Piece]
    number: int = 0


@dataclass(slots=True)
class _Part:
    """Lines of one table, over as many pages as it has (表の部分)."""

    heading: Heading
    where: Span
    rows: list[_Row] = field(default_factory=list)


def document_of(lines: Sequence[NumberedLine], given: Columns, name: str) -> Document | None:
    """Return the text's lines and tables (文書), or None where no columns stand side by side."""
    parts = list(_parts(lines, given))
    if not any(isinstance(part, _Part) for part in parts):
        return None
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    table: _Part | None = None
    last = 0
    for part in parts:
        if isinstance(part, _Part):
            if table and table.heading.roles == part.heading.roles:
                table.rows += part.rows
            else:
                last = _finish(table, last, blocks, problems)
                table = part
            continue
        if numbered_title(part.text) or footnote(part.text) is not None:
            last = _finish(table, last, blocks, problems)
            table = None
        blocks.append(part)
    _finish(table, last, blocks, problems)
    return Document(tuple(blocks), is_wrapped=True, name=name, diagnostics=tuple(problems))


def _parts(lines: Sequence[NumberedLine], given: Columns) -> Iterator[Line | _Part]:
    """Yield the lines outside the tables, and the tables page by page (表の切出し)."""
    texts = [line.text for line in lines]
    at = 0
    while at < len(lines):
        heading = heading_at(texts, at, given) if texts[at].strip() else None
        if heading is None:
            if texts[at].strip():
                line = lines[at]
                yield Line(_spaced(line.text), line.where, is_apart=line.is_apart)
            at += 1
            continue
        start = at + heading.height
        end = _end_of(lines, start, given)
        bases = bases_of(texts[start:end], heading)
        part = _Part(heading, lines[at].where)
        for line in lines[start:end]:
            if line.text.strip():
                part.rows.append(_row(line, bases, heading))
        yield part
        at = end


def _end_of(lines: Sequence[NumberedLine], start: int, given: Columns) -> int:
    """Return where the table ends on its page (表の終わり)."""
    texts = [line.text for line in lines]
    end = start
    while end < len(lines) and lines[end].page == lines[start].page:
        if footnote(texts[end]) is not None:
            return end
        if heading_at(texts, end, given):
            above = range(max(start, end - _LINES_UNDER_TITLE), end)
            return next((n for n in above if _is_title(texts[n])), end)
        end += 1
    last = max((n for n in range(start, end) if texts[n].strip()), default=start)
    return last if is_page_number(texts[last]) else end


def _is_title(text: str) -> bool:
    return bool(numbered_title(text)) and not text.startswith(" ") and "  " not in text.strip()


def _spaced(text: str) -> str:
    """Return the line with the wide spaces that the layout made narrow ones of (空白)."""
    indent = INDENT if 0 < len(text) - len(text.lstrip()) <= _DEEPEST_INDENT else ""
    return indent + respaced(text)


def _row(line: NumberedLine, bases: Sequence[int], heading: Heading) -> _Row:
    pieces = pieces_of(line.text, bases, heading.roles)
    match = re.match(r"\s*(\S+)(?:\s+(.*))?\Z", line.text)
    opening = match[1] if match else ""
    if 0 not in pieces or not _NUMBER.fullmatch(opening):
        return _Row(line.where, pieces)
    name = pieces[0].text.removeprefix(opening).strip()
    pieces[0] = Piece(name, 0)
    if Role.NUMBER in heading.roles and heading.roles[0] is Role.NUMBER and name:
        pieces[1] = Piece(name + pieces[1].text if 1 in pieces else name, 0)
        pieces[0] = Piece("", 0)
    return _Row(line.where, pieces, int(opening.rstrip(".．")))


def _finish(
    part: _Part | None, last: int, blocks: list[Line | Table], problems: list[Diagnostic]
) -> int:
    """Part the table into its rows and add it (行の区切り); return its last number."""
    if part is None:
        return last
    summaries = [n for n, role in enumerate(part.heading.roles) if role is Role.SUMMARY]
    anchors = _anchors(part.rows, last)
    if not anchors:
        problems.append(Diagnostic(Level.LOSS, "no-numbered-rows", part.where))
        return last
    starts = _starts(part.rows, anchors, summaries)
    bounds = zip(starts, [*starts[1:], len(part.rows)], strict=True)
    groups = [part.rows[start:end] for start, end in bounds]
    are_whole = _are_whole(groups, summaries)
    # Figures that open lines are the rows' numbers only where the first column has those.
    is_numbered = Role.NUMBER not in part.heading.roles[1:]
    table = [_heading_cells(part)]
    for place, (anchor, rows) in enumerate(zip(anchors, groups, strict=True)):
        table.append(_cells(part, rows, part.rows[anchor].number, summaries))
        if not (
            is_numbered
            and _are_side_by_side(rows, summaries)
            and all(are_whole[max(0, place - 1) : place + 1])
        ):
            problems.append(_uncertain(part.rows[anchor]))
    blocks.append(table_of_rows(table))
    return part.rows[anchors[-1]].number


def _are_side_by_side(rows: Sequence[_Row], summaries: Sequence[int]) -> bool:
    """Return whether no line of a summary is missing amid it (行の乱れ).

    Where pdftotext moves the lines of a cell, it may have changed their order.
    """
    for column in summaries:
        held = [column in row.pieces for row in rows]
        if any(held) and False in held[held.index(True) : len(held) - held[::-1].index(True)]:
            return False
    return True


def _are_whole(groups: Sequence[Sequence[_Row]], summaries: Sequence[int]) -> list[bool]:
    """Return for each row whether its summaries end as most do (文末): with a sentence's end."""
    ends = [
        [
            texts[-1].endswith(_SENTENCE_ENDS)
            for column in summaries
            if (texts := [row.pieces[column].text for row in rows if column in row.pieces])
        ]
        for rows in groups
    ]
    every = [end for found in ends for end in found]
    is_usual = sum(every) * 2 >= len(every)
    return [all(end == is_usual for end in found) for found in ends]


def _uncertain(row: _Row) -> Diagnostic:
    return Diagnostic(Level.DOUBT, "lines-uneven", row.where, {"number": str(row.number)})


def _anchors(rows: Sequence[_Row], last: int) -> list[int]:
    """Return the lines with the numbers 1, 2, 3 … (番号のある行), or those after the last."""
    anchors: list[int] = []
    following = next((row.number for row in rows if row.number in {1, last + 1}), 1)
    for at, row in enumerate(rows):
        if row.number == following:
            anchors.append(at)
            following += 1
    return anchors


def _starts(rows: Sequence[_Row], anchors: Sequence[int], summaries: Sequence[int]) -> list[int]:
    """Return where each row begins (行の始まり)."""
    clean = [at for at in range(len(rows)) if _is_clean(rows, at, summaries)]
    if all(anchor in clean for anchor in anchors) or _are_on_top(rows, anchors, summaries):
        return list(anchors)
    starts = [0]
    for before, anchor in pairwise(anchors):
        among = [at for at in clean if before < at <= anchor]
        # A number stands in the middle of its row: the row before ends as far below its own.
        middle = 2 * before - starts[-1] + 1
        begins = min(among, key=lambda at: abs(at - middle)) if among else middle
        starts.append(min(max(begins, before + 1), anchor))
    return starts


def _are_on_top(rows: Sequence[_Row], anchors: Sequence[int], summaries: Sequence[int]) -> bool:
    """Return whether each number stands on its row's first line (上揃え), by looks alone."""
    texts = [
        row.pieces[column].text for row in rows for column in summaries if column in row.pieces
    ]
    sentences = sum(text.endswith("。") for text in texts)
    return (
        anchors[0] == 0
        and sentences * 5 < len(texts)
        and all(column in rows[at].pieces for at in anchors for column in summaries)
    )


def _is_clean(rows: Sequence[_Row], at: int, summaries: Sequence[int]) -> bool:
    """Return whether a row may begin here (区切りの可否): no summary is amid a sentence."""
    if not any(column in rows[at].pieces for column in summaries):
        return False
    for column in summaries:
        above = next(
            (row.pieces[column].text for row in reversed(rows[:at]) if column in row.pieces), ""
        )
        if above and not above.endswith(_SENTENCE_ENDS):
            return False
    return any(
        column in rows[at].pieces and rows[at].pieces[column].shift > 0 for column in summaries
    )


def _heading_cells(part: _Part) -> tuple[Cell, ...]:
    """Return the heading over `_cells` (見出しのセル): the number first, wherever it stood."""
    columns = zip(part.heading.texts, part.heading.roles, strict=True)
    texts = (text for text, role in columns if role is not Role.NUMBER)
    return tuple(Cell((text,), part.where) for text in ("番号", *texts))


def _cells(
    part: _Part, rows: Sequence[_Row], number: int, summaries: Sequence[int]
) -> tuple[Cell, ...]:
    where = rows[0].where
    cells = [Cell((str(number),), where)]
    for column, role in enumerate(part.heading.roles):
        if role is Role.NUMBER:
            continue
        pieces = [row.pieces[column] for row in rows if column in row.pieces]
        texts = tuple(piece.text for piece in pieces if piece.text)
        if column in summaries:
            widest = max(_width(r.pieces[column].text) for r in part.rows if column in r.pieces)
            texts = _with_indents(pieces, widest)
        cells.append(Cell(texts, where))
    return tuple(cells)


def _with_indents(pieces: Sequence[Piece], widest: int) -> tuple[str, ...]:
    """Return the lines (行), an indent before each that begins a paragraph.

    That is one after the end of a sentence that stands farther right, or under a short line.
    """
    texts: list[str] = []
    for place, piece in enumerate(pieces):
        above = pieces[place - 1].text if place else ""
        is_short = _width(above) <= widest - _SHORT_BY
        begins = above.endswith("。") and (piece.shift > 0 or is_short)
        texts.append(INDENT + piece.text if begins else piece.text)
    return tuple(texts)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
