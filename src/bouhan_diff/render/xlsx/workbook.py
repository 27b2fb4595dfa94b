"""Excel (新旧対照表のブック): what a reader needs first, then rows to sort and filter.

概要 has the title, the headline, the meaning of the marks, the sections' aims, the sums, the
largest differences, what changed in each initiative and what was not compared; 新旧対照表 the rows,
集計 counts and sums, 変わった数値 the figures, 改め文 the changes as sentences. No cell among the
rows is merged and none holds two values, so that they can be sorted, filtered and counted; amounts
are numbers.
"""

from collections.abc import Iterator, Sequence

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import Tally, tally
from ...comparison.table import ComparisonTable, GroupBy, Row, RowKind
from ...plan import Property
from ...text.linebreak import ems
from .. import labels
from ..brief import aims
from ..notices import (
    at_the_end,
    counted,
    doubts_and_losses,
    foremost,
    is_of_supplements,
    kind_names,
    meanings_of_kinds,
    notices,
    omitted,
    own_notes,
    retitled,
    signs,
    unmarked_sums,
)
from ..phrasebook import SAY, ShownSum
from ..remarks import explained, remark_lines, remarks_on
from ..sums import compared_totals
from .cells import Value, is_too_long, shown
from .counts import (
    MOST_FIGURES,
    NUMBER_WIDTH,
    SECTION_WIDTH,
    Figure,
    ListedChange,
    changed_figures_of,
    changes_of,
    counts,
    figures_sheet,
    largest_figures,
    number_widths,
    plan_column,
    with_indicator,
)
from .sentences import sentences
from .sheet_layout import SheetLine, Spanned, amount_width, in_lines, whole_line, widened
from .sheets import SheetColumn, Worksheet, workbook
from .styles import CellStyle
from .table import comparison, notes_of_sums
from .values import marks, property_value, total_values

_GRID = (SECTION_WIDTH, NUMBER_WIDTH, 32, 9, 19, 15, 15, 14, 10)
"""Widths of the first sheet's columns: section, number, name, kind, item and four of amounts."""
_OF_CHANGES = 5  # columns, the last, that say what changed of an initiative
_OF_AIMS = len(_GRID) - 3
_OF_AMOUNTS = 4  # columns, the last
_WIDER = 8  # than the grid, that few lines of these begin with 。 or the like
_LONGEST_NAME = 48  # full-width characters
_MOST_LISTED = 20
_MOST_AMOUNTS = 8
_MOST_SUMS = 12  # of all sections together

_Listed = tuple[Row, list[ListedChange]]
"""A changed initiative with what changed in it (変わったもの)."""


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the comparison tables (新旧対照表), at least one, as an .xlsx file.

    Several tables share the same sheets, each row preceded by its plan and years. Grouped by policy
    number, a row is listed under each of its numbers, as on screen. A text longer than the 32,767
    characters of a cell is cut, says so, and is listed in 概要.
    """
    title = SAY.titled([*map(_title_of, tables)])
    totals = [tally(table) for table in tables]
    figures = [  # two supplements add up: what one alone has is no rise
        [] if is_of_supplements(table) else changed_figures_of(table, total)
        for table, total in zip(tables, totals, strict=True)
    ]
    sheets = [_overview(tables, totals, figures), comparison(tables)]
    sheets += (one for one in (counts(tables, totals), figures_sheet(tables, figures)) if one)
    amended = [one for one in tables if one.counts.changed and not is_of_supplements(one)]
    if tables[0].only_edition is None and amended:
        sheets.append(sentences(amended))
    if records := [line for table in tables for line in _of_reading(table)]:
        sheets.append(Worksheet(_CHECKS, sheets[0].columns, below=records, is_read=True))
    return workbook(title, sheets)


# ------------------------------------------------------------------------------ 概要


def _overview(
    tables: Sequence[ComparisonTable],
    totals: Sequence[Tally],
    figures_: Sequence[Sequence[Figure]],
) -> Worksheet:
    """Return what a reader needs first (概要), and what goes around the rows."""
    lines: list[SheetLine] = []
    for table, total, changed in zip(tables, totals, figures_, strict=True):
        listed = [] if table.only_edition is not None else _listed_changes(table, changed)
        lines += _front(table, listed)
        lines += _sections(table, total)
        if table.only_edition is None:
            lines += _sums(table, total)
            lines += _figures(table, changed)
            lines += _changed_rows(table, listed, has_figures=bool(changed))
        lines += _back(table)
    plan = [Spanned(1, "", CellStyle.NOTE) for _column in plan_column(tables)]
    below = [line if not line[0].across else [*plan, *line] for line in lines]
    widths = _grid(tables, lines)
    columns = [*plan_column(tables), *(SheetColumn("", width) for width in widths)]
    return Worksheet(labels.OVERVIEW, columns, below=below, is_read=True)


def _grid(tables: Sequence[ComparisonTable], lines: Sequence[SheetLine]) -> list[float]:
    """Return the widths of the first sheet's columns (列幅), for its numbers and texts."""
    section, number = number_widths(tables)
    name = _GRID[2] - (section + number - _GRID[0] - _GRID[1])
    texts, of_aims = (
        [
            last.value
            for *_others, last in lines
            if last.across == across and isinstance(last.value, str)
        ]
        for across in (_OF_CHANGES, _OF_AIMS)
    )
    of_changes = sum(_GRID[-_OF_CHANGES:])
    by = sum(_GRID[-_OF_AIMS:-_OF_CHANGES])
    more = widened(texts, of_changes, _WIDER, of_aims, by) - of_changes
    amounts = [max(*one) for one in zip(_GRID[-_OF_AMOUNTS:], _amount_widths(lines), strict=True)]
    amounts[-1] += more
    old, new, *others = amounts
    # A text of each side takes two of them.
    side = max(sum(amounts) / 4 if _has_wide_sides(lines) else 0, old, new)
    others[-1] -= 2 * side - old - new
    return [section, number, name, *_GRID[3:-_OF_AMOUNTS], side, side, *others]


