"""Add to an existing workbook (ブックへの追加): comments on cells (コメント) and fills.

A comment takes three parts: its text, a drawing with its size, and a reference in the sheet.
Existing parts are added to, missing ones are made.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from .. import labels
from ..office_package import PACKAGE, RELATIONSHIPS
from .cells import column_letters
from .sheets import MAIN

CellPosition = tuple[int, int]
"""Row and column (行と列), counted from 0."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_AUTHOR = labels.COMPARISON  # of whom an office need not delete the name
_LINE = 22  # full-width characters in a line of a note
_MOST_LINES = 12
_BEHIND_DRAWING = re.compile(
    rb"<(?:\w+:)?(?:legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems"
    rb"|tableParts|extLst)\b|</(?:\w+:)?worksheet>"
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/?>")


def with_comments(
    sheet: str, content: bytes, notes: Mapping[CellPosition, str], parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the changed parts (変わる部品): the sheet, and those of its comments.

    sheet: the part's name. content: its current content. A cell that has a comment keeps it. Strict
    Open XML has other names for these parts, and gets no comments.
    """
    changed = {sheet: content}
    if not notes or _STRICT in content:
        return changed
    folder, name = posixpath.split(sheet)
    relations = f"{folder}/_rels/{name}.rels"
    related = _related(parts.get(relations, b""), folder)
    texts, drawing = related.get("comments"), related.get("vmlDrawing")
    if texts in parts and drawing in parts:
        return changed | _more(notes, str(texts), str(drawing), parts)
    if texts or drawing:
        return changed  # a mention of what is not there: nothing is added to a broken sheet
    number = 1
    while f"xl/comments{number}.xml" in parts or f"xl/drawings/vmlDrawing{number}.vml" in parts:
        number += 1
    texts, drawing = f"xl/comments{number}.xml", f"xl/drawings/vmlDrawing{number}.vml"
    changed[texts] = _comments(notes)
    changed[drawing] = _drawing(notes, number)
    changed[relations] = _with_relations(parts.get(relations, b""), texts, drawing)
    changed["[Content_Types].xml"] = _with_types(parts["[Content_Types].xml"], texts)
    mention = f'<legacyDrawing xmlns:r="{RELATIONSHIPS}" xmlns="{MAIN}" r:id="bouhanDiffDrawing"/>'
    at = _BEHIND_DRAWING.search(content)
    if at is None:
        return {sheet: content}
    changed[sheet] = content[: at.start()] + mention.encode() + content[at.start() :]
    return changed


def _related(content: bytes, folder: str) -> dict[str, str]:
    """Return the parts that a sheet refers to (関連する部品), by the last word of their type."""
    found: dict[str, str] = {}
    for relation in _RELATION.findall(content):
        kind = re.search(rb'\bType="[^"]*/([^"/]+)"', relation)
        target = re.search(rb'\bTarget="([^"]*)"', relation)
        if kind and target:
            path = target[1].decode()
            absolute = path[1:] if path.startswith("/") else posixpath.join(folder, path)
            found[kind[1].decode()] = posixpath.normpath(absolute)
    return found


def _comment(place: CellPosition, text: str, author: int, prefix: str = "") -> str:
    row, column = place
    return (
        f'<{prefix}comment ref="{column_letters(column)}{row + 1}" authorId="{author}">'
        f'<{prefix}text><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}text>'
        f"</{prefix}comment>"
    )


def _comments(notes: Mapping[CellPosition, str]) -> bytes:
    written = "".join(_comment(place, text, 0) for place, text in sorted(notes.items()))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
        f"<authors><author>{_AUTHOR}</author></authors><commentList>{written}</commentList>"
        "</comments>"
    ).encode()


# On each element, since a drawing that is there already may have other prefixes.
_NAMES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype{_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _drawing(notes: Mapping[CellPosition, str], number: int) -> bytes:
    return (
        f'<xml{_NAMES}><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{number}"/></o:shapelayout>{_SHAPE_TYPE}'
        f"{_shapes(notes, 1024 * number + 1)}</xml>"
    ).encode()


def _shapes(notes: Mapping[CellPosition, str], first: int) -> str:
    """Return the frames of comments (コメント枠), each as high as its text."""
    made = []
    for number, ((row, column), text) in enumerate(sorted(notes.items()), first):
        count = sum(-(-max(len(line), 1) // _LINE) for line in text.split("\n"))
        rows = min(count, _MOST_LINES) + 1
        top = max(row - 1, 0)
        anchor = f"{column + 1}, 15, {top}, 10, {column + 4}, 15, {top + rows}, 4"
        made.append(
            f'<v:shape{_NAMES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
            f'width:220pt;height:{16 * rows}pt;visibility:hidden" fillcolor="#ffffe1"'
            ' o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    return "".join(made)


def _more(
    notes: Mapping[CellPosition, str], texts: str, drawing: str, parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return both comment parts of a sheet with more comments (コメントの追加)."""
    content, shapes = parts[texts], parts[drawing]
    taken = {
        name.decode() for name in re.findall(rb'<(?:\w+:)?comment\b[^>]*\bref="([^"]*)"', content)
    }
    new = {
        (row, column): text
        for (row, column), text in notes.items()
        if f"{column_letters(column)}{row + 1}" not in taken
    }
    authors = re.search(rb"</((?:\w+:)?)authors>", content)
    end = re.search(rb"</((?:\w+:)?)commentList>", content)
    if not new or authors is None or end is None or b"</xml>" not in shapes:
        return {}
    prefix = end[1].decode()
    count = len(re.findall(rb"<(?:\w+:)?author>|<(?:\w+:)?author/>", content))
    written = "".join(_comment(place, text, count, prefix) for place, text in sorted(new.items()))
    author = f"<{prefix}author>{_AUTHOR}</{prefix}author>".encode()
    content = (
        content[: authors.start()]
        + author
        + content[authors.start() : end.start()]
        + written.encode()
        + content[end.start() :]
    )
    numbers = [int(number) for number in re.findall(rb'id="_x0000_s(\d+)"', shapes)]
    added = _shapes(new, max(numbers, default=1024) + 1)
    if b'id="_x0000_t202"' not in shapes:
        added = _SHAPE_TYPE + added
    at = shapes.rindex(b"</xml>")
    return {texts: content, drawing: shapes[:at] + added.encode() + shapes[at:]}


def _with_relations(content: bytes, texts: str, drawing: str) -> bytes:
    made = (
        f'<Relationship xmlns="{PACKAGE}/relationships" Id="bouhanDiffDrawing"'
        f' Type="{RELATIONSHIPS}/vmlDrawing" Target="/{drawing}"/>'
        f'<Relationship xmlns="{PACKAGE}/relationships" Id="bouhanDiffComments"'
        f' Type="{RELATIONSHIPS}/comments" Target="/{texts}"/>'
    ).encode()
    at = content.rfind(b"</")
    if at < 0:
        return b'<Relationships xmlns="%s/relationships">%s</Relationships>' % (
            PACKAGE.encode(),
            made,
        )
    return content[:at] + made + content[at:]


def _with_types(content: bytes, texts: str) -> bytes:
    types = f'xmlns="{PACKAGE}/content-types"'
    made = (
        f'<Override {types} PartName="/{texts}" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>'
    )
    if b'Extension="vml"' not in content:
        made = (
            f'<Default {types} Extension="vml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.vmlDrawing"/>{made}'
        )
    at = content.rfind(b"</")
    return content[:at] + made.encode() + content[at:]


# -------------------------------------------------------------------------- fills

_CELL = re.compile(rb'<((?:\w+:)?)c((?:\s+[\w:]+="[^"]*")*)\s*(/?)>')
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')


def coloured(content: bytes, colours: Mapping[CellPosition, str], styles: "FilledStyles") -> bytes:
    """Return a sheet with filled cells (セルの塗り)."""
    wanted = {f"{column_letters(c)}{r + 1}".encode(): colour for (r, c), colour in colours.items()}

    def recoloured(found: re.Match[bytes]) -> bytes:
        attributes = dict(_ATTRIBUTE.findall(found[2]))
        colour = wanted.get(attributes.get(b"r", b""))
        if colour is None:
            return found[0]
        attributes[b"s"] = str(styles.filled(int(attributes.get(b"s", b"0")), colour)).encode()
        written = b"".join(b' %s="%s"' % pair for pair in attributes.items())
        return b"<%sc%s%s>" % (found[1], written, found[3])

    return _CELL.sub(recoloured, content)


class FilledStyles:
    """The styles of a workbook (書式), extended with filled copies."""

    def __init__(self, content: bytes, colours: Sequence[str]) -> None:
        self._content = content
        self._made: dict[tuple[int, str], int] = {}
        self._added: list[bytes] = []
        _start, _prefix, inside, _end = self._part(b"cellXfs")
        self._xfs = re.findall(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>.*?</(?:\w+:)?xf>)", inside, re.DOTALL)
        _start, _prefix, fills, _end = self._part(b"fills")
        first = len(re.findall(rb"<(?:\w+:)?fill>|<(?:\w+:)?fill/>", fills))
        self._fills: dict[str, int] = {
            colour: first + place for place, colour in enumerate(colours)
        }

    def filled(self, style: int, colour: str) -> int:
        """Return the number of a style like this one, but filled (塗りのある書式)."""
        if (style, colour) not in self._made:
            xf = self._xfs[style] if style < len(self._xfs) else self._xfs[0]
            fill = str(self._fills[colour]).encode()
            opening, rest = re.match(rb"(<[^>]*?)(/?>.*)", xf, re.DOTALL).groups()  # type: ignore[union-attr]
            opening = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", opening)
            self._added.append(opening + b' fillId="%s" applyFill="1"' % fill + rest)
            self._made[style, colour] = len(self._xfs) + len(self._added) - 1
        return self._made[style, colour]

    def content(self) -> bytes:
        """Return the extended part (書式の部品)."""
        _start, prefix, _inside, _end = self._part(b"fills")
        fills = b"".join(
            b'<%(p)sfill><%(p)spatternFill patternType="solid"><%(p)sfgColor rgb="%(c)s"/>'
            b"</%(p)spatternFill></%(p)sfill>" % {b"p": prefix, b"c": colour.encode()}
            for colour in self._fills
        )
        self._content = self._with(b"fills", fills, len(self._fills))
        self._content = self._with(b"cellXfs", b"".join(self._added), len(self._added))
        return self._content

    def _part(self, name: bytes) -> tuple[int, bytes, bytes, int]:
        """Return an element's position, prefix and content (要素の位置と内容)."""
        pattern = rb"<((?:\w+:)?)%s\b[^>]*>(.*?)</(?:\w+:)?%s>" % (name, name)
        found = re.search(pattern, self._content, re.DOTALL)
        if found is None:
            return 0, b"", b"", 0
        return found.start(), found[1], found[2], found.end()

    def _with(self, name: bytes, added: bytes, more: int) -> bytes:
        """Return the part with more in an element that counts its children (要素の追加)."""
        start, _prefix, _inside, end = self._part(name)
        element = self._content[start:end]
        at = element.rindex(b"</")
        opening = re.sub(
            rb'(<[^>]*\bcount=")(\d+)(")',
            lambda found: found[1] + str(int(found[2]) + more).encode() + found[3],
            element[:at],
            count=1,
        )
        return self._content[:start] + opening + added + element[at:] + self._content[end:]
