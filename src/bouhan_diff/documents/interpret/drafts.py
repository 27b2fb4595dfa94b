"""Drafts (作成中の事業): rows as cells by column, and which rows continue others."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from ...diagnostics import Span
from ...edition import Edition, order_editions
from ...plan import Number
from ...text.joining import is_cut, is_rest_of_name, join
from ...text.linebreak import ems
from ..headings import titles
from ..headings.header_rows import is_figure
from ..headings.vocabulary import Role
from .layouts import Layout


@dataclass(slots=True, eq=False)
class Draft:
    """An initiative in the making (作成中の事業): the lines of its cells, by column.

    scope: the edition of undated columns. given_number, given_name: split from the cell of the
    name. is_step: it is the section's own row, as of a 款 above its 項. extra: fields found in
    the cell of another column. elsewhere: lines of further properties, found under the name or
    above the table. rows: the columns filled by each row of the document, if there are several.
    same: the columns with 同左, and those whose cells they repeat.
    """

    layout: Layout
    span: Span
    scope: Edition | None = None
    cells: dict[int, list[Sequence[str]]] = field(default_factory=dict)
    given_number: Number | None = None
    given_name: list[str] | None = None
    is_step: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[Role, list[str]] = field(default_factory=dict)
    rows: list[Set[int]] | None = None
    same: dict[int, int] = field(default_factory=dict)

    def lines(self, at: int) -> list[str]:
        """Return all lines of a column (列の行), without blank ones."""
        return [line for lines in self.cells.get(at, ()) for line in lines if line.strip()]

    def lines_of(self, role: Role) -> list[str]:
        """Return all lines of the columns of a role (役割の行)."""
        return [line for at in self.layout.places(role) for line in self.lines(at)]

    @property
    def number_lines(self) -> list[str]:
        """The lines of its number (番号の行); 1 and (2), or 1 and 2, in two columns are one."""
        places = self.layout.places(Role.NUMBER)
        if len(places) <= 1:  # the usual case
            return self.lines_of(Role.NUMBER)
        texts = [text for at in places if (text := join(self.lines(at)).strip())]
        whole = texts[:1] + [t if t[0] in "(（" else f"-{t}" for t in texts[1:]]
        return ["".join(whole)] if whole else []

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

    @property
    def line(self) -> str:
        """The row on one line (行の引用)."""
        return on_one_line(self.lines(at) for at in sorted(self.cells))

    def repeats(self, other: "Draft") -> bool:
        """Return whether the row repeats the number and the name of another one (再掲の行)."""
        names, numbers = self.name_lines, self.number_lines
        return (
            bool(names)
            and bool(numbers or titles.split_number(names))
            and is_same_text(names, other.name_lines)
            and is_same_text(numbers, other.number_lines)
        )

    def has_other_figures(self, other: "Draft") -> bool:
        """Return whether a column has different figures in another row (別の数値)."""
        both = [(self.lines(at), other.lines(at)) for at in self.cells.keys() & other.cells.keys()]
        return any(
            all(map(is_figure, (*lines, *more))) and not is_same_text(lines, more)
            for lines, more in both
        )

    def add(self, other: "Draft", *, is_apart: bool) -> None:
        """Append a row that continues this one (続き), for example after the end of a page.

        is_apart: a rule of the table separates the two, so that a new paragraph begins; it also
        does beside another figure, as no page cuts figures. Texts that the next page repeats from
        the start of the row are left out, as is all that it repeats beside a name or a number.
        """
        if is_apart:
            self.rows = self.rows or [{*self.cells}]
            self.rows.append({*other.cells})
        keys = (other.name_lines, self.name_lines), (other.number_lines, self.number_lines)
        is_again = not is_apart and any(its and is_same_text(its, known) for its, known in keys)
        is_repeated = other.repeats(self)
        more = {**other.cells}
        for at, source in self.same.items():
            if source in more and at not in more:
                more[at] = more[source]
        figures = [at for at, cells in more.items() if is_figure("".join(cells[0]))]
        is_apart = is_apart or any(at in self.cells for at in figures)
        for at, cells in sorted(more.items()):
            known = self.cells.setdefault(at, [])
            is_same = is_same_text(self.lines(at), [line for lines in cells for line in lines])
            is_repeated = is_repeated and is_same
            if is_repeated or (is_again and is_same):
                continue
            if is_apart or not known:
                known.extend(cells)
            else:
                known[-1] = [*known[-1], *cells[0]]
                known.extend(cells[1:])


def on_one_line(cells: Iterable[Sequence[str]]) -> str:
    """Return the lines of some cells on one line (行の引用)."""
    return "\u3000".join(join(line.strip() for line in lines) for lines in cells)


def is_same_text(lines: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two cells have the same text (同じ文字列), however their lines are broken."""
    return "".join("".join(lines).split()) == "".join("".join(others).split())


