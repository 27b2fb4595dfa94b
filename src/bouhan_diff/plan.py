"""A plan (計画) as it was published: text to the letter, nothing computed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from .edition import Edition, named_edition
from .text.normalize import fold, is_no_value

Number = int | str
"""A section's or an initiative's number (番号): whole, or text such as Ⅰ-2 or 0007."""

GROUPED = " › "
"""What joins a column's heading to the group heading above it (見出しの階層): 財源内訳 › 国."""

UNNAMED_COLUMN = "見出しなし"
"""The heading of a column that has none (見出しのない列), the second one with (2)."""

BETWEEN_LEVELS = "\u3000"
"""What joins the titles of sections that stand in each other (章題の階層)."""

LONGEST_TEXT = 100_000
"""The most characters of one text (本文の上限), more than any document has: a diff is slow."""


def heading_levels(heading: str) -> list[str]:
    """Split a heading at its groups (見出しの階層): 財源内訳 and 国 for 財源内訳 › 国."""
    return [level.strip() for level in heading.split(GROUPED.strip())]


def heading_group(heading: str) -> str:
    """Return the group headings above a heading (上位の見出し), empty if it has none."""
    return GROUPED.join(heading_levels(heading)[:-1])


class ColumnType(StrEnum):
    """The type of a column's values (項目の型): text or amount, and no other."""

    TEXT = "text"
    AMOUNT = "amount"


class Numbering(StrEnum):
    """Where the numbers of initiatives come from (番号の由来)."""

    PRINTED = "printed"
    """The document has them."""

    COUNTED = "counted"
    """The document has none; ours only count its rows."""


class Column(NamedTuple):
    """A further column (項目) of the plan, beside name, department, policies and summary.

    heading: without edition, unit, width and spaces, such as 当初予算額; group headings are joined
    with GROUPED. unit: for amounts that have none themselves, such as 千円. headings: the heading
    as published, by edition, where it differs.
    """

    heading: str
    type: ColumnType = ColumnType.TEXT
    unit: str = ""
    headings: Mapping[Edition, str] = {}

    @property
    def is_amount(self) -> bool:
        """Whether its values are amounts (数値の項目か), not text."""
        return self.type is ColumnType.AMOUNT


class Property(StrEnum):
    """What describes an initiative beside its texts and fields (属性).

    The value is its name in JSON and, but for the section, the name of an attribute of
    `Initiative`.
    """

    NAME = "name"
    DEPARTMENT = "department"
    POLICIES = "policies"
    SECTION = "section"
    NUMBER = "number"


PLACES = (Property.SECTION, Property.NUMBER)
"""The properties that give an initiative's place in the plan (掲載の位置)."""

DESCRIBING = tuple(what for what in Property if what not in PLACES)
"""The properties that a document may have a column for (列のある属性)."""

BESIDE_NAMES = DESCRIBING[1:]
"""The same without the name (名称のほかの属性), in the order in which documents print them."""

CODES = frozenset({Property.POLICIES})
"""The properties with any number of codes such as エ② (番号の属性); all others have one value."""

PropertyValue = Number | tuple[str, ...]
"""The value of a property (属性の値); a tuple for codes."""


def each(value: PropertyValue) -> tuple[str, ...]:
    """Return the values of a property (属性の各値): its codes, or its only value."""
    return value if isinstance(value, tuple) else (str(value),)


FieldValue = str | Mapping[Edition, str]
"""The value of a field (項目の値): one for all editions, or one per edition; always text."""


class Earlier(NamedTuple):
    """Name, department and policy numbers in an older edition (版ごとの相違), if they differ.

    None means as in the initiative itself.
    """

    name: str | None = None
    department: str | None = None
    policies: tuple[str, ...] | None = None

    def given(self) -> dict[str, PropertyValue]:
        """Return the properties that differ (相違のある属性), by name."""
        return {what: value for what, value in self._asdict().items() if value is not None}


