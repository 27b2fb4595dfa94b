"""Read YAML nodes (構文木の読取り): records, lists and texts, every problem with its place.

No tree is built: the function for each key reads its node straight from the parser's events, as a
file may hold the plans of the whole country.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from yaml.error import YAMLError
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..errors import Problem, UserError, quoted
from ..messages import _
from ..plan import LONGEST_TEXT
from ..text.escape import has_surrogate
from . import messages
from .yaml_syntax import SUSPECT_STARTS, TEXT_TAG, Event, Events, HaltError, explain, type_of

_MAX_PROBLEMS = 1000
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)

Read = Callable[[Event], Any]
"""Reads the node that begins with an event; returns None for a bad one, having reported it."""


class NodeReader:
    """Reads the nodes of one file (一ファイルの読取り) and collects its problems.

    events: the file's events from the current position on.
    """

    events: Events

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._problems: list[tuple[int, int, Problem]] = []
        self._missing: list[tuple[int, Problem]] = []

    @contextmanager
    def root(
        self,
        empty: messages.Message = messages.EMPTY_FILE,
        second: messages.Message = messages.SECOND_DOCUMENT,
    ) -> Iterator[Event]:
        """Yield the event that begins the root node (根), to be read inside the `with` block.

        empty, second: the messages for an empty file and for a second document in it. Raises
        UserError at the end with every problem in file order, as far as the file can be read.
        """
        broken: list[Problem] = []
        try:
            self.events = Events(self._content, self._report_undefined)
            yield self._first_node(empty)
            self.events.next()  # the document's end
            if (following := self.events.next()).__class__ is DocumentStartEvent:
                self.report(following, second)
        except HaltError as halt:
            self.report(halt.event, (halt.what, halt.advice), last=True)
        except YAMLError as error:
            broken = list(explain(error, self._content, self._file))
            self._drop_what_broke_off(error)
        self._problems.sort(key=lambda entry: entry[:2])
        if problems := [*(problem for _line, _column, problem in self._problems), *broken]:
            raise UserError(problems)

    def _first_node(self, empty: messages.Message) -> Event:
        """Return the event that begins the root node. Raises HaltError for an empty file."""
        self.events.next()  # the stream's start
        start = self.events.next()
        root = self.events.next() if start.__class__ is DocumentStartEvent else start
        if root is start or (root.__class__ is ScalarEvent and not root.value):
            raise HaltError(root, *map(_, empty))
        return root

    @property
    def has_problems(self) -> bool:
        """Whether anything was reported (問題の有無)."""
        return bool(self._problems)

    def problem_count(self) -> int:
        """Return how many problems were reported so far (問題の件数)."""
        return len(self._problems)

    # ------------------------------------------------------ lists and keys

    def node(self, node: Event, read: Read) -> Any:  # noqa: ANN401  whatever `read` returns
        """Return what `read` makes of a node; an alias is followed."""
        return read(node) if node.anchor is None else self.events.shared(node, read)

    def expect_mapping(self, start: Event, expected: messages.Message) -> bool:
        """Return whether a mapping begins here; report anything else and skip it."""
        if start.__class__ is MappingStartEvent and start.tag is None:
            return True
        self.report_misplaced(start, expected)
        return False

    def record(
        self,
        start: Event,
        keys: Mapping[str, Read],
        required: Sequence[str] = (),
        any_of: Sequence[str] = (),
    ) -> dict[str, Any] | None:
        """Return a mapping's values by key, each read as `keys` says; None if it is no mapping.

        required: keys that must be present. any_of: keys of which at least one must be.
        """
        if not self.expect_mapping(start, messages.KEYS):
            return None
        values: dict[str, Any] = {}
        following = self.events.next
        key = following()
        while key.__class__ is not MappingEndEvent:
            read = keys.get(key.value) if key.__class__ is ScalarEvent else None
            if read is None or key.value in values:
                self._reject(key, keys)
            else:
                node = following()
                values[key.value] = (
                    read(node) if node.anchor is None else self.events.shared(node, read)
                )
            key = following()
        if len(values) < len(keys):
            for name in required:
                if name not in values:
                    self._report_missing(start, key, messages.MISSING, name)
            if any_of and values.keys().isdisjoint(any_of):
                self._report_missing(start, key, messages.none_of(any_of))
        return values

    def _report_missing(
        self, start: Event, end: Event, message: messages.Message, key: str = ""
    ) -> None:
        self.report(start, message, key=key)
        self._missing.append((end.start_mark.line, self._problems[-1][2]))

    def sequence(
        self,
        start: Event,
        read: Read,
        expected: messages.Message,
        empty: messages.Message | None = None,
    ) -> tuple[Any, ...] | None:
        """Return a list's items, each read by `read`; None if not a list.

        empty: the message for an empty list, if it must have items.
        """
        if start.__class__ is not SequenceStartEvent or start.tag is not None:
            self.report_misplaced(start, expected)
            return None
        items: list[Any] = []
        following = self.events.next
        node = following()
        while node.__class__ is not SequenceEndEvent:
            items.append(read(node) if node.anchor is None else self.events.shared(node, read))
            node = following()
        if empty and not items:
            self.report(start, empty)
        return tuple(items)

    def _reject(self, key: Event, keys: Mapping[str, Read]) -> None:
        """Report a key that is unknown or repeated, and skip it and its value."""
        if not self.expect_key(key):
            pass
        elif key.value in keys:
            self.report(key, messages.REPEATED_KEY, key=key.value)
        else:
            self.report(key, messages.unknown_key(key.value, keys))
        self.skip_entry(key)

    def expect_key(self, key: Event) -> bool:
        """Return whether a key is text; report anything else."""
        if key.__class__ is not ScalarEvent:
            self.report(key, messages.NO_KEY)
            return False
        if key.value == "<<" and key.implicit[0]:
            self.report(key, messages.MERGE_KEY)
            return False
        return True

    def skip_entry(self, key: Event) -> None:
        """Skip a key and its value, whose problem has been reported."""
        self.events.skip(key)
        self.events.skip(self.events.next())

    # ------------------------------------------------------------- scalars

    def text(self, node: Event) -> str | None:
        """Return a scalar as text."""
        if node.__class__ is not ScalarEvent:
            self.report_misplaced(node, messages.TEXT)
            return None
        value: str = node.value
        if node.tag is not None and node.tag != TEXT_TAG:
            self.report_misplaced(node, messages.TEXT)
            return None
        if node.implicit[0]:  # neither quoted nor tagged
            if value[:1] in SUSPECT_STARTS and (kind := type_of(value)):
                self.report(node, messages.not_text(kind, value))
                return None
        # Only PyYAML's Python parser lets these through.
        elif node.style == '"' and not value.isascii() and has_surrogate(value):
            self.report(node, messages.HALF_CHARACTER)
            return None
        if len(value) > LONGEST_TEXT:
            self.report(node, messages.TOO_LONG, most=LONGEST_TEXT)
            return None
        return value

    def name(self, node: Event) -> str | None:
        """Return a scalar as text that is not blank."""
        value = self.text(node)
        if value is not None and not value.strip():
            self.report(node, messages.EMPTY)
            return None
        return value

    def number(self, node: Event) -> int | str | None:
        """Return a scalar as a whole number, or as text such as Ⅰ-2."""
        if (
            node.__class__ is ScalarEvent
            and node.tag is None
            and node.implicit[0]
            and _WHOLE_NUMBER.fullmatch(node.value)
        ):
            return int(node.value)
        return self.name(node)

    # ------------------------------------------------------------ problems

    def report_misplaced(self, node: Event, expected: messages.Message) -> None:
        """Report a node of the wrong type, and skip it."""
        self.report(node, messages.misplaced(node, expected))
        self.events.skip(node)

    def report(
        self, event: Event, message: messages.Message, *, last: bool = False, **values: object
    ) -> None:
        """Add a problem at the place of an event (問題の追加). values: fill in the message."""
        what, advice = map(_, message)
        if values:
            written = {name: quoted(str(value)) for name, value in values.items()}
            what, advice = what.format(**written), advice.format(**written)
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        where = f"{self._file}:{line}:{column}"
        self._problems.append((line, column, Problem(what, where, advice)))
        if len(self._problems) >= _MAX_PROBLEMS and not last:
            raise HaltError(
                event, _("There are too many problems."), _("The rest of the file was not read.")
            )

    def _report_undefined(self, alias: Event) -> None:
        self.report(alias, messages.UNDEFINED_ALIAS, name=alias.anchor)

    def _drop_what_broke_off(self, error: YAMLError) -> None:
        """Drop reports of missing keys if the syntax error may have cut them off."""
        mark: Any = getattr(error, "problem_mark", None)
        cut_off = [problem for line, problem in self._missing if mark and line == mark.line]
        self._problems = [entry for entry in self._problems if entry[2] not in cut_off]
