"""A plan (計画) as it was published: text to the letter, nothing computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .edition import FiscalYear

Number = int | str
"""A section's or an initiative's number (番号): whole, or text such as Ⅰ-2."""


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative (事業): one row of the plan.

    summaries: 事業概要 by fiscal year; a newline parts paragraphs, and a year that is
    missing means that the initiative is not in that year's plan. department (担当課) is
    empty and policies (施策番号) are none where the plan names none.
    """

    number: Number
    name: str
    summaries: Mapping[FiscalYear, str]
    department: str = ""
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section (章). aim: the sentence under the title, or empty."""

    number: Number
    title: str
    initiatives: tuple[Initiative, ...]
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan (計画): one published document with one column per fiscal year.

    years: the column headings by fiscal year, oldest first. origin: the file that the
    plan was read from, for messages; it takes no part in equality.
    """

    title: str
    years: Mapping[FiscalYear, str]
    sections: tuple[Section, ...]
    source: str = ""
    publisher: str = ""
    policy_plan: str = ""
    origin: str = field(default="", compare=False)

    def initiatives(self) -> Iterator[tuple[Section, Initiative]]:
        """Yield every initiative (事業) with its section, in the order of the document."""
        for section in self.sections:
            for initiative in section.initiatives:
                yield section, initiative


def reference(section: Number, initiative: Number) -> str:
    """Return the reference (参照番号) of an initiative, such as 4-5."""
    return f"{section}-{initiative}"
