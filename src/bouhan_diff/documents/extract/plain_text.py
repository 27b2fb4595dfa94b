"""Plain text (.txt, テキスト) as pdftotext or a spreadsheet prints a table.

Its columns are side by side. If pdftotext prints without -layout, as in the source of our own plan,
the cells of a row follow each other as blocks: read only if every row has one for each heading.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from ...diagnostics import Diagnostic, Level
from ...text.joining import INDENT
from ..ir import Content, Document, Extraction, Line, ReadOptions, Table, table_of_rows
from .sources import decoded, read_bounded
from .text_columns import (
    BAND,
    TITLE,
    Fragment,
    GridPart,
    GridRow,
    TextLine,
    fixed_width_of,
    grid_parts,
    is_note_under_table,
    is_of_numbers,
    pitched_tables,
    text_columns,
    text_lines,
    widest_of,
)


def read(path: Path, _options: ReadOptions) -> Extraction:
    """Return the text's lines and tables (文書), in one step."""
    yield from ()
    lines = text_lines(decoded(read_bounded(path), path))
    if pitched := pitched_tables(lines):
        return Document(tuple(pitched), is_wrapped=True, name=path.stem)
    found = _read_grid(lines) or _read_blocks(lines)
    blocks, diagnostics = found or ([line.shown() for line in lines if line.words], [])
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, diagnostics=tuple(diagnostics))


# Columns side by side
#
# Nothing rules the rows off. A row has one number; it begins on the number's line or, if that is
# in its middle, where the texts of all columns begin again.

_NUMBERLIKE = re.compile(r"[0-9０-９]{1,3}(?:[-－.．][0-9０-９]{1,3})*[.．]?")
_SENTENCE_ENDS = ("。", "）", ")", "」", "．")
_SHORT_BY = 4  # in narrow characters
_MOST = 0.9


def _read_grid(lines: Sequence[TextLine]) -> tuple[list[Line | Table], list[Diagnostic]] | None:
    """Return the text's lines and tables (文書), None if no columns are side by side."""
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    table: GridPart | None = None
    last = 0
    for part in grid_parts(lines):
        if not isinstance(part, GridPart):
            words = part.text.strip()
            if TITLE.fullmatch(words) or BAND.fullmatch(words) or is_note_under_table(part.text):
                last = _finish(table, last, blocks, problems)
                table = None
            blocks.append(part)
        elif table and table.heading.words == part.heading.words:
            table.rows += part.rows
        else:
            last = _finish(table, last, blocks, problems)
            table = part
    _finish(table, last, blocks, problems)
    is_grid = problems or any(isinstance(block, Table) for block in blocks)
    return (blocks, problems) if is_grid else None


def _finish(
    part: GridPart | None, last: int, blocks: list[Line | Table], problems: list[Diagnostic]
) -> int:
    """Separate the table's rows and add it (行の区切り); return its last number."""
    if part is None:
        return last
    anchors = _anchors(part.rows, last)
    if not anchors:
        problems.append(Diagnostic(Level.LOSS, "no-numbered-rows", part.span))
        return last
    texts = text_columns(part)
    starts = _starts(part.rows, anchors, texts)
    bounds = zip(starts, [*starts[1:], len(part.rows)], strict=True)
    groups = [part.rows[start:end] for start, end in bounds]
    are_whole = _are_whole(groups, texts)
    # Figures that open lines are the rows' numbers only where no other column has those.
    is_sure = not _has_other_numbers(part.rows, anchors)
    first = 1 if is_of_numbers(part) else 0
    heading = part.heading.texts if first else ("番号", *part.heading.texts)
    table: list[list[Content]] = [[((text,), part.span) for text in heading]]
    widest = {n: widest_of(part, n) for n in texts}
    for place, (anchor, rows) in enumerate(zip(anchors, groups, strict=True)):
        table.append(_cells(part, rows, part.rows[anchor].number, widest, first))
        whole = all(are_whole[max(0, place - 1) : place + 1])
        if not (is_sure and whole and _are_side_by_side(rows, texts)):
            row = part.rows[anchor]
            data = {"number": str(row.number)}
            problems.append(Diagnostic(Level.DOUBT, "lines-uneven", row.span, data))
    blocks.append(table_of_rows(table))
    return part.rows[anchors[-1]].number


def _has_other_numbers(rows: Sequence[GridRow], anchors: Sequence[int]) -> bool:
    columns = {column for at in anchors for column in rows[at].pieces}
    return any(
        all(
            column in rows[at].pieces and _NUMBERLIKE.match(rows[at].pieces[column].text)
            for at in anchors
        )
        for column in columns
    )


