"""Excel (新旧対照表のブック): rows to sort and filter, their counts, and what stands around them.

概要 has the title, the headline, what the marks mean, the sections' aims and what was not
compared, 新旧対照表 one row per initiative, 集計 the counts and the sums, 変わった数値 the figures.
No cell is merged and none holds two data, so that they can be sorted, filtered and counted; an
amount is a number.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from ..comparison.statistics import AmountOfRow, Tally, tally
from ..comparison.table import ComparisonTable, FieldComparison, GroupBy, Row, RowKind, Total
from ..plan import Column, ColumnType
from ..text.linebreak import ems
from . import labels
from .remarks import notices, omitted
from .xlsx_cells import Amount, Ratio, Style, Value, is_too_long
from .xlsx_sheets import Line, Sheet, SheetColumn, workbook
from .xlsx_table import amount_width, comparison, difference, legend, ratio


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the comparison tables (新旧対照表), at least one, as an .xlsx file.

    Several stand in the same sheets, each row with its plan and years in front. Grouped by
    policy number, a row stands under each of its numbers, as on screen. A text longer than
    the 32,767 characters that a cell can hold is cut, says so, and is listed in 概要.
    """
    title = labels.titled([table.title for table in tables])
    source = tables[0].source if len(tables) == 1 else ""
    totals = [tally(table) for table in tables]
    sheets = [_overview(tables, totals), comparison(tables), _counts(tables, totals)]
    if figures := list(_figures(tables, totals)):
        sheets.append(Sheet(labels.FIGURES, _figure_columns(tables), figures))
    return workbook(title, source, sheets)


# ------------------------------------------- 集計, 変わった数値 and 概要

_COUNT = 9
_ON_ONE_PAGE = 60  # rows of counts, still easily read


def _plan(tables: Sequence[ComparisonTable]) -> list[SheetColumn]:
    """Return the column that names the plan (計画), where there are several."""
    return [SheetColumn(labels.PLAN, 24)] if len(tables) > 1 else []


