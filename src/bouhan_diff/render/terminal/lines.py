"""Lines of the screen (画面の行): the view, texts with edits marked, and layout.

A text with its edits is broken to a width, cells are put side by side, and short pieces flow.
"""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from ...comparison.table import Row, RowKind
from ...text.escape import visible
from ...text.linebreak import break_lines, display_width
from ...text.normalize import occurrences
from ...textdiff import EditKind, Segment
from ..phrasebook import Phrasebook
from .palette import DELETED, FOUND, INSERTED, QUIET, Paint

SIDE_BY_SIDE = 100
"""From this width in cells the two years are side by side."""

LONGEST = 200
"""No line is longer: beyond it the eye loses its way back."""

NARROWEST = 20
"""Below so many cells lines are let run on rather than broken into shreds."""


class View(NamedTuple):
    """How a table is drawn (表示の仕方).

    screen: its width in cells. paint: what the screen can show. full: the whole document, with the
    aims of its sections, its notes and every field. why: list each edit with its kind and reason.
    words: mark all their occurrences. say: the words in the reader's language. is_numbered: whether
    the document numbers its initiatives. names: unusual names of kinds.
    """

    screen: int
    paint: Paint = Paint.MANY
    full: bool = False
    why: bool = False
    words: tuple[str, ...] = ()
    say: Phrasebook = Phrasebook()
    is_numbered: bool = True
    names: Mapping[RowKind, str] = MappingProxyType({})

    def kind(self, kind: RowKind) -> str:
        """Return the name of a kind (区分の名)."""
        return self.names.get(kind) or self.say.kind(kind)

    @property
    def width(self) -> int:
        """The width to which lines are broken (行の幅), in cells."""
        return max(NARROWEST, min(self.screen, LONGEST))

    @property
    def is_wide(self) -> bool:
        """Whether the two years are side by side (横並び)."""
        return self.screen >= SIDE_BY_SIDE

    @property
    def marks(self) -> bool:
        """Whether edits are marked in the text (記号の要否), for lack of colour."""
        return not self.paint.has_colour

    @property
    def is_plain(self) -> bool:
        """Whether only text can be shown (装飾なし), neither bold nor underlined."""
        return self.paint is Paint.PLAIN


StyledText = tuple[str, str]
"""Text and its style."""

StyledLine = list[StyledText]
"""One line of the screen, from left to right."""

_FENCE = "**"
"""The marks around a word that was looked for, where there is no colour."""

_RUNS = r"-+|\++"


class StyledSpan(NamedTuple):
    """A marked stretch (範囲) of a text: its style, and the marks used without colour."""

    start: int
    end: int
    style: str
    opening: str = ""
    closing: str = ""


class MarkedText(NamedTuple):
    """A text (見え消し文), safe to show, and its marked stretches; a line feed parts paragraphs."""

    text: str
    style: str = ""
    spans: tuple[StyledSpan, ...] = ()

    def lines(self, width: int) -> list[StyledLine]:
        """Return the text as lines (行) of at most this many cells, paragraph by paragraph."""
        extra: Counter[int] = Counter()
        for span in self.spans:
            extra[span.start] += display_width(span.opening)
            extra[span.end - 1] += display_width(span.closing)
        marked = sorted(extra)
        # Lines and spans go forward together; a text may have ten thousand of either.
        waiting = deque(sorted(enumerate(self.spans), key=lambda span: span[1].start))
        active: list[tuple[int, StyledSpan]] = []
        drawn = []
        offset = 0
        for paragraph in self.text.split("\n"):
            after = offset + len(paragraph) + 1
            here = marked[bisect_left(marked, offset) : bisect_left(marked, after)]
            beside = {at - offset: extra[at] for at in here}
            for start, end in break_lines(paragraph, width, beside or None):
                while waiting and waiting[0][1].start < offset + end:
                    active.append(waiting.popleft())
                active = [span for span in active if span[1].end > offset + start]
                spans = [span for _place, span in sorted(active, key=itemgetter(0))]
                drawn.append(self._line(offset + start, offset + end, spans))
            offset = after
        return drawn

    def _line(self, start: int, end: int, spans: Sequence[StyledSpan]) -> StyledLine:
        if not spans:
            return [(self.text[start:end], self.style)]
        borders = {start, end}
        for span in spans:
            borders.update({max(span.start, start), min(span.end, end)})
        ordered = sorted(borders)
        line = []
        for left, right in pairwise(ordered):
            here = [span for span in spans if span.start < right and left < span.end]
            opening = "".join(span.opening for span in here if span.start == left)
            closing = "".join(span.closing for span in reversed(here) if span.end == right)
            style = " ".join([self.style, *(span.style for span in here)]).strip()
            line.append((opening + self.text[left:right] + closing, style))
        return line

    def finding(self, words: Iterable[str], *, marks: bool) -> "MarkedText":
        """Return the text with every occurrence of the words marked (検索語)."""
        fence = _FENCE
        while fence in self.text:
            fence += _FENCE[0]
        mark = fence if marks else ""
        places = sorted(
            place
            for word in words
            for place in occurrences(self.text, word)
            if "\n" not in self.text[slice(*place)]
        )
        found = (StyledSpan(start, end, FOUND, mark, mark) for start, end in _joined(places))
        return self._replace(spans=(*self.spans, *found))


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches in order (範囲の結合), touching or overlapping ones joined."""
    first, last = 0, -1
    for start, end in places:
        if start > last:
            if last > 0:
                yield first, last
            first = start
        last = max(last, end)
    if last > 0:
        yield first, last


def plain(text: str, style: str = "") -> MarkedText:
    """Return a text from the data without marks (無印), in one style."""
    return MarkedText(visible(text), style)


def signed(text: str) -> str:
    """Return an edit's text, safe for the screen, with visible paragraph breaks (改行)."""
    return visible(text, is_changed=True).replace("\n", "↵\n")


