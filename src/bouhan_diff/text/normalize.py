"""Folding (同一視) for matching, filtering and grouping, and the forms of values on show."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from .characters import beside, comparable

if TYPE_CHECKING:
    from decimal import Decimal


def fold(text: str) -> str:
    """Return the text without differences of character (see characters), case and space.

    エ2, エ② and ｴ② fold to one string; so do 市民生活課(地域担当） and 市民生活課（地域担当）, and
    葛城 with and without a variation selector.
    """
    return _fold_word(text) if len(text) <= _LONGEST_WORD else _fold(text)


def _fold(text: str) -> str:
    return "".join(comparable("".join(text.split())).casefold().split())


# The same words, departments and numbers come again and again.
_LONGEST_WORD = 40
_fold_word = lru_cache(maxsize=8192)(_fold)


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling (代表表記) of each text by its folded form, in order.

    The first one wins a tie.
    """
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        counts.setdefault(fold(text), Counter())[text] += 1
    return {key: max(written, key=written.__getitem__) for key, written in counts.items()}


def occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a text (出現箇所), both folded, as start and end."""
    wanted = fold(word)
    if not wanted:
        return
    folded = ""
    origins: list[tuple[int, int]] = []
    before = ""
    for match in _pieces().finditer(text):
        if piece := fold(match[0]):
            piece, before = beside(before, match[0], piece)
            folded += piece
            origins += [match.span()] * len(piece)
    place = folded.find(wanted)
    while place >= 0:
        yield origins[place][0], origins[place + len(wanted) - 1][1]
        place = folded.find(wanted, place + len(wanted))


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """Return the pattern of a character with all that alters it, compiled for a search only."""
    gap = r"\s\u200b-\u200f\u2060\ufeff"
    marks = "ﾞﾟ\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
    return re.compile(rf"[^{gap}](?:[{gap}]*[{marks}])*|[{gap}]+")


_NO_VALUE = frozenset(
    {"", "―", "－", "-", "‐", "‑", "–", "—", "−", "ー", "─", "━", "…", "皆増", "皆減"}
)


def is_no_value(text: str) -> bool:
    """Return whether a cell says that there is no value (値なし): empty, ― or 皆増; 0 is one."""
    return "".join(text.split()) in _NO_VALUE


def format_amount(value: "Decimal", unit: str = "") -> str:
    """Return an amount as offices print it (数値の表記): `1,234`, `△1,800`, `13.2億円`."""
    return f"{'△' if value < 0 else ''}{value.copy_abs():,f}{unit}"
