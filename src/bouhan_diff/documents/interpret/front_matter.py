"""What surrounds the tables (表の外): title, source, publisher, footnote; and furniture."""

import re
from collections import Counter
from collections.abc import Set as AbstractSet

from ...edition import Edition, named_edition
from ...text.normalize import fold
from ..ir import Document, Line
from . import title_patterns as titles
from .vocabulary import is_note

_RUNNING_HEAD = 3
_LAST_MONTHS = re.compile(r"(?<!\d)0?[1-3]月")


class Front:
    """The title and what else the document says of itself (標題等), so far.

    headings: the headings of its tables, folded; a line that repeats one is furniture. dated:
    the edition in which a date of its own lies, such as 令和７年５月現在.
    """

    def __init__(self, document: Document, headings: AbstractSet[str]) -> None:
        self.title = self.source = self.publisher = ""
        self.dated: Edition | None = None
        self.had_table = False
        self._headings = headings
        self._footnote: list[str] | None = None
        self._in_footnote = False
        repeated = Counter(fold(block.text) for block in document.blocks if isinstance(block, Line))
        self._running_head = ""
        self._running = {text for text, times in repeated.items() if times >= _RUNNING_HEAD}

    @property
    def policy_plan(self) -> str:
        """The ※施策番号 footnote (施策番号の注記), its lines parted by wide spaces."""
        return "\u3000".join(self._footnote or ())

    def begin_table(self) -> None:
        """Let what follows be no front matter (表の始まり); a running head may be the title."""
        self.had_table = True
        if not self.title and self._running_head:
            self.take_title(self._running_head)

    def end_footnote(self) -> None:
        """Let no further line belong to a footnote (注記の終わり)."""
        self._in_footnote = False

    def take_title(self, text: str) -> None:
        """Take the line as the plan's title (標題)."""
        self.title = text
        self.publisher = self.publisher or titles.publisher_in(text)

    def takes(self, line: Line, text: str) -> bool:
        """Return whether the line is front matter or furniture (標題・飾り), and keep its facts."""
        return (
            self._takes_footnote(line, text)
            or titles.is_page_number(text)
            or titles.is_of_contents(text)
            or fold(text) in self._headings
            or self._takes_source(text)
            or fold(text) == fold(self.title)
            or (not self.had_table and self._takes_publisher_or_date(text))
            or self._is_running_head(text)
        )

    def _is_running_head(self, text: str) -> bool:
        """Return whether the line stands on several pages (柱), and so may be the title."""
        if fold(text) not in self._running or titles.numbered_title(text):
            return False
        if not titles.is_headline(text):
            self._running_head = self._running_head or text
        return True

    def _takes_footnote(self, line: Line, text: str) -> bool:
        goes_on = line.text[0].isspace() or not line.is_apart
        if self._in_footnote and self._footnote is not None and goes_on and not is_note(text):
            self._footnote.append(text)
            return True
        self._in_footnote = False
        rest = titles.footnote(text)
        if rest is None:
            return False
        if self._footnote is None:
            self._footnote = [rest] if rest else []
            self._in_footnote = True
        return True

    def _takes_source(self, text: str) -> bool:
        publisher, _space, rest = text.partition("\u3000")
        if titles.publisher_alone(publisher) and titles.source_and_title(rest.strip()):
            self.publisher, text = self.publisher or publisher, rest.strip()
        marked = titles.source_and_title(text)
        if marked is None:
            return False
        source, title = marked
        if not self.title and not self.source:
            self.source = source
        if title and not self.title:
            self.take_title(title)
            return True
        return not title or fold(title) == fold(self.title)

    def _takes_publisher_or_date(self, text: str) -> bool:
        if publisher := titles.publisher_alone(text):
            self.publisher = self.publisher or publisher
            return True
        if (self.title or self._running_head) and titles.is_headline(text):
            return True
        if titles.is_date(text):
            # In March a plan comes out for the year that follows as well as for its own.
            if not _LAST_MONTHS.search(fold(text)):
                self.dated = self.dated or named_edition(text)
            return True
        return False
