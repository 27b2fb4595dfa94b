"""Text around the tables (表の外): title, publisher, captions, and the years they name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ...edition import Edition, find_editions, named_edition, strip_editions
from ...text.normalize import fold
from ...text.number_headings import is_unit_line
from ..headings import titles
from ..headings.header_rows import is_figure
from ..headings.vocabulary import is_note
from ..ir import Document, Line, Table
from .table_parts import TablePart, WalkEvent

_RUNNING_HEAD = _EDGE = 3
_PAGE_NUMBER = re.compile(r"(.*\D)(\d{1,4})[\s)）\-－―〕\]頁]*")
_LAST_MONTHS = re.compile(r"(?<!\d)0?[1-3]月")


class Front:
    """The title and other things that the document says of itself (標題等), so far.

    Lines that only repeat headings of tables are skipped. dated: the edition of a date such as
    令和７年５月現在. may_be_titles: the title lines, on each sheet that has one. is_title_repeated:
    several sheets have it.
    """

    def __init__(self, document: Document, events: Sequence[WalkEvent]) -> None:
        self.title = self.source = self.publisher = ""
        self.dated: Edition | None = None
        self.had_table = False
        headers = (
            event.header for event in events if isinstance(event, TablePart) and event.header
        )
        words = (texts for header in headers for texts in (header.texts, *header.parts))
        self._headings = {fold(text) for texts in words for text in texts}
        tables = (at for at, event in enumerate(events) if isinstance(event, TablePart))
        first = titles.title_of(e for e in events[: next(tables, None)] if isinstance(e, Line))
        sheets = _titles_of_sheets(first.strip(), events)
        self.is_title_repeated = len(sheets) > 1
        self.may_be_titles = {first.strip(), *sheets.values()}
        self._footnote: list[str] | None = None
        self._in_footnote = False
        self._running_head = ""
        self._running = _running_heads(document) | _captions_of_all(events)

    @property
    def policy_plan(self) -> str:
        """The ※施策番号 footnote (施策番号の注記), its lines separated by wide spaces."""
        return "\u3000".join(self._footnote or ())

    def begin_table(self) -> None:
        """End the front matter at a table (表の始まり): without a title, a running head is it."""
        self.had_table = True
        if not self.title and self._running_head:
            self.take_title(self._running_head)

    def end_footnote(self) -> None:
        """End the footnote (注記の終わり)."""
        self._in_footnote = False

    def title_of_all(self, line: Line) -> str:
        """Return the title in a line (標題), without what the titles of other sheets do not say."""
        text = line.text.strip()
        text = _without_sheet(text, line.span.sheet) if self.is_title_repeated else text
        years = {tuple(one.edition for one in find_editions(t)) for t in self.may_be_titles}
        return strip_editions(text).strip() if len(years) > 1 else text

    def take_title(self, text: str) -> None:
        """Set the plan's title (標題)."""
        self.title = text
        self.publisher = self.publisher or titles.publisher_in(text)

    def try_take(self, line: Line, text: str) -> bool:
        """Record a line of front matter (標題・飾り); return whether it was one."""
        return (
            self._try_footnote(line, text)
            or titles.is_page_number(text)
            or titles.is_of_contents(text)
            or fold(text) in self._headings
            or self._try_source(text)
            or fold(text) == fold(self.title)
            or (not self.had_table and self._try_publisher_or_date(text))
            or self._try_running_head(text)
        )

    def _try_running_head(self, text: str) -> bool:
        """Take a line that is repeated on several pages (柱); the first may be the title.

        So is one that names the year below a line that does not, such as the name of a form.
        """
        is_of_accounts = titles.numbered_title(text) or titles.SUM_OF_MONEY.fullmatch(text)
        if fold(text) not in self._running or is_of_accounts:
            return False
        is_below_name = bool(self.title) and not (self.had_table or find_editions(self.title))
        if is_below_name and titles.is_headline(text) and find_editions(text):
            self.take_title(text)
        if not (titles.is_export_headline(text) or is_figure(text)):
            self._running_head = self._running_head or text
        return True

    def _try_footnote(self, line: Line, text: str) -> bool:
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

    def _try_source(self, text: str) -> bool:
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

    def _try_publisher_or_date(self, text: str) -> bool:
        if publisher := titles.publisher_alone(text):
            self.publisher = self.publisher or publisher
            return True
        if (self.title or self._running_head) and titles.is_export_headline(text):
            return True
        if titles.is_date(text):
            # A plan dated January to March may be of this fiscal year or of the next.
            if not _LAST_MONTHS.search(fold(text)):
                self.dated = self.dated or named_edition(text)
            return True
        return False


