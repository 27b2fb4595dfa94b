"""Texts in Markdown (Markdown の文): escaped so that no program finds markup, edits marked."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ..comparison.table import ComparisonTable, FieldComparison, RowKind
from ..plan import Column
from ..text.escape import writable
from ..text.normalize import is_dash
from ..textdiff import EditKind, Segment
from . import labels
from .brief import whole_words
from .notices import changes, unmarked_sums
from .phrasebook import SAY

_MARKUP = re.compile(r"[\\`*_~\[\]|]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
_BLOCK_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+](?:[\s\-]|$)|[=:>#]))([-+=.):>#])")
Pieces = Sequence[tuple[str, EditKind]]
"""A text in pieces, each with how it changed."""


def marked(pieces: Pieces, mark: str) -> str:
    """Return the pieces as one text, `mark` around those that changed (変更箇所).

    What changes no fact gets the lighter mark LIGHTER. If a mark would not be recognised, the
    whole text uses tags, since two kinds of markup in one sentence would look like a difference.
    """
    own_marks = {EditKind.EQUAL: ""} | dict.fromkeys(_WITHOUT_FACTS, LIGHTER)
    marks = [(text, own_marks.get(kind, mark)) for text, kind in pieces if text]
    runs = [
        ("".join(text for text, _mark in run), sign)
        for sign, run in groupby(marks, key=lambda one: one[1])
    ]
    around = [("", ""), *runs, ("", "")]
    beside = zip(runs, around, around[2:], strict=False)
    are_tags = any(sign and _is_unseen(text, sign, *sides) for (text, sign), *sides in beside)
    return "".join(
        _marked(text, sign, is_tag=are_tags) if sign else plain_text(text) for text, sign in runs
    )


def piece(text: str, *, is_changed: bool) -> Pieces:
    """Return a text as a single piece (1片の文)."""
    return [(text, EditKind.SUBSTANCE if is_changed else EditKind.EQUAL)]


def _marked(text: str, mark: str, *, is_tag: bool) -> str:
    """Return a changed text in its mark (印), or in its tag."""
    opening, closing = _TAGS[mark] if is_tag else (mark, mark)
    return f"{opening}{plain_text(text, is_changed=True)}{closing}"


def _is_unseen(text: str, mark: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Return whether Markdown would not recognise a mark (見えない印), so that tags are needed.

    With punctuation inside and a letter outside, the asterisks of 商店**、コンビニ**に are printed
    as they are, and so are those of two adjacent marks. before, after: the texts beside it, with
    their marks.
    """
    is_hidden = _is_hidden(text[0], before[0][-1:]) or _is_hidden(text[-1], after[0][:1])
    return is_hidden or (mark == LIGHTER and bool(before[1] or after[1]))


LIGHTER = "*"
"""The mark of a change of no fact (言い換え・表記だけの変更の印), on both sides."""
_WITHOUT_FACTS = {EditKind.WORDING: "言い換え", EditKind.NOTATION: "表記だけの変更"}
_TAGS = {
    "~~": ("<del>", "</del>"),
    "**": ("<strong>", "</strong>"),
    LIGHTER: ("<em>", "</em>"),
}


def marks_explained(table: ComparisonTable) -> str:
    """Return the legend of the marks (印の凡例); tags in their place look the same."""
    meanings = {"~~取消線~~": "削除・変更前", "**太字**": "追加・変更後"}
    kinds = {kind for row in table.rows() for kind in row.edit_kinds}
    if found := [text for kind, text in _WITHOUT_FACTS.items() if kind in kinds]:
        meanings[f"{LIGHTER}斜体{LIGHTER}"] = "・".join(found)
    text = "、".join(f"{look}は{meaning}" for look, meaning in meanings.items())
    return "。".join((f"印：{text}", *unmarked_sums(table)))


def _is_hidden(edge: str, outside: str) -> bool:
    """Return whether a mark between the two is not recognised (見えない印)."""
    is_apart = not outside or outside.isspace() or unicodedata.category(outside)[0] == "P"
    return not (edge.isalnum() or is_apart)


def side_pieces(segments: Sequence[Segment], *, is_new: bool) -> Pieces:
    """Return one side of a text in pieces (文の新旧), each with its kind of change."""
    return [(one.new if is_new else one.old, one.kind) for one in whole_words(tuple(segments))]


