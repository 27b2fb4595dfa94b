"""WordprocessingML (Wordの記述): elements, paragraphs, tracked changes and the package.

The parts around the body are few and our own; a library's template would bring foreign fonts and
languages, a hundred styles and another document's thumbnail.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import groupby
from pathlib import Path

from ...text.escape import writable
from ..amendment.provisions import is_caption, is_item, label
from ..office_package import RELATIONSHIPS, office_package, relationships, xml_part

TWIPS_PER_MM = 1440 / 25.4


def element(
    tag: str, attributes: dict[str, object] | None = None, *inside: ET.Element
) -> ET.Element:
    """Return a WordprocessingML element (要素); names are given without the prefix w:."""
    named = {f"w:{name}": str(value) for name, value in (attributes or {}).items()}
    made = ET.Element(f"w:{tag}", named)
    made.extend(inside)
    return made


def child(parent: ET.Element, name: str) -> ET.Element | None:
    """Return the first element of a name directly inside another (子要素), None without one."""
    return next(children(parent, name), None)


def children(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the elements of a name directly inside another (子要素).

    Tags are compared as text: a path of ElementTree would look up the prefix, which no tree has.
    """
    return (one for one in parent if one.tag == f"w:{name}")


def twips(millimetres: float) -> int:
    """Return a length (長さ) in Word's unit, the twentieth of a point."""
    return round(millimetres * TWIPS_PER_MM)


class TextMark(Enum):
    """How a piece of text is marked (変更の表示).

    A dotted underline marks a change of wording, a double one a change of notation.
    """

    PLAIN = auto()
    UNDERLINED = auto()
    DOTTED = auto()
    DOUBLE = auto()
    INSERTED = auto()
    DELETED = auto()


MarkedRun = tuple[str, TextMark]
"""A piece of a text and its mark."""


def plain(text: str) -> list[MarkedRun]:
    """Return a text without marks (無標の文)."""
    return [(text, TextMark.PLAIN)]


def text_of(pieces: Iterable[MarkedRun]) -> str:
    """Return a text without its marks (文)."""
    return "".join(text for text, _mark in pieces)


def revised(old: str, new: str, gap: str = "") -> list[MarkedRun]:
    """Return the replacement of a text (変更履歴の置換).

    gap: is between the two and deleted with the old one, so that the new edition has none.
    """
    if old == new:
        return plain(old)
    gap = gap if old and new else ""
    return [(old + gap, TextMark.DELETED), (new, TextMark.INSERTED)]


NEW_LINE = "\u2028"
"""Ends a line, not a paragraph, between an old and a new amount (段落内の改行)."""


def space_between(old: str, new: str) -> str:
    """Return the gap between an old and a new text (間隔): a space if figures would touch."""
    return " " if are_figures(old, new) else ""


def are_figures(old: str, new: str) -> bool:
    """Return whether figures or dashes would touch between an old and a new text (隣接).

    6 and 7 would be read as 67, or as 6-7 because the line through the old one looks like a dash.
    """
    return old != new and _MEETING.match(old[-1:] + new[:1]) is not None


_MEETING = re.compile(r"[\d−―－‐-][\d△▲−―－-]")


@dataclass(slots=True)
class Revisions:
    """Author and date of changes (変更履歴の記録者と日時), and their number so far.

    date: None if changes are to have no time.
    """

    author: str
    date: datetime | None
    _count: int = 0

    def mark(self, tag: str, *inside: ET.Element) -> ET.Element:
        """Return a tracked change (変更履歴). tag: ins or del."""
        self._count += 1
        about: dict[str, object] = {"id": self._count, "author": writable(self.author)}
        if self.date is not None:
            about["date"] = self.date.strftime("%Y-%m-%dT%H:%M:%SZ")
        return element(tag, about, *inside)


_REVISION = {TextMark.INSERTED: "ins", TextMark.DELETED: "del"}
"""The tracked change around a text (変更履歴)."""
_CONTINUED = {"Field": "FieldContinued", "FieldBelow": "FieldBelowContinued"}
"""The styles of further paragraphs of a field (項目の続き), behind its heading."""
ARTICLE = "Article"
"""The style of an article of an ordinance (条文), whose captions and items have their own."""
_LINES = {TextMark.UNDERLINED: "single", TextMark.DOTTED: "dotted", TextMark.DOUBLE: "double"}


def paragraph(
    style: str,
    pieces: Iterable[MarkedRun] | str,
    *,
    revisions: Revisions | None = None,
    properties: Iterable[ET.Element] = (),
) -> ET.Element:
    """Return one paragraph (段落); newlines in a plain text become spaces.

    properties: further properties of the paragraph, in the order of the schema.
    """
    plain = [(pieces.replace("\n", " "), TextMark.PLAIN)] if isinstance(pieces, str) else pieces
    return element(
        "p",
        None,
        element("pPr", None, element("pStyle", {"val": style}), *properties),
        *_runs(plain, revisions),
    )


