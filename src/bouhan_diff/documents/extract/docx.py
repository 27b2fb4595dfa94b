"""Word (.docx, ワード): paragraphs and tables in order, merged cells as one.

The text is what remains once all tracked changes are accepted. Fields show their last result;
nothing is fetched or run.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from ...text.joining import INDENT
from ..ir import Content, Document, Extraction, Line, Place, ReadOptions, Table, table_of
from .docx_styles import ListNumbering, Styles, W, child, is_switched_on
from .sources import UNREADABLE, Package, legible, shifted, unread_parts

_MOST_ROWS = 20_000
_MOST_COLUMNS = 63  # of a table of Word
_DIGITS = 9  # of a number that are read; more only say that it is too large
_ROW = re.compile(rb"<(?:\w+:)?tr\b")
_CHANGE = re.compile(rb"<(?:\w+:)?(?:ins|del|moveFrom)\b")
_BESIDE = ("header", "footer", "footnotes", "endnotes")
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins")}
_FOREIGN = f"{W}altChunk"


def read(path: Path, _options: ReadOptions) -> Extraction:
    """Return the document's lines and tables (文書), in one step. Raises UserError."""
    yield from ()
    package = Package(path, "word")
    try:
        return _document(path, package)
    except RecursionError as error:
        raise package.damaged() from error


def _document(path: Path, package: Package) -> Document:
    written = package.part(package.main)
    if sum(1 for _row in _ROW.finditer(written)) > _MOST_ROWS:
        raise UserError(
            _("The tables have more than {most} rows.").format(most=_MOST_ROWS),
            where=str(path),
            advice=_("Copy only the table into a new file, without empty rows, and import that."),
        )
    styles = Styles(_first(package, "styles"))
    body = _Body(styles, ListNumbering(_first(package, "numbering"), styles))
    content = package.xml(package.main).find(f"{W}body")
    if content is not None:
        body.read(content)
    for kind in _BESIDE:
        for name in package.related(package.main, kind):
            body.read_beside(package.xml(name))
    noticed = [*body.diagnostics(), *unread_parts(package)]
    if _CHANGE.search(written):
        noticed.append(Diagnostic(Level.NOTE, "changes-accepted"))
    return Document(
        tuple(body.blocks),
        is_wrapped=False,
        name=path.stem,
        title=package.property("title"),
        diagnostics=tuple(noticed),
    )


def _first(package: Package, kind: str) -> Element | None:
    return next(map(package.xml, package.related(package.main, kind)), None)


class _Body:
    """The blocks of a document so far (本文の読取り)."""

    def __init__(self, styles: Styles, numbering: ListNumbering) -> None:
        self.blocks: list[Line | Table] = []
        self._problems: list[Diagnostic] = []
        self._styles = styles
        self._numbering = numbering
        self._tables = self._paragraphs = 0

    def read(self, body: Element, frames: int = 0) -> None:
        """Read the paragraphs and tables (段落と表) of the body, or of a cell in nested frames."""
        for element in _blocks(body):
            is_table = element.tag == f"{W}tbl"
            if is_table and frames < _MOST_FRAMES and (framed := _framed(element)):
                for cell in framed:
                    self.read(cell, frames + 1)
            elif is_table:
                self._tables += 1
                self.blocks.append(self._table(element))
            elif element.tag == _FOREIGN:
                self._report(Level.LOSS, "foreign-part", Span(line=self._paragraphs))
            else:
                self._paragraphs += 1
                self._paragraph(element, Span(line=self._paragraphs))

    def read_beside(self, part: Element) -> None:
        """Read the paragraphs of notes, headers or footers (脚注・柱).

        A line of signs only surrounds a page number, which not every program writes into the file.
        """
        texts = (contents_of(paragraph, self._styles).text for paragraph in part.iter(f"{W}p"))
        self.blocks += (Line(text) for text in texts if any(map(str.isalnum, text)))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield what was noticed (報告), lastly the unknown number formats."""
        yield from self._problems
        for form in sorted(self._numbering.unknown):
            yield Diagnostic(Level.DOUBT, "numbering-unknown", data={"text": form})

    def _paragraph(self, element: Element, span: Span) -> None:
        is_heading = self._styles.is_heading(element)
        texts = (self._text(element, span) or "").split("\n")
        if is_heading:  # of several lines, which are one title
            texts = [INDENT.join(filter(None, map(str.strip, texts)))]
        for number, text in enumerate(texts):
            self.blocks.append(Line(text, span, is_heading, is_apart=number == 0))
        for inner in paragraphs_in(element):
            self.blocks.append(Line(self._text(inner, span) or "", span))

    def _text(self, paragraph: Element, span: Span, *, is_in_cell: bool = False) -> str | None:
        """Return a paragraph's text with its number (段落の文字列), None if it shows nothing."""
        words = contents_of(paragraph, self._styles)
        if UNREADABLE in words.text:
            self._report(Level.LOSS, "sign-without-text", span, UNREADABLE)
        if words.has_equation:
            self._report(Level.DOUBT, "equation", span)
        if words.struck:
            self._report(Level.LOSS, "struck-out", span, "".join(words.struck))
        if words.hidden:
            self._report(Level.LOSS, "hidden-text", span, "".join(words.hidden))
        if words.has_picture:
            is_lost = is_in_cell and not words.text.strip()
            self._report(Level.LOSS if is_lost else Level.NOTE, "picture", span)
        if (words.struck or words.hidden) and not words.text.strip():
            return None
        return self._numbering.mark_of(paragraph) + words.text

    def _table(self, table: Element) -> Table:
        cells: dict[Place, Content] = {}
        open_merges: dict[int, tuple[Place, int]] = {}
        merged: dict[Place, Place] = {}
        rows = (r for r in _rows(table, f"{W}tr") if not is_switched_on(child(r, "trPr", "del")))
        for row, element in enumerate(rows):
            column = _number(element, "trPr/gridBefore", 0)
            for cell in _rows(element, f"{W}tc"):
                span = max(1, _number(cell, "tcPr/gridSpan", 1))
                merge = child(cell, "tcPr", "vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
                if goes_on and column in open_merges:
                    top, span = open_merges[column]
                    merged[top] = row, column + span - 1
                else:
                    cells[row, column] = self._cell(
                        cell, Span(table=self._tables, row=row + 1, column=column + 1)
                    )
                    open_merges[column] = ((row, column), span)
                    merged[row, column] = row, column + span - 1
                column += span
        return table_of(cells, merged.items(), Span(table=self._tables))

    def _cell(self, cell: Element, span: Span) -> Content:
        tags = {part.tag for part in cell.iter()}
        if f"{W}tbl" in tags:
            self._report(Level.DOUBT, "table-in-cell", span)
        if _FOREIGN in tags:
            self._report(Level.LOSS, "foreign-part", span)
        found = [(p, self._text(p, span, is_in_cell=True)) for p in paragraphs_in(cell)]
        shown = [(paragraph, text) for paragraph, text in found if text is not None]
        inner = _ends_of_cells(cell) if f"{W}tr" in tags else frozenset[Element]()
        return tuple(joined_paragraphs(shown, inner).split("\n")), span

    def _report(self, level: Level, code: str, span: Span, text: str = "") -> None:
        self._problems.append(Diagnostic(level, code, span, {"text": text}))


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables (段落と表), also those in content controls."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl", _FOREIGN}:
            yield element
        elif element.tag in _WRAPPERS and not is_placeholder(element):
            yield from _blocks(element)


