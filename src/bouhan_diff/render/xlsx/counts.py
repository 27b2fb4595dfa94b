"""The sheets of counts and of changed figures (集計・変わった数値のシート), one thing per row.

Also the other changes of an initiative, for the first sheet.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import NamedTuple

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import Tally, listed_changes, main_amount, size_of_change
from ...comparison.table import (
    ComparisonTable,
    FieldComparison,
    Group,
    GroupBy,
    Row,
    RowKind,
)
from ...plan import Column
from ...text.linebreak import ems
from ...text.number_headings import is_source_of_funds
from ...text.quantities import parse_quantity
from ...textdiff import EditKind, Segment
from ...textdiff.classify.figures import has_only_figures
from .. import labels
from ..brief import LONGEST_ALONE, edits_in_brief, in_quotes, measured_heading
from ..notices import kind_names, text_heading
from ..phrasebook import SAY
from ..remarks import remark_lines
from ..sums import unread, unread_words
from .cells import Amount, Value, shown
from .sheet_layout import WIDEST, SheetLine, amount_width, roomy, whole_line
from .sheets import SheetColumn, Worksheet
from .table import printed_instead
from .values import amount_heading, difference, ratio, ratio_heading, total_values


def plan_column(tables: Sequence[ComparisonTable]) -> list[SheetColumn]:
    """Return the column that names the plan (計画), if there are several."""
    return [SheetColumn(labels.PLAN, 24)] if len(tables) > 1 else []


def initiative_columns(tables: Sequence[ComparisonTable]) -> list[SheetColumn]:
    """Return the columns that identify a row's initiative (事業の欄)."""
    sections = labels.has_section_numbers(tables)
    section, number = number_widths(tables)
    numbers = [SheetColumn(labels.NUMBER, number, is_centred=True)]
    return [
        *plan_column(tables),
        *([SheetColumn(labels.SECTION, section, is_centred=True)] if sections else []),
        *(numbers if labels.has_numbers(tables) else []),
        SheetColumn(labels.name_heading(tables), 30),
    ]


def number_widths(tables: Sequence[ComparisonTable]) -> tuple[float, float]:
    """Return the widths for numbers of sections and of initiatives (番号の列幅).

    In too narrow a column 622935900 is shown as 6E+08, and 1-2-3-1 takes two lines.
    """
    rows = [row for table in tables for row in table.all_rows()]
    sections = {str(row.section.printed_number) for row in rows}
    section = roomy(sections, (SECTION_WIDTH, _WIDEST_NUMBER), 1)
    return section, roomy({str(row.number) for row in rows}, (NUMBER_WIDTH, _WIDEST_NUMBER), 1)


SECTION_WIDTH, NUMBER_WIDTH = 6, 7
_WIDEST_NUMBER = 16


def initiative_cells(
    tables: Sequence[ComparisonTable], table: ComparisonTable, row: Row
) -> list[Value]:
    """Return the values of `initiative_columns` for a row (事業の欄)."""
    sections = labels.has_section_numbers(tables)
    return [
        *(table.title for _column in plan_column(tables)),
        *([row.section.printed_number] if sections else []),
        *([row.number] if labels.has_numbers(tables) else []),
        row.name,
    ]


# ------------------------------------------------------------------------------ 集計


