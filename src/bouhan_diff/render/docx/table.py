"""The tables of a Word document (新旧対照表の表): rows of headings, of initiatives, of sums."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from ...comparison.table import Group, Row, RowKind
from ...plan import Number
from .. import labels
from ..amendment.provisions import named_articles
from ..sums import repeats_its_row
from .fields import CELL_MARGINS_MM, WordColumn
from .form import OMITTED, WHOLE_ROW, Summed, TableForm, wide
from .lines import AMOUNT, Block, joined
from .widths import count
from .xml import (
    MarkedRun,
    Revisions,
    TextMark,
    child,
    children,
    element,
    paragraph,
    paragraphs,
    plain,
    twips,
)

_PAIR = 2  # rows of a table that is not parted
_LINES_PER_MM = 28 / 174  # of the table's text, beneath the repeated heading row


def table_of(
    group: Group,
    found: Sequence[WordColumn],
    form: TableForm,
    revisions: Revisions | None,
    *,
    is_last: bool,
    is_one: bool,
) -> ET.Element:
    """Return a group's table (表): headings, rows, and sums if there are any.

    The last table ends with the overall sums, as far as it has their columns. A single row is its
    own sum. is_one: the only table, which has no sums of its own.
    """
    together = list(_runs(group.rows, omit_unchanged=form.omit_unchanged))
    rows: list[ET.Element] = []
    for members in together:
        if len(members) == 1:
            rows += _rows(members[0], found, form, revisions)
        else:
            rows.append(_omitted(members, found, form))
    # A last row of （略） alone on a page would seem to be of the next section.
    if form.omit_unchanged and len(rows) > 1 and together[-1][0].kind is RowKind.UNCHANGED:
        keep_with_next(rows[-2])
    if len(group.rows) == _PAIR and _lines(group.rows, found, form) <= _page_lines(form) / 4:
        keep_with_next(rows[0])
    if not has_sums(group, found):
        return grid(found, rows)
    if is_one or not repeats_its_row(form.table, group):
        keep_with_next(rows[-1])
        name = labels.total(form.table) if is_one else labels.subtotal(group)
        rows.append(_sum_row(found, name, group, form, revisions))
    if is_last and has_overall_sums(form, found) and not is_one:
        keep_with_next(rows[-1])
        total = labels.total(form.table)
        rows.append(_sum_row(found, total, form.table, form, revisions, is_of_all=True))
    return grid(found, rows)


def _lines(rows: Sequence[Row], found: Sequence[WordColumn], form: TableForm) -> int:
    """Return how many lines rows take (行数), each as many as its longest cell."""
    each = (max(count(one.contents(row, form), one.room) for one in found) for row in rows)
    return sum(each)


def _page_lines(form: TableForm) -> float:
    """Return how many lines fit on a page (1頁の行数)."""
    return _LINES_PER_MM * form.room[1]


def _runs(rows: Sequence[Row], *, omit_unchanged: bool) -> Iterator[tuple[Row, ...]]:
    """Yield the rows one by one (行のまとまり), or adjacent unchanged ones together."""
    together: list[Row] = []
    for row in rows:
        if omit_unchanged and row.kind is RowKind.UNCHANGED and not row.is_renumbered:
            together.append(row)
            continue
        if together:
            yield tuple(together)
            together = []
        yield (row,)
    if together:
        yield tuple(together)


def has_overall_sums(form: TableForm, found: Sequence[WordColumn]) -> bool:
    """Return whether the last table has the overall sums (合計の有無), each in its columns."""
    groups = form.table.groups
    is_whole = bool(groups) and form.mark_of(groups[-1].rows) is not TextMark.PLAIN
    if not groups or not form.table.totals or is_whole or not has_sums(groups[-1], found):
        return False  # a table of only one edition is tracked as a whole
    if any(column.is_text and column.total(form.table) for column in found):
        return True  # those of the fields without a column of their own
    placed = {heading for column in found for heading in (column.over, column.heading)}
    columns = {field.heading: labels.field_heading(field) for field in form.fields}
    return all(columns.get(total.heading) in placed for total in form.table.totals)


def has_sums(group: Group, found: Sequence[WordColumn]) -> bool:
    """Return whether a group's table ends with its sums (計の有無), unless it starts with them."""
    return not _begins_with_sums(group) and any(column.total(group) for column in found)


