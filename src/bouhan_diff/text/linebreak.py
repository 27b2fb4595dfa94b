"""Line breaks (改行): display width, and breaking by the Japanese rules (禁則処理)."""

import re
import unicodedata
from collections.abc import Mapping, Set

NO_START = frozenset(
    "、。，．・：；！？゛゜ヽヾゝゞ々〻ー―…‥」』）］｝】〕〉》〗〙〟’”»％℃゠〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡､･｣ﾞﾟｰｧｨｩｪｫｬｭｮｯ,.:;!?)]}%‼⁇⁈⁉"
)
"""Characters that no line begins with (行頭禁則文字)."""

NO_END = frozenset("「『（［｛【〔〈《〖〘〝‘“«｢([{")
"""Characters that no line ends with (行末禁則文字)."""

_TWINS = frozenset("─")  # beside those that begin no line
_WORD = re.compile(
    # A number keeps its unit, written in one character or in full width: 10ｍ, 1,000㎡.
    # A path keeps what it begins with: /data/plan.pdf, ~/plan.pdf, ../plan.pdf.
    r"(?:-{1,2}|(?<!\S)(?:~?/|\.{1,2}/))?[A-Za-z0-9À-ɏ]+(?:[.,:/'’_@&+~-]+[A-Za-z0-9À-ɏ]+)*[ａ-ｚ㎀-㏟]*"
    r"|[Ａ-Ｚａ-ｚ０-９]+(?:[．，][０-９]+)*[㎀-㏟]?"
    r"|<U\+[0-9A-F]+>"  # how a character that must not be sent is shown
)

_FREE, _WORD_BOND, _RULE_BOND = range(3)

# --- Width ------------------------------------------------------------------------------------

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_SOFT_HYPHEN = "\u00ad"
_FIRST_EMOJI = 0x1F000
_SEQUENCES = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]")


class _Widths(dict[str, int]):
    """The width of each single character in cells, found when it is first met."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self._ambiguous = ambiguous

    def __missing__(self, character: str) -> int:
        self[character] = width = self._measured(character)
        return width

    def _measured(self, character: str) -> int:
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Cf", "Cc"):
            return int(character == _SOFT_HYPHEN)
        if category == "Cn":
            return 1 + (ord(character) >= _FIRST_EMOJI)
        kind = unicodedata.east_asian_width(character)
        if kind == "A":
            return self._ambiguous
        return 2 if kind in "WF" else 1


_WIDTHS = {ambiguous: _Widths(ambiguous) for ambiguous in (1, 2)}
_screen = {"ambiguous": 1}


def set_ambiguous_width(cells: int) -> None:
    """Set how many cells the screen gives to a character of ambiguous width (曖昧幅): 1 or 2.

    Such are ①, ─, → and ■, which Japanese fonts and some terminals draw as wide as a kanji.
    """
    _screen["ambiguous"] = cells


def display_width(text: str, ambiguous: int = 0) -> int:
    """Return the width (表示幅) of a text in cells; a kanji takes two.

    ambiguous: cells of a character of ambiguous width, 1 or 2; 0 means as many as on the screen,
    set once per process by `set_ambiguous_width` (1 until then).
    """
    if text.isascii() and text.isprintable():
        return len(text)
    ambiguous = ambiguous or _screen["ambiguous"]
    widths = _WIDTHS[ambiguous]
    if not _SEQUENCES.search(text):
        return sum(map(widths.__getitem__, text))
    return sum(_cluster_widths(text, ambiguous))


def _cluster_widths(text: str, ambiguous: int) -> list[int]:
    """Return what each character of a text adds to its width; one emoji is two cells."""
    widths: list[int] = []
    base = 0
    for place, character in enumerate(text):
        width = _WIDTHS[ambiguous][character]
        is_joined = text[place - 1] == _JOINER and unicodedata.category(character) in ("So", "Cn")
        if place and widths[base] and (is_joined or character in _SKIN_TONES):
            width = 0
        if character == _EMOJI_SELECTOR and place:
            width = int(widths[place - 1] == 1 and text[place - 1] != _EMOJI_SELECTOR)
        elif width:
            base = place
        widths.append(width)
    return widths


def ems(text: str) -> float:
    """Return a line's width (文字幅) in print, in full-width characters."""
    return display_width(text, ambiguous=2) / 2


