"""The outline (章立て): the sections that titles open, and the rows in each, as read so far."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple

from ...diagnostics import Span
from ...edition import Edition, order_editions, strip_editions
from ...plan import Number
from ...text.linebreak import is_cut, is_end, join
from ...text.normalize import fold
from ...text.number_headings import is_amount_column
from ..headings import titles
from ..headings.columns import Layout
from ..headings.header_rows import CellRow, is_figure, worded
from ..headings.titles import STYLES, NumberedTitle
from ..headings.vocabulary import Role, is_total
from ..ir import Cell

SHEET = "sheet"
"""The level of a sheet's name (シート), above all titles."""

HEADLINE = "headline"
"""The level of a line without a number above numbered titles (表題)."""

PLAIN = "plain"
"""The level of a title without a number (番号のない見出し)."""

_LEVELS = (SHEET, HEADLINE, *STYLES, PLAIN)

COLUMN = "column"
"""What begins the levels of titles in columns (列の見出し)."""

# Words after a title: 続き, and the counts that our own exports print.
_BESIDE_TITLE = re.compile(
    r"\s*(?:[(（【]?(?:続き|つづき|前頁から続く)[)）】]?|\s[0-9]+件(?:中[0-9]+件に変更)?)\Z"
)

_LONGEST_AIM, _LONGEST_OF_SUM = 400, 12


@dataclass(slots=True, eq=False)
class Draft:
    """An initiative in the making (作成中の事業): the lines of its cells, by column.

    scope: the edition of undated columns. given_number, given_name: split from the cell of the
    name. extra: fields found in the cell of another column. rows: the columns that each row of
    the document fills, where it is made of several.
    """

    layout: Layout
    span: Span
    scope: Edition | None = None
    cells: dict[int, list[Sequence[str]]] = field(default_factory=dict)
    given_number: Number | None = None
    given_name: list[str] | None = None
    extra: dict[str, str] = field(default_factory=dict)
    department: str | None = None
    policies: list[str] = field(default_factory=list)
    rows: list[Set[int]] | None = None

    def lines(self, at: int) -> list[str]:
        """Return all lines of a column (列の行), without blank ones."""
        return [line for lines in self.cells.get(at, ()) for line in lines if line.strip()]

    def lines_of(self, role: Role) -> list[str]:
        """Return all lines of the columns of a role (役割の行)."""
        return [line for at in self.layout.places(role) for line in self.lines(at)]

    @property
    def number_lines(self) -> list[str]:
        """The lines of its number (番号の行)."""
        return self.lines_of(Role.NUMBER)

    @property
    def name_lines(self) -> list[str]:
        """The lines of its name (事業名の行), of the latest edition that has one."""
        if self.given_name is not None:
            return self.given_name
        names = self.names()
        return names[next(reversed(names))] if names else []

    def names(self) -> dict[Edition | None, list[str]]:
        """Return the lines of its name by edition (版ごとの事業名), oldest first."""
        return by_edition(self, Role.NAME)

    @property
    def is_nameless(self) -> bool:
        """Whether the row has neither number nor name (名前のない行)."""
        return not (self.given_name or any(at in self.cells for at in self.layout.identity))

    @property
    def is_numbered(self) -> bool:
        """Whether the document gives it a number (番号の有無)."""
        numbers = self.layout.places(Role.NUMBER)
        return self.given_number is not None or any(at in self.cells for at in numbers)

    def repeats(self, other: "Draft") -> bool:
        """Return whether the row has the number and the name of another one (再掲の行)."""
        names, numbers = self.name_lines, self.number_lines
        return (
            bool(names)
            and bool(numbers or titles.split_number(names))
            and is_same_text(names, other.name_lines)
            and is_same_text(numbers, other.number_lines)
        )

    def add(self, other: "Draft", *, is_apart: bool) -> None:
        """Append a row that continues this one (続き), such as after the end of a page.

        is_apart: a rule of the table separates the two, so that a paragraph begins; so it does
        beside a further figure, as no page cuts one. What the next page repeats from the row's
        beginning on is left out.
        """
        if is_apart:
            self.rows = self.rows or [{*self.cells}]
            self.rows.append({*other.cells})
        is_repeated = other.repeats(self)
        figures = [at for at, cells in other.cells.items() if is_figure("".join(cells[0]))]
        is_apart = is_apart or any(at in self.cells for at in figures)
        for at, cells in sorted(other.cells.items()):
            own = self.cells.setdefault(at, [])
            if is_repeated := is_repeated and is_same_text(self.lines(at), other.lines(at)):
                continue
            if is_apart or not own:
                own.extend(cells)
            else:
                own[-1] = [*own[-1], *cells[0]]
                own.extend(cells[1:])


