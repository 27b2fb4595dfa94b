"""Diagnostics (読取りの報告): what reading a document noticed, as codes and data, not as words.

`render.reports` words them; nothing here is shown as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a diagnostic matters (報告の重さ), from the lightest."""

    NOTE = "note"  # a sum row recognised, 〃 resolved
    DOUBT = "doubt"  # a guess that may be wrong
    LOSS = "loss"  # text that is not in the plan


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document (位置); numbers count from 1, 0 and "" where unknown.

    file: the document's name, if several are read. box: left, top, right and bottom in points on
    the page of a PDF.
    """

    file: str = ""
    page: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that reading noticed (報告).

    code: identifies the sentence to print. data: the values in that sentence, by name. option: the
    command-line option that settles a doubt, ready to paste, or empty.
    """

    level: Level
    code: str
    span: Span = field(default_factory=Span)
    data: Mapping[str, str] = field(default_factory=dict)
    option: str = ""


_NOWHERE = Span()


class Diagnostics:
    """What was noticed so far (報告), in its order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._by_key: dict[tuple[str, Span, tuple[tuple[str, str], ...]], Diagnostic] = {}
        for diagnostic in diagnostics:
            self._add(diagnostic)

    def all(self) -> tuple[Diagnostic, ...]:
        """Return everything noticed (報告の一覧)."""
        return tuple(self._by_key.values())

    def note(self, code: str, span: Span = _NOWHERE, **data: str) -> None:
        """Add something that was understood and may be worth checking (注記)."""
        self._add(Diagnostic(Level.NOTE, code, span, data))

    def doubt(self, code: str, span: Span = _NOWHERE, option: str = "", **data: str) -> None:
        """Add a guess that may be wrong (疑義). option: corrects it, ready to paste."""
        self._add(Diagnostic(Level.DOUBT, code, span, data, option))

    def loss(self, code: str, span: Span = _NOWHERE, option: str = "", **data: str) -> None:
        """Add a text that did not get into the plan (欠落)."""
        self._add(Diagnostic(Level.LOSS, code, span, data, option))

    def _add(self, diagnostic: Diagnostic) -> None:
        key = (diagnostic.code, diagnostic.span, tuple(diagnostic.data.items()))
        self._by_key.setdefault(key, diagnostic)
