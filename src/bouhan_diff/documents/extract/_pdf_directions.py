"""Directions of writing (文字の向き): sideways and vertical text, turned to run as any other."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

Char = dict[str, Any]
"""A character as pdfplumber has it (文字): text, x0, x1, top, bottom, size."""

Turn = Callable[[Char], Char]

_FEWEST_ROWS = 3
_APART = 0.25  # of a character, between lines; within a line there is less


def directions(chars: Iterable[Char]) -> list[list[Char]]:
    """Return the characters by their direction (向き別の文字), level ones first.

    Those turned to the left or right have the places that they had were the page turned.
    """
    level: list[Char] = []
    upwards: list[Char] = []
    downwards: list[Char] = []
    for char in chars:
        if char.get("upright", True):
            level.append(char)
        elif char["matrix"][1] > 0:
            upwards.append(_placed(char, -char["bottom"], -char["top"], char["x0"], char["x1"]))
        else:
            downwards.append(_placed(char, char["top"], char["bottom"], -char["x1"], -char["x0"]))
    return [found for found in (level, upwards, downwards) if found]


def stood(rows: Sequence[Sequence[Char]]) -> list[Char] | None:
    """Return the characters of vertical lines (縦書き), turned; or None where they are level.

    Their lines are farther apart than the characters within.
    """
    beside = [_gap(one, other, "x0", "x1") for row in rows for one, other in pairwise(_inked(row))]
    firsts = [inked[0] for row in rows if (inked := _inked(row))]
    below = [_gap(one, other, "top", "bottom") for one, other in pairwise(firsts)]
    if len(firsts) < _FEWEST_ROWS or not beside or median(beside) <= max(_APART, median(below)):
        return None
    if median(below) > _APART:
        return None
    chars = (char for row in rows for char in row)
    return [_placed(c, c["top"], c["bottom"], -c["x1"], -c["x0"]) for c in chars]


def _placed(char: Char, x0: float, x1: float, top: float, bottom: float) -> Char:
    place = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return char | place | {"place": char.get("place", char)}


def _inked(row: Sequence[Char]) -> list[Char]:
    return [char for char in row if not char["text"].isspace()]


def _gap(one: Char, other: Char, start: str, end: str) -> float:
    return float(other[start] - one[end]) / (float(one["size"]) or 1.0)
