"""Rules that strike characters out (取消線, 見え消し), as a draft has them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ._pdf_directions import Char

# In widths of a character. Under a font that does not say how deep it reaches, text seems higher.
_OFF_MIDDLE = 0.3
_OVER_END = 0.25  # a rule of a table goes on, up to its cell's edge
_NEAR = 6  # points, as far as a rule may be from the middle of any usual character


def struck_heights(chars: Iterable[Char], edges: Iterable[dict[str, Any]]) -> list[float]:
    """Return at which heights a rule runs through characters (取消線の高さ), end to end."""
    by_height: dict[int, list[Char]] = defaultdict(list)
    for char in chars:
        if char["text"].strip() and char.get("upright", True):
            by_height[round(_middle(char))].append(char)
    heights = []
    for edge in edges:
        if edge["orientation"] == "h":
            near = range(round(edge["top"]) - _NEAR, round(edge["top"]) + _NEAR)
            through = [c for at in near for c in by_height[at] if _runs_through(edge, c)]
            if through and _is_as_long(edge, through):
                heights.append(_middle(through[0]))
    return heights


def _runs_through(edge: dict[str, Any], char: Char) -> bool:
    across = edge["x0"] < (char["x0"] + char["x1"]) / 2 < edge["x1"]
    return bool(across and abs(_middle(char) - edge["top"]) < _OFF_MIDDLE * char["size"])


def _is_as_long(edge: dict[str, Any], chars: Sequence[Char]) -> bool:
    spare = _OVER_END * chars[0]["size"]
    return bool(
        abs(min(char["x0"] for char in chars) - edge["x0"]) < spare
        and abs(max(char["x1"] for char in chars) - edge["x1"]) < spare
    )


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2
