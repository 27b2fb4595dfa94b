"""Records with a row for each label (項目名の行): each label becomes a group of columns.

Every initiative has 量の見込み above 確保方策, or 利用者数 above 利用時間, or 国 and 市債 above
一般財源, each with amounts of several years.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...plan import GROUPED, heading_levels
from ...text.normalize import is_no_value, squeezed
from ...text.number_headings import heading_unit, is_source_of_funds, is_unit_column
from ...text.quantities import known_unit
from ..headings.header_rows import CellRow, is_figure
from ..headings.vocabulary import (
    Role,
    is_indicator,
    is_known,
    is_measure,
    is_total,
    names_edition,
    strengths,
)
from ..ir import Cell, Document, Line, ReadingContext, Table
from .record_rows import Record, are_continued, has_name, labelled_records, may_be_label, records_of
from .record_shapes import ROWS_TO_LOOK_AT, cut_at_lone_texts, first_header, rows_as_lines

_FEWEST = 2
_MOST_OF_ALL = 6  # labels that every record has
_MOST_OF_MEASURES = 12
_MOST_ALIKE = 0.75  # a 達成度 is left out where there is no target yet
_OF_LABELS = re.compile(r"(?:.*(?:区分|項目|内訳|種別|種類|分類|内容|指標|財源))?")


def _is_of_labels(heading: str) -> bool:
    return _OF_LABELS.fullmatch(squeezed(heading)) is not None


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of records (項目名): their columns, and their texts in order.

    headings: of all columns; varying: those with a value for each label. unit: the column of the
    units, where some labels have that of their record (件 or 人, and ％ beside each); stated: the
    units of the others, by label.
    """

    headings: tuple[str, ...]
    columns: tuple[int, ...]
    texts: tuple[str, ...]
    varying: tuple[int, ...]
    unit: int | None = None
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[int, ...]:
        """The columns whose cells are of the whole record (記録の列), left of the labels."""
        return tuple(
            at for at in range(self.columns[-1]) if at not in self.columns and at != self.unit
        )

    def of(self, row: CellRow) -> str:
        """Return the label of a row (項目名)."""
        return _label(row, self.headings, self.columns)


def with_labels_as_columns(document: Document, context: ReadingContext) -> Document:
    """Return the document with one row for each record whose rows have labels (項目名の列見出し化).

    A table that goes on on the next page has no header.
    """
    blocks: list[Line | Table] = []
    last: _Labels | None = None
    for block in document.blocks:
        flat, last = _flat(block, last, context)
        blocks += flat or [block]
    return replace(document, blocks=tuple(blocks))


def _flat(
    block: Line | Table, last: _Labels | None, context: ReadingContext
) -> tuple[list[Line | Table], _Labels | None]:
    """Return what a block becomes (列見出し化した表), if anything, and the labels to go on with."""
    if isinstance(block, Line) or block.header:
        return [], last
    flat, labels = _turned(block, last, context)
    if not flat and len(pieces := [*cut_at_lone_texts(block)]) > 1:
        # A sheet has several tables, each with its header below its title.
        tables = [
            [piece] if isinstance(piece, Line) else _turned(piece, None, context)[0]
            for piece in pieces
        ]
        flat = [one for some in tables for one in some] if all(tables) else []
    return flat, labels


def _turned(
    table: Table, last: _Labels | None, context: ReadingContext
) -> tuple[list[Line | Table], _Labels | None]:
    """Return a table with its labels as columns (列見出し化した表), if it has any, and its labels.

    last: those of the table before, which it may go on with.
    """
    rows = table.grid(ROWS_TO_LOOK_AT)
    found = first_header(rows, context)
    top, start = (found[1], found[1] + found[0].height) if found else (0, 0)
    rows = table.grid() if (last and not found) or _may_have_labels(rows[start:]) else ()
    heads = found[0].parts if found else ()
    signs = (" " if any(map(names_edition, parts)) else GROUPED for parts in heads)
    headings = tuple(sign.join(parts) for sign, parts in zip(signs, heads, strict=True))
    is_rest = last is not None and (not found or last.headings == headings)
    labels = (_labels(rows[start:], headings) if found else None) or (last if is_rest else None)
    flat = list(_flattened(table, rows, top, start, labels)) if labels and rows else []
    return flat, labels if flat else None