def _counts(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return counts and sums (集計) by section, department and policy number, one thing a row."""
    is_alone = tables[0].only_edition is not None
    found = {kind for table in tables for kind, count in table.counts.by_kind.items() if count}
    kinds = {} if is_alone else {k: label for k, label in labels.KIND.items() if k in found}
    sums = [column for total in _summed(tables) for column in _sum_columns(tables, total)]
    names = [g.heading for total in totals for groups in total.groups.values() for g in groups]
    headings = [
        *_plan(tables),
        SheetColumn(labels.GROUP_SORT, 11, is_centred=True),
        SheetColumn(labels.GROUP, min(max(2 * max(map(ems, names), default=0) + 2, 20), 44)),
        SheetColumn(labels.INITIATIVE, _COUNT),
        *([] if is_alone else [SheetColumn(labels.CHANGED, _COUNT)]),
        *(SheetColumn(label, _COUNT) for label in kinds.values()),
        *(column for column, _value in sums),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        counted = [(labels.ALL, "", table.counts, table.totals)]
        for by, groups in total.groups.items():
            if by is GroupBy.POLICY and not labels.has_policies([table]):
                continue
            if by is GroupBy.DEPARTMENT and not labels.has_departments([table]):
                continue
            label = labels.GROUPED_BY[by]
            counted += ((label, g.heading or labels.NONE_GIVEN, g.counts, g.totals) for g in groups)
        for label, heading, counts, group_totals in counted:
            row: list[Value] = [table.title for _column in _plan(tables)]
            row += [label, heading, counts.total]
            if not is_alone:
                row += [counts.changed, *(counts.by_kind.get(kind, 0) for kind in kinds)]
            rows.append([*row, *(value(group_totals) for _column, value in sums)])
    pages = 1 if len(rows) <= _ON_ONE_PAGE else 0
    return Sheet(labels.TALLY, headings, rows, below=list(_notes(tables)), pages=pages)


def _notes(tables: Sequence[ComparisonTable]) -> Iterator[Line]:
    """Yield what has to be known of the counts (集計の注): whose the departments are."""
    rows = (row for table in tables for row in table.all_rows())
    if any(change.field == "department" for row in rows for change in row.changes):
        _old, new = labels.edition_headings(tables[0], (labels.OLD, labels.NEW))
        edition = new if len(tables) == 1 else f"{labels.NEW}年度"
        yield (
            f"（注）{labels.DEPARTMENT}ごとの集計は、{edition}の{labels.DEPARTMENT}による。",
            Style.NOTE,
        )


def _summed(tables: Sequence[ComparisonTable]) -> list[Total]:
    """Return one total for each column that any table has a sum of (合計のある項目)."""
    found = {(one.heading, one.unit): one for table in tables for one in table.totals}
    return list(found.values())


_SumColumn = tuple[SheetColumn, Callable[[Sequence[Total]], Value]]
"""A column of sums (合計の列) and what a group's totals have in it."""


def _sum_columns(tables: Sequence[ComparisonTable], total: Total) -> list[_SumColumn]:
    """Return the columns of a field's sums (合計の列); values that are no numbers are counted."""

    def of(totals: Sequence[Total]) -> Total | None:
        key = total.heading, total.unit
        return next((one for one in totals if (one.heading, one.unit) == key), None)

    def amount(name: str, part: Callable[[Total], Decimal | None]) -> _SumColumn:
        column = SheetColumn(f"{name}\n{heading}", amount_width(heading))
        return column, lambda totals: _sum(part(found)) if (found := of(totals)) else ""

    def ratio_of(totals: Sequence[Total]) -> Value:
        found = of(totals)
        return Ratio(found.ratio) if found and found.ratio is not None else ""

    def unreadable(totals: Sequence[Total]) -> Value:
        found = of(totals)
        return found.unreadable if found else ""

    heading = labels.field_heading(total)
    only = tables[0].only_edition
    if only is not None:
        name = labels.edition(only)
        columns = [amount(name, lambda one: one.old if one.new is None else one.new)]
    else:
        sides = (labels.OLD, labels.NEW)
        old, new = labels.edition_headings(tables[0], sides) if len(tables) == 1 else sides
        columns = [
            amount(old, lambda one: one.old),
            amount(new, lambda one: one.new),
            amount(labels.DIFFERENCE, lambda one: one.difference),
        ]
        name = f"{labels.RATIO}\n{total.heading}"
        columns.append((SheetColumn(name, amount_width(total.heading)), ratio_of))
    if any(found.unreadable for table in tables if (found := of(table.totals))):
        columns.append((SheetColumn(labels.UNREADABLE, 12), unreadable))
    return columns


def _sum(value: Decimal | None) -> Value:
    return "" if value is None else Amount(value)


def _figure_columns(tables: Sequence[ComparisonTable]) -> list[SheetColumn]:
    return [
        *_plan(tables),
        SheetColumn(labels.SECTION, 6, is_centred=True),
        SheetColumn(labels.NUMBER, 7, is_centred=True),
        SheetColumn(labels.NAME, 36),
        SheetColumn(labels.GROUP, 24),
        SheetColumn(labels.OLD, 20),
        SheetColumn(labels.NEW, 20),
        SheetColumn(labels.DIFFERENCE, 16),
        SheetColumn(labels.RATIO, 10),
    ]


def _figures(
    tables: Sequence[ComparisonTable], totals: Sequence[Tally]
) -> Iterator[Sequence[Value]]:
    """Yield the figures that changed (変わった数値): amounts, then figures of texts.

    Of the amounts the largest differences come first, then those that are no numbers (皆増).
    """
    for table, total in zip(tables, totals, strict=True):
        plan: list[Value] = [table.title for _column in _plan(tables)]
        changed = (
            one for column in total.amounts for one in (*column.increases, *column.decreases)
        )
        for row, found in (*changed, *_incomparable(table)):
            old, new = _sides(row, found)
            amounts = (old, new, difference(found, Column(found.heading)), ratio(found))
            yield [*plan, row.section.number, row.number, row.name, found.heading, *amounts]
        for change in total.figures:
            row = change.row
            texts = (change.old or labels.NONE_GIVEN, change.new or labels.DELETED, "", "")
            yield [*plan, row.section.number, row.number, row.name, labels.SUMMARY, *texts]


def _incomparable(table: ComparisonTable) -> Iterator[AmountOfRow]:
    """Yield the changed amounts of which no difference can be computed (差のない数値)."""
    for row in table.all_rows():
        for found in row.fields:
            if found.type is ColumnType.AMOUNT and found.is_changed and found.amount is None:
                yield row, found


def _sides(row: Row, found: FieldComparison) -> tuple[Value, Value]:
    """Return an amount's old and new value (数値の新旧), as published where it is no number."""
    amount = found.amount
    old, new = (amount.old, amount.new) if amount else (None, None)
    unit = amount.unit if amount else ""
    missing_old = labels.ONLY_NEW if row.kind is RowKind.ADDED else labels.NO_VALUE
    missing_new = labels.ONLY_OLD if row.kind is RowKind.REMOVED else labels.NO_VALUE
    return (
        found.old or missing_old if old is None else Amount(old, unit),
        found.new or missing_new if new is None else Amount(new, unit),
    )


def _overview(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return what stands around the rows (概要): titles, headlines, sections, what was left out."""
    has_aims = any(row.section.aim for table in tables for row in table.all_rows())
    headings = [
        *_plan(tables),
        SheetColumn(labels.SECTION, 6, is_centred=True),
        SheetColumn(labels.SECTION_TITLE, 36 if has_aims else 90),
        *([SheetColumn(labels.AIM, 90)] if has_aims else []),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        for group in total.groups[GroupBy.SECTION]:
            section = group.rows[0].section
            plan: list[Value] = [table.title for _column in _plan(tables)]
            aim = [section.aim] if has_aims else []
            rows.append([*plan, section.number, section.title, *aim])
    above = [line for table in tables for line in _front(table)]
    below = [line for table in tables for line in _back(table)]
    return Sheet(labels.OVERVIEW, headings, rows, above=above, below=below)


def _front(table: ComparisonTable) -> Iterator[Line]:
    """Yield the lines that open a table (前書き)."""
    if table.source:
        yield table.source, Style.SOURCE
    if table.publisher and not table.title.startswith(table.publisher):
        yield table.publisher, Style.SOURCE
    yield table.title, Style.TITLE
    yield labels.subtitle(table), Style.SUBTITLE
    if table.only_edition is not None:
        yield labels.initiatives(table.counts), Style.NOTE
    else:
        kinds = labels.by_kind(table.counts)
        yield f"{labels.headline(table.counts)}（{kinds}）", Style.NOTE
        yield legend(table), Style.NOTE
        if left_out := omitted(table):
            yield f"{left_out}。", Style.NOTE
    if table.policy_plan:
        yield f"※{labels.POLICIES}　{table.policy_plan}", Style.NOTE


def _back(table: ComparisonTable) -> Iterator[Line]:
    """Yield what was not compared, not read and not written whole (比較・読取り・書出しの報告)."""
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    for heading, lines in notices(table, old, new).items():
        yield "", Style.NOTE
        yield heading, Style.NOTE
        yield from ((f"・{line}", Style.NOTE) for line in lines)
    cut = [row for row in table.rows() if any(is_too_long(t or "") for t in (row.old, row.new))]
    if cut:
        yield "", Style.NOTE
        yield "１つのセルに入る文字数（32,767字）を超えるため、途中までとした本文", Style.NOTE
        for row in cut:
            yield f"・{row.section.number}　{row.number}　{row.name}", Style.NOTE
