"""Open source files with care (元の文書): bounded in size, and only as what they are."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ...errors import UserError, system_reason
from ...messages import _
from ...text.normalize import mend

UNREADABLE = "〓"
"""Stands for a sign whose code says nothing (文字化け・外字), of a symbol font or of one office."""

ODD = re.compile("[\u2e80-\u2fdf\ue000-\uf8ff]")
"""Characters that `legible` replaces (補正する文字)."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1 << 20
_ESCAPE = b"\x1b"
LARGEST_FILE = 100 * MEGABYTE
LARGEST_TEXT = 10 * MEGABYTE


def read_bounded(path: Path, most: int = LARGEST_TEXT) -> bytes:
    """Return the file's bytes (内容). Raises UserError if it is missing, empty or too large."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UserError(
            _("The file cannot be read: {reason}.").format(reason=system_reason(error)),
            where=str(path),
        ) from error
    if not content:
        raise UserError(
            _("The file is empty."),
            where=str(path),
            advice=_("Get it again from its publisher."),
        )
    if len(content) > most:
        raise UserError(
            _("The file is larger than {most} MB.").format(most=most // MEGABYTE),
            where=str(path),
            advice=_("Cut out the pages with the table and import those."),
        )
    return content


def is_compound(content: bytes) -> bool:
    """Return whether a file is of Office before 2007 (旧形式), or protected by a password."""
    return content.startswith(_COMPOUND)


def beginning(path: Path) -> bytes:
    """Return the first bytes of a file (先頭), none if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_COMPOUND))
    except OSError:
        return b""


def legible(text: str) -> str:
    """Return the text with CJK radicals replaced (部首の補正), private characters as UNREADABLE."""
    if text.isascii() or not ODD.search(text):
        return text
    return _PRIVATE.sub(UNREADABLE, mend(text))


def decoded(content: bytes, path: Path) -> str:
    """Decode text in UTF-8, UTF-16 with a BOM, CP932 or ISO-2022-JP (文字コード).

    Raises UserError for any other encoding and for what is not text.
    """
    encodings: tuple[str, ...] = ("utf-8-sig", "cp932")
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ("utf-16",)
    elif _ESCAPE in content and content.isascii():
        encodings = ("iso2022_jp_3", "iso2022_jp_ext")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UserError(
        _("The file is not text in UTF-8 or Shift_JIS (CP932)."),
        where=str(path),
        advice=_("Save it again as UTF-8, or give its true suffix: .pdf, .docx or .xlsx."),
    )


def is_tabbed(path: Path) -> bool:
    """Return whether a text is a table copied from a spreadsheet (タブ区切り).

    Most of its lines have the same number of tabs. Raises UserError if it is not text.
    """
    lines = [line for line in decoded(read_bounded(path), path).splitlines() if line.strip()]
    tabs = Counter(line.count("\t") for line in lines)
    most = max(tabs, key=tabs.__getitem__, default=0)
    return most > 1 and 2 * tabs[most] > len(lines)


_FEWEST_FOREIGN = 3
_OF_NEW_LISTS = frozenset("剝塡頰")  # in common use, though no Shift_JIS has them


def foreign_kanji(texts: Iterable[str]) -> str:
    """Return the kanji that Japanese fonts lack (日本語にない漢字), none if there are only a few.

    A font with a broken table gives such characters for 進 and 運; a name may have one.
    """
    found = {one for text in texts for one in text if "一" <= one <= "鿿"} - _OF_NEW_LISTS
    foreign = sorted(one for one in found if not one.encode("cp932", "ignore"))
    return "".join(foreign) if len(foreign) >= _FEWEST_FOREIGN else ""
