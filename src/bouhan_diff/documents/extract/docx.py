"""Word (.docx, ワード): paragraphs and tables in their order, merged cells as one.

Text that change tracking has deleted is gone; inserted text is there. Fields show what
they last showed, and nothing is fetched or run.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ..ir import Document, Line, Table
from .cells import Content, Place, table_of
from .docx_numbering import Numbering
from .docx_text import (
    UNREADABLE,
    W,
    has_equation,
    is_on,
    joined,
    paragraphs_in,
    struck_text,
    text_of,
)
from .ooxml import Package

_MOST_ROWS = 20_000
_ROW = re.compile(rb"<(?:\w+:)?tr\b")
_STYLES = "word/styles.xml"
_NUMBERING = "word/numbering.xml"
_BESIDE = re.compile(r"word/(?:footnotes|endnotes|header\d*|footer\d*)\.xml")
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins")}


def read(path: Path) -> Document:
    """Return the document's lines and tables (文書). Raises UserError."""
    package = Package(path, "word")
    try:
        return _document(path, package)
    except RecursionError as error:
        raise package.damaged() from error


def _document(path: Path, package: Package) -> Document:
    if sum(1 for _row in _ROW.finditer(package.part(package.main))) > _MOST_ROWS:
        raise UserError(
            _("The tables have more than {most} rows.").format(most=_MOST_ROWS),
            where=str(path),
            advice=_("Copy the table alone into a new file, without empty rows, and import that."),
        )
    styles = package.xml(_STYLES) if _STYLES in package else None
    numbering = Numbering(package.xml(_NUMBERING) if _NUMBERING in package else None, styles)
    body = _Body(numbering, _heading_styles(styles) if styles is not None else frozenset())
    content = package.xml(package.main).find(f"{W}body")
    if content is not None:
        body.read(content)
    for name in filter(_BESIDE.fullmatch, package.names()):
        body.read_beside(package.xml(name))
    body.tell_of_numbering()
    return Document(
        tuple(body.blocks), is_wrapped=False, name=path.stem, diagnostics=tuple(body.problems)
    )


class _Body:
    """The blocks of a document so far (本文の読取り)."""

    def __init__(self, numbering: Numbering, headings: frozenset[str]) -> None:
        self.blocks: list[Line | Table] = []
        self.problems: list[Diagnostic] = []
        self._numbering = numbering
        self._headings = headings
        self._tables = self._paragraphs = 0

    def read(self, body: Element) -> None:
        """Take the paragraphs and tables (段落と表) of the body."""
        for element in _blocks(body):
            if element.tag == f"{W}tbl":
                self._tables += 1
                self.blocks.append(self._table(element))
            else:
                self._paragraphs += 1
                self._paragraph(element, Span(line=self._paragraphs))

    def read_beside(self, part: Element) -> None:
        """Take the paragraphs of notes, or of the head or foot of the pages (脚注・柱)."""
        self.blocks += (Line(text_of(paragraph)) for paragraph in part.iter(f"{W}p"))

    def tell_of_numbering(self) -> None:
        """Tell of formats of numbers that are not known (未対応の段落番号)."""
        self.problems += (
            Diagnostic(Level.DOUBT, "numbering-unknown", data={"form": form})
            for form in sorted(self._numbering.unknown)
        )

    def _paragraph(self, element: Element, span: Span) -> None:
        is_heading = _style(element) in self._headings
        for number, text in enumerate(self._text(element, span).split("\n")):
            self.blocks.append(Line(text, span, is_heading, is_apart=number == 0))
        self.blocks += (Line(text_of(inner), span) for inner in paragraphs_in(element))

    def _text(self, paragraph: Element, span: Span) -> str:
        text = text_of(paragraph)
        if UNREADABLE in text:
            self.problems.append(
                Diagnostic(Level.LOSS, "sign-without-text", span, {"text": UNREADABLE})
            )
        if has_equation(paragraph):
            self.problems.append(Diagnostic(Level.DOUBT, "equation", span))
        if struck := struck_text(paragraph):
            self.problems.append(Diagnostic(Level.LOSS, "struck-out", span, {"text": struck}))
            if not text.strip():
                return ""  # without its number
        return self._numbering.mark_of(paragraph) + text

    def _table(self, table: Element) -> Table:
        cells: dict[Place, Content] = {}
        open_merges: dict[int, tuple[Place, int]] = {}
        merged: dict[Place, Place] = {}
        rows = (row for row in _rows(table, f"{W}tr") if not is_on(row, "trPr", "del"))
        for row, element in enumerate(rows):
            at = Span(table=self._tables, row=row + 1)
            column = _number(element, "trPr/gridBefore", 0)
            for cell in _rows(element, f"{W}tc"):
                span = max(1, _number(cell, "tcPr/gridSpan", 1))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
                if goes_on and column in open_merges:
                    top, span = open_merges[column]
                    merged[top] = row, column + span - 1
                else:
                    cells[row, column] = self._cell(cell, replace(at, column=column + 1))
                    open_merges[column] = ((row, column), span)
                    merged[row, column] = row, column + span - 1
                column += span
        return table_of(cells, merged.items(), Span(table=self._tables))

    def _cell(self, cell: Element, span: Span) -> Content:
        if cell.find(f".//{W}tbl") is not None:
            self.problems.append(Diagnostic(Level.DOUBT, "table-in-cell", span))
        paragraphs = ((paragraph, self._text(paragraph, span)) for paragraph in paragraphs_in(cell))
        return tuple(joined(paragraphs).split("\n")), span


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables (段落と表), also those in content controls."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _rows(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child, tag)


def _number(element: Element, path: str, default: int) -> int:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    text = found.get(f"{W}val", "") if found is not None else ""
    # A table of Word has at most 63 columns.
    return min(int(text), 63) if text.isascii() and text.isdigit() else default


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _heading_styles(styles: Element) -> frozenset[str]:
    """Return the ids of the styles that make a heading (見出しのスタイル)."""
    found = set()
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        named = (name.get(f"{W}val", "") if name is not None else "").lower()
        outlined = style.find(f"{W}pPr/{W}outlineLvl") is not None
        if outlined or named == "title" or named.startswith(("heading", "見出し")):
            found.add(style.get(f"{W}styleId", ""))
    return frozenset(found)