_MOST_FRAMES = 4
"""No office puts a frame around more; a stranger's file may nest without end."""


def _framed(table: Element) -> list[Element]:
    """Return the cells of a table that only draws frames (枠だけの表), one per row; else none."""
    if table.find(f".//{W}tbl") is None:
        return []
    rows = [list(_rows(row, f"{W}tc")) for row in _rows(table, f"{W}tr")]
    return [cell for row in rows for cell in row] if all(len(row) == 1 for row in rows) else []


def _rows(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _rows(element, tag)


def _number(element: Element, path: str, default: int) -> int:
    found = child(element, *path.split("/"))
    text = found.get(f"{W}val", "") if found is not None else ""
    return min(int(text[:_DIGITS]), _MOST_COLUMNS) if text.isascii() and text.isdigit() else default


# Text of paragraphs

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Moved away, the reading over ruby, a drawing's second version, and a text box's own text.
_SKIPPED = {f"{W}moveFrom", f"{W}rt", f"{_MC}Fallback", f"{W}txbxContent", f"{W}pPr"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}sym": UNREADABLE,
}
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
# Noncharacters, which no text has: where a field begins and ends, around its instruction, and
# around what a form's field shows.
_BEGIN, _END, _ASKED, _CHOSEN = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_INSTRUCTION = f"{_ASKED}[^{_ASKED}]*{_ASKED}"
_WITHOUT_RESULT = re.compile(f"{_BEGIN}((?:{_INSTRUCTION})+){_END}")
_MARKS = re.compile(f"{_INSTRUCTION}|[{_BEGIN}{_END}{_ASKED}]")
_EQUATION = re.compile(r"\s*eq\b", re.IGNORECASE)
# One character on another, as a ring around a letter (囲い文字) or a reading above: the last.
_ON_EACH_OTHER = re.compile(r"\\o\W", re.IGNORECASE)
_LAST = re.compile(r"[,;]([^,;()\\]+)\)\s*\Z")


@dataclass(slots=True)
class ParagraphText:
    """The contents of a paragraph (段落の内容).

    struck, hidden: text left out because it is struck out or hidden. has_picture: it contains a
    drawing without text. has_equation: one of more than a line of signs.
    """

    text: str = ""
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    has_picture: bool = False
    has_equation: bool = False


def contents_of(paragraph: Element, styles: Styles) -> ParagraphText:
    """Return the contents of a paragraph (段落の内容), without text boxes."""
    words = ParagraphText()
    if not len(paragraph):
        return words  # an empty line, of which a form has many
    raw = _Walker(paragraph, styles, words).text(paragraph)
    words.text = legible(_MARKS.sub("", _WITHOUT_RESULT.sub(_shown, raw)))
    words.has_equation = any(
        part.tag != f"{_M}r" for equation in paragraph.iter(f"{_M}oMath") for part in equation
    )
    return words


