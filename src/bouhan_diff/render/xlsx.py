"""Excel (新旧対照表のブック): rows to sort and filter, their counts, and what stands around them.

新旧対照表 has one row per initiative, 集計 the counts, 変わった数値 the figures, 概要 the
title, the headline, the note on the policy numbers and the sections' aims. No cell is
merged and none holds two data, so that they can be sorted, filtered and counted.
"""

from collections.abc import Callable, Iterator, Sequence

from ..comparison.statistics import Tally, tally
from ..comparison.table import ComparisonTable, GroupBy, Row
from ..textdiff import EditKind, Segment
from . import labels
from .amendment import amendments
from .xlsx_cells import Mark, Piece, Style, Value, is_shown_whole
from .xlsx_sheets import Column, Sheet, workbook

_TEXT_WIDTHS = (50, 65, 80, 100, 130, 170, 220)
_WIDTH_ALONE = 100


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the comparison tables (新旧対照表), at least one, as an .xlsx file.

    Several stand in the same sheets, each row with its plan and years in front. Grouped by
    policy number, a row stands under each of its numbers, as on screen. A text longer than
    the 32,767 characters that a cell can hold is cut, and says so.
    """
    title = labels.titled([table.title for table in tables])
    source = tables[0].source if len(tables) == 1 else ""
    totals = [tally(table) for table in tables]
    sheets = [_comparison(tables), _counts(tables, totals)]
    if any(total.figures for total in totals):
        sheets.append(_figures(tables, totals))
    return workbook(title, source, [*sheets, _overview(tables, totals)])


# -------------------------------------------------------------------- 新旧対照表

_Column = tuple[Column, Callable[[Row], Value]]
"""A column (列) and what a row has in it."""


def _comparison(tables: Sequence[ComparisonTable]) -> Sheet:
    """Return the rows (新旧対照表) of all tables in the order of their groups."""
    width = _text_width(tables)
    headings: list[Column] = []
    rows: list[list[Value]] = []
    for table in tables:
        columns = _columns(table, is_alone=len(tables) == 1, width=width)
        headings = [heading for heading, _value in columns]
        is_by_policy = table.grouped_by is GroupBy.POLICY
        if is_by_policy:
            headings.insert(0, Column(f"{labels.POLICIES}別", 15, is_centred=True))
        for group in table.groups:
            under: list[Value] = [group.heading or labels.NONE_GIVEN] if is_by_policy else []
            rows += ([*under, *(value(row) for _heading, value in columns)] for row in group.rows)
    return Sheet(labels.COMPARISON, headings, rows)


def _columns(table: ComparisonTable, *, is_alone: bool, width: int) -> list[_Column]:
    """Return the columns (列); a table that stands alone has its years' headings as published."""
    about: list[_Column] = [
        (Column(labels.PLAN, 24), lambda _row: table.title),
        (Column(f"{labels.OLD}年度", 10, is_centred=True), lambda _row: str(table.old_edition)),
        (Column(f"{labels.NEW}年度", 10, is_centred=True), lambda _row: str(table.new_edition)),
    ]
    plain: list[_Column] = [
        (Column(labels.SECTION, 7, is_centred=True), lambda row: row.section.number),
        (Column(labels.SECTION_TITLE, 14), lambda row: row.section.title),
        (Column(labels.NUMBER, 8, is_centred=True), lambda row: row.number),
        (Column(labels.NAME, 20), lambda row: _field(row, "name", row.name)),
        (Column(labels.DEPARTMENT, 18), lambda row: _field(row, "department", row.department)),
        (
            Column(labels.POLICIES, 13, is_centred=True),
            lambda row: _field(row, "policies", "、".join(row.policies)),
        ),
    ]
    kind: _Column = (
        Column(labels.KIND_HEADING, 10, is_centred=True),
        lambda row: labels.KIND[row.kind] if row.kind else "",
    )
    headings = labels.headings(table) if is_alone else (labels.OLD, labels.NEW)
    old: _Column = (Column(headings[0], width), _old)
    new: _Column = (Column(headings[1], width), _new)
    remarks: _Column = (
        Column(labels.REMARKS, 24 if any(map(_remarks, table.rows())) else 10),
        _remarks,
    )
    # On paper it would leave the texts too small to be read.
    amendment: _Column = (
        Column(labels.AMENDMENT, 90, is_printed=False),
        lambda row: "\n".join(amendments(row)),
    )
    if table.only_edition is None:
        texts = [kind, old, new, remarks, amendment]
    else:
        texts = [new if table.only_edition == table.new_edition else old]
    return [*([] if is_alone else about), *plain, *texts]


def _text_width(tables: Sequence[ComparisonTable]) -> int:
    """Return how wide the texts' columns must be to show the longest text in one row's height."""
    texts = {text for table in tables for row in table.rows() for text in (row.old, row.new)}
    is_one_year = tables[0].only_edition is not None
    for width in _TEXT_WIDTHS[:-1]:
        if width < _WIDTH_ALONE and is_one_year:
            continue
        if all(is_shown_whole(text or "", width) for text in texts):
            return width
    return _TEXT_WIDTHS[-1]


