"""From YAML's events to a plan (読取り): everything checked, every problem with its place.

This is the hot path of a whole country's plans: a node is read by the method that
its key asks for, straight from the parser's events, with no tree in between.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
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

from ..edition import Edition
from ..errors import Problem, UserError
from ..messages import _
from ..plan import Initiative, Plan, Section, reference
from ..text.normalize import fold
from . import messages as complaints
from .scalars import SUSPECT_STARTS, TEXT_TAG, type_of
from .yaml_events import Event, Events, HaltError

_MAX_PROBLEMS = 1000
# More than any document has; beyond them, showing and comparing would take minutes.
_MAX_TEXT = 100_000
_MAX_POLICIES = 50
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")

Read = Callable[[Event], Any]


def read_plan(content: bytes, file: str) -> Plan:
    """Return the plan (計画) in a data file's UTF-8 bytes.

    Raises UserError with every problem, as far as the file can be read, in its order.
    """
    return _Reading(content, file).plan()


class _Reading:
    """One file on its way to a plan. A method that reads a node returns None for a bad one."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._found: list[tuple[int, int, Problem]] = []
        self._missing: list[tuple[int, Problem]] = []
        self._events: Events
        self._spelt: dict[str, Edition] = {}
        self._declared: Collection[Edition] = ()
        self._undeclared: list[tuple[Edition, Event]] = []
        self._numbered: list[tuple[int | str, Event]] = []
        self._references: set[str] = set()
        self._section_numbers: set[str] = set()
        self._of_plan: dict[str, Read] = {
            "title": self._name,
            "source": self._text,
            "publisher": self._text,
            "policy_plan": self._text,
            "years": self._years,
            "sections": self._sections,
        }
        self._of_section: dict[str, Read] = {
            "number": self._number,
            "title": self._name,
            "aim": self._text,
            "initiatives": self._initiatives,
        }
        self._of_initiative: dict[str, Read] = {
            "number": self._number,
            "name": self._name,
            "department": self._text,
            "policies": self._policies,
            "summaries": self._summaries,
        }

    def plan(self) -> Plan:
        """Return the whole file's plan, or raise UserError."""
        broken: list[Problem] = []
        values = None
        try:
            self._events = Events(self._content, self._undefined)
            values = self._document()
        except HaltError as halt:
            self._complain(halt.event, halt.what, halt.advice, last=True)
        except YAMLError as error:
            from .yaml_errors import explain  # noqa: PLC0415  only a broken file needs it

            broken = list(explain(error, self._content, self._file))
            self._forget_what_broke_off(error)
        self._found.sort(key=lambda found: found[:2])
        problems = [*(problem for _line, _column, problem in self._found), *broken]
        if problems or values is None:
            raise UserError(problems)
        return Plan(**values, origin=self._file)

    def _document(self) -> dict[str, Any] | None:
        following = self._events.next
        following()  # the stream's start
        start = following()
        root = following() if start.__class__ is DocumentStartEvent else start
        if root is start or (root.__class__ is ScalarEvent and not root.value):
            self._complain(root, *complaints.empty_file())
            return None
        values: dict[str, Any] | None = (
            self._plan(root) if root.anchor is None else self._events.shared(root, self._plan)
        )
        following()  # the document's end
        if (second := following()).__class__ is DocumentStartEvent:
            self._complain(second, *complaints.second_document())
        return values

    # ------------------------------------------------------------ the plan

    def _plan(self, start: Event) -> dict[str, Any] | None:
        values = self._record(start, self._of_plan, ("title", "years", "sections"))
        if values and (years := values.get("years")):
            for year, key in self._undeclared:
                if year not in years:
                    self._complain(key, *complaints.undeclared(year, years))
        return values

    def _years(self, start: Event) -> Mapping[Edition, str] | None:
        earlier = len(self._found)
        years = self._by_year(start, self._name)
        if years is None or len(self._found) > earlier:
            return None
        self._declared = years
        return dict(sorted(years.items()))

    def _sections(self, start: Event) -> tuple[Section | None, ...] | None:
        sections = self._sequence(start, self._section, complaints.SECTIONS)
        if sections is not None and not sections:
            self._complain(start, *complaints.no_sections())
        return sections

    def _section(self, start: Event) -> Section | None:
        self._numbered.clear()
        values = self._record(start, self._of_section, ("number", "title", "initiatives"))
        number = values.get("number") if values else None
        if values is None or number is None:
            return None
        folded = fold(str(number))
        if folded in self._section_numbers:
            self._complain(start, *complaints.repeated_section(number))
        self._section_numbers.add(folded)
        for initiative, place in self._numbered:
            # A whole number is folded as it is.
            written = initiative if initiative.__class__ is int else fold(str(initiative))
            ref = reference(folded, written)
            if ref in self._references:
                self._complain(place, *complaints.repeated(reference(number, initiative)))
            self._references.add(ref)
        return None if self._found else Section(**values)

    def _initiatives(self, start: Event) -> tuple[Initiative | None, ...] | None:
        return self._sequence(start, self._initiative, complaints.INITIATIVES)

    def _initiative(self, start: Event) -> Initiative | None:
        values = self._record(start, self._of_initiative, ("number", "name", "summaries"))
        if values is None:
            return None
        if (number := values.get("number")) is not None:
            self._numbered.append((number, start))
        return None if self._found else Initiative(**values)

    def _summaries(self, start: Event) -> dict[Edition, str] | None:
        return self._by_year(start, self._text, self._declared)

    def _policies(self, start: Event) -> tuple[str, ...] | None:
        policies = self._sequence(start, self._name, complaints.POLICIES)
        if policies is not None and len(policies) > _MAX_POLICIES:
            self._complain(start, *complaints.too_many_policies(_MAX_POLICIES))
        elif policies is not None and len(policies) > 1:
            named = [policy for policy in policies if policy is not None]
            folded = [fold(policy) for policy in named]
            for place, policy in enumerate(named):
                if folded[place] in folded[:place]:
                    self._complain(start, *complaints.repeated_policy(policy))
        return policies

    # ------------------------------------------------------ lists and keys

    def _record(
        self, start: Event, fields: Mapping[str, Read], required: Sequence[str]
    ) -> dict[str, Any] | None:
        if start.__class__ is not MappingStartEvent or start.tag is not None:
            self._misplaced(start, complaints.KEYS)
            return None
        values: dict[str, Any] = {}
        following = self._events.next
        key = following()
        while key.__class__ is not MappingEndEvent:
            read = fields.get(key.value) if key.__class__ is ScalarEvent else None
            if read is None or key.value in values:
                self._reject(key, fields)
            else:
                node = following()
                values[key.value] = (
                    read(node) if node.anchor is None else self._events.shared(node, read)
                )
            key = following()
        if len(values) < len(fields):
            end: Any = key.start_mark
            for name in required:
                if name not in values:
                    self._complain(start, *complaints.missing(name))
                    self._missing.append((end.line, self._found[-1][2]))
        return values

    def _by_year(
        self, start: Event, read: Read, declared: Collection[Edition] | None = None
    ) -> dict[Edition, str] | None:
        if start.__class__ is not MappingStartEvent or start.tag is not None:
            self._misplaced(start, complaints.YEARS)
            return None
        values: dict[Edition, Any] = {}
        following = self._events.next
        key = following()
        while key.__class__ is not MappingEndEvent:
            spelt = key.value if key.__class__ is ScalarEvent else ""
            year = self._spelt.get(spelt) or self._year(key)
            if year is None:
                self._skip_entry(key)
            elif year in values:
                self._complain(key, *complaints.repeated_year(key.value, year))
                self._skip_entry(key)
            else:
                node = following()
                values[year] = (
                    read(node) if node.anchor is None else self._events.shared(node, read)
                )
                if declared is not None and year not in declared:  # `years` may still follow
                    self._undeclared.append((year, key))
            key = following()
        if not values:
            self._complain(start, *complaints.no_years())
        return values

    def _sequence(
        self, start: Event, read: Read, expected: complaints.Expected
    ) -> tuple[Any, ...] | None:
        if start.__class__ is not SequenceStartEvent or start.tag is not None:
            self._misplaced(start, expected)
            return None
        items: list[Any] = []
        following = self._events.next
        node = following()
        while node.__class__ is not SequenceEndEvent:
            items.append(read(node) if node.anchor is None else self._events.shared(node, read))
            node = following()
        return tuple(items)

    def _reject(self, key: Event, fields: Mapping[str, Read]) -> None:
        """Tell of a key that cannot be taken, and pass over it and its value."""
        if not self._is_key(key):
            pass
        elif key.value in fields:
            self._complain(key, *complaints.repeated_key(key.value))
        else:
            self._complain(key, *complaints.unknown_key(key.value, fields))
        self._skip_entry(key)

    def _is_key(self, key: Event) -> bool:
        if key.__class__ is not ScalarEvent:
            self._complain(key, *complaints.no_key())
            return False
        if key.value == "<<" and key.implicit[0]:
            self._complain(key, *complaints.merge_key())
            return False
        return True

    def _skip_entry(self, key: Event) -> None:
        self._events.skip(key)
        self._events.skip(self._events.next())

    # ------------------------------------------------------------- scalars

    def _text(self, node: Event) -> str | None:
        if node.__class__ is not ScalarEvent:
            self._misplaced(node, complaints.TEXT)
            return None
        value: str = node.value
        if node.tag is not None and node.tag != TEXT_TAG:
            self._misplaced(node, complaints.TEXT)
            return None
        if node.implicit[0]:  # neither quoted nor tagged
            if value[:1] in SUSPECT_STARTS and (kind := type_of(value)):
                self._complain(node, *complaints.not_text(kind, value))
                return None
        # Only PyYAML's Python parser lets these through.
        elif node.style == '"' and _SURROGATE.search(value):
            self._complain(node, *complaints.half_character())
            return None
        if len(value) > _MAX_TEXT:
            self._complain(node, *complaints.too_long(_MAX_TEXT))
            return None
        return value

    def _name(self, node: Event) -> str | None:
        value = self._text(node)
        if value is not None and not value.strip():
            self._complain(node, *complaints.empty())
            return None
        return value

    def _number(self, node: Event) -> int | str | None:
        if (
            node.__class__ is ScalarEvent
            and node.tag is None
            and node.implicit[0]
            and _WHOLE_NUMBER.fullmatch(node.value)
        ):
            return int(node.value)
        return self._name(node)

    def _year(self, key: Event) -> Edition | None:
        """Return a key's fiscal year; None where it is none, which has then been told."""
        if not self._is_key(key):
            return None
        try:
            year = self._spelt[key.value] = Edition.parse(key.value)
        except UserError as error:
            for problem in error.problems:
                self._complain(key, problem.what, problem.advice)
            return None
        return year

    # ------------------------------------------------------------ problems

    def _misplaced(self, node: Event, expected: complaints.Expected) -> None:
        self._complain(node, *complaints.misplaced(node, expected))
        self._events.skip(node)

    def _undefined(self, alias: Event) -> None:
        self._complain(alias, *complaints.undefined_alias(alias.anchor))

    def _forget_what_broke_off(self, error: YAMLError) -> None:
        """Drop the keys that seem to be missing only since the syntax breaks off right there."""
        mark: Any = getattr(error, "problem_mark", None)
        lost = [problem for line, problem in self._missing if mark and line == mark.line]
        self._found = [found for found in self._found if found[2] not in lost]

    def _complain(self, event: Event, what: str, advice: str, *, last: bool = False) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        where = f"{self._file}:{line}:{column}"
        self._found.append((line, column, Problem(what, where, advice)))
        if len(self._found) >= _MAX_PROBLEMS and not last:
            raise HaltError(
                event, _("There are too many problems."), _("The rest of the file was not read.")
            )