def _may_have_labels(rows: Sequence[CellRow]) -> bool:
    """Return whether one of the first rows goes on below a name (項目名の見込み); quick."""
    pairs = pairwise(rows[:_FIRST_ROWS])
    return any(over[0].text and are_continued(over, row, (0,), or_same=True) for over, row in pairs)


_FIRST_ROWS = 7
_MOST_LEVELS = 5  # columns of one label; a sheet may have hundreds without a heading


def _labels(rows: Sequence[CellRow], headings: tuple[str, ...]) -> _Labels | None:
    """Return the labels of the records below a header (項目名の列), or None."""
    stated = [at for at, heading in enumerate(headings) if at and is_unit_column(heading)]
    places = [at for at in range(1, len(headings) - 1) if at not in stated]
    units = [at for at in stated if not _is_of_records(rows, at, places)]
    found = [(_of_all, at) for at in places if _may_repeat(rows, at)]
    headed = [at for at in (*places, *units) if _heads_labels(headings, at)]
    found += [(_of_measures, at) for at in headed if any(row[at].text for row in rows)]
    for labels_in, at in found:
        beside = {at, *(() if at in units else units)}
        ends = [at]
        for n in range(at + 1, min(at + _MOST_LEVELS, len(headings) - 1)):
            if n not in beside and not _may_be_of_labels(headings, n, rows):
                break
            ends.append(n)
        # The short texts beside the labels may be what they are of: 計画 | 年３回, 実績 | 年２回.
        for last in reversed(ends):
            columns = beside | {*range(at, last + 1)}
            if labels := _labels_in(rows, headings, at, columns, units, labels_in):
                return labels
    return None


def _labels_in(
    rows: Sequence[CellRow],
    headings: tuple[str, ...],
    at: int,
    columns: Set[int],
    units: Sequence[int],
    labels_in: Callable[..., _Labels | None],
) -> _Labels | None:
    """Return the labels that some columns hold (項目名), with or without their units, or None.

    at: the first of the columns, beside the units.
    """
    keys = [n for n in range(max(columns)) if n not in columns]
    if not (keys and keys[0] < at):
        return None
    places = sorted(columns - {*units})
    records = labelled_records(rows, headings, keys, {at, *places})
    if labels := labels_in(records, headings, sorted(columns)):
        return labels
    plain = labels_in(records, headings, places) if places and units else None
    return _with_units(records, plain, units) if plain else None


def _with_units(records: Sequence[Record], labels: _Labels, units: Sequence[int]) -> _Labels | None:
    """Return labels of which some have the unit of their record (記録ごとの単位), or None."""
    found: dict[str, set[str]] = {}
    for row in (row for record in records for row in record):
        found.setdefault(labels.of(row), set()).update(filter(None, [row[units[0]].text]))
    stated = {
        label: "".join(units_of_label)
        for label, units_of_label in found.items()
        if len(units_of_label) <= 1
    }
    united = replace(labels, unit=units[0], stated=stated)
    is_whole = len(units) == 1 and all(_has_one_unit(record, united) for record in records)
    return united if is_whole else None


def _has_one_unit(record: Record, labels: _Labels) -> bool:
    """Return whether the rows of a record have its unit, or those that their labels state."""
    if labels.unit is None:
        return True
    texts = [(labels.stated.get(labels.of(row)), row[labels.unit].text) for row in record]
    return len({text for stated, text in texts if stated is None}) <= 1 and all(
        text in ("", stated) for stated, text in texts if stated is not None
    )


def _may_repeat(rows: Sequence[CellRow], at: int) -> bool:
    """Return whether the texts of a column are the same again and again (反復); quick.

    Forms have a hundred columns, each of which would be tried.
    """
    texts = [row[at].text for row in rows if row[at].lines and row[at] is not row[0]]
    return 0 < len({*texts}) * _FEWEST <= len(texts)


def _is_of_records(rows: Sequence[CellRow], unit: int, places: Sequence[int]) -> bool:
    """Return whether a unit is stated once for all rows of a record (記録の単位)."""
    left = [at for at in places if at < unit]
    pairs = [(over, row) for over, row in pairwise(rows) if are_continued(over, row, left)]
    return bool(pairs) and all(are_continued(over, row, (unit,)) for over, row in pairs)


