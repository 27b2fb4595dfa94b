"""Diagnostics (読取りの報告): what reading a document noticed, as codes and data, not as words.

`render.reports` words them; nothing here is shown as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a diagnostic matters (報告の重さ), from the lightest."""

    NOTE = "note"  # a sum row recognised, 〃 resolved
    DOUBT = "doubt"  # a guess that may be wrong
    LOSS = "loss"  # text that is not in the plan


@dataclass(frozen=True, slots=True)
class Span:
    """Where something is in a document (位置); numbers from 1, 0 and "" where unknown.

    file: the document's name, where several are read. box: left, top, right and bottom in
    points on the page, of a PDF.
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

    code: names the sentence that says it. data: the values of that sentence, by name. option:
    the command-line option that corrects a doubt, ready to paste, or empty.
    """

    level: Level
    code: str
    span: Span = field(default_factory=Span)
    data: Mapping[str, str] = field(default_factory=dict)
    option: str = ""
