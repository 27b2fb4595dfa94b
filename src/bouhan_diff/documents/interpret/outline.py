"""The outline (章立て): the sections opened by titles and columns, with their rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from ...diagnostics import Span
from ...edition import find_editions, strip_editions
from ...plan import BETWEEN_LEVELS, Number
from ...text.joining import join
from ...text.normalize import closed_up, fold, squeezed
from ..headings import titles
from ..headings.departments import is_office
from ..headings.titles import LEVELS, OutlineTitle
from ..headings.vocabulary import Role
from ..ir import Line
from .drafts import Draft
from .layouts import Layout
from .table_parts import TablePart, WalkEvent

SHEET = "sheet"
"""The level of a sheet's name (シート), above all titles."""

HEADLINE = "headline"
"""The level of a line without a number above numbered titles (表題)."""

PLAIN = "plain"
"""The level of a title without a number (番号のない見出し)."""

AMONG = "among rows"
"""The level of a title among the rows of a table that has a title of its own (行間の見出し)."""

_LEVELS = (SHEET, HEADLINE, *LEVELS, PLAIN, AMONG)

COLUMN = "column"
"""What begins the levels of titles in columns (列の見出し)."""

# Words after a title: 続き, and the counts that our own exports print.
_BESIDE_TITLE = re.compile(
    r"(?<!\s)\s*(?:[(（【]?(?:続き|つづき|前頁から続く)[)）】]?|\s[0-9]+件(?:中[0-9]+件に変更)?)\Z"
)

LONGEST_AIM = 400
"""The most characters of a text that is the aim of the title above it (目的)."""


@dataclass(slots=True, eq=False)
class DraftSection:
    """A section in the making (作成中の章).

    path: the titles above it, then its own. tables: the number of the table that each
    draft is of. repeated_aim: the lines of its aim that may follow its title once more. whole: the
    section of several tables that became a section each.
    """

    span: Span
    path: tuple[OutlineTitle, ...]
    aim: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    repeated_aim: list[str] = field(default_factory=list)
    whole: "DraftSection | None" = None

    def may_take_aim(self, text: str) -> bool:
        """Return whether a line under the title may be its aim (章の目的): no rows precede it."""
        return not self.drafts and sum(map(len, (*self.aim, text))) <= LONGEST_AIM

    def take_repeated_aim(self, text: str) -> bool:
        """Take the next line of its aim below its repeated title (目的の再掲), if it is that."""
        if not self.repeated_aim or fold(self.repeated_aim[0]) != fold(text):
            self.repeated_aim = []
            return False
        del self.repeated_aim[0]
        return True

    def add(self, draft: Draft, table: int) -> None:
        """Add a row (事業の追加)."""
        self.drafts.append(draft)
        self.tables.append(table)

    @property
    def number(self) -> Number | None:
        """Its own number (章番号), or None where the title has none."""
        return self.path[-1].number

    @property
    def number_above(self) -> str:
        """The number of the first title (上位の番号), which is the only one that has one, or ""."""
        numbers = [title.number for title in self.path]
        return str(numbers[0]) if numbers[0] is not None and not any(numbers[1:]) else ""

    @property
    def title(self) -> str:
        """The titles above it and its own (章題), separated by wide spaces."""
        return BETWEEN_LEVELS.join(closed_up(title.title) for title in self.path if title.title)


class By(StrEnum):
    """What opens a section (章を開くもの), which a row then belongs to.

    In order of precedence: the row's own columns; a table of goals, named by the line above it; a
    headline, if the next table has a header and no title came between; a line that is a numbered
    title, a caption or a heading; the name of the sheet; and if nothing did, the row itself. A
    repeated title returns to its section. `python scripts/sections.py FILE` prints them.
    """

    COLUMN = "column"  # such as 編 and 章
    GOALS = "goals"  # a table of goals among others
    HEADLINE = "headline"  # a large line, or one that ends as titles do, right above a table
    NUMBER = "numbered title"
    CAPTION = "caption"  # of a table, above it
    HEADING = "heading"  # a line that the document's format calls one
    SHEET = "sheet"  # its name
    ROW = "row"  # without a title


