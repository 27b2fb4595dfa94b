"""A row of text without positions (平文の行), parted into what its heading announces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from unicodedata import east_asian_width

from ...diagnostics import Span
from ...text._spaces import respaced
from ...text.joining import INDENT
from ..interpret.column_classifier import Role
from ..interpret.policies import is_likely
from ..ir import Cell
from ._flowing_headings import Heading
from ._numbered_lines import NumberedLine

ROW_START = re.compile(r"\s?([0-9０-９]{1,3})(?:[.．]?\s+(\S.*))?")
"""What opens a row (行頭): its number, perhaps with its name."""

_SHORT_BY = 4  # in narrow characters
_INDENTED = 2

_Block = list[NumberedLine]


@dataclass(slots=True)
class FlowingRow:
    """A row's lines (行). rest and rest_of_name: those that the end of a page has cut off."""

    number: int
    lines: list[NumberedLine]
    rest_of_name: list[NumberedLine] = field(default_factory=list)
    rest: list[NumberedLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowParts:
    """What a row holds (行の内容), a block of lines for each year. where: its place."""

    number: str
    where: Span
    name: list[str]
    summaries: list[_Block]
    department: list[str]
    policies: list[str]

    def lines(self) -> Iterator[NumberedLine]:
        """Yield the lines of all years (年度の文の行)."""
        for block in self.summaries:
            yield from block

    def restored(self, widest: int) -> "RowParts":
        """Return them with the spaces and indents that the text has lost (空白の復元)."""
        return replace(
            self,
            name=list(map(respaced, self.name)),
            department=list(map(respaced, self.department)),
            summaries=[_restored(block, widest) for block in self.summaries],
        )

    def doubtful(self, widest: int) -> Iterator[NumberedLine]:
        """Yield lines that may begin a paragraph or not (不確かな段落): the ones above are full."""
        for block in self.summaries:
            for above, line in pairwise(block):
                is_full = width(above.text) > widest - _SHORT_BY
                if is_full and _may_begin(above, line, widest):
                    yield line

    def cells(self, roles: Sequence[Role]) -> tuple[Cell, ...]:
        """Return the cells in the heading's order (行のセル)."""
        summaries = iter(self.summaries)
        cells = [Cell((self.number,), self.where), Cell(tuple(self.name), self.where)]
        for role in roles:
            if role is Role.SUMMARY:
                block = next(summaries)
                cells.append(Cell(tuple(line.text for line in block), block[0].where))
            elif role is Role.DEPARTMENT:
                cells.append(Cell(tuple(self.department), self.where))
            elif role is Role.POLICIES:
                cells.append(Cell(tuple(self.policies), self.where))
        return tuple(cells)


def parted(row: FlowingRow, heading: Heading) -> RowParts | None:
    """Return what the row holds (行の内容), or None where it does not fit its heading."""
    first, *rest = row.lines
    match = ROW_START.fullmatch(first.text)
    assert match is not None  # noqa: S101  that is how the row was found
    name = [match[2]] if match[2] else []
    at = 0
    while at < len(rest):
        line = rest[at]
        if line.is_indented or (not line.text and name):
            break
        if line.text:
            name.append(line.text.strip())
        at += 1
    blocks = _blocks(rest[at:])
    policies = _take_policies(blocks) if Role.POLICIES in heading.roles else []
    department: list[str] = []
    if Role.DEPARTMENT in heading.roles and len(blocks) == heading.years + 1:
        department = [line.text.strip() for line in blocks.pop()]
    indented = [block[0].is_indented for block in blocks]
    # Without an indent, nothing but their number tells a summary from a department.
    is_doubtful = Role.DEPARTMENT in heading.roles and not department and not all(indented)
    if len(blocks) != heading.years or any(indented) != all(indented) or is_doubtful:
        return None
    found = RowParts(match[1], first.where, name, blocks, department, policies)
    found = RowParts(match[1], first.where, name, blocks, department, policies)
    found.name.extend(line.text.strip() for line in row.rest_of_name)
    return _with_rest(found, _blocks(row.rest), is_named=bool(row.rest_of_name))


def _with_rest(found: RowParts, rest: list[_Block], *, is_named: bool) -> RowParts | None:
    """Return the row with what the page's end has cut off (続き), or None where it is unclear."""
    years = len(found.summaries)
    name: _Block = []
    department: _Block = []
    if len(rest) == 1 + years + 1 and not is_named and found.department:
        name, *rest, department = rest
    elif len(rest) == years + 1 and is_named and found.department:
        *rest, department = rest
    elif len(rest) != years and rest:
        return None
    below = rest or [[] for _block in found.summaries]
    return replace(
        found,
        name=found.name + [line.text.strip() for line in name],
        summaries=[block + more for block, more in zip(found.summaries, below, strict=True)],
        department=found.department + [line.text.strip() for line in department],
    )


def _restored(block: _Block, widest: int) -> _Block:
    restored = [replace(line, text=respaced(line.text)) for line in block]
    for at, (above, line) in enumerate(pairwise(block), 1):
        if _may_begin(above, line, widest):
            restored[at] = replace(line, text=INDENT + restored[at].text)
    return restored


def _may_begin(above: NumberedLine, line: NumberedLine, widest: int) -> bool:
    """Return whether a paragraph may begin (段落の始まり): after a sentence's end.

    There is room for more on that line, or, as an indent takes it, on the next one.
    """
    has_room = width(above.text) <= widest - _SHORT_BY or width(line.text) <= widest - _INDENTED
    return above.text.endswith("。") and has_room


def width(text: str) -> int:
    """Return how wide the text is (幅), in narrow characters."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _blocks(lines: Sequence[NumberedLine]) -> list[_Block]:
    blocks: list[_Block] = []
    is_apart = True
    for line in lines:
        if not line.text.strip():
            is_apart = True
        elif is_apart:
            blocks.append([line])
            is_apart = False
        else:
            blocks[-1].append(line)
    return blocks


def _take_policies(blocks: list[_Block]) -> list[str]:
    """Take the policy numbers off the end of the row (施策番号), alone or behind a department."""
    if not blocks:
        return []
    if all(is_likely(line.text) for line in blocks[-1]):
        return [line.text.strip() for line in blocks.pop()]
    last = blocks[-1][-1]
    before, space, policy = last.text.strip().rpartition(" ")
    if space and is_likely(policy):
        cut = NumberedLine(before.strip(), last.where, last.page, last.is_apart)
        blocks[-1] = [*blocks[-1][:-1], cut]
        return [policy]
    return []