def _titles_of_sheets(title: str, events: Sequence[WalkEvent]) -> dict[str, str]:
    """Return the title of each sheet that has the document's (シートごとの標題), of any year.

    The sheet's own name may be part of it: 主要事業（子育て分野）.
    """
    lines = [event for event in events if isinstance(event, Line) and event.span.sheet]
    bare = next((_bare_title(line) for line in lines if line.text.strip() == title), "")
    return {
        line.span.sheet: line.text.strip() for line in lines if bare and _bare_title(line) == bare
    }


def _bare_title(line: Line) -> str:
    """Return a title without years and without the name of its sheet (標題の共通部分)."""
    return strip_editions(_without_sheet(line.text, line.span.sheet)).strip()


def _without_sheet(title: str, sheet: str) -> str:
    """Return a title without the name of its sheet and the brackets around it (シート名の除去)."""
    if not any(map(str.isalpha, sheet)) or find_editions(sheet):
        return title
    name = re.escape(sheet)
    return re.sub(rf"[(（【][^()（）【】]*{name}[^()（）【】]*[)）】]|{name}\s*", "", title).strip()


def _running_heads(document: Document) -> frozenset[str]:
    """Return the folded lines at the edges of several pages or sheets (柱).

    Repeated notes and sentences are no running heads: each belongs to the table beside it.
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
    least = max(_RUNNING_HEAD, len(edges) / 2)  # a list's title is on the pages of that list
    running = {t for t, times in found.items() if times >= least and not _is_note(t)}
    return frozenset(running | _numbered_feet(blocks[-1] for blocks in edges.values()))


def _numbered_feet(lasts: Iterable[Line | Table]) -> set[str]:
    """Return the folded last lines that end with their page's number (柱と頁番号): 一覧 - 3."""
    feet: dict[tuple[str, int], list[str]] = {}
    for line in lasts:
        if isinstance(line, Line) and line.span.page:
            text = fold(line.text)
            if found := _PAGE_NUMBER.fullmatch(text):
                feet.setdefault((found[1], int(found[2]) - line.span.page), []).append(text)
    return {text for texts in feet.values() if len(texts) > 1 for text in texts}


def _is_note(text: str) -> bool:
    """Return whether a line is a note or a sentence (注記・文), which belongs to a table."""
    return is_note(text) or text.endswith("。")


_LEAST_CAPTIONS = 2


def _captions_of_all(events: Sequence[WalkEvent]) -> frozenset[str]:
    """Return the folded line above every table of a kind (どの表にもある表題), such as ○主な事業.

    It does not distinguish tables; but in brackets below a headline it is part of that.
    """
    above: dict[tuple[str, ...], list[str]] = {}
    caption, is_below = "", False
    for event in events:
        if isinstance(event, Line):
            is_other = titles.is_page_number(event.text) or is_unit_line(event.text)
            is_part = is_below and titles.marked_title(event.text) is not None
            if event.text.strip() and not is_other:
                caption = "" if is_part else fold(event.text)
                is_below = titles.is_headline(event.text)
        else:
            if caption and event.header is not None and not event.is_inherited:
                above.setdefault(tuple(map(fold, event.header.texts)), []).append(caption)
            caption = ""
    found = (texts for texts in above.values() if len(texts) >= _LEAST_CAPTIONS)
    same = {texts[0] for texts in found if len(set(texts)) == 1}
    return frozenset(t for t in same if not (_is_note(t) or ":" in t))  # 部長：… says something