def _are_side_by_side(rows: Sequence[GridRow], texts: Sequence[int]) -> bool:
    """Return whether no text has a gap in its lines (行の乱れ).

    Where pdftotext moves the lines of a cell, it may have changed their order.
    """
    for column in texts:
        held = [column in row.pieces for row in rows]
        if any(held) and False in held[held.index(True) : len(held) - held[::-1].index(True)]:
            return False
    return True


def _are_whole(groups: Sequence[Sequence[GridRow]], texts: Sequence[int]) -> list[bool]:
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


def _anchors(rows: Sequence[GridRow], last: int) -> list[int]:
    """Return the lines with the numbers 1, 2, 3 … (番号のある行), or those after the last."""
    anchors: list[int] = []
    following = next((row.number for row in rows if row.number in {1, last + 1}), 1)
    for at, row in enumerate(rows):
        if row.number == following:
            anchors.append(at)
            following += 1
    return anchors


def _starts(rows: Sequence[GridRow], anchors: Sequence[int], texts: Sequence[int]) -> list[int]:
    """Return where each row begins (行の始まり)."""
    clean = _clean_starts(rows, texts)
    kept = set(clean)
    if all(anchor in kept for anchor in anchors) or _are_on_top(rows, anchors, texts):
        return list(anchors)
    starts = [0]
    for before, anchor in pairwise(anchors):
        among = clean[bisect_right(clean, before) : bisect_right(clean, anchor)]
        # A number is in the middle of its row: the row before ends as far below its own.
        middle = 2 * before - starts[-1] + 1
        begins = min(among, key=lambda at: abs(at - middle)) if among else middle
        starts.append(min(max(begins, before + 1), anchor))
    return starts


def _are_on_top(rows: Sequence[GridRow], anchors: Sequence[int], texts: Sequence[int]) -> bool:
    """Return whether each number is on its row's first line (上揃え).

    It is if the texts above it end a sentence, or if there are hardly any sentences.
    """
    if anchors[0] or not all(column in rows[at].pieces for at in anchors for column in texts):
        return False
    found = [row.pieces[column].text for row in rows for column in texts if column in row.pieces]
    ends = [
        next(row.pieces[column].text for row in rows[:at][::-1] if column in row.pieces)
        for at in anchors[1:]
        for column in texts
    ]
    sentences = sum(text.endswith("。") for text in found)
    whole = sum(text.endswith("。") for text in ends)
    return sentences * 5 < len(found) or whole > _MOST * len(ends)


def _clean_starts(rows: Sequence[GridRow], texts: Sequence[int]) -> list[int]:
    """Return where a row may begin (区切りの候補): no text above is in mid-sentence."""
    clean: list[int] = []
    above: dict[int, str] = {}
    for at, row in enumerate(rows):
        pieces = {column: row.pieces[column] for column in texts if column in row.pieces}
        is_amid = any(not text.endswith(_SENTENCE_ENDS) for text in above.values() if text)
        if not is_amid and any(piece.shift > 0 for piece in pieces.values()):
            clean.append(at)
        above |= {column: piece.text for column, piece in pieces.items()}
    return clean


