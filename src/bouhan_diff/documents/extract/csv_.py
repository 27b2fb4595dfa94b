"""CSV (表計算用): a table of cells separated by commas, tabs or semicolons.

In our own files the formula guard is removed and notes are put below the table. Others may begin
with `sep=;` or write ="01" for text.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...gc_pause import without_collector
from ...messages import _
from ...text.escape import undefuse
from ...text.quantities import ROUNDED
from ..ir import Cell, Document, Extraction, ReadOptions, Table
from .sources import MEGABYTE, UNREADABLE, decoded, legible, read_bounded

if TYPE_CHECKING:
    from _csv import Reader

_LARGEST_FILE = 50 * MEGABYTE
_MOST_COLUMNS = 1_000
_MOST_CELLS = 2_000_000
_SIGNS = ",\t;"
_SAMPLE = 200_000  # characters
_LINES = 50
_new_cell = partial(tuple.__new__, Cell)  # a large file has a million cells
_ONE = repeat(1)
_NAMED_SIGN = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)
_QUOTED = re.compile(r'(?<![^,;\t\n])"(?:[^"]|"")*(?:"|\Z)')
_TO_MEND = re.compile("[=']")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')


def read(path: Path, _options: ReadOptions) -> Extraction:
    """Return the file's table (表), in one step. Raises UserError if it is no CSV."""
    yield from ()
    with without_collector():
        return _document(path)


def _document(path: Path) -> Document:
    text = decoded(read_bounded(path, _LARGEST_FILE), path)
    rows, stray = _rows(text, path)
    problems = [Diagnostic(Level.DOUBT, "quotation-mark", Span(line=stray))] if stray else []
    values = _LinesByText()
    is_plain = not _TO_MEND.search(text) and legible(text) == text
    cells: list[Cell] = []
    last = 0
    for at, (line, row) in enumerate(rows):
        lines: Iterable[tuple[str, ...]]
        if not is_plain:
            lines = map(values.__getitem__, row)
        elif line > last + 1:
            lines = (tuple(written.split("\n")) if written else () for written in row)
        elif "" in row:  # no line is left out, so that no cell has several
            lines = [(written,) if written else () for written in row]
        else:
            lines = zip(row, strict=True)
        last = line
        parts = zip(lines, repeat(Span(line=line)), repeat(at), count(), _ONE, _ONE, strict=False)
        cells += map(_new_cell, parts)
        if values.mended and not values.mended.isdisjoint(row):
            places = (n for n, written in enumerate(row, 1) if written in values.mended)
            data = {"text": UNREADABLE}
            problems += [
                Diagnostic(Level.LOSS, "sign-without-text", Span(line=line, column=n), data)
                for n in places
            ]
    problems += _rounded(rows) if "E+" in text else ()
    width = max((len(row) for _line, row in rows), default=0)
    table = Table(tuple(cells), len(rows), width)
    return Document((table,), is_wrapped=False, name=path.stem, diagnostics=tuple(problems))


def _rounded(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Diagnostic]:
    """Report figures that lost digits when a spreadsheet saved them (指数表記の数値)."""
    found = [(line, text) for line, row in rows for text in filter(ROUNDED.fullmatch, row)]
    if found:
        line, text = found[0]
        data = {"text": text, "count": str(len(found))}
        yield Diagnostic(Level.DOUBT, "figures-rounded", Span(line=line), data)


