"""The text around the tables (表の外): title, publisher, captions, and the years they name."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from ....diagnostics import Diagnostics
from ....edition import (
    UNNAMED,
    Edition,
    edition_of_name,
    find_editions,
    named_edition,
    order_editions,
    relative_year,
    strip_editions,
)
from ....text.normalize import fold
from ...headings import titles
from ...headings.header_rows import CellRow, is_figure
from ...headings.vocabulary import Role, is_note
from ...ir import Document, Line, ReadOptions, Table
from ..columns.layouts import Layout, first_year, own_years
from ..columns.regions import Event, Part

_RUNNING_HEAD = _EDGE = 3
_LAST_MONTHS = re.compile(r"(?<!\d)0?[1-3]月")


class Front:
    """The title and what else the document says of itself (標題等), so far.

    Lines that only repeat headings of tables are skipped. dated: the edition in which a date
    of its own lies, such as 令和７年５月現在.
    """

    def __init__(self, document: Document, events: Sequence[Event]) -> None:
        self.title = self.source = self.publisher = ""
        self.dated: Edition | None = None
        self.had_table = False
        headers = (event.header for event in events if isinstance(event, Part) and event.header)
        words = (texts for header in headers for texts in (header.texts, *header.parts))
        self._headings = {fold(text) for texts in words for text in texts}
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
        """Take a line that is on several pages (柱), the first of which may be the title."""
        if fold(text) not in self._running or titles.numbered_title(text):
            return False
        if not (titles.is_own_headline(text) or is_figure(text)):
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
        if (self.title or self._running_head) and titles.is_own_headline(text):
            return True
        if titles.is_date(text):
            # A plan dated January to March may be of this fiscal year or of the next.
            if not _LAST_MONTHS.search(fold(text)):
                self.dated = self.dated or named_edition(text)
            return True
        return False


def _running_heads(document: Document) -> frozenset[str]:
    """Return the folded lines that are at the edge of several pages or sheets (柱).

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
    least = max(_RUNNING_HEAD, len(edges) / 2)  # a list's title is on the pages of that list
    return frozenset(
        text
        for text, times in found.items()
        if times >= least and not is_note(text) and not text.endswith("。")
    )


def captions_of(events: Sequence[Event], layouts: Mapping[Part, Layout | None]) -> dict[int, str]:
    """Return the section titles marked 【…】, ■ or ◆ (記号付きの見出し), by the lines' id.

    Such a mark may also begin a remark: it marks sections only if every table of initiatives
    has one. So do the only lines above tables, where they are words such as 収入の部.
    """
    return _captions(events, layouts, titles.marked_title) or _captions(events, layouts, _caption)


def _caption(text: str) -> str | None:
    """Return a short line that may name a table (表の名称): no number, year, remark or label."""
    is_other = titles.numbered_title(text) or titles.is_numberlike(text) or find_editions(text)
    is_name = titles.may_be_title(text) and _WORDS.fullmatch(text.strip()) is not None
    return None if is_other or not is_name else text.strip()


_WORDS = re.compile(r"[^\s【\[〔、。][^、。]{0,23}[^、。)）]")


def _captions(
    events: Sequence[Event],
    layouts: Mapping[Part, Layout | None],
    title_in: Callable[[str], str | None],
) -> dict[int, str]:
    """Return the titles (見出し) of tables that each have one, by the lines' id."""
    found: dict[int, str] = {}
    above: list[Line] = []
    is_first = True
    end = next((at for at, event in enumerate(events) if isinstance(event, Part)), 0)
    own = titles.title_of(event for event in events[:end] if isinstance(event, Line))
    times = Counter(event.text for event in events if isinstance(event, Line))
    for event in events:
        if isinstance(event, Line):
            above.append(event)
            continue
        if layouts[event] is not None and event.rows:
            lines = [line for line in above if line.text.strip() and not _is_of_page(line, times)]
            # A document's first line is its own title.
            marked = [n for n in lines[is_first:] if title_in(n.text) and n.text != own]
            over = lines[: lines.index(marked[0])] if marked and title_in is _caption else ()
            if any(titles.numbered_title(line.text) for line in over):  # a text below a title
                return {}
            if len(marked) != 1 and (is_first or not event.is_first or lines):
                return {}
            found |= {id(line): title_in(line.text) or "" for line in marked}
            is_first = False
        if event.rows:
            above = []
    return found if len(set(map(fold, found.values()))) == len(found) else {}


