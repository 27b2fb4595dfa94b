"""Columns of laid-out text (桁の割出し): where tables begin and end, and their columns.

A wide character counts as one position, like a narrow one, and a column may be shifted by a
position or two from line to line. Where a wide one has two, `pitched_tables` finds the columns.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise

from ...diagnostics import Span
from ...text.joining import INDENT, respaced, with_space
from ...text.linebreak import display_width
from ...text.normalize import mend
from ..ir import Content, Line, Table, table_of_rows

_CHUNK = re.compile(r"\S+")
_RULE = re.compile(r"[\s=_＝＿─━‐―－-]{5,}")  # drawn across the page
_PART = re.compile(r"[^ ]+(?: [^ ]+)*")
_NUMBERED_LINE = re.compile(r"\s*[0-9０-９]{1,3}[.．]?(?:\s|\Z)")
# Of a heading: its lines and columns, and how long its words are, first and further down.
_MOST_HEADING_LINES = 3
_FEWEST_COLUMNS = 3
_LONGEST_WORDS = 24
_LONGEST_REST = 4

# How far text may be from where its column begins.
_NEAR = 2
_BEHIND = 4
_NARROWEST = 3
_FAR = 6
_NUMBER = re.compile(r"[0-9０-９]{1,3}[.．]?")
# What is between two tables, rather than amid one that a page has cut.
TITLE = re.compile(
    r"(?:第?[0-9０-９]{1,2}[章節編部]?|第?[一二三四五六七八九十]{1,3}[章節編部]?|[Ⅰ-Ⅻ]|[A-Z]"
    r"|[(（][0-9０-９]{1,2}[)）]|[①-⑳])[\s.．、]\s*\S.*"
)
BAND = re.compile(
    r"(?:(?:基本|重点|個別|主要|政策)?(?:目標|政策|施策|方針|戦略|大綱|柱|テーマ|分野)\s*"
    r"[0-9０-９Ⅰ-Ⅻ一二三四五六七八九十]+\s|第[0-9０-９一二三四五六七八九十]+[章節]|[Ⅰ-Ⅻ]\s|[【■◆＜〈])"
    r"\s*\S.{0,40}"
)
"""A title amid the rows of a table (表の中の見出し)."""
_PAGE_NUMBER = re.compile(
    r"[-－‐―—\s]*(?:p\.?\s*)?[0-9０-９]{1,3}(?:\s*[/／]\s*\d{1,3})?[-－‐―—\s]*", re.I
)
_LINES_UNDER_TITLE = 8
_DEEPEST_INDENT = 4
_FIRST_ROW_WITHIN = 40


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the file (行). is_apart: it follows an empty line or a page's end."""

    text: str
    span: Span
    page: int
    is_apart: bool

    @property
    def words(self) -> str:
        """The line without the spaces around it (行の文字)."""
        return self.text.strip()

    def shown(self) -> Line:
        """Return the line as one outside the tables (表の外の行)."""
        return Line(self.text, self.span, is_apart=self.is_apart)


