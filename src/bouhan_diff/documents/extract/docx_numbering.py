"""Numbers that Word counts itself (段落番号): the file has no text of them, yet all see them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from ...text.linebreak import INDENT
from .docx_styles import Styles, W

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ONES = "一二三四五六七八九"
_TENS = ("", "十", *(f"{ones}十" for ones in _ONES[1:]))
_KANJI = tuple(tens + ones for tens in _TENS for ones in ("", *_ONES))[1:]
_ROMAN = tuple(
    tens + ones
    for tens in ("", "X", "XX")
    for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)[1:]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
_COUNTED: dict[str, Sequence[str]] = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "aiueo": _AIUEO,
    "aiueoFullWidth": _AIUEO,
    "iroha": _IROHA,
    "irohaFullWidth": _IROHA,
    "japaneseCounting": _KANJI,
    "kanjiCounting": _KANJI,
    "chineseCounting": _KANJI,
    "upperLetter": _LETTERS,
    "lowerLetter": _LETTERS.lower(),
    "upperRoman": _ROMAN,
    "lowerRoman": tuple(map(str.lower, _ROMAN)),
}
_SIGNS = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0a8": "◆",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
}
_OF_SYMBOL_FONT = re.compile(r"[\ue000-\uf8ff]")
_LONGEST_NUMBER = 6
_CLOSE = re.compile(r"[・●○◎◆◇■□▪▶➢✓]|.*[)）]|[①-⑳]")
Level = tuple[str, str, int]
"""Format, text and start of one level (段落番号の階層): `decimal`, `(%1)`, 1."""


class Numbering:
    """The lists of a document (箇条書き), and how far each is counted.

    unknown: formats that were met and are not known.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists = dict(_lists(root)) if root is not None else {}
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self.unknown: set[str] = set()

    def mark_of(self, paragraph: Element) -> str:
        """Return what Word writes before the paragraph (段落番号), counted on, or an empty text."""
        number, depth = self._place(paragraph)
        abstract, levels = self._lists.get(number, ("", {}))
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        mark = self._written(levels, depth, counts)
        return mark + INDENT if mark and not _CLOSE.fullmatch(mark) else mark

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the paragraph's list and level (所属リスト), its own or its style's."""
        properties = self._styles.list_properties(paragraph)
        if properties is None:
            return "", 0
        number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        depth = _whole(_value(level, "val") if level is not None else "0")
        return _value(number, "val") if number is not None else "", depth

    def _written(self, levels: Mapping[int, Level], depth: int, counts: Mapping[int, int]) -> str:
        style, text, _start = levels[depth]
        if style == "none":
            return ""
        if style == "bullet":
            # A symbol font's own code for a dot, mostly.
            return _OF_SYMBOL_FONT.sub(lambda sign: _SIGNS.get(sign[0], "・"), text)

        def one(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            form, _text, start = levels.get(level, ("decimal", "", 1))
            written = formatted(counts.get(level, start), form)
            if written is None:
                self.unknown.add(form)
            return written or str(counts.get(level, start))

        return re.sub(r"%([1-9])", one, text)


def formatted(value: int, form: str) -> str | None:
    """Return a number in one of Word's formats (番号の書式), or None where it is not known."""
    if form in {"decimal", "decimalHalfWidth", "numberInDash"}:
        return str(value)
    if form == "decimalZero":
        return f"{value:02}"
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(value).translate(_WIDE)
    signs = _COUNTED.get(form, ())
    return signs[value - 1] if 0 < value <= len(signs) else None


def _lists(root: Element) -> Iterator[tuple[str, tuple[str, dict[int, Level]]]]:
    """Yield each list's id, what it counts with, and its levels (箇条書きの定義)."""
    abstracts = list(root.iter(f"{W}abstractNum"))
    linked = {
        _value(link, "val"): dict(_levels(abstract))
        for abstract in abstracts
        if (link := abstract.find(f"{W}styleLink")) is not None
    }
    levels = {}
    for abstract in abstracts:
        other = abstract.find(f"{W}numStyleLink")  # the levels are another list's
        own = dict(_levels(abstract))
        levels[_value(abstract, "abstractNumId")] = (
            linked.get(_value(other, "val"), own) if other is not None else own
        )
    for number in root.iter(f"{W}num"):
        counted = number.find(f"{W}abstractNumId")
        name = _value(counted, "val") if counted is not None else ""
        own = dict(levels.get(name, {}))
        counter = name
        for override in number.iter(f"{W}lvlOverride"):
            own |= dict(_levels(override))
            start = override.find(f"{W}startOverride")
            depth = _whole(_value(override, "ilvl"))
            if start is not None and depth in own:
                own[depth] = (*own[depth][:2], _whole(_value(start, "val")))
                counter = f"{name}/{_value(number, 'numId')}"
        yield _value(number, "numId"), (counter, own)


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iter(f"{W}lvl"):
        found = {name: level.find(f".//{W}{name}") for name in ("numFmt", "lvlText", "start")}
        form, text, start = (
            _value(element, "val") if element is not None else "" for element in found.values()
        )
        yield _whole(_value(level, "ilvl")), (form or "decimal", text, _whole(start or "1"))


def _value(element: Element, name: str) -> str:
    return element.get(f"{W}{name}", "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0