def _begins_with_sums(group: Group) -> bool:
    """Return whether the first row is the sum of the others (款の行), as a 款 is above its 項."""
    first = group.rows[0] if group.rows else None
    if first is None or first.number != 0:
        return False
    pairs = ((total, first.field(total.heading)) for total in group.totals)
    amounts = ((total, field and field.amount) for total, field in pairs)
    return all(one and (one.old, one.new) == (total.old, total.new) for total, one in amounts)


def keep_with_next(row: ET.Element) -> None:
    """Keep a row on the same page as what follows (次と同じ頁に)."""
    about = child(row, "trPr")
    is_whole = about is not None and child(about, "cantSplit") is not None
    # Of a row that may be parted the last lines alone are kept, else it would be whole.
    cells = ([*children(cell, "p")] for cell in children(row, "tc"))
    kept = [row] if is_whole else [lines[-1] for lines in cells if len(lines) > 1]
    for properties in (one for part in kept for one in part.iter("w:pPr")):
        if child(properties, "keepNext") is None:
            properties.insert(1, element("keepNext"))


def grid(found: Sequence[WordColumn], rows: Sequence[ET.Element]) -> ET.Element:
    """Return a table of finished rows (表) under the columns' headings."""
    return element(
        "tbl",
        None,
        element(
            "tblPr",
            None,
            element("tblStyle", {"val": "TableGrid"}),
            element("tblW", {"w": sum(twips(column.width) for column in found), "type": "dxa"}),
            element("tblLayout", {"type": "fixed"}),
            element("tblLook", {"val": "0020", "firstRow": 1}),
        ),
        element("tblGrid", None, *(element("gridCol", {"w": twips(c.width)}) for c in found)),
        *_heading_rows(found),
        *rows,
    )


def shared_grid(
    found: Sequence[WordColumn], parts: Sequence[tuple[Sequence[ET.Element], ET.Element]]
) -> ET.Element:
    """Return tables with the same columns as one (1つの表), each one's headings above its rows."""
    rows: list[ET.Element] = []
    width = sum(column.width for column in found)
    for headings, made in parts:
        whole = element("gridSpan", {"val": len(found)})
        about = element("trPr", None, element("cantSplit"))
        rows.append(element("tr", None, about, _cell(width, headings, whole)))
        keep_with_next(rows[-1])
        rows += (row for row in made.iter("w:tr") if next(row.iter("w:tblHeader"), None) is None)
    return grid(found, rows)


def may_be_parted(rows: Sequence[Row], found: Sequence[WordColumn], form: TableForm) -> bool:
    """Return whether a table is so long that a page may end within it (頁をまたぐ表か)."""
    return _lines(rows, found, form) > _page_lines(form) / _PART_OF_PAGE


_PART_OF_PAGE = 2


def repeat_above(
    headings: Sequence[ET.Element], table: ET.Element, found: Sequence[WordColumn]
) -> None:
    """Put a group's headings into a first row without lines, which pages repeat (章の見出し)."""
    sides = ("top", "left", "right")
    borders = element("tcBorders", None, *(element(side, {"val": "nil"}) for side in sides))
    whole = element("gridSpan", {"val": len(found)})
    cell = _cell(sum(column.width for column in found), headings, whole, borders)
    first = next(place for place, one in enumerate(table) if one.tag == "w:tr")
    table.insert(first, _headings([cell]))


def _heading_rows(found: Sequence[WordColumn]) -> list[ET.Element]:
    """Return the heading rows (見出し行), which Word repeats on every page."""
    if not any(column.over for column in found):
        return [_headings([_heading(column.heading, column.width) for column in found])]
    upper: list[ET.Element] = []
    for place, column in enumerate(found):
        if not column.over:
            upper.append(
                _heading(column.heading, column.width, element("vMerge", {"val": "restart"}))
            )
        elif place == 0 or found[place - 1].over != column.over:
            span = list(takewhile(lambda one: one.over == column.over, found[place:]))  # noqa: B023
            width = sum(one.width for one in span)
            upper.append(_heading(column.over, width, element("gridSpan", {"val": len(span)})))
    lower = [
        _heading(column.heading, column.width)
        if column.over
        else _heading("", column.width, element("vMerge"))
        for column in found
    ]
    return [_headings(upper), _headings(lower)]


