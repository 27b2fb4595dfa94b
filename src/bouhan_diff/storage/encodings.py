"""Encodings (文字コード): UTF-8 is taken, another one is named in the error."""

import codecs
import re

from ..errors import UserError
from ..messages import _

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # begins as the mark of UTF-16 does, so it comes first
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")
_LEGACY = (("cp932", "CP932 (Shift_JIS)"), ("euc_jp", "EUC-JP"))
_KANA = re.compile("[ぁ-ヺー、。]")
_SAMPLE = 4096  # bytes or characters that show an encoding
_LINE_END = re.compile("\r\n|\n|\r")


def as_utf8(content: bytes, where: str) -> bytes:
    """Return the bytes without a BOM if they are UTF-8.

    Raises UserError otherwise, naming the encoding or the place of the first wrong byte.
    """
    name = _marked(content)
    if not name:
        content = content.removeprefix(codecs.BOM_UTF8)
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            name = _guessed(content)
            if not name:
                raise _broken(content, error, where) from None
    if name:
        raise UserError(
            _("The file is {encoding}, not UTF-8.").format(encoding=name),
            where=where,
            advice=_("Save it as UTF-8 in your editor."),
        )
    return content


def place(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of the character at index."""
    ends = [match.end() for match in _LINE_END.finditer(text, 0, index)]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1


def _marked(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    sample = content[:_SAMPLE]
    # Of ASCII keys and spaces every other byte is zero, always on the same side.
    if abs(sample[::2].count(0) - sample[1::2].count(0)) > len(sample) // 8:
        return "UTF-16"
    return "ISO-2022-JP" if _JIS_ESCAPE.search(content) else ""


def _guessed(content: bytes) -> str:
    """Return the Japanese encoding that gives the most kana, or nothing where none fits."""
    kana = {name: _kana(content, codec) for codec, name in _LEGACY}
    best = max(kana, key=kana.__getitem__)
    return best if kana[best] else ""


def _kana(content: bytes, codec: str) -> int:
    try:
        return len(_KANA.findall(content.decode(codec)[: _SAMPLE * 4]))
    except UnicodeDecodeError:
        return 0


def _broken(content: bytes, error: UnicodeDecodeError, where: str) -> UserError:
    text = content[: error.start].decode("utf-8")
    line, column = place(text, len(text))
    return UserError(
        _("The byte {byte} is no UTF-8.").format(byte=f"0x{content[error.start]:02X}"),
        where=f"{where}:{line}:{column}",
        advice=_("The file is damaged or mixes encodings; write this line anew as UTF-8."),
    )
