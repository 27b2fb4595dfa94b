"""Segments (差分の単位): the value that the engine returns.

They are named tuples rather than data classes, as are the other small values of a comparison:
defining one takes a ninth of the time, at each start, and making a value a third.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from ..text.numerals import MULTIPLIERS


class EditKind(StrEnum):
    """The kind of an edit (変更の種類), from the lightest to the heaviest."""

    EQUAL = "equal"
    NOTATION = "notation"
    WORDING = "wording"
    SUBSTANCE = "substance"

    @property
    def weight(self) -> int:
        """How heavy the kind is (重さ): 0 for equal to 3 for substance."""
        return _WEIGHTS[self]


_WEIGHTS = {kind: weight for weight, kind in enumerate(EditKind)}


class Code(StrEnum):
    """Reason codes (理由の符号); `render.labels` words them.

    In groups by the kind that they mostly go with; the rule decides the kind.
    """

    # notation
    LAYOUT = "layout"
    WIDTH = "width"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    FIGURE_SPELLING = "figure-spelling"
    # wording
    BRACKET = "bracket"
    PARTICLE = "particle"
    CONNECTIVE = "connective"
    SENTENCE_END = "sentence-end"
    INFLECTION = "inflection"
    PHRASING = "phrasing"
    # substance
    FIGURE = "figure"
    NEGATION = "negation"
    FORCE = "force"
    CONJUNCTION = "conjunction"
    NAME = "name"
    CONTENT_WORD = "content-word"
    CONTENT_ADDED = "content-added"
    CONTENT_REMOVED = "content-removed"
    TIME = "time"
    SCOPE = "scope"
    RANGE = "range"
    CONDITION = "condition"
    VOICE = "voice"
    PURPOSE = "purpose"
    REFERENCE = "reference"
    SYMBOL = "symbol"
    CASE = "case"
    ORDER = "order"
    # set by the engine, not by a rule
    MOVED = "moved"
    REWRITTEN = "rewritten"


class Nature(NamedTuple):
    """What edits with a reason weigh, and what they may be besides what their rule says (性質).

    tier: for edits of fact, 1 where they say who acts, for whom or how far, 2 when and whether
    something is done, 3 else; 0 where no fact changed. may_be_wording: it may be another way to
    say the same, which is only suspected. is_content: a content word, which may come back in
    another place of the passage. is_construction: another construction of the passage may
    account for it. is_order: a phrase that moved may. is_spelling: the word is spelt otherwise,
    which is shown by itself.
    """

    tier: int = 0
    may_be_wording: bool = False
    is_content: bool = False
    is_construction: bool = False
    is_order: bool = False
    is_spelling: bool = False


NATURES: Mapping[str, Nature] = {
    Code.LAYOUT: Nature(),
    Code.WIDTH: Nature(is_spelling=True),
    Code.PUNCTUATION: Nature(),
    Code.SPELLING: Nature(is_spelling=True),
    Code.FIGURE_SPELLING: Nature(is_spelling=True),
    Code.BRACKET: Nature(),
    Code.PARTICLE: Nature(),
    Code.CONNECTIVE: Nature(),
    Code.SENTENCE_END: Nature(),
    Code.INFLECTION: Nature(),
    Code.PHRASING: Nature(),
    Code.FIGURE: Nature(2, is_construction=True),
    Code.NEGATION: Nature(2),
    Code.FORCE: Nature(2, may_be_wording=True),
    Code.CONJUNCTION: Nature(2),
    Code.NAME: Nature(1),
    Code.CONTENT_WORD: Nature(3, may_be_wording=True, is_content=True, is_construction=True),
    Code.CONTENT_ADDED: Nature(3, is_content=True, is_construction=True),
    Code.CONTENT_REMOVED: Nature(3, is_content=True, is_construction=True),
    Code.TIME: Nature(2, may_be_wording=True, is_construction=True, is_order=True),
    Code.SCOPE: Nature(1),
    Code.RANGE: Nature(1, is_construction=True),
    Code.CONDITION: Nature(2, is_construction=True),
    Code.VOICE: Nature(3, is_construction=True),
    Code.PURPOSE: Nature(3, may_be_wording=True, is_order=True),
    Code.REFERENCE: Nature(1, may_be_wording=True, is_construction=True, is_order=True),
    Code.SYMBOL: Nature(3),
    Code.CASE: Nature(3, is_construction=True),
    Code.ORDER: Nature(3, is_construction=True, is_order=True),
    Code.MOVED: Nature(3, is_construction=True, is_order=True),
    Code.REWRITTEN: Nature(3),
}
"""The nature of each reason (理由の性質): a new reason needs its line here."""


class Reason(NamedTuple):
    """Why an edit has its kind (理由): the value of a `Code`, and the words concerned."""

    code: str
    words: tuple[str, ...] = ()


class Classification(NamedTuple):
    """The kind of an edit (変更の種類) and why it has it.

    perhaps: a lighter kind that is suspected but not proved.
    """

    kind: EditKind
    reason: Reason
    perhaps: EditKind | None = None


class Segment(NamedTuple):
    """A piece of both texts (差分の一片).

    Joined over all segments, `old` is the old text and `new` is the new one. Where
    kind is equal both are the same to the letter; else one of them may be empty,
    and `reason` tells why the edit has its kind. `perhaps` is a lighter kind that the
    engine suspects but cannot prove.
    """

    old: str
    new: str
    kind: EditKind
    reason: Reason | None = None
    perhaps: EditKind | None = None

    @property
    def is_edit(self) -> bool:
        """Whether the texts differ here (変更箇所か)."""
        return self.kind is not EditKind.EQUAL

    def gone_and_come(self) -> tuple[list[str], list[str]]:
        """Return which of its reason's words it has less often now, and which more (増減の語)."""
        found = dict.fromkeys(self.reason.words if self.reason else ())
        more = {word: self.new.count(word) - self.old.count(word) for word in found}
        return [one for one in found if more[one] < 0], [one for one in found if more[one] > 0]


def heaviest(segments: "tuple[Segment, ...]") -> EditKind:
    """Return the heaviest kind (最も重い種類) among the segments; equal for none."""
    if len(segments) == 1:
        return segments[0].kind
    return max(map(_kind_of, segments), key=_WEIGHTS.__getitem__, default=EditKind.EQUAL)


_kind_of: Callable[[Segment], EditKind] = attrgetter("kind")


def without_unit(segment: Segment) -> tuple[Segment, str]:
    """Return an edit of figures without the 千 or 百万 of the unit of both (単位の分離), and this.

    Of 100,000千円 → 150,000千円 the figure is what a reader looks for, as in 3万5千円 it is all.
    """
    was, now = re.search(_IN_UNIT, segment.old), re.search(_IN_UNIT, segment.new)
    if was is None or now is None or was["unit"] != now["unit"]:
        return segment, ""
    unit = was["unit"]
    old, new = segment.old.removesuffix(unit), segment.new.removesuffix(unit)
    return segment._replace(old=old, new=new), unit


_IN_UNIT = (
    rf"(?:\A|[^{MULTIPLIERS}0-9０-９,，.．])[0-9０-９][0-9０-９,，.．]*"
    rf"(?P<unit>[{MULTIPLIERS}]{{1,2}})\Z"
)