def _headings(made: Sequence[ET.Element]) -> ET.Element:
    return element(
        "tr", None, element("trPr", None, element("cantSplit"), element("tblHeader")), *made
    )


def _heading(text: str, width: float, *properties: ET.Element) -> ET.Element:
    return _cell(
        width,
        paragraphs("ColumnHeading", plain(text)),
        *properties,
        element("shd", {"val": "clear", "color": "auto", "fill": "EDEDED"}),
        element("vAlign", {"val": "center"}),
    )


def _rows(
    row: Row, found: Sequence[WordColumn], form: TableForm, revisions: Revisions | None
) -> list[ET.Element]:
    """Return an initiative's row (行), or a line for each of its fields (項目ごとの行)."""
    if form.omit_unchanged and row.kind is RowKind.UNCHANGED and not row.is_renumbered:
        return [_omitted([row], found, form)]
    if not any(column.is_itemised for column in found):
        return [_row(row, found, form, revisions)]
    contents = [column.contents(row, form) for column in found]
    of_items = [blocks for one, blocks in zip(found, contents, strict=True) if one.is_itemised]
    rows = []
    for place in range(max(1, *map(len, of_items))):
        made = []
        for column, blocks in zip(found, contents, strict=True):
            is_first = place == 0
            shown = blocks[place : place + 1] if column.is_itemised else blocks if is_first else []
            inside = [one for style, pieces in shown for one in paragraphs(style, pieces)]
            merged = element("vMerge", {"val": "restart"} if is_first else None)
            properties = [] if column.is_itemised else [merged]
            made.append(_cell(column.width, inside or [paragraph("Short", "")], *properties))
        rows.append(_whole_row(made))
    if len(rows) <= _page_lines(form):
        for one in rows[:-1]:
            keep_with_next(one)
    return rows


def _row(
    row: Row, found: Sequence[WordColumn], form: TableForm, revisions: Revisions | None
) -> ET.Element:
    """Return an initiative's row (行); a new or dropped one is tracked as a whole."""
    contents = [column.contents(row, form) for column in found]
    # A longer row is parted: whole, it would leave half of a page empty above it.
    is_whole = _lines([row], found, form) <= _page_lines(form) / 2
    properties = [element("cantSplit")] if is_whole else []
    whole = WHOLE_ROW.get(row.kind) if revisions and row.kind else None
    if revisions and whole:
        properties.append(revisions.mark("ins" if whole is TextMark.INSERTED else "del"))
    made = []
    for column, blocks in zip(found, contents, strict=True):
        inside: list[ET.Element] = []
        for place, (style, pieces) in enumerate(blocks, 1):
            marked = [(text, whole) for text, _mark in pieces] if whole else pieces
            last = whole if whole and place < len(blocks) else TextMark.PLAIN
            inside += paragraphs(style, marked, revisions, last)
        made.append(_cell(column.width, inside or [paragraph("Short", "")]))
    return element("tr", None, *([element("trPr", None, *properties)] if properties else []), *made)


def _omitted(rows: Sequence[Row], found: Sequence[WordColumn], form: TableForm) -> ET.Element:
    """Return the row that replaces unchanged initiatives (略): ２～５ （略）."""
    has_name = not found[0].is_text
    which = _numbers(rows, is_wide=form.is_ordinance)
    if not form.table.is_numbered:
        others = f"ほか{len(rows) - 1}件" if len(rows) > 1 else ""
        which = named_articles([row.new or "" for row in rows]) or rows[0].name + others
    made = []
    for column in found:
        text = which if column.heading.endswith(labels.name_heading([form.table])) else ""
        if column.is_text:
            text = OMITTED if has_name else f"{which}　{OMITTED}"
        elif text and not any(one.is_text for one in found):
            text = f"{text}　{OMITTED}"
        style = "Summary" if column.is_text and has_name else "Short"
        made.append(_cell(column.width, [paragraph(style, text)]))
    return _whole_row(made)


