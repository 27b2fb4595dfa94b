"""What stands around the tables (表の外): title, source, publisher, captions, units; furniture."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ...edition import Edition, named_edition
from ...text.normalize import fold
from ..ir import Document, Line, Table
from . import titles
from .columns import Layout
from .regions import Event, Part
from .vocabulary import is_note

_RUNNING_HEAD = 3
_EDGE = 3
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
        self._running_head = ""
        self._running = _running_heads(document)

    @property
    def policy_plan(self) -> str:
        """The ※施策番号 footnote (施策番号の注記), its lines parted by wide spaces."""
        return "\u3000".join(self._footnote or ())

    def begin_table(self) -> None:
        """End the front matter at a table (表の始まり); without a title, a running head is it."""
        self.had_table = True
        if not self.title and self._running_head:
            self.take_title(self._running_head)

    def end_footnote(self) -> None:
        """End the footnote (注記の終わり)."""
        self._in_footnote = False

    def take_title(self, text: str) -> None:
        """Set the plan's title (標題)."""
        self.title = text
        self.publisher = self.publisher or titles.publisher_in(text)

    def takes(self, line: Line, text: str) -> bool:
        """Record a line of front matter (標題・飾り); return whether it was one."""
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
            # A plan dated January to March may be of this fiscal year or of the next.
            if not _LAST_MONTHS.search(fold(text)):
                self.dated = self.dated or named_edition(text)
            return True
        return False


def _running_heads(document: Document) -> frozenset[str]:
    """Return the folded lines that stand at the edge of several pages or sheets (柱).

    Notes and sentences that repeat are no furniture: each belongs to the table beside it.
    """
    edges: dict[tuple[int, str], list[Line | Table]] = {}
    for block in document.blocks:
        edges.setdefault((block.span.page, block.span.sheet), []).append(block)
    found: Counter[str] = Counter()
    for blocks in edges.values():
        if blocks[0].span.line and not blocks[0].span.page:  # text, whose pages are not marked
            found.update(fold(block.text) for block in blocks if isinstance(block, Line))
            continue
        edge = [*blocks[:_EDGE], *blocks[-_EDGE:]]
        found.update({fold(block.text) for block in edge if isinstance(block, Line)})
    return frozenset(
        text
        for text, times in found.items()
        if times >= _RUNNING_HEAD and not is_note(text) and not text.endswith("。")
    )


# --- Captions: lines that name the document, a section or the unit of a table ---------------


_LONGEST_CAPTION = 60


def captions_of(events: Sequence[Event], layouts: Mapping[Part, Layout | None]) -> dict[int, str]:
    """Return the section titles marked 【…】, ■ or ◆ (記号付きの見出し), by the lines' id.

    Such a mark may also begin a remark: it marks sections only if every table of initiatives
    has one.
    """
    found: dict[int, str] = {}
    above: list[Line] = []
    is_first = True
    for event in events:
        if isinstance(event, Line):
            above.append(event)
            continue
        if layouts[event] is not None and event.rows:
            lines = [line for line in above if line.text.strip()]
            # A document's first line is its own title.
            marked = [line for line in lines[is_first:] if titles.marked_title(line.text)]
            goes_on = not is_first and event.is_first and not lines
            if len(marked) != 1 and not goes_on:
                return {}
            found |= {id(line): titles.marked_title(line.text) or "" for line in marked}
            is_first = False
        if event.rows:
            above = []
    return found if len(set(map(fold, found.values()))) == len(found) > 1 else {}


_UNIT = re.compile(r"[(（\[［〔【]?\s*単位\s*[:：]?\s*(?P<unit>[^)）\]］〕】]+)[)）\]］〕】]?")


_UNIT_ALONE = re.compile(
    r"[(（\[［]?\s*(?P<unit>(?:千|百万|万|億|十億)?円|百万|㌦|ドル)\s*[)）\]］]?"
)


def is_unit(text: str) -> bool:
    """Return whether a line only states the unit of the table below it (単位の行)."""
    plain = text.strip()
    return bool(_UNIT.fullmatch(plain) or _UNIT_ALONE.fullmatch(plain))


def unit_of(text: str) -> str:
    """Return the unit that a line states for the table below it (単位の記載), such as 千円、％."""
    match = _UNIT.search(text) or _UNIT_ALONE.fullmatch(text.strip())
    return match["unit"].strip() if match else ""


_TITLE_LINES = 25
_OF_PLANS = re.compile(
    "計画|一覧|事業|予算|戦略|方針|報告|状況|対照|調書|見通し|プラン|ビジョン|施策|取組|実績|評価|決算"
)


def is_headline(text: str) -> bool:
    """Return whether a line without number or mark may name the table below it (表の見出し)."""
    return (
        len(text) <= _LONGEST_HEADLINE
        and not re.search("[。、]", text)
        and _OF_PLANS.search(text) is not None
        and titles.may_be_title(text)
        and titles.marked_title(text) is None
        and not _is_furniture(text)
    )


_LONGEST_HEADLINE = 45


def title_of(events: Sequence[Event]) -> str:
    """Return the line that is most likely the document's title (標題), or an empty text.

    A line with a word such as 計画 or 一覧 before the first numbered title, else the first
    line that may be one.
    """
    first = ""
    for event in events[:_TITLE_LINES]:
        if isinstance(event, Part):
            break
        text = event.text.strip()
        if titles.is_of_contents(text):
            continue
        if titles.numbered_title(text):
            break
        if not text or len(text) > _LONGEST_CAPTION or not titles.may_be_title(text):
            continue
        if _is_furniture(text):
            continue
        if _OF_PLANS.search(text):
            return event.text
        first = first or event.text
    return first


def _is_furniture(text: str) -> bool:
    """Return whether a line is a number, date, source, publisher or unit, and no title."""
    marked = titles.source_and_title(text)
    return bool(
        titles.is_page_number(text)
        or titles.is_date(text)
        or titles.is_of_contents(text)
        or titles.publisher_alone(text)
        or (marked and not marked[1])
        or is_unit(text)
        or is_note(text)
    )
