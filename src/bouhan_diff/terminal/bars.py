"""Bars (棒グラフ): how much of how much changed, drawn last on their line.

Block characters take two cells in some terminals of Japan: nothing follows a bar that
would be pushed out of its place.
"""

from .marked import Line
from .palette import BAR, QUIET

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_EMPTY = "░"


def bar(part: float, whole: float, cells: int, style: str = BAR) -> Line:
    """Return a bar (棒) of so many cells for the whole, its part filled to an eighth of a cell."""
    eighths = round(8 * cells * part / whole) if whole else 0
    full, rest = divmod(max(eighths, 1) if part else 0, 8)
    filled = _FULL * full + (_EIGHTHS[rest] if rest else "")
    return [(filled, style), (_EMPTY * (cells - len(filled)), QUIET)]
