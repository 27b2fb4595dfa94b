"""YAML syntax (YAMLの構文): events in order, the types of scalars, and syntax errors explained."""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeVar

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError
from yaml.resolver import Resolver

from ..errors import Problem, quoted
from ..messages import N_, _

# Events have no common type that knows a mark, a value and an anchor.
Event = Any
T = TypeVar("T")

MAX_DEPTH = 50
# Bounds, in characters, for what aliases expand to and for what is skipped; as large as a
# file without aliases may be.
MAX_WRITTEN_OUT = 64 * 2**20
MAX_SKIPPED = 1_000_000
_COST_OF_EVENT = 100  # an event without text takes time and memory too

_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)


TEXT_TAG = "tag:yaml.org,2002:str"
"""The only tag that is accepted."""

_RESOLVERS = Resolver.yaml_implicit_resolvers

SUSPECT_STARTS = frozenset(_RESOLVERS)
"""First characters, also none, of the unquoted scalars that may not be text."""


def is_text(written: str) -> bool:
    """Return whether every YAML reader takes an unquoted scalar for text (文字列)."""
    return not type_of(written)


def type_of(written: str) -> str:
    """Return what YAML takes an unquoted scalar for: int, float, bool, null …; "" for text."""
    for tag, pattern in _RESOLVERS.get(written[:1], ()):
        if pattern.match(written):
            return str(tag).rpartition(":")[2]
    return ""


class HaltError(Exception):
    """Reading cannot continue after this event (読取り不能)."""

    def __init__(self, event: Event, what: str, advice: str) -> None:
        super().__init__(event, what, advice)
        self.event, self.what, self.advice = event, what, advice


class Events:
    """The events of one file.

    next: returns the next event; within an alias, the next event of its anchor. Callers may keep a
    reference: whoever replaces it restores it. undefined: called for each alias without an anchor.
    """

    def __init__(self, content: bytes | BinaryIO, undefined: Callable[[Event], None]) -> None:
        self.next = _parser(content)
        self._undefined = undefined
        self._anchored: dict[str, tuple[int, list[Event]]] = {}
        self._passed_over: set[str] = set()
        self._written_out = 0
        self._skipped = 0

    def shared(self, event: Event, read: Callable[[Event], T]) -> T | None:
        """Return the result of `read` for an alias, or for a node that has an anchor."""
        if event.__class__ is not AliasEvent:
            node = list(self._node(event))
            cost = sum(_COST_OF_EVENT + len(getattr(part, "value", "")) for part in node)
            result = self._read_again(cost, node, read)
            self._anchored[event.anchor] = cost, node
            return result
        if event.anchor in self._anchored:
            return self._read_again(*self._anchored[event.anchor], read)
        if event.anchor not in self._passed_over:
            self._undefined(event)
        return None

    def skip(self, event: Event) -> None:
        """Skip the node that begins with the event; its problem has been reported."""
        for part in self._node(event):
            self._skipped += 1
            if self._skipped > MAX_SKIPPED:
                raise HaltError(
                    part,
                    _("Too much of this file is not part of a plan."),
                    _("The rest of the file was not read."),
                )
            if part.__class__ is not AliasEvent and getattr(part, "anchor", None):
                self._passed_over.add(part.anchor)

    def _node(self, event: Event) -> Iterator[Event]:
        depth = 0
        while True:
            if isinstance(event, _STARTS):
                depth += 1
                if depth > MAX_DEPTH:
                    raise HaltError(
                        event,
                        _("Lists and keys are nested more than {depth} deep.").format(
                            depth=MAX_DEPTH
                        ),
                        _("The rest of the file was not read."),
                    )
            elif isinstance(event, _ENDS):
                depth -= 1
            yield event
            if not depth:
                return
            event = self.next()

    def _read_again(self, cost: int, node: list[Event], read: Callable[[Event], T]) -> T:
        self._written_out += cost
        if self._written_out > MAX_WRITTEN_OUT:
            raise HaltError(
                node[0], _("The aliases (*) of this anchor (&) expand without limit."), ""
            )
        outer, self.next = self.next, iter(node[1:]).__next__
        try:
            return read(node[0])
        finally:
            self.next = outer


def _parser(content: bytes | BinaryIO) -> Callable[[], Event]:
    try:
        # Absent where PyYAML was built without libyaml.
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # noqa: PLC0415
    except ImportError:
        return _python_parser(content)
    following: Callable[[], Event] = CParser(content).get_event
    return following


def _python_parser(content: bytes | BinaryIO) -> Callable[[], Event]:
    from yaml import SafeLoader  # noqa: PLC0415  only where libyaml is missing

    parser: Any = SafeLoader(content)

    def following() -> Event:
        try:
            return parser.get_event()
        except (ValueError, OverflowError):  # what chr() says of it
            raise MarkedYAMLError(
                None, None, "found an escape beyond Unicode", parser.get_mark()
            ) from None

    return following


