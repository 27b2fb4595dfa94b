"""The program's own words (画面の文言) in the reader's language.

Messages are English in the source; the Japanese is in a .po file, which is read directly, without
compiling. What a document says is never translated: see `render.labels` for its words.
"""

import contextlib
import gettext
import locale
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ja")
_CATALOGUE = Path(__file__).parent / "locale" / "ja" / "LC_MESSAGES" / "bouhan_diff.po"
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_TEXT = r'"(.*(?:\n".*)*)"\n'
_ENTRY = rf"(?m)^msgid {_TEXT}(?:msgid_plural .*\n)?msgstr(?:\[0\])? {_TEXT}"
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}

_catalogue: gettext.NullTranslations | None = None


class _Translations(gettext.NullTranslations):
    """The translations of a .po file (訳文), each unescaped only when it is needed.

    Reading the whole file this way takes a millisecond, no more than a compiled one.
    """

    def __init__(self, language: str, file: Path) -> None:
        super().__init__()
        self._language = language
        entries = re.findall(_ENTRY, file.read_text(encoding="utf-8"))
        self._texts = {_joined(message): text for message, text in entries}

    def info(self) -> dict[str, str]:
        return {"language": self._language}

    def gettext(self, message: str) -> str:
        text = self._texts.get(_escaped(message)) if message else ""
        return _ESCAPE.sub(_unescaped, _joined(text)) if text else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        text = self.gettext(msgid1)  # Japanese has one form for all numbers
        return text if text != msgid1 else super().ngettext(msgid1, msgid2, n)


def _joined(lines: str) -> str:
    return lines.replace('"\n"', "")


def _escaped(message: str) -> str:
    return (
        message.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\t", r"\t")
    )


def _unescaped(escape: re.Match[str]) -> str:
    return _ESCAPED.get(escape[1], escape[1])


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language != "ja":
        return gettext.NullTranslations()
    try:
        return _Translations(language, _CATALOGUE)
    except OSError:  # a damaged installation still speaks English
        return gettext.NullTranslations()


def set_language(language: str) -> None:
    """Choose the language (言語) of all messages from now on; one of LANGUAGES."""
    global _catalogue  # noqa: PLW0603  one process speaks one language
    _catalogue = _translations(language)
    os.environ[_LOCALE_VARIABLES[0]] = language  # for the processes that this one starts


@contextlib.contextmanager
def in_language(language: str) -> Iterator[None]:
    """Word the messages inside the block in this language (言語), as for a Japanese file."""
    global _catalogue  # noqa: PLW0603  one process speaks one language at a time
    before = _current()
    _catalogue = before if before.info().get("language") == language else _translations(language)
    try:
        yield
    finally:
        _catalogue = before


def language() -> str:
    """Return the language (言語) of all messages, one of LANGUAGES."""
    return _current().info().get("language", "en")


def _(message: str) -> str:
    """Return the message in the reader's language."""
    return _current().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the singular or the plural message in the reader's language."""
    return _current().ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark a message for the catalogue; `_` translates it where it is printed."""
    return message


def sentences(*parts: str) -> str:
    """Return sentences joined into a paragraph (文の連結), in Japanese with 。 and no spaces."""
    given = [*filter(None, parts)]
    if language() != "ja":
        return " ".join(given)
    return "".join(f"{one.removesuffix('。')}。" for one in given[:-1]) + "".join(given[-1:])


def listed(names: Iterable[str], separator: str = ", ") -> str:
    """Return names as a list in a sentence (列挙); separator: that of English."""
    return ("、" if language() == "ja" else separator).join(names)


def _current() -> gettext.NullTranslations:
    global _catalogue  # noqa: PLW0603  one process speaks one language
    if _catalogue is None:
        _catalogue = _translations(_preferred())
    return _catalogue


def _preferred() -> str:
    """Return the first of LANGUAGES that the reader asks for (利用者の言語)."""
    for name in _LOCALE_VARIABLES:
        if value := os.environ.get(name):
            return _first_known(value.split(":"))
    return _first_known([_windows_language()]) if os.name == "nt" else LANGUAGES[0]


def _first_known(locales: Iterable[str]) -> str:
    """Return the language of the first locale, such as ja_JP.UTF-8, that is one of ours."""
    languages = (re.split(r"[_.@-]", one)[0].lower() for one in locales)
    return next((language for language in languages if language in LANGUAGES), LANGUAGES[0])


def _windows_language() -> str:
    """Return the language of Windows (システムの言語), which sets no locale variable."""
    import ctypes  # noqa: PLC0415  only Windows needs it

    windll: Any = vars(ctypes)["windll"]  # absent elsewhere, also from the type stubs
    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "")