def counts(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Worksheet | None:
    """Return counts and sums (集計) by section and department, one thing per row.

    None if there is little to count by: the first sheet has those of the whole.
    """
    is_alone = tables[0].only_edition is not None
    occurring = {kind for table in tables for kind, count in table.counts.by_kind.items() if count}
    named = kind_names(tables[0]) if len(tables) == 1 else labels.KIND
    kinds = {} if is_alone else {k: label for k, label in named.items() if k in occurring}
    names = [
        group.heading
        for table, total in zip(tables, totals, strict=True)
        for by, groups in total.groups.items()
        if not _says_nothing(by, table)
        for group in groups
    ]
    if not names or (len(names) < _FEWEST_GROUPS and not _summed(tables)):
        return None
    widest = max(map(ems, names))
    numbers = [labels.COUNT, *([] if is_alone else [labels.CHANGED]), *kinds.values()]
    headings = [
        *plan_column(tables),
        SheetColumn(labels.GROUP_SORT, 10, is_centred=True),
        SheetColumn(labels.GROUP, min(max(2 * widest + 2, 20), 44)),
        *(SheetColumn(name, 2 * ems(name) + 3) for name in numbers),
    ]
    room = WIDEST - sum(column.width for column in headings)
    every = _summed(tables)
    parts = [_sum_columns(tables, total) for total in every]
    while parts and sum(column.width for part in parts for column, _value in part) > room:
        parts.pop()
    sums = list(chain.from_iterable(parts))
    left_out = [labels.field_heading(one) for one in every[len(parts) :]]
    below = [whole_line(one) for table in tables for one in printed_instead(table)]
    below += _notes(tables)
    if left_out:
        where = f"合計は「{labels.OVERVIEW}」のシートにある"
        below.append(
            whole_line(f"（注）{'、'.join(left_out)}の計は、幅が足りないため省いた。{where}。")
        )
    headings += (column for column, _value in sums)
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        counted: list[tuple[str, str, ComparisonTable | Group]] = [(labels.ALL, "", table)]
        for by, groups in total.groups.items():
            if _says_nothing(by, table):
                continue
            label = labels.GROUPED_BY[by]
            for group in groups:
                heading = labels.group_heading(table, group) or labels.NONE_GIVEN
                counted.append((label, heading, group))
        for label, heading, found in counted:
            row: list[Value] = [table.title for _column in plan_column(tables)]
            row += [label, heading, found.counts.total]
            if not is_alone:
                by_kind = (found.counts.by_kind.get(kind, 0) for kind in kinds)
                row += [found.counts.changed, *by_kind]
            rows.append([*row, *(value(table, found) for _column, value in sums)])
    fixed = len(plan_column(tables)) + 2
    return Worksheet(labels.TALLY, headings, rows, below=below, fixed=fixed)


_FEWEST_GROUPS = 3


def _says_nothing(by: GroupBy, table: ComparisonTable) -> bool:
    """Return whether groups of this sort (分類) only repeat the counts of the whole."""
    if by is GroupBy.SECTION:
        sections = {row.section.key for row in table.all_rows()}
        return table.is_titled or len(sections) == 1
    # One initiative has several policy numbers, whose counts add up to nothing.
    return by is GroupBy.POLICY or len({row.department for row in table.all_rows()}) == 1


def _notes(tables: Sequence[ComparisonTable]) -> Iterator[SheetLine]:
    """Yield the notes on the counts (集計の注)."""
    lines: list[str] = []
    if not all(_says_nothing(GroupBy.DEPARTMENT, one) for one in tables):
        _old, new = labels.edition_headings(*tables)
        edition = new if len(tables) == 1 else f"{new}年度"
        lines += SAY.by_new_departments([row for one in tables for row in one.all_rows()], edition)
    what = f"{labels.SUBTOTAL}及び{labels.TOTAL}"
    for table in tables:
        lines += unread(table.totals, table.all_rows(), *labels.edition_headings(table), what)
    yield from (whole_line(f"（注）{line}。") for line in lines)


def _summed(tables: Sequence[ComparisonTable]) -> list[Total]:
    """Return one total for each column that is summed in any table (合計のある項目)."""
    found = {(one.heading, one.unit): one for table in tables for one in table.totals}
    return list(found.values())


_SumColumn = tuple[SheetColumn, Callable[[ComparisonTable, ComparisonTable | Group], Value]]
"""A column of sums (合計の列) and what a table, or a group of it, has in it."""


def _sum_columns(tables: Sequence[ComparisonTable], total: Total) -> list[_SumColumn]:
    """Return the columns of a field's sums (合計の列); a group without a sum may show 皆増."""
    none = total._replace(old=None, new=None, difference=None, ratio=None)

    def column(name: str, place: int) -> _SumColumn:
        def value(table: ComparisonTable, summed: ComparisonTable | Group) -> Value:
            totals = ((one, (one.heading, one.unit)) for one in summed.totals)
            found = next((one for one, key in totals if key == (total.heading, total.unit)), none)
            sum_ = SAY.shown_sum(table, summed, found)
            rows = summed.rows if isinstance(summed, Group) else table.all_rows()
            return total_values(found, sum_, unread_words(found, rows))[place]

        values = [shown(value(table, table)) for table in tables]
        return SheetColumn(name, amount_width(name, values)), value

    heading = amount_heading(Column(total.heading, unit=total.unit))
    only = tables[0].only_edition
    if only is not None:
        is_new = only == tables[0].new_edition
        return [column(f"{labels.edition(only)}\n{heading}", int(is_new))]
    sides = labels.edition_headings(*tables)
    columns = [f"{name}\n{heading}" for name in (*sides, labels.DIFFERENCE)]
    columns.append(ratio_heading(Column(total.heading)))
    return [column(name, place) for place, name in enumerate(columns)]


# ----------------------------------------------------------------------- 変わった数値


Figure = tuple[Row, str, Value, Value, Value, Value]
"""A figure that changed (変わった数値): row, heading, old, new, difference and ratio."""


def figures_sheet(
    tables: Sequence[ComparisonTable], figures: Sequence[Sequence[Figure]]
) -> Worksheet | None:
    """Return the changed figures (変わった数値): amounts, then figures in texts.

    None if they all fit on the first sheet.
    """
    old, new = labels.edition_headings(*tables)
    headings = [
        *initiative_columns(tables),
        SheetColumn(labels.GROUP, 24),
        SheetColumn(old, 20, is_number=True),
        SheetColumn(new, 20, is_number=True),
        SheetColumn(labels.DIFFERENCE, 16, is_number=True),
        SheetColumn(labels.RATIO, 10, is_number=True),
    ]
    rows: list[list[Value]] = []
    is_needed = False
    for table, found in zip(tables, figures, strict=True):
        is_needed = is_needed or len(found) > MOST_FIGURES
        for row, heading, *values in found:
            named = with_indicator(row, heading)
            rows.append([*initiative_cells(tables, table, row), named, *values])
    note = f"（注）{labels.ORDER_OF_FIGURES}に並べた。"
    every = ((row, one) for table in tables for row in table.all_rows() for one in row.fields)
    if any(one.amount and _is_part_of_all(row, one) for row, one in every):
        note += f"片方だけにあるものの財源は、「{labels.COMPARISON}」のシートにある。"
    below = [whole_line(note)]
    return Worksheet(labels.FIGURES, headings, rows, below=below) if is_needed else None


_MOST_COLUMNS = 2  # of which the first changes are shown

MOST_FIGURES = 24
"""How many figures (変わった数値) the first sheet has all of."""


def changed_figures_of(table: ComparisonTable, total: Tally) -> list[Figure]:
    """Return the changed figures of a table (変わった数値), in the order of the sheet."""
    return [*_amounts(table), *_of_texts(table, total)]


def largest_figures(table: ComparisonTable, most: int) -> list[Figure]:
    """Return the largest differences (増減の大きい数値): of money, the main amounts.

    For a table without money, the first ones of its first columns.
    """
    costs = [(row, one) for row in table.all_rows() if (one := main_amount(row)) and one.is_changed]
    costs = [pair for pair in costs if size_of_change(pair[1])]
    if costs:
        costs.sort(key=lambda pair: -size_of_change(pair[1]))
        return [_figure(row, field) for row, field in costs[:most]]
    found: list[Figure] = []
    for changed in islice(listed_changes(table.all_rows()).values(), _MOST_COLUMNS):
        found += (_figure(*one) for one in changed[: most // _MOST_COLUMNS])
    return found


def _amounts(table: ComparisonTable) -> Iterator[Figure]:
    """Yield the changed amounts (変わった金額など), column by column."""
    for changed in listed_changes(table.all_rows()).values():
        yield from (_figure(*one) for one in changed if not _is_part_of_all(*one))


def _is_part_of_all(row: Row, found: FieldComparison) -> bool:
    """Return whether an amount is a source of funds in a new or dropped row (新規・廃止の財源)."""
    return row.is_one_sided and is_source_of_funds(found.heading)


def _figure(row: Row, found: FieldComparison) -> Figure:
    """Return a changed amount (変わった数値), in the unit of its heading."""
    change = difference(found, Column(found.heading, unit=found.unit))
    return row, labels.field_heading(found), *_sides(found), change, ratio(found)


def with_indicator(row: Row, heading: str) -> str:
    """Return the heading of a figure (項目名), of a target with what it is of (指標)."""
    found = (one for one in row.fields if labels.field_heading(one) == heading)
    return next((measured_heading(row, one) for one in found), heading)


def _sides(found: FieldComparison) -> tuple[Value, Value]:
    """Return an amount's old and new value (数値の新旧), as published if it is no number."""
    amount = found.amount
    old, new = (amount.old, amount.new) if amount else (None, None)
    return _side(found, old, found.old), _side(found, new, found.new)


def _side(found: FieldComparison, value: Decimal | None, text: str | None) -> Value:
    """Return a value in its column's unit (片側の値), shown as published if that differs."""
    published = text or labels.NO_VALUE
    if value is None or found.amount is None:
        return published
    unit = found.amount.unit
    given = parse_quantity(published, found.unit)
    is_converted = given is not None and given.unit != unit
    unit_beside = "" if unit == found.unit != "%" else unit
    is_own = is_converted or "％" in published
    return Amount(value, unit_beside, published=published if is_own else "")


def _of_texts(table: ComparisonTable, total: Tally) -> Iterator[Figure]:
    """Yield the figures that changed in texts (本文・項目の数値), fields before main texts."""
    main = text_heading(table)
    for one in total.figures:
        heading = labels.written_heading(one.heading) if one.heading else main
        yield one.row, heading, one.old or labels.NONE_GIVEN, one.new or labels.NONE_GIVEN, "", ""


class ListedChange(NamedTuple):
    """A line on what changed (変わったところ). named: kinds that it names in brackets or counts."""

    text: str
    named: frozenset[RowKind] = frozenset()


def changes_of(
    table: ComparisonTable, row: Row, figures: Collection[tuple[int, str]]
) -> Iterator[ListedChange]:
    """Yield what changed in an initiative (変わったところ): texts, fields, properties.

    figures: rows and headings whose changed figures are listed elsewhere. Changes of wording or
    notation are named as such if the initiative is of a heavier kind.
    """

    def change(
        heading: str, kind: RowKind | None, text: str, others: frozenset[RowKind] = frozenset()
    ) -> ListedChange:
        lighter = [kind] if kind in _LIGHTER and kind is not row.kind else []
        brackets = "".join(f"（{labels.KIND[one]}）" for one in lighter)
        return ListedChange(f"{heading}{brackets}　{text}", others.union(lighter))

    def edits_of(
        heading: str, kind: RowKind | None, segments: Sequence[Segment]
    ) -> Iterator[ListedChange]:
        is_listed = (id(row), heading) in figures
        found = edits_in_brief(
            [
                one._replace(kind=EditKind.EQUAL)
                if is_listed and has_only_figures(one.old, one.new)
                else one
                for one in segments
            ]
        )
        if found.text:
            yield change(heading, kind, *found)

    if row.is_one_sided:
        text = row.new if row.kind is RowKind.ADDED else row.old
        if text:
            yield ListedChange(in_quotes(text, LONGEST_ALONE))
    elif row.segments:
        yield from edits_of(text_heading(table), row.kind_of_text, row.segments)
    left_out = []
    for field in row.fields:
        if not field.is_changed:
            continue
        heading = labels.field_heading(field)
        if field.is_amount and (id(row), heading) in figures:
            continue
        if row.is_one_sided and not field.is_amount:
            left_out.append(heading)
            continue
        if field.segments:
            yield from edits_of(heading, field.kind, field.segments)
            continue
        sides = [labels.published_amount(one or labels.NO_VALUE) for one in (field.old, field.new)]
        if row.is_one_sided:
            sides = sides[row.kind is RowKind.ADDED :][:1]
        yield change(measured_heading(row, field), field.kind, " → ".join(sides))
    if left_out:
        yield ListedChange(f"ほか{'、'.join(left_out)}")
    old, _new = labels.edition_headings(table)
    yield from map(ListedChange, remark_lines(row, old=old))


_LIGHTER = RowKind.WORDING, RowKind.NOTATION
