"""Plain text (.txt, テキスト) as pdftotext or a spreadsheet prints a table.

Its columns are side by side; where pdftotext printed without -layout, as in the source of our own
plan, the cells of a row follow each other (`text_blocks`).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from ...diagnostics import Diagnostic, Level
from ...text.joining import INDENT
from ..ir import Content, Document, Extraction, Line, ReadOptions, Table, table_of_rows
from .sources import decoded, read_bounded
from .text_blocks import read_blocks
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
    found = _read_grid(lines) or read_blocks(lines)
    blocks, diagnostics = found or ([line.shown() for line in lines if line.words], [])
    return Document(tuple(blocks), is_wrapped=True, name=path.stem, diagnostics=tuple(diagnostics))


# Columns side by side
#
# Nothing rules the rows off. A row has one number; it begins on the number's line or, if that is
# in its middle, where the texts of all columns begin again.

_NUMBERLIKE = re.compile(r"[0-9０-９]{1,3}(?:[-－.．][0-9０-９]{1,3})*[.．]?")
_AMOUNT = re.compile(r"[△▲−-]?[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+")
_SEVERAL = 3
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
    if any(map(_hold_several, groups)):
        problems.append(Diagnostic(Level.LOSS, "rows-unsplit", part.span))
        return last
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


def _hold_several(rows: Sequence[GridRow]) -> bool:
    """Return whether the lines of one row are of several (行の混在): amounts side by side again.

    So it is where the numbers begin anew below each title.
    """
    texts = (" ".join(piece.text for piece in row.pieces.values()) for row in rows)
    return sum(len(_AMOUNT.findall(text)) >= _SEVERAL for text in texts) > 1


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
