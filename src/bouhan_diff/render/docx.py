"""Word (新旧対照表の文書): A4 landscape, one table per group, changes underlined or tracked."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ..comparison.table import ComparisonTable, Group, GroupBy, Row, RowKind
from ..plan import Number
from ..text._measure import ems, lines
from ..textdiff import EditKind, Segment
from . import labels
from .docx_package import FOOTER, document
from .docx_xml import Mark, Piece, Revisions, element, paragraph, paragraphs, twips

_PAGE_MM = (297, 210)
_MARGIN_MM = 18
_WIDTH_MM = _PAGE_MM[0] - 2 * _MARGIN_MM
_FOOTER_MM = 9
_EMS_PER_MM = 72 / 25.4 / 10  # the table's text is of 10 points
_CELL_MARGINS_MM = 3
_SHORT_NUMBER = 1  # in full-width characters, such as 14
_LINES_ON_A_PAGE = 28  # of the table's text, beneath the repeated heading row


def write(
    tables: Sequence[ComparisonTable],
    *,
    new_first: bool = False,
    tracked: bool = False,
    author: str = "bouhan-diff",
    date: datetime | None = None,
) -> bytes:
    """Return the comparison tables (新旧対照表) as a .docx file, each from a new page on.

    new_first: the new year's column stands on the left, as legal drafting has it.
    tracked: one column whose changes are tracked, by this author at this time; without one
    it is the first of April on which the new year begins, so that the file is repeatable.
    """
    body: list[ET.Element] = []
    for place, table in enumerate(tables):
        begins = date or datetime(table.new_edition.western, 4, 1, tzinfo=UTC)
        revisions = Revisions(author, begins) if tracked and table.only_edition is None else None
        columns = _columns(table, new_first=new_first, is_tracked=revisions is not None)
        body += _opening(table, is_tracked=revisions is not None, on_new_page=place > 0)
        for number, group in enumerate(table.groups):
            body += _group(group, columns, revisions)
            if number == 0:
                body += _footnote(table, body[-1])
    # Word ends a document with a paragraph; this one is too low to need a page of its own.
    body += [paragraph("End", ""), _section()]
    return document(labels.titled([table.title for table in tables]), body)


# ------------------------------------------------------------- around the tables


def _opening(
    table: ComparisonTable, *, is_tracked: bool, on_new_page: bool
) -> Iterator[ET.Element]:
    breaks = [element("pageBreakBefore")] if on_new_page else []
    yield paragraph("Source", table.source, properties=breaks)
    if not table.title.startswith(table.publisher):
        yield paragraph("Source", table.publisher)
    yield paragraph("Title", table.title)
    yield paragraph("Subtitle", labels.subtitle(table))
    if table.only_edition is not None:
        yield paragraph("Headline", labels.initiatives(table.counts))
        return
    old, new = table.old_edition.japanese, table.new_edition.japanese
    if old == new:
        old, new = labels.OLD, labels.NEW
    note = (
        f"変更履歴をすべて承諾すると{new}、すべて元に戻すと{old}の文になる"
        if is_tracked
        else "下線部分は変更箇所"
    )
    kinds = labels.by_kind(table.counts)
    yield paragraph("Headline", f"{labels.headline(table.counts)}（{kinds}）\t（{note}）")


def _footnote(table: ComparisonTable, above: ET.Element) -> Iterator[ET.Element]:
    """Yield what the policy numbers refer to, where the source has it: under the first table."""
    if table.policy_plan:
        for properties in above[-1].iter("w:pPr"):  # of the last row, on the same page
            properties.insert(1, element("keepNext"))
        yield paragraph("Footnote", f"※{labels.POLICIES}　{table.policy_plan}")


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


# -------------------------------------------------------------------- the tables


@dataclass(frozen=True, slots=True)
class _Column:
    """A column (列): its heading, its width in millimetres, its style and what a row has in it."""

    heading: str
    width: float
    style: str
    pieces: Callable[[Row], Sequence[Piece]]


def _columns(table: ComparisonTable, *, new_first: bool, is_tracked: bool) -> list[_Column]:
    """Return the columns (列), 261 mm wide in all; the texts take what the others leave."""
    field = _tracked_field if is_tracked else _underlined_field

    def number(row: Row) -> str:
        return str(row.number) if table.grouped_by is GroupBy.SECTION else row.ref

    are_short = all(ems(number(row)) <= _SHORT_NUMBER for row in table.rows())
    name = _Column(
        f"{labels.NUMBER}・{labels.NAME}",
        38,
        "Numbered" if are_short else "Referenced",
        lambda row: [(f"{number(row)}\t", Mark.PLAIN), *field(row, "name")],
    )
    department = _Column(labels.DEPARTMENT, 30, "Short", lambda row: field(row, "department"))
    policies = _Column(
        f"※{labels.POLICIES}",
        21 if is_tracked else 15,
        "Centred",
        lambda row: field(row, "policies"),
    )
    hidden = _FIELDS if is_tracked else ()
    remarks = _Column(
        labels.REMARKS,
        41 if any(len(labels.remarks(row, hidden)) > 1 for row in table.rows()) else 22,
        "Short",
        lambda row: _plain("\n".join(labels.remarks(row, hidden))),
    )
    short = [department, policies]
    if table.only_edition is None:
        short.append(remarks)
    left = _WIDTH_MM - sum(column.width for column in (name, *short))
    old_heading, new_heading = labels.headings(table)
    if table.only_edition is not None:
        heading = new_heading if table.only_edition == table.new_edition else old_heading
        text = _Column(heading, left, "Summary", lambda row: _plain(row.new or row.old or ""))
        return [name, text, *short]
    if is_tracked:
        heading = f"{old_heading} → {new_heading}"
        return [name, _Column(heading, left, "Summary", _tracked), *short]
    old = _Column(old_heading, left / 2, "Summary", _old)
    new = _Column(new_heading, left / 2, "Summary", _new)
    return [name, *((new, old) if new_first else (old, new)), *short]


def _group(
    group: Group, columns: Sequence[_Column], revisions: Revisions | None
) -> Iterator[ET.Element]:
    """Yield a group's heading (見出し), its aim and its table."""
    yield paragraph("Heading1", group.heading or labels.NONE_GIVEN)
    if group.aim:
        yield from paragraphs("Aim", _plain(group.aim))
    yield element(
        "tbl",
        None,
        element(
            "tblPr",
            None,
            element("tblStyle", {"val": "TableGrid"}),
            element("tblW", {"w": sum(twips(column.width) for column in columns), "type": "dxa"}),
            element("tblLayout", {"type": "fixed"}),
            element("tblLook", {"val": "0020", "firstRow": 1}),
        ),
        element("tblGrid", None, *(element("gridCol", {"w": twips(c.width)}) for c in columns)),
        _heading_row(columns),
        *(_row(row, columns, revisions) for row in group.rows),
    )


