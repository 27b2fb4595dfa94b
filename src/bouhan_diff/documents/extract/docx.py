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
from .docx_styles import Styles, W, child, is_switched_on
from .docx_text import is_placeholder, joined, paragraphs_in, words_of
from .ooxml import Package, unread_parts
from .sources import UNREADABLE

_MOST_ROWS = 20_000
_MOST_COLUMNS = 63  # of a table of Word
_ROW = re.compile(rb"<(?:\w+:)?tr\b")
_BESIDE = ("header", "footer", "footnotes", "endnotes")
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins")}
_FOREIGN = f"{W}altChunk"


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
    styles = Styles(_first(package, "styles"))
    body = _Body(styles, Numbering(_first(package, "numbering"), styles))
    content = package.xml(package.main).find(f"{W}body")
    if content is not None:
        body.read(content)
    for kind in _BESIDE:
        for name in package.related(package.main, kind):
            body.read_beside(package.xml(name))
    return Document(
        tuple(body.blocks),
        is_wrapped=False,
        name=path.stem,
        title=package.property("title"),
        diagnostics=(*body.diagnostics(), *unread_parts(package)),
    )


def _first(package: Package, kind: str) -> Element | None:
    return next(map(package.xml, package.related(package.main, kind)), None)


class _Body:
    """The blocks of a document so far (本文の読取り)."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.blocks: list[Line | Table] = []
        self._problems: list[Diagnostic] = []
        self._styles = styles
        self._numbering = numbering
        self._tables = self._paragraphs = 0

    def read(self, body: Element) -> None:
        """Take the paragraphs and tables (段落と表) of the body."""
        for element in _blocks(body):
            if element.tag == f"{W}tbl":
                self._tables += 1
                self.blocks.append(self._table(element))
            elif element.tag == _FOREIGN:
                self._tell(Level.LOSS, "foreign-part", Span(line=self._paragraphs))
            else:
                self._paragraphs += 1
                self._paragraph(element, Span(line=self._paragraphs))

    def read_beside(self, part: Element) -> None:
        """Take the paragraphs of notes, or of the head or foot of the pages (脚注・柱)."""
        for paragraph in part.iter(f"{W}p"):
            self.blocks.append(Line(words_of(paragraph, self._styles).text))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield what was noticed (報告), formats of numbers that are not known at the end."""
        yield from self._problems
        for form in sorted(self._numbering.unknown):
            yield Diagnostic(Level.DOUBT, "numbering-unknown", data={"text": form})

    def _paragraph(self, element: Element, span: Span) -> None:
        is_heading = self._styles.is_heading(element)
        for number, text in enumerate((self._text(element, span) or "").split("\n")):
            self.blocks.append(Line(text, span, is_heading, is_apart=number == 0))
        for inner in paragraphs_in(element):
            self.blocks.append(Line(self._text(inner, span) or "", span))

    def _text(self, paragraph: Element, span: Span, *, is_in_cell: bool = False) -> str | None:
        """Return a paragraph's text with its number (段落の文字列), None where none of it shows."""
        words = words_of(paragraph, self._styles)
        if UNREADABLE in words.text:
            self._tell(Level.LOSS, "sign-without-text", span, UNREADABLE)
        if words.has_equation:
            self._tell(Level.DOUBT, "equation", span)
        if words.struck:
            self._tell(Level.LOSS, "struck-out", span, "".join(words.struck))
        if words.hidden:
            self._tell(Level.LOSS, "hidden-text", span, "".join(words.hidden))
        if words.has_picture:
            is_lost = is_in_cell and not words.text.strip()
            self._tell(Level.LOSS if is_lost else Level.NOTE, "picture", span)
        if (words.struck or words.hidden) and not words.text.strip():
            return None
        return self._numbering.mark_of(paragraph) + words.text

    def _table(self, table: Element) -> Table:
        cells: dict[Place, Content] = {}
        open_merges: dict[int, tuple[Place, int]] = {}
        merged: dict[Place, Place] = {}
        rows = (r for r in _rows(table, f"{W}tr") if not is_switched_on(child(r, "trPr", "del")))
        for row, element in enumerate(rows):
            at = Span(table=self._tables, row=row + 1)
            column = _number(element, "trPr/gridBefore", 0)
            for cell in _rows(element, f"{W}tc"):
                span = max(1, _number(cell, "tcPr/gridSpan", 1))
                merge = child(cell, "tcPr", "vMerge")
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
            self._tell(Level.DOUBT, "table-in-cell", span)
        if cell.find(f".//{_FOREIGN}") is not None:
            self._tell(Level.LOSS, "foreign-part", span)
        found = [(p, self._text(p, span, is_in_cell=True)) for p in paragraphs_in(cell)]
        shown = [(paragraph, text) for paragraph, text in found if text is not None]
        return tuple(joined(shown).split("\n")), span

    def _tell(self, level: Level, code: str, span: Span, text: str = "") -> None:
        self._problems.append(Diagnostic(level, code, span, {"text": text}))


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables (段落と表), also those in content controls."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl", _FOREIGN}:
            yield element
        elif element.tag in _WRAPPERS and not is_placeholder(element):
            yield from _blocks(element)


def _rows(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _rows(element, tag)


def _number(element: Element, path: str, default: int) -> int:
    found = child(element, *path.split("/"))
    text = found.get(f"{W}val", "") if found is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() else default