def _is_of_page(line: Line, times: Mapping[str, int]) -> bool:
    """Return whether a line is a page's number, or is on several pages (頁の飾り)."""
    is_repeated = times[line.text] > 1 and titles.marked_title(line.text) is None
    return titles.is_page_number(line.text) or is_repeated


# --- Editions of tables: caption, sheet, section, title, file name, in this order ----------------


_LONGEST_CAPTION = 60
_FIRST_LINES = 20
_LINES_ABOVE = 6


class Scopes:
    """The editions of tables (表の年度), and of rows that nothing dates."""

    def __init__(
        self,
        document: Document,
        options: ReadOptions,
        events: Sequence[Event],
        diagnostics: Diagnostics,
    ) -> None:
        self._document = document
        self._asked = [Edition.read(edition) for edition in options.editions]
        self._diagnostics = diagnostics
        self._labels = _labels(events)
        lines = [event for event in events if isinstance(event, Line)][:_FIRST_LINES]
        parts = (event for event in events if isinstance(event, Part))
        rows = [row for part in parts for row in part.rows[:_FIRST_LINES]]
        # The same for every table, and only asked for where nothing nearer names a year.
        self._of_first_lines = cache(lambda: _of_first_lines(lines))
        self._of_rows = cache(lambda: _of_rows(rows))
        self._found: list[Edition] = []

    @property
    def default(self) -> Edition:
        """The edition of rows that nothing dates (年度のない行の版)."""
        return order_editions(self._found)[-1] if self._found else UNNAMED

    def is_caption(self, text: str) -> bool:
        """Return whether a line names one of several states of the plan (版の表題): （変更前）."""
        return len(text) <= _LONGEST_CAPTION and _label_in(text, self._labels) is not None

    def of(
        self, layout: Layout, above: Sequence[Line], titles: Sequence[str], front: Front, part: Part
    ) -> Edition | None:
        """Return the edition of the undated columns of a table (表の年度).

        titles: those above it, outermost first.
        """
        edition = self._of(layout, above, titles, front, part)
        if edition is not None:
            self._found.append(edition)
        return edition

    def _of(
        self, layout: Layout, above: Sequence[Line], titles: Sequence[str], front: Front, part: Part
    ) -> Edition | None:
        if self._asked:
            return self._asked[-1]
        named = named_edition(front.title)
        from_file = edition_of_name(self._document.name)
        near = next(self._near(above, part, titles), None)
        if near is not None and near != named:
            return near
        if named is None or not named.is_year:
            return near or self._guessed(layout, front, from_file)
        if from_file is not None and from_file.is_year and from_file != named:
            self._diagnostics.doubt(
                "edition-contradiction",
                title=front.title,
                edition=str(named),
                name=self._document.name,
                other_edition=str(from_file),
            )
        return named

    def _near(self, above: Sequence[Line], part: Part, titles: Sequence[str]) -> Iterator[Edition]:
        """Yield the editions that caption, sheet and section name (近くの年度), nearest first.

        Several years, each on a line of its own, are of a list above the table.
        """
        page = part.table.span.page
        alone = {line.text for line in above if line.text and not strip_editions(line.text).strip()}
        listed = alone if len(alone) > 1 else set()
        near = [line.text for line in above[-_LINES_ABOVE:] if line.span.page == page]
        near = [text for text in near if text not in listed]
        captions = [part.table.caption, *reversed(near)]
        for text in (*captions, part.table.span.sheet, *reversed(titles)):
            is_caption = 0 < len(text) <= _LONGEST_CAPTION and not re.search("[。、]", text)
            if is_caption and (edition := _label_in(text, self._labels) or _year_in(text)):
                yield edition

    def _guessed(self, layout: Layout, front: Front, from_file: Edition | None) -> Edition | None:
        """Guess an edition (推定の年度) and report the doubt."""
        own = own_years(layout)
        this = _this_year(layout)
        if len(own) == 1 and this is None:
            return own[0]
        candidates = {
            "document-title": named_edition(self._document.title),
            "file-name": from_file,
            "columns": this or (own[-1] if own else first_year(layout)),
            "date": front.dated,
            "first-lines": self._of_first_lines(),
            "rows": None if layout.places(Role.EDITION) else self._of_rows(),
        }
        source = next((source for source, found in candidates.items() if found is not None), "")
        edition = candidates.get(source)
        if edition is not None and layout.needs_edition:
            self._diagnostics.doubt(
                "edition-guessed",
                option=f"--edition {_another(edition)}",
                edition=str(edition),
                source=source,
                name=self._document.name,
            )
        return edition


