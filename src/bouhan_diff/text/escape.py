"""Safe text (安全な表示): what data holds can be seen, and cannot steer the terminal."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DELETE = 0x7F
_PICTURES = 0x2400
"""Where Unicode keeps pictures of the control characters, such as ␛."""


def visible(text: str) -> str:
    """Return the text with its control and format characters (制御文字) as visible marks.

    ESC becomes ␛, a bidi override <U+202E>; line feeds stay, as they part paragraphs.
    """
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _UNSAFE:
        return character
    code = ord(character)
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"<U+{code:04X}>"


def in_line(text: str) -> str:
    """Return the same for what takes one line (一行): a line feed becomes a mark too."""
    return visible(text).replace("\n", chr(_PICTURES + ord("\n")))