class PrintedTotal(NamedTuple):
    """A sum printed in the document (合計・小計), as printed.

    section: the section that is summed, None for the whole plan. edition: None if the column has
    one value for all editions.
    """

    heading: str
    value: str
    section: Number | None = None
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative (事業): one row of the plan.

    summaries: 事業概要 by edition, paragraphs separated by newlines. fields: further columns (項目)
    by heading; an initiative has a summary or a field at least. department (担当課) and policies
    (施策番号) may be empty. per_edition: name, department or policies of older editions. at: the
    place in the document, such as `p. 14`, ignored in comparisons for equality.
    """

    number: Number
    name: str
    summaries: Mapping[Edition, str]
    department: str = ""
    policies: tuple[str, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    per_edition: Mapping[Edition, Earlier] = field(default_factory=dict)
    at: str = field(default="", compare=False)

    def value(self, heading: str, edition: Edition) -> str | None:
        """Return a field's value (項目の値) in an edition, None if it has none."""
        value = self.fields.get(heading)
        return value if value is None or isinstance(value, str) else value.get(edition)

    def property_value(self, what: Property) -> PropertyValue:
        """Return the value of a property (属性の値), any but the section."""
        value: PropertyValue = getattr(self, what)
        return value

    def unlike(self, other: "Initiative") -> Earlier:
        """Return the properties in which it differs from another initiative (相違のある属性)."""
        differing: dict[str, Any] = {
            what.value: value
            for what in DESCRIBING
            if (value := self.property_value(what)) != other.property_value(what)
        }
        return Earlier(**differing)

    def texts(self) -> Iterator[str]:
        """Yield all texts of the row (行の文), of all editions."""
        for what in DESCRIBING:
            yield from each(self.property_value(what))
        for value in (self.summaries, *self.fields.values()):
            yield from (value,) if isinstance(value, str) else value.values()

    @property
    def longest(self) -> int:
        """The length of its longest text (最長の文の長さ)."""
        properties = [one for what in DESCRIBING for one in each(self.property_value(what))]
        texts = [*properties, *self.summaries.values()]
        fields = [v if isinstance(v, str) else "\n".join(v.values()) for v in self.fields.values()]
        if max(map(len, fields), default=0) < LONGEST_TEXT:  # the usual case
            return max(map(len, [*texts, *fields]))
        return max(map(len, self.texts()))

    def is_in(self, edition: Edition) -> bool:
        """Return whether the initiative is in the edition (その版にある事業か).

        It is if it has a summary or a field value (not "no value") there; an initiative without
        either in any edition is in all of them.
        """
        if edition in self.summaries:
            return True
        for value in self.fields.values():
            text = "" if isinstance(value, str) else value.get(edition, "")
            if text and not is_no_value(text):
                return True
        return not self.own_editions()

    def own_editions(self) -> frozenset[Edition]:
        """Return the editions for which the row has a text or a value (記載のある版)."""
        editions = set(self.summaries)
        for value in self.fields.values():
            if not isinstance(value, str):
                editions.update(edition for edition, text in value.items() if not is_no_value(text))
        return frozenset(editions)


@dataclass(frozen=True, slots=True)
class Section:
    """A section (章).

    aim: the sentence under the title, or empty. printed: the number as printed, if it differs: ""
    for a section that is only counted, 1 for a second section 1, called 1#2, or for a part of 1
    that has no number; ignored for equality.
    """

    number: Number
    title: str
    initiatives: tuple[Initiative, ...]
    aim: str = ""
    printed: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan (計画): one published document with its editions.

    editions: oldest first, each with the heading of its main text, "" if it has none. columns: the
    further columns (項目) in document order. series: a common name for the documents of one plan,
    if publisher and title do not identify it. notes: the document's own notes (※). numbers: where
    initiative numbers come from. name_heading: the heading over the names, empty if it is 事業名.
    origin: the file that the plan was read from, for messages. The last two are ignored for
    equality.
    """

    title: str
    editions: Mapping[Edition, str]
    sections: tuple[Section, ...]
    source: str = ""
    publisher: str = ""
    policy_plan: str = ""
    series: str = ""
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()
    printed_totals: tuple[PrintedTotal, ...] = ()
    numbers: Numbering = Numbering.PRINTED
    name_heading: str = field(default="", compare=False)
    origin: str = field(default="", compare=False)

    @property
    def is_numbered(self) -> bool:
        """Whether the document itself numbers its initiatives (番号の有無)."""
        return self.numbers is Numbering.PRINTED

    def initiatives(self) -> Iterator[tuple[Section, Initiative]]:
        """Yield every initiative (事業) with its section, in the order of the document."""
        for section in self.sections:
            for initiative in section.initiatives:
                yield section, initiative

    def sections_with(self, changed: Callable[[Initiative], Initiative]) -> tuple[Section, ...]:
        """Return the sections with each initiative replaced by `changed` of it (事業を変えた章)."""
        return tuple(
            replace(section, initiatives=tuple(map(changed, section.initiatives)))
            for section in self.sections
        )

    def column(self, heading: str) -> Column | None:
        """Return the further column with this heading (項目), None if there is none."""
        return next((column for column in self.columns if column.heading == heading), None)


_BUDGETS = ("当初予算", "補正予算", "専決予算")


def are_separate_budgets(old: Plan, new: Plan) -> bool:
    """Return whether the titles name budgets of which neither replaces the other (別々の予算か).

    Supplementary budgets of any years are separate, and so are a year's budget and its supplements.
    """
    titles = old.title, new.title
    kinds = [next((kind for kind in _BUDGETS if kind in title), "") for title in titles]
    is_one_year = len(set(map(named_edition, titles))) == 1
    return all(kinds) and kinds.count(_BUDGETS[0]) <= is_one_year


def reference(section: Number, initiative: Number) -> str:
    """Return the reference (参照番号) of an initiative, such as 4-5."""
    return f"{section}-{initiative}"


_DASHES = str.maketrans(dict.fromkeys("‒–—―ー─", "-"))  # `fold` knows the hyphens and the minus


def folded_reference(text: str) -> str:
    """Return a reference as it is compared (参照番号の照合形): 4-5 for 4－5, ４ー５ or 4–5."""
    return fold(text).translate(_DASHES)
