"""Sheets of a workbook (ワークシート): headings, rows of values, and how they are printed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ...text.escape import writable
from ...text.linebreak import break_lines, ems
from ..office_package import RELATIONSHIPS, office_package, relationships, xml_part
from .cells import ONE_LINE_POINTS, Value, cell, column_letters, height, shown
from .sheet_layout import (
    A3,
    A4,
    ROOMS,
    WIDEST,
    SheetLine,
    line_height,
    page_ends,
    page_points,
    printed_scale,
)
from .styles import CellStyle, StyleTable

_MOST_PAGE_ENDS = 1000  # of the 1,026 that Excel keeps
_LONGEST_HEADER, _WIDEST_HEADER = 60, 76  # characters of a text; of all, of full width, on A4

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column (列). width: in half-width characters. is_centred: for short values.

    is_number: texts are aligned to the right, like its numbers.
    """

    heading: str
    width: float
    is_centred: bool = False
    is_number: bool = False

    @property
    def style(self) -> CellStyle:
        """How its cells look (書式)."""
        if self.is_number:
            return CellStyle.NUMBER
        return CellStyle.CENTRED if self.is_centred else CellStyle.TEXT


class SumRow(list[Value]):
    """A row of sums (計の行), kept on a page with the last of the rows above it."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet (シート): one row of headings, then one row of values for each thing listed.

    legend: the meaning of the marks, at the foot of each printed page. below: lines below all.
    fixed: how many columns stay in view. same: columns whose values are equal in rows of one thing;
    such rows share a page and show their first `repeated` columns once. is_read: the sheet has only
    lines, to be read rather than sorted.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]] = ()
    legend: str = ""
    below: Sequence[SheetLine] = ()
    fixed: int = 0
    repeated: int = 0
    same: Sequence[int] = ()
    is_read: bool = False


def workbook(title: str, sheets: Sequence[Worksheet]) -> bytes:
    """Return the sheets as the bytes of an .xlsx file; printed pages are headed by the title.

    All are printed on the same paper, A3 if any of them needs it. Rows are made and compressed one
    by one; the parts shared by all sheets come after them.
    """
    styles = StyleTable()
    widest = max(sum(column.width for column in sheet.columns) for sheet in sheets)
    paper = A4 if widest <= ROOMS[0] else A3
    defined: list[str] = []
    numbers = range(1, len(sheets) + 1)
    names = {number: f"xl/worksheets/sheet{number}.xml" for number in numbers}
    types = {"xl/workbook.xml": f"{_TYPE}.sheet.main+xml", "xl/styles.xml": f"{_TYPE}.styles+xml"}
    types |= dict.fromkeys(names.values(), f"{_TYPE}.worksheet+xml")
    return office_package(
        "xl/workbook.xml",
        title,
        types,
        {
            **{
                names[number]: _sheet(sheet, number - 1, styles, defined, title, paper)
                for number, sheet in enumerate(sheets, 1)
            },
            "xl/workbook.xml": _later(lambda: _workbook([one.name for one in sheets], defined)),
            "xl/_rels/workbook.xml.rels": relationships(
                [
                    *(
                        (f"{RELATIONSHIPS}/worksheet", f"worksheets/sheet{number}.xml")
                        for number in numbers
                    ),
                    (f"{RELATIONSHIPS}/styles", "styles.xml"),
                ]
            ),
            "xl/styles.xml": _later(lambda: xml_part(styles.xml())),
        },
    )


def _later(make: Callable[[], bytes]) -> Iterator[bytes]:
    """Yield a part only when it is written (後から作る部品)."""
    yield make()


# ------------------------------------------------------------------------ one sheet


def _rows(sheet: Worksheet, styles: StyleTable, ends: list[int], paper: int) -> Iterator[str]:
    """Yield the rows of a sheet (行) from top to bottom.

    ends: collects the rows after which a page ends, so that rows of one thing share a page.
    """
    widths = [column.width for column in sheet.columns]
    letters = [column_letters(place) for place in range(len(widths))]
    cells = [
        cell(f"{letter}1", column.heading, CellStyle.HEADING, styles)
        for letter, column in zip(letters, sheet.columns, strict=True)
    ]
    top = height((column.heading for column in sheet.columns), widths) + 6
    yield _row(1, top, cells)
    looks = [column.style for column in sheet.columns]
    looks[: sheet.repeated] = [_OPEN.get(style, style) for style in looks[: sheet.repeated]]
    sums = [_OF_SUMS.get(column.style, CellStyle.SUM) for column in sheet.columns]
    room = page_points(widths, paper)
    used, number, start, block, first = top, 1, 2, 0.0, 2
    last: list[str] = []
    before: Sequence[Value] = ()
    points = 0.0
    for number, values in enumerate(sheet.rows, 2):
        above, points = points, height(_seen(sheet, values, before), widths)
        before = values
        is_low = points <= ONE_LINE_POINTS
        is_sum = isinstance(values, SumRow)
        cells = [
            cell(f"{letter}{number}", value, style, styles, is_low=is_low)
            for letter, value, style in zip(letters, values, sums if is_sum else looks, strict=True)
        ]
        yield _row(number, points, cells)
        named = last if is_sum else [shown(values[place]) for place in sheet.same]
        if named != last:
            used, start, block, last = used + block, number, 0.0, named
        block += points
        if used + block > room:
            if used > top and len(ends) < _MOST_PAGE_ENDS:
                ends.append(start - 1)
            elif is_sum and len(ends) < _MOST_PAGE_ENDS:  # with the row above
                ends.append(number - 2)
                block, first = above + points, number - 1
            else:  # it has no room on one page
                block, first = points, number
            used = top
    below = sum(line_height(line, widths) for line in sheet.below)
    end = start - 1 if sheet.same else number - _LAST_ROWS  # lines below have rows above them
    is_over = (below and used + block + below > room) or (not sheet.same and first > end + 1)
    ends += [end] if is_over and end > 1 and end not in ends else []


def _seen(sheet: Worksheet, values: Sequence[Value], above: Sequence[Value]) -> Sequence[Value]:
    """Return the values of a row that its cells show (見える値): not what the row above named."""
    if not (
        sheet.same and above and all(shown(values[at]) == shown(above[at]) for at in sheet.same)
    ):
        return values
    named = values[: sheet.repeated]
    return [*("" if isinstance(one, str) else one for one in named), *values[sheet.repeated :]]


_LAST_ROWS = 3  # that the last page has, at least
_OF_SUMS = {CellStyle.NUMBER: CellStyle.SUM_NUMBER}
_OPEN = {CellStyle.TEXT: CellStyle.OPEN, CellStyle.CENTRED: CellStyle.OPEN_CENTRED}


def _line(
    number: int, line: SheetLine, widths: Sequence[float], styles: StyleTable, merged: list[str]
) -> str:
    """Return a line around the rows (前書き・後書きの行). merged: collects its merged cells."""
    cells: list[str] = []
    points = line_height(line, widths)
    is_low = points <= ONE_LINE_POINTS
    place = 0
    for across, value, style in line:
        end = place + across if across else len(widths)
        letters = [column_letters(column) for column in range(place, end)]
        # Without cells of their own the columns behind would have no border.
        filled = letters if style.is_boxed else letters[:1]
        values: list[Value] = [value, *[""] * (len(filled) - 1)]
        cells += (
            cell(f"{letter}{number}", one, style, styles, is_low=is_low)
            for letter, one in zip(filled, values, strict=True)
        )
        if len(letters) > 1:
            merged.append(f"{letters[0]}{number}:{letters[-1]}{number}")
        place = end
    return _row(number, points, cells)


def _row(number: int, points: float, cells: Sequence[str]) -> str:
    # Heights are computed without the font: Excel is to fit them when a cell is edited.
    return f'<row r="{number}" ht="{points:g}">{"".join(cells)}</row>'


def _sheet(
    sheet: Worksheet, place: int, styles: StyleTable, defined: list[str], title: str, paper: int
) -> Iterator[bytes]:
    """Yield a sheet (シート): rows to sort, filter and print; landscape, as wide as the paper.

    defined: collects the names of what is printed, once the last row is known. title: heads the
    printed pages.
    """
    widths = [column.width for column in sheet.columns]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    # Excel ends no page where it is told to while it fits a sheet to the paper.
    fits = not sheet.is_read and sum(widths) > WIDEST + 1
    fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if fits else ""
    selected = ' tabSelected="1"' if place == 0 else ""
    yield xml_part(
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'{fit}<sheetViews><sheetView{selected} workbookViewId="0">{_pane(sheet)}'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )
    last = 0
    breaks, titled = page_ends(sheet.below, widths, paper) if sheet.is_read else ([], 1)
    for row in () if sheet.is_read else _rows(sheet, styles, breaks, paper):
        last += 1
        yield row.encode()
    listed = last
    merged: list[str] = []
    for line in sheet.below:
        last += 1
        yield _line(last, line, widths, styles, merged).encode()
    defined += _defined_names(sheet, place, listed, last, titled)
    filtered = f"A1:{column_letters(len(widths) - 1)}{listed}"
    whole = "" if sheet.is_read else f'<autoFilter ref="{filtered}"/>'
    together = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    together = f'<mergeCells count="{len(merged)}">{together}</mergeCells>' if merged else ""
    size = f"{100 * printed_scale(widths, paper):.0f}"
    scale = 'fitToWidth="1" fitToHeight="0"' if fits else f'scale="{size}"'
    legend = f"&amp;L{_header(sheet.legend, _WIDEST_HEADER / 2)}&amp;R" if sheet.legend else ""
    yield (
        f"</sheetData>{whole}{together}{_rules(sheet, listed) if sheet.repeated else ''}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{paper}" orientation="landscape" {scale}/>'
        f"<headerFooter><oddHeader>&amp;L{_header(sheet.name, _WIDEST_HEADER / 4)}"
        f"&amp;C{_header(title, _WIDEST_HEADER / 2)}</oddHeader>"
        f"<oddFooter>{legend or '&amp;C'}&amp;P / &amp;N</oddFooter></headerFooter>"
        f"{'' if fits else _row_breaks(breaks)}</worksheet>"
    ).encode()


def _row_breaks(rows: Sequence[int]) -> str:
    """Return the element that ends pages after these rows (改頁), if any."""
    ends = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in rows)
    count = f'count="{len(rows)}" manualBreakCount="{len(rows)}"'
    return f"<rowBreaks {count}>{ends}</rowBreaks>" if rows else ""


def _rules(sheet: Worksheet, last: int) -> str:
    """Return the rules that show what names one thing only once (繰返しの表示), with lines around.

    The repeated values are there for sorting and filtering. Rows hidden by a filter do not count.
    """
    letters = [column_letters(place) for place in sheet.same]
    above, below = (",".join(f"${one}2=${one}{row}" for one in letters) for row in (1, 3))
    again, goes_on = f"AND({above},SUBTOTAL(103,${letters[-1]}1)=1)", f"AND({below})"
    cases = f"NOT(OR({again},{goes_on}))", f"NOT({again})", f"AND({again},NOT({goes_on}))", again
    rules = "".join(
        f'<cfRule type="expression" dxfId="{place}" priority="{place + 1}" stopIfTrue="1">'
        f"<formula>{case}</formula></cfRule>"
        for place, case in enumerate(cases)
    )
    where = f"A2:{column_letters(sheet.repeated - 1)}{last}"
    return f'<conditionalFormatting sqref="{where}">{rules}</conditionalFormatting>'


def _pane(sheet: Worksheet) -> str:
    """Return the part that stays in view (固定する枠): headings, and the names of a wide table."""
    if sheet.is_read:
        return ""
    across = f' xSplit="{sheet.fixed}"' if sheet.fixed else ""
    active = "bottomRight" if sheet.fixed else "bottomLeft"
    return (
        f'<pane{across} ySplit="1" topLeftCell="{column_letters(sheet.fixed)}2"'
        f' activePane="{active}" state="frozen"/><selection pane="{active}"/>'
    )


def _defined_names(
    sheet: Worksheet, number: int, listed: int, last: int, titled: int
) -> Iterator[str]:
    """Yield what is printed, repeated and filtered (印刷範囲など) of a sheet.

    titled: the row repeated at the top of later pages, 0 for none.
    """
    name = escape(f"'{sheet.name}'!")
    every = column_letters(len(sheet.columns) - 1)
    for what, where, hidden, is_there in (
        ("_FilterDatabase", f"{name}$A$1:${every}${listed}", ' hidden="1"', not sheet.is_read),
        ("Print_Area", f"{name}$A$1:${every}${last}", "", True),
        ("Print_Titles", f"{name}${titled}:${titled}", "", titled > 0),
    ):
        if is_there:
            yield (
                f'<definedName name="_xlnm.{what}" localSheetId="{number}"{hidden}>'
                f"{where}</definedName>"
            )


def _header(text: str, room: float) -> str:
    """Return a text for the page header (ヘッダー), in which & begins a code.

    room: its width in full-width characters; a wider text would run into its neighbour.
    """
    line = writable(" ".join(text.split()))
    if ems(line) > room or len(line) > _LONGEST_HEADER:
        _start, end = break_lines(line, int(2 * room) - 2, ambiguous=2)[0]
        line = f"{line[:end][: _LONGEST_HEADER - 1]}…"
    return escape(line.replace("&", "&&"))


def _workbook(names: Sequence[str], defined: Sequence[str]) -> bytes:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return xml_part(
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr/>'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets><definedNames>",
        *defined,
        "</definedNames></workbook>",
    )
