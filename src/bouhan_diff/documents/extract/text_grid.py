"""Text as pdftotext -layout prints it (配置を保った平文): columns side by side.

Nothing rules its rows off. A row has one number; it begins on the number's line or, where
that stands in the middle of its row, where the texts of all columns begin anew.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...diagnostics import Diagnostic, Level, Span
from ...text.linebreak import INDENT, display_width, respaced
from ..ir import Content, Line, Table, table_of_rows
from .sources import TextLine
from .text_columns import NUMBERED_LINE, PART, Heading, Piece, column_starts, heading_at, pieces_of

_NUMBER = re.compile(r"[0-9０-９]{1,3}[.．]?")
_NUMBERLIKE = re.compile(r"[0-9０-９]{1,3}(?:[-－.．][0-9０-９]{1,3})*[.．]?")
# What stands between two tables, rather than amid one that a page has cut.
_TITLE = re.compile(
    r"(?:第?[0-9０-９]{1,2}[章節編部]?|第?[一二三四五六七八九十]{1,3}[章節編部]?|[Ⅰ-Ⅻ]|[A-Z]"
    r"|[(（][0-9０-９]{1,2}[)）]|[①-⑳])[\s.．、]\s*\S.*"
)
_PAGE_NUMBER = re.compile(
    r"[-－‐―—\s]*(?:p\.?\s*)?[0-9０-９]{1,3}(?:\s*[/／]\s*\d{1,3})?[-－‐―—\s]*", re.I
)
_SENTENCE_ENDS = ("。", "）", ")", "」", "．")
_LINES_UNDER_TITLE = 8
_SHORT_BY = 4  # in narrow characters
_DEEPEST_INDENT = 4

_FIRST_ROW_WITHIN = 40


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table (表の行) in pieces. number: the one that it opens with, or 0."""

    span: Span
    pieces: dict[int, Piece]
    number: int = 0


@dataclass(slots=True)
class _Part:
    """Lines of one table, over as many pages as it has (表の部分)."""

    heading: Heading
    span: Span
    rows: list[_Row] = field(default_factory=list)


def read_grid(lines: Sequence[TextLine]) -> tuple[list[Line | Table], list[Diagnostic]] | None:
    """Return the text's lines and tables (文書), or None where no columns stand side by side."""
    parts = list(_parts(lines))
    if not any(isinstance(part, _Part) for part in parts):
        return None
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    table: _Part | None = None
    last = 0
    for part in parts:
        if isinstance(part, _Part):
            if table and table.heading.words == part.heading.words:
                table.rows += part.rows
            else:
                last = _finish(table, last, blocks, problems)
                table = part
            continue
        if _TITLE.fullmatch(part.text.strip()) or _is_note(part.text):
            last = _finish(table, last, blocks, problems)
            table = None
        blocks.append(part)
    _finish(table, last, blocks, problems)
    return blocks, problems


# Where tables begin and end


def _parts(lines: Sequence[TextLine]) -> Iterator[Line | _Part]:
    """Yield the lines outside the tables, and the tables page by page (表の切出し)."""
    texts = [line.text for line in lines]
    known: dict[str, Heading] = {}
    at = 0
    while at < len(lines):
        heading = heading_at(texts, at, tuple(known.values()))
        if heading is None or not (heading.words in known or _has_rows(lines, at + heading.height)):
            if texts[at].strip():
                line = lines[at]
                yield Line(_spaced(line.text), line.span, is_apart=line.is_apart)
            at += 1
            continue
        known[heading.words] = heading
        start = at + heading.height
        end = _end_of(lines, start, heading)
        bases = column_starts(texts[start:end], heading)
        part = _Part(heading, lines[at].span)
        part.rows = [_row(line, bases) for line in lines[start:end] if line.text.strip()]
        _move_names(part)
        yield part
        at = end


def _has_rows(lines: Sequence[TextLine], start: int) -> bool:
    """Return whether a numbered line follows on the page (行の有無)."""
    below = lines[start : start + _FIRST_ROW_WITHIN]
    return any(
        NUMBERED_LINE.match(line.text) and not _PAGE_NUMBER.fullmatch(line.text)
        for line in below
        if line.page == lines[start - 1].page
    )