class Opening(NamedTuple):
    """An event of opening a section (章の開始), to explain why a row is in it.

    is_return: the section existed. start: how many rows it already had.
    """

    span: Span
    by: By
    section: DraftSection
    is_return: bool
    start: int


class Outline:
    """The document's titles so far (見出しの階層), and the sections that they open.

    openings: each opening and its cause; `scripts/sections.py` prints them.
    """

    def __init__(self) -> None:
        self.sections: list[DraftSection] = []
        self.openings: list[Opening] = []
        self._by_key: dict[tuple[tuple[str, Number | None, str], ...], DraftSection] = {}
        self.current: DraftSection | None = None  # that rows now belong to

    @property
    def current_titles(self) -> tuple[str, ...]:
        """The titles above the current row (現在の章題), outermost first."""
        return tuple(title.title for title in self.current.path) if self.current else ()

    def open(self, title: OutlineTitle, span: Span, by: By) -> None:
        """Open the section of a title (章の開始), or return to it if the title is repeated."""
        title = replace(title, title=_BESIDE_TITLE.sub("", title.title))
        current = self.current
        path = current.path if current else ()
        if path and path[-1].level == SHEET and fold(path[-1].title) == fold(title.title):
            return  # a sheet's name again, as its first line
        aim: list[str] = []
        if current and path[-1].level == SHEET and _begins(path[-1], title) and not current.drafts:
            del self._by_key[key_of(path)]
            self.sections.remove(current)
            path, aim = (), current.aim
        elif (current and path[-1].level == PLAIN and not current.drafts) and (
            title.level in LEVELS or (by is By.CAPTION and not _are_sides(path[-1], title))
        ):
            path = current.path = (*_above(path, HEADLINE), replace(path[-1], level=HEADLINE))
        path = (*_above(path, title.level), title)
        same, is_return = self._section_at(path, span, aim)
        # 令和６年度の事業 and 令和７年度の事業
        if is_return and same.path[-1].title != title.title:
            same.path = (*path[:-1], replace(title, title=strip_editions(title.title).strip()))
        same.repeated_aim = [*same.aim] if is_return and same.drafts else []
        self._enter(same, span, by, is_return=is_return)

    def open_plain(self, title: str, span: Span, by: By) -> None:
        """Open a section whose title has no number (番号のない章)."""
        self.open(OutlineTitle(PLAIN, None, title), span, by)

    def open_among(self, title: str, span: Span) -> None:
        """Open a section whose title is among the rows of a table (行間の章).

        It is below the title right above the table, such as 歳出, which has no rows of its own.
        """
        current = self.current
        last = current.path[-1].level if current else ""
        is_below = last == AMONG or (last == PLAIN and not (current and current.drafts))
        self.open(OutlineTitle(AMONG if is_below else PLAIN, None, title), span, By.HEADING)

    def leave(self) -> None:
        """End the current section (章の終わり); the following belongs to none until one opens."""
        self.current = None

    def leave_columns(self, span: Span) -> None:
        """End the sections named by columns of the last table (列の章の終わり)."""
        path = self.current.path if self.current else ()
        above = tuple(takewhile(lambda title: not title.level.startswith(COLUMN), path))
        if above == path:
            return
        if not above:
            self.leave()
            return
        section, is_return = self._section_at(above, span)
        if not section.drafts:  # its rows come behind those of the columns
            self.sections.remove(section)
            self.sections.append(section)
        self._enter(section, span, By.COLUMN, is_return=is_return)

    def _section_at(
        self, path: tuple[OutlineTitle, ...], span: Span, aim: Sequence[str] = ()
    ) -> tuple[DraftSection, bool]:
        """Return the section under some titles (見出しの下の章), and whether it was there."""
        same = self._by_key.get(key := key_of(path))
        if same is not None:
            if not same.drafts and same is not self.current:  # as of an overview of some sections
                self.sections.remove(same)
                self.sections.append(same)
            return same, True
        section = self._by_key[key] = DraftSection(span, path, [*aim])
        self.sections.append(section)
        return section, False

    def lengthen(self, rest: str) -> None:
        """Add the rest of its title to the current section (章題の続き)."""
        assert self.current is not None  # noqa: S101  there is a title to go on with
        *above, last = self.current.path
        self.current.path = (*above, replace(last, title=join((last.title, rest))))
        self._by_key[key_of(self.current.path)] = self.current

    def split_rows(self, title: str, span: Span) -> None:
        """Separate the rows so far from those that follow in the same section (章の分離).

        They stay if their own title has no number; otherwise they move under the one given.
        """
        if (section := self.current) is None:
            return
        path = section.path
        if section.number is None:
            self._enter(self._by_key.get(key_of(path[:-1])), span, By.GOALS, is_return=True)
            return
        section.path = (*path, OutlineTitle(PLAIN, None, title))
        self._by_key[key_of(section.path)] = section
        rest = self._by_key[key_of(path)] = DraftSection(section.span, path, section.aim)
        section.aim = []
        self.sections.append(rest)
        self._enter(rest, span, By.GOALS, is_return=False)

    def _enter(self, section: DraftSection | None, span: Span, by: By, *, is_return: bool) -> None:
        if section is not None and section is not self.current:
            start = len(section.drafts)
            self.openings.append(Opening(span, by, section, is_return, start))
        self.current = section


