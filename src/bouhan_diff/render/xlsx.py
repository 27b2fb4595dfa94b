"""Excel (新旧対照表のブック): rows to sort and filter, their counts, and what stands around them.

概要 has the title, the headline, what the marks mean, the sections' aims and what was not
compared, 新旧対照表 one row per initiative, 集計 the counts and the sums, 変わった数値 the figures,
改め文 the changes as sentences. No cell among the rows is merged and none holds two data, so that
they can be sorted, filtered and counted; an amount is a number.
"""

from collections.abc import Iterator, Sequence

from ..comparison.statistics import Tally, tally
from ..comparison.table import ComparisonTable, GroupBy
from . import labels
from .amendment import amendments
from .remarks import notes, notices, omitted, text_heading
from .xlsx_cells import CellStyle, Value, is_too_long
from .xlsx_counts import counts, figures, initiative_cells, initiative_columns, plan_column
from .xlsx_sheets import Line, SheetColumn, Worksheet, workbook
from .xlsx_table import comparison, legend, text_width

_SENTENCES = 80  # the column's width


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the comparison tables (新旧対照表), at least one, as an .xlsx file.

    Several stand in the same sheets, each row with its plan and years in front. Grouped by
    policy number, a row stands under each of its numbers, as on screen. A text longer than
    the 32,767 characters that a cell can hold is cut, says so, and is listed in 概要.
    """
    title = labels.titled([table.title for table in tables])
    source = tables[0].source if len(tables) == 1 else ""
    totals = [tally(table) for table in tables]
    sheets = [_overview(tables, totals), comparison(tables), counts(tables, totals)]
    if changed := figures(tables, totals):
        sheets.append(changed)
    if tables[0].only_edition is None and any(table.counts.changed for table in tables):
        sheets.append(_sentences(tables))
    return workbook(title, source, sheets)


def _sentences(tables: Sequence[ComparisonTable]) -> Worksheet:
    """Return the changes as sentences (改め文), those of an initiative in one cell."""
    rows: list[list[Value]] = []
    for table in tables:
        heading = text_heading(table)
        for row in table.rows():
            if found := "\n".join(amendments(row, (), heading)):
                rows.append([*initiative_cells(tables, table, row), found])
    headings = [
        *initiative_columns(tables),
        SheetColumn(labels.AMENDMENT, text_width((str(row[-1]) for row in rows), _SENTENCES)),
    ]
    note = "（注）表記だけの変更は、改め文に含まない。", CellStyle.NOTE
    return Worksheet(labels.AMENDMENT, headings, rows, below=[note])


def _overview(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Worksheet:
    """Return what stands around the rows (概要): titles, headlines, sections, what was left out."""
    has_sections = not all(map(labels.is_titled, tables))
    has_aims = any(row.section.aim for table in tables for row in table.all_rows())
    headings = [
        *plan_column(tables),
        SheetColumn(labels.SECTION, 6, is_centred=True),
        SheetColumn(labels.SECTION_TITLE, 36 if has_aims else 90),
        *([SheetColumn(labels.AIM, 90)] if has_aims else []),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        for group in total.groups[GroupBy.SECTION] if has_sections else ():
            section = group.rows[0].section
            plan: list[Value] = [table.title for _column in plan_column(tables)]
            aim = [section.aim] if has_aims else []
            rows.append([*plan, section.number, section.title, *aim])
    above = [line for table in tables for line in _front(table)]
    below = [line for table in tables for line in _back(table)]
    return Worksheet(
        labels.OVERVIEW, headings, rows, above=above, below=below, has_headings=has_sections
    )


def _front(table: ComparisonTable) -> Iterator[Line]:
    """Yield the lines that open a table (前書き)."""
    if table.source:
        yield table.source, CellStyle.SOURCE
    if table.publisher and not table.title.startswith(table.publisher):
        yield table.publisher, CellStyle.SOURCE
    yield table.title, CellStyle.TITLE
    yield labels.subtitle(table), CellStyle.SUBTITLE
    if table.only_edition is not None:
        yield labels.initiatives(table.counts), CellStyle.NOTE
    else:
        kinds = labels.by_kind(table.counts)
        yield f"{labels.headline(table.counts)}（{kinds}）", CellStyle.NOTE
        yield legend(table), CellStyle.NOTE
        if left_out := omitted(table):
            yield f"{left_out}。", CellStyle.NOTE
    if table.policy_plan:
        yield f"※{labels.POLICIES}　{table.policy_plan}", CellStyle.NOTE
    yield from ((line, CellStyle.NOTE) for line in notes(table))


def _back(table: ComparisonTable) -> Iterator[Line]:
    """Yield what was not compared, not read and not written whole (比較・読取り・書出しの報告)."""
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    for heading, lines in notices(table, old, new).items():
        yield "", CellStyle.NOTE
        yield heading, CellStyle.NOTE
        yield from ((f"・{line}", CellStyle.NOTE) for line in lines)
    cut = [row for row in table.rows() if any(is_too_long(t or "") for t in (row.old, row.new))]
    if cut:
        yield "", CellStyle.NOTE
        yield "１つのセルに入る文字数（32,767字）を超えるため、途中までとした本文", CellStyle.NOTE
        for row in cut:
            yield f"・{row.section.number}　{row.number}　{row.name}", CellStyle.NOTE
