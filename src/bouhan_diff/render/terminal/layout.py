"""Laying out (割付け): cells side by side, rules, short pieces one after another."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ...text.linebreak import display_width
from .marked import Line, Marked, Span, plain
from .palette import QUIET

GAP = 3
"""Cells between two columns."""


def width_of(line: Line) -> int:
    """Return the width (表示幅) of a line in cells."""
    return sum(display_width(text) for text, _style in line)


def columns(parts: Sequence[Sequence[Line]], widths: Sequence[int]) -> list[Line]:
    """Return cells side by side (段組み), each filled up to its width."""
    rows = []
    for lines in zip_longest(*parts, fillvalue=()):
        row: Line = []
        for line, width in zip(lines, widths, strict=True):
            row += [*line, (" " * (width - width_of(list(line)) + GAP), "")]
        rows.append(_without_tail(row))
    return rows


def _without_tail(row: Line) -> Line:
    while row and not row[-1][1] and not row[-1][0].strip(" "):
        row.pop()
    return row


def hung(label: Line, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with a label before the first (ぶら下げ), the others indented alike."""
    indent: Line = [(" " * width_of(label), "")]
    return [[*(indent if place else label), *line] for place, line in enumerate(lines)]


def rule(width: int) -> Line:
    """Return a thin line (罫線) across so many cells."""
    return [("─" * (width // display_width("─")), QUIET)]


def wrapped(text: str, width: int, style: str = "") -> list[Line]:
    """Return a text of the data (折返し) in one style, broken into lines."""
    return plain(text, style).lines(width)


def fitted(line: Line, width: int) -> list[Line]:
    """Return the line (折返し) broken where it is too long."""
    if width_of(line) <= width:
        return [line]
    spans, end = [], 0
    for text, style in line:
        spans.append(Span(end, end := end + len(text), style))
    return Marked("".join(text for text, _style in line), spans=tuple(spans)).lines(width)


def flowed(pieces: Iterable[Line], width: int, gap: int = 2) -> list[Line]:
    """Return short lines one after another (追込み), moved down whole where they do not fit."""
    rows: list[Line] = [[]]
    for piece in (part for whole in pieces for part in fitted(whole, width)):
        used = width_of(rows[-1])
        if used and used + gap + width_of(piece) > width:
            rows.append([])
        elif used:
            rows[-1].append((" " * gap, ""))
        rows[-1] += piece
    return rows
