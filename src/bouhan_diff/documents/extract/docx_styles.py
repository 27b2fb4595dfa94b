"""Resolve Word's styles and list numbers (書式と段落番号の解決).

A run has a character style, its paragraph a paragraph style, and each style may be based on
another; the document's defaults come last. Word computes the numbers of lists: the file does not
contain them, yet every reader sees them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

from ...text.joining import INDENT, ITEM_SIGNS
from ...text.numerals import DIGITS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 20
_BODY_LEVEL = 9  # of an outline: none
_LISTED = ("numPr", "numId")


class Styles:
    """The styles of a document (スタイル). root: of the styles part, None if there is none."""

    def __init__(self, root: Element | None = None) -> None:
        found = list(root.iter(f"{W}style")) if root is not None else []
        self._styles = {_attribute(style, "styleId"): style for style in found}
        self._default = next(
            (
                _attribute(style, "styleId")
                for style in found
                if _attribute(style, "type") == "paragraph" and style.get(f"{W}default") == "1"
            ),
            "",
        )
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault") if root is not None else None
        self._of_style = lru_cache(maxsize=None)(self._found_in)

    def is_on(self, run: Element, paragraph: Element, name: str) -> bool:
        """Return whether a run has a property such as strike or vanish (属性の有無).

        If both the character style and the paragraph style set it, they cancel each other out.
        """
        direct = child(run, "rPr", name)
        if direct is not None:
            return is_switched_on(direct)
        by_run = self._of_style(_style(run, "rPr", "rStyle"), name)
        by_paragraph = self._of_style(self._paragraph_style(paragraph), name)
        if by_run is None and by_paragraph is None:
            default = child(self._defaults, "rPr", name)
            return default is not None and is_switched_on(default)
        return is_switched_on(by_run) != is_switched_on(by_paragraph)

    def align(self, run: Element, paragraph: Element) -> str:
        """Return whether a run is raised or lowered (上付き・下付き): superscript and so on."""
        for found in (
            child(run, "rPr", "vertAlign"),
            self._of_style(_style(run, "rPr", "rStyle"), "vertAlign"),
            self._of_style(self._paragraph_style(paragraph), "vertAlign"),
        ):
            if found is not None:
                return _attribute(found, "val")
        return ""

    def is_heading(self, paragraph: Element) -> bool:
        """Return whether a paragraph is a heading (見出し), by its outline level or its style."""
        direct = child(paragraph, "pPr", "outlineLvl")
        if direct is not None:
            return _attribute(direct, "val") != str(_BODY_LEVEL)
        for style in self._chain(self._paragraph_style(paragraph)):
            level = child(style, "pPr", "outlineLvl")
            if level is not None:
                return _attribute(level, "val") != str(_BODY_LEVEL)
            name = style.find(f"{W}name")
            named = _attribute(name, "val").lower() if name is not None else ""
            if named == "title" or named.startswith(("heading", "見出し")):
                return True
        return False

    def list_properties(self, paragraph: Element) -> Element | None:
        """Return the properties of the list that a paragraph belongs to (箇条書きの指定)."""
        direct = child(paragraph, "pPr", *_LISTED)
        if direct is not None:
            return child(paragraph, "pPr", "numPr")
        for style in self._chain(self._paragraph_style(paragraph)):
            if child(style, "pPr", *_LISTED) is not None:
                return child(style, "pPr", "numPr")
        return None

    def _paragraph_style(self, paragraph: Element) -> str:
        return _style(paragraph, "pPr", "pStyle") or self._default

    def _found_in(self, style: str, name: str) -> Element | None:
        """Return a property of a style's text (文字属性), its own or of one that it is based on."""
        found = (child(one, "rPr", name) for one in self._chain(style))
        return next((element for element in found if element is not None), None)

    def _chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those that it is based on (継承元のスタイル)."""
        for _step in range(_LONGEST_CHAIN):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            based = element.find(f"{W}basedOn")
            style = _attribute(based, "val") if based is not None else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the element at the end of a path of names (子要素), None if there is none.

    Used several times for every paragraph and cell, hence no search by path.
    """
    for name in path:
        if element is None:
            return None
        tag = W + name
        for below in element:
            if below.tag == tag:
                element = below
                break
        else:
            return None
    return element


