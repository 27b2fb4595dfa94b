"""Amendments (改め文): each change as a sentence, which together make the new text of the old.

All sentences speak of the old text, and what they quote of it stands there once, but for
を全て. Where that cannot be said, the new text is given whole.
"""

from collections.abc import Iterator, Sequence

from ...comparison.table import PropertyChange, Row, RowKind
from ...textdiff import EditKind, Segment
from .. import labels
from ._edits import edits
from ._quoting import BREAK, UntoldError
from .phrasing import Teller

__all__ = ["BREAK", "amendments", "text_amendments"]

_INDENT = "　"

# So few acts of so many characters in all are told in one breath.
_IN_ONE_BREATH = 3
_BREATH = 90
# A text of more is no word that another stands for, and not quoted to be replaced.
_LONGEST_WORD = 30

_ENDINGS = {
    "改行し": "改行した",
    "改め": "改めた",
    "加え": "加えた",
    "削り": "削った",
    "移し": "移した",
}


def amendments(row: Row) -> tuple[str, ...]:
    """Return what changed of an initiative (改め文) in sentences; none where nothing did."""
    if row.kind is RowKind.ADDED:
        return (_founded(row),)
    if row.kind is RowKind.REMOVED:
        return ("廃止した。",)
    return (*_regrouped(row), *map(_field, row.changes), *text_amendments(row.segments))


def text_amendments(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return sentences that make the new text of the old one (改め文); none for equal texts."""
    if all(segment.kind is EditKind.EQUAL for segment in segments):
        return ()
    old, new = ("".join(side) for side in zip(*((s.old, s.new) for s in segments), strict=True))
    is_whole = all(segment.kind is not EditKind.EQUAL for segment in segments)
    if is_whole and len(old) > _LONGEST_WORD:
        return (_whole(new),)
    try:
        acts = list(Teller(old, edits(segments), is_break_free=BREAK not in old + new).acts())
    except UntoldError:
        return (_whole(new),)
    if len(acts) <= _IN_ONE_BREATH and sum(map(len, acts)) <= _BREATH:
        return (_ended("、".join(acts)),)
    return tuple(map(_ended, acts))


def _ended(act: str) -> str:
    """Return acts as a sentence (文末): …に改め becomes …に改めた。."""
    stem = next(stem for stem in _ENDINGS if act.endswith(stem))
    return f"{act.removesuffix(stem)}{_ENDINGS[stem]}。"


def _whole(new: str) -> str:
    """Return the sentence that gives all of the new text (全文), its paragraphs indented."""
    if not new:
        return "全文を削った。"
    paragraphs = "".join(f"\n{_INDENT}{paragraph}" for paragraph in new.split("\n"))
    return f"全文を次のように全面的に改めた。{paragraphs}"


def _founded(row: Row) -> str:
    """Return the sentence that founds an initiative (新設), with all that is known of it."""
    given = {
        labels.DEPARTMENT: row.department,
        labels.POLICIES: "、".join(row.policies),
        labels.SUMMARY: row.new or "",
    }
    told = "、".join(f"{what}を{_named(text)}" for what, text in given.items() if text)
    return f"{told}として新設した。" if told else "新設した。"


def _regrouped(row: Row) -> Iterator[str]:
    """Yield the sentences for what may be another, was merged or was split (要確認・統合・分割)."""
    if row.is_doubtful:
        yield f"{labels.doubt(row)}。"
    olds = "、".join(f"旧{ref}" for ref in row.old_refs)
    if len(row.new_refs) > 1:
        yield f"{olds}を{'、'.join(row.new_refs)}に分割した。"
    elif len(row.old_refs) > 1:
        yield f"{olds}を統合した。"


def _field(change: PropertyChange) -> str:
    """Return the sentence for a change outside the summary (項目の変更)."""
    old, new = (
        "、".join(value) if isinstance(value, tuple) else str(value)
        for value in (change.old, change.new)
    )
    what = labels.FIELD[change.field]
    if not old:
        return f"{what}{_named(new)}を加えた。"
    if not new:
        return f"{what}{_named(old)}を削った。"
    return f"{what}{_named(old)}を{_named(new)}に改めた。"


def _named(text: str) -> str:
    return f"「{text}」".replace("\n", BREAK)