def by_edition(draft: Draft, role: Role) -> dict[Edition | None, list[str]]:
    """Return the lines of a role's columns by edition (版ごとの行), oldest first."""
    places = draft.layout.places(role)
    if len(places) == 1:  # the usual case
        lines = draft.lines(places[0])
        return {draft.layout.columns[places[0]].edition: lines} if lines else {}
    found: dict[Edition | None, list[str]] = {}
    for at in places:
        if lines := draft.lines(at):
            found.setdefault(draft.layout.columns[at].edition, []).extend(lines)
    years = order_editions(edition for edition in found if edition is not None)
    return {edition: found[edition] for edition in (None, *years) if edition in found}


# --- Rows that the end of a page cuts -----------------------------------------------------------

_FEWEST_ROWS = 3
_ENDS = ("。", "．")
# The second and later paragraphs (項) and items (号) of an article (条).
_LATER_PART = re.compile(r"(?:[2-9２-９]|[1１][0-9０-９]|[二三四五六七八九十]+|[イ-ヲ])\s*(?=\D)")


def is_subdivision(draft: Draft, last: Draft) -> bool:
    """Return whether a nameless row is a step below the last row (節の行), not its continuation.

    Its first text is right of the names, where the row above is blank or a step; both have amounts,
    unless the row above is only a 目.
    """
    layout = draft.layout
    if not (draft.is_nameless and layout.identity):  # the usual case
        return False
    amounts = {*layout.places(Role.AMOUNT)} & draft.cells.keys()
    first, others = min(draft.cells, default=0), last.cells.keys() - {*layout.identity}
    is_under = not others and layout.columns[first].heading in _STEPS
    if not (amounts & others or is_under):
        return False
    is_above = not others or first <= min(others) or last.given_name
    is_below = max(layout.identity) < first and is_above
    return bool(is_below) and layout.columns[first].role in {Role.TEXT, Role.SUMMARY}


_STEPS = frozenset({"節", "細節", "説明"})  # headings below a 目