def _heads_labels(headings: Sequence[str], at: int) -> bool:
    """Return whether a heading is one of measures of what is left of it (項目名の見出し)."""
    is_one = _is_of_labels(headings[at]) and not is_indicator(headings[at])
    is_second = bool(headings[at]) and headings[at] == headings[at - 1]
    return is_one or is_second or is_unit_column(headings[at])


def _may_be_of_labels(headings: Sequence[str], at: int, rows: Sequence[CellRow]) -> bool:
    """Return whether a column beside one of labels is one, too (二段目の項目名)."""
    is_one = _is_of_labels(headings[at]) or headings[at] == headings[at - 1]
    return is_one and all(map(may_be_label, (row[at].text for row in rows if row[at].text)))


def _of_all(
    records: Sequence[Record], headings: tuple[str, ...], columns: Sequence[int]
) -> _Labels | None:
    """Return the labels if most records have the same, and the others some (全件共通の項目名)."""
    labels_of_each = [tuple(_label(row, headings, columns) for row in record) for record in records]
    ((texts, number),) = Counter(labels_of_each).most_common(1) or [((), 0)]
    whole = records[labels_of_each.index(texts)] if records else ()
    labels = (row[at].text for row in whole for at in columns)
    first = columns[0]  # 市内 and 市外 may share a heading with the fees beside them
    beside = headings[columns[-1] + 1 : columns[-1] + 2]  # none if the units are the last column
    is_named = _is_of_labels(headings[first]) or headings[first] in beside
    is_named = is_named or all(is_known(text, {}) for text in labels)
    if not (_FEWEST <= len(texts) <= _MOST_OF_ALL and len(records) >= _FEWEST and is_named):
        return None
    are_same = number >= max(_FEWEST, _MOST_ALIKE * len(records))
    are_same = are_same and all(set(texts).issuperset(labels) for labels in labels_of_each)
    keys = [at for at in range(columns[-1]) if at not in columns]
    are_merged = all(row[0] is record[0][0] for record in records for row in record)
    are_one = are_merged or has_name(headings, keys)
    return _labels_with_values(records, headings, columns, texts) if are_same and are_one else None


def _of_measures(
    records: Sequence[Record], headings: tuple[str, ...], columns: Sequence[int]
) -> _Labels | None:
    """Return the labels if they are measures, with figures beside each (見込量の項目名)."""
    rows = [row for record in records for row in record]
    texts = [*dict.fromkeys(_label(row, headings, columns) for row in rows)]
    if not all(map(_is_measure, texts)) or len(texts) > min(_MOST_OF_MEASURES, len(rows)):
        return None
    found = _labels_with_values(records, headings, columns, texts)
    are_many = found is not None and len(found.varying) >= _FEWEST
    return (
        found
        if found and are_many and all(_are_figures(records, n) for n in found.varying)
        else None
    )


def _are_figures(records: Sequence[Record], at: int) -> bool:
    """Return whether a column has figures or nothing (数値の列)."""
    texts = (row[at].text for record in records for row in record)
    return all(is_figure(text) or is_no_value(text) for text in texts)


def _is_measure(label: str) -> bool:
    """Return whether a label is of a measure or money (見込量・財源の項目名), or a unit alone."""
    last = heading_levels(label)[-1]
    is_money = is_source_of_funds(last) or is_total(last) or strengths(last).get(Role.AMOUNT, 0) > 1
    return is_measure(last) or is_money or known_unit(label) is not None


def _labels_with_values(
    records: Sequence[Record],
    headings: tuple[str, ...],
    columns: Sequence[int],
    texts: Sequence[str],
) -> _Labels | None:
    """Return the labels with the columns of their values (項目別の値の列), if there are any."""
    below = [pair for record in records for pair in pairwise(record)]
    places = range(columns[-1] + 1, len(headings))
    apart = {at for at in places if any(row[at] is not above[at] for above, row in below)}
    of_years = {at for at in apart if names_edition(headings[at])}
    varying = {at for at in places if any(_is_other(above[at], row[at]) for above, row in below)}
    # What was done may be what was planned, and is yet to come in later years.
    if not varying and not any(row[at].text for _above, row in below for at in of_years):
        return None
    varying |= of_years
    return _Labels(headings, tuple(columns), tuple(texts), tuple(sorted(varying)))


def _is_other(above: Cell, cell: Cell) -> bool:
    """Return whether a cell has another text than the one above it, or a value (別の値)."""
    is_value = is_figure(cell.text) or is_no_value(cell.text)
    return bool(cell.text) and cell is not above and (is_value or cell.text != above.text)