def _above(path: tuple[OutlineTitle, ...], level: str) -> Iterator[OutlineTitle]:
    """Yield the titles above those of a level (上位の見出し)."""
    return takewhile(lambda title: _depth(title.level) < _depth(level), path)


def _begins(sheet: OutlineTitle, title: OutlineTitle) -> bool:
    """Return whether a sheet's name is the beginning of a title (略したシート名): 政策1, or 1 安心.

    The sheet is then no section of its own around the one opened by its title.
    """
    labelled = titles.numbered_title(f"{sheet.title} {title.title}")
    is_first_words = sheet.number == title.number and title.title.startswith(sheet.title)
    return title.number is not None and (is_first_words or labelled == title)


def _depth(level: str) -> int:
    """Return the usual depth of a title's level (階層); without a number it is the deepest."""
    if level.startswith(COLUMN):
        return len(_LEVELS) + int(level.removeprefix(COLUMN))
    return _LEVELS.index(level)


def key_of(path: tuple[OutlineTitle, ...]) -> tuple[tuple[str, Number | None, str], ...]:
    """Return nested titles as they are compared (見出しの比較形)."""
    return tuple((title.level, title.number, _comparable(title)) for title in path)


def _comparable(title: OutlineTitle) -> str:
    """Return a title as it is compared (見出しの比較形): without a number, also without years."""
    bare = strip_editions(title.title) if title.level in {PLAIN, AMONG} else ""
    return fold(bare.strip()) or fold(title.title)


# --- Captions: lines that open the section of the table below them -----------------------------


def captions_of(
    events: Sequence[WalkEvent], layouts: Mapping[TablePart, Layout | None]
) -> dict[int, str]:
    """Return the section titles marked 【…】, ■ or ◆ (記号付きの見出し), by the lines' id.

    Such a mark may also begin a remark: it marks sections only if every table of initiatives has
    one. If the only lines above tables are words such as 収入の部, these are titles too.
    """
    return _captions(events, layouts, titles.marked_title) or _captions(events, layouts, _caption)


def _are_sides(one: OutlineTitle, other: OutlineTitle) -> bool:
    """Return whether two titles are the sides of one budget (歳入と歳出), none below the other."""
    return bool(side_of_budget(one.title) and side_of_budget(other.title))


