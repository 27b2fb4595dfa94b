"""Headings in text without positions (平文の見出し行): a run of nothing but their words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..interpret.column_classifier import Role, column_of, years_in
from ..interpret.title_patterns import footnote
from ..ir import Columns
from ._numbered_lines import NumberedLine

_MOST_TOKENS = 5
_LONGEST_HEADING = 12
_LONGEST_REPEATED = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (見出し) in the lines from start to end. texts: of each column.

    The rest is of a heading that stands again amid what the page's end has cut: lines of the
    last row's name, its other lines, and those of a footnote.
    """

    start: int
    end: int
    texts: tuple[str, ...]
    roles: tuple[Role, ...]
    name: tuple[NumberedLine, ...] = ()
    amid: tuple[NumberedLine, ...] = ()
    note: tuple[NumberedLine, ...] = ()

    @property
    def years(self) -> int:
        """How many columns hold a year's text (年度の列数)."""
        return self.roles.count(Role.SUMMARY)


def headings_of(lines: Sequence[NumberedLine], given: Columns) -> Iterator[Heading]:
    """Yield the headings (見出し) from top to bottom."""
    at = 0
    first: Heading | None = None
    while at < len(lines):
        found = None
        if lines[at].text.strip():
            found = first and _repeated(lines, at, first)
            found = found or _heading_at(lines, at, given)
        if found:
            yield found
            first = first or found
            at = found.end
        else:
            at += 1


def _repeated(lines: Sequence[NumberedLine], start: int, first: Heading) -> Heading | None:
    """Return the first heading where it stands again (見出しの繰返し), whatever is amid it."""
    words = [line.text.strip() for line in lines[first.start : first.end] if line.text.strip()]
    if lines[start].text.strip() != words[0]:
        return None
    missing = Counter(words)
    name: list[NumberedLine] = []
    amid: list[NumberedLine] = []
    note: list[NumberedLine] = []
    for end in range(start, min(start + _LONGEST_REPEATED, len(lines))):
        line = lines[end]
        text = line.text.strip()
        if missing[text]:
            missing[text] -= 1
        elif note or footnote(text) is not None:
            note.append(line)
        elif text and not amid and not line.is_apart and missing.total() == len(words) - 1:
            name.append(line)  # right under the heading's first word, the name's
        elif text or amid:
            amid.append(line)
        if not missing.total():
            more = tuple(name), tuple(amid), tuple(line for line in note if line.text)
            return Heading(start, end + 1, first.texts, first.roles, *more)
    return None


def _heading_at(lines: Sequence[NumberedLine], start: int, given: Columns) -> Heading | None:
    """Return the longest run of lines that is nothing but headings (見出し), or None."""
    best = None
    tokens: list[str] = []
    for end in range(start, min(start + _LONGEST_HEADING, len(lines))):
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
            best = Heading(start, end + 1, texts, roles)
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
                text = " ".join((words[0], "".join(words[1:]))).strip()
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
