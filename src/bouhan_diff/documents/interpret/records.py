"""Rows of a table (表の行) gathered into initiatives, whatever the page broke."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...diagnostics import Span
from ...edition import Edition
from ...plan import Initiative, Number
from ...text.joining import INDENT, join, paragraphs
from ..ir import Cell
from .column_classifier import Column, Role
from .labelled import parted
from .policies import spread
from .title_patterns import is_numberlike, number

# A cell with nothing but these says that the initiative is not in that year's plan.
_NOT_PLANNED = re.compile(
    r"[-‐‑–—―ー－−]+|[（(［【]?(?:(?:記載|該当)?なし|新規|新設|廃止|削除|削る|終了)(?:事業)?[)）］】]?"
)
# Two departments on two lines, rather than one that the column was too narrow for.
_WHOLE_DEPARTMENT = re.compile(r"(?:.*[^部局市](?:課|室|署|センター|館|所|会|団)|.*[)）])\Z")
_MINISTRY = re.compile(r".*(?:省|庁|委員会|府)\Z")
_NUMBERED_NAME = re.compile(
    r"(?P<number>(?:[0-9０-９]{1,3}|[Ⅰ-Ⅻ])(?:[-－−‐–.．][0-9０-９]{1,3})*(?=\s)"
    r"|[0-9０-９]{1,3}(?=[.．])|[(（][0-9０-９]{1,3}[)）]|[①-⑳])[.．\s]*(?P<name>\S.*)",
    re.DOTALL,
)
# Where a narrow column has lost the space between them: only one of a row of numbers is one.
_CLOSE_NUMBER = re.compile(r"(?P<number>[0-9０-９]{1,3})(?P<name>\D.*)", re.DOTALL)


@dataclass(slots=True)
class Draft:
    """An initiative in the making (作成中の事業): the lines of each of its cells."""

    where: Span
    number: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    department: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    summaries: dict[Edition, list[str]] = field(default_factory=dict)
    given_number: Number | None = None

    def add(self, other: "Draft", *, is_apart: bool = False) -> None:
        """Take in what goes on in another row (続き), such as after the end of a page.

        is_apart: a rule of the table is between the two, so that a paragraph begins.
        """
        self.number += other.number
        self.name += other.name
        self.department += other.department
        self.policies += other.policies
        for year, lines in other.summaries.items():
            first = INDENT + lines[0].lstrip() if is_apart and lines else ""
            self.summaries.setdefault(year, []).extend([first, *lines[1:]] if first else lines)

    @property
    def is_nameless(self) -> bool:
        """Whether the row has neither number nor name (名前のない行)."""
        return not self.number and not self.name

    @property
    def is_numbered(self) -> bool:
        """Whether the document gives the row a number (番号の有無)."""
        return bool(self.number) or self.given_number is not None

    def split_name(self) -> tuple[Number, list[str]] | None:
        """Return the number that opens the name (事業名の頭の番号) and the rest, or None."""
        return self._split(_NUMBERED_NAME)

    def split_close_name(self) -> tuple[Number, list[str]] | None:
        """Return the same where nothing parts the two (詰まった番号)."""
        return self._split(_CLOSE_NUMBER)

    def _split(self, pattern: re.Pattern[str]) -> tuple[Number, list[str]] | None:
        match = pattern.fullmatch("\n".join(line.strip() for line in self.name))
        return (number(match["number"]), match["name"].split("\n")) if match else None

    def finished(self, *, count: int, section: Number, is_wrapped: bool) -> Initiative:
        """Return the initiative (事業). count: its number where the document gives none."""
        own = self.given_number
        if own is None and not self.number:
            own = count
        else:
            own = _within(section, join(self.number) if own is None else str(own))
        summaries = {}
        for year, lines in sorted(self.summaries.items()):
            text = "\n".join(paragraphs(lines, is_wrapped=is_wrapped))
            if text and not _NOT_PLANNED.fullmatch(text):
                summaries[year] = text
        return Initiative(
            own,
            join(line.strip() for line in self.name),
            summaries,
            _department(self.department),
            spread("\n".join(self.policies)),
        )


def draft_of(row: Sequence[Cell], columns: Sequence[Column | None]) -> Draft:
    """Return the row's cells by what their columns hold (行の内容), a merged cell once."""
    draft = Draft(next(cell.span for cell in row if cell.text))
    named: list[Cell] = []
    seen: set[tuple[int, Role | None, Edition | None]] = set()
    for cell, column in zip(row, columns, strict=True):
        key = (id(cell), column.role if column else None, column.year if column else None)
        if column is None or key in seen or not cell.text:
            continue
        seen.add(key)
        lines = [line for line in cell.lines if line.strip()]
        match column.role:
            case Role.NUMBER:
                draft.number += lines
            case Role.NAME:
                named.append(cell)
            case Role.DEPARTMENT:
                draft.department += lines
            case Role.POLICIES:
                draft.policies += lines
            case Role.SUMMARY if column.year is not None:
                draft.summaries.setdefault(column.year, []).extend(lines)
    # One heading over two columns: the number stands in the first of them.
    if len(named) > 1 and not draft.number and is_numberlike(named[0].text):
        draft.number += named.pop(0).lines
    elif len(named) == 1 and len(columns) > 1 and _is_lone_number(row, columns, named[0]):
        draft.number += named.pop().lines
    for cell in named:
        name, labelled = parted([line for line in cell.lines if line.strip()])
        draft.name += name
        draft.department += labelled.get(Role.DEPARTMENT, ())
        draft.policies += labelled.get(Role.POLICIES, ())
    return draft


def _is_lone_number(row: Sequence[Cell], columns: Sequence[Column | None], cell: Cell) -> bool:
    """Return whether the cell is a number whose name stands in another row's fragment."""
    under = [place for place, column in enumerate(columns) if column and column.role is Role.NAME]
    return (
        len(under) > 1 and row[under[0]] is cell is not row[under[-1]] and is_numberlike(cell.text)
    )


def _within(section: Number, text: str) -> Number:
    """Return the initiative's own part of a number such as 4-5 in section 4."""
    own = number(text)
    if isinstance(own, str):
        first, sign, rest = own.partition(next(iter(re.findall(r"[-－−‐–.．]", own)), "-"))
        if sign and rest and number(first) == section:
            return number(rest)
    return own


def _department(lines: Sequence[str]) -> str:
    """Return the department (担当課) of one or several lines; several departments by 、."""
    stripped = [line.strip() for line in lines]
    parts: list[str] = []
    for place, line in enumerate(stripped):
        rest = join(stripped[place:])
        apart = (
            parts
            and any(
                whole.match(parts[-1]) and whole.match(rest)
                for whole in (_WHOLE_DEPARTMENT, _MINISTRY)
            )
            and line[0] not in "(（[［"
        )
        if parts and not apart:
            parts[-1] = join((parts[-1], line))
        else:
            parts.append(line)
    return "、".join(parts)