def paragraphs(pieces: Pieces) -> Iterator[list[tuple[str, EditKind]]]:
    """Yield the pieces of each paragraph (段落), as no Markdown mark may cross paragraphs."""
    paragraph: list[tuple[str, EditKind]] = []
    for text, kind in pieces:
        first, *others = BREAK.split(text)
        paragraph.append((first, kind))
        for other in others:
            yield paragraph
            paragraph = [(other, kind)]
    yield paragraph


def quoted_paragraphs(heading: str, pieces: Pieces, mark: str) -> Iterator[str]:
    """Yield a text under its heading (見出しと本文), each paragraph marked by itself."""
    if heading:
        yield from spaced(f"#### {plain_text(heading)}")
    for place, paragraph in enumerate(paragraphs(pieces)):
        if place:
            yield ">"
        text = marked(paragraph, mark) or "&nbsp;"  # an empty one would not be shown
        yield f"> {_BLOCK_START.sub(_escaped_start, text)}"
    yield ""


def spaced(line: str) -> tuple[str, str]:
    """Return a line and the empty one below it (空行で区切る行)."""
    return line, ""


def opening_line(text: str) -> str:
    """Return text for the start of a line, escaped so as to begin no list, rule or heading."""
    return _BLOCK_START.sub(_escaped_start, plain_text(text))


def _escaped_start(found: re.Match[str]) -> str:
    """Return the start of a line so that it begins no list, rule or heading (行頭の記号)."""
    return rf"{found[1]}\{found[2]}"


def plain_text(text: str, *, is_changed: bool = False) -> str:
    """Return text escaped so that Markdown finds no markup in it; a newline becomes <br>."""
    lines = (
        _EDGE.sub(lambda m: _numbered(m[0]), _MARKUP.sub(r"\\\g<0>", line))
        for line in BREAK.split(writable(text, is_changed=is_changed))
    )
    return "<br>".join(lines)


def _numbered(character: str) -> str:
    return f"&#{ord(character)};"


def heading_line(headings: Sequence[str], numbers: Collection[str]) -> tuple[str, str]:
    """Return the heading row and its delimiter row (見出し行); numbers are aligned to the right."""
    rules = ["---:" if heading in numbers else "---" for heading in headings]
    return table_line(headings), table_line(rules)


def table_line(cells: Sequence[str]) -> str:
    """Return a row of a table (表の行)."""
    return f"| {' | '.join(cells)} |"


# ------------------------------------------------------------------------- fields


def side_cells(field: FieldComparison | None, column: Column) -> list[str]:
    """Return a field's cells (項目のセル): old, new and, for amounts, difference and ratio."""
    if field is None:
        return [""] * (4 if column.is_amount else 2)
    sides = [marked(field_pieces(field, is_new=False), "~~")]
    sides += [marked(field_pieces(field, is_new=True), "**")]
    return [*sides, *changes(field, field.unit)] if column.is_amount else sides


def field_pieces(field: FieldComparison, *, is_new: bool) -> Pieces:
    """Return a field's value on one side (項目の値) in pieces."""
    if field.segments and field.is_changed:
        return side_pieces(field.segments, is_new=is_new)
    text = (field.new if is_new else field.old) or ""
    text = labels.published_amount(text or labels.NO_VALUE) if field.is_amount else text
    if field.is_amount and is_dash(text):  # what is not there is no change, unless both print it
        return piece(text, is_changed=field.is_changed and bool(field.old and field.new))
    if field.kind is RowKind.NOTATION:
        return [(text, EditKind.NOTATION), (SAY.converted(field, text), EditKind.EQUAL)]
    return piece(text, is_changed=field.is_changed)


def both_sides(field: FieldComparison | None) -> str:
    """Return the value of both editions, or of the one that has it (項目の値)."""
    if field is None:
        return ""
    if not field.is_changed:
        return plain_text(given(field))
    return marked(field_pieces(field, is_new=not field.old), "~~" if field.old else "**")


def given(field: FieldComparison) -> str:
    """Return the value of a field that did not change (項目の値)."""
    return labels.published(field, field.new or field.old)