def _label(row: CellRow, headings: Sequence[str], columns: Sequence[int]) -> str:
    """Return the label of a row (項目名), with the unit of a column of units in brackets."""
    units = [at for at in columns if is_unit_column(headings[at])]
    cells = {id(row[at]): row[at].text for at in columns if at not in units}
    label = GROUPED.join(" ".join(text.split()) for text in cells.values() if text)
    unit = "".join(row[at].text for at in units)
    return _united(label, unit)


def _united(label: str, unit: str) -> str:
    """Return a label with its unit in brackets (単位付きの項目名)."""
    return f"{label}（{unit}）" if label and unit and not heading_unit(label)[1] else label or unit


# --- Records ------------------------------------------------------------------------------------


def _flattened(
    table: Table, rows: Sequence[CellRow], top: int, start: int, labels: _Labels
) -> Iterator[Line | Table]:
    """Yield the table with its labels as groups of columns, and its other rows as lines.

    top: the row of its header; start: that of its first record.
    """
    has_names = has_name(labels.headings, labels.keys)
    if len(labels.headings) != table.width or (not has_names and any(map(_is_named, rows[:top]))):
        return  # of a form, the name is above its amounts
    found = [*records_of(rows[start:], labels.headings, labels.keys, labels.columns)]
    records = [piece for piece in found if not isinstance(piece, Cell)]
    known = set(labels.texts)
    for record in records:
        labels_of_rows = [*map(labels.of, record)]
        is_whole = len({*labels_of_rows}) == len(labels_of_rows) and known.issuperset(
            labels_of_rows
        )
        is_whole &= bool(record[0][0].text) or has_names
        if not (is_whole and _has_one_unit(record, labels)):
            return
    if not records:
        return
    yield from rows_as_lines(rows[:top])
    run: list[Record] = []
    for piece in found:
        if not isinstance(piece, Cell):
            run.append(piece)
            continue
        if run:
            yield _table_of(table, run, rows[top][0], labels)
        run = []
        texts = filter(None, map(str.strip, piece.lines))
        yield from (
            Line(text, piece.span, is_heading=not is_total(text.split()[0])) for text in texts
        )
    if run:
        yield _table_of(table, run, rows[top][0], labels)


def _is_named(row: CellRow) -> bool:
    """Return whether a row has the name of an initiative beside its label (事業名の行)."""
    is_label = strengths(row[0].text).get(Role.NAME, 0) > 1
    return is_label and any(cell.text for cell in row if cell is not row[0])


def _table_of(table: Table, records: Sequence[Record], first: Cell, labels: _Labels) -> Table:
    """Return the table of records, each in one row (一行化した表), under a header of two rows."""
    texts, varying = labels.headings, labels.varying
    of_labels = {*labels.columns, *varying}
    filled = {at for record in records for at, cell in enumerate(record[0]) if cell.text}
    filled |= {at for at, text in enumerate(texts) if text}
    common = sorted(filled - of_labels)
    head = [Cell((texts[at],), first.span, 0, column, 2) for column, at in enumerate(common)]
    under = []
    width = len(common)
    for label in labels.texts:
        named = _united(label, labels.stated.get(label, ""))
        head.append(Cell((named,), first.span, 0, width, 1, len(varying)))
        under += [Cell((texts[at],), first.span, 1, width + n) for n, at in enumerate(varying)]
        width += len(varying)
    spans = Counter(cell for record in records for cell in set(map(id, record[0])))
    cells: list[Cell] = []
    for place, record in enumerate(records):
        by_label = {labels.of(row): row for row in record}
        united = next((row for row in record if labels.of(row) not in labels.stated), record[0])
        rows = [by_label.get(label) for label in labels.texts]
        values = [row[at] if row else Cell(()) for row in rows for at in varying]
        shared = [(united if at == labels.unit else record[0])[at] for at in common]
        for column, cell in enumerate([*shared, *values]):
            over = spans[id(cell)] if cell.row_span > len(record) else 1
            if over == 1 or not place or cell not in records[place - 1][0]:
                moved = cell._replace(row=2 + place, column=column, row_span=over, col_span=1)
                cells.append(moved)
    height = 2 + len(records)
    return replace(table, cells=(*head, *under, *cells), height=height, width=width, header=2)
