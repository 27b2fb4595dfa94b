"""Edits in brief (変更箇所): the heaviest edits of a text in one line, each as two quotations."""

import re
from collections.abc import Sequence

from ..textdiff import EditKind, Segment
from ..textdiff.classify.figures import figures

LONGEST_ALONE = 80
_LONGEST_QUOTED = 28
_MOST_EDITS = 3


def edits_in_brief(segments: Sequence[Segment]) -> str:
    """Return the edits of a text (変更箇所), the heaviest first, in one line."""
    places = [at for at, one in enumerate(segments) if one.kind is not EditKind.EQUAL]
    places.sort(key=lambda at: _WEIGHT.index(segments[at].kind))
    longest = LONGEST_ALONE if len(places) == 1 else _LONGEST_QUOTED
    said = []
    for at in places[:_MOST_EDITS]:
        one = segments[at]
        stem = _stem(one, segments[at - 1] if at else None)
        unit = _counted(one, segments[at + 1].new if at + 1 < len(segments) else "")
        old, new = (quoted(f"{stem}{text}{unit}", longest) for text in (one.old, one.new))
        if one.old and one.new:
            said.append(f"{old} → {new}")
        else:
            said.append(f"{new}を追加" if one.new else f"{old}を削除")
    more = len(places) - _MOST_EDITS
    return "、".join(said) + (f"　ほか{more}か所" if more > 0 else "")


def _stem(edit: Segment, before: Segment | None) -> str:
    """Return the word that a replacement ends otherwise (語幹), 活用し before た and て."""
    is_ending = any(_KANA.match(text) for text in (edit.old, edit.new))
    is_same = before is not None and before.kind is EditKind.EQUAL
    found = _LAST_WORD.search(before.new) if before and is_ending and is_same else None
    return found[0] if found else ""


_KANA = re.compile("[ぁ-ん]")
_LAST_WORD = re.compile("(?:[一-鿿々]{1,8}|[ァ-ヶー]{1,12})[ぁ-ん]{0,3}\\Z")


def _counted(edit: Segment, behind: str) -> str:
    """Return what is behind a figure and says what it counts (助数詞), 時 behind 6 and 7."""
    if not (edit.old[-1:].isdecimal() and edit.new[-1:].isdecimal()):
        return ""
    end = len(edit.new)
    found = (one for one in figures(edit.new + behind) if one.start < end)
    stop = max((one.stop + len(one.counter) for one in found), default=end)
    return behind[: max(stop - end, 0)]


_WEIGHT = (EditKind.SUBSTANCE, EditKind.WORDING, EditKind.NOTATION)


def quoted(text: str, longest: int) -> str:
    """Return a quotation (引用), a long one cut where a phrase ends."""
    line = "".join(text.split("\n")).strip()
    if len(line) <= longest:
        return f"「{line}」"
    ends = [found.start() for found in _PHRASE_ENDS.finditer(line, longest // 2, longest)]
    return f"「{line[: ends[-1] if ends else longest]}…」"


_PHRASE_ENDS = re.compile(r"(?<=[ぁ-ん、。）」])(?=[^ぁ-ん、。）」])")