def _end_of(lines: Sequence[TextLine], start: int, heading: Heading) -> int:
    """Return where the table ends on its page (表の終わり)."""
    texts = [line.text for line in lines]
    end = start
    while end < len(lines) and lines[end].page == lines[start].page:
        if _is_note(texts[end]):
            return end
        found = heading_at(texts, end, (heading,))
        if found and found.words == heading.words:
            above = range(max(start, end - _LINES_UNDER_TITLE), end)
            return next((n for n in above if _is_title(texts[n])), end)
        end += 1
    last = max((n for n in range(start, end) if texts[n].strip()), default=start)
    return last if _PAGE_NUMBER.fullmatch(texts[last]) else end


def _is_title(text: str) -> bool:
    is_alone = not text.startswith(" ") and "  " not in text.strip()
    return is_alone and bool(_TITLE.fullmatch(text.strip()))


def _is_note(text: str) -> bool:
    """Return whether the line is a note under the table (注記): ※ at the left, nothing beside."""
    words = text.strip()
    return (
        words.startswith(("※", "（注"))
        and len(text) - len(text.lstrip()) <= _DEEPEST_INDENT
        and (len(PART.findall(text)) == 1)
    )


def _spaced(text: str) -> str:
    """Return the line with the wide spaces that the layout made narrow ones of (空白)."""
    indent = INDENT if 0 < len(text) - len(text.lstrip()) <= _DEEPEST_INDENT else ""
    return indent + respaced(text)


def _row(line: TextLine, bases: Sequence[int]) -> _Row:
    """Return the line in pieces (行), the number that opens it taken out of its column."""
    pieces = pieces_of(line.text, bases)
    match = re.match(r"\s*(\S+)(?:\s+(.*))?\Z", line.text)
    opening = match[1] if match else ""
    if 0 not in pieces or not _NUMBER.fullmatch(opening):
        return _Row(line.span, pieces)
    pieces[0] = Piece(pieces[0].text.removeprefix(opening).strip(), 0)
    return _Row(line.span, pieces, int(opening.rstrip(".．")))


def _move_names(part: _Part) -> None:
    """Where the first column is of numbers alone, move what stands beside them into the next."""
    numbered = [row for row in part.rows if row.number]
    if not _is_of_numbers(part):
        return
    for row in numbered:
        if name := row.pieces[0].text:
            beside = row.pieces[1].text if 1 in row.pieces else ""
            row.pieces[1] = Piece(name + beside, 0)
            row.pieces[0] = Piece("", 0)


def _is_of_numbers(part: _Part) -> bool:
    """Return whether the first column holds nothing but the rows' numbers (番号の列)."""
    alone = sum(not row.pieces[0].text for row in part.rows if row.number)
    numbered = sum(bool(row.number) for row in part.rows)
    others = any(row.pieces[0].text for row in part.rows if not row.number and 0 in row.pieces)
    return 2 * alone > numbered and not others


# Which lines belong to which row


def _finish(
    part: _Part | None, last: int, blocks: list[Line | Table], problems: list[Diagnostic]
) -> int:
    """Separate the table's rows and add it (行の区切り); return its last number."""
    if part is None:
        return last
    anchors = _anchors(part.rows, last)
    if not anchors:
        problems.append(Diagnostic(Level.LOSS, "no-numbered-rows", part.span))
        return last
    texts = _text_columns(part)
    starts = _starts(part.rows, anchors, texts)
    bounds = zip(starts, [*starts[1:], len(part.rows)], strict=True)
    groups = [part.rows[start:end] for start, end in bounds]
    are_whole = _are_whole(groups, texts)
    # Figures that open lines are the rows' numbers only where no other column has those.
    is_sure = not _has_other_numbers(part.rows, anchors)
    first = 1 if _is_of_numbers(part) else 0
    heading = part.heading.texts if first else ("番号", *part.heading.texts)
    table: list[list[Content]] = [[((text,), part.span) for text in heading]]
    widest = {
        n: max((_width(row.pieces[n].text) for row in part.rows if n in row.pieces), default=0)
        for n in texts
    }
    for place, (anchor, rows) in enumerate(zip(anchors, groups, strict=True)):
        table.append(_cells(part, rows, part.rows[anchor].number, widest, first))
        whole = all(are_whole[max(0, place - 1) : place + 1])
        if not (is_sure and whole and _are_side_by_side(rows, texts)):
            row = part.rows[anchor]
            data = {"number": str(row.number)}
            problems.append(Diagnostic(Level.DOUBT, "lines-uneven", row.span, data))
    blocks.append(table_of_rows(table))
    return part.rows[anchors[-1]].number


