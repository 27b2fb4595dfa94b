"""Word (.docx, ワード): paragraphs and tables in their order, merged cells as one.

Text that change tracking has deleted is gone; inserted text is there. Fields show what
they last showed, and nothing is fetched or run.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from ..errors import UserError
from ..messages import _
from ..published import Cell, Document, Line, Table
from ._grid import Place, table_of
from ._office import Package

_MOST_ROWS = 20_000
_ROW = re.compile(rb"<(?:\w+:)?tr\b")
_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Moved away, the reading over ruby, a drawing's second version, and a text box's own text.
_SKIPPED = {f"{_W}moveFrom", f"{_W}rt", f"{_MC}Fallback", f"{_W}txbxContent", f"{_W}pPr"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins")}


def read(path: Path) -> Document:
    """Return the document's lines and tables (文書). Raises UserError."""
    package = Package(path, _MAIN)
    try:
        return _document(path, package)
    except RecursionError as error:
        raise package.damaged() from error


def _document(path: Path, package: Package) -> Document:
    if sum(1 for _row in _ROW.finditer(package.part(_MAIN))) > _MOST_ROWS:
        raise UserError(
            _("The tables have more than {most} rows.").format(most=_MOST_ROWS),
            where=str(path),
            advice=_("Copy the table alone into a new file, without empty rows, and import that."),
        )
    headings = _heading_styles(package.xml(_STYLES)) if _STYLES in package else frozenset()
    body = package.xml(_MAIN).find(f"{_W}body")
    blocks: list[Line | Table] = []
    tables = paragraphs = 0
    for element in _blocks(body) if body is not None else ():
        if element.tag == f"{_W}tbl":
            tables += 1
            blocks.append(_table(element, tables))
        else:
            paragraphs += 1
            where = _("paragraph {number}").format(number=paragraphs)
            for number, text in enumerate(_text(element).split("\n")):
                is_heading = _style(element) in headings
                blocks.append(Line(text, where, is_heading, is_apart=number == 0))
            for box in element.iter(f"{_W}txbxContent"):
                blocks += (Line(_text(inner), where) for inner in box.iter(f"{_W}p"))
    return Document(tuple(blocks), is_wrapped=False, name=path.stem)


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables (段落と表), also those in content controls."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _rows(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child, tag)


def _text(element: Element) -> str:
    """Return the text of a paragraph (段落の文字列)."""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    return "".join(_text(child) for child in element if child.tag not in _SKIPPED)


def _table(table: Element, number: int) -> Table:
    cells: dict[Place, Cell] = {}
    open_merges: dict[int, tuple[Place, int]] = {}
    merged: list[tuple[Place, Place]] = []
    for row, element in enumerate(_rows(table, f"{_W}tr")):
        where = _("table {table}, row {row}").format(table=number, row=row + 1)
        column = _number(element, "trPr/gridBefore", 0)
        for cell in _rows(element, f"{_W}tc"):
            span = max(1, _number(cell, "tcPr/gridSpan", 1))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_merges:
                top, span = open_merges[column]
                merged.append((top, (row, column + span - 1)))
            else:
                paragraphs = (paragraph for paragraph in cell.iter(f"{_W}p"))
                lines = "\n".join(map(_text, paragraphs)).split("\n")
                cells[row, column] = Cell(tuple(lines), where)
                open_merges[column] = ((row, column), span)
                merged.append(((row, column), (row, column + span - 1)))
            column += span
    return table_of(cells, merged)


def _number(element: Element, path: str, default: int) -> int:
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    text = found.get(f"{_W}val", "") if found is not None else ""
    # A table of Word has at most 63 columns.
    return min(int(text), 63) if text.isascii() and text.isdigit() else default


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _heading_styles(styles: Element) -> frozenset[str]:
    """Return the ids of the styles that make a heading (見出しのスタイル)."""
    found = set()
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        named = (name.get(f"{_W}val", "") if name is not None else "").lower()
        outlined = style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        if outlined or named == "title" or named.startswith(("heading", "見出し")):
            found.add(style.get(f"{_W}styleId", ""))
    return frozenset(found)
