"""Quote texts in amendments (引用): in 「」, brackets in pairs, breaks in words."""

from collections.abc import Iterable

BREAK = "（改行）"
"""Represents a paragraph break in a quotation (改行)."""

_QUOTE_PAIRS = ("「」", "『』")
PAIRS = (*_QUOTE_PAIRS, "（）", "()")


class NotQuotableError(Exception):
    """A place or text cannot be quoted unambiguously (表現不能)."""


def in_quotes(text: str, *, is_break_free: bool) -> str:
    """Return the text in 「」, or in 『』 if it contains an unpaired 「 or 」 (引用).

    is_break_free: whether none of the texts contains BREAK itself. Raises NotQuotableError.
    """
    if not is_break_free and ("\n" in text or BREAK in text):
        raise NotQuotableError
    for quotes in _QUOTE_PAIRS:
        if is_paired(text, [quotes]):
            return f"{quotes[0]}{text}{quotes[1]}".replace("\n", BREAK)
    raise NotQuotableError


def is_paired(text: str, pairs: Iterable[str] = PAIRS) -> bool:
    """Return whether every bracket in the text has its pair (括弧の対応)."""
    for pair in pairs:
        depth = 0
        for sign in filter(pair.__contains__, text):
            depth += 1 if sign == pair[0] else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def occurrences_of(text: str, part: str, most: int = 2) -> int:
    """Count how often a part occurs in a text (出現数), overlaps included.

    Stops at `most`, which is enough to tell whether it occurs once.
    """
    count, at = 0, text.find(part)
    while at >= 0 and count < most:
        count, at = count + 1, text.find(part, at + 1)
    return count
