"""Safe text (安全な表示): nothing that data holds can steer a terminal, or hide in a document."""

import re
import unicodedata
from functools import partial

_DELETE = 0x7F
_PICTURES = 0x2400
"""Where Unicode keeps pictures of the control characters, such as ␛."""

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LAST_OF_PLANE = (0xFFFE, 0xFFFF)
_NONCHARACTERS = range(0xFDD0, 0xFDF0)

DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Inside of a character class: what changes the direction of writing (書字方向の制御)."""

# Of the format characters these are as common in web pages and emoji as they are harmless.
_QUIET = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
# An emoji of several, or a flag of a region, is one character to the reader.
_PICTOGRAPH = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_IN_EMOJI = (  # compiled where a text needs it
    f"(?<={_PICTOGRAPH})[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d|\u200d(?={_PICTOGRAPH})"
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
)


def visible(text: str, *, is_changed: bool = False) -> str:
    """Return a text for the screen with control and format characters made visible (制御文字).

    ESC becomes ␛, a bidi override <U+202E>; line feeds stay, as they separate paragraphs.
    is_changed: show zero-width characters too, so that an edit of one can be seen; otherwise they
    stay, as does the joiner of an emoji.
    """
    return _marked(text, is_changed, "\n")


def writable(text: str, *, is_changed: bool = False) -> str:
    """Return a text as documents can hold it: like `visible`, but tabs stay too.

    XML cannot hold most control characters; a visible mark tells the reader that the published text
    holds something odd.
    """
    return _marked(text, is_changed, "\n\t")


def in_line(text: str, *, is_changed: bool = False) -> str:
    """Return a text for the screen on one line (一行): a line feed becomes a mark too."""
    return visible(text, is_changed=is_changed).replace("\n", chr(_PICTURES + ord("\n")))


def as_text(outside: str) -> str:
    """Return a string from the system, such as a file name or argument, as text (外部の文字列).

    Python hides bytes that are not UTF-8 in surrogates, which no file can hold. Names from old
    Japanese archives are decoded as CP932; other bytes become U+FFFD.
    """
    if outside.isprintable() or not has_surrogate(outside):
        return outside
    content = outside.encode("utf-8", "surrogateescape" if _is_escaped(outside) else "replace")
    japanese = content.decode("cp932", "replace")
    is_japanese = japanese.isprintable() and "\ufffd" not in japanese
    return japanese if is_japanese else content.decode("utf-8", "replace")


_SURROGATE = "[\ud800-\udfff]"


def has_surrogate(text: str) -> bool:
    """Return whether a text has half characters (サロゲート), which no file can hold."""
    return not text.isascii() and re.search(_SURROGATE, text) is not None


def _is_escaped(outside: str) -> bool:
    """Return whether all surrogates are bytes that Python escaped."""
    return all("\udc80" <= half <= "\udcff" for half in re.findall(_SURROGATE, outside))


def _marked(text: str, is_changed: bool, kept: str) -> str:
    if text.isprintable() or _without(text, kept + "\u3000").isprintable():
        return text
    mark = partial(_mark, kept + ("" if is_changed else _QUIET))
    parts: list[str] = []
    place = 0
    for emoji in re.finditer(_IN_EMOJI, text):
        parts += map(mark, text[place : emoji.start()])
        parts.append(emoji[0])
        place = emoji.end()
    parts += map(mark, text[place:])
    return "".join(parts)


def _without(text: str, signs: str) -> str:
    for sign in signs:
        text = text.replace(sign, "")
    return text


def _mark(kept: str, sign: str) -> str:
    if sign in kept:
        return sign
    code = ord(sign)
    is_noncharacter = code & 0xFFFF in _LAST_OF_PLANE or code in _NONCHARACTERS
    if unicodedata.category(sign) not in _STEERING and not is_noncharacter:
        return sign
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"<U+{code:04X}>"


# --- Formulas ---------------------------------------------------------------------------------

# A spreadsheet takes a cell that begins with one of these for a formula, whoever wrote it.
# Japanese ones take the full-width signs for their half-width forms; tab and line
# ends are skipped before a formula.
_GUARDED = frozenset("=+-@＝＋－＠\t\r\n'")


def json_text(written: str) -> str:
    """Return JSON with what steers a terminal or a reader's eye as escapes (JSON の無害化).

    It says the same; lone surrogates become escapes too.
    """
    return re.sub(_STEERING_IN_JSON, _escaped, written)


# All others below the space are escaped by any writer of JSON. Compiled where JSON is written.
_STEERING_IN_JSON = f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{DIRECTIONS}]"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def csv_cell(text: str) -> str:
    """Return a text as a cell of CSV (CSVの欄): what is odd visible, and never a formula."""
    return defuse(writable(text))


def defuse(text: str) -> str:
    """Return the text in a form that no spreadsheet takes for a formula (無害化)."""
    return f"'{text}" if text[:1] in _GUARDED else text


def undefuse(text: str) -> str:
    """Return the text as it was before `defuse` (無害化の取消し); other text stays as it is."""
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text