@dataclass(frozen=True, slots=True)
class GridHeading:
    """A heading (見出し): the words of each column, where they begin, and how many lines."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    height: int

    @property
    def words(self) -> str:
        """All words without spaces (見出しの語), to recognise the heading again."""
        return "".join("".join(self.texts).split())


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a line in one column (行の一部). shift: its distance from the column's start."""

    text: str
    shift: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of a table (表の行) in pieces. number: at its start, or 0."""

    span: Span
    pieces: dict[int, Fragment]
    number: int = 0


@dataclass(slots=True)
class GridPart:
    """Lines of one table, possibly of several pages (表の部分)."""

    heading: GridHeading
    span: Span
    rows: list[GridRow] = field(default_factory=list)


def text_lines(text: str) -> list[TextLine]:
    """Return the lines of a text (行), empty ones too; a form feed ends a page."""
    pages = text.removesuffix("\f").split("\f")
    lines: list[TextLine] = []
    for page, content in enumerate(pages, 1):
        is_apart = True
        for line in content.removesuffix("\n").split("\n"):
            span = Span(page=page if len(pages) > 1 else 0, line=len(lines) + 1)
            words = "" if _RULE.fullmatch(line) else mend(line.rstrip())
            lines.append(TextLine(words, span, page, is_apart))
            is_apart = not words.strip()
    return lines


def grid_parts(lines: Sequence[TextLine]) -> Iterator[Line | GridPart]:
    """Yield the lines outside the tables, and the tables page by page (表の切出し)."""
    texts = [line.text for line in lines]
    known: dict[str, GridHeading] = {}
    at = 0
    while at < len(lines):
        heading = _heading_at(texts, at, tuple(known.values()))
        if heading is None or not (heading.words in known or _has_rows(lines, at + heading.height)):
            if texts[at].strip():
                yield _shown(lines[at])
            at += 1
            continue
        known[heading.words] = heading
        start = at + heading.height
        end = _end_of(lines, start, heading)
        body = [line for line in lines[start:end] if line.text.strip()]
        bands = [n for n in range(len(body)) if _names_rows(body[n], body[n + 1 : n + 2])]
        bases = _column_starts([body[n].text for n in range(len(body)) if n not in bands], heading)
        for first, last in pairwise([-1, *bands, len(body)]):
            if first >= 0:
                yield body[first].shown()
            if last > first + 1:
                part = GridPart(heading, body[first + 1].span if first >= 0 else lines[at].span)
                part.rows = [_row(line, bases) for line in body[first + 1 : last]]
                _move_names(part)
                yield part
        at = end


def _has_rows(lines: Sequence[TextLine], start: int) -> bool:
    """Return whether a numbered line follows on the page (行の有無)."""
    below = lines[start : start + _FIRST_ROW_WITHIN]
    return any(
        _NUMBERED_LINE.match(line.text) and not _PAGE_NUMBER.fullmatch(line.text)
        for line in below
        if line.page == lines[start - 1].page
    )


def _end_of(lines: Sequence[TextLine], start: int, heading: GridHeading) -> int:
    """Return where the table ends on its page (表の終わり)."""
    texts = [line.text for line in lines]
    end = start
    while end < len(lines) and lines[end].page == lines[start].page:
        if is_note_under_table(texts[end]):
            return end
        found = _heading_at(texts, end, (heading,))
        if found and found.words == heading.words:
            above = range(max(start, end - _LINES_UNDER_TITLE), end)
            return next((n for n in above if _is_title(texts[n])), end)
        end += 1
    last = max((n for n in range(start, end) if texts[n].strip()), default=start)
    return last if _PAGE_NUMBER.fullmatch(texts[last]) else end


def _names_rows(line: TextLine, below: Sequence[TextLine]) -> bool:
    """Return whether a line in a table is the title of the rows below it (行の見出し)."""
    is_alone = not line.text.startswith(" ") and "  " not in line.words
    return (
        is_alone
        and BAND.fullmatch(line.words) is not None
        and any(_NUMBERED_LINE.match(other.text) for other in below)
    )


def _is_title(text: str) -> bool:
    is_alone = not text.startswith(" ") and "  " not in text.strip()
    return is_alone and bool(TITLE.fullmatch(text.strip()))


def is_note_under_table(text: str) -> bool:
    """Return whether the line is a note under the table (注記): ※ on the left and no more."""
    words = text.strip()
    return (
        words.startswith(("※", "（注"))
        and len(text) - len(text.lstrip()) <= _DEEPEST_INDENT
        and (len(_PART.findall(text)) == 1)
    )


def _shown(line: TextLine) -> Line:
    """Return the line with wide spaces restored that the layout made narrow (空白)."""
    is_indented = 0 < len(line.text) - len(line.text.lstrip()) <= _DEEPEST_INDENT
    return replace(line, text=(INDENT if is_indented else "") + respaced(line.text)).shown()


def _row(line: TextLine, bases: Sequence[int]) -> GridRow:
    """Return the line in pieces (行), with the number at its start taken out of its column."""
    pieces = _pieces_of(line.text, bases)
    match = re.match(r"\s*(\S+)(?:\s+(.*))?\Z", line.text)
    opening = match[1] if match else ""
    if 0 not in pieces or not _NUMBER.fullmatch(opening):
        return GridRow(line.span, pieces)
    pieces[0] = Fragment(pieces[0].text.removeprefix(opening).strip(), 0)
    return GridRow(line.span, pieces, int(opening.rstrip(".．")))


def _move_names(part: GridPart) -> None:
    """If the first column has only numbers, move text beside them into the next column."""
    numbered = [row for row in part.rows if row.number]
    if not is_of_numbers(part):
        return
    for row in numbered:
        if name := row.pieces[0].text:
            beside = row.pieces[1].text if 1 in row.pieces else ""
            row.pieces[1] = Fragment(name + beside, 0)
            row.pieces[0] = Fragment("", 0)


def is_of_numbers(part: GridPart) -> bool:
    """Return whether the first column has only the rows' numbers (番号の列)."""
    alone = sum(not row.pieces[0].text for row in part.rows if row.number)
    numbered = sum(bool(row.number) for row in part.rows)
    others = any(row.pieces[0].text for row in part.rows if not row.number and 0 in row.pieces)
    return 2 * alone > numbered and not others