def is_rest(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether the first row of a page continues the last one (頁で切れた行).

    In a table with names it does if it completes the last name, or if both are in mid-sentence and
    a column filled in every other row is blank. In a table without names it does if a text
    continues, or seems to where most texts end as sentences, or if a later part of an article
    begins although no row so far begins with one; in one edition only, where it is new, that is
    certain. Two amounts of the same year belong to two rows. A name that is repeated, as no other
    is, spans both pages if everything else in both rows is equal; a number does in any case. rows:
    those of the table so far.
    """
    is_other = any(at in draft.cells and at in last.cells for at in _amounts_of_years(draft))
    if is_other or _is_named_again(draft, last, rows) or _is_numbered_again(draft, last, rows):
        return not is_other
    texts = [at for at in draft.layout.places(Role.SUMMARY) if at in draft.cells]
    has_names = bool(draft.layout.identity)
    if draft.cells.keys() <= {*draft.layout.places(Role.NAME)}:
        return _ends_name(draft, last, rows)
    is_sure = not has_names and any(is_cut(last.lines(at), draft.lines(at)) for at in texts)
    lines = [] if has_names else [join(draft.lines(at)).strip() for at in texts]
    is_later = any(map(_LATER_PART.match, lines))
    is_later &= not (is_later and any(map(_LATER_PART.match, _texts(rows, texts))))
    is_sure |= is_later and len(lines) < len(draft.layout.places(Role.SUMMARY))
    if is_sure or not texts or len(rows) < _FEWEST_ROWS:
        return is_sure
    is_open = {at: not join(last.lines(at) or "。").endswith(_ENDS) for at in draft.cells}
    if has_names:
        blank = last.cells.keys() - draft.cells.keys()
        return all(is_open.values()) and any(all(at in row.cells for row in rows) for at in blank)
    others = [*_texts(rows, texts)]
    if 2 * sum(text.endswith(_ENDS) for text in others) < len(others):
        return False
    return is_later or any(map(is_open.get, texts))


def _ends_name(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether a row that is only a name completes the last one (名称の続き).

    The last name must be open, or fill its line and end as no other does unless the row is added.
    """
    end, name, *names = (join(row.name_lines).strip() for row in (draft, last, *rows))
    lengths = [ems(line) for row in (last, *rows) for line in row.name_lines]
    is_full = bool(last.name_lines) and ems(last.name_lines[-1]) > max(lengths) - 1
    ends = {one[-_ENDING:] for one in names if one != name}
    is_like = is_full and end[-_ENDING:] in ends and name[-_ENDING:] not in ends
    is_open = _OPEN_NAME.search(name) is not None
    return (is_open or is_like or is_rest_of_name(end, name, names)) and len(last.cells) > len(
        draft.cells
    )


_OPEN_NAME = re.compile(r"[（(][^）)]*\Z|(?:及び|並びに|[、・のや])\Z")
"""What ends a name that goes on (名称の途中)."""
_ENDING = 2  # characters


def _is_named_again(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether a row repeats the last one's name (名称の再掲) and adds to it.

    No other name is repeated on the next row, and what both rows say is equal.
    """
    shared = draft.cells.keys() & last.cells.keys()
    if not shared.intersection(draft.layout.places(Role.NAME)) or shared == draft.cells.keys():
        return False
    names = (row.name_lines for row in rows)
    is_alone = not any(is_same_text(*pair) for pair in pairwise(names))
    return is_alone and all(is_same_text(draft.lines(at), last.lines(at)) for at in shared)


def _is_numbered_again(draft: Draft, last: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether a row repeats the last one's number (番号の再掲), which is no other row's."""
    number, *numbers = ("".join(row.number_lines) for row in (draft, *rows))
    is_again = bool(number) and number == "".join(last.number_lines)
    return is_again and len(rows) >= _FEWEST_ROWS and len({*numbers}) == len(numbers)


def _texts(rows: Iterable[Draft], places: Sequence[int]) -> Iterator[str]:
    """Yield the texts that rows have in some columns (本文)."""
    return (join(row.lines(at)) for row in rows for at in places if at in row.cells)


def lacks_start(draft: Draft, last: Draft | None) -> bool:
    """Return whether a nameless row continues one on a page that was not read (頁外の行の続き).

    It is the first row, and lacks the yearly amounts that its table has.
    """
    amounts = _amounts_of_years(draft)
    return last is None and len(amounts) > 1 and not any(at in draft.cells for at in amounts)


def _amounts_of_years(draft: Draft) -> list[int]:
    layout = draft.layout
    return [at for at in layout.places(Role.AMOUNT) if layout.columns[at].edition]


def lacks_number(draft: Draft, last: Draft | None) -> bool:
    """Return whether a row has neither the number nor any figure of the last one (行の残り)."""
    return (
        last is not None
        and bool(last.number_lines and draft.cells)
        and draft.cells.keys() < last.cells.keys()
        and not {*draft.layout.places(Role.NUMBER), *draft.layout.places(Role.AMOUNT)}
        & draft.cells.keys()
    )


def is_name_alone(draft: Draft, last: Draft | None) -> bool:
    """Return whether a row has nothing but a name, other than the one above (名称だけの行)."""
    is_alone = {*draft.cells} <= {*draft.layout.places(Role.NAME)} and draft.given_name is None
    return is_alone and last is not None and len(last.cells) > _FEWEST_OF_ROW


_FEWEST_OF_ROW = 2