def paragraphs(
    style: str,
    pieces: Iterable[MarkedRun],
    revisions: Revisions | None = None,
    last: TextMark = TextMark.PLAIN,
) -> list[ET.Element]:
    """Return a text's paragraphs (段落), at least one; each newline ends one.

    An inserted or deleted newline makes the paragraph mark a tracked change, so that accepting or
    rejecting it splits or joins paragraphs. last: how the last paragraph mark is marked, if other
    paragraphs follow in the cell.
    """
    made = []
    found = list(split_lines(pieces))
    for place, (line, end) in enumerate(found, 1):
        change = _REVISION.get(last if place == len(found) else end)
        marks = [revisions.mark(change)] if revisions and change else []
        properties = [element("rPr", None, *marks)] if marks else []
        named = style if place == 1 else _CONTINUED.get(style, style)
        if style == ARTICLE:
            text = text_of(line)
            named = "Caption" if is_caption(text) else "Item" if is_item(text) else style
        made.append(paragraph(named, line, revisions=revisions, properties=properties))
    return made


def split_lines(pieces: Iterable[MarkedRun]) -> Iterator[tuple[list[MarkedRun], TextMark]]:
    """Yield the pieces of each line (行) with the mark of the newline that ends it."""
    line: list[MarkedRun] = []
    for text, mark in pieces:
        first, *others = text.split("\n")
        line.append((first, mark))
        for other in others:
            yield line, mark
            line = [(other, mark)]
    yield line, TextMark.PLAIN


def abridged(pieces: Iterable[MarkedRun], omitted: str, *, is_article: bool) -> list[MarkedRun]:
    """Return a text with `omitted` in place of each run of unchanged paragraphs (省略).

    An article keeps its caption, and the numbers of what is omitted: 第２条　（略）.
    """
    kept: list[list[MarkedRun]] = []
    was_parted = False  # whether the break in front of the line changed
    for line, end in split_lines(pieces):
        is_changed = was_parted or end is not TextMark.PLAIN
        was_parted = end is not TextMark.PLAIN
        if is_changed or any(mark is not TextMark.PLAIN for _text, mark in line):
            kept.append(line)
        elif is_article and (named := is_caption(said := text_of(line)) or label(said)):
            kept.append(line if named is True else plain(f"{named}　{omitted}"))
        elif not kept or kept[-1] != plain(omitted):
            kept.append(plain(omitted))
    return [piece for n, line in enumerate(kept) for piece in (*(plain("\n") if n else ()), *line)]


def _runs(pieces: Iterable[MarkedRun], revisions: Revisions | None) -> Iterator[ET.Element]:
    """Yield the pieces (文字列), adjacent deletions or insertions as one change."""
    written = [piece for piece in pieces if piece[0]]
    for change, together in groupby(written, key=lambda piece: _REVISION.get(piece[1])):
        runs = [_run(text, mark) for text, mark in together]
        yield from [revisions.mark(change, *runs)] if revisions and change else runs


def _run(text: str, mark: TextMark) -> ET.Element:
    run = element("r")
    if mark in _LINES:
        run.append(element("rPr", None, element("u", {"val": _LINES[mark]})))
    tag = "delText" if mark is TextMark.DELETED else "t"
    is_broken = text.endswith(NEW_LINE)
    written_text = writable(text.removesuffix(NEW_LINE), is_changed=mark is not TextMark.PLAIN)
    for place, part in enumerate(written_text.split("\t")):
        if place:
            run.append(element("tab"))
        if part:
            written = element(tag)
            written.set("xml:space", "preserve")
            written.text = part
            run.append(written)
    if is_broken:
        run.append(element("br"))
    return run


# ------------------------------------------------------------------------ the package

_PARTS = Path(__file__).parent / "parts"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = ("footer", "styles", "settings", "fontTable")
"""The parts beside the document, in the order of their relationships."""

_FOOTER_MM = 9
FOOTER = "rId1"
"""The relationship of the footer (フッターの関連付け)."""


def document(title: str, body: Iterable[ET.Element]) -> bytes:
    """Return a document (文書) as the bytes of a .docx file.

    The body ends with its section properties, whose footer is the relationship FOOTER.
    """
    root = ET.Element("w:document", {"xmlns:w": _NAMESPACE, "xmlns:r": RELATIONSHIPS})
    ET.SubElement(root, "w:body").extend(body)
    types = {"word/document.xml": f"{_TYPE}.document.main+xml"}
    types |= {f"word/{part}.xml": f"{_TYPE}.{part}+xml" for part in _RELATED}
    return office_package(
        "word/document.xml",
        title,
        types,
        {
            "word/document.xml": xml_part(ET.tostring(root, encoding="unicode")),
            "word/_rels/document.xml.rels": relationships(
                (f"{RELATIONSHIPS}/{part}", f"{part}.xml") for part in _RELATED
            ),
            **{f"word/{part}.xml": (_PARTS / f"{part}.xml").read_bytes() for part in _RELATED},
        },
    )


def section(page: tuple[int, int], margin_mm: int) -> ET.Element:
    """Return the section properties (用紙): paper, margins and footer."""
    width, height = map(twips, page)
    orientation = {"orient": "landscape"} if width > height else {}
    margin = twips(margin_mm)
    sides = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    footer = element("footerReference", {"type": "default"})
    footer.set("r:id", FOOTER)
    return element(
        "sectPr",
        None,
        footer,
        element("pgSz", {"w": width, "h": height, **orientation}),
        element(
            "pgMar",
            {**sides, "header": twips(_FOOTER_MM), "footer": twips(_FOOTER_MM), "gutter": 0},
        ),
    )
