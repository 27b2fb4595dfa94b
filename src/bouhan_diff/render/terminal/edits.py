"""The edits one by one (変更点): each with its kind, old → new, and the reason for its kind."""

from collections.abc import Iterator

from ...comparison.table import Row, RowKind
from ...textdiff import EditKind, Segment
from .. import labels
from . import palette
from .layout import hung, width_of
from .marked import Line, Marked, Span, brackets, signed
from .view import View

KIND_OF = {
    EditKind.NOTATION: RowKind.NOTATION,
    EditKind.WORDING: RowKind.WORDING,
    EditKind.SUBSTANCE: RowKind.SUBSTANCE,
}


def edits(row: Row, view: View) -> Iterator[Line]:
    """Yield the edits (変更点) of a summary, in the order of the text."""
    marks = brackets(row) if view.marks else (("", ""), ("", ""))
    for segment in row.segments:
        if segment.kind is not EditKind.EQUAL:
            kind = KIND_OF[segment.kind]
            label: Line = [(labels.KIND[kind], palette.KIND[kind]), ("  ", "")]
            text = _edit(segment, marks)
            yield from hung(label, text.lines(view.width - width_of(label)))


def _edit(segment: Segment, both_marks: tuple[tuple[str, str], tuple[str, str]]) -> Marked:
    text = ""
    spans = []
    for side, styles, marks in zip(
        (segment.old, segment.new),
        (palette.DELETED, palette.INSERTED),
        both_marks,
        strict=True,
    ):
        if side:
            text += " → " if text else ""
            start = len(text)
            text += signed(side).replace("\n", "")
            spans.append(Span(start, len(text), styles[segment.kind], *marks))
    if segment.reason:
        start = len(text)
        text += f"（{labels.reason(segment.reason)}）"
        spans.append(Span(start, len(text), palette.QUIET))
    return Marked(text, spans=tuple(spans))
