"""The sheet of amendments (改め文のシート): the changes as sentences, one thing per cell."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ...comparison.table import ComparisonTable, Row, RowKind
from .. import labels
from ..amendment.document import (
    headings_left,
    is_a_sum_left,
    opening,
    places_of_new,
    spelt_otherwise,
    sums_amended,
    title_amended,
)
from ..amendment.sentences import REMOVED, amendments, name_of_part
from ..brief import old_name
from ..notices import text_heading
from ..phrasebook import SAY
from .cells import Value
from .counts import initiative_cells, initiative_columns, plan_column
from .sheet_layout import Spanned, roomy, text_width, well_broken, whole_line
from .sheets import SheetColumn, Worksheet

_WIDTH = 80  # of the column of sentences, at least
_NAME_WIDTHS, _WIDER_NAME = (30, 40), 1
_BOTH_WIDTHS = 122  # of both columns, on A4


def sentences(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the changes as sentences (改め文); below them those of notation, to add if wanted."""
    rows = [line for table in tables for line in _amended(tables, table)]
    old, _new = labels.edition_headings(*tables)
    names, written = ([str(row[at]) for row in rows] for at in (-2, -1))
    least = text_width(written, _WIDTH)
    *front, name = initiative_columns(tables)
    width = roomy(names, _NAME_WIDTHS, 1, _WIDER_NAME)
    widest = max(_BOTH_WIDTHS - width, least)
    headings = [
        *front,
        replace(name, heading=f"{name.heading}等", width=width),  # titles and sums, too
        SheetColumn(labels.AMENDMENT, well_broken(written, widest, least)),
    ]
    below = [
        whole_line(f"（注）{one}。") for t in tables for one in map(SAY.misprinted, t.misprinted)
    ]
    if any(map(is_a_sum_left, tables)):
        left = "一方の資料だけにある計・合計の改めは、改め文に含まない"
        below.append(whole_line(f"（注）{left}。"))
    below += [whole_line(f"（注）{left}") for left in map(headings_left, tables) if left]
    below.append(whole_line(f"（注）位置を示すために引いた語句は、{old}の文による。"))
    for table in tables:
        if spelt := spelt_otherwise(table):
            below.append(whole_line(f"（注）{spelt}"))
            for line in _respelt(tables, table):
                cells = zip(headings, line, strict=True)
                below.append([Spanned(1, value, column.style) for column, value in cells])
    return Worksheet(labels.AMENDMENT, headings, rows, below=below)


def _amended(tables: Sequence[ComparisonTable], table: ComparisonTable) -> Iterator[list[Value]]:
    """Yield the rows of one table (改め文の行): its title, its initiatives and its sums."""
    places, seen = places_of_new(table), set[int]()
    yield [*_whose(tables, table, "柱書"), opening(table)]
    if found := title_amended(table):
        yield [*_whose(tables, table, "標題"), found]
    for group in table.groups:
        for row in group.rows:
            if id(row) not in seen:
                seen.add(id(row))
                yield from _of_initiative(tables, table, row, (), places.get(id(row), ""))
        for found in sums_amended(group.totals if len(table.groups) > 1 else (), labels.SUBTOTAL):
            whose = _whose(tables, table, labels.SUBTOTAL, group.rows[0].section.printed_number)
            yield [*whose, found]
    for found in sums_amended(table.totals, labels.TOTAL):
        yield [*_whose(tables, table, labels.TOTAL), found]


def _respelt(tables: Sequence[ComparisonTable], table: ComparisonTable) -> Iterator[list[Value]]:
    """Yield the rows for changes of notation (表記だけの改め)."""
    for row in table.all_rows():
        if not row.is_one_sided:
            yield from _of_initiative(tables, table, row, (RowKind.NOTATION,))


def _of_initiative(
    tables: Sequence[ComparisonTable],
    table: ComparisonTable,
    row: Row,
    kinds: Collection[RowKind],
    place: str = "",
) -> Iterator[list[Value]]:
    """Yield the row of an initiative (事業の行), none if it has no edit of these kinds."""
    number = f"{row.number}　" if table.is_numbered else ""
    name = labels.name_heading([table])
    was = row._replace(name=old_name(row))  # which the sentences amend
    if found := "\n".join(amendments(row, kinds, text_heading(table), place, number, name)):
        named = name_of_part(row) or was.name
        found = f"{named}を{found}" if found == REMOVED else found
        yield [*initiative_cells(tables, table, was), found]


def _whose(
    tables: Sequence[ComparisonTable], table: ComparisonTable, name: str, section: Value = ""
) -> list[Value]:
    """Return the values of `initiative_columns` for a title or a sum (標題・計の欄)."""
    cells: dict[str, Value] = {labels.SECTION: section, labels.name_heading(tables): name}
    cells |= {one.heading: table.title for one in plan_column(tables)}
    return [cells.get(column.heading, "") for column in initiative_columns(tables)]
