"""Marks in the user's own workbook (元のブックへの表示): changed cells coloured, with what was.

The package is copied part by part, and text is put into the few parts that must say more, so
that pictures, charts, formulas, macros and everything else stay as they are to the byte.
"""

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..comparison.table import ComparisonTable, Row, RowKind
from ..documents.extract.xlsx import Shown, shown_cells
from ..errors import UserError
from ..messages import _
from ..text.escape import writable
from ..text.normalize import fold
from . import labels
from .xlsx_comments import with_comments
from .xlsx_sheets import column_letters

_CHANGED, _ADDED, _REMOVED = "FFFFF2CC", "FFE2EFDA", "FFF8CBAD"
_LAST_ROWS = 40  # that the last initiative of a sheet may take
_LONGEST_NUMBER = 7  # digits of a row; Excel has 1,048,576
_STYLES = "xl/styles.xml"
_CELL = re.compile(rb'<((?:\w+:)?)c((?:\s+[\w:]+="[^"]*")*)\s*(/?)>')
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')

Place = tuple[int, int]
"""Row and column (行と列), counted from 0."""


class HighlightedWorkbook(NamedTuple):
    """A workbook with marks (表示を付けたブック).

    cells: how many are marked. missed: changed rows of which a change was found in no cell,
    and dropped ones, which the new workbook does not have.
    """

    content: bytes
    cells: int
    missed: tuple[Row, ...]


class _Change(NamedTuple):
    """What changed in a cell (セルの変更). what: the column's heading, or a property.

    value: what it shows now. old: what it showed, empty where it is all new.
    """

    what: str
    value: str
    note: str = ""
    old: str = ""


def highlight(path: Path, table: ComparisonTable) -> HighlightedWorkbook:
    """Return the new workbook with its changed cells coloured (変更セルの表示).

    path: the workbook that the table's new side was read from. What stood there before is in a
    comment; a cell that has a comment keeps it and is only coloured. Raises UserError.
    """
    sheets = {shown.sheet: shown for shown in shown_cells(path)}
    ranges = _ranges(table, sheets)
    columns = _columns(table, ranges, sheets)
    marks: dict[str, dict[Place, tuple[str, str]]] = defaultdict(dict)
    missed: list[Row] = []
    for row in table.rows():
        if row.kind in (None, RowKind.UNCHANGED):
            continue
        if row.kind is RowKind.REMOVED and (gone := _name_of_dropped(row, sheets)):
            part, place = gone
            marks[part][place] = _REMOVED, labels.KIND[RowKind.REMOVED]
            continue
        found_all = id(row) in ranges
        for change in _changes(row, table) if found_all else ():
            sheet = sheets[ranges[id(row)][0]]
            places = _find(change, ranges[id(row)], sheet, columns)
            found_all = found_all and bool(places)
            colour = _ADDED if row.kind is RowKind.ADDED else _CHANGED
            for number, place in enumerate(places):
                marks[sheet.part][place] = colour, "" if number else change.note
        if not found_all:
            missed.append(row)
    count = sum(map(len, marks.values()))
    try:
        content = _written(path, marks)
    except (ValueError, LookupError):
        # The reader takes any XML; text is put only into parts as the usual programs write them.
        raise UserError(
            _("This workbook cannot be marked: its formats or comments are written unusually."),
            where=str(path),
            advice=_("Open it in its program and save it again."),
        ) from None
    return HighlightedWorkbook(content, count, tuple(missed))


# -------------------------------------------------------------------- where things are

_Range = tuple[str, int, int]
"""A sheet and the rows of an initiative in it (シートと行), from 0, the end not included."""


def _ranges(table: ComparisonTable, sheets: Mapping[str, Shown]) -> dict[int, _Range]:
    """Return where each row stands (事業の行), by its identity."""
    names = _names(sheets)
    starts: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for row in table.all_rows():
        if row.kind is RowKind.REMOVED:
            continue
        sheet, _mark, number = row.new_at.partition("、")[0].rpartition("!")
        if sheet in sheets and number.isdecimal() and len(number) <= _LONGEST_NUMBER:
            starts[sheet].append((int(number) - 1, row))
        elif (found := _by_name(row, names, sheets)) is not None:
            starts[found[0]].append((found[1], row))
    ranges: dict[int, _Range] = {}
    for sheet, rows in starts.items():
        places = sorted({start for start, _row in rows})
        ends = dict(zip(places, [*places[1:], places[-1] + _LAST_ROWS], strict=True))
        ranges |= {id(row): (sheet, start, ends[start]) for start, row in rows}
    return ranges


