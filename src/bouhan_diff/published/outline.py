"""The outline (章立て): numbered titles to sections, each with the rows under it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ..folding import fold
from ..plan import Number
from .rows import Draft
from .titles import NumberedTitle

# What stands behind a title: that it goes on, and in our own comparisons its counts.
_BESIDE_TITLE = re.compile(
    r"\s*(?:[(（【]?(?:続き|つづき|前頁から続く)[)）】]?|\s[0-9]+事業(?:中[0-9]+事業に変更)?)\Z"
)


@dataclass(slots=True)
class DraftSection:
    """A section in the making (作成中の章). above: the numbers of the titles it stands under."""

    where: str
    number: Number | None
    title: str
    above: tuple[Number, ...] = ()
    aim: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


class Outline:
    """The document's titles so far (見出しの階層), and the sections that they open."""

    def __init__(self) -> None:
        self.sections: list[DraftSection] = []
        self._levels: list[NumberedTitle] = []
        self.current: DraftSection | None = None
        """The section that rows now belong to (現在の章)."""

    def open(self, title: NumberedTitle, where: str) -> None:
        """Open the section of a numbered title (章の開始), unless it is the same again.

        Named in a column of each row, it may be any of those before: rows can be sorted.
        """
        name = _BESIDE_TITLE.sub("", title.title)
        again = self.sections if title.style == "column" else self.sections[-1:]
        for section in again:
            if section.number == title.number and fold(section.title) == fold(name):
                self.current = section
                return
        styles = [level.style for level in self._levels]
        if title.style in styles:
            del self._levels[styles.index(title.style) :]
        above = tuple(level.number for level in self._levels)
        self._levels.append(title)
        self._append(DraftSection(where, title.number, name, above))

    def open_plain(self, title: str, where: str) -> None:
        """Open a section whose title has no number (番号のない章)."""
        self._append(DraftSection(where, None, title))

    def _append(self, section: DraftSection) -> None:
        self.sections.append(section)
        self.current = section

    def number_sections(self) -> list[tuple[Number, DraftSection]]:
        """Return the sections that have rows (章の番号), each with a number of its own.

        Where chapters each begin anew at 1, a section's number has theirs in front; where
        a title has no number, the sections are counted.
        """
        held = [section for section in self.sections if section.drafts]
        counted = Counter(section.number for section in held)
        numbered: list[tuple[Number, DraftSection]] = []
        for place, section in enumerate(held, 1):
            number = section.number
            if number is None:
                number = place
            elif counted[number] > 1 and section.above:
                number = "-".join(map(str, (*section.above, number)))
            numbered.append((number, section))
        return numbered