def _text_columns(part: _Part) -> list[int]:
    """Return the columns of sentences (文の列), or the widest where there are none."""
    columns = range(len(part.heading.texts))
    ends = Counter(n for row in part.rows for n, p in row.pieces.items() if p.text.endswith("。"))
    if ends:
        return [n for n in columns if ends[n]]
    widths = [
        max((_width(row.pieces[n].text) for row in part.rows if n in row.pieces), default=0)
        for n in columns
    ]
    return [n for n in columns if widths[n] * 2 > max(widths)]


def _has_other_numbers(rows: Sequence[_Row], anchors: Sequence[int]) -> bool:
    columns = {column for at in anchors for column in rows[at].pieces}
    return any(
        all(
            column in rows[at].pieces and _NUMBERLIKE.match(rows[at].pieces[column].text)
            for at in anchors
        )
        for column in columns
    )


def _are_side_by_side(rows: Sequence[_Row], texts: Sequence[int]) -> bool:
    """Return whether no line of a text is missing amid it (行の乱れ).

    Where pdftotext moves the lines of a cell, it may have changed their order.
    """
    for column in texts:
        held = [column in row.pieces for row in rows]
        if any(held) and False in held[held.index(True) : len(held) - held[::-1].index(True)]:
            return False
    return True


def _are_whole(groups: Sequence[Sequence[_Row]], texts: Sequence[int]) -> list[bool]:
    """Return for each row whether its texts end as most do (文末): with a sentence's end."""
    ends = [
        [
            found[-1].endswith(_SENTENCE_ENDS)
            for column in texts
            if (found := [row.pieces[column].text for row in rows if column in row.pieces])
        ]
        for rows in groups
    ]
    every = [end for found in ends for end in found]
    is_usual = sum(every) * 2 >= len(every)
    return [all(end == is_usual for end in found) for found in ends]


def _anchors(rows: Sequence[_Row], last: int) -> list[int]:
    """Return the lines with the numbers 1, 2, 3 … (番号のある行), or those after the last."""
    anchors: list[int] = []
    following = next((row.number for row in rows if row.number in {1, last + 1}), 1)
    for at, row in enumerate(rows):
        if row.number == following:
            anchors.append(at)
            following += 1
    return anchors


def _starts(rows: Sequence[_Row], anchors: Sequence[int], texts: Sequence[int]) -> list[int]:
    """Return where each row begins (行の始まり)."""
    clean = _clean_starts(rows, texts)
    kept = set(clean)
    if all(anchor in kept for anchor in anchors) or _are_on_top(rows, anchors, texts):
        return list(anchors)
    starts = [0]
    for before, anchor in pairwise(anchors):
        among = clean[bisect_right(clean, before) : bisect_right(clean, anchor)]
        # A number stands in the middle of its row: the row before ends as far below its own.
        middle = 2 * before - starts[-1] + 1
        begins = min(among, key=lambda at: abs(at - middle)) if among else middle
        starts.append(min(max(begins, before + 1), anchor))
    return starts


def _are_on_top(rows: Sequence[_Row], anchors: Sequence[int], texts: Sequence[int]) -> bool:
    """Return whether each number stands on its row's first line (上揃え), by looks alone."""
    found = [row.pieces[column].text for row in rows for column in texts if column in row.pieces]
    sentences = sum(text.endswith("。") for text in found)
    return (
        anchors[0] == 0
        and sentences * 5 < len(found)
        and all(column in rows[at].pieces for at in anchors for column in texts)
    )


def _clean_starts(rows: Sequence[_Row], texts: Sequence[int]) -> list[int]:
    """Return where a row may begin (区切りの候補): no text above is amid a sentence."""
    clean: list[int] = []
    above: dict[int, str] = {}
    for at, row in enumerate(rows):
        own = {column: row.pieces[column] for column in texts if column in row.pieces}
        is_amid = any(not text.endswith(_SENTENCE_ENDS) for text in above.values() if text)
        if not is_amid and any(piece.shift > 0 for piece in own.values()):
            clean.append(at)
        above |= {column: piece.text for column, piece in own.items()}
    return clean


def _cells(
    part: _Part, rows: Sequence[_Row], number: int, widest: dict[int, int], first: int
) -> list[Content]:
    """Return the row's cells (行のセル), its number first."""
    cells: list[Content] = [((str(number),), rows[0].span)]
    for column in range(first, len(part.heading.texts)):
        pieces = [row.pieces[column] for row in rows if column in row.pieces]
        lines = tuple(piece.text for piece in pieces if piece.text)
        if column in widest:
            lines = _with_indents(pieces, widest[column])
        cells.append((lines, rows[0].span))
    return cells


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
    """Return a text's width in cells of a fixed pitch, in which text files are laid out."""
    return display_width(text, ambiguous=2)
