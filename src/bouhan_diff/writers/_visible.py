"""Characters that no document can hold or show (制御文字), made visible."""

import re

# XML has no place for most control characters, and an escape, a line of its own or a
# reversed direction would let a text look like another. They are shown rather than
# dropped, so that a reader sees that the published text holds something odd: the C0
# controls by their own signs, as on screen, the rest by the sign for a lost character.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_C0_SIGNS = 0x2400
_DELETE, _DELETE_SIGN = "\x7f", "␡"


def visible(text: str) -> str:
    """Return the text with a visible sign for each control character; tab and newline stay."""
    return _CONTROLS.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    character = match[0]
    if character < " ":
        return chr(_C0_SIGNS + ord(character))
    return _DELETE_SIGN if character == _DELETE else "\N{REPLACEMENT CHARACTER}"
