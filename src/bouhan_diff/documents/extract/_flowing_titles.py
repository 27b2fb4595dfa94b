"""Titles in text without positions (平文の見出し): their numbers stand apart from their words.

pdftotext takes the wide space behind a number for the border of two columns, and prints the
numbers of several lines first: 別紙２ and １, then the words that belong to each.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ...text.joining import INDENT
from ..interpret.title_patterns import source_and_title
from ._numbered_lines import NumberedLine

_LONE_NUMBER = re.compile(r"[0-9０-９]{1,2}|[Ⅰ-Ⅻ]|第[0-9０-９一二三四五六七八九十]+[章節]?")
_LINES_ABOVE = 12
_LONGEST_TITLE = 60

Block = list[int]
"""Lines with no empty one between them (行のまとまり), by their places."""


def with_numbers(lines: list[NumberedLine], heading: int, *, fewest_of_row: int) -> None:
    """Put the numbers before the titles that stand above the heading (見出し番号), in place.

    fewest_of_row: blocks that a row has; what has fewer above a heading is no row. A line
    whose words have moved is left empty, so that all others keep their places.
    """
    blocks = _blocks_above(lines, heading)
    for place, block in reversed(list(enumerate(blocks))):
        texts = [lines[at].text.strip() for at in block]
        below = blocks[place + 1 :]
        if not (_LONE_NUMBER.fullmatch(texts[-1]) and all(map(_is_label, texts))):
            continue
        titles = below[: len(block)]
        rest = below[len(block) :]
        if (
            len(titles) == len(block)
            and len(rest) <= 1
            and len(below) < fewest_of_row + len(block) - 1
            and all(len(title) == 1 for title in titles)
            and all(len(lines[at].text) <= _LONGEST_TITLE for title in titles for at in title)
        ):
            for at, (of_title,) in zip(block, titles, strict=True):
                whole = lines[at].text.strip() + INDENT + lines[of_title].text.strip()
                lines[at] = replace(lines[at], text=whole)
                lines[of_title] = replace(lines[of_title], text="")
            return


def _is_label(text: str) -> bool:
    marked = source_and_title(text)
    return bool(_LONE_NUMBER.fullmatch(text)) or (marked is not None and not marked[1])


def _blocks_above(lines: Sequence[NumberedLine], heading: int) -> list[Block]:
    blocks: list[Block] = []
    for at in range(max(0, heading - _LINES_ABOVE), heading):
        if not lines[at].text.strip():
            continue
        if blocks and not lines[at].is_apart:
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks
