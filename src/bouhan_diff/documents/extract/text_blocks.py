"""Plain text whose cells follow each other (平文の表), as pdftotext prints a table without -layout.

A row is read only if it has a cell for each heading.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Level
from ...text.joining import INDENT
from ..ir import Content, Line, Table, table_of_rows
from .text_columns import TextLine

_ROW_START = re.compile(r"\s?([0-9０-９]{1,3})(?:[.．]?\s+(\S.*))?")
_LONGEST_HEADING = 12
_FARTHEST = 40  # lines above a row, empty ones too, in which its heading is
_NAMELESS = ("番号", "事業名")  # the first two columns, over which the text has no heading


def read_blocks(lines: Sequence[TextLine]) -> tuple[list[Line | Table], list[Diagnostic]] | None:
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