# Pattern in either parser's message -> what is wrong, and what to do. The first match wins.
_EXPLAINED = (
    (
        r"maximum nesting depth",  # the parser's own bound, met as it looks ahead
        N_("Lists and keys are nested more than {depth} deep."),
        N_("The rest of the file was not read."),
    ),
    (
        r"mapping values are not allowed",
        N_("A colon is not allowed here."),
        N_("Put a text with “: ” in quotes, and check the indentation."),
    ),
    (
        r"found character '?\\t|tab character",
        N_("There is a tab where spaces belong."),
        N_("Indent with spaces."),
    ),
    (
        r"cannot start any token|alphabetic or numeric character",
        N_("An unquoted text may not begin with “{sign}”."),
        N_("Put the text in quotes."),
    ),
    (
        r"unexpected end of stream|unexpected document (indicator|separator)",
        N_("A quotation mark is opened here and never closed."),
        N_("Close it where the text ends."),
    ),
    (
        r"could not find expected ':'",
        N_("A line has no key, or its colon is missing."),
        N_("Write “key: text” with an ASCII colon and a space, and indent a text's further lines."),
    ),
    (
        r"did not find expected (key|'-' indicator)|expected <block end>",
        N_("This does not fit what comes before it."),
        N_("Align it with its neighbours; put a text that contains quotation marks in quotes."),
    ),
    (
        r"expected ',' or|did not find expected node content|expected the node content",
        N_("A list in brackets lacks a comma or its closing bracket."),
        N_("Write it as [ア①, ア②]; put a text that begins with a bracket in quotes."),
    ),
    (
        r"escape",
        N_("A backslash in double quotes does not begin a known escape."),
        N_("Write \\\\ for a backslash, or use single quotes."),
    ),
    (
        r"entries are not allowed",
        N_("A list begins on the same line as its key."),
        N_("Begin it on the next line, or put the text in quotes."),
    ),
    (
        r"expected (a )?comment or (a )?line break|chomping or indentation",
        N_("Nothing may follow | or > on the same line."),
        N_("Begin the text on the next line, indented."),
    ),
    (
        r"tag|expected whitespace or line break|expected ' '|expected URI",
        N_("A text may not begin with “!”."),
        N_("Put the text in quotes."),
    ),
)
# For these, the place of the opening is more useful than the place where the parser gave up.
_AT_THE_OPENING = "end of stream|unexpected document|could not find expected ':'"

# Compiled where a broken file needs them.
_FORBIDDEN = "[^\t\n\r -~\x85\xa0-\ufffd\U00010000-\U0010ffff]"
_LINE_END = "\r\n|[\n\r\x85\u2028\u2029]"  # as YAML counts lines
_MOST_FORBIDDEN = 100  # a binary file would fill the screen


def explain(error: Exception, content: bytes, file: str) -> Iterator[Problem]:
    """Yield the problems behind a parser's error. content: the file as UTF-8."""
    if isinstance(error, ReaderError):
        yield from _forbidden(content, file)
        return
    mark = getattr(error, "problem_mark", None)
    reason = str(getattr(error, "problem", None) or error)
    if isinstance(error, MarkedYAMLError) and re.search(_AT_THE_OPENING, reason):
        mark = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    where = f"{file}:{line + 1}:{column + 1}"
    sign = _character_at(content, line, column)
    if sign == "\t" and "cannot start" in reason:
        reason = "tab character"
    for words, what, advice in _EXPLAINED:
        if re.search(words, reason):
            message = _(what).format(sign=quoted(sign), depth=MAX_DEPTH)
            yield Problem(message, where, _(advice))
            return
    yield Problem(_("This is not valid YAML: {reason}.").format(reason=reason), where)


def _character_at(content: bytes, line: int, column: int) -> str:
    lines = re.split(_LINE_END, content.decode("utf-8"), maxsplit=line + 1)
    written = lines[line] if line < len(lines) else ""
    # For an anchor or alias the mark points one character past its sign.
    start = column - 1 if column and written[column - 1] in "*&" else column
    return written[start : start + 1]


def _forbidden(content: bytes, file: str) -> Iterator[Problem]:
    count = 0
    for number, line in enumerate(re.split(_LINE_END, content.decode("utf-8")), 1):
        for match in re.finditer(_FORBIDDEN, line):
            count += 1
            if count > _MOST_FORBIDDEN:
                yield Problem(_("There are more control characters."), file)
                return
            yield Problem(
                _("The control character {code} is not allowed in a data file.").format(
                    code=f"U+{ord(match[0]):04X}"
                ),
                f"{file}:{number}:{match.start() + 1}",
                _("Remove it."),
            )
