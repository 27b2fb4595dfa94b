"""Make a row's cells an initiative (事業), and rows of several editions one."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from ...edition import Edition, order_editions
from ...plan import Earlier, FieldValue, Initiative, Number
from ...text.joining import join, paragraphs
from ...text.normalize import closed_up, fold
from ..headings.departments import joined_departments
from ..headings.vocabulary import BESIDE_NAMES, CODES, Role, is_absent
from ..ir import ReadingContext
from .column_evidence import names_no_row
from .drafts import Draft, by_edition

_LONGEST_NAME = 40


def initiative_of(
    draft: Draft,
    number: Number,
    default: Edition,
    context: ReadingContext,
    *,
    place: str,
    are_amounts_dated: bool,
) -> Initiative:
    """Return the initiative (事業) that a draft makes.

    default: the edition where neither the column nor the draft's scope gives one.
    place: where it is in the document, such as p. 14. are_amounts_dated: undated amounts belong
    to the scope.
    """
    scope = draft.scope or default
    name, older_names = _name(draft, number, context)
    values, older = _properties_but_name(draft)
    summaries = _summaries(draft, scope, context)
    fields = _fields(draft, scope, context, are_amounts_dated=are_amounts_dated)
    if not (summaries or fields):  # a row without any text is part of all editions
        texts = [draft.layout.columns[at].edition for at in draft.layout.places(Role.SUMMARY)]
        dated = {column.edition for column in draft.layout.columns} - {None}
        editions = texts if any(texts) or not dated else dated
        summaries = dict.fromkeys(
            order_editions(edition or scope for edition in editions or [None]), ""
        )
    return Initiative(
        number,
        name,
        summaries,
        fields=fields,
        per_edition=_earlier({Role.NAME: older_names, **older}),
        at=place,
        **values,
    )


def _name(draft: Draft, number: Number, context: ReadingContext) -> tuple[str, dict[Edition, str]]:
    """Return the name (事業名), and different names in older editions.

    A row without one is named after its text, the nearest cell left of names, or its number.
    """
    if draft.given_name is not None:
        return _one_line(draft.given_name, context), {}
    names = {e: _one_line(lines, context) for e, lines in draft.names().items()}
    if len(names) > 1:  # 廃止 is no name of a later edition
        names = {e: name for e, name in names.items() if not is_absent(name)} or names
    if names:
        latest = names.pop(next(reversed(names)))
        older = {e: name for e, name in names.items() if e is not None and name != latest}
        return latest, older
    column = min(draft.layout.places(Role.NAME), default=0)
    for role in (Role.SUMMARY, Role.TEXT):
        for at in sorted(draft.layout.places(role), key=lambda at: (at > column, abs(at - column))):
            text = joined_text(draft.cells.get(at, ()), context).split("\n")[0]
            is_name = text and not names_no_row(draft.layout.columns[at].published)
            if is_name and not is_absent(text):
                first = text.split("。")[0]
                return (first if len(first) <= _LONGEST_NAME else first[:_LONGEST_NAME] + "…"), {}
    return str(number), {}


def _one_line(lines: Sequence[str], context: ReadingContext) -> str:
    """Return a name on one line (事業名), without the spaces that fill its cell (均等割付).

    Names below each other, which are alike, stay apart.
    """
    texts = [closed_up(line.strip()) for line in lines]
    are_alike = 1 in {len({text[:2] for text in texts}), len({text[-1:] for text in texts})}
    are_apart = len(texts) == 1 or (are_alike and not context.is_wrapped)
    return "\u3000".join(texts) if are_apart else join(texts)


def _properties_but_name(draft: Draft) -> tuple[dict[str, Any], dict[Role, Mapping[Edition, str]]]:
    """Return all properties but the name (名称のほかの属性), and the names of older editions.

    Codes are those of all editions. What was found elsewhere takes precedence over a column.
    """
    values: dict[str, Any] = {}
    older: dict[Role, Mapping[Edition, str]] = {}
    for role in BESIDE_NAMES:
        elsewhere = draft.elsewhere.get(role, ())
        if role in CODES:
            lines = (*draft.lines_of(role), *elsewhere)
            values[role] = _codes("\n".join(lines)) if lines else ()
            continue
        names = _names_by_edition(draft, role)
        current = names.pop(next(reversed(names))) if names else ""
        values[role] = joined_departments(elsewhere) if elsewhere else current
        older[role] = {edition: name for edition, name in names.items() if edition is not None}
    return values, older


def _names_by_edition(draft: Draft, role: Role) -> dict[Edition | None, str]:
    """Return the names that columns of a role have (担当課など), by edition."""
    columns = {at: draft.layout.columns[at] for at in draft.layout.places(role)}
    if len(columns) > 1 and not any(one.edition or one.is_by_hand for one in columns.values()):
        parts = (joined_departments(draft.lines(at)) for at in columns)  # 局, 部 and 課
        return {None: "".join(dict.fromkeys(parts))}
    lines_by_edition = by_edition(draft, role)
    return {edition: joined_departments(lines) for edition, lines in lines_by_edition.items()}


def _earlier(older: Mapping[Role, Mapping[Edition, str]]) -> dict[Edition, Earlier]:
    found: dict[Edition, dict[str, Any]] = {}
    for role, names in older.items():
        for edition, name in names.items():
            found.setdefault(edition, {})[role] = name
    return {edition: Earlier(**found[edition]) for edition in order_editions(found)}


def _summaries(draft: Draft, scope: Edition, context: ReadingContext) -> dict[Edition, str]:
    """Return the main text by edition (本文); a cell of － is none, 廃止 only of several."""
    found: dict[Edition, str] = {}
    places = draft.layout.places(Role.SUMMARY)
    for at in places:
        text = joined_text(draft.cells.get(at, ()), context)
        is_said = len(places) == 1 and any(map(str.isalnum, text))
        if text and (is_said or not is_absent(text)):
            edition = draft.layout.columns[at].edition or scope
            found[edition] = f"{found[edition]}\n{text}" if edition in found else text
    if len(found) < 2:  # noqa: PLR2004  one needs no order
        return found
    return {edition: found[edition] for edition in order_editions(found)}


def _fields(
    draft: Draft, scope: Edition, context: ReadingContext, *, are_amounts_dated: bool
) -> dict[str, FieldValue]:
    """Return the values of further columns (項目) by heading, without blank ones."""
    found: dict[str, FieldValue] = {}
    texts = {
        at: lines[0][0].strip() if len(lines) == len(lines[0]) == 1 else joined_text(lines, context)
        for at, lines in draft.cells.items()
        if lines
    }
    for heading, columns in draft.layout.order:
        if len(columns) > 1:
            dated = {one: texts.get(at, "") for one, at, _is_amount in columns if one}
            if any(dated.values()):
                found[heading] = dated
            continue
        ((edition, place, is_amount),) = columns
        if text := texts.get(place):
            if edition is None and are_amounts_dated and is_amount:
                edition = scope
            found[heading] = text if edition is None else {edition: text}
    for heading, text in draft.extra.items():
        found.setdefault(heading, text)
    return found


# --- Policy numbers ---------------------------------------------------------------------------

# ウ①②③, ア1-2, A-3, Ⅰ(1): a letter or figure of the outline with the numbers under it.
_LETTER = r"[ァ-ヶｱ-ﾝA-Za-zⅠ-Ⅻ一二三四五六七八九十甲乙丙]"
_CIRCLED = r"[①-⑳㉑-㉟❶-❿⑴-⒇]"
_ONE = re.compile(rf"({_LETTER}{{0,2}}?)({_CIRCLED}+)")
_PARTED = re.compile(r"[\s、，,・･/／;；]+")


def _codes(text: str) -> tuple[str, ...]:
    """Split a cell into its policy numbers and the like (施策番号): ウ①②③ is ウ①, ウ② and ウ③."""
    found: dict[str, None] = {}
    letter = ""
    # A narrow column breaks ウ①②③ between any two of its signs.
    whole = re.sub(rf"(?<!\s)[^\S\n]*\n\s*(?={_CIRCLED})", "", text)
    for part in _PARTED.split(whole.strip()):
        circled = list(_ONE.finditer(part))
        if circled and "".join(match[0] for match in circled) == part:
            for match in circled:
                letter = match[1] or letter
                found.update((letter + number_, None) for number_ in match[2])
        elif part:
            found[part] = None
    return tuple(found)


# --- Texts and numbers ------------------------------------------------------------------------


def joined_text(cells: Sequence[Sequence[str]], context: ReadingContext) -> str:
    """Join one or several cells to a text (本文); each cell begins a paragraph.

    Where pages wrap its lines, these are joined to paragraphs. Otherwise lines are kept, with
    blank lines and indents; only an indent common to all lines is removed.
    """
    if len(cells) == 1 and len(cells[0]) == 1:  # the usual case
        return cells[0][0].strip()
    if context.is_wrapped:
        found = (part for lines in cells for part in paragraphs(lines, is_wrapped=True))
        return "\n".join(found)
    return "\n".join(filter(None, map(_kept, cells)))


def _kept(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0].strip()
    texts = [line.rstrip() for line in lines]
    worded = [line for line in texts if line]
    if not worded:
        return ""
    indent = min(len(line) - len(line.lstrip()) for line in worded)
    return "\n".join(line[indent:] if line else "" for line in texts).strip("\n")


# --- Rows, sheets or tables of one edition each, joined to initiatives --------------------------


class DatedRow(NamedTuple):
    """An initiative and the edition of its row (版の行).

    is_numbered: the document gives it a number. is_named: its name alone identifies it, as
    each row or sheet names its edition.
    """

    initiative: Initiative
    edition: Edition | None
    is_numbered: bool
    is_named: bool


_Key = tuple[str, ...]


def joined_rows(rows: Sequence[DatedRow]) -> list[Initiative]:
    """Join rows of different editions to initiatives (版の統合).

    Rows are one initiative if number and name agree. Without numbers, or where these only count
    the rows of all editions, the names must agree, and each row or sheet must name its edition.
    Keys that repeat in one need kinds to tell them apart.
    """
    editions = {row.edition for row in rows}
    if len(editions) < 2 or None in editions:  # noqa: PLR2004  it takes two to join
        return [row.initiative for row in rows]
    groups: dict[_Key | int, list[DatedRow]] = {}
    if len({row.initiative.number for row in rows}) == len(rows):
        rows = [row._replace(is_numbered=False) for row in rows]
    keys = _with_kinds(rows, list(map(_key_of, rows)))
    ambiguous = _ambiguous(rows, keys)
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        is_alone = key in ambiguous or not (row.is_numbered or row.is_named)
        groups.setdefault(place if is_alone else key, []).append(row)
    return [_joined(group) for group in groups.values()]


def _key_of(row: DatedRow) -> _Key:
    number = str(row.initiative.number) if row.is_numbered else ""
    return fold(number), fold(row.initiative.name)


def _with_kinds(rows: Sequence[DatedRow], keys: Sequence[_Key]) -> list[_Key]:
    """Return the keys, with kinds appended to those repeated within an edition (行の区分).

    Only as many kinds as tell the rows apart are used, first those that recur in most editions.
    """
    repeated = _ambiguous(rows, keys)
    places = [place for place, key in enumerate(keys) if key in repeated]
    fields = [rows[place].initiative.fields for place in places]
    editions = [rows[place].edition for place in places]
    left = {
        kind: [str(values.get(kind, "")) for values in fields]
        for kind in (_kinds(rows) if places else ())
    }
    known: list[_Key] = [keys[place] for place in places]
    while left:
        apart = len({*zip(known, editions, strict=True)})
        parts = {
            kind: len({*zip(known, values, editions, strict=True)}) for kind, values in left.items()
        }
        # What parts none now parts none later.
        left = {kind: values for kind, values in left.items() if parts[kind] > apart}
        gains = {
            kind: parts[kind] - len({*zip(known, values, strict=True)})
            for kind, values in left.items()
        }
        if left:
            best = left.pop(max(gains, key=gains.__getitem__))
            known = [(*key, value) for key, value in zip(known, best, strict=True)]
    found = [*keys]
    for place, key in zip(places, known, strict=True):
        found[place] = key
    return found


def _kinds(rows: Sequence[DatedRow]) -> list[str]:
    """Return the fields of which a few words recur in most rows (行の区分)."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for heading, value in chain.from_iterable(row.initiative.fields.items() for row in rows):
        if isinstance(value, str):
            values[heading].append(value)
    return [
        heading
        for heading, texts in values.items()
        if 2 * len({*texts}) <= len(texts) and max(map(len, texts)) <= _LONGEST_KIND
    ]


