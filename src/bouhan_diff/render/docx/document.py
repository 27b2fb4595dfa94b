"""Word (新旧対照表の文書): mostly A4 landscape, a table per group, changes underlined or tracked.

There are two house styles: `plan` has a column for each thing that a plan says; `ordinance` has
only two columns of text, with names, departments and fields among them, as drafts of ordinances do.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ...comparison.table import ComparisonTable, RowKind
from ...edition import Edition, strip_editions
from ...text.linebreak import ems
from ...textdiff import diff_text
from .. import labels
from ..brief import is_retitled
from ..notices import counted, is_of_supplements, notices, only_in, own_notes
from ..phrasebook import SAY
from . import cells
from .check import verify
from .columns import columns, is_itemised, placed_columns
from .fields import WordColumn
from .form import (
    A3,
    A4,
    MARGIN_MM,
    OF_ORDINANCES,
    PORTRAIT,
    TableForm,
    are_short,
    in_lists,
    summed_once,
)
from .group_tables import sections_with_sums, tables_of_groups, totals
from .lines import is_named_by_text
from .notes import footnotes, notes
from .table import grid, has_sums, keep_with_next, text_row
from .widths import stretched
from .xml import MarkedRun, Revisions, document, element, paragraph, plain, section

HouseStyle = Literal["plan", "ordinance"]
"""How the document is laid out (様式)."""

_TRACKED = "見え消し"
"""The name of a document with tracked changes (変更履歴の文書)."""

_UNNAMED = {"plan": ("変更前", "変更後"), "ordinance": ("改正前", "改正後")}


@dataclass(frozen=True, slots=True)
class WordOptions:
    """Options for a Word document (文書の指定).

    style: the house style. headings: over the old and new text, instead of the editions. new_first:
    whether the new text is on the left; the default is True only for `ordinance`. omit_unchanged:
    write （略） for unchanged paragraphs, and once for adjacent unchanged rows, which the tables
    must contain. shows_kinds: the counts by kind, and each row's kind under 備考. tracked: one
    column with tracked changes by `author` at `date`; nothing is omitted, and the file is verified
    before it is returned. date: None to give changes no time, so that the file is reproducible.
    """

    style: HouseStyle = "plan"
    headings: tuple[str, str] | None = None
    new_first: bool | None = None
    omit_unchanged: bool = False
    shows_kinds: bool = False
    tracked: bool = False
    author: str = labels.COMPARISON
    date: datetime | None = None


_USUAL = WordOptions()


def write(tables: Sequence[ComparisonTable], options: WordOptions = _USUAL) -> bytes:
    """Return the comparison tables (新旧対照表) as a .docx file, each starting on a new page."""
    forms = [_form(table, options) for table in tables]
    page = _page_of(forms)
    forms = [_crowded(replace(form, page=page)) for form in forms]
    revisions = Revisions(options.author, options.date)
    body: list[ET.Element] = []
    for place, form in enumerate(forms):
        body += _tables(form, revisions, on_new_page=place > 0)
    if body and body[-1].tag == "w:tbl":
        # Word ends a document with a paragraph; this one is too low to need a page of its own.
        body.append(paragraph("End", ""))
    body.append(section(page, MARGIN_MM))
    content = document(SAY.titled([table.title for table in tables]), body)
    if recorded := [form.table for form in forms if form.is_tracked]:
        verify(content, recorded)
    return content


def _tables(form: TableForm, revisions: Revisions, *, on_new_page: bool) -> Iterator[ET.Element]:
    """Yield all elements for one comparison table (1計画分の本文)."""
    every = columns(form)
    whole = stretched(every, form, form.table.rows())
    yield from _opening(form, revisions if form.is_tracked else None, on_new_page=on_new_page)
    last = None
    for last in tables_of_groups(form, every, whole, revisions):
        yield from last.above
        yield last.table
        yield from last.below
    tail = [*totals(form, last.columns if last else whole), *_left_out(form, every)]
    if last and tail and not _are_many(tail):
        keep_with_next(last.table[-1])
    elif (
        last
        and not tail
        and len(last.table) >= _FEWEST_PARTS
        and not has_sums(last.group, last.columns)
        and are_short(own_notes(form.table))  # long ones follow the last row
    ):
        keep_with_next(last.table[-2])  # a row alone would take a page
    for one in tail[:-1]:
        if one.tag == "w:tbl":
            keep_with_next(one[-1])
    yield from tail


def _are_many(sums: Sequence[ET.Element]) -> bool:
    """Return whether the final sums may get a page of their own (計の数)."""
    return any(
        one.tag == "w:tbl" and sum(1 for _row in one.iter("w:tr")) > _MANY_SUMS for one in sums
    )


_MANY_SUMS = 3  # with their headings
_FEWEST_PARTS = 6
"""The fewest elements of a table that may be split: properties, widths, headings, three rows."""


def _page_of(forms: Sequence[TableForm]) -> tuple[int, int]:
    """Return the paper of a document (用紙): wide if amounts need it, upright for lists."""
    if all(map(is_itemised, forms)):
        upright = [replace(form, page=PORTRAIT) for form in forms]
        if all(sum(column.width for column in columns(one)) <= one.room[0] for one in upright):
            return PORTRAIT
    return A3 if any(map(_needs_wide_page, forms)) else A4


def _needs_wide_page(form: TableForm) -> bool:
    """Return whether columns of amounts do not fit on A4 (広い用紙の要否).

    A few that only one edition has may be lines instead.
    """
    if is_itemised(form):
        return False
    if (form.is_ordinance or (form.is_tracked and form.has_texts)) and not form.is_alone:
        return False
    lined = placed_columns(form).lined
    amounts = [field for field in lined if not form.has_texts or field.is_amount]
    one_sided = sum(map(form.is_on_one_side, amounts))
    return one_sided < len(amounts) or one_sided > _FEW_AMOUNTS


_FEW_AMOUNTS = 2  # that only one edition has


def _crowded(form: TableForm) -> TableForm:
    """Return the form for its page (混み合う表): whether it has more fields than there is room."""
    if form.is_ordinance or form.is_tracked or form.is_alone or not form.has_texts:
        return form
    return replace(form, is_crowded=len(placed_columns(form).lined) > _MOST_LINES)


_MOST_LINES = 6
"""Fields without a column that are in each row all the same (列のない項目の数)."""


def _form(table: ComparisonTable, options: WordOptions) -> TableForm:
    """Return the layout of a table (様式); the headings over its texts name the editions.

    In an ordinance, the texts include everything the plan says, and headings of their own only if
    those of the editions differ, such as 事業概要（予定）. Tables with amounts alone have columns
    there too.
    """
    style, headings, is_first = options.style, options.headings, options.new_first
    is_tracked = options.tracked and table.only_edition is None
    table = summed_once(table if is_tracked else in_lists(table))
    if is_first is None:
        is_first = style == "ordinance" and not is_tracked
    has_texts = labels.has_texts([table])
    is_ordinance = style == "ordinance" and has_texts
    if all(is_named_by_text(table, row) for row in table.rows()):
        # A column of names would be our own.
        is_ordinance = True
        left = tuple(one for one in table.reports if one.code != "names-missing")
        table = table._replace(reports=left)
    old, new = headings or labels.edition_headings(table, unnamed=_UNNAMED[style])
    over = (old, new)
    titles = {strip_editions(one).strip() for one in (table.old_heading, table.new_heading)}
    if headings is None and not (is_ordinance and len(titles) == 1):
        texts = labels.shown_heading(table.old_heading), labels.shown_heading(table.new_heading)
        over = _over(old, table.old_edition, texts[0]), _over(new, table.new_edition, texts[1])
        is_named = labels.is_named_in(table.old_edition, table.old_heading)
        if is_named and labels.is_named_in(table.new_edition, table.new_heading):
            is_one = table.old_edition == table.new_edition
            over = over if is_one else texts
    names = only_in(table)
    if style == "ordinance" and names[RowKind.ADDED] == labels.KIND[RowKind.ADDED]:
        names = OF_ORDINANCES
    return TableForm(
        table,
        *over,
        old,
        new,
        is_ordinance=is_ordinance,
        has_texts=has_texts,
        names=names,
        is_new_first=is_first,
        is_tracked=is_tracked,
        omit_unchanged=options.omit_unchanged and not is_tracked,
        shows_kinds=options.shows_kinds,
    )


def _over(edition: str, named: Edition, heading: str) -> str:
    heading = strip_editions(heading) if labels.is_named_in(named, heading) else heading
    return edition if heading in ("", edition, labels.OLD, labels.NEW) else f"{edition}\n{heading}"


# ------------------------------------------------------------- around the tables


def _retitled(old: str, new: str) -> list[MarkedRun]:
    """Return the title with its change tracked (変更履歴の標題), word by word."""
    return cells.tracked_text(diff_text(old, new))


def _opening(
    form: TableForm, revisions: Revisions | None, *, on_new_page: bool
) -> Iterator[ET.Element]:
    table = form.table
    breaks = [element("pageBreakBefore")] if on_new_page else []
    if table.source:
        source = SAY.source(table, (form.old, form.new))
        yield paragraph("Source", source, properties=breaks)
        breaks = []
    if table.publisher and not table.title.startswith(table.publisher):
        yield paragraph("Source", table.publisher, properties=breaks)
        breaks = []
    are_lists = all(row.kind is None for row in table.rows())
    kind = _TRACKED if form.is_tracked else labels.COMPARISON
    if table.title.rstrip().endswith(kind):
        kind = ""
    editions = (form.old, form.new) if are_lists else form.in_order(form.old, form.new)
    which = f"{'・'.join(editions)}　{'一覧' if are_lists else kind}".rstrip()
    if form.is_alone:
        which = labels.edition(table.only_edition or table.new_edition)
    # A title in ASCII alone is the name of the file: the document has none.
    title = _common_title(table) if are_lists else table.title
    lines = [plain(which)] if title.isascii() else [plain(title), plain(which)]
    old_title = table.old_title.replace("\n", " ")
    if form.is_tracked and len(lines) > 1 and not old_title.isascii():
        lines[0] = _retitled(old_title, title)
    yield paragraph("Title", lines[0], revisions=revisions, properties=breaks)
    yield from (paragraph("Subtitle", line) for line in lines[1:])
    if form.is_alone:
        return
    if form.shows_kinds:
        yield paragraph("Headline", counted(table))
    yield from _notes(form)
    yield from footnotes(form, revisions) if are_short(own_notes(table)) else ()
    if form.is_ordinance and not form.is_tracked and is_retitled(table):
        yield paragraph("Heading1", "標題")
        yield _titles(form)
        yield paragraph("End", "")


def _notes(form: TableForm) -> Iterator[ET.Element]:
    """Yield the note under the title (注), several subjects to a line as far as they fit."""
    lines = ["（注）"]
    for subject in notes(form):
        sentence = "。".join(subject) + "。"
        has_room = ems(lines[-1] + sentence) * _EM_OF_NOTES_MM <= form.room[0] - _INDENT_OF_NOTES_MM
        if lines[-1] == "（注）" or has_room:
            lines[-1] += sentence
        else:
            lines.append(sentence)
    for place, line in enumerate(lines):
        yield paragraph("NoteContinued" if place else "Note", line)


_EM_OF_NOTES_MM, _INDENT_OF_NOTES_MM = 9 * 25.4 / 72, 10


def _titles(form: TableForm) -> ET.Element:
    """Return the table of the titles (標題の新旧), which are amended like rows."""
    table = form.table
    edits = diff_text(table.old_title.replace("\n", " "), table.title.replace("\n", " "))
    sides = form.in_order((form.old, False), (form.new, True))
    width = form.room[0] / len(sides)
    found = [WordColumn(heading, width, lambda _row: []) for heading, _is_new in sides]
    texts = [cells.side(edits, is_new=is_new) for _heading, is_new in sides]
    return grid(found, [text_row(found, texts)])


def _left_out(form: TableForm, placed: Sequence[WordColumn]) -> Iterator[ET.Element]:
    """Yield what to check (確認事項): misprinted sums, what was not compared, what was not read.

    A misprinted sum is named below the table that has it, if one does.
    """
    shown = {group.heading for group in sections_with_sums(form, placed)}
    shown.update([""] if form.table.totals else [])
    elsewhere = tuple(one for one in form.table.misprinted if one.section not in shown)
    found = notices(form.table._replace(misprinted=elsewhere), form.old, form.new)
    found.pop(labels.NOT_GIVEN, None)  # the notes of sums have said it
    if is_of_supplements(form.table):
        found.pop(labels.LEFT_OUT, None)  # nothing was compared
    for heading, lines in found.items():
        if len(lines) == 1:
            yield paragraph("Note", f"（注）{heading}：{lines[0].removesuffix('。')}。")
        else:
            yield from _listed(heading, lines)


def _listed(heading: str, lines: Sequence[str]) -> Iterator[ET.Element]:
    yield paragraph("Heading1", heading)
    yield from (paragraph("Listed", f"・{line}") for line in lines)


def _common_title(table: ComparisonTable) -> str:
    """Return the title of two supplementary budgets (補正予算の共通の標題), without the month."""
    return " ".join(_MONTH.sub("", table.title).split())


_MONTH = re.compile("[0-9０-９]+月(?:専決|定例会?|補正分)?")