# --- Breaking -----------------------------------------------------------------------------------


def break_lines(
    text: str,
    width: int,
    extra: Mapping[int, int] | None = None,
    *,
    ambiguous: int = 0,
    kept: re.Pattern[str] | None = None,
) -> list[tuple[int, int]]:
    """Break one paragraph into lines (行), given as start and end in the text; at least one.

    No line starts or ends with what the rules forbid, and no Latin word or number is split unless
    it is wider than a line. width: cells per line. extra: cells drawn besides the character at an
    index, such as marks. ambiguous: see display_width. kept: a pattern of what must not be split
    either.
    """
    parts, widths = _clusters(text, extra or {}, ambiguous or _screen["ambiguous"])
    inside = _inside_words(text, kept)
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
            if _bond(text, parts[cut - 1], parts[cut], inside) <= bond
        )
        lines.append((parts[first], parts[cut]))
        first = cut


def wrap(text: str, width: int, kept: re.Pattern[str] | None = None) -> list[str]:
    """Break one of our own texts into lines (折返し), without the spaces at the breaks."""
    if not text:
        return []
    lines = (text[start:end].strip(" ") for start, end in break_lines(text, width, kept=kept))
    return [line for line in lines if line]


def count_lines(text: str, width: float) -> int:
    """Return how many lines (行数) a text takes in a printed column of so many kanji."""
    cells = max(1, int(2 * width))
    if 2 * len(text) <= cells and "\n" not in text:
        return 1  # however wide each character is
    return sum(
        1
        if display_width(paragraph, 2) <= cells
        else len(break_lines(paragraph, cells, ambiguous=2))
        for paragraph in text.split("\n")
    )


def _clusters(text: str, extra: Mapping[int, int], ambiguous: int) -> tuple[list[int], list[int]]:
    """Return where each character begins, its combining marks counted to it, and its width."""
    parts: list[int] = []
    widths: list[int] = []
    if _SEQUENCES.search(text):
        sizes = _cluster_widths(text, ambiguous)
    else:
        sizes = [*map(_WIDTHS[ambiguous].__getitem__, text)]
        if not extra and 0 not in sizes:
            return [*range(len(text))], sizes  # the usual case
    for index, size in enumerate(sizes):
        is_mark = text[index] == _EMOJI_SELECTOR
        if parts and (not size or is_mark):
            widths[-1] += size
        else:
            parts.append(index)
            widths.append(size)
        if index in extra:
            widths[-1] += extra[index]
    return parts, widths


def _inside_words(text: str, kept: re.Pattern[str] | None) -> set[int]:
    """Return the places of characters that go on a word or number (語の途中の文字)."""
    words = (word for pattern in (_WORD, kept) if pattern for word in pattern.finditer(text))
    return {index for word in words for index in range(word.start() + 1, word.end())}


def _bond(text: str, left: int, right: int, inside: Set[int]) -> int:
    """Return how strongly a character holds to the one before it. inside: see _inside_words."""
    before, after = text[left], text[right]
    if after in NO_START or before in NO_END or (before == after and after in _TWINS):
        return _RULE_BOND
    return _WORD_BOND if right in inside else _FREE


def break_department(department: str, room: float) -> str:
    """Return a department (担当課), broken after its 部 and before （ if too long for a line."""
    if ems(department) <= room:
        return department
    lines = [""]
    for unit in re.split(_UNITS, department):
        if ems(lines[-1] + unit) > room and lines[-1]:
            lines.append("")
        lines[-1] += unit
    return "\n".join(lines)


_UNITS = r"(?<=[部局])(?=[^部局]+[課室所館])|(?=[(（])|(?<=、)"
