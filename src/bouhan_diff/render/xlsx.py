"""Excel (新旧対照表のブック): rows to sort and filter, their counts, and what stands around them.

概要 has the title, the headline, what the marks mean, the sections' aims and what was not
compared, 新旧対照表 one row per initiative, 集計 the counts and the sums, 変わった数値 the figures.
No cell is merged and none holds two data, so that they can be sorted, filtered and counted; an
amount is a number.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..comparison.statistics import Tally, tally
from ..comparison.table import ComparisonTable, FieldComparison, GroupBy, Total
from ..plan import Column
from . import labels
from .remarks import notices
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
    if any(total.figures or total.amounts for total in totals):
        sheets.append(_figures(tables, totals))
    return workbook(title, source, sheets)


# ------------------------------------------- 集計, 変わった数値 and 概要

_COUNT = 9
_ON_ONE_PAGE = 60  # rows of counts, still easily read


def _plan(tables: Sequence[ComparisonTable]) -> list[SheetColumn]:
    """Return the column that names the plan (計画), where there are several."""
    return [SheetColumn(labels.PLAN, 24)] if len(tables) > 1 else []


def _counts(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return counts and sums (集計) by section, department and policy number, one thing a row."""
    kinds = {} if tables[0].only_edition is not None else labels.KIND
    summed = {(total.heading, total.unit): total for table in tables for total in table.totals}
    headings = [
        *_plan(tables),
        SheetColumn(labels.GROUP_SORT, 11, is_centred=True),
        SheetColumn(labels.GROUP, 44),
        SheetColumn(labels.INITIATIVE, _COUNT),
        *([SheetColumn(labels.CHANGED, _COUNT)] if kinds else []),
        *(SheetColumn(label, _COUNT) for label in kinds.values()),
        *(column for total in summed.values() for column in _sum_headings(tables, total)),
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
        for label, heading, counts, sums in counted:
            row: list[Value] = [table.title for _column in _plan(tables)]
            row += [label, heading, counts.total]
            if kinds:
                row += [counts.changed, *(counts.by_kind.get(kind, 0) for kind in kinds)]
            for key, whole in summed.items():
                found = next((one for one in sums if (one.heading, one.unit) == key), None)
                row += _sums(found, len(_sum_headings(tables, whole)))
            rows.append(row)
    return Sheet(labels.TALLY, headings, rows, pages=1 if len(rows) <= _ON_ONE_PAGE else 0)


def _sum_headings(tables: Sequence[ComparisonTable], total: Total) -> list[SheetColumn]:
    heading = labels.field_heading(total)
    if tables[0].only_edition is not None:
        edition = labels.edition(tables[0].only_edition)
        return [
            SheetColumn(f"{edition}\n{heading}", amount_width(heading)),
            SheetColumn(labels.UNREADABLE, 12),
        ]
    sides = (labels.OLD, labels.NEW)
    if len(tables) == 1:
        sides = labels.edition_headings(tables[0], sides)
    return [
        *(SheetColumn(f"{side}\n{heading}", amount_width(heading)) for side in sides),
        SheetColumn(f"{labels.DIFFERENCE}\n{heading}", amount_width(heading)),
        SheetColumn(f"{labels.RATIO}\n{total.heading}", amount_width(total.heading)),
        SheetColumn(labels.UNREADABLE, 12),
    ]


_BOTH_SIDES = 5


def _sums(total: Total | None, columns: int) -> list[Value]:
    """Return the sums of a group (合計) in as many cells; unreadable values are counted."""
    if total is None:
        return [""] * columns
    if columns < _BOTH_SIDES:
        value = total.old if total.new is None else total.new
        return [_sum(value), total.unreadable]
    share: Value = "" if total.ratio is None else Ratio(total.ratio)
    values = map(_sum, (total.old, total.new, total.difference))
    return [*values, share, total.unreadable]


def _sum(value: Decimal | None) -> Value:
    return "" if value is None else Amount(value)


def _figures(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return the figures that changed (変わった数値): amounts, the largest first, then of texts."""
    headings = [
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
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        plan: list[Value] = [table.title for _column in _plan(tables)]
        for column in total.amounts:
            for row, found in (*column.increases, *column.decreases):
                amount = found.amount
                assert amount is not None  # noqa: S101  they are what is tallied
                sides = (Amount(v, amount.unit) if v is not None else "" for v in _both(found))
                about = [row.section.number, row.number, row.name, column.heading]
                unit = Column(found.heading)
                rows.append([*plan, *about, *sides, difference(found, unit), ratio(found)])
        for change in total.figures:
            row = change.row
            about = [row.section.number, row.number, row.name, labels.SUMMARY]
            rows.append([*plan, *about, change.old, change.new, "", ""])
    return Sheet(labels.FIGURES, headings, rows)


def _both(found: FieldComparison) -> tuple[Decimal | None, Decimal | None]:
    return (found.amount.old, found.amount.new) if found.amount else (None, None)


def _overview(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return what stands around the rows (概要): titles, headlines, sections, what was left out."""
    headings = [
        *_plan(tables),
        SheetColumn(labels.SECTION, 6, is_centred=True),
        SheetColumn(labels.SECTION_TITLE, 36),
        SheetColumn(labels.AIM, 90),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        for group in total.groups[GroupBy.SECTION]:
            section = group.rows[0].section
            plan: list[Value] = [table.title for _column in _plan(tables)]
            rows.append([*plan, section.number, section.title, section.aim])
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