def _old(row: Row) -> Value:
    """Return the old summary (旧の本文), what the new one lacks struck out."""
    if row.kind is None:
        return row.old or ""
    if row.old is None:
        return labels.ONLY_NEW
    if row.new is None:
        return [(row.old, Mark.OLD)]
    return [(segment.old, _mark(segment, Mark.OLD)) for segment in row.segments]


def _new(row: Row) -> Value:
    """Return the new summary (新の本文), what the old one lacks underlined."""
    if row.kind is None:
        return row.new or ""
    if row.new is None:
        return labels.ONLY_OLD
    if row.old is None:
        return [(row.new, Mark.NEW)]
    return [(segment.new, _mark(segment, Mark.NEW)) for segment in row.segments]


def _mark(segment: Segment, mark: Mark) -> Mark:
    return Mark.PLAIN if segment.kind is EditKind.EQUAL else mark


def _remarks(row: Row) -> str:
    """Return what was otherwise (備考); the kind has a column of its own."""
    return "\n".join(labels.remarks(row)[1:])


def _field(row: Row, field: str, text: str) -> list[Piece]:
    """Return what the field is (項目), underlined where it was something else."""
    is_changed = any(change.field == field for change in row.changes)
    return [(text, Mark.NEW if is_changed else Mark.PLAIN)]


# ------------------------------------------- 集計, 変わった数値 and 概要

_COUNT = 11
_ON_ONE_PAGE = 60  # rows of counts, still easily read


def _plan(tables: Sequence[ComparisonTable]) -> list[Column]:
    """Return the column that names the plan (計画), where there are several."""
    return [Column(labels.PLAN, 24)] if len(tables) > 1 else []


def _counts(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return the counts (集計) by section, department and policy number, one thing a row."""
    kinds = {} if tables[0].only_edition is not None else labels.KIND
    headings = [
        *_plan(tables),
        Column(labels.GROUP_SORT, 14, is_centred=True),
        Column(labels.GROUP, 60),
        Column(labels.INITIATIVE, _COUNT),
        *([Column(labels.CHANGED, _COUNT)] if kinds else []),
        *(Column(label, _COUNT) for label in kinds.values()),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        counted = [(labels.ALL, "", table.counts)]
        for by, groups in total.groups.items():
            label = labels.GROUPED_BY[by]
            counted += ((label, g.heading or labels.NONE_GIVEN, g.counts) for g in groups)
        for label, heading, counts in counted:
            row: list[Value] = [table.title for _column in _plan(tables)]
            row += [label, heading, counts.total]
            if kinds:
                row += [counts.changed, *(counts.by_kind.get(kind, 0) for kind in kinds)]
            rows.append(row)
    return Sheet(labels.TALLY, headings, rows, pages=1 if len(rows) <= _ON_ONE_PAGE else 0)


def _figures(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return the figures that changed (変わった数値), each with its initiative."""
    headings = [
        *_plan(tables),
        Column(labels.SECTION, 7, is_centred=True),
        Column(labels.NUMBER, 8, is_centred=True),
        Column(labels.NAME, 36),
        Column(labels.OLD, 24, is_centred=True),
        Column(labels.NEW, 24, is_centred=True),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        for change in total.figures:
            row = change.row
            plan: list[Value] = [table.title for _column in _plan(tables)]
            about = [row.section.number, row.number, row.name]
            rows.append([*plan, *about, change.old, change.new])
    return Sheet(labels.FIGURES, headings, rows)


def _overview(tables: Sequence[ComparisonTable], totals: Sequence[Tally]) -> Sheet:
    """Return what stands around the rows (概要): titles, headlines, notes, sections and aims."""
    headings = [
        *_plan(tables),
        Column(labels.SECTION, 6, is_centred=True),
        Column(labels.SECTION_TITLE, 36),
        Column(labels.AIM, 90),
    ]
    rows: list[list[Value]] = []
    for table, total in zip(tables, totals, strict=True):
        for group in total.groups[GroupBy.SECTION]:
            section = group.rows[0].section
            plan: list[Value] = [table.title for _column in _plan(tables)]
            rows.append([*plan, section.number, section.title, section.aim])
    above = [line for table in tables for line in _front(table)]
    return Sheet(labels.OVERVIEW, headings, rows, above)


def _front(table: ComparisonTable) -> Iterator[tuple[str, Style]]:
    """Yield the lines that open a table (前書き)."""
    if table.source:
        yield table.source, Style.SOURCE
    if not table.title.startswith(table.publisher):
        yield table.publisher, Style.SOURCE
    yield table.title, Style.TITLE
    yield labels.subtitle(table), Style.SUBTITLE
    if table.only_edition is not None:
        yield labels.initiatives(table.counts), Style.NOTE
    else:
        kinds = labels.by_kind(table.counts)
        yield f"{labels.headline(table.counts)}（{kinds}）", Style.NOTE
        yield "（下線は追加、取消線は削除の箇所）", Style.NOTE
    if table.policy_plan:
        yield f"※{labels.POLICIES}　{table.policy_plan}", Style.NOTE
