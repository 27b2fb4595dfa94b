"""Choose the widths of a table's columns (列幅) so that rows are low and lines break well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

from ...comparison.table import Row
from ...text.linebreak import break_lines, count_lines, ems
from .fields import WordColumn
from .form import TableForm
from .lines import Block
from .xml import ARTICLE, text_of

_STEP_MM = 3
_MOST_LEFT_MM = 12  # that a last column is wider than it needs, so that amounts are aligned
_WORSE = 4  # how many lines a badly broken one counts for
_MOST_LAID_OUT = 40
_INDENT = 2  # hanging indent after a number, in full-width characters, and more exactly
_EXACT_INDENT = 1.7


def count(blocks: Iterable[Block], room: float) -> int:
    """Return how many lines a cell's paragraphs take (行数). room: of a line, in ems."""
    return sum(count_lines(text, room - _INDENT * is_listed) for text, is_listed in _texts(blocks))


def _count_parted(blocks: Iterable[Block], room: float, *, is_text: bool) -> int:
    """Count the lines of a cell that break badly (泣き別れ): a lone character, within ＬＥＤ, 6回.

    is_text: count only broken words and figures, which programs break like Japanese.
    """
    count = 0
    blocks = [*blocks]
    paragraphs = (
        ("　" * (style in ("Summary", ARTICLE)) + line.rpartition("\t")[2], is_listed)
        for (style, _pieces), (text, is_listed) in zip(blocks, _texts(blocks), strict=True)
        for line in text.split("\n")
    )
    for line, is_listed in paragraphs:
        if is_text and not (_WIDE_WORD.search(line) or _COUNTED.search(line)):
            continue
        cells = max(int(2 * (room - _EXACT_INDENT * is_listed)), 1)
        spaced = _AMID_JAPANESE.sub(r"0\g<0>", line)
        lines = break_lines(spaced, cells, ambiguous=2)
        is_left = len(lines) > 1 and _LEFT.fullmatch(spaced, lines[-1][0])
        count += bool(is_left and not is_text)
        for start, end in lines[:-1]:
            has_room = 2 * ems(spaced[start:end]) + 2 <= cells  # for a letter of the next word
            is_amid_word = has_room and _WIDE_WORD.match(spaced, end)
            count += bool(is_amid_word or _COUNTED.match(spaced, end - 1))
    return count


_LEFT = re.compile(r".[）)]?")  # of a last line: one character, or 円）
_WIDE_WORD = re.compile("[Ａ-Ｚａ-ｚ]{2}")
_COUNTED = re.compile("[0-9][円千百万億人名件回校台枚灯戸世個歳年月日時分か箇]")
_AMID_JAPANESE = re.compile("(?<=[\u3001-\u9fff])[0-9A-Za-z]+(?=[\u3001-\u9fff])")
"""What programs put some space on both sides of (和欧間の空き), half a character in all."""


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph's text, and whether its lines have a hanging indent after a number."""
    for _style, pieces in blocks:
        text = text_of(pieces)
        yield text, "\t" in text


def stretched(
    found: Sequence[WordColumn], form: TableForm, rows: Iterable[Row]
) -> list[WordColumn]:
    """Return the columns widened to the page (列幅): texts share the remaining width, else all do.

    Names and remarks get the widths that make these rows lowest, and among these break lines best.
    """
    texts = [column for column in found if column.is_text]
    elastic = [column for column in found if column.widest]
    left = form.room[0] - sum(column.width for column in found)
    rows = (every := tuple(rows))[:: len(every) // _MOST_LAID_OUT + 1]

    def wider(column: int, more: float) -> WordColumn:
        one = (*elastic, *texts)[column]
        return replace(one, width=one.width + more)

    @cache
    def lines(column: int, more: float) -> list[int]:
        one = wider(column, more)
        return [count(one.contents(row, form), one.room) for row in rows]

    @cache
    def parted(column: int, more: float) -> int:
        one = wider(column, more)
        found = ((one.contents(row, form), one.room + 1) for row in rows)
        return sum(_count_parted(*cell, is_text=one.is_text) for cell in found)

    def height(growth: Sequence[float]) -> tuple[int, int, float]:
        more = [*growth, *([(left - sum(growth)) / len(texts)] * len(texts) if texts else [])]
        each = [lines(column, one) for column, one in enumerate(more)]
        names = sum(map(sum, each[: len(elastic)]))
        bad = sum(parted(column, one) for column, one in enumerate(more))
        low = sum(map(max, zip(*each, strict=True)))
        return low + _WORSE * bad, names, sum(growth)

    steps = (range(0, max(int(one.widest - one.width), 0) + 1, _STEP_MM) for one in elastic)
    growths = (growth for growth in product(*steps) if sum(growth) <= max(left, 0))
    best = min(growths, key=height) if elastic else ()
    grown = {id(column): more for column, more in zip(elastic, best, strict=True)}
    growing = {id(column): (left - sum(best)) / len(texts or found) for column in texts or found}
    return [
        replace(one, width=one.width + grown.get(id(one), 0) + growing.get(id(one), 0))
        for one in found
    ]


def widened(
    kept: Sequence[WordColumn],
    every: Sequence[WordColumn],
    whole: Sequence[WordColumn],
    room: float,
) -> list[WordColumn]:
    """Return the columns of a group, as wide as in the other tables (章ごとの列幅).

    every, whole: all columns before and after stretching. To keep amounts aligned from table to
    table, the last column takes the width of missing ones after it, unless that is much, and texts
    take all else.
    """
    shown = {id(one) for one in kept}
    found = [wide for one, wide in zip(every, whole, strict=True) if id(one) in shown]
    if not found[-1].over:
        behind = whole[max(at for at, one in enumerate(every) if id(one) in shown) + 1 :]
        left = sum(one.width for one in behind)
        left = left if left <= _MOST_LEFT_MM else 0
        found[-1] = replace(found[-1], width=found[-1].width + left)
    growing = [one for one in found if one.is_text] or found
    more = (room - sum(one.width for one in found)) / len(growing)
    return [replace(one, width=one.width + more * (one in growing)) for one in found]