def _numbers(rows: Sequence[Row], *, is_wide: bool) -> str:
    """Return the numbers of adjacent rows (番号の範囲): ２～５, or Ⅰ-1、Ⅰ-2.

    is_wide: a single digit is in full width, as in the titles of the ordinance style.
    """
    written = wide if is_wide else str
    spans: list[list[Number]] = []
    for number in (row.number for row in rows):
        last = spans[-1][-1] if spans else None
        if isinstance(number, int) and isinstance(last, int) and number == last + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return "、".join(
        ("・" if len(span) <= _FEW else "～").join(map(written, dict.fromkeys((span[0], span[-1]))))
        for span in spans
    )


_FEW = 2  # numbers that are listed: １・２, and １～３


def text_row(found: Sequence[WordColumn], texts: Sequence[Sequence[MarkedRun]]) -> ET.Element:
    """Return a row with only texts (文の行)."""
    placed = zip(found, texts, strict=True)
    made = [_cell(column.width, paragraphs("Short", pieces)) for column, pieces in placed]
    return _whole_row(made)


def value_row(
    found: Sequence[WordColumn],
    name: str,
    values: Sequence[Sequence[MarkedRun]],
) -> ET.Element:
    """Return a row with a heading and amounts (数値の行)."""
    made = [_cell(found[0].width, [paragraph("Short", name)])]
    for column, pieces in zip(found[1:], values, strict=True):
        made.append(_cell(column.width, paragraphs("Amount", pieces)))
    return _whole_row(made)


def _sum_row(
    found: Sequence[WordColumn],
    name: str,
    summed: Summed,
    form: TableForm,
    revisions: Revisions | None,
    *,
    is_of_all: bool = False,
) -> ET.Element:
    """Return a row of sums (計の行), its name spanning the empty cells after it."""
    sums = [[*joined(one.sums(summed), one.room, form)] for one in found]
    named = ("Short", plain(name))
    if found[0].is_text:  # an ordinance has no column of names
        sums = [[*([named] if c.is_text else ()), *s] for c, s in zip(found, sums, strict=True)]
        across = 0
    else:
        across = next((n for n, one in enumerate(found[1:], 1) if one.total(summed)), 1)
    shade: dict[str, object] = {"val": "clear", "color": "auto", "fill": "F5F5F5"}
    line: dict[str, object] = {"val": "double", "sz": 4, "space": 0, "color": "auto"}

    def summed_cell(width: float, blocks: Sequence[Block], span: int = 1) -> ET.Element:
        properties = [element("gridSpan", {"val": span})] if span > 1 else []
        if is_of_all:
            properties.append(element("tcBorders", None, element("top", line)))
        inside = [one for style, pieces in blocks for one in paragraphs(style, pieces, revisions)]
        return _cell(width, inside, *properties, element("shd", shade))

    width = sum(column.width for column in found[:across])
    made = [summed_cell(width, [named], across)] if across else []
    placed = zip(found[across:], sums[across:], strict=True)
    for is_empty, run in groupby(placed, key=lambda one: not one[0].total(summed)):
        cells_of_run = list(run)
        if is_empty:  # columns without a sum
            width = sum(column.width for column, _blocks in cells_of_run)
            made.append(summed_cell(width, [("Short", plain(""))], len(cells_of_run)))
            continue
        made += (summed_cell(column.width, blocks) for column, blocks in cells_of_run)
    return _whole_row(made)


def _whole_row(made: Iterable[ET.Element]) -> ET.Element:
    """Return a row of cells that no page parts (分割しない行)."""
    return element("tr", None, element("trPr", None, element("cantSplit")), *made)


def _cell(width: float, inside: Sequence[ET.Element], *properties: ET.Element) -> ET.Element:
    size = element("tcW", {"w": twips(width), "type": "dxa"})
    for line in inside:
        about = line[0]  # its properties, which begin with the style
        if about[0].get("w:val") == AMOUNT:
            stop = {"val": "right", "pos": twips(width - CELL_MARGINS_MM)}
            about.insert(1, element("tabs", None, element("tab", stop)))
    return element("tc", None, element("tcPr", None, size, *properties), *inside)