@dataclass(frozen=True, slots=True)
class _Walker:
    """Collects the text of one paragraph (段落の走査)."""

    paragraph: Element
    styles: Styles
    words: ParagraphText

    def text(self, element: Element) -> str:
        """Return the text below an element (要素の文字列), with the marks of fields."""
        tag = element.tag
        if tag in {f"{W}t", f"{_M}t"}:
            return element.text or ""
        if tag == f"{W}r":
            return self._run(element)
        if tag in _SIGNS or is_placeholder(element):
            return _SIGNS.get(tag, "")
        if tag in {f"{W}instrText", f"{W}fldChar"}:
            return _field_part(element)
        if tag in _DRAWINGS and element.find(f".//{W}txbxContent") is None:
            self.words.has_picture = True
        return self._children(element, between="/" if tag == f"{_M}f" else "")

    def _children(self, element: Element, between: str = "") -> str:
        texts = (self.text(part) for part in element if part.tag not in _SKIPPED)
        return between.join(filter(None, texts)) if between else "".join(texts)

    def _run(self, run: Element) -> str:
        text = self._children(run)
        if not text:
            return text
        if self._is("vanish", run):
            self.words.hidden += [plain] if (plain := _MARKS.sub("", text).strip()) else []
            return ""
        if self._is("strike", run) or self._is("dstrike", run):
            self.words.struck += [plain] if (plain := _MARKS.sub("", text).strip()) else []
            return ""
        return shifted(text, self.styles.align(run, self.paragraph))

    def _is(self, name: str, run: Element) -> bool:
        return self.styles.is_on(run, self.paragraph, name)


def _field_part(element: Element) -> str:
    """Return a field's instruction, or the mark of its begin or end (フィールドの要素)."""
    if element.tag == f"{W}instrText":
        return f"{_ASKED}{element.text or ''}{_ASKED}"
    kind = element.get(f"{W}fldCharType", "")
    if kind != "begin":
        return _END if kind == "end" else ""
    chosen = _choice(child(element, "ffData"))
    return _BEGIN + (f"{_ASKED}{_CHOSEN}{chosen}{_CHOSEN}{_ASKED}" if chosen else "")


def _choice(form: Element | None) -> str:
    """Return what a drop-down list or check box of a form shows (フォームの値)."""
    listed = child(form, "ddList")
    if listed is not None:
        entries = [entry.get(f"{W}val", "") for entry in listed.iter(f"{W}listEntry")]
        result = child(listed, "result")
        at = result.get(f"{W}val", "0") if result is not None else "0"
        place = int(at[:_DIGITS]) if at.isdecimal() else len(entries)
        return entries[place] if place < len(entries) else ""
    box = child(form, "checkBox")
    if box is None:
        return ""
    state = child(box, "checked")
    return "☑" if is_switched_on(state if state is not None else child(box, "default")) else "☐"


def _shown(field: re.Match[str]) -> str:
    """Return what a field without a result shows (結果のないフィールド)."""
    instruction = field[1].replace(_ASKED, "")
    if _CHOSEN in instruction:
        return instruction.split(_CHOSEN)[1]
    if not _EQUATION.match(instruction):
        return ""
    begun, last = _ON_EACH_OTHER.search(instruction), _LAST.search(instruction)
    if begun and last and "(" in instruction[begun.end() : last.start()]:
        return last[1].strip()
    return UNREADABLE


def is_placeholder(element: Element) -> bool:
    """Return whether a content control shows its prompt (入力案内), which nobody wrote."""
    return element.tag == f"{W}sdt" and is_switched_on(child(element, "sdtPr", "showingPlcHdr"))


def paragraphs_in(element: Element) -> Iterator[Element]:
    """Yield the paragraphs in a cell or box (段落), those of text boxes after their anchor."""
    waiting = element[::-1]
    while waiting:
        part = waiting.pop()
        if part.tag == f"{W}p":
            yield part
        if part.tag != f"{_MC}Fallback" and not is_placeholder(part):
            waiting += part[::-1]


def joined_paragraphs(paragraphs: Iterable[tuple[Element, str]], inner: Set[Element]) -> str:
    """Return the paragraphs' texts as lines (段落の行); a deleted mark joins one to the next.

    inner: those that end a cell of a row inside, so that the next cell continues on the line.
    """
    text = ""
    for paragraph, words in paragraphs:
        is_joined = is_switched_on(child(paragraph, "pPr", "rPr", "del"))
        text += words + ("" if is_joined else "\u3000" if paragraph in inner else "\n")
    return text.removesuffix("\n")


def _ends_of_cells(cell: Element) -> set[Element]:
    """Return the last paragraphs of cells in nested tables (表内の表), but not at ends of rows."""
    rows = ([*_rows(row, f"{W}tc")][:-1] for row in cell.iter(f"{W}tr"))
    return {paragraph for row in rows for one in row for paragraph in [*paragraphs_in(one)][-1:]}
