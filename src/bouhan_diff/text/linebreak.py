"""Line breaking (改行) in terminal cells, after the Japanese rules (禁則処理)."""

import re
from collections.abc import Mapping
from itertools import pairwise

NO_START = frozenset(
    "、。，．・：；！？゛゜ヽヾゝゞ々〻ー―…‥」』）］｝】〕〉》〗〙〟’”»％℃゠〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡､･｣ﾞﾟｰｧｨｩｪｫｬｭｮｯ,.:;!?)]}%‼⁇⁈⁉"
)
"""Characters that no line begins with (行頭禁則文字)."""

NO_END = frozenset("「『（［｛【〔〈《〖〘〝‘“«｢([{")
"""Characters that no line ends with (行末禁則文字)."""

_TWINS = frozenset("…‥―─")
_WORD = re.compile(
    # A number keeps its unit, written in one character or in full width: 10ｍ, 1,000㎡.
    r"-{0,2}[A-Za-z0-9À-ɏ]+(?:[.,:/'’_@&+~-]+[A-Za-z0-9À-ɏ]+)*[ａ-ｚ㎀-㏟]*"
    r"|[Ａ-Ｚａ-ｚ０-９]+(?:[．，][０-９]+)*[㎀-㏟]?"
    r"|<U\+[0-9A-F]+>"  # how a character that must not be sent is shown
)

_FREE, _WORD_BOND, _RULE_BOND = range(3)


def cells(text: str) -> int:
    """Return the width (表示幅) of the text in terminal cells."""
    from rich.cells import cell_len  # noqa: PLC0415  only what is drawn is measured

    return cell_len(text)


def break_lines(
    text: str, width: int, extra: Mapping[int, int] | None = None
) -> list[tuple[int, int]]:
    """Return the lines (行) of one paragraph as start and end in the text; at least one.

    width: cells a line may take. extra: cells that are drawn besides the character at an
    index, such as marks. No line starts or ends with what the rules forbid, nor is a Latin
    word or a number cut, unless it is itself wider than a line.
    """
    parts, widths = _clusters(text, extra or {})
    bonds = _bonds(text, parts)
    count = len(parts)
    lines = []
    first = 0
    while True:
        last, used = first, 0
        while last < count and used + widths[last] <= width:
            used += widths[last]
            last += 1
        if last == count:
            lines.append((parts[first] if first < count else len(text), len(text)))
            return lines
        last = max(last, first + 1)
        if last == count:
            lines.append((parts[first], len(text)))
            return lines
        cut = next(
            cut
            for bond in (_FREE, _WORD_BOND, _RULE_BOND)
            for cut in range(last, first, -1)
            if bonds[cut] <= bond
        )
        lines.append((parts[first], parts[cut]))
        first = cut


def _clusters(text: str, extra: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return where each character begins, its combining marks counted to it, and its width."""
    from rich.cells import get_character_cell_size as cell  # noqa: PLC0415  only what is drawn

    parts: list[int] = []
    widths: list[int] = []
    for index, character in enumerate(text):
        size = cell(character)
        if size or not parts:
            parts.append(index)
            widths.append(size)
        else:
            # A variation selector can widen the character that it follows.
            widths[-1] += cells(text[parts[-1] : index + 1]) - cells(text[parts[-1] : index])
        if index in extra:
            widths[-1] += extra[index]
    return parts, widths


def _bonds(text: str, parts: list[int]) -> list[int]:
    """Return how strongly each character holds to the one before it."""
    inside = {
        index for word in _WORD.finditer(text) for index in range(word.start() + 1, word.end())
    }
    bonds = [_FREE]
    for left, right in pairwise(parts):
        before, after = text[left], text[right]
        if after in NO_START or before in NO_END or (before == after and after in _TWINS):
            bonds.append(_RULE_BOND)
        else:
            bonds.append(_WORD_BOND if right in inside else _FREE)
    return bonds
