"""Amendments (改め文): each change as a sentence, which together make the new text of the old.

All sentences speak of the old text, and what they quote of it stands there once, but for
を全て. Where that cannot be said, the new text is given whole. Edits of notation are left out
unless their kind is asked for; the sentences then make the new text but for its spelling.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ...comparison.table import FieldComparison, PropertyChange, Row, RowKind
from ...textdiff import EditKind, Segment
from .. import labels
from ._edits import edits
from ._quoting import BREAK, UntoldError
from .phrasing import Act, Teller

__all__ = ["BREAK", "EVERY_KIND", "amendments", "text_amendments"]

_INDENT = "　"

# A text of more is no word that another stands for, and not quoted to be replaced.
_LONGEST_WORD = 30

_ENDINGS = {
    "改行し": "改行する",
    "改め": "改める",
    "加え": "加える",
    "削り": "削る",
    "移し": "移す",
}

EVERY_KIND = tuple(RowKind)
"""All kinds of change (全ての区分), notation too."""
_USUAL = tuple(kind for kind in RowKind if kind is not RowKind.NOTATION)


def amendments(row: Row, kinds: Collection[RowKind] = ()) -> tuple[str, ...]:
    """Return what changed of an initiative (改め文) in sentences; none where nothing did.

    kinds: of the edits that are asked for; none for all but notation.
    """
    asked = kinds or _USUAL
    if row.kind in (RowKind.ADDED, RowKind.REMOVED):
        sentence = _founded(row) if row.kind is RowKind.ADDED else "削る。"
        return (sentence,) if row.kind in asked else ()
    told = list(_regrouped(row))
    told += (
        _property(change)
        for change in row.changes
        if (row.kind in asked if change.field != "number" else not kinds)
    )
    told += text_amendments(row.segments, asked)
    told += (
        sentence
        for field in row.fields
        if field.is_changed and field.kind in asked
        for sentence in _field(field)
    )
    return tuple(told)


def text_amendments(
    segments: Sequence[Segment], kinds: Collection[RowKind] = EVERY_KIND
) -> tuple[str, ...]:
    """Return sentences that make the new text of the old one (改め文); none for equal texts.

    One for each paragraph with all that changes in it. kinds: of the edits that are asked for.
    """
    new = "".join(segment.new for segment in segments)
    segments = [_of_kind(segment, kinds) for segment in segments]
    if all(segment.kind is EditKind.EQUAL for segment in segments):
        return ()
    old = "".join(segment.old for segment in segments)
    is_whole = all(segment.kind is not EditKind.EQUAL for segment in segments)
    if is_whole and len(old) > _LONGEST_WORD:
        return (_whole(new),)
    try:
        acts = list(Teller(old, edits(segments), is_break_free=BREAK not in old + new).acts())
    except UntoldError:
        return (_whole(new),)
    return tuple(_sentences(acts, has_paragraphs="\n" in old))


def _of_kind(segment: Segment, kinds: Collection[RowKind]) -> Segment:
    """Return the segment, as if it had not changed where its kind is not asked for."""
    if segment.kind is EditKind.EQUAL or RowKind(segment.kind) in kinds:
        return segment
    return Segment(segment.old, segment.old, EditKind.EQUAL)


def _sentences(acts: Sequence[Act], *, has_paragraphs: bool) -> Iterator[str]:
    """Yield a sentence for each paragraph (段落ごとの文), and one for each act of several."""
    for paragraph, together in groupby(
        acts, key=lambda act: act.paragraph if has_paragraphs else 1
    ):
        texts = [act.text for act in together]
        if not paragraph:
            yield from map(_ended, texts)
        else:
            where = f"第{paragraph}段落中" if has_paragraphs else ""
            yield _ended(where + "、".join(texts))


def _ended(act: str) -> str:
    """Return acts as a sentence (文末): …に改め becomes …に改める。."""
    stem = next(stem for stem in _ENDINGS if act.endswith(stem))
    return f"{act.removesuffix(stem)}{_ENDINGS[stem]}。"


def _whole(new: str) -> str:
    """Return the sentence that gives all of the new text (全文), its paragraphs indented."""
    if not new:
        return "全文を削る。"
    paragraphs = "".join(f"\n{_INDENT}{paragraph}" for paragraph in new.split("\n"))
    return f"全文を次のように改める。{paragraphs}"


def _founded(row: Row) -> str:
    """Return the sentence that founds an initiative (新設), with all that is known of it."""
    given = {
        labels.DEPARTMENT: row.department,
        labels.POLICIES: "、".join(row.policies),
        labels.SUMMARY: row.new or "",
        **{labels.field_heading(field): field.new or "" for field in row.fields},
    }
    told = "、".join(f"{what}を{_named(text)}" for what, text in given.items() if text)
    return f"{told}とする事業を加える。" if told else "事業を加える。"


def _regrouped(row: Row) -> Iterator[str]:
    """Yield the sentences for what may be another, was merged or was split (要確認・統合・分割)."""
    if row.is_doubtful:
        yield f"{labels.doubt(row)}。"
    olds = "、".join(f"旧{ref}" for ref in row.old_refs)
    if len(row.new_refs) > 1:
        yield f"{olds}を{'、'.join(row.new_refs)}に分割する。"
    elif len(row.old_refs) > 1:
        yield f"{olds}を統合する。"


def _property(change: PropertyChange) -> str:
    """Return the sentence for a change outside the summary (項目の変更)."""
    old, new = (
        "、".join(value) if isinstance(value, tuple) else str(value)
        for value in (change.old, change.new)
    )
    what = labels.FIELD[change.field]
    if not old:
        return f"{what}{_named(new)}を加える。"
    if not new:
        return f"{what}{_named(old)}を削る。"
    return f"{what}{_named(old)}を{_named(new)}に改める。"


def _field(field: FieldComparison) -> Iterator[str]:
    """Yield the sentence for a field (項目の改め文), as 「予算額」中「1」を「2」に改める。."""
    heading = f"「{field.heading}」"
    old, new = field.old or "", field.new or ""
    if not old:
        yield f"{heading}に{_named(new)}を加える。"
    elif not new:
        yield f"{heading}中{_named(old)}を削る。"
    elif len(old) <= _LONGEST_WORD or not field.segments:
        yield f"{heading}中{_named(old)}を{_named(new)}に改める。"
    else:
        for sentence in text_amendments(field.segments):
            yield f"{heading}中{sentence}"


def _named(text: str) -> str:
    return f"「{text}」".replace("\n", BREAK)
