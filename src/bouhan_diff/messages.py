"""The tool's own words (画面の文言) in the reader's language.

English stands in the source and a catalogue for Japanese beside it. What a
document says is never translated; see `labels` for the words of documents.
"""

import gettext
import locale
import os
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


def _(message: str) -> str:
    """Return the message in the reader's language."""
    return _current().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the singular or the plural message in the reader's language."""
    return _current().ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools look for
    """Mark a message for the catalogue; `_` translates it where it is printed."""
    return message


def _current() -> gettext.NullTranslations:
    global _catalogue  # noqa: PLW0603  one process speaks one language
    if _catalogue is None:
        _catalogue = gettext.translation(_DOMAIN, _FOLDER, _preferred(), fallback=True)
    return _catalogue


def _preferred() -> list[str] | None:
    """Return the system's language where no locale variable is set, as on Windows."""
    if any(os.environ.get(name) for name in _LOCALE_VARIABLES):
        return None  # gettext reads the variables itself, in their usual order
    if os.name == "nt":
        import ctypes  # noqa: PLC0415  only Windows needs it

        windll: Any = vars(ctypes)["windll"]  # absent elsewhere, also from the type stubs
        code = windll.kernel32.GetUserDefaultUILanguage()
        return [locale.windows_locale.get(code, "en")]
    return ["en"]
