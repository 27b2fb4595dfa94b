"""Sheets of a workbook (ワークシート): headings, rows of values, and how they are printed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ..text.escape import writable
from .office_package import RELATIONSHIPS, office_package, relationships, xml_part
from .xlsx_cells import CellStyle, StyleTable, Value, cell, height

_A4, _A3 = 9, 8
_PRINTED_MM = {_A4: 297 - 20, _A3: 420 - 20}  # of a page in landscape, between its margins
_MM_PER_CHARACTER = 2.25  # of 10 points, in the roomiest fonts that stand in for the text's
_SMALLEST = 0.9  # of its size: 9 points
_MOST_OF_A_PAGE = 0.75  # for one column
_LONGEST_HEADER = 60  # of the 255 that three texts, each & doubled, may take

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column (列). width: in half-width characters. is_centred: of short values.

    is_number: its texts stand to the right, where its numbers do. is_joined: it is printed on
    the page of the column before it.
    """

    heading: str
    width: float
    is_centred: bool = False
    is_number: bool = False
    is_joined: bool = False

    @property
    def style(self) -> CellStyle:
        """How its cells look (書式)."""
        if self.is_number:
            return CellStyle.NUMBER
        return CellStyle.CENTRED if self.is_centred else CellStyle.TEXT


Line = tuple[str, CellStyle]
"""A line of text around the rows (前書き・後書きの行) and its style."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet (シート): one row of headings, under it one of values for each thing listed.

    legend: what the marks mean, at the foot of each printed page. above, below: lines around
    the rows, across the columns; a sheet that has some above is to be read rather than sorted.
    fixed: how many columns stay in view. has_headings: else it has its lines alone.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]
    legend: str = ""
    above: Sequence[Line] = ()
    below: Sequence[Line] = ()
    fixed: int = 0
    has_headings: bool = True

    @property
    def is_read(self) -> bool:
        """Whether it is to be read rather than sorted (読むためのシートか)."""
        return bool(self.above)

    @property
    def heading_row(self) -> int:
        """The row of the headings (見出しの行)."""
        return len(self.above) + 1


def workbook(title: str, source: str, sheets: Sequence[Worksheet]) -> bytes:
    """Return the sheets as the bytes of an .xlsx file; printed pages are headed by the title.

    Rows are made and packed one by one; the parts that say what all sheets have come after
    them.
    """
    styles = StyleTable()
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
                names[number]: _sheet(sheet, number - 1, styles, defined, (title, source))
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
    """Yield a part when it is written and not before (後から作る部品)."""
    yield make()


# ------------------------------------------------------------------------ one sheet


def _rows(sheet: Worksheet, styles: StyleTable, across: int) -> Iterator[str]:
    """Yield the rows of a sheet (行) from top to bottom; across: how many columns a line takes."""
    widths = [column.width for column in sheet.columns]
    room = sum(widths[:across])
    letters = [column_letters(place) for place in range(len(widths))]
    number = 0
    for line in sheet.above:
        number += 1
        yield _line(number, line, room, styles)
    if sheet.has_headings:
        number += 1
        headings = [column.heading for column in sheet.columns]
        cells = [
            cell(f"{letter}{number}", text, CellStyle.HEADING, styles)
            for letter, text in zip(letters, headings, strict=True)
        ]
        yield _row(number, height(headings, widths) + 6, cells)
    looks = [column.style for column in sheet.columns]
    for values in sheet.rows:
        number += 1
        cells = [
            cell(f"{letter}{number}", value, style, styles)
            for letter, value, style in zip(letters, values, looks, strict=True)
        ]
        yield _row(number, height(values, widths), cells)
    for line in sheet.below:
        number += 1
        yield _line(number, line, room, styles)


def _line(number: int, line: Line, room: float, styles: StyleTable) -> str:
    text, style = line
    return _row(number, height([text], [room], style), [cell(f"A{number}", *line, styles)])


def _merged(sheet: Worksheet, last: int, across: int) -> str:
    """Return the element that lets each line take several columns (セルの結合), if any."""
    lines = [*range(1, len(sheet.above) + 1), *range(last - len(sheet.below) + 1, last + 1)]
    if not lines or across == 1:
        return ""
    letter = column_letters(across - 1)
    merged = "".join(f'<mergeCell ref="A{line}:{letter}{line}"/>' for line in lines)
    return f'<mergeCells count="{len(lines)}">{merged}</mergeCells>'


def _row(number: int, points: float, cells: Sequence[str]) -> str:
    # Heights are computed without the font: Excel is to fit them when a cell is edited.
    return f'<row r="{number}" ht="{points:g}">{"".join(cells)}</row>'


def _sheet(
    sheet: Worksheet, place: int, styles: StyleTable, defined: list[str], heads: tuple[str, str]
) -> Iterator[bytes]:
    """Yield a sheet (シート): rows to sort, filter and print; landscape, as wide as the paper.

    defined: takes the names of what is printed, once the last row is known. heads: the title
    and the source, which head the printed pages.
    """
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{column.width:g}" customWidth="1"/>'
        for place, column in enumerate(sheet.columns, 1)
    )
    paper, breaks = _paper(sheet)
    across = breaks[0] if breaks else len(sheet.columns)
    fit = "" if breaks else '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    selected = ' tabSelected="1"' if place == 0 else ""
    yield xml_part(
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'{fit}<sheetViews><sheetView{selected} workbookViewId="0">{_pane(sheet)}'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )
    last = 0
    for row in _rows(sheet, styles, across):
        last += 1
        yield row.encode()
    defined += _defined_names(sheet, place, last)
    letters = column_letters(len(sheet.columns) - 1)
    end = last - len(sheet.below)
    whole = "" if sheet.is_read else f'<autoFilter ref="A{sheet.heading_row}:{letters}{end}"/>'
    scale = (
        f'scale="{_SMALLEST:.0%}"'.replace("%", "") if breaks else 'fitToWidth="1" fitToHeight="0"'
    )
    legend = f"&amp;L{_header(sheet.legend)}" if sheet.legend else ""
    title, source = map(_header, heads)
    source = "" if sheet.is_read else source  # it has the source among its lines
    yield (
        f'</sheetData>{whole}{_merged(sheet, last, across)}<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{paper}" orientation="landscape" {scale}/><headerFooter>'
        f"<oddHeader>&amp;L{_header(sheet.name)}&amp;C{title}&amp;R{source}"
        f"</oddHeader><oddFooter>{legend}&amp;C&amp;P / &amp;N</oddFooter>"
        f"</headerFooter>{_column_breaks(breaks)}</worksheet>"
    ).encode()


def _pane(sheet: Worksheet) -> str:
    """Return what stays in view (固定する枠): headings, and the names of a wide table."""
    if sheet.is_read:
        return ""
    across = f' xSplit="{sheet.fixed}"' if sheet.fixed else ""
    at = f"{column_letters(sheet.fixed)}{sheet.heading_row + 1}"
    active = "bottomRight" if sheet.fixed else "bottomLeft"
    return (
        f'<pane{across} ySplit="{sheet.heading_row}" topLeftCell="{at}" activePane="{active}"'
        f' state="frozen"/><selection pane="{active}"/>'
    )


def _paper(sheet: Worksheet) -> tuple[int, tuple[int, ...]]:
    """Return the paper (用紙), and the place of the first column behind each page's end.

    It is of 9 points at least, unless a column alone would take most of the largest page: the
    sheet is then made smaller.
    """
    widths = [column.width * _MM_PER_CHARACTER * _SMALLEST for column in sheet.columns]
    for paper, room in _PRINTED_MM.items():
        if sum(widths) <= room:
            return paper, ()
    if max(widths) > _PRINTED_MM[_A3] * _MOST_OF_A_PAGE:
        return _A3, ()
    return _A3, _page_ends(sheet)


def _page_ends(sheet: Worksheet) -> tuple[int, ...]:
    """Return where pages end (改頁) on the largest paper, none where one has no room for a column.

    Joined columns stay on one page as far as it can hold them; the pages are about as full.
    """
    columns = sheet.columns
    room = _PRINTED_MM[_A3] / _MM_PER_CHARACTER / _SMALLEST
    repeated = sum(column.width for column in columns[: sheet.fixed])
    blocks: list[list[float]] = []
    for place, column in enumerate(columns):
        is_apart = not column.is_joined or repeated + sum(blocks[-1]) + column.width > room
        if place >= sheet.fixed and (is_apart or place == sheet.fixed):
            blocks.append([column.width])
        elif place >= sheet.fixed:
            blocks[-1].append(column.width)
    breaks = _filled(blocks, sheet.fixed, room - repeated)
    widest = max(map(sum, blocks))
    for less in range(int(widest), int(room - repeated)):
        if len(fewer := _filled(blocks, sheet.fixed, less + 1)) == len(breaks):
            breaks = fewer
            break
    return breaks if repeated + widest <= room else ()


def _filled(blocks: Sequence[Sequence[float]], place: int, room: float) -> tuple[int, ...]:
    """Return the places at which pages of this room end (改頁), each filled in turn."""
    breaks: list[int] = []
    used = 0.0
    for block in blocks:
        if used and used + sum(block) > room:
            breaks.append(place)
            used = 0.0
        used += sum(block)
        place += len(block)
    return tuple(breaks)


def _column_breaks(places: Sequence[int]) -> str:
    """Return the element that ends pages before these columns (改頁), nothing for none."""
    if not places:
        return ""
    ends = "".join(f'<brk id="{place}" max="1048575" man="1"/>' for place in places)
    return f'<colBreaks count="{len(places)}" manualBreakCount="{len(places)}">{ends}</colBreaks>'


def _defined_names(sheet: Worksheet, number: int, last: int) -> Iterator[str]:
    """Yield what is printed, repeated and filtered (印刷範囲など) of a sheet."""
    name = escape(f"'{sheet.name}'!")
    heading = sheet.heading_row
    every = column_letters(len(sheet.columns) - 1)
    _size, breaks = _paper(sheet)
    across = f"{name}$A:${column_letters(sheet.fixed - 1)}," if sheet.fixed and breaks else ""
    for what, where, hidden in (
        (
            "_FilterDatabase",
            f"{name}$A${heading}:${every}${last - len(sheet.below)}",
            ' hidden="1"',
        ),
        ("Print_Area", f"{name}$A$1:${every}${last}", ""),
        ("Print_Titles", f"{across}{name}${heading}:${heading}", ""),
    ):
        if what == "Print_Area" or not sheet.is_read:
            yield (
                f'<definedName name="_xlnm.{what}" localSheetId="{number}"{hidden}>'
                f"{where}</definedName>"
            )


def column_letters(place: int) -> str:
    """Return the letters of a column (列の名前) from its place, which counts from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _header(text: str) -> str:
    """Return a text for the head of the page (ヘッダー), where & opens a code."""
    line = writable(" ".join(text.split()))
    short = line if len(line) <= _LONGEST_HEADER else f"{line[: _LONGEST_HEADER - 1]}…"
    return escape(short.replace("&", "&&"))


# ----------------------------------------------------------------------- the workbook


def _workbook(names: Sequence[str], defined: Sequence[str]) -> bytes:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return xml_part(
        f'<workbook xmlns="{_MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr/>'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets><definedNames>",
        *defined,
        "</definedNames></workbook>",
    )
