"""Quoting (引用): a text between brackets that leave no doubt where it ends."""

from collections.abc import Iterable

BREAK = "（改行）"
"""Stands in a quotation for a paragraph's break (改行)."""

_QUOTES = ("「」", "『』")
PAIRS = (*_QUOTES, "（）", "()")


class UntoldError(Exception):
    """A place or a text cannot be told in a sentence (表現不能)."""


def quoted(text: str, *, is_break_free: bool) -> str:
    """Return the text in 「」, or in 『』 where it has half a pair of 「」 (引用).

    is_break_free: whether BREAK itself is in none of the texts. Raises UntoldError.
    """
    if not is_break_free and ("\n" in text or BREAK in text):
        raise UntoldError
    for quotes in _QUOTES:
        if is_paired(text, [quotes]):
            return f"{quotes[0]}{text}{quotes[1]}".replace("\n", BREAK)
    raise UntoldError


def is_paired(text: str, pairs: Iterable[str] = PAIRS) -> bool:
    """Return whether every bracket in the text has its pair (括弧の対応)."""
    for pair in pairs:
        depth = 0
        for sign in text:
            depth += (sign == pair[0]) - (sign == pair[1])
            if depth < 0:
                return False
        if depth:
            return False
    return True


def places(text: str, part: str, most: int = 2) -> int:
    """Return at how many places a part stands in a text (出現数), those that overlap too.

    Counted up to `most`: whoever asks whether a part stands once needs no more.
    """
    count, at = 0, text.find(part)
    while at >= 0 and count < most:
        count, at = count + 1, text.find(part, at + 1)
    return count
