"""YAML's events (構文要素) in order, aliases expanded within bounds, and what its scalars mean."""

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
from yaml.resolver import Resolver

from ..errors import printable
from ..messages import _

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

_QUOTED_AT_MOST = 40


def is_text(written: str) -> bool:
    """Return whether every YAML reader takes an unquoted scalar for text (文字列)."""
    return not type_of(written)


def type_of(written: str) -> str:
    """Return what YAML takes an unquoted scalar for: int, float, bool, null …; "" for text."""
    for tag, pattern in _RESOLVERS.get(written[:1], ()):
        if pattern.match(written):
            return str(tag).rpartition(":")[2]
    return ""


def shown(text: str) -> str:
    """Return the text as a message may quote it (引用): short, on one line, printable."""
    return printable(text if len(text) <= _QUOTED_AT_MOST else text[:_QUOTED_AT_MOST] + "…")


class HaltError(Exception):
    """Reading stops (読取り不能) at an event."""

    def __init__(self, event: Event, what: str, advice: str) -> None:
        super().__init__(event, what, advice)
        self.event, self.what, self.advice = event, what, advice


class Events:
    """The events of one file.

    next: returns the next event; inside an alias, the next event of what it stands for.
    Callers may keep a reference: whoever replaces it restores it. undefined: called with
    each alias that has no anchor.
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
            made = self._read_again(cost, node, read)
            self._anchored[event.anchor] = cost, node
            return made
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
                    part, _("Too much here is no plan."), _("The rest of the file was not read.")
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
                node[0], _("The aliases (*) of this anchor (&) multiply without bounds."), ""
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
