"""WordprocessingML (Wordの記述): elements, paragraphs and tracked changes."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from ..text.escape import writable

TWIPS_PER_MM = 1440 / 25.4


def element(
    tag: str, attributes: dict[str, object] | None = None, *inside: ET.Element
) -> ET.Element:
    """Return an element (要素) of WordprocessingML; names stand without their prefix w:."""
    named = {f"w:{name}": str(value) for name, value in (attributes or {}).items()}
    made = ET.Element(f"w:{tag}", named)
    made.extend(inside)
    return made


def twips(millimetres: float) -> int:
    """Return a length (長さ) in Word's unit, the twentieth of a point."""
    return round(millimetres * TWIPS_PER_MM)


class Mark(Enum):
    """How a piece of text is marked (変更の表示)."""

    PLAIN = auto()
    UNDERLINED = auto()
    INSERTED = auto()
    DELETED = auto()


Piece = tuple[str, Mark]
"""A piece of a text and its mark."""


@dataclass(slots=True)
class Revisions:
    """Who changed what when (変更履歴の記録者と日時), and how many changes there are by now.

    date: None where no time is known; the changes then have none.
    """

    author: str
    date: datetime | None
    _count: int = 0

    def mark(self, tag: str, *inside: ET.Element) -> ET.Element:
        """Return a tracked change (変更履歴): tag is ins or del."""
        self._count += 1
        about: dict[str, object] = {"id": self._count, "author": writable(self.author)}
        if self.date is not None:
            about["date"] = self.date.strftime("%Y-%m-%dT%H:%M:%SZ")
        return element(tag, about, *inside)


_REVISION = {Mark.INSERTED: "ins", Mark.DELETED: "del"}


def paragraph(
    style: str,
    pieces: Iterable[Piece] | str,
    *,
    revisions: Revisions | None = None,
    properties: Iterable[ET.Element] = (),
) -> ET.Element:
    """Return one paragraph (段落); a text stands for a plain piece, its newlines for spaces.

    properties: what the paragraph has beside its style, in the schema's order.
    """
    plain = [(pieces.replace("\n", " "), Mark.PLAIN)] if isinstance(pieces, str) else pieces
    return element(
        "p",
        None,
        element("pPr", None, element("pStyle", {"val": style}), *properties),
        *(_run(text, mark, revisions) for text, mark in plain if text),
    )


def paragraphs(
    style: str,
    pieces: Iterable[Piece],
    revisions: Revisions | None = None,
    last: Mark = Mark.PLAIN,
) -> list[ET.Element]:
    """Return a text's paragraphs (段落), at least one; each newline ends one.

    A newline that is inserted or deleted makes the paragraph's end a tracked change, so
    that accepting or rejecting it parts or joins the paragraphs. last: how the end of the
    last one is marked, where other paragraphs follow in the cell.
    """
    made = []
    found = list(split_lines(pieces))
    for place, (line, end) in enumerate(found, 1):
        change = _REVISION.get(last if place == len(found) else end)
        properties = [element("rPr", None, revisions.mark(change))] if change and revisions else []
        made.append(paragraph(style, line, revisions=revisions, properties=properties))
    return made


def split_lines(pieces: Iterable[Piece]) -> Iterator[tuple[list[Piece], Mark]]:
    """Yield the pieces of each line (行) with the mark of the newline that ends it."""
    line: list[Piece] = []
    for text, mark in pieces:
        first, *others = text.split("\n")
        line.append((first, mark))
        for other in others:
            yield line, mark
            line = [(other, mark)]
    yield line, Mark.PLAIN


def _run(text: str, mark: Mark, revisions: Revisions | None) -> ET.Element:
    run = element("r")
    if mark is Mark.UNDERLINED:
        run.append(element("rPr", None, element("u", {"val": "single"})))
    tag = "delText" if mark is Mark.DELETED else "t"
    for place, part in enumerate(writable(text, is_changed=mark is not Mark.PLAIN).split("\t")):
        if place:
            run.append(element("tab"))
        if part:
            written = element(tag)
            written.set("xml:space", "preserve")
            written.text = part
            run.append(written)
    change = _REVISION.get(mark)
    return revisions.mark(change, run) if change and revisions else run