def _cells(
    part: GridPart, rows: Sequence[GridRow], number: int, widest: dict[int, int], first: int
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


def _with_indents(pieces: Sequence[Fragment], widest: int) -> tuple[str, ...]:
    """Return the lines (行), with an indent before each that begins a paragraph.

    It does after the end of a sentence if it is farther right, or follows a short line.
    """
    texts: list[str] = []
    for place, piece in enumerate(pieces):
        above = pieces[place - 1].text if place else ""
        is_short = fixed_width_of(above) <= widest - _SHORT_BY
        begins = above.endswith("。") and (piece.shift > 0 or is_short)
        texts.append(INDENT + piece.text if begins else piece.text)
    return tuple(texts)


# Cells one below another

_ROW_START = re.compile(r"\s?([0-9０-９]{1,3})(?:[.．]?\s+(\S.*))?")
_LONGEST_HEADING = 12
_FARTHEST = 40  # lines above a row, empty ones too, in which its heading is
_NAMELESS = ("番号", "事業名")  # the first two columns, over which the text has no heading


def _read_blocks(lines: Sequence[TextLine]) -> tuple[list[Line | Table], list[Diagnostic]] | None:
    """Return the contents of a text without columns (平文の表), None if no heading is repeated.

    The heading is above the first row of every section.
    """
    starts = _row_starts(lines)
    words = _repeated_heading(lines, [at for at in starts if _number(lines[at]) == 1])
    if not words:
        return None
    blocks: list[Line | Table] = []
    problems: list[Diagnostic] = []
    heading: list[str] = []
    rows: list[list[Content]] = []
    opening = set(starts)
    at = 0
    while at < len(lines):
        end = _heading_end(lines, at, words)
        if end:
            heading = _heading_texts(lines[at:end])
            at = end
        elif heading and at in opening:
            following = bisect_right(starts, at)
            end = starts[following] if following < len(starts) else len(lines)
            row, used = _row(lines[at:end], len(heading), words)
            if row is None:
                text = " ".join(line.words for line in lines[at : at + used] if line.words)
                problems.append(
                    Diagnostic(Level.LOSS, "row-unsplit", lines[at].span, {"text": text})
                )
            else:
                rows.append(row)
            at += used
        else:
            if rows and lines[at].words:
                blocks.append(_table(heading, rows))
                rows = []
            blocks += [lines[at].shown()] if lines[at].words else []
            at += 1
    return [*blocks, *([_table(heading, rows)] if rows else [])], problems


def _row_starts(lines: Sequence[TextLine]) -> list[int]:
    """Return the lines that open a row (行頭): numbers that count up, or restart at 1."""
    starts: list[int] = []
    last = 0
    for at, line in enumerate(lines):
        number = _number(line) if line.is_apart else 0
        if number and number in {1, last + 1}:
            starts.append(at)
            last = number
    return starts


def _number(line: TextLine) -> int:
    match = _ROW_START.fullmatch(line.text)
    return int(match[1]) if match else 0


def _repeated_heading(lines: Sequence[TextLine], firsts: Sequence[int]) -> list[str]:
    """Return the lines above most first rows (繰り返される見出し)."""
    above = Counter(tuple(_words_above(lines, at)) for at in firsts)
    best: list[str] = []
    for length in range(1, _LONGEST_HEADING + 1):
        counts = Counter[tuple[str, ...]]()
        for words, times in above.items():
            counts[words[-length:]] += times
        words, times = counts.most_common(1)[0] if counts else ((), 0)
        if len(words) < length or 2 * times <= len(firsts) or times < 2:  # noqa: PLR2004
            break
        best = list(words)
    return best


def _words_above(lines: Sequence[TextLine], at: int) -> Iterator[str]:
    above = [line.words for line in lines[max(0, at - _FARTHEST) : at] if line.words]
    yield from above[-_LONGEST_HEADING:]


def _heading_end(lines: Sequence[TextLine], at: int, words: Sequence[str]) -> int:
    """Return the line after the heading that begins here, 0 if none does."""
    waiting = list(words)
    for end in range(at, len(lines)):
        text = lines[end].words
        if text:
            if text != waiting.pop(0):
                return 0
            if not waiting:
                return end + 1
        elif end == at:
            return 0
    return 0


def _heading_texts(lines: Sequence[TextLine]) -> list[str]:
    """Return the heading of each column (列見出し).

    An empty line, a narrow space and a ※ separate two of them.
    """
    texts: list[str] = []
    for line in lines:
        for place, part in enumerate(line.words.split(" ")):
            if not part:
                continue
            if not texts or place or line.is_apart or part.startswith("※"):
                texts.append(part)
            else:
                texts[-1] += f"\n{part}"
    return texts


def _row(
    lines: Sequence[TextLine], columns: int, heading: Sequence[str]
) -> tuple[list[Content] | None, int]:
    """Return a row's cells (行のセル), None unless it has one per column, and its height.

    What follows the last cell, such as the title of the next section, is not part of the row.
    """
    match = _ROW_START.fullmatch(lines[0].text)
    assert match is not None  # noqa: S101  that is how the row was found
    number, name = match[1], ([match[2]] if match[2] else [])
    at = 1
    while at < len(lines) and not lines[at].text.startswith(INDENT):
        if not lines[at].words and name:
            break
        name += [lines[at].words] if lines[at].words else []
        at += 1
    cells: list[list[TextLine]] = []
    while at < len(lines):
        line = lines[at]
        if line.words in heading:
            break
        if line.words and line.is_apart and len(cells) == columns:
            break
        if line.words and (line.is_apart or not cells):
            cells.append([line])
        elif line.words:
            cells[-1].append(line)
        at += 1
        # A narrow space in the row's last line separates its last two cells.
        is_last = at == len(lines) or not lines[at].words
        if is_last and " " in line.words and len(cells) == columns - 1:
            first, last = line.words.rsplit(" ", 1)
            cells[-1][-1] = TextLine(first, line.span, line.page, line.is_apart)
            cells.append([TextLine(last, line.span, line.page, is_apart=True)])
    if len(cells) != columns:
        return None, at
    span = lines[0].span
    row: list[Content] = [((number,), span), (tuple(name), span)]
    row += [(tuple(line.text for line in cell), cell[0].span) for cell in cells]
    return row, at


def _table(heading: Sequence[str], rows: Sequence[Sequence[Content]]) -> Table:
    span = rows[0][0][1]
    texts = [*_NAMELESS, *heading]
    return table_of_rows([[(tuple(text.split("\n")), span) for text in texts], *rows])
