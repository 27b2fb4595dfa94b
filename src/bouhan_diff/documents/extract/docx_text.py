"""Text of Word's paragraphs (段落の文字列), as it stands once all changes are accepted."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
UNREADABLE = "〓"
"""Stands for a sign of a symbol font (記号フォント), whose code says nothing."""

# Moved away, the reading over ruby, a drawing's second version, and a text box's own text.
_SKIPPED = {f"{W}moveFrom", f"{W}rt", f"{_MC}Fallback", f"{W}txbxContent", f"{W}pPr"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}sym": UNREADABLE,
}
# Noncharacters, which no text has: where a field begins and ends, and around its instruction.
_BEGIN, _END, _ASKED = "\ufdd0", "\ufdd1", "\ufdd2"
_INSTRUCTION = f"{_ASKED}[^{_ASKED}]*{_ASKED}"
_WITHOUT_RESULT = re.compile(f"{_BEGIN}((?:{_INSTRUCTION})+){_END}")
_MARKS = re.compile(f"{_INSTRUCTION}|[{_BEGIN}{_END}{_ASKED}]")
_EQUATION = re.compile(r"\s*eq\b", re.IGNORECASE)
# One character on another, as a ring around a letter (囲い文字) or a reading above: the last.
_ON_EACH_OTHER = re.compile(r"\\o\W.*\(.*[,;](?P<last>[^,;()\\]+)\)\s*\Z", re.IGNORECASE)


def text_of(paragraph: Element) -> str:
    """Return the text of a paragraph (段落の文字列)."""
    return _MARKS.sub("", _WITHOUT_RESULT.sub(_shown, _text(paragraph)))


def _text(element: Element) -> str:
    if element.tag in {f"{W}t", f"{_M}t"}:
        return element.text or ""
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    if element.tag == f"{W}instrText":
        return f"{_ASKED}{element.text or ''}{_ASKED}"
    if element.tag == f"{W}fldChar":
        return {"begin": _BEGIN, "end": _END}.get(element.get(f"{W}fldCharType", ""), "")
    if element.tag == f"{W}r" and (is_on(element, "rPr", "vanish") or _is_struck(element)):
        return ""
    between = "/" if element.tag == f"{_M}f" else ""
    texts = (_text(child) for child in element if child.tag not in _SKIPPED)
    return between.join(filter(None, texts)) if between else "".join(texts)


def _shown(field: re.Match[str]) -> str:
    """Return what a field shows that has no result (結果のないフィールド): a drawn equation."""
    asked = field[1].replace(_ASKED, "")
    if not _EQUATION.match(asked):
        return ""
    match = _ON_EACH_OTHER.search(asked)
    return match["last"].strip() if match else UNREADABLE


def has_equation(paragraph: Element) -> bool:
    """Return whether the paragraph has an equation (数式) that is more than a line of signs."""
    return any(
        child.tag != f"{_M}r" for equation in paragraph.iter(f"{_M}oMath") for child in equation
    )


def struck_text(paragraph: Element) -> str:
    """Return the text of the paragraph that is struck out (取消線), so that it is not read."""
    runs = (run for run in paragraph.iter(f"{W}r") if _is_struck(run))
    return "".join(text.text or "" for run in runs for text in run.iter(f"{W}t")).strip()


def _is_struck(run: Element) -> bool:
    return is_on(run, "rPr", "strike") or is_on(run, "rPr", "dstrike")


def paragraphs_in(element: Element) -> Iterator[Element]:
    """Yield the paragraphs in a cell or box (段落), those of text boxes after the one around."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{W}p":
            yield child
        if child.tag != f"{_MC}Fallback":
            waiting += reversed(child)


def joined(paragraphs: Iterable[tuple[Element, str]]) -> str:
    """Return the paragraphs' texts as lines (段落の行); a deleted end joins one to the next."""
    text = ""
    for paragraph, own in paragraphs:
        text += own + ("" if is_on(paragraph, "pPr", "rPr", "del") else "\n")
    return text.removesuffix("\n")


def is_on(element: Element, *path: str) -> bool:
    """Return whether a property is there and not switched off (属性の有無)."""
    found = element.find("/".join(f"{W}{name}" for name in path))
    return found is not None and found.get(f"{W}val", "true") not in {"0", "false", "off"}