def _heading_row(columns: Sequence[_Column]) -> ET.Element:
    """Return the heading row (見出し行), which Word repeats on every page."""
    cells = (
        _cell(
            column,
            [paragraph("ColumnHeading", column.heading)],
            element("shd", {"val": "clear", "color": "auto", "fill": "EDEDED"}),
            element("vAlign", {"val": "center"}),
        )
        for column in columns
    )
    return element(
        "tr", None, element("trPr", None, element("cantSplit"), element("tblHeader")), *cells
    )


_WHOLE_ROW = {RowKind.ADDED: Mark.INSERTED, RowKind.REMOVED: Mark.DELETED}


def _row(row: Row, columns: Sequence[_Column], revisions: Revisions | None) -> ET.Element:
    """Return an initiative's row (行); tracked, a new or dropped one is so as a whole."""
    properties = [element("cantSplit")] if _fits_on_a_page(row, columns) else []
    whole = _WHOLE_ROW.get(row.kind) if revisions and row.kind else None
    if revisions and whole:
        properties.append(revisions.mark("ins" if whole is Mark.INSERTED else "del"))
    cells = []
    for column in columns:
        pieces = column.pieces(row)
        if whole:
            pieces = [(text, whole) for text, _mark in pieces]
        style = "Centred" if _stands_for_nothing(pieces) else column.style
        cells.append(_cell(column, paragraphs(style, pieces, revisions)))
    return element(
        "tr", None, *([element("trPr", None, *properties)] if properties else []), *cells
    )


def _cell(column: _Column, inside: Sequence[ET.Element], *properties: ET.Element) -> ET.Element:
    width = element("tcW", {"w": twips(column.width), "type": "dxa"})
    return element("tc", None, element("tcPr", None, width, *properties), *inside)


def _fits_on_a_page(row: Row, columns: Sequence[_Column]) -> bool:
    """Whether the row's tallest cell leaves it whole on a page; else it may be parted."""
    return all(
        lines(
            "".join(text for text, _mark in column.pieces(row)),
            (column.width - _CELL_MARGINS_MM) * _EMS_PER_MM - 1,  # a paragraph is indented
        )
        <= _LINES_ON_A_PAGE
        for column in columns
    )


# --------------------------------------------------------------------- the cells


def _plain(text: str) -> list[Piece]:
    return [(text, Mark.PLAIN)]


def _old(row: Row) -> list[Piece]:
    """Return the old summary (旧の本文), what the new one lacks underlined."""
    if row.old is None:
        return _plain(labels.ONLY_NEW)
    if row.new is None:
        return [(row.old, Mark.UNDERLINED)]
    return [(segment.old, _underline(segment)) for segment in row.segments]


def _new(row: Row) -> list[Piece]:
    """Return the new summary (新の本文), what the old one lacks underlined."""
    if row.new is None:
        return _plain(labels.ONLY_OLD)
    if row.old is None:
        return [(row.new, Mark.UNDERLINED)]
    return [(segment.new, _underline(segment)) for segment in row.segments]


def _underline(segment: Segment) -> Mark:
    return Mark.PLAIN if segment.kind is EditKind.EQUAL else Mark.UNDERLINED


def _stands_for_nothing(pieces: Sequence[Piece]) -> bool:
    return [text for text, _mark in pieces] in ([labels.ONLY_NEW], [labels.ONLY_OLD])


def _tracked(row: Row) -> list[Piece]:
    """Return both summaries in one (変更履歴の本文)."""
    if row.old is None or row.new is None:
        return _plain(row.new or row.old or "")
    return [piece for segment in row.segments for piece in _replaced(segment.old, segment.new)]


def _replaced(old: str, new: str) -> list[Piece]:
    return _plain(old) if old == new else [(old, Mark.DELETED), (new, Mark.INSERTED)]


_FIELDS = ("name", "department", "policies")


def _field_texts(row: Row, field: str) -> tuple[str, str]:
    """Return what the field (項目) was and is; several policy numbers stand one a line."""
    new = {"name": row.name, "department": row.department, "policies": row.policies}[field]
    old = next((change.old for change in row.changes if change.field == field), new)
    return _lines(old), _lines(new)


def _lines(value: Number | Sequence[str]) -> str:
    return str(value) if isinstance(value, int | str) else "\n".join(value)


def _underlined_field(row: Row, field: str) -> list[Piece]:
    old, new = _field_texts(row, field)
    return [(new, Mark.PLAIN if old == new else Mark.UNDERLINED)]


def _tracked_field(row: Row, field: str) -> list[Piece]:
    return _replaced(*_field_texts(row, field))