def is_switched_on(element: Element | None) -> bool:
    """Return whether a property is present and not switched off (属性の有無)."""
    return element is not None and element.get(f"{W}val", "true") not in {"0", "false", "off"}


def _style(element: Element, *path: str) -> str:
    found = child(element, *path)
    return _attribute(found, "val") if found is not None else ""


def _attribute(element: Element, name: str) -> str:
    return element.get(f"{W}{name}", "")


# Lists

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_TENS = ("", "十", *(f"{ones}十" for ones in DIGITS[2:]))
_KANJI = tuple(tens + ones for tens in _TENS for ones in ("", *DIGITS[1:]))[1:]
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
_CLOSE = re.compile(rf"[{ITEM_SIGNS}]|.*[)）]|[①-⑳]")
_ListLevel = tuple[str, str, int]
"""Format, text and start of one level (段落番号の階層): `decimal`, `(%1)`, 1."""


class ListNumbering:
    """The lists of a document (箇条書き), and how far each has been counted.

    unknown: unknown number formats that occurred.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists = dict(_lists(root)) if root is not None else {}
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self.unknown: set[str] = set()

    def mark_of(self, paragraph: Element) -> str:
        """Count on, and return what Word writes before the paragraph (段落番号), "" if nothing."""
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
        depth = _whole(_attribute(level, "val") if level is not None else "0")
        return _attribute(number, "val") if number is not None else "", depth

    def _written(
        self, levels: Mapping[int, _ListLevel], depth: int, counts: Mapping[int, int]
    ) -> str:
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
    """Return a number in one of Word's formats (番号の書式), None if the format is unknown."""
    if form in {"decimal", "decimalHalfWidth", "numberInDash"}:
        return str(value)
    if form == "decimalZero":
        return f"{value:02}"
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(value).translate(_WIDE)
    signs = _COUNTED.get(form, ())
    return signs[value - 1] if 0 < value <= len(signs) else None


def _lists(root: Element) -> Iterator[tuple[str, tuple[str, dict[int, _ListLevel]]]]:
    """Yield each list's id, its counter, and its levels (箇条書きの定義)."""
    abstracts = list(root.iter(f"{W}abstractNum"))
    linked = {
        _attribute(link, "val"): dict(_levels(abstract))
        for abstract in abstracts
        if (link := abstract.find(f"{W}styleLink")) is not None
    }
    levels = {}
    for abstract in abstracts:
        other = abstract.find(f"{W}numStyleLink")  # the levels are another list's
        depths = dict(_levels(abstract))
        levels[_attribute(abstract, "abstractNumId")] = (
            linked.get(_attribute(other, "val"), depths) if other is not None else depths
        )
    for number in root.iter(f"{W}num"):
        counted = number.find(f"{W}abstractNumId")
        name = _attribute(counted, "val") if counted is not None else ""
        depths = dict(levels.get(name, {}))
        counter = name
        for override in number.iter(f"{W}lvlOverride"):
            depths |= dict(_levels(override))
            start = override.find(f"{W}startOverride")
            depth = _whole(_attribute(override, "ilvl"))
            if start is not None and depth in depths:
                depths[depth] = (*depths[depth][:2], _whole(_attribute(start, "val")))
                counter = f"{name}/{_attribute(number, 'numId')}"
        yield _attribute(number, "numId"), (counter, depths)


def _levels(parent: Element) -> Iterator[tuple[int, _ListLevel]]:
    for level in parent.iter(f"{W}lvl"):
        found = {name: level.find(f".//{W}{name}") for name in ("numFmt", "lvlText", "start")}
        form, text, start = (
            _attribute(element, "val") if element is not None else "" for element in found.values()
        )
        yield _whole(_attribute(level, "ilvl")), (form or "decimal", text, _whole(start or "1"))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0
