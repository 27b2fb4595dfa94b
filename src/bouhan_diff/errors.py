"""Errors for people (利用者への説明): what is wrong, where, and what to do.

For a name that nothing has, probably misspelt, advice is the nearest names (近い名称).
"""

import errno
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .messages import N_, _, listed, ngettext
from .text.normalize import fold

EXIT_DONE = 0
EXIT_NOTHING_OR_DIFFERENT = 1
EXIT_USER_MISTAKE = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130


class Problem(NamedTuple):
    """One thing that is wrong (問題).

    what: one sentence. where: `file:line:column`, `page 3, line 12` or empty. advice: what to do
    about it, or empty.
    """

    what: str
    where: str = ""
    advice: str = ""

    def __str__(self) -> str:
        located = f"{self.where}: {self.what}" if self.where else self.what
        return f"{located}\n  {self.advice}" if self.advice else located


class UserError(Exception):
    """The user's mistake (利用者の誤り): one or several problems, reported together."""

    exit_code = EXIT_USER_MISTAKE

    def __init__(self, what: str | Iterable[Problem], *, where: str = "", advice: str = "") -> None:
        self.problems = (Problem(what, where, advice),) if isinstance(what, str) else tuple(what)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NothingMatchedError(UserError):
    """Nothing matches the request (該当なし)."""

    exit_code = EXIT_NOTHING_OR_DIFFERENT


_REASONS = {
    errno.EACCES: N_("access is not allowed"),
    errno.EPERM: N_("access is not allowed"),
    errno.EROFS: N_("the place is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EBUSY: N_("another program uses it"),
    errno.EIO: N_("the device reports an error"),
    errno.ENOENT: N_("it does not exist"),
    errno.ENOTDIR: N_("part of its path is not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("its links form a circle"),
    errno.EMFILE: N_("too many files are open"),
}


def system_reason(error: OSError | ValueError) -> str:
    """Return the system's reason (OSの理由), in the reader's language if a translation is known."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    if known:
        return _(known)
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


_QUOTED_AT_MOST = 40


def quoted(text: str) -> str:
    """Return a text in the form a message can quote (引用): short, on one line, printable."""
    return printable(text if len(text) <= _QUOTED_AT_MOST else text[:_QUOTED_AT_MOST] + "…")


def printable(text: str) -> str:
    """Return the text with a mark for each control and format character (制御文字の置換え)."""
    return "".join(sign if sign.isprintable() or sign == "\u3000" else "\ufffd" for sign in text)


_SHOWN = 5
_LISTED = 20
_LIKELY = 40  # of 100; a name that scores less is not near
_LONGEST = 200  # anything longer is not a misspelt name
_AS_LIKELY = 0.75  # of the best score; a name that scores less distracts from the best one


def advice_on(name: str, known: Iterable[str]) -> str:
    """Return advice on an unknown name (近い名称の案内): the nearest known names, else a few.

    Empty if there are no known names.
    """
    names = list(known)
    if not names:
        return ""
    near = nearest(name, names) if len(name) <= _LONGEST else []
    if not near:
        return _("Choose from {names}.").format(names=listed(_some(names)))
    message = ngettext("The nearest is {names}.", "The nearest are {names}.", len(near))
    return message.format(names=listed(near))


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the known names that are near a name (近い名称), best first."""
    if not known:
        return []
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where something was not found

    matches = process.extract(
        name, known, scorer=fuzz.WRatio, processor=fold, limit=_SHOWN, score_cutoff=_LIKELY
    )
    return [one for one, score, _place in matches if score >= _AS_LIKELY * matches[0][1]]


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:_LISTED], "…"] if len(names) > _LISTED else list(names)
