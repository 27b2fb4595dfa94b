"""Characters that a document cannot hold or show (制御文字), made visible."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_DELETE = 0x7F
_PICTURES = 0x2400


def visible(text: str) -> str:
    """Return the text with its control and format characters as the visible marks of the screen.

    XML has no place for most of them, and the others let a text look like another; a mark
    rather than nothing tells the reader that the published text holds something odd. Line
    feeds and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in _UNSAFE:
        return character
    code = ord(character)
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"<U+{code:04X}>"
