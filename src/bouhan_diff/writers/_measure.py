"""The room that a text takes (行数の見積り) in a column of a document."""

import math
import unicodedata


def ems(text: str) -> float:
    """Return a line's width (文字幅) in full-width characters; the narrow ones count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def lines(text: str, width: float) -> int:
    """Return how many lines (行数) the text takes in a column of so many full-width characters.

    Rather one too many: a line may end early, for no line begins with a full stop.
    """
    usable = max(width - 1, 1)
    return sum(max(1, math.ceil(ems(line) / usable)) for line in text.split("\n"))
