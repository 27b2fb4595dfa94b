"""Rows, sheets or tables of one edition each, joined to initiatives (版の統合)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from ....edition import Edition, order_editions
from ....plan import Earlier, FieldValue, Initiative
from ....text.normalize import fold


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

    Rows are one initiative if number and name agree. Without numbers the names must agree, and
    each row or sheet must name its edition. Keys that repeat in one need kinds to tell them apart.
    """
    editions = {row.edition for row in rows}
    if len(editions) < 2 or None in editions:  # noqa: PLR2004  it takes two to join
        return [row.initiative for row in rows]
    groups: dict[_Key | int, list[DatedRow]] = {}
    keys = list(map(_key, rows))
    if (repeated := _ambiguous(rows, keys)) and (kinds := _kinds(rows)):
        told = ((row.initiative.fields.get(one, "") for one in kinds) for row in rows)
        keys = [
            (*key, *map(str, own)) if key in repeated else key
            for key, own in zip(keys, told, strict=True)
        ]
    ambiguous = _ambiguous(rows, keys)
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        is_alone = key in ambiguous or not (row.is_numbered or row.is_named)
        groups.setdefault(place if is_alone else key, []).append(row)
    return [_one(group) for group in groups.values()]


def _key(row: DatedRow) -> _Key:
    number = str(row.initiative.number) if row.is_numbered else ""
    return fold(number), fold(row.initiative.name)


def _kinds(rows: Sequence[DatedRow]) -> list[str]:
    """Return the fields of which a few words recur in most rows (行の区分)."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for heading, value in chain.from_iterable(row.initiative.fields.items() for row in rows):
        if isinstance(value, str):
            values[heading].append(value)
    return [
        heading
        for heading, own in values.items()
        if 2 * len({*own}) <= len(own) and max(map(len, own)) <= _LONGEST_KIND
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


def _one(rows: Sequence[DatedRow]) -> Initiative:
    """Join the rows of one initiative (事業の統合); the latest gives its number and place."""
    if len(rows) == 1:
        return rows[0].initiative
    by_edition = {row.edition: row.initiative for row in rows if row.edition is not None}
    editions = order_editions(by_edition)
    latest = by_edition[editions[-1]]
    summaries: dict[Edition, str] = {}
    earlier: dict[Edition, Earlier] = {}
    for edition in editions:
        own = by_edition[edition]
        summaries.update(own.summaries)
        differs = Earlier(
            own.name if own.name != latest.name else None,
            own.department if own.department != latest.department else None,
            own.policies if own.policies != latest.policies else None,
        )
        if differs != Earlier():
            earlier[edition] = differs
    return replace(
        latest,
        summaries={edition: summaries[edition] for edition in order_editions(summaries)},
        fields=_fields(editions, by_edition),
        per_edition=earlier,
        at="、".join(dict.fromkeys(by_edition[edition].at for edition in editions)),
    )


def _fields(
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