def _has_wide_sides(lines: Sequence[SheetLine]) -> bool:
    """Return whether figures of texts take two columns on each side (文中の数値の欄)."""
    return any([one.across for one in line[-2:]] == [2, 2] for line in lines)


def _amount_widths(lines: Sequence[SheetLine]) -> list[float]:
    """Return the widths at which the columns of amounts need one line each (数値の列幅)."""
    ends = [line[-_OF_AMOUNTS:] for line in lines]
    found = [end for end in ends if [one.across for one in end] == [1] * _OF_AMOUNTS]
    values = zip(*([shown(one.value) for one in end] for end in found), strict=True)
    return [amount_width("", column) for column in values] or [0.0] * _OF_AMOUNTS


def _front(table: ComparisonTable, listed: Sequence[_Listed]) -> Iterator[SheetLine]:
    """Yield the lines before a table (前書き). listed: its changed initiatives, listed below it."""
    if table.source:
        yield whole_line(SAY.source(table), CellStyle.SOURCE)
    if table.publisher and not table.title.startswith(table.publisher):
        yield whole_line(table.publisher, CellStyle.SOURCE)
    named = dict.fromkeys((_title_of(table), labels.subtitle(table)))
    yield from map(whole_line, named, (CellStyle.TITLE, CellStyle.SUBTITLE))
    if table.only_edition is not None:
        yield whole_line(f"{table.counts.total}件")
    else:
        yield whole_line(counted(table))
        where = f"「{_CHECKS}」のシート" if doubts_and_losses(table) else "このシートの末尾"
        sentences = *foremost(table), *retitled(table), omitted(table), *at_the_end(table, where)
        if notes := "".join(f"{one}。" for one in sentences if one):
            yield whole_line(f"（注）{notes}")
        yield from map(whole_line, _legend(table, listed[:_MOST_LISTED]))
    yield from map(whole_line, own_notes(table))


def _legend(table: ComparisonTable, listed: Sequence[_Listed]) -> Iterator[str]:
    """Yield the meaning of the marks, kinds, remarks and signs that occur (凡例), a line each."""
    rows = tuple(table.rows())
    old, new = labels.edition_headings(table)
    of_remarks = explained(one.topic for row in rows for one in remarks_on(row))
    of_edits = {kind for _row, entries in listed for one in entries for kind in one.named}
    yield in_lines((labels.LEGEND, *marks([table]), *unmarked_sums(table)), _GRID)
    parts = {
        labels.KIND_HEADING: meanings_of_kinds(table, old, new, of_edits),
        labels.REMARKS: of_remarks,
        "数値": signs(rows, old, new),
    }
    for about, found in parts.items():
        entries = (f"{word}：{meaning}" for word, meaning in found.items())
        if found:
            yield in_lines((f"{labels.LEGEND}（{about}）", *entries), _GRID)


def _title_of(table: ComparisonTable) -> str:
    """Return a table's title (標題), "" if it is in ASCII and so only a file name."""
    return labels.subtitle(table) if table.title.isascii() else table.title


