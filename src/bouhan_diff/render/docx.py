"""Word (新旧対照表の文書): A4 landscape, one table per group, changes underlined or tracked.

Two house styles. `plan` has a column for each thing that a plan says; `ordinance` has the two
texts alone, names, departments and fields among them, as drafts of ordinances have.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from ..comparison.table import ComparisonTable, RowKind, Total
from . import docx_cells as cells
from . import labels
from .docx_cells import TableForm
from .docx_columns import TableColumn, columns
from .docx_table import grid, keep_with_next, table_of, value_row
from .docx_xml import FOOTER, Revisions, document, element, paragraph, paragraphs, twips
from .remarks import MEANINGS, doubts_and_losses, falls

HouseStyle = Literal["plan", "ordinance"]
"""How the document is laid out (様式)."""

_PAGE_MM = (297, 210)
_MARGIN_MM = 18
_FOOTER_MM = 9
_UNNAMED = {"plan": ("変更前", "変更後"), "ordinance": ("改正前", "改正後")}


def write(
    tables: Sequence[ComparisonTable],
    *,
    style: HouseStyle = "plan",
    headings: tuple[str, str] | None = None,
    new_first: bool | None = None,
    omit_unchanged: bool = False,
    kinds: bool = False,
    tracked: bool = False,
    author: str = "bouhan-diff",
    date: datetime | None = None,
) -> bytes:
    """Return the comparison tables (新旧対照表) as a .docx file, each from a new page on.

    style: the house style. headings: over the old and the new text, instead of the editions.
    new_first: whether the new text stands on the left; by default it does in `ordinance`.
    omit_unchanged: （略） stands for unchanged paragraphs, and for unchanged rows together; the
    tables must have these rows. kinds: the counts by kind, and the kind of each row under 備考.
    tracked: one column whose changes are tracked, by this author at this time; nothing is
    omitted there, and the style is `plan`. date: None where the file is to be the same
    whenever it is written; its changes then carry no time.
    """
    body: list[ET.Element] = []
    for place, table in enumerate(tables):
        revisions = Revisions(author, date) if tracked and table.only_edition is None else None
        is_ordinance = style == "ordinance" and revisions is None
        form = replace(
            _form(table, headings, style, is_ordinance=is_ordinance),
            is_new_first=is_ordinance if new_first is None else new_first,
            is_tracked=revisions is not None,
            omit_unchanged=omit_unchanged and revisions is None,
            kinds=kinds,
        )
        found = columns(form)
        body += _opening(form, on_new_page=place > 0)
        for number, group in enumerate(table.groups):
            body.append(paragraph("Heading1", group.heading or labels.NONE_GIVEN))
            if group.aim:
                body += paragraphs("Aim", cells.plain(group.aim))
            body.append(table_of(group, found, form, revisions))
            if number == 0:
                body += _footnote(table, body[-1])
        body += _totals(form, found)
        body += _left_out(form)
    # Word ends a document with a paragraph; this one is too low to need a page of its own.
    body += [paragraph("End", ""), _section()]
    return document(labels.titled([table.title for table in tables]), body)


def _form(
    table: ComparisonTable,
    headings: tuple[str, str] | None,
    style: HouseStyle,
    *,
    is_ordinance: bool,
) -> TableForm:
    """Return how a table is laid out (様式); the headings over its texts name the editions."""
    old, new = headings or labels.edition_headings(table, _UNNAMED[style])
    over = (old, new)
    if headings is None and is_ordinance and table.old_edition.is_year and old != new:
        names = labels.edition(table.old_edition), labels.edition(table.new_edition)
        before, after = _UNNAMED["ordinance"]
        over = f"{before}（{names[0]}）", f"{after}（{names[1]}）"
    elif headings is None and not is_ordinance:
        over = _over(old, table.old_heading), _over(new, table.new_heading)
        is_named = labels.is_named_in(table.old_edition, table.old_heading)
        if is_named and labels.is_named_in(table.new_edition, table.new_heading):
            is_one = table.old_edition == table.new_edition
            over = over if is_one else (table.old_heading, table.new_heading)
    return TableForm(table, *over, old, new, is_ordinance=is_ordinance)


def _over(edition: str, heading: str) -> str:
    return edition if heading in ("", edition, labels.OLD, labels.NEW) else f"{edition}\n{heading}"


# ------------------------------------------------------------- around the tables


def _opening(form: TableForm, *, on_new_page: bool) -> Iterator[ET.Element]:
    table = form.table
    breaks = [element("pageBreakBefore")] if on_new_page else []
    if table.source:
        yield paragraph("Source", table.source, properties=breaks)
        breaks = []
    if table.publisher and not table.title.startswith(table.publisher):
        yield paragraph("Source", table.publisher, properties=breaks)
        breaks = []
    yield paragraph("Title", table.title, properties=breaks)
    if form.is_alone:
        yield paragraph("Subtitle", labels.edition(table.only_edition or table.new_edition))
        return
    yield paragraph("Subtitle", f"{form.old}・{form.new}　{labels.COMPARISON}")
    if form.kinds:
        counts = table.counts
        yield paragraph("Headline", f"{labels.headline(counts)}（{labels.by_kind(counts)}）")
    yield paragraph("Note", f"（注）{'。'.join(_notes(form))}。")


def _notes(form: TableForm) -> Iterator[str]:
    """Yield what each mark of the document means (注), of those that occur."""
    rows = tuple(form.table.rows())
    if form.is_tracked:
        yield f"変更履歴をすべて承諾すると{form.new}、すべて元に戻すと{form.old}の内容になる"
    else:
        if any(row.kind is not RowKind.UNCHANGED for row in rows):
            yield "下線部分は変更箇所"
        kinds = {row.kind for row in rows}
        if RowKind.ADDED in kinds:
            yield f"{cells.ADDED}は{form.new}に新しく加わるもの"
        if RowKind.REMOVED in kinds:
            yield f"{cells.REMOVED}は{form.new}にないもの"
        if form.omit_unchanged:
            yield f"{cells.OMITTED}は変更のない部分"
    said = [line for row in rows for line in form.remarks(row)]
    for mark, meaning in MEANINGS.items():
        if any(line.startswith(mark) for line in said):
            yield f"{mark}は{meaning}"
    if not form.is_tracked and any(falls(row) for row in rows):
        yield "△は減少"


def _footnote(table: ComparisonTable, above: ET.Element) -> Iterator[ET.Element]:
    """Yield what the policy numbers refer to, where the source has it: under the first table."""
    if table.policy_plan and labels.has_policies([table]):
        keep_with_next(above[-1])
        yield paragraph("Footnote", f"※{labels.POLICIES}　{table.policy_plan}")


def _totals(form: TableForm, placed: Sequence[TableColumn]) -> Iterator[ET.Element]:
    """Yield the sums of the whole table (合計), and what could not be added.

    placed: the columns above; a single group's sums stand there already.
    """
    table = form.table
    are_shown = len(table.groups) == 1 and any(column.over for column in placed)
    if not table.totals or are_shown:
        yield from _doubts(form)
        return
    yield paragraph("Heading1", labels.subtotal(table).replace(labels.SUBTOTAL, labels.TOTAL))
    texts: list[tuple[str, float, Callable[[Total], str]]] = [
        (labels.GROUP, 70, labels.field_heading)
    ]
    sides: list[tuple[str, float, Callable[[Total], str]]] = [
        (form.old, 40, lambda total: labels.difference(total.old)),
        (form.new, 40, lambda total: labels.difference(total.new)),
    ]
    if form.is_alone:
        texts += sides[1:] if table.only_edition == table.new_edition else sides[:1]
    else:
        texts += sides[::-1] if form.is_new_first else sides
        texts.append((labels.DIFFERENCE, 40, lambda total: labels.difference(total.difference)))
        texts.append((labels.RATIO, 30, lambda total: labels.ratio(total.ratio)))
    found = [TableColumn(heading, width, lambda _row: []) for heading, width, _text in texts]
    rows = [
        value_row(found, [text(total) for _heading, _width, text in texts])
        for total in table.totals
    ]
    yield grid(found, rows)
    yield from _doubts(form)


def _doubts(form: TableForm) -> Iterator[ET.Element]:
    """Yield what the sums leave out, and where the document prints another sum (合計の注)."""
    for total in form.table.totals:
        heading = labels.field_heading(total)
        if total.unreadable:
            line = f"{heading}には、{labels.UNREADABLE}{total.unreadable}件を含まない"
            yield paragraph("Note", f"（注）{line}。")
        for edition, ours, printed in (
            (form.old, total.old, total.printed_old),
            (form.new, total.new, total.printed_new),
        ):
            if printed is not None and printed != ours:
                shown = labels.amount(printed)
                line = f"{heading}の{edition}は、{labels.PRINTED_TOTAL}{shown}と異なる"
                yield paragraph("Note", f"（注）{line}。")


def _left_out(form: TableForm) -> Iterator[ET.Element]:
    """Yield what was not compared and not read (比較・読取りの報告), for whoever checks."""
    if form.table.not_compared:
        yield paragraph("Heading1", labels.LEFT_OUT)
        for left_out in form.table.not_compared:
            line = labels.not_compared(left_out, form.old, form.new)
            yield paragraph("Listed", f"・{line}")
    if lines := doubts_and_losses(form.table):
        yield paragraph("Heading1", labels.REPORTS)
        yield from (paragraph("Listed", f"・{line}") for line in lines)


def _section() -> ET.Element:
    width, height = map(twips, _PAGE_MM)
    margin = twips(_MARGIN_MM)
    sides = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    footer = element("footerReference", {"type": "default"})
    footer.set("r:id", FOOTER)
    return element(
        "sectPr",
        None,
        footer,
        element("pgSz", {"w": width, "h": height, "orient": "landscape"}),
        element(
            "pgMar",
            {**sides, "header": twips(_FOOTER_MM), "footer": twips(_FOOTER_MM), "gutter": 0},
        ),
    )
