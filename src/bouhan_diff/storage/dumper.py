"""Write a plan (書出し) in the style of the data file that comes with the program."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..edition import Edition
from ..errors import printable
from ..plan import (
    BESIDE_NAMES,
    Column,
    Earlier,
    FieldValue,
    Initiative,
    Number,
    Plan,
    PrintedTotal,
    PropertyValue,
    Section,
)
from ..text.escape import DIRECTIONS
from .yaml_syntax import SUSPECT_STARTS, is_text

SCHEMA_LINE = "# yaml-language-server: $schema=programs.schema.json"

# A text that needs no quotes, also inside [ ] and { }: it has no character with a meaning in YAML
# and no space at the end, and it begins with a letter or a Japanese bracket.
_ODD = f"\u2028\u2029\ufeff\ufffe\uffff{DIRECTIONS}"
_INNER = f"\x00-\x1f\x7f-\xa0{_ODD}:#,\\[\\]{{}}"
_BARE = re.compile(f"(?:[^\\W_]|[「『（【〔《〈※])(?:[^{_INNER}]*[^\\s{_INNER}])?")
# What YAML would fold, strip, take for a line's end or refuse.
_UNFIT_FOR_BLOCK = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_ODD}]|^[ \t\n]|\n$")
_TO_ESCAPE = re.compile(f"[\x7f-\xa0{_ODD}]")
_TO_ESCAPE_IN_QUOTES = re.compile(f'["\\\\\x00-\x1f\x7f-\xa0\ud800-\udfff{_ODD}]')
_LONGEST_PLAIN_KEY = 200  # YAML accepts a longer key only after a question mark
_LONGEST_ON_ONE_LINE = 60  # characters of a field's values together


def dump_plan(plan: Plan, comments: Sequence[str] = ()) -> str:
    """Return the plan as the text of a data file (データファイル).

    `load_plan` reads it back as the same plan. comments: hints at the top for people who complete
    the file by hand.
    """
    lines = [SCHEMA_LINE, *_comments(comments), *_head(plan), "sections:"]
    for section in plan.sections:
        lines += _section(section)
    if not plan.sections:
        lines[-1] += " []"
    return "\n".join(lines) + "\n"


def _comments(comments: Sequence[str]) -> Iterator[str]:
    for comment in comments:
        for line in comment.splitlines():
            yield f"# {printable(line)}"


def _head(plan: Plan) -> Iterator[str]:
    yield f"title: {_scalar(plan.title)}"
    for key, text in (
        ("series", plan.series),
        ("source", plan.source),
        ("publisher", plan.publisher),
        ("policy_plan", plan.policy_plan),
    ):
        if text:
            yield f"{key}: {_scalar(text)}"
    if not plan.is_numbered:
        yield f"numbers: {plan.numbers}"
    if plan.name_heading:
        yield f"name_heading: {_scalar(plan.name_heading)}"
    yield "years:" if plan.editions else "years: {}"
    for edition, heading in plan.editions.items():
        yield f"  {_key(edition)} {_scalar(heading)}"
    if plan.columns:
        yield "columns:"
    for column in plan.columns:
        yield f"  {_key(column.heading, 2)} {_column(column)}"
    if plan.notes:
        yield "notes:"
    for note in plan.notes:
        yield from _text("  -", note, 4)
    if plan.printed_totals:
        yield "printed_totals:"
    for total in plan.printed_totals:
        yield f"  - {_printed_total(total)}"


def _column(column: Column) -> str:
    if not column.unit and not column.headings:
        return column.type
    parts = [f"type: {column.type}"]
    if column.unit:
        parts.append(f"unit: {_scalar(column.unit)}")
    if column.headings:
        parts.append(f"headings: {_on_one_line(column.headings)}")
    return f"{{{', '.join(parts)}}}"


def _printed_total(total: PrintedTotal) -> str:
    parts = [] if total.section is None else [f"section: {_number(total.section)}"]
    parts.append(f"heading: {_scalar(total.heading)}")
    if total.edition:
        parts.append(f"edition: {_scalar(str(total.edition))}")
    return f"{{{', '.join([*parts, f'value: {_scalar(total.value)}'])}}}"


def _section(section: Section) -> Iterator[str]:
    yield f"  - number: {_number(section.number)}"
    if section.printed is not None:
        yield f"    printed: {_scalar(section.printed)}"
    yield f"    title: {_scalar(section.title)}"
    if section.aim:
        yield f"    aim: {_scalar(section.aim)}"
    yield "    initiatives:" if section.initiatives else "    initiatives: []"
    for initiative in section.initiatives:
        yield from _initiative(initiative)


def _initiative(initiative: Initiative) -> Iterator[str]:
    yield f"      - number: {_number(initiative.number)}"
    yield f"        name: {_scalar(initiative.name)}"
    for what in BESIDE_NAMES:
        if value := initiative.property_value(what):
            yield f"        {what}: {_property(value)}"
    if initiative.summaries:
        yield "        summaries:"
    for edition, text in initiative.summaries.items():
        yield from _text(f"          {_key(edition)}", text, 12, is_block=True)
    if initiative.fields:
        yield "        fields:"
    yield from _fields(initiative.fields)
    if initiative.per_edition:
        yield "        per_edition:"
    for edition, earlier in initiative.per_edition.items():
        yield f"          {_key(edition)} {_earlier(earlier)}"
    if initiative.at:
        yield f"        at: {_scalar(initiative.at)}"


def _fields(fields: Mapping[str, FieldValue]) -> list[str]:
    """Return the lines of the fields (項目). Kept fast: a large sheet has a million fields."""
    lines: list[str] = []
    for heading, value in fields.items():
        key = _field_key(heading)
        if isinstance(value, str):
            if "\n" in value:
                lines += _text(key, value, 12)
            else:
                lines.append(f"{key} {_scalar(value)}")
            continue
        if len(value) == 1:
            ((edition, text),) = value.items()
            if len(text) <= _LONGEST_ON_ONE_LINE:
                lines.append(f"{key} {{{_key(edition)} {_scalar(text)}}}")
                continue
        if sum(map(len, value.values())) <= _LONGEST_ON_ONE_LINE:
            lines.append(f"{key} {_on_one_line(value)}")
            continue
        lines.append(key)
        for edition, text in value.items():
            lines += _text(f"            {_key(edition)}", text, 14)
    return lines


@lru_cache(maxsize=4096)
def _field_key(heading: str) -> str:
    return f"          {_key(heading, 10)}"


def _earlier(earlier: Earlier) -> str:
    parts = (f"{what}: {_property(value)}" for what, value in earlier.given().items())
    return f"{{{', '.join(parts)}}}"


def _property(value: PropertyValue) -> str:
    return _list(value) if isinstance(value, tuple) else _scalar(str(value))


def _on_one_line(texts: Mapping[Edition, str]) -> str:
    return _form_of(tuple(texts)) % tuple(map(_scalar, texts.values()))


@lru_cache(maxsize=256)
def _form_of(editions: tuple[Edition, ...]) -> str:
    """Return the template of a field with one value per edition (版ごとの値の書式)."""
    keys = (_key(edition).replace("%", "%%") for edition in editions)
    return f"{{{', '.join(f'{key} %s' for key in keys)}}}"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_scalar, texts))}]"


def _text(key: str, text: str, indent: int, *, is_block: bool = False) -> Iterator[str]:
    """Yield a key and its text: as a block with a line for each paragraph if there are several.

    is_block: write a single line as a block too.
    """
    if not text or _UNFIT_FOR_BLOCK.search(text) or not (is_block or "\n" in text):
        yield f"{key} {_scalar(text)}"
        return
    yield f"{key} |-"
    for line in text.split("\n"):
        yield f"{' ' * indent}{line}" if line else ""


@lru_cache(maxsize=4096)
def _key(name: Edition | str, indent: int = 0) -> str:
    """Return the key with its colon. indent: of its line, for a key that needs two."""
    written = _scalar(str(name))
    if len(written) <= _LONGEST_PLAIN_KEY:
        return f"{written}:"
    return f"? {written}\n{' ' * indent}:"


def _number(number: Number) -> str:
    return str(number) if isinstance(number, int) else _scalar(number)


def _scalar(text: str) -> str:
    if text.isalnum() and text[0] not in SUSPECT_STARTS:
        return text  # a word: the usual case of what does not repeat
    # A later YAML than PyYAML's takes more for numbers, such as 1e3 and 0o17.
    if text.isascii() and text[:1].isdigit():
        return f'"{text}"' if text.isalnum() else _quoted(text)
    return _worded_scalar(text)


# Headings and departments come again and again.
@lru_cache(maxsize=1 << 14)
def _worded_scalar(text: str) -> str:
    is_bare = _BARE.fullmatch(text) and (text[:1] not in SUSPECT_STARTS or is_text(text))
    return text if is_bare else _quoted(text)


def _quoted(text: str) -> str:
    if not _TO_ESCAPE_IN_QUOTES.search(text):  # the usual case
        return f'"{text}"'
    return _TO_ESCAPE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