_LONGEST_KIND = 30  # characters


def _ambiguous(rows: Sequence[DatedRow], keys: Sequence[_Key]) -> set[_Key]:
    """Return the keys that one edition has more than once (重複する行)."""
    seen: set[tuple[_Key, Edition | None]] = set()
    found: set[_Key] = set()
    for row, key in zip(rows, keys, strict=True):
        mark = (key, row.edition)
        if mark in seen:
            found.add(key)
        seen.add(mark)
    return found


def _joined(rows: Sequence[DatedRow]) -> Initiative:
    """Join the rows of one initiative (事業の統合); the latest gives its number and place."""
    if len(rows) == 1:
        return rows[0].initiative
    by_edition = {row.edition: row.initiative for row in rows if row.edition is not None}
    editions = order_editions(by_edition)
    latest = by_edition[editions[-1]]
    summaries: dict[Edition, str] = {}
    earlier: dict[Edition, Earlier] = {}
    for edition in editions:
        initiative = by_edition[edition]
        summaries.update(initiative.summaries)
        if (differs := initiative.unlike(latest)) != Earlier():
            earlier[edition] = differs
    return replace(
        latest,
        summaries={edition: summaries[edition] for edition in order_editions(summaries)},
        fields=_joined_fields(editions, by_edition),
        per_edition=earlier,
        at="、".join(dict.fromkeys(by_edition[edition].at for edition in editions)),
    )


def _joined_fields(
    editions: Sequence[Edition], by_edition: Mapping[Edition, Initiative]
) -> dict[str, FieldValue]:
    """Join the fields of several rows (項目の統合): one value if all rows agree."""
    dated: dict[str, dict[Edition, str]] = {}
    shared: dict[str, list[str]] = {}
    for edition in editions:
        for heading, value in by_edition[edition].fields.items():
            if isinstance(value, str):
                dated.setdefault(heading, {})[edition] = value
                shared.setdefault(heading, []).append(value)
            elif (values := dated.get(heading)) is None:
                dated[heading] = {**value}
            else:
                values |= value
    found: dict[str, FieldValue] = dict(dated)
    for heading, values_ in shared.items():
        count = len(editions)
        if len(dated[heading]) == len(values_) == count and values_.count(values_[0]) == count:
            found[heading] = values_[0]
    return found
