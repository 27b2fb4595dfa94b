"""Line breaks (改行): display width, breaking by the Japanese rules (禁則処理), and joining again.

`break_lines` lays a text out; `join` and its like undo the line breaks of a layout and restore
the spaces that it replaced.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import reduce

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


# --- Joining ----------------------------------------------------------------------------------

INDENT = "\u3000"

ITEM_SIGNS = "・●○◎◆◇■□▪▶➢✓"
"""Signs in front of the items of a list (箇条書きの記号)."""

# The patterns below are compiled when a document is read; most commands read none.

# What begins a paragraph: an indent, or the mark of a list item.
_OPENS_PARAGRAPH = (
    rf"[\u3000 ]|[{ITEM_SIGNS}](?=\S)|[(（]\d{{1,2}}[)）]|[①-⑳](?=\S)"
    r"|\d{1,2}(?:\u3000|[.．](?=[^\d\s]))"
)
_DOT = "・"
_STOPS = "。．｡:：)）"
# Between two of these a layout breaks a line only at a space. Full-width letters and Japanese
# may be broken anywhere, so no space is inserted there.
_LATIN_END = r"[A-Za-z0-9,.;:!?%)]\Z"
_LATIN_START = r"[A-Za-z0-9(]"
# A web address has no spaces, and a layout breaks it anywhere.
_ADDRESS = r"(?:https?://|www\.)[\x21-\x7e]+"
_LONGEST_ADDRESS = 300
# A narrow cell breaks a number amid a group of digits: 20,556,96 above 8, and 、1 above 3,000円.
# It also breaks a spreadsheet's figure that is not rounded: 63.099999 above 994.
_BROKEN_FIGURE = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})*,[0-9]{0,2}|(?<=[、をにがと])[0-9]{1,2}|[0-9]+\.[0-9]{5,})\Z"
)
_REST_OF_FIGURE = r"[0-9,]+"
_FIGURE = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]+"
# What no text begins with, and what an item, a clause or a label begins with.
_AMID = r"[、。）」』】〕々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー](?=\S)"
_OPENS_ITEM = (
    rf"[【［\[〔（(「『〈《<＜{ITEM_SIGNS}※①-⑳]|[ア-ンイ-ヰ][\s.．、)）]|注|附則|別表|様式"
    r"|第?\s*[0-9０-９一二三四五六七八九十]+(?:[\s.．、)）の条項号章節款]|\Z)"
)
_ENDS_ITEM = "）)」』】］]〕点円料略則条"
# Where a sentence ends above it, a label in brackets begins a paragraph: 【課題】.
_LABEL = r"【[^】]{1,12}】"
_ENDS = "。．｡"


def join(lines: Iterable[str]) -> str:
    """Return the lines as one (行の結合).

    Japanese is joined without a space. A layout swallows the space at which it breaks between
    two Latin words, so one is inserted there, but not after a hyphen, inside a web address or
    amid a number's group of three digits.
    """
    text = ""
    for line in lines:
        is_latin = re.search(_LATIN_END, text[-1:]) and re.match(_LATIN_START, line)
        is_one = is_latin and (_is_in_address(text, line) or _is_in_figure(text, line))
        text += (" " if is_latin and not is_one else "") + line
    return text


def _is_in_figure(text: str, line: str) -> bool:
    above, below = re.search(_BROKEN_FIGURE, text), re.match(_REST_OF_FIGURE, line)
    return bool(above and below and re.fullmatch(_FIGURE, above[0] + below[0]))


def _is_in_address(text: str, line: str) -> bool:
    above = text[-_LONGEST_ADDRESS:]
    addresses = re.finditer(_ADDRESS, above + line[:_LONGEST_ADDRESS])
    return any(address.start() < len(above) < address.end() for address in addresses)


def paragraphs(lines: Sequence[str], *, is_wrapped: bool) -> tuple[str, ...]:
    """Return the paragraphs (段落) of a cell, without their indents.

    is_wrapped: the layout broke the lines. A paragraph then begins at an indent or at a list mark,
    but a full line in the middle of a sentence continues below at any indent, as list items have
    hanging indents. Otherwise every line is a paragraph.
    """
    groups: list[list[str]] = []
    dots = sum(line.lstrip().startswith(_DOT) for line in lines)
    full = _full_width(lines) if is_wrapped else 0.0
    above = ""
    for line in lines:
        text = line.strip()
        if not text:
            continue
        begins = text if full and _goes_on_below(above, full) else line
        if groups and is_wrapped and not _opens_paragraph(begins, groups[-1][-1][-1], dots):
            groups[-1].append(text)
        else:
            groups.append([text])
        above = line.rstrip()
    return tuple(map(join, groups))


def _full_width(lines: Sequence[str]) -> float:
    """Return the least width of a full line (満行の文字数), 0.0 for a list of words.

    If most lines are about equally long, these are full; else only the longest are.
    """
    widths = sorted(ems(line.rstrip()) for line in lines)
    if not any("。" in line for line in lines) or widths[-1] < _LEAST_OF_PROSE:
        return 0.0
    usual = widths[len(widths) // 2]
    are_most = _MOST * len(widths) <= sum(abs(width - usual) < _RAGGED for width in widths)
    return usual - _RAGGED if are_most else widths[-1] - _RAGGED / 2


_RAGGED = 3.0  # characters, between the ends of full lines
_LEAST_OF_PROSE = 18.0
_MOST = 0.7


def _goes_on_below(line: str, full: float) -> bool:
    """Return whether a line is full, and no item with its amount (文の途中の行)."""
    is_end = line[-1:] in _STOPS or re.search(r"[ \u3000][\d,]+(?:千?円)?\Z", line) is not None
    return not is_end and ems(line) > full


def _opens_paragraph(line: str, last: str, dots: int) -> bool:
    """Return whether a paragraph begins with a line (段落の始まり).

    last: the character before it. dots: how many lines begin with one; a single dot within a
    sentence separates two words and marks no list item.
    """
    if dots == 1 and line.startswith(_DOT) and last not in _STOPS:
        return False
    opening = rf"{_OPENS_PARAGRAPH}|{_LABEL}" if last in _ENDS else _OPENS_PARAGRAPH
    return re.match(opening, line) is not None


def is_cut(above: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether the lines below continue those above in the middle of a sentence (文の途中).

    They do if they begin with a small kana or a closing bracket. Otherwise the text above must
    consist of whole sentences or end in a full line, and must not end as a sentence, heading or
    item does.
    """
    text, rest = join(above).strip(), join(below).strip()
    if not (text and rest):
        return False
    if re.match(_AMID, rest):
        return True
    if text[-1] in _ENDS + _ENDS_ITEM or re.match(_OPENS_ITEM, rest):
        return False
    widths = [display_width(line.strip(), ambiguous=2) for line in above]
    is_full = len(widths) > 1 and max(widths) - widths[-1] <= 1
    return is_full or any(stop in text for stop in _ENDS)


def respaced(text: str) -> str:
    """Return a line with the spaces that it had before it was laid out (元の空白)."""
    return reduce(with_space, text.split() or [""])


def with_space(text: str, more: str) -> str:
    """Join two texts with a wide space between Japanese words, but none beside figures.

    A layout prints a narrow space for the wide one, and also for every small gap.
    """
    is_narrow = text[-1].isascii(), more[0].isascii()
    between = {(True, True): " ", (False, False): "\u3000"}.get(is_narrow, "")
    return text + between + more


def is_rest_of_name(text: str, above: str, others: Iterable[str]) -> bool:
    """Return whether a text continues the name above it (名前の続き): 事業, or brackets."""
    is_like = any(other != text and other.endswith(text) for other in others)
    return (text[:1] in {*"(（"} or is_like) and not above.endswith(text)


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
