"""Read a data file into a plan (読取り): everything is checked, every problem has its place."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent

from ..edition import Edition
from ..errors import UserError
from ..messages import listed
from ..plan import (
    BESIDE_NAMES,
    CODES,
    Column,
    ColumnType,
    Earlier,
    FieldValue,
    Initiative,
    Number,
    Numbering,
    Plan,
    PrintedTotal,
    Section,
    reference,
)
from ..text.normalize import fold
from . import messages
from .nodes import NodeReader, Read
from .yaml_syntax import Event

_MAX_POLICIES = 50

_Known = TypeVar("_Known", bound=StrEnum)


def read_plan(content: bytes, file: str) -> Plan:
    """Return the plan (計画) in a data file's UTF-8 bytes.

    Raises UserError with every problem in file order, as far as the file can be read.
    """
    reader = NodeReader(content, file)
    with reader.root() as root:
        plan_reader = _PlanReader(reader)
        values = reader.node(root, plan_reader.read)
        plan_reader.check_references(values or {})
    return Plan(editions=values.pop("years"), **values, origin=file)


class _PlanReader:
    """Reads the nodes of a plan (計画の読取り).

    Each method returns None for a bad node, having reported it. read: reads the plan's values by
    key.
    """

    def __init__(self, reader: NodeReader) -> None:
        self._reader = reader
        self._text, self._name = reader.text, reader.name
        self._edition_of_spelling: dict[str, Edition] = {}
        # What `years` and `columns` declare, as far as they precede what uses them.
        self._declared: Collection[Edition] = ()
        self._columns: Collection[str] = ()
        self._undeclared: list[tuple[Edition, Event]] = []
        self._unknown_fields: list[tuple[str, Event]] = []
        self._totalled: list[tuple[Number, Event]] = []
        self._numbered: list[tuple[Number, Event]] = []
        self._references: set[str] = set()
        self._section_numbers: dict[str, Number] = {}
        keys, required = self._keys_of_plan(), ("title", "years", "sections")
        self.read: Read = partial(reader.record, keys=keys, required=required)
        self._of_column, self._of_total = self._keys_of_column(), self._keys_of_total()
        self._of_section = self._keys_of_section()
        self._of_initiative = self._keys_of_initiative()
        self._of_edition = {key: self._of_initiative[key] for key in ("name", *BESIDE_NAMES)}

    # ------------------------------------------------------------ keys, and how each is read

    def _keys_of_plan(self) -> dict[str, Read]:
        reader = self._reader
        return {
            "title": reader.name,
            "series": reader.text,
            "source": reader.text,
            "publisher": reader.text,
            "policy_plan": reader.text,
            "numbers": self._numbering,
            "name_heading": reader.text,
            "years": self._years,
            "columns": self._column_list,
            "notes": partial(reader.sequence, read=reader.text, expected=messages.NOTES),
            "printed_totals": partial(
                reader.sequence, read=self._printed_total, expected=messages.TOTALS
            ),
            "sections": partial(
                reader.sequence,
                read=self._section,
                expected=messages.SECTIONS,
                empty=messages.NO_SECTIONS,
            ),
        }

    def _keys_of_column(self) -> dict[str, Read]:
        return {
            "type": self._column_type,
            "unit": self._text,
            "headings": self._headings,
        }

    def _keys_of_total(self) -> dict[str, Read]:
        return {
            "section": self._total_section,
            "heading": self._total_heading,
            "edition": self._total_edition,
            "value": self._text,
        }

    def _keys_of_section(self) -> dict[str, Read]:
        reader = self._reader
        return {
            "number": reader.number,
            "title": reader.name,
            "aim": reader.text,
            "printed": reader.text,
            "initiatives": partial(
                reader.sequence, read=self._initiative, expected=messages.INITIATIVES
            ),
        }

    def _keys_of_initiative(self) -> dict[str, Read]:
        return {
            "number": self._reader.number,
            "name": self._name,
            **{what.value: self._codes if what in CODES else self._text for what in BESIDE_NAMES},
            "summaries": self._summaries,
            "fields": self._fields,
            "per_edition": self._per_edition,
            "at": self._text,
        }

    # ------------------------------------------------------------ the plan

    def check_references(self, values: Mapping[str, Any]) -> None:
        """Report references to editions, columns or sections that the plan does not have.

        values: the plan's by key, None or missing for bad nodes.
        """
        report = self._reader.report
        if years := values.get("years"):
            for edition, key in self._undeclared:
                if edition not in years:
                    report(key, messages.undeclared_edition(edition, years))
        if (columns := values.get("columns", ())) is not None and None not in columns:
            headings = {column.heading: None for column in columns}
            for heading, key in self._unknown_fields:
                if heading not in headings:
                    report(key, messages.undeclared_field(heading, list(headings)))
        for number, node in self._totalled:
            if fold(str(number)) not in self._section_numbers:
                report(node, messages.unknown_section(number, self._section_numbers.values()))

    def _years(self, start: Event) -> Mapping[Edition, str] | None:
        earlier = self._reader.problem_count()
        years = self._by_edition(start, self._year_heading, messages.YEARS)
        if years is None or self._reader.problem_count() > earlier:
            return None
        if all(edition.is_year for edition in years):
            years = dict(sorted(years.items()))
        self._declared = years
        return years

    def _year_heading(self, node: Event) -> str | None:
        if node.__class__ is ScalarEvent and not node.value and node.implicit[0]:
            self._reader.report(node, messages.NO_HEADING)
            return None
        return self._text(node)

    # ------------------------------------------------------------- columns

    def _column_list(self, start: Event) -> tuple[Column | None, ...] | None:
        if not self._reader.expect_mapping(start, messages.COLUMNS):
            return None
        columns: list[Column | None] = []
        folded: set[str] = set()
        headings: set[str] = set()
        following = self._reader.events.next
        while (key := following()).__class__ is not MappingEndEvent:
            if not self._expect_heading(key):
                self._reader.skip_entry(key)
            elif fold(key.value) in folded:
                self._reader.report(key, messages.REPEATED_KEY, key=key.value)
                self._reader.skip_entry(key)
            else:
                folded.add(fold(key.value))
                headings.add(key.value)
                values = self._reader.node(following(), self._column)
                columns.append(None if values is None else Column(key.value, **values))
        self._columns = headings
        return tuple(columns)

    def _expect_heading(self, key: Event) -> bool:
        if not self._reader.expect_key(key):
            return False
        if not key.value.strip():
            self._reader.report(key, messages.EMPTY)
            return False
        return True

    def _column(self, node: Event) -> dict[str, Any] | None:
        if node.__class__ is ScalarEvent:
            column_type = self._column_type(node)
            return None if column_type is None else {"type": column_type}
        earlier = self._reader.problem_count()
        values = self._reader.record(node, self._of_column, ("type",))
        return None if self._reader.problem_count() > earlier else values

    def _numbering(self, node: Event) -> Numbering | None:
        return self._one_of(node, Numbering, messages.NO_NUMBERING)

    def _column_type(self, node: Event) -> ColumnType | None:
        return self._one_of(node, ColumnType, messages.NO_COLUMN_TYPE)

    def _one_of(self, node: Event, known: type[_Known], unknown: messages.Message) -> _Known | None:
        """Return the member of an enumeration that a node names; unknown: the message if none."""
        text = self._text(node)
        if text is None:
            return None
        if text not in list(known):
            self._reader.report(node, unknown, value=text, values=listed(known))
            return None
        return known(text)

    def _headings(self, start: Event) -> dict[Edition, str] | None:
        return self._by_edition(start, self._name, messages.YEARS, self._declared)

    # -------------------------------------------------------- printed sums

    def _printed_total(self, start: Event) -> PrintedTotal | None:
        values = self._reader.record(start, self._of_total, ("heading", "value"))
        return None if values is None or self._reader.has_problems else PrintedTotal(**values)

    def _total_section(self, node: Event) -> Number | None:
        number = self._reader.number(node)
        if number is not None:  # the sections may still follow
            self._totalled.append((number, node))
        return number

    def _total_heading(self, node: Event) -> str | None:
        heading = self._name(node)
        if heading is not None and heading not in self._columns:
            self._unknown_fields.append((heading, node))
        return heading

    def _total_edition(self, node: Event) -> Edition | None:
        written = self._name(node)
        edition = None if written is None else self._edition(node)
        if edition is not None and edition not in self._declared:
            self._undeclared.append((edition, node))
        return edition

    # ------------------------------------------------------------ sections

    def _section(self, start: Event) -> Section | None:
        self._numbered.clear()
        values = self._reader.record(start, self._of_section, ("number", "title", "initiatives"))
        number = values.get("number") if values else None
        if values is None or number is None:
            return None
        folded = fold(str(number))
        if folded in self._section_numbers:
            self._reader.report(start, messages.REPEATED_SECTION, number=number)
        self._section_numbers[folded] = number
        for initiative, place in self._numbered:
            # A whole number folds to itself.
            written = initiative if initiative.__class__ is int else fold(str(initiative))
            ref = reference(folded, written)
            if ref in self._references:
                self._reader.report(
                    place, messages.REPEATED_INITIATIVE, ref=reference(number, initiative)
                )
            self._references.add(ref)
        return None if self._reader.has_problems else Section(**values)

    def _initiative(self, start: Event) -> Initiative | None:
        values = self._reader.record(
            start, self._of_initiative, ("number", "name"), ("summaries", "fields")
        )
        if values is None:
            return None
        if (number := values.get("number")) is not None:
            self._numbered.append((number, start))
        values.setdefault("summaries", {})
        return None if self._reader.has_problems else Initiative(**values)

    def _summaries(self, start: Event) -> dict[Edition, str] | None:
        return self._by_edition(start, self._text, messages.YEARS, self._declared)

    def _fields(self, start: Event) -> dict[str, FieldValue | None] | None:
        if not self._reader.expect_mapping(start, messages.FIELDS):
            return None
        values: dict[str, Any] = {}
        following, columns = self._reader.events.next, self._columns
        key = following()
        while key.__class__ is not MappingEndEvent:
            heading: Any = key.value if key.__class__ is ScalarEvent else None
            if heading in columns and heading not in values:
                node = following()
                values[heading] = (
                    self._field(node)
                    if node.anchor is None
                    else self._reader.events.shared(node, self._field)
                )
            elif not self._expect_heading(key):
                self._reader.skip_entry(key)
            elif heading in values:
                self._reader.report(key, messages.REPEATED_KEY, key=key.value)
                self._reader.skip_entry(key)
            else:  # `columns` may still follow
                self._unknown_fields.append((key.value, key))
                values[key.value] = self._reader.node(following(), self._field)
            key = following()
        if not values:
            self._reader.report(start, messages.NO_FIELDS)
        return values

    def _field(self, node: Event) -> FieldValue | None:
        if node.__class__ is ScalarEvent:
            return self._text(node)
        return self._by_edition(node, self._text, messages.FIELD, self._declared)

    def _per_edition(self, start: Event) -> dict[Edition, Earlier] | None:
        return self._by_edition(start, self._earlier, messages.EARLIER, self._declared)

    def _earlier(self, start: Event) -> Earlier | None:
        values = self._reader.record(start, self._of_edition)
        if values is not None and not values:
            self._reader.report(start, messages.NOTHING_EARLIER)
        return None if values is None else Earlier(**values)

    def _codes(self, start: Event) -> tuple[str, ...] | None:
        codes = self._reader.sequence(start, self._name, messages.POLICIES)
        if codes is not None and len(codes) > _MAX_POLICIES:
            self._reader.report(start, messages.TOO_MANY_POLICIES, most=_MAX_POLICIES)
            return codes
        folded = [*map(fold, filter(None, codes or ()))]
        for place, code in enumerate(filter(None, codes or ())):
            if folded[place] in folded[:place]:
                self._reader.report(start, messages.REPEATED_POLICY, policy=code)
        return codes

    # ------------------------------------------------------------ editions

    def _by_edition(
        self,
        start: Event,
        read: Read,
        expected: messages.Message,
        declared: Collection[Edition] | None = None,
    ) -> dict[Edition, Any] | None:
        """Return a mapping's values by edition. declared: the editions known so far."""
        is_plain = start.__class__ is MappingStartEvent and start.tag is None
        if not is_plain and not self._reader.expect_mapping(start, expected):
            return None
        values: dict[Edition, Any] = {}
        events = self._reader.events
        following = events.next
        key = following()
        while key.__class__ is not MappingEndEvent:
            spelt = key.value if key.__class__ is ScalarEvent else ""
            edition = self._edition_of_spelling.get(spelt) or self._edition_key(key)
            if edition is None:
                self._reader.skip_entry(key)
            elif edition in values:
                self._reader.report(
                    key, messages.REPEATED_EDITION, edition=edition, written=key.value
                )
                self._reader.skip_entry(key)
            else:
                node = following()
                values[edition] = read(node) if node.anchor is None else events.shared(node, read)
                if declared is not None and edition not in declared:  # `years` may still follow
                    self._undeclared.append((edition, key))
            key = following()
        if not values:
            self._reader.report(start, messages.NO_EDITIONS)
        return values

    def _edition_key(self, key: Event) -> Edition | None:
        return self._edition(key) if self._reader.expect_key(key) else None

    def _edition(self, node: Event) -> Edition | None:
        """Return the edition that a scalar names; None where it is none, having reported it."""
        try:
            edition = self._edition_of_spelling[node.value] = Edition.read(node.value)
        except UserError as error:
            for problem in error.problems:
                self._reader.report(node, (problem.what, problem.advice))
            return None
        return edition
