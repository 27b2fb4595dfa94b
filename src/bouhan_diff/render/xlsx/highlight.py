"""Mark the user's own workbook (元のブックへの表示): changed cells coloured, old values noted.

The package is copied part by part, and text is inserted only into the few parts concerned, so that
pictures, charts, formulas, macros and everything else stay byte for byte.
"""

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...comparison.table import ComparisonTable, Row, RowKind
from ...documents.extract.xlsx import Shown, shown_cells
from ...errors import UserError
from ...messages import _
from ...plan import BESIDE_NAMES, DESCRIBING, Property
from ...text.escape import writable
from ...text.normalize import fold
from ...text.quantities import convert, parse_quantity
from .. import labels
from ..notices import changes
from ..phrasebook import SAY
from ..sums import total_difference, total_ratio
from .comments import CellPosition, FilledStyles, coloured, with_comments

_CHANGED, _ADDED, _REMOVED = "FFFFF2CC", "FFE2EFDA", "FFF8CBAD"
_LAST_ROWS = 40  # that the last initiative of a sheet may take
_LONGEST_NUMBER = 7  # digits of a row; Excel has 1,048,576
_STYLES = "xl/styles.xml"
_NUMBER = "number"


class HighlightedWorkbook(NamedTuple):
    """A marked workbook (表示を付けたブック).

    cells: how many are marked. missed: changed rows with a change that was found in no cell, and
    dropped ones, which the new workbook does not have.
    """

    content: bytes
    cells: int
    missed: tuple[Row, ...]


class _Change(NamedTuple):
    """A change in a cell (セルの変更). what: the column's heading, or a property.

    value: what it shows now. old: what it showed, empty if it is new.
    """

    what: str
    value: str
    note: str = ""
    old: str = ""


_Marks = dict[str, dict[CellPosition, tuple[str, str]]]
"""The colour and the note of each cell (セルの印), by the sheet's part; "" for no colour."""


def highlight(path: Path, table: ComparisonTable) -> HighlightedWorkbook:
    """Return the new workbook with its changed cells coloured (変更セルの表示).

    path: the workbook from which the table's new side was read. Old values go into comments; a cell
    that has a comment keeps it and is only coloured. Raises UserError.
    """
    sheets = {shown.sheet: shown for shown in shown_cells(path)}
    ranges = _ranges(table, sheets)
    columns = _columns(table, ranges, sheets)
    marks: _Marks = defaultdict(dict)
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
        elif row.kind is RowKind.ADDED and row.is_numbered:
            of_number = _Change(_NUMBER, str(row.number))
            for place in _find(of_number, ranges[id(row)], sheet, columns)[:1]:
                marks[sheet.part].setdefault(place, (_ADDED, ""))
    _mark_sums(table, sheets, columns, marks)
    count = sum(map(len, marks.values()))
    explained = _with_legend(table, sheets, marks, missed)
    try:
        content = _written(path, explained)
    except (ValueError, LookupError):
        # The reader takes any XML; text is put only into parts as the usual programs write them.
        raise UserError(
            _("This workbook cannot be marked: its formats or comments are written unusually."),
            where=str(path),
            advice=_("Open it in its program and save it again."),
        ) from None
    return HighlightedWorkbook(content, count, tuple(missed))


# -------------------------------------------------------------------- sums and legend


def _mark_sums(
    table: ComparisonTable,
    sheets: Mapping[str, Shown],
    columns: Mapping[tuple[str, str], Counter[int]],
    marks: _Marks,
) -> None:
    """Mark the changed sums (合計のセル): the new sum in its column, in a row of 計."""
    sums = [*table.totals, *(total for group in table.groups for total in group.totals)]
    lines = {
        shown.part: {row for (row, _c), text in shown.texts.items() if fold(text).endswith("計")}
        for shown in sheets.values()
    }
    for total in sums:
        if total.old is None or total.new is None or total.old == total.new:
            continue
        by, share = total_difference(total), total_ratio(total)
        share = "" if total.ratio is None and share == labels.NO_VALUE else f"（{share}）"
        note = f"{_before(table)}{labels.amount(total.old)}\n増減 {by}{share}"
        for shown in sheets.values():
            usual = columns.get((shown.sheet, total.heading), Counter()).most_common(1)
            for row in lines[shown.part] if usual else ():
                column = usual[0][0]
                text = shown.texts.get((row, column), "")
                read = parse_quantity(text, total.unit)
                value = read and convert(read, total.unit)
                if value and value.value == total.new:
                    marks[shown.part].setdefault((row, column), (_CHANGED, note))


_MEANINGS = {_CHANGED: "黄：変更（変更前はコメント）", _ADDED: "緑：新規", _REMOVED: "赤：廃止"}


def _with_legend(
    table: ComparisonTable, sheets: Mapping[str, Shown], marks: _Marks, missed: Sequence[Row]
) -> _Marks:
    """Return the marks with their meaning (凡例), as a comment on each sheet's first cell.

    It also lists what no cell shows: dropped initiatives, other changes, and the sums.
    """
    old, new = labels.edition_headings(table)
    gone = [labels.named(table, row) for row in missed if row.kind is RowKind.REMOVED]
    others = [labels.named(table, row) for row in missed if row.kind is not RowKind.REMOVED]
    explained: _Marks = {}
    for shown in sheets.values():
        found = marks.get(shown.part)
        if not found:
            continue
        colours = {colour for colour, _note in found.values()}
        lines = [f"{labels.COMPARISON}（{old} → {new}）"]
        lines += (meaning for colour, meaning in _MEANINGS.items() if colour in colours)
        lines += [f"この表にない廃止：{'、'.join(gone)}"] if gone else []
        lines += [f"印のない変更：{'、'.join(others)}"] if others else []
        for total in table.totals:
            sides = " → ".join(map(labels.difference, (total.old, total.new)))
            by = "、".join(filter(None, (total_difference(total), total_ratio(total))))
            lines.append(f"合計　{labels.field_heading(total)}：{sides}（{by or '増減なし'}）")
        free = [place for place in shown.texts if place not in found]
        explained[shown.part] = dict(found)
        if free:
            explained[shown.part][min(free)] = "", "\n".join(lines)
    return explained


