"""The tool's own words (画面の文言) in the reader's language.

English stands in the source and a catalogue for Japanese beside it. What a
document says is never translated; see `labels` for the words of documents.
"""

import gettext
import locale
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ja")
_DOMAIN = "bouhan_diff"
_FOLDER = Path(__file__).parent / "locale"
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_catalogue: gettext.NullTranslations | None = None


def set_language(language: str) -> None:
    """Choose the language (言語) of all messages from now on; one of LANGUAGES."""
    global _catalogue  # noqa: PLW0603  one process speaks one language
    _catalogue = gettext.translation(_DOMAIN, _FOLDER, [language], fallback=True)
    os.environ[_LOCALE_VARIABLES[0]] = language  # for the processes that this one starts


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


def sentences(*told: str) -> str:
    """Return sentences one after the other (文の連結); in Japanese nothing parts them."""
    return " ".join(filter(None, told)).replace("。 ", "。")


def _current() -> gettext.NullTranslations:
    global _catalogue  # noqa: PLW0603  one process speaks one language
    if _catalogue is None:
        _catalogue = gettext.translation(_DOMAIN, _FOLDER, [_preferred()], fallback=True)
    return _catalogue


def _preferred() -> str:
    """Return the first language that we speak of those the reader asks for (利用者の言語).

    gettext would take the first that has a catalogue, and English, which needs none, has none.
    """
    for name in _LOCALE_VARIABLES:
        asked = os.environ.get(name)
        if asked:
            return _spoken(asked.split(":"))
    return _spoken([_windows_language()]) if os.name == "nt" else LANGUAGES[0]


def _spoken(locales: Iterable[str]) -> str:
    """Return the language of the first locale, such as ja_JP.UTF-8, that is one of ours."""
    languages = (re.split(r"[_.@-]", one)[0].lower() for one in locales)
    return next((language for language in languages if language in LANGUAGES), LANGUAGES[0])


def _windows_language() -> str:
    """Return the language of Windows (システムの言語), which sets no locale variable."""
    import ctypes  # noqa: PLC0415  only Windows needs it

    windll: Any = vars(ctypes)["windll"]  # absent elsewhere, also from the type stubs
    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "")