def _rows(text: str, path: Path) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the non-empty rows (行), each with the number of its last line.

    If the likeliest delimiter gives no valid CSV, another one is tried. Also returned is the line
    of a misplaced quotation mark, which is kept, or 0.
    """
    first, _end, rest = text.partition("\n")
    if named := _NAMED_SIGN.fullmatch(first.strip(" ")):
        text, signs = rest, [named[1]]
    else:
        signs = _signs_of(text)
    before = 1 if named else 0
    broken: list[tuple[csv.Error, int]] = []
    for sign in signs:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        try:
            return _taken(reader, path, before), 0
        except csv.Error as error:
            broken.append((error, reader.line_num + before))
    fault, line = broken[0]
    if _STRAY_MARK in str(fault):
        ended = f"{text.rstrip()}\n{_LAST}\n"
        reader = csv.reader(io.StringIO(ended, newline=""), delimiter=signs[0])
        with suppress(csv.Error):
            *rows, last = _taken(reader, path, before)
            if last[1] == [_LAST]:  # else a quoted cell is open to the end
                return rows, line
    raise UserError(
        _("The file is not valid CSV: {reason}").format(reason=_reason(str(fault))),
        where=_where(path, line),
        advice=_("Save it again from the spreadsheet as CSV in UTF-8."),
    ) from fault


# As Python words it.
_STRAY_MARK, _UNCLOSED, _TOO_LONG = "expected after", "unexpected end", "field limit"
_LAST = "\ufdd0"  # a noncharacter, which no text has


def _reason(fault: str) -> str:
    """Say what is wrong with a quotation mark (引用符の誤り), from Python's message."""
    if _STRAY_MARK in fault:
        return _('text follows a closing quotation mark (").')
    if _UNCLOSED in fault or _TOO_LONG in fault:
        return _('a quotation mark (") here has no closing one.')
    return fault.replace("\t", "TAB")


def _taken(reader: "Reader", path: Path, before: int) -> list[tuple[int, list[str]]]:
    """Return the rows of a reader (行). before: how many lines are above. Raises csv.Error."""
    rows: list[tuple[int, list[str]]] = []
    cells = 0
    for row in reader:
        cells += len(row) if any(row) else 0
        if len(row) > _MOST_COLUMNS or cells > _MOST_CELLS:
            raise _endless(path, reader.line_num + before, is_wide=len(row) > _MOST_COLUMNS)
        if any(row):
            rows.append((reader.line_num + before, row))
    return rows


def _signs_of(text: str) -> list[str]:
    """Return the delimiters (区切り文字) that occur, first the one that splits most rows alike.

    Title lines above the table have none, or a comma of their own. A quoted cell may contain any of
    them, and several lines.
    """
    sample = _QUOTED.sub("", text[:_SAMPLE]).splitlines()[:_LINES]
    scores: dict[str, tuple[int, int]] = {}
    for sign in _SIGNS:
        widths = Counter(line.count(sign) + 1 for line in sample if sign in line)
        if widths:
            scores[sign] = max((times, width) for width, times in widths.items())
    return sorted(scores, key=scores.__getitem__, reverse=True) or [","]


class _LinesByText(dict[str, tuple[str, ...]]):
    """The lines of each cell by its text (セルの行), as the same values recur often.

    mended: texts with unreadable characters.
    """

    def __init__(self) -> None:
        super().__init__({"": ()})
        self.mended: set[str] = set()

    def __missing__(self, written: str) -> tuple[str, ...]:
        value = _value(written)
        if UNREADABLE in value and UNREADABLE not in written:
            self.mended.add(written)
        self[written] = lines = tuple(value.split("\n"))
        return lines


def _value(written: str) -> str:
    """Return the text of a cell (セルの値): ="01" is the text 01, and our own guard is removed."""
    if written[0] == "=" and (match := _TEXT_FORMULA.fullmatch(written.strip())):
        written = match[1].replace('""', '"')
    return legible(undefuse(written))


def _endless(path: Path, line: int, *, is_wide: bool) -> UserError:
    if is_wide:
        return UserError(
            _("The row has more than {most} cells.").format(most=_MOST_COLUMNS),
            where=_where(path, line),
            advice=_("Keep only the table's own columns."),
        )
    return UserError(
        _("The table has more than {most} cells.").format(most=_MOST_CELLS),
        where=str(path),
        advice=_("Keep only the table's own columns."),
    )


def _where(path: Path, line: int) -> str:
    return f"{path}, " + _("line {line}").format(line=line)