def _headings(*cells: tuple[int, str]) -> list[Spanned]:
    return [Spanned(across, text, CellStyle.HEADING) for across, text in cells]


def _title(text: str) -> Iterator[SheetLine]:
    """Yield a heading of the first sheet (見出し), an empty line above it."""
    yield whole_line("")
    yield whole_line(text, CellStyle.SECTION)


def _sections(table: ComparisonTable, total: Tally) -> Iterator[SheetLine]:
    """Yield the sections with their aims (章の目的), if any has one; the rows have the titles."""
    aims_of_groups = [
        (group, "\n".join(aims(group, SAY.sides(table)[0])))
        for group in total.groups[GroupBy.SECTION]
    ]
    if not any(text for _group, text in aims_of_groups):
        return
    numbers = labels.has_section_numbers([table])
    name = 2 if numbers else 3
    front = [(1, labels.SECTION)] if numbers else []
    yield _headings(*front, (name, labels.SECTION_TITLE), (_OF_AIMS, labels.AIM))
    for group, text in aims_of_groups:
        section = group.rows[0].section
        yield [
            *([Spanned(1, section.printed_number, CellStyle.CENTRED)] if numbers else []),
            Spanned(name, section.title, CellStyle.TEXT),
            Spanned(_OF_AIMS, text, CellStyle.TEXT),
        ]


def _sums(table: ComparisonTable, tally_: Tally) -> Iterator[SheetLine]:
    """Yield the sums that changed (合計), or all if none did; of sections if there is room."""
    totals = compared_totals(table, table.totals)
    every = (*table.totals, *(one for group in table.groups for one in group.totals))
    changed = {one.heading for one in every if one.difference != 0}
    totals = tuple(one for one in totals if one.heading in changed) or totals
    if not totals:
        return
    old, new = labels.edition_headings(table)
    groups = () if table.is_titled else tally_.groups[GroupBy.SECTION]
    groups = groups if len(groups) > 1 and len(groups) * len(totals) <= _MOST_SUMS else ()
    yield from _title(f"合計・{labels.SECTION}ごとの計" if groups else "合計")
    yield _headings((5, labels.GROUP), *((1, one) for one in (old, new, *_CHANGES)))
    for total in totals:
        name = f"{labels.field_heading(total)}　合計"
        yield _sum_line(name, total, SAY.shown_sum(table, table, total), CellStyle.SUM)
        for group in groups:
            name = f"　　{labels.group_heading(table, group)}"
            parts = (one for one in group.totals if one.heading == total.heading)
            for one in parts:
                yield _sum_line(name, one, SAY.shown_sum(table, group, one))
    yield from notes_of_sums(table, with_parts=bool(groups))


def _sum_line(
    name: str, total: Total, sum_: ShownSum, style: CellStyle = CellStyle.TEXT
) -> SheetLine:
    values = total_values(total, sum_)
    return [Spanned(5, name, style), *(Spanned(1, one, style.of_numbers) for one in values)]


_CHANGES = (labels.DIFFERENCE, labels.RATIO)