# -------------------------------------------------------------------- where things are

_Range = tuple[str, int, int]
"""A sheet and the rows of an initiative in it (シートと行), from 0, the end not included."""


def _ranges(table: ComparisonTable, sheets: Mapping[str, Shown]) -> dict[int, _Range]:
    """Return the place of each row (事業の行), by its id()."""
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


def _name_of_dropped(row: Row, sheets: Mapping[str, Shown]) -> tuple[str, CellPosition] | None:
    """Return the part and the cell of a dropped initiative's name (廃止した事業のセル).

    It exists if one workbook has both editions.
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
    """Return the place of an initiative's name (事業名の行), None if it is ambiguous."""
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
    """Yield the changes of a row (変更), each with the value that its cell shows now."""
    before = _before(table)
    if row.kind is RowKind.ADDED:
        yield _Change("name", row.name, labels.KIND[RowKind.ADDED])
        yield from (_Change(what, value, "") for what, value in _values(row) if value)
        return
    for change in row.changes:
        if change.what in DESCRIBING:
            was = SAY.value(change.old)
            yield _Change(change.what, labels.joined(change.new), before + was, was)
    if row.old != row.new:
        yield _Change(
            labels.SUMMARY, row.new or "", before + (row.old or labels.NONE_GIVEN), row.old or ""
        )
    for field in row.fields:
        if field.is_changed:
            was = field.old or ""
            shown = labels.published_amount(was) if field.amount else was
            by, share = changes(field, field.unit)
            by_all = f"\n増減 {by}{f'（{share}）' if share else ''}" if by else ""
            note = before + (shown or labels.NONE_GIVEN) + by_all
            yield _Change(field.heading, field.new or "", note, was)


def _before(table: ComparisonTable) -> str:
    """Return the opening of the comment on a changed cell (変更前の見出し)."""
    return f"変更前（{labels.edition_headings(table)[0]}）：\n"


def _values(row: Row) -> Iterator[tuple[str, str]]:
    """Yield every value of a row's new side (新の記載) with what it is."""
    yield labels.SUMMARY, row.new or ""
    yield from ((what, labels.joined(row.value(what))) for what in BESIDE_NAMES)
    yield from ((field.heading, field.new or "") for field in row.fields)


def _columns(
    table: ComparisonTable, ranges: Mapping[int, _Range], sheets: Mapping[str, Shown]
) -> dict[tuple[str, str], Counter[int]]:
    """Count by sheet and kind of value how often each column has it (列の得票)."""
    votes: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for row in table.all_rows():
        if id(row) not in ranges:
            continue
        sheet = sheets[ranges[id(row)][0]]
        for what, value in (("name", row.name), (_NUMBER, str(row.number)), *_values(row)):
            change = _Change(what, value, "")
            places = _same(change, ranges[id(row)], sheet) if value else []
            votes[sheet.sheet, what].update(column for _row, column in places)
    return votes


def _same(change: _Change, where: _Range, sheet: Shown) -> list[CellPosition]:
    """Return an initiative's cells that show a value (値のあるセル), a name with its number."""
    _name, start, end = where
    number = r"[0-9().-]*" if change.what == Property.NAME else ""
    is_wanted = re.compile(number + re.escape(fold(change.value))).fullmatch
    columns = range(1 + max((column for _row, column in sheet.texts), default=-1))
    return [
        (row, column)
        for row in range(start, end)
        for column in columns
        if (text := sheet.texts.get((row, column))) and is_wanted(fold(text))
    ]


def _find(
    change: _Change,
    where: _Range,
    sheet: Shown,
    columns: Mapping[tuple[str, str], Counter[int]],
) -> list[CellPosition]:
    """Return the cells of a change (変更のセル), first the one that takes the comment.

    If several cells show the value, the one in the usual column; if a value takes several rows,
    those that the old value lacks; if none, the cell that is empty now.
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


def _written(path: Path, marks: Mapping[str, Mapping[CellPosition, tuple[str, str]]]) -> bytes:
    """Return the package with the marks (表示の書込み), all other parts unchanged."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
        infos = {info.filename: info for info in archive.infolist()}
    changed: dict[str, bytes] = {}
    colours = {colour for found in marks.values() for colour, _note in found.values() if colour}
    styles = FilledStyles(parts[_STYLES], sorted(colours)) if _STYLES in parts else None
    for part, found in marks.items():
        content = parts[part]
        if styles is not None:
            colours_of = {place: mark[0] for place, mark in found.items() if mark[0]}
            content = coloured(content, colours_of, styles)
        notes = {place: writable(note) for place, (_colour, note) in found.items() if note}
        changed |= with_comments(part, content, notes, {**parts, **changed})
    if styles is not None:
        changed[_STYLES] = styles.content()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **changed}.items():
            archive.writestr(infos.get(name) or zipfile.ZipInfo(name), content)
    return buffer.getvalue()
