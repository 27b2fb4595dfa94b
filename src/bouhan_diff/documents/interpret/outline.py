"""The outline (章立て): numbered titles to sections, each with the rows under it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from ...diagnostics import Diagnostics, Span
from ...edition import strip_editions
from ...plan import Number
from ...text.linebreak import join
from ...text.normalize import fold
from . import titles
from .records import Draft
from .titles import NumberedTitle

SHEET = "sheet"
"""The level of a sheet's name (シート), above all titles."""

PLAIN = "plain"
"""The level of a title without a number (番号のない見出し)."""

COLUMN = "column"
"""What begins the levels of titles in columns (列の見出し)."""

# Words after a title: 続き, and the counts that our own exports print.
_BESIDE_TITLE = re.compile(
    r"\s*(?:[(（【]?(?:続き|つづき|前頁から続く)[)）】]?|\s[0-9]+事業(?:中[0-9]+事業に変更)?)\Z"
)


_LONGEST_AIM = 400


@dataclass(slots=True, eq=False)
class DraftSection:
    """A section in the making (作成中の章).

    path: the titles it stands under, then its own. tables: the number of the table that each
    draft is of.
    """

    span: Span
    path: tuple[NumberedTitle, ...]
    aim: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)

    def takes_aim(self, text: str) -> bool:
        """Return whether a line under the title may be its aim (章の目的): no rows precede it."""
        length = sum(map(len, self.aim)) + len(text)
        return not self.drafts and bool(self.path) and length <= _LONGEST_AIM

    def add(self, draft: Draft, table: int) -> None:
        """Add a row (事業の追加)."""
        self.drafts.append(draft)
        self.tables.append(table)

    @property
    def number(self) -> Number | None:
        """Its own number (章番号), or None where the title has none."""
        return self.path[-1].number

    @property
    def title(self) -> str:
        """The titles above it and its own (章題), separated by wide spaces."""
        return "\u3000".join(title.title for title in self.path if title.title)


class Outline:
    """The document's titles so far (見出しの階層), and the sections that they open."""

    def __init__(self) -> None:
        self.sections: list[DraftSection] = []
        self._by_key: dict[tuple[tuple[str, Number | None, str], ...], DraftSection] = {}
        self.current: DraftSection | None = None
        """The section that rows now belong to (現在の章)."""

    def open(self, title: NumberedTitle, span: Span) -> None:
        """Open the section of a title (章の開始), or return to it where the title repeats."""
        title = replace(title, title=_BESIDE_TITLE.sub("", title.title))
        path = self.current.path if self.current else ()
        levels = [level.style for level in path]
        if title.style in levels:
            path = path[: levels.index(title.style)]
        depth = _depth(title.style)
        path = (*takewhile(lambda level: _depth(level.style) < depth, path), title)
        key = _key(path)
        same = self._by_key.get(key)
        if same is None:
            same = self._by_key[key] = DraftSection(span, path)
            self.sections.append(same)
        elif same.path[-1].title != title.title:  # 令和６年度の事業 and 令和７年度の事業
            same.path = (*path[:-1], replace(title, title=strip_editions(title.title).strip()))
        self.current = same

    def open_plain(self, title: str, span: Span) -> None:
        """Open a section whose title has no number (番号のない章)."""
        self.open(NumberedTitle(PLAIN, None, title), span)

    def finished(self, diagnostics: Diagnostics) -> list[tuple[Number, DraftSection]]:
        """Return the sections that have rows, each with its number (行のある章).

        Titles under which no table stands are reported.
        """
        self._report_idle(diagnostics)
        sections = list(_split_tables(section for section in self.sections if section.drafts))
        return list(zip(_unique_numbers(sections, diagnostics), sections, strict=True))

    def _report_idle(self, diagnostics: Diagnostics) -> None:
        """Report titles under which no table stands (表のない見出し), with their text."""
        held = {
            _key(section.path)[:depth]
            for section in self.sections
            if section.drafts
            for depth in range(len(section.path) + 1)
        }
        for section in self.sections:
            is_idle = _key(section.path) not in held
            if section.drafts or not (section.aim or is_idle):
                continue
            lines = [section.path[-1].title, *(line.strip() for line in section.aim)]
            text = "\u3000".join(lines)
            if text.strip():
                diagnostics.loss("part-without-table", section.span, text=text)