def side_of_budget(text: str) -> str:
    """Return the side of the budget that follows (歳入歳出の別), if a line says only that.

    （歳入）, 歳 出, （支出） and 支 出 do; a bare 支出 may mean anything.
    """
    match = _SIDE.fullmatch(text.strip())
    return squeezed(match["side"] or match["bracketed"]) if match else ""


_SIDE = re.compile(
    r"(?P<side>歳\s*[入出]|収\s+入|支\s+出)|[(（]\s*(?P<bracketed>歳\s*[入出]|収\s*入|支\s*出)\s*[)）]"
)


def _caption(text: str) -> str | None:
    """Return a short line that may name a table (表の名称): no number, year, remark or label."""
    is_other = titles.numbered_title(text) or titles.is_numberlike(text) or find_editions(text)
    is_name = titles.may_be_title(text) and _WORDS.fullmatch(text.strip()) is not None
    return None if is_other or not is_name else text.strip()


_WORDS = re.compile(r"[^\s【\[〔、。][^、。]{0,23}[^、。)）]")


def _captions(
    events: Sequence[WalkEvent],
    layouts: Mapping[TablePart, Layout | None],
    title_in: Callable[[str], str | None],
) -> dict[int, str]:
    """Return the titles (見出し) of tables that each have one, by the lines' id.

    A marked one may go on above the next table, and some may return, except on pages, where such
    lines may be running heads. If most do, they are no titles but labels: ■ 目的, ■ 内容.
    """
    found: dict[int, str] = {}
    above: list[Line] = []
    is_first, head = True, ""
    captions: list[tuple[str, str]] = []  # the titles, each with the headline above it
    again: list[tuple[str, str]] = []  # those of an earlier table, with no other line above
    last = ("", "")
    end = next((at for at, event in enumerate(events) if isinstance(event, TablePart)), 0)
    document_title = titles.title_of(event for event in events[:end] if isinstance(event, Line))
    times = Counter(event.text for event in events if isinstance(event, Line))
    for event in events:
        if isinstance(event, Line):
            above.append(event)
            continue
        if (layout := layouts[event]) is not None and event.rows:
            is_owned = title_in is _caption and bool(layout.places(Role.DEPARTMENT))
            above = [one for one in above if not (is_owned and is_office(one.text.strip()))]
            lines = [line for line in above if line.text.strip() and not _is_of_page(line, times)]
            # A document's first line is its own title.
            marked = [n for n in lines[is_first:] if title_in(n.text) and n.text != document_title]
            over = lines[: lines.index(marked[0])] if marked and title_in is _caption else ()
            if any(titles.numbered_title(line.text) for line in over):  # a text below a title
                return {}
            if len(marked) != 1 and (is_first or not event.is_first or lines):
                return {}
            found |= {id(line): title_in(line.text) or "" for line in marked}
            for line in lines:  # 【一般会計】 may be below several headlines
                head = fold(line.text) if titles.is_headline(line.text) else head
                captions += [(head, fold(found[id(line)]))] if id(line) in found else []
            is_alone = title_in is titles.marked_title and bool(lines) and lines == marked
            if is_alone and not lines[0].span.page and captions[-1] in captions[:-1]:
                again += [] if captions[-1] == last else captions[-1:]
                last = captions.pop()
            elif captions:
                last = captions[-1]
            is_first = False
        if event.rows:
            above = []
    is_title = len({*captions}) == len(captions) and 2 * len({*again}) <= len(captions)
    return found if is_title else {}


def _is_of_page(line: Line, times: Mapping[str, int]) -> bool:
    """Return whether a line is a page's number, or is on several pages (頁の飾り)."""
    is_repeated = times[line.text] > 1 and titles.marked_title(line.text) is None
    return titles.is_page_number(line.text) or is_repeated