def text_columns(part: GridPart) -> list[int]:
    """Return the columns of sentences (文の列), or the widest column if there are none."""
    columns = range(len(part.heading.texts))
    ends = Counter(n for row in part.rows for n, p in row.pieces.items() if p.text.endswith("。"))
    if ends:
        return [n for n in columns if ends[n]]
    widths = [widest_of(part, n) for n in columns]
    return [n for n in columns if widths[n] * 2 > max(widths)]


def widest_of(part: GridPart, column: int) -> int:
    """Return the width of the longest text in a column (最大幅)."""
    texts = (row.pieces[column].text for row in part.rows if column in row.pieces)
    return max(map(fixed_width_of, texts), default=0)


def fixed_width_of(text: str) -> int:
    """Return a text's width in cells of a fixed pitch, in which text files are laid out."""
    return display_width(text, ambiguous=2)


# Columns


def pitched_tables(lines: Sequence[TextLine]) -> list[Line | Table]:
    """Return the lines, and the tables that are laid out by width (等幅の表), [] if there are none.

    There, spaces go through all lines between two columns if a wide character has two positions.
    Each line is a row; rows that are numbered may have more lines if it has one position.
    """
    blocks: list[Line | Table] = []
    tables = at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and len(_PART.findall(lines[end].text)) > (1 if end > at else 2):
            end += 1
        body = lines[at:end]
        columns = _columns_of(body, fixed_width_of) if len(body) > (1 if tables else 2) else []
        if columns and not (_has_rows(body, 1) and _columns_of(body, len)):
            tables += 1
            blocks.append(table_of_rows([_cells_of(line, columns) for line in body]))
        else:
            blocks += [_shown(line) for line in body or lines[at : at + 1] if line.words]
        at = max(at + 1, end)
    return blocks if tables else []


def _columns_of(lines: Sequence[TextLine], width: Callable[[str], int]) -> list[range]:
    """Return the columns (桁) under the heading on the first line, [] if they are not apart."""
    found: list[range] = []
    placed = [_placed(line.text, width) for line in lines]
    for place in sorted((p for parts in placed for p, _text in parts), key=lambda p: p.start):
        if found and place.start < found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, place.stop))
        else:
            found.append(place)
    return found if len(found) == len(placed[0]) >= _FEWEST_COLUMNS else []


def _placed(text: str, width: Callable[[str], int]) -> list[tuple[range, str]]:
    """Return the parts of a line, each with the positions that it takes (桁の位置)."""
    starts = ((width(text[: part.start()]), part[0]) for part in _PART.finditer(text))
    return [(range(start, start + width(words)), words) for start, words in starts]