def _depth(style: str) -> int:
    """Return how deep the style of a title usually stands (階層); without a number, deepest."""
    if style == SHEET:
        return -1
    if style.startswith(COLUMN):
        return len(titles.STYLES) + int(style.removeprefix(COLUMN))
    return titles.STYLES.index(style) if style != PLAIN else len(titles.STYLES)


def _key(path: tuple[NumberedTitle, ...]) -> tuple[tuple[str, Number | None, str], ...]:
    return tuple((title.style, title.number, _comparable(title)) for title in path)


def _comparable(title: NumberedTitle) -> str:
    """Return a title as it is compared (見出しの比較形): without a number, also without years."""
    bare = strip_editions(title.title) if title.style == PLAIN else ""
    return fold(bare.strip()) or fold(title.title)


# --- Sections of rows -------------------------------------------------------------------------


def _split_tables(sections: Iterable[DraftSection]) -> Iterator[DraftSection]:
    """Split a section whose tables restart their numbers into one for each (表ごとの章)."""
    for section in sections:
        runs = _restarts(section)
        if len(runs) == 1:
            yield section
            continue
        own = section.path[-1]
        for count, (start, stop) in enumerate(runs, 1):
            title = replace(
                own,
                number=None if own.number is None else f"{own.number}-{count}",
                title="\u3000".join(filter(None, (own.title, f"表{count}"))),
            )
            yield DraftSection(
                section.drafts[start].span,
                (*section.path[:-1], title),
                section.aim if count == 1 else [],
                section.drafts[start:stop],
                section.tables[start:stop],
            )


def _restarts(section: DraftSection) -> list[tuple[int, int]]:
    """Return the runs of drafts whose tables repeat numbers of earlier ones (番号の振り直し)."""
    runs: list[tuple[int, int]] = []
    start = 0
    seen: set[str] = set()
    place = 0
    for _table, drafts in groupby(
        zip(section.tables, section.drafts, strict=True), key=lambda pair: pair[0]
    ):
        group = [draft for _number, draft in drafts]
        own = [_number_key(draft) for draft in group if draft.number_lines]
        # Tables of different editions repeat each other's numbers.
        scoped = {draft.scope for draft in section.drafts[start : place + len(group)]}
        if len(scoped) == 1 and seen & set(own) and len(set(own)) == len(own):
            runs.append((start, place))
            start, seen = place, set()
        seen.update(own)
        place += len(group)
    runs.append((start, place))
    return runs


def _number_key(draft: Draft) -> str:
    return fold(join(draft.number_lines))


def _unique_numbers(sections: Sequence[DraftSection], diagnostics: Diagnostics) -> list[Number]:
    """Return the sections' numbers, repeated ones made unique (章番号の重複)."""
    taken: set[str] = set()
    found: list[Number] = []
    for number, section in zip(_numbers(sections), sections, strict=True):
        own, count = number, 1
        while fold(str(own)) in taken:
            count += 1
            own = f"{number}#{count}"
        if own != number:
            diagnostics.doubt(
                "section-repeated",
                section.span,
                number=str(number),
                title=section.title,
                new=str(own),
            )
        taken.add(fold(str(own)))
        found.append(own)
    return found


def _numbers(sections: Sequence[DraftSection]) -> list[Number]:
    """Return a number for each section (章の番号).

    Where numbers restart in each chapter, the chapter's number is put in front; sections without
    a number are counted.
    """
    counted = Counter(section.number for section in sections)
    are_repeated = any(counted[section.number] > 1 for section in sections if section.path[1:])
    taken: set[Number] = {section.number for section in sections if section.number is not None}
    numbers: list[Number] = []
    for place, section in enumerate(sections, 1):
        number = section.number
        above = [title.number for title in section.path[:-1] if title.number is not None]
        if number is None:
            free = (count for count in range(place, place + len(sections)) if count not in taken)
            number = next(free, place)
            taken.add(number)
        elif are_repeated and above:
            number = "-".join(map(str, (*above, number)))
        numbers.append(number)
    return numbers
