"""Writing a plan (書出し) in the style of the shipped data file."""

import json
import re
from collections.abc import Iterator, Sequence

from ..errors import Problem, printable
from ..plan import Initiative, Number, Plan, Section
from .scalars import is_text

SCHEMA_LINE = "# yaml-language-server: $schema=programs.schema.json"

# What may stand without quotes, also inside [ ]: no sign that YAML reads as its own,
# no space at the end, and a letter or a Japanese bracket at the start.
_INNER = "\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff:#,\\[\\]{}"
_BARE = re.compile(f"(?:[^\\W_]|[「『（【〔《〈※])(?:[^{_INNER}]*[^\\s{_INNER}])?")
# What YAML would fold, strip, take for a line's end or refuse.
_UNFIT_FOR_BLOCK = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|^[ \t\n]|\n$"
)
_TO_ESCAPE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def dump_plan(plan: Plan, problems: Sequence[Problem] = ()) -> str:
    """Return the plan as the text of a data file (データファイル).

    What `load_plan` makes of the text is the same plan. problems are told in comments
    at the head of the file, for whoever completes it by hand.
    """
    lines = [SCHEMA_LINE, *_comments(problems), *_head(plan), "sections:"]
    for section in plan.sections:
        lines += _section(section)
    if not plan.sections:
        lines[-1] += " []"
    return "\n".join(lines) + "\n"


def _comments(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        for line in str(problem).splitlines():
            yield f"# {printable(line)}"


def _head(plan: Plan) -> Iterator[str]:
    yield f"title: {_scalar(plan.title)}"
    for key, text in (
        ("source", plan.source),
        ("publisher", plan.publisher),
        ("policy_plan", plan.policy_plan),
    ):
        if text:
            yield f"{key}: {_scalar(text)}"
    yield "years:" if plan.years else "years: {}"
    for year, heading in plan.years.items():
        yield f"  {year}: {_scalar(heading)}"


def _section(section: Section) -> Iterator[str]:
    yield f"  - number: {_number(section.number)}"
    yield f"    title: {_scalar(section.title)}"
    if section.aim:
        yield f"    aim: {_scalar(section.aim)}"
    yield "    initiatives:" if section.initiatives else "    initiatives: []"
    for initiative in section.initiatives:
        yield from _initiative(initiative)


def _initiative(initiative: Initiative) -> Iterator[str]:
    yield f"      - number: {_number(initiative.number)}"
    yield f"        name: {_scalar(initiative.name)}"
    if initiative.department:
        yield f"        department: {_scalar(initiative.department)}"
    if initiative.policies:
        yield f"        policies: [{', '.join(map(_scalar, initiative.policies))}]"
    yield "        summaries:" if initiative.summaries else "        summaries: {}"
    for year, text in initiative.summaries.items():
        yield from _summary(f"          {year}:", text)


def _summary(key: str, text: str) -> Iterator[str]:
    if not text or _UNFIT_FOR_BLOCK.search(text):
        yield f"{key} {_quoted(text)}"
        return
    yield f"{key} |-"
    for line in text.split("\n"):
        yield f"            {line}" if line else ""


def _number(number: Number) -> str:
    return str(number) if isinstance(number, int) else _scalar(number)


def _scalar(text: str) -> str:
    # A later YAML than PyYAML's takes more for numbers, such as 1e3 and 0o17.
    is_numeric = text.isascii() and text[:1].isdigit()
    return text if _BARE.fullmatch(text) and is_text(text) and not is_numeric else _quoted(text)


def _quoted(text: str) -> str:
    return _TO_ESCAPE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