def _this_year(layout: Layout) -> Edition | None:
    """Return the document's year where its columns name the one before alone (本年度): 前年度."""
    found: set[Edition] = set()
    for column in layout.columns:
        if column.edition is not None:
            found.add(column.edition)
            labels = [one.edition for one in find_editions(column.published)]
            if len(found) > 1 or len(labels) != 1 or relative_year(labels[0], _THIS) != _LAST:
                return None
    return next((Edition(edition.western + 1) for edition in found if edition.is_year), None)


_THIS, _LAST = Edition(2000), Edition(1999)


def _another(edition: Edition) -> Edition:
    """Return the year before, as an example of another edition (別の年度の例)."""
    return Edition(edition.western - 1) if edition.is_year else edition


def _labels(events: Sequence[Event]) -> frozenset[str]:
    """Return the labels such as 変更前 that captions and sheets name (表題の版), if several."""
    found: set[str] = set()
    for event in events:
        text = event.text if isinstance(event, Line) else event.table.span.sheet
        if 0 < len(text) <= _LONGEST_CAPTION and (edition := _label_of(text)):
            found.add(edition.label)
    return frozenset(found) if len(found) > 1 else frozenset()


def _label_of(text: str) -> Edition | None:
    """Return the one label of two states of a plan that a text names (版の語), such as 変更前."""
    found = {one.edition for one in find_editions(text) if not one.edition.is_year}
    labels = [edition for edition in found if relative_year(edition, _THIS) is None]
    return labels[0] if len(labels) == 1 else None


def _label_in(text: str, labels: frozenset[str]) -> Edition | None:
    edition = _label_of(text)
    return edition if edition is not None and edition.label in labels else None


def _year_in(text: str) -> Edition | None:
    edition = named_edition(text)
    return edition if edition is not None and edition.is_year else None


def _of_first_lines(lines: Sequence[Line]) -> Edition | None:
    """Return the latest year that the first lines of a document name (冒頭の年度)."""
    return max(filter(None, (_year_in(line.text) for line in lines)), default=None)


def _of_rows(rows: Sequence[CellRow]) -> Edition | None:
    """Return the year that rows name most often, or else that all have in a code (行の年度)."""
    seen = [one for row in rows for c in row if "年度" in c.text for one in find_editions(c.text)]
    # A period, as of 債務負担行為, begins or ends in other years than the document's.
    years = Counter(e.edition for e in [e for e in seen if not e.last] or seen if e.edition.is_year)
    of_codes = {frozenset(_YEAR_IN_CODE.findall("\n".join(c.text for c in row))) for row in rows}
    coded = next(iter(of_codes)) if len(of_codes) == 1 else ()
    own = Edition(int(*coded)) if len(coded) == 1 else None
    return max(years, key=lambda edition: years[edition], default=own)


_YEAR_IN_CODE = re.compile(r"(?<!\w)(20[0-4]\d)[-_](?!\d\d?[-_]\d\d?(?!\d))(?=\w)")
"""A year that opens a code, as in 2026_general_02 and 2026-0012, but no date."""