def is_same_text(lines: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two cells say the same (同じ文字列), wherever their lines end."""
    return "".join("".join(lines).split()) == "".join("".join(others).split())


def by_edition(draft: Draft, role: Role) -> dict[Edition | None, list[str]]:
    """Return the lines of a role's columns by edition (版ごとの行), oldest first."""
    places = draft.layout.places(role)
    if len(places) == 1:  # by far the most
        lines = draft.lines(places[0])
        return {draft.layout.columns[places[0]].edition: lines} if lines else {}
    found: dict[Edition | None, list[str]] = {}
    for at in places:
        if lines := draft.lines(at):
            found.setdefault(draft.layout.columns[at].edition, []).extend(lines)
    years = order_editions(edition for edition in found if edition is not None)
    return {edition: found[edition] for edition in (None, *years) if edition in found}


@dataclass(slots=True, eq=False)
class DraftSection:
    """A section in the making (作成中の章).

    path: the titles above it, then its own. tables: the number of the table that each
    draft is of.
    """

    span: Span
    path: tuple[NumberedTitle, ...]
    aim: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)

    def may_take_aim(self, text: str) -> bool:
        """Return whether a line under the title may be its aim (章の目的): no rows precede it."""
        return not self.drafts and sum(map(len, (*self.aim, text))) <= _LONGEST_AIM

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


class TotalRow(NamedTuple):
    """A row of sums (合計行): its label, and the sums by column.

    scope: the table's edition. groups: the rows since the last sum, of its own group, and below up
    to the next sum, and all of the table, so many of which are above it.
    """

    layout: Layout
    label: str
    span: Span
    section: DraftSection
    values: Mapping[int, str]
    scope: Edition | None
    groups: tuple[Sequence[Draft], ...] = ()
    above: int = 0


class Outline:
    """The document's titles so far (見出しの階層), and the sections that they open."""

    def __init__(self) -> None:
        self.sections: list[DraftSection] = []
        self._by_key: dict[tuple[tuple[str, Number | None, str], ...], DraftSection] = {}
        self.current: DraftSection | None = None  # that rows now belong to

    @property
    def current_titles(self) -> tuple[str, ...]:
        """The titles above the current row (現在の章題), outermost first."""
        return tuple(title.title for title in self.current.path) if self.current else ()

    def open(self, title: NumberedTitle, span: Span) -> None:
        """Open the section of a title (章の開始), or return to it where the title repeats."""
        title = replace(title, title=_BESIDE_TITLE.sub("", title.title))
        current = self.current
        path = current.path if current else ()
        if path and path[-1].style == SHEET and fold(path[-1].title) == fold(title.title):
            return  # a sheet's name again, as its first line
        if current and path[-1].style == PLAIN and title.style in STYLES and not current.drafts:
            path = current.path = (*_above(path, HEADLINE), replace(path[-1], style=HEADLINE))
        path = (*_above(path, title.style), title)
        same = self._by_key.get(key := key_of(path))
        if same is None:
            same = self._by_key[key] = DraftSection(span, path)
            self.sections.append(same)
        elif same.path[-1].title != title.title:  # 令和６年度の事業 and 令和７年度の事業
            same.path = (*path[:-1], replace(title, title=strip_editions(title.title).strip()))
        self.current = same

    def open_plain(self, title: str, span: Span) -> None:
        """Open a section whose title has no number (番号のない章)."""
        self.open(NumberedTitle(PLAIN, None, title), span)

    def part_rows(self, title: str) -> None:
        """Part the rows so far from those that follow in the same section (章の分離).

        They stay where their own title has no number, else they are put under the one given.
        """
        if (section := self.current) is None:
            return
        path = section.path
        if section.number is None:
            self.current = self._by_key.get(key_of(path[:-1]))
            return
        section.path = (*path, NumberedTitle(PLAIN, None, title))
        self._by_key[key_of(section.path)] = section
        self.current = self._by_key[key_of(path)] = DraftSection(section.span, path, section.aim)
        section.aim = []
        self.sections.append(self.current)


def _above(path: tuple[NumberedTitle, ...], style: str) -> Iterator[NumberedTitle]:
    """Yield the titles above those of a style (上位の見出し)."""
    return takewhile(lambda level: _depth(level.style) < _depth(style), path)


def _depth(style: str) -> int:
    """Return how deep the style of a title usually is (階層); without a number, deepest."""
    if style.startswith(COLUMN):
        return _LEVELS.index(PLAIN) + int(style.removeprefix(COLUMN))
    return _LEVELS.index(style)


def key_of(path: tuple[NumberedTitle, ...]) -> tuple[tuple[str, Number | None, str], ...]:
    """Return titles below each other as they are compared (見出しの比較形)."""
    return tuple((title.style, title.number, _comparable(title)) for title in path)


def _comparable(title: NumberedTitle) -> str:
    """Return a title as it is compared (見出しの比較形): without a number, also without years."""
    bare = strip_editions(title.title) if title.style == PLAIN else ""
    return fold(bare.strip()) or fold(title.title)


# --- Rows that the end of a page cuts -----------------------------------------------------------

