"""Text of Word's paragraphs (段落の文字列), as it stands once all changes are accepted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .docx_styles import Styles, W, child, is_switched_on
from .ooxml import shifted
from .sources import UNREADABLE, legible

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Moved away, the reading over ruby, a drawing's second version, and a text box's own text.
_SKIPPED = {f"{W}moveFrom", f"{W}rt", f"{_MC}Fallback", f"{W}txbxContent", f"{W}pPr"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}sym": UNREADABLE,
}
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
# Noncharacters, which no text has: where a field begins and ends, around its instruction, and
# around what a form's field shows.
_BEGIN, _END, _ASKED, _CHOSEN = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_INSTRUCTION = f"{_ASKED}[^{_ASKED}]*{_ASKED}"
_WITHOUT_RESULT = re.compile(f"{_BEGIN}((?:{_INSTRUCTION})+){_END}")
_MARKS = re.compile(f"{_INSTRUCTION}|[{_BEGIN}{_END}{_ASKED}]")
_EQUATION = re.compile(r"\s*eq\b", re.IGNORECASE)
# One character on another, as a ring around a letter (囲い文字) or a reading above: the last.
_ON_EACH_OTHER = re.compile(r"\\o\W.*\(.*[,;](?P<last>[^,;()\\]+)\)\s*\Z", re.IGNORECASE)


@dataclass(slots=True)
class Words:
    """What a paragraph says (段落の内容).

    struck and hidden: what was left out because it is struck out or not shown. has_picture:
    whether a drawing without text is in it. has_equation: of more than one line of signs.
    """

    text: str = ""
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    has_picture: bool = False
    has_equation: bool = False


def words_of(paragraph: Element, styles: Styles) -> Words:
    """Return what a paragraph says (段落の内容), text boxes left out."""
    words = Words()
    raw = _Walker(paragraph, styles, words).text(paragraph)
    words.text = legible(_MARKS.sub("", _WITHOUT_RESULT.sub(_shown, raw)))
    words.has_equation = any(
        part.tag != f"{_M}r" for equation in paragraph.iter(f"{_M}oMath") for part in equation
    )
    return words


@dataclass(frozen=True, slots=True)
class _Walker:
    """Collects the text of one paragraph (段落の走査)."""

    paragraph: Element
    styles: Styles
    words: Words

    def text(self, element: Element) -> str:
        """Return the text below an element (要素の文字列), with the marks of fields."""
        tag = element.tag
        if tag in {f"{W}t", f"{_M}t"}:
            return element.text or ""
        if tag == f"{W}r":
            return self._run(element)
        if tag in _SIGNS or is_placeholder(element):
            return _SIGNS.get(tag, "")
        if tag in {f"{W}instrText", f"{W}fldChar"}:
            return _field_part(element)
        if tag in _DRAWINGS and element.find(f".//{W}txbxContent") is None:
            self.words.has_picture = True
        return self._children(element, between="/" if tag == f"{_M}f" else "")

    def _children(self, element: Element, between: str = "") -> str:
        texts = (self.text(part) for part in element if part.tag not in _SKIPPED)
        return between.join(filter(None, texts)) if between else "".join(texts)

    def _run(self, run: Element) -> str:
        text = self._children(run)
        if not text:
            return text
        if self._is("vanish", run):
            self.words.hidden += [plain] if (plain := _MARKS.sub("", text).strip()) else []
            return ""
        if self._is("strike", run) or self._is("dstrike", run):
            self.words.struck += [plain] if (plain := _MARKS.sub("", text).strip()) else []
            return ""
        return shifted(text, self.styles.align(run, self.paragraph))

    def _is(self, name: str, run: Element) -> bool:
        return self.styles.is_on(run, self.paragraph, name)


def _field_part(element: Element) -> str:
    """Return a field's instruction, or the mark where it begins or ends (フィールドの要素)."""
    if element.tag == f"{W}instrText":
        return f"{_ASKED}{element.text or ''}{_ASKED}"
    kind = element.get(f"{W}fldCharType", "")
    if kind != "begin":
        return _END if kind == "end" else ""
    chosen = _choice(child(element, "ffData"))
    return _BEGIN + (f"{_ASKED}{_CHOSEN}{chosen}{_CHOSEN}{_ASKED}" if chosen else "")


def _choice(form: Element | None) -> str:
    """Return what a drop-down list or check box of a form shows (フォームの値)."""
    listed = child(form, "ddList")
    if listed is not None:
        entries = [entry.get(f"{W}val", "") for entry in listed.iter(f"{W}listEntry")]
        result = child(listed, "result")
        at = result.get(f"{W}val", "0") if result is not None else "0"
        return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""
    box = child(form, "checkBox")
    if box is None:
        return ""
    state = child(box, "checked")
    return "☑" if is_switched_on(state if state is not None else child(box, "default")) else "☐"


def _shown(field: re.Match[str]) -> str:
    """Return what a field shows that has no result (結果のないフィールド)."""
    asked = field[1].replace(_ASKED, "")
    if _CHOSEN in asked:
        return asked.split(_CHOSEN)[1]
    if not _EQUATION.match(asked):
        return ""
    match = _ON_EACH_OTHER.search(asked)
    return match["last"].strip() if match else UNREADABLE


def is_placeholder(element: Element) -> bool:
    """Return whether a content control shows its prompt (入力案内), which nobody wrote."""
    return element.tag == f"{W}sdt" and is_switched_on(child(element, "sdtPr", "showingPlcHdr"))


def paragraphs_in(element: Element) -> Iterator[Element]:
    """Yield the paragraphs in a cell or box (段落), those of text boxes after the one around."""
    waiting = list(reversed(element))
    while waiting:
        part = waiting.pop()
        if part.tag == f"{W}p":
            yield part
        if part.tag != f"{_MC}Fallback" and not is_placeholder(part):
            waiting += reversed(part)


def joined(paragraphs: Iterable[tuple[Element, str]]) -> str:
    """Return the paragraphs' texts as lines (段落の行); a deleted end joins one to the next."""
    text = ""
    for paragraph, own in paragraphs:
        is_joined = is_switched_on(child(paragraph, "pPr", "rPr", "del"))
        text += own + ("" if is_joined else "\n")
    return text.removesuffix("\n")
