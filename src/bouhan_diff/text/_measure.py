"""The room that a text takes (行数の見積り) in a column of a document."""

import math
import re
import unicodedata
from functools import cache

# No line ends between these: a word of Latin letters, an opening bracket and what it
# opens, and what may begin no line (行頭禁則) after what stands before it.
_UNPARTED = re.compile(
    r"[（「『【〔［｛〈《(\[{]*(?:[!-~]+|.)[、。，．・：；？！）」』】〕］｝〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々]*",
    re.DOTALL,
)


@cache
def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def ems(text: str) -> float:
    """Return a line's width (文字幅) in full-width characters; the narrow ones count half."""
    return sum(map(_em, text))


def lines(text: str, width: float) -> int:
    """Return how many lines (行数) the text takes in a column of so many full-width characters."""
    return sum(_lines_of(paragraph, width) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, width: float) -> int:
    if ems(paragraph) <= width:
        return 1
    count, used = 1, 0.0
    for piece in _UNPARTED.findall(paragraph):
        wide = ems(piece)
        if used + wide > width:
            count += used > 0
            # What is wider than the column is parted where the column ends.
            more = max(math.ceil(wide / width) - 1, 0)
            count += more
            used = -more * width
        used += wide
    return count