def summary_side(row: Row, view: View, *, is_new: bool) -> MarkedText | None:
    """Return one side's summary (新旧の本文) with its edits marked, None if there is none."""
    text = row.new if is_new else row.old
    if text is None:
        return None
    alone = EditKind.SUBSTANCE if row.is_one_sided else EditKind.EQUAL
    return edited(row.segments or (Segment(text, text, alone),), row, view, is_new=is_new)


def edited(segments: Iterable[Segment], row: Row, view: View, *, is_new: bool) -> MarkedText:
    """Return one side of edits as text (片側の文), with marks that the row's texts lack."""
    styles, marks = (DELETED, INSERTED)[is_new], brackets(row, view)[is_new]
    text = ""
    spans = []
    for segment in segments:
        side, kind = (segment.new if is_new else segment.old), segment.kind
        if kind is EditKind.EQUAL:
            text += visible(side)
            continue
        for paragraph in signed(side).splitlines(keepends=True):
            start = len(text)
            text += paragraph
            end = start + len(paragraph.removesuffix("\n"))
            spans.append(StyledSpan(start, end, styles[kind], *marks))
    return MarkedText(text, spans=tuple(spans)).finding(view.words, marks=view.marks)


def brackets(row: Row, view: View) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the marks (記号) of deletions and insertions: `[-` `-]` and `{+` `+}`.

    They are empty if colours show the edits. If the row's own text contains one of them they get
    longer, as in `[--` `--]`, like a code fence of Markdown, so that a mark cannot be mistaken for
    text.
    """
    if not view.marks:
        return ("", ""), ("", "")
    values = (value or "" for field in row.fields for value in (field.old, field.new))
    text = "\n".join((row.old or "", row.new or "", *values))
    size = 1
    if any(mark in text for mark in ("[-", "-]", "{+", "+}")):
        size += max(len(run[0]) for run in re.finditer(_RUNS, text))
    return ("[" + "-" * size, "-" * size + "]"), ("{" + "+" * size, "+" * size + "}")


def one_edition_text(row: Row, text: str, view: View) -> MarkedText:
    """Return a text that came or went with its row (新規・廃止の文), marked; else as it is."""
    if not row.is_one_sided:
        return MarkedText(text)
    is_new = row.kind is RowKind.ADDED
    colour = (INSERTED if is_new else DELETED)[EditKind.SUBSTANCE]
    marks = brackets(row, view)[is_new]
    starts = [match.span() for match in re.finditer(r"[^\n]+", text)]
    spans = tuple(StyledSpan(start, end, colour, *marks) for start, end in starts)
    return MarkedText(text, spans=spans)


GAP = 3
"""Cells between two columns."""


def width_of(line: StyledLine) -> int:
    """Return the width (表示幅) of a line in cells."""
    return sum(display_width(text) for text, _style in line)


def columns(parts: Sequence[Sequence[StyledLine]], widths: Sequence[int]) -> list[StyledLine]:
    """Return cells side by side (段組み), each padded to its width."""
    rows = []
    for lines in zip_longest(*parts, fillvalue=()):
        row: StyledLine = []
        for line, width in zip(lines, widths, strict=True):
            row += [*line, (" " * (width - width_of(list(line)) + GAP), "")]
        rows.append(_without_tail(row))
    return rows


def _without_tail(row: StyledLine) -> StyledLine:
    while row and not row[-1][1] and not row[-1][0].strip(" "):
        row.pop()
    return row


def hung(label: StyledLine, lines: Sequence[StyledLine]) -> list[StyledLine]:
    """Return the lines with a label before the first (ぶら下げ), the others indented."""
    indent: StyledLine = [(" " * width_of(label), "")]
    return [[*(indent if place else label), *line] for place, line in enumerate(lines)]


def rule(width: int) -> StyledLine:
    """Return a thin line (罫線) of this many cells."""
    return [("─" * (width // display_width("─")), QUIET)]


def wrapped(text: str, width: int, style: str = "") -> list[StyledLine]:
    """Return a text from the data (折返し) in one style, broken into lines."""
    return plain(text, style).lines(width)


def fitted(line: StyledLine, width: int) -> list[StyledLine]:
    """Return the line (折返し), broken if it is too long."""
    if width_of(line) <= width:
        return [line]
    spans, end = [], 0
    for text, style in line:
        spans.append(StyledSpan(end, end := end + len(text), style))
    return MarkedText("".join(text for text, _style in line), spans=tuple(spans)).lines(width)


def flowed(pieces: Iterable[StyledLine], width: int, gap: int = 2) -> list[StyledLine]:
    """Return short pieces one after another (追込み), each unbroken on a line."""
    rows: list[StyledLine] = [[]]
    for piece in (part for whole in pieces for part in fitted(whole, width)):
        used = width_of(rows[-1])
        if used and used + gap + width_of(piece) > width:
            rows.append([])
        elif used:
            rows[-1].append((" " * gap, ""))
        rows[-1] += piece
    return rows
