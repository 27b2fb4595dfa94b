"""Spaces that a layout made (空白): narrow ones for wide ones, and in mere gaps."""

from functools import reduce


def with_space(text: str, more: str) -> str:
    """Return the two as one text: a wide space between Japanese words, none beside figures.

    The layout has a narrow space for the wide one, and one wherever it sees a small gap.
    """
    is_narrow = text[-1].isascii(), more[0].isascii()
    between = {(True, True): " ", (False, False): "\u3000"}.get(is_narrow, "")
    return text + between + more


def respaced(text: str) -> str:
    """Return the line with the spaces that it had before it was laid out (元の空白)."""
    return reduce(with_space, text.split() or [""])
