"""Sheets of a workbook (ワークシート): headings, rows of values, and how they are printed.

openpyxl makes the parts; they are packed anew, since it stamps them with the time.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..text._visible import visible
from ._repeatable import package
from .xlsx_cells import Style, Value, height, normal_font, put, styles

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_LONGEST_HEADER = 60  # of the 255 that three texts, each & doubled, may take
_EPOCH = datetime(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列). width: in half-width characters. is_centred: of short values.

    is_printed: else it stands to the right of all that is.
    """

    heading: str
    width: float
    is_centred: bool = False
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet (シート): one row of headings, under it one of values for each thing told.

    above: lines over the headings, in the widest column; a sheet that has them is to be
    read rather than sorted. pages: how many it is printed on at most, 0 for any number.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    above: Sequence[tuple[str, Style]] = ()
    pages: int = 0


def workbook(title: str, source: str, sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as the bytes of an .xlsx file; printed pages are headed by the title."""
    from openpyxl import Workbook  # noqa: PLC0415  takes a tenth of a second

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "bouhan-diff"
    book.properties.title = visible(title)
    book.properties.language = "ja-JP"
    _set_normal_font(book)
    for style in styles():
        book.add_named_style(style)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        _fill(made, sheet)
        _set_up_print(made, title, source, sheet.pages)
    return _packed(book)


def _set_normal_font(book: Any) -> None:  # noqa: ANN401  openpyxl has no public way to it
    """Set the font (標準の書体) of cells without a style, by which columns' widths are counted."""
    font = normal_font()
    book._fonts = type(book._fonts)([font])
    book._named_styles["Normal"].font = font


def _fill(made: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  see workbook

    widths = [column.width for column in sheet.columns]
    for place, width in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(place)].width = width
    widest = max(widths)
    heading = len(sheet.above) + 1
    for number, (text, style) in enumerate(sheet.above, 1):
        put(made.cell(number, widths.index(widest) + 1), text, style)
        made.row_dimensions[number].height = height([text], [widest], style)
    headings = [column.heading for column in sheet.columns]
    for place, text in enumerate(headings, 1):
        put(made.cell(heading, place), text, Style.HEADING)
    made.row_dimensions[heading].height = height(headings, widths) + 6
    looks = [Style.CENTRED if column.is_centred else Style.TEXT for column in sheet.columns]
    last = heading
    for last, values in enumerate(sheet.rows, heading + 1):
        for place, (value, style) in enumerate(zip(values, looks, strict=True), 1):
            put(made.cell(last, place), value, style)
        made.row_dimensions[last].height = height(values, widths)
    whole = f"A1:{get_column_letter(len(widths))}{last}"
    printed = sum(column.is_printed for column in sheet.columns)
    made.print_area = f"A1:{get_column_letter(printed)}{last}"
    made.print_title_rows = f"{heading}:{heading}"
    if not sheet.above:
        made.auto_filter.ref = whole
        made.freeze_panes = "A2"


def _set_up_print(made: "Worksheet", title: str, source: str, pages: int) -> None:
    """Set the sheet up for print (印刷設定): A4 landscape, as wide as the paper, numbered pages."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem  # noqa: PLC0415  see workbook
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415  see workbook

    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = _A4
    made.page_setup.fitToHeight = pages
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.print_options.horizontalCentered = True
    margins = made.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.7, 0.6
    margins.header = margins.footer = 0.3
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text = _header(made.title)
    header.center.text = _header(title)
    header.right.text = _header(source)
    footer.center.text = "&P / &N"
    made.HeaderFooter.oddHeader, made.HeaderFooter.oddFooter = header, footer


def _header(text: str) -> str:
    """Return a text for the head of the page (ヘッダー), where & opens a code."""
    line = visible(" ".join(text.split()))
    short = line if len(line) <= _LONGEST_HEADER else f"{line[: _LONGEST_HEADER - 1]}…"
    return short.replace("&", "&&")


_FITTED_BY_HAND = re.compile(rb'(<row [^>]*) customHeight="1"')


def _packed(book: "Workbook") -> bytes:
    """Return the workbook's bytes (ブックの内容), the same whenever they are written."""
    from openpyxl.xml.functions import tostring  # noqa: PLC0415  see workbook

    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book.properties.created = book.properties.modified = _EPOCH
    parts["docProps/core.xml"] = tostring(book.properties.to_tree())
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            # Heights are computed without the font: Excel is to fit them when a cell is edited.
            parts[name] = _FITTED_BY_HAND.sub(rb"\1", content)
    return package(parts)