_FEWEST_ROWS = 3
_ENDS = ("。", "．")
# The second and later paragraphs (項) and items (号) of an article (条).
_LATER_PART = re.compile(r"(?:[2-9２-９]|[1１][0-9０-９]|[二三四五六七八九十]+|[イ-ヲ])\s*(?=\D)")


def is_step(draft: Draft, last: Draft) -> bool:
    """Return whether a nameless row is a step below the last one (節の行), and no rest of it.

    Its first text is right of the names, where the row above is blank or a step; both have amounts,
    unless the row above is nothing but a 目.
    """
    layout = draft.layout
    amounts = {*layout.places(Role.AMOUNT)} & draft.cells.keys()
    first, others = min(draft.cells, default=0), last.cells.keys() - {*layout.identity}
    is_under = not others and layout.columns[first].heading in _STEPS
    if not (amounts & others or is_under) or not (draft.is_nameless and layout.identity):
        return False
    is_above = not others or first <= min(others) or last.given_name
    is_below = max(layout.identity) < first and is_above
    return bool(is_below) and layout.columns[first].role in {Role.TEXT, Role.SUMMARY}


_STEPS = frozenset({"節", "細節", "説明"})  # headings below a 目


def is_rest(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether the first row of a page is the rest of the last one (頁で切れた行).

    In a table with names the row is a rest if it completes the last name, or if both go on in
    mid-sentence and a column that every other row fills is blank. In a table without, if a text
    goes on, or seems to where most texts end as sentences do, or if a later part of an article
    begins, though no row of the table so far begins with one. rows: those rows.
    """
    texts = [at for at in draft.layout.places(Role.SUMMARY) if at in draft.cells]
    has_names = bool(draft.layout.identity)
    if draft.cells.keys() <= {*draft.layout.places(Role.NAME)}:
        end, name, *names = (join(row.name_lines).strip() for row in (draft, last, *rows))
        return is_end(end, name, names) and len(last.cells) > len(draft.cells)
    is_sure = not has_names and any(is_cut(last.lines(at), draft.lines(at)) for at in texts)
    if is_sure or not texts or len(rows) < _FEWEST_ROWS:
        return is_sure
    is_open = {at: not join(last.lines(at) or "。").endswith(_ENDS) for at in draft.cells}
    if has_names:
        blank = last.cells.keys() - draft.cells.keys()
        return all(is_open.values()) and any(all(at in row.cells for row in rows) for at in blank)
    others = [join(row.lines(at)) for row in rows for at in texts if at in row.cells]
    if 2 * sum(text.endswith(_ENDS) for text in others) < len(others):
        return False
    own = [join(draft.lines(at)).strip() for at in texts]
    is_later = any(map(_LATER_PART.match, own)) and not any(map(_LATER_PART.match, others))
    return is_later or any(map(is_open.get, texts))


# --- Rows of sums ------------------------------------------------------------------------------


def find_total(row: CellRow, layout: Layout, above: CellRow) -> tuple[Cell, dict[int, str]] | None:
    """Return the label and the sums by column of a row of sums (合計行), or None.

    above: the row before; a cell merged with it is no label.
    """
    if not _may_be_total(row, layout):
        return None
    shared = {id(cell) for cell in above}
    own = (cell for cell in worded(row) if id(cell) not in shared)
    label = next((cell for cell in own if is_total(join(cell.lines))), None)
    if label is None or _is_said_of(row, layout, label):
        return None
    values: dict[int, str] = {}
    for at, cell in enumerate(row):
        column = layout.columns[at]
        if cell is label or not cell.text or (at and cell is row[at - 1]):
            continue
        if column.role is Role.AMOUNT or (
            column.role in {Role.TEXT, Role.SUMMARY} and is_amount_column("額", [cell.text])
        ):
            values[at] = join(line.strip() for line in cell.lines)
    return label, values


def _is_said_of(row: CellRow, layout: Layout, label: Cell) -> bool:
    """Return whether the row says in words what is done, or of what: ウ 心電計 is no sum."""
    texts = [row[at] for at in layout.places(Role.SUMMARY)]
    has_name = any(row[at].text and row[at] is not label for at in layout.places(Role.NAME))
    if has_name and any(cell is label for cell in texts):
        return True
    others = [cell.text for cell in texts if cell is not label]
    return any(
        len(text) > _LONGEST_OF_SUM and not is_amount_column("額", [text]) for text in others
    )


def _may_be_total(row: CellRow, layout: Layout) -> bool:
    """Return whether a row may be one of sums; a quick test, as every row gets it."""
    if any(is_total(row[at].text) for at in layout.places(Role.EDITION)):
        return True  # 計 below the years of an initiative
    lines = [line for at in layout.labels for line in row[at].lines]
    return any("計" in line or "額" in line or "繰" in line for line in lines) and not any(
        row[at].lines and titles.is_numberlike(row[at].text) for at in layout.places(Role.NUMBER)
    )
