"""Text as pdftotext prints it without -layout (平文): cells one after the other.

No position tells a cell from the next one, so that a row is parted by what its heading
announces: its number and name, a block of lines for each year, then department and
policy numbers. A row that does not come out even is told of, not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..errors import Problem
from ..messages import _
from ..published import Cell, Columns, Document, Line, Table
from ..published.columns import Role, column_of, years_in
from ..published.policies import is_likely
from ..published.titles import footnote, numbered_title, source_and_title
from ._numbered_lines import NumberedLine

_ROW_START = re.compile(r"\s?([0-9０-９]{1,3})(?:[.．]?\s+(\S.*))?")
_MOST_TOKENS = 5
_LONGEST_HEADER = 12
_LINES_UNDER_TITLE = 8

_Block = list[NumberedLine]


@dataclass(frozen=True, slots=True)
class _Header:
    """A heading (見出し) found in the lines from start to end. texts: of each column."""

    start: int
    end: int
    texts: tuple[str, ...]
    roles: tuple[Role, ...]


def document_of(lines: Sequence[NumberedLine], given: Columns, name: str) -> Document:
    """Return the text's lines and tables (文書)."""
    headers = list(_headers(lines, given))
    blocks: list[Line | Table] = []
    problems: list[Problem] = []
    last = 0
    start = 0
    for header, following in zip_longest(headers, headers[1:]):
        blocks += _loose(lines[start : header.start])
        if any(numbered_title(line.text) for line in lines[start : header.start]):
            last = 0
        end = following.start if following else len(lines)
        body = _body_end(lines, header.end, end, is_last=following is None)
        rows = _rows(lines[header.end : body], given, last)
        where = lines[header.start].where
        table = [_heading_row(header, where)]
        for number, row in rows:
            last = number
            cells = _cells(row, header)
            if cells is None:
                problems.append(_uneven(row))
            else:
                table.append(cells)
        if len(table) == 1:
            problems.append(Problem(_("No numbered rows were found under this heading."), where))
        blocks.append(Table(tuple(table)))
        start = body
    blocks += _loose(lines[start:])
    return Document(tuple(blocks), is_wrapped=True, name=name, problems=tuple(problems))


def _loose(lines: Sequence[NumberedLine]) -> Iterator[Line]:
    for line in lines:
        if line.text.strip():
            yield Line(line.text, line.where, is_apart=line.is_apart)


def _headers(lines: Sequence[NumberedLine], given: Columns) -> Iterator[_Header]:
    at = 0
    while at < len(lines):
        found = _header_at(lines, at, given) if lines[at].text.strip() else None
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _header_at(lines: Sequence[NumberedLine], start: int, given: Columns) -> _Header | None:
    """Return the longest run of lines that is nothing but headings (見出し), or None."""
    best = None
    tokens: list[str] = []
    for end in range(start, min(start + _LONGEST_HEADER, len(lines))):
        text = lines[end].text
        if not text.strip():
            continue
        tokens += text.split()
        texts = _grouped(tokens, given)
        if texts is None:
            if column_of(tokens[-1], given) is None and not years_in(tokens[-1]):
                break
            continue
        columns = [column_of(group, given) for group in texts]
        roles = tuple(column.role for column in columns if column)
        if len(roles) > 1 and Role.SUMMARY in roles:
            best = _Header(start, end + 1, texts, roles)
    return best


def _grouped(tokens: Sequence[str], given: Columns) -> tuple[str, ...] | None:
    """Return the words grouped into headings (見出しの区切り), or None where one is unknown."""
    groups = []
    at = 0
    while at < len(tokens):
        for size in range(min(_MOST_TOKENS, len(tokens) - at), 0, -1):
            words = tokens[at : at + size]
            if years_in(words[0]):
                fits = not any(years_in(word) or _is_other(word, given) for word in words[1:])
                text = " ".join(words)
            else:
                fits = not any(map(years_in, words))
                text = "".join(words)
            if fits and column_of(text, given):
                groups.append(text)
                at += size
                break
        else:
            return None
    return tuple(groups)


def _is_other(word: str, given: Columns) -> bool:
    column = column_of(word, given)
    return (column is not None and column.role is not Role.SUMMARY) or word.startswith(("※", "*"))


def _body_end(lines: Sequence[NumberedLine], start: int, end: int, *, is_last: bool) -> int:
    """Return where a table's rows end (表の終わり): at a footnote or the next section's title."""
    for at in range(start, end):
        if footnote(lines[at].text) is not None:
            return at
    if is_last:
        return end
    blocks = 0
    for seen, at in enumerate(range(end - 1, start - 1, -1)):
        line = lines[at]
        text = line.text.strip()
        if not text or _is_noise(text):
            continue
        if seen > _LINES_UNDER_TITLE or blocks > 1:
            break
        if numbered_title(text) and not _ROW_START.fullmatch(line.text.rstrip(), 0, 0):
            return at
        blocks += line.is_apart
    return end


def _is_noise(text: str, given: Columns | None = None) -> bool:
    """Return whether the line is furniture (ページの飾り): a heading's word astray, 資料１."""
    column = column_of(text, given or {})
    marked = source_and_title(text)
    return bool(column and column.role is not Role.SUMMARY) or bool(marked and not marked[1])


def _rows(
    lines: Sequence[NumberedLine], given: Columns, last: int
) -> Iterator[tuple[int, list[NumberedLine]]]:
    """Yield each row's number and lines (行)."""
    number = last
    row: list[NumberedLine] = []
    for line in lines:
        text = line.text.strip()
        match = _ROW_START.fullmatch(line.text)
        if match and int(match[1]) == number + 1:
            if row:
                yield number, row
            number += 1
            row = [line]
        elif row and not _is_noise(text, given):
            row.append(line)
    if row:
        yield number, row


def _cells(row: Sequence[NumberedLine], header: _Header) -> tuple[Cell, ...] | None:
    """Return the row's cells in the heading's order (行のセル), or None where they do not fit."""
    first, *rest = row
    match = _ROW_START.fullmatch(first.text)
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
    years = header.roles.count(Role.SUMMARY)
    policies = _take_policies(blocks) if Role.POLICIES in header.roles else []
    department: list[str] = []
    if Role.DEPARTMENT in header.roles and len(blocks) == years + 1:
        department = [line.text.strip() for line in blocks.pop()]
    indented = [block[0].is_indented for block in blocks]
    if len(blocks) != years or any(indented) != all(indented):
        return None
    summaries = iter(blocks)
    cells = [Cell((match[1],), first.where), Cell(tuple(name), first.where)]
    for role in header.roles:
        if role is Role.SUMMARY:
            block = next(summaries)
            cells.append(Cell(tuple(line.text for line in block), block[0].where))
        elif role is Role.DEPARTMENT:
            cells.append(Cell(tuple(department), first.where))
        elif role is Role.POLICIES:
            cells.append(Cell(tuple(policies), first.where))
    return tuple(cells)


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


def _heading_row(header: _Header, where: str) -> tuple[Cell, ...]:
    texts = ["番号", "事業名"]
    pairs = zip(header.texts, header.roles, strict=True)
    texts += [text for text, role in pairs if role not in {Role.NUMBER, Role.NAME}]
    return tuple(Cell((text,), where) for text in texts)


def _uneven(row: Sequence[NumberedLine]) -> Problem:
    return Problem(
        _("The row “{text}” does not come apart into the columns of its heading.").format(
            text=row[0].text.strip()
        ),
        row[0].where,
        _("Nothing of it is in the plan. A PDF, Word or Excel file says where cells end."),
    )
