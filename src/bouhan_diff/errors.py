"""Errors for people (利用者への説明): what is wrong, where, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

EXIT_DONE = 0
EXIT_NOTHING_OR_DIFFERENT = 1
EXIT_USER_MISTAKE = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (問題).

    what: one sentence. where: `file:line:column`, `page 3, line 12` or empty.
    advice: what to do about it, or empty.
    """

    what: str
    where: str = ""
    advice: str = ""

    def __str__(self) -> str:
        located = f"{self.where}: {self.what}" if self.where else self.what
        return f"{located}\n  {self.advice}" if self.advice else located


class UserError(Exception):
    """The user's mistake (利用者の誤り): one or several problems, all told at once."""

    exit_code = EXIT_USER_MISTAKE

    def __init__(self, what: str | Iterable[Problem], *, where: str = "", advice: str = "") -> None:
        self.problems = (Problem(what, where, advice),) if isinstance(what, str) else tuple(what)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class NothingMatchedError(UserError):
    """Nothing is what was asked for (該当なし)."""

    exit_code = EXIT_NOTHING_OR_DIFFERENT