def _name_of_dropped(row: Row, sheets: Mapping[str, Shown]) -> tuple[str, Place] | None:
    """Return the part and the cell of a dropped initiative's name (廃止した事業のセル).

    It is there where one workbook has both editions.
    """
    name, _mark, number = row.old_at.partition("、")[0].rpartition("!")
    if name not in sheets or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    sheet, at = sheets[name], int(number) - 1
    wanted = fold(row.name)
    return next(
        (
            (sheet.part, place)
            for place, text in sheet.texts.items()
            if place[0] == at and fold(text) == wanted
        ),
        None,
    )


def _names(sheets: Mapping[str, Shown]) -> dict[str, list[tuple[str, int]]]:
    """Return the sheet and row of each text (文字列の所在), folded."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, shown in sheets.items():
        for (row, _column), text in shown.texts.items():
            found[fold(text)].append((name, row))
    return found


def _by_name(
    row: Row, names: Mapping[str, list[tuple[str, int]]], sheets: Mapping[str, Shown]
) -> tuple[str, int] | None:
    """Return where the name of an initiative stands (事業名の行), None unless it is clear."""
    found = names.get(fold(row.name), [])
    if len(found) > 1:
        number = fold(str(row.number))
        found = [
            (sheet, at)
            for sheet, at in found
            if any(r == at and fold(t) == number for (r, _c), t in sheets[sheet].texts.items())
        ]
    return found[0] if len(found) == 1 else None


def _changes(row: Row, table: ComparisonTable) -> Iterator[_Change]:
    """Yield what changed of a row (変更), with the value that its cell shows now."""
    before = f"変更前（{labels.edition_headings(table, (labels.OLD, labels.OLD))[0]}）：\n"
    if row.kind is RowKind.ADDED:
        yield _Change("name", row.name, labels.KIND[RowKind.ADDED])
        yield from (_Change(what, value, "") for what, value in _values(row) if value)
        return
    for change in row.changes:
        if change.field in {"name", "department", "policies"}:
            new = change.new
            value = "、".join(new) if isinstance(new, tuple) else str(new)
            was = labels.value(change.old)
            yield _Change(change.field, value, before + was, was)
    if row.old != row.new:
        yield _Change(
            labels.SUMMARY, row.new or "", before + (row.old or labels.NONE_GIVEN), row.old or ""
        )
    for field in row.fields:
        if field.is_changed:
            was = field.old or ""
            yield _Change(field.heading, field.new or "", before + (was or labels.NONE_GIVEN), was)


def _values(row: Row) -> Iterator[tuple[str, str]]:
    """Yield all that the new side says of a row (新の記載), by what it is."""
    yield labels.SUMMARY, row.new or ""
    yield "department", row.department
    yield from ((field.heading, field.new or "") for field in row.fields)


def _columns(
    table: ComparisonTable, ranges: Mapping[int, _Range], sheets: Mapping[str, Shown]
) -> dict[tuple[str, str], Counter[int]]:
    """Return how often each thing stands in each column (列の得票), by sheet and what it is."""
    votes: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for row in table.all_rows():
        if id(row) not in ranges:
            continue
        sheet = sheets[ranges[id(row)][0]]
        for what, value in (("name", row.name), *_values(row)):
            change = _Change(what, value, "")
            places = _same(change, ranges[id(row)], sheet) if value else []
            votes[sheet.sheet, what].update(column for _row, column in places)
    return votes


def _same(change: _Change, where: _Range, sheet: Shown) -> list[Place]:
    """Return the cells of an initiative that show a value (値のあるセル)."""
    _name, start, end = where
    wanted = fold(change.value)
    columns = range(1 + max((column for _row, column in sheet.texts), default=-1))
    return [
        (row, column)
        for row in range(start, end)
        for column in columns
        if (text := sheet.texts.get((row, column))) and fold(text) == wanted
    ]


def _find(
    change: _Change,
    where: _Range,
    sheet: Shown,
    columns: Mapping[tuple[str, str], Counter[int]],
) -> list[Place]:
    """Return the cells of a change (変更のセル), the one that takes the comment first.

    Of several cells that show the value, the one in the usual column; of a value that takes
    several rows, those that the old value does not have; of none, the cell that is empty now.
    """
    votes = columns.get((sheet.sheet, change.what), Counter())
    if not change.value:
        return [(where[1], votes.most_common(1)[0][0])] if votes else []
    if places := _same(change, where, sheet):
        return [max(places, key=lambda place: (votes[place[1]], -place[0]))]
    for column in sorted({column for _row, column in sheet.texts}, key=lambda one: -votes[one]):
        cells = [
            (row, column) for row in range(where[1], where[2]) if sheet.texts.get((row, column))
        ]
        if fold("".join(sheet.texts[cell] for cell in cells)) == fold(change.value):
            old = fold(change.old)
            return [cell for cell in cells if fold(sheet.texts[cell]) not in old] or cells[:1]
    return []


# -------------------------------------------------------------------- what is written


def _written(path: Path, marks: Mapping[str, Mapping[Place, tuple[str, str]]]) -> bytes:
    """Return the package with the marks (表示の書込み), all other parts as they are."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
        infos = {info.filename: info for info in archive.infolist()}
    changed: dict[str, bytes] = {}
    colours = {colour for found in marks.values() for colour, _note in found.values()}
    styles = _FilledStyles(parts[_STYLES], sorted(colours)) if _STYLES in parts else None
    for part, found in marks.items():
        content = parts[part]
        if styles is not None:
            content = _coloured(content, {place: mark[0] for place, mark in found.items()}, styles)
        notes = {place: writable(note) for place, (_colour, note) in found.items() if note}
        changed |= with_comments(part, content, notes, {**parts, **changed})
    if styles is not None:
        changed[_STYLES] = styles.content()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **changed}.items():
            archive.writestr(infos.get(name) or zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _coloured(content: bytes, colours: Mapping[Place, str], styles: "_FilledStyles") -> bytes:
    """Return a sheet whose cells have a style with a fill (セルの塗り)."""
    wanted = {f"{column_letters(c)}{r + 1}".encode(): colour for (r, c), colour in colours.items()}

    def recoloured(found: re.Match[bytes]) -> bytes:
        attributes = dict(_ATTRIBUTE.findall(found[2]))
        colour = wanted.get(attributes.get(b"r", b""))
        if colour is None:
            return found[0]
        attributes[b"s"] = str(styles.filled(int(attributes.get(b"s", b"0")), colour)).encode()
        written = b"".join(b' %s="%s"' % pair for pair in attributes.items())
        return b"<%sc%s%s>" % (found[1], written, found[3])

    return _CELL.sub(recoloured, content)


class _FilledStyles:
    """The styles of a workbook (書式), to which copies with a fill are added."""

    def __init__(self, content: bytes, colours: Sequence[str]) -> None:
        self._content = content
        self._made: dict[tuple[int, str], int] = {}
        self._added: list[bytes] = []
        self._fills: dict[str, int] = {}
        _start, _prefix, inside, _end = self._part(b"cellXfs")
        self._xfs = re.findall(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>.*?</(?:\w+:)?xf>)", inside, re.DOTALL)
        _start, _prefix, fills, _end = self._part(b"fills")
        first = len(re.findall(rb"<(?:\w+:)?fill>|<(?:\w+:)?fill/>", fills))
        self._fills = {colour: first + place for place, colour in enumerate(colours)}

    def filled(self, style: int, colour: str) -> int:
        """Return the number of a style like this one with a fill (塗りのある書式)."""
        if (style, colour) not in self._made:
            xf = self._xfs[style] if style < len(self._xfs) else self._xfs[0]
            fill = str(self._fills[colour]).encode()
            opening, rest = re.match(rb"(<[^>]*?)(/?>.*)", xf, re.DOTALL).groups()  # type: ignore[union-attr]
            opening = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", opening)
            self._added.append(opening + b' fillId="%s" applyFill="1"' % fill + rest)
            self._made[style, colour] = len(self._xfs) + len(self._added) - 1
        return self._made[style, colour]

    def content(self) -> bytes:
        """Return the part with what was added (書式の部品)."""
        _start, prefix, _inside, _end = self._part(b"fills")
        fills = b"".join(
            b'<%(p)sfill><%(p)spatternFill patternType="solid"><%(p)sfgColor rgb="%(c)s"/>'
            b"</%(p)spatternFill></%(p)sfill>" % {b"p": prefix, b"c": colour.encode()}
            for colour in self._fills
        )
        self._content = self._with(b"fills", fills, len(self._fills))
        self._content = self._with(b"cellXfs", b"".join(self._added), len(self._added))
        return self._content

    def _part(self, name: bytes) -> tuple[int, bytes, bytes, int]:
        """Return where an element is, its prefix, and what is in it (要素の位置と内容)."""
        pattern = rb"<((?:\w+:)?)%s\b[^>]*>(.*?)</(?:\w+:)?%s>" % (name, name)
        found = re.search(pattern, self._content, re.DOTALL)
        if found is None:
            return 0, b"", b"", 0
        return found.start(), found[1], found[2], found.end()

    def _with(self, name: bytes, added: bytes, more: int) -> bytes:
        """Return the part with more in an element, which counts what is in it (要素の追加)."""
        start, _prefix, _inside, end = self._part(name)
        element = self._content[start:end]
        at = element.rindex(b"</")
        opening = re.sub(
            rb'(<[^>]*\bcount=")(\d+)(")',
            lambda found: found[1] + str(int(found[2]) + more).encode() + found[3],
            element[:at],
            count=1,
        )
        return self._content[:start] + opening + added + element[at:] + self._content[end:]
