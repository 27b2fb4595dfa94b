"""Properties of Word's text (書式の解決): a run's own, else what its styles say.

A run has a character style, its paragraph a paragraph style, and each style another that it
is based on; the document's defaults come last.
"""

from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 20
_BODY_LEVEL = 9  # of an outline: none
_LISTED = ("numPr", "numId")


class Styles:
    """The styles of a document (スタイル). root: of the styles' part, None where there is none."""

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

        The character style and the paragraph style both having it cancel each other out.
        """
        own = child(run, "rPr", name)
        if own is not None:
            return is_switched_on(own)
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
        """Return whether a paragraph is a heading (見出し): by its outline level or its style."""
        own = child(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return _attribute(own, "val") != str(_BODY_LEVEL)
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
        own = child(paragraph, "pPr", *_LISTED)
        if own is not None:
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
    """Return the element at the end of a path of names (子要素), or None."""
    if element is None:
        return None
    return element.find("/".join(f"{W}{name}" for name in path))


def is_switched_on(element: Element | None) -> bool:
    """Return whether a property is there and not switched off (属性の有無)."""
    return element is not None and element.get(f"{W}val", "true") not in {"0", "false", "off"}


def _style(element: Element, *path: str) -> str:
    found = child(element, *path)
    return _attribute(found, "val") if found is not None else ""


def _attribute(element: Element, name: str) -> str:
    return element.get(f"{W}{name}", "")
