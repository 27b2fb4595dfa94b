"""Joining (行の結合): undo the line breaks of a layout and restore the spaces that it replaced."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce

from .linebreak import display_width, ems

INDENT = "\u3000"

LEGEND_BREAK = "\n\u3000\u3000"
"""Parts the lines of a legend in our own workbook (凡例の改行), which is one text when read."""

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
# Where a sentence ends above it, a label in brackets begins a paragraph, 【課題】, as does a sign
# apart from its item: ○ 点検.
_AFTER_SENTENCE = rf"【[^】]{{1,12}}】|[{ITEM_SIGNS}]\s"
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
    opening = rf"{_OPENS_PARAGRAPH}|{_AFTER_SENTENCE}" if last in _ENDS else _OPENS_PARAGRAPH
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