def _figures(table: ComparisonTable, found: Sequence[Figure]) -> Iterator[SheetLine]:
    """Yield the changed figures (変わった数値), only the largest of each column if many."""
    if not found:
        return
    has_amounts = any(one[-2] for one in found)
    title = labels.FIGURES + (f"（{labels.ORDER_OF_FIGURES}）" if has_amounts else "")
    if len(found) > MOST_FIGURES:
        title = f"増減の大きいもの（全ては「{labels.FIGURES}」のシート）"
        found = largest_figures(table, _MOST_AMOUNTS) or found[:MOST_FIGURES]
    old, new = labels.edition_headings(table)
    yield from _title(title)
    front = _initiative_headings(table)
    # Figures of texts have no difference, and take the columns of it.
    across = 1 if has_amounts else 2
    names = (old, new, *_CHANGES)[: 4 // across]
    yield _headings(*front, (2, labels.GROUP), *((across, name) for name in names))
    for row, heading, *values in found:
        yield [
            *_initiative(table, row),
            Spanned(2, with_indicator(row, heading), CellStyle.TEXT),
            *(Spanned(across, value, CellStyle.NUMBER) for value in values[: len(names)]),
        ]


def _initiative_headings(table: ComparisonTable) -> list[tuple[int, str]]:
    """Return the three headings of the columns that identify an initiative (事業の見出し)."""
    front = [(1, labels.SECTION)] if labels.has_section_numbers([table]) else []
    front += [(1, labels.NUMBER)] if table.is_numbered else []
    return [*front, (3 - len(front), labels.name_heading([table]))]


def _initiative(table: ComparisonTable, row: Row) -> list[Spanned]:
    """Return the three cells that identify an initiative (事業の欄)."""
    has_sections = labels.has_section_numbers([table])
    front: list[Value] = [row.section.printed_number] if has_sections else []
    front += [row.number] if table.is_numbered else []
    name: Value = property_value(row, Property.NAME)
    if ems(row.name) > _LONGEST_NAME:  # a sentence: the sheet of the rows has it whole
        name = f"{row.name[:_LONGEST_NAME]}…"
    return [
        *(Spanned(1, value, CellStyle.CENTRED) for value in front),
        Spanned(3 - len(front), name, CellStyle.TEXT),
    ]


def _changed_rows(
    table: ComparisonTable, rows: Sequence[_Listed], *, has_figures: bool
) -> Iterator[SheetLine]:
    """Yield what changed in each initiative (変わった事業), nothing if only amounts did.

    has_figures: whether changed figures are listed elsewhere, and so not repeated here.
    """
    if not rows:
        return
    names = kind_names(table)
    more = len(rows) - _MOST_LISTED
    others = f"ほか{more}件と" if more > 0 else ""
    but = f"上の{labels.FIGURES}を除く。" if has_figures else ""
    yield from _title(f"変わったもの（{but}{others}全文は「{labels.COMPARISON}」のシート）")
    yield _headings(
        *_initiative_headings(table), (1, labels.KIND_HEADING), (_OF_CHANGES, "変わったところ")
    )
    for row, changes in rows[:_MOST_LISTED]:
        yield [
            *_initiative(table, row),
            Spanned(1, names[row.kind] if row.kind else "", CellStyle.CENTRED),
            Spanned(_OF_CHANGES, "\n".join(one.text for one in changes), CellStyle.TEXT),
        ]


def _listed_changes(table: ComparisonTable, figures: Sequence[Figure]) -> list[_Listed]:
    """Return the changed initiatives with what changed in each (変わったところ).

    figures: changed figures listed elsewhere.
    """
    listed = {(id(row), heading) for row, heading, *_values in figures}
    changed = (row for row in table.rows() if row.kind not in (None, RowKind.UNCHANGED))
    found = [(row, list(changes_of(table, row, listed))) for row in changed]
    rows = [(row, changes) for row, changes in found if changes]
    return rows if any(row.old or row.new or remark_lines(row) for row, _said in rows) else []


def _back(table: ComparisonTable) -> Iterator[SheetLine]:
    """Yield what is to be checked and what was not written in full (検算・書出しの報告)."""
    for heading, lines in _notices(table, is_of_reading=False):
        yield from _title(heading)
        yield from (whole_line(f"・{line}") for line in lines)
    cut = [row for row in table.rows() if any(is_too_long(t or "") for t in (row.old, row.new))]
    if cut:
        yield from _title("１つのセルに入る文字数（32,767字）を超えるため、途中までとした本文")
        for row in cut:
            yield whole_line(f"・{labels.named(table, row)}")


def _of_reading(table: ComparisonTable) -> Iterator[SheetLine]:
    """Yield what was not compared or not read (比較・読取りの報告), for a sheet of its own."""
    found = list(_notices(table, is_of_reading=True))
    if found:
        yield whole_line(_title_of(table), CellStyle.TITLE)
        yield whole_line(f"（注）{_ABOUT_CHECKS}。")
    for heading, lines in found:
        yield from _title(heading)
        yield from (whole_line(f"・{line}") for line in lines)


def _notices(
    table: ComparisonTable, *, is_of_reading: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a reader has to check (確認事項): on the reading, or on everything else.

    What the notes below the sums say is not repeated.
    """
    old, new = labels.edition_headings(table)
    totals = {one.heading for one in compared_totals(table, table.totals)}
    sections = {group.heading for group in table.groups} if len(table.groups) > 1 else set()
    elsewhere = (
        one
        for one in table.misprinted
        if one.heading not in totals or one.section not in {"", *sections}
    )
    found = notices(table._replace(misprinted=tuple(elsewhere)), old, new)
    if totals:
        found.pop(labels.NOT_GIVEN, None)
    records = (labels.LEFT_OUT, labels.REPORTS) if labels.REPORTS in found else ()
    yield from ((name, some) for name, some in found.items() if (name in records) is is_of_reading)


_CHECKS = "資料についての注記"
_ABOUT_CHECKS = "資料の読取りと比較についての記録である"