def _cells_of(line: TextLine, columns: Sequence[range]) -> list[Content]:
    placed = _placed(line.text, fixed_width_of)
    found = ([text for p, text in placed if p.start in at] for at in columns)
    return [((reduce(with_space, parts),) if parts else (), line.span) for parts in found]


def _heading_at(lines: Sequence[str], at: int, known: Sequence[GridHeading]) -> GridHeading | None:
    """Return the heading that begins on the line (見出しの検出): short words side by side.

    known: headings that may be repeated here, with lines of a row close below.
    """
    parts = list(_PART.finditer(lines[at]))
    if len(parts) < _FEWEST_COLUMNS or _NUMBERED_LINE.match(lines[at]):
        return None
    texts = [part[0] for part in parts]
    if any(len(text) > _LONGEST_WORDS or text.endswith("。") for text in texts):
        return None
    starts = tuple(part.start() for part in parts)
    words = {heading.words for heading in known}
    found = GridHeading(tuple(texts), starts, 1)
    while found.words not in words and found.height < _MOST_HEADING_LINES:
        below = lines[at + found.height] if at + found.height < len(lines) else ""
        more = list(_PART.finditer(below))
        is_rest = all(len(part[0]) <= _LONGEST_REST and part[0][-1] != "。" for part in more)
        if not more or not is_rest or _NUMBERED_LINE.match(below):
            break
        for part in more:
            texts[_nearest(starts, part.start())] += part[0]
        found = GridHeading(tuple(texts), starts, found.height + 1)
    return found


def _column_starts(lines: Sequence[str], heading: GridHeading) -> tuple[int, ...]:
    """Return where each column begins (桁の始まり): where most of its lines do.

    That is after the heading of the column before, and hardly after its own.
    """
    found = Counter(match.start() for line in lines for match in _CHUNK.finditer(line))
    best: dict[int, tuple[float, tuple[int, ...]]] = {-_NARROWEST: (0.0, ())}
    for place, start in enumerate(heading.starts):
        lowest = heading.starts[place - 1] + 1 if place else 0
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at in range(lowest, start + _BEHIND + 1):
            before = max((e for b, e in best.items() if b + _NARROWEST <= at), default=None)
            if before:
                # Where no line shows it, the heading does.
                gained = before[0] + found[at] - abs(at - start) / 100
                reached[at] = gained, (*before[1], at)
        best = reached or {start: (0.0, heading.starts[: place + 1])}
    return max(best.values())[1]


def _nearest(places: Sequence[int], place: int) -> int:
    return min(range(len(places)), key=lambda n: abs(places[n] - place))


def _pieces_of(line: str, bases: Sequence[int]) -> dict[int, Fragment]:
    """Return the line's text by column (桁ごとの文字)."""
    pieces: dict[int, Fragment] = {}
    column = -1
    end = 0
    for match in _CHUNK.finditer(line):
        start, gap = match.start(), match.start() - end
        near = _nearest(bases, start)
        off = start - bases[near]
        # Beside figures there may be a small gap; between Japanese it parts two columns.
        is_japanese = not match[0][0].isascii() and not line[end - 1 : end].isascii()
        if column < 0 and near == 0 and _NUMBER.fullmatch(match[0]):
            column = 0
        elif column < 0:
            column = max((n for n in range(len(bases)) if bases[n] <= start + _NEAR), default=0)
        elif near > column and off >= (-_FAR if gap > 1 or is_japanese else -_NEAR):
            column = near
        end = match.end()
        is_last = not line[end:].strip()
        # The last column is often narrow, and what is in it moved by the text before.
        if (
            is_last
            and len(match[0]) <= _LONGEST_REST
            and len(bases) - 1 > column > 0
            and (near == len(bases) - 1)
        ):
            column = len(bases) - 1
        if column in pieces:
            before = pieces[column]
            pieces[column] = Fragment(with_space(before.text, match[0]), before.shift)
        else:
            pieces[column] = Fragment(match[0], start - bases[column])
    return pieces
